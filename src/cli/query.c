/* query.c: yuantu query: asks a store, files, or both. */
#include "cli/cli.h"
#include "cli/data.h"
#include "sparql/sparql.h"
#include <gio/gunixoutputstream.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int run(int argc, char **argv);
const YtCommand yt_command_query = {"query", "问：用 SPARQL 查询 · ask a store or RDF files in SPARQL", run};

typedef struct {
  YtCliRequest request;
  char *format, *engine, *explain;
  gboolean parse_only, update;
} Arguments;

static void
arguments_clear(Arguments *arguments)
{
  yt_cli_request_clear(&arguments->request);
  g_free(arguments->format);
  g_free(arguments->engine);
  g_free(arguments->explain);
}

static const char description[] =
    "A query without STORE, --data and --named reads the files that its FROM and FROM NAMED clauses name.\n"
    "\n"
    "Formats: table, for people; json, xml, csv and tsv for rows (json and xml also for yes or no); "
    "ntriples, turtle\n"
    "and jsonld for graphs. Without --format it is table on a terminal, else json for rows and yes or no, "
    "and turtle\n"
    "for graphs.\n"
    "\n"
    "Exit status: 0 done (also when the answer is no); 1 the query or the data is bad, or cannot be "
    "answered;\n"
    "2 misuse. --parse-only: 0 well-formed, 1 not.";

/* ---- the dataset ---- */

/* The files behind the IRIs of FROM and FROM NAMED become named graphs; the engine puts the dataset together. */
static gboolean
read_from_clauses(YtDataReader *reader, const Arguments *arguments, GError **error)
{
  g_auto(GStrv) default_graphs = NULL, named_graphs = NULL;
  if (!yt_sparql_list_graphs(arguments->request.text, arguments->request.base, &default_graphs, &named_graphs,
                             error)) {
    g_prefix_error(error, "%s:", arguments->request.text_source);
    return FALSE;
  }
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  char **lists[] = {default_graphs, named_graphs};
  for (guint l = 0; l < G_N_ELEMENTS(lists); l++) {
    for (char **iri = lists[l]; *iri; iri++) {
      if (!g_hash_table_add(seen, *iri))
        continue;
      g_autofree char *path = g_filename_from_uri(*iri, NULL, error);
      if (!path || !yt_data_read_file(reader, path, *iri, error))
        return FALSE;
    }
  }
  return TRUE;
}

static YtStore *
open_dataset(const Arguments *arguments, GError **error)
{
  g_autoptr(YtStore) store = arguments->request.store ? yt_store_open(arguments->request.store, error) : NULL;
  gboolean has_files = arguments->request.data || arguments->request.named;
  if (arguments->request.store && (!store || !has_files))
    return g_steal_pointer(&store);

  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  YtDataReader reader = {.builder = builder};
  if (store && !yt_store_foreach(store, yt_store_builder_add, builder, error))
    return NULL;
  if (has_files ? !yt_data_read_files(&reader, arguments->request.data, arguments->request.named, error)
                : !read_from_clauses(&reader, arguments, error))
    return NULL;
  return yt_store_builder_build(builder);
}

/* ---- the answer ---- */

static YtResultFormat
default_format(YtSparqlResultKind kind)
{
  if (isatty(STDOUT_FILENO))
    return YT_RESULT_TABLE;
  return kind == YT_SPARQL_GRAPH ? YT_RESULT_TURTLE : YT_RESULT_JSON;
}

static guint
terminal_columns(void)
{
  struct winsize size;
  return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static int
print(const Arguments *arguments, YtSparqlResult *result)
{
  YtSparqlResultKind kind = yt_sparql_result_get_kind(result);
  YtResultFormat format = default_format(kind);
  if (arguments->format)
    yt_result_format_from_name(arguments->format, &format); /* checked before */
  if (!yt_result_format_fits(format, kind))
    return yt_cli_misuse(&yt_command_query, "--format %s does not fit the answer of %s", arguments->format,
                         kind == YT_SPARQL_GRAPH     ? "CONSTRUCT and DESCRIBE"
                         : kind == YT_SPARQL_BOOLEAN ? "ASK"
                                                     : "SELECT");
  GError *error = NULL;
  g_autoptr(GOutputStream) out = g_unix_output_stream_new(STDOUT_FILENO, FALSE);
  gboolean written = format == YT_RESULT_TABLE
                         ? yt_sparql_result_write_table(result, terminal_columns(), out, &error)
                         : yt_sparql_result_write(result, format, out, &error);
  return written ? YT_EXIT_DONE : yt_cli_fail(error);
}

/* The place in the query, if the message starts with one, gets the query's name before it. */
static int
fail_query(const Arguments *arguments, GError *error)
{
  if (error->domain == YT_SPARQL_ERROR && g_ascii_isdigit(*error->message))
    g_prefix_error(&error, "%s:", arguments->request.text_source);
  return yt_cli_fail(error);
}

static int
answer(const Arguments *arguments)
{
  GError *error = NULL;
  YtSparqlOptions options = {.base = arguments->request.base,
                             .timeout_ms = (guint64) (arguments->request.timeout * 1000),
                             .services = (const char *const *) arguments->request.services};
  if (arguments->engine && !yt_sparql_engine_from_name(arguments->engine, &options.engine))
    return yt_cli_misuse(&yt_command_query, "expected default or redland after --engine, found “%s”",
                         arguments->engine);
  YtResultFormat format;
  if (arguments->format && !yt_result_format_from_name(arguments->format, &format))
    return yt_cli_misuse(
        &yt_command_query,
        "expected table, json, xml, csv, tsv, ntriples, turtle or jsonld after --format, found “%s”",
        arguments->format);
  if (arguments->explain && !g_str_equal(arguments->explain, "text") &&
      !g_str_equal(arguments->explain, "json"))
    return yt_cli_misuse(&yt_command_query, "expected text or json after --explain, found “%s”",
                         arguments->explain);
  g_autoptr(YtStore) store = open_dataset(arguments, &error);
  if (!store)
    return yt_cli_fail(error);
  if (arguments->explain) {
    g_autofree char *plan = yt_sparql_explain(store, arguments->request.text, &options,
                                              g_str_equal(arguments->explain, "json"), &error);
    if (!plan)
      return fail_query(arguments, error);
    fputs(plan, stdout);
    return YT_EXIT_DONE;
  }
  g_autoptr(YtSparqlResult) result = yt_sparql_query(store, arguments->request.text, &options, &error);
  return result ? print(arguments, result) : fail_query(arguments, error);
}

static int
check(const Arguments *arguments)
{
  GError *error = NULL;
  if (yt_sparql_check(arguments->request.text, arguments->request.base, arguments->update, &error))
    return YT_EXIT_DONE;
  return fail_query(arguments, error);
}

/* ---- the command line ---- */

static int
run(int argc, char **argv)
{
  Arguments arguments = {0};
  const GOptionEntry entries[] = {
      {"data", 'd', 0, G_OPTION_ARG_FILENAME_ARRAY, &arguments.request.data, "RDF for the default graph",
       "FILE"},
      {"named", 'n', 0, G_OPTION_ARG_FILENAME_ARRAY, &arguments.request.named,
       "RDF for a named graph, named by IRI or else by the file's own file:// IRI", "[IRI=]FILE"},
      {"base", 'b', 0, G_OPTION_ARG_STRING, &arguments.request.base, "base of relative IRIs in the query",
       "IRI"},
      {"format", 'f', 0, G_OPTION_ARG_STRING, &arguments.format, "how to write the answer", "FORMAT"},
      {"engine", 'e', 0, G_OPTION_ARG_STRING, &arguments.engine, "default or redland", "ENGINE"},
      {"timeout", 't', 0, G_OPTION_ARG_DOUBLE, &arguments.request.timeout, "stop after so many seconds",
       "SECONDS"},
      YT_CLI_SERVICE_OPTION(&arguments.request.services),
      {"file", 0, 0, G_OPTION_ARG_FILENAME, &arguments.request.file, "the query, in a file", "FILE"},
      {"explain", 0, 0, G_OPTION_ARG_STRING, &arguments.explain,
       "run the query and show its plan instead of its answer", "text|json"},
      {"parse-only", 0, 0, G_OPTION_ARG_NONE, &arguments.parse_only,
       "only say whether the query is well-formed", NULL},
      {"update", 0, 0, G_OPTION_ARG_NONE, &arguments.update, "with --parse-only: it is an update request",
       NULL},
      {NULL},
  };
  g_autoptr(GOptionContext) context =
      yt_cli_context_new(&yt_command_query, "[STORE] (--file FILE | QUERY)", description, entries);
  int status = YT_EXIT_MISUSE;
  if (yt_cli_parse(context, &yt_command_query, &argc, &argv)) {
    if (arguments.update && !arguments.parse_only)
      status =
          yt_cli_misuse(&yt_command_query, "--update needs --parse-only: yuantu update carries updates out");
    else
      status = yt_cli_take_request(&yt_command_query, &arguments.request, "a query", argc, argv);
    if (status == YT_EXIT_DONE)
      status = arguments.parse_only ? check(&arguments) : answer(&arguments);
  }
  arguments_clear(&arguments);
  return status;
}
