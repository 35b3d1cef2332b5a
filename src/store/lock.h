/* lock.h: the one writer of a store, and the names of what lies beside it.
 *
 *   PATH             the store
 *   PATH-wal-STORE   the log of the transactions since it was written (log.h); STORE is the header's checksum in hex
 *   PATH-wal-new     a log that is being written
 *   PATH-new         a store that is being written
 *   PATH-lock        empty; whoever writes holds its lock, which the system ends with the process */
#pragma once
#include "store/store-file.h"

typedef struct {
  int fd_plus_one;
  char *path;
} YtStoreLock; /* zeroed: not held */

/* Errors: YT_STORE_ERROR_BUSY, #GFileError. */
gboolean yt_store_lock_take(YtStoreLock *lock, const char *path, GError **error);
void yt_store_lock_clear(YtStoreLock *lock);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(YtStoreLock, yt_store_lock_clear)

char *yt_store_log_path(const char *path, guint64 store); /* (transfer full) */
char *yt_store_new_log_path(const char *path);            /* (transfer full) */

/* Deletes the log of @store if there is one, for good. */
gboolean yt_store_remove_log(const char *path, guint64 store, GError **error);

/* Deletes the logs of other stores that were at @path before. */
void yt_store_remove_other_logs(const char *path, guint64 store);

/* In store.c. */
YtStore *yt_store_new_from_file(YtStoreFile *file); /* takes it over */
