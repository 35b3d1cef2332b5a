/* lexicon.c: the trie and its words.
 *
 * A node is put into the hash table when a word first passes it, so there is nothing to pack when all words are there: only
 * the senses are written beside the words then. The path of the last word is remembered, since most words come in the order
 * of their characters, and only what differs is walked. When the table is two thirds full, one of twice the size takes its
 * place, and nodes get new numbers. */
#include "loader/lexicon.h"

#include <math.h>
#include <string.h>
#include <sys/mman.h>

#define CORPUS_SIZE 60000000.0 /* running words behind the frequencies of data/gazetteers/words.tsv */
#define SET_WORDS   (YT_MAX_LISTS / 64)
#define MAX_PATH    64 /* characters of a word whose path is remembered */
#define FIRST_BITS  18 /* of the table: the words of data/ have 130,000 nodes of two characters and more */

struct _YtLexiconBuild {
  gunichar path[MAX_PATH]; /* the word added last, and the nodes behind its characters */
  guint32 path_nodes[MAX_PATH];
  guint n_path;
  guint32 n_nodes;    /* in the table */
  GArray *characters; /* gunichar: with which words begin */
  gint32 costs[512];  /* by frequency; 0: not yet known */
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

#define LARGE_PAGE (2u << 20) /* of x86-64; elsewhere it does no harm */

/* Free cells, in large pages where the system has them: steps go all over the table, and with small pages nearly each of them
 * would first have to find out where its page is. */
static YtLexiconCell *
cells_new(guint n_bits)
{
  gsize n_bytes = sizeof(YtLexiconCell) << n_bits;
  YtLexiconCell *cells = g_aligned_alloc(n_bytes, 1, LARGE_PAGE);
  (void) madvise(cells, n_bytes, MADV_HUGEPAGE);
  return memset(cells, 0, n_bytes);
}

YtLexicon *
yt_lexicon_new(void)
{
  YtLexicon *lexicon = g_new0(YtLexicon, 1);
  lexicon->build = g_new0(YtLexiconBuild, 1);
  lexicon->build->characters = g_array_new(FALSE, FALSE, sizeof(gunichar));
  lexicon->first = g_new0(YtLexiconNode, YT_N_CHARACTERS);
  lexicon->n_bits = FIRST_BITS;
  lexicon->cells = cells_new(lexicon->n_bits);
  lexicon->pairs = g_new0(guint64, YT_PAIR_BITS / 64);
  lexicon->words = g_array_sized_new(FALSE, TRUE, sizeof(YtWord), 1u << 17);
  lexicon->sets = g_array_new(FALSE, TRUE, sizeof(YtListSet));
  lexicon->unions = g_array_new(FALSE, TRUE, sizeof(YtListSet));
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
  g_array_unref(build->characters);
  g_free(build);
}

void
yt_lexicon_free(YtLexicon *lexicon)
{
  if (!lexicon)
    return;
  build_free(lexicon->build);
  g_free(lexicon->first);
  g_aligned_free(lexicon->cells);
  g_free(lexicon->pairs);
  g_free(lexicon->named);
  g_array_unref(lexicon->words);
  g_array_unref(lexicon->sets);
  g_array_unref(lexicon->unions);
  g_free(lexicon->members);
  g_hash_table_unref(lexicon->set_index);
  g_free(lexicon);
}

/* ---- while it grows ---- */

static inline YtLexiconNode *
node_at(YtLexicon *lexicon, guint32 node)
{
  return (YtLexiconNode *) yt_lexicon_node(lexicon, node);
}

/* Takes the first free cell for the child of @parent over @c. */
static guint32
take_cell(YtLexicon *lexicon, guint32 parent, gunichar c)
{
  guint32 i = yt_lexicon_hash(lexicon, parent, c), last = (1u << lexicon->n_bits) - 1;
  while (lexicon->cells[i].character != 0)
    i = (i + 1) & last;
  lexicon->cells[i] = (YtLexiconCell){.parent = parent, .character = c};
  return YT_N_CHARACTERS + i;
}

/* The number in the new table of what was @node in @old, the nodes before it first. @moved: by cell of @old, 0: not yet. */
static guint32
move_node(YtLexicon *lexicon, const YtLexiconCell *old, guint32 node, guint32 *moved)
{
  if (node < YT_N_CHARACTERS)
    return node;
  guint32 i = node - YT_N_CHARACTERS;
  if (moved[i] == 0) {
    guint32 character = old[i].character & YT_CHARACTER_MASK;
    moved[i] = take_cell(lexicon, move_node(lexicon, old, old[i].parent, moved), character);
    YtLexiconCell *cell = &lexicon->cells[moved[i] - YT_N_CHARACTERS];
    cell->character = old[i].character;
    cell->node = old[i].node;
  }
  return moved[i];
}

static void
double_cells(YtLexicon *lexicon)
{
  YtLexiconCell *old = lexicon->cells;
  guint32 n_old = 1u << lexicon->n_bits;
  g_autofree guint32 *moved = g_new0(guint32, n_old);
  lexicon->cells = cells_new(++lexicon->n_bits);
  for (guint32 i = 0; i < n_old; i++)
    if (old[i].character != 0)
      move_node(lexicon, old, YT_N_CHARACTERS + i, moved);
  g_aligned_free(old);
  lexicon->build->n_path = 0;
}

/* The node behind @node over @c. A new one is neither a word nor inner yet, and so not to be told from none: whoever adds it
 * makes it one of both. */
static guint32
step_or_add(YtLexicon *lexicon, guint32 node, gunichar c)
{
  if (node == 0) {
    if (lexicon->first[c].word == 0)
      g_array_append_val(lexicon->build->characters, c);
    return c;
  }
  guint32 child = yt_lexicon_step(lexicon, node, c);
  if (child != 0)
    return child;
  node_at(lexicon, node)->word |= YT_NODE_INNER;
  if (node < YT_N_CHARACTERS) {
    guint32 bit = yt_lexicon_pair(node, c);
    lexicon->pairs[bit / 64] |= G_GUINT64_CONSTANT(1) << (bit % 64);
  } else {
    lexicon->cells[node - YT_N_CHARACTERS].character |= YT_CHILD_BIT(c);
  }
  lexicon->build->n_nodes++;
  return take_cell(lexicon, node, c);
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
  if (n_bytes == 0)
    return YT_WORD_NONE;
  if ((build->n_nodes + n_bytes) / 2 > (1u << lexicon->n_bits) / 3)
    double_cells(lexicon);
  guint32 node = 0, n_characters = 0;
  gboolean shared = TRUE; /* so far the word is as the last one */
  for (gsize i = 0; i < n_bytes; i += yt_utf8_size(text + i), n_characters++) {
    gunichar c = yt_utf8_get(text + i);
    shared = shared && n_characters < build->n_path && build->path[n_characters] == c;
    node = shared ? build->path_nodes[n_characters] : step_or_add(lexicon, node, c);
    if (!shared && n_characters < MAX_PATH) {
      build->path[n_characters] = c;
      build->path_nodes[n_characters] = node;
    }
  }
  build->n_path = MIN(n_characters, MAX_PATH);
  YtLexiconNode *last = node_at(lexicon, node);
  if ((last->word & ~YT_NODE_INNER) == YT_WORD_NONE) {
    last->word |= lexicon->words->len;
    YtWord new = {.cost = cost_of(build, 1), .n_characters = (guint8) MIN(n_characters, 255)};
    g_array_append_val(lexicon->words, new);
  }
  return last->word & ~YT_NODE_INNER;
}

void
yt_lexicon_expect(const YtLexicon *lexicon, const char *text, gboolean third)
{
  if ((guchar) text[0] < 0xE0 || (guchar) text[3] < 0xE0) /* most begin with two characters of three bytes */
    return;
  gunichar first = yt_utf8_get(text), second = yt_utf8_get(text + 3);
  if (!third) {
    __builtin_prefetch(&lexicon->cells[yt_lexicon_hash(lexicon, first, second)], 1);
    return;
  }
  guint32 node = (guchar) text[6] >= 0xE0 ? yt_lexicon_step(lexicon, first, second) : 0;
  if (node != 0)
    __builtin_prefetch(&lexicon->cells[yt_lexicon_hash(lexicon, node, yt_utf8_get(text + 6))], 1);
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

static void
add_lists_of(const YtLexicon *lexicon, guint list, YtListSet *all)
{
  if (list < YT_MAX_LISTS) {
    all->bits[list / 64] |= G_GUINT64_CONSTANT(1) << (list % 64);
    return;
  }
  const YtListSet *united = yt_lexicon_get_union(lexicon, list);
  for (guint w = 0; w < SET_WORDS; w++)
    all->bits[w] |= united->bits[w];
}

guint
yt_lexicon_unite(YtLexicon *lexicon, guint list, guint other)
{
  YtListSet all = {{0}};
  add_lists_of(lexicon, list, &all);
  add_lists_of(lexicon, other, &all);
  guint u = 0;
  while (u < lexicon->unions->len && !set_equal(&g_array_index(lexicon->unions, YtListSet, u), &all))
    u++;
  if (u == lexicon->unions->len)
    g_array_append_val(lexicon->unions, all);
  return YT_MAX_LISTS + u;
}

const YtListSet *
yt_lexicon_get_union(const YtLexicon *lexicon, guint list)
{
  return &g_array_index(lexicon->unions, YtListSet, list - YT_MAX_LISTS);
}

/* ---- ready ---- */

static void
find_members(YtLexicon *lexicon)
{
  guint n_words = lexicon->n_set_words = (lexicon->sets->len + 63) / 64;
  lexicon->members = g_new0(guint64, (YT_MAX_LISTS + lexicon->unions->len) * n_words);
  for (guint s = 0; s < lexicon->sets->len; s++)
    for (guint w = 0; w < SET_WORDS; w++)
      for (guint64 left = yt_lexicon_get_lists(lexicon, s)[w]; left != 0; left &= left - 1)
        lexicon->members[(w * 64 + (guint) __builtin_ctzll(left)) * n_words + s / 64] |= G_GUINT64_CONSTANT(1)
                                                                                         << (s % 64);
  for (guint u = 0; u < lexicon->unions->len; u++) {
    guint64 *united = lexicon->members + (YT_MAX_LISTS + u) * n_words;
    for (guint l = 0; l < YT_MAX_LISTS; l++)
      for (guint w = 0;
           w < n_words && (g_array_index(lexicon->unions, YtListSet, u).bits[l / 64] >> (l % 64) & 1); w++)
        united[w] |= lexicon->members[l * n_words + w];
  }
}

static void
note_named(YtLexicon *lexicon)
{
  lexicon->named = g_new0(guint64, lexicon->words->len / 64 + 1);
  for (guint32 w = 0; w < lexicon->words->len; w++)
    if (yt_lexicon_get(lexicon, w)->entries != 0)
      lexicon->named[w / 64] |= G_GUINT64_CONSTANT(1) << (w % 64);
}

static void
write_sense(const YtLexicon *lexicon, YtLexiconNode *node)
{
  guint32 word = node->word & ~YT_NODE_INNER;
  const YtWord *w = yt_lexicon_get(lexicon, word);
  node->sense = word != YT_WORD_NONE ? YT_SENSE(w->cost, w->pos, w->set) : 0;
}

void
yt_lexicon_compile(YtLexicon *lexicon)
{
  g_return_if_fail(lexicon->build != NULL);
  note_named(lexicon);
  find_members(lexicon);
  const GArray *characters = lexicon->build->characters;
  for (guint i = 0; i < characters->len; i++)
    write_sense(lexicon, &lexicon->first[g_array_index(characters, gunichar, i)]);
  guint32 n_cells = 1u << lexicon->n_bits;
  for (guint32 i = 0; i < n_cells; i++) {
    guint32 ahead = lexicon->cells[(i + 16) & (n_cells - 1)].node.word & ~YT_NODE_INNER;
    __builtin_prefetch(yt_lexicon_get(lexicon, ahead)); /* the words stand in another order */
    if (lexicon->cells[i].character != 0)
      write_sense(lexicon, &lexicon->cells[i].node);
    else
      lexicon->free_cell = i;
  }
  g_clear_pointer(&lexicon->build, build_free);
}

guint32
yt_lexicon_find(const YtLexicon *lexicon, const char *text, gsize n_bytes)
{
  guint32 node = 0;
  for (gsize i = 0; i < n_bytes; i += yt_utf8_size(text + i)) {
    node = yt_lexicon_step(lexicon, node, yt_utf8_get(text + i));
    if (node == 0)
      return YT_WORD_NONE;
  }
  return node != 0 ? yt_lexicon_word_at(lexicon, node) : YT_WORD_NONE;
}
