/* exec.c: limits, tables and the frame of operators. */
#include "sparql/op.h"
#include "sparql/regex.h"
#include <stdarg.h>

static gboolean
check_limits(gpointer exec)
{
  return yt_exec_check(exec);
}

static gboolean
reserve_limits(gsize n_bytes, gpointer exec)
{
  return yt_exec_reserve(exec, n_bytes);
}

static void
release_limits(gsize n_bytes, gpointer exec)
{
  yt_exec_release(exec, n_bytes);
}

YtExec *
yt_exec_new(YtTerms *terms, YtRequest *request, const YtSparqlOptions *options)
{
  YtExec *exec = yt_arena_new0(request->arena, YtExec);
  exec->terms = terms;
  exec->store = yt_terms_get_store(terms);
  exec->request = request;
  exec->arena = request->arena;
  g_mutex_init(&exec->lock);
  if (options) {
    yt_terms_set_skolem(terms, options->skolem);
    exec->memory_limit = options->memory_limit;
    exec->base = options->base ? yt_arena_strndup(exec->arena, options->base, strlen(options->base)) : NULL;
    exec->services = g_strdupv((char **) options->services);
    if (options->timeout_ms) {
      const guint64 longest = G_MAXINT64 / 4000; /* so that the sum cannot wrap */
      exec->deadline = g_get_monotonic_time() + (gint64) MIN(options->timeout_ms, longest) * 1000;
    }
    if (options->cancellable)
      exec->cancellable = g_object_ref(options->cancellable);
  }
  exec->now = (YtValue){.kind = YT_VALUE_TIME, .time = yt_time_now()};
  exec->regexes = yt_arena_ptr_array(exec->arena);
  exec->memos = yt_arena_ptr_array(exec->arena);
  exec->searches = yt_arena_ptr_array(exec->arena);
  exec->limits = (YtLimits){check_limits, reserve_limits, release_limits, exec};
  exec->ops = yt_arena_ptr_array(exec->arena);
  return exec;
}

void
yt_exec_clear_ops(YtExec *exec)
{
  for (guint i = exec->ops->len; i-- > 0;) {
    YtOp *op = g_ptr_array_index(exec->ops, i);
    if (op->class->clear)
      op->class->clear(op);
  }
  for (guint i = 0; i < exec->memos->len; i++) {
    yt_row_set_clear(g_ptr_array_index(exec->memos, i));
    g_free(g_ptr_array_index(exec->memos, i));
  }
}

void
yt_exec_free(YtExec *exec)
{
  yt_exec_clear_ops(exec);
  for (guint i = 0; i < exec->searches->len; i++)
    yt_search_hits_free(g_ptr_array_index(exec->searches, i));
  for (guint i = 0; i < exec->regexes->len; i++)
    yt_regex_free(g_ptr_array_index(exec->regexes, i));
  g_strfreev(exec->services);
  g_clear_object(&exec->cancellable);
  g_clear_error(&exec->error);
  g_mutex_clear(&exec->lock);
  yt_terms_free(exec->terms);
  yt_request_free(exec->request); /* and the exec with it */
}

guint
yt_exec_get_n_threads(const YtExec *exec)
{
  enum { MOST = 4 }; /* of one query: others want to be answered, too */
  return exec->plan_options.no_threads      ? 1
         : exec->plan_options.eager_threads ? MOST
                                            : CLAMP(g_get_num_processors(), 1, MOST);
}

typedef struct {
  guint number;
  YtShareFunc func;
  gpointer user_data;
  GThread *thread;
} ShareJob;

static gpointer
run_share(gpointer data)
{
  ShareJob *job = data;
  job->func(job->number, job->user_data);
  return NULL;
}

void
yt_exec_share(guint n, YtShareFunc func, gpointer user_data)
{
  ShareJob *jobs = g_newa(ShareJob, n);
  for (guint i = 1; i < n; i++) {
    jobs[i] = (ShareJob){i, func, user_data, NULL};
    jobs[i].thread = g_thread_try_new("share", run_share, &jobs[i], NULL);
  }
  func(0, user_data);
  for (guint i = 1; i < n; i++)
    if (jobs[i].thread)
      g_thread_join(jobs[i].thread);
    else
      run_share(&jobs[i]);
}

gboolean
yt_exec_has_failed(const YtExec *exec)
{
  return g_atomic_int_get(&exec->failed) != 0;
}

void
yt_exec_fail(YtExec *exec, YtSparqlError code, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_mutex_lock(&exec->lock);
  if (!exec->error)
    exec->error = g_error_new_valist(YT_SPARQL_ERROR, (int) code, format, args);
  g_mutex_unlock(&exec->lock);
  g_atomic_int_set(&exec->failed, 1);
  va_end(args);
}

gboolean
yt_exec_check(YtExec *exec)
{
  if (yt_exec_has_failed(exec))
    return FALSE;
  if (exec->deadline && g_get_monotonic_time() > exec->deadline)
    yt_exec_fail(exec, YT_SPARQL_ERROR_TIMEOUT, "the query ran out of time");
  else if (exec->cancellable && g_cancellable_is_cancelled(exec->cancellable))
    yt_exec_fail(exec, YT_SPARQL_ERROR_CANCELLED, "the query was cancelled");
  else if (exec->memory_limit && g_atomic_pointer_get(&exec->n_bytes) + yt_arena_get_n_bytes(exec->arena) +
                                         yt_terms_get_n_bytes(exec->terms) >
                                     exec->memory_limit)
    yt_exec_fail(exec, YT_SPARQL_ERROR_MEMORY,
                 "the query needs more memory than its %" G_GSIZE_FORMAT " bytes", exec->memory_limit);
  return !yt_exec_has_failed(exec);
}

gboolean
yt_exec_reserve(YtExec *exec, gsize n_bytes)
{
  gsize before = (gsize) g_atomic_pointer_add(&exec->n_bytes, (gssize) n_bytes);
  if (exec->memory_limit && before + n_bytes > exec->memory_limit) {
    yt_exec_fail(exec, YT_SPARQL_ERROR_MEMORY,
                 "the query needs more memory than its %" G_GSIZE_FORMAT " bytes", exec->memory_limit);
    g_atomic_pointer_add(&exec->n_bytes, -(gssize) n_bytes);
    return FALSE;
  }
  return !yt_exec_has_failed(exec);
}

void
yt_exec_release(YtExec *exec, gsize n_bytes)
{
  g_atomic_pointer_add(&exec->n_bytes, -(gssize) n_bytes);
}

/* Tables */

void
yt_table_init(YtTable *table, YtExec *exec, guint n_columns)
{
  *table = (YtTable){.exec = exec, .n_columns = n_columns};
  table->columns = g_new0(YtTermId *, MAX(n_columns, 1));
}

void
yt_table_clear(YtTable *table)
{
  if (!table->columns)
    return;
  for (guint c = 0; c < table->n_columns; c++)
    g_free(table->columns[c]);
  g_clear_pointer(&table->columns, g_free);
  yt_exec_release(table->exec, table->n_allocated * table->n_columns * sizeof(YtTermId));
  table->n_rows = table->n_allocated = 0;
}

void
yt_table_truncate(YtTable *table)
{
  table->n_rows = 0;
}

gboolean
yt_table_grow(YtTable *table, gsize n_more)
{
  if (table->n_allocated - table->n_rows >= n_more)
    return TRUE;
  gsize n_allocated = MAX(table->n_rows + n_more, table->n_allocated * 2);
  if (!yt_exec_reserve(table->exec, (n_allocated - table->n_allocated) * table->n_columns * sizeof(YtTermId)))
    return FALSE;
  for (guint c = 0; c < table->n_columns; c++) {
    YtTermId *column = g_try_renew(YtTermId, table->columns[c], n_allocated);
    if (!column) {
      yt_exec_release(table->exec, (n_allocated - table->n_allocated) * table->n_columns * sizeof(YtTermId));
      yt_exec_fail(table->exec, YT_SPARQL_ERROR_MEMORY, "the machine has no memory left for the query");
      return FALSE;
    }
    table->columns[c] = column;
  }
  table->n_allocated = n_allocated;
  return TRUE;
}

gboolean
yt_table_read(YtTable *table, YtOp *op)
{
  YtBatch batch;
  while (yt_op_next(op, &batch)) {
    if (!yt_table_grow(table, batch.n_rows))
      return FALSE;
    for (guint c = 0; c < table->n_columns; c++)
      memcpy(table->columns[c] + table->n_rows, batch.columns[c], batch.n_rows * sizeof(YtTermId));
    table->n_rows += batch.n_rows;
  }
  return !yt_exec_has_failed(table->exec);
}

/* Operators */

gpointer
yt_op_new(YtExec *exec, const YtOpClass *class, gsize size, guint n_children)
{
  YtOp *op = yt_arena_alloc(exec->arena, size);
  op->class = class;
  op->exec = exec;
  op->n_children = n_children;
  op->children = yt_arena_array(exec->arena, YtOp *, MAX(n_children, 1));
  g_ptr_array_add(exec->ops, op);
  return op;
}

void
yt_op_set_variables(YtOp *op, const guint *variables, guint n_variables)
{
  op->n_variables = n_variables;
  op->variables = yt_arena_array(op->exec->arena, guint, MAX(n_variables, 1));
  if (n_variables)
    memcpy(op->variables, variables, n_variables * sizeof *variables);
}

int
yt_op_find_column(const YtOp *op, guint variable)
{
  for (guint i = 0; i < op->n_variables; i++)
    if (op->variables[i] == variable)
      return (int) i;
  return -1;
}

gboolean
yt_op_open(YtOp *op)
{
  op->n_opened++;
  gint64 start = op->exec->has_timing ? g_get_monotonic_time() : 0;
  gboolean ok = yt_exec_check(op->exec) && op->class->open(op);
  if (op->exec->has_timing)
    op->time_us += g_get_monotonic_time() - start;
  return ok;
}

gboolean
yt_op_next(YtOp *op, YtBatch *batch)
{
  gint64 start = op->exec->has_timing ? g_get_monotonic_time() : 0;
  gboolean ok = yt_exec_check(op->exec) && op->class->next(op, batch);
  if (op->exec->has_timing)
    op->time_us += g_get_monotonic_time() - start;
  if (ok)
    op->n_rows += batch->n_rows;
  return ok && !yt_exec_has_failed(op->exec);
}

YtTermId **
yt_op_new_columns(YtOp *op, guint n_columns, gsize n_rows)
{
  YtTermId **columns = yt_arena_array(op->exec->arena, YtTermId *, MAX(n_columns, 1));
  for (guint c = 0; c < n_columns; c++)
    columns[c] = yt_arena_array(op->exec->arena, YtTermId, n_rows);
  return columns;
}
