/* numbering.c: lists, levels and counters.
 *
 * A paragraph, or its style, names a list (numId) and a level; the list is an instance of an abstract one, which holds
 * nine levels with their format and text such as "（%2）". Instances of one abstract list count on together unless they
 * say where to begin again. */
#include "text/numbering.h"

#include <string.h>

#include "text/xml.h"

#define N_LEVELS  9 /* 17.9.3: ilvl is 0 to 8 */
#define MAX_LISTS 20000

typedef struct {
  guint start;
  char *format, *text, *suffix, *style; /* as in the file; NULL: not said */
  gboolean is_legal;                    /* isLgl: numbers of the levels above in decimal */
} Level;

typedef struct {
  Level levels[N_LEVELS];
  guint counters[N_LEVELS];
  gboolean has_begun[N_LEVELS];
} Abstract;

typedef struct {
  char *abstract;
  guint starts[N_LEVELS]; /* startOverride + 1; 0: none */
  gboolean has_begun;
} List;

typedef struct {
  char *based_on, *list, *level;
} Style;

struct _YtNumbering {
  GHashTable *abstracts, *lists, *styles; /* by their ids */
  /* While reading: */
  Abstract *abstract;
  List *list;
  Style *style;
  guint level; /* N_LEVELS: none */
};

/* ---- formats ---- */

/* 1..9999: 十二, 二十, 一百零五 */
static void
append_han(GString *out, guint value, const char *const *digits, const char *const *units, gboolean full)
{
  guint power = 1, place = 0;
  gboolean gap = FALSE, begun = FALSE;
  while (value / power >= 10) {
    power *= 10;
    place++;
  }
  for (;; power /= 10, place--) {
    guint digit = value / power % 10;
    if (digit == 0) {
      gap = begun;
    } else {
      if (gap)
        g_string_append(out, digits[0]);
      if (full || digit != 1 || place != 1 || begun) /* 十二, not 一十二 */
        g_string_append(out, digits[digit]);
      g_string_append(out, units[place]);
      gap = FALSE;
      begun = TRUE;
    }
    if (power == 1)
      return;
  }
}

static void
append_roman(GString *out, guint value, gboolean upper)
{
  static const struct {
    guint value;
    const char *letters;
  } parts[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"},
               {40, "xl"},  {10, "x"},   {9, "ix"},  {5, "v"},    {4, "iv"},  {1, "i"}};
  for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
    for (; value >= parts[i].value; value -= parts[i].value)
      for (const char *p = parts[i].letters; *p; p++)
        g_string_append_c(out, upper ? g_ascii_toupper(*p) : *p);
}

void
yt_numbering_format(GString *out, guint value, const char *format)
{
  static const char *const plain[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  static const char *const plain_units[] = {"", "十", "百", "千"};
  static const char *const legal[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
  static const char *const legal_units[] = {"", "拾", "佰", "仟"};
  if (strcmp(format, "bullet") == 0 || strcmp(format, "none") == 0)
    return;
  if (value >= 1 && value <= 9999) {
    if (strstr(format, "LegalSimplified") || strcmp(format, "ideographLegalTraditional") == 0) {
      append_han(out, value, legal, legal_units, TRUE);
      return;
    }
    if (g_str_has_prefix(format, "chineseCounting") || strcmp(format, "japaneseCounting") == 0 ||
        g_str_has_prefix(format, "taiwaneseCounting")) {
      append_han(out, value, plain, plain_units, FALSE);
      return;
    }
    if (strcmp(format, "ideographDigital") == 0 || strcmp(format, "japaneseDigitalTenThousand") == 0 ||
        strcmp(format, "taiwaneseDigital") == 0) {
      char digits[8];
      g_snprintf(digits, sizeof digits, "%u", value);
      for (const char *p = digits; *p; p++)
        g_string_append(out, *p == '0' ? "〇" : plain[*p - '0']);
      return;
    }
    if (g_str_has_suffix(format, "Roman")) {
      append_roman(out, value, format[0] == 'u');
      return;
    }
    if (g_str_has_suffix(format, "Letter")) { /* z is followed by aa, bb */
      for (guint i = 0; i <= (value - 1) / 26 && i < 10; i++)
        g_string_append_c(out, (char) ((format[0] == 'u' ? 'A' : 'a') + (char) ((value - 1) % 26)));
      return;
    }
    if (g_str_has_prefix(format, "decimalEnclosedCircle") && value <= 20) {
      g_string_append_unichar(out, 0x2460 + value - 1);
      return;
    }
    if (strcmp(format, "decimalEnclosedParen") == 0) {
      g_string_append_printf(out, "(%u)", value);
      return;
    }
    if (strcmp(format, "decimalEnclosedFullstop") == 0) {
      g_string_append_printf(out, "%u.", value);
      return;
    }
    if (strcmp(format, "decimalZero") == 0) {
      g_string_append_printf(out, "%02u", value);
      return;
    }
  }
  g_string_append_printf(out, "%u", value); /* decimal, decimalFullWidth, and formats of other scripts */
}

/* ---- reading ---- */

static void
abstract_free(gpointer data)
{
  Abstract *abstract = data;
  for (guint i = 0; i < N_LEVELS; i++) {
    g_free(abstract->levels[i].format);
    g_free(abstract->levels[i].text);
    g_free(abstract->levels[i].suffix);
    g_free(abstract->levels[i].style);
  }
  g_free(abstract);
}

static void
list_free(gpointer data)
{
  g_free(((List *) data)->abstract);
  g_free(data);
}

static void
style_free(gpointer data)
{
  Style *style = data;
  g_free(style->based_on);
  g_free(style->list);
  g_free(style->level);
  g_free(style);
}

static guint
number_of(const char *text, guint otherwise)
{
  guint64 value;
  return text && g_ascii_string_to_unsigned(text, 10, 0, 1000000, &value, NULL) ? (guint) value : otherwise;
}

static void
take(char **field, char *value)
{
  g_free(*field);
  *field = value;
}

static void
begin_numbering(const YtXml *xml, const char *name, const char *ns, gpointer user_data)
{
  YtNumbering *n = user_data;
  (void) ns;
  g_autofree char *value = yt_xml_dup_attribute(xml, "val");
  if (strcmp(name, "abstractNum") == 0) {
    char *id = yt_xml_dup_attribute(xml, "abstractNumId");
    n->level = N_LEVELS;
    n->list = NULL;
    n->abstract = NULL;
    if (!id || g_hash_table_size(n->abstracts) >= MAX_LISTS) {
      g_free(id);
      return;
    }
    n->abstract = g_new0(Abstract, 1);
    g_hash_table_replace(n->abstracts, id, n->abstract);
  } else if (strcmp(name, "num") == 0) {
    char *id = yt_xml_dup_attribute(xml, "numId");
    n->level = N_LEVELS;
    n->abstract = NULL;
    n->list = NULL;
    if (!id || g_hash_table_size(n->lists) >= MAX_LISTS) {
      g_free(id);
      return;
    }
    n->list = g_new0(List, 1);
    g_hash_table_replace(n->lists, id, n->list);
  } else if (strcmp(name, "abstractNumId") == 0 && n->list) {
    take(&n->list->abstract, g_steal_pointer(&value));
  } else if (strcmp(name, "lvl") == 0 || strcmp(name, "lvlOverride") == 0) {
    g_autofree char *level = yt_xml_dup_attribute(xml, "ilvl");
    n->level = MIN(number_of(level, N_LEVELS), N_LEVELS);
  } else if (strcmp(name, "startOverride") == 0 && n->list && n->level < N_LEVELS) {
    n->list->starts[n->level] = number_of(value, 1) + 1;
  } else if (n->abstract && n->level < N_LEVELS) {
    Level *level = &n->abstract->levels[n->level];
    if (strcmp(name, "start") == 0)
      level->start = number_of(value, 1);
    else if (strcmp(name, "numFmt") == 0)
      take(&level->format, g_steal_pointer(&value));
    else if (strcmp(name, "lvlText") == 0)
      take(&level->text, g_steal_pointer(&value));
    else if (strcmp(name, "suff") == 0)
      take(&level->suffix, g_steal_pointer(&value));
    else if (strcmp(name, "pStyle") == 0)
      take(&level->style, g_steal_pointer(&value));
    else if (strcmp(name, "isLgl") == 0)
      level->is_legal = TRUE;
  }
}

static void
begin_style(const YtXml *xml, const char *name, const char *ns, gpointer user_data)
{
  YtNumbering *n = user_data;
  (void) ns;
  if (strcmp(name, "style") == 0) {
    char *id = yt_xml_dup_attribute(xml, "styleId");
    n->style = NULL;
    if (!id || g_hash_table_size(n->styles) >= MAX_LISTS) {
      g_free(id);
      return;
    }
    n->style = g_new0(Style, 1);
    g_hash_table_replace(n->styles, id, n->style);
  } else if (n->style) {
    if (strcmp(name, "basedOn") == 0)
      take(&n->style->based_on, yt_xml_dup_attribute(xml, "val"));
    else if (strcmp(name, "numId") == 0)
      take(&n->style->list, yt_xml_dup_attribute(xml, "val"));
    else if (strcmp(name, "ilvl") == 0)
      take(&n->style->level, yt_xml_dup_attribute(xml, "val"));
  }
}

YtNumbering *
yt_numbering_new(GBytes *numbering, GBytes *styles, gint64 deadline, GError **error)
{
  g_autoptr(YtNumbering) n = g_new0(YtNumbering, 1);
  n->abstracts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, abstract_free);
  n->lists = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, list_free);
  n->styles = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, style_free);
  n->level = N_LEVELS;
  YtXmlEvents of_numbering = {.begin = begin_numbering}, of_styles = {.begin = begin_style};
  if (numbering && !yt_xml_parse(numbering, "numbering.xml", deadline, &of_numbering, n, error))
    return NULL;
  if (styles && !yt_xml_parse(styles, "styles.xml", deadline, &of_styles, n, error))
    return NULL;
  return g_steal_pointer(&n);
}

void
yt_numbering_free(YtNumbering *numbering)
{
  if (!numbering)
    return;
  g_hash_table_unref(numbering->abstracts);
  g_hash_table_unref(numbering->lists);
  g_hash_table_unref(numbering->styles);
  g_free(numbering);
}

/* ---- counting ---- */

/* What the style says of the list, or one that it is based on. */
static void
find_in_styles(const YtNumbering *n, const char *style_id, const char **list, const char **level,
               const char **style)
{
  for (guint depth = 0; style_id && depth < 20; depth++) {
    const Style *found = g_hash_table_lookup(n->styles, style_id);
    if (!found)
      return;
    if (found->list) {
      *list = found->list;
      *level = *level ? *level : found->level;
      *style = style_id;
      return;
    }
    style_id = found->based_on;
  }
}

static guint
level_of_style(const Abstract *abstract, const char *style)
{
  for (guint i = 0; i < N_LEVELS; i++)
    if (style && g_strcmp0(abstract->levels[i].style, style) == 0)
      return i;
  return 0;
}

static void
count(Abstract *abstract, List *list, guint level)
{
  for (guint i = 0; i < N_LEVELS && !list->has_begun; i++) {
    if (list->starts[i] > 0) {
      abstract->levels[i].start = list->starts[i] - 1;
      abstract->has_begun[i] = FALSE;
    }
  }
  list->has_begun = TRUE;
  for (guint i = 0; i < level; i++) {
    if (!abstract->has_begun[i])
      abstract->counters[i] = abstract->levels[i].start;
    abstract->has_begun[i] = TRUE;
  }
  if (abstract->has_begun[level])
    abstract->counters[level]++;
  else
    abstract->counters[level] = abstract->levels[level].start;
  abstract->has_begun[level] = TRUE;
  for (guint i = level + 1; i < N_LEVELS; i++) /* lower levels begin again */
    abstract->has_begun[i] = FALSE;
}

char *
yt_numbering_next(YtNumbering *numbering, const char *style, const char *number_id, const char *level)
{
  const char *from_style = NULL;
  if (!number_id)
    find_in_styles(numbering, style, &number_id, &level, &from_style);
  List *list = number_id ? g_hash_table_lookup(numbering->lists, number_id) : NULL;
  Abstract *abstract =
      list && list->abstract ? g_hash_table_lookup(numbering->abstracts, list->abstract) : NULL;
  if (!abstract)
    return NULL;
  guint l = MIN(level ? number_of(level, 0) : level_of_style(abstract, from_style), N_LEVELS - 1);
  count(abstract, list, l);
  const Level *at = &abstract->levels[l];
  if (!at->text || g_strcmp0(at->format, "bullet") == 0)
    return NULL;
  g_autoptr(GString) out = g_string_new(NULL);
  for (const char *p = at->text; *p && out->len < 200; p++) {
    if (*p != '%' || p[1] < '1' || p[1] > '9') {
      g_string_append_c(out, *p);
      continue;
    }
    guint k = (guint) (*++p - '1');
    const char *format = abstract->levels[k].format;
    yt_numbering_format(out, abstract->counters[k], !format || (at->is_legal && k < l) ? "decimal" : format);
  }
  if (out->len == 0 || !g_utf8_validate(out->str, (gssize) out->len, NULL))
    return NULL;
  gunichar last = g_utf8_get_char(g_utf8_prev_char(out->str + out->len));
  if (g_strcmp0(at->suffix, "nothing") != 0 && !g_unichar_iswide(last))
    g_string_append_c(out, ' ');
  return g_strdup(out->str);
}
