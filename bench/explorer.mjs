// explorer.mjs: how long the explorer takes on a large store, measured in Chromium.
//
// usage: node bench/explorer.mjs URL [PID]      PID: of the server, for its processor time
//
// Search: from a key to the list that answers it, the median and the worst of ROUNDS. A page of a thing: from the address
// to its facts, to the last answer of the server (all queries of the page, with its picture and its time line), and to the
// picture; the things are those with most facts of their class, which are the worst.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { chromium } = createRequire(new URL('../tests/web/package.json', import.meta.url))('playwright-core');
const [url, pid] = process.argv.slice(2), ROUNDS = 7;
const WORDS = ['光', '光谷', '武汉', '有限公司', '生物医药', 'g', 'wh', 'hubei', 'youxiangongsi', 'swyy', '新 材料'];
const YT = 'https://w3id.org/yuantu/ontology#';
const CLASSES = ['Company', 'Park', 'Agency', 'Fund', 'Place', 'Policy', 'Document', 'Measure'];

const median = times => times.toSorted((a, b) => a - b)[times.length >> 1];
const ms = time => time.toFixed(0).padStart(5);
/** Seconds of processor time that the server has used; in hundredths, as Linux counts them. */
function processorTime() {
  if (!pid) return 0;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
async function select(query) {
  const response = await fetch(`${url}/sparql`, { method: 'POST', body: new URLSearchParams({ query }), headers: { Accept: 'application/sparql-results+json' } });
  return (await response.json()).results.bindings;
}

/** In the page: types @p word at once, and waits for the list to change. */
function type(word) {
  const input = document.querySelector('input[type=search]'), list = document.getElementById(input.getAttribute('aria-controls'));
  return new Promise(resolve => {
    const begun = performance.now();
    new MutationObserver((_, observer) => { observer.disconnect(); resolve({ time: performance.now() - begun, n: list.querySelectorAll('[id]').length }); }).observe(list, { childList: true });
    input.value = word;
    input.dispatchEvent(new Event('input'));
  });
}

/** In the page: opens @p iri, and waits until nothing is missing any more. */
async function open(iri) {
  const begun = performance.now();
  performance.clearResourceTimings();
  location.hash = `#/thing?${new URLSearchParams({ iri })}`;
  const until = test => new Promise(resolve => {
    const observer = new MutationObserver(() => { if (test()) { observer.disconnect(); resolve(performance.now() - begun); } });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  const facts = await until(() => document.querySelector('.fact-row'));
  const drawn = await until(() => !document.querySelector('.waiting') && document.querySelector('.status:not(:empty)'));
  const asked = performance.getEntriesByType('resource').filter(entry => entry.name.endsWith('/sparql'));
  const cy = document.querySelector('.canvas').cy;
  return { facts, answered: Math.max(...asked.map(entry => entry.responseEnd)) - begun, drawn, queries: asked.length, elements: cy.elements().length };
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', reducedMotion: 'reduce' })).newPage();
await page.goto(`${url}/`);
await page.locator('.classes a').first().waitFor();

console.log('search           median  worst  server ms, results');
for (const word of WORDS) {
  const times = [], before = processorTime();
  let n = 0;
  for (let i = 0; i < ROUNDS; i++) {
    const answer = await page.evaluate(type, word);
    times.push(answer.time);
    n = answer.n;
  }
  console.log(`${word.padEnd(16 - [...word].filter(c => c > '\u2e00').length)} ${ms(median(times))}  ${ms(Math.max(...times))}  ${ms((processorTime() - before) / ROUNDS)}  ${n}`);
}

console.log('a page of                    facts answered drawn, server ms, queries, elements drawn');
for (const name of CLASSES) {
  const [worst] = await select(`SELECT ?x (COUNT(*) AS ?n) { ?x a <${YT}${name}> { ?x ?p ?y } UNION { ?y ?p ?x } } GROUP BY ?x ORDER BY DESC(?n) LIMIT 1`);
  if (!worst) continue;
  const runs = [], before = processorTime();
  for (let i = 0; i < ROUNDS; i++) {
    await page.reload(); // forgets the names it has learnt
    await page.locator('.classes a, main h1').first().waitFor();
    await page.evaluate(() => { location.hash = '#/nowhere'; });
    await page.locator('main h1', { hasText: '没有' }).waitFor();
    runs.push(await page.evaluate(open, worst.x.value));
  }
  const of = key => median(runs.map(run => run[key]));
  console.log(`${name.padEnd(12)} ${worst.n.value.padStart(9)} facts  ${ms(of('facts'))}  ${ms(of('answered'))}  ${ms(of('drawn'))}  ${ms((processorTime() - before) / ROUNDS)}  ${of('queries')}  ${of('elements')}`);
}
await browser.close();
