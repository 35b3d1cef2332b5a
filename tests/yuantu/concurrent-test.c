/* concurrent-test.c: many readers, a writer and a compaction at once.
 *
 * Each transaction adds a link to a chain, in several places, and takes something away that an earlier one has added. So there
 * are equations that hold in every state of the store, and in none between. Readers ask for them by joins, paths,
 * aggregates, orders and filters. Built with the thread sanitizer (scripts/test.sh --threads), this looks for races. */
#include "yuantu/yuantu.h"
#include <glib.h>
#include <stdlib.h>
#include <string.h>

enum { N_READERS = 3, N_LINKS = 400, N_TEMPORARY = 5, N_COMPACTIONS = 3 };

#define PREFIX "PREFIX : <http://e/> "
#define LINKS  "{ SELECT (COUNT(*) AS ?n) { ?s :value ?v } } "

/* Each has one row with one true value. */
static const char *const equations[] = {
    "SELECT (?a = ?n AS ?ok) { " LINKS "{ SELECT (COUNT(*) AS ?a) { ?x :name ?y } } }",
    "SELECT (?a = ?n AS ?ok) { " LINKS "{ SELECT (COUNT(*) AS ?a) { :n0 :next* ?x } } }",
    "SELECT (?a = ?n - 1 AS ?ok) { " LINKS "{ SELECT (MAX(?x) AS ?a) { ?y :value ?x } } }",
    "SELECT (2 * ?a = ?n * (?n - 1) AS ?ok) { " LINKS "{ SELECT (SUM(?x) AS ?a) { ?y :value ?x } } }",
    "SELECT (?a = IF(?n < 5, ?n, 5) AS ?ok) { " LINKS "{ SELECT (COUNT(*) AS ?a) { ?x :temporary ?y } } }",
    "SELECT (?a = ?n && ?b = ?n AS ?ok) { " LINKS "{ SELECT (COUNT(*) AS ?a) { GRAPH :g { ?x :value ?y } } } "
    "{ SELECT (COUNT(*) AS ?b) { GRAPH :h { ?x :value ?y } } } }",
    "SELECT (?a = ?n AS ?ok) { " LINKS
    "{ SELECT (COUNT(*) AS ?a) { ?x :name ?y FILTER REGEX(?y, '^第 [0-9]+ 节$') } } }",
    "SELECT (?a = 1 AS ?ok) { { SELECT (COUNT(*) AS ?a) { ?x :value ?y FILTER NOT EXISTS { ?x :next ?z } } } "
    "}",
    "SELECT (?a = ?n - 1 AS ?ok) { " LINKS "{ SELECT ?a { ?x :value ?a } ORDER BY DESC(?a) LIMIT 1 } }",
    "SELECT (?a = ?n - 1 AS ?ok) { " LINKS
    "{ SELECT (COUNT(*) AS ?a) { ?x :value ?v . ?y :next ?x ; :value ?w FILTER(?v = ?w + 1) } } }",
    "SELECT (?a = ?n AS ?ok) { " LINKS
    "{ SELECT (COUNT(DISTINCT ?y) AS ?a) { ?x :name ?y OPTIONAL { ?x :temporary ?t } } } }",
};

typedef struct {
  YuantuStore *store;
  gint is_done; /* atomic */
} Shared;

static void
assert_no_error(YuantuError *error)
{
  if (error)
    g_error("%s", yuantu_error_message(error));
}

static void
check(YuantuStatement *statement, guint equation)
{
  YuantuError *error = NULL;
  YuantuResult *result = yuantu_run(statement, &error);
  g_assert_true(yuantu_result_next(result, &error));
  assert_no_error(error);
  if (strcmp(yuantu_result_term(result, 0).text, "true") != 0)
    g_error("found '%s' for %s", yuantu_result_term(result, 0).text, equations[equation]);
  g_assert_false(yuantu_result_next(result, &error));
  assert_no_error(error);
  yuantu_result_free(result);
}

static gpointer
read_on(gpointer data)
{
  Shared *shared = data;
  YuantuStatement *statements[G_N_ELEMENTS(equations)];
  guint n_rounds = 0;
  for (guint i = 0; i < G_N_ELEMENTS(equations); i++) {
    YuantuError *error = NULL;
    g_autofree char *text = g_strconcat(PREFIX, equations[i], NULL);
    statements[i] = yuantu_prepare(shared->store, text, &error);
    assert_no_error(error);
  }
  do {
    for (guint i = 0; i < G_N_ELEMENTS(equations); i++)
      check(statements[i], i);
    n_rounds++;
  } while (!g_atomic_int_get(&shared->is_done));
  for (guint i = 0; i < G_N_ELEMENTS(equations); i++)
    yuantu_statement_free(statements[i]);
  return GUINT_TO_POINTER(n_rounds);
}

static gpointer
compact_on(gpointer data)
{
  Shared *shared = data;
  for (guint i = 0; i < N_COMPACTIONS; i++) {
    YuantuError *error = NULL;
    yuantu_compact(shared->store, &error);
    assert_no_error(error);
    g_usleep(20000);
  }
  return NULL;
}

/* Adds the link @number: "before" is the one it hangs on, unbound for the first. */
static void
add_link(YuantuStatement *update, guint number)
{
  g_autofree char *iri = g_strdup_printf("http://e/n%u", number),
                  *before = g_strdup_printf("http://e/n%u", number - 1);
  g_autofree char *old = g_strdup_printf("http://e/n%u", number - N_TEMPORARY),
                  *value = g_strdup_printf("%u", number);
  g_autofree char *name = g_strdup_printf("第 %u 节", number);
  const struct {
    const char *variable;
    YuantuTerm value;
  } values[] = {
      {"link", yuantu_iri(iri)},
      {"before", yuantu_iri(number > 0 ? before : "http://e/none")},
      {"old", yuantu_iri(number >= N_TEMPORARY ? old : "http://e/none")},
      {"value", yuantu_typed(value, "http://www.w3.org/2001/XMLSchema#integer")},
      {"name", yuantu_tagged(name, "zh")},
  };
  YuantuError *error = NULL;
  for (guint i = 0; i < G_N_ELEMENTS(values); i++)
    yuantu_bind(update, values[i].variable, &values[i].value, &error);
  yuantu_execute(update, &error);
  assert_no_error(error);
}

static void
run_on(YuantuStore *store)
{
  YuantuError *error = NULL;
  YuantuStatement *update =
      yuantu_prepare_update(store,
                            PREFIX "DELETE { ?old :temporary ?any } INSERT { ?link :value ?value ; :name "
                                   "?name ; :temporary true . ?before :next ?link . "
                                   "GRAPH :g { ?link :value ?value } GRAPH :h { ?link :value ?value } } "
                                   "WHERE { OPTIONAL { ?old :temporary ?any } }",
                            &error);
  assert_no_error(error);
  add_link(update, 0);
  Shared shared = {.store = store};
  GThread *readers[N_READERS], *compactor = g_thread_new("compact", compact_on, &shared);
  for (guint i = 0; i < N_READERS; i++)
    readers[i] = g_thread_new("read", read_on, &shared);
  for (guint i = 1; i < N_LINKS; i++)
    add_link(update, i);
  g_thread_join(compactor);
  g_atomic_int_set(&shared.is_done, TRUE);
  for (guint i = 0; i < N_READERS; i++)
    g_assert_cmpuint(GPOINTER_TO_UINT(g_thread_join(readers[i])), >, 0);
  g_assert_cmpuint(GPOINTER_TO_UINT(read_on(&shared)), ==, 1); /* and they hold at the end */
  g_assert_cmpuint(yuantu_count_quads(store), ==, 5 * N_LINKS + N_TEMPORARY);
  yuantu_statement_free(update);
}

static void
test_in_memory(void)
{
  YuantuError *error = NULL;
  YuantuStore *store = yuantu_open(NULL, YUANTU_WRITE, &error);
  run_on(store);
  yuantu_close(store);
}

static void
test_in_file(void)
{
  YuantuError *error = NULL;
  g_autofree char *folder = g_dir_make_tmp("yuantu-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "store", NULL),
                  *remove = g_strdup_printf("rm -r '%s'", folder);
  YuantuStore *store = yuantu_open(path, YUANTU_WRITE, &error);
  run_on(store);
  yuantu_close(store);
  g_assert_cmpint(system(remove), ==, 0);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/yuantu/concurrent/in-memory", test_in_memory);
  g_test_add_func("/yuantu/concurrent/in-file", test_in_file);
  return g_test_run();
}
