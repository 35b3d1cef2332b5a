/* results.c: answers in the standard formats.
 *
 * SPARQL 1.1 Query Results JSON Format, CSV and TSV Formats, and SPARQL Query Results XML Format (Second Edition) for
 * rows and booleans; graphs go through the writer of src/rdf, but N-Triples, which are rows of three columns. Our own
 * engine gives rows as ids, many at a time: the pool turns them into text. Others give them one by one. */
#include "base/base.h"
#include "sparql/result-pool.h"
#include <string.h>

#define BUFFER_BYTES (64 * 1024) /* of rows that come one by one */
#define FEW_BYTES    1000        /* of the answer of a look-up; up to 1 KiB, malloc() has at hand */

/* What the rows of one answer are written as. */
typedef struct {
  YtResultFormat format;
  guint n_columns;
  GString **heads; /* JSON, XML: what stands before each column's value */
} Rows;

/* The cell that was written last in a column: many columns say the same many times over. */
typedef struct {
  YtTerm term;
  gsize start, n_bytes; /* in the output; 0 bytes: none yet */
} Written;

typedef struct {
  YtResultFormat format;
  const char *name;
  const char *media_type;
  const char *other_media_types[2]; /* NULL where there is none */
} Format;

static const Format formats[] = {
    {YT_RESULT_TABLE, "table", "text/plain", {0}},
    {YT_RESULT_JSON, "json", "application/sparql-results+json", {"application/json"}},
    {YT_RESULT_XML, "xml", "application/sparql-results+xml", {"application/xml", "text/xml"}},
    {YT_RESULT_CSV, "csv", "text/csv", {0}},
    {YT_RESULT_TSV, "tsv", "text/tab-separated-values", {0}},
    {YT_RESULT_NTRIPLES, "ntriples", "application/n-triples", {0}},
    {YT_RESULT_TURTLE, "turtle", "text/turtle", {"application/x-turtle"}},
    {YT_RESULT_JSONLD, "jsonld", "application/ld+json", {0}},
};

static const Format *
get_format(YtResultFormat format)
{
  for (guint i = 0; i < G_N_ELEMENTS(formats); i++)
    if (formats[i].format == format)
      return &formats[i];
  g_return_val_if_reached(&formats[0]);
}

gboolean
yt_result_format_from_name(const char *name, YtResultFormat *format)
{
  g_return_val_if_fail(name != NULL && format != NULL, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS(formats); i++) {
    if (g_str_equal(name, formats[i].name)) {
      *format = formats[i].format;
      return TRUE;
    }
  }
  return FALSE;
}

/* The format that @media_type is, by @compare; NULL when it is none. */
static const Format *
find_media_type(const char *media_type, int (*compare)(const char *, const char *))
{
  for (guint i = 0; i < G_N_ELEMENTS(formats); i++) {
    if (compare(media_type, formats[i].media_type) == 0)
      return &formats[i];
    for (guint k = 0; k < G_N_ELEMENTS(formats[i].other_media_types) && formats[i].other_media_types[k]; k++)
      if (compare(media_type, formats[i].other_media_types[k]) == 0)
        return &formats[i];
  }
  return NULL;
}

gboolean
yt_result_format_from_media_type(const char *media_type, YtResultFormat *format)
{
  g_return_val_if_fail(media_type != NULL && format != NULL, FALSE);
  const Format *found = find_media_type(media_type, strcmp); /* nearly always, and the faster way */
  if (!found)
    found = find_media_type(media_type, g_ascii_strcasecmp);
  if (found)
    *format = found->format;
  return found != NULL;
}

const char *
yt_result_format_get_name(YtResultFormat format)
{
  return get_format(format)->name;
}

const char *
yt_result_format_get_media_type(YtResultFormat format)
{
  return get_format(format)->media_type;
}

gboolean
yt_result_format_fits(YtResultFormat format, YtSparqlResultKind kind)
{
  switch (format) {
  case YT_RESULT_TABLE: return TRUE;
  case YT_RESULT_JSON:
  case YT_RESULT_XML: return kind != YT_SPARQL_GRAPH;
  case YT_RESULT_CSV:
  case YT_RESULT_TSV: return kind == YT_SPARQL_SOLUTIONS;
  case YT_RESULT_NTRIPLES:
  case YT_RESULT_TURTLE:
  case YT_RESULT_JSONLD: return kind == YT_SPARQL_GRAPH;
  }
  g_return_val_if_reached(FALSE);
}

/* ---- JSON ---- */

static void
append_json_term(GString *out, const YtTerm *term)
{
  static const char iri[] = "{\"type\":\"uri\",\"value\":", blank[] = "{\"type\":\"bnode\",\"value\":",
                    literal[] = "{\"type\":\"literal\",\"value\":";
  if (term->kind == YT_TERM_IRI)
    yt_append(out, iri, sizeof iri - 1);
  else if (term->kind == YT_TERM_BLANK)
    yt_append(out, blank, sizeof blank - 1);
  else
    yt_append(out, literal, sizeof literal - 1);
  yt_json_append_string(out, term->text, term->n_text);
  if (term->language) {
    yt_append(out, ",\"xml:lang\":", 12);
    yt_json_append_string(out, term->language, term->n_language);
  } else if (term->datatype) {
    yt_append(out, ",\"datatype\":", 12);
    yt_json_append_string(out, term->datatype, term->n_datatype);
  }
  yt_append(out, "}", 1);
}

static void
append_json_head(GString *out, const YtSparqlResult *result)
{
  g_string_append(out, "{\"head\":{\"vars\":[");
  for (guint i = 0; i < yt_sparql_result_get_n_variables(result); i++) {
    const char *name = yt_sparql_result_get_variable(result, i);
    if (i > 0)
      g_string_append_c(out, ',');
    yt_json_append_string(out, name, strlen(name));
  }
  g_string_append(out, "]},\"results\":{\"bindings\":[");
}

/* ---- XML ---- */

/* XML 1.0, 2.2: Char ::= #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF] */
static gboolean
is_xml_char(gunichar c)
{
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
}

/* Bytes of characters that have to be looked at; U+FFFE and U+FFFF begin with EF. */
static const guint8 special_in_xml[256] = {
    1,         1,         1,         1,         1,          1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1,         1,         1,         1,         1,          1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* below a space */
    ['<'] = 1, ['>'] = 1, ['&'] = 1, ['"'] = 1, [0xEF] = 1,
};

static void
append_xml_text(GString *out, const char *text, gsize n_text)
{
  for (const char *p = text, *end = text + n_text; p < end;) {
    const char *stop = p;
    while (stop < end && !special_in_xml[(guchar) *stop])
      stop++;
    yt_append(out, p, (gsize) (stop - p));
    if (stop == end)
      break;
    gunichar c = g_utf8_get_char(stop);
    switch (c) {
    case '<': g_string_append(out, "&lt;"); break;
    case '>': g_string_append(out, "&gt;"); break;
    case '&': g_string_append(out, "&amp;"); break;
    case '"': g_string_append(out, "&quot;"); break;
    case '\r': g_string_append(out, "&#13;"); break; /* else a reader makes a line feed of it */
    default: g_string_append_unichar(out, is_xml_char(c) ? c : 0xFFFD); break;
    }
    p = g_utf8_next_char(stop);
  }
}

static void
append_xml_literal(GString *out, const YtTerm *term)
{
  g_string_append(out, "<literal");
  const char *attribute = term->language ? term->language : term->datatype;
  if (attribute) {
    g_string_append(out, term->language ? " xml:lang=\"" : " datatype=\"");
    append_xml_text(out, attribute, term->language ? term->n_language : term->n_datatype);
    g_string_append_c(out, '"');
  }
  g_string_append_c(out, '>');
  append_xml_text(out, term->text, term->n_text);
  g_string_append(out, "</literal>");
}

static void
append_xml_term(GString *out, const YtTerm *term)
{
  if (term->kind == YT_TERM_LITERAL)
    append_xml_literal(out, term);
  else {
    gboolean is_iri = term->kind == YT_TERM_IRI;
    g_string_append(out, is_iri ? "<uri>" : "<bnode>");
    append_xml_text(out, term->text, term->n_text);
    g_string_append(out, is_iri ? "</uri>" : "</bnode>");
  }
  g_string_append(out, "</binding>");
}

static const char xml_start[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                "<sparql xmlns=\"http://www.w3.org/2005/sparql-results#\">\n";

static void
append_xml_head(GString *out, const YtSparqlResult *result)
{
  g_string_append(out, xml_start);
  g_string_append(out, "<head>");
  for (guint i = 0; i < yt_sparql_result_get_n_variables(result); i++) {
    const char *name = yt_sparql_result_get_variable(result, i);
    g_string_append(out, "<variable name=\"");
    append_xml_text(out, name, strlen(name));
    g_string_append(out, "\"/>");
  }
  g_string_append(out, "</head>\n<results>\n");
}

/* ---- CSV ---- */

/* RFC 4180, 2.6: a field with a comma, a quote or a line break stands in quotes. */
static void
append_csv_field(GString *out, const char *text, gsize n_text)
{
  gboolean quoted = FALSE;
  for (gsize i = 0; i < n_text && !quoted; i++)
    quoted = text[i] == ',' || text[i] == '"' || text[i] == '\r' || text[i] == '\n';
  if (!quoted) {
    g_string_append_len(out, text, (gssize) n_text);
    return;
  }
  g_string_append_c(out, '"');
  for (gsize i = 0; i < n_text; i++) {
    if (text[i] == '"')
      g_string_append_c(out, '"');
    g_string_append_c(out, text[i]);
  }
  g_string_append_c(out, '"');
}

static void
append_csv_term(GString *out, const YtTerm *term)
{
  if (term->kind == YT_TERM_BLANK)
    yt_append(out, "_:", 2);
  append_csv_field(out, term->text, term->n_text);
}

static void
append_csv_head(GString *out, const YtSparqlResult *result)
{
  for (guint i = 0; i < yt_sparql_result_get_n_variables(result); i++) {
    const char *name = yt_sparql_result_get_variable(result, i);
    if (i > 0)
      g_string_append_c(out, ',');
    append_csv_field(out, name, strlen(name));
  }
  g_string_append(out, "\r\n");
}

/* ---- TSV ---- */

static gsize
count_digits(const char *text, gsize n_text)
{
  gsize n = 0;
  while (n < n_text && g_ascii_isdigit(text[n]))
    n++;
  return n;
}

/* Does the text mean the same literal when it stands in Turtle without quotes and datatype? INTEGER ::= [+-]?[0-9]+,
 * DECIMAL ::= [+-]?[0-9]*"."[0-9]+, DOUBLE with its exponent. */
static gboolean
is_bare_number(const YtTerm *term)
{
  static const char *const types[] = {YT_XSD_NS "integer", YT_XSD_NS "decimal", YT_XSD_NS "double"};
  if (!term->datatype || term->n_text == 0)
    return FALSE;
  const char *text = term->text, *end = text + term->n_text;
  if (*text == '+' || *text == '-')
    text++;
  gsize n_whole = count_digits(text, (gsize) (end - text)), n_fraction = 0;
  text += n_whole;
  gboolean has_point = text < end && *text == '.';
  if (has_point)
    n_fraction = count_digits(text + 1, (gsize) (end - text - 1));
  text += has_point ? 1 + n_fraction : 0;
  gboolean has_exponent = text < end && (*text == 'e' || *text == 'E');
  if (has_exponent) {
    text += text + 1 < end && (text[1] == '+' || text[1] == '-') ? 2 : 1;
    gsize n_exponent = count_digits(text, (gsize) (end - text));
    if (n_exponent == 0)
      return FALSE;
    text += n_exponent;
  }
  if (text != end || n_whole + n_fraction == 0 || (has_point && n_fraction == 0 && !has_exponent))
    return FALSE;
  const char *type = types[has_exponent ? 2 : has_point ? 1 : 0];
  return term->n_datatype == strlen(type) && memcmp(term->datatype, type, term->n_datatype) == 0;
}

/* As N-Triples, but tabs are escaped: a tab separates the columns. */
static void
append_tsv_term(GString *out, const YtTerm *term)
{
  if (is_bare_number(term)) {
    g_string_append_len(out, term->text, (gssize) term->n_text);
    return;
  }
  gsize start = out->len;
  yt_term_append(out, term);
  if (term->kind == YT_TERM_LITERAL && memchr(term->text, '\t', term->n_text)) {
    g_autofree char *copy = g_strndup(out->str + start, out->len - start);
    g_string_truncate(out, start);
    for (const char *c = copy; *c; c++) {
      if (*c == '\t')
        g_string_append(out, "\\t");
      else
        g_string_append_c(out, *c);
    }
  }
}

static void
append_tsv_head(GString *out, const YtSparqlResult *result)
{
  for (guint i = 0; i < yt_sparql_result_get_n_variables(result); i++) {
    g_string_append(out, i > 0 ? "\t?" : "?");
    g_string_append(out, yt_sparql_result_get_variable(result, i));
  }
  g_string_append_c(out, '\n');
}

/* ---- rows ---- */

static void
append_new_cell(GString *out, const Rows *rows, guint column, const YtTerm *term)
{
  if (rows->heads)
    yt_append(out, rows->heads[column]->str, rows->heads[column]->len);
  switch (rows->format) {
  case YT_RESULT_JSON: append_json_term(out, term); break;
  case YT_RESULT_XML: append_xml_term(out, term); break;
  case YT_RESULT_CSV: append_csv_term(out, term); break;
  case YT_RESULT_TSV: append_tsv_term(out, term); break;
  default: yt_term_append(out, term); break;
  }
}

/* Is the one the other's copy? Says so for most terms that are equal, without a look at their text. */
static inline gboolean
is_copy(const YtTerm *a, const YtTerm *b)
{
  return a->text == b->text && a->n_text == b->n_text && a->kind == b->kind && a->datatype == b->datatype &&
         a->n_datatype == b->n_datatype && a->language == b->language && a->n_language == b->n_language;
}

static void
append_cell(GString *out, const Rows *rows, Written *written, guint column, const YtTerm *term)
{
  Written *last = &written[column];
  gsize start = out->len;
  if (is_copy(&last->term, term) && last->n_bytes > 0 &&
      last->n_bytes < out->allocated_len - start) /* what is copied may not move */
    yt_append(out, out->str + last->start, last->n_bytes);
  else
    append_new_cell(out, rows, column, term);
  *last = (Written){*term, start, out->len - start};
}

static void
append_json_row(GString *out, const Rows *rows, Written *written, const YtTerm *const *columns, gsize row)
{
  yt_append(out, "{", 1);
  gsize start = out->len;
  for (guint i = 0; i < rows->n_columns; i++) {
    const YtTerm *term = &columns[i][row];
    if (term->kind == YT_TERM_UNBOUND)
      continue;
    if (out->len > start)
      yt_append(out, ",", 1);
    append_cell(out, rows, written, i, term);
  }
  yt_append(out, "}", 1);
}

static void
append_xml_row(GString *out, const Rows *rows, Written *written, const YtTerm *const *columns, gsize row)
{
  g_string_append(out, "<result>");
  for (guint i = 0; i < rows->n_columns; i++) {
    const YtTerm *term = &columns[i][row];
    if (term->kind == YT_TERM_UNBOUND)
      continue;
    append_cell(out, rows, written, i, term);
  }
  g_string_append(out, "</result>\n");
}

static void
append_csv_row(GString *out, const Rows *rows, Written *written, const YtTerm *const *columns, gsize row)
{
  for (guint i = 0; i < rows->n_columns; i++) {
    const YtTerm *term = &columns[i][row];
    if (i > 0)
      yt_append(out, ",", 1);
    if (term->kind != YT_TERM_UNBOUND)
      append_cell(out, rows, written, i, term);
  }
  yt_append(out, "\r\n", 2);
}

static void
append_tsv_row(GString *out, const Rows *rows, Written *written, const YtTerm *const *columns, gsize row)
{
  for (guint i = 0; i < rows->n_columns; i++) {
    if (i > 0)
      yt_append(out, "\t", 1);
    if (columns[i][row].kind != YT_TERM_UNBOUND)
      append_cell(out, rows, written, i, &columns[i][row]);
  }
  yt_append(out, "\n", 1);
}

static void
append_triple(GString *out, const Rows *rows, Written *written, const YtTerm *const *columns, gsize row)
{
  for (guint i = 0; i < rows->n_columns; i++) {
    append_cell(out, rows, written, i, &columns[i][row]);
    yt_append(out, " ", 1);
  }
  yt_append(out, ".\n", 2);
}

/* ---- writing ---- */

static void
append_head(GString *out, YtResultFormat format, const YtSparqlResult *result)
{
  switch (format) {
  case YT_RESULT_JSON: append_json_head(out, result); break;
  case YT_RESULT_XML: append_xml_head(out, result); break;
  case YT_RESULT_CSV: append_csv_head(out, result); break;
  case YT_RESULT_TSV: append_tsv_head(out, result); break;
  default: g_assert_not_reached();
  }
}

/* What each cell of a column begins with. */
static void
rows_init(Rows *rows, YtResultFormat format, const YtSparqlResult *result)
{
  gboolean is_graph = yt_sparql_result_get_kind(result) == YT_SPARQL_GRAPH;
  rows->format = format;
  rows->n_columns = is_graph ? 3 : yt_sparql_result_get_n_variables(result);
  rows->heads = NULL;
  if (format != YT_RESULT_JSON && format != YT_RESULT_XML)
    return;
  rows->heads = g_new0(GString *, rows->n_columns + 1);
  for (guint i = 0; i < rows->n_columns; i++) {
    rows->heads[i] = g_string_new(NULL);
    const char *name = yt_sparql_result_get_variable(result, i);
    if (format == YT_RESULT_JSON) {
      yt_json_append_string(rows->heads[i], name, strlen(name));
      g_string_append_c(rows->heads[i], ':');
    } else {
      g_string_append(rows->heads[i], "<binding name=\"");
      append_xml_text(rows->heads[i], name, strlen(name));
      g_string_append(rows->heads[i], "\">");
    }
  }
}

static void
rows_clear(Rows *rows)
{
  for (guint i = 0; rows->heads && i < rows->n_columns; i++)
    g_string_free(rows->heads[i], TRUE);
  g_free(rows->heads);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Rows, rows_clear)

static void
append_rows(GString *out, const YtTerm *const *columns, gsize n_rows, guint64 first_row, gpointer data)
{
  static void (*const functions[])(GString *, const Rows *, Written *, const YtTerm *const *, gsize) = {
      [YT_RESULT_JSON] = append_json_row,   [YT_RESULT_XML] = append_xml_row,
      [YT_RESULT_CSV] = append_csv_row,     [YT_RESULT_TSV] = append_tsv_row,
      [YT_RESULT_NTRIPLES] = append_triple,
  };
  const Rows *rows = data;
  Written few[8] = {0};
  g_autofree Written *many = rows->n_columns > G_N_ELEMENTS(few) ? g_new0(Written, rows->n_columns) : NULL;
  Written *written = many ? many : few;
  for (gsize row = 0; row < n_rows; row++) {
    if (rows->format == YT_RESULT_JSON)
      g_string_append(out, first_row + row ? ",\n" : "\n");
    functions[rows->format](out, rows, written, columns, row);
  }
}

static const char *
get_foot(YtResultFormat format)
{
  return format == YT_RESULT_JSON ? "\n]}}\n" : format == YT_RESULT_XML ? "</results>\n</sparql>\n" : "";
}

static gboolean
flush(GString *buffer, GOutputStream *out, GError **error)
{
  gboolean written = g_output_stream_write_all(out, buffer->str, buffer->len, NULL, NULL, error);
  g_string_truncate(buffer, 0);
  return written;
}

/* Rows of an engine that gives them one by one. @head (transfer full): what stands before them. */
static gboolean
write_single_rows(YtSparqlResult *result, Rows *rows, GString *head, GOutputStream *out, GError **error)
{
  g_autoptr(GString) buffer = head;
  g_autofree YtTerm *terms = g_new(YtTerm, rows->n_columns + 1);
  g_autofree const YtTerm **columns = g_new(const YtTerm *, rows->n_columns + 1);
  g_autoptr(GError) failure = NULL;
  for (guint64 n = 0; yt_sparql_result_next(result, &failure); n++) {
    for (guint i = 0; i < rows->n_columns; i++) {
      terms[i] = yt_sparql_result_get_term(result, i);
      columns[i] = &terms[i];
    }
    append_rows(buffer, columns, 1, n, rows);
    if (buffer->len >= BUFFER_BYTES && !flush(buffer, out, error))
      return FALSE;
  }
  if (failure) {
    g_propagate_error(error, g_steal_pointer(&failure));
    return FALSE;
  }
  return flush(buffer, out, error);
}

/* @head (transfer full): what stands before the rows. */
static gboolean
write_ids(YtSparqlResult *result, Rows *rows, GString *head, GOutputStream *out, GError **error)
{
  g_autoptr(YtResultPool) pool = yt_result_pool_new(result, rows->n_columns, append_rows, rows, head, out);
  return yt_sparql_result_get_class(result)->foreach_ids(yt_sparql_result_get_state(result),
                                                         yt_result_pool_add, pool, error) &&
         yt_result_pool_finish(pool, error);
}

static gboolean
write_solutions(YtSparqlResult *result, YtResultFormat format, GOutputStream *out, GError **error)
{
  GString *head = g_string_sized_new(FEW_BYTES);
  g_auto(Rows) rows;
  rows_init(&rows, format, result);
  append_head(head, format, result);
  gboolean has_ids = yt_sparql_result_get_class(result)->foreach_ids != NULL;
  if (!(has_ids ? write_ids : write_single_rows)(result, &rows, head, out, error))
    return FALSE;
  const char *foot = get_foot(format);
  return g_output_stream_write_all(out, foot, strlen(foot), NULL, NULL, error);
}

static gboolean
write_boolean(YtSparqlResult *result, YtResultFormat format, GOutputStream *out, GError **error)
{
  const char *value = yt_sparql_result_get_boolean(result) ? "true" : "false";
  g_autoptr(GString) buffer = g_string_new(NULL);
  if (format == YT_RESULT_JSON)
    g_string_append_printf(buffer, "{\"head\":{},\"boolean\":%s}\n", value);
  else
    g_string_append_printf(buffer, "%s<head/>\n<boolean>%s</boolean>\n</sparql>\n", xml_start, value);
  return flush(buffer, out, error);
}

static gboolean
add_triple(const YtTermQuad *quad, gpointer writer, GError **error)
{
  return yt_rdf_writer_add(writer, quad, error);
}

static gboolean
write_graph(YtSparqlResult *result, YtResultFormat format, GOutputStream *out, GError **error)
{
  YtRdfFormat rdf_format = format == YT_RESULT_TURTLE   ? YT_RDF_TURTLE
                           : format == YT_RESULT_JSONLD ? YT_RDF_JSONLD
                                                        : YT_RDF_NTRIPLES;
  if (rdf_format == YT_RDF_NTRIPLES && yt_sparql_result_get_class(result)->foreach_ids) {
    g_auto(Rows) rows;
    rows_init(&rows, format, result);
    return write_ids(result, &rows, g_string_sized_new(FEW_BYTES), out, error);
  }
  g_autoptr(YtRdfWriter) writer = yt_rdf_writer_new(rdf_format, out);
  if (rdf_format != YT_RDF_NTRIPLES)
    yt_rdf_writer_add_known_prefixes(writer);
  return yt_sparql_result_foreach(result, add_triple, writer, error) && yt_rdf_writer_finish(writer, error);
}

static const char *
kind_name(YtSparqlResultKind kind)
{
  return kind == YT_SPARQL_SOLUTIONS ? "rows" : kind == YT_SPARQL_BOOLEAN ? "yes or no" : "a graph";
}

gboolean
yt_sparql_result_write(YtSparqlResult *result, YtResultFormat format, GOutputStream *out, GError **error)
{
  g_return_val_if_fail(result != NULL && out != NULL, FALSE);
  YtSparqlResultKind kind = yt_sparql_result_get_kind(result);
  if (!yt_result_format_fits(format, kind)) {
    g_set_error(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_UNSUPPORTED,
                "the answer is %s, which %s cannot carry", kind_name(kind),
                yt_result_format_get_name(format));
    return FALSE;
  }
  if (format == YT_RESULT_TABLE)
    return yt_sparql_result_write_table(result, 0, out, error);
  switch (kind) {
  case YT_SPARQL_SOLUTIONS: return write_solutions(result, format, out, error);
  case YT_SPARQL_BOOLEAN: return write_boolean(result, format, out, error);
  case YT_SPARQL_GRAPH: return write_graph(result, format, out, error);
  }
  g_return_val_if_reached(FALSE);
}
