/* result.h: how an engine hands over its answer. */
#pragma once
#include "sparql/sparql.h"

/* Takes some rows of an answer (of a graph: triples, as three columns); the ids are lent for the call. */
typedef gboolean (*YtResultIdsFunc)(const YtTermId *const *columns, gsize n_rows, gpointer user_data, GError **error);

/* What an engine does for a result; @state is its own. */
typedef struct {
  gboolean (*next)(gpointer state, GError **error); /* as yt_sparql_result_next() */
  YtTerm (*get_term)(gpointer state, guint index);  /* as yt_sparql_result_get_term() */
  gboolean (*foreach)(gpointer state, YtQuadFunc func, gpointer user_data, GError **error);
  GDestroyNotify free;
  /* For who writes many rows; NULL in an engine that has no ids. Gives all rows that are left. */
  gboolean (*foreach_ids)(gpointer state, YtResultIdsFunc func, gpointer user_data, GError **error);
  YtTermBatch *(*new_batch)(gpointer state); /* for one thread; get_terms may then run on it beside everything else */
  void (*get_terms)(gpointer state, YtTermBatch *batch, const YtTermId *ids, gsize n_ids, YtTerm *terms);
  guint (*get_n_threads)(gpointer state); /* that may write beside the caller's */
} YtSparqlResultClass;

/* Takes @variables (NULL-terminated) and @state; @klass is static. (transfer full) */
YtSparqlResult *yt_sparql_result_new(YtSparqlResultKind kind, gboolean boolean, char **variables,
                                     const YtSparqlResultClass *klass, gpointer state);

const YtSparqlResultClass *yt_sparql_result_get_class(const YtSparqlResult *result);
gpointer yt_sparql_result_get_state(const YtSparqlResult *result);

/* Before the first row or triple: blank nodes come out as IRIs, @prefix (copied) with their label behind. */
void yt_sparql_result_set_skolem(YtSparqlResult *result, const char *prefix);
const char *yt_sparql_result_get_skolem(const YtSparqlResult *result); /* (nullable) */

/* The engine of redland-engine.c; each as its namesake of the door. */
YtSparqlResult *yt_sparql_redland_query(YtStore *store, const char *text, const YtSparqlOptions *options,
                                        GError **error);
gboolean yt_sparql_redland_check(const char *text, const char *base, gboolean update, GError **error);
gboolean yt_sparql_redland_list_graphs(const char *text, const char *base, char ***default_graphs,
                                       char ***named_graphs, GError **error);
