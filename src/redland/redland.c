/* redland.c: queries run by rasqal.
 *
 * Each query has a rasqal world of its own, since a world is not made for threads. Making and freeing one sets up
 * and takes down what raptor and rasqal share in the process, so only one thread does that at a time. */
#include "redland/redland.h"
#include "redland/guard.h"
#include "redland/lexer.h"
#include "redland/source.h"
#include <string.h>

G_DEFINE_QUARK(yt - redland - error - quark, yt_redland_error)

static GMutex world_lock; /* held while a world is made or freed */

typedef struct {
  rasqal_world *world;
  rasqal_query *query;
  char *message; /* the first error that rasqal or raptor logged */
} Engine;

struct _YtRedlandResult {
  YtStore *store;
  Engine engine;
  YtRedlandSource source;
  rasqal_query_results *results;
  YtRedlandKind kind;
  gboolean boolean;
  GPtrArray *variables;
  gboolean started, ended;
};

static void
log_message(void *user_data, raptor_log_message *message)
{
  Engine *engine = user_data;
  if (message->level < RAPTOR_LOG_LEVEL_ERROR || engine->message)
    return;
  int line = message->locator ? message->locator->line : 0;
  int column = message->locator ? message->locator->column : 0;
  g_autofree char *text = g_utf8_make_valid(message->text ? message->text : "unknown error", -1);
  g_strchomp(text);
  if (column > 0)
    engine->message = g_strdup_printf("%d:%d: %s", MAX(line, 1), column, text);
  else
    engine->message = g_strdup_printf("%d: %s", MAX(line, 1), text);
}

static void
engine_clear(Engine *engine)
{
  if (engine->query)
    rasqal_free_query(engine->query);
  if (engine->world) {
    g_mutex_lock(&world_lock);
    rasqal_free_world(engine->world);
    g_mutex_unlock(&world_lock);
  }
  g_free(engine->message);
}

static gboolean
engine_open(Engine *engine)
{
  g_mutex_lock(&world_lock);
  engine->world = rasqal_new_world();
  gboolean opened = engine->world && rasqal_world_open(engine->world) == 0;
  if (opened) /* passed on to the raptor world, which there is from now on */
    rasqal_world_set_log_handler(engine->world, engine, log_message);
  g_mutex_unlock(&world_lock);
  return opened;
}

static gboolean
engine_fail(Engine *engine, YtRedlandError code, const char *otherwise, GError **error)
{
  g_set_error_literal(error, YT_REDLAND_ERROR, (int) code, engine->message ? engine->message : otherwise);
  g_clear_pointer(&engine->message, g_free);
  return FALSE;
}

/* Parses @text in one of rasqal's languages. */
static gboolean
engine_prepare(Engine *engine, const char *language, const char *text, const char *base, GError **error)
{
  if (!yt_redland_guard_text(text, error))
    return FALSE;
  if (!engine_open(engine))
    return engine_fail(engine, YT_REDLAND_ERROR_EVALUATION, "rasqal cannot be started", error);
  engine->query = rasqal_new_query(engine->world, language, NULL);
  if (!engine->query)
    return engine_fail(engine, YT_REDLAND_ERROR_UNSUPPORTED, "rasqal does not know the query language",
                       error);
  rasqal_query_set_feature(engine->query, RASQAL_FEATURE_NO_NET, 1);

  raptor_uri *base_uri = raptor_new_uri(rasqal_world_get_raptor(engine->world),
                                        (const unsigned char *) (base ? base : "file:///"));
  int failed = rasqal_query_prepare(engine->query, (const unsigned char *) text, base_uri);
  if (base_uri)
    raptor_free_uri(base_uri);
  if (!failed && !engine->message)
    return TRUE;
  /* What rasqal's grammar does not have looks like a mistake to it. */
  if (!yt_redland_guard_features(text, error))
    return FALSE;
  return engine_fail(engine, YT_REDLAND_ERROR_SYNTAX, "1:1: rasqal cannot parse the query", error);
}

gboolean
yt_redland_check(const char *text, const char *base, gboolean update, GError **error)
{
  g_return_val_if_fail(text != NULL, FALSE);
  Engine engine = {0};
  gboolean well_formed =
      engine_prepare(&engine, update ? "sparql11-update" : "sparql11-query", text, base, error);
  engine_clear(&engine);
  return well_formed;
}

/* ---- the dataset ---- */

static char **
list_data_graphs(rasqal_query *query, guint flag)
{
  GStrvBuilder *builder = g_strv_builder_new();
  rasqal_data_graph *graph;
  for (int i = 0; (graph = rasqal_query_get_data_graph(query, i)) != NULL; i++)
    if (graph->flags & flag)
      g_strv_builder_add(builder, (const char *) raptor_uri_as_string(graph->uri));
  char **graphs = g_strv_builder_end(builder);
  g_strv_builder_unref(builder);
  return graphs;
}

gboolean
yt_redland_list_graphs(const char *text, const char *base, char ***default_graphs, char ***named_graphs,
                       GError **error)
{
  g_return_val_if_fail(text != NULL && default_graphs != NULL && named_graphs != NULL, FALSE);
  Engine engine = {0};
  gboolean prepared = engine_prepare(&engine, "sparql11-query", text, base, error);
  if (prepared) {
    *default_graphs = list_data_graphs(engine.query, RASQAL_DATA_GRAPH_BACKGROUND);
    *named_graphs = list_data_graphs(engine.query, RASQAL_DATA_GRAPH_NAMED);
  }
  engine_clear(&engine);
  return prepared;
}

static YtRedlandId
find_graph(const YtRedlandSource *source, const char *name)
{
  YtTerm term = yt_term_iri(name);
  return yt_redland_index_find(source->index, &term);
}

static void
add_named_graph(YtRedlandResult *result, YtRedlandId id)
{
  YtTerm name = yt_redland_index_get_term(result->source.index, id);
  if (name.kind != YT_TERM_IRI || !g_hash_table_add(result->source.named_graphs, GUINT_TO_POINTER(id)))
    return;
  rasqal_world *world = result->engine.world;
  raptor_uri *uri = raptor_new_uri_from_counted_string(rasqal_world_get_raptor(world),
                                                       (const unsigned char *) name.text, name.n_text);
  rasqal_data_graph *graph =
      rasqal_new_data_graph_from_uri(world, uri, uri, RASQAL_DATA_GRAPH_NAMED, NULL, NULL, NULL);
  raptor_free_uri(uri);
  rasqal_query_add_data_graph(result->engine.query, graph);
}

static void
choose_graphs(YtRedlandResult *result, char **default_graphs, char **named_graphs)
{
  YtRedlandSource *source = &result->source;
  for (char **name = default_graphs; *name; name++) {
    YtRedlandId id = find_graph(source, *name);
    if (id != 0)
      g_array_append_val(source->default_graphs, id);
  }
  for (char **name = named_graphs; *name; name++) {
    YtRedlandId id = find_graph(source, *name);
    if (id != 0)
      add_named_graph(result, id);
  }
}

static void
take_whole_store(YtRedlandResult *result)
{
  YtRedlandId own = 0;
  g_array_append_val(result->source.default_graphs, own);
  const GArray *graphs = yt_redland_index_get_graphs(result->source.index);
  for (guint g = 0; g < graphs->len; g++)
    add_named_graph(result, g_array_index(graphs, YtRedlandId, g));
}

/* SPARQL 1.1, 13.2: a query that says anything about its dataset sees only what it names. SPARQL 1.1 Protocol,
 * 2.1.4: what the request says about it comes first. */
static void
set_dataset(YtRedlandResult *result, const YtRedlandOptions *options)
{
  rasqal_query *query = result->engine.query;
  g_auto(GStrv) default_graphs = NULL;
  g_auto(GStrv) named_graphs = NULL;
  static const char *const none[] = {NULL};
  if (options->default_graphs || options->named_graphs) {
    default_graphs = g_strdupv((char **) (options->default_graphs ? options->default_graphs : none));
    named_graphs = g_strdupv((char **) (options->named_graphs ? options->named_graphs : none));
  } else {
    default_graphs = list_data_graphs(query, RASQAL_DATA_GRAPH_BACKGROUND);
    named_graphs = list_data_graphs(query, RASQAL_DATA_GRAPH_NAMED);
  }
  raptor_sequence *graphs = rasqal_query_get_data_graph_sequence(query);
  while (graphs && raptor_sequence_size(graphs) > 0)
    rasqal_free_data_graph(raptor_sequence_pop(graphs));

  if (options->default_graphs || options->named_graphs || *default_graphs || *named_graphs)
    choose_graphs(result, default_graphs, named_graphs);
  else
    take_whole_store(result);
}

/* ---- results ---- */

static gboolean
run(YtRedlandResult *result, GError **error)
{
  Engine *engine = &result->engine;
  result->results = rasqal_query_execute(engine->query);
  if (!result->results || engine->message)
    return engine_fail(engine, YT_REDLAND_ERROR_EVALUATION, "rasqal cannot answer this query", error);

  if (rasqal_query_results_is_bindings(result->results)) {
    result->kind = YT_REDLAND_SOLUTIONS;
    int n_variables = rasqal_query_results_get_bindings_count(result->results);
    for (int i = 0; i < n_variables; i++)
      g_ptr_array_add(result->variables,
                      g_strdup((const char *) rasqal_query_results_get_binding_name(result->results, i)));
  } else if (rasqal_query_results_is_boolean(result->results)) {
    result->kind = YT_REDLAND_BOOLEAN;
    result->boolean = rasqal_query_results_get_boolean(result->results) > 0;
  } else if (rasqal_query_results_is_graph(result->results)) {
    result->kind = YT_REDLAND_GRAPH;
  } else {
    return engine_fail(engine, YT_REDLAND_ERROR_EVALUATION, "rasqal gives an answer of an unknown kind",
                       error);
  }
  return TRUE;
}

/* Did anything go wrong, or has the time run out, since the last look? */
static gboolean
check(YtRedlandResult *result, GError **error)
{
  if (!yt_redland_source_may_go_on(&result->source)) {
    g_set_error_literal(error, YT_REDLAND_ERROR, result->source.stopped,
                        result->source.stopped == YT_REDLAND_ERROR_TIMEOUT
                            ? "the time limit of the query is over"
                            : "the query was cancelled");
    return FALSE;
  }
  return !result->engine.message || engine_fail(&result->engine, YT_REDLAND_ERROR_EVALUATION, NULL, error);
}

static gboolean
query(YtRedlandResult *result, const char *text, const YtRedlandOptions *options, GError **error)
{
  const YtRedlandIndex *index = yt_redland_index_get(result->store, error);
  if (!index || !engine_prepare(&result->engine, "sparql11-query", text, options->base, error) ||
      !yt_redland_guard_features(text, error))
    return FALSE;
  yt_redland_source_init(&result->source, result->engine.world, index);
  result->source.cancellable = options->cancellable;
  if (options->timeout_ms > 0)
    result->source.deadline_us = g_get_monotonic_time() + (gint64) options->timeout_ms * 1000;
  if (!yt_redland_source_register(&result->source))
    return engine_fail(&result->engine, YT_REDLAND_ERROR_EVALUATION, "rasqal does not take our triples",
                       error);
  set_dataset(result, options);
  return run(result, error) && check(result, error);
}

YtRedlandResult *
yt_redland_query(YtStore *store, const char *text, const YtRedlandOptions *options, GError **error)
{
  g_return_val_if_fail(store != NULL && text != NULL, NULL);
  static const YtRedlandOptions no_options;
  g_autoptr(YtRedlandResult) result = g_new0(YtRedlandResult, 1);
  result->store = yt_store_ref(store);
  result->variables = g_ptr_array_new_with_free_func(g_free);
  if (!query(result, text, options ? options : &no_options, error))
    return NULL;
  return g_steal_pointer(&result);
}

void
yt_redland_result_free(YtRedlandResult *result)
{
  if (!result)
    return;
  if (result->results)
    rasqal_free_query_results(result->results);
  if (result->engine.query)
    rasqal_free_query(g_steal_pointer(&result->engine.query));
  if (result->source.world)
    yt_redland_source_clear(&result->source);
  engine_clear(&result->engine);
  g_ptr_array_unref(result->variables);
  yt_store_unref(result->store);
  g_free(result);
}

YtRedlandKind
yt_redland_result_get_kind(const YtRedlandResult *result)
{
  return result->kind;
}

gboolean
yt_redland_result_get_boolean(const YtRedlandResult *result)
{
  return result->boolean;
}

guint
yt_redland_result_get_n_variables(const YtRedlandResult *result)
{
  return result->variables->len;
}

const char *
yt_redland_result_get_variable(const YtRedlandResult *result, guint index)
{
  g_return_val_if_fail(index < result->variables->len, NULL);
  return g_ptr_array_index(result->variables, index);
}

gboolean
yt_redland_result_next(YtRedlandResult *result, GError **error)
{
  g_return_val_if_fail(result->kind == YT_REDLAND_SOLUTIONS, FALSE);
  if (result->ended)
    return FALSE;
  /* rasqal stands on the first row from the start. */
  if (result->started)
    rasqal_query_results_next(result->results);
  result->started = TRUE;
  result->ended = rasqal_query_results_finished(result->results);
  if (!check(result, error)) {
    result->ended = TRUE;
    return FALSE;
  }
  return !result->ended;
}

YtTerm
yt_redland_result_get_term(YtRedlandResult *result, guint index)
{
  g_return_val_if_fail(index < result->variables->len, (YtTerm){.kind = YT_TERM_UNBOUND});
  return yt_redland_source_get_term(&result->source,
                                    rasqal_query_results_get_binding_value(result->results, (int) index));
}

/* ---- graphs ---- */

static YtTerm
term_of_raptor(const raptor_term *term)
{
  YtTerm out = {.kind = YT_TERM_LITERAL};
  size_t n_bytes = 0;
  switch (term->type) {
  case RAPTOR_TERM_TYPE_URI:
    out.kind = YT_TERM_IRI;
    out.text = (const char *) raptor_uri_as_counted_string(term->value.uri, &n_bytes);
    out.n_text = n_bytes;
    break;
  case RAPTOR_TERM_TYPE_BLANK:
    out.kind = YT_TERM_BLANK;
    out.text = (const char *) term->value.blank.string;
    out.n_text = term->value.blank.string_len;
    break;
  case RAPTOR_TERM_TYPE_LITERAL:
    out.text = (const char *) term->value.literal.string;
    out.n_text = term->value.literal.string_len;
    if (term->value.literal.language) {
      out.language = (const char *) term->value.literal.language;
      out.n_language = term->value.literal.language_len;
    } else if (term->value.literal.datatype) {
      out.datatype = (const char *) raptor_uri_as_counted_string(term->value.literal.datatype, &n_bytes);
      out.n_datatype = n_bytes;
    }
    break;
  default: out.kind = YT_TERM_UNBOUND; break;
  }
  return out;
}

static gboolean
is_triple(const YtTermQuad *quad)
{
  return (quad->subject.kind == YT_TERM_IRI || quad->subject.kind == YT_TERM_BLANK) &&
         quad->predicate.kind == YT_TERM_IRI && quad->object.kind != YT_TERM_UNBOUND;
}

/* The N-Triples of @quad. (transfer full) */
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

gboolean
yt_redland_result_foreach(YtRedlandResult *result, YtQuadFunc func, gpointer user_data, GError **error)
{
  g_return_val_if_fail(result->kind == YT_REDLAND_GRAPH && !result->started, FALSE);
  result->started = TRUE;
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  raptor_statement *statement;
  while ((statement = rasqal_query_results_get_triple(result->results)) != NULL) {
    YtTermQuad quad = {
        .subject = term_of_raptor(statement->subject),
        .predicate = term_of_raptor(statement->predicate),
        .object = term_of_raptor(statement->object),
    };
    /* SPARQL 1.1, 16.2: an illegal triple is left out, and the graph is a set. */
    if (is_triple(&quad) && g_hash_table_add(seen, dup_key(&quad)) && !func(&quad, user_data, error))
      return FALSE;
    if (!check(result, error))
      return FALSE;
    if (rasqal_query_results_next_triple(result->results))
      break;
  }
  return check(result, error);
}
