/* graphs.h: the SPARQL 1.1 Graph Store HTTP Protocol. */
#pragma once
#include "http/routes.h"

YtPlace yt_http_read_graphs(YtHttpJob *job);
void yt_http_answer_graphs(YtHttpJob *job);
