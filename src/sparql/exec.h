/* exec.h: what all operators of one running query share: its terms, its limits, its tables, its operators.
 *
 * Operators are pulled: yt_op_next() gives a batch of solutions as columns of term ids. Whatever loops calls
 * yt_exec_check() every few thousand steps, and whatever grows asks yt_exec_reserve() first; both say FALSE when the
 * query must end, and the reason stands in the exec. */
#pragma once
#include "search/search.h"
#include "sparql/algebra.h"
#include "sparql/sparql.h"

typedef struct _YtExec YtExec;
typedef struct _YtOp YtOp;

/* What may be turned off (and one thing that may be overdone), to see that it changes no answer. */
typedef struct {
  gboolean no_reordering;    /* joins in the order of the text */
  gboolean no_index_joins;
  gboolean no_merge;         /* index joins search anew for every row */
  gboolean no_seeding;       /* no bindings handed to the right side of joins */
  gboolean no_pushdown;      /* filters where the text has them */
  gboolean no_top_k;
  gboolean no_exists_joins;  /* EXISTS by substitution only */
  gboolean no_range_filters;
  gboolean no_multiway;      /* only joins of two */
  gboolean no_path_parts;    /* a search for every left row of a path */
  gboolean no_threads;       /* all on the caller's thread */
  gboolean eager_threads;    /* many, even for so little that they do not pay */
} YtPlanOptions;

struct _YtExec {
  YtTerms *terms;    /* owned */
  YtStore *store;    /* lent by terms */
  YtRequest *request; /* owned */
  YtDataset dataset;
  YtArena *arena;    /* of the request */
  YtPlanOptions plan_options;
  gboolean has_timing;
  guint plan_depth; /* joins inside joins, while planning */
  const struct _YtTopBound *top_bound; /* while planning: rows of top_join may be dropped that are behind it */
  YtAlgebra *const *top_join;
  const YtAlgebra *lone_triple; /* (nullable): the query is this pattern alone, so its plan needs no count */

  gint64 deadline;   /* of g_get_monotonic_time(); 0: none */
  gsize memory_limit; /* 0: none */
  gsize n_bytes;     /* reserved now, atomic */
  GCancellable *cancellable; /* (nullable) owned */
  GMutex lock;       /* of what follows */
  GError *error;     /* the first */
  int failed;        /* atomic: is there an error? */

  YtValue now;       /* NOW(), the same all through a query */
  GPtrArray *regexes; /* of YtRegex, owned */
  GPtrArray *memos;   /* what EXISTS remembers: of YtRowSet, owned */
  GPtrArray *searches; /* of YtSearchHits, owned */
  YtLimits limits;     /* these, for other modules */
  char **services;    /* (nullable) owned: see remote.h */
  const char *base;   /* (nullable): of the query, and so of the things */
  GPtrArray *ops;    /* of YtOp: all of them, in the order they were made */
};

/* Takes over @terms and @request. */
YtExec *yt_exec_new(YtTerms *terms, YtRequest *request, const YtSparqlOptions *options);
void yt_exec_free(YtExec *exec);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtExec, yt_exec_free)

/* How many threads may work for the query, the caller's among them. */
guint yt_exec_get_n_threads(const YtExec *exec);

/* Calls @func for the shares 0 to @n - 1 of some work, each on a thread of its own if there is one, the first on the
 * caller's, and waits for all of them. */
typedef void (*YtShareFunc)(guint share, gpointer user_data);
void yt_exec_share(guint n, YtShareFunc func, gpointer user_data);

/* FALSE when the query must stop: an error, the deadline, a cancellation. */
gboolean yt_exec_check(YtExec *exec);
/* FALSE when @n_bytes more are over the budget. */
gboolean yt_exec_reserve(YtExec *exec, gsize n_bytes);
void yt_exec_release(YtExec *exec, gsize n_bytes);
void yt_exec_fail(YtExec *exec, YtSparqlError code, const char *format, ...) G_GNUC_PRINTF(3, 4);
gboolean yt_exec_has_failed(const YtExec *exec);

/* Many solutions, a column a variable; the id 0 is unbound. It asks the exec for its memory. */
typedef struct {
  YtExec *exec;
  guint n_columns;
  gsize n_rows, n_allocated;
  YtTermId **columns;
} YtTable;

void yt_table_init(YtTable *table, YtExec *exec, guint n_columns);
void yt_table_clear(YtTable *table); /* frees the rows too */
gboolean yt_table_grow(YtTable *table, gsize n_more); /* room for so many more rows; FALSE: the query has failed */
void yt_table_truncate(YtTable *table);

/* Solutions on their way from one operator to the next. */
typedef struct {
  gsize n_rows; /* at least 1 */
  const YtTermId **columns; /* in the order of the operator's variables; lent until its next call */
} YtBatch;

enum { YT_BATCH_ROWS = 4096 }; /* what an operator fills at most; it may give fewer rows, and more when it has them */

typedef struct {
  const char *name;
  gboolean (*open)(YtOp *op);                 /* begins, or begins anew; FALSE: the query has failed */
  gboolean (*next)(YtOp *op, YtBatch *batch); /* FALSE at the end, or when the query has failed */
  void (*clear)(YtOp *op);
} YtOpClass;

struct _YtOp {
  const YtOpClass *class;
  YtExec *exec;
  guint n_variables;
  guint *variables; /* one column each */
  YtVarSet certain; /* columns without 0 */
  guint n_children;
  YtOp **children;
  double estimate;  /* rows expected of one opening */
  double cost;      /* nanoseconds expected, with what is below */
  guint n_sorted;   /* rows are ordered by the ids of these variables */
  guint sorted[4];
  guint ranked;     /* a variable + 1 by whose values, numbers, rows fall; 0: none */
  const char *detail; /* for EXPLAIN */
  guint64 n_rows, n_opened; /* seen */
  gint64 time_us;   /* with what is below */
};

/* Allocates an operator of @size bytes in the exec's arena and registers it for the end. */
gpointer yt_op_new(YtExec *exec, const YtOpClass *class, gsize size, guint n_children);
void yt_exec_clear_ops(YtExec *exec); /* gives back what its operators hold, and what EXISTS remembers */
void yt_op_set_variables(YtOp *op, const guint *variables, guint n_variables);
int yt_op_find_column(const YtOp *op, guint variable); /* -1: none */
gboolean yt_op_open(YtOp *op);
gboolean yt_op_next(YtOp *op, YtBatch *batch);

/* Columns of a batch to be filled by an operator: n_variables of YT_BATCH_ROWS, in the arena. */
YtTermId **yt_op_new_columns(YtOp *op, guint n_columns, gsize n_rows);

/* Reads all of @op into @table, which has a column for each of its variables. FALSE: the query has failed. */
gboolean yt_table_read(YtTable *table, YtOp *op);
