/** Pieces that several views share: links to things, sentences, the export menu. */
import { announce, h } from './dom';
import { t } from './language';
import { className, colour, nameOf, peek, propertyName, yearOf, type Evidence, type Thing } from './model';
import { search } from './search';

export const to = (view: string, parameters: Record<string, string> = {}): string => {
  const query = new URLSearchParams(parameters).toString();
  return `#/${view}${query ? `?${query}` : ''}`;
};
export const go = (view: string, parameters: Record<string, string> = {}): void => { location.hash = to(view, parameters); };

export const dot = (name: string): HTMLElement => h('span', { class: 'dot', style: `background:${colour(name)}`, 'aria-hidden': true });

export function link(thing: Thing): HTMLElement {
  const view = thing.class === 'Document' ? 'document' : 'thing';
  return h('a', { class: 'thing', href: to(view, { iri: thing.iri }), title: className(thing.class) }, dot(thing.class), nameOf(thing));
}

export const badge = (text: string, title = ''): HTMLElement => h('span', { class: 'badge', title: title || undefined }, text);

/** One sentence with its source; "read there" leads to the place in the document. */
export function sentence(e: Evidence, withFact = false): HTMLElement {
  return h('figure', { class: 'sentence' },
    withFact && h('div', { class: 'fact' }, link(peek(e.subject)), h('span', { class: 'property' }, propertyName(e.predicate)), link(peek(e.object))),
    h('blockquote', { lang: 'zh' }, e.quote),
    h('figcaption', {},
      h('a', { href: to('document', { iri: e.document, at: `${e.begin}-${e.end}` }) }, `${nameOf(peek(e.document))} ↗`), yearOf(e.document) > 0 && h('span', { class: 'n' }, yearOf(e.document)),
      badge(`${t('可信度', 'confidence')} ${e.confidence}`), badge(e.rule, t('规则', 'rule')),
      e.modality === 'planned' && badge(t('计划', 'planned'))));
}

export const FORMATS: [string, string, string][] = [
  ['gexf', 'Gephi (GEXF 1.3)', 'gexf'], ['graphml', 'GraphML', 'graphml'], ['html', t('一个网页', 'one web page') + ' (HTML)', 'html'],
  ['csv', 'CSV (ZIP)', 'zip'], ['graphology', 'Sigma, Gephi Lite', 'json'], ['cytoscape', 'Cytoscape', 'cyjs'], ['cx2', 'CX2', 'cx2'],
  ['echarts', 'ECharts', 'json'], ['dot', 'Graphviz (DOT)', 'dot'], ['neo4j-csv', 'Neo4j (ZIP)', 'zip'], ['turtle', 'Turtle', 'ttl'],
  ['trig', 'TriG', 'trig'], ['nquads', 'N-Quads', 'nq'], ['jsonld', 'JSON-LD', 'jsonld'],
];

/** A menu of formats; @p scope says what is exported, nothing means all of it. */
export function exportMenu(scope: Record<string, string> = {}): HTMLElement {
  return h('details', { class: 'menu' }, h('summary', {}, t('导出', 'Export')),
    h('ul', {}, FORMATS.map(([format, name, ending]) => h('li', {},
      h('a', { href: `export?${new URLSearchParams({ format, ...scope })}`, download: `yuantu.${ending}` }, name)))));
}

export const waiting = (): HTMLElement => h('p', { class: 'waiting', role: 'status' }, t('正在查询…', 'Asking…'));

export function failure(error: unknown): HTMLElement {
  const text = error instanceof Error ? error.message : String(error);
  return h('p', { class: 'failure', role: 'alert' }, t('没有成功：', 'That did not work: '), text);
}

/** Fills @p place with what @p work makes, and says so when it fails. */
export async function fill(place: HTMLElement, work: () => Promise<(Node | string)[]>): Promise<void> {
  place.replaceChildren(waiting());
  try {
    place.replaceChildren(...await work());
  } catch (error) {
    place.replaceChildren(failure(error));
  }
}

/** A box that completes names while one types: a combobox after the ARIA practices. */
export function searchBox(chosen: (thing: Thing) => void, label: string, placeholder = t('名称、简称或拼音', 'a name, or its pinyin')): HTMLElement {
  const list = h('ul', { id: `hits-${Math.random().toString(36).slice(2)}`, role: 'listbox', class: 'hits', hidden: true, 'aria-label': label });
  const input = h('input', {
    type: 'search', role: 'combobox', 'aria-expanded': 'false', 'aria-autocomplete': 'list', 'aria-controls': list.id, 'aria-label': label,
    placeholder, autocomplete: 'off', spellcheck: 'false',
  }) as HTMLInputElement;
  let at = -1, things: Thing[] = [], asking = new AbortController(), answered = Promise.resolve();
  const mark = (index: number): void => {
    at = index;
    [...list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === at)));
    const item = list.children[at];
    if (item) { input.setAttribute('aria-activedescendant', item.id); item.scrollIntoView({ block: 'nearest' }); }
    else input.removeAttribute('aria-activedescendant');
  };
  const close = (): void => { list.hidden = true; input.setAttribute('aria-expanded', 'false'); mark(-1); };
  const choose = (thing: Thing | undefined): void => { if (thing) { close(); input.value = ''; chosen(thing); } };
  input.addEventListener('input', () => {
    asking.abort();
    const mine = asking = new AbortController();
    answered = search(input.value, 12, mine.signal).then(hits => {
      if (mine.signal.aborted) return;
      things = hits.map(hit => hit.thing);
      list.replaceChildren(...hits.map((hit, i) => h('li', {
        role: 'option', id: `${list.id}-${i}`, 'aria-selected': 'false',
        onpointerdown: (event: Event) => { event.preventDefault(); choose(hit.thing); },
      }, dot(hit.thing.class), h('span', {}, nameOf(hit.thing)), hit.name !== hit.thing.label && h('span', { class: 'also' }, hit.name), h('span', { class: 'kind' }, className(hit.thing.class)))));
      const open = input.value.trim() !== '';
      if (open && !hits.length) list.replaceChildren(h('li', { role: 'option', 'aria-disabled': true, 'aria-selected': 'false' }, t('没有这个名称', 'no such name')));
      list.hidden = !open;
      input.setAttribute('aria-expanded', String(open));
      mark(hits.length ? 0 : -1);
      if (open) announce(t(`${hits.length} 个结果`, `${hits.length} results`));
    }).catch(error => {
      if (mine.signal.aborted) return;
      things = [];
      list.replaceChildren(h('li', { role: 'option', 'aria-disabled': true, 'aria-selected': 'false' }, failure(error)));
      list.hidden = false;
    });
  });
  input.addEventListener('keydown', event => {
    if (event.isComposing) return; // the keys are the input method's
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (things.length) mark((at + (event.key === 'ArrowDown' ? 1 : things.length - 1)) % things.length);
    } else if (event.key === 'Enter') void answered.then(() => choose(things[Math.max(at, 0)])); // not one of a list that is outdated
    else if (event.key === 'Escape') close();
  });
  input.addEventListener('blur', () => setTimeout(close, 150));
  return h('div', { class: 'search', role: 'search' }, input, list);
}
