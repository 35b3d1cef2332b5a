/** The first page: what there is, and where to begin. */
import { h } from '../dom';
import { t } from '../language';
import { classIri, className, classOf, colours, learn, listDocuments, peek } from '../model';
import { dot, exportMenu, fill, go, link, searchBox, to } from '../parts';
import { iri, select } from '../sparql';

export async function home(place: HTMLElement): Promise<void> {
  const classes = h('div'), documents = h('div');
  const tasks: [string, string, string][] = [
    [to('matrix', { kind: 'agencies' }), t('哪些机构承担哪些举措', 'Which agencies answer for which measures'), t('矩阵', 'matrix')],
    [to('matrix', { kind: 'parks' }), t('园区里有哪些企业', 'Which companies are in which park'), t('矩阵', 'matrix')],
    [to('matrix', { kind: 'funds' }), t('资金经由谁到达哪些企业和项目', 'Which funds reach which companies, and through whom'), t('矩阵', 'matrix')],
    [to('ledger', { year: '2027' }), t('到 2027 年承诺了什么', 'What was promised for 2027'), t('台账', 'ledger')],
    [to('matrix', { kind: 'documents' }), t('两份文件有哪些共同之处', 'What two documents share'), t('矩阵', 'matrix')],
    [to('map'), t('各省有哪些园区、企业、机构', 'What lies in which province'), t('地图', 'map')],
    [to('query'), t('用 SPARQL 提问', 'Ask in SPARQL'), t('查询', 'query')],
  ];
  place.append(
    h('section', { class: 'hero' },
      h('h1', {}, t('产业政策，一看就懂', 'Industrial policy, at a glance')),
      h('p', {}, t('园图从政府文件中读出园区、企业、机构、资金和目标，每一条都有原文为证。', 'Parks, companies, agencies, money and targets, read from government documents; every fact with its sentence.')),
      searchBox(thing => go(thing.class === 'Document' ? 'document' : 'thing', { iri: thing.iri }), t('查找事物', 'find a thing'))),
    h('section', {}, h('h2', {}, t('从这里开始', 'Begin here')), h('ul', { class: 'cards' }, tasks.map(([href, text, kind]) => h('li', {}, h('a', { href }, h('strong', {}, text), h('span', { class: 'quiet' }, kind)))))),
    h('div', { class: 'columns' },
      h('section', {}, h('h2', {}, t('文件', 'Documents')), documents),
      h('section', {}, h('h2', {}, t('事物', 'Things')), classes, h('div', { class: 'row' }, exportMenu()))));
  await Promise.all([
    fill(classes, async () => {
      const rows = await select(`SELECT ?c (COUNT(?x) AS ?n) { ?x a ?c } GROUP BY ?c ORDER BY DESC(?n) ?c LIMIT 100`);
      const all = rows.flatMap(row => (row.c!.type === 'uri' ? [{ name: classOf(row.c!.value), n: row.n!.value }] : []));
      const own = all.filter(c => c.name in colours), others = all.filter(c => !(c.name in colours));
      const list = (entries: typeof all): HTMLElement => h('ul', { class: 'classes' }, entries.map(({ name, n }) =>
        h('li', {}, h('a', { href: to('class', { name }) }, dot(name), className(name), h('span', { class: 'n' }, Number(n).toLocaleString())))));
      if (!all.length) return [h('p', { class: 'quiet' }, t('图库是空的：用 yuantu load 读入文件。', 'The store is empty: read documents with yuantu load.'))];
      return [list(own.length ? own : others), ...(own.length && others.length ? [h('details', {}, h('summary', { class: 'quiet' }, t('其他词汇的类', 'classes of other vocabularies')), list(others))] : [])];
    }),
    fill(documents, async () => {
      const list = await listDocuments();
      if (!list.length) return [h('p', { class: 'quiet' }, t('图库里没有文件。', 'The store has no documents.'))];
      return [h('ul', { class: 'list' }, list.slice(0, 30).map(d => h('li', {}, link(d), d.year ? h('span', { class: 'n' }, d.year) : ''))),
        ...(list.length > 30 ? [h('p', {}, h('a', { href: to('class', { name: 'Document' }) }, t('全部文件', 'all documents')))] : [])];
    }),
  ]);
}

const LISTED = 500, COUNTED = 20000;

/** The things of one class, the best connected first; of a class with more than COUNTED of them, the first by their IRIs. */
export async function classView(place: HTMLElement, parameters: URLSearchParams): Promise<void> {
  const name = parameters.get('name') ?? '', type = iri(classIri(name));
  const list = h('div');
  place.append(h('h1', {}, dot(name), ` ${className(name)}`), list);
  await fill(list, async () => {
    const [count] = await select(`SELECT (COUNT(?x) AS ?n) { ?x a ${type} }`);
    const total = Number(count!.n!.value);
    if (!total) return [h('p', {}, t('图库里没有这个类的事物。', 'The store has nothing of this class.'))];
    const rows = await select(total > COUNTED ? `SELECT ?x { ?x a ${type} } LIMIT ${LISTED}`
      : `SELECT ?x (COUNT(?p) AS ?n) { ?x a ${type} OPTIONAL { { ?x ?p ?y FILTER(ISIRI(?y)) } UNION { ?y ?p ?x } } } GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT ${LISTED}`);
    await learn(rows.map(row => row.x!.value));
    return [h('p', { class: 'quiet' }, total > rows.length ? t(`共 ${total.toLocaleString()} 个，列出 ${rows.length} 个；其余的可以查找。`, `${rows.length} of ${total.toLocaleString()}; the search finds the others.`) : t(`共 ${total} 个，联系多的在前`, `${total}, the best connected first`)),
      h('ul', { class: 'list many' }, rows.filter(row => row.x!.type === 'uri').map(row => h('li', {}, link(peek(row.x!.value)), row.n && h('span', { class: 'n' }, row.n.value))))];
  });
}
