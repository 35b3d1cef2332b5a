/* describe.h: what the server and its data are, for programs: service description, VoID, DCAT, ontology, dumps. */
#pragma once
#include "http/job.h"

void yt_http_answer_service(YtHttpJob *job);  /* SPARQL 1.1 Service Description */
void yt_http_answer_void(YtHttpJob *job);     /* VoID and DCAT */
void yt_http_answer_ontology(YtHttpJob *job); /* 303 to the page or the data */
void yt_http_answer_ontology_data(YtHttpJob *job);
void yt_http_answer_shapes(YtHttpJob *job);
void yt_http_answer_sitemap(YtHttpJob *job);
void yt_http_answer_dump(YtHttpJob *job);

/* The vocabulary and the scheme of industries as a store, for labels; NULL when it is not there. (transfer none) */
YtStore *yt_http_get_ontology(YtHttpContext *context);
