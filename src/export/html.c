/* html.c: one page that shows the graph, to mail to a colleague: viewer.html with the graph put in as JSON.
 *
 * The data stand in a script element of type application/json, which ends at the first "</script": so "<" is written as
 * \u003c there, and nothing that a document says can become markup. */
#include "export/embedded.h"
#include "export/writers.h"

#include <string.h>

#define PLACE "@GRAPH@" /* where the data go */

/* Everything that @sink has been given since @start, with each "<" as an escape of JSON. */
static void
escape_from(YtSink *sink, gsize start)
{
  for (gsize i = start; i < sink->text->len; i++) {
    if (sink->text->str[i] != '<')
      continue;
    g_string_overwrite_len(sink->text, i, "\\", 1);
    g_string_insert(sink->text, (gssize) i + 1, "u003c");
    i += 5;
  }
}

static void
append_node(YtSink *sink, const YtNodeText *node)
{
  char x[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE];
  gsize start = sink->text->len;
  yt_sink_append(sink, "{\"id\":");
  yt_sink_append_json(sink, node->iri);
  yt_sink_printf(sink, ",\"x\":%s,\"y\":%s,\"size\":%d,", g_ascii_formatd(x, sizeof x, "%.1f", node->x),
                 g_ascii_formatd(y, sizeof y, "%.1f", -node->y), (int) node->size);
  yt_append_node_json(sink, node);
  yt_sink_append(sink, ",\"class_en\":");
  yt_sink_append_json(sink, node->class->en);
  yt_sink_append(sink, ",\"light\":");
  yt_sink_append_json(sink, node->class->light);
  yt_sink_append(sink, ",\"dark\":");
  yt_sink_append_json(sink, node->class->dark);
  yt_sink_append(sink, "}");
  escape_from(sink, start);
}

static void
append_edge(YtSink *sink, const YtEdgeText *edge)
{
  gsize start = sink->text->len;
  yt_sink_printf(sink, "{\"s\":%u,\"t\":%u,", edge->source_index, edge->target_index);
  yt_append_edge_json(sink, edge);
  yt_sink_append(sink, ",\"property_en\":");
  yt_sink_append_json(sink, edge->property->en);
  yt_sink_append(sink, "}");
  escape_from(sink, start);
}

static void
append_graph(const YtProjection *projection, YtSink *sink)
{
  yt_sink_append(sink, "{\"nodes\":[\n");
  yt_write_nodes(projection, sink, ",\n", append_node);
  yt_sink_append(sink, "],\n\"edges\":[\n");
  yt_write_edges(projection, sink, ",\n", append_edge);
  yt_sink_append(sink, "]}");
}

void
yt_write_html(const YtProjection *projection, YtSink *sink)
{
  const char *place = strstr(yt_embedded_viewer, PLACE);
  g_assert(place);
  g_string_append_len(sink->text, yt_embedded_viewer, place - yt_embedded_viewer);
  append_graph(projection, sink);
  yt_sink_append(sink, place + strlen(PLACE));
}
