/* redland-engine.c: rasqal's answers as ours. */
#include "redland/redland.h"
#include "sparql/result.h"

/* Errors of the redland module become those of the door; others, such as a store's, pass. */
static void
translate(GError **error)
{
  if (!error || !*error || (*error)->domain != YT_REDLAND_ERROR)
    return;
  static const YtSparqlError codes[] = {
      [YT_REDLAND_ERROR_SYNTAX] = YT_SPARQL_ERROR_SYNTAX,
      [YT_REDLAND_ERROR_UNSUPPORTED] = YT_SPARQL_ERROR_UNSUPPORTED,
      [YT_REDLAND_ERROR_TIMEOUT] = YT_SPARQL_ERROR_TIMEOUT,
      [YT_REDLAND_ERROR_CANCELLED] = YT_SPARQL_ERROR_CANCELLED,
      [YT_REDLAND_ERROR_EVALUATION] = YT_SPARQL_ERROR_EVALUATION,
  };
  (*error)->domain = YT_SPARQL_ERROR;
  (*error)->code = (int) codes[(*error)->code];
}

static gboolean
next(gpointer state, GError **error)
{
  gboolean moved = yt_redland_result_next(state, error);
  if (!moved)
    translate(error);
  return moved;
}

static YtTerm
get_term(gpointer state, guint index)
{
  return yt_redland_result_get_term(state, index);
}

static gboolean
foreach_triple(gpointer state, YtQuadFunc func, gpointer user_data, GError **error)
{
  gboolean done = yt_redland_result_foreach(state, func, user_data, error);
  if (!done)
    translate(error);
  return done;
}

static void
free_result(gpointer state)
{
  yt_redland_result_free(state);
}

static const YtSparqlResultClass redland_class = {
    .next = next, .get_term = get_term, .foreach = foreach_triple, .free = free_result};

YtSparqlResult *
yt_sparql_redland_query(YtStore *store, const char *text, const YtSparqlOptions *options, GError **error)
{
  YtRedlandOptions redland_options = {
      .base = options->base,
      .default_graphs = options->default_graphs,
      .named_graphs = options->named_graphs,
      .timeout_ms = options->timeout_ms,
      .cancellable = options->cancellable,
  };
  YtRedlandResult *answer = yt_redland_query(store, text, &redland_options, error);
  if (!answer) {
    translate(error);
    return NULL;
  }

  static const YtSparqlResultKind kinds[] = {
      [YT_REDLAND_SOLUTIONS] = YT_SPARQL_SOLUTIONS,
      [YT_REDLAND_BOOLEAN] = YT_SPARQL_BOOLEAN,
      [YT_REDLAND_GRAPH] = YT_SPARQL_GRAPH,
  };
  guint n_variables = yt_redland_result_get_n_variables(answer);
  char **variables = g_new0(char *, n_variables + 1);
  for (guint i = 0; i < n_variables; i++)
    variables[i] = g_strdup(yt_redland_result_get_variable(answer, i));
  return yt_sparql_result_new(kinds[yt_redland_result_get_kind(answer)],
                              yt_redland_result_get_boolean(answer), variables, &redland_class, answer);
}

gboolean
yt_sparql_redland_check(const char *text, const char *base, gboolean update, GError **error)
{
  gboolean well_formed = yt_redland_check(text, base, update, error);
  if (!well_formed)
    translate(error);
  return well_formed;
}

gboolean
yt_sparql_redland_list_graphs(const char *text, const char *base, char ***default_graphs,
                              char ***named_graphs, GError **error)
{
  gboolean listed = yt_redland_list_graphs(text, base, default_graphs, named_graphs, error);
  if (!listed)
    translate(error);
  return listed;
}
