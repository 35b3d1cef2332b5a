/* request.c: the parameters of a request, and the body of an answer. */
#include "http/request.h"
#include "base/base.h"
#include "http/negotiate.h"
#include "http/page.h"
#include "sparql/sparql.h"
#include <string.h>
#include <unistd.h>

#define PROBLEMS "https://w3id.org/yuantu/problem#"

const char *const yt_http_header_names[YT_N_HEADERS] = {
    [YT_HEADER_ACCEPT] = "Accept",
    [YT_HEADER_ACCEPT_ENCODING] = "Accept-Encoding",
    [YT_HEADER_ACCEPT_LANGUAGE] = "Accept-Language",
    [YT_HEADER_AUTHORIZATION] = "Authorization",
    [YT_HEADER_CONTENT_ENCODING] = "Content-Encoding",
    [YT_HEADER_CONTENT_LENGTH] = "Content-Length",
    [YT_HEADER_CONTENT_TYPE] = "Content-Type",
    [YT_HEADER_FORWARDED_FOR] = "X-Forwarded-For",
    [YT_HEADER_HOST] = "Host",
    [YT_HEADER_IF_NONE_MATCH] = "If-None-Match",
    [YT_HEADER_ORIGIN] = "Origin",
    [YT_HEADER_TRANSFER_ENCODING] = "Transfer-Encoding",
    [YT_HEADER_USER_AGENT] = "User-Agent",
};

void
yt_http_fields_init(YtHttpFields *fields)
{
  *fields = (YtHttpFields){0};
}

void
yt_http_fields_clear(YtHttpFields *fields)
{
  g_free(fields->query);
  g_free(fields->update);
  g_free(fields->accept);
  g_clear_pointer(&fields->default_graphs, g_ptr_array_unref);
  g_clear_pointer(&fields->named_graphs, g_ptr_array_unref);
  g_clear_pointer(&fields->using_graphs, g_ptr_array_unref);
  g_clear_pointer(&fields->using_named_graphs, g_ptr_array_unref);
  g_clear_pointer(&fields->others, g_ptr_array_unref);
}

static void
replace(char **slot, char **value)
{
  g_free(*slot);
  *slot = g_steal_pointer(value);
}

/* The accept parameter may also be a format's name. */
static char *
dup_accept(const char *value)
{
  static const char *const names[][2] = {
      {"html", "text/html"},
      {"nquads", "application/n-quads"},
      {"trig", "application/trig"},
      {"rdfxml", "application/rdf+xml"},
      {"jsonld", "application/ld+json"},
  };
  YtResultFormat format;
  for (guint i = 0; i < G_N_ELEMENTS(names); i++)
    if (strcmp(value, names[i][0]) == 0)
      return g_strdup(names[i][1]);
  return g_strdup(yt_result_format_from_name(value, &format) ? yt_result_format_get_media_type(format)
                                                             : value);
}

static void
add_to_list(GPtrArray **list, char **value)
{
  if (!*list)
    *list = g_ptr_array_new_with_free_func(g_free);
  g_ptr_array_add(*list, g_steal_pointer(value));
}

static void
add_field(YtHttpFields *fields, char **name, char **value)
{
  const struct {
    const char *name;
    GPtrArray **values;
  } lists[] = {{"default-graph-uri", &fields->default_graphs},
               {"named-graph-uri", &fields->named_graphs},
               {"using-graph-uri", &fields->using_graphs},
               {"using-named-graph-uri", &fields->using_named_graphs}};
  if (strcmp(*name, "query") == 0) {
    fields->n_queries++;
    replace(&fields->query, value);
    return;
  }
  if (strcmp(*name, "update") == 0) {
    fields->n_updates++;
    replace(&fields->update, value);
    return;
  }
  if (strcmp(*name, "accept") == 0) {
    g_free(fields->accept);
    fields->accept = dup_accept(*value);
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS(lists); i++) {
    if (strcmp(*name, lists[i].name) == 0) {
      add_to_list(lists[i].values, value);
      return;
    }
  }
  add_to_list(&fields->others, name);
  add_to_list(&fields->others, value);
}

/* A name or a value as it was before its coding as application/x-www-form-urlencoded; NULL when it was no text. */
static char *
decode(const char *text, gsize n_text)
{
  g_autofree char *decoded = g_malloc(n_text + 1);
  gsize n = 0;
  for (gsize i = 0; i < n_text; i++) {
    if (text[i] != '%') {
      decoded[n++] = text[i] == '+' ? ' ' : text[i];
      continue;
    }
    int high = i + 2 < n_text ? g_ascii_xdigit_value(text[i + 1]) : -1;
    int low = high >= 0 ? g_ascii_xdigit_value(text[i + 2]) : -1;
    if (low < 0)
      return NULL;
    decoded[n++] = (char) (high << 4 | low);
    i += 2;
  }
  decoded[n] = '\0';
  return g_utf8_validate_len(decoded, n, NULL) ? g_steal_pointer(&decoded)
                                               : NULL; /* a NUL is no text either */
}

/* A name alone, as "?default" of the Graph Store Protocol, has the empty value; but a query or an update is something. */
static gboolean
add_pair(YtHttpFields *fields, const char *text, gsize n_text)
{
  const char *equals = memchr(text, '=', n_text);
  gsize n_name = equals ? (gsize) (equals - text) : n_text;
  g_autofree char *name = decode(text, n_name);
  g_autofree char *value = equals ? decode(equals + 1, n_text - n_name - 1) : g_strdup("");
  if (!name || !value || (!equals && (strcmp(name, "query") == 0 || strcmp(name, "update") == 0)))
    return FALSE;
  add_field(fields, &name, &value);
  return TRUE;
}

gboolean
yt_http_fields_add(YtHttpFields *fields, const char *text, gsize n_text, GError **error)
{
  for (gsize at = 0, next; at < n_text; at = next + 1) {
    const char *mark = memchr(text + at, '&', n_text - at);
    next = mark ? (gsize) (mark - text) : n_text;
    if (next == at || add_pair(fields, text + at, next - at))
      continue;
    g_set_error(
        error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
        "expected name=value&… with %%XX escapes of UTF-8, found something else at byte %" G_GSIZE_FORMAT,
        at);
    return FALSE;
  }
  return TRUE;
}

const char *
yt_http_fields_get(const YtHttpFields *fields, const char *name)
{
  for (guint i = 0; fields->others && i < fields->others->len; i += 2)
    if (strcmp(g_ptr_array_index(fields->others, i), name) == 0)
      return g_ptr_array_index(fields->others, i + 1);
  return NULL;
}

/* ---- answers ---- */

void
yt_http_answer_clear(YtHttpAnswer *answer)
{
  g_free(answer->content_type);
  if (answer->bytes)
    g_bytes_unref(answer->bytes);
  else if (answer->fd >= 0)
    close(answer->fd);
  g_clear_pointer(&answer->headers, g_ptr_array_unref);
  *answer = (YtHttpAnswer){.fd = -1};
}

void
yt_http_answer_add_header(YtHttpAnswer *answer, const char *name, const char *value)
{
  for (const char *p = value; *p; p++)
    if ((guchar) *p < 0x20 || *p == 0x7F)
      return;
  if (!answer->headers)
    answer->headers = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < answer->headers->len; i += 2) {
    if (g_ascii_strcasecmp(g_ptr_array_index(answer->headers, i), name) != 0)
      continue;
    g_free(g_ptr_array_index(answer->headers, i + 1));
    g_ptr_array_index(answer->headers, i + 1) = g_strdup(value);
    return;
  }
  g_ptr_array_add(answer->headers, g_strdup(name));
  g_ptr_array_add(answer->headers, g_strdup(value));
}

const char *
yt_http_answer_get_header(const YtHttpAnswer *answer, const char *name)
{
  for (guint i = 0; answer->headers && i < answer->headers->len; i += 2)
    if (g_ascii_strcasecmp(g_ptr_array_index(answer->headers, i), name) == 0)
      return g_ptr_array_index(answer->headers, i + 1);
  return NULL;
}

void
yt_http_answer_set_text(YtHttpAnswer *answer, guint status, const char *content_type, GString *text)
{
  yt_http_answer_clear(answer);
  *answer = (YtHttpAnswer){.status = status, .content_type = g_strdup(content_type), .fd = -1};
  answer->bytes = g_string_free_to_bytes(text);
}

/* ---- problems ---- */

static const char *
get_title(guint status)
{
  switch (status) {
  case 400: return "Bad request";
  case 401: return "A token is needed";
  case 403: return "Not allowed";
  case 404: return "Not found";
  case 405: return "Method not allowed";
  case 406: return "Not acceptable";
  case 409: return "Conflict";
  case 413: return "Too large";
  case 414: return "URL too long";
  case 415: return "Unsupported media type";
  case 421: return "Misdirected request";
  case 429: return "Too many requests";
  case 503: return "Out of resources";
  default: return "Internal error";
  }
}

/* The position that a message of the parser begins with, "line:column: ". */
static gboolean
read_position(const char *message, guint64 *line, guint64 *column)
{
  char *end;
  if (!g_ascii_isdigit(*message))
    return FALSE;
  *line = g_ascii_strtoull(message, &end, 10);
  if (*end != ':' || !g_ascii_isdigit(end[1]))
    return FALSE;
  *column = g_ascii_strtoull(end + 1, &end, 10);
  return *end == ':';
}

static void
append_member(GString *out, const char *name, const char *value)
{
  g_string_append_printf(out, ",\"%s\":", name);
  yt_json_append_string(out, value, strlen(value));
}

static void
append_problem(GString *out, const YtHttpProblem *problem)
{
  guint64 line, column;
  g_string_append_printf(out, "{\"type\":\"" PROBLEMS "%s\"", problem->kind);
  append_member(out, "title", get_title(problem->status));
  g_string_append_printf(out, ",\"status\":%u", problem->status);
  append_member(out, "detail", problem->message);
  if (read_position(problem->message, &line, &column))
    g_string_append_printf(out, ",\"line\":%" G_GUINT64_FORMAT ",\"column\":%" G_GUINT64_FORMAT, line,
                           column);
  if (problem->limit) {
    append_member(out, "limit", problem->limit);
    g_string_append_printf(out, ",\"limitValue\":%" G_GUINT64_FORMAT, problem->limit_value);
    append_member(out, "limitUnit", problem->unit);
  }
  g_string_append(out, "}\n");
}

void
yt_http_answer_set_problem(YtHttpAnswer *answer, const YtHttpProblem *problem, const YtHttpFields *fields)
{
  static const char *const offers[] = {"application/problem+json", "text/html", "application/json",
                                       "text/plain", NULL};
  int chosen = yt_http_negotiate(fields->accept, offers);
  GString *text = g_string_new(NULL);
  if (chosen == 1) {
    yt_page_append_error(text, problem->status, problem->message, fields);
    yt_http_answer_set_text(answer, problem->status, "text/html; charset=utf-8", text);
  } else if (chosen == 3) {
    g_string_append_printf(text, "%s\n", problem->message);
    yt_http_answer_set_text(answer, problem->status, "text/plain; charset=utf-8", text);
  } else { /* also for those who like none of these: an error in JSON is better than none */
    append_problem(text, problem);
    yt_http_answer_set_text(answer, problem->status, "application/problem+json", text);
  }
}
