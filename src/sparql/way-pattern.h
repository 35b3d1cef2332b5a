/* way-pattern.h: the magic property yt:path, which gives the best ways between two things (docs/endpoint.md).
 *
 *   (?path ?step ?subject ?predicate ?object ?cost) yt:path (from to ways steps) */
#pragma once
#include "sparql/ast.h"

#define YT_WAY_PATTERN YT_NS "path"

enum {
  YT_WAY_NUMBER,
  YT_WAY_STEP,
  YT_WAY_SUBJECT,
  YT_WAY_PREDICATE,
  YT_WAY_OBJECT,
  YT_WAY_COST,
  YT_WAY_N_OUT,
};

typedef struct {
  guint n_out;             /* 1 to YT_WAY_N_OUT */
  guint out[YT_WAY_N_OUT]; /* variables */
  const YtTerm *from, *to; /* IRIs, lent by the triples */
  guint n_ways, max_steps;
} YtWayPattern;

gboolean yt_is_way_pattern(const YtTriplePattern *triple);

/* Reads @triples[index], and sets @used (nullable) at it and at the triples of its collections. FALSE with @error
 * (YT_SPARQL_ERROR_SYNTAX) when something stands where it cannot. */
gboolean yt_way_pattern_init(YtWayPattern *pattern, const GPtrArray *triples, guint index, gboolean *used,
                             GError **error);
