/* path.h: the best ways from one thing to another, with what documents say for them. */
#pragma once
#include "http/job.h"

void yt_http_answer_path(YtHttpJob *job);
