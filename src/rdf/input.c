/* input.c: inputs over memory and files. A file whose first bytes say that it is compressed is left to libarchive, which
 * takes a single compressed stream for an archive of one member ("raw"). */
#include "rdf/input.h"

#include <errno.h>
#include <fcntl.h>
#include <late-libarchive.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK_SIZE     (128 * 1024) /* bytes a system call */
#define SIGNATURE_SIZE 5

struct _YtInputFile {
  char *path;
  int fd;
  struct archive *archive; /* NULL: not compressed */
  gboolean is_empty;       /* once decompressed */
  char *block;             /* of the file, in part handed on */
  gsize n_taken, n_block;
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

/* As read(2), but goes on after a signal. */
static gssize
read_some(const YtInputFile *file, char *buffer, gsize n_bytes)
{
  gssize n;
  do
    n = read(file->fd, buffer, n_bytes);
  while (n < 0 && errno == EINTR);
  return n;
}

/* Reads the beginning: enough to see a signature, also from a pipe that gives little at a time. */
static gboolean
read_head(YtInputFile *file, GError **error)
{
  gssize n = 1;
  file->block = g_malloc(BLOCK_SIZE);
  while (file->n_block < SIGNATURE_SIZE && n > 0) {
    if ((n = read_some(file, file->block + file->n_block, BLOCK_SIZE - file->n_block)) < 0)
      return set_file_error(file, errno, error);
    file->n_block += (gsize) n;
  }
  return TRUE;
}

/* gzip (RFC 1952, 2.3.1), zstd (RFC 8878, 3.1.1), bzip2, xz. What only looks like one of them, libarchive hands on. */
static gboolean
is_compressed(const YtInputFile *file)
{
  static const char *const signatures[] = {"\x1F\x8B", "\x28\xB5\x2F\xFD", "BZh",
                                           "\xFD"
                                           "7zXZ"};
  for (guint i = 0; i < G_N_ELEMENTS(signatures); i++) {
    gsize n = strlen(signatures[i]);
    if (file->n_block >= n && !memcmp(file->block, signatures[i], n))
      return TRUE;
  }
  return FALSE;
}

static la_ssize_t
give_block(struct archive *archive, void *data, const void **block)
{
  YtInputFile *file = data;
  if (file->n_taken == file->n_block) {
    gssize n = read_some(file, file->block, BLOCK_SIZE);
    if (n < 0) {
      archive_set_error(archive, errno, "%s", g_strerror(errno));
      return -1;
    }
    file->n_taken = 0;
    file->n_block = (gsize) n;
  }
  *block = file->block + file->n_taken;
  gsize n_given = file->n_block - file->n_taken;
  file->n_taken = file->n_block;
  return (la_ssize_t) n_given;
}

static gboolean
open_stream(YtInputFile *file, GError **error)
{
  struct archive_entry *entry;
  if (!yt_late_libarchive_load(error))
    return FALSE;
  file->archive = archive_read_new();
  archive_read_support_filter_gzip(file->archive);
  archive_read_support_filter_zstd(file->archive);
  archive_read_support_filter_bzip2(file->archive);
  archive_read_support_filter_xz(file->archive);
  archive_read_support_format_raw(file->archive);
  archive_read_support_format_empty(file->archive);
  if (archive_read_open(file->archive, file, NULL, give_block, NULL) != ARCHIVE_OK)
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
  gboolean ok =
      open_path(file, error) && read_head(file, error) && (!is_compressed(file) || open_stream(file, error));
  return ok ? g_steal_pointer(&file) : NULL;
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
  g_free(file->block);
  g_free(file->path);
  g_free(file);
}

static gssize
read_archive(const YtInputFile *file, char *buffer, gsize n_bytes, GError **error)
{
  la_ssize_t n = archive_read_data(file->archive, buffer, n_bytes);
  if (n < 0)
    set_archive_error(file, error);
  return n < 0 ? -1 : (gssize) n;
}

gssize
yt_input_read_file(gpointer input_file, char *buffer, gsize n_bytes, GError **error)
{
  YtInputFile *file = input_file;
  if (file->archive)
    return file->is_empty ? 0 : read_archive(file, buffer, n_bytes, error);
  gsize n_left = file->n_block - file->n_taken;
  if (n_left > 0) {
    gsize n = MIN(n_bytes, n_left);
    memcpy(buffer, file->block + file->n_taken, n);
    file->n_taken += n;
    return (gssize) n;
  }
  gssize n = read_some(file, buffer, n_bytes);
  if (n < 0)
    set_file_error(file, errno, error);
  return n;
}
