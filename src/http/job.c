/* job.c: one request on its way to its answer. */
#include "http/job.h"
#include "export/export.h"
#include "http/negotiate.h"
#include "sparql/sparql.h"
#include <stdarg.h>
#include <string.h>
#include <xxhash.h>

#define PROBE_BYTES                                                                                          \
  (128 * 1024) /* an answer of a probe; larger ones are for a worker to write and compress */

YtHttpJob *
yt_http_job_new(YtHttpContext *context)
{
  YtHttpJob *job = g_new0(YtHttpJob, 1);
  job->ref_count = 1;
  job->context = context;
  job->answer.fd = -1;
  job->started = g_get_monotonic_time();
  job->route = "other";
  yt_http_fields_init(&job->fields);
  return job;
}

YtHttpJob *
yt_http_job_ref(YtHttpJob *job)
{
  g_atomic_int_inc(&job->ref_count);
  return job;
}

void
yt_http_job_unref(YtHttpJob *job)
{
  if (!job || !g_atomic_int_dec_and_test(&job->ref_count))
    return;
  yt_http_fields_clear(&job->fields);
  yt_http_answer_clear(&job->answer);
  g_clear_object(&job->body_out);
  g_clear_object(&job->cancellable);
  g_clear_pointer(&job->body, g_byte_array_unref);
  yt_store_unref(job->store);
  for (guint i = 0; i < YT_N_HEADERS; i++)
    g_free(job->headers[i]);
  g_free(job->etag);
  g_free(job->client);
  g_free(job->path);
  g_free(job->parameters);
  g_free(job);
}

YtStore *
yt_http_job_get_store(YtHttpJob *job)
{
  if (!job->store)
    job->store = yt_live_ref_store(job->context->live);
  return job->store;
}

gboolean
yt_http_job_check_version(YtHttpJob *job, guint64 version)
{
  static const char digits[] = "0123456789abcdef";
  const char *parts[] = {job->path,
                         job->parameters,
                         job->fields.accept,
                         job->headers[YT_HEADER_ACCEPT_ENCODING],
                         job->headers[YT_HEADER_ACCEPT_LANGUAGE],
                         job->headers[YT_HEADER_HOST]};
  char etag[] = "\"0000000000000000-0000000000000000\"";
  /* 64 bits: what shall differ is one client's views of one URL, which nobody else chooses */
  guint64 hash = 0;
  for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
    hash = XXH3_64bits_withSeed(parts[i] ? parts[i] : "", parts[i] ? strlen(parts[i]) : 0, hash);
  for (guint i = 0; i < 16; i++) {
    etag[1 + i] = digits[version >> (60 - 4 * i) & 15];
    etag[18 + i] = digits[hash >> (60 - 4 * i) & 15];
  }
  g_free(job->etag);
  job->etag = g_strdup(etag);
  if (!(job->method & YT_HTTP_READ) ||
      !yt_http_etag_matches(job->headers[YT_HEADER_IF_NONE_MATCH], job->etag))
    return FALSE;
  yt_http_answer_set_text(&job->answer, 304, NULL, g_string_new(NULL));
  yt_http_answer_add_header(&job->answer, "ETag", job->etag);
  return TRUE;
}

gboolean
yt_http_job_check_etag(YtHttpJob *job)
{
  return yt_http_job_check_version(job, yt_store_get_version(yt_http_job_get_store(job)));
}

static YtCoding
choose_coding(const YtHttpJob *job)
{
  const char *accept = job->headers[YT_HEADER_ACCEPT_ENCODING];
  if (!accept || job->method == YT_HTTP_HEAD)
    return YT_CODING_IDENTITY;
  int zstd = yt_http_weigh_coding(accept, "zstd"), gzip = yt_http_weigh_coding(accept, "gzip");
  int identity = yt_http_weigh_coding(accept, "identity");
  if (zstd > 0 && zstd >= gzip && zstd >= identity)
    return YT_CODING_ZSTD;
  return gzip > 0 && gzip >= identity ? YT_CODING_GZIP : YT_CODING_IDENTITY;
}

GOutputStream *
yt_http_job_begin_body(YtHttpJob *job, const char *content_type)
{
  yt_http_answer_clear(&job->answer);
  job->answer.status = 200;
  job->answer.content_type = g_strdup(content_type);
  if (job->etag)
    yt_http_answer_add_header(&job->answer, "ETag", job->etag);
  g_clear_object(&job->body_out);
  guint64 max_bytes = job->context->options.max_result;
  job->body_out =
      yt_body_new(job->is_probe && (max_bytes == 0 || max_bytes > PROBE_BYTES) ? PROBE_BYTES : max_bytes,
                  choose_coding(job));
  if (job->wake && !job->is_probe)
    yt_body_set_wake(job->body_out, job->wake, job->wake_data);
  return G_OUTPUT_STREAM(job->body_out);
}

void
yt_http_job_end_body(YtHttpJob *job, GError *error)
{
  if (!error) {
    yt_body_finish(job->body_out, TRUE);
    return;
  }
  if (yt_body_discard(job->body_out)) {
    g_clear_object(&job->body_out);
    yt_http_job_fail(job, error);
    return;
  }
  job->problem = "cut";
  g_error_free(error);
  yt_body_finish(job->body_out, FALSE);
}

/* ---- problems ---- */

static void
set_problem(YtHttpJob *job, const YtHttpProblem *problem)
{
  job->problem = problem->kind;
  yt_http_answer_set_problem(&job->answer, problem, &job->fields);
}

void
yt_http_job_refuse(YtHttpJob *job, guint status, const char *kind, const char *detail, ...)
{
  va_list args;
  va_start(args, detail);
  g_autofree char *message = g_strdup_vprintf(detail, args);
  va_end(args);
  set_problem(job, &(YtHttpProblem){.status = status, .kind = kind, .message = message});
}

static YtHttpProblem
describe_sparql_error(const YtHttpJob *job, const GError *error)
{
  const YtHttpOptions *options = &job->context->options;
  YtHttpProblem problem = {.status = 500, .kind = "evaluation", .message = error->message};
  switch ((YtSparqlError) error->code) {
  case YT_SPARQL_ERROR_SYNTAX: problem.status = 400, problem.kind = "syntax"; break;
  case YT_SPARQL_ERROR_PARAMETER:
  case YT_SPARQL_ERROR_UNSUPPORTED: problem.status = 400, problem.kind = "unsupported"; break;
  case YT_SPARQL_ERROR_TIMEOUT:
    problem.status = 503, problem.kind = "timeout";
    problem.limit = "time", problem.limit_value = options->timeout_ms, problem.unit = "ms";
    break;
  case YT_SPARQL_ERROR_MEMORY:
    problem.status = 503, problem.kind = "memory";
    problem.limit = "memory", problem.limit_value = options->memory_limit, problem.unit = "bytes";
    break;
  case YT_SPARQL_ERROR_CANCELLED: problem.status = 503, problem.kind = "cancelled"; break;
  case YT_SPARQL_ERROR_EVALUATION: break;
  }
  return problem;
}

static gboolean
is_for_a_worker(const GError *error)
{
  return g_error_matches(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_TIMEOUT) ||
         g_error_matches(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_MEMORY) ||
         g_error_matches(error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
}

void
yt_http_job_fail(YtHttpJob *job, GError *error)
{
  YtHttpProblem problem = {.status = 500, .kind = "internal", .message = error->message};
  if (job->is_probe && is_for_a_worker(error)) {
    job->probe_failed = TRUE;
    g_error_free(error);
    return;
  }
  if (error->domain == YT_SPARQL_ERROR) {
    problem = describe_sparql_error(job, error);
  } else if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_NO_SPACE)) {
    problem.status = 503, problem.kind = "size";
    problem.limit = "size", problem.limit_value = job->context->options.max_result, problem.unit = "bytes";
  } else if (error->domain == YT_EXPORT_ERROR) {
    gboolean is_absent = error->code == YT_EXPORT_ERROR_NOT_FOUND;
    problem.status = is_absent ? 404 : 400, problem.kind = is_absent ? "not-found" : "request";
  } else if (g_error_matches(error, YT_RDF_ERROR, YT_RDF_ERROR_UNSUPPORTED)) {
    problem.status = 406, problem.kind = "not-acceptable"; /* what RDF/XML has no way to write */
  } else if (error->domain == YT_RDF_ERROR || g_error_matches(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA)) {
    problem.status = 400, problem.kind = "syntax";
  } else if (g_error_matches(error, YT_STORE_ERROR, YT_STORE_ERROR_IO)) {
    problem.status = 503, problem.kind = "storage";
  }
  set_problem(job, &problem);
  if (problem.status == 503)
    yt_http_answer_add_header(&job->answer, "Retry-After", "5");
  g_error_free(error);
}

/* ---- the request ---- */

gboolean
yt_http_job_has_type(const YtHttpJob *job, const char *content_type)
{
  const char *type = job->headers[YT_HEADER_CONTENT_TYPE];
  gsize n_type = type ? strcspn(type, "; \t") : 0;
  return n_type == strlen(content_type) && g_ascii_strncasecmp(type, content_type, n_type) == 0;
}

char *
yt_http_job_dup_url(const YtHttpJob *job, const char *path)
{
  const char *host = job->headers[YT_HEADER_HOST];
  return g_strdup_printf("%s://%s%s", job->context->options.behind_proxy ? "https" : "http",
                         host ? host : "localhost", path);
}

char *
yt_http_job_dup_name(YtHttpJob *job, gsize n_prefix)
{
  g_autofree char *name = g_uri_unescape_string(job->path + n_prefix, NULL);
  gboolean ok = name && g_utf8_validate(name, -1, NULL);
  for (const char *p = name; ok && *p; p++)
    ok = (guchar) *p >= 0x20 && *p != 0x7F;
  if (!ok) {
    yt_http_job_refuse(job, 404, "not-found", "expected a name in UTF-8, percent-encoded");
    return NULL;
  }
  return g_steal_pointer(&name);
}
