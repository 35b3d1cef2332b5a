/* algebra.c: from the syntax tree to the algebra, as section 18.2 of SPARQL 1.1 does it. */
#include "sparql/algebra.h"
#include "sparql/magic.h"
#include "sparql/matches.h"
#include "sparql/sparql.h"
#include "sparql/way-pattern.h"

/* Operators nest by one for each OPTIONAL, MINUS, BIND of a group, so a long group is a deep tree. */
enum { MAX_DEPTH = 1000 };

typedef struct {
  const YtTranslation *translation;
  YtArena *arena;
  guint *names; /* what a variable of the syntax tree is called here and now */
  guint n_names;
  YtGraphSlot graph; /* the active graph */
  guint depth;
  GError *error;
} Translator;

static YtAlgebra *translate_group(Translator *t, const YtPattern *group);
static YtAlgebra *translate_elements(Translator *t, const YtPattern *group, GPtrArray *filters);
static YtAlgebra *translate_select(Translator *t, const YtSelect *select);
static YtExpr *translate_expr(Translator *t, const YtExpr *expr);

/* Building nodes */

static YtAlgebra *
node_new(YtArena *arena, YtAlgebraOp op, guint n_children)
{
  YtAlgebra *node = yt_arena_new0(arena, YtAlgebra);
  node->op = op;
  node->n_children = n_children;
  node->children = yt_arena_array(arena, YtAlgebra *, MAX(n_children, 1));
  return node;
}

void
yt_algebra_set_scope(YtAlgebra *node, YtArena *arena)
{
  node->possible = node->certain = (YtVarSet){0};
  switch (node->op) {
  case YT_ALGEBRA_UNIT: break;
  case YT_ALGEBRA_MATCHES:
  case YT_ALGEBRA_WAYS:
  case YT_ALGEBRA_SEED:
    for (guint i = 0; i < node->n_variables; i++) {
      yt_varset_add(&node->possible, node->variables[i], arena);
      yt_varset_add(&node->certain, node->variables[i], arena);
    }
    break;
  case YT_ALGEBRA_TRIPLE:
  case YT_ALGEBRA_PATH:
    for (guint i = 0; i < 3; i++)
      if (node->slots[i].is_variable && !(node->op == YT_ALGEBRA_PATH && i == 1))
        yt_varset_add(&node->certain, node->slots[i].variable, arena);
    if (node->graph.kind == YT_GRAPH_SLOT_VARIABLE)
      yt_varset_add(&node->certain, node->graph.variable, arena);
    node->possible = yt_varset_copy(&node->certain, arena);
    break;
  case YT_ALGEBRA_GRAPHS:
  case YT_ALGEBRA_VALUES:
    for (guint i = 0; i < node->n_variables; i++) {
      gboolean always = TRUE;
      for (gsize r = 0; node->op == YT_ALGEBRA_VALUES && r < node->n_rows; r++)
        always = always && node->ids[r * node->n_variables + i];
      yt_varset_add(&node->possible, node->variables[i], arena);
      if (always)
        yt_varset_add(&node->certain, node->variables[i], arena);
    }
    break;
  case YT_ALGEBRA_SERVICE: /* what the remote pattern may bind */
    for (guint i = 0; i < node->n_variables; i++)
      yt_varset_add(&node->possible, node->variables[i], arena);
    if (node->service.is_variable)
      yt_varset_add(&node->possible, node->service.variable, arena);
    break;
  case YT_ALGEBRA_JOIN:
    for (guint i = 0; i < node->n_children; i++) {
      yt_varset_add_all(&node->possible, &node->children[i]->possible, arena);
      yt_varset_add_all(&node->certain, &node->children[i]->certain, arena);
    }
    break;
  case YT_ALGEBRA_LEFT_JOIN:
    yt_varset_add_all(&node->possible, &node->children[0]->possible, arena);
    yt_varset_add_all(&node->possible, &node->children[1]->possible, arena);
    node->certain = yt_varset_copy(&node->children[0]->certain, arena);
    break;
  case YT_ALGEBRA_UNION:
    for (guint i = 0; i < node->n_children; i++) {
      yt_varset_add_all(&node->possible, &node->children[i]->possible, arena);
      if (i == 0)
        node->certain = yt_varset_copy(&node->children[0]->certain, arena);
      else
        yt_varset_intersect(&node->certain, &node->children[i]->certain);
    }
    break;
  case YT_ALGEBRA_EXTEND:
    node->possible = yt_varset_copy(&node->children[0]->possible, arena);
    node->certain = yt_varset_copy(&node->children[0]->certain, arena);
    for (guint i = 0; i < node->n_extensions; i++)
      yt_varset_add(&node->possible, node->extensions[i].variable, arena);
    break;
  case YT_ALGEBRA_GROUP:
    for (guint i = 0; i < node->n_variables; i++) {
      yt_varset_add(&node->possible, node->variables[i], arena);
      if (yt_varset_has(&node->children[0]->certain, node->variables[i]))
        yt_varset_add(&node->certain, node->variables[i], arena);
    }
    for (guint i = 0; i < node->n_extensions; i++) {
      yt_varset_add(&node->possible, node->extensions[i].variable, arena);
      const YtExpr *aggregate = node->extensions[i].expr;
      if (aggregate->aggregate == YT_AGGREGATE_COUNT) /* a count is always there */
        yt_varset_add(&node->certain, node->extensions[i].variable, arena);
    }
    break;
  case YT_ALGEBRA_PROJECT:
    for (guint i = 0; i < node->n_variables; i++)
      if (yt_varset_has(&node->children[0]->possible, node->variables[i])) {
        yt_varset_add(&node->possible, node->variables[i], arena);
        if (yt_varset_has(&node->children[0]->certain, node->variables[i]))
          yt_varset_add(&node->certain, node->variables[i], arena);
      }
    break;
  case YT_ALGEBRA_MINUS:
  case YT_ALGEBRA_FILTER:
  case YT_ALGEBRA_ORDER:
  case YT_ALGEBRA_DISTINCT:
  case YT_ALGEBRA_REDUCED:
  case YT_ALGEBRA_SLICE:
    node->possible = node->children[0]->possible;
    node->certain = node->children[0]->certain;
    break;
  }
}

static YtAlgebra *
node_around(Translator *t, YtAlgebraOp op, YtAlgebra *child)
{
  YtAlgebra *node = node_new(t->arena, op, 1);
  node->children[0] = child;
  return node;
}

static YtAlgebra *
finish(Translator *t, YtAlgebra *node)
{
  yt_algebra_set_scope(node, t->arena);
  return node;
}

static YtAlgebra *
pair(Translator *t, YtAlgebraOp op, YtAlgebra *left, YtAlgebra *right)
{
  YtAlgebra *node = node_new(t->arena, op, 2);
  node->children[0] = left;
  node->children[1] = right;
  return node;
}

/* Join(@a, @b); joins of joins become one, since they associate. */
static YtAlgebra *
join(Translator *t, YtAlgebra *a, YtAlgebra *b)
{
  if (a->op == YT_ALGEBRA_UNIT)
    return b;
  if (b->op == YT_ALGEBRA_UNIT)
    return a;
  guint n_a = a->op == YT_ALGEBRA_JOIN ? a->n_children : 1,
        n_b = b->op == YT_ALGEBRA_JOIN ? b->n_children : 1;
  YtAlgebra *node = node_new(t->arena, YT_ALGEBRA_JOIN, n_a + n_b);
  for (guint i = 0; i < n_a; i++)
    node->children[i] = a->op == YT_ALGEBRA_JOIN ? a->children[i] : a;
  for (guint i = 0; i < n_b; i++)
    node->children[n_a + i] = b->op == YT_ALGEBRA_JOIN ? b->children[i] : b;
  return finish(t, node);
}

/* Names, terms */

static guint
new_variable(Translator *t)
{
  g_autofree char *name = g_strdup_printf(".%u", t->translation->request->variables->len);
  return yt_request_add_variable(t->translation->request, name, TRUE);
}

static guint
name_of(Translator *t, guint variable)
{
  return variable < t->n_names ? t->names[variable] : variable;
}

static YtTermId
term_id(Translator *t, const YtTerm *term)
{
  return yt_terms_intern(t->translation->terms, term);
}

static YtSlot
translate_node(Translator *t, const YtNode *node)
{
  if (node->is_variable)
    return (YtSlot){.is_variable = TRUE, .variable = name_of(t, node->variable)};
  return (YtSlot){.id = term_id(t, &node->term)};
}

/* Does the syntax tree below mention @variable? */
static gboolean expr_mentions(const YtExpr *expr, guint variable);

static gboolean
node_mentions(const YtNode *node, guint variable)
{
  return node->is_variable && node->variable == variable;
}

static gboolean
values_mention(const YtValues *values, guint variable)
{
  for (guint i = 0; values && i < values->n_variables; i++)
    if (values->variables[i] == variable)
      return TRUE;
  return FALSE;
}

static gboolean pattern_mentions(const YtPattern *pattern, guint variable);

static gboolean
select_mentions(const YtSelect *select, guint variable)
{
  for (guint i = 0; i < select->projections->len; i++) {
    const YtProjection *p = g_ptr_array_index(select->projections, i);
    if (p->variable == variable || (p->expr && expr_mentions(p->expr, variable)))
      return TRUE;
  }
  for (guint i = 0; i < select->group_by->len; i++) {
    const YtProjection *p = g_ptr_array_index(select->group_by, i);
    if (p->variable == variable || (p->expr && expr_mentions(p->expr, variable)))
      return TRUE;
  }
  for (guint i = 0; i < select->having->len; i++)
    if (expr_mentions(g_ptr_array_index(select->having, i), variable))
      return TRUE;
  for (guint i = 0; i < select->order_by->len; i++)
    if (expr_mentions(((YtOrder *) g_ptr_array_index(select->order_by, i))->expr, variable))
      return TRUE;
  return values_mention(select->values, variable) ||
         (select->where && pattern_mentions(select->where, variable));
}

static gboolean
pattern_mentions(const YtPattern *pattern, guint variable)
{
  for (guint i = 0; pattern->triples && i < pattern->triples->len; i++) {
    const YtTriplePattern *triple = g_ptr_array_index(pattern->triples, i);
    if (node_mentions(&triple->subject, variable) || node_mentions(&triple->predicate, variable) ||
        node_mentions(&triple->object, variable))
      return TRUE;
  }
  for (guint i = 0; i < pattern->children->len; i++)
    if (pattern_mentions(g_ptr_array_index(pattern->children, i), variable))
      return TRUE;
  return node_mentions(&pattern->name, variable) ||
         (pattern->expr && expr_mentions(pattern->expr, variable)) ||
         (pattern->kind == YT_PATTERN_BIND && pattern->variable == variable) ||
         values_mention(pattern->values, variable) ||
         (pattern->select && select_mentions(pattern->select, variable));
}

static gboolean
expr_mentions(const YtExpr *expr, guint variable)
{
  if (expr->op == YT_EXPR_VARIABLE)
    return expr->variable == variable;
  for (guint i = 0; i < expr->n_args; i++)
    if (expr_mentions(expr->args[i], variable))
      return TRUE;
  return expr->pattern && pattern_mentions(expr->pattern, variable);
}

/* Expressions */

static YtExpr *
translate_expr(Translator *t, const YtExpr *expr)
{
  YtExpr *copy = yt_arena_new0(t->arena, YtExpr);
  *copy = *expr;
  if (expr->op == YT_EXPR_VARIABLE)
    copy->variable = name_of(t, expr->variable);
  if (expr->op == YT_EXPR_TERM) {
    YtValue *value = yt_arena_new0(t->arena, YtValue);
    *value = yt_value_from_term(&expr->term);
    value->id = term_id(t, &expr->term);
    copy->value = value;
  }
  copy->args = yt_arena_array(t->arena, YtExpr *, MAX(expr->n_args, 1));
  for (guint i = 0; i < expr->n_args; i++)
    copy->args[i] = translate_expr(t, expr->args[i]);
  if (expr->pattern)
    copy->algebra = translate_group(t, expr->pattern);
  return copy;
}

void
yt_expr_add_variables(const YtExpr *expr, YtVarSet *set, YtArena *arena)
{
  if (expr->op == YT_EXPR_VARIABLE)
    yt_varset_add(set, expr->variable, arena);
  for (guint i = 0; i < expr->n_args; i++)
    yt_expr_add_variables(expr->args[i], set, arena);
  if (!expr->algebra)
    return;
  /* a FILTER deep inside may use a variable that the pattern does not bind */
  GPtrArray *todo = g_ptr_array_new();
  g_ptr_array_add(todo, expr->algebra);
  while (todo->len) {
    const YtAlgebra *node = g_ptr_array_steal_index_fast(todo, todo->len - 1);
    yt_varset_add_all(set, &node->possible, arena);
    for (guint i = 0; i < node->n_exprs; i++)
      yt_expr_add_variables(node->exprs[i], set, arena);
    for (guint i = 0; i < node->n_extensions; i++)
      if (node->extensions[i].expr)
        yt_expr_add_variables(node->extensions[i].expr, set, arena);
    for (guint i = 0; i < node->n_children; i++)
      g_ptr_array_add(todo, node->children[i]);
  }
  g_ptr_array_unref(todo);
}

/* Filters of a group become one node; a conjunction counts as so many filters, as an error in one part and a false
 * other part drop the solution alike. */
static void
add_conjuncts(GPtrArray *to, YtExpr *expr)
{
  if (expr->op == YT_EXPR_AND)
    for (guint i = 0; i < expr->n_args; i++)
      add_conjuncts(to, expr->args[i]);
  else
    g_ptr_array_add(to, expr);
}

static void
set_exprs(Translator *t, YtAlgebra *node, GPtrArray *exprs)
{
  node->n_exprs = exprs->len;
  node->exprs = yt_arena_array(t->arena, YtExpr *, MAX(exprs->len, 1));
  for (guint i = 0; i < exprs->len; i++)
    node->exprs[i] = g_ptr_array_index(exprs, i);
}

/* Patterns */

static YtAlgebra *
triple(Translator *t, YtSlot subject, YtSlot predicate, YtSlot object)
{
  YtAlgebra *node = node_new(t->arena, YT_ALGEBRA_TRIPLE, 0);
  node->slots[0] = subject;
  node->slots[1] = predicate;
  node->slots[2] = object;
  node->graph = t->graph;
  return finish(t, node);
}

/* 18.2.2.3 and 18.2.2.4: links, inverses and sequences are triples and joins; alternatives are unions; the rest is for
 * the path operator */
static YtAlgebra *
translate_path(Translator *t, YtSlot subject, YtPath *path, YtSlot object)
{
  YtAlgebra *result = NULL;
  switch (path->op) {
  case YT_PATH_LINK: return triple(t, subject, (YtSlot){.id = term_id(t, &path->iri)}, object);
  case YT_PATH_INVERSE: return translate_path(t, object, path->parts[0], subject);
  case YT_PATH_SEQUENCE:
    for (guint i = 0; i < path->n_parts; i++) {
      YtSlot next =
          i + 1 == path->n_parts ? object : (YtSlot){.is_variable = TRUE, .variable = new_variable(t)};
      YtAlgebra *part = translate_path(t, subject, path->parts[i], next);
      result = result ? join(t, result, part) : part;
      subject = next;
    }
    return result;
  case YT_PATH_ALTERNATIVE:
    result = node_new(t->arena, YT_ALGEBRA_UNION, path->n_parts);
    for (guint i = 0; i < path->n_parts; i++)
      result->children[i] = translate_path(t, subject, path->parts[i], object);
    return finish(t, result);
  case YT_PATH_NEGATED: { /* !(a|^b): those forward, and those backward, each only if it names some */
    YtPath *forward = yt_arena_new0(t->arena, YtPath), *backward = yt_arena_new0(t->arena, YtPath);
    forward->op = backward->op = YT_PATH_NEGATED;
    forward->parts = yt_arena_array(t->arena, YtPath *, path->n_parts + 1);
    backward->parts = yt_arena_array(t->arena, YtPath *, path->n_parts + 1);
    for (guint i = 0; i < path->n_parts; i++)
      if (path->parts[i]->op == YT_PATH_INVERSE)
        backward->parts[backward->n_parts++] = path->parts[i]->parts[0];
      else
        forward->parts[forward->n_parts++] = path->parts[i];
    if (backward->n_parts && forward->n_parts) {
      result = pair(t, YT_ALGEBRA_UNION, translate_path(t, subject, forward, object),
                    translate_path(t, object, backward, subject));
      return finish(t, result);
    }
    if (backward->n_parts)
      return translate_path(t, object, backward, subject);
    path = forward;
    G_GNUC_FALLTHROUGH;
  }
  case YT_PATH_ZERO_OR_MORE:
  case YT_PATH_ONE_OR_MORE:
  case YT_PATH_ZERO_OR_ONE: break;
  }
  result = node_new(t->arena, YT_ALGEBRA_PATH, 0);
  result->slots[0] = subject;
  result->slots[2] = object;
  result->path = path;
  result->graph = t->graph;
  return finish(t, result);
}

static guint
out_variable(Translator *t, const YtMatches *matches, guint out, YtAlgebra *node)
{
  if (!matches->has_out[out])
    return new_variable(t);
  guint variable = name_of(t, matches->out[out]);
  node->variables[node->n_variables++] = variable;
  return variable;
}

static YtAlgebra *
translate_matches(Translator *t, const YtMatches *matches)
{
  YtAlgebra *node = node_new(t->arena, YT_ALGEBRA_MATCHES, 0);
  YtMatchesQuery *query = node->matches = yt_arena_new0(t->arena, YtMatchesQuery);
  node->variables = yt_arena_array(t->arena, guint, YT_MATCHES_N_OUT + 2);
  node->slots[0] = translate_node(t, &matches->subject);
  node->graph = t->graph;
  if (node->slots[0].is_variable)
    node->variables[node->n_variables++] = node->slots[0].variable;
  query->score = out_variable(t, matches, YT_MATCHES_SCORE, node);
  query->literal = out_variable(t, matches, YT_MATCHES_LITERAL, node);
  query->property = out_variable(t, matches, YT_MATCHES_PROPERTY, node);
  if (t->graph.kind == YT_GRAPH_SLOT_VARIABLE)
    node->variables[node->n_variables++] = t->graph.variable;
  query->text = matches->text->text;
  query->n_text = matches->text->n_text;
  query->limit = matches->limit;
  query->n_properties = matches->properties->len;
  query->properties = yt_arena_array(t->arena, YtTermId, MAX(query->n_properties, 1));
  for (guint i = 0; i < query->n_properties; i++)
    query->properties[i] = term_id(t, g_ptr_array_index(matches->properties, i));
  return finish(t, node);
}

static YtAlgebra *
translate_ways(Translator *t, const YtWayPattern *ways)
{
  YtAlgebra *node = node_new(t->arena, YT_ALGEBRA_WAYS, 0);
  if (t->graph.kind != YT_GRAPH_SLOT_DEFAULT || t->translation->dataset->is_explicit) {
    yt_magic_refuse(&t->error, YT_WAY_PATTERN,
                    "expected outside of GRAPH, FROM and WITH, since it walks the store's default graph");
    return node;
  }
  node->ways = yt_arena_new0(t->arena, YtWaysQuery);
  *node->ways = (YtWaysQuery){.from = yt_terms_find(t->translation->terms, ways->from),
                              .to = yt_terms_find(t->translation->terms, ways->to),
                              .n_ways = ways->n_ways,
                              .max_steps = ways->max_steps};
  node->n_variables = ways->n_out;
  node->variables = yt_arena_array(t->arena, guint, ways->n_out);
  for (guint i = 0; i < ways->n_out; i++)
    node->variables[i] = name_of(t, ways->out[i]);
  return finish(t, node);
}

/* Joins what the pattern has of magic properties, and marks the triples that say it. */
static YtAlgebra *
translate_magic(Translator *t, const YtPattern *pattern, gboolean *used)
{
  YtAlgebra *result = node_new(t->arena, YT_ALGEBRA_UNIT, 0);
  for (guint i = 0; i < pattern->triples->len && !t->error; i++) {
    const YtTriplePattern *triple = g_ptr_array_index(pattern->triples, i);
    YtWayPattern ways;
    YtMatches matches;
    if (yt_is_way_pattern(triple) && yt_way_pattern_init(&ways, pattern->triples, i, used, &t->error))
      result = join(t, result, translate_ways(t, &ways));
    if (!yt_is_matches(triple))
      continue;
    if (yt_matches_init(&matches, pattern->triples, i, used, &t->error))
      result = join(t, result, translate_matches(t, &matches));
    yt_matches_clear(&matches);
  }
  return result;
}

static YtAlgebra *
translate_triples(Translator *t, const YtPattern *pattern)
{
  g_autofree gboolean *used = g_new0(gboolean, MAX(pattern->triples->len, 1));
  YtAlgebra *result = translate_magic(t, pattern, used);
  for (guint i = 0; i < pattern->triples->len; i++) {
    const YtTriplePattern *p = g_ptr_array_index(pattern->triples, i);
    if (used[i])
      continue;
    YtSlot subject = translate_node(t, &p->subject), object = translate_node(t, &p->object);
    YtAlgebra *part = p->path ? translate_path(t, subject, p->path, object)
                              : triple(t, subject, translate_node(t, &p->predicate), object);
    result = join(t, result, part);
  }
  return result;
}

/* What a group begins with: one empty solution; inside GRAPH ?g, one for each named graph, because every solution there
 * belongs to a graph. It goes when something that binds the graph joins it. */
static YtAlgebra *
group_start(Translator *t)
{
  if (t->graph.kind != YT_GRAPH_SLOT_VARIABLE)
    return node_new(t->arena, YT_ALGEBRA_UNIT, 0);
  YtAlgebra *node = node_new(t->arena, YT_ALGEBRA_GRAPHS, 0);
  node->n_variables = 1;
  node->variables = yt_arena_array(t->arena, guint, 1);
  node->variables[0] = t->graph.variable;
  return finish(t, node);
}

/* Join(@group, @part) inside a group */
static YtAlgebra *
join_to_group(Translator *t, YtAlgebra *group, YtAlgebra *part)
{
  if (group->op == YT_ALGEBRA_GRAPHS && t->graph.kind == YT_GRAPH_SLOT_VARIABLE &&
      group->variables[0] == t->graph.variable && group->n_variables == 1 &&
      yt_varset_has(&part->certain, t->graph.variable))
    return part;
  return join(t, group, part);
}

/* A subquery in GRAPH ?g that must be answered for each graph on its own: one whose result is cut, or has one row even
 * for a graph without matches. */
static gboolean
needs_one_graph(const YtSelect *select)
{
  return select->limit != G_MAXUINT64 || select->offset || (select->has_aggregates && !select->group_by->len);
}

static YtAlgebra *
extend_one(Translator *t, YtAlgebra *child, guint variable, YtExpr *expr)
{
  YtAlgebra *node = node_around(t, YT_ALGEBRA_EXTEND, child);
  node->n_extensions = 1;
  node->extensions = yt_arena_array(t->arena, YtProjection, 1);
  node->extensions[0] = (YtProjection){variable, expr};
  return finish(t, node);
}

static YtExpr *
id_expr(Translator *t, YtTermId id)
{
  YtExpr *expr = yt_arena_new0(t->arena, YtExpr);
  YtValue *value = yt_arena_new0(t->arena, YtValue);
  *value = yt_value_from_id(t->translation->terms, id, t->arena);
  expr->op = YT_EXPR_TERM;
  expr->value = value;
  return expr;
}

static YtAlgebra *
translate_subselect(Translator *t, const YtSelect *select)
{
  guint *outer = t->names;
  guint n_outer = t->n_names;
  /* what is not projected gets a name of its own */
  t->n_names = t->translation->request->variables->len;
  t->names = yt_arena_array(t->arena, guint, MAX(t->n_names, 1));
  for (guint i = 0; i < t->n_names; i++) {
    gboolean projected = FALSE;
    for (guint j = 0; j < select->projections->len && !projected; j++)
      projected = ((YtProjection *) g_ptr_array_index(select->projections, j))->variable == i;
    guint outer_name = i < n_outer ? outer[i] : i;
    t->names[i] = projected || !select_mentions(select, i) ? outer_name : new_variable(t);
  }
  YtAlgebra *result;
  if (t->graph.kind == YT_GRAPH_SLOT_VARIABLE && needs_one_graph(select)) {
    YtGraphSlot graph = t->graph;
    const YtDataset *dataset = t->translation->dataset;
    result = node_new(t->arena, YT_ALGEBRA_UNION, (guint) dataset->n_named);
    for (guint i = 0; i < dataset->n_named; i++) {
      t->graph = (YtGraphSlot){.kind = YT_GRAPH_SLOT_TERM, .id = yt_dataset_get_named(dataset, i)};
      result->children[i] =
          extend_one(t, translate_select(t, select), graph.variable, id_expr(t, t->graph.id));
      yt_varset_add(&result->children[i]->certain, graph.variable, t->arena);
    }
    t->graph = graph;
    finish(t, result);
  } else
    result = translate_select(t, select);
  t->names = outer;
  t->n_names = n_outer;
  return result;
}

/* 18.2.2.6, GRAPH: the pattern in each named graph, joined with the graph's name. The name of ?g itself carries the
 * graph when the pattern does not use ?g; else a hidden one does, since in there ?g is not yet bound. */
static YtAlgebra *
translate_graph(Translator *t, const YtPattern *pattern)
{
  YtGraphSlot outer = t->graph;
  const YtPattern *group = g_ptr_array_index(pattern->children, 0);
  YtSlot name = translate_node(t, &pattern->name);
  YtAlgebra *result;
  if (!name.is_variable) {
    t->graph = (YtGraphSlot){.kind = YT_GRAPH_SLOT_TERM, .id = name.id};
    result = translate_group(t, group);
  } else if (!pattern_mentions(group, pattern->name.variable)) {
    t->graph = (YtGraphSlot){.kind = YT_GRAPH_SLOT_VARIABLE, .variable = name.variable};
    result = translate_group(t, group);
  } else {
    t->graph = (YtGraphSlot){.kind = YT_GRAPH_SLOT_VARIABLE, .variable = new_variable(t)};
    YtAlgebra *names = group_start(t);
    names->n_variables = 2;
    names->variables = yt_arena_array(t->arena, guint, 2);
    names->variables[0] = t->graph.variable;
    names->variables[1] = name.variable;
    result = join(t, translate_group(t, group), finish(t, names));
  }
  t->graph = outer;
  /* GRAPH with a constant name that is no named graph has no solutions, not even for an empty group */
  if (!name.is_variable) {
    if (yt_dataset_has_named(t->translation->dataset, name.id))
      return result;
    YtAlgebra *none = node_new(t->arena, YT_ALGEBRA_VALUES, 0);
    none->ids = yt_arena_array(t->arena, YtTermId, 1);
    none->variables = yt_arena_array(t->arena, guint, 1);
    return join(t, finish(t, none), result);
  }
  return result;
}

static YtAlgebra *
translate_values(Translator *t, const YtValues *values)
{
  YtAlgebra *node = node_new(t->arena, YT_ALGEBRA_VALUES, 0);
  node->n_variables = values->n_variables;
  node->variables = yt_arena_array(t->arena, guint, MAX(values->n_variables, 1));
  for (guint i = 0; i < values->n_variables; i++)
    node->variables[i] = name_of(t, values->variables[i]);
  node->n_rows = values->n_rows;
  node->ids = yt_arena_array(t->arena, YtTermId, MAX(values->n_rows * values->n_variables, 1));
  for (gsize i = 0; i < values->n_rows * values->n_variables; i++)
    node->ids[i] = term_id(t, &values->terms[i]);
  return finish(t, node);
}

static YtAlgebra *
translate_service(Translator *t, const YtPattern *pattern)
{
  const YtPattern *group = g_ptr_array_index(pattern->children, 0);
  YtAlgebra *node = node_new(t->arena, YT_ALGEBRA_SERVICE, 0);
  node->service = translate_node(t, &pattern->name);
  node->silent = pattern->silent;
  node->n_variables = group->visible->len;
  node->variables = yt_arena_array(t->arena, guint, MAX(group->visible->len, 1));
  GString *source = g_string_new(pattern->prologue);
  g_string_append(source, "SELECT *");
  for (guint i = 0; i < group->visible->len; i++)
    node->variables[i] = name_of(t, g_array_index(group->visible, guint, i));
  g_string_append_c(source, ' ');
  g_string_append_len(source, pattern->source, (gssize) pattern->n_source);
  node->source = yt_arena_strndup(t->arena, source->str, source->len);
  node->n_source = source->len;
  g_string_free(source, TRUE);
  /* names in the remote answer are those of the text */
  node->n_extensions = group->visible->len;
  node->extensions = yt_arena_array(t->arena, YtProjection, MAX(group->visible->len, 1));
  for (guint i = 0; i < group->visible->len; i++)
    node->extensions[i].variable = g_array_index(group->visible, guint, i);
  return finish(t, node);
}

/* A left join takes the filters of its optional group as its condition. */
static YtAlgebra *
translate_optional(Translator *t, YtAlgebra *left, const YtPattern *group)
{
  GPtrArray *filters = yt_arena_ptr_array(t->arena);
  YtAlgebra *right = translate_elements(t, group, filters);
  YtAlgebra *node = pair(t, YT_ALGEBRA_LEFT_JOIN, left, right);
  set_exprs(t, node, filters);
  return finish(t, node);
}

static YtAlgebra *
translate_minus(Translator *t, YtAlgebra *left, const YtPattern *group)
{
  YtAlgebra *node = pair(t, YT_ALGEBRA_MINUS, left, translate_group(t, group));
  if (t->graph.kind == YT_GRAPH_SLOT_VARIABLE)
    yt_varset_add(&node->ignored, t->graph.variable, t->arena);
  return finish(t, node);
}

static YtAlgebra *
translate_element(Translator *t, YtAlgebra *group, const YtPattern *element, GPtrArray *filters)
{
  YtAlgebra *part;
  switch (element->kind) {
  case YT_PATTERN_TRIPLES: return join_to_group(t, group, translate_triples(t, element));
  case YT_PATTERN_OPTIONAL: return translate_optional(t, group, g_ptr_array_index(element->children, 0));
  case YT_PATTERN_MINUS: return translate_minus(t, group, g_ptr_array_index(element->children, 0));
  case YT_PATTERN_GRAPH: return join(t, group, translate_graph(t, element));
  case YT_PATTERN_SERVICE: return join(t, group, translate_service(t, element));
  case YT_PATTERN_VALUES: return join(t, group, translate_values(t, element->values));
  case YT_PATTERN_SELECT: return join_to_group(t, group, translate_subselect(t, element->select));
  case YT_PATTERN_GROUP: return join_to_group(t, group, translate_group(t, element));
  case YT_PATTERN_UNION:
    part = node_new(t->arena, YT_ALGEBRA_UNION, element->children->len);
    for (guint i = 0; i < element->children->len; i++)
      part->children[i] = translate_group(t, g_ptr_array_index(element->children, i));
    return join_to_group(t, group, finish(t, part));
  case YT_PATTERN_BIND:
    return extend_one(t, group, name_of(t, element->variable), translate_expr(t, element->expr));
  case YT_PATTERN_FILTER: add_conjuncts(filters, translate_expr(t, element->expr)); return group;
  }
  return group;
}

/* 18.2.2.6: the elements in order; filters are put aside */
static YtAlgebra *
translate_elements(Translator *t, const YtPattern *group, GPtrArray *filters)
{
  YtAlgebra *result = group_start(t);
  if (++t->depth > MAX_DEPTH || group->children->len > MAX_DEPTH * 10) {
    if (!t->error)
      t->error = g_error_new(YT_SPARQL_ERROR, YT_SPARQL_ERROR_UNSUPPORTED,
                             "the query nests more than %d levels deep", MAX_DEPTH);
    return result;
  }
  guint depth = 0;
  for (guint i = 0; i < group->children->len && !t->error; i++) {
    const YtPattern *element = g_ptr_array_index(group->children, i);
    result = translate_element(t, result, element, filters);
    if (element->kind == YT_PATTERN_OPTIONAL || element->kind == YT_PATTERN_MINUS ||
        element->kind == YT_PATTERN_BIND)
      depth++;
    if (t->depth + depth > MAX_DEPTH && !t->error)
      t->error = g_error_new(YT_SPARQL_ERROR, YT_SPARQL_ERROR_UNSUPPORTED,
                             "a group has more than %d OPTIONAL, MINUS and BIND", MAX_DEPTH);
  }
  t->depth--;
  return result;
}

/* 18.2.2.7: the filters of a group see all of it */
static YtAlgebra *
translate_group(Translator *t, const YtPattern *group)
{
  GPtrArray *filters = yt_arena_ptr_array(t->arena);
  YtAlgebra *result = translate_elements(t, group, filters);
  if (!filters->len)
    return result;
  YtAlgebra *filter = node_around(t, YT_ALGEBRA_FILTER, result);
  set_exprs(t, filter, filters);
  return finish(t, filter);
}

/* SELECT: 18.2.4 and 18.2.5 */

typedef struct {
  GArray *aggregates; /* of YtProjection */
  GArray *keys;       /* of guint */
} Grouping;

static gboolean
has_key(const Grouping *grouping, guint variable)
{
  for (guint i = 0; i < grouping->keys->len; i++)
    if (g_array_index(grouping->keys, guint, i) == variable)
      return TRUE;
  return FALSE;
}

static YtExpr *
aggregate_variable(Translator *t, Grouping *grouping, YtExpr *aggregate)
{
  YtProjection projection = {new_variable(t), aggregate};
  g_array_append_val(grouping->aggregates, projection);
  YtExpr *expr = yt_arena_new0(t->arena, YtExpr);
  expr->op = YT_EXPR_VARIABLE;
  expr->variable = projection.variable;
  return expr;
}

/* 18.2.4.1: every aggregate becomes a variable of the group; with @sample, so does every other variable that is no
 * key. The names that SELECT gives are known to it, and stay. */
static YtExpr *
take_aggregates(Translator *t, Grouping *grouping, YtExpr *expr, gboolean sample, const YtVarSet *named)
{
  if (expr->op == YT_EXPR_AGGREGATE)
    return aggregate_variable(t, grouping, expr);
  if (sample && expr->op == YT_EXPR_VARIABLE && !has_key(grouping, expr->variable) &&
      !yt_varset_has(named, expr->variable)) {
    YtExpr *aggregate = yt_arena_new0(t->arena, YtExpr);
    aggregate->op = YT_EXPR_AGGREGATE;
    aggregate->aggregate = YT_AGGREGATE_SAMPLE;
    aggregate->n_args = 1;
    aggregate->args = yt_arena_array(t->arena, YtExpr *, 1);
    aggregate->args[0] = expr;
    return aggregate_variable(t, grouping, aggregate);
  }
  for (guint i = 0; i < expr->n_args; i++)
    expr->args[i] = take_aggregates(t, grouping, expr->args[i], sample, named);
  return expr;
}

static YtAlgebra *
group_node(Translator *t, const YtSelect *select, YtAlgebra *where, Grouping *grouping)
{
  for (guint i = 0; i < select->group_by->len; i++) {
    const YtProjection *key = g_ptr_array_index(select->group_by, i);
    guint variable = key->variable == G_MAXUINT ? new_variable(t) : name_of(t, key->variable);
    if (key->expr)
      where = extend_one(t, where, variable, translate_expr(t, key->expr));
    if (!has_key(grouping, variable))
      g_array_append_val(grouping->keys, variable);
  }
  if (t->graph.kind == YT_GRAPH_SLOT_VARIABLE && !has_key(grouping, t->graph.variable))
    g_array_append_val(grouping->keys, t->graph.variable);
  return node_around(t, YT_ALGEBRA_GROUP, where);
}

static void
finish_group(Translator *t, YtAlgebra *node, const Grouping *grouping)
{
  node->n_variables = grouping->keys->len;
  node->variables = yt_arena_array(t->arena, guint, MAX(node->n_variables, 1));
  for (guint i = 0; i < node->n_variables; i++)
    node->variables[i] = g_array_index(grouping->keys, guint, i);
  node->n_extensions = grouping->aggregates->len;
  node->extensions = yt_arena_array(t->arena, YtProjection, MAX(node->n_extensions, 1));
  for (guint i = 0; i < node->n_extensions; i++)
    node->extensions[i] = g_array_index(grouping->aggregates, YtProjection, i);
  finish(t, node);
}

static YtAlgebra *
project(Translator *t, const YtSelect *select, YtAlgebra *child)
{
  YtAlgebra *node = node_around(t, YT_ALGEBRA_PROJECT, child);
  node->variables = yt_arena_array(t->arena, guint, select->projections->len + 1);
  for (guint i = 0; i < select->projections->len; i++)
    node->variables[node->n_variables++] =
        name_of(t, ((YtProjection *) g_ptr_array_index(select->projections, i))->variable);
  if (t->graph.kind == YT_GRAPH_SLOT_VARIABLE)
    node->variables[node->n_variables++] = t->graph.variable;
  return finish(t, node);
}

static YtAlgebra *
filter_having(Translator *t, YtAlgebra *child, GPtrArray *having)
{
  if (!having->len)
    return child;
  YtAlgebra *node = node_around(t, YT_ALGEBRA_FILTER, child);
  set_exprs(t, node, having);
  return finish(t, node);
}

/* The solutions of @select before projection: those that a query form other than SELECT takes, too. */
static YtAlgebra *
translate_select(Translator *t, const YtSelect *select)
{
  YtAlgebra *result = select->where ? translate_group(t, select->where) : group_start(t);
  gboolean is_grouped = select->has_aggregates || select->group_by->len > 0;
  GArray *aggregates = yt_arena_growing(t->arena, YtProjection), *keys = yt_arena_growing(t->arena, guint);
  GPtrArray *having = yt_arena_ptr_array(t->arena);
  Grouping grouping = {aggregates, keys};
  YtVarSet named = {0};

  YtAlgebra *group = is_grouped ? group_node(t, select, result, &grouping) : NULL;
  GArray *extensions = yt_arena_growing(t->arena, YtProjection);
  for (guint i = 0; i < select->projections->len; i++) {
    const YtProjection *p = g_ptr_array_index(select->projections, i);
    if (!p->expr)
      continue;
    YtProjection extension = {name_of(t, p->variable), translate_expr(t, p->expr)};
    if (is_grouped)
      extension.expr = take_aggregates(t, &grouping, extension.expr, FALSE, &named);
    yt_varset_add(&named, extension.variable, t->arena);
    g_array_append_val(extensions, extension);
  }
  for (guint i = 0; i < select->having->len; i++) {
    YtVarSet none = {0};
    add_conjuncts(
        having,
        take_aggregates(t, &grouping, translate_expr(t, g_ptr_array_index(select->having, i)), TRUE, &none));
  }
  guint n_orders = select->order_by->len;
  YtOrder *orders = yt_arena_array(t->arena, YtOrder, MAX(n_orders, 1));
  for (guint i = 0; i < n_orders; i++) {
    const YtOrder *order = g_ptr_array_index(select->order_by, i);
    orders[i] = (YtOrder){translate_expr(t, order->expr), order->descending};
    if (is_grouped)
      orders[i].expr = take_aggregates(t, &grouping, orders[i].expr, TRUE, &named);
  }
  if (group) {
    finish_group(t, group, &grouping);
    result = filter_having(t, group, having);
  }
  if (select->values)
    result = join(t, result, translate_values(t, select->values));
  if (extensions->len) {
    result = node_around(t, YT_ALGEBRA_EXTEND, result);
    result->n_extensions = extensions->len;
    result->extensions = yt_arena_array(t->arena, YtProjection, extensions->len);
    memcpy(result->extensions, extensions->data, extensions->len * sizeof(YtProjection));
    finish(t, result);
  }
  if (n_orders) {
    result = node_around(t, YT_ALGEBRA_ORDER, result);
    result->n_orders = n_orders;
    result->orders = orders;
    finish(t, result);
  }
  if (select->projections->len || select->star)
    result = project(t, select, result);
  if (select->distinct || select->reduced)
    result = finish(t, node_around(t, select->distinct ? YT_ALGEBRA_DISTINCT : YT_ALGEBRA_REDUCED, result));
  if (select->offset || select->limit != G_MAXUINT64) {
    result = node_around(t, YT_ALGEBRA_SLICE, result);
    result->offset = select->offset;
    result->limit = select->limit;
    finish(t, result);
  }
  return result;
}

YtAlgebra *
yt_algebra_translate(const YtTranslation *translation, const YtSelect *select, GError **error)
{
  Translator translator = {.translation = translation, .arena = translation->request->arena},
             *t = &translator;
  if (translation->with) {
    YtTerm name = yt_term_iri(translation->with);
    t->graph = (YtGraphSlot){.kind = YT_GRAPH_SLOT_TERM, .id = term_id(t, &name)};
  }
  YtAlgebra *result = translate_select(t, select);
  if (t->error) {
    g_propagate_error(error, t->error);
    return NULL;
  }
  return result;
}

/* Datasets */

static void
add_graph(GArray *to, YtTerms *terms, const char *iri)
{
  YtTerm name = yt_term_iri(iri);
  YtTermId id = yt_terms_intern(terms, &name);
  for (guint i = 0; i < to->len; i++)
    if (g_array_index(to, YtTermId, i) == id)
      return;
  g_array_append_val(to, id);
}

static int
compare_ids(gconstpointer a, gconstpointer b)
{
  YtTermId x = *(const YtTermId *) a, y = *(const YtTermId *) b;
  return (x > y) - (x < y);
}

void
yt_dataset_init(YtDataset *dataset, YtTerms *terms, const YtDatasetClause *clause, YtArena *arena)
{
  dataset->default_graphs = yt_arena_growing(arena, YtTermId);
  dataset->is_explicit = clause && (clause->from->len || clause->from_named->len);
  if (!dataset->is_explicit) {
    YtTermId id = 0;
    g_array_append_val(dataset->default_graphs, id);
    dataset->named = yt_store_get_graphs(yt_terms_get_store(terms), &dataset->n_named);
    if (dataset->n_named && dataset->named->graph == YT_GRAPH_DEFAULT) { /* it stands first */
      dataset->named++;
      dataset->n_named--;
    }
    return;
  }
  for (guint i = 0; i < clause->from->len; i++)
    add_graph(dataset->default_graphs, terms, g_ptr_array_index(clause->from, i));
  dataset->from_named = yt_arena_growing(arena, YtTermId);
  for (guint i = 0; i < clause->from_named->len; i++)
    add_graph(dataset->from_named, terms, g_ptr_array_index(clause->from_named, i));
  g_array_sort(dataset->from_named, compare_ids);
  dataset->n_named = dataset->from_named->len;
}

YtTermId
yt_dataset_get_named(const YtDataset *dataset, gsize index)
{
  return dataset->is_explicit ? g_array_index(dataset->from_named, YtTermId, index)
                              : dataset->named[index].graph;
}

gboolean
yt_dataset_has_named(const YtDataset *dataset, YtTermId graph)
{
  gsize low = 0, high = dataset->n_named;
  while (low < high) {
    gsize middle = low + (high - low) / 2;
    if (yt_dataset_get_named(dataset, middle) < graph)
      low = middle + 1;
    else
      high = middle;
  }
  return low < dataset->n_named && yt_dataset_get_named(dataset, low) == graph;
}

/* Substitution */

typedef struct {
  const guint *variables;
  const YtTermId *ids;
  guint n_variables;
  const YtTerms *terms;
  YtArena *arena;
} Substitution;

static YtTermId
substituted(const Substitution *s, guint variable)
{
  for (guint i = 0; i < s->n_variables; i++)
    if (s->variables[i] == variable)
      return s->ids[i];
  return 0;
}

static YtAlgebra *substitute(const Substitution *s, const YtAlgebra *algebra);

static YtExpr *
substitute_expr(const Substitution *s, const YtExpr *expr)
{
  YtExpr *copy = yt_arena_new0(s->arena, YtExpr);
  *copy = *expr;
  copy->state = NULL;
  YtTermId id = expr->op == YT_EXPR_VARIABLE ? substituted(s, expr->variable) : 0;
  if (id) {
    YtValue *value = yt_arena_new0(s->arena, YtValue);
    *value = yt_value_from_id(s->terms, id, s->arena);
    copy->op = YT_EXPR_TERM;
    copy->value = value;
  }
  copy->args = yt_arena_array(s->arena, YtExpr *, MAX(expr->n_args, 1));
  for (guint i = 0; i < expr->n_args; i++)
    copy->args[i] = substitute_expr(s, expr->args[i]);
  if (expr->algebra)
    copy->algebra = substitute(s, expr->algebra);
  return copy;
}

/* Named graphs, a search or a service of which a variable is already bound: joined with its value. */
static YtAlgebra *
substitute_by_join(const Substitution *s, const YtAlgebra *graphs)
{
  YtAlgebra *value = node_new(s->arena, YT_ALGEBRA_VALUES, 0);
  value->variables = yt_arena_array(s->arena, guint, graphs->n_variables + 1);
  value->ids = yt_arena_array(s->arena, YtTermId, graphs->n_variables + 1);
  value->n_rows = 1;
  for (guint i = 0; i < graphs->n_variables; i++) {
    YtTermId id = substituted(s, graphs->variables[i]);
    if (!id)
      continue;
    value->variables[value->n_variables] = graphs->variables[i];
    value->ids[value->n_variables++] = id;
  }
  YtTermId endpoint = graphs->service.is_variable ? substituted(s, graphs->service.variable) : 0;
  if (endpoint) {
    value->variables[value->n_variables] = graphs->service.variable;
    value->ids[value->n_variables++] = endpoint;
  }
  YtAlgebra *copy = node_new(s->arena, YT_ALGEBRA_JOIN, 2);
  copy->children[0] = value;
  copy->children[1] = (YtAlgebra *) graphs;
  yt_algebra_set_scope(value, s->arena);
  yt_algebra_set_scope(copy, s->arena);
  return copy;
}

static YtAlgebra *
substitute(const Substitution *s, const YtAlgebra *algebra)
{
  if (algebra->op == YT_ALGEBRA_GRAPHS || algebra->op == YT_ALGEBRA_MATCHES ||
      algebra->op == YT_ALGEBRA_WAYS || algebra->op == YT_ALGEBRA_SERVICE)
    return substitute_by_join(s, algebra);
  YtAlgebra *copy = yt_arena_new0(s->arena, YtAlgebra);
  *copy = *algebra;
  copy->children = yt_arena_array(s->arena, YtAlgebra *, MAX(algebra->n_children, 1));
  for (guint i = 0; i < algebra->n_children; i++)
    copy->children[i] = substitute(s, algebra->children[i]);
  for (guint i = 0; i < 3; i++) {
    YtTermId id = copy->slots[i].is_variable ? substituted(s, copy->slots[i].variable) : 0;
    if (id)
      copy->slots[i] = (YtSlot){.id = id};
  }
  if (algebra->op == YT_ALGEBRA_VALUES) { /* of inline data, the rows that agree */
    copy->n_rows = 0;
    copy->ids = yt_arena_array(s->arena, YtTermId, MAX(algebra->n_rows * algebra->n_variables, 1));
    for (gsize r = 0; r < algebra->n_rows; r++) {
      const YtTermId *row = algebra->ids + r * algebra->n_variables;
      gboolean agrees = TRUE;
      for (guint v = 0; v < algebra->n_variables; v++) {
        YtTermId value = substituted(s, algebra->variables[v]);
        agrees = agrees && (!value || !row[v] || row[v] == value);
      }
      for (guint v = 0; agrees && v < algebra->n_variables; v++)
        copy->ids[copy->n_rows * algebra->n_variables + v] = row[v];
      if (agrees)
        copy->n_rows++;
    }
  }
  YtTermId graph = copy->graph.kind == YT_GRAPH_SLOT_VARIABLE ? substituted(s, copy->graph.variable) : 0;
  if (graph)
    copy->graph = (YtGraphSlot){.kind = YT_GRAPH_SLOT_TERM, .id = graph};
  copy->exprs = yt_arena_array(s->arena, YtExpr *, MAX(algebra->n_exprs, 1));
  for (guint i = 0; i < algebra->n_exprs; i++)
    copy->exprs[i] = substitute_expr(s, algebra->exprs[i]);
  copy->extensions = yt_arena_array(s->arena, YtProjection, MAX(algebra->n_extensions, 1));
  for (guint i = 0; i < algebra->n_extensions; i++) {
    copy->extensions[i] = algebra->extensions[i];
    if (algebra->extensions[i].expr)
      copy->extensions[i].expr = substitute_expr(s, algebra->extensions[i].expr);
  }
  copy->orders = yt_arena_array(s->arena, YtOrder, MAX(algebra->n_orders, 1));
  for (guint i = 0; i < algebra->n_orders; i++)
    copy->orders[i] = (YtOrder){substitute_expr(s, algebra->orders[i].expr), algebra->orders[i].descending};
  yt_algebra_set_scope(copy, s->arena);
  return copy;
}

YtAlgebra *
yt_algebra_substitute(const YtAlgebra *algebra, const guint *variables, const YtTermId *ids,
                      guint n_variables, const YtTerms *terms, YtArena *arena)
{
  Substitution s = {variables, ids, n_variables, terms, arena};
  return substitute(&s, algebra);
}

YtExpr *
yt_expr_substitute(const YtExpr *expr, const guint *variables, const YtTermId *ids, guint n_variables,
                   const YtTerms *terms, YtArena *arena)
{
  Substitution s = {variables, ids, n_variables, terms, arena};
  return substitute_expr(&s, expr);
}
