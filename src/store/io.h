/* io.h: files that grow by appending, and temporary space that begins in memory.
 *
 * All functions that can fail set YT_STORE_ERROR_IO with the file's name and what the system said. */
#pragma once
#include "store/store.h"

/* A file under construction. A zeroed one is closed. */
typedef struct {
  int fd_plus_one;
  char *path; /* NULL: in memory */
  guint64 size, n_flushed, n_kicked;
  guint8 *buffer;
  gsize n_buffer;
  gpointer hash; /* of what was appended since yt_file_begin_hash() */
} YtFile;

gboolean yt_file_create(YtFile *file, const char *path, GError **error); /* @path NULL: in memory */
gboolean yt_file_append(YtFile *file, const void *bytes, gsize n_bytes, GError **error);
gboolean yt_file_align(YtFile *file, GError **error); /* zeros up to a multiple of 8 */
gboolean yt_file_flush(YtFile *file, GError **error);
void yt_file_begin_hash(YtFile *file);
guint64 yt_file_end_hash(YtFile *file); /* XXH3-64 */
gboolean yt_file_write_at(YtFile *file, guint64 offset, const void *bytes, gsize n_bytes, GError **error); /* flushed */

/* Flushes, waits for the disk, renames to @path and waits for the folder. The file is closed. */
gboolean yt_file_commit(YtFile *file, const char *path, GError **error);
int yt_file_steal_fd(YtFile *file);
void yt_file_clear(YtFile *file); /* closes; deletes what was not committed */
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(YtFile, yt_file_clear)

/* Bytes to be read again: in memory up to a limit, then in a file without a name in @folder. */
typedef struct {
  const char *folder; /* borrowed */
  gsize limit;
  GByteArray *memory; /* all of it, or what is not yet in the file */
  int fd_plus_one;
  guint64 n_file; /* bytes in the file */
} YtSpool;

void yt_spool_init(YtSpool *spool, const char *folder, gsize limit);
gboolean yt_spool_append(YtSpool *spool, const void *bytes, gsize n_bytes, GError **error);
guint64 yt_spool_get_size(const YtSpool *spool);
gboolean yt_spool_read(const YtSpool *spool, guint64 offset, void *bytes, gsize n_bytes, GError **error);
gboolean yt_spool_append_to(YtSpool *spool, YtFile *file, GError **error); /* all of it */
void yt_spool_clear(YtSpool *spool);

gboolean yt_write_all(int fd, guint64 offset, const void *bytes, gsize n_bytes, const char *path, GError **error);
gboolean yt_sync_folder(const char *path, GError **error); /* the folder that @path is in */
void yt_set_io_error(GError **error, const char *path, const char *what); /* from errno */

/* Memory in whole pages, given back to the system when freed; huge pages where they help. Zeroed. Aborts when there is
 * none, as g_malloc() does. */
gpointer yt_pages_new(gsize n_bytes);
gpointer yt_pages_grow(gpointer pages, gsize n_bytes, gsize n_more); /* @n_more bytes in all, somewhere else maybe */
void yt_pages_free(gpointer pages, gsize n_bytes);
