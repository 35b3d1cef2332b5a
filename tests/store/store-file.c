/* store-file.c: fuzz target: any bytes as a store. The checksums are made right first, so that what lies behind them is
 * reached; then everything that reads a store is used on it. */
#include "store/store-file.h"
#include "fuzz.h"
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xxhash.h>

#define MAX_ROWS 3000 /* that are looked at in each order */

static void
mend(uint8_t *bytes, size_t n_bytes)
{
  YtFileHeader header;
  YtFileSection sections[YT_MAX_SECTIONS];
  if (n_bytes < YT_FILE_HEADER)
    return;
  memcpy(&header, bytes, sizeof header);
  memcpy(sections, bytes + sizeof header, sizeof sections);
  memcpy(header.magic, YT_FILE_MAGIC, sizeof header.magic);
  header.version = GUINT32_TO_LE(YT_FILE_VERSION);
  header.file_size = GUINT64_TO_LE(n_bytes);
  header.n_sections = GUINT32_TO_LE(MIN(GUINT32_FROM_LE(header.n_sections), YT_MAX_SECTIONS));
  for (guint i = 0; i < GUINT32_FROM_LE(header.n_sections); i++) {
    guint64 offset = GUINT64_FROM_LE(sections[i].offset), size = GUINT64_FROM_LE(sections[i].size);
    if (offset <= n_bytes && size <= n_bytes - offset)
      sections[i].checksum = GUINT64_TO_LE(XXH3_64bits(bytes + offset, size));
  }
  header.checksum = GUINT64_TO_LE(yt_file_header_checksum(&header, sections));
  memcpy(bytes, &header, sizeof header);
  memcpy(bytes + sizeof header, sections, sizeof sections);
}

static void
use_row(const YtStore *store, const YtScanBatch *batch, gsize row)
{
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  for (guint c = 0; c < 4; c++) {
    YtTerm term = yt_store_get_term(store, batch->columns[c][row], &buffer);
    if (term.kind != YT_TERM_UNBOUND)
      yt_store_find_term(store, &term);
  }
  YtQuad pattern = {.predicate = batch->columns[YT_PREDICATE][row],
                    .object = batch->columns[YT_OBJECT][row],
                    .graph = YT_GRAPH_ANY};
  yt_store_count(store, &pattern);
  yt_store_count_distinct(store, pattern.predicate, YT_SUBJECT);
}

static gboolean
count_quad(const YtTermQuad *quad, gpointer data, GError **error)
{
  (void) quad, (void) error;
  return ++*(guint *) data < MAX_ROWS;
}

static void
use_store(const YtStore *store)
{
  g_autofree YtScan *scan = g_new(YtScan, 1);
  YtScanBatch batch;
  gsize n;
  guint n_quads = 0;
  yt_store_get_graphs(store, &n);
  yt_store_get_predicates(store, &n);
  for (guint p = 0; p < YT_N_PERMUTATIONS; p++) {
    gsize n_rows = 0;
    yt_scan_init(scan, store, (YtPermutation) p, &(YtQuad){.graph = YT_GRAPH_ANY}, YT_COLUMNS_ALL);
    for (; n_rows < MAX_ROWS && yt_scan_next_batch(scan, &batch); n_rows += batch.n_rows) {
      use_row(store, &batch, 0);
      use_row(store, &batch, batch.n_rows - 1);
    }
  }
  g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(YtIdRange));
  yt_store_find_iri_prefix(store, "s:", 2, ranges);
  yt_store_find_literal_prefix(store, "园", strlen("园"), ranges);
  yt_store_find_language(store, "*", TRUE, ranges);
  yt_store_foreach(store, count_quad, &n_quads, NULL);
}

static void
use_texts(const YtStore *store)
{
  gsize n_texts = yt_store_get_n_texts(store), n_grams = yt_store_get_n_grams(store);
  g_autofree guint64 *bits = g_new0(guint64, n_texts / 64 + 1);
  g_auto(YtTextCursor) cursor;
  yt_text_cursor_init(&cursor, store);
  for (gsize i = 0; i < MIN(n_grams, MAX_ROWS); i++) {
    yt_store_find_gram(store, yt_store_get_gram(store, i));
    yt_store_add_gram_texts(store, i, bits);
  }
  for (gsize i = 0; i < MIN(n_texts, MAX_ROWS); i++) {
    gsize n;
    const char *text = yt_text_cursor_get(&cursor, yt_store_get_text_id(store, i), &n), *end = text + n;
    while (text < end)
      yt_text_next(&text, end);
    yt_store_get_text_length(store, i);
  }
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
  int fd = memfd_create("fuzz", MFD_CLOEXEC);
  g_autofree uint8_t *mended = g_memdup2(bytes, MAX(n_bytes, 1));
  mend(mended, n_bytes);
  if (fd < 0 || write(fd, mended, n_bytes) != (gssize) n_bytes)
    abort();
  g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);
  g_autoptr(YtStore) store = yt_store_open(path, NULL);
  close(fd);
  if (store) {
    use_store(store);
    use_texts(store);
    yt_store_verify(store, NULL);
  }
  return 0;
}
