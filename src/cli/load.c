/* load.c: yuantu load: files and folders into a store.
 *
 * What a file is read as goes by its name's ending: each kind is a Handler in the table below. The store is written
 * once, at the end, so a load that fails leaves the old store as it was. */
#include "cli/cli.h"
#include "store/store.h"
#include <stdio.h>
#include <string.h>

static int run(int argc, char **argv);
const YtCommand yt_command_load = {"load", "载：把文件读入图库 · read RDF files and folders into a store",
                                   run};

typedef struct {
  YtStoreBuilder *builder;
  YtProgress *progress;
  const char *graph; /* (nullable): where triples without a graph go */
  guint64 n_quads;   /* read so far, the same one twice counted twice */
  guint n_files, n_skipped;
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

static gboolean
add_quad(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  Load *load = user_data;
  YtTermQuad copy = *quad;
  if (load->graph && copy.graph.kind == YT_TERM_UNBOUND)
    copy.graph = yt_term_iri(load->graph);
  if (++load->n_quads % 4096 == 0)
    yt_progress_show(load->progress, "%u files, %" G_GUINT64_FORMAT " quads", load->n_files, load->n_quads);
  return yt_store_builder_add(&copy, load->builder, error);
}

/* Blank nodes get a prefix from the file's content: those of two files stay apart, and the same file gives the same
 * nodes again, so that loading it twice changes nothing. */
static char *
dup_blank_prefix(const char *path, GError **error)
{
  g_autoptr(GMappedFile) map = g_mapped_file_new(path, FALSE, error);
  if (!map)
    return NULL;
  g_autoptr(GBytes) bytes = g_mapped_file_get_bytes(map);
  g_autofree char *digest = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
  return g_strdup_printf("f%.12s_", digest);
}

static gboolean
load_rdf(Load *load, const char *path, GError **error)
{
  g_autofree char *prefix = dup_blank_prefix(path, error);
  if (!prefix)
    return FALSE;
  YtRdfReadOptions options = {.format = YT_RDF_GUESS, .blank_prefix = prefix, .strict_lines = TRUE};
  return yt_rdf_read_file(path, &options, add_quad, load, error);
}

/* ---- files and folders ---- */

static const Handler handlers[] = {
    {".nt, .nq, .ttl, .trig, .rdf, .owl, also with .gz, .zst or .bz2", is_rdf, load_rdf},
};

static const Handler *
find_handler(const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS(handlers); i++)
    if (handlers[i].accepts(path))
      return &handlers[i];
  return NULL;
}

static gboolean
load_file(Load *load, const char *path, GError **error)
{
  load->n_files++;
  yt_progress_show(load->progress, "%u files, %" G_GUINT64_FORMAT " quads: %s", load->n_files, load->n_quads,
                   path);
  return find_handler(path)->load(load, path, error);
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
  g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: expected a folder or a file ending in %s", path,
              handlers[0].endings);
  return FALSE;
}

static gboolean
load_all(Load *load, const char *store_path, gboolean anew, char **paths, GError **error)
{
  if (!anew && g_file_test(store_path, G_FILE_TEST_EXISTS)) {
    g_autoptr(YtStore) old = yt_store_open(store_path, error);
    if (!old || !yt_store_foreach(old, yt_store_builder_add, load->builder, error))
      return FALSE;
  }
  for (char **path = paths; *path; path++)
    if (!load_path(load, *path, error))
      return FALSE;
  return yt_store_builder_write(load->builder, store_path, error);
}

static int
load_and_tell(const char *store_path, gboolean anew, const char *graph, char **paths)
{
  GError *error = NULL;
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  Load load = {.builder = builder, .progress = yt_progress_new(), .graph = graph};
  gboolean loaded = load_all(&load, store_path, anew, paths, &error);
  yt_progress_free(load.progress);
  if (!loaded)
    return yt_cli_fail(error);
  g_autoptr(YtStore) store = yt_store_open(store_path, &error);
  if (!store)
    return yt_cli_fail(error);
  printf("%s: %" G_GSIZE_FORMAT " quads; read %" G_GUINT64_FORMAT " from %u files, passed over %u\n",
         store_path, yt_store_get_n_quads(store), load.n_quads, load.n_files, load.n_skipped);
  return YT_EXIT_DONE;
}

static const char description[] =
    "Reads RDF files (.nt, .nq, .ttl, .trig, .rdf, .owl; also compressed, with .gz, .zst or .bz2 behind), "
    "and those in\n"
    "folders and the folders in them, in the order of their names. What STORE has already stays in it. STORE "
    "is\n"
    "replaced when everything has been read; when anything fails it stays as it was.\n"
    "\n"
    "Exit status: 0 done; 1 a file cannot be read or is not well-formed; 2 misuse.";

static int
run(int argc, char **argv)
{
  gboolean anew = FALSE;
  g_autofree char *graph = NULL;
  const GOptionEntry entries[] = {
      {"new", 0, 0, G_OPTION_ARG_NONE, &anew, "begin with an empty store, whatever STORE has", NULL},
      {"graph", 'g', 0, G_OPTION_ARG_STRING, &graph, "the graph for triples that name none", "IRI"},
      {NULL},
  };
  g_autoptr(GOptionContext) context =
      yt_cli_context_new(&yt_command_load, "STORE PATH…", description, entries);
  if (!yt_cli_parse(context, &yt_command_load, &argc, &argv))
    return YT_EXIT_MISUSE;
  if (argc < 3)
    return yt_cli_misuse(&yt_command_load, "expected a store and at least one file or folder");
  if (graph) {
    g_autofree char *scheme = g_uri_parse_scheme(graph);
    if (!scheme || strpbrk(graph, " <>\"{}|\\^`"))
      return yt_cli_misuse(&yt_command_load, "expected an absolute IRI after --graph, found “%s”", graph);
  }
  return load_and_tell(argv[1], anew, graph, argv + 2);
}
