/* scan.c: character classes of the N-Triples family. */
#include "rdf/scan.h"

#include "base/base.h"
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define LETTER (YT_CLASS_BASE | YT_CLASS_U | YT_CLASS_PN | YT_CLASS_LOCAL | YT_CLASS_SCHEME)
#define DIGIT  (YT_CLASS_PN | YT_CLASS_LOCAL | YT_CLASS_SCHEME)
#define MARK   YT_CLASS_ESCAPABLE
#define BAR    YT_CLASS_NO_IRI

const guint8 yt_scan_classes[256] = {
    [0x00 ... 0x20] = BAR,
    ['"'] = BAR,
    ['<'] = BAR,
    ['>'] = BAR,
    ['\\'] = BAR,
    ['^'] = BAR,
    ['`'] = BAR,
    ['{' ... '}'] = BAR,
    ['!'] = MARK,
    ['#' ... '$'] = MARK,
    ['&' ... '*'] = MARK,
    ['+'] = MARK | YT_CLASS_SCHEME,
    [','] = MARK,
    ['-'] = MARK | DIGIT,
    ['.'] = MARK | YT_CLASS_SCHEME,
    ['/'] = MARK,
    ['0' ... '9'] = DIGIT,
    [':'] = YT_CLASS_LOCAL,
    [';'] = MARK,
    ['='] = MARK,
    ['?' ... '@'] = MARK,
    ['A' ... 'Z'] = LETTER,
    ['_'] = MARK | YT_CLASS_U | YT_CLASS_PN | YT_CLASS_LOCAL,
    ['a' ... 'z'] = LETTER,
    ['~'] = MARK,
};

#ifdef __SSE2__
typedef struct {
  __m128i bytes[4]; /* each the same byte 16 times */
} Needles;

/* Marks the bytes of @x at which a walk stops. */
typedef __m128i (*HitFunc)(__m128i x, const Needles *needles);

/* Walks from @p to the first hit or @end, if that is 16 bytes or more away: else FALSE, and @p stays. The last bytes are
 * looked at together with some that were looked at before, so that only short texts go byte by byte. In line with a
 * constant @hits, which is in line too. */
static G_ALWAYS_INLINE inline gboolean
scan_blocks(const char **p, const char *end, HitFunc hits, const Needles *needles)
{
  if (end - *p < 16)
    return FALSE;
  const char *block = *p, *last = end - 16;
  for (;;) {
    unsigned mask = (unsigned) _mm_movemask_epi8(hits(_mm_loadu_si128((const __m128i *) block), needles));
    if (mask || block == last) {
      *p = mask ? block + __builtin_ctz(mask) : end;
      return TRUE;
    }
    block = MIN(block + 16, last);
  }
}

static inline __m128i
hit_any(__m128i x, const Needles *needles)
{
  const __m128i *bytes = needles->bytes;
  return _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(x, bytes[0]), _mm_cmpeq_epi8(x, bytes[1])),
                      _mm_or_si128(_mm_cmpeq_epi8(x, bytes[2]), _mm_cmpeq_epi8(x, bytes[3])));
}

/* The bytes of YT_CLASS_NO_IRI. "<" and ">" differ only in bit 1, as do "\" and "^". */
static inline __m128i
hit_no_iri(__m128i x, const Needles *needles G_GNUC_UNUSED)
{
  __m128i with_bit = _mm_or_si128(x, _mm_set1_epi8(2));
  __m128i at_least = _mm_cmpeq_epi8(_mm_max_epu8(x, _mm_set1_epi8('{')), x);
  __m128i at_most = _mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8('}')), x);
  __m128i hits =
      _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8(0x20)), x), _mm_and_si128(at_least, at_most));
  hits = _mm_or_si128(hits, _mm_or_si128(_mm_cmpeq_epi8(with_bit, _mm_set1_epi8('>')),
                                         _mm_cmpeq_epi8(with_bit, _mm_set1_epi8('^'))));
  return _mm_or_si128(
      hits, _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8('"')), _mm_cmpeq_epi8(x, _mm_set1_epi8('`'))));
}
#endif

/* The first of four bytes. */
static inline const char *
scan_any(const char *p, const char *end, char c0, char c1, char c2, char c3)
{
#ifdef __SSE2__
  Needles needles = {{_mm_set1_epi8(c0), _mm_set1_epi8(c1), _mm_set1_epi8(c2), _mm_set1_epi8(c3)}};
  if (scan_blocks(&p, end, hit_any, &needles))
    return p;
#endif
  while (p < end && *p != c0 && *p != c1 && *p != c2 && *p != c3)
    p++;
  return p;
}

const char *
yt_scan_literal(const char *p, const char *end)
{
  return scan_any(p, end, '"', '\\', '\n', '\r');
}

const char *
yt_scan_line(const char *p, const char *end)
{
  return scan_any(p, end, '\n', '\r', '\n', '\r');
}

const char *
yt_scan_iri(const char *p, const char *end)
{
#ifdef __SSE2__
  if (scan_blocks(&p, end, hit_no_iri, NULL))
    return p;
#endif
  while (p < end && !yt_scan_has(*p, YT_CLASS_NO_IRI))
    p++;
  return p;
}

gboolean
yt_scan_wide(gunichar c, guint8 classes)
{
  if ((c >= 0x3001 && c <= 0xD7FF) || (c >= 0xC0 && c <= 0x2FF && c != 0xD7 && c != 0xF7) ||
      (c >= 0x370 && c <= 0x1FFF && c != 0x37E) || c == 0x200C || c == 0x200D ||
      (c >= 0x2070 && c <= 0x218F) || (c >= 0x2C00 && c <= 0x2FEF) || (c >= 0xF900 && c <= 0xFDCF) ||
      (c >= 0xFDF0 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0xEFFFF))
    return TRUE;
  return (classes & (YT_CLASS_PN | YT_CLASS_LOCAL)) != 0 &&
         (c == 0xB7 || (c >= 0x300 && c <= 0x36F) || c == 0x203F || c == 0x2040);
}

/* BLANK_NODE_LABEL ::= '_:' (PN_CHARS_U | [0-9]) ((PN_CHARS | '.')* PN_CHARS)? */
const char *
yt_scan_blank_label(const char *p, const char *end, const char **seen)
{
  const char *next;
  if (seen)
    *seen = p;
  if (p == end)
    return p;
  gunichar c = yt_scan_char(p, end, &next);
  if (!yt_is_pn_chars_u(c) && (c < '0' || c > '9'))
    return p;
  const char *stop = next; /* behind the last character that is no dot */
  for (p = next; p < end; p = next) {
    c = yt_scan_char(p, end, &next);
    if (yt_is_pn_chars(c))
      stop = next;
    else if (c != '.')
      break;
  }
  if (seen)
    *seen = p;
  return stop;
}

const char *
yt_scan_language(const char *p, const char *end)
{
  const char *q = p;
  while (q < end && g_ascii_isalpha(*q))
    q++;
  if (q == p)
    return p;
  while (end - q >= 2 && *q == '-' && g_ascii_isalnum(q[1]))
    for (q++; q < end && g_ascii_isalnum(*q);)
      q++;
  return q;
}

gboolean
yt_scan_is_absolute(const char *p, const char *end)
{
  if (p == end || !yt_scan_has(*p, YT_CLASS_BASE))
    return FALSE;
  while (p < end && yt_scan_has(*p, YT_CLASS_SCHEME))
    p++;
  return p < end && *p == ':';
}

static gunichar
hexadecimal(const char *p, const char *end, int n_digits)
{
  gunichar c = 0;
  if (end - p < n_digits)
    return (gunichar) -1;
  for (int i = 0; i < n_digits; i++) {
    int digit = g_ascii_xdigit_value(p[i]);
    if (digit < 0)
      return (gunichar) -1;
    c = c << 4 | (gunichar) digit;
  }
  return c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF) ? (gunichar) -1 : c;
}

/* The character that the escape at the backslash @p stands for, and @next behind it; (gunichar) -1 when malformed. */
static gunichar
read_escape(const char *p, const char *end, gboolean in_string, const char **next)
{
  static const char from[] = "tbnrf\"'\\", to[] = "\t\b\n\r\f\"'\\";
  if (end - p < 2)
    return (gunichar) -1;
  if (p[1] == 'u' || p[1] == 'U') {
    int n_digits = p[1] == 'u' ? 4 : 8;
    *next = p + 2 + n_digits;
    return hexadecimal(p + 2, end, n_digits);
  }
  for (int i = 0; in_string && from[i]; i++)
    if (p[1] == from[i]) {
      *next = p + 2;
      return (guchar) to[i];
    }
  return (gunichar) -1;
}

const char *
yt_scan_unescape_iri(const char *p, const char *end, char *out, gsize *n_out, const char **expected)
{
  char *o = out;
  for (;;) {
    const char *next = yt_scan_iri(p, end);
    memcpy(o, p, (gsize) (next - p));
    o += next - p;
    p = next;
    if (p == end || *p != '\\')
      break;
    gunichar c = read_escape(p, end, FALSE, &next);
    if (c == (gunichar) -1) {
      *expected = "\\uXXXX or \\UXXXXXXXX";
      return p;
    }
    int n = g_unichar_to_utf8(c, o); /* at most 4 bytes in the place of 6 */
    if (yt_scan_iri(o, o + n) == o) {
      *expected = "a character that an IRI may have";
      return p;
    }
    o += n;
    p = next;
  }
  *n_out = (gsize) (o - out);
  *expected = p < end && *p == '>' ? NULL : "'>' at the end of the IRI";
  return p;
}

const char *
yt_scan_unescape_string(const char *p, const char *end, char quote, gboolean is_long, char *out, gsize *n_out,
                        const char **expected)
{
  char *o = out;
  for (;;) {
    const char *next = scan_any(p, end, quote, '\\', is_long ? quote : '\n', is_long ? quote : '\r');
    memcpy(o, p, (gsize) (next - p));
    o += next - p;
    p = next;
    if (p < end && *p == '\\') {
      gunichar c = read_escape(p, end, TRUE, &next);
      if (c == (gunichar) -1) {
        *expected = "an escape such as \\n or \\u56ED";
        return p;
      }
      o += g_unichar_to_utf8(c, o);
      p = next;
    } else if (is_long && p < end && (end - p < 3 || p[1] != quote || p[2] != quote)) {
      *o++ = *p++;
    } else {
      break;
    }
  }
  *n_out = (gsize) (o - out);
  *expected = p < end && *p == quote ? NULL : "the closing quote of the string";
  return p;
}

char *
yt_scan_describe(const char *p, const char *end, const char *at_end)
{
  const char *next;
  if (p >= end)
    return g_strdup(at_end);
  if (yt_utf8_find_invalid(p, (gsize) MIN(end - p, 4)) == 0)
    return g_strdup_printf("the byte 0x%02X", (guint) (guchar) *p);
  gunichar c = yt_scan_char(p, end, &next);
  if (!g_unichar_isprint(c))
    return g_strdup_printf("U+%04X", c);
  return g_strdup_printf("'%.*s'", (int) (next - p), p);
}

gsize
yt_scan_excerpt(const char *text, gsize n_text, gsize n_most)
{
  gsize n = MIN(n_text, n_most);
  while (n < n_text && n > 0 && ((guchar) text[n] & 0xC0) == 0x80)
    n--;
  return n;
}
