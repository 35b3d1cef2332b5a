/* iri.h: relative references of queries. */
#pragma once
#include "rdf/rdf.h"

/* @reference seen from @base; as it stands when there is no base to resolve it by. (transfer full) */
static inline char *
yt_sparql_resolve_iri(const char *base, const char *reference, gsize n_reference)
{
  char *text = g_strndup(reference, n_reference);
  char *resolved = yt_rdf_resolve_iri(base, text);
  if (!resolved)
    return text;
  g_free(text);
  return resolved;
}
