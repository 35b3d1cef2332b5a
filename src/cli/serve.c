/* serve.c: yuantu serve: a store on the web. */
#include "cli/cli.h"
#include "http/http.h"
#include "loader/loader.h"
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static int run(int argc, char **argv);
const YtCommand yt_command_serve = {"serve", "供：在网上回答查询 · serve a store over HTTP", run};

#define GRACE_MS       10000 /* what a person waits for after Ctrl-C */
#define MIN_TOKEN      16    /* characters; shorter ones are guessed */
#define DEFAULT_MEMORY (512 * 1024 * 1024)
#define DEFAULT_RESULT ((gsize) 4 * 1024 * 1024 * 1024)
#define DEFAULT_UPLOAD (64 * 1024 * 1024)
#define FOLDING_MEMORY (256 * 1024 * 1024) /* to fold the log in, beside the queries */

static const char description[] =
    "Answers SPARQL at /sparql after the SPARQL 1.1 Protocol, and shows a page to ask from at /. Prints its "
    "address.\n"
    "A new store at the same place is taken in by itself, or at SIGHUP. Stops at SIGINT or SIGTERM, when the "
    "queries\n"
    "that run are done, or after ten seconds.\n"
    "\n"
    "Exit status: 0 stopped; 1 STORE cannot be read, or the address cannot be listened at; 2 misuse.";

/* What the command line says. */
typedef struct {
  char *host, *engine, *web, *token_file, *base, *access_log, *cors, *memory, *max_result, *max_upload,
      *max_log;
  char **services;
  int port, n_workers, n_waiting, n_per_client;
  double timeout;
  gboolean writable, behind_proxy;
  gsize log_bytes;
} Arguments;

static void
arguments_clear(Arguments *arguments)
{
  char *texts[] = {arguments->host,       arguments->engine,     arguments->web,    arguments->token_file,
                   arguments->base,       arguments->access_log, arguments->cors,   arguments->memory,
                   arguments->max_result, arguments->max_upload, arguments->max_log};
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
    g_free(texts[i]);
  g_strfreev(arguments->services);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Arguments, arguments_clear)

static gboolean
quit(gpointer loop)
{
  g_main_loop_quit(loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
reload(gpointer server)
{
  g_autoptr(GError) error = NULL;
  if (!yt_http_server_reload(server, &error))
    g_printerr("yuantu: the store cannot be opened anew: %s; the former one is served on\n", error->message);
  return G_SOURCE_CONTINUE;
}

/* The explorer as it is installed or built; NULL if it is not. */
static char *
find_web(void)
{
  g_autofree char *data = yt_loader_find_data_dir();
  static const char *const places[] = {"web", "web/dist"}; /* installed; in the source tree */
  for (guint i = 0; data && i < G_N_ELEMENTS(places); i++) {
    g_autofree char *folder = g_build_filename(data, places[i], NULL);
    g_autofree char *page = g_build_filename(folder, "index.html", NULL);
    g_autofree char *sources = g_build_filename(folder, "package.json", NULL);
    if (g_file_test(page, G_FILE_TEST_IS_REGULAR) && !g_file_test(sources, G_FILE_TEST_EXISTS))
      return g_steal_pointer(&folder);
  }
  return NULL;
}

/* The token that changes are taken with: from a file, or from the environment; never from the command line, which
 * everyone on the machine can read. (transfer full) (nullable) */
static char *
read_token(const char *path, GError **error)
{
  g_autofree char *token = NULL;
  if (path && !g_file_get_contents(path, &token, NULL, error))
    return NULL;
  if (!path)
    token = g_strdup(g_getenv("YUANTU_TOKEN"));
  if (token)
    g_strstrip(token);
  if (token && strlen(token) >= MIN_TOKEN)
    return g_steal_pointer(&token);
  g_set_error(
      error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
      "--writable needs a token of %d characters or more, in the file of --token-file or in YUANTU_TOKEN",
      MIN_TOKEN);
  return NULL;
}

static void
tell_unfolded(const char *message, gpointer user_data)
{
  (void) user_data;
  g_printerr("yuantu: the log cannot be folded into the store: %s; it grows on\n", message);
}

/* The writer of the store, which folds the log in by itself. */
static YtStoreWriter *
open_writer(const char *path, gsize log_bytes, GError **error)
{
  YtStoreWriter *writer = yt_store_writer_open(path, error);
  if (writer)
    yt_store_writer_set_compaction(
        writer, &(YtCompactionPolicy){log_bytes, YT_CLI_LOG_PART, FOLDING_MEMORY, tell_unfolded, NULL});
  return writer;
}

/* Until a signal says so. */
static void
run_until_stopped(YtHttpServer *server)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
  guint sources[] = {g_unix_signal_add(SIGINT, quit, loop), g_unix_signal_add(SIGTERM, quit, loop),
                     g_unix_signal_add(SIGHUP, reload, server)};
  g_main_loop_run(loop);
  for (guint i = 0; i < G_N_ELEMENTS(sources); i++)
    g_source_remove(sources[i]); /* a second signal ends the program at once */
}

static int
serve(const char *path, YtHttpOptions *options, const Arguments *arguments)
{
  GError *error = NULL;
  g_autofree char *token = NULL;
  g_autoptr(YtStoreWriter) writer = NULL;
  g_autoptr(YtStore) store = NULL;
  if (arguments->writable) {
    if (!(token = read_token(arguments->token_file, &error)) ||
        !(writer = open_writer(path, arguments->log_bytes, &error)))
      return yt_cli_fail(error);
    store = yt_store_writer_ref_snapshot(writer);
  } else if (!(store = yt_store_open(path, &error))) {
    return yt_cli_fail(error);
  }
  options->writer = writer;
  options->token = token;
  options->path = path;
  const char *host = options->host ? options->host : "127.0.0.1";
  signal(SIGPIPE, SIG_IGN); /* a client that goes away is no reason to end */
  YtHttpServer *server = yt_http_server_new(store, options, &error);
  if (!server) {
    g_prefix_error(&error, "%s port %u: ", host, options->port);
    return yt_cli_fail(error);
  }
  g_clear_pointer(&store, yt_store_unref); /* the server has it, and may change it for a newer one */
  gboolean is_v6 = strchr(host, ':') != NULL;
  printf("http://%s%s%s:%u/\n", is_v6 ? "[" : "", host, is_v6 ? "]" : "", yt_http_server_get_port(server));
  fflush(stdout);
  run_until_stopped(server);
  yt_http_server_stop(server, GRACE_MS);
  return YT_EXIT_DONE;
}

/* Checks the numbers and fills @options; its strings stay the arguments'. A misuse's exit status, or YT_EXIT_DONE. */
static int
take_arguments(Arguments *arguments, YtHttpOptions *options)
{
  const YtCommand *command = &yt_command_serve;
  arguments->log_bytes = YT_CLI_LOG_BYTES;
  gsize n_memory = DEFAULT_MEMORY, n_result = DEFAULT_RESULT, n_upload = DEFAULT_UPLOAD;
  if (arguments->port < 0 || arguments->port > G_MAXUINT16)
    return yt_cli_misuse(command, "expected 0 to 65535 after --port, found %d", arguments->port);
  if (!(arguments->timeout >= 0 && arguments->timeout <= 1e6))
    return yt_cli_misuse(command, "expected 0 or more seconds after --timeout");
  if (arguments->n_workers < 0 || arguments->n_workers > 1024 || arguments->n_waiting < 0 ||
      arguments->n_waiting > 100000)
    return yt_cli_misuse(command, "expected 0 to 1024 after --workers and 0 to 100000 after --queue");
  if (arguments->n_per_client < 0 || arguments->n_per_client > 100000)
    return yt_cli_misuse(command, "expected 0 to 100000 after --per-client");
  const struct {
    const char *name, *text;
    gsize *n_bytes;
  } sizes[] = {{"--memory", arguments->memory, &n_memory},
               {"--max-result", arguments->max_result, &n_result},
               {"--max-upload", arguments->max_upload, &n_upload},
               {"--max-log", arguments->max_log, &arguments->log_bytes}};
  for (guint i = 0; i < G_N_ELEMENTS(sizes); i++)
    if (sizes[i].text && !yt_cli_read_size(sizes[i].text, sizes[i].n_bytes))
      return yt_cli_misuse(command, "expected a size such as 512M after %s, found “%s”", sizes[i].name,
                           sizes[i].text);
  if (arguments->engine && !yt_sparql_engine_from_name(arguments->engine, &options->engine))
    return yt_cli_misuse(command, "expected default or redland after --engine, found “%s”",
                         arguments->engine);
  if (arguments->base && (!strstr(arguments->base, "://") || !g_str_has_suffix(arguments->base, "/")))
    return yt_cli_misuse(command, "expected an IRI that ends in “/” after --base, found “%s”",
                         arguments->base);
  if (!yt_cli_check_services(command, arguments->services))
    return YT_EXIT_MISUSE;
  options->services = (const char *const *) arguments->services;
  options->host = arguments->host;
  options->port = (guint16) arguments->port;
  options->n_workers = (guint) arguments->n_workers;
  options->n_waiting = (guint) arguments->n_waiting;
  options->n_per_client = (guint) arguments->n_per_client;
  options->timeout_ms = (guint64) (arguments->timeout * 1000);
  options->memory_limit = n_memory;
  options->max_result = n_result;
  options->max_upload = n_upload;
  options->web = arguments->web && *arguments->web ? arguments->web : NULL;
  options->base = arguments->base;
  options->access_log = arguments->access_log;
  options->cors = arguments->cors ? arguments->cors : "*";
  options->behind_proxy = arguments->behind_proxy;
  return YT_EXIT_DONE;
}

static int
run(int argc, char **argv)
{
  g_auto(Arguments) a = {.port = 3030, .n_waiting = 128, .n_per_client = 64, .timeout = 30};
  const GOptionEntry entries[] = {
      {"host", 0, 0, G_OPTION_ARG_STRING, &a.host, "listen at this address (127.0.0.1)", "ADDRESS"},
      {"port", 'p', 0, G_OPTION_ARG_INT, &a.port, "listen at this port (3030); 0: a free one", "PORT"},
      {"timeout", 't', 0, G_OPTION_ARG_DOUBLE, &a.timeout, "stop a query after so long (30); 0: never",
       "SECONDS"},
      {"memory", 'm', 0, G_OPTION_ARG_STRING, &a.memory, "memory of one query (512M)", "SIZE"},
      {"max-result", 0, 0, G_OPTION_ARG_STRING, &a.max_result, "size of one answer (4G)", "SIZE"},
      {"max-upload", 0, 0, G_OPTION_ARG_STRING, &a.max_upload, "size of a graph that is sent (64M)", "SIZE"},
      {"max-log", 0, 0, G_OPTION_ARG_STRING, &a.max_log,
       "fold the log of updates in when it is so large, and an eighth of the store (16M)", "SIZE"},
      {"workers", 'w', 0, G_OPTION_ARG_INT, &a.n_workers,
       "queries that run at one time (one for each processor)", "N"},
      {"queue", 'q', 0, G_OPTION_ARG_INT, &a.n_waiting, "queries that may wait (128)", "N"},
      {"per-client", 0, 0, G_OPTION_ARG_INT, &a.n_per_client,
       "of both, those of one client (64); 0: no bound", "N"},
      {"writable", 0, 0, G_OPTION_ARG_NONE, &a.writable, "take updates, from those who have the token", NULL},
      {"token-file", 0, 0, G_OPTION_ARG_FILENAME, &a.token_file,
       "the token (else in the environment, as YUANTU_TOKEN)", "FILE"},
      {"web", 0, 0, G_OPTION_ARG_FILENAME, &a.web,
       "serve the files of this folder at / (the explorer, where it is built); '': none", "DIR"},
      {"base", 0, 0, G_OPTION_ARG_STRING, &a.base, "base of the things' IRIs (https://w3id.org/yuantu/)",
       "IRI"},
      {"access-log", 0, 0, G_OPTION_ARG_FILENAME, &a.access_log,
       "a line of JSON for each request; -: standard error", "FILE"},
      {"cors", 0, 0, G_OPTION_ARG_STRING, &a.cors,
       "whose pages may read: origins, * for all (*), '' for none", "ORIGINS"},
      {"behind-proxy", 0, 0, G_OPTION_ARG_NONE, &a.behind_proxy,
       "a proxy with TLS is in front: believe its X-Forwarded-For", NULL},
      {"engine", 'e', 0, G_OPTION_ARG_STRING, &a.engine, "default or redland", "ENGINE"},
      YT_CLI_SERVICE_OPTION(&a.services),
      {NULL},
  };
  g_autoptr(GOptionContext) context = yt_cli_context_new(&yt_command_serve, "STORE", description, entries);
  YtHttpOptions options = {0};
  if (!yt_cli_parse(context, &yt_command_serve, &argc, &argv))
    return YT_EXIT_MISUSE;
  if (argc != 2)
    return yt_cli_misuse(&yt_command_serve, "expected one store");
  int status = take_arguments(&a, &options);
  if (status != YT_EXIT_DONE)
    return status;
  g_autofree char *data = yt_loader_find_data_dir(), *web = a.web ? NULL : find_web();
  options.data = data;
  if (web)
    options.web = web;
  return serve(argv[1], &options, &a);
}
