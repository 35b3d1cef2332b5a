/* request-test.c: the fields of a request, and answers in memory and in files. */
#include "http/request.h"
#include "http/spool.h"
#include <string.h>
#include <unistd.h>

static void
test_fields(void)
{
  static const char text[] =
      "query=SELECT+%2A%20%7B%E5%9B%AD%7D&default-graph-uri=a%3Ab&other=1&named-graph-uri=c%3Ad"
      "&named-graph-uri=e%3Af&accept=text%2Fcsv&query";
  GError *error = NULL;
  YtHttpFields fields;
  yt_http_fields_init(&fields);
  g_assert_true(yt_http_fields_add(&fields, text, strlen("query=SELECT+%2A%20%7B%E5%9B%AD%7D"), &error));
  g_assert_cmpstr(fields.query, ==, "SELECT * {园}");
  g_assert_true(
      yt_http_fields_add(&fields, strchr(text, '&') + 1, strlen(strchr(text, '&') + 1) - 6, &error));
  g_assert_no_error(error);
  g_assert_cmpuint(fields.n_queries, ==, 1);
  g_assert_cmpuint(fields.default_graphs->len, ==, 1);
  g_assert_cmpstr(g_ptr_array_index(fields.default_graphs, 0), ==, "a:b");
  g_assert_cmpuint(fields.named_graphs->len, ==, 2);
  g_assert_cmpstr(g_ptr_array_index(fields.named_graphs, 1), ==, "e:f");
  g_assert_cmpstr(fields.accept, ==, "text/csv");
  g_assert_false(fields.has_update);
  g_assert_true(yt_http_fields_add(&fields, "update=x&query=", 15, &error));
  g_assert_true(fields.has_update);
  g_assert_cmpuint(fields.n_queries, ==, 2);
  yt_http_fields_clear(&fields);
}

static void
test_bad_fields(void)
{
  static const struct {
    const char *text;
    gsize n_text;
  } cases[] = {{"query=%zz", 9}, {"query=%f", 8},   {"query=%ff", 9},
               {"query=%00", 9}, {"query=a\0b", 9}, {"query", 5}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    YtHttpFields fields;
    yt_http_fields_init(&fields);
    g_assert_false(yt_http_fields_add(&fields, cases[i].text, cases[i].n_text, &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    yt_http_fields_clear(&fields);
  }
}

/* What goes into a spool comes out, whether it stays in memory or not. */
static void
test_spool(void)
{
  static const gsize sizes[] = {0, 1, 4 * 1024 * 1024, 4 * 1024 * 1024 + 1, 9 * 1000 * 1000};
  for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
    g_autoptr(YtSpool) spool = yt_spool_new();
    g_autofree char *data = g_malloc(sizes[i] + 1);
    for (gsize b = 0; b < sizes[i]; b++)
      data[b] = (char) (b * 31 % 251);
    GError *error = NULL;
    for (gsize at = 0; at < sizes[i];) {
      gsize n = MIN(sizes[i] - at, 100000);
      g_assert_true(g_output_stream_write_all(G_OUTPUT_STREAM(spool), data + at, n, NULL, NULL, &error));
      at += n;
    }
    int fd;
    guint64 n_bytes;
    g_autoptr(GBytes) bytes = yt_spool_steal(spool, &fd, &n_bytes);
    g_assert_cmpuint(n_bytes, ==, sizes[i]);
    g_assert_true((bytes != NULL) == (sizes[i] <= 4 * 1024 * 1024));
    if (bytes) {
      g_assert_cmpuint(g_bytes_get_size(bytes), ==, sizes[i]);
      g_assert_true(sizes[i] == 0 || memcmp(g_bytes_get_data(bytes, NULL), data, sizes[i]) == 0);
    } else {
      g_autofree char *back = g_malloc(sizes[i]);
      g_assert_cmpint(pread(fd, back, sizes[i], 0), ==, (gssize) sizes[i]);
      g_assert_true(memcmp(back, data, sizes[i]) == 0);
      close(fd);
    }
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/http/request/fields", test_fields);
  g_test_add_func("/http/request/bad-fields", test_bad_fields);
  g_test_add_func("/http/request/spool", test_spool);
  return g_test_run();
}
