/* lexicon.h: all words that the rules know, in one trie: vocabulary, gazetteers, lists, suffixes.
 *
 * Words are added first, then yt_lexicon_compile() makes what they are found with ready for cutting text; finding and
 * walking work before that too. */
#pragma once
#include "text/text.h"

typedef enum {
  YT_POS_NONE,   /* not a word: a character that no entry covers */
  YT_POS_NOUN,
  YT_POS_VERB,
  YT_POS_VERBAL, /* a verb that stands as a noun: 建设, 发展 */
  YT_POS_ADJECTIVE,
  YT_POS_ADVERB,
  YT_POS_FUNCTION, /* prepositions, conjunctions, particles, pronouns */
  YT_POS_NUMERAL,  /* numerals and measure words */
  YT_POS_TIME,
  YT_POS_DIRECTION, /* 上 中 内 东部 */
  YT_POS_NAME,      /* proper names of any kind */
} YtPos;

#define YT_WORD_NONE 0

typedef struct {
  gint32 cost;     /* 100 × the negative logarithm of the word's share of running text */
  guint16 set;     /* which lists it is in: an index for yt_lexicon_in_list() */
  guint8 pos;      /* YtPos */
  guint8 n_characters;
  guint32 entries; /* head of its chain of gazetteer entries, 0 for none: see grammar.h */
} YtWord;

#define YT_MAX_LISTS 1024

typedef struct {
  guint64 bits[YT_MAX_LISTS / 64];
} YtListSet;

/* A node of the trie is a number: 0 the root, a character the node behind it, and from YT_N_CHARACTERS on the cell whose
 * index it is above that. Nodes of one character have a table of their own; the others lie in a hash table by the node before
 * them and their character, each in the first free cell from yt_lexicon_hash() on, round the end. */
#define YT_N_CHARACTERS 0x110000

typedef struct {
  guint32 word;  /* YT_WORD_NONE inside a longer word; with YT_NODE_INNER where words go on behind it; 0: no node */
  guint32 sense; /* of the word, so that cutting text into words looks at no other memory: cost, part of speech, lists */
} YtLexiconNode;

typedef struct {
  guint32 parent;
  guint32 character; /* 0: the cell is free; above it YT_CHILD_BIT() of each character with which words go on */
  YtLexiconNode node;
} YtLexiconCell;

#define YT_NODE_INNER 0x80000000u

#define YT_CHARACTER_MASK 0x1FFFFFu
#define YT_CHILD_BIT(c)   (1u << (24 + ((c) & 7))) /* most characters that no word goes on with differ in it from those few */

#define YT_SENSE(cost, pos, set) ((guint32) (cost) << 20 | (guint32) (pos) << 16 | (set))
#define YT_SENSE_COST(sense)     ((gint32) (sense) >> 20) /* -2048 to 2047: see cost_of() */
#define YT_SENSE_POS(sense)      ((guint8) ((sense) >> 16 & 15))
#define YT_SENSE_SET(sense)      ((guint16) (sense))

typedef struct _YtLexiconBuild YtLexiconBuild;

#define YT_PAIR_BITS  (1u << 19)
#define YT_PAIR_SHIFT (32 - 19)

typedef struct {
  YtLexiconNode *first; /* YT_N_CHARACTERS; memory is taken only where there are characters */
  YtLexiconCell *cells;
  guint n_bits;         /* 2^n_bits cells, at most two thirds of them taken */
  guint32 free_cell;    /* one of the others, once compiled */
  guint64 *pairs;       /* YT_PAIR_BITS bits: yt_lexicon_may_begin() */
  guint64 *named;       /* a bit for every word: it has gazetteer entries; NULL until compiled */
  GArray *words;        /* YtWord; [0] is none */
  GArray *sets;         /* YtListSet; [0] is empty */
  GHashTable *set_index; /* YtListSet* (owned) → index */
  GArray *unions;       /* YtListSet: the lists of which YT_MAX_LISTS and so on are unions */
  guint64 *members;     /* for each list and union n_set_words, with a bit for every set that is in it; NULL until compiled */
  guint n_set_words;
  YtLexiconBuild *build; /* NULL once compiled */
} YtLexicon;

YtLexicon *yt_lexicon_new(void);
void yt_lexicon_free(YtLexicon *lexicon);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtLexicon, yt_lexicon_free)

/* Finds or makes the word of the @n_bytes at @text. A new one costs as a rare word does and has no part of speech. */
guint32 yt_lexicon_add(YtLexicon *lexicon, const char *text, gsize n_bytes);

/* Asks for the memory that yt_lexicon_add() is going to look at for the word which @text begins with, that of its third
 * character only if @third and the second is known already. Any text will do that ends in NUL. */
void yt_lexicon_expect(const YtLexicon *lexicon, const char *text, gboolean third);

YtWord *yt_lexicon_edit(YtLexicon *lexicon, guint32 word); /* lent until the next addition */
void yt_lexicon_set_frequency(YtLexicon *lexicon, guint32 word, guint frequency); /* never makes a word rarer */

/* Puts @word into @list, a number below YT_MAX_LISTS. */
void yt_lexicon_add_to_list(YtLexicon *lexicon, guint32 word, guint list);

/* A number for the union of two lists, each of which may be one itself. Only yt_lexicon_is_member() knows it. */
guint yt_lexicon_unite(YtLexicon *lexicon, guint list, guint other);

/* Which lists the union is of. Lent until the next one is made. */
const YtListSet *yt_lexicon_get_union(const YtLexicon *lexicon, guint list);

/* Once, last: no word may be added or edited any more. */
void yt_lexicon_compile(YtLexicon *lexicon);

/* The word of exactly these bytes, or YT_WORD_NONE. */
guint32 yt_lexicon_find(const YtLexicon *lexicon, const char *text, gsize n_bytes);

static inline const YtWord *
yt_lexicon_get(const YtLexicon *lexicon, guint32 word)
{
  return &g_array_index(lexicon->words, YtWord, word);
}

/* The head of the word's chain of gazetteer entries, 0 for none; of no word too. Most words have none, and a bit tells. */
static inline guint32
yt_lexicon_get_entries(const YtLexicon *lexicon, guint32 word)
{
  return lexicon->named[word / 64] >> (word % 64) & 1 ? yt_lexicon_get(lexicon, word)->entries : 0;
}

static inline guint32
yt_lexicon_get_n_words(const YtLexicon *lexicon) /* one more than the last word's number */
{
  return lexicon->words->len;
}

static inline const guint64 *
yt_lexicon_get_lists(const YtLexicon *lexicon, guint set) /* YT_MAX_LISTS bits */
{
  return g_array_index(lexicon->sets, YtListSet, set).bits;
}

static inline gboolean
yt_lexicon_in_list(const YtLexicon *lexicon, guint set, guint list)
{
  return yt_lexicon_get_lists(lexicon, set)[list / 64] >> (list % 64) & 1;
}

/* Has the set of lists @list in it, or one of those whose union it is? Of a compiled lexicon. */
static inline gboolean
yt_lexicon_is_member(const YtLexicon *lexicon, guint set, guint list)
{
  return lexicon->members[(gsize) list * lexicon->n_set_words + set / 64] >> (set % 64) & 1;
}

/* Is the text of these bytes a word of @list? */
static inline gboolean
yt_lexicon_has(const YtLexicon *lexicon, const char *text, gsize n_bytes, guint list)
{
  guint32 word = yt_lexicon_find(lexicon, text, n_bytes);
  return word != YT_WORD_NONE && yt_lexicon_in_list(lexicon, yt_lexicon_get(lexicon, word)->set, list);
}

static inline guint32
yt_lexicon_mix(guint32 node, gunichar c) /* its upper bits tell well apart which child of which node it is */
{
  return node * 0x9E3779B1u + c * 0x85EBCA6Bu;
}

static inline guint32
yt_lexicon_hash(const YtLexicon *lexicon, guint32 node, gunichar c) /* the index of a cell */
{
  return yt_lexicon_mix(node, c) >> (32 - lexicon->n_bits);
}

static inline guint32
yt_lexicon_pair(gunichar first, gunichar second) /* the bit in lexicon->pairs */
{
  return yt_lexicon_mix(first, second) >> YT_PAIR_SHIFT;
}

/* May a word begin with the two characters? FALSE is sure. Most neighbours begin none, and these bits stay in the caches,
 * which the cells do not. */
static inline gboolean
yt_lexicon_may_begin(const YtLexicon *lexicon, gunichar first, gunichar second)
{
  guint32 bit = yt_lexicon_pair(first, second);
  return lexicon->pairs[bit / 64] >> (bit % 64) & 1;
}

/* The cell at which the search for the node of two characters begins: a free one where no word begins with them, as with 0,
 * which is no character. Of a compiled lexicon. */
static inline guint32
yt_lexicon_first_cell(const YtLexicon *lexicon, gunichar first, gunichar second)
{
  guint32 bit = yt_lexicon_pair(first, second), may = 0u - (guint32) (lexicon->pairs[bit / 64] >> (bit % 64) & 1);
  return (yt_lexicon_hash(lexicon, first, second) & may) | (lexicon->free_cell & ~may); /* a jump would be a guess */
}

static inline const YtLexiconNode *
yt_lexicon_node(const YtLexicon *lexicon, guint32 node)
{
  return node < YT_N_CHARACTERS ? &lexicon->first[node] : &lexicon->cells[node - YT_N_CHARACTERS].node;
}

/* The child of @node, which is not the root, over @c, looked for from cell @i on: yt_lexicon_hash(); 0: none. */
static inline guint32
yt_lexicon_probe(const YtLexicon *lexicon, guint32 i, guint32 node, gunichar c)
{
  const YtLexiconCell *cells = lexicon->cells;
  for (guint32 last = (1u << lexicon->n_bits) - 1; cells[i].character != 0; i = (i + 1) & last)
    if (cells[i].parent == node && (cells[i].character & YT_CHARACTER_MASK) == c)
      return YT_N_CHARACTERS + i;
  return 0;
}

/* May a word go on with @c behind @node, which is a cell's? FALSE is sure, and looks at no other cell. */
static inline gboolean
yt_lexicon_may_go_on(const YtLexicon *lexicon, guint32 node, gunichar c)
{
  return (lexicon->cells[node - YT_N_CHARACTERS].character & YT_CHILD_BIT(c)) != 0;
}

/* Walking the trie: begin at node 0, step by character; 0 comes back when no word goes on that way. */
static inline guint32
yt_lexicon_step(const YtLexicon *lexicon, guint32 node, gunichar c)
{
  if (node == 0)
    return lexicon->first[c].word != 0 ? c : 0;
  if (!(node < YT_N_CHARACTERS ? yt_lexicon_may_begin(lexicon, node, c) : yt_lexicon_may_go_on(lexicon, node, c)))
    return 0;
  return yt_lexicon_probe(lexicon, yt_lexicon_hash(lexicon, node, c), node, c);
}

static inline guint32
yt_lexicon_word_at(const YtLexicon *lexicon, guint32 node) /* YT_WORD_NONE inside a longer word */
{
  return yt_lexicon_node(lexicon, node)->word & ~YT_NODE_INNER;
}
