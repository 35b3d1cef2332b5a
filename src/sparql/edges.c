/* edges.c: the edges that a solution rests on.
 *
 * A solution tells what it found, not along which triples: variables that are not projected, groups and DISTINCT leave
 * them out. So the pattern is asked once more with the solution's values joined to it (VALUES), all its variables
 * projected, and neither groups nor modifiers; every row of that answer makes the triple patterns into triples.
 *
 * Property paths are taken apart where the specification says how (18.2.2.4): sequences into triple patterns with new
 * variables between, inverse ones into their reverse. For what cannot be taken apart, which are repetitions and
 * alternatives of single steps, a shortest way between the two ends is looked for.
 *
 * Missing: edges of subqueries' patterns, because their variables have a scope of their own; and of repetitions of
 * sequences, because their steps are no edges. */
#include "sparql/magic.h"
#include "sparql/op.h"
#include "sparql/plan.h"
#include "sparql/way-pattern.h"
#include <string.h>

enum { MAX_SEEN = 20000 }; /* nodes that are looked at for one way */

typedef struct {
  YtRequest *request;
  YtStore *store;
  YtExec *exec;
  GPtrArray *triples; /* of YtTriplePattern, in the arena */
  GArray *edges;      /* of YtEdge */
  GHashTable *seen;   /* of YtEdge*, in @edges' order: its own copies */
  guint n_most;
} Finder;

/* ---- the patterns ---- */

static void add_path(Finder *f, GPtrArray *to, const YtNode *subject, YtPath *path, const YtNode *object);

static void
add_triple(Finder *f, GPtrArray *to, const YtNode *subject, const YtNode *predicate, YtPath *path,
           const YtNode *object)
{
  YtTriplePattern *triple = yt_arena_new0(f->request->arena, YtTriplePattern);
  triple->subject = *subject;
  triple->object = *object;
  triple->path = path;
  if (predicate)
    triple->predicate = *predicate;
  g_ptr_array_add(to, triple);
}

static void
add_path(Finder *f, GPtrArray *to, const YtNode *subject, YtPath *path, const YtNode *object)
{
  YtNode between = *subject;
  switch (path->op) {
  case YT_PATH_LINK: {
    YtNode predicate = {.term = path->iri};
    add_triple(f, to, subject, &predicate, NULL, object);
    return;
  }
  case YT_PATH_INVERSE: add_path(f, to, object, path->parts[0], subject); return;
  case YT_PATH_SEQUENCE:
    for (guint i = 0; i < path->n_parts; i++) {
      YtNode next = {.is_variable = TRUE};
      if (i + 1 < path->n_parts)
        next.variable = yt_request_add_variable(f->request, ".e", TRUE);
      else
        next = *object;
      add_path(f, to, &between, path->parts[i], &next);
      between = next;
    }
    return;
  default: add_triple(f, to, subject, NULL, path, object); return;
  }
}

/* A step of yt:path is a triple pattern of its last three variables; those that are not written are put in. */
static void
add_steps(Finder *f, GPtrArray *triples, guint index)
{
  YtTriplePattern *triple = g_ptr_array_index(triples, index);
  YtWayPattern pattern;
  if (!yt_way_pattern_init(&pattern, triples, index, NULL, NULL))
    return; /* the translation will say so */
  while (pattern.n_out <= YT_WAY_OBJECT) {
    guint variable = yt_request_add_variable(f->request, ".e", TRUE);
    yt_magic_append_member(f->request, triples, &triple->subject, variable);
    pattern.out[pattern.n_out++] = variable;
  }
  YtNode nodes[3];
  for (guint i = 0; i < 3; i++)
    nodes[i] = (YtNode){.is_variable = TRUE, .variable = pattern.out[YT_WAY_SUBJECT + i]};
  add_triple(f, f->triples, &nodes[0], &nodes[1], NULL, &nodes[2]);
}

/* Takes the paths of @pattern apart, in place, and collects its triple patterns, but for those that must not match. */
static void
collect(Finder *f, YtPattern *pattern)
{
  if (pattern->kind == YT_PATTERN_MINUS || pattern->kind == YT_PATTERN_SERVICE ||
      pattern->kind == YT_PATTERN_SELECT)
    return;
  if (pattern->kind == YT_PATTERN_TRIPLES) {
    GPtrArray *simple = yt_arena_ptr_array(f->request->arena);
    for (guint i = 0; i < pattern->triples->len; i++) {
      YtTriplePattern *triple = g_ptr_array_index(pattern->triples, i);
      if (triple->path)
        add_path(f, simple, &triple->subject, triple->path, &triple->object);
      else
        g_ptr_array_add(simple, triple);
    }
    for (guint i = 0, n = simple->len; i < n; i++)
      if (yt_is_way_pattern(g_ptr_array_index(simple, i)))
        add_steps(f, simple, i);
    pattern->triples = simple;
    for (guint i = 0; i < simple->len; i++)
      g_ptr_array_add(f->triples, g_ptr_array_index(simple, i));
  }
  for (guint i = 0; pattern->children && i < pattern->children->len; i++)
    collect(f, g_ptr_array_index(pattern->children, i));
}

static void
add_variable(GPtrArray *projections, YtArena *arena, GHashTable *seen, const YtNode *node)
{
  if (!node->is_variable || !g_hash_table_add(seen, GUINT_TO_POINTER(node->variable)))
    return;
  YtProjection *projection = yt_arena_new0(arena, YtProjection);
  projection->variable = node->variable;
  g_ptr_array_add(projections, projection);
}

/* The values of those variables that the triple patterns have; the others are computed from these. */
static YtPattern *
make_values(Finder *f, GHashTable *used, const char *const *names, const YtTerm *terms)
{
  YtArena *arena = f->request->arena;
  YtPattern *pattern = yt_arena_new0(arena, YtPattern);
  YtValues *values = yt_arena_new0(arena, YtValues);
  guint n_names = g_strv_length((char **) names);
  values->variables = yt_arena_array(arena, guint, n_names + 1);
  values->terms = yt_arena_array(arena, YtTerm, n_names + 1);
  for (guint v = 0; v < f->request->variables->len; v++) {
    const char *name = g_array_index(f->request->variables, YtVariable, v).name;
    for (guint i = 0; i < n_names; i++) {
      if (!g_hash_table_contains(used, GUINT_TO_POINTER(v)) || strcmp(name, names[i]) != 0 ||
          terms[i].kind == YT_TERM_UNBOUND)
        continue;
      values->variables[values->n_variables] = v;
      values->terms[values->n_variables++] = terms[i];
    }
  }
  values->n_rows = 1;
  pattern->kind = YT_PATTERN_VALUES;
  pattern->values = values;
  return values->n_variables > 0 ? pattern : NULL;
}

/* ---- edges ---- */

static void
add_edge(Finder *f, YtTermId subject, YtTermId predicate, YtTermId object)
{
  YtEdge edge = {subject, predicate, object};
  if (f->edges->len >= f->n_most || g_hash_table_contains(f->seen, &edge))
    return;
  g_hash_table_add(f->seen, g_memdup2(&edge, sizeof edge));
  g_array_append_val(f->edges, edge);
}

/* The single steps of @path: links and inverse links. FALSE when it has others. */
typedef struct {
  YtTermId predicate;
  gboolean inverse;
} Step;

static gboolean
collect_steps(Finder *f, const YtPath *path, gboolean inverse, GArray *steps)
{
  if (path->op == YT_PATH_LINK) {
    Step step = {yt_terms_find(f->exec->terms, &path->iri), inverse};
    if (step.predicate)
      g_array_append_val(steps, step);
    return TRUE;
  }
  if (path->op == YT_PATH_INVERSE)
    return collect_steps(f, path->parts[0], !inverse, steps);
  if (path->op != YT_PATH_ALTERNATIVE && path->op != YT_PATH_ZERO_OR_MORE &&
      path->op != YT_PATH_ONE_OR_MORE && path->op != YT_PATH_ZERO_OR_ONE)
    return FALSE;
  for (guint i = 0; i < path->n_parts; i++)
    if (!collect_steps(f, path->parts[i], inverse, steps))
      return FALSE;
  return TRUE;
}

/* How a node was reached. */
typedef struct {
  YtTermId from, predicate;
  gboolean inverse;
} Reached;

/* Adds the edges of a shortest way from @from to @to along @steps, which are one or several. */
static void
add_way(Finder *f, YtTermId from, YtTermId to, const GArray *steps)
{
  g_autoptr(GHashTable) reached = g_hash_table_new_full(NULL, NULL, NULL, g_free);
  g_autoptr(GArray) queue = g_array_new(FALSE, FALSE, sizeof(YtTermId));
  g_autofree YtScan *scan = g_new(YtScan, 1);
  gboolean found = FALSE;
  g_array_append_val(queue, from);
  for (guint at = 0; !found && at < queue->len && queue->len < MAX_SEEN; at++) {
    YtTermId node = g_array_index(queue, YtTermId, at);
    for (guint s = 0; s < steps->len; s++) {
      const Step *step = &g_array_index(steps, Step, s);
      YtQuad pattern = {.predicate = step->predicate, .graph = YT_GRAPH_ANY}, quad;
      *(step->inverse ? &pattern.object : &pattern.subject) = node;
      yt_scan_init(scan, f->store, step->inverse ? YT_POS : YT_PSO, &pattern,
                   YT_COLUMN_SUBJECT | YT_COLUMN_OBJECT);
      while (!found && yt_scan_next(scan, &quad)) {
        YtTermId other = step->inverse ? quad.subject : quad.object;
        if (g_hash_table_contains(reached, GSIZE_TO_POINTER(other)))
          continue;
        Reached how = {node, step->predicate, step->inverse};
        g_hash_table_insert(reached, GSIZE_TO_POINTER(other), g_memdup2(&how, sizeof how));
        g_array_append_val(queue, other);
        found = other == to;
      }
    }
    if (!yt_exec_check(f->exec))
      return;
  }
  for (YtTermId node = to; found;) {
    const Reached *how = g_hash_table_lookup(reached, GSIZE_TO_POINTER(node));
    if (how->inverse)
      add_edge(f, node, how->predicate, how->from);
    else
      add_edge(f, how->from, how->predicate, node);
    node = how->from;
    found = node != from;
  }
}

static YtTermId
get_value(const Finder *f, const YtOp *op, const YtBatch *batch, gsize row, const YtNode *node)
{
  if (!node->is_variable)
    return yt_terms_find(f->exec->terms, &node->term);
  int column = yt_op_find_column(op, node->variable);
  return column >= 0 ? batch->columns[column][row] : 0;
}

static void
add_edges_of_row(Finder *f, const YtOp *op, const YtBatch *batch, gsize row)
{
  for (guint i = 0; i < f->triples->len; i++) {
    const YtTriplePattern *triple = g_ptr_array_index(f->triples, i);
    YtTermId subject = get_value(f, op, batch, row, &triple->subject),
             object = get_value(f, op, batch, row, &triple->object);
    if (!subject || !object)
      continue;
    if (triple->path) {
      g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(Step));
      if (subject != object && collect_steps(f, triple->path, FALSE, steps))
        add_way(f, subject, object, steps);
      continue;
    }
    YtTermId predicate = get_value(f, op, batch, row, &triple->predicate);
    YtQuad quad = {.subject = subject, .predicate = predicate, .object = object, .graph = YT_GRAPH_ANY};
    /* a pattern of OPTIONAL or UNION may not have matched in this row, with its variables bound elsewhere */
    if (predicate && yt_id_kind(subject) != YT_ID_LOCAL && yt_id_kind(object) != YT_ID_LOCAL &&
        yt_store_count(f->store, &quad) > 0)
      add_edge(f, subject, predicate, object);
  }
}

/* ---- the query ---- */

static void
init_dataset(YtExec *exec, const YtSparqlOptions *options, const YtDatasetClause *clause)
{
  YtDatasetClause given = *clause;
  if (options && (options->default_graphs || options->named_graphs)) {
    given.from = yt_arena_ptr_array(exec->arena);
    given.from_named = yt_arena_ptr_array(exec->arena);
    for (const char *const *iri = options->default_graphs; iri && *iri; iri++)
      g_ptr_array_add(given.from, (gpointer) *iri);
    for (const char *const *iri = options->named_graphs; iri && *iri; iri++)
      g_ptr_array_add(given.from_named, (gpointer) *iri);
  }
  yt_dataset_init(&exec->dataset, exec->terms, &given, exec->arena);
}

/* The pattern of the query with the values joined to it, all that its triple patterns have projected. */
static YtSelect
make_select(Finder *f, const char *const *names, const YtTerm *terms)
{
  YtArena *arena = f->request->arena;
  YtSelect select = {.distinct = TRUE, .limit = f->n_most};
  g_autoptr(GHashTable) used = g_hash_table_new(NULL, NULL);
  YtPattern *where = f->request->query->select->where;
  select.projections = yt_arena_ptr_array(arena);
  select.group_by = select.having = select.order_by = yt_arena_ptr_array(arena);
  select.values = f->request->query->select->values;
  collect(f, where);
  for (guint i = 0; i < f->triples->len; i++) {
    const YtTriplePattern *triple = g_ptr_array_index(f->triples, i);
    add_variable(select.projections, arena, used, &triple->subject);
    if (!triple->path)
      add_variable(select.projections, arena, used, &triple->predicate);
    add_variable(select.projections, arena, used, &triple->object);
  }
  YtPattern *values = make_values(f, used, names, terms), *group = yt_arena_new0(arena, YtPattern);
  group->kind = YT_PATTERN_GROUP;
  group->children = yt_arena_ptr_array(arena);
  if (values)
    g_ptr_array_add(group->children, values);
  g_ptr_array_add(group->children, where);
  group->visible = where->visible;
  select.where = group;
  return select;
}

GArray *
yt_sparql_find_edges(YtStore *store, const char *text, const YtSparqlOptions *options,
                     const char *const *variables, const YtTerm *terms, guint n_most, GError **error)
{
  g_return_val_if_fail(store != NULL && text != NULL && variables != NULL, NULL);
  YtRequest *request = yt_sparql_parse(text, options ? options->base : NULL, FALSE, error);
  if (!request)
    return NULL;
  if (request->query->form != YT_QUERY_SELECT) {
    g_set_error(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_UNSUPPORTED, "expected a SELECT, which has rows");
    yt_request_free(request);
    return NULL;
  }
  Finder finder = {.request = request, .store = store, .n_most = n_most}, *f = &finder;
  f->triples = yt_arena_ptr_array(request->arena);
  YtSelect select = make_select(f, variables, terms);
  g_autoptr(YtExec) exec = yt_exec_new(yt_terms_new(store), request, options);
  f->exec = exec;
  init_dataset(exec, options, &request->query->dataset);
  YtTranslation translation = {request, exec->terms, &exec->dataset, NULL};
  YtAlgebra *algebra = yt_algebra_translate(&translation, &select, error);
  if (!algebra)
    return NULL;
  YtOp *op = yt_plan(exec, algebra);
  YtBatch batch;
  g_autoptr(GArray) edges = g_array_new(FALSE, FALSE, sizeof(YtEdge));
  g_autoptr(GHashTable) seen = g_hash_table_new_full(yt_edge_hash, yt_edge_equal, g_free, NULL);
  f->edges = edges;
  f->seen = seen;
  if (yt_op_open(op))
    while (edges->len < n_most && yt_op_next(op, &batch))
      for (gsize row = 0; row < batch.n_rows && edges->len < n_most; row++)
        add_edges_of_row(f, op, &batch, row);
  if (yt_exec_has_failed(exec)) {
    g_propagate_error(error, g_error_copy(exec->error));
    return NULL;
  }
  return g_steal_pointer(&edges);
}
