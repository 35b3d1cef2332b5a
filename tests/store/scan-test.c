/* scan-test.c: every way of asking for quads against a loop over all of them. */
#include "random.h"

/* A store and, beside it, its quads in no particular structure. With @log, a part of it comes from transactions. */
typedef struct {
  YtStore *store;
  GArray *quads; /* of YtQuad */
} World;

static int
compare_quads(gconstpointer a, gconstpointer b)
{
  const YtQuad *x = a, *y = b;
  for (guint p = 0; p < 4; p++)
    if (x->at[p] != y->at[p])
      return x->at[p] < y->at[p] ? -1 : 1;
  return 0;
}

static YtQuad
find_quad(const YtStore *store, const YtTermQuad *terms)
{
  YtQuad quad = {.subject = yt_store_find_term(store, &terms->subject),
                 .predicate = yt_store_find_term(store, &terms->predicate),
                 .object = yt_store_find_term(store, &terms->object)};
  quad.graph = terms->graph.kind == YT_TERM_UNBOUND ? 0 : yt_store_find_term(store, &terms->graph);
  return quad;
}

static void
sort_unique(GArray *quads)
{
  g_array_sort(quads, compare_quads);
  guint kept = 0;
  for (guint i = 0; i < quads->len; i++)
    if (kept == 0 ||
        compare_quads(&g_array_index(quads, YtQuad, kept - 1), &g_array_index(quads, YtQuad, i)) != 0)
      g_array_index(quads, YtQuad, kept++) = g_array_index(quads, YtQuad, i);
  g_array_set_size(quads, kept);
}

static World
world_new(guint n, guint n_graphs, gboolean log)
{
  g_autoptr(GStringChunk) chunk = g_string_chunk_new(1 << 16);
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  g_autofree YtTermQuad *terms = g_new(YtTermQuad, n);
  g_autofree gboolean *there = g_new(gboolean, n);
  for (guint i = 0; i < n; i++) {
    terms[i] = random_quad(chunk, n_graphs);
    there[i] = TRUE;
    if (!log || i % 3)
      g_assert_true(yt_store_builder_add(&terms[i], builder, NULL));
  }
  World world = {.store = yt_store_builder_build(builder),
                 .quads = g_array_new(FALSE, FALSE, sizeof(YtQuad))};
  if (log) {
    g_autoptr(YtStoreWriter) writer = yt_store_writer_new_in_memory(world.store);
    YtTransaction *transaction = yt_store_writer_begin(writer, NULL);
    for (guint i = 0; i < n; i++) {
      if (i % 3 == 0)
        g_assert_true(yt_transaction_insert(transaction, &terms[i], NULL));
      if (g_test_rand_int_range(0, 60) == 0) { /* in some transactions few changes, in some many */
        g_assert_true(yt_transaction_commit(transaction, NULL));
        transaction = yt_store_writer_begin(writer, NULL);
      }
    }
    for (guint i = 0; i < n; i += (guint) g_test_rand_int_range(1, 40)) {
      g_assert_true(yt_transaction_delete(transaction, &terms[i], NULL));
      there[i] = FALSE;
    }
    g_assert_true(yt_transaction_commit(transaction, NULL));
    yt_store_unref(world.store);
    world.store = yt_store_writer_ref_snapshot(writer);
  }
  /* Quads are one where the store says so: a language tag is the same in upper and lower case. */
  g_autoptr(GArray) deleted = g_array_new(FALSE, FALSE, sizeof(YtQuad));
  for (guint i = 0; i < n; i++) {
    YtQuad quad = find_quad(world.store, &terms[i]);
    if (!there[i])
      g_array_append_val(deleted, quad);
  }
  sort_unique(deleted);
  for (guint i = 0; i < n; i++) {
    YtQuad quad = find_quad(world.store, &terms[i]);
    if (!g_array_binary_search(deleted, &quad, compare_quads, NULL))
      g_array_append_val(world.quads, quad);
  }
  sort_unique(world.quads);
  return world;
}

static void
world_clear(World *world)
{
  yt_store_unref(world->store);
  g_array_unref(world->quads);
}

static gboolean
matches(const YtQuad *quad, const YtQuad *pattern)
{
  for (guint p = 0; p < 3; p++)
    if (pattern->at[p] && pattern->at[p] != quad->at[p])
      return FALSE;
  return pattern->graph == YT_GRAPH_ANY ||
         (pattern->graph == YT_GRAPH_NAMED ? quad->graph != 0 : quad->graph == pattern->graph);
}

/* Bound positions from quads that are there, mostly of the same one. */
static YtQuad
random_pattern(const World *world)
{
  static const YtTermId graphs[] = {YT_GRAPH_DEFAULT, YT_GRAPH_ANY, YT_GRAPH_ANY, YT_GRAPH_NAMED};
  YtQuad pattern = {.graph = PICK(graphs)};
  if (world->quads->len == 0)
    return pattern;
  const YtQuad *like =
      &g_array_index(world->quads, YtQuad, g_test_rand_int_range(0, (gint32) world->quads->len));
  for (guint p = 0; p < 3; p++)
    if (g_test_rand_int_range(0, 3) == 0)
      pattern.at[p] = like->at[p];
  if (g_test_rand_int_range(0, 4) == 0)
    pattern.graph = like->graph;
  if (g_test_rand_int_range(0, 30) == 0)
    pattern.object = yt_id_from_integer(g_test_rand_int_range(0, 1000), YT_INTEGER); /* hardly there */
  return pattern;
}

static YtPermutation order_of_rows;

static int
compare_rows(gconstpointer a, gconstpointer b)
{
  const YtQuad *x = a, *y = b;
  for (guint i = 0; i < 4; i++) {
    YtPosition p = yt_permutation_positions[order_of_rows][i];
    if (x->at[p] != y->at[p])
      return x->at[p] < y->at[p] ? -1 : 1;
  }
  return 0;
}

static GArray *
expected_rows(const World *world, const YtQuad *pattern, YtPermutation permutation)
{
  GArray *rows = g_array_new(FALSE, FALSE, sizeof(YtQuad));
  for (guint i = 0; i < world->quads->len; i++)
    if (matches(&g_array_index(world->quads, YtQuad, i), pattern))
      g_array_append_val(rows, g_array_index(world->quads, YtQuad, i));
  order_of_rows = permutation;
  g_array_sort(rows, compare_rows);
  return rows;
}

static void
drain(YtScan *scan, GArray *rows)
{
  YtScanBatch batch;
  while (yt_scan_next_batch(scan, &batch)) {
    g_assert_cmpuint(batch.n_rows, >, 0);
    g_assert_cmpuint(batch.n_rows, <=, YT_SCAN_ROWS);
    for (gsize r = 0; r < batch.n_rows; r++) {
      YtQuad quad = {0};
      for (guint p = 0; p < 4; p++)
        if (batch.columns[p])
          quad.at[p] = batch.columns[p][r];
      g_array_append_val(rows, quad);
    }
  }
}

static void
assert_rows(const GArray *found, const GArray *expected)
{
  for (guint i = 0; i < MIN(found->len, expected->len); i++)
    for (guint p = 0; p < 4; p++)
      g_assert_cmphex(g_array_index(found, YtQuad, i).at[p], ==, g_array_index(expected, YtQuad, i).at[p]);
  g_assert_cmpuint(found->len, ==, expected->len);
}

static World
random_world(guint round)
{
  guint n = (guint) g_test_rand_int_range(0, round % 7 == 0 ? 3000 : 300);
  return world_new(n, round % 3 == 0 ? 0 : round % 3 * 3, round % 2);
}

static void
test_patterns(void)
{
  g_autofree YtScan *scan = g_new(YtScan, 1);
  for (guint round = 0; round < 30; round++) {
    World world = random_world(round);
    g_assert_cmpuint(yt_store_get_n_quads(world.store), ==, world.quads->len);
    for (guint k = 0; k < 60; k++) {
      YtQuad pattern = random_pattern(&world);
      YtPermutation permutation = (YtPermutation) g_test_rand_int_range(0, YT_N_PERMUTATIONS);
      g_autoptr(GArray) expected = expected_rows(&world, &pattern, permutation);
      g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(YtQuad));
      yt_scan_init(scan, world.store, permutation, &pattern, YT_COLUMNS_ALL);
      drain(scan, found);
      assert_rows(found, expected);
      g_assert_cmpuint(yt_store_count(world.store, &pattern), ==, expected->len);
      if (expected->len > 0)
        g_assert_cmpuint(yt_store_estimate(world.store, &pattern), >, 0);
    }
    world_clear(&world);
  }
}

/* Only the columns that are asked for, and each alone. */
static void
test_columns(void)
{
  g_autofree YtScan *scan = g_new(YtScan, 1);
  for (guint round = 0; round < 12; round++) {
    World world = random_world(round);
    for (guint columns = 0; columns < 16; columns++) {
      YtQuad pattern = random_pattern(&world);
      g_autoptr(GArray) expected = expected_rows(&world, &pattern, YT_POS);
      g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(YtQuad));
      for (guint i = 0; i < expected->len; i++)
        for (guint p = 0; p < 4; p++)
          if (!(columns & 1u << p))
            g_array_index(expected, YtQuad, i).at[p] = 0;
      yt_scan_init(scan, world.store, YT_POS, &pattern, columns);
      drain(scan, found);
      assert_rows(found, expected);
    }
    world_clear(&world);
  }
}

static void
test_ranges(void)
{
  g_autofree YtScan *scan = g_new(YtScan, 1);
  for (guint round = 0; round < 30; round++) {
    World world = random_world(round);
    for (guint k = 0; k < 40 && world.quads->len > 0; k++) {
      YtQuad pattern = random_pattern(&world);
      YtPermutation permutation = (YtPermutation) g_test_rand_int_range(0, YT_N_PERMUTATIONS);
      YtPosition position = (YtPosition) g_test_rand_int_range(0, 4);
      YtTermId first = g_array_index(world.quads, YtQuad, g_test_rand_int_range(0, (gint32) world.quads->len))
                           .at[position];
      YtTermId last = g_array_index(world.quads, YtQuad, g_test_rand_int_range(0, (gint32) world.quads->len))
                          .at[position];
      first += (YtTermId) g_test_rand_int_range(0, 2);
      g_autoptr(GArray) all = expected_rows(&world, &pattern, permutation);
      g_autoptr(GArray) expected = g_array_new(FALSE, FALSE, sizeof(YtQuad));
      g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(YtQuad));
      for (guint i = 0; i < all->len; i++) {
        YtTermId id = g_array_index(all, YtQuad, i).at[position];
        if (first <= id && id <= last)
          g_array_append_val(expected, g_array_index(all, YtQuad, i));
      }
      yt_scan_init(scan, world.store, permutation, &pattern, YT_COLUMNS_ALL);
      yt_scan_set_range(scan, position, first, last);
      drain(scan, found);
      assert_rows(found, expected);
    }
    world_clear(&world);
  }
}

static gboolean
is_below(const YtQuad *quad, const YtTermId *key, guint n_key, const YtPosition *positions)
{
  for (guint i = 0; i < n_key; i++)
    if (quad->at[positions[i]] != key[i])
      return quad->at[positions[i]] < key[i];
  return FALSE;
}

/* A scan that jumps from key to key sees the first row at or behind each. */
static void
test_seek(void)
{
  g_autofree YtScan *scan = g_new(YtScan, 1);
  for (guint round = 0; round < 40; round++) {
    World world = random_world(round);
    for (guint k = 0; k < 20 && world.quads->len > 0; k++) {
      YtQuad pattern = random_pattern(&world);
      YtPermutation permutation = yt_permutation_find(&pattern, YT_GRAPH);
      const YtPosition *positions = yt_permutation_positions[permutation];
      guint n_bound = 0;
      while (n_bound < 3 && pattern.at[positions[n_bound]])
        n_bound++;
      g_autoptr(GArray) all = expected_rows(&world, &pattern, permutation);
      yt_scan_init(scan, world.store, permutation, &pattern, YT_COLUMNS_ALL);
      guint from = 0; /* the first row of the last batch */
      for (guint jump = 0; jump < 50; jump++) {
        guint n_key = (guint) g_test_rand_int_range(1, MIN(4, 5 - (gint32) n_bound));
        guint at = from;
        YtTermId key[3];
        if (from == all->len)
          break;
        const YtQuad *like =
            &g_array_index(all, YtQuad, g_test_rand_int_range((gint32) from, (gint32) all->len));
        for (guint i = 0; i < n_key; i++)
          key[i] = like->at[positions[n_bound + i]];
        key[n_key - 1] += (YtTermId) g_test_rand_int_range(0, 2); /* perhaps between two terms */
        while (at < all->len && is_below(&g_array_index(all, YtQuad, at), key, n_key, positions + n_bound))
          at++;
        yt_scan_seek(scan, key, n_key);
        YtScanBatch batch;
        gboolean any = yt_scan_next_batch(scan, &batch);
        g_assert_cmpint(any, ==, at < all->len);
        for (int more = g_test_rand_int_range(0, 3); any && more >= 0; more--) {
          for (gsize r = 0; r < batch.n_rows; r++)
            for (guint p = 0; p < 4; p++)
              g_assert_cmphex(batch.columns[p][r], ==, g_array_index(all, YtQuad, at + r).at[p]);
          from = at;
          at += (guint) batch.n_rows;
          any = more > 0 && yt_scan_next_batch(scan, &batch);
        }
        if (at == all->len)
          break;
      }
    }
    world_clear(&world);
  }
}

static gboolean
has_key(const YtQuad *quad, const YtTermId *key, guint n_key, const YtPosition *positions)
{
  for (guint i = 0; i < n_key; i++)
    if (quad->at[positions[i]] != key[i])
      return FALSE;
  return TRUE;
}

/* A scan that is asked for keys that rise sees exactly the rows of each; with a log, rows behind them may follow. */
static void
test_seek_exactly(void)
{
  g_autofree YtScan *scan = g_new(YtScan, 1);
  for (guint round = 0; round < 40; round++) {
    World world = random_world(round);
    for (guint k = 0; k < 20 && world.quads->len > 0; k++) {
      YtQuad pattern = random_pattern(&world);
      YtPermutation permutation = yt_permutation_find(&pattern, YT_GRAPH);
      const YtPosition *positions = yt_permutation_positions[permutation];
      guint n_bound = 0;
      while (n_bound < 3 && pattern.at[positions[n_bound]])
        n_bound++;
      if (n_bound == 3)
        continue;
      guint n_key = (guint) g_test_rand_int_range(1, 4 - (gint32) n_bound);
      g_autoptr(GArray) all = expected_rows(&world, &pattern, permutation);
      yt_scan_init(scan, world.store, permutation, &pattern, YT_COLUMNS_ALL);
      for (guint at = 0; at < all->len;) { /* all before has been passed */
        YtTermId key[3];
        YtScanBatch batch;
        guint skip = (guint) g_test_rand_int_range(0, 5);
        const YtQuad *like = &g_array_index(all, YtQuad, MIN(at + skip, all->len - 1));
        for (guint i = 0; i < n_key; i++)
          key[i] = like->at[positions[n_bound + i]];
        key[n_key - 1] += (YtTermId) g_test_rand_int_range(0, 2); /* perhaps between two terms */
        while (at < all->len && is_below(&g_array_index(all, YtQuad, at), key, n_key, positions + n_bound))
          at++;
        guint end = at;
        while (end < all->len && has_key(&g_array_index(all, YtQuad, end), key, n_key, positions + n_bound))
          end++;
        yt_scan_seek_exactly(scan, key, n_key);
        while (yt_scan_next_batch(scan, &batch))
          for (gsize r = 0; r < batch.n_rows; r++, at++) {
            g_assert_cmpuint(at, <, yt_store_get_n_log_quads(world.store) ? all->len : end);
            for (guint p = 0; p < 4; p++)
              g_assert_cmphex(batch.columns[p][r], ==, g_array_index(all, YtQuad, at).at[p]);
          }
        g_assert_cmpuint(at, >=, end);
        if (at > end)
          break; /* the log: the scan has passed other keys */
      }
    }
    world_clear(&world);
  }
}

static void
test_parts(void)
{
  g_autofree YtScan *scan = g_new(YtScan, 1);
  for (guint round = 0; round < 20; round++) {
    World world = random_world(round * 5);
    for (guint n_parts = 1; n_parts < 6; n_parts++) {
      YtQuad pattern = n_parts % 2 ? (YtQuad){.graph = YT_GRAPH_ANY} : random_pattern(&world);
      YtPermutation permutation = (YtPermutation) g_test_rand_int_range(0, YT_N_PERMUTATIONS);
      g_autoptr(GArray) expected = expected_rows(&world, &pattern, permutation);
      g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(YtQuad));
      for (guint part = 0; part < n_parts; part++) {
        yt_scan_init(scan, world.store, permutation, &pattern, YT_COLUMNS_ALL);
        yt_scan_set_part(scan, part, n_parts);
        drain(scan, found);
      }
      assert_rows(found, expected);
    }
    world_clear(&world);
  }
}

static void
test_distinct(void)
{
  g_autofree YtScan *scan = g_new(YtScan, 1);
  for (guint round = 0; round < 20; round++) {
    World world = random_world(round);
    YtQuad pattern = {.graph = round % 2 ? YT_GRAPH_NAMED : YT_GRAPH_ANY};
    g_autoptr(GArray) all = expected_rows(&world, &pattern, YT_OPS);
    g_autoptr(GArray) expected = g_array_new(FALSE, FALSE, sizeof(YtQuad));
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(YtQuad));
    for (guint i = 0; i < all->len; i++)
      if (i == 0 || memcmp(&g_array_index(all, YtQuad, i - 1), &g_array_index(all, YtQuad, i),
                           3 * sizeof(YtTermId)) != 0)
        g_array_append_val(expected, g_array_index(all, YtQuad, i));
    yt_scan_init(scan, world.store, YT_OPS, &pattern, YT_COLUMNS_ALL);
    yt_scan_set_distinct(scan);
    drain(scan, found);
    assert_rows(found, expected);
    world_clear(&world);
  }
}

static guint
count_values(const World *world, YtTermId predicate, YtPosition position)
{
  g_autoptr(GHashTable) set = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < world->quads->len; i++) {
    const YtQuad *quad = &g_array_index(world->quads, YtQuad, i);
    if (!predicate || quad->predicate == predicate)
      g_hash_table_add(set, g_memdup2(&quad->at[position], sizeof(YtTermId)));
  }
  return g_hash_table_size(set);
}

static void
test_lists(void)
{
  for (guint round = 0; round < 20; round++) {
    World world = random_world(round);
    gsize n_graphs, n_predicates;
    const YtGraphInfo *graphs = yt_store_get_graphs(world.store, &n_graphs);
    const YtPredicateInfo *predicates = yt_store_get_predicates(world.store, &n_predicates);
    g_assert_cmpuint(n_graphs, ==, count_values(&world, 0, YT_GRAPH));
    g_assert_cmpuint(n_predicates, ==, count_values(&world, 0, YT_PREDICATE));
    for (gsize i = 0; i < n_graphs; i++) {
      YtQuad pattern = {.graph = graphs[i].graph};
      g_autoptr(GArray) rows = expected_rows(&world, &pattern, YT_SPO);
      g_assert_cmpuint(graphs[i].n_quads, ==, rows->len);
      g_assert_true(i == 0 || graphs[i - 1].graph < graphs[i].graph);
    }
    for (gsize i = 0; i < n_predicates; i++) {
      YtQuad pattern = {.predicate = predicates[i].predicate, .graph = YT_GRAPH_ANY};
      g_autoptr(GArray) rows = expected_rows(&world, &pattern, YT_SPO);
      g_assert_cmpuint(predicates[i].n_quads, ==, rows->len);
      if (yt_store_get_n_log_quads(world.store) == 0)
        for (guint p = 0; p < 3; p++)
          g_assert_cmpuint(yt_store_count_distinct(world.store, predicates[i].predicate, (YtPosition) p), ==,
                           count_values(&world, predicates[i].predicate, (YtPosition) p));
    }
    if (yt_store_get_n_log_quads(world.store) == 0)
      for (guint p = 0; p < 4; p++)
        g_assert_cmpuint(yt_store_count_distinct(world.store, 0, (YtPosition) p), ==,
                         count_values(&world, 0, (YtPosition) p));
    world_clear(&world);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/store/scan/patterns", test_patterns);
  g_test_add_func("/store/scan/columns", test_columns);
  g_test_add_func("/store/scan/ranges", test_ranges);
  g_test_add_func("/store/scan/seek", test_seek);
  g_test_add_func("/store/scan/seek-exactly", test_seek_exactly);
  g_test_add_func("/store/scan/parts", test_parts);
  g_test_add_func("/store/scan/distinct", test_distinct);
  g_test_add_func("/store/scan/lists", test_lists);
  return g_test_run();
}
