/* tables.h: what data/gazetteers knows of characters: which are variants of one another, and how they are read. */
#pragma once
#include "store/store.h"

/* Characters, to be asked whether one is among them and to be walked in order. */
typedef struct {
  guint n;
  gunichar *characters; /* rising */
  guint32 *bits;        /* below BITS of tables.c; NULL for a small set */
} YtCharacters;

YtCharacters *
yt_characters_new(const GArray *characters); /* of gunichar, in any order, repetitions allowed */
void yt_characters_free(YtCharacters *characters);
gboolean yt_characters_has(const YtCharacters *characters, gunichar c);

/* Reads @text into @characters (of gunichar), folded and simplified. */
void yt_characters_read(GArray *characters, const char *text, gsize n_text);

/* Appends @c, which is simplified, and the traditional characters that it stands for. */
void yt_character_add_variants(gunichar c, GArray *characters);

/* The characters, variants too, one of whose readings in pinyin is @letters (n_letters of a to z, without tone; ü is v), or
 * with @is_prefix begins with them. Empty if there are none. */
YtCharacters *yt_pinyin_find(const char *letters, guint n_letters, gboolean is_prefix);

enum { YT_PINYIN_LONGEST = 6 }; /* letters of a reading: zhuang */
