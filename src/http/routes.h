/* routes.h: what there is, and who answers. */
#pragma once
#include "http/job.h"

/* Where a job is to be answered. */
typedef enum {
  YT_PLACE_DONE,  /* it is */
  YT_PLACE_HERE,  /* at once */
  YT_PLACE_PROBE, /* at once if it is quick, else by a worker */
  YT_PLACE_WORKER,
  YT_PLACE_WRITER, /* by the one who changes the store */
} YtPlace;

typedef struct _YtRoute YtRoute;

/* Looks at the head of a request: path, method, headers. NULL when it has been refused, or answered; else the route, and
 * the most bytes that its body may have. */
const YtRoute *yt_route_find(YtHttpJob *job, gsize *max_body);

/* Reads the whole request and says where it is to be answered. */
YtPlace yt_route_read(const YtRoute *route, YtHttpJob *job);

/* Answers. */
void yt_route_answer(const YtRoute *route, YtHttpJob *job);
