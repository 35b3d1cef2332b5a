/* result-pool.c: see result-pool.h. */
#include "sparql/result-pool.h"
#include <string.h>

enum {
  JOB_ROWS = 4096,
  PART_ROWS = 256, /* rows whose text is looked up at once: it stays in the cache until it is written */
  JOBS_PER_THREAD = 4,
  ROWS_ALONE =
      4 * 4096, /* rows that are written before other threads are asked for help: most answers are small */
};

typedef enum {
  JOB_FREE,
  JOB_WAITING,
  JOB_RUNNING,
  JOB_DONE,
} JobState;

/* What one thread needs to turn ids into terms. */
typedef struct {
  YtTermBatch **batches;
  YtTerm **terms;
  gsize n_terms;      /* room for so many in each column */
  GStringChunk *iris; /* of blank nodes, of the rows that are being written */
} Reader;

typedef struct {
  JobState state; /* under lock */
  YtTermId **ids;
  gsize n_rows;
  guint64 first_row;
  GString *text;
} Job;

struct _YtResultPool {
  const YtSparqlResultClass *klass;
  gpointer state;
  const char *skolem; /* (nullable): the result's */
  guint n_columns;
  YtRowsFunc func;
  gpointer user_data;
  GOutputStream *out;
  Reader reader; /* of the caller's thread */
  guint64 n_rows;
  guint n_threads;
  GThread **threads;
  guint n_jobs;
  Job *jobs;
  guint64 first, end; /* numbers of the jobs in the ring; job i is jobs[i % n_jobs] */
  guint64 next;       /* the first that nobody has; under lock */
  gboolean stopping;  /* under lock */
  GMutex lock;
  GCond changed;
};

static void
reader_init(Reader *reader, const YtResultPool *pool)
{
  void **both = g_new0(void *, 2 * (gsize) pool->n_columns + 1);
  reader->batches = (YtTermBatch **) both;
  reader->terms = (YtTerm **) (both + pool->n_columns);
  reader->n_terms = 0;
  reader->iris = NULL;
  for (guint c = 0; c < pool->n_columns; c++)
    reader->batches[c] = pool->klass->new_batch(pool->state);
}

/* Makes room for @n rows; most answers have few. */
static void
reader_reserve(Reader *reader, guint n_columns, gsize n)
{
  enum { FEW = 16 };
  if (n <= reader->n_terms)
    return;
  reader->n_terms = n <= FEW ? FEW : PART_ROWS;
  for (guint c = 0; c < n_columns; c++) {
    g_free(reader->terms[c]);
    reader->terms[c] = g_new(YtTerm, reader->n_terms);
  }
}

static void
reader_clear(Reader *reader, const YtResultPool *pool)
{
  for (guint c = 0; c < pool->n_columns; c++) {
    yt_term_batch_free(reader->batches[c]);
    g_free(reader->terms[c]);
  }
  g_free(reader->batches); /* and the terms behind them */
  g_clear_pointer(&reader->iris, g_string_chunk_free);
}

/* Blank nodes leave as IRIs where that is asked for. */
static void
skolemise(const YtResultPool *pool, Reader *reader, YtTerm *terms, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    if (terms[i].kind != YT_TERM_BLANK)
      continue;
    if (!reader->iris)
      reader->iris = g_string_chunk_new(4096);
    g_autofree char *iri =
        g_strdup_printf("%s%.*s", pool->skolem, (int) MIN(terms[i].n_text, G_MAXINT), terms[i].text);
    terms[i] = (YtTerm){
        .kind = YT_TERM_IRI, .text = g_string_chunk_insert(reader->iris, iri), .n_text = strlen(iri)};
  }
}

static void
append_rows(YtResultPool *pool, Reader *reader, const YtTermId *const *ids, gsize n_rows, guint64 first_row,
            GString *text)
{
  for (gsize from = 0, n; from < n_rows; from += n) {
    n = MIN(n_rows - from, PART_ROWS);
    reader_reserve(reader, pool->n_columns, n);
    if (reader->iris)
      g_string_chunk_clear(reader->iris);
    for (guint c = 0; c < pool->n_columns; c++) {
      pool->klass->get_terms(pool->state, reader->batches[c], ids[c] + from, n, reader->terms[c]);
      if (pool->skolem)
        skolemise(pool, reader, reader->terms[c], n);
    }
    pool->func(text, (const YtTerm *const *) reader->terms, n, first_row + from, pool->user_data);
  }
}

static void
run_job(YtResultPool *pool, Reader *reader, Job *job)
{
  append_rows(pool, reader, (const YtTermId *const *) job->ids, job->n_rows, job->first_row, job->text);
  g_mutex_lock(&pool->lock);
  job->state = JOB_DONE;
  g_cond_broadcast(&pool->changed);
  g_mutex_unlock(&pool->lock);
}

static gpointer
work(gpointer data)
{
  YtResultPool *pool = data;
  Reader reader;
  reader_init(&reader, pool);
  g_mutex_lock(&pool->lock);
  while (!pool->stopping) {
    if (pool->next == pool->end) {
      g_cond_wait(&pool->changed, &pool->lock);
      continue;
    }
    Job *job = &pool->jobs[pool->next++ % pool->n_jobs];
    job->state = JOB_RUNNING;
    g_mutex_unlock(&pool->lock);
    run_job(pool, &reader, job);
    g_mutex_lock(&pool->lock);
  }
  g_mutex_unlock(&pool->lock);
  reader_clear(&reader, pool);
  return NULL;
}

YtResultPool *
yt_result_pool_new(YtSparqlResult *result, guint n_columns, YtRowsFunc func, gpointer user_data,
                   GString *head, GOutputStream *out)
{
  YtResultPool *pool = g_new0(YtResultPool, 1);
  pool->klass = yt_sparql_result_get_class(result);
  pool->state = yt_sparql_result_get_state(result);
  pool->skolem = yt_sparql_result_get_skolem(result);
  pool->n_columns = n_columns;
  pool->func = func;
  pool->user_data = user_data;
  pool->out = out;
  g_mutex_init(&pool->lock);
  g_cond_init(&pool->changed);
  reader_init(&pool->reader, pool);
  pool->n_jobs = 1; /* alone, the one job is done at once */
  pool->jobs = g_new0(Job, 1);
  pool->jobs[0].text = head;
  return pool;
}

static void
free_jobs(YtResultPool *pool)
{
  for (guint i = 0; i < pool->n_jobs; i++) {
    for (guint c = 0; pool->jobs[i].ids && c < pool->n_columns; c++)
      g_free(pool->jobs[i].ids[c]);
    g_free(pool->jobs[i].ids);
    g_string_free(pool->jobs[i].text, TRUE);
  }
  g_free(pool->jobs);
}

void
yt_result_pool_free(YtResultPool *pool)
{
  if (!pool)
    return;
  if (pool->n_threads > 0) { /* waking nobody costs a system call too */
    g_mutex_lock(&pool->lock);
    pool->stopping = TRUE;
    g_cond_broadcast(&pool->changed);
    g_mutex_unlock(&pool->lock);
  }
  for (guint i = 0; i < pool->n_threads; i++)
    g_thread_join(pool->threads[i]);
  g_free(pool->threads);
  free_jobs(pool);
  reader_clear(&pool->reader, pool);
  g_mutex_clear(&pool->lock);
  g_cond_clear(&pool->changed);
  g_free(pool);
}

static gboolean
write_text(YtResultPool *pool, GString *text, GError **error)
{
  gboolean ok = !text->len || g_output_stream_write_all(pool->out, text->str, text->len, NULL, NULL, error);
  g_string_truncate(text, 0);
  return ok;
}

/* Asks for help; where there is none to be had, the caller goes on alone. */
static void
start_threads(YtResultPool *pool)
{
  guint n = pool->klass->get_n_threads(pool->state);
  if (!n)
    return;
  free_jobs(pool);
  pool->n_jobs = n * JOBS_PER_THREAD;
  pool->jobs = g_new0(Job, pool->n_jobs);
  for (guint i = 0; i < pool->n_jobs; i++) {
    pool->jobs[i].text = g_string_new(NULL);
    pool->jobs[i].ids = g_new0(YtTermId *, pool->n_columns + 1);
    for (guint c = 0; c < pool->n_columns; c++)
      pool->jobs[i].ids[c] = g_new(YtTermId, JOB_ROWS);
  }
  pool->threads = g_new0(GThread *, n);
  while (pool->n_threads < n && (pool->threads[pool->n_threads] = g_thread_try_new("rows", work, pool, NULL)))
    pool->n_threads++;
}

/* Writes out the oldest job, and frees its place. */
static gboolean
take_oldest(YtResultPool *pool, GError **error)
{
  Job *job = &pool->jobs[pool->first % pool->n_jobs];
  g_mutex_lock(&pool->lock);
  gboolean mine = job->state == JOB_WAITING;
  if (mine) {
    pool->next++; /* the oldest is the next that anybody would take */
    job->state = JOB_RUNNING;
  }
  while (!mine && job->state != JOB_DONE)
    g_cond_wait(&pool->changed, &pool->lock);
  g_mutex_unlock(&pool->lock);
  if (mine)
    run_job(pool, &pool->reader, job);
  job->state = JOB_FREE; /* nobody else looks at it now */
  pool->first++;
  return write_text(pool, job->text, error);
}

static gboolean
add_job(YtResultPool *pool, const YtTermId *const *columns, gsize from, gsize n, GError **error)
{
  if (pool->end - pool->first == pool->n_jobs && !take_oldest(pool, error))
    return FALSE;
  Job *job = &pool->jobs[pool->end % pool->n_jobs];
  for (guint c = 0; c < pool->n_columns; c++)
    memcpy(job->ids[c], columns[c] + from, n * sizeof(YtTermId));
  job->n_rows = n;
  job->first_row = pool->n_rows;
  g_mutex_lock(&pool->lock);
  job->state = JOB_WAITING;
  pool->end++;
  g_cond_signal(&pool->changed);
  g_mutex_unlock(&pool->lock);
  return TRUE;
}

static gboolean
add_alone(YtResultPool *pool, const YtTermId *const *columns, gsize from, gsize n, GError **error)
{
  g_autofree const YtTermId **moved = g_new(const YtTermId *, pool->n_columns + 1);
  for (guint c = 0; c < pool->n_columns; c++)
    moved[c] = columns[c] + from;
  append_rows(pool, &pool->reader, moved, n, pool->n_rows, pool->jobs[0].text);
  return write_text(pool, pool->jobs[0].text, error);
}

gboolean
yt_result_pool_add(const YtTermId *const *columns, gsize n_rows, gpointer data, GError **error)
{
  YtResultPool *pool = data;
  for (gsize from = 0, n; from < n_rows; from += n) {
    n = MIN(n_rows - from, JOB_ROWS);
    if (!pool->n_threads && pool->n_rows >= ROWS_ALONE && !pool->threads)
      start_threads(pool);
    if (!(pool->n_threads ? add_job : add_alone)(pool, columns, from, n, error))
      return FALSE;
    pool->n_rows += n;
  }
  return TRUE;
}

gboolean
yt_result_pool_finish(YtResultPool *pool, GError **error)
{
  while (pool->first < pool->end)
    if (!take_oldest(pool, error))
      return FALSE;
  return pool->n_threads || write_text(pool, pool->jobs[0].text, error);
}
