/* select.h: a part of a store, as a store in memory: the triples that were chosen, and with them what the projection
 * looks up, which is names, classes and years of the things and the evidence of each triple. */
#pragma once
#include "export/export.h"

/* Errors: YT_EXPORT_ERROR_QUERY and those of the query. (transfer full) (nullable) */
YtStore *yt_select_query(YtStore *store, const char *query, const YtSparqlOptions *limits, GError **error);

/* Breadth first over the edges, in both directions. Errors: YT_EXPORT_ERROR_NOT_FOUND. (transfer full) (nullable) */
YtStore *yt_select_around(YtStore *store, const char *iri, guint n_hops, gsize max_nodes, GError **error);

/* The CONSTRUCT or DESCRIBE @query, ready to give its triples. (transfer full) (nullable) */
YtSparqlResult *yt_select_open_query(YtStore *store, const char *query, const YtSparqlOptions *limits,
                                     GError **error);
