/* sort.c: see sort.h.
 *
 * A quad is packed into one word of 64 bits if its four fields fit, with predicates and graphs as places in their lists,
 * or else into two words. One order is made from another by a stable radix sort on one field: by the predicate, SOP
 * becomes PSO; by the subject, PSO becomes SPO. So after the first sort each permutation costs one to three passes. There
 * are two chains, each with a thread of its own where there are two:
 *
 *   SOP → PSO → SPO    and    OSP → POS → OPS
 *
 * What does not fit into memory is spread over ranges of codes in temporary space first: over ranges of subjects for the one
 * chain, of objects for the other. The ranges are then sorted one after the other, as many at a time as fit. So the orders
 * that begin with the subject or the object are written as they come. PSO and POS are kept in temporary space, one run for
 * each part, in the format of the store, and merged: for each predicate, the rows of one run behind those of another, which
 * is copying for the most part. A range that does not fit alone is cut, and all orders of its pieces are merged. */
#include "store/sort.h"
#include <string.h>

#define RADIX_BITS   11 /* 2048 places to write to: what the first cache and the TLB hold */
#define MIN_CAPACITY (1 << 16)
#define BUCKET_BITS                                                                                          \
  10 /* 1024 ranges: a range is then much smaller than what fits, unless codes are used very unevenly */
#define MAX_CHUNK 16384 /* bytes of a range that are written together */

typedef struct {
  guint word, shift, bits; /* of a field in a packed quad */
} Field;

/* One permutation on its way out: counts what its order shows, and writes. */
typedef struct {
  YtPermutation permutation;
  YtRowWriter writer;
  guint32 last[4];
  gboolean any;
  guint64 n_first;    /* distinct values of the first column */
  GArray *first_runs; /* of FirstRun; PSO and POS only */
  GHashTable *graphs; /* code → guint64 *; SPO only */
  guint64 *last_graph;
} Output;

typedef struct {
  guint32 code;
  guint64 n_rows, n_second; /* distinct values of the second column */
} FirstRun;

typedef struct {
  guint64 first_block, n_blocks, n_rows; /* in the entries of its permutation */
} SortedRun;

/* Quads of one bucket, which is a range of codes, in temporary space. */
typedef struct {
  guint32 bucket, n_quads;
  guint64 offset;
} Chunk;

/* The orders that begin with subjects, or those that begin with objects, and PSO or POS. Two buffers that passes go back
 * and forth between; @from is read first, and kept if it is neither of them. */
typedef struct {
  YtQuadSorter *sorter;
  YtPosition lead;
  const YtPermutation
      *orders; /* three, each made from the one before: the second begins with the predicate */
  const guint64 *from;
  guint64 *a, *b;
  gsize n;
  guint n_unsorted; /* fields, from the first, by which @from is not yet in the first order */
  gboolean started; /* has told so */
  /* of quads that do not fit into memory */
  YtSpool spread;
  GArray *chunks;    /* of Chunk */
  guint64 *filling;  /* n_buckets chunks */
  guint32 *n_filled; /* quads in each */
  GError *error;
} Chain;

struct _YtQuadSorter {
  Field fields[4]; /* by YtPosition */
  guint n_words;
  GArray *values[4];     /* predicates and graphs: place → code; NULL elsewhere */
  GHashTable *places[4]; /* code → place */
  guint32 last_code[4], last_place[4];
  guint64 *buffers[4];
  gsize n_buffers, capacity, n_quads; /* capacity and n_quads in quads */
  guint n_threads;
  const char *folder;
  Chain chains[2];
  Output *outputs[YT_N_PERMUTATIONS];
  /* of the chains in memory, which begin with the same buffer */
  GMutex mutex;
  GCond cond;
  guint n_started;
  /* of quads that do not fit into memory */
  gboolean is_spread;
  guint n_buckets, bucket_shift, chunk_quads;
  YtSpool run_blocks[YT_N_PERMUTATIONS];
  GArray *run_entries[YT_N_PERMUTATIONS], *runs[YT_N_PERMUTATIONS];
};

static guint
width_of(guint32 value)
{
  return value == 0 ? 0 : 32 - (guint) __builtin_clz(value);
}

static gsize
filling_bytes(const YtQuadSorter *sorter)
{
  return (gsize) sorter->n_buckets * sorter->chunk_quads * sorter->n_words * sizeof(guint64);
}

static void
begin_spreading(YtQuadSorter *sorter, guint32 max_code, gsize memory)
{
  gsize quad_bytes = sorter->n_words * sizeof(guint64);
  sorter->bucket_shift = MAX(width_of(max_code), BUCKET_BITS) - BUCKET_BITS;
  sorter->n_buckets = (max_code >> sorter->bucket_shift) + 1;
  sorter->chunk_quads =
      (guint) (CLAMP(memory / 8 / sorter->n_buckets, 4 * quad_bytes, MAX_CHUNK) / quad_bytes);
  for (guint i = 0; i < G_N_ELEMENTS(sorter->chains); i++) {
    Chain *chain = &sorter->chains[i];
    yt_spool_init(&chain->spread, sorter->folder, 1 << 20);
    chain->chunks = g_array_new(FALSE, FALSE, sizeof(Chunk));
    chain->filling = yt_pages_new(filling_bytes(sorter));
    chain->n_filled = g_new0(guint32, sorter->n_buckets);
  }
}

YtQuadSorter *
yt_quad_sorter_new(guint32 max_code, GArray *predicates, GArray *graphs, guint64 n_quads, gsize memory,
                   const char *folder, guint n_threads)
{
  static const YtPermutation orders[][3] = {{YT_SOP, YT_PSO, YT_SPO}, {YT_OSP, YT_POS, YT_OPS}};
  YtQuadSorter *sorter = g_new0(YtQuadSorter, 1);
  for (guint i = 0; i < G_N_ELEMENTS(sorter->chains); i++)
    sorter->chains[i] =
        (Chain){.sorter = sorter, .lead = i == 0 ? YT_SUBJECT : YT_OBJECT, .orders = orders[i]};
  guint bits[] = {width_of(max_code), width_of(predicates->len), width_of(max_code), width_of(graphs->len)};
  sorter->n_words = bits[0] + bits[1] + bits[2] + bits[3] <= 64 ? 1 : 2;
  guint shift = 0;
  for (guint i = 4; i-- > 0;) {
    if (sorter->n_words == 2)
      sorter->fields[i] = (Field){i / 2, i % 2 ? 0 : 32, 32};
    else
      sorter->fields[i] = (Field){0, shift, bits[i]};
    shift += bits[i];
  }
  for (guint i = YT_PREDICATE; i < 4; i += YT_GRAPH - YT_PREDICATE) {
    sorter->values[i] = g_array_ref(i == YT_PREDICATE ? predicates : graphs);
    sorter->places[i] = g_hash_table_new(NULL, NULL);
    sorter->last_code[i] = G_MAXUINT32;
    for (guint k = 0; k < sorter->values[i]->len; k++)
      g_hash_table_insert(sorter->places[i], GUINT_TO_POINTER(g_array_index(sorter->values[i], guint32, k)),
                          GUINT_TO_POINTER(k));
  }
  sorter->folder = folder;
  sorter->n_threads = n_quads > MIN_CAPACITY ? n_threads : 1;
  sorter->n_buffers = sorter->n_threads == 1 ? 2 : 4;
  gsize quad_bytes = sorter->n_words * sizeof(guint64);
  sorter->capacity = MAX(MIN_CAPACITY, memory / (sorter->n_buffers * quad_bytes));
  if (sorter->capacity > n_quads)
    sorter->capacity = (gsize) MAX(n_quads, 1);
  sorter->is_spread = sorter->capacity < n_quads;
  if (sorter->is_spread)
    begin_spreading(sorter, max_code, memory);
  else
    sorter->buffers[0] = yt_pages_new(sorter->capacity * quad_bytes); /* the others when they are needed */
  g_mutex_init(&sorter->mutex);
  g_cond_init(&sorter->cond);
  for (guint i = 0; i < YT_N_PERMUTATIONS; i++) {
    yt_spool_init(&sorter->run_blocks[i], folder, 1 << 20);
    sorter->run_entries[i] = g_array_new(FALSE, FALSE, sizeof(YtBlockEntry));
    sorter->runs[i] = g_array_new(FALSE, FALSE, sizeof(SortedRun));
  }
  return sorter;
}

gsize
yt_quad_sorter_get_n_bytes(const YtQuadSorter *sorter)
{
  return sorter->n_buffers * sorter->capacity * sorter->n_words * sizeof(guint64);
}

static void
clear_chain(Chain *chain)
{
  const YtQuadSorter *sorter = chain->sorter;
  if (!chain->chunks)
    return;
  yt_pages_free(chain->filling, filling_bytes(sorter));
  g_free(chain->n_filled);
  g_array_unref(chain->chunks);
  yt_spool_clear(&chain->spread);
  g_clear_error(&chain->error);
}

void
yt_quad_sorter_free(YtQuadSorter *sorter)
{
  for (guint i = 0; i < 4; i++) {
    yt_pages_free(sorter->buffers[i], sorter->capacity * sorter->n_words * sizeof(guint64));
    g_clear_pointer(&sorter->values[i], g_array_unref);
    g_clear_pointer(&sorter->places[i], g_hash_table_unref);
  }
  for (guint i = 0; i < YT_N_PERMUTATIONS; i++) {
    yt_spool_clear(&sorter->run_blocks[i]);
    g_array_unref(sorter->run_entries[i]);
    g_array_unref(sorter->runs[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS(sorter->chains); i++)
    clear_chain(&sorter->chains[i]);
  g_mutex_clear(&sorter->mutex);
  g_cond_clear(&sorter->cond);
  g_free(sorter);
}

/* ---- Outputs */

static Output *
output_new(YtPermutation permutation, YtSpool *blocks, YtSpool *index, GArray *entries)
{
  Output *out = g_new0(Output, 1);
  out->permutation = permutation;
  yt_row_writer_init(&out->writer, blocks, index, entries);
  out->first_runs = g_array_new(FALSE, FALSE, sizeof(FirstRun));
  out->graphs = g_hash_table_new_full(NULL, NULL, NULL, g_free);
  return out;
}

static void
output_free(Output *out)
{
  if (!out)
    return;
  g_array_unref(out->first_runs);
  g_hash_table_unref(out->graphs);
  g_free(out);
}

static void
count_graph(Output *out, guint32 graph)
{
  if (!out->last_graph || graph != out->last[3]) {
    out->last_graph = g_hash_table_lookup(out->graphs, GUINT_TO_POINTER(graph));
    if (!out->last_graph) {
      out->last_graph = g_new0(guint64, 1);
      g_hash_table_insert(out->graphs, GUINT_TO_POINTER(graph), out->last_graph);
    }
  }
  (*out->last_graph)++;
}

static inline gboolean
output_add(Output *out, const guint32 row[4], GError **error)
{
  gboolean new_first = !out->any || row[0] != out->last[0];
  out->n_first += (guint64) new_first;
  if (out->permutation == YT_PSO || out->permutation == YT_POS) {
    if (new_first) {
      FirstRun run = {.code = row[0]};
      g_array_append_val(out->first_runs, run);
    }
    FirstRun *run = &g_array_index(out->first_runs, FirstRun, out->first_runs->len - 1);
    run->n_rows++;
    run->n_second += new_first || row[1] != out->last[1];
  }
  if (out->permutation == YT_SPO)
    count_graph(out, row[3]);
  memcpy(out->last, row, sizeof out->last);
  out->any = TRUE;
  return yt_row_writer_add(&out->writer, row, error);
}

/* ---- Sorting in memory. Functions that take @n_words are inlined with a constant, so that there are two loops. */

static inline guint64
get_field(const guint64 *quad, Field field)
{
  return quad[field.word] >> field.shift & ((G_GUINT64_CONSTANT(1) << field.bits) - 1);
}

static inline __attribute__((always_inline)) void
radix_pass_words(const guint64 *from, guint64 *to, gsize n, guint word, guint shift, guint bits,
                 guint n_words)
{
  gsize starts[(1 << RADIX_BITS) + 1] = {0};
  const guint64 mask = (G_GUINT64_CONSTANT(1) << bits) - 1;
  for (gsize i = 0; i < n; i++)
    starts[(from[i * n_words + word] >> shift & mask) + 1]++;
  for (gsize d = 0; d < (gsize) mask; d++)
    starts[d + 1] += starts[d];
  for (gsize i = 0; i < n; i++) {
    gsize at = starts[from[i * n_words + word] >> shift & mask]++;
    for (guint w = 0; w < n_words; w++)
      to[at * n_words + w] = from[i * n_words + w];
  }
}

static void
radix_pass(const guint64 *from, guint64 *to, gsize n, guint word, guint shift, guint bits, guint n_words)
{
  if (n_words == 1)
    radix_pass_words(from, to, n, word, shift, bits, 1);
  else
    radix_pass_words(from, to, n, word, shift, bits, 2);
}

static void
tell_started(Chain *chain)
{
  if (chain->started)
    return;
  chain->started = TRUE;
  g_mutex_lock(&chain->sorter->mutex);
  chain->sorter->n_started++;
  g_cond_broadcast(&chain->sorter->cond);
  g_mutex_unlock(&chain->sorter->mutex);
}

/* Before the shared source is overwritten, each chain must have read it. */
static void
wait_for_start(Chain *chain)
{
  YtQuadSorter *sorter = chain->sorter;
  g_mutex_lock(&sorter->mutex);
  while (sorter->n_started < sorter->n_threads)
    g_cond_wait(&sorter->cond, &sorter->mutex);
  g_mutex_unlock(&sorter->mutex);
}

static void
sort_by_field(Chain *chain, YtPosition position)
{
  YtQuadSorter *sorter = chain->sorter;
  Field field = sorter->fields[position];
  guint n_passes = (field.bits + RADIX_BITS - 1) / RADIX_BITS;
  for (guint pass = 0, done = 0; pass < n_passes; pass++) {
    guint bits = (field.bits - done) / (n_passes - pass);
    guint64 *to = chain->from == chain->a ? chain->b : chain->a;
    if (to == sorter->buffers[0] && !sorter->is_spread)
      wait_for_start(chain);
    radix_pass(chain->from, to, chain->n, field.word, field.shift + done, bits, sorter->n_words);
    tell_started(chain);
    chain->from = to;
    done += bits;
  }
}

static gsize
drop_duplicates(guint64 *quads, gsize n, guint n_words)
{
  gsize kept = n > 0;
  for (gsize i = 1; i < n; i++) {
    const guint64 *quad = quads + i * n_words, *last = quads + (kept - 1) * n_words;
    if (quad[0] != last[0] || (n_words == 2 && quad[1] != last[1])) {
      memmove(quads + kept * n_words, quad, n_words * sizeof *quads);
      kept++;
    }
  }
  return kept;
}

/* What the chain sorts next: @n quads, of whose fields in its first order the first @n_unsorted are not yet in order. */
static void
begin_chain(Chain *chain, const guint64 *from, gsize n, guint n_unsorted)
{
  chain->from = from;
  chain->n = n;
  chain->n_unsorted = n_unsorted;
}

static void
sort_first(Chain *chain)
{
  for (guint i = chain->n_unsorted; i-- > 0;)
    sort_by_field(chain, yt_permutation_positions[chain->orders[0]][i]);
  if (chain->from != chain->a &&
      chain->from != chain->b) { /* all fields are 0 bits wide: one quad, again and again */
    memcpy(chain->a, chain->from, chain->n * chain->sorter->n_words * sizeof *chain->a);
    chain->from = chain->a;
    tell_started(chain);
  }
  guint64 *sorted = chain->from == chain->a ? chain->a : chain->b;
  chain->n = drop_duplicates(sorted, chain->n, chain->sorter->n_words);
}

static gboolean
write_order(const Chain *chain, Output *out, GError **error)
{
  YtQuadSorter *sorter = chain->sorter;
  const YtPosition *positions = yt_permutation_positions[out->permutation];
  Field fields[4];
  const guint32 *values[4];
  for (guint c = 0; c < 4; c++) {
    fields[c] = sorter->fields[positions[c]];
    GArray *array = sorter->values[positions[c]];
    values[c] = array && sorter->n_words == 1 ? (const guint32 *) (gpointer) array->data : NULL;
  }
  for (gsize i = 0; i < chain->n; i++) {
    const guint64 *quad = chain->from + i * sorter->n_words;
    guint32 row[4];
    for (guint c = 0; c < 4; c++) {
      guint64 value = get_field(quad, fields[c]);
      row[c] = values[c] ? values[c][value] : (guint32) value;
    }
    if (!output_add(out, row, error))
      return FALSE;
  }
  return TRUE;
}

/* @outputs: of the chain's orders */
static gboolean
make_orders(Chain *chain, Output *const outputs[3], GError **error)
{
  sort_first(chain);
  if (!write_order(chain, outputs[0], error))
    return FALSE;
  sort_by_field(chain, YT_PREDICATE);
  if (!write_order(chain, outputs[1], error))
    return FALSE;
  sort_by_field(chain, chain->lead);
  return write_order(chain, outputs[2], error);
}

static gboolean
flush_output(Output *out, GError **error)
{
  return yt_row_writer_flush(&out->writer, error);
}

/* All quads are in the first buffer. */
static gpointer
run_in_memory(gpointer data)
{
  Chain *chain = data;
  Output *outputs[3];
  for (guint i = 0; i < 3; i++)
    outputs[i] = chain->sorter->outputs[chain->orders[i]];
  if (make_orders(chain, outputs, &chain->error))
    for (guint i = 0; i < 3 && flush_output(outputs[i], &chain->error); i++)
      ;
  tell_started(chain); /* whatever happened, nobody shall wait */
  return NULL;
}

/* ---- Collecting */

static guint32
find_place(YtQuadSorter *sorter, YtPosition position, guint32 code)
{
  if (code != sorter->last_code[position]) {
    sorter->last_code[position] = code;
    sorter->last_place[position] =
        GPOINTER_TO_UINT(g_hash_table_lookup(sorter->places[position], GUINT_TO_POINTER(code)));
  }
  return sorter->last_place[position];
}

static gboolean
write_chunk(Chain *chain, guint bucket, GError **error)
{
  const YtQuadSorter *sorter = chain->sorter;
  Chunk chunk = {bucket, chain->n_filled[bucket], yt_spool_get_size(&chain->spread)};
  const guint64 *quads = chain->filling + (gsize) bucket * sorter->chunk_quads * sorter->n_words;
  chain->n_filled[bucket] = 0;
  g_array_append_val(chain->chunks, chunk);
  return yt_spool_append(&chain->spread, quads, (gsize) chunk.n_quads * sorter->n_words * sizeof *quads,
                         error);
}

static gboolean
spread(Chain *chain, guint32 code, const guint64 *quad, GError **error)
{
  const YtQuadSorter *sorter = chain->sorter;
  guint bucket = code >> sorter->bucket_shift;
  guint64 *out =
      chain->filling + ((gsize) bucket * sorter->chunk_quads + chain->n_filled[bucket]) * sorter->n_words;
  for (guint w = 0; w < sorter->n_words; w++)
    out[w] = quad[w];
  return ++chain->n_filled[bucket] < sorter->chunk_quads || write_chunk(chain, bucket, error);
}

static void
pack_quad(YtQuadSorter *sorter, const guint32 quad[4], guint64 *out)
{
  if (sorter->n_words == 2) {
    out[0] = (guint64) quad[0] << 32 | quad[1];
    out[1] = (guint64) quad[2] << 32 | quad[3];
    return;
  }
  out[0] = (guint64) quad[YT_SUBJECT] << sorter->fields[YT_SUBJECT].shift |
           (guint64) find_place(sorter, YT_PREDICATE, quad[YT_PREDICATE])
               << sorter->fields[YT_PREDICATE].shift |
           (guint64) quad[YT_OBJECT] << sorter->fields[YT_OBJECT].shift |
           find_place(sorter, YT_GRAPH, quad[YT_GRAPH]);
}

gboolean
yt_quad_sorter_add(YtQuadSorter *sorter, const guint32 quad[4], GError **error)
{
  if (sorter->is_spread) {
    guint64 packed[2];
    pack_quad(sorter, quad, packed);
    return spread(&sorter->chains[0], quad[YT_SUBJECT], packed, error) &&
           spread(&sorter->chains[1], quad[YT_OBJECT], packed, error);
  }
  g_assert(sorter->n_quads < sorter->capacity);
  pack_quad(sorter, quad, sorter->buffers[0] + sorter->n_quads++ * sorter->n_words);
  return TRUE;
}

/* ---- Merging runs */

/* Reads a run back, block by block. */
typedef struct {
  const YtSpool *blocks;
  const YtBlockEntry *entries;
  guint64 block, n_rows_left;
  guint row, n_rows;
  guint32 head[4]; /* the row that is next */
  guint32 columns[4][YT_BLOCK_ROWS];
  guint8 packed[YT_BLOCK_MAX_BYTES + YT_BLOCK_PAD];
} Cursor;

static void
cursor_get(const Cursor *cursor, guint at, guint32 row[4])
{
  for (guint c = 0; c < 4; c++)
    row[c] = cursor->columns[c][at];
}

/* TRUE with n_rows 0 at the end. */
static gboolean
cursor_next_block(Cursor *cursor, GError **error)
{
  cursor->row = 0;
  cursor->n_rows = (guint) MIN(cursor->n_rows_left, YT_BLOCK_ROWS);
  if (cursor->n_rows == 0)
    return TRUE;
  const YtBlockEntry *entry = &cursor->entries[cursor->block++];
  if (!yt_spool_read(cursor->blocks, entry->offset, cursor->packed, entry->n_bytes, error))
    return FALSE;
  for (guint c = 0; c < 4; c++)
    if (!yt_block_unpack(cursor->packed, entry->n_bytes, c, cursor->n_rows, cursor->columns[c])) {
      g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_IO, "%s: a temporary file has changed",
                  cursor->blocks->folder);
      return FALSE;
    }
  cursor->n_rows_left -= cursor->n_rows;
  cursor_get(cursor, 0, cursor->head);
  return TRUE;
}

/* Goes to row @at of the block, or to the next block behind its end. */
static gboolean
cursor_go_to(Cursor *cursor, guint at, GError **error)
{
  if (at == cursor->n_rows)
    return cursor_next_block(cursor, error);
  cursor->row = at;
  cursor_get(cursor, at, cursor->head);
  return TRUE;
}

/* The first row of the block from the one behind the head that is not below @limit. */
static guint
cursor_find(const Cursor *cursor, const guint32 limit[4])
{
  guint32 row[4];
  cursor_get(cursor, cursor->n_rows - 1, row);
  if (yt_row_compare(row, limit) < 0)
    return cursor->n_rows;
  guint at = cursor->row + 1;
  for (; at < cursor->n_rows; at++) {
    cursor_get(cursor, at, row);
    if (yt_row_compare(row, limit) >= 0)
      break;
  }
  return at;
}

/* A heap of cursors by their heads, the least on top. */
static void
sift_down(Cursor **heap, guint n, guint at)
{
  for (;;) {
    guint child = 2 * at + 1;
    if (child >= n)
      return;
    if (child + 1 < n && yt_row_compare(heap[child + 1]->head, heap[child]->head) < 0)
      child++;
    if (yt_row_compare(heap[at]->head, heap[child]->head) <= 0)
      return;
    Cursor *swap = heap[at];
    heap[at] = heap[child];
    heap[child] = swap;
    at = child;
  }
}

/* Of the top's rows, all that stand before any other run's go out together. */
static gboolean
merge_heap(Cursor **heap, guint n, Output *out, GError **error)
{
  for (guint i = n / 2; i-- > 0;)
    sift_down(heap, n, i);
  while (n > 0) {
    Cursor *top = heap[0];
    guint end = top->n_rows, at = top->row;
    if (n > 1) {
      guint other = n > 2 && yt_row_compare(heap[2]->head, heap[1]->head) < 0 ? 2 : 1;
      end = cursor_find(top, heap[other]->head);
    }
    if (out->any && yt_row_compare(top->head, out->last) == 0)
      at++;
    for (; at < end; at++) {
      guint32 row[4];
      cursor_get(top, at, row);
      if (!output_add(out, row, error))
        return FALSE;
    }
    if (!cursor_go_to(top, end, error))
      return FALSE;
    if (top->n_rows == 0)
      heap[0] = heap[--n];
    sift_down(heap, n, 0);
  }
  return TRUE;
}

/* Merges the runs of @permutation, and forgets them. */
static gboolean
merge_runs(YtQuadSorter *sorter, YtPermutation permutation, GError **error)
{
  GArray *runs = sorter->runs[permutation], *entries = sorter->run_entries[permutation];
  g_autoptr(GPtrArray) cursors = g_ptr_array_new_with_free_func(g_free);
  g_autofree Cursor **heap = g_new0(Cursor *, MAX(runs->len, 1));
  guint n = 0;
  for (guint i = 0; i < runs->len; i++) {
    const SortedRun *run = &g_array_index(runs, SortedRun, i);
    Cursor *cursor = g_new0(Cursor, 1);
    g_ptr_array_add(cursors, cursor);
    cursor->blocks = &sorter->run_blocks[permutation];
    cursor->entries = (const YtBlockEntry *) (gpointer) entries->data + run->first_block;
    cursor->n_rows_left = run->n_rows;
    if (!cursor_next_block(cursor, error))
      return FALSE;
    if (cursor->n_rows > 0)
      heap[n++] = cursor;
  }
  gboolean ok = merge_heap(heap, n, sorter->outputs[permutation], error);
  yt_spool_clear(&sorter->run_blocks[permutation]);
  yt_spool_init(&sorter->run_blocks[permutation], sorter->folder, 1 << 20);
  g_array_set_size(entries, 0);
  g_array_set_size(runs, 0);
  return ok;
}

/* ---- Parts: as many buckets as fit into memory */

static Output *
begin_run(YtQuadSorter *sorter, YtPermutation permutation)
{
  return output_new(permutation, &sorter->run_blocks[permutation], NULL, sorter->run_entries[permutation]);
}

static gboolean
end_run(YtQuadSorter *sorter, Output *out, guint first_block, GError **error)
{
  if (!flush_output(out, error))
    return FALSE;
  SortedRun run = {first_block, sorter->run_entries[out->permutation]->len - first_block,
                   out->writer.n_rows_written};
  g_array_append_val(sorter->runs[out->permutation], run);
  return TRUE;
}

/* Sorts what is in the first buffer. Orders of which @is_run says so become runs, the others go on with their outputs. */
static gboolean
sort_piece(Chain *chain, gsize n_quads, const gboolean is_run[3], GError **error)
{
  YtQuadSorter *sorter = chain->sorter;
  Output *outputs[3];
  guint first_blocks[3];
  for (guint i = 0; i < 3; i++) {
    YtPermutation order = chain->orders[i];
    first_blocks[i] = sorter->run_entries[order]->len;
    outputs[i] = is_run[i] ? begin_run(sorter, order) : sorter->outputs[order];
  }
  begin_chain(chain, chain->a, n_quads, 4);
  gboolean ok = make_orders(chain, outputs, error);
  for (guint i = 0; i < 3; i++)
    if (is_run[i]) {
      ok = ok && end_run(sorter, outputs[i], first_blocks[i], error);
      output_free(outputs[i]);
    }
  return ok;
}

/* Reads as many of the chunks [@at, @end) as fit. */
static gboolean
read_chunks(Chain *chain, guint *at, guint end, gsize *n_quads, GError **error)
{
  const YtQuadSorter *sorter = chain->sorter;
  for (*n_quads = 0; *at < end; (*at)++) {
    const Chunk *chunk = &g_array_index(chain->chunks, Chunk, *at);
    if (*n_quads + chunk->n_quads > sorter->capacity)
      return TRUE;
    if (!yt_spool_read(&chain->spread, chunk->offset, chain->a + *n_quads * sorter->n_words,
                       chunk->n_quads * sorter->n_words * sizeof *chain->a, error))
      return FALSE;
    *n_quads += chunk->n_quads;
  }
  return TRUE;
}

/* The end of the part that begins with chunk @at: whole buckets that fit together, or one that does not. */
static guint
find_part_end(const Chain *chain, guint at, gboolean *fits)
{
  const Chunk *chunks = (const Chunk *) (gpointer) chain->chunks->data;
  guint n = chain->chunks->len, end = at;
  for (guint64 n_quads = 0; end < n;) {
    guint next = end;
    for (; next < n && chunks[next].bucket == chunks[end].bucket; next++)
      n_quads += chunks[next].n_quads;
    *fits = n_quads <= chain->sorter->capacity;
    if (!*fits && end > at)
      break;
    end = next;
    if (!*fits)
      return end;
  }
  *fits = TRUE;
  return end;
}

static gboolean
sort_part(Chain *chain, guint at, guint end, gboolean fits, GError **error)
{
  const gboolean is_run[] = {!fits, TRUE, !fits};
  while (at < end) {
    gsize n_quads;
    if (!read_chunks(chain, &at, end, &n_quads, error) || !sort_piece(chain, n_quads, is_run, error))
      return FALSE;
  }
  return fits || (merge_runs(chain->sorter, chain->orders[0], error) &&
                  merge_runs(chain->sorter, chain->orders[2], error));
}

static int
compare_chunks(gconstpointer a, gconstpointer b)
{
  const Chunk *x = a, *y = b;
  if (x->bucket != y->bucket)
    return x->bucket < y->bucket ? -1 : 1;
  return (x->offset > y->offset) - (x->offset < y->offset);
}

static gboolean
sort_parts(Chain *chain, GError **error)
{
  YtQuadSorter *sorter = chain->sorter;
  gboolean fits;
  g_array_sort(chain->chunks, compare_chunks);
  for (guint at = 0, end; at < chain->chunks->len; at = end) {
    end = find_part_end(chain, at, &fits);
    if (!sort_part(chain, at, end, fits, error))
      return FALSE;
  }
  yt_spool_clear(&chain->spread); /* its disk space, before the merge needs some */
  yt_spool_init(&chain->spread, sorter->folder, 1 << 20);
  if (!merge_runs(sorter, chain->orders[1], error))
    return FALSE;
  for (guint i = 0; i < 3; i++)
    if (!flush_output(sorter->outputs[chain->orders[i]], error))
      return FALSE;
  return TRUE;
}

static gpointer
run_parts(gpointer data)
{
  Chain *chain = data;
  for (guint bucket = 0; bucket < chain->sorter->n_buckets; bucket++)
    if (chain->n_filled[bucket] > 0 && !write_chunk(chain, bucket, &chain->error))
      return NULL;
  yt_pages_free(chain->filling, filling_bytes(chain->sorter));
  chain->filling = NULL;
  sort_parts(chain, &chain->error);
  return NULL;
}

/* ---- The end */

/* Makes all orders. A single thread makes those that begin with the object from SPO, which the object makes OSP. */
static void
run_chains(YtQuadSorter *sorter)
{
  GThreadFunc run = sorter->is_spread ? run_parts : run_in_memory;
  Chain *subjects = &sorter->chains[0], *objects = &sorter->chains[1];
  for (gsize i = 0; i < sorter->n_buffers; i++)
    if (!sorter->buffers[i])
      sorter->buffers[i] = yt_pages_new(sorter->capacity * sorter->n_words * sizeof(guint64));
  for (guint i = 0; i < G_N_ELEMENTS(sorter->chains); i++) {
    Chain *chain = &sorter->chains[i];
    chain->a = sorter->buffers[sorter->n_threads > 1 ? 2 * i : 0];
    chain->b = sorter->buffers[sorter->n_threads > 1 ? 2 * i + 1 : 1];
    begin_chain(chain, sorter->buffers[0], sorter->n_quads, 4);
  }
  if (sorter->n_threads > 1) {
    GThread *thread = g_thread_new("sort", run, objects);
    run(subjects);
    g_thread_join(thread);
    return;
  }
  run(subjects);
  begin_chain(objects, subjects->from, subjects->n, 1);
  if (!subjects->error)
    run(objects);
}

static int
compare_codes(gconstpointer a, gconstpointer b)
{
  guint32 x = ((const YtGraphCount *) a)->code, y = ((const YtGraphCount *) b)->code;
  return (x > y) - (x < y);
}

static void
collect_counts(YtQuadSorter *sorter, YtQuadCounts *counts)
{
  *counts = (YtQuadCounts){.n_quads = sorter->outputs[YT_SPO]->writer.n_rows_written,
                           .n_subjects = sorter->outputs[YT_SPO]->n_first,
                           .n_objects = sorter->outputs[YT_OSP]->n_first,
                           .predicates = g_array_new(FALSE, TRUE, sizeof(YtPredicateCount)),
                           .graphs = g_array_new(FALSE, TRUE, sizeof(YtGraphCount))};
  GArray *subjects = sorter->outputs[YT_PSO]->first_runs, *objects = sorter->outputs[YT_POS]->first_runs;
  g_assert(subjects->len == objects->len);
  for (guint i = 0; i < subjects->len; i++) {
    const FirstRun *s = &g_array_index(subjects, FirstRun, i), *o = &g_array_index(objects, FirstRun, i);
    YtPredicateCount count = {
        .code = s->code, .n_quads = s->n_rows, .n_subjects = s->n_second, .n_objects = o->n_second};
    g_array_append_val(counts->predicates, count);
  }
  GHashTableIter iter;
  gpointer code, n;
  g_hash_table_iter_init(&iter, sorter->outputs[YT_SPO]->graphs);
  while (g_hash_table_iter_next(&iter, &code, &n)) {
    YtGraphCount count = {.code = GPOINTER_TO_UINT(code), .n_quads = *(guint64 *) n};
    g_array_append_val(counts->graphs, count);
  }
  g_array_sort(counts->graphs, compare_codes);
}

gboolean
yt_quad_sorter_finish(YtQuadSorter *sorter, YtSortedRows *rows, YtQuadCounts *counts, GError **error)
{
  for (guint i = 0; i < YT_N_PERMUTATIONS; i++)
    sorter->outputs[i] = output_new((YtPermutation) i, &rows[i].blocks, &rows[i].index, NULL);
  run_chains(sorter);
  GError *problem = g_steal_pointer(&sorter->chains[0].error);
  if (!problem)
    problem = g_steal_pointer(&sorter->chains[1].error);
  if (problem)
    g_propagate_error(error, problem);
  else
    collect_counts(sorter, counts);
  for (guint i = 0; i < YT_N_PERMUTATIONS; i++)
    g_clear_pointer(&sorter->outputs[i], output_free);
  return problem == NULL;
}

void
yt_quad_counts_clear(YtQuadCounts *counts)
{
  g_clear_pointer(&counts->predicates, g_array_unref);
  g_clear_pointer(&counts->graphs, g_array_unref);
}
