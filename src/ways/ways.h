/* ways.h: the best ways from one thing to another, over the edges of the default graph. */
#pragma once
#include "base/base.h"
#include "evidence/evidence.h"

typedef enum {
  YT_WAYS_ERROR_STOPPED,  /* by the limits */
  YT_WAYS_ERROR_TOO_MANY, /* more things lie around than are looked at */
} YtWaysError;

#define YT_WAYS_ERROR (yt_ways_error_quark())
GQuark yt_ways_error_quark(void);

/* One way: as many edges as steps, each as the store has it, whether the way goes along it or against it. */
typedef struct {
  GArray *edges;     /* of YtEdge */
  double confidence; /* the product of the edges' */
} YtWay;

typedef struct {
  guint n_ways;           /* as many as are wanted */
  guint max_steps;        /* of each way, at least 1 */
  const char *things;     /* what the IRIs begin with that a way may pass */
  const YtLimits *limits; /* (nullable) */
} YtWayOptions;

/**
 * yt_ways_find:
 * @from, @to: ids of IRIs
 *
 * Finds the best ways between the two in the default graph, along edges and against them, that pass no thing twice:
 * fewer steps first, then the higher confidence, then by ids. A thing with thousands of edges, such as a country, is no
 * stop on the way, since everything would be two steps from everything. From a thing to itself there is none.
 *
 * Errors: #YtWaysError
 * Returns: (transfer full): of YtWay; NULL with @error set
 */
GArray *yt_ways_find(const YtStore *store, YtTermId from, YtTermId to, const YtWayOptions *options,
                     GError **error);
