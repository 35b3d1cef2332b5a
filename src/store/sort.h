/* sort.h: quads of codes in any order become the six permutations.
 *
 * A code is a term's place among all terms of the store, from 1; 0 is the default graph. */
#pragma once
#include "store/permutation.h"

typedef struct {
  guint32 code, zero;
  guint64 n_quads, n_subjects, n_objects;
} YtPredicateCount;
G_STATIC_ASSERT(sizeof(YtPredicateCount) == 32);

typedef struct {
  guint32 code, zero;
  guint64 n_quads;
} YtGraphCount;
G_STATIC_ASSERT(sizeof(YtGraphCount) == 16);

/* What is counted while the permutations are written. */
typedef struct {
  guint64 n_quads, n_subjects, n_objects;
  GArray *predicates; /* of YtPredicateCount, by code */
  GArray *graphs;     /* of YtGraphCount, by code */
} YtQuadCounts;

typedef struct _YtQuadSorter YtQuadSorter;

/**
 * yt_quad_sorter_new:
 * @max_code: the greatest code that will come
 * @predicates: of guint32, sorted: all codes that will come as predicates
 * @graphs: the same for graphs, 0 included where the default graph comes
 * @n_quads: how many quads will come at most
 * @memory: bytes to use
 * @folder: for what does not fit; borrowed
 * @n_threads: 1 or 2
 */
YtQuadSorter *yt_quad_sorter_new(guint32 max_code, GArray *predicates, GArray *graphs, guint64 n_quads, gsize memory,
                                 const char *folder, guint n_threads);
gsize yt_quad_sorter_get_n_bytes(const YtQuadSorter *sorter); /* of memory, when it sorts */
void yt_quad_sorter_free(YtQuadSorter *sorter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtQuadSorter, yt_quad_sorter_free)

/* Codes by YtPosition. A quad may come again. */
gboolean yt_quad_sorter_add(YtQuadSorter *sorter, const guint32 quad[4], GError **error);

/* Where a finished permutation is: blocks and index, to be appended to the file. */
typedef struct {
  YtSpool blocks, index;
} YtSortedRows;

/* Sorts, counts and writes. @rows are initialised spools, YT_N_PERMUTATIONS of them; @counts' arrays are made anew. */
gboolean yt_quad_sorter_finish(YtQuadSorter *sorter, YtSortedRows *rows, YtQuadCounts *counts, GError **error);
void yt_quad_counts_clear(YtQuadCounts *counts);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(YtQuadCounts, yt_quad_counts_clear)
