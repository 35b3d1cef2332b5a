/* plan.h: from the algebra to operators. */
#pragma once
#include "sparql/op.h"

/* Operators that evaluate @algebra, as fast as the planner knows. They live as long as the exec. */
YtOp *yt_plan(YtExec *exec, const YtAlgebra *algebra);
