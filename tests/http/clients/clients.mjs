// clients.mjs: the clients that people use in JavaScript, against the real server.
//
// usage: node clients.mjs URL TOKEN      URL without a slash at its end; prints what is wrong, then "N checks, N failed"
import { Readable } from 'node:stream';
import { QueryEngine } from '@comunica/query-sparql';
import { SparqlEndpointFetcher } from 'fetch-sparql-endpoint';
import ParsingClient from 'sparql-http-client/ParsingClient.js';
import SimpleClient from 'sparql-http-client/SimpleClient.js';
import StreamClient from 'sparql-http-client/StreamClient.js';

const [url, token] = process.argv.slice(2);
const endpoint = `${url}/sparql`;
const names = 'SELECT ?s ?name { ?s <http://e/name> ?name } ORDER BY ?name';
const expected = ['a "blank" one', '光谷'];
let checks = 0;
let failed = 0;

function check(found, wanted, what) {
  checks++;
  if (JSON.stringify(found) === JSON.stringify(wanted)) return;
  failed++;
  console.log(`not ok: ${what}: expected ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}`);
}

async function collect(stream) {
  const items = [];
  for await (const item of stream) items.push(item);
  return items;
}

async function testComunica() {
  const engine = new QueryEngine();
  const source = { type: 'sparql', value: endpoint };
  const rows = async (query, sources) => (await engine.queryBindings(query, { sources })).toArray();
  const found = await rows(names, [source]);
  check(found.map((row) => row.get('name').value), expected, 'Comunica, SELECT');
  check(found.map((row) => row.get('name').language), ['', 'zh'], 'Comunica, languages');
  check(found.map((row) => row.get('s').termType), ['NamedNode', 'NamedNode'], 'Comunica, blank nodes as IRIs');
  // asked for what it is, by the service description
  check((await rows(names, [endpoint])).length, 2, 'Comunica, a source that it has to recognise');
  check(await engine.queryBoolean('ASK { ?s <http://e/area> 518 }', { sources: [source] }), true, 'Comunica, ASK');
  const quads = await (await engine.queryQuads('CONSTRUCT WHERE { ?s <http://e/area> ?o }', { sources: [source] })).toArray();
  check(quads.map((quad) => quad.object.value), ['518'], 'Comunica, CONSTRUCT');
  // a join of the endpoint with a document of it, by way of the Graph Store Protocol
  const joined = await rows('SELECT ?n { ?s <http://e/area> ?a ; <http://e/has>/<http://e/name> ?n }', [source, `${url}/graphs?default`]);
  check([...new Set(joined.map((row) => row.get('n').value))], ['a "blank" one'], 'Comunica, two sources');
}

async function testFetchSparqlEndpoint() {
  for (const method of ['GET', 'POST']) {
    const fetcher = new SparqlEndpointFetcher({ method });
    const rows = await collect(await fetcher.fetchBindings(endpoint, names));
    check(rows.map((row) => row.name.value), expected, `fetch-sparql-endpoint, ${method}`);
    check(await fetcher.fetchAsk(endpoint, 'ASK { ?s ?p "nothing" }'), false, `fetch-sparql-endpoint, ASK by ${method}`);
    const triples = await collect(await fetcher.fetchTriples(endpoint, 'DESCRIBE <http://e/光谷>'));
    check(triples.length, 4, `fetch-sparql-endpoint, DESCRIBE by ${method}`); // and what the blank node has
  }
  const writer = new SparqlEndpointFetcher({ defaultHeaders: new Headers({ authorization: `Bearer ${token}` }) });
  await writer.fetchUpdate(endpoint, 'INSERT DATA { <http://e/written> <http://e/by> "fetch-sparql-endpoint" }');
  check(await writer.fetchAsk(endpoint, 'ASK { <http://e/written> ?p ?o }'), true, 'fetch-sparql-endpoint, an update');
}

async function testSparqlHttpClient() {
  const headers = { authorization: `Bearer ${token}` };
  const client = new ParsingClient({ endpointUrl: endpoint, updateUrl: endpoint, headers });
  for (const operation of ['get', 'postUrlencoded', 'postDirect']) {
    const rows = await client.query.select(names, { operation });
    check(rows.map((row) => row.name.value), expected, `sparql-http-client, ${operation}`);
    check(await client.query.ask('ASK { ?s ?p ?o }', { operation }), true, `sparql-http-client, ASK by ${operation}`);
    const dataset = await client.query.construct('CONSTRUCT WHERE { ?s <http://e/area> ?o }', { operation });
    check(dataset.size, 1, `sparql-http-client, CONSTRUCT by ${operation}`);
  }
  await client.query.update('INSERT DATA { <http://e/written> <http://e/by> "sparql-http-client" }');
  const written = await client.query.select('SELECT ?by { <http://e/written> <http://e/by> ?by }');
  check(written.some((row) => row.by.value === 'sparql-http-client'), true, 'sparql-http-client, an update');
  const { store, factory } = new StreamClient({ endpointUrl: endpoint, storeUrl: `${url}/graphs`, headers });
  const graph = factory.namedNode('http://e/of-the-client');
  const quad = factory.quad(factory.namedNode('http://e/a'), factory.namedNode('http://e/b'), factory.literal('图', 'zh'));
  await store.put(Readable.from([quad]), { graph });
  const triples = await collect(store.get(graph));
  check(triples.map((triple) => triple.object.value), ['图'], 'sparql-http-client, a graph that was put');
  const simple = await new SimpleClient({ endpointUrl: endpoint }).query.select('SELECT nonsense');
  check([simple.status, simple.headers.get('content-type')], [400, 'application/problem+json'], 'sparql-http-client, a problem');
}

// As Yasqe asks: a form or a URL, results as JSON or graphs as Turtle wanted, everything else taken; and what a browser asks
// before that on a page elsewhere. The page of the explorer is used itself in tests/web.
async function testYasgui() {
  const origin = 'https://yasgui.example.org';
  const accept = 'application/sparql-results+json,*/*;q=0.9';
  const preflight = await fetch(endpoint, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,accept' },
  });
  check([preflight.ok, preflight.headers.get('access-control-allow-origin')], [true, '*'], 'YASGUI, the preflight');
  for (const [header, word] of [['methods', 'POST'], ['headers', 'Content-Type'], ['headers', 'Accept']]) {
    const allowed = (preflight.headers.get(`access-control-allow-${header}`) ?? '').split(/, */);
    check(allowed.includes(word), true, `YASGUI, ${word} is allowed`);
  }
  const body = new URLSearchParams({ query: names });
  const asked = await fetch(endpoint, { method: 'POST', body, headers: { origin, accept } });
  const got = await fetch(`${endpoint}?${body}`, { headers: { origin, accept } });
  for (const [how, response] of Object.entries({ POST: asked, GET: got })) {
    check([response.headers.get('access-control-allow-origin'), response.headers.get('content-type')],
      ['*', 'application/sparql-results+json'], `YASGUI, the answer's head by ${how}`);
    check((await response.json()).results.bindings.map((row) => row.name.value), expected, `YASGUI, the rows by ${how}`);
  }
  const graph = await fetch(endpoint, {
    method: 'POST',
    body: new URLSearchParams({ query: 'CONSTRUCT WHERE { ?s <http://e/area> ?o }' }),
    headers: { origin, accept: 'text/turtle,*/*;q=0.9' },
  });
  check(graph.headers.get('content-type').startsWith('text/turtle'), true, 'YASGUI, a graph');
}

for (const test of [testComunica, testFetchSparqlEndpoint, testSparqlHttpClient, testYasgui]) {
  try {
    await test();
  } catch (error) {
    check(String(error?.stack ?? error), 'no error', test.name);
  }
}
console.log(`${checks} checks, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
