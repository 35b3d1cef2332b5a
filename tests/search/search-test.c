/* search-test.c: the index finds what reading every text finds, and in the same order. */
#include "search/search.h"
#include "search/word.h"
#include <string.h>

/* ---- Words and texts, one by one */

static guint
points(const char *question, const char *text)
{
  g_autoptr(GArray) words = yt_words_new(question, strlen(question));
  g_autoptr(GArray) characters = g_array_new(FALSE, FALSE, sizeof(gunichar));
  yt_characters_read(characters, text, strlen(text));
  g_assert_cmpuint(words->len, ==, 1);
  return yt_word_match(&g_array_index(words, YtWord, 0), (const gunichar *) (gpointer) characters->data,
                       characters->len);
}

/* docs/search.md's table of what matches, and some that nearly does. */
static void
test_points(void)
{
  static const struct {
    const char *question, *text;
    guint points;
  } cases[] = {
      {"光谷", "光谷生物城", 4},
      {"光谷", "武汉光谷", 2},
      {"光谷", "光明山谷", 0},
      {"生物医药", "生物与医药", 0},
      {"光谷生物谷", "光谷生物谷", 4},
      {"中医药", "医药中医", 1},
      {"\"中医药\"", "医药中医", 0},
      {"\"中医 药\"", "中医 药", 4},
      {"^光谷", "武汉光谷", 0},
      {"^光谷", "光谷", 4},
      {"藥監局", "湖北省药监局", 2},
      {"药监局", "湖北省藥監局", 2},
      {"ＧＤＰ", "gdp增长", 4},
      {"gdp", "ＧＤＰ", 4},
      {"Éa", "éA", 4},
      {"guanggu", "光谷", 2},
      {"guangguk", "武汉光谷科技", 1},
      {"ggswc", "光谷生物城", 2},
      {"ggswc", "光谷生物园", 0},
      {"gg", "武汉光谷", 1},
      {"g", "谷", 2},
      {"gua", "光谷", 2},
      {"zhsh", "中山", 2},
      {"zs", "中山", 2},
      {"xian", "西安", 2},
      {"xian", "县", 2},
      {"xian", "现在", 2},
      {"lv", "绿色", 2},
      {"\"guanggu\"", "光谷", 0},
      {"^gg", "武汉光谷", 0},
      {"guanggu", "光 谷", 0},
      {"药", "中药", 2},
      {"药", "医", 0},
      {"zhongyiyao", "中醫藥", 2},
      {"chongqing", "重庆", 2},
      {"zhongqing", "重庆", 2},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
    if (points(cases[i].question, cases[i].text) != cases[i].points)
      g_error("%s in %s: %u points", cases[i].question, cases[i].text,
              points(cases[i].question, cases[i].text));
}

/* Whatever somebody types is a question. */
static void
test_words(void)
{
  static const struct {
    const char *question;
    guint n;
  } cases[] = {{"", 0},  {"  　\t", 0}, {"\"\"", 0},     {"光谷　生物", 2},  {"\"光谷 生物", 1},
               {"^", 1}, {"^^", 1},     {"\xff\xfe", 1}, {"a \"b c\" d", 3}, {"\"a\"b", 2}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GArray) words = yt_words_new(cases[i].question, strlen(cases[i].question));
    g_assert_cmpuint(words->len, ==, cases[i].n);
  }
}

/* ---- Searches */

static const char *const characters[] = {"光", "谷", "生", "物", "城", "药", "藥", "监", "監",
                                         "中", "重", "a",  "g",  "G",  "ｇ", " ",  "2",  "𠀀"};
static const char *const questions[] = {"光谷",    "光谷生物", "\"光谷生\"", "药监",  "藥",      "^药",
                                        "^光谷生", "gg",       "ggs",        "guang", "guanggu", "g",
                                        "zhong",   "yaoj",     "a g",        "光 谷", "城光 谷", "wc",
                                        "swc",     "chong",    "𠀀药",       "2",     "\"谷\"",  "^gg"};

static char *
random_text(void)
{
  GString *text = g_string_new(NULL);
  int n = g_test_rand_int_range(0, g_test_rand_int_range(0, 20) == 0 ? 120 : 9);
  for (int i = 0; i < n; i++)
    g_string_append(text, characters[g_test_rand_int_range(0, (gint32) G_N_ELEMENTS(characters))]);
  return g_string_free(text, FALSE);
}

static YtTermQuad
random_quad(char **text)
{
  *text = random_text();
  YtTermQuad quad = {
      .subject = yt_term_iri("s:s"), .predicate = yt_term_iri("p:p"), .object = yt_term_literal(*text)};
  if (g_test_rand_bit())
    quad.object = yt_term_tagged(*text, g_test_rand_bit() ? "zh" : "zh-Hant");
  return quad;
}

static YtStoreWriter *
random_writer(void)
{
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  for (int i = g_test_rand_int_range(0, 400); i > 0; i--) {
    g_autofree char *text = NULL;
    YtTermQuad quad = random_quad(&text);
    g_assert_true(yt_store_builder_add(&quad, builder, NULL));
  }
  g_autoptr(YtStore) store = yt_store_builder_build(builder);
  YtStoreWriter *writer = yt_store_writer_new_in_memory(store);
  for (int rounds = g_test_rand_int_range(0, 3); rounds > 0; rounds--) {
    YtTransaction *transaction = yt_store_writer_begin(writer, NULL);
    for (int i = g_test_rand_int_range(0, 40); i > 0; i--) {
      g_autofree char *text = NULL;
      YtTermQuad quad = random_quad(&text);
      g_assert_true(yt_transaction_insert(transaction, &quad, NULL));
    }
    g_assert_true(yt_transaction_commit(transaction, NULL));
  }
  return writer;
}

/* The literals of the store that have all words, by reading each. */
static GHashTable *
find_naively(YtStore *store, const char *question)
{
  GHashTable *found = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr(GArray) words = yt_words_new(question, strlen(question));
  g_autoptr(GArray) read = g_array_new(FALSE, FALSE, sizeof(gunichar));
  g_autofree YtScan *scan = g_new(YtScan, 1);
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  YtQuad quad;
  yt_scan_init(scan, store, YT_SPO, &(YtQuad){.graph = YT_GRAPH_ANY}, YT_COLUMNS_ALL);
  while (yt_scan_next(scan, &quad)) {
    YtTerm term = yt_store_get_term(store, quad.object, &buffer);
    yt_characters_read(read, term.text, term.n_text);
    guint sum = 0;
    for (guint w = 0; w < words->len; w++) {
      guint n = yt_word_match(&g_array_index(words, YtWord, w), (const gunichar *) (gpointer) read->data,
                              read->len);
      sum = n ? sum + n : 1000;
    }
    if (sum < 1000)
      g_hash_table_insert(found, g_memdup2(&quad.object, sizeof quad.object), GUINT_TO_POINTER(sum));
  }
  return found;
}

/* All hits come, each once, in order, however many are asked for at a time. */
static void
compare(YtStore *store, const char *question)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GHashTable) expected = find_naively(store, question);
  g_autoptr(YtSearchHits) hits = yt_search(store, question, strlen(question), NULL, &error);
  g_assert_no_error(error);
  const YtSearchHit *found;
  gsize n = 0, step = (gsize) g_test_rand_int_range(1, 300), n_found;
  while ((n_found = yt_search_hits_get(hits, n + step, &found)) > n) {
    for (gsize i = n; i < n_found; i++) {
      if (!g_hash_table_contains(expected, &found[i].id))
        g_error("%s: too much", question);
      g_assert_true(i == 0 || found[i - 1].score > found[i].score ||
                    (found[i - 1].score == found[i].score && found[i - 1].id < found[i].id));
    }
    n = n_found;
  }
  if (n != g_hash_table_size(expected))
    g_error("%s: expected %u, found %" G_GSIZE_FORMAT, question, g_hash_table_size(expected), n);
  g_assert_cmpuint(yt_search_hits_get_n(hits), >=, n);
  g_autoptr(YtSearchHits) again = yt_search(store, question, strlen(question), NULL, &error);
  const YtSearchHit *all;
  g_assert_cmpuint(yt_search_hits_get(again, n + 1, &all), ==, n);
  for (gsize i = 0; i < n; i++)
    g_assert_true(all[i].id == found[i].id && all[i].score == found[i].score);
}

static void
test_against_reading(void)
{
  for (int round = 0; round < 60; round++) {
    g_autoptr(YtStoreWriter) writer = random_writer();
    g_autoptr(YtStore) store = yt_store_writer_ref_snapshot(writer);
    g_autoptr(GError) error = NULL;
    yt_store_verify(store, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < G_N_ELEMENTS(questions); i++)
      compare(store, questions[i]);
  }
}

/* Of texts that have a word alike the shorter one is better, one that begins with it is better still, one by pinyin worse. */
static void
test_rank(void)
{
  static const char *const texts[] = {"光谷生物城", "武汉光谷生物城", "武汉东湖新技术开发区光谷生物城",
                                      "武汉市其他"};
  static const char *const cases[] = {"光谷", "ggu", "光谷 生物"};
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
    YtTermQuad quad = {.subject = yt_term_iri("s:s"),
                       .predicate = yt_term_iri("p:p"),
                       .object = yt_term_tagged(texts[i], "zh")};
    g_assert_true(yt_store_builder_add(&quad, builder, NULL));
  }
  g_autoptr(YtStore) store = yt_store_builder_build(builder);
  for (guint c = 0; c < G_N_ELEMENTS(cases); c++) {
    g_autoptr(YtSearchHits) hits = yt_search(store, cases[c], strlen(cases[c]), NULL, NULL);
    const YtSearchHit *found;
    g_assert_cmpuint(yt_search_hits_get(hits, 10, &found), ==, 3);
    for (guint i = 0; i < 3; i++) {
      g_auto(YtTermBuffer) buffer;
      yt_term_buffer_init(&buffer);
      YtTerm term = yt_store_get_term(store, found[i].id, &buffer);
      g_assert_true(term.n_text == strlen(texts[i]) && !memcmp(term.text, texts[i], term.n_text));
    }
  }
}

typedef struct {
  guint n_checks, n_left;
  gssize n_bytes;
} Limits;

static gboolean
count_down(gpointer data)
{
  Limits *limits = data;
  return ++limits->n_checks <= limits->n_left;
}

static gboolean
reserve(gsize n_bytes, gpointer data)
{
  Limits *limits = data;
  limits->n_bytes += (gssize) n_bytes;
  return TRUE;
}

static void
release(gsize n_bytes, gpointer data)
{
  Limits *limits = data;
  limits->n_bytes -= (gssize) n_bytes;
}

/* A search stops at each of its checks, and gives back all memory that it asked for. */
static void
test_limits(void)
{
  g_autoptr(YtStoreWriter) writer = random_writer();
  g_autoptr(YtStore) store = yt_store_writer_ref_snapshot(writer);
  for (guint n = 0;; n++) {
    Limits counts = {.n_left = n};
    YtLimits limits = {count_down, reserve, release, &counts};
    g_autoptr(GError) error = NULL;
    YtSearchHits *hits = yt_search(store, "guanggu 生物", strlen("guanggu 生物"), &limits, &error);
    g_assert_true(hits || g_error_matches(error, YT_SEARCH_ERROR, YT_SEARCH_ERROR_STOPPED));
    yt_search_hits_free(hits);
    g_assert_cmpint(counts.n_bytes, ==, 0);
    if (hits)
      break;
  }
}

/* A file from before there was an index is refused by name, not searched in vain. */
static void
test_old_file(void)
{
  g_autofree char *path = g_build_filename(YT_SOURCE_DIR, "tests/fuzz/seeds/store-file/two-blocks", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(YtStore) store = yt_store_open(path, &error);
  g_assert_no_error(error);
  g_assert_null(yt_search(store, "a", 1, NULL, &error));
  g_assert_error(error, YT_SEARCH_ERROR, YT_SEARCH_ERROR_NO_INDEX);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/search/points", test_points);
  g_test_add_func("/search/words", test_words);
  g_test_add_func("/search/against-reading", test_against_reading);
  g_test_add_func("/search/rank", test_rank);
  g_test_add_func("/search/limits", test_limits);
  g_test_add_func("/search/old-file", test_old_file);
  return g_test_run();
}
