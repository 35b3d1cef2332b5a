// other.mjs: the explorer on a graph that is not of our documents: later.trig, and a thing of another vocabulary that knows
// 130 others and is known by 2,000.
//
// usage: node other.mjs URL
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, findings, shoot, visit } from './support.mjs';

const HUB = 'http://example.org/hub', PERSON = 'http://xmlns.com/foaf/0.1/Person';

test('the ledger: a promise, who answers for it, and what a later document reports', () =>
  visit(at('ledger', { year: '2025' }), async page => {
    const row = page.locator('tbody tr', { hasText: '医药产业产值' }).first();
    await row.waitFor();
    const cells = await row.locator('td').allTextContents();
    assert.deepEqual(cells.slice(0, 6), ['2025', '壮大医药产业', '医药产业产值', '500.0 亿元', '东江市经信局', '东江市规划']);
    assert.match(cells[6], /^512.5 亿元 2025 ?东江市报告$/);
    await row.getByRole('button').click();
    await page.locator('.sentence', { hasText: '产值达到500亿元' }).waitFor();
    await shoot(page, 'task-later');
    assert.deepEqual(await findings(page), []);
  }));

test('things of another vocabulary are found by their names, and shown by them', () =>
  visit(at(''), async page => {
    await page.locator('details', { hasText: '其他词汇' }).locator('summary').click();
    await page.getByRole('link', { name: /foaf:Person/ }).click();
    await page.getByText(/^共 2,?131 个/).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('renwu 17');
    await page.getByRole('option', { name: /人物17 .*foaf:Person/ }).first().waitFor();
    await page.keyboard.type('不');
    await page.getByRole('option', { name: '没有这个名称' }).waitFor();
  }));

test('a thing with many neighbours: lists go on when asked', () =>
  visit(at('thing', { iri: HUB }), async page => {
    const known = page.locator('.group', { hasText: 'foaf:knows130' });
    await known.locator('.fact-row').first().waitFor();
    assert.equal(await known.locator('.fact-row').count(), 60);
    await known.getByRole('button', { name: '再列 60 条' }).click();
    await known.getByRole('button', { name: '再列 10 条' }).click();
    await page.waitForFunction(() => [...document.querySelectorAll('.group')].some(g => g.querySelectorAll('.fact-row').length === 130));
    assert.equal(new Set(await known.locator('.fact-row > .thing').allTextContents()).size, 130);
    assert.equal(await known.getByRole('button', { name: /再列/ }).count(), 0);
  }));

test('its picture draws a part, more when asked, and never more than it can', () =>
  visit(at('graph', { iri: HUB }), async page => {
    const rest = () => page.evaluate(() => document.querySelector('.canvas').cy.nodes('[?rest]').map(node => node.data('short')));
    await page.locator('.status:not(:empty)').waitFor();
    assert.deepEqual((await rest()).sort(), ['+1,975', '+105']);
    for (const expected of ['+80', '+55', '+30', '+5', undefined]) {
      await page.evaluate(() => { const cy = document.querySelector('.canvas').cy; cy.nodes('[?rest]').filter(node => node.data('outwards')).emit('dbltap'); });
      await page.waitForFunction(short => { const nodes = document.querySelector('.canvas').cy.nodes('[?rest]').filter(node => node.data('outwards')); return short ? nodes.length === 1 && nodes.data('short') === short : nodes.empty(); }, expected);
    }
    await page.waitForTimeout(300);
    await shoot(page, 'task-rest');
    assert.equal(await page.evaluate(iri => document.querySelector('.canvas').cy.getElementById(iri).outgoers('node').length, HUB), 130);
  }));

test('a picture never has more than it can draw, and says so', () =>
  visit(at('query', { q: 'SELECT ?a ?b { ?a <http://xmlns.com/foaf/0.1/knows> ?b }' }), async page => {
    await page.locator('.results td').first().waitFor();
    await page.getByRole('button', { name: '图', exact: true }).click();
    await page.locator('.status', { hasText: '已满' }).waitFor();
    const n = await page.evaluate(() => document.querySelector('.canvas').cy.elements().length);
    assert.ok(n > 1400 && n <= 1500, `${n} elements`);
    await shoot(page, 'task-full');
  }));
