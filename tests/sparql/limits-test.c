/* limits-test.c: a query that would run for ever ends when its time, its memory or its caller says so, in every operator
 * that can loop. */
#include "sparql/sparql.h"

/* A complete graph: paths and joins over it explode. */
static YtStore *
complete_graph(guint n)
{
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < n; j++) {
      g_autofree char *a = g_strdup_printf("http://x/%u", i), *b = g_strdup_printf("http://x/%u", j);
      YtTermQuad quad = {
          .subject = yt_term_iri(a), .predicate = yt_term_iri("http://x/p"), .object = yt_term_iri(b)};
      yt_store_builder_add(&quad, builder, NULL);
    }
  return yt_store_builder_build(builder);
}

static const char *const endless[] = {
    "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?b ?p ?c . ?c ?p ?d . ?d ?p ?e . ?e ?p ?f }",
    "SELECT * { ?a <http://x/p> ?b . ?c <http://x/p> ?d . ?e <http://x/p> ?f } ORDER BY ?a ?d ?f",
    "SELECT DISTINCT * { ?a <http://x/p> ?b . ?c <http://x/p> ?d . ?e <http://x/p> ?f }",
    "SELECT (COUNT(*) AS ?n) { ?a (<http://x/p>/<http://x/p>)+ ?b . ?c (<http://x/p>|^<http://x/p>)* ?d . ?e "
    "!<http://x/q> ?f }",
    "SELECT * { ?a <http://x/p> ?b . ?c <http://x/p> ?d . ?e <http://x/p> ?f FILTER(STR(?a) = 'no' || "
    "REGEX(STR(?d), '(a|aa)+$')) }",
    "SELECT * { ?a <http://x/p> ?b . ?c <http://x/p> ?d OPTIONAL { ?e <http://x/p> ?f FILTER(STR(?a) > "
    "STR(?f)) } "
    "MINUS { ?b <http://x/q> ?e } } ORDER BY ?f",
    "SELECT ?a (GROUP_CONCAT(STR(?d)) AS ?all) { ?a <http://x/p> ?b . ?c <http://x/p> ?d . ?e <http://x/p> "
    "?f } GROUP BY ?a",
    "CONSTRUCT { ?a ?b [] } { ?a <http://x/p> ?b . ?c <http://x/p> ?d . ?e <http://x/p> ?f . ?g <http://x/p> "
    "?h }",
    "SELECT * { ?a <http://x/p> ?b . ?c <http://x/p> ?d . ?e <http://x/p> ?f "
    "FILTER NOT EXISTS { ?x <http://x/p> ?a . ?y <http://x/p> ?z FILTER(?z = ?d || ?y != ?b) } }",
};

static gboolean
ignore(const YtTermQuad *quad, gpointer data, GError **error)
{
  (void) quad, (void) data, (void) error;
  return TRUE;
}

static GError *
run(YtStore *store, const char *text, const YtSparqlOptions *options)
{
  GError *error = NULL;
  g_autoptr(YtSparqlResult) result = yt_sparql_query(store, text, options, &error);
  if (result && yt_sparql_result_get_kind(result) == YT_SPARQL_GRAPH)
    yt_sparql_result_foreach(result, ignore, NULL, &error);
  else if (result)
    while (yt_sparql_result_next(result, &error))
      ;
  return error;
}

/* Running out of time is an error that comes soon after the deadline. */
static void
test_deadline(void)
{
  g_autoptr(YtStore) store = complete_graph(80);
  for (guint i = 0; i < G_N_ELEMENTS(endless); i++) {
    gint64 start = g_get_monotonic_time();
    YtSparqlOptions options = {.timeout_ms = 200, .memory_limit = (gsize) 1 << 30};
    g_autoptr(GError) error = run(store, endless[i], &options);
    double seconds = (double) (g_get_monotonic_time() - start) / G_USEC_PER_SEC;
    g_test_message("%s: %.2f s, %s", endless[i], seconds, error ? error->message : "no error");
    g_assert_true(g_error_matches(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_TIMEOUT) ||
                  g_error_matches(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_MEMORY));
    g_assert_cmpfloat(seconds, <, 15); /* with sanitizers, on a busy machine */
  }
}

/* Running out of memory is an error; the process stays near its budget. */
static void
test_memory(void)
{
  g_autoptr(YtStore) store = complete_graph(60);
  static const guint hungry[] = {1, 2, 6};
  for (guint i = 0; i < G_N_ELEMENTS(hungry); i++) {
    YtSparqlOptions options = {.memory_limit = 32 << 20, .timeout_ms = 60000};
    g_autoptr(GError) error = run(store, endless[hungry[i]], &options);
    g_test_message("%s", endless[hungry[i]]);
    g_assert_error(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_MEMORY);
  }
}

static gpointer
cancel_soon(gpointer cancellable)
{
  g_usleep(100 * 1000);
  g_cancellable_cancel(cancellable);
  return NULL;
}

/* Another thread can end a query. */
static void
test_cancel(void)
{
  g_autoptr(YtStore) store = complete_graph(80);
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  YtSparqlOptions options = {.cancellable = cancellable, .timeout_ms = 60000};
  GThread *thread = g_thread_new("cancel", cancel_soon, cancellable);
  g_autoptr(GError) error = run(store, endless[0], &options);
  g_thread_join(thread);
  g_assert_error(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_CANCELLED);
}

/* LIMIT stops the operators below it: this would otherwise give 80^6 rows. */
static void
test_limit_stops_early(void)
{
  g_autoptr(YtStore) store = complete_graph(80);
  YtSparqlOptions options = {.timeout_ms = 20000};
  g_autoptr(GError) error =
      run(store, "SELECT * { ?a ?p ?b . ?b ?p ?c . ?c ?p ?d . ?d ?p ?e . ?e ?p ?f } LIMIT 10", &options);
  g_assert_no_error(error);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/sparql/limits/deadline", test_deadline);
  g_test_add_func("/sparql/limits/memory", test_memory);
  g_test_add_func("/sparql/limits/cancel", test_cancel);
  g_test_add_func("/sparql/limits/limit-stops-early", test_limit_stops_early);
  return g_test_run();
}
