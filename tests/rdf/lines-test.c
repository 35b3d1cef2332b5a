#include "support.h"

/* Every kind of term, with as little space as the grammar allows and as much. */
static void
test_terms(void)
{
  assert_reads(
      YT_RDF_NQUADS,
      "<a:s><a:p>_:b.c<a:g>.\n\t <a:s> \t<a:p> \"园\" . # 注\r\n\n# only this\n_:0<a:p>\"x\"@en-GB_:g.",
      "<a:s> <a:p> _:b.c <a:g> .\n<a:s> <a:p> \"园\" .\n_:0 <a:p> \"x\"@en-GB _:g .\n");
  assert_reads(YT_RDF_NTRIPLES,
               "<a:s> <a:p> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n<a:s> <a:p> "
               "\"\"^^<http://www.w3.org/2001/XMLSchema#string> .",
               "<a:s> <a:p> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n<a:s> <a:p> \"\" .\n");
  assert_reads(YT_RDF_NQUADS, "", "");
}

/* Escapes are undone, several in one line without getting in each other's way. */
static void
test_escapes(void)
{
  assert_reads(
      YT_RDF_NTRIPLES,
      "<a:\\u56ED> <a:p\\U0000002F> \"\\t\\b\\n\\r\\f\\\"\\'\\\\\\u56FE\\U0001F3DE|\"^^<a:\\u0064> .\n",
      "<a:园> <a:p/> \"\t\b\\n\\r\f\\\"'\\\\图🏞|\"^^<a:d> .\n");
}

/* Where a line is bad, the message names line and column (in characters) and what stands there. */
static void
test_messages(void)
{
  assert_refuses(YT_RDF_NTRIPLES, "<a:s> <a:p> <a:o> <a:g> .", "test:1:19: expected '.', found '<'");
  assert_refuses(YT_RDF_NQUADS, "\n# 注\r\n<a:s> <a:p> \"园图\" x .",
                 "test:3:18: expected a graph name or '.', found 'x'");
  assert_refuses(YT_RDF_NTRIPLES, "<s> <a:p> <a:o> .", "test:1:1: expected an IRI with a scheme, found '<'");
  assert_refuses(YT_RDF_NTRIPLES, "<a:s> <a:p> \"abc\n\" .",
                 "test:1:17: expected the closing quote of the string, found the end of the line");
  assert_refuses(YT_RDF_NTRIPLES, "<a:s> <a:p> \"\\x\" .",
                 "test:1:14: expected an escape such as \\n or \\u56ED, found '\\'");
  assert_refuses(YT_RDF_NTRIPLES, "<a:s> <a:p> \"\\uD800\" .",
                 "test:1:14: expected an escape such as \\n or \\u56ED, found '\\'");
  assert_refuses(YT_RDF_NTRIPLES, "<a:s> <a:p> \"\\U00110000\" .",
                 "test:1:14: expected an escape such as \\n or \\u56ED, found '\\'");
  assert_refuses(YT_RDF_NTRIPLES, "<a:\\u0020> <a:p> <a:o> .",
                 "test:1:4: expected a character that an IRI may have, found '\\'");
  assert_refuses(YT_RDF_NTRIPLES, "<a:s> <a:p> <a:o> . <a:s>",
                 "test:1:21: expected the end of the line, found '<'");
  assert_refuses(YT_RDF_NTRIPLES, "<a:s> _:p <a:o> .", "test:1:7: expected an IRI as predicate, found '_'");
  assert_refuses(YT_RDF_NTRIPLES, "\"s\" <a:p> <a:o> .",
                 "test:1:1: expected an IRI or a blank node as subject, found '\"'");
  assert_refuses(YT_RDF_NTRIPLES, "<a:s> <a:p> \"a\"@1 .", "test:1:17: expected a language tag, found '1'");
  assert_refuses(YT_RDF_NTRIPLES, "<a:s> <a:p> _: .", "test:1:15: expected a blank node label, found ' '");
  assert_refuses(YT_RDF_NTRIPLES, "<a:s> <a:p> <a:o> .\n<a:s> <a:p> \"\xE5\x9B\" .",
                 "test:2:14: expected UTF-8, found the byte 0xE5");
  assert_refuses(YT_RDF_NTRIPLES, "<a:s> <a:p> <a:o>", "test:1:18: expected '.', found the end of the line");
}

/* Every end of a document is met, none read past: the sanitizers watch. */
static void
test_truncation(void)
{
  static const char text[] = "<a:\\u56ED> <a:p> \"a\\n\"^^<a:d> _:g . # c\r\n_:b.. <a:p> \"a\"@zh-Hans .\n";
  YtRdfReadOptions options = {.format = YT_RDF_NQUADS, .blank_prefix = "f1_"};
  for (gsize n = 0; n < sizeof text; n++) {
    g_autofree char *copy = g_memdup2(text, n); /* its own block, so that one byte too many is seen */
    g_autoptr(GString) lines = g_string_new(NULL);
    g_assert_true(yt_rdf_read_bytes(copy, n, &options, append_quad, lines, NULL));
  }
}

/* Not strict: bad lines are skipped and counted, the good ones before, between and after them read. */
static void
test_skipping(void)
{
  guint64 n_bad = 99;
  YtRdfReadOptions options = {.format = YT_RDF_NTRIPLES, .n_bad_lines = &n_bad};
  g_autofree char *lines = read_text(
      "<a:s> <a:p> \"1\" .\nnonsense\n<a:s> <a:p> \"\xFF\" .\n<a:s> <a:p> \"2\" .\n<a:s>", &options, NULL);
  g_assert_cmpstr(lines, ==, "<a:s> <a:p> \"1\" .\n<a:s> <a:p> \"2\" .\n");
  g_assert_cmpuint(n_bad, ==, 3);
}

/* The prefix keeps apart the blank nodes of two files. */
static void
test_blank_prefix(void)
{
  YtRdfReadOptions options = {.format = YT_RDF_NQUADS, .blank_prefix = "f1_", .strict_lines = TRUE};
  g_autofree char *lines = read_text("_:b <a:p> _:0 _:b .\n_:b <a:\\u0070> \"\\n\" .", &options, NULL);
  g_assert_cmpstr(lines, ==, "_:f1_b <a:p> _:f1_0 _:f1_b .\n_:f1_b <a:p> \"\\n\" .\n");
}

static gboolean
stop_at_second(const YtTermQuad *quad G_GNUC_UNUSED, gpointer n_seen, GError **error)
{
  if (++*(guint *) n_seen < 2)
    return TRUE;
  g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "enough");
  return FALSE;
}

/* A receiver's error ends the reading and comes through, also where bad lines are skipped. */
static void
test_stop(void)
{
  static const char text[] = "<a:s> <a:p> \"1\" .\n<a:s> <a:p> \"2\" .\n<a:s> <a:p> \"3\" .\n";
  YtRdfReadOptions options = {.format = YT_RDF_NTRIPLES};
  g_autoptr(GError) error = NULL;
  guint n_seen = 0;
  g_assert_false(yt_rdf_read_bytes(text, strlen(text), &options, stop_at_second, &n_seen, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint(n_seen, ==, 2);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/rdf/lines/terms", test_terms);
  g_test_add_func("/rdf/lines/escapes", test_escapes);
  g_test_add_func("/rdf/lines/messages", test_messages);
  g_test_add_func("/rdf/lines/truncation", test_truncation);
  g_test_add_func("/rdf/lines/skipping", test_skipping);
  g_test_add_func("/rdf/lines/blank-prefix", test_blank_prefix);
  g_test_add_func("/rdf/lines/stop", test_stop);
  return g_test_run();
}
