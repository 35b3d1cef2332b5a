/* word.h: one word of a question, and whether a text has it.
 *
 * A word is characters without a blank, or a phrase in "quotes"; ^ in front: only at the beginning of a text. A word of small
 * letters alone may also be pinyin: then it is a lattice of pieces, each of which is read as one character: a whole reading,
 * its initial (g, sh), or, as the last piece, any beginning of one.
 *
 *   guangguk:  guang gu k | guan g gu k | … */
#pragma once
#include "search/tables.h"

enum { YT_PINYIN_LETTERS = 64 }; /* longer words are no pinyin */

/* How well a word matches, in halves of what a text is worth that has it. */
enum { YT_POINTS_WEAK = 1, YT_POINTS_EXACT = 2, YT_POINTS_AT_START = 2 /* times */ };

typedef struct {
  guint n;
  gunichar *characters; /* folded and simplified */
  gboolean is_phrase, is_anchored;
  YtCharacters *(*pieces)
      [YT_PINYIN_LONGEST]; /* [first letter][number of letters - 1]; NULL where no way leads. NULL: no pinyin */
  guint n_pieces;          /* of the longest way through the lattice: 1, 2, or 3 for more; 0: none */
} YtWord;

/* The words of @text: an array of YtWord, to be freed with g_array_unref(). */
GArray *yt_words_new(const char *text, gsize n_text);

/* The points that a text of @n folded and simplified characters gets for @word; 0: it does not have it. */
guint yt_word_match(const YtWord *word, const gunichar *characters, gsize n);
