/* batch.c: see batch.h.
 *
 *   a run's terms in temporary space: local varint, shared varint, n_suffix varint, suffix, for each; front coded throughout
 *   its quads, in memory too: a byte with the width of each local number, two bits each from the subject's on, which are
 *     the lowest: 0 as in the quad before, 1, 2 and 3 for one byte, three and four; and the numbers, 0 for the default graph
 *   its codes: local u32, code u32, in the order of the terms
 *
 * Most of the time goes into waiting for memory: a term's slot in the hash table, then its record, which its key is part of.
 * So quads wait in a queue until there are some, and what all of them need is fetched step by step before it is used. Memory
 * that is new to the process is slow, too, so a batch that has been written out is filled again. */
#include "store/batch.h"
#include "store/dictionary.h"
#include "store/key.h"
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#define CHUNK      (1 << 20) /* bytes of quads that are allocated together */
#define FIRST_KEYS (1 << 16)
#define UNIT       sizeof(guint32) /* of places of records */
#define MAX_KEYS                                                                                             \
  ((gsize) 8 << 30) /* half of what places reach: a caller adds less than the rest between two questions */
#define MAX_QUAD    (1 + 4 * sizeof(guint32)) /* bytes */
#define AHEAD       12                        /* terms, when keys are read in their order */
#define FIRST_SLOTS (1 << 12)
#define MAX_TERMS   (G_MAXUINT32 - 1)
#define RUN_BUFFER  (1 << 18)
#define QUEUE       32 /* quads; their terms' cache lines must fit the first cache */

/* A term: its record, and its key behind it. */
typedef struct {
  guint32 local, n_bytes;
  guint32 used_as; /* 1 << YtPosition, for predicates and graphs */
} Record;

typedef struct {
  guint32 hash, place; /* place 0: free */
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
  guint8 *keys; /* records, in the order of their local numbers; nothing is at place 0 */
  gsize n_key_bytes, n_keys_allocated;
  guint32 n_terms;
  GArray *quads;  /* of Chunk */
  guint n_chunks; /* in use; those behind wait for more quads */
  guint64 n_quads;
  gsize n_quad_bytes;
  Item *items; /* of the terms, when they have been sorted */
  gsize n_items_allocated;
  GString *scratch;
  Queued queue[QUEUE][4];
  guint n_queued;
  GByteArray *queue_bytes;
  guint32 last[4];        /* local numbers of the quad that left the queue last */
  guint32 last_places[4]; /* and their records */
};

static void
clear_chunk(gpointer chunk)
{
  yt_pages_free(((Chunk *) chunk)->pages, ((Chunk *) chunk)->n_bytes);
}

YtBatch *
yt_batch_new(void)
{
  YtBatch *batch = g_new0(YtBatch, 1);
  batch->n_slots = FIRST_SLOTS;
  batch->slots = yt_pages_new(batch->n_slots * sizeof *batch->slots);
  batch->n_keys_allocated = FIRST_KEYS;
  batch->keys = yt_pages_new(batch->n_keys_allocated);
  batch->n_key_bytes = UNIT;
  batch->quads = g_array_new(FALSE, FALSE, sizeof(Chunk));
  g_array_set_clear_func(batch->quads, clear_chunk);
  batch->scratch = g_string_new(NULL);
  batch->queue_bytes = g_byte_array_new();
  return batch;
}

static void
forget_slots(YtBatch *batch)
{
  yt_pages_free(batch->slots, batch->n_slots * sizeof *batch->slots);
  batch->slots = NULL;
}

static void
forget_terms(YtBatch *batch)
{
  yt_pages_free(batch->keys, batch->n_keys_allocated);
  yt_pages_free(batch->items, batch->n_items_allocated * sizeof *batch->items);
  batch->keys = NULL;
  batch->items = NULL;
}

void
yt_batch_free(YtBatch *batch)
{
  if (!batch)
    return;
  forget_slots(batch);
  forget_terms(batch);
  g_array_unref(batch->quads);
  g_string_free(batch->scratch, TRUE);
  g_byte_array_unref(batch->queue_bytes);
  g_free(batch);
}

/* Without quads and terms, but with its memory. */
static void
make_empty(YtBatch *batch)
{
  memset(batch->slots, 0, batch->n_slots * sizeof *batch->slots);
  batch->n_key_bytes = UNIT;
  batch->n_terms = 0;
  batch->n_chunks = 0;
  batch->n_quads = batch->n_quad_bytes = 0;
  memset(batch->last, 0, sizeof batch->last);
}

guint64
yt_batch_get_n_quads(const YtBatch *batch)
{
  return batch->n_quads + batch->n_queued;
}

gboolean
yt_batch_is_full(const YtBatch *batch, gsize n_bytes)
{
  gsize used = batch->n_slots * sizeof *batch->slots + batch->n_key_bytes + batch->n_quad_bytes +
               batch->n_terms * sizeof *batch->items; /* which come at the end */
  return used >= n_bytes || batch->n_key_bytes > MAX_KEYS ||
         batch->n_terms > MAX_TERMS - (1 << 24); /* as with MAX_KEYS */
}

/* A chunk with room for a quad, and for what is read too much with its last number. */
static Chunk *
get_chunk(YtBatch *batch)
{
  Chunk *last = batch->n_chunks > 0 ? &g_array_index(batch->quads, Chunk, batch->n_chunks - 1) : NULL;
  if (last && last->n_bytes - last->n_used >= MAX_QUAD + sizeof(guint32))
    return last;
  if (batch->n_chunks == batch->quads->len) {
    gsize size = batch->n_chunks == 0 ? CHUNK / 16 : CHUNK; /* small stores shall be cheap */
    Chunk chunk = {yt_pages_new(size), size, 0};
    g_array_append_val(batch->quads, chunk);
  }
  last = &g_array_index(batch->quads, Chunk, batch->n_chunks++);
  last->n_used = 0;
  return last;
}

static void
grow_slots(YtBatch *batch)
{
  gsize n_slots = batch->n_slots * 2;
  Slot *slots = yt_pages_new(n_slots * sizeof *slots);
  for (gsize i = 0; i < batch->n_slots; i++)
    if (batch->slots[i].place) {
      gsize at = batch->slots[i].hash & (n_slots - 1);
      while (slots[at].place)
        at = (at + 1) & (n_slots - 1);
      slots[at] = batch->slots[i];
    }
  yt_pages_free(batch->slots, batch->n_slots * sizeof *slots);
  batch->slots = slots;
  batch->n_slots = n_slots;
}

static Record *
get_record(const YtBatch *batch, guint32 place)
{
  return (Record *) (gpointer) (batch->keys + place * UNIT);
}

static gsize
record_size(gsize n_key)
{
  return (sizeof(Record) + n_key + UNIT - 1) / UNIT * UNIT;
}

/* Gives a term the next local number, and returns its place. */
static guint32
add_record(YtBatch *batch, const guint8 *key, guint32 n_key)
{
  gsize n_bytes = record_size(n_key);
  if (batch->n_keys_allocated - batch->n_key_bytes < n_bytes) {
    gsize n_allocated = MAX(batch->n_keys_allocated * 2, batch->n_key_bytes + n_bytes);
    batch->keys = yt_pages_grow(batch->keys, batch->n_keys_allocated, n_allocated);
    batch->n_keys_allocated = n_allocated;
  }
  g_assert(batch->n_key_bytes / UNIT <= G_MAXUINT32);
  guint32 place = (guint32) (batch->n_key_bytes / UNIT);
  Record *record = get_record(batch, place);
  *record = (Record){++batch->n_terms, n_key, 0};
  memcpy(record + 1, key, n_key);
  batch->n_key_bytes += n_bytes;
  return place;
}

static guint32
intern(YtBatch *batch, guint32 hash, const guint8 *key, guint32 n_key)
{
  gsize at = hash & (batch->n_slots - 1);
  for (; batch->slots[at].place; at = (at + 1) & (batch->n_slots - 1)) {
    if (batch->slots[at].hash != hash)
      continue;
    const Record *record = get_record(batch, batch->slots[at].place);
    if (record->n_bytes == n_key && memcmp(record + 1, key, n_key) == 0)
      return batch->slots[at].place;
  }
  guint32 place = add_record(batch, key, n_key);
  batch->slots[at] = (Slot){hash, place};
  if ((gsize) batch->n_terms * 10 > batch->n_slots * 7)
    grow_slots(batch);
  return place;
}

/* ---- The queue */

static const Slot *
first_slot(const YtBatch *batch, const Queued *term)
{
  return &batch->slots[term->hash & (batch->n_slots - 1)];
}

/* The records of terms that were seen before, which may reach over two cache lines. */
static void
fetch_records(const YtBatch *batch)
{
  for (guint i = 0; i < batch->n_queued; i++)
    for (guint p = 0; p < 4; p++) {
      const Queued *term = &batch->queue[i][p];
      if (term->as_before || term->n_key == 0)
        continue;
      const Slot *slot = first_slot(batch, term);
      if (slot->hash != term->hash || !slot->place)
        continue;
      const guint8 *record = batch->keys + slot->place * UNIT;
      __builtin_prefetch(record);
      __builtin_prefetch(record + sizeof(Record) + term->n_key - 1);
    }
}

static void
add_quad(YtBatch *batch, const guint32 quad[4])
{
  static const guint8 widths[] = {0, 1, 3, 4};
  Chunk *chunk = get_chunk(batch);
  guint8 *head = (guint8 *) chunk->pages + chunk->n_used, *out = head + 1;
  *head = 0;
  for (guint p = 0; p < 4; p++) {
    guint width = quad[p] == batch->last[p] ? 0 : quad[p] < 1 << 8 ? 1 : quad[p] < 1 << 24 ? 2 : 3;
    guint32 value = GUINT32_TO_LE(quad[p]);
    memcpy(out, &value, sizeof value);
    out += widths[width];
    *head |= (guint8) (width << 2 * p);
    batch->last[p] = quad[p];
  }
  chunk->n_used += (gsize) (out - head);
  batch->n_quad_bytes += (gsize) (out - head);
  batch->n_quads++;
}

static void
empty_queue(YtBatch *batch)
{
  fetch_records(batch);
  for (guint i = 0; i < batch->n_queued; i++) {
    guint32 quad[4];
    for (guint p = 0; p < 4; p++) {
      const Queued *term = &batch->queue[i][p];
      if (!term->as_before)
        batch->last_places[p] =
            term->n_key == 0
                ? 0
                : intern(batch, term->hash, batch->queue_bytes->data + term->offset, term->n_key);
      quad[p] = batch->last_places[p] ? get_record(batch, batch->last_places[p])->local : 0;
    }
    get_record(batch, batch->last_places[YT_PREDICATE])->used_as |= 1 << YT_PREDICATE;
    if (quad[YT_GRAPH])
      get_record(batch, batch->last_places[YT_GRAPH])->used_as |= 1 << YT_GRAPH;
    add_quad(batch, quad);
  }
  batch->n_queued = 0;
  g_byte_array_set_size(batch->queue_bytes, 0);
}

static gboolean
make_queued(YtBatch *batch, const YtTerm *term, YtPosition position)
{
  Queued *queued = &batch->queue[batch->n_queued][position];
  YtKey key;
  *queued = (Queued){.offset = batch->queue_bytes->len};
  if (position == YT_GRAPH && term->kind == YT_TERM_UNBOUND)
    return TRUE;
  if (!yt_key_from_term(term, batch->scratch, &key) || key.n_bytes >= G_MAXINT32)
    return FALSE;
  if (key.inline_id) {
    guint64 big = GUINT64_TO_BE(key.inline_id);
    g_byte_array_append(batch->queue_bytes, (const guint8 *) &big, sizeof big);
  } else {
    g_byte_array_append(batch->queue_bytes, &key.lead, 1);
    g_byte_array_append(batch->queue_bytes, (const guint8 *) key.bytes, (guint) key.n_bytes);
  }
  queued->n_key = batch->queue_bytes->len - queued->offset;
  const guint8 *bytes = batch->queue_bytes->data + queued->offset;
  const Queued *before = batch->n_queued > 0 ? &batch->queue[batch->n_queued - 1][position] : NULL;
  if (before && before->n_key == queued->n_key &&
      memcmp(batch->queue_bytes->data + before->offset, bytes, queued->n_key) == 0) {
    queued->as_before = TRUE; /* subjects and graphs come many times in a row */
    queued->hash = before->hash;
    return TRUE;
  }
  queued->hash = (guint32) (XXH3_64bits(bytes, queued->n_key) >> 16);
  __builtin_prefetch(first_slot(batch, queued));
  return TRUE;
}

gboolean
yt_batch_add(const YtTermQuad *quad, gpointer data, GError **error)
{
  YtBatch *batch = data;
  if (!make_queued(batch, &quad->subject, YT_SUBJECT) ||
      !make_queued(batch, &quad->predicate, YT_PREDICATE) || !make_queued(batch, &quad->object, YT_OBJECT) ||
      !make_queued(batch, &quad->graph, YT_GRAPH)) {
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
  guint32 x = ((const Item *) a)->n_bytes, y = ((const Item *) b)->n_bytes;
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
    for (gsize i = 0; i < n; i++) {
      if (i + AHEAD < n)
        __builtin_prefetch(items[i + AHEAD].key + depth);
      items[i].word = load_word(items[i].key, items[i].n_bytes, depth);
    }
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
  guint32 place;      /* of the next term, from 0 */
  GArray *special[4]; /* of guint32: places (from 0) of predicates and graphs, when spilled; then codes */
  /* in memory */
  YtBatch *batch;
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

static const Record *
get_item_record(const Item *item)
{
  return (const Record *) (gconstpointer) item->key - 1;
}

/* The terms of a batch, sorted by their keys. */
static void
make_items(YtBatch *batch)
{
  if (batch->n_items_allocated < batch->n_terms) {
    yt_pages_free(batch->items, batch->n_items_allocated * sizeof *batch->items);
    batch->n_items_allocated = batch->n_terms;
    batch->items = yt_pages_new(batch->n_items_allocated * sizeof *batch->items);
  }
  const guint8 *at = batch->keys + UNIT;
  for (guint32 i = 0; i < batch->n_terms; i++) {
    const Record *record = (const Record *) (gconstpointer) at;
    const guint8 *key = at + sizeof *record;
    batch->items[i] = (Item){load_word(key, record->n_bytes, 0), key, record->n_bytes, record->local};
    at += record_size(record->n_bytes);
  }
  sort_items(batch->items, batch->n_terms, 0);
}

/* A run over @batch, sorted, which keeps its owner. */
static YtRun *
run_over(YtBatch *batch)
{
  YtRun *run = g_new0(YtRun, 1);
  empty_queue(batch);
  make_items(batch);
  run->batch = batch;
  run->n_quads = batch->n_quads;
  run->n_terms = batch->n_terms;
  for (guint p = YT_PREDICATE; p < 4; p++)
    run->special[p] = g_array_new(FALSE, FALSE, sizeof(guint32));
  return run;
}

YtRun *
yt_run_new(YtBatch *batch)
{
  YtRun *run = run_over(batch);
  forget_slots(batch);
  return run;
}

static void
run_forget_memory(YtRun *run)
{
  g_clear_pointer(&run->batch, yt_batch_free);
  yt_pages_free(run->codes, ((gsize) run->n_terms + 1) * sizeof *run->codes);
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

/* A term that will be read soon, in the order of keys, with its record. */
static void
fetch_item(const Item *item)
{
  __builtin_prefetch(item->key - sizeof(Record));
  __builtin_prefetch(item->key + item->n_bytes - 1);
}

static void
note_special(YtRun *run, guint32 place_or_code, guint32 used_as)
{
  for (guint p = YT_PREDICATE; used_as && p < 4; p++)
    if (used_as & 1u << p)
      g_array_append_val(run->special[p], place_or_code);
}

static gboolean
spill_terms(YtRun *run, GError **error)
{
  const guint8 *last = NULL;
  gsize n_last = 0;
  for (guint32 i = 0; i < run->n_terms; i++) {
    const Item *item = &run->batch->items[i];
    if (i + AHEAD < run->n_terms)
      fetch_item(item + AHEAD);
    guint8 head[3 * YT_VARINT_BYTES];
    gsize shared = yt_shared_length(last, n_last, item->key, item->n_bytes);
    gsize n_head = yt_put_varint(head, item->local);
    n_head += yt_put_varint(head + n_head, shared);
    n_head += yt_put_varint(head + n_head, item->n_bytes - shared);
    if (!yt_spool_append(&run->terms, head, n_head, error) ||
        !yt_spool_append(&run->terms, item->key + shared, item->n_bytes - shared, error))
      return FALSE;
    note_special(run, i, get_item_record(item)->used_as);
    last = item->key;
    n_last = item->n_bytes;
  }
  return TRUE;
}

static gboolean
spill_quads(YtRun *run, GError **error)
{
  for (guint c = 0; c < run->batch->n_chunks; c++) {
    const Chunk *chunk = &g_array_index(run->batch->quads, Chunk, c);
    if (!yt_spool_append(&run->quads, chunk->pages, chunk->n_used, error))
      return FALSE;
  }
  return TRUE;
}

gsize
yt_batch_get_run_bytes(const YtBatch *batch)
{
  return batch->n_key_bytes + batch->n_quad_bytes + batch->n_terms * sizeof(LocalCode);
}

gsize
yt_run_get_n_bytes(const YtRun *run)
{
  if (run->batch)
    return yt_batch_get_run_bytes(run->batch);
  return (gsize) (yt_spool_get_size(&run->terms) + yt_spool_get_size(&run->quads)) +
         run->n_terms * sizeof(LocalCode);
}

/* Leaves the batch to its owner. */
static gboolean
write_batch(YtRun *run, const char *folder, gboolean keep, GError **error)
{
  gsize limit = keep ? G_MAXSIZE : 1 << 20;
  run->spilled = TRUE;
  yt_spool_init(&run->terms, folder, limit);
  yt_spool_init(&run->quads, folder, limit);
  yt_spool_init(&run->code_spool, folder, limit);
  run->key = g_byte_array_new();
  return spill_terms(run, error) && spill_quads(run, error);
}

YtRun *
yt_run_new_spilled(YtBatch *batch, const char *folder, gboolean keep, GError **error)
{
  YtRun *run = run_over(batch);
  gboolean ok = write_batch(run, folder, keep, error);
  run->batch = NULL;
  make_empty(batch);
  if (!ok)
    g_clear_pointer(&run, yt_run_free);
  return run;
}

gboolean
yt_run_spill(YtRun *run, const char *folder, gboolean keep, GError **error)
{
  g_return_val_if_fail(!run->spilled, FALSE);
  if (!write_batch(run, folder, keep, error))
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
    run->codes = yt_pages_new(((gsize) run->n_terms + 1) * sizeof *run->codes);
  }
}

static gboolean
read_byte(YtRun *run, guint8 *byte, GError **error)
{
  if (run->buffer_at == run->n_buffer) {
    run->n_buffer = (gsize) MIN(RUN_BUFFER, yt_spool_get_size(&run->terms) - run->at);
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
  if (run->buffer_at < run->n_buffer && run->buffer[run->buffer_at] < 128) { /* most often */
    *value = run->buffer[run->buffer_at++];
    return TRUE;
  }
  *value = 0;
  guint shift = 0;
  do {
    if (!read_byte(run, &byte, error))
      return FALSE;
    *value |= (gsize) (byte & 127) << shift;
    shift += 7;
  } while (byte >= 128 && shift < 64);
  return TRUE;
}

static gboolean
read_spilled_term(YtRun *run, GError **error)
{
  gsize local, shared, n_suffix;
  if (!read_varint(run, &local, error) || !read_varint(run, &shared, error) ||
      !read_varint(run, &n_suffix, error))
    return FALSE;
  run->local = (guint32) local;
  g_byte_array_set_size(run->key, (guint) MIN(shared, run->key->len));
  while (n_suffix > 0) {
    guint8 byte;
    if (!read_byte(run, &byte, error))
      return FALSE;
    gsize n = MIN(n_suffix - 1, run->n_buffer - run->buffer_at);
    g_byte_array_append(run->key, &byte, 1);
    g_byte_array_append(run->key, run->buffer + run->buffer_at, (guint) n);
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
    const Item *item = &run->batch->items[run->place];
    if (run->place + AHEAD < run->n_terms)
      fetch_item(item + AHEAD);
    *key = item->key;
    *n_bytes = item->n_bytes;
  }
  run->place++;
  return TRUE;
}

gboolean
yt_run_set_code(YtRun *run, guint32 code, GError **error)
{
  LocalCode pair = {run->local, code};
  if (run->spilled)
    return yt_spool_append(&run->code_spool, &pair, sizeof pair, error);
  run->codes[run->batch->items[run->place - 1].local] = code;
  return TRUE;
}

/* From places of predicates and graphs to their codes. */
static gboolean
read_special(YtRun *run, GError **error)
{
  for (guint p = YT_PREDICATE; p < 4; p++)
    for (guint i = 0; i < run->special[p]->len; i++) {
      guint32 *place = &g_array_index(run->special[p], guint32, i);
      LocalCode pair;
      if (!yt_spool_read(&run->code_spool, *place * sizeof pair, &pair, sizeof pair, error))
        return FALSE;
      *place = pair.code;
    }
  return TRUE;
}

gboolean
yt_run_forget_terms(YtRun *run, GError **error)
{
  if (run->spilled) {
    yt_spool_clear(&run->terms);
    g_clear_pointer(&run->buffer, g_free);
    return read_special(run, error);
  }
  const guint8 *at = run->batch->keys + UNIT;
  for (guint32 i = 0; i < run->n_terms; i++) {
    const Record *record = (const Record *) (gconstpointer) at;
    note_special(run, run->codes[record->local], record->used_as);
    at += record_size(record->n_bytes);
  }
  forget_terms(run->batch);
  return TRUE;
}

void
yt_run_collect_codes(YtRun *run, YtPosition position, GHashTable *codes)
{
  for (guint i = 0; i < run->special[position]->len; i++)
    g_hash_table_add(codes, GUINT_TO_POINTER(g_array_index(run->special[position], guint32, i)));
}

/* Gives the quads that stand in [@at, @end), and returns where the rest begins: with @more, numbers may be cut off at @end.
 * Behind it are four bytes that may be read. @last: the quad before, and then the last one. NULL with @error. */
static const guint8 *
take_values(const guint8 *at, const guint8 *end, gboolean more, guint32 last[4], const guint32 *codes,
            YtCodesFunc func, gpointer user_data, GError **error)
{
  static const guint8 widths[] = {0, 1, 3, 4};
  static const guint32 masks[] = {0, 0xFF, 0xFFFFFF, 0xFFFFFFFF};
  while (more ? (gsize) (end - at) >= MAX_QUAD : at < end) {
    guint32 quad[4];
    guint head = *at++;
    for (guint p = 0; p < 4; p++, head >>= 2) {
      guint width = head & 3;
      guint32 value;
      memcpy(&value, at, sizeof value);
      at += widths[width];
      if (width > 0)
        last[p] = GUINT32_FROM_LE(value) & masks[width];
      quad[p] = codes[last[p]];
    }
    if (!func(quad, user_data, error))
      return NULL;
  }
  return at;
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
  g_autofree guint8 *piece = g_malloc0(MAX_QUAD + CHUNK + sizeof(guint32));
  guint64 size = yt_spool_get_size(&run->quads);
  guint32 last[4] = {0};
  gsize n_rest = 0;
  for (guint64 at = 0; at < size;) {
    gsize n = (gsize) MIN(CHUNK, size - at);
    if (!yt_spool_read(&run->quads, at, piece + n_rest, n, error))
      return FALSE;
    at += n;
    const guint8 *end = piece + n_rest + n,
                 *rest = take_values(piece, end, at < size, last, codes, func, user_data, error);
    if (!rest)
      return FALSE;
    n_rest = (gsize) (end - rest);
    memmove(piece, rest, n_rest);
  }
  return TRUE;
}

static gboolean
take_from_memory(YtRun *run, YtCodesFunc func, gpointer user_data, GError **error)
{
  guint32 last[4] = {0};
  for (guint c = 0; c < run->batch->n_chunks; c++) {
    Chunk *chunk = &g_array_index(run->batch->quads, Chunk, c);
    const guint8 *at = chunk->pages;
    if (!take_values(at, at + chunk->n_used, FALSE, last, run->codes, func, user_data, error))
      return FALSE;
    yt_pages_free(chunk->pages, chunk->n_bytes);
    chunk->pages = NULL;
  }
  return TRUE;
}

gboolean
yt_run_take_quads(YtRun *run, YtCodesFunc func, gpointer user_data, GError **error)
{
  gboolean ok;
  if (!run->spilled) {
    ok = take_from_memory(run, func, user_data, error);
    run_forget_memory(run);
    return ok;
  }
  gsize n_bytes = ((gsize) run->n_terms + 1) * sizeof(guint32);
  guint32 *codes = yt_pages_new(n_bytes);
  ok = read_codes(run, codes, error) && take_spilled(run, codes, func, user_data, error);
  yt_pages_free(codes, n_bytes);
  yt_spool_clear(&run->quads);
  yt_spool_clear(&run->code_spool);
  return ok;
}
