/* request-test.c: the fields of a request, and the bodies of answers. */
#include "http/body.h"
#include "http/request.h"
#include <string.h>
#include <zstd.h>

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
  g_assert_cmpuint(fields.n_updates, ==, 0);
  g_assert_cmpstr(yt_http_fields_get(&fields, "other"), ==, "1");
  g_assert_null(yt_http_fields_get(&fields, "others"));
  g_assert_true(yt_http_fields_add(&fields, "update=x&query=", 15, &error));
  g_assert_cmpuint(fields.n_updates, ==, 1);
  g_assert_true(yt_http_fields_add(&fields, "default&graph=", 14, &error));
  g_assert_cmpstr(yt_http_fields_get(&fields, "default"), ==, "");
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

/* A header cannot begin another. */
static void
test_headers(void)
{
  YtHttpAnswer answer = {.fd = -1};
  yt_http_answer_add_header(&answer, "Location", "/a");
  yt_http_answer_add_header(&answer, "location", "/b");
  yt_http_answer_add_header(&answer, "X", "a\r\nSet-Cookie: b");
  g_assert_cmpstr(yt_http_answer_get_header(&answer, "LOCATION"), ==, "/b");
  g_assert_null(yt_http_answer_get_header(&answer, "X"));
  yt_http_answer_clear(&answer);
}

static void
note(gpointer count)
{
  ++*(guint *) count;
}

/* Undoes the coding, with the tools that clients have. */
static GBytes *
decode(GByteArray *bytes, YtCoding coding)
{
  g_autoptr(GError) error = NULL;
  if (coding == YT_CODING_IDENTITY)
    return g_bytes_new(bytes->data, bytes->len);
  GByteArray *out = g_byte_array_new();
  guint8 piece[65536];
  if (coding == YT_CODING_GZIP) {
    g_autoptr(GZlibDecompressor) gzip = g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP);
    for (gsize at = 0, n_read, n_written;; at += n_read) {
      GConverterResult result =
          g_converter_convert(G_CONVERTER(gzip), bytes->data + at, bytes->len - at, piece, sizeof piece,
                              G_CONVERTER_INPUT_AT_END, &n_read, &n_written, &error);
      g_assert_no_error(error);
      g_byte_array_append(out, piece, (guint) n_written);
      if (result == G_CONVERTER_FINISHED)
        return g_byte_array_free_to_bytes(out);
    }
  }
  ZSTD_DCtx *zstd = ZSTD_createDCtx();
  ZSTD_inBuffer input = {bytes->data, bytes->len, 0};
  for (gsize left = 1; left != 0;) {
    ZSTD_outBuffer output = {piece, sizeof piece, 0};
    left = ZSTD_decompressStream(zstd, &output, &input);
    g_assert_false(ZSTD_isError(left));
    g_byte_array_append(out, piece, (guint) output.pos);
  }
  ZSTD_freeDCtx(zstd);
  return g_byte_array_free_to_bytes(out);
}

/* What is written comes out in order and whole, whatever the coding, and however reading and writing take turns: from
 * memory, through the file, and from memory again. */
static void
test_body(void)
{
  static const gsize sizes[] = {0, 1, 3000, 300 * 1000, 9 * 1000 * 1000};
  for (guint i = 0; i < 3 * G_N_ELEMENTS(sizes); i++) {
    gsize size = sizes[i / 3], at = 0;
    g_autoptr(YtBody) body = yt_body_new(0, (YtCoding) (i % 3));
    g_autoptr(GByteArray) got = g_byte_array_new();
    g_autofree char *data = g_malloc(size + 1), *buffer = g_malloc(70000);
    guint n_woken = 0, n_waits = 0;
    gboolean finished = FALSE;
    YtBodyState state = YT_BODY_MORE;
    yt_body_set_wake(body, note, &n_woken);
    for (gsize b = 0; b < size; b++)
      data[b] = (char) (g_test_rand_int_range(0, 4) + (gint) (b >> 12) % 100);
    while (state == YT_BODY_MORE || state == YT_BODY_WAIT) {
      gsize n_read, n = (gsize) g_test_rand_int_range(1, 700000);
      n = MIN(n, size - at);
      g_assert_true(g_output_stream_write_all(G_OUTPUT_STREAM(body), data + at, n, NULL, NULL, NULL));
      at += n;
      if (at == size && !finished) {
        yt_body_finish(body, TRUE);
        finished = TRUE;
      }
      state = yt_body_read(body, buffer, (gsize) g_test_rand_int_range(1, 70000), &n_read, note, &n_waits);
      g_byte_array_append(got, (const guint8 *) buffer, (guint) n_read);
    }
    g_assert_cmpint(state, ==, YT_BODY_END);
    if (size >= 9 * 1000 * 1000)
      g_assert_cmpuint(n_woken, >, 0);
    g_autoptr(GBytes) whole = decode(got, yt_body_get_coding(body));
    g_assert_cmpuint(g_bytes_get_size(whole), ==, size);
    g_assert_true(size == 0 || memcmp(data, g_bytes_get_data(whole, NULL), size) == 0);
    g_assert_cmpint(yt_body_get_coding(body), ==, size < 2048 ? YT_CODING_IDENTITY : (YtCoding) (i % 3));
  }
}

/* A body that is too large, one whose reader is gone, and one that breaks. */
static void
test_bad_bodies(void)
{
  g_autoptr(GError) error = NULL;
  guint n_woken = 0;
  gsize n_read;
  char buffer[16];
  g_autoptr(YtBody) large = yt_body_new(10, YT_CODING_IDENTITY);
  g_assert_false(g_output_stream_write_all(G_OUTPUT_STREAM(large), "12345678901", 11, NULL, NULL, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error(&error);
  g_assert_true(yt_body_discard(large));

  g_autoptr(YtBody) closed = yt_body_new(0, YT_CODING_IDENTITY);
  g_autofree char *data = g_malloc0(5000);
  yt_body_close(closed);
  g_assert_false(g_output_stream_write_all(G_OUTPUT_STREAM(closed), data, 5000, NULL, NULL, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CLOSED);

  /* A reader that waits for more has begun: its body is not taken away. */
  g_autoptr(YtBody) begun = yt_body_new(0, YT_CODING_IDENTITY);
  g_autofree char *block = g_malloc0(100000), *room = g_malloc(100000);
  yt_body_set_wake(begun, note, &n_woken);
  g_assert_true(g_output_stream_write_all(G_OUTPUT_STREAM(begun), block, 100000, NULL, NULL, NULL));
  g_assert_cmpuint(n_woken, ==, 1);
  while (yt_body_read(begun, room, 100000, &n_read, note, &n_woken) == YT_BODY_MORE)
    ;
  g_assert_false(yt_body_discard(begun));
  n_woken = 0;

  g_autoptr(YtBody) broken = yt_body_new(0, YT_CODING_IDENTITY);
  yt_body_set_wake(broken, note, &n_woken);
  g_assert_true(g_output_stream_write_all(G_OUTPUT_STREAM(broken), "abc", 3, NULL, NULL, NULL));
  yt_body_finish(broken, FALSE);
  g_assert_cmpuint(n_woken, ==, 1);
  g_assert_false(yt_body_discard(broken)); /* somebody has been told */
  g_assert_cmpint(yt_body_read(broken, buffer, sizeof buffer, &n_read, note, &n_woken), ==, YT_BODY_MORE);
  g_assert_cmpint(yt_body_read(broken, buffer, sizeof buffer, &n_read, note, &n_woken), ==, YT_BODY_BROKEN);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/http/request/fields", test_fields);
  g_test_add_func("/http/request/bad-fields", test_bad_fields);
  g_test_add_func("/http/request/headers", test_headers);
  g_test_add_func("/http/body/round-trip", test_body);
  g_test_add_func("/http/body/bad", test_bad_bodies);
  return g_test_run();
}
