/* delta.h: what transactions changed since the file was written, kept in memory.
 *
 * A run is a sorted set of changes, each a quad with +1 (inserted) or -1 (deleted), and never changes. Changes are
 * normalised: +1 only for a quad that the store did not have before the run, -1 only for one that it had. So whether a
 * quad is there now is whether it is in the file, plus the sum of its changes in all runs; and counts are sums, too. Each
 * commit adds a run, and small runs are merged into larger ones, so that there are never more than YT_SCAN_MAX_RUNS. */
#pragma once
#include "store/store-file.h"

struct _YtDeltaRun {
  gint ref_count;
  gsize n;
  YtQuad *quads;                       /* in the order of SPO */
  gint8 *signs;                        /* of quads */
  guint32 *orders[YT_N_PERMUTATIONS];  /* places in quads in this order; NULL for SPO */
  gint32 *sums[YT_N_PERMUTATIONS];     /* n + 1: the sum of the signs before each place in this order */
};

/* Takes @quads and @signs over, which g_free() frees; each quad once, in any order. */
YtDeltaRun *yt_delta_run_new(YtQuad *quads, gint8 *signs, gsize n);
YtDeltaRun *yt_delta_run_ref(YtDeltaRun *run);
void yt_delta_run_unref(YtDeltaRun *run);

static inline gsize
yt_delta_run_get_place(const YtDeltaRun *run, YtPermutation permutation, gsize i)
{
  return permutation == YT_SPO ? i : run->orders[permutation][i];
}

/* Compares the first @n_positions positions of @permutation. */
int yt_quad_compare(const YtQuad *a, const YtQuad *b, YtPermutation permutation, guint n_positions);

/* The first place in @permutation's order that is not below @quad's first @n_positions; with @after, that is above. */
gsize yt_delta_run_find(const YtDeltaRun *run, YtPermutation permutation, const YtQuad *quad, guint n_positions, gboolean after);

/* Terms that are not in the file's dictionary. Shared by all snapshots of one file; only grows. The id of a term is its
 * kind, YT_ID_DELTA, and its serial number. */
typedef struct _YtLogTerms YtLogTerms;
YtLogTerms *yt_log_terms_new(void);
YtLogTerms *yt_log_terms_ref(YtLogTerms *terms);
void yt_log_terms_unref(YtLogTerms *terms);
guint64 yt_log_terms_get_n(YtLogTerms *terms);
YtTermId yt_log_terms_find(YtLogTerms *terms, guint8 lead, const char *bytes, gsize n_bytes); /* 0: none */
YtTermId yt_log_terms_add(YtLogTerms *terms, guint8 lead, const char *bytes, gsize n_bytes);  /* 0: too many */

/* Adds a key with the serial number that the log says; FALSE when it cannot be. */
gboolean yt_log_terms_restore(YtLogTerms *terms, guint64 serial, const guint8 *key, gsize n_key);

/* The key of @id, lent for ever, or NULL; without the lead. */
const char *yt_log_terms_get(YtLogTerms *terms, YtTermId id, gsize *n_bytes);
gboolean *yt_log_terms_peek_logged(YtLogTerms *terms, guint64 serial); /* has it been written to the log? */

/* The state of the log at one moment. */
typedef struct {
  gint ref_count;
  YtDeltaRun *runs[YT_SCAN_MAX_RUNS];
  guint n_runs;
  YtLogTerms *terms;
  guint64 n_terms; /* of them, those that this state knows */
  gsize n_quads;   /* changes */
} YtDelta;

YtDelta *yt_delta_new(YtLogTerms *terms);
YtDelta *yt_delta_ref(YtDelta *delta);
void yt_delta_unref(YtDelta *delta);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtDelta, yt_delta_unref)

/* @delta with one more run, on top; takes @run over (NULL: nothing). (transfer full) */
YtDelta *yt_delta_add(const YtDelta *delta, YtDeltaRun *run);

/* The store at one moment. */
struct _YtStore {
  gint ref_count;
  YtStoreFile *file;
  YtDelta *delta; /* NULL: none */
  gsize n_quads;
  GMutex mutex; /* of the lists */
  GArray *graphs, *predicates; /* made when asked for */
  guint64 version;             /* the same; 0: not yet */
  GMutex derive_mutex; /* of what other modules derived; never taken with the other one */
  GData *derived;
};

YtStore *yt_store_new(YtStoreFile *file, YtDelta *delta); /* refs both */
gboolean yt_store_has_quad(const YtStore *store, const YtQuad *quad);
int yt_delta_get_sign(const YtDelta *delta, const YtQuad *quad); /* the sum of its changes: -1, 0 or 1 */
gboolean yt_store_knows_id(const YtStore *store, YtTermId id);
