/* key-walk.c: see key-walk.h. */
#include "sparql/key-walk.h"

/* As many keys of one block make it worth while to have all its rows as ids. */
enum { DENSE_KEYS = 32 };

void
yt_key_walk_clear(YtKeyWalk *walk)
{
  g_clear_pointer(&walk->scan, g_free);
}

void
yt_key_walk_restart(YtKeyWalk *walk)
{
  walk->is_walking = FALSE;
}

void
yt_key_walk_advance(YtKeyWalk *walk)
{
  walk->at = 0;
  if (!yt_scan_next_batch(walk->scan, &walk->batch))
    walk->batch.n_rows = 0;
}

static void
start(YtKeyWalk *walk)
{
  if (!walk->scan)
    walk->scan = g_malloc(sizeof *walk->scan);
  yt_scan_init(walk->scan, walk->store, walk->permutation, &walk->pattern, walk->columns);
  for (guint i = 0; i < walk->n_ranges; i++)
    yt_scan_set_range(walk->scan, walk->ranges[i].position, walk->ranges[i].first, walk->ranges[i].last);
  walk->batch = (YtScanBatch){0};
  walk->at = 0;
  walk->is_walking = TRUE;
  walk->is_dense = FALSE;
  walk->n_block_keys = 0;
}

/* Moves to the first row that is not below @key: by doubling steps from where it stands, then halving. */
static void
gallop(YtKeyWalk *walk, const YtTermId *key)
{
  gsize low = walk->at, step = 1, n = walk->batch.n_rows;
  if (low >= n || yt_key_walk_compare(walk, low, key) >= 0)
    return;
  while (low + step < n && yt_key_walk_compare(walk, low + step, key) < 0) {
    low += step;
    step *= 2;
  }
  gsize high = MIN(low + step, n); /* low is below the key, high is not */
  while (high - low > 1) {
    gsize middle = (low + high) / 2;
    if (yt_key_walk_compare(walk, middle, key) < 0)
      low = middle;
    else
      high = middle;
  }
  walk->at = high;
}

static gboolean
rises(const YtKeyWalk *walk, const YtTermId *key)
{
  for (guint k = 0; k < walk->n_keys; k++)
    if (key[k] != walk->last_key[k])
      return key[k] > walk->last_key[k];
  return FALSE;
}

void
yt_key_walk_find(YtKeyWalk *walk, const YtTermId *key)
{
  gboolean goes_on = walk->is_walking && !walk->always_restarts && rises(walk, key);
  if (!goes_on)
    start(walk);
  for (guint k = 0; k < walk->n_keys; k++)
    walk->last_key[k] = key[k];
  if (walk->is_dense) {
    gallop(walk, key);
    walk->n_block_keys++;
    if (walk->at < walk->batch.n_rows || !walk->batch.n_rows)
      return;
  }
  if (walk->n_keys) {
    if (walk->is_dense || walk->block != yt_scan_get_block(walk->scan)) {
      walk->is_dense = walk->n_block_keys >= DENSE_KEYS;
      walk->n_block_keys = 0;
      walk->block = yt_scan_get_block(walk->scan);
    } else
      walk->is_dense = ++walk->n_block_keys >= DENSE_KEYS;
    (walk->is_dense ? yt_scan_seek : yt_scan_seek_exactly)(walk->scan, key, walk->n_keys);
  }
  yt_key_walk_advance(walk);
}
