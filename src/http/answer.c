/* answer.c: a query's answer, in the format that the client likes best.
 *
 * The whole answer is worked out before its first byte is sent, so that a query that fails half-way is an error and
 * not a page that ends too early. */
#include "http/answer.h"
#include "http/negotiate.h"
#include "http/page.h"
#include "http/spool.h"
#include <string.h>

/* What each kind of answer can be had as; the first is for those who do not mind. */
static const char *const offers[][9] = {
    [YT_SPARQL_SOLUTIONS] = {"application/sparql-results+json", "application/json",
                             "application/sparql-results+xml", "application/xml", "text/csv",
                             "text/tab-separated-values", "text/html", "text/plain"},
    [YT_SPARQL_BOOLEAN] = {"application/sparql-results+json", "application/json",
                           "application/sparql-results+xml", "application/xml", "text/html", "text/plain"},
    [YT_SPARQL_GRAPH] = {"text/turtle", "application/ld+json", "application/n-triples", "text/html", "text/plain"},
};

static char *
dup_content_type(const char *media_type)
{
  if (strcmp(media_type, "text/csv") == 0)
    return g_strdup("text/csv; charset=utf-8; header=present"); /* RFC 4180, 3 */
  return g_strconcat(media_type, g_str_has_prefix(media_type, "text/") ? "; charset=utf-8" : "", NULL);
}

static guint
status_of(const GError *error)
{
  if (error->domain != YT_SPARQL_ERROR)
    return 500;
  switch ((YtSparqlError) error->code) {
  case YT_SPARQL_ERROR_SYNTAX:
  case YT_SPARQL_ERROR_PARAMETER:
  case YT_SPARQL_ERROR_UNSUPPORTED: return 400;
  case YT_SPARQL_ERROR_TIMEOUT:
  case YT_SPARQL_ERROR_MEMORY:
  case YT_SPARQL_ERROR_CANCELLED: return 503;
  case YT_SPARQL_ERROR_EVALUATION: return 500;
  }
  return 500;
}

static gboolean
write_result(YtSparqlResult *result, const char *media_type, const YtHttpFields *fields, GOutputStream *out,
             GError **error)
{
  YtResultFormat format;
  if (strcmp(media_type, "text/html") == 0)
    return yt_page_write_result(result, fields, out, error);
  if (!yt_result_format_from_media_type(media_type, &format))
    g_assert_not_reached(); /* every offer is one */
  return yt_sparql_result_write(result, format, out, error);
}

static char *
dup_offers(YtSparqlResultKind kind)
{
  g_autofree char *joined = g_strjoinv(", ", (char **) offers[kind]);
  return g_strdup_printf("expected an Accept header with one of %s", joined);
}

static void
write_answer(YtHttpAnswer *answer, YtSparqlResult *result, const YtHttpFields *fields)
{
  YtSparqlResultKind kind = yt_sparql_result_get_kind(result);
  int chosen = yt_http_negotiate(fields->accept, offers[kind]);
  if (chosen < 0) {
    g_autofree char *message = dup_offers(kind);
    yt_http_answer_set_error(answer, 406, fields, message);
    return;
  }
  g_autoptr(GError) error = NULL;
  g_autoptr(YtSpool) spool = yt_spool_new();
  const char *media_type = offers[kind][chosen];
  if (!write_result(result, media_type, fields, G_OUTPUT_STREAM(spool), &error)) {
    yt_http_answer_set_error(answer, status_of(error), fields, error->message);
    return;
  }
  *answer = (YtHttpAnswer){.status = 200, .content_type = dup_content_type(media_type)};
  answer->bytes = yt_spool_steal(spool, &answer->fd, &answer->n_bytes);
}

/* @values with a NULL behind, or NULL if there are none. The strings stay the fields'. */
static const char **
list_graphs(const GPtrArray *values)
{
  if (values->len == 0)
    return NULL;
  const char **list = g_new0(const char *, values->len + 1);
  memcpy(list, values->pdata, values->len * sizeof(*list));
  return list;
}

void
yt_http_answer_query(YtHttpAnswer *answer, YtStore *store, const YtHttpFields *fields, YtSparqlEngine engine,
                     guint64 timeout_ms, GCancellable *cancellable)
{
  g_autoptr(GError) error = NULL;
  g_autofree const char **default_graphs = list_graphs(fields->default_graphs);
  g_autofree const char **named_graphs = list_graphs(fields->named_graphs);
  YtSparqlOptions options = {
      .engine = engine,
      .timeout_ms = timeout_ms,
      .cancellable = cancellable,
      .default_graphs = default_graphs,
      .named_graphs = named_graphs,
  };
  g_autoptr(YtSparqlResult) result = yt_sparql_query(store, fields->query, &options, &error);
  if (result)
    write_answer(answer, result, fields);
  else
    yt_http_answer_set_error(answer, status_of(error), fields, error->message);
}
