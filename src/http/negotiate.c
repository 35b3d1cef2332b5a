/* negotiate.c: the Accept header.
 *
 *   Accept      = [ range *( "," range ) ]        blanks around "," and ";" are allowed
 *   range       = ( "*" "/" "*" / type "/" "*" / type "/" subtype ) *( ";" parameter )
 *   weight      = the parameter "q", 0 to 1 with up to three digits; 1 without it
 *
 * The most specific range that fits a media type decides its weight. What is malformed counts as not said. */
#include "http/negotiate.h"
#include <string.h>

#define MAX_RANGES 256 /* of a header that are looked at; a browser sends ten */

/* A range as it stands in a header. */
typedef struct {
  const char *name;
  gsize n_name;
  int weight; /* in thousandths; -1: malformed */
} Range;

/* qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] ), in thousandths; -1 when it is none. */
static int
read_weight(const char *text, const char *end)
{
  if (text == end || (*text != '0' && *text != '1'))
    return -1;
  int weight = (*text++ - '0') * 1000;
  if (text < end && *text == '.') {
    int scale = 100;
    for (text++; text < end && g_ascii_isdigit(*text) && scale > 0; text++, scale /= 10)
      weight += (*text - '0') * scale;
  }
  return text == end && weight <= 1000 ? weight : -1;
}

static void
strip(const char **start, const char **end)
{
  while (*start < *end && g_ascii_isspace(**start))
    ++*start;
  while (*start < *end && g_ascii_isspace((*end)[-1]))
    --*end;
}

/* The part of [@start, @end) before the next @separator. */
static const char *
find_end(const char *start, const char *end, char separator)
{
  const char *found = memchr(start, separator, (gsize) (end - start));
  return found ? found : end;
}

/* Takes the next range of a header, and moves @at behind it. FALSE at the end. */
static gboolean
next_range(const char **at, Range *range)
{
  if (!*at)
    return FALSE;
  const char *start = *at, *end = start + strcspn(start, ","), *part_end = find_end(start, end, ';');
  *at = *end ? end + 1 : NULL;
  range->weight = 1000;
  for (const char *part = part_end; part < end;) {
    const char *name = part + 1, *name_end = find_end(name, end, ';');
    part = name_end;
    strip(&name, &name_end);
    if (name_end - name >= 2 && g_ascii_strncasecmp(name, "q=", 2) == 0) {
      range->weight = read_weight(name + 2, name_end);
      break;
    }
  }
  strip(&start, &part_end);
  range->name = start;
  range->n_name = (gsize) (part_end - start);
  return TRUE;
}

static gboolean
is_named(const Range *range, const char *name, gsize n_name)
{
  return range->n_name == n_name && g_ascii_strncasecmp(range->name, name, n_name) == 0;
}

/* How specific a range is that fits @offer: 1 for any, 2 for its type, 3 for itself; 0 when it does not fit. */
static guint
match_range(const Range *range, const char *offer)
{
  gsize n_type = strcspn(offer, "/") + 1;
  if (is_named(range, "*/*", 3))
    return 1;
  if (range->n_name == n_type + 1 && range->name[n_type] == '*' &&
      g_ascii_strncasecmp(range->name, offer, n_type) == 0)
    return 2;
  return is_named(range, offer, strlen(offer)) ? 3 : 0;
}

static int
weigh(const char *accept, const char *offer)
{
  Range range;
  int weight = 0;
  guint best = 0;
  for (guint i = 0; i < MAX_RANGES && next_range(&accept, &range); i++) {
    guint fit = match_range(&range, offer);
    if (fit > best && range.weight >= 0) {
      best = fit;
      weight = range.weight;
    }
  }
  return weight;
}

int
yt_http_weigh_coding(const char *accept_encoding, const char *coding)
{
  Range range;
  gboolean is_identity = strcmp(coding, "identity") == 0;
  if (!accept_encoding)
    return is_identity ? 1000 : 0;
  int any = -1;
  for (guint i = 0; i < MAX_RANGES && next_range(&accept_encoding, &range); i++) {
    if (is_named(&range, coding, strlen(coding)) ||
        (strcmp(coding, "gzip") == 0 && is_named(&range, "x-gzip", 6)))
      return MAX(range.weight, 0);
    if (is_named(&range, "*", 1))
      any = range.weight;
  }
  if (any >= 0)
    return any;
  return is_identity ? 1 : 0; /* allowed, and liked less than whatever is named */
}

/* Is the range any, or of @offer's primary language: "zh" for "zh-CN", or the reverse? */
static gboolean
language_fits(const Range *range, const char *offer)
{
  const char *dash = memchr(range->name, '-', range->n_name);
  gsize n_range = dash ? (gsize) (dash - range->name) : range->n_name, n_offer = strcspn(offer, "-");
  return is_named(range, "*", 1) ||
         (n_range == n_offer && g_ascii_strncasecmp(range->name, offer, n_offer) == 0);
}

int
yt_http_negotiate_language(const char *accept_language, const char *const *offers)
{
  int chosen = 0, best = 0;
  for (int i = 0; offers[i]; i++) {
    const char *at = accept_language;
    Range range;
    for (guint k = 0; k < MAX_RANGES && next_range(&at, &range); k++) {
      if (language_fits(&range, offers[i]) && range.weight > best) {
        best = range.weight;
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
  int chosen = -1, best = 0;
  if (accept[strcspn(accept, ",;* \t")] == '\0') { /* one media type, as programs send it */
    for (int i = 0; offers[i]; i++)
      if (strcmp(accept, offers[i]) == 0) /* nearly always; much faster than the other */
        return i;
    for (int i = 0; offers[i]; i++)
      if (g_ascii_strcasecmp(accept, offers[i]) == 0)
        return i;
    return -1;
  }
  for (int i = 0; offers[i]; i++) {
    int weight = weigh(accept, offers[i]);
    if (weight > best) {
      best = weight;
      chosen = i;
    }
  }
  return chosen;
}
