/* text.h: from the bytes of a file to text that rules can read, with the way back; and from HTML, DOCX, PDF and
 * archives to such texts (YtDocument, below).
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

#define YT_TEXT_MAX_BYTES                                                                                    \
  (64u << 20) /* one document; offsets are 32-bit, and the longest plan known is below 1 MB */

#define YT_TEXT_PADDING 64

typedef struct {
  char *source; /* UTF-8, without byte order mark; NUL-terminated */
  gsize n_source;
  char *text; /* UTF-8; lines end in '\n', the last one too; YT_TEXT_PADDING bytes behind it can be read, the first is NUL */
  gsize n_text;
  guint32 *map;         /* n_text + 1 entries: where in source the character of that byte of text begins */
  const char *charset;  /* what the bytes were: "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE" */
  char sha256[65];      /* of the bytes read, in hex */
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

/* Puts words[i] (UTF-8, without line ends) into the text before offset offsets[i] (ascending), for every i below
 * @n_words. They have no place in source: the map leads them to the character behind them. */
void yt_text_insert(YtText *text, const gsize *offsets, const char *const *words, gsize n_words);

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

gsize yt_utf8_length(const char *bytes, gsize n_bytes); /* how many characters they are */

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
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x323AF) ||
         c == 0x3007;
}

/* ---- documents as they come: plain text, HTML, DOCX, PDF, and archives of them ----
 *
 * What a file is shows by its content, and by its name only where the content leaves it open. Of plain text the
 * document's text is what the file says; of the others it is a rendering, the same bytes for the same file. Every
 * offset refers to the document's text, YtText.source, which `yuantu extract --text` prints.
 *
 * The rendering: a line a block; a table's row is "| cell | cell |"; white space is one space. Of a web page it has
 * title, header table, body and attachments, not menus, breadcrumbs, share bars, lists of other pages and footers.
 * Word's numbers (一、(一)1.) are written out; notes, deleted and hidden text are not there. */

typedef enum {
  YT_READER_ERROR_KIND,    /* not a document of a kind that is read */
  YT_READER_ERROR_DAMAGED, /* of such a kind, but broken, cut off or locked */
  YT_READER_ERROR_LIMIT,   /* too large, too many, too deep or too slow */
  YT_READER_ERROR_TOOL,    /* a program that is needed is missing or fails */
} YtReaderError;

#define YT_READER_ERROR (yt_reader_error_quark())
GQuark yt_reader_error_quark(void);

#define YT_READER_MAX_BYTES ((gsize) 512 << 20) /* of a file, and of an archive unpacked */

/* What a file may cost. 0 or NULL: the value behind the arrow. */
typedef struct {
  gsize max_bytes; /* → 64 MB: one file, unpacked, and its text; never above YT_TEXT_MAX_BYTES */
  gsize
      max_total_bytes; /* → YT_READER_MAX_BYTES: all files of one archive, unpacked, those of archives inside it too */
  guint max_entries;     /* → 10000: of one archive, likewise */
  guint max_nodes;       /* → 1000000: elements and pieces of text of one page; 60 bytes of memory each */
  guint timeout_ms;      /* → 30000: for one document */
  const char *pdftotext; /* → "pdftotext", looked for on the PATH (Debian: poppler-utils) */
} YtReaderLimits;

/* A document; all strings belong to it. */
typedef struct {
  const char *name; /* the file's name; of one in an archive archive.zip/folder/inner.html; valid UTF-8 */
  const char *kind; /* static: "plain text", "HTML", "DOCX", "PDF"; NULL when it was not found out */
  YtText *
      text; /* NULL: could not be read. g_steal_pointer() it to keep it. Its sha256 is of the file's bytes. */
  GError *error;                             /* why not, with the name in front; NULL when there is a text */
  char *title, *published, *publisher, *url; /* what the file says of itself, as it says it; NULL: nothing */
} YtDocument;

/* FALSE with @error set ends the reading. */
typedef gboolean (*YtDocumentFunc)(YtDocument *document, gpointer user_data, GError **error);

/**
 * yt_reader_read:
 * @name: the file's name, without its folder: names the documents
 * @bytes: the file
 * @limits: (nullable): what it may cost
 * @func: gets every document: one of a plain file, any number of an archive
 * @error: return location for a #GError
 *
 * A file that holds no document that can be read is an error here. In an archive, such a one is handed to @func with
 * its error and the others go on; pictures, style sheets and scripts are passed over. Archives may hold archives, and
 * those hold none.
 *
 * Errors: #YtReaderError, #YtTextError, with "@name: " in front; whatever @func sets.
 * Returns: FALSE when @error is set; @func may have had documents before
 */
gboolean yt_reader_read(const char *name, GBytes *bytes, const YtReaderLimits *limits, YtDocumentFunc func,
                        gpointer user_data, GError **error);

/* By the ending of its name, may it be such a file? For walks through folders: yt_reader_read() looks at the content. */
gboolean yt_reader_accepts(const char *name);
