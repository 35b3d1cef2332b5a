// vite.config.mjs: how the explorer is built. What it says of classes, properties and questions comes from ontology/ and
// queries/ when it is built, so that nothing is written twice.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { Parser } from 'n3';
import { defineConfig } from 'vite';

const root = new URL('..', import.meta.url);
const read = path => readFileSync(new URL(path, root), 'utf8');
const NS = 'https://w3id.org/yuantu/ontology#';
const RDFS = 'http://www.w3.org/2000/01/rdf-schema#';
const OWL = 'http://www.w3.org/2002/07/owl#';

/** The terms of the vocabulary, { name: { kind, zh, en, zhComment, enComment } }, and the colours of classes. */
function readOntology() {
  const terms = {}, colours = {};
  const term = iri => (terms[iri.slice(NS.length)] ??= { kind: '', zh: '', en: '', zhComment: '', enComment: '' });
  for (const { subject, predicate, object } of new Parser().parse(read('ontology/yuantu.ttl'))) {
    if (!subject.value.startsWith(NS)) continue;
    const own = term(subject.value);
    if (object.value === `${OWL}Class`) own.kind = 'class';
    if ([`${OWL}ObjectProperty`, `${OWL}DatatypeProperty`].includes(object.value))
      own.kind = object.value === `${OWL}ObjectProperty` ? 'link' : 'value';
    const language = object.language?.slice(0, 2);
    if (predicate.value === `${RDFS}label` && ['zh', 'en'].includes(language)) own[language] = object.value;
    if (predicate.value === `${NS}colour`) (colours[subject.value.slice(NS.length)] ??= {}).light = object.value;
    if (predicate.value === `${NS}darkColour`) (colours[subject.value.slice(NS.length)] ??= {}).dark = object.value;
    if (predicate.value === `${RDFS}comment` && ['zh', 'en'].includes(language)) own[`${language}Comment`] = object.value;
  }
  return { terms, colours };
}

/** The questions: the first line of each file asks in Chinese, then, behind a slash, in English. */
function readQuestions() {
  return readdirSync(new URL('queries/', root)).filter(name => name.endsWith('.rq')).sort().map(name => {
    const text = read(`queries/${name}`);
    const [zh, en] = text.split('\n', 1)[0].replace(/^#\s*/, '').split(/\s+\/\s+/);
    return { name: name.slice(0, -3), zh, en: en ?? zh, text };
  });
}

const virtual = { 'virtual:ontology': readOntology, 'virtual:questions': readQuestions };
const fromRepository = {
  name: 'from-repository',
  resolveId: id => (id in virtual ? `\0${id}` : undefined),
  load: id => (id.slice(1) in virtual && id[0] === '\0' ? `export default ${JSON.stringify(virtual[id.slice(1)]())}` : undefined),
};

/** Beside each file its compressed forms, which `yuantu serve` sends to those who take them. */
const compressed = {
  name: 'compressed',
  apply: 'build',
  writeBundle({ dir }, bundle) {
    for (const fileName of Object.keys(bundle)) {
      const path = join(dir, fileName), bytes = readFileSync(path);
      if (bytes.length < 1024) continue;
      writeFileSync(`${path}.br`, brotliCompressSync(bytes));
      writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
    }
  },
};

const server = process.env.YUANTU_SERVER ?? 'http://127.0.0.1:3030';
export default defineConfig({
  base: './',
  plugins: [fromRepository, compressed],
  build: { target: 'es2022', chunkSizeWarningLimit: 1500, sourcemap: false, modulePreload: { polyfill: false } },
  server: { proxy: { '/sparql': server, '/export': server } },
});
