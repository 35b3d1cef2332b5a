/* serve.c: yuantu serve: a store on the web. */
#include "cli/cli.h"
#include "http/http.h"
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static int run(int argc, char **argv);
const YtCommand yt_command_serve = {"serve", "供：在网上回答查询 · serve a store over HTTP", run};

#define GRACE_MS 10000 /* what a person waits for after Ctrl-C */

static const char description[] =
    "Answers SPARQL at /sparql after the SPARQL 1.1 Protocol, and shows a page to ask from at /. Prints its "
    "address. What others load, update and compact meanwhile is served as soon as it is there.\n"
    "Stops at SIGINT or SIGTERM, when the queries that run are done, or after ten seconds.\n"
    "\n"
    "Exit status: 0 stopped; 1 STORE cannot be read, or the address cannot be listened at; 2 misuse.";

static gboolean
quit(gpointer loop)
{
  g_main_loop_quit(loop);
  return G_SOURCE_CONTINUE;
}

static YtStore *
ref_newest(gpointer watch)
{
  return yt_store_watch_ref_snapshot(watch);
}

static int
serve(const char *path, YtHttpOptions *options)
{
  GError *error = NULL;
  g_autoptr(YtStoreWatch) watch = yt_store_watch_new(path, &error);
  if (!watch)
    return yt_cli_fail(error);
  g_autoptr(YtStore) store = yt_store_watch_ref_snapshot(watch);
  options->ref_store = ref_newest;
  options->ref_store_data = watch;
  const char *host = options->host ? options->host : "127.0.0.1";
  signal(SIGPIPE, SIG_IGN); /* a client that goes away is no reason to end */
  YtHttpServer *server = yt_http_server_new(store, options, &error);
  if (!server) {
    g_prefix_error(&error, "%s port %u: ", host, options->port);
    return yt_cli_fail(error);
  }
  g_clear_pointer(&store, yt_store_unref); /* or it would be kept when newer ones are long there */
  gboolean is_v6 = strchr(host, ':') != NULL;
  printf("http://%s%s%s:%u/\n", is_v6 ? "[" : "", host, is_v6 ? "]" : "", yt_http_server_get_port(server));
  fflush(stdout);

  g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
  guint sources[] = {g_unix_signal_add(SIGINT, quit, loop), g_unix_signal_add(SIGTERM, quit, loop)};
  g_main_loop_run(loop);
  for (guint i = 0; i < G_N_ELEMENTS(sources); i++)
    g_source_remove(sources[i]); /* a second signal ends the program at once */
  yt_http_server_stop(server, GRACE_MS);
  return YT_EXIT_DONE;
}

static int
run(int argc, char **argv)
{
  g_autofree char *host = NULL, *engine = NULL;
  int port = 3030, n_workers = 0, n_waiting = 128;
  double timeout = 30;
  const GOptionEntry entries[] = {
      {"host", 0, 0, G_OPTION_ARG_STRING, &host, "listen at this address (127.0.0.1)", "ADDRESS"},
      {"port", 'p', 0, G_OPTION_ARG_INT, &port, "listen at this port (3030); 0: a free one", "PORT"},
      {"timeout", 't', 0, G_OPTION_ARG_DOUBLE, &timeout, "stop a query after so long (30); 0: never",
       "SECONDS"},
      {"workers", 'w', 0, G_OPTION_ARG_INT, &n_workers,
       "queries that run at one time (one for each processor)", "N"},
      {"queue", 'q', 0, G_OPTION_ARG_INT, &n_waiting, "queries that may wait (128)", "N"},
      {"engine", 'e', 0, G_OPTION_ARG_STRING, &engine, "default or redland", "ENGINE"},
      {NULL},
  };
  g_autoptr(GOptionContext) context = yt_cli_context_new(&yt_command_serve, "STORE", description, entries);
  if (!yt_cli_parse(context, &yt_command_serve, &argc, &argv))
    return YT_EXIT_MISUSE;
  if (argc != 2)
    return yt_cli_misuse(&yt_command_serve, "expected one store");
  if (port < 0 || port > G_MAXUINT16)
    return yt_cli_misuse(&yt_command_serve, "expected 0 to 65535 after --port, found %d", port);
  if (!(timeout >= 0 && timeout <= 1e6))
    return yt_cli_misuse(&yt_command_serve, "expected 0 or more seconds after --timeout");
  if (n_workers < 0 || n_workers > 1024 || n_waiting < 0 || n_waiting > 100000)
    return yt_cli_misuse(&yt_command_serve,
                         "expected 0 to 1024 after --workers and 0 to 100000 after --queue");
  YtHttpOptions options = {
      .host = host,
      .port = (guint16) port,
      .n_workers = (guint) n_workers,
      .n_waiting = (guint) n_waiting,
      .timeout_ms = (guint64) (timeout * 1000),
  };
  if (engine && !yt_sparql_engine_from_name(engine, &options.engine))
    return yt_cli_misuse(&yt_command_serve, "expected default or redland after --engine, found “%s”", engine);
  return serve(argv[1], &options);
}
