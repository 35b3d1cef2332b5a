/* lexicon.h: all words that the rules know, in one trie: vocabulary, gazetteers, lists, suffixes.
 *
 * Words are added first, then yt_lexicon_compile() packs the trie into a double array, in which a step is one look at one
 * cell. Only yt_lexicon_find() works before that too. */
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

#define YT_MAX_LISTS 768

typedef struct {
  guint64 bits[YT_MAX_LISTS / 64];
} YtListSet;

/* A node of the compiled trie. The child over the character with code c lies at base + c, if that cell's parent says so. */
typedef struct {
  guint32 base;
  guint32 parent; /* G_MAXUINT32: the cell is free */
  guint32 word;   /* YT_WORD_NONE inside a longer word */
  guint32 sense;  /* of the word, so that cutting text into words looks at no other memory: cost, part of speech, lists */
} YtLexiconCell;

#define YT_SENSE(cost, pos, set) ((guint32) (cost) << 20 | (guint32) (pos) << 16 | (set))
#define YT_SENSE_COST(sense)     ((gint32) (sense) >> 20) /* -2048 to 2047: see cost_of() */
#define YT_SENSE_POS(sense)      ((guint8) ((sense) >> 16 & 15))
#define YT_SENSE_SET(sense)      ((guint16) (sense))

typedef struct _YtLexiconBuild YtLexiconBuild;

typedef struct {
  YtLexiconCell *cells; /* NULL until compiled */
  guint32 *codes;       /* of every character, by its number; 0: no word has it */
  guint64 *named;       /* a bit for every word: it has gazetteer entries */
  guint64 *pairs;       /* YT_PAIR_BITS bits: yt_lexicon_may_begin() */
  GArray *words;        /* YtWord; [0] is none */
  GArray *sets;         /* YtListSet; [0] is empty */
  GHashTable *set_index; /* YtListSet* (owned) → index */
  YtLexiconBuild *build; /* NULL once compiled */
} YtLexicon;

YtLexicon *yt_lexicon_new(void);
void yt_lexicon_free(YtLexicon *lexicon);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtLexicon, yt_lexicon_free)

/* Finds or makes the word of the @n_bytes at @text. A new one costs as a rare word does and has no part of speech. */
guint32 yt_lexicon_add(YtLexicon *lexicon, const char *text, gsize n_bytes);
YtWord *yt_lexicon_edit(YtLexicon *lexicon, guint32 word); /* lent until the next addition */
void yt_lexicon_set_frequency(YtLexicon *lexicon, guint32 word, guint frequency); /* never makes a word rarer */

/* Puts @word into @list, a number below YT_MAX_LISTS. */
void yt_lexicon_add_to_list(YtLexicon *lexicon, guint32 word, guint list);

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

/* Walking the trie: begin at node 0, step by character; 0 comes back when no word goes on that way. */
static inline guint32
yt_lexicon_step(const YtLexicon *lexicon, guint32 node, gunichar c)
{
  guint32 child = lexicon->cells[node].base + lexicon->codes[c];
  return lexicon->cells[child].parent == node ? child : 0;
}

#define YT_PAIR_BITS (1u << 19)

static inline guint
yt_pair_bit(guint32 first, guint32 second)
{
  return (first * 0x9E3779B1u + second * 0x85EBCA6Bu) >> 13;
}

/* May a word begin with the two characters of these codes? FALSE is sure. Most neighbours begin none, and these bits stay in
 * the caches, which the cells do not. */
static inline gboolean
yt_lexicon_may_begin(const YtLexicon *lexicon, guint32 first, guint32 second)
{
  guint bit = yt_pair_bit(first, second);
  return lexicon->pairs[bit / 64] >> (bit % 64) & 1;
}

static inline guint32
yt_lexicon_word_at(const YtLexicon *lexicon, guint32 node) /* YT_WORD_NONE inside a longer word */
{
  return lexicon->cells[node].word;
}
