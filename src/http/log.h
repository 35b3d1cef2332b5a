/* log.h: what the server tells of itself: counters for Prometheus, and a line for each request. */
#pragma once
#include <gio/gio.h>

typedef struct _YtMetrics YtMetrics;

/* @access_log (nullable): where a line goes for each request, as JSON; "-" for the standard error. (transfer full)
 * (nullable): NULL with @error set when it cannot be written to. */
YtMetrics *yt_metrics_new(const char *access_log, GError **error);
void yt_metrics_free(YtMetrics *metrics);
gboolean yt_metrics_has_log(const YtMetrics *metrics);

/* What has been seen of one request, when it is over. */
typedef struct {
  const char *client, *method, *path, *parameters, *user_agent; /* (nullable) */
  const char *route;                                            /* one of a few names; static */
  const char *problem;                                          /* (nullable); static */
  guint status;    /* 0: the client went away before there was one */
  guint64 n_bytes; /* of the body */
  gint64 duration_us;
  gboolean is_whole; /* the answer was sent to its end */
} YtRequestRecord;
void yt_metrics_add_request(YtMetrics *metrics, const YtRequestRecord *record);

/* A line in the log for something that is no request. */
void yt_metrics_add_event(YtMetrics *metrics, const char *event, const char *message);

typedef enum {
  YT_COUNT_CONNECTIONS, /* gauges */
  YT_COUNT_RUNNING,
  YT_COUNT_WAITING,
  YT_COUNT_RELOADS, /* counters */
  YT_COUNT_RELOAD_FAILURES,
  YT_COUNT_UPDATES,
  YT_COUNT_CUT_CONNECTIONS,
  YT_COUNT_PROBES,
  YT_COUNT_FAILED_PROBES,
  YT_N_COUNTS,
} YtCount;
void yt_metrics_count(YtMetrics *metrics, YtCount what, gint n);
gint64 yt_metrics_get(YtMetrics *metrics, YtCount what);

/* In Prometheus' text format, 0.0.4. */
void yt_metrics_append(YtMetrics *metrics, GString *out, guint64 n_quads, guint64 version);
