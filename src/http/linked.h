/* linked.h: every thing of the graph has an address: linked data. */
#pragma once
#include "http/job.h"

void yt_http_answer_id(YtHttpJob *job);   /* 303 to the page or the data */
void yt_http_answer_page(YtHttpJob *job); /* for people */
void yt_http_answer_data(YtHttpJob *job); /* for programs */
