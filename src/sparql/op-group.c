/* op-group.c: GROUP BY and the aggregates, SPARQL 1.1, 18.5.1.
 *
 * Groups stand in the order of their first solutions. An aggregate of a plain variable reads ids; sums of inline
 * integers and decimals are kept in millionths in 128 bits, anything else goes through YtValue. Values that cannot be
 * computed are not counted by COUNT, spoil SUM and AVG, and are passed over by the others. */
#include "sparql/eval.h"
#include "sparql/explain.h"

typedef struct {
  guint64 n;      /* values taken */
  YtInt128 exact; /* the sum of inline numbers, in millionths */
  gboolean has_decimal;
  gboolean failed;
  YtTermId best; /* MIN, MAX, SAMPLE */
  YtValue *sum;  /* of other numbers */
  GString *text; /* GROUP_CONCAT */
} Accumulator;

typedef struct {
  YtOp op;
  YtEval eval;
  guint n_keys;
  int *key_columns;
  const YtProjection *aggregates;
  guint n_aggregates;
  YtRowSet groups;
  GArray *accumulators;     /* n_aggregates for each group */
  YtRowSet *seen;           /* by aggregate: of DISTINCT ones, group and values */
  guint sorted_variable;    /* of the one group's solutions, or G_MAXUINT: its equal values stand together */
  YtTermId last, next_last; /* the last of its values in the batch before, and in this one */
  YtTermId *key;
  YtArena *scratch;
  gsize at;
  YtTable out;
  const YtTermId **columns;
} Group;

static void
accumulator_clear(gpointer data)
{
  Accumulator *a = data;
  g_free(a->sum);
  if (a->text)
    g_string_free(a->text, TRUE);
}

static void
add_number(Group *self, Accumulator *a, YtTermId id)
{
  if (yt_id_kind(id) == YT_ID_INTEGER) {
    a->exact += (YtInt128) yt_id_get_integer(id) * YT_DECIMAL_ONE;
    return;
  }
  if (yt_id_kind(id) == YT_ID_DECIMAL) {
    a->exact += yt_id_get_decimal(id);
    a->has_decimal = TRUE;
    return;
  }
  YtValue value = yt_value_from_id(self->op.exec->terms, id, self->scratch);
  if (!a->sum) {
    a->sum = g_new(YtValue, 1);
    *a->sum = yt_value_integer(0);
  }
  *a->sum = yt_value_arithmetic('+', a->sum, &value);
  a->failed = a->failed || a->sum->kind == YT_VALUE_ERROR;
}

static gboolean
is_better(Group *self, YtAggregateOp op, YtTermId id, YtTermId best)
{
  if (!best)
    return TRUE;
  if (id == best)
    return FALSE;
  int order;
  YtIdKind kind = yt_id_kind(id);
  if (kind == yt_id_kind(best) &&
      (kind == YT_ID_DECIMAL ||
       (kind == YT_ID_INTEGER && yt_id_get_integer_type(id) == yt_id_get_integer_type(best))))
    order =
        id < best ? -1 : 1; /* ids of one type are in the order of values; of equal values either may stay */
  else {
    YtValue x = yt_value_from_id(self->op.exec->terms, id, self->scratch);
    YtValue y = yt_value_from_id(self->op.exec->terms, best, self->scratch);
    order = yt_value_order(self->op.exec->terms, &x, &y, self->scratch);
  }
  return op == YT_AGGREGATE_MIN ? order < 0 : order > 0;
}

static void
add_text(Group *self, Accumulator *a, const YtExpr *aggregate, YtTermId id)
{
  YtValue value = yt_value_from_id(self->op.exec->terms, id, self->scratch);
  YtTerm term = yt_value_get_term(self->op.exec->terms, &value, self->scratch);
  if (term.kind == YT_TERM_BLANK)
    return;
  if (!a->text)
    a->text = g_string_new(NULL);
  else
    g_string_append(a->text, aggregate->separator ? aggregate->separator : " ");
  gsize before = a->text->allocated_len;
  g_string_append_len(a->text, term.text, (gssize) term.n_text);
  if (a->text->allocated_len > before)
    yt_exec_reserve(self->op.exec, a->text->allocated_len - before);
}

static void
accumulate(Group *self, Accumulator *a, const YtExpr *aggregate, YtTermId id)
{
  a->n++;
  switch (aggregate->aggregate) {
  case YT_AGGREGATE_COUNT: break;
  case YT_AGGREGATE_SUM:
  case YT_AGGREGATE_AVG: add_number(self, a, id); break;
  case YT_AGGREGATE_MIN:
  case YT_AGGREGATE_MAX:
    if (is_better(self, aggregate->aggregate, id, a->best))
      a->best = id;
    break;
  case YT_AGGREGATE_SAMPLE:
    if (!a->best)
      a->best = id;
    break;
  case YT_AGGREGATE_GROUP_CONCAT: add_text(self, a, aggregate, id); break;
  }
  if (yt_arena_get_n_bytes(self->scratch) > 64 * 1024)
    yt_arena_reset(self->scratch);
}

/* Is this the first time that the group sees the value (of COUNT(DISTINCT *): the solution)? */
static gboolean
is_new_value(Group *self, guint aggregate, gsize group, const YtBatch *in, gsize row, YtTermId id,
             gboolean *is_new)
{
  YtRowSet *seen = &self->seen[aggregate];
  gsize at;
  self->key[0] = group;
  if (self->aggregates[aggregate].expr->star)
    for (guint c = 0; c < self->op.children[0]->n_variables; c++)
      self->key[1 + c] = in->columns[c][row];
  else
    self->key[1] = id;
  return yt_row_set_add(seen, self->key, &at, is_new);
}

/* Adds the rows of @in, whose groups are @groups, to one aggregate. */
static gboolean
aggregate_batch(Group *self, guint index, const YtBatch *in, const gsize *groups)
{
  const YtExpr *aggregate = self->aggregates[index].expr;
  const YtExpr *expr = aggregate->n_args ? aggregate->args[0] : NULL;
  const YtTermId *column = expr && expr->op == YT_EXPR_VARIABLE && expr->variable < self->eval.n_columns
                               ? self->eval.columns[expr->variable]
                               : NULL;
  gboolean is_sorted = aggregate->distinct && column && expr->variable == self->sorted_variable;
  YtTermId last = self->last;
  if (is_sorted) /* for the next batch: other aggregates of the variable still need the old one */
    self->next_last = column[in->n_rows - 1];
  for (gsize row = 0; row < in->n_rows; row++) {
    Accumulator *a =
        &g_array_index(self->accumulators, Accumulator, groups[row] * self->n_aggregates + index);
    YtTermId id = 0;
    if (column)
      id = column[row];
    else if (expr) {
      YtValue value;
      if (row % 1024 == 1023 && !yt_exec_check(self->op.exec))
        return FALSE;
      yt_eval_set_row(&self->eval, row);
      yt_eval(&self->eval, expr, &value);
      id = yt_value_get_id(self->op.exec->terms, &value, self->eval.arena);
    }
    if (expr && !id) {
      a->failed =
          a->failed || aggregate->aggregate == YT_AGGREGATE_SUM || aggregate->aggregate == YT_AGGREGATE_AVG;
      continue;
    }
    gboolean is_new = TRUE;
    if (is_sorted) {
      is_new = id != last;
      last = id;
    } else if (aggregate->distinct && !is_new_value(self, index, groups[row], in, row, id, &is_new))
      return FALSE;
    if (is_new)
      accumulate(self, a, aggregate, id);
  }
  return !yt_exec_has_failed(self->op.exec);
}

static gboolean
add_group(Group *self, const YtTermId *key, gsize *group)
{
  gboolean is_new;
  if (!yt_row_set_add(&self->groups, key, group, &is_new))
    return FALSE;
  if (is_new && self->n_aggregates) {
    if (!yt_exec_reserve(self->op.exec, self->n_aggregates * sizeof(Accumulator)))
      return FALSE;
    g_array_set_size(self->accumulators, self->accumulators->len + self->n_aggregates);
  }
  return TRUE;
}

static gboolean
find_groups(Group *self, const YtBatch *in, gsize *groups)
{
  gsize last = 0;
  for (gsize row = 0; row < in->n_rows; row++) {
    gboolean same = row > 0;
    yt_row_set_look_ahead(&self->groups, in->columns, self->key_columns, row, in->n_rows);
    for (guint k = 0; k < self->n_keys; k++) {
      YtTermId id = self->key_columns[k] < 0 ? 0 : in->columns[self->key_columns[k]][row];
      same = same && self->key[k] == id;
      self->key[k] = id;
    }
    if (!same && !add_group(self, self->key, &last))
      return FALSE;
    groups[row] = last;
  }
  return TRUE;
}

static void
group_reset(Group *self)
{
  yt_row_set_clear(&self->groups);
  for (guint i = 0; i < self->n_aggregates; i++)
    if (self->aggregates[i].expr->distinct)
      yt_row_set_clear(&self->seen[i]);
  if (self->accumulators) {
    yt_exec_release(self->op.exec, self->accumulators->len * sizeof(Accumulator));
    g_clear_pointer(&self->accumulators, g_array_unref);
  }
}

static gboolean
group_open(YtOp *op)
{
  Group *self = (Group *) op;
  YtOp *child = op->children[0];
  group_reset(self);
  self->at = 0;
  self->last = self->next_last = 0;
  self->accumulators = g_array_new(FALSE, TRUE, sizeof(Accumulator));
  g_array_set_clear_func(self->accumulators, accumulator_clear);
  yt_row_set_init(&self->groups, op->exec, self->n_keys, self->n_keys);
  for (guint i = 0; i < self->n_aggregates; i++)
    if (self->aggregates[i].expr->distinct) {
      guint n = 1 + (self->aggregates[i].expr->star ? child->n_variables : 1);
      yt_row_set_init(&self->seen[i], op->exec, n, n);
    }
  if (!yt_op_open(child))
    return FALSE;
  YtBatch in;
  g_autoptr(GArray) groups = g_array_new(FALSE, FALSE, sizeof(gsize));
  while (yt_op_next(child, &in)) {
    g_array_set_size(groups, (guint) MAX(in.n_rows, groups->len));
    gsize *of_rows = (gsize *) (gpointer) groups->data;
    if (!find_groups(self, &in, of_rows))
      return FALSE;
    yt_eval_set_batch(&self->eval, child, &in);
    for (guint i = 0; i < self->n_aggregates; i++)
      if (!aggregate_batch(self, i, &in, of_rows))
        return FALSE;
    self->last = self->next_last;
  }
  gsize only;
  if (!self->n_keys && !self->groups.table.n_rows && !add_group(self, NULL, &only))
    return FALSE;
  return !yt_exec_has_failed(op->exec);
}

static YtValue
sum_of(const Accumulator *a)
{
  YtDecimal exact = {a->exact, 6};
  YtValue value = a->has_decimal ? yt_value_decimal(YT_VALUE_DECIMAL, exact)
                                 : yt_value_decimal(YT_VALUE_INTEGER, yt_decimal_truncate(exact));
  return a->sum ? yt_value_arithmetic('+', &value, a->sum) : value;
}

static YtTermId
result_of(Group *self, const YtExpr *aggregate, const Accumulator *a)
{
  YtValue value = {0}, n = yt_value_integer((gint64) a->n);
  switch (aggregate->aggregate) {
  case YT_AGGREGATE_COUNT: value = n; break;
  case YT_AGGREGATE_SUM:
    if (!a->failed)
      value = sum_of(a);
    break;
  case YT_AGGREGATE_AVG:
    if (!a->failed) {
      value = sum_of(a);
      value = a->n ? yt_value_arithmetic('/', &value, &n) : yt_value_integer(0);
    }
    break;
  case YT_AGGREGATE_MIN:
  case YT_AGGREGATE_MAX:
  case YT_AGGREGATE_SAMPLE: return a->best;
  case YT_AGGREGATE_GROUP_CONCAT:
    value = a->text ? yt_value_string(a->text->str, a->text->len) : yt_value_string("", 0);
    break;
  }
  return yt_value_get_id(self->op.exec->terms, &value, self->scratch);
}

static gboolean
group_next(YtOp *op, YtBatch *batch)
{
  Group *self = (Group *) op;
  gsize n = MIN(self->groups.table.n_rows - self->at, YT_BATCH_ROWS);
  yt_table_truncate(&self->out);
  if (!n || !yt_table_grow(&self->out, n))
    return FALSE;
  for (guint i = 0; i < self->n_aggregates; i++)
    for (gsize r = 0; r < n; r++)
      self->out.columns[i][r] =
          result_of(self, self->aggregates[i].expr,
                    &g_array_index(self->accumulators, Accumulator, (self->at + r) * self->n_aggregates + i));
  self->out.n_rows = n;
  for (guint k = 0; k < self->n_keys; k++)
    self->columns[k] = self->groups.table.columns[k] + self->at;
  for (guint i = 0; i < self->n_aggregates; i++)
    self->columns[self->n_keys + i] = self->out.columns[i];
  self->at += n;
  *batch = (YtBatch){n, self->columns};
  return TRUE;
}

static void
group_clear(YtOp *op)
{
  Group *self = (Group *) op;
  group_reset(self);
  yt_table_clear(&self->out);
  yt_eval_clear(&self->eval);
  g_clear_pointer(&self->scratch, yt_arena_free);
}

YtOp *
yt_op_group_new(YtExec *exec, YtOp *child, const guint *keys, guint n_keys, const YtProjection *aggregates,
                guint n_aggregates)
{
  static const YtOpClass class = {"group", group_open, group_next, group_clear};
  Group *self = yt_op_new(exec, &class, sizeof *self, 1);
  self->op.children[0] = child;
  guint *variables = yt_arena_array(exec->arena, guint, n_keys + n_aggregates + 1);
  self->key_columns = yt_arena_array(exec->arena, int, n_keys + 1);
  for (guint k = 0; k < n_keys; k++) {
    variables[k] = keys[k];
    self->key_columns[k] = yt_op_find_column(child, keys[k]);
    if (yt_varset_has(&child->certain, keys[k]))
      yt_varset_add(&self->op.certain, keys[k], exec->arena);
  }
  for (guint i = 0; i < n_aggregates; i++) {
    variables[n_keys + i] = aggregates[i].variable;
    if (aggregates[i].expr->aggregate == YT_AGGREGATE_COUNT)
      yt_varset_add(&self->op.certain, aggregates[i].variable, exec->arena);
  }
  yt_op_set_variables(&self->op, variables, n_keys + n_aggregates);
  self->n_keys = n_keys;
  gboolean is_sorted = !n_keys && child->n_sorted && yt_varset_has(&child->certain, child->sorted[0]);
  self->sorted_variable = is_sorted ? child->sorted[0] : G_MAXUINT;
  self->op.detail = yt_explain_variables(exec, keys, n_keys);
  self->aggregates = aggregates;
  self->n_aggregates = n_aggregates;
  self->seen = yt_arena_array(exec->arena, YtRowSet, n_aggregates + 1);
  self->key = yt_arena_array(exec->arena, YtTermId, MAX(n_keys, child->n_variables + 1) + 1);
  self->scratch = yt_arena_new();
  yt_eval_init(&self->eval, exec);
  yt_row_set_init(&self->groups, exec, n_keys, n_keys);
  yt_table_init(&self->out, exec, n_aggregates);
  self->columns = yt_arena_array(exec->arena, const YtTermId *, self->op.n_variables + 1);
  self->op.estimate = n_keys ? MAX(child->estimate / 10, 1) : 1;
  self->op.cost = child->cost + child->estimate * (60 + 20 * n_aggregates);
  return &self->op;
}
