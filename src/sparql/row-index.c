/* row-index.c: hash tables over columns of ids.
 *
 * A YtRowIndex chains the rows of a finished table by hash, in the order of the table. A YtRowSet probes linearly and
 * grows with its table; its slots keep a part of the hash, so that a miss is seen without a look at the row. */
#include "sparql/op.h"
#include <sys/mman.h>

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
    yt_exec_release(set->table.exec, set->n_slots * sizeof *set->slots);
  g_clear_pointer(&set->slots, g_free);
  set->n_slots = 0;
  yt_table_clear(&set->table);
}

/* The part of the hash that a slot keeps: its lower bits say where the slot is. */
static inline guint64
hash_keys(const YtTermId *keys, guint n_keys)
{
  guint64 hash = 0;
  for (guint k = 0; k < n_keys; k++)
    hash = yt_hash_ids(hash, keys[k]);
  return hash >> 32;
}

static inline gboolean
row_has(const YtRowSet *set, gsize row, const YtTermId *keys)
{
  for (guint k = 0; k < set->n_keys; k++)
    if (set->table.columns[k][row] != keys[k])
      return FALSE;
  return TRUE;
}

#define LARGE_PAGE (2u << 20) /* of x86-64; elsewhere it does no harm */

/* Free slots, or NULL. What is looked for is anywhere in them, so that in small pages nearly each look-up would first have
 * to find out where its page is. */
static guint64 *
slots_new(gsize n_slots)
{
  guint64 *slots = g_try_new0(guint64, n_slots);
  gsize n_bytes = n_slots * sizeof *slots, n_before = -(guintptr) slots % LARGE_PAGE;
  if (slots && n_bytes >= n_before + 2 * LARGE_PAGE) /* so many are fresh pages */
    (void) madvise((guint8 *) slots + n_before, (n_bytes - n_before) / LARGE_PAGE * LARGE_PAGE,
                   MADV_HUGEPAGE);
  return slots;
}

static gboolean
grow_slots(YtRowSet *set)
{
  gsize n_slots = set->n_slots ? set->n_slots * 4 : 64;
  if (set->table.n_rows >= G_MAXUINT32 / 2) {
    yt_exec_fail(set->table.exec, YT_SPARQL_ERROR_MEMORY, "more than 2^31 different rows");
    return FALSE;
  }
  if (!yt_exec_reserve(set->table.exec, n_slots * sizeof *set->slots))
    return FALSE;
  guint64 *slots = slots_new(n_slots);
  if (!slots) {
    yt_exec_release(set->table.exec, n_slots * sizeof *set->slots);
    yt_exec_fail(set->table.exec, YT_SPARQL_ERROR_MEMORY, "the machine has no memory left for the query");
    return FALSE;
  }
  for (gsize i = 0; i < set->n_slots; i++) {
    if (!set->slots[i])
      continue;
    gsize at = (gsize) (set->slots[i] >> 32) & (n_slots - 1);
    while (slots[at])
      at = (at + 1) & (n_slots - 1);
    slots[at] = set->slots[i];
  }
  yt_exec_release(set->table.exec, set->n_slots * sizeof *set->slots);
  g_free(set->slots);
  set->slots = slots;
  set->n_slots = n_slots;
  return TRUE;
}

/* The slot with @keys, or the free one where they belong. */
static inline gsize
find_slot(const YtRowSet *set, const YtTermId *keys, guint64 hash)
{
  gsize at = (gsize) hash & (set->n_slots - 1);
  for (; set->slots[at]; at = (at + 1) & (set->n_slots - 1))
    if (set->slots[at] >> 32 == hash && row_has(set, (gsize) (guint32) set->slots[at] - 1, keys))
      break;
  return at;
}

void
yt_row_set_prefetch(const YtRowSet *set, const YtTermId *const *columns, const int *keys, gsize row,
                    gboolean near)
{
  guint64 hash = 0;
  for (guint k = 0; k < set->n_keys; k++)
    hash = yt_hash_ids(hash, keys[k] < 0 ? 0 : columns[keys[k]][row]);
  const guint64 *slot = &set->slots[(gsize) (hash >> 32) & (set->n_slots - 1)];
  if (!near)
    __builtin_prefetch(slot);
  else if (*slot >> 32 == hash >> 32)
    for (guint k = 0; k < set->n_keys; k++)
      __builtin_prefetch(&set->table.columns[k][(guint32) *slot - 1]);
}

gboolean
yt_row_set_has(const YtRowSet *set, const YtTermId *keys)
{
  return set->n_slots && set->slots[find_slot(set, keys, hash_keys(keys, set->n_keys))];
}

gboolean
yt_row_set_add(YtRowSet *set, const YtTermId *keys, gsize *row, gboolean *is_new)
{
  if ((set->table.n_rows + 1) * 2 > set->n_slots && !grow_slots(set))
    return FALSE;
  guint64 hash = hash_keys(keys, set->n_keys);
  gsize slot = find_slot(set, keys, hash);
  *is_new = !set->slots[slot];
  if (!*is_new) {
    *row = (gsize) (guint32) set->slots[slot] - 1;
    return TRUE;
  }
  if (!yt_table_grow(&set->table, 1))
    return FALSE;
  *row = set->table.n_rows++;
  for (guint c = 0; c < set->table.n_columns; c++)
    set->table.columns[c][*row] = c < set->n_keys ? keys[c] : 0;
  set->slots[slot] = hash << 32 | (guint32) (*row + 1);
  return TRUE;
}
