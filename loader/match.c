/* match.c: a backtracking machine over items.
 *
 * Items that belong to one mention count as one. Coordination is one instruction, since 、和与及 join names of a list in
 * every rule alike: it takes as many members as it can, passes over members of other classes, and steps over brackets
 * behind a name. Backtracking is bounded by MAX_STEPS a start. */
#include "loader/match.h"

#include <string.h>

#define MAX_STEPS 4000
#define MAX_DEPTH 400

typedef struct {
  const YtAnalysis *analysis;
  const YtRule *rule;
  guint32 from, to;
  guint steps, depth;
  guint32 behind_word; /* the item behind the last word of the rule that was taken: a name may begin there */
  YtMatch *match;
  gint32 open[YT_MAX_CAPTURES]; /* item at which a capture began; -1: closed */
  guint n_at_open[YT_MAX_CAPTURES];
} Machine;

static guint32
after_item(const Machine *m, guint32 i) /* behind the item, or behind the whole mention that it begins */
{
  guint32 mention = yt_item(m->analysis, i)->mention, next = i + 1;
  while (mention != 0 && next < m->to && yt_item(m->analysis, next)->mention == mention)
    next++;
  return next;
}

/* Is the item in a list of a rule, which may be the union of several? */
static inline gboolean
is_in(const YtAnalysis *analysis, const YtItem *item, guint list)
{
  return yt_lexicon_is_member(analysis->grammar->lexicon, item->set, list);
}

static gboolean
is_class(const Machine *m, guint32 i, guint32 mask)
{
  const YtItem *item = yt_item(m->analysis, i);
  if (item->mention == 0)
    return FALSE;
  const YtMention *mention = yt_mention(m->analysis, item->mention - 1);
  return (mask >> mention->class & 1) && (mention->state == YT_MENTION_NAMED || (mask & YT_MASK_WEAK));
}

static char
first_byte(const Machine *m, guint32 i)
{
  return m->analysis->text->text[yt_item(m->analysis, i)->start];
}

static guint32
skip_brackets(const Machine *m, guint32 i) /* behind "(…)" if it stands here */
{
  if (i >= m->to || first_byte(m, i) != '(')
    return i;
  for (guint32 p = i + 1; p < m->to && p < i + 16; p++)
    if (first_byte(m, p) == ')')
      return p + 1;
  return i;
}

/* Behind the mark at item @i if it is one of the two. */
static guint32
skip_mark(const Machine *m, guint32 i, const char *quote, const char *title)
{
  return i < m->to && (yt_text_has(m->analysis, yt_item(m->analysis, i)->start, quote) ||
                       yt_text_has(m->analysis, yt_item(m->analysis, i)->start, title))
             ? i + 1
             : i;
}

static gboolean
is_and(const Machine *m, guint32 i)
{
  const YtItem *item = yt_item(m->analysis, i);
  return item->kind == YT_ITEM_SEPARATOR ||
         (item->mention == 0 && yt_item_in(m->analysis, item, m->analysis->grammar->known.and));
}

static gboolean
is_nominal(const YtAnalysis *analysis, const YtItem *item)
{
  const YtKnownLists *known = &analysis->grammar->known;
  if (item->kind == YT_ITEM_LATIN)
    return TRUE;
  if (item->kind != YT_ITEM_HAN || yt_item_in(analysis, item, known->stop) ||
      yt_item_in(analysis, item, known->and))
    return FALSE;
  gboolean single = item->end - item->start <= 4;
  if (single || yt_item_in(analysis, item, known->inner))
    return TRUE;
  return item->pos != YT_POS_VERB && item->pos != YT_POS_FUNCTION && item->pos != YT_POS_ADVERB &&
         item->pos != YT_POS_NUMERAL && item->pos != YT_POS_TIME;
}

/* One character that may stand inside a made-up name, though it is a word that ends others. */
static gboolean
is_name_character(const YtAnalysis *analysis, const YtItem *item)
{
  return item->kind == YT_ITEM_HAN && item->end - item->start <= 4 && item->pos != YT_POS_FUNCTION &&
         item->pos != YT_POS_ADVERB && !yt_item_in(analysis, item, analysis->grammar->known.and);
}

/* Behind the name that item @i begins, or @i. */
static guint32
behind_named(const YtAnalysis *analysis, guint32 i, guint32 to)
{
  guint32 mention = yt_item(analysis, i)->mention, next = i;
  if (mention == 0 || yt_mention(analysis, mention - 1)->state != YT_MENTION_NAMED)
    return i;
  while (next < to && yt_item(analysis, next)->mention == mention)
    next++;
  return next;
}

gboolean
yt_may_begin_name(const YtAnalysis *analysis, guint32 from, guint32 to, guint32 i)
{
  const YtKnownLists *known = &analysis->grammar->known;
  const YtItem *item = yt_item(analysis, i);
  if (i > from && item[-1].mention == 0 && is_nominal(analysis, item - 1))
    return FALSE;
  if (item->kind == YT_ITEM_LATIN || behind_named(analysis, i, to) > i)
    return TRUE;
  gboolean fits = item->kind == YT_ITEM_HAN && !yt_item_in(analysis, item, known->stop) &&
                  !yt_item_in(analysis, item, known->and) && !yt_item_in(analysis, item, known->etc);
  return fits || yt_is_in_run(analysis, from, i);
}

#define MAX_LISTED_BYTES 36

/* The member of a list from item @i to the next 、 or 等, if nothing in it but single characters could end a name:
 * 华为 and 思也其汽车零部件 hold 为, 也 and 其. Returns @i where it is more than a name. */
static guint32
listed_end(const YtAnalysis *analysis, guint32 i, guint32 to)
{
  const YtKnownLists *known = &analysis->grammar->known;
  guint32 p = i;
  for (; p < to && yt_item(analysis, p)->end - yt_item(analysis, i)->start <= MAX_LISTED_BYTES; p++) {
    const YtItem *item = yt_item(analysis, p);
    gboolean etc = yt_item_in(analysis, item, known->etc);
    if (item->kind == YT_ITEM_SEPARATOR || (etc && p > i) || yt_item_in(analysis, item, known->and))
      return p;
    guint32 behind = behind_named(analysis, p, to);
    if (behind > p) {
      p = behind - 1;
      continue;
    }
    if (item->kind != YT_ITEM_HAN && item->kind != YT_ITEM_LATIN)
      return i;
    gboolean single = item->end - item->start <= 4;
    gboolean ends = (yt_item_in(analysis, item, known->stop) &&
                     !(p > i && yt_item_in(analysis, item, known->soft_inner))) ||
                    etc || (!single && yt_text_ends(analysis, item->end, "了")); /* 形成了 */
    gboolean last = p + 1 < to && (yt_item(analysis, p + 1)->kind == YT_ITEM_SEPARATOR ||
                                   yt_item_in(analysis, yt_item(analysis, p + 1), known->etc));
    if (last && p > i && yt_item_in(analysis, item, known->inner)) /* Athenex制剂生产等 */
      continue;
    if (ends && (p == i || !single || yt_item_in(analysis, item, known->hard_stop)))
      return i;
    if (!single && item->pos == YT_POS_VERB && !yt_item_in(analysis, item, known->inner))
      return i;
  }
  return i;
}

guint32
yt_name_end(const YtAnalysis *analysis, guint32 from, guint32 to, guint32 i, gboolean listed,
            gboolean behind_word)
{
  const YtKnownLists *known = &analysis->grammar->known;
  if (!listed && !behind_word && i > from && is_nominal(analysis, yt_item(analysis, i - 1)) &&
      yt_item(analysis, i - 1)->mention == 0)
    return i;
  guint32 p = i, mark = listed ? listed_end(analysis, i, to) : i;
  if (mark > i)
    return mark;
  while (p < to && yt_item(analysis, p)->end - yt_item(analysis, i)->start <= 36) {
    const YtItem *item = yt_item(analysis, p);
    guint32 behind = behind_named(analysis, p, to);
    if (behind > p && !listed && p > i)
      break;
    if (behind > p) {
      p = behind;
      continue;
    }
    if (yt_item_in(analysis, item, known->etc))
      break;
    gboolean fits = listed ? (item->kind == YT_ITEM_HAN || item->kind == YT_ITEM_LATIN) &&
                                 !yt_item_in(analysis, item, known->and) &&
                                 !yt_item_in(analysis, item, known->hard_stop) &&
                                 !(yt_item_in(analysis, item, known->stop) &&
                                   (item->end - item->start > 4 || item->pos == YT_POS_FUNCTION ||
                                    item->pos == YT_POS_ADVERB))
                           : is_nominal(analysis, item) || yt_is_in_run(analysis, from, p) ||
                                 (behind_word && p > i && is_name_character(analysis, item));
    if (!fits)
      break;
    p++;
  }
  return p;
}

static gboolean
add_captured(Machine *m, guint32 from, guint32 to, gint32 mention)
{
  for (guint c = 0; c < m->rule->n_captures; c++)
    if (m->open[c] >= 0) {
      if (m->match->n[c] == YT_MAX_CAPTURED)
        return FALSE;
      m->match->captured[c][m->match->n[c]++] = (YtCaptured){from, to, mention, FALSE};
    }
  return TRUE;
}

/* A、B等一批国家级平台和C、D: where the list goes on behind 等 and its head noun, or 0. */
static guint32
behind_etc(const Machine *m, guint32 i, guint32 mask)
{
  if (i >= m->to || !yt_item_in(m->analysis, yt_item(m->analysis, i), m->analysis->grammar->known.etc))
    return 0;
  for (guint32 p = i + 1; p + 1 < m->to && p < i + 9; p++) {
    const YtItem *item = yt_item(m->analysis, p);
    if (item->kind == YT_ITEM_COMMA || item->kind == YT_ITEM_STOP ||
        yt_item_in(m->analysis, item, m->analysis->grammar->known.stop))
      return 0;
    if (is_and(m, p) && is_class(m, p + 1, mask))
      return p + 1;
  }
  return 0;
}

/* Does a mark or another joint follow the mention at item @i, and no verb of its own? */
static gboolean
ends_member(const Machine *m, guint32 i)
{
  guint32 after = after_item(m, i);
  return after >= m->to || is_and(m, after) || yt_item(m->analysis, after)->kind == YT_ITEM_COMMA ||
         yt_item(m->analysis, after)->kind == YT_ITEM_STOP ||
         yt_item(m->analysis, after)->kind == YT_ITEM_MARK ||
         yt_item_in(m->analysis, yt_item(m->analysis, after), m->analysis->grammar->known.etc);
}

/* Does the mention at item @i begin a clause of its own: 海棠基金/已终止筹备? */
static gboolean
begins_to_act(const Machine *m, guint32 i)
{
  guint32 after = after_item(m, i);
  const YtItem *item = after < m->to ? yt_item(m->analysis, after) : NULL;
  if (!item || item->mention != 0 || item->kind != YT_ITEM_HAN)
    return FALSE;
  gboolean counts = after + 1 < m->to && yt_item(m->analysis, after + 1)->kind == YT_ITEM_NUMBER;
  return (counts || item->pos == YT_POS_ADVERB || item->pos == YT_POS_FUNCTION) &&
         !yt_text_has(m->analysis, item->start, "的"); /* 海棠基金/跟投2亿元 */
}

/* Members of a coordination from item @i on, joined by 、 alone if @narrow; returns behind the last one taken, or @i when the first does not fit. */
static guint32
run_coordination(Machine *m, guint32 i, guint32 mask, gboolean narrow)
{
  guint32 end = i;
  guint8 class = YT_CLASS_NONE; /* of the last member */
  for (guint n = 0; i < m->to; n++) {
    /* the member: at once a mention of the class, or one behind a few words that do not part clauses */
    guint32 p = i;
    while (p < m->to && !is_class(m, p, mask)) {
      const YtItem *item = yt_item(m->analysis, p);
      if (n == 0 || p > i + 8 || item->kind == YT_ITEM_STOP || item->kind == YT_ITEM_COMMA || is_and(m, p) ||
          yt_item_in(m->analysis, item, m->analysis->grammar->known.stop))
        break;
      p = after_item(m, p);
    }
    guint32 after;
    if (p < m->to && is_class(m, p, mask)) {
      after = after_item(m, p);
      if (!add_captured(m, p, after, (gint32) yt_item(m->analysis, p)->mention - 1))
        return end;
      end = after;
      class = yt_mention(m->analysis, yt_item(m->analysis, p)->mention - 1)->class;
      /* neither a closing mark nor a gloss parts members; those in marks need no joint: 《A》(B号)《C》 */
      guint32 closed = skip_mark(m, after, "”", "》"), behind = skip_brackets(m, closed);
      guint32 opened = skip_mark(m, behind, "“", "《");
      if (closed > after && opened > behind && opened < m->to && is_class(m, opened, mask)) {
        i = opened;
        continue;
      }
      if (behind < m->to && (is_and(m, behind) || yt_item_in(m->analysis, yt_item(m->analysis, behind),
                                                             m->analysis->grammar->known.etc)))
        after = behind;
    } else if (n > 0 && p < m->to && is_and(m, p)) {
      after = p; /* a member of another kind: go on behind it */
    } else {
      return end;
    }
    /* the joint: 、 和 … or a comma before another member: 设立A平台,B集团旗下… is none */
    guint32 joint = after;
    if (joint < m->to && is_and(m, joint) &&
        !(narrow && yt_item(m->analysis, joint)->kind != YT_ITEM_SEPARATOR))
      i = joint + 1;
    else if (joint + 1 < m->to && yt_item(m->analysis, joint)->kind == YT_ITEM_COMMA &&
             is_class(m, joint + 1, mask) &&
             (ends_member(m, joint + 1) ||
              (yt_mention(m->analysis, yt_item(m->analysis, joint + 1)->mention - 1)->class == class &&
               !begins_to_act(m, joint + 1))))
      i = joint + 1;
    else if ((i = behind_etc(m, joint, mask)) == 0)
      return end;
  }
  return end;
}

static gboolean
follows_noun(const Machine *m, guint32 i)
{
  return i > m->from && is_nominal(m->analysis, yt_item(m->analysis, i - 1)) &&
         yt_item(m->analysis, i - 1)->mention == 0;
}

/* Undetermined names, coordinated; @listed: at least two of them. */
static guint32
run_names(Machine *m, guint32 i, gboolean coordinated)
{
  guint32 end = i;
  for (guint n = 0;; n++) {
    guint32 after = coordinated && n == 0 && !follows_noun(m, i) ? listed_end(m->analysis, i, m->to) : i;
    if (after == i)
      after = yt_name_end(m->analysis, m->from, m->to, i, n > 0, i == m->behind_word);
    if (after == i)
      return n > 1 ? end : 0;
    const YtItem *first = yt_item(m->analysis, i);
    gint32 whole = -1;
    if (first->mention != 0 && after_item(m, i) == after)
      whole = (gint32) first->mention - 1;
    if (!add_captured(m, i, after, whole))
      return end;
    end = skip_brackets(m, after);
    if (!coordinated)
      return end;
    if (end >= m->to || !is_and(m, end))
      return end;
    i = end + 1;
  }
}

#define MAX_UP_TO_ITEMS 24

/* Words in a row, quoted ones among them, up to the last suffix of a class of @mask; 0 when none comes before the words
 * end that a name may hold. A place may lead them, but no other name may stand inside. */
static guint32
run_up_to(Machine *m, guint32 i, guint32 mask)
{
  const YtAnalysis *a = m->analysis;
  const YtKnownLists *known = &a->grammar->known;
  guint32 end = 0;
  gboolean quoted = FALSE, named = FALSE; /* behind “面对面” verbs may follow: 对接机制 */
  for (guint32 p = i; p < m->to && p < i + MAX_UP_TO_ITEMS; p++) {
    const YtItem *item = yt_item(a, p);
    if (item->kind == YT_ITEM_STOP || item->kind == YT_ITEM_SPACE)
      break;
    if (item->kind == YT_ITEM_MARK &&
        (yt_text_has(a, item->start, "“") || yt_text_has(a, item->start, "”"))) {
      quoted = yt_text_has(a, item->start, "“");
      named = TRUE;
      continue;
    }
    if (quoted)
      continue;
    if (named && yt_item_in(a, item, known->and)) /* “三服务”和实施…: the next thing */
      break;
    const YtMention *mention = item->mention != 0 ? yt_mention(a, item->mention - 1) : NULL;
    if (mention && mention->state == YT_MENTION_NAMED && !(mask >> mention->class & 1) &&
        !(mention->class == YT_CLASS_PLACE && p == i))
      break;
    if (item->kind == YT_ITEM_MARK
            ? !yt_text_has(a, item->start, "-") && !yt_text_has(a, item->start, "+")
            : item->kind != YT_ITEM_HAN && item->kind != YT_ITEM_LATIN && item->kind != YT_ITEM_NUMBER)
      break;
    gboolean inner = yt_item_in(a, item, known->inner) || yt_item_in(a, item, known->generic) ||
                     (p > i && yt_item_in(a, item, known->and)) || (named && item->pos == YT_POS_VERB) ||
                     (named && item->end - item->start > 4 && item->pos != YT_POS_FUNCTION);
    if ((yt_item_in(a, item, known->stop) && !inner) || yt_item_in(a, item, known->etc) ||
        (p == i && yt_item_in(a, item, known->and)))
      break;
    for (guint class = 1; class < YT_N_CLASSES && item->set != 0 && p > i; class ++)
      if ((mask >> class & 1) && a->grammar->suffix_lists[class] != 0 &&
          yt_item_in(a, item, a->grammar->suffix_lists[class]))
        end = p + 1;
  }
  if (end == 0 || !add_captured(m, i, end, -1))
    return 0;
  for (guint c = 0; c < YT_MAX_CAPTURES; c++)
    if (m->open[c] >= 0)
      m->match->captured[c][m->match->n[c] - 1].phrase = TRUE;
  return end;
}

static gboolean run(Machine *m, const YtInstruction *in, guint32 i, guint32 *end);

static gboolean
at_clause_begin(const Machine *m, guint32 i, gboolean sentence)
{
  if (i == m->from)
    return TRUE;
  if (sentence)
    return FALSE;
  const YtItem *before = yt_item(m->analysis, i - 1);
  return before->kind == YT_ITEM_COMMA || before->kind == YT_ITEM_STOP;
}

static gboolean
at_clause_end(const Machine *m, guint32 i, gboolean sentence)
{
  if (i >= m->to)
    return TRUE;
  const YtItem *item = yt_item(m->analysis, i);
  return item->kind == YT_ITEM_STOP || (!sentence && item->kind == YT_ITEM_COMMA);
}

/* Does item @i belong to the nouns behind a quoted name? Characters that stand alone do, though some of them end names. */
static gboolean
continues_brand(const Machine *m, guint32 i, gboolean first)
{
  const YtItem *item = yt_item(m->analysis, i);
  const YtGrammar *grammar = m->analysis->grammar;
  if (yt_item_in(m->analysis, item, grammar->known.etc) ||
      yt_item_in(m->analysis, item, grammar->known.dated))
    return FALSE;
  if (!first && item->pos == YT_POS_VERB &&
      grammar->suffix_classes[item[-1].set] == YT_CLASS_PRODUCT) /* “云翼”无人机出口… */
    return FALSE;
  return is_nominal(m->analysis, item) || yt_text_has(m->analysis, item->start, "系列") ||
         yt_item_in(m->analysis, item, grammar->known.goods) || /* 月季, which is a word of time */
         (!first && is_name_character(m->analysis, item));
}

/* One item or mention that the instruction takes; 0 when it does not fit. */
static guint32
take_one(Machine *m, const YtInstruction *in, guint32 i)
{
  if (in->op == YT_OP_NAME)
    return i < m->to ? run_names(m, i, in->arg != 0) : 0;
  if (i >= m->to)
    return 0;
  const YtItem *item = yt_item(m->analysis, i);
  switch (in->op) {
  case YT_OP_LIST: {
    if (!is_in(m->analysis, item, in->arg))
      return 0;
    if (item->mention != 0 && after_item(m, i) != i + 1) /* a word inside a name is none of the sentence's */
      return 0;
    m->behind_word = i + 1;
    return i + 1;
  }
  case YT_OP_CLASS: {
    if (!is_class(m, i, in->arg))
      return 0;
    guint32 after = after_item(m, i);
    return add_captured(m, i, after, (gint32) item->mention - 1) ? after : 0;
  }
  case YT_OP_COORDINATED: {
    guint32 after = run_coordination(m, i, in->arg, in->other != 0);
    return after > i ? after : 0;
  }
  case YT_OP_QUOTED:
    if (item->kind != YT_ITEM_MARK || !yt_text_has(m->analysis, item->start, "“"))
      return 0;
    for (guint32 p = i + 1; p < m->to && p < i + 24; p++)
      if (yt_text_has(m->analysis, yt_item(m->analysis, p)->start, "”")) {
        guint32 from = i + 1, end = p, after = p + 1;
        if (in->arg != 0 && p > i + 1) { /* “磐石”固态电芯 */
          if (after + 2 < m->to && yt_item(m->analysis, after)->kind == YT_ITEM_NUMBER &&
              yt_item_in(m->analysis, yt_item(m->analysis, after + 1), m->analysis->grammar->known.unit) &&
              continues_brand(m, after + 2, TRUE)) /* “磐石”150千瓦电机 */
            after += 2;
          while (after < m->to && after < p + 8 && continues_brand(m, after, after == p + 1))
            after++;
          if (after > p + 1) {
            from = i;
            end = after;
          }
        }
        return p > i + 1 && (in->arg == 0 || after > p + 1) && add_captured(m, from, end, -1) ? after : 0;
      }
    return 0;
  case YT_OP_UP_TO: return run_up_to(m, i, in->arg);
  case YT_OP_NUMBER: return item->kind == YT_ITEM_NUMBER ? i + 1 : 0;
  case YT_OP_LATIN: return item->kind == YT_ITEM_LATIN ? i + 1 : 0;
  case YT_OP_COMMA: return item->kind == YT_ITEM_COMMA ? i + 1 : 0;
  default: g_assert_not_reached();
  }
}

static const YtInstruction *
behind_opens(const YtInstruction *in)
{
  while (in->op == YT_OP_OPEN)
    in++;
  return in;
}

/* Can the program go on from @in, which opens no capture, with item @i? A quick look at what it wants first; TRUE where that does not tell. */
static inline gboolean
may_go_on(const Machine *m, const YtInstruction *in, guint32 i)
{
  if (in->op == YT_OP_LIST)
    return i < m->to && is_in(m->analysis, yt_item(m->analysis, i), in->arg);
  if (in->op == YT_OP_CLASS || in->op == YT_OP_COORDINATED)
    return i < m->to && is_class(m, i, in->arg);
  return TRUE;
}

/* Runs from @in; when that fails, what the labels hold is as it was. All of them are kept, since so many bytes are copied faster
 * than those in use are counted. */
static gboolean
try_all(Machine *m, const YtInstruction *in, guint32 i, guint32 *end)
{
  guint n[YT_MAX_CAPTURES];
  gint32 open[YT_MAX_CAPTURES];
  memcpy(n, m->match->n, sizeof n);
  memcpy(open, m->open, sizeof open);
  if (run(m, in, i, end))
    return TRUE;
  memcpy(m->match->n, n, sizeof n);
  memcpy(m->open, open, sizeof open);
  return FALSE;
}

static inline gboolean
try(Machine *m, const YtInstruction *in, guint32 i, guint32 *end)
{
  return may_go_on(m, behind_opens(in), i) && try_all(m, in, i, end);
}

/* Tries what stands behind a gap at item @*i and at each one that the gap may pass over; leaves in @i the last one that was
 * reached. Returns TRUE when the gap is as wide as it may be, and the program goes on behind it there. */
static gboolean
run_gap(Machine *m, const YtInstruction *in, guint32 *i, guint32 *end, gboolean *matched)
{
  const YtInstruction *first = behind_opens(in + 1);
  for (guint left = in->arg; left > 0; left--) {
    *matched = may_go_on(m, first, *i) && try_all(m, in + 1, *i, end);
    if (*matched || *i >= m->to)
      return FALSE;
    guint8 kind = yt_item(m->analysis, *i)->kind;
    if (kind == YT_ITEM_STOP || (in->other == 0 && kind == YT_ITEM_COMMA) || ++m->steps > MAX_STEPS)
      return FALSE;
    *i = after_item(m, *i);
  }
  return TRUE;
}

static gboolean
is_absent(Machine *m, const YtInstruction *in, guint32 i)
{
  guint n[YT_MAX_CAPTURES];
  memcpy(n, m->match->n, sizeof n);
  guint32 ignored;
  gboolean found = run(m, in, i, &ignored);
  memcpy(m->match->n, n, sizeof n);
  return !found;
}

static void
close_capture(Machine *m, guint c, guint32 i)
{
  YtMatch *match = m->match;
  if (match->n[c] == m->n_at_open[c] && (guint32) m->open[c] < i &&
      match->n[c] < YT_MAX_CAPTURED) /* words, not names: the span itself */
    match->captured[c][match->n[c]++] = (YtCaptured){(guint32) m->open[c], i, -1, FALSE};
  m->open[c] = -1;
}

/* Runs on from @in until the program matches or fails. */
static gboolean
run_steps(Machine *m, const YtInstruction *in, guint32 i, guint32 *end)
{
  const YtInstruction *program = m->rule->program;
  gboolean matched = FALSE;
  while (++m->steps <= MAX_STEPS) {
    switch ((YtOp) in->op) {
    case YT_OP_MATCH: *end = i; return TRUE;
    case YT_OP_JUMP: in = program + in->arg; break;
    case YT_OP_SPLIT:
      if (try(m, program + in->arg, i, end))
        return TRUE;
      if (in->other == in->arg)
        return FALSE;
      in = program + in->other;
      break;
    case YT_OP_GAP:
      if (!run_gap(m, in, &i, end, &matched))
        return matched;
      in++;
      break;
    case YT_OP_NOT:
      if (!is_absent(m, in + 1, i))
        return FALSE;
      in = program + in->arg;
      break;
    case YT_OP_OPEN:
      m->open[in->arg] = (gint32) i;
      m->n_at_open[in->arg] = m->match->n[in->arg];
      in++;
      break;
    case YT_OP_CLOSE:
      close_capture(m, in->arg, i);
      in++;
      break;
    case YT_OP_BEGIN:
      if (!at_clause_begin(m, i, in->arg != 0))
        return FALSE;
      in++;
      break;
    case YT_OP_END:
      if (!at_clause_end(m, i, in->arg != 0))
        return FALSE;
      in++;
      break;
    default: {
      guint32 next = take_one(m, in, i);
      if (next == 0)
        return FALSE;
      i = next;
      in++;
    }
    }
  }
  return FALSE;
}

static gboolean
run(Machine *m, const YtInstruction *in, guint32 i, guint32 *end)
{
  gboolean matched = m->depth < MAX_DEPTH;
  m->depth++;
  matched = matched && run_steps(m, in, i, end);
  m->depth--;
  return matched;
}

gboolean
yt_match(const YtAnalysis *analysis, const YtRule *rule, guint32 from, guint32 to, guint32 start,
         YtMatch *match)
{
  Machine m = {
      .analysis = analysis, .rule = rule, .from = from, .to = to, .behind_word = G_MAXUINT32, .match = match};
  /* Most rules begin with a word or a name, and most items are not it. */
  const YtInstruction *first = behind_opens(rule->program);
  if (!may_go_on(&m, first, start) ||
      (first->op == YT_OP_BEGIN && !at_clause_begin(&m, start, first->arg != 0)))
    return FALSE;
  for (guint c = 0; c < YT_MAX_CAPTURES; c++) {
    m.open[c] = -1;
    match->n[c] = 0;
  }
  guint32 end;
  if (!run(&m, rule->program, start, &end))
    return FALSE;
  match->item_from = start;
  match->item_to = end;
  return TRUE;
}
