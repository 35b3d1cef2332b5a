/* request.c: the fields of a request, and the body of an answer. */
#include "http/request.h"
#include "base/base.h"
#include "http/negotiate.h"
#include "http/page.h"
#include <string.h>
#include <unistd.h>

void
yt_http_fields_init(YtHttpFields *fields)
{
  *fields = (YtHttpFields){0};
  fields->default_graphs = g_ptr_array_new_with_free_func(g_free);
  fields->named_graphs = g_ptr_array_new_with_free_func(g_free);
}

void
yt_http_fields_clear(YtHttpFields *fields)
{
  g_free(fields->query);
  g_free(fields->accept);
  g_ptr_array_unref(fields->default_graphs);
  g_ptr_array_unref(fields->named_graphs);
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
  YtResultFormat format;
  if (strcmp(value, "html") == 0)
    return g_strdup("text/html");
  return g_strdup(yt_result_format_from_name(value, &format) ? yt_result_format_get_media_type(format)
                                                             : value);
}

gboolean
yt_http_fields_add(YtHttpFields *fields, const char *text, gsize n_text, GError **error)
{
  g_autofree char *name = NULL, *value = NULL;
  g_autoptr(GError) failure = NULL;
  GUriParamsIter iter;
  /* The iterator stops at a NUL; who sends one means no text. */
  if (memchr(text, '\0', n_text)) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "expected name=value&…, found a NUL byte");
    return FALSE;
  }
  g_uri_params_iter_init(&iter, text, (gssize) n_text, "&", G_URI_PARAMS_WWW_FORM);
  while (g_uri_params_iter_next(&iter, &name, &value, &failure)) {
    if (strcmp(name, "query") == 0) {
      fields->n_queries++;
      replace(&fields->query, &value);
    } else if (strcmp(name, "accept") == 0) {
      g_free(fields->accept);
      fields->accept = dup_accept(value);
    } else if (strcmp(name, "default-graph-uri") == 0) {
      g_ptr_array_add(fields->default_graphs, g_steal_pointer(&value));
    } else if (strcmp(name, "named-graph-uri") == 0) {
      g_ptr_array_add(fields->named_graphs, g_steal_pointer(&value));
    } else if (strcmp(name, "update") == 0) {
      fields->has_update = TRUE;
    }
    g_clear_pointer(&name, g_free);
    g_clear_pointer(&value, g_free);
  }
  if (failure) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                "expected name=value&… with %%XX escapes of UTF-8: %s", failure->message);
    return FALSE;
  }
  return TRUE;
}

void
yt_http_answer_clear(YtHttpAnswer *answer)
{
  g_free(answer->content_type);
  if (answer->bytes)
    g_bytes_unref(answer->bytes);
  else if (answer->fd >= 0)
    close(answer->fd);
  g_clear_pointer(&answer->headers, g_ptr_array_unref);
}

void
yt_http_answer_add_header(YtHttpAnswer *answer, const char *name, const char *value)
{
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

void
yt_http_answer_set_error(YtHttpAnswer *answer, guint status, const YtHttpFields *fields, const char *message)
{
  static const char *const offers[] = {"text/plain", "text/html", "application/json",
                                       "application/sparql-results+json", NULL};
  int chosen = yt_http_negotiate(fields->accept, offers);
  GString *text = g_string_new(NULL);
  if (chosen == 1) {
    yt_page_append_error(text, status, message, fields);
    yt_http_answer_set_text(answer, status, "text/html; charset=utf-8", text);
  } else if (chosen >= 2) {
    g_string_append_printf(text, "{\"status\":%u,\"error\":", status);
    yt_json_append_string(text, message, strlen(message));
    g_string_append(text, "}\n");
    yt_http_answer_set_text(answer, status, "application/json", text);
  } else {
    g_string_append_printf(text, "%s\n", message);
    yt_http_answer_set_text(answer, status, "text/plain; charset=utf-8", text);
  }
}
