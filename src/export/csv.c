/* csv.c: a table of nodes and one of edges (RFC 4180, with a line's end of one byte), for Gephi and spreadsheets, and for
 * neo4j-admin database import. */
#include "export/writers.h"

#include <string.h>

static void
append_cell(YtSink *sink, const char *text)
{
  yt_sink_append_csv(sink, text);
  yt_sink_append(sink, ",");
}

static void
append_year(YtSink *sink, int year, const char *end)
{
  if (year)
    yt_sink_printf(sink, "%d", year);
  yt_sink_append(sink, end);
}

/* An IRI holds no blank; Neo4j's arrays are separated by its --array-delimiter, which we leave at ";", and so IRIs that
 * hold one are given with %3B. */
static void
append_documents(YtSink *sink, const YtEdgeText *edge, char separator)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < edge->documents->len; i++) {
    if (i)
      g_string_append_c(text, separator);
    for (const char *p = g_ptr_array_index(edge->documents, i); *p; p++)
      if (*p == ';' && separator == ';')
        g_string_append(text, "%3B");
      else
        g_string_append_c(text, *p);
  }
  append_cell(sink, text->str);
}

/* ---- for everyone ---- */

static void
write_node(YtSink *sink, const YtNodeText *node)
{
  append_cell(sink, node->iri);
  append_cell(sink, node->label);
  append_cell(sink, node->label_en);
  append_cell(sink, node->class->name);
  append_cell(sink, node->class->zh);
  yt_sink_printf(sink, "%u,", node->degree);
  append_year(sink, node->first_year, ",");
  append_year(sink, node->last_year, "\n");
}

static void
write_edge(YtSink *sink, const YtEdgeText *edge)
{
  append_cell(sink, edge->source);
  append_cell(sink, edge->target);
  yt_sink_printf(sink, "Directed,e%u,", edge->index);
  append_cell(sink, edge->property->zh);
  append_cell(sink, edge->property->name);
  append_documents(sink, edge, ' ');
  append_cell(sink, edge->confidence);
  append_cell(sink, edge->quote);
  append_year(sink, edge->first_year, ",");
  append_year(sink, edge->last_year, "\n");
}

static void
write_node_table(const YtProjection *projection, YtSink *sink)
{
  yt_sink_append(sink, "Id,Label,label_en,class,class_zh,degree,first_year,last_year\n");
  yt_write_nodes(projection, sink, "", write_node);
}

static void
write_edge_table(const YtProjection *projection, YtSink *sink)
{
  yt_sink_append(sink,
                 "Source,Target,Type,Id,Label,property,documents,confidence,quote,first_year,last_year\n");
  yt_write_edges(projection, sink, "", write_edge);
}

const YtTable yt_tables_csv[2] = {{"nodes.csv", write_node_table}, {"edges.csv", write_edge_table}};

/* ---- Neo4j: https://neo4j.com/docs/operations-manual/current/import/ ---- */

static void
write_neo4j_node(YtSink *sink, const YtNodeText *node)
{
  append_cell(sink, node->iri);
  append_cell(sink, node->class->name);
  append_cell(sink, node->label);
  append_cell(sink, node->label_en);
  yt_sink_printf(sink, "%u,", node->degree);
  append_year(sink, node->first_year, ",");
  append_year(sink, node->last_year, "\n");
}

static void
write_neo4j_edge(YtSink *sink, const YtEdgeText *edge)
{
  append_cell(sink, edge->source);
  append_cell(sink, edge->target);
  append_cell(sink, edge->property->name);
  append_documents(sink, edge, ';');
  append_cell(sink, edge->confidence);
  append_cell(sink, edge->quote);
  append_year(sink, edge->first_year, ",");
  append_year(sink, edge->last_year, "\n");
}

static void
write_neo4j_nodes(const YtProjection *projection, YtSink *sink)
{
  yt_sink_append(sink, "iri:ID,:LABEL,label,label_en,degree:int,first_year:int,last_year:int\n");
  yt_write_nodes(projection, sink, "", write_neo4j_node);
}

static void
write_neo4j_edges(const YtProjection *projection, YtSink *sink)
{
  yt_sink_append(
      sink,
      ":START_ID,:END_ID,:TYPE,documents:string[],confidence:double,quote,first_year:int,last_year:int\n");
  yt_write_edges(projection, sink, "", write_neo4j_edge);
}

const YtTable yt_tables_neo4j[2] = {{"nodes.csv", write_neo4j_nodes},
                                    {"relationships.csv", write_neo4j_edges}};
