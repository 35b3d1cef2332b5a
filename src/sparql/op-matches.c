/* op-matches.c: yt:matches: the things whose literals have the words, best first.
 *
 * Three operators, one above the other. The first gives the literals that a search found, in their rank, a few at first and
 * then more, since as a rule few are wanted; an index join finds the triples that have them as object, and keeps their order;
 * the last keeps those with one of the properties, and of the rows that differ in nothing but the score the first. So
 * rows fall by score, and only as many are made as are asked for.
 *
 * The search itself is done when the plan is made: how many it finds decides where it stands in the joins. Where it is
 * planned more than once, its hits are kept. */
#include "sparql/explain.h"
#include "sparql/op.h"

enum { FIRST_ROWS = 64 };

/* The literals of a search */

typedef struct {
  YtOp op;
  YtSearchHits *hits;
  gsize at, n_next;
  YtTermId *ids[2]; /* literal, score */
  const YtTermId *columns[2];
} Hits;

static gboolean
hits_open(YtOp *op)
{
  Hits *self = (Hits *) op;
  self->at = 0;
  self->n_next = FIRST_ROWS;
  return TRUE;
}

static gboolean
hits_next(YtOp *op, YtBatch *batch)
{
  Hits *self = (Hits *) op;
  const YtSearchHit *hits;
  gsize n = yt_search_hits_get(self->hits, self->at + self->n_next, &hits) - self->at;
  if (!n || !yt_exec_check(op->exec))
    return FALSE;
  hits += self->at;
  for (gsize i = 0; i < n; i++) {
    self->ids[0][i] = hits[i].id;
    self->ids[1][i] = yt_id_from_decimal((gint64) hits[i].score * (YT_DECIMAL_ONE / 10000), 4);
  }
  self->at += n;
  self->n_next = MIN(self->n_next * 4, YT_BATCH_ROWS);
  *batch = (YtBatch){n, self->columns};
  return TRUE;
}

static YtOp *
hits_new(YtExec *exec, const YtMatchesQuery *query)
{
  static const YtOpClass class = {"text search", hits_open, hits_next, NULL};
  Hits *self = yt_op_new(exec, &class, sizeof *self, 0);
  guint variables[2] = {query->literal, query->score};
  yt_op_set_variables(&self->op, variables, 2);
  self->hits = query->hits;
  for (guint c = 0; c < 2; c++) {
    self->columns[c] = self->ids[c] = yt_arena_array(exec->arena, YtTermId, YT_BATCH_ROWS);
    yt_varset_add(&self->op.certain, variables[c], exec->arena);
  }
  self->op.estimate = (double) yt_search_hits_get_n(query->hits);
  self->op.cost = 1000 + self->op.estimate * 20;
  self->op.ranked = query->score + 1;
  if (exec->has_timing)
    self->op.detail = yt_arena_strndup(exec->arena, query->text, query->n_text);
  return &self->op;
}

/* The things */

typedef struct {
  YtOp op;
  const YtMatchesQuery *query;
  int property; /* column of the child */
  int *sources; /* by column, the child's */
  guint n_keys;
  guint *key_columns; /* of the child: all but the score */
  YtTermId *key;
  YtRowSet seen;
  guint64 n_given;
  YtTable out;
  const YtTermId **columns;
} Matches;

static gboolean
matches_open(YtOp *op)
{
  Matches *self = (Matches *) op;
  self->n_given = 0;
  yt_row_set_clear(&self->seen);
  yt_row_set_init(&self->seen, op->exec, self->n_keys, self->n_keys);
  return yt_op_open(op->children[0]);
}

static gboolean
has_property(const Matches *self, YtTermId property)
{
  for (guint i = 0; i < self->query->n_properties; i++)
    if (self->query->properties[i] == property)
      return TRUE;
  return self->query->n_properties == 0;
}

static gboolean
add_row(Matches *self, const YtBatch *in, gsize row)
{
  gsize at;
  gboolean is_new;
  for (guint k = 0; k < self->n_keys; k++)
    self->key[k] = in->columns[self->key_columns[k]][row];
  if (!yt_row_set_add(&self->seen, self->key, &at, &is_new))
    return FALSE;
  if (!is_new)
    return TRUE;
  for (guint c = 0; c < self->op.n_variables; c++)
    self->out.columns[c][self->out.n_rows] = in->columns[self->sources[c]][row];
  self->out.n_rows++;
  self->n_given++;
  return TRUE;
}

static gboolean
matches_next(YtOp *op, YtBatch *batch)
{
  Matches *self = (Matches *) op;
  YtBatch in;
  while (self->n_given < self->query->limit && yt_op_next(op->children[0], &in)) {
    yt_table_truncate(&self->out);
    if (!yt_table_grow(&self->out, in.n_rows))
      return FALSE;
    for (gsize row = 0; row < in.n_rows && self->n_given < self->query->limit; row++)
      if ((self->property < 0 || has_property(self, in.columns[self->property][row])) &&
          !add_row(self, &in, row))
        return FALSE;
    for (guint c = 0; c < op->n_variables; c++)
      self->columns[c] = self->out.columns[c];
    *batch = (YtBatch){self->out.n_rows, self->columns};
    if (self->out.n_rows)
      return TRUE;
  }
  return FALSE;
}

static void
matches_clear(YtOp *op)
{
  Matches *self = (Matches *) op;
  yt_row_set_clear(&self->seen);
  yt_table_clear(&self->out);
}

static gboolean
search(YtExec *exec, YtMatchesQuery *query)
{
  if (query->hits)
    return TRUE;
  g_autoptr(GError) error = NULL;
  query->hits = yt_search(exec->store, query->text, query->n_text, &exec->limits, &error);
  if (!query->hits) {
    if (!yt_exec_has_failed(exec)) /* else it was the limits */
      yt_exec_fail(exec, YT_SPARQL_ERROR_EVALUATION, "yt:matches: %s", error->message);
    return FALSE;
  }
  g_ptr_array_add(exec->searches, query->hits);
  return TRUE;
}

YtOp *
yt_op_matches_new(YtExec *exec, const YtAlgebra *algebra)
{
  static const YtOpClass class = {"matches", matches_open, matches_next, matches_clear};
  YtMatchesQuery *query = algebra->matches;
  if (!search(exec, query))
    return yt_op_values_new(exec, algebra->variables, algebra->n_variables, NULL, 0);
  YtAlgebra *triple = yt_arena_new0(exec->arena, YtAlgebra);
  triple->op = YT_ALGEBRA_TRIPLE;
  triple->graph = algebra->graph;
  triple->slots[0] = algebra->slots[0];
  triple->slots[1] = query->n_properties == 1 && query->limit == G_MAXUINT64
                         ? (YtSlot){.id = query->properties[0]}
                         : (YtSlot){.is_variable = TRUE, .variable = query->property};
  triple->slots[2] = (YtSlot){.is_variable = TRUE, .variable = query->literal};
  for (guint i = 0; i < algebra->n_variables; i++) /* asked for, so it needs a column */
    if (algebra->variables[i] == query->property)
      triple->slots[1] = (YtSlot){.is_variable = TRUE, .variable = query->property};
  yt_algebra_set_scope(triple, exec->arena);
  YtOp *child = yt_op_index_join_new(exec, YT_JOIN_INNER, hits_new(exec, query), triple, NULL, 0);
  child->estimate = child->children[0]->estimate * 1.2;
  child->cost = child->children[0]->cost + child->estimate * 500;

  Matches *self = yt_op_new(exec, &class, sizeof *self, 1);
  self->op.children[0] = child;
  self->query = query;
  self->property = yt_op_find_column(child, query->property);
  yt_op_set_variables(&self->op, algebra->variables, algebra->n_variables);
  self->sources = yt_arena_array(exec->arena, int, algebra->n_variables + 1);
  self->key_columns = yt_arena_array(exec->arena, guint, algebra->n_variables + 1);
  self->key = yt_arena_array(exec->arena, YtTermId, algebra->n_variables + 1);
  for (guint c = 0; c < algebra->n_variables; c++) {
    self->sources[c] = yt_op_find_column(child, algebra->variables[c]);
    g_assert(self->sources[c] >= 0);
    if (algebra->variables[c] != query->score)
      self->key_columns[self->n_keys++] = (guint) self->sources[c];
    yt_varset_add(&self->op.certain, algebra->variables[c], exec->arena);
  }
  yt_row_set_init(&self->seen, exec, self->n_keys, self->n_keys);
  yt_table_init(&self->out, exec, algebra->n_variables);
  self->columns = yt_arena_array(exec->arena, const YtTermId *, algebra->n_variables + 1);
  self->op.estimate = MIN(child->estimate, (double) MIN(query->limit, G_MAXUINT32));
  self->op.cost = child->cost;
  self->op.ranked = query->score + 1;
  return &self->op;
}
