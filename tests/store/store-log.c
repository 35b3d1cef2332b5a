/* store-log.c: fuzz target: any bytes as the payloads of a log's records, each with its length in the two bytes before it.
 * Headers and checksums are made right around them. */
#include "fuzz.h"
#include "store/lock.h"
#include "store/log.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

static void
append_u64(GByteArray *out, guint64 value)
{
  value = GUINT64_TO_LE(value);
  g_byte_array_append(out, (const guint8 *) &value, sizeof value);
}

/* As log.h has it. */
static GByteArray *
make_log(guint64 store, const uint8_t *bytes, size_t n_bytes)
{
  GByteArray *log = g_byte_array_new();
  g_byte_array_append(log, (const guint8 *) YT_LOG_MAGIC, 8);
  append_u64(log, YT_LOG_VERSION);
  append_u64(log, store);
  append_u64(log, XXH3_64bits(log->data, 24));
  for (guint64 number = 1; n_bytes >= 2; number++) {
    guint64 n = MIN((size_t) (bytes[0] | bytes[1] << 8), n_bytes - 2);
    append_u64(log, n);
    append_u64(log, number);
    append_u64(log, XXH3_64bits_withSeed(bytes + 2, n, store ^ number ^ n));
    g_byte_array_append(log, bytes + 2, (guint) n);
    bytes += 2 + n;
    n_bytes -= 2 + n;
  }
  return log;
}

static void
add_quad(YtStoreBuilder *builder, YtTerm object)
{
  YtTermQuad quad = {yt_term_iri("s:1"), yt_term_iri("p:1"), object, {0}};
  if (!yt_store_builder_add(&quad, builder, NULL))
    abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
  static char *path, *log_path;
  static guint64 checksum;
  if (!path) { /* one small store for all runs */
    g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
    add_quad(builder, yt_term_iri("o:1"));
    add_quad(builder, yt_term_tagged("园图", "zh"));
    g_autofree char *folder =
        g_dir_make_tmp("yt-fuzz-XXXXXX", NULL); /* TMPDIR=/dev/shm spares a wait for the disk */
    path = g_build_filename(folder, "store", NULL);
    if (!yt_store_builder_write(builder, path, NULL))
      abort();
    g_autoptr(YtStoreFile) file = yt_store_file_open(path, -1, NULL);
    checksum = file->header.checksum;
    log_path = yt_store_log_path(path, checksum);
  }
  g_autoptr(GByteArray) log = make_log(checksum, bytes, n_bytes);
  if (!g_file_set_contents_full(log_path, (const char *) log->data, (gssize) log->len,
                                G_FILE_SET_CONTENTS_NONE, 0600, NULL))
    abort();
  g_autoptr(YtStore) store = yt_store_open(path, NULL);
  if (store) {
    g_autofree YtScan *scan = g_new(YtScan, 1);
    YtScanBatch batch;
    g_auto(YtTermBuffer) buffer;
    gsize n;
    yt_term_buffer_init(&buffer);
    yt_scan_init(scan, store, YT_POS, &(YtQuad){.graph = YT_GRAPH_ANY}, YT_COLUMNS_ALL);
    while (yt_scan_next_batch(scan, &batch))
      for (guint c = 0; c < 4; c++)
        yt_store_get_term(store, batch.columns[c][batch.n_rows - 1], &buffer);
    yt_store_get_graphs(store, &n);
    yt_store_get_predicates(store, &n);
    yt_store_verify(store, NULL);
  }
  return 0;
}
