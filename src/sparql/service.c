/* service.c: SERVICE (SPARQL 1.1 Federated Query).
 *
 * A query may make the program send requests only to endpoints that its administrator has listed; any other, and any
 * failure of a listed one, is an error, or with SILENT one empty solution. */
#include "sparql/op.h"

typedef struct {
  YtOp op;
  const YtAlgebra *service;
  gboolean done;
  YtTable out;
  const YtTermId **columns;
} Service;

static gboolean
service_open(YtOp *op)
{
  ((Service *) op)->done = FALSE;
  return TRUE;
}

static gboolean
service_next(YtOp *op, YtBatch *batch)
{
  Service *self = (Service *) op;
  if (self->done)
    return FALSE;
  self->done = TRUE;
  if (!self->service->silent) {
    g_auto(YtTermBuffer) buffer;
    yt_term_buffer_init(&buffer);
    YtTerm name = {0};
    if (!self->service->service.is_variable)
      name = yt_terms_get(op->exec->terms, self->service->service.id, &buffer);
    yt_exec_fail(op->exec, YT_SPARQL_ERROR_EVALUATION, "SERVICE <%.*s> is not on the list of endpoints that may be asked",
                 (int) name.n_text, name.text ? name.text : "");
    return FALSE;
  }
  yt_table_truncate(&self->out);
  if (!yt_table_grow(&self->out, 1))
    return FALSE;
  for (guint c = 0; c < op->n_variables; c++) {
    self->out.columns[c][0] = 0;
    self->columns[c] = self->out.columns[c];
  }
  *batch = (YtBatch){1, self->columns};
  return TRUE;
}

static void
service_clear(YtOp *op)
{
  yt_table_clear(&((Service *) op)->out);
}

YtOp *
yt_op_service_new(YtExec *exec, YtOp *left, const YtAlgebra *service)
{
  static const YtOpClass class = {"service", service_open, service_next, service_clear};
  g_assert(!left);
  Service *self = yt_op_new(exec, &class, sizeof *self, 0);
  self->service = service;
  guint *variables = yt_arena_array(exec->arena, guint, service->n_variables + 1);
  guint n = service->n_variables;
  memcpy(variables, service->variables, n * sizeof *variables);
  if (service->service.is_variable)
    variables[n++] = service->service.variable;
  yt_op_set_variables(&self->op, variables, n);
  yt_table_init(&self->out, exec, n);
  self->columns = yt_arena_array(exec->arena, const YtTermId *, n + 1);
  self->op.estimate = 100;
  self->op.cost = 1e7;
  return &self->op;
}
