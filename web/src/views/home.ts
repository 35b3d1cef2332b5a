/** The first page: what there is, and where to begin. */
import { h } from '../dom';
import { t } from '../language';
import { className, colours, learn, listDocuments, peek } from '../model';
import { dot, exportMenu, fill, go, link, searchBox, to } from '../parts';
import { iri, NS, select } from '../sparql';

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
      const rows = await select(`SELECT ?c (COUNT(?x) AS ?n) { ?x a ?c FILTER(STRSTARTS(STR(?c), "${NS}")) } GROUP BY ?c ORDER BY DESC(?n)`);
      return [h('ul', { class: 'classes' }, rows.map(row => {
        const name = row.c!.value.slice(NS.length);
        return h('li', {}, h('a', { href: to('class', { name }) }, dot(name), className(name), h('span', { class: 'n' }, row.n!.value)));
      }))];
    }),
    fill(documents, async () => {
      const list = await listDocuments();
      return [h('ul', { class: 'list' }, list.slice(0, 30).map(d => h('li', {}, link(d), d.year ? h('span', { class: 'n' }, d.year) : '')))];
    }),
  ]);
}

/** All things of one class, the best connected first. */
export async function classView(place: HTMLElement, parameters: URLSearchParams): Promise<void> {
  const name = parameters.get('name') ?? '';
  const list = h('div');
  place.append(h('h1', {}, dot(name), ` ${className(name)}`), list);
  if (!(name in colours)) { list.append(h('p', {}, t('没有这个类。', 'There is no such class.'))); return; }
  await fill(list, async () => {
    const rows = await select(`SELECT ?x (COUNT(?p) AS ?n) { ?x a ${iri(NS + name)} OPTIONAL { { ?x ?p ?y FILTER(ISIRI(?y)) } UNION { ?y ?p ?x } } } GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT 500`);
    await learn(rows.map(row => row.x!.value));
    return [h('ul', { class: 'list many' }, rows.map(row => h('li', {}, link(peek(row.x!.value)), h('span', { class: 'n' }, row.n!.value))))];
  });
}
