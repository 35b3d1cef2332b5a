/* format.h: telling a format by its content. */
#pragma once
#include "rdf/rdf.h"

/* The format that @bytes, a document or at least its first kilobytes, look most like; Turtle's superset TriG when
 * nothing else fits, so that its reader can say what is wrong. */
YtRdfFormat yt_rdf_format_guess(const char *bytes, gsize n_bytes);
