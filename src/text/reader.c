/* reader.c: what is a file, and who reads it. */
#include "text/text.h"

#include <string.h>

#include "text/archive.h"
#include "text/charset.h"
#include "text/document.h"
#include "text/docx.h"
#include "text/page.h"
#include "text/pdf.h"

G_DEFINE_QUARK(yt - reader - error - quark, yt_reader_error)

#define MAX_DEPTH 2 /* an archive, and one inside it */

typedef struct {
  YtReaderLimits limits;
  YtArchiveBudget budget;
  YtDocumentFunc func;
  gpointer user_data;
  gboolean is_stopped; /* func has set an error */
} Reader;

/* ---- kinds ---- */

typedef enum { KIND_TEXT, KIND_PDF, KIND_DOCX, KIND_ARCHIVE, KIND_PICTURE, KIND_OTHER } Kind;

static const struct {
  const char *bytes;
  gsize offset, n_bytes;
  Kind kind;
  const char *name;
} signs[] = {
    {"%PDF-", 0, 5, KIND_PDF, "PDF"},
    {"PK\x03\x04", 0, 4, KIND_ARCHIVE, "ZIP"},
    {"PK\x05\x06", 0, 4, KIND_ARCHIVE, "ZIP"},
    {"\x1F\x8B", 0, 2, KIND_ARCHIVE, "gzip"},
    {"BZh", 0, 3, KIND_ARCHIVE, "bzip2"},
    {"ustar", 257, 5, KIND_ARCHIVE, "TAR"},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 0, 8, KIND_OTHER,
     "the old format of Word or Excel (save it as DOCX)"},
    {"{\\rtf", 0, 5, KIND_OTHER, "RTF (save it as DOCX)"},
    {"7z\xBC\xAF\x27\x1C", 0, 6, KIND_OTHER, "7-Zip"},
    {"Rar!\x1A", 0, 5, KIND_OTHER, "RAR"},
    {"\xFD"
     "7zXZ",
     0, 5, KIND_OTHER, "XZ"},
    {"\x28\xB5\x2F\xFD", 0, 4, KIND_OTHER, "Zstandard"},
    {"\x89PNG", 0, 4, KIND_PICTURE, "a picture"},
    {"\xFF\xD8\xFF", 0, 3, KIND_PICTURE, "a picture"},
    {"GIF8", 0, 4, KIND_PICTURE, "a picture"},
    {"II*\0", 0, 4, KIND_PICTURE, "a picture"},
    {"RIFF", 0, 4, KIND_PICTURE, "a picture or a sound"},
    {"\0\0\1\0", 0, 4, KIND_PICTURE, "an icon"},
    {"wOF", 0, 3, KIND_PICTURE, "a font"},
};

static Kind
kind_of(const Reader *reader, GBytes *bytes, const char **name)
{
  gsize n;
  const char *data = g_bytes_get_data(bytes, &n);
  if (n == 0)
    data = ""; /* and not NULL */
  for (guint i = 0; i < G_N_ELEMENTS(signs); i++) {
    if (n < signs[i].offset + signs[i].n_bytes ||
        memcmp(data + signs[i].offset, signs[i].bytes, signs[i].n_bytes) != 0)
      continue;
    *name = signs[i].name;
    if (strcmp(signs[i].name, "ZIP") != 0)
      return signs[i].kind;
    YtArchiveBudget names = {.n_entries = reader->limits.max_entries};
    *name = yt_archive_kind(bytes, &names);
    return strcmp(*name, "ZIP") == 0 ? KIND_ARCHIVE : strcmp(*name, "DOCX") == 0 ? KIND_DOCX : KIND_OTHER;
  }
  /* Some servers put an empty line or a mark before a PDF. */
  gsize head = MIN(n, 16);
  const char *pdf = memmem(data, head, "%PDF-", 5);
  for (const char *p = data; pdf && p < pdf; p++)
    if (!g_ascii_isspace(*p) && (guchar) *p < 0x80)
      pdf = NULL;
  *name = pdf ? "PDF" : "plain text";
  return pdf ? KIND_PDF : KIND_TEXT;
}

/* What an archive of a web site holds beside documents. */
static gboolean
is_wanted(const char *path, gpointer user_data)
{
  static const char *const endings[] = {
      ".css", ".js",  ".mjs",  ".json", ".map",  ".png",      ".jpg",      ".jpeg",      ".gif", ".svg",
      ".ico", ".bmp", ".webp", ".tif",  ".tiff", ".woff",     ".woff2",    ".ttf",       ".eot", ".mp3",
      ".mp4", ".wav", ".avi",  ".flv",  ".swf",  ".DS_Store", "Thumbs.db", "desktop.ini"};
  (void) user_data;
  if (g_str_has_prefix(path, "__MACOSX/"))
    return FALSE;
  gsize n = strlen(path);
  for (guint i = 0; i < G_N_ELEMENTS(endings); i++) {
    gsize n_ending = strlen(endings[i]);
    if (n >= n_ending && g_ascii_strcasecmp(path + n - n_ending, endings[i]) == 0)
      return FALSE;
  }
  return TRUE;
}

/* ---- one document ---- */

static void
document_clear(YtDocument *document)
{
  yt_text_free(document->text);
  g_clear_error(&document->error);
  g_free(document->title);
  g_free(document->published);
  g_free(document->publisher);
  g_free(document->url);
}

static char *
render_page(const YtReaderLimits *limits, char *utf8, gsize n_utf8, YtDocument *document, gsize *n_bytes,
            GError **error)
{
  g_autoptr(YtPage) page = yt_page_new(utf8, n_utf8, limits, document, error);
  if (!page)
    return NULL;
  yt_page_judge(page);
  char *text = yt_page_render(page, limits->max_bytes, n_bytes, error);
  if (text && *n_bytes == 0) {
    g_set_error(error, YT_READER_ERROR, YT_READER_ERROR_KIND, "expected a page with text, found none");
    g_clear_pointer(&text, g_free);
  }
  return text;
}

void
yt_reader_set_too_long(gsize max_bytes, GError **error)
{
  gboolean mega = max_bytes >= 1 << 20;
  g_set_error(error, YT_READER_ERROR, YT_READER_ERROR_LIMIT,
              "expected a document of at most %" G_GSIZE_FORMAT " %s, found more",
              mega ? max_bytes >> 20 : max_bytes, mega ? "MB" : "bytes");
}

/* Plain text and HTML. */
static YtText *
read_text(const YtReaderLimits *limits, const char *data, gsize n, const char *sha256, YtDocument *document,
          GError **error)
{
  g_autofree char *declared = yt_html_find_charset(data, n);
  YtDecoded decoded;
  if (!yt_charset_decode(data, n, declared, &decoded, error))
    return NULL;
  g_autofree char *utf8 = decoded.utf8;
  if (decoded.n_bytes > limits->max_bytes) {
    yt_reader_set_too_long(limits->max_bytes, error);
    return NULL;
  }
  if (yt_html_is_html(utf8, decoded.n_bytes, document->name)) {
    document->kind = "HTML";
    gsize n_text;
    char *text = render_page(limits, utf8, decoded.n_bytes, document, &n_text, error);
    return text ? yt_text_take(text, n_text, decoded.charset, sha256) : NULL;
  }
  if (!yt_charset_is_text(utf8, decoded.n_bytes)) {
    g_set_error(error, YT_TEXT_ERROR, YT_TEXT_ERROR_BINARY,
                "expected a text, found binary data: control characters");
    return NULL;
  }
  if (g_str_has_prefix(utf8, "<?xml")) {
    g_set_error(error, YT_READER_ERROR, YT_READER_ERROR_KIND, "expected a document, found XML");
    return NULL;
  }
  document->kind = "plain text";
  return yt_text_take(g_steal_pointer(&utf8), decoded.n_bytes, decoded.charset, sha256);
}

static YtText *
read_document(const YtReaderLimits *limits, Kind kind, const char *kind_name, GBytes *bytes,
              YtDocument *document, GError **error)
{
  gsize n, n_text = 0;
  const char *data = g_bytes_get_data(bytes, &n);
  char sha256[65], *text = NULL;
  if (n > limits->max_bytes) {
    yt_reader_set_too_long(limits->max_bytes, error);
    return NULL;
  }
  yt_text_sum(data ? data : "", n, sha256);
  switch (kind) {
  case KIND_TEXT: return read_text(limits, data ? data : "", n, sha256, document, error);
  case KIND_DOCX: text = yt_docx_render(bytes, limits, document, &n_text, error); break;
  case KIND_PDF: text = yt_pdf_render(bytes, limits, &n_text, error); break;
  case KIND_ARCHIVE:
    g_set_error(error, YT_READER_ERROR, YT_READER_ERROR_LIMIT,
                "expected archives in each other at most %d deep, found one deeper", MAX_DEPTH);
    break;
  case KIND_PICTURE:
  case KIND_OTHER:
    g_set_error(error, YT_READER_ERROR, YT_READER_ERROR_KIND,
                "expected plain text, HTML, DOCX, PDF, ZIP or TAR, found %s", kind_name);
    break;
  }
  document->kind = kind_name;
  return text ? yt_text_take(text, n_text, "UTF-8", sha256) : NULL;
}

/* ---- files ---- */

typedef struct {
  Reader *reader;
  const char *name; /* of the archive */
  guint depth;
} Inside;

static gboolean read_file(Reader *reader, const char *name, GBytes *bytes, guint depth, GError **error);

static gboolean
hand_over(Reader *reader, YtDocument *document, GError **error)
{
  gboolean ok = reader->func(document, reader->user_data, error);
  reader->is_stopped = !ok;
  document_clear(document);
  return ok;
}

/* An entry that cannot be read is the caller's to report; the others go on. */
static gboolean
hand_over_problem(Reader *reader, const char *name, const char *kind, GError *problem, GError **error)
{
  YtDocument document = {.name = name, .kind = kind, .error = problem};
  g_prefix_error(&document.error, "%s: ", name);
  return hand_over(reader, &document, error);
}

static gboolean
read_entry(const char *path, GBytes *bytes, const GError *problem, gpointer user_data, GError **error)
{
  Inside *inside = user_data;
  g_autofree char *tidy = g_strdup(path);
  for (char *p = tidy; *p; p++) /* names are printed */
    *p = g_ascii_iscntrl(*p) ? ' ' : *p;
  g_autofree char *name = *tidy ? g_strdup_printf("%s/%s", inside->name, tidy) : g_strdup(inside->name);
  if (problem)
    return hand_over_problem(inside->reader, name, NULL, g_error_copy(problem), error);
  if (g_bytes_get_size(bytes) == 0)
    return TRUE; /* nothing in it that could be missed */
  return read_file(inside->reader, name, bytes, inside->depth, error);
}

/* At depth 0 what fails is the caller's error; deeper, the document's. */
static gboolean
read_file(Reader *reader, const char *name, GBytes *bytes, guint depth, GError **error)
{
  const char *kind_name;
  Kind kind = kind_of(reader, bytes, &kind_name);
  g_autoptr(GError) problem = NULL;
  if (kind == KIND_PICTURE && depth > 0)
    return TRUE;
  if (kind == KIND_ARCHIVE && depth < MAX_DEPTH) {
    Inside inside = {.reader = reader, .name = name, .depth = depth + 1};
    if (yt_archive_read(bytes, &reader->budget, is_wanted, read_entry, &inside, &problem))
      return TRUE;
    if (reader->is_stopped) {
      g_propagate_error(error, g_steal_pointer(&problem));
      return FALSE;
    }
  } else {
    YtDocument document = {.name = name};
    document.text = read_document(&reader->limits, kind, kind_name, bytes, &document, &problem);
    if (document.text)
      return hand_over(reader, &document, error);
    document_clear(&document);
  }
  if (depth > 0)
    return hand_over_problem(reader, name, kind_name, g_steal_pointer(&problem), error);
  g_propagate_prefixed_error(error, g_steal_pointer(&problem), "%s: ", name);
  return FALSE;
}

/* ---- the door ---- */

static YtReaderLimits
with_defaults(const YtReaderLimits *given)
{
  YtReaderLimits limits = given ? *given : (YtReaderLimits){0};
  if (limits.max_bytes == 0 || limits.max_bytes > YT_TEXT_MAX_BYTES)
    limits.max_bytes = YT_TEXT_MAX_BYTES;
  if (limits.max_total_bytes == 0)
    limits.max_total_bytes = YT_READER_MAX_BYTES;
  if (limits.max_entries == 0)
    limits.max_entries = 10000;
  if (limits.max_nodes == 0)
    limits.max_nodes = 1000000;
  if (limits.timeout_ms == 0)
    limits.timeout_ms = 30000;
  if (!limits.pdftotext)
    limits.pdftotext = "pdftotext";
  return limits;
}

gboolean
yt_reader_read(const char *name, GBytes *bytes, const YtReaderLimits *limits, YtDocumentFunc func,
               gpointer user_data, GError **error)
{
  g_return_val_if_fail(name != NULL && bytes != NULL && func != NULL, FALSE);
  Reader reader = {.limits = with_defaults(limits), .func = func, .user_data = user_data};
  reader.budget = (YtArchiveBudget){.n_bytes = reader.limits.max_total_bytes,
                                    .max_bytes = reader.limits.max_bytes,
                                    .n_entries = reader.limits.max_entries};
  g_autofree char *valid = g_utf8_make_valid(name, -1);
  return read_file(&reader, valid, bytes, 0, error);
}

gboolean
yt_reader_accepts(const char *name)
{
  static const char *const endings[] = {".txt", ".html", ".htm", ".shtml", ".xhtml",  ".docx",
                                        ".pdf", ".zip",  ".tar", ".tgz",   ".tar.gz", ".tar.bz2"};
  gsize n = strlen(name);
  for (guint i = 0; i < G_N_ELEMENTS(endings); i++) {
    gsize n_ending = strlen(endings[i]);
    if (n > n_ending && g_ascii_strcasecmp(name + n - n_ending, endings[i]) == 0)
      return TRUE;
  }
  return FALSE;
}
