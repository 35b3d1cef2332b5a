/* utf8.c: is this UTF-8?
 *
 * Text is either mostly ASCII, passed in blocks of 16, or mostly Chinese, where one three-byte sequence follows
 * another; the loop has a short way for both. */
#include "base/base.h"

#include <string.h>

static inline gboolean
is_continuation(guchar byte)
{
  return (byte & 0xC0) == 0x80;
}

/* The size of the well-formed sequence at @p, whose first byte is above 0x7F; 0 if it is malformed.
 * Unicode 15, table 3-7: only the second byte's range depends on the first. */
static inline gsize
sequence_size(const guchar *p, gsize n_left)
{
  guchar first = p[0];
  if (first < 0xC2)
    return 0;
  if (first < 0xE0)
    return n_left >= 2 && is_continuation(p[1]) ? 2 : 0;
  if (first < 0xF0) {
    if (n_left < 3 || !is_continuation(p[1]) || !is_continuation(p[2]))
      return 0;
    return (first == 0xE0 && p[1] < 0xA0) || (first == 0xED && p[1] > 0x9F) ? 0 : 3;
  }
  if (first > 0xF4 || n_left < 4 || !is_continuation(p[1]) || !is_continuation(p[2]) ||
      !is_continuation(p[3]))
    return 0;
  return (first == 0xF0 && p[1] < 0x90) || (first == 0xF4 && p[1] > 0x8F) ? 0 : 4;
}

gsize
yt_utf8_find_invalid(const char *text, gsize n_bytes)
{
  const guchar *p = (const guchar *) text, *end = p + n_bytes;
  while (p < end) {
    if (*p < 0x80) {
      guint64 words[2];
      while (end - p >= 16) {
        memcpy(words, p, 16);
        if ((words[0] | words[1]) & G_GUINT64_CONSTANT(0x8080808080808080))
          break;
        p += 16;
      }
      while (p < end && *p < 0x80)
        p++;
      continue;
    }
    gsize n = sequence_size(p, (gsize) (end - p));
    if (n == 0)
      break;
    p += n;
  }
  return (gsize) (p - (const guchar *) text);
}
