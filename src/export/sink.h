/* sink.h: where a writer puts its bytes. It appends to sink->text and calls yt_sink_flush() now and then; once something
 * failed, flushing does nothing and the error waits for the end. */
#pragma once
#include <gio/gio.h>

typedef struct {
  GString *text; /* not yet given on */
  GError *error; /* the first that happened */
  gboolean (*write)(gpointer target, const char *bytes, gsize n_bytes, GError **error);
  gpointer target;
} YtSink;

void yt_sink_init_stream(YtSink *sink, GOutputStream *out); /* lends @out */
void yt_sink_flush(YtSink *sink);                           /* gives on what is there, if it is much */
gboolean yt_sink_finish(YtSink *sink, GError **error);      /* gives on the rest; clears @sink */

void yt_sink_append(YtSink *sink, const char *text);
void yt_sink_append_json(YtSink *sink, const char *text); /* as a JSON string; NULL: null */
void yt_sink_append_xml(YtSink *sink,
                        const char *text); /* escaped; what XML 1.0 cannot carry becomes U+FFFD */
void yt_sink_append_csv(YtSink *sink, const char *text); /* in quotes where RFC 4180 asks for them */
void yt_sink_printf(YtSink *sink, const char *format, ...) G_GNUC_PRINTF(2, 3); /* numbers and plain ASCII */
