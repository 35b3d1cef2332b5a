/** What the explorer knows of things: names and classes, facts, evidence. */
import ontology from 'virtual:ontology';
import { chinese } from './language';
import { ID, iri, NS, select, shorten, type Row, type Term } from './sparql';

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
  return term?.kind === 'class' ? (chinese ? term.zh : term.en) : name || (chinese ? '事物' : 'thing');
};
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
export const localName = (value: string): string => decodeURI(value).replace(/.*[/#](?=.)/, '');

// ---- things ----

const known = new Map<string, Thing>();
export const peek = (value: string): Thing => known.get(value) ?? { iri: value, label: localName(value), labelEn: '', class: '' };

function take(row: Row, variable: string): Thing | undefined {
  const term = row[variable];
  if (term?.type !== 'uri') return undefined;
  const thing = known.get(term.value) ?? { iri: term.value, label: '', labelEn: '', class: '' };
  const className = row[`${variable}Class`]?.value ?? '';
  if (className.startsWith(NS) || (className && !thing.class)) thing.class = className.startsWith(NS) ? className.slice(NS.length) : shorten(className);
  const label = row[`${variable}Label`];
  if (label?.['xml:lang']?.startsWith('en')) thing.labelEn = label.value;
  else if (label && (!thing.label || thing.label === localName(term.value))) thing.label = label.value;
  if (!thing.label) thing.label = localName(term.value);
  known.set(term.value, thing);
  return thing;
}

/** Looks up those of @p iris whose names are not known, a thousand at a time. */
export async function learn(iris: Iterable<string>): Promise<void> {
  const missing = [...new Set(iris)].filter(value => !known.has(value) || !known.get(value)!.class);
  for (let i = 0; i < missing.length; i += 1000) {
    const part = missing.slice(i, i + 1000);
    const rows = await select(`SELECT ?x ?xClass ?xLabel { VALUES ?x { ${part.map(iri).join(' ')} }
      OPTIONAL { ?x a ?xClass } OPTIONAL { ?x rdfs:label ?xLabel } }`);
    for (const row of rows) take(row, 'x');
    for (const value of part) if (!known.has(value)) known.set(value, peek(value));
    await nameFigures(part);
  }
}

/** A figure has no name: it is called by what it measures. */
async function nameFigures(iris: string[]): Promise<void> {
  const figures = iris.filter(value => known.get(value)?.class === 'Quantity');
  if (!figures.length) return;
  const rows = await select(`SELECT * { VALUES ?x { ${figures.map(iri).join(' ')} } ?x yt:value ?value
    OPTIONAL { ?x yt:metric ?metric } OPTIONAL { ?x yt:unit ?unit } OPTIONAL { ?x yt:year ?year } }`);
  for (const row of rows) {
    const thing = known.get(row.x!.value)!;
    thing.label = `${row.metric?.value ?? ''} ${row.value!.value} ${row.unit?.value ?? ''}${row.year ? `（${row.year.value}）` : ''}`.trim();
  }
}

// ---- facts ----

const NO_LINKS = new Set(['rdf:type', 'skos:inScheme', 'skos:topConceptOf', 'skos:hasTopConcept', 'skos:narrower'].map(short => short));
export const isLink = (property: string): boolean => !NO_LINKS.has(shorten(property));
export const LIMIT = 60;

/** The facts that join @p value with others, by property, the first LIMIT of each; and how many there are. */
export async function links(value: string): Promise<Group[]> {
  const groups: Group[] = [];
  for (const outwards of [true, false]) {
    const pattern = outwards ? `${iri(value)} ?p ?x` : `?x ?p ${iri(value)}`;
    const counts = await select(`SELECT ?p (COUNT(*) AS ?n) { ${pattern} FILTER(ISIRI(?x)) } GROUP BY ?p ORDER BY ?p`);
    for (const row of counts) {
      const property = row.p!.value, total = Number(row.n!.value);
      if (isLink(property)) groups.push({ property, outwards, total, facts: [] });
    }
  }
  await Promise.all(groups.map(async group => {
    const p = iri(group.property);
    const rows = await select(`SELECT ?x { ${group.outwards ? `${iri(value)} ${p} ?x` : `?x ${p} ${iri(value)}`} FILTER(ISIRI(?x)) } LIMIT ${LIMIT}`);
    group.facts = rows.map(row => ({ property: group.property, outwards: group.outwards, other: peek(row.x!.value) }));
  }));
  await learn([value, ...groups.flatMap(group => group.facts.map(fact => fact.other.iri))]);
  for (const group of groups) {
    for (const fact of group.facts) fact.other = peek(fact.other.iri);
    group.facts.sort((a, b) => nameOf(a.other).localeCompare(nameOf(b.other), 'zh'));
  }
  return groups.filter(group => group.facts.some(fact => fact.other.class || fact.other.iri.startsWith(ID)));
}

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
  return found;
}

/** Everything that supports a fact about @p value, in the order of documents. */
export async function evidenceAbout(value: string): Promise<Evidence[]> {
  const rows = await select(`SELECT * { { GRAPH ?d { ?e rdf:subject ${iri(value)} ; rdf:predicate ?p ; rdf:object ?o . BIND(${iri(value)} AS ?s) ${EVIDENCE} } }
    UNION { GRAPH ?d { ?e rdf:object ${iri(value)} ; rdf:predicate ?p ; rdf:subject ?s . BIND(${iri(value)} AS ?o) ${EVIDENCE} } } } LIMIT 500`);
  const found = rows.map(row => readEvidence(row, {}));
  await learn(found.map(e => e.document));
  return found;
}

export async function evidenceIn(document: string): Promise<Evidence[]> {
  const rows = await select(`SELECT * { GRAPH ${iri(document)} { ?e rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . ${EVIDENCE} } } ORDER BY ?begin ?p LIMIT 5000`);
  const found = rows.map(row => readEvidence(row, { document }));
  await learn([document, ...found.flatMap(e => [e.subject, e.object])]);
  return found;
}

// ---- documents ----

export interface Document extends Thing { year: number }
let documents: Promise<Document[]> | undefined;

export function listDocuments(): Promise<Document[]> {
  return (documents ??= (async () => {
    const rows = await select(`SELECT ?x (SAMPLE(?i) AS ?issued) (SAMPLE(?n) AS ?number) { ?x a yt:Document OPTIONAL { ?x dct:issued ?i } OPTIONAL { ?x yt:documentNumber ?n } }
      GROUP BY ?x LIMIT 2000`);
    await learn(rows.map(row => row.x!.value));
    return rows.map(row => ({ ...peek(row.x!.value), year: Number(row.issued?.value.slice(0, 4) ?? /[〔[（(](\d{4})/.exec(row.number?.value ?? '')?.[1] ?? 0) }))
      .sort((a, b) => b.year - a.year || a.label.localeCompare(b.label, 'zh'));
  })());
}
export async function yearOf(document: string): Promise<number> {
  return (await listDocuments()).find(d => d.iri === document)?.year ?? 0;
}
