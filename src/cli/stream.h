/* stream.h: a stream of documents, one JSON object a line, as GNU parallel, Spark's pipe or a queue can drive it.
 *
 *   {"id": "notice-7", "text": "关于…的通知\n各区县…", "url": "https://…", "title": "…", "issuer": "…", "date": "2024-05-06"}
 *   {"path": "notices/8.html", "url": "https://…"}
 *
 * Each has either "text", a document's whole content (plain text or HTML), or "path", the name of a file with a document
 * or an archive. "id" names it in messages, and in the graph where there is no "url"; without it a file goes by its name.
 * "title", "issuer" and "date" say what is known of the document; each goes before what its text says. Other members are
 * passed over, and so are empty lines. */
#pragma once
#include "loader/loader.h"
#include <stdio.h>

typedef struct _YtStream YtStream;
YtStream *yt_stream_new(FILE *file); /* lends @file */
void yt_stream_free(YtStream *stream);

/* A line, not yet looked at: parsing is for another thread. NULL at the end. (transfer full) */
typedef struct _YtStreamLine YtStreamLine;
YtStreamLine *yt_stream_next(YtStream *stream);
void yt_stream_line_free(YtStreamLine *line);
guint64 yt_stream_line_get_number(const YtStreamLine *line); /* from 1 */
gsize yt_stream_line_get_size(const YtStreamLine *line);     /* in bytes */

typedef struct {
  char *id;   /* NULL only where there is a path */
  char *text; /* or */
  char *path;
  YtLoaderMetadata metadata; /* its strings belong to the record */
} YtStreamRecord;

#define YT_STREAM_ERROR (yt_stream_error_quark())
GQuark yt_stream_error_quark(void);
enum { YT_STREAM_ERROR_RECORD }; /* not such an object; the message says what was expected */

/* Errors: #YT_STREAM_ERROR. Returns: (transfer full) (nullable) */
YtStreamRecord *yt_stream_line_parse(const YtStreamLine *line, GError **error);
void yt_stream_record_free(YtStreamRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtStreamRecord, yt_stream_record_free)
