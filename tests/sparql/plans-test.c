/* plans-test.c: whatever is turned off, the answer is the same.
 *
 * The differential test compares with the definitions on a handful of quads. Here are more than ten thousand, with hubs, chains
 * and cycles, so that blocks are passed over, walks change between look-ups and merging, sets become bits and rows are
 * written by several threads. */
#include "sparql/engine.h"
#include <string.h>

enum { N_NODES = 2000, N_QUADS = 12000 };

static int
pick(int n)
{
  return g_test_rand_int_range(0, n);
}

/* Some nodes have most of the links. */
static int
pick_node(void)
{
  return pick(4) ? pick(N_NODES) : pick(20);
}

static void
add(YtStoreBuilder *builder, int subject, const char *predicate, const YtTerm *object)
{
  g_autofree char *s = g_strdup_printf("http://x/n%d", subject),
                  *p = g_strconcat("http://x/", predicate, NULL);
  YtTermQuad quad = {.subject = yt_term_iri(s), .predicate = yt_term_iri(p), .object = *object};
  g_assert_true(yt_store_builder_add(&quad, builder, NULL));
}

static YtStore *
random_store(void)
{
  static const char *const links[] = {"p", "q", "r"};
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  for (int i = 0; i < N_QUADS; i++) {
    g_autofree char *other = g_strdup_printf("http://x/n%d", pick_node());
    YtTerm object = yt_term_iri(other);
    add(builder, pick_node(), links[pick(3)], &object);
  }
  for (int i = 0; i < N_NODES; i++) {
    g_autofree char *text = g_strdup_printf("节点 “%d”\t&<%d>\n\\", i, pick(50)),
                    *number = g_strdup_printf("%d", pick(500));
    YtTerm label = pick(3) ? yt_term_tagged(text, pick(2) ? "zh" : "en") : yt_term_literal(text);
    YtTerm rank = yt_term_typed(number, YT_XSD_NS "integer"),
           type = yt_term_iri(pick(3) ? "http://x/A" : "http://x/B");
    add(builder, i, "label", &label);
    if (pick(5))
      add(builder, i, "rank", &rank);
    add(builder, i, "type", &type);
  }
  return yt_store_builder_build(builder);
}

static const struct {
  const char *name;
  YtPlanOptions options;
} variants[] = {
    {"no reordering", {.no_reordering = TRUE}},
    {"no index joins", {.no_index_joins = TRUE}},
    {"no merge", {.no_merge = TRUE}},
    {"no seeding", {.no_seeding = TRUE}},
    {"no pushdown", {.no_pushdown = TRUE}},
    {"no top k", {.no_top_k = TRUE}},
    {"EXISTS by substitution", {.no_exists_joins = TRUE}},
    {"no range filters", {.no_range_filters = TRUE}},
    {"no multiway joins", {.no_multiway = TRUE}},
    {"paths row by row", {.no_path_parts = TRUE}},
    {"one thread", {.no_threads = TRUE}},
    {"eager threads", {.eager_threads = TRUE}},
};

/* Orders are total, so that LIMIT has one answer. */
static const char *const queries[] = {
    "SELECT * { ?a :type :B ; :rank ?r ; :label ?l }",
    "SELECT * { ?a :p ?b . ?b :q ?c . ?c :type :B ; :rank 7 }",
    "SELECT * { ?a :rank 3 ; :p ?b . ?b :label ?l . FILTER(LANG(?l) = \"zh\") }",
    "SELECT ?a ?b ?c { ?a :p ?b . ?b :p ?c . ?a :p ?c }",
    "SELECT ?a ?b ?c { ?a :p ?b . ?b :q ?c . ?c :r ?a }",
    "SELECT ?a ?b ?c ?d { ?a :p ?b . ?b :q ?c . ?c :r ?d . ?d :p ?a . ?a :rank 11 }",
    "SELECT ?a ?b ?x { ?a ?x ?b . ?b ?x ?a . ?a :p ?b }",
    "SELECT * { ?a :rank ?r . OPTIONAL { ?a :p ?b . ?b :type :B } FILTER(?r < 20) }",
    "SELECT * { ?a :type :B . FILTER NOT EXISTS { ?a :p ?b . ?b :rank ?r } }",
    "SELECT * { ?a :type :B . FILTER EXISTS { ?a :p ?b . ?b :rank 5 } }",
    "SELECT * { ?a :rank ?r . MINUS { ?a :q ?b . ?b :type :A } FILTER(?r > 480) }",
    "SELECT * { VALUES ?a { :n1 :n7 :n2500 } { ?a :p ?x } UNION { ?x :q ?a } UNION { ?a :rank ?x } }",
    "SELECT DISTINCT ?b { ?a :rank 9 . ?a :p/:q? ?b }",
    "SELECT ?a ?b { ?a :rank 9 . ?a (:p|^:q)? ?b }",
    "SELECT ?b { :n2999 :p+ ?b }",
    "SELECT ?b { ?b (:p/:q)* :n3 }",
    "SELECT ?a ?b { ?a :rank 13 . ?b :rank 14 . ?a (:p|:q)* ?b }",
    "SELECT ?a { ?a :rank 15 . ?a :p+ ?a }",
    "SELECT ?a ?l { ?a :type :A ; :rank ?r ; :label ?l ; :p ?b . ?b :rank ?s } ORDER BY DESC(?r) ?a ?l LIMIT "
    "20",
    "SELECT ?a ?r ?s { ?a :rank ?r ; :q ?b . ?b :rank ?s . FILTER(?s > 100) } ORDER BY ?r ?a ?s LIMIT 33 "
    "OFFSET 5",
    "SELECT ?a ?l { ?a :rank ?r . OPTIONAL { ?a :label ?l } ?a :type :B } ORDER BY ?r ?a ?l LIMIT 12",
    "SELECT ?r (COUNT(DISTINCT ?a) AS ?n) (COUNT(?b) AS ?m) (SUM(?s) AS ?t) { ?a :rank ?r ; :p ?b . ?b :rank "
    "?s } GROUP BY ?r",
    "SELECT (COUNT(DISTINCT ?a) AS ?n) (COUNT(?a) AS ?m) (COUNT(DISTINCT ?b) AS ?k) { ?a :p ?b }",
    "SELECT * { { SELECT ?a (COUNT(?b) AS ?n) { ?a :p ?b } GROUP BY ?a ORDER BY DESC(?n) ?a LIMIT 10 } ?a "
    ":label ?l }",
    "SELECT * { ?a :label ?l . FILTER(CONTAINS(STR(?l), \"7\") && REGEX(STR(?l), \"1.*<[0-4]>\")) }",
    "SELECT * { ?a :p ?b ; :q ?c }",
    "CONSTRUCT { ?b :back ?a . ?a :named ?l } { ?a :p ?b ; :label ?l }",
};

static int
compare_lines(gconstpointer a, gconstpointer b)
{
  return strcmp(*(char *const *) a, *(char *const *) b);
}

static char *
write_answer(YtStore *store, const char *query, const YtPlanOptions *options, YtResultFormat format,
             gboolean sorted)
{
  GError *error = NULL;
  g_autofree char *text = g_strconcat("PREFIX : <http://x/> ", query, NULL);
  g_autoptr(YtSparqlResult) result = yt_sparql_native_query_full(store, text, NULL, options, &error);
  g_assert_no_error(error);
  if (yt_sparql_result_get_kind(result) == YT_SPARQL_GRAPH)
    format = YT_RESULT_NTRIPLES;
  g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();
  yt_sparql_result_write(result, format, out, &error);
  g_assert_no_error(error);
  GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM(out);
  g_autofree char *answer =
      g_strndup(g_memory_output_stream_get_data(memory), g_memory_output_stream_get_data_size(memory));
  if (!sorted)
    return g_steal_pointer(&answer);
  g_autoptr(GPtrArray) lines = g_ptr_array_new();
  for (char *line = answer, *end; line;
       line = end ? end + 1 : NULL) { /* g_strsplit() takes ages under the sanitizer */
    end = strchr(line, '\n');
    if (end)
      *end = '\0';
    g_ptr_array_add(lines, line);
  }
  g_ptr_array_sort(lines, compare_lines);
  GString *joined = g_string_new(NULL);
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf(joined, "%s\n", (const char *) lines->pdata[i]);
  return g_string_free(joined, FALSE);
}

static void
test_plans(void)
{
  g_autoptr(YtStore) store = random_store();
  for (guint q = 0; q < G_N_ELEMENTS(queries); q++) {
    g_autofree char *expected = write_answer(store, queries[q], NULL, YT_RESULT_TSV, TRUE);
    for (guint v = 0; v < G_N_ELEMENTS(variants); v++) {
      g_autofree char *found = write_answer(store, queries[q], &variants[v].options, YT_RESULT_TSV, TRUE);
      if (strcmp(found, expected)) {
        g_test_message("%s: %s: %" G_GSIZE_FORMAT " bytes, expected %" G_GSIZE_FORMAT, variants[v].name,
                       queries[q], strlen(found), strlen(expected));
        g_test_fail();
      }
    }
  }
}

/* The bytes of a large answer are the same on one thread and on several. */
static void
test_threads(void)
{
  static const YtResultFormat formats[] = {YT_RESULT_JSON, YT_RESULT_XML, YT_RESULT_CSV, YT_RESULT_TSV};
  static const YtPlanOptions one = {.no_threads = TRUE}, many = {.eager_threads = TRUE};
  const char *const large[] = {"SELECT ?a ?c ?l { ?a :p ?b . ?b :q ?c . ?a :label ?l }",
                               "CONSTRUCT { ?a :at ?c . ?c :as ?l } { ?a :p ?b . ?b :q ?c . ?a :label ?l }"};
  g_autoptr(YtStore) store = random_store();
  for (guint q = 0; q < G_N_ELEMENTS(large); q++)
    for (guint f = 0; f < G_N_ELEMENTS(formats); f++) {
      g_autofree char *expected = write_answer(store, large[q], &one, formats[f], FALSE);
      g_autofree char *found = write_answer(store, large[q], NULL, formats[f], FALSE);
      g_assert_cmpuint(strlen(expected), >, 1000000);
      g_assert_true(strcmp(found, expected) == 0);
    }
  for (guint q = 0; q < G_N_ELEMENTS(queries);
       q++) { /* and small ones, in the order in which rows are found */
    g_autofree char *expected = write_answer(store, queries[q], &one, YT_RESULT_TSV, FALSE);
    g_autofree char *found = write_answer(store, queries[q], &many, YT_RESULT_TSV, FALSE);
    g_assert_cmpstr(found, ==, expected);
  }
}

/* A reader who stops in the middle of a large answer, or whose stream fails, leaves no thread behind. */
static void
test_broken_stream(void)
{
  g_autoptr(YtStore) store = random_store();
  g_autoptr(GError) error = NULL;
  g_autoptr(YtSparqlResult) result = yt_sparql_native_query_full(
      store, "PREFIX : <http://x/> SELECT ?a ?c ?l { ?a :p ?b . ?b :q ?c . ?a :label ?l }", NULL, NULL,
      &error);
  g_assert_no_error(error);
  g_autofree char *room = g_malloc(1 << 20);
  g_autoptr(GOutputStream) out =
      g_memory_output_stream_new(room, 1 << 20, NULL, NULL); /* no space after so much */
  g_assert_false(yt_sparql_result_write(result, YT_RESULT_TSV, out, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/sparql/plans/variants", test_plans);
  g_test_add_func("/sparql/plans/threads", test_threads);
  g_test_add_func("/sparql/plans/broken-stream", test_broken_stream);
  return g_test_run();
}
