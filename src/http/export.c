/* export.c: /export. What can be got here is what `yuantu export` writes. */
#include "http/export.h"

#include "export/export.h"

#define MAX_HOPS  5     /* more is the whole graph, as a rule */
#define MAX_NODES 20000 /* what anybody draws; all of the graph can be had without around= */

/* A whole number of the parameter @name, up to @most. FALSE after 400. */
static gboolean
read_number(YtHttpJob *job, const char *name, guint64 most, guint64 *number)
{
  const char *text = yt_http_fields_get(&job->fields, name);
  if (!text || g_ascii_string_to_unsigned(text, 10, 0, most, number, NULL))
    return TRUE;
  yt_http_job_refuse(job, 400, "request", "expected 0 to %" G_GUINT64_FORMAT " as %s, found “%s”", most, name,
                     text);
  return FALSE;
}

static gboolean
read_options(YtHttpJob *job, YtExportOptions *options)
{
  const char *format = yt_http_fields_get(&job->fields, "format");
  guint64 n_hops = 2, max_nodes = 2000;
  options->query = job->fields.query;
  options->around = yt_http_fields_get(&job->fields, "around");
  if (!format || !yt_export_format_from_name(format, &options->format, &options->rdf_format)) {
    yt_http_job_refuse(job, 400, "request", "expected format=, such as gexf, graphml, csv or html, found %s",
                       format ? format : "none");
    return FALSE;
  }
  if (options->query && options->around) {
    yt_http_job_refuse(job, 400, "request", "expected query= or around=, found both");
    return FALSE;
  }
  if (!read_number(job, "hops", MAX_HOPS, &n_hops) || !read_number(job, "limit", MAX_NODES, &max_nodes))
    return FALSE;
  options->n_hops = (guint) n_hops;
  options->max_nodes = (gsize) max_nodes;
  return TRUE;
}

void
yt_http_answer_export(YtHttpJob *job)
{
  GError *error = NULL;
  const YtHttpOptions *limits = &job->context->options;
  YtSparqlOptions query_options = {.timeout_ms = limits->timeout_ms,
                                   .memory_limit = limits->memory_limit,
                                   .cancellable = job->cancellable};
  YtExportOptions options = {.limits = &query_options};
  if (!read_options(job, &options) || yt_http_job_check_etag(job))
    return;
  const char *media_type = yt_export_get_media_type(&options);
  g_autofree char *content_type =
      g_strconcat(media_type, g_str_has_prefix(media_type, "text/") ? "; charset=utf-8" : "", NULL);
  g_autofree char *disposition =
      g_strdup_printf("attachment; filename=\"yuantu.%s\"", yt_export_get_extension(&options));
  GOutputStream *out = yt_http_job_begin_body(job, content_type);
  yt_http_answer_add_header(&job->answer, "Content-Disposition", disposition);
  yt_export_write(yt_http_job_get_store(job), &options, out, &error);
  yt_http_job_end_body(job, error);
}
