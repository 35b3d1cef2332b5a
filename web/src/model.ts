/** What the explorer knows of things: names and classes, facts, evidence. */
import ontology from 'virtual:ontology';
import { chinese } from './language';
import { iri, NS, select, shorten, type Row, type Term } from './sparql';

/** A class of ours goes by its name, "Park"; one of another vocabulary by its IRI; "" is none. */
export interface Thing { iri: string; label: string; labelEn: string; class: string }
export interface Fact { property: string; outwards: boolean; other: Thing }
export interface Group { property: string; outwards: boolean; total: number; facts: Fact[] }
export interface Evidence {
  subject: string; predicate: string; object: string; document: string;
  begin: number; end: number; quote: string; rule: string; confidence: string; modality: string;
}

// ---- names ----

export const className = (name: string): string => {
  const term = ontology.terms[name];
  if (term?.kind === 'class') return chinese ? term.zh : term.en;
  return name ? (shorten(name) === name ? localName(name) : shorten(name)) : chinese ? '事物' : 'thing';
};
export const classIri = (name: string): string => (name in ontology.terms ? NS + name : name);
export const classOf = (value: string): string => (value.startsWith(NS) && value.slice(NS.length) in ontology.terms ? value.slice(NS.length) : value);
export const propertyName = (property: string): string => {
  const term = property.startsWith(NS) ? ontology.terms[property.slice(NS.length)] : undefined;
  const others: Record<string, [string, string]> = {
    'skos:broader': ['上位', 'broader'], 'skos:narrower': ['下位', 'narrower'], 'skos:related': ['相关', 'related'],
    'skos:altLabel': ['又名', 'also called'], 'skos:definition': ['定义', 'definition'], 'skos:prefLabel': ['名称', 'name'],
    'rdfs:label': ['名称', 'name'], 'dct:title': ['标题', 'title'], 'dct:issued': ['发布日期', 'issued'],
    'dct:identifier': ['索引号', 'index number'], 'dct:source': ['来源', 'source'], 'rdfs:comment': ['说明', 'note'],
  };
  if (term) return chinese ? term.zh : term.en;
  return others[shorten(property)]?.[chinese ? 0 : 1] ?? shorten(property);
};
export const isDark = (): boolean => document.documentElement.dataset.theme === 'dark';
export const colour = (name: string): string => ontology.colours[name]?.[isDark() ? 'dark' : 'light'] ?? (isDark() ? '#b5b5b5' : '#737373');
export const colours = ontology.colours;
export const nameOf = (thing: Thing): string => (chinese ? thing.label : thing.labelEn || thing.label);
export function localName(value: string): string {
  const last = value.replace(/[/#]+$/, '').replace(/.*[/#:](?=.)/, '');
  try { return decodeURIComponent(last); } catch { return last; } // not every % begins an escape
}

// ---- things ----

const known = new Map<string, Thing>();
export const peek = (value: string): Thing => known.get(value) ?? { iri: value, label: localName(value), labelEn: '', class: '' };

function take(row: Row, variable: string): Thing | undefined {
  const term = row[variable];
  if (term?.type !== 'uri') return undefined;
  const thing = known.get(term.value) ?? { iri: term.value, label: '', labelEn: '', class: '' };
  const found = classOf(row[`${variable}Class`]?.value ?? '');
  if (found in ontology.terms || (found && !thing.class)) thing.class = found;
  const label = row[`${variable}Label`];
  if (label?.['xml:lang']?.startsWith('en')) thing.labelEn ||= label.value;
  else if (label && (!thing.label || thing.label === localName(term.value))) thing.label = label.value;
  known.set(term.value, thing);
  return thing;
}

/** Looks up those of @p iris whose names are not known, a thousand at a time. A thing without a name in Chinese goes by
 * its English one, by another vocabulary's word for a name, or by the end of its IRI. */
export async function learn(iris: Iterable<string>): Promise<void> {
  const missing = [...new Set(iris)].filter(value => !known.has(value));
  for (let i = 0; i < missing.length; i += 1000) {
    const part = missing.slice(i, i + 1000);
    const rows = await select(`SELECT ?x ?xClass ?xLabel { VALUES ?x { ${part.map(iri).join(' ')} }
      OPTIONAL { ?x a ?xClass } OPTIONAL { ?x rdfs:label ?xLabel } }`);
    for (const row of rows) take(row, 'x');
    const nameless = part.filter(value => !known.get(value)?.label && !known.get(value)?.labelEn);
    if (nameless.length) {
      for (const row of await select(`SELECT ?x ?xLabel { VALUES ?x { ${nameless.map(iri).join(' ')} }
        VALUES ?name { skos:prefLabel dct:title foaf:name schema:name } ?x ?name ?xLabel }`)) take(row, 'x');
    }
    for (const value of part) {
      const thing = known.get(value) ?? peek(value);
      known.set(value, { ...thing, label: thing.label || thing.labelEn || localName(value) });
    }
    await nameFigures(part);
  }
}

/** A figure has no name: it is called by what it measures. */
async function nameFigures(iris: string[]): Promise<void> {
  const figures = iris.filter(value => known.get(value)?.class === 'Quantity');
  if (!figures.length) return;
  const rows = await select(`SELECT * { VALUES ?x { ${figures.map(iri).join(' ')} } ?x yt:metric ?metric
    OPTIONAL { ?x yt:value ?value } OPTIONAL { ?x yt:unit ?unit } OPTIONAL { ?x yt:year ?year } }`);
  for (const row of rows) {
    const thing = known.get(row.x!.value)!;
    thing.label = `${row.metric!.value} ${row.value?.value ?? ''} ${row.unit?.value ?? ''}`.trim() + (row.year ? `（${row.year.value}）` : '');
  }
}

// ---- facts ----

const NO_LINKS = new Set(['rdf:type', 'skos:inScheme', 'skos:topConceptOf', 'skos:hasTopConcept', 'skos:narrower']);
export const isLink = (property: string): boolean => !NO_LINKS.has(shorten(property));
export const LIMIT = 60;

/** What was asked for the view that is shown: its picture and its lists ask for the same. */
const asked = new Map<string, Promise<unknown>>();
document.addEventListener('leave', () => asked.clear());
function once<T>(key: string, work: () => Promise<T>): Promise<T> {
  const found = asked.get(key) ?? work();
  asked.set(key, found);
  return found as Promise<T>;
}

const pattern = (value: string, property: string, outwards: boolean): string => (outwards ? `${iri(value)} ${property} ?x` : `?x ${property} ${iri(value)}`) + ' FILTER(ISIRI(?x))';

/** The next facts of @p group about @p value, LIMIT of them. */
export async function more(value: string, group: Group): Promise<Fact[]> {
  const rows = await select(`SELECT ?x { ${pattern(value, iri(group.property), group.outwards)} } OFFSET ${group.facts.length} LIMIT ${LIMIT}`);
  await learn(rows.map(row => row.x!.value));
  return rows.map(row => ({ property: group.property, outwards: group.outwards, other: peek(row.x!.value) }));
}

/** The facts that join @p value with others, by property, the first LIMIT of each; and how many there are. */
export const links = (value: string): Promise<Group[]> => once(`links ${value}`, async () => {
  const counts = await select(`SELECT ?out ?p (COUNT(*) AS ?n) { { ${pattern(value, '?p', true)} BIND(1 AS ?out) } UNION { ${pattern(value, '?p', false)} BIND(0 AS ?out) } }
    GROUP BY ?out ?p ORDER BY DESC(?out) ?p`);
  const groups = counts.map((row): Group => ({ property: row.p!.value, outwards: row.out!.value === '1', total: Number(row.n!.value), facts: [] })).filter(group => isLink(group.property));
  if (!groups.length) return [];
  const rows = await select(`SELECT ?g ?x { ${groups.map((group, i) => `{ SELECT (${i} AS ?g) ?x { ${pattern(value, iri(group.property), group.outwards)} } LIMIT ${LIMIT} }`).join(' UNION ')} }`);
  await learn([value, ...rows.map(row => row.x!.value)]);
  for (const row of rows) {
    const group = groups[Number(row.g!.value)]!;
    group.facts.push({ property: group.property, outwards: group.outwards, other: peek(row.x!.value) });
  }
  for (const group of groups) group.facts.sort((a, b) => nameOf(a.other).localeCompare(nameOf(b.other), 'zh'));
  return groups;
});

/** The literals that are said of @p value. */
export async function values(value: string): Promise<[string, Term][]> {
  const rows = await select(`SELECT ?p ?o { ${iri(value)} ?p ?o FILTER(ISLITERAL(?o)) } ORDER BY ?p ?o LIMIT 200`);
  return rows.map(row => [row.p!.value, row.o!]);
}

// ---- evidence ----

const EVIDENCE = `?e yt:begin ?begin ; yt:end ?end ; yt:quote ?quote ; yt:rule ?rule ; yt:confidence ?confidence ; yt:modality ?modality`;

function readEvidence(row: Row, fixed: Partial<Evidence>): Evidence {
  const text = (name: string): string => row[name]?.value ?? '';
  return {
    subject: text('s'), predicate: text('p'), object: text('o'), document: text('d'), begin: Number(text('begin')), end: Number(text('end')),
    quote: text('quote'), rule: text('rule'), confidence: text('confidence'), modality: text('modality'), ...fixed,
  };
}

export async function evidence(subject: string, predicate: string, object: string): Promise<Evidence[]> {
  const rows = await select(`SELECT * { GRAPH ?d { ?e rdf:subject ${iri(subject)} ; rdf:object ${iri(object)} ; rdf:predicate ${iri(predicate)} . ${EVIDENCE} } }
    ORDER BY DESC(?confidence) ?d ?begin LIMIT 50`);
  const found = rows.map(row => readEvidence(row, { subject, predicate, object }));
  await learn(found.map(e => e.document));
  await learnYears(found.map(e => e.document));
  return found;
}

/** Everything that supports a fact about @p value, in the order of documents. */
export const evidenceAbout = (value: string): Promise<Evidence[]> => once(`evidence ${value}`, async () => {
  const rows = await select(`SELECT * { { GRAPH ?d { ?e rdf:subject ${iri(value)} ; rdf:predicate ?p ; rdf:object ?o . BIND(${iri(value)} AS ?s) ${EVIDENCE} } }
    UNION { GRAPH ?d { ?e rdf:object ${iri(value)} ; rdf:predicate ?p ; rdf:subject ?s . BIND(${iri(value)} AS ?o) ${EVIDENCE} } } } LIMIT 500`);
  const found = rows.map(row => readEvidence(row, {}));
  await learn(found.map(e => e.document));
  await learnYears(found.map(e => e.document));
  return found;
});

export async function evidenceIn(document: string): Promise<Evidence[]> {
  const rows = await select(`SELECT * { GRAPH ${iri(document)} { ?e rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . ${EVIDENCE} } } ORDER BY ?begin ?p LIMIT 5000`);
  const found = rows.map(row => readEvidence(row, { document }));
  await learn([document, ...found.flatMap(e => [e.subject, e.object])]);
  await learnYears([document]);
  return found;
}

// ---- documents ----

const years = new Map<string, number>();
/** The year of a document that learnYears() was asked for; 0 where none is known. */
export const yearOf = (document: string): number => years.get(document) ?? 0;

function takeYear(row: Row): void {
  const found = row.issued?.value.slice(0, 4) ?? /[〔[（(](\d{4})/.exec(row.number?.value ?? '')?.[1];
  years.set(row.x!.value, years.get(row.x!.value) || Number(found ?? 0));
}

/** A document is of the year it was issued in, or else of the one in its number. */
export async function learnYears(documents: Iterable<string>): Promise<void> {
  const missing = [...new Set(documents)].filter(value => value && !years.has(value));
  for (let i = 0; i < missing.length; i += 1000) {
    const part = missing.slice(i, i + 1000);
    for (const row of await select(`SELECT ?x ?issued ?number { VALUES ?x { ${part.map(iri).join(' ')} } OPTIONAL { ?x dct:issued ?issued } OPTIONAL { ?x yt:documentNumber ?number } }`)) takeYear(row);
    for (const value of part) if (!years.has(value)) years.set(value, 0);
  }
}

export interface Document extends Thing { year: number }
export const MOST_DOCUMENTS = 200;

/** Documents to choose from, the newest first, MOST_DOCUMENTS at most. */
export const listDocuments = (): Promise<Document[]> => once('documents', async () => {
  const rows = await select(`SELECT ?x ?issued ?number { ?x a yt:Document OPTIONAL { ?x dct:issued ?issued } OPTIONAL { ?x yt:documentNumber ?number } }
    ORDER BY DESC(?issued) ?x LIMIT ${MOST_DOCUMENTS}`);
  for (const row of rows) takeYear(row);
  const iris = [...new Set(rows.map(row => row.x!.value))];
  await learn(iris);
  return iris.map(value => ({ ...peek(value), year: yearOf(value) })).sort((a, b) => b.year - a.year || a.label.localeCompare(b.label, 'zh'));
});

/** The documents at the other end of a fact about @p value: where no sentences are kept, they say when it was spoken of. */
export async function documentsAbout(value: string): Promise<string[]> {
  const rows = await select(`SELECT DISTINCT ?x { { ${iri(value)} ?p ?x } UNION { ?x ?p ${iri(value)} } ?x a ?c FILTER(?c IN (yt:Document, yt:Policy, foaf:Document, schema:DigitalDocument)) } LIMIT 500`);
  const found = rows.map(row => row.x!.value);
  await learn(found);
  await learnYears(found);
  return found;
}
