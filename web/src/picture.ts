/** The graph as a picture that grows on demand.
 *
 * A thing shows its neighbours when it is opened. Of a property with many neighbours the first PER_PROPERTY are drawn, and a
 * node "+N" stands for the rest: opened, it gives the next ones. It is never more than MOST elements. Filters hide, they do
 * not forget. */
import cytoscape, { type Core, type ElementDefinition, type NodeSingular } from 'cytoscape';
import fcose from 'cytoscape-fcose';
import { announce, choice, h } from './dom';
import { t } from './language';
import { className, colour, evidence, evidenceAbout, isDark, learn, learnYears, links, listDocuments, more, nameOf, peek, propertyName, yearOf, type Evidence, type Thing } from './model';
import { dot, exportMenu, link, searchBox, sentence } from './parts';

cytoscape.use(fcose);
const PER_PROPERTY = 25, MOST = 1500;
const LETTER = 12.5; // how high names are on the screen, in pixels, whatever the zoom

const short = (text: string): string => (text.length > 16 ? `${text.slice(0, 15)}…` : text);

export class Picture {
  readonly element: HTMLElement;
  private readonly canvas = h('div', { class: 'canvas', tabindex: 0, role: 'application', 'aria-label': t('关系图：方向键在节点间移动，回车展开', 'graph: arrow keys move between nodes, Enter opens one') });
  private readonly side = h('div', { class: 'side', 'aria-live': 'polite', tabindex: 0, role: 'region', 'aria-label': t('所选', 'selection') });
  private readonly filters = h('div', { class: 'filters' });
  private readonly status = h('span', { class: 'status' });
  private cy!: Core;
  private readonly hiddenClasses = new Set<string>();
  private readonly hiddenProperties = new Set<string>();
  private document = '';
  private fromYear = 0;
  private toYear = 0;

  /** @p wide: with its filters open and at its side. @p selected hears what is chosen. */
  constructor(readonly height = '34rem', wide = false, private readonly selected?: (element: { edge?: Evidence; node?: Thing }) => void) {
    const button = (label: string, title: string, act: () => void): HTMLElement => h('button', { type: 'button', title, 'aria-label': title, onclick: act }, label);
    this.element = h('div', { class: wide ? 'picture wide' : 'picture' },
      h('div', { class: 'stage', style: `height:${height}` }, this.canvas,
        h('div', { class: 'tools' },
          button('＋', t('放大', 'zoom in'), () => this.zoom(1.3)), button('－', t('缩小', 'zoom out'), () => this.zoom(1 / 1.3)),
          button('⤢', t('全图', 'fit'), () => this.cy.animate({ fit: { eles: this.cy.elements(':visible'), padding: 30 }, duration: 200 })),
          button('↻', t('重新布局', 'arrange anew'), () => this.arrange(true)),
          h('button', { type: 'button', title: t('存为图片', 'save as picture'), onclick: () => this.save() }, 'PNG')), this.status),
      h('div', { class: 'panel' }, this.side, h('details', { class: 'filterbox', open: wide }, h('summary', {}, t('筛选', 'Filter')), this.filters)));
    requestAnimationFrame(() => { if (this.canvas.isConnected) this.start(); });
    document.addEventListener('leave', () => { this.gone = true; this.cy?.destroy(); }, { once: true });
  }
  /** The view was left: nothing is drawn any more. */
  private gone = false;

  private readonly begun: (() => void)[] = [];
  private start(): void {
    this.cy = cytoscape({
      container: this.canvas, minZoom: .05, maxZoom: 4,
      style: this.style(),
    });
    (this.canvas as HTMLElement & { cy?: Core }).cy = this.cy;
    let due: ReturnType<typeof setTimeout> | undefined;
    this.cy.on('viewport layoutstop add remove select unselect', () => { clearTimeout(due); due = setTimeout(() => this.writeNames(), 60); });
    this.cy.on('tap', 'node', event => this.showNode(event.target as NodeSingular));
    this.cy.on('dbltap', 'node', event => void this.open((event.target as NodeSingular).id()));
    this.cy.on('tap', 'edge', event => void this.showEdge(event.target.data()));
    this.canvas.addEventListener('keydown', event => this.key(event));
    for (const work of this.begun.splice(0)) work();
  }
  private ready(): Promise<void> {
    return this.cy ? Promise.resolve() : new Promise(resolve => this.begun.push(resolve));
  }

  private style(): cytoscape.StylesheetJson {
    const ink = isDark() ? '#e6e3da' : '#1d2421', paper = isDark() ? '#171a18' : '#fbfaf6', line = isDark() ? '#59605b' : '#b9b4a5';
    return [
      { selector: 'node', style: {
        'background-color': 'data(colour)', label: 'data(written)', color: ink, 'font-size': 'data(letter)', 'text-outline-color': paper, 'text-outline-width': (node: NodeSingular) => (node.data('letter') as number) / 6,
        'text-valign': 'bottom', 'text-margin-y': 3, width: 'data(size)', height: 'data(size)' } },
      { selector: 'node[?open]', style: { 'border-width': 2.5, 'border-color': ink } },
      { selector: 'node[?rest]', style: { shape: 'round-rectangle', width: 'label', height: 'label', padding: '5px', 'text-valign': 'center', 'text-margin-y': 0, 'text-outline-width': 0, 'background-color': paper, 'border-width': 1, 'border-color': line } },
      { selector: 'edge', style: {
        width: 1.3, 'line-color': line, 'target-arrow-color': line, 'target-arrow-shape': 'triangle', 'arrow-scale': .8, 'curve-style': 'bezier',
        label: 'data(written)', 'font-size': 'data(letter)', color: ink, 'text-rotation': 'autorotate', 'text-background-color': paper, 'text-background-opacity': .9 } },
      { selector: ':selected', style: { 'line-color': '#c2571a', 'target-arrow-color': '#c2571a', 'border-color': '#c2571a', 'border-width': 3, 'z-index': 9 } },
      { selector: '.faint', style: { opacity: .15 } },
      { selector: '.hidden', style: { display: 'none' } },
    ];
  }

  /** Names keep their size on the screen; one that would cover a thing, or the name of a better connected one, is left
   * out. Relations are named while there are few of them, or from near. */
  private writeNames(): void {
    if (this.gone) return;
    const zoom = this.cy.zoom(), letter = Math.round(10 * LETTER / zoom) / 10, nodes = this.cy.nodes(':visible');
    const taken = new Map<number, [from: number, to: number, owner: string][]>(); // by line of the screen, half a LETTER high
    const lines = (top: number, bottom: number): number[] => Array.from({ length: Math.floor(2 * bottom / LETTER) - Math.floor(2 * top / LETTER) + 1 }, (_, i) => Math.floor(2 * top / LETTER) + i);
    const take = (from: number, to: number, top: number, bottom: number, owner: string): void => {
      for (const line of lines(top, bottom)) taken.set(line, [...(taken.get(line) ?? []), [from, to, owner]]);
    };
    const rank = (node: NodeSingular): number => (node.selected() ? 1e6 : 0) + (node.data('open') ? 1e5 : 0) + node.degree(false);
    nodes.forEach(node => { const { x, y } = node.renderedPosition(), r = node.renderedWidth() / 2 - 1; take(x - r, x + r, y - r + 2, y + r - 2, node.id()); });
    this.cy.batch(() => {
      nodes.sort((a, b) => rank(b as NodeSingular) - rank(a as NodeSingular)).forEach(node => {
        if (node.data('rest')) { node.data({ written: node.data('short') as string, letter }); return; }
        const { x, y } = node.renderedPosition(), text = node.data('short') as string;
        const width = LETTER * [...text].reduce((sum, c) => sum + (c > '\u2e00' ? 1 : .58), 0);
        const top = y + zoom * 14 + 1, bottom = top + LETTER - 2, from = x - width / 2 - 3, to = x + width / 2 + 3;
        const free = node.selected() || lines(top, bottom).every(line => (taken.get(line) ?? []).every(([a, b, owner]) => owner === node.id() || to < a || from > b));
        if (free) take(from, to, top, bottom, node.id());
        node.data({ written: free ? text : '', letter });
      });
      const edges = this.cy.edges(':visible'), few = edges.length <= 12 || zoom > 1.7;
      edges.forEach(edge => { edge.data({ written: few || edge.selected() ? edge.data('name') as string : '', letter: letter * .85 }); });
    });
  }

  private zoom(factor: number): void {
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } });
  }
  private save(): void {
    const anchor = h('a', { href: this.cy.png({ full: true, scale: 2, bg: isDark() ? '#171a18' : '#ffffff', maxWidth: 6000 }), download: 'yuantu.png' });
    anchor.click();
  }
  private key(event: KeyboardEvent): void {
    const current = this.cy.nodes(':selected').first();
    const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = arrows[event.key];
    if (way) {
      event.preventDefault();
      const from = current.nonempty() ? current.position() : { x: 0, y: 0 };
      let best: NodeSingular | undefined, least = Infinity;
      this.cy.nodes(':visible').forEach(node => {
        const dx = node.position('x') - from.x, dy = node.position('y') - from.y, along = dx * way[0] + dy * way[1];
        const cost = along + 2.5 * Math.abs(dx * way[1] + dy * way[0]);
        if (node.id() !== current.id() && along > 1 && cost < least) { best = node; least = cost; }
      });
      const next = best ?? (current.nonempty() ? undefined : this.cy.nodes(':visible').first());
      if (next) { this.cy.elements().unselect(); next.select(); this.showNode(next); this.cy.animate({ center: { eles: next }, duration: 120 }); }
    } else if (event.key === 'Enter' && current.nonempty()) void this.open(current.id());
    else if (event.key === '+' || event.key === '=') this.zoom(1.3);
    else if (event.key === '-') this.zoom(1 / 1.3);
  }

  // ---- growing ----

  private node(thing: Thing): ElementDefinition {
    return { data: { id: thing.iri, name: nameOf(thing), short: short(nameOf(thing)), written: '', letter: LETTER, class: thing.class, colour: colour(thing.class), size: 22 } };
  }
  private edge(subject: string, property: string, object: string): ElementDefinition {
    return { data: { id: `${subject}\n${property}\n${object}`, source: subject, target: object, property, name: propertyName(property), written: '', letter: LETTER, documents: [], years: [] } };
  }
  /** Has something been left out, because there is no more room? */
  private full = false;
  private add(elements: ElementDefinition[]): void {
    const fresh = elements.filter((element, i) => this.cy.getElementById(element.data.id!).empty() && elements.findIndex(e => e.data.id === element.data.id) === i);
    const room = MOST - this.cy.elements().length;
    const nodes = fresh.filter(element => !('source' in element.data)).slice(0, Math.max(0, Math.floor(room / 2)));
    this.cy.add(nodes);
    /* Round what they hang on, so that the layout has little left to do. */
    const ends = new Map(fresh.flatMap(({ data }) => ('source' in data ? [[data.source as string, data.target as string], [data.target as string, data.source as string]] : [])));
    nodes.forEach(({ data }, i) => {
      const anchor = this.cy.getElementById(ends.get(data.id!) ?? '');
      if (anchor.nonempty()) this.cy.getElementById(data.id!).position({ x: anchor.position('x') + 40 * Math.sqrt(i + 2) * Math.cos(2.4 * i), y: anchor.position('y') + 40 * Math.sqrt(i + 2) * Math.sin(2.4 * i) });
    });
    const edges = fresh.filter(element => 'source' in element.data && this.cy.getElementById(element.data.source!).nonempty() && this.cy.getElementById(element.data.target!).nonempty());
    this.cy.add(edges.slice(0, Math.max(0, MOST - this.cy.elements().length)));
    this.full ||= nodes.length < fresh.filter(element => !('source' in element.data)).length || this.cy.elements().length >= MOST;
    if (this.full) announce(t(`图中最多 ${MOST} 个元素`, `at most ${MOST} elements are drawn`));
  }

  /** Draws a thing, and its neighbours; says what it is, unless that is known. */
  async open(value: string, tell = true): Promise<void> {
    await this.ready();
    if (this.cy.getElementById(value).data('rest')) return this.unfold(value);
    const [groups, sources] = await Promise.all([links(value), evidenceAbout(value)]);
    if (this.gone) return;
    const first = this.cy.elements().empty();
    const elements: ElementDefinition[] = [this.node(peek(value))];
    for (const group of groups) {
      for (const fact of group.facts.slice(0, PER_PROPERTY)) {
        elements.push(this.node(fact.other), group.outwards ? this.edge(value, fact.property, fact.other.iri) : this.edge(fact.other.iri, fact.property, value));
      }
      if (group.total > PER_PROPERTY) {
        const id = `${value}\n${group.property}\n${group.outwards}`;
        elements.push({ data: { id, name: '', short: `+${(group.total - PER_PROPERTY).toLocaleString()}`, written: '', letter: LETTER, class: '', colour: '#888888', size: 20, rest: value, property: group.property, outwards: group.outwards, drawn: PER_PROPERTY, total: group.total } },
          group.outwards ? this.edge(value, group.property, id) : this.edge(id, group.property, value));
      }
    }
    this.add(elements);
    await this.note(sources);
    if (this.gone) return;
    const node = this.cy.getElementById(value);
    node.data('open', true);
    this.arrange(first);
    this.cy.elements().unselect();
    node.select();
    if (tell) this.showNode(node as NodeSingular);
  }

  /** Draws the next PER_PROPERTY of those for which the node @p id stands. */
  private async unfold(id: string): Promise<void> {
    const node = this.cy.getElementById(id), { rest: value, property, outwards, drawn, total } = node.data() as { rest: string; property: string; outwards: boolean; drawn: number; total: number };
    const group = (await links(value)).find(g => g.property === property && g.outwards === outwards);
    if (!group || this.gone) return;
    while (group.facts.length < Math.min(drawn + PER_PROPERTY, total)) {
      const next = await more(value, group);
      if (!next.length) break;
      group.facts.push(...next);
    }
    if (this.gone) return;
    const next = group.facts.slice(drawn, drawn + PER_PROPERTY);
    this.add(next.flatMap(fact => [this.node(fact.other), outwards ? this.edge(value, property, fact.other.iri) : this.edge(fact.other.iri, property, value)]));
    if (drawn + next.length >= total || !next.length) node.remove();
    else node.data({ drawn: drawn + next.length, short: `+${(total - drawn - next.length).toLocaleString()}` });
    await this.note(await evidenceAbout(value));
    this.arrange(false);
  }

  /** Draws given facts: of a document, or of an answer. */
  async draw(facts: Evidence[]): Promise<void> {
    await this.ready();
    await learn(facts.flatMap(e => [e.subject, e.object]));
    if (this.gone) return;
    this.add(facts.flatMap(e => [this.node(peek(e.subject)), this.node(peek(e.object)), this.edge(e.subject, e.predicate, e.object)]));
    await this.note(facts);
    if (!this.gone) this.arrange(true);
  }

  /** Edges that a document's facts are: those of @p chosen stand out, the others are faint. Nothing chosen: all are plain. */
  highlight(chosen: Evidence[]): void {
    if (!this.cy || this.gone) return;
    this.cy.elements().removeClass('faint').unselect();
    if (!chosen.length) return;
    const edges = this.cy.collection().union(chosen.map(e => this.cy.getElementById(`${e.subject}\n${e.predicate}\n${e.object}`)).reduce((a, b) => a.union(b), this.cy.collection()));
    if (edges.empty()) return;
    this.cy.elements().not(edges.union(edges.connectedNodes())).addClass('faint');
    edges.select();
    this.cy.animate({ fit: { eles: edges.union(edges.connectedNodes()), padding: 60 }, duration: 200 });
  }

  /** Keeps which documents, of which years, say what an edge says. */
  private async note(sources: Evidence[]): Promise<void> {
    await learnYears(sources.map(e => e.document));
    if (this.gone) return;
    for (const e of sources) {
      const edge = this.cy.getElementById(`${e.subject}\n${e.predicate}\n${e.object}`);
      if (edge.empty() || !e.document) continue;
      edge.data('documents', [...new Set([...(edge.data('documents') as string[]), e.document])]);
      edge.data('years', [...new Set([...(edge.data('years') as number[]), yearOf(e.document)])]);
    }
    this.showFilters();
    this.filter();
  }

  private arrange(anew: boolean): void {
    const layout = { name: 'fcose', animate: !matchMedia('(prefers-reduced-motion: reduce)').matches && !anew, animationDuration: 300, randomize: anew, numIter: Math.max(100, Math.min(2500, Math.round(1e5 / this.cy.nodes().length))), nodeSeparation: 90, idealEdgeLength: () => 95, nodeRepulsion: () => 9000, nodeDimensionsIncludeLabels: true, fit: true, padding: 30, quality: 'default' };
    this.cy.batch(() => this.cy.nodes().forEach(node => { node.data({ written: node.data('short') as string, letter: LETTER }); })); // room for all names
    const run = this.cy.elements(':visible').layout(layout as cytoscape.LayoutOptions);
    run.one('layoutstop', () => { if (this.cy.zoom() > 1.3) this.cy.zoom(1.3).center(this.cy.elements(':visible')); });
    run.run();
  }

  // ---- what is selected ----

  private showNode(node: NodeSingular): void {
    if (node.data('rest')) return this.showRest(node);
    const thing = peek(node.id());
    this.selected?.({ node: thing });
    this.side.replaceChildren(
      h('p', {}, link(thing)), h('p', { class: 'quiet' }, className(thing.class)),
      h('div', { class: 'row' },
        node.data('open') ? '' : h('button', { type: 'button', onclick: () => void this.open(thing.iri) }, t('展开', 'open')),
        h('button', { type: 'button', onclick: () => { node.remove(); this.showFilters(); this.filter(); } }, t('拿掉', 'take away')),
        exportMenu({ around: thing.iri, hops: '2' })));
  }
  private showRest(node: NodeSingular): void {
    const { rest, property, outwards, drawn, total } = node.data() as { rest: string; property: string; outwards: boolean; drawn: number; total: number };
    this.side.replaceChildren(
      h('p', { class: 'fact' }, link(peek(rest)), h('span', { class: 'property' }, outwards ? propertyName(property) : `← ${propertyName(property)}`)),
      h('p', { class: 'quiet' }, t(`共 ${total} 个，画了 ${drawn} 个`, `${drawn} of ${total} are drawn`)),
      h('div', { class: 'row' }, h('button', { type: 'button', onclick: () => void this.unfold(node.id()) }, t('再画一些', 'draw more'))));
  }
  private async showEdge(data: { source: string; target: string; property: string }): Promise<void> {
    const found = await evidence(data.source, data.property, data.target);
    if (found[0]) this.selected?.({ edge: found[0] });
    this.side.replaceChildren(
      h('p', { class: 'fact' }, link(peek(data.source)), h('span', { class: 'property' }, propertyName(data.property)), link(peek(data.target))),
      ...(found.length ? found.map(e => sentence(e)) : [h('p', { class: 'quiet' }, t('这条事实没有原文依据。', 'No sentence is kept for this fact.'))]));
  }

  // ---- filters ----

  private boxes(title: string, keys: Map<string, number>, hidden: Set<string>, name: (key: string) => (Node | string)[]): HTMLElement {
    return h('fieldset', {}, h('legend', {}, title), [...keys].sort((a, b) => b[1] - a[1]).map(([key, n]) => h('label', { class: 'tick' },
      h('input', { type: 'checkbox', checked: !hidden.has(key), onchange: (event: Event) => { (event.target as HTMLInputElement).checked ? hidden.delete(key) : hidden.add(key); this.filter(); } }),
      name(key), h('span', { class: 'n' }, n))));
  }
  private showFilters(): void {
    const classes = new Map<string, number>(), properties = new Map<string, number>(), documents = new Set<string>(), years = new Set<number>();
    this.cy.nodes().forEach(node => { if (!node.data('rest')) classes.set(node.data('class') as string, (classes.get(node.data('class') as string) ?? 0) + 1); });
    this.cy.edges().forEach(edge => {
      properties.set(edge.data('property') as string, (properties.get(edge.data('property') as string) ?? 0) + 1);
      for (const d of edge.data('documents') as string[]) documents.add(d);
      for (const y of edge.data('years') as number[]) if (y) years.add(y);
    });
    const sorted = [...years].sort((a, b) => a - b);
    const yearOptions: [string, string][] = [['0', t('不限', 'any')], ...sorted.map((y): [string, string] => [String(y), String(y)])];
    this.filters.replaceChildren(
      this.boxes(t('类', 'Classes'), classes, this.hiddenClasses, key => [dot(key), className(key)]),
      this.boxes(t('关系', 'Relations'), properties, this.hiddenProperties, key => [propertyName(key)]),
      h('fieldset', {}, h('legend', {}, t('来源', 'Sources')),
        choice(t('文件', 'document'), [['', t('全部文件', 'all documents')], ...[...documents].map((d): [string, string] => [d, short(nameOf(peek(d)))])], this.document, v => { this.document = v; this.filter(); }),
        choice(t('年份从', 'years from'), yearOptions, String(this.fromYear), v => { this.fromYear = Number(v); this.filter(); }),
        choice(t('到', 'to'), yearOptions, String(this.toYear), v => { this.toYear = Number(v); this.filter(); })));
  }
  private filter(): void {
    this.cy.batch(() => {
      this.cy.edges().forEach(edge => {
        const documents = edge.data('documents') as string[], years = edge.data('years') as number[];
        const late = this.fromYear && !years.some(y => y >= this.fromYear), early = this.toYear && !years.some(y => y && y <= this.toYear);
        edge.toggleClass('hidden', this.hiddenProperties.has(edge.data('property') as string) || Boolean(this.document && !documents.includes(this.document)) || Boolean(late || early));
      });
      const restricted = this.hiddenProperties.size || this.document || this.fromYear || this.toYear;
      this.cy.nodes().forEach(node => {
        const lonely = restricted && node.connectedEdges().length > 0 && node.connectedEdges().not('.hidden').empty();
        node.toggleClass('hidden', this.hiddenClasses.has(node.data('class') as string) || Boolean(lonely));
      });
    });
    this.cy.emit('viewport'); // names come and go with their things
    const nodes = this.cy.nodes().not('.hidden').length, edges = this.cy.edges().not('.hidden').filter(edge => edge.isEdge() && !edge.source().hasClass('hidden') && !edge.target().hasClass('hidden')).length;
    this.status.textContent = t(`${nodes} 个事物，${edges} 条关系`, `${nodes} things, ${edges} relations`) + (this.full ? t(`；已满，最多画 ${MOST} 个`, `; full: ${MOST} elements at most`) : '');
  }
}

/** The page of a picture alone. */
export async function pictureView(place: HTMLElement, parameters: URLSearchParams): Promise<void> {
  const given = parameters.get('iri') ?? '', picture = new Picture('calc(100vh - 11.5rem)', true);
  place.append(h('h1', { class: 'unseen' }, t('关系图', 'Graph')), h('div', { class: 'row' }, h('span', { class: 'adding' }, searchBox(thing => void picture.open(thing.iri), t('加入图中', 'add to the picture'), t('把一个事物加入图中', 'add a thing to the picture'))),
    h('span', { class: 'quiet' }, t('双击或回车展开，再展开 +N 画出其余的', 'a double click or Enter opens a thing; +N stands for more'))), picture.element);
  const value = given || (await listDocuments())[0]?.iri;
  if (!value) return;
  await learn([value]);
  await picture.open(value);
}
