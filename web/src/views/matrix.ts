/** Matrices: who has to do with what. A mark leads to the sentences behind it. */
import { choice, h } from '../dom';
import { t } from '../language';
import { evidence, learn, listDocuments, nameOf, peek, propertyName, type Thing } from '../model';
import { fill, go, link, sentence, to } from '../parts';
import { iri, NS, select } from '../sparql';

/** The steps that lead from a row to a column; one step for a plain relation. */
type Path = { subject: string; property: string; object: string }[];
interface Cell { row: string; column: string; paths: Path[] }
interface Kind {
  title: () => string; rows: () => string; columns: () => string; note: () => string;
  find: (document: string) => Promise<Found>;
}
/** The cells; where these are not all there are, also how often each row and column comes, and how many there are. */
interface Found { cells: Cell[]; rows?: Map<string, number>; columns?: Map<string, number>; nRows?: number; nColumns?: number; n?: number }
const MOST_ROWS = 120, MOST_COLUMNS = 40, MOST_CELLS = 5000;

const within = (document: string, pattern: string): string => (document
  ? `GRAPH ${iri(document)} { ?e rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }`
  : pattern);

/** Facts in rows and columns: all of them, or, of more than MOST_CELLS, those between the rows and columns that have most. */
async function facts(document: string, property: string, row: '?s' | '?o', classes: string): Promise<Found> {
  const p = `${NS}${property}`, column = row === '?s' ? '?o' : '?s';
  const pairs = `{ SELECT DISTINCT ?s ?o { VALUES ?p { ${iri(p)} } ${within(document, '?s ?p ?o .')} ${classes} } }`;
  const cells = async (where: string, most: number): Promise<Cell[]> => (await select(`SELECT ?s ?o { ${where} ${pairs} } LIMIT ${most}`)).map(found => {
    const [subject, object] = [found.s!.value, found.o!.value];
    return { row: row === '?s' ? subject : object, column: row === '?s' ? object : subject, paths: [[{ subject, property: p, object }]] };
  });
  const all = await cells('', MOST_CELLS + 1);
  if (all.length <= MOST_CELLS) return { cells: all };
  const top = async (variable: string, where: string, most: number): Promise<Map<string, number>> =>
    new Map((await select(`SELECT ${variable} (COUNT(*) AS ?n) { ${where} ${pairs} } GROUP BY ${variable} ORDER BY DESC(?n) ${variable} LIMIT ${most}`))
      .map(found => [found[variable.slice(1)]!.value, Number(found.n!.value)]));
  const values = (variable: string, of: Map<string, number>): string => `VALUES ${variable} { ${[...of.keys()].map(iri).join(' ')} }`;
  const columns = await top(column, '', MOST_COLUMNS), rows = await top(row, values(column, columns), MOST_ROWS);
  const [total] = await select(`SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ${row}) AS ?rows) (COUNT(DISTINCT ${column}) AS ?columns) ${pairs}`);
  return { cells: await cells(values(row, rows) + values(column, columns), MOST_ROWS * MOST_COLUMNS), rows, columns,
    nRows: Number(total!.rows!.value), nColumns: Number(total!.columns!.value), n: Number(total!.n!.value) };
}

/** Money goes where funds are set up and invested: from the MOST_COLUMNS funds that do most of it, over at most four such
 * steps, ring by ring, MOST_CELLS facts a ring. */
async function money(document: string): Promise<Found> {
  const given = `VALUES ?p { yt:investsIn yt:establishes yt:acquires } ${within(document, '?s ?p ?o .')}`;
  const funds = (await select(`SELECT ?s (COUNT(DISTINCT ?o) AS ?n) { ${given} ?s a yt:Fund } GROUP BY ?s ORDER BY DESC(?n) ?s LIMIT ${MOST_COLUMNS}`)).map(row => row.s!.value);
  const [count] = await select(`SELECT (COUNT(DISTINCT ?s) AS ?n) { ${given} ?s a yt:Fund }`);
  const reached = new Map(funds.map(fund => [fund, new Map<string, Path>([[fund, []]])]));
  const onward = new Map<string, Path>();
  for (let step = 0; step < 4; step++) {
    const ends = [...new Set([...reached.values()].flatMap(paths => [...paths.keys()]))].filter(value => !onward.has(value)).slice(0, 1000);
    if (!ends.length) break;
    for (const value of ends) onward.set(value, []);
    for (const row of await select(`SELECT DISTINCT ?s ?p ?o { VALUES ?s { ${ends.map(iri).join(' ')} } ${given} FILTER(ISIRI(?o)) } LIMIT ${MOST_CELLS}`))
      onward.get(row.s!.value)!.push({ subject: row.s!.value, property: row.p!.value, object: row.o!.value });
    for (const paths of reached.values())
      for (const [at, path] of [...paths])
        if (path.length === step) for (const fact of onward.get(at) ?? []) if (!paths.has(fact.object)) paths.set(fact.object, [...path, fact]);
  }
  await learn([...reached.values()].flatMap(paths => [...paths.keys()]));
  const cells = [...reached].flatMap(([fund, paths]) => [...paths].filter(([, path]) => path.length).map(([target, path]): Cell => ({ row: target, column: fund, paths: [path] })))
    .filter(cell => ['Company', 'Project', 'Institution', 'Fund', 'Park'].includes(peek(cell.row).class));
  return { cells, nColumns: Number(count!.n!.value) };
}

/** How many things two documents both speak of: of the newest MOST_COLUMNS of them. */
async function shared(): Promise<Found> {
  const documents = (await listDocuments()).slice(0, MOST_COLUMNS).map(d => iri(d.iri)).join(' ');
  const rows = await select(`SELECT ?a ?b (COUNT(DISTINCT ?x) AS ?n) { VALUES ?a { ${documents} } GRAPH ?a { ?x a ?c } VALUES ?b { ${documents} } GRAPH ?b { ?x a ?c } FILTER(?a != ?b) } GROUP BY ?a ?b`);
  return { cells: rows.filter(row => row.a).map(row => ({ row: row.a!.value, column: row.b!.value, paths: new Array<Path>(Number(row.n!.value)).fill([]) })) };
}

const kinds: Record<string, Kind> = {
  agencies: {
    title: () => t('机构 × 举措', 'Agencies × measures'), rows: () => t('举措', 'measure'), columns: () => t('机构', 'agency'),
    note: () => t('标记表示机构负责该项举措。', 'A mark: the agency answers for the measure.'),
    find: document => facts(document, 'responsibleFor', '?o', '?s a yt:Agency . ?o a yt:Measure'),
  },
  parks: {
    title: () => t('园区 × 企业', 'Parks × companies'), rows: () => t('企业', 'company'), columns: () => t('园区、集群', 'park, cluster'),
    note: () => t('标记表示园区承载该企业。', 'A mark: the park hosts the company.'),
    find: document => facts(document, 'hosts', '?o', ''),
  },
  funds: {
    title: () => t('基金 × 企业、项目', 'Funds × companies, projects'), rows: () => t('到达', 'reached'), columns: () => t('基金', 'fund'),
    note: () => t('资金经投资、设立或收购到达；数字是步数，点开看经由谁。', 'Reached by investing, setting up or acquiring; the number counts the steps, and a click tells through whom.'),
    find: money,
  },
  documents: {
    title: () => t('文件 × 文件', 'Documents × documents'), rows: () => t('文件', 'document'), columns: () => t('文件', 'document'),
    note: () => t('数字是两份文件都提到的事物数。', 'The number counts the things that both speak of.'),
    find: () => shared(),
  },
};

const count = (cells: Cell[], key: 'row' | 'column'): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const cell of cells) counts.set(cell[key], (counts.get(cell[key]) ?? 0) + 1);
  return counts;
};
const ranked = (counts: Map<string, number>, most: number): Thing[] => [...counts]
  .sort((a, b) => b[1] - a[1] || nameOf(peek(a[0])).localeCompare(nameOf(peek(b[0])), 'zh')).slice(0, most).map(([value]) => peek(value));

export async function matrixView(place: HTMLElement, parameters: URLSearchParams): Promise<void> {
  const name = parameters.get('kind') ?? 'agencies', document = parameters.get('document') ?? '';
  const kind = kinds[name] ?? kinds.agencies!;
  const table = h('div'), below = h('section', { 'aria-live': 'polite' });
  const documents = await listDocuments();
  place.append(h('h1', {}, kind.title()),
    h('div', { class: 'row' },
      choice(t('看', 'show'), Object.entries(kinds).map(([key, k]) => [key, k.title()]), name, value => go('matrix', { kind: value, document })),
      name !== 'documents' && choice(t('文件', 'document'), [['', t('全部文件', 'all documents')], ...documents.map((d): [string, string] => [d.iri, nameOf(d)])], document, value => go('matrix', { kind: name, document: value }))),
    h('p', { class: 'quiet' }, kind.note()), table, below);
  await fill(table, async () => {
    const found = await kind.find(document);
    await learn(found.cells.flatMap(cell => [cell.row, cell.column]));
    if (!found.cells.length) return [h('p', {}, t('没有这样的事实。', 'There are no such facts.'))];
    return [draw(name, kind, found, below)];
  });
}

function draw(name: string, kind: Kind, found: Found, below: HTMLElement): HTMLElement {
  const { cells } = found, rowCounts = found.rows ?? count(cells, 'row'), columnCounts = found.columns ?? count(cells, 'column');
  const rows = ranked(rowCounts, MOST_ROWS), columns = ranked(columnCounts, MOST_COLUMNS);
  const at = new Map<string, Cell>();
  for (const cell of cells) {
    const before = at.get(`${cell.row} ${cell.column}`);
    if (before) before.paths.push(...cell.paths);
    else at.set(`${cell.row} ${cell.column}`, cell);
  }
  const mark = (cell: Cell | undefined): Node | string => {
    if (!cell) return '';
    const [row, column] = [nameOf(peek(cell.row)), nameOf(peek(cell.column))];
    if (name === 'documents') return h('a', { href: to('shared', { a: cell.row, b: cell.column }), 'aria-label': `${row} × ${column}` }, cell.paths.length);
    return h('button', { type: 'button', class: 'mark', 'aria-label': `${row} × ${column}`, onclick: () => void showCell(cell, below) }, name === 'funds' ? cell.paths[0]!.length : '●');
  };
  const nRows = found.nRows ?? rowCounts.size, nColumns = Math.max(found.nColumns ?? 0, columnCounts.size);
  const cut = nRows > rows.length || nColumns > columns.length;
  return h('div', {}, h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': kind.title() }, h('table', { class: 'matrix' },
    h('thead', {}, h('tr', {}, h('td', {}, `${kind.rows()} ＼ ${kind.columns()}`), columns.map(column => h('th', { scope: 'col' }, h('div', {}, link(column)))), h('td', {})),
      name !== 'documents' && h('tr', { class: 'totals' }, h('th', { scope: 'row' }, t('合计', 'total')), columns.map(column => h('td', {}, columnCounts.get(column.iri))), h('td', {}, found.n ?? cells.length))),
    h('tbody', {}, rows.map(row => h('tr', {}, h('th', { scope: 'row' }, link(row)), columns.map(column => h('td', {}, mark(at.get(`${row.iri} ${column.iri}`)))), h('td', { class: 'n' }, rowCounts.get(row.iri))))))),
  cut && h('p', { class: 'quiet' }, t(`只列出最多的 ${rows.length} 行、${columns.length} 列，共 ${nRows} 行、${nColumns} 列。`, `The ${rows.length} rows and ${columns.length} columns with the most marks, of ${nRows} and ${nColumns}.`)));
}

async function showCell(cell: Cell, below: HTMLElement): Promise<void> {
  await fill(below, async () => {
    const path = cell.paths[0]!;
    const found = await Promise.all(path.map(step => evidence(step.subject, step.property, step.object)));
    return [h('h2', {}, `${nameOf(peek(cell.column))} · ${nameOf(peek(cell.row))}`), ...path.map((step, i) => h('div', {},
      h('p', { class: 'fact' }, link(peek(step.subject)), h('span', { class: 'property' }, propertyName(step.property)), link(peek(step.object))), found[i]!.map(e => sentence(e))))];
  });
  below.scrollIntoView({ block: 'nearest' });
}

