/* job.h: one request on its way to its answer, and what all requests share.
 *
 * A job is made by the thread that reads requests. Short queries are tried there (a probe: with little time and room);
 * all else goes to a worker. Whoever has the job writes job->answer, and no more after yt_http_job_begin_body(). */
#pragma once
#include "http/body.h"
#include "http/http.h"
#include "http/live.h"
#include "http/log.h"
#include "http/request.h"
#include "http/static.h"

/* What all requests share. */
typedef struct {
  YtHttpOptions options; /* its strings are the context's own */
  char *base;            /* of the things; ends in "/" */
  char *skolem;          /* what the IRIs begin with that stand for blank nodes */
  char *token_hash;      /* (nullable): SHA-256 of the token, in hex */
  YtLive *live;
  YtMetrics *metrics;
  YtStatic *files;      /* (nullable) */
  gboolean is_loopback; /* nobody but this machine can connect */
  char *data;           /* (nullable): the folder that has ontology/ */
  GMutex lock;
  YtStore *ontology;  /* (nullable): made when asked for; under lock */
  GPtrArray *origins; /* of char*: who may read from a page elsewhere; NULL: none */
} YtHttpContext;

typedef struct {
  gint ref_count;
  YtHttpContext *context;
  YtHttpMethod method;
  char *path;       /* without the query part, as it came */
  char *parameters; /* the query part as it came, or NULL */
  GByteArray *body;
  char *headers[YT_N_HEADERS]; /* NULL where there is none */
  char *client;                /* (nullable): the address, as text; made when it is needed */
  YtHttpFields fields;
  const char *route; /* for the metrics; static */
  YtStore *store;    /* the snapshot; NULL until it is needed */
  char *etag;        /* (nullable) */
  GCancellable *cancellable;
  gint64 started; /* monotonic, µs */
  gboolean is_probe;
  gboolean probe_failed; /* it needs more time or room than a probe has */
  const char *problem;   /* (nullable): the kind of problem that was answered; static */
  YtHttpAnswer answer;
  YtBody *body_out; /* (nullable): the body of the answer, when it is made piece by piece */
  YtBodyFunc wake;  /* whom to tell that there is something to send … */
  gpointer wake_data;
} YtHttpJob;

YtHttpJob *yt_http_job_new(YtHttpContext *context);
YtHttpJob *yt_http_job_ref(YtHttpJob *job);
void yt_http_job_unref(YtHttpJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtHttpJob, yt_http_job_unref)

/* The snapshot that all of the job works on. (transfer none) */
YtStore *yt_http_job_get_store(YtHttpJob *job);

/* Sets the answer's ETag from the store's version and all of the request that the answer may depend on. TRUE when the
 * client has it already: status 304 is set then. */
gboolean yt_http_job_check_etag(YtHttpJob *job);

/* The same for an answer that depends on something else than the store, which has @version. */
gboolean yt_http_job_check_version(YtHttpJob *job, guint64 version);

/* Answers 200 with a body that is written to the stream that is returned (transfer none), compressed if the client likes
 * that. */
GOutputStream *yt_http_job_begin_body(YtHttpJob *job, const char *content_type);

/* The body is complete, or with @error (transfer full) it is not: then the problem is answered, as far as that can still
 * be done. */
void yt_http_job_end_body(YtHttpJob *job, GError *error);

/* Answers with a problem. @detail as of printf. */
void yt_http_job_refuse(YtHttpJob *job, guint status, const char *kind, const char *detail, ...)
    G_GNUC_PRINTF(4, 5);

/* Answers with what @error (transfer full) says. */
void yt_http_job_fail(YtHttpJob *job, GError *error);

/* Is @content_type, without regard to its parameters, the request's? */
gboolean yt_http_job_has_type(const YtHttpJob *job, const char *content_type);

/* The address of @path on this server, as the client sees it: from the Host header. A proxy that speaks TLS says so by its
 * being there. (transfer full) */
char *yt_http_job_dup_url(const YtHttpJob *job, const char *path);

/* The path's part behind @n_prefix bytes, decoded. NULL, after answering 404, when it is no UTF-8 or has control
 * characters. (transfer full) (nullable) */
char *yt_http_job_dup_name(YtHttpJob *job, gsize n_prefix);
