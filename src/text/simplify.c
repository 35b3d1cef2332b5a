/* simplify.c: traditional characters of the normalised text become simplified ones.
 *
 * Whether a text is traditional shows by how many of its characters exist in traditional writing only: about one in
 * three in Taibei or Hong Kong, none in Wuhan but for a name or a quotation. */
#include <string.h>

#include "text/text.h"

#define SHARE 20 /* one Han character in so many makes a text traditional */

typedef struct {
  gunichar from, to;
} Pair;

struct _YtTextTable {
  guint16 common[0x10000]; /* by character; 0: none. What does not fit stands in rare. */
  guint64
      traditional[0x10000 /
                  64]; /* a bit for each that common has: most texts have none, and ask of every character */
  GArray *rare;        /* Pair, ascending */
};

static int
compare_pairs(gconstpointer a, gconstpointer b)
{
  gunichar x = ((const Pair *) a)->from, y = ((const Pair *) b)->from;
  return x < y ? -1 : x > y;
}

static inline gunichar
simplified(const YtTextTable *table, gunichar c)
{
  if (c < 0x3400)
    return 0;
  if (c < 0x10000 && table->common[c] > 1)
    return table->common[c];
  if (c < 0x10000 && table->common[c] == 0)
    return 0;
  guint i;
  Pair key = {.from = c};
  return g_array_binary_search(table->rare, &key, compare_pairs, &i) ? g_array_index(table->rare, Pair, i).to
                                                                     : 0;
}

static gboolean
add_line(YtTextTable *table, const char *line)
{
  if (line[0] == '#' || line[0] == '\0')
    return TRUE;
  if (!g_utf8_validate(line, -1, NULL))
    return FALSE;
  const char *tab = g_utf8_next_char(line), *to = tab + 1;
  if (*tab != '\t' || *to == '\0' || *g_utf8_next_char(to) != '\0')
    return FALSE;
  Pair pair = {.from = g_utf8_get_char(line), .to = g_utf8_get_char(to)};
  if (pair.from < 0x3400 || pair.to < 0x3400)
    return FALSE;
  if (pair.from < 0x10000)
    table->traditional[pair.from / 64] |= G_GUINT64_CONSTANT(1) << (pair.from % 64);
  if (pair.from < 0x10000 && pair.to < 0x10000) {
    table->common[pair.from] = (guint16) pair.to;
    return TRUE;
  }
  if (pair.from < 0x10000)
    table->common[pair.from] = 1; /* look among the rare ones */
  g_array_append_val(table->rare, pair);
  return TRUE;
}

YtTextTable *
yt_text_table_new(const char *path, GError **error)
{
  g_autofree char *content = NULL;
  if (!g_file_get_contents(path, &content, NULL, error))
    return NULL;
  g_autoptr(YtTextTable) table = g_new0(YtTextTable, 1);
  table->rare = g_array_new(FALSE, FALSE, sizeof(Pair));
  guint n_lines = 0;
  for (char *line = content, *next; line; line = next) {
    next = strchr(line, '\n');
    if (next)
      *next++ = '\0';
    n_lines++;
    if (!add_line(table, line)) {
      g_set_error(error, YT_TEXT_ERROR, YT_TEXT_ERROR_TABLE,
                  "%s:%u: expected a Han character, a tab and a Han character", path, n_lines);
      return NULL;
    }
  }
  g_array_sort(table->rare, compare_pairs);
  return g_steal_pointer(&table);
}

void
yt_text_table_free(YtTextTable *table)
{
  if (!table)
    return;
  g_array_unref(table->rare);
  g_free(table);
}

/* Counts over every Han character of three bytes; the others are too few to matter. */
static gboolean
is_traditional(const YtText *text, const YtTextTable *table)
{
  gsize n_han = 0, n_traditional = 0;
  const guchar *p = (const guchar *) text->text, *end = p + text->n_text;
  while (p < end) {
    if (p[0] >= 0xE4 && p[0] <= 0xE9) {
      guint c = ((guint) (p[0] & 0x0F) << 12) | ((guint) (p[1] & 0x3F) << 6) | (p[2] & 0x3F);
      n_han++;
      n_traditional += table->traditional[c / 64] >> (c % 64) & 1;
      p += 3;
    } else {
      p += p[0] < 0x80 ? 1 : yt_utf8_size((const char *) p);
    }
  }
  return n_traditional > 0 && n_traditional * SHARE >= n_han;
}

gboolean
yt_text_simplify(YtText *text, const YtTextTable *table)
{
  if (text->traditional || !is_traditional(text, table))
    return FALSE;
  g_autofree char *from = text->text;
  g_autofree guint32 *from_map = text->map;
  gsize n_room = text->n_text + text->n_text / 3 + 8 + YT_TEXT_PADDING; /* at worst three bytes become four */
  text->text = g_malloc(n_room);
  text->map = g_new(guint32, n_room);
  gsize out = 0;
  for (gsize i = 0; i < text->n_text;) {
    gunichar c = yt_utf8_get(from + i), to = simplified(table, c);
    char utf8[6];
    gsize n = (gsize) g_unichar_to_utf8(to ? to : c, utf8);
    for (gsize k = 0; k < n; k++) {
      text->text[out] = utf8[k];
      text->map[out++] = from_map[i];
    }
    i += yt_utf8_size(from + i);
  }
  memset(text->text + out, 0, YT_TEXT_PADDING);
  text->map[out] = from_map[text->n_text];
  text->n_text = out;
  text->traditional = TRUE;
  return TRUE;
}
