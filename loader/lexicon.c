/* lexicon.c: a trie over characters whose edges lie in one hash table.
 *
 * A document is looked up at every character, so a step must be one probe: the edge table is keyed by (node, character)
 * and open-addressed. Building is a plain insertion a character, which keeps start-up short. */
#include "loader/lexicon.h"

#include <math.h>
#include <string.h>

#include "text/text.h"

#define CORPUS_SIZE 60000000.0 /* running words behind the frequencies of data/gazetteers/words.tsv */
#define SET_WORDS (YT_MAX_LISTS / 64)

typedef struct {
  guint64 bits[SET_WORDS];
} ListSet;

struct _YtLexicon {
  guint64 *keys; /* node << 21 | character; 0 is free, since no edge leads over U+0000 */
  guint32 *children;
  gsize n_slots, n_edges; /* slots: a power of two */
  GArray *word_of_node;   /* guint32 */
  GArray *words;          /* YtWord; [0] is none */
  GArray *sets;           /* ListSet; [0] is empty */
  GHashTable *set_index;  /* ListSet* (owned) → index */
};

static guint
set_hash(gconstpointer key)
{
  const ListSet *set = key;
  guint64 h = 0;
  for (guint i = 0; i < SET_WORDS; i++)
    h = (h ^ set->bits[i]) * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
  return (guint) (h >> 32);
}

static gboolean
set_equal(gconstpointer a, gconstpointer b)
{
  return memcmp(a, b, sizeof(ListSet)) == 0;
}

YtLexicon *
yt_lexicon_new(void)
{
  YtLexicon *lexicon = g_new0(YtLexicon, 1);
  lexicon->n_slots = 1u << 19; /* 150,000 edges of the shipped data fill it to 0.3 */
  lexicon->keys = g_new0(guint64, lexicon->n_slots);
  lexicon->children = g_new(guint32, lexicon->n_slots);
  lexicon->word_of_node = g_array_new(FALSE, TRUE, sizeof(guint32));
  lexicon->words = g_array_new(FALSE, TRUE, sizeof(YtWord));
  lexicon->sets = g_array_new(FALSE, TRUE, sizeof(ListSet));
  lexicon->set_index = g_hash_table_new_full(set_hash, set_equal, g_free, NULL);
  g_array_set_size(lexicon->word_of_node, 1);
  g_array_set_size(lexicon->words, 1);
  g_array_set_size(lexicon->sets, 1);
  return lexicon;
}

void
yt_lexicon_free(YtLexicon *lexicon)
{
  if (!lexicon)
    return;
  g_free(lexicon->keys);
  g_free(lexicon->children);
  g_array_unref(lexicon->word_of_node);
  g_array_unref(lexicon->words);
  g_array_unref(lexicon->sets);
  g_hash_table_unref(lexicon->set_index);
  g_free(lexicon);
}

static gsize
slot_of(const YtLexicon *lexicon, guint64 key)
{
  gsize slot = (gsize) ((key * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15)) >> 20) & (lexicon->n_slots - 1);
  while (lexicon->keys[slot] != 0 && lexicon->keys[slot] != key)
    slot = (slot + 1) & (lexicon->n_slots - 1);
  return slot;
}

guint32
yt_lexicon_step(const YtLexicon *lexicon, guint32 node, gunichar c)
{
  guint64 key = (guint64) node << 21 | c;
  gsize slot = slot_of(lexicon, key);
  return lexicon->keys[slot] == key ? lexicon->children[slot] : 0;
}

guint32
yt_lexicon_word_at(const YtLexicon *lexicon, guint32 node)
{
  return g_array_index(lexicon->word_of_node, guint32, node);
}

static void
grow(YtLexicon *lexicon)
{
  g_autofree guint64 *keys = lexicon->keys;
  g_autofree guint32 *children = lexicon->children;
  gsize n_slots = lexicon->n_slots;
  lexicon->n_slots *= 2;
  lexicon->keys = g_new0(guint64, lexicon->n_slots);
  lexicon->children = g_new(guint32, lexicon->n_slots);
  for (gsize i = 0; i < n_slots; i++)
    if (keys[i] != 0) {
      gsize slot = slot_of(lexicon, keys[i]);
      lexicon->keys[slot] = keys[i];
      lexicon->children[slot] = children[i];
    }
}

static guint32
step_or_add(YtLexicon *lexicon, guint32 node, gunichar c)
{
  guint64 key = (guint64) node << 21 | c;
  gsize slot = slot_of(lexicon, key);
  if (lexicon->keys[slot] == key)
    return lexicon->children[slot];
  guint32 child = lexicon->word_of_node->len;
  g_array_set_size(lexicon->word_of_node, child + 1);
  lexicon->keys[slot] = key;
  lexicon->children[slot] = child;
  if (++lexicon->n_edges > lexicon->n_slots / 2)
    grow(lexicon);
  return child;
}

static gint32
cost_of(guint frequency)
{
  return (gint32) (100.0 * log(CORPUS_SIZE / MAX(frequency, 1)));
}

guint32
yt_lexicon_add(YtLexicon *lexicon, const char *text, gsize n_bytes)
{
  guint32 node = 0, n_characters = 0;
  for (gsize i = 0; i < n_bytes; i += yt_utf8_size(text + i), n_characters++)
    node = step_or_add(lexicon, node, yt_utf8_get(text + i));
  guint32 *word = &g_array_index(lexicon->word_of_node, guint32, node);
  if (*word == YT_WORD_NONE && node != 0) {
    *word = lexicon->words->len;
    YtWord new = {.cost = cost_of(1), .n_characters = (guint8) MIN(n_characters, 255)};
    g_array_append_val(lexicon->words, new);
  }
  return g_array_index(lexicon->word_of_node, guint32, node);
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
  return yt_lexicon_word_at(lexicon, node);
}

const YtWord *
yt_lexicon_get(const YtLexicon *lexicon, guint32 word)
{
  return &g_array_index(lexicon->words, YtWord, word);
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
  w->cost = MIN(w->cost, cost_of(frequency));
}

void
yt_lexicon_add_to_list(YtLexicon *lexicon, guint32 word, guint list)
{
  g_assert(list < YT_MAX_LISTS && word != YT_WORD_NONE);
  ListSet set = g_array_index(lexicon->sets, ListSet, yt_lexicon_get(lexicon, word)->set);
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

const guint64 *
yt_lexicon_get_lists(const YtLexicon *lexicon, guint set)
{
  return g_array_index(lexicon->sets, ListSet, set).bits;
}

gboolean
yt_lexicon_in_list(const YtLexicon *lexicon, guint set, guint list)
{
  return yt_lexicon_get_lists(lexicon, set)[list / 64] >> (list % 64) & 1;
}

guint32
yt_lexicon_get_n_words(const YtLexicon *lexicon)
{
  return lexicon->words->len;
}
