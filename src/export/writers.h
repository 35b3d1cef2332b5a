/* writers.h: the formats. Each writes all of @projection; what fails waits in @sink. */
#pragma once
#include "export/projection.h"
#include "export/sink.h"

void yt_write_graphml(const YtProjection *projection, YtSink *sink);    /* xml.c */
void yt_write_gexf(const YtProjection *projection, YtSink *sink);       /* xml.c */
void yt_write_dot(const YtProjection *projection, YtSink *sink);        /* dot.c */
void yt_write_cytoscape(const YtProjection *projection, YtSink *sink);  /* json.c */
void yt_write_cx2(const YtProjection *projection, YtSink *sink);        /* json.c */
void yt_write_graphology(const YtProjection *projection, YtSink *sink); /* json.c */
void yt_write_echarts(const YtProjection *projection, YtSink *sink);    /* json.c */
void yt_write_html(const YtProjection *projection, YtSink *sink);       /* html.c */

/* each.c: calls @write for every node, or edge, with @between between two of them */
typedef void (*YtNodeWriter)(YtSink *sink, const YtNodeText *node);
typedef void (*YtEdgeWriter)(YtSink *sink, const YtEdgeText *edge);
void yt_write_nodes(const YtProjection *projection, YtSink *sink, const char *between, YtNodeWriter write);
void yt_write_edges(const YtProjection *projection, YtSink *sink, const char *between, YtEdgeWriter write);

/* csv.c: the tables of a format of two files */
typedef void (*YtTableWriter)(const YtProjection *projection, YtSink *sink);
typedef struct {
  const char *name; /* of the file */
  YtTableWriter write;
} YtTable;
extern const YtTable yt_tables_csv[2], yt_tables_neo4j[2];

/* archive.c: a ZIP archive of @tables, without times, so that the same graph gives the same bytes */
gboolean yt_write_archive(const YtProjection *projection, const YtTable *tables, guint n_tables,
                          GOutputStream *out, GError **error);

/* json.c: "class":"Park","class_zh":… of a node, and the like of an edge, for all formats that carry JSON; no braces */
void yt_append_node_json(YtSink *sink, const YtNodeText *node);
void yt_append_edge_json(YtSink *sink, const YtEdgeText *edge);
