/* text.h: from the bytes of a file to text that rules can read, with the way back.
 *
 * A YtText holds two texts. `source` is what the file says, as UTF-8; every offset that leaves the program refers to
 * it. `text` is what the rules read: widths unified, stray spaces gone, one line a paragraph. `map` leads from the
 * second to the first, so that a quote is always the file's own words. */
#pragma once
#include <gio/gio.h>

typedef enum {
  YT_TEXT_ERROR_ENCODING, /* not text in any encoding that we know */
  YT_TEXT_ERROR_BINARY,   /* holds NUL or control characters: not a text at all */
  YT_TEXT_ERROR_SIZE,     /* larger than YT_TEXT_MAX_BYTES */
  YT_TEXT_ERROR_TABLE,    /* a table of characters that is none */
} YtTextError;

#define YT_TEXT_ERROR (yt_text_error_quark())
GQuark yt_text_error_quark(void);

#define YT_TEXT_MAX_BYTES (64u << 20) /* one document; offsets are 32-bit, and the longest plan known is below 1 MB */

typedef struct {
  char *source; /* UTF-8, without byte order mark; NUL-terminated */
  gsize n_source;
  char *text; /* UTF-8; lines end in '\n', the last one too; NUL-terminated */
  gsize n_text;
  guint32 *map;        /* n_text + 1 entries: where in source the character of that byte of text begins */
  const char *charset; /* what the bytes were: "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE" */
  char sha256[65];     /* of the bytes read, in hex */
  gboolean traditional; /* written in traditional characters: yt_text_simplify() has made text simplified */
  guint32 *n_before;    /* characters of source before every 1024th byte */
} YtText;

/**
 * yt_text_new:
 * @bytes: the file
 * @n_bytes: its size
 * @error: return location for a #GError
 *
 * Decodes UTF-8, GB18030 or UTF-16 and builds the text that rules read.
 *
 * Errors: #YtTextError as above.
 * Returns: (transfer full) (nullable): free with yt_text_free()
 */
YtText *yt_text_new(const char *bytes, gsize n_bytes, GError **error);
void yt_text_free(YtText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtText, yt_text_free)

/* Characters that stand for others one to one: traditional for simplified. Never changes once made; threads share it. */
typedef struct _YtTextTable YtTextTable;

/**
 * yt_text_table_new:
 * @path: (type filename): lines of a character, a tab and the character it stands for; lines with '#' are comments
 *
 * Errors: #GFileError; %YT_TEXT_ERROR_TABLE with file and line.
 * Returns: (transfer full) (nullable): free with yt_text_table_free()
 */
YtTextTable *yt_text_table_new(const char *path, GError **error);
void yt_text_table_free(YtTextTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtTextTable, yt_text_table_free)

/* Is @text written in traditional characters (one Han character in twenty or more is in @table)? Then replaces those
 * in its text, sets its flag and returns TRUE. Source and map stay true. */
gboolean yt_text_simplify(YtText *text, const YtTextTable *table);

/* Takes the line ends at the offsets @breaks (ascending, each of a '\n') out of the text, so that the lines on both
 * sides become one. Source and map stay true. */
void yt_text_join_lines(YtText *text, const gsize *breaks, gsize n_breaks);

/* The source span of text span [start, end): from where its first character begins to where its last one ends. */
void yt_text_to_source(const YtText *text, gsize start, gsize end, gsize *source_start, gsize *source_end);

/* Characters (code points) of source before byte @offset. The cost does not depend on the offset. */
gsize yt_text_count_characters(const YtText *text, gsize offset);

/* UTF-8 that is known to be valid: the character at @p, and the one that ends before @p. */
static inline gunichar
yt_utf8_get(const char *p)
{
  guchar c = (guchar) p[0];
  if (c < 0x80)
    return c;
  if (c < 0xE0)
    return ((gunichar) (c & 0x1F) << 6) | ((guchar) p[1] & 0x3F);
  if (c < 0xF0)
    return ((gunichar) (c & 0x0F) << 12) | ((gunichar) ((guchar) p[1] & 0x3F) << 6) | ((guchar) p[2] & 0x3F);
  return ((gunichar) (c & 0x07) << 18) | ((gunichar) ((guchar) p[1] & 0x3F) << 12) |
         ((gunichar) ((guchar) p[2] & 0x3F) << 6) | ((guchar) p[3] & 0x3F);
}

static inline gsize
yt_utf8_size(const char *p) /* bytes of the character at @p */
{
  guchar c = (guchar) *p;
  return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

static inline gsize
yt_utf8_back(const char *text, gsize offset) /* where the character that ends at @offset begins */
{
  do
    offset--;
  while (offset > 0 && ((guchar) text[offset] & 0xC0) == 0x80);
  return offset;
}

static inline gboolean
yt_is_han(gunichar c)
{
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x323AF) || c == 0x3007;
}

#include "text/reader.h" /* the same door: documents of other kinds, and archives */
