/* sparql.c: the door. */
#include "sparql/sparql.h"

G_DEFINE_QUARK(yt-sparql-error-quark, yt_sparql_error)
