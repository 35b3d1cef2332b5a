/* format.c: the names by which the formats are known, and how to tell one by its content. */
#include "rdf/format.h"
#include "rdf/lines.h"

#include <string.h>

typedef struct {
  YtRdfFormat format;
  const char *name;
  const char *media_type;
  const char *other_names; /* each with a space before and behind, as is the next */
  const char *endings;
  const char *other_media_types;
} Format;

static const Format formats[] = {
    {YT_RDF_NTRIPLES, "ntriples", "application/n-triples", " nt n-triples ", " nt ", " text/plain "},
    {YT_RDF_NQUADS, "nquads", "application/n-quads", " nq n-quads ", " nq ", " text/x-nquads "},
    {YT_RDF_TURTLE, "turtle", "text/turtle", " ttl ", " ttl ", " application/x-turtle application/turtle "},
    {YT_RDF_TRIG, "trig", "application/trig", " ", " trig ", " application/x-trig "},
    {YT_RDF_JSONLD, "jsonld", "application/ld+json", " json-ld ", " jsonld ", " "},
    {YT_RDF_XML, "rdfxml", "application/rdf+xml", " rdf xml rdf/xml rdf-xml ", " rdf owl xml ",
     " application/xml text/xml "},
    {YT_RDF_RDFA, "rdfa", "application/xhtml+xml", " html xhtml ", " html htm xhtml ", " text/html "},
    {YT_RDF_JSON, "rdfjson", "application/rdf+json", " json rdf/json rdf-json ", " rj json ", " "},
    {YT_RDF_GUESS, "guess", "application/octet-stream", " auto ", " ", " "},
};

static const char compression_endings[] = " gz zst zstd bz2 xz ";

static gboolean
lists(const char *words, const char *word, gsize n)
{
  g_autofree char *padded = g_strdup_printf(" %.*s ", (int) MIN(n, 64), word);
  for (char *p = padded; *p; p++)
    *p = g_ascii_tolower(*p);
  return n > 0 && n <= 64 && !memchr(word, ' ', n) && strstr(words, padded) != NULL;
}

gboolean
yt_rdf_format_from_name(const char *name, YtRdfFormat *format)
{
  g_return_val_if_fail(name && format, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS(formats); i++)
    if (g_ascii_strcasecmp(name, formats[i].name) == 0 || lists(formats[i].other_names, name, strlen(name))) {
      *format = formats[i].format;
      return TRUE;
    }
  return FALSE;
}

gboolean
yt_rdf_format_from_path(const char *path, YtRdfFormat *format)
{
  g_return_val_if_fail(path && format, FALSE);
  g_autofree char *name = g_path_get_basename(path);
  char *dot = strrchr(name, '.');
  if (dot && lists(compression_endings, dot + 1, strlen(dot + 1))) {
    *dot = 0;
    dot = strrchr(name, '.');
  }
  for (gsize i = 0; dot && i < G_N_ELEMENTS(formats); i++)
    if (lists(formats[i].endings, dot + 1, strlen(dot + 1))) {
      *format = formats[i].format;
      return TRUE;
    }
  return FALSE;
}

/* Parameters such as "; charset=utf-8" do not matter. */
gboolean
yt_rdf_format_from_media_type(const char *media_type, YtRdfFormat *format)
{
  g_return_val_if_fail(media_type && format, FALSE);
  gsize n = strcspn(media_type, "; \t");
  for (gsize i = 0; i < G_N_ELEMENTS(formats); i++)
    if ((n == strlen(formats[i].media_type) &&
         g_ascii_strncasecmp(media_type, formats[i].media_type, n) == 0) ||
        lists(formats[i].other_media_types, media_type, n)) {
      *format = formats[i].format;
      return TRUE;
    }
  return FALSE;
}

static const Format *
find_format(YtRdfFormat format)
{
  for (gsize i = 0; i < G_N_ELEMENTS(formats); i++)
    if (formats[i].format == format)
      return &formats[i];
  return NULL;
}

const char *
yt_rdf_format_get_name(YtRdfFormat format)
{
  const Format *found = find_format(format);
  return found ? found->name : NULL;
}

const char *
yt_rdf_format_get_media_type(YtRdfFormat format)
{
  const Format *found = find_format(format);
  return found ? found->media_type : NULL;
}

static const char *
skip_space(const char *p, const char *end)
{
  if (end - p >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
    p += 3;
  while (p < end && g_ascii_isspace(*p))
    p++;
  return p;
}

static gboolean
starts_with(const char *p, const char *end, const char *word)
{
  gsize n = strlen(word);
  return (gsize) (end - p) >= n && g_ascii_strncasecmp(p, word, n) == 0;
}

static gboolean
take_nothing(const YtTermQuad *quad G_GNUC_UNUSED, gpointer n_quads, GError **error G_GNUC_UNUSED)
{
  return ++*(guint *) n_quads > 0;
}

/* Is every whole line of the first 64 KiB an N-Quads line? */
static gboolean
looks_like_lines(const char *bytes, gsize n_bytes)
{
  gsize n = MIN(n_bytes, 64 * 1024);
  if (n < n_bytes) {
    const char *last = memrchr(bytes, '\n', n);
    n = last ? (gsize) (last + 1 - bytes) : n;
  }
  YtRdfReadOptions options = {.format = YT_RDF_NQUADS, .strict_lines = TRUE};
  YtLineParser parser;
  guint n_quads = 0;
  yt_line_parser_init(&parser, &options);
  gboolean ok = yt_line_parser_parse(&parser, bytes, n, take_nothing, &n_quads, NULL);
  yt_line_parser_clear(&parser);
  return ok && n_quads > 0;
}

YtRdfFormat
yt_rdf_format_guess(const char *bytes, gsize n_bytes)
{
  const char *end = bytes + n_bytes, *p = skip_space(bytes, end);
  if (p < end && *p == '{') {
    /* TriG may open a graph here too, but no triple begins with a string. */
    p = skip_space(p + 1, end);
    return p < end && *p == '"' ? YT_RDF_JSON : YT_RDF_TRIG;
  }
  if (starts_with(p, end, "<!doctype html") || starts_with(p, end, "<html"))
    return YT_RDF_RDFA;
  if (starts_with(p, end, "<?xml") || starts_with(p, end, "<!doctype") || starts_with(p, end, "<!--") ||
      starts_with(p, end, "<rdf:"))
    return memmem(p, MIN((gsize) (end - p), 4096), "<html", 5) ? YT_RDF_RDFA : YT_RDF_XML;
  return looks_like_lines(bytes, n_bytes) ? YT_RDF_NQUADS : YT_RDF_TRIG;
}
