/* tables.c: see tables.h. The tables are read once, from the copies inside the library. */
#include "search/tables.h"

#include <string.h>

enum { BITS = 0x40000, SMALL = 8 }; /* Han characters end with plane 3 */

/* generated */
GResource *yt_search_get_resource(void);
void yt_search_register_resource(void);

typedef struct {
  char reading[YT_PINYIN_LONGEST + 1];
  gunichar character;
} Reading;

typedef struct {
  guint32 *simplified;  /* of characters below BITS; 0: itself */
  GHashTable *variants; /* simplified → GArray of gunichar */
  GArray *readings;     /* of Reading, by reading, then character */
} Tables;

/* Gives each line's two columns; the tables are ours, so what is wrong in them is a fault of the build. */
static void
read_table(const char *name, void (*take)(Tables *tables, char **columns), Tables *tables)
{
  g_autofree char *path = g_strconcat("/yuantu/search/", name, NULL);
  g_autoptr(GBytes) bytes =
      g_resource_lookup_data(yt_search_get_resource(), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert(bytes);
  gsize n_bytes;
  const char *data = g_bytes_get_data(bytes, &n_bytes);
  g_autofree char *text = g_strndup(data, n_bytes);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (char **line = lines; *line; line++) {
    if (**line == '#' || !**line)
      continue;
    g_auto(GStrv) columns = g_strsplit(*line, "\t", 2);
    g_assert(columns[0] && columns[1]);
    take(tables, columns);
  }
}

static void
take_variant(Tables *tables, char **columns)
{
  gunichar traditional = g_utf8_get_char(columns[0]), simplified = g_utf8_get_char(columns[1]);
  g_assert(traditional < BITS);
  tables->simplified[traditional] = simplified;
  GArray *variants = g_hash_table_lookup(tables->variants, GUINT_TO_POINTER(simplified));
  if (!variants) {
    variants = g_array_new(FALSE, FALSE, sizeof(gunichar));
    g_hash_table_insert(tables->variants, GUINT_TO_POINTER(simplified), variants);
  }
  g_array_append_val(variants, traditional);
}

static void
take_readings(Tables *tables, char **columns)
{
  g_auto(GStrv) readings = g_strsplit(columns[1], "|", -1);
  for (char **at = readings; *at; at++) {
    Reading reading = {.character = g_utf8_get_char(columns[0])};
    g_assert(strlen(*at) <= YT_PINYIN_LONGEST);
    strcpy(reading.reading, *at);
    g_array_append_val(tables->readings, reading);
  }
}

static int
compare_readings(gconstpointer a, gconstpointer b)
{
  const Reading *x = a, *y = b;
  int order = strcmp(x->reading, y->reading);
  return order ? order : (x->character > y->character) - (x->character < y->character);
}

static const Tables *
get_tables(void)
{
  static gsize once;
  static Tables tables;
  if (g_once_init_enter(&once)) {
    yt_search_register_resource();
    tables.simplified = g_new0(guint32, BITS);
    tables.variants = g_hash_table_new(NULL, NULL);
    tables.readings = g_array_new(FALSE, FALSE, sizeof(Reading));
    read_table("traditional.tsv", take_variant, &tables);
    read_table("pinyin.tsv", take_readings, &tables);
    g_array_sort(tables.readings, compare_readings);
    g_once_init_leave(&once, 1);
  }
  return &tables;
}

void
yt_characters_read(GArray *characters, const char *text, gsize n_text)
{
  const guint32 *simplified = get_tables()->simplified;
  g_array_set_size(characters, (guint) n_text); /* as many at most */
  gunichar *out = (gunichar *) (gpointer) characters->data;
  guint n = 0;
  for (const char *at = text, *end = text + n_text; at < end;) {
    gunichar c = yt_text_next(&at, end);
    out[n++] = c >= 0x3400 && c < BITS && simplified[c] ? simplified[c] : c;
  }
  g_array_set_size(characters, n);
}

void
yt_character_add_variants(gunichar c, GArray *characters)
{
  g_array_append_val(characters, c);
  const GArray *variants =
      c < 0x3400 ? NULL : g_hash_table_lookup(get_tables()->variants, GUINT_TO_POINTER(c));
  if (variants)
    g_array_append_vals(characters, variants->data, variants->len);
}

static int
compare_characters(gconstpointer a, gconstpointer b)
{
  gunichar x = *(const gunichar *) a, y = *(const gunichar *) b;
  return (x > y) - (x < y);
}

YtCharacters *
yt_characters_new(const GArray *list)
{
  YtCharacters *set = g_new0(YtCharacters, 1);
  set->characters = g_memdup2(list->data, MAX(list->len, 1) * sizeof(gunichar));
  if (list->len > 0)
    qsort(set->characters, list->len, sizeof(gunichar), compare_characters);
  for (guint i = 0; i < list->len; i++)
    if (set->n == 0 || set->characters[set->n - 1] != set->characters[i])
      set->characters[set->n++] = set->characters[i];
  if (set->n <= SMALL)
    return set;
  set->bits = g_new0(guint32, BITS / 32);
  for (guint i = 0; i < set->n; i++)
    if (set->characters[i] < BITS)
      set->bits[set->characters[i] / 32] |= 1u << (set->characters[i] % 32);
  return set;
}

void
yt_characters_free(YtCharacters *set)
{
  if (!set)
    return;
  g_free(set->characters);
  g_free(set->bits);
  g_free(set);
}

gboolean
yt_characters_has(const YtCharacters *set, gunichar c)
{
  if (set->bits)
    return c < BITS && (set->bits[c / 32] >> (c % 32) & 1);
  for (guint i = 0; i < set->n; i++)
    if (set->characters[i] == c)
      return TRUE;
  return FALSE;
}

YtCharacters *
yt_pinyin_find(const char *letters, guint n_letters, gboolean is_prefix)
{
  const GArray *readings = get_tables()->readings;
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(gunichar));
  guint low = 0, high = readings->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (strncmp(g_array_index(readings, Reading, middle).reading, letters, n_letters) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  for (; low < readings->len; low++) {
    const Reading *reading = &g_array_index(readings, Reading, low);
    if (strncmp(reading->reading, letters, n_letters) != 0)
      break;
    if (is_prefix || !reading->reading[n_letters])
      yt_character_add_variants(reading->character, found);
  }
  return yt_characters_new(found);
}
