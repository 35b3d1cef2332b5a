/* sort.c: see sort.h.
 *
 * A quad is packed into one word of 64 bits if its four fields fit, with predicates and graphs as places in their lists,
 * or else into two words. One order is made from another by a stable radix sort on one field: by the predicate, SPO
 * becomes PSO; by the object, PSO becomes OPS. So after the first sort each permutation costs one to three passes:
 *
 *   one chain    SPO → PSO → OPS → SOP → OSP → POS
 *   two chains   SPO → PSO → (OPS) → SOP    and    OSP → POS → OPS
 *
 * What does not fit into memory is sorted in pieces, whose permutations go to temporary space in the format of the
 * store, and are merged at the end. */
#include "store/sort.h"
#include <string.h>

#define RADIX_BITS 11 /* 2048 places to write to: what the first cache and the TLB hold */
#define MIN_CAPACITY (1 << 16)

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

struct _YtQuadSorter {
  Field fields[4]; /* by YtPosition */
  guint n_words;
  GArray *values[4];      /* predicates and graphs: place → code; NULL elsewhere */
  GHashTable *places[4];  /* code → place */
  guint32 last_code[4], last_place[4];
  guint64 *buffers[4];
  gsize n_buffers, capacity, n_quads; /* capacity and n_quads in quads */
  guint n_threads;
  const char *folder;
  guint64 n_pieces;
  YtSpool run_blocks[YT_N_PERMUTATIONS]; /* of pieces */
  GArray *run_entries[YT_N_PERMUTATIONS], *runs[YT_N_PERMUTATIONS];
  /* of the chains that run now */
  GMutex mutex;
  GCond cond;
  guint n_started;
  gboolean into_runs;
  YtSortedRows *rows;
  Output *outputs[YT_N_PERMUTATIONS];
};

static guint
width_of(guint32 value)
{
  return value == 0 ? 0 : 32 - (guint)__builtin_clz(value);
}

YtQuadSorter *
yt_quad_sorter_new(guint32 max_code, GArray *predicates, GArray *graphs, guint64 n_quads, gsize memory,
                   const char *folder, guint n_threads)
{
  YtQuadSorter *sorter = g_new0(YtQuadSorter, 1);
  guint bits[] = { width_of(max_code), width_of(predicates->len), width_of(max_code), width_of(graphs->len) };
  sorter->n_words = bits[0] + bits[1] + bits[2] + bits[3] <= 64 ? 1 : 2;
  guint shift = 0;
  for (guint i = 4; i-- > 0;) {
    if (sorter->n_words == 2)
      sorter->fields[i] = (Field){ i / 2, i % 2 ? 0 : 32, 32 };
    else
      sorter->fields[i] = (Field){ 0, shift, bits[i] };
    shift += bits[i];
  }
  for (guint i = YT_PREDICATE; i < 4; i += YT_GRAPH - YT_PREDICATE) {
    sorter->values[i] = g_array_ref(i == YT_PREDICATE ? predicates : graphs);
    sorter->places[i] = g_hash_table_new(NULL, NULL);
    sorter->last_code[i] = G_MAXUINT32;
    for (guint k = 0; k < sorter->values[i]->len; k++)
      g_hash_table_insert(sorter->places[i], GUINT_TO_POINTER(g_array_index(sorter->values[i], guint32, k)), GUINT_TO_POINTER(k));
  }
  sorter->folder = folder;
  sorter->n_threads = n_quads > MIN_CAPACITY ? n_threads : 1;
  sorter->n_buffers = sorter->n_threads == 1 ? 2 : 4;
  gsize quad_bytes = sorter->n_words * sizeof(guint64);
  sorter->capacity = MAX(MIN_CAPACITY, memory / (sorter->n_buffers * quad_bytes));
  if (sorter->capacity > n_quads)
    sorter->capacity = (gsize)MAX(n_quads, 1);
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
  out->n_first += (guint64)new_first;
  if (out->permutation == YT_PSO || out->permutation == YT_POS) {
    if (new_first) {
      FirstRun run = { .code = row[0] };
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
radix_pass_words(const guint64 *from, guint64 *to, gsize n, guint word, guint shift, guint bits, guint n_words)
{
  gsize starts[(1 << RADIX_BITS) + 1] = { 0 };
  const guint64 mask = (G_GUINT64_CONSTANT(1) << bits) - 1;
  for (gsize i = 0; i < n; i++)
    starts[(from[i * n_words + word] >> shift & mask) + 1]++;
  for (gsize d = 0; d < (gsize)mask; d++)
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

/* Two buffers that passes go back and forth between; @from is read first, and kept if it is neither of them. */
typedef struct {
  YtQuadSorter *sorter;
  const guint64 *from;
  guint64 *a, *b;
  gsize n;
  gboolean started; /* has told so */
} Chain;

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
    if (to == sorter->buffers[0])
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

static void
sort_first(Chain *chain, YtPermutation permutation)
{
  for (guint i = 4; i-- > 0;)
    sort_by_field(chain, yt_permutation_positions[permutation][i]);
  if (chain->from != chain->a && chain->from != chain->b) { /* all fields are 0 bits wide: one quad, again and again */
    memcpy(chain->a, chain->from, chain->n * chain->sorter->n_words * sizeof *chain->a);
    chain->from = chain->a;
    tell_started(chain);
  }
  guint64 *sorted = chain->from == chain->a ? chain->a : chain->b;
  chain->n = drop_duplicates(sorted, chain->n, chain->sorter->n_words);
}

static gboolean
write_order(Chain *chain, YtPermutation permutation, GError **error)
{
  YtQuadSorter *sorter = chain->sorter;
  Output *out = sorter->outputs[permutation];
  const YtPosition *positions = yt_permutation_positions[permutation];
  Field fields[4];
  const guint32 *values[4];
  for (guint c = 0; c < 4; c++) {
    fields[c] = sorter->fields[positions[c]];
    GArray *array = sorter->values[positions[c]];
    values[c] = array && sorter->n_words == 1 ? (const guint32 *)(gpointer)array->data : NULL;
  }
  for (gsize i = 0; i < chain->n; i++) {
    const guint64 *quad = chain->from + i * sorter->n_words;
    guint32 row[4];
    for (guint c = 0; c < 4; c++) {
      guint64 value = get_field(quad, fields[c]);
      row[c] = values[c] ? values[c][value] : (guint32)value;
    }
    if (!output_add(out, row, error))
      return FALSE;
  }
  return yt_row_writer_flush(&out->writer, error);
}

typedef struct {
  Chain chain;
  GError *error;
} ChainJob;

static gboolean
chain_from_subject(Chain *chain, gboolean alone, GError **error)
{
  sort_first(chain, YT_SPO);
  if (!write_order(chain, YT_SPO, error))
    return FALSE;
  sort_by_field(chain, YT_PREDICATE);
  if (!write_order(chain, YT_PSO, error))
    return FALSE;
  sort_by_field(chain, YT_OBJECT);
  if (alone && !write_order(chain, YT_OPS, error))
    return FALSE;
  sort_by_field(chain, YT_SUBJECT);
  if (!write_order(chain, YT_SOP, error) || !alone)
    return *error == NULL;
  sort_by_field(chain, YT_OBJECT);
  if (!write_order(chain, YT_OSP, error))
    return FALSE;
  sort_by_field(chain, YT_PREDICATE);
  return write_order(chain, YT_POS, error);
}

static gboolean
chain_from_object(Chain *chain, GError **error)
{
  sort_first(chain, YT_OSP);
  if (!write_order(chain, YT_OSP, error))
    return FALSE;
  sort_by_field(chain, YT_PREDICATE);
  if (!write_order(chain, YT_POS, error))
    return FALSE;
  sort_by_field(chain, YT_OBJECT);
  return write_order(chain, YT_OPS, error);
}

static gpointer
run_object_chain(gpointer data)
{
  ChainJob *job = data;
  chain_from_object(&job->chain, &job->error);
  tell_started(&job->chain); /* whatever happened, nobody shall wait */
  return NULL;
}

static gboolean
run_chains(YtQuadSorter *sorter, GError **error)
{
  gsize bytes = sorter->capacity * sorter->n_words * sizeof(guint64);
  for (gsize i = 1; i < sorter->n_buffers; i++)
    if (!sorter->buffers[i])
      sorter->buffers[i] = yt_pages_new(bytes);
  sorter->n_started = 0;
  ChainJob subject = { .chain = { sorter, sorter->buffers[0], sorter->buffers[1], sorter->buffers[0], sorter->n_quads, FALSE } };
  ChainJob object = { .chain = { sorter, sorter->buffers[0], sorter->buffers[2], sorter->buffers[3], sorter->n_quads, FALSE } };
  GThread *thread = sorter->n_threads > 1 ? g_thread_new("sort", run_object_chain, &object) : NULL;
  chain_from_subject(&subject.chain, thread == NULL, &subject.error);
  tell_started(&subject.chain);
  if (thread)
    g_thread_join(thread);
  sorter->n_quads = 0;
  if (subject.error) {
    g_clear_error(&object.error);
    g_propagate_error(error, subject.error);
    return FALSE;
  }
  if (object.error)
    g_propagate_error(error, object.error);
  return object.error == NULL;
}

/* ---- Pieces */

static void
clear_outputs(YtQuadSorter *sorter)
{
  for (guint i = 0; i < YT_N_PERMUTATIONS; i++)
    g_clear_pointer(&sorter->outputs[i], output_free);
}

static gboolean
write_piece(YtQuadSorter *sorter, GError **error)
{
  guint first[YT_N_PERMUTATIONS];
  for (guint i = 0; i < YT_N_PERMUTATIONS; i++) {
    first[i] = sorter->run_entries[i]->len;
    sorter->outputs[i] = output_new((YtPermutation)i, &sorter->run_blocks[i], NULL, sorter->run_entries[i]);
  }
  gboolean ok = run_chains(sorter, error);
  for (guint i = 0; i < YT_N_PERMUTATIONS && ok; i++) {
    SortedRun run = { first[i], sorter->run_entries[i]->len - first[i], sorter->outputs[i]->writer.n_rows_written };
    g_array_append_val(sorter->runs[i], run);
  }
  clear_outputs(sorter);
  sorter->n_pieces++;
  return ok;
}

static guint32
find_place(YtQuadSorter *sorter, YtPosition position, guint32 code)
{
  if (code != sorter->last_code[position]) {
    sorter->last_code[position] = code;
    sorter->last_place[position] = GPOINTER_TO_UINT(g_hash_table_lookup(sorter->places[position], GUINT_TO_POINTER(code)));
  }
  return sorter->last_place[position];
}

gboolean
yt_quad_sorter_add(YtQuadSorter *sorter, const guint32 quad[4], GError **error)
{
  if (sorter->n_quads == sorter->capacity && !write_piece(sorter, error))
    return FALSE;
  guint64 *out = sorter->buffers[0] + sorter->n_quads++ * sorter->n_words;
  if (sorter->n_words == 2) {
    out[0] = (guint64)quad[0] << 32 | quad[1];
    out[1] = (guint64)quad[2] << 32 | quad[3];
    return TRUE;
  }
  out[0] = (guint64)quad[YT_SUBJECT] << sorter->fields[YT_SUBJECT].shift
           | (guint64)find_place(sorter, YT_PREDICATE, quad[YT_PREDICATE]) << sorter->fields[YT_PREDICATE].shift
           | (guint64)quad[YT_OBJECT] << sorter->fields[YT_OBJECT].shift | find_place(sorter, YT_GRAPH, quad[YT_GRAPH]);
  return TRUE;
}

/* Reads a run of a piece back, block by block. */
typedef struct {
  const YtSpool *blocks;
  const YtBlockEntry *entries;
  guint64 n_blocks, block, n_rows_left;
  guint row, n_rows;
  guint32 head[4];
  guint32 columns[4][YT_BLOCK_ROWS];
  guint8 packed[YT_BLOCK_MAX_BYTES + YT_BLOCK_PAD];
} Cursor;

/* TRUE with n_rows 0 at the end. */
static gboolean
cursor_next_block(Cursor *cursor, GError **error)
{
  cursor->row = 0;
  cursor->n_rows = (guint)MIN(cursor->n_rows_left, YT_BLOCK_ROWS);
  if (cursor->n_rows == 0)
    return TRUE;
  const YtBlockEntry *entry = &cursor->entries[cursor->block++];
  if (!yt_spool_read(cursor->blocks, entry->offset, cursor->packed, entry->n_bytes, error))
    return FALSE;
  for (guint c = 0; c < 4; c++)
    if (!yt_block_unpack(cursor->packed, entry->n_bytes, c, cursor->n_rows, cursor->columns[c])) {
      g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_IO, "%s: a temporary file has changed", cursor->blocks->folder);
      return FALSE;
    }
  cursor->n_rows_left -= cursor->n_rows;
  return TRUE;
}

static gboolean
cursor_next(Cursor *cursor, GError **error)
{
  if (cursor->row == cursor->n_rows && !cursor_next_block(cursor, error))
    return FALSE;
  if (cursor->n_rows > 0) {
    for (guint c = 0; c < 4; c++)
      cursor->head[c] = cursor->columns[c][cursor->row];
    cursor->row++;
  }
  return TRUE;
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

static gboolean
merge_heap(Cursor **heap, guint n, Output *out, GError **error)
{
  for (guint i = n / 2; i-- > 0;)
    sift_down(heap, n, i);
  while (n > 0) {
    Cursor *top = heap[0];
    if ((!out->any || yt_row_compare(top->head, out->last) != 0) && !output_add(out, top->head, error))
      return FALSE;
    if (!cursor_next(top, error))
      return FALSE;
    if (top->n_rows == 0)
      heap[0] = heap[--n];
    sift_down(heap, n, 0);
  }
  return yt_row_writer_flush(&out->writer, error);
}

static gboolean
merge_runs(YtQuadSorter *sorter, YtPermutation permutation, GError **error)
{
  GArray *runs = sorter->runs[permutation];
  g_autoptr(GPtrArray) cursors = g_ptr_array_new_with_free_func(g_free);
  g_autofree Cursor **heap = g_new0(Cursor *, MAX(runs->len, 1));
  guint n = 0;
  for (guint i = 0; i < runs->len; i++) {
    const SortedRun *run = &g_array_index(runs, SortedRun, i);
    Cursor *cursor = g_new0(Cursor, 1);
    g_ptr_array_add(cursors, cursor);
    cursor->blocks = &sorter->run_blocks[permutation];
    cursor->entries = (const YtBlockEntry *)(gpointer)sorter->run_entries[permutation]->data + run->first_block;
    cursor->n_blocks = run->n_blocks;
    cursor->n_rows_left = run->n_rows;
    if (!cursor_next(cursor, error))
      return FALSE;
    if (cursor->n_rows > 0)
      heap[n++] = cursor;
  }
  gboolean ok = merge_heap(heap, n, sorter->outputs[permutation], error);
  yt_spool_clear(&sorter->run_blocks[permutation]); /* gives its disk space back before the next needs it */
  return ok;
}

typedef struct {
  YtQuadSorter *sorter;
  YtPermutation first, end;
  GError *error;
} MergeJob;

static gpointer
run_merges(gpointer data)
{
  MergeJob *job = data;
  for (YtPermutation p = job->first; p < job->end; p++)
    if (!merge_runs(job->sorter, p, &job->error))
      break;
  return NULL;
}

static gboolean
merge_all(YtQuadSorter *sorter, GError **error)
{
  for (guint i = 0; i < 4; i++) {
    yt_pages_free(sorter->buffers[i], sorter->capacity * sorter->n_words * sizeof(guint64));
    sorter->buffers[i] = NULL;
  }
  MergeJob jobs[] = { { sorter, YT_SPO, YT_POS, NULL }, { sorter, YT_POS, YT_N_PERMUTATIONS, NULL } };
  GThread *thread = sorter->n_threads > 1 ? g_thread_new("merge", run_merges, &jobs[1]) : NULL;
  run_merges(&jobs[0]);
  if (thread)
    g_thread_join(thread);
  else
    run_merges(&jobs[1]);
  for (guint i = 0; i < 2; i++)
    if (jobs[i].error) {
      g_clear_error(&jobs[1 - i].error);
      g_propagate_error(error, jobs[i].error);
      return FALSE;
    }
  return TRUE;
}

/* ---- The end */

static int
compare_codes(gconstpointer a, gconstpointer b)
{
  guint32 x = ((const YtGraphCount *)a)->code, y = ((const YtGraphCount *)b)->code;
  return (x > y) - (x < y);
}

static void
collect_counts(YtQuadSorter *sorter, YtQuadCounts *counts)
{
  *counts = (YtQuadCounts){ .n_quads = sorter->outputs[YT_SPO]->writer.n_rows_written,
                            .n_subjects = sorter->outputs[YT_SPO]->n_first,
                            .n_objects = sorter->outputs[YT_OSP]->n_first,
                            .predicates = g_array_new(FALSE, TRUE, sizeof(YtPredicateCount)),
                            .graphs = g_array_new(FALSE, TRUE, sizeof(YtGraphCount)) };
  GArray *subjects = sorter->outputs[YT_PSO]->first_runs, *objects = sorter->outputs[YT_POS]->first_runs;
  g_assert(subjects->len == objects->len);
  for (guint i = 0; i < subjects->len; i++) {
    const FirstRun *s = &g_array_index(subjects, FirstRun, i), *o = &g_array_index(objects, FirstRun, i);
    YtPredicateCount count = { .code = s->code, .n_quads = s->n_rows, .n_subjects = s->n_second, .n_objects = o->n_second };
    g_array_append_val(counts->predicates, count);
  }
  GHashTableIter iter;
  gpointer code, n;
  g_hash_table_iter_init(&iter, sorter->outputs[YT_SPO]->graphs);
  while (g_hash_table_iter_next(&iter, &code, &n)) {
    YtGraphCount count = { .code = GPOINTER_TO_UINT(code), .n_quads = *(guint64 *)n };
    g_array_append_val(counts->graphs, count);
  }
  g_array_sort(counts->graphs, compare_codes);
}

gboolean
yt_quad_sorter_finish(YtQuadSorter *sorter, YtSortedRows *rows, YtQuadCounts *counts, GError **error)
{
  if (sorter->n_pieces > 0 && sorter->n_quads > 0 && !write_piece(sorter, error))
    return FALSE;
  for (guint i = 0; i < YT_N_PERMUTATIONS; i++)
    sorter->outputs[i] = output_new((YtPermutation)i, &rows[i].blocks, &rows[i].index, NULL);
  gboolean ok = sorter->n_pieces > 0 ? merge_all(sorter, error) : run_chains(sorter, error);
  if (ok)
    collect_counts(sorter, counts);
  clear_outputs(sorter);
  return ok;
}

void
yt_quad_counts_clear(YtQuadCounts *counts)
{
  g_clear_pointer(&counts->predicates, g_array_unref);
  g_clear_pointer(&counts->graphs, g_array_unref);
}
