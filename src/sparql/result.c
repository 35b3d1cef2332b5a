/* result.c: an answer, whichever engine gives it. */
#include "sparql/result.h"

struct _YtSparqlResult {
  YtSparqlResultKind kind;
  gboolean boolean;
  char **variables;
  guint n_variables;
  const YtSparqlResultClass *klass;
  gpointer state;
};

YtSparqlResult *
yt_sparql_result_new(YtSparqlResultKind kind, gboolean boolean, char **variables,
                     const YtSparqlResultClass *klass, gpointer state)
{
  YtSparqlResult *result = g_new0(YtSparqlResult, 1);
  result->kind = kind;
  result->boolean = boolean;
  result->variables = variables;
  result->n_variables = g_strv_length(variables);
  result->klass = klass;
  result->state = state;
  return result;
}

void
yt_sparql_result_free(YtSparqlResult *result)
{
  if (!result)
    return;
  result->klass->free(result->state);
  g_strfreev(result->variables);
  g_free(result);
}

const YtSparqlResultClass *
yt_sparql_result_get_class(const YtSparqlResult *result)
{
  return result->klass;
}

gpointer
yt_sparql_result_get_state(const YtSparqlResult *result)
{
  return result->state;
}

YtSparqlResultKind
yt_sparql_result_get_kind(const YtSparqlResult *result)
{
  g_return_val_if_fail(result != NULL, YT_SPARQL_BOOLEAN);
  return result->kind;
}

gboolean
yt_sparql_result_get_boolean(const YtSparqlResult *result)
{
  g_return_val_if_fail(result != NULL && result->kind == YT_SPARQL_BOOLEAN, FALSE);
  return result->boolean;
}

guint
yt_sparql_result_get_n_variables(const YtSparqlResult *result)
{
  g_return_val_if_fail(result != NULL, 0);
  return result->n_variables;
}

const char *
yt_sparql_result_get_variable(const YtSparqlResult *result, guint index)
{
  g_return_val_if_fail(result != NULL && index < result->n_variables, NULL);
  return result->variables[index];
}

gboolean
yt_sparql_result_next(YtSparqlResult *result, GError **error)
{
  g_return_val_if_fail(result != NULL && result->kind == YT_SPARQL_SOLUTIONS, FALSE);
  return result->klass->next(result->state, error);
}

YtTerm
yt_sparql_result_get_term(const YtSparqlResult *result, guint index)
{
  g_return_val_if_fail(result != NULL && index < result->n_variables, (YtTerm){.kind = YT_TERM_UNBOUND});
  return result->klass->get_term(result->state, index);
}

gboolean
yt_sparql_result_foreach(YtSparqlResult *result, YtQuadFunc func, gpointer user_data, GError **error)
{
  g_return_val_if_fail(result != NULL && result->kind == YT_SPARQL_GRAPH && func != NULL, FALSE);
  return result->klass->foreach (result->state, func, user_data, error);
}
