/* search.c: from a question to hits. docs/search.md has the formula of the score.
 *
 * Texts of the file are found by bitmaps, word by word, and read only where those leave something open. Texts that came with
 * the log are few, and all read. */
#include "search/search.h"

#include "search/candidates.h"

#include <math.h>
#include <string.h>

#define K1                                                                                                   \
  1.2 /* BM25's constants, as Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009, */
#define B 0.75 /* section 3.5.1, find them good on the whole */

enum { FIRST_PART = 256 }; /* hits put in order at once, at least */

G_DEFINE_QUARK(yt - search - error - quark, yt_search_error)

/* What all searches in one snapshot need. */
typedef struct {
  GArray *log_texts; /* of YtTermId */
  double n_texts, average_length;
} Corpus;

/* The hits, and what it takes to look into a text later. */
struct _YtSearchHits {
  YtSearchRun run;
  const Corpus *corpus;
  GArray *words;      /* of YtWord */
  double *weights;    /* by word: its inverse document frequency */
  GArray *characters; /* of the text in hand */
  YtTextCursor cursor;
  GArray *hits; /* of YtSearchHit */
  gsize n_sorted;
  gsize n_reserved;
  /* while it is searched */
  YtSearchCandidates *candidates; /* by word */
  guint *log_points;              /* by text of the log, then word */
};

/* ---- The corpus */

static void
corpus_free(gpointer data)
{
  Corpus *corpus = data;
  g_array_unref(corpus->log_texts);
  g_free(corpus);
}

static gpointer
derive_corpus(const YtStore *store, GError **error)
{
  (void) error;
  Corpus *corpus = g_new0(Corpus, 1);
  corpus->log_texts = g_array_new(FALSE, FALSE, sizeof(YtTermId));
  yt_store_list_log_texts(store, corpus->log_texts);
  gsize n_texts = yt_store_get_n_texts(store);
  double sum = 0;
  for (gsize i = 0; i < n_texts; i++)
    sum += (double) yt_store_get_text_length(store, i);
  corpus->average_length = n_texts ? MAX(sum / (double) n_texts, 1) : 1;
  corpus->n_texts = (double) n_texts + corpus->log_texts->len;
  return corpus;
}

/* ---- Points */

static const YtWord *
get_word(const YtSearchHits *hits, guint index)
{
  return &g_array_index(hits->words, YtWord, index);
}

static void
read_text(YtSearchHits *hits, YtTermId id)
{
  gsize n_bytes;
  const char *bytes = yt_text_cursor_get(&hits->cursor, id, &n_bytes);
  yt_characters_read(hits->characters, bytes, n_bytes);
}

static guint
match_characters(const YtSearchHits *hits, guint word)
{
  return yt_word_match(get_word(hits, word), (const gunichar *) (gpointer) hits->characters->data,
                       hits->characters->len);
}

/* The points of a word in text @text of the file, by the bitmaps; @is_open is set when they may be less, or none. */
static guint
get_points(const YtSearchCandidates *candidates, gsize text, gboolean *is_open)
{
  static const guint points[YT_N_CANDIDATE_KINDS] = {4, 2, 1, 4, 2, 1};
  guint best = 0;
  gboolean best_is_open = FALSE;
  for (guint kind = 0; kind < YT_N_CANDIDATE_KINDS; kind++) {
    const guint64 *bits = candidates->bits[kind];
    if (bits && (bits[text / 64] >> (text % 64) & 1) && points[kind] > best) {
      best = points[kind];
      best_is_open = kind >= YT_MAYBE_FOUR;
    }
  }
  *is_open |= best_is_open;
  return best;
}

/* ---- Weights */

static guint64
any_bits(const YtSearchCandidates *candidates, gsize block)
{
  guint64 any = 0;
  for (guint kind = 0; kind < YT_N_CANDIDATE_KINDS; kind++)
    any |= candidates->bits[kind] ? candidates->bits[kind][block] : 0;
  return any;
}

static void
set_weight(YtSearchHits *hits, guint word)
{
  double n = 0, n_texts = hits->corpus->n_texts;
  for (gsize i = 0; i < hits->run.n_blocks; i++)
    n += __builtin_popcountll(any_bits(&hits->candidates[word], i));
  for (guint i = 0; i < hits->corpus->log_texts->len; i++)
    n += hits->log_points[(gsize) i * hits->words->len + word] > 0;
  hits->weights[word] = log(1 + (n_texts - n + 0.5) / (n + 0.5));
}

/* ---- Hits */

static guint32
get_score(const YtSearchHits *hits, double sum, double length)
{
  double norm = (K1 + 1) / (1 + K1 * (1 - B + B * length / hits->corpus->average_length));
  return (guint32) lround(MIN(sum * norm, 1e5) * 1e4);
}

static gboolean
add_hit(YtSearchHits *hits, const YtSearchHit *hit)
{
  const YtLimits *limits = hits->run.limits;
  if (hits->hits->len * sizeof *hit >= hits->n_reserved) {
    gsize more = MAX(hits->n_reserved, 4096);
    if (limits && limits->reserve && !limits->reserve(more, limits->user_data))
      return FALSE;
    hits->n_reserved += more;
  }
  g_array_append_vals(hits->hits, hit, 1);
  return TRUE;
}

static gboolean
add_text(YtSearchHits *hits, gsize text)
{
  YtStore *store = hits->run.store;
  YtSearchHit hit = {.id = yt_store_get_text_id(store, text)};
  double sum = 0;
  for (guint w = 0; w < hits->words->len; w++)
    sum += hits->weights[w] * get_points(&hits->candidates[w], text, &hit.is_open) / 2;
  hit.score = get_score(hits, sum, (double) yt_store_get_text_length(store, text));
  return add_hit(hits, &hit);
}

static gboolean
add_file_texts(YtSearchHits *hits)
{
  for (gsize block = 0; block < hits->run.n_blocks; block++) {
    guint64 bits = ~G_GUINT64_CONSTANT(0);
    for (guint w = 0; w < hits->words->len; w++)
      bits &= any_bits(&hits->candidates[w], block);
    for (; bits; bits &= bits - 1)
      if (!add_text(hits, block * 64 + (guint) __builtin_ctzll(bits)))
        return FALSE;
    if (block % 256 == 255 && !yt_search_run_check(&hits->run))
      return FALSE;
  }
  return TRUE;
}

static gboolean
match_log_texts(YtSearchHits *hits)
{
  guint n_words = hits->words->len;
  for (guint i = 0; i < hits->corpus->log_texts->len; i++) {
    read_text(hits, g_array_index(hits->corpus->log_texts, YtTermId, i));
    for (guint w = 0; w < n_words; w++)
      hits->log_points[(gsize) i * n_words + w] = match_characters(hits, w);
    if (i % 256 == 255 && !yt_search_run_check(&hits->run))
      return FALSE;
  }
  return TRUE;
}

static gboolean
add_log_texts(YtSearchHits *hits)
{
  guint n_words = hits->words->len;
  for (guint i = 0; i < hits->corpus->log_texts->len; i++) {
    const guint *points = &hits->log_points[(gsize) i * n_words];
    double sum = 0;
    guint w = 0;
    for (; w < n_words && points[w]; w++)
      sum += hits->weights[w] * points[w] / 2;
    if (w < n_words)
      continue;
    YtSearchHit hit = {.id = g_array_index(hits->corpus->log_texts, YtTermId, i)};
    read_text(hits, hit.id);
    hit.score = get_score(hits, sum, (double) yt_text_round_length(hits->characters->len));
    if (!add_hit(hits, &hit))
      return FALSE;
  }
  return TRUE;
}

/* ---- The door */

static gboolean
run_search(YtSearchHits *hits)
{
  guint n_words = hits->words->len;
  if (!match_log_texts(hits))
    return FALSE;
  for (guint w = 0; w < n_words; w++) {
    if (!yt_search_candidates_find(&hits->run, get_word(hits, w), &hits->candidates[w]))
      return FALSE;
    set_weight(hits, w);
  }
  return add_file_texts(hits) && add_log_texts(hits);
}

YtSearchHits *
yt_search(YtStore *store, const char *text, gsize n_text, const YtLimits *limits, GError **error)
{
  g_return_val_if_fail(store != NULL && text != NULL, NULL);
  if (!yt_store_has_text_index(store)) {
    g_set_error(error, YT_SEARCH_ERROR, YT_SEARCH_ERROR_NO_INDEX,
                "the store is from before there was a text index: write it anew with yuantu compact");
    return NULL;
  }
  g_autoptr(YtSearchHits) hits = g_new0(YtSearchHits, 1);
  hits->run =
      (YtSearchRun){.store = store, .limits = limits, .n_blocks = (yt_store_get_n_texts(store) + 63) / 64};
  hits->corpus =
      yt_store_derive(store, g_quark_from_static_string("yt-search"), derive_corpus, corpus_free, error);
  hits->hits = g_array_new(FALSE, FALSE, sizeof(YtSearchHit));
  hits->words = yt_words_new(text, n_text);
  hits->characters = g_array_new(FALSE, FALSE, sizeof(gunichar));
  yt_text_cursor_init(&hits->cursor, store);
  guint n_words = hits->words->len;
  hits->weights = g_new0(double, n_words);
  hits->candidates = g_new0(YtSearchCandidates, n_words);
  hits->log_points = g_new0(guint, (gsize) n_words * hits->corpus->log_texts->len);
  gboolean ok = n_words == 0 || run_search(hits);
  for (guint w = 0; w < n_words; w++)
    yt_search_candidates_clear(&hits->run, &hits->candidates[w]);
  g_clear_pointer(&hits->candidates, g_free);
  g_clear_pointer(&hits->log_points, g_free);
  if (ok)
    return g_steal_pointer(&hits);
  g_set_error(error, YT_SEARCH_ERROR, YT_SEARCH_ERROR_STOPPED, "the search was stopped");
  return NULL;
}

void
yt_search_hits_free(YtSearchHits *hits)
{
  if (!hits)
    return;
  const YtLimits *limits = hits->run.limits;
  if (limits && limits->release)
    limits->release(hits->n_reserved, limits->user_data);
  g_array_unref(hits->hits);
  g_array_unref(hits->words);
  g_array_unref(hits->characters);
  yt_text_cursor_clear(&hits->cursor);
  g_free(hits->weights);
  g_free(hits);
}

gsize
yt_search_hits_get_n(const YtSearchHits *hits)
{
  return hits->hits->len;
}

/* ---- Ranking */

static int
compare_hits(gconstpointer a, gconstpointer b)
{
  const YtSearchHit *x = a, *y = b;
  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;
  return (x->id > y->id) - (x->id < y->id);
}

static void
swap_hits(YtSearchHit *a, YtSearchHit *b)
{
  YtSearchHit hit = *a;
  *a = *b;
  *b = hit;
}

/* Brings the @n best of @hits[0..n_hits) to the front, in no order: Hoare's selection. */
static void
select_best(YtSearchHit *hits, gsize n_hits, gsize n)
{
  gsize low = 0, high = n_hits;
  while (high - low > 1 && n > low && n < high) {
    YtSearchHit pivot = hits[low + (high - low) / 2];
    gsize i = low, k = high - 1;
    for (;;) {
      while (compare_hits(&hits[i], &pivot) < 0)
        i++;
      while (compare_hits(&hits[k], &pivot) > 0)
        k--;
      if (i >= k)
        break;
      swap_hits(&hits[i++], &hits[k--]);
    }
    /* Hits are all different, so where the two meet stands the pivot. */
    if (n <= i)
      high = i;
    else
      low = i == k ? i + 1 : i;
  }
}

static int
compare_ids(gconstpointer a, gconstpointer b)
{
  const YtSearchHit *x = a, *y = b;
  return (x->id > y->id) - (x->id < y->id);
}

/* Reads the text of an open hit; its score is then what it is, 0 when a word is not in it. */
static void
close_hit(YtSearchHits *hits, YtSearchHit *hit)
{
  double sum = 0;
  guint points = 1;
  read_text(hits, hit->id);
  for (guint w = 0; w < hits->words->len && points; w++) {
    points = match_characters(hits, w);
    sum += hits->weights[w] * points / 2;
  }
  hit->is_open = FALSE;
  hit->score = points ? get_score(hits, sum, (double) yt_text_round_length(hits->characters->len)) : 0;
}

/* Puts the next hits in order, about @n. The best @n by the scores so far are read; those that are still better than all
 * others are in their place, and the rest goes back among the others. FALSE when the search must end. */
static gboolean
sort_more(YtSearchHits *hits, gsize n)
{
  YtSearchHit *all = (YtSearchHit *) (gpointer) hits->hits->data, *part = all + hits->n_sorted;
  gsize n_rest = hits->hits->len - hits->n_sorted, kept = 0;
  n = MIN(n, n_rest);
  select_best(part, n_rest, n);
  YtSearchHit worst = part[0];
  for (gsize i = 1; i < n; i++)
    if (compare_hits(&part[i], &worst) > 0)
      worst = part[i];
  qsort(part, n, sizeof *part, compare_ids); /* neighbours in the dictionary are read cheaply */
  for (gsize i = 0; i < n; i++) {
    if (i % 256 == 255 && !yt_search_run_check(&hits->run))
      return FALSE;
    if (part[i].is_open)
      close_hit(hits, &part[i]);
    if (part[i].score > 0 && compare_hits(&part[i], &worst) <= 0)
      swap_hits(&part[i], &part[kept++]);
  }
  qsort(part, kept, sizeof *part, compare_hits);
  hits->n_sorted += kept;
  for (gsize i = n; i-- > kept;) /* those that are none leave their place to the last */
    if (part[i].score == 0) {
      part[i] = all[hits->hits->len - 1];
      g_array_set_size(hits->hits, hits->hits->len - 1);
    }
  return TRUE;
}

gsize
yt_search_hits_get(YtSearchHits *hits, gsize n, const YtSearchHit **found)
{
  for (gsize part = MAX(n, FIRST_PART); hits->n_sorted < n && hits->n_sorted < hits->hits->len; part *= 2)
    if (!sort_more(hits, part)) /* twice as many each time, since few of them may turn out to be hits */
      break;
  *found = (const YtSearchHit *) (gpointer) hits->hits->data;
  return MIN(n, hits->n_sorted);
}
