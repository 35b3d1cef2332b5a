/* graph.c: CONSTRUCT and DESCRIBE.
 *
 * rasqal runs the pattern as SELECT *, and the graph is made of its rows here: so terms stay as they are in the
 * store, and DESCRIBE, which rasqal does not do, needs nothing more. A description is the resource's triples in the
 * default graph, and those of the blank nodes that they lead to (a concise bounded description). */
#include "redland/result.h"
#include <string.h>

typedef struct {
  YtRedlandResult *result;
  YtQuadFunc func;
  gpointer user_data;
  GHashTable *seen; /* N-Triples of what has been given */
  guint64 n_rows;
  GPtrArray *labels; /* of char*: blank nodes of the current row */
} Graph;

static gboolean
is_triple(const YtTermQuad *quad)
{
  return (quad->subject.kind == YT_TERM_IRI || quad->subject.kind == YT_TERM_BLANK) &&
         quad->predicate.kind == YT_TERM_IRI && quad->object.kind != YT_TERM_UNBOUND;
}

static char *
dup_key(const YtTermQuad *quad)
{
  GString *key = g_string_new(NULL);
  yt_term_append(key, &quad->subject);
  g_string_append_c(key, ' ');
  yt_term_append(key, &quad->predicate);
  g_string_append_c(key, ' ');
  yt_term_append(key, &quad->object);
  return g_string_free(key, FALSE);
}

/* SPARQL 1.1, 16.2: an illegal triple is left out, and the graph is a set. */
static gboolean
give(Graph *graph, const YtTermQuad *quad, GError **error)
{
  if (!is_triple(quad))
    return TRUE;
  char *key = dup_key(quad);
  return !g_hash_table_add(graph->seen, key) || graph->func(quad, graph->user_data, error);
}

/* ---- CONSTRUCT ---- */

/* A blank node of the template is a new one in every row; its label is none of the store's. */
static YtTerm
make_blank(Graph *graph, const char *name)
{
  GString *label = g_string_new(NULL);
  g_string_printf(label, "c%" G_GUINT64_FORMAT "_%s", graph->n_rows, name);
  for (;;) {
    YtTerm term = yt_term_blank(label->str);
    if (yt_redland_index_find(graph->result->source.index, &term) == 0)
      break;
    g_string_append_c(label, '_');
  }
  g_ptr_array_add(graph->labels, label->str);
  return yt_term_blank(g_string_free(label, FALSE));
}

static YtTerm
find_value(Graph *graph, const char *variable)
{
  GPtrArray *variables = graph->result->variables;
  for (guint i = 0; i < variables->len; i++)
    if (strcmp(g_ptr_array_index(variables, i), variable) == 0)
      return yt_redland_result_get_term(graph->result, i);
  return (YtTerm){.kind = YT_TERM_UNBOUND};
}

static YtTerm
fill_in(Graph *graph, rasqal_literal *part)
{
  rasqal_variable *variable = rasqal_literal_as_variable(part);
  if (variable && variable->type != RASQAL_VARIABLE_TYPE_ANONYMOUS)
    return find_value(graph, (const char *) variable->name);
  if (variable)
    return make_blank(graph, (const char *) variable->name);
  YtTerm term = yt_redland_source_get_term(&graph->result->source, part, FALSE);
  return term.kind == YT_TERM_BLANK ? make_blank(graph, term.text) : term;
}

static gboolean
construct_row(Graph *graph, GError **error)
{
  raptor_sequence *triples = rasqal_query_get_construct_triples_sequence(graph->result->engine.form);
  int n_triples = triples ? raptor_sequence_size(triples) : 0;
  gboolean given = TRUE;
  for (int i = 0; i < n_triples && given; i++) {
    rasqal_triple *triple = raptor_sequence_get_at(triples, i);
    YtTermQuad quad = {
        .subject = fill_in(graph, triple->subject),
        .predicate = fill_in(graph, triple->predicate),
        .object = fill_in(graph, triple->object),
    };
    given = give(graph, &quad, error);
  }
  g_ptr_array_set_size(graph->labels, 0);
  return given;
}

/* ---- DESCRIBE ---- */

static gboolean
describe_from(Graph *graph, YtRedlandId name, YtRedlandId subject, GArray *todo, GError **error)
{
  const YtRedlandIndex *index = graph->result->source.index;
  YtRedlandTriple pattern = {.subject = subject}, triple;
  YtRedlandScan scan;
  yt_redland_scan_init(&scan, index, name, &pattern);
  while (yt_redland_scan_next(&scan, &triple)) {
    YtTermQuad quad = {
        .subject = yt_redland_index_get_term(index, triple.subject),
        .predicate = yt_redland_index_get_term(index, triple.predicate),
        .object = yt_redland_index_get_term(index, triple.object),
    };
    if (!give(graph, &quad, error))
      return FALSE;
    if (quad.object.kind == YT_TERM_BLANK)
      g_array_append_val(todo, triple.object);
  }
  return TRUE;
}

static gboolean
describe(Graph *graph, const YtTerm *resource, GError **error)
{
  YtRedlandSource *source = &graph->result->source;
  g_autoptr(GArray) todo = g_array_new(FALSE, FALSE, sizeof(YtRedlandId));
  g_autoptr(GHashTable) done = g_hash_table_new(NULL, NULL);
  YtRedlandId id = resource->kind == YT_TERM_UNBOUND ? 0 : yt_redland_index_find(source->index, resource);
  if (id != 0)
    g_array_append_val(todo, id);
  while (todo->len > 0) {
    id = g_array_index(todo, YtRedlandId, todo->len - 1);
    g_array_set_size(todo, todo->len - 1);
    if (!g_hash_table_add(done, GUINT_TO_POINTER(id)))
      continue;
    for (guint g = 0; g < source->default_graphs->len; g++)
      if (!describe_from(graph, g_array_index(source->default_graphs, YtRedlandId, g), id, todo, error))
        return FALSE;
  }
  return TRUE;
}

/* DESCRIBE * lists no resources: it is all variables. */
static gboolean
describe_row(Graph *graph, GError **error)
{
  YtRedlandResult *result = graph->result;
  raptor_sequence *resources = rasqal_query_get_describe_sequence(result->engine.form);
  int n_resources = resources ? raptor_sequence_size(resources) : 0;
  for (int i = 0; i < n_resources; i++) {
    rasqal_literal *literal = raptor_sequence_get_at(resources, i);
    rasqal_variable *variable = rasqal_literal_as_variable(literal);
    YtTerm resource = variable ? find_value(graph, (const char *) variable->name)
                               : yt_redland_source_get_term(&result->source, literal, FALSE);
    if (!describe(graph, &resource, error))
      return FALSE;
  }
  for (guint i = 0; n_resources == 0 && i < result->variables->len; i++) {
    YtTerm resource = yt_redland_result_get_term(result, i);
    if (!describe(graph, &resource, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
yt_redland_result_foreach(YtRedlandResult *result, YtQuadFunc func, gpointer user_data, GError **error)
{
  g_return_val_if_fail(result->kind == YT_REDLAND_GRAPH && !result->started && func != NULL, FALSE);
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) labels = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GError) failure = NULL;
  Graph graph = {.result = result, .func = func, .user_data = user_data, .seen = seen, .labels = labels};
  gboolean constructs = rasqal_query_get_verb(result->engine.form) == RASQAL_QUERY_VERB_CONSTRUCT;
  for (; yt_redland_result_move(result, &failure); graph.n_rows++)
    if (!(constructs ? construct_row(&graph, error) : describe_row(&graph, error)))
      return FALSE;
  if (failure) {
    g_propagate_error(error, g_steal_pointer(&failure));
    return FALSE;
  }
  return TRUE;
}
