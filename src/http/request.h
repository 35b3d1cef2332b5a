/* request.h: what a request asks for, and what it gets. */
#pragma once
#include <gio/gio.h>

#define YT_HTTP_MAX_BODY (1024 * 1024) /* bytes; ten times the longest query that anyone writes by hand */
#define YT_HTTP_MAX_URL  (32 * 1024)   /* bytes; what proxies and browsers let through at most */

typedef enum {
  YT_HTTP_GET,
  YT_HTTP_HEAD,
  YT_HTTP_POST,
  YT_HTTP_OTHER,
} YtHttpMethod;

/* The fields that a request for /sparql or / may have. */
typedef struct {
  char *query;  /* (nullable) */
  char *accept; /* (nullable): the header; or the parameter, with a format's name made its media type */
  GPtrArray *default_graphs; /* of char* */
  GPtrArray *named_graphs;
  gboolean has_update;
  guint n_queries;
} YtHttpFields;

void yt_http_fields_init(YtHttpFields *fields);
void yt_http_fields_clear(YtHttpFields *fields);

/* Adds what "name=value&…" says, "+" being a blank. Errors: G_IO_ERROR_INVALID_DATA for bad escapes or bytes. */
gboolean yt_http_fields_add(YtHttpFields *fields, const char *text, gsize n_text, GError **error);

/* A response: a status and a body, in memory or in a file. */
typedef struct {
  guint status;
  char *content_type;
  GBytes *bytes;      /* (nullable) */
  int fd;             /* of a file, when @bytes is NULL */
  guint64 n_bytes;    /* of the file */
  GPtrArray *headers; /* (nullable): of char*, a name and a value by turns; they replace the common ones */
} YtHttpAnswer;

void yt_http_answer_clear(YtHttpAnswer *answer);

/* Adds a header, or replaces one of that name. */
void yt_http_answer_add_header(YtHttpAnswer *answer, const char *name, const char *value);
const char *yt_http_answer_get_header(const YtHttpAnswer *answer, const char *name); /* (nullable) */

/* Takes the text. */
void yt_http_answer_set_text(YtHttpAnswer *answer, guint status, const char *content_type, GString *text);

/* An error, as a page, as JSON or as plain text, whichever @accept likes best. */
void yt_http_answer_set_error(YtHttpAnswer *answer, guint status, const YtHttpFields *fields,
                              const char *message);
