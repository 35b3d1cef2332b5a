/* builder.c: from batches of quads to a file.
 *
 *   batches → runs of terms → merge → dictionaries and codes → quads in codes → six sorted permutations
 *
 * Nothing in the file depends on how quads were spread over batches, threads and pieces: terms are numbered in their
 * order, and rows are sorted. So the same quads give the same bytes. */
#include "store/builder.h"
#include "store/key.h"
#include "store/lock.h"
#include "store/text-index.h"
#include <string.h>
#include <unistd.h>

#define DEFAULT_MEMORY ((gsize) 1 << 30)
#define MIN_MEMORY     ((gsize) 64 << 20)
#define MAX_BATCH                                                                                            \
  ((gsize) 352 << 20) /* larger hash tables wait longer for memory than merging more runs takes */
#define REPORT_SECONDS 0.4
#define REPORT_TERMS   (1 << 16)

struct _YtStoreBuilder {
  gsize memory;
  char *folder, *output_folder; /* temporary files: the first that is set */
  YtBatch *batch;               /* for yt_store_builder_add(), */
  gsize batch_limit;            /* which may become so large */
  GMutex mutex;                 /* of what follows */
  GPtrArray *runs;
  gsize n_batch_bytes; /* that batches may take together, when there is more than one of them */
  gsize n_kept_bytes;  /* of spilled runs that are kept in memory */
  GTimer *timer;
  double last_report;
  YtLoadProgressFunc progress;
  gpointer progress_data;
  YtLoadProgress last_progress;
};

YtStoreBuilder *
yt_store_builder_new(void)
{
  YtStoreBuilder *builder = g_new0(YtStoreBuilder, 1);
  builder->memory = DEFAULT_MEMORY;
  builder->runs = g_ptr_array_new_with_free_func((GDestroyNotify) yt_run_free);
  builder->timer = g_timer_new();
  g_mutex_init(&builder->mutex);
  return builder;
}

void
yt_store_builder_free(YtStoreBuilder *builder)
{
  if (!builder)
    return;
  yt_batch_free(builder->batch);
  g_ptr_array_unref(builder->runs);
  g_timer_destroy(builder->timer);
  g_mutex_clear(&builder->mutex);
  g_free(builder->folder);
  g_free(builder->output_folder);
  g_free(builder);
}

void
yt_store_builder_set_memory(YtStoreBuilder *builder, gsize n_bytes)
{
  builder->memory = n_bytes == 0 ? DEFAULT_MEMORY : MAX(n_bytes, MIN_MEMORY);
}

void
yt_store_builder_set_folder(YtStoreBuilder *builder, const char *folder)
{
  g_free(builder->folder);
  builder->folder = g_strdup(folder);
}

void
yt_store_builder_set_progress(YtStoreBuilder *builder, YtLoadProgressFunc func, gpointer user_data)
{
  builder->progress = func;
  builder->progress_data = user_data;
}

double
yt_store_builder_get_seconds(YtStoreBuilder *builder)
{
  return g_timer_elapsed(builder->timer, NULL);
}

gboolean
yt_store_builder_report(YtStoreBuilder *builder, const YtLoadProgress *progress, GError **error)
{
  double now = yt_store_builder_get_seconds(builder);
  builder->last_progress = *progress;
  if (!builder->progress || now - builder->last_report < REPORT_SECONDS)
    return TRUE;
  builder->last_report = now;
  builder->last_progress.seconds = now;
  if (builder->progress(&builder->last_progress, builder->progress_data))
    return TRUE;
  g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_CANCELLED, "loading was cancelled");
  return FALSE;
}

static gboolean
report_phase(YtStoreBuilder *builder, const char *phase, double fraction, GError **error)
{
  YtLoadProgress progress = builder->last_progress;
  progress.phase = phase;
  progress.fraction = fraction;
  return yt_store_builder_report(builder, &progress, error);
}

static const char *
get_folder(YtStoreBuilder *builder)
{
  return builder->folder          ? builder->folder
         : builder->output_folder ? builder->output_folder
                                  : g_get_tmp_dir();
}

/* ---- Collecting */

/* Of the memory, batches may take this much until they are merged; the rest is for what merging them needs. */
static gsize
get_parse_memory(YtStoreBuilder *builder)
{
  return builder->memory / 100 * 65;
}

gsize
yt_store_builder_get_batch_bytes(YtStoreBuilder *builder, guint n_threads)
{
  n_threads = MAX(n_threads, 1);
  gsize n_bytes = MIN(get_parse_memory(builder) / n_threads, MAX_BATCH);
  g_mutex_lock(&builder->mutex);
  builder->n_batch_bytes = MAX(builder->n_batch_bytes, n_bytes * n_threads);
  g_mutex_unlock(&builder->mutex);
  return n_bytes;
}

/* Whether there is memory for a run of @n_bytes beside the batches and the runs that are there already. */
static gboolean
begin_keeping(YtStoreBuilder *builder, gsize n_bytes)
{
  g_mutex_lock(&builder->mutex);
  gboolean keep = builder->n_batch_bytes + builder->n_kept_bytes + n_bytes <= get_parse_memory(builder);
  if (keep)
    builder->n_kept_bytes += n_bytes;
  g_mutex_unlock(&builder->mutex);
  return keep;
}

/* A run that was expected to take @n_expected has become smaller. */
static void
end_keeping(YtStoreBuilder *builder, gsize n_expected, const YtRun *run)
{
  g_mutex_lock(&builder->mutex);
  builder->n_kept_bytes += yt_run_get_n_bytes(run);
  builder->n_kept_bytes -= n_expected;
  g_mutex_unlock(&builder->mutex);
}

static void
add_run(YtStoreBuilder *builder, YtRun *run)
{
  g_mutex_lock(&builder->mutex);
  g_ptr_array_add(builder->runs, run);
  g_mutex_unlock(&builder->mutex);
}

void
yt_store_builder_add_batch(YtStoreBuilder *builder, YtBatch *batch)
{
  add_run(builder, yt_run_new(batch));
}

gboolean
yt_store_builder_spill_batch(YtStoreBuilder *builder, YtBatch *batch, GError **error)
{
  gsize n_expected = yt_batch_get_run_bytes(batch);
  gboolean keep = begin_keeping(builder, n_expected);
  YtRun *run = yt_run_new_spilled(batch, get_folder(builder), keep, error);
  if (!run)
    return FALSE;
  if (keep)
    end_keeping(builder, n_expected, run);
  add_run(builder, run);
  return TRUE;
}

gboolean
yt_store_builder_add(const YtTermQuad *quad, gpointer data, GError **error)
{
  YtStoreBuilder *builder = data;
  if (!builder->batch) {
    builder->batch = yt_batch_new();
    builder->batch_limit = yt_store_builder_get_batch_bytes(builder, 1);
  }
  if (!yt_batch_add(quad, builder->batch, error))
    return FALSE;
  return !yt_batch_is_full(builder->batch, builder->batch_limit) ||
         yt_store_builder_spill_batch(builder, builder->batch, error);
}

gboolean
yt_store_builder_add_store(YtStoreBuilder *builder, YtStore *store, GError **error)
{
  return yt_store_foreach(store, yt_store_builder_add, builder, error);
}

static gboolean
spill_run(YtStoreBuilder *builder, YtRun *run, GError **error)
{
  gsize n_expected = yt_run_get_n_bytes(run);
  gboolean keep = begin_keeping(builder, n_expected);
  if (!yt_run_spill(run, get_folder(builder), keep, error))
    return FALSE;
  if (keep)
    end_keeping(builder, n_expected, run);
  return TRUE;
}

/* Runs may stay in memory as their batches were if all of them are, and their codes fit too. */
static gboolean
settle_runs(YtStoreBuilder *builder, GError **error)
{
  if (builder->batch)
    yt_store_builder_add_batch(builder, g_steal_pointer(&builder->batch));
  gboolean any_spilled = FALSE;
  for (guint i = 0; i < builder->runs->len; i++)
    any_spilled |= !yt_run_is_in_memory(g_ptr_array_index(builder->runs, i));
  for (guint i = 0; any_spilled && i < builder->runs->len; i++) {
    YtRun *run = g_ptr_array_index(builder->runs, i);
    if (yt_run_is_in_memory(run) && !spill_run(builder, run, error))
      return FALSE;
  }
  return TRUE;
}

/* ---- Sections */

typedef struct {
  YtStoreBuilder *builder;
  YtFile *file;
  YtFileSection sections[YT_MAX_SECTIONS];
  guint n_sections;
  guint64 n_terms;
  YtTextWriter *texts;
} Writer;

static gboolean
begin_section(Writer *writer, guint32 id, GError **error)
{
  if (!yt_file_align(writer->file, error))
    return FALSE;
  g_assert(writer->n_sections < YT_MAX_SECTIONS);
  writer->sections[writer->n_sections] = (YtFileSection){.id = id, .offset = writer->file->size};
  yt_file_begin_hash(writer->file);
  return TRUE;
}

static void
end_section(Writer *writer)
{
  YtFileSection *section = &writer->sections[writer->n_sections++];
  section->size = writer->file->size - section->offset;
  section->checksum = yt_file_end_hash(writer->file);
}

/* ---- Terms: a merge of sorted runs */

typedef struct {
  YtRun *run;
  const guint8 *key;
  gsize n_bytes;
} Head;

/* The terms of one group on their way to a section. */
typedef struct {
  Writer *writer;
  int group; /* -1 before the first */
  YtSpool entries, starts;
  YtDictionaryWriter dictionary;
  GByteArray *last; /* the key that was written last, without a language tag as written */
} TermOutput;

static gboolean
head_next(Head *head, gboolean *end, GError **error)
{
  GError *problem = NULL;
  *end = !yt_run_next_term(head->run, &head->key, &head->n_bytes, &problem);
  if (problem)
    g_propagate_error(error, problem);
  return problem == NULL;
}

static gboolean
head_is_below(const Head *a, const Head *b)
{
  return yt_bytes_compare(a->key, a->n_bytes, b->key, b->n_bytes) < 0;
}

static void
sift_down(Head *heap, guint n, guint at)
{
  for (;;) {
    guint child = 2 * at + 1;
    if (child >= n)
      return;
    if (child + 1 < n && head_is_below(&heap[child + 1], &heap[child]))
      child++;
    if (!head_is_below(&heap[child], &heap[at]))
      return;
    Head swap = heap[at];
    heap[at] = heap[child];
    heap[child] = swap;
    at = child;
  }
}

static gboolean
finish_group(TermOutput *out, GError **error)
{
  gboolean ok = TRUE;
  if (out->group == YT_GROUP_VALUES)
    ok = yt_spool_append_to(&out->entries, out->writer->file, error);
  else if (out->group >= 0)
    ok = yt_dictionary_writer_finish(&out->dictionary, out->writer->file, error);
  if (out->group >= 0) {
    end_section(out->writer);
    yt_spool_clear(&out->entries);
    yt_spool_clear(&out->starts);
    yt_dictionary_writer_clear(&out->dictionary);
  }
  out->group = -1;
  return ok;
}

static gboolean
begin_group(TermOutput *out, int group, guint8 lead, GError **error)
{
  if (!finish_group(out, error) ||
      !begin_section(out->writer, group == YT_GROUP_VALUES ? YT_SECTION_VALUES : lead >> 4, error))
    return FALSE;
  out->group = group;
  gsize limit = out->writer->builder->memory / 16;
  yt_spool_init(&out->entries, get_folder(out->writer->builder), limit);
  yt_spool_init(&out->starts, get_folder(out->writer->builder), limit);
  yt_dictionary_writer_init(&out->dictionary, &out->entries, &out->starts);
  return TRUE;
}

static gboolean
write_term(TermOutput *out, const guint8 *key, gsize n_bytes, GError **error)
{
  guint kind = key[0] >> 4;
  int group = yt_group_of_kind(kind);
  g_assert(group >= 0);
  if (group != out->group && !begin_group(out, group, key[0], error))
    return FALSE;
  if ((kind == YT_ID_STRING || kind == YT_ID_LANGUAGE) &&
      !yt_text_writer_add(out->writer->texts, kind, key + 1, n_bytes - 1, error))
    return FALSE;
  if (kind == YT_ID_SHORT && !yt_text_writer_add(out->writer->texts, kind, key, n_bytes, error))
    return FALSE;
  if (group == YT_GROUP_VALUES) {
    guint64 value;
    g_assert(n_bytes == sizeof value);
    memcpy(&value, key, sizeof value);
    value =
        GUINT64_SWAP_LE_BE(value); /* from the key's big-endian bytes to the section's little-endian ones */
    return yt_spool_append(&out->entries, &value, sizeof value, error);
  }
  return yt_dictionary_writer_add(&out->dictionary, key + 1, n_bytes - 1, error);
}

static gboolean
merge_heads(Writer *writer, TermOutput *out, Head *heap, guint n, guint64 n_all, GError **error)
{
  guint64 done = 0;
  for (guint i = n / 2; i-- > 0;)
    sift_down(heap, n, i);
  while (n > 0) {
    Head *top = &heap[0];
    gsize n_identity =
        1 + yt_key_get_n_identity(top->key[0] >> 4, (const char *) top->key + 1, top->n_bytes - 1);
    if (out->last->len != n_identity || memcmp(out->last->data, top->key, n_identity) != 0) {
      if (++writer->n_terms >= G_MAXUINT32) {
        g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_LIMIT, "more than %u different terms",
                    G_MAXUINT32 - 1);
        return FALSE;
      }
      if (!write_term(out, top->key, top->n_bytes, error))
        return FALSE;
      g_byte_array_set_size(out->last, 0);
      g_byte_array_append(out->last, top->key, (guint) n_identity);
    }
    gboolean end;
    if (!yt_run_set_code(top->run, (guint32) writer->n_terms, error) || !head_next(top, &end, error))
      return FALSE;
    if (end)
      heap[0] = heap[--n];
    sift_down(heap, n, 0);
    if (++done % REPORT_TERMS == 0 &&
        !report_phase(writer->builder, "terms", 0.5 + 0.2 * (double) done / (double) n_all, error))
      return FALSE;
  }
  return finish_group(out, error);
}

static gboolean
write_terms(Writer *writer, GError **error)
{
  GPtrArray *runs = writer->builder->runs;
  g_autofree Head *heap = g_new0(Head, MAX(runs->len, 1));
  guint n = 0;
  guint64 n_all = 0;
  for (guint i = 0; i < runs->len; i++) {
    gboolean end;
    heap[n].run = g_ptr_array_index(runs, i);
    yt_run_rewind(heap[n].run);
    n_all += yt_run_get_n_terms(heap[n].run);
    if (!head_next(&heap[n], &end, error))
      return FALSE;
    n += !end;
  }
  TermOutput out = {.writer = writer, .group = -1, .last = g_byte_array_new()};
  gboolean ok = merge_heads(writer, &out, heap, n, n_all, error);
  if (!ok)
    finish_group(&out, NULL);
  g_byte_array_unref(out.last);
  for (guint i = 0; ok && i < runs->len; i++)
    ok = yt_run_forget_terms(g_ptr_array_index(runs, i), error);
  return ok;
}

static gboolean
write_text_index(Writer *writer, GError **error)
{
  static const struct {
    guint32 id;
    gboolean (*append)(YtTextWriter *texts, YtFile *file, GError **error);
  } parts[] = {{YT_SECTION_POSTINGS, yt_text_writer_append_postings},
               {YT_SECTION_GRAMS, yt_text_writer_append_grams},
               {YT_SECTION_LENGTHS, yt_text_writer_append_lengths}};
  if (!yt_text_writer_finish(writer->texts, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
    if (!begin_section(writer, parts[i].id, error) || !parts[i].append(writer->texts, writer->file, error))
      return FALSE;
    end_section(writer);
  }
  return TRUE;
}

/* ---- Quads */

static gboolean
add_to_sorter(const guint32 quad[4], gpointer sorter, GError **error)
{
  return yt_quad_sorter_add(sorter, quad, error);
}

static int
compare_codes(gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;
  return (x > y) - (x < y);
}

static GArray *
collect_codes(GPtrArray *runs, YtPosition position)
{
  g_autoptr(GHashTable) set = g_hash_table_new(NULL, NULL);
  if (position == YT_GRAPH)
    g_hash_table_add(set, GUINT_TO_POINTER(0));
  for (guint i = 0; i < runs->len; i++)
    yt_run_collect_codes(g_ptr_array_index(runs, i), position, set);
  GArray *codes = g_array_new(FALSE, FALSE, sizeof(guint32));
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, set);
  while (g_hash_table_iter_next(&iter, &key, NULL)) {
    guint32 code = GPOINTER_TO_UINT(key);
    g_array_append_val(codes, code);
  }
  g_array_sort(codes, compare_codes);
  return codes;
}

static YtQuadSorter *
fill_sorter(Writer *writer, GError **error)
{
  YtStoreBuilder *builder = writer->builder;
  g_autoptr(GArray) predicates = collect_codes(builder->runs, YT_PREDICATE);
  g_autoptr(GArray) graphs = collect_codes(builder->runs, YT_GRAPH);
  guint64 n_quads = 0, n_done = 0;
  for (guint i = 0; i < builder->runs->len; i++)
    n_quads += yt_run_get_n_quads(g_ptr_array_index(builder->runs, i));
  guint n_threads = g_get_num_processors() > 1 ? 2 : 1;
  g_autoptr(YtQuadSorter) sorter =
      yt_quad_sorter_new((guint32) writer->n_terms, predicates, graphs, n_quads, builder->memory / 100 * 55,
                         get_folder(builder), n_threads);
  for (guint i = 0; i < builder->runs->len; i++) {
    YtRun *run = g_ptr_array_index(builder->runs, i);
    n_done += yt_run_get_n_quads(run);
    if (!yt_run_take_quads(run, add_to_sorter, sorter, error) ||
        !report_phase(builder, "sort", 0.7 + 0.1 * (double) n_done / (double) n_quads, error))
      return NULL;
  }
  return g_steal_pointer(&sorter);
}

static gboolean
write_rows(Writer *writer, YtSortedRows *rows, GError **error)
{
  static const guint8 pad[YT_BLOCK_PAD];
  for (guint p = 0; p < YT_N_PERMUTATIONS; p++) {
    if (!begin_section(writer, YT_SECTION_BLOCKS + p, error) ||
        !yt_spool_append_to(&rows[p].blocks, writer->file, error) ||
        !yt_file_append(writer->file, pad, sizeof pad, error))
      return FALSE;
    end_section(writer);
    if (!begin_section(writer, YT_SECTION_INDEX + p, error) ||
        !yt_spool_append_to(&rows[p].index, writer->file, error))
      return FALSE;
    end_section(writer);
  }
  return TRUE;
}

static gboolean
write_counts(Writer *writer, const YtQuadCounts *counts, GError **error)
{
  if (!begin_section(writer, YT_SECTION_PREDICATES, error))
    return FALSE;
  for (guint i = 0; i < counts->predicates->len; i++) {
    YtPredicateCount count = g_array_index(counts->predicates, YtPredicateCount, i);
    count.code = GUINT32_TO_LE(count.code);
    count.n_quads = GUINT64_TO_LE(count.n_quads);
    count.n_subjects = GUINT64_TO_LE(count.n_subjects);
    count.n_objects = GUINT64_TO_LE(count.n_objects);
    if (!yt_file_append(writer->file, &count, sizeof count, error))
      return FALSE;
  }
  end_section(writer);
  if (!begin_section(writer, YT_SECTION_GRAPHS, error))
    return FALSE;
  for (guint i = 0; i < counts->graphs->len; i++) {
    YtGraphCount count = g_array_index(counts->graphs, YtGraphCount, i);
    count.code = GUINT32_TO_LE(count.code);
    count.n_quads = GUINT64_TO_LE(count.n_quads);
    if (!yt_file_append(writer->file, &count, sizeof count, error))
      return FALSE;
  }
  end_section(writer);
  return TRUE;
}

static gboolean
write_header(Writer *writer, const YtQuadCounts *counts, guint64 *checksum, GError **error)
{
  YtFileHeader header = {.version = YT_FILE_VERSION,
                         .n_sections = writer->n_sections,
                         .file_size = writer->file->size,
                         .n_quads = counts->n_quads,
                         .n_terms = writer->n_terms,
                         .n_subjects = counts->n_subjects,
                         .n_objects = counts->n_objects};
  memcpy(header.magic, YT_FILE_MAGIC, sizeof header.magic);
  yt_file_header_swap(&header, writer->sections, writer->n_sections);
  *checksum = yt_file_header_checksum(&header, writer->sections);
  header.checksum = GUINT64_TO_LE(*checksum);
  return yt_file_write_at(writer->file, 0, &header, sizeof header, error) &&
         yt_file_write_at(writer->file, sizeof header, writer->sections,
                          writer->n_sections * sizeof *writer->sections, error);
}

static gboolean
write_quads(Writer *writer, guint64 *checksum, GError **error)
{
  YtStoreBuilder *builder = writer->builder;
  g_autoptr(YtQuadSorter) sorter = fill_sorter(writer, error);
  if (!sorter || !report_phase(builder, "sort", 0.8, error))
    return FALSE;
  YtSortedRows rows[YT_N_PERMUTATIONS];
  gsize n_left = builder->memory - MIN(yt_quad_sorter_get_n_bytes(sorter), builder->memory / 100 * 55);
  for (guint p = 0; p < YT_N_PERMUTATIONS; p++) {
    yt_spool_init(&rows[p].blocks, get_folder(builder), n_left / 10);
    yt_spool_init(&rows[p].index, get_folder(builder), n_left / 64);
  }
  g_auto(YtQuadCounts) counts = {0};
  gboolean ok = yt_quad_sorter_finish(sorter, rows, &counts, error) &&
                report_phase(builder, "sync", 0.95, error) && write_rows(writer, rows, error) &&
                write_counts(writer, &counts, error) && write_header(writer, &counts, checksum, error);
  for (guint p = 0; p < YT_N_PERMUTATIONS; p++) {
    yt_spool_clear(&rows[p].blocks);
    yt_spool_clear(&rows[p].index);
  }
  return ok;
}

gboolean
yt_store_builder_write_file(YtStoreBuilder *builder, YtFile *file, guint64 *checksum, GError **error)
{
  static const guint8 zeros[YT_FILE_HEADER];
  Writer writer = {.builder = builder, .file = file};
  writer.texts = yt_text_writer_new(builder->memory / 8, get_folder(builder));
  gboolean ok = yt_file_append(file, zeros, sizeof zeros, error) && settle_runs(builder, error) &&
                write_terms(&writer, error) && write_text_index(&writer, error);
  g_clear_pointer(&writer.texts, yt_text_writer_free);
  ok = ok && write_quads(&writer, checksum, error);
  g_ptr_array_set_size(builder->runs, 0);
  g_clear_pointer(&builder->batch, yt_batch_free);
  return ok;
}

/* ---- To a path, to memory */

char *
yt_store_new_path(const char *path)
{
  return g_strconcat(path, "-new", NULL);
}

gboolean
yt_store_builder_write_locked(YtStoreBuilder *builder, const char *path, GError **error)
{
  g_free(builder->output_folder);
  builder->output_folder = g_path_get_dirname(path);
  g_autofree char *new_path = yt_store_new_path(path);
  guint64 checksum;
  g_auto(YtFile) file = {0};
  if (!yt_file_create(&file, new_path, error) ||
      !yt_store_builder_write_file(builder, &file, &checksum, error) ||
      !report_phase(builder, "sync", 0.96, error) || !yt_store_remove_log(path, checksum, error) ||
      !yt_file_commit(&file, path, error))
    return FALSE;
  yt_store_remove_other_logs(path, checksum);
  return TRUE;
}

gboolean
yt_store_builder_write(YtStoreBuilder *builder, const char *path, GError **error)
{
  g_return_val_if_fail(path != NULL, FALSE);
  g_auto(YtStoreLock) lock = {0};
  return yt_store_lock_take(&lock, path, error) && yt_store_builder_write_locked(builder, path, error);
}

YtStore *
yt_store_builder_build(YtStoreBuilder *builder)
{
  g_autoptr(GError) error = NULL;
  g_auto(YtFile) file = {0};
  guint64 checksum;
  if (!yt_file_create(&file, NULL, &error) ||
      !yt_store_builder_write_file(builder, &file, &checksum, &error) || !yt_file_flush(&file, &error))
    return NULL;
  YtStoreFile *opened = yt_store_file_open("memory", yt_file_steal_fd(&file), &error);
  return opened ? yt_store_new_from_file(opened) : NULL;
}
