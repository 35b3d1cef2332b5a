/* extract.c: yuantu extract: documents → RDF on standard output. */
#include "cli/cli.h"
#include "cli/pipeline.h"
#include <errno.h>
#include <gio/gunixoutputstream.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int run(int argc, char **argv);
const YtCommand yt_command_extract = {"extract", "抽取：把文件变成 RDF · turn documents into RDF", run};

typedef struct {
  const YtLoader *loader;
  GOutputStream *out;
  gboolean as_it_is; /* what was made is written, and not read as N-Quads for: */
  YtRdfWriter *writer;
  YtProgress *progress;
  gboolean facts_only; /* Turtle has no graph to put the evidence into */
  guint n_bad;
  gboolean several; /* documents, or a stream of them */
  gboolean explain, page, text;
  guint n_pages;
  const char *output;  /* the folder for pages, or NULL */
  GHashTable *written; /* paths of pages */
} Extract;

/* Other formats than N-Quads are made of the terms. */
static gboolean
write_quad(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  Extract *extract = user_data;
  if (extract->facts_only && quad->graph.kind != YT_TERM_UNBOUND)
    return TRUE;
  return yt_rdf_writer_add(extract->writer, quad, error);
}

static gboolean
take_bytes(const char *bytes, gsize n_bytes, gpointer user_data, GError **error)
{
  Extract *extract = user_data;
  if (extract->as_it_is)
    return g_output_stream_write_all(extract->out, bytes, n_bytes, NULL, NULL, error);
  YtRdfReadOptions options = {.format = YT_RDF_NQUADS, .strict_lines = TRUE};
  return yt_rdf_read_bytes(bytes, n_bytes, &options, write_quad, extract, error);
}

/* Says what is wrong with a document. */
static gboolean
report_bad(const char *message, gpointer user_data, GError **error)
{
  (void) error;
  Extract *extract = user_data;
  extract->n_bad++;
  yt_progress_clear(extract->progress);
  fprintf(stderr, "yuantu: %s\n", message);
  return TRUE;
}

/* Several documents get a line with their name between them, which is not part of the text. */
static gboolean
write_text(const Extract *extract, YtJob *job, const YtDocument *document, GError **error)
{
  g_autofree char *head = g_strdup_printf("==> %s <==\n", document->name);
  if ((extract->several || strchr(document->name, '/')) && !yt_job_write(head, strlen(head), job, error))
    return FALSE;
  return yt_job_write(document->text->source, document->text->n_source, job, error);
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
write_page(Extract *extract, YtJob *job, YtDocument *document, GError **error)
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
                "%s: expected one document, found several: give a folder for their pages with --output",
                document->name);
    return FALSE;
  } else if (!yt_job_write(page, strlen(page), job, error)) {
    return FALSE;
  }
  extract->n_pages++;
  return TRUE;
}

static gboolean
work(YtJob *job, YtDocument *document, const YtLoaderMetadata *metadata, gpointer user_data, GError **error)
{
  Extract *extract = user_data;
  if (extract->text)
    return write_text(extract, job, document, error);
  if (extract->page)
    return write_page(extract, job, document, error);
  if (extract->explain) {
    g_autofree char *text = yt_loader_explain(extract->loader, g_steal_pointer(&document->text));
    return yt_job_write(text, strlen(text), job, error);
  }
  return yt_loader_write(extract->loader, g_steal_pointer(&document->text), metadata, yt_job_write, job,
                         error);
}

static const char description[] =
    "Each DOCUMENT is plain text or HTML (in UTF-8, GB18030 or UTF-16), DOCX, PDF, or a ZIP or TAR archive "
    "of these; its\n"
    "content decides, not its name. The facts go to the default graph, the evidence to a graph named after "
    "the\n"
    "document. The offsets of quotes count characters of what --text prints. Several documents are read at a "
    "time;\n"
    "what is written is the same for any number of threads.\n"
    "\n"
    "A DOCUMENT “-” is a stream of them on standard input, one JSON object a line: {\"id\": NAME, \"text\": "
    "CONTENT} or\n"
    "{\"path\": FILE}, each also with \"url\", \"title\", \"issuer\" and \"date\" (YYYY-MM-DD), as far as "
    "they are known.\n"
    "\n"
    "--explain shows a person how a document was read: its text with every name in the colour of its class, "
    "each fact\n"
    "at its sentence with rule, confidence and repair, and the candidates that came to nothing. The page is "
    "one file\n"
    "that fetches nothing; it goes to standard output, or with --output DIR to DIR/DOCUMENT.html for each of "
    "any number.\n"
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
    gboolean has_form =
        i + 1 < argc && (strcmp(argv[i + 1], "text") == 0 || strcmp(argv[i + 1], "html") == 0);
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
  gint n_threads = 0;
  g_autofree char *format_name = NULL, *rules = NULL, *base = NULL;
  const GOptionEntry entries[] = {
      {"format", 'f', 0, G_OPTION_ARG_STRING, &format_name,
       "nquads (as without this option), trig, jsonld or turtle (facts only)", "FORMAT"},
      {"text", 0, 0, G_OPTION_ARG_NONE, &text,
       "print the documents' texts instead of RDF: what the offsets refer to", NULL},
      {"explain", 0, 0, G_OPTION_ARG_STRING, &explain,
       "show what was read and why, instead of RDF: html, a page, as without FORM; or text, for a terminal",
       "FORM"},
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
       "the folder for the pages of --explain; made if there is none", "DIR"},
      {"threads", 'j', 0, G_OPTION_ARG_INT, &n_threads, "read documents with N threads; one each processor",
       "N"},
      {"rules", 0, 0, G_OPTION_ARG_FILENAME, &rules,
       "a folder of .ytg files to add to the rules or to replace them", "DIR"},
      {"base", 0, 0, G_OPTION_ARG_STRING, &base, "base IRI of the things; " YT_ID, "IRI"},
      {NULL},
  };
  g_autoptr(GOptionContext) context =
      yt_cli_context_new(&yt_command_extract, "DOCUMENT…", description, entries);
  g_autoptr(GPtrArray) complete = complete_explain(argc, argv);
  argv = (char **) complete->pdata;
  if (!yt_cli_parse(context, &yt_command_extract, &argc, &argv))
    return YT_EXIT_MISUSE;
  if (argc < 2)
    return yt_cli_misuse(&yt_command_extract, "expected at least one document");
  if (n_threads < 0 || n_threads > 256)
    return yt_cli_misuse(&yt_command_extract, "expected 1 to 256 threads, or 0, found %d", n_threads);
  YtRdfFormat format = YT_RDF_NQUADS;
  if (format_name && (!yt_rdf_format_from_name(format_name, &format) ||
                      (format != YT_RDF_NQUADS && format != YT_RDF_TRIG && format != YT_RDF_JSONLD &&
                       format != YT_RDF_TURTLE)))
    return yt_cli_misuse(&yt_command_extract, "expected --format nquads, trig, jsonld or turtle, found “%s”",
                         format_name);

  if (explain && strcmp(explain, "text") != 0 && strcmp(explain, "html") != 0)
    return yt_cli_misuse(&yt_command_extract, "expected --explain=html or text, found “%s”", explain);
  gboolean page = g_strcmp0(explain, "html") == 0;
  if (output && !page)
    return yt_cli_misuse(&yt_command_extract,
                         "expected --explain with --output: RDF goes to standard output");
  if (page && !output && (argc > 2 || strcmp(argv[1], "-") == 0))
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
  Extract extract = {.loader = loader,
                     .out = out,
                     .as_it_is = text || explain || format == YT_RDF_NQUADS,
                     .writer = writer,
                     .facts_only = format == YT_RDF_TURTLE,
                     .progress = yt_progress_new(),
                     .several = argc > 2 || strcmp(argv[1], "-") == 0,
                     .explain = explain != NULL,
                     .page = page,
                     .output = output,
                     .text = text};
  extract.written = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  YtPipeline pipeline = {.n_threads = page ? 1 : (guint) n_threads,
                         .progress = extract.progress,
                         .user_data = &extract,
                         .work = work,
                         .take = take_bytes,
                         .bad = report_bad};
  gboolean ok = yt_pipeline_run(&pipeline, (const char *const *) argv + 1, (gsize) argc - 1, &error);
  yt_progress_free(extract.progress);
  g_hash_table_unref(extract.written);
  if (!ok || (!text && !yt_rdf_writer_finish(writer, &error)))
    return yt_cli_fail(error);
  return extract.n_bad > 0 ? YT_EXIT_FAILED : YT_EXIT_DONE;
}
