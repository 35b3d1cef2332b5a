/* sort.c: the order of rows by columns of ids.
 *
 * A radix sort from the least digit: ids that are compared often differ in few bits only (the kind and the upper part of
 * the place in the dictionary are the same), and digits that do not differ are passed over. It is stable, so the last key
 * is sorted by first. */
#include "sparql/op.h"
#include <string.h>

enum { DIGIT_BITS = 11, N_DIGITS = 1 << DIGIT_BITS, FEW_ROWS = 48 };

typedef struct {
  YtTermId key;
  guint32 row;
} Item;

static void
insert_items(Item *items, gsize n)
{
  for (gsize i = 1; i < n; i++) {
    Item item = items[i];
    gsize at = i;
    for (; at > 0 && items[at - 1].key > item.key; at--)
      items[at] = items[at - 1];
    items[at] = item;
  }
}

/* Sorts by the keys; returns which of the two arrays has the result. */
static Item *
sort_items(Item *items, Item *other, gsize n)
{
  YtTermId differing = 0;
  gboolean rising = TRUE;
  for (gsize i = 1; i < n; i++) {
    differing |= items[i].key ^ items[0].key;
    rising = rising && items[i - 1].key <= items[i].key;
  }
  if (rising)
    return items;
  if (n <= FEW_ROWS) {
    insert_items(items, n);
    return items;
  }
  for (guint shift = 0; shift < 64; shift += DIGIT_BITS) {
    if (!(differing >> shift & (N_DIGITS - 1)))
      continue;
    guint32 starts[N_DIGITS] = {0};
    for (gsize i = 0; i < n; i++)
      starts[items[i].key >> shift & (N_DIGITS - 1)]++;
    guint32 sum = 0;
    for (guint d = 0; d < N_DIGITS; d++) {
      guint32 count = starts[d];
      starts[d] = sum;
      sum += count;
    }
    for (gsize i = 0; i < n; i++)
      other[starts[items[i].key >> shift & (N_DIGITS - 1)]++] = items[i];
    Item *swap = items;
    items = other;
    other = swap;
  }
  return items;
}

gboolean
yt_sort_rows(YtExec *exec, const YtTermId *const *keys, guint n_keys, gsize n_rows, guint32 *order)
{
  gsize n_bytes = 2 * n_rows * sizeof(Item);
  if (!yt_exec_reserve(exec, n_bytes))
    return FALSE;
  g_autofree Item *items = g_try_new(Item, MAX(n_rows, 1)), *other = g_try_new(Item, MAX(n_rows, 1));
  if (!items || !other) {
    yt_exec_release(exec, n_bytes);
    yt_exec_fail(exec, YT_SPARQL_ERROR_MEMORY, "the machine has no memory left for the query");
    return FALSE;
  }
  for (gsize i = 0; i < n_rows; i++)
    order[i] = (guint32) i;
  for (guint k = n_keys; k-- > 0 && n_rows;) {
    for (gsize i = 0; i < n_rows; i++)
      items[i] = (Item){keys[k][order[i]], order[i]};
    const Item *sorted = sort_items(items, other, n_rows);
    for (gsize i = 0; i < n_rows; i++)
      order[i] = sorted[i].row;
  }
  yt_exec_release(exec, n_bytes);
  return TRUE;
}
