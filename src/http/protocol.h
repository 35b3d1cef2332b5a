/* protocol.h: the SPARQL 1.1 Protocol without the protocol's bytes. */
#pragma once
#include "http/job.h"

/* Runs the job's query and answers. Takes as long as the query does, or a moment when the job is a probe. */
void yt_http_answer_query(YtHttpJob *job);

/* Carries out the job's update and answers. */
void yt_http_answer_update(YtHttpJob *job);

/* The limits and the place for blank nodes, for a query of this job. */
YtSparqlOptions yt_http_job_get_sparql_options(YtHttpJob *job);
