/* reader.h: documents as they come: plain text, HTML, DOCX, PDF, and archives of them.
 *
 * What a file is shows by its content, and by its name only where the content leaves it open. Of plain text the
 * document's text is what the file says; of the others it is a rendering, the same bytes for the same file. Every
 * offset refers to the document's text, YtText.source, which `yuantu extract --text` prints.
 *
 * The rendering: a line a block; a table's row is "| cell | cell |"; white space is one space. Of a web page it has
 * title, header table, body and attachments, not menus, breadcrumbs, share bars, lists of other pages and footers.
 * Word's numbers (一、(一)1.) are written out; notes, deleted and hidden text are not there. */
#pragma once
#include "text/text.h"

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
  gsize max_bytes;       /* → 64 MB: one file, unpacked, and its text; never above YT_TEXT_MAX_BYTES */
  gsize max_total_bytes; /* → YT_READER_MAX_BYTES: all files of one archive, unpacked, those of archives inside it too */
  guint max_entries;     /* → 10000: of one archive, likewise */
  guint max_nodes;       /* → 1000000: elements and pieces of text of one page; 60 bytes of memory each */
  guint timeout_ms;      /* → 30000: for one document */
  const char *pdftotext; /* → "pdftotext", looked for on the PATH (Debian: poppler-utils) */
} YtReaderLimits;

/* A document; all strings belong to it. */
typedef struct {
  const char *name; /* the file's name; of one in an archive archive.zip/folder/inner.html; valid UTF-8 */
  const char *kind; /* static: "plain text", "HTML", "DOCX", "PDF"; NULL when it was not found out */
  YtText *text;     /* NULL: could not be read. g_steal_pointer() it to keep it. Its sha256 is of the file's bytes. */
  GError *error;    /* why not, with the name in front; NULL when there is a text */
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
