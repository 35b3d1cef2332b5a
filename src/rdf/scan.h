/* scan.h: the character classes that N-Triples, N-Quads, Turtle and TriG share, and the fast walks over them.
 *
 * Every function takes [p, end) and returns where the walk stopped, never past @end. Bytes are taken to be UTF-8. */
#pragma once
#include "base/base.h"

/* Classes of characters, named as in Turtle 1.1. */
enum {
  YT_CLASS_BASE = 1,       /* PN_CHARS_BASE */
  YT_CLASS_U = 2,          /* PN_CHARS_U */
  YT_CLASS_PN = 4,         /* PN_CHARS */
  YT_CLASS_LOCAL = 8,      /* PN_CHARS or ':', the plain middle of a local name but for dots */
  YT_CLASS_ESCAPABLE = 16, /* PN_LOCAL_ESC, but for '%' */
  YT_CLASS_SCHEME = 32,    /* of an IRI's scheme */
  YT_CLASS_NO_IRI = 64,    /* may not stand in an IRIREF: U+0000 to U+0020 and <>"{}|^`\ */
};

extern const guint8 yt_scan_classes[256];          /* of ASCII; the rest is 0 */
gboolean yt_scan_wide(gunichar c, guint8 classes); /* is @c > U+007F in one of @classes, the first four? */

static inline gboolean
yt_scan_has(char c, guint8 classes)
{
  return (yt_scan_classes[(guchar) c] & classes) != 0;
}

static inline gboolean
yt_is_pn_chars_base(gunichar c)
{
  return c < 0x80 ? yt_scan_has((char) c, YT_CLASS_BASE) : yt_scan_wide(c, YT_CLASS_BASE);
}

static inline gboolean
yt_is_pn_chars_u(gunichar c)
{
  return c < 0x80 ? yt_scan_has((char) c, YT_CLASS_U) : yt_scan_wide(c, YT_CLASS_U);
}

static inline gboolean
yt_is_pn_chars(gunichar c)
{
  return c < 0x80 ? yt_scan_has((char) c, YT_CLASS_PN) : yt_scan_wide(c, YT_CLASS_PN);
}

/* The first byte that may not stand in a quoted literal of one line: a quote, backslash, LF or CR. */
const char *yt_scan_literal(const char *p, const char *end);

/* The first LF or CR. */
const char *yt_scan_line(const char *p, const char *end);

/* The first byte that may not stand in an IRI. */
const char *yt_scan_iri(const char *p, const char *end);

/* Decodes the character at @p < @end, which must be valid UTF-8, and sets @next behind it. */
static inline gunichar
yt_scan_char(const char *p, const char *end, const char **next)
{
  guchar first = (guchar) p[0];
  if (first < 0x80 || end - p < 2) {
    *next = p + 1;
    return first;
  }
  gunichar c = first < 0xE0 ? first & 0x1F : first < 0xF0 ? first & 0x0F : first & 0x07;
  const char *stop = p + (first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4);
  for (p++; p < stop && p < end; p++)
    c = c << 6 | ((guchar) *p & 0x3F);
  *next = p;
  return c;
}

/* A blank node label behind "_:". Returns @p itself when none begins there; dots at the end are not part of it, but
 * @seen (nullable) is set behind them, where a longer text might go on. */
const char *yt_scan_blank_label(const char *p, const char *end, const char **seen);

/* A language tag behind "@", [a-zA-Z]+ ("-" [a-zA-Z0-9]+)*. Returns @p itself when none begins there. */
const char *yt_scan_language(const char *p, const char *end);

/* Does the IRI begin with a scheme (RFC 3986, 3.1) and a colon? */
gboolean yt_scan_is_absolute(const char *p, const char *end);

/* Copies what stands from @p on to @out, with \uXXXX and \UXXXXXXXX undone (in strings also \t \b \n \r \f \" \' \\),
 * up to '>', up to @quote, or for a long string up to three of them; sets @n_out to its size. @out needs room for
 * end - p bytes.
 *
 * Returns: where it stopped: at the end mark, or with @expected set to what should have stood there instead */
const char *yt_scan_unescape_iri(const char *p, const char *end, char *out, gsize *n_out,
                                 const char **expected);
const char *yt_scan_unescape_string(const char *p, const char *end, char quote, gboolean is_long, char *out,
                                    gsize *n_out, const char **expected);

/* What a message says was found at @p: a character, a byte, or @at_end when nothing is left. (transfer full) */
char *yt_scan_describe(const char *p, const char *end, const char *at_end);

/* How many of the @n_text bytes to quote in a message: at most @n_most, and whole characters. */
gsize yt_scan_excerpt(const char *text, gsize n_text, gsize n_most);
