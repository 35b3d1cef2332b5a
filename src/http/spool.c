/* spool.c: a stream that keeps a small answer in memory and a large one in a file without a name. */
#include "http/spool.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define MAX_IN_MEMORY                                                                                        \
  (4 * 1024 * 1024) /* some thousand rows; as many such answers fit as there are connections */

struct _YtSpool {
  GOutputStream parent;
  GByteArray *bytes;
  int fd; /* -1 while all is in memory */
  guint64 n_bytes;
};

G_DEFINE_FINAL_TYPE(YtSpool, yt_spool, G_TYPE_OUTPUT_STREAM)

static gboolean
fail(const char *act, GError **error)
{
  int code = errno;
  g_set_error(error, G_IO_ERROR, (int) g_io_error_from_errno(code), "%s a temporary file: %s", act,
              g_strerror(code));
  return FALSE;
}

static gboolean
write_all(int fd, const char *bytes, gsize n_bytes, GError **error)
{
  while (n_bytes > 0) {
    gssize n = write(fd, bytes, n_bytes);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return fail("cannot write", error);
    bytes += n;
    n_bytes -= (gsize) n;
  }
  return TRUE;
}

static gboolean
move_to_file(YtSpool *spool, GError **error)
{
  g_autofree char *path = NULL;
  spool->fd = g_file_open_tmp("yuantu-XXXXXX", &path, error);
  if (spool->fd < 0)
    return FALSE;
  g_unlink(path);
  gboolean moved = write_all(spool->fd, (const char *) spool->bytes->data, spool->bytes->len, error);
  g_byte_array_set_size(spool->bytes, 0);
  return moved;
}

static gssize
spool_write(GOutputStream *stream, const void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  (void) cancellable;
  YtSpool *spool = YT_SPOOL(stream);
  if (spool->fd < 0 && spool->n_bytes + count > MAX_IN_MEMORY && !move_to_file(spool, error))
    return -1;
  if (spool->fd < 0)
    g_byte_array_append(spool->bytes, buffer, (guint) count);
  else if (!write_all(spool->fd, buffer, count, error))
    return -1;
  spool->n_bytes += count;
  return (gssize) count;
}

static void
spool_finalize(GObject *object)
{
  YtSpool *spool = YT_SPOOL(object);
  if (spool->bytes)
    g_byte_array_unref(spool->bytes);
  if (spool->fd >= 0)
    close(spool->fd);
  G_OBJECT_CLASS(yt_spool_parent_class)->finalize(object);
}

static void
yt_spool_class_init(YtSpoolClass *klass)
{
  G_OBJECT_CLASS(klass)->finalize = spool_finalize;
  G_OUTPUT_STREAM_CLASS(klass)->write_fn = spool_write;
}

static void
yt_spool_init(YtSpool *spool)
{
  spool->bytes = g_byte_array_new();
  spool->fd = -1;
}

YtSpool *
yt_spool_new(void)
{
  return g_object_new(YT_TYPE_SPOOL, NULL);
}

GBytes *
yt_spool_steal(YtSpool *spool, int *fd, guint64 *n_bytes)
{
  *n_bytes = spool->n_bytes;
  *fd = spool->fd;
  spool->fd = -1;
  return *fd < 0 ? g_byte_array_free_to_bytes(g_steal_pointer(&spool->bytes)) : NULL;
}
