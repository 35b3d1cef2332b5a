/* each.c: the walk that all writers share: text of one node or edge at a time, given on as it comes. */
#include "export/writers.h"

void
yt_write_nodes(const YtProjection *projection, YtSink *sink, const char *between, YtNodeWriter write)
{
  g_auto(YtNodeText) node = {0};
  for (guint i = 0; i < projection->nodes->len; i++) {
    yt_projection_read_node(projection, i, &node);
    yt_sink_append(sink, i ? between : "");
    write(sink, &node);
    yt_sink_flush(sink);
  }
}

void
yt_write_edges(const YtProjection *projection, YtSink *sink, const char *between, YtEdgeWriter write)
{
  g_auto(YtEdgeText) edge = {0};
  for (guint i = 0; i < projection->edges->len; i++) {
    yt_projection_read_edge(projection, i, &edge);
    yt_sink_append(sink, i ? between : "");
    write(sink, &edge);
    yt_sink_flush(sink);
  }
}
