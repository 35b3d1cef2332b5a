/* negotiate.c: the Accept header.
 *
 *   Accept      = [ range *( "," range ) ]        blanks around "," and ";" are allowed
 *   range       = ( "*" "/" "*" / type "/" "*" / type "/" subtype ) *( ";" parameter )
 *   weight      = the parameter "q", 0 to 1 with up to three digits; 1 without it
 *
 * The most specific range that fits a media type decides its weight. What is malformed counts as not said. */
#include "http/negotiate.h"
#include <string.h>

/* How specific a range is that fits @offer: 1 for any, 2 for its type, 3 for itself; 0 when it does not fit. */
static guint
match_range(const char *range, const char *offer)
{
  const char *slash = strchr(offer, '/');
  gsize n_type = (gsize) (slash - offer) + 1;
  if (strcmp(range, "*/*") == 0)
    return 1;
  if (strlen(range) == n_type + 1 && range[n_type] == '*' && g_ascii_strncasecmp(range, offer, n_type) == 0)
    return 2;
  return g_ascii_strcasecmp(range, offer) == 0 ? 3 : 0;
}

/* qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] ), in thousandths; -1 when it is none. */
static int
read_weight(const char *text)
{
  if (*text != '0' && *text != '1')
    return -1;
  int weight = (*text++ - '0') * 1000;
  if (*text == '.') {
    int scale = 100;
    for (text++; g_ascii_isdigit(*text) && scale > 0; text++, scale /= 10)
      weight += (*text - '0') * scale;
  }
  return *text == '\0' && weight <= 1000 ? weight : -1;
}

/* The weight of the range with parameters @parts (from 1), in thousandths; -1 when it is malformed. */
static int
get_weight(char **parts)
{
  for (char **part = parts + 1; *part; part++) {
    char *parameter = g_strstrip(*part);
    if (g_ascii_strncasecmp(parameter, "q=", 2) == 0)
      return read_weight(parameter + 2);
  }
  return 1000;
}

static int
weigh(char **ranges, const char *offer)
{
  int weight = 0;
  guint best = 0;
  for (char **range = ranges; *range; range++) {
    g_auto(GStrv) parts = g_strsplit(*range, ";", 16);
    if (!parts[0])
      continue;
    guint fit = match_range(g_strstrip(parts[0]), offer);
    int found = fit > best ? get_weight(parts) : -1;
    if (found >= 0) {
      best = fit;
      weight = found;
    }
  }
  return weight;
}

int
yt_http_weigh_coding(const char *accept_encoding, const char *coding)
{
  gboolean is_identity = strcmp(coding, "identity") == 0;
  if (!accept_encoding)
    return is_identity ? 1000 : 0;
  g_auto(GStrv) ranges = g_strsplit(accept_encoding, ",", 64);
  int any = -1;
  for (char **range = ranges; *range; range++) {
    g_auto(GStrv) parts = g_strsplit(*range, ";", 16);
    if (!parts[0])
      continue;
    int weight = get_weight(parts);
    const char *name = g_strstrip(parts[0]);
    if (g_ascii_strcasecmp(name, coding) == 0 ||
        (strcmp(coding, "gzip") == 0 && g_ascii_strcasecmp(name, "x-gzip") == 0))
      return MAX(weight, 0);
    if (strcmp(name, "*") == 0)
      any = weight;
  }
  if (any >= 0)
    return any;
  return is_identity ? 1 : 0; /* allowed, and liked less than whatever is named */
}

/* The weight of language @offer in one range: its own, or its primary language's with "zh" for "zh-CN", or the reverse. */
static gboolean
language_fits(const char *range, const char *offer)
{
  gsize n_range = strcspn(range, "-"), n_offer = strcspn(offer, "-");
  return strcmp(range, "*") == 0 || (n_range == n_offer && g_ascii_strncasecmp(range, offer, n_range) == 0);
}

int
yt_http_negotiate_language(const char *accept_language, const char *const *offers)
{
  g_auto(GStrv) ranges = g_strsplit(accept_language ? accept_language : "", ",", 64);
  int chosen = 0, best = 0;
  for (int i = 0; offers[i]; i++) {
    for (char **range = ranges; *range; range++) {
      g_auto(GStrv) parts = g_strsplit(*range, ";", 16);
      int weight = parts[0] && language_fits(g_strstrip(parts[0]), offers[i]) ? get_weight(parts) : 0;
      if (weight > best) {
        best = weight;
        chosen = i;
      }
    }
  }
  return chosen;
}

gboolean
yt_http_etag_matches(const char *if_none_match, const char *etag)
{
  if (!if_none_match)
    return FALSE;
  const char *wanted = g_str_has_prefix(etag, "W/") ? etag + 2 : etag;
  gsize n_wanted = strlen(wanted);
  for (const char *p = if_none_match; *p;) {
    p += strspn(p, ", \t");
    if (*p == '*')
      return TRUE;
    if (g_str_has_prefix(p, "W/"))
      p += 2;
    if (strncmp(p, wanted, n_wanted) == 0)
      return TRUE;
    const char *end = *p == '"' ? strchr(p + 1, '"') : NULL;
    if (!end)
      return FALSE; /* an entity tag is quoted */
    p = end + 1;
  }
  return FALSE;
}

int
yt_http_negotiate(const char *accept, const char *const *offers)
{
  if (!accept || *accept == '\0')
    return 0;
  g_auto(GStrv) ranges = g_strsplit(accept, ",", 256);
  int chosen = -1, best = 0;
  for (int i = 0; offers[i]; i++) {
    int weight = weigh(ranges, offers[i]);
    if (weight > best) {
      best = weight;
      chosen = i;
    }
  }
  return chosen;
}
