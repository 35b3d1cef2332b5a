/* trials.c: which rules are worth trying in a sentence, and where.
 *
 * Of a hundred rules few can match in a sentence, and those at few of its items. Two tests, made when the grammar is
 * compiled, leave the others out: a rule's needs, the words and names that must stand from its first item on; and what it can
 * begin with, kept the other way round, so that an item's lists and class tell which rules may begin there. Both only
 * leave out what would fail, so they change nothing but the time.
 *
 * A sentence is walked over from its end, so that what stands from an item on is known when the item is reached. What a rule needs is
 * not looked at before its key was met: the rarest of what it needs, which most sentences have not. */
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
meet(const guint64 *a, const guint64 *b, guint n_words)
{
  Pair both = {0, 0};
  for (guint w = 0; w < n_words; w += 2)
    both |= pair_at(a + w) & pair_at(b + w);
  return !is_empty(both);
}

/* Has @needs anything that is not in @has? */
static gboolean
lacks(const guint64 *needs, const guint64 *has, guint n_words)
{
  Pair lacking = {0, 0};
  for (guint w = 0; w < n_words; w += 2)
    lacking |= pair_at(needs + w) & ~pair_at(has + w);
  return !is_empty(lacking);
}

/* Adds what is in @row to @met; was any of it new there? */
static gboolean
add_new(guint64 *met, const guint64 *row, guint n_words)
{
  Pair new = {0, 0};
  for (guint w = 0; w < n_words; w += 2) {
    Pair before = pair_at(met + w), added = pair_at(row + w);
    new |= added & ~before;
    *(Pair *) (gpointer) (met + w) = before | added;
  }
  return !is_empty(new);
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

/* The key of a rule: lists of one of which a word must stand there, the rarest such; if it needs none, a mention of @classes. */
typedef struct {
  guint64 lists[YT_MAX_LISTS / 64];
  guint32 classes;
} Key;

static Key
find_key(const YtNeeds *needs, const guint64 weights[YT_MAX_LISTS])
{
  guint64 least = G_MAXUINT64;
  Key key = {.classes = 0};
  for (guint l = 0; l < YT_MAX_LISTS; l++)
    if ((needs->lists[l / 64] >> (l % 64) & 1) && weights[l] < least) {
      least = weights[l];
      memset(key.lists, 0, sizeof key.lists);
      set_bit(key.lists, l);
    }
  for (guint k = 0; k < needs->n_any; k++) {
    guint64 weight = 0;
    for (guint l = 0; l < YT_MAX_LISTS; l++)
      weight += needs->any[k][l / 64] >> (l % 64) & 1 ? weights[l] : 0;
    if (weight < least) {
      least = weight;
      memcpy(key.lists, needs->any[k], sizeof key.lists);
    }
  }
  if (least == G_MAXUINT64)
    key.classes = needs->n_classes > 0 ? needs->classes[0] : G_MAXUINT32;
  return key;
}

/* For each rule, what it needs and can begin with; @by_list: n_words for every list of the rules that begin with it, and as
 * many of those in whose key it is. */
static void
index_rules(YtDispatch *dispatch, const YtLexicon *lexicon, const guint16 numbers[YT_MAX_LISTS],
            const guint64 weights[YT_MAX_LISTS], guint64 *by_list)
{
  guint n = dispatch->n_words, n_needed = dispatch->n_needed;
  for (guint r = 0; r < dispatch->rules->len; r++) {
    const YtRule *rule = g_ptr_array_index(dispatch->rules, r);
    renumber(rule->needs.lists, numbers, dispatch->needs + r * n_needed);
    for (guint k = 0; k < rule->needs.n_any; k++)
      renumber(rule->needs.any[k], numbers, dispatch->any + (r * YT_MAX_NEEDED + k) * n_needed);
    dispatch->classes[r] = (YtNeededClasses){.n_masks = rule->needs.n_classes, .n_any = rule->needs.n_any};
    memcpy(dispatch->classes[r].masks, rule->needs.classes, sizeof rule->needs.classes);
    Beginning begin = {.anything = FALSE};
    g_autofree guint8 *seen = g_new0(guint8, rule->n_instructions);
    add_beginnings(lexicon, rule, 0, seen, &begin);
    Key key = find_key(&rule->needs, weights);
    if (begin.anything)
      set_bit(dispatch->anywhere, r);
    if (begin.name)
      set_bit(dispatch->at_name, r);
    if (begin.anything || begin.name)
      set_bit(dispatch->open, r);
    if (begins_at_clause(rule))
      set_bit(dispatch->at_clause, r);
    for (guint l = 0; l < YT_MAX_LISTS; l++) {
      if (begin.lists[l / 64] >> (l % 64) & 1)
        set_bit(by_list + 2 * l * n, r);
      if (key.lists[l / 64] >> (l % 64) & 1)
        set_bit(by_list + (2 * l + 1) * n, r);
    }
    for (guint c = 0; c < YT_N_CLASSES; c++) {
      if (begin.classes >> c & 1)
        set_bit(dispatch->by_class + 2 * c * n, r);
      if (key.classes >> c & 1)
        set_bit(dispatch->by_class + (2 * c + 1) * n, r);
    }
  }
}

static guint
row_words(const YtDispatch *dispatch)
{
  return 2 * dispatch->n_words + dispatch->n_needed;
}

static guint
round_to_pairs(guint n_words)
{
  return (n_words + 1) & ~1u;
}

void
yt_dispatch_init(YtDispatch *dispatch, const YtLexicon *lexicon, const GPtrArray *rules)
{
  guint16 numbers[YT_MAX_LISTS];
  guint n = dispatch->n_words = round_to_pairs(MAX((rules->len + 63) / 64, 1));
  guint n_needed = dispatch->n_needed = round_to_pairs((number_needed(rules, numbers) + 63) / 64),
        n_row = row_words(dispatch);
  dispatch->rules = rules;
  dispatch->row_of = g_new0(guint16, lexicon->sets->len);
  dispatch->rows = g_new0(guint64, n_row * (lexicon->sets->len +
                                            1)); /* the last one is written before it is known to be wanted */
  dispatch->begins = g_new0(guint8, lexicon->sets->len + 1);
  dispatch->needs = g_new0(guint64, n_needed * rules->len + 1);
  dispatch->any = g_new0(guint64, n_needed * YT_MAX_NEEDED * rules->len + 1);
  dispatch->classes = g_new0(YtNeededClasses, rules->len + 1);
  dispatch->by_class = g_new0(guint64, 2 * n * YT_N_CLASSES);
  dispatch->anywhere = g_new0(guint64, n);
  dispatch->at_name = g_new0(guint64, n);
  dispatch->open = g_new0(guint64, n);
  dispatch->at_clause = g_new0(guint64, n);
  g_autofree guint64 *by_list = g_new0(guint64, YT_MAX_LISTS * 2 * n);
  guint64 weights[YT_MAX_LISTS];
  weigh_lists(lexicon, weights);
  index_rules(dispatch, lexicon, numbers, weights, by_list);
  guint n_rows = 1;
  for (guint s = 1; s < lexicon->sets->len; s++) {
    const guint64 *lists = yt_lexicon_get_lists(lexicon, s);
    guint64 *row = dispatch->rows + n_rows * n_row;
    renumber(lists, numbers, row + 2 * n);
    for (guint l = 0; l < YT_MAX_LISTS / 64; l++)
      for (guint64 left = lists[l]; left != 0; left &= left - 1)
        for (guint w = 0; w < 2 * n; w++)
          row[w] |= by_list[(l * 64 + (guint) __builtin_ctzll(left)) * 2 * n + w];
    guint64 any = 0;
    for (guint w = 0; w < n_row; w++) {
      any |= row[w];
      dispatch->begins[n_rows] = dispatch->begins[n_rows] || (w < n && row[w] != 0);
    }
    if (any != 0)
      dispatch->row_of[s] = (guint16) n_rows++;
  }
}

void
yt_dispatch_clear(YtDispatch *dispatch)
{
  g_free(dispatch->row_of);
  g_free(dispatch->rows);
  g_free(dispatch->begins);
  g_free(dispatch->needs);
  g_free(dispatch->any);
  g_free(dispatch->classes);
  g_free(dispatch->by_class);
  g_free(dispatch->anywhere);
  g_free(dispatch->at_name);
  g_free(dispatch->open);
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
  guint64 *ready;  /* rules whose needs stand from the present item on */
  guint64
      *unready;  /* those of which that is known not to be so, since the last was met that some rule needs */
  guint64 *met;  /* as a row: what stands there */
  gboolean open; /* may one of them, by its key, begin with what has no lists and is no mention? */
  guint32 classes; /* of the mentions there */
  Start *starts;
  gsize n_starts, n_starts_room;
  guint32 *first; /* by rule, of active ones: into starts; index + 1 */
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
  trials->ready = g_new0(guint64, dispatch->n_words);
  trials->unready = g_new0(guint64, dispatch->n_words);
  trials->met = g_new0(guint64, row_words(dispatch));
  trials->first = g_new0(guint32, dispatch->n_words * 64);
  return trials;
}

void
yt_trials_free(YtTrials *trials)
{
  if (!trials)
    return;
  g_free(trials->active);
  g_free(trials->ready);
  g_free(trials->unready);
  g_free(trials->met);
  g_free(trials->first);
  g_free(trials->starts);
  g_free(trials);
}

/* Has what was met, and mentions of these @classes, what rule @r needs? */
static gboolean
is_satisfied(const YtTrials *trials, guint r)
{
  const YtDispatch *dispatch = trials->dispatch;
  guint n_needed = dispatch->n_needed;
  const guint64 *needs = dispatch->needs + r * n_needed, *lists = trials->met + 2 * dispatch->n_words;
  if (lacks(needs, lists, n_needed))
    return FALSE;
  const YtNeededClasses *needed = &dispatch->classes[r];
  for (guint k = 0; k < needed->n_masks; k++)
    if (!(needed->masks[k] & trials->classes))
      return FALSE;
  for (guint k = 0; k < needed->n_any; k++)
    if (!meet(dispatch->any + (r * YT_MAX_NEEDED + k) * n_needed, lists, n_needed))
      return FALSE;
  return TRUE;
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

/* Those of @rules, of word @w, whose needs stand from the present item on. */
static guint64
find_ready(YtTrials *trials, guint w, guint64 rules)
{
  guint64 ready = trials->ready[w];
  rules &= ~trials->unready[w];
  for (guint64 left = rules & ~ready; left != 0; left &= left - 1)
    if (is_satisfied(trials, w * 64 + (guint) __builtin_ctzll(left)))
      ready |= left & -left;
  trials->ready[w] = ready;
  trials->unready[w] |= rules & ~ready;
  return rules & ready;
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
  rules = find_ready(trials, w, rules);
  if ((rules & named) && !yt_may_begin_name(trials->analysis, from, to, i))
    rules &= ~named;
  for (guint64 left = rules; left != 0; left &= left - 1) {
    guint r = w * 64 + (guint) __builtin_ctzll(left);
    gboolean known = (trials->active[w] & left & -left) != 0;
    trials->first[r] = add_start(trials, (Start){i, known ? trials->first[r] : 0});
    trials->active[w] |= left & -left;
  }
}

/* Notes what stands at an item: @row from its keys on, @n of its words. */
static void
meet_all(YtTrials *trials, const guint64 *keys, guint n)
{
  const YtDispatch *dispatch = trials->dispatch;
  guint n_words = dispatch->n_words;
  guint64 *met = trials->met + n_words;
  if (!add_new(met, keys, n))
    return;
  memset(trials->unready, 0, n_words * sizeof *trials->unready);
  trials->open = meet(dispatch->open, met, n_words);
}

void
yt_trials_find(YtTrials *trials, guint32 from, guint32 to)
{
  const YtDispatch *dispatch = trials->dispatch;
  guint n_words = dispatch->n_words, n_row = row_words(dispatch);
  const YtItem *items = trials->analysis->first_item;
  const YtMention *mentions = trials->analysis->first_mention;
  const guint64 *met = trials->met, *anywhere = dispatch->anywhere, *at_name = dispatch->at_name;
  const guint64 *rows = dispatch->rows, *by_class = dispatch->by_class;
  trials->n_starts = 0;
  trials->next = 0;
  trials->classes = 0;
  trials->open = FALSE;
  memset(trials->met, 0, n_row * sizeof *met);
  for (guint w = 0; w < n_words; w++)
    trials->active[w] = trials->ready[w] = trials->unready[w] = 0;
  meet_all(trials, by_class + n_words, n_words);  /* keys of rules that need nothing are of no class, too */
  for (guint32 i = to, behind = 0; i-- > from;) { /* behind: the mention of the item behind */
    guint32 mention = items[i].mention;
    /* A word of a name is none of the sentence's, but for its last one: see take_one(). */
    guint32 r = mention != 0 && mention == behind ? 0 : dispatch->row_of[items[i].set];
    const guint64 *row = rows + r * n_row, *of_class = by_class;
    if (mention != 0) {
      guint class = mentions[mention - 1].class;
      of_class += 2 * class * n_words;
      if (mention != behind && !(trials->classes >> class & 1)) {
        trials->classes |= 1u << class;
        memset(trials->unready, 0, n_words * sizeof *trials->unready);
        meet_all(trials, of_class + n_words, n_words);
      }
    }
    behind = mention;
    if (r != 0)
      meet_all(trials, row + n_words, n_row - n_words);
    if (mention != 0 ? i > from && items[i - 1].mention == mention /* no match begins inside a mention */
                     : !dispatch->begins[r] && !trials->open)
      continue;
    for (guint w = 0; w < n_words; w += 2) {
      Pair here = pair_at(row + w) | pair_at(of_class + w) | pair_at(anywhere + w);
      Pair rules = (here | pair_at(at_name + w)) & pair_at(met + n_words + w) & ~pair_at(trials->unready + w);
      for (guint k = 0; k < 2 && !is_empty(rules); k++)
        if (rules[k] != 0)
          add_starts(trials, from, to, i, w + k, rules[k], at_name[w + k] & ~here[k]);
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
    }
  if (trials->next == 0)
    return NULL;
  const Start *next = &trials->starts[trials->next - 1];
  *start = next->item;
  trials->next = next->next;
  return g_ptr_array_index(trials->dispatch->rules, trials->rule);
}
