/* charset.c: which charset, and out of it.
 *
 * Texts that were cut off or patched together hold a few bytes that belong to no character. UTF-8 with a torn end is
 * often well-formed GB18030 (of nonsense), so "nearly UTF-8" is asked before GB18030 is tried. */
#include "text/charset.h"

#include <errno.h>
#include <string.h>

#include "base/base.h"
#include "text/text.h"

#define MAX_DAMAGE 50 /* one byte in so many may be unreadable; a binary file has far more of them */

gboolean
yt_charset_is_text(const char *utf8, gsize n_bytes)
{
  const guchar *p = (const guchar *) utf8;
  gsize i = 0;
  for (; i + 64 <= n_bytes; i += 64) { /* blocks of one size: the compiler makes vectors of them */
    guchar bad = 0;
    for (gsize k = 0; k < 64; k++)
      bad |= (guchar) ((p[i + k] < 0x20) & ((guchar) (p[i + k] - '\t') > '\r' - '\t'));
    if (bad)
      return FALSE;
  }
  for (; i < n_bytes; i++)
    if (p[i] < 0x20 && (guchar) (p[i] - '\t') > '\r' - '\t')
      return FALSE;
  return TRUE;
}

/* Without a mark, UTF-16 shows by the high bytes: of ASCII 0, of most Chinese characters 4E..9F. Counts those at even
 * and odd places of the first bytes. (ASCII's low bytes are 4E..7E too, so zeros are asked first.) */
static const char *
guess_utf16(const char *bytes, gsize n_bytes)
{
  gsize n = MIN(n_bytes, 4096) & ~(gsize) 1, zeros[2] = {0}, highs[2] = {0};
  if (n < 8 || n_bytes % 2 != 0)
    return NULL;
  for (gsize i = 0; i < n; i++) {
    guchar c = (guchar) bytes[i];
    zeros[i % 2] += c == 0;
    highs[i % 2] += c == 0 || (c >= 0x4E && c <= 0x9F);
  }
  if (zeros[0] + zeros[1] == 0) /* no digit, no line end in 4 kB: not UTF-16 */
    return NULL;
  for (guint place = 0; place < 2; place++) {
    gboolean latin = zeros[place] > n / 8 && zeros[place] > 8 * zeros[!place];
    gboolean chinese = highs[place] > n * 2 / 5 && highs[place] > 2 * highs[!place];
    if (latin || chinese)
      return place == 1 ? "UTF-16LE" : "UTF-16BE";
  }
  return NULL;
}

/* Is it UTF-8 but for a few bytes: twenty characters of several bytes to each bad one? */
static gboolean
is_nearly_utf8(const char *bytes, gsize n_bytes)
{
  gsize n_bad = 0, n_multi = 0;
  for (gsize i = 0; i < n_bytes;) {
    gsize end = i + yt_utf8_find_invalid(bytes + i, n_bytes - i);
    for (; i < end; i++)
      n_multi += (guchar) bytes[i] >= 0xC2;
    if (i < n_bytes) {
      n_bad++;
      i++;
    }
  }
  return n_multi >= 20 * n_bad;
}

/* A few words in GBK can be well-formed UTF-8: 通知 is CD A8 D6 AA, "֪ͨ". Chinese in UTF-8 has bytes from E0 up, and
 * other scripts' letters seldom come alone in so short a text. */
static gboolean
is_gbk_by_chance(const char *bytes, gsize n_bytes)
{
  gsize n_run = 0, n_all = 0;
  if (n_bytes >= 64)
    return FALSE;
  for (gsize i = 0; i <= n_bytes; i++) {
    guchar c = i < n_bytes ? (guchar) bytes[i] : 0;
    if (c >= 0xE0)
      return FALSE;
    if (c < 0x80 && n_run > 0 && n_run < 4)
      return FALSE;
    n_run = c < 0x80 ? 0 : n_run + 1;
    n_all += c >= 0x80;
  }
  return n_all > 0;
}

/* @valid: how many bytes are known to be well-formed. */
static void
decode_utf8(const char *bytes, gsize n_bytes, gsize valid, YtDecoded *decoded)
{
  decoded->charset = "UTF-8";
  if (valid == n_bytes) {
    decoded->utf8 = g_malloc(n_bytes + 1);
    memcpy(decoded->utf8, bytes, n_bytes);
    decoded->utf8[n_bytes] = '\0';
    decoded->n_bytes = n_bytes;
    return;
  }
  GString *out = g_string_sized_new(n_bytes + 16);
  for (gsize i = 0; i < n_bytes;) {
    gsize n = yt_utf8_find_invalid(bytes + i, n_bytes - i);
    g_string_append_len(out, bytes + i, (gssize) n);
    i += n;
    if (i < n_bytes) {
      g_string_append(out, "\xEF\xBF\xBD");
      decoded->n_replaced++;
      i++;
    }
  }
  decoded->n_bytes = out->len;
  decoded->utf8 = g_string_free(out, FALSE);
}

/* FALSE when too much of it cannot be read. */
static gboolean
decode_with_iconv(const char *bytes, gsize n_bytes, const char *charset, YtDecoded *decoded)
{
  GIConv converter = g_iconv_open("UTF-8", charset);
  if (converter == (GIConv) -1)
    return FALSE;
  gsize n_room = n_bytes + n_bytes / 2 + 16, n_in = n_bytes;
  char *out = g_malloc(n_room + 1), *to = out,
       *from = (char *) bytes; /* iconv() does not write to its input */
  gsize n_replaced = 0;
  while (n_in > 0 && n_replaced * MAX_DAMAGE <= n_bytes) {
    gsize n_left = n_room - (gsize) (to - out);
    if (g_iconv(converter, &from, &n_in, &to, &n_left) != (gsize) -1)
      break;
    if (errno == E2BIG || n_left < 3) {
      gsize n_out = (gsize) (to - out);
      n_room += n_room / 2;
      out = g_realloc(out, n_room + 1);
      to = out + n_out;
      continue;
    }
    gsize n_skipped = g_str_has_prefix(charset, "UTF-16") ? MIN(2, n_in) : 1; /* EILSEQ, EINVAL */
    memcpy(to, "\xEF\xBF\xBD", 3);
    to += 3;
    from += n_skipped;
    n_in -= n_skipped;
    n_replaced += n_skipped;
  }
  g_iconv_close(converter);
  if (n_replaced * MAX_DAMAGE > n_bytes) {
    g_free(out);
    return FALSE;
  }
  *to = '\0';
  *decoded =
      (YtDecoded){.utf8 = out, .n_bytes = (gsize) (to - out), .charset = charset, .n_replaced = n_replaced};
  return TRUE;
}

gboolean
yt_charset_decode(const char *bytes, gsize n_bytes, const char *declared, YtDecoded *decoded, GError **error)
{
  const guchar *b = (const guchar *) bytes;
  const char *utf16 = NULL;
  *decoded = (YtDecoded){0};
  gboolean has_mark = n_bytes >= 3 && b[0] == 0xEF && b[1] == 0xBB && b[2] == 0xBF;
  if (has_mark) {
    bytes += 3;
    n_bytes -= 3;
  } else if (n_bytes >= 2 && ((b[0] == 0xFF && b[1] == 0xFE) || (b[0] == 0xFE && b[1] == 0xFF))) {
    utf16 = b[0] == 0xFF ? "UTF-16LE" : "UTF-16BE";
    bytes += 2;
    n_bytes -= 2;
  }
  gboolean has_nul = memchr(bytes, 0, n_bytes) != NULL;
  if (!utf16 && !has_mark && !has_nul && is_gbk_by_chance(bytes, n_bytes) &&
      decode_with_iconv(bytes, n_bytes, "GB18030", decoded))
    return TRUE;
  gsize valid = utf16 ? 0 : yt_utf8_find_invalid(bytes, n_bytes);
  if (!utf16 && !has_nul && valid == n_bytes) {
    decode_utf8(bytes, n_bytes, valid, decoded);
    return TRUE;
  }
  if (!utf16)
    utf16 = guess_utf16(bytes, n_bytes);
  if (utf16 && decode_with_iconv(bytes, n_bytes, utf16, decoded))
    return TRUE;
  if (is_nearly_utf8(bytes, n_bytes)) {
    decode_utf8(bytes, n_bytes, valid, decoded);
    return TRUE;
  }
  gboolean is_big5 = declared && g_ascii_strncasecmp(declared, "big5", 4) == 0;
  if (is_big5 && decode_with_iconv(bytes, n_bytes, "BIG5", decoded))
    return TRUE;
  if (decode_with_iconv(bytes, n_bytes, "GB18030", decoded))
    return TRUE;
  if (has_nul)
    g_set_error(error, YT_TEXT_ERROR, YT_TEXT_ERROR_BINARY, "expected a text, found binary data");
  else
    g_set_error(error, YT_TEXT_ERROR, YT_TEXT_ERROR_ENCODING,
                "expected text in UTF-8, GB18030 or UTF-16, found bytes that are none of these");
  return FALSE;
}
