/* read.c: from bytes or a file to the reader of its format. */
#include "rdf/format.h"
#include "rdf/lines.h"
#include "rdf/raptor.h"
#include "rdf/rdf.h"
#include "rdf/token.h"
#include "rdf/turtle.h"

#include <string.h>

static gboolean
read_lines(const char *bytes, gsize n_bytes, const YtRdfReadOptions *options, YtQuadFunc func,
           gpointer user_data, GError **error)
{
  YtLineParser parser;
  yt_line_parser_init(&parser, options);
  gboolean ok = yt_line_parser_parse(&parser, bytes, n_bytes, func, user_data, error);
  if (options->n_bad_lines)
    *options->n_bad_lines = parser.n_bad_lines;
  yt_line_parser_clear(&parser);
  return ok;
}

gboolean
yt_rdf_read_bytes(const char *bytes, gsize n_bytes, const YtRdfReadOptions *options, YtQuadFunc func,
                  gpointer user_data, GError **error)
{
  static const YtRdfReadOptions no_options = {.format = YT_RDF_NQUADS, .strict_lines = TRUE};
  g_return_val_if_fail((bytes || n_bytes == 0) && func, FALSE);
  if (n_bytes >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) { /* a byte order mark is not part of the text */
    bytes += 3;
    n_bytes -= 3;
  }
  YtRdfReadOptions with_format = options ? *options : no_options;
  if (with_format.format == YT_RDF_GUESS)
    with_format.format = yt_rdf_format_guess(bytes, n_bytes);
  if (with_format.format == YT_RDF_NTRIPLES || with_format.format == YT_RDF_NQUADS)
    return read_lines(bytes, n_bytes, &with_format, func, user_data, error);
  if (with_format.format == YT_RDF_TURTLE || with_format.format == YT_RDF_TRIG) {
    YtInputBytes input = {bytes, n_bytes};
    return yt_turtle_read((YtInput){yt_input_read_bytes, &input}, YT_TOKENIZER_WINDOW, &with_format, func,
                          user_data, error);
  }
  return yt_raptor_read(bytes, n_bytes, &with_format, func, user_data, error);
}

gboolean
yt_rdf_read_file(const char *path, const YtRdfReadOptions *options, YtQuadFunc func, gpointer user_data,
                 GError **error)
{
  g_return_val_if_fail(path && func, FALSE);
  g_autoptr(GMappedFile) map = g_mapped_file_new(path, FALSE, error);
  if (!map)
    return FALSE;
  YtRdfReadOptions own =
      options ? *options : (YtRdfReadOptions){.format = YT_RDF_GUESS, .strict_lines = TRUE};
  g_autofree char *base = own.base ? g_strdup(own.base) : yt_rdf_file_iri(path);
  own.base = base;
  own.source = own.source ? own.source : path;
  if (own.format == YT_RDF_GUESS)
    yt_rdf_format_from_path(path, &own.format);
  return yt_rdf_read_bytes(g_mapped_file_get_contents(map), g_mapped_file_get_length(map), &own, func,
                           user_data, error);
}
