#!/usr/bin/env node
// test-shapes.mjs: the shapes let the good graphs pass and report each bad one for what is bad in it.
//
// A file in bad/ is what is wrong, to be added to good/example.trig. Its comments say which violations must come of it and no others:
//
//   # expect: SHAPE PATH [N]     N result lines (1 unless said), as check-shapes.mjs prints them; - is the node itself, ^ an inverse path
//
// The last test asks that every shape with a target, and every property shape with a name, is broken by some bad graph.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'node:test';
import assert from 'node:assert/strict';
import { checkShapes } from './check-shapes.mjs';
import { readUnion } from './graphs.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const SH = 'http://www.w3.org/ns/shacl#';
const GOOD = here('good/example.trig');
const shapes = readUnion([here('../../ontology/shapes.ttl')]);

/** What the comments of a bad graph promise: "SHAPE PATH" -> how many violations. */
function expected(path) {
  const found = new Map();
  for (const [, shape, where, n] of readFileSync(path, 'utf8').matchAll(/^# expect: (\S+) (\S+)(?: (\d+))?$/gm)) found.set(`${shape} ${where}`, Number(n ?? 1));
  assert.ok(found.size > 0, `${path} has no "# expect: SHAPE PATH" line`);
  return found;
}

/** The violations among result lines, counted by "SHAPE PATH". */
function violations(lines) {
  const found = new Map();
  for (const [severity, shape, , where] of lines.map((line) => line.split('\t'))) {
    if (severity === 'Violation') found.set(`${shape} ${where}`, (found.get(`${shape} ${where}`) ?? 0) + 1);
  }
  return found;
}

const sorted = (map) => Object.fromEntries([...map].sort());

test('the good graphs and the industries conform, with no warnings either', async () => {
  const good = readdirSync(here('good')).map((name) => here(`good/${name}`));
  assert.deepEqual((await checkShapes(shapes, readUnion(good))).lines, []);
  assert.deepEqual((await checkShapes(shapes, readUnion([here('../../ontology/industries.ttl')]))).lines, []);
});

const broken = new Set();
for (const name of readdirSync(here('bad')).sort()) {
  test(`bad/${name} is reported for what is bad in it`, async () => {
    const path = here(`bad/${name}`);
    const { lines } = await checkShapes(shapes, readUnion([GOOD, path]));
    assert.deepEqual(sorted(violations(lines)), sorted(expected(path)), lines.join('\n'));
    for (const key of violations(lines).keys()) broken.add(key.split(' ')[0]);
  });
}

test('every shape is broken by some bad graph', () => {
  const targets = ['targetClass', 'targetSubjectsOf'].flatMap((p) => shapes.getSubjects(`${SH}${p}`, null, null));
  const fields = shapes.getSubjects(`${SH}path`, null, null).filter((s) => s.termType === 'NamedNode');
  const names = [...targets, ...fields].map((s) => s.value.replace('https://w3id.org/yuantu/shapes#', 'yts:'));
  assert.ok(names.length > 40, 'the shapes were not found');
  assert.deepEqual(names.filter((n) => !broken.has(n)), []);
});
