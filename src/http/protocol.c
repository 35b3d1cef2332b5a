/* protocol.c: queries and updates.
 *
 * An answer is sent while it is still being made, as soon as there is enough of it; so a query that fails after that can
 * only end its answer too early, which HTTP shows to the client as a broken transfer. One that fails before is answered
 * with a problem. */
#include "http/protocol.h"
#include "http/formats.h"
#include "http/negotiate.h"
#include "http/page.h"
#include "http/receipts.h"
#include <string.h>

#define PROBE_MS    2 /* a reader of requests is kept from the others for no longer than this */
#define PROBE_BYTES (16 * 1024 * 1024) /* of memory, for the same reason */

/* What each kind of answer can be had as; the first is for those who do not mind. */
static const char *const offers[][11] = {
    [YT_SPARQL_SOLUTIONS] = {"application/sparql-results+json", "application/json",
                             "application/sparql-results+xml", "application/xml", "text/csv",
                             "text/tab-separated-values", "text/html", "text/plain"},
    [YT_SPARQL_BOOLEAN] = {"application/sparql-results+json", "application/json",
                           "application/sparql-results+xml", "application/xml", "text/html", "text/plain"},
    [YT_SPARQL_GRAPH] = {"text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml",
                         "application/trig", "application/n-quads", "text/html", "text/plain",
                         "application/json"},
};

/* Does the answer depend on more than the store and the request? Looked at as text: to say so once too often costs a
 * client its cache, no more. */
static gboolean
is_fickle(const char *query)
{
  static const char *const words[] = {"now", "rand", "uuid", "bnode", "service"};
  for (const char *p = query; (p = strpbrk(p, "nrubsNRUBS")); p++) {
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
      if ((p[0] | 0x20) == words[i][0] && (p[1] | 0x20) == words[i][1] && /* few get as far as the call */
          g_ascii_strncasecmp(p, words[i], strlen(words[i])) == 0)
        return TRUE;
  }
  return FALSE;
}

static gboolean
write_graph(YtHttpJob *job, YtSparqlResult *result, const char *media_type, GOutputStream *out,
            GError **error)
{
  g_autoptr(YtGraphWriter) writer = yt_graph_writer_new(
      job->context, strcmp(media_type, "application/json") == 0 ? "application/ld+json" : media_type, out);
  return yt_sparql_result_foreach(result, yt_graph_writer_add, writer, error) &&
         yt_graph_writer_finish(writer, error);
}

static gboolean
write_result(YtHttpJob *job, YtSparqlResult *result, const char *media_type, GOutputStream *out,
             GError **error)
{
  YtResultFormat format = YT_RESULT_TABLE;
  if (strcmp(media_type, "text/html") == 0)
    return yt_page_write_result(result, &job->fields, out, error);
  if (!yt_result_format_from_media_type(media_type, &format) ||
      !yt_result_format_fits(format, yt_sparql_result_get_kind(result)))
    return write_graph(job, result, media_type, out, error);
  return yt_sparql_result_write(result, format, out, error);
}

/* What the result takes goes before the answer's end is told: the thread that sends the end frees memory that this one
 * got, and to give back much of it blocks that for as long as a thread of the lowest priority may take. */
static void
write_answer(YtHttpJob *job, YtSparqlResult *owned)
{
  g_autoptr(YtSparqlResult) result = owned;
  GError *error = NULL;
  const char *media_type = yt_http_choose(job, offers[yt_sparql_result_get_kind(result)]);
  if (!media_type)
    return;
  g_autofree char *content_type = yt_http_dup_content_type(media_type);
  GOutputStream *out = yt_http_job_begin_body(job, content_type);
  write_result(job, result, media_type, out, &error);
  g_clear_pointer(&result, yt_sparql_result_free);
  yt_http_job_end_body(job, error);
}

/* @values (nullable) with a NULL behind, or NULL if there are none. The strings stay the fields'. (transfer container) */
static const char **
list_graphs(const GPtrArray *values)
{
  if (!values)
    return NULL;
  const char **list = g_new0(const char *, values->len + 1);
  memcpy(list, values->pdata, values->len * sizeof(*list));
  return list;
}

YtSparqlOptions
yt_http_job_get_sparql_options(YtHttpJob *job)
{
  const YtHttpOptions *options = &job->context->options;
  YtSparqlOptions sparql = {
      .engine = options->engine,
      .base = job->context->base, /* so that <id/park/光谷> is a thing of ours */
      .timeout_ms = options->timeout_ms,
      .memory_limit = options->memory_limit,
      .cancellable = job->cancellable,
      .skolem = job->context->skolem,
      .services = options->services,
  };
  if (job->is_probe) {
    sparql.timeout_ms = sparql.timeout_ms ? MIN(sparql.timeout_ms, PROBE_MS) : PROBE_MS;
    sparql.memory_limit = sparql.memory_limit ? MIN(sparql.memory_limit, PROBE_BYTES) : PROBE_BYTES;
  }
  return sparql;
}

void
yt_http_answer_query(YtHttpJob *job)
{
  GError *error = NULL;
  const char *evidence = yt_http_fields_get(&job->fields, "evidence");
  if (!is_fickle(job->fields.query) && yt_http_job_check_etag(job))
    return;
  g_autofree const char **default_graphs = list_graphs(job->fields.default_graphs);
  g_autofree const char **named_graphs = list_graphs(job->fields.named_graphs);
  YtSparqlOptions options = yt_http_job_get_sparql_options(job);
  options.default_graphs = default_graphs;
  options.named_graphs = named_graphs;
  if (evidence && *evidence && strcmp(evidence, "0") != 0) {
    yt_http_answer_receipts(job, &options);
    return;
  }
  YtSparqlResult *result = yt_sparql_query(yt_http_job_get_store(job), job->fields.query, &options, &error);
  if (result)
    write_answer(job, result); /* takes it over */
  else
    yt_http_job_fail(job, error);
}

void
yt_http_answer_update(YtHttpJob *job)
{
  GError *error = NULL;
  g_autofree const char **default_graphs = list_graphs(job->fields.using_graphs);
  g_autofree const char **named_graphs = list_graphs(job->fields.using_named_graphs);
  YtSparqlOptions options = yt_http_job_get_sparql_options(job);
  options.engine = YT_SPARQL_ENGINE_DEFAULT;
  options.default_graphs = default_graphs;
  options.named_graphs = named_graphs;
  if (!yt_sparql_update(yt_live_peek_writer(job->context->live), job->fields.update, &options, &error)) {
    yt_http_job_fail(job, error);
    return;
  }
  yt_metrics_count(job->context->metrics, YT_COUNT_UPDATES, 1);
  yt_http_answer_set_text(&job->answer, 204, NULL, g_string_new(NULL));
}
