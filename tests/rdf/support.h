/* support.h: what the tests of rdf share. */
#pragma once
#include "rdf/rdf.h"

#include <string.h>

/* Appends the quad as an N-Quads line to the GString @lines. */
static inline gboolean
append_quad(const YtTermQuad *quad, gpointer lines, GError **error G_GNUC_UNUSED)
{
  const YtTerm *terms[] = {&quad->subject, &quad->predicate, &quad->object, &quad->graph};
  for (gsize i = 0; i < G_N_ELEMENTS(terms); i++)
    if (terms[i]->kind != YT_TERM_UNBOUND) {
      yt_term_append(lines, terms[i]);
      g_string_append_c(lines, ' ');
    }
  g_string_append(lines, ".\n");
  return TRUE;
}

/* Reads @text; the quads as N-Quads lines, or NULL with @error set. (transfer full) */
static inline char *
read_text(const char *text, const YtRdfReadOptions *options, GError **error)
{
  g_autoptr(GString) lines = g_string_new(NULL);
  if (!yt_rdf_read_bytes(text, strlen(text), options, append_quad, lines, error))
    return NULL;
  return g_string_free(g_steal_pointer(&lines), FALSE);
}

/* Asserts that @text in @format is the quads @expected. */
static inline void
assert_reads(YtRdfFormat format, const char *text, const char *expected)
{
  g_autoptr(GError) error = NULL;
  YtRdfReadOptions options = {.format = format, .base = "http://base.example/dir/file", .strict_lines = TRUE};
  g_autofree char *lines = read_text(text, &options, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(lines, ==, expected);
}

/* Asserts that @text in @format is refused with exactly @message, where the source is called "test". */
static inline void
assert_refuses(YtRdfFormat format, const char *text, const char *message)
{
  g_autoptr(GError) error = NULL;
  YtRdfReadOptions options = {
      .format = format, .base = "http://base.example/dir/file", .source = "test", .strict_lines = TRUE};
  g_autofree char *lines = read_text(text, &options, &error);
  g_assert_error(error, YT_RDF_ERROR, YT_RDF_ERROR_SYNTAX);
  g_assert_cmpstr(error->message, ==, message);
}
