/* extract.c: yuantu extract: documents → RDF on standard output. */
#include "cli/cli.h"
#include "cli/documents.h"
#include <gio/gunixoutputstream.h>
#include <stdio.h>
#include <unistd.h>

static int run(int argc, char **argv);
const YtCommand yt_command_extract = {"extract", "抽取：把文件变成 RDF · turn documents into RDF", run};

typedef struct {
  const YtLoader *loader;
  YtRdfWriter *writer;
  YtProgress *progress;
  gboolean facts_only; /* Turtle has no graph to put the evidence into */
  guint n_done, n_documents, n_bad;
  gboolean explain;
} Extract;

static gboolean
write_quad(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  Extract *extract = user_data;
  if (extract->facts_only && quad->graph.kind != YT_TERM_UNBOUND)
    return TRUE;
  return yt_rdf_writer_add(extract->writer, quad, error);
}

/* FALSE with @error set when the output fails, which ends it all; a bad document is only counted. */
static gboolean
extract_document(Extract *extract, const char *path, GError **error)
{
  g_autoptr(GError) bad = NULL;
  g_autofree char *bytes = NULL;
  gsize n_bytes;
  yt_progress_show(extract->progress, "%u of %u: %s", extract->n_done, extract->n_documents, path);
  extract->n_done++;
  if (yt_cli_read_document(path, &bytes, &n_bytes, &bad)) {
    if (extract->explain) {
      g_autofree char *text = yt_loader_explain(extract->loader, bytes, n_bytes, &bad);
      if (text) {
        fputs(text, stdout);
        return TRUE;
      }
    }
    g_autofree char *name = g_path_get_basename(path);
    if (!bad && yt_loader_read(extract->loader, bytes, n_bytes, name, write_quad, extract, &bad))
      return TRUE;
    if (bad->domain == G_IO_ERROR) {
      g_propagate_error(error, g_steal_pointer(&bad));
      return FALSE;
    }
    g_prefix_error(&bad, "%s: ", path);
  }
  extract->n_bad++;
  fprintf(stderr, "yuantu: %s\n", bad->message);
  return TRUE;
}

static const char description[] =
    "Each document is plain text in UTF-8, GB18030 or UTF-16. The facts go to the default graph, the evidence to a\n"
    "graph named after the document.\n"
    "\n"
    "Exit status: 0 done; 1 a document could not be read (the others are written); 2 misuse.";

static int
run(int argc, char **argv)
{
  g_autofree char *explain = NULL;
  g_autofree char *format_name = NULL, *rules = NULL, *base = NULL;
  const GOptionEntry entries[] = {
      {"format", 'f', 0, G_OPTION_ARG_STRING, &format_name, "nquads (as without this option), trig or turtle (facts only)", "FORMAT"},
      {"explain", 0, 0, G_OPTION_ARG_STRING, &explain, "text: show what was read and why, instead of RDF", "FORM"},
      {"rules", 0, 0, G_OPTION_ARG_FILENAME, &rules, "a folder of .ytg files to add to the rules or to replace them", "DIR"},
      {"base", 0, 0, G_OPTION_ARG_STRING, &base, "base IRI of the things; " YT_ID, "IRI"},
      {NULL},
  };
  g_autoptr(GOptionContext) context = yt_cli_context_new(&yt_command_extract, "DOCUMENT…", description, entries);
  if (!yt_cli_parse(context, &yt_command_extract, &argc, &argv))
    return YT_EXIT_MISUSE;
  if (argc < 2)
    return yt_cli_misuse(&yt_command_extract, "expected at least one document");
  YtRdfFormat format = YT_RDF_NQUADS;
  if (format_name && (!yt_rdf_format_from_name(format_name, &format) ||
                      (format != YT_RDF_NQUADS && format != YT_RDF_TRIG && format != YT_RDF_TURTLE)))
    return yt_cli_misuse(&yt_command_extract, "expected --format nquads, trig or turtle, found “%s”", format_name);

  if (explain && g_strcmp0(explain, "text") != 0)
    return yt_cli_misuse(&yt_command_extract, "expected --explain=text, found “%s”", explain);

  GError *error = NULL;
  g_autoptr(YtLoader) loader = yt_loader_new(&(YtLoaderOptions){.rules_dir = rules, .base = base}, &error);
  if (!loader)
    return yt_cli_fail(error);
  g_autoptr(GOutputStream) out = g_unix_output_stream_new(STDOUT_FILENO, FALSE);
  g_autoptr(YtRdfWriter) writer = yt_rdf_writer_new(format, out);
  yt_rdf_writer_add_known_prefixes(writer);
  Extract extract = {.loader = loader, .writer = writer, .facts_only = format == YT_RDF_TURTLE, .progress = yt_progress_new(), .n_documents = (guint) argc - 1, .explain = explain != NULL};
  gboolean ok = TRUE;
  for (int i = 1; i < argc && ok; i++)
    ok = extract_document(&extract, argv[i], &error);
  yt_progress_free(extract.progress);
  if (!ok || !yt_rdf_writer_finish(writer, &error))
    return yt_cli_fail(error);
  return extract.n_bad > 0 ? YT_EXIT_FAILED : YT_EXIT_DONE;
}
