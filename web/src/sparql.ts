/** Asks the endpoint that served this page. */
export interface Term { type: 'uri' | 'bnode' | 'literal'; value: string; 'xml:lang'?: string; datatype?: string }
export type Row = Record<string, Term | undefined>;
export interface Table { variables: string[]; rows: Row[] }

export const NS = 'https://w3id.org/yuantu/ontology#';
export const ID = 'https://w3id.org/yuantu/id/';
export const PREFIXES: Record<string, string> = {
  yt: NS,
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  dct: 'http://purl.org/dc/terms/',
  owl: 'http://www.w3.org/2002/07/owl#',
  prov: 'http://www.w3.org/ns/prov#',
  foaf: 'http://xmlns.com/foaf/0.1/',
  schema: 'http://schema.org/',
};
const prologue = Object.entries(PREFIXES).map(([name, iri]) => `PREFIX ${name}: <${iri}>\n`).join('');

/** A refusal or a failure, with what the server said of it. */
export class QueryError extends Error {
  constructor(message: string, readonly status: number) { super(message); }
}

async function refusal(response: Response): Promise<QueryError> {
  const text = await response.text();
  try {
    const problem = JSON.parse(text) as { detail?: string; title?: string };
    return new QueryError(problem.detail ?? problem.title ?? text, response.status);
  } catch {
    return new QueryError(text.trim() || response.statusText, response.status);
  }
}

export async function ask(query: string, accept: string, signal?: AbortSignal): Promise<Response> {
  const response = await fetch('sparql', {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: accept },
    body: new URLSearchParams({ query }),
    ...(signal ? { signal } : {}),
  });
  if (!response.ok) throw await refusal(response);
  return response;
}

export async function select(query: string, signal?: AbortSignal): Promise<Row[]> {
  const response = await ask(prologue + query, 'application/sparql-results+json', signal);
  return ((await response.json()) as { results: { bindings: Row[] } }).results.bindings;
}

/** An IRI for a query. What may not stand in one is escaped, so no name can end it early. */
export function iri(value: string): string {
  return `<${value.replace(/[\u0000-\u0020<>"{}|^`\\]/g, c => encodeURIComponent(c))}>`;
}

export const literal = (value: string): string => JSON.stringify(value).replace(/\u007f/g, '\\u007F');

/** yt:hosts for an IRI of ours, another prefix's name, or the IRI. */
export function shorten(value: string): string {
  for (const [name, base] of Object.entries(PREFIXES)) if (value.startsWith(base) && value.length > base.length) return `${name}:${value.slice(base.length)}`;
  return value;
}
