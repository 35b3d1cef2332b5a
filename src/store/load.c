/* load.c: files into a builder.
 *
 * A large file of lines is cut into pieces of the same size: the lines that begin within a piece are its lines, so
 * threads take pieces without waiting for each other, each with a batch of its own. Everything else comes through the
 * reader of its format, on the caller's thread. Which line is bad is known by its number only when the lines before it
 * are counted, which happens when there is a bad one. */
#include "store/builder.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#define PIECE        ((guint64) 1 << 19) /* what is read stays in the cache until it is parsed */
#define HASH_PIECE   ((guint64) 4 << 20) /* labels of blank nodes depend on it */
#define SMALL        ((guint64) 8 << 20) /* below this, threads do not pay */
#define TAIL         (4 << 10)           /* read beyond a piece at first, for its last line */
#define MAX_LINE     ((gsize) 1 << 30)
#define MAX_MESSAGES 1000 /* of bad lines, for each piece: more are only counted */
#define CHECK_QUADS  (1 << 16)

typedef struct {
  gboolean done;
  guint64 n_bad_lines;
  GPtrArray *messages; /* (nullable) */
  GError *error;       /* (nullable) */
} Piece;

typedef struct {
  YtStoreBuilder *builder;
  const char *path;
  int fd;
  guint64 size;
  YtRdfReadOptions read;
  const YtLoadOptions *options;
  YtTerm graph; /* unbound: none given */
  GMutex prefix_mutex;
  char *blank_prefix; /* NULL until it is needed: it costs reading the file */
  guint n_threads;
  GMutex mutex; /* of all that follows */
  GCond cond;
  Piece *pieces;
  guint64 n_pieces, n_taken, n_done, n_reported;
  guint n_running;
  guint64 n_quads, n_bad_lines;
  gboolean stop;
  GError *error;                         /* not of a piece: a batch that could not be written */
  guint64 counted_pieces, counted_lines; /* lines that begin in the first pieces */
} Loader;

/* ---- Quads */

/* Where a thread's quads go. */
typedef struct {
  YtBatch *batch;
  Loader *loader;
  GString *labels; /* of the blank nodes of one quad */
} Sink;

static const char *get_blank_prefix(Loader *loader, GError **error);

static gboolean
has_blank(const YtTermQuad *quad)
{
  return quad->subject.kind == YT_TERM_BLANK || quad->object.kind == YT_TERM_BLANK ||
         quad->graph.kind == YT_TERM_BLANK;
}

static gboolean
add_prefixes(YtTermQuad *quad, Sink *sink, GError **error)
{
  YtTerm *terms[] = {&quad->subject, &quad->object, &quad->graph};
  const char *prefix = get_blank_prefix(sink->loader, error);
  gsize starts[3] = {0};
  if (!prefix)
    return FALSE;
  g_string_truncate(sink->labels, 0);
  for (guint i = 0; i < 3; i++)
    if (terms[i]->kind == YT_TERM_BLANK) {
      starts[i] = sink->labels->len;
      g_string_append(sink->labels, prefix);
      g_string_append_len(sink->labels, terms[i]->text, (gssize) terms[i]->n_text);
      terms[i]->n_text = sink->labels->len - starts[i];
    }
  for (guint i = 0; i < 3; i++)
    if (terms[i]->kind == YT_TERM_BLANK)
      terms[i]->text = sink->labels->str + starts[i];
  return TRUE;
}

static gboolean
add_to_batch(const YtTermQuad *quad, gpointer data, GError **error)
{
  Sink *sink = data;
  gboolean wants_graph = sink->loader->graph.kind != YT_TERM_UNBOUND && quad->graph.kind == YT_TERM_UNBOUND;
  if (!wants_graph && !has_blank(quad))
    return yt_batch_add(quad, sink->batch, error);
  YtTermQuad changed = *quad;
  if (wants_graph)
    changed.graph = sink->loader->graph;
  if (has_blank(&changed) && !add_prefixes(&changed, sink, error))
    return FALSE;
  return yt_batch_add(&changed, sink->batch, error);
}

/* ---- Pieces */

static gboolean
read_at(const Loader *loader, guint64 offset, char *out, gsize n_bytes, GError **error)
{
  while (n_bytes > 0) {
    gssize n = pread(loader->fd, out, n_bytes, (off_t) offset);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      if (n == 0)
        errno = EIO; /* the file has become shorter */
      yt_set_io_error(error, loader->path, "read");
      return FALSE;
    }
    out += n;
    offset += (guint64) n;
    n_bytes -= (gsize) n;
  }
  return TRUE;
}

/* The lines that begin in a piece, in @buffer. */
static gboolean
read_piece(const Loader *loader, guint64 piece, GByteArray *buffer, const char **lines, gsize *n_lines,
           GError **error)
{
  guint64 start = piece * PIECE, stop = MIN(start + PIECE, loader->size);
  guint64 from = start > 0 ? start - 1 : 0; /* with the byte before, to see whether a line begins at once */
  gsize need = (gsize) (stop - from), have = 0, tail = TAIL;
  *n_lines = 0;
  for (;;) {
    gsize size = (gsize) MIN(need + tail, loader->size - from);
    g_byte_array_set_size(buffer, (guint) size);
    if (!read_at(loader, from + have, (char *) buffer->data + have, size - have, error))
      return FALSE;
    have = size;
    const char *bytes = (const char *) buffer->data, *first = bytes;
    if (start > 0) {
      const char *newline = memchr(bytes, '\n', need - 1);
      if (!newline)
        return TRUE; /* it belongs to a line that began before */
      first = newline + 1;
    }
    const char *end = memchr(bytes + need - 1, '\n', have - (need - 1));
    if (end || from + have == loader->size) {
      *lines = first;
      *n_lines = end ? (gsize) (end + 1 - first) : (gsize) (bytes + have - first);
      return TRUE;
    }
    tail *= 4;
    if (need + tail > MAX_LINE) {
      g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_LIMIT, "%s: a line is longer than 1 GiB",
                  loader->path);
      return FALSE;
    }
  }
}

static guint64
count_newlines(const char *text, gsize n_bytes)
{
  guint64 n = 0;
  for (const char *at = text, *end = text + n_bytes; (at = memchr(at, '\n', (gsize) (end - at))); at++)
    n++;
  return n;
}

/* How many lines begin before @piece. Called for rising pieces. */
static gboolean
count_lines_before(Loader *loader, guint64 piece, guint64 *n_lines, GError **error)
{
  g_autoptr(GByteArray) buffer = g_byte_array_new();
  for (; loader->counted_pieces < piece; loader->counted_pieces++) {
    const char *lines;
    gsize n_bytes;
    if (!read_piece(loader, loader->counted_pieces, buffer, &lines, &n_bytes, error))
      return FALSE;
    if (n_bytes > 0)
      loader->counted_lines += count_newlines(lines, n_bytes);
  }
  *n_lines = loader->counted_lines;
  return TRUE;
}

/* "file:3:7: why", said of a part that begins @n_before lines later, is "file:1003:7: why" of the whole. */
static char *
shift_line(const char *message, const char *source, guint64 n_before)
{
  gsize n_source = strlen(source);
  if (strncmp(message, source, n_source) != 0 || message[n_source] != ':')
    return g_strdup(message);
  char *end;
  guint64 line = g_ascii_strtoull(message + n_source + 1, &end, 10);
  return g_strdup_printf("%s:%" G_GUINT64_FORMAT "%s", source, line + n_before, end);
}

static void
keep_message(const char *message, gpointer data)
{
  Piece *piece = data;
  if (!piece->messages)
    piece->messages = g_ptr_array_new_with_free_func(g_free);
  if (piece->messages->len < MAX_MESSAGES)
    g_ptr_array_add(piece->messages, g_strdup(message));
}

static void
parse_piece(Loader *loader, guint64 number, GByteArray *buffer, Sink *sink)
{
  Piece *piece = &loader->pieces[number];
  const char *lines = NULL;
  gsize n_bytes;
  YtRdfReadOptions read = loader->read;
  guint64 n_bad_lines = 0;
  read.n_bad_lines = &n_bad_lines;
  read.bad_line = loader->options->bad_line ? keep_message : NULL; /* which line it is, is not known yet */
  read.bad_line_data = piece;
  if (!read_piece(loader, number, buffer, &lines, &n_bytes, &piece->error) || n_bytes == 0)
    return;
  if (!yt_rdf_read_bytes(lines, n_bytes, &read, add_to_batch, sink, &piece->error))
    return;
  piece->n_bad_lines = n_bad_lines;
}

/* ---- Threads */

static gboolean
take_piece(Loader *loader, guint64 *number)
{
  g_mutex_lock(&loader->mutex);
  gboolean any = !loader->stop && loader->n_taken < loader->n_pieces;
  if (any)
    *number = loader->n_taken++;
  g_mutex_unlock(&loader->mutex);
  return any;
}

static void
finish_piece(Loader *loader, guint64 number, guint64 n_quads)
{
  Piece *piece = &loader->pieces[number];
  g_mutex_lock(&loader->mutex);
  piece->done = TRUE;
  loader->n_done++;
  loader->n_quads += n_quads;
  loader->n_bad_lines += piece->n_bad_lines;
  loader->stop |= piece->error != NULL;
  if (piece->error)
    g_cond_signal(&loader->cond);
  g_mutex_unlock(&loader->mutex);
}

static gboolean
spill_batch(Loader *loader, YtBatch *batch)
{
  GError *error = NULL;
  if (yt_store_builder_spill_batch(loader->builder, batch, &error))
    return TRUE;
  g_mutex_lock(&loader->mutex);
  if (!loader->error)
    loader->error = g_steal_pointer(&error);
  loader->stop = TRUE;
  g_mutex_unlock(&loader->mutex);
  g_clear_error(&error);
  return FALSE;
}

static gpointer
run_thread(gpointer data)
{
  Loader *loader = data;
  g_autoptr(GByteArray) buffer = g_byte_array_new();
  Sink sink = {yt_batch_new(), loader, g_string_new(NULL)};
  gsize limit = yt_store_builder_get_batch_bytes(loader->builder, loader->n_threads);
  gboolean ok = TRUE;
  for (guint64 number; ok && take_piece(loader, &number);) {
    guint64 n_before = yt_batch_get_n_quads(sink.batch);
    parse_piece(loader, number, buffer, &sink);
    finish_piece(loader, number, yt_batch_get_n_quads(sink.batch) - n_before);
    if (yt_batch_is_full(sink.batch, limit))
      ok = spill_batch(loader, sink.batch);
  }
  if (ok)
    yt_store_builder_add_batch(loader->builder, sink.batch);
  else
    yt_batch_free(sink.batch);
  g_string_free(sink.labels, TRUE);
  g_mutex_lock(&loader->mutex);
  loader->n_running--;
  g_cond_signal(&loader->cond);
  g_mutex_unlock(&loader->mutex);
  return NULL;
}

/* Tells of the bad lines of pieces that are done, in the order of the file. */
static gboolean
report_bad_lines(Loader *loader, GError **error)
{
  for (;; loader->n_reported++) {
    g_mutex_lock(&loader->mutex);
    gboolean ready = loader->n_reported < loader->n_pieces && loader->pieces[loader->n_reported].done;
    g_mutex_unlock(&loader->mutex);
    if (!ready)
      return TRUE;
    Piece *piece = &loader->pieces[loader->n_reported];
    guint64 n_before = 0;
    if ((piece->messages || piece->error) &&
        !count_lines_before(loader, loader->n_reported, &n_before, error))
      return FALSE;
    for (guint i = 0; piece->messages && i < piece->messages->len; i++) {
      g_autofree char *message =
          shift_line(g_ptr_array_index(piece->messages, i), loader->read.source, n_before);
      loader->options->bad_line(message, loader->options->user_data);
    }
    g_clear_pointer(&piece->messages, g_ptr_array_unref);
    if (piece->error) {
      g_autofree char *message = shift_line(piece->error->message, loader->read.source, n_before);
      g_set_error_literal(error, piece->error->domain, piece->error->code, message);
      return FALSE;
    }
  }
}

static gboolean
report_progress(Loader *loader, GError **error)
{
  g_mutex_lock(&loader->mutex);
  YtLoadProgress progress = {.n_bytes = MIN(loader->n_done * PIECE, loader->size),
                             .n_bytes_total = loader->size,
                             .n_quads = loader->n_quads,
                             .n_bad_lines = loader->n_bad_lines,
                             .phase = "parse"};
  g_mutex_unlock(&loader->mutex);
  progress.fraction = 0.5 * (double) progress.n_bytes / (double) loader->size;
  return yt_store_builder_report(loader->builder, &progress, error);
}

static void
wait_for_news(Loader *loader, gboolean *running)
{
  g_mutex_lock(&loader->mutex);
  if (loader->n_running > 0)
    g_cond_wait_until(&loader->cond, &loader->mutex, g_get_monotonic_time() + G_TIME_SPAN_SECOND / 5);
  *running = loader->n_running > 0;
  g_mutex_unlock(&loader->mutex);
}

static gboolean
load_in_parallel(Loader *loader, YtLoadResult *result, GError **error)
{
  g_autofree GThread **threads = g_new(GThread *, loader->n_threads);
  g_autoptr(GError) problem = NULL;
  gboolean running = TRUE;
  loader->n_pieces = (loader->size + PIECE - 1) / PIECE;
  loader->pieces = g_new0(Piece, loader->n_pieces);
  loader->n_running = loader->n_threads;
  for (guint i = 0; i < loader->n_threads; i++)
    threads[i] = g_thread_new("load", run_thread, loader);
  while (running) {
    wait_for_news(loader, &running);
    if (!problem && (!report_bad_lines(loader, &problem) || !report_progress(loader, &problem))) {
      g_mutex_lock(&loader->mutex);
      loader->stop = TRUE;
      g_mutex_unlock(&loader->mutex);
    }
  }
  for (guint i = 0; i < loader->n_threads; i++)
    g_thread_join(threads[i]);
  if (!problem && report_bad_lines(loader, &problem) && loader->error)
    problem = g_steal_pointer(&loader->error);
  for (guint64 i = 0; i < loader->n_pieces; i++) {
    result->n_bad_lines += loader->pieces[i].n_bad_lines;
    g_clear_pointer(&loader->pieces[i].messages, g_ptr_array_unref);
    g_clear_error(&loader->pieces[i].error);
  }
  result->n_quads = loader->n_quads;
  g_free(loader->pieces);
  g_clear_error(&loader->error);
  if (!problem)
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&problem));
  return FALSE;
}

/* ---- On the caller's thread */

typedef struct {
  Loader *loader;
  guint64 n_quads;
} Serial;

static gboolean
add_serially(const YtTermQuad *quad, gpointer data, GError **error)
{
  Serial *serial = data;
  Loader *loader = serial->loader;
  YtTermQuad named = *quad;
  if (named.graph.kind == YT_TERM_UNBOUND)
    named.graph = loader->graph;
  if (++serial->n_quads % CHECK_QUADS == 0) {
    YtLoadProgress progress = {.n_quads = serial->n_quads, .fraction = 0.25, .phase = "parse"};
    if (!yt_store_builder_report(loader->builder, &progress, error))
      return FALSE;
  }
  return yt_store_builder_add(&named, loader->builder, error);
}

static gboolean
load_serially(Loader *loader, YtLoadResult *result, GError **error)
{
  Serial serial = {.loader = loader};
  YtRdfReadOptions read = loader->read;
  const char *prefix = get_blank_prefix(loader, error);
  if (!prefix)
    return FALSE;
  read.blank_prefix = *prefix ? prefix : NULL;
  read.n_bad_lines = &result->n_bad_lines;
  read.bad_line = loader->options->bad_line;
  read.bad_line_data = loader->options->user_data;
  gboolean ok = yt_rdf_read_file(loader->path, &read, add_serially, &serial, error);
  result->n_quads = serial.n_quads;
  return ok;
}

/* ---- Blank nodes */

typedef struct {
  const Loader *loader;
  guint first, step; /* of the pieces */
  guint64 *hashes;
  GError *error;
} HashJob;

static gpointer
hash_pieces(gpointer data)
{
  HashJob *job = data;
  guint64 size = job->loader->size;
  g_autofree char *buffer = g_malloc(HASH_PIECE);
  for (guint64 piece = job->first; piece * HASH_PIECE < size; piece += job->step) {
    gsize n = (gsize) MIN(HASH_PIECE, size - piece * HASH_PIECE);
    if (!read_at(job->loader, piece * HASH_PIECE, buffer, n, &job->error))
      break;
    job->hashes[piece] = GUINT64_TO_LE(XXH3_64bits(buffer, n));
  }
  return NULL;
}

/* A prefix for labels, made of all that the file says: the same file gives the same blank nodes again, and those of
 * two files stay apart. A pipe can be read only once, so there it is made of the path. */
static char *
dup_content_prefix(const Loader *loader, GError **error)
{
  guint64 n_pieces = (loader->size + HASH_PIECE - 1) / HASH_PIECE;
  guint n_threads = MIN(loader->n_threads, (guint) MAX(n_pieces, 1));
  g_autofree guint64 *hashes = g_new0(guint64, MAX(n_pieces, 1));
  g_autofree HashJob *jobs = g_new0(HashJob, n_threads);
  g_autofree GThread **threads = g_new0(GThread *, n_threads);
  if (loader->size == 0)
    return g_strdup_printf("f%016" G_GINT64_MODIFIER "x_",
                           (guint64) XXH3_64bits(loader->path, strlen(loader->path)));
  for (guint i = 0; i < n_threads; i++) {
    jobs[i] = (HashJob){loader, i, n_threads, hashes, NULL};
    if (i > 0)
      threads[i] = g_thread_new("hash", hash_pieces, &jobs[i]);
  }
  hash_pieces(&jobs[0]);
  GError *problem = NULL;
  for (guint i = 0; i < n_threads; i++) {
    if (threads[i])
      g_thread_join(threads[i]);
    if (!problem)
      problem = g_steal_pointer(&jobs[i].error);
    g_clear_error(&jobs[i].error);
  }
  if (problem) {
    g_propagate_error(error, problem);
    return NULL;
  }
  return g_strdup_printf("f%016" G_GINT64_MODIFIER "x_",
                         (guint64) XXH3_64bits(hashes, n_pieces * sizeof *hashes));
}

static const char *
get_blank_prefix(Loader *loader, GError **error)
{
  g_mutex_lock(&loader->prefix_mutex);
  if (!loader->blank_prefix)
    loader->blank_prefix = loader->options->blank_prefix ? g_strdup(loader->options->blank_prefix)
                                                         : dup_content_prefix(loader, error);
  const char *prefix = loader->blank_prefix;
  g_mutex_unlock(&loader->prefix_mutex);
  return prefix;
}

/* ---- The door */

/* gzip, zstd, bzip2, xz: their bytes are no lines. */
static gboolean
is_compressed(int fd)
{
  static const struct {
    const char *magic;
    gsize n;
  } kinds[] = {{"\x1f\x8b", 2},
               {"\x28\xb5\x2f\xfd", 4},
               {"BZh", 3},
               {"\xfd"
                "7zXZ",
                5}};
  char head[8];
  gssize n = pread(fd, head, sizeof head, 0);
  for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (n >= (gssize) kinds[i].n && memcmp(head, kinds[i].magic, kinds[i].n) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
pays_in_parallel(Loader *loader)
{
  YtRdfFormat format = loader->read.format;
  if (format == YT_RDF_GUESS && !yt_rdf_format_from_path(loader->path, &format))
    return FALSE;
  if ((format != YT_RDF_NTRIPLES && format != YT_RDF_NQUADS) || loader->size < SMALL ||
      is_compressed(loader->fd))
    return FALSE;
  loader->read.format = format;
  return TRUE;
}

gboolean
yt_store_builder_add_file(YtStoreBuilder *builder, const char *path, const YtLoadOptions *options,
                          YtLoadResult *result, GError **error)
{
  g_return_val_if_fail(builder && path, FALSE);
  static const YtLoadOptions defaults = {.format = YT_RDF_GUESS};
  options = options ? options : &defaults;
  Loader loader = {.builder = builder, .path = path, .options = options};
  loader.read = (YtRdfReadOptions){
      .format = options->format, .base = options->base, .source = path, .strict_lines = !options->keep_going};
  if (options->graph)
    loader.graph = yt_term_iri(options->graph);
  loader.n_threads = options->n_threads ? options->n_threads : g_get_num_processors();
  struct stat status = {0};
  loader.fd = open(path, O_RDONLY | O_CLOEXEC);
  if (loader.fd < 0 || fstat(loader.fd, &status) != 0) {
    int code = errno;
    g_set_error(error, G_FILE_ERROR, (gint) g_file_error_from_errno(code), "%s: %s", path, g_strerror(code));
    if (loader.fd >= 0)
      close(loader.fd);
    return FALSE;
  }
  loader.size = S_ISREG(status.st_mode) ? (guint64) status.st_size : 0;
  g_mutex_init(&loader.prefix_mutex);
  g_mutex_init(&loader.mutex);
  g_cond_init(&loader.cond);
  YtLoadResult found = {0};
  gboolean ok = pays_in_parallel(&loader) ? load_in_parallel(&loader, &found, error)
                                          : load_serially(&loader, &found, error);
  g_mutex_clear(&loader.mutex);
  g_cond_clear(&loader.cond);
  g_mutex_clear(&loader.prefix_mutex);
  g_free(loader.blank_prefix);
  close(loader.fd);
  if (result)
    *result = found;
  return ok;
}
