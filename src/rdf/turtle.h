/* turtle.h: the streaming reader of Turtle and TriG. */
#pragma once
#include "rdf/input.h"
#include "rdf/rdf.h"

/* Reads @input, of the format that @options names, with a window of @window_size bytes (YT_TOKENIZER_WINDOW; tests
 * take small ones). Blank nodes are named as blank.h says.
 *
 * Errors: YT_RDF_ERROR_SYNTAX; YT_RDF_ERROR_TERM for a base that is not absolute; whatever the input or @func sets. */
gboolean yt_turtle_read(YtInput input, gsize window_size, const YtRdfReadOptions *options, YtQuadFunc func,
                        gpointer user_data, GError **error);
