/* issuer.c: who issues a document that does not say so: the office whose number it bears.
 *
 * 粤府办〔2023〕5号: what stands before the year is a place's one-character name and the office's mark, which the gazetteer
 * relates to offices as provinces name them (府办 → 人民政府办公厅). Below the provinces that is 办公室, and a 厅 is a 局. */
#include <string.h>

#include "loader/header.h"

/* The place that @letter means at the head of a number: a province, else the one city of that name, else the
 * jurisdiction's city, if its name begins so: 乌政发 in 乌兰察布. */
static const YtEntry *
place_of_letter(const YtAnalysis *a, gunichar letter)
{
  guint32 e = GPOINTER_TO_UINT(g_hash_table_lookup(a->grammar->letters, GUINT_TO_POINTER(letter)));
  if (e == 0)
    e = GPOINTER_TO_UINT(g_hash_table_lookup(a->grammar->city_letters, GUINT_TO_POINTER(letter)));
  const YtEntry *city = a->city != 0 ? yt_grammar_find_division(a->grammar, a->city) : NULL;
  return e != 0 ? yt_entry(a, e) : city && yt_utf8_get(city->canonical) == letter ? city : NULL;
}

/* @office: with ~ for the place. 人民政府办公厅 of a province is 人民政府办公室 of a city, but for the largest; 商务厅 is 商务局. */
static char *
dup_office(const YtEntry *place, const char *office)
{
  const char *at = strchr(office, '~');
  gsize n = strlen(at + 1);
  const char *end = "";
  gboolean small =
      (place->level > 1 || (yt_is_municipality(place->code) && !g_str_has_suffix(office, "办公厅"))) &&
      g_str_has_suffix(office, "厅");
  if (small && !(g_str_has_suffix(office, "办公厅") && place->is_large)) {
    end = g_str_has_suffix(office, "办公厅") ? "室" : "局";
    n -= strlen("厅");
  }
  return g_strdup_printf("%.*s%s%.*s%s", (int) (at - office), office, place->canonical, (int) n, at + 1, end);
}

/* The office that documents whose numbers begin with @prefix are of: the row that is equal, but for what kind of document it is
 * (湘工信建议, 国中医药提字), or begins so, where the row says that more may follow. NULL: none. */
static const char *
office_of(const YtAnalysis *a, const char *prefix)
{
  static const char kinds[] = "提建议案函复字答";
  gsize n = strlen(prefix);
  for (gboolean kind = TRUE; n > 0;) {
    g_autofree char *begin = g_strndup(prefix, n), *goes_on = g_strconcat(begin, YT_PREFIX_GOES_ON, NULL);
    const char *office = kind ? g_hash_table_lookup(a->grammar->number_prefixes, begin) : NULL;
    if (!office)
      office = g_hash_table_lookup(a->grammar->number_prefixes, goes_on);
    if (office)
      return office;
    const char *last = g_utf8_find_prev_char(prefix, prefix + n);
    gsize n_last = n - (gsize) (last - prefix);
    kind = kind && n_last == 3 && g_strstr_len(kinds, -1, begin + n - 3);
    n -= n_last;
  }
  return NULL;
}

void
yt_supply_issuer(YtAnalysis *a)
{
  const char *number = a->header.number, *year = number ? strstr(number, "〔") : NULL;
  if (a->header.issuer || !year)
    return;
  g_autofree char *prefix = g_strndup(number, (gsize) (year - number));
  g_autofree char *pattern = g_strconcat("~", g_utf8_next_char(prefix), NULL);
  const char *office = office_of(a, prefix);
  const YtEntry *place = office ? NULL : place_of_letter(a, yt_utf8_get(prefix));
  if (place)
    office = office_of(a, pattern);
  if (!office)
    return;
  a->header.issuer = place ? dup_office(place, office) : g_strdup(office);
  for (guint b = 0; b < a->blocks->len && a->header.issuer_block == 0; b++)
    if (yt_block(a, b)->kind == YT_BLOCK_NUMBER)
      a->header.issuer_block = b;
}
