/* parameter-test.c: values for variables of a request, from outside. */
#include "sparql/sparql.h"
#include <string.h>

static const char quads[] = "<http://e/a> <http://e/p> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n"
                            "<http://e/a> <http://e/p> \"2\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n"
                            "<http://e/b> <http://e/p> \"2\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n"
                            "<http://e/b> <http://e/q> <http://e/a> .\n"
                            "<http://e/b> <http://e/q> _:n .\n"
                            "_:n <http://e/r> _:n .\n"
                            "_:m <http://e/r> _:m .\n"
                            "<http://e/b> <http://e/p> \"3\"@zh <http://e/g> .\n"
                            "<http://e/c> <http://e/p> \"\\\" } ; DROP ALL #\" <http://e/h> .\n";

static YtStore *
make_store(void)
{
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  YtRdfReadOptions options = {.format = YT_RDF_NQUADS, .strict_lines = TRUE};
  g_assert_true(yt_rdf_read_bytes(quads, strlen(quads), &options, yt_store_builder_add, builder, NULL));
  return yt_store_builder_build(builder);
}

static char *
answer(YtStore *store, const char *text, const YtSparqlParameter *parameters, gsize n_parameters)
{
  GError *error = NULL;
  YtSparqlOptions options = {.parameters = parameters, .n_parameters = n_parameters};
  g_autoptr(YtSparqlResult) result = yt_sparql_query(store, text, &options, &error);
  g_assert_no_error(error);
  g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();
  YtResultFormat format =
      yt_sparql_result_get_kind(result) == YT_SPARQL_GRAPH ? YT_RESULT_NTRIPLES : YT_RESULT_JSON;
  g_assert_true(yt_sparql_result_write(result, format, out, &error));
  g_assert_true(g_output_stream_write_all(out, "", 1, NULL, NULL, NULL));
  g_output_stream_close(out, NULL, NULL);
  return g_memory_output_stream_steal_data(G_MEMORY_OUTPUT_STREAM(out));
}

/* A parameter is as good as the term written in its place, and stays a column. */
static void
test_as_if_written(void)
{
  static const struct {
    const char *with, *written;
  } cases[] = {
      {"SELECT ?s { ?s ?p ?o }", "SELECT ?s { ?s <http://e/p> 2 }"},
      {"SELECT * { ?s ?p ?o }", "SELECT ?s (<http://e/p> AS ?p) (2 AS ?o) { ?s <http://e/p> 2 }"},
      {"SELECT ?o ?s ?p { ?s ?p ?o } ORDER BY ?o ?s LIMIT 1",
       "SELECT (2 AS ?o) ?s (<http://e/p> AS ?p) { ?s <http://e/p> 2 } ORDER BY ?s LIMIT 1"},
      {"SELECT ?s ?x { ?s ?p ?x FILTER(?x < ?o) BIND(?p AS ?y) } ORDER BY ?s ?x ?o",
       "SELECT ?s ?x { ?s <http://e/p> ?x FILTER(?x < 2) BIND(<http://e/p> AS ?y) } ORDER BY ?s ?x"},
      {"SELECT ?s (?o + 1 AS ?z) { ?s ?p ?o } ORDER BY ?s",
       "SELECT ?s (2 + 1 AS ?z) { ?s <http://e/p> 2 } ORDER BY ?s"},
      {"SELECT ?s { ?s ?q ?x FILTER(BOUND(?p)) FILTER NOT EXISTS { ?s ?p ?o } }",
       "SELECT ?s { ?s ?q ?x FILTER NOT EXISTS { ?s <http://e/p> 2 } }"},
      {"SELECT ?s { { SELECT ?s ?o { ?s ?p ?o } } { SELECT ?o { ?x ?p ?o } } OPTIONAL { ?s ?q ?o } MINUS { "
       "?s ?p 1 } }",
       "SELECT ?s { { SELECT ?s { ?s <http://e/p> 2 } } { SELECT (2 AS ?o) { ?x <http://e/p> 2 } } OPTIONAL "
       "{ ?s ?q ?o } MINUS { "
       "?s <http://e/p> 1 } }"},
      {"SELECT ?p (COUNT(*) AS ?n) (MAX(?o) AS ?m) { ?s ?p ?x } GROUP BY ?p HAVING(COUNT(*) > ?o)",
       "SELECT ?p (COUNT(*) AS ?n) (MAX(2) AS ?m) { ?s <http://e/p> ?x } GROUP BY (<http://e/p> AS ?p) "
       "HAVING(COUNT(*) > 2)"},
      {"SELECT ?p { { SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?x } GROUP BY ?p } ?s ?p ?o } GROUP BY ?p",
       "SELECT (<http://e/p> AS ?p) { { SELECT (COUNT(*) AS ?n) { ?s <http://e/p> ?x } GROUP BY (1 AS ?k) } "
       "} "
       "GROUP BY (1 AS ?l)"},
      {"SELECT ?s { GRAPH ?g { ?s ?p ?x } FILTER(?o = 2) }",
       "SELECT ?s { GRAPH <http://e/g> { ?s <http://e/p> ?x } }"},
      {"ASK { ?s ?p ?o }", "ASK { ?s <http://e/p> 2 }"},
      {"ASK { ?o ?p ?s }", "ASK { FILTER(false) }"},
      {"CONSTRUCT { ?s ?p ?o . ?o ?p ?s } { ?s ?p ?x }",
       "CONSTRUCT { ?s <http://e/p> 2 } { ?s <http://e/p> ?x }"},
      {"CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT WHERE { ?s <http://e/p> 2 }"},
      {"SELECT ?s { ?s (<http://e/p>|<http://e/q>)* ?o }", "SELECT ?s { ?s (<http://e/p>|<http://e/q>)* 2 }"},
  };
  const YtSparqlParameter all[] = {{"p", yt_term_iri("http://e/p")},
                                   {"o", yt_term_typed("2", YT_XSD_NS "integer")},
                                   {"g", yt_term_iri("http://e/g")},
                                   {"unused", {.kind = YT_TERM_UNBOUND}}};
  g_autoptr(YtStore) store = make_store();
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GArray) used = g_array_new(FALSE, FALSE, sizeof(YtSparqlParameter));
    for (guint p = 0; p < G_N_ELEMENTS(all); p++) {
      g_autofree char *pattern = g_strdup_printf("\\?%s\\b", all[p].name);
      if (all[p].value.kind == YT_TERM_UNBOUND || g_regex_match_simple(pattern, cases[i].with, 0, 0))
        g_array_append_val(used, all[p]);
    }
    g_autofree char *found =
        answer(store, cases[i].with, (YtSparqlParameter *) (gpointer) used->data, used->len);
    g_autofree char *expected = answer(store, cases[i].written, NULL, 0);
    g_assert_cmpstr(found, ==, expected);
  }
}

/* Whatever is in a value, it stays a value. */
static void
test_no_syntax(void)
{
  g_autoptr(YtStore) store = make_store();
  const YtSparqlParameter parameter = {"o", yt_term_literal("\" } ; DROP ALL #")};
  g_autofree char *found = answer(store, "SELECT ?s { GRAPH ?g { ?s ?p ?o } }", &parameter, 1);
  g_assert_cmpstr(found, ==,
                  "{\"head\":{\"vars\":[\"s\"]},\"results\":{\"bindings\":[\n"
                  "{\"s\":{\"type\":\"uri\",\"value\":\"http://e/c\"}}\n]}}\n");
}

/* A blank node from an answer leads to that node and no other. */
static void
test_blank(void)
{
  g_autoptr(YtStore) store = make_store();
  g_autoptr(YtSparqlResult) result =
      yt_sparql_query(store, "SELECT ?n { <http://e/b> ?p ?n FILTER(isBlank(?n)) }", NULL, NULL);
  g_assert_true(yt_sparql_result_next(result, NULL));
  const YtSparqlParameter parameter = {"n", yt_sparql_result_get_term(result, 0)};
  g_autofree char *found =
      answer(store, "SELECT (COUNT(*) AS ?c) { ?n ?p ?n FILTER(isBlank(?n)) }", &parameter, 1);
  g_assert_nonnull(strstr(found, "\"value\":\"1\""));
  g_autofree char *graph = answer(store, "CONSTRUCT { ?n <http://e/is> ?n } { ?n ?p ?n }", &parameter, 1);
  g_assert_cmpstr(graph, ==, "_:n <http://e/is> _:n .\n");
}

/* Updates take parameters in patterns and templates; a blank node stays the store's. */
static void
test_update(void)
{
  g_autoptr(YtStore) before = make_store();
  g_autoptr(YtStoreWriter) writer = yt_store_writer_new_in_memory(before);
  const YtSparqlParameter parameters[] = {{"s", yt_term_blank("n")}, {"o", yt_term_tagged("新", "zh")}};
  YtSparqlOptions options = {.parameters = parameters, .n_parameters = 2};
  GError *error = NULL;
  yt_sparql_update(
      writer,
      "DELETE { ?s ?p ?x } INSERT { ?s ?p ?o } WHERE { ?s ?p ?x }; INSERT { ?s <http://e/t> ?o } WHERE {}",
      &options, &error);
  g_assert_no_error(error);
  g_autoptr(YtStore) after = yt_store_writer_ref_snapshot(writer);
  g_autofree char *found = answer(
      after, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(isBlank(?s) && isLiteral(?o)) }", NULL, 0);
  g_assert_cmpstr(found, ==, "_:n <http://e/r> \"新\"@zh .\n_:n <http://e/t> \"新\"@zh .\n");
}

/* What cannot be bound is refused by name. */
static void
test_refused(void)
{
  static const struct {
    const char *text, *message;
  } cases[] = {
      {"SELECT * { ?s ?p ?o }", "there is no variable ?x"},
      {"SELECT * { _:x ?p ?o }", "there is no variable ?x"},
      {"SELECT * { ?s ?p ?o BIND(?o AS ?x) }", "?x cannot be a parameter: BIND gives it a value too"},
      {"SELECT * { ?s ?p ?x VALUES (?s ?x) { (1 2) } }",
       "?x cannot be a parameter: VALUES gives it a value too"},
      {"SELECT * { ?s ?p ?x } VALUES ?x { 1 }", "?x cannot be a parameter: VALUES gives it a value too"},
      {"SELECT (?o AS ?x) { ?s ?p ?o }", "?x cannot be a parameter: SELECT gives it a value too"},
      {"SELECT ?x { { SELECT (?o AS ?x) { ?s ?p ?o } } }",
       "?x cannot be a parameter: SELECT gives it a value too"},
      {"SELECT ?x { ?s ?p ?o } GROUP BY (?o AS ?x)",
       "?x cannot be a parameter: GROUP BY gives it a value too"},
      {"SELECT * { SERVICE SILENT <http://e/> { ?s ?p ?x } }",
       "?x cannot be a parameter: a SERVICE uses it, which is sent as it is written"},
  };
  g_autoptr(YtStore) store = make_store();
  const YtSparqlParameter parameter = {"x", yt_term_iri("http://e/x")};
  YtSparqlOptions options = {.parameters = &parameter, .n_parameters = 1};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(yt_sparql_query(store, cases[i].text, &options, &error));
    g_assert_error(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_PARAMETER);
    g_assert_cmpstr(error->message, ==, cases[i].message);
  }
  g_autoptr(GError) error = NULL;
  options.engine = YT_SPARQL_ENGINE_REDLAND;
  g_assert_null(yt_sparql_query(store, "SELECT * { ?x ?p ?o }", &options, &error));
  g_assert_error(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_UNSUPPORTED);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/sparql/parameter/as-if-written", test_as_if_written);
  g_test_add_func("/sparql/parameter/no-syntax", test_no_syntax);
  g_test_add_func("/sparql/parameter/blank", test_blank);
  g_test_add_func("/sparql/parameter/update", test_update);
  g_test_add_func("/sparql/parameter/refused", test_refused);
  return g_test_run();
}
