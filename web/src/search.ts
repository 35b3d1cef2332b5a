/** Finds things by their names: in characters, in pinyin, in traditional forms. The server knows how (docs/search.md). */
import { learn, peek, type Thing } from './model';
import { literal, select, type Row } from './sparql';

export interface Hit { thing: Thing; name: string }
const NAMES = 'rdfs:label skos:altLabel skos:prefLabel dct:title foaf:name schema:name';

/** The best @p limit things whose names have the words of @p input, each once. Where no name has them, the other texts
 * of things are searched. */
export async function search(input: string, limit = 12, signal?: AbortSignal): Promise<Hit[]> {
  const text = input.trim().replace(/'/g, ''); // an input method puts ' between syllables
  if (!text) return [];
  const matches = (properties: string): Promise<Row[]> =>
    select(`SELECT ?x ?l { (?x ?score ?l) yt:matches (${properties} ${literal(text)} ${2 * limit}) } ORDER BY DESC(?score)`, signal);
  let rows = await matches(NAMES);
  if (!rows.length) rows = await matches('');
  const names = new Map<string, string>();
  for (const row of rows) if (row.x!.type === 'uri' && !names.has(row.x!.value)) names.set(row.x!.value, row.l!.value);
  const found = [...names].slice(0, limit);
  await learn(found.map(([value]) => value));
  return found.map(([value, name]) => ({ thing: peek(value), name }));
}
