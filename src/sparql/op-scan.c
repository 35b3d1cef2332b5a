/* op-scan.c: triple patterns, read from the store: alone, or for every row of another operator.
 *
 * An index join takes a part of its left rows, puts their keys in order, and walks the permutation along them
 * (key-walk.h): a merge join where they are dense, look-ups where they are few. Its output is in the order of the left
 * rows; where each of them matches once, their columns pass through as they are. When a part is large, each processor takes
 * a run of its keys: what they find is the same, and in the same order, as what one would. */
#include "base/base.h"
#include "sparql/explain.h"
#include "sparql/key-walk.h"

/* How a triple pattern is matched against rows of the store. */
typedef struct {
  YtQuad pattern;
  gboolean is_empty;    /* it names a term that no quad has */
  const GArray *graphs; /* (nullable): only these, each triple once when @distinct */
  gboolean distinct;
  guint n_equal; /* pairs of positions that must be equal: a variable stands twice */
  YtPosition equal[6][2];
} Matcher;

static gboolean
has_graph(const GArray *graphs, YtTermId graph)
{
  gsize low = 0, high = graphs->len;
  while (low < high) {
    gsize middle = (low + high) / 2;
    YtTermId id = g_array_index(graphs, YtTermId, middle);
    if (id == graph)
      return TRUE;
    if (id < graph)
      low = middle + 1;
    else
      high = middle;
  }
  return FALSE;
}

/* The active graph as the store's pattern, 13.2 */
static void
matcher_set_graph(Matcher *m, YtExec *exec, const YtGraphSlot *graph)
{
  const YtDataset *dataset = &exec->dataset;
  if (graph->kind == YT_GRAPH_SLOT_TERM) {
    m->pattern.graph = graph->id;
    if (yt_id_kind(graph->id) == YT_ID_LOCAL)
      m->is_empty = TRUE;
    if (dataset->is_explicit && !yt_dataset_has_named(dataset, graph->id))
      m->is_empty = TRUE;
  } else if (graph->kind == YT_GRAPH_SLOT_VARIABLE) {
    m->pattern.graph = YT_GRAPH_NAMED;
    if (dataset->is_explicit)
      m->graphs = dataset->from_named;
  } else if (dataset->default_graphs->len == 1) {
    m->pattern.graph = g_array_index(dataset->default_graphs, YtTermId, 0);
    if (yt_id_kind(m->pattern.graph) == YT_ID_LOCAL)
      m->is_empty = TRUE;
  } else { /* the merge of several graphs: a triple that two of them have counts once */
    m->pattern.graph = YT_GRAPH_ANY;
    m->graphs = dataset->default_graphs;
    m->distinct = TRUE;
  }
  if (m->graphs && !m->graphs->len)
    m->is_empty = TRUE;
}

static void
matcher_init(Matcher *m, YtExec *exec, const YtAlgebra *triple)
{
  *m = (Matcher){0};
  for (guint i = 0; i < 3; i++)
    if (!triple->slots[i].is_variable) {
      m->pattern.at[i] = triple->slots[i].id;
      if (yt_id_kind(triple->slots[i].id) == YT_ID_LOCAL)
        m->is_empty = TRUE;
    }
  matcher_set_graph(m, exec, &triple->graph);
}

static gboolean
position_has(const YtAlgebra *triple, YtPosition position, guint variable)
{
  if (position == YT_GRAPH)
    return triple->graph.kind == YT_GRAPH_SLOT_VARIABLE && triple->graph.variable == variable;
  return triple->slots[position].is_variable && triple->slots[position].variable == variable;
}

/* The variable at a position of @triple; FALSE if there is a term. */
static gboolean
get_variable(const YtAlgebra *triple, YtPosition position, guint *variable)
{
  if (position == YT_GRAPH ? triple->graph.kind != YT_GRAPH_SLOT_VARIABLE
                           : !triple->slots[position].is_variable)
    return FALSE;
  *variable = position == YT_GRAPH ? triple->graph.variable : triple->slots[position].variable;
  return TRUE;
}

static void
add_equal(Matcher *m, YtPosition a, YtPosition b)
{
  m->equal[m->n_equal][0] = a;
  m->equal[m->n_equal++][1] = b;
}

static inline gboolean
matcher_accepts(const Matcher *m, const YtScanBatch *batch, gsize row)
{
  for (guint i = 0; i < m->n_equal; i++)
    if (batch->columns[m->equal[i][0]][row] != batch->columns[m->equal[i][1]][row])
      return FALSE;
  return !m->graphs || has_graph(m->graphs, batch->columns[YT_GRAPH][row]);
}

static gboolean
matcher_is_plain(const Matcher *m)
{
  return !m->n_equal && !m->graphs;
}

static void
set_ranges(YtScan *scan, const YtAlgebra *triple, const YtRangeFilter *ranges, guint n_ranges)
{
  for (guint i = 0; i < n_ranges; i++)
    for (guint p = 0; p < 3; p++)
      if (position_has(triple, (YtPosition) p, ranges[i].variable)) {
        yt_scan_set_range(scan, (YtPosition) p, ranges[i].first, ranges[i].last);
        break;
      }
}

/* Scan */

typedef struct {
  YtOp op;
  const YtAlgebra *triple;
  YtPermutation permutation;
  const YtRangeFilter *ranges;
  guint n_ranges;
  Matcher matcher;
  YtPosition *positions; /* of the output columns */
  guint columns_wanted;
  YtScan *scan;
  YtTable out;
  YtQuad last;
  gboolean has_last;
  const YtTermId **columns;
} Scan;

static YtSpares scans = YT_SPARES_INIT(2, g_free); /* 50 KiB each */

static gboolean
scan_open(YtOp *op)
{
  Scan *self = (Scan *) op;
  self->has_last = FALSE;
  if (self->matcher.is_empty)
    return TRUE;
  if (!self->scan)
    self->scan = yt_spares_take(&scans);
  if (!self->scan)
    self->scan = g_malloc(sizeof *self->scan);
  yt_scan_init(self->scan, op->exec->store, self->permutation, &self->matcher.pattern, self->columns_wanted);
  set_ranges(self->scan, self->triple, self->ranges, self->n_ranges);
  return TRUE;
}

/* Is the row the same triple as the one before it? Those of several graphs stand next to each other. */
static gboolean
is_repeated(Scan *self, const YtScanBatch *in, gsize row)
{
  YtQuad quad = {{in->columns[0][row], in->columns[1][row], in->columns[2][row], 0}};
  gboolean same = self->has_last && !memcmp(&quad, &self->last, sizeof quad);
  self->last = quad;
  self->has_last = TRUE;
  return same;
}

static gboolean
scan_next(YtOp *op, YtBatch *batch)
{
  Scan *self = (Scan *) op;
  YtScanBatch in;
  if (self->matcher.is_empty)
    return FALSE;
  while (yt_scan_next_batch(self->scan, &in)) {
    if (matcher_is_plain(&self->matcher)) {
      for (guint c = 0; c < op->n_variables; c++)
        self->columns[c] = in.columns[self->positions[c]];
      *batch = (YtBatch){in.n_rows, self->columns};
      return TRUE;
    }
    yt_table_truncate(&self->out);
    if (!yt_table_grow(&self->out, in.n_rows))
      return FALSE;
    for (gsize row = 0; row < in.n_rows; row++) {
      if (!matcher_accepts(&self->matcher, &in, row) ||
          (self->matcher.distinct && is_repeated(self, &in, row)))
        continue;
      for (guint c = 0; c < op->n_variables; c++)
        self->out.columns[c][self->out.n_rows] = in.columns[self->positions[c]][row];
      self->out.n_rows++;
    }
    for (guint c = 0; c < op->n_variables; c++)
      self->columns[c] = self->out.columns[c];
    *batch = (YtBatch){self->out.n_rows, self->columns};
    if (self->out.n_rows)
      return TRUE;
    if (!yt_exec_check(op->exec))
      return FALSE;
  }
  return FALSE;
}

static void
scan_clear(YtOp *op)
{
  Scan *self = (Scan *) op;
  yt_table_clear(&self->out);
  if (self->scan)
    yt_spares_give(&scans, g_steal_pointer(&self->scan));
}

YtOp *
yt_op_scan_new(YtExec *exec, const YtAlgebra *triple, YtPermutation permutation, const YtRangeFilter *ranges,
               guint n_ranges)
{
  static const YtOpClass class = {"scan", scan_open, scan_next, scan_clear};
  Scan *self = yt_op_new(exec, &class, sizeof *self, 0);
  self->triple = triple;
  self->op.detail = yt_explain_pattern(exec, triple);
  self->permutation = permutation;
  self->ranges = ranges;
  self->n_ranges = n_ranges;
  matcher_init(&self->matcher, exec, triple);
  guint variables[4], n_variables = 0;
  YtPosition positions[4];
  for (guint i = 0; i < 4; i++) { /* in the permutation's order, so that the order can be told */
    YtPosition p = yt_permutation_positions[permutation][i];
    guint variable, seen = 0;
    if (!get_variable(triple, p, &variable))
      continue;
    while (seen < n_variables && variables[seen] != variable)
      seen++;
    if (seen < n_variables) {
      add_equal(&self->matcher, positions[seen], p);
      continue;
    }
    variables[n_variables] = variable;
    positions[n_variables++] = p;
  }
  yt_op_set_variables(&self->op, variables, n_variables);
  self->positions = yt_arena_array(exec->arena, YtPosition, 4);
  memcpy(self->positions, positions, n_variables * sizeof *positions);
  for (guint c = 0; c < n_variables; c++) {
    yt_varset_add(&self->op.certain, variables[c], exec->arena);
    self->op.sorted[c] = variables[c];
    self->columns_wanted |= 1u << positions[c];
  }
  self->op.n_sorted = n_variables;
  if (!matcher_is_plain(&self->matcher))
    self->columns_wanted = YT_COLUMNS_ALL;
  yt_table_init(&self->out, exec, n_variables);
  self->columns = yt_arena_array(exec->arena, const YtTermId *, 5);
  return &self->op;
}

/* Index join */

/* Left rows in order are taken from their batch. Others are collected first, since the more are put in order together,
 * the fewer times the permutation is walked along. */
enum { FIRST_PART = 64, LARGEST_PART = 8192, LARGEST_COLLECTION = 1 << 17, LARGE_OUTPUT = 1 << 18 };

/* Keys in order that are worth a thread of their own. */
enum { SHARE_KEYS = 8192 };

typedef struct _IndexJoin IndexJoin;

/* What one thread finds: for a run of the part's keys. */
typedef struct {
  const IndexJoin *join;
  YtKeyWalk walk;      /* its keys are the positions after the constants that the left side binds */
  YtTable matches;     /* of the current key: new columns, then the graph */
  YtTable found;       /* in key order: new columns */
  guint32 *found_rows; /* left rows of @found */
  gsize n_found_rows;
} Share;

struct _IndexJoin {
  YtOp op;
  YtJoinKind kind;
  Matcher matcher;
  int key_columns[3];
  guint n_keys;
  int graph_column; /* the left side binds the graph: compared last; or -1 */
  guint n_new;      /* variables that the triple adds */
  YtPosition new_positions[4];
  YtBatch left;
  gsize left_at;
  gsize part; /* left rows taken at once */
  gboolean collects;
  YtTable collection;
  const YtTermId **collected;
  guint32 *order; /* of the part's rows, by key */
  YtTable keys;   /* in that order, when it is not that of the rows */
  gsize n_order;
  gsize from, n;     /* the part */
  gboolean in_order; /* its rows are in the order of their keys */
  const YtTermId *part_keys[3];
  Share *shares;
  guint n_shares, n_used; /* at most; for this part */
  YtTable out;
  const YtTermId **columns;
  gboolean *is_lent; /* the column is another's, not of @out */
};

/* Puts the rows that have @key into the matches. */
static gboolean
find_matches(Share *share, const YtTermId *key)
{
  const IndexJoin *self = share->join;
  YtKeyWalk *walk = &share->walk;
  const YtScanBatch *right = &walk->batch;
  yt_table_truncate(&share->matches);
  for (yt_key_walk_find(walk, key); right->n_rows; yt_key_walk_advance(walk)) {
    for (; walk->at < right->n_rows; walk->at++) {
      gsize row = walk->at;
      if (yt_key_walk_compare(walk, row, key) != 0)
        return TRUE;
      if (!matcher_accepts(&self->matcher, right, row))
        continue;
      if (self->matcher.distinct && share->matches.n_rows) { /* the same triple in another graph */
        gboolean same = TRUE;
        for (guint c = 0; c < self->n_new; c++)
          same = same && share->matches.columns[c][share->matches.n_rows - 1] ==
                             walk->batch.columns[self->new_positions[c]][row];
        if (same)
          continue;
      }
      if (!yt_table_grow(&share->matches, 1))
        return FALSE;
      for (guint c = 0; c < self->n_new; c++)
        share->matches.columns[c][share->matches.n_rows] = walk->batch.columns[self->new_positions[c]][row];
      if (self->graph_column >= 0)
        share->matches.columns[self->n_new][share->matches.n_rows] = walk->batch.columns[YT_GRAPH][row];
      share->matches.n_rows++;
    }
    if (!yt_exec_check(self->op.exec))
      return FALSE;
  }
  return TRUE;
}

/* Makes room for @n more finds. */
static gboolean
grow_found(Share *share, gsize n)
{
  const IndexJoin *self = share->join;
  gsize needed = share->found.n_rows + n;
  if (needed > share->n_found_rows) {
    gsize n_rows = MAX(MAX(share->n_found_rows * 2, needed), YT_BATCH_ROWS);
    if (!yt_exec_reserve(self->op.exec, (n_rows - share->n_found_rows) * sizeof(guint32)))
      return FALSE;
    share->found_rows = g_renew(guint32, share->found_rows, n_rows);
    share->n_found_rows = n_rows;
  }
  return yt_table_grow(&share->found, n);
}

/* Notes that left row @row goes with match @match, or with none. */
static gboolean
emit(Share *share, guint32 row, gsize match)
{
  const IndexJoin *self = share->join;
  if (!grow_found(share, 1))
    return FALSE;
  share->found_rows[share->found.n_rows] = row;
  for (guint c = 0; c < self->n_new; c++)
    share->found.columns[c][share->found.n_rows] = match == G_MAXSIZE ? 0 : share->matches.columns[c][match];
  share->found.n_rows++;
  return TRUE;
}

static gboolean
join_row(Share *share, guint32 row)
{
  const IndexJoin *self = share->join;
  gboolean any = FALSE;
  for (gsize m = 0; m < share->matches.n_rows; m++) {
    if (self->graph_column >= 0 &&
        share->matches.columns[self->n_new][m] != self->left.columns[self->graph_column][row])
      continue;
    any = TRUE;
    if (self->kind == YT_JOIN_SEMI || self->kind == YT_JOIN_ANTI)
      break;
    if (!emit(share, row, m))
      return FALSE;
  }
  gboolean alone = self->kind == YT_JOIN_SEMI                                 ? any
                   : self->kind == YT_JOIN_ANTI || self->kind == YT_JOIN_LEFT ? !any
                                                                              : FALSE;
  return !alone || emit(share, row, G_MAXSIZE);
}

/* Adds the finds [@from, @from + @n) of @columns, for left row @row. */
static gboolean
add_finds(Share *share, guint32 row, YtTermId *const *columns, gsize from, gsize n)
{
  const IndexJoin *self = share->join;
  if (!grow_found(share, n))
    return FALSE;
  for (guint c = 0; c < self->n_new; c++)
    memcpy(share->found.columns[c] + share->found.n_rows, columns[c] + from, n * sizeof(YtTermId));
  for (gsize i = 0; i < n; i++)
    share->found_rows[share->found.n_rows + i] = row;
  share->found.n_rows += n;
  return TRUE;
}

/* Joins one left row where every right row with its key matches: whole runs of rows are copied. */
static gboolean
join_plain_row(Share *share, const YtTermId *key, guint32 row, gboolean *any)
{
  const IndexJoin *self = share->join;
  gboolean gives_rows = self->kind == YT_JOIN_INNER || self->kind == YT_JOIN_LEFT;
  YtKeyWalk *walk = &share->walk;
  YtTermId *columns[4];
  *any = FALSE;
  for (yt_key_walk_find(walk, key); walk->batch.n_rows; yt_key_walk_advance(walk)) {
    gsize from = walk->at, end = yt_key_walk_end_of_key(walk, key);
    *any = *any || end > from;
    for (guint c = 0; c < self->n_new; c++)
      columns[c] = (YtTermId *) walk->batch.columns[self->new_positions[c]];
    if (gives_rows && end > from && !add_finds(share, row, columns, from, end - from))
      return FALSE;
    walk->at = end;
    if (end < walk->batch.n_rows || (*any && !gives_rows))
      break;
    if (!yt_exec_check(self->op.exec))
      return FALSE;
  }
  return TRUE;
}

/* The commonest case in short: one key that has one row, among those at hand. FALSE when it is another case. */
static inline gboolean
join_single(Share *share, YtTermId key, guint32 row)
{
  const IndexJoin *self = share->join;
  enum { STEPS = 8 }; /* rows to pass over before a search pays */
  YtKeyWalk *walk = &share->walk;
  if (!walk->is_dense || key <= walk->last_key[0] || share->found.n_rows >= share->n_found_rows ||
      share->found.n_rows >= share->found.n_allocated)
    return FALSE;
  const YtTermId *keys = walk->batch.columns[walk->positions[0]];
  gsize at = walk->at, end = MIN(walk->batch.n_rows, at + STEPS);
  while (at < end && keys[at] < key)
    at++;
  if (at + 1 >= walk->batch.n_rows || keys[at] != key || keys[at + 1] == key)
    return FALSE;
  walk->at = at + 1;
  walk->last_key[0] = key;
  walk->n_block_keys++;
  share->found_rows[share->found.n_rows] = row;
  for (guint c = 0; c < self->n_new; c++)
    share->found.columns[c][share->found.n_rows] = walk->batch.columns[self->new_positions[c]][at];
  share->found.n_rows++;
  return TRUE;
}

/* Puts the keys of the part in order. */
static gboolean
sort_part(IndexJoin *self)
{
  const YtTermId **keys = self->part_keys;
  gsize n = self->n;
  self->in_order = TRUE;
  for (guint k = 0; k < self->n_keys; k++)
    keys[k] = self->left.columns[self->key_columns[k]] + self->from;
  for (gsize i = 1; i < n && self->in_order; i++) {
    int order = 0;
    for (guint k = 0; k < self->n_keys && !order; k++)
      order = keys[k][i - 1] < keys[k][i] ? -1 : keys[k][i - 1] > keys[k][i];
    self->in_order = order <= 0;
  }
  if (self->in_order)
    return TRUE;
  if (n > self->n_order) {
    if (!yt_exec_reserve(self->op.exec, (n - self->n_order) * sizeof *self->order))
      return FALSE;
    g_free(self->order);
    self->order = g_new(guint32, n);
    self->n_order = n;
  }
  yt_table_truncate(&self->keys);
  if (!yt_sort_rows(self->op.exec, keys, self->n_keys, n, self->order) || !yt_table_grow(&self->keys, n))
    return FALSE;
  for (guint k = 0; k < self->n_keys; k++) {
    for (gsize i = 0; i < n; i++)
      self->keys.columns[k][i] = keys[k][self->order[i]];
    keys[k] = self->keys.columns[k];
  }
  return TRUE;
}

/* Joins the part's keys [@first, @end), in their order. FALSE: the query has failed. */
static gboolean
join_keys(Share *share, gsize first, gsize end)
{
  const IndexJoin *self = share->join;
  const YtTermId *const *keys = self->part_keys;
  gboolean is_plain = matcher_is_plain(&self->matcher) && self->graph_column < 0, any = FALSE;
  gboolean is_single =
      self->n_keys == 1 && self->n_new && (self->kind == YT_JOIN_INNER || self->kind == YT_JOIN_LEFT);
  gsize first_find = 0, end_find = 0; /* of the last key */
  yt_table_truncate(&share->found);
  if (!grow_found(share, end - first))
    return FALSE;
  for (gsize i = first; i < end; i++) {
    if (i % 1024 == 1023 && !yt_exec_check(self->op.exec))
      return FALSE;
    guint32 row = (guint32) (self->from + (self->in_order ? i : self->order[i]));
    YtTermId key[3];
    gboolean repeated = i > first;
    for (guint k = 0; k < self->n_keys; k++) {
      key[k] = keys[k][i];
      repeated = repeated && key[k] == keys[k][i - 1];
    }
    if (!is_plain) {
      if ((!repeated && !find_matches(share, key)) || !join_row(share, row))
        return FALSE;
      continue;
    }
    if (!repeated) {
      first_find = share->found.n_rows;
      any = is_single && join_single(share, key[0], row);
      if (!any && !join_plain_row(share, key, row, &any))
        return FALSE;
      end_find = share->found.n_rows;
    } else if (end_find > first_find &&
               !add_finds(share, row, share->found.columns, first_find, end_find - first_find))
      return FALSE;
    gboolean alone = self->kind == YT_JOIN_SEMI ? any : self->kind == YT_JOIN_INNER ? FALSE : !any;
    if (alone) {
      if (!emit(share, row, G_MAXSIZE))
        return FALSE;
      first_find = end_find = share->found.n_rows; /* it is no find */
    }
  }
  return TRUE;
}

static void
join_share(guint number, gpointer data)
{
  IndexJoin *self = data;
  join_keys(&self->shares[number], number * self->n / self->n_used, (number + 1) * self->n / self->n_used);
}

/* Joins the part; the finds are in key order, share after share. */
static gboolean
join_part(IndexJoin *self)
{
  if (!sort_part(self))
    return FALSE;
  gsize share_keys = self->op.exec->plan_options.eager_threads ? 2 : SHARE_KEYS;
  self->n_used = self->n_keys ? (guint) CLAMP(self->n / share_keys, 1, self->n_shares) : 1;
  for (guint i = 0; i < self->n_used; i++)
    yt_table_truncate(&self->shares[i].found); /* of a share that cannot begin, nothing may be left */
  yt_exec_share(self->n_used, join_share, self);
  return !yt_exec_has_failed(self->op.exec);
}

/* Where each find goes so that rows come in their order, and those of a row in the order of its matches. */
static guint32 *
place_finds(const IndexJoin *self, gsize n_found)
{
  g_autofree guint32 *starts = g_new0(guint32, self->n + 1);
  guint32 *places = g_new(guint32, n_found), *place = places;
  for (guint s = 0; s < self->n_used; s++)
    for (gsize i = 0; i < self->shares[s].found.n_rows; i++)
      starts[self->shares[s].found_rows[i] - self->from + 1]++;
  for (gsize i = 0; i < self->n; i++)
    starts[i + 1] += starts[i];
  for (guint s = 0; s < self->n_used; s++)
    for (gsize i = 0; i < self->shares[s].found.n_rows; i++)
      *place++ = starts[self->shares[s].found_rows[i] - self->from]++;
  return places;
}

/* Fills an output column; @places (nullable): of the finds. */
static void
fill_column(const IndexJoin *self, guint column, const guint32 *places)
{
  guint n_left = self->op.children[0]->n_variables;
  YtTermId *out = self->out.columns[column];
  gsize at = 0;
  for (guint s = 0; s < self->n_used; s++) {
    const Share *share = &self->shares[s];
    const YtTermId *in = column < n_left ? self->left.columns[column] : share->found.columns[column - n_left];
    const guint32 *rows = column < n_left ? share->found_rows : NULL;
    gsize n = share->found.n_rows;
    for (gsize i = 0; i < n; i++)
      out[places ? places[at + i] : at + i] = in[rows ? rows[i] : i];
    at += n;
  }
}

typedef struct {
  const IndexJoin *self;
  const guint32 *places;
  const gboolean *is_lent; /* by column: it needs not be filled */
} Filling;

static void
fill_share(guint number, gpointer data)
{
  const Filling *filling = data;
  for (guint c = number; c < filling->self->op.n_variables; c += filling->self->n_used)
    if (!filling->is_lent[c])
      fill_column(filling->self, c, filling->places);
}

/* Makes the finds the output, in row order. Columns that are right as they are are lent. */
static gboolean
write_out(IndexJoin *self)
{
  guint n_left = self->op.children[0]->n_variables;
  gsize n_found = 0;
  for (guint s = 0; s < self->n_used; s++)
    n_found += self->shares[s].found.n_rows;
  yt_table_truncate(&self->out);
  if (!n_found)
    return TRUE;
  gboolean each_once = self->in_order && n_found == self->n;
  gsize row = self->from;
  for (guint s = 0; s < self->n_used; s++)
    for (gsize i = 0; i < self->shares[s].found.n_rows && each_once; i++)
      each_once = self->shares[s].found_rows[i] == row++;
  gboolean lends_finds = self->in_order && self->n_used == 1;
  if (!(each_once && lends_finds) && !yt_table_grow(&self->out, n_found))
    return FALSE;
  g_autofree guint32 *places = self->in_order ? NULL : place_finds(self, n_found);
  for (guint c = 0; c < self->op.n_variables; c++) {
    self->is_lent[c] = c < n_left ? each_once : lends_finds;
    self->columns[c] = !self->is_lent[c] ? self->out.columns[c]
                       : c < n_left      ? self->left.columns[c] + self->from
                                         : self->shares[0].found.columns[c - n_left];
  }
  Filling filling = {self, places, self->is_lent};
  yt_exec_share(self->n_used, fill_share, &filling);
  self->out.n_rows = n_found;
  return TRUE;
}

/* The next left rows, as a batch of their own or out of several; FALSE at the end. */
static gboolean
next_left(IndexJoin *self)
{
  YtOp *left = self->op.children[0];
  YtBatch in;
  self->left_at = self->left.n_rows = 0;
  if (!self->collects)
    return yt_op_next(left, &self->left);
  yt_table_truncate(&self->collection);
  while (self->collection.n_rows < self->part && yt_op_next(left, &in)) {
    if (!yt_table_grow(&self->collection, in.n_rows))
      return FALSE;
    for (guint c = 0; c < left->n_variables; c++)
      memcpy(self->collection.columns[c] + self->collection.n_rows, in.columns[c],
             in.n_rows * sizeof(YtTermId));
    self->collection.n_rows += in.n_rows;
  }
  for (guint c = 0; c < left->n_variables; c++)
    self->collected[c] = self->collection.columns[c];
  self->left = (YtBatch){self->collection.n_rows, self->collected};
  return self->left.n_rows > 0 && !yt_exec_has_failed(self->op.exec);
}

static gboolean
index_join_open(YtOp *op)
{
  IndexJoin *self = (IndexJoin *) op;
  for (guint i = 0; i < self->n_shares; i++)
    yt_key_walk_restart(&self->shares[i].walk);
  self->left = (YtBatch){0};
  self->left_at = 0;
  self->part = FIRST_PART;
  return yt_op_open(op->children[0]);
}

/* When the pattern names a term that no quad has: nothing matches. */
static gboolean
next_without_matches(IndexJoin *self, YtBatch *batch)
{
  if (self->kind == YT_JOIN_INNER || self->kind == YT_JOIN_SEMI ||
      !yt_op_next(self->op.children[0], &self->left))
    return FALSE;
  guint n_left = self->op.children[0]->n_variables;
  yt_table_truncate(&self->out);
  if (!yt_table_grow(&self->out, self->left.n_rows))
    return FALSE;
  for (guint c = 0; c < self->op.n_variables; c++) {
    self->columns[c] = c < n_left ? self->left.columns[c] : self->out.columns[c];
    if (c >= n_left)
      memset(self->out.columns[c], 0, self->left.n_rows * sizeof(YtTermId));
  }
  *batch = (YtBatch){self->left.n_rows, self->columns};
  return TRUE;
}

static gboolean
index_join_next(YtOp *op, YtBatch *batch)
{
  IndexJoin *self = (IndexJoin *) op;
  if (self->matcher.is_empty)
    return next_without_matches(self, batch);
  for (;;) {
    if (self->left_at >= self->left.n_rows && !next_left(self))
      return FALSE;
    self->from = self->left_at;
    self->n = MIN(self->left.n_rows - self->from, self->part);
    if (!join_part(self) || !write_out(self))
      return FALSE;
    self->left_at += self->n;
    /* small parts first, for LIMIT; and again where rows have very many matches */
    if (self->out.n_rows > LARGE_OUTPUT)
      self->part = MAX(self->part / 2, 1);
    else if (self->part < (self->collects ? LARGEST_COLLECTION : LARGEST_PART))
      self->part *= self->collects ? 8 : 2;
    *batch = (YtBatch){self->out.n_rows, self->columns};
    if (self->out.n_rows)
      return TRUE;
    if (!yt_exec_check(op->exec))
      return FALSE;
  }
}

static void
index_join_clear(YtOp *op)
{
  IndexJoin *self = (IndexJoin *) op;
  for (guint i = 0; i < self->n_shares; i++) {
    Share *share = &self->shares[i];
    yt_table_clear(&share->matches);
    yt_table_clear(&share->found);
    yt_exec_release(op->exec, share->n_found_rows * sizeof(guint32));
    share->n_found_rows = 0;
    g_clear_pointer(&share->found_rows, g_free);
    yt_key_walk_clear(&share->walk);
  }
  yt_table_clear(&self->collection);
  yt_table_clear(&self->keys);
  yt_exec_release(op->exec, self->n_order * sizeof *self->order);
  self->n_order = 0;
  yt_table_clear(&self->out);
  g_clear_pointer(&self->order, g_free);
}

/* The permutation that begins with the constants, goes on with what the left side binds, then the rest; of those, one
 * whose keys begin with the variable that the left side is sorted by. */
static YtPermutation
choose_permutation(const YtAlgebra *triple, const YtOp *left)
{
  int best = -1;
  for (guint p = 0; p < YT_N_PERMUTATIONS; p++) {
    guint stage = 0;
    gboolean fits = TRUE, sorted = FALSE;
    for (guint i = 0; i < 3 && fits; i++) {
      YtPosition position = yt_permutation_positions[p][i];
      guint variable, now = !get_variable(triple, position, &variable) ? 0
                            : yt_op_find_column(left, variable) >= 0   ? 1
                                                                       : 2;
      fits = now >= stage;
      if (now == 1 && stage == 0)
        sorted = left->n_sorted && left->sorted[0] == variable;
      stage = now;
    }
    if (fits && sorted)
      return (YtPermutation) p;
    if (fits && best < 0)
      best = (int) p;
  }
  g_assert(best >= 0); /* every order of three positions is there */
  return (YtPermutation) best;
}

YtOp *
yt_op_index_join_new(YtExec *exec, YtJoinKind kind, YtOp *left, const YtAlgebra *triple,
                     const YtRangeFilter *ranges, guint n_ranges)
{
  static const YtOpClass classes[] = {
      [YT_JOIN_INNER] = {"index join", index_join_open, index_join_next, index_join_clear},
      [YT_JOIN_LEFT] = {"left index join", index_join_open, index_join_next, index_join_clear},
      [YT_JOIN_SEMI] = {"index semi-join", index_join_open, index_join_next, index_join_clear},
      [YT_JOIN_ANTI] = {"index anti-join", index_join_open, index_join_next, index_join_clear},
  };
  g_assert(kind < G_N_ELEMENTS(classes));
  IndexJoin *self = yt_op_new(exec, &classes[kind], sizeof *self, 1);
  self->op.children[0] = left;
  self->kind = kind;
  self->op.detail = yt_explain_pattern(exec, triple);
  self->n_shares = yt_exec_get_n_threads(exec);
  self->shares = yt_arena_array(exec->arena, Share, self->n_shares);
  YtKeyWalk *walk = &self->shares[0].walk;
  walk->permutation = choose_permutation(triple, left);
  self->graph_column = -1;
  matcher_init(&self->matcher, exec, triple);
  walk->store = exec->store;
  walk->pattern = self->matcher.pattern;
  walk->always_restarts = exec->plan_options.no_merge;
  for (guint p = 0; p < 3; p++)
    for (guint i = 0; i < n_ranges; i++)
      if (position_has(triple, (YtPosition) p, ranges[i].variable)) {
        walk->ranges[walk->n_ranges].position = (YtPosition) p;
        walk->ranges[walk->n_ranges].first = ranges[i].first;
        walk->ranges[walk->n_ranges++].last = ranges[i].last;
        break;
      }
  g_autofree guint *variables = g_new(guint, left->n_variables + 4);
  memcpy(variables, left->variables, left->n_variables * sizeof *variables);
  guint n_variables = left->n_variables;
  for (guint i = 0; i < 4; i++) {
    YtPosition p = yt_permutation_positions[walk->permutation][i];
    guint variable;
    if (!get_variable(triple, p, &variable))
      continue;
    int column = yt_op_find_column(left, variable);
    gboolean is_known = column >= 0;
    if (is_known && p == YT_GRAPH)
      self->graph_column = column;
    else if (is_known) {
      self->key_columns[walk->n_keys] = column;
      walk->positions[walk->n_keys++] = p;
    } else {
      guint seen = left->n_variables;
      while (seen < n_variables && variables[seen] != variable)
        seen++;
      if (seen < n_variables)
        add_equal(&self->matcher, self->new_positions[seen - left->n_variables], p);
      else {
        self->new_positions[self->n_new++] = p;
        variables[n_variables++] = variable;
      }
    }
  }
  gboolean adds = kind == YT_JOIN_INNER || kind == YT_JOIN_LEFT;
  yt_op_set_variables(&self->op, variables, adds ? n_variables : left->n_variables);
  self->op.certain = yt_varset_copy(&left->certain, exec->arena);
  for (guint c = left->n_variables; kind == YT_JOIN_INNER && c < n_variables; c++)
    yt_varset_add(&self->op.certain, variables[c], exec->arena);
  self->op.n_sorted = left->n_sorted;
  self->op.ranked = left->ranked;
  memcpy(self->op.sorted, left->sorted, sizeof self->op.sorted);
  for (guint k = 0; k < walk->n_keys; k++)
    walk->columns |= 1u << walk->positions[k];
  for (guint c = 0; c < self->n_new; c++)
    walk->columns |= 1u << self->new_positions[c];
  if (self->graph_column >= 0 || !matcher_is_plain(&self->matcher))
    walk->columns = YT_COLUMNS_ALL;
  self->n_keys = walk->n_keys;
  self->collects =
      walk->n_keys && !(left->n_sorted && left->sorted[0] == left->variables[self->key_columns[0]]);
  yt_table_init(&self->collection, exec, left->n_variables);
  self->collected = yt_arena_array(exec->arena, const YtTermId *, left->n_variables + 1);
  yt_table_init(&self->keys, exec, walk->n_keys);
  for (guint i = 0; i < self->n_shares; i++) {
    Share *share = &self->shares[i];
    share->join = self;
    share->walk = *walk;
    yt_table_init(&share->matches, exec, self->n_new + 1);
    yt_table_init(&share->found, exec, self->n_new);
  }
  yt_table_init(&self->out, exec, self->op.n_variables);
  self->columns = yt_arena_array(exec->arena, const YtTermId *, self->op.n_variables + 1);
  self->is_lent = yt_arena_array(exec->arena, gboolean, self->op.n_variables + 1);
  return &self->op;
}
