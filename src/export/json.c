/* json.c: Cytoscape.js, CX2, graphology and ECharts. They differ in where they put the same attributes. */
#include "export/writers.h"

static void
append_field(YtSink *sink, const char *name, const char *value)
{
  yt_sink_append(sink, ",");
  yt_sink_append_json(sink, name);
  yt_sink_append(sink, ":");
  yt_sink_append_json(sink, value);
}

static void
append_year(YtSink *sink, const char *name, int year)
{
  if (year)
    yt_sink_printf(sink, ",\"%s\":%d", name, year);
}

void
yt_append_node_json(YtSink *sink, const YtNodeText *node)
{
  yt_sink_append(sink, "\"label\":");
  yt_sink_append_json(sink, node->label);
  if (*node->label_en)
    append_field(sink, "label_en", node->label_en);
  append_field(sink, "class", node->class->name);
  append_field(sink, "class_zh", node->class->zh);
  yt_sink_printf(sink, ",\"degree\":%u", node->degree);
  append_year(sink, "first_year", node->first_year);
  append_year(sink, "last_year", node->last_year);
}

/* The confidence is written as the store has it: an xsd:decimal such as 0.90 is a JSON number unless it starts with a
 * sign or a point, which a confidence may not. */
static gboolean
is_json_number(const char *text)
{
  const char *p = text;
  while (g_ascii_isdigit(*p))
    p++;
  if (p == text || (p > text + 1 && *text == '0'))
    return FALSE;
  if (*p == '.') {
    const char *fraction = ++p;
    while (g_ascii_isdigit(*p))
      p++;
    if (p == fraction)
      return FALSE;
  }
  return *p == '\0';
}

void
yt_append_edge_json(YtSink *sink, const YtEdgeText *edge)
{
  yt_sink_append(sink, "\"property\":");
  yt_sink_append_json(sink, edge->property->name);
  append_field(sink, "property_zh", edge->property->zh);
  yt_sink_append(sink, ",\"documents\":[");
  for (guint i = 0; i < edge->documents->len; i++) {
    yt_sink_append(sink, i ? "," : "");
    yt_sink_append_json(sink, g_ptr_array_index(edge->documents, i));
  }
  yt_sink_append(sink, "]");
  if (is_json_number(edge->confidence)) {
    yt_sink_append(sink, ",\"confidence\":");
    yt_sink_append(sink, edge->confidence);
  }
  if (*edge->quote)
    append_field(sink, "quote", edge->quote);
  append_year(sink, "first_year", edge->first_year);
  append_year(sink, "last_year", edge->last_year);
}

/* A coordinate with one digit after the point, whatever the locale. */
static void
append_number(YtSink *sink, const char *name, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  yt_sink_printf(sink, "\"%s\":", name);
  yt_sink_append(sink, g_ascii_formatd(text, sizeof text, "%.1f", value == 0 ? 0 : value));
}

/* Cytoscape writes names beside the dots in the picture's own unit: a little more room is wanted than for dots alone. */
#define SPREAD 1.5

/* ---- Cytoscape.js: https://js.cytoscape.org/#notation/elements-json ---- */

static void
write_cytoscape_node(YtSink *sink, const YtNodeText *node)
{
  yt_sink_append(sink, "{\"data\":{\"id\":");
  yt_sink_append_json(sink, node->iri);
  append_field(sink, "name", node->label); /* the column that Cytoscape shows */
  yt_sink_append(sink, ",");
  yt_append_node_json(sink, node);
  append_field(sink, "color", node->class->light);
  yt_sink_printf(sink, ",\"size\":%d},\"position\":{", (int) (2 * node->size));
  append_number(sink, "x", SPREAD * node->x);
  yt_sink_append(sink, ",");
  append_number(sink, "y", -SPREAD * node->y); /* downwards */
  yt_sink_append(sink, "}}");
}

static void
write_cytoscape_edge(YtSink *sink, const YtEdgeText *edge)
{
  yt_sink_printf(sink, "{\"data\":{\"id\":\"e%u\"", edge->index);
  append_field(sink, "source", edge->source);
  append_field(sink, "target", edge->target);
  append_field(sink, "interaction", edge->property->name);
  yt_sink_append(sink, ",");
  yt_append_edge_json(sink, edge);
  yt_sink_append(sink, "}}");
}

void
yt_write_cytoscape(const YtProjection *projection, YtSink *sink)
{
  yt_sink_append(sink, "{\"elements\":{\"nodes\":[\n");
  yt_write_nodes(projection, sink, ",\n", write_cytoscape_node);
  yt_sink_append(sink, "],\n\"edges\":[\n");
  yt_write_edges(projection, sink, ",\n", write_cytoscape_edge);
  yt_sink_append(
      sink,
      "]},\n\"layout\":{\"name\":\"preset\"},\n\"style\":[\n"
      "{\"selector\":\"node\",\"style\":{\"label\":\"data(label)\",\"background-color\":\"data(color)\","
      "\"width\":\"data(size)\",\"height\":\"data(size)\",\"font-size\":\"mapData(size,14,60,9,40)\",\"min-"
      "zoomed-font-size\":7,"
      "\"text-wrap\":\"ellipsis\",\"text-max-width\":\"mapData(size,14,60,120,500)\"}},\n"
      "{\"selector\":\"edge\",\"style\":{\"width\":1,\"line-color\":\"#b8b8b8\","
      "\"target-arrow-color\":\"#b8b8b8\",\"target-arrow-shape\":\"triangle\",\"arrow-scale\":0.6,"
      "\"curve-style\":\"bezier\"}}]}\n");
}

/* ---- CX2: https://cytoscape.org/cx/cx2/specification/cytoscape-exchange-format-specification-(version-2)/ ---- */

static void
write_cx2_node(YtSink *sink, const YtNodeText *node)
{
  yt_sink_printf(sink, "{\"id\":%u,", node->index);
  append_number(sink, "x", SPREAD * node->x);
  yt_sink_append(sink, ",");
  append_number(sink, "y", -SPREAD * node->y);
  yt_sink_append(sink, ",\"v\":{\"iri\":");
  yt_sink_append_json(sink, node->iri);
  append_field(sink, "name", node->label);
  yt_sink_append(sink, ",");
  yt_append_node_json(sink, node);
  append_field(sink, "color", node->class->light);
  yt_sink_printf(sink, ",\"size\":%d}}", (int) (2 * node->size));
}

static void
write_cx2_edge(YtSink *sink, const YtEdgeText *edge)
{
  yt_sink_printf(sink, "{\"id\":%u,\"s\":%u,\"t\":%u,\"v\":{\"interaction\":", edge->index,
                 edge->source_index, edge->target_index);
  yt_sink_append_json(sink, edge->property->name);
  yt_sink_append(sink, ",");
  yt_append_edge_json(sink, edge);
  yt_sink_append(sink, "}}");
}

static void
append_cx2_head(const YtProjection *projection, YtSink *sink)
{
  static const char string[] = "{\"d\":\"string\"}", integer[] = "{\"d\":\"integer\"}";
  yt_sink_printf(sink,
                 "[{\"CXVersion\":\"2.0\",\"hasFragments\":false},\n"
                 "{\"metaData\":[{\"name\":\"attributeDeclarations\",\"elementCount\":1},"
                 "{\"name\":\"networkAttributes\",\"elementCount\":1},"
                 "{\"name\":\"nodes\",\"elementCount\":%u},{\"name\":\"edges\",\"elementCount\":%u},"
                 "{\"name\":\"visualProperties\",\"elementCount\":1}]},\n",
                 projection->nodes->len, projection->edges->len);
  yt_sink_printf(sink,
                 "{\"attributeDeclarations\":[{\"networkAttributes\":{\"name\":{}},"
                 "\"nodes\":{\"iri\":%s,\"name\":%s,\"label\":%s,\"label_en\":%s,\"class\":%s,\"class_zh\":%"
                 "s,\"color\":%s,"
                 "\"size\":%s,\"degree\":%s,\"first_year\":%s,\"last_year\":%s},",
                 string, string, string, string, string, string, string, integer, integer, integer, integer);
  yt_sink_printf(sink,
                 "\"edges\":{\"interaction\":%s,\"property\":%s,\"property_zh\":%s,\"quote\":%s,"
                 "\"documents\":{\"d\":\"list_of_string\"},\"confidence\":{\"d\":\"double\"},"
                 "\"first_year\":%s,\"last_year\":%s}}]},\n"
                 "{\"networkAttributes\":[{\"name\":",
                 string, string, string, string, integer, integer);
  yt_sink_append_json(sink, "园图");
  yt_sink_append(sink, "}]},\n");
}

void
yt_write_cx2(const YtProjection *projection, YtSink *sink)
{
  append_cx2_head(projection, sink);
  yt_sink_append(sink, "{\"nodes\":[\n");
  yt_write_nodes(projection, sink, ",\n", write_cx2_node);
  yt_sink_append(sink, "]},\n{\"edges\":[\n");
  yt_write_edges(projection, sink, ",\n", write_cx2_edge);
  yt_sink_append(
      sink,
      "]},\n{\"visualProperties\":[{\"default\":{\"network\":{\"NETWORK_BACKGROUND_COLOR\":\"#FFFFFF\"},"
      "\"node\":{\"NODE_SHAPE\":\"ellipse\",\"NODE_WIDTH\":20,\"NODE_HEIGHT\":20,\"NODE_LABEL_FONT_SIZE\":9},"
      "\"edge\":{\"EDGE_LINE_COLOR\":\"#B8B8B8\",\"EDGE_TARGET_ARROW_SHAPE\":\"triangle\"}},"
      "\"nodeMapping\":{\"NODE_LABEL\":{\"type\":\"PASSTHROUGH\","
      "\"definition\":{\"attribute\":\"name\",\"type\":\"string\"}},"
      "\"NODE_BACKGROUND_COLOR\":{\"type\":\"PASSTHROUGH\","
      "\"definition\":{\"attribute\":\"color\",\"type\":\"string\"}},"
      "\"NODE_WIDTH\":{\"type\":\"PASSTHROUGH\",\"definition\":{\"attribute\":\"size\",\"type\":\"integer\"}}"
      ","
      "\"NODE_HEIGHT\":{\"type\":\"PASSTHROUGH\",\"definition\":{\"attribute\":\"size\",\"type\":\"integer\"}"
      "}},"
      "\"edgeMapping\":{}}]},\n"
      "{\"status\":[{\"success\":true}]}]\n");
}

/* ---- graphology: https://graphology.github.io/serialization.html ---- */

static void
write_graphology_node(YtSink *sink, const YtNodeText *node)
{
  yt_sink_append(sink, "{\"key\":");
  yt_sink_append_json(sink, node->iri);
  yt_sink_append(sink, ",\"attributes\":{");
  append_number(sink, "x", node->x);
  yt_sink_append(sink, ",");
  append_number(sink, "y", node->y);
  yt_sink_printf(sink, ",\"size\":%d", (int) node->size);
  append_field(sink, "color", node->class->light);
  yt_sink_append(sink, ",");
  yt_append_node_json(sink, node);
  yt_sink_append(sink, "}}");
}

static void
write_graphology_edge(YtSink *sink, const YtEdgeText *edge)
{
  yt_sink_printf(sink, "{\"key\":\"e%u\"", edge->index);
  append_field(sink, "source", edge->source);
  append_field(sink, "target", edge->target);
  yt_sink_append(sink, ",\"attributes\":{\"label\":");
  yt_sink_append_json(sink, edge->property->zh);
  yt_sink_append(sink, ",");
  yt_append_edge_json(sink, edge);
  yt_sink_append(sink, "}}");
}

void
yt_write_graphology(const YtProjection *projection, YtSink *sink)
{
  yt_sink_append(sink, "{\"attributes\":{\"name\":");
  yt_sink_append_json(sink, "园图");
  yt_sink_append(
      sink, "},\n\"options\":{\"type\":\"directed\",\"multi\":true,\"allowSelfLoops\":true},\n\"nodes\":[\n");
  yt_write_nodes(projection, sink, ",\n", write_graphology_node);
  yt_sink_append(sink, "],\n\"edges\":[\n");
  yt_write_edges(projection, sink, ",\n", write_graphology_edge);
  yt_sink_append(sink, "]}\n");
}

/* ---- ECharts: https://echarts.apache.org/en/option.html#series-graph ---- */

static void
write_echarts_node(YtSink *sink, const YtNodeText *node)
{
  /* A name may not stand twice, and things of one name there are: the IRI is the id. */
  yt_sink_append(sink, "{\"id\":");
  yt_sink_append_json(sink, node->iri);
  append_field(sink, "name", node->label);
  append_field(sink, "category", node->class->zh);
  yt_sink_append(sink, ",");
  append_number(sink, "x", node->x);
  yt_sink_append(sink, ",");
  append_number(sink, "y", -node->y);
  yt_sink_printf(sink, ",\"symbolSize\":%d,\"value\":%u,", (int) node->size, node->degree);
  yt_append_node_json(sink, node);
  yt_sink_append(sink, "}");
}

static void
write_echarts_edge(YtSink *sink, const YtEdgeText *edge)
{
  yt_sink_append(sink, "{\"source\":");
  yt_sink_append_json(sink, edge->source);
  append_field(sink, "target", edge->target);
  append_field(sink, "name", edge->property->zh);
  yt_sink_append(sink, ",");
  yt_append_edge_json(sink, edge);
  yt_sink_append(sink, "}");
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
  const YtName *x = *(const YtName *const *) a, *y = *(const YtName *const *) b;
  return x->order != y->order ? (x->order < y->order ? -1 : 1) : g_strcmp0(x->name, y->name);
}

/* The classes that nodes have, in the order of the ontology. (transfer container) */
static GPtrArray *
list_classes(const YtProjection *projection)
{
  GPtrArray *classes = g_ptr_array_new();
  g_autoptr(GHashTable) seen = g_hash_table_new(g_direct_hash, g_direct_equal);
  g_auto(YtNodeText) node = {0};
  for (guint i = 0; i < projection->nodes->len; i++) {
    yt_projection_read_node(projection, i, &node);
    if (g_hash_table_add(seen, (gpointer) node.class))
      g_ptr_array_add(classes, (gpointer) node.class);
  }
  g_ptr_array_sort(classes, compare_names);
  return classes;
}

void
yt_write_echarts(const YtProjection *projection, YtSink *sink)
{
  g_autoptr(GPtrArray) classes = list_classes(projection);
  yt_sink_append(
      sink,
      "{\"tooltip\":{},\"legend\":{\"type\":\"scroll\"},\"series\":[{\"type\":\"graph\",\"layout\":\"none\","
      "\"roam\":true,\"draggable\":true,\"edgeSymbol\":[\"none\",\"arrow\"],\"edgeSymbolSize\":4,"
      "\"label\":{\"show\":true,\"position\":\"right\"},\"labelLayout\":{\"hideOverlap\":true},"
      "\"emphasis\":{\"focus\":\"adjacency\"},\n\"categories\":[");
  for (guint i = 0; i < classes->len; i++) {
    const YtName *class = g_ptr_array_index(classes, i);
    yt_sink_append(sink, i ? "," : "");
    yt_sink_append(sink, "{\"name\":");
    yt_sink_append_json(sink, class->zh);
    yt_sink_append(sink, ",\"itemStyle\":{\"color\":");
    yt_sink_append_json(sink, class->light);
    yt_sink_append(sink, "}}");
  }
  yt_sink_append(sink, "],\n\"data\":[\n");
  yt_write_nodes(projection, sink, ",\n", write_echarts_node);
  yt_sink_append(sink, "],\n\"links\":[\n");
  yt_write_edges(projection, sink, ",\n", write_echarts_edge);
  yt_sink_append(sink, "]}]}\n");
}
