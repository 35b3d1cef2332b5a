/* permutation.h: all quads in one order, as blocks of 1024 rows and an index of the blocks.
 *
 * A row is four codes in the order of the permutation, the graph last; pack.h has the format of a block. The blocks lie
 * one behind the other in their section, then YT_BLOCK_PAD zeros. The index is a section of its own:
 *
 *   entry := offset u64, n_bytes u32, checksum u32, first u32[4], last u32[4], least u32[3], most u32[3]
 *
 * offset counts from the start of the section of blocks; checksum is the lower half of XXH3-64 of the block; first and
 * last are the first and the last row; least and most are those of the second to fourth column. Every block has 1024
 * rows, but the last may have fewer, so the index also counts rows. */
#pragma once
#include "store/io.h"
#include "store/pack.h"

G_STATIC_ASSERT(sizeof(YtBlockEntry) == 72);

/* A view of both sections; borrows their bytes. */
typedef struct {
  const guint8 *blocks, *index;
  gsize n_bytes; /* of blocks, without the pad */
  guint64 n_blocks, n_rows;
} YtRows;

gboolean yt_rows_init(YtRows *rows, const guint8 *blocks, gsize n_block_bytes, const guint8 *index, gsize n_index_bytes,
                      guint64 n_rows);
YtBlockEntry yt_rows_get_entry(const YtRows *rows, guint64 block);
int yt_rows_compare_first(const YtRows *rows, guint64 block, const guint32 row[4]); /* of @block, with @row */
int yt_rows_compare_last(const YtRows *rows, guint64 block, const guint32 row[4]);
guint yt_rows_get_n_rows(const YtRows *rows, guint64 block);

/* The bytes of a block, within the file whatever the entry says. */
const guint8 *yt_rows_get_block(const YtRows *rows, const YtBlockEntry *entry, gsize *n_bytes);
gboolean yt_rows_unpack(const YtRows *rows, guint64 block, guint column, guint32 out[YT_BLOCK_ROWS]);

int yt_row_compare(const guint32 a[4], const guint32 b[4]);

/* Narrows [@from, @end) of sorted @values to those equal to @value; without any, both become where it would stand. */
static inline void
yt_narrow(const guint32 *values, guint32 value, guint *from, guint *end)
{
  guint a = *from, b = *end;
  while (a < b) {
    guint middle = (a + b) / 2;
    if (values[middle] < value)
      a = middle + 1;
    else
      b = middle;
  }
  *from = a;
  for (b = *end; a < b;) {
    guint middle = (a + b) / 2;
    if (values[middle] <= value)
      a = middle + 1;
    else
      b = middle;
  }
  *end = a;
}

/* The number of the first row that is not below @row, over all blocks; its block is then that number / 1024. Decodes at
 * most one block. */
guint64 yt_rows_find(const YtRows *rows, const guint32 row[4]);

/* The rows [@first, @end) that begin with @n_prefix codes, 1 to 4. Decodes at most two blocks, most often none. */
void yt_rows_find_range(const YtRows *rows, const guint32 *prefix, guint n_prefix, guint64 *first, guint64 *end);

/* Writes rows that come in order, each once. */
typedef struct {
  YtSpool *blocks, *index; /* borrowed; @index NULL: entries go to @entries */
  GArray *entries;         /* of YtBlockEntry, borrowed */
  guint64 n_rows_written;
  guint n_rows; /* in columns */
  guint32 columns[4][YT_BLOCK_ROWS];
  guint8 packed[YT_BLOCK_MAX_BYTES];
} YtRowWriter;

void yt_row_writer_init(YtRowWriter *writer, YtSpool *blocks, YtSpool *index, GArray *entries);
gboolean yt_row_writer_flush(YtRowWriter *writer, GError **error);

static inline gboolean
yt_row_writer_add(YtRowWriter *writer, const guint32 row[4], GError **error)
{
  guint n = writer->n_rows++;
  for (guint c = 0; c < 4; c++)
    writer->columns[c][n] = row[c];
  return n + 1 < YT_BLOCK_ROWS || yt_row_writer_flush(writer, error);
}
