/* extract.c: yuantu extract: documents → RDF on standard output. */
#include "cli/cli.h"
#include "cli/documents.h"
#include <gio/gunixoutputstream.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int run(int argc, char **argv);
const YtCommand yt_command_extract = {"extract", "抽取：把文件变成 RDF · turn documents into RDF", run};

typedef struct {
  const YtLoader *loader;
  GOutputStream *out;
  gboolean lines; /* N-Quads, which need no writer */
  YtRdfWriter *writer;
  YtProgress *progress;
  gboolean facts_only; /* Turtle has no graph to put the evidence into */
  guint n_done, n_documents, n_bad;
  gboolean explain, page, text;
  guint n_pages;
  const char *output; /* the folder for pages, or NULL */
  GHashTable *written; /* paths of pages */
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

static gboolean
write_bytes(const char *bytes, gsize n_bytes, gpointer user_data, GError **error)
{
  Extract *extract = user_data;
  return g_output_stream_write_all(extract->out, bytes, n_bytes, NULL, NULL, error);
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

/* The file for the page of document @name: notices.zip/a/1.html gets notices.zip-a-1.html.html. */
static char *
page_path(const Extract *extract, const char *name)
{
  g_autofree char *file = g_strconcat(name, ".html", NULL);
  g_strdelimit(file, "/", '-');
  if (file[0] == '.')
    file[0] = '-';
  return g_build_filename(extract->output, file, NULL);
}

static gboolean
write_page(Extract *extract, YtDocument *document, GError **error)
{
  g_autofree char *page =
      yt_loader_explain_page(extract->loader, g_steal_pointer(&document->text), document->name, error);
  if (!page)
    return FALSE;
  if (extract->output) {
    g_autofree char *path = page_path(extract, document->name);
    g_autoptr(GError) bad = NULL;
    if (!g_hash_table_add(extract->written, g_strdup(path))) {
      g_set_error(error, G_IO_ERROR, G_IO_ERROR_EXISTS, "%s: two documents have this name", path);
      return FALSE;
    }
    if (!g_file_set_contents(path, page, -1, &bad)) {
      g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", bad->message);
      return FALSE;
    }
  } else if (extract->n_pages > 0) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                "%s: expected one document, found several: give a folder for their pages with --output", document->name);
    return FALSE;
  } else {
    fputs(page, stdout);
  }
  extract->n_pages++;
  return TRUE;
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
  if (extract->page)
    return write_page(extract, document, error);
  if (extract->explain) {
    g_autofree char *text = yt_loader_explain(extract->loader, g_steal_pointer(&document->text));
    fputs(text, stdout);
    return TRUE;
  }
  if (extract->lines)
    return yt_loader_write(extract->loader, g_steal_pointer(&document->text), document->name, write_bytes, extract, error);
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
    "--explain shows a person how a document was read: its text with every name in the colour of its class, each fact\n"
    "at its sentence with rule, confidence and repair, and the candidates that came to nothing. The page is one file\n"
    "that fetches nothing; it goes to standard output, or with --output DIR to DIR/DOCUMENT.html for each of any number.\n"
    "\n"
    "Exit status: 0 done; 1 a document could not be read (the others are written); 2 misuse.";

/* --explain may stand without its form: it is completed before GLib, which would take the next argument for it. The
 * strings are @argv's. */
static GPtrArray *
complete_explain(int argc, char **argv)
{
  GPtrArray *complete = g_ptr_array_new();
  gboolean options = TRUE;
  for (int i = 0; i < argc; i++) {
    gboolean has_form = i + 1 < argc && (strcmp(argv[i + 1], "text") == 0 || strcmp(argv[i + 1], "html") == 0);
    options = options && strcmp(argv[i], "--") != 0;
    gboolean bare = options && strcmp(argv[i], "--explain") == 0 && !has_form;
    g_ptr_array_add(complete, bare ? (char *) "--explain=html" : argv[i]);
  }
  g_ptr_array_add(complete, NULL);
  return complete;
}

static int
run(int argc, char **argv)
{
  g_autofree char *explain = NULL, *output = NULL;
  gboolean text = FALSE;
  g_autofree char *format_name = NULL, *rules = NULL, *base = NULL;
  const GOptionEntry entries[] = {
      {"format", 'f', 0, G_OPTION_ARG_STRING, &format_name, "nquads (as without this option), trig or turtle (facts only)", "FORMAT"},
      {"text", 0, 0, G_OPTION_ARG_NONE, &text, "print the documents' texts instead of RDF: what the offsets refer to", NULL},
      {"explain", 0, 0, G_OPTION_ARG_STRING, &explain,
       "show what was read and why, instead of RDF: html, a page, as without FORM; or text, for a terminal", "FORM"},
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "the folder for the pages of --explain; made if there is none", "DIR"},
      {"rules", 0, 0, G_OPTION_ARG_FILENAME, &rules, "a folder of .ytg files to add to the rules or to replace them", "DIR"},
      {"base", 0, 0, G_OPTION_ARG_STRING, &base, "base IRI of the things; " YT_ID, "IRI"},
      {NULL},
  };
  g_autoptr(GOptionContext) context = yt_cli_context_new(&yt_command_extract, "DOCUMENT…", description, entries);
  g_autoptr(GPtrArray) complete = complete_explain(argc, argv);
  argv = (char **) complete->pdata;
  if (!yt_cli_parse(context, &yt_command_extract, &argc, &argv))
    return YT_EXIT_MISUSE;
  if (argc < 2)
    return yt_cli_misuse(&yt_command_extract, "expected at least one document");
  YtRdfFormat format = YT_RDF_NQUADS;
  if (format_name && (!yt_rdf_format_from_name(format_name, &format) ||
                      (format != YT_RDF_NQUADS && format != YT_RDF_TRIG && format != YT_RDF_TURTLE)))
    return yt_cli_misuse(&yt_command_extract, "expected --format nquads, trig or turtle, found “%s”", format_name);

  if (explain && strcmp(explain, "text") != 0 && strcmp(explain, "html") != 0)
    return yt_cli_misuse(&yt_command_extract, "expected --explain=html or text, found “%s”", explain);
  gboolean page = g_strcmp0(explain, "html") == 0;
  if (output && !page)
    return yt_cli_misuse(&yt_command_extract, "expected --explain with --output: RDF goes to standard output");
  if (page && !output && argc > 2)
    return yt_cli_misuse(&yt_command_extract, "expected --output DIR for the pages of several documents");

  GError *error = NULL;
  if (output && g_mkdir_with_parents(output, 0777) != 0) {
    g_set_error(&error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: %s", output, g_strerror(errno));
    return yt_cli_fail(error);
  }
  g_autoptr(YtLoader) loader = NULL;
  if (!text && !(loader = yt_loader_new(&(YtLoaderOptions){.rules_dir = rules, .base = base}, &error)))
    return yt_cli_fail(error);
  g_autoptr(GOutputStream) out = g_unix_output_stream_new(STDOUT_FILENO, FALSE);
  g_autoptr(YtRdfWriter) writer = yt_rdf_writer_new(format, out);
  yt_rdf_writer_add_known_prefixes(writer);
  Extract extract = {.loader = loader, .out = out, .lines = format == YT_RDF_NQUADS, .writer = writer, .facts_only = format == YT_RDF_TURTLE, .progress = yt_progress_new(), .n_documents = (guint) argc - 1, .explain = explain != NULL, .page = page, .output = output, .text = text};
  extract.written = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  gboolean ok = TRUE;
  for (int i = 1; i < argc && ok; i++)
    ok = extract_file(&extract, argv[i], &error);
  yt_progress_free(extract.progress);
  g_hash_table_unref(extract.written);
  if (ok && (text || explain) && (fflush(stdout) != 0 || ferror(stdout))) {
    g_set_error(&error, G_IO_ERROR, G_IO_ERROR_FAILED, "the text cannot be written to standard output");
    ok = FALSE;
  }
  if (!ok || (!text && !yt_rdf_writer_finish(writer, &error)))
    return yt_cli_fail(error);
  return extract.n_bad > 0 ? YT_EXIT_FAILED : YT_EXIT_DONE;
}
