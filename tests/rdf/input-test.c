#include "rdf/input.h"
#include "rdf/lines.h"
#include "support.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>

static char *folder; /* for the files of these tests */

static char *
write_file(const char *name, const void *bytes, gsize n_bytes)
{
  g_autoptr(GError) error = NULL;
  char *path = g_build_filename(folder, name, NULL);
  g_file_set_contents(path, bytes, (gssize) n_bytes, &error);
  g_assert_no_error(error);
  return path;
}

typedef int (*FilterFunc)(struct archive *archive);

/* @text as one compressed stream. (transfer full) */
static GBytes *
compress(FilterFunc filter, const char *text, gsize n_text)
{
  gsize n_room = n_text + 4096, n_used = 0;
  char *room = g_malloc(n_room);
  struct archive *archive = archive_write_new();
  struct archive_entry *entry = archive_entry_new();
  g_assert_cmpint(filter(archive), ==, ARCHIVE_OK);
  archive_write_set_format_raw(archive);
  archive_write_set_bytes_in_last_block(archive, 1); /* no padding */
  g_assert_cmpint(archive_write_open_memory(archive, room, n_room, &n_used), ==, ARCHIVE_OK);
  archive_entry_set_filetype(entry, AE_IFREG);
  g_assert_cmpint(archive_write_header(archive, entry), ==, ARCHIVE_OK);
  g_assert_cmpint(archive_write_data(archive, text, n_text), ==, (la_ssize_t) n_text);
  archive_entry_free(entry);
  g_assert_cmpint(archive_write_close(archive), ==, ARCHIVE_OK);
  archive_write_free(archive);
  return g_bytes_new_take(room, n_used);
}

static char *
make_lines(guint n)
{
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < n; i++)
    g_string_append_printf(text, "<http://a.example/%u> <http://a.example/label> \"园区%u\" .\n", i, i * 7);
  return g_string_free(text, FALSE);
}

static char *
read_path(const char *path, const YtRdfReadOptions *options, GError **error)
{
  g_autoptr(GString) lines = g_string_new(NULL);
  if (!yt_rdf_read_file(path, options, append_quad, lines, error))
    return NULL;
  return g_string_free(g_steal_pointer(&lines), FALSE);
}

static const FilterFunc filters[] = {archive_write_add_filter_none, archive_write_add_filter_gzip,
                                     archive_write_add_filter_zstd, archive_write_add_filter_bzip2,
                                     archive_write_add_filter_xz};

/* A file is the same with any compression, by any name, as lines or as Turtle. */
static void
test_compression(void)
{
  static const char *const names[] = {"a.nt", "a.ttl", "nameless"};
  g_autofree char *text = make_lines(5000);
  for (gsize f = 0; f < G_N_ELEMENTS(filters); f++) {
    g_autoptr(GBytes) bytes = compress(filters[f], text, strlen(text));
    g_assert_true(f == 0 || g_bytes_get_size(bytes) < strlen(text) / 2);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
      g_autoptr(GError) error = NULL;
      g_autofree char *path = write_file(names[i], g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
      g_autofree char *lines = read_path(path, NULL, &error);
      g_assert_no_error(error);
      g_assert_true(strcmp(lines, text) == 0);
    }
  }
}

/* Compressed files one behind the other are one file, as their tools have it. */
static void
test_members(void)
{
  static const char first[] = "<a:s> <a:p> \"一\" .\n<a:s> <a:p> \"二", second[] = "三\" .\n";
  for (gsize f = 1; f < G_N_ELEMENTS(filters); f++) {
    g_autoptr(GByteArray) both = g_byte_array_new();
    g_autoptr(GBytes) a = compress(filters[f], first, strlen(first));
    g_autoptr(GBytes) b = compress(filters[f], second, strlen(second));
    g_byte_array_append(both, g_bytes_get_data(a, NULL), (guint) g_bytes_get_size(a));
    g_byte_array_append(both, g_bytes_get_data(b, NULL), (guint) g_bytes_get_size(b));
    g_autofree char *path = write_file("members.nt", both->data, both->len);
    g_autoptr(GError) error = NULL;
    g_autofree char *lines = read_path(path, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(lines, ==, "<a:s> <a:p> \"一\" .\n<a:s> <a:p> \"二三\" .\n");
  }
}

/* A compressed file that breaks off is an error, not a shorter file. */
static void
test_truncated(void)
{
  g_autofree char *text = make_lines(5000);
  for (gsize f = 1; f < G_N_ELEMENTS(filters); f++) {
    g_autoptr(GBytes) bytes = compress(filters[f], text, strlen(text));
    g_autofree char *path =
        write_file("truncated.nt", g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes) * 2 / 3);
    g_autoptr(GError) error = NULL;
    g_assert_null(read_path(path, NULL, &error));
    g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_IO);
    g_assert_true(g_str_has_prefix(error->message, path));
  }
}

/* Empty files, files of no length, folders and absent files. */
static void
test_odd_files(void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *empty = write_file("empty.nt", "", 0);
  g_autofree char *lines = read_path(empty, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(lines, ==, "");
  g_autoptr(GBytes) bytes = compress(archive_write_add_filter_gzip, "", 0);
  g_autofree char *empty_gzip =
      write_file("empty.nt.gz", g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
  g_autofree char *no_lines = read_path(empty_gzip, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(no_lines, ==, "");
  g_autofree char *device_lines = read_path("/dev/null", NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(device_lines, ==, "");
  g_assert_null(read_path(folder, NULL, &error));
  g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
  g_clear_error(&error);
  g_assert_null(read_path("/no/such/file.nt", NULL, &error));
  g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_cmpstr(error->message, ==, "/no/such/file.nt: No such file or directory");
}

/* A file's own IRI is the base, unless there is one in the options; its path is what messages say. */
static void
test_base(void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = write_file("base.ttl", "\xEF\xBB\xBF<> <#p> <x> .", 16);
  g_autofree char *own = yt_rdf_file_iri(path), *lines = read_path(path, NULL, &error);
  g_autofree char *start = g_strdup_printf("<%s> <%s#p> <file:///", own, own);
  g_assert_true(g_str_has_prefix(lines, start));
  YtRdfReadOptions options = {.format = YT_RDF_TURTLE, .base = "http://a.example/"};
  g_autofree char *other = read_path(path, &options, &error);
  g_assert_cmpstr(other, ==, "<http://a.example/> <http://a.example/#p> <http://a.example/x> .\n");
  options.format = YT_RDF_NQUADS;
  options.strict_lines = TRUE;
  g_assert_null(read_path(path, &options, &error));
  g_autofree char *message = g_strdup_printf("%s:1:1: expected an IRI with a scheme, found '<'", path);
  g_assert_cmpstr(error->message, ==, message);
}

static gssize
read_a_little(gpointer data, char *buffer, gsize n_bytes, GError **error)
{
  return yt_input_read_bytes(data, buffer, MIN(n_bytes, 1009), error);
}

/* Lines longer than the buffer, lines ended by CR alone, and bad lines far into a stream. */
static void
test_streamed_lines(void)
{
  for (int ending = 0; ending < 3; ending++) {
    static const char *const endings[] = {"\n", "\r\n", "\r"};
    g_autoptr(GString) text = g_string_new(NULL), expected = g_string_new(NULL), lines = g_string_new(NULL);
    g_autofree char *filler = g_strnfill(600000, 'x');
    for (int i = 0; i < 5000; i++) {
      g_string_append_printf(text, "<a:s> <a:p> \"%d%s\" .%s", i, i == 2500 ? filler : "", endings[ending]);
      g_string_append_printf(expected, "<a:s> <a:p> \"%d%s\" .\n", i, i == 2500 ? filler : "");
    }
    g_string_append(text, "<a:s>");
    YtInputBytes input = {text->str, text->len};
    YtRdfReadOptions options = {.format = YT_RDF_NTRIPLES, .source = "test", .strict_lines = TRUE};
    YtLineParser parser;
    g_autoptr(GError) error = NULL;
    yt_line_parser_init(&parser, &options);
    g_assert_false(
        yt_line_parser_read(&parser, (YtInput){read_a_little, &input}, append_quad, lines, &error));
    g_assert_cmpstr(error->message, ==,
                    "test:5001:6: expected an IRI as predicate, found the end of the line");
    g_assert_true(strcmp(lines->str, expected->str) == 0);
    yt_line_parser_clear(&parser);
  }
}

/* A document can be cut at line ends, and its blocks parsed one by one. */
static void
test_blocks(void)
{
  g_autofree char *text = make_lines(3000);
  gsize n_text = strlen(text);
  for (gsize n_block = 1000; n_block < n_text; n_block *= 3) {
    g_autoptr(GString) lines = g_string_new(NULL);
    YtRdfReadOptions options = {.format = YT_RDF_NQUADS, .strict_lines = TRUE};
    YtLineParser parser;
    yt_line_parser_init(&parser, &options);
    for (gsize start = 0; start < n_text;) {
      const char *lf =
          memchr(text + MIN(start + n_block, n_text - 1), '\n', n_text - MIN(start + n_block, n_text - 1));
      gsize end = lf ? (gsize) (lf + 1 - text) : n_text;
      g_assert_true(yt_line_parser_parse(&parser, text + start, end - start, append_quad, lines, NULL));
      start = end;
    }
    g_assert_true(strcmp(lines->str, text) == 0);
    g_assert_cmpuint(parser.line, ==, 3001);
    yt_line_parser_clear(&parser);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  folder = g_dir_make_tmp("yt-rdf-XXXXXX", NULL);
  g_test_add_func("/rdf/input/compression", test_compression);
  g_test_add_func("/rdf/input/members", test_members);
  g_test_add_func("/rdf/input/truncated", test_truncated);
  g_test_add_func("/rdf/input/odd-files", test_odd_files);
  g_test_add_func("/rdf/input/base", test_base);
  g_test_add_func("/rdf/input/streamed-lines", test_streamed_lines);
  g_test_add_func("/rdf/input/blocks", test_blocks);
  int status = g_test_run();
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *name; dir && (name = g_dir_read_name(dir));) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_unlink(path);
  }
  g_rmdir(folder);
  g_free(folder);
  return status;
}
