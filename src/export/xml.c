/* xml.c: GraphML and GEXF. */
#include "export/writers.h"

/* ---- GraphML: http://graphml.graphdrawing.org/specification.html ---- */

static void
append_data(YtSink *sink, const char *key, const char *value)
{
  if (!*value)
    return;
  yt_sink_printf(sink, "<data key=\"%s\">", key);
  yt_sink_append_xml(sink, value);
  yt_sink_append(sink, "</data>");
}

static void
append_number_data(YtSink *sink, const char *key, int value)
{
  if (value)
    yt_sink_printf(sink, "<data key=\"%s\">%d</data>", key, value);
}

static void
append_attribute(YtSink *sink, const char *name, const char *value)
{
  yt_sink_printf(sink, " %s=\"", name);
  yt_sink_append_xml(sink, value);
  yt_sink_append(sink, "\"");
}

static void
append_graphml_node(YtSink *sink, const YtNodeText *node)
{
  yt_sink_append(sink, "<node");
  append_attribute(sink, "id", node->iri);
  yt_sink_append(sink, ">");
  append_data(sink, "label", node->label);
  append_data(sink, "label_en", node->label_en);
  append_data(sink, "class", node->class->name);
  append_data(sink, "class_zh", node->class->zh);
  append_data(sink, "color", node->class->light);
  yt_sink_printf(sink, "<data key=\"degree\">%u</data>", node->degree);
  append_number_data(sink, "first_year", node->first_year);
  append_number_data(sink, "last_year", node->last_year);
  yt_sink_append(sink, "</node>\n");
}

/* The formats of attributes have no lists: IRIs, which hold no blanks, are separated by one. */
static char *
join_documents(const YtEdgeText *edge)
{
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < edge->documents->len; i++)
    g_string_append_printf(text, "%s%s", i ? " " : "", (const char *) g_ptr_array_index(edge->documents, i));
  return g_string_free(text, FALSE);
}

static void
append_graphml_edge(YtSink *sink, const YtEdgeText *edge)
{
  g_autofree char *documents = join_documents(edge);
  yt_sink_printf(sink, "<edge id=\"e%u\"", edge->index);
  append_attribute(sink, "source", edge->source);
  append_attribute(sink, "target", edge->target);
  yt_sink_append(sink, ">");
  append_data(sink, "property", edge->property->name);
  append_data(sink, "property_zh", edge->property->zh);
  append_data(sink, "documents", documents);
  append_data(sink, "confidence", edge->confidence);
  append_data(sink, "quote", edge->quote);
  append_number_data(sink, "edge_first_year", edge->first_year);
  append_number_data(sink, "edge_last_year", edge->last_year);
  yt_sink_append(sink, "</edge>\n");
}

typedef struct {
  const char *id, *name, *type;
} Attribute;

static const Attribute node_attributes[] = {
    {"label", "label", "string"},        {"label_en", "label_en", "string"}, {"class", "class", "string"},
    {"class_zh", "class_zh", "string"},  {"color", "color", "string"},       {"degree", "degree", "int"},
    {"first_year", "first_year", "int"}, {"last_year", "last_year", "int"},
};
static const Attribute edge_attributes[] = {
    {"property", "property", "string"},     {"property_zh", "property_zh", "string"},
    {"documents", "documents", "string"},   {"confidence", "confidence", "double"},
    {"quote", "quote", "string"},           {"edge_first_year", "first_year", "int"},
    {"edge_last_year", "last_year", "int"},
};

static void
append_keys(YtSink *sink, const char *what, const Attribute *attributes, guint n)
{
  for (guint i = 0; i < n; i++)
    yt_sink_printf(sink, "<key id=\"%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n", attributes[i].id,
                   what, attributes[i].name, attributes[i].type);
}

void
yt_write_graphml(const YtProjection *projection, YtSink *sink)
{
  yt_sink_append(sink, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                       "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
  append_keys(sink, "node", node_attributes, G_N_ELEMENTS(node_attributes));
  append_keys(sink, "edge", edge_attributes, G_N_ELEMENTS(edge_attributes));
  yt_sink_append(sink, "<graph id=\"yuantu\" edgedefault=\"directed\">\n");
  yt_write_nodes(projection, sink, "", append_graphml_node);
  yt_write_edges(projection, sink, "", append_graphml_edge);
  yt_sink_append(sink, "</graph>\n</graphml>\n");
}

/* ---- GEXF 1.3: https://gexf.net ---- */

/* An element lives from the first to the last day of its years; without a year it is always there. */
static void
append_span(YtSink *sink, int first_year, int last_year)
{
  if (first_year)
    yt_sink_printf(sink, " start=\"%04d-01-01\" end=\"%04d-12-31\"", first_year, last_year);
}

static void
append_attvalue(YtSink *sink, const char *key, const char *value)
{
  if (!*value)
    return;
  yt_sink_printf(sink, "<attvalue for=\"%s\"", key);
  append_attribute(sink, "value", value);
  yt_sink_append(sink, "/>");
}

static void
append_year_attvalue(YtSink *sink, const char *key, int year)
{
  if (year)
    yt_sink_printf(sink, "<attvalue for=\"%s\" value=\"%d\"/>", key, year);
}

/* "#2e7d4f" as r, g and b. */
static void
append_colour(YtSink *sink, const char *colour)
{
  guint64 rgb = g_ascii_strtoull(colour + 1, NULL, 16);
  yt_sink_printf(sink, "<viz:color r=\"%u\" g=\"%u\" b=\"%u\"/>", (guint) (rgb >> 16 & 255),
                 (guint) (rgb >> 8 & 255), (guint) (rgb & 255));
}

static void
append_place(YtSink *sink, const YtNodeText *node)
{
  char x[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE];
  yt_sink_printf(sink, "<viz:position x=\"%s\" y=\"%s\" z=\"0\"/><viz:size value=\"%d\"/>",
                 g_ascii_formatd(x, sizeof x, "%.1f", node->x), g_ascii_formatd(y, sizeof y, "%.1f", node->y),
                 (int) node->size);
}

static void
append_gexf_node(YtSink *sink, const YtNodeText *node)
{
  yt_sink_append(sink, "<node");
  append_attribute(sink, "id", node->iri);
  append_attribute(sink, "label", node->label);
  append_span(sink, node->first_year, node->last_year);
  yt_sink_append(sink, "><attvalues>");
  append_attvalue(sink, "class", node->class->name);
  append_attvalue(sink, "class_zh", node->class->zh);
  append_attvalue(sink, "label_en", node->label_en);
  yt_sink_printf(sink, "<attvalue for=\"degree\" value=\"%u\"/>", node->degree);
  append_year_attvalue(sink, "first_year", node->first_year);
  append_year_attvalue(sink, "last_year", node->last_year);
  yt_sink_append(sink, "</attvalues>");
  append_colour(sink, node->class->light);
  append_place(sink, node);
  yt_sink_append(sink, "</node>\n");
}

static void
append_gexf_edge(YtSink *sink, const YtEdgeText *edge)
{
  g_autofree char *documents = join_documents(edge);
  yt_sink_printf(sink, "<edge id=\"e%u\"", edge->index);
  append_attribute(sink, "source", edge->source);
  append_attribute(sink, "target", edge->target);
  append_attribute(sink, "kind", edge->property->name);
  append_attribute(sink, "label", edge->property->zh);
  append_span(sink, edge->first_year, edge->last_year);
  yt_sink_append(sink, "><attvalues>");
  append_attvalue(sink, "property", edge->property->name);
  append_attvalue(sink, "documents", documents);
  append_attvalue(sink, "confidence", edge->confidence);
  append_attvalue(sink, "quote", edge->quote);
  yt_sink_append(sink, "</attvalues></edge>\n");
}

static const char gexf_head[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" version=\"1.3\">\n"
    "<meta><creator>园图 yuantu " YT_VERSION "</creator></meta>\n"
    "<graph defaultedgetype=\"directed\" mode=\"dynamic\" timeformat=\"date\" "
    "timerepresentation=\"interval\">\n"
    "<attributes class=\"node\" mode=\"static\">\n"
    "<attribute id=\"class\" title=\"class\" type=\"string\"/>\n"
    "<attribute id=\"class_zh\" title=\"class_zh\" type=\"string\"/>\n"
    "<attribute id=\"label_en\" title=\"label_en\" type=\"string\"/>\n"
    "<attribute id=\"degree\" title=\"degree\" type=\"integer\"/>\n"
    "<attribute id=\"first_year\" title=\"first_year\" type=\"integer\"/>\n"
    "<attribute id=\"last_year\" title=\"last_year\" type=\"integer\"/>\n"
    "</attributes>\n"
    "<attributes class=\"edge\" mode=\"static\">\n"
    "<attribute id=\"property\" title=\"property\" type=\"string\"/>\n"
    "<attribute id=\"documents\" title=\"documents\" type=\"string\"/>\n"
    "<attribute id=\"confidence\" title=\"confidence\" type=\"double\"/>\n"
    "<attribute id=\"quote\" title=\"quote\" type=\"string\"/>\n"
    "</attributes>\n";

void
yt_write_gexf(const YtProjection *projection, YtSink *sink)
{
  yt_sink_append(sink, gexf_head);
  yt_sink_printf(sink, "<nodes count=\"%u\">\n", projection->nodes->len);
  yt_write_nodes(projection, sink, "", append_gexf_node);
  yt_sink_printf(sink, "</nodes>\n<edges count=\"%u\">\n", projection->edges->len);
  yt_write_edges(projection, sink, "", append_gexf_edge);
  yt_sink_append(sink, "</edges>\n</graph>\n</gexf>\n");
}
