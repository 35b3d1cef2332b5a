/* ast.h: the syntax tree of a query or an update request.
 *
 * It follows the text: groups keep their elements in order, and what the specification defines by translation
 * (joins, property path sequences, the scope of filters) is left to algebra.c. Everything lives in the arena of
 * the YtRequest. */
#pragma once
#include "rdf/rdf.h"
#include "sparql/arena.h"
#include "sparql/function.h"

typedef struct _YtExpr YtExpr;
typedef struct _YtPath YtPath;
typedef struct _YtPattern YtPattern;
typedef struct _YtSelect YtSelect;

/* A place in a triple pattern. Blank nodes of patterns are variables already; those of templates are terms. */
typedef struct {
  gboolean is_variable;
  guint variable; /* index into the request's variables */
  YtTerm term;
  gboolean is_given; /* the value of a parameter: a blank node is the store's own, in templates too */
} YtNode;

typedef enum {
  YT_PATH_LINK,
  YT_PATH_INVERSE,      /* of parts[0] */
  YT_PATH_SEQUENCE,
  YT_PATH_ALTERNATIVE,
  YT_PATH_ZERO_OR_MORE, /* of parts[0], as are the next two */
  YT_PATH_ONE_OR_MORE,
  YT_PATH_ZERO_OR_ONE,
  YT_PATH_NEGATED,      /* parts are links and inverse links */
} YtPathOp;

struct _YtPath {
  YtPathOp op;
  YtTerm iri; /* of a link */
  guint n_parts;
  YtPath **parts;
};

typedef struct {
  YtNode subject, predicate, object;
  YtPath *path;  /* (nullable): instead of the predicate */
  YtNode graph;  /* in quad templates: unbound term for the default graph */
} YtTriplePattern;

typedef enum {
  YT_EXPR_VARIABLE,
  YT_EXPR_TERM,
  YT_EXPR_OR,  /* of all args, as AND, SUM and PRODUCT */
  YT_EXPR_AND,
  YT_EXPR_NOT,
  YT_EXPR_EQUAL,
  YT_EXPR_NOT_EQUAL,
  YT_EXPR_LESS,
  YT_EXPR_GREATER,
  YT_EXPR_LESS_EQUAL,
  YT_EXPR_GREATER_EQUAL,
  YT_EXPR_IN,
  YT_EXPR_NOT_IN,
  YT_EXPR_SUM,      /* signs[i] is '+' or '-' */
  YT_EXPR_PRODUCT,  /* signs[i] is '*' or '/' */
  YT_EXPR_NEGATE,
  YT_EXPR_PLUS,
  YT_EXPR_FUNCTION, /* a built-in call */
  YT_EXPR_CALL,     /* of a function named by an IRI: a cast, or an error when evaluated */
  YT_EXPR_EXISTS,
  YT_EXPR_NOT_EXISTS,
  YT_EXPR_AGGREGATE,
} YtExprOp;

typedef enum {
  YT_AGGREGATE_COUNT,
  YT_AGGREGATE_SUM,
  YT_AGGREGATE_MIN,
  YT_AGGREGATE_MAX,
  YT_AGGREGATE_AVG,
  YT_AGGREGATE_SAMPLE,
  YT_AGGREGATE_GROUP_CONCAT,
} YtAggregateOp;

struct _YtExpr {
  YtExprOp op;
  guint variable;      /* VARIABLE */
  YtTerm term;         /* TERM; the IRI of a CALL */
  guint n_args;
  YtExpr **args;
  const char *signs;
  YtFunction function;
  YtPattern *pattern;  /* EXISTS: a group */
  YtAggregateOp aggregate;
  gboolean distinct;
  gboolean star;         /* COUNT(*) */
  const char *separator; /* GROUP_CONCAT; NULL: one space */
  const char *base;      /* (nullable): of the function IRI, the base where it stands */
  /* in the algebra only */
  struct _YtAlgebra *algebra; /* EXISTS */
  const struct _YtValue *value; /* TERM */
  gpointer state;               /* what the evaluator keeps with this node */
};

typedef enum {
  YT_PATTERN_GROUP, /* children are elements in order */
  YT_PATTERN_TRIPLES,
  YT_PATTERN_OPTIONAL, /* of children[0], a group; so GRAPH, SERVICE and MINUS */
  YT_PATTERN_UNION,    /* children are groups */
  YT_PATTERN_MINUS,
  YT_PATTERN_GRAPH,
  YT_PATTERN_SERVICE,
  YT_PATTERN_FILTER,
  YT_PATTERN_BIND,
  YT_PATTERN_VALUES,
  YT_PATTERN_SELECT, /* a subquery */
} YtPatternKind;

/* Inline data: row after row of n_variables terms. */
typedef struct {
  guint n_variables;
  guint *variables;
  gsize n_rows;
  YtTerm *terms; /* kind UNBOUND for UNDEF */
} YtValues;

struct _YtPattern {
  YtPatternKind kind;
  GPtrArray *children; /* of YtPattern */
  GPtrArray *triples;  /* of YtTriplePattern */
  YtNode name;         /* GRAPH, SERVICE */
  gboolean silent;     /* SERVICE */
  YtExpr *expr;        /* FILTER, BIND */
  guint variable;      /* BIND */
  YtValues *values;
  YtSelect *select;
  GArray *visible;     /* GROUP, SELECT: the variables in scope outside, in order of appearance */
  const char *source;  /* SERVICE: the text of its group, */
  gsize n_source;      /* in bytes, */
  const char *prologue; /* and what declares its prefixes */
};

typedef enum {
  YT_QUERY_SELECT,
  YT_QUERY_CONSTRUCT,
  YT_QUERY_DESCRIBE,
  YT_QUERY_ASK,
} YtQueryForm;

typedef struct {
  guint variable;
  YtExpr *expr; /* (nullable): the variable itself */
} YtProjection;

typedef struct {
  YtExpr *expr;
  gboolean descending;
} YtOrder;

/* A SELECT with its modifiers; the other forms use the parts that they have. */
struct _YtSelect {
  gboolean distinct, reduced;
  gboolean star;
  GPtrArray *projections; /* of YtProjection */
  YtPattern *where;       /* (nullable): DESCRIBE without one */
  GPtrArray *group_by;    /* of YtProjection: variable G_MAXUINT where the key has no name */
  GPtrArray *having;      /* of YtExpr */
  GPtrArray *order_by;    /* of YtOrder */
  gboolean has_aggregates; /* in projections, HAVING or ORDER BY */
  guint64 offset;
  guint64 limit;          /* G_MAXUINT64: none */
  YtValues *values;       /* (nullable) */
};

typedef struct {
  GPtrArray *from;       /* of char*: IRIs */
  GPtrArray *from_named;
} YtDatasetClause;

typedef struct {
  YtQueryForm form;
  YtSelect *select;
  YtDatasetClause dataset;
  GPtrArray *template;  /* CONSTRUCT: of YtTriplePattern */
  GPtrArray *described; /* DESCRIBE: of YtNode */
} YtQuery;

typedef enum {
  YT_UPDATE_LOAD,
  YT_UPDATE_CLEAR,
  YT_UPDATE_DROP,
  YT_UPDATE_CREATE,
  YT_UPDATE_ADD,
  YT_UPDATE_MOVE,
  YT_UPDATE_COPY,
  YT_UPDATE_INSERT_DATA,
  YT_UPDATE_DELETE_DATA,
  YT_UPDATE_DELETE_WHERE, /* the template is the pattern too */
  YT_UPDATE_MODIFY,
} YtUpdateOp;

typedef enum {
  YT_GRAPHS_DEFAULT,
  YT_GRAPHS_ONE,
  YT_GRAPHS_NAMED,
  YT_GRAPHS_ALL,
} YtGraphsKind;

typedef struct {
  YtGraphsKind kind;
  const char *iri; /* of ONE */
} YtGraphs;

typedef struct {
  YtUpdateOp op;
  gboolean silent;
  const char *source;      /* LOAD: an IRI */
  YtGraphs from, to;       /* CLEAR, DROP, CREATE use @to */
  GPtrArray *delete_quads; /* (nullable): of YtTriplePattern, as is the next */
  GPtrArray *insert_quads;
  YtPattern *where;
  YtDatasetClause using;   /* USING; with WITH and no USING: that graph as default */
  const char *with;        /* (nullable) */
} YtUpdate;

typedef struct {
  const char *name;   /* without "?"; of an internal one: a dot and a number */
  gboolean is_hidden; /* blank nodes and what the translation adds: no SELECT * shows it */
} YtVariable;

typedef struct {
  YtArena *arena;
  GArray *variables;    /* of YtVariable */
  YtQuery *query;       /* one of the two */
  GPtrArray *updates;   /* of YtUpdate */
} YtRequest;

/**
 * yt_sparql_parse:
 * @text: a query, or an update request with @update; UTF-8, NUL-terminated
 * @base: (nullable): resolves relative IRIs until BASE is met; without any they stay as they are
 * @error: return location for a #GError
 *
 * Errors: YT_SPARQL_ERROR_SYNTAX, `line:column: expected …, found …`; lines and columns count from 1, columns in
 * characters.
 * Returns: (transfer full) (nullable): free with yt_request_free()
 */
YtRequest *yt_sparql_parse(const char *text, const char *base, gboolean update, GError **error);
void yt_request_free(YtRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtRequest, yt_request_free)

/* A new internal variable. */
guint yt_request_add_variable(YtRequest *request, const char *name, gboolean is_hidden);
