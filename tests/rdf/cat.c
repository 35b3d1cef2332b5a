/* cat.c: reads documents and writes them, for tests that are scripts.
 *
 *   yt-rdf-cat FORMAT BASE FILE [FORMAT]      prints N-Quads, or the second format with the known prefixes
 *   yt-rdf-cat -                              the same for every line of standard input, words separated by tabs
 *
 * Exit status 1, with the reason, when the document is refused; 2 when the command line is wrong. For lines, the answer
 * is each time "STATUS SIZE", a line feed, and SIZE bytes of output or reason. */
#include "rdf/rdf.h"

#include <stdio.h>
#include <string.h>

static gboolean
add(const YtTermQuad *quad, gpointer writer, GError **error)
{
  return yt_rdf_writer_add(writer, quad, error);
}

/* Sets @text to the output or the reason. Returns the status. */
static int
convert(char **words, GString *text)
{
  YtRdfReadOptions options = {.strict_lines = TRUE};
  YtRdfFormat out_format = YT_RDF_NQUADS;
  guint n_words = g_strv_length(words);
  if (n_words < 3 || n_words > 4 || !yt_rdf_format_from_name(words[0], &options.format) ||
      (n_words == 4 && !yt_rdf_format_from_name(words[3], &out_format))) {
    g_string_assign(text, "usage: yt-rdf-cat FORMAT BASE FILE [FORMAT]");
    return 2;
  }
  options.base = words[1];
  g_autoptr(GError) error = NULL;
  g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();
  g_autoptr(YtRdfWriter) writer = yt_rdf_writer_new(out_format, out);
  yt_rdf_writer_add_known_prefixes(writer);
  gboolean ok =
      yt_rdf_read_file(words[2], &options, add, writer, &error) && yt_rdf_writer_finish(writer, &error);
  GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM(out);
  g_string_truncate(text, 0);
  if (ok)
    g_string_append_len(text, g_memory_output_stream_get_data(memory),
                        (gssize) g_memory_output_stream_get_data_size(memory));
  else
    g_string_assign(text, error->message);
  return ok ? 0 : 1;
}

static void
answer_lines(GString *text)
{
  char line[8192];
  while (fgets(line, sizeof line, stdin)) {
    g_auto(GStrv) words = g_strsplit(g_strchomp(line), "\t", -1);
    int status = convert(words, text);
    printf("%d %" G_GSIZE_FORMAT "\n", status, text->len);
    fwrite(text->str, 1, text->len, stdout);
    fflush(stdout);
  }
}

int
main(int argc, char **argv)
{
  g_autoptr(GString) text = g_string_new(NULL);
  if (argc == 2 && strcmp(argv[1], "-") == 0) {
    answer_lines(text);
    return 0;
  }
  int status = convert(argv + (argc > 0), text);
  fwrite(text->str, 1, text->len, status ? stderr : stdout);
  if (status)
    fputc('\n', stderr);
  return status;
}
