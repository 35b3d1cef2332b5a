// graphs.mjs: reads RDF files into one graph, the union of the default graph and every named graph in them.
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { Parser, Store, DataFactory } from 'n3';

const FORMATS = { '.ttl': 'text/turtle', '.nt': 'application/n-triples', '.nq': 'application/n-quads', '.trig': 'application/trig' };

export class GraphError extends Error {}

/** Reads `paths` (Turtle, N-Triples, N-Quads or TriG, told by the file name) into one n3 Store, with graph names dropped.
 *  Blank nodes of different files stay apart. Throws GraphError with the file's name if one cannot be read or parsed. */
export function readUnion(paths) {
  const store = new Store();
  paths.forEach((path, nth) => {
    const format = FORMATS[extname(path)];
    if (!format) throw new GraphError(`${path}: expected a name that ends in ${Object.keys(FORMATS).join(', ')}`);
    try {
      const quads = new Parser({ format, blankNodePrefix: `f${nth}_` }).parse(readFileSync(path, 'utf8'));
      for (const q of quads) store.addQuad(DataFactory.quad(q.subject, q.predicate, q.object));
    } catch (error) {
      throw new GraphError(`${path}: ${error.message}`);
    }
  });
  return store;
}
