/* watch.c: the newest snapshot of a store that other processes write.
 *
 * A new version is a file of another inode, and a commit a longer log, so two calls of stat() tell whether there is
 * anything new. Whoever notices opens it, while the others go on with the snapshot that there was. */
#include "store/delta.h"
#include "store/lock.h"
#include <string.h>
#include <sys/stat.h>

#define CHECK_US 200000 /* how old what is shown may be: less than a person notices */

/* What the files looked like. Padding is zero, so that bytes may be compared. */
typedef struct {
  guint64 device, inode, n_bytes, log_bytes;
  gint64 seconds, nanoseconds, log_seconds, log_nanoseconds;
} Stamp;

struct _YtStoreWatch {
  char *path;
  GMutex mutex; /* of all that follows */
  YtStore *store;
  Stamp stamp; /* from before @store was opened */
  gint64 checked_us;
  gboolean is_opening;
  char *problem;
};

static Stamp
take_stamp(const char *path, const YtStore *store)
{
  Stamp stamp = {0};
  struct stat status;
  if (stat(path, &status) == 0) {
    stamp.device = status.st_dev;
    stamp.inode = status.st_ino;
    stamp.n_bytes = (guint64) status.st_size;
    stamp.seconds = status.st_mtim.tv_sec;
    stamp.nanoseconds = status.st_mtim.tv_nsec;
  }
  g_autofree char *log_path = store ? yt_store_log_path(path, store->file->header.checksum) : NULL;
  if (log_path && stat(log_path, &status) == 0) {
    stamp.log_bytes = (guint64) status.st_size;
    stamp.log_seconds = status.st_mtim.tv_sec;
    stamp.log_nanoseconds = status.st_mtim.tv_nsec;
  }
  return stamp;
}

YtStoreWatch *
yt_store_watch_new(const char *path, GError **error)
{
  g_return_val_if_fail(path != NULL, NULL);
  g_autoptr(YtStore) store = yt_store_open(path, error);
  if (!store)
    return NULL;
  YtStoreWatch *watch = g_new0(YtStoreWatch, 1);
  watch->path = g_strdup(path);
  watch->store =
      g_steal_pointer(&store); /* the stamp is that of nothing, so the first check opens it once more */
  g_mutex_init(&watch->mutex);
  return watch;
}

void
yt_store_watch_free(YtStoreWatch *watch)
{
  if (!watch)
    return;
  yt_store_unref(watch->store);
  g_mutex_clear(&watch->mutex);
  g_free(watch->problem);
  g_free(watch->path);
  g_free(watch);
}

/* Opens what @stamp was taken of; the mutex is not held. */
static void
open_newer(YtStoreWatch *watch, const Stamp *stamp)
{
  g_autoptr(GError) error = NULL;
  YtStore *newer = yt_store_open(watch->path, &error);
  /* The log belongs to the file, so a new file's is looked at now: what it gets from here on makes it differ. */
  Stamp again = newer ? take_stamp(watch->path, newer) : *stamp;
  g_mutex_lock(&watch->mutex);
  g_clear_pointer(&watch->problem, g_free);
  if (!newer)
    watch->problem = g_strdup(error->message);
  YtStore *old = newer ? watch->store : NULL;
  if (newer)
    watch->store = newer;
  watch->stamp = memcmp(&again, stamp, sizeof again) == 0 ? again : (Stamp){0};
  watch->is_opening = FALSE;
  g_mutex_unlock(&watch->mutex);
  yt_store_unref(old);
}

YtStore *
yt_store_watch_ref_snapshot(YtStoreWatch *watch)
{
  gint64 now = g_get_monotonic_time();
  Stamp stamp;
  g_mutex_lock(&watch->mutex);
  gboolean opens = FALSE;
  if (!watch->is_opening && now - watch->checked_us >= CHECK_US) {
    watch->checked_us = now;
    stamp = take_stamp(watch->path, watch->store);
    opens = watch->is_opening = memcmp(&stamp, &watch->stamp, sizeof stamp) != 0;
  }
  g_mutex_unlock(&watch->mutex);
  if (opens)
    open_newer(watch, &stamp);
  g_mutex_lock(&watch->mutex);
  YtStore *store = yt_store_ref(watch->store);
  g_mutex_unlock(&watch->mutex);
  return store;
}

char *
yt_store_watch_dup_problem(YtStoreWatch *watch)
{
  g_mutex_lock(&watch->mutex);
  char *problem = g_strdup(watch->problem);
  g_mutex_unlock(&watch->mutex);
  return problem;
}
