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

enum { MAX_COLUMNS = 4 };

typedef struct {
  YtTable table;
  YtTermId *heads; /* (nullable): the different values of column 0 */
  guint32 *starts; /* and where their rows begin; n_heads + 1 */
  gsize n_heads;
  guint32 *rows_of; /* instead of both, where ids are dense: for each id from @first on, where its rows begin; n_ids + 1 */
  YtTermId first;
  gsize n_ids;
  gsize from[MAX_COLUMNS], to[MAX_COLUMNS]; /* the range of each column, given the values of those before it */
} Relation;

/* A relation that has the variable of a level. */
typedef struct {
  Relation *relation;
  guint column;
  const YtTermId *values; /* NULL for column 0 of a relation with dense ids: there @at counts ids */
  gsize at, end;
} Member;

typedef struct {
  guint n_members;
  Member *members;
} Level;

typedef struct {
  YtOp op;
  Relation *relations; /* by child */
  guint n_levels;
  Level *levels;
  guint depth;
  gboolean begun, ended;
  YtTermId *values; /* bound so far, by level */
  gsize n_steps;
  YtTable out;
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
  if (table->n_rows && (table->columns[0][table->n_rows - 1] - table->columns[0][0]) / SPARSEST < table->n_rows)
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

static gboolean
multiway_open(YtOp *op)
{
  Multiway *self = (Multiway *) op;
  self->depth = 0;
  self->begun = self->ended = FALSE;
  for (guint i = 0; i < op->n_children; i++)
    relation_reset(&self->relations[i]);
  for (guint i = 0; i < op->n_children && !self->ended; i++) {
    Relation *r = &self->relations[i];
    if (!yt_op_open(op->children[i]) || !yt_table_read(&r->table, op->children[i]) || !make_heads(r))
      return FALSE;
    self->ended = r->table.n_rows == 0;
  }
  if (self->ended)
    return TRUE;
  for (guint l = 0; l < self->n_levels; l++)
    for (guint m = 0; m < self->levels[l].n_members; m++) {
      Member *member = &self->levels[l].members[m];
      member->values = member->column ? member->relation->table.columns[member->column] : member->relation->heads;
    }
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
  YtTermId value = members[0].values ? members[0].values[members[0].at] : members[0].relation->first + members[0].at;
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
      if (place >= r->n_ids)
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
    member->at = member->column ? member->relation->from[member->column] : 0;
    member->end = member->column               ? member->relation->to[member->column]
                  : member->relation->rows_of ? member->relation->n_ids
                                              : member->relation->n_heads;
  }
}

/* Hands the rows of the common value down to the next columns. */
static void
descend(Level *level)
{
  for (guint m = 0; m < level->n_members; m++) {
    const Member *member = &level->members[m];
    Relation *r = member->relation;
    guint next = member->column + 1;
    if (next == r->table.n_columns)
      continue;
    const guint32 *rows = r->rows_of ? r->rows_of : r->starts;
    r->from[next] = member->column ? member->at : rows[member->at];
    r->to[next] = member->column ? end_of_value(member) : rows[member->at + 1];
  }
}

static void
step(Level *level)
{
  Member *member = &level->members[0];
  member->at = member->column ? end_of_value(member) : member->at + 1;
}

static gboolean
multiway_next(YtOp *op, YtBatch *batch)
{
  Multiway *self = (Multiway *) op;
  guint last = self->n_levels - 1;
  yt_table_truncate(&self->out);
  if (self->ended || !yt_table_grow(&self->out, YT_BATCH_ROWS))
    return FALSE;
  if (!self->begun)
    enter(&self->levels[0]);
  self->begun = TRUE;
  while (self->out.n_rows < YT_BATCH_ROWS) {
    Level *level = &self->levels[self->depth];
    if (++self->n_steps % 8192 == 0 && !yt_exec_check(op->exec))
      return FALSE;
    if (!leap(level, &self->values[self->depth])) {
      if (self->depth == 0) {
        self->ended = TRUE;
        break;
      }
      step(&self->levels[--self->depth]);
      continue;
    }
    if (self->depth < last) {
      descend(level);
      enter(&self->levels[++self->depth]);
      continue;
    }
    for (guint l = 0; l <= last; l++)
      self->out.columns[l][self->out.n_rows] = self->values[l];
    self->out.n_rows++;
    step(level);
  }
  for (guint c = 0; c < op->n_variables; c++)
    self->columns[c] = self->out.columns[c];
  *batch = (YtBatch){self->out.n_rows, self->columns};
  return self->out.n_rows > 0;
}

static void
multiway_clear(YtOp *op)
{
  Multiway *self = (Multiway *) op;
  for (guint i = 0; i < op->n_children; i++) {
    relation_reset(&self->relations[i]);
    yt_table_clear(&self->relations[i].table);
  }
  yt_table_clear(&self->out);
}

YtOp *
yt_op_multiway_new(YtExec *exec, YtOp *const *children, guint n_children, const guint *variables, guint n_variables)
{
  static const YtOpClass class = {"multiway join", multiway_open, multiway_next, multiway_clear};
  Multiway *self = yt_op_new(exec, &class, sizeof *self, n_children);
  self->relations = yt_arena_array(exec->arena, Relation, n_children);
  self->levels = yt_arena_array(exec->arena, Level, n_variables);
  self->values = yt_arena_array(exec->arena, YtTermId, n_variables + 1);
  self->n_levels = n_variables;
  self->op.detail = yt_explain_variables(exec, variables, n_variables);
  yt_op_set_variables(&self->op, variables, n_variables);
  for (guint i = 0; i < n_children; i++) {
    g_assert(children[i]->n_variables <= MAX_COLUMNS);
    self->op.children[i] = children[i];
    yt_table_init(&self->relations[i].table, exec, children[i]->n_variables);
  }
  for (guint v = 0; v < n_variables; v++) {
    Level *level = &self->levels[v];
    level->members = yt_arena_array(exec->arena, Member, n_children);
    yt_varset_add(&self->op.certain, variables[v], exec->arena);
    for (guint i = 0; i < n_children; i++) {
      int column = yt_op_find_column(children[i], variables[v]);
      if (column >= 0)
        level->members[level->n_members++] = (Member){.relation = &self->relations[i], .column = (guint) column};
    }
  }
  self->op.n_sorted = MIN(n_variables, G_N_ELEMENTS(self->op.sorted));
  memcpy(self->op.sorted, variables, self->op.n_sorted * sizeof *variables);
  yt_table_init(&self->out, exec, n_variables);
  self->columns = yt_arena_array(exec->arena, const YtTermId *, n_variables + 1);
  return &self->op;
}
