/* path.c: property paths with closures and negated sets, SPARQL 1.1, 18.4.
 *
 * A path is a relation between nodes. Compiled, it is a tree of steps, each of which maps a set of nodes to the set of
 * nodes that it leads to, forwards or backwards; a closure is a breadth-first search that remembers what it has seen.
 * Sets are enough: inside a closure the specification asks for nodes without repetition, and links, inverses,
 * sequences and alternatives outside of one have become joins and unions already (algebra.c), with one exception, the
 * negated set, which is read triple by triple and keeps its repetitions.
 *
 * The search starts from the end that is bound. With both ends bound it starts from the one whose first step has fewer
 * triples; with none, from every node of the graph. */
#include "sparql/explain.h"
#include <stdlib.h>


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
  YtTable results; /* of the last search: pairs of nodes */
  YtTermId cached_start, cached_end, cached_graph; /* what @results are for */
  gboolean has_cached;
  YtTable out;
  const YtTermId **columns;
  gboolean done; /* without a left side */
} Path;

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

static gboolean
node_set_add(YtRowSet *set, YtTermId id)
{
  gsize row;
  gboolean is_new;
  return yt_row_set_add(set, &id, &row, &is_new);
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
follow(const Search *s, const YtPath *path, gboolean backward, YtTermId from, YtRowSet *to)
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
  yt_scan_init(self->scan, self->op.exec->store, yt_permutation_find(&pattern, wanted), &pattern, YT_COLUMNS_ALL);
  while (yt_scan_next_batch(self->scan, &batch)) {
    for (gsize i = 0; i < batch.n_rows; i++) {
      if (path->op == YT_PATH_NEGATED && is_excluded(path, self->op.exec, batch.columns[YT_PREDICATE][i]))
        continue;
      if (graph_is_wanted(s, batch.columns[YT_GRAPH][i]) && !node_set_add(to, batch.columns[wanted][i]))
        return FALSE;
    }
    if (!yt_exec_check(self->op.exec))
      return FALSE;
  }
  return TRUE;
}

static int
compare_ids(gconstpointer a, gconstpointer b)
{
  YtTermId x = *(const YtTermId *) a, y = *(const YtTermId *) b;
  return (x > y) - (x < y);
}

/* The same for many nodes by one predicate: they are put in order, and the permutation is walked along them once. */
static gboolean
follow_many(const Search *s, const YtPath *link, gboolean backward, const YtTermId *from, gsize n_from, YtRowSet *to)
{
  Path *self = s->self;
  YtQuad pattern = {.predicate = yt_terms_find(self->op.exec->terms, &link->iri), .graph = s->graph};
  if (!pattern.predicate)
    return TRUE;
  g_autofree YtTermId *keys = g_memdup2(from, n_from * sizeof *from);
  qsort(keys, n_from, sizeof *keys, compare_ids);
  YtPosition key = backward ? YT_OBJECT : YT_SUBJECT, wanted = backward ? YT_SUBJECT : YT_OBJECT;
  YtScanBatch batch = {0};
  gsize at = 0;
  yt_scan_init(self->scan, self->op.exec->store, backward ? YT_POS : YT_PSO, &pattern,
               YT_COLUMN_SUBJECT | YT_COLUMN_OBJECT | YT_COLUMN_GRAPH);
  for (gsize k = 0; k < n_from; k++) {
    if (at >= batch.n_rows || batch.columns[key][batch.n_rows - 1] < keys[k]) {
      yt_scan_seek(self->scan, &keys[k], 1);
      at = 0;
      if (!yt_scan_next_batch(self->scan, &batch))
        return yt_exec_check(self->op.exec);
    }
    gsize low = at, high = batch.n_rows; /* the first row that is not below the key */
    while (low < high) {
      gsize middle = (low + high) / 2;
      if (batch.columns[key][middle] < keys[k])
        low = middle + 1;
      else
        high = middle;
    }
    for (at = low; batch.columns[key][at] == keys[k];) {
      if (graph_is_wanted(s, batch.columns[YT_GRAPH][at]) && !node_set_add(to, batch.columns[wanted][at]))
        return FALSE;
      if (++at < batch.n_rows)
        continue;
      at = 0;
      if (!yt_scan_next_batch(self->scan, &batch))
        return yt_exec_check(self->op.exec);
    }
    if (k % 1024 == 1023 && !yt_exec_check(self->op.exec))
      return FALSE;
  }
  return TRUE;
}

static gboolean walk(const Search *s, const YtPath *path, gboolean backward, const YtTermId *from, gsize n_from,
                     YtRowSet *to);

/* Adds to @to what @inner leads to from @from in any number of steps, at least one. */
static gboolean
close_path(const Search *s, const YtPath *inner, gboolean backward, const YtTermId *from, gsize n_from, YtRowSet *to)
{
  YtExec *exec = s->self->op.exec;
  gsize done = to->table.n_rows;
  /* what @to holds already may not have been reached by this path: search on a set of its own */
  YtRowSet reached;
  yt_row_set_init(&reached, exec, 1, 1);
  gboolean ok = walk(s, inner, backward, from, n_from, &reached);
  for (done = 0; ok && done < reached.table.n_rows;) {
    gsize end = reached.table.n_rows;
    /* the column may move while it grows */
    g_autofree YtTermId *frontier = g_memdup2(reached.table.columns[0] + done, (end - done) * sizeof(YtTermId));
    gsize n_frontier = end - done;
    done = end;
    ok = yt_exec_check(exec) && walk(s, inner, backward, frontier, n_frontier, &reached);
  }
  for (gsize i = 0; ok && i < reached.table.n_rows; i++)
    ok = node_set_add(to, reached.table.columns[0][i]);
  yt_row_set_clear(&reached);
  return ok;
}

/* Adds to @to all nodes that @path leads to from the nodes of @from. */
static gboolean
walk(const Search *s, const YtPath *path, gboolean backward, const YtTermId *from, gsize n_from, YtRowSet *to)
{
  gboolean ok = TRUE;
  switch (path->op) {
  case YT_PATH_LINK:
  case YT_PATH_NEGATED: {
    gboolean has_inverse = FALSE;
    if (path->op == YT_PATH_NEGATED)
      for (guint i = 0; i < path->n_parts; i++)
        has_inverse = has_inverse || path->parts[i]->op == YT_PATH_INVERSE;
    if (has_inverse) { /* !(a|^b) inside a closure */
      YtPath forward = *path, inverse = *path;
      forward.parts = g_newa(YtPath *, path->n_parts);
      inverse.parts = g_newa(YtPath *, path->n_parts);
      forward.n_parts = inverse.n_parts = 0;
      for (guint i = 0; i < path->n_parts; i++)
        if (path->parts[i]->op == YT_PATH_INVERSE)
          inverse.parts[inverse.n_parts++] = path->parts[i]->parts[0];
        else
          forward.parts[forward.n_parts++] = path->parts[i];
      for (gsize i = 0; ok && i < n_from; i++)
        ok = (!forward.n_parts || follow(s, &forward, backward, from[i], to)) &&
             follow(s, &inverse, !backward, from[i], to);
      return ok;
    }
    if (path->op == YT_PATH_LINK && n_from > 8)
      return follow_many(s, path, backward, from, n_from, to);
    for (gsize i = 0; ok && i < n_from; i++)
      ok = follow(s, path, backward, from[i], to);
    return ok;
  }
  case YT_PATH_INVERSE: return walk(s, path->parts[0], !backward, from, n_from, to);
  case YT_PATH_ALTERNATIVE:
    for (guint i = 0; ok && i < path->n_parts; i++)
      ok = walk(s, path->parts[i], backward, from, n_from, to);
    return ok;
  case YT_PATH_SEQUENCE: {
    YtRowSet between[2];
    for (guint i = 0; i < 2; i++)
      yt_row_set_init(&between[i], s->self->op.exec, 1, 1);
    for (guint i = 0; ok && i < path->n_parts; i++) {
      const YtPath *part = path->parts[backward ? path->n_parts - 1 - i : i];
      YtRowSet *next = i + 1 == path->n_parts ? to : &between[i % 2];
      if (next != to) {
        yt_row_set_clear(next);
        yt_row_set_init(next, s->self->op.exec, 1, 1);
      }
      ok = walk(s, part, backward, from, n_from, next);
      from = next->table.columns[0];
      n_from = next->table.n_rows;
    }
    for (guint i = 0; i < 2; i++)
      yt_row_set_clear(&between[i]);
    return ok;
  }
  case YT_PATH_ZERO_OR_ONE:
  case YT_PATH_ZERO_OR_MORE:
    for (gsize i = 0; ok && i < n_from; i++)
      ok = node_set_add(to, from[i]);
    if (path->op == YT_PATH_ZERO_OR_ONE)
      return ok && walk(s, path->parts[0], backward, from, n_from, to);
    G_GNUC_FALLTHROUGH;
  case YT_PATH_ONE_OR_MORE: return ok && close_path(s, path->parts[0], backward, from, n_from, to);
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
  YtRowSet to;
  yt_row_set_init(&to, s->self->op.exec, 1, 1);
  gboolean ok = walk(s, s->self->path->path, backward, &from, 1, &to);
  for (gsize i = 0; ok && i < to.table.n_rows; i++) {
    YtTermId reached = to.table.columns[0][i];
    ok = backward ? add_pair(s->self, reached, from) : add_pair(s->self, from, reached);
  }
  yt_row_set_clear(&to);
  return ok;
}

/* Is @to reached from @from? */
static gboolean
search_between(const Search *s, YtTermId from, YtTermId to)
{
  YtRowSet reached;
  yt_row_set_init(&reached, s->self->op.exec, 1, 1);
  gboolean ok = walk(s, s->self->path->path, FALSE, &from, 1, &reached);
  if (ok && yt_row_set_has(&reached, &to))
    ok = add_pair(s->self, from, to);
  yt_row_set_clear(&reached);
  return ok;
}

/* 18.4, nodes(G): every subject and object of the active graph. */
static gboolean
collect_nodes(const Search *s)
{
  Path *self = s->self;
  if (self->has_nodes && self->nodes_graph == s->graph)
    return TRUE;
  YtRowSet nodes;
  yt_row_set_init(&nodes, self->op.exec, 1, 1);
  YtQuad pattern = {.graph = s->graph};
  gboolean ok = TRUE;
  for (guint side = 0; ok && side < 2; side++) {
    YtPosition position = side ? YT_OBJECT : YT_SUBJECT;
    YtScanBatch batch;
    yt_scan_init(self->scan, self->op.exec->store, side ? YT_OSP : YT_SPO, &pattern, 1u << position | YT_COLUMN_GRAPH);
    YtTermId last = 0;
    while (ok && yt_scan_next_batch(self->scan, &batch)) {
      for (gsize i = 0; ok && i < batch.n_rows; i++) {
        YtTermId id = batch.columns[position][i];
        if (id != last && graph_is_wanted(s, batch.columns[YT_GRAPH][i])) {
          ok = node_set_add(&nodes, id);
          last = id;
        }
      }
      ok = ok && yt_exec_check(self->op.exec);
    }
  }
  yt_table_clear(&self->nodes);
  yt_table_init(&self->nodes, self->op.exec, 1);
  if (ok && yt_table_grow(&self->nodes, nodes.table.n_rows)) {
    if (nodes.table.n_rows)
      memcpy(self->nodes.columns[0], nodes.table.columns[0], nodes.table.n_rows * sizeof(YtTermId));
    self->nodes.n_rows = nodes.table.n_rows;
  }
  yt_row_set_clear(&nodes);
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
  yt_scan_init(self->scan, self->op.exec->store, yt_permutation_find(&pattern, YT_PREDICATE), &pattern, YT_COLUMNS_ALL);
  while (yt_scan_next_batch(self->scan, &batch)) {
    for (gsize i = 0; i < batch.n_rows; i++) {
      YtQuad quad = {{batch.columns[0][i], batch.columns[1][i], batch.columns[2][i], 0}};
      if (!graph_is_wanted(s, batch.columns[YT_GRAPH][i]) || is_excluded(self->path->path, self->op.exec, quad.predicate))
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
  gboolean same = path->slots[0].is_variable && path->slots[2].is_variable && path->slots[0].variable == path->slots[2].variable;
  gboolean same_as_graph = path->graph.kind == YT_GRAPH_SLOT_VARIABLE;
  for (gsize i = 0; i < self->results.n_rows; i++) {
    YtTermId start = self->results.columns[0][i], end = self->results.columns[1][i];
    if (same && start != end)
      continue;
    if (same_as_graph && ((path->slots[0].is_variable && path->slots[0].variable == path->graph.variable && start != graph) ||
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
  if (path->slots[0].is_variable && path->slots[2].is_variable && (start || end) &&
      !is_node(&bound, start ? start : end))
    return TRUE;
  if (!self->has_cached || start != self->cached_start || end != self->cached_end || graph != self->cached_graph) {
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
  if (graph->kind == YT_GRAPH_SLOT_TERM) {
    for (guint i = 0; i < dataset->named_graphs->len; i++)
      if (g_array_index(dataset->named_graphs, YtTermId, i) == graph->id)
        return path_row_in_graph(self, row, graph->id);
    return TRUE;
  }
  if (graph->kind == YT_GRAPH_SLOT_DEFAULT)
    return path_row_in_graph(self, row,
                             dataset->default_graphs->len == 1 ? g_array_index(dataset->default_graphs, YtTermId, 0)
                                                               : YT_GRAPH_ANY);
  YtTermId bound = self->graph_column >= 0 ? self->left.columns[self->graph_column][row] : 0;
  for (guint i = 0; i < dataset->named_graphs->len; i++) {
    YtTermId id = g_array_index(dataset->named_graphs, YtTermId, i);
    if ((!bound || bound == id) && !path_row_in_graph(self, row, id))
      return FALSE;
  }
  return TRUE;
}

static gboolean
path_open(YtOp *op)
{
  Path *self = (Path *) op;
  self->left = (YtBatch){0};
  self->left_at = 0;
  self->done = FALSE;
  self->has_cached = FALSE;
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
    if (!path_row(self, self->left_at++) || !yt_exec_check(op->exec))
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
