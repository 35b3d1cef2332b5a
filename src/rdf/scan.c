/* scan.c: character classes of the N-Triples family. */
#include "rdf/scan.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

static inline gboolean
ends_literal(char c)
{
  return c == '"' || c == '\\' || c == '\n' || c == '\r';
}

const char *
yt_scan_literal(const char *p, const char *end)
{
#ifdef __SSE2__
  const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\');
  const __m128i lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
  for (; end - p >= 16; p += 16) {
    __m128i x = _mm_loadu_si128((const __m128i *) p);
    __m128i hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(x, quote), _mm_cmpeq_epi8(x, backslash)),
                               _mm_or_si128(_mm_cmpeq_epi8(x, lf), _mm_cmpeq_epi8(x, cr)));
    int mask = _mm_movemask_epi8(hit);
    if (mask)
      return p + __builtin_ctz((unsigned) mask);
  }
#endif
  while (p < end && !ends_literal(*p))
    p++;
  return p;
}

static inline gboolean
ends_iri(guchar c)
{
  return c <= 0x20 || c == '<' || c == '>' || c == '"' || c == '\\' || c == '^' || c == '`' || c == '{' ||
         c == '|' || c == '}';
}

const char *
yt_scan_iri(const char *p, const char *end)
{
#ifdef __SSE2__
  const __m128i space = _mm_set1_epi8(0x20), two = _mm_set1_epi8(2), less = _mm_set1_epi8('<' | 2);
  const __m128i quote = _mm_set1_epi8('"'), caret = _mm_set1_epi8('^' | 2);
  const __m128i tick = _mm_set1_epi8('`'), low = _mm_set1_epi8('{'), high = _mm_set1_epi8('}');
  for (; end - p >= 16; p += 16) {
    __m128i x = _mm_loadu_si128((const __m128i *) p);
    __m128i with_two = _mm_or_si128(x, two); /* "<" and ">" differ in this bit only, as do "\" and "^" */
    __m128i braces =
        _mm_and_si128(_mm_cmpeq_epi8(_mm_max_epu8(x, low), x), _mm_cmpeq_epi8(_mm_min_epu8(x, high), x));
    __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(x, space), x), _mm_cmpeq_epi8(with_two, less));
    hit = _mm_or_si128(hit, _mm_or_si128(_mm_cmpeq_epi8(x, quote), _mm_cmpeq_epi8(x, tick)));
    hit = _mm_or_si128(hit, _mm_or_si128(_mm_cmpeq_epi8(with_two, caret), braces));
    int mask = _mm_movemask_epi8(hit);
    if (mask)
      return p + __builtin_ctz((unsigned) mask);
  }
#endif
  while (p < end && !ends_iri((guchar) *p))
    p++;
  return p;
}

gboolean
yt_is_pn_chars_base(gunichar c)
{
  if (c < 0x80)
    return g_ascii_isalpha((char) c);
  return (c >= 0xC0 && c <= 0x2FF && c != 0xD7 && c != 0xF7) || (c >= 0x370 && c <= 0x1FFF && c != 0x37E) ||
         c == 0x200C || c == 0x200D || (c >= 0x2070 && c <= 0x218F) || (c >= 0x2C00 && c <= 0x2FEF) ||
         (c >= 0x3001 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFDCF) || (c >= 0xFDF0 && c <= 0xFFFD) ||
         (c >= 0x10000 && c <= 0xEFFFF);
}

gboolean
yt_is_pn_chars_u(gunichar c)
{
  return c == '_' || yt_is_pn_chars_base(c);
}

gboolean
yt_is_pn_chars(gunichar c)
{
  return yt_is_pn_chars_u(c) || c == '-' || (c >= '0' && c <= '9') || c == 0xB7 ||
         (c >= 0x300 && c <= 0x36F) || c == 0x203F || c == 0x2040;
}

/* BLANK_NODE_LABEL ::= '_:' (PN_CHARS_U | [0-9]) ((PN_CHARS | '.')* PN_CHARS)? */
const char *
yt_scan_blank_label(const char *p, const char *end)
{
  const char *next;
  if (p == end)
    return p;
  gunichar c = yt_scan_char(p, end, &next);
  if (!yt_is_pn_chars_u(c) && !g_ascii_isdigit((char) (c < 0x80 ? c : 0)))
    return p;
  const char *stop = next; /* behind the last character that is no dot */
  for (p = next; p < end; p = next) {
    c = yt_scan_char(p, end, &next);
    if (yt_is_pn_chars(c))
      stop = next;
    else if (c != '.')
      break;
  }
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
  if (p == end || !g_ascii_isalpha(*p))
    return FALSE;
  for (p++; p < end; p++) {
    if (*p == ':')
      return TRUE;
    if (!g_ascii_isalnum(*p) && *p != '+' && *p != '-' && *p != '.')
      return FALSE;
  }
  return FALSE;
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

gunichar
yt_scan_escape(const char *p, const char *end, gboolean strings, const char **next)
{
  static const char from[] = "tbnrf\"'\\", to[] = "\t\b\n\r\f\"'\\";
  if (end - p < 2)
    return (gunichar) -1;
  if (p[1] == 'u' || p[1] == 'U') {
    int n_digits = p[1] == 'u' ? 4 : 8;
    *next = p + 2 + n_digits;
    return hexadecimal(p + 2, end, n_digits);
  }
  for (int i = 0; strings && from[i]; i++)
    if (p[1] == from[i]) {
      *next = p + 2;
      return (guchar) to[i];
    }
  return (gunichar) -1;
}
