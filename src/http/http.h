/* http.h: a store on the web.
 *
 *   /sparql                 the SPARQL 1.1 Protocol; without a query the service description
 *   /graphs, /graphs/…      the SPARQL 1.1 Graph Store HTTP Protocol
 *   /id/…, /ontology        every thing and the vocabulary: on to /page/… for people and /data/… for programs
 *   /page/…, /data/…        what is said of a thing; ?iri= for those that are named elsewhere
 *   /export?format=         all of the graph, or a part of it, for another program
 *   /path?from=&to=&k=      the best ways from one thing to another, with evidence
 *   /.well-known/void, /shapes, /sitemap.xml, /dump.nq, /robots.txt
 *   /health, /metrics
 *   /                       the files of a folder, or a page with a query box and the questions of queries/
 *
 * Read only, unless there is a writer and a token. On a loopback address, requests that name another host are turned
 * away, so that no web page can reach the store through a name of its own (DNS rebinding). docs/security.md lists what
 * the server is guarded against. */
#pragma once
#include "sparql/sparql.h"

typedef struct {
  const char *host;   /* an IPv4 or IPv6 address, or localhost; NULL: 127.0.0.1 */
  guint16 port;       /* 0: a free one */
  guint n_workers;    /* queries that run at one time; 0: one for each processor */
  guint n_waiting;    /* queries that may wait for a worker; more get status 503 */
  guint n_per_client; /* of both, those of one client; more get status 429; 0: no bound of its own */
  guint64 timeout_ms; /* of a query; 0: none */
  gsize memory_limit; /* bytes of a query; 0: none */
  guint64 max_result; /* bytes of an answer; 0: no bound */
  gsize max_upload;   /* bytes of a graph that is sent; 0: 64 MiB */
  YtSparqlEngine engine;
  const char *path;      /* (nullable): of the store, to take in a new one when it comes; not with @writer */
  YtStoreWriter *writer; /* (nullable): takes updates, with @token */
  const char *token;     /* what a request must show to change something; with @writer */
  const char *web;       /* (nullable): a folder with index.html, whose files are served from "/" on */
  const char *base;      /* base IRI of things and vocabulary, ends in "/"; NULL: https://w3id.org/yuantu/ */
  const char *data;      /* (nullable): the folder that has ontology/ */
  const char
      *access_log;  /* (nullable): a file that gets a line of JSON for each request; "-": standard error */
  const char *cors; /* origins whose pages may read, separated by blanks; "*": all; NULL or "": none */
  gboolean behind_proxy; /* the client's address is what a proxy on this machine says in X-Forwarded-For */
  /* (nullable): as in #YtSparqlOptions; lent until the server is stopped */
  const char *const *services;
} YtHttpOptions;

typedef struct _YtHttpServer YtHttpServer;

/**
 * yt_http_server_new:
 * @store: what is served; referenced
 * @options: (nullable): its strings are copied; NULL: a free port, as many waiting as workers, no limits
 * @error: return location for a #GError
 *
 * Starts to listen and to answer, on threads of its own.
 *
 * Errors: #GIOError, such as G_IO_ERROR_ADDRESS_IN_USE.
 * Returns: (transfer full) (nullable)
 */
YtHttpServer *yt_http_server_new(YtStore *store, const YtHttpOptions *options, GError **error);
guint16 yt_http_server_get_port(const YtHttpServer *server);

/* Looks at once whether there is a newer store at the path, which otherwise takes up to half a second; requests that have
 * begun keep the one that they began with. FALSE with @error set when it cannot be opened: the old one is served on. */
gboolean yt_http_server_reload(YtHttpServer *server, GError **error);

/* Takes no more connections, lets queries finish for up to @grace_ms, then cancels them; frees @server. */
void yt_http_server_stop(YtHttpServer *server, guint64 grace_ms);
