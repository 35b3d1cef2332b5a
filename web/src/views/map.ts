/** A map by province, of equal tiles: how many things lie in each, and which. */
import { choice, h, svg } from '../dom';
import { chinese, t } from '../language';
import { className, learn, peek } from '../model';
import { dot, fill, go, link } from '../parts';
import { provinces } from '../provinces';
import { iri, NS, select } from '../sparql';

const SIZE = 64, GAP = 5;
const CLASSES = ['Park', 'Company', 'Institution', 'Agency', 'Platform', 'Cluster', 'Project', 'Fund', 'Place'];

/** Tiles shaded by @p counts; also for the answer to a query. */
export function tiles(counts: Map<string, number>, chosen: string, choose: (code: string) => void): SVGElement {
  const most = Math.max(1, ...counts.values());
  return svg('svg', { class: 'tiles', viewBox: `${SIZE + GAP - 2} -2 ${9 * (SIZE + GAP) - GAP + 4} ${8 * (SIZE + GAP) - GAP + 4}`, role: 'group', 'aria-label': t('各省', 'provinces') }, provinces.map(([code, zh, en, column, row]) => {
    const n = counts.get(code) ?? 0, name = chinese ? zh : en;
    const x = column * (SIZE + GAP), y = row * (SIZE + GAP);
    return svg('g', { class: n ? 'tile' : 'tile empty', transform: `translate(${x} ${y})`, tabindex: 0, role: 'button', 'aria-pressed': String(code === chosen),
      onclick: () => choose(code), onkeydown: (event: KeyboardEvent) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); choose(code); } } },
    svg('rect', { width: SIZE, height: SIZE, rx: 8, style: `--share:${n ? Math.round(18 + 62 * Math.sqrt(n / most)) : 0}%` }),
    name.split(' ').map((word, i, all) => svg('text', { x: SIZE / 2, y: (all.length > 1 ? 20 : 27) + 13 * i, class: name.length > 6 ? 'small' : '' }, word)),
    svg('text', { x: SIZE / 2, y: 48, class: 'count' }, n || ''));
  }));
}

export async function mapView(place: HTMLElement, parameters: URLSearchParams): Promise<void> {
  const wanted = parameters.get('class') ?? '', province = parameters.get('province') ?? '';
  const map = h('div'), listed = h('section', { 'aria-live': 'polite' });
  const classes: [string, string][] = [['', t('全部', 'all')], ...CLASSES.map((name): [string, string] => [name, className(name)])];
  place.append(h('h1', {}, t('各省', 'By province')), h('div', { class: 'row' }, choice(t('类', 'class'), classes, wanted, value => go('map', { class: value, province }))), h('div', { class: 'columns wide' }, h('section', {}, map), listed));
  const what = wanted ? `?x a ${iri(NS + wanted)}` : `?x a ?c FILTER(?c IN (${CLASSES.map(name => iri(NS + name)).join(', ')}))`;
  const pattern = `{ ?x yt:locatedIn ?p } UNION { ?x yt:divisionCode ?own BIND(?x AS ?p) } ?p yt:divisionCode ?code . ${what}`;
  await fill(map, async () => {
    const rows = await select(`SELECT ?province (COUNT(DISTINCT ?x) AS ?n) { ${pattern} BIND(SUBSTR(?code, 1, 2) AS ?province) } GROUP BY ?province`);
    const counts = new Map(rows.map(row => [row.province!.value, Number(row.n!.value)]));
    return [tiles(counts, province, code => go('map', { class: wanted, province: code }))];
  });
  const chosen = provinces.find(([code]) => code === province);
  if (!chosen) { listed.append(h('p', { class: 'quiet' }, t('点一个省，看那里有什么。', 'Choose a province to see what lies in it.'))); return; }
  await fill(listed, async () => {
    const rows = await select(`SELECT DISTINCT ?x { ${pattern} FILTER(STRSTARTS(?code, "${chosen[0]}")) } LIMIT 1000`);
    await learn(rows.map(row => row.x!.value));
    const things = rows.map(row => peek(row.x!.value));
    const present = CLASSES.filter(name => things.some(thing => thing.class === name));
    return [h('h2', {}, chinese ? chosen[1] : chosen[2], h('span', { class: 'n' }, things.length)),
      ...present.map(name => { const own = things.filter(thing => thing.class === name); return h('section', {}, h('h3', {}, dot(name), className(name), h('span', { class: 'n' }, own.length)), h('ul', { class: 'flow' }, own.map(thing => h('li', {}, link(thing))))); }),
      ...(present.length ? [] : [h('p', { class: 'quiet' }, t('图库里没有。', 'The store knows nothing there.'))])];
  });
}
