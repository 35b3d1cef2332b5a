/* body.c: the body of an answer, on its way.
 *
 *   write → (start) → coder → queue of blocks in memory → file → read
 *
 * The first bytes wait in "start" until it is known whether they are worth compressing. The queue holds at most
 * MAX_QUEUED bytes; what comes while it is full waits a moment for a reader that keeps up. Where none does, it goes to the
 * file's end, as does all that comes while the file has something. When the file has been read to its end it is emptied,
 * and the queue is used again. So memory is bounded, order is kept, and a slow client holds up nobody but itself.
 *
 * The writer may be a thread of the lowest priority, which the system leaves alone for a second when others have work, and
 * the reader has other connections to serve: so the writer copies, allocates and writes to the file without the lock. */
#include "http/body.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#define MIN_CODED   2048          /* bytes; less than two packets is not worth a coder's memory */
#define FEW_BYTES   1000          /* of most answers; up to 1 KiB, malloc() has at hand */
#define WAKE_BYTES  (64 * 1024)   /* the first bytes are sent when there are so many */
#define MAX_QUEUED  (1024 * 1024) /* bytes in memory for each answer */
#define MAX_WAIT_MS 20 /* for a reader to make room in the queue; a file costs as much for some 10 MB */
#define MAX_STOLEN  (256 * 1024) /* bytes that are sent in one piece */
#define CODED_BYTES (32 * 1024)
#define GZIP_LEVEL  4 /* level 6 takes twice the time for 3 % less, measured on JSON answers */
#define ZSTD_LEVEL  3

struct _YtBody {
  GOutputStream parent;
  /* The writer's own. */
  guint64 n_written, max_bytes;
  GByteArray *start; /* NULL when the coder has begun */
  YtCoding coding;
  gboolean has_stream;
  z_stream gzip;
  ZSTD_CCtx *zstd;
  /* Shared, under the lock. */
  GMutex lock;
  GCond drained; /* the queue is half empty, or nobody will read it */
  GQueue blocks; /* of GBytes */
  gsize n_first; /* bytes of the first block that have been read */
  gsize n_queued;
  guint64 n_coded; /* in all */
  int fd;          /* the writer's until the file has something; -1: none */
  guint64 file_start, file_end;
  gboolean is_writing; /* the writer is at the file, behind its end: it must not be emptied */
  gboolean finished, whole, closed, armed, discarded;
  gboolean awaited; /* the writer waits for @drained: else nobody need be woken */
  gboolean woken;   /* the reader has begun: what was written cannot be taken back */
  gsize wake_bytes;
  YtBodyFunc wake;
  gpointer wake_data;
};

G_DEFINE_FINAL_TYPE(YtBody, yt_body, G_TYPE_OUTPUT_STREAM)

const char *
yt_coding_get_name(YtCoding coding)
{
  return coding == YT_CODING_GZIP ? "gzip" : coding == YT_CODING_ZSTD ? "zstd" : "identity";
}

/* ---- the queue and the file ---- */

static gboolean
fail(const char *act, GError **error)
{
  int code = errno;
  g_set_error(error, G_IO_ERROR, (int) g_io_error_from_errno(code), "%s a temporary file: %s", act,
              g_strerror(code));
  return FALSE;
}

static gboolean
write_to_file(YtBody *body, const char *bytes, gsize n_bytes, guint64 position, GError **error)
{
  if (body->fd < 0) {
    g_autofree char *path = NULL;
    body->fd = g_file_open_tmp("yuantu-XXXXXX", &path, error);
    if (body->fd < 0)
      return FALSE;
    g_unlink(path);
  }
  while (n_bytes > 0) {
    gssize n = pwrite(body->fd, bytes, n_bytes, (off_t) position);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return fail("cannot write", error);
    bytes += n;
    n_bytes -= (gsize) n;
    position += (guint64) n;
  }
  return TRUE;
}

/* Takes the waking function if it is time to call it. Under the lock. */
static YtBodyFunc
take_wake(YtBody *body)
{
  if (!body->armed || body->discarded || !body->wake ||
      (!body->finished && body->n_queued + (body->file_end - body->file_start) < body->wake_bytes))
    return NULL;
  body->armed = FALSE;
  body->woken = TRUE;
  return body->wake;
}

/* Is there room for so many bytes in the queue, now or soon? Under the lock. */
static gboolean
await_room(YtBody *body, gsize n_bytes)
{
  gint64 end = g_get_monotonic_time() + MAX_WAIT_MS * 1000;
  if (body->file_end > body->file_start)
    return FALSE;
  while (!body->closed && body->n_queued > 0 && body->n_queued + n_bytes > MAX_QUEUED) {
    body->awaited = TRUE;
    gboolean drained = body->woken && g_cond_wait_until(&body->drained, &body->lock, end);
    body->awaited = FALSE;
    if (!drained)
      return FALSE;
  }
  return body->n_queued + n_bytes <= MAX_QUEUED;
}

/* Finds out where the next bytes go: there is room in the queue as long as nobody but the writer fills it, and the file
 * stays what it is while is_writing. FALSE when the client is gone. */
static gboolean
choose_place(YtBody *body, gsize n_bytes, gboolean *has_room, guint64 *position)
{
  g_mutex_lock(&body->lock);
  *has_room = await_room(body, n_bytes);
  *position = body->file_end;
  body->is_writing = !*has_room;
  gboolean is_open = !body->closed;
  g_mutex_unlock(&body->lock);
  return is_open;
}

static gboolean
deliver(YtBody *body, const char *bytes, gsize n_bytes, GError **error)
{
  gboolean has_room;
  guint64 position;
  GList *block = NULL;
  if (n_bytes == 0)
    return TRUE;
  if (!choose_place(body, n_bytes, &has_room, &position)) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_CLOSED, "the client is gone");
    return FALSE;
  }
  if (has_room)
    block = g_list_append(NULL, g_bytes_new(bytes, n_bytes));
  gboolean ok = has_room || write_to_file(body, bytes, n_bytes, position, error);
  g_mutex_lock(&body->lock);
  if (block) {
    g_queue_push_tail_link(&body->blocks, block);
    body->n_queued += n_bytes;
  } else if (ok) {
    body->file_end = position + n_bytes;
  }
  body->is_writing = FALSE;
  body->n_coded += n_bytes;
  YtBodyFunc wake = ok ? take_wake(body) : NULL;
  g_mutex_unlock(&body->lock);
  if (wake)
    wake(body->wake_data);
  return ok;
}

/* ---- coders ---- */

static gboolean
code_gzip(YtBody *body, const void *bytes, gsize n_bytes, gboolean is_last, GError **error)
{
  char out[CODED_BYTES];
  body->gzip.next_in = (Bytef *) bytes;
  body->gzip.avail_in = (uInt) n_bytes;
  int status;
  do {
    body->gzip.next_out = (Bytef *) out;
    body->gzip.avail_out = sizeof out;
    status = deflate(&body->gzip, is_last ? Z_FINISH : Z_NO_FLUSH);
    if (!deliver(body, out, sizeof out - body->gzip.avail_out, error))
      return FALSE;
  } while (body->gzip.avail_out == 0 || (is_last && status == Z_OK));
  return TRUE;
}

static gboolean
code_zstd(YtBody *body, const void *bytes, gsize n_bytes, gboolean is_last, GError **error)
{
  char out[CODED_BYTES];
  ZSTD_inBuffer input = {bytes, n_bytes, 0};
  gsize left;
  do {
    ZSTD_outBuffer output = {out, sizeof out, 0};
    left = ZSTD_compressStream2(body->zstd, &output, &input, is_last ? ZSTD_e_end : ZSTD_e_continue);
    if (ZSTD_isError(left)) {
      g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "zstd: %s", ZSTD_getErrorName(left));
      return FALSE;
    }
    if (!deliver(body, out, output.pos, error))
      return FALSE;
  } while (input.pos < input.size || (is_last && left > 0));
  return TRUE;
}

static gboolean
code(YtBody *body, const void *bytes, gsize n_bytes, gboolean is_last, GError **error)
{
  switch (body->coding) {
  case YT_CODING_GZIP: return code_gzip(body, bytes, n_bytes, is_last, error);
  case YT_CODING_ZSTD: return code_zstd(body, bytes, n_bytes, is_last, error);
  case YT_CODING_IDENTITY: return deliver(body, bytes, n_bytes, error);
  }
  g_return_val_if_reached(FALSE);
}

static gboolean
begin_coder(YtBody *body, GError **error)
{
  g_autoptr(GByteArray) start = g_steal_pointer(&body->start);
  if (body->coding == YT_CODING_GZIP) {
    body->has_stream =
        deflateInit2(&body->gzip, GZIP_LEVEL, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK;
    if (!body->has_stream)
      body->coding = YT_CODING_IDENTITY;
  } else if (body->coding == YT_CODING_ZSTD) {
    body->zstd = ZSTD_createCCtx();
    if (body->zstd)
      ZSTD_CCtx_setParameter(body->zstd, ZSTD_c_compressionLevel, ZSTD_LEVEL);
    else
      body->coding = YT_CODING_IDENTITY;
  }
  return code(body, start->data, start->len, FALSE, error);
}

/* ---- the writer ---- */

static gssize
body_write(GOutputStream *stream, const void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  (void) cancellable;
  YtBody *body = YT_BODY(stream);
  count = MIN(count, 1024 * 1024);
  if (body->max_bytes > 0 && body->n_written + count > body->max_bytes) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                "the answer is larger than %" G_GUINT64_FORMAT " bytes", body->max_bytes);
    return -1;
  }
  body->n_written += count;
  if (body->start) {
    g_byte_array_append(body->start, buffer, (guint) count);
    if (body->start->len >= MIN_CODED && !begin_coder(body, error))
      return -1;
    return (gssize) count;
  }
  return code(body, buffer, count, FALSE, error) ? (gssize) count : -1;
}

void
yt_body_finish(YtBody *body, gboolean whole)
{
  if (body->start) { /* small: as it is */
    body->coding = YT_CODING_IDENTITY;
    whole = begin_coder(body, NULL) && whole;
  } else if (body->coding != YT_CODING_IDENTITY) {
    whole = code(body, "", 0, TRUE, NULL) && whole;
  }
  g_mutex_lock(&body->lock);
  body->finished = TRUE;
  body->whole = whole;
  YtBodyFunc wake = take_wake(body);
  g_mutex_unlock(&body->lock);
  if (wake)
    wake(body->wake_data);
}

gboolean
yt_body_discard(YtBody *body)
{
  g_mutex_lock(&body->lock);
  gboolean discarded = !body->woken;
  body->discarded = discarded;
  g_mutex_unlock(&body->lock);
  return discarded;
}

/* ---- the reader ---- */

void
yt_body_set_wake(YtBody *body, YtBodyFunc wake, gpointer user_data)
{
  body->wake = wake;
  body->wake_data = user_data;
  body->armed = TRUE;
  body->wake_bytes = WAKE_BYTES;
}

void
yt_body_close(YtBody *body)
{
  g_mutex_lock(&body->lock);
  body->closed = TRUE;
  body->armed = FALSE;
  if (body->awaited)
    g_cond_signal(&body->drained);
  g_mutex_unlock(&body->lock);
}

YtCoding
yt_body_get_coding(YtBody *body)
{
  return body->coding;
}

guint64
yt_body_get_n_written(YtBody *body)
{
  return body->n_written;
}

gboolean
yt_body_get_size(YtBody *body, guint64 *n_bytes)
{
  g_mutex_lock(&body->lock);
  gboolean finished = body->finished && body->whole;
  *n_bytes = body->n_coded;
  g_mutex_unlock(&body->lock);
  return finished;
}

GBytes *
yt_body_steal_bytes(YtBody *body)
{
  if (!body->finished || !body->whole || body->n_coded > MAX_STOLEN || body->file_end > 0)
    return NULL;
  if (body->blocks.length == 0)
    return g_bytes_new_static("", 0);
  body->n_queued = 0;
  if (body->blocks.length == 1)
    return g_queue_pop_head(&body->blocks);
  GByteArray *all = g_byte_array_sized_new((guint) body->n_coded);
  GBytes *block;
  while ((block = g_queue_pop_head(&body->blocks))) {
    gsize n_bytes;
    const guint8 *bytes = g_bytes_get_data(block, &n_bytes);
    g_byte_array_append(all, bytes, (guint) n_bytes);
    g_bytes_unref(block);
  }
  return g_byte_array_free_to_bytes(all);
}

static gsize
read_part(YtBody *body, char *buffer, gsize n_bytes)
{
  GBytes *block = g_queue_peek_head(&body->blocks);
  gsize n_block;
  const char *bytes = g_bytes_get_data(block, &n_block);
  gsize n = MIN(n_bytes, n_block - body->n_first);
  memcpy(buffer, bytes + body->n_first, n);
  body->n_first += n;
  body->n_queued -= n;
  if (body->n_first == n_block) {
    g_bytes_unref(g_queue_pop_head(&body->blocks));
    body->n_first = 0;
  }
  return n;
}

static gsize
read_queue(YtBody *body, char *buffer, gsize n_bytes)
{
  gsize n = 0;
  while (n < n_bytes && body->blocks.length > 0)
    n += read_part(body, buffer + n, n_bytes - n);
  if (body->awaited && body->n_queued <= MAX_QUEUED / 2)
    g_cond_signal(&body->drained);
  return n;
}

/* 0 when the file cannot be read. */
static gsize
read_file(YtBody *body, char *buffer, gsize n_bytes)
{
  gssize n;
  do
    n = pread(body->fd, buffer, MIN(n_bytes, body->file_end - body->file_start), (off_t) body->file_start);
  while (n < 0 && errno == EINTR);
  if (n <= 0)
    return 0;
  body->file_start += (guint64) n;
  if (body->file_start == body->file_end && !body->finished && !body->is_writing &&
      ftruncate(body->fd, 0) == 0)
    body->file_start = body->file_end = 0;
  return (gsize) n;
}

YtBodyState
yt_body_read(YtBody *body, char *buffer, gsize n_bytes, gsize *n_read, YtBodyFunc wait, gpointer user_data)
{
  YtBodyState state = YT_BODY_MORE;
  *n_read = 0;
  g_mutex_lock(&body->lock);
  if (body->blocks.length > 0) {
    *n_read = read_queue(body, buffer, n_bytes);
  } else if (body->file_end > body->file_start) {
    *n_read = read_file(body, buffer, n_bytes);
    if (*n_read == 0)
      state = YT_BODY_BROKEN;
  } else if (body->finished) {
    state = body->whole ? YT_BODY_END : YT_BODY_BROKEN;
  } else {
    state = YT_BODY_WAIT;
    body->armed = TRUE;
    body->wake_bytes = 1;
    wait(user_data);
  }
  g_mutex_unlock(&body->lock);
  return state;
}

/* ---- life ---- */

static void
body_finalize(GObject *object)
{
  YtBody *body = YT_BODY(object);
  g_clear_pointer(&body->start, g_byte_array_unref);
  if (body->has_stream)
    deflateEnd(&body->gzip);
  ZSTD_freeCCtx(body->zstd);
  g_queue_clear_full(&body->blocks, (GDestroyNotify) g_bytes_unref);
  if (body->fd >= 0)
    close(body->fd);
  g_mutex_clear(&body->lock);
  g_cond_clear(&body->drained);
  G_OBJECT_CLASS(yt_body_parent_class)->finalize(object);
}

static void
yt_body_class_init(YtBodyClass *klass)
{
  G_OBJECT_CLASS(klass)->finalize = body_finalize;
  G_OUTPUT_STREAM_CLASS(klass)->write_fn = body_write;
}

static void
yt_body_init(YtBody *body)
{
  g_mutex_init(&body->lock);
  g_cond_init(&body->drained);
  g_queue_init(&body->blocks);
  body->start = g_byte_array_sized_new(FEW_BYTES);
  body->fd = -1;
}

YtBody *
yt_body_new(guint64 max_bytes, YtCoding coding)
{
  YtBody *body = g_object_new(YT_TYPE_BODY, NULL);
  body->max_bytes = max_bytes;
  body->coding = coding;
  return body;
}
