#!/usr/bin/env node
// test-terms.mjs: the vocabulary is complete, and the three files of ontology/ agree with each other.
import { fileURLToPath } from 'node:url';
import test from 'node:test';
import assert from 'node:assert/strict';
import { Parser, Store } from 'n3';
import { readUnion } from './graphs.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const YT = 'https://w3id.org/yuantu/ontology#';
const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const RDFS = 'http://www.w3.org/2000/01/rdf-schema#';
const OWL = 'http://www.w3.org/2002/07/owl#';
const SH = 'http://www.w3.org/ns/shacl#';
const SKOS = 'http://www.w3.org/2004/02/skos/core#';

const ontology = readUnion([here('../../ontology/yuantu.ttl')]);
const shapes = readUnion([here('../../ontology/shapes.ttl')]);
const industries = readUnion([here('../../ontology/industries.ttl')]);

const local = (term) => term.value.slice(YT.length);
const ours = (term) => term.termType === 'NamedNode' && term.value.startsWith(YT);
const ofType = (graph, type) => graph.getSubjects(`${RDF}type`, type, null).filter(ours);

/** What is missing of labels and comments: one line a term of ours that lacks, or has twice, one of them. */
function incomplete(graph) {
  const terms = new Set(graph.getSubjects(null, null, null).filter(ours).map((t) => t.value));
  const faults = [];
  for (const term of [...terms].sort()) {
    for (const what of ['label', 'comment']) {
      const languages = graph.getObjects(term, `${RDFS}${what}`, null).map((o) => o.language).sort();
      if (languages.join() !== 'en,zh') faults.push(`${term.slice(YT.length)}: ${what} in [${languages}]`);
    }
  }
  return { faults, nTerms: terms.size };
}

/** The members of the RDF list that begins at `head`. */
function list(graph, head) {
  const members = [];
  for (let at = head; at && at.value !== `${RDF}nil`; [at] = graph.getObjects(at, `${RDF}rest`, null)) members.push(...graph.getObjects(at, `${RDF}first`, null));
  return members;
}

/** The classes that an rdfs:domain or rdfs:range names: one class, or the union of several. */
function unionOf(property, end) {
  return ontology.getObjects(property, `${RDFS}${end}`, null).flatMap((c) => {
    const [head] = ontology.getObjects(c, `${OWL}unionOf`, null);
    return (head ? list(ontology, head) : [c]).map(local);
  }).sort();
}

/** The classes that a shape allows: sh:class, or sh:or over several. */
function allowed(shape) {
  const direct = shapes.getObjects(shape, `${SH}class`, null);
  const or = shapes.getObjects(shape, `${SH}or`, null).flatMap((head) => list(shapes, head)).flatMap((s) => shapes.getObjects(s, `${SH}class`, null));
  return [...direct, ...or].map(local).sort();
}

test('every term has one label and one comment in Chinese and one in English', () => {
  const { faults, nTerms } = incomplete(ontology);
  assert.ok(nTerms > 50, `only ${nTerms} terms were found`);
  assert.deepEqual(faults, []);
});

test('a term without an English label, or with two comments, is found', () => {
  const graph = new Store(new Parser().parse(`
    @prefix yt: <${YT}> . @prefix rdfs: <${RDFS}> .
    yt:A rdfs:label "甲"@zh ; rdfs:comment "说明"@zh , "comment"@en .
    yt:B rdfs:label "乙"@zh , "b"@en ; rdfs:comment "说明"@zh , "另一说明"@zh , "comment"@en .`));
  assert.deepEqual(incomplete(graph).faults, ['A: label in [zh]', 'B: comment in [en,zh,zh]']);
});

/** How bright a colour #rrggbb is, and the contrast of two (WCAG 2.1, "relative luminance" and "contrast ratio"). */
function luminance(colour) {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16) / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
const contrast = (a, b) => (Math.max(luminance(a), luminance(b)) + 0.05) / (Math.min(luminance(a), luminance(b)) + 0.05);

test('every class has one colour for a light ground and one for a dark one, which can be read there and are no other class\'s', () => {
  const seen = new Map();
  for (const type of ofType(ontology, `${OWL}Class`)) {
    for (const [property, ground, least] of [['colour', '#ffffff', 4.5], ['darkColour', '#171a18', 7]]) {
      const colours = ontology.getObjects(type, `${YT}${property}`, null).map((o) => o.value);
      assert.equal(colours.length, 1, `${local(type)}: ${property}`);
      assert.match(colours[0], /^#[0-9a-f]{6}$/);
      assert.ok(contrast(colours[0], ground) >= least, `${local(type)}: ${colours[0]} on ${ground}`);
      assert.ok(!seen.has(colours[0]), `${local(type)} and ${seen.get(colours[0])} share ${colours[0]}`);
      seen.set(colours[0], local(type));
    }
  }
});

test('every class has a node shape, and the shapes use no term that the vocabulary lacks', () => {
  const classes = ofType(ontology, `${OWL}Class`).map(local).sort();
  const targeted = shapes.getObjects(null, `${SH}targetClass`, null).filter(ours).map(local).sort();
  assert.deepEqual(targeted, classes);
  const known = new Set(ontology.getSubjects(null, null, null).filter(ours).map((t) => t.value));
  const used = [...shapes.getObjects(null, null, null), ...shapes.getSubjects(null, null, null)].filter(ours).map((t) => t.value);
  assert.ok(used.length > 0);
  assert.deepEqual(used.filter((t) => !known.has(t)), []);
});

test('the shape of a property allows the classes of its domain and range, no more and no fewer', () => {
  // These have no closed lists: anything may have an industry or be counted.
  const open = new Set(['industry', 'quantityOf']);
  for (const property of ofType(ontology, `${OWL}ObjectProperty`).filter((p) => !open.has(local(p)))) {
    const [shape] = shapes.getSubjects(`${SH}targetSubjectsOf`, property, null);
    assert.ok(shape, `${local(property)} has no shape`);
    const [field] = shapes.getObjects(shape, `${SH}property`, null);
    assert.deepEqual(allowed(shape), unionOf(property, 'domain'), `${local(property)}: subjects`);
    assert.deepEqual(allowed(field), unionOf(property, 'range'), `${local(property)}: objects`);
  }
});

test('a datatype property is said of classes of ours and has a shape that reads it', () => {
  const paths = new Set(shapes.getObjects(null, `${SH}path`, null).map((t) => t.value));
  for (const property of ofType(ontology, `${OWL}DatatypeProperty`)) {
    assert.ok(unionOf(property, 'domain').length > 0, `${local(property)} has no domain`);
    assert.ok(paths.has(property.value), `${local(property)} has no shape`);
  }
});

test('a name, preferred or other, belongs to one industry', () => {
  const owner = new Map();
  const shared = [];
  for (const p of ['prefLabel', 'altLabel']) {
    for (const q of industries.getQuads(null, `${SKOS}${p}`, null, null).filter((x) => x.subject.value.includes('/industry/') && x.object.language === 'zh')) {
      const other = owner.get(q.object.value);
      if (other && other !== q.subject.value) shared.push(`${q.object.value}: ${other}, ${q.subject.value}`);
      owner.set(q.object.value, q.subject.value);
    }
  }
  assert.ok(owner.size > 100);
  assert.deepEqual(shared, []);
});

test('the industries are a forest: broader mirrors narrower, one broader at most, every root a top concept', () => {
  const pairs = (p, turn) => industries.getQuads(null, `${SKOS}${p}`, null, null).map((q) => (turn ? [q.object, q.subject] : [q.subject, q.object]).map((t) => t.value).join(' ')).sort();
  assert.deepEqual(pairs('broader'), pairs('narrower', true));
  assert.deepEqual(pairs('related'), pairs('related', true));
  const parent = new Map();
  for (const pair of pairs('broader')) {
    const [child, broader] = pair.split(' ');
    assert.ok(!parent.has(child), `${child} has two broader concepts`);
    parent.set(child, broader);
  }
  const concepts = industries.getSubjects(`${RDF}type`, `${YT}Industry`, null).map((t) => t.value);
  const top = industries.getObjects(null, `${SKOS}hasTopConcept`, null).map((t) => t.value).sort();
  assert.deepEqual(concepts.filter((c) => !parent.has(c)).sort(), top);
  for (const concept of concepts) {
    let at = concept;
    for (let steps = 0; at; at = parent.get(at)) assert.ok(steps++ < 10, `${concept} lies in a cycle`);
  }
});

test('the biopharmaceutical industry goes three levels down', () => {
  const id = (name) => `https://w3id.org/yuantu/id/industry/${name}`;
  const narrower = (c) => industries.getObjects(c, `${SKOS}narrower`, null).map((t) => t.value);
  const second = narrower(id('生物医药'));
  for (const name of ['化学药', '中药', '生物药', '医疗器械', '医药服务', '合成生物']) assert.ok(second.includes(id(name)), name);
  for (const c of second) assert.ok(narrower(c).length >= 2, `${c} has fewer than two narrower concepts`);
});
