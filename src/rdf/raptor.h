/* raptor.h: reading what Raptor can read. */
#pragma once
#include "rdf/rdf.h"

/* As yt_rdf_read_bytes(), for the formats that are not ours. Without a base, relative IRIs resolve against nothing. */
gboolean yt_raptor_read(const char *bytes, gsize n_bytes, const YtRdfReadOptions *options, YtQuadFunc func,
                        gpointer user_data, GError **error);
