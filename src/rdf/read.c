/* read.c: from bytes or a file to the reader of its format. */
#include "rdf/format.h"
#include "rdf/input.h"
#include "rdf/lines.h"
#include "rdf/raptor.h"
#include "rdf/rdf.h"
#include "rdf/token.h"
#include "rdf/turtle.h"

#include <string.h>

#define HEAD_SIZE (64 * 1024) /* bytes: enough to guess a format by */

/* An input whose first bytes were looked at before the reader takes them. */
typedef struct {
  YtInput rest;
  char *bytes;
  YtInputBytes head;
} Peeked;

static gssize
read_peeked(gpointer data, char *buffer, gsize n_bytes, GError **error)
{
  Peeked *peeked = data;
  if (peeked->head.n_bytes)
    return yt_input_read_bytes(&peeked->head, buffer, n_bytes, error);
  return peeked->rest.read(peeked->rest.data, buffer, n_bytes, error);
}

static gboolean
peek(Peeked *peeked, YtInput input, GError **error)
{
  gssize n = 1;
  *peeked = (Peeked){.rest = input, .bytes = g_malloc(HEAD_SIZE)};
  peeked->head.bytes = peeked->bytes;
  while (n > 0 && peeked->head.n_bytes < HEAD_SIZE) {
    n = input.read(input.data, peeked->bytes + peeked->head.n_bytes, HEAD_SIZE - peeked->head.n_bytes, error);
    peeked->head.n_bytes += n > 0 ? (gsize) n : 0;
  }
  return n >= 0;
}

/* A byte order mark is not part of the text. */
static void
skip_mark(YtInputBytes *text)
{
  if (text->n_bytes >= 3 && memcmp(text->bytes, "\xEF\xBB\xBF", 3) == 0) {
    text->bytes += 3;
    text->n_bytes -= 3;
  }
}

/* Lines from @text if there is one, as its terms can point into it, else from @input. */
static gboolean
read_lines(const YtInputBytes *text, YtInput input, const YtRdfReadOptions *options, YtQuadFunc func,
           gpointer user_data, GError **error)
{
  YtLineParser parser;
  yt_line_parser_init(&parser, options);
  gboolean ok = text ? yt_line_parser_parse(&parser, text->bytes, text->n_bytes, func, user_data, error)
                     : yt_line_parser_read(&parser, input, func, user_data, error);
  if (options->n_bad_lines)
    *options->n_bad_lines = parser.n_bad_lines;
  yt_line_parser_clear(&parser);
  return ok;
}

static gboolean
read_other(YtInput input, const YtRdfReadOptions *options, YtQuadFunc func, gpointer user_data,
           GError **error)
{
  if (options->n_bad_lines)
    *options->n_bad_lines = 0;
  if (options->format == YT_RDF_TURTLE || options->format == YT_RDF_TRIG)
    return yt_turtle_read(input, YT_TOKENIZER_WINDOW, options, func, user_data, error);
  if (options->format == YT_RDF_JSONLD) {
    g_set_error(error, YT_RDF_ERROR, YT_RDF_ERROR_UNSUPPORTED, "%s: %s can be written, but not read",
                options->source ? options->source : "input", yt_rdf_format_get_name(options->format));
    return FALSE;
  }
  return yt_raptor_read(input, options, func, user_data, error);
}

static gboolean
has_lines(YtRdfFormat format)
{
  return format == YT_RDF_NTRIPLES || format == YT_RDF_NQUADS;
}

gboolean
yt_rdf_read_bytes(const char *bytes, gsize n_bytes, const YtRdfReadOptions *options, YtQuadFunc func,
                  gpointer user_data, GError **error)
{
  g_return_val_if_fail((bytes || n_bytes == 0) && func, FALSE);
  YtRdfReadOptions own =
      options ? *options : (YtRdfReadOptions){.format = YT_RDF_NQUADS, .strict_lines = TRUE};
  YtInputBytes text = {bytes ? bytes : "", n_bytes};
  YtInput input = {yt_input_read_bytes, &text};
  skip_mark(&text);
  if (own.format == YT_RDF_GUESS)
    own.format = yt_rdf_format_guess(text.bytes, text.n_bytes);
  return has_lines(own.format) ? read_lines(&text, input, &own, func, user_data, error)
                               : read_other(input, &own, func, user_data, error);
}

gboolean
yt_rdf_read_file(const char *path, const YtRdfReadOptions *options, YtQuadFunc func, gpointer user_data,
                 GError **error)
{
  g_return_val_if_fail(path && func, FALSE);
  g_autoptr(YtInputFile) file = yt_input_file_open(path, error);
  if (!file)
    return FALSE;
  YtRdfReadOptions own =
      options ? *options : (YtRdfReadOptions){.format = YT_RDF_GUESS, .strict_lines = TRUE};
  g_autofree char *base = own.base ? g_strdup(own.base) : yt_rdf_file_iri(path);
  own.base = base;
  own.source = own.source ? own.source : path;
  Peeked peeked;
  YtInput input = {read_peeked, &peeked};
  gboolean ok = peek(&peeked, (YtInput){yt_input_read_file, file}, error);
  if (ok) {
    skip_mark(&peeked.head);
    if (own.format == YT_RDF_GUESS && !yt_rdf_format_from_path(path, &own.format))
      own.format = yt_rdf_format_guess(peeked.head.bytes, peeked.head.n_bytes);
    ok = has_lines(own.format) ? read_lines(NULL, input, &own, func, user_data, error)
                               : read_other(input, &own, func, user_data, error);
  }
  g_free(peeked.bytes);
  return ok;
}
