/* client.c: one request, by libcurl.
 *
 * Where a request goes is decided twice: the IRI by the list, before anything is sent, and the address by
 * open_socket(), when the name has been resolved and just before the connection is made. Between the two nobody can put
 * another address behind the name. */
#include "remote/address.h"
#include "remote/table.h"

#include <late-libcurl.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(CURL, curl_easy_cleanup)
typedef struct curl_slist Headers;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Headers, curl_slist_free_all)

typedef struct {
  const YtRemoteOptions *options;
  gboolean allows_private;
  gboolean met_private, is_too_large, is_cancelled;
  gsize max_bytes;
  GByteArray *body;
} Exchange;

static curl_socket_t
open_socket(void *data, curlsocktype purpose, struct curl_sockaddr *address)
{
  (void) purpose;
  Exchange *exchange = data;
  if (!exchange->allows_private && !yt_remote_address_is_public(&address->addr)) {
    exchange->met_private = TRUE;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t
take_bytes(char *bytes, size_t size, size_t n, void *data)
{
  Exchange *exchange = data;
  if (size * n > exchange->max_bytes - exchange->body->len) {
    exchange->is_too_large = TRUE;
    return 0;
  }
  g_byte_array_append(exchange->body, (const guint8 *) bytes, (guint) (size * n));
  return size * n;
}

static int
check(void *data, curl_off_t to_get, curl_off_t got, curl_off_t to_put, curl_off_t put)
{
  (void) to_get, (void) got, (void) to_put, (void) put;
  Exchange *exchange = data;
  const YtRemoteOptions *options = exchange->options;
  exchange->is_cancelled = options->check && !options->check(options->user_data);
  return exchange->is_cancelled;
}

static void
start_curl(void)
{
  static gsize once;
  if (g_once_init_enter(&once)) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    g_once_init_leave(&once, 1);
  }
}

static CURL *
make_request(const char *endpoint, const char *form, Headers *headers, Exchange *exchange, char *message)
{
  CURL *curl = curl_easy_init();
  guint64 timeout = exchange->options->timeout_ms ? exchange->options->timeout_ms : YT_REMOTE_TIMEOUT_MS;
  curl_easy_setopt(curl, CURLOPT_URL, endpoint);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_PROXY,
                   ""); /* one from the environment would be asked in place of the address */
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long) MIN(timeout, G_MAXINT32));
  curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "yuantu/" YT_VERSION);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, form);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, exchange);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_bytes);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, exchange);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, check);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, exchange);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, message);
  return curl;
}

static gboolean
fail(GError **error, YtRemoteError code, const char *endpoint, const char *message)
{
  g_set_error(error, YT_REMOTE_ERROR, (int) code, "<%s>: %s", endpoint, message);
  return FALSE;
}

static gboolean
explain(const Exchange *exchange, CURLcode code, const char *endpoint, const char *message, GError **error)
{
  if (exchange->is_cancelled)
    return fail(error, YT_REMOTE_ERROR_CANCELLED, endpoint, "the request was cancelled");
  if (exchange->met_private)
    return fail(error, YT_REMOTE_ERROR_REFUSED, endpoint,
                "its name stands for a private address, which may only be asked where the list names the "
                "address itself");
  if (exchange->is_too_large)
    return fail(error, YT_REMOTE_ERROR_LIMIT, endpoint, "the answer is larger than it may be");
  if (code == CURLE_OPERATION_TIMEDOUT)
    return fail(error, YT_REMOTE_ERROR_LIMIT, endpoint, "the answer did not come in time");
  return fail(error, YT_REMOTE_ERROR_FAILED, endpoint, *message ? message : curl_easy_strerror(code));
}

static gboolean
has_type(const char *type, const char *wanted)
{
  gsize n = type ? strcspn(type, "; \t") : 0;
  return n == strlen(wanted) && !g_ascii_strncasecmp(type, wanted, n);
}

static YtRemoteTable *
read_body(CURL *curl, const Exchange *exchange, const char *endpoint, GError **error)
{
  long status = 0;
  const char *type = NULL, *text = (const char *) exchange->body->data;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
  g_autofree char *problem = NULL;
  YtRemoteTable *table = NULL;
  if (status >= 300 && status < 400)
    problem = g_strdup_printf("answered with a redirect, status %ld, which is not followed: name its target",
                              status);
  else if (status != 200)
    problem = g_strdup_printf("answered with status %ld", status);
  else if (has_type(type, "application/sparql-results+json") || has_type(type, "application/json"))
    table = yt_remote_read_json(text ? text : "", exchange->body->len, error);
  else if (has_type(type, "application/sparql-results+xml") || has_type(type, "application/xml") ||
           has_type(type, "text/xml"))
    table = yt_remote_read_xml(text ? text : "", exchange->body->len, error);
  else
    problem =
        g_strdup_printf("expected an answer in JSON or XML, found the type %s", type ? type : "of nothing");
  if (problem)
    fail(error, YT_REMOTE_ERROR_FAILED, endpoint, problem);
  else if (!table)
    g_prefix_error(error, "<%s>: ", endpoint);
  return table;
}

YtRemoteTable *
yt_remote_query(const char *endpoint, const char *query, const YtRemoteOptions *options, GError **error)
{
  if (!yt_remote_check_allowed(options->allowed, endpoint, error))
    return NULL;
  const char *entry = yt_remote_find_entry(options->allowed, endpoint);
  start_curl();
  g_autoptr(GByteArray) body = g_byte_array_new();
  Exchange exchange = {.options = options, .body = body, .allows_private = yt_remote_entry_is_address(entry)};
  exchange.max_bytes = MIN(options->max_bytes ? options->max_bytes : YT_REMOTE_MAX_BYTES, G_MAXINT32);
  g_autofree char *escaped = g_uri_escape_string(query, NULL, FALSE),
                  *form = g_strconcat("query=", escaped, NULL);
  char message[CURL_ERROR_SIZE] = "";
  g_autoptr(Headers) headers = curl_slist_append(
      NULL, "Accept: application/sparql-results+json, application/sparql-results+xml;q=0.9");
  g_autoptr(CURL) curl = make_request(endpoint, form, headers, &exchange, message);
  CURLcode code = curl_easy_perform(curl);
  if (code == CURLE_OK)
    return read_body(curl, &exchange, endpoint, error);
  explain(&exchange, code, endpoint, message, error);
  return NULL;
}
