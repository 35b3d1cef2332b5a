/* builder.h: what loading and compacting need of the builder. */
#pragma once
#include "store/batch.h"
#include "store/store-file.h"

/* How much of the memory one batch may take while @n_threads fill one each. */
gsize yt_store_builder_get_batch_bytes(YtStoreBuilder *builder, guint n_threads);

/* Takes the last batch of a thread over; sorts it on the caller's thread. */
void yt_store_builder_add_batch(YtStoreBuilder *builder, YtBatch *batch);

/* Sorts a batch on the caller's thread and puts it into temporary space; it is empty afterwards, to be filled again. */
gboolean yt_store_builder_spill_batch(YtStoreBuilder *builder, YtBatch *batch, GError **error);

/* Tells the progress if it is time; FALSE with YT_STORE_ERROR_CANCELLED. */
gboolean yt_store_builder_report(YtStoreBuilder *builder, const YtLoadProgress *progress, GError **error);
double yt_store_builder_get_seconds(YtStoreBuilder *builder);

/* Writes the whole file; @file is new and empty. @checksum is out: the header's. The builder is empty afterwards, also
 * on failure. */
gboolean yt_store_builder_write_file(YtStoreBuilder *builder, YtFile *file, guint64 *checksum, GError **error);

/* As yt_store_builder_write(), for a caller who holds the lock. */
gboolean yt_store_builder_write_locked(YtStoreBuilder *builder, const char *path, GError **error);

/* Where the new file grows before it is renamed. (transfer full) */
char *yt_store_new_path(const char *path);
