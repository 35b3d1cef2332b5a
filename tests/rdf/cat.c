/* cat.c: reads a document and writes it, for tests that are scripts.
 *
 *   yt-rdf-cat FORMAT BASE FILE [FORMAT]
 *
 * Prints N-Quads, or the second format, with the known prefixes. Exit status 1, with the reason, when the document is
 * refused; 2 when the command line is wrong. */
#include "rdf/rdf.h"

#include <gio/gunixoutputstream.h>
#include <stdio.h>
#include <unistd.h>

static gboolean
add(const YtTermQuad *quad, gpointer writer, GError **error)
{
  return yt_rdf_writer_add(writer, quad, error);
}

int
main(int argc, char **argv)
{
  YtRdfReadOptions options = {.strict_lines = TRUE};
  YtRdfFormat out_format = YT_RDF_NQUADS;
  if (argc < 4 || argc > 5 || !yt_rdf_format_from_name(argv[1], &options.format) ||
      (argc == 5 && !yt_rdf_format_from_name(argv[4], &out_format))) {
    fprintf(stderr, "usage: yt-rdf-cat FORMAT BASE FILE [FORMAT]\n");
    return 2;
  }
  options.base = argv[2];
  g_autoptr(GError) error = NULL;
  g_autoptr(GOutputStream) out = g_unix_output_stream_new(STDOUT_FILENO, FALSE);
  g_autoptr(YtRdfWriter) writer = yt_rdf_writer_new(out_format, out);
  yt_rdf_writer_add_known_prefixes(writer);
  if (yt_rdf_read_file(argv[3], &options, add, writer, &error) && yt_rdf_writer_finish(writer, &error))
    return 0;
  fprintf(stderr, "%s\n", error->message);
  return 1;
}
