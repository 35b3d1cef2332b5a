#include "rdf/turtle.h"
#include "support.h"

/* Names, lists, brackets and literals in one document; the triples come in its order. */
static void
test_document(void)
{
  assert_reads(YT_RDF_TURTLE,
               "\xEF\xBB\xBF@prefix : <http://a.example/> . # 注\nPREFIX 园: <x#>\n"
               ":s a 园:园区, 园:a\\/b%20c ; ; :p \"a\"@zh-Hans , \"1\"^^:t ;.\n"
               "[ :p ( 1 [ :q 2.50 ] () ) ] .\n( -1e3 ) :p true , '''a'\n\"b''' .",
               "<http://a.example/s> <" YT_RDF_NS "type> <http://base.example/dir/x#园区> .\n"
               "<http://a.example/s> <" YT_RDF_NS "type> <http://base.example/dir/x#a/b%20c> .\n"
               "<http://a.example/s> <http://a.example/p> \"a\"@zh-Hans .\n"
               "<http://a.example/s> <http://a.example/p> \"1\"^^<http://a.example/t> .\n"
               "_:anon1 <http://a.example/p> _:anon2 .\n"
               "_:anon2 <" YT_RDF_NS "first> \"1\"^^<" YT_XSD_NS "integer> .\n"
               "_:anon2 <" YT_RDF_NS "rest> _:anon4 .\n"
               "_:anon4 <" YT_RDF_NS "first> _:anon3 .\n"
               "_:anon3 <http://a.example/q> \"2.50\"^^<" YT_XSD_NS "decimal> .\n"
               "_:anon4 <" YT_RDF_NS "rest> _:anon5 .\n"
               "_:anon5 <" YT_RDF_NS "first> <" YT_RDF_NS "nil> .\n"
               "_:anon5 <" YT_RDF_NS "rest> <" YT_RDF_NS "nil> .\n"
               "_:anon6 <" YT_RDF_NS "first> \"-1e3\"^^<" YT_XSD_NS "double> .\n"
               "_:anon6 <" YT_RDF_NS "rest> <" YT_RDF_NS "nil> .\n"
               "_:anon6 <http://a.example/p> \"true\"^^<" YT_XSD_NS "boolean> .\n"
               "_:anon6 <http://a.example/p> \"a'\\n\\\"b\" .\n");
}

/* All ways to name a graph, and the default graph with braces and without. */
static void
test_graphs(void)
{
  assert_reads(YT_RDF_TRIG,
               "<a:s> <a:p> 1 . { <a:s> <a:p> 2 } <a:g> { <a:s> <a:p> 3 . } GRAPH _:g { <a:s> <a:p> 4 }\n"
               "[] { <a:s> <a:p> 5 . [] <a:p> 6 } graph [ ] { } [] <a:p> 7 .",
               "<a:s> <a:p> \"1\"^^<" YT_XSD_NS "integer> .\n"
               "<a:s> <a:p> \"2\"^^<" YT_XSD_NS "integer> .\n"
               "<a:s> <a:p> \"3\"^^<" YT_XSD_NS "integer> <a:g> .\n"
               "<a:s> <a:p> \"4\"^^<" YT_XSD_NS "integer> _:g .\n"
               "<a:s> <a:p> \"5\"^^<" YT_XSD_NS "integer> _:anon1 .\n"
               "_:anon2 <a:p> \"6\"^^<" YT_XSD_NS "integer> _:anon1 .\n"
               "_:anon4 <a:p> \"7\"^^<" YT_XSD_NS "integer> .\n");
  assert_refuses(YT_RDF_TRIG, "[ <a:p> 1 ] { }", "test:1:13: expected ',', ';' or '.', found '{'");
  assert_refuses(YT_RDF_TRIG, "( 1 ) { }", "test:1:7: expected an IRI or 'a' as predicate, found '{'");
  assert_refuses(YT_RDF_TRIG, "<a:g> { <a:s> <a:p> 1",
                 "test:1:22: expected ',', ';', '.' or '}', found the end of the document");
  assert_refuses(YT_RDF_TURTLE, "<a:g> { }", "test:1:7: expected an IRI or 'a' as predicate, found '{'");
}

/* Blank nodes of the document never meet those without a label, whatever they are called. */
static void
test_blank_labels(void)
{
  YtRdfReadOptions options = {.format = YT_RDF_TURTLE, .blank_prefix = "f2_"};
  g_autofree char *lines = read_text(
      "_:anon1 <a:p> [], _:anonx1, _:anonxx1, _:anon, _:anonx, _:anon1a, _:b.c, _:1 .", &options, NULL);
  g_assert_cmpstr(
      lines, ==,
      "_:f2_anonx1 <a:p> _:f2_anon1 .\n_:f2_anonx1 <a:p> _:f2_anonxx1 .\n_:f2_anonx1 <a:p> _:f2_anonxxx1 .\n"
      "_:f2_anonx1 <a:p> _:f2_anon .\n_:f2_anonx1 <a:p> _:f2_anonx .\n_:f2_anonx1 <a:p> _:f2_anon1a .\n"
      "_:f2_anonx1 <a:p> _:f2_b.c .\n_:f2_anonx1 <a:p> _:f2_1 .\n");
}

/* The message gives line, column in characters, what was expected and what stands there. */
static void
test_messages(void)
{
  assert_refuses(YT_RDF_TURTLE, "<a:园> \"p\" 1 .",
                 "test:1:7: expected an IRI or 'a' as predicate, found '\"p\"'");
  assert_refuses(YT_RDF_TURTLE, "\n\n  园:x <a:p> 1 .",
                 "test:3:3: expected a prefix that is declared, found '园:x'");
  assert_refuses(YT_RDF_TURTLE, "<a:s> <a:p> 1",
                 "test:1:14: expected ',', ';' or '.', found the end of the document");
  assert_refuses(YT_RDF_TURTLE, "<a:s> <a:p> \"a\nb\" .",
                 "test:1:15: expected the closing quote of the string, found U+000A");
  assert_refuses(YT_RDF_TURTLE, "<a:s> <a:p> \"\"\"a\"\" .",
                 "test:1:21: expected the closing quote of the string, found the end of the document");
  assert_refuses(YT_RDF_TURTLE, "<a:s> <a:p> \"\\q\" .",
                 "test:1:14: expected an escape such as \\n or \\u56ED, found '\\'");
  assert_refuses(YT_RDF_TURTLE, "<a:s> <a:p> <a b> .",
                 "test:1:15: expected '>' at the end of the IRI, found ' '");
  assert_refuses(YT_RDF_TURTLE, "<a:s> <a:p> ( 1 ] .",
                 "test:1:17: expected an item of the collection or ')', found ']'");
  assert_refuses(YT_RDF_TURTLE, "<a:s> <a:p> [ <a:p> 1 ) .",
                 "test:1:23: expected ',', ';' or ']', found ')'");
  assert_refuses(YT_RDF_TURTLE, "<a:s> <a:p> [ ; ] .", "test:1:15: expected a predicate or ']', found ';'");
  assert_refuses(YT_RDF_TURTLE, "<a:s> <a:p> 1 # \xE5\x9B .\n",
                 "test:1:17: expected UTF-8, found the byte 0xE5");
  assert_refuses(YT_RDF_TURTLE, "<a:s> <a:p> \"\xFF\" .", "test:1:14: expected UTF-8, found the byte 0xFF");
  assert_refuses(YT_RDF_TURTLE, "<a:s> <a:p> = .",
                 "test:1:13: expected an IRI, a name, a literal or punctuation, found '='");
  assert_refuses(YT_RDF_TURTLE, "@PREFIX a: <b:> .",
                 "test:1:1: expected '@prefix' or '@base', found '@PREFIX'");
  assert_refuses(YT_RDF_TURTLE, "@prefix a <b:> .", "test:1:9: expected a prefix and ':', found 'a'");
  assert_refuses(YT_RDF_TURTLE, "<a:s> <a:p> \"a\"^^1 .", "test:1:18: expected a datatype IRI, found '1'");
  assert_refuses(YT_RDF_TURTLE, "<a:s> <a:p> + .", "test:1:14: expected a digit, found ' '");
}

/* Without a base there is nothing to resolve against; a base that is relative is no base. */
static void
test_no_base(void)
{
  g_autoptr(GError) error = NULL;
  YtRdfReadOptions options = {.format = YT_RDF_TURTLE};
  g_assert_null(read_text("<s> <a:p> 1 .", &options, &error));
  g_assert_cmpstr(error->message, ==,
                  "input:1:1: expected an absolute IRI, as there is no base, found '<s>'");
  g_clear_error(&error);
  options.base = "园";
  g_assert_null(read_text("", &options, &error));
  g_assert_error(error, YT_RDF_ERROR, YT_RDF_ERROR_TERM);
}

/* As yt_rdf_read_bytes(), through the smallest windows, a few bytes a read. */
static gssize
read_a_little(gpointer data, char *buffer, gsize n_bytes, GError **error)
{
  return yt_input_read_bytes(data, buffer, MIN(n_bytes, 3), error);
}

static char *
read_through_window(const char *bytes, gsize n_bytes, gsize window_size, YtRdfFormat format)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) lines = g_string_new(NULL);
  YtInputBytes input = {bytes, n_bytes};
  YtRdfReadOptions options = {.format = format, .base = "http://base.example/"};
  if (!yt_turtle_read((YtInput){read_a_little, &input}, window_size, &options, append_quad, lines, &error))
    g_string_append(lines, error->message);
  return g_string_free(g_steal_pointer(&lines), FALSE);
}

/* Wherever a window ends, in a name with dots, a number, a character or an escape, nothing changes: also not the
 * place in an error's message. */
static void
test_windows(void)
{
  static const char *const documents[] = {
      "@prefix 园.区: <http://a.example/> .\n园.区:图....图 a 园.区:a\\/b , _:b....c ; 园.区:p 12.5e+10 , "
      "12. ",
      "# 很长的注释 0123456789 0123456789 0123456789\n<a:\\u56ED> <a:p> "
      "\"\"\"园\"\"图\\U0001F3DE\"\"\"@zh-Hans-CN , '' , \"\"^^<a:t> . ",
      "<a:s> <a:p> [ <a:q> ( 'a' \"b\" true ) ] , .5 , -1. <a:s2> <a:p> 'a\xE5\x9B' .",
      "<a:s> <a:p> \"\n",
      "<a:g> { <a:s> <a:p> 1.0e1 . } GRAPH <a:h> { <a:s> <a:p> <x/../y> } _:b.. ",
  };
  for (gsize i = 0; i < G_N_ELEMENTS(documents); i++) {
    gsize n = strlen(documents[i]);
    g_autofree char *expected = read_through_window(documents[i], n, 64 * 1024, YT_RDF_TRIG);
    for (gsize window_size = 1; window_size <= n + 2; window_size++) {
      g_autofree char *lines = read_through_window(documents[i], n, window_size, YT_RDF_TRIG);
      g_assert_cmpstr(lines, ==, expected);
    }
  }
}

/* Every prefix of a document is read without a step too far. */
static void
test_truncation(void)
{
  static const char text[] =
      "@prefix a: <b:> . a:\\u56ED.x <a:p\\u0020> 1.5e+1 , '''a\\''''@zh , ( [] ) ; a _:b.c , \"x\"^^a:%20 .";
  for (gsize n = 0; n < sizeof text; n++) {
    g_autofree char *copy = g_memdup2(text, n);
    g_autofree char *whole = read_through_window(copy, n, 4096, YT_RDF_TURTLE);
    g_autofree char *small = read_through_window(copy, n, 1, YT_RDF_TURTLE);
    g_assert_cmpstr(whole, ==, small);
  }
}

static gboolean
count_quad(const YtTermQuad *quad G_GNUC_UNUSED, gpointer n_quads, GError **error G_GNUC_UNUSED)
{
  ++*(guint *) n_quads;
  return TRUE;
}

/* Brackets nest as deep as the limit says without harm to the stack, and no deeper. */
static void
test_depth(void)
{
  static const char *const open[] = {"[<a:p>", "("};
  for (gsize i = 0; i < G_N_ELEMENTS(open); i++)
    for (guint depth = 99999; depth < 200000; depth += 50000) {
      g_autoptr(GError) error = NULL;
      g_autoptr(GString) text = g_string_new("<a:s> <a:p> ");
      guint n_quads = 0;
      for (guint d = 0; d < depth; d++)
        g_string_append(text, open[i]);
      g_string_append(text, " 1 ");
      for (guint d = 0; d < depth; d++)
        g_string_append_c(text, i ? ')' : ']');
      g_string_append(text, " .");
      YtRdfReadOptions options = {.format = YT_RDF_TURTLE};
      gboolean ok = yt_rdf_read_bytes(text->str, text->len, &options, count_quad, &n_quads, &error);
      g_assert_cmpint(ok, ==, depth < 100000);
      if (ok)
        g_assert_cmpuint(n_quads, ==, i ? 2 * depth + 1 : depth + 1);
      else
        g_assert_nonnull(strstr(error->message, "expected fewer open brackets than 100000"));
    }
}

static void
append_random_text(GString *text)
{
  static const char *const pieces[] = {"a",    "园", "\"", "\\", "\n", "\r", "\t", "'", "\xF0\x9F\x8F\x9E",
                                       "\x01", ".",  "<",  "%"};
  for (int n = g_test_rand_int_range(0, 12); n > 0; n--)
    g_string_append(text, pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
}

static YtTerm
random_term(GString *text, gboolean may_be_literal)
{
  static const char *const locals[] = {"a", "园/区", "a.b.", "-a", "%20", "%",  "a,b",
                                       "",  "“x”",   "0",    "_",  "a#b", "~a!"};
  static const char *const labels[] = {"b", "b.1", "0", "园", "_", "a-"};
  static const char *const numbers[] = {"1", "-1.5", "1.", ".5", "+0", "1e5", "true", "false", "x", "01"};
  static const char *const types[] = {YT_XSD_NS "integer", YT_XSD_NS "decimal", YT_XSD_NS "double",
                                      YT_XSD_NS "boolean", "http://a.example/t/1"};
  g_string_assign(text, g_test_rand_int_range(0, 2) ? "http://a.example/" : YT_ID);
  switch (g_test_rand_int_range(0, may_be_literal ? 5 : 2)) {
  case 0:
    g_string_append(text, locals[g_test_rand_int_range(0, G_N_ELEMENTS(locals))]);
    return yt_term_iri(text->str);
  case 1: return yt_term_blank(labels[g_test_rand_int_range(0, G_N_ELEMENTS(labels))]);
  case 2:
    return yt_term_typed(numbers[g_test_rand_int_range(0, G_N_ELEMENTS(numbers))],
                         types[g_test_rand_int_range(0, G_N_ELEMENTS(types))]);
  case 3:
    g_string_truncate(text, 0);
    append_random_text(text);
    return yt_term_tagged(text->str, "zh-Hans");
  default:
    g_string_truncate(text, 0);
    append_random_text(text);
    return yt_term_literal(text->str);
  }
}

/* What the writer writes, in any of the four formats, the reader reads back. */
static void
test_round_trip(void)
{
  for (int round = 0; round < 400; round++) {
    YtRdfFormat format = (YtRdfFormat) g_test_rand_int_range(YT_RDF_NTRIPLES, YT_RDF_TRIG + 1);
    gboolean has_graphs = format == YT_RDF_NQUADS || format == YT_RDF_TRIG;
    g_autoptr(GString) expected = g_string_new(NULL);
    g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();
    g_autoptr(YtRdfWriter) writer = yt_rdf_writer_new(format, out);
    GString *text[4] = {g_string_new(NULL), g_string_new(NULL), g_string_new(NULL), g_string_new(NULL)};
    yt_rdf_writer_add_known_prefixes(writer);
    yt_rdf_writer_add_prefix(writer, "", "http://a.example/");
    YtTermQuad quad = {.graph = {.kind = YT_TERM_UNBOUND}};
    for (int n = g_test_rand_int_range(1, 20); n > 0; n--) {
      if (has_graphs && g_test_rand_int_range(0, 4) == 0)
        quad.graph =
            g_test_rand_int_range(0, 3) ? random_term(text[3], FALSE) : (YtTerm){.kind = YT_TERM_UNBOUND};
      if (!quad.subject.kind || g_test_rand_int_range(0, 3) == 0)
        quad.subject = random_term(text[0], FALSE);
      do {
        quad.predicate = random_term(text[1], FALSE);
      } while (quad.predicate.kind != YT_TERM_IRI);
      quad.object = random_term(text[2], TRUE);
      append_quad(&quad, expected, NULL);
      g_assert_true(yt_rdf_writer_add(writer, &quad, NULL));
    }
    g_assert_true(yt_rdf_writer_finish(writer, NULL));
    g_autoptr(GString) lines = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    YtRdfReadOptions options = {.format = format, .strict_lines = TRUE};
    GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM(out);
    gboolean ok =
        yt_rdf_read_bytes(g_memory_output_stream_get_data(memory),
                          g_memory_output_stream_get_data_size(memory), &options, append_quad, lines, &error);
    g_assert_no_error(error);
    g_assert_true(ok);
    g_assert_cmpstr(lines->str, ==, expected->str);
    for (gsize i = 0; i < G_N_ELEMENTS(text); i++)
      g_string_free(text[i], TRUE);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/rdf/turtle/document", test_document);
  g_test_add_func("/rdf/turtle/graphs", test_graphs);
  g_test_add_func("/rdf/turtle/blank-labels", test_blank_labels);
  g_test_add_func("/rdf/turtle/messages", test_messages);
  g_test_add_func("/rdf/turtle/no-base", test_no_base);
  g_test_add_func("/rdf/turtle/windows", test_windows);
  g_test_add_func("/rdf/turtle/truncation", test_truncation);
  g_test_add_func("/rdf/turtle/depth", test_depth);
  g_test_add_func("/rdf/turtle/round-trip", test_round_trip);
  return g_test_run();
}
