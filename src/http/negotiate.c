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
