/* archive.c: several tables as one ZIP archive, which streams: sizes stand behind each file. */
#include "export/writers.h"

#include <late-libarchive.h>

typedef struct archive Archive;
typedef struct archive_entry Entry;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Archive, archive_write_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Entry, archive_entry_free)

typedef struct {
  GOutputStream *out;
  GError *error; /* the stream's */
} Target;

static la_ssize_t
write_bytes(Archive *archive, void *user_data, const void *bytes, size_t n_bytes)
{
  Target *target = user_data;
  if (g_output_stream_write_all(target->out, bytes, n_bytes, NULL, NULL, &target->error))
    return (la_ssize_t) n_bytes;
  archive_set_error(archive, EIO, "%s", target->error->message);
  return -1;
}

static gboolean
write_data(gpointer archive, const char *bytes, gsize n_bytes, GError **error)
{
  if (archive_write_data(archive, bytes, n_bytes) == (la_ssize_t) n_bytes)
    return TRUE;
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", archive_error_string(archive));
  return FALSE;
}

static gboolean
fail(Archive *archive, Target *target, GError **error)
{
  if (target->error)
    g_propagate_error(error, g_steal_pointer(&target->error));
  else
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", archive_error_string(archive));
  return FALSE;
}

static gboolean
write_table(Archive *archive, const YtProjection *projection, const YtTable *table, GError **error)
{
  g_autoptr(Entry) entry = archive_entry_new();
  archive_entry_set_pathname(entry, table->name);
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_perm(entry, 0644);
  archive_entry_unset_size(entry);
  archive_entry_set_mtime(entry, 315532800, 0); /* 1980-01-01, the earliest that ZIP knows */
  if (archive_write_header(archive, entry) != ARCHIVE_OK) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", archive_error_string(archive));
    return FALSE;
  }
  YtSink sink;
  yt_sink_init_stream(&sink, NULL);
  sink.write = write_data;
  sink.target = archive;
  table->write(projection, &sink);
  return yt_sink_finish(&sink, error);
}

gboolean
yt_write_archive(const YtProjection *projection, const YtTable *tables, guint n_tables, GOutputStream *out,
                 GError **error)
{
  if (!yt_late_libarchive_load(error))
    return FALSE;
  g_autoptr(Archive) archive = archive_write_new();
  Target target = {.out = out};
  archive_write_set_bytes_in_last_block(archive, 1); /* no padding */
  if (archive_write_set_format_zip(archive) != ARCHIVE_OK ||
      archive_write_open(archive, &target, NULL, write_bytes, NULL) != ARCHIVE_OK)
    return fail(archive, &target, error);
  for (guint i = 0; i < n_tables; i++) {
    if (!write_table(archive, projection, &tables[i], error)) {
      if (target.error) { /* the stream says best what is wrong */
        g_clear_error(error);
        g_propagate_error(error, g_steal_pointer(&target.error));
      }
      return FALSE;
    }
  }
  if (archive_write_close(archive) != ARCHIVE_OK)
    return fail(archive, &target, error);
  return TRUE;
}
