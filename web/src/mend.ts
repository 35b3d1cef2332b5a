/** Why a query failed, or found nothing, and how to mend it. */
import ontology from 'virtual:ontology';
import { t } from './language';
import { PREFIXES } from './sparql';

export interface Advice { text: string; mended?: string }

/** How many letters must change to make @p a of @p b (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + Number(a[i - 1] !== b[j - 1]));
    row = next;
  }
  return row[b.length]!;
}

/** The query with comments, strings and IRIs blanked, so that only names and signs are looked at. */
const bare = (query: string): string => query.replace(/<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*/g, found => ' '.repeat(found.length));

export function advise(query: string, message: string): Advice[] {
  const advice: Advice[] = [], text = bare(query);
  const declared = new Set([...text.matchAll(/\bPREFIX\s+([\w-]*):/gi)].map(match => match[1]));
  const used = new Set([...text.matchAll(/(?<![\w?$:-])([A-Za-z][\w-]*):[A-Za-z_\u4e00-\u9fff]/g)].map(match => match[1]!));
  for (const prefix of used) {
    if (declared.has(prefix)) continue;
    const known = PREFIXES[prefix];
    advice.push(known
      ? { text: t(`用了前缀 ${prefix}: 而没有声明。`, `The prefix ${prefix}: is used but not declared.`), mended: `PREFIX ${prefix}: <${known}>\n${query}` }
      : { text: t(`前缀 ${prefix}: 没有声明：在开头写 PREFIX ${prefix}: <…>。`, `The prefix ${prefix}: is not declared: begin with PREFIX ${prefix}: <…>.`) });
  }
  for (const name of new Set([...text.matchAll(/(?<![\w:])yt:([\w]+)/g)].map(match => match[1]!))) {
    if (name in ontology.terms) continue;
    const near = Object.keys(ontology.terms).map(term => ({ term, d: distance(name.toLowerCase(), term.toLowerCase()) })).sort((a, b) => a.d - b.d)[0];
    const likely = near && near.d <= Math.max(2, name.length / 3) ? near.term : undefined;
    advice.push({
      text: t(`词汇里没有 yt:${name}`, `The vocabulary has no yt:${name}`) + (likely ? t(`；是 yt:${likely}（${ontology.terms[likely]!.zh}）吗？`, `; is it yt:${likely} (${ontology.terms[likely]!.en})?`) : t('。', '.')),
      ...(likely ? { mended: query.replace(new RegExp(`yt:${name}\\b`, 'g'), `yt:${likely}`) } : {}),
    });
  }
  const open = text.split('{').length, closed = text.split('}').length;
  if (open > closed) advice.push({ text: t(`少了 ${open - closed} 个 }。`, `${open - closed} closing } missing.`), mended: `${query.trimEnd()}\n${'}'.repeat(open - closed)}` });
  if (closed > open) advice.push({ text: t(`多了 ${closed - open} 个 }。`, `${closed - open} closing } too many.`) });
  if (/time|deadline|超时/i.test(message)) advice.push({ text: t('查询太久：加上 LIMIT，或把条件写得更具体。', 'It takes too long: add a LIMIT, or make the pattern more specific.'), ...(/\bLIMIT\b/i.test(text) ? {} : { mended: `${query.trimEnd()}\nLIMIT 100` }) });
  return advice;
}

/** The line and column that a message begins with, both from 1. */
export function placeOf(message: string): { line: number; column: number } | undefined {
  const match = /(?:^|\s)(\d+):(\d+)(?::|\s|$)/.exec(message);
  return match ? { line: Number(match[1]), column: Number(match[2]) } : undefined;
}
