/* linked.c: every thing of the graph has an address.
 *
 * A thing is not a page, so its own address answers with 303 and the address of one that speaks of it (Cool URIs for the
 * Semantic Web, 4.2): /page/… for people, /data/… for programs. A thing's IRI and its address differ in the base only:
 *
 *   https://w3id.org/yuantu/id/park/光谷   ↔   /id/park/光谷, /page/park/光谷, /data/park/光谷
 *
 * Things that others have named are at /page?iri=… and /data?iri=…. */
#include "http/linked.h"
#include "base/base.h"
#include "evidence/evidence.h"
#include "http/describe.h"
#include "http/formats.h"
#include "http/negotiate.h"
#include <string.h>

enum {
  MAX_INCOMING =
      1000,        /* edges to a thing that its data has; the province that everything lies in has millions */
  MAX_VALUES = 60, /* values of one property on a page */
  MAX_QUOTES = 3,  /* sentences for one edge on a page */
  MAX_QUOTED = 200, /* edges of a page that are looked up for sentences */
};

/* ---- which thing ---- */

/* "a%41b" as IRIs may have it: only what is no ASCII is decoded. */
static char *
decode_non_ascii(const char *text)
{
  GString *out = g_string_new(NULL);
  for (const char *p = text; *p; p++) {
    int high = *p == '%' ? g_ascii_xdigit_value(p[1]) : -1, low = high >= 8 ? g_ascii_xdigit_value(p[2]) : -1;
    if (low >= 0) {
      g_string_append_c(out, (char) (high << 4 | low));
      p += 2;
    } else {
      g_string_append_c(out, *p);
    }
  }
  return g_string_free(out, FALSE);
}

/* The id of the thing that @job's path names behind @n_prefix bytes, or its parameter iri; 0 after 404 or 400. Sets @iri.
 * A name may itself have escapes, so it is looked for as it came, and with all of them undone. */
static YtTermId
find_thing(YtHttpJob *job, gsize n_prefix, char **iri)
{
  YtStore *store = yt_http_job_get_store(job);
  const char *given = yt_http_fields_get(&job->fields, "iri");
  YtTermId id = 0;
  *iri = NULL;
  if (strlen(job->path) > n_prefix) {
    g_autofree char *decoded = yt_http_job_dup_name(job, n_prefix);
    if (!decoded)
      return 0;
    g_autofree char *kept = decode_non_ascii(job->path + n_prefix);
    const char *names[] = {kept, decoded};
    for (guint i = 0; !id && i < G_N_ELEMENTS(names); i++) {
      g_free(*iri);
      *iri = g_strconcat(job->context->base, "id/", names[i], NULL);
      id = g_utf8_validate(*iri, -1, NULL) ? yt_store_find_iri(store, *iri) : 0;
    }
  } else if (given) {
    const char *skolem = job->context->skolem;
    YtTerm blank = {.kind = YT_TERM_BLANK};
    *iri = g_strdup(given);
    if (g_str_has_prefix(given, skolem)) {
      blank.text = given + strlen(skolem);
      blank.n_text = strlen(blank.text);
      id = yt_store_find_term(store, &blank);
    } else {
      id = yt_store_find_iri(store, given);
    }
  } else {
    yt_http_job_refuse(job, 400, "request", "expected a name in the path, or ?iri=IRI");
    return 0;
  }
  if (!id)
    yt_http_job_refuse(job, 404, "not-found", "the store does not know <%s>", *iri);
  return id;
}

/* The address of @iri under "/page" or "/data". (transfer full) */
static char *
dup_address(const YtHttpContext *context, const char *root, const char *iri)
{
  g_autofree char *things = g_strconcat(context->base, "id/", NULL);
  if (g_str_has_prefix(iri, things) && iri[strlen(things)] && !strchr(iri, '?')) {
    const char *name = iri + strlen(things),
               *mark = strchr(name, '#'); /* "#e1" is a place on the document's page */
    g_autofree char *path = mark ? g_strndup(name, (gsize) (mark - name)) : g_strdup(name);
    g_autofree char *escaped = g_uri_escape_string(path, "/!$&'()*+,;=:@", FALSE);
    return g_strconcat(root, "/", escaped, mark ? mark : "", NULL);
  }
  g_autofree char *escaped = g_uri_escape_string(iri, NULL, FALSE);
  return g_strconcat(root, "?iri=", escaped, NULL);
}

void
yt_http_answer_id(YtHttpJob *job)
{
  static const char *const offers[] = {"text/turtle",         "text/html",           "application/n-triples",
                                       "application/ld+json", "application/rdf+xml", "application/trig",
                                       "application/n-quads", "application/json",    NULL};
  g_autofree char *iri = NULL;
  if (g_str_has_prefix(job->path, "/id/")) {
    if (!find_thing(job, strlen("/id/"), &iri))
      return;
  } else {
    const char *skolem = job->context->skolem;
    g_autofree char *label = yt_http_job_dup_name(job, strlen("/.well-known/genid/"));
    YtTerm blank = {.kind = YT_TERM_BLANK, .text = label, .n_text = label ? strlen(label) : 0};
    if (!label)
      return;
    if (!yt_store_find_term(yt_http_job_get_store(job), &blank)) {
      yt_http_job_refuse(job, 404, "not-found", "the store does not know this node");
      return;
    }
    iri = g_strconcat(skolem, label, NULL);
  }
  const char *chosen = yt_http_choose(job, offers);
  if (!chosen)
    return;
  g_autofree char *address = dup_address(job->context, chosen == offers[1] ? "/page" : "/data", iri);
  yt_http_answer_set_text(&job->answer, 303, NULL, g_string_new(NULL));
  yt_http_answer_add_header(&job->answer, "Location", address);
}

/* ---- for programs ---- */

/* Passes quads on until there are enough. */
typedef struct {
  YtGraphWriter *writer;
  guint n_left;
  gboolean is_cut;
} Limiting;

static gboolean
pass_limited(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  Limiting *limiting = user_data;
  if (limiting->n_left == 0) {
    limiting->is_cut = TRUE;
    return FALSE; /* without an error: enough */
  }
  limiting->n_left--;
  return yt_graph_writer_add(quad, limiting->writer, error);
}

/* What is said of the thing in any graph, what leads to it, and, when it is a document, all that it says. */
static gboolean
write_data(YtHttpJob *job, YtTermId id, YtGraphWriter *writer, GError **error)
{
  YtStore *store = yt_http_job_get_store(job);
  YtQuad about = {.subject = id, .graph = YT_GRAPH_ANY}, to = {.object = id, .graph = YT_GRAPH_DEFAULT},
         within = {.graph = id};
  Limiting limiting = {writer, MAX_INCOMING, FALSE};
  GError *failure = NULL;
  if (!yt_http_scan(store, &about, !yt_graph_writer_has_graphs(writer), job->cancellable, yt_graph_writer_add,
                    writer, error))
    return FALSE;
  if (!yt_http_scan(store, &to, FALSE, job->cancellable, pass_limited, &limiting, &failure) && failure) {
    g_propagate_error(error, failure);
    return FALSE;
  }
  return yt_http_scan(store, &within, FALSE, job->cancellable, yt_graph_writer_add, writer, error);
}

void
yt_http_answer_data(YtHttpJob *job)
{
  GError *error = NULL;
  g_autofree char *iri = NULL;
  YtTermId id = find_thing(job, strlen("/data/"), &iri);
  if (!id || yt_http_job_check_etag(job))
    return;
  const char *media_type = yt_http_choose(job, yt_http_graph_offers);
  if (!media_type)
    return;
  g_autofree char *content_type = yt_http_dup_content_type(media_type),
                  *page = dup_address(job->context, "/page", iri);
  g_autofree char *link = g_strdup_printf("<%s>; rel=\"alternate\"; type=\"text/html\"", page);
  GOutputStream *out = yt_http_job_begin_body(job, content_type);
  yt_http_answer_add_header(&job->answer, "Link", link);
  g_autoptr(YtGraphWriter) writer = yt_graph_writer_new(job->context, media_type, out);
  if (write_data(job, id, writer, &error))
    yt_graph_writer_finish(writer, &error);
  yt_http_job_end_body(job, error);
}

/* ---- for people ---- */

typedef struct {
  YtHttpJob *job;
  YtStore *store, *ontology; /* labels come from both */
  const char *language;      /* "zh" or "en" */
  GString *out;
  guint n_quoted;
} Page;

/* In the reader's language. */
static const char *
say(const Page *page, const char *zh, const char *en)
{
  return strcmp(page->language, "zh") == 0 ? zh : en;
}

static void
append_text(GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid(text, -1);
  for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    switch (c) {
    case '<': g_string_append(out, "&lt;"); break;
    case '>': g_string_append(out, "&gt;"); break;
    case '&': g_string_append(out, "&amp;"); break;
    case '"': g_string_append(out, "&quot;"); break;
    case '\'': g_string_append(out, "&apos;"); break;
    default: g_string_append_unichar(out, c < 0x20 && c != '\n' && c != '\t' ? 0xFFFD : c); break;
    }
  }
}

/* What a person calls @iri, which has @id in the store (or 0): its label, or the last part of its IRI. (transfer full) */
static char *
dup_name(const Page *page, YtTermId id, const char *iri)
{
  char *label = id ? yt_store_dup_label(page->store, id, page->language) : NULL;
  if (!label && page->ontology)
    label = yt_store_dup_label(page->ontology, yt_store_find_iri(page->ontology, iri), page->language);
  if (label)
    return label;
  const char *end = iri + strlen(iri), *start = end;
  while (start > iri && start[-1] != '/' && start[-1] != '#')
    start--;
  return g_strdup(start < end ? start : iri);
}

static void
append_link(Page *page, const char *iri, const char *name)
{
  g_autofree char *address = dup_address(page->job->context, "/page", iri);
  g_string_append(page->out, "<a href=\"");
  append_text(page->out, address);
  g_string_append(page->out, "\" title=\"");
  append_text(page->out, iri);
  g_string_append(page->out, "\">");
  append_text(page->out, name);
  g_string_append(page->out, "</a>");
}

/* A term of the store: a link, or text. */
static void
append_term(Page *page, YtTermId id)
{
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  YtTerm term = yt_store_get_term(page->store, id, &buffer);
  g_autofree char *text = g_strndup(term.text ? term.text : "", term.n_text);
  if (term.kind == YT_TERM_LITERAL) {
    g_autofree char *language = term.language ? g_strndup(term.language, term.n_language) : NULL;
    g_string_append(page->out, language ? "<span lang=\"" : "<span>");
    if (language) {
      append_text(page->out, language);
      g_string_append(page->out, "\">");
    }
    append_text(page->out, text);
    g_string_append(page->out, "</span>");
    return;
  }
  g_autofree char *iri =
      term.kind == YT_TERM_BLANK ? g_strconcat(page->job->context->skolem, text, NULL) : g_strdup(text);
  g_autofree char *name = dup_name(page, id, iri);
  append_link(page, iri, name);
}

/* The sentences that say so. */
static void
append_quotes(Page *page, const YtEdge *edge)
{
  if (page->n_quoted++ >= MAX_QUOTED)
    return;
  g_autoptr(GArray) found = yt_evidence_find(page->store, edge, MAX_QUOTES);
  for (guint i = 0; i < found->len; i++) {
    const YtEvidence *evidence = &g_array_index(found, YtEvidence, i);
    g_string_append(page->out, "<blockquote lang=\"zh\">");
    append_text(page->out, evidence->quote ? evidence->quote : "");
    g_string_append(page->out, "<footer>");
    append_link(page, evidence->document, evidence->title ? evidence->title : evidence->document);
    if (evidence->rule) {
      g_string_append(page->out, " · <code>");
      append_text(page->out, evidence->rule);
      g_string_append(page->out, "</code>");
    }
    if (evidence->confidence) {
      g_string_append(page->out, " · ");
      append_text(page->out, evidence->confidence);
    }
    g_string_append(page->out, "</footer></blockquote>\n");
  }
}

/* One property with its values; @outgoing or to the thing. */
static void
append_property(Page *page, YtTermId thing, const YtPredicateInfo *property, gboolean outgoing)
{
  YtQuad pattern = {.predicate = property->predicate, .graph = YT_GRAPH_DEFAULT}, quad;
  *(outgoing ? &pattern.subject : &pattern.object) = thing;
  guint64 n = yt_store_count(page->store, &pattern), shown = 0;
  if (n == 0)
    return;
  g_autofree YtScan *scan = g_new(YtScan, 1);
  g_autofree char *iri = yt_store_dup_text(page->store, property->predicate);
  g_autofree char *name = dup_name(page, property->predicate, iri);
  g_string_append(page->out, "<dt title=\"");
  append_text(page->out, iri);
  g_string_append(page->out, outgoing ? "\">" : "\"><span aria-hidden=\"true\">← </span>");
  append_text(page->out, name);
  g_string_append(page->out, "</dt>\n");
  yt_scan_init(scan, page->store, outgoing ? YT_SPO : YT_OPS, &pattern, YT_COLUMN_SUBJECT | YT_COLUMN_OBJECT);
  for (; shown < MAX_VALUES && yt_scan_next(scan, &quad); shown++) {
    YtEdge edge = {outgoing ? thing : quad.subject, property->predicate, outgoing ? quad.object : thing};
    g_string_append(page->out, "<dd>");
    append_term(page, outgoing ? quad.object : quad.subject);
    append_quotes(page, &edge);
    g_string_append(page->out, "</dd>\n");
  }
  if (n > shown)
    g_string_append_printf(page->out,
                           say(page, "<dd>……另有 %" G_GUINT64_FORMAT " 项</dd>\n",
                               "<dd>… and %" G_GUINT64_FORMAT " more</dd>\n"),
                           n - shown);
}

static void
append_properties(Page *page, YtTermId thing, gboolean outgoing)
{
  gsize n;
  const YtPredicateInfo *properties = yt_store_get_predicates(page->store, &n);
  YtQuad any = {.graph = YT_GRAPH_DEFAULT};
  *(outgoing ? &any.subject : &any.object) = thing;
  if (yt_store_count(page->store, &any) == 0)
    return;
  g_string_append_printf(page->out, "<h2>%s</h2>\n<dl>\n",
                         outgoing ? say(page, "关于它", "What is said of it")
                                  : say(page, "指向它", "What leads to it"));
  for (gsize i = 0; i < n; i++)
    append_property(page, thing, &properties[i], outgoing);
  g_string_append(page->out, "</dl>\n");
}

static void
append_start(Page *page, const char *title, const char *data)
{
  g_string_append_printf(page->out,
                         "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
                         say(page, "zh-Hans", "en"));
  append_text(page->out, title);
  g_string_append(page->out, " · 园图</title>\n<link rel=\"stylesheet\" href=\"/style.css\">\n<link "
                             "rel=\"alternate\" type=\"text/turtle\" href=\"");
  append_text(page->out, data);
  g_string_append_printf(page->out,
                         "\">\n</head>\n<body>\n<header><h1><a "
                         "href=\"/\">园图</a></h1><p>%s</p></header>\n<main>\n<h1 class=\"thing\">",
                         say(page, "产业政策的知识图谱", "Chinese policy on industry, as a graph"));
  append_text(page->out, title);
  g_string_append(page->out, "</h1>\n");
}

static void
append_end(Page *page, const char *data)
{
  static const char *const formats[] = {"turtle", "jsonld", "rdfxml", "ntriples"};
  g_string_append_printf(page->out, "</main>\n<footer>%s", say(page, "数据：", "As data:"));
  for (guint i = 0; i < G_N_ELEMENTS(formats); i++) {
    g_string_append(page->out, " <a href=\"");
    append_text(page->out, data);
    g_string_append_printf(page->out, "%caccept=%s\">%s</a>", strchr(data, '?') ? '&' : '?', formats[i],
                           formats[i]);
  }
  g_string_append(page->out, " · 园图 yuantu " YT_VERSION "</footer>\n</body>\n</html>\n");
}

static void
send_page(Page *page)
{
  GError *error = NULL;
  GOutputStream *out = yt_http_job_begin_body(page->job, "text/html; charset=utf-8");
  yt_http_answer_add_header(&page->job->answer, "Content-Language", say(page, "zh", "en"));
  g_output_stream_write_all(out, page->out->str, page->out->len, NULL, NULL, &error);
  yt_http_job_end_body(page->job, error);
  g_string_free(page->out, TRUE);
}

static void
init_page(Page *page, YtHttpJob *job, YtStore *store)
{
  static const char *const languages[] = {"zh", "en", NULL};
  const char *chosen =
      languages[yt_http_negotiate_language(job->headers[YT_HEADER_ACCEPT_LANGUAGE], languages)];
  *page = (Page){job, store, yt_http_get_ontology(job->context), chosen, g_string_new(NULL), 0};
}

/* The vocabulary: every class and property with its labels and what it means. */
static void
answer_ontology_page(YtHttpJob *job)
{
  YtStore *ontology = yt_http_get_ontology(job->context);
  YtTermId comment = ontology ? yt_store_find_iri(ontology, YT_RDFS_NS "comment") : 0;
  if (!comment) {
    yt_http_job_refuse(job, 404, "not-found", "the ontology is not installed beside this server");
    return;
  }
  Page page;
  init_page(&page, job, ontology);
  append_start(&page, say(&page, "词汇表", "The vocabulary"), "/ontology.ttl");
  g_autofree YtScan *scan = g_new(YtScan, 1);
  YtQuad pattern = {.predicate = comment, .graph = YT_GRAPH_DEFAULT}, quad;
  YtTermId last = 0;
  g_string_append(page.out, "<dl>\n");
  yt_scan_init(scan, ontology, YT_PSO, &pattern, YT_COLUMN_SUBJECT | YT_COLUMN_OBJECT);
  while (yt_scan_next(scan, &quad)) {
    g_autofree char *iri = yt_store_dup_text(ontology, quad.subject);
    if (!g_str_has_prefix(iri, YT_NS))
      continue;
    if (quad.subject != last) {
      g_autofree char *name = dup_name(&page, quad.subject, iri);
      g_string_append(page.out, "<dt id=\"");
      append_text(page.out, iri + strlen(YT_NS));
      g_string_append(page.out, "\"><code>yt:");
      append_text(page.out, iri + strlen(YT_NS));
      g_string_append(page.out, "</code> ");
      append_text(page.out, name);
      g_string_append(page.out, "</dt>\n");
    }
    last = quad.subject;
    g_string_append(page.out, "<dd>");
    append_term(&page, quad.object);
    g_string_append(page.out, "</dd>\n");
  }
  g_string_append(page.out, "</dl>\n</main>\n<footer><a href=\"/ontology.ttl\">Turtle</a> · <a "
                            "href=\"/shapes\">SHACL</a></footer>\n</body>\n</html>\n");
  send_page(&page);
}

void
yt_http_answer_page(YtHttpJob *job)
{
  g_autofree char *iri = NULL;
  if (strcmp(job->path, "/page/ontology") == 0) {
    if (!yt_http_job_check_etag(job))
      answer_ontology_page(job);
    return;
  }
  const char *given = yt_http_fields_get(&job->fields, "iri");
  if (given && g_str_has_prefix(given, YT_NS) && strlen(given) > strlen(YT_NS)) {
    g_autofree char *name = g_uri_escape_string(given + strlen(YT_NS), NULL, FALSE);
    g_autofree char *address = g_strconcat("/page/ontology#", name, NULL);
    yt_http_answer_set_text(&job->answer, 303, NULL, g_string_new(NULL));
    yt_http_answer_add_header(&job->answer, "Location", address);
    return;
  }
  YtTermId id = find_thing(job, strlen("/page/"), &iri);
  if (!id || yt_http_job_check_etag(job))
    return;
  Page page;
  init_page(&page, job, yt_http_job_get_store(job));
  g_autofree char *name = dup_name(&page, id, iri), *data = dup_address(job->context, "/data", iri);
  append_start(&page, name, data);
  g_string_append(page.out, "<p class=\"iri\"><code>");
  append_text(page.out, iri);
  g_string_append(page.out, "</code></p>\n");
  append_properties(&page, id, TRUE);
  append_properties(&page, id, FALSE);
  append_end(&page, data);
  send_page(&page);
}
