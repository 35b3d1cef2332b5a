/* upkeep-test.c: a store that compacts itself, and one that is followed while others write it. */
#include "random.h"
#include "store/lock.h"
#include "store/store-file.h"
#include <unistd.h>

static gboolean
insert_numbered(YtStoreWriter *writer, guint n)
{
  YtTransaction *transaction = yt_store_writer_begin(writer, NULL);
  g_autofree char *text = g_strdup_printf("第%u个很长的字符串", n);
  YtTermQuad quad = {yt_term_iri("s:s"), yt_term_iri("p:p"), yt_term_literal(text), {0}};
  return yt_transaction_insert(transaction, &quad, NULL) && yt_transaction_commit(transaction, NULL);
}

static gsize
count_at(const char *path)
{
  g_autoptr(YtStore) store = yt_store_open(path, NULL);
  g_autoptr(GError) error = NULL;
  if (!yt_store_verify(store, &error))
    g_error("%s", error->message);
  return yt_store_get_n_quads(store);
}

/* The log stays near the limit, whatever is committed meanwhile, and nothing is lost. */
static void
test_compacts_itself(void)
{
  g_autofree char *folder = make_folder();
  g_autofree char *path = g_build_filename(folder, "store", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(YtStoreWriter) writer = yt_store_writer_open(path, &error);
  g_assert_no_error(error);
  yt_store_writer_set_compaction(writer, &(YtCompactionPolicy){.log_bytes = 2000});
  guint n_small = 0;
  guint64 last = 0;
  for (guint i = 0; i < 600; i++) {
    g_assert_true(insert_numbered(writer, i));
    guint64 bytes = yt_store_writer_get_log_bytes(writer);
    n_small += bytes < last ? 1 : 0;
    last = bytes;
    if (i % 50 == 0)
      g_usleep(20000);
  }
  for (guint i = 0; i < 500 && yt_store_writer_get_log_bytes(writer) >= 2000; i++)
    g_usleep(10000);
  g_assert_cmpuint(yt_store_writer_get_log_bytes(writer), <, 2000);
  g_assert_cmpuint(n_small, >, 1);
  g_autoptr(YtStore) now = yt_store_writer_ref_snapshot(writer);
  g_assert_cmpuint(yt_store_get_n_quads(now), ==, 600);
  g_assert_cmpuint(count_at(path), ==, 600);
  g_clear_pointer(&writer, yt_store_writer_unref);
  remove_folder(folder);
}

/* With a ratio, a log that is small beside its store is left alone. */
static void
test_ratio(void)
{
  g_autofree char *folder = make_folder();
  g_autofree char *path = g_build_filename(folder, "store", NULL);
  g_autoptr(YtStoreWriter) writer = yt_store_writer_open(path, NULL);
  yt_store_writer_set_compaction(writer, &(YtCompactionPolicy){.log_bytes = 200, .ratio = 100});
  for (guint i = 0; i < 50; i++)
    g_assert_true(insert_numbered(writer, i));
  g_usleep(50000);
  g_assert_cmpuint(yt_store_writer_get_log_bytes(writer), >, 200);
  g_clear_pointer(&writer, yt_store_writer_unref);
  remove_folder(folder);
}

static void
count_failure(const char *message, gpointer n)
{
  (void) message;
  g_atomic_int_inc((gint *) n);
}

/* One that cannot be done is told, and does not stop commits. */
static void
test_failure(void)
{
  g_autofree char *folder = make_folder();
  g_autofree char *path = g_build_filename(folder, "store", NULL),
                  *in_the_way = g_strconcat(path, "-new", NULL);
  g_autoptr(YtStoreWriter) writer = yt_store_writer_open(path, NULL);
  gint n = 0;
  g_assert_cmpint(g_mkdir(in_the_way, 0777), ==, 0); /* no file can be written there */
  yt_store_writer_set_compaction(
      writer, &(YtCompactionPolicy){.log_bytes = 500, .failed = count_failure, .user_data = &n});
  for (guint i = 0; i < 10; i++)
    g_assert_true(insert_numbered(writer, i));
  for (guint i = 0; i < 500 && !g_atomic_int_get(&n); i++)
    g_usleep(10000);
  g_assert_cmpint(g_atomic_int_get(&n), >, 0);
  g_assert_true(insert_numbered(writer, 10));
  g_clear_pointer(&writer, yt_store_writer_unref);
  g_assert_cmpint(g_atomic_int_get(&n), <, 5); /* not again for every commit */
  g_assert_cmpuint(count_at(path), ==, 11);
  g_assert_cmpint(g_rmdir(in_the_way), ==, 0);
  remove_folder(folder);
}

/* The end does not wait for a compaction that is under way, and leaves the store as it was. */
static void
test_end(void)
{
  g_autofree char *folder = make_folder();
  g_autofree char *path = g_build_filename(folder, "store", NULL);
  for (guint round = 0; round < 20; round++) {
    g_autoptr(YtStoreWriter) writer = yt_store_writer_open(path, NULL);
    yt_store_writer_set_compaction(writer, &(YtCompactionPolicy){.log_bytes = 100});
    for (guint i = 0; i < 20; i++)
      g_assert_true(insert_numbered(writer, round * 20 + i));
    g_usleep((gulong) g_test_rand_int_range(0, 3000));
    g_clear_pointer(&writer, yt_store_writer_unref);
    g_assert_cmpuint(count_at(path), ==, round * 20 + 20);
  }
  remove_folder(folder);
}

/* ---- Following */

static gsize
watched_count(YtStoreWatch *watch)
{
  g_autoptr(YtStore) store = yt_store_watch_ref_snapshot(watch);
  return yt_store_get_n_quads(store);
}

static void
await_count(YtStoreWatch *watch, gsize expected)
{
  for (guint i = 0; i < 300 && watched_count(watch) != expected; i++)
    g_usleep(10000);
  g_assert_cmpuint(watched_count(watch), ==, expected);
}

static void
build(const char *path, guint n)
{
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  for (guint i = 0; i < n; i++) {
    g_autofree char *text = g_strdup_printf("第%u个", i);
    YtTermQuad quad = {yt_term_iri("s:s"), yt_term_iri("p:p"), yt_term_literal(text), {0}};
    g_assert_true(yt_store_builder_add(&quad, builder, NULL));
  }
  g_autoptr(GError) error = NULL;
  yt_store_builder_write(builder, path, &error);
  g_assert_no_error(error);
}

/* Loads, commits and compactions are seen; a snapshot that somebody has stays as it was; what cannot be read is not served. */
static void
test_watch(void)
{
  g_autofree char *folder = make_folder();
  g_autofree char *path = g_build_filename(folder, "store", NULL);
  g_autoptr(GError) error = NULL;
  g_assert_null(yt_store_watch_new(path, &error));
  g_assert_nonnull(error);
  build(path, 7);
  g_autoptr(YtStoreWatch) watch = yt_store_watch_new(path, NULL);
  g_autoptr(YtStore) old = yt_store_watch_ref_snapshot(watch);
  await_count(watch, 7);
  build(path, 9);
  await_count(watch, 9);
  g_autoptr(YtStoreWriter) writer = yt_store_writer_open(path, NULL);
  for (guint i = 0; i < 3; i++) {
    g_assert_true(insert_numbered(writer, i));
    await_count(watch, 10 + i);
  }
  g_assert_true(yt_store_writer_compact(writer, 0, NULL));
  g_assert_true(insert_numbered(writer, 99));
  await_count(watch, 13);
  g_assert_cmpuint(yt_store_get_n_quads(old), ==, 7);
  g_assert_true(yt_store_verify(old, NULL));
  g_clear_pointer(&writer, yt_store_writer_unref);

  g_autofree char *broken = g_strconcat(path, "-broken", NULL), *problem = yt_store_watch_dup_problem(watch);
  g_assert_null(problem);
  g_assert_true(g_file_set_contents(broken, "no store", -1, NULL));
  g_assert_cmpint(g_rename(broken, path), ==, 0);
  for (guint i = 0; i < 300 && !problem; i++) {
    g_assert_cmpuint(watched_count(watch), ==, 13);
    g_usleep(10000);
    problem = yt_store_watch_dup_problem(watch);
  }
  g_assert_nonnull(problem);
  g_assert_cmpint(g_unlink(path), ==, 0);
  build(path, 2);
  await_count(watch, 2);
  remove_folder(folder);
}

typedef struct {
  YtStoreWatch *watch;
  gint stop;
} Readers;

static gpointer
read_all_the_time(gpointer data)
{
  Readers *readers = data;
  gsize last = 0;
  while (!g_atomic_int_get(&readers->stop)) {
    gsize n = watched_count(readers->watch);
    g_assert_cmpuint(n, >=, last);
    last = n;
    g_usleep(500);
  }
  return NULL;
}

/* Many readers while the store grows by commits and compactions: none ever sees an older one than before. */
static void
test_readers(void)
{
  g_autofree char *folder = make_folder();
  g_autofree char *path = g_build_filename(folder, "store", NULL);
  g_autoptr(YtStoreWriter) writer = yt_store_writer_open(path, NULL);
  Readers readers = {.watch = yt_store_watch_new(path, NULL)};
  GThread *threads[3];
  for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
    threads[i] = g_thread_new("reader", read_all_the_time, &readers);
  for (guint i = 0; i < 200; i++) {
    g_assert_true(insert_numbered(writer, i));
    if (i % 20 == 19)
      g_assert_true(yt_store_writer_compact(writer, 0, NULL));
    g_usleep(5000);
  }
  await_count(readers.watch, 200);
  g_atomic_int_set(&readers.stop, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
    g_thread_join(threads[i]);
  yt_store_watch_free(readers.watch);
  g_clear_pointer(&writer, yt_store_writer_unref);
  remove_folder(folder);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/store/upkeep/compacts-itself", test_compacts_itself);
  g_test_add_func("/store/upkeep/ratio", test_ratio);
  g_test_add_func("/store/upkeep/failure", test_failure);
  g_test_add_func("/store/upkeep/end", test_end);
  g_test_add_func("/store/upkeep/watch", test_watch);
  g_test_add_func("/store/upkeep/readers", test_readers);
  return g_test_run();
}
