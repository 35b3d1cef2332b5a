/* word.c: see word.h. */
#include "search/word.h"

#include <string.h>

/* ---- Pinyin */

static gboolean
is_initial(const char *letters, guint n)
{
  return (n == 1 && strchr("aoe", letters[0]) == NULL) ||
         (n == 2 && letters[1] == 'h' && strchr("zcs", letters[0]) != NULL);
}

static YtCharacters *
find_piece(const char *letters, guint n_letters, guint first, guint n)
{
  gboolean is_last = first + n == n_letters;
  YtCharacters *piece = yt_pinyin_find(letters + first, n, is_last || is_initial(letters + first, n));
  if (piece->n > 0)
    return piece;
  yt_characters_free(piece);
  return NULL;
}

static void
drop_piece(YtWord *word, guint first, guint n)
{
  g_clear_pointer(&word->pieces[first][n - 1], yt_characters_free);
}

/* Makes the lattice: pieces that can be reached from the first letter and reach the last one. */
static void
make_pieces(YtWord *word)
{
  char letters[YT_PINYIN_LETTERS + 1];
  guint n_letters = word->n, longest[YT_PINYIN_LETTERS + 1] = {0};
  gboolean reached[YT_PINYIN_LETTERS + 1] = {TRUE}, leads[YT_PINYIN_LETTERS + 1] = {0};
  for (guint i = 0; i < n_letters; i++)
    letters[i] = (char) word->characters[i];
  letters[n_letters] = '\0';
  word->pieces = g_malloc0(n_letters * sizeof *word->pieces);
  for (guint first = 0; first < n_letters; first++)
    for (guint n = 1; reached[first] && n <= MIN(YT_PINYIN_LONGEST, n_letters - first); n++) {
      word->pieces[first][n - 1] = find_piece(letters, n_letters, first, n);
      reached[first + n] = reached[first + n] || word->pieces[first][n - 1];
    }
  leads[n_letters] = TRUE;
  for (guint first = n_letters; first-- > 0;)
    for (guint n = 1; n <= MIN(YT_PINYIN_LONGEST, n_letters - first); n++) {
      if (!word->pieces[first][n - 1])
        continue;
      if (!leads[first + n]) {
        drop_piece(word, first, n);
        continue;
      }
      leads[first] = TRUE;
      longest[first] = MAX(longest[first], longest[first + n] + 1);
    }
  word->n_pieces = MIN(longest[0], 3);
}

/* ---- Reading */

static void
word_clear(gpointer data)
{
  YtWord *word = data;
  for (guint first = 0; word->pieces && first < word->n; first++)
    for (guint n = 1; n <= YT_PINYIN_LONGEST; n++)
      drop_piece(word, first, n);
  g_free(word->pieces);
  g_free(word->characters);
}

static void
add_word(GArray *words, const gunichar *characters, guint n, gboolean is_phrase, gboolean is_anchored)
{
  if (n == 0)
    return;
  YtWord word = {.n = n, .is_phrase = is_phrase, .is_anchored = is_anchored};
  word.characters = g_memdup2(characters, n * sizeof *characters);
  gboolean letters = !is_phrase && n <= YT_PINYIN_LETTERS;
  for (guint i = 0; i < n; i++)
    letters = letters && characters[i] >= 'a' && characters[i] <= 'z';
  if (letters)
    make_pieces(&word);
  g_array_append_val(words, word);
}

GArray *
yt_words_new(const char *text, gsize n_text)
{
  GArray *words = g_array_new(FALSE, FALSE, sizeof(YtWord));
  g_array_set_clear_func(words, word_clear);
  g_autoptr(GArray) read = g_array_new(FALSE, FALSE, sizeof(gunichar));
  yt_characters_read(read, text, n_text);
  if (read->len == 0)
    return words; /* there is nothing to point at */
  const gunichar *at = (const gunichar *) (gpointer) read->data, *end = at + read->len;
  while (at < end) {
    if (*at == ' ') {
      at++;
      continue;
    }
    gboolean is_anchored = *at == '^' && at + 1 < end && at[1] != ' ';
    at += is_anchored ? 1 : 0;
    gboolean is_phrase = *at == '"';
    at += is_phrase ? 1 : 0;
    const gunichar *first = at;
    while (at < end && *at != (is_phrase ? '"' : ' '))
      at++;
    add_word(words, first, (guint) (at - first), is_phrase, is_anchored);
    at += at < end ? 1 : 0;
  }
  return words;
}

/* ---- Matching */

static gboolean
has_at(const YtWord *word, const gunichar *characters, gsize n, gsize at)
{
  return at + word->n <= n && characters[at] == word->characters[0] &&
         memcmp(characters + at, word->characters, word->n * sizeof *characters) == 0;
}

static gboolean
has_pair(const gunichar *characters, gsize n, const gunichar *pair)
{
  for (gsize i = 0; i + 1 < n; i++)
    if (characters[i] == pair[0] && characters[i + 1] == pair[1])
      return TRUE;
  return FALSE;
}

/* The word as it is written: points, doubled at the beginning. */
static guint
match_written(const YtWord *word, const gunichar *characters, gsize n)
{
  if (has_at(word, characters, n, 0))
    return YT_POINTS_EXACT * YT_POINTS_AT_START;
  if (word->is_anchored)
    return 0;
  for (gsize at = 1; at + word->n <= n; at++)
    if (has_at(word, characters, n, at))
      return YT_POINTS_EXACT;
  if (word->is_phrase || word->n < 3)
    return 0;
  for (guint i = 0; i + 1 < word->n; i++)
    if (!has_pair(characters, n, word->characters + i))
      return 0;
  return YT_POINTS_WEAK;
}

/* Do characters from @at on read as the letters from @letter on? @dead remembers what did not: character * letters + letter. */
static gboolean
reads_as(const YtWord *word, const gunichar *characters, gsize n, guint at, guint letter, guint8 *dead)
{
  if (letter == word->n)
    return TRUE;
  if (at >= n || at >= word->n || dead[at * word->n + letter])
    return FALSE;
  for (guint k = 1; k <= MIN(YT_PINYIN_LONGEST, word->n - letter); k++) {
    const YtCharacters *piece = word->pieces[letter][k - 1];
    if (piece && yt_characters_has(piece, characters[at]) &&
        reads_as(word, characters, n, at + 1, letter + k, dead))
      return TRUE;
  }
  dead[at * word->n + letter] = TRUE;
  return FALSE;
}

static gboolean
may_begin(const YtWord *word, gunichar c)
{
  for (guint k = 0; k < YT_PINYIN_LONGEST; k++)
    if (word->pieces[0][k] && yt_characters_has(word->pieces[0][k], c))
      return TRUE;
  return FALSE;
}

static guint
match_pinyin(const YtWord *word, const gunichar *characters, gsize n)
{
  guint8 dead[YT_PINYIN_LETTERS * YT_PINYIN_LETTERS];
  if (!word->n_pieces)
    return 0;
  for (gsize at = 0; at < (word->is_anchored ? MIN(n, 1) : n); at++) {
    if (!may_begin(word, characters[at]))
      continue;
    memset(dead, 0, word->n * word->n);
    if (reads_as(word, characters + at, n - at, 0, 0, dead))
      return at == 0 ? YT_POINTS_WEAK * YT_POINTS_AT_START : YT_POINTS_WEAK;
  }
  return 0;
}

guint
yt_word_match(const YtWord *word, const gunichar *characters, gsize n)
{
  guint written = match_written(word, characters, n);
  return written >= YT_POINTS_EXACT ? written : MAX(written, match_pinyin(word, characters, n));
}
