/* data.c: reads the files of a dataset into a store builder. */
#include "cli/data.h"
#include <string.h>

/* --named [IRI=]FILE: what stands before the last "=" is the graph's name if it looks like an IRI. */
static char *
split_named(const char *argument, const char **path)
{
  const char *equals = strrchr(argument, '=');
  g_autofree char *scheme = g_uri_parse_scheme(argument);
  if (equals && scheme && argument + strlen(scheme) < equals) {
    *path = equals + 1;
    return g_strndup(argument, (gsize) (equals - argument));
  }
  *path = argument;
  return yt_rdf_file_iri(argument);
}

static gboolean
add_quad(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  YtDataReader *reader = user_data;
  YtTermQuad copy = *quad;
  if (reader->graph && copy.graph.kind == YT_TERM_UNBOUND)
    copy.graph = yt_term_iri(reader->graph);
  return yt_store_builder_add(&copy, reader->builder, error);
}

gboolean
yt_data_read_file(YtDataReader *reader, const char *path, const char *graph, GError **error)
{
  g_autofree char *prefix = g_strdup_printf("f%u", ++reader->n_files);
  YtRdfReadOptions options = {.format = YT_RDF_GUESS, .blank_prefix = prefix, .strict_lines = TRUE};
  reader->graph = graph;
  return yt_rdf_read_file(path, &options, add_quad, reader, error);
}

gboolean
yt_data_read_files(YtDataReader *reader, char *const *data, char *const *named, GError **error)
{
  for (char *const *path = data; path && *path; path++)
    if (!yt_data_read_file(reader, *path, NULL, error))
      return FALSE;
  for (char *const *argument = named; argument && *argument; argument++) {
    const char *path;
    g_autofree char *graph = split_named(*argument, &path);
    if (!yt_data_read_file(reader, path, graph, error))
      return FALSE;
  }
  return TRUE;
}
