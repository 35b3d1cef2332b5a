/* export.h: /export: the graph, or a part of it, as a file for another program. */
#pragma once
#include "http/job.h"

/* format=NAME, and either query=CONSTRUCT or around=IRI with hops=0…5 and limit=1…20000. */
void yt_http_answer_export(YtHttpJob *job);
