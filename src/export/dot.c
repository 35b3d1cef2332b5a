/* dot.c: Graphviz, https://graphviz.org/doc/info/lang.html. Attributes that Graphviz does not know are kept by its
 * programs, so nodes carry their class, and edges their documents and quote. */
#include "export/writers.h"

/* A quoted ID. Only the quote needs an escape for the parser; the backslash does for labels, where \N and \G mean
 * something. */
static void
append_id(YtSink *sink, const char *text)
{
  yt_sink_append(sink, "\"");
  for (const char *p = text; *p; p++) {
    if (*p == '"' || *p == '\\')
      g_string_append_c(sink->text, '\\');
    g_string_append_c(sink->text, *p);
  }
  yt_sink_append(sink, "\"");
}

static void
append_attribute(YtSink *sink, const char *name, const char *value)
{
  if (!*value)
    return;
  yt_sink_printf(sink, " %s=", name);
  append_id(sink, value);
}

static void
append_year(YtSink *sink, const char *name, int year)
{
  if (year)
    yt_sink_printf(sink, " %s=%d", name, year);
}

static void
append_node(YtSink *sink, const YtNodeText *node)
{
  append_id(sink, node->iri);
  yt_sink_append(sink, " [");
  append_attribute(sink, "label", node->label);
  append_attribute(sink, "label_en", node->label_en);
  append_attribute(sink, "class", node->class->name);
  append_attribute(sink, "color", node->class->light);
  yt_sink_printf(sink, " degree=%u", node->degree);
  append_year(sink, "first_year", node->first_year);
  append_year(sink, "last_year", node->last_year);
  yt_sink_append(sink, "]\n");
}

static void
append_edge(YtSink *sink, const YtEdgeText *edge)
{
  append_id(sink, edge->source);
  yt_sink_append(sink, " -> ");
  append_id(sink, edge->target);
  yt_sink_printf(sink, " [id=e%u", edge->index);
  append_attribute(sink, "label", edge->property->zh);
  append_attribute(sink, "property", edge->property->name);
  for (guint i = 0; i < edge->documents->len; i++) {
    yt_sink_append(sink, i ? " " : " documents=\"");
    for (const char *p = g_ptr_array_index(edge->documents, i); *p; p++)
      if (*p != '"' && *p != '\\') /* neither may stand in an IRI */
        g_string_append_c(sink->text, *p);
  }
  yt_sink_append(sink, edge->documents->len ? "\"" : "");
  append_attribute(sink, "confidence", edge->confidence);
  append_attribute(sink, "tooltip", edge->quote);
  append_year(sink, "first_year", edge->first_year);
  append_year(sink, "last_year", edge->last_year);
  yt_sink_append(sink, "]\n");
}

void
yt_write_dot(const YtProjection *projection, YtSink *sink)
{
  yt_sink_append(
      sink,
      "digraph yuantu {\n"
      "graph [charset=\"UTF-8\" layout=sfdp overlap=prism splines=false K=0.6 outputorder=edgesfirst]\n"
      "node [shape=box style=\"filled,rounded\" fontname=\"Noto Sans CJK SC\" fontcolor=white penwidth=0"
      " margin=\"0.08,0.03\" height=0.25 fontsize=10]\n"
      "edge [fontname=\"Noto Sans CJK SC\" fontsize=7 color=\"#b8b8b8\" fontcolor=\"#737373\" "
      "arrowsize=0.5]\n");
  yt_write_nodes(projection, sink, "", append_node);
  yt_write_edges(projection, sink, "", append_edge);
  yt_sink_append(sink, "}\n");
}
