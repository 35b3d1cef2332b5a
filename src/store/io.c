/* io.c: see io.h. */
#include "store/io.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xxhash.h>

#define BUFFER    (1 << 20)
#define MAX_SPOOL ((gsize) 1 << 30) /* in memory: more than an array of GLib's could not hold */
#define KICK                                                                                                 \
  (8 << 20) /* start writing to the disk in pieces of this size, so that the final sync has little to do */

void
yt_set_io_error(GError **error, const char *path, const char *what)
{
  int code = errno;
  g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_IO, "%s: cannot %s: %s", path ? path : "memory", what,
              g_strerror(code));
}

gboolean
yt_write_all(int fd, guint64 offset, const void *bytes, gsize n_bytes, const char *path, GError **error)
{
  const guint8 *at = bytes;
  while (n_bytes > 0) {
    gssize n = pwrite(fd, at, n_bytes, (off_t) offset);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      if (n == 0)
        errno = ENOSPC;
      yt_set_io_error(error, path, "write");
      return FALSE;
    }
    at += n;
    offset += (guint64) n;
    n_bytes -= (gsize) n;
  }
  return TRUE;
}

gboolean
yt_sync_folder(const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname(path);
  int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 || fsync(fd) != 0) {
    yt_set_io_error(error, folder, "sync the folder");
    if (fd >= 0)
      close(fd);
    return FALSE;
  }
  close(fd);
  return TRUE;
}

gboolean
yt_file_create(YtFile *file, const char *path, GError **error)
{
  *file = (YtFile){0};
  int fd = path ? open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)
                : memfd_create("yuantu-store", MFD_CLOEXEC);
  if (fd < 0) {
    yt_set_io_error(error, path, "create");
    return FALSE;
  }
  file->fd_plus_one = fd + 1;
  file->path = g_strdup(path);
  file->buffer = g_malloc(BUFFER);
  return TRUE;
}

gboolean
yt_file_flush(YtFile *file, GError **error)
{
  int fd = file->fd_plus_one - 1;
  if (!yt_write_all(fd, file->n_flushed, file->buffer, file->n_buffer, file->path, error))
    return FALSE;
  file->n_flushed += file->n_buffer;
  file->n_buffer = 0;
  if (file->path && file->n_flushed - file->n_kicked >= KICK) {
    /* Only a hint, so what it returns does not matter: yt_file_commit() syncs in any case. */
    (void) sync_file_range(fd, (off_t) file->n_kicked, (off_t) (file->n_flushed - file->n_kicked),
                           SYNC_FILE_RANGE_WRITE);
    file->n_kicked = file->n_flushed;
  }
  return TRUE;
}

gboolean
yt_file_append(YtFile *file, const void *bytes, gsize n_bytes, GError **error)
{
  const guint8 *at = bytes;
  file->size += n_bytes;
  if (file->hash)
    XXH3_64bits_update(file->hash, bytes, n_bytes);
  while (n_bytes > 0) {
    gsize n = MIN(n_bytes, BUFFER - file->n_buffer);
    memcpy(file->buffer + file->n_buffer, at, n);
    file->n_buffer += n;
    at += n;
    n_bytes -= n;
    if (file->n_buffer == BUFFER && !yt_file_flush(file, error))
      return FALSE;
  }
  return TRUE;
}

void
yt_file_begin_hash(YtFile *file)
{
  file->hash = XXH3_createState();
  XXH3_64bits_reset(file->hash);
}

guint64
yt_file_end_hash(YtFile *file)
{
  guint64 hash = XXH3_64bits_digest(file->hash);
  XXH3_freeState(file->hash);
  file->hash = NULL;
  return hash;
}

gboolean
yt_file_align(YtFile *file, GError **error)
{
  static const guint8 zeros[8];
  return yt_file_append(file, zeros, (8 - file->size % 8) % 8, error);
}

gboolean
yt_file_write_at(YtFile *file, guint64 offset, const void *bytes, gsize n_bytes, GError **error)
{
  return yt_file_flush(file, error) &&
         yt_write_all(file->fd_plus_one - 1, offset, bytes, n_bytes, file->path, error);
}

gboolean
yt_file_commit(YtFile *file, const char *path, GError **error)
{
  g_return_val_if_fail(file->path != NULL, FALSE);
  if (!yt_file_flush(file, error))
    return FALSE;
  if (fsync(file->fd_plus_one - 1) != 0) {
    yt_set_io_error(error, file->path, "sync");
    return FALSE;
  }
  if (rename(file->path, path) != 0) {
    yt_set_io_error(error, path, "rename the new file");
    return FALSE;
  }
  g_clear_pointer(&file->path, g_free);
  return yt_sync_folder(path, error);
}

int
yt_file_steal_fd(YtFile *file)
{
  int fd = file->fd_plus_one - 1;
  file->fd_plus_one = 0;
  return fd;
}

void
yt_file_clear(YtFile *file)
{
  if (file->fd_plus_one)
    close(file->fd_plus_one - 1);
  if (file->path)
    unlink(file->path);
  XXH3_freeState(file->hash);
  g_free(file->path);
  g_free(file->buffer);
  *file = (YtFile){0};
}

/* ---- Spools */

void
yt_spool_init(YtSpool *spool, const char *folder, gsize limit)
{
  *spool = (YtSpool){.folder = folder ? folder : g_get_tmp_dir(),
                     .limit = MIN(limit, MAX_SPOOL),
                     .memory = g_byte_array_new()};
}

/* O_TMPFILE is not known to every file system; then a named file is unlinked at once. */
static int
open_nameless(const char *folder)
{
  int fd = open(folder, O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
  if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT))
    return fd;
  g_autofree char *name = g_build_filename(folder, "yuantu-XXXXXX", NULL);
  fd = g_mkstemp_full(name, O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0)
    unlink(name);
  return fd;
}

static gboolean
spill(YtSpool *spool, GError **error)
{
  if (!spool->fd_plus_one) {
    int fd = open_nameless(spool->folder);
    if (fd < 0) {
      yt_set_io_error(error, spool->folder, "create a temporary file");
      return FALSE;
    }
    spool->fd_plus_one = fd + 1;
  }
  if (!yt_write_all(spool->fd_plus_one - 1, spool->n_file, spool->memory->data, spool->memory->len,
                    spool->folder, error))
    return FALSE;
  spool->n_file += spool->memory->len;
  g_byte_array_set_size(spool->memory, 0);
  return TRUE;
}

gboolean
yt_spool_append(YtSpool *spool, const void *bytes, gsize n_bytes, GError **error)
{
  const guint8 *at = bytes;
  while (n_bytes > 0) {
    gsize n = MIN(n_bytes, BUFFER);
    g_byte_array_append(spool->memory, at, (guint) n);
    at += n;
    n_bytes -= n;
    gsize limit = spool->fd_plus_one ? BUFFER : spool->limit;
    if (spool->memory->len > limit && !spill(spool, error))
      return FALSE;
  }
  return TRUE;
}

guint64
yt_spool_get_size(const YtSpool *spool)
{
  return spool->n_file + spool->memory->len;
}

gboolean
yt_spool_read(const YtSpool *spool, guint64 offset, void *bytes, gsize n_bytes, GError **error)
{
  guint8 *out = bytes;
  while (n_bytes > 0 && offset < spool->n_file) {
    gssize n = pread(spool->fd_plus_one - 1, out, MIN(n_bytes, spool->n_file - offset), (off_t) offset);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      if (n == 0)
        errno = EIO;
      yt_set_io_error(error, spool->folder, "read a temporary file");
      return FALSE;
    }
    out += n;
    offset += (guint64) n;
    n_bytes -= (gsize) n;
  }
  if (n_bytes > 0) {
    g_assert(offset - spool->n_file + n_bytes <= spool->memory->len);
    memcpy(out, spool->memory->data + (offset - spool->n_file), n_bytes);
  }
  return TRUE;
}

gboolean
yt_spool_append_to(YtSpool *spool, YtFile *file, GError **error)
{
  g_autofree guint8 *piece = spool->n_file > 0 ? g_malloc(BUFFER) : NULL;
  for (guint64 at = 0; at < spool->n_file; at += BUFFER) {
    gsize n = MIN(BUFFER, spool->n_file - at);
    if (!yt_spool_read(spool, at, piece, n, error) || !yt_file_append(file, piece, n, error))
      return FALSE;
  }
  return yt_file_append(file, spool->memory->data, spool->memory->len, error);
}

void
yt_spool_clear(YtSpool *spool)
{
  if (spool->fd_plus_one)
    close(spool->fd_plus_one - 1);
  g_clear_pointer(&spool->memory, g_byte_array_unref);
  spool->fd_plus_one = 0;
}

/* ---- Pages */

static gpointer
want_pages(gpointer pages, gsize n_bytes)
{
  if (pages == MAP_FAILED)
    g_error("cannot allocate %" G_GSIZE_FORMAT " bytes", n_bytes);
  if (n_bytes >= 4 << 20)
    (void) madvise(pages, n_bytes, MADV_HUGEPAGE);
  return pages;
}

gpointer
yt_pages_new(gsize n_bytes)
{
  return want_pages(mmap(NULL, n_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), n_bytes);
}

gpointer
yt_pages_grow(gpointer pages, gsize n_bytes, gsize n_more)
{
#ifdef __SANITIZE_THREAD__ /* which follows mmap() and munmap(), but takes what mremap() moves to a place for what was there */
  gpointer more = memcpy(yt_pages_new(n_more), pages, MIN(n_bytes, n_more));
  yt_pages_free(pages, n_bytes);
  return more;
#else
  return want_pages(mremap(pages, n_bytes, n_more, MREMAP_MAYMOVE), n_more);
#endif
}

void
yt_pages_free(gpointer pages, gsize n_bytes)
{
  if (pages)
    munmap(pages, n_bytes);
}
