/* load.c: yuantu load: files and folders into a store.
 *
 * What a file is read as goes by its name's ending: each kind is a Handler in the table below. The store is changed
 * once, at the end, so a load that fails leaves the old store as it was. */
#include "cli/cli.h"
#include "cli/documents.h"
#include <stdio.h>
#include <string.h>

static int run(int argc, char **argv);
const YtCommand yt_command_load = {"load",
                                   "载：把文件读入图库 · read documents, RDF and folders into a store", run};

typedef struct {
  const char *store_path;
  char **paths;
  char **removed; /* (nullable): IRIs and file names of documents */
  gboolean anew, rewrite, keep_going;
  const char *graph; /* (nullable): where triples without a graph go */
  guint n_threads;   /* 0: one for each processor */
  gsize memory;      /* bytes */
  YtLoaderOptions documents;
} Options;

typedef struct {
  const Options *options;
  YtStoreBuilder *builder;
  YtDocuments *documents;
  GPtrArray *pending; /* paths of documents, still to be read */
  YtProgress *progress;
  guint64 n_quads, n_quads_before; /* read so far, the same one twice counted twice; and before this file */
  guint64 n_bad_lines;
  guint n_files, n_skipped, n_bad;
  guint n_replaced; /* documents */
} Load;

typedef struct {
  const char *endings; /* for messages */
  gboolean (*accepts)(const char *path);
  gboolean (*load)(Load *load, const char *path, GError **error);
} Handler;

/* ---- RDF ---- */

static gboolean
is_rdf(const char *path)
{
  YtRdfFormat format;
  /* A web page may carry RDFa, but as a rule it is a document. */
  return yt_rdf_format_from_path(path, &format) && format != YT_RDF_RDFA;
}

static void
tell_bad_line(const char *message, gpointer user_data)
{
  Load *load = user_data;
  yt_progress_clear(load->progress);
  fprintf(stderr, "yuantu: skipped %s\n", message);
}

/* Blank nodes get a prefix from the file's content, which the builder makes: those of two files stay apart, and the
 * same file gives the same nodes again, so that loading it twice changes nothing. */
static gboolean
load_rdf(Load *load, const char *path, GError **error)
{
  const Options *options = load->options;
  YtLoadOptions reading = {.format = YT_RDF_GUESS,
                           .graph = options->graph,
                           .keep_going = options->keep_going,
                           .n_threads = options->n_threads,
                           .bad_line = tell_bad_line,
                           .user_data = load};
  YtLoadResult result = {0};
  load->n_quads_before = load->n_quads;
  gboolean read = yt_store_builder_add_file(load->builder, path, &reading, &result, error);
  load->n_quads = load->n_quads_before + result.n_quads;
  load->n_bad_lines += result.n_bad_lines;
  return read;
}

/* ---- documents ---- */

/* Tells of what cannot be read, or ends the load with it. */
static gboolean
report_bad(const char *message, gpointer user_data, GError **error)
{
  Load *load = user_data;
  if (!load->options->keep_going) {
    g_set_error_literal(error, YT_READER_ERROR, YT_READER_ERROR_DAMAGED, message);
    return FALSE;
  }
  yt_progress_clear(load->progress);
  fprintf(stderr, "yuantu: %s\n", message);
  load->n_bad++;
  return TRUE;
}

#define MAX_PENDING_DOCUMENTS 10000 /* paths that are kept before they are read */

static gboolean
load_pending(Load *load, GError **error)
{
  YtDocumentsReading reading = {load->options->n_threads, load->progress, report_bad, load};
  gboolean ok = load->pending->len == 0 ||
                yt_documents_add(load->documents, (const char *const *) load->pending->pdata,
                                 load->pending->len, &reading, load->builder, &load->n_quads, error);
  g_ptr_array_set_size(load->pending, 0);
  return ok;
}

/* Documents are collected, and read several at a time. */
static gboolean
load_document(Load *load, const char *path, GError **error)
{
  if (load->options->graph) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                "%s: expected RDF after --graph, found a document: its facts belong in the default graph",
                path);
    return FALSE;
  }
  g_ptr_array_add(load->pending, g_strdup(path));
  return TRUE;
}

/* ---- files and folders ---- */

static const Handler handlers[] = {
    {".nt, .nq, .ttl, .trig, .rdf, .owl, also with .gz, .zst or .bz2", is_rdf, load_rdf},
    {".txt, .html, .docx, .pdf, also in .zip, .tar and .tar.gz", yt_documents_accepts, load_document},
};

static const Handler *
find_handler(const char *path)
{
  if (strcmp(path, "-") == 0)
    return &handlers[1]; /* a stream of documents */
  for (guint i = 0; i < G_N_ELEMENTS(handlers); i++)
    if (handlers[i].accepts(path))
      return &handlers[i];
  return NULL;
}

static gboolean
load_file(Load *load, const char *path, GError **error)
{
  GError *bad = NULL;
  load->n_files++;
  yt_progress_show(load->progress, "%u files, %" G_GUINT64_FORMAT " quads: %s", load->n_files, load->n_quads,
                   path);
  if (find_handler(path)->load(load, path, &bad))
    return load->pending->len < MAX_PENDING_DOCUMENTS || load_pending(load, error);
  if (!load->options->keep_going) {
    g_propagate_error(error, bad);
    return FALSE;
  }
  gboolean told = report_bad(bad->message, load, error);
  g_error_free(bad);
  return told;
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* The names in the folder at @path in the order of their bytes, so that every machine reads them in one order. */
static GPtrArray *
list_folder(const char *path, GError **error)
{
  g_autoptr(GDir) folder = g_dir_open(path, 0, error);
  if (!folder)
    return NULL;
  GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
  const char *name;
  while ((name = g_dir_read_name(folder)) != NULL)
    if (*name != '.')
      g_ptr_array_add(names, g_strdup(name));
  g_ptr_array_sort(names, compare_names);
  return names;
}

#define MAX_FOLDER_DEPTH 64 /* deeper is a link that leads back */

/* In a folder, what no handler takes is passed over. */
static gboolean
load_folder(Load *load, const char *path, guint depth, GError **error)
{
  if (depth > MAX_FOLDER_DEPTH) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_LOOP, "%s: folders are nested too deep", path);
    return FALSE;
  }
  g_autoptr(GPtrArray) names = list_folder(path, error);
  if (!names)
    return FALSE;
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *inner = g_build_filename(path, g_ptr_array_index(names, i), NULL);
    gboolean loaded = TRUE;
    if (g_file_test(inner, G_FILE_TEST_IS_DIR))
      loaded = load_folder(load, inner, depth + 1, error);
    else if (find_handler(inner))
      loaded = load_file(load, inner, error);
    else
      load->n_skipped++;
    if (!loaded)
      return FALSE;
  }
  return TRUE;
}

static gboolean
load_path(Load *load, const char *path, GError **error)
{
  if (g_file_test(path, G_FILE_TEST_IS_DIR))
    return load_folder(load, path, 0, error);
  if (find_handler(path))
    return load_file(load, path, error);
  g_autoptr(GString) endings = g_string_new(handlers[0].endings);
  for (guint i = 1; i < G_N_ELEMENTS(handlers); i++)
    g_string_append_printf(endings, ", or in %s", handlers[i].endings);
  g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: expected a folder or a file ending in %s", path,
              endings->str);
  return FALSE;
}

/* What comes in and what leaves goes to the log, as updates do, where it is at most this part of the store, or so few
 * quads: else it is cheaper to write the store anew. */
#define UPDATE_PART  8
#define UPDATE_QUADS 20000

static gboolean
update_store(Load *load, YtStoreWriter *writer, GError **error)
{
  const YtCompactionPolicy policy = {YT_CLI_LOG_BYTES, YT_CLI_LOG_PART, load->options->memory, NULL, NULL};
  g_autoptr(YtStore) incoming = yt_store_builder_build(load->builder);
  if (!incoming) {
    g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_LIMIT, "what was read does not fit into memory");
    return FALSE;
  }
  return yt_documents_update(load->documents, incoming, writer, error) &&
         (!yt_store_writer_is_due(writer, &policy) || yt_store_writer_compact(writer, policy.memory, error));
}

/* The old quads come last, since only then it is known what of them stays. Nobody else may write in between. */
static gboolean
rewrite_store(Load *load, YtStoreWriter **writer, GError **error)
{
  if (!yt_documents_add_old(load->documents, load->builder, error))
    return FALSE;
  g_clear_pointer(writer, yt_store_writer_unref); /* its lock is needed now */
  return yt_store_builder_write(load->builder, load->options->store_path, error);
}

static gboolean
remove_documents(Load *load, GError **error)
{
  for (char **name = load->options->removed; name && *name; name++)
    if (!yt_documents_remove(load->documents, *name)) {
      g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                  "%s: expected the IRI or the file name of a document after --remove, found “%s”",
                  load->options->store_path, *name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
load_all(Load *load, GError **error)
{
  const Options *options = load->options;
  g_autoptr(YtStoreWriter) writer = NULL;
  g_autoptr(YtStore) old = NULL;
  if (!options->anew && g_file_test(options->store_path, G_FILE_TEST_EXISTS)) {
    writer = yt_store_writer_open(options->store_path, error);
    if (!writer)
      return FALSE;
    old = yt_store_writer_ref_snapshot(writer);
  }
  load->documents = yt_documents_new(old, &options->documents);
  if (!remove_documents(load, error))
    return FALSE;
  for (char **path = options->paths; *path; path++)
    if (!load_path(load, *path, error))
      return FALSE;
  if (!load_pending(load, error))
    return FALSE;
  guint64 n_changes = load->n_quads + yt_documents_settle(load->documents, &load->n_replaced);
  gboolean is_little = old && n_changes <= MAX(yt_store_get_n_quads(old) / UPDATE_PART, UPDATE_QUADS);
  return is_little && !options->rewrite ? update_store(load, writer, error)
                                        : rewrite_store(load, &writer, error);
}

/* How far, how fast, how long still: the builder asks for it every half second or so. */
static gboolean
show_progress(const YtLoadProgress *progress, gpointer user_data)
{
  Load *load = user_data;
  if (strcmp(progress->phase, "parse") == 0)
    load->n_quads = load->n_quads_before + progress->n_quads;
  double rate = progress->seconds > 0 ? (double) load->n_quads / progress->seconds : 0;
  guint left = progress->fraction > 0.01
                   ? (guint) (progress->seconds * (1 - progress->fraction) / progress->fraction + 0.5)
                   : 0;
  yt_progress_show(
      load->progress, "%u files, %" G_GUINT64_FORMAT " quads, %.0f a second, %s %.0f%%, %u:%02u left",
      load->n_files, load->n_quads, rate, progress->phase, 100 * progress->fraction, left / 60, left % 60);
  return TRUE;
}

static int
load_and_tell(const Options *options)
{
  GError *error = NULL;
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  g_autoptr(GPtrArray) pending = g_ptr_array_new_with_free_func(g_free);
  Load load = {.options = options, .builder = builder, .pending = pending, .progress = yt_progress_new()};
  yt_store_builder_set_memory(builder, options->memory);
  yt_store_builder_set_progress(builder, show_progress, &load);
  gboolean loaded = load_all(&load, &error);
  yt_documents_free(load.documents);
  yt_progress_free(load.progress);
  if (!loaded)
    return yt_cli_fail(error);
  g_autoptr(YtStore) store = yt_store_open(options->store_path, &error);
  if (!store)
    return yt_cli_fail(error);
  printf("%s: %" G_GSIZE_FORMAT " quads; read %" G_GUINT64_FORMAT " from %u files, passed over %u\n",
         options->store_path, yt_store_get_n_quads(store), load.n_quads, load.n_files, load.n_skipped);
  if (load.n_replaced > 0)
    printf("%s: %u documents have a newer version now\n", options->store_path, load.n_replaced);
  if (load.n_bad_lines > 0)
    printf("%s: skipped %" G_GUINT64_FORMAT " bad lines\n", options->store_path, load.n_bad_lines);
  if (load.n_bad > 0)
    printf("%s: %u files could not be read\n", options->store_path, load.n_bad);
  return load.n_bad > 0 || load.n_bad_lines > 0 ? YT_EXIT_FAILED : YT_EXIT_DONE;
}

static const char description[] =
    "Reads documents (.txt, in UTF-8, GB18030 or UTF-16), RDF files (.nt, .nq, .ttl, .trig, .rdf, .owl; "
    "also\n"
    "compressed, with .gz, .zst or .bz2 behind), and those in folders and the folders in them, in the order "
    "of\n"
    "their names. What STORE has already stays in it; only a document that was read before is replaced: by "
    "the\n"
    "same text read again, or by a newer version in a file of the same name, of which at least half of the\n"
    "quotes are the same. A PATH “-” is a stream of documents on standard input, one JSON object a line, as "
    "extract\n"
    "reads it. STORE is changed when everything has been read; when anything fails it stays as it was. "
    "Little, beside\n"
    "what STORE has, is put into its log, as yuantu update does.\n"
    "\n"
    "Exit status: 0 done; 1 a file cannot be read or is not well-formed; 2 misuse.";

static int
run(int argc, char **argv)
{
  gboolean anew = FALSE, rewrite = FALSE, keep_going = FALSE;
  gint n_threads = 0;
  gsize n_memory = yt_cli_get_memory();
  g_autofree char *graph = NULL, *rules = NULL, *base = NULL, *memory = NULL;
  g_auto(GStrv) removed = NULL;
  const GOptionEntry entries[] = {
      {"new", 0, 0, G_OPTION_ARG_NONE, &anew, "begin with an empty store, whatever STORE has", NULL},
      {"rewrite", 0, 0, G_OPTION_ARG_NONE, &rewrite, "write STORE anew, also for little; folds its log in",
       NULL},
      {"remove", 0, 0, G_OPTION_ARG_STRING_ARRAY, &removed,
       "take a document out first, by its IRI or the name of its file; may be repeated", "DOCUMENT"},
      {"keep-going", 'k', 0, G_OPTION_ARG_NONE, &keep_going,
       "tell of bad files and of bad lines of N-Triples and N-Quads, and load the others", NULL},
      {"memory", 'm', 0, G_OPTION_ARG_STRING, &memory,
       "how much memory to use, such as 512M or 4G; a quarter of the machine's, 1G at least. What needs more"
       " is sorted on disk",
       "SIZE"},
      {"threads", 'j', 0, G_OPTION_ARG_INT, &n_threads,
       "read documents, N-Triples and N-Quads with N threads; one each processor", "N"},
      {"graph", 'g', 0, G_OPTION_ARG_STRING, &graph, "the graph for triples of RDF files that name none",
       "IRI"},
      {"rules", 0, 0, G_OPTION_ARG_FILENAME, &rules,
       "a folder of .ytg files to add to the rules or to replace them", "DIR"},
      {"base", 0, 0, G_OPTION_ARG_STRING, &base, "base IRI of the things in documents; " YT_ID, "IRI"},
      {NULL},
  };
  g_autoptr(GOptionContext) context =
      yt_cli_context_new(&yt_command_load, "STORE PATH…", description, entries);
  if (!yt_cli_parse(context, &yt_command_load, &argc, &argv))
    return YT_EXIT_MISUSE;
  if (argc < 3 && (argc < 2 || !removed))
    return yt_cli_misuse(&yt_command_load, "expected a store and at least one file or folder, or --remove");
  if (graph) {
    g_autofree char *scheme = g_uri_parse_scheme(graph);
    if (!scheme || strpbrk(graph, " <>\"{}|\\^`"))
      return yt_cli_misuse(&yt_command_load, "expected an absolute IRI after --graph, found “%s”", graph);
  }
  if (memory && !yt_cli_read_size(memory, &n_memory))
    return yt_cli_misuse(&yt_command_load, "expected a size such as 512M or 4G after --memory, found “%s”",
                         memory);
  if (n_threads < 0 || n_threads > 256)
    return yt_cli_misuse(&yt_command_load, "expected 1 to 256 threads, or 0, found %d", n_threads);
  Options options = {argv[1],    argv + 2, removed,           anew,     rewrite,
                     keep_going, graph,    (guint) n_threads, n_memory, {.rules_dir = rules, .base = base}};
  return load_and_tell(&options);
}
