/* store.c: a snapshot, in terms and in counts. Rows are scan.c's, the file's layout is store-file.h's. */
#include "base/base.h"
#include "store/delta.h"
#include "store/key.h"
#include "store/lock.h"
#include "store/log.h"
#include <string.h>
#include <xxhash.h>

G_DEFINE_QUARK(yt - store - error - quark, yt_store_error)

#define GROUP_QUADS (1 << 22) /* named graphs are given out as many at a time as have about so many quads */

/* ---- Life */

static gsize
count_quads(const YtStoreFile *file, const YtDelta *delta)
{
  gint64 n = (gint64) file->header.n_quads;
  for (guint i = 0; delta && i < delta->n_runs; i++)
    n += delta->runs[i]->sums[YT_SPO][delta->runs[i]->n];
  return (gsize) MAX(n, 0);
}

YtStore *
yt_store_new(YtStoreFile *file, YtDelta *delta)
{
  YtStore *store = g_new0(YtStore, 1);
  store->ref_count = 1;
  store->file = yt_store_file_ref(file);
  store->delta = delta ? yt_delta_ref(delta) : NULL;
  store->n_quads = count_quads(file, delta);
  g_mutex_init(&store->mutex);
  g_mutex_init(&store->derive_mutex);
  g_datalist_init(&store->derived);
  return store;
}

YtStore *
yt_store_new_from_file(YtStoreFile *file)
{
  YtStore *store = yt_store_new(file, NULL);
  yt_store_file_unref(file);
  return store;
}

YtStore *
yt_store_open(const char *path, GError **error)
{
  g_return_val_if_fail(path != NULL, NULL);
  return yt_log_open_store(path, error);
}

YtStore *
yt_store_ref(YtStore *store)
{
  g_atomic_int_inc(&store->ref_count);
  return store;
}

void
yt_store_unref(YtStore *store)
{
  if (!store || !g_atomic_int_dec_and_test(&store->ref_count))
    return;
  g_datalist_clear(&store->derived);
  yt_store_file_unref(store->file);
  g_clear_pointer(&store->delta, yt_delta_unref);
  g_clear_pointer(&store->graphs, g_array_unref);
  g_clear_pointer(&store->predicates, g_array_unref);
  g_mutex_clear(&store->mutex);
  g_mutex_clear(&store->derive_mutex);
  g_free(store);
}

gsize
yt_store_get_n_quads(const YtStore *store)
{
  return store->n_quads;
}

/* ---- Versions */

/* The change of one quad. A term of the log counts by its text, since its serial number may be given to another. */
static guint64
hash_change(const YtDelta *delta, const YtQuad *quad)
{
  guint64 hash = 0;
  for (guint p = 0; p < 4; p++) {
    gsize n_bytes;
    YtTermId id = quad->at[p];
    const char *key =
        yt_id_is_dictionary(id) && (id & YT_ID_DELTA) ? yt_log_terms_get(delta->terms, id, &n_bytes) : NULL;
    guint64 part[3] = {hash, key ? (guint64) yt_id_kind(id) : id, key ? XXH3_64bits(key, n_bytes) : 0};
    hash = XXH3_64bits(part, sizeof part);
  }
  return hash;
}

/* Changes are added up, so that their order and the runs that they lie in do not count, and what was inserted and deleted
 * again is as if it had not been. */
static guint64
compute_version(const YtStore *store)
{
  guint64 sum = 0;
  const YtDelta *delta = store->delta;
  for (guint r = 0; delta && r < delta->n_runs; r++)
    for (gsize i = 0; i < delta->runs[r]->n; i++)
      sum += (guint64) (gint64) delta->runs[r]->signs[i] * hash_change(delta, &delta->runs[r]->quads[i]);
  guint64 parts[2] = {store->file->header.checksum, sum};
  guint64 version = XXH3_64bits(parts, sizeof parts);
  return version ? version : 1;
}

guint64
yt_store_get_version(YtStore *store)
{
  g_return_val_if_fail(store != NULL, 0);
  g_mutex_lock(&store->mutex);
  if (!store->version)
    store->version = compute_version(store);
  guint64 version = store->version;
  g_mutex_unlock(&store->mutex);
  return version;
}

gconstpointer
yt_store_derive(YtStore *store, GQuark key, YtStoreDeriveFunc derive, GDestroyNotify destroy, GError **error)
{
  g_return_val_if_fail(store != NULL && key != 0 && derive != NULL, NULL);
  g_mutex_lock(&store->derive_mutex);
  gpointer made = g_datalist_id_get_data(&store->derived, key);
  if (!made) {
    made = derive(store, error);
    if (made)
      g_datalist_id_set_data_full(&store->derived, key, made, destroy);
  }
  g_mutex_unlock(&store->derive_mutex);
  return made;
}

gsize
yt_store_get_n_log_quads(const YtStore *store)
{
  return store->delta ? store->delta->n_quads : 0;
}

gboolean
yt_store_has_log_terms(const YtStore *store)
{
  return store->delta && store->delta->n_terms > 0;
}

/* ---- Terms */

static const YtDictionary *
get_dictionary(const YtStore *store, guint kind)
{
  return &store->file->dictionaries[yt_group_of_kind(kind)];
}

static YtTermId
find_in_file(const YtStore *store, const YtKey *key)
{
  guint kind = key->lead >> 4;
  gsize n_identity = yt_key_get_n_identity(kind, key->bytes, key->n_bytes), n_found;
  const YtDictionary *dictionary = get_dictionary(store, kind);
  guint64 place = yt_dictionary_find(dictionary, key->bytes, n_identity);
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  const char *found = yt_dictionary_get(dictionary, place, &buffer, &n_found);
  if (!found || yt_key_get_n_identity(kind, found, n_found) != n_identity ||
      memcmp(found, key->bytes, n_identity) != 0)
    return 0;
  return YT_ID_FIRST(kind) | place;
}

YtTermId
yt_store_find_term(const YtStore *store, const YtTerm *term)
{
  g_autoptr(GString) scratch = g_string_new(NULL);
  YtKey key;
  if (!yt_key_from_term(term, scratch, &key))
    return 0;
  if (key.inline_id)
    return key.inline_id;
  YtTermId id = find_in_file(store, &key);
  if (id || !yt_store_has_log_terms(store))
    return id;
  id = yt_log_terms_find(store->delta->terms, key.lead, key.bytes, key.n_bytes);
  return yt_store_knows_id(store, id) ? id : 0; /* it may have come after this snapshot */
}

gboolean
yt_store_knows_id(const YtStore *store, YtTermId id)
{
  if (!yt_id_is_dictionary(id))
    return yt_id_is_inline(id);
  if (!(id & YT_ID_DELTA))
    return (id & YT_ID_PAYLOAD) < get_dictionary(store, yt_id_kind(id))->n_terms;
  return store->delta && (id & YT_ID_PAYLOAD & ~YT_ID_DELTA) < store->delta->n_terms;
}

/* The key's bytes of a dictionary's id, in @buffer; NULL if there are none. */
static char *
get_key(const YtStore *store, YtTermId id, YtTermBuffer *buffer, gsize *n_bytes)
{
  if (!yt_store_knows_id(store, id))
    return NULL;
  if (!(id & YT_ID_DELTA))
    return yt_dictionary_get(get_dictionary(store, yt_id_kind(id)), id & YT_ID_PAYLOAD, buffer, n_bytes);
  const char *key = yt_log_terms_get(store->delta->terms, id, n_bytes);
  if (!key)
    return NULL;
  char *copy = yt_term_buffer_reserve(buffer, *n_bytes + 1);
  memcpy(copy, key, *n_bytes);
  copy[*n_bytes] = '\0';
  return copy;
}

YtTerm
yt_store_get_term(const YtStore *store, YtTermId id, YtTermBuffer *buffer)
{
  gsize n_bytes;
  if (yt_id_is_inline(id))
    return yt_id_get_term(id, buffer);
  char *key = yt_id_is_dictionary(id) ? get_key(store, id, buffer, &n_bytes) : NULL;
  return key ? yt_key_get_term(yt_id_kind(id), key, n_bytes) : (YtTerm){.kind = YT_TERM_UNBOUND};
}

/* Text lies in chunks that do not move; one that is not full takes the next text. Terms that came a short while ago are
 * found by their id in a small table, and the cursors need no new search for a place behind the last. */
#define FIRST_CHUNK_BYTES 2048
#define CHUNK_BYTES       (32 * 1024)
#define RECENT_BITS       8

typedef struct {
  char *bytes;
  gsize n_allocated;
} Chunk;

struct _YtTermBatch {
  const YtStore *store;
  YtDictionaryCursor cursors[YT_N_GROUPS];
  GArray *chunks;                   /* of Chunk */
  guint chunk;                      /* the one in use */
  gsize used;                       /* of its bytes */
  guint32 recent[1 << RECENT_BITS]; /* by a hash of the id: place in the ids + 1 */
};

static void
clear_chunk(gpointer data)
{
  g_free(((Chunk *) data)->bytes);
}

static void
really_free_batch(gpointer data)
{
  YtTermBatch *batch = data;
  for (guint g = 0; g < YT_N_GROUPS; g++)
    yt_dictionary_cursor_clear(&batch->cursors[g]);
  g_array_unref(batch->chunks);
  g_free(batch);
}

static YtSpares batches = YT_SPARES_INIT(8, really_free_batch);

YtTermBatch *
yt_term_batch_new(const YtStore *store)
{
  YtTermBatch *batch = yt_spares_take(&batches);
  if (!batch) {
    batch = g_new0(YtTermBatch, 1);
    batch->chunks = g_array_new(FALSE, FALSE, sizeof(Chunk));
    g_array_set_clear_func(batch->chunks, clear_chunk);
  }
  batch->store = store;
  for (guint g = 0; g < YT_N_GROUPS; g++)
    yt_dictionary_cursor_reset(&batch->cursors[g], &store->file->dictionaries[g]);
  return batch;
}

/* Those that had little text, as in most answers, are kept with it. */
void
yt_term_batch_free(YtTermBatch *batch)
{
  if (!batch)
    return;
  guint n_chunks = batch->chunks->len;
  if (n_chunks == 0 || (n_chunks == 1 && g_array_index(batch->chunks, Chunk, 0).n_allocated <= CHUNK_BYTES))
    yt_spares_give(&batches, batch);
  else
    really_free_batch(batch);
}

/* A copy of @bytes with a NUL behind. */
static char *
keep_bytes(YtTermBatch *batch, const char *bytes, gsize n_bytes)
{
  while (batch->chunk < batch->chunks->len &&
         g_array_index(batch->chunks, Chunk, batch->chunk).n_allocated - batch->used < n_bytes + 1) {
    batch->chunk++;
    batch->used = 0;
  }
  if (batch->chunk == batch->chunks->len) {
    Chunk chunk = {.n_allocated = MAX(n_bytes + 1, batch->chunk == 0 ? FIRST_CHUNK_BYTES : CHUNK_BYTES)};
    chunk.bytes = g_malloc(chunk.n_allocated);
    g_array_append_val(batch->chunks, chunk);
  }
  char *copy = g_array_index(batch->chunks, Chunk, batch->chunk).bytes + batch->used;
  memcpy(copy, bytes, n_bytes);
  copy[n_bytes] = '\0';
  batch->used += n_bytes + 1;
  return copy;
}

static YtTerm
batch_get_one(YtTermBatch *batch, YtTermId id)
{
  YtTerm none = {.kind = YT_TERM_UNBOUND};
  gsize n_bytes;
  if (yt_id_is_inline(id)) {
    YtTermBuffer buffer; /* inline text fits what is local */
    yt_term_buffer_init(&buffer);
    YtTerm term = yt_id_get_term(id, &buffer);
    if (term.kind != YT_TERM_UNBOUND) /* as an id is that no store writes */
      term.text = keep_bytes(batch, term.text, term.n_text);
    yt_term_buffer_clear(&buffer);
    return term;
  }
  if (!yt_id_is_dictionary(id))
    return none;
  const char *key = yt_store_file_find_frequent(batch->store->file, id, &n_bytes);
  if (key) /* it lives as long as the store */
    return (YtTerm){.kind = YT_TERM_IRI, .text = key, .n_text = n_bytes};
  if (!(id & YT_ID_DELTA))
    key = yt_dictionary_cursor_get(&batch->cursors[yt_group_of_kind(yt_id_kind(id))], id & YT_ID_PAYLOAD,
                                   &n_bytes);
  else if (yt_store_knows_id(batch->store, id))
    key = yt_log_terms_get(batch->store->delta->terms, id, &n_bytes);
  return key ? yt_key_get_term(yt_id_kind(id), keep_bytes(batch, key, n_bytes), n_bytes) : none;
}

void
yt_store_prefetch_term(const YtStore *store, YtTermId id, gboolean near)
{
  if (yt_id_is_dictionary(id) && !(id & YT_ID_DELTA))
    yt_dictionary_prefetch(get_dictionary(store, yt_id_kind(id)), id & YT_ID_PAYLOAD, near);
}

enum { GROUP = 32 }; /* terms whose text is fetched ahead together: some 10 KB */

/* Fetches ahead for the group that begins at @first. A fetch waits for the address of its page, which in large dictionaries
 * costs more than the fetch; but one after the other in a loop, they wait together. Text that follows that of the term before
 * is fetched by the processor itself. */
static void
prefetch_group(const YtStore *store, const YtTermId *ids, gsize first, gsize n_ids, gboolean near)
{
  gsize end = MIN(first + GROUP, n_ids);
  for (gsize i = first; i < end; i++)
    if (i == 0 || ids[i] - ids[i - 1] >= YT_DICTIONARY_BLOCK)
      yt_store_prefetch_term(store, ids[i], near);
}

void
yt_term_batch_get(YtTermBatch *batch, const YtTermId *ids, gsize n_ids, YtTerm *terms)
{
  g_return_if_fail(n_ids < G_MAXUINT32);
  memset(batch->recent, 0, sizeof batch->recent);
  batch->chunk = 0;
  batch->used = 0;
  prefetch_group(batch->store, ids, 0, n_ids, FALSE);
  prefetch_group(batch->store, ids, 0, n_ids, TRUE);
  prefetch_group(batch->store, ids, GROUP, n_ids, FALSE);
  for (gsize i = 0; i < n_ids; i++) {
    if (i % GROUP == 0) {
      prefetch_group(batch->store, ids, i + 2 * GROUP, n_ids, FALSE);
      prefetch_group(batch->store, ids, i + GROUP, n_ids, TRUE);
    }
    YtTermId id = ids[i];
    guint32 *recent = &batch->recent[(id * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15)) >> (64 - RECENT_BITS)];
    if (*recent && ids[*recent - 1] == id) {
      terms[i] = terms[*recent - 1];
      continue;
    }
    terms[i] = batch_get_one(batch, id);
    *recent = (guint32) i + 1;
  }
}

int
yt_store_compare_ids(const YtStore *store, YtTermId a, YtTermId b)
{
  guint kind_a = yt_id_kind(a), kind_b = yt_id_kind(b);
  gboolean strings = (kind_a == YT_ID_SHORT || kind_a == YT_ID_STRING) &&
                     (kind_b == YT_ID_SHORT || kind_b == YT_ID_STRING) && kind_a != kind_b;
  if (a == b)
    return 0;
  if (!strings && (kind_a != kind_b || (yt_id_is_ordered(a) && yt_id_is_ordered(b))))
    return a < b ? -1 : 1;
  g_auto(YtTermBuffer) buffer_a;
  g_auto(YtTermBuffer) buffer_b;
  yt_term_buffer_init(&buffer_a);
  yt_term_buffer_init(&buffer_b);
  YtTerm x = yt_store_get_term(store, a, &buffer_a), y = yt_store_get_term(store, b, &buffer_b);
  int order = 0;
  if (kind_a == YT_ID_LANGUAGE) {
    order = g_ascii_strncasecmp(x.language, y.language, MIN(x.n_language, y.n_language));
    order = order ? order : (x.n_language > y.n_language) - (x.n_language < y.n_language);
  }
  if (order == 0 && kind_a == YT_ID_TYPED)
    order = yt_bytes_compare(x.datatype, x.n_datatype, y.datatype, y.n_datatype);
  if (order == 0)
    order = yt_bytes_compare(x.text, x.n_text, y.text, y.n_text);
  return order ? order : a < b ? -1 : 1;
}

/* ---- Ranges of terms */

static void
append_range(GArray *ranges, YtTermId first, YtTermId end)
{
  YtIdRange range = {first, end};
  if (first < end)
    g_array_append_val(ranges, range);
}

static void
append_prefix(const YtStore *store, YtIdKind kind, const char *prefix, gsize n_prefix, GArray *ranges)
{
  const YtDictionary *dictionary = get_dictionary(store, kind);
  append_range(ranges, YT_ID_FIRST(kind) | yt_dictionary_find(dictionary, prefix, n_prefix),
               YT_ID_FIRST(kind) + yt_dictionary_find_prefix_end(dictionary, prefix, n_prefix));
}

void
yt_store_find_iri_prefix(const YtStore *store, const char *prefix, gsize n_prefix, GArray *ranges)
{
  append_prefix(store, YT_ID_IRI, prefix, n_prefix, ranges);
}

typedef void (*LanguageFunc)(const YtStore *store, const char *tag, gsize n_tag, gpointer user_data);

/* Gives each language tag of the file, in lower case and with the 00 behind it, in order. */
static void
foreach_language(const YtStore *store, LanguageFunc func, gpointer user_data)
{
  const YtDictionary *dictionary = get_dictionary(store, YT_ID_LANGUAGE);
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  for (guint64 place = 0; place < dictionary->n_terms;) {
    gsize n_key;
    const char *key = yt_dictionary_get(dictionary, place, &buffer, &n_key);
    const char *zero = key ? memchr(key, 0, n_key) : NULL;
    if (!zero)
      return;
    gsize n_tag = (gsize) (zero - key) + 1;
    g_autofree char *tag = g_memdup2(key, n_tag);
    func(store, tag, n_tag, user_data);
    place = MAX(place + 1, yt_dictionary_find_prefix_end(dictionary, tag, n_tag));
  }
}

typedef struct {
  const char *text;
  gsize n_text;
  gboolean with_subtags;
  GArray *ranges;
} LanguageQuery;

static void
append_language_prefix(const YtStore *store, const char *tag, gsize n_tag, gpointer data)
{
  const LanguageQuery *query = data;
  YtTerm term = {.kind = YT_TERM_LITERAL,
                 .text = query->text,
                 .n_text = query->n_text,
                 .language = tag,
                 .n_language = n_tag - 1};
  g_autoptr(GString) scratch = g_string_new(NULL);
  YtKey key;
  if (yt_key_from_term(&term, scratch, &key))
    append_prefix(store, YT_ID_LANGUAGE, key.bytes, key.n_bytes, query->ranges);
}

void
yt_store_find_literal_prefix(const YtStore *store, const char *prefix, gsize n_prefix, GArray *ranges)
{
  if (n_prefix <= 7 && !memchr(prefix, 0, n_prefix)) {
    YtTermId first = n_prefix > 0 ? yt_id_from_string(prefix, n_prefix) : YT_ID_FIRST(YT_ID_SHORT);
    append_range(ranges, first, first + (G_GUINT64_CONSTANT(1) << (56 - 8 * n_prefix)));
  }
  append_prefix(store, YT_ID_STRING, prefix, n_prefix, ranges);
  LanguageQuery query = {.text = prefix, .n_text = n_prefix, .ranges = ranges};
  foreach_language(store, append_language_prefix, &query);
}

/* RFC 4647, 3.3.1: a tag matches a basic range if they are equal, or if the range is a prefix that ends before "-". */
static void
append_matching_language(const YtStore *store, const char *tag, gsize n_tag, gpointer data)
{
  const LanguageQuery *query = data;
  gboolean any = query->n_text == 1 && query->text[0] == '*';
  gboolean starts = n_tag - 1 >= query->n_text && g_ascii_strncasecmp(tag, query->text, query->n_text) == 0;
  char next = starts ? tag[query->n_text] : 'x';
  if ((starts && next == '\0') || (query->with_subtags && (any || (starts && next == '-'))))
    append_prefix(store, YT_ID_LANGUAGE, tag, n_tag, query->ranges);
}

void
yt_store_find_language(const YtStore *store, const char *language, gboolean with_subtags, GArray *ranges)
{
  LanguageQuery query = {
      .text = language, .n_text = strlen(language), .with_subtags = with_subtags, .ranges = ranges};
  foreach_language(store, append_matching_language, &query);
}

/* ---- Counts */

/* The rows [first, end) of the file that have the bound positions of @pattern, in a permutation that begins with them. */
static void
find_rows(const YtStore *store, const YtQuad *pattern, guint64 *first, guint64 *end)
{
  YtPermutation permutation = yt_permutation_find(pattern, YT_GRAPH);
  const YtRows *rows = &store->file->rows[permutation];
  guint32 codes[3];
  *first = 0;
  *end = rows->n_rows;
  guint n = 0;
  for (; n < 3 && pattern->at[yt_permutation_positions[permutation][n]]; n++) {
    gboolean exact;
    codes[n] =
        yt_store_file_find_code(store->file, pattern->at[yt_permutation_positions[permutation][n]], &exact);
    if (!exact) {
      *end = 0;
      return;
    }
  }
  if (n > 0)
    yt_rows_find_range(rows, codes, n, first, end);
}

static gboolean
graph_matches(YtTermId wanted, YtTermId graph)
{
  return wanted == YT_GRAPH_ANY || (wanted == YT_GRAPH_NAMED ? graph != 0 : wanted == graph);
}

/* The change of the count that the log makes. */
static gint64
count_changes(const YtStore *store, const YtQuad *pattern)
{
  gint64 n = 0;
  YtPermutation permutation = yt_permutation_find(pattern, YT_GRAPH);
  guint n_bound = 0;
  while (n_bound < 3 && pattern->at[yt_permutation_positions[permutation][n_bound]])
    n_bound++;
  for (guint i = 0; store->delta && i < store->delta->n_runs; i++) {
    const YtDeltaRun *run = store->delta->runs[i];
    gsize at = yt_delta_run_find(run, permutation, pattern, n_bound, FALSE);
    gsize end = yt_delta_run_find(run, permutation, pattern, n_bound, TRUE);
    if (pattern->graph == YT_GRAPH_ANY) {
      n += run->sums[permutation][end] - run->sums[permutation][at];
      continue;
    }
    for (; at < end; at++) {
      gsize place = yt_delta_run_get_place(run, permutation, at);
      if (graph_matches(pattern->graph, run->quads[place].graph))
        n += run->signs[place];
    }
  }
  return n;
}

static guint64
count_by_scan(const YtStore *store, const YtQuad *pattern)
{
  g_autofree YtScan *scan = g_new(YtScan, 1);
  YtScanBatch batch;
  guint64 n = 0;
  yt_scan_init(scan, store, yt_permutation_find(pattern, YT_GRAPH), pattern, 0);
  while (yt_scan_next_batch(scan, &batch))
    n += batch.n_rows;
  return n;
}

guint64
yt_store_count(const YtStore *store, const YtQuad *pattern)
{
  const YtStoreFile *file = store->file;
  if (pattern->graph != YT_GRAPH_ANY) {
    if (!pattern->subject && !pattern->predicate && !pattern->object) {
      gsize n_graphs;
      guint64 n = 0;
      const YtGraphInfo *graphs = yt_store_get_graphs(store, &n_graphs);
      for (gsize i = 0; i < n_graphs; i++)
        n += graph_matches(pattern->graph, graphs[i].graph) ? graphs[i].n_quads : 0;
      return n;
    }
    if (file->n_graphs > 1)
      return count_by_scan(store, pattern);
  }
  guint64 first = 0, end = 0;
  if (file->n_graphs > 1 ||
      (file->n_graphs == 1 &&
       graph_matches(pattern->graph, yt_store_file_get_id(file, yt_store_file_get_graph(file, 0).code))))
    find_rows(store, pattern, &first, &end);
  gint64 n = (gint64) (end - MIN(first, end)) + count_changes(store, pattern);
  return (guint64) MAX(n, 0);
}

guint64
yt_store_estimate(const YtStore *store, const YtQuad *pattern)
{
  YtQuad any_graph = *pattern;
  any_graph.graph = YT_GRAPH_ANY;
  return yt_store_count(store, &any_graph);
}

static gboolean
find_predicate(const YtStoreFile *file, YtTermId predicate, YtPredicateCount *count)
{
  gboolean exact;
  guint32 code = yt_store_file_find_code(file, predicate, &exact);
  gsize low = 0, high = file->n_predicates;
  while (exact && low < high) {
    gsize middle = (low + high) / 2;
    *count = yt_store_file_get_predicate(file, middle);
    if (count->code == code)
      return TRUE;
    if (count->code < code)
      low = middle + 1;
    else
      high = middle;
  }
  return FALSE;
}

guint64
yt_store_count_distinct(const YtStore *store, YtTermId predicate, YtPosition position)
{
  const YtStoreFile *file = store->file;
  guint64 in_log = yt_store_get_n_log_quads(store);
  YtPredicateCount count;
  if (predicate && !find_predicate(file, predicate, &count)) {
    YtQuad pattern = {.predicate = predicate, .graph = YT_GRAPH_ANY};
    guint64 n = yt_store_count(store, &pattern); /* known to the log at most */
    return position == YT_PREDICATE ? MIN(n, 1) : n;
  }
  switch (position) {
  case YT_SUBJECT:
    return predicate ? count.n_subjects : file->header.n_subjects > 0 ? file->header.n_subjects : in_log;
  case YT_OBJECT:
    return predicate ? count.n_objects : file->header.n_objects > 0 ? file->header.n_objects : in_log;
  case YT_PREDICATE: return predicate ? 1 : file->n_predicates > 0 ? file->n_predicates : in_log;
  case YT_GRAPH: return file->n_graphs > 0 ? file->n_graphs : in_log > 0;
  }
  return 0;
}

/* ---- Lists of graphs and predicates */

typedef struct {
  YtTermId id;
  guint64 n_quads;
} Counted; /* as YtGraphInfo and YtPredicateInfo */
G_STATIC_ASSERT(sizeof(Counted) == sizeof(YtGraphInfo) && sizeof(Counted) == sizeof(YtPredicateInfo));

static int
compare_counted(gconstpointer a, gconstpointer b)
{
  YtTermId x = ((const Counted *) a)->id, y = ((const Counted *) b)->id;
  return (x > y) - (x < y);
}

/* @counts of the file and the log's changes at @position, as a sorted list. */
static GArray *
add_changes(const YtStore *store, GArray *counts, YtPosition position)
{
  g_autoptr(GHashTable) sums = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
  for (guint i = 0; store->delta && i < store->delta->n_runs; i++) {
    const YtDeltaRun *run = store->delta->runs[i];
    for (gsize k = 0; k < run->n; k++) {
      gint64 *sum = g_hash_table_lookup(sums, &run->quads[k].at[position]);
      if (!sum) {
        sum = g_new0(gint64, 1);
        g_hash_table_insert(sums, g_memdup2(&run->quads[k].at[position], sizeof(YtTermId)), sum);
      }
      *sum += run->signs[k];
    }
  }
  GArray *list = g_array_new(FALSE, FALSE, sizeof(Counted));
  for (guint i = 0; i < counts->len; i++) {
    Counted count = g_array_index(counts, Counted, i);
    gint64 *sum = g_hash_table_lookup(sums, &count.id);
    if (sum)
      count.n_quads += (guint64) *sum;
    g_hash_table_remove(sums, &count.id);
    if (count.n_quads > 0)
      g_array_append_val(list, count);
  }
  GHashTableIter iter;
  gpointer id, sum;
  g_hash_table_iter_init(&iter, sums);
  while (g_hash_table_iter_next(&iter, &id, &sum)) {
    Counted count = {*(YtTermId *) id, (guint64) * (gint64 *) sum};
    if (count.n_quads > 0)
      g_array_append_val(list, count);
  }
  g_array_sort(list, compare_counted);
  g_array_unref(counts);
  return list;
}

static GArray *
list_graphs(const YtStore *store)
{
  GArray *counts = g_array_new(FALSE, FALSE, sizeof(Counted));
  for (gsize i = 0; i < store->file->n_graphs; i++) {
    YtGraphCount graph = yt_store_file_get_graph(store->file, i);
    Counted count = {yt_store_file_get_id(store->file, graph.code), graph.n_quads};
    g_array_append_val(counts, count);
  }
  return add_changes(store, counts, YT_GRAPH);
}

static GArray *
list_predicates(const YtStore *store)
{
  GArray *counts = g_array_new(FALSE, FALSE, sizeof(Counted));
  for (gsize i = 0; i < store->file->n_predicates; i++) {
    YtPredicateCount predicate = yt_store_file_get_predicate(store->file, i);
    Counted count = {yt_store_file_get_id(store->file, predicate.code), predicate.n_quads};
    g_array_append_val(counts, count);
  }
  return add_changes(store, counts, YT_PREDICATE);
}

/* The lists are made once, by whoever asks first; a store is constant for all others. */
static GArray *
get_list(const YtStore *store, GArray **list, GArray *(*make)(const YtStore *) )
{
  GMutex *mutex = (GMutex *) &store->mutex;
  g_mutex_lock(mutex);
  if (!*list)
    *list = make(store);
  g_mutex_unlock(mutex);
  return *list;
}

const YtGraphInfo *
yt_store_get_graphs(const YtStore *store, gsize *n_graphs)
{
  GArray *list = get_list(store, (GArray **) &store->graphs, list_graphs);
  *n_graphs = list->len;
  return (const YtGraphInfo *) (gpointer) list->data;
}

const YtPredicateInfo *
yt_store_get_predicates(const YtStore *store, gsize *n_predicates)
{
  GArray *list = get_list(store, (GArray **) &store->predicates, list_predicates);
  *n_predicates = list->len;
  return (const YtPredicateInfo *) (gpointer) list->data;
}

/* ---- Single quads */

gboolean
yt_store_has_quad(const YtStore *store, const YtQuad *quad)
{
  const YtStoreFile *file = store->file;
  const YtRows *rows = &file->rows[YT_SPO];
  guint32 row[4];
  gboolean in_file = TRUE;
  for (guint p = 0; p < 4 && in_file; p++)
    row[p] = yt_store_file_find_code(file, quad->at[p], &in_file);
  if (in_file) {
    guint64 place = yt_rows_find(rows, row), block = place / YT_BLOCK_ROWS;
    in_file = place < rows->n_rows;
    guint32 values[YT_BLOCK_ROWS];
    for (guint c = 0; c < 4 && in_file; c++) {
      yt_rows_unpack(rows, block, c, values);
      in_file = values[place % YT_BLOCK_ROWS] == row[c];
    }
  }
  return (in_file ? 1 : 0) + yt_delta_get_sign(store->delta, quad) > 0;
}

/* ---- All quads */

typedef struct {
  const YtStore *store;
  YtQuadFunc func;
  gpointer user_data;
  YtTermBatch *batches[3];
  YtTerm *terms[3];
} Giver;

static gboolean
give_rows(Giver *giver, const YtTermId *const columns[3], gsize n, const YtTerm *graph, GError **error)
{
  for (guint p = 0; p < 3; p++)
    yt_term_batch_get(giver->batches[p], columns[p], n, giver->terms[p]);
  for (gsize i = 0; i < n; i++) {
    YtTermQuad quad = {giver->terms[0][i], giver->terms[1][i], giver->terms[2][i], *graph};
    if (!giver->func(&quad, giver->user_data, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
give_default_graph(Giver *giver, GError **error)
{
  g_autofree YtScan *scan = g_new(YtScan, 1);
  YtScanBatch batch;
  YtTerm none = {.kind = YT_TERM_UNBOUND};
  yt_scan_init(scan, giver->store, YT_SPO, &(YtQuad){.graph = YT_GRAPH_DEFAULT},
               YT_COLUMNS_ALL & ~(guint) YT_COLUMN_GRAPH);
  while (yt_scan_next_batch(scan, &batch))
    if (!give_rows(giver, batch.columns, batch.n_rows, &none, error))
      return FALSE;
  return TRUE;
}

static int
compare_by_graph(gconstpointer a, gconstpointer b)
{
  const YtQuad *x = a, *y = b;
  if (x->graph != y->graph)
    return x->graph < y->graph ? -1 : 1;
  return yt_quad_compare(x, y, YT_SPO, 3);
}

static gboolean
give_sorted(Giver *giver, const YtQuad *quads, gsize n, GError **error)
{
  g_autofree YtTermId *ids = g_new(YtTermId, 3 * YT_SCAN_ROWS);
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  for (gsize from = 0, end; from < n; from = end) {
    for (end = from; end < n && end - from < YT_SCAN_ROWS && quads[end].graph == quads[from].graph; end++)
      for (guint p = 0; p < 3; p++)
        ids[p * YT_SCAN_ROWS + (end - from)] = quads[end].at[p];
    YtTerm graph = yt_store_get_term(giver->store, quads[from].graph, &buffer);
    const YtTermId *const columns[] = {ids, ids + YT_SCAN_ROWS, ids + 2 * YT_SCAN_ROWS};
    if (!give_rows(giver, columns, end - from, &graph, error))
      return FALSE;
  }
  return TRUE;
}

/* The named graphs from @first to @last in one scan: rows lie in the order of triples, not of graphs. */
static gboolean
give_graphs(Giver *giver, YtTermId first, YtTermId last, GError **error)
{
  g_autofree YtScan *scan = g_new(YtScan, 1);
  g_autoptr(GArray) quads = g_array_new(FALSE, FALSE, sizeof(YtQuad));
  YtQuad quad;
  yt_scan_init(scan, giver->store, YT_SPO, &(YtQuad){.graph = YT_GRAPH_NAMED}, YT_COLUMNS_ALL);
  yt_scan_set_range(scan, YT_GRAPH, first, last);
  while (yt_scan_next(scan, &quad))
    g_array_append_val(quads, quad);
  g_array_sort(quads, compare_by_graph);
  return give_sorted(giver, (const YtQuad *) (gpointer) quads->data, quads->len, error);
}

static gboolean
give_named_graphs(Giver *giver, GError **error)
{
  gsize n_graphs;
  const YtGraphInfo *graphs = yt_store_get_graphs(giver->store, &n_graphs);
  for (gsize i = n_graphs > 0 && graphs[0].graph == 0, end; i < n_graphs; i = end) {
    guint64 n_quads = graphs[i].n_quads;
    for (end = i + 1; end < n_graphs && n_quads + graphs[end].n_quads <= GROUP_QUADS; end++)
      n_quads += graphs[end].n_quads;
    if (!give_graphs(giver, graphs[i].graph, graphs[end - 1].graph, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
yt_store_foreach(const YtStore *store, YtQuadFunc func, gpointer user_data, GError **error)
{
  Giver giver = {.store = store, .func = func, .user_data = user_data};
  for (guint p = 0; p < 3; p++) {
    giver.batches[p] = yt_term_batch_new(store);
    giver.terms[p] = g_new(YtTerm, YT_SCAN_ROWS);
  }
  gboolean ok = give_default_graph(&giver, error) && give_named_graphs(&giver, error);
  for (guint p = 0; p < 3; p++) {
    yt_term_batch_free(giver.batches[p]);
    g_free(giver.terms[p]);
  }
  return ok;
}
