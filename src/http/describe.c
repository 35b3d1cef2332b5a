/* describe.c: what the server and its data are, for programs.
 *
 * Descriptions are put together as Turtle, read by our own reader, and written in whatever syntax the client likes. */
#include "http/describe.h"
#include "evidence/evidence.h"
#include "http/formats.h"
#include "http/negotiate.h"
#include <glib/gstdio.h>
#include <string.h>

enum { MAX_SITEMAP = 50000 }; /* addresses, by sitemaps.org's protocol */

/* Reads Turtle from memory or a file, and answers with it. Takes @turtle. */
static void
answer_turtle(YtHttpJob *job, GString *turtle, const char *const *paths)
{
  g_autofree char *text = turtle ? g_string_free(turtle, FALSE) : NULL;
  GError *error = NULL;
  const char *media_type = yt_http_choose(job, yt_http_graph_offers);
  if (!media_type)
    return;
  g_autofree char *content_type = yt_http_dup_content_type(media_type);
  GOutputStream *out = yt_http_job_begin_body(job, content_type);
  g_autoptr(YtGraphWriter) writer = yt_graph_writer_new(job->context, media_type, out);
  YtRdfReadOptions options = {.format = YT_RDF_TURTLE, .source = "description", .strict_lines = TRUE};
  gboolean ok = !text || yt_rdf_read_bytes(text, strlen(text), &options, yt_graph_writer_add, writer, &error);
  for (guint i = 0; ok && paths && paths[i]; i++)
    ok = yt_rdf_read_file(paths[i], NULL, yt_graph_writer_add, writer, &error);
  if (ok)
    yt_graph_writer_finish(writer, &error);
  yt_http_job_end_body(job, error);
}

static const char prefixes[] = "@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .\n"
                               "@prefix void: <http://rdfs.org/ns/void#> .\n"
                               "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n"
                               "@prefix dct: <http://purl.org/dc/terms/> .\n"
                               "@prefix formats: <http://www.w3.org/ns/formats/> .\n"
                               "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n";

/* An IRI of Turtle: what could end it early is escaped. */
static void
append_iri(GString *out, const char *iri)
{
  g_string_append_c(out, '<');
  for (const char *p = iri; *p; p++) {
    if ((guchar) *p <= 0x20 || strchr("<>\"{}|\\^`", *p))
      g_string_append_printf(out, "%%%02X", (guchar) *p);
    else
      g_string_append_c(out, *p);
  }
  g_string_append_c(out, '>');
}

void
yt_http_answer_service(YtHttpJob *job)
{
  if (yt_http_job_check_etag(job))
    return;
  g_autofree char *url = yt_http_job_dup_url(job, "/sparql");
  g_autoptr(GString) own = g_string_new(NULL);
  append_iri(own, url);
  g_string_truncate(own, own->len - 1); /* so that it goes on: <url, or <url#part */
  gsize n_graphs;
  YtStore *store = yt_http_job_get_store(job);
  const YtGraphInfo *graphs = yt_store_get_graphs(store, &n_graphs);
  guint64 n_default = n_graphs > 0 && graphs[0].graph == YT_GRAPH_DEFAULT ? graphs[0].n_quads : 0;
  GString *out = g_string_new(prefixes);
  g_string_append_printf(
      out, "%s#service> a sd:Service ; sd:endpoint %s> ; sd:supportedLanguage sd:SPARQL11Query%s ;\n",
      own->str, own->str, yt_live_peek_writer(job->context->live) ? ", sd:SPARQL11Update" : "");
  g_string_append(
      out,
      "  sd:resultFormat formats:SPARQL_Results_JSON, formats:SPARQL_Results_XML, "
      "formats:SPARQL_Results_CSV,\n"
      "    formats:SPARQL_Results_TSV, formats:Turtle, formats:N-Triples, formats:N-Quads, formats:TriG,\n"
      "    formats:RDF_XML, formats:JSON-LD ;\n"
      "  sd:inputFormat formats:Turtle, formats:N-Triples, formats:RDF_XML ;\n");
  g_string_append_printf(out, "  sd:defaultDataset %s#dataset> .\n", own->str);
  g_string_append_printf(out,
                         "%s#dataset> a sd:Dataset ; sd:defaultGraph %s#default> .\n"
                         "%s#default> a sd:Graph ; void:triples %" G_GUINT64_FORMAT " .\n",
                         own->str, own->str, own->str, n_default);
  answer_turtle(job, out, NULL);
}

/* ---- VoID and DCAT ---- */

static void
append_property_partitions(GString *out, const YtStore *store)
{
  gsize n;
  const YtPredicateInfo *predicates = yt_store_get_predicates(store, &n);
  for (gsize i = 0; i < n; i++) {
    g_autofree char *iri = yt_store_dup_text(store, predicates[i].predicate);
    g_string_append_printf(out, "<#p%" G_GSIZE_FORMAT "> void:property ", i + 1);
    append_iri(out, iri);
    g_string_append_printf(out,
                           " ; void:triples %" G_GUINT64_FORMAT
                           " .\n<#data> void:propertyPartition <#p%" G_GSIZE_FORMAT "> .\n",
                           predicates[i].n_quads, i + 1);
  }
}

static void
append_class(GString *out, const YtStore *store, YtTermId class, guint64 n_entities, guint number)
{
  g_autofree char *iri = yt_store_dup_text(store, class);
  g_string_append_printf(out, "<#c%u> void:class ", number);
  append_iri(out, iri);
  g_string_append_printf(out,
                         " ; void:entities %" G_GUINT64_FORMAT " .\n<#data> void:classPartition <#c%u> .\n",
                         n_entities, number);
}

static void
append_class_partitions(GString *out, const YtStore *store, GCancellable *cancellable)
{
  YtQuad pattern = {.predicate = yt_store_find_iri(store, YT_RDF_NS "type"), .graph = YT_GRAPH_DEFAULT}, quad;
  g_autofree YtScan *scan = g_new(YtScan, 1);
  YtTermId class = 0;
  guint64 n = 0;
  guint number = 0;
  if (!pattern.predicate)
    return;
  yt_scan_init(scan, store, YT_POS, &pattern, YT_COLUMN_OBJECT);
  while (yt_scan_next(scan, &quad) && !g_cancellable_is_cancelled(cancellable)) {
    if (quad.object != class && class)
      append_class(out, store, class, n, ++number);
    n = quad.object == class ? n + 1 : 1;
    class = quad.object;
  }
  if (class)
    append_class(out, store, class, n, ++number);
}

void
yt_http_answer_void(YtHttpJob *job)
{
  if (yt_http_job_check_etag(job))
    return;
  YtStore *store = yt_http_job_get_store(job);
  g_autofree char *url = yt_http_job_dup_url(job, "");
  g_autoptr(GString) root = g_string_new(NULL);
  append_iri(root, url);
  g_string_truncate(root, root->len - 1);
  gsize n_graphs;
  yt_store_get_graphs(store, &n_graphs);
  GString *out = g_string_new(prefixes);
  g_string_append_printf(out, "@base %s/.well-known/void> .\n", root->str);
  g_string_append(
      out,
      "<> a void:DatasetDescription ; dct:title \"园图的数据\"@zh, \"The data of yuantu\"@en ; "
      "<http://xmlns.com/foaf/0.1/primaryTopic> <#data> .\n"
      "<#data> a void:Dataset, dcat:Dataset ; dct:title \"产业政策的知识图谱\"@zh, "
      "\"Chinese policy on industry, as a graph\"@en ;\n"
      "  dct:description \"政府产业文件中的机构、园区、企业、举措及其关系，每条关系附有原文依据。\"@zh,\n"
      "    \"Agencies, parks, companies and measures in government documents, their relations, and the "
      "sentences that say so.\"@en ;\n  dct:language \"zh\" ;\n");
  g_string_append_printf(
      out,
      "  void:triples %" G_GSIZE_FORMAT " ; void:documents %" G_GSIZE_FORMAT
      " ; void:distinctSubjects %" G_GUINT64_FORMAT " ; void:distinctObjects %" G_GUINT64_FORMAT " ;\n",
      yt_store_get_n_quads(store), n_graphs > 0 ? n_graphs - 1 : 0,
      yt_store_count_distinct(store, 0, YT_SUBJECT), yt_store_count_distinct(store, 0, YT_OBJECT));
  g_string_append_printf(out, "  void:uriSpace \"%sid/\" ; void:vocabulary ", job->context->base);
  append_iri(out, YT_NS);
  g_string_append_printf(
      out,
      " ;\n  void:sparqlEndpoint %s/sparql> ; void:dataDump %s/dump.nq> ; dcat:landingPage %s/> ;\n"
      "  dcat:distribution <#dump>, <#endpoint> .\n"
      "<#dump> a dcat:Distribution ; dcat:downloadURL %s/dump.nq> ; dcat:mediaType "
      "<https://www.iana.org/assignments/media-types/application/n-quads> .\n"
      "<#endpoint> a dcat:Distribution ; dcat:accessURL %s/sparql> ; dcat:accessService <#service> .\n"
      "<#service> a dcat:DataService ; dcat:endpointURL %s/sparql> ; dcat:servesDataset <#data> ; "
      "dct:conformsTo "
      "<https://www.w3.org/TR/sparql11-protocol/> .\n",
      root->str, root->str, root->str, root->str, root->str, root->str);
  append_class_partitions(out, store, job->cancellable);
  append_property_partitions(out, store);
  answer_turtle(job, out, NULL);
}

/* ---- the ontology ---- */

static char *
dup_ontology_path(const YtHttpContext *context, const char *name)
{
  return context->data ? g_build_filename(context->data, "ontology", name, NULL) : NULL;
}

/* Of files as they are now: their sizes and times. */
static guint64
get_files_version(const char *const *paths)
{
  guint64 version = 0;
  for (guint i = 0; paths[i]; i++) {
    GStatBuf info = {0};
    g_stat(paths[i], &info);
    const gint64 parts[] = {info.st_size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec};
    for (guint k = 0; k < G_N_ELEMENTS(parts); k++)
      version = (version ^ (guint64) parts[k]) * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
  }
  return version;
}

static void
answer_files(YtHttpJob *job, const char *first, const char *second)
{
  g_autofree char *a = dup_ontology_path(job->context, first),
                  *b = second ? dup_ontology_path(job->context, second) : NULL;
  const char *paths[] = {a, b, NULL};
  if (!a || !g_file_test(a, G_FILE_TEST_IS_REGULAR)) {
    yt_http_job_refuse(job, 404, "not-found", "the ontology is not installed beside this server");
    return;
  }
  if (!yt_http_job_check_version(job, get_files_version(paths)))
    answer_turtle(job, NULL, paths);
}

void
yt_http_answer_ontology_data(YtHttpJob *job)
{
  answer_files(job, "yuantu.ttl", "industries.ttl");
}

void
yt_http_answer_shapes(YtHttpJob *job)
{
  answer_files(job, "shapes.ttl", NULL);
}

void
yt_http_answer_ontology(YtHttpJob *job)
{
  static const char *const offers[] = {"text/turtle",         "text/html",           "application/n-triples",
                                       "application/ld+json", "application/rdf+xml", NULL};
  const char *chosen = yt_http_choose(job, offers);
  if (!chosen)
    return;
  yt_http_answer_set_text(&job->answer, 303, NULL, g_string_new(NULL));
  yt_http_answer_add_header(&job->answer, "Location",
                            chosen == offers[1] ? "/page/ontology" : "/ontology.ttl");
}

static gboolean
add_file(YtStoreBuilder *builder, const YtHttpContext *context, const char *name)
{
  g_autofree char *path = dup_ontology_path(context, name);
  return path && yt_rdf_read_file(path, NULL, yt_store_builder_add, builder, NULL);
}

YtStore *
yt_http_get_ontology(YtHttpContext *context)
{
  g_mutex_lock(&context->lock);
  if (!context->ontology) {
    g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
    add_file(builder, context, "yuantu.ttl"); /* without it labels are names */
    add_file(builder, context, "industries.ttl");
    context->ontology = yt_store_builder_build(builder);
  }
  YtStore *ontology = context->ontology;
  g_mutex_unlock(&context->lock);
  return ontology;
}

/* ---- sitemap and dump ---- */

void
yt_http_answer_sitemap(YtHttpJob *job)
{
  GError *error = NULL;
  if (yt_http_job_check_etag(job))
    return;
  YtStore *store = yt_http_job_get_store(job);
  g_autofree char *url = yt_http_job_dup_url(job, "/page/");
  g_autofree char *things = g_strconcat(job->context->base, "id/", NULL);
  g_autoptr(GString) text = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                         "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
  g_autofree YtScan *scan = g_new(YtScan, 1);
  YtQuad pattern = {.predicate = yt_store_find_iri(store, YT_RDF_NS "type"), .graph = YT_GRAPH_DEFAULT}, quad;
  YtTermId last = 0;
  guint n = 0;
  yt_scan_init(scan, store, YT_PSO, &pattern, YT_COLUMN_SUBJECT);
  while (pattern.predicate && n < MAX_SITEMAP && yt_scan_next(scan, &quad)) {
    if (quad.subject == last)
      continue;
    last = quad.subject;
    g_autofree char *iri = yt_store_dup_text(store, quad.subject);
    if (!g_str_has_prefix(iri, things) || strchr(iri, '#'))
      continue;
    g_autofree char *name = g_uri_escape_string(iri + strlen(things), "/", FALSE);
    g_autofree char *address = g_markup_printf_escaped("<url><loc>%s%s</loc></url>\n", url, name);
    g_string_append(text, address);
    n++;
  }
  g_string_append(text, "</urlset>\n");
  GOutputStream *out = yt_http_job_begin_body(job, "application/xml");
  g_output_stream_write_all(out, text->str, text->len, NULL, NULL, &error);
  yt_http_job_end_body(job, error);
}

typedef struct {
  YtGraphWriter *writer;
  GCancellable *cancellable;
  guint64 n;
} Dumping;

static gboolean
dump_quad(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  Dumping *dumping = user_data;
  if (++dumping->n % 4096 == 0 && g_cancellable_set_error_if_cancelled(dumping->cancellable, error))
    return FALSE;
  return yt_graph_writer_add(quad, dumping->writer, error);
}

void
yt_http_answer_dump(YtHttpJob *job)
{
  GError *error = NULL;
  if (yt_http_job_check_etag(job))
    return;
  const char *media_type = yt_http_choose(job, yt_http_quad_offers);
  if (!media_type)
    return;
  g_autofree char *content_type = yt_http_dup_content_type(media_type);
  GOutputStream *out = yt_http_job_begin_body(job, content_type);
  yt_http_answer_add_header(&job->answer, "Content-Disposition", "attachment; filename=\"yuantu.nq\"");
  g_autoptr(YtGraphWriter) writer = yt_graph_writer_new(job->context, media_type, out);
  Dumping dumping = {writer, job->cancellable, 0};
  if (yt_store_foreach(yt_http_job_get_store(job), dump_quad, &dumping, &error))
    yt_graph_writer_finish(writer, &error);
  yt_http_job_end_body(job, error);
}
