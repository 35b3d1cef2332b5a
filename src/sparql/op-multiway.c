/* op-multiway.c: joins of many relations at once, a variable at a time.
 *
 * Where triple patterns form a cycle, every order of two-way joins can make a middle result that is much larger than the
 * answer: two sides of all triangles, say, when few are closed. Here the variables are bound one after the other, each to
 * the values that all relations agree on, given what is bound before it; so no more is ever looked at than the relations
 * allow together (Veldhuizen, "Leapfrog Triejoin", 2014; worst-case optimal up to a logarithm).
 *
 * Each relation is read once, sorted by its variables in the order in which they are bound. The values of its first column
 * stand apart, each with the place where its rows begin; below it, a column is a range of rows. To agree, the relations
 * leap over each other: the one that is behind gallops to the value of the one that is ahead; or it finds it in a table, if
 * the ids of its first column are dense enough for one. */
#include "sparql/explain.h"

enum {
  MAX_COLUMNS = 4,
  WALKS_PER_THREAD = 8, /* parts of a round: they are not equally long */
  FIRST_ROUND = 64,     /* part of all places: whoever wants few rows does not pay for all */
  ROUND_GROWTH = 4,
  WALK_ROWS = 16 * 1024,  /* rows of a part before somebody has to take them */
  FEWEST_ROWS = 8 * 1024, /* in all relations; below, threads are not worth their beginning */
};

typedef struct {
  YtTable table;
  YtTermId *heads; /* (nullable): the different values of column 0 */
  guint32 *starts; /* and where their rows begin; n_heads + 1 */
  gsize n_heads;
  /* instead of both, where ids are dense: for each id from @first on, where its rows begin; n_ids + 1 */
  guint32 *rows_of;
  YtTermId first;
  gsize n_ids;
} Relation;

/* The rows of a relation that have the values bound so far: the range of each column, given those before it. */
typedef struct {
  gsize from[MAX_COLUMNS], to[MAX_COLUMNS];
} Range;

/* A relation that has the variable of a level. */
typedef struct {
  const Relation *relation;
  Range *range;
  guint column;
  const YtTermId *values; /* NULL for column 0 of a relation with dense ids: there @at counts ids */
  gsize at, end;
} Member;

typedef struct {
  guint n_members;
  Member *members;
} Level;

/* A walk through a part of the first variable's values: of places of its first relation's column 0. */
typedef struct {
  gsize first, end;
  guint n_levels;
  Level *levels;
  Range *ranges; /* by relation */
  guint depth;
  gboolean begun, ended;
  YtTermId *values; /* bound so far, by level */
  gsize n_steps;
  YtTable out;
} Walk;

/* The parts are walked through in rounds, those of a round by several threads, and their rows come in the order of the
 * parts. What a thread leaves of a part because it has many rows is walked through when the rows before have been taken. */
typedef struct {
  YtOp op;
  Relation *relations; /* by child */
  guint n_walks;       /* of a round */
  Walk *walks;
  guint walk;     /* whose rows are taken now */
  gsize at;       /* of which so many have been */
  gint next_walk; /* that no thread has; atomic */
  gsize place, n_places, n_round_places;
  gboolean ended, is_large;
  const YtTermId **columns;
} Multiway;

/* Reading */

/* One look then tells whether an id is there and where its rows are. */
static gboolean
make_rows_of(Relation *r)
{
  const YtTermId *ids = r->table.columns[0];
  gsize n_rows = r->table.n_rows;
  r->first = ids[0];
  gsize n_ids = ids[n_rows - 1] - r->first + 1;
  if (!yt_exec_reserve(r->table.exec, (n_ids + 1) * sizeof *r->rows_of))
    return FALSE;
  r->n_ids = n_ids;
  r->rows_of = g_new(guint32, n_ids + 1);
  for (gsize id = 0, row = 0; id <= n_ids; id++) {
    r->rows_of[id] = (guint32) row;
    while (row < n_rows && ids[row] == r->first + id)
      row++;
  }
  return TRUE;
}

static gboolean
make_heads(Relation *r)
{
  enum { SPARSEST = 8 }; /* ids a row: a table of 4 bytes an id is then not much more than the rows */
  const YtTable *table = &r->table;
  if (table->n_rows >= G_MAXUINT32) {
    yt_exec_fail(table->exec, YT_SPARQL_ERROR_MEMORY, "a join has more than 2^32 rows on one side");
    return FALSE;
  }
  if (table->n_rows &&
      (table->columns[0][table->n_rows - 1] - table->columns[0][0]) / SPARSEST < table->n_rows)
    return make_rows_of(r);
  if (!yt_exec_reserve(table->exec, table->n_rows * (sizeof *r->heads + sizeof *r->starts)))
    return FALSE;
  r->heads = g_new(YtTermId, table->n_rows + 1);
  r->starts = g_new(guint32, table->n_rows + 1);
  r->n_heads = 0;
  for (gsize i = 0; i < table->n_rows; i++)
    if (i == 0 || table->columns[0][i] != table->columns[0][i - 1]) {
      r->heads[r->n_heads] = table->columns[0][i];
      r->starts[r->n_heads++] = (guint32) i;
    }
  r->starts[r->n_heads] = (guint32) table->n_rows;
  return TRUE;
}

static void
relation_reset(Relation *r)
{
  if (r->heads)
    yt_exec_release(r->table.exec, r->table.n_rows * (sizeof *r->heads + sizeof *r->starts));
  if (r->rows_of)
    yt_exec_release(r->table.exec, (r->n_ids + 1) * sizeof *r->rows_of);
  g_clear_pointer(&r->rows_of, g_free);
  g_clear_pointer(&r->heads, g_free);
  g_clear_pointer(&r->starts, g_free);
  yt_table_truncate(&r->table);
}

static gsize
count_places(const Relation *r)
{
  return r->rows_of ? r->n_ids : r->n_heads;
}

static gboolean
multiway_open(YtOp *op)
{
  Multiway *self = (Multiway *) op;
  gsize n_rows = 0;
  self->ended = FALSE;
  for (guint w = 0; w < self->n_walks; w++) {
    yt_table_truncate(&self->walks[w].out);
    self->walks[w].ended = TRUE;
  }
  for (guint i = 0; i < op->n_children; i++)
    relation_reset(&self->relations[i]);
  for (guint i = 0; i < op->n_children && !self->ended; i++) {
    Relation *r = &self->relations[i];
    if (!yt_op_open(op->children[i]) || !yt_table_read(&r->table, op->children[i]) || !make_heads(r))
      return FALSE;
    self->ended = r->table.n_rows == 0;
    n_rows += r->table.n_rows;
  }
  if (self->ended)
    return TRUE;
  for (guint w = 0; w < self->n_walks; w++)
    for (guint l = 0; l < self->walks[w].n_levels; l++)
      for (guint m = 0; m < self->walks[w].levels[l].n_members; m++) {
        Member *member = &self->walks[w].levels[l].members[m];
        member->values =
            member->column ? member->relation->table.columns[member->column] : member->relation->heads;
      }
  self->walk = self->n_walks;
  self->place = 0;
  self->n_places = count_places(self->walks[0].levels[0].members[0].relation);
  self->is_large = (n_rows >= FEWEST_ROWS || op->exec->plan_options.eager_threads) && self->n_walks > 1;
  self->n_round_places = self->is_large ? self->n_places / FIRST_ROUND : self->n_places;
  return TRUE;
}

/* Leaping */

/* The first place in [@at, @end) whose value is not below @value. */
static inline gsize
gallop(const YtTermId *values, gsize at, gsize end, YtTermId value)
{
  gsize step = 1;
  if (at >= end || values[at] >= value)
    return at;
  while (at + step < end && values[at + step] < value) {
    at += step;
    step *= 2;
  }
  gsize high = MIN(at + step, end); /* at is below the value, high is not */
  while (high - at > 1) {
    gsize middle = (at + high) / 2;
    if (values[middle] < value)
      at = middle;
    else
      high = middle;
  }
  return high;
}

/* Moves all members to the next value that they have in common, from that of the first on; FALSE if there is none. */
static inline gboolean
leap(Level *level, YtTermId *common)
{
  Member *members = level->members;
  guint n = level->n_members;
  if (members[0].at >= members[0].end)
    return FALSE;
  YtTermId value =
      members[0].values ? members[0].values[members[0].at] : members[0].relation->first + members[0].at;
  for (guint m = 0, n_agreed = 0; n_agreed < n; m = m + 1 == n ? 0 : m + 1) {
    Member *member = &members[m];
    YtTermId found;
    if (member->values) {
      member->at = gallop(member->values, member->at, member->end, value);
      if (member->at >= member->end)
        return FALSE;
      found = member->values[member->at];
    } else {
      const Relation *r = member->relation;
      gsize place = value < r->first ? 0 : value - r->first;
      if (place >= member->end)
        return FALSE;
      member->at = place;
      found = r->first + place;
      if (r->rows_of[place] == r->rows_of[place + 1]) { /* it is not there: the next may be */
        value = found + 1;
        n_agreed = 0;
        continue;
      }
    }
    n_agreed = found == value ? n_agreed + 1 : 1;
    value = found;
  }
  *common = value;
  return TRUE;
}

/* The end of the rows that have the member's value. */
static inline gsize
end_of_value(const Member *member)
{
  if (member->column + 1 == member->relation->table.n_columns)
    return member->at + 1; /* rows differ */
  return gallop(member->values, member->at, member->end, member->values[member->at] + 1);
}

/* Begins a level: its members have the ranges that the levels above left them. */
static void
enter(Level *level)
{
  for (guint m = 0; m < level->n_members; m++) {
    Member *member = &level->members[m];
    member->at = member->column ? member->range->from[member->column] : 0;
    member->end = member->column ? member->range->to[member->column] : count_places(member->relation);
  }
}

/* Hands the rows of the common value down to the next columns. */
static void
descend(Level *level)
{
  for (guint m = 0; m < level->n_members; m++) {
    const Member *member = &level->members[m];
    const Relation *r = member->relation;
    guint next = member->column + 1;
    if (next == r->table.n_columns)
      continue;
    const guint32 *rows = r->rows_of ? r->rows_of : r->starts;
    member->range->from[next] = member->column ? member->at : rows[member->at];
    member->range->to[next] = member->column ? end_of_value(member) : rows[member->at + 1];
  }
}

static void
step(Level *level)
{
  Member *member = &level->members[0];
  member->at = member->column ? end_of_value(member) : member->at + 1;
}

static void
walk_begin(Walk *walk, gsize first, gsize end)
{
  walk->first = first;
  walk->end = end;
  walk->depth = 0;
  walk->begun = FALSE;
  walk->ended = first == end;
  yt_table_truncate(&walk->out);
}

/* Goes on until there are @n_rows more rows, or to the end. FALSE: the query has failed. */
static gboolean
walk_on(Walk *walk, gsize n_rows)
{
  guint last = walk->n_levels - 1;
  gsize stop = walk->out.n_rows + n_rows;
  if (!yt_table_grow(&walk->out, n_rows))
    return FALSE;
  if (!walk->begun) {
    enter(&walk->levels[0]);
    walk->levels[0].members[0].at = walk->first;
    walk->levels[0].members[0].end = walk->end;
  }
  walk->begun = TRUE;
  while (walk->out.n_rows < stop) {
    Level *level = &walk->levels[walk->depth];
    if (++walk->n_steps % 8192 == 0 && !yt_exec_check(walk->out.exec))
      return FALSE;
    if (!leap(level, &walk->values[walk->depth])) {
      if (walk->depth == 0) {
        walk->ended = TRUE;
        return TRUE;
      }
      step(&walk->levels[--walk->depth]);
      continue;
    }
    if (walk->depth < last) {
      descend(level);
      enter(&walk->levels[++walk->depth]);
      continue;
    }
    for (guint l = 0; l <= last; l++)
      walk->out.columns[l][walk->out.n_rows] = walk->values[l];
    walk->out.n_rows++;
    step(level);
  }
  return TRUE;
}

/* Rounds */

static gpointer
work(gpointer data)
{
  Multiway *self = data;
  guint w;
  while ((w = (guint) g_atomic_int_add(&self->next_walk, 1)) < self->n_walks) {
    Walk *walk = &self->walks[w];
    while (!walk->ended && walk->out.n_rows < WALK_ROWS)
      if (!walk_on(walk, YT_BATCH_ROWS))
        return NULL; /* the query has failed, and says so */
  }
  return NULL;
}

static void
work_with_threads(Multiway *self)
{
  guint n = self->n_walks / WALKS_PER_THREAD - 1;
  g_autofree GThread **threads = g_new0(GThread *, n);
  g_atomic_int_set(&self->next_walk, 0);
  for (guint i = 0; i < n; i++)
    threads[i] = g_thread_try_new("join", work, self, NULL); /* without, the others do it all */
  work(self);
  for (guint i = 0; i < n; i++)
    if (threads[i])
      g_thread_join(threads[i]);
}

/* Hands out the next places to the walks. */
static void
begin_round(Multiway *self)
{
  gsize n = MIN(MAX(self->n_round_places, 1), self->n_places - self->place);
  guint n_parts = self->is_large ? self->n_walks : 1;
  for (guint w = 0; w < self->n_walks; w++) {
    gsize first = MIN(w, n_parts) * n / n_parts, end = MIN(w + 1, n_parts) * n / n_parts;
    walk_begin(&self->walks[w], self->place + first, self->place + end);
  }
  self->place += n;
  self->n_round_places = n * ROUND_GROWTH;
  self->walk = 0;
  self->at = 0;
  if (self->is_large)
    work_with_threads(self);
}

/* Comes to the next rows; FALSE when there are none, or the query has failed. */
static gboolean
find_rows(Multiway *self)
{
  while (!yt_exec_has_failed(self->op.exec)) {
    if (self->walk == self->n_walks) {
      if (self->place == self->n_places)
        return FALSE;
      begin_round(self);
      continue;
    }
    Walk *walk = &self->walks[self->walk];
    if (self->at < walk->out.n_rows)
      return TRUE;
    self->at = 0;
    yt_table_truncate(&walk->out);
    if (walk->ended)
      self->walk++;
    else if (!walk_on(walk, YT_BATCH_ROWS))
      return FALSE;
  }
  return FALSE;
}

static gboolean
multiway_next(YtOp *op, YtBatch *batch)
{
  Multiway *self = (Multiway *) op;
  if (self->ended || !find_rows(self)) {
    self->ended = TRUE;
    return FALSE;
  }
  const YtTable *rows = &self->walks[self->walk].out;
  gsize n = MIN(rows->n_rows - self->at, YT_BATCH_ROWS);
  for (guint c = 0; c < op->n_variables; c++)
    self->columns[c] = rows->columns[c] + self->at;
  self->at += n;
  *batch = (YtBatch){n, self->columns};
  return TRUE;
}

static void
multiway_clear(YtOp *op)
{
  Multiway *self = (Multiway *) op;
  for (guint i = 0; i < op->n_children; i++) {
    relation_reset(&self->relations[i]);
    yt_table_clear(&self->relations[i].table);
  }
  for (guint w = 0; w < self->n_walks; w++)
    yt_table_clear(&self->walks[w].out);
}

static void
walk_init(Walk *walk, Multiway *self, const guint *variables, guint n_variables)
{
  YtOp *op = &self->op;
  YtArena *arena = op->exec->arena;
  walk->ranges = yt_arena_array(arena, Range, op->n_children);
  walk->levels = yt_arena_array(arena, Level, n_variables);
  walk->values = yt_arena_array(arena, YtTermId, n_variables + 1);
  walk->n_levels = n_variables;
  for (guint v = 0; v < n_variables; v++) {
    Level *level = &walk->levels[v];
    level->members = yt_arena_array(arena, Member, op->n_children);
    for (guint i = 0; i < op->n_children; i++) {
      int column = yt_op_find_column(op->children[i], variables[v]);
      if (column >= 0)
        level->members[level->n_members++] =
            (Member){.relation = &self->relations[i], .range = &walk->ranges[i], .column = (guint) column};
    }
  }
  yt_table_init(&walk->out, op->exec, n_variables);
}

YtOp *
yt_op_multiway_new(YtExec *exec, YtOp *const *children, guint n_children, const guint *variables,
                   guint n_variables)
{
  static const YtOpClass class = {"multiway join", multiway_open, multiway_next, multiway_clear};
  Multiway *self = yt_op_new(exec, &class, sizeof *self, n_children);
  self->relations = yt_arena_array(exec->arena, Relation, n_children);
  self->op.detail = yt_explain_variables(exec, variables, n_variables);
  yt_op_set_variables(&self->op, variables, n_variables);
  for (guint i = 0; i < n_children; i++) {
    g_assert(children[i]->n_variables <= MAX_COLUMNS);
    self->op.children[i] = children[i];
    yt_table_init(&self->relations[i].table, exec, children[i]->n_variables);
  }
  for (guint v = 0; v < n_variables; v++)
    yt_varset_add(&self->op.certain, variables[v], exec->arena);
  guint n_threads = yt_exec_get_n_threads(exec);
  self->n_walks = n_threads > 1 ? n_threads * WALKS_PER_THREAD : 1;
  self->walks = yt_arena_array(exec->arena, Walk, self->n_walks);
  for (guint w = 0; w < self->n_walks; w++)
    walk_init(&self->walks[w], self, variables, n_variables);
  self->op.n_sorted = MIN(n_variables, G_N_ELEMENTS(self->op.sorted));
  memcpy(self->op.sorted, variables, self->op.n_sorted * sizeof *variables);
  self->columns = yt_arena_array(exec->arena, const YtTermId *, n_variables + 1);
  return &self->op;
}
