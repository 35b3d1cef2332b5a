/* term.c: terms as text: making, comparing, and their N-Triples form. */
#include "base/base.h"
#include "rdf/rdf.h"
#include "rdf/scan.h"

#include <string.h>

G_DEFINE_QUARK(yt - rdf - error - quark, yt_rdf_error)

static gboolean
equal_bytes(const char *a, gsize n_a, const char *b, gsize n_b)
{
  return n_a == n_b && (n_a == 0 || memcmp(a, b, n_a) == 0);
}

gboolean
yt_term_equal(const YtTerm *a, const YtTerm *b)
{
  if (a->kind != b->kind || !equal_bytes(a->text, a->n_text, b->text, b->n_text))
    return FALSE;
  if (a->kind != YT_TERM_LITERAL)
    return TRUE;
  return equal_bytes(a->datatype, a->n_datatype, b->datatype, b->n_datatype) &&
         a->n_language == b->n_language &&
         (a->n_language == 0 || g_ascii_strncasecmp(a->language, b->language, a->n_language) == 0);
}

/* Compares two texts, each with the byte @terminator behind it. */
static int
compare_terminated(const char *a, gsize n_a, const char *b, gsize n_b, guchar terminator)
{
  gsize n = MIN(n_a, n_b);
  int order = n ? memcmp(a, b, n) : 0;
  if (order != 0 || n_a == n_b)
    return order;
  guchar next_a = n_a > n ? (guchar) a[n] : terminator, next_b = n_b > n ? (guchar) b[n] : terminator;
  return next_a < next_b ? -1 : next_a > next_b;
}

/* The two bytes that stand for @c in a quoted literal; where one is enough, the second is NUL. */
static inline guint
quoted_bytes(guchar c)
{
  switch (c) {
  case '"': return '\\' << 8 | '"';
  case '\\': return '\\' << 8 | '\\';
  case '\n': return '\\' << 8 | 'n';
  case '\r': return '\\' << 8 | 'r';
  default: return (guint) c << 8;
  }
}

/* What follows the closing quote, from its second byte on, has the order: nothing, "@", "^^". */
static int
compare_suffixes(const YtTerm *a, const YtTerm *b)
{
  int rank_a = a->n_language ? 1 : a->n_datatype ? 2 : 0, rank_b = b->n_language ? 1 : b->n_datatype ? 2 : 0;
  if (rank_a != rank_b)
    return rank_a < rank_b ? -1 : 1;
  if (rank_a == 1)
    return compare_terminated(a->language, a->n_language, b->language, b->n_language, 0);
  return rank_a ? compare_terminated(a->datatype, a->n_datatype, b->datatype, b->n_datatype, '>') : 0;
}

static int
compare_literals(const YtTerm *a, const YtTerm *b)
{
  gsize n = MIN(a->n_text, b->n_text), i = 0;
  while (i < n && a->text[i] == b->text[i])
    i++;
  if (i == a->n_text && i == b->n_text)
    return compare_suffixes(a, b);
  guint quoted_a = i < a->n_text ? quoted_bytes((guchar) a->text[i]) : '"' << 8;
  guint quoted_b = i < b->n_text ? quoted_bytes((guchar) b->text[i]) : '"' << 8;
  return quoted_a < quoted_b ? -1 : 1; /* a quote in the text comes with a backslash, so they differ */
}

/* The order of the forms' first bytes: none, ", <, _. */
static int
kind_rank(YtTermKind kind)
{
  return kind == YT_TERM_UNBOUND ? 0 : kind == YT_TERM_LITERAL ? 1 : kind == YT_TERM_IRI ? 2 : 3;
}

int
yt_term_compare(const YtTerm *a, const YtTerm *b)
{
  if (a->kind != b->kind)
    return kind_rank(a->kind) < kind_rank(b->kind) ? -1 : 1;
  switch (a->kind) {
  case YT_TERM_IRI: return compare_terminated(a->text, a->n_text, b->text, b->n_text, '>');
  case YT_TERM_BLANK: return compare_terminated(a->text, a->n_text, b->text, b->n_text, 0);
  case YT_TERM_LITERAL: return compare_literals(a, b);
  default: return 0;
  }
}

int
yt_term_quad_compare(const YtTermQuad *a, const YtTermQuad *b)
{
  int order = yt_term_compare(&a->graph, &b->graph);
  if (order == 0)
    order = yt_term_compare(&a->subject, &b->subject);
  if (order == 0)
    order = yt_term_compare(&a->predicate, &b->predicate);
  return order ? order : yt_term_compare(&a->object, &b->object);
}

static void
append_iri(GString *out, const char *iri, gsize n)
{
  const char *p = iri, *end = iri + n;
  yt_append(out, "<", 1);
  while (p < end) {
    const char *stop = yt_scan_iri(p, end);
    yt_append(out, p, (gsize) (stop - p));
    if (stop < end)
      g_string_append_printf(out, "\\u%04X", (guint) (guchar) *stop++);
    p = stop;
  }
  yt_append(out, ">", 1);
}

static void
append_quoted(GString *out, const char *text, gsize n)
{
  const char *p = text, *end = text + n;
  yt_append(out, "\"", 1);
  while (p < end) {
    const char *stop = yt_scan_literal(p, end);
    yt_append(out, p, (gsize) (stop - p));
    if (stop < end) {
      g_string_append_c(out, '\\');
      g_string_append_c(out, (char) (quoted_bytes((guchar) *stop++) & 0xFF));
    }
    p = stop;
  }
  yt_append(out, "\"", 1);
}

void
yt_term_append(GString *out, const YtTerm *term)
{
  switch (term->kind) {
  case YT_TERM_UNBOUND: break;
  case YT_TERM_IRI: append_iri(out, term->text, term->n_text); break;
  case YT_TERM_BLANK:
    yt_append(out, "_:", 2);
    yt_append(out, term->text, term->n_text);
    break;
  case YT_TERM_LITERAL:
    append_quoted(out, term->text, term->n_text);
    if (term->n_language) {
      yt_append(out, "@", 1);
      yt_append(out, term->language, term->n_language);
    } else if (term->n_datatype) {
      yt_append(out, "^^", 2);
      append_iri(out, term->datatype, term->n_datatype);
    }
    break;
  }
}

static gboolean
check_utf8(const char *text, gsize n, GError **error)
{
  gsize n_valid = yt_utf8_find_invalid(text, n);
  if (n_valid < n)
    g_set_error(error, YT_RDF_ERROR, YT_RDF_ERROR_TERM, "expected UTF-8, found the byte 0x%02X",
                (guint) (guchar) text[n_valid]);
  return n_valid == n;
}

static gboolean
check_iri(const char *iri, gsize n, GError **error)
{
  if (!check_utf8(iri, n, error))
    return FALSE;
  if (yt_scan_iri(iri, iri + n) == iri + n && yt_scan_is_absolute(iri, iri + n))
    return TRUE;
  g_set_error(error, YT_RDF_ERROR, YT_RDF_ERROR_TERM, "expected an absolute IRI, found '%.*s'",
              (int) yt_scan_excerpt(iri, n, 2000), iri);
  return FALSE;
}

gboolean
yt_term_check(const YtTerm *term, GError **error)
{
  if (term->kind == YT_TERM_UNBOUND)
    return TRUE;
  if (term->kind == YT_TERM_IRI)
    return check_iri(term->text, term->n_text, error);
  if (!check_utf8(term->text, term->n_text, error))
    return FALSE;
  const char *end = term->text + term->n_text;
  if (term->kind == YT_TERM_BLANK &&
      (term->n_text == 0 || yt_scan_blank_label(term->text, end, NULL) != end)) {
    g_set_error(error, YT_RDF_ERROR, YT_RDF_ERROR_TERM, "expected a blank node label, found '%.*s'",
                (int) yt_scan_excerpt(term->text, term->n_text, 200), term->text);
    return FALSE;
  }
  if (term->kind != YT_TERM_LITERAL)
    return TRUE;
  if (term->n_language && yt_scan_language(term->language, term->language + term->n_language) !=
                              term->language + term->n_language) {
    g_set_error(error, YT_RDF_ERROR, YT_RDF_ERROR_TERM, "expected a language tag, found '%.*s'",
                (int) yt_scan_excerpt(term->language, term->n_language, 200), term->language);
    return FALSE;
  }
  return !term->n_datatype || check_iri(term->datatype, term->n_datatype, error);
}
