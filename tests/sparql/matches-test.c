/* matches-test.c: yt:matches in queries: its forms, its place among joins, its errors. */
#include "sparql/engine.h"
#include <string.h>

static const char quads[] = "<e:a> <p:label> \"光谷生物城\"@zh .\n"
                            "<e:a> <p:alt> \"光谷生物城\"@zh .\n"
                            "<e:a> <p:alt> \"光谷\" .\n"
                            "<e:b> <p:label> \"武汉光谷\"@zh .\n"
                            "<e:b> <p:partOf> <e:a> .\n"
                            "<e:c> <p:label> \"光学\"@zh .\n"
                            "<e:d> <p:label> \"光谷的文件\"@zh <g:1> .\n"
                            "<e:d> <p:label> \"光谷的文件\"@zh <g:2> .\n"
                            "<e:n> <p:value> \"1\"^^<" YT_XSD_NS "integer> .\n";

#define Q(text) "PREFIX yt: <" YT_NS "> SELECT " text

/* The rows in the order of the answer, columns by blanks, rows by semicolons. (transfer full) */
static char *
ask(YtStore *store, const char *text, const YtPlanOptions *options, GError **error)
{
  g_autoptr(YtSparqlResult) result = yt_sparql_native_query_full(store, text, NULL, options, error);
  if (!result)
    return NULL;
  GString *rows = g_string_new(NULL);
  while (yt_sparql_result_next(result, error)) {
    if (rows->len)
      g_string_append_c(rows, ';');
    for (guint c = 0; c < yt_sparql_result_get_n_variables(result); c++) {
      YtTerm term = yt_sparql_result_get_term(result, c);
      g_string_append_printf(rows, "%s%.*s", c ? " " : "", (int) term.n_text, term.text ? term.text : "");
    }
  }
  return g_string_free(rows, FALSE);
}

static YtStore *
make_store(void)
{
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  YtRdfReadOptions options = {.format = YT_RDF_NQUADS};
  g_autoptr(GError) error = NULL;
  yt_rdf_read_bytes(quads, strlen(quads), &options, yt_store_builder_add, builder, &error);
  g_assert_no_error(error);
  return yt_store_builder_build(builder);
}

static void
test_forms(void)
{
  static const struct {
    const char *text, *rows;
  } cases[] = {
      {Q("?x { ?x yt:matches '光谷' } ORDER BY ?x"), "e:a;e:b"},
      {Q("?x ?l { (?x ?s ?l) yt:matches '光谷' } ORDER BY DESC(?s)"), "e:a 光谷;e:a 光谷生物城;e:b 武汉光谷"},
      {Q("?x ?l { (?x ?s ?l) yt:matches '光谷' } ORDER BY DESC(?s) LIMIT 1"), "e:a 光谷"},
      {Q("?x ?p { (?x ?s ?l ?p) yt:matches '生物' } ORDER BY ?p"), "e:a p:alt;e:a p:label"},
      {Q("?x { ?x yt:matches (<p:alt> '光谷') }"), "e:a"},
      {Q("?x { ?x yt:matches (<p:label> <p:alt> '光') } ORDER BY ?x"), "e:a;e:b;e:c"},
      {Q("?x { ?x yt:matches (<p:none> '光') }"), ""},
      {Q("?x { ?x yt:matches ('光谷' 1) }"), "e:a"},
      {Q("?x { (?x ?s) yt:matches (<p:label> '光谷' 2) } ORDER BY DESC(?s)"), "e:a;e:b"},
      {Q("?x { ?x yt:matches ('光谷' 0) }"), ""},
      {Q("?x { ?x yt:matches '' }"), ""},
      {Q("?x { ?x yt:matches 'ggsw' }"), "e:a"},
      {Q("?x { ?x yt:matches '1' }"), ""}, /* a number is no text */
      {Q("?x ?y { ?x yt:matches '光谷' . ?y <p:partOf> ?x }"), "e:a e:b"},
      {Q("?x { ?x <p:partOf> [ yt:matches '生物' ] }"), "e:b"},
      {Q("?x ?l { ?x <p:label> ?l OPTIONAL { ?x yt:matches '学' . ?x <p:label> ?m } FILTER(!BOUND(?m)) } "
         "ORDER BY ?x"),
       "e:a 光谷生物城;e:b 武汉光谷"},
      {Q("?x { VALUES ?x { <e:c> <e:b> } ?x yt:matches '光' } ORDER BY ?x"), "e:b;e:c"},
      {Q("?x { ?x <p:label> ?l FILTER NOT EXISTS { ?x yt:matches '光谷' } }"), "e:c"},
      {Q("?x { ?x <p:label> ?l MINUS { ?x yt:matches '光谷' } }"), "e:c"},
      {Q("?l { (<e:b> ?s ?l) yt:matches '光谷' }"), "武汉光谷"},
      {Q("?g ?x { GRAPH ?g { ?x yt:matches '光谷' } } ORDER BY ?g"), "g:1 e:d;g:2 e:d"},
      {Q("?x { GRAPH <g:1> { ?x yt:matches '文件' } }"), "e:d"},
      {Q("?x FROM <g:1> FROM <g:2> { ?x yt:matches '文件' }"), "e:d"},
      {Q("?l { (?x ?s ?l) yt:matches '光谷' FILTER(?s > 1000) }"), ""},
      {Q("(COUNT(*) AS ?n) { ?x yt:matches '光' . ?y yt:matches '光' }"), "9"},
  };
  YtPlanOptions all_off;
  for (gsize i = 0; i < sizeof all_off / sizeof(gboolean); i++)
    ((gboolean *) &all_off)[i] = TRUE;
  g_autoptr(YtStore) store = make_store();
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
    for (guint k = 0; k < 2; k++) {
      g_autoptr(GError) error = NULL;
      g_autofree char *rows = ask(store, cases[i].text, k ? &all_off : NULL, &error);
      g_assert_no_error(error);
      if (strcmp(rows, cases[i].rows) != 0)
        g_error("%s: %s", cases[i].text, rows);
    }
}

static void
test_errors(void)
{
  static const char *const cases[] = {
      Q("* { ?x yt:matches ?y }"),        Q("* { ?x yt:matches <e:a> }"),
      Q("* { ?x yt:matches 1 }"),         Q("* { ?x yt:matches () }"),
      Q("* { () yt:matches 'a' }"),       Q("* { (?x 'b') yt:matches 'a' }"),
      Q("* { (?x ?x) yt:matches 'a' }"),  Q("* { ?x yt:matches ('a' 'b') }"),
      Q("* { ?x yt:matches ('a' -1) }"),  Q("* { ?x yt:matches ('a' <p:p>) }"),
      Q("* { ?x yt:matches ('a' 1 2) }"), Q("* { (?a ?b ?c ?d ?e) yt:matches 'a' }"),
  };
  g_autoptr(YtStore) store = make_store();
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    g_autofree char *rows = ask(store, cases[i], NULL, &error);
    if (!g_error_matches(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_SYNTAX))
      g_error("%s: %s", cases[i], error ? error->message : rows);
    g_assert_nonnull(strstr(error->message, "yt:matches: expected"));
  }
}

/* What an update wrote is found, what it took away is not, also before the store is compacted, and short strings too. */
static void
test_updates(void)
{
  g_autoptr(YtStore) store = make_store();
  g_autoptr(YtStoreWriter) writer = yt_store_writer_new_in_memory(store);
  g_autoptr(GError) error = NULL;
  yt_sparql_update(writer,
                   "DELETE DATA { <e:b> <p:label> '武汉光谷'@zh } ; INSERT DATA { <e:x> <p:label> "
                   "'新光谷园区'@zh . <e:y> <p:label> '谷光' }",
                   NULL, &error);
  g_assert_no_error(error);
  for (guint i = 0; i < 2; i++) {
    g_autoptr(YtStore) now = yt_store_writer_ref_snapshot(writer);
    g_autofree char *rows = ask(now, Q("?x { ?x yt:matches '光谷' } ORDER BY ?x"), NULL, &error);
    g_assert_cmpstr(rows, ==, "e:a;e:x");
    g_autofree char *shorter = ask(now, Q("?x { ?x yt:matches '谷光' } ORDER BY ?x"), NULL, &error);
    g_assert_cmpstr(shorter, ==, "e:y");
    g_assert_true(yt_store_writer_compact(writer, 0, &error));
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/sparql/matches/forms", test_forms);
  g_test_add_func("/sparql/matches/errors", test_errors);
  g_test_add_func("/sparql/matches/updates", test_updates);
  return g_test_run();
}
