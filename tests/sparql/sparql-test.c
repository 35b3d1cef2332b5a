/* sparql-test.c: the door, whichever engine stands behind it. */
#include "sparql/sparql.h"
#include <string.h>

static YtStore *
make_store(void)
{
  static const char quads[] = "<http://e/a> <http://e/p> \"一\"@zh .\n"
                              "<http://e/a> <http://e/p> \"二\"@zh <http://e/g> .\n";
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  YtRdfReadOptions options = {.format = YT_RDF_NQUADS, .strict_lines = TRUE};
  g_assert_true(yt_rdf_read_bytes(quads, strlen(quads), &options, yt_store_builder_add, builder, NULL));
  return yt_store_builder_build(builder);
}

static void
assert_one_row(YtStore *store, const char *text, const YtSparqlOptions *options, const char *expected)
{
  GError *error = NULL;
  g_autoptr(YtSparqlResult) result = yt_sparql_query(store, text, options, &error);
  g_assert_no_error(error);
  g_assert_cmpint(yt_sparql_result_get_kind(result), ==, YT_SPARQL_SOLUTIONS);
  g_assert_cmpuint(yt_sparql_result_get_n_variables(result), ==, 1);
  g_assert_cmpstr(yt_sparql_result_get_variable(result, 0), ==, "o");
  g_assert_true(yt_sparql_result_next(result, &error));
  YtTerm term = yt_sparql_result_get_term(result, 0);
  g_autofree char *shown = yt_term_dup_display(&term);
  g_assert_cmpstr(shown, ==, expected);
  g_assert_false(yt_sparql_result_next(result, &error));
  g_assert_no_error(error);
  g_assert_false(yt_sparql_result_next(result, &error)); /* and stays there */
}

/* Every engine that has a name answers, and sees the dataset that the caller gives. */
static void
test_engines(void)
{
  static const char *const names[] = {"default", "redland"};
  static const char *const graphs[] = {"http://e/g", NULL};
  g_autoptr(YtStore) store = make_store();
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    YtSparqlOptions options = {0};
    g_assert_true(yt_sparql_engine_from_name(names[i], &options.engine));
    assert_one_row(store, "SELECT ?o { ?s ?p ?o }", &options, "一");
    assert_one_row(store, "SELECT ?o { GRAPH <http://e/g> { ?s ?p ?o } }", &options, "二");
    options.default_graphs = graphs;
    assert_one_row(store, "SELECT ?o { ?s ?p ?o }", &options, "二");
  }
  YtSparqlEngine engine;
  g_assert_false(yt_sparql_engine_from_name("", &engine));
  g_assert_false(yt_sparql_engine_from_name("Default", &engine));
}

/* The answer keeps the store alive. */
static void
test_outlives(void)
{
  YtStore *store = make_store();
  g_autoptr(YtSparqlResult) result = yt_sparql_query(store, "SELECT ?o { ?s ?p ?o }", NULL, NULL);
  yt_store_unref(store);
  g_assert_true(yt_sparql_result_next(result, NULL));
  YtTerm term = yt_sparql_result_get_term(result, 0);
  g_autofree char *shown = yt_term_dup_display(&term);
  g_assert_cmpstr(shown, ==, "一");
}

/* Errors are those of this door, whichever engine they come from. */
static void
test_errors(void)
{
  static const struct {
    const char *text;
    YtSparqlError code;
  } cases[] = {
      {"SELECT * {", YT_SPARQL_ERROR_SYNTAX},
      {"SELECT * { SERVICE <http://e/> { ?s ?p ?o } }", YT_SPARQL_ERROR_UNSUPPORTED},
  };
  g_autoptr(YtStore) store = make_store();
  YtSparqlOptions redland = {.engine = YT_SPARQL_ENGINE_REDLAND};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(yt_sparql_query(store, cases[i].text, &redland, &error));
    g_assert_error(error, YT_SPARQL_ERROR, (int) cases[i].code);
    g_assert_true(g_ascii_isdigit(*error->message)); /* the place */
  }
  g_autoptr(GError) refused = NULL; /* no endpoint is on the list of those that may be asked */
  g_autoptr(YtSparqlResult) result = yt_sparql_query(store, cases[1].text, NULL, &refused);
  g_assert_nonnull(result);
  g_assert_false(yt_sparql_result_next(result, &refused));
  g_assert_error(refused, YT_SPARQL_ERROR, YT_SPARQL_ERROR_EVALUATION);
  g_autoptr(GError) error = NULL;
  g_assert_true(yt_sparql_check("ASK { ?s ?p ?o }", NULL, FALSE, NULL));
  g_assert_false(yt_sparql_check("ASK { ?s ?p }", NULL, FALSE, &error));
  g_assert_error(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_SYNTAX);
}

static void
test_list_graphs(void)
{
  g_auto(GStrv) default_graphs = NULL, named_graphs = NULL;
  g_assert_true(yt_sparql_list_graphs("ASK FROM <a.ttl> { }", "file:///folder/q.rq", &default_graphs,
                                      &named_graphs, NULL));
  g_assert_cmpstr(default_graphs[0], ==, "file:///folder/a.ttl");
  g_assert_null(default_graphs[1]);
  g_assert_null(named_graphs[0]);
}

static void
test_display(void)
{
  const struct {
    YtTerm term;
    const char *shown;
  } cases[] = {
      {{.kind = YT_TERM_UNBOUND}, ""},
      {yt_term_iri(YT_NS "Park"), "yt:Park"},
      {yt_term_iri(YT_NS), YT_NS},
      {yt_term_blank("b"), "_:b"},
      {yt_term_tagged("园", "zh"), "园"},
      {yt_term_typed("2021", YT_XSD_NS "gYear"), "2021"},
      {yt_term_typed("1", YT_NS "u"), "1^^yt:u"},
      {yt_term_literal("a\tb\xE2\x80\xAE"
                       "c"),
       "a b\xEF\xBF\xBD"
       "c"}, /* U+202E turns the writing round */
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *shown = yt_term_dup_display(&cases[i].term);
    g_assert_cmpstr(shown, ==, cases[i].shown);
  }
}

/* Columns that repeat themselves, or nearly so, are written as they are. */
static void
test_repeated(void)
{
  static const char *const terms[] = {"\"x:x\"", "\"x:x\"@en", "\"x:x\"@zh", "\"x:x\"^^<x:t>",
                                      "<x:x>",   "<x:xy>",     "\"\"",       "UNDEF"};
  g_autoptr(YtStore) store = make_store();
  g_autoptr(GString) query = g_string_new("SELECT ?a ?b ?s ?t { VALUES (?a ?b) {");
  for (guint i = 0, a = 0, b = 0; i < 2000; i++) {
    a = g_test_rand_bit() ? (guint) g_test_rand_int_range(0, G_N_ELEMENTS(terms)) : a;
    b = g_test_rand_bit() ? (guint) g_test_rand_int_range(0, G_N_ELEMENTS(terms)) : b;
    g_string_append_printf(query, " (%s %s)", terms[a], terms[b]);
  }
  g_string_append(query, " } BIND(STR(?a) AS ?s) BIND(SUBSTR(?s, 1, 1) AS ?t) }");
  g_autoptr(YtSparqlResult) single = yt_sparql_query(store, query->str, NULL, NULL);
  g_autoptr(GString) expected = g_string_new("?a\t?b\t?s\t?t\n");
  while (yt_sparql_result_next(single, NULL))
    for (guint i = 0; i < 4; i++) {
      YtTerm term = yt_sparql_result_get_term(single, i);
      yt_term_append(expected, &term);
      g_string_append_c(expected, i < 3 ? '\t' : '\n');
    }
  g_autoptr(YtSparqlResult) result = yt_sparql_query(store, query->str, NULL, NULL);
  g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();
  g_assert_true(yt_sparql_result_write(result, YT_RESULT_TSV, out, NULL));
  GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM(out);
  g_assert_cmpuint(g_memory_output_stream_get_data_size(memory), ==, expected->len);
  g_assert_true(memcmp(g_memory_output_stream_get_data(memory), expected->str, expected->len) == 0);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/sparql/engines", test_engines);
  g_test_add_func("/sparql/outlives", test_outlives);
  g_test_add_func("/sparql/errors", test_errors);
  g_test_add_func("/sparql/list-graphs", test_list_graphs);
  g_test_add_func("/sparql/display", test_display);
  g_test_add_func("/sparql/repeated", test_repeated);
  return g_test_run();
}
