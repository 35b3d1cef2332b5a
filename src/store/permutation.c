/* permutation.c: see permutation.h. */
#include "store/permutation.h"
#include <string.h>
#include <xxhash.h>

gboolean
yt_rows_init(YtRows *rows, const guint8 *blocks, gsize n_block_bytes, const guint8 *index,
             gsize n_index_bytes, guint64 n_rows)
{
  *rows = (YtRows){.blocks = blocks, .index = index, .n_rows = n_rows};
  rows->n_blocks = n_index_bytes / sizeof(YtBlockEntry);
  if (n_block_bytes < YT_BLOCK_PAD || n_index_bytes % sizeof(YtBlockEntry) != 0 ||
      rows->n_blocks != n_rows / YT_BLOCK_ROWS + (n_rows % YT_BLOCK_ROWS != 0))
    return FALSE;
  rows->n_bytes = n_block_bytes - YT_BLOCK_PAD;
  return TRUE;
}

static void
swap_entry(YtBlockEntry *entry)
{
#if G_BYTE_ORDER == G_BIG_ENDIAN
  entry->offset = GUINT64_SWAP_LE_BE(entry->offset);
  guint32 *words = &entry->n_bytes;
  for (gsize i = 0; i < (sizeof *entry - 8) / 4; i++)
    words[i] = GUINT32_SWAP_LE_BE(words[i]);
#else
  (void) entry;
#endif
}

YtBlockEntry
yt_rows_get_entry(const YtRows *rows, guint64 block)
{
  YtBlockEntry entry;
  memcpy(&entry, rows->index + block * sizeof entry, sizeof entry);
  swap_entry(&entry);
  return entry;
}

guint
yt_rows_get_n_rows(const YtRows *rows, guint64 block)
{
  return (guint) MIN(rows->n_rows - block * YT_BLOCK_ROWS, YT_BLOCK_ROWS);
}

const guint8 *
yt_rows_get_block(const YtRows *rows, const YtBlockEntry *entry, gsize *n_bytes)
{
  guint64 offset = MIN(entry->offset, rows->n_bytes);
  *n_bytes = MIN(entry->n_bytes, rows->n_bytes - offset);
  return rows->blocks + offset;
}

gboolean
yt_rows_unpack(const YtRows *rows, guint64 block, guint column, guint32 out[YT_BLOCK_ROWS])
{
  YtBlockEntry entry = yt_rows_get_entry(rows, block);
  gsize n_bytes;
  const guint8 *bytes = yt_rows_get_block(rows, &entry, &n_bytes);
  return yt_block_unpack(bytes, n_bytes, column, yt_rows_get_n_rows(rows, block), out);
}

int
yt_row_compare(const guint32 a[4], const guint32 b[4])
{
  for (guint c = 0; c < 4; c++)
    if (a[c] != b[c])
      return a[c] < b[c] ? -1 : 1;
  return 0;
}

/* Only the row is read, not the entry: searches do this many times. */
static int
compare_at(const YtRows *rows, guint64 block, gsize offset, const guint32 row[4])
{
  guint32 found[4];
  memcpy(found, rows->index + block * sizeof(YtBlockEntry) + offset, sizeof found);
  for (guint c = 0; c < 4; c++)
    found[c] = GUINT32_FROM_LE(found[c]);
  return yt_row_compare(found, row);
}

int
yt_rows_compare_first(const YtRows *rows, guint64 block, const guint32 row[4])
{
  return compare_at(rows, block, G_STRUCT_OFFSET(YtBlockEntry, first), row);
}

int
yt_rows_compare_last(const YtRows *rows, guint64 block, const guint32 row[4])
{
  return compare_at(rows, block, G_STRUCT_OFFSET(YtBlockEntry, last), row);
}

/* How many blocks begin below @row. */
static guint64
count_blocks_below(const YtRows *rows, const guint32 row[4])
{
  guint64 low = 0, high = rows->n_blocks;
  while (low < high) {
    guint64 middle = low + (high - low) / 2;
    if (yt_rows_compare_first(rows, middle, row) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Narrows all rows of a block to those that agree with @row in the first @n columns, a column at a time; without any, both
 * become where it would stand. The block begins below @row, and does not end below it. */
static void
narrow_block(const YtRows *rows, guint64 block, const YtBlockEntry *entry, const guint32 row[4], guint n,
             guint *first, guint *end)
{
  guint32 values[YT_BLOCK_ROWS];
  gsize n_bytes;
  const guint8 *bytes = yt_rows_get_block(rows, entry, &n_bytes);
  guint n_rows = yt_rows_get_n_rows(rows, block);
  *first = 0;
  *end = n_rows;
  for (guint c = 0; c < n && *first < *end; c++) {
    if (c == 0 && entry->first[0] == entry->last[0])
      continue; /* and equal to @row's, since it lies between them */
    if (yt_block_narrow(bytes, n_bytes, c, n_rows, row[c], first, end))
      continue;
    yt_block_unpack(bytes, n_bytes, c, n_rows, values);
    yt_narrow(values, row[c], first, end);
  }
}

guint64
yt_rows_find(const YtRows *rows, const guint32 row[4])
{
  guint64 n_below = count_blocks_below(rows, row);
  if (n_below == 0)
    return 0;
  guint64 block = n_below - 1;
  YtBlockEntry entry = yt_rows_get_entry(rows, block);
  if (yt_row_compare(entry.last, row) < 0)
    return block * YT_BLOCK_ROWS + yt_rows_get_n_rows(rows, block);
  guint first, end, n_asked = 4; /* nothing is below zeros: they need no search */
  while (n_asked > 0 && row[n_asked - 1] == 0)
    n_asked--;
  narrow_block(rows, block, &entry, row, n_asked, &first, &end);
  return block * YT_BLOCK_ROWS + first;
}

void
yt_rows_find_range(const YtRows *rows, const guint32 *prefix, guint n_prefix, guint64 *first, guint64 *end)
{
  guint32 low[4] = {0}, high[4] = {0};
  memcpy(low, prefix, n_prefix * sizeof *prefix);
  memcpy(high, prefix, n_prefix * sizeof *prefix);
  high[n_prefix - 1]++;
  guint64 n_below = count_blocks_below(rows, low);
  *first = n_below * YT_BLOCK_ROWS;
  if (n_below > 0) {
    guint64 block = n_below - 1;
    guint n_rows = yt_rows_get_n_rows(rows, block), from = n_rows, to = n_rows;
    YtBlockEntry entry = yt_rows_get_entry(rows, block);
    if (yt_row_compare(entry.last, low) >= 0)
      narrow_block(rows, block, &entry, low, n_prefix, &from, &to);
    *first = block * YT_BLOCK_ROWS + from;
    *end = block * YT_BLOCK_ROWS + to;
    if (to < n_rows)
      return; /* as nearly all do that are a few rows */
  }
  *end = yt_rows_find(rows, high);
}

void
yt_row_writer_init(YtRowWriter *writer, YtSpool *blocks, YtSpool *index, GArray *entries)
{
  writer->blocks = blocks;
  writer->index = index;
  writer->entries = entries;
  writer->n_rows_written = 0;
  writer->n_rows = 0;
}

gboolean
yt_row_writer_flush(YtRowWriter *writer, GError **error)
{
  guint n = writer->n_rows;
  if (n == 0)
    return TRUE;
  const guint32 *const columns[] = {writer->columns[0], writer->columns[1], writer->columns[2],
                                    writer->columns[3]};
  gsize n_bytes = yt_block_pack(columns, n, writer->packed);
  YtBlockEntry entry = {.offset = yt_spool_get_size(writer->blocks), .n_bytes = (guint32) n_bytes};
  entry.checksum = (guint32) XXH3_64bits(writer->packed, n_bytes);
  for (guint c = 0; c < 4; c++) {
    entry.first[c] = columns[c][0];
    entry.last[c] = columns[c][n - 1];
  }
  for (guint c = 1; c < 4; c++) {
    guint32 least = G_MAXUINT32, most = 0;
    for (guint i = 0; i < n; i++) {
      least = MIN(least, columns[c][i]);
      most = MAX(most, columns[c][i]);
    }
    entry.least[c - 1] = least;
    entry.most[c - 1] = most;
  }
  writer->n_rows_written += n;
  writer->n_rows = 0;
  if (!yt_spool_append(writer->blocks, writer->packed, n_bytes, error))
    return FALSE;
  if (!writer->index) {
    g_array_append_val(writer->entries, entry);
    return TRUE;
  }
  swap_entry(&entry);
  return yt_spool_append(writer->index, &entry, sizeof entry, error);
}
