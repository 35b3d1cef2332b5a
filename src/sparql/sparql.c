/* sparql.c: the door: which engine answers. */
#include "sparql/sparql.h"
#include "remote/remote.h"
#include "sparql/engine.h"
#include "sparql/result.h"

G_DEFINE_QUARK(yt - sparql - error - quark, yt_sparql_error)

gboolean
yt_sparql_engine_from_name(const char *name, YtSparqlEngine *engine)
{
  g_return_val_if_fail(name != NULL && engine != NULL, FALSE);
  if (g_str_equal(name, "default"))
    *engine = YT_SPARQL_ENGINE_DEFAULT;
  else if (g_str_equal(name, "redland"))
    *engine = YT_SPARQL_ENGINE_REDLAND;
  else
    return FALSE;
  return TRUE;
}

YtSparqlResult *
yt_sparql_query(YtStore *store, const char *text, const YtSparqlOptions *options, GError **error)
{
  g_return_val_if_fail(store != NULL && text != NULL, NULL);
  static const YtSparqlOptions no_options;
  if (!options)
    options = &no_options;
  YtSparqlResult *result = NULL;
  if (options->engine != YT_SPARQL_ENGINE_REDLAND)
    result = yt_sparql_native_query(store, text, options, error);
  else if (options->n_parameters)
    g_set_error(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_UNSUPPORTED, "redland takes no parameters");
  else
    result = yt_sparql_redland_query(store, text, options, error);
  if (result && options->skolem)
    yt_sparql_result_set_skolem(result, options->skolem);
  return result;
}

gboolean
yt_sparql_check_service(const char *entry, GError **error)
{
  g_autoptr(GError) problem = NULL;
  if (yt_remote_check_entry(entry, &problem))
    return TRUE;
  g_set_error_literal(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_EVALUATION, problem->message);
  return FALSE;
}
