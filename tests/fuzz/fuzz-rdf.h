/* fuzz-rdf.h: what the fuzz targets of rdf share. */
#pragma once
#include "rdf/rdf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Appends the quad as an N-Quads line to the GString @lines. */
static inline gboolean
fuzz_append_quad(const YtTermQuad *quad, gpointer lines, GError **error G_GNUC_UNUSED)
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

/* Reads @bytes; the quads as lines, and behind them the error if there is one. */
static inline GString *
fuzz_read(YtRdfFormat format, const char *bytes, gsize n_bytes, const char *blank_prefix, gboolean *ok)
{
  GString *lines = g_string_new(NULL);
  g_autoptr(GError) error = NULL;
  YtRdfReadOptions options = {
      .format = format, .base = "http://a/b/c", .blank_prefix = blank_prefix, .strict_lines = TRUE};
  *ok = yt_rdf_read_bytes(bytes, n_bytes, &options, fuzz_append_quad, lines, &error);
  if (!*ok)
    g_string_append(lines, error->message);
  return lines;
}

static inline void
fuzz_expect_equal(const char *what, const GString *a, const GString *b)
{
  if (g_string_equal(a, b))
    return;
  fprintf(stderr, "%s differ:\n--- one\n%s\n--- other\n%s\n", what, a->str, b->str);
  abort();
}
