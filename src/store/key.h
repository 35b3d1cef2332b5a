/* key.h: terms as byte strings whose order is the order of ids.
 *
 * A key is the first byte of the id that its term gets, then what tells terms of that kind apart:
 *
 *   blank node   10, the label                 string    A0, the text
 *   IRI          20, the IRI                   language  B0, tag in lower case, 00, escaped text, [00, tag as written]
 *   inline       the id, 8 bytes, big-endian   typed     C0, datatype IRI, 00, lexical form
 *
 * memcmp() of two keys (then the shorter first) is the order of the terms' ids. The tag as written stands there only
 * if it differs from its lower case; two literals that differ in nothing else are one term. Escaped: 00 is written
 * 01 01, and 01 is 01 02, so that the text's end is seen and the order kept. "园"@ZH is
 *
 *   B0 7A 68 00 E5 9B AD 00 5A 48 */
#pragma once
#include "store/store.h"

#define YT_KEY_BLANK 0x10
#define YT_KEY_IRI 0x20
#define YT_KEY_STRING 0xA0
#define YT_KEY_LANGUAGE 0xB0
#define YT_KEY_TYPED 0xC0
#define YT_INLINE_TEXT 64 /* bytes that any inline term's text fits in */

/* A key in pieces, so that the common kinds need no copy: @lead, then @n_bytes of @bytes. */
typedef struct {
  guint8 lead;
  const char *bytes;
  gsize n_bytes;
  YtTermId inline_id; /* not 0: the key is these 8 bytes, and the rest is unset */
} YtKey;

/* The key of @term; may use @scratch, and then lies there until its next use. FALSE for a term that cannot be stored:
 * NUL in a datatype or language tag, or unbound. */
gboolean yt_key_from_term(const YtTerm *term, GString *scratch, YtKey *key);

/* The term whose key behind the first byte is @bytes, lent from there. Language texts are unescaped in place, thus
 * @bytes is writable. The kind is that of an id. Any bytes give some term. */
YtTerm yt_key_get_term(YtIdKind kind, char *bytes, gsize n_bytes);

/* Without the tag as written: what two equal terms share. */
gsize yt_key_get_n_identity(YtIdKind kind, const char *bytes, gsize n_bytes);

int yt_bytes_compare(const void *a, gsize n_a, const void *b, gsize n_b);

/* In term-id.c. */
gboolean yt_term_is_string(const YtTerm *term);
YtTerm yt_inline_get_term(YtTermId id, char text[YT_INLINE_TEXT]);
char *yt_term_buffer_reserve(YtTermBuffer *buffer, gsize n_bytes);
