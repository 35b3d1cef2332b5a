/* lock.c: see lock.h. */
#include "store/lock.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOG_INFIX    "-wal-"
#define HEX          "%016" G_GINT64_MODIFIER "x"
#define MAX_ATTEMPTS 1000

/* Is @fd still what @name names? Whoever had the lock before has deleted the file. */
static gboolean
is_current(int fd, const char *name)
{
  struct stat held, named;
  return fstat(fd, &held) == 0 && stat(name, &named) == 0 && held.st_ino == named.st_ino &&
         held.st_dev == named.st_dev;
}

gboolean
yt_store_lock_take(YtStoreLock *lock, const char *path, GError **error)
{
  g_autofree char *name = g_strconcat(path, "-lock", NULL);
  for (guint attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0) {
      int code = errno;
      g_set_error(error, G_FILE_ERROR, (gint) g_file_error_from_errno(code), "%s: %s", name,
                  g_strerror(code));
      return FALSE;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
      close(fd);
      break;
    }
    if (is_current(fd, name)) {
      lock->fd_plus_one = fd + 1;
      lock->path = g_steal_pointer(&name);
      return TRUE;
    }
    close(fd);
  }
  g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_BUSY, "%s: another writer has this store open", path);
  return FALSE;
}

void
yt_store_lock_clear(YtStoreLock *lock)
{
  if (lock->fd_plus_one) {
    unlink(lock->path); /* while it is held, so that nobody else's is deleted */
    close(lock->fd_plus_one - 1);
  }
  g_free(lock->path);
  *lock = (YtStoreLock){0};
}

char *
yt_store_log_path(const char *path, guint64 store)
{
  return g_strdup_printf("%s" LOG_INFIX HEX, path, store);
}

char *
yt_store_new_log_path(const char *path)
{
  return g_strdup_printf("%s" LOG_INFIX "new", path);
}

gboolean
yt_store_remove_log(const char *path, guint64 store, GError **error)
{
  g_autofree char *name = yt_store_log_path(path, store);
  if (unlink(name) == 0)
    return yt_sync_folder(path, error);
  if (errno == ENOENT)
    return TRUE;
  yt_set_io_error(error, name, "delete");
  return FALSE;
}

void
yt_store_remove_other_logs(const char *path, guint64 store)
{
  g_autofree char *folder = g_path_get_dirname(path), *name = g_path_get_basename(path);
  g_autofree char *prefix = g_strconcat(name, LOG_INFIX, NULL), *own = yt_store_log_path(name, store);
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *entry; dir && (entry = g_dir_read_name(dir));) {
    gsize n = strlen(prefix) + 16;
    if (!g_str_has_prefix(entry, prefix) || strcmp(entry, own) == 0 || strlen(entry) != n ||
        strspn(entry + strlen(prefix), "0123456789abcdef") != 16)
      continue;
    g_autofree char *full = g_build_filename(folder, entry, NULL);
    unlink(
        full); /* one that stays is in nobody's way: the next store of that content begins by deleting it */
  }
}
