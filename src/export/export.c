/* export.c: what is exported, and how: the door. */
#include "export/export.h"

#include "export/select.h"
#include "export/writers.h"
#include <errno.h>

G_DEFINE_QUARK(yt - export - error - quark, yt_export_error)

typedef struct {
  const char *name, *media_type, *extension;
  YtTableWriter write;   /* NULL: of tables, or of quads */
  const YtTable *tables; /* two, or NULL */
  gboolean has_places;
} Format;

static const Format formats[] = {
    [YT_EXPORT_GRAPHML] = {"graphml", "application/graphml+xml", "graphml", yt_write_graphml, NULL, FALSE},
    [YT_EXPORT_GEXF] = {"gexf", "application/gexf+xml", "gexf", yt_write_gexf, NULL, TRUE},
    [YT_EXPORT_DOT] = {"dot", "text/vnd.graphviz", "dot", yt_write_dot, NULL, FALSE},
    [YT_EXPORT_CYTOSCAPE] = {"cytoscape", "application/json", "cyjs", yt_write_cytoscape, NULL, TRUE},
    [YT_EXPORT_CX2] = {"cx2", "application/json", "cx2", yt_write_cx2, NULL, TRUE},
    [YT_EXPORT_GRAPHOLOGY] = {"graphology", "application/json", "json", yt_write_graphology, NULL, TRUE},
    [YT_EXPORT_ECHARTS] = {"echarts", "application/json", "json", yt_write_echarts, NULL, TRUE},
    [YT_EXPORT_NEO4J_CSV] = {"neo4j-csv", "application/zip", "zip", NULL, yt_tables_neo4j, FALSE},
    [YT_EXPORT_CSV] = {"csv", "application/zip", "zip", NULL, yt_tables_csv, FALSE},
    [YT_EXPORT_HTML] = {"html", "text/html", "html", yt_write_html, NULL, TRUE},
};

gboolean
yt_export_format_from_name(const char *name, YtExportFormat *format, YtRdfFormat *rdf_format)
{
  for (guint i = 0; i < G_N_ELEMENTS(formats); i++) {
    if (g_str_equal(formats[i].name, name)) {
      *format = (YtExportFormat) i;
      return TRUE;
    }
  }
  static const char *const short_names[][2] = {{"trig", "trig"},
                                               {"turtle", "turtle"},
                                               {"nquads", "nquads"},
                                               {"ntriples", "ntriples"},
                                               {"jsonld", "jsonld"}};
  for (guint i = 0; i < G_N_ELEMENTS(short_names); i++) {
    if (g_str_equal(short_names[i][0], name) && yt_rdf_format_from_name(short_names[i][1], rdf_format)) {
      *format = YT_EXPORT_RDF;
      return TRUE;
    }
  }
  return FALSE;
}

const char *
yt_export_get_media_type(const YtExportOptions *options)
{
  return options->format == YT_EXPORT_RDF ? yt_rdf_format_get_media_type(options->rdf_format)
                                          : formats[options->format].media_type;
}

const char *
yt_export_get_extension(const YtExportOptions *options)
{
  if (options->format != YT_EXPORT_RDF)
    return formats[options->format].extension;
  switch (options->rdf_format) {
  case YT_RDF_TURTLE: return "ttl";
  case YT_RDF_TRIG: return "trig";
  case YT_RDF_NQUADS: return "nq";
  case YT_RDF_NTRIPLES: return "nt";
  default: return yt_rdf_format_get_name(options->rdf_format);
  }
}

gboolean
yt_export_is_folder(YtExportFormat format)
{
  return format != YT_EXPORT_RDF && formats[format].tables;
}

char *
yt_export_dup_import_command(YtExportFormat format, const char *folder)
{
  if (format != YT_EXPORT_NEO4J_CSV)
    return NULL;
  g_autofree char *nodes = g_build_filename(folder, yt_tables_neo4j[0].name, NULL);
  g_autofree char *edges = g_build_filename(folder, yt_tables_neo4j[1].name, NULL);
  g_autofree char *nodes_option = g_strconcat("--nodes=", nodes, NULL);
  g_autofree char *edges_option = g_strconcat("--relationships=", edges, NULL);
  g_autofree char *quoted_nodes = g_shell_quote(nodes_option), *quoted_edges = g_shell_quote(edges_option);
  return g_strdup_printf("neo4j-admin database import full --multiline-fields=true %s %s neo4j", quoted_nodes,
                         quoted_edges);
}

/* ---- quads ---- */

typedef struct {
  YtRdfWriter *writer;
  gboolean triples_only; /* the format has no named graphs: only the default graph is written */
} QuadTarget;

static gboolean
write_quad(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  QuadTarget *target = user_data;
  if (target->triples_only && quad->graph.kind != YT_TERM_UNBOUND)
    return TRUE;
  return yt_rdf_writer_add(target->writer, quad, error);
}

static gboolean
write_rdf(YtStore *store, const YtExportOptions *options, GOutputStream *out, GError **error)
{
  g_autoptr(YtRdfWriter) writer = yt_rdf_writer_new(options->rdf_format, out);
  yt_rdf_writer_add_known_prefixes(writer);
  QuadTarget target = {writer,
                       options->rdf_format == YT_RDF_TURTLE || options->rdf_format == YT_RDF_NTRIPLES};
  if (options->query) { /* what was constructed, and nothing beside it */
    g_autoptr(YtSparqlResult) result = yt_select_open_query(store, options->query, options->limits, error);
    if (!result || !yt_sparql_result_foreach(result, write_quad, &target, error))
      return FALSE;
  } else if (!yt_store_foreach(store, write_quad, &target, error))
    return FALSE;
  return yt_rdf_writer_finish(writer, error);
}

/* ---- the projection ---- */

/* What is exported, as a store. (transfer full) (nullable) */
static YtStore *
choose(YtStore *store, const YtExportOptions *options, GError **error)
{
  if (options->around)
    return yt_select_around(store, options->around, options->n_hops, options->max_nodes, error);
  if (options->query && options->format != YT_EXPORT_RDF)
    return yt_select_query(store, options->query, options->limits, error);
  return yt_store_ref(store);
}

static YtProjection *
project(YtStore *chosen, const YtExportOptions *options, GError **error)
{
  YtProjection *projection = yt_projection_new(chosen, options->query != NULL, error);
  if (projection && formats[options->format].has_places)
    yt_layout(projection);
  return projection;
}

gboolean
yt_export_write(YtStore *store, const YtExportOptions *options, GOutputStream *out, GError **error)
{
  g_return_val_if_fail(!options->query || !options->around, FALSE);
  g_autoptr(YtStore) chosen = choose(store, options, error);
  if (!chosen)
    return FALSE;
  if (options->format == YT_EXPORT_RDF)
    return write_rdf(chosen, options, out, error);
  g_autoptr(YtProjection) projection = project(chosen, options, error);
  if (!projection)
    return FALSE;
  const Format *format = &formats[options->format];
  if (format->tables)
    return yt_write_archive(projection, format->tables, 2, out, error);
  YtSink sink;
  yt_sink_init_stream(&sink, out);
  format->write(projection, &sink);
  return yt_sink_finish(&sink, error);
}

static gboolean
write_file(const YtProjection *projection, const YtTable *table, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename(folder, table->name, NULL);
  g_autoptr(GFile) file = g_file_new_for_path(path);
  g_autoptr(GFileOutputStream) out = g_file_replace(file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, error);
  if (!out) {
    g_prefix_error(error, "%s: ", path);
    return FALSE;
  }
  YtSink sink;
  yt_sink_init_stream(&sink, G_OUTPUT_STREAM(out));
  table->write(projection, &sink);
  if (yt_sink_finish(&sink, error) && g_output_stream_close(G_OUTPUT_STREAM(out), NULL, error))
    return TRUE;
  g_prefix_error(error, "%s: ", path);
  return FALSE;
}

gboolean
yt_export_write_folder(YtStore *store, const YtExportOptions *options, const char *path, GError **error)
{
  g_return_val_if_fail(!options->query || !options->around, FALSE);
  g_return_val_if_fail(yt_export_is_folder(options->format), FALSE);
  g_autoptr(YtStore) chosen = choose(store, options, error);
  g_autoptr(YtProjection) projection = chosen ? project(chosen, options, error) : NULL;
  if (!projection)
    return FALSE;
  if (g_mkdir_with_parents(path, 0777) != 0) {
    int problem = errno;
    g_set_error(error, G_FILE_ERROR, (int) g_file_error_from_errno(problem), "%s: %s", path,
                g_strerror(problem));
    return FALSE;
  }
  const YtTable *tables = formats[options->format].tables;
  return write_file(projection, &tables[0], path, error) && write_file(projection, &tables[1], path, error);
}
