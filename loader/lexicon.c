/* lexicon.c: the trie, while it grows and when it is packed.
 *
 * While it grows, the children of a node are a list, the greatest character first, since most words come in the order of
 * their characters: then what is new goes to the head. The path of the last word is remembered, so that only what differs
 * is walked. The root's children have a table. Packed it is
 * a double array (Aoe, "An efficient digital search algorithm by using a double-array structure", 1989): characters get
 * codes, the more children they are the smaller, and every node a base at which the cells of its children are free. Nodes
 * of many children are placed first, since they are hardest to place; the rest fills the gaps. */
#include "loader/lexicon.h"

#include <math.h>
#include <string.h>
#include <sys/mman.h>

#define CORPUS_SIZE 60000000.0 /* running words behind the frequencies of data/gazetteers/words.tsv */
#define SET_WORDS (YT_MAX_LISTS / 64)
#define MAX_PATH 64 /* characters of a word whose path is remembered */

#define N_CHARACTERS 0x110000

typedef struct {
  gunichar character; /* over which the node is reached */
  guint32 child;      /* the first of its children, 0: none */
  guint32 next;       /* of its parent's children */
  guint32 word;
} Node;

struct _YtLexiconBuild {
  Node *nodes; /* [0] is the root */
  guint32 n_nodes, n_nodes_room;
  guint32 *root;           /* its children by their character */
  gunichar path[MAX_PATH]; /* the word added last, and the nodes behind its characters */
  guint32 path_nodes[MAX_PATH];
  guint n_path;
  gint32 costs[512]; /* by frequency; 0: not yet known */
};

static guint
set_hash(gconstpointer key)
{
  const YtListSet *set = key;
  guint64 h = 0;
  for (guint i = 0; i < SET_WORDS; i++)
    h = (h ^ set->bits[i]) * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
  return (guint) (h >> 32);
}

static gboolean
set_equal(gconstpointer a, gconstpointer b)
{
  return memcmp(a, b, sizeof(YtListSet)) == 0;
}

YtLexicon *
yt_lexicon_new(void)
{
  YtLexicon *lexicon = g_new0(YtLexicon, 1);
  YtLexiconBuild *build = lexicon->build = g_new0(YtLexiconBuild, 1);
  build->n_nodes_room = 1u << 18;
  build->nodes = g_new(Node, build->n_nodes_room);
  build->nodes[build->n_nodes++] = (Node){0};
  build->root = g_new0(guint32, N_CHARACTERS); /* memory is taken only where there are characters */
  lexicon->words = g_array_sized_new(FALSE, TRUE, sizeof(YtWord), 1u << 17);
  lexicon->sets = g_array_new(FALSE, TRUE, sizeof(YtListSet));
  lexicon->set_index = g_hash_table_new_full(set_hash, set_equal, g_free, NULL);
  g_array_set_size(lexicon->words, 1);
  g_array_set_size(lexicon->sets, 1);
  return lexicon;
}

static void
build_free(YtLexiconBuild *build)
{
  if (!build)
    return;
  g_free(build->nodes);
  g_free(build->root);
  g_free(build);
}

void
yt_lexicon_free(YtLexicon *lexicon)
{
  if (!lexicon)
    return;
  build_free(lexicon->build);
  g_aligned_free(lexicon->cells);
  g_free(lexicon->codes);
  g_free(lexicon->pairs);
  g_free(lexicon->named);
  g_array_unref(lexicon->words);
  g_array_unref(lexicon->sets);
  g_hash_table_unref(lexicon->set_index);
  g_free(lexicon);
}

/* ---- while it grows ---- */

static inline Node *
node_at(const YtLexiconBuild *build, guint32 node)
{
  return &build->nodes[node];
}

/* The child of @node over @c, or 0 and in @before the child behind which it belongs, 0 for the first place. */
static guint32
find_child(const YtLexiconBuild *build, guint32 node, gunichar c, guint32 *before)
{
  *before = 0;
  if (node == 0)
    return build->root[c];
  guint32 child = node_at(build, node)->child;
  while (child != 0 && node_at(build, child)->character > c) {
    *before = child;
    child = node_at(build, child)->next;
  }
  return child != 0 && node_at(build, child)->character == c ? child : 0;
}

static guint32
step_or_add(YtLexiconBuild *build, guint32 node, gunichar c)
{
  guint32 before, child = find_child(build, node, c, &before);
  if (child != 0)
    return child;
  if (build->n_nodes == build->n_nodes_room)
    build->nodes = g_renew(Node, build->nodes, build->n_nodes_room *= 2);
  child = build->n_nodes++;
  guint32 *link = before != 0 ? &node_at(build, before)->next : &node_at(build, node)->child;
  *node_at(build, child) = (Node){.character = c, .next = *link};
  *link = child;
  if (node == 0)
    build->root[c] = child;
  return child;
}

/* From 1791 for what stands once in the corpus; 100 × ln of what stands everywhere is above -60. Most words are rare, so the
 * costs of small frequencies are kept. */
static gint32
cost_of(YtLexiconBuild *build, guint frequency)
{
  gboolean small = frequency < G_N_ELEMENTS(build->costs);
  if (small && build->costs[frequency] != 0)
    return build->costs[frequency];
  gint32 cost = (gint32) (100.0 * log(CORPUS_SIZE / MAX(frequency, 1)));
  if (small)
    build->costs[frequency] = cost;
  return cost;
}

guint32
yt_lexicon_add(YtLexicon *lexicon, const char *text, gsize n_bytes)
{
  YtLexiconBuild *build = lexicon->build;
  g_return_val_if_fail(build != NULL, YT_WORD_NONE);
  guint32 node = 0, n_characters = 0;
  gboolean shared = TRUE; /* so far the word is as the last one */
  for (gsize i = 0; i < n_bytes; i += yt_utf8_size(text + i), n_characters++) {
    gunichar c = yt_utf8_get(text + i);
    shared = shared && n_characters < build->n_path && build->path[n_characters] == c;
    node = shared ? build->path_nodes[n_characters] : step_or_add(build, node, c);
    if (n_characters < MAX_PATH) {
      build->path[n_characters] = c;
      build->path_nodes[n_characters] = node;
    }
  }
  build->n_path = MIN(n_characters, MAX_PATH);
  guint32 *word = &node_at(build, node)->word;
  if (*word == YT_WORD_NONE && node != 0) {
    *word = lexicon->words->len;
    YtWord new = {.cost = cost_of(build, 1), .n_characters = (guint8) MIN(n_characters, 255)};
    g_array_append_val(lexicon->words, new);
  }
  return *word;
}

YtWord *
yt_lexicon_edit(YtLexicon *lexicon, guint32 word)
{
  return &g_array_index(lexicon->words, YtWord, word);
}

void
yt_lexicon_set_frequency(YtLexicon *lexicon, guint32 word, guint frequency)
{
  YtWord *w = yt_lexicon_edit(lexicon, word);
  w->cost = MIN(w->cost, cost_of(lexicon->build, frequency));
}

void
yt_lexicon_add_to_list(YtLexicon *lexicon, guint32 word, guint list)
{
  g_assert(list < YT_MAX_LISTS && word != YT_WORD_NONE);
  YtListSet set = g_array_index(lexicon->sets, YtListSet, yt_lexicon_get(lexicon, word)->set);
  set.bits[list / 64] |= G_GUINT64_CONSTANT(1) << (list % 64);
  gpointer index;
  if (!g_hash_table_lookup_extended(lexicon->set_index, &set, NULL, &index)) {
    g_assert(lexicon->sets->len < G_MAXUINT16);
    index = GUINT_TO_POINTER(lexicon->sets->len);
    g_array_append_val(lexicon->sets, set);
    g_hash_table_insert(lexicon->set_index, g_memdup2(&set, sizeof set), index);
  }
  yt_lexicon_edit(lexicon, word)->set = (guint16) GPOINTER_TO_UINT(index);
}

/* ---- packing ---- */

#define IS_FREE G_MAXUINT32
#define IS_ROOT (G_MAXUINT32 - 1) /* which is nobody's child */

typedef struct {
  guint32 max_code;
  guint32 hints[2]; /* the free cells at which searches for one child, and for several, begin; 0: the first one */
  YtLexiconCell *cells; /* the free ones are a ring through cell 0: base and word are the free cells before and after */
  guint32 n_cells;
} Packer;

static inline YtLexiconCell *
cell(const Packer *packer, guint32 i)
{
  return &packer->cells[i];
}

#define LARGE_PAGE (2u << 20) /* of x86-64; elsewhere it does no harm */

/* The cells lie in large pages where the system has them: steps go all over the array, and with small pages nearly each of
 * them would first have to find out where its page is. */
static void
make_room(Packer *packer, guint32 n_cells)
{
  guint32 n = packer->n_cells;
  if (n_cells <= n)
    return;
  gsize n_bytes = MAX(n_cells, (gsize) n + n / 4) * sizeof(YtLexiconCell);
  n_bytes = (n_bytes + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
  n_cells = (guint32) (n_bytes / sizeof(YtLexiconCell));
  YtLexiconCell *cells = g_aligned_alloc(n_bytes, 1, LARGE_PAGE);
  (void) madvise(cells, n_bytes, MADV_HUGEPAGE);
  if (n > 0)
    memcpy(cells, packer->cells, n * sizeof *cells);
  g_aligned_free(packer->cells);
  packer->cells = cells;
  packer->n_cells = n_cells;
  guint32 last = n > 0 ? cell(packer, 0)->base : 0;
  for (guint32 i = n; i < n_cells; i++) {
    *cell(packer, i) = (YtLexiconCell){.base = last, .parent = IS_FREE};
    cell(packer, last)->word = i;
    last = i;
  }
  cell(packer, 0)->base = last;
  cell(packer, last)->word = 0;
}

static void
take_cell(Packer *packer, guint32 i)
{
  YtLexiconCell *c = cell(packer, i);
  cell(packer, c->base)->word = c->word;
  cell(packer, c->word)->base = c->base;
  for (guint k = 0; k < 2; k++)
    if (packer->hints[k] == i)
      packer->hints[k] = c->word;
  *c = (YtLexiconCell){.parent = 0};
}

#define MAX_TRIES 32 /* gaps that one node looks at in vain before the next ones begin behind them */

/* A base at which the cells of all @children (code << 32, ascending) are free. One child goes into the first gap; several
 * begin where the last such search ended, so that the same full stretch is not searched again and again. */
static guint32
find_base(Packer *packer, const guint64 *children, guint n_children)
{
  guint32 first = (guint32) (children[0] >> 32);
  guint32 hint = packer->hints[n_children > 1], free = hint != 0 ? hint : cell(packer, 0)->word;
  for (guint tries = 0;; tries++) {
    if (free == 0) { /* the end: room behind it is free */
      free = packer->n_cells;
      make_room(packer, free + packer->max_code + 1);
    }
    if (free >= first) {
      guint32 base = free - first;
      make_room(packer, base + packer->max_code + 1);
      guint k = 1;
      while (k < n_children && cell(packer, base + (guint32) (children[k] >> 32))->parent == IS_FREE)
        k++;
      if (k == n_children) {
        if (tries > MAX_TRIES && n_children > 1)
          packer->hints[1] = free;
        return base;
      }
    }
    free = cell(packer, free)->word;
  }
}

static int
compare_codes(gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;
  return x < y ? -1 : x > y;
}

/* Gives every character a code from 1 on, those with more nodes first, and returns the last one. */
static guint32
assign_codes(YtLexicon *lexicon)
{
  const YtLexiconBuild *build = lexicon->build;
  guint32 *codes = lexicon->codes = g_new0(guint32, N_CHARACTERS);
  g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(guint64)); /* first the characters, then with their nodes */
  for (guint32 n = 1; n < build->n_nodes; n++) {
    guint64 c = node_at(build, n)->character;
    if (codes[c]++ == 0)
      g_array_append_val(order, c);
  }
  for (guint i = 0; i < order->len; i++) {
    guint64 *c = &g_array_index(order, guint64, i);
    *c |= (guint64) (G_MAXUINT32 - codes[*c]) << 32;
  }
  g_array_sort(order, compare_codes);
  for (guint i = 0; i < order->len; i++)
    codes[g_array_index(order, guint64, i) & G_MAXUINT32] = i + 1;
  return order->len;
}

static void
note_named(YtLexicon *lexicon)
{
  lexicon->named = g_new0(guint64, lexicon->words->len / 64 + 1);
  for (guint32 w = 0; w < lexicon->words->len; w++)
    if (yt_lexicon_get(lexicon, w)->entries != 0)
      lexicon->named[w / 64] |= G_GUINT64_CONSTANT(1) << (w % 64);
}

/* Notes the first two characters of all words. */
static void
note_pairs(YtLexicon *lexicon)
{
  const YtLexiconBuild *build = lexicon->build;
  lexicon->pairs = g_new0(guint64, YT_PAIR_BITS / 64);
  for (guint32 one = node_at(build, 0)->child; one != 0; one = node_at(build, one)->next)
    for (guint32 two = node_at(build, one)->child; two != 0; two = node_at(build, two)->next) {
      guint bit = yt_pair_bit(lexicon->codes[node_at(build, one)->character], lexicon->codes[node_at(build, two)->character]);
      lexicon->pairs[bit / 64] |= G_GUINT64_CONSTANT(1) << (bit % 64);
    }
}

/* The children of @node as code << 32 | node, by code. Nearly all nodes have few, so the comparison has to be in the loop: a
 * Shell sort, with the gaps of Ciura ("Best increments for the average case of Shellsort", 2001) and larger ones for the root. */
static guint
list_children(const YtLexicon *lexicon, guint32 node, guint64 *children)
{
  static const guint gaps[] = {4025, 1750, 701, 301, 132, 57, 23, 10, 4, 1};
  const YtLexiconBuild *build = lexicon->build;
  guint n = 0;
  for (guint32 child = node_at(build, node)->child; child != 0; child = node_at(build, child)->next)
    children[n++] = (guint64) lexicon->codes[node_at(build, child)->character] << 32 | child;
  for (guint g = 0; g < G_N_ELEMENTS(gaps); g++)
    for (guint gap = gaps[g], i = gap; i < n; i++) {
      guint64 child = children[i];
      guint k = i;
      for (; k >= gap && children[k - gap] > child; k -= gap)
        children[k] = children[k - gap];
      children[k] = child;
    }
  return n;
}

enum { N_CLASSES = 34 }; /* of nodes: by the number of children up to 32, more than that, and the root */

static guint
size_class(guint32 node, guint n_children)
{
  return node == 0 && n_children > 0 ? N_CLASSES - 1 : MIN(n_children, N_CLASSES - 2);
}

/* The nodes that have children, those with more of them first; equal ones in the order in which they came. */
static guint32 *
order_nodes(const YtLexiconBuild *build, guint32 *n_inner)
{
  guint32 n_nodes = build->n_nodes, starts[N_CLASSES + 1] = {0};
  g_autofree guint8 *classes = g_new(guint8, n_nodes); /* the one with most children is 0 */
  for (guint32 n = 0; n < n_nodes; n++) {
    guint n_children = 0;
    for (guint32 child = node_at(build, n)->child; child != 0 && n_children < N_CLASSES; n_children++)
      child = node_at(build, child)->next;
    classes[n] = (guint8) (N_CLASSES - 1 - size_class(n, n_children));
    starts[classes[n] + 1]++;
  }
  for (guint k = 1; k <= N_CLASSES; k++)
    starts[k] += starts[k - 1];
  *n_inner = starts[N_CLASSES - 1]; /* the last class has no children */
  guint32 *order = g_new(guint32, n_nodes);
  for (guint32 n = 0; n < n_nodes; n++)
    order[starts[classes[n]]++] = n;
  return order;
}

void
yt_lexicon_compile(YtLexicon *lexicon)
{
  YtLexiconBuild *build = lexicon->build;
  g_return_if_fail(build != NULL);
  Packer packer = {.max_code = assign_codes(lexicon)};
  note_pairs(lexicon);
  note_named(lexicon);
  guint32 n_nodes = build->n_nodes, n_inner;
  make_room(&packer, n_nodes + n_nodes / 4 + packer.max_code + 1);
  cell(&packer, 0)->parent = IS_ROOT;
  g_autofree guint32 *order = order_nodes(build, &n_inner);
  g_autofree guint32 *places = g_new0(guint32, n_nodes); /* node → cell */
  g_autofree guint32 *bases = g_new0(guint32, n_nodes);
  g_autofree guint64 *children = g_new(guint64, packer.max_code + 1);
  for (guint32 k = 0; k < n_inner; k++) {
    guint32 node = order[k];
    guint n = list_children(lexicon, node, children);
    bases[node] = find_base(&packer, children, n);
    for (guint i = 0; i < n; i++) {
      guint32 place = bases[node] + (guint32) (children[i] >> 32);
      places[children[i] & G_MAXUINT32] = place;
      take_cell(&packer, place);
    }
    if (k == 0) /* behind the root's children, where every code fits */
      packer.hints[0] = packer.hints[1] = packer.max_code + 1;
  }
  for (guint32 n = 0; n < n_nodes; n++) {
    guint32 word = node_at(build, n)->word;
    YtLexiconCell *c = cell(&packer, places[n]);
    c->base = bases[n];
    c->word = word;
    const YtWord *w = yt_lexicon_get(lexicon, word);
    c->sense = YT_SENSE(w->cost, w->pos, w->set);
    for (guint32 child = node_at(build, n)->child; child != 0; child = node_at(build, child)->next)
      cell(&packer, places[child])->parent = places[n];
  }
  lexicon->cells = packer.cells;
  g_clear_pointer(&lexicon->build, build_free);
}

static guint32
find_uncompiled(const YtLexiconBuild *build, const char *text, gsize n_bytes)
{
  guint32 node = 0, before;
  for (gsize i = 0; i < n_bytes; i += yt_utf8_size(text + i)) {
    node = find_child(build, node, yt_utf8_get(text + i), &before);
    if (node == 0)
      return YT_WORD_NONE;
  }
  return node_at(build, node)->word;
}

guint32
yt_lexicon_find(const YtLexicon *lexicon, const char *text, gsize n_bytes)
{
  if (lexicon->build)
    return find_uncompiled(lexicon->build, text, n_bytes);
  guint32 node = 0;
  for (gsize i = 0; i < n_bytes; i += yt_utf8_size(text + i)) {
    node = yt_lexicon_step(lexicon, node, yt_utf8_get(text + i));
    if (node == 0)
      return YT_WORD_NONE;
  }
  return yt_lexicon_word_at(lexicon, node);
}
