/* way-pattern-test.c: yt:path in queries: its forms, its place among joins, its errors, its limits, its edges. */
#include "sparql/engine.h"
#include <string.h>

#define ID "https://w3id.org/yuantu/id/"

static const char quads[] = "<" ID "a> <p:hosts> <" ID "b> .\n"
                            "<" ID "a> <p:hosts> <" ID "c> .\n"
                            "<" ID "d> <p:partOf> <" ID "b> .\n"
                            "<" ID "c> <p:knows> <" ID "d> .\n"
                            "<" ID "d> <p:label> \"丁\"@zh .\n"
                            "<" ID "a> <p:hosts> <" ID "d> <g:1> .\n"
                            "<e:1> <" YT_RDF_NS "subject> <" ID "a> <g:1> .\n"
                            "<e:1> <" YT_RDF_NS "predicate> <p:hosts> <g:1> .\n"
                            "<e:1> <" YT_RDF_NS "object> <" ID "b> <g:1> .\n"
                            "<e:1> <" YT_NS "confidence> 0.8 <g:1> .\n";

#define Q(text) "PREFIX yt: <" YT_NS "> PREFIX : <" ID "> SELECT " text

static YtStore *
make_store(void)
{
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  YtRdfReadOptions options = {.format = YT_RDF_NQUADS};
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) parts = g_strsplit(quads, " 0.8 ", 2);
  g_autofree char *text = g_strjoinv(" \"0.8\"^^<" YT_XSD_NS "decimal> ", parts);
  yt_rdf_read_bytes(text, strlen(text), &options, yt_store_builder_add, builder, &error);
  g_assert_no_error(error);
  return yt_store_builder_build(builder);
}

/* The rows in the order of the answer, columns by blanks, rows by semicolons; of things only the name. (transfer full) */
static char *
ask(YtStore *store, const char *text, const YtSparqlOptions *options, const YtPlanOptions *plan,
    GError **error)
{
  g_autoptr(YtSparqlResult) result = yt_sparql_native_query_full(store, text, options, plan, error);
  if (!result)
    return NULL;
  g_autoptr(GString) rows = g_string_new(NULL);
  GError *failure = NULL;
  while (yt_sparql_result_next(result, &failure)) {
    if (rows->len)
      g_string_append_c(rows, ';');
    for (guint c = 0; c < yt_sparql_result_get_n_variables(result); c++) {
      YtTerm term = yt_sparql_result_get_term(result, c);
      gsize skip = term.n_text > strlen(ID) && g_str_has_prefix(term.text, ID) ? strlen(ID) : 0;
      g_string_append_printf(rows, "%s%.*s", c ? " " : "", (int) (term.n_text - skip),
                             term.text ? term.text + skip : "");
    }
  }
  if (!failure)
    return g_string_free(g_steal_pointer(&rows), FALSE);
  g_propagate_error(error, failure);
  return NULL;
}

static void
test_forms(void)
{
  static const struct {
    const char *text, *rows;
  } cases[] = {
      /* two ways of two steps: the surer one first, each edge as the graph has it */
      {Q("* { (?n ?i ?s ?p ?o ?c) yt:path (:a :d) } ORDER BY ?n ?i"),
       "1 1 a p:hosts c 2.0000;1 2 c p:knows d 2.0000;2 1 a p:hosts b 2.2000;2 2 d p:partOf b 2.2000"},
      {Q("* { (?n ?i ?s ?p ?o ?c) yt:path (:a :d 1) } ORDER BY ?n ?i"),
       "1 1 a p:hosts c 2.0000;1 2 c p:knows d 2.0000"},
      {Q("?n { ?n yt:path (:a :d) } ORDER BY ?n"), "1;2"}, /* the numbers alone: each path once */
      {Q("?n { (?n) yt:path (:a :d 5 2) } ORDER BY ?n"), "1;2"},
      {Q("?n { ?n yt:path (:a :d 5 1) }"), ""}, /* no way so short */
      {Q("?n { ?n yt:path (:a :a) }"), ""},
      {Q("?n { ?n yt:path (:a :none) }"), ""},
      {Q("?n { ?n yt:path (<http://e/none> :a) }"), ""},
      {Q("?n ?i { (?n ?i ?s ?p ?o) yt:path (:d :a) } ORDER BY ?n ?i"), "1 1;1 2;2 1;2 2"},
      {Q("?n (COUNT(?i) AS ?steps) { (?n ?i) yt:path (:a :d) } GROUP BY ?n ORDER BY ?n"), "1 2;2 2"},
      {Q("DISTINCT ?n ?c { (?n ?i ?s ?p ?o ?c) yt:path (:a :d) FILTER(?c > 2) }"), "2 2.2000"},
      /* among joins */
      {Q("?n ?l { (?n ?i ?s ?p ?o) yt:path (:a :d) . ?o <p:label> ?l }"), "1 丁"},
      {Q("?n { (?n ?i ?s ?p ?o) yt:path (:a :d) VALUES ?p { <p:partOf> } }"), "2"},
      {Q("?n { ?n yt:path (:a :d) FILTER NOT EXISTS { (?n ?i ?s <p:knows> ?o) yt:path (:a :d) } }"), NULL},
      {Q("?n { ?n yt:path (:a :d) FILTER NOT EXISTS { (?n ?i ?s ?p ?o) yt:path (:a :d) FILTER(?p = "
         "<p:knows>) } }"),
       "2"},
      {Q("?n { ?n yt:path (:a :d) MINUS { (?n ?i ?s ?p ?o) yt:path (:a :d) FILTER(?p = <p:partOf>) } }"),
       "1"},
      {Q("?l ?n { ?x <p:label> ?l OPTIONAL { ?n yt:path (:a :none) } }"), "丁 "},
      {Q("(COUNT(*) AS ?k) { ?n yt:path (:a :d) . ?m yt:path (:b :c) }"), "4"},
      {Q("?x { { SELECT ?x { (?n ?i ?x) yt:path (:a :d) } } ?x <p:knows> ?y }"), "c"},
  };
  YtPlanOptions all_off;
  for (gsize i = 0; i < sizeof all_off / sizeof(gboolean); i++)
    ((gboolean *) &all_off)[i] = TRUE;
  g_autoptr(YtStore) store = make_store();
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
    for (guint k = 0; k < 2; k++) {
      g_autoptr(GError) error = NULL;
      g_autofree char *rows = ask(store, cases[i].text, NULL, k ? &all_off : NULL, &error);
      if (!cases[i].rows) {
        g_assert_error(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_SYNTAX);
        continue;
      }
      g_assert_no_error(error);
      if (strcmp(rows, cases[i].rows) != 0)
        g_error("%s: %s", cases[i].text, rows);
    }
}

static void
test_errors(void)
{
  static const char *const cases[] = {
      Q("* { ?n yt:path :a }"),
      Q("* { ?n yt:path (:a) }"),
      Q("* { ?n yt:path (:a ?x) }"),
      Q("* { ?n yt:path ('a' :d) }"),
      Q("* { ?n yt:path (:a :d 0) }"),
      Q("* { ?n yt:path (:a :d 21) }"),
      Q("* { ?n yt:path (:a :d -1) }"),
      Q("* { ?n yt:path (:a :d 3 9) }"),
      Q("* { ?n yt:path (:a :d 3 3 3) }"),
      Q("* { ?n yt:path (:a :d '3') }"),
      Q("* { ?n yt:path (:a :d ?k) }"),
      Q("* { () yt:path (:a :d) }"),
      Q("* { (?n ?n) yt:path (:a :d) }"),
      Q("* { (?n 1) yt:path (:a :d) }"),
      Q("* { :a yt:path (:a :d) }"),
      Q("* { (?a ?b ?c ?d ?e ?f ?g) yt:path (:a :d) }"),
      Q("* { GRAPH <g:1> { ?n yt:path (:a :d) } }"),
      Q("* { GRAPH ?g { ?n yt:path (:a :d) } }"),
      Q("* FROM <g:1> { ?n yt:path (:a :d) }"),
  };
  g_autoptr(YtStore) store = make_store();
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    g_autofree char *rows = ask(store, cases[i], NULL, NULL, &error);
    if (!g_error_matches(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_SYNTAX))
      g_error("%s: %s", cases[i], error ? error->message : rows);
    g_assert_nonnull(strstr(error->message, "yt:path: expected"));
  }
}

/* The ends as parameters; and where things have another base, only those are passed. */
static void
test_options(void)
{
  g_autoptr(YtStore) store = make_store();
  g_autoptr(GError) error = NULL;
  const YtSparqlParameter ends[] = {{"from", yt_term_iri(ID "a")}, {"to", yt_term_iri(ID "d")}};
  YtSparqlOptions options = {.parameters = ends, .n_parameters = 2};
  g_autofree char *given = ask(store, Q("?n { ?n yt:path (?from ?to 1) }"), &options, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(given, ==, "1");
  options = (YtSparqlOptions){.base = "http://elsewhere/"};
  g_autofree char *elsewhere = ask(store, Q("?n { ?n yt:path (:a :d) }"), &options, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(elsewhere, ==, "");
}

/* A net of many equal ways costs more than a millisecond, and more than a megabyte. */
static YtStore *
make_net(void)
{
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  for (guint layer = 0; layer < 6; layer++)
    for (guint i = 0; i < 60; i++)
      for (guint k = 0; k < 60; k++) {
        g_autofree char *subject = g_strdup_printf(ID "%u-%u", layer, i),
                        *object = g_strdup_printf(ID "%u-%u", layer + 1, k);
        YtTermQuad quad = {yt_term_iri(subject), yt_term_iri("p:p"), yt_term_iri(object), {0}};
        g_assert_true(yt_store_builder_add(&quad, builder, NULL));
      }
  return yt_store_builder_build(builder);
}

static void
test_limits(void)
{
  g_autoptr(YtStore) store = make_net();
  static const struct {
    YtSparqlOptions options;
    YtSparqlError code;
  } cases[] = {{{.timeout_ms = 1}, YT_SPARQL_ERROR_TIMEOUT},
               {{.memory_limit = 1024 * 1024}, YT_SPARQL_ERROR_MEMORY}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    g_autofree char *rows =
        ask(store, Q("?n { ?n yt:path (:0-0 :6-0 20 8) }"), &cases[i].options, NULL, &error);
    g_assert_null(rows);
    g_assert_error(error, YT_SPARQL_ERROR, (int) cases[i].code);
  }
}

/* What a row rests on are the steps that it tells of, those of its path when it tells of no step. */
static void
test_edges(void)
{
  g_autoptr(YtStore) store = make_store();
  static const struct {
    const char *text;
    guint n_edges;
  } cases[] = {
      {Q("?n { ?n yt:path (:a :d) }"), 2},
      {Q("?n { (?n ?i ?s) yt:path (:a :d) }"), 2},
      {Q("?n ?i { (?n ?i ?s ?p ?o ?c) yt:path (:a :d) } ORDER BY ?n ?i"), 1},
      {Q("(COUNT(*) AS ?n) { ?x yt:path (:a :d) }"), 4},
      {Q("?n { ?n yt:path (:a :d) . :d <p:label> ?l }"), 3},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(YtSparqlResult) result = yt_sparql_query(store, cases[i].text, NULL, &error);
    g_assert_no_error(error);
    const char *names[3] = {NULL};
    YtTerm terms[2];
    g_assert_true(yt_sparql_result_next(result, &error));
    for (guint c = 0; c < yt_sparql_result_get_n_variables(result); c++) {
      names[c] = yt_sparql_result_get_variable(result, c);
      terms[c] = yt_sparql_result_get_term(result, c);
    }
    g_autoptr(GArray) edges = yt_sparql_find_edges(store, cases[i].text, NULL, names, terms, 100, &error);
    g_assert_no_error(error);
    if (edges->len != cases[i].n_edges)
      g_error("%s: %u edges", cases[i].text, edges->len);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/sparql/way-pattern/forms", test_forms);
  g_test_add_func("/sparql/way-pattern/errors", test_errors);
  g_test_add_func("/sparql/way-pattern/options", test_options);
  g_test_add_func("/sparql/way-pattern/limits", test_limits);
  g_test_add_func("/sparql/way-pattern/edges", test_edges);
  return g_test_run();
}
