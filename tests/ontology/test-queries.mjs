#!/usr/bin/env node
// test-queries.mjs: each file in queries/ says in both languages what it asks, speaks the vocabulary, and has an expectation.
//
// Whether the answers are right is for the test that runs the queries; this one needs no engine.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'node:test';
import assert from 'node:assert/strict';
import { readUnion } from './graphs.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const YT = 'https://w3id.org/yuantu/ontology#';
const QUERIES = here('../../queries/');
const EXPECTED = here('../queries/expected/');
const NEEDS = ['industries', 'paths'];

const ontology = readUnion([here('../../ontology/yuantu.ttl')]);
const known = new Set(ontology.getSubjects(null, null, null).map((t) => t.value));
const names = readdirSync(QUERIES).filter((n) => n.endsWith('.rq')).map((n) => n.slice(0, -'.rq'.length)).sort();

/** The variables that a SELECT hands out, in order. */
const projected = (query) => [...query.match(/^SELECT (.*?)WHERE/ms)[1].matchAll(/\?(\w+)(?=\s*\)|\s+(?!\w)|\s*$)/g)].map((m) => m[1]);

for (const name of names) {
  test(`queries/${name}.rq is a question with an expectation`, () => {
    assert.match(name, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    const query = readFileSync(`${QUERIES}${name}.rq`, 'utf8');
    const [question, second] = query.split('\n');
    assert.match(question, /^# .*\p{Script=Han}.*？ \/ [A-Z][^?]*\?$/u, 'the first line is "# 中文问题？ / English question?"');
    if (second.startsWith('#')) {
      assert.match(second, /^# needs: /);
      for (const need of second.slice('# needs: '.length).split(', ')) assert.ok(NEEDS.includes(need), need);
    }
    for (const [, term] of query.matchAll(/\byt:(\w+)/g)) assert.ok(known.has(YT + term), `yt:${term} is not in the vocabulary`);

    assert.ok(existsSync(`${EXPECTED}${name}.tsv`), 'there is no expectation');
    const [header, ...rows] = readFileSync(`${EXPECTED}${name}.tsv`, 'utf8').trimEnd().split('\n');
    const columns = header.split('\t').map((c) => c.replace(/^\?/, ''));
    assert.deepEqual(columns.filter((c) => !projected(query).includes(c)), [], 'the query does not hand out these columns');
    assert.ok(rows.length >= 1 && rows.length <= 40, `${rows.length} rows`);
    for (const row of rows) assert.equal(row.split('\t').length, columns.length, row);
    assert.deepEqual(rows, [...new Set(rows)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))), 'rows are sorted by bytes, without repeats');
  });
}

test('every expectation has its query', () => {
  assert.ok(names.length >= 24);
  assert.deepEqual(readdirSync(EXPECTED).map((n) => n.replace(/\.tsv$/, '')).filter((n) => !names.includes(n)), []);
});
