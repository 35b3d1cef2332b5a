/** Finds things by their names, in characters or in pinyin.
 *
 * A graph of up to LOCAL names is searched here: they are fetched once. A larger one is searched by the server. */
import { learn, peek, type Thing } from './model';
import { literal, select } from './sparql';

const LOCAL = 50000;
interface Name { iri: string; text: string; lower: string; pinyin?: string; initials?: string }
let names: Promise<Name[] | null> | undefined;

async function fetchNames(): Promise<Name[] | null> {
  const [count] = await select('SELECT (COUNT(*) AS ?n) { ?x rdfs:label ?l }');
  if (Number(count?.n?.value) > LOCAL) return null;
  const rows = await select('SELECT ?x ?l { ?x a ?c { ?x rdfs:label ?l } UNION { ?x skos:altLabel ?l } }');
  const seen = new Set<string>();
  return rows.flatMap(row => {
    const key = `${row.x!.value} ${row.l!.value}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ iri: row.x!.value, text: row.l!.value, lower: row.l!.value.toLowerCase() }];
  });
}

/** Fetches the names ahead of the first key. */
export const warmUp = (): void => { names ??= fetchNames(); };

/** Pinyin is computed when somebody first types Latin letters. */
async function addPinyin(list: Name[]): Promise<void> {
  if (list[0]?.pinyin !== undefined) return;
  const { pinyin } = await import('pinyin-pro');
  for (const name of list) {
    const syllables = pinyin(name.text, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true });
    name.pinyin = syllables.join('').toLowerCase().replace(/\s/g, '');
    name.initials = syllables.map(s => s[0] ?? '').join('').toLowerCase();
  }
}

export interface Hit { thing: Thing; name: string }

function rank(name: Name, text: string, compact: string): number {
  if (name.lower === text) return 0;
  if (name.lower.startsWith(text)) return 1;
  if (name.lower.includes(text)) return 2;
  if (name.pinyin?.startsWith(compact)) return 3;
  if (name.initials?.startsWith(compact)) return 4;
  if (compact.length > 2 && name.pinyin?.includes(compact)) return 5;
  return compact.length > 1 && name.initials?.includes(compact) ? 6 : -1;
}

async function searchLocal(list: Name[], text: string, limit: number): Promise<{ iri: string; name: string }[]> {
  const compact = text.replace(/[\s']/g, '');
  if (/^[a-z]+$/.test(compact)) await addPinyin(list);
  const best = new Map<string, { rank: number; name: Name }>();
  for (const name of list) {
    const r = rank(name, text, compact);
    const before = best.get(name.iri);
    if (r >= 0 && (!before || r < before.rank)) best.set(name.iri, { rank: r, name });
  }
  return [...best.values()].sort((a, b) => a.rank - b.rank || a.name.text.length - b.name.text.length || (a.name.text < b.name.text ? -1 : 1))
    .slice(0, limit).map(({ name }) => ({ iri: name.iri, name: name.text }));
}

async function searchServer(text: string, limit: number, signal?: AbortSignal): Promise<{ iri: string; name: string }[]> {
  const rows = await select(`SELECT ?x ?l { ?x rdfs:label ?l FILTER(CONTAINS(LCASE(STR(?l)), ${literal(text)})) } LIMIT ${limit}`, signal);
  return rows.map(row => ({ iri: row.x!.value, name: row.l!.value }));
}

export async function search(input: string, limit = 12, signal?: AbortSignal): Promise<Hit[]> {
  const text = input.trim().toLowerCase();
  if (!text) return [];
  const list = await (names ??= fetchNames());
  const found = list ? await searchLocal(list, text, limit) : await searchServer(text, limit, signal);
  await learn(found.map(hit => hit.iri));
  return found.map(hit => ({ thing: peek(hit.iri), name: hit.name }));
}
