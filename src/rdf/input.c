/* input.c: inputs over memory and files. Compression is left to libarchive, which takes a single compressed stream for
 * an archive of one member ("raw"). */
#include "rdf/input.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK_SIZE (128 * 1024) /* bytes a system call */

struct _YtInputFile {
  char *path;
  int fd;
  struct archive *archive;
  gboolean is_empty;
};

gssize
yt_input_read_bytes(gpointer input_bytes, char *buffer, gsize n_bytes, GError **error G_GNUC_UNUSED)
{
  YtInputBytes *input = input_bytes;
  gsize n = MIN(n_bytes, input->n_bytes);
  if (n) {
    memcpy(buffer, input->bytes, n);
    input->bytes += n;
    input->n_bytes -= n;
  }
  return (gssize) n;
}

static gboolean
set_file_error(const YtInputFile *file, int code, GError **error)
{
  g_set_error(error, G_FILE_ERROR, (gint) g_file_error_from_errno(code), "%s: %s", file->path,
              g_strerror(code));
  return FALSE;
}

/* What libarchive says is in English, and more exact than its error number. */
static gboolean
set_archive_error(const YtInputFile *file, GError **error)
{
  const char *message = archive_error_string(file->archive);
  g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_IO, "%s: %s", file->path,
              message ? message : "cannot be read");
  return FALSE;
}

static gboolean
open_path(YtInputFile *file, GError **error)
{
  struct stat status;
  file->fd = open(file->path, O_RDONLY | O_CLOEXEC);
  if (file->fd < 0 || fstat(file->fd, &status) < 0)
    return set_file_error(file, errno, error);
  return S_ISDIR(status.st_mode) ? set_file_error(file, EISDIR, error) : TRUE;
}

static gboolean
open_stream(YtInputFile *file, GError **error)
{
  struct archive_entry *entry;
  file->archive = archive_read_new();
  archive_read_support_filter_gzip(file->archive);
  archive_read_support_filter_zstd(file->archive);
  archive_read_support_filter_bzip2(file->archive);
  archive_read_support_filter_xz(file->archive);
  archive_read_support_format_raw(file->archive);
  archive_read_support_format_empty(file->archive);
  if (archive_read_open_fd(file->archive, file->fd, BLOCK_SIZE) != ARCHIVE_OK)
    return set_archive_error(file, error);
  int status = archive_read_next_header(file->archive, &entry);
  file->is_empty = status == ARCHIVE_EOF;
  return status == ARCHIVE_OK || status == ARCHIVE_EOF ? TRUE : set_archive_error(file, error);
}

YtInputFile *
yt_input_file_open(const char *path, GError **error)
{
  g_autoptr(YtInputFile) file = g_new0(YtInputFile, 1);
  file->path = g_strdup(path);
  return open_path(file, error) && open_stream(file, error) ? g_steal_pointer(&file) : NULL;
}

void
yt_input_file_free(YtInputFile *file)
{
  if (!file)
    return;
  if (file->archive)
    archive_read_free(file->archive);
  if (file->fd >= 0)
    close(file->fd);
  g_free(file->path);
  g_free(file);
}

gssize
yt_input_read_file(gpointer input_file, char *buffer, gsize n_bytes, GError **error)
{
  YtInputFile *file = input_file;
  if (file->is_empty)
    return 0;
  la_ssize_t n = archive_read_data(file->archive, buffer, n_bytes);
  if (n < 0)
    set_archive_error(file, error);
  return n < 0 ? -1 : (gssize) n;
}
