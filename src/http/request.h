/* request.h: what a request asks for, and what it gets. */
#pragma once
#include <gio/gio.h>

#define YT_HTTP_MAX_BODY (1024 * 1024) /* bytes; ten times the longest query that anyone writes by hand */
#define YT_HTTP_MAX_URL                                                                                      \
  (16 * 1024) /* bytes; with the headers it must fit into a connection's memory, see server.c */

typedef enum {
  YT_HTTP_OTHER = 0,
  YT_HTTP_GET = 1 << 0,
  YT_HTTP_HEAD = 1 << 1,
  YT_HTTP_POST = 1 << 2,
  YT_HTTP_PUT = 1 << 3,
  YT_HTTP_DELETE = 1 << 4,
  YT_HTTP_OPTIONS = 1 << 5,
} YtHttpMethod;

#define YT_HTTP_READ (YT_HTTP_GET | YT_HTTP_HEAD)

/* The headers of a request that anything here looks at. */
typedef enum {
  YT_HEADER_ACCEPT,
  YT_HEADER_ACCEPT_ENCODING,
  YT_HEADER_ACCEPT_LANGUAGE,
  YT_HEADER_AUTHORIZATION,
  YT_HEADER_CONTENT_ENCODING,
  YT_HEADER_CONTENT_LENGTH,
  YT_HEADER_CONTENT_TYPE,
  YT_HEADER_FORWARDED_FOR,
  YT_HEADER_HOST,
  YT_HEADER_IF_NONE_MATCH,
  YT_HEADER_ORIGIN,
  YT_HEADER_TRANSFER_ENCODING,
  YT_HEADER_USER_AGENT,
  YT_N_HEADERS,
} YtHttpHeader;

extern const char *const yt_http_header_names[YT_N_HEADERS];

/* The parameters of a request, from its URL and its form. */
typedef struct {
  char *query;  /* (nullable) */
  char *update; /* (nullable) */
  char *accept; /* (nullable): the header; or the parameter, with a format's name made its media type */
  GPtrArray *default_graphs, *named_graphs; /* (nullable): of char*, as the next two */
  GPtrArray *using_graphs, *using_named_graphs;
  guint n_queries, n_updates;
  GPtrArray *others; /* (nullable): of char*, a name and a value by turns */
} YtHttpFields;

void yt_http_fields_init(YtHttpFields *fields);
void yt_http_fields_clear(YtHttpFields *fields);

/* Adds what "name=value&…" says, "+" being a blank. Errors: G_IO_ERROR_INVALID_DATA for bad escapes or bytes. */
gboolean yt_http_fields_add(YtHttpFields *fields, const char *text, gsize n_text, GError **error);

/* The first value of a parameter that has no field of its own above; NULL without it. */
const char *yt_http_fields_get(const YtHttpFields *fields, const char *name);

/* A response: a status, headers and a body, in memory or in a file; or the body comes from elsewhere. */
typedef struct {
  guint status;       /* 0: not answered yet */
  char *content_type; /* (nullable) */
  GBytes *bytes;      /* (nullable) */
  int fd;             /* of a file, when @bytes is NULL; -1: none */
  guint64 n_bytes;    /* of the file */
  GPtrArray *headers; /* (nullable): of char*, a name and a value by turns; they replace the common ones */
} YtHttpAnswer;

void yt_http_answer_clear(YtHttpAnswer *answer); /* and makes it unanswered */

/* Adds a header, or replaces one of that name. A value with a control character is left out, so that no header can
 * begin another. */
void yt_http_answer_add_header(YtHttpAnswer *answer, const char *name, const char *value);
const char *yt_http_answer_get_header(const YtHttpAnswer *answer, const char *name); /* (nullable) */

/* Takes the text. */
void yt_http_answer_set_text(YtHttpAnswer *answer, guint status, const char *content_type, GString *text);

/* What went wrong, as RFC 9457 says it. */
typedef struct {
  guint status;
  const char *kind;    /* one word, the last part of its type's IRI: syntax, timeout, memory … */
  const char *message; /* may start with "line:column:" of the query */
  const char *limit;   /* (nullable): the limit that was hit … */
  guint64 limit_value; /* … its value … */
  const char *unit;    /* … and its unit */
} YtHttpProblem;

/* A problem as a page, as plain text or as application/problem+json, whichever the request likes best. */
void yt_http_answer_set_problem(YtHttpAnswer *answer, const YtHttpProblem *problem,
                                const YtHttpFields *fields);
