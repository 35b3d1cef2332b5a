/* op-ways.c: yt:path: the best ways between two things, a row for each step.
 *
 * The cost of a way is the number of its steps, and what its confidence lacks of 1: so it rises from way to way. The
 * search is done once, when the operator is first opened; its rows are few (ways.h). */
#include "sparql/op.h"
#include "ways/ways.h"
#include <math.h>

#define THINGS_BASE "https://w3id.org/yuantu/" /* where the query has no base */

typedef struct {
  YtOp op;
  YtWaysQuery *query;
  gboolean is_given;
  const YtTermId **columns;
} Ways;

static void
add_row(YtWaysQuery *query, guint n_variables, guint way, guint step, const YtEdge *edge, YtTermId cost)
{
  const YtTermId row[YT_WAYS_COLUMNS] = {yt_id_from_integer(way, YT_INTEGER),
                                         yt_id_from_integer(step, YT_INTEGER),
                                         edge->subject,
                                         edge->predicate,
                                         edge->object,
                                         cost};
  for (guint c = 0; c < n_variables; c++)
    query->columns[c][query->n_rows] = row[c];
  query->n_rows++;
}

static void
add_way(YtWaysQuery *query, guint n_variables, guint number, const YtWay *way)
{
  glong confidence = lround(way->confidence * 10000);
  YtTermId cost = yt_id_from_decimal(
      ((gint64) way->edges->len * 10000 + 10000 - confidence) * (YT_DECIMAL_ONE / 10000), 4);
  guint n_steps = n_variables > 1 ? way->edges->len : 1; /* the numbers alone: each way once */
  for (guint s = 0; s < n_steps; s++)
    add_row(query, n_variables, number, s + 1, &g_array_index(way->edges, YtEdge, s), cost);
}

static gboolean
find_ways(YtExec *exec, YtWaysQuery *query, guint n_variables)
{
  g_autofree char *things = g_strconcat(exec->base ? exec->base : THINGS_BASE, "id/", NULL);
  YtWayOptions options = {query->n_ways, query->max_steps, things, &exec->limits};
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) ways = query->from && query->to
                               ? yt_ways_find(exec->store, query->from, query->to, &options, &error)
                               : g_array_new(FALSE, FALSE, sizeof(YtWay));
  if (!ways) {
    if (!yt_exec_has_failed(exec)) /* else it was the limits */
      yt_exec_fail(exec, YT_SPARQL_ERROR_MEMORY, "yt:path: %s", error->message);
    return FALSE;
  }
  YtArena *arena = exec->request->arena; /* EXISTS plans in one of its own, again and again; the rows stay */
  gsize n_most = (gsize) query->n_ways * query->max_steps;
  query->columns = yt_arena_array(arena, YtTermId *, n_variables);
  for (guint c = 0; c < n_variables; c++)
    query->columns[c] = yt_arena_array(arena, YtTermId, n_most);
  for (guint i = 0; i < ways->len; i++)
    add_way(query, n_variables, i + 1, &g_array_index(ways, YtWay, i));
  return TRUE;
}

static gboolean
ways_open(YtOp *op)
{
  Ways *self = (Ways *) op;
  self->is_given = FALSE;
  return self->query->columns || find_ways(op->exec, self->query, op->n_variables);
}

static gboolean
ways_next(YtOp *op, YtBatch *batch)
{
  Ways *self = (Ways *) op;
  if (self->is_given || self->query->n_rows == 0)
    return FALSE;
  self->is_given = TRUE;
  for (guint c = 0; c < op->n_variables; c++)
    self->columns[c] = self->query->columns[c];
  *batch = (YtBatch){self->query->n_rows, self->columns};
  return TRUE;
}

YtOp *
yt_op_ways_new(YtExec *exec, const YtAlgebra *algebra)
{
  static const YtOpClass class = {"ways", ways_open, ways_next, NULL};
  Ways *self = yt_op_new(exec, &class, sizeof *self, 0);
  self->query = algebra->ways;
  yt_op_set_variables(&self->op, algebra->variables, algebra->n_variables);
  for (guint c = 0; c < algebra->n_variables; c++)
    yt_varset_add(&self->op.certain, algebra->variables[c], exec->arena);
  self->columns = yt_arena_array(exec->arena, const YtTermId *, algebra->n_variables);
  self->op.estimate = self->query->n_ways * 3;
  self->op.cost = 1e6;
  return &self->op;
}
