// round-trip.mjs: quads, written as JSON-LD by the program, read by jsonld.js, are the same quads.
//
// usage: round-trip.mjs YT-RDF-CAT ROOT
//
// Datasets are compared in canonical form (RDFC-1.0, as rdf-canonize computes it), language tags without case, as
// JSON-LD leaves the case of tags to the processor.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import jsonld from "jsonld";

const [program, root] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "jsonld-"));

// What the writer must take care of, beside what the files have.
const odd = `
<http://a.example/s> <http://a.example/p> "1" .
<http://a.example/s> <http://a.example/q> "2" .
<http://a.example/s> <http://a.example/p> "3" .
<http://a.example/s> <http://a.example/p> "3" <http://a.example/g> .
<http://a.example/s> <http://a.example/p> "4" .
<http://a.example/s> <http://a.example/p> "5" <http://a.example/g> .
<http://a.example/g> <http://a.example/p> "the graph is a thing too" .
<id:x> <http://a.example/p> <yt:y> <id:g> .
<https://w3id.org/yuantu/id/a> <xsd:p> "x"^^<rdf:t> .
<https://w3id.org/yuantu/id/a> <http://a.example/p> <id://host/x> .
<https://w3id.org/yuantu/id/> <https://w3id.org/yuantu/ontology#p> <https://w3id.org/yuantu/id///> .
<https://w3id.org/yuantu/id/a:b:c> <https://w3id.org/yuantu/ontology#@id> <https://w3id.org/yuantu/id/a/../b?c#d> .
<urn:x> <tag:a,2020:@type> <mailto:a@a.example> .
_:a <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> _:b _:g .
_:a <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "type" _:g .
_:a <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <id:T> _:g .
_:l <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
_:l <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> .
<a:s> <a:p> "\\u0000\\u0001\\u001f\\"\\\\\\u2028\\U0001F600\\t" .
<a:s> <a:p> "zh"@ZH-hans .
<a:s> <a:p> "x"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON> .
<a:s> <a:p> "<b>"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral> .
` + ["0", "-0", "007", "+1", "123456789012345", "12345678901234567890", "1.0", "", "1e3"].map(
  (number) => ["integer", "decimal", "double", "boolean", "int", "string"].map(
    (type) => `<n:s> <n:p> "${number}"^^<http://www.w3.org/2001/XMLSchema#${type}> .\n`).join("")).join("");

function listFiles() {
  const files = [];
  const add = (directory, pattern) => {
    if (existsSync(directory))
      for (const name of readdirSync(directory).sort()) if (pattern.test(name)) files.push(join(directory, name));
  };
  writeFileSync(join(folder, "odd.nq"), odd);
  add(folder, /\.nq$/);
  for (const entry of readdirSync(join(root, "tests/golden/extract"), { withFileTypes: true }))
    if (entry.isDirectory()) add(join(root, "tests/golden/extract", entry.name), /\.nq$/);
  add(join(root, "ontology"), /\.ttl$/);
  add(join(root, "tests/ontology/good"), /\.trig$/);
  for (const suite of ["rdf-n-quads", "rdf-n-triples", "rdf-turtle", "rdf-trig"])
    add(join(root, "../shared/w3c/rdf", suite), /\.(nt|nq|ttl|trig)$/);
  return files;
}

const format = (file) => ({ nt: "ntriples", nq: "nquads", ttl: "turtle", trig: "trig" })[file.split(".").pop()];

// What the program says to each of @requests: the text, or null where it refuses the document.
function convert(requests) {
  const bytes = execFileSync(program, ["-"], { input: requests.map((words) => words.join("\t") + "\n").join(""), maxBuffer: 1 << 30 });
  let at = 0;
  return requests.map(() => {
    const end = bytes.indexOf(10, at);
    const [status, size] = bytes.toString("utf8", at, end).split(" ").map(Number);
    at = end + 1 + size;
    if (status > 1) throw new Error("usage of the program: " + bytes.toString("utf8", end + 1, at));
    return status === 0 ? bytes.toString("utf8", end + 1, at) : null;
  });
}


// jsonld.js makes canonical numbers of doubles, also where the document has a string, which JSON-LD 1.1 would keep.
const DOUBLE = /"([^"]*)"(\^\^<http:\/\/www\.w3\.org\/2001\/XMLSchema#double>)/g;
// rdf-canonize does not know all the labels that N-Quads allows.
function relabel(nquads) {
  const labels = new Map();
  return nquads.replace(/"(?:[^"\\]|\\.)*"|<[^>]*>|_:[^\s]+/g, (token) => {
    if (!token.startsWith("_:")) return token;
    if (!labels.has(token)) labels.set(token, `_:b${labels.size}`);
    return labels.get(token);
  });
}

const fold = (text) => text.replace(/"@([A-Za-z0-9-]+) /g, (tag) => tag.toLowerCase())
  .replace(DOUBLE, (_, number, type) => `"${parseFloat(number).toPrecision(12)}"${type}`);
const options = { algorithm: "URDNA2015", inputFormat: "application/n-quads", format: "application/n-quads" };
const canonical = async (nquads) => [...new Set((await jsonld.canonize(relabel(fold(nquads)), options)).split("\n"))].sort().join("\n");

const files = listFiles();
const answers = convert(files.flatMap((file) => [
  [format(file), "http://base.example/", file], [format(file), "http://base.example/", file, "jsonld"]]));
let n_read = 0, n_failed = 0;
for (const [i, file] of files.entries()) {
  const [nquads, text] = answers.slice(2 * i, 2 * i + 2);
  if (nquads === null) continue; // a bad document of a suite
  n_read++;
  let found;
  try {
    const rdf = await jsonld.toRDF(JSON.parse(text), { format: "application/n-quads" });
    found = await canonical(rdf);
  } catch (problem) {
    found = String(problem);
  }
  const expected = await canonical(nquads);
  if (found !== expected) {
    n_failed++;
    const lines = new Set(found.split("\n"));
    console.log(`FAIL ${file}\n  not found: ${expected.split("\n").filter((line) => !lines.has(line)).slice(0, 5).join("\n  ")}`);
    const wanted = new Set(expected.split("\n"));
    console.log(`  too much: ${found.split("\n").filter((line) => !wanted.has(line)).slice(0, 5).join("\n  ")}`);
  }
}
rmSync(folder, { recursive: true });
console.log(`${n_read} documents, ${n_failed} failed`);
process.exit(n_failed === 0 && n_read > 1 ? 0 : 1);
