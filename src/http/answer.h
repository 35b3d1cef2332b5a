/* answer.h: a request's fields into an answer: the SPARQL Protocol without the protocol's bytes. */
#pragma once
#include "http/request.h"
#include "sparql/sparql.h"

/* Runs @fields->query over @store and sets @answer, an error among others. Takes as long as the query does. */
void yt_http_answer_query(YtHttpAnswer *answer, YtStore *store, const YtHttpFields *fields,
                          YtSparqlEngine engine, guint64 timeout_ms, GCancellable *cancellable);
