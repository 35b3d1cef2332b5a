/* sink.c: a stream that gives what is written to a function of the caller. */
#include "yuantu/sink.h"

typedef struct {
  GOutputStream parent;
  YuantuWriteFunc write;
  void *user_data;
} YtLibrarySink;

typedef struct {
  GOutputStreamClass parent;
} YtLibrarySinkClass;

static GType yt_library_sink_get_type(void);
G_DEFINE_TYPE(YtLibrarySink, yt_library_sink, G_TYPE_OUTPUT_STREAM)

static gssize
sink_write(GOutputStream *stream, const void *bytes, gsize n_bytes, GCancellable *cancellable G_GNUC_UNUSED,
           GError **error)
{
  YtLibrarySink *sink = (YtLibrarySink *) stream;
  if (sink->write(bytes, n_bytes, sink->user_data))
    return (gssize) n_bytes;
  g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED, "the caller stopped the writing");
  return -1;
}

static void
yt_library_sink_class_init(YtLibrarySinkClass *class)
{
  G_OUTPUT_STREAM_CLASS(class)->write_fn = sink_write;
}

static void
yt_library_sink_init(YtLibrarySink *sink G_GNUC_UNUSED)
{
}

GOutputStream *
yt_library_sink_new(YuantuWriteFunc write, void *user_data)
{
  YtLibrarySink *sink = g_object_new(yt_library_sink_get_type(), NULL);
  sink->write = write;
  sink->user_data = user_data;
  return G_OUTPUT_STREAM(sink);
}
