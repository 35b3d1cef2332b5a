/* op.h: the operators, each made by one function. Children are taken as they are; see exec.h for how they run. */
#pragma once
#include "sparql/exec.h"

/* Rows of ids, row after row; no variables and one row: the unit. The ids are lent. */
YtOp *yt_op_values_new(YtExec *exec, const guint *variables, guint n_variables, const YtTermId *ids, gsize n_rows);

/* Bindings that one operator hands to others further down: different rows, sorted, without unbound columns. */
typedef struct _YtSeedSource {
  guint n_variables;
  const guint *variables;
  const YtTable *table; /* set before the others are opened */
} YtSeedSource;

/* The rows of @source. */
YtOp *yt_op_seed_new(YtExec *exec, const YtSeedSource *source);

/* Each named graph of the dataset, as all variables. */
YtOp *yt_op_graphs_new(YtExec *exec, const guint *variables, guint n_variables);

YtOp *yt_op_union_new(YtExec *exec, YtOp *const *children, guint n_children);
YtOp *yt_op_filter_new(YtExec *exec, YtOp *child, YtExpr *const *exprs, guint n_exprs);
YtOp *yt_op_extend_new(YtExec *exec, YtOp *child, const YtProjection *extensions, guint n_extensions);
YtOp *yt_op_project_new(YtExec *exec, YtOp *child, const guint *variables, guint n_variables);
YtOp *yt_op_distinct_new(YtExec *exec, YtOp *child);
YtOp *yt_op_slice_new(YtExec *exec, YtOp *child, guint64 offset, guint64 limit);
/* What ORDER BY with a limit knows of the variable that it orders by first: rows that come behind @worst will not be
 * among the first ones. The operator that orders sets it while others below it run already. */
typedef struct _YtTopBound {
  guint variable;
  gboolean descending;
  gboolean is_set;
  YtTermId worst;
} YtTopBound;

/* @limit: only so many first rows are wanted; G_MAXUINT64: all. @bound (nullable) is told what is learnt. */
YtOp *yt_op_order_new(YtExec *exec, YtOp *child, const YtOrder *orders, guint n_orders, guint64 limit, YtTopBound *bound);

/* Drops rows that are behind the bound. */
YtOp *yt_op_top_bound_new(YtExec *exec, YtOp *child, const YtTopBound *bound);
YtOp *yt_op_group_new(YtExec *exec, YtOp *child, const guint *keys, guint n_keys, const YtProjection *aggregates,
                      guint n_aggregates);

typedef enum {
  YT_JOIN_INNER,
  YT_JOIN_LEFT,
  YT_JOIN_SEMI,
  YT_JOIN_ANTI,
  YT_JOIN_MINUS, /* as ANTI, but only a row that shares a bound variable counts */
} YtJoinKind;

/**
 * yt_op_hash_join_new:
 * @seed: (nullable): what seed operators somewhere in @right read; its variables are certain in @left, and before each
 *   opening of @right it gets their different values in a part of @left
 * @exprs: the condition of a LEFT join
 * @ignored: variables that do not count as shared for MINUS
 *
 * Reads @right into a hash table and keeps the order of @left.
 */
YtOp *yt_op_hash_join_new(YtExec *exec, YtJoinKind kind, YtOp *left, YtOp *right, YtSeedSource *seed,
                          YtExpr *const *exprs,
                          guint n_exprs, const YtVarSet *ignored);

/* A range of ids that a variable of a scan must be in. */
typedef struct {
  guint variable;
  YtTermId first, last;
} YtRangeFilter;

/* The matches of a triple pattern, in the order of @permutation. */
YtOp *yt_op_scan_new(YtExec *exec, const YtAlgebra *triple, YtPermutation permutation, const YtRangeFilter *ranges,
                     guint n_ranges);

/* For each row of @left the matches of @triple, of whose variables @left binds some, certainly; keeps the order of @left.
 * Kind MINUS is not among these. */
YtOp *yt_op_index_join_new(YtExec *exec, YtJoinKind kind, YtOp *left, const YtAlgebra *triple,
                           const YtRangeFilter *ranges, guint n_ranges);

/**
 * yt_op_multiway_new:
 * @children: relations, each with different rows, all of whose variables are certain; each has its columns in the order of
 *   @variables and is sorted by them
 * @variables: all variables of the relations, in the order in which they will be bound
 *
 * The natural join of all children at once; its rows are in the order of @variables. For cycles.
 */
YtOp *yt_op_multiway_new(YtExec *exec, YtOp *const *children, guint n_children, const guint *variables, guint n_variables);

/* A property path with a closure or a negated set. @left (nullable) binds variables at its ends, certainly. */
YtOp *yt_op_path_new(YtExec *exec, YtOp *left, const YtAlgebra *path);

/* The things of yt:matches, best first. NULL: the query has failed. */
YtOp *yt_op_matches_new(YtExec *exec, const YtAlgebra *matches);

/* The steps of yt:path, the best way first. */
YtOp *yt_op_ways_new(YtExec *exec, const YtAlgebra *ways);

/* Does @path relate nodes to themselves without a triple? */
gboolean yt_path_may_be_empty(const YtPath *path);

YtOp *yt_op_service_new(YtExec *exec, const YtAlgebra *service);

/* Fills @order with the numbers of the rows in the order of @keys, the first key first; equal rows keep their order. There
 * are less than 2^32 rows. FALSE: the query has failed. */
gboolean yt_sort_rows(YtExec *exec, const YtTermId *const *keys, guint n_keys, gsize n_rows, guint32 *order);

/* Rows found by the values of some columns. */
typedef struct {
  const YtTable *table;
  guint n_keys;
  guint *keys;      /* columns */
  guint32 *heads;   /* row + 1 */
  guint32 *nexts;
  gsize n_heads, n_rows;
} YtRowIndex;

/* Indexes all rows of @table, or with @n_keys 0 chains them all. FALSE: the query has failed. */
gboolean yt_row_index_build(YtRowIndex *index, const YtTable *table, const guint *keys, guint n_keys);
void yt_row_index_clear(YtRowIndex *index);
guint64 yt_hash_ids(guint64 hash, YtTermId id);

/* A table of different rows. */
typedef struct {
  YtTable table;
  guint n_keys; /* the first columns */
  guint64 *slots; /* upper half: of the hash; lower half: row + 1, 0 where there is none */
  gsize n_slots;
} YtRowSet;

void yt_row_set_init(YtRowSet *set, YtExec *exec, guint n_columns, guint n_keys);
void yt_row_set_clear(YtRowSet *set);
/* The row with these keys, made if there is none (@is_new says so; its other columns are 0). FALSE: the query failed. */
gboolean yt_row_set_add(YtRowSet *set, const YtTermId *keys, gsize *row, gboolean *is_new);
gboolean yt_row_set_has(const YtRowSet *set, const YtTermId *keys);

/* Fetches memory that a look-up of the row's keys will need: first far from it, then @near it. Key k stands in
 * @columns[@keys[k]], or is 0 where @keys[k] is below 0. */
void yt_row_set_prefetch(const YtRowSet *set, const YtTermId *const *columns, const int *keys, gsize row, gboolean near);

/* The same for the rows that come behind @row of @n_rows: to be called for one row after the other. A table that the caches
 * hold is left alone. */
static inline void
yt_row_set_look_ahead(const YtRowSet *set, const YtTermId *const *columns, const int *keys, gsize row, gsize n_rows)
{
  enum { FAR = 16, NEAR = 6, FEWEST_SLOTS = 1 << 14 };
  if (set->n_slots < FEWEST_SLOTS)
    return;
  if (row + FAR < n_rows)
    yt_row_set_prefetch(set, columns, keys, row + FAR, FALSE);
  if (row + NEAR < n_rows)
    yt_row_set_prefetch(set, columns, keys, row + NEAR, TRUE);
}
