/* differential-test.c: the engine against the definitions.
 *
 * Random data and random queries. The reference takes the same algebra, and computes it as sections 18.3 to 18.5 of SPARQL
 * 1.1 define it: lists of solutions, joins by looking at every pair, filters one row after another, EXISTS by
 * substitution. Then the engine runs with each of its optimisations turned off in turn, and must give the same
 * solutions as often. */
#include "sparql/engine.h"
#include "sparql/eval.h"
#include "sparql/plan.h"

enum { N_QUERIES = 400, MAX_ROWS = 4000 };

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
    g_autoptr(GPtrArray) found = evaluate(
        r, yt_algebra_substitute(expr->algebra, variables, ids, n, r->exec->terms, r->exec->arena));
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
  YtSlot slot = {.is_variable = graph->kind == YT_GRAPH_SLOT_VARIABLE, .variable = graph->variable, .id = graph->id};
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
    if (bind_graph(solution, &triple->graph, quad->graph) && bind_slot(solution, &triple->slots[0], quad->subject) &&
        bind_slot(solution, &triple->slots[1], quad->predicate) && bind_slot(solution, &triple->slots[2], quad->object))
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
  g_autoptr(GArray) inner = path->n_parts && path->op != YT_PATH_NEGATED ? relate(r, path->parts[0], graph, nodes) : NULL;
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
      if (!excluded && bind_graph(solution, &path->graph, graph) && bind_slot(solution, &path->slots[0], quad->subject) &&
          bind_slot(solution, &path->slots[2], quad->object))
        g_ptr_array_add(result, solution);
      else
        g_free(solution);
    }
    return;
  }
  for (guint i = 0; i < pairs->len; i++) {
    YtTermId *solution = solution_new(r);
    if (bind_graph(solution, &path->graph, graph) && bind_slot(solution, &path->slots[0], g_array_index(pairs, Pair, i).from) &&
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
    for (guint i = 0; i < r->exec->dataset.named_graphs->len; i++)
      if (path->graph.kind == YT_GRAPH_SLOT_VARIABLE ||
          path->graph.id == g_array_index(r->exec->dataset.named_graphs, YtTermId, i))
        match_path_in(r, path, g_array_index(r->exec->dataset.named_graphs, YtTermId, i), result);
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

/* COUNT(*) by keys: all that the generator makes */
static Solutions *
evaluate_group(Reference *r, const YtAlgebra *algebra, const Solutions *solutions)
{
  Solutions *result = solutions_new();
  for (guint i = 0; i < solutions->len || (i == 0 && !algebra->n_variables); i++) {
    YtTermId *key = solution_new(r);
    for (guint k = 0; k < algebra->n_variables; k++)
      key[algebra->variables[k]] = ((YtTermId *) solutions->pdata[i])[algebra->variables[k]];
    gboolean seen = FALSE;
    for (guint j = 0; j < result->len && !seen; j++) {
      seen = TRUE;
      for (guint k = 0; k < algebra->n_variables; k++)
        seen = seen && ((YtTermId *) result->pdata[j])[algebra->variables[k]] == key[algebra->variables[k]];
    }
    gint64 n = 0;
    for (guint j = 0; j < solutions->len; j++) {
      gboolean in_group = TRUE;
      for (guint k = 0; k < algebra->n_variables; k++)
        in_group = in_group && ((YtTermId *) solutions->pdata[j])[algebra->variables[k]] == key[algebra->variables[k]];
      n += in_group;
    }
    for (guint e = 0; e < algebra->n_extensions; e++)
      key[algebra->extensions[e].variable] = yt_id_from_integer(n, YT_INTEGER);
    if (seen)
      g_free(key);
    else
      g_ptr_array_add(result, key);
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
    for (guint i = 0; i < r->exec->dataset.named_graphs->len; i++) {
      YtTermId *solution = solution_new(r);
      for (guint v = 0; v < algebra->n_variables; v++)
        solution[algebra->variables[v]] = g_array_index(r->exec->dataset.named_graphs, YtTermId, i);
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
  case YT_ALGEBRA_REDUCED:
  case YT_ALGEBRA_ORDER: return evaluate_unary(r, algebra, evaluate(r, algebra->children[0]));
  case YT_ALGEBRA_SLICE:
  case YT_ALGEBRA_SERVICE:
  case YT_ALGEBRA_MATCHES: /* search-test.c and matches-test.c */
  case YT_ALGEBRA_SEED: break;
  }
  g_assert_not_reached();
}

/* ---- Rows as texts, sorted */

static void
add_term(GString *out, const YtTerm *term)
{
  if (term->kind == YT_TERM_UNBOUND)
    g_string_append(out, "-");
  else
    yt_term_append(out, term);
  g_string_append_c(out, '\t');
}

static int
compare_texts(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *) a, *(const char *const *) b);
}

static char *
join_rows(GPtrArray *rows)
{
  g_ptr_array_sort(rows, compare_texts);
  GString *all = g_string_new(NULL);
  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf(all, "%s\n", (char *) rows->pdata[i]);
  return g_string_free(all, FALSE);
}

static gboolean
collect_quad(const YtTermQuad *quad, gpointer data, GError **error)
{
  (void) error;
  Reference *r = data;
  YtQuad ids = {{yt_terms_find(r->exec->terms, &quad->subject), yt_terms_find(r->exec->terms, &quad->predicate),
                 yt_terms_find(r->exec->terms, &quad->object), yt_terms_find(r->exec->terms, &quad->graph)}};
  g_array_append_val(r->quads, ids);
  return TRUE;
}

/* NULL when the reference would need too long. */
static char *
answer_by_definition(YtStore *store, const char *text)
{
  GError *error = NULL;
  YtRequest *request = yt_sparql_parse(text, NULL, FALSE, &error);
  g_assert_no_error(error);
  g_autoptr(YtExec) exec = yt_exec_new(yt_terms_new(store), request, NULL);
  yt_dataset_init(&exec->dataset, exec->terms, &request->query->dataset);
  YtTranslation translation = {request, exec->terms, &exec->dataset, NULL};
  const YtAlgebra *algebra = yt_algebra_translate(&translation, request->query->select, &error);
  g_assert_no_error(error);
  g_autoptr(GArray) quads = g_array_new(FALSE, FALSE, sizeof(YtQuad));
  Reference r = {.exec = exec, .quads = quads, .n_variables = request->variables->len};
  yt_store_foreach(store, collect_quad, &r, NULL);
  yt_eval_init(&r.eval, exec);
  g_autoptr(GPtrArray) solutions = evaluate(&r, algebra);
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < solutions->len && !r.too_large; i++) {
    GString *row = g_string_new(NULL);
    for (guint p = 0; p < request->query->select->projections->len; p++) {
      const YtProjection *projection = g_ptr_array_index(request->query->select->projections, p);
      g_auto(YtTermBuffer) buffer;
      yt_term_buffer_init(&buffer);
      YtTerm term = yt_terms_get(exec->terms, ((YtTermId *) solutions->pdata[i])[projection->variable], &buffer);
      add_term(row, &term);
    }
    g_ptr_array_add(rows, g_string_free(row, FALSE));
  }
  yt_eval_clear(&r.eval);
  return r.too_large ? NULL : join_rows(rows);
}

static char *
answer_by_engine(YtStore *store, const char *text, const YtPlanOptions *options)
{
  GError *error = NULL;
  g_autoptr(YtSparqlResult) result = yt_sparql_native_query_full(store, text, NULL, options, &error);
  g_assert_no_error(error);
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(g_free);
  while (yt_sparql_result_next(result, &error)) {
    GString *row = g_string_new(NULL);
    for (guint i = 0; i < yt_sparql_result_get_n_variables(result); i++) {
      YtTerm term = yt_sparql_result_get_term(result, i);
      add_term(row, &term);
    }
    g_ptr_array_add(rows, g_string_free(row, FALSE));
  }
  g_assert_no_error(error);
  return join_rows(rows);
}

/* ---- Random data and queries */

static int
pick(int n)
{
  return g_test_rand_int_range(0, n);
}

static YtStore *
random_store(void)
{
  static const char *const nodes[] = {"http://x/a", "http://x/b", "http://x/c", "http://x/d", "http://x/e"};
  static const char *const predicates[] = {"http://x/p", "http://x/q", "http://x/r"};
  static const char *const graphs[] = {"http://x/g", "http://x/h", "http://x/a"};
  static const char *const numbers[] = {"1", "2", "3"};
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  for (int i = pick(30) + 4; i > 0; i--) {
    YtTermQuad quad = {.subject = yt_term_iri(nodes[pick(5)]), .predicate = yt_term_iri(predicates[pick(3)])};
    quad.object = pick(4) ? yt_term_iri(nodes[pick(5)])
                          : yt_term_typed(numbers[pick(3)], YT_XSD_NS "integer");
    if (pick(3) == 0)
      quad.graph = yt_term_iri(graphs[pick(3)]);
    yt_store_builder_add(&quad, builder, NULL);
  }
  return yt_store_builder_build(builder);
}

static void
random_variable(GString *out)
{
  g_string_append_printf(out, "?%c", "xyzw"[pick(4)]);
}

static void
random_term(GString *out)
{
  if (pick(6))
    g_string_append_printf(out, ":%c", "abcdef"[pick(6)]);
  else
    g_string_append_printf(out, "%d", pick(3) + 1);
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

static void
random_condition(GString *out, int depth)
{
  switch (pick(depth > 2 ? 4 : 6)) {
  case 0:
    random_variable(out);
    g_string_append(out, pick(2) ? " = " : " != ");
    random_end(out);
    break;
  case 1:
    random_variable(out);
    g_string_append_printf(out, " %c %d", "<>"[pick(2)], pick(3) + 1);
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
  default:
    g_string_append(out, pick(2) ? "EXISTS " : "NOT EXISTS ");
    random_group(out, depth + 1);
  }
}

static void
random_element(GString *out, int depth, int *n_bound)
{
  switch (pick(depth > 2 ? 3 : 14)) {
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
    g_string_append_printf(out, "BIND(?%c AS ?n%d) ", "xyzw"[pick(4)], depth * 10 + (*n_bound)++);
    break;
  case 10:
    g_string_append(out, "VALUES (?x ?y) { (:a UNDEF) (:b :c) (UNDEF 2) } ");
    break;
  case 11:
    g_string_append_printf(out, "{ SELECT %s ?x ?y WHERE ", pick(2) ? "DISTINCT" : "");
    random_group(out, depth + 1);
    g_string_append(out, " } ");
    break;
  case 12:
    g_string_append_printf(out, "{ SELECT ?x (COUNT(*) AS ?n%d) WHERE ", depth * 10 + (*n_bound)++);
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
    {"EXISTS by substitution", {.no_exists_joins = TRUE}},
    {"paths row by row", {.no_path_parts = TRUE}},
    {"all off",
     {.no_reordering = TRUE, .no_index_joins = TRUE, .no_merge = TRUE, .no_seeding = TRUE, .no_pushdown = TRUE,
      .no_top_k = TRUE, .no_exists_joins = TRUE, .no_range_filters = TRUE, .no_path_parts = TRUE, .no_threads = TRUE}},
};

/* Whatever the plan, the answer is that of the definitions. */
static void
test_random_queries(void)
{
  guint n_compared = 0;
  for (int i = 0; i < N_QUERIES; i++) {
    g_autoptr(YtStore) store = random_store();
    g_autoptr(GString) query = g_string_new("PREFIX : <http://x/> SELECT * ");
    random_group(query, 0);
    if (!yt_sparql_check(query->str, NULL, FALSE, NULL))
      continue; /* a name that BIND may not give */
    g_autofree char *expected = answer_by_definition(store, query->str);
    if (!expected)
      continue;
    n_compared++;
    for (guint v = 0; v < G_N_ELEMENTS(variants); v++) {
      g_autofree char *found = answer_by_engine(store, query->str, &variants[v].options);
      if (g_strcmp0(found, expected)) {
        g_test_message("%s: %s\nexpected:\n%sfound:\n%s", variants[v].name, query->str, expected, found);
        g_autoptr(GError) error = NULL;
        g_autofree char *plan = yt_sparql_explain(store, query->str, NULL, FALSE, &error);
        g_test_message("%s", plan);
        g_test_fail();
        return;
      }
    }
  }
  g_assert_cmpuint(n_compared, >, N_QUERIES / 4);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/sparql/differential/random-queries", test_random_queries);
  return g_test_run();
}
