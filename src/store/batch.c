/* batch.c: see batch.h.
 *
 *   a run's terms in temporary space: local varint, shared varint, n_suffix varint, suffix, for each; front coded throughout
 *   its quads: u32[4] of local numbers, or 0 for the default graph
 *   its codes: local u32, code u32, in the order of the terms
 *
 * Most of the time goes into waiting for memory: a term's slot in the hash table, then its entry, then its key. So quads
 * wait in a queue until there are some, and what all of them need is fetched step by step before it is used. On 10
 * million triples this makes numbering terms a third faster than one at a time. */
#include "store/batch.h"
#include "store/dictionary.h"
#include "store/key.h"
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#define CHUNK (1 << 20)     /* bytes of keys, or of quads, that are allocated together */
#define FIRST_SLOTS (1 << 12)
#define MAX_TERMS (G_MAXUINT32 - 1)
#define RUN_BUFFER (1 << 18)
#define QUEUE 32 /* quads; their terms' cache lines must fit the first cache */

typedef struct {
  const guint8 *key; /* in a chunk */
  guint32 n_bytes;
  guint8 used_as; /* 1 << YtPosition, for predicates and graphs */
} Entry;

typedef struct {
  guint32 hash, local; /* local 0: free */
} Slot;

typedef struct {
  gpointer pages;
  gsize n_bytes, n_used;
} Chunk;

typedef struct {
  guint64 word; /* eight bytes of the key at the depth that is being sorted */
  const guint8 *key;
  guint32 n_bytes, local;
} Item;

/* A term in the queue. */
typedef struct {
  guint32 hash, n_key; /* n_key 0: the default graph */
  guint32 offset;      /* of its key in queue_bytes */
  gboolean as_before;  /* the same as that of the quad before it */
} Queued;

struct _YtBatch {
  Slot *slots;
  gsize n_slots;
  Entry *entries; /* entries[local - 1] */
  gsize n_entries, n_entries_allocated;
  GArray *keys, *quads; /* of Chunk */
  guint64 n_quads;
  gsize n_bytes;
  GString *scratch;
  Queued queue[QUEUE][4];
  guint n_queued;
  GByteArray *queue_bytes;
  guint32 last[4]; /* local numbers of the quad that left the queue last */
};

static void
clear_chunk(gpointer chunk)
{
  yt_pages_free(((Chunk *)chunk)->pages, ((Chunk *)chunk)->n_bytes);
}

static GArray *
chunks_new(void)
{
  GArray *chunks = g_array_new(FALSE, FALSE, sizeof(Chunk));
  g_array_set_clear_func(chunks, clear_chunk);
  return chunks;
}

YtBatch *
yt_batch_new(void)
{
  YtBatch *batch = g_new0(YtBatch, 1);
  batch->n_slots = FIRST_SLOTS;
  batch->slots = yt_pages_new(batch->n_slots * sizeof *batch->slots);
  batch->n_entries_allocated = FIRST_SLOTS;
  batch->entries = yt_pages_new(batch->n_entries_allocated * sizeof *batch->entries);
  batch->n_bytes = batch->n_slots * sizeof *batch->slots + batch->n_entries_allocated * sizeof *batch->entries;
  batch->keys = chunks_new();
  batch->quads = chunks_new();
  batch->scratch = g_string_new(NULL);
  batch->queue_bytes = g_byte_array_new();
  return batch;
}

static void
forget_index(YtBatch *batch)
{
  yt_pages_free(batch->slots, batch->n_slots * sizeof *batch->slots);
  yt_pages_free(batch->entries, batch->n_entries_allocated * sizeof *batch->entries);
  batch->slots = NULL;
  batch->entries = NULL;
}

void
yt_batch_free(YtBatch *batch)
{
  if (!batch)
    return;
  forget_index(batch);
  g_clear_pointer(&batch->keys, g_array_unref);
  g_clear_pointer(&batch->quads, g_array_unref);
  g_string_free(batch->scratch, TRUE);
  g_byte_array_unref(batch->queue_bytes);
  g_free(batch);
}

gsize
yt_batch_get_n_bytes(const YtBatch *batch)
{
  return batch->n_bytes;
}

guint64
yt_batch_get_n_quads(const YtBatch *batch)
{
  return batch->n_quads + batch->n_queued;
}

gboolean
yt_batch_is_full(const YtBatch *batch, gsize n_bytes)
{
  return batch->n_bytes >= n_bytes || batch->n_entries > MAX_TERMS - (1 << 24); /* a caller adds less than that between two questions */
}

/* Room for @n_bytes in the last chunk, or in a new one. */
static gpointer
take_room(YtBatch *batch, GArray *chunks, gsize n_bytes)
{
  Chunk *last = chunks->len > 0 ? &g_array_index(chunks, Chunk, chunks->len - 1) : NULL;
  if (!last || last->n_bytes - last->n_used < n_bytes) {
    gsize size = MAX(n_bytes, chunks->len == 0 ? CHUNK / 16 : CHUNK); /* small stores shall be cheap */
    Chunk chunk = { yt_pages_new(size), size, 0 };
    g_array_append_val(chunks, chunk);
    batch->n_bytes += size;
    last = &g_array_index(chunks, Chunk, chunks->len - 1);
  }
  gpointer room = (guint8 *)last->pages + last->n_used;
  last->n_used += n_bytes;
  return room;
}

static void
grow_slots(YtBatch *batch)
{
  gsize n_slots = batch->n_slots * 2;
  Slot *slots = yt_pages_new(n_slots * sizeof *slots);
  for (gsize i = 0; i < batch->n_slots; i++)
    if (batch->slots[i].local) {
      gsize at = batch->slots[i].hash & (n_slots - 1);
      while (slots[at].local)
        at = (at + 1) & (n_slots - 1);
      slots[at] = batch->slots[i];
    }
  yt_pages_free(batch->slots, batch->n_slots * sizeof *slots);
  batch->n_bytes += batch->n_slots * sizeof *slots;
  batch->slots = slots;
  batch->n_slots = n_slots;
}

static void
grow_entries(YtBatch *batch)
{
  gsize n = batch->n_entries_allocated * 2;
  Entry *entries = yt_pages_new(n * sizeof *entries);
  memcpy(entries, batch->entries, batch->n_entries * sizeof *entries);
  yt_pages_free(batch->entries, batch->n_entries_allocated * sizeof *entries);
  batch->n_bytes += batch->n_entries_allocated * sizeof *entries;
  batch->entries = entries;
  batch->n_entries_allocated = n;
}

static guint32
intern(YtBatch *batch, guint32 hash, const guint8 *key, guint32 n_key)
{
  gsize at = hash & (batch->n_slots - 1);
  for (; batch->slots[at].local; at = (at + 1) & (batch->n_slots - 1)) {
    const Entry *entry = &batch->entries[batch->slots[at].local - 1];
    if (batch->slots[at].hash == hash && entry->n_bytes == n_key && memcmp(entry->key, key, n_key) == 0)
      return batch->slots[at].local;
  }
  guint8 *copy = take_room(batch, batch->keys, n_key);
  memcpy(copy, key, n_key);
  if (batch->n_entries == batch->n_entries_allocated)
    grow_entries(batch);
  batch->entries[batch->n_entries++] = (Entry){ copy, n_key, 0 };
  batch->slots[at] = (Slot){ hash, (guint32)batch->n_entries };
  if (batch->n_entries * 10 > batch->n_slots * 7)
    grow_slots(batch);
  return (guint32)batch->n_entries;
}

/* ---- The queue */

static const Slot *
first_slot(const YtBatch *batch, const Queued *term)
{
  return &batch->slots[term->hash & (batch->n_slots - 1)];
}

/* Does what @fetch_key says for each term that will be looked up: fetches its entry, or its entry's key. */
static inline void
fetch_ahead(const YtBatch *batch, gboolean fetch_key)
{
  for (guint i = 0; i < batch->n_queued; i++)
    for (guint p = 0; p < 4; p++) {
      const Queued *term = &batch->queue[i][p];
      const Slot *slot = first_slot(batch, term);
      if (term->as_before || term->n_key == 0 || slot->hash != term->hash || !slot->local)
        continue;
      const Entry *entry = &batch->entries[slot->local - 1];
      __builtin_prefetch(fetch_key ? (const void *)entry->key : (const void *)entry);
    }
}

static void
empty_queue(YtBatch *batch)
{
  fetch_ahead(batch, FALSE);
  fetch_ahead(batch, TRUE);
  for (guint i = 0; i < batch->n_queued; i++) {
    for (guint p = 0; p < 4; p++) {
      const Queued *term = &batch->queue[i][p];
      if (term->n_key == 0)
        batch->last[p] = 0;
      else if (!term->as_before)
        batch->last[p] = intern(batch, term->hash, batch->queue_bytes->data + term->offset, term->n_key);
    }
    batch->entries[batch->last[YT_PREDICATE] - 1].used_as |= 1 << YT_PREDICATE;
    if (batch->last[YT_GRAPH])
      batch->entries[batch->last[YT_GRAPH] - 1].used_as |= 1 << YT_GRAPH;
    memcpy(take_room(batch, batch->quads, sizeof batch->last), batch->last, sizeof batch->last);
  }
  batch->n_quads += batch->n_queued;
  batch->n_queued = 0;
  g_byte_array_set_size(batch->queue_bytes, 0);
}

static gboolean
make_queued(YtBatch *batch, const YtTerm *term, YtPosition position)
{
  Queued *queued = &batch->queue[batch->n_queued][position];
  YtKey key;
  *queued = (Queued){ .offset = batch->queue_bytes->len };
  if (position == YT_GRAPH && term->kind == YT_TERM_UNBOUND)
    return TRUE;
  if (!yt_key_from_term(term, batch->scratch, &key) || key.n_bytes >= G_MAXINT32)
    return FALSE;
  if (key.inline_id) {
    guint64 big = GUINT64_TO_BE(key.inline_id);
    g_byte_array_append(batch->queue_bytes, (const guint8 *)&big, sizeof big);
  } else {
    g_byte_array_append(batch->queue_bytes, &key.lead, 1);
    g_byte_array_append(batch->queue_bytes, (const guint8 *)key.bytes, (guint)key.n_bytes);
  }
  queued->n_key = batch->queue_bytes->len - queued->offset;
  const guint8 *bytes = batch->queue_bytes->data + queued->offset;
  const Queued *before = batch->n_queued > 0 ? &batch->queue[batch->n_queued - 1][position] : NULL;
  if (before && before->n_key == queued->n_key && memcmp(batch->queue_bytes->data + before->offset, bytes, queued->n_key) == 0) {
    queued->as_before = TRUE; /* subjects and graphs come many times in a row */
    queued->hash = before->hash;
    return TRUE;
  }
  queued->hash = (guint32)(XXH3_64bits(bytes, queued->n_key) >> 16);
  __builtin_prefetch(first_slot(batch, queued));
  return TRUE;
}

gboolean
yt_batch_add(const YtTermQuad *quad, gpointer data, GError **error)
{
  YtBatch *batch = data;
  if (!make_queued(batch, &quad->subject, YT_SUBJECT) || !make_queued(batch, &quad->predicate, YT_PREDICATE)
      || !make_queued(batch, &quad->object, YT_OBJECT) || !make_queued(batch, &quad->graph, YT_GRAPH)) {
    g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_LIMIT,
                "a term is unbound, has NUL in its datatype or language tag, or is longer than 2 GiB");
    return FALSE;
  }
  if (++batch->n_queued == QUEUE || batch->queue_bytes->len > CHUNK)
    empty_queue(batch);
  return TRUE;
}

/* ---- Sorting keys: a quicksort on eight bytes at a time (multikey quicksort: Bentley and Sedgewick, 1997). */

static guint64
load_word(const guint8 *key, gsize n_bytes, gsize depth)
{
  guint64 word = 0;
  if (depth + 8 <= n_bytes)
    memcpy(&word, key + depth, 8);
  else if (depth < n_bytes)
    memcpy(&word, key + depth, n_bytes - depth);
  return GUINT64_FROM_BE(word);
}

static int
compare_items(const Item *a, const Item *b, gsize depth)
{
  if (a->word != b->word)
    return a->word < b->word ? -1 : 1;
  gsize skip_a = MIN(depth, a->n_bytes), skip_b = MIN(depth, b->n_bytes);
  return yt_bytes_compare(a->key + skip_a, a->n_bytes - skip_a, b->key + skip_b, b->n_bytes - skip_b);
}

static void
insertion_sort(Item *items, gsize n, gsize depth)
{
  for (gsize i = 1; i < n; i++) {
    Item item = items[i];
    gsize at = i;
    for (; at > 0 && compare_items(&items[at - 1], &item, depth) > 0; at--)
      items[at] = items[at - 1];
    items[at] = item;
  }
}

static guint64
median(guint64 a, guint64 b, guint64 c)
{
  return a < b ? (b < c ? b : MAX(a, c)) : (a < c ? a : MAX(b, c));
}

static guint64
choose_pivot(const Item *items, gsize n)
{
  gsize step = n / 8;
  if (n < 200)
    return median(items[0].word, items[n / 2].word, items[n - 1].word);
  return median(median(items[0].word, items[step].word, items[2 * step].word),
                median(items[3 * step].word, items[4 * step].word, items[5 * step].word),
                median(items[6 * step].word, items[7 * step].word, items[n - 1].word));
}

static void
swap_items(Item *a, Item *b)
{
  Item swap = *a;
  *a = *b;
  *b = swap;
}

static int
compare_lengths(gconstpointer a, gconstpointer b)
{
  guint32 x = ((const Item *)a)->n_bytes, y = ((const Item *)b)->n_bytes;
  return (x > y) - (x < y);
}

/* @items agree up to @depth, and their words are those at @depth. */
static void
sort_items(Item *items, gsize n, gsize depth)
{
  while (n > 24) {
    guint64 pivot = choose_pivot(items, n);
    gsize below = 0, at = 0, above = n;
    while (at < above) {
      if (items[at].word < pivot)
        swap_items(&items[below++], &items[at++]);
      else if (items[at].word > pivot)
        swap_items(&items[at], &items[--above]);
      else
        at++;
    }
    sort_items(items, below, depth);
    sort_items(items + above, n - above, depth);
    /* The equal ones: those that end within the word differ only by length (in NULs), and stand first. */
    items += below;
    n = above - below;
    gsize ended = 0;
    for (gsize i = 0; i < n; i++)
      if (items[i].n_bytes <= depth + 8)
        swap_items(&items[ended++], &items[i]);
    if (ended > 1)
      qsort(items, ended, sizeof *items, compare_lengths);
    items += ended;
    n -= ended;
    depth += 8;
    for (gsize i = 0; i < n; i++)
      items[i].word = load_word(items[i].key, items[i].n_bytes, depth);
  }
  insertion_sort(items, n, depth);
}

/* ---- Runs */

typedef struct {
  guint32 local, code;
} LocalCode;

struct _YtRun {
  guint64 n_quads;
  guint32 n_terms;
  guint32 place; /* of the next term, from 0 */
  GArray *special[4]; /* of guint32: places (from 0) of predicates and graphs; then codes */
  /* in memory */
  YtBatch *batch;
  Item *items;
  guint32 *codes; /* by local number */
  /* in temporary space */
  guint32 local; /* of the term that was read last */
  gboolean spilled;
  YtSpool terms, quads, code_spool;
  guint64 at;
  guint8 *buffer;
  gsize n_buffer, buffer_at;
  GByteArray *key;
};

static void
run_make_items(YtRun *run)
{
  YtBatch *batch = run->batch;
  run->items = yt_pages_new(MAX(run->n_terms, 1) * sizeof *run->items);
  for (guint32 i = 0; i < run->n_terms; i++) {
    const Entry *entry = &batch->entries[i];
    run->items[i] = (Item){ load_word(entry->key, entry->n_bytes, 0), entry->key, entry->n_bytes, i + 1 };
  }
  sort_items(run->items, run->n_terms, 0);
  for (guint32 i = 0; i < run->n_terms; i++) {
    guint8 used_as = batch->entries[run->items[i].local - 1].used_as;
    for (guint p = YT_PREDICATE; used_as && p < 4; p++)
      if (used_as & 1 << p)
        g_array_append_val(run->special[p], i);
  }
}

YtRun *
yt_run_new(YtBatch *batch, const char *folder, GError **error)
{
  YtRun *run = g_new0(YtRun, 1);
  empty_queue(batch);
  run->batch = batch;
  run->n_quads = batch->n_quads;
  run->n_terms = (guint32)batch->n_entries;
  for (guint p = YT_PREDICATE; p < 4; p++)
    run->special[p] = g_array_new(FALSE, FALSE, sizeof(guint32));
  run_make_items(run);
  forget_index(batch);
  if (folder && !yt_run_spill(run, folder, error)) {
    yt_run_free(run);
    return NULL;
  }
  return run;
}

static void
run_forget_memory(YtRun *run)
{
  g_clear_pointer(&run->batch, yt_batch_free);
  yt_pages_free(run->items, MAX(run->n_terms, 1) * sizeof *run->items);
  yt_pages_free(run->codes, ((gsize)run->n_terms + 1) * sizeof *run->codes);
  run->items = NULL;
  run->codes = NULL;
}

void
yt_run_free(YtRun *run)
{
  if (!run)
    return;
  run_forget_memory(run);
  for (guint p = YT_PREDICATE; p < 4; p++)
    g_clear_pointer(&run->special[p], g_array_unref);
  if (run->spilled) {
    yt_spool_clear(&run->terms);
    yt_spool_clear(&run->quads);
    yt_spool_clear(&run->code_spool);
    g_byte_array_unref(run->key);
    g_free(run->buffer);
  }
  g_free(run);
}

gboolean
yt_run_is_in_memory(const YtRun *run)
{
  return !run->spilled;
}

guint64
yt_run_get_n_quads(const YtRun *run)
{
  return run->n_quads;
}

guint32
yt_run_get_n_terms(const YtRun *run)
{
  return run->n_terms;
}

static gboolean
spill_terms(YtRun *run, GError **error)
{
  const guint8 *last = NULL;
  gsize n_last = 0;
  for (guint32 i = 0; i < run->n_terms; i++) {
    const Item *item = &run->items[i];
    if (i + 12 < run->n_terms)
      __builtin_prefetch(item[12].key);
    guint8 head[3 * YT_VARINT_BYTES];
    gsize shared = yt_shared_length(last, n_last, item->key, item->n_bytes);
    gsize n_head = yt_put_varint(head, item->local);
    n_head += yt_put_varint(head + n_head, shared);
    n_head += yt_put_varint(head + n_head, item->n_bytes - shared);
    if (!yt_spool_append(&run->terms, head, n_head, error)
        || !yt_spool_append(&run->terms, item->key + shared, item->n_bytes - shared, error))
      return FALSE;
    last = item->key;
    n_last = item->n_bytes;
  }
  return TRUE;
}

static gboolean
spill_quads(YtRun *run, GError **error)
{
  for (guint c = 0; c < run->batch->quads->len; c++) {
    const Chunk *chunk = &g_array_index(run->batch->quads, Chunk, c);
    if (!yt_spool_append(&run->quads, chunk->pages, chunk->n_used, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
yt_run_spill(YtRun *run, const char *folder, GError **error)
{
  g_return_val_if_fail(!run->spilled, FALSE);
  run->spilled = TRUE;
  yt_spool_init(&run->terms, folder, 1 << 20);
  yt_spool_init(&run->quads, folder, 1 << 20);
  yt_spool_init(&run->code_spool, folder, 1 << 20);
  run->key = g_byte_array_new();
  if (!spill_terms(run, error) || !spill_quads(run, error))
    return FALSE;
  run_forget_memory(run);
  return TRUE;
}

void
yt_run_rewind(YtRun *run)
{
  run->place = 0;
  run->at = 0;
  run->n_buffer = run->buffer_at = 0;
  if (run->spilled) {
    g_byte_array_set_size(run->key, 0);
    if (!run->buffer)
      run->buffer = g_malloc(RUN_BUFFER);
  } else if (!run->codes) {
    run->codes = yt_pages_new(((gsize)run->n_terms + 1) * sizeof *run->codes);
  }
}

static gboolean
read_byte(YtRun *run, guint8 *byte, GError **error)
{
  if (run->buffer_at == run->n_buffer) {
    run->n_buffer = (gsize)MIN(RUN_BUFFER, yt_spool_get_size(&run->terms) - run->at);
    run->buffer_at = 0;
    g_assert(run->n_buffer > 0);
    if (!yt_spool_read(&run->terms, run->at, run->buffer, run->n_buffer, error))
      return FALSE;
    run->at += run->n_buffer;
  }
  *byte = run->buffer[run->buffer_at++];
  return TRUE;
}

static gboolean
read_varint(YtRun *run, gsize *value, GError **error)
{
  guint8 byte;
  *value = 0;
  guint shift = 0;
  do {
    if (!read_byte(run, &byte, error))
      return FALSE;
    *value |= (gsize)(byte & 127) << shift;
    shift += 7;
  } while (byte >= 128 && shift < 64);
  return TRUE;
}

static gboolean
read_spilled_term(YtRun *run, GError **error)
{
  gsize local, shared, n_suffix;
  if (!read_varint(run, &local, error) || !read_varint(run, &shared, error) || !read_varint(run, &n_suffix, error))
    return FALSE;
  run->local = (guint32)local;
  g_byte_array_set_size(run->key, (guint)MIN(shared, run->key->len));
  while (n_suffix > 0) {
    guint8 byte;
    if (!read_byte(run, &byte, error))
      return FALSE;
    gsize n = MIN(n_suffix - 1, run->n_buffer - run->buffer_at);
    g_byte_array_append(run->key, &byte, 1);
    g_byte_array_append(run->key, run->buffer + run->buffer_at, (guint)n);
    run->buffer_at += n;
    n_suffix -= n + 1;
  }
  return TRUE;
}

gboolean
yt_run_next_term(YtRun *run, const guint8 **key, gsize *n_bytes, GError **error)
{
  if (run->place == run->n_terms)
    return FALSE;
  if (run->spilled) {
    if (!read_spilled_term(run, error))
      return FALSE;
    *key = run->key->data;
    *n_bytes = run->key->len;
  } else {
    const Item *item = &run->items[run->place];
    if (run->place + 12 < run->n_terms)
      __builtin_prefetch(item[12].key);
    *key = item->key;
    *n_bytes = item->n_bytes;
  }
  run->place++;
  return TRUE;
}

gboolean
yt_run_set_code(YtRun *run, guint32 code, GError **error)
{
  LocalCode pair = { run->local, code };
  if (run->spilled)
    return yt_spool_append(&run->code_spool, &pair, sizeof pair, error);
  run->codes[run->items[run->place - 1].local] = code;
  return TRUE;
}

gboolean
yt_run_forget_terms(YtRun *run, GError **error)
{
  for (guint p = YT_PREDICATE; p < 4; p++)
    for (guint i = 0; i < run->special[p]->len; i++) {
      guint32 *place = &g_array_index(run->special[p], guint32, i);
      if (!run->spilled)
        *place = run->codes[run->items[*place].local];
      else {
        LocalCode pair;
        if (!yt_spool_read(&run->code_spool, *place * sizeof pair, &pair, sizeof pair, error))
          return FALSE;
        *place = pair.code;
      }
    }
  if (run->spilled) {
    yt_spool_clear(&run->terms);
    g_clear_pointer(&run->buffer, g_free);
  } else {
    g_clear_pointer(&run->batch->keys, g_array_unref);
    yt_pages_free(run->items, MAX(run->n_terms, 1) * sizeof *run->items);
    run->items = NULL;
  }
  return TRUE;
}

void
yt_run_collect_codes(YtRun *run, YtPosition position, GHashTable *codes)
{
  for (guint i = 0; i < run->special[position]->len; i++)
    g_hash_table_add(codes, GUINT_TO_POINTER(g_array_index(run->special[position], guint32, i)));
}

static gboolean
take_values(const guint32 *values, gsize n_quads, const guint32 *codes, YtCodesFunc func, gpointer user_data, GError **error)
{
  for (gsize i = 0; i < n_quads; i++) {
    const guint32 *local = values + 4 * i;
    guint32 quad[] = { codes[local[0]], codes[local[1]], codes[local[2]], codes[local[3]] };
    if (!func(quad, user_data, error))
      return FALSE;
  }
  return TRUE;
}

/* The codes by local number; codes[0] is 0, the default graph. */
static gboolean
read_codes(const YtRun *run, guint32 *codes, GError **error)
{
  enum { PAIRS = CHUNK / sizeof(LocalCode) };
  g_autofree LocalCode *pairs = g_new(LocalCode, PAIRS);
  for (gsize at = 0; at < run->n_terms; at += PAIRS) {
    gsize n = MIN(PAIRS, run->n_terms - at);
    if (!yt_spool_read(&run->code_spool, at * sizeof *pairs, pairs, n * sizeof *pairs, error))
      return FALSE;
    for (gsize i = 0; i < n; i++)
      codes[pairs[i].local] = pairs[i].code;
  }
  return TRUE;
}

static gboolean
take_spilled(YtRun *run, const guint32 *codes, YtCodesFunc func, gpointer user_data, GError **error)
{
  g_autofree guint32 *piece = g_malloc(CHUNK);
  guint64 size = yt_spool_get_size(&run->quads);
  for (guint64 at = 0; at < size; at += CHUNK) {
    gsize n = (gsize)MIN(CHUNK, size - at);
    if (!yt_spool_read(&run->quads, at, piece, n, error) || !take_values(piece, n / 16, codes, func, user_data, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
yt_run_take_quads(YtRun *run, YtCodesFunc func, gpointer user_data, GError **error)
{
  gboolean ok = TRUE;
  if (run->spilled) {
    gsize n_bytes = ((gsize)run->n_terms + 1) * sizeof(guint32);
    guint32 *codes = yt_pages_new(n_bytes);
    ok = read_codes(run, codes, error) && take_spilled(run, codes, func, user_data, error);
    yt_pages_free(codes, n_bytes);
    yt_spool_clear(&run->quads);
    yt_spool_clear(&run->code_spool);
    return ok;
  }
  GArray *chunks = run->batch->quads;
  for (guint c = 0; c < chunks->len && ok; c++) {
    Chunk *chunk = &g_array_index(chunks, Chunk, c);
    ok = take_values(chunk->pages, chunk->n_used / 16, run->codes, func, user_data, error);
    yt_pages_free(chunk->pages, chunk->n_bytes);
    chunk->pages = NULL;
  }
  run_forget_memory(run);
  return ok;
}
