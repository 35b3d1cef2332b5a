/* lock.c: see lock.h. */
#include "store/lock.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define LOG_INFIX "-wal-"

gboolean
yt_store_lock_take(YtStoreLock *lock, const char *path, GError **error)
{
  g_autofree char *name = g_strconcat(path, "-lock", NULL);
  int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (fd < 0) {
    yt_set_io_error(error, name, "create");
    return FALSE;
  }
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    int code = errno;
    close(fd);
    errno = code;
    if (code == EWOULDBLOCK)
      g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_BUSY, "%s: another writer has this store open", path);
    else
      yt_set_io_error(error, name, "lock");
    return FALSE;
  }
  lock->fd_plus_one = fd + 1;
  return TRUE;
}

void
yt_store_lock_clear(YtStoreLock *lock)
{
  if (lock->fd_plus_one)
    close(lock->fd_plus_one - 1);
  lock->fd_plus_one = 0;
}

char *
yt_store_log_path(const char *path, guint64 generation)
{
  return g_strdup_printf("%s" LOG_INFIX "%" G_GUINT64_FORMAT, path, generation);
}

void
yt_store_remove_logs(const char *path, guint64 generation)
{
  g_autofree char *folder = g_path_get_dirname(path), *name = g_path_get_basename(path);
  g_autofree char *prefix = g_strconcat(name, LOG_INFIX, NULL);
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *entry; dir && (entry = g_dir_read_name(dir));) {
    guint64 found;
    if (!g_str_has_prefix(entry, prefix)
        || !g_ascii_string_to_unsigned(entry + strlen(prefix), 10, 0, G_MAXUINT64, &found, NULL) || found == generation)
      continue;
    g_autofree char *full = g_build_filename(folder, entry, NULL);
    unlink(full); /* a log that stays is in nobody's way: its generation will not come again */
  }
}
