/* iri.c: joins a base and a reference by the rules of RFC 3986, without any other normalisation: two IRIs are the
 * same term only if their characters are. */
#include "sparql/iri.h"
#include <string.h>

/* The five parts of an IRI; an absent one has start NULL. */
typedef struct {
  const char *start, *end;
} Span;

typedef struct {
  Span scheme, authority, path, query, fragment;
} Parts;

static const char *
find_any(const char *p, const char *end, const char *stops)
{
  while (p < end && !strchr(stops, *p))
    p++;
  return p;
}

static gboolean
is_scheme(const char *start, const char *end)
{
  if (start == end || !g_ascii_isalpha(*start))
    return FALSE;
  for (const char *p = start; p < end; p++)
    if (!g_ascii_isalnum(*p) && !strchr("+-.", *p))
      return FALSE;
  return TRUE;
}

static Parts
split(const char *p, const char *end)
{
  Parts parts = {0};
  const char *colon = find_any(p, end, ":/?#");
  if (colon < end && *colon == ':' && is_scheme(p, colon)) {
    parts.scheme = (Span){p, colon};
    p = colon + 1;
  }
  if (end - p >= 2 && p[0] == '/' && p[1] == '/') {
    parts.authority = (Span){p + 2, find_any(p + 2, end, "/?#")};
    p = parts.authority.end;
  }
  parts.path = (Span){p, find_any(p, end, "?#")};
  p = parts.path.end;
  if (p < end && *p == '?') {
    parts.query = (Span){p + 1, find_any(p + 1, end, "#")};
    p = parts.query.end;
  }
  if (p < end && *p == '#')
    parts.fragment = (Span){p + 1, end};
  return parts;
}

gboolean
yt_iri_is_absolute(const char *iri, gsize n_iri)
{
  return split(iri, iri + n_iri).scheme.start != NULL;
}

static void
append_span(GString *out, const char *before, Span span, const char *after)
{
  if (!span.start)
    return;
  g_string_append(out, before);
  g_string_append_len(out, span.start, span.end - span.start);
  g_string_append(out, after);
}

/* 5.2.4: appends @path to @out without its "." and ".." segments */
static void
append_without_dots(GString *out, const char *path, gsize n_path)
{
  const char *p = path, *end = path + n_path;
  gsize first = out->len;
  while (p < end) {
    gsize left = (gsize) (end - p);
    if (left >= 3 && !memcmp(p, "../", 3))
      p += 3;
    else if (left >= 2 && !memcmp(p, "./", 2))
      p += 2;
    else if (left >= 3 && !memcmp(p, "/./", 3))
      p += 2;
    else if (left == 2 && !memcmp(p, "/.", 2)) {
      g_string_append_c(out, '/');
      p = end;
    } else if ((left >= 4 && !memcmp(p, "/../", 4)) || (left == 3 && !memcmp(p, "/..", 3))) {
      while (out->len > first && out->str[out->len - 1] != '/')
        g_string_truncate(out, out->len - 1);
      if (out->len > first)
        g_string_truncate(out, out->len - 1);
      if (left == 3) {
        g_string_append_c(out, '/');
        p = end;
      } else
        p += 3;
    } else if ((left == 1 && *p == '.') || (left == 2 && !memcmp(p, "..", 2)))
      p = end;
    else {
      const char *next = find_any(p + 1, end, "/");
      g_string_append_len(out, p, next - p);
      p = next;
    }
  }
}

/* 5.2.3: the base's path up to its last "/", then the reference's */
static char *
merge_paths(const Parts *base, Span reference)
{
  GString *merged = g_string_new(NULL);
  if (base->authority.start && base->path.start == base->path.end)
    g_string_append_c(merged, '/');
  else {
    const char *slash = base->path.end;
    while (slash > base->path.start && slash[-1] != '/')
      slash--;
    g_string_append_len(merged, base->path.start, slash - base->path.start);
  }
  g_string_append_len(merged, reference.start, reference.end - reference.start);
  return g_string_free(merged, FALSE);
}

char *
yt_iri_resolve(const char *base, const char *reference, gsize n_reference)
{
  Parts r = split(reference, reference + n_reference);
  Parts b = base ? split(base, base + strlen(base)) : (Parts){0};
  if (!b.scheme.start)
    return g_strndup(reference, n_reference);

  GString *out = g_string_new(NULL);
  append_span(out, "", r.scheme.start ? r.scheme : b.scheme, ":");
  if (r.scheme.start || r.authority.start) {
    append_span(out, "//", r.authority, "");
    append_without_dots(out, r.path.start, (gsize) (r.path.end - r.path.start));
    append_span(out, "?", r.query, "");
  } else {
    append_span(out, "//", b.authority, "");
    if (r.path.start == r.path.end) {
      append_span(out, "", b.path, "");
      append_span(out, "?", r.query.start ? r.query : b.query, "");
    } else {
      g_autofree char *merged =
          *r.path.start == '/' ? g_strndup(r.path.start, (gsize) (r.path.end - r.path.start)) : merge_paths(&b, r.path);
      append_without_dots(out, merged, strlen(merged));
      append_span(out, "?", r.query, "");
    }
  }
  append_span(out, "#", r.fragment, "");
  return g_string_free(out, FALSE);
}
