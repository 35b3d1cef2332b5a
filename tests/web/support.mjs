// support.mjs: what the browser tests share: a browser, a page that may make no mistake, axe-core.
//
// A test is run with the server's address as its first argument. SCREENSHOTS=DIR keeps pictures.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';

export const url = process.argv[2];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = process.env.SCREENSHOTS;
if (pictures) mkdirSync(pictures, { recursive: true });

export const at = (view, parameters = {}) => `${url}/#/${view}?${new URLSearchParams(parameters)}`;
let browser;

before(async () => {
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
});
after(() => browser?.close());

/** Opens @p address and hands the page to @p use. A script error, or a request for another host, fails the test. */
export async function visit(address, use, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 950 }, locale: 'zh-CN', colorScheme: 'light', reducedMotion: 'reduce', acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20000);
  const faults = [];
  page.on('pageerror', error => faults.push(`script: ${error.message}`));
  page.on('console', message => { if (message.type() === 'error' && !message.text().includes('400')) faults.push(`console: ${message.text()}`); });
  page.on('request', request => { if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) faults.push(`another host: ${request.url()}`); });
  try {
    await page.goto(address);
    const result = await use(page);
    assert.deepEqual(faults, []);
    return result;
  } finally {
    await context.close();
  }
}

export async function settled(page) {
  await page.waitForFunction(() => !document.querySelector('.waiting') && document.querySelector('main h1'));
}
export async function shoot(page, name) {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png` });
}
/** Findings of axe-core that are serious or worse. */
export async function findings(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 120)).join(' | ')}`);
}
