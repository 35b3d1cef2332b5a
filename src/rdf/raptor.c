/* raptor.c: RDF/XML, RDFa and RDF/JSON through the Raptor library.
 *
 * Raptor's types end here. Nothing is fetched that a document mentions. */
#include "rdf/raptor.h"

#include <raptor2.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(raptor_world, raptor_free_world)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(raptor_parser, raptor_free_parser)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(raptor_uri, raptor_free_uri)

typedef struct {
  raptor_parser *parser;
  const char *source;
  const char *blank_prefix;
  GString *labels[4]; /* blank nodes of one statement, with the prefix */
  YtQuadFunc func;
  gpointer user_data;
  GError **error;
  gboolean failed;
} Reading;

static const char *
parser_name(YtRdfFormat format)
{
  switch (format) {
  case YT_RDF_XML: return "rdfxml";
  case YT_RDF_RDFA: return "rdfa";
  case YT_RDF_JSON: return "json";
  default: return NULL;
  }
}

static void
set_uri(raptor_uri *uri, const char **text, gsize *n_text)
{
  *text = (const char *) raptor_uri_as_counted_string(uri, n_text);
}

static YtTerm
lend_term(Reading *reading, const raptor_term *from, GString *label)
{
  YtTerm term = {.kind = YT_TERM_UNBOUND};
  if (!from)
    return term;
  switch (from->type) {
  case RAPTOR_TERM_TYPE_URI:
    term.kind = YT_TERM_IRI;
    set_uri(from->value.uri, &term.text, &term.n_text);
    break;
  case RAPTOR_TERM_TYPE_BLANK:
    term.kind = YT_TERM_BLANK;
    g_string_assign(label, reading->blank_prefix);
    g_string_append(label, (const char *) from->value.blank.string);
    term.text = label->str;
    term.n_text = label->len;
    break;
  case RAPTOR_TERM_TYPE_LITERAL:
    term.kind = YT_TERM_LITERAL;
    term.text = (const char *) from->value.literal.string;
    term.n_text = from->value.literal.string_len;
    if (from->value.literal.language) {
      term.language = (const char *) from->value.literal.language;
      term.n_language = from->value.literal.language_len;
    } else if (from->value.literal.datatype) {
      set_uri(from->value.literal.datatype, &term.datatype, &term.n_datatype);
      if (strcmp(term.datatype, YT_XSD_NS "string") == 0) {
        term.datatype = NULL;
        term.n_datatype = 0;
      }
    }
    break;
  default: break;
  }
  return term;
}

static void
on_statement(void *data, raptor_statement *statement)
{
  Reading *reading = data;
  if (reading->failed)
    return;
  YtTermQuad quad = {
      .subject = lend_term(reading, statement->subject, reading->labels[0]),
      .predicate = lend_term(reading, statement->predicate, reading->labels[3]),
      .object = lend_term(reading, statement->object, reading->labels[1]),
      .graph = lend_term(reading, statement->graph, reading->labels[2]),
  };
  if (!reading->func(&quad, reading->user_data, reading->error)) {
    reading->failed = TRUE;
    raptor_parser_parse_abort(reading->parser);
  }
}

static void
on_log(void *data, raptor_log_message *message)
{
  Reading *reading = data;
  if (reading->failed || message->level < RAPTOR_LOG_LEVEL_ERROR)
    return;
  int line = message->locator ? message->locator->line : 0,
      column = message->locator ? message->locator->column : 0;
  reading->failed = TRUE;
  g_set_error(reading->error, YT_RDF_ERROR, YT_RDF_ERROR_SYNTAX, "%s:%d:%d: %s", reading->source,
              MAX(line, 1), MAX(column, 1), message->text);
}

static gboolean
parse(Reading *reading, raptor_uri *base, const char *bytes, gsize n_bytes)
{
  gsize n_chunk = 64 * 1024, n_done = 0;
  if (raptor_parser_parse_start(reading->parser, base) != 0)
    return FALSE;
  do {
    gsize n = MIN(n_chunk, n_bytes - n_done);
    if (raptor_parser_parse_chunk(reading->parser, (const unsigned char *) bytes + n_done, n,
                                  n_done + n == n_bytes))
      return FALSE;
    n_done += n;
  } while (n_done < n_bytes && !reading->failed);
  return TRUE;
}

gboolean
yt_raptor_read(const char *bytes, gsize n_bytes, const YtRdfReadOptions *options, YtQuadFunc func,
               gpointer user_data, GError **error)
{
  GError *own_error = NULL; /* a bad document must not pass because the caller ignores errors */
  g_autoptr(raptor_world) world = raptor_new_world();
  Reading reading = {.source = options->source ? options->source : "input",
                     .blank_prefix = options->blank_prefix ? options->blank_prefix : "",
                     .func = func,
                     .user_data = user_data,
                     .error = &own_error};
  raptor_world_set_log_handler(world, &reading, on_log);
  raptor_world_open(world);
  g_autoptr(raptor_parser) parser = raptor_new_parser(world, parser_name(options->format));
  if (!parser) {
    g_set_error(error, YT_RDF_ERROR, YT_RDF_ERROR_UNSUPPORTED, "this Raptor library cannot read %s",
                yt_rdf_format_get_name(options->format));
    return FALSE;
  }
  raptor_parser_set_option(parser, RAPTOR_OPTION_NO_NET, NULL, 1);
  raptor_parser_set_option(parser, RAPTOR_OPTION_NO_FILE, NULL, 1);
  raptor_parser_set_option(parser, RAPTOR_OPTION_LOAD_EXTERNAL_ENTITIES, NULL, 0);
  g_autoptr(raptor_uri) base =
      raptor_new_uri(world, (const unsigned char *) (options->base ? options->base : "urn:x-yuantu:no-base"));
  for (gsize i = 0; i < G_N_ELEMENTS(reading.labels); i++)
    reading.labels[i] = g_string_new(NULL);
  reading.parser = parser;
  raptor_parser_set_statement_handler(parser, &reading, on_statement);
  gboolean ok = parse(&reading, base, bytes, n_bytes) && !reading.failed;
  if (!ok && !own_error)
    g_set_error(&own_error, YT_RDF_ERROR, YT_RDF_ERROR_SYNTAX, "%s:1:1: expected %s, found something else",
                reading.source, yt_rdf_format_get_name(options->format));
  for (gsize i = 0; i < G_N_ELEMENTS(reading.labels); i++)
    g_string_free(reading.labels[i], TRUE);
  if (own_error)
    g_propagate_error(error, own_error);
  return ok;
}
