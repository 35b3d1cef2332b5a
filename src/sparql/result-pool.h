/* result-pool.h: rows of ids into bytes, on several threads, in the order of the rows.
 *
 * Rows are cut into jobs, which lie in a ring. Threads take the oldest job that nobody has; the caller adds jobs at the
 * front and writes out finished ones at the back. When the ring is full, the caller does the oldest job itself, if nobody
 * has it, or waits for it. So there is no more in memory than the ring holds, and what comes out does not depend on how
 * many threads there are. */
#pragma once
#include "sparql/result.h"

/* Appends the text of @n_rows rows to @out; @first_row counts the rows of the answer before them. */
typedef void (*YtRowsFunc)(GString *out, const YtTerm *const *columns, gsize n_rows, guint64 first_row,
                           gpointer user_data);

typedef struct _YtResultPool YtResultPool;

/* @n_columns of ids a row; @head (transfer full): text that stands before the first. The result's class has the functions
 * for ids. */
YtResultPool *yt_result_pool_new(YtSparqlResult *result, guint n_columns, YtRowsFunc func, gpointer user_data,
                                 GString *head, GOutputStream *out);
void yt_result_pool_free(YtResultPool *pool); /* waits for its threads */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtResultPool, yt_result_pool_free)

/* A YtResultIdsFunc: takes rows, and may write out some. */
gboolean yt_result_pool_add(const YtTermId *const *columns, gsize n_rows, gpointer pool, GError **error);

/* Writes out the rest, and the head if there was no row. */
gboolean yt_result_pool_finish(YtResultPool *pool, GError **error);
