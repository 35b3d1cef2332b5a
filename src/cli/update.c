/* update.c: yuantu update: changes a store, or files in memory, by a request in SPARQL 1.1 Update. */
#include "cli/cli.h"
#include "cli/data.h"
#include "sparql/sparql.h"
#include <gio/gunixoutputstream.h>
#include <string.h>
#include <unistd.h>

static int run(int argc, char **argv);
const YtCommand yt_command_update = {
    "update", "改：用 SPARQL Update 更新 · change a store or RDF files in SPARQL", run};

typedef struct {
  YtCliRequest request;
  char *format;
} Arguments;

static const char description[] = "A STORE is changed in place, in one transaction. Without one the request "
                                  "works on the dataset of --data and\n"
                                  "--named in memory, and the dataset is printed afterwards.\n"
                                  "\n"
                                  "Exit status: 0 done; 1 the request or the data is bad, or cannot be "
                                  "carried out; nothing has changed then;\n"
                                  "2 misuse.";

static gboolean
write_quad(const YtTermQuad *quad, gpointer writer, GError **error)
{
  return yt_rdf_writer_add(writer, quad, error);
}

static gboolean
print(YtStoreWriter *writer, YtRdfFormat format, GError **error)
{
  g_autoptr(YtStore) store = yt_store_writer_ref_snapshot(writer);
  g_autoptr(GOutputStream) out = g_unix_output_stream_new(STDOUT_FILENO, FALSE);
  g_autoptr(YtRdfWriter) rdf = yt_rdf_writer_new(format, out);
  return yt_store_foreach(store, write_quad, rdf, error) && yt_rdf_writer_finish(rdf, error);
}

static YtStoreWriter *
open_writer(const Arguments *arguments, GError **error)
{
  if (arguments->request.store)
    return yt_store_writer_open(arguments->request.store, error);
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  YtDataReader reader = {.builder = builder};
  if (!yt_data_read_files(&reader, arguments->request.data, arguments->request.named, error))
    return NULL;
  g_autoptr(YtStore) store = yt_store_builder_build(builder);
  if (!store) {
    g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_LIMIT, "the dataset does not fit into memory");
    return NULL;
  }
  return yt_store_writer_new_in_memory(store);
}

static int
update(const Arguments *arguments)
{
  YtRdfFormat format = YT_RDF_NQUADS;
  if (arguments->format && (!yt_rdf_format_from_name(arguments->format, &format) ||
                            (format != YT_RDF_NQUADS && format != YT_RDF_TRIG && format != YT_RDF_JSONLD)))
    return yt_cli_misuse(&yt_command_update, "expected nquads, trig or jsonld after --format, found “%s”",
                         arguments->format);
  GError *error = NULL;
  g_autoptr(YtStoreWriter) writer = open_writer(arguments, &error);
  if (!writer)
    return yt_cli_fail(error);
  YtSparqlOptions options = {.base = arguments->request.base,
                             .timeout_ms = (guint64) (arguments->request.timeout * 1000),
                             .services = (const char *const *) arguments->request.services,
                             .may_read_files = TRUE};
  if (!yt_sparql_update(writer, arguments->request.text, &options, &error)) {
    if (error->domain == YT_SPARQL_ERROR && g_ascii_isdigit(*error->message))
      g_prefix_error(&error, "%s:", arguments->request.text_source);
    return yt_cli_fail(error);
  }
  if (!arguments->request.store && !print(writer, format, &error))
    return yt_cli_fail(error);
  return YT_EXIT_DONE;
}

static int
run(int argc, char **argv)
{
  Arguments arguments = {0};
  const GOptionEntry entries[] = {
      {"data", 'd', 0, G_OPTION_ARG_FILENAME_ARRAY, &arguments.request.data, "RDF for the default graph",
       "FILE"},
      {"named", 'n', 0, G_OPTION_ARG_FILENAME_ARRAY, &arguments.request.named,
       "RDF for a named graph, named by IRI or else by the file's own file:// IRI", "[IRI=]FILE"},
      {"base", 'b', 0, G_OPTION_ARG_STRING, &arguments.request.base, "base of relative IRIs in the request",
       "IRI"},
      {"format", 'f', 0, G_OPTION_ARG_STRING, &arguments.format,
       "nquads (as without this option), trig or jsonld", "FORMAT"},
      {"timeout", 't', 0, G_OPTION_ARG_DOUBLE, &arguments.request.timeout, "stop after so many seconds",
       "SECONDS"},
      YT_CLI_SERVICE_OPTION(&arguments.request.services),
      {"file", 0, 0, G_OPTION_ARG_FILENAME, &arguments.request.file, "the request, in a file", "FILE"},
      {NULL},
  };
  g_autoptr(GOptionContext) context =
      yt_cli_context_new(&yt_command_update, "[STORE] (--file FILE | REQUEST)", description, entries);
  int status = YT_EXIT_MISUSE;
  if (yt_cli_parse(context, &yt_command_update, &argc, &argv)) {
    status = yt_cli_take_request(&yt_command_update, &arguments.request, "a request", argc, argv);
    if (status == YT_EXIT_DONE && arguments.request.store &&
        (arguments.request.data || arguments.request.named))
      status = yt_cli_misuse(&yt_command_update, "expected a store or files, found both");
    if (status == YT_EXIT_DONE)
      status = update(&arguments);
  }
  yt_cli_request_clear(&arguments.request);
  g_free(arguments.format);
  return status;
}
