/* page.h: the pages for people: the query box, answers as tables, errors. Plain HTML without scripts. */
#pragma once
#include "http/request.h"
#include "sparql/sparql.h"

/* The questions of queries/, ending with {NULL, NULL}. */
typedef struct {
  const char *name, *text;
} YtExample;
extern const YtExample yt_examples[];

extern const char yt_page_style[]; /* CSS of all pages, at /style.css */

/* The first page; @fields->query (nullable) fills the box. */
void yt_page_append_start(GString *out, const YtHttpFields *fields);
void yt_page_append_error(GString *out, guint status, const char *message, const YtHttpFields *fields);

/* The answer as a table, with at most its first thousand rows, and links to the other formats. Errors: of the query,
 * after a part has been written; #GIOError. */
gboolean yt_page_write_result(YtSparqlResult *result, const YtHttpFields *fields, GOutputStream *out,
                              GError **error);
