/* op-join.c: joins by hashing: inner, left, semi, anti and minus.
 *
 * The right side is read into a table and indexed by the variables that both sides always bind; those that a side may
 * leave unbound are compared row by row, since an unbound variable is compatible with anything (18.3). With a seed, the
 * left side is taken in growing parts, and the right side is evaluated anew for the bindings of each part: then the
 * right side's plan can begin from them instead of from the whole store. */
#include "sparql/eval.h"
#include "sparql/explain.h"
#include <stdlib.h>

typedef struct {
  guint left, right; /* columns */
} Pair;

typedef struct {
  YtOp op;
  YtJoinKind kind;
  YtSeedSource *seed;
  YtExpr *const *exprs;
  guint n_exprs;
  guint n_certain;               /* shared variables: those that index the right side, */
  guint *left_keys, *right_keys; /* columns */
  guint n_loose;                 /* and those that may be unbound */
  Pair *loose;
  guint n_counted; /* MINUS: shared variables of which one must be bound on both sides */
  Pair *counted;
  guint n_new; /* right columns that the left side lacks */
  guint *new_columns;
  gboolean only_keys; /* SEMI and its kin, where it is enough to know which keys there are */
  YtRowSet keys;
  YtTermId *key;
  YtTable right;
  YtRowIndex index;
  gboolean has_right;
  YtTable part; /* with a seed: left rows */
  YtTable seeds;
  gsize part_rows;
  gboolean left_ended;
  YtEval eval;
  YtTermId *row; /* one merged solution, for the condition */
  const YtTermId **row_columns;
  YtBatch left;
  gsize left_at;
  guint32 chain; /* right row + 1 to go on with */
  gboolean in_row, matched;
  const YtTermId **part_columns;
  guint32 *pair_left; /* rows of the output: left row, and right row + 1 or 0 */
  guint32 *pair_right;
  gsize n_gathered; /* of the output, in columns already */
  YtTable out;
  const YtTermId **columns;
} HashJoin;

enum { FIRST_PART = 1024, LARGEST_PART = 1 << 17 };

/* Seeds */

static int
compare_seeds(gconstpointer a, gconstpointer b, gpointer data)
{
  const YtTable *table = data;
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;
  for (guint c = 0; c < table->n_columns; c++)
    if (table->columns[c][x] != table->columns[c][y])
      return table->columns[c][x] < table->columns[c][y] ? -1 : 1;
  return 0;
}

/* The different bindings of the seed's variables in the part, in order. */
static gboolean
make_seeds(HashJoin *self)
{
  YtOp *left = self->op.children[0];
  guint n = self->seed->n_variables;
  yt_table_clear(&self->seeds);
  yt_table_init(&self->seeds, self->op.exec, n);
  if (!yt_table_grow(&self->seeds, self->part.n_rows))
    return FALSE;
  g_autofree guint32 *order = g_new(guint32, MAX(self->part.n_rows, 1));
  YtTable view = {.n_columns = n, .columns = g_newa(YtTermId *, n + 1)};
  for (guint c = 0; c < n; c++)
    view.columns[c] = self->part.columns[yt_op_find_column(left, self->seed->variables[c])];
  gboolean sorted = TRUE;
  for (gsize i = 0; i < self->part.n_rows; i++) {
    order[i] = (guint32) i;
    guint32 pair[2] = {(guint32) i - 1, (guint32) i};
    sorted = sorted && (i == 0 || compare_seeds(&pair[0], &pair[1], &view) <= 0);
  }
  if (!sorted)
    qsort_r(order, self->part.n_rows, sizeof *order, compare_seeds, &view);
  for (gsize i = 0; i < self->part.n_rows; i++) {
    if (i > 0 && !compare_seeds(&order[i - 1], &order[i], &view))
      continue;
    for (guint c = 0; c < n; c++)
      self->seeds.columns[c][self->seeds.n_rows] = view.columns[c][order[i]];
    self->seeds.n_rows++;
  }
  self->seed->table = &self->seeds;
  return TRUE;
}

/* The next part of the left side; FALSE at its end. */
static gboolean
read_part(HashJoin *self)
{
  YtOp *left = self->op.children[0];
  YtBatch in;
  yt_table_truncate(&self->part);
  while (!self->left_ended && self->part.n_rows < self->part_rows) {
    if (!yt_op_next(left, &in)) {
      self->left_ended = TRUE;
      break;
    }
    if (!yt_table_grow(&self->part, in.n_rows))
      return FALSE;
    for (guint c = 0; c < left->n_variables; c++)
      memcpy(self->part.columns[c] + self->part.n_rows, in.columns[c], in.n_rows * sizeof(YtTermId));
    self->part.n_rows += in.n_rows;
  }
  self->part_rows = MIN(self->part_rows * 8, LARGEST_PART);
  return self->part.n_rows && !yt_exec_has_failed(self->op.exec);
}

static gboolean
read_keys(HashJoin *self)
{
  YtOp *right = self->op.children[1];
  YtBatch in;
  yt_row_set_clear(&self->keys);
  yt_row_set_init(&self->keys, self->op.exec, self->n_certain, self->n_certain);
  while (yt_op_next(right, &in))
    for (gsize i = 0; i < in.n_rows; i++) {
      gsize row;
      gboolean is_new;
      yt_row_set_look_ahead(&self->keys, in.columns, (const int *) self->right_keys, i, in.n_rows);
      for (guint k = 0; k < self->n_certain; k++)
        self->key[k] = in.columns[self->right_keys[k]][i];
      if (!yt_row_set_add(&self->keys, self->key, &row, &is_new))
        return FALSE;
    }
  return !yt_exec_has_failed(self->op.exec);
}

/* Reads and indexes the right side. */
static gboolean
read_right(HashJoin *self)
{
  YtOp *right = self->op.children[1];
  yt_row_index_clear(&self->index);
  yt_table_truncate(&self->right);
  self->has_right = TRUE;
  if (!yt_op_open(right))
    return FALSE;
  if (self->only_keys)
    return read_keys(self);
  return yt_table_read(&self->right, right) &&
         yt_row_index_build(&self->index, &self->right, self->right_keys, self->n_certain);
}

static gboolean
next_left(HashJoin *self)
{
  YtOp *left = self->op.children[0];
  self->left_at = 0;
  self->left.n_rows = 0; /* should there be no more */
  if (!self->seed) {
    YtBatch in;
    if (!yt_op_next(left, &in) || (!self->has_right && !read_right(self)))
      return FALSE;
    self->left = in;
    return TRUE;
  }
  if (!read_part(self) || !make_seeds(self) || !read_right(self))
    return FALSE;
  for (guint c = 0; c < left->n_variables; c++)
    self->part_columns[c] = self->part.columns[c];
  self->left = (YtBatch){self->part.n_rows, self->part_columns};
  return TRUE;
}

/* Matching */

static guint32
first_in_chain(const HashJoin *self, gsize row)
{
  guint64 hash = 0;
  for (guint k = 0; k < self->n_certain; k++)
    hash = yt_hash_ids(hash, self->left.columns[self->left_keys[k]][row]);
  return self->index.heads[hash & (self->index.n_heads - 1)];
}

static gboolean
is_compatible(const HashJoin *self, gsize left, gsize right)
{
  for (guint k = 0; k < self->n_certain; k++)
    if (self->left.columns[self->left_keys[k]][left] != self->right.columns[self->right_keys[k]][right])
      return FALSE;
  for (guint i = 0; i < self->n_loose; i++) {
    YtTermId a = self->left.columns[self->loose[i].left][left],
             b = self->right.columns[self->loose[i].right][right];
    if (a && b && a != b)
      return FALSE;
  }
  if (self->kind != YT_JOIN_MINUS)
    return TRUE;
  for (guint i = 0; i < self->n_counted; i++)
    if (self->left.columns[self->counted[i].left][left] && self->right.columns[self->counted[i].right][right])
      return TRUE;
  return FALSE;
}

/* The value of output column @c in the solution that merges two rows. */
static YtTermId
merged(const HashJoin *self, guint c, gsize left, gsize right)
{
  guint n_left = self->op.children[0]->n_variables;
  if (c >= n_left)
    return self->right.columns[self->new_columns[c - n_left]][right];
  YtTermId id = self->left.columns[c][left];
  for (guint i = 0; !id && i < self->n_loose; i++)
    if (self->loose[i].left == c)
      id = self->right.columns[self->loose[i].right][right];
  return id;
}

static gboolean
meets_condition(HashJoin *self, gsize left, gsize right)
{
  if (!self->n_exprs)
    return TRUE;
  guint n_left = self->op.children[0]->n_variables;
  for (guint c = 0; c < n_left + self->n_new; c++)
    self->row[c] = merged(self, c, left, right);
  yt_eval_set_row(&self->eval, 0);
  return yt_eval_filter(&self->eval, self->exprs, self->n_exprs);
}

static void
emit(HashJoin *self, gsize left, gssize right)
{
  self->pair_left[self->out.n_rows] = (guint32) left;
  self->pair_right[self->out.n_rows++] = (guint32) (right + 1);
}

/* Copies what the pairs name into the output, column by column, while the left batch is at hand. */
static void
gather(HashJoin *self)
{
  guint n_left = self->op.children[0]->n_variables;
  gsize first = self->n_gathered, end = self->out.n_rows;
  for (guint c = 0; c < self->op.n_variables; c++) {
    YtTermId *out = self->out.columns[c];
    if (c < n_left && !self->n_loose) {
      const YtTermId *in = self->left.columns[c];
      for (gsize i = first; i < end; i++)
        out[i] = in[self->pair_left[i]];
    } else if (c < n_left) {
      for (gsize i = first; i < end; i++)
        out[i] = self->pair_right[i] ? merged(self, c, self->pair_left[i], self->pair_right[i] - 1)
                                     : self->left.columns[c][self->pair_left[i]];
    } else {
      const YtTermId *in = self->right.columns[self->new_columns[c - n_left]];
      for (gsize i = first; i < end; i++)
        out[i] = self->pair_right[i] ? in[self->pair_right[i] - 1] : 0;
    }
  }
  self->n_gathered = end;
}

/* The same where only the keys count. */
static gboolean
probe_keys(HashJoin *self)
{
  gboolean wanted = self->kind == YT_JOIN_SEMI, found = FALSE;
  gsize first = self->left_at;
  for (; self->left_at < self->left.n_rows && self->out.n_rows < YT_BATCH_ROWS; self->left_at++) {
    gsize row = self->left_at;
    gboolean same = row > first; /* as the row before */
    yt_row_set_look_ahead(&self->keys, self->left.columns, (const int *) self->left_keys, row,
                          self->left.n_rows);
    for (guint k = 0; k < self->n_certain; k++) {
      const YtTermId *column = self->left.columns[self->left_keys[k]];
      same = same && column[row] == column[row - 1];
      self->key[k] = column[row];
    }
    found = same ? found : yt_row_set_has(&self->keys, self->key);
    if (found == wanted)
      emit(self, row, -1);
  }
  return yt_exec_check(self->op.exec);
}

/* Goes on with the left rows until the output is full or they are at their end. */
static gboolean
probe(HashJoin *self)
{
  if (self->only_keys)
    return probe_keys(self);
  gboolean gives_pairs = self->kind == YT_JOIN_INNER || self->kind == YT_JOIN_LEFT;
  gsize steps = 0;
  for (; self->left_at < self->left.n_rows; self->left_at++) {
    gsize row = self->left_at;
    if (!self->in_row) {
      self->chain = first_in_chain(self, row);
      self->in_row = TRUE;
      self->matched = FALSE;
    }
    while (self->chain) {
      gsize right = self->chain - 1;
      if (self->out.n_rows == YT_BATCH_ROWS)
        return TRUE;
      if (++steps % 8192 == 0 && !yt_exec_check(self->op.exec))
        return FALSE;
      self->chain = self->index.nexts[right];
      if (!is_compatible(self, row, right) || !meets_condition(self, row, right))
        continue;
      self->matched = TRUE;
      if (!gives_pairs)
        break;
      emit(self, row, (gssize) right);
    }
    if (self->out.n_rows == YT_BATCH_ROWS)
      return TRUE;
    if (self->kind != YT_JOIN_INNER && self->matched == (self->kind == YT_JOIN_SEMI) &&
        !(self->kind == YT_JOIN_LEFT && self->matched))
      emit(self, row, -1);
    self->in_row = FALSE;
  }
  return TRUE;
}

static gboolean
hash_join_open(YtOp *op)
{
  HashJoin *self = (HashJoin *) op;
  yt_row_index_clear(&self->index);
  self->has_right = FALSE;
  self->left = (YtBatch){0};
  self->left_at = 0;
  self->in_row = FALSE;
  self->left_ended = FALSE;
  self->part_rows = FIRST_PART;
  return yt_op_open(op->children[0]);
}

static gboolean
hash_join_next(YtOp *op, YtBatch *batch)
{
  HashJoin *self = (HashJoin *) op;
  yt_table_truncate(&self->out);
  self->n_gathered = 0;
  if (!yt_table_grow(&self->out, YT_BATCH_ROWS))
    return FALSE;
  if (self->n_exprs) {
    YtBatch one = {1, self->row_columns};
    yt_eval_set_batch(&self->eval, op,
                      &one); /* only LEFT has a condition: its output has the columns of both sides */
  }
  while (self->out.n_rows < YT_BATCH_ROWS) {
    if (self->left_at >= self->left.n_rows && !next_left(self))
      break;
    if (self->kind == YT_JOIN_INNER && !self->right.n_rows && !self->seed)
      return FALSE;
    if (!probe(self))
      return FALSE;
    gather(self);
  }
  if (yt_exec_has_failed(op->exec))
    return FALSE;
  for (guint c = 0; c < op->n_variables; c++)
    self->columns[c] = self->out.columns[c];
  *batch = (YtBatch){self->out.n_rows, self->columns};
  return self->out.n_rows > 0;
}

static void
hash_join_clear(YtOp *op)
{
  HashJoin *self = (HashJoin *) op;
  yt_row_index_clear(&self->index);
  yt_row_set_clear(&self->keys);
  yt_table_clear(&self->right);
  yt_table_clear(&self->part);
  yt_table_clear(&self->seeds);
  yt_table_clear(&self->out);
  yt_eval_clear(&self->eval);
}

static void
share_variables(HashJoin *self, const YtVarSet *ignored)
{
  YtOp *left = self->op.children[0], *right = self->op.children[1];
  YtArena *arena = self->op.exec->arena;
  self->left_keys = yt_arena_array(arena, guint, left->n_variables + 1);
  self->right_keys = yt_arena_array(arena, guint, left->n_variables + 1);
  self->loose = yt_arena_array(arena, Pair, left->n_variables + 1);
  self->counted = yt_arena_array(arena, Pair, left->n_variables + 1);
  self->new_columns = yt_arena_array(arena, guint, right->n_variables + 1);
  for (guint c = 0; c < right->n_variables; c++) {
    guint variable = right->variables[c];
    int at = yt_op_find_column(left, variable);
    if (at < 0) {
      self->new_columns[self->n_new++] = c;
      continue;
    }
    Pair pair = {(guint) at, c};
    if (yt_varset_has(&left->certain, variable) && yt_varset_has(&right->certain, variable)) {
      self->left_keys[self->n_certain] = (guint) at;
      self->right_keys[self->n_certain++] = c;
    } else
      self->loose[self->n_loose++] = pair;
    if (!ignored || !yt_varset_has(ignored, variable))
      self->counted[self->n_counted++] = pair;
  }
}

YtOp *
yt_op_hash_join_new(YtExec *exec, YtJoinKind kind, YtOp *left, YtOp *right, YtSeedSource *seed,
                    YtExpr *const *exprs, guint n_exprs, const YtVarSet *ignored)
{
  static const YtOpClass classes[] = {
      [YT_JOIN_INNER] = {"hash join", hash_join_open, hash_join_next, hash_join_clear},
      [YT_JOIN_LEFT] = {"left hash join", hash_join_open, hash_join_next, hash_join_clear},
      [YT_JOIN_SEMI] = {"hash semi-join", hash_join_open, hash_join_next, hash_join_clear},
      [YT_JOIN_ANTI] = {"hash anti-join", hash_join_open, hash_join_next, hash_join_clear},
      [YT_JOIN_MINUS] = {"minus", hash_join_open, hash_join_next, hash_join_clear},
  };
  HashJoin *self = yt_op_new(exec, &classes[kind], sizeof *self, 2);
  self->op.children[0] = left;
  self->op.children[1] = right;
  self->kind = kind;
  self->seed = seed;
  self->exprs = exprs;
  self->n_exprs = n_exprs;
  share_variables(self, ignored);
  self->only_keys = kind >= YT_JOIN_SEMI && !self->n_loose && !n_exprs && self->n_certain &&
                    (kind != YT_JOIN_MINUS || self->n_counted);
  self->key = yt_arena_array(exec->arena, YtTermId, self->n_certain + 1);
  yt_row_set_init(&self->keys, exec, self->n_certain, self->n_certain);
  guint n_both = left->n_variables + self->n_new;
  if (seed)
    self->op.detail = yt_explain_variables(exec, seed->variables, seed->n_variables);
  guint *variables = yt_arena_array(exec->arena, guint, n_both + 1);
  memcpy(variables, left->variables, left->n_variables * sizeof *variables);
  for (guint c = 0; c < self->n_new; c++)
    variables[left->n_variables + c] = right->variables[self->new_columns[c]];
  gboolean gives_pairs = kind == YT_JOIN_INNER || kind == YT_JOIN_LEFT;
  yt_op_set_variables(&self->op, variables, gives_pairs ? n_both : left->n_variables);
  self->op.certain = yt_varset_copy(&left->certain, exec->arena);
  if (kind == YT_JOIN_INNER)
    yt_varset_add_all(&self->op.certain, &right->certain, exec->arena);
  self->op.n_sorted = left->n_sorted;
  self->op.ranked = left->ranked;
  memcpy(self->op.sorted, left->sorted, sizeof self->op.sorted);
  for (guint i = 0; i < self->op.n_sorted; i++) /* an unbound column may get values from the right */
    if (!yt_varset_has(&left->certain, left->sorted[i]))
      self->op.n_sorted = i;
  yt_table_init(&self->right, exec, right->n_variables);
  yt_table_init(&self->part, exec, left->n_variables);
  yt_table_init(&self->seeds, exec, 0);
  yt_table_init(&self->out, exec, self->op.n_variables);
  yt_eval_init(&self->eval, exec);
  self->pair_left = yt_arena_array(exec->arena, guint32, YT_BATCH_ROWS);
  self->pair_right = yt_arena_array(exec->arena, guint32, YT_BATCH_ROWS);
  self->row = yt_arena_array(exec->arena, YtTermId, n_both + 1);
  self->row_columns = yt_arena_array(exec->arena, const YtTermId *, n_both + 1);
  for (guint c = 0; c < n_both; c++)
    self->row_columns[c] = self->row + c;
  self->part_columns = yt_arena_array(exec->arena, const YtTermId *, left->n_variables + 1);
  self->columns = yt_arena_array(exec->arena, const YtTermId *, self->op.n_variables + 1);
  return &self->op;
}
