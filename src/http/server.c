/* server.c: libmicrohttpd around it.
 *
 * A few threads (loops.h) read requests and send answers. What can be answered at once is: pages, and queries that take no
 * longer than a moment. Everything else goes to the workers while its connection is suspended, so that neither slow clients
 * nor slow queries hold up the others:
 *
 *   NEW → READING → (WORKING →) ANSWERED → sent → freed
 *
 * Which queries are short nobody knows before; so each is tried for PROBE_MS (protocol.c), and what is not done by then
 * begins anew with a worker. The texts that took longer are remembered, and not tried again. Workers run at a lower
 * priority: under load, a look-up of a few microseconds never waits for a query of seconds.
 *
 * A job is shared by the thread that owns its connection and by its worker. The worker touches the connection in one way
 * only, by resuming it, and only while it is suspended. */
#include "http/admission.h"
#include "http/cache.h"
#include "http/guard.h"
#include "http/http.h"
#include "http/loops.h"
#include "http/routes.h"
#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include <xxhash.h>

#define MAX_DISCARDED (16 * 1024 * 1024) /* a body beyond this is not even read to its end */
#define N_LOOPS       2                  /* threads that read and send; look-ups run there */
#define BLOCK_BYTES   (64 * 1024)        /* of a body that is sent piece by piece */
#define WORKER_NICE   19
#define MAX_PROBES    8
#define MIN_PROBE_US  1000 /* of processor time: with less, a probe of 2 ms says nothing about its query */
#define DOUBT_US      (100 * 1000)
#define STALE_US      200
#define CACHE_BYTES   (64 * 1024 * 1024)
#define N_SLOW        1024 /* texts that are remembered as slow */

struct _YtHttpServer {
  YtHttpContext context;
  YtLoops *loops;
  GThreadPool *workers, *writers;
  YtAdmission *admission, *writing;
  YtGuard *guard;
  YtCache *cache;
  GMutex lock; /* of those who wait for idle */
  GCond idle;
  gint n_active; /* atomic: requests that have begun and are not freed */
  gint stopping; /* atomic */
  _Atomic guint64
      slow[N_SLOW]; /* hashes of texts, each in its place; one that another thread overwrites costs a probe */
};

typedef enum {
  STATE_NEW,
  STATE_READING,
  STATE_WORKING,
  STATE_ANSWERED,
} State;

/* A request as libmicrohttpd knows it. */
typedef struct {
  YtHttpServer *server;
  struct MHD_Connection *connection;
  YtGuarded *guarded;
  YtHttpJob *job;
  const YtRoute *route;
  State state;
  gsize max_body;
  guint64 n_received, n_sent;
  gboolean is_sent; /* the body is, as far as it is known here */
} Request;

/* ---- requests ---- */

/* Waking is a system call, also where nobody waits: so it is done only for a server that stops. Whoever stops it sets
 * stopping before it looks at the count, so the last request sees that, or has been counted out. */
static void
count_active(YtHttpServer *server, gint change)
{
  if (g_atomic_int_add(&server->n_active, change) + change > 0 || !g_atomic_int_get(&server->stopping))
    return;
  g_mutex_lock(&server->lock);
  g_cond_signal(&server->idle);
  g_mutex_unlock(&server->lock);
}

static void *
request_new(void *user_data, const char *url, struct MHD_Connection *connection)
{
  YtHttpServer *server = user_data;
  Request *request = g_new0(Request, 1);
  const char *mark = strchr(url, '?');
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  request->server = server;
  request->connection = connection;
  request->guarded = info->socket_context;
  request->job = yt_http_job_new(&server->context);
  request->job->path = mark ? g_strndup(url, (gsize) (mark - url)) : g_strdup(url);
  request->job->parameters = mark ? g_strdup(mark + 1) : NULL;
  yt_guard_set_phase(server->guard, request->guarded, YT_PHASE_READING, NULL);
  count_active(server, 1);
  return request;
}

static const char *
get_method_name(YtHttpMethod method)
{
  switch (method) {
  case YT_HTTP_GET: return "GET";
  case YT_HTTP_HEAD: return "HEAD";
  case YT_HTTP_POST: return "POST";
  case YT_HTTP_PUT: return "PUT";
  case YT_HTTP_DELETE: return "DELETE";
  case YT_HTTP_OPTIONS: return "OPTIONS";
  case YT_HTTP_OTHER: break;
  }
  return "other";
}

/* The client's address; behind a proxy, the last one that it added. */
static const char *
get_client(const Request *request)
{
  YtHttpJob *job = request->job;
  const char *forwarded = job->headers[YT_HEADER_FORWARDED_FOR];
  if (job->client)
    return job->client;
  if (forwarded && request->server->context.options.behind_proxy) {
    const char *comma = strrchr(forwarded, ',');
    return job->client = g_strndup(comma ? comma + 1 + strspn(comma + 1, " ") : forwarded, 64);
  }
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  char text[INET6_ADDRSTRLEN] = "";
  const struct sockaddr *address = info ? info->client_addr : NULL;
  if (address && address->sa_family == AF_INET)
    inet_ntop(AF_INET, &((const struct sockaddr_in *) (const void *) address)->sin_addr, text, sizeof text);
  else if (address && address->sa_family == AF_INET6)
    inet_ntop(AF_INET6, &((const struct sockaddr_in6 *) (const void *) address)->sin6_addr, text,
              sizeof text);
  return job->client = g_strdup(text);
}

static void
record_request(const Request *request, enum MHD_RequestTerminationCode why)
{
  YtMetrics *metrics = request->server->context.metrics;
  const YtHttpJob *job = request->job;
  gboolean is_whole = why == MHD_REQUEST_TERMINATED_COMPLETED_OK && request->state == STATE_ANSWERED;
  YtRequestRecord record = {
      .client = yt_metrics_has_log(metrics) ? get_client(request) : NULL,
      .method = get_method_name(job->method),
      .path = job->path,
      .parameters = job->parameters,
      .user_agent = job->headers[YT_HEADER_USER_AGENT],
      .route = job->route,
      .problem = job->problem,
      .status = request->state == STATE_ANSWERED ? job->answer.status : 0,
      .n_bytes = request->n_sent,
      .duration_us = g_get_monotonic_time() - job->started,
      .is_whole = is_whole,
  };
  yt_metrics_add_request(metrics, &record);
}

static void
request_free(void *user_data, struct MHD_Connection *connection, void **state,
             enum MHD_RequestTerminationCode why)
{
  (void) user_data;
  (void) connection;
  Request *request = *state;
  if (!request)
    return;
  *state = NULL;
  YtHttpServer *server = request->server;
  record_request(request, why);
  if (request->job->body_out)
    yt_body_close(request->job->body_out);
  if (request->job->cancellable)
    g_cancellable_cancel(request->job->cancellable); /* a worker may still be at it */
  yt_guard_set_phase(server->guard, request->guarded, YT_PHASE_IDLE, NULL);
  yt_http_job_unref(request->job);
  g_free(request);
  count_active(server, -1);
}

static void
notice_connection(void *user_data, struct MHD_Connection *connection, void **socket_context,
                  enum MHD_ConnectionNotificationCode code)
{
  YtHttpServer *server = user_data;
  if (code == MHD_CONNECTION_NOTIFY_STARTED) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    *socket_context = yt_guard_add(server->guard, info->connect_fd);
    yt_metrics_count(server->context.metrics, YT_COUNT_CONNECTIONS, 1);
  } else {
    yt_guard_remove(server->guard, *socket_context);
    *socket_context = NULL;
    yt_metrics_count(server->context.metrics, YT_COUNT_CONNECTIONS, -1);
  }
}

/* ---- sending ---- */

/* May a page of another origin read? */
static const char *
get_allowed_origin(const YtHttpJob *job)
{
  const GPtrArray *origins = job->context->origins;
  const char *origin = job->headers[YT_HEADER_ORIGIN];
  for (guint i = 0; origins && i < origins->len; i++) {
    const char *allowed = g_ptr_array_index(origins, i);
    if (strcmp(allowed, "*") == 0)
      return "*";
    if (origin && strcmp(allowed, origin) == 0)
      return allowed;
  }
  return NULL;
}

static void
add_cors(struct MHD_Response *response, const YtHttpJob *job)
{
  const char *origin = get_allowed_origin(job);
  if (job->context->origins->len > 0 && (!origin || strcmp(origin, "*") != 0))
    MHD_add_response_header(response, "Vary", "Origin"); /* a cache must not give it to a page elsewhere */
  MHD_add_response_header(response, "Cross-Origin-Resource-Policy", origin ? "cross-origin" : "same-origin");
  if (!origin)
    return;
  MHD_add_response_header(response, "Access-Control-Allow-Origin", origin);
  if (job->headers[YT_HEADER_ORIGIN])
    MHD_add_response_header(response, "Access-Control-Expose-Headers", "ETag, Link, Location, Retry-After");
  if (job->method != YT_HTTP_OPTIONS)
    return;
  MHD_add_response_header(response, "Access-Control-Allow-Methods", "GET, HEAD, POST");
  MHD_add_response_header(response, "Access-Control-Allow-Headers",
                          "Accept, Accept-Language, Content-Type, If-None-Match");
  MHD_add_response_header(response, "Access-Control-Max-Age", "86400");
}

/* May a browser take it for a page, which can load and run something? XML may be XHTML inside. */
static gboolean
may_be_page(const char *content_type)
{
  return content_type && strstr(content_type, "ml") &&
         (strstr(content_type, "html") || strstr(content_type, "xml"));
}

static void
add_missing(struct MHD_Response *response, const YtHttpAnswer *answer, const char *name, const char *value)
{
  if (!yt_http_answer_get_header(answer, name))
    MHD_add_response_header(response, name, value);
}

/* A header costs a look-up one percent of its time, so what only pages need only pages have. */
static void
add_headers(struct MHD_Response *response, const YtHttpJob *job)
{
  const YtHttpAnswer *answer = &job->answer;
  if (may_be_page(answer->content_type)) {
    add_missing(response, answer, "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
                "frame-ancestors 'none'");
    add_missing(response, answer, "Referrer-Policy", "no-referrer");
  }
  add_missing(response, answer, "X-Content-Type-Options", "nosniff");
  add_missing(response, answer, "Cache-Control", "no-cache");
  add_missing(response, answer, "Vary", "Accept, Accept-Encoding, Accept-Language");
  if (answer->content_type)
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer->content_type);
  if (job->body_out && yt_body_get_coding(job->body_out) != YT_CODING_IDENTITY)
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING,
                            yt_coding_get_name(yt_body_get_coding(job->body_out)));
  for (guint i = 0; answer->headers && i < answer->headers->len; i += 2)
    MHD_add_response_header(response, g_ptr_array_index(answer->headers, i),
                            g_ptr_array_index(answer->headers, i + 1));
  add_cors(response, job);
}

static void
free_bytes(void *bytes)
{
  g_bytes_unref(bytes);
}

static struct MHD_Response *
make_bytes_response(GBytes *bytes)
{
  gsize n_bytes;
  const void *data = g_bytes_get_data(bytes, &n_bytes);
  return MHD_create_response_from_buffer_with_free_callback_cls(n_bytes, (void *) (n_bytes > 0 ? data : ""),
                                                                free_bytes, g_bytes_ref(bytes));
}

static void
resume(gpointer data)
{
  const Request *request = data;
  yt_loops_resume(request->server->loops, request->connection);
}

static void
suspend(gpointer data)
{
  const Request *request = data;
  MHD_suspend_connection(request->connection);
}

static ssize_t
read_body(void *user_data, uint64_t position, char *buffer, size_t n_bytes)
{
  (void) position;
  Request *request = user_data;
  gsize n_read;
  /* resume() is what the body calls when it has more: yt_body_set_wake() was told so before the first byte */
  YtBodyState state = yt_body_read(request->job->body_out, buffer, n_bytes, &n_read, suspend, request);
  request->n_sent += n_read;
  yt_guard_add_bytes(request->guarded, n_read);
  switch (state) {
  case YT_BODY_MORE:
  case YT_BODY_WAIT: return (ssize_t) n_read;
  case YT_BODY_END: return MHD_CONTENT_READER_END_OF_STREAM;
  case YT_BODY_BROKEN: return MHD_CONTENT_READER_END_WITH_ERROR;
  }
  return MHD_CONTENT_READER_END_WITH_ERROR;
}

static struct MHD_Response *
make_response(Request *request)
{
  YtHttpJob *job = request->job;
  YtHttpAnswer *answer = &job->answer;
  if (job->body_out && !answer->bytes) {
    answer->bytes = yt_body_steal_bytes(job->body_out);
    if (!answer->bytes) {
      guint64 n_bytes;
      gboolean is_known = yt_body_get_size(job->body_out, &n_bytes);
      return MHD_create_response_from_callback(is_known ? n_bytes : MHD_SIZE_UNKNOWN, BLOCK_BYTES, read_body,
                                               request, NULL);
    }
  }
  if (answer->bytes) {
    request->n_sent = g_bytes_get_size(answer->bytes);
    return make_bytes_response(answer->bytes);
  }
  struct MHD_Response *response = MHD_create_response_from_fd64(answer->n_bytes, answer->fd);
  if (response)
    answer->fd = -1;
  request->n_sent = answer->n_bytes;
  return response;
}

static enum MHD_Result
send_answer(Request *request)
{
  request->state = STATE_ANSWERED;
  if (request->job->answer.status == 0)
    yt_http_job_refuse(request->job, 500, "internal", "there is no answer");
  struct MHD_Response *response = make_response(request);
  if (!response)
    return MHD_NO;
  add_headers(response, request->job);
  if (g_atomic_int_get(&request->server->stopping))
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
  yt_guard_set_phase(request->server->guard, request->guarded, YT_PHASE_SENDING,
                     request->job->cancellable ? request->job : NULL);
  yt_guard_add_bytes(request->guarded, request->n_sent);
  enum MHD_Result queued = MHD_queue_response(request->connection, request->job->answer.status, response);
  MHD_destroy_response(response);
  return queued;
}

/* ---- work ---- */

/* Once for each thread: behind those that read and send. */
static void
lower_priority(void)
{
  static GPrivate done;
  if (g_private_get(&done))
    return;
  g_private_set(&done, GINT_TO_POINTER(1));
  setpriority(PRIO_PROCESS, (id_t) syscall(SYS_gettid), WORKER_NICE);
}

/* A worker's part in a request. */
typedef struct {
  YtHttpServer *server;
  struct MHD_Connection *connection; /* suspended until the job's answer begins */
  YtHttpJob *job;
  const YtRoute *route;
  YtAdmission *admission;
} Work;

static void
work(gpointer data, gpointer user_data)
{
  Work *self = data;
  YtHttpServer *server = user_data;
  YtHttpJob *job = self->job;
  lower_priority();
  yt_metrics_count(server->context.metrics, YT_COUNT_WAITING, -1);
  yt_metrics_count(server->context.metrics, YT_COUNT_RUNNING, 1);
  if (g_cancellable_is_cancelled(job->cancellable))
    yt_http_job_refuse(job, 503, "cancelled", "the server stops, or the client is gone");
  else
    yt_route_answer(self->route, job);
  yt_metrics_count(server->context.metrics, YT_COUNT_RUNNING, -1);
  if (!job->body_out)
    yt_loops_resume(server->loops, self->connection); /* a body has seen to this itself */
  yt_admission_leave(self->admission, job->client);
  yt_http_job_unref(job);
  g_free(self);
}

static gboolean
has_work(gpointer user_data)
{
  YtHttpServer *server = user_data;
  return yt_metrics_get(server->context.metrics, YT_COUNT_RUNNING) > 0;
}

static void
start_work(Request *request, gboolean writes)
{
  YtHttpServer *server = request->server;
  YtHttpJob *job = request->job;
  YtAdmission *admission = writes ? server->writing : server->admission;
  switch (yt_admission_enter(admission, get_client(request))) {
  case YT_ADMITTED: break;
  case YT_ADMISSION_CLIENT_FULL:
    yt_http_job_refuse(job, 429, "client-busy",
                       "you have %u queries at work or waiting, which is the limit: try again",
                       server->context.options.n_per_client);
    yt_http_answer_add_header(&job->answer, "Retry-After", "1");
    request->state = STATE_ANSWERED;
    return;
  case YT_ADMISSION_FULL:
  case YT_ADMISSION_CLOSED:
    yt_http_job_refuse(job, 503, "busy", "too many queries at one time: try again");
    yt_http_answer_add_header(&job->answer, "Retry-After", "1");
    request->state = STATE_ANSWERED;
    return;
  }
  request->state = STATE_WORKING;
  job->cancellable = g_cancellable_new();
  job->wake = resume;
  job->wake_data = request;
  Work *self = g_new0(Work, 1);
  *self = (Work){server, request->connection, yt_http_job_ref(job), request->route, admission};
  yt_metrics_count(server->context.metrics, YT_COUNT_WAITING, 1);
  yt_guard_set_phase(server->guard, request->guarded, YT_PHASE_WORKING, job);
  MHD_suspend_connection(request->connection);
  g_thread_pool_push(writes ? server->writers : server->workers, self, NULL);
}

static guint64
hash_text(const YtHttpJob *job)
{
  return XXH3_64bits(job->fields.query, strlen(job->fields.query)) | 1;
}

static void
keep_answer(YtHttpServer *server, YtHttpJob *job, const GString *key)
{
  if (!job->body_out || job->answer.status != 200 || job->answer.bytes)
    return;
  job->answer.bytes = yt_body_steal_bytes(job->body_out);
  YtCoding coding = yt_body_get_coding(job->body_out);
  if (job->answer.bytes && key)
    yt_cache_keep(server->cache, key, job, job->answer.bytes,
                  coding == YT_CODING_IDENTITY ? NULL : yt_coding_get_name(coding));
}

/* Processor time of this thread, µs. */
static gint64
get_thread_time(void)
{
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* The same, up to STALE_US of it ago: to ask is a system call, which is more than a few percent of a look-up. */
static gint64
get_recent_thread_time(void)
{
  static _Thread_local gint64 asked, thread_time;
  gint64 now = g_get_monotonic_time();
  if (now - asked > STALE_US) {
    thread_time = get_thread_time();
    asked = now;
  }
  return thread_time;
}

/* Interrupts, and what a virtual machine gave to another one, are counted as the thread's time. So what seems to be slow is
 * tried once more, but not often: it nearly always is. */
static gboolean
may_doubt(void)
{
  static _Thread_local gint64 doubted;
  gint64 now = g_get_monotonic_time();
  if (now - doubted < DOUBT_US)
    return FALSE;
  doubted = now;
  return TRUE;
}

/* Tries a query here and now. @key (nullable): what the cache keeps the answer under. TRUE when it is answered. */
static gboolean
probe(Request *request, const GString *key)
{
  YtHttpServer *server = request->server;
  YtHttpJob *job = request->job;
  guint64 hash = hash_text(job);
  if (server->context.options.services && strcasestr(job->fields.query, "service"))
    return FALSE; /* what others answer takes its time, and is not ours to keep */
  if (server->context.options.engine != YT_SPARQL_ENGINE_DEFAULT || strlen(job->fields.query) > 4096 ||
      server->slow[hash / 2 % N_SLOW] == hash)
    return FALSE;
  /* Time that the system gave to others is none that the query took: such a probe is made again. A look-up that were left
   * to the workers might wait for all that they have to do. */
  for (guint attempt = 0; attempt < MAX_PROBES; attempt++) {
    gint64 begun = get_recent_thread_time();
    yt_metrics_count(server->context.metrics, YT_COUNT_PROBES, 1);
    job->is_probe = TRUE;
    yt_route_answer(request->route, job);
    job->is_probe = FALSE;
    if (!job->probe_failed) {
      keep_answer(server, job, key);
      return TRUE;
    }
    job->probe_failed = FALSE;
    job->problem = NULL;
    yt_http_answer_clear(&job->answer);
    g_clear_object(&job->body_out);
    if (get_thread_time() - begun > MIN_PROBE_US && !may_doubt())
      break;
  }
  yt_metrics_count(server->context.metrics, YT_COUNT_FAILED_PROBES, 1);
  server->slow[hash / 2 % N_SLOW] = hash;
  return FALSE;
}

/* ---- receiving ---- */

static YtHttpMethod
read_method(const char *name)
{
  for (guint bit = 0; bit < 6; bit++)
    if (strcmp(name, get_method_name((YtHttpMethod) (1 << bit))) == 0)
      return (YtHttpMethod) (1 << bit);
  return YT_HTTP_OTHER;
}

static enum MHD_Result
take_header(void *user_data, enum MHD_ValueKind kind, const char *name, const char *value)
{
  (void) kind;
  YtHttpJob *job = user_data;
  for (guint i = 0; i < YT_N_HEADERS; i++) {
    if ((*name | 0x20) !=
            (*yt_http_header_names[i] | 0x20) || /* letters, without their case: most are told apart by it */
        g_ascii_strcasecmp(name, yt_http_header_names[i]) != 0)
      continue;
    /* RFC 9110, 5.3: a header that comes twice is a list */
    char *joined = job->headers[i] ? g_strconcat(job->headers[i], ", ", value ? value : "", NULL)
                                   : g_strdup(value ? value : "");
    g_free(job->headers[i]);
    job->headers[i] = joined;
    return MHD_YES;
  }
  return MHD_YES;
}

static gboolean
has_body(const YtHttpJob *job)
{
  const char *length = job->headers[YT_HEADER_CONTENT_LENGTH];
  return job->headers[YT_HEADER_TRANSFER_ENCODING] || (length && strcmp(length, "0") != 0);
}

static enum MHD_Result
receive(Request *request, const char *bytes, size_t *n_bytes)
{
  YtHttpJob *job = request->job;
  request->n_received += *n_bytes;
  if (request->n_received > request->max_body + MAX_DISCARDED)
    return MHD_NO;
  if (!job->body)
    job->body = g_byte_array_new();
  if (request->n_received <= request->max_body)
    g_byte_array_append(job->body, (const guint8 *) bytes, (guint) *n_bytes);
  else
    g_byte_array_set_size(job->body, 0);
  yt_guard_add_bytes(request->guarded, *n_bytes);
  *n_bytes = 0;
  return MHD_YES;
}

static void
answer_request(Request *request)
{
  YtHttpJob *job = request->job;
  request->state = STATE_ANSWERED;
  if (request->n_received > request->max_body) {
    yt_http_job_refuse(job, 413, "size",
                       "expected a body of at most %" G_GSIZE_FORMAT " bytes, found a larger one",
                       request->max_body);
    return;
  }
  gboolean may_be_kept = job->method == YT_HTTP_GET && job->parameters && strcmp(job->path, "/sparql") == 0;
  g_autoptr(GString) key = may_be_kept ? yt_cache_make_key(job) : NULL;
  if (key && yt_cache_answer(request->server->cache, key, job))
    return;
  switch (yt_route_read(request->route, job)) {
  case YT_PLACE_DONE: return;
  case YT_PLACE_HERE: yt_route_answer(request->route, job); return;
  case YT_PLACE_PROBE:
    if (!probe(request, key))
      start_work(request, FALSE);
    return;
  case YT_PLACE_WORKER: start_work(request, FALSE); return;
  case YT_PLACE_WRITER: start_work(request, TRUE); return;
  }
}

/* Called by libmicrohttpd: with the head, then with each piece of the body, then with no more bytes, and again when a
 * suspended connection goes on. */
static enum MHD_Result
handle(void *user_data, struct MHD_Connection *connection, const char *url, const char *method,
       const char *version, const char *bytes, size_t *n_bytes, void **state)
{
  (void) user_data;
  (void) url;
  (void) version;
  Request *request = *state;
  if (request->state == STATE_NEW) {
    request->job->method = read_method(method);
    MHD_get_connection_values(connection, MHD_HEADER_KIND, take_header, request->job);
    request->state = STATE_READING;
    request->route = yt_route_find(request->job, &request->max_body);
    /* An answer before the request's end ends the connection: that is for those whose body nobody wants. */
    return request->route || !has_body(request->job) ? MHD_YES : send_answer(request);
  }
  if (*n_bytes > 0)
    return receive(request, bytes, n_bytes);
  if (request->state == STATE_READING && request->route) {
    answer_request(request);
    return request->state == STATE_ANSWERED ? send_answer(request) : MHD_YES;
  }
  return send_answer(request); /* resumed, or answered by its head alone */
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

static GPtrArray *
split_origins(const char *text)
{
  g_auto(GStrv) parts = g_strsplit_set(text ? text : "", " ,", 64);
  GPtrArray *origins = g_ptr_array_new_with_free_func(g_free);
  for (char **part = parts; *part; part++)
    if (**part)
      g_ptr_array_add(origins, g_strdup(*part));
  return origins;
}

static gboolean
init_context(YtHttpContext *context, YtStore *store, GError **error)
{
  const YtHttpOptions *options = &context->options;
  g_mutex_init(&context->lock);
  context->base = g_strdup(options->base ? options->base : "https://w3id.org/yuantu/");
  context->skolem = g_strconcat(context->base, ".well-known/genid/", NULL);
  context->token_hash =
      options->token ? g_compute_checksum_for_string(G_CHECKSUM_SHA256, options->token, -1) : NULL;
  context->origins = split_origins(options->cors);
  context->metrics = yt_metrics_new(options->access_log, error);
  context->live = context->metrics ? yt_live_new(store, options->path, options->writer, error) : NULL;
  return context->live && (!options->web || (context->files = yt_static_new(options->web, error)));
}

static void
server_free(YtHttpServer *server)
{
  YtHttpContext *context = &server->context;
  if (server->workers)
    g_thread_pool_free(server->workers, FALSE, TRUE);
  if (server->writers)
    g_thread_pool_free(server->writers, FALSE, TRUE);
  yt_guard_free(server->guard);
  yt_cache_free(server->cache);
  g_clear_pointer(&server->admission, yt_admission_free);
  g_clear_pointer(&server->writing, yt_admission_free);
  yt_store_unref(context->ontology);
  g_mutex_clear(&context->lock);
  yt_live_free(context->live);
  yt_static_free(context->files);
  yt_metrics_free(context->metrics);
  g_clear_pointer(&context->origins, g_ptr_array_unref);
  g_free(context->base);
  g_free(context->skolem);
  g_free(context->token_hash);
  g_free(context->data);
  g_mutex_clear(&server->lock);
  g_cond_clear(&server->idle);
  g_free(server);
}

YtHttpServer *
yt_http_server_new(YtStore *store, const YtHttpOptions *options, GError **error)
{
  g_return_val_if_fail(store != NULL, NULL);
  static const YtHttpOptions no_options;
  YtHttpServer *server = g_new0(YtHttpServer, 1);
  YtHttpOptions *own = &server->context.options;
  struct sockaddr_storage address = {0};
  *own = options ? *options : no_options;
  if (own->n_workers == 0)
    own->n_workers = g_get_num_processors();
  if (!options)
    own->n_waiting = own->n_workers;
  g_mutex_init(&server->lock);
  g_cond_init(&server->idle);
  gboolean ok = make_address(own->host, own->port, &address, &server->context.is_loopback, error) &&
                init_context(&server->context, store, error);
  server->context.data = g_strdup(own->data);
  own->host = own->path = own->token = own->web = own->base = own->data = own->access_log = own->cors = NULL;
  if (ok) {
    server->admission = yt_admission_new(own->n_workers + own->n_waiting, own->n_per_client);
    server->writing = yt_admission_new(1 + own->n_waiting, 0);
    server->workers = g_thread_pool_new(work, server, (int) own->n_workers, FALSE, error);
    server->writers = server->workers ? g_thread_pool_new(work, server, 1, FALSE, error) : NULL;
    server->guard = yt_guard_new(&server->context);
    server->cache = yt_cache_new(CACHE_BYTES);
    const YtLoopsClass klass = {handle, request_new, request_free, notice_connection, has_work, server};
    ok = server->writers && (server->loops = yt_loops_new(&address, N_LOOPS, &klass, error));
  }
  if (!ok) {
    server_free(server);
    return NULL;
  }
  return server;
}

guint16
yt_http_server_get_port(const YtHttpServer *server)
{
  return yt_loops_get_port(server->loops);
}

gboolean
yt_http_server_reload(YtHttpServer *server, GError **error)
{
  gboolean changed;
  g_autofree char *problem = yt_live_refresh(server->context.live, &changed);
  if (changed)
    yt_metrics_count(server->context.metrics, YT_COUNT_RELOADS, 1);
  if (problem)
    g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_IO, "%s", problem);
  return problem == NULL;
}

void
yt_http_server_stop(YtHttpServer *server, guint64 grace_ms)
{
  g_return_if_fail(server != NULL);
  yt_loops_stop_listening(server->loops);
  g_atomic_int_set(&server->stopping, 1);
  gint64 end = g_get_monotonic_time() + (gint64) grace_ms * 1000;
  g_mutex_lock(&server->lock);
  while (g_atomic_int_get(&server->n_active) > 0 && g_cond_wait_until(&server->idle, &server->lock, end))
    ;
  g_mutex_unlock(&server->lock);
  yt_admission_close(server->admission);
  yt_admission_close(server->writing);
  yt_guard_cancel_all(server->guard);
  yt_admission_wait(server->admission, -1);
  yt_admission_wait(server->writing, -1);
  yt_loops_free(server->loops);
  server_free(server);
}
