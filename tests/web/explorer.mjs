// explorer.mjs: uses the explorer as an analyst would, without SPARQL; and looks at every view for what is wrong with it.
//
// usage: node explorer.mjs URL DIST
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { at, findings, settled, shoot, url, visit } from './support.mjs';

const dist = process.argv[3];
const id = (kind, name) => `https://w3id.org/yuantu/id/${kind}/${name}`;
const NINGBO = id('document', '甬经信函〔2025〕14号-e4243cc7');

// ---- every view ----

const QUERY = 'PREFIX yt: <https://w3id.org/yuantu/ontology#>\nSELECT ?p ?c { ?p yt:hosts ?c }';
const views = {
  home: ['', {}, '.classes a'],
  class: ['class', { name: 'Park' }, '.list a'],
  thing: ['thing', { iri: id('place', '湖北省') }, '.status:not(:empty)'],
  document: ['document', { iri: NINGBO }, '.status:not(:empty)'],
  shared: ['shared', { a: NINGBO, b: id('document', '渝经信复函〔2021〕369号-a875499a') }, 'h2'],
  graph: ['graph', { iri: id('industry', '生物医药') }, '.status:not(:empty)'],
  matrix: ['matrix', { kind: 'agencies' }, '.mark'],
  ledger: ['ledger', { year: '2027' }, 'tbody tr'],
  map: ['map', { province: '42' }, '.flow a'],
  query: ['query', { q: QUERY }, '.results td'],
};
for (const [name, [view, parameters, mark]] of Object.entries(views)) {
  for (const [colorScheme, locale] of [['light', 'zh-CN'], ['dark', 'en-GB']]) {
    test(`${name}, ${colorScheme}, ${locale}: shows itself, and axe-core finds nothing serious`, () =>
      visit(at(view, parameters), async page => {
        await page.locator(mark).first().waitFor({ state: 'attached' });
        await settled(page);
        await page.waitForTimeout(700);
        await shoot(page, `${name}-${colorScheme}`);
        assert.equal(await page.locator('.failure').count(), 0);
        assert.equal(await page.evaluate(() => document.documentElement.lang), locale === 'zh-CN' ? 'zh-Hans' : 'en');
        assert.deepEqual(await findings(page), []);
      }, { colorScheme, locale }));
  }
}

test('classes have the colours of the ontology, on a light ground and on a dark one', async () => {
  const ontology = readFileSync(new URL('../../ontology/yuantu.ttl', import.meta.url), 'utf8');
  const colours = [...ontology.matchAll(/^yt:(\w+) a owl:Class ;\n\s*yt:colour "(#\w+)" ; yt:darkColour "(#\w+)"/gm)].map(([, name, light, dark]) => ({ name, light, dark }));
  assert.ok(colours.length > 15);
  for (const colorScheme of ['light', 'dark'])
    await visit(at(''), async page => {
      await page.locator('.classes a').first().waitFor();
      const found = await page.locator('.classes a').evaluateAll(links => links.map(a => [new URLSearchParams(a.hash.split('?')[1]).get('name'), getComputedStyle(a.querySelector('.dot')).backgroundColor]));
      const own = found.filter(([name]) => !name.includes(':'));
      assert.ok(own.length > 10);
      for (const [name, colour] of own) {
        const expected = colours.find(c => c.name === name)[colorScheme];
        assert.equal(colour, `rgb(${expected.match(/[0-9a-f]{2}/g).map(part => parseInt(part, 16)).join(', ')})`, `${name}, ${colorScheme}`);
      }
    }, { colorScheme });
});

test('on a narrow screen nothing is wider than the screen', () =>
  visit(at(''), async page => {
    for (const [view, parameters, mark] of Object.values(views)) {
      await page.goto(at(view, parameters));
      await page.locator(mark).first().waitFor({ state: 'attached' });
      await settled(page);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1), view);
    }
  }, { viewport: { width: 400, height: 800 } }));

// ---- what an analyst would do ----

test('find a park by its name, by pinyin and by initials, with the keyboard alone', () =>
  visit(at(''), async page => {
    for (const typed of ['中意生', 'zhongyishengtai', 'zysty']) {
      await page.goto(at(''));
      await page.getByRole('heading', { level: 1, name: '产业政策' }).waitFor();
      await page.keyboard.press('/');
      await page.keyboard.type(typed);
      await page.getByRole('option', { name: /中意生态园/ }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: '中意生态园' }).waitFor();
    }
  }));

test('who is in 中意生态园 and what is known of them', () =>
  visit(at('thing', { iri: id('park', '中意生态园') }), async page => {
    const hosts = page.locator('.group', { hasText: '入驻' });
    await hosts.locator('.fact-row').first().waitFor();
    assert.deepEqual((await hosts.locator('.fact-row > .thing').allTextContents()).sort(), ['来凯制药', '鞍石生物'].sort());
    await hosts.getByRole('button', { name: '它的事实：来凯制药' }).click();
    await hosts.locator('.inner', { hasText: '研发管线' }).waitFor();
    await shoot(page, 'task-park');
  }));

test('which sentence says that a park hosts a company, and where it stands', () =>
  visit(at('thing', { iri: id('park', '中意生态园') }), async page => {
    await page.getByRole('button', { name: '原文：来凯制药' }).click();
    await page.locator('.sentence', { hasText: '中意生态园招引鞍石生物、来凯制药' }).getByRole('link').first().click();
    const chosen = page.locator('.sentence-part.chosen');
    await chosen.first().waitFor();
    assert.match((await chosen.allTextContents()).join(''), /^中意生态园招引鞍石生物、来凯制药等创新药企业,引入多款新药项目。$/);
    assert.ok(await chosen.first().evaluate(part => { const box = part.getBoundingClientRect(); return box.top > 0 && box.bottom < innerHeight; }), 'scrolled into view');
    await page.locator('.listed .fact', { hasText: '来凯制药' }).waitFor();
    await shoot(page, 'task-sentence');
  }));

test('in a document, a sentence leads to its edges and an edge to its sentence', () =>
  visit(at('document', { iri: NINGBO }), async page => {
    await page.locator('.status:not(:empty)').waitFor();
    await page.locator('.sentence-part', { hasText: '招引鞍石生物' }).first().focus();
    await page.keyboard.press('Enter');
    await page.locator('.listed .fact', { hasText: '鞍石生物' }).waitFor();
    await page.locator('.sentence-part', { hasText: '通商集团' }).first().click();
    const before = await page.locator('.sentence-part.chosen').allTextContents();
    await page.evaluate(([s, o]) => {
      const cy = document.querySelector('.canvas').cy;
      cy.edges().filter(edge => edge.source().id() === s && edge.target().id() === o).emit('tap');
    }, [id('park', '中意生态园'), id('company', '来凯制药')]);
    await page.locator('.sentence-part.chosen', { hasText: '招引鞍石生物' }).first().waitFor();
    assert.notDeepEqual(await page.locator('.sentence-part.chosen').allTextContents(), before);
  }));

test('which agencies answer for most measures in the opinions of Hubei', () =>
  visit(at('matrix', { kind: 'agencies' }), async page => {
    await page.locator('.mark').first().waitFor();
    await page.getByLabel('文件', { exact: true }).selectOption({ label: '关于加快生物医药产业高质量发展的实施意见' });
    await page.waitForFunction(() => location.hash.includes('document=http'));
    await page.locator('.mark').first().waitFor();
    const names = await page.locator('.matrix thead th .thing').allTextContents();
    const totals = (await page.locator('.totals td').allTextContents()).map(Number);
    assert.equal(names[0], '湖北省经信厅');
    assert.ok(totals[0] > 10 && totals.slice(0, -1).every((n, i) => i === 0 || n <= totals[i - 1]), totals.join());
    await page.locator('.mark').first().click();
    await page.locator('.sentence').first().waitFor();
    await shoot(page, 'task-agencies');
  }));

test('which funds reach which companies, and through whom', () =>
  visit(at('matrix', { kind: 'funds' }), async page => {
    await page.getByRole('button', { name: '宁波甬欣康君基金 × 宁波市工业信息化基金' }).click();
    const steps = page.locator('main section .fact');
    await steps.first().waitFor();
    assert.match((await steps.allTextContents()).join(' / '), /宁波市工业信息化基金.*康君资本.*康君资本.*宁波甬欣康君基金/);
    await shoot(page, 'task-funds');
  }));

test('what was promised for 2027', () =>
  visit(at('ledger'), async page => {
    await page.getByLabel('年份').selectOption('2027');
    const row = page.locator('tbody tr', { hasText: '生物医药产业营业收入' });
    await row.waitFor();
    assert.match(await row.textContent(), /2027.*湖北省.*2500 亿元/);
    await row.getByRole('button').click();
    await page.locator('.sentence', { hasText: '2500亿元' }).waitFor();
    await shoot(page, 'task-promises');
  }));

test('what two documents share', () =>
  visit(at('matrix', { kind: 'documents' }), async page => {
    await page.locator('.matrix tbody td a').first().click();
    await page.getByRole('heading', { name: /都提到的事物/ }).waitFor();
    assert.ok(await page.locator('.list .thing').count() > 0);
    await shoot(page, 'task-shared');
  }));

test('every format of yuantu export is in the menu, and comes', () =>
  visit(at('thing', { iri: id('park', '中意生态园') }), async page => {
    await page.locator('header .menu summary').first().click();
    const found = await page.locator('header .menu').first().getByRole('link').evaluateAll(links => links.map(a => a.href));
    assert.deepEqual(found.map(address => new URL(address).searchParams.get('format')).sort(),
      ['csv', 'cx2', 'cytoscape', 'dot', 'echarts', 'gexf', 'graphml', 'graphology', 'html', 'jsonld', 'neo4j-csv', 'nquads', 'trig', 'turtle']);
    for (const address of found) {
      const response = await page.request.get(address);
      assert.equal(response.status(), 200, address);
      assert.ok((await response.body()).length > 200, address);
    }
  }));

test('export all of it for Gephi', () =>
  visit(at(''), async page => {
    await page.getByText('导出', { exact: true }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /Gephi \(GEXF/ }).click()]);
    const path = await download.path();
    const text = readFileSync(path, 'utf8');
    assert.match(text, /^<\?xml.*\n<gexf xmlns="http:\/\/gexf.net\/1.3"/);
    assert.ok(text.includes('label="中意生态园"') && text.trimEnd().endsWith('</gexf>'));
  }));

test('open a thing in the picture, hide a class, a relation and a year', () =>
  visit(at('graph', { iri: id('park', '中意生态园') }), async page => {
    const status = page.locator('.status');
    await page.waitForFunction(() => document.querySelector('.status')?.textContent.startsWith('4 '));
    await page.locator('.canvas').focus();
    for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowLeft');
    await page.evaluate(iri => document.querySelector('.canvas').cy.getElementById(iri).emit('dbltap'), id('company', '来凯制药'));
    await page.waitForFunction(() => document.querySelector('.status')?.textContent.startsWith('5 '));
    await page.getByRole('checkbox', { name: /企业/ }).uncheck();
    assert.match(await status.textContent(), /^3 个事物/);
    await page.getByRole('checkbox', { name: /企业/ }).check();
    await page.getByRole('checkbox', { name: /依托/ }).uncheck();
    assert.match(await status.textContent(), /^4 个事物，3 /);
    await page.evaluate(iri => { const cy = document.querySelector('.canvas').cy; cy.getElementById(iri).connectedEdges().first().emit('tap'); }, id('company', '鞍石生物'));
    await page.locator('.side .sentence', { hasText: '招引' }).waitFor();
    await shoot(page, 'task-picture');
  }));

test('by province: what lies in Chongqing', () =>
  visit(at('map'), async page => {
    await page.getByRole('button', { name: /^重庆/ }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.flow a', { hasText: '重庆市经济和信息化委员会' }).first().waitFor();
  }));

// ---- for those who write SPARQL ----

test('a question of queries/ with another park in place of its own', () =>
  visit(at('query'), async page => {
    await page.getByLabel('筛选问题').fill('中意生态园');
    await page.locator('.questions button').first().click();
    await page.locator('.results td').first().waitFor();
    await page.getByLabel('参数 1').fill('麟沣产业园');
    await page.getByLabel('参数 1').press('Tab');
    await page.getByRole('button', { name: /^查询/ }).click();
    await page.waitForFunction(() => decodeURIComponent(location.hash).includes('麟沣产业园'));
    await page.locator('.results').waitFor();
    for (const view of ['统计图', '地图', '图', '表']) await page.getByRole('button', { name: view, exact: true }).click();
  }));

test('a query that fails says where, and can be mended', () =>
  visit(at('query', { q: 'SELECT ?x ?y { ?x yt:host ?y' }), async page => {
    await page.locator('.failure').waitFor();
    for (const wrong of ['yt: 而没有声明', '没有 yt:host']) {
      await page.locator('.advice li', { hasText: wrong }).getByRole('button').click();
      await page.locator('.waiting').waitFor({ state: 'detached' });
    }
    await page.locator('.advice li', { hasText: '少了 1 个' }).getByRole('button').click();
    await page.locator('.results td').first().waitFor();
    assert.ok(await page.locator('.results td').count() >= 4);
  }));

test('the editor completes the vocabulary', () =>
  visit(at('query'), async page => {
    await page.locator('.CodeMirror').click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('SELECT * { ?x yt:ho');
    await page.keyboard.press('Control+Space');
    await page.locator('.CodeMirror-hints', { hasText: 'yt:hosts' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.CodeMirror-code', { hasText: 'yt:hosts' }).waitFor();
    await shoot(page, 'task-completion');
  }));

test('a graph from CONSTRUCT, and its download', () =>
  visit(at('query', { q: `PREFIX yt: <https://w3id.org/yuantu/ontology#>\nCONSTRUCT { ?p yt:hosts ?c } { ?p yt:hosts ?c }` }), async page => {
    await page.locator('.status:not(:empty)').waitFor();
    await page.getByText('下载', { exact: true }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Turtle' }).click()]);
    assert.match(readFileSync(await download.path(), 'utf8'), /hosts/);
  }));

// ---- weight ----

test('JavaScript weighs less than 1.5 MB, compressed', () => {
  const files = readdirSync(`${dist}/assets`).filter(name => name.endsWith('.js.gz'));
  assert.ok(files.length > 3);
  const total = files.reduce((sum, name) => sum + statSync(`${dist}/assets/${name}`).size, 0);
  assert.ok(total < 1.5e6, `${total} bytes`);
});

test('the first view is there within a second', async () => {
  const times = [];
  for (let i = 0; i < 5; i++)
    times.push(await visit(at(''), async page => {
      await page.locator('.classes a').first().waitFor();
      return page.evaluate(() => performance.now());
    }));
  assert.ok(Math.min(...times) < 1000, `${times.map(Math.round)} ms`);
});
