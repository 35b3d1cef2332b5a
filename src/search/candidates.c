/* candidates.c: see candidates.h.
 *
 * A set of texts is a bitmap: the lists of the grams that will do are united in it, and those of consecutive pairs
 * intersected. One character needs all grams that begin with it, two their one gram, more than two each of their pairs; but
 * the pairs of three characters may stand apart in the text, so the text has to be read. For pinyin a character is all
 * those with the reading, and the ways through the lattice share what they have in common. */
#include "search/candidates.h"

enum { FEW = 8 }; /* second characters that are looked up one by one */

gboolean
yt_search_run_check(YtSearchRun *run)
{
  const YtLimits *limits = run->limits;
  run->is_stopped = run->is_stopped || (limits && limits->check && !limits->check(limits->user_data));
  return !run->is_stopped;
}

guint64 *
yt_search_bits_new(YtSearchRun *run)
{
  const YtLimits *limits = run->limits;
  run->is_stopped = run->is_stopped ||
                    (limits && limits->reserve && !limits->reserve(run->n_blocks * 8, limits->user_data));
  return run->is_stopped ? NULL : g_new0(guint64, run->n_blocks + 1);
}

void
yt_search_bits_free(YtSearchRun *run, guint64 *bits)
{
  const YtLimits *limits = run->limits;
  if (bits && limits && limits->release)
    limits->release(run->n_blocks * 8, limits->user_data);
  g_free(bits);
}

static gboolean
ensure(YtSearchRun *run, guint64 **bits)
{
  if (!*bits)
    *bits = yt_search_bits_new(run);
  return *bits != NULL;
}

static void
add_gram(YtSearchRun *run, guint64 gram, guint64 *bits)
{
  gsize index = yt_store_find_gram(run->store, gram);
  if (index < yt_store_get_n_grams(run->store) && yt_store_get_gram(run->store, index) == gram)
    yt_store_add_gram_texts(run->store, index, bits);
}

/* Adds the texts that have a character of @first with one of @second (NULL: any, or none) behind it; with @start
 * YT_GRAM_START those that begin so. */
static gboolean
add_pairs(YtSearchRun *run, const YtCharacters *first, const YtCharacters *second, guint64 start,
          guint64 **bits)
{
  if (!ensure(run, bits))
    return FALSE;
  gsize n_grams = yt_store_get_n_grams(run->store);
  for (guint i = 0; i < first->n; i++) {
    guint64 gram = start | yt_gram(first->characters[i], 0),
            end = start | yt_gram(first->characters[i] + 1, 0);
    if (i % 16 == 15 && !yt_search_run_check(run))
      return FALSE;
    if (second && second->n <= FEW) {
      for (guint k = 0; k < second->n; k++)
        add_gram(run, gram | second->characters[k], *bits);
      continue;
    }
    for (gsize at = yt_store_find_gram(run->store, gram); at < n_grams; at++) {
      guint64 key = yt_store_get_gram(run->store, at);
      if (key >= end)
        break;
      if (!second || yt_characters_has(second, (gunichar) (key & 0x1FFFFF)))
        yt_store_add_gram_texts(run->store, at, *bits);
    }
  }
  return yt_search_run_check(run);
}

static void
intersect(YtSearchRun *run, guint64 *bits, const guint64 *other)
{
  for (gsize i = 0; i < run->n_blocks; i++)
    bits[i] &= other[i];
}

static void
unite(YtSearchRun *run, guint64 *bits, const guint64 *other)
{
  for (gsize i = 0; i < run->n_blocks; i++)
    bits[i] |= other[i];
}

/* ---- As written */

static YtCharacters *
variants_of(gunichar c)
{
  g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(gunichar));
  yt_character_add_variants(c, list);
  return yt_characters_new(list);
}

/* Adds to @to the texts of @from that begin with the pair. */
static gboolean
add_beginning(YtSearchRun *run, const guint64 *from, const YtCharacters *first, const YtCharacters *second,
              guint64 **to)
{
  guint64 *pairs = NULL;
  gboolean ok = add_pairs(run, first, second, YT_GRAM_START, &pairs) && ensure(run, to);
  if (ok) {
    intersect(run, pairs, from);
    unite(run, *to, pairs);
  }
  yt_search_bits_free(run, pairs);
  return ok;
}

/* Three characters and more: each pair somewhere; an anchored word's first pair at the start. */
static gboolean
find_all_pairs(YtSearchRun *run, const YtWord *word, YtCharacters *const *variants,
               YtSearchCandidates *candidates)
{
  guint64 **found = &candidates->bits[word->is_anchored ? YT_MAYBE_FOUR : YT_MAYBE_TWO];
  for (guint i = 0; i + 1 < word->n; i++) {
    guint64 *pairs = NULL, start = i == 0 && word->is_anchored ? YT_GRAM_START : 0;
    gboolean ok = add_pairs(run, variants[i], variants[i + 1], start, i == 0 ? found : &pairs);
    if (ok && pairs)
      intersect(run, *found, pairs);
    yt_search_bits_free(run, pairs);
    if (!ok)
      return FALSE;
  }
  return word->is_anchored ||
         add_beginning(run, *found, variants[0], variants[1], &candidates->bits[YT_MAYBE_FOUR]);
}

static gboolean
find_written(YtSearchRun *run, const YtWord *word, YtSearchCandidates *candidates)
{
  g_autofree YtCharacters **variants = g_new(YtCharacters *, word->n);
  gboolean ok;
  for (guint i = 0; i < word->n; i++)
    variants[i] = variants_of(word->characters[i]);
  if (word->n > 2)
    ok = find_all_pairs(run, word, variants, candidates);
  else {
    const YtCharacters *second = word->n == 2 ? variants[1] : NULL;
    ok = add_pairs(run, variants[0], second, YT_GRAM_START, &candidates->bits[YT_FOUR_POINTS]) &&
         (word->is_anchored || add_pairs(run, variants[0], second, 0, &candidates->bits[YT_TWO_POINTS]));
  }
  for (guint i = 0; i < word->n; i++)
    yt_characters_free(variants[i]);
  return ok;
}

/* ---- Pinyin */

/* A whole word read as one or two characters: its grams say all. */
static gboolean
find_short_way(YtSearchRun *run, const YtWord *word, const YtCharacters *first, const YtCharacters *second,
               YtSearchCandidates *candidates)
{
  return add_pairs(run, first, second, YT_GRAM_START, &candidates->bits[YT_TWO_POINTS]) &&
         (word->is_anchored || add_pairs(run, first, second, 0, &candidates->bits[YT_ONE_POINT]));
}

/* From the piece @first[@n_first] on to each that follows it. @reached: by piece, the texts that have all pairs of some way
 * from the start to it. */
static gboolean
follow_piece(YtSearchRun *run, const YtWord *word, guint first, guint n_first,
             guint64 *(*reached)[YT_PINYIN_LONGEST], YtSearchCandidates *candidates)
{
  const YtCharacters *piece = word->pieces[first][n_first - 1];
  guint next = first + n_first;
  for (guint n = 1; n <= MIN(YT_PINYIN_LONGEST, word->n - next); n++) {
    const YtCharacters *second = word->pieces[next][n - 1];
    gboolean is_last = next + n == word->n;
    if (!second)
      continue;
    if (is_last && first == 0) {
      if (!find_short_way(run, word, piece, second, candidates))
        return FALSE;
      continue;
    }
    guint64 *pairs = NULL, **to = is_last ? &candidates->bits[YT_MAYBE_ONE] : &reached[next][n - 1];
    gboolean ok =
        add_pairs(run, piece, second, first == 0 && word->is_anchored ? YT_GRAM_START : 0, &pairs) &&
        ensure(run, to);
    if (ok && first > 0)
      intersect(run, pairs, reached[first][n_first - 1]);
    if (ok)
      unite(run, *to, pairs);
    yt_search_bits_free(run, pairs);
    if (!ok)
      return FALSE;
  }
  return TRUE;
}

/* Of the texts that may have the word, those that may begin with it: they begin with the first pair of some way. */
static gboolean
find_pinyin_beginnings(YtSearchRun *run, const YtWord *word, YtSearchCandidates *candidates)
{
  for (guint n_first = 1; n_first <= MIN(YT_PINYIN_LONGEST, word->n); n_first++)
    for (guint n = 1; word->pieces[0][n_first - 1] && n <= MIN(YT_PINYIN_LONGEST, word->n - n_first); n++) {
      const YtCharacters *second = word->pieces[n_first][n - 1];
      if (second && !add_beginning(run, candidates->bits[YT_MAYBE_ONE], word->pieces[0][n_first - 1], second,
                                   &candidates->bits[YT_MAYBE_TWO]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
find_pinyin(YtSearchRun *run, const YtWord *word, YtSearchCandidates *candidates)
{
  guint64 *(*reached)[YT_PINYIN_LONGEST] = g_malloc0(word->n * sizeof *reached);
  gboolean ok = TRUE;
  for (guint first = 0; first < word->n; first++)
    for (guint n = 1; n <= YT_PINYIN_LONGEST && first + n <= word->n; n++) {
      const YtCharacters *piece = word->pieces[first][n - 1];
      if (ok && piece && first == 0 && n == word->n)
        ok = find_short_way(run, word, piece, NULL, candidates);
      else if (ok && piece && (first == 0 || reached[first][n - 1]))
        ok = follow_piece(run, word, first, n, reached, candidates);
      yt_search_bits_free(run, reached[first][n - 1]);
    }
  g_free(reached);
  return ok && (!candidates->bits[YT_MAYBE_ONE] || find_pinyin_beginnings(run, word, candidates));
}

gboolean
yt_search_candidates_find(YtSearchRun *run, const YtWord *word, YtSearchCandidates *candidates)
{
  *candidates = (YtSearchCandidates){0};
  return find_written(run, word, candidates) && (!word->n_pieces || find_pinyin(run, word, candidates));
}

void
yt_search_candidates_clear(YtSearchRun *run, YtSearchCandidates *candidates)
{
  for (guint kind = 0; kind < YT_N_CANDIDATE_KINDS; kind++)
    yt_search_bits_free(run, g_steal_pointer(&candidates->bits[kind]));
}
