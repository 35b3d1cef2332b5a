/* dictionary.h: a sorted list of byte strings, numbered from 0; one for each kind of term that lives in the file.
 *
 *   section := entries, zeros up to a multiple of 8, block_start u64[n_blocks], n_terms u64, n_blocks u64, n_bytes u64
 *   block   := 16 entries, fewer in the last one
 *   entry   := [shared varint,] n_suffix varint, n_suffix bytes
 *
 * block_start counts from the section's start, n_bytes is the size of the entries. Varints have seven bits a byte, the
 * lowest first, and the highest bit set on all but the last byte. An entry keeps what differs from the one before it
 * (front coding: Witten, Moffat and Bell, "Managing Gigabytes", chapter 4); the first of a block has no shared part.
 * After "中医药", the entry for "中国" is
 *
 *   04 02 9B BD
 *
 * The four are 中 (E4 B8 AD) and the E5 with which 医 and 国 both begin: a shared part may end inside a character. */
#pragma once
#include "store/io.h"

#define YT_DICTIONARY_BLOCK 16

/* A view of a section; borrows its bytes. */
typedef struct {
  const guint8 *bytes;
  guint64 n_bytes, n_terms, n_blocks;
  const guint8 *starts;
  guint entry_bytes; /* of an entry, on average, or less where they are long */
} YtDictionary;

/* FALSE when @section cannot be a dictionary, by its size and footer. Reads no entry. */
gboolean yt_dictionary_init(YtDictionary *dictionary, const guint8 *section, gsize n_bytes);

/* The string at @place, in @buffer, or NULL when there is none (or the file is broken). A NUL follows it. */
char *yt_dictionary_get(const YtDictionary *dictionary, guint64 place, YtTermBuffer *buffer, gsize *n_bytes);

/* Reads strings one after the other. Places that rise need each entry only once; any other place costs what
 * yt_dictionary_get() costs. Needs no clearing of its own, but @bytes must be freed in the end. */
typedef struct {
  const YtDictionary *dictionary;
  guint64 place; /* of the string in bytes, + 1; 0: none */
  const guint8 *at; /* the entry behind it */
  gsize n_bytes, n_allocated;
  char *bytes;
} YtDictionaryCursor;
/* @cursor is zeros, or was used before, with any dictionary. */
void yt_dictionary_cursor_reset(YtDictionaryCursor *cursor, const YtDictionary *dictionary);
void yt_dictionary_cursor_clear(YtDictionaryCursor *cursor);

/* The string at @place, lent until the next call, without a NUL behind it; NULL when there is none. */
const char *yt_dictionary_cursor_get(YtDictionaryCursor *cursor, guint64 place, gsize *n_bytes);

/* Asks the processor to fetch what a look-up of @place will read first, then (@near) what it will read next. */
void yt_dictionary_prefetch(const YtDictionary *dictionary, guint64 place, gboolean near);

/* The first place whose string is at least @bytes; n_terms if there is none. */
guint64 yt_dictionary_find(const YtDictionary *dictionary, const char *bytes, gsize n_bytes);

/* The first place behind all strings that start with @prefix. */
guint64 yt_dictionary_find_prefix_end(const YtDictionary *dictionary, const char *prefix, gsize n_prefix);

/* Walks all strings in order. */
typedef struct {
  const YtDictionary *dictionary;
  guint64 place; /* of the next */
  const guint8 *at;
  GByteArray *bytes; /* the current string */
} YtDictionaryIter;
void yt_dictionary_iter_init(YtDictionaryIter *iter, const YtDictionary *dictionary);
gboolean yt_dictionary_iter_next(YtDictionaryIter *iter); /* FALSE at the end, or where an entry makes no sense */
/* Moves to the block that has @place, so that its strings come next; also to another dictionary, and with a zeroed @iter. */
gboolean yt_dictionary_iter_seek(YtDictionaryIter *iter, const YtDictionary *dictionary, guint64 place);
void yt_dictionary_iter_clear(YtDictionaryIter *iter);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(YtDictionaryIter, yt_dictionary_iter_clear)

/* Writes a section; strings come in order, each once. */
typedef struct {
  YtSpool *entries, *starts;
  guint64 n_terms, n_blocks;
  GByteArray *last;
} YtDictionaryWriter;
void yt_dictionary_writer_init(YtDictionaryWriter *writer, YtSpool *entries, YtSpool *starts); /* empty spools, borrowed */
gboolean yt_dictionary_writer_add(YtDictionaryWriter *writer, const void *bytes, gsize n_bytes, GError **error);
gboolean yt_dictionary_writer_finish(YtDictionaryWriter *writer, YtFile *file, GError **error); /* appends the section */
void yt_dictionary_writer_clear(YtDictionaryWriter *writer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(YtDictionaryWriter, yt_dictionary_writer_clear)

/* Front coding, also for temporary runs. */
#define YT_VARINT_BYTES 10
gsize yt_put_varint(guint8 *out, guint64 value);
gboolean yt_get_varint(const guint8 **at, const guint8 *end, guint64 *value);
gsize yt_shared_length(const void *a, gsize n_a, const void *b, gsize n_b);
