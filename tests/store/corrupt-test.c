/* corrupt-test.c: a damaged store is an error or wrong answers, never a crash; and yt_store_verify() sees any damage. */
#include "random.h"
#include "store/store-file.h"
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>
#include <xxhash.h>

/* Uses everything that reads the file, and believes nothing of what comes back. */
static void
use_store(const YtStore *store)
{
  g_autofree YtScan *scan = g_new(YtScan, 1);
  YtScanBatch batch;
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  gsize n_graphs, n_predicates;
  yt_store_get_graphs(store, &n_graphs);
  yt_store_get_predicates(store, &n_predicates);
  for (guint p = 0; p < YT_N_PERMUTATIONS; p++) {
    guint n_batches = 0;
    yt_scan_init(scan, store, (YtPermutation) p, &(YtQuad){.graph = p % 2 ? YT_GRAPH_ANY : YT_GRAPH_NAMED},
                 YT_COLUMNS_ALL);
    while (yt_scan_next_batch(scan, &batch) && n_batches++ < 6)
      for (gsize r = 0; r < batch.n_rows; r += 131) {
        YtQuad pattern = {.subject = batch.columns[YT_SUBJECT][r], .graph = YT_GRAPH_ANY};
        for (guint c = 0; c < 4; c++) {
          YtTerm term = yt_store_get_term(store, batch.columns[c][r], &buffer);
          if (term.kind != YT_TERM_UNBOUND)
            yt_store_find_term(store, &term);
        }
        yt_store_count(store, &pattern);
        yt_store_count_distinct(store, batch.columns[YT_PREDICATE][r], YT_OBJECT);
      }
  }
  g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(YtIdRange));
  yt_store_find_literal_prefix(store, "共同", 6, ranges);
  yt_store_find_language(store, "*", TRUE, ranges);
}

static void
make_store(const char *path, guint n)
{
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  g_autoptr(GStringChunk) chunk = g_string_chunk_new(1 << 16);
  g_autoptr(GError) error = NULL;
  for (guint i = 0; i < n; i++) {
    YtTermQuad quad = random_quad(chunk, 2);
    g_assert_true(yt_store_builder_add(&quad, builder, NULL));
  }
  g_assert_true(yt_store_builder_write(builder, path, &error));
}

/* Makes the header's checksum right again, so that damage to it goes further than the first check. */
static void
mend_header(guint8 *bytes, gsize n_bytes)
{
  YtFileHeader header;
  YtFileSection sections[YT_MAX_SECTIONS];
  if (n_bytes < YT_FILE_HEADER)
    return;
  memcpy(&header, bytes, sizeof header);
  memcpy(sections, bytes + sizeof header, sizeof sections);
  header.checksum = GUINT64_TO_LE(yt_file_header_checksum(&header, sections));
  memcpy(bytes, &header, sizeof header);
}

static void
test_any_byte(void)
{
  g_autofree char *folder = make_folder();
  g_autofree char *path = g_build_filename(folder, "store", NULL),
                  *bad_path = g_build_filename(folder, "bad", NULL);
  make_store(path, 3000);
  g_autofree char *bytes = NULL;
  gsize n_bytes;
  g_assert_true(g_file_get_contents(path, &bytes, &n_bytes, NULL));
  guint n_opened = 0;
  for (guint round = 0; round < 120; round++) {
    g_autoptr(GError) error = NULL;
    g_autofree guint8 *bad = g_memdup2(bytes, n_bytes);
    guint n_changes = (guint) g_test_rand_int_range(1, 4);
    for (guint i = 0; i < n_changes; i++) {
      gsize at = (gsize) g_test_rand_int_range(0, (gint32) (round % 4 == 0 ? 1100 : n_bytes));
      guint8 byte = (guint8) g_test_rand_int();
      bad[at] = byte;
    }
    if (round % 4 == 0)
      mend_header(bad, n_bytes);
    int fd = g_open(bad_path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    g_assert_cmpint(write(fd, bad, n_bytes), ==, (gssize) n_bytes);
    close(fd);
    g_autoptr(YtStore) store = yt_store_open(bad_path, &error);
    if (!store) {
      g_assert_true(error->domain == YT_STORE_ERROR);
      continue;
    }
    n_opened++;
    use_store(store);
    gboolean changed = memcmp(bad, bytes, n_bytes) != 0;
    if (round % 4 != 0 && changed && yt_store_verify(store, &error))
      g_error("damage was not seen");
    g_clear_error(&error);
    yt_store_verify(store, NULL);
  }
  g_assert_cmpuint(n_opened, >, 20);
  remove_folder(folder);
}

/* Bytes changed, and all checksums made right: what a malicious file is. Only verify's deeper checks can see it. */
static void
test_right_checksums(void)
{
  g_autofree char *folder = make_folder();
  g_autofree char *path = g_build_filename(folder, "store", NULL),
                  *bad_path = g_build_filename(folder, "bad", NULL);
  make_store(path, 2500);
  g_autofree char *bytes = NULL;
  gsize n_bytes;
  g_assert_true(g_file_get_contents(path, &bytes, &n_bytes, NULL));
  for (guint round = 0; round < 120; round++) {
    g_autofree guint8 *bad = g_memdup2(bytes, n_bytes);
    for (guint i = 0; i < 3; i++)
      bad[g_test_rand_int_range(YT_FILE_HEADER, (gint32) n_bytes)] = (guint8) g_test_rand_int();
    YtFileHeader header;
    YtFileSection sections[YT_MAX_SECTIONS];
    memcpy(&header, bad, sizeof header);
    memcpy(sections, bad + sizeof header, sizeof sections);
    for (guint i = 0; i < header.n_sections; i++)
      sections[i].checksum = XXH3_64bits(bad + sections[i].offset, sections[i].size);
    memcpy(bad + sizeof header, sections, sizeof sections);
    mend_header(bad, n_bytes);
    int fd = g_open(bad_path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    g_assert_cmpint(write(fd, bad, n_bytes), ==, (gssize) n_bytes);
    close(fd);
    g_autoptr(YtStore) store = yt_store_open(bad_path, NULL);
    if (!store)
      continue;
    use_store(store);
    yt_store_verify(store, NULL);
  }
  remove_folder(folder);
}

static void
test_not_a_store(void)
{
  g_autofree char *folder = make_folder();
  g_autofree char *path = g_build_filename(folder, "store", NULL);
  g_autoptr(GError) error = NULL;
  g_assert_null(yt_store_open(path, &error));
  g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error(&error);
  g_assert_null(yt_store_open(folder, &error));
  g_assert_error(error, YT_STORE_ERROR, YT_STORE_ERROR_FORMAT);
  g_clear_error(&error);
  static const char *const contents[] = {"", "Y", "<s:1> <p:1> <o:1> .\n", "YTSTORE\x1a",
                                         "YTSTORE\x1a\x63\0\0\0"};
  static const gsize sizes[] = {0, 1, 21, 8, 4096};
  for (guint i = 0; i < G_N_ELEMENTS(contents); i++) {
    g_autofree char *bytes = g_malloc0(MAX(sizes[i], 1));
    memcpy(bytes, contents[i], MIN(sizes[i], 12));
    g_assert_true(g_file_set_contents(path, bytes, (gssize) sizes[i], NULL));
    g_assert_null(yt_store_open(path, &error));
    g_assert_error(error, YT_STORE_ERROR, YT_STORE_ERROR_FORMAT);
    g_assert_nonnull(strstr(error->message, path));
    g_clear_error(&error);
  }
  remove_folder(folder);
}

/* Cut short anywhere, it is no store. */
static void
test_cut_short(void)
{
  g_autofree char *folder = make_folder();
  g_autofree char *path = g_build_filename(folder, "store", NULL);
  make_store(path, 300);
  g_autofree char *bytes = NULL;
  gsize n_bytes;
  g_assert_true(g_file_get_contents(path, &bytes, &n_bytes, NULL));
  for (guint round = 0; round < 100; round++) {
    g_autoptr(GError) error = NULL;
    g_assert_cmpint(truncate(path, g_test_rand_int_range(0, (gint32) n_bytes)), ==, 0);
    g_assert_null(yt_store_open(path, &error));
    g_assert_true(error->domain == YT_STORE_ERROR);
    int fd = g_open(path, O_WRONLY, 0600);
    g_assert_cmpint(write(fd, bytes, n_bytes), ==, (gssize) n_bytes);
    close(fd);
  }
  remove_folder(folder);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/store/corrupt/any-byte", test_any_byte);
  g_test_add_func("/store/corrupt/right-checksums", test_right_checksums);
  g_test_add_func("/store/corrupt/not-a-store", test_not_a_store);
  g_test_add_func("/store/corrupt/cut-short", test_cut_short);
  return g_test_run();
}
