/* turtle.h: the streaming reader of Turtle and TriG. */
#pragma once
#include "rdf/input.h"
#include "rdf/rdf.h"

/* Reads @input, of the format that @options names, with a window of @window_size bytes (YT_TOKENIZER_WINDOW; tests
 * take small ones). A blank node without a label gets one, anon1 and so on in the order of the document; a label that
 * the document wrote itself and that could be taken for one of those (anon1, anonx1 …) gets an x behind "anon".
 *
 * Errors: YT_RDF_ERROR_SYNTAX; YT_RDF_ERROR_TERM for a base that is not absolute; whatever the input or @func sets. */
gboolean yt_turtle_read(YtInput input, gsize window_size, const YtRdfReadOptions *options, YtQuadFunc func,
                        gpointer user_data, GError **error);
