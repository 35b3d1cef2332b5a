/* door-test.c: the upper part of store.h as the rest of the program uses it. */
#include "store/store.h"
#include <glib/gstdio.h>
#include <string.h>

static YtTermQuad
quad_of(const char *subject, const char *object, const char *graph)
{
  return (YtTermQuad){
      .subject = yt_term_iri(subject),
      .predicate = yt_term_iri(YT_RDFS_NS "label"),
      .object = yt_term_tagged(object, "zh"),
      .graph = graph ? yt_term_iri(graph) : (YtTerm){.kind = YT_TERM_UNBOUND},
  };
}

static void
add(YtStoreBuilder *builder, const char *subject, const char *object, const char *graph)
{
  YtTermQuad quad = quad_of(subject, object, graph);
  GError *error = NULL;
  g_assert_true(yt_store_builder_add(&quad, builder, &error));
  g_assert_no_error(error);
}

/* 光谷 twice, in an order that is not the store's. */
static YtStoreBuilder *
make_builder(void)
{
  YtStoreBuilder *builder = yt_store_builder_new();
  add(builder, YT_ID "park/光谷", "光谷\"生物城\"\n", YT_ID "document/b");
  add(builder, YT_ID "park/临港", "临港", NULL);
  add(builder, YT_ID "park/光谷", "光谷", NULL);
  add(builder, YT_ID "park/光谷", "光谷", YT_ID "document/a");
  add(builder, YT_ID "park/光谷", "光谷", NULL);
  return builder;
}

static gboolean
append_quad(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  (void) error;
  GString *out = user_data;
  const YtTerm *terms[] = {&quad->graph, &quad->subject, &quad->object};
  for (guint i = 0; i < G_N_ELEMENTS(terms); i++) {
    if (terms[i]->kind != YT_TERM_UNBOUND)
      yt_term_append(out, terms[i]);
    g_string_append_c(out, i < 2 ? ' ' : '\n');
  }
  return TRUE;
}

static char *
dup_quads(const YtStore *store)
{
  GString *out = g_string_new(NULL);
  GError *error = NULL;
  g_assert_true(yt_store_foreach(store, append_quad, out, &error));
  g_assert_no_error(error);
  return g_string_free(out, FALSE);
}

static const char expected[] = " <" YT_ID "park/临港> \"临港\"@zh\n"
                               " <" YT_ID "park/光谷> \"光谷\"@zh\n"
                               "<" YT_ID "document/a> <" YT_ID "park/光谷> \"光谷\"@zh\n"
                               "<" YT_ID "document/b> <" YT_ID "park/光谷> \"光谷\\\"生物城\\\"\\n\"@zh\n";

typedef struct {
  char *folder, *path;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
  (void) data;
  fixture->folder = g_dir_make_tmp("yuantu-store-XXXXXX", NULL);
  fixture->path = g_build_filename(fixture->folder, "园图.ytstore", NULL);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
  (void) data;
  g_unlink(fixture->path);
  g_assert_cmpint(g_rmdir(fixture->folder), ==, 0); /* so no temporary file is left either */
  g_free(fixture->path);
  g_free(fixture->folder);
}

/* A store in memory has each quad once, the default graph first, then graph by graph in term order. */
static void
test_build(void)
{
  g_autoptr(YtStoreBuilder) builder = make_builder();
  g_autoptr(YtStore) store = yt_store_builder_build(builder);
  g_assert_cmpuint(yt_store_get_n_quads(store), ==, 4);
  g_autofree char *quads = dup_quads(store);
  g_assert_cmpstr(quads, ==, expected);

  g_autoptr(YtStore) empty = yt_store_builder_build(builder);
  g_autofree char *none = dup_quads(empty);
  g_assert_cmpstr(none, ==, "");
}

/* A written store opens with the same quads, and the same quads make the same bytes. */
static void
test_write(Fixture *fixture, gconstpointer data)
{
  (void) data;
  GError *error = NULL;
  g_autoptr(YtStoreBuilder) builder = make_builder();
  g_assert_true(yt_store_builder_write(builder, fixture->path, &error));
  g_assert_no_error(error);
  g_autofree char *first = NULL, *second = NULL;
  gsize n_first, n_second;
  g_assert_true(g_file_get_contents(fixture->path, &first, &n_first, &error));

  g_autoptr(YtStore) store = yt_store_open(fixture->path, &error);
  g_assert_no_error(error);
  g_autofree char *quads = dup_quads(store);
  g_assert_cmpstr(quads, ==, expected);

  g_autoptr(YtStoreBuilder) again = yt_store_builder_new();
  g_assert_true(yt_store_foreach(store, yt_store_builder_add, again, &error));
  g_assert_true(yt_store_builder_write(again, fixture->path, &error));
  g_assert_true(g_file_get_contents(fixture->path, &second, &n_second, &error));
  g_assert_cmpuint(n_first, ==, n_second);
  g_assert_cmpint(memcmp(first, second, n_first), ==, 0);
}

/* The store of no quads opens too. */
static void
test_write_empty(Fixture *fixture, gconstpointer data)
{
  (void) data;
  GError *error = NULL;
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  g_assert_true(yt_store_builder_write(builder, fixture->path, &error));
  g_autoptr(YtStore) store = yt_store_open(fixture->path, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(yt_store_get_n_quads(store), ==, 0);
}

/* A folder that is not there is the caller's file error, and nothing is left behind. */
static void
test_write_nowhere(void)
{
  GError *error = NULL;
  g_autoptr(YtStoreBuilder) builder = make_builder();
  g_assert_false(yt_store_builder_write(builder, "/nonexistent/folder/store", &error));
  g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error(&error);
}

static void
test_refuse_missing(Fixture *fixture, gconstpointer data)
{
  (void) data;
  GError *error = NULL;
  g_assert_null(yt_store_open(fixture->path, &error));
  g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error(&error);
}

static gboolean
stop_at_second(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  (void) quad;
  guint *n = user_data;
  if (++*n == 2) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "enough");
    return FALSE;
  }
  return TRUE;
}

/* Who walks the quads can stop it, and gets the own error back. */
static void
test_foreach_stops(void)
{
  g_autoptr(YtStoreBuilder) builder = make_builder();
  g_autoptr(YtStore) store = yt_store_builder_build(builder);
  GError *error = NULL;
  guint n = 0;
  g_assert_false(yt_store_foreach(store, stop_at_second, &n, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint(n, ==, 2);
  g_clear_error(&error);
}

static gpointer
derive_count(const YtStore *store, GError **error)
{
  (void) error;
  static guint n_calls = 0;
  gsize *made = g_new(gsize, 2);
  made[0] = yt_store_get_n_quads(store);
  made[1] = ++n_calls;
  return made;
}

static gpointer
derive_nothing(const YtStore *store, GError **error)
{
  (void) store;
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "no");
  return NULL;
}

/* What is derived from a store is made once; what fails is not kept. */
static void
test_derive(void)
{
  g_autoptr(YtStoreBuilder) builder = make_builder();
  g_autoptr(YtStore) store = yt_store_builder_build(builder);
  GQuark key = g_quark_from_static_string("test-derive");
  GError *error = NULL;
  g_assert_null(yt_store_derive(store, key, derive_nothing, NULL, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_clear_error(&error);
  const gsize *first = yt_store_derive(store, key, derive_count, g_free, NULL);
  const gsize *second = yt_store_derive(store, key, derive_count, g_free, NULL);
  g_assert_true(first == second);
  g_assert_cmpuint(first[0], ==, 4);
  g_assert_cmpuint(first[1], ==, 1);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/store/door/build", test_build);
  g_test_add("/store/door/write", Fixture, NULL, set_up, test_write, tear_down);
  g_test_add("/store/door/write-empty", Fixture, NULL, set_up, test_write_empty, tear_down);
  g_test_add_func("/store/door/write-nowhere", test_write_nowhere);
  g_test_add("/store/door/refuse-missing", Fixture, NULL, set_up, test_refuse_missing, tear_down);
  g_test_add_func("/store/door/foreach-stops", test_foreach_stops);
  g_test_add_func("/store/door/derive", test_derive);
  return g_test_run();
}
