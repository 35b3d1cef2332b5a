#!/usr/bin/env node
// check-shapes.mjs: says where RDF files break the shapes.
//
// usage: check-shapes.mjs [--shapes FILE] [--limit N] DATA...
//
// The data files are checked together, as the union of all their graphs. Prints one line a result, sorted,
//   severity <TAB> shape <TAB> focus node <TAB> path <TAB> value <TAB> message
// and a summary on stderr. A constraint of a node shape shows under the name of that shape.
// Exit status: 0 if there are no violations (warnings are printed and pass), 1 if there are, 2 if the check was not made.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Validator from 'rdf-validate-shacl';
import { DataFactory } from 'n3';
import { GraphError, readUnion } from './graphs.mjs';

const SHAPES = fileURLToPath(new URL('../../ontology/shapes.ttl', import.meta.url));
const PREFIXES = {
  'https://w3id.org/yuantu/ontology#': 'yt:', 'https://w3id.org/yuantu/shapes#': 'yts:', 'https://w3id.org/yuantu/id/': 'id:',
  'http://www.w3.org/ns/shacl#': 'sh:', 'http://www.w3.org/1999/02/22-rdf-syntax-ns#': 'rdf:',
  'http://www.w3.org/2000/01/rdf-schema#': 'rdfs:', 'http://www.w3.org/2004/02/skos/core#': 'skos:', 'http://purl.org/dc/terms/': 'dct:',
};
const SH = 'http://www.w3.org/ns/shacl#';

/** A term for people: prefixed where we know the prefix, a literal by its lexical form, nothing as "-". */
function show(term) {
  if (!term) return '-';
  if (term.termType === 'BlankNode') return `_:${term.value}`;
  if (term.termType !== 'NamedNode') return term.value.replace(/\s+/g, ' ');
  const base = Object.keys(PREFIXES).find((b) => term.value.startsWith(b));
  return base ? PREFIXES[base] + term.value.slice(base.length) : `<${term.value}>`;
}

/** The name of the shape that `shape` is or lies in; property shapes written in place are blank nodes. */
function named(shapes, shape) {
  let at = shape;
  while (at && at.termType === 'BlankNode') at = shapes.getSubjects(DataFactory.namedNode(`${SH}property`), at, null)[0];
  return at ?? shape;
}

/** Validates `data` and returns the result lines, sorted and without repeats, and how many of them are violations. */
export async function checkShapes(shapes, data) {
  const report = await new Validator(shapes).validate(data);
  const lines = report.results.map((r) => [
    show(r.severity).slice('sh:'.length), show(named(shapes, r.sourceShape)), show(r.focusNode),
    r.path && r.path.termType === 'BlankNode' ? '^' : show(r.path), show(r.value),
    r.message.map((m) => m.value).join(' / '),
  ].join('\t'));
  const unique = [...new Set(lines)].sort();
  return { lines: unique, nViolations: unique.filter((line) => line.startsWith('Violation')).length };
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { shapes: { type: 'string', default: SHAPES }, limit: { type: 'string', default: '200' } },
  });
  const limit = Number(values.limit);
  if (positionals.length === 0 || !Number.isInteger(limit) || limit < 0) throw new GraphError('usage: check-shapes.mjs [--shapes FILE] [--limit N] DATA...');
  const data = readUnion(positionals);
  if (data.size === 0) throw new GraphError(`${positionals.join(', ')}: no triples, so nothing was checked`);
  const { lines, nViolations } = await checkShapes(readUnion([values.shapes]), data);
  for (const line of lines.slice(0, limit)) console.log(line);
  if (lines.length > limit) console.log(`... ${lines.length - limit} more`);
  console.error(`${data.size} triples: ${nViolations} violations, ${lines.length - nViolations} warnings`);
  return nViolations ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().then((status) => { process.exitCode = status; }, (error) => {
    console.error(error instanceof GraphError || error.code?.startsWith('ERR_PARSE_ARGS') ? error.message : error.stack);
    process.exitCode = 2;
  });
}
