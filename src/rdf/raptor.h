/* raptor.h: reading what Raptor can read. */
#pragma once
#include "rdf/input.h"
#include "rdf/rdf.h"

/* Reads @input with Raptor in a process of its own. A statement that no RDF term fits, such as an IRI with a space, is
 * an error when @options are strict about lines, and else skipped and counted as a bad line.
 *
 * Errors: YT_RDF_ERROR_SYNTAX, also when the document crashes Raptor or takes more than its share of memory or time;
 * YT_RDF_ERROR_UNSUPPORTED; #GIOError when there can be no process; whatever the input or @func sets. */
gboolean yt_raptor_read(YtInput input, const YtRdfReadOptions *options, YtQuadFunc func, gpointer user_data,
                        GError **error);
