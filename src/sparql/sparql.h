/* sparql.h: questions in SPARQL 1.1, answered over a store.
 *
 * Two engines stand behind this door: our own, and librdf with rasqal (src/redland), kept as an independent second
 * opinion. A result is read row by row, or written whole in one of the standard formats. */
#pragma once
#include "evidence/evidence.h"
#include "store/store.h"

typedef enum {
  YT_SPARQL_ERROR_SYNTAX, /* the message starts with line:column (redland: maybe line alone), then what is wrong */
  YT_SPARQL_ERROR_UNSUPPORTED, /* well-formed, but this engine cannot do it */
  YT_SPARQL_ERROR_TIMEOUT,     /* the deadline passed */
  YT_SPARQL_ERROR_MEMORY,      /* the memory budget is used up */
  YT_SPARQL_ERROR_CANCELLED,
  YT_SPARQL_ERROR_PARAMETER,   /* no such variable, or one that cannot be given a value from outside */
  YT_SPARQL_ERROR_EVALUATION, /* anything else that stops an answer, such as a SERVICE that cannot be reached */
} YtSparqlError;

#define YT_SPARQL_ERROR (yt_sparql_error_quark())
GQuark yt_sparql_error_quark(void);

typedef enum {
  YT_SPARQL_ENGINE_DEFAULT,
  YT_SPARQL_ENGINE_REDLAND,
} YtSparqlEngine;

/* A value for a variable of the request. */
typedef struct {
  const char *name; /* of the variable, without "?" */
  YtTerm value;     /* a blank node is the store's of that label; kind YT_TERM_UNBOUND: none */
} YtSparqlParameter;

typedef struct {
  YtSparqlEngine engine;
  const char *base;          /* base IRI of the query; NULL: none */
  guint64 timeout_ms;        /* 0: none */
  gsize memory_limit;        /* bytes; 0: none; redland has no way to keep one */
  GCancellable *cancellable; /* (nullable) */

  /* The dataset, as the SPARQL 1.1 Protocol lets a request say it: IRIs of the store's named graphs. When either is
   * given, the two are the whole dataset, in place of the query's own FROM and FROM NAMED. For updates they stand for
   * USING and USING NAMED, and are YT_SPARQL_ERROR_UNSUPPORTED in a request that has these or WITH (2.2.3). */
  const char *const *default_graphs; /* (nullable): merged into the default graph */
  const char *const *named_graphs;   /* (nullable) */

  /* (nullable): an IRI's beginning. Blank nodes of the store then leave and come in as IRIs, this with the label behind
   * (RDF 1.1 Concepts, 3.5), so that who reads an answer can ask on. Updates without it take blank nodes by no name. */
  const char *skolem;

  /* Put in for their variables everywhere in the request, subqueries and templates too, as if they had been written
   * there; SELECT lists them still. The request itself may not give such a variable a value, by BIND or VALUES, nor
   * use it inside of SERVICE. Not for redland. */
  const YtSparqlParameter *parameters; /* (nullable) */
  gsize n_parameters;

  /* Endpoints that SERVICE may ask, by the beginnings of their IRIs; NULL-terminated. An address of a private network is
   * asked only where an entry names the address itself, or localhost. */
  const char *const *services; /* (nullable): none */

  gboolean may_read_files; /* updates: may LOAD read file:// IRIs? */
} YtSparqlOptions;

/* What yt:path may be asked for: paths, and steps of each. */
enum { YT_SPARQL_MOST_PATHS = 20, YT_SPARQL_MOST_STEPS = 8 };

/* Is @entry fit for the list of services? FALSE with YT_SPARQL_ERROR_EVALUATION and what was expected. */
gboolean yt_sparql_check_service(const char *entry, GError **error);

/* "default" or "redland". FALSE if there is none of that name. */
gboolean yt_sparql_engine_from_name(const char *name, YtSparqlEngine *engine);

/* The graphs that FROM and FROM NAMED clauses of a query name, so that a caller may load them first: an engine only
 * looks for them in the store. Both arrays are (transfer full), NULL-terminated. Errors: as yt_sparql_check(). */
gboolean yt_sparql_list_graphs(const char *text, const char *base, char ***default_graphs,
                               char ***named_graphs, GError **error);

/* Is @text a well-formed query (or update request, with @update)? FALSE with @error set when not. */
gboolean yt_sparql_check(const char *text, const char *base, gboolean update, GError **error);

typedef enum {
  YT_SPARQL_SOLUTIONS, /* SELECT */
  YT_SPARQL_BOOLEAN,   /* ASK */
  YT_SPARQL_GRAPH,     /* CONSTRUCT, DESCRIBE */
} YtSparqlResultKind;

typedef struct _YtSparqlResult YtSparqlResult;

/**
 * yt_sparql_query:
 * @store: the dataset
 * @text: the query, UTF-8
 * @options: (nullable): engine, base and limits; NULL: the default engine without limits
 * @error: return location for a #GError
 *
 * Errors: #YtSparqlError as above.
 * Returns: (transfer full) (nullable): the answer; it keeps @store alive; free with yt_sparql_result_free()
 */
YtSparqlResult *yt_sparql_query(YtStore *store, const char *text, const YtSparqlOptions *options,
                                GError **error);
void yt_sparql_result_free(YtSparqlResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtSparqlResult, yt_sparql_result_free)

/**
 * yt_sparql_update:
 * @writer: of the store to change
 * @text: the request, UTF-8
 * @options: (nullable): base and limits; the limits hold for each operation of the request
 * @error: return location for a #GError
 *
 * Carries out all operations of the request in one transaction, or none. LOAD reads files only.
 *
 * Errors: #YtSparqlError; #YtStoreError when the transaction cannot be committed; what reading a file may bring.
 * Returns: FALSE when @error is set
 */
gboolean yt_sparql_update(YtStoreWriter *writer, const char *text, const YtSparqlOptions *options, GError **error);

/* Runs the query, throws its answer away, and returns the plan as a tree: each operator with the rows that it was expected
 * to give and gave, and its time with what stands below it; as text for people, or as JSON. Always of our own engine.
 * Errors: as yt_sparql_query(). (transfer full) (nullable) */
char *yt_sparql_explain(YtStore *store, const char *text, const YtSparqlOptions *options, gboolean as_json, GError **error);

/**
 * yt_sparql_find_edges:
 * @text: a SELECT
 * @options: (nullable): as it was answered with
 * @variables: those of the answer, NULL-terminated
 * @terms: their values in one solution
 * @n_most: edges
 *
 * Finds the triples that the solution rests on: what the triple patterns of the query become with its values. Of a
 * repeated property path they are a shortest way. Costs about as much as the query does with these values given.
 *
 * Errors: as yt_sparql_query().
 * Returns: (transfer full): of YtEdge, each once, in the order found; NULL with @error set
 */
GArray *yt_sparql_find_edges(YtStore *store, const char *text, const YtSparqlOptions *options, const char *const *variables,
                             const YtTerm *terms, guint n_most, GError **error);

YtSparqlResultKind yt_sparql_result_get_kind(const YtSparqlResult *result);
gboolean yt_sparql_result_get_boolean(const YtSparqlResult *result);
guint yt_sparql_result_get_n_variables(const YtSparqlResult *result);
const char *yt_sparql_result_get_variable(const YtSparqlResult *result, guint index); /* without "?" */

/* Solutions: moves to the next row; FALSE at the end, or with @error set. The term of column @index of the current
 * row is lent until the next move; kind YT_TERM_UNBOUND where the variable has no value. */
gboolean yt_sparql_result_next(YtSparqlResult *result, GError **error);
YtTerm yt_sparql_result_get_term(const YtSparqlResult *result, guint index);

/* A graph: gives every triple to @func, each once. */
gboolean yt_sparql_result_foreach(YtSparqlResult *result, YtQuadFunc func, gpointer user_data,
                                  GError **error);

typedef enum {
  YT_RESULT_TABLE, /* for people: a table drawn with lines, columns aligned for wide characters */
  YT_RESULT_JSON,
  YT_RESULT_XML,
  YT_RESULT_CSV,
  YT_RESULT_TSV,
  YT_RESULT_NTRIPLES, /* graphs, as are the next */
  YT_RESULT_TURTLE,
  YT_RESULT_JSONLD,
} YtResultFormat;

/* By the name that the command line uses (table, json, xml, csv, tsv, ntriples, turtle, jsonld) or by a media type without
 * parameters, such as application/sparql-results+json. FALSE if there is none. */
gboolean yt_result_format_from_name(const char *name, YtResultFormat *format);
gboolean yt_result_format_from_media_type(const char *media_type, YtResultFormat *format);
const char *yt_result_format_get_name(YtResultFormat format);
const char *yt_result_format_get_media_type(YtResultFormat format);
/* Tables fit everything, JSON and XML solutions and booleans, CSV and TSV solutions, the others graphs. */
gboolean yt_result_format_fits(YtResultFormat format, YtSparqlResultKind kind);

/* Reads the rest of @result and writes it to @out, row by row as rows come (a table when it is complete). Characters
 * that XML 1.0 cannot carry become U+FFFD in XML. A failure may leave a part written.
 *
 * Errors: YT_SPARQL_ERROR_UNSUPPORTED when @format does not fit; those of the query; #GIOError. */
gboolean yt_sparql_result_write(YtSparqlResult *result, YtResultFormat format, GOutputStream *out,
                                GError **error);

/* A table no wider than @n_columns columns of a terminal (0: as wide as it gets): long cells end in "…". */
gboolean yt_sparql_result_write_table(YtSparqlResult *result, guint n_columns, GOutputStream *out,
                                      GError **error);

/* The cell of a table for @term, for people: IRIs shortened by the known prefixes, literals without their quotes,
 * tags and standard datatypes, control characters replaced. (transfer full) */
char *yt_term_dup_display(const YtTerm *term);
