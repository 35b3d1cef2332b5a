/** The page of one thing: facts with their sentences, a picture, a time line, what its neighbours do. */
import { h } from '../dom';
import { t } from '../language';
import { className, colour, documentsAbout, evidence, evidenceAbout, learn, LIMIT, links, localName, more, nameOf, peek, propertyName, values, yearOf, type Evidence, type Fact, type Group, type Thing } from '../model';
import { badge, dot, exportMenu, failure, fill, link, sentence, to, waiting } from '../parts';

export async function thingView(place: HTMLElement, parameters: URLSearchParams): Promise<void> {
  const value = parameters.get('iri') ?? '';
  place.append(waiting());
  /* Asked for at once, though shown later. */
  void evidenceAbout(value).catch(() => undefined);
  void import('../picture');
  const [groups, literals] = await Promise.all([links(value), values(value)]);
  await learn([value]);
  const thing = peek(value);
  place.replaceChildren();
  if (!groups.length && !literals.length) {
    place.append(h('h1', {}, localName(value)), h('p', {}, t('图库里没有关于它的事实。', 'The store says nothing of it.')));
    return;
  }
  document.title = `${nameOf(thing)} · 园图`;
  const picture = h('div', { class: 'lazy' });
  const time = h('div');
  place.append(
    h('header', { class: 'head' },
      h('p', { class: 'quiet' }, dot(thing.class), ' ', h('a', { href: to('class', { name: thing.class }) }, className(thing.class))),
      h('h1', {}, nameOf(thing)),
      h('div', { class: 'row' }, h('a', { class: 'button', href: to('graph', { iri: value }) }, t('看大图', 'Full graph')), exportMenu({ around: value, hops: '2' })),
      literalList(literals)),
    h('div', { class: 'columns wide' },
      h('section', {}, h('h2', {}, t('事实', 'Facts')), groups.map(group => groupSection(thing, group)), groups.length === 0 && h('p', { class: 'quiet' }, t('没有与别的事物的关系。', 'No relations.'))),
      h('section', {}, h('h2', {}, t('邻居', 'Neighbours')), picture, h('h2', {}, t('时间与文件', 'Time and documents')), time)));
  void drawPicture(picture, value);
  await fill(time, () => timeLine(value));
}

async function drawPicture(place: HTMLElement, value: string): Promise<void> {
  try {
    const { Picture } = await import('../picture');
    const picture = new Picture('26rem');
    place.append(picture.element);
    await picture.open(value, false);
  } catch (error) {
    place.append(failure(error));
  }
}

function literalList(literals: [string, { value: string; 'xml:lang'?: string }][]): HTMLElement | false {
  const rows = new Map<string, string[]>();
  for (const [property, term] of literals) {
    if (propertyName(property) === 'rdfs:label' || property.endsWith('rdf-schema#label') || property.endsWith('sha256')) continue;
    rows.set(property, [...new Set([...(rows.get(property) ?? []), term.value])]);
  }
  return rows.size > 0 && h('dl', { class: 'literals' }, [...rows].flatMap(([property, texts]) => [h('dt', {}, propertyName(property)), h('dd', {}, texts.join('；'))]));
}

function groupSection(thing: Thing, group: Group): HTMLElement {
  const name = propertyName(group.property);
  const item = (fact: Fact): HTMLElement => {
    const [subject, object] = group.outwards ? [thing.iri, fact.other.iri] : [fact.other.iri, thing.iri];
    return h('li', {}, factRow(fact.other, () => evidence(subject, group.property, object)));
  };
  const list = h('ul', { class: 'facts' }, group.facts.map(item));
  const button = h('button', { type: 'button', class: 'small', onclick: async () => {
    const facts = await more(thing.iri, group);
    group.facts.push(...facts);
    list.append(...facts.map(item));
    say();
  } });
  const say = (): void => {
    button.hidden = group.facts.length >= group.total;
    button.textContent = t(`再列 ${Math.min(LIMIT, group.total - group.facts.length)} 条`, `${Math.min(LIMIT, group.total - group.facts.length)} more`);
  };
  say();
  return h('section', { class: 'group' }, h('h3', {}, group.outwards ? name : `← ${name}`, h('span', { class: 'n' }, group.total.toLocaleString())), list, button);
}

/** A neighbour, with its sentences and with what is known of it, both on demand. */
function factRow(other: Thing, sources: () => Promise<Evidence[]>): HTMLElement {
  const place = h('div', { class: 'below' });
  const toggle = (label: string, title: string, make: () => Promise<(Node | string)[]>): HTMLElement => {
    const button: HTMLElement = h('button', { type: 'button', class: 'small', 'aria-expanded': 'false', 'aria-label': `${title}：${nameOf(other)}`, onclick: () => {
      const open = button.getAttribute('aria-expanded') === 'true';
      for (const b of button.parentElement!.querySelectorAll('button')) b.setAttribute('aria-expanded', 'false');
      place.replaceChildren();
      if (open) return;
      button.setAttribute('aria-expanded', 'true');
      void fill(place, make);
    } }, label);
    return button;
  };
  return h('div', {}, h('div', { class: 'row fact-row' }, link(other),
    toggle(t('原文', 'sentence'), t('原文', 'sentence'), async () => {
      const found = await sources();
      return found.length ? found.map(e => sentence(e)) : [h('p', { class: 'quiet' }, t('没有原文依据。', 'No sentence is kept for it.'))];
    }),
    toggle(t('它的事实', 'its facts'), t('它的事实', 'its facts'), async () => (await links(other.iri)).map(group => h('p', { class: 'inner' },
      h('span', { class: 'property' }, group.outwards ? propertyName(group.property) : `← ${propertyName(group.property)}`), group.facts.slice(0, 12).map(fact => link(fact.other)),
      group.total > 12 && badge(`+${group.total - 12}`))))), place);
}

/** How many facts each year's documents say, and which documents these are. */
async function timeLine(value: string): Promise<Node[]> {
  const sources = (await evidenceAbout(value)).map(e => e.document);
  const named = sources.length ? sources : await documentsAbout(value);
  const years = new Map<number, number>(), counts = new Map<string, number>();
  for (const document of named) {
    years.set(yearOf(document), (years.get(yearOf(document)) ?? 0) + 1);
    counts.set(document, (counts.get(document) ?? 0) + 1);
  }
  if (!counts.size) return [h('p', { class: 'quiet' }, t('没有文件提到它。', 'No document speaks of it.'))];
  const most = Math.max(...years.values()), ranked = [...counts].sort((a, b) => b[1] - a[1]);
  return [
    h('ol', { class: 'years' }, [...years].sort((a, b) => a[0] - b[0]).map(([year, n]) => h('li', {},
      h('span', { class: 'year' }, year || t('年份不明', 'no year')), h('span', { class: 'bar', style: `width:${(100 * n) / most}%;background:${colour('Document')}` }), h('span', { class: 'n' }, n)))),
    h('ul', { class: 'list' }, ranked.slice(0, LIMIT).map(([d, n]) => h('li', {}, link(peek(d)), h('span', { class: 'n' }, n)))),
    ...(ranked.length > LIMIT ? [h('p', { class: 'quiet' }, t(`还有 ${ranked.length - LIMIT} 份文件`, `and ${ranked.length - LIMIT} more documents`))] : []),
  ];
}
