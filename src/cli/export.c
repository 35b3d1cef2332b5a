/* export.c: yuantu export: a store, or a part of it, for the programs that people draw and count with. */
#include "export/export.h"
#include "cli/cli.h"
#include <gio/gunixoutputstream.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int run(int argc, char **argv);
const YtCommand yt_command_export = {"export", "出：给画图和统计的程序用 · a graph for other programs", run};

static const char description[] =
    "Formats of the property graph, nodes with class, label, degree and years, edges with property, "
    "documents,\n"
    "confidence and quote:\n"
    "  graphml gexf dot cytoscape cx2 graphology echarts   one file for the program of that name\n"
    "  csv neo4j-csv                                       two files: into --output FOLDER, or a ZIP "
    "archive\n"
    "  html                                                one page that shows the graph and needs nothing "
    "else\n"
    "Formats of RDF, for the quads themselves: turtle ntriples (the default graph alone) trig nquads jsonld\n"
    "\n"
    "All of STORE is exported, or what a CONSTRUCT gives (--query), or a thing and its neighbours "
    "(--around).\n"
    "The answer goes to standard output, or to --output.\n"
    "\n"
    "Exit status: 0 done; 1 STORE, the query or the output is bad; 2 misuse.";

typedef struct {
  char *store, *format, *query_file, *around, *output;
  int n_hops, max_nodes;
  double timeout;
} Arguments;

static int
export_to_stream(YtStore *store, const YtExportOptions *options, const char *path)
{
  GError *error = NULL;
  if (!path) {
    if (yt_export_is_folder(options->format) && isatty(STDOUT_FILENO))
      return yt_cli_misuse(&yt_command_export, "expected --output FOLDER: this format has two files");
    g_autoptr(GOutputStream) out = g_unix_output_stream_new(STDOUT_FILENO, FALSE);
    return yt_export_write(store, options, out, &error) ? YT_EXIT_DONE : yt_cli_fail(error);
  }
  /* The old file stays whole until the new one is complete. */
  g_autoptr(GFile) file = g_file_new_for_path(path);
  g_autoptr(GFileOutputStream) out = g_file_replace(file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, &error);
  if (!out)
    return yt_cli_fail(error);
  if (yt_export_write(store, options, G_OUTPUT_STREAM(out), &error) &&
      g_output_stream_close(G_OUTPUT_STREAM(out), NULL, &error))
    return YT_EXIT_DONE;
  g_autoptr(GCancellable) abandon =
      g_cancellable_new(); /* closed when cancelled, a replacing stream is thrown away */
  g_cancellable_cancel(abandon);
  g_output_stream_close(G_OUTPUT_STREAM(out), abandon, NULL);
  return yt_cli_fail(error);
}

static int
export_to_folder(YtStore *store, const YtExportOptions *options, const char *path)
{
  GError *error = NULL;
  if (!yt_export_write_folder(store, options, path, &error))
    return yt_cli_fail(error);
  g_autofree char *command = yt_export_dup_import_command(options->format, path);
  if (command)
    fprintf(stderr, "读入 Neo4j · to read it into Neo4j:\n  %s\n", command);
  return YT_EXIT_DONE;
}

static int export(const Arguments *arguments)
{
  GError *error = NULL;
  YtSparqlOptions limits = {.timeout_ms = (guint64) (arguments->timeout * 1000)};
  YtExportOptions options = {
      .around = arguments->around,
      .n_hops = (guint) arguments->n_hops,
      .max_nodes = (gsize) arguments->max_nodes,
      .limits = &limits,
  };
  if (!yt_export_format_from_name(arguments->format, &options.format, &options.rdf_format))
    return yt_cli_misuse(&yt_command_export, "no format “%s”", arguments->format);
  g_autofree char *query = NULL;
  gsize n_query = 0;
  if (arguments->query_file && !g_file_get_contents(arguments->query_file, &query, &n_query, &error))
    return yt_cli_fail(error);
  if (query && strlen(query) < n_query)
    return yt_cli_fail(g_error_new(YT_EXPORT_ERROR, YT_EXPORT_ERROR_QUERY,
                                   "%s: expected text, found a NUL byte", arguments->query_file));
  options.query = query;
  g_autoptr(YtStore) store = yt_store_open(arguments->store, &error);
  if (!store)
    return yt_cli_fail(error);
  if (arguments->output && yt_export_is_folder(options.format) &&
      !g_str_has_suffix(arguments->output, ".zip"))
    return export_to_folder(store, &options, arguments->output);
  return export_to_stream(store, &options, arguments->output);
}

static int
check(const Arguments *arguments)
{
  if (!arguments->format)
    return yt_cli_misuse(&yt_command_export, "expected --format");
  if (arguments->query_file && arguments->around)
    return yt_cli_misuse(&yt_command_export, "expected --query or --around, found both");
  if (arguments->n_hops < 0 || arguments->n_hops > 1000)
    return yt_cli_misuse(&yt_command_export, "expected 0 to 1000 after --hops");
  if (arguments->max_nodes < 0)
    return yt_cli_misuse(&yt_command_export, "expected 0 or more after --limit");
  if (!(arguments->timeout >= 0 && arguments->timeout <= 1e9))
    return yt_cli_misuse(&yt_command_export, "expected 0 or more seconds after --timeout");
  return YT_EXIT_DONE;
}

static int
run(int argc, char **argv)
{
  Arguments arguments = {.n_hops = 2};
  const GOptionEntry entries[] = {
      {"format", 'f', 0, G_OPTION_ARG_STRING, &arguments.format, "which of the formats below", "FORMAT"},
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &arguments.output, "write there", "FILE|FOLDER"},
      {"query", 'q', 0, G_OPTION_ARG_FILENAME, &arguments.query_file, "a CONSTRUCT or DESCRIBE, in a file",
       "FILE"},
      {"around", 'a', 0, G_OPTION_ARG_STRING, &arguments.around, "begin from this thing", "IRI"},
      {"hops", 0, 0, G_OPTION_ARG_INT, &arguments.n_hops, "go so many edges from it (2)", "N"},
      {"limit", 0, 0, G_OPTION_ARG_INT, &arguments.max_nodes, "with --around: no more nodes than this", "N"},
      {"timeout", 't', 0, G_OPTION_ARG_DOUBLE, &arguments.timeout, "stop the query after so many seconds",
       "SECONDS"},
      {NULL},
  };
  g_autoptr(GOptionContext) context =
      yt_cli_context_new(&yt_command_export, "STORE --format FORMAT", description, entries);
  int status = YT_EXIT_MISUSE;
  if (yt_cli_parse(context, &yt_command_export, &argc, &argv)) {
    if (argc != 2)
      status = yt_cli_misuse(&yt_command_export, "expected one store");
    else if ((status = check(&arguments)) == YT_EXIT_DONE) {
      arguments.store = argv[1];
      status = export(&arguments);
    }
  }
  g_free(arguments.format);
  g_free(arguments.output);
  g_free(arguments.query_file);
  g_free(arguments.around);
  return status;
}
