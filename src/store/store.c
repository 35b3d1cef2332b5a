/* store.c: a set of quads, kept as sorted N-Quads.
 *
 * This is the plain form of a store: nothing is indexed, and whoever wants an order makes it. It serves data that is
 * small enough to be read whole.
 *
 *   file   := header line*
 *   header := "# yuantu store 1 quads " N " sha256 " HEX "\n"
 *   line   := one quad as N-Quads, ending in " .\n"
 *
 * The header is a comment of N-Quads, so a store is also a file that every RDF tool reads. N is the number of lines
 * in decimal, HEX the SHA-256 of everything after the header in 64 lower-case digits. Lines stand in the order of
 * yt_term_quad_compare(), none twice. The store of no quads is
 *
 *   # yuantu store 1 quads 0 sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
 */
#include "store/private.h"
#include <string.h>

#define MAGIC   "# yuantu store "
#define VERSION "1"

struct _YtStore {
  gatomicrefcount n_refs;
  GBytes *text;
  gsize n_quads;
  GMutex lock; /* guards what is derived, the one thing that changes */
  GData *derived;
};

G_DEFINE_QUARK(yt - store - error - quark, yt_store_error)

YtStore *
yt_store_new(GBytes *text, gsize n_quads)
{
  YtStore *store = g_new0(YtStore, 1);
  g_atomic_ref_count_init(&store->n_refs);
  g_mutex_init(&store->lock);
  g_datalist_init(&store->derived);
  store->text = text;
  store->n_quads = n_quads;
  return store;
}

YtStore *
yt_store_ref(YtStore *store)
{
  g_return_val_if_fail(store != NULL, NULL);
  g_atomic_ref_count_inc(&store->n_refs);
  return store;
}

void
yt_store_unref(YtStore *store)
{
  if (!store || !g_atomic_ref_count_dec(&store->n_refs))
    return;
  g_datalist_clear(&store->derived);
  g_mutex_clear(&store->lock);
  g_bytes_unref(store->text);
  g_free(store);
}

gsize
yt_store_get_n_quads(const YtStore *store)
{
  g_return_val_if_fail(store != NULL, 0);
  return store->n_quads;
}

gboolean
yt_store_foreach(const YtStore *store, YtQuadFunc func, gpointer user_data, GError **error)
{
  g_return_val_if_fail(store != NULL && func != NULL, FALSE);
  YtRdfReadOptions options = {.format = YT_RDF_NQUADS, .source = "store", .strict_lines = TRUE};
  gsize n_bytes;
  const char *bytes = g_bytes_get_data(store->text, &n_bytes);
  return n_bytes == 0 || yt_rdf_read_bytes(bytes, n_bytes, &options, func, user_data, error);
}

gconstpointer
yt_store_derive(YtStore *store, GQuark key, YtStoreDeriveFunc derive, GDestroyNotify destroy, GError **error)
{
  g_return_val_if_fail(store != NULL && key != 0 && derive != NULL, NULL);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&store->lock);
  gpointer made = g_datalist_id_get_data(&store->derived, key);
  if (!made) {
    made = derive(store, error);
    if (made)
      g_datalist_id_set_data_full(&store->derived, key, made, destroy);
  }
  return made;
}

/* ---- the file ---- */

char *
yt_store_dup_header(GBytes *text, gsize n_quads)
{
  g_autofree char *digest = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, text);
  return g_strdup_printf(MAGIC VERSION " quads %" G_GSIZE_FORMAT " sha256 %s\n", n_quads, digest);
}

/* Reads the header line @header: what it says of the lines after it. */
static gboolean
read_header(const char *header, guint64 *n_quads, const char **digest, GError **error)
{
  if (!g_str_has_prefix(header, MAGIC)) {
    g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_FORMAT, "expected a store, found another kind of file");
    return FALSE;
  }
  g_auto(GStrv) fields = g_strsplit(header + strlen(MAGIC), " ", -1);
  if (!fields[0] || strcmp(fields[0], VERSION) != 0) {
    g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_FORMAT,
                "expected a store of version " VERSION ", found version %s",
                fields[0] && *fields[0] ? fields[0] : "“”");
    return FALSE;
  }
  const char *tail = strstr(header, " sha256 ");
  if (g_strv_length(fields) != 5 || strcmp(fields[1], "quads") != 0 || strcmp(fields[3], "sha256") != 0 ||
      strlen(fields[4]) != 64 || !g_ascii_string_to_unsigned(fields[2], 10, 0, G_MAXSIZE, n_quads, NULL)) {
    g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_CORRUPT,
                "expected “quads N sha256 HEX” in the first line, found “%s”", header + strlen(MAGIC));
    return FALSE;
  }
  *digest = tail + strlen(" sha256 ");
  return TRUE;
}

static gsize
count_lines(const char *bytes, gsize n_bytes)
{
  gsize n_lines = 0;
  for (const char *end = bytes + n_bytes; bytes < end; n_lines++) {
    const char *newline = memchr(bytes, '\n', (gsize) (end - bytes));
    bytes = newline ? newline + 1 : end;
  }
  return n_lines;
}

static gboolean
check_text(GBytes *text, guint64 n_quads, const char *digest, GError **error)
{
  gsize n_bytes;
  const char *bytes = g_bytes_get_data(text, &n_bytes);
  gsize n_lines = count_lines(bytes, n_bytes);
  if (n_lines != n_quads) {
    g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_CORRUPT,
                "expected %" G_GUINT64_FORMAT " quads as the first line says, found %" G_GSIZE_FORMAT
                ": the file was cut or added to",
                n_quads, n_lines);
    return FALSE;
  }
  g_autofree char *found = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, text);
  if (strcmp(found, digest) != 0) {
    g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_CORRUPT,
                "expected the checksum %s as the first line says, found %s: the file was changed", digest,
                found);
    return FALSE;
  }
  return TRUE;
}

static YtStore *
open_bytes(GBytes *file, GError **error)
{
  gsize n_bytes;
  const char *bytes = g_bytes_get_data(file, &n_bytes);
  const char *newline = n_bytes > 0 ? memchr(bytes, '\n', MIN(n_bytes, 256)) : NULL;
  gsize n_header = newline ? (gsize) (newline - bytes) : MIN(n_bytes, 256);
  g_autofree char *raw = g_strndup(n_bytes > 0 ? bytes : "", n_header);
  g_autofree char *header = g_utf8_make_valid(raw, -1);

  guint64 n_quads;
  const char *digest;
  if (!read_header(header, &n_quads, &digest, error))
    return NULL;
  gsize start = newline ? n_header + 1 : n_bytes;
  g_autoptr(GBytes) text = g_bytes_new_from_bytes(file, start, n_bytes - start);
  if (!check_text(text, n_quads, digest, error))
    return NULL;
  return yt_store_new(g_steal_pointer(&text), (gsize) n_quads);
}

YtStore *
yt_store_open(const char *path, GError **error)
{
  g_return_val_if_fail(path != NULL, NULL);
  /* Read, not mapped: whoever changes the file later must not change an open store. */
  char *contents;
  gsize n_bytes;
  if (!g_file_get_contents(path, &contents, &n_bytes, error))
    return NULL;
  g_autoptr(GBytes) file = g_bytes_new_take(contents, n_bytes);
  YtStore *store = open_bytes(file, error);
  if (!store)
    g_prefix_error(error, "%s: ", path);
  return store;
}
