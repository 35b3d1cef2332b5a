/* delta.c: see delta.h. */
#include "store/delta.h"
#include "store/key.h"
#include <string.h>

#define FIRST_SEGMENT_BITS 10 /* terms in the first segment; each further one is as large as all before it */
#define N_SEGMENTS         (40 - FIRST_SEGMENT_BITS)

/* ---- Runs */

int
yt_quad_compare(const YtQuad *a, const YtQuad *b, YtPermutation permutation, guint n_positions)
{
  const YtPosition *positions = yt_permutation_positions[permutation];
  for (guint i = 0; i < n_positions; i++) {
    YtTermId x = a->at[positions[i]], y = b->at[positions[i]];
    if (x != y)
      return x < y ? -1 : 1;
  }
  return 0;
}

typedef struct {
  const YtQuad *quads;
  YtPermutation permutation;
} OrderContext;

static int
compare_places(gconstpointer a, gconstpointer b, gpointer data)
{
  const OrderContext *context = data;
  return yt_quad_compare(&context->quads[*(const guint32 *) a], &context->quads[*(const guint32 *) b],
                         context->permutation, 4);
}

static guint32 *
sort_places(const YtQuad *quads, gsize n, YtPermutation permutation)
{
  guint32 *places = g_new(guint32, MAX(n, 1));
  for (gsize i = 0; i < n; i++)
    places[i] = (guint32) i;
  OrderContext context = {quads, permutation};
  qsort_r(places, n, sizeof *places, compare_places, &context);
  return places;
}

static void
sort_by_subject(YtDeltaRun *run)
{
  g_autofree guint32 *places = sort_places(run->quads, run->n, YT_SPO);
  YtQuad *quads = g_new(YtQuad, MAX(run->n, 1));
  gint8 *signs = g_new(gint8, MAX(run->n, 1));
  for (gsize i = 0; i < run->n; i++) {
    quads[i] = run->quads[places[i]];
    signs[i] = run->signs[places[i]];
  }
  g_free(run->quads);
  g_free(run->signs);
  run->quads = quads;
  run->signs = signs;
}

YtDeltaRun *
yt_delta_run_new(YtQuad *quads, gint8 *signs, gsize n)
{
  g_assert(n < G_MAXINT32);
  YtDeltaRun *run = g_new0(YtDeltaRun, 1);
  run->ref_count = 1;
  run->n = n;
  run->quads = quads;
  run->signs = signs;
  sort_by_subject(run);
  for (guint p = 0; p < YT_N_PERMUTATIONS; p++) {
    if (p != YT_SPO)
      run->orders[p] = sort_places(run->quads, n, (YtPermutation) p);
    run->sums[p] = g_new0(gint32, n + 1);
    for (gsize i = 0; i < n; i++)
      run->sums[p][i + 1] = run->sums[p][i] + run->signs[yt_delta_run_get_place(run, (YtPermutation) p, i)];
  }
  return run;
}

YtDeltaRun *
yt_delta_run_ref(YtDeltaRun *run)
{
  g_atomic_int_inc(&run->ref_count);
  return run;
}

void
yt_delta_run_unref(YtDeltaRun *run)
{
  if (!g_atomic_int_dec_and_test(&run->ref_count))
    return;
  for (guint p = 0; p < YT_N_PERMUTATIONS; p++) {
    g_free(run->orders[p]);
    g_free(run->sums[p]);
  }
  g_free(run->quads);
  g_free(run->signs);
  g_free(run);
}

gsize
yt_delta_run_find(const YtDeltaRun *run, YtPermutation permutation, const YtQuad *quad, guint n_positions,
                  gboolean after)
{
  gsize low = 0, high = run->n;
  while (low < high) {
    gsize middle = low + (high - low) / 2;
    int order = yt_quad_compare(&run->quads[yt_delta_run_get_place(run, permutation, middle)], quad,
                                permutation, n_positions);
    if (order < 0 || (after && order == 0))
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* What @older and then @newer do. A quad that the one inserts and the other deletes, or the other way, is as before. */
static YtDeltaRun *
merge_runs(const YtDeltaRun *older, const YtDeltaRun *newer)
{
  YtQuad *quads = g_new(YtQuad, older->n + newer->n);
  gint8 *signs = g_new(gint8, older->n + newer->n);
  gsize i = 0, k = 0, n = 0;
  while (i < older->n || k < newer->n) {
    int order = i == older->n   ? 1
                : k == newer->n ? -1
                                : yt_quad_compare(&older->quads[i], &newer->quads[k], YT_SPO, 4);
    if (order == 0) {
      g_assert(older->signs[i] == -newer->signs[k]);
      i++;
      k++;
    } else {
      const YtDeltaRun *from = order < 0 ? older : newer;
      gsize at = order < 0 ? i++ : k++;
      quads[n] = from->quads[at];
      signs[n++] = from->signs[at];
    }
  }
  return yt_delta_run_new(quads, signs, n);
}

/* ---- Terms */

typedef struct {
  const guint8 *key;
  gsize n_key;
  YtTermId id;
  gboolean logged;
} LogTerm;

struct _YtLogTerms {
  gint ref_count;
  GMutex mutex; /* of all that follows; held for one look-up or addition */
  guint64 n_terms;
  LogTerm *segments[N_SEGMENTS]; /* read without the mutex, for terms that a snapshot knows */
  GHashTable *by_key;            /* LogTerm → itself */
};

/* Where the term of @serial stands. Numbers that a log skips have no segments, and those of a segment no pages of memory
 * until a term is written there. NULL: there is no segment, and with @make no room for one. */
static LogTerm *
get_term(YtLogTerms *terms, guint64 serial, gboolean make)
{
  guint segment = 0;
  guint64 start = 0;
  if (serial >= 1 << FIRST_SEGMENT_BITS) {
    segment = 64 - (guint) __builtin_clzll(serial) - FIRST_SEGMENT_BITS;
    start = G_GUINT64_CONSTANT(1) << (segment - 1 + FIRST_SEGMENT_BITS);
  }
  if (segment >= N_SEGMENTS)
    return NULL;
  LogTerm *slots = g_atomic_pointer_get(&terms->segments[segment]);
  if (!slots && make) {
    guint64 size = segment == 0 ? 1 << FIRST_SEGMENT_BITS : start;
    slots = g_try_new0(LogTerm, size);
    g_atomic_pointer_set(&terms->segments[segment], slots);
  }
  return slots ? &slots[serial - start] : NULL;
}

static gsize
n_identity(const LogTerm *term)
{
  return 1 + yt_key_get_n_identity(term->key[0] >> 4, (const char *) term->key + 1, term->n_key - 1);
}

static guint
hash_term(gconstpointer data)
{
  const LogTerm *term = data;
  guint hash = 5381;
  for (gsize i = 0, n = n_identity(term); i < n; i++)
    hash = hash * 33 + term->key[i];
  return hash;
}

static gboolean
terms_are_equal(gconstpointer a, gconstpointer b)
{
  const LogTerm *x = a, *y = b;
  gsize n = n_identity(x);
  return n == n_identity(y) && memcmp(x->key, y->key, n) == 0;
}

YtLogTerms *
yt_log_terms_new(void)
{
  YtLogTerms *terms = g_new0(YtLogTerms, 1);
  terms->ref_count = 1;
  g_mutex_init(&terms->mutex);
  terms->by_key = g_hash_table_new(hash_term, terms_are_equal);
  return terms;
}

YtLogTerms *
yt_log_terms_ref(YtLogTerms *terms)
{
  g_atomic_int_inc(&terms->ref_count);
  return terms;
}

void
yt_log_terms_unref(YtLogTerms *terms)
{
  if (!g_atomic_int_dec_and_test(&terms->ref_count))
    return;
  GHashTableIter iter;
  gpointer term;
  g_hash_table_iter_init(&iter, terms->by_key);
  while (g_hash_table_iter_next(&iter, &term, NULL))
    g_free((gpointer) ((LogTerm *) term)->key);
  g_hash_table_unref(terms->by_key);
  for (guint i = 0; i < N_SEGMENTS; i++)
    g_free(terms->segments[i]);
  g_mutex_clear(&terms->mutex);
  g_free(terms);
}

guint64
yt_log_terms_get_n(YtLogTerms *terms)
{
  g_mutex_lock(&terms->mutex);
  guint64 n = terms->n_terms;
  g_mutex_unlock(&terms->mutex);
  return n;
}

static guint8 *
make_key(guint8 lead, const char *bytes, gsize n_bytes)
{
  guint8 *key = g_malloc(n_bytes + 1);
  key[0] = lead;
  memcpy(key + 1, bytes, n_bytes);
  return key;
}

YtTermId
yt_log_terms_find(YtLogTerms *terms, guint8 lead, const char *bytes, gsize n_bytes)
{
  g_autofree guint8 *key = make_key(lead, bytes, n_bytes);
  LogTerm wanted = {.key = key, .n_key = n_bytes + 1};
  g_mutex_lock(&terms->mutex);
  LogTerm *found = g_hash_table_lookup(terms->by_key, &wanted);
  YtTermId id = found ? found->id : 0;
  g_mutex_unlock(&terms->mutex);
  return id;
}

YtTermId
yt_log_terms_add(YtLogTerms *terms, guint8 lead, const char *bytes, gsize n_bytes)
{
  g_mutex_lock(&terms->mutex);
  LogTerm *term = get_term(terms, terms->n_terms, TRUE);
  YtTermId id = 0;
  if (term) {
    id = YT_ID_FIRST(lead >> 4) | YT_ID_DELTA | terms->n_terms++;
    *term = (LogTerm){.key = make_key(lead, bytes, n_bytes), .n_key = n_bytes + 1, .id = id};
    g_hash_table_add(terms->by_key, term);
  }
  g_mutex_unlock(&terms->mutex);
  return id;
}

gboolean
yt_log_terms_restore(YtLogTerms *terms, guint64 serial, const guint8 *key, gsize n_key)
{
  if (n_key == 0 || yt_group_of_kind(key[0] >> 4) < 0 || yt_group_of_kind(key[0] >> 4) == YT_GROUP_VALUES ||
      (key[0] & 15) || (serial > terms->n_terms && serial - terms->n_terms > G_MAXUINT32))
    return FALSE;
  /* Numbers that are skipped belong to transactions that were rolled back; a later one may bring their terms. */
  LogTerm *term = get_term(terms, serial, TRUE), same = {.key = key, .n_key = n_key};
  if (!term || term->key || g_hash_table_contains(terms->by_key, &same))
    return FALSE;
  terms->n_terms = MAX(terms->n_terms, serial + 1);
  *term = (LogTerm){.key = g_memdup2(key, n_key),
                    .n_key = n_key,
                    .id = YT_ID_FIRST(key[0] >> 4) | YT_ID_DELTA | serial,
                    .logged = TRUE};
  g_hash_table_add(terms->by_key, term);
  return TRUE;
}

const char *
yt_log_terms_get(YtLogTerms *terms, YtTermId id, gsize *n_bytes)
{
  LogTerm *term = get_term(terms, id & YT_ID_PAYLOAD & ~YT_ID_DELTA, FALSE);
  if (!term || !term->key || term->id != id)
    return NULL;
  *n_bytes = term->n_key - 1;
  return (const char *) term->key + 1;
}

gboolean *
yt_log_terms_peek_logged(YtLogTerms *terms, guint64 serial)
{
  return &get_term(terms, serial, FALSE)->logged;
}

/* ---- States */

YtDelta *
yt_delta_new(YtLogTerms *terms)
{
  YtDelta *delta = g_new0(YtDelta, 1);
  delta->ref_count = 1;
  delta->terms = yt_log_terms_ref(terms);
  delta->n_terms = yt_log_terms_get_n(terms);
  return delta;
}

YtDelta *
yt_delta_ref(YtDelta *delta)
{
  g_atomic_int_inc(&delta->ref_count);
  return delta;
}

void
yt_delta_unref(YtDelta *delta)
{
  if (!g_atomic_int_dec_and_test(&delta->ref_count))
    return;
  for (guint i = 0; i < delta->n_runs; i++)
    yt_delta_run_unref(delta->runs[i]);
  yt_log_terms_unref(delta->terms);
  g_free(delta);
}

YtDelta *
yt_delta_add(const YtDelta *delta, YtDeltaRun *run)
{
  YtDelta *sum = yt_delta_new(delta->terms);
  for (guint i = 0; i < delta->n_runs; i++)
    sum->runs[sum->n_runs++] = yt_delta_run_ref(delta->runs[i]);
  /* Sizes at least double from each run to the one below it, so there are few, and each change is merged few times. */
  while (run && sum->n_runs > 0 && sum->runs[sum->n_runs - 1]->n < 2 * run->n) {
    YtDeltaRun *below = sum->runs[--sum->n_runs];
    YtDeltaRun *merged = merge_runs(below, run);
    yt_delta_run_unref(below);
    yt_delta_run_unref(run);
    run = merged;
  }
  if (run && run->n > 0) {
    g_assert(sum->n_runs < YT_SCAN_MAX_RUNS);
    sum->runs[sum->n_runs++] = run;
  } else if (run) {
    yt_delta_run_unref(run);
  }
  for (guint i = 0; i < sum->n_runs; i++)
    sum->n_quads += sum->runs[i]->n;
  return sum;
}

int
yt_delta_get_sign(const YtDelta *delta, const YtQuad *quad)
{
  int sign = 0;
  for (guint i = 0; delta && i < delta->n_runs; i++) {
    const YtDeltaRun *run = delta->runs[i];
    gsize at = yt_delta_run_find(run, YT_SPO, quad, 4, FALSE);
    if (at < run->n && yt_quad_compare(&run->quads[at], quad, YT_SPO, 4) == 0)
      sign += run->signs[at];
  }
  return sign;
}
