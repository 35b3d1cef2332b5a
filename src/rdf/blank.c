/* blank.c: labels of blank nodes. */
#include "rdf/blank.h"
#include "rdf/scan.h"

void
yt_blank_append_anonymous(GString *out, guint64 number)
{
  char digits[20], *p = digits + sizeof digits;
  do {
    *--p = (char) ('0' + number % 10);
  } while (number /= 10);
  yt_append(out, "anon", 4);
  yt_append(out, p, (gsize) (digits + sizeof digits - p));
}

static gboolean
looks_anonymous(const char *p, const char *end)
{
  if (end - p < 5 || memcmp(p, "anon", 4) != 0)
    return FALSE;
  for (p += 4; p < end && *p == 'x';)
    p++;
  const char *digits = p;
  while (p < end && g_ascii_isdigit(*p))
    p++;
  return p == end && digits < end;
}

void
yt_blank_append_label(GString *out, const char *label, gsize n_label)
{
  if (looks_anonymous(label, label + n_label)) {
    yt_append(out, "anonx", 5);
    label += 4;
    n_label -= 4;
  }
  yt_append(out, label, n_label);
}
