/* index-test.c: a scan of the index gives what a look at every quad gives. */
#include "redland/index.h"

#define N_TERMS 5

static YtTerm
term_of(guint i)
{
  static const char *const iris[N_TERMS] = {"http://e/a", "http://e/b", "http://e/c", "http://e/d",
                                            "http://e/e"};
  return yt_term_iri(iris[i]);
}

/* @graph N_TERMS is the default graph. */
static YtTermQuad
random_quad(guint *graph)
{
  YtTermQuad quad = {
      .subject = term_of((guint) g_test_rand_int_range(0, N_TERMS)),
      .predicate = term_of((guint) g_test_rand_int_range(0, N_TERMS)),
      .object = term_of((guint) g_test_rand_int_range(0, N_TERMS)),
  };
  *graph = (guint) g_test_rand_int_range(0, N_TERMS + 1);
  if (*graph < N_TERMS)
    quad.graph = term_of(*graph);
  return quad;
}

/* Every pattern, with each position free or bound to each term, over random quads. */
static void
test_scan_against_all_quads(void)
{
  for (int round = 0; round < 20; round++) {
    gboolean has[N_TERMS + 1][N_TERMS][N_TERMS][N_TERMS] = {0};
    g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
    for (int i = g_test_rand_int_range(0, 80); i > 0; i--) {
      guint graph;
      YtTermQuad quad = random_quad(&graph);
      guint s = (guint) (quad.subject.text[9] - 'a'), p = (guint) (quad.predicate.text[9] - 'a'),
            o = (guint) (quad.object.text[9] - 'a');
      has[graph][s][p][o] = TRUE;
      g_assert_true(yt_store_builder_add(&quad, builder, NULL));
    }
    g_autoptr(YtStore) store = yt_store_builder_build(builder);
    g_autoptr(GError) error = NULL;
    const YtRedlandIndex *index = yt_redland_index_get(store, &error);
    g_assert_no_error(error);

    YtRedlandId ids[N_TERMS + 1];
    for (guint i = 0; i < N_TERMS; i++) {
      YtTerm term = term_of(i);
      ids[i] = yt_redland_index_find(index, &term);
    }
    ids[N_TERMS] = 0; /* any term; as a graph, the default graph */

    for (guint g = 0; g <= N_TERMS; g++)
      for (guint s = 0; s <= N_TERMS; s++)
        for (guint p = 0; p <= N_TERMS; p++)
          for (guint o = 0; o <= N_TERMS; o++) {
            /* A term that is nowhere has no id, and would be taken for "any". */
            if ((g < N_TERMS && !ids[g]) || (s < N_TERMS && !ids[s]) || (p < N_TERMS && !ids[p]) ||
                (o < N_TERMS && !ids[o]))
              continue;
            guint n_expected = 0, n_found = 0;
            for (guint x = 0; x < N_TERMS; x++)
              for (guint y = 0; y < N_TERMS; y++)
                for (guint z = 0; z < N_TERMS; z++)
                  if ((s == N_TERMS || s == x) && (p == N_TERMS || p == y) && (o == N_TERMS || o == z))
                    n_expected += has[g][x][y][z] ? 1 : 0;
            YtRedlandTriple pattern = {ids[s], ids[p], ids[o]}, triple;
            YtRedlandScan scan;
            yt_redland_scan_init(&scan, index, ids[g], &pattern);
            for (; yt_redland_scan_next(&scan, &triple); n_found++) {
              g_assert_true(yt_redland_index_contains(index, ids[g], &triple));
              g_assert_true(pattern.subject == 0 || pattern.subject == triple.subject);
              g_assert_true(pattern.predicate == 0 || pattern.predicate == triple.predicate);
              g_assert_true(pattern.object == 0 || pattern.object == triple.object);
            }
            g_assert_cmpuint(n_found, ==, n_expected);
          }
  }
}

/* A term comes back by its id as it was, and is found by what it is. */
static void
test_terms(void)
{
  YtTerm objects[] = {
      yt_term_iri("http://e/园"),
      yt_term_blank("b1"),
      yt_term_literal("光谷\n\"生物城\"\\"),
      yt_term_tagged("光谷", "zh-Hans"),
      yt_term_typed("007", YT_XSD_NS "integer"),
      yt_term_literal(""),
      yt_term_typed("true", YT_XSD_NS "boolean"),
  };
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  for (guint i = 0; i < G_N_ELEMENTS(objects); i++) {
    YtTermQuad quad = {.subject = term_of(0), .predicate = term_of(1), .object = objects[i]};
    g_assert_true(yt_store_builder_add(&quad, builder, NULL));
  }
  g_autoptr(YtStore) store = yt_store_builder_build(builder);
  const YtRedlandIndex *index = yt_redland_index_get(store, NULL);
  g_assert_cmpuint(yt_redland_index_get_n_terms(index), ==, 2 + G_N_ELEMENTS(objects));
  for (guint i = 0; i < G_N_ELEMENTS(objects); i++) {
    YtRedlandId id = yt_redland_index_find(index, &objects[i]);
    g_assert_cmpuint(id, !=, 0);
    YtTerm back = yt_redland_index_get_term(index, id);
    g_assert_true(yt_term_equal(&back, &objects[i]));
  }
  YtTerm none = yt_term_typed("7", YT_XSD_NS "integer");
  g_assert_cmpuint(yt_redland_index_find(index, &none), ==, 0);

  const YtRedlandFacts *facts = yt_redland_index_get_facts(index);
  g_assert_true(facts->has_languages);
  g_assert_true(facts->has_booleans);
  g_assert_cmpfloat(facts->max_integer, ==, 7);
  g_assert_cmpuint(facts->n_quads, ==, G_N_ELEMENTS(objects));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/redland/index/scan-against-all-quads", test_scan_against_all_quads);
  g_test_add_func("/redland/index/terms", test_terms);
  return g_test_run();
}
