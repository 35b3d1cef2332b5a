/* eval.h: expressions, evaluated row by row. */
#pragma once
#include "sparql/exec.h"

/* One evaluator belongs to one operator. */
typedef struct {
  YtExec *exec;
  YtArena *arena;       /* of intermediate texts; owned */
  const YtTermId **columns; /* by variable: NULL where the rows do not have it */
  guint n_columns;
  gsize row;
  guint64 serial;       /* of the solution, for BNODE("label") */
  GHashTable *blanks;   /* label → YtTermId*, of this solution */
} YtEval;

void yt_eval_init(YtEval *eval, YtExec *exec);
void yt_eval_clear(YtEval *eval);

/* Points the evaluator at the rows of a batch of @op. */
void yt_eval_set_batch(YtEval *eval, const YtOp *op, const YtBatch *batch);
/* Chooses the row; what was computed for another row may be gone. */
void yt_eval_set_row(YtEval *eval, gsize row);

/* The value of @expr; kind ERROR for unbound and for errors. Texts live until the next row. */
void yt_eval(YtEval *eval, const YtExpr *expr, YtValue *value);

/* Is the effective boolean value of all of @exprs true? */
gboolean yt_eval_filter(YtEval *eval, YtExpr *const *exprs, guint n_exprs);

/* In plan.c: does the pattern of an EXISTS have a solution, given the row? */
gboolean yt_exec_exists(YtEval *eval, const YtExpr *expr);
