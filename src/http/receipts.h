/* receipts.h: answers with the evidence that each row rests on. */
#pragma once
#include "http/job.h"

/* Runs the job's query, a SELECT, and answers in JSON: the rows, and for each of them the evidence. */
void yt_http_answer_receipts(YtHttpJob *job, const YtSparqlOptions *options);
