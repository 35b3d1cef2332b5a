/* path.h: the best ways from one thing to another. */
#pragma once
#include "http/evidence.h"
#include "http/job.h"

/* One way: as many edges as steps. */
typedef struct {
  GArray *edges;      /* of YtEdge, as the store has them … */
  GArray *directions; /* of gboolean: … and whether the way goes along them, or against */
  double confidence;  /* the product of the edges' */
} YtWay;

typedef struct {
  guint n_ways; /* as many as are wanted */
  guint max_steps;
  const char *things;        /* what the IRIs begin with that a way may pass */
  GCancellable *cancellable; /* (nullable) */
  gint64 deadline;           /* monotonic, µs; 0: none */
} YtWayOptions;

/**
 * yt_ways_find:
 * @from, @to: different ids of IRIs
 *
 * Finds the best ways between the two in the default graph, along edges and against them, that pass no thing twice:
 * fewer steps first, then the higher confidence, then by ids. A thing with thousands of edges, such as a country, is no
 * stop on the way, since everything would be two steps from everything.
 *
 * Errors: YT_SPARQL_ERROR_TIMEOUT, YT_SPARQL_ERROR_MEMORY, YT_SPARQL_ERROR_CANCELLED.
 * Returns: (transfer full): of YtWay; NULL with @error set
 */
GArray *yt_ways_find(const YtStore *store, YtTermId from, YtTermId to, const YtWayOptions *options,
                     GError **error);

void yt_http_answer_path(YtHttpJob *job);
