/* writer-test.c: transactions are whole or not at all, snapshots stay, and a log survives what crashes leave. */
#include "random.h"
#include "store/lock.h"
#include <glib/gstdio.h>
#include <unistd.h>

static gboolean
insert_text(YtTransaction *transaction, const char *subject, const char *object)
{
  YtTermQuad quad = {yt_term_iri(subject), yt_term_iri("p:在"), yt_term_literal(object), {0}};
  return yt_transaction_insert(transaction, &quad, NULL);
}

static gsize
count_of(YtStoreWriter *writer)
{
  g_autoptr(YtStore) store = yt_store_writer_ref_snapshot(writer);
  return yt_store_get_n_quads(store);
}

static void
assert_verifies(const YtStore *store)
{
  g_autoptr(GError) error = NULL;
  if (!yt_store_verify(store, &error))
    g_error("%s", error->message);
}

/* Readers keep what they have; what is not committed is seen by its transaction alone. */
static void
test_isolation(void)
{
  g_autofree char *folder = make_folder();
  g_autofree char *path = g_build_filename(folder, "store", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(YtStoreWriter) writer = yt_store_writer_open(path, &error);
  g_assert_no_error(error);
  g_autoptr(YtStore) before = yt_store_writer_ref_snapshot(writer);
  YtTransaction *transaction = yt_store_writer_begin(writer, &error);
  g_assert_true(insert_text(transaction, "s:1", "一个很长的字符串") && insert_text(transaction, "s:2", "短"));
  g_autoptr(YtStore) inside = yt_transaction_ref_snapshot(transaction);
  g_assert_cmpuint(yt_store_get_n_quads(inside), ==, 2);
  g_assert_cmpuint(count_of(writer), ==, 0);
  g_assert_true(yt_transaction_commit(transaction, &error));
  g_assert_cmpuint(count_of(writer), ==, 2);
  g_assert_cmpuint(yt_store_get_n_quads(before), ==, 0);
  YtTerm term = yt_term_literal("一个很长的字符串");
  g_assert_cmpuint(yt_store_find_term(before, &term), ==, 0);
  g_assert_cmpuint(yt_store_find_term(inside, &term), !=, 0);

  transaction = yt_store_writer_begin(writer, &error);
  g_assert_cmpuint(yt_transaction_clear(transaction, &(YtQuad){.graph = YT_GRAPH_ANY}), ==, 2);
  g_assert_true(insert_text(transaction, "s:3", "别的很长的字符串"));
  yt_transaction_rollback(transaction);
  g_assert_cmpuint(count_of(writer), ==, 2);

  transaction = yt_store_writer_begin(writer, &error);
  g_assert_true(
      insert_text(transaction, "s:3", "别的很长的字符串")); /* a term that a rolled back transaction knew */
  g_assert_true(yt_transaction_commit(transaction, &error));
  g_autoptr(YtStore) other = yt_store_open(path, &error); /* as another process would */
  g_assert_no_error(error);
  g_autoptr(YtStore) now = yt_store_writer_ref_snapshot(writer);
  g_autoptr(GPtrArray) a = store_lines(other), b = store_lines(now);
  g_assert_cmpuint(a->len, ==, 3);
  assert_same_lines(a, b);
  assert_verifies(other);
  remove_folder(folder);
}

static void
test_one_writer(void)
{
  g_autofree char *folder = make_folder();
  g_autofree char *path = g_build_filename(folder, "store", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(YtStoreWriter) writer = yt_store_writer_open(path, &error);
  g_assert_no_error(error);
  g_assert_null(yt_store_writer_open(path, &error));
  g_assert_error(error, YT_STORE_ERROR, YT_STORE_ERROR_BUSY);
  g_clear_error(&error);
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  g_assert_false(yt_store_builder_write(builder, path, &error));
  g_assert_error(error, YT_STORE_ERROR, YT_STORE_ERROR_BUSY);
  g_clear_error(&error);
  g_clear_pointer(&writer, yt_store_writer_unref);
  writer = yt_store_writer_open(path, &error);
  g_assert_no_error(error);
  remove_folder(folder);
}

/* A writer and, beside it, the lines that the store should have. */
static void
random_transactions(YtStoreWriter *writer, GHashTable *lines, GStringChunk *chunk, guint n)
{
  for (guint t = 0; t < n; t++) {
    g_autoptr(GError) error = NULL;
    YtTransaction *transaction = yt_store_writer_begin(writer, &error);
    g_assert_no_error(error);
    gboolean keep_it = g_test_rand_int_range(0, 5) != 0;
    guint n_changes = (guint) g_test_rand_int_range(0, t % 7 == 0 ? 100 : 6);
    for (guint i = 0; i < n_changes; i++) {
      YtTermQuad quad = random_quad(chunk, 2);
      g_autoptr(GPtrArray) line = g_ptr_array_new();
      append_quad_text(&quad, line, NULL);
      gboolean insert = g_test_rand_int_range(0, 3) != 0;
      g_assert_true(insert ? yt_transaction_insert(transaction, &quad, NULL)
                           : yt_transaction_delete(transaction, &quad, NULL));
      if (keep_it && insert)
        g_hash_table_add(lines, line->pdata[0]);
      else if (keep_it)
        g_hash_table_remove(lines, line->pdata[0]);
      if (!keep_it || !insert)
        g_free(line->pdata[0]);
    }
    if (keep_it)
      g_assert_true(yt_transaction_commit(transaction, NULL));
    else
      yt_transaction_rollback(transaction);
  }
}

static void
assert_store_is(const YtStore *store, GHashTable *lines)
{
  g_autoptr(GPtrArray) expected = g_ptr_array_new_with_free_func(g_free);
  GHashTableIter iter;
  gpointer line;
  g_hash_table_iter_init(&iter, lines);
  while (g_hash_table_iter_next(&iter, &line, NULL))
    g_ptr_array_add(expected, g_strdup(line));
  sort_lines(expected);
  g_autoptr(GPtrArray) found = store_lines(store);
  assert_same_lines(found, expected);
}

static void
test_random_transactions(void)
{
  for (guint round = 0; round < 6; round++) {
    g_autofree char *folder = make_folder();
    g_autofree char *path = g_build_filename(folder, "store", NULL);
    g_autoptr(GHashTable) lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GStringChunk) chunk = g_string_chunk_new(1 << 16);
    g_autoptr(GError) error = NULL;
    for (guint session = 0; session < 5; session++) {
      g_autoptr(YtStoreWriter) writer = yt_store_writer_open(path, &error);
      g_assert_no_error(error);
      random_transactions(writer, lines, chunk, (guint) g_test_rand_int_range(0, 40));
      g_autoptr(YtStore) now = yt_store_writer_ref_snapshot(writer);
      assert_store_is(now, lines);
      if (g_test_rand_int_range(0, 3) == 0) {
        g_assert_true(yt_store_writer_compact(writer, 0, &error));
        g_autoptr(YtStore) compacted = yt_store_writer_ref_snapshot(writer);
        g_assert_cmpuint(yt_store_get_n_log_quads(compacted), ==, 0);
        assert_store_is(compacted, lines);
        assert_store_is(now, lines); /* the old snapshot is still whole */
      }
      g_autoptr(YtStore) opened = yt_store_open(path, &error);
      g_assert_no_error(error);
      assert_store_is(opened, lines);
      assert_verifies(opened);
    }
    remove_folder(folder);
  }
}

typedef struct {
  YtStoreWriter *writer;
  gboolean stop;
  guint n_compactions;
} Compactor;

static gpointer
compact_again_and_again(gpointer data)
{
  Compactor *compactor = data;
  while (!g_atomic_int_get(&compactor->stop)) {
    g_autoptr(GError) error = NULL;
    g_assert_true(yt_store_writer_compact(compactor->writer, 0, &error));
    compactor->n_compactions++;
  }
  return NULL;
}

/* Transactions that commit while the store is built anew are all there afterwards. */
static void
test_background_compaction(void)
{
  g_autofree char *folder = make_folder();
  g_autofree char *path = g_build_filename(folder, "store", NULL);
  g_autoptr(GHashTable) lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GStringChunk) chunk = g_string_chunk_new(1 << 16);
  g_autoptr(GError) error = NULL;
  g_autoptr(YtStoreWriter) writer = yt_store_writer_open(path, &error);
  g_assert_no_error(error);
  Compactor compactor = {.writer = writer};
  GThread *thread = g_thread_new("compact", compact_again_and_again, &compactor);
  for (guint round = 0; round < 10; round++) {
    random_transactions(writer, lines, chunk, 15);
    g_autoptr(YtStore) now = yt_store_writer_ref_snapshot(writer);
    assert_store_is(now, lines);
    g_autoptr(YtStore) opened = yt_store_open(path, &error);
    g_assert_no_error(error);
    assert_store_is(opened, lines);
  }
  g_atomic_int_set(&compactor.stop, TRUE);
  g_thread_join(thread);
  g_assert_cmpuint(compactor.n_compactions, >, 0);
  g_clear_pointer(&writer, yt_store_writer_unref);
  g_autoptr(YtStore) opened = yt_store_open(path, &error);
  g_assert_no_error(error);
  assert_store_is(opened, lines);
  assert_verifies(opened);
  remove_folder(folder);
}

static char *
dup_log_path(const char *path)
{
  g_autoptr(YtStoreFile) file = yt_store_file_open(path, -1, NULL);
  return yt_store_log_path(path, file->header.checksum);
}

/* Whatever length of the log is left, and whatever its last bytes became: the store is that of some moment between two
 * transactions, and the next transaction continues from there. */
static void
test_torn_log(void)
{
  g_autofree char *folder = make_folder();
  g_autofree char *path = g_build_filename(folder, "store", NULL);
  g_autoptr(GError) error = NULL;
  enum { N = 12 };
  gsize ends[N + 1];
  {
    g_autoptr(YtStoreWriter) writer = yt_store_writer_open(path, &error);
    g_assert_no_error(error);
    for (guint i = 0; i <= N; i++) {
      ends[i] = (gsize) yt_store_writer_get_log_bytes(writer);
      YtTransaction *transaction = yt_store_writer_begin(writer, &error);
      g_autofree char *subject = g_strdup_printf("s:%u", i);
      g_assert_true(insert_text(transaction, subject, "每次交易写一个四元组"));
      g_assert_true(i == N || yt_transaction_commit(transaction, &error));
      if (i == N)
        yt_transaction_rollback(transaction);
    }
  }
  g_autofree char *log_path = dup_log_path(path);
  g_autofree char *whole = NULL;
  gsize n_whole;
  g_assert_true(g_file_get_contents(log_path, &whole, &n_whole, NULL));
  g_assert_cmpuint(n_whole, ==, ends[N]);
  for (guint round = 0; round < 150; round++) {
    gsize n = round < n_whole && round % 2 ? n_whole - round
                                           : (gsize) g_test_rand_int_range(0, (gint32) n_whole + 1);
    g_autofree char *torn = g_memdup2(whole, n_whole);
    gsize n_file = n;
    guint expected = 0;
    if (round % 3 == 0) { /* the file is as long as it was, but the last bytes never came */
      memset(torn + n, 0, n_whole - n);
      n_file = n_whole;
      while (n < n_whole && whole[n] == 0) /* some of them are zeros anyway */
        n++;
    }
    while (expected < N && ends[expected + 1] <= n)
      expected++;
    g_assert_true(g_file_set_contents(log_path, torn, (gssize) n_file, NULL));
    g_autoptr(YtStore) store = yt_store_open(path, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(yt_store_get_n_quads(store), ==, expected);
    g_autoptr(YtStoreWriter) writer = yt_store_writer_open(path, &error);
    g_assert_no_error(error);
    YtTransaction *transaction = yt_store_writer_begin(writer, &error);
    g_assert_true(insert_text(transaction, "s:after", "之后") && yt_transaction_commit(transaction, &error));
    g_autoptr(YtStore) again = yt_store_open(path, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(yt_store_get_n_quads(again), ==, expected + 1);
  }
  remove_folder(folder);
}

/* A log of another store is not replayed, be it under the right name. */
static void
test_foreign_log(void)
{
  g_autofree char *folder = make_folder();
  g_autofree char *path = g_build_filename(folder, "store", NULL);
  g_autoptr(GError) error = NULL;
  g_autofree char *log = NULL, *log_path = NULL;
  gsize n_log;
  {
    g_autoptr(YtStoreWriter) writer = yt_store_writer_open(path, &error);
    YtTransaction *transaction = yt_store_writer_begin(writer, &error);
    g_assert_true(insert_text(transaction, "s:1", "旧") && yt_transaction_commit(transaction, &error));
  }
  log_path = dup_log_path(path);
  g_assert_true(g_file_get_contents(log_path, &log, &n_log, NULL));
  g_unlink(path);
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  YtTermQuad quad = {yt_term_iri("s:new"), yt_term_iri("p:在"), yt_term_literal("新"), {0}};
  g_assert_true(yt_store_builder_add(&quad, builder, NULL) && yt_store_builder_write(builder, path, &error));
  g_assert_false(g_file_test(log_path, G_FILE_TEST_EXISTS));
  g_free(log_path);
  log_path = dup_log_path(path);
  g_assert_true(g_file_set_contents(log_path, log, (gssize) n_log, NULL));
  g_autoptr(YtStore) store = yt_store_open(path, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(yt_store_get_n_quads(store), ==, 1);
  remove_folder(folder);
}

typedef struct {
  YtStoreWriter *writer;
  gboolean stop;
} Reader;

static gpointer
read_again_and_again(gpointer data)
{
  Reader *reader = data;
  g_autofree YtScan *scan = g_new(YtScan, 1);
  while (!g_atomic_int_get(&reader->stop)) {
    g_autoptr(YtStore) store = yt_store_writer_ref_snapshot(reader->writer);
    YtScanBatch batch;
    gsize n = 0;
    yt_scan_init(scan, store, YT_OSP, &(YtQuad){.graph = YT_GRAPH_ANY}, YT_COLUMNS_ALL);
    while (yt_scan_next_batch(scan, &batch)) {
      n += batch.n_rows;
      g_auto(YtTermBuffer) buffer;
      yt_term_buffer_init(&buffer);
      g_assert_cmpint(yt_store_get_term(store, batch.columns[YT_OBJECT][0], &buffer).kind, !=,
                      YT_TERM_UNBOUND);
    }
    g_assert_cmpuint(n, ==, yt_store_get_n_quads(store));
    g_assert_cmpuint(n % 10, ==, 0); /* every transaction inserts ten */
  }
  return NULL;
}

static void
test_readers_and_writer(void)
{
  g_autofree char *folder = make_folder();
  g_autofree char *path = g_build_filename(folder, "store", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(YtStoreWriter) writer = yt_store_writer_open(path, &error);
  Reader reader = {.writer = writer};
  GThread *threads[2];
  for (guint i = 0; i < 2; i++)
    threads[i] = g_thread_new("read", read_again_and_again, &reader);
  for (guint t = 0; t < 150; t++) {
    YtTransaction *transaction = yt_store_writer_begin(writer, &error);
    for (guint i = 0; i < 10; i++) {
      g_autofree char *subject = g_strdup_printf("s:%u", i);
      g_autofree char *object = g_strdup_printf("第%u次交易的值", t);
      g_assert_true(insert_text(transaction, subject, object));
    }
    g_assert_true(yt_transaction_commit(transaction, &error));
    if (t % 50 == 49)
      g_assert_true(yt_store_writer_compact(writer, 0, &error));
  }
  g_atomic_int_set(&reader.stop, TRUE);
  for (guint i = 0; i < 2; i++)
    g_thread_join(threads[i]);
  g_assert_cmpuint(count_of(writer), ==, 1500);
  remove_folder(folder);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/store/writer/isolation", test_isolation);
  g_test_add_func("/store/writer/one-writer", test_one_writer);
  g_test_add_func("/store/writer/random-transactions", test_random_transactions);
  g_test_add_func("/store/writer/background-compaction", test_background_compaction);
  g_test_add_func("/store/writer/torn-log", test_torn_log);
  g_test_add_func("/store/writer/foreign-log", test_foreign_log);
  g_test_add_func("/store/writer/readers-and-writer", test_readers_and_writer);
  return g_test_run();
}
