/* trials.c: which rules are worth trying in a sentence, and where.
 *
 * Of a hundred rules few can match in a sentence, and those at few of its items. Two tests, made when the grammar is
 * compiled, leave the others out: a rule's needs, the words and names that a sentence must have for it; and what it can
 * begin with, kept the other way round, so that an item's lists and class tell which rules may begin there. Both only
 * leave out what would fail, so they change nothing but the time. */
#include <string.h>

#include "loader/match.h"

/* What a program can begin with. */
typedef struct {
  guint64 lists[YT_MAX_LISTS / 64];
  guint32 classes;
  gboolean name; /* an undetermined one */
  gboolean anything;
} Beginning;

static void
add_beginnings(const YtRule *rule, guint32 pc, guint8 *seen, Beginning *begin)
{
  while (!seen[pc]) {
    seen[pc] = TRUE;
    const YtInstruction *in = &rule->program[pc];
    switch ((YtOp) in->op) {
    case YT_OP_LIST: begin->lists[in->arg / 64] |= G_GUINT64_CONSTANT(1) << (in->arg % 64); return;
    case YT_OP_CLASS:
    case YT_OP_COORDINATED: begin->classes |= in->arg & ~YT_MASK_WEAK; return;
    case YT_OP_NAME: begin->name = TRUE; return;
    case YT_OP_SPLIT:
      add_beginnings(rule, in->other, seen, begin);
      pc = in->arg;
      break;
    case YT_OP_JUMP:
    case YT_OP_NOT: pc = in->arg; break;
    case YT_OP_BEGIN:
    case YT_OP_END:
    case YT_OP_OPEN:
    case YT_OP_CLOSE: pc++; break;
    default: begin->anything = TRUE; return;
    }
  }
}

static void
set_bit(guint64 *bits, guint i)
{
  bits[i / 64] |= G_GUINT64_CONSTANT(1) << (i % 64);
}

static gboolean
meet(const guint64 *a, const guint64 *b, guint n_words)
{
  guint64 both = 0;
  for (guint w = 0; w < n_words; w++)
    both |= a[w] & b[w];
  return both != 0;
}

static gboolean
begins_at_clause(const YtRule *rule)
{
  const YtInstruction *first = rule->program;
  while (first->op == YT_OP_OPEN)
    first++;
  return first->op == YT_OP_BEGIN;
}

/* The lists of @bits, by their numbers among the needed ones, into @out. */
static void
renumber(const guint64 *bits, const guint16 *numbers, guint64 *out)
{
  for (guint w = 0; w < YT_MAX_LISTS / 64; w++)
    for (guint64 left = bits[w]; left != 0; left &= left - 1) {
      guint16 number = numbers[w * 64 + (guint) __builtin_ctzll(left)];
      if (number > 0)
        set_bit(out, number - 1u);
    }
}

/* Gives each list that a rule needs a number from 1 on, and returns how many there are. */
static guint
number_needed(const GPtrArray *rules, guint16 numbers[YT_MAX_LISTS])
{
  guint64 needed[YT_MAX_LISTS / 64] = {0};
  for (guint r = 0; r < rules->len; r++) {
    const YtNeeds *needs = &((const YtRule *) g_ptr_array_index(rules, r))->needs;
    for (guint w = 0; w < G_N_ELEMENTS(needed); w++) {
      needed[w] |= needs->lists[w];
      for (guint k = 0; k < needs->n_any; k++)
        needed[w] |= needs->any[k][w];
    }
  }
  guint n = 0;
  for (guint l = 0; l < YT_MAX_LISTS; l++)
    numbers[l] = needed[l / 64] >> (l % 64) & 1 ? (guint16) ++n : 0;
  return n;
}

void
yt_dispatch_init(YtDispatch *dispatch, const YtLexicon *lexicon, const GPtrArray *rules)
{
  guint16 numbers[YT_MAX_LISTS];
  guint n = dispatch->n_words = MAX((rules->len + 63) / 64, 1);
  guint n_needed = dispatch->n_needed = (number_needed(rules, numbers) + 63) / 64, n_row = n + n_needed;
  dispatch->rules = rules;
  dispatch->row_of = g_new0(guint16, lexicon->sets->len);
  dispatch->rows = g_new0(guint64, n_row * (lexicon->sets->len +
                                            1)); /* the last one is written before it is known to be wanted */
  dispatch->needs = g_new0(guint64, n_needed * rules->len + 1);
  dispatch->any = g_new0(guint64, n_needed * YT_MAX_NEEDED * rules->len + 1);
  dispatch->classes = g_new0(YtNeededClasses, rules->len + 1);
  dispatch->by_class = g_new0(guint64, n * YT_N_CLASSES);
  dispatch->anywhere = g_new0(guint64, n);
  dispatch->at_name = g_new0(guint64, n);
  dispatch->at_clause = g_new0(guint64, n);
  g_autofree guint64 *by_list =
      g_new0(guint64, YT_MAX_LISTS * n); /* rules that begin with a word of the list */
  for (guint r = 0; r < rules->len; r++) {
    const YtRule *rule = g_ptr_array_index(rules, r);
    renumber(rule->needs.lists, numbers, dispatch->needs + r * n_needed);
    for (guint k = 0; k < rule->needs.n_any; k++)
      renumber(rule->needs.any[k], numbers, dispatch->any + (r * YT_MAX_NEEDED + k) * n_needed);
    dispatch->classes[r] = (YtNeededClasses){.n_masks = rule->needs.n_classes, .n_any = rule->needs.n_any};
    memcpy(dispatch->classes[r].masks, rule->needs.classes, sizeof rule->needs.classes);
    Beginning begin = {.anything = FALSE};
    g_autofree guint8 *seen = g_new0(guint8, rule->n_instructions);
    add_beginnings(rule, 0, seen, &begin);
    if (begin.anything)
      set_bit(dispatch->anywhere, r);
    if (begin.name)
      set_bit(dispatch->at_name, r);
    if (begins_at_clause(rule))
      set_bit(dispatch->at_clause, r);
    for (guint l = 0; l < YT_MAX_LISTS; l++)
      if (begin.lists[l / 64] >> (l % 64) & 1)
        set_bit(by_list + l * n, r);
    for (guint c = 1; c < YT_N_CLASSES; c++)
      if (begin.classes >> c & 1)
        set_bit(dispatch->by_class + c * n, r);
  }
  guint n_rows = 1;
  for (guint s = 1; s < lexicon->sets->len; s++) {
    const guint64 *lists = yt_lexicon_get_lists(lexicon, s);
    guint64 *row = dispatch->rows + n_rows * n_row;
    renumber(lists, numbers, row + n);
    for (guint l = 0; l < YT_MAX_LISTS / 64; l++)
      for (guint64 left = lists[l]; left != 0; left &= left - 1)
        for (guint w = 0; w < n; w++)
          row[w] |= by_list[(l * 64 + (guint) __builtin_ctzll(left)) * n + w];
    guint64 any = 0;
    for (guint w = 0; w < n_row; w++)
      any |= row[w];
    if (any != 0)
      dispatch->row_of[s] = (guint16) n_rows++;
  }
}

void
yt_dispatch_clear(YtDispatch *dispatch)
{
  g_free(dispatch->row_of);
  g_free(dispatch->rows);
  g_free(dispatch->needs);
  g_free(dispatch->any);
  g_free(dispatch->classes);
  g_free(dispatch->by_class);
  g_free(dispatch->anywhere);
  g_free(dispatch->at_name);
  g_free(dispatch->at_clause);
}

/* ---- one sentence ---- */

typedef struct {
  guint32 item;
  guint32 next; /* index + 1 of the rule's next one, 0: none */
} Start;

struct _YtTrials {
  const YtAnalysis *analysis;
  const YtDispatch *dispatch;
  guint64 *active; /* rules that may match in this sentence and have not been given yet */
  guint64 *lists;  /* needed lists of which the sentence has a word */
  Start *starts;
  gsize n_starts, n_starts_room;
  guint32 *first; /* by rule, into starts; index + 1 */
  guint rule;     /* the one that is given now */
  guint32 next;   /* its next start */
};

YtTrials *
yt_trials_new(const YtAnalysis *analysis, const YtDispatch *dispatch)
{
  YtTrials *trials = g_new0(YtTrials, 1);
  trials->analysis = analysis;
  trials->dispatch = dispatch;
  trials->active = g_new0(guint64, dispatch->n_words);
  trials->lists = g_new0(guint64, dispatch->n_needed + 1);
  trials->first = g_new0(guint32, dispatch->n_words * 64);
  return trials;
}

void
yt_trials_free(YtTrials *trials)
{
  if (!trials)
    return;
  g_free(trials->active);
  g_free(trials->lists);
  g_free(trials->first);
  g_free(trials->starts);
  g_free(trials);
}

/* Has a sentence with words of these needed @lists and mentions of these @classes what rule @r needs? */
static gboolean
is_satisfied(const YtDispatch *dispatch, guint r, const guint64 *lists, guint32 classes)
{
  guint n_needed = dispatch->n_needed;
  const guint64 *needs = dispatch->needs + r * n_needed;
  for (guint w = 0; w < n_needed; w++)
    if (needs[w] & ~lists[w])
      return FALSE;
  const YtNeededClasses *needed = &dispatch->classes[r];
  for (guint k = 0; k < needed->n_masks; k++)
    if (!(needed->masks[k] & classes))
      return FALSE;
  for (guint k = 0; k < needed->n_any; k++)
    if (!meet(dispatch->any + (r * YT_MAX_NEEDED + k) * n_needed, lists, n_needed))
      return FALSE;
  return TRUE;
}

/* Finds the rules, in trials->active, that may begin somewhere in the sentence, and whose needs it has. FALSE: none. */
static gboolean
find_active(YtTrials *trials, guint32 from, guint32 to)
{
  const YtAnalysis *a = trials->analysis;
  const YtDispatch *dispatch = trials->dispatch;
  guint n_words = dispatch->n_words, n_needed = dispatch->n_needed, n_row = n_words + n_needed;
  guint64 *active = trials->active, *lists = trials->lists;
  memset(lists, 0, n_needed * sizeof *lists);
  for (guint w = 0; w < n_words; w++)
    active[w] = dispatch->anywhere[w] | dispatch->at_name[w];
  guint32 classes = 0, last_mention = 0;
  /* Pointers of its own, since what is written to might be them. */
  const YtItem *items = (const YtItem *) (gconstpointer) a->items->data;
  const YtMention *mentions = (const YtMention *) (gconstpointer) a->mentions->data;
  const guint64 *rows = dispatch->rows, *by_class = dispatch->by_class;
  const guint16 *row_of = dispatch->row_of;
  for (guint32 i = from; i < to; i++) {
    guint32 r = row_of[items[i].set], mention = items[i].mention;
    if (mention != last_mention && mention != 0) {
      guint class = mentions[mention - 1].class;
      classes |= 1u << class;
      for (guint w = 0; w < n_words; w++)
        active[w] |= by_class[class * n_words + w];
    }
    last_mention = mention;
    if (r == 0)
      continue;
    const guint64 *row = rows + r * n_row;
    for (guint w = 0; w < n_words; w++)
      active[w] |= row[w];
    for (guint w = 0; w < n_needed; w++)
      lists[w] |= row[n_words + w];
  }
  guint64 any = 0;
  for (guint w = 0; w < n_words; w++) {
    for (guint64 left = active[w]; left != 0; left &= left - 1) {
      guint r = w * 64 + (guint) __builtin_ctzll(left);
      trials->first[r] = 0;
      if (!is_satisfied(dispatch, r, lists, classes))
        active[w] &= ~(left & -left);
    }
    any |= active[w];
  }
  return any != 0;
}

static guint32
add_start(YtTrials *trials, Start start) /* its index + 1 */
{
  if (trials->n_starts == trials->n_starts_room) {
    trials->n_starts_room = MAX(2 * trials->n_starts_room, 256);
    trials->starts = g_renew(Start, trials->starts, trials->n_starts_room);
  }
  trials->starts[trials->n_starts++] = start;
  return (guint32) trials->n_starts;
}

/* The active rules of word @w that may begin at item @i, where those of @rules do by its lists and class. */
static guint64
begin_at(const YtTrials *trials, guint32 from, guint32 to, guint32 i, guint w, guint64 rules)
{
  const YtDispatch *dispatch = trials->dispatch;
  guint64 names = dispatch->at_name[w] & trials->active[w] & ~rules;
  rules &= trials->active[w];
  if (names != 0 && yt_may_begin_name(trials->analysis, from, to, i))
    rules |= names;
  if (i > from && (rules & dispatch->at_clause[w])) {
    guint8 kind = yt_item(trials->analysis, i - 1)->kind;
    if (kind != YT_ITEM_COMMA && kind != YT_ITEM_STOP)
      rules &= ~dispatch->at_clause[w];
  }
  return rules;
}

void
yt_trials_find(YtTrials *trials, guint32 from, guint32 to)
{
  const YtDispatch *dispatch = trials->dispatch;
  guint n_words = dispatch->n_words, n_row = n_words + dispatch->n_needed;
  trials->n_starts = 0;
  trials->next = 0;
  if (n_words == 0 || !find_active(trials, from, to))
    return;
  const YtItem *items = (const YtItem *) (gconstpointer) trials->analysis->items->data;
  const YtMention *mentions = (const YtMention *) (gconstpointer) trials->analysis->mentions->data;
  gboolean anywhere = FALSE; /* may one of the rules begin with what has no lists and is no mention? */
  for (guint w = 0; w < n_words; w++)
    anywhere = anywhere || ((dispatch->anywhere[w] | dispatch->at_name[w]) & trials->active[w]) != 0;
  for (guint32 i = to; i-- > from;) {
    guint32 mention = items[i].mention, r = dispatch->row_of[items[i].set];
    if (r == 0 && mention == 0 && !anywhere)
      continue;
    if (mention != 0 && i > from && items[i - 1].mention == mention) /* no match begins inside a mention */
      continue;
    const guint64 *row = dispatch->rows + r * n_row;
    const guint64 *of_class =
        dispatch->by_class + (mention != 0 ? mentions[mention - 1].class : YT_CLASS_NONE) * n_words;
    for (guint w = 0; w < n_words; w++) {
      guint64 rules = row[w] | of_class[w] | dispatch->anywhere[w];
      if (((rules | dispatch->at_name[w]) & trials->active[w]) == 0)
        continue;
      for (guint64 left = begin_at(trials, from, to, i, w, rules); left != 0; left &= left - 1) {
        guint32 *first = &trials->first[w * 64 + (guint) __builtin_ctzll(left)];
        *first = add_start(trials, (Start){i, *first});
      }
    }
  }
}

const YtRule *
yt_trials_next(YtTrials *trials, guint32 *start)
{
  for (guint w = 0; trials->next == 0 && w < trials->dispatch->n_words; w++)
    if (trials->active[w] != 0) {
      trials->rule = w * 64 + (guint) __builtin_ctzll(trials->active[w]);
      trials->active[w] &= trials->active[w] - 1;
      trials->next = trials->first[trials->rule];
      w--; /* a rule without a start is passed over */
    }
  if (trials->next == 0)
    return NULL;
  const Start *next = &trials->starts[trials->next - 1];
  *start = next->item;
  trials->next = next->next;
  return g_ptr_array_index(trials->dispatch->rules, trials->rule);
}
