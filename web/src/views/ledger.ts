/** The ledger of promises: what, by whom, for when, how much; and what a later document reports of it. */
import { choice, h } from '../dom';
import { t } from '../language';
import { evidence, learn, learnYears, listDocuments, nameOf, peek, yearOf } from '../model';
import { badge, fill, go, link, sentence } from '../parts';
import { iri, literal, NS, select } from '../sparql';

interface Figure {
  iri: string; thing: string; metric: string; value: string; unit: string; year: string; fromYear: string; qualifier: string; document: string; documentYear: number;
}

const MOST = 500;

/** The figures that @p where picks out, MOST + 1 at most. */
async function figures(where: string): Promise<Figure[]> {
  const rows = await select(`SELECT * { ${where} ?q a yt:Quantity ; yt:quantityOf ?x ; yt:metric ?metric ; yt:value ?value ; yt:unit ?unit ; yt:qualifier ?kind
    OPTIONAL { ?q yt:year ?year } OPTIONAL { ?q yt:fromYear ?from } GRAPH ?d { ?q a yt:Quantity } } ORDER BY ?year ?x ?metric LIMIT ${MOST + 1}`);
  await learn(rows.flatMap(row => [row.x!.value, row.d!.value]));
  await learnYears(rows.map(row => row.d!.value));
  return rows.map(row => ({
    iri: row.q!.value, thing: row.x!.value, metric: row.metric!.value, value: row.value!.value, unit: row.unit!.value, year: row.year?.value ?? '',
    fromYear: row.from?.value ?? '', qualifier: row.kind!.value, document: row.d!.value, documentYear: yearOf(row.d!.value),
  }));
}

async function agencies(measures: string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (!measures.length) return found;
  const rows = await select(`SELECT ?a ?m { VALUES ?m { ${measures.map(iri).join(' ')} } ?a yt:responsibleFor ?m }`);
  await learn(rows.map(row => row.a!.value));
  for (const row of rows) found.set(row.m!.value, [...(found.get(row.m!.value) ?? []), row.a!.value]);
  return found;
}

/** What later documents say was reached: of the same thing, in the same unit, under a name that holds the other. */
function reports(promise: Figure, all: Figure[]): Figure[] {
  const like = (a: string, b: string): boolean => a === b || (Math.min(a.length, b.length) > 2 && (a.includes(b) || b.includes(a)));
  return all.filter(f => f.qualifier !== 'target' && f.thing === promise.thing && f.unit === promise.unit && like(f.metric, promise.metric)
    && f.document !== promise.document && f.documentYear >= promise.documentYear);
}

const amount = (f: Figure): string => `${f.value} ${f.unit}`;

/** What others say was reached of the things that @p promises are about. */
async function listReports(promises: Figure[]): Promise<Figure[]> {
  if (!promises.length) return [];
  return figures(`VALUES ?x { ${[...new Set(promises.map(f => iri(f.thing)))].join(' ')} } FILTER(?kind != "target")`);
}

export async function ledgerView(place: HTMLElement, parameters: URLSearchParams): Promise<void> {
  const year = parameters.get('year') ?? '', kind = parameters.get('kind') ?? 'target', document = parameters.get('document') ?? '';
  const table = h('div');
  place.append(h('h1', {}, t('承诺台账', 'Ledger of promises')));
  const [documents, yearRows] = await Promise.all([listDocuments(), select(`SELECT DISTINCT ?year { ?q yt:qualifier ${literal(kind)} ; yt:year ?year } ORDER BY ?year`)]);
  const set = (change: Record<string, string>): void => go('ledger', { year, kind, document, ...change });
  place.append(h('div', { class: 'row' },
    choice(t('种类', 'kind'), [['target', t('目标', 'targets')], ['actual', t('已有数据', 'actual figures')], ['growth', t('增长', 'growth')]], kind, value => set({ kind: value, year: '' })),
    choice(t('年份', 'year'), [['', t('全部', 'all')], ...yearRows.map((row): [string, string] => [row.year!.value, row.year!.value])], year, value => set({ year: value })),
    choice(t('文件', 'document'), [['', t('全部文件', 'all documents')], ...documents.map((d): [string, string] => [d.iri, nameOf(d)])], document, value => set({ document: value }))), table);
  await fill(table, async () => {
    const found = await figures(`?q yt:qualifier ${literal(kind)} . ${year && `?q yt:year ?year FILTER(STR(?year) = ${literal(year)})`} ${document && `VALUES ?d { ${iri(document)} }`}`);
    const shown = found.slice(0, MOST);
    if (!shown.length) return [h('p', { class: 'quiet' }, t('没有这样的数字。', 'There are no such figures.'))];
    const [responsible, reported] = await Promise.all([agencies([...new Set(shown.map(f => f.thing).filter(value => peek(value).class === 'Measure'))]), kind === 'target' ? listReports(shown) : []]);
    return [h('p', { class: 'quiet' }, found.length > MOST ? t(`前 ${MOST} 项；选年份或文件可以看其余的`, `the first ${MOST} entries; choose a year or a document to see others`) : t(`${shown.length} 项`, `${shown.length} entries`)),
      h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': t('承诺台账', 'Ledger of promises') }, h('table', { class: 'ledger' },
        h('thead', {}, h('tr', {}, [t('年份', 'year'), t('事项', 'matter'), t('指标', 'metric'), t('数字', 'figure'), t('责任机构', 'agencies'), t('文件', 'document'), ...(kind === 'target' ? [t('后来的报告', 'reported later')] : []), ''].map(text => h('th', { scope: 'col' }, text)))),
        h('tbody', {}, shown.flatMap(f => row(f, responsible.get(f.thing) ?? [], kind === 'target' ? reports(f, reported) : null)))))];
  });
}

function row(f: Figure, responsible: string[], later: Figure[] | null): HTMLElement[] {
  const place = h('td', { colspan: 8 });
  const detail = h('tr', { hidden: true }, place);
  const button: HTMLElement = h('button', { type: 'button', class: 'small', 'aria-expanded': 'false', 'aria-label': `${t('原文', 'sentence')}：${f.metric} ${amount(f)}`, onclick: () => {
    detail.hidden = !detail.hidden;
    button.setAttribute('aria-expanded', String(!detail.hidden));
    if (!detail.hidden) void fill(place, async () => (await evidence(f.iri, `${NS}quantityOf`, f.thing)).map(e => sentence(e)));
  } }, t('原文', 'sentence'));
  return [h('tr', {},
    h('td', { class: 'number' }, f.fromYear ? `${f.fromYear}–${f.year}` : f.year || '—'), h('td', {}, link(peek(f.thing))), h('td', {}, f.metric), h('td', { class: 'number' }, h('strong', {}, f.value), ` ${f.unit}`),
    h('td', {}, responsible.length ? responsible.map(value => h('div', {}, link(peek(value)))) : h('span', { class: 'quiet' }, '—')),
    h('td', {}, link(peek(f.document))),
    later && h('td', {}, later.length ? later.map(r => h('div', {}, `${amount(r)} `, badge(r.year || String(r.documentYear || '')), ' ', link(peek(r.document)))) : h('span', { class: 'quiet' }, t('尚无', 'nothing yet'))),
    h('td', {}, button)), detail];
}
