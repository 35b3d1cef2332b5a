/* sort-test.c: quads come out in all six orders, each once, whatever the memory and the number of threads. */
#include "store/sort.h"
#include <string.h>

typedef struct {
  guint32 at[4];
} Quad;

typedef struct {
  const char *name;
  guint32 max_code;
  guint n_quads, n_subjects, n_objects, n_predicates, n_graphs;
  guint hot; /* of 100 quads, so many have the one object */
} Shape;

/* At 65,536 quads what is in memory at least, the pieces of these are: */
static const Shape shapes[] = {
    {"even", 1 << 20, 200000, 1 << 19, 1 << 20, 30, 1, 0}, /* a few buckets each */
    {"repeated", 1 << 14, 200000, 300, 40, 12, 3, 0},      /* a few codes, and most quads come many times */
    {"hot", 1 << 20, 240000, 1 << 20, 1 << 10, 5, 2,
     70}, /* much of one object, so all of its orders are merged */
    {"one subject", 1 << 16, 150000, 1, 1 << 16, 3, 1, 0},
    {"two words", 0xFFFFFFF0, 150000, 0, 0, 300, 20, 10}, /* too large codes for one word */
    {"same", 1, 100000, 1, 1, 1, 1, 0},
};

static guint32
random_code(guint32 limit, guint32 max_code)
{
  return 1 + (guint32) g_test_rand_int() % (limit ? MIN(limit, max_code) : max_code);
}

static GArray *
random_quads(const Shape *shape)
{
  GArray *quads = g_array_new(FALSE, FALSE, sizeof(Quad));
  for (guint i = 0; i < shape->n_quads; i++) {
    Quad quad = {{random_code(shape->n_subjects, shape->max_code),
                  1 + (guint32) g_test_rand_int() % shape->n_predicates,
                  random_code(shape->n_objects, shape->max_code),
                  (guint32) g_test_rand_int() % shape->n_graphs}};
    if ((guint) g_test_rand_int_range(0, 100) < shape->hot)
      quad.at[YT_OBJECT] = shape->max_code / 2;
    g_array_append_val(quads, quad);
  }
  return quads;
}

static int
compare_rows(gconstpointer a, gconstpointer b, gpointer positions)
{
  const guint32 *x = a, *y = b;
  for (guint c = 0; c < 4; c++) {
    YtPosition p = ((const YtPosition *) positions)[c];
    if (x[p] != y[p])
      return x[p] < y[p] ? -1 : 1;
  }
  return 0;
}

static GArray *
codes_up_to(guint32 first, guint32 n)
{
  GArray *codes = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (guint32 i = 0; i < n; i++) {
    guint32 code = first + i;
    g_array_append_val(codes, code);
  }
  return codes;
}

static void
init_rows(YtSortedRows rows[YT_N_PERMUTATIONS])
{
  for (guint p = 0; p < YT_N_PERMUTATIONS; p++) {
    yt_spool_init(&rows[p].blocks, NULL, G_MAXINT32);
    yt_spool_init(&rows[p].index, NULL, G_MAXINT32);
  }
}

static void
clear_rows(YtSortedRows rows[YT_N_PERMUTATIONS])
{
  for (guint p = 0; p < YT_N_PERMUTATIONS; p++) {
    yt_spool_clear(&rows[p].blocks);
    yt_spool_clear(&rows[p].index);
  }
}

/* By the C library's sort. @counts as yt_quad_sorter_finish() gives them. */
static void
sort_plainly(const GArray *quads, YtSortedRows rows[YT_N_PERMUTATIONS], YtQuadCounts *counts)
{
  static YtRowWriter writer;
  g_autofree Quad *sorted = g_memdup2(quads->data, quads->len * sizeof *sorted);
  g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
  for (guint p = 0; p < YT_N_PERMUTATIONS; p++) {
    const YtPosition *positions = yt_permutation_positions[p];
    g_qsort_with_data(sorted, (gint) quads->len, sizeof *sorted, compare_rows, (gpointer) positions);
    yt_row_writer_init(&writer, &rows[p].blocks, &rows[p].index, NULL);
    guint64 n_first = 0;
    for (guint i = 0; i < quads->len; i++) {
      const guint32 *row = sorted[i].at;
      n_first += i == 0 || row[positions[0]] != sorted[i - 1].at[positions[0]];
      if (i > 0 && memcmp(row, sorted[i - 1].at, sizeof sorted[i].at) == 0)
        continue;
      guint32 out[] = {row[positions[0]], row[positions[1]], row[positions[2]], row[positions[3]]};
      g_assert_true(yt_row_writer_add(&writer, out, NULL));
    }
    g_assert_true(yt_row_writer_flush(&writer, NULL));
    counts->n_quads = writer.n_rows_written;
    if (p == YT_SPO)
      counts->n_subjects = n_first;
    if (p == YT_OSP)
      counts->n_objects = n_first;
  }
}

static void
assert_same_bytes(const YtSpool *a, const YtSpool *b)
{
  gsize size = (gsize) yt_spool_get_size(a);
  g_assert_cmpuint(yt_spool_get_size(b), ==, size);
  g_autofree guint8 *x = g_malloc(size + 1), *y = g_malloc(size + 1);
  g_assert_true(yt_spool_read(a, 0, x, size, NULL) && yt_spool_read(b, 0, y, size, NULL));
  g_assert_cmpint(memcmp(x, y, size), ==, 0);
}

static void
check(const Shape *shape, const GArray *quads, gsize memory, guint n_threads, YtSortedRows *expected,
      const YtQuadCounts *plain)
{
  g_autoptr(GArray) predicates = codes_up_to(1, shape->n_predicates);
  g_autoptr(GArray) graphs = codes_up_to(0, shape->n_graphs);
  g_autoptr(YtQuadSorter) sorter =
      yt_quad_sorter_new(shape->max_code, predicates, graphs, quads->len, memory, g_get_tmp_dir(), n_threads);
  for (guint i = 0; i < quads->len; i++)
    g_assert_true(yt_quad_sorter_add(sorter, g_array_index(quads, Quad, i).at, NULL));
  YtSortedRows rows[YT_N_PERMUTATIONS];
  g_auto(YtQuadCounts) counts = {0};
  g_autoptr(GError) error = NULL;
  init_rows(rows);
  yt_quad_sorter_finish(sorter, rows, &counts, &error);
  g_assert_no_error(error);
  for (guint p = 0; p < YT_N_PERMUTATIONS; p++) {
    assert_same_bytes(&rows[p].blocks, &expected[p].blocks);
    assert_same_bytes(&rows[p].index, &expected[p].index);
  }
  g_assert_cmpuint(counts.n_quads, ==, plain->n_quads);
  g_assert_cmpuint(counts.n_subjects, ==, plain->n_subjects);
  g_assert_cmpuint(counts.n_objects, ==, plain->n_objects);
  guint64 n_by_predicate = 0, n_by_graph = 0;
  for (guint i = 0; i < counts.predicates->len; i++)
    n_by_predicate += g_array_index(counts.predicates, YtPredicateCount, i).n_quads;
  for (guint i = 0; i < counts.graphs->len; i++)
    n_by_graph += g_array_index(counts.graphs, YtGraphCount, i).n_quads;
  g_assert_cmpuint(n_by_predicate, ==, plain->n_quads);
  g_assert_cmpuint(n_by_graph, ==, plain->n_quads);
  clear_rows(rows);
}

static void
test_shape(gconstpointer data)
{
  const Shape *shape = data;
  g_autoptr(GArray) quads = random_quads(shape);
  YtSortedRows expected[YT_N_PERMUTATIONS];
  YtQuadCounts plain = {0};
  init_rows(expected);
  sort_plainly(quads, expected, &plain);
  for (guint n_threads = 1; n_threads <= 2; n_threads++) {
    check(shape, quads, (gsize) 1 << 30, n_threads, expected, &plain);
    check(shape, quads, 1 << 20, n_threads, expected, &plain);
  }
  clear_rows(expected);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(shapes); i++) {
    g_autofree char *path = g_strdup_printf("/store/sort/%s", shapes[i].name);
    g_test_add_data_func(path, &shapes[i], test_shape);
  }
  return g_test_run();
}
