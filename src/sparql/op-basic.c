/* op-basic.c: operators that look at one row at a time. */
#include "sparql/eval.h"
#include "sparql/op.h"

static const YtTermId **
batch_columns_new(YtOp *op)
{
  return yt_arena_array(op->exec->arena, const YtTermId *, MAX(op->n_variables, 1));
}

/* Gives @table out as one batch. */
static gboolean
give_table(YtOp *op, const YtTable *table, const YtTermId **columns, YtBatch *batch)
{
  for (guint c = 0; c < op->n_variables; c++)
    columns[c] = table->columns[c];
  *batch = (YtBatch){table->n_rows, columns};
  return table->n_rows > 0;
}

/* Values */

typedef struct {
  YtOp op;
  const YtTermId *ids;
  gsize n_rows, at;
  YtTermId **out;
  const YtTermId **columns;
} Values;

static gboolean
values_open(YtOp *op)
{
  ((Values *) op)->at = 0;
  return TRUE;
}

static gboolean
values_next(YtOp *op, YtBatch *batch)
{
  Values *self = (Values *) op;
  gsize n = MIN(self->n_rows - self->at, YT_BATCH_ROWS);
  for (guint c = 0; c < op->n_variables; c++) {
    for (gsize i = 0; i < n; i++)
      self->out[c][i] = self->ids[(self->at + i) * op->n_variables + c];
    self->columns[c] = self->out[c];
  }
  self->at += n;
  *batch = (YtBatch){n, self->columns};
  return n > 0;
}

YtOp *
yt_op_values_new(YtExec *exec, const guint *variables, guint n_variables, const YtTermId *ids, gsize n_rows)
{
  static const YtOpClass class = {"values", values_open, values_next, NULL};
  Values *self = yt_op_new(exec, &class, sizeof *self, 0);
  yt_op_set_variables(&self->op, variables, n_variables);
  self->ids = ids;
  self->n_rows = n_rows;
  self->out = yt_op_new_columns(&self->op, n_variables, MIN(n_rows, YT_BATCH_ROWS));
  self->columns = batch_columns_new(&self->op);
  for (guint c = 0; c < n_variables; c++) {
    gboolean certain = TRUE;
    for (gsize r = 0; r < n_rows; r++)
      certain = certain && ids[r * n_variables + c];
    if (certain)
      yt_varset_add(&self->op.certain, variables[c], exec->arena);
  }
  self->op.estimate = (double) n_rows;
  return &self->op;
}

/* Seed */

typedef struct {
  YtOp op;
  const YtSeedSource *source;
  gboolean done;
  const YtTermId **columns;
} Seed;

static gboolean
seed_open(YtOp *op)
{
  ((Seed *) op)->done = FALSE;
  return TRUE;
}

static gboolean
seed_next(YtOp *op, YtBatch *batch)
{
  Seed *self = (Seed *) op;
  if (self->done || !self->source->table)
    return FALSE;
  self->done = TRUE;
  return give_table(op, self->source->table, self->columns, batch);
}

YtOp *
yt_op_seed_new(YtExec *exec, const YtSeedSource *source)
{
  static const YtOpClass class = {"bindings", seed_open, seed_next, NULL};
  Seed *self = yt_op_new(exec, &class, sizeof *self, 0);
  self->source = source;
  yt_op_set_variables(&self->op, source->variables, source->n_variables);
  self->columns = batch_columns_new(&self->op);
  for (guint c = 0; c < source->n_variables; c++)
    yt_varset_add(&self->op.certain, source->variables[c], exec->arena);
  self->op.n_sorted = MIN(source->n_variables, G_N_ELEMENTS(self->op.sorted));
  for (guint c = 0; c < self->op.n_sorted; c++)
    self->op.sorted[c] = source->variables[c];
  return &self->op;
}

/* Graphs */

typedef struct {
  YtOp op;
  gboolean done;
  const YtTermId **columns;
  YtTermId *ids;
  gsize n_ids;
} Graphs;

static gboolean
graphs_open(YtOp *op)
{
  Graphs *self = (Graphs *) op;
  const YtDataset *dataset = &op->exec->dataset;
  self->done = FALSE;
  self->ids = yt_arena_array(op->exec->arena, YtTermId, MAX(dataset->n_named, 1));
  self->n_ids = 0;
  for (gsize i = 0; i < dataset->n_named;
       i++) /* those of FROM NAMED may be empty: then they are no graphs of the store */
    self->ids[self->n_ids++] = yt_dataset_get_named(dataset, i);
  return TRUE;
}

static gboolean
graphs_next(YtOp *op, YtBatch *batch)
{
  Graphs *self = (Graphs *) op;
  if (self->done || !self->n_ids)
    return FALSE;
  self->done = TRUE;
  for (guint c = 0; c < op->n_variables; c++)
    self->columns[c] = self->ids;
  *batch = (YtBatch){self->n_ids, self->columns};
  return TRUE;
}

YtOp *
yt_op_graphs_new(YtExec *exec, const guint *variables, guint n_variables)
{
  static const YtOpClass class = {"graphs", graphs_open, graphs_next, NULL};
  Graphs *self = yt_op_new(exec, &class, sizeof *self, 0);
  yt_op_set_variables(&self->op, variables, n_variables);
  self->columns = batch_columns_new(&self->op);
  for (guint c = 0; c < n_variables; c++)
    yt_varset_add(&self->op.certain, variables[c], exec->arena);
  self->op.estimate = (double) exec->dataset.n_named;
  self->op.n_sorted = 1;
  self->op.sorted[0] = variables[0];
  return &self->op;
}

/* Union */

typedef struct {
  YtOp op;
  guint at;
  int **maps; /* maps[child][column]: the child's column, or -1 */
  YtTermId *unbound;
  gsize n_unbound;
  const YtTermId **columns;
} Union;

static gboolean
union_open(YtOp *op)
{
  Union *self = (Union *) op;
  self->at = 0;
  return !op->n_children || yt_op_open(op->children[0]);
}

static gboolean
union_next(YtOp *op, YtBatch *batch)
{
  Union *self = (Union *) op;
  YtBatch in;
  while (self->at < op->n_children) {
    if (!yt_op_next(op->children[self->at], &in)) {
      if (yt_exec_has_failed(op->exec))
        return FALSE;
      if (++self->at < op->n_children && !yt_op_open(op->children[self->at]))
        return FALSE;
      continue;
    }
    if (in.n_rows > self->n_unbound) {
      self->n_unbound = in.n_rows;
      g_free(self->unbound);
      self->unbound = g_new0(YtTermId, in.n_rows);
    }
    for (guint c = 0; c < op->n_variables; c++) {
      int from = self->maps[self->at][c];
      self->columns[c] = from < 0 ? self->unbound : in.columns[from];
    }
    *batch = (YtBatch){in.n_rows, self->columns};
    return TRUE;
  }
  return FALSE;
}

static void
union_clear(YtOp *op)
{
  g_clear_pointer(&((Union *) op)->unbound, g_free);
}

YtOp *
yt_op_union_new(YtExec *exec, YtOp *const *children, guint n_children)
{
  static const YtOpClass class = {"union", union_open, union_next, union_clear};
  Union *self = yt_op_new(exec, &class, sizeof *self, n_children);
  g_autoptr(GArray) variables = g_array_new(FALSE, FALSE, sizeof(guint));
  YtVarSet seen = {0};
  for (guint i = 0; i < n_children; i++) {
    self->op.children[i] = children[i];
    self->op.estimate += children[i]->estimate;
    self->op.cost += children[i]->cost;
    for (guint c = 0; c < children[i]->n_variables; c++)
      if (!yt_varset_has(&seen, children[i]->variables[c])) {
        yt_varset_add(&seen, children[i]->variables[c], exec->arena);
        g_array_append_val(variables, children[i]->variables[c]);
      }
    if (i == 0)
      self->op.certain = yt_varset_copy(&children[0]->certain, exec->arena);
    else
      yt_varset_intersect(&self->op.certain, &children[i]->certain);
  }
  yt_op_set_variables(&self->op, (guint *) (gpointer) variables->data, variables->len);
  self->columns = batch_columns_new(&self->op);
  self->maps = yt_arena_array(exec->arena, int *, MAX(n_children, 1));
  for (guint i = 0; i < n_children; i++) {
    self->maps[i] = yt_arena_array(exec->arena, int, MAX(self->op.n_variables, 1));
    for (guint c = 0; c < self->op.n_variables; c++)
      self->maps[i][c] = yt_op_find_column(children[i], self->op.variables[c]);
  }
  return &self->op;
}

/* Filter */

typedef struct {
  YtOp op;
  YtEval eval;
  YtExpr *const *exprs;
  guint n_exprs;
  int text_column; /* one whose text the first expression looks at, or -1 */
  YtTable out;
  const YtTermId **columns;
} Filter;

/* A variable that is an argument of a function of text. */
static guint
find_text_variable(const YtExpr *expr)
{
  gboolean is_text =
      expr->op == YT_EXPR_FUNCTION && expr->function != YT_FN_BOUND && expr->function != YT_FN_SAMETERM;
  for (guint i = 0; i < expr->n_args; i++) {
    if (is_text && expr->args[i]->op == YT_EXPR_VARIABLE)
      return expr->args[i]->variable;
    guint found = find_text_variable(expr->args[i]);
    if (found != G_MAXUINT)
      return found;
  }
  return G_MAXUINT;
}

/* Has the text of the rows to come on its way while this one is looked at. */
static void
prefetch_text(const Filter *self, const YtBatch *in, gsize row)
{
  enum { FAR = 16, NEAR = 6 };
  const YtTermId *column = in->columns[self->text_column];
  if (row + FAR < in->n_rows)
    yt_store_prefetch_term(self->op.exec->store, column[row + FAR], FALSE);
  if (row + NEAR < in->n_rows)
    yt_store_prefetch_term(self->op.exec->store, column[row + NEAR], TRUE);
}

static gboolean
filter_open(YtOp *op)
{
  return yt_op_open(op->children[0]);
}

static gboolean
filter_next(YtOp *op, YtBatch *batch)
{
  Filter *self = (Filter *) op;
  YtBatch in;
  while (yt_op_next(op->children[0], &in)) {
    yt_table_truncate(&self->out);
    if (!yt_table_grow(&self->out, in.n_rows))
      return FALSE;
    yt_eval_set_batch(&self->eval, op->children[0], &in);
    for (gsize row = 0; row < in.n_rows; row++) {
      if (row % 1024 == 1023 && !yt_exec_check(op->exec))
        return FALSE;
      if (self->text_column >= 0)
        prefetch_text(self, &in, row);
      yt_eval_set_row(&self->eval, row);
      if (!yt_eval_filter(&self->eval, self->exprs, self->n_exprs))
        continue;
      for (guint c = 0; c < op->n_variables; c++)
        self->out.columns[c][self->out.n_rows] = in.columns[c][row];
      self->out.n_rows++;
    }
    if (self->out.n_rows)
      return give_table(op, &self->out, self->columns, batch);
  }
  return FALSE;
}

static void
filter_clear(YtOp *op)
{
  Filter *self = (Filter *) op;
  yt_table_clear(&self->out);
  yt_eval_clear(&self->eval);
}

/* An operator with the variables, order and certainty of its child. */
static void
take_after(YtOp *op, YtOp *child)
{
  op->children[0] = child;
  yt_op_set_variables(op, child->variables, child->n_variables);
  op->certain = child->certain;
  op->estimate = child->estimate;
  op->cost = child->cost;
  op->n_sorted = child->n_sorted;
  op->ranked = child->ranked;
  memcpy(op->sorted, child->sorted, sizeof op->sorted);
}

YtOp *
yt_op_filter_new(YtExec *exec, YtOp *child, YtExpr *const *exprs, guint n_exprs)
{
  static const YtOpClass class = {"filter", filter_open, filter_next, filter_clear};
  Filter *self = yt_op_new(exec, &class, sizeof *self, 1);
  take_after(&self->op, child);
  self->exprs = exprs;
  self->n_exprs = n_exprs;
  guint text = n_exprs ? find_text_variable(exprs[0]) : G_MAXUINT;
  self->text_column = text == G_MAXUINT ? -1 : yt_op_find_column(child, text);
  yt_eval_init(&self->eval, exec);
  yt_table_init(&self->out, exec, self->op.n_variables);
  self->columns = batch_columns_new(&self->op);
  self->op.cost += child->estimate * 200 * n_exprs;
  return &self->op;
}

/* Extend */

typedef struct {
  YtOp op;
  YtEval eval;
  const YtProjection *extensions;
  guint n_extensions;
  YtTable out; /* only the new columns are filled */
  const YtTermId **columns;
} Extend;

static gboolean
extend_next(YtOp *op, YtBatch *batch)
{
  Extend *self = (Extend *) op;
  YtOp *child = op->children[0];
  YtBatch in;
  if (!yt_op_next(child, &in))
    return FALSE;
  yt_table_truncate(&self->out);
  if (!yt_table_grow(&self->out, in.n_rows))
    return FALSE;
  yt_eval_set_batch(&self->eval, child, &in);
  for (guint e = 0; e < self->n_extensions; e++) /* those after it may use it */
    self->eval.columns[self->extensions[e].variable] = self->out.columns[e];
  for (gsize row = 0; row < in.n_rows; row++) {
    if (row % 1024 == 1023 && !yt_exec_check(op->exec))
      return FALSE;
    yt_eval_set_row(&self->eval, row);
    for (guint e = 0; e < self->n_extensions; e++)
      self->out.columns[e][row] = 0;
    for (guint e = 0; e < self->n_extensions; e++) {
      YtValue value;
      yt_eval(&self->eval, self->extensions[e].expr, &value);
      self->out.columns[e][row] = yt_value_get_id(op->exec->terms, &value, self->eval.arena);
    }
  }
  self->out.n_rows = in.n_rows;
  for (guint c = 0; c < child->n_variables; c++)
    self->columns[c] = in.columns[c];
  for (guint e = 0; e < self->n_extensions; e++)
    self->columns[child->n_variables + e] = self->out.columns[e];
  *batch = (YtBatch){in.n_rows, self->columns};
  return TRUE;
}

static void
extend_clear(YtOp *op)
{
  Extend *self = (Extend *) op;
  yt_table_clear(&self->out);
  yt_eval_clear(&self->eval);
}

YtOp *
yt_op_extend_new(YtExec *exec, YtOp *child, const YtProjection *extensions, guint n_extensions)
{
  static const YtOpClass class = {"extend", filter_open, extend_next, extend_clear};
  Extend *self = yt_op_new(exec, &class, sizeof *self, 1);
  take_after(&self->op, child);
  guint *variables = yt_arena_array(exec->arena, guint, child->n_variables + n_extensions);
  memcpy(variables, child->variables, child->n_variables * sizeof *variables);
  for (guint e = 0; e < n_extensions; e++)
    variables[child->n_variables + e] = extensions[e].variable;
  yt_op_set_variables(&self->op, variables, child->n_variables + n_extensions);
  self->extensions = extensions;
  self->n_extensions = n_extensions;
  yt_eval_init(&self->eval, exec);
  yt_table_init(&self->out, exec, n_extensions);
  self->columns = batch_columns_new(&self->op);
  self->op.cost += child->estimate * 300 * n_extensions;
  return &self->op;
}

/* Project */

typedef struct {
  YtOp op;
  int *map;
  YtTermId *unbound;
  gsize n_unbound;
  const YtTermId **columns;
} Project;

static gboolean
project_next(YtOp *op, YtBatch *batch)
{
  Project *self = (Project *) op;
  YtBatch in;
  if (!yt_op_next(op->children[0], &in))
    return FALSE;
  if (in.n_rows > self->n_unbound) {
    self->n_unbound = in.n_rows;
    g_free(self->unbound);
    self->unbound = g_new0(YtTermId, in.n_rows);
  }
  for (guint c = 0; c < op->n_variables; c++)
    self->columns[c] = self->map[c] < 0 ? self->unbound : in.columns[self->map[c]];
  *batch = (YtBatch){in.n_rows, self->columns};
  return TRUE;
}

static void
project_clear(YtOp *op)
{
  g_clear_pointer(&((Project *) op)->unbound, g_free);
}

YtOp *
yt_op_project_new(YtExec *exec, YtOp *child, const guint *variables, guint n_variables)
{
  static const YtOpClass class = {"project", filter_open, project_next, project_clear};
  Project *self = yt_op_new(exec, &class, sizeof *self, 1);
  take_after(&self->op, child);
  yt_op_set_variables(&self->op, variables, n_variables);
  self->op.certain = (YtVarSet){0};
  self->map = yt_arena_array(exec->arena, int, MAX(n_variables, 1));
  for (guint c = 0; c < n_variables; c++) {
    self->map[c] = yt_op_find_column(child, variables[c]);
    if (yt_varset_has(&child->certain, variables[c]))
      yt_varset_add(&self->op.certain, variables[c], exec->arena);
  }
  for (guint i = 0; i < self->op.n_sorted; i++)
    if (yt_op_find_column(&self->op, self->op.sorted[i]) < 0)
      self->op.n_sorted = i;
  self->columns = batch_columns_new(&self->op);
  return &self->op;
}

/* Distinct */

typedef struct {
  YtOp op;
  YtRowSet seen;
  YtTermId *key;
  YtTable out;
  const YtTermId **columns;
} Distinct;

static gboolean
distinct_open(YtOp *op)
{
  Distinct *self = (Distinct *) op;
  yt_row_set_clear(&self->seen);
  yt_row_set_init(&self->seen, op->exec, op->n_variables, op->n_variables);
  return yt_op_open(op->children[0]);
}

static gboolean
distinct_next(YtOp *op, YtBatch *batch)
{
  Distinct *self = (Distinct *) op;
  YtBatch in;
  while (yt_op_next(op->children[0], &in)) {
    yt_table_truncate(&self->out);
    if (!yt_table_grow(&self->out, in.n_rows))
      return FALSE;
    for (gsize row = 0; row < in.n_rows; row++) {
      gsize at;
      gboolean is_new;
      for (guint c = 0; c < op->n_variables; c++)
        self->key[c] = in.columns[c][row];
      if (!yt_row_set_add(&self->seen, self->key, &at, &is_new))
        return FALSE;
      if (!is_new)
        continue;
      for (guint c = 0; c < op->n_variables; c++)
        self->out.columns[c][self->out.n_rows] = self->key[c];
      self->out.n_rows++;
    }
    if (self->out.n_rows)
      return give_table(op, &self->out, self->columns, batch);
  }
  return FALSE;
}

static void
distinct_clear(YtOp *op)
{
  Distinct *self = (Distinct *) op;
  yt_row_set_clear(&self->seen);
  yt_table_clear(&self->out);
}

YtOp *
yt_op_distinct_new(YtExec *exec, YtOp *child)
{
  static const YtOpClass class = {"distinct", distinct_open, distinct_next, distinct_clear};
  Distinct *self = yt_op_new(exec, &class, sizeof *self, 1);
  take_after(&self->op, child);
  yt_row_set_init(&self->seen, exec, self->op.n_variables, self->op.n_variables);
  yt_table_init(&self->out, exec, self->op.n_variables);
  self->key = yt_arena_array(exec->arena, YtTermId, MAX(self->op.n_variables, 1));
  self->columns = batch_columns_new(&self->op);
  self->op.cost += child->estimate * 60;
  return &self->op;
}

/* Slice */

typedef struct {
  YtOp op;
  guint64 offset, limit;
  guint64 n_skipped, n_given;
  const YtTermId **columns;
} Slice;

static gboolean
slice_open(YtOp *op)
{
  Slice *self = (Slice *) op;
  self->n_skipped = self->n_given = 0;
  return yt_op_open(op->children[0]);
}

static gboolean
slice_next(YtOp *op, YtBatch *batch)
{
  Slice *self = (Slice *) op;
  YtBatch in;
  while (self->n_given < self->limit && yt_op_next(op->children[0], &in)) {
    gsize skip = (gsize) MIN(self->offset - self->n_skipped, in.n_rows);
    self->n_skipped += skip;
    gsize n = (gsize) MIN(in.n_rows - skip, self->limit - self->n_given);
    if (!n)
      continue;
    for (guint c = 0; c < op->n_variables; c++)
      self->columns[c] = in.columns[c] + skip;
    self->n_given += n;
    *batch = (YtBatch){n, self->columns};
    return TRUE;
  }
  return FALSE;
}

YtOp *
yt_op_slice_new(YtExec *exec, YtOp *child, guint64 offset, guint64 limit)
{
  static const YtOpClass class = {"slice", slice_open, slice_next, NULL};
  Slice *self = yt_op_new(exec, &class, sizeof *self, 1);
  take_after(&self->op, child);
  self->offset = offset;
  self->limit = limit;
  self->columns = batch_columns_new(&self->op);
  self->op.estimate = MIN(MAX(child->estimate - (double) offset, 0), (double) limit);
  return &self->op;
}
