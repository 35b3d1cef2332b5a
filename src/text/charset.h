/* charset.h: bytes to UTF-8. */
#pragma once
#include <glib.h>

typedef struct {
  char *utf8; /* NUL-terminated; the caller frees it */
  gsize n_bytes;
  const char *charset; /* static: "UTF-8", "GB18030", "BIG5", "UTF-16LE", "UTF-16BE" */
  gsize n_replaced;    /* bytes that could not be read and became U+FFFD */
} YtDecoded;

/**
 * yt_charset_decode:
 * @bytes: a text in UTF-8, GB18030, Big5 or UTF-16
 * @n_bytes: its size
 * @declared: (nullable): what the text calls its own charset, in any case; believed only where the bytes agree
 * @decoded: (out): the result; zeroed when FALSE comes back
 * @error: return location for a #GError
 *
 * A mark at the beginning decides; then what is well-formed UTF-8 is that, then what looks like UTF-16, and the rest is
 * GB18030 or what was declared. Up to one byte in fifty may be damaged.
 *
 * Errors: %YT_TEXT_ERROR_ENCODING, %YT_TEXT_ERROR_BINARY.
 */
gboolean yt_charset_decode(const char *bytes, gsize n_bytes, const char *declared, YtDecoded *decoded,
                           GError **error);

/* Is there no control character in it but tab, line ends and form feed? */
gboolean yt_charset_is_text(const char *utf8, gsize n_bytes);
