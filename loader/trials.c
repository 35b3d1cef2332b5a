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

void
yt_dispatch_init(YtDispatch *dispatch, const YtLexicon *lexicon, const GPtrArray *rules)
{
  guint n = dispatch->n_words = MAX((rules->len + 63) / 64, 1);
  dispatch->rules = rules;
  dispatch->by_set = g_new0(guint64, n * lexicon->sets->len);
  dispatch->by_class = g_new0(guint64, n * YT_N_CLASSES);
  dispatch->anywhere = g_new0(guint64, n);
  dispatch->at_name = g_new0(guint64, n);
  dispatch->at_clause = g_new0(guint64, n);
  for (guint r = 0; r < rules->len; r++) {
    const YtRule *rule = g_ptr_array_index(rules, r);
    Beginning begin = {.anything = FALSE};
    g_autofree guint8 *seen = g_new0(guint8, rule->n_instructions);
    add_beginnings(rule, 0, seen, &begin);
    if (begin.anything)
      set_bit(dispatch->anywhere, r);
    if (begin.name)
      set_bit(dispatch->at_name, r);
    dispatch->any_at_name = dispatch->any_at_name || begin.name;
    if (begins_at_clause(rule))
      set_bit(dispatch->at_clause, r);
    for (guint s = 1; s < lexicon->sets->len; s++)
      if (meet(yt_lexicon_get_lists(lexicon, s), begin.lists, G_N_ELEMENTS(begin.lists)))
        set_bit(dispatch->by_set + s * n, r);
    for (guint c = 1; c < YT_N_CLASSES; c++)
      if (begin.classes >> c & 1)
        set_bit(dispatch->by_class + c * n, r);
  }
}

void
yt_dispatch_clear(YtDispatch *dispatch)
{
  g_free(dispatch->by_set);
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
  guint64 *here;   /* rules that may begin at an item, n_words for each item of the sentence */
  gsize n_here;    /* words of room in here */
  Start *starts;
  gsize n_starts, n_starts_room;
  guint32 *first;  /* by rule, into starts; index + 1 */
  guint rule;      /* the one that is given now */
  guint32 next;    /* its next start */
};

YtTrials *
yt_trials_new(const YtAnalysis *analysis, const YtDispatch *dispatch)
{
  YtTrials *trials = g_new0(YtTrials, 1);
  trials->analysis = analysis;
  trials->dispatch = dispatch;
  trials->active = g_new0(guint64, dispatch->n_words);
  trials->first = g_new0(guint32, dispatch->n_words * 64);
  return trials;
}

void
yt_trials_free(YtTrials *trials)
{
  if (!trials)
    return;
  g_free(trials->active);
  g_free(trials->here);
  g_free(trials->first);
  g_free(trials->starts);
  g_free(trials);
}

static gboolean
satisfied(const YtNeeds *needs, const guint64 *lists, guint32 classes)
{
  for (guint k = 0; k < needs->n_classes; k++)
    if (!(needs->classes[k] & classes))
      return FALSE;
  guint64 missing = 0;
  for (guint w = 0; w < YT_MAX_LISTS / 64; w++)
    missing |= needs->lists[w] & ~lists[w];
  if (missing != 0)
    return FALSE;
  for (guint k = 0; k < needs->n_any; k++)
    if (!meet(needs->any[k], lists, YT_MAX_LISTS / 64))
      return FALSE;
  return TRUE;
}

/* The rules that may begin at each item, in trials->here, of a mention at its first one; and in trials->active those that may
 * begin somewhere in the sentence, and whose needs it has. */
static void
find_active(YtTrials *trials, guint32 from, guint32 to)
{
  const YtAnalysis *a = trials->analysis;
  const YtDispatch *dispatch = trials->dispatch;
  guint n_words = dispatch->n_words;
  memset(trials->active, 0, n_words * sizeof *trials->active);
  if (trials->n_here < (gsize) (to - from) * n_words) {
    trials->n_here = 2 * (gsize) (to - from) * n_words;
    g_free(trials->here);
    trials->here = g_new(guint64, trials->n_here);
  }
  guint64 lists[YT_MAX_LISTS / 64] = {0};
  guint32 classes = 0;
  /* Pointers of its own, since what is written to might be them: every item passes here twice. */
  const YtItem *items = yt_item(a, 0);
  const YtMention *mentions = yt_mention(a, 0);
  const YtListSet *sets = a->sets;
  const guint64 *by_set = dispatch->by_set, *by_class = dispatch->by_class, *anywhere = dispatch->anywhere;
  const guint64 *at_name = dispatch->at_name, *at_clause = dispatch->at_clause;
  gboolean any_at_name = dispatch->any_at_name;
  guint64 *here = trials->here, *active = trials->active;
  guint32 last_mention = 0;
  gboolean begins = TRUE; /* a clause */
  for (guint32 i = from; i < to; i++, here += n_words) {
    const YtItem *item = &items[i];
    guint32 set = item->set, mention = item->mention;
    for (guint w = 0; set != 0 && w < G_N_ELEMENTS(lists); w++)
      lists[w] |= sets[set].bits[w];
    guint class = mention != 0 ? mentions[mention - 1].class : YT_CLASS_NONE;
    classes |= 1u << class;
    gboolean inside = mention != 0 && mention == last_mention; /* no match begins there */
    guint64 name = !inside && any_at_name && yt_may_begin_name(a, from, to, i) ? G_MAXUINT64 : 0;
    guint64 out = inside ? 0 : G_MAXUINT64, not_clause = begins ? 0 : G_MAXUINT64;
    const guint64 *of_set = by_set + set * n_words, *of_class = by_class + class * n_words;
    for (guint w = 0; w < n_words; w++) {
      guint64 rules = (of_set[w] | of_class[w] | anywhere[w] | (at_name[w] & name)) & ~(at_clause[w] & not_clause) & out;
      here[w] = rules;
      active[w] |= rules;
    }
    begins = item->kind == YT_ITEM_COMMA || item->kind == YT_ITEM_STOP;
    last_mention = mention;
  }
  for (guint w = 0; w < n_words; w++)
    for (guint64 left = trials->active[w]; left != 0; left &= left - 1) {
      guint r = w * 64 + (guint) __builtin_ctzll(left);
      const YtRule *rule = g_ptr_array_index(dispatch->rules, r);
      trials->first[r] = 0;
      if (!satisfied(&rule->needs, lists, classes))
        trials->active[w] &= ~(left & -left);
    }
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

void
yt_trials_find(YtTrials *trials, guint32 from, guint32 to)
{
  guint n_words = trials->dispatch->n_words;
  trials->n_starts = 0;
  trials->next = 0;
  find_active(trials, from, to);
  const guint64 *here = trials->here + (gsize) (to - from) * n_words;
  for (guint32 i = to; i-- > from;) {
    here -= n_words;
    for (guint w = 0; w < n_words; w++)
      for (guint64 left = here[w] & trials->active[w]; left != 0; left &= left - 1) {
        guint32 *first = &trials->first[w * 64 + (guint) __builtin_ctzll(left)];
        *first = add_start(trials, (Start){i, *first});
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
