/* format-test.c: docs/store-format.md says what is in the files, byte for byte. */
#include "random.h"
#include "store/lock.h"
#include <unistd.h>

/* The text between "```NAME" and "```" of the page. (transfer full) */
static char *
dup_fence(const char *name)
{
  g_autofree char *page = NULL, *start = g_strdup_printf("```%s\n", name);
  g_assert_true(g_file_get_contents(YT_SOURCE_DIR "/docs/store-format.md", &page, NULL, NULL));
  const char *at = strstr(page, start);
  g_assert_nonnull(at);
  at += strlen(start);
  const char *end = strstr(at, "```");
  g_assert_nonnull(end);
  return g_strndup(at, (gsize) (end - at));
}

static gboolean
take_object_id(const YtTermQuad *quad, gpointer data, GError **error)
{
  (void) error;
  *(YtTermId *) data = yt_id_from_term(&quad->object);
  return TRUE;
}

/* Lines of an id in hexadecimal and its term; an id of zeros is that of a term that cannot be inline. */
static void
test_ids(void)
{
  g_autofree char *text = dup_fence("ids");
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  guint n = 0;
  for (char **line = lines; *line && **line; line++, n++) {
    char *term;
    guint64 expected = g_ascii_strtoull(*line, &term, 16);
    g_autofree char *quad = g_strdup_printf("<s:s> <p:p> %s .\n", g_strstrip(term));
    g_autoptr(GString) full = g_string_new(quad);
    g_string_replace(full, "^^xsd:", "^^<" YT_XSD_NS, 0);
    if (strstr(full->str, "^^<"))
      g_string_replace(full, " .\n", "> .\n", 0);
    YtRdfReadOptions options = {.format = YT_RDF_NTRIPLES, .strict_lines = TRUE};
    YtTermId id = 1;
    g_autoptr(GError) error = NULL;
    g_assert_true(yt_rdf_read_bytes(full->str, full->len, &options, take_object_id, &id, &error));
    if (id != expected)
      g_error("%s is %016" G_GINT64_MODIFIER "X", *line, id);
  }
  g_assert_cmpuint(n, >, 15);
}

/* Lines of an offset, a colon and bytes, all in hexadecimal, then perhaps a comment behind two blanks. */
static void
assert_bytes(const char *fence, const char *bytes, gsize n_bytes)
{
  g_autofree char *text = dup_fence(fence);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  guint n_checked = 0;
  for (char **line = lines; *line && **line; line++) {
    char *at;
    guint64 offset = g_ascii_strtoull(*line, &at, 16);
    g_assert_cmpint(*at, ==, ':');
    for (at++; at[0] == ' ' && g_ascii_isxdigit(at[1]) && g_ascii_isxdigit(at[2]); at += 3, offset++) {
      int expected = g_ascii_xdigit_value(at[1]) * 16 + g_ascii_xdigit_value(at[2]);
      g_assert_cmpuint(offset, <, n_bytes);
      if ((guint8) bytes[offset] != expected)
        g_error("%s: byte %" G_GINT64_MODIFIER "x is %02X", *line, offset, (guint8) bytes[offset]);
      n_checked++;
    }
  }
  g_assert_cmpuint(n_checked, >, 50);
}

static void
add_text(YtStoreBuilder *builder, const char *quads)
{
  YtRdfReadOptions options = {.format = YT_RDF_NQUADS, .strict_lines = TRUE};
  g_autoptr(GError) error = NULL;
  g_assert_true(yt_rdf_read_bytes(quads, strlen(quads), &options, yt_store_builder_add, builder, &error));
}

static gboolean
insert_quad(const YtTermQuad *quad, gpointer transaction, GError **error)
{
  return yt_transaction_insert(transaction, quad, error);
}

static void
test_bytes(void)
{
  g_autofree char *folder = make_folder();
  g_autofree char *path = g_build_filename(folder, "store", NULL), *quads = dup_fence("nquads"),
                  *bytes = NULL;
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  g_autoptr(GError) error = NULL;
  gsize n_bytes;
  add_text(builder, quads);
  g_assert_true(yt_store_builder_write(builder, path, &error));
  g_assert_true(g_file_get_contents(path, &bytes, &n_bytes, NULL));
  assert_bytes("store", bytes, n_bytes);

  g_autofree char *inserted = dup_fence("nquads inserted"), *log = NULL;
  g_autoptr(YtStoreWriter) writer = yt_store_writer_open(path, &error);
  YtTransaction *transaction = yt_store_writer_begin(writer, &error);
  YtRdfReadOptions options = {.format = YT_RDF_NQUADS, .strict_lines = TRUE};
  g_assert_true(yt_rdf_read_bytes(inserted, strlen(inserted), &options, insert_quad, transaction, &error));
  g_assert_true(yt_transaction_commit(transaction, &error));
  g_autoptr(YtStoreFile) file = yt_store_file_open(path, -1, &error);
  g_autofree char *log_path = yt_store_log_path(path, file->header.checksum);
  g_assert_true(g_file_get_contents(log_path, &log, &n_bytes, NULL));
  assert_bytes("log", log, n_bytes);
  g_clear_pointer(&writer, yt_store_writer_unref);
  remove_folder(folder);
}

/* Files of format 1 that were written long ago still open, with what they had. */
static void
test_old_files(void)
{
  static const struct {
    const char *name;
    gsize n_quads;
  } files[] = {{"empty", 0}, {"one-quad", 1}, {"all-kinds", 6}, {"two-blocks", 3000}};
  for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autofree char *path =
        g_build_filename(YT_SOURCE_DIR, "tests/fuzz/seeds/store-file", files[i].name, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(YtStore) store = yt_store_open(path, &error);
    g_assert_no_error(error);
    g_assert_true(yt_store_verify(store, &error));
    g_assert_cmpuint(yt_store_get_n_quads(store), ==, files[i].n_quads);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/store/format/ids", test_ids);
  g_test_add_func("/store/format/bytes", test_bytes);
  g_test_add_func("/store/format/old-files", test_old_files);
  return g_test_run();
}
