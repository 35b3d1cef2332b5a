/* dictionary.c: see dictionary.h. */
#include "store/dictionary.h"
#include "store/key.h"
#include <string.h>

#define FOOTER      24
#define FIRST_ENTRY 64 /* bytes of a block's first entry, most often, since that has all of its text */

gsize
yt_put_varint(guint8 *out, guint64 value)
{
  gsize n = 0;
  for (; value > 127; value >>= 7)
    out[n++] = (guint8) (value | 128);
  out[n++] = (guint8) value;
  return n;
}

gboolean
yt_get_varint(const guint8 **at, const guint8 *end, guint64 *value)
{
  guint64 sum = 0;
  for (guint shift = 0; *at < end && shift < 64; shift += 7) {
    guint8 byte = *(*at)++;
    sum |= (guint64) (byte & 127) << shift;
    if (byte < 128) {
      *value = sum;
      return TRUE;
    }
  }
  return FALSE;
}

gsize
yt_shared_length(const void *a, gsize n_a, const void *b, gsize n_b)
{
  const guint8 *x = a, *y = b;
  gsize n = MIN(n_a, n_b), i = 0;
  for (; i + 8 <= n; i += 8) {
    guint64 u, v;
    memcpy(&u, x + i, 8);
    memcpy(&v, y + i, 8);
    if (u != v)
      return i + (gsize) __builtin_ctzll(GUINT64_FROM_LE(u ^ v)) / 8;
  }
  while (i < n && x[i] == y[i])
    i++;
  return i;
}

static guint64
read_u64(const guint8 *at)
{
  guint64 value;
  memcpy(&value, at, sizeof value);
  return GUINT64_FROM_LE(value);
}

gboolean
yt_dictionary_init(YtDictionary *dictionary, const guint8 *section, gsize n_bytes)
{
  *dictionary = (YtDictionary){.bytes = section};
  if (n_bytes == 0)
    return TRUE; /* no terms of this kind */
  if (n_bytes < FOOTER)
    return FALSE;
  const guint8 *footer = section + n_bytes - FOOTER;
  dictionary->n_terms = read_u64(footer);
  dictionary->n_blocks = read_u64(footer + 8);
  dictionary->n_bytes = read_u64(footer + 16);
  gsize room = n_bytes - FOOTER;
  if (dictionary->n_blocks > room / 8 || dictionary->n_bytes > room - dictionary->n_blocks * 8 ||
      dictionary->n_terms > dictionary->n_blocks * YT_DICTIONARY_BLOCK ||
      dictionary->n_terms + YT_DICTIONARY_BLOCK <= dictionary->n_blocks * YT_DICTIONARY_BLOCK)
    return FALSE;
  dictionary->starts = footer - dictionary->n_blocks * 8;
  dictionary->entry_bytes = (guint) MIN(dictionary->n_bytes / MAX(dictionary->n_terms, 1), 64);
  return TRUE;
}

/* The entries of one block, not yet put together. */
typedef struct {
  gsize shared, n_suffix;
  const guint8 *suffix;
} Entry;

static const guint8 *
block_start(const YtDictionary *dictionary, guint64 block)
{
  guint64 start = read_u64(dictionary->starts + block * 8);
  return dictionary->bytes + MIN(start, dictionary->n_bytes);
}

static gboolean
read_entry(const guint8 **at, const guint8 *end, gboolean first, gsize n_last, Entry *entry)
{
  guint64 shared = 0, n_suffix;
  const guint8 *p = *at;
  if (end - p >= 2 && p[0] < 128 && (first || p[1] < 128)) { /* numbers of one byte, which is most of them */
    if (!first)
      shared = *p++;
    n_suffix = *p++;
    if (shared > n_last || n_suffix > (gsize) (end - p))
      return FALSE;
    *entry = (Entry){shared, n_suffix, p};
    *at = p + n_suffix;
    return TRUE;
  }
  if ((!first && !yt_get_varint(at, end, &shared)) || !yt_get_varint(at, end, &n_suffix) || shared > n_last ||
      n_suffix > (gsize) (end - *at))
    return FALSE;
  *entry = (Entry){shared, n_suffix, *at};
  *at += n_suffix;
  return TRUE;
}

/* Writes the string of @n_bytes that the last of the entries makes; what even the first of them shares is in @out
 * already. From the back, so that no byte is copied that does not belong to this string: each entry before gives what lies
 * between its own shared part and what is still missing. */
static inline void
put_together(const Entry *entries, guint n_entries, gsize n_bytes, char *out)
{
  gsize missing = n_bytes;
  for (guint i = n_entries; i-- > 0 && missing > 0;)
    if (entries[i].shared < missing) {
      memcpy(out + entries[i].shared, entries[i].suffix, missing - entries[i].shared);
      missing = entries[i].shared;
    }
}

char *
yt_dictionary_get(const YtDictionary *dictionary, guint64 place, YtTermBuffer *buffer, gsize *n_bytes)
{
  if (place >= dictionary->n_terms)
    return NULL;
  Entry entries[YT_DICTIONARY_BLOCK];
  const guint8 *at = block_start(dictionary, place / YT_DICTIONARY_BLOCK),
               *end = dictionary->bytes + dictionary->n_bytes;
  guint last = place % YT_DICTIONARY_BLOCK;
  gsize n = 0;
  for (guint i = 0; i <= last; i++) {
    if (!read_entry(&at, end, i == 0, n, &entries[i]))
      return NULL;
    n = entries[i].shared + entries[i].n_suffix;
  }
  char *out = yt_term_buffer_reserve(buffer, n + 1);
  put_together(entries, last + 1, n, out);
  out[n] = '\0';
  *n_bytes = n;
  return out;
}

void
yt_dictionary_cursor_reset(YtDictionaryCursor *cursor, const YtDictionary *dictionary)
{
  *cursor = (YtDictionaryCursor){
      .dictionary = dictionary, .bytes = cursor->bytes, .n_allocated = cursor->n_allocated};
}

void
yt_dictionary_cursor_clear(YtDictionaryCursor *cursor)
{
  g_clear_pointer(&cursor->bytes, g_free);
  cursor->place = cursor->n_allocated = 0;
}

const char *
yt_dictionary_cursor_get(YtDictionaryCursor *cursor, guint64 place, gsize *n_bytes)
{
  const YtDictionary *dictionary = cursor->dictionary;
  const guint8 *end = dictionary->bytes + dictionary->n_bytes;
  if (place >= dictionary->n_terms)
    return NULL;
  guint64 block = place / YT_DICTIONARY_BLOCK, next = cursor->place; /* that of the entry at cursor->at */
  if (place + 1 != next) {
    if (next == 0 || place < next || (next - 1) / YT_DICTIONARY_BLOCK != block) {
      next = block * YT_DICTIONARY_BLOCK;
      cursor->at = block_start(dictionary, block);
      cursor->n_bytes = 0;
    }
    Entry entries[YT_DICTIONARY_BLOCK];
    gsize n = cursor->n_bytes;
    guint k = 0;
    cursor->place = 0;
    for (; next <= place; next++, k++) {
      if (!read_entry(&cursor->at, end, next % YT_DICTIONARY_BLOCK == 0, n, &entries[k]))
        return NULL;
      n = entries[k].shared + entries[k].n_suffix;
    }
    if (n > cursor->n_allocated) {
      cursor->n_allocated = MAX(n * 2, 256);
      cursor->bytes = g_realloc(cursor->bytes, cursor->n_allocated);
    }
    put_together(entries, k, n, cursor->bytes);
    cursor->n_bytes = n;
    cursor->place = next;
  }
  *n_bytes = cursor->n_bytes;
  return cursor->bytes ? cursor->bytes : "";
}

void
yt_dictionary_prefetch(const YtDictionary *dictionary, guint64 place, gboolean near)
{
  if (place >= dictionary->n_terms)
    return;
  if (!near) {
    __builtin_prefetch(dictionary->starts + place / YT_DICTIONARY_BLOCK * 8);
    return;
  }
  /* The entries of a block up to that of @place, if they are as long as most; the first shares nothing. */
  const guint8 *start = block_start(dictionary, place / YT_DICTIONARY_BLOCK);
  gsize n_bytes = FIRST_ENTRY + place % YT_DICTIONARY_BLOCK * dictionary->entry_bytes;
  for (gsize at = 0; at < n_bytes; at += 64)
    __builtin_prefetch(start + at);
}

static int
compare_first(const YtDictionary *dictionary, guint64 block, const char *bytes, gsize n_bytes)
{
  const guint8 *at = block_start(dictionary, block);
  Entry entry;
  if (!read_entry(&at, dictionary->bytes + dictionary->n_bytes, TRUE, 0, &entry))
    return 1;
  return yt_bytes_compare(entry.suffix, entry.n_suffix, bytes, n_bytes);
}

guint64
yt_dictionary_find(const YtDictionary *dictionary, const char *bytes, gsize n_bytes)
{
  guint64 low = 0,
          high = dictionary->n_blocks; /* the blocks before low begin below @bytes, those from high do not */
  while (low < high) {
    guint64 middle = low + (high - low) / 2;
    if (compare_first(dictionary, middle, bytes, n_bytes) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == 0)
    return 0;
  /* In the block before: @matched bytes of the last entry equal those of @bytes, and it stands below. An entry that
   * shares more than that with it stands below too; one that shares less stands above. */
  guint64 place = (low - 1) * YT_DICTIONARY_BLOCK,
          block_end = MIN(place + YT_DICTIONARY_BLOCK, dictionary->n_terms);
  const guint8 *at = block_start(dictionary, low - 1), *end = dictionary->bytes + dictionary->n_bytes;
  gsize matched = 0, n_last = 0;
  for (guint i = 0; place < block_end; place++, i++) {
    Entry entry;
    if (!read_entry(&at, end, i == 0, n_last, &entry))
      return dictionary->n_terms;
    n_last = entry.shared + entry.n_suffix;
    if (entry.shared > matched)
      continue;
    if (entry.shared < matched)
      return place;
    gsize more = yt_shared_length(entry.suffix, entry.n_suffix, bytes + matched, n_bytes - matched);
    if (yt_bytes_compare(entry.suffix + more, entry.n_suffix - more, bytes + matched + more,
                         n_bytes - matched - more) >= 0)
      return place;
    matched += more;
  }
  return place;
}

guint64
yt_dictionary_find_prefix_end(const YtDictionary *dictionary, const char *prefix, gsize n_prefix)
{
  while (n_prefix > 0 && (guint8) prefix[n_prefix - 1] == 0xFF)
    n_prefix--;
  if (n_prefix == 0)
    return dictionary->n_terms;
  g_autofree char *next = g_memdup2(prefix, n_prefix);
  next[n_prefix - 1]++;
  return yt_dictionary_find(dictionary, next, n_prefix);
}

/* ---- Walking */

enum { FEW_BYTES = 64 }; /* of a term, there from the start: the bytes of an empty one are no NULL either */

void
yt_dictionary_iter_init(YtDictionaryIter *iter, const YtDictionary *dictionary)
{
  *iter = (YtDictionaryIter){
      .dictionary = dictionary, .at = dictionary->bytes, .bytes = g_byte_array_sized_new(FEW_BYTES)};
}

gboolean
yt_dictionary_iter_next(YtDictionaryIter *iter)
{
  const YtDictionary *dictionary = iter->dictionary;
  if (iter->place >= dictionary->n_terms)
    return FALSE;
  gboolean first = iter->place % YT_DICTIONARY_BLOCK == 0;
  if (first && block_start(dictionary, iter->place / YT_DICTIONARY_BLOCK) != iter->at)
    return FALSE;
  Entry entry;
  if (!read_entry(&iter->at, dictionary->bytes + dictionary->n_bytes, first, iter->bytes->len, &entry))
    return FALSE;
  g_byte_array_set_size(iter->bytes, (guint) entry.shared);
  g_byte_array_append(iter->bytes, entry.suffix, (guint) entry.n_suffix);
  iter->place++;
  return TRUE;
}

gboolean
yt_dictionary_iter_seek(YtDictionaryIter *iter, const YtDictionary *dictionary, guint64 place)
{
  if (place >= dictionary->n_terms)
    return FALSE;
  if (!iter->bytes)
    iter->bytes = g_byte_array_sized_new(FEW_BYTES);
  guint64 block = place / YT_DICTIONARY_BLOCK;
  iter->dictionary = dictionary;
  iter->place = block * YT_DICTIONARY_BLOCK;
  iter->at = block_start(dictionary, block);
  return TRUE;
}

void
yt_dictionary_iter_clear(YtDictionaryIter *iter)
{
  g_clear_pointer(&iter->bytes, g_byte_array_unref);
}

/* ---- Writing */

void
yt_dictionary_writer_init(YtDictionaryWriter *writer, YtSpool *entries, YtSpool *starts)
{
  *writer = (YtDictionaryWriter){.entries = entries, .starts = starts, .last = g_byte_array_new()};
}

gboolean
yt_dictionary_writer_add(YtDictionaryWriter *writer, const void *bytes, gsize n_bytes, GError **error)
{
  guint8 head[2 * YT_VARINT_BYTES];
  gsize shared = 0, n_head = 0;
  if (writer->n_terms % YT_DICTIONARY_BLOCK == 0) {
    guint64 start = GUINT64_TO_LE(yt_spool_get_size(writer->entries));
    if (!yt_spool_append(writer->starts, &start, sizeof start, error))
      return FALSE;
    writer->n_blocks++;
  } else {
    shared = yt_shared_length(writer->last->data, writer->last->len, bytes, n_bytes);
    n_head = yt_put_varint(head, shared);
  }
  n_head += yt_put_varint(head + n_head, n_bytes - shared);
  writer->n_terms++;
  g_byte_array_set_size(writer->last, (guint) shared);
  g_byte_array_append(writer->last, (const guint8 *) bytes + shared, (guint) (n_bytes - shared));
  return yt_spool_append(writer->entries, head, n_head, error) &&
         yt_spool_append(writer->entries, (const guint8 *) bytes + shared, n_bytes - shared, error);
}

gboolean
yt_dictionary_writer_finish(YtDictionaryWriter *writer, YtFile *file, GError **error)
{
  if (writer->n_terms == 0)
    return TRUE;
  guint64 footer[] = {GUINT64_TO_LE(writer->n_terms), GUINT64_TO_LE(writer->n_blocks),
                      GUINT64_TO_LE(yt_spool_get_size(writer->entries))};
  G_STATIC_ASSERT(sizeof footer == FOOTER);
  return yt_spool_append_to(writer->entries, file, error) && yt_file_align(file, error) &&
         yt_spool_append_to(writer->starts, file, error) &&
         yt_file_append(file, footer, sizeof footer, error);
}

void
yt_dictionary_writer_clear(YtDictionaryWriter *writer)
{
  g_clear_pointer(&writer->last, g_byte_array_unref);
}
