/* engine.c: from the text of a query to its answer. */
#include "sparql/engine.h"
#include "sparql/explain.h"
#include "sparql/parameter.h"
#include "sparql/plan.h"

enum { DECODED_ROWS = 256 }; /* rows whose text is looked up at once */

typedef struct {
  YtExec *exec;
  YtOp *op;
  YtQuery *query;
  guint n_columns;
  YtBatch batch;
  gsize row;              /* the current one + 1 */
  gsize n_decoded, first; /* rows of the batch with text: [first, first + n_decoded) */
  YtTerm **terms;         /* (nullable): by column, of those rows; made for who reads row by row */
  YtTermBatch **batches;
} Answer;

static void
answer_free(gpointer data)
{
  Answer *answer = data;
  for (guint c = 0; answer->terms && c < answer->n_columns; c++) {
    g_free(answer->terms[c]);
    yt_term_batch_free(answer->batches[c]);
  }
  g_free(answer->terms);
  g_free(answer->batches);
  yt_exec_free(answer->exec); /* and the answer with it */
}

static gboolean
take_error(YtExec *exec, GError **error)
{
  if (!yt_exec_has_failed(exec))
    return FALSE;
  g_mutex_lock(&exec->lock);
  g_propagate_error(error, g_error_copy(exec->error));
  g_mutex_unlock(&exec->lock);
  return TRUE;
}

/* Solutions */

/* Looks up the text of @ids; that of local terms stays where it is. */
static void
get_terms(YtExec *exec, YtTermBatch *batch, const YtTermId *ids, gsize n_ids, YtTerm *terms)
{
  yt_term_batch_get(batch, ids, n_ids, terms);
  for (gsize i = 0; i < n_ids; i++)
    if (yt_id_kind(ids[i]) == YT_ID_LOCAL)
      terms[i] = yt_terms_get(exec->terms, ids[i], NULL);
}

static void
answer_get_terms(gpointer data, YtTermBatch *batch, const YtTermId *ids, gsize n_ids, YtTerm *terms)
{
  get_terms(((Answer *) data)->exec, batch, ids, n_ids, terms);
}

static YtTermBatch *
answer_new_batch(gpointer data)
{
  return yt_term_batch_new(((Answer *) data)->exec->store);
}

static guint
answer_get_n_threads(gpointer data)
{
  return yt_exec_get_n_threads(((Answer *) data)->exec) - 1;
}

static void
make_terms(Answer *answer)
{
  answer->terms = g_new0(YtTerm *, answer->n_columns + 1);
  answer->batches = g_new0(YtTermBatch *, answer->n_columns + 1);
  for (guint c = 0; c < answer->n_columns; c++) {
    answer->terms[c] = g_new(YtTerm, DECODED_ROWS);
    answer->batches[c] = answer_new_batch(answer);
  }
}

/* Looks up the text of the next rows of the batch. */
static void
decode(Answer *answer)
{
  if (!answer->terms)
    make_terms(answer);
  answer->first = answer->row;
  answer->n_decoded = MIN(answer->batch.n_rows - answer->row, DECODED_ROWS);
  for (guint c = 0; c < answer->n_columns; c++)
    get_terms(answer->exec, answer->batches[c], answer->batch.columns[c] + answer->first, answer->n_decoded,
              answer->terms[c]);
}

static gboolean
answer_next(gpointer data, GError **error)
{
  Answer *answer = data;
  if (answer->row >= answer->batch.n_rows) {
    answer->row = answer->n_decoded = answer->first = 0;
    if (!yt_op_next(answer->op, &answer->batch)) {
      answer->batch.n_rows = 0;
      take_error(answer->exec, error);
      return FALSE;
    }
  }
  if (answer->row >= answer->first + answer->n_decoded)
    decode(answer);
  answer->row++;
  return TRUE;
}

static YtTerm
answer_get_term(gpointer data, guint index)
{
  Answer *answer = data;
  return answer->terms[index][answer->row - 1 - answer->first];
}

/* Graphs */

typedef struct {
  Answer *answer;
  YtRowSet triples;     /* given already */
  YtTermId *waiting[3]; /* triples that may have been given already */
  gsize n_waiting;
  YtResultIdsFunc func;
  gpointer user_data;
  GError **error;
} Giving;

/* 16.2: what is no RDF triple is left out */
static gboolean
is_triple(const Giving *giving, YtTermId subject, YtTermId predicate)
{
  const YtTerms *terms = giving->answer->exec->terms;
  YtIdKind kinds[2] = {yt_id_kind(subject), yt_id_kind(predicate)};
  gboolean subject_fits = kinds[0] == YT_ID_LOCAL ? yt_terms_get(terms, subject, NULL).kind != YT_TERM_LITERAL
                                                  : !yt_id_is_literal(subject);
  return subject_fits && (kinds[1] == YT_ID_LOCAL ? yt_terms_get(terms, predicate, NULL).kind == YT_TERM_IRI
                                                  : kinds[1] == YT_ID_IRI);
}

/* Gives out those of the waiting triples that have not been given. They are looked for together, since what has been given
 * already may be far larger than the caches. */
static gboolean
give_waiting(Giving *giving)
{
  static const int places[] = {0, 1, 2};
  YtTermId *const *waiting = giving->waiting;
  gsize n = giving->n_waiting, n_new = 0;
  giving->n_waiting = 0;
  for (gsize i = 0; i < n; i++) {
    YtTermId ids[3] = {waiting[0][i], waiting[1][i], waiting[2][i]};
    gsize row;
    gboolean is_new;
    yt_row_set_look_ahead(&giving->triples, (const YtTermId *const *) waiting, places, i, n);
    if (!yt_row_set_add(&giving->triples, ids, &row, &is_new)) {
      take_error(giving->answer->exec, giving->error);
      return FALSE;
    }
    if (!is_new || !is_triple(giving, ids[0], ids[1]))
      continue;
    for (guint p = 0; p < 3; p++)
      waiting[p][n_new] = ids[p];
    n_new++;
  }
  return !n_new || giving->func((const YtTermId *const *) waiting, n_new, giving->user_data, giving->error);
}

static gboolean
give(Giving *giving, YtTermId subject, YtTermId predicate, YtTermId object)
{
  gsize at = giving->n_waiting++;
  giving->waiting[0][at] = subject;
  giving->waiting[1][at] = predicate;
  giving->waiting[2][at] = object;
  return giving->n_waiting < YT_BATCH_ROWS || give_waiting(giving);
}

void
yt_template_init(YtTemplate *template, YtExec *exec, const GPtrArray *triples, const YtOp *op)
{
  template->exec = exec;
  template->n_triples = triples->len;
  template->places = g_new0(YtTemplatePlace, 4 * MAX(triples->len, 1));
  g_autoptr(GHashTable) labels = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < triples->len; i++) {
    const YtTriplePattern *triple = g_ptr_array_index(triples, i);
    const YtNode *nodes[4] = {&triple->subject, &triple->predicate, &triple->object, &triple->graph};
    for (guint p = 0; p < 4; p++) {
      YtTemplatePlace *place = &template->places[4 * i + p];
      place->column = place->blank = -1;
      if (nodes[p]->is_variable)
        place->column = yt_op_find_column(op, nodes[p]->variable);
      else if (nodes[p]->term.kind == YT_TERM_BLANK && !nodes[p]->is_given) {
        gpointer known;
        if (!g_hash_table_lookup_extended(labels, nodes[p]->term.text, NULL, &known)) {
          known = GUINT_TO_POINTER(template->n_blanks++);
          g_hash_table_insert(labels, (gpointer) nodes[p]->term.text, known);
        }
        place->blank = (int) GPOINTER_TO_UINT(known);
      } else
        place->id = yt_terms_intern(exec->terms, &nodes[p]->term);
      place->is_optional = p == 3 && !nodes[p]->is_variable;
    }
  }
  template->blanks = g_new0(YtTermId, MAX(template->n_blanks, 1));
}

void
yt_template_clear(YtTemplate *template)
{
  g_clear_pointer(&template->places, g_free);
  g_clear_pointer(&template->blanks, g_free);
}

gboolean
yt_template_apply(YtTemplate *template, const YtBatch *batch, gsize row, YtTemplateFunc func,
                  gpointer user_data)
{
  for (guint i = 0; i < template->n_blanks; i++)
    template->blanks[i] = 0; /* new ones in each solution */
  for (guint i = 0; i < template->n_triples; i++) {
    YtQuad quad;
    gboolean whole = TRUE;
    for (guint p = 0; p < 4; p++) {
      const YtTemplatePlace *place = &template->places[4 * i + p];
      if (place->blank >= 0) {
        YtTermId *blank = &template->blanks[place->blank];
        if (!*blank)
          *blank = yt_terms_new_blank(template->exec->terms);
        quad.at[p] = *blank;
      } else
        quad.at[p] = place->column >= 0 ? batch->columns[place->column][row] : place->id;
      whole = whole && (quad.at[p] || place->is_optional);
    }
    if (whole && !func(&quad, user_data))
      return FALSE;
  }
  return TRUE;
}

static gboolean
give_quad(const YtQuad *quad, gpointer data)
{
  return give(data, quad->subject, quad->predicate, quad->object);
}

static gboolean
construct(Giving *giving)
{
  Answer *answer = giving->answer;
  YtTemplate template = {0};
  yt_template_init(&template, answer->exec, answer->query->template, answer->op);
  gboolean ok = TRUE;
  while (ok && yt_op_next(answer->op, &answer->batch))
    for (gsize row = 0; ok && row < answer->batch.n_rows; row++)
      ok = yt_template_apply(&template, &answer->batch, row, give_quad, giving);
  yt_template_clear(&template);
  return ok && !take_error(answer->exec, giving->error);
}

/* 16.4 leaves open what a description is: here the triples about the resource in the default graph and in the named
 * graphs, and those about the blank nodes that they lead to. */
static gboolean
describe_one(Giving *giving, YtRowSet *resources, YtTermId id)
{
  YtExec *exec = giving->answer->exec;
  YtQuad pattern = {.subject = id, .graph = YT_GRAPH_ANY};
  if (yt_id_kind(id) == YT_ID_LOCAL)
    return TRUE;
  g_autofree YtScan *scan = g_malloc(sizeof *scan);
  YtQuad quad;
  yt_scan_init(scan, exec->store, YT_SPO, &pattern, YT_COLUMNS_ALL);
  while (yt_scan_next(scan, &quad)) {
    gsize row;
    gboolean is_new;
    if (exec->dataset.is_explicit) {
      gboolean seen = FALSE;
      const GArray *lists[2] = {exec->dataset.default_graphs, exec->dataset.from_named};
      for (guint l = 0; l < 2; l++)
        for (guint i = 0; !seen && i < lists[l]->len; i++)
          seen = g_array_index(lists[l], YtTermId, i) == quad.graph;
      if (!seen)
        continue;
    }
    if (!give(giving, quad.subject, quad.predicate, quad.object))
      return FALSE;
    if (yt_id_kind(quad.object) == YT_ID_BLANK && !yt_row_set_add(resources, &quad.object, &row, &is_new))
      return FALSE;
    if (!yt_exec_check(exec))
      return FALSE;
  }
  return TRUE;
}

static gboolean
describe(Giving *giving)
{
  Answer *answer = giving->answer;
  YtExec *exec = answer->exec;
  const GPtrArray *described = answer->query->described;
  YtRowSet resources;
  yt_row_set_init(&resources, exec, 1, 1);
  gboolean ok = TRUE, is_new;
  gsize row_of;
  for (guint i = 0; ok && i < described->len; i++) {
    const YtNode *node = g_ptr_array_index(described, i);
    YtTermId id = node->is_variable ? 0 : yt_terms_intern(exec->terms, &node->term);
    ok = !id || yt_row_set_add(&resources, &id, &row_of, &is_new);
  }
  while (ok && yt_op_next(answer->op, &answer->batch))
    for (guint i = 0; ok && i < described->len; i++) {
      const YtNode *node = g_ptr_array_index(described, i);
      int column = node->is_variable ? yt_op_find_column(answer->op, node->variable) : -1;
      for (gsize row = 0; ok && column >= 0 && row < answer->batch.n_rows; row++) {
        YtTermId id = answer->batch.columns[column][row];
        ok = !id || yt_row_set_add(&resources, &id, &row_of, &is_new);
      }
    }
  for (gsize i = 0; ok && i < resources.table.n_rows; i++)
    ok = describe_one(giving, &resources, resources.table.columns[0][i]);
  yt_row_set_clear(&resources);
  if (yt_exec_has_failed(exec) && (!giving->error || !*giving->error))
    take_error(exec, giving->error);
  return ok && !yt_exec_has_failed(exec);
}

static gboolean
foreach_triple(Answer *answer, YtResultIdsFunc func, gpointer user_data, GError **error)
{
  Giving giving = {.answer = answer, .func = func, .user_data = user_data, .error = error};
  yt_row_set_init(&giving.triples, answer->exec, 3, 3);
  for (guint p = 0; p < 3; p++)
    giving.waiting[p] = g_new(YtTermId, YT_BATCH_ROWS);
  gboolean ok = (answer->query->form == YT_QUERY_CONSTRUCT ? construct(&giving) : describe(&giving)) &&
                give_waiting(&giving);
  for (guint p = 0; p < 3; p++)
    g_free(giving.waiting[p]);
  yt_row_set_clear(&giving.triples);
  return ok;
}

static gboolean
answer_foreach_ids(gpointer data, YtResultIdsFunc func, gpointer user_data, GError **error)
{
  Answer *answer = data;
  if (answer->query->form == YT_QUERY_CONSTRUCT || answer->query->form == YT_QUERY_DESCRIBE)
    return foreach_triple(answer, func, user_data, error);
  g_autofree const YtTermId **columns = g_new(const YtTermId *, answer->n_columns + 1);
  do {
    gsize n = answer->batch.n_rows - answer->row; /* of the first batch, some may have been read */
    for (guint c = 0; c < answer->n_columns && n; c++)
      columns[c] = answer->batch.columns[c] + answer->row;
    answer->row = answer->n_decoded = answer->first = 0;
    if (n && !func(columns, n, user_data, error))
      return FALSE;
  } while (yt_op_next(answer->op, &answer->batch));
  answer->batch.n_rows = 0;
  return !take_error(answer->exec, error);
}

typedef struct {
  Answer *answer;
  YtTermBatch *batches[3];
  YtTerm *terms[3];
  YtQuadFunc func;
  gpointer user_data;
} Quads;

static gboolean
give_quads(const YtTermId *const *columns, gsize n_rows, gpointer data, GError **error)
{
  Quads *quads = data;
  for (gsize from = 0, n; from < n_rows; from += n) {
    n = MIN(n_rows - from, DECODED_ROWS);
    for (guint p = 0; p < 3; p++)
      get_terms(quads->answer->exec, quads->batches[p], columns[p] + from, n, quads->terms[p]);
    for (gsize i = 0; i < n; i++) {
      YtTermQuad quad = {
          .subject = quads->terms[0][i], .predicate = quads->terms[1][i], .object = quads->terms[2][i]};
      if (!quads->func(&quad, quads->user_data, error))
        return FALSE;
    }
  }
  return TRUE;
}

static gboolean
answer_foreach(gpointer data, YtQuadFunc func, gpointer user_data, GError **error)
{
  Quads quads = {.answer = data, .func = func, .user_data = user_data};
  for (guint p = 0; p < 3; p++) {
    quads.batches[p] = answer_new_batch(data);
    quads.terms[p] = g_new(YtTerm, DECODED_ROWS);
  }
  gboolean ok = foreach_triple(data, give_quads, &quads, error);
  for (guint p = 0; p < 3; p++) {
    yt_term_batch_free(quads.batches[p]);
    g_free(quads.terms[p]);
  }
  return ok;
}

static const YtSparqlResultClass native_class = {
    .next = answer_next,
    .get_term = answer_get_term,
    .foreach = answer_foreach,
    .free = answer_free,
    .foreach_ids = answer_foreach_ids,
    .new_batch = answer_new_batch,
    .get_terms = answer_get_terms,
    .get_n_threads = answer_get_n_threads,
};

/* Queries */

/* The dataset that the request names goes before that of the query. */
static void
init_dataset(YtExec *exec, const YtSparqlOptions *options, const YtDatasetClause *clause)
{
  YtDatasetClause from_options = {NULL, NULL};
  if (!options || (!options->default_graphs && !options->named_graphs)) {
    yt_dataset_init(&exec->dataset, exec->terms, clause, exec->arena);
    return;
  }
  from_options.from = yt_arena_ptr_array(exec->arena);
  from_options.from_named = yt_arena_ptr_array(exec->arena);
  for (const char *const *iri = options->default_graphs; iri && *iri; iri++)
    g_ptr_array_add(from_options.from, (gpointer) *iri);
  for (const char *const *iri = options->named_graphs; iri && *iri; iri++)
    g_ptr_array_add(from_options.from_named, (gpointer) *iri);
  yt_dataset_init(&exec->dataset, exec->terms, &from_options, exec->arena);
}

static char **
variable_names(const YtExec *exec, const YtQuery *query)
{
  guint n_names = query->form == YT_QUERY_SELECT ? query->select->projections->len : 0;
  char **names = g_new0(char *, n_names + 1);
  for (guint i = 0; i < n_names; i++) {
    const YtProjection *p = g_ptr_array_index(query->select->projections, i);
    names[i] = g_strdup(g_array_index(exec->request->variables, YtVariable, p->variable).name);
  }
  return names;
}

/* The answer's columns are what SELECT names, in its order, also those that nothing binds. */
static YtOp *
with_columns(YtExec *exec, YtOp *op, const GPtrArray *projections)
{
  guint *variables = yt_arena_array(exec->arena, guint, projections->len + 1);
  gboolean same = op->n_variables == projections->len;
  for (guint i = 0; i < projections->len; i++) {
    variables[i] = ((YtProjection *) g_ptr_array_index(projections, i))->variable;
    same = same && op->variables[i] == variables[i];
  }
  return same ? op : yt_op_project_new(exec, op, variables, projections->len);
}

/* Parses, translates and plans; NULL with @error. */
static YtExec *
prepare(YtStore *store, const char *text, const YtSparqlOptions *options, const YtPlanOptions *plan_options,
        gboolean has_timing, YtOp **op, GError **error)
{
  YtRequest *request = yt_sparql_parse(text, options ? options->base : NULL, FALSE, error);
  if (!request)
    return NULL;
  g_autoptr(YtExec) exec = yt_exec_new(yt_terms_new(store), request, options);
  if (options && !yt_request_bind(request, options->parameters, options->n_parameters, error))
    return NULL;
  YtQuery *query = request->query;
  exec->has_timing = has_timing;
  if (plan_options)
    exec->plan_options = *plan_options;
  init_dataset(exec, options, &query->dataset);
  YtTranslation translation = {request, exec->terms, &exec->dataset, NULL};
  YtAlgebra *algebra = yt_algebra_translate(&translation, query->select, error);
  if (!algebra)
    return NULL;
  *op = yt_plan(exec, algebra);
  if (query->form == YT_QUERY_SELECT)
    *op = with_columns(exec, *op, query->select->projections);
  return g_steal_pointer(&exec);
}

char *
yt_sparql_explain(YtStore *store, const char *text, const YtSparqlOptions *options, gboolean as_json,
                  GError **error)
{
  g_return_val_if_fail(store != NULL && text != NULL, NULL);
  YtOp *op;
  YtBatch batch;
  g_autoptr(YtExec) exec = prepare(store, text, options, NULL, TRUE, &op, error);
  if (!exec)
    return NULL;
  gboolean is_ask = exec->request->query->form == YT_QUERY_ASK;
  if (yt_op_open(op))
    while (yt_op_next(op, &batch) && !is_ask)
      ;
  return take_error(exec, error) ? NULL : yt_explain_format(op, as_json);
}

YtSparqlResult *
yt_sparql_native_query_full(YtStore *store, const char *text, const YtSparqlOptions *options,
                            const YtPlanOptions *plan_options, GError **error)
{
  YtOp *op;
  g_autoptr(YtExec) exec = prepare(store, text, options, plan_options, FALSE, &op, error);
  if (!exec)
    return NULL;
  YtQuery *query = exec->request->query;
  if (!yt_op_open(op) && take_error(exec, error))
    return NULL;

  gboolean boolean = FALSE;
  YtBatch batch;
  if (query->form == YT_QUERY_ASK) {
    boolean = yt_op_next(op, &batch);
    if (take_error(exec, error))
      return NULL;
  }
  Answer *answer = yt_arena_new0(exec->arena, Answer);
  char **names = variable_names(exec, query);
  answer->exec = g_steal_pointer(&exec);
  answer->op = op;
  answer->query = query;
  answer->n_columns = query->form == YT_QUERY_SELECT ? op->n_variables : 0;
  YtSparqlResultKind kind = query->form == YT_QUERY_SELECT ? YT_SPARQL_SOLUTIONS
                            : query->form == YT_QUERY_ASK  ? YT_SPARQL_BOOLEAN
                                                           : YT_SPARQL_GRAPH;
  return yt_sparql_result_new(kind, boolean, names, &native_class, answer);
}

YtSparqlResult *
yt_sparql_native_query(YtStore *store, const char *text, const YtSparqlOptions *options, GError **error)
{
  return yt_sparql_native_query_full(store, text, options, NULL, error);
}

gboolean
yt_sparql_list_graphs(const char *text, const char *base, char ***default_graphs, char ***named_graphs,
                      GError **error)
{
  g_return_val_if_fail(text != NULL && default_graphs != NULL && named_graphs != NULL, FALSE);
  g_autoptr(YtRequest) request = yt_sparql_parse(text, base, FALSE, error);
  if (!request)
    return FALSE;
  const GPtrArray *lists[2] = {request->query->dataset.from, request->query->dataset.from_named};
  char ***results[2] = {default_graphs, named_graphs};
  for (guint l = 0; l < 2; l++) {
    *results[l] = g_new0(char *, lists[l]->len + 1);
    for (guint i = 0; i < lists[l]->len; i++)
      (*results[l])[i] = g_strdup(g_ptr_array_index(lists[l], i));
  }
  return TRUE;
}
