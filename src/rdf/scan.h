/* scan.h: the character classes that N-Triples, N-Quads, Turtle and TriG share, and the fast walks over them.
 *
 * Every function takes [p, end) and returns where the walk stopped, never past @end. Bytes are taken to be UTF-8. */
#pragma once
#include <glib.h>

/* The first byte that may not stand in a quoted literal of one line: a quote, backslash, LF or CR. */
const char *yt_scan_literal(const char *p, const char *end);

/* The first byte that may not stand in an IRI: U+0000 to U+0020 and <>"{}|^`\ (so IRIREF of all four grammars). */
const char *yt_scan_iri(const char *p, const char *end);

/* PN_CHARS_BASE, PN_CHARS_U and PN_CHARS of Turtle 1.1, which the others share. */
gboolean yt_is_pn_chars_base(gunichar c);
gboolean yt_is_pn_chars_u(gunichar c);
gboolean yt_is_pn_chars(gunichar c);

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

/* A blank node label behind "_:". Returns @p itself when none begins there; a dot at the end is not part of it. */
const char *yt_scan_blank_label(const char *p, const char *end);

/* A language tag behind "@", [a-zA-Z]+ ("-" [a-zA-Z0-9]+)*. Returns @p itself when none begins there. */
const char *yt_scan_language(const char *p, const char *end);

/* Does the IRI begin with a scheme (RFC 3986, 3.1) and a colon? */
gboolean yt_scan_is_absolute(const char *p, const char *end);

/* Reads the escape at the backslash @p: \uXXXX and \UXXXXXXXX, and with @strings also \t \b \n \r \f \" \' \\.
 * Sets @next behind it. Returns the character; (gunichar) -1 for a malformed escape, a surrogate or too big a number. */
gunichar yt_scan_escape(const char *p, const char *end, gboolean strings, const char **next);
