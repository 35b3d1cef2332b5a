/* text.c: decoding and normalising.
 *
 * What normalising does, and nothing else:
 *   - full-width letters, digits, brackets and marks become ASCII (，：；（）﹙﹚ too; 。、《》〔〕 stay, and ﹝﹞ are 〔〕)
 *   - 「」『』 and straight double quotes become “ ” (straight ones by turns within a line)
 *   - zero-width characters go; white space becomes one ' ', none at the ends of a line, and empty lines go
 *   - between Han characters a space goes where it only spreads one word: 组 长, 刘 娟, 工 作 方 案
 *   - every line ends in one '\n'
 *
 * The map has one entry a byte of text: all bytes of a character point to where its source character begins. */
#include "text/text.h"

#include <nettle/sha2.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "text/charset.h"
#include "text/document.h"

G_DEFINE_QUARK(yt - text - error - quark, yt_text_error)

/* ---- normalising ---- */

static gboolean
is_space(gunichar c)
{
  return c == ' ' || c == '\t' || c == '\f' || c == '\v' || c == 0xA0 || c == 0x3000 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F;
}

static gboolean
is_invisible(gunichar c)
{
  return (c >= 0x200B && c <= 0x200F) || c == 0xFEFF || c == 0x2060 || c == 0xAD ||
         (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE000 && c <= 0xF8FF) || c == 0xFFFD;
}

static gunichar
unify(gunichar c)
{
  if (c >= 0xFF01 && c <= 0xFF5E)
    return c - 0xFEE0;
  switch (c) {
  case 0x300C:
  case 0x300E:
  case 0x301D: return 0x201C;
  case 0x300D:
  case 0x300F:
  case 0x301E: return 0x201D;
  case 0x2014:
  case 0x2015:
  case 0x2500: return 0x2014;
  case 0x2013:
  case 0x2012:
  case 0x2010:
  case 0x2011: return '-';
  case 0xFE5D: return 0x3014;
  case 0xFE5E: return 0x3015;
  case 0xFE59: return '(';
  case 0xFE5A: return ')';
  case 0x2236: return ':';
  case 0x22EF: return 0x2026;
  case 0x30FB:
  case 0x2022:
  case 0x2027: return 0xB7;
  case 0xFF61: return 0x3002;
  default: return c;
  }
}

typedef struct {
  YtText *text;
  gsize n;          /* bytes of text written */
  gsize line;       /* where the current line began in text */
  gboolean quoting; /* the next straight quote closes */
  GArray *pieces;   /* Piece, of the line that is closed up */
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

static void
put_space(Writer *w, gsize source)
{
  if (w->n > w->line && w->text->text[w->n - 1] != ' ')
    put(w, ' ', source);
}

static void
put_quote(Writer *w, gsize source)
{
  put(w, w->quoting ? 0x201D : 0x201C, source);
  w->quoting = !w->quoting;
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
  GArray *pieces = g_array_set_size(w->pieces, 0);
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
      guint run = 0; /* lone characters in a row from here; three will do */
      while (run < 3 && k + run < pieces->len && piece[run].lone_head &&
             piece[run].end - piece[run].start <= 4)
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

/* How a byte of ASCII is treated; the bytes of other characters are none of these. */
enum { ASCII_PLAIN, ASCII_SPACE, ASCII_LINE_END, ASCII_QUOTE };

static const guint8 ascii_kinds[128] = {
    [' '] = ASCII_SPACE,     ['\t'] = ASCII_SPACE,    ['\f'] = ASCII_SPACE, ['\v'] = ASCII_SPACE,
    ['\n'] = ASCII_LINE_END, ['\r'] = ASCII_LINE_END, ['"'] = ASCII_QUOTE,
};

/* Does one of U+4E00..U+9FFF begin at @p, of which three bytes can be read? */
static inline gboolean
is_common_han(const guchar *p)
{
  return (guchar) (p[0] - 0xE5) <= 0xE9 - 0xE5 || (p[0] == 0xE4 && p[1] >= 0xB8);
}

typedef guint32 Four __attribute__((vector_size(16)));

/* Copies the run of common Han characters that source offset @i begins with and returns its end. Four bytes and four
 * entries are written for every three, the last of which the next character overwrites. */
static gsize
put_han_run(Writer *w, const char *s, gsize i, gsize n)
{
  char *t = w->text->text + w->n;
  guint32 *map = w->text->map + w->n;
  gsize from = i;
  Four at = (Four){0, 0, 0, 0} + (guint32) i;
  for (; i + 3 <= n && is_common_han((const guchar *) s + i); i += 3, t += 3, map += 3, at += 3) {
    memcpy(t, s + i, 4); /* behind the last character stands NUL */
    memcpy(map, &at, sizeof at);
  }
  w->n += i - from;
  return i;
}

static void
put_other(Writer *w, gunichar c, gsize at)
{
  if (c >= 0xFF01 && c <= 0xFF5E && c != 0xFF02) {
    w->text->text[w->n] = (char) (c - 0xFEE0);
    w->text->map[w->n++] = (guint32) at;
  } else if (c == 0x2028 || c == 0x2029) {
    end_line(w, at);
  } else if (is_invisible(c)) {
    return;
  } else if (is_space(c)) {
    put_space(w, at);
  } else if (c == 0xFF02) {
    put_quote(w, at);
  } else if (c >= 0x3001 && c <= 0x300B) { /* 、。《》: as they are */
    memcpy(w->text->text + w->n, w->text->source + at, 3);
    for (gsize i = 0; i < 3; i++)
      w->text->map[w->n++] = (guint32) at;
  } else {
    put(w, unify(c), at);
  }
}

static void
normalise(YtText *text)
{
  /* No character grows but the straight quote, from one byte to three; '\n' at the end may be added, and
   * put_han_run() writes one place further than it needs. */
  const char *s = text->source;
  gsize n = text->n_source, n_quotes = 0;
  for (const char *p = s; (p = memchr(p, '"', n - (gsize) (p - s))) != NULL; p++)
    n_quotes++;
  gsize n_room = n + 2 * n_quotes + 8 + YT_TEXT_PADDING;
  text->text = g_malloc(n_room);
  text->map = g_new(guint32, n_room);
  Writer w = {.text = text, .pieces = g_array_new(FALSE, FALSE, sizeof(Piece))};
  for (gsize i = 0; i < n;) {
    guchar first = (guchar) s[i];
    if (first >= 0x80) {
      if (is_common_han((const guchar *) s + i)) {
        i = put_han_run(&w, s, i, n);
      } else {
        put_other(&w, yt_utf8_get(s + i), i);
        i += yt_utf8_size(s + i);
      }
      continue;
    }
    switch (ascii_kinds[first]) {
    case ASCII_PLAIN:
      text->text[w.n] = (char) first;
      text->map[w.n++] = (guint32) i;
      break;
    case ASCII_SPACE: put_space(&w, i); break;
    case ASCII_LINE_END: end_line(&w, i); break;
    case ASCII_QUOTE: put_quote(&w, i); break;
    }
    i++;
  }
  end_line(&w, n);
  g_array_unref(w.pieces);
  text->n_text = w.n;
  memset(text->text + w.n, 0, YT_TEXT_PADDING);
  text->map[w.n] = (guint32) n;
}

/* ---- offsets ---- */

#define BLOCK_BYTES 128 /* characters are counted ahead of each so many bytes of source */

static gsize
length_by_words(const char *bytes, gsize n_bytes) /* eight bytes at a time */
{
  const guint64 top_bits = G_GUINT64_CONSTANT(0x8080808080808080),
                ones = G_GUINT64_CONSTANT(0x0101010101010101);
  gsize n_inner = 0, i = 0; /* bytes 10xxxxxx, which begin no character */
  for (; i + sizeof(guint64) <= n_bytes; i += sizeof(guint64)) {
    guint64 word;
    memcpy(&word, bytes + i, sizeof word);
    n_inner += (gsize) (((word & ~(word << 1) & top_bits) >> 7) * ones >> 56); /* the sum of the bytes */
  }
  for (; i < n_bytes; i++)
    n_inner += ((guchar) bytes[i] & 0xC0) == 0x80;
  return n_bytes - n_inner;
}

#ifdef __SSE2__
/* How many of the first @n_blocks × 16 bytes, at most 255 × 16, begin a character: all but 10xxxxxx, which are the least of all as
 * signed numbers. */
static gsize
count_beginnings(const char *bytes, gsize n_blocks)
{
  __m128i counts = _mm_setzero_si128();
  for (gsize i = 0; i < n_blocks; i++) {
    __m128i block = _mm_loadu_si128((const __m128i *) (gconstpointer) (bytes + 16 * i));
    counts = _mm_sub_epi8(counts, _mm_cmpgt_epi8(block, _mm_set1_epi8(-65)));
  }
  __m128i sums = _mm_sad_epu8(counts, _mm_setzero_si128()); /* of the bytes in each half */
  return (gsize) (_mm_cvtsi128_si64(sums) + _mm_cvtsi128_si64(_mm_unpackhi_epi64(sums, sums)));
}
#endif

gsize
yt_utf8_length(const char *bytes, gsize n_bytes)
{
  gsize n = 0;
#ifdef __SSE2__
  while (n_bytes >= 16) {
    gsize n_blocks = MIN(n_bytes / 16, 255);
    n += count_beginnings(bytes, n_blocks);
    bytes += 16 * n_blocks;
    n_bytes -= 16 * n_blocks;
  }
#endif
  return n + length_by_words(bytes, n_bytes);
}

static void
count_blocks(YtText *text)
{
  gsize n_blocks = text->n_source / BLOCK_BYTES + 1;
  text->n_before = g_new(guint32, n_blocks);
  text->n_before[0] = 0;
  for (gsize b = 1; b < n_blocks; b++)
    text->n_before[b] =
        text->n_before[b - 1] + (guint32) yt_utf8_length(text->source + (b - 1) * BLOCK_BYTES, BLOCK_BYTES);
}

/* ---- the door ---- */

void
yt_text_sum(const char *bytes, gsize n_bytes, char sha256[65])
{
  guchar digest[SHA256_DIGEST_SIZE];
  struct sha256_ctx sum;
  sha256_init(&sum);
  sha256_update(&sum, n_bytes, (const guchar *) bytes);
  sha256_digest(&sum, sizeof digest, digest);
  for (unsigned i = 0; i < sizeof digest; i++) {
    sha256[2 * i] = "0123456789abcdef"[digest[i] >> 4];
    sha256[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
  }
  sha256[64] = '\0';
}

YtText *
yt_text_take(char *source, gsize n_source, const char *charset, const char *sha256)
{
  YtText *text = g_new0(YtText, 1);
  text->source = source;
  text->n_source = n_source;
  text->charset = charset;
  g_strlcpy(text->sha256, sha256, sizeof text->sha256);
  normalise(text);
  count_blocks(text);
  return text;
}

YtText *
yt_text_new(const char *bytes, gsize n_bytes, GError **error)
{
  g_return_val_if_fail(bytes != NULL || n_bytes == 0, NULL);
  if (n_bytes > YT_TEXT_MAX_BYTES) {
    g_set_error(error, YT_TEXT_ERROR, YT_TEXT_ERROR_SIZE,
                "expected a document of at most %u MB, found %" G_GSIZE_FORMAT " MB", YT_TEXT_MAX_BYTES >> 20,
                n_bytes >> 20);
    return NULL;
  }
  YtDecoded decoded;
  if (!yt_charset_decode(bytes ? bytes : "", n_bytes, NULL, &decoded, error))
    return NULL;
  if (!yt_charset_is_text(decoded.utf8, decoded.n_bytes)) {
    g_set_error(error, YT_TEXT_ERROR, YT_TEXT_ERROR_BINARY,
                "expected a text, found binary data: control characters");
    g_free(decoded.utf8);
    return NULL;
  }
  char sha256[65];
  yt_text_sum(bytes ? bytes : "", n_bytes, sha256);
  return yt_text_take(decoded.utf8, decoded.n_bytes, decoded.charset, sha256);
}

void
yt_text_free(YtText *text)
{
  if (!text)
    return;
  g_free(text->source);
  g_free(text->text);
  g_free(text->map);
  g_free(text->n_before);
  g_free(text);
}

void
yt_text_join_lines(YtText *text, const gsize *breaks, gsize n_breaks)
{
  if (n_breaks == 0)
    return;
  for (gsize k = 0; k < n_breaks; k++) { /* the k-th piece moves up by what was taken out before it */
    g_assert(text->text[breaks[k]] == '\n');
    gsize start = breaks[k] + 1, end = k + 1 < n_breaks ? breaks[k + 1] : text->n_text + 1;
    memmove(text->text + breaks[k] - k, text->text + start, end - start);
    memmove(text->map + breaks[k] - k, text->map + start, (end - start) * sizeof *text->map);
  }
  text->n_text -= n_breaks;
}

void
yt_text_insert(YtText *text, const gsize *offsets, const char *const *words, gsize n_words)
{
  gsize n_more = 0;
  for (gsize i = 0; i < n_words; i++)
    n_more += strlen(words[i]);
  gsize n_room = text->n_text + n_more + 8 + YT_TEXT_PADDING, in = text->n_text, out = text->n_text + n_more;
  text->text = g_realloc(text->text, n_room);
  text->map = g_renew(guint32, text->map, n_room);
  memset(text->text + out, 0, YT_TEXT_PADDING);
  text->map[out] = text->map[in];
  text->n_text = out;
  for (gsize i = n_words; i-- > 0;) { /* from the end, so that nothing is overwritten before it has moved */
    g_assert(offsets[i] <= in);
    gsize n_moved = in - offsets[i], n = strlen(words[i]);
    memmove(text->text + out - n_moved, text->text + offsets[i], n_moved);
    memmove(text->map + out - n_moved, text->map + offsets[i], n_moved * sizeof *text->map);
    in = offsets[i];
    out -= n_moved + n;
    memcpy(text->text + out, words[i], n);
    for (gsize k = 0; k < n; k++)
      text->map[out + k] = text->map[out + n];
  }
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
  if (last == text->map[end]) { /* the last character was put in, and has no end of its own */
    *source_end = last;
    return;
  }
  *source_end = last < text->n_source ? last + yt_utf8_size(text->source + last) : last;
}

gsize
yt_text_count_characters(const YtText *text, gsize offset)
{
  g_return_val_if_fail(offset <= text->n_source, 0);
  gsize block = offset / BLOCK_BYTES;
  return text->n_before[block] + yt_utf8_length(text->source + block * BLOCK_BYTES, offset % BLOCK_BYTES);
}
