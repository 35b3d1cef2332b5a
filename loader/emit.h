/* emit.h: a finished analysis as quads. */
#pragma once
#include "loader/analysis.h"
#include "loader/loader.h"
#include "rdf/rdf.h"

/* IRIs of the entities (char *), by their index; NULL for those merged into others. (transfer container): kept with the
 * analysis */
GPtrArray *yt_name_entities(const YtAnalysis *analysis, const char *base);

/* The entity that an end of a fact means, or -1. */
gint32 yt_entity_of(const YtAnalysis *analysis, YtRef ref);

typedef struct {
  const char *base;   /* of the things' IRIs */
  const char *source; /* (nullable): where the bytes came from */
  gboolean for_store; /* as in YtLoaderOptions */
} YtEmitOptions;

/* Gives all quads of the document to @func. FALSE with @error set when @func stopped it. */
gboolean yt_emit(YtAnalysis *analysis, const YtEmitOptions *options, YtQuadFunc func, gpointer user_data, GError **error);

/* The same quads as lines of N-Quads, in pieces of some 64 kB that end anywhere between two lines. */
gboolean yt_emit_lines(YtAnalysis *analysis, const YtEmitOptions *options, YtBytesFunc func, gpointer user_data,
                       GError **error);
