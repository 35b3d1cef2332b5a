/* emit.h: a finished analysis as quads. */
#pragma once
#include "loader/analysis.h"
#include "rdf/rdf.h"

/* Gives all quads of the document to @func. @base: of the things' IRIs; @source: (nullable) where the bytes came from.
 * FALSE with @error set when @func stopped it. */
gboolean yt_emit(YtAnalysis *analysis, const char *base, const char *source, YtQuadFunc func, gpointer user_data,
                 GError **error);
