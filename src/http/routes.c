/* routes.c: what there is, and who answers.
 *
 * A request is checked in this order, and the first that is wrong is answered: host, URL, path, method, who may write,
 * body. So nobody who may not write gets a body taken in, and a wrong path is never 415. */
#include "http/routes.h"
#include "http/describe.h"
#include "http/export.h"
#include "http/graphs.h"
#include "http/linked.h"
#include "http/page.h"
#include "http/path.h"
#include "http/protocol.h"
#include <string.h>

#define DEFAULT_UPLOAD (64 * 1024 * 1024)

struct _YtRoute {
  const char *path;
  gboolean is_prefix; /* the path goes on behind it */
  guint methods;      /* of YtHttpMethod */
  guint writes;       /* those of them that change something */
  const char *name;   /* for the metrics */
  YtPlace (*read)(YtHttpJob *job);
  void (*answer)(YtHttpJob *job);
};

/* ---- who may write ---- */

/* All of both is looked at, so that the time says nothing about where they differ; both are hashes, so that it says nothing
 * about the token's length either. */
static gboolean
equal_hashes(const char *a, const char *b)
{
  guint difference = 0;
  for (gsize i = 0; i < 64; i++) /* SHA-256 in hex */
    difference |= (guint) (guchar) (a[i] ^ b[i]);
  return difference == 0;
}

/* The token of "Bearer TOKEN", or the password of "Basic …". (transfer full) (nullable) */
static char *
dup_token(const char *authorization)
{
  if (!authorization)
    return NULL;
  if (g_ascii_strncasecmp(authorization, "Bearer ", 7) == 0)
    return g_strstrip(g_strdup(authorization + 7));
  if (g_ascii_strncasecmp(authorization, "Basic ", 6) != 0)
    return NULL;
  gsize n_bytes;
  g_autofree guchar *bytes = g_base64_decode(authorization + 6, &n_bytes);
  g_autofree char *pair = g_strndup((const char *) bytes, n_bytes);
  const char *colon = strchr(pair, ':');
  return colon ? g_strdup(colon + 1) : NULL;
}

/* A browser may send a password along that its user once typed; so what comes from a page of another origin is refused. */
static gboolean
is_from_elsewhere(const YtHttpJob *job)
{
  const char *origin = job->headers[YT_HEADER_ORIGIN], *host = job->headers[YT_HEADER_HOST];
  if (!origin)
    return FALSE;
  const char *name = strstr(origin, "://");
  return !name || !host || strcmp(name + 3, host) != 0;
}

static gboolean
check_writer(YtHttpJob *job)
{
  const YtHttpContext *context = job->context;
  if (!yt_live_peek_writer(context->live) || !context->token_hash) {
    yt_http_job_refuse(job, 403, "read-only",
                       "this server only reads; it takes changes when started with --writable");
    return FALSE;
  }
  if (is_from_elsewhere(job)) {
    yt_http_job_refuse(job, 403, "cross-origin", "changes are not taken from a page of another origin");
    return FALSE;
  }
  g_autofree char *token = dup_token(job->headers[YT_HEADER_AUTHORIZATION]);
  g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, token ? token : "", -1);
  if (equal_hashes(hash, context->token_hash) && token)
    return TRUE;
  yt_http_job_refuse(job, 401, "token",
                     "expected the header Authorization: Bearer TOKEN with this server's token");
  yt_http_answer_add_header(&job->answer, "WWW-Authenticate", "Bearer realm=\"yuantu\"");
  return FALSE;
}

/* ---- /sparql ---- */

static const char form_type[] = "application/x-www-form-urlencoded",
                  query_type[] = "application/sparql-query", update_type[] = "application/sparql-update";

/* The body as the value of @slot. */
static gboolean
take_direct(YtHttpJob *job, char **slot, guint *n, GError **error)
{
  const char *text = job->body ? (const char *) job->body->data : "";
  gsize n_text = job->body ? job->body->len : 0;
  if (!g_utf8_validate_len(text ? text : "", n_text, NULL)) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                "expected a request in UTF-8, found another byte");
    return FALSE;
  }
  g_free(*slot);
  *slot = g_strndup(text ? text : "", n_text);
  ++*n;
  return TRUE;
}

static gboolean
read_fields(YtHttpJob *job, GError **error)
{
  YtHttpFields *fields = &job->fields;
  if (job->parameters && !yt_http_fields_add(fields, job->parameters, strlen(job->parameters), error))
    return FALSE;
  if (job->method != YT_HTTP_POST)
    return TRUE;
  if (yt_http_job_has_type(job, query_type))
    return take_direct(job, &fields->query, &fields->n_queries, error);
  if (yt_http_job_has_type(job, update_type))
    return take_direct(job, &fields->update, &fields->n_updates, error);
  if (!yt_http_job_has_type(job, form_type) || !job->body || job->body->len == 0)
    return TRUE;
  return yt_http_fields_add(fields, (const char *) job->body->data, job->body->len, error);
}

static YtPlace
read_sparql(YtHttpJob *job)
{
  const YtHttpFields *fields = &job->fields;
  if (fields->n_queries == 0 && fields->n_updates == 0 && (job->method & YT_HTTP_READ))
    return YT_PLACE_HERE; /* the service description */
  if (fields->n_queries + fields->n_updates != 1) {
    yt_http_job_refuse(job, 400, "request",
                       fields->n_queries + fields->n_updates == 0
                           ? "expected the parameter query, found none"
                           : "expected one query or update, found several");
    return YT_PLACE_DONE;
  }
  if (fields->n_queries == 1)
    return YT_PLACE_PROBE;
  if (job->method != YT_HTTP_POST) {
    yt_http_job_refuse(job, 400, "request", "expected an update by POST, found GET");
    return YT_PLACE_DONE;
  }
  return check_writer(job) ? YT_PLACE_WRITER : YT_PLACE_DONE;
}

static void
answer_sparql(YtHttpJob *job)
{
  if (job->fields.query)
    yt_http_answer_query(job);
  else if (job->fields.update)
    yt_http_answer_update(job);
  else
    yt_http_answer_service(job);
}

/* ---- small things ---- */

static void
answer_page(YtHttpJob *job)
{
  GString *text = g_string_new(NULL);
  yt_page_append_start(text, &job->fields);
  yt_http_answer_set_text(&job->answer, 200, "text/html; charset=utf-8", text);
}

static void
answer_style(YtHttpJob *job)
{
  yt_http_answer_set_text(&job->answer, 200, "text/css; charset=utf-8", g_string_new(yt_page_style));
}

static void
answer_health(YtHttpJob *job)
{
  GString *text = g_string_new(NULL);
  YtStore *store = yt_http_job_get_store(job);
  g_string_append_printf(text,
                         "{\"status\":\"ok\",\"quads\":%" G_GSIZE_FORMAT ",\"store\":\"%016" G_GINT64_MODIFIER
                         "x\",\"writable\":%s,\"version\":\"" YT_VERSION "\"}\n",
                         yt_store_get_n_quads(store), yt_store_get_version(store),
                         yt_live_peek_writer(job->context->live) ? "true" : "false");
  yt_http_answer_set_text(&job->answer, 200, "application/json", text);
  yt_http_answer_add_header(&job->answer, "Cache-Control", "no-store");
}

static void
answer_metrics(YtHttpJob *job)
{
  GString *text = g_string_new(NULL);
  YtStore *store = yt_http_job_get_store(job);
  yt_metrics_append(job->context->metrics, text, yt_store_get_n_quads(store), yt_store_get_version(store));
  yt_http_answer_set_text(&job->answer, 200, "text/plain; version=0.0.4; charset=utf-8", text);
  yt_http_answer_add_header(&job->answer, "Cache-Control", "no-store");
}

static void
answer_robots(YtHttpJob *job)
{
  GString *text = g_string_new("User-agent: *\nDisallow: /sparql\nDisallow: /graphs\nDisallow: "
                               "/path\nDisallow: /dump\nDisallow: /export\n");
  yt_http_answer_set_text(&job->answer, 200, "text/plain; charset=utf-8", text);
}

/* ---- the routes ---- */

static YtPlace
read_here(YtHttpJob *job)
{
  (void) job;
  return YT_PLACE_HERE;
}

static YtPlace
read_for_worker(YtHttpJob *job)
{
  (void) job;
  return YT_PLACE_WORKER;
}

#define WRITES (YT_HTTP_PUT | YT_HTTP_POST | YT_HTTP_DELETE)

/* The first that fits; static files come before those that begin at "/", and only there. */
static const YtRoute routes[] = {
    {"/sparql", FALSE, YT_HTTP_READ | YT_HTTP_POST, 0, "sparql", read_sparql, answer_sparql},
    {"/graphs", FALSE, YT_HTTP_READ | WRITES, WRITES, "graphs", yt_http_read_graphs, yt_http_answer_graphs},
    {"/graphs/", TRUE, YT_HTTP_READ | WRITES, WRITES, "graphs", yt_http_read_graphs, yt_http_answer_graphs},
    {"/id/", TRUE, YT_HTTP_READ, 0, "id", read_here, yt_http_answer_id},
    {"/.well-known/genid/", TRUE, YT_HTTP_READ, 0, "id", read_here, yt_http_answer_id},
    {"/ontology", FALSE, YT_HTTP_READ, 0, "describe", read_here, yt_http_answer_ontology},
    {"/ontology.ttl", FALSE, YT_HTTP_READ, 0, "describe", read_for_worker, yt_http_answer_ontology_data},
    {"/shapes", FALSE, YT_HTTP_READ, 0, "describe", read_for_worker, yt_http_answer_shapes},
    {"/page", FALSE, YT_HTTP_READ, 0, "page", read_for_worker, yt_http_answer_page},
    {"/page/", TRUE, YT_HTTP_READ, 0, "page", read_for_worker, yt_http_answer_page},
    {"/data", FALSE, YT_HTTP_READ, 0, "data", read_for_worker, yt_http_answer_data},
    {"/data/", TRUE, YT_HTTP_READ, 0, "data", read_for_worker, yt_http_answer_data},
    {"/path", FALSE, YT_HTTP_READ, 0, "path", read_for_worker, yt_http_answer_path},
    {"/.well-known/void", FALSE, YT_HTTP_READ, 0, "describe", read_for_worker, yt_http_answer_void},
    {"/sitemap.xml", FALSE, YT_HTTP_READ, 0, "describe", read_for_worker, yt_http_answer_sitemap},
    {"/dump.nq", FALSE, YT_HTTP_READ, 0, "dump", read_for_worker, yt_http_answer_dump},
    {"/export", FALSE, YT_HTTP_READ, 0, "export", read_for_worker, yt_http_answer_export},
    {"/health", FALSE, YT_HTTP_READ, 0, "status", read_here, answer_health},
    {"/metrics", FALSE, YT_HTTP_READ, 0, "status", read_here, answer_metrics},
    {"/robots.txt", FALSE, YT_HTTP_READ, 0, "static", read_here, answer_robots},
    {"/style.css", FALSE, YT_HTTP_READ, 0, "static", read_here, answer_style},
    {"/", FALSE, YT_HTTP_READ, 0, "static", read_here, answer_page},
};

static const YtRoute *
find_route(const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS(routes); i++)
    if (routes[i].is_prefix ? g_str_has_prefix(path, routes[i].path) : strcmp(path, routes[i].path) == 0)
      return &routes[i];
  return NULL;
}

/* ---- the head ---- */

/* The name in a Host header, without the port. */
static char *
dup_host_name(const char *host)
{
  if (*host == '[')
    return g_strndup(host + 1, strcspn(host + 1, "]"));
  return g_strndup(host, strcspn(host, ":"));
}

static gboolean
is_loopback_name(const char *name)
{
  if (g_ascii_strcasecmp(name, "localhost") == 0 || strcmp(name, "127.0.0.1") == 0)
    return TRUE;
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string(name);
  return address && g_inet_address_get_is_loopback(address);
}

/* A proxy in front passes the name on that it is known by, and nobody else can reach a loopback address from outside. */
static gboolean
check_host(YtHttpJob *job)
{
  const char *host = job->headers[YT_HEADER_HOST];
  if (!job->context->is_loopback || job->context->options.behind_proxy || !host)
    return TRUE;
  g_autofree char *name = dup_host_name(host);
  if (is_loopback_name(name))
    return TRUE;
  yt_http_job_refuse(job, 421, "host", "expected localhost in the Host header, found another name");
  return FALSE;
}

/* RFC 9112, 6.1: a request with both a length and chunks was made to mean two things to two servers. */
static gboolean
check_framing(YtHttpJob *job)
{
  if (!job->headers[YT_HEADER_CONTENT_LENGTH] || !job->headers[YT_HEADER_TRANSFER_ENCODING])
    return TRUE;
  yt_http_job_refuse(job, 400, "request", "expected a Content-Length or a Transfer-Encoding, found both");
  yt_http_answer_add_header(&job->answer, "Connection", "close");
  return FALSE;
}

static void
append_methods(GString *out, guint methods)
{
  static const struct {
    YtHttpMethod method;
    const char *name;
  } names[] = {{YT_HTTP_GET, "GET"},
               {YT_HTTP_HEAD, "HEAD"},
               {YT_HTTP_POST, "POST"},
               {YT_HTTP_PUT, "PUT"},
               {YT_HTTP_DELETE, "DELETE"}};
  for (guint i = 0; i < G_N_ELEMENTS(names); i++)
    if (methods & names[i].method)
      g_string_append_printf(out, "%s, ", names[i].name);
  g_string_append(out, "OPTIONS");
}

static gboolean
check_method(YtHttpJob *job, const YtRoute *route)
{
  if (job->method & route->methods)
    return TRUE;
  g_autoptr(GString) methods = g_string_new(NULL);
  append_methods(methods, route->methods);
  if (job->method == YT_HTTP_OPTIONS)
    yt_http_answer_set_text(&job->answer, 204, NULL, g_string_new(NULL));
  else
    yt_http_job_refuse(job, 405, "method", "expected one of %s, found another method", methods->str);
  yt_http_answer_add_header(&job->answer, "Allow", methods->str);
  return FALSE;
}

/* What is sent small and is large when it is unpacked would pass the limits of bodies; nobody needs it for a query. */
static gboolean
check_coding(YtHttpJob *job)
{
  const char *coding = job->headers[YT_HEADER_CONTENT_ENCODING];
  if (!coding || *coding == '\0' || g_ascii_strcasecmp(coding, "identity") == 0)
    return TRUE;
  yt_http_job_refuse(job, 415, "media-type", "expected a body without Content-Encoding, found “%s”", coding);
  yt_http_answer_add_header(&job->answer, "Accept-Encoding", "identity"); /* RFC 9110, 12.5.3 */
  return FALSE;
}

static gboolean
check_sparql_type(YtHttpJob *job)
{
  if (yt_http_job_has_type(job, form_type) || yt_http_job_has_type(job, query_type))
    return TRUE;
  if (yt_http_job_has_type(job, update_type))
    return check_writer(job);
  yt_http_job_refuse(
      job, 415, "media-type",
      "expected the Content-Type application/x-www-form-urlencoded, application/sparql-query or "
      "application/sparql-update");
  return FALSE;
}

static gboolean
check_length(YtHttpJob *job, gsize max_body)
{
  const char *length = job->headers[YT_HEADER_CONTENT_LENGTH];
  guint64 n_bytes;
  if (!length ||
      (g_ascii_string_to_unsigned(length, 10, 0, G_MAXUINT64, &n_bytes, NULL) && n_bytes <= max_body))
    return TRUE;
  yt_http_job_refuse(job, 413, "size",
                     "expected a body of at most %" G_GSIZE_FORMAT " bytes, found a larger one", max_body);
  return FALSE;
}

const YtRoute *
yt_route_find(YtHttpJob *job, gsize *max_body)
{
  const YtHttpContext *context = job->context;
  job->fields.accept = g_strdup(job->headers[YT_HEADER_ACCEPT]);
  gsize n_url = strlen(job->path) + (job->parameters ? strlen(job->parameters) + 1 : 0);
  if (n_url > YT_HTTP_MAX_URL) {
    yt_http_job_refuse(job, 414, "size", "expected a URL of at most %d bytes, found a longer one: use POST",
                       YT_HTTP_MAX_URL);
    return NULL;
  }
  if (!check_host(job) || !check_framing(job))
    return NULL;
  const YtRoute *route = find_route(job->path);
  gboolean is_file = !route || strcmp(route->path, "/") == 0 || strcmp(route->path, "/robots.txt") == 0;
  if (is_file && context->files && (job->method & YT_HTTP_READ) &&
      yt_static_answer(context->files, job->path, job->headers[YT_HEADER_ACCEPT_ENCODING],
                       job->headers[YT_HEADER_IF_NONE_MATCH], &job->answer)) {
    job->route = "static";
    return NULL;
  }
  if (!route) {
    yt_http_job_refuse(job, 404, "not-found", "expected / or /sparql, found no such path");
    return NULL;
  }
  job->route = route->name;
  *max_body = YT_HTTP_MAX_BODY;
  if (!check_method(job, route) || ((job->method & route->writes) && !check_writer(job)))
    return NULL;
  if (job->method & route->writes)
    *max_body = context->options.max_upload ? context->options.max_upload : DEFAULT_UPLOAD;
  else if (job->method == YT_HTTP_POST && !check_sparql_type(job))
    return NULL;
  return check_coding(job) && check_length(job, *max_body) ? route : NULL;
}

YtPlace
yt_route_read(const YtRoute *route, YtHttpJob *job)
{
  g_autoptr(GError) error = NULL;
  if (read_fields(job, &error))
    return route->read(job);
  yt_http_job_refuse(job, 400, "request", "%s", error->message);
  return YT_PLACE_DONE;
}

void
yt_route_answer(const YtRoute *route, YtHttpJob *job)
{
  route->answer(job);
}
