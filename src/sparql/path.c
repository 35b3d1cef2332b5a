/* path.c: property paths with closures and negated sets, SPARQL 1.1, 18.4.
 *
 * A path is a relation between nodes. Compiled, it is a tree of steps, each of which maps a set of nodes to the set of
 * nodes that it leads to, forwards or backwards; a closure is a breadth-first search that remembers what it has seen.
 * Sets are enough: inside a closure the specification asks for nodes without repetition, and links, inverses,
 * sequences and alternatives outside of one have become joins and unions already (algebra.c), with one exception, the
 * negated set, which is read triple by triple and keeps its repetitions.
 *
 * The search starts from the end that is bound. With both ends bound it starts from the one that has fewer different
 * nodes; with none, from every node of the graph. The rows of a left side are taken in parts: all their different starts
 * are searched from at once, as pairs of the start's number and a node, so that a step puts its nodes in order and walks
 * a permutation along them once for all. */
#include "sparql/explain.h"
#include "sparql/key-walk.h"
#include <string.h>

enum { FIRST_PART = 64, LARGEST_PART = 4096, LARGE_RESULT = 1 << 18 }; /* rows of the left side; pairs */

typedef struct {
  YtOp op;
  const YtAlgebra *path;
  int start_column, end_column, graph_column; /* in the left side; -1 */
  guint n_new;                                /* output columns after those of the left side */
  int new_start, new_end, new_graph;          /* their places there, -1 */
  YtScan *scan;
  YtBatch left;
  gsize left_at;
  YtTable nodes; /* every node of the active graph, when both ends are open */
  YtTermId nodes_graph;
  gboolean has_nodes;
  gboolean may_be_empty;                           /* the path relates nodes to themselves */
  gsize part;                                      /* left rows taken at once */
  YtTable results;                                 /* of the last search: pairs of nodes */
  YtTermId cached_start, cached_end, cached_graph; /* what @results are for */
  gboolean has_cached;
  YtTable out;
  const YtTermId **columns;
  gboolean done; /* without a left side */
} Path;

gboolean
yt_path_may_be_empty(const YtPath *path)
{
  switch (path->op) {
  case YT_PATH_ZERO_OR_MORE:
  case YT_PATH_ZERO_OR_ONE: return TRUE;
  case YT_PATH_LINK:
  case YT_PATH_NEGATED: return FALSE;
  case YT_PATH_ALTERNATIVE:
    for (guint i = 0; i < path->n_parts; i++)
      if (yt_path_may_be_empty(path->parts[i]))
        return TRUE;
    return FALSE;
  case YT_PATH_SEQUENCE:
    for (guint i = 0; i < path->n_parts; i++)
      if (!yt_path_may_be_empty(path->parts[i]))
        return FALSE;
    return TRUE;
  case YT_PATH_INVERSE:
  case YT_PATH_ONE_OR_MORE: return yt_path_may_be_empty(path->parts[0]);
  }
  return TRUE;
}

/* Scans */

typedef struct {
  Path *self;
  YtTermId graph; /* id or YT_GRAPH_ANY with the default graphs of the dataset */
} Search;

static gboolean
graph_is_wanted(const Search *s, YtTermId graph)
{
  if (s->graph != YT_GRAPH_ANY)
    return TRUE;
  const GArray *graphs = s->self->op.exec->dataset.default_graphs;
  for (guint i = 0; i < graphs->len; i++)
    if (g_array_index(graphs, YtTermId, i) == graph)
      return TRUE;
  return FALSE;
}

/* Pairs of a node and a number: that of the start that it was reached from. Of one start only nodes are compared. In the
 * order in which they were reached. */
typedef struct {
  YtTable list;  /* nodes; with several starts, then their numbers */
  YtRowSet seen; /* the same to look them up, but for those that are in bits */
  guint64 *bits; /* (nullable) of one start: the places in the dictionary of IRIs that were reached */
  gsize n_words;
} NodeSet;

enum { FEW_NODES = 512 }; /* before a bit for every IRI is worth its memory */

static void
node_set_init(NodeSet *set, YtExec *exec, gboolean has_starts)
{
  *set = (NodeSet){0};
  yt_table_init(&set->list, exec, has_starts ? 2 : 1);
  yt_row_set_init(&set->seen, exec, set->list.n_columns, set->list.n_columns);
}

static void
node_set_clear(NodeSet *set)
{
  yt_exec_release(set->list.exec, set->n_words * sizeof *set->bits);
  set->n_words = 0;
  g_clear_pointer(&set->bits, g_free);
  yt_row_set_clear(&set->seen);
  yt_table_clear(&set->list);
}

/* Has the node a bit, now that there are bits? Makes room for it. */
static gboolean
has_bit(NodeSet *set, YtTermId id)
{
  if (yt_id_kind(id) != YT_ID_IRI || id & YT_ID_DELTA)
    return FALSE;
  gsize word = (id & YT_ID_PAYLOAD) / 64;
  if (word < set->n_words)
    return TRUE;
  gsize n_words = MAX(word + 1, set->n_words * 2);
  if (!yt_exec_reserve(set->list.exec, (n_words - set->n_words) * sizeof *set->bits))
    return FALSE;
  set->bits = g_renew(guint64, set->bits, n_words);
  memset(set->bits + set->n_words, 0, (n_words - set->n_words) * sizeof *set->bits);
  set->n_words = n_words;
  return TRUE;
}

static gboolean
set_bit(NodeSet *set, YtTermId id)
{
  guint64 place = id & YT_ID_PAYLOAD, bit = G_GUINT64_CONSTANT(1) << (place % 64);
  gboolean is_new = !(set->bits[place / 64] & bit);
  set->bits[place / 64] |= bit;
  return is_new;
}

/* From now on IRIs are looked up in bits. */
static void
begin_bits(NodeSet *set)
{
  for (gsize i = 0; i < set->list.n_rows; i++)
    if (has_bit(set, set->list.columns[0][i]))
      set_bit(set, set->list.columns[0][i]);
}

static gboolean
node_set_add(NodeSet *set, YtTermId node, YtTermId start)
{
  gboolean is_new, one_start = set->list.n_columns == 1;
  if (set->bits && has_bit(set, node))
    is_new = set_bit(set, node);
  else {
    YtTermId ids[2] = {node, start};
    gsize row;
    if (!yt_row_set_add(&set->seen, ids, &row, &is_new))
      return FALSE;
  }
  if (!is_new)
    return TRUE;
  if (!yt_table_grow(&set->list, 1))
    return FALSE;
  set->list.columns[0][set->list.n_rows] = node;
  if (!one_start)
    set->list.columns[1][set->list.n_rows] = start;
  if (++set->list.n_rows == FEW_NODES && one_start)
    begin_bits(set);
  return TRUE;
}

static gboolean
node_set_has(const NodeSet *set, YtTermId node, YtTermId start)
{
  YtTermId ids[2] = {node, start};
  guint64 place = node & YT_ID_PAYLOAD;
  if (yt_row_set_has(&set->seen, ids))
    return TRUE;
  return set->bits && yt_id_kind(node) == YT_ID_IRI && !(node & YT_ID_DELTA) && place / 64 < set->n_words &&
         (set->bits[place / 64] >> (place % 64) & 1);
}

/* Nodes to go on from, with their starts (NULL: there is one start). */
typedef struct {
  const YtTermId *nodes, *starts;
  gsize n;
} Frontier;

static YtTermId
start_of(const Frontier *from, gsize i)
{
  return from->starts ? from->starts[i] : 0;
}

static gboolean
is_excluded(const YtPath *path, const YtExec *exec, YtTermId predicate)
{
  for (guint i = 0; i < path->n_parts; i++)
    if (yt_terms_find(exec->terms, &path->parts[i]->iri) == predicate)
      return TRUE;
  return FALSE;
}

/* Adds to @to all that one triple leads to from @from, by a predicate, or by any but those of a negated set. */
static gboolean
follow(const Search *s, const YtPath *path, gboolean backward, YtTermId from, YtTermId start, NodeSet *to)
{
  Path *self = s->self;
  YtQuad pattern = {.graph = s->graph};
  pattern.at[backward ? YT_OBJECT : YT_SUBJECT] = from;
  if (path->op == YT_PATH_LINK)
    pattern.predicate = yt_terms_find(self->op.exec->terms, &path->iri);
  if ((path->op == YT_PATH_LINK && !pattern.predicate) || yt_id_kind(from) == YT_ID_LOCAL)
    return TRUE;
  YtPosition wanted = backward ? YT_SUBJECT : YT_OBJECT;
  YtScanBatch batch;
  yt_scan_init(self->scan, self->op.exec->store, yt_permutation_find(&pattern, wanted), &pattern,
               YT_COLUMNS_ALL);
  while (yt_scan_next_batch(self->scan, &batch)) {
    for (gsize i = 0; i < batch.n_rows; i++) {
      if (path->op == YT_PATH_NEGATED && is_excluded(path, self->op.exec, batch.columns[YT_PREDICATE][i]))
        continue;
      if (graph_is_wanted(s, batch.columns[YT_GRAPH][i]) &&
          !node_set_add(to, batch.columns[wanted][i], start))
        return FALSE;
    }
    if (!yt_exec_check(self->op.exec))
      return FALSE;
  }
  return TRUE;
}

/* Adds to @to what the rows of the walk for @key lead to, from the frontier's nodes order[first .. end). */
static gboolean
follow_key(const Search *s, YtKeyWalk *walk, YtPosition wanted, const Frontier *from, const guint32 *order,
           gsize first, gsize end, NodeSet *to)
{
  const YtTermId key = from->nodes[order[first]];
  for (yt_key_walk_find(walk, &key); walk->batch.n_rows; yt_key_walk_advance(walk)) {
    gsize stop = yt_key_walk_end_of_key(walk, &key);
    for (; walk->at < stop; walk->at++) {
      if (walk->columns & YT_COLUMN_GRAPH && !graph_is_wanted(s, walk->batch.columns[YT_GRAPH][walk->at]))
        continue;
      YtTermId node = walk->batch.columns[wanted][walk->at];
      for (gsize i = first; i < end; i++)
        if (!node_set_add(to, node, start_of(from, order[i])))
          return FALSE;
    }
    if (stop < walk->batch.n_rows)
      break;
  }
  return TRUE;
}

/* The same for many nodes by one predicate: they are put in order, and the permutation is walked along them once. */
static gboolean
follow_many(const Search *s, const YtPath *link, gboolean backward, const Frontier *from, NodeSet *to)
{
  YtExec *exec = s->self->op.exec;
  YtQuad pattern = {.predicate = yt_terms_find(exec->terms, &link->iri), .graph = s->graph};
  if (!pattern.predicate)
    return TRUE;
  YtPosition key = backward ? YT_OBJECT : YT_SUBJECT, wanted = backward ? YT_SUBJECT : YT_OBJECT;
  guint graph = s->graph == YT_GRAPH_ANY ? YT_COLUMN_GRAPH : 0;
  YtKeyWalk walk = {.store = exec->store,
                    .permutation = backward ? YT_POS : YT_PSO,
                    .pattern = pattern,
                    .columns = YT_COLUMN_SUBJECT | YT_COLUMN_OBJECT | graph,
                    .n_keys = 1,
                    .positions = {key}};
  if (from->n >= G_MAXUINT32 || !yt_exec_reserve(exec, from->n * sizeof(guint32))) {
    yt_exec_fail(exec, YT_SPARQL_ERROR_MEMORY, "more than 2^32 nodes in a path");
    return FALSE;
  }
  g_autofree guint32 *order = g_new(guint32, from->n);
  gboolean ok = yt_sort_rows(exec, &from->nodes, 1, from->n, order);
  for (gsize first = 0, end, n = 0; ok && first < from->n; first = end) {
    for (end = first + 1; end < from->n && from->nodes[order[end]] == from->nodes[order[first]];)
      end++;
    ok = (++n % 1024 || yt_exec_check(exec)) && (yt_id_kind(from->nodes[order[first]]) == YT_ID_LOCAL ||
                                                 follow_key(s, &walk, wanted, from, order, first, end, to));
  }
  yt_key_walk_clear(&walk);
  yt_exec_release(exec, from->n * sizeof(guint32));
  return ok;
}

static gboolean walk(const Search *s, const YtPath *path, gboolean backward, const Frontier *from,
                     NodeSet *to);

/* A copy of the nodes of a set from @first on: a frontier that stays while the set grows. */
typedef struct {
  Frontier frontier;
  YtTermId *nodes, *starts; /* owned */
} FrontierCopy;

static void
frontier_copy_init(FrontierCopy *copy, const NodeSet *set, gsize first)
{
  gsize n = set->list.n_rows - first;
  copy->nodes = g_memdup2(set->list.columns[0] + first, n * sizeof(YtTermId));
  copy->starts =
      set->list.n_columns == 2 ? g_memdup2(set->list.columns[1] + first, n * sizeof(YtTermId)) : NULL;
  copy->frontier = (Frontier){copy->nodes, copy->starts, n};
}

static void
frontier_copy_clear(FrontierCopy *copy)
{
  g_free(copy->nodes);
  g_free(copy->starts);
}

static gboolean
add_all(NodeSet *to, const Frontier *from)
{
  for (gsize i = 0; i < from->n; i++)
    if (!node_set_add(to, from->nodes[i], start_of(from, i)))
      return FALSE;
  return TRUE;
}

static Frontier
frontier_of(const NodeSet *set)
{
  return (Frontier){set->list.columns[0], set->list.n_columns == 2 ? set->list.columns[1] : NULL,
                    set->list.n_rows};
}

/* Adds to @to what @inner leads to from @from in any number of steps, at least one. */
static gboolean
close_path(const Search *s, const YtPath *inner, gboolean backward, const Frontier *from, NodeSet *to)
{
  YtExec *exec = s->self->op.exec;
  /* what @to holds already may not have been reached by this path: search on a set of its own, unless it is empty */
  NodeSet own, *reached = to->list.n_rows ? &own : to;
  node_set_init(&own, exec, from->starts != NULL);
  gboolean ok = walk(s, inner, backward, from, reached);
  for (gsize done = 0; ok && done < reached->list.n_rows;) {
    FrontierCopy copy;
    frontier_copy_init(&copy, reached, done);
    done = reached->list.n_rows;
    ok = yt_exec_check(exec) && walk(s, inner, backward, &copy.frontier, reached);
    frontier_copy_clear(&copy);
  }
  if (ok && reached == &own) {
    Frontier all = frontier_of(&own);
    ok = add_all(to, &all);
  }
  node_set_clear(&own);
  return ok;
}

/* !(a|^b) inside a closure */
static gboolean
walk_negated(const Search *s, const YtPath *path, gboolean backward, const Frontier *from, NodeSet *to)
{
  YtPath forward = *path, inverse = *path;
  forward.parts = g_newa(YtPath *, path->n_parts);
  inverse.parts = g_newa(YtPath *, path->n_parts);
  forward.n_parts = inverse.n_parts = 0;
  for (guint i = 0; i < path->n_parts; i++)
    if (path->parts[i]->op == YT_PATH_INVERSE)
      inverse.parts[inverse.n_parts++] = path->parts[i]->parts[0];
    else
      forward.parts[forward.n_parts++] = path->parts[i];
  for (gsize i = 0; i < from->n; i++)
    if (((forward.n_parts || !inverse.n_parts) &&
         !follow(s, &forward, backward, from->nodes[i], start_of(from, i), to)) ||
        (inverse.n_parts && !follow(s, &inverse, !backward, from->nodes[i], start_of(from, i), to)))
      return FALSE;
  return TRUE;
}

static gboolean
walk_sequence(const Search *s, const YtPath *path, gboolean backward, const Frontier *from, NodeSet *to)
{
  NodeSet between[2];
  Frontier now = *from;
  gboolean ok = TRUE, has_starts = from->starts != NULL;
  for (guint i = 0; i < 2; i++)
    node_set_init(&between[i], s->self->op.exec, has_starts);
  for (guint i = 0; ok && i < path->n_parts; i++) {
    const YtPath *part = path->parts[backward ? path->n_parts - 1 - i : i];
    NodeSet *next = i + 1 == path->n_parts ? to : &between[i % 2];
    if (next != to) {
      node_set_clear(next);
      node_set_init(next, s->self->op.exec, has_starts);
    }
    ok = walk(s, part, backward, &now, next);
    now = frontier_of(next);
  }
  for (guint i = 0; i < 2; i++)
    node_set_clear(&between[i]);
  return ok;
}

/* Adds to @to all nodes that @path leads to from the nodes of @from. */
static gboolean
walk(const Search *s, const YtPath *path, gboolean backward, const Frontier *from, NodeSet *to)
{
  gboolean ok = TRUE;
  switch (path->op) {
  case YT_PATH_NEGATED: return walk_negated(s, path, backward, from, to);
  case YT_PATH_LINK:
    if (from->n > 4)
      return follow_many(s, path, backward, from, to);
    for (gsize i = 0; ok && i < from->n; i++)
      ok = follow(s, path, backward, from->nodes[i], start_of(from, i), to);
    return ok;
  case YT_PATH_INVERSE: return walk(s, path->parts[0], !backward, from, to);
  case YT_PATH_ALTERNATIVE:
    for (guint i = 0; ok && i < path->n_parts; i++)
      ok = walk(s, path->parts[i], backward, from, to);
    return ok;
  case YT_PATH_SEQUENCE: return walk_sequence(s, path, backward, from, to);
  case YT_PATH_ONE_OR_MORE: return close_path(s, path->parts[0], backward, from, to);
  case YT_PATH_ZERO_OR_ONE: return walk(s, path->parts[0], backward, from, to) && add_all(to, from);
  case YT_PATH_ZERO_OR_MORE: return close_path(s, path->parts[0], backward, from, to) && add_all(to, from);
  }
  return FALSE;
}

/* Searches for pairs */

static gboolean
add_pair(Path *self, YtTermId start, YtTermId end)
{
  if (!yt_table_grow(&self->results, 1))
    return FALSE;
  self->results.columns[0][self->results.n_rows] = start;
  self->results.columns[1][self->results.n_rows++] = end;
  return TRUE;
}

/* All pairs that begin, or with @backward end, at @from. */
static gboolean
search_from(const Search *s, YtTermId from, gboolean backward)
{
  NodeSet to;
  node_set_init(&to, s->self->op.exec, FALSE);
  gboolean ok = walk(s, s->self->path->path, backward, &(Frontier){&from, NULL, 1}, &to);
  for (gsize i = 0; ok && i < to.list.n_rows; i++) {
    YtTermId reached = to.list.columns[0][i];
    ok = backward ? add_pair(s->self, reached, from) : add_pair(s->self, from, reached);
  }
  node_set_clear(&to);
  return ok;
}

/* Is @to reached from @from? */
static gboolean
search_between(const Search *s, YtTermId from, YtTermId to)
{
  NodeSet reached;
  node_set_init(&reached, s->self->op.exec, FALSE);
  gboolean ok = walk(s, s->self->path->path, FALSE, &(Frontier){&from, NULL, 1}, &reached);
  if (ok && node_set_has(&reached, to, 0))
    ok = add_pair(s->self, from, to);
  node_set_clear(&reached);
  return ok;
}

/* 18.4, nodes(G): every subject and object of the active graph. */
static gboolean
collect_nodes(const Search *s)
{
  Path *self = s->self;
  if (self->has_nodes && self->nodes_graph == s->graph)
    return TRUE;
  NodeSet nodes;
  node_set_init(&nodes, self->op.exec, FALSE);
  YtQuad pattern = {.graph = s->graph};
  gboolean ok = TRUE;
  for (guint side = 0; ok && side < 2; side++) {
    YtPosition position = side ? YT_OBJECT : YT_SUBJECT;
    YtScanBatch batch;
    yt_scan_init(self->scan, self->op.exec->store, side ? YT_OSP : YT_SPO, &pattern,
                 1u << position | YT_COLUMN_GRAPH);
    YtTermId last = 0;
    while (ok && yt_scan_next_batch(self->scan, &batch)) {
      for (gsize i = 0; ok && i < batch.n_rows; i++) {
        YtTermId id = batch.columns[position][i];
        if (id != last && graph_is_wanted(s, batch.columns[YT_GRAPH][i])) {
          ok = node_set_add(&nodes, id, 0);
          last = id;
        }
      }
      ok = ok && yt_exec_check(self->op.exec);
    }
  }
  yt_table_clear(&self->nodes);
  self->nodes = nodes.list;
  nodes.list = (YtTable){.exec = self->op.exec};
  node_set_clear(&nodes);
  self->has_nodes = ok;
  self->nodes_graph = s->graph;
  return ok && !yt_exec_has_failed(self->op.exec);
}

/* A negated set outside of a closure: a triple pattern with a filter, each triple once. */
static gboolean
search_negated(const Search *s, YtTermId start, YtTermId end)
{
  Path *self = s->self;
  YtQuad pattern = {.subject = start, .object = end, .graph = s->graph}, last = {{0}};
  gboolean has_last = FALSE;
  YtScanBatch batch;
  if (yt_id_kind(start) == YT_ID_LOCAL || yt_id_kind(end) == YT_ID_LOCAL)
    return TRUE;
  yt_scan_init(self->scan, self->op.exec->store, yt_permutation_find(&pattern, YT_PREDICATE), &pattern,
               YT_COLUMNS_ALL);
  while (yt_scan_next_batch(self->scan, &batch)) {
    for (gsize i = 0; i < batch.n_rows; i++) {
      YtQuad quad = {{batch.columns[0][i], batch.columns[1][i], batch.columns[2][i], 0}};
      if (!graph_is_wanted(s, batch.columns[YT_GRAPH][i]) ||
          is_excluded(self->path->path, self->op.exec, quad.predicate))
        continue;
      if (has_last && !memcmp(&quad, &last, sizeof quad)) /* in two of the default graphs */
        continue;
      last = quad;
      has_last = TRUE;
      if (!add_pair(self, quad.subject, quad.object))
        return FALSE;
    }
    if (!yt_exec_check(self->op.exec))
      return FALSE;
  }
  return TRUE;
}

/* Fills the results with the pairs from @start to @end, 0 for any. */
static gboolean
search(const Search *s, YtTermId start, YtTermId end)
{
  Path *self = s->self;
  yt_table_truncate(&self->results);
  if (self->path->path->op == YT_PATH_NEGATED)
    return search_negated(s, start, end);
  if (start && end)
    return search_between(s, start, end);
  if (start)
    return search_from(s, start, FALSE);
  if (end)
    return search_from(s, end, TRUE);
  if (!collect_nodes(s))
    return FALSE;
  for (gsize i = 0; i < self->nodes.n_rows; i++)
    if (!search_from(s, self->nodes.columns[0][i], FALSE))
      return FALSE;
  return TRUE;
}

/* The operator */

static YtTermId
end_of(const YtSlot *slot, int column, const YtBatch *left, gsize row)
{
  if (!slot->is_variable)
    return slot->id;
  return column < 0 ? 0 : left->columns[column][row];
}

/* Adds the results to the output, for left row @row and graph @graph. */
static gboolean
write_results(Path *self, gsize row, YtTermId graph)
{
  const YtAlgebra *path = self->path;
  guint n_left = self->op.n_children ? self->op.children[0]->n_variables : 0;
  gboolean same = path->slots[0].is_variable && path->slots[2].is_variable &&
                  path->slots[0].variable == path->slots[2].variable;
  gboolean same_as_graph = path->graph.kind == YT_GRAPH_SLOT_VARIABLE;
  for (gsize i = 0; i < self->results.n_rows; i++) {
    YtTermId start = self->results.columns[0][i], end = self->results.columns[1][i];
    if (same && start != end)
      continue;
    if (same_as_graph &&
        ((path->slots[0].is_variable && path->slots[0].variable == path->graph.variable && start != graph) ||
         (path->slots[2].is_variable && path->slots[2].variable == path->graph.variable && end != graph)))
      continue;
    if (!yt_table_grow(&self->out, 1))
      return FALSE;
    gsize at = self->out.n_rows++;
    for (guint c = 0; c < n_left; c++)
      self->out.columns[c][at] = self->left.columns[c][row];
    if (self->new_start >= 0)
      self->out.columns[self->new_start][at] = start;
    if (self->new_end >= 0)
      self->out.columns[self->new_end][at] = end;
    if (self->new_graph >= 0)
      self->out.columns[self->new_graph][at] = graph;
  }
  return TRUE;
}

/* Is @id a subject or object of the graph? */
static gboolean
is_node(const Search *s, YtTermId id)
{
  if (yt_id_kind(id) == YT_ID_LOCAL)
    return FALSE;
  for (guint side = 0; side < 2; side++) {
    YtQuad pattern = {.graph = s->graph};
    YtScanBatch batch;
    pattern.at[side ? YT_OBJECT : YT_SUBJECT] = id;
    yt_scan_init(s->self->scan, s->self->op.exec->store, side ? YT_OSP : YT_SPO, &pattern, YT_COLUMN_GRAPH);
    while (yt_scan_next_batch(s->self->scan, &batch))
      for (gsize i = 0; i < batch.n_rows; i++)
        if (graph_is_wanted(s, batch.columns[YT_GRAPH][i]))
          return TRUE;
  }
  return FALSE;
}

static gboolean
path_row_in_graph(Path *self, gsize row, YtTermId graph)
{
  const YtAlgebra *path = self->path;
  YtTermId start = end_of(&path->slots[0], self->start_column, &self->left, row);
  YtTermId end = end_of(&path->slots[2], self->end_column, &self->left, row);
  /* between two variables only nodes of the graph are related, whatever the left side has bound them to */
  Search bound = {self, graph};
  if (self->may_be_empty && path->slots[0].is_variable && path->slots[2].is_variable && (start || end) &&
      !is_node(&bound, start ? start : end))
    return TRUE;
  if (!self->has_cached || start != self->cached_start || end != self->cached_end ||
      graph != self->cached_graph) {
    Search s = {self, graph};
    self->has_cached = FALSE;
    if (!search(&s, start, end))
      return FALSE;
    self->has_cached = TRUE;
    self->cached_start = start;
    self->cached_end = end;
    self->cached_graph = graph;
  }
  return write_results(self, row, graph);
}

static gboolean
path_row(Path *self, gsize row)
{
  const YtDataset *dataset = &self->op.exec->dataset;
  const YtGraphSlot *graph = &self->path->graph;
  if (graph->kind == YT_GRAPH_SLOT_TERM)
    return !yt_dataset_has_named(dataset, graph->id) || path_row_in_graph(self, row, graph->id);
  if (graph->kind == YT_GRAPH_SLOT_DEFAULT)
    return path_row_in_graph(self, row,
                             dataset->default_graphs->len == 1
                                 ? g_array_index(dataset->default_graphs, YtTermId, 0)
                                 : YT_GRAPH_ANY);
  YtTermId bound = self->graph_column >= 0 ? self->left.columns[self->graph_column][row] : 0;
  for (gsize i = 0; i < dataset->n_named; i++) {
    YtTermId id = yt_dataset_get_named(dataset, i);
    if ((!bound || bound == id) && !path_row_in_graph(self, row, id))
      return FALSE;
  }
  return TRUE;
}

/* Many left rows at once */

/* The different ids that a part of the left side binds one end of the path to. */
typedef struct {
  guint32 *order;  /* the part's rows in the order of the ids */
  guint32 *groups; /* by row: the place of its id in ids */
  YtTermId *ids;
  gsize n_ids;
} Starts;

static void
starts_clear(Starts *starts)
{
  g_free(starts->order);
  g_free(starts->groups);
  g_free(starts->ids);
}

static gboolean
starts_init(Starts *starts, YtExec *exec, const YtTermId *column, gsize n)
{
  *starts = (Starts){.order = g_new(guint32, n), .groups = g_new(guint32, n), .ids = g_new(YtTermId, n)};
  if (!yt_sort_rows(exec, &column, 1, n, starts->order))
    return FALSE;
  for (gsize i = 0; i < n; i++) {
    YtTermId id = column[starts->order[i]];
    if (!starts->n_ids || starts->ids[starts->n_ids - 1] != id)
      starts->ids[starts->n_ids++] = id;
    starts->groups[starts->order[i]] = (guint32) starts->n_ids - 1;
  }
  return TRUE;
}

/* Which of the ids are nodes of the graph, in @nodes: subjects first, then objects of the rest. */
static void
find_nodes(const Search *s, const Starts *starts, gboolean *nodes)
{
  for (guint side = 0; side < 2; side++) {
    YtPosition position = side ? YT_OBJECT : YT_SUBJECT;
    YtKeyWalk walk = {.store = s->self->op.exec->store,
                      .permutation = side ? YT_OSP : YT_SPO,
                      .pattern = {.graph = s->graph},
                      .columns = 1u << position | YT_COLUMN_GRAPH,
                      .n_keys = 1,
                      .positions = {position}};
    for (gsize i = 0; i < starts->n_ids; i++) {
      if (nodes[i] || yt_id_kind(starts->ids[i]) == YT_ID_LOCAL ||
          (side == 0 && yt_id_is_literal(starts->ids[i])))
        continue;
      yt_key_walk_find(&walk, &starts->ids[i]);
      for (gboolean more = TRUE; more && walk.batch.n_rows && !nodes[i];) {
        gsize end = yt_key_walk_end_of_key(&walk, &starts->ids[i]);
        for (gsize row = walk.at; row < end && !nodes[i]; row++)
          nodes[i] = graph_is_wanted(s, walk.batch.columns[YT_GRAPH][row]);
        more = end == walk.batch.n_rows && !nodes[i];
        if (more)
          yt_key_walk_advance(&walk);
      }
    }
    yt_key_walk_clear(&walk);
  }
}

/* Searches from all the starts; @to gets nodes with the places of their starts (of one start: nodes alone). */
static gboolean
search_from_all(const Search *s, const Starts *starts, gboolean backward, NodeSet *to)
{
  const YtAlgebra *path = s->self->path;
  g_autofree YtTermId *nodes = g_new(YtTermId, starts->n_ids), *numbers = g_new(YtTermId, starts->n_ids);
  g_autofree gboolean *wanted = g_new0(gboolean, starts->n_ids);
  Frontier from = {nodes, starts->n_ids > 1 ? numbers : NULL, 0};
  /* between two variables only nodes of the graph are related, whatever the left side has bound them to */
  gboolean must_look = s->self->may_be_empty && path->slots[0].is_variable && path->slots[2].is_variable;
  if (must_look)
    find_nodes(s, starts, wanted);
  for (gsize i = 0; i < starts->n_ids; i++)
    if (!must_look || wanted[i]) {
      nodes[from.n] = starts->ids[i];
      numbers[from.n++] = i;
    }
  return walk(s, path->path, backward, &from, to);
}

/* Adds left row @row to the output, once for each of @n nodes at the other end of the path. */
static gboolean
write_nodes(Path *self, gsize row, gboolean backward, const YtTermId *nodes, gsize n)
{
  guint n_left = self->op.children[0]->n_variables;
  int new_column = backward ? self->new_start : self->new_end;
  if (!yt_table_grow(&self->out, n))
    return FALSE;
  gsize at = self->out.n_rows;
  for (guint c = 0; c < n_left; c++)
    for (gsize i = 0; i < n; i++)
      self->out.columns[c][at + i] = self->left.columns[c][row];
  if (new_column >= (int) n_left)
    memcpy(self->out.columns[new_column] + at, nodes, n * sizeof *nodes);
  self->out.n_rows += n;
  return TRUE;
}

/* Writes the rows of the part; the nodes of each start stand together. */
static gboolean
write_part(Path *self, gsize n, const Starts *starts, gboolean backward, const NodeSet *found,
           const YtTermId *others)
{
  if (others) { /* both ends are bound */
    for (gsize i = 0; i < n; i++)
      if (node_set_has(found, others[i], starts->n_ids > 1 ? starts->groups[i] : 0) &&
          !write_nodes(self, self->left_at + i, backward, &others[i], 1))
        return FALSE;
    return TRUE;
  }
  gsize n_found = found->list.n_rows;
  g_autofree gsize *firsts = g_new0(gsize, starts->n_ids + 2);
  g_autofree YtTermId *nodes = g_new(YtTermId, n_found + 1);
  for (gsize i = 0; i < n_found; i++)
    firsts[(starts->n_ids > 1 ? found->list.columns[1][i] : 0) + 2]++;
  for (gsize g = 0; g < starts->n_ids; g++)
    firsts[g + 2] += firsts[g + 1];
  for (gsize i = 0; i < n_found; i++)
    nodes[firsts[(starts->n_ids > 1 ? found->list.columns[1][i] : 0) + 1]++] = found->list.columns[0][i];
  for (gsize i = 0; i < n; i++) {
    gsize first = firsts[starts->groups[i]], end = firsts[starts->groups[i] + 1];
    if (end > first && !write_nodes(self, self->left_at + i, backward, nodes + first, end - first))
      return FALSE;
  }
  return TRUE;
}

/* The ids at one end for the part's rows: a column of the left side, or a constant as often. */
static const YtTermId *
end_column(Path *self, const YtSlot *slot, int column, gsize n, YtTermId **copy)
{
  if (slot->is_variable)
    return column < 0 ? NULL : self->left.columns[column] + self->left_at;
  *copy = g_new(YtTermId, n);
  for (gsize i = 0; i < n; i++)
    (*copy)[i] = slot->id;
  return *copy;
}

static gboolean
path_part(Path *self, gsize n, YtTermId graph)
{
  YtExec *exec = self->op.exec;
  Search s = {self, graph};
  g_autofree YtTermId *copy_0 = NULL, *copy_2 = NULL;
  const YtTermId *ends[2] = {end_column(self, &self->path->slots[0], self->start_column, n, &copy_0),
                             end_column(self, &self->path->slots[2], self->end_column, n, &copy_2)};
  Starts starts[2] = {{0}};
  gboolean ok = TRUE;
  for (guint e = 0; e < 2 && ok; e++)
    ok = !ends[e] || starts_init(&starts[e], exec, ends[e], n);
  gboolean backward = !ends[0] || (ends[1] && starts[1].n_ids < starts[0].n_ids);
  const Starts *from = &starts[backward];
  NodeSet found;
  node_set_init(&found, exec, from->n_ids > 1);
  ok = ok && search_from_all(&s, from, backward, &found) &&
       write_part(self, n, from, backward, &found, ends[0] && ends[1] ? ends[!backward] : NULL);
  if (found.list.n_rows > LARGE_RESULT)
    self->part = MAX(self->part / 2, 1);
  else
    self->part = MIN(self->part * 4, LARGEST_PART);
  node_set_clear(&found);
  starts_clear(&starts[0]);
  starts_clear(&starts[1]);
  return ok;
}

/* The next left rows: many of them at once where there is one active graph, and an end that they bind. */
static gboolean
path_rows(Path *self)
{
  const YtDataset *dataset = &self->op.exec->dataset;
  const YtAlgebra *path = self->path;
  gboolean is_open = path->slots[0].is_variable && self->start_column < 0 && path->slots[2].is_variable &&
                     self->end_column < 0;
  if (is_open || path->graph.kind != YT_GRAPH_SLOT_DEFAULT || path->path->op == YT_PATH_NEGATED ||
      self->op.exec->plan_options.no_path_parts)
    return path_row(self, self->left_at++);
  gsize n = MIN(self->left.n_rows - self->left_at, self->part);
  YtTermId graph =
      dataset->default_graphs->len == 1 ? g_array_index(dataset->default_graphs, YtTermId, 0) : YT_GRAPH_ANY;
  gboolean ok = path_part(self, n, graph);
  self->left_at += n;
  return ok;
}

static gboolean
path_open(YtOp *op)
{
  Path *self = (Path *) op;
  self->left = (YtBatch){0};
  self->left_at = 0;
  self->done = FALSE;
  self->has_cached = FALSE;
  self->part = FIRST_PART;
  if (!self->scan)
    self->scan = g_malloc(sizeof *self->scan);
  return !op->n_children || yt_op_open(op->children[0]);
}

static gboolean
path_next(YtOp *op, YtBatch *batch)
{
  Path *self = (Path *) op;
  yt_table_truncate(&self->out);
  while (self->out.n_rows < YT_BATCH_ROWS) {
    if (!op->n_children) {
      if (self->done)
        break;
      self->done = TRUE;
      if (!path_row(self, 0))
        return FALSE;
      continue;
    }
    if (self->left_at >= self->left.n_rows) {
      if (!yt_op_next(op->children[0], &self->left))
        break;
      self->left_at = 0;
    }
    if (!path_rows(self) || !yt_exec_check(op->exec))
      return FALSE;
    if (self->left_at >= self->left.n_rows && self->out.n_rows)
      break; /* the left batch may not outlive the next call */
  }
  for (guint c = 0; c < op->n_variables; c++)
    self->columns[c] = self->out.columns[c];
  *batch = (YtBatch){self->out.n_rows, self->columns};
  return self->out.n_rows > 0 && !yt_exec_has_failed(op->exec);
}

static void
path_clear(YtOp *op)
{
  Path *self = (Path *) op;
  yt_table_clear(&self->nodes);
  yt_table_clear(&self->results);
  yt_table_clear(&self->out);
  g_clear_pointer(&self->scan, g_free);
}

/* The output column of @variable: one of the left side, or a new one. */
static int
add_column(guint *variables, guint *n_variables, guint variable)
{
  for (guint i = 0; i < *n_variables; i++)
    if (variables[i] == variable)
      return (int) i;
  variables[(*n_variables)++] = variable;
  return (int) *n_variables - 1;
}

YtOp *
yt_op_path_new(YtExec *exec, YtOp *left, const YtAlgebra *path)
{
  static const YtOpClass class = {"path", path_open, path_next, path_clear};
  Path *self = yt_op_new(exec, &class, sizeof *self, left ? 1 : 0);
  guint n_left = left ? left->n_variables : 0, n_variables = n_left;
  guint *variables = yt_arena_array(exec->arena, guint, n_left + 3);
  if (left) {
    self->op.children[0] = left;
    memcpy(variables, left->variables, n_left * sizeof *variables);
    self->op.certain = yt_varset_copy(&left->certain, exec->arena);
    self->op.n_sorted = left->n_sorted;
    memcpy(self->op.sorted, left->sorted, sizeof self->op.sorted);
  }
  self->path = path;
  self->may_be_empty = yt_path_may_be_empty(path->path);
  self->op.detail = yt_explain_pattern(exec, path);
  self->start_column = self->end_column = self->graph_column = -1;
  self->new_start = self->new_end = self->new_graph = -1;
  if (path->slots[0].is_variable)
    self->new_start = add_column(variables, &n_variables, path->slots[0].variable);
  if (path->slots[2].is_variable)
    self->new_end = add_column(variables, &n_variables, path->slots[2].variable);
  if (path->graph.kind == YT_GRAPH_SLOT_VARIABLE)
    self->new_graph = add_column(variables, &n_variables, path->graph.variable);
  if (self->new_start >= 0 && self->new_start < (int) n_left)
    self->start_column = self->new_start;
  if (self->new_end >= 0 && self->new_end < (int) n_left)
    self->end_column = self->new_end;
  if (self->new_graph >= 0 && self->new_graph < (int) n_left)
    self->graph_column = self->new_graph;
  yt_op_set_variables(&self->op, variables, n_variables);
  yt_varset_add_all(&self->op.certain, &path->certain, exec->arena);
  yt_table_init(&self->nodes, exec, 1);
  yt_table_init(&self->results, exec, 2);
  yt_table_init(&self->out, exec, n_variables);
  self->columns = yt_arena_array(exec->arena, const YtTermId *, n_variables + 1);
  return &self->op;
}
