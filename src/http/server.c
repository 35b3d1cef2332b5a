/* server.c: libmicrohttpd around it.
 *
 * One thread of libmicrohttpd reads requests and sends answers. A query goes to a pool of workers while its
 * connection is suspended, so that neither slow clients nor slow queries hold up the others:
 *
 *   NEW → READING → (WORKING →) ANSWERED → sent → freed
 *
 * The request belongs to that thread but while it is WORKING, when it is the worker's; resuming the connection hands
 * it back. When the server stops, it listens no more, waits for the workers, and ends the thread. */
#include "http/answer.h"
#include "http/http.h"
#include "http/page.h"
#include "http/request.h"
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

#define MAX_CONNECTIONS       1024
#define MEMORY_PER_CONNECTION (64 * 1024) /* the longest URL, twice: as it came, and unescaped */
#define IDLE_SECONDS          30
#define MAX_DISCARDED         (16 * 1024 * 1024) /* a body beyond this is not even read to its end */

struct _YtHttpServer {
  YtStore *store;
  YtHttpOptions options; /* host is not kept */
  gboolean is_loopback;
  struct MHD_Daemon *daemon;
  guint16 port;
  GThreadPool *workers;
  GCancellable *cancellable;
  GMutex lock;
  GCond idle;
  guint n_active;    /* requests that have begun and are not freed; under lock */
  guint n_working;   /* those with the pool, waiting or running; under lock */
  gboolean stopping; /* under lock */
};

typedef enum {
  STATE_NEW,
  STATE_READING,
  STATE_WORKING,
  STATE_ANSWERED,
} State;

typedef struct {
  YtHttpServer *server;
  struct MHD_Connection *connection;
  State state;
  YtHttpMethod method;
  char *path;       /* without the query part */
  char *parameters; /* the query part as it came, or NULL */
  gsize n_url;      /* bytes */
  GByteArray *body;
  guint64 n_received;
  YtHttpFields fields;
  YtHttpAnswer answer;
} Request;

/* ---- requests ---- */

static void
count_active(YtHttpServer *server, gboolean begins)
{
  g_mutex_lock(&server->lock);
  server->n_active += begins ? 1u : -1u;
  g_cond_signal(&server->idle);
  g_mutex_unlock(&server->lock);
}

static void *
request_new(void *user_data, const char *url, struct MHD_Connection *connection)
{
  Request *request = g_new0(Request, 1);
  const char *mark = strchr(url, '?');
  request->server = user_data;
  request->connection = connection;
  request->n_url = strlen(url);
  request->path = mark ? g_strndup(url, (gsize) (mark - url)) : g_strdup(url);
  request->parameters = mark ? g_strdup(mark + 1) : NULL;
  request->body = g_byte_array_new();
  request->answer.fd = -1;
  yt_http_fields_init(&request->fields);
  count_active(request->server, TRUE);
  return request;
}

static void
request_free(void *user_data, struct MHD_Connection *connection, void **state,
             enum MHD_RequestTerminationCode why)
{
  (void) user_data;
  (void) connection;
  (void) why;
  Request *request = *state;
  if (!request)
    return;
  *state = NULL;
  count_active(request->server, FALSE);
  yt_http_fields_clear(&request->fields);
  yt_http_answer_clear(&request->answer);
  g_byte_array_unref(request->body);
  g_free(request->path);
  g_free(request->parameters);
  g_free(request);
}

static const char *
get_header(const Request *request, const char *name)
{
  return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
}

static void
refuse(Request *request, guint status, const char *message)
{
  yt_http_answer_set_error(&request->answer, status, &request->fields, message);
}

/* ---- sending ---- */

static void
add_headers(struct MHD_Response *response, const YtHttpAnswer *answer)
{
  static const char *const common[][2] = {
      {"Content-Security-Policy",
       "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
       "frame-ancestors 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Cache-Control", "no-cache"},
      {"Vary", "Accept"},
      {"Server", "yuantu/" YT_VERSION},
  };
  for (guint i = 0; i < G_N_ELEMENTS(common); i++)
    MHD_add_response_header(response, common[i][0], common[i][1]);
  MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer->content_type);
  if (answer->header)
    MHD_add_response_header(response, answer->header, answer->value);
}

static void
free_bytes(void *bytes)
{
  g_bytes_unref(bytes);
}

/* The response takes the body of @answer. */
static struct MHD_Response *
make_response(YtHttpAnswer *answer)
{
  if (!answer->bytes) {
    struct MHD_Response *response = MHD_create_response_from_fd64(answer->n_bytes, answer->fd);
    if (response)
      answer->fd = -1;
    return response;
  }
  gsize n_bytes;
  const void *data = g_bytes_get_data(answer->bytes, &n_bytes);
  return MHD_create_response_from_buffer_with_free_callback_cls(n_bytes, (void *) (n_bytes > 0 ? data : ""),
                                                                free_bytes, g_bytes_ref(answer->bytes));
}

static enum MHD_Result
send_answer(Request *request)
{
  struct MHD_Response *response = make_response(&request->answer);
  if (!response)
    return MHD_NO;
  add_headers(response, &request->answer);
  enum MHD_Result queued = MHD_queue_response(request->connection, request->answer.status, response);
  MHD_destroy_response(response);
  return queued;
}

/* ---- what is asked ---- */

static YtHttpMethod
read_method(const char *name)
{
  return strcmp(name, MHD_HTTP_METHOD_GET) == 0    ? YT_HTTP_GET
         : strcmp(name, MHD_HTTP_METHOD_HEAD) == 0 ? YT_HTTP_HEAD
         : strcmp(name, MHD_HTTP_METHOD_POST) == 0 ? YT_HTTP_POST
                                                   : YT_HTTP_OTHER;
}

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
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string(name);
  return address ? g_inet_address_get_is_loopback(address) : g_ascii_strcasecmp(name, "localhost") == 0;
}

static gboolean
check_host(Request *request)
{
  const char *host = get_header(request, MHD_HTTP_HEADER_HOST);
  if (!request->server->is_loopback || !host)
    return TRUE;
  g_autofree char *name = dup_host_name(host);
  if (is_loopback_name(name))
    return TRUE;
  refuse(request, MHD_HTTP_MISDIRECTED_REQUEST, "expected localhost in the Host header, found another name");
  return FALSE;
}

/* The paths that there are, and what each takes. */
static gboolean
check_path(Request *request)
{
  gboolean is_sparql = strcmp(request->path, "/sparql") == 0;
  if (!is_sparql && strcmp(request->path, "/") != 0 && strcmp(request->path, "/style.css") != 0) {
    refuse(request, MHD_HTTP_NOT_FOUND, "expected / or /sparql, found no such path");
    return FALSE;
  }
  if (request->method == YT_HTTP_OTHER || (request->method == YT_HTTP_POST && !is_sparql)) {
    refuse(request, MHD_HTTP_METHOD_NOT_ALLOWED,
           is_sparql ? "expected GET, HEAD or POST, found another method"
                     : "expected GET or HEAD, found another method");
    request->answer.header = MHD_HTTP_HEADER_ALLOW;
    request->answer.value = is_sparql ? "GET, HEAD, POST" : "GET, HEAD";
    return FALSE;
  }
  return TRUE;
}

static gboolean
has_content_type(const Request *request, const char *wanted)
{
  const char *type = get_header(request, MHD_HTTP_HEADER_CONTENT_TYPE);
  gsize n_type = type ? strcspn(type, "; \t") : 0;
  return n_type == strlen(wanted) && g_ascii_strncasecmp(type, wanted, n_type) == 0;
}

static const char form_type[] = "application/x-www-form-urlencoded",
                  query_type[] = "application/sparql-query";

static gboolean
check_body(Request *request)
{
  const char *length = get_header(request, MHD_HTTP_HEADER_CONTENT_LENGTH);
  if (request->method != YT_HTTP_POST)
    return TRUE;
  if (!has_content_type(request, form_type) && !has_content_type(request, query_type)) {
    refuse(request, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE,
           "expected the Content-Type application/x-www-form-urlencoded or application/sparql-query; updates "
           "are not "
           "taken");
    return FALSE;
  }
  guint64 n_bytes;
  if (length && (!g_ascii_string_to_unsigned(length, 10, 0, G_MAXUINT64, &n_bytes, NULL) ||
                 n_bytes > YT_HTTP_MAX_BODY)) {
    refuse(request, MHD_HTTP_CONTENT_TOO_LARGE, "expected a body of at most 1 MiB, found a larger one");
    return FALSE;
  }
  return TRUE;
}

/* What can be said from the head of the request alone. */
static gboolean
check_head(Request *request)
{
  request->fields.accept = g_strdup(get_header(request, MHD_HTTP_HEADER_ACCEPT));
  if (request->n_url > YT_HTTP_MAX_URL) {
    refuse(request, MHD_HTTP_URI_TOO_LONG, "expected a URL of at most 32 KiB, found a longer one: use POST");
    return FALSE;
  }
  return check_host(request) && check_path(request) && check_body(request);
}

/* ---- the fields ---- */

static gboolean
take_direct_query(Request *request, GError **error)
{
  const char *text = (const char *) request->body->data;
  if (!g_utf8_validate_len(text ? text : "", request->body->len, NULL)) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "expected a query in UTF-8, found another byte");
    return FALSE;
  }
  g_free(request->fields.query);
  request->fields.query = g_strndup(text ? text : "", request->body->len);
  request->fields.n_queries++;
  return TRUE;
}

static gboolean
read_fields(Request *request, GError **error)
{
  YtHttpFields *fields = &request->fields;
  if (request->parameters &&
      !yt_http_fields_add(fields, request->parameters, strlen(request->parameters), error))
    return FALSE;
  if (request->method != YT_HTTP_POST)
    return TRUE;
  if (has_content_type(request, query_type))
    return take_direct_query(request, error);
  return request->body->len == 0 ||
         yt_http_fields_add(fields, (const char *) request->body->data, request->body->len, error);
}

/* ---- the answer ---- */

static void
answer_static(Request *request)
{
  gboolean is_style = strcmp(request->path, "/style.css") == 0;
  GString *text = g_string_new(is_style ? yt_page_style : NULL);
  if (!is_style)
    yt_page_append_start(text, &request->fields);
  yt_http_answer_set_text(&request->answer, MHD_HTTP_OK,
                          is_style ? "text/css; charset=utf-8" : "text/html; charset=utf-8", text);
}

static void
work(gpointer data, gpointer user_data)
{
  Request *request = data;
  YtHttpServer *server = user_data;
  const YtHttpOptions *options = &server->options;
  g_autoptr(YtStore) store = options->ref_store ? options->ref_store(options->ref_store_data) : yt_store_ref(server->store);
  yt_http_answer_query(&request->answer, store, &request->fields, server->options.engine,
                       server->options.timeout_ms, server->cancellable);
  request->state = STATE_ANSWERED;
  MHD_resume_connection(request->connection); /* from here on it is not ours */
  g_mutex_lock(&server->lock);
  if (--server->n_working == 0)
    g_cond_signal(&server->idle);
  g_mutex_unlock(&server->lock);
}

/* Is there room for one more query? */
static gboolean
take_place(YtHttpServer *server)
{
  g_mutex_lock(&server->lock);
  gboolean has_room =
      !server->stopping && server->n_working < server->options.n_workers + server->options.n_waiting;
  if (has_room)
    server->n_working++;
  g_mutex_unlock(&server->lock);
  return has_room;
}

/* Hands the query to the workers; or says why not. */
static void
start_query(Request *request)
{
  const YtHttpFields *fields = &request->fields;
  if (fields->has_update)
    refuse(request, MHD_HTTP_BAD_REQUEST, "expected a query, found an update: this server only reads");
  else if (fields->n_queries != 1)
    refuse(request, MHD_HTTP_BAD_REQUEST,
           fields->n_queries == 0 ? "expected the parameter query, found none"
                                  : "expected one query, found several");
  else if (!take_place(request->server)) {
    refuse(request, MHD_HTTP_SERVICE_UNAVAILABLE, "too many queries at one time: try again");
    request->answer.header = MHD_HTTP_HEADER_RETRY_AFTER;
    request->answer.value = "1";
  } else {
    request->state = STATE_WORKING;
    MHD_suspend_connection(request->connection);
    g_thread_pool_push(request->server->workers, request, NULL);
  }
}

static void
answer_request(Request *request)
{
  g_autoptr(GError) error = NULL;
  request->state = STATE_ANSWERED;
  if (request->n_received > YT_HTTP_MAX_BODY)
    refuse(request, MHD_HTTP_CONTENT_TOO_LARGE, "expected a body of at most 1 MiB, found a larger one");
  else if (!read_fields(request, &error))
    refuse(request, MHD_HTTP_BAD_REQUEST, error->message);
  else if (strcmp(request->path, "/sparql") != 0)
    answer_static(request);
  else
    start_query(request);
}

static enum MHD_Result
receive(Request *request, const char *bytes, size_t *n_bytes)
{
  request->n_received += *n_bytes;
  if (request->n_received > MAX_DISCARDED)
    return MHD_NO;
  if (request->n_received <= YT_HTTP_MAX_BODY)
    g_byte_array_append(request->body, (const guint8 *) bytes, (guint) *n_bytes);
  *n_bytes = 0;
  return MHD_YES;
}

/* Called by libmicrohttpd: with the head, then with each piece of the body, then with no more bytes, and again when a
 * suspended connection goes on. */
static enum MHD_Result
handle(void *user_data, struct MHD_Connection *connection, const char *url, const char *method,
       const char *version, const char *bytes, size_t *n_bytes, void **state)
{
  (void) user_data;
  (void) connection;
  (void) url;
  (void) version;
  Request *request = *state;
  if (request->state == STATE_NEW) {
    request->method = read_method(method);
    request->state = STATE_READING;
    if (!check_head(request))
      return send_answer(request);
    return MHD_YES;
  }
  if (*n_bytes > 0)
    return receive(request, bytes, n_bytes);
  if (request->state == STATE_READING)
    answer_request(request);
  return request->state == STATE_ANSWERED ? send_answer(request) : MHD_YES;
}

/* ---- starting and stopping ---- */

/* The address that @host and @port name. FALSE when @host is none. */
static gboolean
make_address(const char *host, guint16 port, struct sockaddr_storage *storage, gboolean *is_loopback,
             GError **error)
{
  const char *text = !host || g_ascii_strcasecmp(host, "localhost") == 0 ? "127.0.0.1" : host;
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string(text);
  if (!address) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                "expected an IP address or localhost, found “%s”", host);
    return FALSE;
  }
  *is_loopback = g_inet_address_get_is_loopback(address);
  g_autoptr(GSocketAddress) socket_address = g_inet_socket_address_new(address, port);
  return g_socket_address_to_native(socket_address, storage, sizeof(*storage), error);
}

static void
server_free(YtHttpServer *server)
{
  if (server->workers)
    g_thread_pool_free(server->workers, FALSE, TRUE);
  g_clear_object(&server->cancellable);
  yt_store_unref(server->store);
  g_mutex_clear(&server->lock);
  g_cond_clear(&server->idle);
  g_free(server);
}

static gboolean
start_daemon(YtHttpServer *server, const struct sockaddr_storage *address, GError **error)
{
  guint flags = MHD_USE_AUTO_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
  if (address->ss_family == AF_INET6)
    flags |= MHD_USE_IPv6;
  errno = 0;
  server->daemon = MHD_start_daemon(
      flags, 0, NULL, NULL, handle, server, MHD_OPTION_SOCK_ADDR, (const struct sockaddr *) address,
      MHD_OPTION_URI_LOG_CALLBACK, request_new, server, MHD_OPTION_NOTIFY_COMPLETED, request_free, NULL,
      MHD_OPTION_CONNECTION_LIMIT, (unsigned int) MAX_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
      (unsigned int) IDLE_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t) (2 * MEMORY_PER_CONNECTION),
      MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
  if (!server->daemon) {
    int code = errno ? errno : EINVAL;
    g_set_error(error, G_IO_ERROR, (int) g_io_error_from_errno(code), "cannot listen: %s", g_strerror(code));
    return FALSE;
  }
  server->port = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
  return TRUE;
}

YtHttpServer *
yt_http_server_new(YtStore *store, const YtHttpOptions *options, GError **error)
{
  g_return_val_if_fail(store != NULL, NULL);
  static const YtHttpOptions no_options;
  YtHttpServer *server = g_new0(YtHttpServer, 1);
  struct sockaddr_storage address = {0};
  if (!options || !options->ref_store)
    server->store = yt_store_ref(store);
  server->options = options ? *options : no_options;
  server->options.host = NULL;
  if (server->options.n_workers == 0)
    server->options.n_workers = g_get_num_processors();
  if (!options)
    server->options.n_waiting = server->options.n_workers;
  g_mutex_init(&server->lock);
  g_cond_init(&server->idle);
  server->cancellable = g_cancellable_new();
  server->workers = g_thread_pool_new(work, server, (int) server->options.n_workers, FALSE, error);
  if (!server->workers ||
      !make_address(options ? options->host : NULL, server->options.port, &address, &server->is_loopback,
                    error) ||
      !start_daemon(server, &address, error)) {
    server_free(server);
    return NULL;
  }
  return server;
}

guint16
yt_http_server_get_port(const YtHttpServer *server)
{
  return server->port;
}

void
yt_http_server_stop(YtHttpServer *server, guint64 grace_ms)
{
  g_return_if_fail(server != NULL);
  MHD_quiesce_daemon(server->daemon); /* the daemon closes the socket when it stops */
  gint64 end = g_get_monotonic_time() + (gint64) grace_ms * 1000;
  g_mutex_lock(&server->lock);
  server->stopping = TRUE;
  while (server->n_active > 0 && g_cond_wait_until(&server->idle, &server->lock, end))
    ;
  g_cancellable_cancel(server->cancellable);
  while (server->n_working > 0)
    g_cond_wait(&server->idle, &server->lock);
  g_mutex_unlock(&server->lock);
  MHD_stop_daemon(server->daemon);
  server_free(server);
}
