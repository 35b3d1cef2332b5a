/* iri.h: resolving references again and again against one base. */
#pragma once
#include <glib.h>

/* A base IRI, taken apart (RFC 3986, appendix B; without its fragment, which resolution ignores). */
typedef struct {
  char *iri;                                     /* owned; the parts below point into it */
  const char *scheme, *authority, *path, *query; /* authority with its "//", query with its "?" */
  gsize n_scheme, n_authority, n_path, n_query;  /* n_scheme without the colon; 0: the part is missing */
} YtIriBase;

/* Sets @base to the absolute @iri. FALSE, and @base left empty, when @iri has no scheme. */
gboolean yt_iri_base_init(YtIriBase *base, const char *iri, gsize n_iri);
void yt_iri_base_clear(YtIriBase *base);

/* Appends @reference, resolved against @base, to @out; absolute ones stay as they are, dots included, since RDF
 * compares IRIs letter by letter. FALSE when @reference is relative and @base empty. */
gboolean yt_iri_resolve(const YtIriBase *base, const char *reference, gsize n_reference, GString *out);
