/* key-walk.h: the rows of a triple pattern for one key after the other.
 *
 * Keys that rise are found by going on from the last one. Where they are dense this is a merge join: a block's rows are
 * all at hand, and the walk gallops along them. Where they are far apart it is a series of look-ups that make nothing of
 * the rows between. The walk sees which it is from the number of keys that fall into one block. */
#pragma once
#include "sparql/exec.h"

typedef struct {
  YtScan *scan;             /* owned */
  const YtStore *store;
  YtPermutation permutation;
  YtQuad pattern;
  guint columns;            /* YT_COLUMN_… that batches have */
  guint n_keys;             /* positions of the key, behind those that the pattern binds */
  YtPosition positions[3];
  struct {
    YtPosition position;
    YtTermId first, last;
  } ranges[3];
  guint n_ranges;
  gboolean always_restarts; /* for tests */
  /* what follows is private, but for the batch */
  gboolean is_walking, is_dense;
  YtTermId last_key[3];
  guint64 block;
  guint n_block_keys;
  YtScanBatch batch;        /* rows at hand, from @at on */
  gsize at;
} YtKeyWalk;

void yt_key_walk_clear(YtKeyWalk *walk);

/* Forgets where it is: the next key may be anywhere. */
void yt_key_walk_restart(YtKeyWalk *walk);

/* Moves to @key: its first row, if it has any, is then batch row @at. */
void yt_key_walk_find(YtKeyWalk *walk, const YtTermId *key);

/* The next batch, when the last one may not have had all rows of the key; n_rows 0 at the end. */
void yt_key_walk_advance(YtKeyWalk *walk);

/* Compares the key of a row of the batch with @key. */
static inline int
yt_key_walk_compare(const YtKeyWalk *walk, gsize row, const YtTermId *key)
{
  for (guint k = 0; k < walk->n_keys; k++) {
    YtTermId id = walk->batch.columns[walk->positions[k]][row];
    if (id != key[k])
      return id < key[k] ? -1 : 1;
  }
  return 0;
}

/* The end of the rows of the batch that have @key, of which @at is one or none is. */
static inline gsize
yt_key_walk_end_of_key(const YtKeyWalk *walk, const YtTermId *key)
{
  gsize end = walk->at;
  while (end < walk->batch.n_rows && yt_key_walk_compare(walk, end, key) == 0)
    end++;
  return end;
}
