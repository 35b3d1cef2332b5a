/* log.c: see log.h. */
#include "store/log.h"
#include "store/key.h"
#include "store/lock.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#define MAX_ATTEMPTS 100 /* to open a store that others compact all the time */

static void
put_u64(guint8 *out, guint64 value)
{
  value = GUINT64_TO_LE(value);
  memcpy(out, &value, sizeof value);
}

static guint64
get_u64(const guint8 *at)
{
  guint64 value;
  memcpy(&value, at, sizeof value);
  return GUINT64_FROM_LE(value);
}

static void
make_header(const YtLog *log, guint8 header[YT_LOG_HEADER])
{
  memset(header, 0, YT_LOG_HEADER);
  memcpy(header, YT_LOG_MAGIC, 8);
  header[8] = YT_LOG_VERSION;
  put_u64(header + 16, log->store);
  put_u64(header + 24, XXH3_64bits(header, 24));
}

static guint64
record_checksum(guint64 store, guint64 number, const guint8 *payload, guint64 n_bytes)
{
  return XXH3_64bits_withSeed(payload, n_bytes, store ^ number ^ n_bytes);
}

/* ---- Reading */

typedef struct {
  const YtStoreFile *file;
  YtLogTerms *terms;
  GArray *quads; /* of YtQuad */
  GArray *signs; /* of gint8 */
} Replay;

static gboolean
id_is_known(const Replay *replay, YtTermId id, gboolean graph)
{
  if (id == 0)
    return graph;
  if (yt_id_is_inline(id))
    return TRUE;
  if (!yt_id_is_dictionary(id))
    return FALSE;
  gsize n;
  if (id & YT_ID_DELTA)
    return (id & YT_ID_PAYLOAD & ~YT_ID_DELTA) < yt_log_terms_get_n(replay->terms) &&
           yt_log_terms_get(replay->terms, id, &n);
  return (id & YT_ID_PAYLOAD) < replay->file->dictionaries[yt_group_of_kind(yt_id_kind(id))].n_terms;
}

static gboolean
replay_terms(Replay *replay, const guint8 **at, const guint8 *end)
{
  guint64 n_terms;
  if (!yt_get_varint(at, end, &n_terms))
    return FALSE;
  for (guint64 i = 0; i < n_terms; i++) {
    guint64 serial, n_key;
    if (!yt_get_varint(at, end, &serial) || !yt_get_varint(at, end, &n_key) || n_key > (gsize) (end - *at) ||
        !yt_log_terms_restore(replay->terms, serial, *at, n_key))
      return FALSE;
    *at += n_key;
  }
  return TRUE;
}

static gboolean
replay_changes(Replay *replay, const guint8 **at, const guint8 *end)
{
  guint64 n_changes;
  if (!yt_get_varint(at, end, &n_changes) || n_changes != (gsize) (end - *at) / 33 ||
      (gsize) (end - *at) % 33 != 0)
    return FALSE;
  for (; *at < end; *at += 33) {
    YtQuad quad;
    gint8 sign = **at ? 1 : -1;
    for (guint p = 0; p < 4; p++) {
      quad.at[p] = get_u64(*at + 1 + 8 * p);
      if (!id_is_known(replay, quad.at[p], p == YT_GRAPH))
        return FALSE;
    }
    g_array_append_val(replay->quads, quad);
    g_array_append_val(replay->signs, sign);
  }
  return TRUE;
}

/* How many bytes of the log are whole records. */
static gboolean
replay_records(Replay *replay, guint64 store, const guint8 *bytes, gsize n_bytes, guint64 *n_good,
               guint64 *n_records, GError **error)
{
  gsize at = YT_LOG_HEADER;
  while (n_bytes - at >= YT_LOG_RECORD) {
    guint64 n_payload = get_u64(bytes + at), number = get_u64(bytes + at + 8),
            checksum = get_u64(bytes + at + 16);
    const guint8 *payload = bytes + at + YT_LOG_RECORD;
    if (number != *n_records + 1 || n_payload > n_bytes - at - YT_LOG_RECORD ||
        checksum != record_checksum(store, number, payload, n_payload))
      break;
    const guint8 *end = payload + n_payload;
    if (!replay_terms(replay, &payload, end) || !replay_changes(replay, &payload, end)) {
      g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_CORRUPT,
                  "record %" G_GUINT64_FORMAT " of the log makes no sense", number);
      return FALSE;
    }
    ++*n_records;
    at += YT_LOG_RECORD + n_payload;
  }
  *n_good = at;
  return TRUE;
}

typedef struct {
  YtQuad quad;
  gint8 sign;
} Change;

static int
compare_changes(gconstpointer a, gconstpointer b)
{
  return yt_quad_compare(&((const Change *) a)->quad, &((const Change *) b)->quad, YT_SPO, 4);
}

/* All changes as one run: what they come to for each quad. */
static YtDeltaRun *
sum_changes(const Replay *replay, GError **error)
{
  gsize n = replay->quads->len, n_kept = 0;
  g_autofree Change *changes = g_new(Change, MAX(n, 1));
  for (gsize i = 0; i < n; i++)
    changes[i] = (Change){g_array_index(replay->quads, YtQuad, i), g_array_index(replay->signs, gint8, i)};
  qsort(changes, n, sizeof *changes, compare_changes);
  g_autofree YtQuad *quads = g_new(YtQuad, MAX(n, 1));
  g_autofree gint8 *signs = g_new(gint8, MAX(n, 1));
  for (gsize i = 0, end; i < n; i = end) {
    int sum = 0;
    for (end = i; end < n && compare_changes(&changes[i], &changes[end]) == 0; end++)
      sum += changes[end].sign;
    if (sum < -1 || sum > 1) {
      g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_CORRUPT,
                  "the log changes a quad twice in the same way");
      return NULL;
    }
    quads[n_kept] = changes[i].quad;
    signs[n_kept] = (gint8) sum;
    n_kept += sum != 0;
  }
  return yt_delta_run_new(g_steal_pointer(&quads), g_steal_pointer(&signs), n_kept);
}

static gboolean
header_fits(const guint8 *bytes, gsize n_bytes, const YtStoreFile *file)
{
  guint8 expected[YT_LOG_HEADER];
  YtLog log = {.store = file->header.checksum};
  make_header(&log, expected);
  return n_bytes >= YT_LOG_HEADER && memcmp(bytes, expected, YT_LOG_HEADER) == 0;
}

YtDelta *
yt_log_read(const char *path, YtStoreFile *file, guint64 *n_bytes, guint64 *n_records, GError **error)
{
  g_autofree char *log_path = yt_store_log_path(path, file->header.checksum);
  g_autofree char *contents = NULL;
  gsize n_contents = 0;
  g_autoptr(GError) problem = NULL;
  YtLogTerms *terms = yt_log_terms_new();
  g_autoptr(YtDelta) delta = yt_delta_new(terms);
  yt_log_terms_unref(terms);
  *n_bytes = *n_records = 0;
  if (!g_file_get_contents(log_path, &contents, &n_contents, &problem)) {
    if (g_error_matches(problem, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      return g_steal_pointer(&delta);
    g_propagate_error(error, g_steal_pointer(&problem));
    return NULL;
  }
  if (!header_fits((const guint8 *) contents, n_contents, file))
    return g_steal_pointer(&delta); /* begun and not finished, or of another store */
  g_autoptr(GArray) quads = g_array_new(FALSE, FALSE, sizeof(YtQuad));
  g_autoptr(GArray) signs = g_array_new(FALSE, FALSE, sizeof(gint8));
  Replay replay = {file, terms, quads, signs};
  YtDeltaRun *run = NULL;
  if (!replay_records(&replay, file->header.checksum, (const guint8 *) contents, n_contents, n_bytes,
                      n_records, error) ||
      !(run = sum_changes(&replay, error))) {
    g_prefix_error(error, "%s: ", log_path);
    return NULL;
  }
  return yt_delta_add(delta, run);
}

/* Has the file at @path been replaced since @file was mapped? Then its log may be gone, and the new file has all. */
static gboolean
was_replaced(const char *path, const YtStoreFile *file)
{
  struct stat status;
  return stat(path, &status) == 0 && (status.st_dev != file->device || status.st_ino != file->inode);
}

YtStore *
yt_log_open_store(const char *path, GError **error)
{
  for (guint attempt = 0;; attempt++) {
    guint64 n_bytes, n_records;
    g_autoptr(YtStoreFile) file = yt_store_file_open(path, -1, error);
    if (!file)
      return NULL;
    g_autoptr(YtDelta) delta = yt_log_read(path, file, &n_bytes, &n_records, error);
    if (!delta)
      return NULL;
    if (attempt < MAX_ATTEMPTS && was_replaced(path, file))
      continue;
    return yt_store_new(file, delta->n_quads > 0 || delta->n_terms > 0 ? delta : NULL);
  }
}

/* ---- Writing */

static gboolean
log_create(YtLog *log, GError **error)
{
  guint8 header[YT_LOG_HEADER];
  int fd = open(log->path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) {
    yt_set_io_error(error, log->path, "create");
    return FALSE;
  }
  make_header(log, header);
  gboolean ok = yt_write_all(fd, 0, header, sizeof header, log->path, error);
  if (ok && fsync(fd) != 0) {
    yt_set_io_error(error, log->path, "sync");
    ok = FALSE;
  }
  if (!ok || !yt_sync_folder(log->path, error)) {
    close(fd);
    unlink(log->path);
    return FALSE;
  }
  log->fd_plus_one = fd + 1;
  log->n_bytes = sizeof header;
  return TRUE;
}

gboolean
yt_log_open(YtLog *log, const char *log_path, const YtStoreFile *file, guint64 n_bytes, guint64 n_records,
            GError **error)
{
  *log = (YtLog){
      .path = g_strdup(log_path), .store = file->header.checksum, .n_bytes = n_bytes, .n_records = n_records};
  if (n_bytes == 0)
    return TRUE; /* made with the first transaction */
  int fd = open(log->path, O_RDWR | O_CLOEXEC);
  if (fd < 0 || ftruncate(fd, (off_t) n_bytes) != 0 || fsync(fd) != 0) {
    yt_set_io_error(error, log->path, "open for writing");
    if (fd >= 0)
      close(fd);
    return FALSE;
  }
  log->fd_plus_one = fd + 1;
  return TRUE;
}

void
yt_log_clear(YtLog *log)
{
  if (log->fd_plus_one)
    close(log->fd_plus_one - 1);
  g_free(log->path);
  *log = (YtLog){0};
}

static void
append_varint(GByteArray *out, guint64 value)
{
  guint8 bytes[YT_VARINT_BYTES];
  g_byte_array_append(out, bytes, (guint) yt_put_varint(bytes, value));
}

/* The log's terms that @run uses and that no record has brought yet, by serial number. */
static GArray *
collect_new_terms(const YtDeltaRun *run, YtLogTerms *terms)
{
  GArray *ids = g_array_new(FALSE, FALSE, sizeof(YtTermId));
  for (gsize i = 0; i < run->n; i++)
    for (guint p = 0; p < 4; p++) {
      YtTermId id = run->quads[i].at[p];
      if (yt_id_is_dictionary(id) && (id & YT_ID_DELTA)) {
        gboolean *logged = yt_log_terms_peek_logged(terms, id & YT_ID_PAYLOAD & ~YT_ID_DELTA);
        if (!*logged)
          g_array_append_val(ids, id);
        *logged = TRUE;
      }
    }
  return ids;
}

static int
compare_serials(gconstpointer a, gconstpointer b)
{
  YtTermId x = *(const YtTermId *) a & ~YT_ID_FIRST(15), y = *(const YtTermId *) b & ~YT_ID_FIRST(15);
  return (x > y) - (x < y);
}

static GByteArray *
make_record(const YtLog *log, const YtDeltaRun *run, YtLogTerms *terms, GArray *new_terms)
{
  GByteArray *record = g_byte_array_new();
  g_byte_array_set_size(record, YT_LOG_RECORD);
  g_array_sort(new_terms, compare_serials);
  append_varint(record, new_terms->len);
  for (guint i = 0; i < new_terms->len; i++) {
    YtTermId id = g_array_index(new_terms, YtTermId, i);
    gsize n_bytes;
    const char *bytes = yt_log_terms_get(terms, id, &n_bytes);
    guint8 lead = (guint8) (yt_id_kind(id) << 4);
    append_varint(record, id & YT_ID_PAYLOAD & ~YT_ID_DELTA);
    append_varint(record, n_bytes + 1);
    g_byte_array_append(record, &lead, 1);
    g_byte_array_append(record, (const guint8 *) bytes, (guint) n_bytes);
  }
  append_varint(record, run->n);
  for (gsize i = 0; i < run->n; i++) {
    guint8 change[33] = {run->signs[i] > 0};
    for (guint p = 0; p < 4; p++)
      put_u64(change + 1 + 8 * p, run->quads[i].at[p]);
    g_byte_array_append(record, change, sizeof change);
  }
  guint64 n_payload = record->len - YT_LOG_RECORD, number = log->n_records + 1;
  put_u64(record->data, n_payload);
  put_u64(record->data + 8, number);
  put_u64(record->data + 16, record_checksum(log->store, number, record->data + YT_LOG_RECORD, n_payload));
  return record;
}

static gboolean
write_record(YtLog *log, const GByteArray *record, gboolean *in_doubt, GError **error)
{
  int fd = log->fd_plus_one - 1;
  gboolean written = yt_write_all(fd, log->n_bytes, record->data, record->len, log->path, error);
  if (written && fdatasync(fd) == 0)
    return TRUE;
  if (written) {
    /* After a failed sync nobody knows what is on the disk, and a later sync may claim success all the same. */
    *in_doubt = TRUE;
    yt_set_io_error(error, log->path, "sync");
  }
  if (ftruncate(fd, (off_t) log->n_bytes) != 0 || fdatasync(fd) != 0)
    *in_doubt = TRUE;
  return FALSE;
}

gboolean
yt_log_append(YtLog *log, const YtDeltaRun *run, YtLogTerms *terms, gboolean *in_doubt, GError **error)
{
  *in_doubt = FALSE;
  if (!log->fd_plus_one && !log_create(log, error))
    return FALSE;
  g_autoptr(GArray) new_terms = collect_new_terms(run, terms);
  g_autoptr(GByteArray) record = make_record(log, run, terms, new_terms);
  if (!write_record(log, record, in_doubt, error)) {
    for (guint i = 0; i < new_terms->len; i++)
      *yt_log_terms_peek_logged(terms, g_array_index(new_terms, YtTermId, i) & YT_ID_PAYLOAD & ~YT_ID_DELTA) =
          FALSE;
    return FALSE;
  }
  log->n_bytes += record->len;
  log->n_records++;
  return TRUE;
}
