/* base.h: what every module needs and GLib does not give. */
#pragma once
#include <glib.h>
#include <string.h>

/**
 * yt_utf8_find_invalid:
 * @text: (array length=n_bytes): bytes, NUL allowed
 * @n_bytes: how many
 *
 * Finds the first byte that does not begin a well-formed UTF-8 sequence (Unicode 15, table 3-7: no overlong forms,
 * no surrogates, nothing above U+10FFFF). Differs from g_utf8_validate_len() in taking NUL for the character it is,
 * and in speed.
 *
 * Returns: its offset; @n_bytes when all is well
 */
gsize yt_utf8_find_invalid(const char *text, gsize n_bytes);

/* As g_string_append_len(), in line: terms are short and many. */
static inline void
yt_append(GString *out, const char *text, gsize n)
{
  if (G_UNLIKELY(n >= out->allocated_len - out->len)) {
    g_string_append_len(out, text, (gssize) n);
    return;
  }
  memcpy(out->str + out->len, text, n);
  out->len += n;
  out->str[out->len] = 0;
}

/* Appends @text to @out as a JSON string with its quotes (RFC 8259, 7): quotes, backslashes and U+0000 to U+001F are
 * escaped, the rest stays as it is. */
void yt_json_append_string(GString *out, const char *text, gsize n_text);

/* Things of one kind that a thread keeps when it is done with them, since it soon needs the like again: to get their memory
 * and give it back costs more than to use it. A kind is a static variable: YtSpares spares = YT_SPARES_INIT(n_most, free). */
typedef struct {
  GPrivate kept; /* a GPtrArray, gone with its thread */
  guint n_most;
  GDestroyNotify free;
} YtSpares;
#define YT_SPARES_INIT(n_most, free)                                                                         \
  {                                                                                                          \
    G_PRIVATE_INIT((GDestroyNotify) g_ptr_array_unref), (n_most), (free)                                     \
  }
gpointer yt_spares_take(YtSpares *spares);             /* as it was given; NULL: make a new one */
void yt_spares_give(YtSpares *spares, gpointer thing); /* keeps @thing, or frees it */

/* What a long piece of work must keep to. Who does the work asks; who gave it knows why the answer is no. */
typedef struct {
  gboolean (*check)(gpointer user_data); /* FALSE stops; called every few milliseconds */
  gboolean (*reserve)(gsize n_bytes,
                      gpointer user_data); /* FALSE when there is no so much memory; stops too */
  void (*release)(gsize n_bytes, gpointer user_data);
  gpointer user_data;
} YtLimits;
