/* turtle.c: any bytes as Turtle and TriG. What is read can be written as TriG and read again. */
#include "fuzz-rdf.h"
#include "fuzz.h"

static gboolean
write_quad(const YtTermQuad *quad, gpointer writer, GError **error)
{
  return yt_rdf_writer_add(writer, quad, error);
}

static void
check_written(const GString *lines)
{
  gboolean ok;
  g_autoptr(GError) error = NULL;
  g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();
  g_autoptr(YtRdfWriter) writer = yt_rdf_writer_new(YT_RDF_TRIG, out);
  yt_rdf_writer_add_prefix(writer, "", "http://a/b/");
  yt_rdf_writer_add_prefix(writer, "a.b", "http://a/");
  yt_rdf_writer_add_prefix(writer, "x", "x:");
  if (!yt_rdf_read_bytes(lines->str, lines->len, NULL, write_quad, writer, &error) ||
      !yt_rdf_writer_finish(writer, &error)) {
    fprintf(stderr, "%s\n%s\n", error->message, lines->str);
    abort();
  }
  GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM(out);
  g_autoptr(GString) again = fuzz_read(YT_RDF_TRIG, g_memory_output_stream_get_data(memory),
                                       g_memory_output_stream_get_data_size(memory), NULL, &ok);
  fuzz_expect_equal("quads and what is read from their TriG", lines, again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
  for (int format = YT_RDF_TURTLE; format <= YT_RDF_TRIG; format++) {
    gboolean ok; /* the prefix keeps labels from looking like the reader's own, which it would rename */
    g_autoptr(GString) lines = fuzz_read((YtRdfFormat) format, (const char *) bytes, n_bytes, "f", &ok);
    if (ok)
      check_written(lines);
  }
  return 0;
}
