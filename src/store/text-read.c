/* text-read.c: the text index of a file, and the texts themselves, as the door offers them. */
#include "store/delta.h"
#include "store/key.h"
#include "store/text-index.h"
#include <string.h>

static gsize
unpack_length(guint8 packed)
{
  if (packed < 64)
    return packed;
  guint exponent = 6 + (packed - 64u) / 8;
  return (gsize) (8 + packed % 8) << (exponent - 3);
}

gboolean
yt_store_has_text_index(const YtStore *store)
{
  return store->file->lengths != NULL;
}

gsize
yt_store_get_n_texts(const YtStore *store)
{
  return store->file->n_texts;
}

YtTermId
yt_store_get_text_id(const YtStore *store, gsize text)
{
  return yt_store_file_get_id(store->file, store->file->first_text + (guint32) text);
}

gsize
yt_store_get_text_length(const YtStore *store, gsize text)
{
  return unpack_length(store->file->lengths[text]);
}

static YtGramEntry
get_entry(const YtStoreFile *file, gsize index)
{
  YtGramEntry entry;
  memcpy(&entry, file->grams + index * sizeof entry, sizeof entry);
  entry.key = GUINT64_FROM_LE(entry.key);
  entry.offset = GUINT64_FROM_LE(entry.offset);
  entry.n_texts = GUINT64_FROM_LE(entry.n_texts);
  return entry;
}

gsize
yt_text_round_length(gsize n_characters)
{
  return unpack_length(yt_text_pack_length(n_characters));
}

gsize
yt_store_get_n_grams(const YtStore *store)
{
  return store->file->n_grams;
}

guint64
yt_store_get_gram(const YtStore *store, gsize index)
{
  return get_entry(store->file, index).key;
}

gsize
yt_store_find_gram(const YtStore *store, guint64 gram)
{
  gsize low = 0, high = store->file->n_grams;
  while (low < high) {
    gsize middle = low + (high - low) / 2;
    if (get_entry(store->file, middle).key < gram)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

void
yt_store_add_gram_texts(const YtStore *store, gsize index, guint64 *bits)
{
  const YtStoreFile *file = store->file;
  YtGramEntry entry = get_entry(file, index);
  if (entry.offset > file->n_postings)
    return;
  const guint8 *at = file->postings + entry.offset, *end = file->postings + file->n_postings;
  guint64 text = 0, difference;
  for (guint64 i = 0; i < entry.n_texts; i++) {
    if (at < end && *at < 0x80)
      difference = *at++;
    else if (!yt_get_varint(&at, end, &difference))
      return;
    text += difference;
    if (text >= file->n_texts)
      return;
    bits[text / 64] |= G_GUINT64_CONSTANT(1) << (text % 64);
  }
}

void
yt_text_cursor_init(YtTextCursor *cursor, const YtStore *store)
{
  *cursor = (YtTextCursor){.store = store};
  yt_term_buffer_init(&cursor->buffer);
}

void
yt_text_cursor_clear(YtTextCursor *cursor)
{
  YtDictionaryIter *iter = cursor->iter;
  if (iter)
    yt_dictionary_iter_clear(iter);
  g_clear_pointer(&cursor->iter, g_free);
  yt_term_buffer_clear(&cursor->buffer);
}

/* Walks on in the dictionary where that is near, else begins with the block that has @place. */
static const GByteArray *
walk_to(YtTextCursor *cursor, const YtDictionary *dictionary, guint64 place)
{
  YtDictionaryIter *iter = cursor->iter;
  if (!iter)
    cursor->iter = iter = g_new0(YtDictionaryIter, 1);
  gboolean near = iter->dictionary == dictionary && iter->place <= place &&
                  iter->place / YT_DICTIONARY_BLOCK == place / YT_DICTIONARY_BLOCK && iter->place > 0;
  if (!near && !yt_dictionary_iter_seek(iter, dictionary, place))
    return NULL;
  while (iter->place <= place)
    if (!yt_dictionary_iter_next(iter))
      return NULL;
  return iter->bytes;
}

const char *
yt_text_cursor_get(YtTextCursor *cursor, YtTermId id, gsize *n_bytes)
{
  guint kind = yt_id_kind(id);
  if (kind == YT_ID_SHORT || (id & YT_ID_DELTA) || !yt_store_knows_id(cursor->store, id)) {
    YtTerm term = yt_store_get_term(cursor->store, id, &cursor->buffer);
    *n_bytes = term.n_text;
    return term.text ? term.text : "";
  }
  const YtDictionary *dictionary = &cursor->store->file->dictionaries[yt_group_of_kind(kind)];
  const GByteArray *key = walk_to(cursor, dictionary, id & YT_ID_PAYLOAD);
  *n_bytes = 0;
  if (!key)
    return "";
  if (kind == YT_ID_STRING) {
    *n_bytes = key->len;
    return (const char *) key->data;
  }
  char *copy = yt_term_buffer_reserve(&cursor->buffer, key->len + 1); /* unescaped in place */
  memcpy(copy, key->data, key->len);
  YtTerm term = yt_key_get_term((YtIdKind) kind, copy, key->len);
  *n_bytes = term.n_text;
  return term.text;
}

static int
compare_ids(gconstpointer a, gconstpointer b)
{
  YtTermId x = *(const YtTermId *) a, y = *(const YtTermId *) b;
  return (x > y) - (x < y);
}

/* Is the short string a value of the file? */
static gboolean
file_has(const YtStoreFile *file, YtTermId id)
{
  gboolean exact;
  yt_store_file_find_code(file, id, &exact);
  return exact;
}

void
yt_store_list_log_texts(const YtStore *store, GArray *ids)
{
  if (!store->delta)
    return;
  for (guint i = 0; i < store->delta->n_runs; i++) {
    const YtDeltaRun *run = store->delta->runs[i];
    for (gsize k = 0; k < run->n; k++) {
      YtTermId id = run->quads[k].object;
      guint kind = yt_id_kind(id);
      gboolean is_text = kind == YT_ID_SHORT || kind == YT_ID_STRING || kind == YT_ID_LANGUAGE;
      if (run->signs[k] > 0 && is_text &&
          (kind == YT_ID_SHORT ? !file_has(store->file, id) : (id & YT_ID_DELTA) != 0))
        g_array_append_val(ids, id);
    }
  }
  g_array_sort(ids, compare_ids);
  guint n = 0;
  for (guint i = 0; i < ids->len; i++)
    if (n == 0 || g_array_index(ids, YtTermId, n - 1) != g_array_index(ids, YtTermId, i))
      g_array_index(ids, YtTermId, n++) = g_array_index(ids, YtTermId, i);
  g_array_set_size(ids, n);
}
