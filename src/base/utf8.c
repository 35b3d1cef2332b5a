/* utf8.c: is this UTF-8?
 *
 * Text is either mostly ASCII, passed in blocks of 16, or mostly Chinese, where one three-byte sequence follows
 * another; the loop has a short way for both. */
#include "base/base.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

/* Behind the ASCII that [p, end) begins with. */
static inline const guchar *
skip_ascii(const guchar *p, const guchar *end)
{
#ifdef __SSE2__
  for (; end - p >= 16; p += 16) {
    unsigned mask = (unsigned) _mm_movemask_epi8(_mm_loadu_si128((const __m128i *) p));
    if (mask)
      return p + __builtin_ctz(mask);
  }
#endif
  for (; end - p >= 8; p += 8) {
    guint64 word;
    memcpy(&word, p, 8);
    if (word & G_GUINT64_CONSTANT(0x8080808080808080))
      break;
  }
  while (p < end && *p < 0x80)
    p++;
  return p;
}

/* Does a sequence of three bytes begin at @p as most of Chinese does, with E1 to EC? Looked at as one number. */
static inline gboolean
is_chinese(const guchar *p, const guchar *end)
{
  if (end - p < 4)
    return FALSE;
  guint32 word;
  memcpy(&word, p, 4);
  return (GUINT32_FROM_LE(word) & 0xC0C000) == 0x808000 && (guchar) (*p - 0xE1) <= 0xEC - 0xE1;
}

gsize
yt_utf8_find_invalid(const char *text, gsize n_bytes)
{
  const guchar *p = (const guchar *) text, *end = p + n_bytes;
  while (p < end) {
    if (*p < 0x80) {
      p = skip_ascii(p, end);
    } else if (is_chinese(p, end)) {
      do
        p += 3;
      while (is_chinese(p, end));
    } else {
      gsize n = sequence_size(p, (gsize) (end - p));
      if (n == 0)
        break;
      p += n;
    }
  }
  return (gsize) (p - (const guchar *) text);
}
