/* extract.c: yuantu extract: documents → RDF on standard output. */
#include "cli/cli.h"
#include "cli/documents.h"
#include <gio/gunixoutputstream.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int run(int argc, char **argv);
const YtCommand yt_command_extract = {"extract", "抽取：把文件变成 RDF · turn documents into RDF", run};

typedef struct {
  const YtLoader *loader;
  YtRdfWriter *writer;
  YtProgress *progress;
  gboolean facts_only; /* Turtle has no graph to put the evidence into */
  guint n_done, n_documents, n_bad;
  gboolean explain, text;
  const char *path; /* of the file that is read */
} Extract;

static gboolean
write_quad(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  Extract *extract = user_data;
  if (extract->facts_only && quad->graph.kind != YT_TERM_UNBOUND)
    return TRUE;
  return yt_rdf_writer_add(extract->writer, quad, error);
}

/* Says what is wrong with a document, in the folder @path is in. */
static void
report_bad(Extract *extract, const char *path, const GError *bad)
{
  g_autofree char *dir = g_path_get_dirname(path);
  extract->n_bad++;
  if (bad->domain == G_FILE_ERROR || strcmp(dir, ".") == 0)
    fprintf(stderr, "yuantu: %s\n", bad->message);
  else
    fprintf(stderr, "yuantu: %s/%s\n", dir, bad->message);
}

/* Several documents get a line with their name between them, which is not part of the text. */
static void
print_text(Extract *extract, const YtDocument *document)
{
  if (extract->n_documents > 1 || strchr(document->name, '/'))
    printf("==> %s <==\n", document->name);
  fwrite(document->text->source, 1, document->text->n_source, stdout);
}

static gboolean
take_document(YtDocument *document, gpointer user_data, GError **error)
{
  Extract *extract = user_data;
  if (!document->text) {
    report_bad(extract, extract->path, document->error);
    return TRUE;
  }
  if (extract->text) {
    print_text(extract, document);
    return TRUE;
  }
  if (extract->explain) {
    g_autofree char *text = yt_loader_explain(extract->loader, g_steal_pointer(&document->text));
    fputs(text, stdout);
    return TRUE;
  }
  return yt_loader_read(extract->loader, g_steal_pointer(&document->text), document->name, write_quad, extract, error);
}

/* FALSE with @error set when the output fails, which ends it all; a bad document is only counted. */
static gboolean
extract_file(Extract *extract, const char *path, GError **error)
{
  g_autoptr(GError) bad = NULL;
  yt_progress_show(extract->progress, "%u of %u: %s", extract->n_done, extract->n_documents, path);
  extract->n_done++;
  extract->path = path;
  g_autoptr(GBytes) bytes = yt_cli_read_document(path, &bad);
  g_autofree char *name = g_path_get_basename(path);
  if (bytes && yt_reader_read(name, bytes, NULL, take_document, extract, &bad))
    return TRUE;
  if (bad->domain == G_IO_ERROR) {
    g_propagate_error(error, g_steal_pointer(&bad));
    return FALSE;
  }
  report_bad(extract, path, bad);
  return TRUE;
}

static const char description[] =
    "Each DOCUMENT is plain text or HTML (in UTF-8, GB18030 or UTF-16), DOCX, PDF, or a ZIP or TAR archive of these; its\n"
    "content decides, not its name. The facts go to the default graph, the evidence to a graph named after the\n"
    "document. The offsets of quotes count characters of what --text prints.\n"
    "\n"
    "Exit status: 0 done; 1 a document could not be read (the others are written); 2 misuse.";

static int
run(int argc, char **argv)
{
  g_autofree char *explain = NULL;
  gboolean text = FALSE;
  g_autofree char *format_name = NULL, *rules = NULL, *base = NULL;
  const GOptionEntry entries[] = {
      {"format", 'f', 0, G_OPTION_ARG_STRING, &format_name, "nquads (as without this option), trig, jsonld or turtle (facts only)", "FORMAT"},
      {"text", 0, 0, G_OPTION_ARG_NONE, &text, "print the documents' texts instead of RDF: what the offsets refer to", NULL},
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
                      (format != YT_RDF_NQUADS && format != YT_RDF_TRIG && format != YT_RDF_JSONLD &&
                       format != YT_RDF_TURTLE)))
    return yt_cli_misuse(&yt_command_extract, "expected --format nquads, trig, jsonld or turtle, found “%s”", format_name);

  if (explain && g_strcmp0(explain, "text") != 0)
    return yt_cli_misuse(&yt_command_extract, "expected --explain=text, found “%s”", explain);

  GError *error = NULL;
  g_autoptr(YtLoader) loader = NULL;
  if (!text && !(loader = yt_loader_new(&(YtLoaderOptions){.rules_dir = rules, .base = base}, &error)))
    return yt_cli_fail(error);
  g_autoptr(GOutputStream) out = g_unix_output_stream_new(STDOUT_FILENO, FALSE);
  g_autoptr(YtRdfWriter) writer = yt_rdf_writer_new(format, out);
  yt_rdf_writer_add_known_prefixes(writer);
  Extract extract = {.loader = loader, .writer = writer, .facts_only = format == YT_RDF_TURTLE, .progress = yt_progress_new(), .n_documents = (guint) argc - 1, .explain = explain != NULL, .text = text};
  gboolean ok = TRUE;
  for (int i = 1; i < argc && ok; i++)
    ok = extract_file(&extract, argv[i], &error);
  yt_progress_free(extract.progress);
  if (ok && text && (fflush(stdout) != 0 || ferror(stdout))) {
    g_set_error(&error, G_IO_ERROR, G_IO_ERROR_FAILED, "the text cannot be written to standard output");
    ok = FALSE;
  }
  if (!ok || (!text && !yt_rdf_writer_finish(writer, &error)))
    return yt_cli_fail(error);
  return extract.n_bad > 0 ? YT_EXIT_FAILED : YT_EXIT_DONE;
}
