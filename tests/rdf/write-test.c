#include "support.h"

/* Reads the N-Quads @lines and writes them in @format with the known prefixes and "a". NULL with @error set on
 * failure. (transfer full) */
static gboolean
add_to_writer(const YtTermQuad *quad, gpointer writer, GError **error)
{
  return yt_rdf_writer_add(writer, quad, error);
}

static char *
write_lines(YtRdfFormat format, const char *lines, GError **error)
{
  g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();
  g_autoptr(YtRdfWriter) writer = yt_rdf_writer_new(format, out);
  yt_rdf_writer_add_prefix(writer, "a", "http://a.example/");
  yt_rdf_writer_add_prefix(writer, "x", YT_XSD_NS);
  if (!yt_rdf_read_bytes(lines, strlen(lines), NULL, add_to_writer, writer, error) ||
      !yt_rdf_writer_finish(writer, error))
    return NULL;
  g_output_stream_write_all(out, "", 1, NULL, NULL, NULL);
  g_output_stream_close(out, NULL, NULL);
  return g_memory_output_stream_steal_data(G_MEMORY_OUTPUT_STREAM(out));
}

#define HEAD "@prefix a: <http://a.example/> .\n@prefix x: <http://www.w3.org/2001/XMLSchema#> .\n\n"

/* Subject and predicate are written once for neighbours. */
static void
test_grouping(void)
{
  g_autofree char *turtle = write_lines(
      YT_RDF_TURTLE,
      "<http://a.example/园> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://a.example/Park> .\n"
      "<http://a.example/园> <http://a.example/p> \"一\"@zh .\n"
      "<http://a.example/园> <http://a.example/p> _:b1 .\n"
      "_:b1 <http://b.example/p> <http://a.example/> .\n",
      NULL);
  g_assert_cmpstr(turtle, ==,
                  HEAD "a:园 a a:Park ;\n    a:p \"一\"@zh , _:b1 .\n_:b1 <http://b.example/p> a: .\n");
}

/* Graphs come in braces; the default graph does not. */
static void
test_graphs(void)
{
  static const char lines[] = "<http://a.example/s> <http://a.example/p> \"1\" .\n"
                              "<http://a.example/s> <http://a.example/p> \"1\" <http://a.example/g> .\n"
                              "<http://a.example/s> <http://a.example/q> \"2\" <http://a.example/g> .\n"
                              "<http://a.example/s> <http://a.example/p> \"1\" _:g .\n"
                              "<http://a.example/s> <http://a.example/p> \"3\" .\n";
  g_autofree char *trig = write_lines(YT_RDF_TRIG, lines, NULL);
  g_assert_cmpstr(trig, ==,
                  HEAD "a:s a:p \"1\" .\na:g {\n  a:s a:p \"1\" ;\n      a:q \"2\" .\n}\n_:g {\n  a:s a:p "
                       "\"1\" .\n}\na:s a:p \"3\" .\n");
  g_autofree char *same = write_lines(YT_RDF_NQUADS, lines, NULL);
  g_assert_cmpstr(same, ==, lines);
  for (int format = YT_RDF_NTRIPLES; format <= YT_RDF_TURTLE; format += YT_RDF_TURTLE - YT_RDF_NTRIPLES) {
    g_autoptr(GError) error = NULL;
    g_assert_null(write_lines((YtRdfFormat) format, lines, &error));
    g_assert_error(error, YT_RDF_ERROR, YT_RDF_ERROR_UNSUPPORTED);
  }
}

static void
assert_object(const char *object, const char *expected)
{
  g_autofree char *line = g_strdup_printf("<http://a.example/s> <http://a.example/p> %s .\n", object);
  g_autofree char *turtle = write_lines(YT_RDF_TURTLE, line, NULL);
  g_autofree char *whole = g_strdup_printf(HEAD "a:s a:p %s .\n", expected);
  g_assert_cmpstr(turtle, ==, whole);
}

/* Numbers and booleans lose their quotes only where they read back as the very same literal. */
static void
test_bare_literals(void)
{
  static const char *const bare[][2] = {{"integer", "5"},     {"integer", "-007"}, {"integer", "+1"},
                                        {"decimal", "12.50"}, {"decimal", ".5"},   {"decimal", "-0.0"},
                                        {"boolean", "true"},  {"boolean", "false"}};
  static const char *const quoted[][2] = {
      {"decimal", "5"},      {"decimal", "5."},   {"decimal", "."},    {"decimal", "1.5e3"},
      {"decimal", ""},       {"integer", "5.0"},  {"integer", ""},     {"integer", " 5"},
      {"integer", "+"},      {"integer", "5abc"}, {"boolean", "1"},    {"boolean", "TRUE"},
      {"boolean", "false "}, {"double", "1.5e3"}, {"decimal", "1.5."}, {"date", "2021"}};
  for (gsize i = 0; i < G_N_ELEMENTS(bare); i++) {
    g_autofree char *object = g_strdup_printf("\"%s\"^^<" YT_XSD_NS "%s>", bare[i][1], bare[i][0]);
    assert_object(object, bare[i][1]);
  }
  for (gsize i = 0; i < G_N_ELEMENTS(quoted); i++) {
    g_autofree char *object = g_strdup_printf("\"%s\"^^<" YT_XSD_NS "%s>", quoted[i][1], quoted[i][0]);
    g_autofree char *expected = g_strdup_printf("\"%s\"^^x:%s", quoted[i][1], quoted[i][0]);
    assert_object(object, expected);
  }
}

/* A prefix is used where the rest is a local name, with the escapes that it needs. */
static void
test_local_names(void)
{
  assert_object("<http://a.example/park/光谷（东）>", "a:park\\/光谷（东）");
  assert_object("<http://a.example/-a.b.>", "a:\\-a.b\\.");
  assert_object("<http://a.example/.a>", "a:\\.a");
  assert_object("<http://a.example/50%25_(x)>", "a:50%25_\\(x\\)");
  assert_object("<http://a.example/50%>", "a:50\\%");
  assert_object("<http://a.example/a:b?c=d#e>", "a:a:b\\?c\\=d\\#e");
  assert_object("<http://a.example/“引号”>", "<http://a.example/“引号”>");
  assert_object("<http://a.example/\xCC\x81>", "<http://a.example/\xCC\x81>");
  assert_object("<http://a.example/a[b]>", "<http://a.example/a[b]>");
  assert_object("<http://a.example>", "<http://a.example>");
}

#define JSON_HEAD                                                                                            \
  "{\n  \"@context\": {\n    \"a\": \"http://a.example/\",\n    \"x\": \"" YT_XSD_NS "\"\n  },\n  \"@graph\": ["

static void
assert_json(const char *lines, const char *expected)
{
  g_autofree char *found = write_lines(YT_RDF_JSONLD, lines, NULL);
  g_autofree char *whole = g_strconcat(JSON_HEAD, expected, "]\n}\n", NULL);
  g_assert_cmpstr(found, ==, whole);
}

/* Neighbours share a node; a predicate that comes again after others opens a second one, since a key stands once. */
static void
test_jsonld_nodes(void)
{
  assert_json("", "");
  assert_json("<http://a.example/园> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://a.example/Park> .\n"
              "<http://a.example/园> <http://a.example/p> \"一\\n\\\"\"@zh .\n"
              "<http://a.example/园> <http://a.example/p> _:b1 .\n"
              "<http://a.example/园> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> \"t\" .\n"
              "<http://a.example/园> <http://a.example/p> <http://b.example//x> .\n"
              "_:b1 <http://a.example///p> \"s\" <http://a.example/g> .\n"
              "_:b1 <http://a.example///p> \"s\" _:g .\n",
              "\n    {\n"
              "      \"@id\": \"a:园\",\n"
              "      \"@type\": [\"a:Park\"],\n"
              "      \"a:p\": [{\"@language\": \"zh\", \"@value\": \"一\\u000a\\\"\"}, {\"@id\": \"_:b1\"}],\n"
              "      \"http://www.w3.org/1999/02/22-rdf-syntax-ns#type\": [\"t\"]\n"
              "    },\n    {\n"
              "      \"@id\": \"a:园\",\n"
              "      \"a:p\": [{\"@id\": \"http://b.example//x\"}]\n"
              "    },\n    {\n"
              "      \"@id\": \"a:g\",\n"
              "      \"@graph\": [\n"
              "        {\n"
              "          \"@id\": \"_:b1\",\n"
              "          \"http://a.example///p\": [\"s\"]\n"
              "        }\n"
              "      ]\n"
              "    },\n    {\n"
              "      \"@id\": \"_:g\",\n"
              "      \"@graph\": [\n"
              "        {\n"
              "          \"@id\": \"_:b1\",\n"
              "          \"http://a.example///p\": [\"s\"]\n"
              "        }\n"
              "      ]\n"
              "    }\n  ");
}

/* An IRI that a reader would take for a short name takes the prefixes away from its node. */
static void
test_jsonld_plain(void)
{
  assert_json("<http://a.example/s> <http://a.example/p> \"1\" .\n"
              "<http://a.example/s> <http://a.example/p> <a:o> .\n"
              "<http://a.example/s> <http://a.example/q> <a://o> .\n"
              "<http://a.example/t> <http://a.example/q> \"1\"^^<x:y> .\n",
              "\n    {\n"
              "      \"@id\": \"a:s\",\n"
              "      \"a:p\": [\"1\"]\n"
              "    },\n    {\n"
              "      \"@context\": null,\n"
              "      \"@id\": \"http://a.example/s\",\n"
              "      \"http://a.example/p\": [{\"@id\": \"a:o\"}],\n"
              "      \"http://a.example/q\": [{\"@id\": \"a://o\"}]\n"
              "    },\n    {\n"
              "      \"@context\": null,\n"
              "      \"@id\": \"http://a.example/t\",\n"
              "      \"http://a.example/q\": [{\"@type\": \"x:y\", \"@value\": \"1\"}]\n"
              "    }\n  ");
}

/* Only a number that every reader gives back letter for letter is a JSON number. */
static void
test_jsonld_literals(void)
{
  static const char *const bare[][2] = {{"integer", "0"},        {"integer", "-5"},   {"integer", "123456789012345"},
                                        {"boolean", "true"},     {"boolean", "false"}};
  static const char *const typed[][2] = {{"integer", "007"}, {"integer", "+5"},  {"integer", "-0"}, {"integer", "1234567890123456"},
                                         {"integer", ""},    {"integer", "-"},   {"integer", "x"},  {"integer", "1x"},
                                         {"decimal", "1"},   {"double", "1.0E0"}, {"boolean", "1"},  {"int", "5"}};
  for (gsize i = 0; i < G_N_ELEMENTS(bare) + G_N_ELEMENTS(typed); i++) {
    gboolean is_bare = i < G_N_ELEMENTS(bare);
    const char *const *literal = is_bare ? bare[i] : typed[i - G_N_ELEMENTS(bare)];
    g_autofree char *line = g_strdup_printf("<http://a.example/s> <http://a.example/p> \"%s\"^^<" YT_XSD_NS "%s> .\n",
                                            literal[1], literal[0]);
    g_autofree char *value = is_bare ? g_strdup(literal[1])
                                     : g_strdup_printf("{\"@type\": \"x:%s\", \"@value\": \"%s\"}", literal[0], literal[1]);
    g_autofree char *expected =
        g_strdup_printf("\n    {\n      \"@id\": \"a:s\",\n      \"a:p\": [%s]\n    }\n  ", value);
    assert_json(line, expected);
  }
}

/* JSON-LD can be written only. */
static void
test_jsonld_is_not_read(void)
{
  g_autoptr(GError) error = NULL;
  YtRdfReadOptions options = {.format = YT_RDF_JSONLD};
  g_assert_false(yt_rdf_read_bytes("{}", 2, &options, add_to_writer, NULL, &error));
  g_assert_error(error, YT_RDF_ERROR, YT_RDF_ERROR_UNSUPPORTED);
}

/* What RDF does not allow is refused, and leaves nothing behind in the output. */
static void
test_bad_terms(void)
{
  YtTerm good = yt_term_iri("http://a.example/s"), none = {.kind = YT_TERM_UNBOUND};
  YtTermQuad bad[] = {
      {yt_term_literal("s"), good, good, none},
      {good, yt_term_blank("p"), good, none},
      {good, good, none, none},
      {good, good, good, yt_term_literal("g")},
      {good, good, yt_term_iri("relative"), none},
      {good, good, yt_term_iri("http://a.example/a b"), none},
      {good, good, yt_term_blank("a."), none},
      {good, good, yt_term_blank(""), none},
      {good, good, yt_term_tagged("a", "zh_CN"), none},
      {good, good, yt_term_typed("a", "integer"), none},
      {good, good, yt_term_literal("\xE5\x9B"), none},
      {good, good, yt_term_iri("http://a.example/\xFF"), none},
  };
  g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();
  g_autoptr(YtRdfWriter) writer = yt_rdf_writer_new(YT_RDF_NQUADS, out);
  for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_false(yt_rdf_writer_add(writer, &bad[i], &error));
    g_assert_error(error, YT_RDF_ERROR, YT_RDF_ERROR_TERM);
  }
  g_assert_true(yt_rdf_writer_finish(writer, NULL));
  g_assert_cmpuint(g_memory_output_stream_get_data_size(G_MEMORY_OUTPUT_STREAM(out)), ==, 0);
}

/* A format that can only be read says so. */
static void
test_read_only_format(void)
{
  g_autoptr(GError) error = NULL;
  g_assert_null(write_lines(YT_RDF_XML, "<a:s> <a:p> <a:o> .", &error));
  g_assert_error(error, YT_RDF_ERROR, YT_RDF_ERROR_UNSUPPORTED);
}

/* A writer with nothing to write still says its prefixes. */
static void
test_empty(void)
{
  g_autofree char *turtle = write_lines(YT_RDF_TURTLE, "", NULL);
  g_assert_cmpstr(turtle, ==, HEAD);
  g_autofree char *lines = write_lines(YT_RDF_NTRIPLES, "", NULL);
  g_assert_cmpstr(lines, ==, "");
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/rdf/write/grouping", test_grouping);
  g_test_add_func("/rdf/write/graphs", test_graphs);
  g_test_add_func("/rdf/write/bare-literals", test_bare_literals);
  g_test_add_func("/rdf/write/local-names", test_local_names);
  g_test_add_func("/rdf/write/jsonld-nodes", test_jsonld_nodes);
  g_test_add_func("/rdf/write/jsonld-plain", test_jsonld_plain);
  g_test_add_func("/rdf/write/jsonld-literals", test_jsonld_literals);
  g_test_add_func("/rdf/write/jsonld-is-not-read", test_jsonld_is_not_read);
  g_test_add_func("/rdf/write/bad-terms", test_bad_terms);
  g_test_add_func("/rdf/write/read-only-format", test_read_only_format);
  g_test_add_func("/rdf/write/empty", test_empty);
  return g_test_run();
}
