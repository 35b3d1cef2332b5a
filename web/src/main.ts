/** The explorer: one page, whose views stand behind the address's "#". */
import './style.css';
import { h } from './dom';
import { chinese, setChinese, t } from './language';
import { failure, go, searchBox, to } from './parts';
import { classView, home } from './views/home';
import { thingView } from './views/thing';

type View = (place: HTMLElement, parameters: URLSearchParams) => Promise<void>;
const views: Record<string, View> = {
  '': home,
  class: classView,
  thing: thingView,
  document: async (place, parameters) => (await import('./views/document')).documentView(place, parameters),
  shared: async (place, parameters) => (await import('./views/document')).sharedView(place, parameters),
  matrix: async (place, parameters) => (await import('./views/matrix')).matrixView(place, parameters),
  ledger: async (place, parameters) => (await import('./views/ledger')).ledgerView(place, parameters),
  map: async (place, parameters) => (await import('./views/map')).mapView(place, parameters),
  query: async (place, parameters) => (await import('./views/query')).queryView(place, parameters),
  graph: async (place, parameters) => (await import('./picture')).pictureView(place, parameters),
};
const menu = (): [string, string][] => [
  ['graph', t('关系图', 'Graph')],
  ['matrix', t('矩阵', 'Matrices')],
  ['ledger', t('台账', 'Ledger')],
  ['map', t('地图', 'Map')],
  ['query', t('查询', 'Query')],
];

document.documentElement.dataset.theme = localStorage.getItem('theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

function switchTheme(): void {
  const next = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset.theme = next;
  localStorage.setItem('theme', next);
  void show();
}

function frame(current: string): HTMLElement {
  document.dispatchEvent(new Event('leave')); // for what must be taken down
  const main = h('main', { id: 'main', tabindex: -1 });
  document.body.replaceChildren(
    h('a', { class: 'skip', href: '#main', onclick: (event: Event) => { event.preventDefault(); main.focus(); } }, t('跳到正文', 'skip to the content')),
    h('header', { class: 'top' },
      h('a', { class: 'brand', href: to('') }, '园图'),
      h('nav', { 'aria-label': t('视图', 'views') }, menu().map(([view, name]) => h('a', { href: to(view), 'aria-current': view === current ? 'page' : undefined }, name))),
      current !== '' && searchBox(thing => go(thing.class === 'Document' ? 'document' : 'thing', { iri: thing.iri }), t('查找事物', 'find a thing')),
      h('div', { class: 'switches' },
        h('button', { type: 'button', onclick: () => { setChinese(!chinese); void show(); }, lang: chinese ? 'en' : 'zh' }, chinese ? ['En', h('span', { class: 'long' }, 'glish')] : '中文'),
        h('button', { type: 'button', 'aria-label': t('明暗', 'light or dark'), title: t('明暗', 'light or dark'), onclick: switchTheme }, '◐'))),
    main,
    h('p', { id: 'announcer', class: 'unseen', role: 'status' }));
  return main;
}

async function show(): Promise<void> {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  const main = frame(path);
  document.title = '园图';
  const view = views[path];
  if (!view) { main.append(h('h1', {}, t('没有这个页面', 'There is no such page'))); return; }
  try {
    await view(main, new URLSearchParams(query));
  } catch (error) {
    main.append(failure(error));
  }
}

document.addEventListener('keydown', event => {
  if (event.key !== '/' || (event.target as HTMLElement).closest('input, textarea, select, [contenteditable], .CodeMirror')) return;
  event.preventDefault();
  document.querySelector<HTMLInputElement>('input[type=search]')?.focus();
});
addEventListener('hashchange', () => { void show().then(() => scrollTo(0, 0)); });
setChinese(chinese);
void show();
