/* export.h: a graph for the programs that people draw and count with.
 *
 * The formats of RDF give quads as they are. All others write one projection, a property graph:
 *
 *   node   a thing, which is what has a class in the default graph: its IRI, class, labels in Chinese and English,
 *          degree, the first and the last year that the documents say something of it in, a colour and a place
 *   edge   a triple of the default graph between two things: its property, the documents that say so, the confidence
 *          and the sentence of the surest of them, and the first and last year of these documents
 *
 * A document's year is that of dct:issued, or else the one in its number; a figure's year is its own. What says the same
 * twice is no edge: rdf:type (a class is an attribute), skos:narrower, skos:hasTopConcept, and membership in a scheme. */
#pragma once
#include "sparql/sparql.h"

typedef enum {
  YT_EXPORT_GRAPHML,    /* GraphML 1.0 */
  YT_EXPORT_GEXF,       /* GEXF 1.3, with time, colours, sizes and places */
  YT_EXPORT_DOT,        /* Graphviz */
  YT_EXPORT_CYTOSCAPE,  /* Cytoscape.js JSON, which Cytoscape reads too */
  YT_EXPORT_CX2,        /* Cytoscape Exchange 2, for Cytoscape and NDEx */
  YT_EXPORT_GRAPHOLOGY, /* graphology's serialised graph, for Sigma and Gephi Lite */
  YT_EXPORT_ECHARTS,    /* an ECharts option */
  YT_EXPORT_NEO4J_CSV,  /* two files for neo4j-admin database import */
  YT_EXPORT_CSV,  /* two files, a table of nodes and one of edges, with the column names that Gephi knows */
  YT_EXPORT_HTML, /* one page that shows the graph and needs nothing else */
  YT_EXPORT_RDF,  /* quads; YtExportOptions.rdf_format says how they are written */
} YtExportFormat;

typedef enum {
  YT_EXPORT_ERROR_NOT_FOUND, /* the store says nothing of the thing to begin from */
  YT_EXPORT_ERROR_QUERY,     /* neither CONSTRUCT nor DESCRIBE */
} YtExportError;

#define YT_EXPORT_ERROR (yt_export_error_quark())
GQuark yt_export_error_quark(void);

typedef struct {
  YtExportFormat format;
  YtRdfFormat rdf_format; /* of YT_EXPORT_RDF */

  /* What of the store, at most one of them; neither: all of it. */
  const char *
      query; /* (nullable): a CONSTRUCT or DESCRIBE: its triples, nodes being whatever stands at their ends */
  const char
      *around; /* (nullable): an IRI: the things within @n_hops edges of it, and the edges between them */
  guint n_hops;
  gsize max_nodes; /* with @around: the nearest so many; 0: all */

  const YtSparqlOptions *limits; /* (nullable): of @query */
} YtExportOptions;

/* By the name that the command line uses: graphml, gexf, dot, cytoscape, cx2, graphology, echarts, neo4j-csv, csv, html,
 * and those of the RDF formats that can be written, which also set @rdf_format. FALSE if there is none. */
gboolean yt_export_format_from_name(const char *name, YtExportFormat *format, YtRdfFormat *rdf_format);
const char *yt_export_get_media_type(const YtExportOptions *options);
const char *yt_export_get_extension(const YtExportOptions *options); /* of a file, without its dot: "gexf" */
gboolean yt_export_is_folder(YtExportFormat format);                 /* two files? */

/**
 * yt_export_write:
 * @store: what is exported
 * @options: the format, and how much of the store
 * @out: gets the bytes; formats of two files become one ZIP archive
 * @error: return location for a #GError
 *
 * The same store gives the same bytes. What is kept in memory is numbers, some 100 bytes a node, edge and node of
 * evidence; text is looked up as it is written. Finding places for the nodes costs a second for 3,000 of them; of more
 * than 10,000 nodes they are put on a spiral, the best connected inside.
 *
 * Errors: #YtExportError, #YtSparqlError, #YtRdfError, #GIOError.
 * Returns: FALSE when @error is set; a part may be written then
 */
gboolean yt_export_write(YtStore *store, const YtExportOptions *options, GOutputStream *out, GError **error);

/* The same into files of the folder @path, which is made if need be; for the formats of two files. Errors: also
 * #GFileError. */
gboolean yt_export_write_folder(YtStore *store, const YtExportOptions *options, const char *path,
                                GError **error);

/* The command that reads such a folder in, for a person to copy; NULL for other formats. (transfer full) (nullable) */
char *yt_export_dup_import_command(YtExportFormat format, const char *folder);
