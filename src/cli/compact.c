/* compact.c: yuantu compact and yuantu verify: the upkeep of a store. */
#include "cli/cli.h"
#include "store/store.h"
#include <stdio.h>

static int run_compact(int argc, char **argv);
static int run_verify(int argc, char **argv);
const YtCommand yt_command_compact = {
    "compact", "整：把修改并入图库 · write a store anew with the changes in its log", run_compact};
const YtCommand yt_command_verify = {"verify", "验：检查图库的每个字节 · check every byte of a store",
                                     run_verify};

static int
compact(const char *path, gsize memory)
{
  GError *error = NULL;
  if (!g_file_test(path, G_FILE_TEST_EXISTS)) /* opening a writer would make an empty store */
    return yt_cli_fail(g_error_new(G_FILE_ERROR, G_FILE_ERROR_NOENT, "%s: there is no such store", path));
  g_autoptr(YtStoreWriter) writer = yt_store_writer_open(path, &error);
  if (!writer)
    return yt_cli_fail(error);
  g_autoptr(YtStore) before = yt_store_writer_ref_snapshot(writer);
  if (!yt_store_writer_compact(writer, memory, &error))
    return yt_cli_fail(error);
  printf("%s: %" G_GSIZE_FORMAT " quads; folded in %" G_GSIZE_FORMAT " changes\n", path,
         yt_store_get_n_quads(before), yt_store_get_n_log_quads(before));
  return YT_EXIT_DONE;
}

static const char compact_description[] =
    "Updates are kept in a log beside STORE and merged into every answer. This folds them into STORE itself, "
    "which makes\n"
    "it faster to open and to read. Others may read STORE meanwhile. When anything fails it stays as it "
    "was.\n"
    "\n"
    "Exit status: 0 done; 1 the store cannot be read or written; 2 misuse.";

static int
run_compact(int argc, char **argv)
{
  g_autofree char *memory = NULL;
  gsize n_memory = yt_cli_get_memory();
  const GOptionEntry entries[] = {
      {"memory", 'm', 0, G_OPTION_ARG_STRING, &memory,
       "how much memory to use, such as 512M or 4G; as of load", "SIZE"},
      {NULL},
  };
  g_autoptr(GOptionContext) context =
      yt_cli_context_new(&yt_command_compact, "STORE", compact_description, entries);
  if (!yt_cli_parse(context, &yt_command_compact, &argc, &argv))
    return YT_EXIT_MISUSE;
  if (argc != 2)
    return yt_cli_misuse(&yt_command_compact, "expected one store");
  if (memory && !yt_cli_read_size(memory, &n_memory))
    return yt_cli_misuse(&yt_command_compact, "expected a size such as 512M or 4G after --memory, found “%s”",
                         memory);
  return compact(argv[1], n_memory);
}

static const char verify_description[] =
    "Reads all of STORE and its log, and checks every checksum, every order, every reference and every "
    "count.\n"
    "\n"
    "Exit status: 0 all is well; 1 it is not, and the message says where; 2 misuse.";

static int
run_verify(int argc, char **argv)
{
  const GOptionEntry entries[] = {{NULL}};
  g_autoptr(GOptionContext) context =
      yt_cli_context_new(&yt_command_verify, "STORE", verify_description, entries);
  if (!yt_cli_parse(context, &yt_command_verify, &argc, &argv))
    return YT_EXIT_MISUSE;
  if (argc != 2)
    return yt_cli_misuse(&yt_command_verify, "expected one store");
  GError *error = NULL;
  g_autoptr(YtStore) store = yt_store_open(argv[1], &error);
  if (!store)
    return yt_cli_fail(error);
  if (!yt_store_verify(store, &error)) {
    g_prefix_error(&error, "%s: ", argv[1]);
    return yt_cli_fail(error);
  }
  printf("%s: %" G_GSIZE_FORMAT " quads, all is well\n", argv[1], yt_store_get_n_quads(store));
  return YT_EXIT_DONE;
}
