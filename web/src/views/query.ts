/** Asking in SPARQL: an editor that completes the vocabulary, the questions of queries/ with their parameters, and answers
 * as table, graph, chart and map. */
import '@zazuko/yasqe/build/yasqe.min.css';
import ontology from 'virtual:ontology';
import questions from 'virtual:questions';
import Yasqe from '@zazuko/yasqe';
import { announce, h } from '../dom';
import { chinese, t } from '../language';
import { advise, placeOf } from '../mend';
import { colour, learn, peek, type Evidence } from '../model';
import { failure, FORMATS, link, to, waiting } from '../parts';
import { provinces } from '../provinces';
import { ask, PREFIXES, QueryError, shorten, type Row, type Table, type Term } from '../sparql';

const FIRST = `PREFIX yt: <${PREFIXES.yt}>
PREFIX rdfs: <${PREFIXES.rdfs}>

SELECT ?park ?company WHERE {
  ?p a yt:Park ; yt:hosts ?c ; rdfs:label ?park .
  ?c rdfs:label ?company .
}
ORDER BY ?park`;
const MOST_ROWS = 1000;

// ---- completion ----

const words = Object.entries(ontology.terms).map(([name, term]) => ({ name: `yt:${name}`, zh: term.zh, en: term.en }));
const others = ['rdfs:label', 'skos:altLabel', 'skos:broader', 'skos:narrower', 'dct:title', 'dct:issued', 'dct:source', 'rdf:type', 'rdf:subject', 'rdf:predicate', 'rdf:object', 'xsd:gYear', 'xsd:decimal', 'xsd:date'];

/** What a token says; the editor's types leave it out. */
const textOf = (token: unknown): string => (token as { string: string } | undefined)?.string ?? '';

function completeVocabulary(): void {
  if (Yasqe.Autocompleters.vocabulary) return;
  /* Those of YASQE's own that ask servers elsewhere; its options are merged, so a shorter list would leave them in. */
  for (const name of ['prefixes', 'property', 'class']) delete Yasqe.Autocompleters[name];
  Yasqe.defaults.autocompleters = ['variables', 'vocabulary'];
  Yasqe.registerAutocompleter({
    name: 'vocabulary', bulk: false, autoShow: true,
    isValidCompletionPosition: yasqe => {
      const text = textOf(yasqe.getCompleteToken());
      return /^[A-Za-z\u4e00-\u9fff]+:?\w*$/.test(text) && (text.includes(':') || /[\u4e00-\u9fff]/.test(text));
    },
    preProcessToken: (_, token) => ({ ...token, autocompletionString: textOf(token) }),
    get: (_, token) => {
      const text = (token?.autocompletionString ?? textOf(token)).toLowerCase();
      const own = words.filter(word => word.name.toLowerCase().startsWith(text) || (!text.includes(':') && word.zh.includes(text)) || (text.startsWith('yt:') && word.name.slice(3).toLowerCase().includes(text.slice(3))));
      return [...own.map(word => word.name), ...others.filter(name => name.startsWith(text))].slice(0, 60);
    },
    postprocessHints: (_, hints) => hints.map(hint => {
      const word = words.find(w => w.name === hint.text);
      return word ? { ...hint, displayText: `${word.name}   ${chinese ? word.zh : word.en}` } : hint;
    }),
  }, false);
}

// ---- parameters ----

/** The names and years of a question, which one may replace by others. */
function parametersOf(text: string): string[] {
  const body = text.replace(/^\s*(#|PREFIX).*$/gim, '');
  const found = [...body.matchAll(/"([^"\\]{1,40})"(?:@zh)?/g)].map(match => match[1]!);
  return [...new Set(found)].filter(value => /[\u4e00-\u9fff]/.test(value) || /^\d{4}$/.test(value)).slice(0, 6);
}

// ---- answers ----

interface Answer { table: Table; isGraph: boolean; boolean?: boolean; milliseconds: number }

/** Reads N-Triples as the server writes them: one triple a line. */
function readTriples(text: string): Row[] {
  const term = (source: string): Term => {
    if (source.startsWith('<')) return { type: 'uri', value: source.slice(1, -1) };
    if (source.startsWith('_:')) return { type: 'bnode', value: source.slice(2) };
    const match = /^"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?$/.exec(source)!;
    return { type: 'literal', value: JSON.parse(`"${match[1]!.replace(/\\U([0-9A-F]{8})/g, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))}"`) as string, ...(match[2] ? { 'xml:lang': match[2] } : {}), ...(match[3] ? { datatype: match[3] } : {}) };
  };
  const line = /^(<[^>]*>|_:\S+) (<[^>]*>) (.+) \.$/;
  return text.split('\n').flatMap(row => { const match = line.exec(row); return match ? [{ subject: term(match[1]!), predicate: term(match[2]!), object: term(match[3]!) }] : []; });
}

async function answer(query: string, kind: string): Promise<Answer> {
  const begun = performance.now();
  const isGraph = kind === 'CONSTRUCT' || kind === 'DESCRIBE';
  const response = await ask(query, isGraph ? 'application/n-triples' : 'application/sparql-results+json');
  if (isGraph) return { table: { variables: ['subject', 'predicate', 'object'], rows: readTriples(await response.text()) }, isGraph, milliseconds: performance.now() - begun };
  const json = await response.json() as { head: { vars?: string[] }; boolean?: boolean; results?: { bindings: Row[] } };
  return { table: { variables: json.head.vars ?? [], rows: json.results?.bindings ?? [] }, isGraph, milliseconds: performance.now() - begun, ...(json.boolean === undefined ? {} : { boolean: json.boolean }) };
}

const isNumber = (term: Term | undefined): boolean => term?.type === 'literal' && term.value !== '' && Number.isFinite(Number(term.value)) && !/gYear$/.test(term.datatype ?? '');
const show = (term: Term | undefined): Node | string => {
  if (!term) return '';
  if (term.type !== 'uri') return term.value;
  const thing = peek(term.value);
  return thing.class ? link(thing) : h('a', { href: to('thing', { iri: term.value }) }, shorten(term.value));
};

function drawTable({ table }: Answer): HTMLElement {
  return h('div', {}, h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': t('结果', 'results') }, h('table', { class: 'results' },
    h('thead', {}, h('tr', {}, table.variables.map(name => h('th', { scope: 'col' }, name)))),
    h('tbody', {}, table.rows.slice(0, MOST_ROWS).map(row => h('tr', {}, table.variables.map(name => h('td', { class: isNumber(row[name]) ? 'number' : undefined, lang: row[name]?.['xml:lang'] }, show(row[name])))))))),
  table.rows.length > MOST_ROWS && h('p', { class: 'quiet' }, t(`只显示前 ${MOST_ROWS} 行；下载有全部。`, `The first ${MOST_ROWS} rows; the downloads have all.`)));
}

/** Edges of an answer: its triples, or else its first two columns that hold things. */
function edgesOf({ table, isGraph }: Answer): Evidence[] {
  const blank = { document: '', begin: 0, end: 0, quote: '', rule: '', confidence: '', modality: '' };
  if (isGraph) return table.rows.filter(row => row.object!.type === 'uri' && !row.predicate!.value.endsWith('#type')).map(row => ({ ...blank, subject: row.subject!.value, predicate: row.predicate!.value, object: row.object!.value }));
  const columns = table.variables.filter(name => table.rows.some(row => row[name]?.type === 'uri' && !row[name].value.startsWith(PREFIXES.yt!)));
  const [first, second] = columns, property = table.variables.find(name => table.rows.some(row => row[name]?.value.startsWith(PREFIXES.yt!)));
  if (!first || !second) return [];
  return table.rows.filter(row => row[first]?.type === 'uri' && row[second]?.type === 'uri').map(row => ({ ...blank, subject: row[first]!.value, object: row[second]!.value, predicate: (property && row[property]?.value) || `${first} → ${second}` }));
}

/** Bars of the first number column, or of how often each value of the first column comes. */
function drawChart({ table }: Answer): HTMLElement {
  const number = table.variables.find(name => table.rows.length > 0 && table.rows.every(row => !row[name] || isNumber(row[name])) && table.rows.some(row => row[name]));
  const label = table.variables.find(name => name !== number) ?? table.variables[0];
  if (!label) return h('p', {}, t('没有可画的数据。', 'Nothing to draw.'));
  const text = (term: Term | undefined): string => (term?.type === 'uri' ? peek(term.value).label : term?.value ?? '—');
  let bars: [string, number][];
  if (number) bars = table.rows.map(row => [text(row[label]), Number(row[number]?.value ?? 0)]);
  else {
    const counts = new Map<string, number>();
    for (const row of table.rows) counts.set(text(row[label]), (counts.get(text(row[label])) ?? 0) + 1);
    bars = [...counts].sort((a, b) => b[1] - a[1]);
  }
  const shown = bars.slice(0, 50), most = Math.max(...shown.map(([, n]) => Math.abs(n)), 1e-9);
  return h('figure', { class: 'chart' }, h('figcaption', { class: 'quiet' }, number ? `${label} · ${number}` : t(`${label} 出现的次数`, `how often each ${label} comes`)),
    h('ol', { class: 'bars' }, shown.map(([name, n]) => h('li', {}, h('span', { class: 'name', title: name }, name), h('span', { class: 'bar', style: `width:${(100 * Math.abs(n)) / most}%;background:${colour('Company')}` }), h('span', { class: 'n' }, n.toLocaleString())))),
    bars.length > 50 && h('p', { class: 'quiet' }, t(`前 50 条，共 ${bars.length} 条`, `50 of ${bars.length}`)));
}

/** Rows by province: by a division code or a province's name in any column. */
async function drawMap({ table }: Answer): Promise<HTMLElement> {
  const { tiles } = await import('./map');
  const counts = new Map<string, number>(), rowsOf = new Map<string, Row[]>();
  for (const row of table.rows) {
    const texts = table.variables.map(name => row[name]).filter(term => term !== undefined).map(term => (term.type === 'uri' ? peek(term.value).label : term.value));
    const code = texts.map(text => (/^\d{6}(\d{3})*$/.test(text) ? text.slice(0, 2) : provinces.find(([, zh]) => text.startsWith(zh))?.[0])).find(found => found && provinces.some(([known]) => known === found));
    if (!code) continue;
    counts.set(code, (counts.get(code) ?? 0) + 1);
    rowsOf.set(code, [...(rowsOf.get(code) ?? []), row]);
  }
  if (!counts.size) return h('p', {}, t('结果中没有行政区划代码，也没有以省名开头的名称。', 'No division code and no name that begins with a province is in the answer.'));
  const below = h('div', { 'aria-live': 'polite' });
  return h('div', {}, tiles(counts, '', code => below.replaceChildren(drawTable({ table: { variables: table.variables, rows: rowsOf.get(code) ?? [] }, isGraph: false, milliseconds: 0 }))), below);
}

async function drawGraph(result: Answer): Promise<HTMLElement> {
  const edges = edgesOf(result).slice(0, 1000);
  if (!edges.length) return h('p', {}, t('要有两列事物，或用 CONSTRUCT，才能画成图。', 'It takes two columns of things, or a CONSTRUCT, to draw a graph.'));
  const { Picture } = await import('../picture');
  const picture = new Picture('34rem');
  void picture.draw(edges);
  return picture.element;
}

async function download(query: string, accept: string, name: string): Promise<void> {
  const blob = await (await ask(query, accept)).blob();
  const url = URL.createObjectURL(blob);
  h('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

// ---- the page ----

export async function queryView(place: HTMLElement, parameters: URLSearchParams): Promise<void> {
  completeVocabulary();
  const editor = h('div', { class: 'editor' }), form = h('div', { class: 'row' }), results = h('section', { 'aria-live': 'polite' });
  const filter = h('input', { type: 'search', 'aria-label': t('筛选问题', 'filter the questions'), placeholder: t('筛选问题', 'filter the questions') }) as HTMLInputElement;
  const list = h('ul', { class: 'questions' });
  place.append(h('h1', {}, t('查询', 'Query')), h('div', { class: 'ask' },
    h('aside', { 'aria-label': t('问题', 'questions') }, h('h2', {}, t('现成的问题', 'Questions')), filter, list),
    h('section', {}, form, editor, h('div', { class: 'row' },
      h('button', { type: 'button', class: 'main', onclick: () => void run() }, t('查询', 'Ask'), h('span', { class: 'unseen' }, ' Ctrl-Enter')),
      h('button', { type: 'button', onclick: () => { void navigator.clipboard?.writeText(permalink()); announce(t('链接已复制', 'link copied')); } }, t('复制链接', 'Copy link'))), results)));
  const yasqe = new Yasqe(editor, {
    value: parameters.get('q') ?? FIRST, persistenceId: null, showQueryButton: false, resizeable: false, editorHeight: '19rem', prefixCcApi: null, consumeShareLink: null,
    createShareableLink: () => permalink(), collapsePrefixesOnLoad: false,
    extraKeys: { ...(Yasqe.defaults.extraKeys as object), 'Ctrl-Enter': () => void run(), 'Cmd-Enter': () => void run(), Tab: false, 'Shift-Tab': false },
  } as never);
  yasqe.getInputField().setAttribute('aria-label', 'SPARQL');

  const permalink = (): string => `${location.origin}${location.pathname}${to('query', { q: yasqe.getValue() })}`;
  const setQuery = (text: string): void => { yasqe.setValue(text); showParameters(); };
  const showParameters = (): void => {
    let text = yasqe.getValue();
    form.replaceChildren(...parametersOf(text).map((value, i) => {
      let current = value;
      const input = h('input', { type: 'text', value, size: Math.max(8, value.length * 2), onchange: (event: Event) => {
        const next = (event.target as HTMLInputElement).value.replace(/["\\\n]/g, '');
        text = yasqe.getValue().split(`"${current}"`).join(`"${next}"`);
        current = next;
        yasqe.setValue(text);
      } });
      return h('label', { class: 'field' }, h('span', {}, t(`参数 ${i + 1}`, `parameter ${i + 1}`)), input);
    }));
  };
  const showQuestions = (): void => {
    const text = filter.value.trim().toLowerCase();
    list.replaceChildren(...questions.filter(q => `${q.zh} ${q.en} ${q.name}`.toLowerCase().includes(text)).map(q => h('li', {},
      h('button', { type: 'button', title: q.name, onclick: () => { setQuery(q.text); void run(); } }, chinese ? q.zh : q.en))));
  };
  filter.addEventListener('input', showQuestions);
  showQuestions();
  showParameters();

  let round = 0;
  async function run(): Promise<void> {
    const mine = ++round, query = yasqe.getValue();
    history.replaceState(null, '', to('query', { q: query }));
    for (const mark of yasqe.getDoc().getAllMarks()) mark.clear();
    results.replaceChildren(waiting());
    try {
      const result = await answer(query, yasqe.getQueryType());
      if (mine !== round) return;
      await learn(result.table.rows.slice(0, MOST_ROWS).flatMap(row => Object.values(row).flatMap(term => (term?.type === 'uri' ? [term.value] : []))));
      results.replaceChildren(...showAnswer(query, result));
      announce(t(`${result.table.rows.length} 行`, `${result.table.rows.length} rows`));
    } catch (error) {
      if (mine === round) results.replaceChildren(...showFailure(query, error));
    }
  }

  function advices(query: string, message: string): HTMLElement | false {
    const advice = advise(query, message);
    return advice.length > 0 && h('ul', { class: 'advice' }, advice.map(a => h('li', {}, a.text, ' ', a.mended !== undefined && h('button', { type: 'button', class: 'small', onclick: () => { setQuery(a.mended!); void run(); } }, t('改好再查', 'mend and ask again')))));
  }
  function showFailure(query: string, error: unknown): HTMLElement[] {
    const message = error instanceof Error ? error.message : String(error);
    const at = error instanceof QueryError ? placeOf(message) : undefined;
    if (at) yasqe.getDoc().markText({ line: at.line - 1, ch: Math.max(0, at.column - 1) }, { line: at.line - 1, ch: at.column + 12 }, { className: 'wrong' });
    const help = advices(query, message);
    return [failure(error), ...(at ? [h('p', {}, h('button', { type: 'button', class: 'small', onclick: () => { yasqe.getDoc().setCursor(at.line - 1, at.column - 1); yasqe.focus(); } }, t(`到第 ${at.line} 行第 ${at.column} 列`, `go to line ${at.line}, column ${at.column}`)))] : []), ...(help ? [help] : [])];
  }
  function showAnswer(query: string, result: Answer): (HTMLElement | string)[] {
    if (result.boolean !== undefined) return [h('p', { class: 'big' }, result.boolean ? t('是', 'yes') : t('否', 'no'))];
    const help = result.table.rows.length === 0 && advices(query, '');
    const shown = h('div');
    const views: [string, string, () => Promise<HTMLElement> | HTMLElement][] = [
      ['table', t('表', 'Table'), () => drawTable(result)], ['graph', t('图', 'Graph'), () => drawGraph(result)], ['chart', t('统计图', 'Chart'), () => drawChart(result)], ['map', t('地图', 'Map'), () => drawMap(result)],
    ];
    const buttons = views.map(([, name, draw]) => {
      const button: HTMLElement = h('button', { type: 'button', 'aria-pressed': 'false', onclick: () => void choose(button, draw) }, name);
      return button;
    });
    const choose = async (button: HTMLElement, draw: () => Promise<HTMLElement> | HTMLElement): Promise<void> => {
      for (const b of buttons) b.setAttribute('aria-pressed', String(b === button));
      shown.replaceChildren(await draw());
    };
    void choose(buttons[result.isGraph ? 1 : 0]!, views[result.isGraph ? 1 : 0]![2]);
    const files: [string, string, string][] = result.isGraph
      ? [['Turtle', 'text/turtle', 'ttl'], ['N-Triples', 'application/n-triples', 'nt'], ['JSON-LD', 'application/ld+json', 'jsonld']]
      : [['CSV', 'text/csv', 'csv'], ['TSV', 'text/tab-separated-values', 'tsv'], ['JSON', 'application/sparql-results+json', 'json'], ['XML', 'application/sparql-results+xml', 'xml']];
    return [h('div', { class: 'row' }, h('div', { class: 'row', role: 'group', 'aria-label': t('显示为', 'show as') }, buttons),
      h('details', { class: 'menu' }, h('summary', {}, t('下载', 'Download')), h('ul', {}, files.map(([name, type, ending]) => h('li', {}, h('a', { href: '#', onclick: (event: Event) => { event.preventDefault(); void download(query, type, `yuantu.${ending}`); } }, name))),
        result.isGraph && FORMATS.filter(([format]) => !['turtle', 'trig', 'nquads', 'jsonld'].includes(format)).map(([format, name, ending]) => h('li', {}, h('a', { href: `export?${new URLSearchParams({ format, query })}`, download: `yuantu.${ending}` }, name))))),
      h('span', { class: 'quiet' }, t(`${result.table.rows.length} 行，${Math.round(result.milliseconds)} 毫秒`, `${result.table.rows.length} rows, ${Math.round(result.milliseconds)} ms`))),
    ...(help ? [help] : []), shown];
  }
  requestAnimationFrame(() => yasqe.refresh());
  if (parameters.get('q')) await run();
}
