/* The door: the same bytes in every run and on every thread, and clear errors. */
#include "support.h"

static YtLoader *
new_loader(void)
{
  g_autoptr(GError) error = NULL;
  YtLoader *loader = yt_loader_new(&(YtLoaderOptions){.data_dir = YT_SOURCE_DIR}, &error);
  g_assert_no_error(error);
  return loader;
}

static char *
read_document(const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename(YT_SOURCE_DIR, "tests/golden/extract", name, "input.txt", NULL);
  char *bytes = NULL;
  g_file_get_contents(path, &bytes, NULL, &error);
  g_assert_no_error(error);
  return bytes;
}

static const char *const documents[] = {"songming-flowers-herbs", "jiangxi-leading-group",
                                        "suzhou-park-policy", "xuhui-ai-reply"};

/* Two loaders, each reading twice, write the same bytes; so does a loader that has read other documents before. */
static void
test_same_bytes(void)
{
  g_autoptr(YtLoader) one = new_loader(), other = new_loader();
  for (guint i = 0; i < G_N_ELEMENTS(documents); i++) {
    g_autofree char *bytes = read_document(documents[i]);
    g_autofree char *first = read_quads(one, bytes), *again = read_quads(one, bytes),
                    *elsewhere = read_quads(other, bytes);
    g_assert_cmpuint(strlen(first), >, 10000);
    g_assert_cmpstr(first, ==, again);
    g_assert_cmpstr(first, ==, elsewhere);
  }
}

typedef struct {
  const YtLoader *loader;
  guint first;
  char *quads[G_N_ELEMENTS(documents)];
} Reader;

static gpointer
read_all(gpointer data)
{
  Reader *reader = data;
  for (guint i = 0; i < G_N_ELEMENTS(documents); i++) {
    guint k = (i + reader->first) % G_N_ELEMENTS(documents);
    g_autofree char *bytes = read_document(documents[k]);
    reader->quads[k] = read_quads(reader->loader, bytes);
  }
  return NULL;
}

/* Threads that share a loader read each document as one alone does. */
static void
test_threads(void)
{
  enum { N_THREADS = 4 };
  g_autoptr(YtLoader) loader = new_loader();
  Reader readers[N_THREADS + 1] = {{0}};
  GThread *threads[N_THREADS];
  for (guint t = 0; t <= N_THREADS; t++)
    readers[t] = (Reader){.loader = loader, .first = t};
  for (guint t = 0; t < N_THREADS; t++)
    threads[t] = g_thread_new("reader", read_all, &readers[t]);
  for (guint t = 0; t < N_THREADS; t++)
    g_thread_join(threads[t]);
  read_all(&readers[N_THREADS]);
  for (guint t = 0; t <= N_THREADS; t++)
    for (guint i = 0; i < G_N_ELEMENTS(documents); i++) {
      g_assert_cmpstr(readers[t].quads[i], ==, readers[N_THREADS].quads[i]);
      if (t < N_THREADS)
        g_free(readers[t].quads[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS(documents); i++)
    g_free(readers[N_THREADS].quads[i]);
}

/* A document that is empty, or one character, or all marks, is read without a fact. */
static void
test_tiny_documents(void)
{
  g_autoptr(YtLoader) loader = new_loader();
  static const char *const tiny[] = {"", "\n", "园", "。", "《》“”()、,", "一、", "2021年8月26日", "《"};
  for (guint i = 0; i < G_N_ELEMENTS(tiny); i++) {
    g_autofree char *quads = read_quads(loader, tiny[i]);
    g_assert_nonnull(strstr(quads, YT_NS "Document> .\n"));
    g_assert_null(strstr(quads, YT_NS "hosts"));
  }
}

static gboolean
stop_at_third(const YtTermQuad *quad, gpointer n_quads, GError **error)
{
  (void) quad;
  if (++*(guint *) n_quads < 3)
    return TRUE;
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "the disk is full");
  return FALSE;
}

/* An error of who takes the quads ends the reading and comes back as it is. */
static void
test_stopped(void)
{
  g_autoptr(YtLoader) loader = new_loader();
  g_autoptr(GError) error = NULL;
  g_autofree char *bytes = read_document(documents[0]);
  guint n_quads = 0;
  g_assert_false(
      yt_loader_read(loader, yt_text_new(bytes, strlen(bytes), NULL), NULL, stop_at_third, &n_quads, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_cmpuint(n_quads, ==, 3);
}

/* Rules that do not compile, and a folder without rules, are said at the door. */
static void
test_bad_rules(void)
{
  g_auto(Sandbox) sandbox;
  sandbox_init(&sandbox);
  sandbox_write(&sandbox, "90-bad.ytg", "rule a\n", -1);
  g_autoptr(GError) error = NULL;
  g_autoptr(YtLoader) loader =
      yt_loader_new(&(YtLoaderOptions){.data_dir = YT_SOURCE_DIR, .rules_dir = sandbox.folder}, &error);
  g_assert_null(loader);
  g_assert_nonnull(error);
  g_assert_true(g_str_has_suffix(error->message,
                                 "/90-bad.ytg:1:7: expected a name and ':', found the end of the line"));
  g_clear_error(&error);
  g_assert_null(yt_loader_new(&(YtLoaderOptions){.data_dir = sandbox.folder}, &error));
  g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/loader/loader/same-bytes", test_same_bytes);
  g_test_add_func("/loader/loader/threads", test_threads);
  g_test_add_func("/loader/loader/tiny-documents", test_tiny_documents);
  g_test_add_func("/loader/loader/stopped", test_stopped);
  g_test_add_func("/loader/loader/bad-rules", test_bad_rules);
  return g_test_run();
}
