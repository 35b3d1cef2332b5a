/** A document beside its graph: the text with every mention marked; a sentence leads to its edges, an edge to its sentence. */
import { h } from '../dom';
import { t } from '../language';
import { className, colour, evidenceIn, learn, listDocuments, nameOf, peek, propertyName, yearOf, type Evidence, type Thing } from '../model';
import { badge, exportMenu, failure, link, to, waiting } from '../parts';
import { iri, select } from '../sparql';
import { thingView } from './thing';

interface Name { text: string; iri: string }

/** Everything in the document's graph that has a name, longest names first, so that 湖北省药监局 comes before 湖北省. */
async function namesIn(document: string): Promise<Name[]> {
  const rows = await select(`SELECT DISTINCT ?x ?l { GRAPH ${iri(document)} { ?x a ?c . { ?x rdfs:label ?l } UNION { ?x skos:altLabel ?l } } }`);
  await learn(rows.map(row => row.x!.value));
  return rows.map(row => ({ text: row.l!.value, iri: row.x!.value }))
    .filter(name => name.text.length > 1 && name.iri !== document && peek(name.iri).class !== 'Measure')
    .sort((a, b) => b.text.length - a.text.length);
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export async function documentView(place: HTMLElement, parameters: URLSearchParams): Promise<void> {
  const value = parameters.get('iri') ?? '';
  place.append(waiting());
  const [facts, rows, names, documents] = await Promise.all([
    evidenceIn(value),
    select(`SELECT ?text { GRAPH ${iri(value)} { ${iri(value)} yt:text ?text } } LIMIT 1`),
    namesIn(value), listDocuments(),
  ]);
  place.replaceChildren();
  if (!rows.length && !facts.length) return thingView(place, parameters); // of this one, no sentence is kept
  document.title = `${nameOf(peek(value))} · 园图`;
  const text = rows[0]?.text?.value ?? '';
  const reader = h('article', { class: 'reader', lang: 'zh', tabindex: 0, 'aria-label': t('正文', 'text') });
  const listed = h('div', { class: 'listed' });
  const picture = h('div', { class: 'lazy' });
  const select_ = h('select', { 'aria-label': t('与另一份文件比较', 'compare with another document'), onchange: (event: Event) => {
    const other = (event.target as HTMLSelectElement).value;
    if (other) location.hash = to('shared', { a: value, b: other });
  } }, h('option', { value: '' }, t('与另一份文件比较…', 'compare with …')), documents.filter(d => d.iri !== value).map(d => h('option', { value: d.iri }, nameOf(d))));
  place.append(
    h('header', { class: 'head' }, h('p', { class: 'quiet' }, className('Document'), yearOf(value) ? ` · ${yearOf(value)}` : ''), h('h1', {}, nameOf(peek(value))),
      h('div', { class: 'row' }, h('a', { class: 'button', href: to('thing', { iri: value }) }, t('文件的事实', 'Facts of the document')), select_, exportMenu({ around: value, hops: '2' }))),
    h('div', { class: 'beside' }, reader, h('section', { class: 'graph-side' }, listed, picture)));

  let drawn: { highlight(chosen: Evidence[]): void } | undefined;
  const show = (chosen: Evidence[], scroll: boolean): void => {
    for (const mark of reader.querySelectorAll('.sentence-part.chosen')) mark.classList.remove('chosen');
    const spans = new Set(chosen.map(e => `${e.begin}-${e.end}`));
    const parts = [...reader.querySelectorAll<HTMLElement>('.sentence-part')].filter(part => (part.dataset.spans ?? '').split(' ').some(span => spans.has(span)));
    for (const part of parts) part.classList.add('chosen');
    if (scroll) parts[0]?.scrollIntoView({ block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
    const mentioned = new Set(parts.flatMap(part => [...part.querySelectorAll<HTMLElement>('.mention')].map(mark => mark.dataset.iri ?? '')));
    listed.replaceChildren(h('div', {}, h('h2', {}, t(`这句话说的 ${chosen.length} 条事实`, `${chosen.length} facts in this sentence`)), h('ul', { class: 'facts' }, chosen.slice(0, 60).map(e => h('li', { class: 'fact' },
      link(peek(e.subject)), h('span', { class: 'property' }, propertyName(e.predicate)), link(peek(e.object)), badge(e.confidence, t('可信度', 'confidence')), badge(e.rule, t('规则', 'rule')),
      e.modality === 'planned' && badge(t('计划', 'planned'))))),
      mentioned.size > 0 && h('p', { class: 'inner' }, h('span', { class: 'quiet' }, t('提到：', 'speaks of: ')), [...mentioned].map(value => link(peek(value))))));
    drawn?.highlight(chosen);
  };
  const showSpan = (spans: string, scroll = false): void => {
    const wanted = new Set(spans.split(' '));
    show(facts.filter(e => wanted.has(`${e.begin}-${e.end}`)), scroll);
  };

  if (text) reader.append(...render(text, facts, names, showSpan));
  else reader.append(h('p', { class: 'quiet' }, t('图库没有存全文，下面是作为依据的句子。', 'The store does not keep the text; these are the sentences that facts rest on.')), ...quotes(facts, showSpan));
  listed.append(h('h2', {}, t('正文与图', 'Text and graph')), h('p', { class: 'quiet' }, t(`点一句话，看它说的事实；点一条边，看它的原句。共 ${facts.length} 条依据。`, `Choose a sentence to see its facts, or an edge to see its sentence. ${facts.length} pieces of evidence.`)));
  const at = parameters.get('at');
  if (at) showSpan(at, true);

  try {
    const { Picture } = await import('../picture');
    const shown = new Picture('32rem', false, element => {
      const edge = element.edge;
      const own = edge && facts.filter(e => e.subject === edge.subject && e.predicate === edge.predicate && e.object === edge.object);
      if (own?.length) show(own, true);
    });
    picture.append(shown.element);
    await shown.draw(facts.filter(e => peek(e.subject).class !== 'Quantity').slice(0, 600));
    drawn = shown;
    if (at) { const wanted = new Set(at.split(' ')); shown.highlight(facts.filter(e => wanted.has(`${e.begin}-${e.end}`))); }
  } catch (error) {
    picture.append(failure(error));
  }
}

function quotes(facts: Evidence[], choose: (spans: string) => void): HTMLElement[] {
  const seen = new Map(facts.map(e => [`${e.begin}-${e.end}`, e.quote]));
  return [...seen].map(([span, quote]) => h('p', {}, part([span], [quote], choose)));
}

/** A piece of text that belongs to the sentences of @p spans. */
function part(spans: string[], children: (Node | string)[], choose: (spans: string) => void): HTMLElement {
  const key = spans.join(' ');
  return h('span', {
    class: 'sentence-part', 'data-spans': key, role: 'button', tabindex: 0,
    onclick: () => choose(key),
    onkeydown: (event: KeyboardEvent) => { if (event.key === 'Enter') choose(key); },
  }, children);
}

/** The text in paragraphs, cut where sentences that carry facts begin and end (positions count code points). */
function render(text: string, facts: Evidence[], names: Name[], choose: (spans: string) => void): HTMLElement[] {
  const letters = Array.from(text);
  const cuts = new Set<number>([0, letters.length]);
  for (const e of facts) { cuts.add(e.begin); cuts.add(e.end); }
  const sorted = [...cuts].filter(cut => cut >= 0 && cut <= letters.length).sort((a, b) => a - b);
  const spans = [...new Map(facts.map(e => [`${e.begin}-${e.end}`, e])).entries()];
  const pattern = names.length ? new RegExp(names.map(name => escape(name.text)).join('|'), 'g') : null;
  const byText = new Map(names.map(name => [name.text, name.iri]));

  const paragraphs: HTMLElement[] = [];
  let current = h('p');
  for (let i = 0; i + 1 < sorted.length; i++) {
    const from = sorted[i]!, to_ = sorted[i + 1]!;
    const inside = spans.filter(([, e]) => e.begin <= from && e.end >= to_).map(([key]) => key);
    letters.slice(from, to_).join('').split(/\r?\n/).forEach((line, n) => {
      if (n > 0) { paragraphs.push(current); current = h('p'); }
      if (!line) return;
      const children = markNames(line, pattern, byText, inside.length > 0);
      current.append(...(inside.length ? [part(inside, children, choose)] : children));
    });
  }
  paragraphs.push(current);
  return paragraphs.filter(paragraph => paragraph.textContent?.trim());
}

/** Names become links; inside a sentence, which is a button itself, they are marked, and the list of its facts links to them. */
function markNames(line: string, pattern: RegExp | null, byText: Map<string, string>, inButton: boolean): (Node | string)[] {
  if (!pattern) return [line];
  const children: (Node | string)[] = [];
  let from = 0;
  for (const match of line.matchAll(pattern)) {
    const thing = peek(byText.get(match[0])!);
    children.push(line.slice(from, match.index), h(inButton ? 'span' : 'a', { class: 'mention', 'data-iri': thing.iri, href: inButton ? undefined : to('thing', { iri: thing.iri }), title: `${className(thing.class)} · ${nameOf(thing)}`, style: `--c:${colour(thing.class)}` }, match[0]));
    from = match.index + match[0].length;
  }
  return [...children, line.slice(from)];
}

/** What two documents both speak of. */
export async function sharedView(place: HTMLElement, parameters: URLSearchParams): Promise<void> {
  const [a, b] = [parameters.get('a') ?? '', parameters.get('b') ?? ''];
  place.append(waiting());
  const rows = await select(`SELECT DISTINCT ?x { GRAPH ${iri(a)} { ?x a ?c } GRAPH ${iri(b)} { ?x a ?c } }`);
  const both = await select(`SELECT DISTINCT ?s ?p ?o { GRAPH ${iri(a)} { ?e rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } GRAPH ${iri(b)} { ?f rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } }`);
  await learn([a, b, ...rows.map(row => row.x!.value), ...both.flatMap(row => [row.s!.value, row.o!.value])]);
  const things = rows.map(row => peek(row.x!.value)).filter(thing => thing.class);
  const groups = new Map<string, Thing[]>();
  for (const thing of things) groups.set(thing.class, [...(groups.get(thing.class) ?? []), thing]);
  place.replaceChildren(
    h('h1', {}, t('两份文件的共同之处', 'What two documents share')),
    h('p', {}, link(peek(a))), h('p', {}, link(peek(b))),
    h('h2', {}, t(`都提到的事物：${things.length}`, `Things in both: ${things.length}`)),
    things.length ? h('div', { class: 'columns' }, [...groups].map(([name, list]) => h('section', {}, h('h3', {}, className(name), h('span', { class: 'n' }, list.length)), h('ul', { class: 'list' }, list.map(thing => h('li', {}, link(thing))))))) : h('p', { class: 'quiet' }, t('没有。', 'None.')),
    h('h2', {}, t(`都说到的事实：${both.length}`, `Facts in both: ${both.length}`)),
    h('ul', { class: 'facts' }, both.map(row => h('li', { class: 'fact' }, link(peek(row.s!.value)), h('span', { class: 'property' }, propertyName(row.p!.value)), link(peek(row.o!.value))))));
}
