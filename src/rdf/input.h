/* input.h: where a reader's bytes come from: memory, or a file that may be compressed. */
#pragma once
#include <gio/gio.h>

/* Fills @buffer with up to @n_bytes > 0. Returns how many; 0 at the end; -1 with @error set. */
typedef gssize (*YtInputFunc)(gpointer data, char *buffer, gsize n_bytes, GError **error);

typedef struct {
  YtInputFunc read;
  gpointer data;
} YtInput;

/* Bytes in memory as an input: let its data point to one of these. */
typedef struct {
  const char *bytes;
  gsize n_bytes; /* what is left */
} YtInputBytes;

gssize yt_input_read_bytes(gpointer input_bytes, char *buffer, gsize n_bytes, GError **error);

/* A file as an input: let its data point to one of these. */
typedef struct _YtInputFile YtInputFile;

/**
 * yt_input_file_open:
 * @path: (type filename): a file, a pipe or a device
 *
 * What gzip, zstd, bzip2 or xz compressed is decompressed as it is read; its first bytes tell.
 *
 * Errors: #GFileError, here and when reading, also for damaged compressed data.
 * Returns: (transfer full) (nullable): free with yt_input_file_free()
 */
YtInputFile *yt_input_file_open(const char *path, GError **error);
void yt_input_file_free(YtInputFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtInputFile, yt_input_file_free)

gssize yt_input_read_file(gpointer input_file, char *buffer, gsize n_bytes, GError **error);
