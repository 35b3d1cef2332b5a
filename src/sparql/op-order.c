/* op-order.c: ORDER BY.
 *
 * The keys of every row are computed once, as ids; two ids are compared by kind and value without text where both
 * carry their value, and by text else. With a limit, only the best rows so far are kept: a buffer of twice the limit is
 * cut to the limit whenever it is full; and rows that come behind the worst of the kept ones are dropped below already,
 * where the first variable to order by is bound. Equal rows keep the order in which they came. */
#include "sparql/eval.h"
#include "sparql/explain.h"
#include <stdlib.h>

typedef struct {
  YtOp op;
  YtEval eval;
  const YtOrder *orders;
  guint n_orders;
  guint64 limit;
  YtTable rows;   /* the child's columns, then the keys */
  guint32 *order; /* of the rows, in the end */
  gsize n_order, at;
  YtTable out;
  const YtTermId **columns;
  YtArena *scratch;
  guint n_compared;
  YtTopBound *bound;
} Order;

static int
compare_numbers(gint64 a, gint64 b)
{
  return (a > b) - (a < b);
}

/* ORDER BY's order of two different ids. */
static int
compare_terms(YtExec *exec, YtArena *scratch, YtTermId a, YtTermId b)
{
  YtIdKind kind = yt_id_kind(a);
  if (kind == yt_id_kind(b)) {
    if (kind == YT_ID_INTEGER) {
      int order = compare_numbers(yt_id_get_integer(a), yt_id_get_integer(b));
      if (order)
        return order;
    } else if (kind == YT_ID_DECIMAL) {
      int order = compare_numbers(yt_id_get_decimal(a), yt_id_get_decimal(b));
      if (order)
        return order;
    } else if (kind == YT_ID_TIME &&
               a >> 56 == b >> 56) /* of one type: by the moment, then by how it is written */
      return a < b ? -1 : 1;
    else if ((kind == YT_ID_IRI || kind == YT_ID_BLANK || kind == YT_ID_STRING) && yt_id_is_ordered(a) &&
             yt_id_is_ordered(b))
      return a < b ? -1 : 1;
  }
  if (yt_arena_get_n_bytes(scratch) > 64 * 1024)
    yt_arena_reset(scratch);
  YtValue x = yt_value_from_id(exec->terms, a, scratch);
  YtValue y = yt_value_from_id(exec->terms, b, scratch);
  return yt_value_order(exec->terms, &x, &y, scratch);
}

static int
compare_rows(gconstpointer a, gconstpointer b, gpointer data)
{
  Order *self = data;
  if (++self->n_compared % 65536 == 0)
    yt_exec_check(self->op.exec);
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;
  guint first_key = self->rows.n_columns - self->n_orders;
  if (yt_exec_has_failed(self->op.exec)) /* get it over with: the result will not be used */
    return (x > y) - (x < y);
  for (guint k = 0; k < self->n_orders; k++) {
    YtTermId i = self->rows.columns[first_key + k][x], j = self->rows.columns[first_key + k][y];
    int order = i == j ? 0 : compare_terms(self->op.exec, self->scratch, i, j);
    if (order)
      return self->orders[k].descending ? -order : order;
  }
  return (x > y) - (x < y);
}

static void
sort_rows(Order *self)
{
  g_free(self->order);
  self->n_order = self->rows.n_rows;
  self->order = g_new(guint32, MAX(self->n_order, 1));
  for (gsize i = 0; i < self->n_order; i++)
    self->order[i] = (guint32) i;
  qsort_r(self->order, self->n_order, sizeof(guint32), compare_rows, self);
}

/* Copies the rows [@from, @from + @n) of the order to @out. */
static gboolean
gather(Order *self, YtTable *out, gsize from, gsize n)
{
  yt_table_truncate(out);
  if (!yt_table_grow(out, n))
    return FALSE;
  for (guint c = 0; c < out->n_columns; c++)
    for (gsize i = 0; i < n; i++)
      out->columns[c][i] = self->rows.columns[c][self->order[from + i]];
  out->n_rows = n;
  return TRUE;
}

/* Keeps the best rows, as many as the limit, in their order. */
static gboolean
cut(Order *self)
{
  sort_rows(self);
  YtTable best;
  yt_table_init(&best, self->op.exec, self->rows.n_columns);
  if (!gather(self, &best, 0, (gsize) MIN(self->limit, self->rows.n_rows))) {
    yt_table_clear(&best);
    return FALSE;
  }
  yt_table_clear(&self->rows);
  self->rows = best;
  return TRUE;
}

/* Computes the keys of a batch into the last columns of the rows, from @first on. */
static gboolean
add_keys(Order *self, YtBatch *in, gsize first)
{
  guint first_key = self->rows.n_columns - self->n_orders;
  yt_eval_set_batch(&self->eval, self->op.children[0], in);
  for (guint k = 0; k < self->n_orders; k++) {
    const YtExpr *expr = self->orders[k].expr;
    YtTermId *keys = self->rows.columns[first_key + k] + first;
    if (expr->op == YT_EXPR_VARIABLE) {
      const YtTermId *column = self->eval.columns[expr->variable];
      if (column)
        memcpy(keys, column, in->n_rows * sizeof(YtTermId));
      else
        memset(keys, 0, in->n_rows * sizeof(YtTermId));
      continue;
    }
    for (gsize row = 0; row < in->n_rows; row++) {
      if (row % 1024 == 1023 && !yt_exec_check(self->op.exec))
        return FALSE;
      YtValue value;
      yt_eval_set_row(&self->eval, row);
      yt_eval(&self->eval, expr, &value);
      keys[row] = yt_value_get_id(self->op.exec->terms, &value, self->eval.arena);
    }
  }
  return TRUE;
}

/* With a full buffer, most rows are worse than the worst kept one: they are dropped before they are copied. */
static gboolean
is_hopeless(Order *self, YtTermId key, YtTermId worst)
{
  if (key == worst)
    return FALSE; /* the other keys decide */
  int order = compare_terms(self->op.exec, self->scratch, key, worst);
  return self->orders[0].descending ? order < 0 : order > 0;
}

static gboolean
read_child(Order *self)
{
  enum { ROOM = 256 }; /* rows beyond twice the limit: not much, so that there soon is a worst row */
  YtOp *child = self->op.children[0];
  YtBatch in;
  gboolean has_worst = FALSE;
  YtTermId worst = 0;
  guint first_key = self->rows.n_columns - self->n_orders;
  while (yt_op_next(child, &in)) {
    gsize first = self->rows.n_rows;
    if (!yt_table_grow(&self->rows, in.n_rows))
      return FALSE;
    if (!add_keys(self, &in, first))
      return FALSE;
    gsize n = first;
    for (gsize row = 0; row < in.n_rows; row++) {
      if (has_worst && is_hopeless(self, self->rows.columns[first_key][first + row], worst))
        continue;
      for (guint c = 0; c < child->n_variables; c++)
        self->rows.columns[c][n] = in.columns[c][row];
      for (guint k = 0; k < self->n_orders; k++)
        self->rows.columns[first_key + k][n] = self->rows.columns[first_key + k][first + row];
      n++;
    }
    self->rows.n_rows = n;
    if (self->limit < G_MAXUINT32 / 4 && n > 2 * self->limit + ROOM) {
      if (!cut(self))
        return FALSE;
      if (self->rows.n_rows && self->rows.n_rows == self->limit) {
        worst = self->rows.columns[first_key][self->rows.n_rows - 1];
        has_worst = TRUE;
        if (self->bound) {
          self->bound->worst = worst;
          self->bound->is_set = TRUE;
        }
      }
    }
    if (self->rows.n_rows >= G_MAXUINT32 - YT_BATCH_ROWS) {
      yt_exec_fail(self->op.exec, YT_SPARQL_ERROR_MEMORY, "more than 2^32 rows to sort");
      return FALSE;
    }
  }
  return !yt_exec_has_failed(self->op.exec);
}

static gboolean
order_open(YtOp *op)
{
  Order *self = (Order *) op;
  yt_table_truncate(&self->rows);
  self->at = 0;
  if (self->bound)
    self->bound->is_set = FALSE;
  if (!yt_op_open(op->children[0]) || !read_child(self))
    return FALSE;
  sort_rows(self);
  return yt_exec_check(op->exec);
}

static gboolean
order_next(YtOp *op, YtBatch *batch)
{
  Order *self = (Order *) op;
  gsize n = MIN(self->n_order - self->at, YT_BATCH_ROWS);
  if (self->limit != G_MAXUINT64)
    n = (gsize) MIN(n, self->limit - MIN(self->at, self->limit));
  if (!n || !gather(self, &self->out, self->at, n))
    return FALSE;
  self->at += n;
  for (guint c = 0; c < op->n_variables; c++)
    self->columns[c] = self->out.columns[c];
  *batch = (YtBatch){n, self->columns};
  return TRUE;
}

static void
order_clear(YtOp *op)
{
  Order *self = (Order *) op;
  yt_table_clear(&self->rows);
  yt_table_clear(&self->out);
  yt_eval_clear(&self->eval);
  g_clear_pointer(&self->order, g_free);
  g_clear_pointer(&self->scratch, yt_arena_free);
}

YtOp *
yt_op_order_new(YtExec *exec, YtOp *child, const YtOrder *orders, guint n_orders, guint64 limit,
                YtTopBound *bound)
{
  static const YtOpClass class = {"order", order_open, order_next, order_clear};
  Order *self = yt_op_new(exec, &class, sizeof *self, 1);
  self->op.children[0] = child;
  yt_op_set_variables(&self->op, child->variables, child->n_variables);
  self->op.certain = child->certain;
  self->op.estimate = child->estimate;
  self->op.cost = child->cost + child->estimate * 150;
  self->orders = orders;
  self->n_orders = n_orders;
  self->limit = limit;
  self->bound = bound;
  yt_eval_init(&self->eval, exec);
  self->scratch = yt_arena_new();
  yt_table_init(&self->rows, exec, child->n_variables + n_orders);
  yt_table_init(&self->out, exec, child->n_variables);
  self->columns = yt_arena_array(exec->arena, const YtTermId *, MAX(child->n_variables, 1));
  return &self->op;
}

/* The bound of the rows, further down */

typedef struct {
  YtOp op;
  const YtTopBound *bound;
  int column;
  YtArena *scratch;
  YtTable out;
  const YtTermId **columns;
} Bound;

static gboolean
bound_open(YtOp *op)
{
  return yt_op_open(op->children[0]);
}

static gboolean
bound_next(YtOp *op, YtBatch *batch)
{
  Bound *self = (Bound *) op;
  const YtTopBound *bound = self->bound;
  YtBatch in;
  while (yt_op_next(op->children[0], &in)) {
    if (!bound->is_set) {
      *batch = in;
      return TRUE;
    }
    yt_table_truncate(&self->out);
    if (!yt_table_grow(&self->out, in.n_rows))
      return FALSE;
    const YtTermId *keys = in.columns[self->column];
    gsize n = 0;
    for (gsize row = 0; row < in.n_rows; row++) {
      int order =
          keys[row] == bound->worst ? 0 : compare_terms(op->exec, self->scratch, keys[row], bound->worst);
      if (bound->descending ? order < 0 : order > 0)
        continue;
      for (guint c = 0; c < op->n_variables; c++)
        self->out.columns[c][n] = in.columns[c][row];
      n++;
    }
    self->out.n_rows = n;
    for (guint c = 0; c < op->n_variables; c++)
      self->columns[c] = self->out.columns[c];
    *batch = (YtBatch){n, self->columns};
    if (n)
      return TRUE;
  }
  return FALSE;
}

static void
bound_clear(YtOp *op)
{
  Bound *self = (Bound *) op;
  yt_table_clear(&self->out);
  g_clear_pointer(&self->scratch, yt_arena_free);
}

YtOp *
yt_op_top_bound_new(YtExec *exec, YtOp *child, const YtTopBound *bound)
{
  static const YtOpClass class = {"top bound", bound_open, bound_next, bound_clear};
  Bound *self = yt_op_new(exec, &class, sizeof *self, 1);
  self->op.children[0] = child;
  yt_op_set_variables(&self->op, child->variables, child->n_variables);
  self->op.certain = child->certain;
  self->op.n_sorted = child->n_sorted;
  memcpy(self->op.sorted, child->sorted, sizeof self->op.sorted);
  self->op.estimate = child->estimate;
  self->op.cost = child->cost;
  self->op.detail = yt_explain_variables(exec, &bound->variable, 1);
  self->bound = bound;
  self->column = yt_op_find_column(child, bound->variable);
  self->scratch = yt_arena_new();
  yt_table_init(&self->out, exec, child->n_variables);
  self->columns = yt_arena_array(exec->arena, const YtTermId *, MAX(child->n_variables, 1));
  return &self->op;
}
