/* archive.c: libarchive, fed from memory. */
#include "text/archive.h"

#include <late-libarchive.h>
#include <string.h>

#include "text/charset.h"
#include "text/document.h"

typedef struct archive Archive;

static void
close_archive(Archive *archive)
{
  archive_read_free(archive);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Archive, close_archive)

#define CHUNK_BYTES 65536

static gboolean
is_compressed(const guchar *b, gsize n)
{
  return (n > 2 && b[0] == 0x1F && b[1] == 0x8B) || (n > 3 && memcmp(b, "BZh", 3) == 0);
}

static Archive *
archive_open(GBytes *bytes, GError **error)
{
  gsize n;
  const guchar *data = g_bytes_get_data(bytes, &n);
  if (!yt_late_libarchive_load(error))
    return NULL;
  g_autoptr(Archive) archive = archive_read_new();
  archive_read_support_filter_gzip(archive);
  archive_read_support_filter_bzip2(archive);
  archive_read_support_format_zip(archive);
  archive_read_support_format_tar(archive);
  if (is_compressed(data, n)) /* one file, such as notice.html.gz */
    archive_read_support_format_raw(archive);
  if (archive_read_open_memory(archive, data, n) != ARCHIVE_OK) {
    g_set_error(error, YT_READER_ERROR, YT_READER_ERROR_DAMAGED,
                "expected a whole archive, found a broken one (%s)", archive_error_string(archive));
    return NULL;
  }
  return g_steal_pointer(&archive);
}

/* A ZIP ends in a list of its entries. Without it libarchive reads what there is and sees no end that is missing. */
static gboolean
is_cut_off(GBytes *bytes)
{
  gsize n;
  const char *data = g_bytes_get_data(bytes, &n);
  gsize n_tail = MIN(n, 65536 + 22); /* APPNOTE 4.3.16: 22 bytes and a comment */
  return n >= 4 && memcmp(data, "PK", 2) == 0 && !memmem(data + n - n_tail, n_tail, "PK\x05\x06", 4);
}

/* Windows writes names in GBK and does not say so. */
static char *
dup_path(struct archive_entry *entry)
{
  const char *path = archive_entry_pathname_utf8(entry);
  if (!path)
    path = archive_entry_pathname(entry);
  if (!path)
    return g_strdup("");
  YtDecoded decoded;
  if (yt_charset_decode(path, strlen(path), NULL, &decoded, NULL))
    return decoded.utf8;
  return g_utf8_make_valid(path, -1);
}

/* The entry's bytes; NULL with @problem when they cannot be had, or with @error when nothing can any more. */
static GBytes *
unpack(Archive *archive, struct archive_entry *entry, YtArchiveBudget *budget, GError **problem,
       GError **error)
{
  if (archive_entry_is_encrypted(entry)) {
    g_set_error(problem, YT_READER_ERROR, YT_READER_ERROR_DAMAGED,
                "expected an open entry, found one with a password");
    return NULL;
  }
  g_autoptr(GByteArray) out = g_byte_array_new();
  g_autofree guint8 *chunk = g_malloc(CHUNK_BYTES);
  for (;;) {
    la_ssize_t n = archive_read_data(archive, chunk, CHUNK_BYTES);
    if (n == 0)
      break;
    if (n == ARCHIVE_RETRY)
      continue;
    if (n < 0) {
      g_set_error(problem, YT_READER_ERROR, YT_READER_ERROR_DAMAGED,
                  "expected a whole entry, found a broken one (%s)",
                  archive_error_string(archive) ? archive_error_string(archive) : "no reason given");
      return NULL;
    }
    if ((gsize) n > budget->n_bytes) {
      budget->n_bytes = 0;
      g_set_error(error, YT_READER_ERROR, YT_READER_ERROR_LIMIT,
                  "expected an archive that unpacks to less, found a bomb");
      return NULL;
    }
    budget->n_bytes -= (gsize) n;
    if (out->len + (gsize) n > budget->max_bytes) {
      yt_reader_set_too_long(budget->max_bytes, problem);
      return NULL;
    }
    g_byte_array_append(out, chunk, (guint) n);
  }
  return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}

gboolean
yt_archive_read(GBytes *bytes, YtArchiveBudget *budget, YtEntryFilter filter, YtEntryFunc func,
                gpointer user_data, GError **error)
{
  g_autoptr(Archive) archive = archive_open(bytes, error);
  if (!archive)
    return FALSE;
  for (;;) {
    struct archive_entry *entry;
    int result = archive_read_next_header(archive, &entry);
    if (result == ARCHIVE_EOF) {
      if (is_cut_off(bytes))
        g_set_error(error, YT_READER_ERROR, YT_READER_ERROR_DAMAGED,
                    "expected a whole archive, found one that is cut off");
      return !is_cut_off(bytes);
    }
    if (result == ARCHIVE_RETRY)
      continue;
    if (result < ARCHIVE_WARN) {
      g_set_error(error, YT_READER_ERROR, YT_READER_ERROR_DAMAGED,
                  "expected a whole archive, found a broken one (%s)",
                  archive_error_string(archive) ? archive_error_string(archive) : "no reason given");
      return FALSE;
    }
    if (budget->n_entries == 0) {
      g_set_error(error, YT_READER_ERROR, YT_READER_ERROR_LIMIT,
                  "expected an archive of fewer entries, found more");
      return FALSE;
    }
    budget->n_entries--;
    g_autofree char *path = dup_path(entry);
    mode_t type = archive_entry_filetype(entry);
    if ((type != AE_IFREG && type != 0) || (filter && !filter(path, user_data)))
      continue;
    g_autoptr(GError) problem = NULL, fatal = NULL;
    g_autoptr(GBytes) content = unpack(archive, entry, budget, &problem, &fatal);
    if (fatal) {
      g_propagate_error(error, g_steal_pointer(&fatal));
      return FALSE;
    }
    if (!func(path, content, problem, user_data, error))
      return FALSE;
  }
}

/* ---- kinds of ZIP ---- */

static gboolean
note_path(const char *path, gpointer user_data)
{
  const char **kind = user_data;
  static const struct {
    const char *prefix, *kind;
  } signs[] = {
      {"word/", "DOCX"}, {"xl/", "XLSX"}, {"ppt/", "PPTX"}, {"OFD.xml", "OFD"}, {"mimetype", "ODF or EPUB"}};
  for (guint i = 0; i < G_N_ELEMENTS(signs); i++)
    if (!*kind && g_str_has_prefix(path, signs[i].prefix))
      *kind = signs[i].kind;
  return FALSE; /* unpack nothing */
}

const char *
yt_archive_kind(GBytes *bytes, YtArchiveBudget *budget)
{
  gsize n;
  const char *data = g_bytes_get_data(bytes, &n), *kind = NULL;
  YtArchiveBudget names = *budget;
  yt_archive_read(bytes, &names, note_path, NULL, &kind, NULL);
  if (!kind)
    return "ZIP";
  /* A folder of someone's own may be called word/; an office file says what its parts are. */
  gboolean is_office = memmem(data, n, "[Content_Types].xml", 19) != NULL;
  return is_office || kind[0] == 'O' ? kind : "ZIP";
}
