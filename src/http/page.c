/* page.c: the pages for people.
 *
 * Whatever comes from a request or from the store goes through append_text() or append_field(), nothing else writes
 * such text into a page. */
#include "http/page.h"
#include <string.h>

#define MAX_ROWS     1000        /* more make a page that browsers scroll badly; the raw formats have all */
#define BUFFER_BYTES (32 * 1024) /* flushed in pieces of this size */

const char yt_page_style[] =
    ":root{color-scheme:light "
    "dark;--ink:#1d2421;--paper:#fbfaf6;--line:#d9d4c5;--soft:#f2efe5;--green:#2f6b4f;"
    "--red:#a1312a}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e6e3da;--paper:#171a18;--line:#3a3f3b;--soft:#212623;"
    "--green:#86c5a4;--red:#e58a80}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 system-ui,\"Noto Sans CJK "
    "SC\",\"PingFang "
    "SC\",\"Microsoft YaHei\",sans-serif}\n"
    "header,main,footer{max-width:72rem;margin:0 auto;padding:0 1.25rem}\n"
    "header{display:flex;align-items:baseline;gap:1rem;padding-top:1.5rem;border-bottom:2px solid "
    "var(--green)}\n"
    "h1{margin:0;font-size:2rem;letter-spacing:.1em}h1 a{color:var(--green);text-decoration:none}\n"
    "h2{font-size:1.1rem;margin:1.75rem 0 .5rem}\n"
    "p{margin:.5rem 0}a{color:var(--green)}\n"
    "label{display:block;margin:1.25rem 0 .4rem;font-weight:600}\n"
    "textarea{width:100%;min-height:16rem;padding:.75rem;border:1px solid var(--line);border-radius:.4rem;"
    "background:var(--soft);color:var(--ink);font:14px/1.5 ui-monospace,\"Noto Sans Mono CJK SC\",monospace;"
    "tab-size:2;resize:vertical}\n"
    "button{margin:.6rem .4rem 0 0;padding:.4rem 1rem;border:1px solid var(--green);border-radius:.4rem;"
    "background:transparent;color:var(--green);font:inherit;cursor:pointer}\n"
    "button.main{background:var(--green);color:var(--paper);font-weight:600}\n"
    "a:focus-visible,button:focus-visible,textarea:focus-visible{outline:2px solid "
    "var(--green);outline-offset:2px}\n"
    "ul{margin:.25rem 0;padding-left:1.2rem}li{margin:.2rem 0}\n"
    ".wide{overflow-x:auto}\n"
    "table{border-collapse:collapse}\n"
    "th,td{padding:.35rem .75rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;"
    "overflow-wrap:anywhere}\n"
    "th{background:var(--soft);white-space:nowrap}td.number{text-align:right;font-variant-numeric:tabular-"
    "nums}\n"
    ".answer{font-size:2rem;margin:.5rem 0}\n"
    ".error{border-left:4px solid var(--red);background:var(--soft);padding:.75rem "
    "1rem;white-space:pre-wrap}\n"
    "h1.thing{margin:1.5rem 0 "
    ".25rem;font-size:1.6rem;letter-spacing:0}.iri{opacity:.7;overflow-wrap:anywhere}\n"
    "dt{margin-top:1rem;font-weight:600}dd{margin:.2rem 0 .2rem 1.25rem;overflow-wrap:anywhere}\n"
    "blockquote{margin:.3rem 0 .6rem;padding:.3rem .8rem;border-left:3px solid "
    "var(--line);background:var(--soft);"
    "font-size:.92rem}blockquote footer{margin:.2rem 0 0;padding:0;max-width:none}\n"
    "footer{margin-top:3rem;padding-bottom:2rem;color:inherit;opacity:.75;font-size:.875rem}\n";

/* ---- text ---- */

static void
append_text(GString *out, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text(text, -1);
  g_string_append(out, escaped);
}

/* "name=value" for the query part of a link; @first: nothing stands before it. */
static void
append_field(GString *out, const char *name, const char *value, gboolean first)
{
  g_autofree char *escaped = g_uri_escape_string(value, NULL, FALSE);
  g_string_append_printf(out, "%s%s=%s", first ? "" : "&amp;", name, escaped);
}

static void
append_hidden(GString *out, const char *name, const GPtrArray *values)
{
  for (guint i = 0; values && i < values->len; i++) {
    g_string_append_printf(out, "<input type=\"hidden\" name=\"%s\" value=\"", name);
    append_text(out, g_ptr_array_index(values, i));
    g_string_append(out, "\">\n");
  }
}

/* The head of every page, down to the query box with @fields->query in it. */
static void
append_head(GString *out, const char *title, const YtHttpFields *fields)
{
  g_string_append(out, "<!DOCTYPE html>\n<html lang=\"zh-Hans\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
  append_text(out, title);
  g_string_append(
      out,
      "</title>\n<link rel=\"stylesheet\" href=\"/style.css\">\n</head>\n<body>\n"
      "<header><h1><a href=\"/\">园图</a></h1>"
      "<p>产业政策的知识图谱 <span lang=\"en\">· policy on industry, as a graph to ask</span></p></header>\n"
      "<main>\n<form action=\"/sparql\" method=\"get\">\n"
      "<label for=\"query\">用 SPARQL 提问 <span lang=\"en\">· Ask in SPARQL</span></label>\n"
      "<textarea id=\"query\" name=\"query\" spellcheck=\"false\" required>\n");
  if (fields->query)
    append_text(out, fields->query);
  g_string_append(out, "</textarea>\n");
  append_hidden(out, "default-graph-uri", fields->default_graphs);
  append_hidden(out, "named-graph-uri", fields->named_graphs);
  g_string_append(
      out, "<button class=\"main\" name=\"accept\" value=\"html\">查询 <span lang=\"en\">Ask</span></button>"
           "<button name=\"accept\" value=\"json\">JSON</button>"
           "<button name=\"accept\" value=\"csv\">CSV</button>"
           "<button name=\"accept\" value=\"turtle\">Turtle</button>\n</form>\n");
}

static void
append_foot(GString *out)
{
  g_string_append(
      out, "</main>\n<footer>园图 yuantu " YT_VERSION
           " · <span lang=\"en\">SPARQL endpoint:</span> <code>/sparql</code></footer>\n</body>\n</html>\n");
}

/* ---- the first page ---- */

/* The first line of a question is a comment that asks it in plain words; without one its name stands in. */
static char *
dup_title(const YtExample *example)
{
  if (*example->text != '#')
    return g_strdup(example->name);
  const char *start = example->text + strspn(example->text, "# \t");
  return g_strndup(start, strcspn(start, "\r\n"));
}

static void
append_examples(GString *out)
{
  if (!yt_examples[0].name)
    return;
  g_string_append(out, "<h2>可以这样问 <span lang=\"en\">· Questions to begin with</span></h2>\n<ul>\n");
  for (const YtExample *example = yt_examples; example->name; example++) {
    g_autofree char *title = dup_title(example);
    g_string_append(out, "<li><a href=\"/sparql?");
    append_field(out, "query", example->text, TRUE);
    append_field(out, "accept", "html", FALSE);
    g_string_append(out, "\">");
    append_text(out, title);
    g_string_append(out, "</a></li>\n");
  }
  g_string_append(out, "</ul>\n");
}

void
yt_page_append_start(GString *out, const YtHttpFields *fields)
{
  append_head(out, "园图 · yuantu", fields);
  append_examples(out);
  append_foot(out);
}

void
yt_page_append_error(GString *out, guint status, const char *message, const YtHttpFields *fields)
{
  append_head(out, "园图 · 出错 error", fields);
  g_string_append_printf(out, "<h2>出错了 <span lang=\"en\">· Error</span> %u</h2>\n<p class=\"error\">",
                         status);
  append_text(out, message);
  g_string_append(out, "</p>\n");
  append_foot(out);
}

/* ---- answers ---- */

static void
append_links(GString *out, YtSparqlResultKind kind, const YtHttpFields *fields)
{
  g_string_append(out, "<p>其他格式 <span lang=\"en\">· Other formats:</span>");
  for (YtResultFormat format = YT_RESULT_JSON; format <= YT_RESULT_JSONLD; format++) {
    if (!yt_result_format_fits(format, kind))
      continue;
    g_string_append(out, " <a href=\"/sparql?");
    append_field(out, "query", fields->query, TRUE);
    for (guint i = 0; fields->default_graphs && i < fields->default_graphs->len; i++)
      append_field(out, "default-graph-uri", g_ptr_array_index(fields->default_graphs, i), FALSE);
    for (guint i = 0; fields->named_graphs && i < fields->named_graphs->len; i++)
      append_field(out, "named-graph-uri", g_ptr_array_index(fields->named_graphs, i), FALSE);
    append_field(out, "accept", yt_result_format_get_name(format), FALSE);
    g_string_append_printf(out, "\">%s</a>", yt_result_format_get_name(format));
  }
  g_string_append(out, "</p>\n");
}

/* An IRI leads to what the store says about it. */
static void
append_iri_cell(GString *out, const YtTerm *term, const char *shown)
{
  g_autofree char *iri = g_strndup(term->text, term->n_text);
  g_autofree char *query = g_strdup_printf("DESCRIBE <%s>", iri);
  g_string_append(out, "<td><a href=\"/sparql?");
  append_field(out, "query", query, TRUE);
  append_field(out, "accept", "html", FALSE);
  g_string_append(out, "\" title=\"");
  append_text(out, iri);
  g_string_append(out, "\">");
  append_text(out, shown);
  g_string_append(out, "</a></td>");
}

static void
append_literal_cell(GString *out, const YtTerm *term, const char *shown)
{
  gboolean is_number =
      term->datatype && term->n_text > 0 && strspn(shown, "+-0123456789.eE") == strlen(shown);
  if (term->language) {
    g_autofree char *language = g_strndup(term->language, term->n_language);
    g_string_append(out, "<td lang=\"");
    append_text(out, language);
    g_string_append(out, "\">");
  } else {
    g_string_append(out, is_number ? "<td class=\"number\">" : "<td>");
  }
  append_text(out, shown);
  g_string_append(out, "</td>");
}

static void
append_cell(GString *out, const YtTerm *term)
{
  g_autofree char *shown = yt_term_dup_display(term);
  if (term->kind == YT_TERM_IRI) {
    append_iri_cell(out, term, shown);
  } else if (term->kind == YT_TERM_LITERAL) {
    append_literal_cell(out, term, shown);
  } else {
    g_string_append(out, "<td>");
    append_text(out, shown);
    g_string_append(out, "</td>");
  }
}

/* A page that is being written row by row. */
typedef struct {
  GString *text;
  GOutputStream *out;
  guint64 n_rows;
} Writing;

static gboolean
flush(Writing *writing, gsize when, GError **error)
{
  if (writing->text->len < when)
    return TRUE;
  gboolean written =
      g_output_stream_write_all(writing->out, writing->text->str, writing->text->len, NULL, NULL, error);
  g_string_truncate(writing->text, 0);
  return written;
}

static gboolean
add_triple(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  Writing *writing = user_data;
  if (writing->n_rows++ >= MAX_ROWS)
    return TRUE;
  g_string_append(writing->text, "<tr>");
  append_cell(writing->text, &quad->subject);
  append_cell(writing->text, &quad->predicate);
  append_cell(writing->text, &quad->object);
  g_string_append(writing->text, "</tr>\n");
  return flush(writing, BUFFER_BYTES, error);
}

static gboolean
write_rows(Writing *writing, YtSparqlResult *result, GError **error)
{
  g_autoptr(GError) failure = NULL;
  guint n_variables = yt_sparql_result_get_n_variables(result);
  for (; yt_sparql_result_next(result, &failure); writing->n_rows++) {
    if (writing->n_rows >= MAX_ROWS)
      continue; /* only counted */
    g_string_append(writing->text, "<tr>");
    for (guint i = 0; i < n_variables; i++) {
      YtTerm term = yt_sparql_result_get_term(result, i);
      append_cell(writing->text, &term);
    }
    g_string_append(writing->text, "</tr>\n");
    if (!flush(writing, BUFFER_BYTES, error))
      return FALSE;
  }
  if (failure) {
    g_propagate_error(error, g_steal_pointer(&failure));
    return FALSE;
  }
  return TRUE;
}

static void
append_header_cell(GString *out, const char *name)
{
  g_string_append(out, "<th scope=\"col\">");
  append_text(out, name);
  g_string_append(out, "</th>");
}

static gboolean
write_table(Writing *writing, YtSparqlResult *result, GError **error)
{
  gboolean is_graph = yt_sparql_result_get_kind(result) == YT_SPARQL_GRAPH;
  g_string_append(writing->text, "<div class=\"wide\"><table>\n<thead><tr>");
  if (is_graph) {
    append_header_cell(writing->text, "subject");
    append_header_cell(writing->text, "predicate");
    append_header_cell(writing->text, "object");
  }
  for (guint i = 0; i < yt_sparql_result_get_n_variables(result); i++)
    append_header_cell(writing->text, yt_sparql_result_get_variable(result, i));
  g_string_append(writing->text, "</tr></thead>\n<tbody>\n");
  if (!(is_graph ? yt_sparql_result_foreach(result, add_triple, writing, error)
                 : write_rows(writing, result, error)))
    return FALSE;
  g_string_append(writing->text, "</tbody>\n</table></div>\n");
  g_string_append_printf(
      writing->text, "<p>共 %" G_GUINT64_FORMAT " %s <span lang=\"en\">· %" G_GUINT64_FORMAT " %s</span>",
      writing->n_rows, is_graph ? "条" : "行", writing->n_rows, is_graph ? "triples" : "rows");
  if (writing->n_rows > MAX_ROWS)
    g_string_append_printf(writing->text,
                           "，此处显示前 %d 行 <span lang=\"en\">(the first %d are shown)</span>", MAX_ROWS,
                           MAX_ROWS);
  g_string_append(writing->text, "</p>\n");
  return TRUE;
}

gboolean
yt_page_write_result(YtSparqlResult *result, const YtHttpFields *fields, GOutputStream *out, GError **error)
{
  YtSparqlResultKind kind = yt_sparql_result_get_kind(result);
  g_autoptr(GString) text = g_string_sized_new(BUFFER_BYTES);
  Writing writing = {.text = text, .out = out};
  append_head(text, "园图 · 结果 answer", fields);
  g_string_append(text, "<h2>结果 <span lang=\"en\">· Answer</span></h2>\n");
  if (kind == YT_SPARQL_BOOLEAN)
    g_string_append_printf(text, "<p class=\"answer\">%s</p>\n",
                           yt_sparql_result_get_boolean(result) ? "是 <span lang=\"en\">yes</span>"
                                                                : "否 <span lang=\"en\">no</span>");
  else if (!write_table(&writing, result, error))
    return FALSE;
  append_links(text, kind, fields);
  append_foot(text);
  return flush(&writing, 0, error);
}
