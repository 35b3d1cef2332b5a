/** The ledger of promises: what, by whom, for when, how much; and what a later document reports of it. */
import { choice, h } from '../dom';
import { t } from '../language';
import { evidence, learn, listDocuments, nameOf, peek } from '../model';
import { badge, fill, go, link, sentence } from '../parts';
import { iri, NS, select } from '../sparql';

interface Figure {
  iri: string; thing: string; metric: string; value: string; unit: string; year: string; fromYear: string; qualifier: string; document: string; documentYear: number;
}

async function figures(): Promise<Figure[]> {
  const documents = new Map((await listDocuments()).map(d => [d.iri, d]));
  const rows = await select(`SELECT * { ?q a yt:Quantity ; yt:quantityOf ?x ; yt:metric ?metric ; yt:value ?value ; yt:unit ?unit ; yt:qualifier ?kind
    OPTIONAL { ?q yt:year ?year } OPTIONAL { ?q yt:fromYear ?from } GRAPH ?d { ?q a yt:Quantity } } ORDER BY ?year ?x ?metric LIMIT 20000`);
  await learn(rows.map(row => row.x!.value));
  return rows.map(row => ({
    iri: row.q!.value, thing: row.x!.value, metric: row.metric!.value, value: row.value!.value, unit: row.unit!.value, year: row.year?.value ?? '',
    fromYear: row.from?.value ?? '', qualifier: row.kind!.value, document: row.d!.value, documentYear: documents.get(row.d!.value)?.year ?? 0,
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

export async function ledgerView(place: HTMLElement, parameters: URLSearchParams): Promise<void> {
  const year = parameters.get('year') ?? '', kind = parameters.get('kind') ?? 'target', document = parameters.get('document') ?? '';
  const table = h('div');
  place.append(h('h1', {}, t('承诺台账', 'Ledger of promises')));
  const all = await figures();
  const set = (change: Record<string, string>): void => go('ledger', { year, kind, document, ...change });
  const years = [...new Set(all.filter(f => f.qualifier === kind).map(f => f.year))].filter(Boolean).sort();
  const documents = await listDocuments();
  place.append(h('div', { class: 'row' },
    choice(t('种类', 'kind'), [['target', t('目标', 'targets')], ['actual', t('已有数据', 'actual figures')], ['growth', t('增长', 'growth')]], kind, value => set({ kind: value, year: '' })),
    choice(t('年份', 'year'), [['', t('全部', 'all')], ...years.map((y): [string, string] => [y, y])], year, value => set({ year: value })),
    choice(t('文件', 'document'), [['', t('全部文件', 'all documents')], ...documents.map((d): [string, string] => [d.iri, nameOf(d)])], document, value => set({ document: value }))), table);
  await fill(table, async () => {
    const shown = all.filter(f => f.qualifier === kind && (!year || f.year === year) && (!document || f.document === document));
    const responsible = await agencies([...new Set(shown.map(f => f.thing).filter(value => peek(value).class === 'Measure'))]);
    if (!shown.length) return [h('p', {}, t('没有这样的数字。', 'There are no such figures.'))];
    return [h('p', { class: 'quiet' }, t(`${shown.length} 项`, `${shown.length} entries`)),
      h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': t('承诺台账', 'Ledger of promises') }, h('table', { class: 'ledger' },
        h('thead', {}, h('tr', {}, [t('年份', 'year'), t('事项', 'matter'), t('指标', 'metric'), t('数字', 'figure'), t('责任机构', 'agencies'), t('文件', 'document'), ...(kind === 'target' ? [t('后来的报告', 'reported later')] : []), ''].map(text => h('th', { scope: 'col' }, text)))),
        h('tbody', {}, shown.flatMap(f => row(f, responsible.get(f.thing) ?? [], kind === 'target' ? reports(f, all) : null)))))];
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
