/* json.c: strings of JSON. Almost no byte needs an escape, so the others are passed sixteen at a time. */
#include "base/base.h"
#ifdef __SSE2__
#include <emmintrin.h>
#endif

static inline gboolean
is_plain(char byte)
{
  return (guchar) byte >= 0x20 && byte != '"' && byte != '\\';
}

/* The first byte of [p, end) that must be escaped; @end if none. */
static inline const char *
find_special(const char *p, const char *end)
{
#ifdef __SSE2__
  for (; end - p >= 16; p += 16) {
    __m128i x = _mm_loadu_si128((const __m128i *) p);
    __m128i hits =
        _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8('"')), _mm_cmpeq_epi8(x, _mm_set1_epi8('\\')));
    hits = _mm_or_si128(hits, _mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8(0x1F)), x));
    unsigned mask = (unsigned) _mm_movemask_epi8(hits);
    if (mask)
      return p + __builtin_ctz(mask);
  }
#endif
  while (p < end && is_plain(*p))
    p++;
  return p;
}

void
yt_json_append_string(GString *out, const char *text, gsize n_text)
{
  const char *p = text, *end = text + n_text;
  yt_append(out, "\"", 1);
  for (;;) {
    const char *stop = find_special(p, end);
    yt_append(out, p, (gsize) (stop - p));
    if (stop == end)
      break;
    if (*stop == '"' || *stop == '\\') {
      yt_append(out, "\\", 1);
      yt_append(out, stop, 1);
    } else
      g_string_append_printf(out, "\\u%04x", (guchar) *stop);
    p = stop + 1;
  }
  yt_append(out, "\"", 1);
}
