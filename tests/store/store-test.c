/* store-test.c: quads come back as they went in, whatever the terms; terms have one id, and the id its term. */
#include "random.h"

static YtStore *
random_store(GPtrArray *lines, guint n, guint n_graphs)
{
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  g_autoptr(GStringChunk) chunk = g_string_chunk_new(1 << 16);
  for (guint i = 0; i < n; i++) {
    YtTermQuad quad = random_quad(chunk, n_graphs);
    g_assert_true(yt_store_builder_add(&quad, builder, NULL));
    append_quad_text(&quad, lines, NULL);
  }
  YtStore *store = yt_store_builder_build(builder);
  g_assert_nonnull(store);
  sort_lines(lines);
  return store;
}

static void
test_round_trip(void)
{
  for (guint round = 0; round < 60; round++) {
    g_autoptr(GPtrArray) expected = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(YtStore) store =
        random_store(expected, (guint) g_test_rand_int_range(0, round % 10 ? 200 : 5000), round % 4);
    g_autoptr(GError) error = NULL;
    if (!yt_store_verify(store, &error))
      g_error("%s", error->message);
    g_autoptr(GPtrArray) found = store_lines(store);
    assert_same_lines(found, expected);
  }
}

/* Terms by id and ids by term, one at a time and many at once. */
static void
test_terms(void)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(YtStore) store = random_store(lines, 3000, 2);
  g_autofree YtScan *scan = g_new(YtScan, 1);
  g_auto(YtTermBuffer) buffer;
  g_autoptr(YtTermBatch) batch = yt_term_batch_new(store);
  YtScanBatch rows;
  g_autofree YtTerm *terms = g_new(YtTerm, YT_SCAN_ROWS);
  yt_term_buffer_init(&buffer);
  for (guint p = 0; p < YT_N_PERMUTATIONS; p++) {
    yt_scan_init(scan, store, (YtPermutation) p, &(YtQuad){.graph = YT_GRAPH_ANY}, YT_COLUMNS_ALL);
    while (yt_scan_next_batch(scan, &rows))
      for (guint c = 0; c < 4; c++) {
        yt_term_batch_get(batch, rows.columns[c], rows.n_rows, terms);
        for (gsize i = 0; i < rows.n_rows; i++) {
          YtTermId id = rows.columns[c][i];
          YtTerm term = yt_store_get_term(store, id, &buffer);
          g_assert_true(yt_term_equal(&term, &terms[i]));
          if (id)
            g_assert_cmpuint(yt_store_find_term(store, &term), ==, id);
          else
            g_assert_cmpint(term.kind, ==, YT_TERM_UNBOUND);
        }
      }
  }
  YtTerm none = yt_term_iri("x:not-there"), unbound = {0};
  g_assert_cmpuint(yt_store_find_term(store, &none), ==, 0);
  g_assert_cmpuint(yt_store_find_term(store, &unbound), ==, 0);
  const YtTermId never_written[] = {YT_ID_LAST(YT_ID_IRI), YT_ID_LAST(YT_ID_TIME)};
  yt_term_batch_get(batch, never_written, G_N_ELEMENTS(never_written), terms);
  for (guint i = 0; i < G_N_ELEMENTS(never_written); i++) {
    g_assert_cmpint(yt_store_get_term(store, never_written[i], &buffer).kind, ==, YT_TERM_UNBOUND);
    g_assert_cmpint(terms[i].kind, ==, YT_TERM_UNBOUND);
  }
}

/* A language tag is kept as written, and compared without case. */
static void
test_language_case(void)
{
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  YtTermQuad quad = {yt_term_iri("s:1"), yt_term_iri("p:1"), yt_term_tagged("园图", "zh-Hans"), {0}};
  g_assert_true(yt_store_builder_add(&quad, builder, NULL));
  quad.object = yt_term_tagged("twice", "EN");
  g_assert_true(yt_store_builder_add(&quad, builder, NULL));
  quad.object = yt_term_tagged("twice", "en");
  g_assert_true(yt_store_builder_add(&quad, builder, NULL));
  g_autoptr(YtStore) store = yt_store_builder_build(builder);
  g_assert_cmpuint(yt_store_get_n_quads(store), ==, 2);
  YtTerm other_case = yt_term_tagged("园图", "ZH-hANS");
  YtTermId id = yt_store_find_term(store, &other_case);
  g_assert_cmpuint(id, !=, 0);
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  YtTerm term = yt_store_get_term(store, id, &buffer);
  g_assert_cmpint(memcmp(term.language, "zh-Hans", 7), ==, 0);
  g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(YtIdRange));
  yt_store_find_language(store, "ZH", FALSE, ranges);
  g_assert_cmpuint(ranges->len, ==, 0);
  yt_store_find_language(store, "ZH", TRUE, ranges);
  g_assert_cmpuint(ranges->len, ==, 1);
  g_assert_true(g_array_index(ranges, YtIdRange, 0).first == id &&
                g_array_index(ranges, YtIdRange, 0).end == id + 1);
}

static gboolean
in_ranges(const GArray *ranges, YtTermId id)
{
  gboolean in = FALSE;
  for (guint i = 0; i < ranges->len; i++) {
    const YtIdRange *range = &g_array_index(ranges, YtIdRange, i);
    in = in || (range->first <= id && id < range->end);
  }
  return in;
}

/* A prefix is a few ranges, and exactly the terms that start with it are in them. */
static void
test_prefixes(void)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(YtStore) store = random_store(lines, 2000, 1);
  static const char *const prefixes[] = {
      "", "共", "共同的开头", "共同的开头园", "a", "https://例子.org/c/1", "\x01", "ab", "园图"};
  for (guint k = 0; k < G_N_ELEMENTS(prefixes); k++) {
    gsize n_prefix = strlen(prefixes[k]);
    g_autoptr(GArray) iris = g_array_new(FALSE, FALSE, sizeof(YtIdRange));
    g_autoptr(GArray) literals = g_array_new(FALSE, FALSE, sizeof(YtIdRange));
    yt_store_find_iri_prefix(store, prefixes[k], n_prefix, iris);
    yt_store_find_literal_prefix(store, prefixes[k], n_prefix, literals);
    g_assert_cmpuint(iris->len, <=, 1);
    g_autofree YtScan *scan = g_new(YtScan, 1);
    g_auto(YtTermBuffer) buffer;
    YtQuad quad;
    yt_term_buffer_init(&buffer);
    yt_scan_init(scan, store, YT_OSP, &(YtQuad){.graph = YT_GRAPH_ANY}, YT_COLUMN_OBJECT);
    while (yt_scan_next(scan, &quad)) {
      YtTerm term = yt_store_get_term(store, quad.object, &buffer);
      gboolean starts = term.n_text >= n_prefix && memcmp(term.text, prefixes[k], n_prefix) == 0;
      g_assert_cmpint(in_ranges(iris, quad.object), ==, starts && term.kind == YT_TERM_IRI);
      g_assert_cmpint(in_ranges(literals, quad.object), ==,
                      starts && term.kind == YT_TERM_LITERAL && !term.datatype);
    }
  }
}

/* The same quads in another order, in two files and with less memory, are the same bytes. */
static void
test_same_bytes(void)
{
  g_autofree char *folder = make_folder();
  g_autofree char *path_a = g_build_filename(folder, "a", NULL),
                  *path_b = g_build_filename(folder, "b", NULL);
  g_autoptr(GStringChunk) chunk = g_string_chunk_new(1 << 16);
  enum { N = 4000 };
  g_autofree YtTermQuad *quads = g_new(YtTermQuad, N);
  g_autoptr(YtStoreBuilder) a = yt_store_builder_new();
  g_autoptr(YtStoreBuilder) b = yt_store_builder_new();
  g_autoptr(YtStoreBuilder) part = yt_store_builder_new();
  g_autoptr(GError) error = NULL;
  for (guint i = 0; i < N; i++) {
    quads[i] = random_quad(chunk, 3);
    if (quads[i].object.language)
      quads[i].object.language = "zh", quads[i].object.n_language = 2;
    g_assert_true(yt_store_builder_add(&quads[i], a, NULL));
  }
  for (guint i = N; i-- > 0;)
    g_assert_true(yt_store_builder_add(&quads[i], i % 2 ? part : b, NULL));
  g_autoptr(YtStore) half = yt_store_builder_build(part);
  g_assert_true(yt_store_builder_add_store(b, half, &error));
  g_assert_true(yt_store_builder_write(a, path_a, &error) && yt_store_builder_write(b, path_b, &error));
  g_autofree char *bytes_a = NULL, *bytes_b = NULL;
  gsize n_a, n_b;
  g_assert_true(g_file_get_contents(path_a, &bytes_a, &n_a, NULL) &&
                g_file_get_contents(path_b, &bytes_b, &n_b, NULL));
  g_assert_cmpuint(n_a, ==, n_b);
  g_assert_cmpint(memcmp(bytes_a, bytes_b, n_a), ==, 0);
  remove_folder(folder);
}

/* Terms that cannot be stored are refused with an error, and say why. */
static void
test_refused_terms(void)
{
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  g_autoptr(GError) error = NULL;
  YtTermQuad quad = {yt_term_iri("s:1"), yt_term_iri("p:1"), {0}, {0}};
  g_assert_false(yt_store_builder_add(&quad, builder, &error));
  g_assert_error(error, YT_STORE_ERROR, YT_STORE_ERROR_LIMIT);
  g_clear_error(&error);
  quad.object = yt_term_tagged("x", "zh");
  quad.object.language = "z\0h";
  quad.object.n_language = 3;
  g_assert_false(yt_store_builder_add(&quad, builder, &error));
  g_assert_error(error, YT_STORE_ERROR, YT_STORE_ERROR_LIMIT);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/store/store/round-trip", test_round_trip);
  g_test_add_func("/store/store/terms", test_terms);
  g_test_add_func("/store/store/language-case", test_language_case);
  g_test_add_func("/store/store/prefixes", test_prefixes);
  g_test_add_func("/store/store/same-bytes", test_same_bytes);
  g_test_add_func("/store/store/refused-terms", test_refused_terms);
  return g_test_run();
}
