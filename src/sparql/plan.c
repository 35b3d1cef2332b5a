/* plan.c: chooses operators.
 *
 * A join of many is planned by dynamic programming over its connected parts (Moerkotte and Neumann, "Analysis of Two
 * Existing and One New Dynamic Programming Algorithm", 2006, the subset variant), greedily where that would take longer
 * than the greedy plan itself (search()).
 * How many solutions a part has does not depend on how it is computed: the product of its relations' sizes, divided
 * for every variable by all but the smallest of the numbers of different values that it has in them, times what its
 * filters let through. The sizes of triple patterns and the numbers of different values are exact, from the store.
 *
 * The relations that make cycles (find_cycles()) are also planned as one multiway join.
 *
 * Costs are in nanoseconds, measured roughly on one machine; only their ratios matter.
 *
 * A right side that is not a triple pattern can be evaluated from the bindings of the left side ("seeding"): then the
 * bindings are one more relation of the joins inside it. seedable() says for which variables that changes nothing. */
#include "sparql/plan.h"
#include "sparql/eval.h"
#include <math.h>

enum { MAX_FREE = 6, MAX_EXACT = 12, MAX_TABLE = 16, MAX_RELATIONS = 64, RECENT_BITS = 10 };

#define COST_OPEN  2000.0
#define COST_SCAN  4.0
#define COST_SEEK  400.0
#define COST_STEP  25.0 /* an index join's row, when its key is near the one before */
#define COST_OUT   15.0
#define COST_BUILD 60.0
#define COST_PROBE 35.0
#define COST_NODE  1500.0 /* a node reached in a path search */
#define COST_READ  10.0   /* a row of a relation that a multiway join reads */
#define COST_LEAP  25.0   /* a relation's step to a common value */
#define COST_PAIR  300.0  /* of two parts that plan_exactly() weighs */

static YtOp *plan(YtExec *exec, const YtAlgebra *algebra);

/* Seeding */

/* The variables by whose values the solutions of @algebra may be restricted from inside. */
static YtVarSet
seedable(const YtAlgebra *algebra, YtArena *arena)
{
  YtVarSet result = {0};
  switch (algebra->op) {
  case YT_ALGEBRA_TRIPLE:
  case YT_ALGEBRA_PATH:
  case YT_ALGEBRA_GRAPHS:
  case YT_ALGEBRA_VALUES:
  case YT_ALGEBRA_JOIN: return yt_varset_copy(&algebra->certain, arena);
  case YT_ALGEBRA_LEFT_JOIN:
  case YT_ALGEBRA_MINUS:
  case YT_ALGEBRA_FILTER:
  case YT_ALGEBRA_DISTINCT:
  case YT_ALGEBRA_REDUCED:
  case YT_ALGEBRA_ORDER: return seedable(algebra->children[0], arena);
  case YT_ALGEBRA_UNION:
    for (guint i = 0; i < algebra->n_children; i++) {
      YtVarSet child = seedable(algebra->children[i], arena);
      if (i == 0)
        result = child;
      else
        yt_varset_intersect(&result, &child);
    }
    return result;
  case YT_ALGEBRA_EXTEND:
    result = seedable(algebra->children[0], arena);
    for (guint i = 0; i < algebra->n_extensions; i++)
      yt_varset_remove(&result, algebra->extensions[i].variable);
    return result;
  case YT_ALGEBRA_PROJECT:
    result = seedable(algebra->children[0], arena);
    yt_varset_intersect(&result, &algebra->possible);
    return result;
  case YT_ALGEBRA_GROUP: {
    YtVarSet keys = {0};
    result = seedable(algebra->children[0], arena);
    for (guint i = 0; i < algebra->n_variables; i++)
      yt_varset_add(&keys, algebra->variables[i], arena);
    yt_varset_intersect(&result, &keys);
    return result;
  }
  case YT_ALGEBRA_SERVICE: return yt_varset_copy(&algebra->possible, arena); /* see service.c */
  case YT_ALGEBRA_UNIT:
  case YT_ALGEBRA_MATCHES:
  case YT_ALGEBRA_WAYS:
  case YT_ALGEBRA_SLICE:
  case YT_ALGEBRA_SEED: break;
  }
  return result;
}

/* @algebra with the seed joined where seedable() looked. */
static YtAlgebra *
add_seed(const YtAlgebra *algebra, YtAlgebra *seed, YtArena *arena)
{
  YtAlgebra *copy = yt_arena_new0(arena, YtAlgebra);
  switch (algebra->op) {
  case YT_ALGEBRA_TRIPLE:
  case YT_ALGEBRA_PATH:
  case YT_ALGEBRA_GRAPHS:
  case YT_ALGEBRA_VALUES:
  case YT_ALGEBRA_JOIN: {
    gboolean is_join = algebra->op == YT_ALGEBRA_JOIN;
    guint n = is_join ? algebra->n_children : 1;
    copy->op = YT_ALGEBRA_JOIN;
    copy->n_children = n + 1;
    copy->children = yt_arena_array(arena, YtAlgebra *, n + 1);
    copy->children[0] = seed;
    for (guint i = 0; i < n; i++)
      copy->children[i + 1] = is_join ? algebra->children[i] : (YtAlgebra *) algebra;
    yt_algebra_set_scope(copy, arena);
    return copy;
  }
  case YT_ALGEBRA_SERVICE:
    *copy = *algebra;
    copy->seed = seed->seed;
    copy->n_rows = seed->n_rows;
    return copy;
  default: break;
  }
  *copy = *algebra;
  copy->children = yt_arena_array(arena, YtAlgebra *, MAX(algebra->n_children, 1));
  for (guint i = 0; i < algebra->n_children; i++)
    copy->children[i] = i == 0 || algebra->op == YT_ALGEBRA_UNION
                            ? add_seed(algebra->children[i], seed, arena)
                            : algebra->children[i];
  return copy;
}

/* A seed for what @certain of the left side binds; NULL when nothing of it can go into @right. */
static YtSeedSource *
make_seed(YtExec *exec, const YtVarSet *certain, const YtAlgebra *right, double n_rows, YtAlgebra **node)
{
  if (exec->plan_options.no_seeding)
    return NULL;
  YtVarSet variables = seedable(right, exec->arena);
  yt_varset_intersect(&variables, certain);
  guint n = yt_varset_count(&variables);
  if (!n)
    return NULL;
  YtSeedSource *source = yt_arena_new0(exec->arena, YtSeedSource);
  guint *list = yt_arena_array(exec->arena, guint, n);
  for (guint v = yt_varset_next(&variables, 0), i = 0; v != G_MAXUINT; v = yt_varset_next(&variables, v + 1))
    list[i++] = v;
  source->n_variables = n;
  source->variables = list;
  *node = yt_arena_new0(exec->arena, YtAlgebra);
  (*node)->op = YT_ALGEBRA_SEED;
  (*node)->seed = source;
  (*node)->n_variables = n;
  (*node)->variables = list;
  (*node)->n_rows = (gsize) MAX(n_rows, 1);
  yt_algebra_set_scope(*node, exec->arena);
  return source;
}

/* Relations of a join */

/* What a composite relation costs when it is evaluated from bindings of @variables: for none, and for each. */
typedef struct {
  YtVarSet variables;
  double cost, slope;
} SeedCost;

enum { MAX_SEED_COSTS = 4 }; /* sets of variables that are tried for one relation: each is two more plans */

typedef struct {
  const YtAlgebra *algebra;
  YtOp *op; /* of one that is neither triple nor path, planned alone */
  double rows, cost;
  double *distinct;  /* by local variable; 0 where it has it not */
  YtVarSet seedable; /* of a composite one */
  guint n_seed_costs;
  SeedCost seed_costs[MAX_SEED_COSTS];
} Relation;

typedef enum {
  PLAN_SCAN,
  PLAN_ALONE, /* a composite relation as it is, or a path from a constant or from everywhere */
  PLAN_INDEX, /* left, with a triple */
  PLAN_PATH,  /* left, with a path */
  PLAN_HASH,  /* left probes, right is built */
  PLAN_SEED,  /* left, with a composite relation seeded */
  PLAN_MULTI, /* all relations of the mask at once */
} PlanKind;

typedef struct _Plan Plan;
struct _Plan {
  PlanKind kind;
  guint64 mask;
  double cost;
  guint sorted; /* a variable, or G_MAXUINT */
  guint relation;
  YtPermutation permutation;
  const Plan *left, *right;
  Plan *next; /* of the same relations, in another order */
};

typedef struct {
  YtExpr *expr; /* NULL: the bound of ORDER BY */
  YtVarSet needed;
  double selectivity;
  double cost; /* of one row */
} JoinFilter;

/* An estimate that was asked for: of the part of @mask, 0 for none. */
typedef struct {
  guint64 mask;
  double rows;
} RecentRows;

typedef struct {
  YtExec *exec;
  guint n_relations;
  Relation *relations;
  guint n_variables;
  guint *variables; /* local number → variable */
  guint n_filters;
  JoinFilter *filters;
  const YtTopBound *top_bound; /* (nullable) */
  YtRangeFilter *ranges;
  guint n_ranges;
  double *rows;       /* by mask, for few relations; negative: not computed */
  RecentRows *recent; /* RECENT of them, for many */
} Joins;

static guint
local_variable(Joins *joins, guint variable)
{
  for (guint i = 0; i < joins->n_variables; i++)
    if (joins->variables[i] == variable)
      return i;
  return G_MAXUINT;
}

static YtQuad
pattern_of(const YtExec *exec, const YtAlgebra *triple)
{
  YtQuad pattern = {.graph = YT_GRAPH_ANY};
  for (guint i = 0; i < 3; i++)
    if (!triple->slots[i].is_variable)
      pattern.at[i] = triple->slots[i].id;
  if (triple->graph.kind == YT_GRAPH_SLOT_TERM)
    pattern.graph = triple->graph.id;
  else if (triple->graph.kind == YT_GRAPH_SLOT_VARIABLE)
    pattern.graph = YT_GRAPH_NAMED;
  else if (exec->dataset.default_graphs->len == 1)
    pattern.graph = g_array_index(exec->dataset.default_graphs, YtTermId, 0);
  return pattern;
}

static gboolean
has_local_term(const YtQuad *pattern)
{
  for (guint i = 0; i < 4; i++)
    if (yt_id_kind(pattern->at[i]) == YT_ID_LOCAL)
      return TRUE;
  return FALSE;
}

static double
count_pattern(const YtExec *exec, const YtAlgebra *triple)
{
  YtQuad pattern = pattern_of(exec, triple);
  if (has_local_term(&pattern))
    return 0;
  if (triple == exec->lone_triple)
    return 1;
  pattern.graph = YT_GRAPH_ANY; /* exact for it, and an upper bound for one graph */
  return (double) yt_store_count(exec->store, &pattern);
}

/* How many different terms stand at a position of the matches. */
static double
count_values(const YtExec *exec, const YtAlgebra *triple, YtPosition position, double rows)
{
  YtTermId predicate = triple->slots[1].is_variable ? 0 : triple->slots[1].id;
  gboolean other_bound = FALSE;
  for (guint i = 0; i < 3; i += 2)
    other_bound = other_bound || (i != position && !triple->slots[i].is_variable);
  if (other_bound || position == YT_GRAPH || yt_id_kind(predicate) == YT_ID_LOCAL)
    return rows; /* of one subject and predicate the objects differ; else a bound */
  if (position == YT_PREDICATE) {
    gsize n;
    yt_store_get_predicates(exec->store, &n);
    return MIN(rows, (double) n);
  }
  return MIN(rows, (double) yt_store_count_distinct(exec->store, predicate, position));
}

static void
init_relation(Joins *joins, Relation *r, const YtAlgebra *algebra)
{
  YtExec *exec = joins->exec;
  r->algebra = algebra;
  r->distinct = yt_arena_array(exec->arena, double, joins->n_variables + 1);
  if (algebra->op == YT_ALGEBRA_TRIPLE) {
    r->rows = count_pattern(exec, algebra);
    r->cost = COST_OPEN + r->rows * COST_SCAN;
    for (guint i = 0; i < 3; i++)
      if (algebra->slots[i].is_variable)
        r->distinct[local_variable(joins, algebra->slots[i].variable)] =
            MAX(count_values(exec, algebra, (YtPosition) i, r->rows), 1);
    if (algebra->graph.kind == YT_GRAPH_SLOT_VARIABLE)
      r->distinct[local_variable(joins, algebra->graph.variable)] = MAX((double) exec->dataset.n_named, 1);
    return;
  }
  if (algebra->op == YT_ALGEBRA_PATH) {
    guint n_open = (guint) algebra->slots[0].is_variable + (guint) algebra->slots[2].is_variable;
    double n_quads = (double) yt_store_get_n_quads(exec->store);
    r->rows = n_open == 0 ? 1 : n_open == 1 ? MIN(1000, n_quads) : n_quads;
    r->cost = COST_OPEN + (n_open == 2 ? n_quads * COST_NODE * 2 : r->rows * COST_NODE);
  } else {
    r->op = plan(exec, algebra);
    r->rows = r->op->estimate;
    r->cost = r->op->cost;
    r->seedable = seedable(algebra, exec->arena);
  }
  for (guint i = 0; i < joins->n_variables; i++)
    if (yt_varset_has(&algebra->possible, joins->variables[i]))
      r->distinct[i] = MAX(r->rows, 1);
}

/* What it costs to run a composite relation from the bindings of @bound: a line through two plans. NULL when that cannot
 * be, or when enough other sets of variables have been tried. */
static const SeedCost *
get_seed_cost(Joins *joins, guint index, const YtVarSet *bound)
{
  Relation *r = &joins->relations[index];
  YtExec *exec = joins->exec;
  const double many = 1000;
  YtVarSet variables = yt_varset_copy(&r->seedable, exec->arena);
  yt_varset_intersect(&variables, bound);
  if (!r->op || exec->plan_depth > 2 || yt_varset_is_empty(&variables) || yt_exec_has_failed(exec))
    return NULL;
  for (guint i = 0; i < r->n_seed_costs; i++)
    if (yt_varset_is_subset(&variables, &r->seed_costs[i].variables) &&
        yt_varset_is_subset(&r->seed_costs[i].variables, &variables))
      return &r->seed_costs[i];
  YtAlgebra *node;
  if (r->n_seed_costs == MAX_SEED_COSTS || !make_seed(exec, &variables, r->algebra, 1, &node))
    return NULL;
  SeedCost *seed = &r->seed_costs[r->n_seed_costs++];
  seed->variables = variables;
  seed->cost = plan(exec, add_seed(r->algebra, node, exec->arena))->cost;
  make_seed(exec, &variables, r->algebra, many, &node);
  seed->slope = MAX((plan(exec, add_seed(r->algebra, node, exec->arena))->cost - seed->cost) / (many - 1), 1);
  return seed;
}

/* Sizes */

static YtVarSet
certain_of(const Joins *joins, guint64 mask)
{
  YtVarSet certain = {0};
  for (guint i = 0; i < joins->n_relations; i++)
    if (mask >> i & 1)
      yt_varset_add_all(&certain, &joins->relations[i].algebra->certain, joins->exec->arena);
  return certain;
}

static gboolean
is_covered(const Joins *joins, const JoinFilter *filter, guint64 mask)
{
  for (guint v = yt_varset_next(&filter->needed, 0); v != G_MAXUINT;
       v = yt_varset_next(&filter->needed, v + 1)) {
    gboolean found = FALSE;
    for (guint i = 0; i < joins->n_relations && !found; i++)
      found = (mask >> i & 1) && yt_varset_has(&joins->relations[i].algebra->certain, v);
    if (!found)
      return FALSE;
  }
  return TRUE;
}

static double
estimate_rows(const Joins *joins, guint64 mask)
{
  double rows = 1;
  for (guint i = 0; i < joins->n_relations; i++)
    if (mask >> i & 1)
      rows *= joins->relations[i].rows;
  for (guint v = 0; v < joins->n_variables; v++) {
    double smallest = 0;
    for (guint i = 0; i < joins->n_relations; i++) {
      double distinct = mask >> i & 1 ? joins->relations[i].distinct[v] : 0;
      if (distinct == 0)
        continue;
      if (smallest == 0)
        smallest = distinct;
      else {
        rows /= MAX(smallest, distinct);
        smallest = MIN(smallest, distinct);
      }
    }
  }
  for (guint i = 0; i < joins->n_filters; i++)
    if (is_covered(joins, &joins->filters[i], mask))
      rows *= joins->filters[i].selectivity;
  return rows;
}

static double
rows_of(const Joins *joins, guint64 mask)
{
  if (joins->rows) {
    if (joins->rows[mask] < 0)
      joins->rows[mask] = estimate_rows(joins, mask);
    return joins->rows[mask];
  }
  RecentRows *recent = &joins->recent[mask * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15) >> (64 - RECENT_BITS)];
  if (recent->mask != mask)
    *recent = (RecentRows){mask, estimate_rows(joins, mask)};
  return recent->rows;
}

/* Costs */

/* What the filters cost that @mask covers, and neither @left nor @right. */
static double
filter_cost(const Joins *joins, guint64 mask, guint64 left, guint64 right)
{
  double cost = 0, rows = joins->n_filters > 0 ? rows_of(joins, mask) : 0;
  for (guint i = 0; i < joins->n_filters; i++) {
    const JoinFilter *filter = &joins->filters[i];
    if (!is_covered(joins, filter, mask) || (left && is_covered(joins, filter, left)) ||
        (right && is_covered(joins, filter, right)))
      continue;
    rows /= filter->selectivity;
    cost += filter->cost;
  }
  return cost * rows;
}

static gboolean
slot_is(const YtAlgebra *triple, YtPosition position, const YtVarSet *set)
{
  if (position == YT_GRAPH)
    return triple->graph.kind == YT_GRAPH_SLOT_VARIABLE && yt_varset_has(set, triple->graph.variable);
  return triple->slots[position].is_variable && yt_varset_has(set, triple->slots[position].variable);
}

/* An index join of @n rows, in the order of @sorted, with @triple, of which @n_all triples have the constants. */
static double
index_cost(const YtExec *exec, double n, guint sorted, const YtAlgebra *triple, double n_all, double n_out)
{
  enum { PART = 1 << 17 };
  YtVarSet set = {0};
  if (sorted != G_MAXUINT)
    yt_varset_add(&set, sorted, exec->arena);
  gboolean in_order = slot_is(triple, YT_SUBJECT, &set) || slot_is(triple, YT_OBJECT, &set);
  double walks = in_order ? 1 : ceil(n / PART);
  double walk = n * (in_order ? COST_STEP : COST_STEP + 60) + walks * n_all * COST_SCAN;
  double seeks = n * COST_SEEK;
  return MIN(walk, seeks) + n_out * COST_OUT;
}

static guint64
neighbours(const Joins *joins, guint index)
{
  guint64 mask = 0;
  for (guint i = 0; i < joins->n_relations; i++)
    if (i != index && yt_varset_overlaps(&joins->relations[index].algebra->possible,
                                         &joins->relations[i].algebra->possible))
      mask |= G_GUINT64_CONSTANT(1) << i;
  return mask;
}

/* Keeps @candidate in @list unless a plan in the same order is as cheap. */
static void
add_plan(Joins *joins, Plan **list, const Plan *candidate)
{
  for (Plan **at = list; *at;) {
    Plan *old = *at;
    gboolean serves = old->sorted == candidate->sorted || candidate->sorted == G_MAXUINT;
    if (serves && old->cost <= candidate->cost)
      return;
    if (old->cost >= candidate->cost && (old->sorted == candidate->sorted || old->sorted == G_MAXUINT))
      *at = old->next;
    else
      at = &old->next;
  }
  Plan *kept = yt_arena_new0(joins->exec->arena, Plan);
  *kept = *candidate;
  kept->next = *list;
  *list = kept;
}

static const Plan *
cheapest(const Plan *list)
{
  const Plan *best = list;
  for (; list; list = list->next)
    if (list->cost < best->cost)
      best = list;
  return best;
}

/* The plans of one relation alone. */
static Plan *
leaf_plans(Joins *joins, guint index)
{
  const Relation *r = &joins->relations[index];
  Plan *list = NULL;
  Plan leaf = {.kind = PLAN_ALONE,
               .mask = G_GUINT64_CONSTANT(1) << index,
               .cost = r->cost,
               .sorted = G_MAXUINT,
               .relation = index};
  if (r->algebra->op != YT_ALGEBRA_TRIPLE) {
    if (r->op && r->op->n_sorted)
      leaf.sorted = r->op->sorted[0];
    add_plan(joins, &list, &leaf);
    return list;
  }
  YtQuad pattern = pattern_of(joins->exec, r->algebra);
  leaf.cost += filter_cost(joins, leaf.mask, 0, 0);
  leaf.kind = PLAN_SCAN;
  for (guint p = 0; p < 3; p++) {
    if (!r->algebra->slots[p].is_variable)
      continue;
    leaf.sorted = r->algebra->slots[p].variable;
    leaf.permutation = yt_permutation_find(&pattern, (YtPosition) p);
    add_plan(joins, &list, &leaf);
  }
  if (!list) {
    leaf.permutation = yt_permutation_find(&pattern, YT_GRAPH);
    add_plan(joins, &list, &leaf);
  }
  return list;
}

/* Are all variables that @algebra shares with the part always bound there? */
static gboolean
shares_certainly(const Joins *joins, guint64 mask, const YtAlgebra *algebra)
{
  for (guint i = 0; i < joins->n_relations; i++)
    if (mask >> i & 1) {
      const YtAlgebra *other = joins->relations[i].algebra;
      for (guint v = yt_varset_next(&algebra->possible, 0); v != G_MAXUINT;
           v = yt_varset_next(&algebra->possible, v + 1))
        if (yt_varset_has(&other->possible, v) && !yt_varset_has(&other->certain, v)) {
          gboolean elsewhere = FALSE;
          for (guint j = 0; j < joins->n_relations && !elsewhere; j++)
            elsewhere = (mask >> j & 1) && yt_varset_has(&joins->relations[j].algebra->certain, v);
          if (!elsewhere)
            return FALSE;
        }
    }
  return TRUE;
}

/* Adds to @list the ways to join relation @index to the part that @left computes. */
static void
extend(Joins *joins, Plan **list, const Plan *left, guint index)
{
  YtExec *exec = joins->exec;
  const Relation *r = &joins->relations[index];
  guint64 mask = left->mask | G_GUINT64_CONSTANT(1) << index;
  double n = rows_of(joins, left->mask), out = rows_of(joins, mask);
  double filters = filter_cost(joins, mask, left->mask, 0);
  gboolean certain = shares_certainly(joins, left->mask, r->algebra);
  Plan plan = {.mask = mask, .left = left, .relation = index, .sorted = left->sorted};
  if (r->algebra->op == YT_ALGEBRA_TRIPLE && certain && !exec->plan_options.no_index_joins) {
    plan.kind = PLAN_INDEX;
    plan.cost = left->cost + index_cost(exec, n, left->sorted, r->algebra, r->rows, out) + filters;
    add_plan(joins, list, &plan);
  }
  if (r->algebra->op == YT_ALGEBRA_PATH) {
    YtVarSet bound = certain_of(joins, left->mask);
    guint n_open = (guint) (r->algebra->slots[0].is_variable && !slot_is(r->algebra, YT_SUBJECT, &bound)) +
                   (guint) (r->algebra->slots[2].is_variable && !slot_is(r->algebra, YT_OBJECT, &bound));
    if (certain && n_open < 2) {
      plan.kind = PLAN_PATH;
      plan.cost = left->cost + COST_OPEN + n * COST_NODE * 10 + out * COST_OUT + filters;
      add_plan(joins, list, &plan);
    }
  }
  YtVarSet bound = r->op ? certain_of(joins, left->mask) : (YtVarSet){0};
  const SeedCost *seed = r->op ? get_seed_cost(joins, index, &bound) : NULL;
  if (seed) {
    plan.kind = PLAN_SEED;
    plan.cost =
        left->cost + seed->cost + n * (seed->slope + COST_PROBE + COST_BUILD) + out * COST_OUT + filters;
    add_plan(joins, list, &plan);
  }
}

static void
join_plans(Joins *joins, Plan **list, const Plan *probe, const Plan *build)
{
  guint64 mask = probe->mask | build->mask;
  Plan plan = {.kind = PLAN_HASH, .mask = mask, .left = probe, .right = build, .sorted = probe->sorted};
  plan.cost = probe->cost + build->cost + rows_of(joins, build->mask) * COST_BUILD +
              rows_of(joins, probe->mask) * COST_PROBE + rows_of(joins, mask) * COST_OUT +
              filter_cost(joins, mask, probe->mask, build->mask);
  add_plan(joins, list, &plan);
}

static void
join_lists(Joins *joins, Plan **list, const Plan *a, const Plan *b)
{
  const Plan *build_a = cheapest(a), *build_b = cheapest(b);
  for (const Plan *probe = a; probe; probe = probe->next)
    join_plans(joins, list, probe, build_b);
  for (const Plan *probe = b; probe; probe = probe->next)
    join_plans(joins, list, probe, build_a);
}

/* Cycles */

/* May the relation take part in a multiway join: a triple pattern whose variables differ, and are no graph? */
static gboolean
fits_multiway(const YtAlgebra *algebra)
{
  guint n = 0;
  if (algebra->op != YT_ALGEBRA_TRIPLE || algebra->graph.kind == YT_GRAPH_SLOT_VARIABLE)
    return FALSE;
  for (guint i = 0; i < 3; i++) {
    n += (guint) algebra->slots[i].is_variable;
    for (guint j = 0; j < i; j++)
      if (algebra->slots[i].is_variable && algebra->slots[j].is_variable &&
          algebra->slots[i].variable == algebra->slots[j].variable)
        return FALSE;
  }
  return n >= 2;
}

/* Is the relation an ear: does one other of the set have all its variables that the set shares? */
static gboolean
is_ear(const Joins *joins, guint64 set, guint index)
{
  YtArena *arena = joins->exec->arena;
  const YtVarSet *own = &joins->relations[index].algebra->certain;
  YtVarSet others = {0};
  for (guint i = 0; i < joins->n_relations; i++)
    if (i != index && set >> i & 1)
      yt_varset_add_all(&others, &joins->relations[i].algebra->certain, arena);
  yt_varset_intersect(&others, own);
  for (guint i = 0; i < joins->n_relations; i++)
    if (i != index && set >> i & 1 && yt_varset_is_subset(&others, &joins->relations[i].algebra->certain))
      return TRUE;
  return FALSE;
}

/* The relations of the part that are left when ears are taken away as long as there are any (Graham, Yu and Özsoyoğlu):
 * its cycles; 0 if it has none. */
static guint64
find_cycles(const Joins *joins, const guint *members, guint n)
{
  guint64 set = 0;
  for (guint i = 0; i < n; i++)
    if (fits_multiway(joins->relations[members[i]].algebra))
      set |= G_GUINT64_CONSTANT(1) << members[i];
  for (gboolean changed = TRUE; changed && set;) {
    changed = FALSE;
    for (guint i = 0; i < joins->n_relations; i++)
      if (set >> i & 1 && is_ear(joins, set, i)) {
        set &= ~(G_GUINT64_CONSTANT(1) << i);
        changed = TRUE;
      }
  }
  return __builtin_popcountll(set) >= 3 ? set : 0;
}

/* The order in which a multiway join of @set binds its variables: each next to those before it, the one with the fewest
 * values first. Returns how many there are. */
static guint
order_variables(const Joins *joins, guint64 set, guint *order)
{
  guint64 reached = 0;
  guint n = 0;
  g_autofree gboolean *taken = g_new0(gboolean, joins->n_variables + 1);
  for (;;) {
    guint best = G_MAXUINT;
    double best_values = 0;
    gboolean best_touches = FALSE;
    for (guint v = 0; v < joins->n_variables; v++) {
      double values = INFINITY;
      gboolean touches = FALSE;
      for (guint i = 0; i < joins->n_relations; i++)
        if (set >> i & 1 && joins->relations[i].distinct[v] > 0) {
          values = MIN(values, joins->relations[i].distinct[v]);
          touches = touches || (reached >> i & 1);
        }
      if (taken[v] || isinf(values) || (best != G_MAXUINT && best_touches && !touches))
        continue;
      if (best == G_MAXUINT || (touches && !best_touches) || values < best_values) {
        best = v;
        best_values = values;
        best_touches = touches;
      }
    }
    if (best == G_MAXUINT)
      return n;
    taken[best] = TRUE;
    order[n++] = joins->variables[best];
    for (guint i = 0; i < joins->n_relations; i++)
      if (set >> i & 1 && joins->relations[i].distinct[best] > 0)
        reached |= G_GUINT64_CONSTANT(1) << i;
  }
}

/* Reading the relations, and for every binding of the first variables, the leaps for the next one. */
static double
multiway_cost(const Joins *joins, guint64 set, const guint *order, guint n)
{
  double cost = 0;
  YtVarSet bound = {0};
  for (guint i = 0; i < joins->n_relations; i++)
    if (set >> i & 1)
      cost += COST_OPEN + joins->relations[i].rows * (COST_SCAN + COST_READ);
  for (guint level = 0; level < n; level++) {
    guint n_members = 0;
    guint64 covered = 0;
    for (guint i = 0; i < joins->n_relations; i++) {
      const YtVarSet *certain = &joins->relations[i].algebra->certain;
      if (!(set >> i & 1))
        continue;
      n_members += (guint) yt_varset_has(certain, order[level]);
      if (yt_varset_is_subset(certain, &bound))
        covered |= G_GUINT64_CONSTANT(1) << i;
    }
    double bindings = level == 0 ? 1 : covered ? estimate_rows(joins, covered) : 0;
    cost += bindings * n_members * COST_LEAP;
    yt_varset_add(&bound, order[level], joins->exec->arena);
  }
  return cost;
}

static void
add_multiway(Joins *joins, Plan **list, guint64 set)
{
  g_autofree guint *order = g_new(guint, joins->n_variables + 1);
  guint n = order_variables(joins, set, order);
  Plan plan = {.kind = PLAN_MULTI, .mask = set, .sorted = order[0]};
  plan.cost =
      multiway_cost(joins, set, order, n) + rows_of(joins, set) * COST_OUT + filter_cost(joins, set, 0, 0);
  add_plan(joins, list, &plan);
}

/* The permutation that has the constants of @triple first, then its variables in @order. */
static YtPermutation
permutation_for(const YtAlgebra *triple, const guint *order, guint n)
{
  for (guint p = 0; p < YT_N_PERMUTATIONS; p++) {
    guint last = 0;
    gboolean fits = TRUE;
    for (guint i = 0; i < 3 && fits; i++) {
      const YtSlot *slot = &triple->slots[yt_permutation_positions[p][i]];
      guint rank = 0; /* constants are 0 */
      if (slot->is_variable)
        for (rank = 1; rank <= n && order[rank - 1] != slot->variable;)
          rank++;
      fits = rank >= last;
      last = rank;
    }
    if (fits)
      return (YtPermutation) p;
  }
  g_assert_not_reached(); /* every order of three positions is there */
}

static YtOp *
build_multiway(Joins *joins, guint64 set)
{
  YtExec *exec = joins->exec;
  guint *order = yt_arena_array(exec->arena, guint, joins->n_variables + 1);
  guint n = order_variables(joins, set, order), n_children = 0;
  YtOp **children = yt_arena_array(exec->arena, YtOp *, MAX_RELATIONS);
  for (guint i = 0; i < joins->n_relations; i++) {
    const Relation *r = &joins->relations[i];
    if (!(set >> i & 1))
      continue;
    YtOp *scan = yt_op_scan_new(exec, r->algebra, permutation_for(r->algebra, order, n), joins->ranges,
                                joins->n_ranges);
    scan->estimate = r->rows;
    children[n_children++] = scan;
  }
  return yt_op_multiway_new(exec, children, n_children, order, n);
}

/* The best plan of a connected part with few relations. @members are relation numbers; masks count places in it. */
static const Plan *
plan_exactly(Joins *joins, const guint *members, guint n)
{
  Plan **plans = g_new0(Plan *, (gsize) 1 << n);
  guint64 *adjacent = g_newa(guint64, n);
  guint64 cycles = joins->exec->plan_options.no_multiway ? 0 : find_cycles(joins, members, n);
  gsize cycle_set = 0;
  for (guint i = 0; i < n; i++) {
    adjacent[i] = neighbours(joins, members[i]);
    if (cycles >> members[i] & 1)
      cycle_set |= (gsize) 1 << i;
  }
  for (gsize set = 1; set < (gsize) 1 << n; set++) {
    if (!(set & (set - 1))) {
      plans[set] = leaf_plans(joins, members[__builtin_ctzll(set)]);
      continue;
    }
    if (set == cycle_set)
      add_multiway(joins, &plans[set], cycles);
    for (guint i = 0; i < n; i++) {
      gsize rest = set & ~((gsize) 1 << i);
      if (rest == set || !plans[rest] || !(plans[rest]->mask & adjacent[i]))
        continue;
      for (const Plan *left = plans[rest]; left; left = left->next)
        extend(joins, &plans[set], left, members[i]);
      join_lists(joins, &plans[set], plans[rest], plans[(gsize) 1 << i]);
    }
    /* both sides of two relations and more; each pair of sides once */
    for (gsize one = (set - 1) & set; one; one = (one - 1) & set) {
      gsize other = set & ~one;
      if (one < other || !(one & (one - 1)) || !(other & (other - 1)) || !plans[one] || !plans[other])
        continue;
      guint64 reach = 0;
      for (guint i = 0; i < n; i++)
        if (one >> i & 1)
          reach |= adjacent[i];
      if (reach & plans[other]->mask)
        join_lists(joins, &plans[set], plans[one], plans[other]);
    }
  }
  const Plan *best = cheapest(plans[((gsize) 1 << n) - 1]);
  g_free(plans);
  return best;
}

/* Begins with the smallest relation, and adds what costs least; when the time is up, anything. */
static const Plan *
plan_greedily(Joins *joins, const guint *members, guint n)
{
  guint64 left_over = 0;
  Plan *now = NULL;
  for (guint i = 0; i < n; i++) {
    left_over |= G_GUINT64_CONSTANT(1) << members[i];
    Plan *leaf = leaf_plans(joins, members[i]);
    if (!now || rows_of(joins, leaf->mask) < rows_of(joins, now->mask))
      now = leaf;
  }
  left_over &= ~now->mask;
  while (left_over) {
    Plan *best = NULL;
    gboolean in_time = yt_exec_check(joins->exec);
    for (guint i = 0; i < joins->n_relations && (in_time || !best); i++) {
      if (!(left_over >> i & 1) || !(neighbours(joins, i) & now->mask))
        continue;
      Plan *list = NULL;
      for (const Plan *left = now; left; left = left->next)
        extend(joins, &list, left, i);
      join_lists(joins, &list, now, leaf_plans(joins, i));
      /* of two steps of like cost the one that keeps fewer rows */
      double price = cheapest(list)->cost + rows_of(joins, list->mask) * COST_PROBE;
      if (!best || price < cheapest(best)->cost + rows_of(joins, best->mask) * COST_PROBE)
        best = list;
    }
    now = best;
    left_over &= ~now->mask;
  }
  return cheapest(now);
}

/* Up to MAX_FREE relations the exact search takes no time worth a thought; beyond, it weighs up to 3^n pairs of parts, half
 * a million of a dozen, and is spared where the greedy plan is done sooner or the query has no time left. */
static const Plan *
search(Joins *joins, const guint *members, guint n)
{
  if (n > MAX_FREE) {
    const Plan *greedy = plan_greedily(joins, members, n);
    if (n > MAX_EXACT || greedy->cost <= pow(3, n) * COST_PAIR || !yt_exec_check(joins->exec))
      return greedy;
  }
  return plan_exactly(joins, members, n);
}

/* In the order of the text, for tests. */
static const Plan *
plan_as_written(Joins *joins, const guint *members, guint n)
{
  const Plan *now = leaf_plans(joins, members[0]);
  guint64 left_over = 0;
  for (guint i = 1; i < n; i++)
    left_over |= G_GUINT64_CONSTANT(1) << members[i];
  while (left_over)
    for (guint i = 0; i < joins->n_relations; i++) {
      if (!(left_over >> i & 1) || !(neighbours(joins, i) & now->mask))
        continue;
      Plan *list = NULL;
      extend(joins, &list, cheapest(now), i);
      if (!list)
        join_plans(joins, &list, cheapest(now), leaf_plans(joins, i));
      now = list;
      left_over &= ~(G_GUINT64_CONSTANT(1) << i);
      break;
    }
  return cheapest(now);
}

/* Operators of a plan */

/* Applies the filters that @mask covers and neither of its parts did. */
static YtOp *
apply_filters(Joins *joins, YtOp *op, guint64 mask, guint64 left, guint64 right)
{
  GPtrArray *now = yt_arena_ptr_array(joins->exec->arena);
  for (guint i = 0; i < joins->n_filters; i++) {
    const JoinFilter *filter = &joins->filters[i];
    if (is_covered(joins, filter, mask) && !(left && is_covered(joins, filter, left)) &&
        !(right && is_covered(joins, filter, right))) {
      if (filter->expr)
        g_ptr_array_add(now, filter->expr);
      else
        op = yt_op_top_bound_new(joins->exec, op, joins->top_bound);
    }
  }
  if (!now->len)
    return op;
  YtExpr **exprs = yt_arena_array(joins->exec->arena, YtExpr *, now->len);
  memcpy(exprs, now->pdata, now->len * sizeof *exprs);
  double cost = op->cost;
  op = yt_op_filter_new(joins->exec, op, exprs, now->len);
  op->estimate = rows_of(joins, mask);
  op->cost = cost + op->children[0]->estimate * 100;
  return op;
}

static YtOp *
build(Joins *joins, const Plan *p)
{
  YtExec *exec = joins->exec;
  const Relation *r = &joins->relations[p->relation];
  YtOp *op = NULL;
  switch (p->kind) {
  case PLAN_SCAN:
    op = yt_op_scan_new(exec, r->algebra, p->permutation, joins->ranges, joins->n_ranges);
    break;
  case PLAN_ALONE: op = r->op ? r->op : yt_op_path_new(exec, NULL, r->algebra); break;
  case PLAN_INDEX:
    op = yt_op_index_join_new(exec, YT_JOIN_INNER, build(joins, p->left), r->algebra, joins->ranges,
                              joins->n_ranges);
    break;
  case PLAN_PATH: op = yt_op_path_new(exec, build(joins, p->left), r->algebra); break;
  case PLAN_HASH:
    op = yt_op_hash_join_new(exec, YT_JOIN_INNER, build(joins, p->left), build(joins, p->right), NULL, NULL,
                             0, NULL);
    break;
  case PLAN_SEED: {
    YtAlgebra *node;
    YtOp *left = build(joins, p->left);
    YtSeedSource *source = make_seed(exec, &left->certain, r->algebra, left->estimate, &node);
    YtOp *right = plan(exec, add_seed(r->algebra, node, exec->arena));
    op = yt_op_hash_join_new(exec, YT_JOIN_INNER, left, right, source, NULL, 0, NULL);
    break;
  }
  case PLAN_MULTI: op = build_multiway(joins, p->mask); break;
  }
  op->cost = p->cost;
  guint64 left = p->left ? p->left->mask : 0, right = p->right ? p->right->mask : 0;
  if (p->kind != PLAN_ALONE || !r->op) {
    op->estimate = 1;
    /* without the filters that come on top of it */
    double rows = rows_of(joins, p->mask);
    for (guint i = 0; i < joins->n_filters; i++)
      if (is_covered(joins, &joins->filters[i], p->mask) &&
          !(left && is_covered(joins, &joins->filters[i], left)) &&
          !(right && is_covered(joins, &joins->filters[i], right)))
        rows /= joins->filters[i].selectivity;
    op->estimate = rows;
  }
  return apply_filters(joins, op, p->mask, left, right ? right : (p->left ? G_GUINT64_CONSTANT(0) : 0));
}

/* Filters */

static double
selectivity_of(const YtExpr *expr)
{
  switch (expr->op) {
  case YT_EXPR_EQUAL: return 0.1;
  case YT_EXPR_IN: return 0.2;
  case YT_EXPR_LESS:
  case YT_EXPR_GREATER:
  case YT_EXPR_LESS_EQUAL:
  case YT_EXPR_GREATER_EQUAL: return 0.4;
  case YT_EXPR_FUNCTION:
    return expr->function == YT_FN_REGEX || expr->function == YT_FN_CONTAINS ||
                   expr->function == YT_FN_STRSTARTS || expr->function == YT_FN_STRENDS
               ? 0.1
               : 0.5;
  default: return 0.7;
  }
}

/* Nanoseconds for one row: text has to be fetched, numbers and dates are in the ids. */
static double
cost_of(const YtExpr *expr)
{
  double cost = 30;
  if (expr->op == YT_EXPR_FUNCTION && expr->function != YT_FN_BOUND && expr->function != YT_FN_SAMETERM)
    cost = expr->function == YT_FN_REGEX ? 3000 : 1000;
  for (guint i = 0; i < expr->n_args; i++)
    cost += cost_of(expr->args[i]);
  return cost;
}

static gboolean
has_exists(const YtExpr *expr)
{
  if (expr->algebra)
    return TRUE;
  for (guint i = 0; i < expr->n_args; i++)
    if (has_exists(expr->args[i]))
      return TRUE;
  return FALSE;
}

/* LANG(?v) = "tag" and LANGMATCHES(LANG(?v), "tag"): the ids of such literals are one range. The filter stays. */
static gboolean
language_range(const YtExec *exec, const YtExpr *expr, YtRangeFilter *range)
{
  gboolean matches = expr->op == YT_EXPR_FUNCTION && expr->function == YT_FN_LANGMATCHES;
  if ((!matches && expr->op != YT_EXPR_EQUAL) || exec->plan_options.no_range_filters ||
      yt_store_has_log_terms(exec->store))
    return FALSE;
  const YtExpr *lang = expr->args[0], *tag = expr->args[1];
  if (!matches && tag->op == YT_EXPR_FUNCTION) {
    lang = expr->args[1];
    tag = expr->args[0];
  }
  if (lang->op != YT_EXPR_FUNCTION || lang->function != YT_FN_LANG || lang->args[0]->op != YT_EXPR_VARIABLE ||
      tag->op != YT_EXPR_TERM || tag->value->kind != YT_VALUE_STRING || !tag->value->n_text)
    return FALSE;
  g_autofree char *name = g_strndup(tag->value->text, tag->value->n_text);
  g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(YtIdRange));
  yt_store_find_language(exec->store, name, matches, ranges);
  if (ranges->len != 1)
    return FALSE;
  const YtIdRange *found = &g_array_index(ranges, YtIdRange, 0);
  *range = (YtRangeFilter){lang->args[0]->variable, found->first, found->end - 1};
  return found->end > found->first;
}

static void
init_filters(Joins *joins, const YtVarSet *possible, YtExpr *const *exprs, guint n_exprs)
{
  YtArena *arena = joins->exec->arena;
  joins->filters = yt_arena_array(arena, JoinFilter, n_exprs + 1);
  joins->ranges = yt_arena_array(arena, YtRangeFilter, MAX(n_exprs, 1));
  for (guint i = 0; i < n_exprs; i++) {
    JoinFilter *filter = &joins->filters[joins->n_filters++];
    filter->expr = exprs[i];
    filter->selectivity = selectivity_of(exprs[i]);
    filter->cost = cost_of(exprs[i]);
    yt_expr_add_variables(exprs[i], &filter->needed, arena);
    yt_varset_intersect(&filter->needed, possible);
    if (language_range(joins->exec, exprs[i], &joins->ranges[joins->n_ranges]))
      joins->n_ranges++;
  }
}

/* ORDER BY with a limit drops most rows, once it has seen some. */
static void
add_top_bound(Joins *joins)
{
  JoinFilter *filter = &joins->filters[joins->n_filters++];
  *filter = (JoinFilter){.selectivity = 0.1, .cost = 10};
  yt_varset_add(&filter->needed, joins->top_bound->variable, joins->exec->arena);
}

static YtOp *
filter_op(YtExec *exec, YtOp *op, YtExpr *const *exprs, guint n_exprs)
{
  if (!n_exprs)
    return op;
  op = yt_op_filter_new(exec, op, exprs, n_exprs);
  for (guint i = 0; i < n_exprs; i++)
    op->estimate *= selectivity_of(exprs[i]);
  return op;
}

/* Joins */

/* The members of the connected part that @first belongs to. */
static guint
find_component(const Joins *joins, guint first, guint64 *seen, guint *members)
{
  guint n = 0;
  members[n++] = first;
  *seen |= G_GUINT64_CONSTANT(1) << first;
  for (guint at = 0; at < n; at++) {
    guint64 next = neighbours(joins, members[at]) & ~*seen;
    for (guint i = 0; i < joins->n_relations; i++)
      if (next >> i & 1) {
        members[n++] = i;
        *seen |= G_GUINT64_CONSTANT(1) << i;
      }
  }
  return n;
}

/* Too many relations for one mask: the rest is joined as a relation of its own. */
static const YtAlgebra *
split_join(YtExec *exec, YtAlgebra *const *children, guint n_children)
{
  YtAlgebra *rest = yt_arena_new0(exec->arena, YtAlgebra);
  rest->op = YT_ALGEBRA_JOIN;
  rest->n_children = n_children - (MAX_RELATIONS - 1);
  rest->children = (YtAlgebra **) children + (MAX_RELATIONS - 1);
  yt_algebra_set_scope(rest, exec->arena);
  return rest;
}

static YtOp *
plan_join(YtExec *exec, YtAlgebra *const *children, guint n_children, const YtVarSet *possible,
          YtExpr *const *exprs, guint n_exprs)
{
  if (!n_children)
    return filter_op(exec, yt_op_values_new(exec, NULL, 0, NULL, 1), exprs, n_exprs);
  Joins joins_on_stack = {.exec = exec}, *joins = &joins_on_stack;
  joins->variables = yt_arena_array(exec->arena, guint, yt_varset_count(possible) + 1);
  for (guint v = yt_varset_next(possible, 0); v != G_MAXUINT; v = yt_varset_next(possible, v + 1))
    joins->variables[joins->n_variables++] = v;
  joins->n_relations = MIN(n_children, MAX_RELATIONS);
  joins->relations = yt_arena_array(exec->arena, Relation, joins->n_relations);
  exec->plan_depth++;
  joins->top_bound = exec->top_join == children ? exec->top_bound : NULL;
  if (!exec->plan_options.no_pushdown)
    init_filters(joins, possible, exprs, n_exprs);
  if (joins->top_bound && !exec->plan_options.no_pushdown)
    add_top_bound(joins);
  for (guint i = 0; i < joins->n_relations; i++)
    init_relation(joins, &joins->relations[i],
                  i + 1 == MAX_RELATIONS && n_children > MAX_RELATIONS
                      ? split_join(exec, children, n_children)
                      : children[i]);
  if (joins->n_relations > MAX_TABLE) {
    joins->recent = g_new0(RecentRows, 1 << RECENT_BITS);
  } else {
    gsize n = (gsize) 1 << joins->n_relations;
    joins->rows = g_new(double, n);
    for (gsize i = 0; i < n; i++)
      joins->rows[i] = -1;
  }
  YtOp *result = NULL;
  guint64 seen = 0, done = 0;
  for (guint first = 0; first < joins->n_relations; first++) {
    guint members[MAX_RELATIONS];
    if (seen >> first & 1)
      continue;
    guint n = find_component(joins, first, &seen, members);
    const Plan *p =
        exec->plan_options.no_reordering ? plan_as_written(joins, members, n) : search(joins, members, n);
    YtOp *op = build(joins, p);
    if (result) { /* a product: the smaller one is kept in memory */
      gboolean swap = op->estimate > result->estimate;
      YtOp *probe = swap ? op : result, *inner = swap ? result : op;
      double estimate = probe->estimate * inner->estimate;
      result = yt_op_hash_join_new(exec, YT_JOIN_INNER, probe, inner, NULL, NULL, 0, NULL);
      result->estimate = estimate;
      result->cost = probe->cost + inner->cost + estimate * COST_OUT;
      result = apply_filters(joins, result, done | p->mask, done, p->mask);
    } else
      result = op;
    done |= p->mask;
  }
  g_free(joins->rows);
  g_free(joins->recent);
  exec->plan_depth--;
  /* filters with variables that may be unbound, or all of them without pushing down */
  GPtrArray *late = yt_arena_ptr_array(exec->arena);
  if (exec->plan_options.no_pushdown)
    for (guint i = 0; i < n_exprs; i++)
      g_ptr_array_add(late, exprs[i]);
  else
    for (guint i = 0; i < joins->n_filters; i++)
      if (!is_covered(joins, &joins->filters[i], done))
        g_ptr_array_add(late, joins->filters[i].expr);
  if (!late->len)
    return result;
  YtExpr **list = yt_arena_array(exec->arena, YtExpr *, late->len);
  memcpy(list, late->pdata, late->len * sizeof *list);
  return filter_op(exec, result, list, late->len);
}

/* Left joins, MINUS, EXISTS */

static YtVarSet
shared_variables(const YtExec *exec, const YtOp *left, const YtAlgebra *right)
{
  YtVarSet shared = {0};
  for (guint c = 0; c < left->n_variables; c++)
    if (yt_varset_has(&right->possible, left->variables[c]))
      yt_varset_add(&shared, left->variables[c], exec->arena);
  return shared;
}

static double
binary_rows(YtJoinKind kind, double left, double right)
{
  switch (kind) {
  case YT_JOIN_LEFT: return MAX(left, right);
  case YT_JOIN_SEMI: return left * 0.5;
  default: return left * 0.6;
  }
}

/* Joins @left with @right in one of the ways other than inner. */
static YtOp *
plan_binary(YtExec *exec, YtJoinKind kind, YtOp *left, const YtAlgebra *right, YtExpr *const *exprs,
            guint n_exprs, const YtVarSet *ignored)
{
  YtVarSet shared = shared_variables(exec, left, right);
  gboolean certain = yt_varset_is_subset(&shared, &left->certain) && !yt_varset_is_empty(&shared);
  YtVarSet counted = yt_varset_copy(&shared, exec->arena);
  for (guint v = ignored ? yt_varset_next(ignored, 0) : G_MAXUINT; v != G_MAXUINT;
       v = yt_varset_next(ignored, v + 1))
    yt_varset_remove(&counted, v);
  if (kind == YT_JOIN_MINUS && yt_varset_is_empty(&counted))
    return left; /* nothing is shared, so nothing is taken away */

  YtOp *alone = plan(exec, right);
  double n = left->estimate;
  double hash = alone->cost + alone->estimate * COST_BUILD + n * COST_PROBE;
  double index = INFINITY;
  if (right->op == YT_ALGEBRA_TRIPLE && certain && !n_exprs && !exec->plan_options.no_index_joins)
    index = index_cost(exec, n, left->n_sorted ? left->sorted[0] : G_MAXUINT, right, alone->estimate, n);
  YtOp *op = NULL;
  if (index < hash) {
    op = yt_op_index_join_new(exec, kind == YT_JOIN_MINUS ? YT_JOIN_ANTI : kind, left, right, NULL, 0);
    op->cost = left->cost + index;
  } else {
    YtAlgebra *node;
    YtSeedSource *source = exec->plan_depth > 6 ? NULL : make_seed(exec, &left->certain, right, n, &node);
    YtOp *seeded = source ? plan(exec, add_seed(right, node, exec->arena)) : NULL;
    double cost = seeded ? seeded->cost + n * (COST_PROBE + 2 * COST_BUILD) : INFINITY;
    op = cost < hash ? yt_op_hash_join_new(exec, kind, left, seeded, source, exprs, n_exprs, ignored)
                     : yt_op_hash_join_new(exec, kind, left, alone, NULL, exprs, n_exprs, ignored);
    op->cost = left->cost + MIN(cost, hash);
  }
  op->estimate = binary_rows(kind, n, alone->estimate > n ? n : alone->estimate);
  return op;
}

/* LeftJoin(A, B, F): what of F looks only at B is a filter of B. */
static YtOp *
plan_left_join(YtExec *exec, const YtAlgebra *algebra)
{
  const YtAlgebra *right = algebra->children[1];
  YtOp *left = plan(exec, algebra->children[0]);
  YtExpr **inside = yt_arena_array(exec->arena, YtExpr *, algebra->n_exprs + 1);
  YtExpr **outside = yt_arena_array(exec->arena, YtExpr *, algebra->n_exprs + 1);
  guint n_inside = 0, n_outside = 0;
  for (guint i = 0; i < algebra->n_exprs; i++) {
    YtVarSet needed = {0};
    yt_expr_add_variables(algebra->exprs[i], &needed, exec->arena);
    if (yt_varset_is_subset(&needed, &right->certain) && !exec->plan_options.no_pushdown &&
        !has_exists(algebra->exprs[i]))
      inside[n_inside++] = algebra->exprs[i];
    else
      outside[n_outside++] = algebra->exprs[i];
  }
  if (n_inside) {
    YtAlgebra *filter = yt_arena_new0(exec->arena, YtAlgebra);
    filter->op = YT_ALGEBRA_FILTER;
    filter->n_children = 1;
    filter->children = (YtAlgebra **) &algebra->children[1];
    filter->n_exprs = n_inside;
    filter->exprs = inside;
    yt_algebra_set_scope(filter, exec->arena);
    right = filter;
  }
  return plan_binary(exec, YT_JOIN_LEFT, left, right, outside, n_outside, NULL);
}

/* Does substituting values for the variables of @outer in @algebra (18.6) give the solutions that are compatible with
 * them? Not where a variable is looked at that is not yet bound, nor where it is bound only in an optional part, or where
 * the whole is cut or counted. */
static gboolean
exprs_are_safe(YtExpr *const *exprs, guint n_exprs, const YtVarSet *outer, const YtVarSet *certain,
               YtArena *arena)
{
  for (guint i = 0; i < n_exprs; i++) {
    YtVarSet used = {0};
    yt_expr_add_variables(exprs[i], &used, arena);
    yt_varset_intersect(&used, outer);
    if (!yt_varset_is_subset(&used, certain))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_substitution_join(const YtAlgebra *algebra, const YtVarSet *outer, YtArena *arena)
{
  YtVarSet used = yt_varset_copy(&algebra->possible, arena);
  yt_varset_intersect(&used, outer);
  for (guint i = 0; i < algebra->n_children; i++)
    if (!is_substitution_join(algebra->children[i], outer, arena))
      return FALSE;
  switch (algebra->op) {
  case YT_ALGEBRA_UNIT:
  case YT_ALGEBRA_TRIPLE:
  case YT_ALGEBRA_GRAPHS:
  case YT_ALGEBRA_VALUES:
  case YT_ALGEBRA_WAYS:
  case YT_ALGEBRA_JOIN:
  case YT_ALGEBRA_UNION:
  case YT_ALGEBRA_PROJECT:
  case YT_ALGEBRA_DISTINCT:
  case YT_ALGEBRA_REDUCED:
  case YT_ALGEBRA_ORDER: return TRUE;
  case YT_ALGEBRA_PATH: return !yt_path_may_be_empty(algebra->path);
  case YT_ALGEBRA_LEFT_JOIN: {
    YtVarSet optional = yt_varset_copy(&algebra->children[1]->possible, arena);
    yt_varset_intersect(&optional, outer);
    return yt_varset_is_subset(&optional, &algebra->children[0]->certain) &&
           exprs_are_safe(algebra->exprs, algebra->n_exprs, outer, &algebra->children[0]->certain, arena);
  }
  case YT_ALGEBRA_FILTER:
    return exprs_are_safe(algebra->exprs, algebra->n_exprs, outer, &algebra->children[0]->certain, arena);
  case YT_ALGEBRA_EXTEND:
    for (guint i = 0; i < algebra->n_extensions; i++)
      if (yt_varset_has(outer, algebra->extensions[i].variable) ||
          !exprs_are_safe(&algebra->extensions[i].expr, 1, outer, &algebra->children[0]->certain, arena))
        return FALSE;
    return TRUE;
  case YT_ALGEBRA_MINUS: {
    YtVarSet taken = yt_varset_copy(&algebra->children[1]->possible, arena);
    yt_varset_intersect(&taken, outer);
    return yt_varset_is_empty(&taken);
  }
  case YT_ALGEBRA_GROUP:
  case YT_ALGEBRA_SLICE:
  case YT_ALGEBRA_SERVICE:
  case YT_ALGEBRA_SEED: return yt_varset_is_empty(&used) && algebra->op != YT_ALGEBRA_SERVICE;
  case YT_ALGEBRA_MATCHES:
    return algebra->matches->limit == G_MAXUINT64; /* else it is cut before it is joined */
  }
  return FALSE;
}

/* FILTER EXISTS and FILTER NOT EXISTS as joins, where that is the same. */
static YtOp *
plan_exists(YtExec *exec, YtOp *op, YtExpr *expr)
{
  YtVarSet outer = {0};
  for (guint c = 0; c < op->n_variables; c++)
    yt_varset_add(&outer, op->variables[c], exec->arena);
  if (exec->plan_options.no_exists_joins || !is_substitution_join(expr->algebra, &outer, exec->arena)) {
    YtExpr **list = yt_arena_array(exec->arena, YtExpr *, 1);
    list[0] = expr;
    return filter_op(exec, op, list, 1);
  }
  return plan_binary(exec, expr->op == YT_EXPR_EXISTS ? YT_JOIN_SEMI : YT_JOIN_ANTI, op, expr->algebra, NULL,
                     0, NULL);
}

static YtOp *
plan_filter(YtExec *exec, const YtAlgebra *algebra)
{
  const YtAlgebra *child = algebra->children[0];
  YtExpr **plain = yt_arena_array(exec->arena, YtExpr *, algebra->n_exprs + 1);
  guint n_plain = 0;
  for (guint i = 0; i < algebra->n_exprs; i++)
    if (!has_exists(algebra->exprs[i]))
      plain[n_plain++] = algebra->exprs[i];
  YtOp *op;
  if (child->op == YT_ALGEBRA_JOIN)
    op = plan_join(exec, child->children, child->n_children, &child->possible, plain, n_plain);
  else if (child->op == YT_ALGEBRA_TRIPLE)
    op = plan_join(exec, (YtAlgebra *const *) &algebra->children[0], 1, &child->possible, plain, n_plain);
  else
    op = filter_op(exec, plan(exec, child), plain, n_plain);
  for (guint i = 0; i < algebra->n_exprs; i++) {
    YtExpr *expr = algebra->exprs[i];
    if (expr->op == YT_EXPR_EXISTS || expr->op == YT_EXPR_NOT_EXISTS)
      op = plan_exists(exec, op, expr);
    else if (has_exists(expr))
      op = filter_op(exec, op, &algebra->exprs[i], 1);
  }
  return op;
}

/* A variable that nothing binds gets no column: others take a column for a binding. */
static YtOp *
project_op(YtExec *exec, YtOp *child, const YtAlgebra *algebra)
{
  guint *variables = yt_arena_array(exec->arena, guint, algebra->n_variables + 1), n = 0;
  for (guint i = 0; i < algebra->n_variables; i++)
    if (yt_varset_has(&algebra->possible, algebra->variables[i]))
      variables[n++] = algebra->variables[i];
  return yt_op_project_new(exec, child, variables, n);
}

/* The join below @algebra whose rows go up one by one, or not at all, and bind @variable; NULL if there is none. */
static YtAlgebra *const *
find_top_join(const YtAlgebra *algebra, guint variable)
{
  switch (algebra->op) {
  case YT_ALGEBRA_EXTEND:
    for (guint i = 0; i < algebra->n_extensions; i++)
      if (algebra->extensions[i].variable == variable)
        return NULL;
    G_GNUC_FALLTHROUGH;
  case YT_ALGEBRA_FILTER:
  case YT_ALGEBRA_PROJECT:
  case YT_ALGEBRA_MINUS:
  case YT_ALGEBRA_LEFT_JOIN: return find_top_join(algebra->children[0], variable);
  case YT_ALGEBRA_JOIN: return yt_varset_has(&algebra->certain, variable) ? algebra->children : NULL;
  default: return NULL;
  }
}

/* ORDER BY under LIMIT needs only the first rows; projection in between changes nothing. */
static YtOp *
plan_ordered(YtExec *exec, const YtAlgebra *algebra, guint64 limit)
{
  if (algebra->op == YT_ALGEBRA_PROJECT) {
    YtOp *child = plan_ordered(exec, algebra->children[0], limit);
    return project_op(exec, child, algebra);
  }
  if (algebra->op != YT_ALGEBRA_ORDER)
    return plan(exec, algebra);
  if (exec->plan_options.no_top_k)
    limit = G_MAXUINT64;
  const YtOrder *first = &algebra->orders[0];
  YtAlgebra *const *join = NULL;
  if (limit <= 10000 && first->expr->op == YT_EXPR_VARIABLE)
    join = find_top_join(algebra->children[0], first->expr->variable);
  if (!join) {
    YtOp *found = plan(exec, algebra->children[0]);
    if (found->ranked && algebra->n_orders == 1 && first->descending && first->expr->op == YT_EXPR_VARIABLE &&
        first->expr->variable + 1 == found->ranked && !exec->plan_options.no_top_k)
      return found; /* a search comes best first, and need not be read to its end */
    return yt_op_order_new(exec, found, algebra->orders, algebra->n_orders, limit, NULL);
  }
  const YtTopBound *outer_bound = exec->top_bound;
  YtAlgebra *const *outer_join = exec->top_join;
  YtTopBound *bound = yt_arena_new0(exec->arena, YtTopBound);
  bound->variable = first->expr->variable;
  bound->descending = first->descending;
  exec->top_bound = bound;
  exec->top_join = join;
  YtOp *child = plan(exec, algebra->children[0]);
  exec->top_bound = outer_bound;
  exec->top_join = outer_join;
  return yt_op_order_new(exec, child, algebra->orders, algebra->n_orders, limit, bound);
}

static YtOp *
plan(YtExec *exec, const YtAlgebra *algebra)
{
  YtOp *child;
  switch (algebra->op) {
  case YT_ALGEBRA_UNIT: return yt_op_values_new(exec, NULL, 0, NULL, 1);
  case YT_ALGEBRA_TRIPLE:
  case YT_ALGEBRA_PATH: return plan_join(exec, (YtAlgebra *const *) &algebra, 1, &algebra->possible, NULL, 0);
  case YT_ALGEBRA_JOIN:
    return plan_join(exec, algebra->children, algebra->n_children, &algebra->possible, NULL, 0);
  case YT_ALGEBRA_SEED:
    child = yt_op_seed_new(exec, algebra->seed);
    child->estimate = (double) algebra->n_rows;
    return child;
  case YT_ALGEBRA_GRAPHS: return yt_op_graphs_new(exec, algebra->variables, algebra->n_variables);
  case YT_ALGEBRA_VALUES:
    return yt_op_values_new(exec, algebra->variables, algebra->n_variables, algebra->ids, algebra->n_rows);
  case YT_ALGEBRA_SERVICE: return yt_op_service_new(exec, algebra);
  case YT_ALGEBRA_MATCHES: return yt_op_matches_new(exec, algebra);
  case YT_ALGEBRA_WAYS: return yt_op_ways_new(exec, algebra);
  case YT_ALGEBRA_LEFT_JOIN: return plan_left_join(exec, algebra);
  case YT_ALGEBRA_MINUS:
    return plan_binary(exec, YT_JOIN_MINUS, plan(exec, algebra->children[0]), algebra->children[1], NULL, 0,
                       &algebra->ignored);
  case YT_ALGEBRA_UNION: {
    YtOp **children = yt_arena_array(exec->arena, YtOp *, algebra->n_children + 1);
    for (guint i = 0; i < algebra->n_children; i++)
      children[i] = plan(exec, algebra->children[i]);
    return yt_op_union_new(exec, children, algebra->n_children);
  }
  case YT_ALGEBRA_FILTER: return plan_filter(exec, algebra);
  case YT_ALGEBRA_EXTEND:
    return yt_op_extend_new(exec, plan(exec, algebra->children[0]), algebra->extensions,
                            algebra->n_extensions);
  case YT_ALGEBRA_GROUP:
    return yt_op_group_new(exec, plan(exec, algebra->children[0]), algebra->variables, algebra->n_variables,
                           algebra->extensions, algebra->n_extensions);
  case YT_ALGEBRA_ORDER: return plan_ordered(exec, algebra, G_MAXUINT64);
  case YT_ALGEBRA_PROJECT: return project_op(exec, plan(exec, algebra->children[0]), algebra);
  case YT_ALGEBRA_DISTINCT: return yt_op_distinct_new(exec, plan(exec, algebra->children[0]));
  case YT_ALGEBRA_REDUCED:
    return plan(exec, algebra->children[0]); /* may keep repetitions, and is faster so */
  case YT_ALGEBRA_SLICE: {
    guint64 limit =
        algebra->limit > G_MAXUINT64 - algebra->offset ? G_MAXUINT64 : algebra->offset + algebra->limit;
    child = plan_ordered(exec, algebra->children[0], limit);
    return yt_op_slice_new(exec, child, algebra->offset, algebra->limit);
  }
  }
  g_assert_not_reached();
}

/* The pattern below @algebra if there is nothing else that rows are made of; else NULL. */
static const YtAlgebra *
find_lone_triple(const YtAlgebra *algebra)
{
  switch (algebra->op) {
  case YT_ALGEBRA_TRIPLE: return algebra;
  case YT_ALGEBRA_PROJECT:
  case YT_ALGEBRA_DISTINCT:
  case YT_ALGEBRA_REDUCED:
  case YT_ALGEBRA_SLICE: return find_lone_triple(algebra->children[0]);
  default: return NULL;
  }
}

YtOp *
yt_plan(YtExec *exec, const YtAlgebra *algebra)
{
  if (!exec->has_timing) /* who asks for the plan wants to see the count */
    exec->lone_triple = find_lone_triple(algebra);
  return plan(exec, algebra);
}

/* EXISTS by substitution, as it is defined: for one row, its bindings go into the pattern, which is planned and run
 * until the first solution. What was found out for the same bindings is remembered. */

typedef struct {
  YtVarSet outer; /* variables of the pattern that rows may bind */
  guint n_variables;
  guint *variables;
  YtRowSet *memo; /* values, then 1 or 2 for no and yes */
} ExistsState;

static ExistsState *
get_state(YtExec *exec, YtExpr *expr)
{
  if (expr->state)
    return expr->state;
  ExistsState *state = yt_arena_new0(exec->arena, ExistsState);
  YtVarSet variables = {0};
  yt_expr_add_variables(expr, &variables, exec->arena);
  state->variables = yt_arena_array(exec->arena, guint, yt_varset_count(&variables) + 1);
  for (guint v = yt_varset_next(&variables, 0); v != G_MAXUINT; v = yt_varset_next(&variables, v + 1))
    state->variables[state->n_variables++] = v;
  state->memo = g_new0(YtRowSet, 1);
  yt_row_set_init(state->memo, exec, state->n_variables + 1, state->n_variables);
  g_ptr_array_add(exec->memos, state->memo);
  expr->state = state;
  return state;
}

static gboolean
has_solution(YtExec *exec, const YtAlgebra *pattern, const guint *variables, const YtTermId *ids, guint n)
{
  g_autoptr(YtArena) arena = yt_arena_new();
  YtArena *outer_arena = exec->arena;
  GPtrArray *outer_ops = exec->ops, *outer_memos = exec->memos;
  exec->arena = arena;
  exec->ops = yt_arena_ptr_array(arena);
  exec->memos = yt_arena_ptr_array(arena);
  YtAlgebra *substituted = yt_algebra_substitute(pattern, variables, ids, n, exec->terms, arena);
  YtOp *op = plan(exec, substituted);
  YtBatch batch;
  gboolean found = yt_op_open(op) && yt_op_next(op, &batch);
  yt_exec_clear_ops(exec);
  exec->arena = outer_arena;
  exec->ops = outer_ops;
  exec->memos = outer_memos;
  return found;
}

gboolean
yt_exec_exists(YtEval *eval, const YtExpr *expr)
{
  YtExec *exec = eval->exec;
  ExistsState *state = get_state(exec, (YtExpr *) expr);
  g_autofree YtTermId *key = g_new0(YtTermId, state->n_variables + 1);
  g_autofree guint *variables = g_new(guint, state->n_variables + 1);
  g_autofree YtTermId *ids = g_new(YtTermId, state->n_variables + 1);
  guint n = 0;
  for (guint i = 0; i < state->n_variables; i++) {
    guint v = state->variables[i];
    key[i] = v < eval->n_columns && eval->columns[v] ? eval->columns[v][eval->row] : 0;
    if (!key[i])
      continue;
    variables[n] = v;
    ids[n++] = key[i];
  }
  gsize row;
  gboolean is_new;
  if (!yt_row_set_add(state->memo, key, &row, &is_new))
    return FALSE;
  if (is_new) {
    gboolean found = has_solution(exec, expr->algebra, variables, ids, n);
    state->memo->table.columns[state->n_variables][row] = found ? 2 : 1;
  }
  return state->memo->table.columns[state->n_variables][row] == 2;
}
