/* index.h: the quads of a store as numbers, in three orders, so that every triple pattern is one range. */
#pragma once
#include "redland/guard.h"

typedef guint32 YtRedlandId; /* number of a term, from 1; 0: none, the default graph, or "any" in a pattern */

typedef struct {
  YtRedlandId subject, predicate, object;
} YtRedlandTriple;

typedef struct _YtRedlandIndex YtRedlandIndex;

/* (transfer none): the index of @store, made at the first call and kept with the store. Errors: what reading the
 * store's quads sets; YT_REDLAND_ERROR_EVALUATION for more terms than an id can number. */
const YtRedlandIndex *yt_redland_index_get(YtStore *store, GError **error);

guint yt_redland_index_get_n_terms(const YtRedlandIndex *index);
YtTerm yt_redland_index_get_term(const YtRedlandIndex *index, YtRedlandId id); /* lent by @index */
YtRedlandId yt_redland_index_find(const YtRedlandIndex *index,
                                  const YtTerm *term); /* 0: the store has it not */

const YtRedlandFacts *yt_redland_index_get_facts(const YtRedlandIndex *index);

/* The names of the named graphs, in the order of the store. (element-type YtRedlandId) */
const GArray *yt_redland_index_get_graphs(const YtRedlandIndex *index);

/* Walks the triples of one graph that match a pattern. Lives on the caller's stack, borrows the index. */
typedef struct {
  const guint32 (*next)[4], (*end)[4]; /* in an order's own order of positions */
  guint order;
} YtRedlandScan;

/* @pattern: 0 matches every term. */
void yt_redland_scan_init(YtRedlandScan *scan, const YtRedlandIndex *index, YtRedlandId graph,
                          const YtRedlandTriple *pattern);
gboolean yt_redland_scan_next(YtRedlandScan *scan, YtRedlandTriple *triple); /* FALSE at the end */
gboolean yt_redland_index_contains(const YtRedlandIndex *index, YtRedlandId graph,
                                   const YtRedlandTriple *triple);
