/* trials.c: which rules are worth trying in a sentence, and where.
 *
 * Of a hundred rules few can match in a sentence, and those at few of its items. Two tests, made when the grammar is
 * compiled, leave the others out: what a rule needs, the words and names that must stand from its first item on; and what it can
 * begin with, kept the other way round, so that an item's lists and class tell which rules may begin there. Both only
 * leave out what would fail, so they change nothing but the time.
 *
 * A sentence is walked over from its end, so that what stands from an item on is known when the item is reached. The rarest of a
 * rule's needs are numbered, YT_N_SLOTS at most, and every item has a row of bits for each number: the rules whose need of that number it
 * meets. The rows of what was met are united, and the rules that stand in all of the unions have what they need; no rule is looked at alone. */
#include <string.h>

#include "loader/index.h"
#include "loader/match.h"

/* What a program can begin with. */
typedef struct {
  guint64 lists[YT_MAX_LISTS / 64];
  guint32 classes;
  gboolean name; /* an undetermined one */
  gboolean anything;
} Beginning;

static void
set_bit(guint64 *bits, guint i)
{
  bits[i / 64] |= G_GUINT64_CONSTANT(1) << (i % 64);
}

static void
add_beginnings(const YtLexicon *lexicon, const YtRule *rule, guint32 pc, guint8 *seen, Beginning *begin)
{
  while (!seen[pc]) {
    seen[pc] = TRUE;
    const YtInstruction *in = &rule->program[pc];
    switch ((YtOp) in->op) {
    case YT_OP_LIST:
      if (in->arg < YT_MAX_LISTS)
        set_bit(begin->lists, in->arg);
      for (guint w = 0; in->arg >= YT_MAX_LISTS && w < YT_MAX_LISTS / 64; w++)
        begin->lists[w] |= yt_lexicon_get_union(lexicon, in->arg)->bits[w];
      return;
    case YT_OP_CLASS:
    case YT_OP_COORDINATED: begin->classes |= in->arg & ~YT_MASK_WEAK; return;
    case YT_OP_NAME: begin->name = TRUE; return;
    case YT_OP_SPLIT:
      add_beginnings(lexicon, rule, in->other, seen, begin);
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

/* Two words of bits. Rows of them have an even number of words, and g_new() puts them where two can be taken at once. */
typedef guint64 Pair __attribute__((vector_size(16)));

static inline Pair
pair_at(const guint64 *bits)
{
  return *(const Pair *) (gconstpointer) bits;
}

static inline gboolean
is_empty(Pair pair)
{
  return (pair[0] | pair[1]) == 0;
}

static gboolean
begins_at_clause(const YtRule *rule)
{
  const YtInstruction *first = rule->program;
  while (first->op == YT_OP_OPEN)
    first++;
  return first->op == YT_OP_BEGIN;
}

/* About how often words of each list stand in running text. */
static void
weigh_lists(const YtLexicon *lexicon, guint64 weights[YT_MAX_LISTS])
{
  g_autofree guint64 *of_sets = g_new0(guint64, lexicon->sets->len);
  for (guint32 w = 1; w < yt_lexicon_get_n_words(lexicon); w++) {
    const YtWord *word = yt_lexicon_get(lexicon, w);
    of_sets[word->set] += G_GUINT64_CONSTANT(1)
                          << (40 - CLAMP(word->cost, 0, 2000) / 69); /* 69: 100 × ln 2 */
  }
  memset(weights, 0, YT_MAX_LISTS * sizeof *weights);
  for (guint s = 1; s < lexicon->sets->len; s++) {
    const guint64 *lists = yt_lexicon_get_lists(lexicon, s);
    for (guint w = 0; w < YT_MAX_LISTS / 64; w++)
      for (guint64 left = lists[w]; left != 0; left &= left - 1)
        weights[w * 64 + (guint) __builtin_ctzll(left)] += of_sets[s];
  }
}

/* A word of one of the lists, or a mention of one of the classes. */
typedef struct {
  guint64 lists[YT_MAX_LISTS / 64];
  guint32 classes;
  guint64 weight; /* about how often it is met; of classes 0: they are rarer than most words */
} Need;

/* Is @need met wherever @other is? */
static gboolean
follows(const Need *need, const Need *other)
{
  guint64 more = other->classes & ~need->classes;
  for (guint w = 0; w < YT_MAX_LISTS / 64; w++)
    more |= other->lists[w] & ~need->lists[w];
  return more == 0;
}

/* Adds @need to the @n needs of a rule, the rarest first and none that follows from another. */
static guint
add_need(Need *needs, guint n, const Need *need)
{
  guint kept = 0;
  for (guint k = 0; k < n; k++)
    if (follows(need, &needs[k]))
      return n;
  for (guint k = 0; k < n; k++)
    if (!follows(&needs[k], need))
      needs[kept++] = needs[k];
  guint at = kept;
  for (; at > 0 && needs[at - 1].weight > need->weight; at--)
    needs[at] = needs[at - 1];
  needs[at] = *need;
  return kept + 1;
}

enum { MAX_NEEDS = YT_MAX_LISTS + 2 * YT_MAX_NEEDED };

static guint
collect_needs(const YtNeeds *given, const guint64 weights[YT_MAX_LISTS], Need needs[MAX_NEEDS])
{
  guint n = 0;
  for (guint k = 0; k < given->n_classes; k++)
    n = add_need(needs, n, &(Need){.classes = given->classes[k]});
  for (guint l = 0; l < YT_MAX_LISTS; l++)
    if (given->lists[l / 64] >> (l % 64) & 1) {
      Need need = {.weight = weights[l]};
      set_bit(need.lists, l);
      n = add_need(needs, n, &need);
    }
  for (guint k = 0; k < given->n_any; k++) {
    Need need = {.weight = 0};
    memcpy(need.lists, given->any[k], sizeof need.lists);
    for (guint l = 0; l < YT_MAX_LISTS; l++)
      need.weight += need.lists[l / 64] >> (l % 64) & 1 ? weights[l] : 0;
    n = add_need(needs, n, &need);
  }
  return n;
}

static guint
row_words(const YtDispatch *dispatch)
{
  return (1 + YT_N_SLOTS) * dispatch->n_words;
}

/* Sets the bit of rule @r in part @part of the rows of the @lists and @classes. */
static void
set_in_rows(YtDispatch *dispatch, guint64 *by_list, const guint64 *lists, guint32 classes, guint part,
            guint r)
{
  guint n_row = row_words(dispatch), at = part * dispatch->n_words;
  for (guint l = 0; l < YT_MAX_LISTS; l++)
    if (lists[l / 64] >> (l % 64) & 1)
      set_bit(by_list + l * n_row + at, r);
  for (guint c = 0; c < YT_N_CLASSES; c++)
    if (classes >> c & 1)
      set_bit(dispatch->by_class + c * n_row + at, r);
}

/* For each rule, what it needs and can begin with; @by_list: a row for every list. */
static void
index_rules(YtDispatch *dispatch, const YtLexicon *lexicon, guint64 *by_list)
{
  guint64 weights[YT_MAX_LISTS];
  weigh_lists(lexicon, weights);
  g_autofree Need *needs = g_new(Need, MAX_NEEDS);
  for (guint r = 0; r < dispatch->rules->len; r++) {
    const YtRule *rule = g_ptr_array_index(dispatch->rules, r);
    Beginning begin = {.anything = FALSE};
    g_autofree guint8 *seen = g_new0(guint8, rule->n_instructions);
    add_beginnings(lexicon, rule, 0, seen, &begin);
    if (begin.anything)
      set_bit(dispatch->anywhere, r);
    if (begin.name)
      set_bit(dispatch->at_name, r);
    if (begins_at_clause(rule))
      set_bit(dispatch->at_clause, r);
    set_in_rows(dispatch, by_list, begin.lists, begin.classes, 0, r);
    guint n = collect_needs(&rule->needs, weights, needs);
    for (guint k = 0; k < YT_N_SLOTS; k++)
      if (k < n)
        set_in_rows(dispatch, by_list, needs[k].lists, needs[k].classes, k + 1, r);
      else
        set_bit(dispatch->unneeded + k * dispatch->n_words, r);
  }
}

static gboolean
has_bits(const guint64 *bits, guint n_words)
{
  guint64 any = 0;
  for (guint w = 0; w < n_words; w++)
    any |= bits[w];
  return any != 0;
}

/* The number of the row behind the @n_rows of @dispatch, which is that of the same one before it if there is one. */
static guint
find_row(const YtDispatch *dispatch, YtIndex *index, guint n_rows)
{
  guint n = row_words(dispatch);
  const guint64 *row = dispatch->rows + n_rows * n;
  guint64 hash = 0;
  for (guint w = 0; w < n; w++)
    hash = (hash ^ row[w]) * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
  guint32 *slot = yt_index_first(index, (guint32) (hash >> 32));
  while (*slot != 0 && memcmp(dispatch->rows + (*slot - 1) * n, row, n * sizeof *row) != 0)
    slot = yt_index_next(index, slot);
  if (*slot == 0)
    *slot = n_rows + 1;
  return *slot - 1;
}

/* Many sets differ in nothing that a rule asks for; each row is there once, so that most of them stay in the caches. */
static void
make_rows(YtDispatch *dispatch, const YtLexicon *lexicon, const guint64 *by_list)
{
  guint n_sets = lexicon->sets->len, n_row = row_words(dispatch), n_rows = 0;
  g_auto(YtIndex) index;
  yt_index_init(&index, n_sets);
  for (guint s = 0; s < n_sets; s++) {
    const guint64 *lists = yt_lexicon_get_lists(lexicon, s);
    guint64 *row = dispatch->rows + n_rows * n_row;
    memset(row, 0, n_row * sizeof *row);
    for (guint l = 0; l < YT_MAX_LISTS / 64; l++)
      for (guint64 left = lists[l]; left != 0; left &= left - 1)
        for (guint w = 0; w < n_row; w++)
          row[w] |= by_list[(l * 64 + (guint) __builtin_ctzll(left)) * n_row + w];
    guint r = find_row(dispatch, &index, n_rows);
    dispatch->row_of[s] = (guint16) r;
    if (r < n_rows)
      continue;
    dispatch->begins[r] = has_bits(row, dispatch->n_words) ? 1 : 0;
    n_rows++;
  }
}

void
yt_dispatch_init(YtDispatch *dispatch, const YtLexicon *lexicon, const GPtrArray *rules)
{
  guint n = dispatch->n_words = 2 * ((MAX(rules->len, 1) + 127) / 128), n_row = row_words(dispatch);
  dispatch->rules = rules;
  dispatch->row_of = g_new0(guint16, lexicon->sets->len);
  dispatch->rows = g_new(guint64, n_row * lexicon->sets->len);
  dispatch->begins = g_new0(guint8, lexicon->sets->len);
  dispatch->by_class = g_new0(guint64, n_row * YT_N_CLASSES);
  dispatch->unneeded = g_new0(guint64, YT_N_SLOTS * n);
  dispatch->anywhere = g_new0(guint64, n);
  dispatch->at_name = g_new0(guint64, n);
  dispatch->at_clause = g_new0(guint64, n);
  g_autofree guint64 *by_list = g_new0(guint64, YT_MAX_LISTS * n_row);
  index_rules(dispatch, lexicon, by_list);
  make_rows(dispatch, lexicon, by_list);
}

void
yt_dispatch_clear(YtDispatch *dispatch)
{
  g_free(dispatch->row_of);
  g_free(dispatch->rows);
  g_free(dispatch->begins);
  g_free(dispatch->by_class);
  g_free(dispatch->unneeded);
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
  guint64 *
      met; /* YT_N_SLOTS times n_words: the rules whose need of that number stands from the present item on */
  guint64 *ready; /* rules all of whose needs do */
  gboolean open;  /* may one of them begin with what has no lists and is no mention? */
  Start *starts;
  gsize n_starts, n_starts_room;
  guint32 *first; /* by rule, of active ones: into starts; index + 1 */
  guint word;     /* of active: those before it are all given */
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
  trials->met = g_new0(guint64, YT_N_SLOTS * dispatch->n_words);
  trials->ready = g_new0(guint64, dispatch->n_words);
  trials->first = g_new0(guint32, dispatch->n_words * 64);
  return trials;
}

void
yt_trials_free(YtTrials *trials)
{
  if (!trials)
    return;
  g_free(trials->active);
  g_free(trials->met);
  g_free(trials->ready);
  g_free(trials->first);
  g_free(trials->starts);
  g_free(trials);
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

/* Notes item @i as a start of those of @rules, of word @w, that may begin there; those of @named begin with an undetermined name. */
static void
add_starts(YtTrials *trials, guint32 from, guint32 to, guint32 i, guint w, guint64 rules, guint64 named)
{
  guint64 at_clause = trials->dispatch->at_clause[w];
  if (i > from && (rules & at_clause)) {
    guint8 kind = yt_item(trials->analysis, i - 1)->kind;
    if (kind != YT_ITEM_COMMA && kind != YT_ITEM_STOP)
      rules &= ~at_clause;
  }
  if ((rules & named) && !yt_may_begin_name(trials->analysis, from, to, i))
    rules &= ~named;
  for (guint64 left = rules; left != 0; left &= left - 1) {
    guint r = w * 64 + (guint) __builtin_ctzll(left);
    gboolean known = (trials->active[w] & left & -left) != 0;
    trials->first[r] = add_start(trials, (Start){i, known ? trials->first[r] : 0});
    trials->active[w] |= left & -left;
  }
}

/* Notes what stands at an item, by the part of its row behind the rules that begin there. May one that is ready now begin with what has
 * no lists and is no mention? */
static gboolean
meet(YtTrials *trials, const guint64 *row)
{
  const YtDispatch *dispatch = trials->dispatch;
  guint n_words = dispatch->n_words;
  guint64 *met = trials->met, *ready = trials->ready;
  const guint64 *anywhere = dispatch->anywhere, *at_name = dispatch->at_name;
  Pair open = {0, 0};
  for (guint w = 0; w < n_words; w += 2) {
    Pair all = ~(Pair){0, 0};
#pragma GCC unroll 4
    for (guint k = 0; k < YT_N_SLOTS; k++) {
      guint at = k * n_words + w;
      Pair now = pair_at(met + at) | pair_at(row + at);
      *(Pair *) (gpointer) (met + at) = now;
      all &= now;
    }
    *(Pair *) (gpointer) (ready + w) = all;
    open |= all & (pair_at(anywhere + w) | pair_at(at_name + w));
  }
  return !is_empty(open);
}

void
yt_trials_find(YtTrials *trials, guint32 from, guint32 to)
{
  const YtDispatch *dispatch = trials->dispatch;
  guint n_words = dispatch->n_words, n_row = row_words(dispatch);
  const YtItem *items = trials->analysis->first_item;
  const YtMention *mentions = trials->analysis->first_mention;
  const guint64 *ready = trials->ready, *anywhere = dispatch->anywhere, *at_name = dispatch->at_name;
  const guint64 *rows = dispatch->rows, *by_class = dispatch->by_class;
  const guint16 *row_of = dispatch->row_of;
  const guint8 *begins = dispatch->begins;
  guint32 classes = 0; /* of the mentions that were met */
  trials->n_starts = 0;
  trials->next = trials->word = 0;
  for (guint w = 0; w < n_words; w++)
    trials->active[w] = 0;
  memcpy(trials->met, dispatch->unneeded, YT_N_SLOTS * n_words * sizeof *trials->met);
  gboolean open = meet(trials, rows + n_words);   /* nothing */
  for (guint32 i = to, behind = 0; i-- > from;) { /* behind: the mention of the item behind */
    guint32 mention = items[i].mention;
    /* A word of a name is none of the sentence's, but for its last one: see take_one(). */
    guint32 r = mention != 0 && mention == behind ? 0 : row_of[items[i].set];
    const guint64 *row = rows + r * n_row, *of_class = by_class;
    if (mention != 0) {
      guint class = mentions[mention - 1].class;
      of_class += class * n_row;
      if (!(classes >> class & 1))
        open = meet(trials, of_class + n_words);
      classes |= 1u << class;
    }
    behind = mention;
    if (r != 0)
      open = meet(trials, row + n_words);
    if (mention != 0 ? i > from && items[i - 1].mention == mention /* no match begins inside a mention */
                     : !begins[r] && !open)
      continue;
    for (guint w = 0; w < n_words; w += 2) {
      Pair here = pair_at(row + w) | pair_at(of_class + w) | pair_at(anywhere + w);
      Pair rules = (here | pair_at(at_name + w)) & pair_at(ready + w);
      for (guint k = 0; k < 2 && !is_empty(rules); k++)
        if (rules[k] != 0)
          add_starts(trials, from, to, i, w + k, rules[k], at_name[w + k] & ~here[k]);
    }
  }
}

const YtRule *
yt_trials_next(YtTrials *trials, guint32 *start)
{
  if (trials->next == 0) {
    guint w = trials->word, n_words = trials->dispatch->n_words;
    while (w < n_words && trials->active[w] == 0)
      w++;
    trials->word = w;
    if (w == n_words)
      return NULL;
    trials->rule = w * 64 + (guint) __builtin_ctzll(trials->active[w]);
    trials->active[w] &= trials->active[w] - 1;
    trials->next = trials->first[trials->rule];
  }
  const Start *next = &trials->starts[trials->next - 1];
  *start = next->item;
  trials->next = next->next;
  return g_ptr_array_index(trials->dispatch->rules, trials->rule);
}
