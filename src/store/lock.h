/* lock.h: the one writer of a store, and the names of what lies beside it.
 *
 *   PATH                  the store
 *   PATH-wal-GENERATION   the log of the transactions since that generation was written (log.h)
 *   PATH-lock             empty; whoever writes holds its lock, which the system ends with the process
 *   PATH-new              a store that is being written; of no meaning to anybody else */
#pragma once
#include "store/store-file.h"

typedef struct {
  int fd_plus_one;
} YtStoreLock; /* zeroed: not held */

/* Errors: YT_STORE_ERROR_BUSY, YT_STORE_ERROR_IO. */
gboolean yt_store_lock_take(YtStoreLock *lock, const char *path, GError **error);
void yt_store_lock_clear(YtStoreLock *lock);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(YtStoreLock, yt_store_lock_clear)

char *yt_store_log_path(const char *path, guint64 generation); /* (transfer full) */

/* Deletes logs of other generations than @generation; they belong to stores that are no more. */
void yt_store_remove_logs(const char *path, guint64 generation);

/* In store.c. */
YtStore *yt_store_new_from_file(YtStoreFile *file); /* takes it over */
