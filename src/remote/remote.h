/* remote.h: questions to other SPARQL endpoints.
 *
 * A query must not make the program send requests to just anywhere: whoever runs it lists the endpoints that may be asked,
 * by the beginnings of their IRIs, and nothing else is asked. A request goes to no address of a private network, whatever the
 * name resolves to at that moment, unless the list names that address itself; it follows no redirect and uses no proxy. */
#pragma once
#include "rdf/rdf.h"
#include <gio/gio.h>

typedef enum {
  YT_REMOTE_ERROR_REFUSED, /* not on the list, or a private address */
  YT_REMOTE_ERROR_FAILED,  /* no answer, or none with solutions */
  YT_REMOTE_ERROR_LIMIT,   /* the answer is too large, or comes too late */
  YT_REMOTE_ERROR_CANCELLED,
} YtRemoteError;

#define YT_REMOTE_ERROR (yt_remote_error_quark())
GQuark yt_remote_error_quark(void);

typedef struct {
  const char *const *allowed; /* (nullable): NULL-terminated, see yt_remote_check_allowed(); NULL: nothing */
  guint64 timeout_ms;         /* 0: YT_REMOTE_TIMEOUT_MS */
  gsize max_bytes;            /* of an answer; 0: YT_REMOTE_MAX_BYTES */
  gboolean (*check)(gpointer user_data); /* (nullable): FALSE cancels; asked now and then */
  gpointer user_data;
} YtRemoteOptions;

#define YT_REMOTE_TIMEOUT_MS 30000
#define YT_REMOTE_MAX_BYTES  ((gsize) 64 << 20)

/* Is @entry fit for the list: http or https, a host, maybe a port and the beginning of a path? An IRI is allowed when
 * scheme, host and port are the same, and its path begins with that of the entry. An entry whose host is an IP address or
 * localhost allows that address, private or not. Errors: YT_REMOTE_ERROR_REFUSED with what was expected. */
gboolean yt_remote_check_entry(const char *entry, GError **error);

/* Is @iri on the list? Errors: YT_REMOTE_ERROR_REFUSED. */
gboolean yt_remote_check_allowed(const char *const *allowed, const char *iri, GError **error);

/* Solutions: names of variables, and terms row after row; kind UNBOUND where a row has none. */
typedef struct {
  GPtrArray *names;
  gsize n_rows;
  GArray *terms; /* of YtTerm; texts are lent by @strings */
  GStringChunk *strings;
} YtRemoteTable;

/* Sends @query to @endpoint and reads its solutions. Errors: #YtRemoteError. (transfer full) (nullable) */
YtRemoteTable *yt_remote_query(const char *endpoint, const char *query, const YtRemoteOptions *options,
                               GError **error);
void yt_remote_table_free(YtRemoteTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtRemoteTable, yt_remote_table_free)
