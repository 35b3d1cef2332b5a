/* docx.c: the main part of a DOCX as lines of text.
 *
 * A paragraph is a line, a row of a table "| cell | cell |"; rows of one cell, which only frame text, are lines too.
 * Left out is what a reader of the final document does not see: deletions, moves away, hidden runs, field codes, the
 * marks of notes and comments, and the second form of drawings (mc:Fallback). Notes, headers and footers are parts of
 * their own and are not opened. */
#include "text/docx.h"

#include <string.h>

#include "text/document.h"
#include "text/numbering.h"
#include "text/page.h"
#include "text/xml.h"

typedef struct {
  GBytes *types, *document, *numbering, *styles, *core;
  char *main_path; /* from [Content_Types].xml */
} Parts;

typedef struct {
  YtNumbering *numbering;
  GString *out;
  GString *line;    /* the paragraph's text as it comes */
  GString *cell;    /* paragraphs of the outermost open cell, each ending in '\n' */
  GPtrArray *cells; /* char *, of the open row */
  guint n_unseen;   /* open elements from the outermost that does not show */
  guint n_tables;   /* open ones */
  guint n_paragraphs, n_properties;
  gboolean in_run, in_text, is_run_hidden, goes_on; /* goes_on: the paragraph's end is deleted */
  char *style, *list, *level;                       /* of the paragraph */
  gsize max_bytes;
  gboolean is_too_long;
} Docx;

static gboolean
is_word(const char *ns)
{
  return ns && strstr(ns, "wordprocessingml") != NULL;
}

/* ---- lines ---- */

/* Adds @text to @out with white space collapsed and no spaces at the ends of its lines; empty lines go. */
static void
add_tidy(GString *out, const char *text, gsize n_bytes)
{
  gboolean space = FALSE, begun = FALSE;
  for (gsize i = 0; i < n_bytes; i += yt_utf8_size(text + i)) {
    gunichar c = yt_utf8_get(text + i);
    if (c == '\n') {
      if (begun)
        g_string_append_c(out, '\n');
      space = begun = FALSE;
    } else if (yt_page_is_space(c)) {
      space = TRUE;
    } else if (!yt_page_is_invisible(c)) {
      if (space && begun)
        g_string_append_c(out, ' ');
      g_string_append_len(out, text + i, (gssize) yt_utf8_size(text + i));
      space = FALSE;
      begun = TRUE;
    }
  }
  if (begun)
    g_string_append_c(out, '\n');
}

static void
clear_paragraph(Docx *d)
{
  g_clear_pointer(&d->style, g_free);
  g_clear_pointer(&d->list, g_free);
  g_clear_pointer(&d->level, g_free);
}

static void
end_paragraph(Docx *d)
{
  if (d->goes_on) {
    d->goes_on = FALSE;
    clear_paragraph(d);
    return;
  }
  g_autofree char *number = yt_numbering_next(d->numbering, d->style, d->list, d->level);
  g_autoptr(GString) tidy = g_string_new(NULL);
  add_tidy(tidy, d->line->str, d->line->len);
  GString *to = d->n_tables > 0 ? d->cell : d->out;
  if (tidy->len > 0 && number)
    g_string_append(to, number);
  g_string_append_len(to, tidy->str, (gssize) tidy->len);
  g_string_truncate(d->line, 0);
  clear_paragraph(d);
}

static void
end_cell(Docx *d)
{
  g_ptr_array_add(d->cells, g_strndup(d->cell->str, d->cell->len));
  g_string_truncate(d->cell, 0);
}

static void
end_row(Docx *d)
{
  gboolean is_empty = TRUE;
  for (guint i = 0; i < d->cells->len; i++)
    is_empty = is_empty && *(char *) g_ptr_array_index(d->cells, i) == '\0';
  if (d->cells->len == 1) {
    g_string_append(d->out, g_ptr_array_index(d->cells, 0));
  } else if (!is_empty) {
    for (guint i = 0; i < d->cells->len; i++) {
      char *cell = g_strchomp(g_ptr_array_index(d->cells, i));
      g_string_append(d->out, "| ");
      g_string_append(d->out, g_strdelimit(cell, "\n", ' '));
      if (*cell)
        g_string_append_c(d->out, ' ');
    }
    g_string_append(d->out, "|\n");
  }
  g_ptr_array_set_size(d->cells, 0);
}

/* ---- events ---- */

static gboolean
is_unseen(const char *name, const char *ns)
{
  static const char *const names[] = {
      "del",        "moveFrom",          "instrText",        "delText",          "delInstrText",
      "rt",         "footnoteReference", "endnoteReference", "commentReference", "annotationRef",
      "sectPr",     "docPartPr",         "pPrChange",        "rPrChange",        "tblPrChange",
      "trPrChange", "tcPrChange"};
  if (strcmp(name, "Fallback") == 0)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS(names); i++)
    if (is_word(ns) && strcmp(name, names[i]) == 0)
      return TRUE;
  return FALSE;
}

/* w:val of an on/off property: absent means on. */
static gboolean
is_on(const YtXml *xml)
{
  g_autofree char *value = yt_xml_dup_attribute(xml, "val");
  return !value || !(strcmp(value, "0") == 0 || strcmp(value, "false") == 0 || strcmp(value, "off") == 0);
}

static void
begin_property(Docx *d, const YtXml *xml, const char *name)
{
  if (d->in_run) {
    if (strcmp(name, "vanish") == 0 || strcmp(name, "webHidden") == 0)
      d->is_run_hidden = is_on(xml);
    return;
  }
  char **field = strcmp(name, "pStyle") == 0  ? &d->style
                 : strcmp(name, "numId") == 0 ? &d->list
                 : strcmp(name, "ilvl") == 0  ? &d->level
                                              : NULL;
  if (field) {
    g_free(*field);
    *field = yt_xml_dup_attribute(xml, "val");
  } else if (strcmp(name, "del") == 0) {
    d->goes_on = TRUE;
  }
}

static void
begin(const YtXml *xml, const char *name, const char *ns, gpointer user_data)
{
  Docx *d = user_data;
  gboolean in_mark = d->n_properties > 0 && !d->in_run; /* of the paragraph's end */
  if (d->n_unseen > 0 || (is_unseen(name, ns) && !(in_mark && strcmp(name, "del") == 0))) {
    d->n_unseen++;
    return;
  }
  if (strcmp(name, "t") == 0) { /* also of formulas */
    d->in_text = TRUE;
    return;
  }
  if (!is_word(ns))
    return;
  if (strcmp(name, "pPr") == 0 || strcmp(name, "rPr") == 0) {
    d->n_properties++;
  } else if (d->n_properties > 0) {
    begin_property(d, xml, name);
  } else if (strcmp(name, "p") == 0) {
    if (d->n_paragraphs++ > 0 && d->line->len > 0) /* a text box inside a paragraph */
      g_string_append_c(d->line, '\n');
  } else if (strcmp(name, "r") == 0) {
    d->in_run = TRUE;
    d->is_run_hidden = FALSE;
  } else if (strcmp(name, "tbl") == 0) {
    d->n_tables++;
  } else if (!d->is_run_hidden) {
    if (strcmp(name, "tab") == 0 || strcmp(name, "ptab") == 0)
      g_string_append_c(d->line, ' ');
    else if (strcmp(name, "br") == 0 || strcmp(name, "cr") == 0)
      g_string_append_c(d->line, '\n');
    else if (strcmp(name, "noBreakHyphen") == 0)
      g_string_append_c(d->line, '-');
  }
}

static void
end(const char *name, const char *ns, gpointer user_data)
{
  Docx *d = user_data;
  if (d->n_unseen > 0) {
    d->n_unseen--;
    return;
  }
  if (strcmp(name, "t") == 0)
    d->in_text = FALSE;
  if (!is_word(ns))
    return;
  if (strcmp(name, "pPr") == 0 || strcmp(name, "rPr") == 0) {
    if (d->n_properties > 0)
      d->n_properties--;
  } else if (d->n_properties > 0) {
    return;
  } else if (strcmp(name, "r") == 0) {
    d->in_run = d->is_run_hidden = FALSE;
  } else if (strcmp(name, "p") == 0) {
    if (d->n_paragraphs > 0 && --d->n_paragraphs == 0)
      end_paragraph(d);
    else
      g_string_append_c(d->line, '\n');
  } else if (strcmp(name, "tc") == 0 && d->n_tables == 1) {
    end_cell(d);
  } else if (strcmp(name, "tr") == 0 && d->n_tables == 1) {
    end_row(d);
  } else if (strcmp(name, "tbl") == 0 && d->n_tables > 0) {
    d->n_tables--;
  }
}

static void
text(const char *bytes, gsize n_bytes, gpointer user_data)
{
  Docx *d = user_data;
  if (d->n_unseen > 0 || !d->in_text || d->is_run_hidden)
    return;
  if (d->line->len + d->cell->len + d->out->len + n_bytes > d->max_bytes)
    d->is_too_long = TRUE;
  else
    for (gsize i = 0; i < n_bytes; i++) /* a line end in w:t is a space */
      g_string_append_c(d->line, bytes[i] == '\n' || bytes[i] == '\r' ? ' ' : bytes[i]);
}

/* ---- parts ---- */

static void
parts_clear(Parts *parts)
{
  g_clear_pointer(&parts->types, g_bytes_unref);
  g_clear_pointer(&parts->document, g_bytes_unref);
  g_clear_pointer(&parts->numbering, g_bytes_unref);
  g_clear_pointer(&parts->styles, g_bytes_unref);
  g_clear_pointer(&parts->core, g_bytes_unref);
  g_free(parts->main_path);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Parts, parts_clear)

static GBytes **
part_of(Parts *parts, const char *path)
{
  if (parts->main_path && strcmp(path, parts->main_path) == 0)
    return &parts->document;
  if (strcmp(path, "[Content_Types].xml") == 0)
    return &parts->types;
  if (strcmp(path, "word/document.xml") == 0 && !parts->main_path)
    return &parts->document;
  if (strcmp(path, "word/numbering.xml") == 0)
    return &parts->numbering;
  if (strcmp(path, "word/styles.xml") == 0)
    return &parts->styles;
  if (strcmp(path, "docProps/core.xml") == 0)
    return &parts->core;
  return NULL;
}

static gboolean
is_part(const char *path, gpointer user_data)
{
  return part_of(user_data, path) != NULL;
}

static gboolean
take_part(const char *path, GBytes *bytes, const GError *problem, gpointer user_data, GError **error)
{
  if (problem) {
    g_set_error(error, problem->domain, problem->code, "%s: %s", path, problem->message);
    return FALSE;
  }
  GBytes **part = part_of(user_data, path);
  if (*part)
    g_bytes_unref(*part);
  *part = g_bytes_ref(bytes);
  return TRUE;
}

static void
begin_type(const YtXml *xml, const char *name, const char *ns, gpointer user_data)
{
  Parts *parts = user_data;
  (void) ns;
  if (strcmp(name, "Override") != 0 || parts->main_path)
    return;
  g_autofree char *type = yt_xml_dup_attribute(xml, "ContentType");
  g_autofree char *path = yt_xml_dup_attribute(xml, "PartName");
  if (type && path && path[0] == '/' && g_str_has_suffix(type, ".main+xml") &&
      (strstr(type, "wordprocessingml") || strstr(type, "ms-word")))
    parts->main_path = g_strdup(path + 1);
}

static gboolean
read_parts(Parts *parts, GBytes *bytes, YtArchiveBudget budget, gint64 deadline, GError **error)
{
  YtArchiveBudget again = budget;
  if (!yt_archive_read(bytes, &budget, is_part, take_part, parts, error))
    return FALSE;
  YtXmlEvents events = {.begin = begin_type};
  if (parts->types && !yt_xml_parse(parts->types, "[Content_Types].xml", deadline, &events, parts, error))
    return FALSE;
  gboolean renamed = parts->main_path && strcmp(parts->main_path, "word/document.xml") != 0;
  if (renamed && !yt_archive_read(bytes, &again, is_part, take_part, parts, error))
    return FALSE;
  if (!parts->document) {
    g_set_error(error, YT_READER_ERROR, YT_READER_ERROR_DAMAGED,
                "expected a DOCX with word/document.xml, found none");
    return FALSE;
  }
  return TRUE;
}

/* ---- properties ---- */

typedef struct {
  GString *title;
  gboolean in_title;
} Core;

static void
begin_core(const YtXml *xml, const char *name, const char *ns, gpointer user_data)
{
  (void) xml, (void) ns;
  ((Core *) user_data)->in_title = strcmp(name, "title") == 0;
}

static void
end_core(const char *name, const char *ns, gpointer user_data)
{
  (void) name, (void) ns;
  ((Core *) user_data)->in_title = FALSE;
}

static void
text_core(const char *bytes, gsize n_bytes, gpointer user_data)
{
  Core *core = user_data;
  if (core->in_title && core->title->len < 4000)
    g_string_append_len(core->title, bytes, (gssize) n_bytes);
}

static void
read_title(GBytes *bytes, gint64 deadline, YtDocument *document)
{
  static const YtXmlEvents events = {.begin = begin_core, .end = end_core, .text = text_core};
  g_autoptr(GString) title = g_string_new(NULL), tidy = g_string_new(NULL);
  Core core = {.title = title};
  if (!yt_xml_parse(bytes, "core.xml", deadline, &events, &core, NULL))
    return; /* nothing in the document depends on it */
  add_tidy(tidy, title->str, title->len);
  if (tidy->len > 1)
    document->title = g_strndup(tidy->str, tidy->len - 1);
}

char *
yt_docx_render(GBytes *bytes, const YtReaderLimits *limits, YtDocument *document, gsize *n_bytes,
               GError **error)
{
  static const YtXmlEvents events = {.begin = begin, .end = end, .text = text};
  gint64 deadline = g_get_monotonic_time() + (gint64) limits->timeout_ms * 1000;
  YtArchiveBudget budget = {
      .n_bytes = limits->max_bytes, .max_bytes = limits->max_bytes, .n_entries = limits->max_entries};
  g_auto(Parts) parts = {0};
  if (!read_parts(&parts, bytes, budget, deadline, error))
    return NULL;
  g_autoptr(YtNumbering) numbering = yt_numbering_new(parts.numbering, parts.styles, deadline, error);
  if (!numbering)
    return NULL;
  g_autoptr(GString) out = g_string_new(NULL), line = g_string_new(NULL), cell = g_string_new(NULL);
  g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
  Docx d = {.numbering = numbering,
            .out = out,
            .line = line,
            .cell = cell,
            .cells = cells,
            .max_bytes = limits->max_bytes};
  gboolean ok = yt_xml_parse(parts.document, "document.xml", deadline, &events, &d, error);
  clear_paragraph(&d);
  if (!ok)
    return NULL;
  if (d.is_too_long) {
    yt_reader_set_too_long(limits->max_bytes, error);
    return NULL;
  }
  if (parts.core)
    read_title(parts.core, deadline, document);
  add_tidy(out, line->str, line->len); /* a deleted paragraph end at the very end */
  *n_bytes = out->len;
  return g_string_free(g_steal_pointer(&out), FALSE);
}
