/* text-index.h: which texts have which pairs of characters, for full-text search.
 *
 * A text is a literal that is a string: an xsd:string or one with a language tag. Texts are numbered from 0 in the order
 * of their codes, which follow each other without a gap: short strings, strings, language-tagged ones.
 *
 *   grams    := (key u64, offset u64, n_texts u64)*, rising by key
 *   postings := for each gram, from its offset on: n_texts varints, a text's number less the one before it (the first: less 0)
 *   lengths  := for each text one byte, the number of its characters as yt_text_pack_length() writes it
 *   key      := start bit << 42 | first character << 21 | second character
 *
 * Characters are folded by yt_text_next(). A text of characters c1 … cn has the grams c1c2, c2c3, …, cn0, so that each
 * of its characters is the first of one; and, with the start bit, c1c2 (c10 where there is no second). No word of Chinese
 * needs to be known for this, and nothing is looked up in a table that could differ elsewhere: variants of a character and
 * its readings are the search's affair. The text "园区" as number 7 gives
 *
 *   56ED<<21|533A: 07, 533A<<21|0: 07, 1<<42|56ED<<21|533A: 07; length 02
 *
 * Lists are short for what is rare and one byte an entry for what is common. */
#pragma once
#include "store/io.h"

#define YT_SECTION_GRAMS 66
#define YT_SECTION_POSTINGS 67
#define YT_SECTION_LENGTHS 68

typedef struct {
  guint64 key, offset, n_texts;
} YtGramEntry;
G_STATIC_ASSERT(sizeof(YtGramEntry) == 24);

/* One byte for a length: exact to 63, then with three bits behind the leading one, rounded down. */
guint8 yt_text_pack_length(gsize n_characters);

/* Collects texts in the order of their numbers, on a thread of its own. */
typedef struct _YtTextWriter YtTextWriter;

/* @memory: bytes to use at most, about; what does not fit goes to @folder (borrowed). */
YtTextWriter *yt_text_writer_new(gsize memory, const char *folder);
void yt_text_writer_free(YtTextWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtTextWriter, yt_text_writer_free)

/* The next text by its key without the lead (key.h); @kind is that of an id: short (then the id, 8 bytes big-endian, is the
 * key), string or language. FALSE when the thread has failed. */
gboolean yt_text_writer_add(YtTextWriter *writer, guint kind, const void *key, gsize n_bytes, GError **error);

/* Waits for the thread. Afterwards the sections are written, the postings first. */
gboolean yt_text_writer_finish(YtTextWriter *writer, GError **error);
gboolean yt_text_writer_append_postings(YtTextWriter *writer, YtFile *file, GError **error);
gboolean yt_text_writer_append_grams(YtTextWriter *writer, YtFile *file, GError **error);
gboolean yt_text_writer_append_lengths(YtTextWriter *writer, YtFile *file, GError **error);
