/* ntriples.c: any bytes as N-Triples and N-Quads. Whatever is read, in one go or skipping what is bad, reads back from
 * its own N-Quads as the same; and what is N-Triples is Turtle. */
#include "fuzz-rdf.h"
#include "fuzz.h"

static void
check_read_back(const GString *lines)
{
  gboolean ok;
  g_autoptr(GString) again = fuzz_read(YT_RDF_NQUADS, lines->str, lines->len, NULL, &ok);
  fuzz_expect_equal("quads and what is read from them", lines, again);
}

static void
check_skipping(const char *bytes, gsize n_bytes)
{
  g_autoptr(GString) lines = g_string_new(NULL);
  YtRdfReadOptions options = {.format = YT_RDF_NQUADS, .blank_prefix = "f1_"};
  if (!yt_rdf_read_bytes(bytes, n_bytes, &options, fuzz_append_quad, lines, NULL))
    abort();
  check_read_back(lines);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
  const char *text = (const char *) bytes;
  gboolean ok, is_turtle;
  g_autoptr(GString) quads = fuzz_read(YT_RDF_NQUADS, text, n_bytes, NULL, &ok);
  if (ok)
    check_read_back(quads);
  check_skipping(text, n_bytes);
  g_autoptr(GString) triples = fuzz_read(YT_RDF_NTRIPLES, text, n_bytes, NULL, &ok);
  g_autoptr(GString) turtle = fuzz_read(YT_RDF_TURTLE, text, n_bytes, NULL, &is_turtle);
  if (ok && !strstr(triples->str, "_:anon")) /* the one reader renames such labels, the other does not */
    fuzz_expect_equal("N-Triples and the same as Turtle", triples, turtle);
  return 0;
}
