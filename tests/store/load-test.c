/* load-test.c: a file read by many threads, in little memory, with bad lines or none, is the file. */
#include "random.h"
#include <gio/gio.h>
#include <unistd.h>

enum { N_LINES = 180000 };

/* Lines of an uneven length, more than the threads' share begins at; @bad_every: each so many lines one that is bad. */
static char *
write_lines(const char *folder, guint bad_every, guint *n_bad, guint *first_bad)
{
  g_autoptr(GString) text = g_string_new(NULL);
  *n_bad = *first_bad = 0;
  for (guint i = 1; i <= N_LINES; i++) {
    if (bad_every && i % bad_every == 0) {
      g_string_append_printf(text, "<s:%u> <p:一> \"没有结尾 .\n", i);
      *first_bad = *n_bad ? *first_bad : i;
      ++*n_bad;
    } else if (i % 1000 == 0) {
      g_string_append_printf(text, "_:b%u <p:三> \"%0*d\"^^<t:长> <g:%u> .\n", i % 5, 3000, i, i % 3);
    } else {
      g_string_append_printf(text, "<s:%u> <p:%u> \"第%u个公司的名称\"@zh .\n", i / 5, i % 5, i % 9000);
    }
  }
  char *path = g_build_filename(folder, "lines.nq", NULL);
  g_assert_true(g_file_set_contents(path, text->str, (gssize) text->len, NULL));
  g_assert_cmpuint(text->len, >, 8 << 20); /* or threads would not be used */
  return path;
}

static YtStoreBuilder *
load(const char *path, const YtLoadOptions *options, gsize memory, YtLoadResult *result, GError **error)
{
  YtStoreBuilder *builder = yt_store_builder_new();
  yt_store_builder_set_memory(builder, memory);
  if (yt_store_builder_add_file(builder, path, options, result, error))
    return builder;
  yt_store_builder_free(builder);
  return NULL;
}

static void
test_threads(void)
{
  g_autofree char *folder = make_folder();
  guint n_bad, first_bad;
  g_autofree char *path = write_lines(folder, 0, &n_bad, &first_bad), *first = NULL;
  gsize n_first = 0;
  static const struct {
    guint n_threads;
    gsize memory;
  } ways[] = {{1, 0}, {2, 0}, {5, 0}, {3, 1}};
  for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
    g_autoptr(GError) error = NULL;
    YtLoadOptions options = {.format = YT_RDF_GUESS, .n_threads = ways[i].n_threads};
    YtLoadResult result;
    g_autoptr(YtStoreBuilder) builder = load(path, &options, ways[i].memory, &result, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(result.n_quads, ==, N_LINES);
    g_autofree char *store_path = g_build_filename(folder, "store", NULL), *bytes = NULL;
    gsize n_bytes;
    g_assert_true(yt_store_builder_write(builder, store_path, &error));
    g_assert_true(g_file_get_contents(store_path, &bytes, &n_bytes, NULL));
    if (!first) {
      first = g_steal_pointer(&bytes);
      n_first = n_bytes;
      g_autoptr(YtStore) store = yt_store_open(store_path, &error);
      g_assert_true(yt_store_verify(store, &error));
      g_autoptr(YtStoreBuilder) serial = yt_store_builder_new();
      g_autoptr(GPtrArray) expected = g_ptr_array_new_with_free_func(g_free);
      YtRdfReadOptions read = {.format = YT_RDF_NQUADS, .strict_lines = TRUE};
      g_assert_true(yt_rdf_read_file(path, &read, append_quad_text, expected, NULL));
      sort_lines(expected);
      g_assert_cmpuint(yt_store_get_n_quads(store), ==, expected->len);
      continue;
    }
    g_assert_cmpuint(n_bytes, ==, n_first);
    g_assert_cmpint(memcmp(bytes, first, n_first), ==, 0);
  }
  remove_folder(folder);
}

static void
test_first_bad_line(void)
{
  g_autofree char *folder = make_folder();
  guint n_bad, first_bad;
  g_autofree char *path = write_lines(folder, 49999, &n_bad, &first_bad);
  for (guint n_threads = 1; n_threads < 4; n_threads++) {
    g_autoptr(GError) error = NULL;
    YtLoadOptions options = {.format = YT_RDF_NQUADS, .n_threads = n_threads};
    g_assert_null(load(path, &options, 0, NULL, &error));
    g_assert_error(error, YT_RDF_ERROR, YT_RDF_ERROR_SYNTAX);
    g_autofree char *expected = g_strdup_printf("%s:%u:", path, first_bad);
    g_assert_true(g_str_has_prefix(error->message, expected));
  }
  remove_folder(folder);
}

static void
check_message(const char *message, gpointer user_data)
{
  guint *line = user_data; /* of the next that is due */
  const char *number = strstr(message, "lines.nq:");
  g_assert_nonnull(number);
  g_assert_cmpuint(g_ascii_strtoull(number + strlen("lines.nq:"), NULL, 10), ==, *line);
  *line += 777;
}

/* Bad lines are told in the order of the file, each with its number, and nothing else is lost. */
static void
test_keep_going(void)
{
  g_autofree char *folder = make_folder();
  guint n_bad, first_bad;
  g_autofree char *path = write_lines(folder, 777, &n_bad, &first_bad);
  g_autoptr(GError) error = NULL;
  guint line = 777;
  YtLoadOptions options = {.format = YT_RDF_NQUADS,
                           .n_threads = 3,
                           .keep_going = TRUE,
                           .bad_line = check_message,
                           .user_data = &line};
  YtLoadResult result;
  g_autoptr(YtStoreBuilder) builder = load(path, &options, 0, &result, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(result.n_bad_lines, ==, n_bad);
  g_assert_cmpuint(result.n_quads, ==, N_LINES - n_bad);
  g_assert_cmpuint(line, ==, 777 * (n_bad + 1));
  remove_folder(folder);
}

static void
append_message(const char *message, gpointer user_data)
{
  g_string_append_printf(user_data, "%s\n", strstr(message, "small."));
}

static void
write_gzip(const char *path, const char *text)
{
  g_autoptr(GFile) file = g_file_new_for_path(path);
  g_autoptr(GFileOutputStream) out = g_file_replace(file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL);
  g_autoptr(GZlibCompressor) gzip = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1);
  g_autoptr(GOutputStream) packed = g_converter_output_stream_new(G_OUTPUT_STREAM(out), G_CONVERTER(gzip));
  g_assert_true(g_output_stream_write_all(packed, text, strlen(text), NULL, NULL, NULL));
  g_assert_true(g_output_stream_close(packed, NULL, NULL));
}

/* A small file and a compressed one tell of each bad line what is wrong with it in their own format: 5 is a term in Turtle. */
static void
test_keep_going_serially(void)
{
  static const char text[] =
      "<s:a> <p:x> 5 .\n<s:a> <p:y> \"园\"@zh .\n\n<s:a> <p:x> bad .\n<s:b> <p:x> <s:a> .";
  static const char *const names[] = {"small.nt", "small.nt.gz"};
  g_autofree char *folder = make_folder();
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *path = g_build_filename(folder, names[i], NULL);
    g_autofree char *expected =
        g_strdup_printf("%s:1:13: expected an IRI, a blank node or a string as object, found '5'\n"
                        "%s:4:13: expected an IRI, a blank node or a string as object, found 'b'\n",
                        names[i], names[i]);
    g_autoptr(GString) messages = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    YtLoadOptions options = {
        .format = YT_RDF_GUESS, .keep_going = TRUE, .bad_line = append_message, .user_data = messages};
    YtLoadResult result;
    if (i == 0)
      g_assert_true(g_file_set_contents(path, text, -1, NULL));
    else
      write_gzip(path, text);
    g_autoptr(YtStoreBuilder) builder = load(path, &options, 0, &result, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(result.n_bad_lines, ==, 2);
    g_assert_cmpuint(result.n_quads, ==, 2);
    g_assert_cmpstr(messages->str, ==, expected);
  }
  remove_folder(folder);
}

/* A graph for what names none; blank nodes of two files stay apart, those of one file read twice do not. */
static void
test_graph_and_blanks(void)
{
  g_autofree char *folder = make_folder();
  g_autofree char *a = g_build_filename(folder, "a.nq", NULL), *b = g_build_filename(folder, "b.ttl", NULL);
  g_assert_true(g_file_set_contents(a, "_:x <p:1> <o:1> .\n_:x <p:1> <o:1> <g:1> .\n", -1, NULL));
  g_assert_true(g_file_set_contents(b, "_:x <p:1> <o:1> .", -1, NULL));
  g_autoptr(GError) error = NULL;
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  YtLoadOptions options = {.format = YT_RDF_GUESS, .graph = "g:other"};
  for (guint twice = 0; twice < 2; twice++)
    g_assert_true(yt_store_builder_add_file(builder, a, &options, NULL, &error) &&
                  yt_store_builder_add_file(builder, b, NULL, NULL, &error));
  g_autoptr(YtStore) store = yt_store_builder_build(builder);
  g_assert_cmpuint(yt_store_get_n_quads(store), ==, 3);
  g_assert_cmpuint(yt_store_count_distinct(store, 0, YT_SUBJECT), ==, 2);
  gsize n_graphs;
  yt_store_get_graphs(store, &n_graphs);
  g_assert_cmpuint(n_graphs, ==, 3);
  remove_folder(folder);
}

static gboolean
stop(const YtLoadProgress *progress, gpointer user_data)
{
  (void) progress;
  g_atomic_int_inc((gint *) user_data);
  return FALSE;
}

static void
test_cancel(void)
{
  g_autofree char *folder = make_folder();
  g_autofree char *path = g_build_filename(folder, "store", NULL);
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  g_autoptr(GStringChunk) chunk = g_string_chunk_new(1 << 16);
  g_autoptr(GError) error = NULL;
  gint n_calls = 0;
  for (guint i = 0; i < 100; i++) {
    YtTermQuad quad = random_quad(chunk, 0);
    g_assert_true(yt_store_builder_add(&quad, builder, NULL));
  }
  g_usleep(G_USEC_PER_SEC / 2); /* until the next report is due */
  yt_store_builder_set_progress(builder, stop, &n_calls);
  g_assert_false(yt_store_builder_write(builder, path, &error));
  g_assert_error(error, YT_STORE_ERROR, YT_STORE_ERROR_CANCELLED);
  g_assert_cmpint(n_calls, ==, 1);
  g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
  remove_folder(folder);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/store/load/threads", test_threads);
  g_test_add_func("/store/load/first-bad-line", test_first_bad_line);
  g_test_add_func("/store/load/keep-going", test_keep_going);
  g_test_add_func("/store/load/keep-going-serially", test_keep_going_serially);
  g_test_add_func("/store/load/graph-and-blanks", test_graph_and_blanks);
  g_test_add_func("/store/load/cancel", test_cancel);
  return g_test_run();
}
