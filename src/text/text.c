/* text.c: decoding and normalising.
 *
 * What normalising does, and nothing else:
 *   - full-width letters, digits, brackets and marks become ASCII (，：；（） too; 。、《》〔〕 stay)
 *   - 「」『』 and straight double quotes become “ ” (straight ones by turns within a line)
 *   - zero-width characters go; white space becomes one ' ', none at the ends of a line, and empty lines go
 *   - between Han characters a space goes where it only spreads one word: 组 长, 刘 娟, 工 作 方 案
 *   - every line ends in one '\n'
 *
 * The map has one entry a byte of text: all bytes of a character point to where its source character begins. */
#include "text/text.h"

#include <string.h>

G_DEFINE_QUARK(yt-text-error-quark, yt_text_error)

/* ---- decoding ---- */

static char *
convert(const char *bytes, gsize n_bytes, const char *charset, gsize *n_out)
{
  return g_convert(bytes, (gssize) n_bytes, "UTF-8", charset, NULL, n_out, NULL);
}

/* Without a mark, UTF-16 shows by its zero bytes or by the high byte of most Chinese characters: count, of the first
 * bytes, those at even and odd places that are 0 or 4E..9F. */
static const char *
guess_utf16(const char *bytes, gsize n_bytes)
{
  gsize n = MIN(n_bytes, 4096) & ~(gsize) 1, even = 0, odd = 0;
  if (n < 8 || n_bytes % 2 != 0)
    return NULL;
  for (gsize i = 0; i < n; i++) {
    guchar c = (guchar) bytes[i];
    if (c == 0 || (c >= 0x4E && c <= 0x9F))
      *(i % 2 ? &odd : &even) += 1;
  }
  gsize zeros = 0;
  for (gsize i = 0; i < n; i++)
    zeros += bytes[i] == 0;
  if (zeros == 0) /* no digit, no line end in 4 kB: not UTF-16 */
    return NULL;
  if (odd > n * 2 / 5 && odd > 2 * even)
    return "UTF-16LE";
  if (even > n * 2 / 5 && even > 2 * odd)
    return "UTF-16BE";
  return NULL;
}

static gboolean
is_text(const char *utf8, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++) {
    guchar c = (guchar) utf8[i];
    if (c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v')
      return FALSE;
  }
  return TRUE;
}

static gboolean
decode(YtText *text, const char *bytes, gsize n_bytes, GError **error)
{
  const guchar *b = (const guchar *) bytes;
  if (n_bytes >= 3 && b[0] == 0xEF && b[1] == 0xBB && b[2] == 0xBF) {
    bytes += 3;
    n_bytes -= 3;
  }
  if (n_bytes >= 2 && ((b[0] == 0xFF && b[1] == 0xFE) || (b[0] == 0xFE && b[1] == 0xFF))) {
    text->charset = b[0] == 0xFF ? "UTF-16LE" : "UTF-16BE";
    text->source = convert(bytes + 2, n_bytes - 2, text->charset, &text->n_source);
  } else if (g_utf8_validate_len(bytes, n_bytes, NULL)) {
    text->charset = "UTF-8";
    text->source = g_strndup(bytes, n_bytes);
    text->n_source = n_bytes;
  } else if ((text->charset = guess_utf16(bytes, n_bytes)) != NULL) {
    text->source = convert(bytes, n_bytes, text->charset, &text->n_source);
  } else {
    text->charset = "GB18030";
    if (memchr(bytes, 0, n_bytes) == NULL)
      text->source = convert(bytes, n_bytes, text->charset, &text->n_source);
  }
  if (!text->source) {
    if (memchr(bytes, 0, n_bytes))
      g_set_error(error, YT_TEXT_ERROR, YT_TEXT_ERROR_BINARY, "expected a text, found binary data");
    else
      g_set_error(error, YT_TEXT_ERROR, YT_TEXT_ERROR_ENCODING,
                  "expected text in UTF-8, GB18030 or UTF-16, found bytes that are none of these");
    return FALSE;
  }
  if (!is_text(text->source, text->n_source)) {
    g_set_error(error, YT_TEXT_ERROR, YT_TEXT_ERROR_BINARY, "expected a text, found control characters");
    return FALSE;
  }
  return TRUE;
}

/* ---- normalising ---- */

static gboolean
is_space(gunichar c)
{
  return c == ' ' || c == '\t' || c == '\f' || c == '\v' || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200A) ||
         c == 0x202F || c == 0x205F;
}

static gboolean
is_invisible(gunichar c)
{
  return (c >= 0x200B && c <= 0x200F) || c == 0xFEFF || c == 0x2060 || c == 0xAD || (c >= 0xFE00 && c <= 0xFE0F) ||
         (c >= 0xE000 && c <= 0xF8FF) || c == 0xFFFD;
}

static gunichar
unify(gunichar c)
{
  if (c >= 0xFF01 && c <= 0xFF5E)
    return c - 0xFEE0;
  switch (c) {
  case 0x300C: case 0x300E: case 0x301D: return 0x201C;
  case 0x300D: case 0x300F: case 0x301E: return 0x201D;
  case 0x2014: case 0x2015: case 0x2500: return 0x2014;
  case 0x2013: case 0x2012: case 0x2010: case 0x2011: return '-';
  case 0x3014: case 0x3015: return c;
  case 0x2236: return ':';
  case 0x22EF: return 0x2026;
  case 0x30FB: case 0x2022: case 0x2027: return 0xB7;
  case 0xFF61: return 0x3002;
  default: return c;
  }
}

typedef struct {
  YtText *text;
  gsize n;          /* bytes of text written */
  gsize line;       /* where the current line began in text */
  gboolean quoting; /* the next straight quote closes */
} Writer;

static void
put(Writer *w, gunichar c, gsize source)
{
  char utf8[6];
  gsize size = (gsize) g_unichar_to_utf8(c, utf8);
  for (gsize i = 0; i < size; i++) {
    w->text->text[w->n] = utf8[i];
    w->text->map[w->n++] = (guint32) source;
  }
}

/* A piece of a line between spaces; is its first, its last character a Han character that stands alone? In
 * "组 长:刘 娟" 长 stands alone at the head of its piece, and 刘 at the tail of the same one. */
typedef struct {
  gsize start, end;
  gboolean lone_head, lone_tail;
} Piece;

static Piece
piece_init(const char *t, gsize start, gsize end)
{
  gsize second = start + yt_utf8_size(t + start), last = yt_utf8_back(t, end);
  gboolean marked = last > start && (t[last - 1] == ':' || t[last - 1] == ',' ||
                                     (last >= start + 3 && memcmp(t + last - 3, "、", 3) == 0));
  return (Piece){.start = start,
                 .end = end,
                 .lone_head = yt_is_han(yt_utf8_get(t + start)) && (second == end || t[second] == ':'),
                 .lone_tail = yt_is_han(yt_utf8_get(t + last)) && (last == start || marked)};
}

/* Takes out the spaces of a line that only spread words: those between two lone characters (刘 娟), and the one before
 * three lone characters or more, a spread title that began closed up (建设工 作 方 案). */
static void
close_up(Writer *w)
{
  char *t = w->text->text;
  guint32 *map = w->text->map;
  if (!memchr(t + w->line, ' ', w->n - w->line))
    return;
  g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
  for (gsize start = w->line; start < w->n;) {
    const char *space = memchr(t + start, ' ', w->n - start);
    gsize end = space ? (gsize) (space - t) : w->n;
    Piece piece = piece_init(t, start, end);
    g_array_append_val(pieces, piece);
    start = end + 1;
  }
  gsize out = w->line;
  for (guint k = 0; k < pieces->len; k++) {
    const Piece *piece = &g_array_index(pieces, Piece, k);
    if (k > 0) {
      const Piece *before = piece - 1;
      guint run = 0; /* lone characters in a row from here */
      while (k + run < pieces->len && piece[run].lone_head && piece[run].end - piece[run].start <= 4)
        run++;
      gboolean spread = piece->lone_head && (before->lone_tail || run >= 3);
      if (!spread) {
        t[out] = ' ';
        map[out++] = map[piece->start - 1];
      }
    }
    memmove(t + out, t + piece->start, piece->end - piece->start);
    memmove(map + out, map + piece->start, (piece->end - piece->start) * sizeof *map);
    out += piece->end - piece->start;
  }
  w->n = out;
}

static void
end_line(Writer *w, gsize source)
{
  if (w->n > w->line && w->text->text[w->n - 1] == ' ')
    w->n--;
  if (w->n == w->line)
    return;
  close_up(w);
  put(w, '\n', source);
  w->line = w->n;
  w->quoting = FALSE;
}

static void
normalise(YtText *text)
{
  /* No character grows: the longest replacement, U+00B7 for U+30FB, is shorter; '\n' at the end may be added. */
  const char *s = text->source;
  gsize n = text->n_source;
  text->text = g_malloc(n * 2 + 2); /* a straight quote is one byte and becomes three: bounded by the next line */
  text->map = g_new(guint32, n * 2 + 2);
  gsize n_quotes = 0;
  for (const char *p = s; (p = memchr(p, '"', n - (gsize) (p - s))) != NULL; p++)
    n_quotes++;
  if (n_quotes * 2 > n) { /* degenerate: more quotes than anything else */
    text->text = g_realloc(text->text, n + n_quotes * 2 + 2);
    text->map = g_renew(guint32, text->map, n + n_quotes * 2 + 2);
  }
  Writer w = {.text = text};
  for (gsize i = 0; i < n;) {
    gsize at = i;
    gunichar c = yt_utf8_get(s + i);
    i += yt_utf8_size(s + i);
    if (c >= 0x4E00 && c <= 0x9FFF) {
      put(&w, c, at);
      continue;
    }
    if (c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029) {
      end_line(&w, at);
    } else if (is_invisible(c)) {
      continue;
    } else if (is_space(c)) {
      if (w.n > w.line && text->text[w.n - 1] != ' ')
        put(&w, ' ', at);
    } else if (c == '"' || c == 0xFF02) {
      put(&w, w.quoting ? 0x201D : 0x201C, at);
      w.quoting = !w.quoting;
    } else {
      put(&w, unify(c), at);
    }
  }
  end_line(&w, n);
  text->n_text = w.n;
  text->text[w.n] = '\0';
  text->map[w.n] = (guint32) n;
}

YtText *
yt_text_new(const char *bytes, gsize n_bytes, GError **error)
{
  g_return_val_if_fail(bytes != NULL || n_bytes == 0, NULL);
  if (n_bytes > YT_TEXT_MAX_BYTES) {
    g_set_error(error, YT_TEXT_ERROR, YT_TEXT_ERROR_SIZE, "expected a document of at most %u MB, found %" G_GSIZE_FORMAT " MB",
                YT_TEXT_MAX_BYTES >> 20, n_bytes >> 20);
    return NULL;
  }
  g_autoptr(YtText) text = g_new0(YtText, 1);
  if (!decode(text, bytes ? bytes : "", n_bytes, error))
    return NULL;
  g_autofree char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *) bytes, n_bytes);
  memcpy(text->sha256, sum, sizeof text->sha256);
  normalise(text);
  return g_steal_pointer(&text);
}

void
yt_text_free(YtText *text)
{
  if (!text)
    return;
  g_free(text->source);
  g_free(text->text);
  g_free(text->map);
  g_free(text);
}

void
yt_text_join_lines(YtText *text, const gsize *breaks, gsize n_breaks)
{
  if (n_breaks == 0)
    return;
  gsize out = breaks[0], next = 0;
  for (gsize i = breaks[0]; i <= text->n_text; i++) {
    if (next < n_breaks && i == breaks[next]) {
      g_assert(text->text[i] == '\n');
      next++;
      continue;
    }
    text->text[out] = text->text[i];
    text->map[out++] = text->map[i];
  }
  text->n_text = out - 1;
}

void
yt_text_to_source(const YtText *text, gsize start, gsize end, gsize *source_start, gsize *source_end)
{
  g_return_if_fail(start <= end && end <= text->n_text);
  *source_start = text->map[start];
  if (start == end) {
    *source_end = *source_start;
    return;
  }
  gsize last = text->map[end - 1];
  *source_end = last < text->n_source ? last + yt_utf8_size(text->source + last) : last;
}

/* Eight bytes at a time: evidence comes in the order of things, so one goes to and fro over the text. */
static gsize
count_characters(const char *bytes, gsize n_bytes)
{
  const guint64 top_bits = G_GUINT64_CONSTANT(0x8080808080808080);
  gsize n_inner = 0, i = 0; /* bytes 10xxxxxx, which begin no character */
  for (; i + sizeof(guint64) <= n_bytes; i += sizeof(guint64)) {
    guint64 word;
    memcpy(&word, bytes + i, sizeof word);
    n_inner += (gsize) __builtin_popcountll(word & ~(word << 1) & top_bits);
  }
  for (; i < n_bytes; i++)
    n_inner += ((guchar) bytes[i] & 0xC0) == 0x80;
  return n_bytes - n_inner;
}

gsize
yt_text_count_characters(const YtText *text, gsize offset, YtTextCursor *cursor)
{
  if (offset < cursor->offset / 2)
    *cursor = (YtTextCursor){0};
  if (offset >= cursor->offset)
    cursor->n_characters += count_characters(text->source + cursor->offset, offset - cursor->offset);
  else
    cursor->n_characters -= count_characters(text->source + offset, cursor->offset - offset);
  cursor->offset = offset;
  return cursor->n_characters;
}
