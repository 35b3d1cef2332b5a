/* input.h: where a reader's bytes come from. */
#pragma once
#include <glib.h>

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
