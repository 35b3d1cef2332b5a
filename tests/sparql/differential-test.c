/* differential-test.c: the engine against the definitions.
 *
 * Random data and random queries. The reference takes the same algebra, and computes it as sections 18.3 to 18.5 of SPARQL
 * 1.1 define it: lists of solutions, joins by looking at every pair, filters one row after another, EXISTS by
 * substitution, aggregates over the list of a group's values. Then the engine runs with each of its optimisations turned
 * off in turn, and must give the same solutions as often, and in the order of ORDER BY. What both share, the parser, the
 * translation and the functions, is left to rasqal: where it can answer, its answer must be the same.
 *
 * In the environment, YT_DIFFERENTIAL is the number of queries, instead of a few, and YT_DIFFERENTIAL_SEED the number of
 * the first of them: what a failure says leads to that query alone. */
#include "sparql/engine.h"
#include "sparql/eval.h"
#include "sparql/plan.h"
#include <stdlib.h>

enum { N_QUERIES = 1200, MAX_ROWS = 1500, MAX_FAILURES = 5 };

/* ---- The reference ---- */

/* One solution: an id for each variable of the request. */
typedef struct {
  YtExec *exec;
  GArray *quads; /* of YtQuad */
  guint n_variables;
  YtEval eval;
  gboolean too_large;
} Reference;

typedef GPtrArray Solutions; /* of YtTermId* */

static Solutions *evaluate(Reference *r, const YtAlgebra *algebra);

static Solutions *
solutions_new(void)
{
  return g_ptr_array_new_with_free_func(g_free);
}

static YtTermId *
solution_new(const Reference *r)
{
  return g_new0(YtTermId, r->n_variables + 1);
}

static YtTermId *
solution_copy(const Reference *r, const YtTermId *solution)
{
  return g_memdup2(solution, (r->n_variables + 1) * sizeof *solution);
}

static gboolean
compatible(const Reference *r, const YtTermId *a, const YtTermId *b)
{
  for (guint v = 0; v < r->n_variables; v++)
    if (a[v] && b[v] && a[v] != b[v])
      return FALSE;
  return TRUE;
}

static YtTermId *
merge(const Reference *r, const YtTermId *a, const YtTermId *b)
{
  YtTermId *both = solution_copy(r, a);
  for (guint v = 0; v < r->n_variables; v++)
    if (b[v])
      both[v] = b[v];
  return both;
}

static void
set_row(Reference *r, const YtTermId *solution)
{
  if (r->eval.n_columns < r->n_variables) {
    r->eval.columns = g_renew(const YtTermId *, r->eval.columns, r->n_variables);
    r->eval.n_columns = r->n_variables;
  }
  for (guint v = 0; v < r->n_variables; v++)
    r->eval.columns[v] = solution + v;
  yt_eval_set_row(&r->eval, 0);
}

/* EXISTS by its definition, instead of the engine's */
static YtExpr *
resolve_exists(Reference *r, YtExpr *expr, const YtTermId *solution)
{
  YtExpr *copy = yt_arena_new0(r->exec->arena, YtExpr);
  *copy = *expr;
  copy->state = NULL;
  if (expr->algebra) {
    guint variables[64], n = 0;
    YtTermId ids[64];
    for (guint v = 0; v < r->n_variables && n < 64; v++)
      if (solution[v]) {
        variables[n] = v;
        ids[n++] = solution[v];
      }
    g_autoptr(GPtrArray) found =
        evaluate(r, yt_algebra_substitute(expr->algebra, variables, ids, n, r->exec->terms, r->exec->arena));
    YtValue *value = yt_arena_new0(r->exec->arena, YtValue);
    *value = yt_value_boolean((found->len > 0) == (expr->op == YT_EXPR_EXISTS));
    copy->op = YT_EXPR_TERM;
    copy->value = value;
    copy->algebra = NULL;
    return copy;
  }
  copy->args = yt_arena_array(r->exec->arena, YtExpr *, MAX(expr->n_args, 1));
  for (guint i = 0; i < expr->n_args; i++)
    copy->args[i] = resolve_exists(r, expr->args[i], solution);
  return copy;
}

static gboolean
passes(Reference *r, const YtTermId *solution, YtExpr *const *exprs, guint n_exprs)
{
  for (guint i = 0; i < n_exprs; i++) {
    YtExpr *expr = resolve_exists(r, exprs[i], solution);
    set_row(r, solution);
    if (!yt_eval_filter(&r->eval, &expr, 1))
      return FALSE;
  }
  return TRUE;
}

static gboolean
bind_slot(YtTermId *solution, const YtSlot *slot, YtTermId id)
{
  if (!slot->is_variable)
    return slot->id == id;
  if (solution[slot->variable] && solution[slot->variable] != id)
    return FALSE;
  solution[slot->variable] = id;
  return TRUE;
}

static gboolean
bind_graph(YtTermId *solution, const YtGraphSlot *graph, YtTermId id)
{
  YtSlot slot = {
      .is_variable = graph->kind == YT_GRAPH_SLOT_VARIABLE, .variable = graph->variable, .id = graph->id};
  if (graph->kind == YT_GRAPH_SLOT_DEFAULT)
    return id == 0;
  return id != 0 && bind_slot(solution, &slot, id);
}

static Solutions *
match_triple(Reference *r, const YtAlgebra *triple)
{
  Solutions *result = solutions_new();
  for (guint i = 0; i < r->quads->len; i++) {
    const YtQuad *quad = &g_array_index(r->quads, YtQuad, i);
    YtTermId *solution = solution_new(r);
    if (bind_graph(solution, &triple->graph, quad->graph) &&
        bind_slot(solution, &triple->slots[0], quad->subject) &&
        bind_slot(solution, &triple->slots[1], quad->predicate) &&
        bind_slot(solution, &triple->slots[2], quad->object))
      g_ptr_array_add(result, solution);
    else
      g_free(solution);
  }
  return result;
}

/* ---- Paths: 18.4, over pairs of nodes of one graph */

typedef struct {
  YtTermId from, to;
} Pair;

static void
add_pair(GArray *pairs, YtTermId from, YtTermId to)
{
  for (guint i = 0; i < pairs->len; i++)
    if (g_array_index(pairs, Pair, i).from == from && g_array_index(pairs, Pair, i).to == to)
      return;
  Pair pair = {from, to};
  g_array_append_val(pairs, pair);
}

/* All pairs that @path relates, each once; @nodes are those for which paths of length zero count. */
static GArray *
relate(Reference *r, const YtPath *path, YtTermId graph, const GArray *nodes)
{
  GArray *result = g_array_new(FALSE, FALSE, sizeof(Pair));
  g_autoptr(GArray) inner =
      path->n_parts && path->op != YT_PATH_NEGATED ? relate(r, path->parts[0], graph, nodes) : NULL;
  switch (path->op) {
  case YT_PATH_LINK:
  case YT_PATH_NEGATED:
    for (guint i = 0; i < r->quads->len; i++) {
      const YtQuad *quad = &g_array_index(r->quads, YtQuad, i);
      if (quad->graph != graph)
        continue;
      if (path->op == YT_PATH_LINK) {
        if (yt_terms_find(r->exec->terms, &path->iri) == quad->predicate)
          add_pair(result, quad->subject, quad->object);
        continue;
      }
      gboolean forward = FALSE, backward = FALSE, not_forward = FALSE, not_backward = FALSE;
      for (guint p = 0; p < path->n_parts; p++) {
        gboolean is_inverse = path->parts[p]->op == YT_PATH_INVERSE;
        const YtPath *link = is_inverse ? path->parts[p]->parts[0] : path->parts[p];
        gboolean same = yt_terms_find(r->exec->terms, &link->iri) == quad->predicate;
        *(is_inverse ? &backward : &forward) = TRUE;
        if (same)
          *(is_inverse ? &not_backward : &not_forward) = TRUE;
      }
      if (forward && !not_forward)
        add_pair(result, quad->subject, quad->object);
      if (backward && !not_backward)
        add_pair(result, quad->object, quad->subject);
    }
    break;
  case YT_PATH_INVERSE:
    for (guint i = 0; i < inner->len; i++)
      add_pair(result, g_array_index(inner, Pair, i).to, g_array_index(inner, Pair, i).from);
    break;
  case YT_PATH_SEQUENCE: {
    GArray *now = g_array_ref(inner);
    for (guint p = 1; p < path->n_parts; p++) {
      g_autoptr(GArray) next = relate(r, path->parts[p], graph, nodes);
      GArray *joined = g_array_new(FALSE, FALSE, sizeof(Pair));
      for (guint i = 0; i < now->len; i++)
        for (guint j = 0; j < next->len; j++)
          if (g_array_index(now, Pair, i).to == g_array_index(next, Pair, j).from)
            add_pair(joined, g_array_index(now, Pair, i).from, g_array_index(next, Pair, j).to);
      g_array_unref(now);
      now = joined;
    }
    g_array_unref(result);
    return now;
  }
  case YT_PATH_ALTERNATIVE:
    for (guint p = 0; p < path->n_parts; p++) {
      g_autoptr(GArray) part = relate(r, path->parts[p], graph, nodes);
      for (guint i = 0; i < part->len; i++)
        add_pair(result, g_array_index(part, Pair, i).from, g_array_index(part, Pair, i).to);
    }
    break;
  case YT_PATH_ZERO_OR_ONE:
  case YT_PATH_ZERO_OR_MORE:
  case YT_PATH_ONE_OR_MORE:
    for (guint i = 0; path->op != YT_PATH_ONE_OR_MORE && i < nodes->len; i++)
      add_pair(result, g_array_index(nodes, YtTermId, i), g_array_index(nodes, YtTermId, i));
    for (guint i = 0; i < inner->len; i++)
      add_pair(result, g_array_index(inner, Pair, i).from, g_array_index(inner, Pair, i).to);
    for (guint i = 0; path->op != YT_PATH_ZERO_OR_ONE && i < result->len; i++)
      for (guint j = 0; j < inner->len; j++)
        if (g_array_index(inner, Pair, j).from == g_array_index(result, Pair, i).to)
          add_pair(result, g_array_index(result, Pair, i).from, g_array_index(inner, Pair, j).to);
    break;
  }
  return result;
}

static void
add_node(GArray *nodes, YtTermId id)
{
  for (guint i = 0; i < nodes->len; i++)
    if (g_array_index(nodes, YtTermId, i) == id)
      return;
  g_array_append_val(nodes, id);
}

static void
match_path_in(Reference *r, const YtAlgebra *path, YtTermId graph, Solutions *result)
{
  g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(YtTermId));
  for (guint i = 0; i < r->quads->len; i++) {
    const YtQuad *quad = &g_array_index(r->quads, YtQuad, i);
    if (quad->graph == graph) {
      add_node(nodes, quad->subject);
      add_node(nodes, quad->object);
    }
  }
  for (guint p = 0; p < 3; p += 2) /* a constant is related to itself even outside of the graph */
    if (!path->slots[p].is_variable)
      add_node(nodes, path->slots[p].id);
  g_autoptr(GArray) pairs = relate(r, path->path, graph, nodes);
  if (path->path->op == YT_PATH_NEGATED) { /* not a set: each triple counts */
    for (guint i = 0; i < r->quads->len; i++) {
      const YtQuad *quad = &g_array_index(r->quads, YtQuad, i);
      gboolean excluded = quad->graph != graph;
      for (guint p = 0; p < path->path->n_parts; p++)
        excluded = excluded || yt_terms_find(r->exec->terms, &path->path->parts[p]->iri) == quad->predicate;
      YtTermId *solution = solution_new(r);
      if (!excluded && bind_graph(solution, &path->graph, graph) &&
          bind_slot(solution, &path->slots[0], quad->subject) &&
          bind_slot(solution, &path->slots[2], quad->object))
        g_ptr_array_add(result, solution);
      else
        g_free(solution);
    }
    return;
  }
  for (guint i = 0; i < pairs->len; i++) {
    YtTermId *solution = solution_new(r);
    if (bind_graph(solution, &path->graph, graph) &&
        bind_slot(solution, &path->slots[0], g_array_index(pairs, Pair, i).from) &&
        bind_slot(solution, &path->slots[2], g_array_index(pairs, Pair, i).to))
      g_ptr_array_add(result, solution);
    else
      g_free(solution);
  }
}

static Solutions *
match_path(Reference *r, const YtAlgebra *path)
{
  Solutions *result = solutions_new();
  if (path->graph.kind == YT_GRAPH_SLOT_DEFAULT)
    match_path_in(r, path, 0, result);
  else
    for (guint i = 0; i < r->exec->dataset.n_named; i++)
      if (path->graph.kind == YT_GRAPH_SLOT_VARIABLE ||
          path->graph.id == yt_dataset_get_named(&r->exec->dataset, i))
        match_path_in(r, path, yt_dataset_get_named(&r->exec->dataset, i), result);
  return result;
}

/* ---- Operators */

static Solutions *
join(Reference *r, const Solutions *a, const Solutions *b)
{
  Solutions *result = solutions_new();
  for (guint i = 0; i < a->len && !r->too_large; i++)
    for (guint j = 0; j < b->len; j++)
      if (compatible(r, a->pdata[i], b->pdata[j]))
        g_ptr_array_add(result, merge(r, a->pdata[i], b->pdata[j]));
  r->too_large = r->too_large || result->len > MAX_ROWS;
  return result;
}

static gboolean
same(const Reference *r, const YtTermId *a, const YtTermId *b)
{
  return !memcmp(a, b, r->n_variables * sizeof *a);
}

static Solutions *
evaluate_left_join(Reference *r, const YtAlgebra *algebra, const Solutions *a, const Solutions *b)
{
  Solutions *result = solutions_new();
  for (guint i = 0; i < a->len && !r->too_large; i++) {
    gboolean any = FALSE;
    for (guint j = 0; j < b->len; j++) {
      if (!compatible(r, a->pdata[i], b->pdata[j]))
        continue;
      YtTermId *both = merge(r, a->pdata[i], b->pdata[j]);
      if (passes(r, both, algebra->exprs, algebra->n_exprs)) {
        g_ptr_array_add(result, both);
        any = TRUE;
      } else
        g_free(both);
    }
    if (!any)
      g_ptr_array_add(result, solution_copy(r, a->pdata[i]));
    r->too_large = r->too_large || result->len > MAX_ROWS;
  }
  return result;
}

static gboolean
is_taken_away(const Reference *r, const YtAlgebra *algebra, const YtTermId *a, const YtTermId *b)
{
  gboolean shared = FALSE;
  for (guint v = 0; v < r->n_variables; v++)
    shared = shared || (a[v] && b[v] && !yt_varset_has(&algebra->ignored, v));
  return shared && compatible(r, a, b);
}

typedef struct {
  Reference *r;
  const YtAlgebra *algebra;
} Ordering;

static int
compare_solutions(gconstpointer a, gconstpointer b, gpointer data)
{
  Ordering *o = data;
  const YtTermId *solutions[2] = {*(const YtTermId *const *) a, *(const YtTermId *const *) b};
  for (guint k = 0; k < o->algebra->n_orders; k++) {
    YtValue keys[2];
    for (guint i = 0; i < 2; i++) {
      set_row(o->r, solutions[i]);
      yt_eval(&o->r->eval, o->algebra->orders[k].expr, &keys[i]);
      keys[i] =
          yt_value_from_id(o->r->exec->terms, yt_value_get_id(o->r->exec->terms, &keys[i], o->r->exec->arena),
                           o->r->exec->arena);
    }
    int order = yt_value_order(o->r->exec->terms, &keys[0], &keys[1], o->r->exec->arena);
    if (order)
      return o->algebra->orders[k].descending ? -order : order;
  }
  return 0;
}

/* Takes over @solutions. */
static Solutions *
evaluate_unary(Reference *r, const YtAlgebra *algebra, Solutions *solutions)
{
  Solutions *result = solutions_new();
  for (guint i = 0; i < solutions->len; i++) {
    YtTermId *solution = solution_copy(r, solutions->pdata[i]);
    gboolean keep = TRUE;
    if (algebra->op == YT_ALGEBRA_FILTER)
      keep = passes(r, solution, algebra->exprs, algebra->n_exprs);
    else if (algebra->op == YT_ALGEBRA_EXTEND)
      for (guint e = 0; e < algebra->n_extensions; e++) {
        YtValue value;
        YtExpr *expr = resolve_exists(r, algebra->extensions[e].expr, solution);
        set_row(r, solution);
        yt_eval(&r->eval, expr, &value);
        solution[algebra->extensions[e].variable] = yt_value_get_id(r->exec->terms, &value, r->eval.arena);
      }
    else if (algebra->op == YT_ALGEBRA_PROJECT) {
      for (guint v = 0; v < r->n_variables; v++) {
        gboolean projected = FALSE;
        for (guint p = 0; p < algebra->n_variables; p++)
          projected = projected || algebra->variables[p] == v;
        if (!projected)
          solution[v] = 0;
      }
    } else if (algebra->op == YT_ALGEBRA_DISTINCT)
      for (guint j = 0; keep && j < result->len; j++)
        keep = !same(r, result->pdata[j], solution);
    if (keep)
      g_ptr_array_add(result, solution);
    else
      g_free(solution);
  }
  g_ptr_array_unref(solutions);
  return result;
}

/* 18.5.1: the value of an aggregate over the solutions of a group. Values that cannot be computed are not counted by COUNT,
 * spoil SUM and AVG, and are passed over by MIN and MAX. */
static YtTermId
aggregate(Reference *r, const YtExpr *expr, const Solutions *group)
{
  YtTerms *terms = r->exec->terms;
  YtArena *arena = r->exec->arena;
  if (expr->star && !expr->distinct)
    return yt_id_from_integer(group->len, YT_INTEGER);
  g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(YtTermId));
  gboolean has_error = FALSE;
  for (guint i = 0; i < group->len; i++) {
    YtValue value;
    set_row(r, group->pdata[i]);
    yt_eval(&r->eval, expr->args[0], &value);
    YtTermId id = yt_value_get_id(terms, &value, arena);
    gboolean is_new = id != 0;
    has_error = has_error || !id;
    for (guint j = 0; expr->distinct && is_new && j < ids->len; j++)
      is_new = g_array_index(ids, YtTermId, j) != id;
    if (is_new)
      g_array_append_val(ids, id);
  }
  if (expr->aggregate == YT_AGGREGATE_COUNT)
    return yt_id_from_integer(ids->len, YT_INTEGER);
  if (expr->aggregate == YT_AGGREGATE_MIN || expr->aggregate == YT_AGGREGATE_MAX) {
    YtTermId best = 0;
    for (guint i = 0; i < ids->len; i++) {
      YtValue a = yt_value_from_id(terms, g_array_index(ids, YtTermId, i), arena);
      YtValue b = yt_value_from_id(terms, best, arena);
      int order = best ? yt_value_order(terms, &a, &b, arena) : 0;
      if (!best || (expr->aggregate == YT_AGGREGATE_MIN ? order < 0 : order > 0))
        best = g_array_index(ids, YtTermId, i);
    }
    return best;
  }
  YtValue sum = yt_value_integer(0), n = yt_value_integer(ids->len);
  for (guint i = 0; i < ids->len; i++) {
    YtValue value = yt_value_from_id(terms, g_array_index(ids, YtTermId, i), arena);
    sum = yt_value_arithmetic('+', &sum, &value);
  }
  if (has_error)
    return 0;
  if (expr->aggregate == YT_AGGREGATE_AVG && ids->len)
    sum = yt_value_arithmetic('/', &sum, &n);
  return yt_value_get_id(terms, &sum, arena);
}

static gboolean
same_key(const YtAlgebra *algebra, const YtTermId *a, const YtTermId *b)
{
  for (guint k = 0; k < algebra->n_variables; k++)
    if (a[algebra->variables[k]] != b[algebra->variables[k]])
      return FALSE;
  return TRUE;
}

static Solutions *
evaluate_group(Reference *r, const YtAlgebra *algebra, const Solutions *solutions)
{
  Solutions *result = solutions_new();
  for (guint i = 0; i < solutions->len || (i == 0 && !algebra->n_variables); i++) {
    YtTermId *row = solution_new(r);
    g_autoptr(GPtrArray) group = g_ptr_array_new();
    gboolean is_seen = FALSE;
    for (guint k = 0; k < algebra->n_variables; k++)
      row[algebra->variables[k]] = ((YtTermId *) solutions->pdata[i])[algebra->variables[k]];
    for (guint j = 0; j < result->len; j++)
      is_seen = is_seen || same_key(algebra, result->pdata[j], row);
    if (is_seen) {
      g_free(row);
      continue;
    }
    for (guint j = 0; j < solutions->len; j++)
      if (same_key(algebra, solutions->pdata[j], row))
        g_ptr_array_add(group, solutions->pdata[j]);
    for (guint e = 0; e < algebra->n_extensions; e++)
      row[algebra->extensions[e].variable] = aggregate(r, algebra->extensions[e].expr, group);
    g_ptr_array_add(result, row);
    if (!solutions->len)
      break;
  }
  return result;
}

static Solutions *
evaluate(Reference *r, const YtAlgebra *algebra)
{
  Solutions *result = NULL;
  switch (algebra->op) {
  case YT_ALGEBRA_UNIT:
    result = solutions_new();
    g_ptr_array_add(result, solution_new(r));
    return result;
  case YT_ALGEBRA_TRIPLE: return match_triple(r, algebra);
  case YT_ALGEBRA_PATH: return match_path(r, algebra);
  case YT_ALGEBRA_GRAPHS:
    result = solutions_new();
    for (guint i = 0; i < r->exec->dataset.n_named; i++) {
      YtTermId *solution = solution_new(r);
      for (guint v = 0; v < algebra->n_variables; v++)
        solution[algebra->variables[v]] = yt_dataset_get_named(&r->exec->dataset, i);
      g_ptr_array_add(result, solution);
    }
    return result;
  case YT_ALGEBRA_VALUES:
    result = solutions_new();
    for (gsize row = 0; row < algebra->n_rows; row++) {
      YtTermId *solution = solution_new(r);
      for (guint v = 0; v < algebra->n_variables; v++)
        solution[algebra->variables[v]] = algebra->ids[row * algebra->n_variables + v];
      g_ptr_array_add(result, solution);
    }
    return result;
  case YT_ALGEBRA_JOIN:
    result = evaluate(r, algebra->children[0]);
    for (guint i = 1; i < algebra->n_children && !r->too_large; i++) {
      g_autoptr(GPtrArray) left = result;
      g_autoptr(GPtrArray) right = evaluate(r, algebra->children[i]);
      result = join(r, left, right);
    }
    return result;
  case YT_ALGEBRA_LEFT_JOIN: {
    g_autoptr(GPtrArray) left = evaluate(r, algebra->children[0]);
    g_autoptr(GPtrArray) right = evaluate(r, algebra->children[1]);
    return evaluate_left_join(r, algebra, left, right);
  }
  case YT_ALGEBRA_MINUS: {
    g_autoptr(GPtrArray) left = evaluate(r, algebra->children[0]);
    g_autoptr(GPtrArray) right = evaluate(r, algebra->children[1]);
    result = solutions_new();
    for (guint i = 0; i < left->len; i++) {
      gboolean keep = TRUE;
      for (guint j = 0; j < right->len && keep; j++)
        keep = !is_taken_away(r, algebra, left->pdata[i], right->pdata[j]);
      if (keep)
        g_ptr_array_add(result, solution_copy(r, left->pdata[i]));
    }
    return result;
  }
  case YT_ALGEBRA_UNION:
    result = solutions_new();
    for (guint i = 0; i < algebra->n_children; i++) {
      g_autoptr(GPtrArray) part = evaluate(r, algebra->children[i]);
      for (guint j = 0; j < part->len; j++)
        g_ptr_array_add(result, solution_copy(r, part->pdata[j]));
    }
    return result;
  case YT_ALGEBRA_GROUP: {
    g_autoptr(GPtrArray) solutions = evaluate(r, algebra->children[0]);
    return evaluate_group(r, algebra, solutions);
  }
  case YT_ALGEBRA_FILTER:
  case YT_ALGEBRA_EXTEND:
  case YT_ALGEBRA_PROJECT:
  case YT_ALGEBRA_DISTINCT:
  case YT_ALGEBRA_REDUCED: return evaluate_unary(r, algebra, evaluate(r, algebra->children[0]));
  case YT_ALGEBRA_ORDER: {
    Ordering ordering = {r, algebra};
    result = evaluate(r, algebra->children[0]);
    if (!r->too_large)
      g_ptr_array_sort_with_data(result, compare_solutions, &ordering); /* stable */
    return result;
  }
  case YT_ALGEBRA_SLICE:
  case YT_ALGEBRA_SERVICE:
  case YT_ALGEBRA_MATCHES: /* search-test.c and matches-test.c */
  case YT_ALGEBRA_WAYS:    /* ways-test.c and way-pattern-test.c */
  case YT_ALGEBRA_SEED: break;
  }
  g_assert_not_reached();
}

/* ---- Answers: rows as texts */

typedef struct {
  GPtrArray *rows; /* of char*, in order */
  /* the same with numbers by their value: what ORDER BY and MIN cannot tell apart is the same text */
  GPtrArray *classes;
} Rows;

static Rows *
rows_new(void)
{
  Rows *rows = g_new0(Rows, 1);
  rows->rows = g_ptr_array_new_with_free_func(g_free);
  rows->classes = g_ptr_array_new_with_free_func(g_free);
  return rows;
}

static void
rows_free(Rows *rows)
{
  g_ptr_array_unref(rows->rows);
  g_ptr_array_unref(rows->classes);
  g_free(rows);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rows, rows_free)

static void
add_term(GString *row, GString *class, const YtTerm *term)
{
  YtValue value = yt_value_from_term(term);
  gsize start = row->len;
  if (term->kind == YT_TERM_UNBOUND)
    g_string_append(row, "-");
  else
    yt_term_append(row, term);
  if (!yt_value_is_numeric(&value))
    g_string_append(class, row->str + start);
  else
    g_string_append_printf(class, "%.12g", g_ascii_strtod(row->str + start + 1, NULL)); /* behind the quote */
  g_string_append_c(row, '\t');
  g_string_append_c(class, '\t');
}

static void
rows_add(Rows *rows, GString *row, GString *class)
{
  g_ptr_array_add(rows->rows, g_string_free(row, FALSE));
  g_ptr_array_add(rows->classes, g_string_free(class, FALSE));
}

static int
compare_texts(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *) a, *(const char *const *) b);
}

static char *
join_texts(const GPtrArray *texts, gboolean sorted)
{
  g_autoptr(GPtrArray) copy = g_ptr_array_copy((GPtrArray *) texts, NULL, NULL);
  g_ptr_array_set_free_func(copy, NULL);
  if (sorted)
    g_ptr_array_sort(copy, compare_texts);
  GString *all = g_string_new(NULL);
  for (guint i = 0; i < copy->len; i++)
    g_string_append_printf(all, "%s\n", (char *) copy->pdata[i]);
  return g_string_free(all, FALSE);
}

static gboolean
collect_quad(const YtTermQuad *quad, gpointer data, GError **error)
{
  (void) error;
  Reference *r = data;
  YtQuad ids = {{yt_terms_find(r->exec->terms, &quad->subject),
                 yt_terms_find(r->exec->terms, &quad->predicate),
                 yt_terms_find(r->exec->terms, &quad->object), yt_terms_find(r->exec->terms, &quad->graph)}};
  g_array_append_val(r->quads, ids);
  return TRUE;
}

/* The rows without LIMIT and OFFSET. NULL when the reference would need too long. */
static Rows *
answer_by_definition(YtStore *store, const char *text)
{
  GError *error = NULL;
  YtRequest *request = yt_sparql_parse(text, NULL, FALSE, &error);
  g_assert_no_error(error);
  g_autoptr(YtExec) exec = yt_exec_new(yt_terms_new(store), request, NULL);
  yt_dataset_init(&exec->dataset, exec->terms, NULL, exec->arena);
  YtTranslation translation = {request, exec->terms, &exec->dataset, NULL};
  const YtAlgebra *algebra = yt_algebra_translate(&translation, request->query->select, &error);
  g_assert_no_error(error);
  if (algebra->op == YT_ALGEBRA_SLICE)
    algebra = algebra->children[0];
  g_autoptr(GArray) quads = g_array_new(FALSE, FALSE, sizeof(YtQuad));
  Reference r = {.exec = exec, .quads = quads, .n_variables = request->variables->len};
  yt_store_foreach(store, collect_quad, &r, NULL);
  yt_eval_init(&r.eval, exec);
  g_autoptr(GPtrArray) solutions = evaluate(&r, algebra);
  g_autoptr(Rows) rows = rows_new();
  for (guint i = 0; i < solutions->len && !r.too_large; i++) {
    GString *row = g_string_new(NULL), *class = g_string_new(NULL);
    for (guint p = 0; p < request->query->select->projections->len; p++) {
      const YtProjection *projection = g_ptr_array_index(request->query->select->projections, p);
      g_auto(YtTermBuffer) buffer;
      yt_term_buffer_init(&buffer);
      YtTerm term =
          yt_terms_get(exec->terms, ((YtTermId *) solutions->pdata[i])[projection->variable], &buffer);
      add_term(row, class, &term);
    }
    rows_add(rows, row, class);
  }
  yt_eval_clear(&r.eval);
  return r.too_large ? NULL : g_steal_pointer(&rows);
}

/* NULL with @error. */
static Rows *
read_result(YtSparqlResult *result, GError **error)
{
  g_autoptr(Rows) rows = rows_new();
  GError *problem = NULL;
  while (result && yt_sparql_result_next(result, &problem)) {
    GString *row = g_string_new(NULL), *class = g_string_new(NULL);
    for (guint i = 0; i < yt_sparql_result_get_n_variables(result); i++) {
      YtTerm term = yt_sparql_result_get_term(result, i);
      add_term(row, class, &term);
    }
    rows_add(rows, row, class);
  }
  if (problem)
    g_propagate_error(error, problem);
  return result && !problem ? g_steal_pointer(&rows) : NULL;
}

/* ---- Random data and queries */

static GRand *chance;

static int
pick(int n)
{
  return g_rand_int_range(chance, 0, n);
}

static YtTermQuad
random_quad(void)
{
  static const char *const nodes[] = {"http://x/a", "http://x/b", "http://x/c", "http://x/d", "http://x/e"};
  static const char *const predicates[] = {"http://x/p", "http://x/q", "http://x/r"};
  static const char *const graphs[] = {"http://x/g", "http://x/h", "http://x/a"};
  static const char *const typed[][2] = {{"1", "integer"},
                                         {"2", "integer"},
                                         {"3", "integer"},
                                         {"-4", "integer"},
                                         {"02", "integer"},
                                         {"2.0", "decimal"},
                                         {"1.5", "decimal"},
                                         {"1.0E0", "double"},
                                         {"2", "byte"},
                                         {"x", "integer"},
                                         {"true", "boolean"},
                                         {"0", "boolean"},
                                         {"2020-01-02", "date"},
                                         {"2021-12-31", "date"},
                                         {"2020-01-02T03:04:05Z", "dateTime"},
                                         {"12345678901234567890123", "integer"}};
  YtTermQuad quad = {.subject = pick(8) ? yt_term_iri(nodes[pick(5)]) : yt_term_blank(pick(2) ? "m" : "n"),
                     .predicate = yt_term_iri(predicates[pick(3)])};
  if (pick(3)) {
    quad.object = yt_term_iri(nodes[pick(5)]);
  } else if (pick(4) == 0) {
    quad.object = yt_term_blank(pick(2) ? "m" : "n");
  } else if (pick(3) == 0) {
    static const char *const texts[] = {"ab", "b", "a string that is not short", ""};
    quad.object =
        pick(2) ? yt_term_literal(texts[pick(4)]) : yt_term_tagged(texts[pick(4)], pick(2) ? "en" : "en-GB");
  } else {
    static char datatype[100];
    int t = pick(2) ? pick(3) : pick(G_N_ELEMENTS(typed));
    g_snprintf(datatype, sizeof datatype, "%s%s", YT_XSD_NS, typed[t][1]);
    quad.object = yt_term_typed(typed[t][0], datatype);
  }
  if (pick(3) == 0)
    quad.graph = yt_term_iri(graphs[pick(3)]);
  return quad;
}

/* A store, half of the time with changes in its log. */
static YtStore *
random_store(void)
{
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  for (int i = pick(30) + 4; i > 0; i--) {
    YtTermQuad quad = random_quad();
    yt_store_builder_add(&quad, builder, NULL);
  }
  YtStore *store = yt_store_builder_build(builder);
  if (pick(2))
    return store;
  g_autoptr(YtStoreWriter) writer = yt_store_writer_new_in_memory(store);
  yt_store_unref(store);
  for (int i = pick(3) + 1; i > 0; i--) {
    YtTransaction *transaction = yt_store_writer_begin(writer, NULL);
    for (int j = pick(12) + 1; j > 0; j--) {
      YtTermQuad quad = random_quad();
      g_assert_true((pick(2) ? yt_transaction_insert : yt_transaction_delete)(transaction, &quad, NULL));
    }
    g_assert_true(yt_transaction_commit(transaction, NULL));
  }
  if (pick(5) == 0)
    g_assert_true(yt_store_writer_compact(writer, 0, NULL));
  return yt_store_writer_ref_snapshot(writer);
}

static void
random_variable(GString *out)
{
  g_string_append_printf(out, "?%c", "xyzw"[pick(4)]);
}

static void
random_term(GString *out)
{
  static const char *const literals[] = {"1",      "2",
                                         "3",      "2.0",
                                         "1.5",    "1e0",
                                         "\"ab\"", "\"ab\"@en",
                                         "true",   "\"2020-01-02\"^^xsd:date",
                                         "02",     "\"2\"^^xsd:byte"};
  if (pick(5))
    g_string_append_printf(out, ":%c", "abcdef"[pick(6)]);
  else
    g_string_append(out, literals[pick(2) ? pick(3) : pick(G_N_ELEMENTS(literals))]);
}

static void
random_end(GString *out)
{
  if (pick(3))
    random_variable(out);
  else
    random_term(out);
}

static void
random_path(GString *out, int depth)
{
  switch (pick(depth > 1 ? 2 : 8)) {
  case 0:
  case 1: g_string_append_printf(out, ":%c", "pqr"[pick(3)]); break;
  case 2:
    g_string_append(out, "^");
    g_string_append_printf(out, ":%c", "pqr"[pick(3)]);
    break;
  case 3:
    g_string_append(out, "(");
    random_path(out, depth + 1);
    g_string_append(out, pick(2) ? "/" : "|");
    random_path(out, depth + 1);
    g_string_append(out, ")");
    break;
  case 4: g_string_append(out, pick(2) ? "!:p" : "!(:q|^:p)"); break;
  default:
    g_string_append(out, "(");
    random_path(out, depth + 1);
    g_string_append_printf(out, ")%c", "*+?"[pick(3)]);
  }
}

static void
random_triple(GString *out)
{
  random_end(out);
  g_string_append_c(out, ' ');
  if (pick(5) == 0)
    random_path(out, 0);
  else if (pick(6) == 0)
    random_variable(out);
  else
    g_string_append_printf(out, ":%c", "pqr"[pick(3)]);
  g_string_append_c(out, ' ');
  random_end(out);
  g_string_append(out, " . ");
}

static void random_group(GString *out, int depth);
static void random_condition(GString *out, int depth);

/* An expression that gives a term, or an error. */
static void
random_expression(GString *out, int depth)
{
  static const char *const unary[] = {"STR",  "STRLEN",      "LANG",       "DATATYPE", "ABS", "UCASE",
                                      "YEAR", "xsd:integer", "xsd:string", "-",        "!"};
  switch (pick(depth > 3 ? 3 : 9)) {
  case 0:
  case 1: random_variable(out); break;
  case 2: random_term(out); break;
  case 3:
    g_string_append_c(out, '(');
    random_expression(out, depth + 1);
    g_string_append_printf(out, " %c ", "+-*/"[pick(4)]);
    random_expression(out, depth + 1);
    g_string_append_c(out, ')');
    break;
  case 4:
    g_string_append(out, "IF(");
    random_condition(out, 3);
    g_string_append(out, ", ");
    random_expression(out, depth + 1);
    g_string_append(out, ", ");
    random_expression(out, depth + 1);
    g_string_append(out, ")");
    break;
  case 5:
    g_string_append(out, "COALESCE(");
    random_expression(out, depth + 1);
    g_string_append(out, ", ");
    random_expression(out, depth + 1);
    g_string_append(out, ")");
    break;
  default:
    g_string_append_printf(out, "%s(", unary[pick(G_N_ELEMENTS(unary))]);
    random_expression(out, depth + 1);
    g_string_append(out, ")");
  }
}

static void
random_condition(GString *out, int depth)
{
  static const char *const operators[] = {"=", "!=", "<", ">", "<=", ">="};
  switch (pick(depth > 2 ? 10 : 13)) {
  case 0:
    random_variable(out);
    g_string_append(out, pick(2) ? " = " : " != ");
    random_end(out);
    break;
  case 1:
    random_variable(out);
    g_string_append_printf(out, " %s ", operators[pick(6)]);
    random_term(out);
    break;
  case 2:
    g_string_append(out, pick(2) ? "bound(" : "!bound(");
    random_variable(out);
    g_string_append(out, ")");
    break;
  case 3:
    g_string_append(out, "isIRI(");
    random_variable(out);
    g_string_append(out, ") || ");
    random_variable(out);
    g_string_append(out, " = 2");
    break;
  case 4:
    random_variable(out);
    g_string_append_printf(out, " %sIN (", pick(2) ? "NOT " : "");
    random_end(out);
    g_string_append(out, ", ");
    random_term(out);
    g_string_append(out, ")");
    break;
  case 5:
    g_string_append(out, pick(2) ? "STRSTARTS(STR(" : "CONTAINS(STR(");
    random_variable(out);
    g_string_append_printf(out, "), \"%s\")",
                           ((const char *const[]){"http://x/", "http://x/a", "a", "ab", ""})[pick(5)]);
    break;
  case 6:
    g_string_append(out, pick(2) ? "LANGMATCHES(LANG(" : "REGEX(STR(");
    random_variable(out);
    g_string_append_printf(out, "), \"%s\")", ((const char *const[]){"en", "*", "en-gb"})[pick(2)]);
    break;
  case 7:
    g_string_append(out, "(");
    random_condition(out, 3);
    g_string_append(out, pick(2) ? " && " : " || ");
    random_condition(out, 3);
    g_string_append(out, ")");
    break;
  case 8:
    g_string_append(out, "sameTerm(");
    random_variable(out);
    g_string_append(out, ", ");
    random_end(out);
    g_string_append(out, ")");
    break;
  case 9:
    random_expression(out, 1);
    g_string_append_printf(out, " %s ", operators[pick(6)]);
    random_expression(out, 1);
    break;
  default: g_string_append(out, pick(2) ? "EXISTS " : "NOT EXISTS "); random_group(out, depth + 1);
  }
}

static void
random_aggregate(GString *out)
{
  static const char *const names[] = {"COUNT", "SUM", "MIN", "MAX", "AVG"};
  if (pick(4) == 0) {
    g_string_append(out, "COUNT(*)");
    return;
  }
  g_string_append_printf(out, "%s(%s", names[pick(5)], pick(3) ? "" : "DISTINCT ");
  if (pick(3))
    random_variable(out);
  else
    random_expression(out, 2);
  g_string_append(out, ")");
}

static void
random_element(GString *out, int depth, int *n_bound)
{
  switch (pick(depth > 2 ? 3 : 15)) {
  case 0:
  case 1:
  case 2: random_triple(out); break;
  case 3:
  case 4:
    g_string_append(out, "OPTIONAL ");
    random_group(out, depth + 1);
    break;
  case 5:
    random_group(out, depth + 1);
    g_string_append(out, " UNION ");
    random_group(out, depth + 1);
    break;
  case 6:
    g_string_append(out, "MINUS ");
    random_group(out, depth + 1);
    break;
  case 7:
  case 8:
    g_string_append(out, "FILTER(");
    random_condition(out, depth);
    g_string_append(out, ") ");
    break;
  case 9:
    g_string_append(out, "BIND(");
    if (pick(2))
      random_variable(out);
    else
      random_expression(out, 0);
    g_string_append_printf(out, " AS ?n%d) ", depth * 10 + (*n_bound)++);
    break;
  case 10:
    g_string_append(out, pick(2) ? "VALUES (?x ?y) { (:a UNDEF) (:b :c) (UNDEF 2) } "
                                 : "VALUES ?z { :a 2 2.0 \"ab\"@EN :none } ");
    break;
  case 11:
    g_string_append_printf(out, "{ SELECT %s ?x ?y WHERE ", pick(2) ? "DISTINCT" : "");
    random_group(out, depth + 1);
    g_string_append(out, " } ");
    break;
  case 12:
    g_string_append(out, "{ SELECT ?x (");
    random_aggregate(out);
    g_string_append_printf(out, " AS ?n%d) WHERE ", depth * 10 + (*n_bound)++);
    random_group(out, depth + 1);
    g_string_append(out, " GROUP BY ?x } ");
    break;
  default:
    g_string_append(out, pick(2) ? "GRAPH ?g " : pick(2) ? "GRAPH ?x " : "GRAPH :g ");
    random_group(out, depth + 1);
  }
}

static void
random_group(GString *out, int depth)
{
  static int n_bound; /* names of BIND differ all over a query, so that none is in scope twice */
  if (depth == 0)
    n_bound = 0;
  g_string_append(out, "{ ");
  for (int n = pick(depth ? 3 : 4) + (depth < 2); n > 0; n--)
    random_element(out, depth, &n_bound);
  g_string_append(out, "} ");
}

/* What of an answer is settled, beside its rows. */
typedef struct {
  gboolean is_ordered; /* by all of its columns */
  gboolean has_limit;
  guint64 offset, limit;
} Shape;

static char *
random_query(Shape *shape)
{
  GString *out = g_string_new("PREFIX : <http://x/> PREFIX xsd: <" YT_XSD_NS "> ");
  *shape = (Shape){0};
  int form = pick(8);
  if (form == 0) {
    g_string_append(out, "SELECT ?x (");
    random_aggregate(out);
    g_string_append(out, " AS ?m) (");
    random_aggregate(out);
    g_string_append(out, " AS ?n) ");
    random_group(out, 0);
    g_string_append(out, "GROUP BY ?x ");
    if (pick(3) == 0) {
      g_string_append(out, "HAVING(");
      random_aggregate(out);
      g_string_append_printf(out, " %c 1) ", "<>="[pick(3)]);
    }
    shape->is_ordered = pick(3) == 0;
    if (shape->is_ordered)
      g_string_append(out, pick(2) ? "ORDER BY ?n DESC(?m) ?x " : "ORDER BY ?m ?n ?x ");
  } else if (form == 1) {
    g_string_append(out, "SELECT (");
    random_aggregate(out);
    g_string_append(out, " AS ?m) ");
    random_group(out, 0);
  } else if (form <= 4) {
    g_string_append(out, form == 2 ? "SELECT DISTINCT ?y ?x " : "SELECT ?y ?x ?z ");
    random_group(out, 0);
    shape->is_ordered = pick(3) > 0;
    if (shape->is_ordered)
      g_string_append(out, pick(2) ? "ORDER BY ?x DESC(?y) " : "ORDER BY DESC(?y) ?x ");
    if (shape->is_ordered && form > 2)
      g_string_append(out, "?z ");
  } else {
    g_string_append(out, "SELECT * ");
    random_group(out, 0);
  }
  if (pick(4) == 0) {
    shape->has_limit = TRUE;
    shape->limit = (guint64) pick(12);
    shape->offset = pick(2) ? 0 : (guint64) pick(5);
    g_string_append_printf(out, "LIMIT %d OFFSET %d", (int) shape->limit, (int) shape->offset);
  }
  return g_string_free(out, FALSE);
}

/* ---- Comparing */

/* Is each of @found's rows in @all, and not more often than there? */
static gboolean
are_among(const GPtrArray *found, const GPtrArray *all)
{
  g_autoptr(GHashTable) counts = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < all->len; i++) {
    guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, all->pdata[i]));
    g_hash_table_insert(counts, all->pdata[i], GUINT_TO_POINTER(n + 1));
  }
  for (guint i = 0; i < found->len; i++) {
    guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, found->pdata[i]));
    if (n == 0)
      return FALSE;
    g_hash_table_insert(counts, found->pdata[i], GUINT_TO_POINTER(n - 1));
  }
  return TRUE;
}

/* NULL when @found is a right answer, else what is wrong. With @by_class, terms need only be equal as values. */
static const char *
find_fault(const Shape *shape, const Rows *all, const Rows *found, gboolean by_class)
{
  guint64 first = shape->has_limit ? MIN(shape->offset, all->rows->len) : 0;
  guint64 n = all->rows->len - first;
  if (shape->has_limit)
    n = MIN(n, shape->limit);
  if (found->rows->len != n)
    return "not as many rows";
  if (!are_among(by_class ? found->classes : found->rows, by_class ? all->classes : all->rows))
    return "other rows";
  for (guint i = 0; shape->is_ordered && i < n; i++)
    if (strcmp(found->classes->pdata[i], all->classes->pdata[first + i]) != 0)
      return "another order";
  return NULL;
}

static const struct {
  const char *name;
  YtPlanOptions options;
} variants[] = {
    {"all on", {0}},
    {"no reordering", {.no_reordering = TRUE}},
    {"no index joins", {.no_index_joins = TRUE}},
    {"no merge", {.no_merge = TRUE}},
    {"no seeding", {.no_seeding = TRUE}},
    {"no pushdown", {.no_pushdown = TRUE}},
    {"no top k", {.no_top_k = TRUE}},
    {"no range filters", {.no_range_filters = TRUE}},
    {"EXISTS by substitution", {.no_exists_joins = TRUE}},
    {"no multiway joins", {.no_multiway = TRUE}},
    {"paths row by row", {.no_path_parts = TRUE}},
    {"one thread", {.no_threads = TRUE}},
    {"eager threads", {.eager_threads = TRUE}},
    {"all off",
     {.no_reordering = TRUE,
      .no_index_joins = TRUE,
      .no_merge = TRUE,
      .no_seeding = TRUE,
      .no_pushdown = TRUE,
      .no_top_k = TRUE,
      .no_exists_joins = TRUE,
      .no_range_filters = TRUE,
      .no_multiway = TRUE,
      .no_path_parts = TRUE,
      .no_threads = TRUE}},
};

static void
report(guint seed, const char *name, const char *fault, const char *query, YtStore *store, const Rows *all,
       const Rows *found)
{
  g_autofree char *expected = join_texts(all->rows, FALSE),
                  *got = found ? join_texts(found->rows, FALSE) : g_strdup("");
  g_autofree char *plan = yt_sparql_explain(store, query, NULL, FALSE, NULL);
  g_test_message("YT_DIFFERENTIAL_SEED=%u: %s: %s\n%s\nexpected, without LIMIT and OFFSET:\n%sfound:\n%s\n%s",
                 seed, name, fault, query, expected, got, plan ? plan : "");
  g_test_fail();
}

static guint
number_from_environment(const char *name, guint otherwise)
{
  const char *text = g_getenv(name);
  return text && *text ? (guint) strtoul(text, NULL, 10) : otherwise;
}

/* Compares one query, all variants. FALSE when they differ. @n_compared counts. */
static gboolean
compare_one(guint seed, guint *n_compared)
{
  g_autoptr(YtStore) store = random_store();
  Shape shape;
  g_autofree char *query = random_query(&shape);
  if (!yt_sparql_check(query, NULL, FALSE, NULL))
    return TRUE; /* a name that BIND may not give */
  g_autoptr(Rows) all = answer_by_definition(store, query);
  if (!all)
    return TRUE;
  ++*n_compared;
  for (guint v = 0; v < G_N_ELEMENTS(variants); v++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(YtSparqlResult) result =
        yt_sparql_native_query_full(store, query, NULL, &variants[v].options, &error);
    g_autoptr(Rows) found = result ? read_result(result, &error) : NULL;
    /* MIN and MAX may give any of two terms with the same value, so may arithmetic on them, in another order of rows */
    const char *fault = error
                            ? error->message
                            : find_fault(&shape, all, found, strstr(query, "MIN(") || strstr(query, "MAX("));
    if (fault) {
      report(seed, variants[v].name, fault, query, store, all, found);
      return FALSE;
    }
  }
  return TRUE;
}

/* Whatever the plan, the answer is that of the definitions. */
static void
test_random_queries(void)
{
  guint n_queries = number_from_environment("YT_DIFFERENTIAL", N_QUERIES), n_compared = 0, n_failures = 0;
  guint first = number_from_environment("YT_DIFFERENTIAL_SEED", (guint) g_test_rand_int());
  for (guint i = 0; i < n_queries && n_failures < MAX_FAILURES; i++) {
    chance = g_rand_new_with_seed(first + i);
    n_failures += !compare_one(first + i, &n_compared);
    g_rand_free(chance);
  }
  g_test_message("%u queries, %u compared, %u failed", n_queries, n_compared, n_failures);
  if (n_queries >= N_QUERIES)
    g_assert_cmpuint(n_compared, >, n_queries / 4);
}

/* ---- Larger data: many blocks, full buffers; too much for the reference, so the plan with all off stands in for it */

enum { N_LARGE_QUADS = 8000, N_LARGE_NODES = 1500, N_QUERIES_A_STORE = 40 };

static YtTermQuad
large_quad(char room[3][64])
{
  static const char *const texts[] = {"ab", "b", "abc", "园区", "园"};
  g_snprintf(room[0], sizeof room[0], "http://x/n%d", pick(pick(4) ? N_LARGE_NODES : 20));
  g_snprintf(room[1], sizeof room[1], "http://x/%c", "pqrst"[pick(5)]);
  YtTermQuad quad = {.subject = yt_term_iri(room[0]), .predicate = yt_term_iri(room[1])};
  g_snprintf(room[2], sizeof room[2], "http://x/n%d", pick(N_LARGE_NODES));
  quad.object = yt_term_iri(room[2]);
  if (room[1][9] == 's') {
    g_snprintf(room[2], sizeof room[2], "%d", pick(3000) - 500);
    quad.object = yt_term_typed(room[2], pick(10) ? YT_XSD_NS "integer" : YT_XSD_NS "decimal");
  } else if (room[1][9] == 't') {
    g_snprintf(room[2], sizeof room[2], "%s %d", texts[pick(5)], pick(200));
    quad.object = pick(2) ? yt_term_literal(room[2]) : yt_term_tagged(room[2], pick(3) ? "zh" : "en");
  }
  if (pick(20) == 0)
    quad.graph = yt_term_iri("http://x/g");
  return quad;
}

static YtStore *
large_store(void)
{
  char room[3][64];
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  for (guint i = 0; i < N_LARGE_QUADS; i++) {
    YtTermQuad quad = large_quad(room);
    yt_store_builder_add(&quad, builder, NULL);
  }
  g_autoptr(YtStore) store = yt_store_builder_build(builder);
  g_autoptr(YtStoreWriter) writer = yt_store_writer_new_in_memory(store);
  for (int t = pick(4); t > 0; t--) {
    YtTransaction *transaction = yt_store_writer_begin(writer, NULL);
    for (int i = pick(1000); i > 0; i--) {
      YtTermQuad quad = large_quad(room);
      g_assert_true((pick(3) ? yt_transaction_insert : yt_transaction_delete)(transaction, &quad, NULL));
    }
    g_assert_true(yt_transaction_commit(transaction, NULL));
  }
  return yt_store_writer_ref_snapshot(writer);
}

/* Triples that hang together, so that the answer is no product of everything with everything. */
static void
large_triples(GString *out)
{
  static const char *const shapes[] = {
      "?x :%c ?y . ",
      "?x ?z ?y . ",
      "?x ?w ?y . ?x :%c ?z . ",
      "?x :%c ?y . ?x :%c ?z . ",
      "?x :%c ?y . ?y :%c ?z . ",
      "?x :%c ?y . ?y :%c ?z . ?x :%c ?z . ",
      "?x :%c ?y . ?z :%c ?y . ?z :%c ?w . ",
      "?x :%c ?y . ?y :%c ?z . ?z :%c ?w . ",
      "?x :%c ?y . ?x :%c ?z . ?x :%c ?w . ",
      "?x :%c/:%c ?y . ?x :%c ?z . ",
      "?x :%c ?y . ?y :%c* ?z . ?z :%c ?w . ",
      "?x :%c ?y . OPTIONAL { ?y :%c ?z FILTER(?z != ?x) } OPTIONAL { ?x :%c ?w } ",
      "?x :%c ?y . MINUS { ?y :%c ?z . ?x :%c ?w } ",
      "{ ?x :%c ?y } UNION { ?y :%c ?x } ?y :%c ?z . ",
      "GRAPH ?w { ?x :%c ?y . ?y :%c ?z } ",
      "?x :%c ?y FILTER NOT EXISTS { ?y :%c ?z } FILTER EXISTS { ?x :%c ?w } ",
      "?x :%c ?y . { SELECT ?y (COUNT(*) AS ?z) { ?w :%c ?y } GROUP BY ?y } ",
  };
  const char *letter = "pqrst";
  int a = letter[pick(5)], b = letter[pick(5)], c = letter[pick(5)];
  const char *shape = shapes[pick(G_N_ELEMENTS(shapes))];
  for (const char *p = shape, *found; *p; p = found + 2) {
    found = strstr(p, "%c");
    if (!found) {
      g_string_append(out, p);
      break;
    }
    g_string_append_len(out, p, found - p);
    g_string_append_c(out, (char) a);
    a = b;
    b = c;
  }
}

static void
large_condition(GString *out)
{
  char variable = "xyzw"[pick(4)];
  int low = pick(3000) - 500;
  switch (pick(7)) {
  case 0:
    g_string_append_printf(out, "?%c >= %d && ?%c < %d", variable, low, variable, low + pick(400));
    break;
  case 1: g_string_append_printf(out, "?%c %s %d", variable, pick(2) ? "<" : ">", low); break;
  case 2: g_string_append_printf(out, "STRSTARTS(STR(?%c), \"http://x/n%d\")", variable, pick(99)); break;
  case 3: g_string_append_printf(out, "STRSTARTS(?%c, \"%s\")", variable, pick(2) ? "ab" : "园"); break;
  case 4: g_string_append_printf(out, "LANGMATCHES(LANG(?%c), \"zh\")", variable); break;
  case 5: g_string_append_printf(out, "?%c IN (:n1, :n2, :n3, %d, \"ab 7\")", variable, low); break;
  default: g_string_append_printf(out, "?%c %s :n%d", variable, pick(2) ? "=" : "!=", pick(20)); break;
  }
}

static char *
large_query(Shape *shape)
{
  GString *out = g_string_new("PREFIX : <http://x/> PREFIX xsd: <" YT_XSD_NS "> ");
  *shape = (Shape){0};
  gboolean is_grouped = pick(6) == 0;
  if (is_grouped) {
    g_string_append(out, "SELECT ?x (");
    random_aggregate(out);
    g_string_append(out, " AS ?n) { ");
  } else {
    g_string_append(out, pick(5) ? "SELECT ?x ?y ?z ?w { " : "SELECT DISTINCT ?x ?z ?y ?w { ");
  }
  large_triples(out);
  for (int n = pick(3); n > 0; n--) {
    g_string_append(out, "FILTER(");
    large_condition(out);
    g_string_append(out, ") ");
  }
  g_string_append(out, is_grouped ? "} GROUP BY ?x " : "} ");
  shape->is_ordered = pick(2);
  if (shape->is_ordered && is_grouped)
    g_string_append(out, pick(2) ? "ORDER BY DESC(?n) ?x " : "ORDER BY ?n DESC(?x) ");
  else if (shape->is_ordered)
    g_string_append(out, ((const char *const[]){"ORDER BY ?x ?y ?z ?w ", "ORDER BY DESC(?y) ?x ?w ?z ",
                                                "ORDER BY ?z DESC(?w) ?y DESC(?x) "})[pick(3)]);
  if (pick(2)) {
    shape->has_limit = TRUE;
    shape->limit = (guint64) pick(pick(2) ? 20 : 2000);
    shape->offset = pick(2) ? 0 : (guint64) pick(300);
    g_string_append_printf(out, "LIMIT %d OFFSET %d", (int) shape->limit, (int) shape->offset);
  }
  return g_string_free(out, FALSE);
}

/* The rows without LIMIT and OFFSET, with all off; NULL when they take too long. */
static Rows *
answer_unoptimised(YtStore *store, const char *text)
{
  const char *limit = strstr(text, "LIMIT");
  g_autofree char *unlimited = g_strndup(text, limit ? (gsize) (limit - text) : strlen(text));
  YtSparqlOptions options = {.timeout_ms = 500, .memory_limit = 12 << 20};
  g_autoptr(GError) error = NULL;
  g_autoptr(YtSparqlResult) result = yt_sparql_native_query_full(
      store, unlimited, &options, &variants[G_N_ELEMENTS(variants) - 1].options, &error);
  Rows *rows = result ? read_result(result, &error) : NULL;
  if (error && !g_error_matches(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_TIMEOUT))
    g_assert_error(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_MEMORY);
  if (rows && rows->rows->len > (limit ? 15000 : 3000)) /* texts of them all would take long */
    g_clear_pointer(&rows, rows_free);
  return rows;
}

static gboolean
compare_large(YtStore *store, guint seed, guint *n_compared)
{
  static const YtSparqlOptions limits = {.timeout_ms = 500};
  Shape shape;
  g_autofree char *query = large_query(&shape);
  g_autoptr(Rows) all = answer_unoptimised(store, query);
  if (!all)
    return TRUE;
  ++*n_compared;
  for (guint v = 0; v < G_N_ELEMENTS(variants); v++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(YtSparqlResult) result =
        yt_sparql_native_query_full(store, query, &limits, &variants[v].options, &error);
    g_autoptr(Rows) found = result ? read_result(result, &error) : NULL;
    if (g_error_matches(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_TIMEOUT))
      continue; /* how fast a bad plan is, is not asked here */
    const char *fault = error
                            ? error->message
                            : find_fault(&shape, all, found, strstr(query, "MIN(") || strstr(query, "MAX("));
    if (fault) {
      report(seed, variants[v].name, fault, query, store, all, found);
      return FALSE;
    }
  }
  return TRUE;
}

static void
test_large(void)
{
  guint n_queries = MAX(number_from_environment("YT_DIFFERENTIAL", N_QUERIES) / 20, 1), n_compared = 0,
        n_failures = 0;
  guint first = number_from_environment("YT_DIFFERENTIAL_SEED", (guint) g_test_rand_int());
  g_autoptr(YtStore) store = NULL;
  for (guint i = 0; i < n_queries && n_failures < MAX_FAILURES; i++) {
    if (i == 0 || (first + i) % N_QUERIES_A_STORE ==
                      0) { /* one store for neighbouring seeds: a seed leads to its store */
      g_clear_pointer(&store, yt_store_unref);
      chance = g_rand_new_with_seed((first + i) / N_QUERIES_A_STORE);
      store = large_store();
      g_rand_free(chance);
    }
    chance = g_rand_new_with_seed(first + i);
    n_failures += !compare_large(store, first + i, &n_compared);
    g_rand_free(chance);
  }
  g_test_message("%u queries, %u compared, %u failed", n_queries, n_compared, n_failures);
  if (n_queries >= N_QUERIES / 20)
    g_assert_cmpuint(n_compared, >, n_queries / 4);
}

/* ---- Rasqal: another program's reading of the text, another's functions */

/* What rasqal gets right: it compares IRIs and blank nodes by "<", loses errors in long expressions, and its OPTIONAL gives
 * rows that are none now and then. */
static void
simple_condition(GString *out)
{
  switch (pick(6)) {
  case 0: g_string_append(out, pick(2) ? "BOUND(" : "!BOUND("); break;
  case 1: g_string_append(out, pick(2) ? "isIRI(" : "!isIRI("); break;
  case 2: g_string_append(out, pick(2) ? "isBLANK(" : "isLITERAL("); break;
  case 3:
    random_variable(out);
    g_string_append_printf(out, " %s :%c", pick(2) ? "=" : "!=", "abcde"[pick(5)]);
    return;
  case 4:
    g_string_append_printf(out, "isLITERAL(?%c) && ?%c = %d", "xyz"[pick(3)], "xyz"[pick(3)], pick(3) + 1);
    return;
  default:
    g_string_append(out, "sameTerm(");
    random_variable(out);
    g_string_append(out, ", ");
  }
  random_variable(out);
  g_string_append(out, ")");
}

static void
simple_group(GString *out)
{
  g_string_append(out, "{ ");
  for (int n = pick(3) + 1; n > 0; n--) {
    random_end(out);
    g_string_append_printf(out, " :%c ", "pqr"[pick(3)]);
    random_end(out);
    g_string_append(out, " . ");
  }
  if (pick(3) == 0) {
    g_string_append(out, "FILTER(");
    simple_condition(out);
    g_string_append(out, ") ");
  }
  g_string_append(out, "} ");
}

static char *
simple_query(Shape *shape)
{
  GString *out = g_string_new("PREFIX : <http://x/> PREFIX xsd: <" YT_XSD_NS "> ");
  *shape = (Shape){0};
  g_string_append(out, pick(3) ? "SELECT ?x ?y ?z ?w WHERE " : "SELECT DISTINCT ?x ?y WHERE ");
  if (pick(4) == 0) {
    g_string_append(out, "{ ");
    simple_group(out);
    g_string_append(out, "UNION ");
    simple_group(out);
    g_string_append(out, "}");
  } else {
    simple_group(out);
  }
  return g_string_free(out, FALSE);
}

static void
test_redland(void)
{
  guint n_queries = number_from_environment("YT_DIFFERENTIAL", N_QUERIES), n_compared = 0, n_failures = 0;
  guint first = number_from_environment("YT_DIFFERENTIAL_SEED", (guint) g_test_rand_int());
  for (guint i = 0; i < n_queries && n_failures < MAX_FAILURES; i++) {
    chance = g_rand_new_with_seed(first + i);
    g_autoptr(YtStore) store = random_store();
    Shape shape;
    g_autofree char *query = simple_query(&shape);
    YtSparqlOptions redland = {.engine = YT_SPARQL_ENGINE_REDLAND, .timeout_ms = 2000};
    g_autoptr(GError) error = NULL;
    g_autoptr(YtSparqlResult) theirs = yt_sparql_query(store, query, &redland, &error);
    g_autoptr(Rows) expected = theirs ? read_result(theirs, &error) : NULL;
    g_autoptr(YtSparqlResult) ours = expected ? yt_sparql_query(store, query, NULL, &error) : NULL;
    g_autoptr(Rows) found = ours ? read_result(ours, &error) : NULL;
    n_compared += expected != NULL;
    const char *fault = !expected ? NULL
                        : error   ? error->message
                                  : find_fault(&shape, expected, found, FALSE);
    if (fault) {
      report(first + i, "redland", fault, query, store, expected, found);
      n_failures++;
    }
    g_rand_free(chance);
  }
  g_test_message("%u queries, %u compared, %u failed", n_queries, n_compared, n_failures);
  if (n_queries >= N_QUERIES)
    g_assert_cmpuint(n_compared, >, n_queries / 4);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/sparql/differential/random-queries", test_random_queries);
  g_test_add_func("/sparql/differential/large", test_large);
  g_test_add_func("/sparql/differential/redland", test_redland);
  return g_test_run();
}
