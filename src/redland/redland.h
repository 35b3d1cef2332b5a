/* redland.h: SPARQL by rasqal, the query engine of the Redland libraries, over a store.
 *
 * An independent second opinion for our own engine, and a small one: rasqal joins by nested loops and knows a part
 * of SPARQL 1.1 only. What it cannot do is an error that says so. Types of rasqal and raptor stay inside.
 *
 * The dataset of a query is the store: its default graph is the default graph of the query and nothing else, its
 * named graphs are reached by GRAPH. FROM and FROM NAMED choose among the store's graphs by name; nothing is ever
 * fetched. */
#pragma once
#include "store/store.h"

typedef enum {
  YT_REDLAND_ERROR_SYNTAX, /* the message starts with line:column, or line alone where rasqal says no more */
  YT_REDLAND_ERROR_UNSUPPORTED, /* well-formed as far as is known, but rasqal does not do it, or gets it wrong */
  YT_REDLAND_ERROR_TIMEOUT,
  YT_REDLAND_ERROR_CANCELLED,
  YT_REDLAND_ERROR_EVALUATION,
} YtRedlandError;

#define YT_REDLAND_ERROR (yt_redland_error_quark())
GQuark yt_redland_error_quark(void);

typedef struct {
  const char *base; /* base IRI; NULL: file:/// */
  const char *const
      *default_graphs; /* (nullable): the graphs to merge into the default graph, in place of FROM */
  const char *const *named_graphs; /* (nullable): in place of FROM NAMED */
  guint64 timeout_ms;              /* 0: none; looked at while triples are matched and between rows */
  GCancellable *cancellable;       /* (nullable) */
} YtRedlandOptions;

typedef enum {
  YT_REDLAND_SOLUTIONS,
  YT_REDLAND_BOOLEAN,
  YT_REDLAND_GRAPH,
} YtRedlandKind;

/* An answer that is still being worked out, row by row. It belongs to one thread at a time. */
typedef struct _YtRedlandResult YtRedlandResult;

/**
 * yt_redland_query:
 * @store: the dataset
 * @text: a SPARQL query, UTF-8
 * @options: (nullable)
 * @error: return location for a #GError
 *
 * The first query over a store indexes it, which costs about 120 bytes a quad beside the terms themselves.
 *
 * Errors: #YtRedlandError as above.
 * Returns: (transfer full) (nullable): the answer; it keeps @store alive
 */
YtRedlandResult *yt_redland_query(YtStore *store, const char *text, const YtRedlandOptions *options,
                                  GError **error);
void yt_redland_result_free(YtRedlandResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtRedlandResult, yt_redland_result_free)

YtRedlandKind yt_redland_result_get_kind(const YtRedlandResult *result);
gboolean yt_redland_result_get_boolean(const YtRedlandResult *result);
guint yt_redland_result_get_n_variables(const YtRedlandResult *result);
const char *yt_redland_result_get_variable(const YtRedlandResult *result, guint index);

/* Solutions: moves to the next row. FALSE at the end, or with @error set. */
gboolean yt_redland_result_next(YtRedlandResult *result, GError **error);
/* The value of a variable in the current row, lent until the next move. A term that came from the store comes back
 * byte by byte as it is there. */
YtTerm yt_redland_result_get_term(YtRedlandResult *result, guint index);

/* A graph: gives every triple to @func, each once; only once in the life of @result. */
gboolean yt_redland_result_foreach(YtRedlandResult *result, YtQuadFunc func, gpointer user_data,
                                   GError **error);

/* Does rasqal's parser take @text for a query (an update request, with @update)? */
gboolean yt_redland_check(const char *text, const char *base, gboolean update, GError **error);

/* The IRIs that FROM and FROM NAMED clauses of @text name. The arrays are (transfer full), NULL-terminated.
 * Errors: YT_REDLAND_ERROR_SYNTAX. */
gboolean yt_redland_list_graphs(const char *text, const char *base, char ***default_graphs,
                                char ***named_graphs, GError **error);
