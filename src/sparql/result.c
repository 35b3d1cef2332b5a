/* result.c: an answer, whichever engine gives it. */
#include "sparql/result.h"

struct _YtSparqlResult {
  YtSparqlResultKind kind;
  gboolean boolean;
  char **variables;
  guint n_variables;
  const YtSparqlResultClass *klass;
  gpointer state;
  char *skolem;   /* (nullable): what the IRIs begin with that stand for blank nodes … */
  GString **iris; /* … and those of the current row, by column; NULL where there was none yet */
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
yt_sparql_result_set_skolem(YtSparqlResult *result, const char *prefix)
{
  result->skolem = g_strdup(prefix);
  result->iris = g_new0(GString *, result->n_variables + 1);
}

const char *
yt_sparql_result_get_skolem(const YtSparqlResult *result)
{
  return result->skolem;
}

/* The IRI for blank node @blank; its text lies in @iri. */
static YtTerm
skolemise(const char *prefix, const YtTerm *blank, GString *iri)
{
  g_string_assign(iri, prefix);
  g_string_append_len(iri, blank->text, (gssize) blank->n_text);
  return (YtTerm){.kind = YT_TERM_IRI, .text = iri->str, .n_text = iri->len};
}

void
yt_sparql_result_free(YtSparqlResult *result)
{
  if (!result)
    return;
  result->klass->free(result->state);
  for (guint i = 0; result->iris && i < result->n_variables; i++)
    if (result->iris[i])
      g_string_free(result->iris[i], TRUE);
  g_free(result->iris);
  g_free(result->skolem);
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
  YtTerm term = result->klass->get_term(result->state, index);
  if (term.kind == YT_TERM_BLANK && result->skolem) {
    if (!result->iris[index])
      result->iris[index] = g_string_new(NULL);
    term = skolemise(result->skolem, &term, result->iris[index]);
  }
  return term;
}

typedef struct {
  const char *skolem;
  GString *iris[2];
  YtQuadFunc func;
  gpointer user_data;
} Skolemising;

static gboolean
give_skolemised(const YtTermQuad *quad, gpointer data, GError **error)
{
  Skolemising *self = data;
  YtTermQuad copy = *quad;
  if (copy.subject.kind == YT_TERM_BLANK)
    copy.subject = skolemise(self->skolem, &quad->subject, self->iris[0]);
  if (copy.object.kind == YT_TERM_BLANK)
    copy.object = skolemise(self->skolem, &quad->object, self->iris[1]);
  return self->func(&copy, self->user_data, error);
}

gboolean
yt_sparql_result_foreach(YtSparqlResult *result, YtQuadFunc func, gpointer user_data, GError **error)
{
  g_return_val_if_fail(result != NULL && result->kind == YT_SPARQL_GRAPH && func != NULL, FALSE);
  if (!result->skolem)
    return result->klass->foreach (result->state, func, user_data, error);
  Skolemising skolemising = {result->skolem, {g_string_new(NULL), g_string_new(NULL)}, func, user_data};
  gboolean ok = result->klass->foreach (result->state, give_skolemised, &skolemising, error);
  g_string_free(skolemising.iris[0], TRUE);
  g_string_free(skolemising.iris[1], TRUE);
  return ok;
}
