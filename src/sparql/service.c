/* service.c: SERVICE (SPARQL 1.1 Federated Query).
 *
 * The text of the pattern is sent as a query. Where the plan hands bindings down (op.h, YtSeedSource), they go with it as a
 * VALUES block, some at a time: a bind join, so that the other side need not send all it has. Every binding goes once, and what
 * comes back carries its values, so the join above gives the same rows as a join with the whole answer. A blank
 * node means nothing to somebody else: a variable that has one anywhere is left out of the VALUES, for all rows alike.
 *
 * Who may be asked is up to remote/remote.h. */
#include "remote/remote.h"
#include "sparql/explain.h"
#include "sparql/op.h"

enum { BATCH_ROWS = 128, BATCH_BYTES = 64 << 10 };

#define COST_REQUEST 2e7 /* nanoseconds */
#define COST_ALL     2e9 /* of an answer of unknown size */
#define COST_NEVER   1e18

typedef struct {
  YtOp op;
  const YtAlgebra *service;
  const YtSeedSource *seed; /* (nullable) */
  guint *sent;              /* places in the seed of the variables that go into VALUES, */
  guint n_sent;
  const char **names;  /* and what the text calls them */
  int endpoint_column; /* of the seed, when SERVICE names a variable; -1 */
  YtRowSet rows;       /* what is to be sent, each once: the endpoint (or 0), then the variables */
  gsize at;
  gboolean done;
  YtTable out;
  const YtTermId **columns;
} Service;

/* What is sent */

static gboolean
column_has_blank(const Service *self, guint column)
{
  const YtTable *table = self->seed->table;
  for (gsize r = 0; r < table->n_rows; r++) {
    g_auto(YtTermBuffer) buffer;
    yt_term_buffer_init(&buffer);
    YtTermId id = table->columns[column][r];
    YtIdKind kind = yt_id_kind(id);
    if (kind == YT_ID_BLANK ||
        (kind == YT_ID_LOCAL && yt_terms_get(self->op.exec->terms, id, &buffer).kind == YT_TERM_BLANK))
      return TRUE;
  }
  return FALSE;
}

static int
find_variable(const guint *variables, guint n, guint variable)
{
  for (guint i = 0; i < n; i++)
    if (variables[i] == variable)
      return (int) i;
  return -1;
}

static void
choose_sent(Service *self)
{
  const YtAlgebra *service = self->service;
  self->n_sent = 0;
  for (guint c = 0; c < self->seed->n_variables; c++) {
    int visible = find_variable(service->variables, service->n_variables, self->seed->variables[c]);
    if (visible < 0 || column_has_blank(self, c))
      continue;
    guint name = service->extensions[visible].variable;
    self->sent[self->n_sent] = c;
    self->names[self->n_sent++] = g_array_index(self->op.exec->request->variables, YtVariable, name).name;
  }
}

static gboolean
collect_rows(Service *self)
{
  const YtTable *table = self->seed->table;
  YtTermId *key = yt_arena_array(self->op.exec->arena, YtTermId, self->n_sent + 1);
  yt_row_set_clear(&self->rows);
  yt_row_set_init(&self->rows, self->op.exec, self->n_sent + 1, self->n_sent + 1);
  for (gsize r = 0; r < table->n_rows; r++) {
    gsize row;
    gboolean is_new;
    key[0] = self->endpoint_column < 0 ? 0 : table->columns[self->endpoint_column][r];
    for (guint i = 0; i < self->n_sent; i++)
      key[i + 1] = table->columns[self->sent[i]][r];
    if (!yt_row_set_add(&self->rows, key, &row, &is_new))
      return FALSE;
  }
  return TRUE;
}

static gboolean
service_open(YtOp *op)
{
  Service *self = (Service *) op;
  self->done = FALSE;
  self->at = 0;
  if (!self->seed || !self->seed->table)
    return TRUE;
  choose_sent(self);
  return collect_rows(self);
}

/* Appends the rows from @self->at on as a VALUES block, as many as go at once. Returns behind them. */
static gsize
append_values(const Service *self, GString *query)
{
  const YtTable *rows = &self->rows.table;
  gsize row = self->at, start = query->len;
  g_string_append(query, "\nVALUES (");
  for (guint i = 0; i < self->n_sent; i++)
    g_string_append_printf(query, "?%s ", self->names[i]);
  g_string_append(query, ") {\n");
  for (; row < rows->n_rows && row - self->at < BATCH_ROWS && query->len - start < BATCH_BYTES &&
         rows->columns[0][row] == rows->columns[0][self->at];
       row++) {
    g_string_append_c(query, '(');
    for (guint i = 0; i < self->n_sent; i++) {
      g_auto(YtTermBuffer) buffer;
      yt_term_buffer_init(&buffer);
      YtTerm term = yt_terms_get(self->op.exec->terms, rows->columns[i + 1][row], &buffer);
      yt_term_append(query, &term);
      g_string_append_c(query, ' ');
    }
    g_string_append(query, ")\n");
  }
  g_string_append_c(query, '}');
  return row;
}

/* What comes back */

static gboolean
check_exec(gpointer exec)
{
  return yt_exec_check(exec);
}

static YtRemoteTable *
ask(Service *self, const char *endpoint, const char *query, GError **error)
{
  YtExec *exec = self->op.exec;
  YtRemoteOptions options = {
      .allowed = (const char *const *) exec->services, .check = check_exec, .user_data = exec};
  if (exec->deadline)
    options.timeout_ms = /* rounded up, so that when it is over the query's time is */
        (guint64) MAX(exec->deadline - g_get_monotonic_time(), 0) / 1000 + 1;
  if (exec->memory_limit)
    options.max_bytes = MIN(exec->memory_limit, YT_REMOTE_MAX_BYTES);
  return yt_remote_query(endpoint, query, &options, error);
}

static YtTermId
take_term(Service *self, const YtTerm *term, GHashTable *blanks)
{
  YtTerms *terms = self->op.exec->terms;
  if (term->kind != YT_TERM_BLANK)
    return yt_terms_intern(terms, term);
  char *label = g_strndup(term->text, term->n_text);
  YtTermId *id = g_hash_table_lookup(blanks, label);
  if (!id) {
    YtTermId made = yt_terms_new_blank(terms);
    g_hash_table_insert(blanks, g_strdup(label), id = g_memdup2(&made, sizeof made));
  }
  g_free(label);
  return *id;
}

static gboolean
take_answer(Service *self, const YtRemoteTable *answer, YtTermId endpoint)
{
  const YtAlgebra *service = self->service;
  g_autoptr(GHashTable) blanks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  if (!yt_table_grow(&self->out, answer->n_rows))
    return FALSE;
  self->out.n_rows = answer->n_rows;
  for (guint c = 0; c < self->op.n_variables; c++) {
    const char *name = c < service->n_variables ? g_array_index(self->op.exec->request->variables, YtVariable,
                                                                service->extensions[c].variable)
                                                      .name
                                                : NULL;
    guint from = 0;
    while (name && from < answer->names->len && strcmp(g_ptr_array_index(answer->names, from), name) != 0)
      from++;
    for (gsize r = 0; r < answer->n_rows; r++) {
      YtTermId id = !name ? endpoint : 0;
      if (name && from < answer->names->len)
        id = take_term(self, &g_array_index(answer->terms, YtTerm, r * answer->names->len + from), blanks);
      self->out.columns[c][r] = id;
    }
  }
  return yt_exec_check(self->op.exec);
}

/* SILENT: as if the pattern had given one solution without bindings; joined with what was sent. */
static gboolean
take_silence(Service *self, gsize end, YtTermId endpoint)
{
  gboolean is_seeded = self->seed != NULL;
  gsize n = is_seeded ? end - self->at : 1;
  if (!yt_table_grow(&self->out, n))
    return FALSE;
  self->out.n_rows = n;
  for (guint c = 0; c < self->op.n_variables; c++)
    for (gsize r = 0; r < n; r++)
      self->out.columns[c][r] = c < self->service->n_variables ? 0 : endpoint;
  for (guint i = 0; is_seeded && i < self->n_sent; i++) {
    int column = yt_op_find_column(&self->op, self->seed->variables[self->sent[i]]);
    memcpy(self->out.columns[column], self->rows.table.columns[i + 1] + self->at, n * sizeof(YtTermId));
  }
  return TRUE;
}

/* One request. FALSE: the query has failed. */
static gboolean
exchange(Service *self)
{
  const YtAlgebra *service = self->service;
  YtExec *exec = self->op.exec;
  g_autoptr(GString) query = g_string_new_len(service->source, (gssize) service->n_source);
  g_autoptr(GError) error = NULL;
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  gsize end = self->seed ? self->rows.table.n_rows : 0;
  if (self->seed && (self->n_sent > 0 || self->endpoint_column >= 0))
    end = append_values(self, query);
  YtTermId id = !service->service.is_variable ? service->service.id
                : self->seed                  ? self->rows.table.columns[0][self->at]
                                              : 0;
  YtTerm name = yt_terms_get(exec->terms, id, &buffer);
  g_autofree char *endpoint = name.kind == YT_TERM_IRI ? g_strndup(name.text, name.n_text) : NULL;
  g_autoptr(YtRemoteTable) answer = NULL;
  if (endpoint)
    answer = ask(self, endpoint, query->str, &error);
  else
    g_set_error(&error, YT_REMOTE_ERROR, YT_REMOTE_ERROR_FAILED,
                "expected an IRI after SERVICE, found a variable that nothing binds to one");
  yt_table_truncate(&self->out);
  gboolean ok = yt_exec_check(exec); /* time that is over is nothing to be silent about */
  if (ok && answer)
    ok = take_answer(self, answer, id);
  else if (ok && service->silent)
    ok = take_silence(self, end, id);
  else if (ok) {
    yt_exec_fail(exec, YT_SPARQL_ERROR_EVALUATION, "SERVICE %s", error->message);
    ok = FALSE;
  }
  self->at = end;
  self->done = !self->seed || end == self->rows.table.n_rows;
  return ok;
}

static gboolean
service_next(YtOp *op, YtBatch *batch)
{
  Service *self = (Service *) op;
  self->done = self->done || (self->seed && self->rows.table.n_rows == 0);
  while (!self->done) {
    if (!exchange(self))
      return FALSE;
    if (!self->out.n_rows)
      continue;
    for (guint c = 0; c < op->n_variables; c++)
      self->columns[c] = self->out.columns[c];
    *batch = (YtBatch){self->out.n_rows, self->columns};
    return TRUE;
  }
  return FALSE;
}

static void
service_clear(YtOp *op)
{
  Service *self = (Service *) op;
  yt_table_clear(&self->out);
  yt_row_set_clear(&self->rows);
}

YtOp *
yt_op_service_new(YtExec *exec, const YtAlgebra *service)
{
  static const YtOpClass class = {"service", service_open, service_next, service_clear};
  Service *self = yt_op_new(exec, &class, sizeof *self, 0);
  self->service = service;
  self->seed = service->seed;
  guint *variables = yt_arena_array(exec->arena, guint, service->n_variables + 1);
  guint n = service->n_variables, n_seed = self->seed ? self->seed->n_variables : 0;
  memcpy(variables, service->variables, n * sizeof *variables);
  if (service->service.is_variable && find_variable(variables, n, service->service.variable) < 0)
    variables[n++] = service->service.variable;
  yt_op_set_variables(&self->op, variables, n);
  self->endpoint_column = service->service.is_variable && self->seed
                              ? find_variable(self->seed->variables, n_seed, service->service.variable)
                              : -1;
  self->sent = yt_arena_array(exec->arena, guint, n_seed + 1);
  self->names = yt_arena_array(exec->arena, const char *, n_seed + 1);
  yt_row_set_init(&self->rows, exec, 1, 1);
  yt_table_init(&self->out, exec, n);
  self->columns = yt_arena_array(exec->arena, const YtTermId *, n + 1);
  double n_rows = (double) service->n_rows;
  self->op.estimate = self->seed ? n_rows * 2 : 1e5;
  self->op.cost = self->seed ? COST_REQUEST * (1 + n_rows / BATCH_ROWS) : COST_ALL;
  if (service->service.is_variable && self->endpoint_column < 0)
    self->op.cost = COST_NEVER;
  if (exec->has_timing)
    self->op.detail = service->source;
  return &self->op;
}
