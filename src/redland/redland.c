/* redland.c: queries run by rasqal.
 *
 * A rasqal world is not made for threads, so each query that runs has one to itself. Worlds are kept for the next
 * query and never freed: freeing one makes raptor call xmlCleanupParser(), which takes libxml2's state away from
 * every other thread, and leaks what each of them had. There are as many worlds as queries ever ran at one time. */
#include "redland/redland.h"
#include "redland/guard.h"
#include "redland/lexer.h"
#include "redland/result.h"
#include "redland/rewrite.h"
#include <string.h>

G_DEFINE_QUARK(yt - redland - error - quark, yt_redland_error)

static GMutex worlds_lock;
static GSList *idle_worlds; /* of rasqal_world; guarded by worlds_lock, as is the making of a world */

static void
log_message(void *user_data, raptor_log_message *message)
{
  YtRedlandEngine *engine = user_data;
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
ignore_message(void *user_data, raptor_log_message *message)
{
  (void) user_data;
  (void) message;
}

static void
engine_clear(YtRedlandEngine *engine)
{
  if (engine->query)
    rasqal_free_query(engine->query);
  if (engine->form)
    rasqal_free_query(engine->form);
  if (engine->world) {
    rasqal_world_set_log_handler(engine->world, NULL, ignore_message);
    g_mutex_lock(&worlds_lock);
    idle_worlds = g_slist_prepend(idle_worlds, engine->world);
    g_mutex_unlock(&worlds_lock);
  }
  g_free(engine->message);
}

static rasqal_world *
make_world(void)
{
  rasqal_world *world = rasqal_new_world();
  if (world && rasqal_world_open(world) != 0)
    g_clear_pointer(&world, rasqal_free_world);
  return world;
}

static gboolean
engine_open(YtRedlandEngine *engine)
{
  g_mutex_lock(&worlds_lock);
  if (idle_worlds) {
    engine->world = idle_worlds->data;
    idle_worlds = g_slist_delete_link(idle_worlds, idle_worlds);
  } else {
    engine->world = make_world();
  }
  g_mutex_unlock(&worlds_lock);
  if (engine->world)
    rasqal_world_set_log_handler(engine->world, engine, log_message);
  return engine->world != NULL;
}

static gboolean
engine_fail(YtRedlandEngine *engine, YtRedlandError code, const char *otherwise, GError **error)
{
  g_set_error_literal(error, YT_REDLAND_ERROR, (int) code, engine->message ? engine->message : otherwise);
  g_clear_pointer(&engine->message, g_free);
  return FALSE;
}

/* Parses @text in one of rasqal's languages, in the world of @engine. (transfer full) (nullable) */
static rasqal_query *
engine_parse(YtRedlandEngine *engine, const char *language, const char *text, const char *base,
             GError **error)
{
  rasqal_query *query = rasqal_new_query(engine->world, language, NULL);
  if (!query) {
    engine_fail(engine, YT_REDLAND_ERROR_UNSUPPORTED, "rasqal does not know the query language", error);
    return NULL;
  }
  rasqal_query_set_feature(query, RASQAL_FEATURE_NO_NET, 1);
  raptor_uri *base_uri = raptor_new_uri(rasqal_world_get_raptor(engine->world),
                                        (const unsigned char *) (base ? base : "file:///"));
  g_autofree char *safe_text = yt_redland_guard_separate_signs(text);
  int failed = rasqal_query_prepare(query, (const unsigned char *) safe_text, base_uri);
  if (base_uri)
    raptor_free_uri(base_uri);
  if (!failed && !engine->message)
    return query;
  rasqal_free_query(query);
  /* What rasqal's grammar does not have looks like a mistake to it. */
  if (yt_redland_guard_grammar(text, error))
    engine_fail(engine, YT_REDLAND_ERROR_SYNTAX, "1:1: rasqal cannot parse the query", error);
  return NULL;
}

/* Opens @engine and parses @text in it. */
static gboolean
engine_prepare(YtRedlandEngine *engine, const char *language, const char *text, const char *base,
               GError **error)
{
  if (!yt_redland_guard_text(text, error))
    return FALSE;
  if (!yt_late_raptor2_load(error) || !yt_late_rasqal_load(error))
    return FALSE;
  if (!engine_open(engine))
    return engine_fail(engine, YT_REDLAND_ERROR_EVALUATION, "rasqal cannot be started", error);
  engine->query = engine_parse(engine, language, text, base, error);
  return engine->query != NULL;
}

gboolean
yt_redland_check(const char *text, const char *base, gboolean update, GError **error)
{
  g_return_val_if_fail(text != NULL, FALSE);
  YtRedlandEngine engine = {0};
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
  YtRedlandEngine engine = {0};
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
add_named_graph(YtRedlandSource *source, YtRedlandId id)
{
  YtTerm name = yt_redland_index_get_term(source->index, id);
  if (name.kind == YT_TERM_IRI) /* rasqal knows no graph named by a blank node */
    g_hash_table_add(source->named_graphs, GUINT_TO_POINTER(id));
}

static void
choose_graphs(YtRedlandSource *source, char **default_graphs, char **named_graphs)
{
  for (char **name = default_graphs; *name; name++) {
    YtRedlandId id = find_graph(source, *name);
    if (id != 0)
      g_array_append_val(source->default_graphs, id);
  }
  for (char **name = named_graphs; *name; name++) {
    YtRedlandId id = find_graph(source, *name);
    if (id != 0)
      add_named_graph(source, id);
  }
}

static void
take_whole_store(YtRedlandSource *source)
{
  YtRedlandId own = 0;
  g_array_append_val(source->default_graphs, own);
  const GArray *graphs = yt_redland_index_get_graphs(source->index);
  for (guint g = 0; g < graphs->len; g++)
    add_named_graph(source, g_array_index(graphs, YtRedlandId, g));
}

/* SPARQL 1.1, 13.2: a query that says anything about its dataset sees only what it names. SPARQL 1.1 Protocol,
 * 2.1.4: what the request says about it comes first. */
static void
set_dataset(YtRedlandSource *source, rasqal_query *query, const YtRedlandOptions *options)
{
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
  if (options->default_graphs || options->named_graphs || *default_graphs || *named_graphs)
    choose_graphs(source, default_graphs, named_graphs);
  else
    take_whole_store(source);
}

static void
declare_graph(rasqal_query *query, rasqal_world *world, raptor_uri *name)
{
  rasqal_query_add_data_graph(
      query, rasqal_new_data_graph_from_uri(world, name, name, RASQAL_DATA_GRAPH_NAMED, NULL, NULL, NULL));
}

static int
declare_origin(rasqal_query *query, rasqal_graph_pattern *pattern, void *world)
{
  rasqal_literal *origin = rasqal_graph_pattern_get_origin(pattern);
  if (origin && origin->type == RASQAL_LITERAL_URI &&
      !rasqal_query_dataset_contains_named_graph(query, origin->value.uri))
    declare_graph(query, world, origin->value.uri);
  return 0;
}

/* Tells rasqal which graphs GRAPH ?g walks: those of @source, in the order of the store. And those that the query
 * names though the store has them not: rasqal takes GRAPH <none> { … } for a pattern that holds once, while over a
 * declared graph it looks for triples and finds none. */
static void
declare_graphs(const YtRedlandSource *source, rasqal_query *query)
{
  raptor_sequence *declared = rasqal_query_get_data_graph_sequence(query);
  while (declared && raptor_sequence_size(declared) > 0)
    rasqal_free_data_graph(raptor_sequence_pop(declared));
  const GArray *graphs = yt_redland_index_get_graphs(source->index);
  for (guint g = 0; g < graphs->len; g++) {
    YtRedlandId id = g_array_index(graphs, YtRedlandId, g);
    if (!g_hash_table_contains(source->named_graphs, GUINT_TO_POINTER(id)))
      continue;
    YtTerm name = yt_redland_index_get_term(source->index, id);
    raptor_uri *uri = raptor_new_uri_from_counted_string(rasqal_world_get_raptor(source->world),
                                                         (const unsigned char *) name.text, name.n_text);
    declare_graph(query, source->world, uri);
    raptor_free_uri(uri);
  }
  rasqal_graph_pattern *pattern = rasqal_query_get_query_graph_pattern(query);
  if (pattern)
    rasqal_graph_pattern_visit(query, pattern, declare_origin, source->world);
}

/* ---- running ---- */

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
  if (result->source.mixed_key) {
    g_set_error_literal(error, YT_REDLAND_ERROR, YT_REDLAND_ERROR_UNSUPPORTED,
                        "rasqal gets GROUP BY over numbers or dates of different types wrong");
    return FALSE;
  }
  return !result->engine.message || engine_fail(&result->engine, YT_REDLAND_ERROR_EVALUATION, NULL, error);
}

/* Parses what rasqal is to run: @text itself, or the pattern of a CONSTRUCT or DESCRIBE as a SELECT. */
static gboolean
prepare(YtRedlandResult *result, const char *text, const YtRedlandOptions *options, GError **error)
{
  YtRedlandEngine *engine = &result->engine;
  const YtRedlandFacts *facts = yt_redland_index_get_facts(result->source.index);
  if (!engine_prepare(engine, "sparql11-query", text, options->base, error) ||
      !yt_redland_guard_grammar(text, error) || !yt_redland_guard_meaning(text, facts, error))
    return FALSE;
  rasqal_query_verb verb = rasqal_query_get_verb(engine->query);
  if (verb != RASQAL_QUERY_VERB_CONSTRUCT && verb != RASQAL_QUERY_VERB_DESCRIBE)
    return TRUE;
  if (yt_redland_guard_has_aggregates(text))
    return engine_fail(engine, YT_REDLAND_ERROR_UNSUPPORTED, "1:1: no aggregates in CONSTRUCT and DESCRIBE",
                       error);
  engine->form = g_steal_pointer(&engine->query);
  g_autofree char *select = yt_redland_rewrite(text, "SELECT *", TRUE);
  engine->query = engine_parse(engine, "sparql11-query", select, options->base, error);
  return engine->query != NULL;
}

/* Has the pattern of @text a solution? */
static gboolean
probe(YtRedlandResult *result, const char *text, const char *base, gboolean *found, GError **error)
{
  g_autofree char *ask = yt_redland_rewrite(text, "ASK", FALSE);
  rasqal_query *query = engine_parse(&result->engine, "sparql11-query", ask, base, error);
  if (!query)
    return FALSE;
  declare_graphs(&result->source, query);
  rasqal_query_results *answer = rasqal_query_execute(query);
  *found = answer && rasqal_query_results_get_boolean(answer) > 0;
  gboolean answered = answer != NULL;
  if (answer)
    rasqal_free_query_results(answer);
  rasqal_free_query(query);
  return answered ? check(result, error)
                  : engine_fail(&result->engine, YT_REDLAND_ERROR_EVALUATION,
                                "rasqal cannot answer this query", error);
}

static gboolean
is_grouped(rasqal_query *query)
{
  return rasqal_query_get_group_condition(query, 0) != NULL;
}

/* SPARQL 1.1, 18.5: of no solutions, GROUP BY makes no groups, and an aggregate without it one. rasqal does the
 * reverse. */
static gboolean
look_for_nothing(YtRedlandResult *result, const char *text, const YtRedlandOptions *options, GError **error)
{
  gboolean found;
  if (!probe(result, text, options->base, &found, error))
    return FALSE;
  if (found)
    return TRUE;
  result->ended = is_grouped(result->engine.query);
  return result->ended ||
         engine_fail(&result->engine, YT_REDLAND_ERROR_UNSUPPORTED,
                     "rasqal gets an aggregate over nothing wrong, and nothing matches", error);
}

static void
watch_keys(YtRedlandResult *result)
{
  rasqal_expression *condition;
  for (int i = 0; (condition = rasqal_query_get_group_condition(result->engine.query, i)) != NULL; i++) {
    rasqal_expression *key = condition->arg1 ? condition->arg1 : condition;
    rasqal_variable *variable = key->literal ? rasqal_literal_as_variable(key->literal) : NULL;
    if (variable)
      yt_redland_source_watch(&result->source, variable);
  }
}

/* Is @name in a triple pattern of the query, so that its values are terms of the store? */
static gboolean
is_from_store(rasqal_query *query, const char *name)
{
  rasqal_triple *triple;
  for (int i = 0; (triple = rasqal_query_get_triple(query, i)) != NULL; i++) {
    rasqal_literal *parts[] = {triple->subject, triple->predicate, triple->object};
    for (guint p = 0; p < G_N_ELEMENTS(parts); p++) {
      rasqal_variable *variable = rasqal_literal_as_variable(parts[p]);
      if (variable && strcmp((const char *) variable->name, name) == 0)
        return TRUE;
    }
  }
  return FALSE;
}

/* Asks the query, not its results: rasqal's results have no variables when they have no rows. */
static void
list_variables(YtRedlandResult *result)
{
  rasqal_query *query = result->engine.query;
  raptor_sequence *variables = rasqal_query_get_bound_variable_sequence(query);
  int n_variables = variables ? raptor_sequence_size(variables) : 0;
  for (int i = 0; i < n_variables; i++) {
    rasqal_variable *variable = raptor_sequence_get_at(variables, i);
    gboolean from_store = is_from_store(query, (const char *) variable->name);
    g_ptr_array_add(result->variables, g_strdup((const char *) variable->name));
    g_array_append_val(result->from_store, from_store);
  }
}

static gboolean
execute(YtRedlandResult *result, GError **error)
{
  YtRedlandEngine *engine = &result->engine;
  result->results = rasqal_query_execute(engine->query);
  if (!result->results || engine->message)
    return engine_fail(engine, YT_REDLAND_ERROR_EVALUATION, "rasqal cannot answer this query", error);
  if (rasqal_query_results_is_bindings(result->results)) {
    result->kind = engine->form ? YT_REDLAND_GRAPH : YT_REDLAND_SOLUTIONS;
    list_variables(result);
  } else if (rasqal_query_results_is_boolean(result->results)) {
    result->kind = YT_REDLAND_BOOLEAN;
    result->boolean = rasqal_query_results_get_boolean(result->results) > 0;
  } else {
    return engine_fail(engine, YT_REDLAND_ERROR_EVALUATION, "rasqal gives an answer of an unknown kind",
                       error);
  }
  return check(result, error);
}

static gboolean
run(YtRedlandResult *result, const char *text, const YtRedlandOptions *options, GError **error)
{
  if (!(result->source.index = yt_redland_index_get(result->store, error)) ||
      !prepare(result, text, options, error))
    return FALSE;
  yt_redland_source_init(&result->source, result->engine.world, result->source.index);
  result->source.cancellable = options->cancellable;
  if (options->timeout_ms > 0)
    result->source.deadline_us = g_get_monotonic_time() + (gint64) options->timeout_ms * 1000;
  if (!yt_redland_source_register(&result->source))
    return engine_fail(&result->engine, YT_REDLAND_ERROR_EVALUATION, "rasqal does not take our triples",
                       error);
  set_dataset(&result->source, result->engine.query, options);
  declare_graphs(&result->source, result->engine.query);
  if (yt_redland_guard_has_aggregates(text) && !look_for_nothing(result, text, options, error))
    return FALSE;
  watch_keys(result);
  return execute(result, error);
}

YtRedlandResult *
yt_redland_query(YtStore *store, const char *text, const YtRedlandOptions *options, GError **error)
{
  g_return_val_if_fail(store != NULL && text != NULL, NULL);
  static const YtRedlandOptions no_options;
  g_autoptr(YtRedlandResult) result = g_new0(YtRedlandResult, 1);
  result->store = yt_store_ref(store);
  result->variables = g_ptr_array_new_with_free_func(g_free);
  result->from_store = g_array_new(FALSE, FALSE, sizeof(gboolean));
  if (!run(result, text, options ? options : &no_options, error))
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
  if (result->source.world) /* before the world that its literals belong to */
    yt_redland_source_clear(&result->source);
  engine_clear(&result->engine);
  g_ptr_array_unref(result->variables);
  g_array_unref(result->from_store);
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
yt_redland_result_move(YtRedlandResult *result, GError **error)
{
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

gboolean
yt_redland_result_next(YtRedlandResult *result, GError **error)
{
  g_return_val_if_fail(result->kind == YT_REDLAND_SOLUTIONS, FALSE);
  return yt_redland_result_move(result, error);
}

YtTerm
yt_redland_result_get_term(YtRedlandResult *result, guint index)
{
  g_return_val_if_fail(index < result->variables->len, (YtTerm){.kind = YT_TERM_UNBOUND});
  return yt_redland_source_get_term(&result->source,
                                    rasqal_query_results_get_binding_value(result->results, (int) index),
                                    g_array_index(result->from_store, gboolean, index));
}
