/* iri.c: references to IRIs: resolution (RFC 3986, section 5) and the names of files. */
#include "rdf/iri.h"
#include "rdf/rdf.h"
#include "rdf/scan.h"

#include <string.h>

/* Appendix B of RFC 3986 after the scheme: ("//" authority)? path ("?" query)?, up to the fragment. */
static void
split(YtIriBase *parts, const char *p, const char *end)
{
  const char *fragment = memchr(p, '#', (gsize) (end - p));
  if (fragment)
    end = fragment;
  const char *query = memchr(p, '?', (gsize) (end - p));
  parts->query = query ? query : end;
  parts->n_query = (gsize) (end - parts->query);
  parts->path = parts->authority = p;
  parts->n_authority = 0;
  if (parts->query - p >= 2 && p[0] == '/' && p[1] == '/') {
    const char *slash = memchr(p + 2, '/', (gsize) (parts->query - p - 2));
    parts->path = slash ? slash : parts->query;
    parts->n_authority = (gsize) (parts->path - p);
  }
  parts->n_path = (gsize) (parts->query - parts->path);
}

gboolean
yt_iri_base_init(YtIriBase *base, const char *iri, gsize n_iri)
{
  *base = (YtIriBase){0};
  if (!yt_scan_is_absolute(iri, iri + n_iri))
    return FALSE;
  base->iri = g_strndup(iri, n_iri);
  base->scheme = base->iri;
  base->n_scheme = (gsize) ((const char *) memchr(base->iri, ':', n_iri) - base->iri);
  split(base, base->iri + base->n_scheme + 1, base->iri + n_iri);
  return TRUE;
}

void
yt_iri_base_clear(YtIriBase *base)
{
  g_free(base->iri);
  *base = (YtIriBase){0};
}

static void
remove_last_segment(GString *out, gsize start)
{
  while (out->len > start && out->str[out->len - 1] != '/')
    g_string_truncate(out, out->len - 1);
  if (out->len > start)
    g_string_truncate(out, out->len - 1);
}

static gboolean
starts_with(const char *p, const char *end, const char *word)
{
  gsize n = strlen(word);
  return (gsize) (end - p) >= n && memcmp(p, word, n) == 0;
}

static gboolean
is_exactly(const char *p, const char *end, const char *word)
{
  return (gsize) (end - p) == strlen(word) && starts_with(p, end, word);
}

/* RFC 3986, 5.2.4: appends the path [p, end) without "." and ".." segments. */
static void
append_without_dots(GString *out, const char *p, const char *end)
{
  gsize start = out->len;
  while (p < end) {
    if (starts_with(p, end, "../")) {
      p += 3;
    } else if (starts_with(p, end, "./")) {
      p += 2;
    } else if (starts_with(p, end, "/./")) {
      p += 2;
    } else if (is_exactly(p, end, "/.")) {
      g_string_append_c(out, '/');
      break;
    } else if (starts_with(p, end, "/../")) {
      p += 3;
      remove_last_segment(out, start);
    } else if (is_exactly(p, end, "/..")) {
      remove_last_segment(out, start);
      g_string_append_c(out, '/');
      break;
    } else if (is_exactly(p, end, ".") || is_exactly(p, end, "..")) {
      break;
    } else {
      const char *slash = memchr(p + 1, '/', (gsize) (end - p - 1)), *stop = slash ? slash : end;
      g_string_append_len(out, p, stop - p);
      p = stop;
    }
  }
}

/* RFC 3986, 5.2.3: the reference's path in place of what follows the base path's last slash. */
static void
append_merged(GString *out, const YtIriBase *base, const YtIriBase *reference)
{
  g_autoptr(GString) merged = g_string_new(NULL);
  const char *slash = base->n_path ? memrchr(base->path, '/', base->n_path) : NULL;
  if (base->n_authority && base->n_path == 0)
    g_string_append_c(merged, '/');
  else if (slash)
    g_string_append_len(merged, base->path, slash + 1 - base->path);
  g_string_append_len(merged, reference->path, (gssize) reference->n_path);
  append_without_dots(out, merged->str, merged->str + merged->len);
}

/* RFC 3986, 5.2.2 and 5.3. */
gboolean
yt_iri_resolve(const YtIriBase *base, const char *text, gsize n_text, GString *out)
{
  const char *end = text + n_text;
  if (yt_scan_is_absolute(text, end)) {
    yt_append(out, text, n_text);
    return TRUE;
  }
  if (!base->iri)
    return FALSE;
  YtIriBase reference;
  split(&reference, text, end);
  const YtIriBase *query = &reference;
  g_string_append_len(out, base->scheme, (gssize) base->n_scheme + 1);
  if (reference.n_authority) {
    g_string_append_len(out, reference.authority, (gssize) reference.n_authority);
    append_without_dots(out, reference.path, reference.path + reference.n_path);
  } else {
    g_string_append_len(out, base->authority, (gssize) base->n_authority);
    if (reference.n_path == 0) {
      g_string_append_len(out, base->path, (gssize) base->n_path);
      query = reference.n_query ? &reference : base;
    } else if (*reference.path == '/') {
      append_without_dots(out, reference.path, reference.path + reference.n_path);
    } else {
      append_merged(out, base, &reference);
    }
  }
  g_string_append_len(out, query->query, (gssize) query->n_query);
  const char *fragment = reference.query + reference.n_query;
  g_string_append_len(out, fragment, end - fragment);
  return TRUE;
}

char *
yt_rdf_resolve_iri(const char *base, const char *reference)
{
  g_return_val_if_fail(reference != NULL, NULL);
  if (yt_scan_is_absolute(reference, reference + strlen(reference)))
    return g_strdup(reference);
  YtIriBase parts = {0};
  g_autoptr(GString) out = g_string_new(NULL);
  if (base)
    yt_iri_base_init(&parts, base, strlen(base));
  gboolean ok = yt_iri_resolve(&parts, reference, strlen(reference), out);
  yt_iri_base_clear(&parts);
  return ok ? g_string_free(g_steal_pointer(&out), FALSE) : NULL;
}

char *
yt_rdf_file_iri(const char *path)
{
  g_return_val_if_fail(path != NULL, NULL);
  g_autofree char *absolute = g_canonicalize_filename(path, NULL);
  return g_filename_to_uri(absolute, NULL, NULL); /* cannot fail: the path is absolute, without a host */
}
