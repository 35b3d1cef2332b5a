/* algebra.h: the SPARQL algebra, section 18.2, over term ids.
 *
 * Three things are settled by the translation, so that the rest can take variables for plain columns: a variable of a
 * subquery that is not projected has a name of its own; every triple pattern and path carries its graph; and EXISTS
 * carries the algebra of its pattern. Everything lives in the arena of the request. */
#pragma once
#include "sparql/ast.h"
#include "sparql/terms.h"
#include "sparql/value.h"
#include "sparql/varset.h"

typedef struct _YtAlgebra YtAlgebra;

/* A place in a pattern: a variable or a term. */
typedef struct {
  gboolean is_variable;
  guint variable;
  YtTermId id; /* local when no quad has the term */
} YtSlot;

typedef enum {
  YT_ALGEBRA_UNIT,      /* one solution that binds nothing */
  YT_ALGEBRA_TRIPLE,
  YT_ALGEBRA_PATH,      /* slots[1] is not used */
  YT_ALGEBRA_GRAPHS,    /* each named graph, as every variable of @variables */
  YT_ALGEBRA_VALUES,
  YT_ALGEBRA_SERVICE,
  YT_ALGEBRA_MATCHES,   /* yt:matches; slots[0] is the subject */
  YT_ALGEBRA_WAYS,      /* yt:path */
  YT_ALGEBRA_JOIN,      /* of all children */
  YT_ALGEBRA_LEFT_JOIN, /* of two, with all of @exprs; so the next, without */
  YT_ALGEBRA_MINUS,
  YT_ALGEBRA_UNION,     /* of all children */
  YT_ALGEBRA_FILTER,    /* all of @exprs */
  YT_ALGEBRA_EXTEND,    /* @extensions, each may use those before it */
  YT_ALGEBRA_GROUP,
  YT_ALGEBRA_ORDER,
  YT_ALGEBRA_PROJECT,   /* to @variables */
  YT_ALGEBRA_DISTINCT,
  YT_ALGEBRA_REDUCED,
  YT_ALGEBRA_SLICE,
  YT_ALGEBRA_SEED,      /* bindings that the plan hands down: only the planner makes these */
} YtAlgebraOp;

/* A search, see op-matches.c. The variables are columns, whether the query names them or not. */
typedef struct {
  const char *text;
  gsize n_text;
  guint score, literal, property;
  guint n_properties; /* 0: any */
  YtTermId *properties;
  guint64 limit;
  struct _YtSearchHits *hits; /* found when it is first planned; the exec's own */
} YtMatchesQuery;

/* Ways between two things, see op-ways.c. */
typedef struct {
  YtTermId from, to; /* 0 or local: no quad has it */
  guint n_ways, max_steps;
  gsize n_rows;
  YtTermId **columns; /* found when it is first opened; NULL until then */
} YtWaysQuery;

enum { YT_WAYS_COLUMNS = 6 }; /* at most */

typedef enum {
  YT_GRAPH_SLOT_DEFAULT,
  YT_GRAPH_SLOT_TERM,     /* one named graph */
  YT_GRAPH_SLOT_VARIABLE, /* any named graph, bound to the variable */
} YtGraphSlotKind;

typedef struct {
  YtGraphSlotKind kind;
  guint variable;
  YtTermId id;
} YtGraphSlot;

struct _YtAlgebra {
  YtAlgebraOp op;
  guint n_children;
  YtAlgebra **children;
  YtVarSet possible; /* the variables that a solution may bind, */
  YtVarSet certain;  /* and those that every solution binds */
  YtSlot slots[3];   /* TRIPLE, PATH: subject, predicate, object */
  YtPath *path;
  YtGraphSlot graph;
  guint n_exprs;
  YtExpr **exprs;
  guint n_variables; /* PROJECT, GRAPHS, VALUES, MATCHES, WAYS, GROUP: the keys */
  guint *variables;
  gsize n_rows;      /* VALUES: row after row */
  YtTermId *ids;
  guint n_extensions; /* EXTEND; GROUP: variable and aggregate */
  YtProjection *extensions;
  guint n_orders;
  YtOrder *orders;
  guint64 offset, limit;
  YtVarSet ignored;  /* MINUS: shared variables that do not count, as they only carry the graph */
  YtSlot service;  /* SERVICE; extensions[i].variable is the name of variables[i] in the text */
  YtMatchesQuery *matches;
  YtWaysQuery *ways;
  const struct _YtSeedSource *seed;
  gboolean silent;
  const char *source;
  gsize n_source;
};

/* Which graphs a query sees. Without FROM and FROM NAMED: those of the store, which may be many; their list is the
 * store's own. */
typedef struct {
  gboolean is_explicit;
  GArray *default_graphs;   /* of YtTermId; 0 in it: the store's default graph */
  GArray *from_named;       /* of YtTermId, sorted; when explicit */
  const YtGraphInfo *named; /* else */
  gsize n_named;            /* in either */
} YtDataset;

/* Its lists live in @arena. */
void yt_dataset_init(YtDataset *dataset, YtTerms *terms, const YtDatasetClause *clause, YtArena *arena);
YtTermId yt_dataset_get_named(const YtDataset *dataset, gsize index); /* they are sorted */
gboolean yt_dataset_has_named(const YtDataset *dataset, YtTermId graph);

typedef struct {
  YtRequest *request;
  YtTerms *terms;
  const YtDataset *dataset;
  const char *with; /* (nullable): the graph that WITH makes the default one; unused with an explicit dataset */
} YtTranslation;

/* The algebra of a SELECT or the pattern of another form, with its modifiers. NULL with @error when it nests too
 * deep. */
YtAlgebra *yt_algebra_translate(const YtTranslation *translation, const YtSelect *select, GError **error);

/* Sets what @node may bind and always binds, from its children. */
void yt_algebra_set_scope(YtAlgebra *node, YtArena *arena);

/* Expressions of the translated kind */
void yt_expr_add_variables(const YtExpr *expr, YtVarSet *set, YtArena *arena); /* those of EXISTS patterns too */

/* A copy of @algebra in which the variables of @variables are the terms @ids: SPARQL 1.1, 18.6, substitute. */
YtAlgebra *yt_algebra_substitute(const YtAlgebra *algebra, const guint *variables, const YtTermId *ids,
                                 guint n_variables, const YtTerms *terms, YtArena *arena);
YtExpr *yt_expr_substitute(const YtExpr *expr, const guint *variables, const YtTermId *ids, guint n_variables,
                           const YtTerms *terms, YtArena *arena);
