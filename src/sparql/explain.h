/* explain.h: operators in words. */
#pragma once
#include "sparql/op.h"

/* For YtOp.detail; NULL when nobody asked for the plan. In the exec's arena. */
const char *yt_explain_pattern(const YtExec *exec, const YtAlgebra *pattern);
const char *yt_explain_variables(const YtExec *exec, const guint *variables, guint n_variables);

/* The tree below @op. (transfer full) */
char *yt_explain_format(const YtOp *op, gboolean as_json);
