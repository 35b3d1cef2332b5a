/* formats.h: the syntaxes that answers can be had in. */
#pragma once
#include "http/job.h"

/* For a graph, and for quads. NULL-terminated; the first is for those who do not mind. */
extern const char *const yt_http_graph_offers[];
extern const char *const yt_http_quad_offers[];

/* The content type to send for a media type: with the charset, and what else belongs to it. (transfer full) */
char *yt_http_dup_content_type(const char *media_type);

/* The one of @offers that the request likes best; NULL after 406 has been answered. */
const char *yt_http_choose(YtHttpJob *job, const char *const *offers);

/* Writes quads in an RDF syntax: blank nodes as IRIs of this server, graphs left out where the syntax has none. */
typedef struct _YtGraphWriter YtGraphWriter;
YtGraphWriter *yt_graph_writer_new(const YtHttpContext *context, const char *media_type, GOutputStream *out);
gboolean yt_graph_writer_add(const YtTermQuad *quad, gpointer writer, GError **error); /* a #YtQuadFunc */
gboolean yt_graph_writer_add_triple(const YtTermQuad *quad, gpointer writer,
                                    GError **error); /* without its graph */
gboolean yt_graph_writer_has_graphs(const YtGraphWriter *writer);
gboolean yt_graph_writer_finish(YtGraphWriter *writer, GError **error);
void yt_graph_writer_free(YtGraphWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtGraphWriter, yt_graph_writer_free)

/* Gives the quads of @store that match @pattern to @func, until it says no or @cancellable (nullable) does; with
 * @distinct a triple that several graphs have once. */
gboolean yt_http_scan(YtStore *store, const YtQuad *pattern, gboolean distinct, GCancellable *cancellable,
                      YtQuadFunc func, gpointer user_data, GError **error);
