/* lines.h: N-Triples and N-Quads, a block of whole lines at a time.
 *
 * A block may be any stretch of a document that begins at the beginning of a line and ends behind the end of one (or
 * with the document), so a mapped file can be cut at newlines and its blocks parsed in parallel, with a parser each.
 * Blank node labels mean the same in all blocks of a document. */
#pragma once
#include "rdf/input.h"
#include "rdf/rdf.h"

typedef struct {
  gboolean quads;           /* N-Quads: a graph name may stand behind the object */
  gboolean strict;          /* stop at the first bad line; else skip and count it */
  const char *source;       /* for messages */
  const char *blank_prefix; /* (nullable) */
  gsize n_blank_prefix;
  guint64 line;        /* the number of the next line, counted from 1; may be set before a block */
  guint64 n_bad_lines; /* skipped so far */
  void (*bad_line)(const char *message, gpointer user_data); /* (nullable): told of each */
  gpointer bad_line_data;
  /* Private: where terms with escapes or a blank node prefix are put together; emptied at each such line. */
  char *scratch;
  gsize n_scratch, n_scratch_used;
} YtLineParser;

/* Takes format, source, prefix and strictness from @options, whose strings must outlive the parser. */
void yt_line_parser_init(YtLineParser *parser, const YtRdfReadOptions *options);
void yt_line_parser_clear(YtLineParser *parser);

/**
 * yt_line_parser_parse:
 * @block: (array length=n_bytes): whole lines; the last may lack its line end
 *
 * Gives every quad of @block to @func, in order. Terms without escapes (and blank nodes without a prefix) point into
 * @block. UTF-8 is checked; a line that is not UTF-8 is a bad line.
 *
 * Errors: YT_RDF_ERROR_SYNTAX, when strict; whatever @func sets.
 * Returns: FALSE when @error is set
 */
gboolean yt_line_parser_parse(YtLineParser *parser, const char *block, gsize n_bytes, YtQuadFunc func,
                              gpointer user_data, GError **error);

/* As yt_line_parser_parse(), of all that @input has. Errors: also whatever the input sets. */
gboolean yt_line_parser_read(YtLineParser *parser, YtInput input, YtQuadFunc func, gpointer user_data,
                             GError **error);
