/* windows.c: a fuzz target, any bytes as Turtle and TriG. It does not matter in what pieces they arrive. */
#include "rdf/turtle.h"

#include "fuzz-rdf.h"
#include "fuzz.h"

static gssize
read_few(gpointer data, char *buffer, gsize n_bytes, GError **error)
{
  return yt_input_read_bytes(data, buffer, MIN(n_bytes, 5), error);
}

static GString *
read_through_window(YtRdfFormat format, const char *bytes, gsize n_bytes, gsize window_size)
{
  GString *lines = g_string_new(NULL);
  g_autoptr(GError) error = NULL;
  YtInputBytes input = {bytes, n_bytes};
  YtRdfReadOptions options = {.format = format, .base = "http://a/b/c"};
  if (!yt_turtle_read((YtInput){read_few, &input}, window_size, &options, fuzz_append_quad, lines, &error))
    g_string_append(lines, error->message);
  return lines;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
  for (int format = YT_RDF_TURTLE; format <= YT_RDF_TRIG; format++) {
    g_autoptr(GString) whole =
        read_through_window((YtRdfFormat) format, (const char *) bytes, n_bytes, 1 << 16);
    g_autoptr(GString) pieces =
        read_through_window((YtRdfFormat) format, (const char *) bytes, n_bytes, 1 + n_bytes % 61);
    fuzz_expect_equal("windows of two sizes", whole, pieces);
  }
  return 0;
}
