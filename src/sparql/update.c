/* update.c: SPARQL 1.1 Update, inside one transaction of a store.
 *
 * The operations of a request see each other's effects, and the request as a whole is carried out or not at all. Each
 * operation works on a snapshot of the transaction: first all solutions, then all deletions, then all insertions
 * (section 3.1.3). A graph exists as long as it has quads, so CREATE makes nothing that could be seen, and DROP and CLEAR are
 * the same. */
#include "sparql/engine.h"
#include "sparql/parameter.h"
#include "sparql/plan.h"

typedef struct {
  YtTransaction *transaction;
  YtStore *snapshot; /* before the operation; owned */
  const char *text;
  const YtSparqlOptions *options;
  YtExec *exec;  /* of the operation; owned */
  guint n_files; /* loaded so far: keeps their blank nodes apart */
  GError **error;
} Updating;

static gboolean
fail(Updating *u, const char *format, const char *argument)
{
  g_set_error(u->error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_EVALUATION, format, argument);
  return FALSE;
}

/* The id that a term of this query has in the transaction; 0 with an error. */
static YtTermId
to_transaction(Updating *u, YtTermId id)
{
  if (yt_id_kind(id) != YT_ID_LOCAL)
    return id;
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  YtTerm term = yt_terms_get(u->exec->terms, id, &buffer);
  return yt_transaction_intern(u->transaction, &term, u->error);
}

/* Quads */

static gboolean
is_quad(const YtExec *exec, const YtQuad *quad)
{
  for (guint p = 0; p < 4; p++) {
    YtIdKind kind = yt_id_kind(quad->at[p]);
    if (kind == YT_ID_LOCAL) {
      g_auto(YtTermBuffer) buffer;
      yt_term_buffer_init(&buffer);
      YtTermKind term = yt_terms_get(exec->terms, quad->at[p], &buffer).kind;
      kind = term == YT_TERM_IRI ? YT_ID_IRI : term == YT_TERM_BLANK ? YT_ID_BLANK : YT_ID_TYPED;
    }
    if ((p == YT_SUBJECT && kind != YT_ID_IRI && kind != YT_ID_BLANK) ||
        (p == YT_PREDICATE && kind != YT_ID_IRI) || (p == YT_GRAPH && quad->at[p] && kind != YT_ID_IRI))
      return FALSE;
  }
  return TRUE;
}

typedef struct {
  YtExec *exec;
  GArray *quads;
  YtTermId with; /* the graph of quads that name none */
} Collecting;

static gboolean
collect(const YtQuad *quad, gpointer data)
{
  Collecting *c = data;
  YtQuad copy = *quad;
  if (!copy.graph)
    copy.graph = c->with;
  if (is_quad(c->exec, &copy)) {
    if (!yt_exec_reserve(c->exec, sizeof copy))
      return FALSE;
    g_array_append_val(c->quads, copy);
  }
  return TRUE;
}

static gboolean
apply_quads(Updating *u, GArray *quads, gboolean insert)
{
  guint n = 0;
  for (guint i = 0; i < quads->len; i++) {
    YtQuad *quad = &g_array_index(quads, YtQuad, i);
    gboolean is_known = TRUE;
    for (guint p = 0; p < 4; p++)
      is_known = is_known && yt_id_kind(quad->at[p]) != YT_ID_LOCAL;
    if (!insert && !is_known)
      continue; /* the store cannot have it */
    for (guint p = 0; p < 4; p++)
      if (quad->at[p] && !(quad->at[p] = to_transaction(u, quad->at[p])))
        return FALSE;
    g_array_index(quads, YtQuad, n++) = *quad;
  }
  if (insert)
    yt_transaction_insert_ids(u->transaction, (YtQuad *) (gpointer) quads->data, n);
  else
    yt_transaction_delete_ids(u->transaction, (YtQuad *) (gpointer) quads->data, n);
  return TRUE;
}

static gboolean
take_error(Updating *u)
{
  if (!yt_exec_has_failed(u->exec))
    return FALSE;
  g_propagate_error(u->error, g_error_copy(u->exec->error));
  return TRUE;
}

/* DELETE and INSERT templates over the solutions of a pattern; without one, over the one empty solution. */
static gboolean
modify(Updating *u, const YtUpdate *update)
{
  YtExec *exec = u->exec;
  YtSelect select = {.where = update->where, .limit = G_MAXUINT64};
  select.projections = select.group_by = select.having = select.order_by = yt_arena_ptr_array(exec->arena);
  gboolean has_using = update->using.from->len || update->using.from_named->len;
  YtTranslation translation = {exec->request, exec->terms, &exec->dataset, has_using ? NULL : update->with};
  YtAlgebra *algebra = yt_algebra_translate(&translation, &select, u->error);
  if (!algebra)
    return FALSE;
  YtOp *op = yt_plan(exec, algebra);
  YtTermId with = 0;
  if (update->with) {
    YtTerm name = yt_term_iri(update->with);
    with = yt_terms_intern(exec->terms, &name);
  }
  g_autoptr(GArray) deleted = g_array_new(FALSE, FALSE, sizeof(YtQuad));
  g_autoptr(GArray) inserted = g_array_new(FALSE, FALSE, sizeof(YtQuad));
  Collecting deleting = {exec, deleted, with}, inserting = {exec, inserted, with};
  YtTemplate delete_template = {0}, insert_template = {0};
  if (update->delete_quads)
    yt_template_init(&delete_template, exec, update->delete_quads, op);
  if (update->insert_quads)
    yt_template_init(&insert_template, exec, update->insert_quads, op);
  YtBatch batch;
  gboolean ok = yt_op_open(op);
  while (ok && yt_op_next(op, &batch))
    for (gsize row = 0; ok && row < batch.n_rows; row++)
      ok = yt_template_apply(&delete_template, &batch, row, collect, &deleting) &&
           yt_template_apply(&insert_template, &batch, row, collect, &inserting);
  yt_template_clear(&delete_template);
  yt_template_clear(&insert_template);
  return !take_error(u) && apply_quads(u, deleted, FALSE) && apply_quads(u, inserted, TRUE);
}

/* Whole graphs */

static YtTermId
graph_id(Updating *u, const YtGraphs *graphs)
{
  if (graphs->kind != YT_GRAPHS_ONE)
    return 0;
  YtTerm name = yt_term_iri(graphs->iri);
  return yt_terms_intern(u->exec->terms, &name);
}

static YtQuad
graphs_pattern(Updating *u, const YtGraphs *graphs)
{
  YtQuad pattern = {.graph = graph_id(u, graphs)};
  if (graphs->kind == YT_GRAPHS_NAMED)
    pattern.graph = YT_GRAPH_NAMED;
  else if (graphs->kind == YT_GRAPHS_ALL)
    pattern.graph = YT_GRAPH_ANY;
  return pattern;
}

static gboolean
has_quads(Updating *u, const YtGraphs *graphs)
{
  YtQuad pattern = graphs_pattern(u, graphs);
  return yt_id_kind(pattern.graph) != YT_ID_LOCAL && yt_store_count(u->snapshot, &pattern) > 0;
}

static void
clear(Updating *u, const YtGraphs *graphs)
{
  YtQuad pattern = graphs_pattern(u, graphs);
  if (yt_id_kind(pattern.graph) != YT_ID_LOCAL)
    yt_transaction_clear(u->transaction, &pattern);
}

/* ADD, COPY, MOVE, section 3.2.3 to 3.2.5 */
static gboolean
transfer(Updating *u, const YtUpdate *update)
{
  YtTermId from = graph_id(u, &update->from), to = graph_id(u, &update->to);
  if (from == to)
    return TRUE;
  if (update->from.kind == YT_GRAPHS_ONE && !has_quads(u, &update->from))
    return update->silent || fail(u, "there is no graph <%s>", update->from.iri);
  YtQuad pattern = graphs_pattern(u, &update->from), quad;
  g_autoptr(GArray) quads = g_array_new(FALSE, FALSE, sizeof(YtQuad));
  g_autofree YtScan *scan = g_malloc(sizeof *scan);
  yt_scan_init(scan, u->snapshot, YT_SPO, &pattern, YT_COLUMNS_ALL);
  while (yt_scan_next(scan, &quad)) {
    quad.graph = to;
    g_array_append_val(quads, quad);
    if (!yt_exec_check(u->exec) || !yt_exec_reserve(u->exec, sizeof quad))
      return !take_error(u);
  }
  if (update->op != YT_UPDATE_ADD)
    clear(u, &update->to);
  if (!apply_quads(u, quads, TRUE))
    return FALSE;
  if (update->op == YT_UPDATE_MOVE)
    clear(u, &update->from);
  return TRUE;
}

typedef struct {
  Updating *u;
  const YtGraphs *into;
} Loading;

static gboolean
load_quad(const YtTermQuad *quad, gpointer data, GError **error)
{
  Loading *loading = data;
  YtTermQuad copy = *quad;
  if (loading->into->kind == YT_GRAPHS_ONE)
    copy.graph = yt_term_iri(loading->into->iri);
  return yt_transaction_insert(loading->u->transaction, &copy, error);
}

/* LOAD: files only, and only where the caller lets a request read them. */
static gboolean
load(Updating *u, const YtUpdate *update)
{
  g_autofree char *path = g_filename_from_uri(update->source, NULL, NULL);
  if (!path || !u->options->may_read_files)
    return fail(u, "LOAD <%s> is not allowed here", update->source);
  g_autofree char *prefix = g_strdup_printf("l%u", ++u->n_files);
  YtRdfReadOptions options = {
      .format = YT_RDF_GUESS, .base = update->source, .blank_prefix = prefix, .strict_lines = TRUE};
  Loading loading = {u, &update->to};
  return yt_rdf_read_file(path, &options, load_quad, &loading, u->error);
}

static gboolean
run(Updating *u, const YtUpdate *update)
{
  switch (update->op) {
  case YT_UPDATE_LOAD: return load(u, update);
  case YT_UPDATE_CLEAR:
  case YT_UPDATE_DROP: clear(u, &update->to); return TRUE;
  case YT_UPDATE_CREATE:
    return !has_quads(u, &update->to) || fail(u, "there is a graph <%s> already", update->to.iri);
  case YT_UPDATE_ADD:
  case YT_UPDATE_MOVE:
  case YT_UPDATE_COPY: return transfer(u, update);
  case YT_UPDATE_INSERT_DATA:
  case YT_UPDATE_DELETE_DATA:
  case YT_UPDATE_DELETE_WHERE:
  case YT_UPDATE_MODIFY: return modify(u, update);
  }
  g_assert_not_reached();
}

/* SPARQL 1.1 Protocol, 2.2.3: the dataset of the request's parameters, in place of USING. */
static void
take_dataset(YtDatasetClause *clause, const YtSparqlOptions *options, YtArena *arena)
{
  clause->from = yt_arena_ptr_array(arena);
  clause->from_named = yt_arena_ptr_array(arena);
  for (const char *const *iri = options->default_graphs; iri && *iri; iri++)
    g_ptr_array_add(clause->from, (gpointer) *iri);
  for (const char *const *iri = options->named_graphs; iri && *iri; iri++)
    g_ptr_array_add(clause->from_named, (gpointer) *iri);
}

/* The same place: it is an error when the request has USING, USING NAMED or WITH of its own. */
static gboolean
check_dataset(const YtRequest *request, const YtSparqlOptions *options, GError **error)
{
  if (!options || (!options->default_graphs && !options->named_graphs))
    return TRUE;
  for (guint i = 0; i < request->updates->len; i++) {
    const YtUpdate *update = g_ptr_array_index(request->updates, i);
    gboolean has_using = update->using.from && (update->using.from->len || update->using.from_named->len);
    if (!has_using && !update->with)
      continue;
    g_set_error(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_UNSUPPORTED,
                "expected USING, USING NAMED and WITH in the request or graphs beside it, found both");
    return FALSE;
  }
  return TRUE;
}

/* One operation: the request is parsed anew, since an exec owns the request that it runs. */
static gboolean
run_operation(Updating *u, guint index)
{
  YtRequest *request = yt_sparql_parse(u->text, u->options->base, TRUE, u->error);
  if (!request || !yt_request_bind(request, u->options->parameters, u->options->n_parameters, u->error)) {
    g_clear_pointer(&request, yt_request_free);
    return FALSE;
  }
  g_autoptr(YtStore) snapshot = yt_transaction_ref_snapshot(u->transaction);
  g_autoptr(YtExec) exec = yt_exec_new(yt_terms_new(snapshot), request, u->options);
  const YtUpdate *update = g_ptr_array_index(request->updates, index);
  YtDatasetClause given = update->using;
  if (u->options->default_graphs || u->options->named_graphs)
    take_dataset(&given, u->options, exec->arena);
  yt_dataset_init(&exec->dataset, exec->terms, &given, exec->arena);
  u->snapshot = snapshot;
  u->exec = exec;
  GError **outer = u->error;
  GError *problem = NULL;
  u->error = &problem;
  gboolean ok = run(u, update);
  u->error = outer;
  u->exec = NULL;
  u->snapshot = NULL;
  /* SILENT forgives what is wrong with graphs and files, not that time or memory has run out */
  if (!ok && update->silent && !yt_exec_has_failed(exec)) {
    g_clear_error(&problem);
    return TRUE;
  }
  if (!ok)
    g_propagate_error(outer, problem);
  return ok;
}

gboolean
yt_sparql_update(YtStoreWriter *writer, const char *text, const YtSparqlOptions *options, GError **error)
{
  g_return_val_if_fail(writer != NULL && text != NULL, FALSE);
  static const YtSparqlOptions no_options;
  g_autoptr(YtRequest) request = yt_sparql_parse(text, options ? options->base : NULL, TRUE, error);
  if (!request || !check_dataset(request, options, error))
    return FALSE;
  YtTransaction *transaction = yt_store_writer_begin(writer, error);
  if (!transaction)
    return FALSE;
  Updating u = {
      .transaction = transaction, .text = text, .options = options ? options : &no_options, .error = error};
  for (guint i = 0; i < request->updates->len; i++)
    if (!run_operation(&u, i)) {
      yt_transaction_rollback(transaction);
      return FALSE;
    }
  return yt_transaction_commit(transaction, error);
}
