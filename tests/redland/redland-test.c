/* redland-test.c: rasqal's answers over our quads. */
#include "redland/redland.h"
#include <string.h>

static const char prologue[] = "PREFIX : <http://e/> PREFIX xsd: <" YT_XSD_NS ">\n";

static const char data[] = "<http://e/a> <http://e/p> \"01\"^^<" YT_XSD_NS "integer> .\n"
                           "<http://e/a> <http://e/q> <http://e/b> .\n"
                           "<http://e/b> <http://e/q> <http://e/b> .\n"
                           "<http://e/b> <http://e/q> _:x .\n"
                           "_:x <http://e/p> \"里\"@zh-Hans .\n"
                           "<http://e/b> <http://e/q> <http://e/z> <http://e/g1> .\n"
                           "<http://e/g1> <http://e/q> <http://e/z> <http://e/g1> .\n"
                           "<http://e/g1> <http://e/q> <http://e/z> <http://e/g2> .\n";

static YtStore *
make_store(const char *quads)
{
  GError *error = NULL;
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  YtRdfReadOptions options = {.format = YT_RDF_NQUADS, .strict_lines = TRUE};
  g_assert_true(yt_rdf_read_bytes(quads, strlen(quads), &options, yt_store_builder_add, builder, &error));
  g_assert_no_error(error);
  return yt_store_builder_build(builder);
}

static int
compare_rows(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* The rows, sorted, each in brackets with its terms as N-Triples; "-" for no value. IRIs lose "http://e/". */
static char *
dup_rows(YtRedlandResult *result, GError **error)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(g_free);
  while (yt_redland_result_next(result, error)) {
    GString *row = g_string_new("(");
    for (guint i = 0; i < yt_redland_result_get_n_variables(result); i++) {
      YtTerm term = yt_redland_result_get_term(result, i);
      g_string_append(row, i > 0 ? " " : "");
      if (term.kind == YT_TERM_UNBOUND)
        g_string_append_c(row, '-');
      else
        yt_term_append(row, &term);
    }
    g_ptr_array_add(rows, g_string_free(g_string_append_c(row, ')'), FALSE));
  }
  g_ptr_array_sort(rows, compare_rows);
  g_ptr_array_add(rows, NULL);
  g_autofree char *joined = g_strjoinv(" ", (char **) rows->pdata);
  GString *out = g_string_new(joined);
  g_string_replace(out, "http://e/", "", 0);
  g_string_replace(out, YT_XSD_NS, "xsd:", 0);
  return g_string_free(out, FALSE);
}

static YtRedlandResult *
ask(YtStore *store, const char *text, const YtRedlandOptions *options)
{
  GError *error = NULL;
  g_autofree char *full = g_strconcat(prologue, text, NULL);
  YtRedlandResult *result = yt_redland_query(store, full, options, &error);
  if (error)
    g_error("%s: %s", text, error->message);
  return result;
}

static void
assert_rows(YtStore *store, const char *text, const YtRedlandOptions *options, const char *expected)
{
  GError *error = NULL;
  g_autoptr(YtRedlandResult) result = ask(store, text, options);
  g_autofree char *rows = dup_rows(result, &error);
  g_assert_no_error(error);
  if (strcmp(rows, expected) != 0)
    g_error("%s:\nexpected %s\nfound    %s", text, expected, rows);
}

static gboolean
append_triple(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  (void) error;
  GString *out = user_data;
  yt_term_append(out, &quad->subject);
  g_string_append_c(out, ' ');
  yt_term_append(out, &quad->predicate);
  g_string_append_c(out, ' ');
  yt_term_append(out, &quad->object);
  g_string_append(out, ". ");
  return TRUE;
}

static void
assert_graph(YtStore *store, const char *text, const char *expected)
{
  GError *error = NULL;
  g_autoptr(YtRedlandResult) result = ask(store, text, NULL);
  g_assert_cmpint(yt_redland_result_get_kind(result), ==, YT_REDLAND_GRAPH);
  g_autoptr(GString) out = g_string_new(NULL);
  yt_redland_result_foreach(result, append_triple, out, &error);
  g_assert_no_error(error);
  g_string_replace(out, "http://e/", "", 0);
  g_string_replace(out, YT_XSD_NS, "xsd:", 0);
  g_assert_cmpstr(out->str, ==, expected);
}

static void
assert_error(YtStore *store, const char *text, const YtRedlandOptions *options, YtRedlandError code,
             const char *words)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(YtRedlandResult) result = yt_redland_query(store, text, options, &error);
  while (result && yt_redland_result_get_kind(result) == YT_REDLAND_SOLUTIONS &&
         yt_redland_result_next(result, &error))
    ;
  if (!error)
    g_error("no error: %s", text);
  g_assert_error(error, YT_REDLAND_ERROR, (int) code);
  if (!strstr(error->message, words))
    g_error("expected “%s”, found “%s”", words, error->message);
}

/* Outside GRAPH one sees the default graph and nothing else; GRAPH ?g walks the named graphs. */
static void
test_dataset(void)
{
  g_autoptr(YtStore) store = make_store(data);
  assert_rows(store, "SELECT ?s { ?s :q :b }", NULL, "(<a>) (<b>)");
  assert_rows(store, "SELECT ?s { ?s :q :z }", NULL, "");
  assert_rows(store, "SELECT ?g ?s { GRAPH ?g { ?s :q :z } }", NULL, "(<g1> <b>) (<g1> <g1>) (<g2> <g1>)");
  assert_rows(store, "SELECT ?g { GRAPH ?g { ?g :q :z } }", NULL, "(<g1>)");
  assert_rows(store, "SELECT ?s { GRAPH :g2 { ?s ?p ?o } }", NULL, "(<g1>)");
  assert_rows(store, "SELECT ?s { GRAPH :none { ?s ?p ?o } }", NULL, "");
  assert_rows(store, "SELECT ?s { { SELECT ?s { GRAPH :none { ?s ?p ?o } } } }", NULL, "");
  assert_rows(store, "SELECT ?s { { ?s :p 01 } UNION { GRAPH :none { ?s ?p ?o } } }", NULL, "(<a>)");
  assert_rows(store, "SELECT ?s ?x { ?s :p 01 OPTIONAL { GRAPH :none { ?s :q ?x } } }", NULL, "(<a> -)");
  assert_rows(store, "SELECT ?s ?g { ?s :q ?o GRAPH ?g { ?s :q ?z } }", NULL, "(<b> <g1>) (<b> <g1>)");
}

/* The variables are known, and in their order, also when there are no rows. */
static void
test_variables(void)
{
  static const struct {
    const char *text, *variables;
  } cases[] = {
      {"SELECT ?z ?s { ?s :none ?z }", "z s"},
      {"SELECT * { ?s :none ?o OPTIONAL { ?o ?p ?q } }", "s o p q"},
      {"SELECT ?s (1 AS ?one) { ?s :none ?o }", "s one"},
      {"SELECT ?s (COUNT(*) AS ?n) { ?s :none ?o } GROUP BY ?s", "s n"},
      {"SELECT ?n { { SELECT ?s { ?s :none ?n } } }", "n"},
      {"SELECT * { { SELECT * { ?s :none ?n } } }", "s n"},
      {"SELECT ?s ?o { ?s :q ?o }", "s o"},
  };
  g_autoptr(YtStore) store = make_store(data);
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(YtRedlandResult) result = ask(store, cases[i].text, NULL);
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint v = 0; v < yt_redland_result_get_n_variables(result); v++)
      g_string_append_printf(names, "%s%s", v > 0 ? " " : "", yt_redland_result_get_variable(result, v));
    g_assert_cmpstr(names->str, ==, cases[i].variables);
  }
}

/* FROM makes a merge in which a triple is once; the request's dataset comes before the query's. */
static void
test_from(void)
{
  g_autoptr(YtStore) store = make_store(data);
  assert_rows(store, "SELECT ?s FROM :g1 FROM :g2 { ?s :q ?o }", NULL, "(<b>) (<g1>)");
  assert_rows(store, "SELECT ?s FROM :g1 { GRAPH ?g { ?s ?p ?o } }", NULL, "");
  assert_rows(store, "SELECT ?g FROM NAMED :g2 { GRAPH ?g { ?s ?p ?o } }", NULL, "(<g2>)");
  assert_rows(store, "SELECT ?s FROM NAMED :g2 { ?s ?p ?o }", NULL, "");
  const char *const g2[] = {"http://e/g2", NULL};
  YtRedlandOptions options = {.default_graphs = g2};
  assert_rows(store, "SELECT ?s FROM :g1 { ?s ?p ?o }", &options, "(<g1>)");
  options = (YtRedlandOptions){.named_graphs = g2};
  assert_rows(store, "SELECT ?g { GRAPH ?g { ?s ?p ?o } }", &options, "(<g2>)");
}

/* The graphs that a query names, resolved against the base. */
static void
test_list_graphs(void)
{
  GError *error = NULL;
  g_auto(GStrv) default_graphs = NULL, named_graphs = NULL;
  g_assert_true(yt_redland_list_graphs("SELECT * FROM <a> FROM NAMED <b> FROM <http://e/c> {}", "http://e/x",
                                       &default_graphs, &named_graphs, &error));
  g_autofree char *first = g_strjoinv(" ", default_graphs), *second = g_strjoinv(" ", named_graphs);
  g_assert_cmpstr(first, ==, "http://e/a http://e/c");
  g_assert_cmpstr(second, ==, "http://e/b");
}

/* A term of the store comes back byte by byte, whatever rasqal makes of its value. */
static void
test_terms_stay(void)
{
  static const char *const literals[] = {
      "\"01\"^^<xsd:integer>",
      "\"99999999999999999999\"^^<xsd:integer>",
      "\"1\"^^<xsd:boolean>",
      "\"1.50\"^^<xsd:decimal>",
      "\"1e1\"^^<xsd:double>",
      "\"2006-08-23+00:00\"^^<xsd:date>",
      "\"2001-01-01T00:00:00.500+08:00\"^^<xsd:dateTime>",
      "\"2021\"^^<xsd:gYear>",
      "\"x\"@EN",
      "\"x\"^^<http://t/>",
      "\"\"",
      "\"两行\\n\\\"引\\\"\"",
  };
  for (guint i = 0; i < G_N_ELEMENTS(literals); i++) {
    g_autoptr(GString) line = g_string_new("<http://e/s> <http://e/p> ");
    g_string_append_printf(line, "%s .\n", literals[i]);
    g_string_replace(line, "xsd:", YT_XSD_NS, 0);
    g_autoptr(YtStore) store = make_store(line->str);
    g_autofree char *row = g_strdup_printf("(%s)", literals[i]);
    g_autofree char *triple = g_strdup_printf("<s> <r> %s. ", literals[i]);
    assert_rows(store, "SELECT ?o { ?s ?p ?o }", NULL, row);
    assert_rows(store, "SELECT DISTINCT ?o { ?s ?p ?o } ORDER BY ?o", NULL, row);
    assert_graph(store, "CONSTRUCT { ?s :r ?o } { ?s ?p ?o }", triple);
  }
}

/* A constant in a pattern matches the same term, not the same value. */
static void
test_constants(void)
{
  g_autoptr(YtStore) store = make_store(data);
  g_autoptr(YtRedlandResult) same = ask(store, "ASK { :a :p 01 }", NULL);
  g_autoptr(YtRedlandResult) other = ask(store, "ASK { :a :p 1 }", NULL);
  g_assert_cmpint(yt_redland_result_get_kind(same), ==, YT_REDLAND_BOOLEAN);
  g_assert_true(yt_redland_result_get_boolean(same));
  g_assert_false(yt_redland_result_get_boolean(other));
  assert_rows(store, "SELECT ?s { ?s :p ?o FILTER(?o = 1) }", NULL, "(<a>)");
}

static void
test_graphs(void)
{
  g_autoptr(YtStore) store = make_store(data);
  assert_graph(store, "CONSTRUCT { ?o :r ?s . ?s :r 1 } { ?s :q ?o FILTER(isIRI(?o)) }",
               "<b> <r> <a>. <a> <r> \"1\"^^<xsd:integer>. <b> <r> <b>. <b> <r> \"1\"^^<xsd:integer>. ");
  /* A new blank node for each row; a literal is no subject. */
  assert_graph(store, "CONSTRUCT { [] :r ?o . ?o :r :a } { :a ?p ?o } ORDER BY ?p",
               "_:c0_bnodeid1 <r> \"01\"^^<xsd:integer>. _:c1_bnodeid1 <r> <b>. <b> <r> <a>. ");
  assert_graph(store, "CONSTRUCT WHERE { :a :q ?o }", "<a> <q> <b>. ");
  /* The default graph's triples, and those of the blank nodes that they lead to. */
  assert_graph(store, "DESCRIBE :b", "<b> <q> _:x. <b> <q> <b>. _:x <p> \"里\"@zh-Hans. ");
  assert_graph(store, "DESCRIBE ?s { ?s :p 01 }", "<a> <p> \"01\"^^<xsd:integer>. <a> <q> <b>. ");
  assert_graph(store, "DESCRIBE :none", "");
}

/* SPARQL 1.1, 18.5: of nothing there are no groups; and an aggregate over nothing is refused, since rasqal has none. */
static void
test_grouping(void)
{
  g_autoptr(YtStore) store = make_store(data);
  assert_rows(store, "SELECT ?s (COUNT(*) AS ?n) { ?s :q ?o } GROUP BY ?s", NULL,
              "(<a> \"1\"^^<xsd:integer>) (<b> \"2\"^^<xsd:integer>)");
  assert_rows(store, "SELECT ?s (COUNT(*) AS ?n) { ?s :none ?o } GROUP BY ?s", NULL, "");
  assert_rows(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", NULL, "(\"5\"^^<xsd:integer>)");
  assert_error(store, "SELECT (COUNT(*) AS ?n) { ?s <http://e/none> ?o }", NULL, YT_REDLAND_ERROR_UNSUPPORTED,
               "over nothing");
  g_autoptr(YtStore) mixed = make_store("<http://e/a> <http://e/p> \"1\" .\n"
                                        "<http://e/a> <http://e/p> \"1\"^^<" YT_XSD_NS "integer> .\n");
  assert_error(mixed, "SELECT ?o (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?o", NULL,
               YT_REDLAND_ERROR_UNSUPPORTED, "different types");
}

static void
test_errors(void)
{
  g_autoptr(YtStore) store = make_store(data);
  assert_error(store, "SELECT * {", NULL, YT_REDLAND_ERROR_SYNTAX, "1: syntax error");
  assert_error(store, "SELECT *\n{ ?s ?p }", NULL, YT_REDLAND_ERROR_SYNTAX, "2: ");
  assert_error(store, "", NULL, YT_REDLAND_ERROR_SYNTAX, "1");
  assert_error(store, "SELECT * { nope:a ?p ?o }", NULL, YT_REDLAND_ERROR_SYNTAX, "nope");
  assert_error(store, "DELETE WHERE { ?s ?p ?o }", NULL, YT_REDLAND_ERROR_SYNTAX, "1");
  assert_error(store, "SELECT * { ?s ?p/?q ?o }", NULL, YT_REDLAND_ERROR_UNSUPPORTED, "1:17: property paths");
}

/* A product that would take days ends at the deadline, and at once when cancelled. */
static void
test_limits(void)
{
  g_autoptr(GString) quads = g_string_new(NULL);
  for (guint i = 0; i < 200; i++)
    g_string_append_printf(quads, "<http://e/s%u> <http://e/p> <http://e/o%u> .\n", i, i);
  g_autoptr(YtStore) store = make_store(quads->str);
  static const char product[] =
      "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }";
  YtRedlandOptions options = {.timeout_ms = 100};
  gint64 start = g_get_monotonic_time();
  assert_error(store, product, &options, YT_REDLAND_ERROR_TIMEOUT, "time limit");
  g_assert_cmpint(g_get_monotonic_time() - start, <, 5 * G_USEC_PER_SEC);
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  g_cancellable_cancel(cancellable);
  options = (YtRedlandOptions){.cancellable = cancellable};
  assert_error(store, product, &options, YT_REDLAND_ERROR_CANCELLED, "cancelled");
}

static void
test_check(void)
{
  g_assert_true(yt_redland_check("SELECT * { ?s ?p ?o }", NULL, FALSE, NULL));
  g_assert_false(yt_redland_check("SELECT * { ?s ?p }", NULL, FALSE, NULL));
  g_assert_true(yt_redland_check("INSERT DATA { <a> <b> 1 }", "http://e/", TRUE, NULL));
  g_assert_false(yt_redland_check("INSERT DATA { <a> <b> 1 }", "http://e/", FALSE, NULL));
}

/* ---- joins ---- */

#define N_NODES 4

/* A random graph as an adjacency cube, and a random pattern of two or three triples over four variables. */
typedef struct {
  gboolean has[N_NODES][N_NODES][N_NODES];
  guint n_triples;
  guint patterns[3][3]; /* below N_NODES: that node; from there on: a variable */
} Join;

static gboolean
join_holds(const Join *join, const guint values[4])
{
  for (guint t = 0; t < join->n_triples; t++) {
    guint terms[3];
    for (guint i = 0; i < 3; i++)
      terms[i] =
          join->patterns[t][i] < N_NODES ? join->patterns[t][i] : values[join->patterns[t][i] - N_NODES];
    if (!join->has[terms[0]][terms[1]][terms[2]])
      return FALSE;
  }
  return TRUE;
}

/* The rows by brute force: every value for every variable that the pattern has. */
static char *
join_expect(const Join *join)
{
  gboolean used[4] = {0};
  for (guint t = 0; t < join->n_triples; t++)
    for (guint i = 0; i < 3; i++)
      if (join->patterns[t][i] >= N_NODES)
        used[join->patterns[t][i] - N_NODES] = TRUE;
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(g_free);
  for (guint v = 0; v < N_NODES * N_NODES * N_NODES * N_NODES; v++) {
    guint values[4] = {v % N_NODES, v / N_NODES % N_NODES, v / N_NODES / N_NODES % N_NODES,
                       v / N_NODES / N_NODES / N_NODES};
    gboolean repeated = FALSE;
    for (guint i = 0; i < 4; i++)
      repeated |= !used[i] && values[i] != 0;
    if (repeated || !join_holds(join, values))
      continue;
    GString *row = g_string_new("(");
    for (guint i = 0; i < 4; i++) {
      if (used[i])
        g_string_append_printf(row, "%s<n%u>", i > 0 ? " " : "", values[i]);
      else
        g_string_append_printf(row, "%s-", i > 0 ? " " : "");
    }
    g_ptr_array_add(rows, g_string_free(g_string_append_c(row, ')'), FALSE));
  }
  g_ptr_array_sort(rows, compare_rows);
  g_ptr_array_add(rows, NULL);
  return g_strjoinv(" ", (char **) rows->pdata);
}

/* Patterns of triples, variables repeated and shared in every way, against brute force. */
static void
test_joins_against_brute_force(void)
{
  for (int round = 0; round < 150; round++) {
    Join join = {.n_triples = (guint) g_test_rand_int_range(1, 4)};
    g_autoptr(GString) quads = g_string_new(NULL);
    for (int i = g_test_rand_int_range(0, 25); i > 0; i--) {
      int s = g_test_rand_int_range(0, N_NODES), p = g_test_rand_int_range(0, N_NODES),
          o = g_test_rand_int_range(0, N_NODES);
      join.has[s][p][o] = TRUE;
      g_string_append_printf(quads, "<http://e/n%d> <http://e/n%d> <http://e/n%d> .\n", s, p, o);
    }
    g_autoptr(GString) text = g_string_new("SELECT ?v0 ?v1 ?v2 ?v3 {");
    for (guint t = 0; t < join.n_triples; t++) {
      for (guint i = 0; i < 3; i++) {
        guint term = (guint) g_test_rand_int_range(0, 6);
        join.patterns[t][i] = term < 2 ? term : N_NODES + term - 2;
        g_string_append_printf(text, term < 2 ? " :n%u" : " ?v%u", term < 2 ? term : term - 2);
      }
      g_string_append(text, " .");
    }
    g_string_append(text, " }");
    g_autofree char *expected = join_expect(&join);
    g_autoptr(YtStore) store = make_store(quads->str);
    assert_rows(store, text->str, NULL, expected);
  }
}

static gpointer
ask_often(gpointer store)
{
  for (int i = 0; i < 20; i++)
    assert_rows(store, "SELECT ?g ?s { GRAPH ?g { ?s :q :z } }", NULL, "(<g1> <b>) (<g1> <g1>) (<g2> <g1>)");
  return NULL;
}

/* Many threads may ask one store. */
static void
test_threads(void)
{
  g_autoptr(YtStore) store = make_store(data);
  GThread *threads[4];
  for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
    threads[i] = g_thread_new("ask", ask_often, store);
  for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
    g_thread_join(threads[i]);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/redland/dataset", test_dataset);
  g_test_add_func("/redland/variables", test_variables);
  g_test_add_func("/redland/from", test_from);
  g_test_add_func("/redland/list-graphs", test_list_graphs);
  g_test_add_func("/redland/terms-stay", test_terms_stay);
  g_test_add_func("/redland/constants", test_constants);
  g_test_add_func("/redland/graphs", test_graphs);
  g_test_add_func("/redland/grouping", test_grouping);
  g_test_add_func("/redland/errors", test_errors);
  g_test_add_func("/redland/limits", test_limits);
  g_test_add_func("/redland/check", test_check);
  g_test_add_func("/redland/joins-against-brute-force", test_joins_against_brute_force);
  g_test_add_func("/redland/threads", test_threads);
  return g_test_run();
}
