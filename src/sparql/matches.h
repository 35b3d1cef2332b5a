/* matches.h: the magic property yt:matches, which searches texts (docs/search.md).
 *
 *   ?thing yt:matches "words"
 *   (?thing ?score ?literal ?property) yt:matches (property… "words" limit)
 */
#pragma once
#include "sparql/ast.h"

#define YT_MATCHES YT_NS "matches"

enum { YT_MATCHES_SCORE, YT_MATCHES_LITERAL, YT_MATCHES_PROPERTY, YT_MATCHES_N_OUT };

typedef struct {
  YtNode subject;
  gboolean has_out[YT_MATCHES_N_OUT];
  guint out[YT_MATCHES_N_OUT]; /* variables */
  const YtTerm *text;
  GPtrArray *properties; /* of YtTerm, lent by the triples */
  guint64 limit;         /* G_MAXUINT64: none */
} YtMatches;

gboolean yt_is_matches(const YtTriplePattern *triple);

/* Reads @triples[index], and sets @used at it and at the triples of its collections. FALSE with @error
 * (YT_SPARQL_ERROR_SYNTAX) when something stands where it cannot. */
gboolean yt_matches_init(YtMatches *matches, const GPtrArray *triples, guint index, gboolean *used,
                         GError **error);
void yt_matches_clear(YtMatches *matches);
