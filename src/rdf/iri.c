/* iri.c: references to IRIs: resolution (RFC 3986, section 5) and the names of files. */
#include "rdf/rdf.h"

char *
yt_rdf_file_iri(const char *path)
{
  g_return_val_if_fail(path != NULL, NULL);
  g_autofree char *absolute = g_canonicalize_filename(path, NULL);
  return g_filename_to_uri(absolute, NULL, NULL); /* cannot fail: the path is absolute, without a host */
}
