/* scan.c: walks the rows of one permutation, and the changes of the log with them.
 *
 * A pattern and the ranges asked for are bounds on each of the four codes. Those at the front of the permutation give
 * one range of rows, found in the block index; the others are compared with the statistics of each block, which rules
 * out most blocks or makes looking at their rows needless. Columns are unpacked when something first needs them.
 *
 * Changes are merged in where they fall into a block's range of rows; elsewhere a block passes as it is. */
#include "store/delta.h"
#include <string.h>

#define MAX_CODE (G_MAXUINT32 - 1)
#define FEW_ROWS 64 /* that are worth to be read without the rest of their block */

const YtPosition yt_permutation_positions[YT_N_PERMUTATIONS][4] = {
    [YT_SPO] = {YT_SUBJECT, YT_PREDICATE, YT_OBJECT, YT_GRAPH},
    [YT_SOP] = {YT_SUBJECT, YT_OBJECT, YT_PREDICATE, YT_GRAPH},
    [YT_PSO] = {YT_PREDICATE, YT_SUBJECT, YT_OBJECT, YT_GRAPH},
    [YT_POS] = {YT_PREDICATE, YT_OBJECT, YT_SUBJECT, YT_GRAPH},
    [YT_OSP] = {YT_OBJECT, YT_SUBJECT, YT_PREDICATE, YT_GRAPH},
    [YT_OPS] = {YT_OBJECT, YT_PREDICATE, YT_SUBJECT, YT_GRAPH},
};

YtPermutation
yt_permutation_find(const YtQuad *pattern, YtPosition next)
{
  guint best = 0, best_score = 0;
  for (guint p = 0; p < YT_N_PERMUTATIONS; p++) {
    guint n = 0;
    while (n < 3 && pattern->at[yt_permutation_positions[p][n]])
      n++;
    guint score = 2 * n + (n < 3 && yt_permutation_positions[p][n] == next);
    if (p == 0 || score > best_score) {
      best = p;
      best_score = score;
    }
  }
  return (YtPermutation) best;
}

/* ---- Bounds */

static const YtRows *
get_rows(const YtScan *scan)
{
  return &scan->store->file->rows[scan->permutation];
}

static YtPosition
position_of(const YtScan *scan, guint column)
{
  return yt_permutation_positions[scan->permutation][column];
}

/* Turns the bounds of @position from ids into codes. */
static void
find_code_bounds(YtScan *scan, YtPosition position)
{
  const YtStoreFile *file = scan->store->file;
  gboolean exact;
  YtTermId low = scan->low[position], high = scan->high[position];
  scan->code_low[position] = yt_store_file_find_code(file, low, &exact);
  if (low == high && exact) {
    scan->code_high[position] = scan->code_low[position];
    return;
  }
  guint32 code = yt_store_file_find_code(file, high, &exact);
  if (!exact && code == 0)
    scan->empty = TRUE;
  else
    scan->code_high[position] = exact ? code : code - 1;
  if (scan->code_low[position] > scan->code_high[position])
    scan->empty = TRUE;
}

static void
set_bounds(YtScan *scan, YtPosition position, YtTermId low, YtTermId high)
{
  scan->low[position] = low;
  scan->high[position] = high;
  find_code_bounds(scan, position);
}

/* The range of rows that the bounds of the first columns make: as long as they are single codes, and one range. */
static void
find_row_bounds(YtScan *scan)
{
  guint c = 0;
  gboolean single = TRUE;
  memset(scan->lower, 0, sizeof scan->lower);
  for (guint i = 0; i < 4; i++)
    scan->upper[i] = G_MAXUINT32;
  scan->filters = 0;
  for (; c < 4; c++) {
    YtPosition position = position_of(scan, c);
    guint32 low = scan->code_low[position], high = scan->code_high[position];
    if (single) {
      scan->lower[c] = low;
      scan->upper[c] = high;
      if (low != high) { /* the last column that bounds the rows: up to high, whatever follows */
        single = FALSE;
        continue;
      }
    } else if (low > 0 || high < MAX_CODE) {
      scan->filters |= 1u << c;
    }
  }
}

/* Is @row behind the range? upper is inclusive in each column up to the first that is a range. */
static gboolean
is_behind(const YtScan *scan, const guint32 row[4])
{
  for (guint c = 0; c < 4; c++)
    if (row[c] != scan->upper[c])
      return row[c] > scan->upper[c];
  return FALSE;
}

/* The block where the first row that is not below scan->lower lies (or the one behind it), from @from on. */
static guint64
find_block(const YtScan *scan, guint64 from)
{
  const YtRows *rows = get_rows(scan);
  guint64 low = from, high = rows->n_blocks;
  for (guint64 step = 1; from > 0 && low + step < high; step *= 2) { /* a seek often goes not far */
    if (yt_rows_compare_first(rows, low + step, scan->lower) >= 0) {
      high = low + step;
      break;
    }
    low += step;
  }
  while (low < high) {
    guint64 middle = low + (high - low) / 2;
    if (yt_rows_compare_last(rows, middle, scan->lower) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static void
find_delta_bounds(YtScan *scan)
{
  const YtDelta *delta = scan->store->delta;
  scan->n_runs = 0;
  if (scan->no_rows)
    return;
  for (guint i = 0; delta && i < delta->n_runs; i++) {
    const YtDeltaRun *run = delta->runs[i];
    YtQuad low = {.at = {0}}, high = {.at = {0}};
    for (guint p = 0; p < 4; p++) {
      low.at[p] = scan->low[p];
      high.at[p] = scan->high[p];
    }
    guint n = scan->n_prefix < 4 ? scan->n_prefix + 1 : 4; /* the bound ones, and the range of the next */
    gsize at = yt_delta_run_find(run, scan->permutation, &low, n, FALSE);
    gsize end = yt_delta_run_find(run, scan->permutation, &high, n, TRUE);
    if (at < end) {
      scan->runs[scan->n_runs].run = run;
      scan->runs[scan->n_runs].at = scan->runs[scan->n_runs].mark = at;
      scan->runs[scan->n_runs++].end = end;
    }
  }
}

static void
start(YtScan *scan)
{
  find_row_bounds(scan);
  scan->n_prefix = 0;
  while (scan->n_prefix < 4 &&
         scan->low[position_of(scan, scan->n_prefix)] == scan->high[position_of(scan, scan->n_prefix)])
    scan->n_prefix++;
  scan->end_block = scan->empty ? 0 : get_rows(scan)->n_blocks;
  scan->block = scan->empty ? 0 : find_block(scan, 0);
  scan->floor_block = scan->block;
  scan->floor_row = 0;
  scan->row = scan->end_row = 0;
  find_delta_bounds(scan);
  scan->started = TRUE;
}

void
yt_scan_init(YtScan *scan, const YtStore *store, YtPermutation permutation, const YtQuad *pattern,
             guint columns)
{
  scan->store = store;
  scan->permutation = permutation;
  scan->columns = columns;
  scan->pattern = *pattern;
  scan->empty = scan->started = scan->no_rows = scan->distinct = scan->has_last = FALSE;
  scan->merging = scan->has_part_end = scan->is_exact = FALSE;
  scan->decoded_block = scan->entry_block = 0;
  scan->decoded = 0;
  scan->next_row = 0;
  scan->batch.n_rows = 0;
  for (guint p = YT_SUBJECT; p <= YT_OBJECT; p++) {
    YtTermId id = pattern->at[p];
    if (id) {
      set_bounds(scan, (YtPosition) p, id, id);
    } else {
      scan->low[p] = scan->code_low[p] = 0;
      scan->high[p] = G_MAXUINT64;
      scan->code_high[p] = MAX_CODE;
    }
  }
  scan->low[YT_GRAPH] = scan->code_low[YT_GRAPH] = pattern->graph == YT_GRAPH_NAMED;
  scan->high[YT_GRAPH] = G_MAXUINT64;
  scan->code_high[YT_GRAPH] = MAX_CODE;
  if (pattern->graph != YT_GRAPH_NAMED && pattern->graph != YT_GRAPH_ANY)
    set_bounds(scan, YT_GRAPH, pattern->graph, pattern->graph);
}

void
yt_scan_set_range(YtScan *scan, YtPosition position, YtTermId first, YtTermId last)
{
  g_return_if_fail(!scan->started);
  set_bounds(scan, position, MAX(first, scan->low[position]), MIN(last, scan->high[position]));
  if (scan->low[position] > scan->high[position])
    scan->empty = scan->no_rows = TRUE;
}

void
yt_scan_set_distinct(YtScan *scan)
{
  scan->distinct = TRUE;
}

/* ---- Blocks */

static const guint32 *
need_column(YtScan *scan, guint column)
{
  if (!(scan->decoded & 1u << column)) {
    const YtRows *rows = get_rows(scan);
    gsize n_bytes;
    const guint8 *bytes = yt_rows_get_block(rows, &scan->entry, &n_bytes);
    yt_block_unpack(bytes, n_bytes, column, scan->n_block_rows, scan->codes[column]);
    scan->decoded |= 1u << column;
  }
  return scan->codes[column];
}

/* Narrows rows of the block to those that have @code. A column that is asked for often is unpacked at last. */
static void
narrow(YtScan *scan, guint column, guint32 code, guint *from, guint *end)
{
  enum { OFTEN = 3 };
  if (!(scan->decoded & 1u << column) && scan->n_narrowed[column]++ < OFTEN) {
    gsize n_bytes;
    const guint8 *bytes = yt_rows_get_block(get_rows(scan), &scan->entry, &n_bytes);
    if (yt_block_narrow(bytes, n_bytes, column, scan->n_block_rows, code, from, end))
      return;
  }
  yt_narrow(need_column(scan, column), code, from, end);
}

/* The same for the first column, in which the whole block rises: what was found last often serves for the other end. */
static void
narrow_first(YtScan *scan, guint32 code, guint *from, guint *end)
{
  if (scan->n_narrowed[0] == 0 || scan->first_code != code) {
    scan->first_code = code;
    scan->first_from = 0;
    scan->first_end = scan->n_block_rows;
    narrow(scan, 0, code, &scan->first_from, &scan->first_end);
  }
  *from = CLAMP(scan->first_from, *from, *end);
  *end = CLAMP(scan->first_end, *from, *end);
}

/* The first of the rows [@from, @end) of the block that is not below @row (with @after: that is above it). */
static guint
find_in_block(YtScan *scan, const guint32 row[4], gboolean after, guint from, guint end)
{
  for (guint c = 0; c < 4 && from < end; c++) {
    if (c == 0 && scan->entry.first[0] == scan->entry.last[0] && scan->entry.first[0] == row[0])
      continue;
    if (row[c] == G_MAXUINT32)
      return end;
    if (!after && (row[c] | (c < 3 ? row[c + 1] : 0) | (c < 2 ? row[c + 2] : 0) | (c < 1 ? row[3] : 0)) == 0)
      return from; /* nothing is below zeros: no need to unpack */
    if (c == 0)
      narrow_first(scan, row[0], &from, &end);
    else
      narrow(scan, c, row[c], &from, &end);
  }
  return after ? end : from;
}

static void
column_bounds(const YtScan *scan, guint column, guint32 *least, guint32 *most)
{
  *least = column == 0 ? scan->entry.first[0] : scan->entry.least[column - 1];
  *most = column == 0 ? scan->entry.last[0] : scan->entry.most[column - 1];
}

/* Can any row of the block pass the filters? And which filters must be looked at? */
static gboolean
check_statistics(YtScan *scan)
{
  scan->row_filters = 0;
  for (guint c = 0; c < 4; c++) {
    if (!(scan->filters & 1u << c))
      continue;
    YtPosition position = position_of(scan, c);
    guint32 least, most;
    column_bounds(scan, c, &least, &most);
    if (most < scan->code_low[position] || least > scan->code_high[position])
      return FALSE;
    if (least < scan->code_low[position] || most > scan->code_high[position])
      scan->row_filters |= 1u << c;
  }
  return TRUE;
}

static void
read_entry(YtScan *scan)
{
  if (scan->entry_block != scan->block + 1)
    scan->entry = yt_rows_get_entry(get_rows(scan), scan->block);
  scan->entry_block = scan->block + 1;
}

static void
use_block(YtScan *scan)
{
  if (scan->decoded_block != scan->block + 1) {
    scan->decoded = 0;
    memset(scan->n_narrowed, 0, sizeof scan->n_narrowed);
  }
  scan->decoded_block = scan->block + 1;
  scan->n_block_rows = yt_rows_get_n_rows(get_rows(scan), scan->block);
  scan->row = 0;
  scan->end_row = scan->n_block_rows;
}

/* The same as load_block() for the rows with the exact key. */
static gboolean
load_exact_block(YtScan *scan)
{
  for (; !scan->exact_ended && scan->block < scan->end_block; scan->block++) {
    read_entry(scan);
    if (yt_row_compare(scan->entry.first, scan->exact_upper) > 0)
      break;
    if (!check_statistics(scan))
      continue;
    use_block(scan);
    if (yt_row_compare(scan->entry.first, scan->lower) < 0)
      scan->row = find_in_block(scan, scan->lower, FALSE, 0, scan->end_row);
    if (yt_row_compare(scan->entry.last, scan->exact_upper) > 0) {
      scan->end_row = find_in_block(scan, scan->exact_upper, TRUE, scan->row, scan->end_row);
      scan->exact_ended = TRUE;
    }
    if (scan->row < scan->end_row) {
      scan->block += !scan->exact_ended;
      return TRUE;
    }
  }
  scan->row = scan->end_row = 0;
  scan->exact_ended = TRUE;
  return FALSE;
}

/* Makes the next block with rows in the range the current one: rows [row, end_row). */
static gboolean
load_block(YtScan *scan)
{
  if (scan->is_exact)
    return load_exact_block(scan);
  for (; scan->block < scan->end_block; scan->block++) {
    read_entry(scan);
    if (is_behind(scan, scan->entry.first) ||
        (scan->has_part_end && yt_row_compare(scan->entry.first, scan->part_end) >= 0)) {
      scan->end_block = scan->block;
      return FALSE;
    }
    if (!check_statistics(scan))
      continue;
    use_block(scan);
    if (yt_row_compare(scan->entry.first, scan->lower) < 0)
      scan->row = find_in_block(scan, scan->lower, FALSE, 0, scan->end_row);
    if (scan->block == scan->floor_block)
      scan->row = MAX(scan->row, scan->floor_row);
    if (is_behind(scan, scan->entry.last))
      scan->end_row = find_in_block(scan, scan->upper, TRUE, scan->row, scan->end_row);
    if (scan->has_part_end && yt_row_compare(scan->entry.last, scan->part_end) >= 0)
      scan->end_row = find_in_block(scan, scan->part_end, FALSE, scan->row, scan->end_row);
    if (scan->row < scan->end_row) {
      scan->block++;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
row_passes(YtScan *scan, guint row)
{
  for (guint c = 0; c < 4; c++)
    if (scan->row_filters & 1u << c) {
      YtPosition position = position_of(scan, c);
      guint32 code = scan->codes[c][row];
      if (code < scan->code_low[position] || code > scan->code_high[position])
        return FALSE;
    }
  return TRUE;
}

/* The codes of the current rows in a column; of few rows, in @few, if they can be read without those before them. */
static const guint32 *
get_codes(YtScan *scan, guint column, guint32 few[FEW_ROWS])
{
  guint n = scan->end_row - scan->row;
  if (n <= FEW_ROWS && !(scan->decoded & 1u << column)) {
    gsize n_bytes;
    const guint8 *bytes = yt_rows_get_block(get_rows(scan), &scan->entry, &n_bytes);
    if (yt_block_unpack_some(bytes, n_bytes, column, scan->n_block_rows, scan->row, n, few))
      return few;
  }
  return need_column(scan, column) + scan->row;
}

/* The current rows that pass, in @kept, counted from the first of them. Returns how many. */
static guint
apply_filters(YtScan *scan, guint16 kept[YT_SCAN_ROWS])
{
  guint32 few[FEW_ROWS];
  guint n = scan->end_row - scan->row;
  for (guint i = 0; i < n; i++)
    kept[i] = (guint16) i;
  for (guint c = 0; c < 4 && n > 0; c++) {
    if (!(scan->row_filters & 1u << c))
      continue;
    const guint32 *codes = get_codes(scan, c, few);
    guint32 low = scan->code_low[position_of(scan, c)], width = scan->code_high[position_of(scan, c)] - low;
    guint n_before = n;
    n = 0;
    for (guint i = 0; i < n_before; i++) {
      guint16 r = kept[i];
      kept[n] = r;
      n += codes[r] - low <= width;
    }
  }
  return n;
}

static guint
wanted_columns(const YtScan *scan, guint positions)
{
  guint columns = 0;
  for (guint c = 0; c < 4; c++)
    if (positions & 1u << position_of(scan, c))
      columns |= 1u << c;
  return columns;
}

/* The current block's rows as a batch. FALSE when the filters leave none. */
static gboolean
take_block(YtScan *scan)
{
  guint wanted = wanted_columns(scan, scan->columns | (scan->distinct ? YT_COLUMNS_ALL : 0));
  guint n = scan->end_row - scan->row;
  guint16 kept[YT_SCAN_ROWS];
  guint32 gathered[YT_SCAN_ROWS], few[FEW_ROWS];
  if (scan->row_filters)
    n = apply_filters(scan, kept);
  for (guint c = 0; c < 4 && n > 0; c++) {
    if (!(wanted & 1u << c))
      continue;
    guint32 least, most;
    column_bounds(scan, c, &least, &most);
    const guint32 *codes = get_codes(scan, c, few);
    for (guint i = 0; scan->row_filters && i < n; i++)
      gathered[i] = codes[kept[i]];
    yt_store_file_get_ids(scan->store->file, scan->row_filters ? gathered : codes, n, least, most,
                          scan->ids[position_of(scan, c)]);
  }
  scan->row = scan->end_row = 0;
  scan->batch.n_rows = n;
  return n > 0;
}

/* ---- The log */

static YtQuad
block_quad(YtScan *scan, guint row)
{
  YtQuad quad;
  for (guint c = 0; c < 4; c++)
    quad.at[position_of(scan, c)] = yt_store_file_get_id(scan->store->file, need_column(scan, c)[row]);
  return quad;
}

static YtQuad
last_quad(YtScan *scan)
{
  if (scan->end_row < scan->n_block_rows)
    return block_quad(scan, scan->end_row - 1);
  YtQuad quad; /* the whole block: no need to unpack it */
  for (guint c = 0; c < 4; c++)
    quad.at[position_of(scan, c)] = yt_store_file_get_id(scan->store->file, scan->entry.last[c]);
  return quad;
}

static const YtQuad *
run_head(const YtScan *scan, guint i)
{
  return &scan->runs[i]
              .run->quads[yt_delta_run_get_place(scan->runs[i].run, scan->permutation, scan->runs[i].at)];
}

static gboolean
change_passes(const YtScan *scan, const YtQuad *quad)
{
  for (guint p = 0; p < 4; p++)
    if (quad->at[p] < scan->low[p] || quad->at[p] > scan->high[p])
      return FALSE;
  return TRUE;
}

/* The least change that passes the filters, and the sum of what the runs say of it; they move behind it. */
static gboolean
take_change(YtScan *scan, const YtQuad *limit, YtQuad *quad, int *sign)
{
  for (;;) {
    guint least = scan->n_runs;
    for (guint i = 0; i < scan->n_runs; i++)
      if (scan->runs[i].at < scan->runs[i].end &&
          (least == scan->n_runs ||
           yt_quad_compare(run_head(scan, i), run_head(scan, least), scan->permutation, 4) < 0))
        least = i;
    if (least == scan->n_runs)
      return FALSE;
    *quad = *run_head(scan, least);
    if (limit && yt_quad_compare(quad, limit, scan->permutation, 4) > 0)
      return FALSE;
    *sign = 0;
    for (guint i = 0; i < scan->n_runs; i++)
      if (scan->runs[i].at < scan->runs[i].end &&
          yt_quad_compare(run_head(scan, i), quad, scan->permutation, 4) == 0) {
        const YtDeltaRun *run = scan->runs[i].run;
        *sign += run->signs[yt_delta_run_get_place(run, scan->permutation, scan->runs[i].at)];
        scan->runs[i].at++;
      }
    if (*sign != 0 && change_passes(scan, quad))
      return TRUE;
  }
}

static gboolean
have_changes_up_to(const YtScan *scan, const YtQuad *limit)
{
  for (guint i = 0; i < scan->n_runs; i++)
    if (scan->runs[i].at < scan->runs[i].end &&
        (!limit || yt_quad_compare(run_head(scan, i), limit, scan->permutation, 4) <= 0))
      return TRUE;
  return FALSE;
}

static void
put_quad(YtScan *scan, const YtQuad *quad)
{
  for (guint p = 0; p < 4; p++)
    scan->ids[p][scan->batch.n_rows] = quad->at[p];
  scan->batch.n_rows++;
}

/* Merges the rest of the block with the changes up to its last row, until the batch is full. */
static void
merge_block(YtScan *scan)
{
  YtQuad change;
  int sign = 0;
  scan->batch.n_rows = 0;
  for (guint c = 0; c < 4; c++)
    need_column(scan, c);
  while (scan->row < scan->end_row && scan->batch.n_rows < YT_SCAN_ROWS) {
    if (!row_passes(scan, scan->row)) {
      scan->row++;
      continue;
    }
    YtQuad quad = block_quad(scan, scan->row);
    if (!take_change(scan, &quad, &change, &sign)) {
      put_quad(scan, &quad);
      scan->row++;
    } else if (yt_quad_compare(&change, &quad, scan->permutation, 4) == 0) {
      scan->row++; /* in the file, so the change can only be its deletion */
    } else if (sign > 0) {
      put_quad(scan, &change);
    }
  }
}

static void
take_changes(YtScan *scan)
{
  YtQuad change;
  int sign;
  scan->batch.n_rows = 0;
  while (scan->batch.n_rows < YT_SCAN_ROWS && take_change(scan, NULL, &change, &sign))
    if (sign > 0)
      put_quad(scan, &change);
}

static gboolean
next_merged(YtScan *scan)
{
  for (;;) {
    if (scan->row == scan->end_row && !load_block(scan)) {
      take_changes(scan);
      return scan->batch.n_rows > 0;
    }
    YtQuad last = last_quad(scan);
    if (scan->merging || have_changes_up_to(scan, &last)) {
      merge_block(scan);
      scan->merging = scan->row < scan->end_row; /* the rest of a block that was begun row by row */
    } else {
      take_block(scan);
    }
    if (scan->batch.n_rows > 0)
      return TRUE;
  }
}

/* ---- The door */

static void
drop_repeated_triples(YtScan *scan)
{
  gsize kept = 0;
  for (gsize r = 0; r < scan->batch.n_rows; r++) {
    YtQuad quad;
    for (guint p = 0; p < 4; p++)
      quad.at[p] = scan->ids[p][r];
    if (scan->has_last && yt_quad_compare(&quad, &scan->last, YT_SPO, 3) == 0)
      continue;
    scan->last = quad;
    scan->has_last = TRUE;
    for (guint p = 0; p < 4; p++)
      scan->ids[p][kept] = quad.at[p];
    kept++;
  }
  scan->batch.n_rows = kept;
}

static gboolean
next_any(YtScan *scan)
{
  scan->floor_block = scan->row < scan->end_row ? scan->block - 1 : scan->block;
  scan->floor_row = scan->row < scan->end_row ? scan->row : 0;
  for (guint i = 0; i < scan->n_runs; i++)
    scan->runs[i].mark = scan->runs[i].at;
  if (scan->n_runs > 0)
    return next_merged(scan);
  for (;;) {
    if (scan->row == scan->end_row && !load_block(scan))
      return FALSE;
    if (take_block(scan))
      return TRUE;
  }
}

gboolean
yt_scan_next_batch(YtScan *scan, YtScanBatch *batch)
{
  if (scan->no_rows)
    return FALSE;
  if (!scan->started)
    start(scan);
  do {
    if (!next_any(scan)) {
      scan->batch.n_rows = 0;
      return FALSE;
    }
    if (scan->distinct)
      drop_repeated_triples(scan);
  } while (scan->batch.n_rows == 0);
  for (guint p = 0; p < 4; p++)
    scan->batch.columns[p] = scan->columns & 1u << p ? scan->ids[p] : NULL;
  *batch = scan->batch;
  return TRUE;
}

static void
seek_changes(YtScan *scan, const YtQuad *key, guint n)
{
  for (guint i = 0; i < scan->n_runs; i++) {
    gsize at = yt_delta_run_find(scan->runs[i].run, scan->permutation, key, n, FALSE);
    scan->runs[i].at = CLAMP(at, scan->runs[i].mark, scan->runs[i].end);
  }
}

/* Moves the lower bound of rows to @key; @exact says whether the file has the key's terms. The bound is in @row. */
static void
seek(YtScan *scan, const YtTermId *key, guint n_key, guint32 row[4], gboolean *exact)
{
  YtQuad quad = scan->pattern;
  guint n_prefix = 0;
  while (n_prefix < 3 && scan->pattern.at[position_of(scan, n_prefix)])
    n_prefix++;
  guint n = MIN(n_prefix + n_key, 4);
  *exact = TRUE;
  for (guint c = 0; c < 4; c++) {
    YtPosition position = position_of(scan, c);
    row[c] = 0;
    if (c >= n_prefix && c < n)
      quad.at[position] = key[c - n_prefix];
    if (c >= n || !*exact)
      continue;
    if (c < n_prefix && scan->code_low[position] == scan->code_high[position])
      row[c] = scan->code_low[position];
    else
      row[c] = yt_store_file_find_code(scan->store->file, quad.at[position], exact);
  }
  if (scan->n_runs > 0)
    seek_changes(scan, &quad, n);
  if (yt_row_compare(row, scan->lower) > 0)
    memcpy(scan->lower, row, sizeof scan->lower);
  memcpy(scan->exact_upper, row, sizeof scan->exact_upper);
  for (guint c = n; c < 4; c++)
    scan->exact_upper[c] = G_MAXUINT32;
  /* The wanted rows may be among those of the last batch; their block is decoded still. */
  scan->row = scan->end_row = 0;
  scan->merging = FALSE;
  scan->block = find_block(scan, scan->floor_block);
}

void
yt_scan_seek(YtScan *scan, const YtTermId *key, guint n_key)
{
  guint32 row[4];
  gboolean exact;
  if (scan->no_rows)
    return;
  if (!scan->started)
    start(scan);
  scan->is_exact = FALSE;
  seek(scan, key, n_key, row, &exact);
}

void
yt_scan_seek_exactly(YtScan *scan, const YtTermId *key, guint n_key)
{
  guint32 row[4];
  gboolean exact;
  if (scan->no_rows)
    return;
  if (!scan->started)
    start(scan);
  scan->is_exact = scan->n_runs == 0;
  seek(scan, key, n_key, row, &exact);
  scan->exact_ended = !exact || is_behind(scan, row);
}

void
yt_scan_set_part(YtScan *scan, guint part, guint n_parts)
{
  g_return_if_fail(!scan->started && part < n_parts);
  start(scan);
  const YtRows *rows = get_rows(scan);
  guint64 first = scan->block, low = first, high = scan->end_block; /* to the first block behind the range */
  while (low < high) {
    guint64 middle = low + (high - low) / 2;
    YtBlockEntry entry = yt_rows_get_entry(rows, middle);
    if (is_behind(scan, entry.first))
      high = middle;
    else
      low = middle + 1;
  }
  guint64 begin = first + (low - first) * part / n_parts, end = first + (low - first) * (part + 1) / n_parts;
  if (begin == end && !(first == low && part == 0)) {
    scan->no_rows = TRUE;
    return;
  }
  guint32 bounds[2][4] = {{0}};
  YtQuad quads[2];
  for (guint i = 0; i < 2; i++) {
    guint64 block = i == 0 ? begin : end;
    if (block >= low)
      continue;
    YtBlockEntry entry = yt_rows_get_entry(rows, block);
    memcpy(bounds[i], entry.first,
           3 * sizeof *entry.first); /* graph 0, so that a triple's graphs stay together */
    for (guint c = 0; c < 4; c++)
      quads[i].at[position_of(scan, c)] = yt_store_file_get_id(scan->store->file, bounds[i][c]);
  }
  if (begin > first && yt_row_compare(bounds[0], scan->lower) > 0) {
    memcpy(scan->lower, bounds[0], sizeof scan->lower);
    scan->block = find_block(scan, 0);
  }
  if (end < low) {
    memcpy(scan->part_end, bounds[1], sizeof scan->part_end);
    scan->has_part_end = TRUE;
  }
  for (guint i = 0; i < scan->n_runs; i++) {
    gsize start_at =
        begin > first ? yt_delta_run_find(scan->runs[i].run, scan->permutation, &quads[0], 4, FALSE) : 0;
    gsize end_at =
        end < low ? yt_delta_run_find(scan->runs[i].run, scan->permutation, &quads[1], 4, FALSE) : G_MAXSIZE;
    scan->runs[i].end = MIN(scan->runs[i].end, MAX(end_at, scan->runs[i].at));
    scan->runs[i].at = scan->runs[i].mark = CLAMP(start_at, scan->runs[i].at, scan->runs[i].end);
  }
}

gboolean
yt_scan_next(YtScan *scan, YtQuad *quad)
{
  if (scan->next_row >= scan->batch.n_rows) {
    YtScanBatch batch;
    if (!yt_scan_next_batch(scan, &batch))
      return FALSE;
    scan->next_row = 0;
  }
  for (guint p = 0; p < 4; p++)
    quad->at[p] = scan->columns & 1u << p ? scan->ids[p][scan->next_row] : 0;
  scan->next_row++;
  return TRUE;
}
