/* The matcher, alone: items are made by hand, and rules compiled from text. */
#include "loader/match.h"

#include "support.h"

static const char rules_head[] =
    "list and: 和 与\nlist etc: 等\nlist stop: 的 在\nlist a: 甲 丙\nlist b: 乙 丙\n";

/* ---- items by hand ---- */

static void
add_item(YtAnalysis *a, GString *text, const char *words, YtItemKind kind, guint32 mention)
{
  gsize n = strlen(words);
  guint32 word = yt_lexicon_find(a->grammar->lexicon, words, n);
  YtItem item = {.start = (guint32) text->len,
                 .end = (guint32) (text->len + n),
                 .word = word,
                 .mention = mention,
                 .set = yt_lexicon_get(a->grammar->lexicon, word)->set,
                 .kind = (guint8) kind};
  g_string_append(text, words);
  g_array_append_val(a->items, item);
  yt_note_moved(a);
}

static YtItemKind
kind_of(const char *words)
{
  static const struct {
    const char *words;
    YtItemKind kind;
  } kinds[] = {{",", YT_ITEM_COMMA},  {"、", YT_ITEM_SEPARATOR}, {"。", YT_ITEM_STOP},
               {"7", YT_ITEM_NUMBER}, {"K", YT_ITEM_LATIN},      {"“", YT_ITEM_MARK},
               {"”", YT_ITEM_MARK},   {"(", YT_ITEM_MARK},       {")", YT_ITEM_MARK}};
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (strcmp(words, kinds[i].words) == 0)
      return kinds[i].kind;
  return YT_ITEM_HAN;
}

/* Adds the mention that the next @n items will be. */
static guint32
add_mention(YtAnalysis *a, YtClass class, gboolean weak)
{
  YtMention mention = {.class = (guint8) class, .state = weak ? YT_MENTION_WEAK : YT_MENTION_NAMED};
  g_array_append_val(a->mentions, mention);
  yt_note_moved(a);
  return a->mentions->len;
}

static void
finish_items(YtAnalysis *a, GString *text)
{
  yt_text_free(a->text);
  a->text = g_new0(YtText, 1);
  a->text->n_text = text->len;
  g_string_set_size(text, text->len + YT_TEXT_PADDING);
  memset(text->str + a->text->n_text, 0, YT_TEXT_PADDING);
  a->text->text = g_string_free(text, FALSE);
}

/* Items from words with blanks between: P:甲园 is a Park, C: a Company, L: a Place, in lower case a weak one; a '+' parts
 * the items of one mention. */
static void
analysis_of(YtAnalysis *a, const YtGrammar *grammar, const char *notation)
{
  analysis_start(a, grammar, "");
  GString *text = g_string_new(NULL);
  g_auto(GStrv) words = g_strsplit(notation, " ", -1);
  for (char **word = words; *word; word++) {
    if ((*word)[0] == '\0' || (*word)[1] != ':') {
      if (**word)
        add_item(a, text, *word, kind_of(*word), 0);
      continue;
    }
    char class = g_ascii_toupper((*word)[0]);
    guint32 mention = add_mention(a,
                                  class == 'P'   ? YT_CLASS_PARK
                                  : class == 'C' ? YT_CLASS_COMPANY
                                                 : YT_CLASS_PLACE,
                                  g_ascii_islower((*word)[0]));
    g_auto(GStrv) parts = g_strsplit(*word + 2, "+", -1);
    for (char **part = parts; *part; part++)
      add_item(a, text, *part, YT_ITEM_HAN, mention);
  }
  finish_items(a, text);
}

/* What the pattern does at the first item: "" where it does not match, else its end and what the labels hold, such as
 * "3 x=甲园,乙园". */
static char *
matched(const char *pattern, const char *notation)
{
  g_autofree char *rules =
      g_strconcat(rules_head, "rule r: ", pattern, " => document supports document\n", NULL);
  g_autoptr(YtGrammar) grammar = grammar_of(rules);
  g_auto(YtAnalysis) a;
  analysis_of(&a, grammar, notation);
  g_autofree YtMatch *match = g_new0(YtMatch, 1);
  if (!yt_match(&a, g_ptr_array_index(grammar->fact_rules, 0), 0, a.items->len, 0, match))
    return g_strdup("");
  GString *out = g_string_new(NULL);
  g_string_append_printf(out, "%u", match->item_to);
  for (guint c = 0; c < YT_MAX_CAPTURES; c++)
    for (guint i = 0; i < match->n[c]; i++) {
      const YtCaptured *captured = &match->captured[c][i];
      g_string_append_printf(
          out, "%s%.*s",
          i > 0    ? ","
          : c == 0 ? " x="
                   : " y=",
          (int) (yt_item(&a, captured->item_to - 1)->end - yt_item(&a, captured->item_from)->start),
          a.text->text + yt_item(&a, captured->item_from)->start);
    }
  return g_string_free(out, FALSE);
}

static void
assert_matched(const char *pattern, const char *notation, const char *expected)
{
  g_autofree char *found = matched(pattern, notation);
  if (strcmp(found, expected) != 0)
    g_error("%s on %s: expected “%s”, found “%s”", pattern, notation, expected, found);
}

/* ---- elements, one by one ---- */

static void
test_elements(void)
{
  assert_matched("@a", "甲", "1");
  assert_matched("@a", "乙", "");
  assert_matched("\"丁\"", "丁", "1");
  assert_matched("x:Park", "P:甲园 丁", "1 x=甲园");
  assert_matched("x:Park", "P:甲+园 丁", "2 x=甲园");
  assert_matched("x:Park", "p:甲园", "");
  assert_matched("x:~Park", "p:甲园", "1 x=甲园");
  assert_matched("x:Company|Place", "L:甲市", "1 x=甲市");
  assert_matched("x:Company|Place", "P:甲园", "");
  assert_matched("x:QUOTED", "“ 丁 甲 ”", "4 x=丁甲");
  assert_matched("x:QUOTED", "“ ”", "");
  assert_matched("x:QUOTED", "“ 丁", "");
  assert_matched("NUM LATIN", "7 K", "2");
  assert_matched("x:(\"甲\" \"乙\"?)", "甲 乙 丁", "2 x=甲乙");
  assert_matched("@a , @b", "甲 , 乙", "3");
  assert_matched("^ ^^ @a $", "甲 , 乙", "1");
  assert_matched("^ ^^ @a $$", "甲 , 乙", "");
  assert_matched("@a $$", "甲 。", "1");
  assert_matched("@a $$", "甲", "1");
  assert_matched("@a !\"丁\"", "甲 丁", "");
  assert_matched("@a !\"丁\"", "甲 乙", "1");
}

/* A word inside a name is no word of the sentence; one that is the whole name is. */
static void
test_words_in_names(void)
{
  assert_matched("@a", "P:甲+园", "");
  assert_matched("@a", "P:甲", "1");
  assert_matched("..1 @b", "P:甲+乙 乙", "3");
}

/* A gap takes as little as will do, counts a name as one, and ends at a stop; only three points cross a comma. */
static void
test_gaps(void)
{
  assert_matched("..5 x:Park", "丁 丁 P:甲园 P:乙园", "3 x=甲园");
  assert_matched("..1 @a", "丁 丁 甲", "");
  assert_matched("..1 @a", "C:丁+丁+丁 甲", "4");
  assert_matched("..5 @a", "丁 , 甲", "");
  assert_matched("...5 @a", "丁 , 甲", "3");
  assert_matched("...5 @a", "丁 。 甲", "");
  assert_matched(".. @a", "丁 丁 丁 丁 丁 丁 丁 丁 丁 丁 丁 丁 甲", "13");
  assert_matched(".. @a", "丁 丁 丁 丁 丁 丁 丁 丁 丁 丁 丁 丁 丁 甲", "");
}

/* Branches in the order written, as many repetitions as there are, and back again where that does not fit. */
static void
test_choices(void)
{
  assert_matched("(\"甲\" | \"甲\" \"乙\") \"丁\"", "甲 乙 丁", "3");
  assert_matched("(x:\"甲\" | \"甲\" y:\"乙\") \"乙\"?", "甲 乙", "2 x=甲");
  assert_matched("\"甲\"* \"甲\" \"乙\"", "甲 甲 甲 乙", "4");
  assert_matched("\"甲\"+", "乙", "");
  assert_matched("(x:Park \"的\" | x:Park)", "P:甲园", "1 x=甲园");
  assert_matched("\"甲\" (\"乙\" | \"丁\"?) \"甲\"", "甲 甲", "2");
}

/* 、 and the words of the list and join names; other kinds are passed over, brackets and 等 with a noun too. */
static void
test_coordination(void)
{
  assert_matched("x:{Park}", "P:甲园 、 P:乙园 和 P:丙园 的", "5 x=甲园,乙园,丙园");
  assert_matched("x:{Park}", "P:甲园 等", "1 x=甲园");
  assert_matched("x:{Park}", "P:甲园 、 C:丁司 、 P:乙园", "5 x=甲园,乙园");
  assert_matched("x:{Park}", "P:甲园 、 C:丁司", "1 x=甲园");
  assert_matched("x:{Park}", "C:丁司 、 P:甲园", "");
  assert_matched("x:{Park}", "P:甲园 ( C:丁司 ) 、 P:乙园", "6 x=甲园,乙园");
  assert_matched("x:{Park}", "P:甲园 , P:乙园 , 丁", "3 x=甲园,乙园");
  assert_matched("x:{Park}", "P:甲园 、 丁 丁 P:乙园", "5 x=甲园,乙园");
  assert_matched("x:{Park}", "P:甲园 等 丁 和 P:乙园", "5 x=甲园,乙园");
  assert_matched("x:{Park}", "P:甲园 。 P:乙园", "1 x=甲园");
  assert_matched("x:{Park}", "P:甲园 P:乙园", "1 x=甲园");
  assert_matched("x:{Park|Company}", "P:甲园 、 C:丁司", "3 x=甲园,丁司");
  assert_matched("x:{~Park}", "P:甲园 、 p:乙园", "3 x=甲园,乙园");
  assert_matched("x:{Park}", "P:甲园 、 p:乙园", "1 x=甲园");
  assert_matched("x:<Park> \"和\" y:Park", "P:甲园 、 P:乙园 和 P:丙园", "5 x=甲园,乙园 y=丙园");
}

/* A NAME is a run of words that could be one; behind 、 it may be anything up to the next mark. */
static void
test_names(void)
{
  assert_matched("x:NAME \"等\"", "丁 丁 等", "3 x=丁丁");
  assert_matched("x:NAME", "的 丁", "");
  assert_matched("x:NAME", "P:甲园 的", "1 x=甲园");
  assert_matched("x:{NAME} \"等\"", "丁 、 K 和 乙 等", "6 x=丁,K,乙");
  assert_matched("x:{NAME} \"等\"", "丁 等", "2 x=丁");
  assert_matched("x:{NAME} \"等\"", "丁 、 的", "");
  assert_matched("x:{NAME} \"等\"", "丁 ( K ) 、 乙 等", "7 x=丁,乙");
}

/* More members than a label holds: the first 48 are kept, and the rule still matches. */
static void
test_many_members(void)
{
  GString *notation = g_string_new("P:甲园");
  for (int i = 0; i < 60; i++)
    g_string_append(notation, " 、 P:甲园");
  g_autofree char *text = g_string_free(notation, FALSE), *found = matched("x:{Park}", text);
  g_auto(GStrv) members = g_strsplit(found, ",", -1);
  g_assert_cmpuint(g_strv_length(members), ==, YT_MAX_CAPTURED);
}

/* Steps are bounded: what would try every way to part 200 items gives up at once. */
static void
test_bounded(void)
{
  GString *notation = g_string_new("甲");
  for (int i = 0; i < 200; i++)
    g_string_append(notation, " 甲");
  g_autofree char *text = g_string_free(notation, FALSE);
  gint64 begun = g_get_monotonic_time();
  assert_matched("((\"甲\" ..30)+ ..30)+ \"丁\"", text, "");
  g_assert_cmpint(g_get_monotonic_time() - begun, <, 5 * G_USEC_PER_SEC);
}

/* ---- against a matcher that is too simple to be wrong ---- */

typedef enum {
  LIST,
  WORD,
  CLASS,
  GAP,
  BEGIN,
  END,
  NUMBER,
  LATIN,
  COMMA,
  QUOTED,
  SEQUENCE,
  CHOICE,
  OPTIONAL,
  ANY_TIMES,
  SOME,
  NOT,
  LABEL
} NodeKind;

typedef struct Node {
  NodeKind kind;
  guint arg;        /* list or word, classes, items of a gap, label */
  gboolean wide;    /* of a gap: over commas; of ^ and $: of the sentence; of classes: weak names too */
  GPtrArray *inner; /* struct Node */
} Node;

static void
node_free(gpointer data)
{
  Node *node = data;
  g_ptr_array_unref(node->inner);
  g_free(node);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Node, node_free)

static const char *const words[] = {"甲", "乙", "丙", "丁", "和"};
static const char *const lists[] = {"a", "b"};
static const YtClass classes[] = {YT_CLASS_PARK, YT_CLASS_COMPANY, YT_CLASS_PLACE};
static const char *const labels[] = {"x", "y", "z"};

static Node *
new_node(NodeKind kind, guint arg, gboolean wide)
{
  Node *node = g_new0(Node, 1);
  *node = (Node){.kind = kind, .arg = arg, .wide = wide, .inner = g_ptr_array_new_with_free_func(node_free)};
  return node;
}

static guint
random_below(guint n)
{
  return (guint) g_test_rand_int_range(0, (gint32) n);
}

/* One element; @solid: one that takes an item. */
static Node *
random_atom(gboolean solid)
{
  switch (random_below(solid ? 8 : 12)) {
  case 0:
  case 1: return new_node(LIST, random_below(G_N_ELEMENTS(lists)), FALSE);
  case 2: return new_node(WORD, random_below(G_N_ELEMENTS(words)), FALSE);
  case 3:
  case 4: return new_node(CLASS, 1 + random_below(7), random_below(3) == 0);
  case 5: return new_node(COMMA, 0, FALSE);
  case 6: return new_node(random_below(2) ? NUMBER : LATIN, 0, FALSE);
  case 7: return new_node(QUOTED, 0, FALSE);
  case 8: return new_node(BEGIN, 0, g_test_rand_bit());
  case 9: return new_node(END, 0, g_test_rand_bit());
  default: return new_node(GAP, random_below(5), g_test_rand_bit());
  }
}

/* @open: the labels that stand around, which must not be used again inside; @wide: those that stood over more than a class;
 * @repeated: is it inside what is repeated?
 *
 * Missing: a label over more than a class that stands once more behind that, or is repeated, because the matcher does not
 * take back where such a label began when it tries another way. */
static Node *
random_node(guint depth, gboolean solid, guint open, guint *wide, gboolean repeated)
{
  if (depth == 0 || random_below(3) == 0)
    return random_atom(solid);
  guint label = random_below(G_N_ELEMENTS(labels));
  switch (random_below(8)) {
  case 0:
  case 1: {
    Node *node = new_node(SEQUENCE, 0, FALSE);
    for (guint n = 1 + random_below(3); n > 0; n--)
      g_ptr_array_add(node->inner,
                      random_node(depth - 1, solid && node->inner->len == 0, open, wide, repeated));
    return node;
  }
  case 2: {
    Node *node = new_node(CHOICE, 0, FALSE);
    for (guint n = 2 + random_below(2); n > 0; n--)
      g_ptr_array_add(node->inner, random_node(depth - 1, solid, open, wide, repeated));
    return node;
  }
  case 3:
  case 4: {
    NodeKind kind = solid ? SOME : (NodeKind[]){OPTIONAL, ANY_TIMES, SOME}[random_below(3)];
    Node *node = new_node(kind, 0, FALSE);
    g_ptr_array_add(node->inner, random_node(depth - 1, TRUE, open, wide, repeated || kind != OPTIONAL));
    return node;
  }
  case 5:
    if (!solid) {
      Node *node = new_node(NOT, 0, FALSE);
      g_ptr_array_add(node->inner, random_node(depth - 1, FALSE, ~0u, wide,
                                               repeated)); /* no labels: nothing is captured there */
      return node;
    }
    return random_atom(solid);
  default:
    if ((open | *wide) & 1u << label)
      return random_atom(solid);
    Node *node = new_node(LABEL, label, FALSE);
    if (repeated || random_below(2)) {
      g_ptr_array_add(node->inner, new_node(CLASS, 1 + random_below(7), FALSE));
    } else {
      *wide |= 1u << label;
      g_ptr_array_add(node->inner, random_node(depth - 1, solid, open | 1u << label, wide, repeated));
    }
    return node;
  }
}

static void
write_node(const Node *node, GString *out)
{
  switch (node->kind) {
  case LIST: g_string_append_printf(out, "@%s", lists[node->arg]); return;
  case WORD: g_string_append_printf(out, "\"%s\"", words[node->arg]); return;
  case CLASS: {
    const char *mark = node->wide ? "~" : "";
    for (guint c = 0; c < G_N_ELEMENTS(classes); c++)
      if (node->arg >> c & 1) {
        g_string_append_printf(out, "%s%s", mark, yt_class_get_name(classes[c]));
        mark = "|";
      }
    return;
  }
  case GAP: g_string_append_printf(out, "%s%u", node->wide ? "..." : "..", node->arg); return;
  case BEGIN: g_string_append(out, node->wide ? "^^" : "^"); return;
  case END: g_string_append(out, node->wide ? "$$" : "$"); return;
  case NUMBER: g_string_append(out, "NUM"); return;
  case LATIN: g_string_append(out, "LATIN"); return;
  case COMMA: g_string_append(out, ","); return;
  case QUOTED: g_string_append(out, "QUOTED"); return;
  case NOT: g_string_append(out, "!"); break;
  case LABEL: g_string_append_printf(out, "%s:", labels[node->arg]); break;
  default: break;
  }
  g_string_append_c(out, '(');
  for (guint i = 0; i < node->inner->len; i++) {
    if (i > 0)
      g_string_append(out, node->kind == CHOICE ? " | " : " ");
    write_node(g_ptr_array_index(node->inner, i), out);
  }
  g_string_append_c(out, ')');
  if (node->kind == OPTIONAL || node->kind == ANY_TIMES || node->kind == SOME)
    g_string_append_c(out, node->kind == OPTIONAL ? '?' : node->kind == ANY_TIMES ? '*' : '+');
}

/* What is still to match: a list of nodes, where @close >= 0 stands for the end of a label. */
typedef struct Rest {
  const Node *node;
  gint close;
  const struct Rest *next;
} Rest;

typedef struct {
  const YtAnalysis *a;
  guint32 to, end;
  guint n_steps;
  YtMatch match;
  gint32 open[G_N_ELEMENTS(labels)];
  guint n_at_open[G_N_ELEMENTS(labels)];
} Naive;

static guint32
behind(const Naive *n, guint32 i) /* behind the item or the whole name */
{
  guint32 mention = yt_item(n->a, i)->mention, next = i + 1;
  while (mention != 0 && next < n->to && yt_item(n->a, next)->mention == mention)
    next++;
  return next;
}

static void
keep(Naive *n, guint32 from, guint32 to, gint32 mention)
{
  for (guint l = 0; l < G_N_ELEMENTS(labels); l++)
    if (n->open[l] >= 0)
      n->match.captured[l][n->match.n[l]++] =
          (YtCaptured){.item_from = from, .item_to = to, .mention = mention};
}

/* Behind what the element takes at @i, or -1; an element takes one thing in one way. */
static gint64
take(Naive *n, const Node *node, guint32 i)
{
  const gint64 here = i, none = -1;
  if (node->kind == BEGIN) {
    YtItemKind before = i > 0 ? yt_item(n->a, i - 1)->kind : YT_ITEM_STOP;
    return i == 0 || (!node->wide && (before == YT_ITEM_COMMA || before == YT_ITEM_STOP)) ? here : none;
  }
  const YtItem *item = i < n->to ? yt_item(n->a, i) : NULL;
  if (node->kind == END)
    return !item || item->kind == YT_ITEM_STOP || (!node->wide && item->kind == YT_ITEM_COMMA) ? here : none;
  if (!item)
    return -1;
  g_autofree char *text = dup_span(n->a, item->start, item->end);
  gboolean ok = FALSE;
  switch (node->kind) {
  case LIST: ok = strcmp(text, "丙") == 0 || strcmp(text, node->arg == 0 ? "甲" : "乙") == 0; break;
  case WORD: ok = strcmp(text, words[node->arg]) == 0; break;
  case CLASS: {
    if (item->mention == 0)
      return -1;
    const YtMention *mention = yt_mention(n->a, item->mention - 1);
    for (guint c = 0; c < G_N_ELEMENTS(classes); c++)
      ok = ok || ((node->arg >> c & 1) && mention->class == classes[c]);
    if (!ok || (mention->state == YT_MENTION_WEAK && !node->wide))
      return -1;
    keep(n, i, behind(n, i), (gint32) item->mention - 1);
    return behind(n, i);
  }
  case NUMBER: return item->kind == YT_ITEM_NUMBER ? here + 1 : none;
  case LATIN: return item->kind == YT_ITEM_LATIN ? here + 1 : none;
  case COMMA: return item->kind == YT_ITEM_COMMA ? here + 1 : none;
  case QUOTED:
    if (strcmp(text, "“") != 0)
      return -1;
    for (guint32 p = i + 1; p < n->to; p++)
      if (yt_text_has(n->a, yt_item(n->a, p)->start, "”")) {
        if (p == i + 1)
          return -1;
        keep(n, i + 1, p, -1);
        return p + 1;
      }
    return -1;
  default: g_assert_not_reached();
  }
  return ok && (item->mention == 0 || behind(n, i) == i + 1) ? here + 1 : none;
}

static gboolean go(Naive *n, const Rest *rest, guint32 i);

/* Tries one way to go on, and undoes what it captured when it fails. */
static gboolean
try(Naive *n, const Rest *rest, guint32 i)
{
  Naive before = *n;
  if (go(n, rest, i))
    return TRUE;
  before.n_steps = n->n_steps;
  *n = before;
  return FALSE;
}

static gboolean
go(Naive *n, const Rest *rest, guint32 i)
{
  n->n_steps++;
  if (!rest) {
    n->end = i;
    return TRUE;
  }
  if (!rest->node) {
    guint l = (guint) rest->close;
    if (n->match.n[l] == n->n_at_open[l] && (guint32) n->open[l] < i)
      n->match.captured[l][n->match.n[l]++] =
          (YtCaptured){.item_from = (guint32) n->open[l], .item_to = i, .mention = -1};
    n->open[l] = -1;
    return go(n, rest->next, i);
  }
  const Node *node = rest->node;
  const Node *first = node->inner->len > 0 ? g_ptr_array_index(node->inner, 0) : NULL;
  switch (node->kind) {
  case SEQUENCE: {
    Rest parts[4];
    for (guint k = 0; k < node->inner->len; k++)
      parts[k] = (Rest){g_ptr_array_index(node->inner, k), -1,
                        k + 1 < node->inner->len ? &parts[k + 1] : rest->next};
    return go(n, &parts[0], i);
  }
  case CHOICE:
    for (guint k = 0; k < node->inner->len; k++)
      if (try(n, &(Rest){g_ptr_array_index(node->inner, k), -1, rest->next}, i))
        return TRUE;
    return FALSE;
  case OPTIONAL: return try(n, &(Rest){first, -1, rest->next}, i) || go(n, rest->next, i);
  case ANY_TIMES: return try(n, &(Rest){first, -1, rest}, i) || go(n, rest->next, i);
  case SOME: {
    Node again = {.kind = ANY_TIMES, .inner = node->inner};
    return go(n, &(Rest){first, -1, &(Rest){&again, -1, rest->next}}, i);
  }
  case NOT: {
    Naive aside = *n;
    gboolean found = go(&aside, &(Rest){first, -1, NULL}, i);
    n->n_steps = aside.n_steps;
    return !found && go(n, rest->next, i);
  }
  case LABEL:
    n->open[node->arg] = (gint32) i;
    n->n_at_open[node->arg] = n->match.n[node->arg];
    return go(n, &(Rest){first, -1, &(Rest){NULL, (gint) node->arg, rest->next}}, i);
  case GAP:
    for (guint k = 0;; k++) {
      if (try(n, rest->next, i))
        return TRUE;
      if (k == node->arg || i >= n->to || yt_item(n->a, i)->kind == YT_ITEM_STOP ||
          (yt_item(n->a, i)->kind == YT_ITEM_COMMA && !node->wide))
        return FALSE;
      i = behind(n, i);
    }
  default: {
    gint64 next = take(n, node, i);
    return next >= 0 && go(n, rest->next, (guint32) next);
  }
  }
}

static void
random_items(YtAnalysis *a, const YtGrammar *grammar)
{
  static const char *const others[] = {",", "、", "。", "7", "K", "“", "”"};
  analysis_start(a, grammar, "");
  GString *text = g_string_new(NULL);
  for (guint n = 1 + random_below(9); n > 0; n--)
    switch (random_below(5)) {
    case 0:
    case 1: add_item(a, text, words[random_below(G_N_ELEMENTS(words))], YT_ITEM_HAN, 0); break;
    case 2: {
      const char *other = others[random_below(G_N_ELEMENTS(others))];
      add_item(a, text, other, kind_of(other), 0);
      break;
    }
    default: {
      guint32 mention = add_mention(a, classes[random_below(G_N_ELEMENTS(classes))], random_below(4) == 0);
      for (guint k = 1 + random_below(2); k > 0; k--)
        add_item(a, text, words[random_below(4)], YT_ITEM_HAN, mention);
    }
    }
  finish_items(a, text);
}

/* FALSE when the simple matcher took so many steps that the other may have stopped at its bound. */
static gboolean
compare_at(const YtAnalysis *a, const YtRule *rule, const Node *pattern, const char *written, guint32 start)
{
  g_autofree YtMatch *match = g_new0(YtMatch, 1);
  g_autofree Naive *naive = g_new0(Naive, 1);
  *naive = (Naive){.a = a, .to = a->items->len, .open = {-1, -1, -1}};
  gboolean expected = go(naive, &(Rest){pattern, -1, NULL}, start);
  if (naive->n_steps > 800)
    return FALSE;
  gboolean found = yt_match(a, rule, 0, a->items->len, start, match);
  gboolean same = found == expected && (!found || match->item_to == naive->end);
  /* Labels are numbered by the order in which they stand in the pattern. */
  guint number = 0;
  for (const char *p = written; *p && same && found; p++) {
    if (p[1] != ':' || (p > written && g_ascii_isalpha(p[-1])) || *p < 'x' || *p > 'z')
      continue;
    gboolean seen = FALSE;
    for (const char *q = written; q < p; q++)
      seen = seen || (q[0] == *p && q[1] == ':');
    if (seen)
      continue;
    guint l = (guint) (*p - 'x');
    same = match->n[number] == naive->match.n[l];
    for (guint k = 0; same && k < match->n[number]; k++)
      same = memcmp(&match->captured[number][k], &naive->match.captured[l][k], sizeof(YtCaptured)) == 0;
    number++;
  }
  if (!same)
    g_error("%s at item %u of %s: expected %s at %u, found %s at %u", written, start, a->text->text,
            expected ? "a match" : "none", naive->end, found ? "a match" : "none", match->item_to);
  return TRUE;
}

/* On patterns and items of any kind the matcher finds what trying everything in order finds. */
static void
test_against_naive(void)
{
  enum { N_RULES = 60, N_ROUNDS = 8, N_TEXTS = 12 };
  guint n_compared = 0;
  for (int round = 0; round < N_ROUNDS; round++) {
    g_autoptr(GPtrArray) patterns = g_ptr_array_new_with_free_func(node_free);
    g_autoptr(GPtrArray) written = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) rules = g_string_new(rules_head);
    for (guint r = 0; r < N_RULES; r++) {
      guint wide = 0;
      Node *pattern = new_node(SEQUENCE, 0, FALSE);
      g_ptr_array_add(pattern->inner, random_atom(TRUE)); /* no rule is without one */
      g_ptr_array_add(pattern->inner, random_node(3, FALSE, 0, &wide, FALSE));
      if (random_below(2))
        g_ptr_array_add(pattern->inner, random_node(2, FALSE, 0, &wide, FALSE));
      if (random_below(2)) { /* or begins with something else */
        gpointer atom = g_ptr_array_steal_index(pattern->inner, 0);
        g_ptr_array_add(pattern->inner, atom);
      }
      GString *text = g_string_new(NULL);
      write_node(pattern, text);
      g_string_append_printf(rules, "rule r%u: %s => document supports document\n", r, text->str);
      g_ptr_array_add(patterns, pattern);
      g_ptr_array_add(written, g_string_free(text, FALSE));
    }
    g_autoptr(YtGrammar) grammar = grammar_of(rules->str);
    for (guint r = 0; r < N_RULES; r++)
      for (int t = 0; t < N_TEXTS; t++) {
        g_auto(YtAnalysis) a;
        random_items(&a, grammar);
        g_autofree gboolean *given = g_new0(gboolean, a.items->len);
        g_autoptr(YtTrials) trials = yt_trials_new(&a, &grammar->fact_dispatch);
        yt_trials_find(trials, 0, a.items->len);
        const YtRule *rule = g_ptr_array_index(grammar->fact_rules, r);
        guint32 item;
        for (const YtRule *next; (next = yt_trials_next(trials, &item)) != NULL;)
          given[item] = given[item] || next == rule;
        for (guint32 start = 0; start < a.items->len; start++) {
          if (start > 0 && yt_item(&a, start)->mention != 0 &&
              yt_item(&a, start)->mention == yt_item(&a, start - 1)->mention)
            continue; /* inside a name */
          if (compare_at(&a, rule, g_ptr_array_index(patterns, r), g_ptr_array_index(written, r), start))
            n_compared++;
          YtMatch match;
          if (yt_match(&a, rule, 0, a.items->len, start, &match))
            g_assert_true(given[start]); /* what is passed over untried could not have matched */
        }
      }
  }
  g_test_message("%u comparisons", n_compared);
  g_assert_cmpuint(n_compared, >, N_ROUNDS * N_RULES * N_TEXTS);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/loader/match/elements", test_elements);
  g_test_add_func("/loader/match/words-in-names", test_words_in_names);
  g_test_add_func("/loader/match/gaps", test_gaps);
  g_test_add_func("/loader/match/choices", test_choices);
  g_test_add_func("/loader/match/coordination", test_coordination);
  g_test_add_func("/loader/match/names", test_names);
  g_test_add_func("/loader/match/many-members", test_many_members);
  g_test_add_func("/loader/match/bounded", test_bounded);
  g_test_add_func("/loader/match/against-naive", test_against_naive);
  return g_test_run();
}
