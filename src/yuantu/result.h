/* result.h: how a statement hands over its result. */
#pragma once
#include "sparql/sparql.h"
#include "yuantu/yuantu.h"

/* Takes over @result; @memory_limit as in YtSparqlOptions. */
YuantuResult *yt_library_result_new(YtSparqlResult *result, gsize memory_limit);
