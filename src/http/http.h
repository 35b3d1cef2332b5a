/* http.h: a store on the web: the SPARQL 1.1 Protocol, and a page to ask from.
 *
 *   GET, HEAD, POST /sparql   query, default-graph-uri, named-graph-uri; and accept, which overrides the header
 *   GET, HEAD       /         a page with a query box and the questions of queries/
 *
 * Everything is read only. On a loopback address, requests that name another host are turned away, so that no web
 * page can reach the store through a name of its own (DNS rebinding). */
#pragma once
#include "sparql/sparql.h"

typedef struct {
  const char *host;   /* an IPv4 or IPv6 address, or localhost; NULL: 127.0.0.1 */
  guint16 port;       /* 0: a free one */
  guint n_workers;    /* queries that run at one time; 0: one for each processor */
  guint n_waiting;    /* queries that may wait for a worker; more get status 503 */
  guint64 timeout_ms; /* of a query; 0: none */
  YtSparqlEngine engine;
  YtStore *(*ref_store)(gpointer user_data); /* (nullable): gives the snapshot that a query sees, (transfer full), on its thread; */
  gpointer ref_store_data;                   /* NULL: @store, for ever */
} YtHttpOptions;

typedef struct _YtHttpServer YtHttpServer;

/**
 * yt_http_server_new:
 * @store: what is served; referenced
 * @options: (nullable): NULL: defaults, a free port, as many waiting as workers
 * @error: return location for a #GError
 *
 * Starts to listen and to answer, on threads of its own.
 *
 * Errors: #GIOError, such as G_IO_ERROR_ADDRESS_IN_USE.
 * Returns: (transfer full) (nullable)
 */
YtHttpServer *yt_http_server_new(YtStore *store, const YtHttpOptions *options, GError **error);
guint16 yt_http_server_get_port(const YtHttpServer *server);

/* Takes no more connections, lets queries finish for up to @grace_ms, then cancels them; frees @server. */
void yt_http_server_stop(YtHttpServer *server, guint64 grace_ms);
