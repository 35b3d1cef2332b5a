/* iri.h: relative references, RFC 3986 section 5.2. */
#pragma once
#include <glib.h>

/* @reference (of @n_reference bytes) seen from @base. Without a base, or one without a scheme, a copy of @reference.
 * (transfer full) */
char *yt_iri_resolve(const char *base, const char *reference, gsize n_reference);

/* Has @iri a scheme? */
gboolean yt_iri_is_absolute(const char *iri, gsize n_iri);
