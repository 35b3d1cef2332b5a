/* pipeline.c: jobs are numbered as they are taken; the one whose number is the turn may hand on what it has. Who finishes
 * the job of the turn hands on all that are finished behind it too, so no thread is there only to write. */
#include "cli/pipeline.h"

#include "cli/documents.h"
#include "cli/stream.h"
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define MAX_PENDING   (4u << 20) /* bytes of output that a job keeps while it is not its turn */
#define JOBS_A_THREAD 4 /* taken and not handed on: more would wait for a slow one, and cost memory */

/* A place in a job's output at which a document ends, or one that cannot be read is told of. */
typedef struct {
  gsize at;
  char *message; /* NULL: an end */
} Mark;

typedef struct {
  const YtPipeline *pipeline;
  const char *const *paths;
  gsize n_paths;
  guint window; /* of jobs */

  GMutex feed; /* over what comes in: a stream may keep its reader waiting, while others hand on */
  gsize next_path;
  YtStream *stream; /* (nullable): open while its lines are taken */
  guint64 n_taken;

  GMutex mutex; /* over what goes out */
  GCond cond;
  guint64 turn;
  YtJob **done; /* by number % window: finished, not yet handed on */
  GError *error;
  gboolean failed;

  gint64 begun_us;                            /* for progress */
  guint64 n_jobs_done, n_bytes_done, n_bytes; /* n_bytes 0: unknown */
} Run;

struct _YtJob {
  Run *run;
  guint64 number;
  const char *path;
  YtStreamLine *line; /* NULL: a file */
  gsize n_bytes;      /* of input */
  GString *out;
  GArray *marks;
  gboolean direct; /* its turn has come: nothing is kept any more */
};

static void
mark_clear(gpointer data)
{
  g_free(((Mark *) data)->message);
}

static YtJob *
job_new(Run *run)
{
  YtJob *job = g_new0(YtJob, 1);
  job->run = run;
  job->out = g_string_new(NULL);
  job->marks = g_array_new(FALSE, FALSE, sizeof(Mark));
  g_array_set_clear_func(job->marks, mark_clear);
  return job;
}

static void
job_free(YtJob *job)
{
  yt_stream_line_free(job->line);
  g_string_free(job->out, TRUE);
  g_array_unref(job->marks);
  g_free(job);
}

/* The first failure ends everything. Takes @error. */
static void
fail(Run *run, GError *error)
{
  g_mutex_lock(&run->mutex);
  if (!run->failed)
    run->error = error;
  else
    g_clear_error(&error);
  run->failed = TRUE;
  g_cond_broadcast(&run->cond);
  g_mutex_unlock(&run->mutex);
}

/* ---- handing on ---- */

static gboolean
hand_on(YtJob *job, GError **error)
{
  const YtPipeline *pipeline = job->run->pipeline;
  gsize from = 0;
  gboolean ok = TRUE;
  for (guint i = 0; i <= job->marks->len && ok; i++) {
    const Mark *mark = i < job->marks->len ? &g_array_index(job->marks, Mark, i) : NULL;
    gsize to = mark ? mark->at : job->out->len;
    ok = to == from || pipeline->take(job->out->str + from, to - from, pipeline->user_data, error);
    if (ok && mark && mark->message)
      ok = pipeline->bad(mark->message, pipeline->user_data, error);
    else if (ok && mark && pipeline->end)
      ok = pipeline->end(pipeline->user_data, error);
    from = to;
  }
  g_array_set_size(job->marks, 0);
  g_string_truncate(job->out, 0);
  return ok;
}

static void
show_progress(Run *run)
{
  double seconds = (double) (g_get_monotonic_time() - run->begun_us) / G_USEC_PER_SEC;
  double rate = seconds > 0 ? (double) run->n_bytes_done / seconds : 0;
  if (!run->pipeline->progress)
    return;
  if (run->n_bytes == 0 || rate <= 0) {
    yt_progress_show(run->pipeline->progress, "%" G_GUINT64_FORMAT " documents, %.1f MB/s", run->n_jobs_done,
                     rate / 1e6);
    return;
  }
  guint left = (guint) ((double) (run->n_bytes - MIN(run->n_bytes, run->n_bytes_done)) / rate + 0.5);
  yt_progress_show(run->pipeline->progress,
                   "%" G_GUINT64_FORMAT " of %" G_GSIZE_FORMAT " files, %.0f%%, %.1f MB/s, %u:%02u left",
                   run->n_jobs_done, run->n_paths, 100.0 * (double) run->n_bytes_done / (double) run->n_bytes,
                   rate / 1e6, left / 60, left % 60);
}

static gboolean
wait_for_turn(YtJob *job)
{
  Run *run = job->run;
  g_mutex_lock(&run->mutex);
  while (!run->failed && run->turn != job->number)
    g_cond_wait(&run->cond, &run->mutex);
  gboolean ok = !run->failed;
  g_mutex_unlock(&run->mutex);
  job->direct = ok;
  return ok;
}

gboolean
yt_job_write(const char *bytes, gsize n_bytes, gpointer data, GError **error)
{
  YtJob *job = data;
  if (job->direct)
    return job->run->pipeline->take(bytes, n_bytes, job->run->pipeline->user_data, error);
  g_string_append_len(job->out, bytes, (gssize) n_bytes);
  if (job->out->len < MAX_PENDING)
    return TRUE;
  if (wait_for_turn(job))
    return hand_on(job, error);
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "another document ended everything");
  return FALSE;
}

/* The job is complete: hands it on when it is its turn, and those behind it that wait for it. */
static void
finish_job(YtJob *job)
{
  Run *run = job->run;
  g_mutex_lock(&run->mutex);
  run->done[job->number % run->window] = job;
  while (!run->failed && run->turn == job->number) {
    g_mutex_unlock(&run->mutex);
    GError *error = NULL;
    if (!hand_on(job, &error))
      fail(run, error);
    run->n_jobs_done++; /* whose turn it is owns these */
    run->n_bytes_done += job->n_bytes;
    show_progress(run);
    job_free(job);
    g_mutex_lock(&run->mutex);
    run->done[run->turn % run->window] = NULL;
    run->turn++;
    g_cond_broadcast(&run->cond);
    job = run->done[run->turn % run->window];
    if (!job)
      break;
  }
  g_mutex_unlock(&run->mutex);
}

/* ---- a job ---- */

typedef struct {
  YtJob *job;
  const YtLoaderMetadata *metadata; /* (nullable) */
  const char *prefix;               /* of messages */
  gboolean fatal;
} Reading;

static void
add_mark(YtJob *job, char *message)
{
  Mark mark = {job->out->len, message};
  g_array_append_val(job->marks, mark);
}

static gboolean
take_document(YtDocument *document, gpointer user_data, GError **error)
{
  Reading *reading = user_data;
  const YtPipeline *pipeline = reading->job->run->pipeline;
  if (!document->text) {
    add_mark(reading->job, g_strconcat(reading->prefix, document->error->message, NULL));
    return TRUE;
  }
  YtLoaderMetadata metadata = reading->metadata ? *reading->metadata : (YtLoaderMetadata){0};
  if (!metadata.source)
    metadata.source = document->name;
  if (pipeline->work(reading->job, document, &metadata, pipeline->user_data, error)) {
    add_mark(reading->job, NULL);
    return TRUE;
  }
  reading->fatal = TRUE;
  return FALSE;
}

/* FALSE when everything ends. @path: (nullable) where @bytes came from. */
static void
read_bytes(YtJob *job, const char *name, const char *prefix, GBytes *bytes, const YtLoaderMetadata *metadata)
{
  Reading reading = {job, metadata, prefix, FALSE};
  GError *error = NULL;
  if (yt_reader_read(name, bytes, NULL, take_document, &reading, &error))
    return;
  if (reading.fatal) {
    fail(job->run, error);
    return;
  }
  add_mark(job, g_strconcat(prefix, error->message, NULL));
  g_error_free(error);
}

static void
read_path(YtJob *job, const char *path, const char *name, const char *prefix,
          const YtLoaderMetadata *metadata)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *dir = g_path_get_dirname(path), *base = g_path_get_basename(path);
  g_autofree char *shown = g_filename_display_name(name ? name : base);
  g_autofree char *folder =
      strcmp(dir, ".") == 0 || name ? g_strdup(prefix) : g_strconcat(prefix, dir, "/", NULL);
  g_autoptr(GBytes) bytes = yt_cli_read_document(path, &error);
  if (bytes)
    read_bytes(job, shown, folder, bytes, metadata);
  else
    add_mark(job, g_strconcat(prefix, error->message, NULL));
}

static void
read_line(YtJob *job)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *prefix =
      g_strdup_printf("standard input, line %" G_GUINT64_FORMAT ": ", yt_stream_line_get_number(job->line));
  g_autoptr(YtStreamRecord) record = yt_stream_line_parse(job->line, &error);
  if (!record) {
    add_mark(job, g_strconcat(prefix, error->message, NULL));
  } else if (record->text) {
    g_autoptr(GBytes) bytes = g_bytes_new_static(record->text, strlen(record->text));
    read_bytes(job, record->id, prefix, bytes, &record->metadata);
  } else {
    read_path(job, record->path, record->id, prefix, &record->metadata);
  }
}

/* The next file, or line of the stream. */
static YtJob *
next_job(Run *run)
{
  while (run->next_path < run->n_paths) {
    const char *path = run->paths[run->next_path];
    YtStreamLine *line = NULL;
    if (strcmp(path, "-") == 0) {
      if (!run->stream)
        run->stream = yt_stream_new(stdin);
      line = yt_stream_next(run->stream);
      if (!line)
        g_clear_pointer(&run->stream, yt_stream_free);
    }
    if (!line)
      run->next_path++;
    if (strcmp(path, "-") == 0 && !line)
      continue;
    YtJob *job = job_new(run);
    job->path = path;
    job->line = line;
    return job;
  }
  return NULL;
}

/* NULL at the end; waits while too many are under way. */
static YtJob *
take_job(Run *run)
{
  g_mutex_lock(&run->feed);
  g_mutex_lock(&run->mutex);
  while (!run->failed && run->n_taken - run->turn >= run->window)
    g_cond_wait(&run->cond, &run->mutex);
  gboolean failed = run->failed;
  g_mutex_unlock(&run->mutex);
  YtJob *job = failed ? NULL : next_job(run);
  if (job)
    job->number = run->n_taken++;
  g_mutex_unlock(&run->feed);
  return job;
}

static gpointer
run_thread(gpointer data)
{
  Run *run = data;
  for (YtJob *job; (job = take_job(run)) != NULL;) {
    if (job->line) {
      job->n_bytes = yt_stream_line_get_size(job->line);
      read_line(job);
    } else {
      struct stat about;
      job->n_bytes = stat(job->path, &about) == 0 ? (gsize) about.st_size : 0;
      read_path(job, job->path, NULL, "", NULL);
    }
    finish_job(job);
  }
  return NULL;
}

static guint64
sum_sizes(const char *const *paths, gsize n_paths)
{
  guint64 n_bytes = 0;
  struct stat about;
  for (gsize i = 0; i < n_paths; i++) {
    if (strcmp(paths[i], "-") == 0)
      return 0;
    n_bytes += stat(paths[i], &about) == 0 && S_ISREG(about.st_mode) ? (guint64) about.st_size : 0;
  }
  return n_bytes;
}

gboolean
yt_pipeline_run(const YtPipeline *pipeline, const char *const *paths, gsize n_paths, GError **error)
{
  guint n_threads = pipeline->n_threads > 0 ? pipeline->n_threads : g_get_num_processors();
  Run run = {.pipeline = pipeline,
             .paths = paths,
             .n_paths = n_paths,
             .window = n_threads * JOBS_A_THREAD,
             .begun_us = g_get_monotonic_time()};
  run.n_bytes = sum_sizes(paths, n_paths);
  run.done = g_new0(YtJob *, run.window);
  g_mutex_init(&run.feed);
  g_mutex_init(&run.mutex);
  g_cond_init(&run.cond);
  g_autoptr(GPtrArray) threads = g_ptr_array_new();
  for (guint i = 1; i < n_threads; i++)
    g_ptr_array_add(threads, g_thread_new("document", run_thread, &run));
  run_thread(&run);
  for (guint i = 0; i < threads->len; i++)
    g_thread_join(g_ptr_array_index(threads, i));
  for (guint i = 0; i < run.window; i++)
    if (run.done[i])
      job_free(run.done[i]);
  g_free(run.done);
  yt_stream_free(run.stream);
  g_mutex_clear(&run.feed);
  g_mutex_clear(&run.mutex);
  g_cond_clear(&run.cond);
  if (run.failed)
    g_propagate_error(error, run.error);
  return !run.failed;
}
