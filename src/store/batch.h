/* batch.h: quads on their way into a store, with a dictionary of their own.
 *
 * Each thread that reads fills a batch: a term gets a local number, from 1, when it is first seen. A full batch becomes
 * a run: its terms sorted by key, in memory or in temporary space. Runs are merged into the dictionary of the
 * store, which tells each run the code that each of its terms has got; then its quads are read with codes. */
#pragma once
#include "store/io.h"

typedef struct _YtBatch YtBatch;
YtBatch *yt_batch_new(void);
void yt_batch_free(YtBatch *batch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtBatch, yt_batch_free)

/* Has the type of a #YtQuadFunc. Errors: YT_STORE_ERROR_LIMIT. */
gboolean yt_batch_add(const YtTermQuad *quad, gpointer batch, GError **error);
guint64 yt_batch_get_n_quads(const YtBatch *batch);
gboolean yt_batch_is_full(const YtBatch *batch, gsize n_bytes); /* more memory than that, or no more local numbers */

typedef struct _YtRun YtRun;

YtRun *yt_run_new(YtBatch *batch); /* takes @batch over */

/* Writes @batch to temporary space in @folder, or with @keep to memory, where it takes less than it did; leaves it
 * empty, but with its own memory, to be filled again. */
YtRun *yt_run_new_spilled(YtBatch *batch, const char *folder, gboolean keep, GError **error);
gsize yt_batch_get_run_bytes(const YtBatch *batch); /* what that may take at most, but for a few */
gsize yt_run_get_n_bytes(const YtRun *run);         /* what it takes when spilled, with the codes that will come; at most, before */
void yt_run_free(YtRun *run);
gboolean yt_run_is_in_memory(const YtRun *run); /* as the batch was */
gboolean yt_run_spill(YtRun *run, const char *folder, gboolean keep, GError **error);
guint64 yt_run_get_n_quads(const YtRun *run);
guint32 yt_run_get_n_terms(const YtRun *run);

/* The terms in the order of their keys. The key lies in @key until the next call. FALSE at the end or with @error. */
void yt_run_rewind(YtRun *run);
gboolean yt_run_next_term(YtRun *run, const guint8 **key, gsize *n_bytes, GError **error);

/* Tells the code of the term that yt_run_next_term() gave last. */
gboolean yt_run_set_code(YtRun *run, guint32 code, GError **error);

/* After all codes are set: forgets the terms, and gives the quads, in codes by YtPosition. */
gboolean yt_run_forget_terms(YtRun *run, GError **error);
void yt_run_collect_codes(YtRun *run, YtPosition position, GHashTable *codes); /* of all quads: predicates or graphs */
typedef gboolean (*YtCodesFunc)(const guint32 quad[4], gpointer user_data, GError **error);
gboolean yt_run_take_quads(YtRun *run, YtCodesFunc func, gpointer user_data, GError **error); /* and forgets them */
