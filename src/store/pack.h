/* pack.h: blocks of up to YT_BLOCK_ROWS rows of four columns of codes, compressed column by column.
 *
 *   block  := column start u16 [4], counted from the block's start; column*
 *   column := 00 value u32                               all rows have this value
 *           | 01 width u8, least u32, packed             least + difference, width bits each
 *           | 02 first u32, (width u8, packed)*          rows never fall: differences to the row before, for each
 *                                                        128 rows their own width; the first difference is 0
 *           | 03 n_values u16, width u8, least u32, packed values; width u8, packed   places in a list of values
 *           | 04 n_runs u16, n_bytes u16, column, column  the value of each run, the length of each run - 1; both are
 *                                                        columns of kinds 00 to 02 with n_runs rows, n_bytes is the
 *                                                        size of the first
 *
 * Packed values lie from the lowest bit of the first byte upwards, and end with a whole byte. The writer takes the
 * smallest of the kinds. The column 5 5 6 9 packs as 02 05000000 02 D0: the width is 2, the differences 0 0 1 3 are
 * 11 01 00 00 in binary. Kinds 00, 01 and 03 can be read at any row. */
#pragma once
#include <glib.h>

#define YT_BLOCK_ROWS 1024
#define YT_BLOCK_MAX_BYTES (8 + 4 * (16 + 4 * YT_BLOCK_ROWS) + 256)
#define YT_BLOCK_PAD 8 /* readable bytes that a reader needs behind a block */

/* Packs @n_rows (at least 1) of each column to @out, of YT_BLOCK_MAX_BYTES. Returns the size. */
gsize yt_block_pack(const guint32 *const columns[4], guint n_rows, guint8 *out);

/* Unpacks a column of a block of @n_bytes, behind which YT_BLOCK_PAD more may be read. Any bytes are safe: what cannot
 * be a column of @n_rows gives zeros and FALSE. */
gboolean yt_block_unpack(const guint8 *block, gsize n_bytes, guint column, guint n_rows, guint32 *out);

/* Unpacks @n rows from row @from on only. FALSE when the column is of a kind that has to be read from its start (or no
 * column of @n_rows): @out then holds nothing. */
gboolean yt_block_unpack_some(const guint8 *block, gsize n_bytes, guint column, guint n_rows, guint from, guint n, guint32 *out);

/* Narrows [@from, @end), rows in which the column never falls, to those that have @value; without any, both become where
 * it would stand. Cheaper than to unpack all for one search. FALSE, and nothing is done, for a column of differences or
 * one that is broken. */
gboolean yt_block_narrow(const guint8 *block, gsize n_bytes, guint column, guint n_rows, guint32 value, guint *from, guint *end);
