/* row-index.c: hash tables over columns of ids.
 *
 * A YtRowIndex chains the rows of a finished table by hash, in the order of the table. A YtRowSet probes linearly and
 * grows with its table. */
#include "sparql/op.h"

guint64
yt_hash_ids(guint64 hash, YtTermId id)
{
  /* a multiplication folded onto itself: every bit of the id moves the upper bits, which the mask below uses */
  unsigned __int128 product = (unsigned __int128) (hash ^ id) * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
  return (guint64) product ^ (guint64) (product >> 64);
}

static guint64
hash_row(const YtTable *table, const guint *keys, guint n_keys, gsize row)
{
  guint64 hash = 0;
  for (guint k = 0; k < n_keys; k++)
    hash = yt_hash_ids(hash, table->columns[keys[k]][row]);
  return hash;
}

static gsize
power_of_two(gsize n)
{
  gsize power = 16;
  while (power < n)
    power *= 2;
  return power;
}

gboolean
yt_row_index_build(YtRowIndex *index, const YtTable *table, const guint *keys, guint n_keys)
{
  *index = (YtRowIndex){.table = table, .n_keys = n_keys};
  if (table->n_rows >= G_MAXUINT32 - 1) {
    yt_exec_fail(table->exec, YT_SPARQL_ERROR_MEMORY, "a join has more than 2^32 rows on one side");
    return FALSE;
  }
  gsize n_heads = power_of_two(table->n_rows + table->n_rows / 2);
  if (!yt_exec_reserve(table->exec, (n_heads + table->n_rows) * sizeof(guint32)))
    return FALSE;
  index->n_heads = n_heads;
  index->n_rows = table->n_rows;
  index->keys = g_memdup2(keys, MAX(n_keys, 1) * sizeof *keys);
  index->heads = g_new0(guint32, n_heads);
  index->nexts = g_new(guint32, MAX(table->n_rows, 1));
  for (gsize row = table->n_rows; row-- > 0;) { /* backwards, so that chains run forwards */
    gsize slot = hash_row(table, keys, n_keys, row) & (n_heads - 1);
    index->nexts[row] = index->heads[slot];
    index->heads[slot] = (guint32) row + 1;
  }
  return TRUE;
}

void
yt_row_index_clear(YtRowIndex *index)
{
  if (!index->heads)
    return;
  yt_exec_release(index->table->exec, (index->n_heads + index->n_rows) * sizeof(guint32));
  g_clear_pointer(&index->heads, g_free);
  g_clear_pointer(&index->nexts, g_free);
  g_clear_pointer(&index->keys, g_free);
}

void
yt_row_set_init(YtRowSet *set, YtExec *exec, guint n_columns, guint n_keys)
{
  *set = (YtRowSet){.n_keys = n_keys};
  yt_table_init(&set->table, exec, n_columns);
}

void
yt_row_set_clear(YtRowSet *set)
{
  if (set->slots)
    yt_exec_release(set->table.exec, set->n_slots * sizeof(guint32));
  g_clear_pointer(&set->slots, g_free);
  set->n_slots = 0;
  yt_table_clear(&set->table);
}

static guint64
hash_keys(const YtTermId *keys, guint n_keys)
{
  guint64 hash = 0;
  for (guint k = 0; k < n_keys; k++)
    hash = yt_hash_ids(hash, keys[k]);
  return hash;
}

static gboolean
row_has(const YtRowSet *set, gsize row, const YtTermId *keys)
{
  for (guint k = 0; k < set->n_keys; k++)
    if (set->table.columns[k][row] != keys[k])
      return FALSE;
  return TRUE;
}

static gboolean
rehash(YtRowSet *set)
{
  gsize n_slots = MAX(set->n_slots * 2, 64);
  if (set->table.n_rows >= G_MAXUINT32 / 2) {
    yt_exec_fail(set->table.exec, YT_SPARQL_ERROR_MEMORY, "more than 2^31 different rows");
    return FALSE;
  }
  if (!yt_exec_reserve(set->table.exec, (n_slots - set->n_slots) * sizeof(guint32)))
    return FALSE;
  g_free(set->slots);
  set->slots = g_new0(guint32, n_slots);
  set->n_slots = n_slots;
  for (gsize row = 0; row < set->table.n_rows; row++) {
    guint64 hash = 0;
    for (guint k = 0; k < set->n_keys; k++)
      hash = yt_hash_ids(hash, set->table.columns[k][row]);
    gsize slot = hash & (n_slots - 1);
    while (set->slots[slot])
      slot = (slot + 1) & (n_slots - 1);
    set->slots[slot] = (guint32) row + 1;
  }
  return TRUE;
}

gboolean
yt_row_set_has(const YtRowSet *set, const YtTermId *keys)
{
  if (!set->n_slots)
    return FALSE;
  gsize slot = hash_keys(keys, set->n_keys) & (set->n_slots - 1);
  for (; set->slots[slot]; slot = (slot + 1) & (set->n_slots - 1))
    if (row_has(set, set->slots[slot] - 1, keys))
      return TRUE;
  return FALSE;
}

gboolean
yt_row_set_add(YtRowSet *set, const YtTermId *keys, gsize *row, gboolean *is_new)
{
  if ((set->table.n_rows + 1) * 2 > set->n_slots && !rehash(set))
    return FALSE;
  gsize slot = hash_keys(keys, set->n_keys) & (set->n_slots - 1);
  for (; set->slots[slot]; slot = (slot + 1) & (set->n_slots - 1))
    if (row_has(set, set->slots[slot] - 1, keys)) {
      *row = set->slots[slot] - 1;
      *is_new = FALSE;
      return TRUE;
    }
  if (!yt_table_grow(&set->table, 1))
    return FALSE;
  *row = set->table.n_rows++;
  *is_new = TRUE;
  for (guint c = 0; c < set->table.n_columns; c++)
    set->table.columns[c][*row] = c < set->n_keys ? keys[c] : 0;
  set->slots[slot] = (guint32) *row + 1;
  return TRUE;
}
