/* text-index.c: see text-index.h.
 *
 * The grams of a text go into a hash table, each with a chain of chunks in one growing block of memory, where its list of
 * texts is written as it will stand in the file. When the memory is used up, all lists go to temporary space in the order
 * of their keys, as one run; in the end the runs are merged. Texts come in rising order, so to merge two lists is to
 * write one behind the other. */
#include "store/text-index.h"
#include "store/dictionary.h"
#include "store/key.h"
#include <string.h>

#define BATCH_BYTES (1 << 18) /* handed to the thread at once */
#define MAX_BATCHES 8         /* waiting for it */
#define FIRST_CHUNK 8
#define LAST_CHUNK  512
#define LINK        sizeof(guint32)
#define MIN_SLOTS   (1 << 14)
#define MAX_MEMORY  ((gsize) 1 << 30) /* so that offsets in it have 32 bits */

/* ---- Characters */

/* What is no UTF-8 is U+FFFD, byte for byte: the text of a damaged file is read, too. */
static gunichar
next_character(const guint8 **at, const guint8 *end)
{
  const guint8 *p = *at;
  guint8 lead = *p;
  guint n = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
  gunichar c = n == 3 ? lead & 7 : n == 2 ? lead & 15 : lead & 31;
  if (n == 0 || lead >= 0xF5 || (gsize) (end - p) <= n) {
    *at = p + 1;
    return 0xFFFD;
  }
  for (guint i = 1; i <= n; i++) {
    if ((p[i] & 0xC0) != 0x80) {
      *at = p + 1;
      return 0xFFFD;
    }
    c = c << 6 | (p[i] & 63);
  }
  *at = p + n + 1;
  return c < 0x110000 ? c : 0xFFFD;
}

gunichar
yt_text_next(const char **text, const char *end)
{
  const guint8 **at = (const guint8 **) (gpointer) text;
  guint8 lead = **at;
  if (lead < 0x80) {
    ++*at;
    return lead <= ' ' || lead == 0x7F ? ' ' : lead >= 'A' && lead <= 'Z' ? lead + 32u : lead;
  }
  gunichar c = next_character(at, (const guint8 *) end);
  if (c >= 0x2E80 && c < 0xFF00)
    return c == 0x3000 ? ' ' : c;
  if (c >= 0xFF01 && c <= 0xFF5E) { /* full width */
    c -= 0xFEE0;
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
  }
  if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F))
    return c + 32; /* Latin-1, Greek, Cyrillic */
  if (c >= 0x400 && c <= 0x40F)
    return c + 80;
  gboolean blank =
      c == 0x85 || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F;
  return blank ? ' ' : c;
}

guint8
yt_text_pack_length(gsize n_characters)
{
  if (n_characters < 64)
    return (guint8) n_characters;
  guint exponent = 63 - (guint) __builtin_clzll(n_characters);
  guint packed = 64 + (exponent - 6) * 8 + (guint) (n_characters >> (exponent - 3) & 7);
  return (guint8) MIN(packed, 255);
}

/* ---- Collecting */

typedef struct {
  guint64 key;
  guint32 last, n_texts, n_bytes; /* of its list */
  guint32 head, at, end; /* offsets of its chunks in memory: the first, and where the last goes on and ends */
} Gram;

typedef struct {
  guint64 offset, end; /* in the spool */
} Run;

struct _YtTextWriter {
  gsize memory;
  GByteArray *batch;
  GAsyncQueue *batches,
      *done; /* of GByteArray; an empty one ends the thread. What the thread is done with comes back */
  guint n_waiting;
  GThread *thread;
  GError *problem; /* the thread's; read when it has ended, or when failed says so */
  gint failed;
  /* the thread's own, until it has ended */
  guint32 *slots; /* place in grams + 1 */
  guint n_slot_bits;
  GArray *grams;
  guint8 *chunks;
  guint32 n_chunk_bytes, n_chunk_allocated;
  YtSpool lists, lengths, entries;
  GArray *runs;
  guint32 n_texts;
};

static void
set_slots(YtTextWriter *writer, guint n_bits)
{
  g_free(writer->slots);
  writer->n_slot_bits = n_bits;
  writer->slots = g_new0(guint32, (gsize) 1 << n_bits);
}

static inline guint32 *
find_slot(const YtTextWriter *writer, guint64 key)
{
  gsize mask = ((gsize) 1 << writer->n_slot_bits) - 1;
  gsize at = (gsize) (key * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15) >> (64 - writer->n_slot_bits));
  const Gram *grams = (const Gram *) (gpointer) writer->grams->data;
  while (writer->slots[at] && grams[writer->slots[at] - 1].key != key)
    at = (at + 1) & mask;
  return &writer->slots[at];
}

static guint32
new_chunk(YtTextWriter *writer, guint32 n_bytes)
{
  guint32 needed = writer->n_chunk_bytes + n_bytes;
  if (needed > writer->n_chunk_allocated) {
    writer->n_chunk_allocated = MAX(needed, writer->n_chunk_allocated * 2);
    writer->chunks = g_realloc(writer->chunks, writer->n_chunk_allocated);
  }
  guint32 chunk = writer->n_chunk_bytes;
  writer->n_chunk_bytes = needed;
  return chunk;
}

static Gram *
add_gram(YtTextWriter *writer, guint64 key)
{
  if ((writer->grams->len + 1) * 2 > (guint64) 1 << writer->n_slot_bits) {
    set_slots(writer, writer->n_slot_bits + 1);
    for (guint i = 0; i < writer->grams->len; i++)
      *find_slot(writer, g_array_index(writer->grams, Gram, i).key) = i + 1;
  }
  Gram gram = {.key = key, .head = new_chunk(writer, FIRST_CHUNK + LINK)};
  gram.at = gram.head;
  gram.end = gram.head + FIRST_CHUNK;
  g_array_append_val(writer->grams, gram);
  *find_slot(writer, key) = writer->grams->len;
  return &g_array_index(writer->grams, Gram, writer->grams->len - 1);
}

/* The chunks of a list are as large as what is before them and one more first chunk, until they are large enough. */
static guint32
next_chunk_size(guint32 n_before)
{
  return MIN(n_before + FIRST_CHUNK, LAST_CHUNK);
}

static inline void
put(YtTextWriter *writer, guint64 key)
{
  guint32 *slot = find_slot(writer, key), text = writer->n_texts;
  Gram *gram = *slot ? &g_array_index(writer->grams, Gram, *slot - 1) : add_gram(writer, key);
  if (gram->n_texts && gram->last == text)
    return;
  for (guint32 rest = text - gram->last, more = 1; more; rest >>= 7) {
    if (gram->at == gram->end) {
      guint32 size = next_chunk_size(gram->n_bytes), chunk = new_chunk(writer, size + (guint32) LINK);
      memcpy(writer->chunks + gram->at, &chunk, LINK);
      gram->at = chunk;
      gram->end = chunk + size;
    }
    more = rest > 0x7F;
    writer->chunks[gram->at++] = (guint8) ((rest & 0x7F) | (more ? 0x80 : 0));
    gram->n_bytes++;
  }
  gram->last = text;
  gram->n_texts++;
}

static int
compare_grams(gconstpointer a, gconstpointer b)
{
  guint64 x = ((const Gram *) a)->key, y = ((const Gram *) b)->key;
  return (x > y) - (x < y);
}

static gboolean
append_chain(YtTextWriter *writer, const Gram *gram, GError **error)
{
  guint32 chunk = gram->head, size = FIRST_CHUNK;
  for (guint32 done = 0; done < gram->n_bytes;) {
    guint32 n = MIN(size, gram->n_bytes - done);
    if (!yt_spool_append(&writer->lists, writer->chunks + chunk, n, error))
      return FALSE;
    done += n;
    if (done < gram->n_bytes)
      memcpy(&chunk, writer->chunks + chunk + size, LINK);
    size = next_chunk_size(done);
  }
  return TRUE;
}

/* Moves all lists to the spool. A run is, for each gram, a Gram and its list. */
static gboolean
write_run(YtTextWriter *writer, GError **error)
{
  Run run = {.offset = yt_spool_get_size(&writer->lists)};
  g_array_sort(writer->grams, compare_grams);
  for (guint i = 0; i < writer->grams->len; i++) {
    const Gram *gram = &g_array_index(writer->grams, Gram, i);
    if (!yt_spool_append(&writer->lists, gram, sizeof *gram, error) || !append_chain(writer, gram, error))
      return FALSE;
  }
  run.end = yt_spool_get_size(&writer->lists);
  g_array_append_val(writer->runs, run);
  g_array_set_size(writer->grams, 0);
  writer->n_chunk_bytes = 0;
  memset(writer->slots, 0, sizeof *writer->slots << writer->n_slot_bits);
  return TRUE;
}

static gboolean
index_text(YtTextWriter *writer, const char *text, gsize n_bytes, GError **error)
{
  const char *end = text + n_bytes;
  gsize n_characters = 0;
  gunichar before = 0;
  for (; text < end; n_characters++) {
    gunichar c = yt_text_next(&text, end);
    if (n_characters > 0)
      put(writer, yt_gram(before, c));
    if (n_characters == 1)
      put(writer, YT_GRAM_START | yt_gram(before, c));
    before = c;
  }
  if (n_characters > 0)
    put(writer, yt_gram(before, 0));
  if (n_characters == 1)
    put(writer, YT_GRAM_START | yt_gram(before, 0));
  guint8 length = yt_text_pack_length(n_characters);
  writer->n_texts++;
  gsize used =
      writer->n_chunk_bytes + writer->grams->len * sizeof(Gram) + (sizeof(guint32) << writer->n_slot_bits);
  return yt_spool_append(&writer->lengths, &length, 1, error) &&
         (used < writer->memory || write_run(writer, error));
}

/* Entries of a batch: kind u8, n_bytes u32, key. */
static gboolean
index_batch(YtTextWriter *writer, GByteArray *batch, GError **error)
{
  for (guint8 *at = batch->data, *end = at + batch->len; at < end;) {
    guint8 kind = *at++;
    guint32 n_bytes;
    memcpy(&n_bytes, at, sizeof n_bytes);
    at += sizeof n_bytes;
    char short_text[YT_INLINE_TEXT];
    YtTerm term;
    if (kind == YT_ID_SHORT) {
      guint64 id;
      memcpy(&id, at, sizeof id);
      term = yt_inline_get_term(GUINT64_FROM_BE(id), short_text);
    } else
      term = yt_key_get_term((YtIdKind) kind, (char *) at, n_bytes);
    if (!index_text(writer, term.text, term.n_text, error))
      return FALSE;
    at += n_bytes;
  }
  return TRUE;
}

static gpointer
run_thread(gpointer data)
{
  YtTextWriter *writer = data;
  for (gboolean end = FALSE; !end;) {
    GByteArray *batch = g_async_queue_pop(writer->batches);
    end = batch->len == 0;
    if (!writer->problem &&
        !(end ? write_run(writer, &writer->problem) : index_batch(writer, batch, &writer->problem)))
      g_atomic_int_set(&writer->failed, 1);
    g_async_queue_push(writer->done, batch);
  }
  return NULL;
}

YtTextWriter *
yt_text_writer_new(gsize memory, const char *folder)
{
  YtTextWriter *writer = g_new0(YtTextWriter, 1);
  writer->memory = MIN(memory / 2, MAX_MEMORY);
  writer->batch = g_byte_array_new();
  writer->batches = g_async_queue_new();
  writer->done = g_async_queue_new();
  writer->grams = g_array_new(FALSE, FALSE, sizeof(Gram));
  writer->runs = g_array_new(FALSE, FALSE, sizeof(Run));
  set_slots(writer, 14);
  yt_spool_init(&writer->lists, folder, memory / 4);
  yt_spool_init(&writer->lengths, folder, memory / 8);
  yt_spool_init(&writer->entries, folder, memory / 8);
  writer->thread = g_thread_new("text index", run_thread, writer);
  return writer;
}

/* Ends the thread and takes all batches back. */
static void
stop_thread(YtTextWriter *writer)
{
  if (!writer->thread)
    return;
  g_async_queue_push(writer->batches, g_byte_array_new());
  g_thread_join(g_steal_pointer(&writer->thread));
  for (GByteArray *batch; (batch = g_async_queue_try_pop(writer->done));)
    g_byte_array_unref(batch);
}

void
yt_text_writer_free(YtTextWriter *writer)
{
  if (!writer)
    return;
  stop_thread(writer);
  g_byte_array_unref(writer->batch);
  g_async_queue_unref(writer->batches);
  g_async_queue_unref(writer->done);
  g_clear_error(&writer->problem);
  g_free(writer->slots);
  g_array_unref(writer->grams);
  g_free(writer->chunks);
  g_array_unref(writer->runs);
  yt_spool_clear(&writer->lists);
  yt_spool_clear(&writer->lengths);
  yt_spool_clear(&writer->entries);
  g_free(writer);
}

/* Hands the batch over, and waits for an old one where many are on the way. */
static void
send_batch(YtTextWriter *writer)
{
  GByteArray *next = writer->n_waiting < MAX_BATCHES ? NULL : g_async_queue_pop(writer->done);
  if (next)
    g_byte_array_set_size(next, 0);
  else
    writer->n_waiting++;
  g_async_queue_push(writer->batches, writer->batch);
  writer->batch = next ? next : g_byte_array_new();
}

gboolean
yt_text_writer_add(YtTextWriter *writer, guint kind, const void *key, gsize n_bytes, GError **error)
{
  guint8 head = (guint8) kind;
  guint32 n = (guint32) n_bytes;
  g_byte_array_append(writer->batch, &head, 1);
  g_byte_array_append(writer->batch, (const guint8 *) &n, sizeof n);
  g_byte_array_append(writer->batch, key, n);
  if (writer->batch->len < BATCH_BYTES)
    return TRUE;
  send_batch(writer);
  if (!g_atomic_int_get(&writer->failed))
    return TRUE;
  return yt_text_writer_finish(writer, error);
}

gboolean
yt_text_writer_finish(YtTextWriter *writer, GError **error)
{
  if (writer->thread && writer->batch->len > 0)
    send_batch(writer);
  stop_thread(writer);
  if (!writer->problem)
    return TRUE;
  g_propagate_error(error, g_error_copy(writer->problem));
  return FALSE;
}

/* ---- Merging */

typedef struct {
  guint64 at, end;
  Gram gram; /* the next; at is behind it */
  gboolean is_over;
} Cursor;

static gboolean
cursor_next(YtTextWriter *writer, Cursor *cursor, GError **error)
{
  cursor->is_over = cursor->at >= cursor->end;
  if (cursor->is_over)
    return TRUE;
  cursor->at += sizeof cursor->gram;
  return yt_spool_read(&writer->lists, cursor->at - sizeof cursor->gram, &cursor->gram, sizeof cursor->gram,
                       error);
}

/* Appends the list of @cursor's gram behind one that ends with @last. */
static gboolean
append_list(YtTextWriter *writer, Cursor *cursor, guint32 last, GByteArray *scratch, YtFile *file,
            GError **error)
{
  g_byte_array_set_size(scratch, cursor->gram.n_bytes);
  if (!yt_spool_read(&writer->lists, cursor->at, scratch->data, scratch->len, error))
    return FALSE;
  cursor->at += cursor->gram.n_bytes;
  const guint8 *at = scratch->data, *end = at + scratch->len;
  guint64 first;
  guint8 varint[YT_VARINT_BYTES];
  gboolean ok = yt_get_varint(&at, end, &first);
  g_assert(ok);
  return yt_file_append(file, varint, yt_put_varint(varint, first - last), error) &&
         yt_file_append(file, at, (gsize) (end - at), error);
}

static gboolean
merge_runs(YtTextWriter *writer, Cursor *cursors, guint n, GByteArray *scratch, YtFile *file, GError **error)
{
  guint64 start = file->size;
  for (guint i = 0; i < n; i++)
    if (!cursor_next(writer, &cursors[i], error))
      return FALSE;
  for (;;) {
    guint64 key = G_MAXUINT64;
    for (guint i = 0; i < n; i++)
      if (!cursors[i].is_over)
        key = MIN(key, cursors[i].gram.key);
    if (key == G_MAXUINT64)
      return TRUE;
    YtGramEntry entry = {.key = key, .offset = file->size - start};
    guint32 last = 0;
    for (guint i = 0; i < n; i++) { /* runs follow each other as texts do */
      Cursor *cursor = &cursors[i];
      if (cursor->is_over || cursor->gram.key != key)
        continue;
      entry.n_texts += cursor->gram.n_texts;
      if (!append_list(writer, cursor, last, scratch, file, error))
        return FALSE;
      last = cursor->gram.last;
      if (!cursor_next(writer, cursor, error))
        return FALSE;
    }
    entry.key = GUINT64_TO_LE(entry.key);
    entry.offset = GUINT64_TO_LE(entry.offset);
    entry.n_texts = GUINT64_TO_LE(entry.n_texts);
    if (!yt_spool_append(&writer->entries, &entry, sizeof entry, error))
      return FALSE;
  }
}

gboolean
yt_text_writer_append_postings(YtTextWriter *writer, YtFile *file, GError **error)
{
  g_autofree Cursor *cursors = g_new0(Cursor, MAX(writer->runs->len, 1));
  g_autoptr(GByteArray) scratch = g_byte_array_new();
  for (guint i = 0; i < writer->runs->len; i++) {
    const Run *run = &g_array_index(writer->runs, Run, i);
    cursors[i] = (Cursor){.at = run->offset, .end = run->end};
  }
  return merge_runs(writer, cursors, writer->runs->len, scratch, file, error);
}

gboolean
yt_text_writer_append_grams(YtTextWriter *writer, YtFile *file, GError **error)
{
  return yt_spool_append_to(&writer->entries, file, error);
}

gboolean
yt_text_writer_append_lengths(YtTextWriter *writer, YtFile *file, GError **error)
{
  return yt_spool_append_to(&writer->lengths, file, error);
}
