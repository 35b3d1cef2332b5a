/* entities.c: which mentions are one thing, and what it is called.
 *
 * Every mention is brought to a key in which a place counts by its code, an agency's kind by its row in the gazetteer
 * (经信厅 = 经济和信息化厅), a short 省 or 市 by the document's jurisdiction, and marks do not count. Mentions with one
 * class and key are one entity. Entities of one class are then joined where one name is the end of the other, where
 * companies share their stem, and where brackets say so: 武汉国家生物产业基地(光谷生物城). The longest name is the
 * canonical one. */
#include <string.h>

#include "loader/analysis.h"
#include "loader/header.h"
#include "loader/mentions.h"

/* Eight bytes at a time: names are long, and looked up for every mention. */
static guint
hash_bytes(const char *p, gsize n)
{
  guint64 h = n, word = 0;
  for (; n >= 8; n -= 8, p += 8) {
    memcpy(&word, p, 8);
    h = (h ^ word) * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
    h ^= h >> 29;
  }
  word = 0;
  while (n-- > 0)
    word = word << 8 | (guchar) p[n];
  h = (h ^ word) * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
  return (guint) ((h ^ h >> 29) >> 32);
}

guint
yt_name_hash(gconstpointer name)
{
  return hash_bytes(name, strlen(name));
}

/* ---- jurisdiction ---- */

static void
take_division(YtAnalysis *a, const YtEntry *entry)
{
  if (entry->level == 1) {
    if (a->province == 0)
      a->province = entry->code;
    return;
  }
  if (a->province != 0 && entry->code / 10000 != a->province / 10000)
    return;
  a->province = entry->code / 10000 * 10000;
  if (entry->level == 2 ? a->city == 0 : TRUE)
    a->city = entry->code;
}

/* 北京 in 北京高科大学联盟: what an institution or a firm is called by is no place that governs. */
static gboolean
leads_organisation(const YtAnalysis *a, const GArray *items, guint i)
{
  while (++i < items->len) {
    const YtItem *item = &g_array_index(items, YtItem, i);
    YtClass class = a->grammar->suffix_classes[item->set];
    if (class == YT_CLASS_INSTITUTION || class == YT_CLASS_COMPANY)
      return TRUE;
    if (item->kind != YT_ITEM_HAN || class != YT_CLASS_NONE || yt_item_in(a, item, a->grammar->known.stop) ||
        yt_item_in(a, item, a->grammar->known.and) || yt_item_in(a, item, a->grammar->known.agency_kind))
      return FALSE;
  }
  return FALSE;
}

static void
jurisdiction_of_words(YtAnalysis *a, const char *words)
{
  if (!words)
    return;
  g_autoptr(GArray) items = g_array_new(FALSE, TRUE, sizeof(YtItem));
  yt_segment(a->grammar, words, 0, strlen(words), items);
  for (guint i = 0; i < items->len; i++) {
    const YtItem *item = &g_array_index(items, YtItem, i);
    gboolean cut = i == 1 && item->end - item->start == 6 && item[-1].kind == YT_ITEM_HAN && /* 禄丰县 */
                   item[-1].end == 3 && item[-1].pos != YT_POS_FUNCTION && item[-1].pos != YT_POS_VERB &&
                   item[-1].pos != YT_POS_ADVERB;
    if (item->word == YT_WORD_NONE || cut || leads_organisation(a, items, i) ||
        (i > 0 && (strncmp(words + item[-1].start, "赴", 3) == 0 ||
                   strncmp(words + item[-1].start, "前往", 6) == 0))) /* …调研组赴福建考察 */
      continue;
    const YtEntry *found =
        NULL; /* of several districts of a name the one in the province that was named before */
    for (guint32 e = yt_lexicon_get_entries(a->grammar->lexicon, item->word); e != 0;
         e = yt_entry(a, e)->next) {
      const YtEntry *entry = yt_entry(a, e);
      gboolean ours = a->province != 0 && entry->code / 10000 == a->province / 10000;
      if (entry->class == YT_CLASS_PLACE && entry->level > 0 &&
          (entry->level < 3 || ours || (!entry->is_short && item->end - item->start > strlen("南区"))) &&
          (!found || ours)) /* 南区, 城区: also just a part of a town */
        found = entry;
    }
    if (found)
      take_division(a, found);
  }
}

/* The province that the title says somebody went to, …调研组赴福建考察: the document is not from there. 0: none. */
static guint32
province_visited(const YtAnalysis *a)
{
  const char *at = a->header.title ? strstr(a->header.title, "赴") : NULL;
  g_autoptr(GArray) items = g_array_new(FALSE, TRUE, sizeof(YtItem));
  if (!at)
    return 0;
  at += strlen("赴");
  yt_segment(a->grammar, at, 0, strlen(at), items);
  return items->len > 0 ? yt_place_code(a, &g_array_index(items, YtItem, 0), TRUE) / 10000 % 100 : 0;
}

/* Without an issuer, the province, and the city, that most places of the text belong to, if half of them do. */
static void
jurisdiction_by_vote(YtAnalysis *a)
{
  guint votes[100] = {0}, n_votes = 0, n_cities = 0;
  guint32 named = 0; /* the one province that the text names as such, if by its letter only: 鄂产 */
  gboolean several = FALSE;
  g_autofree guint *cities = g_new0(guint, 10000);
  for (guint32 i = yt_next_player(a, 0, YT_ROLE_ENTRY | YT_ROLE_LONE); i < a->items->len;
       i = yt_next_player(a, i + 1, YT_ROLE_ENTRY | YT_ROLE_LONE)) {
    const YtItem *item = yt_item(a, i);
    guint32 letter = yt_province_of_letter(a, i);
    if (item->word == YT_WORD_NONE && letter == 0)
      continue;
    for (guint32 e = letter != 0 ? letter : yt_lexicon_get_entries(a->grammar->lexicon, item->word); e != 0;
         e = letter != 0 ? 0 : yt_entry(a, e)->next) {
      const YtEntry *entry = yt_entry(a, e);
      if (entry->class != YT_CLASS_PLACE || entry->level == 0 || entry->level > 2)
        continue;
      votes[entry->code / 10000 % 100]++;
      n_votes++;
      if (entry->level == 1) {
        several = several || (named != 0 && named != entry->code);
        named = entry->code;
      }
      if (entry->level == 2) {
        cities[entry->code / 100 % 10000]++;
        n_cities++;
      }
      break;
    }
  }
  guint32 visited = province_visited(a);
  for (guint32 p = 0; p < 100; p++)
    if (n_votes > 0 && p != visited && votes[p] * 2 > n_votes && votes[p] >= 2)
      a->province = p * 10000;
  gboolean ours_is_province = FALSE;
  for (guint32 i = 0; i < a->items->len && a->province == 0 && named != 0 && !several && !ours_is_province;
       i++)
    ours_is_province = yt_item_in(a, yt_item(a, i), a->grammar->known.our_place) &&
                       yt_text_has(a, yt_item(a, i)->start + 3, "省");
  if (ours_is_province)
    a->province = named;
  guint ours = a->grammar->known.our_city;
  gboolean city = FALSE; /* the text speaks as a city does: 我市, 全市, 市委, 市药监局 */
  for (guint32 i = 0; i < a->items->len && !city; i++)
    city = yt_item_in(a, yt_item(a, i), ours) ||
           (i + 1 < a->items->len && yt_item(a, i)->end - yt_item(a, i)->start == strlen("市") &&
            yt_text_has(a, yt_item(a, i)->start, "市") && yt_plays(a, i + 1, YT_ROLE_AGENCY) &&
            (i == 0 || yt_item(a, i - 1)->kind != YT_ITEM_HAN));
  for (guint32 c = 0; c < 10000 && city; c++)
    if (n_cities > 0 && cities[c] * 2 > n_cities && cities[c] >= 2 && c / 100 == a->province / 10000)
      a->city = c * 100;
}

/* Keeps in @found the one city or county that item @i names in full, and that ends with @level, if not NULL. FALSE: it was another one
 * before. */
static gboolean
note_division(const YtAnalysis *a, guint32 i, const char *level, const YtEntry **found)
{
  for (guint32 e = yt_lexicon_get_entries(a->grammar->lexicon, yt_item(a, i)->word); e != 0;
       e = yt_entry(a, e)->next) {
    const YtEntry *entry = yt_entry(a, e);
    if (entry->class != YT_CLASS_PLACE || entry->level < 2 || entry->is_short ||
        (level && !g_str_has_suffix(entry->canonical, level)))
      continue;
    if (*found && (*found)->code != entry->code)
      return FALSE;
    *found = entry;
  }
  return TRUE;
}

/* Else that of the one government below the provinces' that the text names: 威海市政府. 市科技局 issues for a city, and for none of its
 * districts. */
static void
jurisdiction_of_government(YtAnalysis *a)
{
  const YtEntry *found = NULL;
  const char *level = a->header.issuer && g_str_has_prefix(a->header.issuer, "市") ? "市" : NULL;
  for (guint32 i = 0; i + 1 < a->items->len; i++) {
    if (!yt_plays(a, i, YT_ROLE_ENTRY) || !yt_plays(a, i + 1, YT_ROLE_AGENCY))
      continue;
    const char *kind = a->text->text + yt_item(a, i + 1)->start;
    if ((g_str_has_prefix(kind, "政府") || g_str_has_prefix(kind, "人民政府")) &&
        !note_division(a, i, level, &found))
      return;
  }
  if (found)
    take_division(a, found);
}

/* What the text speaks of itself as: 区 for 我区, 县 for 我县, 全县 and 县委; a 市委 may be of a county or a city. NULL: nothing. */
static const char *
own_level(const YtAnalysis *a)
{
  static const char *const levels[][2] = {{"我区", "区"},   {"我县", "县"}, {"全县", "县"}, {"县委", "县"},
                                          {"县政府", "县"}, {"我市", "市"}, {"我州", "州"}, {"我旗", "旗"}};
  for (guint32 i = 0; i < a->items->len; i++)
    for (guint k = 0; k < G_N_ELEMENTS(levels) && yt_item(a, i)->kind == YT_ITEM_HAN; k++)
      if (yt_text_has(a, yt_item(a, i)->start, levels[k][0]))
        return levels[k][1];
  return NULL;
}

/* Else that of the one county, district or city that the text names in full where it speaks as one does: 我区 beside 番禺区, 县委. */
static void
jurisdiction_of_ours(YtAnalysis *a)
{
  const YtEntry *found = NULL;
  const char *level = own_level(a);
  for (guint32 i = 0; i < a->items->len && level; i++)
    if (yt_plays(a, i, YT_ROLE_ENTRY) && yt_item(a, i)->end - yt_item(a, i)->start > strlen("城区") &&
        !note_division(a, i, level, &found))
      return;
  if (found)
    take_division(a, found);
}

/* The one division that the words mean as a short name, or NULL: none, or several. */
static const YtEntry *
only_division(const YtAnalysis *a, const YtItem *item)
{
  const YtEntry *found = NULL;
  for (guint32 e = yt_lexicon_get_entries(a->grammar->lexicon, item->word); e != 0;
       e = yt_entry(a, e)->next) {
    const YtEntry *entry = yt_entry(a, e);
    if (entry->class != YT_CLASS_PLACE || entry->level < 2)
      continue;
    if (found && found->code != entry->code)
      return NULL;
    found = entry;
  }
  return found;
}

/* Else that of the dateline or the zone which the text begins with: 仪陇新闻网讯, 安化经开区1月签约…. */
static void
jurisdiction_of_dateline(YtAnalysis *a)
{
  static const char *const papers[] = {"新闻网", "新闻", "日报", "晚报", "融媒", "电视台", "政府网", "发布"};
  for (guint b = 0; b < MIN(a->blocks->len, 4); b++) {
    const YtBlock *block = yt_block(a, b);
    if (block->item_to < block->item_from + 3)
      continue;
    const YtItem *item = yt_item(a, block->item_from);
    const YtEntry *entry = item->word != YT_WORD_NONE ? only_division(a, item) : NULL;
    gboolean led = entry && yt_item_in(a, item + 1, a->grammar->known.zone);
    for (guint k = 0; k < G_N_ELEMENTS(papers) && entry && !led; k++)
      led = yt_text_has(a, item->end, papers[k]);
    if (led) {
      take_division(a, entry);
      return;
    }
  }
}

gboolean
yt_is_municipality(guint32 code)
{
  guint32 province = code / 10000;
  return province == 11 || province == 12 || province == 31 || province == 50;
}

/* Is item @i the full name of one county and of no other: 通城县? */
static const YtEntry *
county_in_full(const YtAnalysis *a, guint32 i)
{
  const YtEntry *entry =
      yt_plays(a, i, YT_ROLE_ENTRY) ? yt_entry_of_word(a, yt_item(a, i)->word, YT_CLASS_PLACE) : NULL;
  return entry && entry->level == 3 && !entry->is_short && entry->n_words == 0 &&
                 (entry->next == 0 || yt_entry(a, entry->next)->class != YT_CLASS_PLACE)
             ? entry
             : NULL;
}

/* Does the text speak for a county, or none but a city: 我县, 县委, 副县长? */
static gboolean
speaks_for_county(const YtAnalysis *a)
{
  static const char *const words[] = {"我县", "全县", "该县", "县委", "县政府", "县长", "副县长"};
  for (guint32 i = 0; i < a->items->len; i++)
    for (guint k = 0; k < G_N_ELEMENTS(words) && yt_item(a, i)->kind == YT_ITEM_HAN; k++)
      if (yt_text_has(a, yt_item(a, i)->start, words[k]))
        return TRUE;
  return FALSE;
}

/* Else, where the counties that the text names in full are all of one prefecture, their province; and that prefecture where the text speaks
 * for a city and names two of its counties, or the government of one. */
static void
jurisdiction_of_counties(YtAnalysis *a)
{
  const YtEntry *found = NULL;
  gboolean several = FALSE, governed = FALSE, city = FALSE;
  for (guint32 i = 0; i + 1 < a->items->len; i++) {
    city = city || yt_item_in(a, yt_item(a, i), a->grammar->known.our_city) ||
           yt_text_has(a, yt_item(a, i)->start, "市政协");
    const YtEntry *county = county_in_full(a, i);
    if (!county || (a->province != 0 && county->code / 10000 != a->province / 10000))
      continue;
    if (found && found->code / 100 != county->code / 100)
      return;
    several = several || (found && found->code != county->code);
    governed = governed || yt_plays(a, i + 1, YT_ROLE_AGENCY);
    found = county;
  }
  if (!found)
    return;
  a->province = found->code / 10000 * 10000;
  const YtEntry *prefecture = yt_grammar_find_division(a->grammar, found->parent);
  if (yt_is_municipality(found->code))
    a->city = a->province;
  else if (prefecture && prefecture->level == 2 && city && (several || governed) && !speaks_for_county(a))
    a->city = prefecture->code;
}

/* A report to a congress says below its title to which: 在成都市龙泉驿区第十九届人民代表大会第三次会议上. */
static void
jurisdiction_of_congress(YtAnalysis *a)
{
  for (guint b = 0; b < MIN(a->blocks->len, 6); b++) {
    const YtBlock *block = yt_block(a, b);
    g_autofree char *line = g_strndup(a->text->text + block->start, block->end - block->start);
    if (strlen(line) < 150 && strstr(line, "人民代表大会") && strstr(line, "会议上"))
      jurisdiction_of_words(a, line);
  }
}

void
yt_find_jurisdiction(YtAnalysis *a)
{
  yt_find_roles(a); /* the items are all there */
  yt_supply_issuer(a);
  jurisdiction_of_words(a, a->header.issuer);
  jurisdiction_of_words(a, a->header.title);
  if (a->province == 0)
    jurisdiction_of_congress(a);
  const YtEntry *coded = a->province == 0 ? yt_grammar_find_division(a->grammar, yt_index_division(a)) : NULL;
  if (coded)
    take_division(a, coded);
  if (a->province == 0)
    jurisdiction_of_government(a);
  if (a->province == 0)
    jurisdiction_of_dateline(a);
  if (a->province == 0)
    jurisdiction_of_ours(a);
  if (a->province == 0) {
    jurisdiction_by_vote(a);
    a->is_guessed = TRUE;
  }
  guint32 p = a->province / 10000;
  if (a->city == 0 && yt_is_municipality(p * 10000)) /* and so its own city */
    a->city = a->province;
  if (a->city == 0 && !a->header.number)
    jurisdiction_of_counties(a);
  a->is_guessed = a->is_guessed && a->city == 0;
  yt_supply_issuer(a);
}

static const YtEntry *
division(const YtAnalysis *a, guint32 code)
{
  return yt_grammar_find_division(a->grammar, code);
}

/* ---- names ---- */

static const char *const marks[] = {"《", "》", "“", "”", "‘", "’", "〈", "〉", "\n"};

/* May a mark begin with that byte? None of a Han character's does. */
static inline gboolean
may_begin_mark(char c)
{
  return c == '\xE2' || c == '\xE3' || c == '\n';
}

/* What is said from @start to @end without marks, kept with the analysis. */
static char *
without_marks(const YtAnalysis *a, const char *text, gsize start, gsize end)
{
  char *name = g_string_chunk_insert_len(a->strings, text + start, (gssize) (end - start));
  gsize plain = start;
  while (plain < end && !may_begin_mark(text[plain]))
    plain++;
  gsize n_name = plain - start;
  start = plain; /* the end, for most names */
  while (start < end) {
    guint k = G_N_ELEMENTS(marks);
    if (may_begin_mark(text[start]))
      for (k = 0; k < G_N_ELEMENTS(marks) && strncmp(text + start, marks[k], strlen(marks[k])) != 0;)
        k++;
    gsize n = yt_utf8_size(text + start);
    if (k == G_N_ELEMENTS(marks)) {
      memcpy(name + n_name, text + start, n);
      n_name += n;
    }
    start += n;
  }
  name[n_name] = '\0';
  return name;
}

/* The parts in a row, kept with the analysis. */
static char *
join_words(const YtAnalysis *a, const char *first, const char *second, const char *third)
{
  g_autofree char *words = g_strconcat(first, second, third, NULL);
  return g_string_chunk_insert(a->strings, words);
}

/* Does the name begin as those do that expansion() completes? */
static gboolean
begins_with_level(const char *name)
{
  switch (yt_utf8_get(name)) {
  case 0x81EA: /* 自治区 */
  case 0x7701: /* 省 */
  case 0x5E02: /* 市 */
  case 0x533A: /* 区 */
  case 0x53BF: /* 县 */
  case 0x5DDE: /* 州 */
  case 0x76DF: /* 盟 */
  case 0x65D7: /* 旗 */
  case 0x5730: /* 地区 */ return TRUE;
  default: return FALSE;
  }
}

/* What stands before a short form that begins with 省 or 市: 湖北 + 省药监局. NULL: nothing. */
static const char *
expansion(const YtAnalysis *a, const char *name, char buffer[64])
{
  guint32 code = 0;
  const char *level = NULL;
  if (!begins_with_level(name))
    return NULL;
  if (yt_begins_with(name, "自治区")) {
    code = a->province;
    level = "自治区";
  } else if (yt_begins_with(name, "省")) {
    code = a->province;
    level = "省";
  } else if (yt_begins_with(name, "市") && !yt_begins_with(name, "市场") && !yt_begins_with(name, "市监") &&
             !yt_begins_with(name, "市政")) {
    code = a->city != 0 ? a->city : 0;
    level = "市";
  } else if (yt_begins_with(name, "区") || yt_begins_with(name, "县")) {
    if (yt_begins_with(name, "区域") || yt_begins_with(name, "区块") || yt_begins_with(name, "县域"))
      return NULL;
    code = a->city;
    level = yt_begins_with(name, "区") ? "区" : "县";
  } else {
    static const char *const others[] = {"州", "盟", "旗", "地区"};
    const YtEntry *own = a->city != 0 ? division(a, a->city) : NULL;
    for (guint k = 0; own && k < G_N_ELEMENTS(others) && code == 0; k++)
      if (yt_begins_with(name, others[k]) &&
          g_str_has_suffix(own->canonical, others[k])) { /* 昌吉回族自治 + 州工信局 */
        code = a->city;
        level = others[k];
      }
  }
  if (yt_begins_with(name, "市市场") || yt_begins_with(name, "市政协") || yt_begins_with(name, "市政府")) {
    code = a->city;
    level = "市";
  }
  const YtEntry *entry = code != 0 ? division(a, code) : NULL;
  if (!entry)
    return NULL;
  if (level[0] == "市"[0] && strcmp(level, "市") == 0 && entry->level == 3 &&
      !g_str_has_suffix(entry->canonical, "市")) {
    entry = division(a, entry->parent); /* a county's 市科技局 is that of the city above it */
    if (!entry)
      return NULL;
  }
  gsize n = strlen(entry->canonical);
  if (g_str_has_suffix(entry->canonical, level))
    n -= strlen(level);
  else if (strcmp(level, "省") == 0 || strcmp(level, "自治区") == 0 || strcmp(level, "区") == 0 ||
           strcmp(level, "县") == 0) /* 区委 in a city's document: which district's stays unsaid */
    return NULL;
  n = MIN(n, 60);
  memcpy(buffer, entry->canonical, n);
  buffer[n] = '\0';
  return buffer;
}

/* The zone that the document means by its kind alone: 高新区 → 重庆高新区. NULL: @name does not begin with such a word. */
static char *
zone_in_full(const YtAnalysis *a, const YtMention *mention, const char *name)
{
  const YtItem *first = yt_item(a, mention->item_from);
  gsize n = yt_leading_word(a, mention->item_from, a->grammar->known.zone); /* 经开区管委会 may be one word */
  if (n == 0 || strlen(name) < n)
    return NULL;
  for (guint m = 0; m < a->mentions->len; m++) { /* the last word is the same, and more stands before it */
    const YtMention *park = yt_mention(a, m);
    if (park->class == YT_CLASS_PARK && park->item_to - park->item_from >= 2 &&
        (park->state == YT_MENTION_NAMED || park->state == YT_MENTION_NESTED) &&
        park->end - yt_item(a, park->item_to - 1)->start == n &&
        memcmp(a->text->text + yt_item(a, park->item_to - 1)->start, a->text->text + first->start, n) == 0) {
      const char *whole = without_marks(a, a->text->text, park->start, park->end);
      char buffer[64];
      const char *before = expansion(a, whole, buffer);
      return join_words(a, before ? before : "", whole, name + n);
    }
  }
  const YtEntry *city = a->city != 0 ? division(a, a->city) : NULL;
  if (!city)
    return NULL;
  gboolean suffixed = g_str_has_suffix(city->canonical, "市") && strlen(city->canonical) >= 9;
  g_autofree char *owner = g_strndup(city->canonical, strlen(city->canonical) - (suffixed ? 3 : 0));
  return join_words(a, owner, name, NULL);
}

/* The level whose 政府 is meant in 市委、政府: 市, of the party committee's name right before it; or NULL. */
static const char *
shared_level(const YtAnalysis *a, const YtMention *mention, const char *name)
{
  static const char *const bodies[] = {"政府", "人民政府", "人大", "人大常委会", "政协"};
  static const char *const committees[] = {"省委", "市委", "区委", "县委", "州委", "旗委"};
  static const char *const levels[] = {"省", "市", "区", "县", "州", "旗"};
  gboolean bare = FALSE;
  for (guint k = 0; k < G_N_ELEMENTS(bodies) && !bare; k++)
    bare = strcmp(name, bodies[k]) == 0;
  gsize before = mention->start;
  if (!bare || !(yt_text_ends(a, before, "、") || yt_text_ends(a, before, "和")))
    return NULL;
  for (guint k = 0; k < G_N_ELEMENTS(committees); k++)
    if (yt_text_ends(a, before - 3, committees[k]))
      return levels[k];
  return NULL;
}

const YtMention *
yt_committee_before(const YtAnalysis *a, const YtMention *mention)
{
  enum { MAX_BETWEEN = 4 };
  static const char committee[] = "党工委";
  guint32 n = mention->end - mention->start;
  if (mention->class != YT_CLASS_AGENCY ||
      !((n == strlen("管委会") && yt_text_has(a, mention->start, "管委会")) ||
        (n == strlen("管理委员会") && yt_text_has(a, mention->start, "管理委员会"))))
    return NULL;
  for (guint32 i = mention->item_from; i-- > 0 && mention->item_from - i <= MAX_BETWEEN;) {
    const YtMention *before = yt_item(a, i)->mention != 0 ? yt_mention(a, yt_item(a, i)->mention - 1) : NULL;
    if (before)
      return before->class == YT_CLASS_AGENCY && yt_text_ends(a, before->end, committee) &&
                     before->end - before->start > strlen(committee)
                 ? before
                 : NULL;
  }
  return NULL;
}

/* The place that the party committee right before the mention names: 市政府 in 南阳市委、市政府 is of 南阳市. NULL: none. */
static const YtEntry *
place_of_committee(const YtAnalysis *a, const YtMention *mention)
{
  guint32 end = mention->start, i = mention->item_from;
  if (mention->class != YT_CLASS_AGENCY || i < 2)
    return NULL;
  if (yt_text_ends(a, end, "、") || yt_text_ends(a, end, "和")) {
    end -= (guint32) strlen("、");
    i--;
  }
  guint32 before = yt_text_ends(a, end, "委") ? yt_item(a, i - 1)->mention : 0;
  const YtMention *committee = before != 0 ? yt_mention(a, before - 1) : NULL;
  guint32 place = committee && committee->class == YT_CLASS_AGENCY && committee->end == end
                      ? yt_resolve_place(a, yt_item(a, committee->item_from))
                      : 0;
  return place != 0 && yt_entry(a, place)->level > 0 ? yt_entry(a, place) : NULL;
}

/* How many bytes the end of @whole and the beginning of @part share, whole words of two characters at least: …领导小组 and
 * 领导小组办公室. */
static gsize
overlap(const char *whole, const char *part)
{
  enum { LEAST = 6 };
  gsize n_whole = strlen(whole), n = strlen(part);
  for (n = MIN(n > 0 ? n - 1 : 0, n_whole); n >= LEAST; n--)
    if (((guchar) part[n] & 0xC0) != 0x80 && memcmp(whole + n_whole - n, part, n) == 0)
      return n;
  return 0;
}

/* 市六届人大: what is called so without its term, the second item. Kept with the analysis. */
static const char *
without_term(const YtAnalysis *a, const YtMention *mention)
{
  const YtItem *level = yt_item(a, mention->item_from), *body = yt_item(a, mention->item_to - 1);
  return join_words(a, without_marks(a, a->text->text, level->start, level->end),
                    without_marks(a, a->text->text, body->start, body->end), NULL);
}

/* @name: the mention's words, without marks; comes back where they say all. Kept with the analysis. */
static const char *
canonical_name(const YtAnalysis *a, const YtMention *mention, const char *name)
{
  if (mention->owner >= 0) { /* 领导小组 + 办公室 */
    const YtMention *owner = yt_mention(a, mention->owner);
    const char *whole = canonical_name(a, owner, without_marks(a, a->text->text, owner->start, owner->end));
    return join_words(a, whole, name + overlap(whole, name), NULL);
  }
  if (mention->entry != 0 && mention->class == YT_CLASS_PLACE)
    return yt_entry(a, mention->entry)->canonical;
  if (mention->class == YT_CLASS_MEASURE || mention->class == YT_CLASS_POLICY ||
      mention->class == YT_CLASS_PERSON || mention->class == YT_CLASS_PLACE ||
      mention->class == YT_CLASS_PROPOSAL)
    return name;
  if (mention->class == YT_CLASS_PARK || mention->class == YT_CLASS_AGENCY) {
    const char *whole = zone_in_full(a, mention, name);
    if (whole)
      return whole;
  }
  if (mention->tail_end != 0) { /* 赤水市 + 人民政府 */
    return join_words(a, name, without_marks(a, a->text->text, mention->tail_start, mention->tail_end), NULL);
  }
  if (mention->class == YT_CLASS_PARK && yt_resolve_place(a, yt_item(a, mention->item_from)) == 0) {
    guint32 place = yt_place_that_has(a, mention->item_from);
    if (place != 0 && yt_entry(a, place)->level > 0 &&
        !yt_any_distinguishes(a, mention->item_from, mention->item_to - 1))
      return join_words(a, yt_entry(a, place)->canonical, name, NULL);
  }
  if (strcmp(mention->rule, YT_TERM_RULE) == 0)
    name = without_term(a, mention);
  char buffer[64];
  const char *level = mention->class == YT_CLASS_AGENCY ? shared_level(a, mention, name) : NULL;
  if (level) /* 市委、政府 */
    name = join_words(a, level, name, NULL);
  const YtMention *committee = yt_committee_before(a, mention);
  if (committee)
    return join_words(a, without_marks(a, a->text->text, committee->start, committee->end - strlen("党工委")),
                      name, NULL);
  const YtEntry *place = place_of_committee(a, mention);
  gsize n = place ? strlen(place->canonical) : 0;
  if (n > 6 && strncmp(place->canonical + n - 3, name, 3) == 0)
    return join_words(a, place->canonical, name + 3, NULL);
  const char *before = expansion(a, name, buffer);
  if (before)
    return join_words(a, before, name, NULL);
  if ((mention->class == YT_CLASS_FUND || mention->class == YT_CLASS_PLATFORM) &&
      mention->start >= 6) { /* 我省…基金 */
    gboolean province =
        yt_text_has(a, mention->start - 6, "我省") || yt_text_has(a, mention->start - 6, "全省");
    gboolean city = yt_text_has(a, mention->start - 6, "我市") || yt_text_has(a, mention->start - 6, "全市");
    const YtEntry *whose = province ? division(a, a->province) : city ? division(a, a->city) : NULL;
    if (whose)
      return join_words(a, whose->canonical, name, NULL);
  }
  if (mention->class == YT_CLASS_AGENCY) { /* 致公党市委会: the admin word stands behind the party */
    static const char *const inner[] = {"省委", "市委", "省工委", "市工委"};
    for (guint k = 0; k < G_N_ELEMENTS(inner); k++) {
      const char *at = strstr(name, inner[k]);
      if (!at || at == name)
        continue;
      g_autofree char *head = g_strndup(name, (gsize) (at - name));
      before = g_str_has_suffix(head, "党") || g_str_has_suffix(head, "盟") || g_str_has_suffix(head, "社") ||
                       g_str_has_suffix(head, "民建") || g_str_has_suffix(head, "民进") ||
                       g_str_has_suffix(head, "民革")
                   ? expansion(a, at, buffer)
                   : NULL;
      if (before)
        return join_words(a, head, before, at);
    }
  }
  return name;
}

/* ---- keys ---- */

guint32
yt_place_code(const YtAnalysis *a, const YtItem *item, gboolean leading)
{
  if (item->word == YT_WORD_NONE)
    return 0;
  guint32 found = 0;
  for (guint32 e = yt_lexicon_get_entries(a->grammar->lexicon, item->word); e != 0;
       e = yt_entry(a, e)->next) {
    const YtEntry *entry = yt_entry(a, e);
    if (entry->class != YT_CLASS_PLACE)
      continue;
    gboolean near = a->province != 0 && entry->code / 10000 == a->province / 10000;
    if (!near && a->province != 0 && yt_item_in(a, item, a->grammar->known.new_area))
      continue; /* 绍兴滨海新区: a zone */
    if (entry->code == 0 && found == 0)
      found = 1000000 + e; /* a region: by its canonical entry */
    else if (near || (leading && (entry->level < 3 || item->end - item->start >= strlen("曹妃甸"))) ||
             (!entry->is_short && entry->level > 0))
      if (found == 0 || near)
        found = entry->code;
  }
  return found;
}

static guint32
kind_row(const YtAnalysis *a, const YtItem *item)
{
  if (item->word == YT_WORD_NONE)
    return 0;
  for (guint32 e = yt_lexicon_get_entries(a->grammar->lexicon, item->word); e != 0; e = yt_entry(a, e)->next)
    if (yt_entry(a, e)->class == YT_CLASS_NONE)
      return yt_entry(a, e)->code;
  return 0;
}

YtCut
yt_cut_name(YtAnalysis *a, const char *name)
{
  guint32 from = a->words->len;
  yt_segment(a->grammar, name, 0, strlen(name), a->words);
  return (YtCut){from, a->words->len};
}

YtCut
yt_cut_of(YtAnalysis *a, YtEntity *entity)
{
  if (entity->cut.from == entity->cut.to)
    entity->cut = yt_cut_name(a, entity->name);
  return entity->cut;
}

#define NUMBER_BYTES 10 /* at most, of 32 bits */

static char * /* behind it */
put_number(char *out, guint32 number)
{
  char digits[NUMBER_BYTES], *p = digits + sizeof digits;
  do
    *--p = (char) ('0' + number % 10);
  while ((number /= 10) > 0);
  while (p < digits + sizeof digits)
    *out++ = *p++;
  return out;
}

/* Does @text hold what has an upper case? Han and what stands around it (U+3000 to U+9FFF) have none. */
static gboolean
may_have_case(const char *text)
{
  while (*text) {
    guchar c = (guchar) *text;
    if (c >= 0x80 ? c < 0xE3 || c > 0xE9 : g_ascii_isupper(*text))
      return TRUE;
    text += yt_utf8_size(text);
  }
  return FALSE;
}

/* 高新区 for 高新技术产业开发区, else the @n bytes themselves. */
static const char *
short_zone(const char *word, gsize *n)
{
  static const char *const zones[][2] = {{"高新技术产业开发区", "高新区"}, {"经济技术开发区", "经开区"}};
  for (guint k = 0; k < G_N_ELEMENTS(zones); k++)
    if (*n == strlen(zones[k][0]) && memcmp(word, zones[k][0], *n) == 0) {
      *n = strlen(zones[k][1]);
      return zones[k][1];
    }
  return word;
}

/* Is the word only said before the place behind it: 上海市 before 徐汇区, 中共 before 青岛市委? */
static gboolean
leads_place(const YtAnalysis *a, const char *name, YtCut cut, guint32 i)
{
  if (i + 2 >= cut.to)
    return FALSE;
  const YtItem *item = yt_word(a, i);
  guint32 inner = yt_place_code(a, yt_word(a, i + 1), TRUE);
  if (inner == 0 || inner >= 1000000)
    return FALSE;
  guint32 outer = yt_place_code(a, item, TRUE);
  if (outer == 0)
    return i == cut.from && strncmp(name + item->start, "中共", 6) == 0 && item->end == item->start + 6;
  return outer != inner && (outer % 10000 == 0 ? outer / 10000 == inner / 10000
                                               : outer % 100 == 0 && outer / 100 == inner / 100);
}

/* Brings @name, whose words are @cut, to the form in which names of one thing are equal. Lent until the next key is made. */
static const char *
key_of(const YtAnalysis *a, YtClass class, const char *name, YtCut cut)
{
  GString *key = a->scratch_key; /* with room for all that may be put there */
  g_string_set_size(key, strlen(name) + (cut.to - cut.from + 1) * (NUMBER_BYTES + 1));
  char *out = put_number(key->str, class);
  *out++ = ' ';
  gboolean plain = class == YT_CLASS_MEASURE || class == YT_CLASS_POLICY || class == YT_CLASS_PERSON;
  gboolean turned = class == YT_CLASS_AGENCY && cut.to == cut.from + 2 &&
                    kind_row(a, yt_word(a, cut.from)) != 0 &&
                    yt_place_code(a, yt_word(a, cut.from + 1), TRUE) != 0; /* 政协文山州 is 文山州政协 */
  for (guint32 n = cut.from; n < cut.to; n++) {
    guint32 i = turned ? cut.from + cut.to - 1 - n : n;
    const YtItem *item = yt_word(a, i);
    if (item->kind == YT_ITEM_SPACE || (!plain && leads_place(a, name, cut, i)))
      continue;
    guint32 place = plain ? 0 : yt_place_code(a, item, i == cut.from);
    guint32 kind = class == YT_CLASS_AGENCY ? kind_row(a, item) : 0;
    if (place != 0 && place < 1000000) {
      *out++ = '#';
      out = put_number(out, place);
    } else if (kind != 0) {
      *out++ = '@';
      out = put_number(out, kind);
    } else {
      gsize n_words = item->end - item->start;
      const char *words = class == YT_CLASS_PARK && i + 1 == cut.to ? short_zone(name + item->start, &n_words)
                                                                    : name + item->start;
      memcpy(out, words, n_words);
      out += n_words;
    }
  }
  g_string_truncate(key, (gsize) (out - key->str));
  if (may_have_case(key->str)) {
    g_autofree char *folded = g_utf8_casefold(key->str, (gssize) key->len);
    g_string_assign(key, folded);
  }
  return key->str;
}

/* ---- entities ---- */

/* The entities as they are found, which are numbers here. */
typedef struct {
  GHashTable *by_key;  /* key_of() → entity */
  GHashTable *by_code; /* yt_place_code() → entity, or -1: places that names spell */
} Names;

static void
entity_clear(gpointer data)
{
  g_clear_pointer(&((YtEntity *) data)->aliases, g_ptr_array_unref);
}

/* @name: kept with the analysis, or static */
static void
add_kept_name(YtEntity *entity, const char *name)
{
  if (name == entity->name || strcmp(name, entity->name) == 0)
    return;
  if (!entity->aliases)
    entity->aliases = g_ptr_array_new();
  else if (g_ptr_array_find_with_equal_func(entity->aliases, name, g_str_equal, NULL))
    return;
  g_ptr_array_add(entity->aliases, (gpointer) name);
}

static void
add_name(const YtAnalysis *a, YtEntity *entity, const char *name)
{
  if (strcmp(name, entity->name) != 0)
    add_kept_name(entity, g_string_chunk_insert(a->strings, name));
}

/* @name: kept with the analysis, or static; @cut: it in words, or empty */
static gint32
new_entity(YtAnalysis *a, YtClass class, const char *name, YtCut cut, gint32 mention)
{
  YtEntity entity = {.class = (guint8) class, .name = name, .cut = cut, .mention = mention, .same_as = -1};
  g_array_append_val(a->entities, entity);
  return (gint32) a->entities->len - 1;
}

static gint32
root_of(const YtAnalysis *a, gint32 e)
{
  while (yt_entity(a, e)->same_as >= 0)
    e = yt_entity(a, e)->same_as;
  return e;
}

/* Joins the entity @from into @into, which keeps the longer name unless @keep. */
static void
join(YtAnalysis *a, gint32 into, gint32 from, gboolean keep)
{
  into = root_of(a, into);
  from = root_of(a, from);
  if (into == from)
    return;
  YtEntity *x = yt_entity(a, into), *y = yt_entity(a, from);
  if (!keep && strlen(y->name) > strlen(x->name)) {
    const char *name = x->name;
    YtCut cut = x->cut;
    x->name = y->name;
    x->cut = y->cut;
    y->name = name;
    y->cut = cut;
  }
  for (guint i = x->aliases ? x->aliases->len : 0; i-- > 0;) /* the name taken over is no alias any more */
    if (strcmp(g_ptr_array_index(x->aliases, i), x->name) == 0)
      g_ptr_array_remove_index(x->aliases, i);
  add_kept_name(x, y->name);
  for (guint i = 0; y->aliases && i < y->aliases->len; i++)
    add_kept_name(x, g_ptr_array_index(y->aliases, i));
  if (x->mention < 0 || (y->mention >= 0 && y->mention < x->mention))
    x->mention = y->mention;
  y->same_as = into;
}

/* What the mention is called, in words. The text is cut already, and a part of the cheapest way through a run of Han characters
 * is the cheapest way through that part (segment.c), so that most names need not be cut again. */
static YtCut
cut_of_mention(YtAnalysis *a, const YtMention *mention, const char *name)
{
  guint32 from = a->words->len, n = mention->item_to - mention->item_from;
  const YtItem *items = yt_item(a, mention->item_from);
  gboolean same = items[0].start == mention->start && items[n - 1].end == mention->end &&
                  strncmp(name, a->text->text + mention->start, mention->end - mention->start) == 0 &&
                  name[mention->end - mention->start] == '\0';
  for (guint32 i = 0; i < n && same; i++)
    same = items[i].kind == YT_ITEM_HAN;
  if (!same)
    return yt_cut_name(a, name);
  g_array_append_vals(a->words, items, n);
  for (guint32 w = from; w < from + n; w++) {
    YtItem *word = yt_word(a, w);
    word->start -= mention->start;
    word->end -= mention->start;
    word->mention = 0;
  }
  return (YtCut){from, from + n};
}

/* The entity of what the mention is called: one of this key, or a new one. It knows the mention's names then. */
static gint32
entity_of_mention(YtAnalysis *a, gint32 m, GHashTable *by_key)
{
  const YtMention *mention = yt_mention(a, m);
  const char *surface = without_marks(a, a->text->text, mention->start, mention->end);
  const char *name = canonical_name(a, mention, surface);
  YtCut cut = cut_of_mention(a, mention, name);
  const char *key = key_of(a, mention->class, name, cut);
  gpointer found;
  gint32 e;
  if (g_hash_table_lookup_extended(by_key, key, NULL, &found)) {
    e = GPOINTER_TO_INT(found);
    YtEntity *entity = yt_entity(a, e);
    if (strlen(name) > strlen(entity->name)) {
      const char *old = entity->name;
      entity->name = name;
      entity->cut = cut;
      add_kept_name(entity, old);
    } else {
      add_kept_name(entity, name);
    }
  } else {
    e = new_entity(a, mention->class, name, cut, m);
    g_hash_table_insert(by_key, g_string_chunk_insert(a->strings, key), GINT_TO_POINTER(e));
  }
  add_kept_name(yt_entity(a, e), surface);
  return e;
}

/* Is what the mention is called told by its own words and the first of its items? Not where an owner, 我省 or 禹州市的 before it says more. */
static gboolean
speaks_for_itself(const YtAnalysis *a, const YtMention *mention)
{
  const YtItem *first = yt_item(a, mention->item_from);
  return mention->owner < 0 && mention->tail_end == 0 && mention->class != YT_CLASS_FUND &&
         mention->class != YT_CLASS_PLATFORM &&
         !(mention->class == YT_CLASS_PARK && yt_place_that_has(a, mention->item_from)) &&
         !place_of_committee(a, mention) && first->start == mention->start && first->end <= mention->end;
}

/* Are two mentions that speak for themselves called the same? Mostly one name said again. */
static gboolean
say_the_same(const YtAnalysis *a, const YtMention *x, const YtMention *y)
{
  return x->class == y->class && x->end - x->start == y->end - y->start && x->entry == y->entry &&
         yt_item(a, x->item_from)->end - x->start == yt_item(a, y->item_from)->end - y->start &&
         memcmp(a->text->text + x->start, a->text->text + y->start, x->end - x->start) == 0;
}

/* What was said, by its words: mentions, each the first one that says them. */
typedef struct {
  guint n_bits;
  gint32 *first; /* 2^n_bits: the head of a chain, or -1 */
  gint32 *next;  /* by mention */
} Said;

static void
said_init(Said *said, guint n_mentions)
{
  said->n_bits = MAX(g_bit_storage(n_mentions), 4);
  said->first = g_new(gint32, 1u << said->n_bits);
  said->next = g_new(gint32, n_mentions + 1);
  memset(said->first, -1, sizeof *said->first << said->n_bits);
}

/* The first mention that says the same as @m, which is @m itself if none did before. */
static gint32
first_to_say(const YtAnalysis *a, Said *said, gint32 m)
{
  const YtMention *mention = yt_mention(a, m);
  guint bucket =
      hash_bytes(a->text->text + mention->start, mention->end - mention->start) >> (32 - said->n_bits);
  for (gint32 k = said->first[bucket]; k >= 0; k = said->next[k])
    if (say_the_same(a, yt_mention(a, k), mention))
      return k;
  said->next[m] = said->first[bucket];
  said->first[bucket] = m;
  return m;
}

static void
collect(YtAnalysis *a, GHashTable *by_key)
{
  Said said;
  said_init(&said, a->mentions->len);
  for (gint32 m = 0; m < (gint32) a->mentions->len; m++) {
    YtMention *mention = yt_mention(a, m);
    if ((mention->state != YT_MENTION_NAMED && mention->state != YT_MENTION_NESTED) ||
        mention->antecedent != -1)
      continue;
    gint32 first = speaks_for_itself(a, mention) ? first_to_say(a, &said, m) : m;
    mention->entity = first != m ? yt_mention(a, first)->entity : entity_of_mention(a, m, by_key);
    YtEntity *entity = yt_entity(a, mention->entity);
    if (mention->entry != 0) {
      entity->entry = mention->entry;
      if (mention->class == YT_CLASS_PLACE)
        entity->code = yt_entry(a, mention->entry)->code;
    }
  }
  g_free(said.first);
  g_free(said.next);
}

/* ---- joining ---- */

/* A company's stem: its name without a place before and without tails (药业, 集团, 有限公司) behind. Kept with the analysis. */
static char *
company_stem(YtAnalysis *a, YtEntity *company)
{
  YtCut cut = yt_cut_of(a, company);
  guint from = cut.from, to = cut.to;
  while (from < to && yt_place_code(a, yt_word(a, from), TRUE) != 0)
    from++;
  while (to > from && !yt_item_in(a, yt_word(a, to - 1), a->grammar->known.business) &&
         (yt_item_in(a, yt_word(a, to - 1), a->grammar->known.company_tail) ||
          yt_item_in(a, yt_word(a, to - 1), a->grammar->suffix_lists[YT_CLASS_COMPANY])))
    to--;
  if (from >= to)
    return NULL;
  gsize start = yt_word(a, from)->start, end = yt_word(a, to - 1)->end;
  return end - start >= 4
             ? g_string_chunk_insert_len(a->strings, company->name + start, (gssize) (end - start))
             : NULL;
}

/* 广东邦普循环科技有限公司, 宁德邦普循环科技有限公司: names that begin with places of which neither lies in the other. */
static gboolean
are_two_firms(YtAnalysis *a, gint32 e, gint32 other)
{
  YtCut x = yt_cut_of(a, yt_entity(a, e)), y = yt_cut_of(a, yt_entity(a, other));
  guint32 x_seat = yt_place_code(a, yt_word(a, x.from), TRUE),
          y_seat = yt_place_code(a, yt_word(a, y.from), TRUE);
  return x_seat != 0 && y_seat != 0 && x_seat != y_seat &&
         !(x_seat / 10000 == y_seat / 10000 && (x_seat % 10000 == 0 || y_seat % 10000 == 0));
}

/* Names of which it matters whether one entity alone has them; they are owned. */
static void
note_owner(GHashTable *owners, char *name, guint e)
{
  gboolean several = g_hash_table_contains(owners, name);
  g_hash_table_replace(owners, name, GINT_TO_POINTER(several ? -1 : (gint) e));
}

/* Joins the entity into the one owner of its name, if there is one. */
static void
join_owner(YtAnalysis *a, GHashTable *owners, guint e)
{
  gpointer owner;
  if (g_hash_table_lookup_extended(owners, yt_entity(a, e)->name, NULL, &owner) &&
      GPOINTER_TO_INT(owner) >= 0)
    join(a, GPOINTER_TO_INT(owner), (gint32) e, FALSE);
}

/* @stems: char*, by entity; NULL where it is no firm, or joined. */
static void
join_equal_stems(YtAnalysis *a, const GPtrArray *stems)
{
  g_autoptr(GHashTable) seen = g_hash_table_new(yt_name_hash, g_str_equal);
  for (guint e = 0; e < stems->len; e++) {
    char *stem = g_ptr_array_index(stems, e);
    gpointer found;
    if (!stem)
      continue;
    if (!g_hash_table_lookup_extended(seen, stem, NULL, &found))
      g_hash_table_insert(seen, stem, GINT_TO_POINTER((gint) e));
    else if (!are_two_firms(a, GPOINTER_TO_INT(found), (gint32) e))
      join(a, GPOINTER_TO_INT(found), (gint32) e, FALSE);
  }
}

/* 富锐 for 富锐底盘科技有限公司: a firm called by nothing but how the stem of one firm alone begins is that firm. */
static void
join_short_companies(YtAnalysis *a, const GPtrArray *stems)
{
  enum { LEAST_BYTES = 6, MOST_BYTES = 12 }; /* two to four Han characters */
  g_autoptr(GHashTable) wholes = g_hash_table_new_full(yt_name_hash, g_str_equal, g_free, NULL);
  g_autoptr(GArray) briefs = g_array_new(FALSE, FALSE, sizeof(guint));
  for (guint e = 0; e < stems->len; e++) {
    const char *stem = g_ptr_array_index(stems, e);
    const YtEntity *company = yt_entity(a, e);
    if (!stem || company->same_as >= 0)
      continue;
    gsize n = strlen(stem);
    if (strcmp(stem, company->name) == 0 && n <= MOST_BYTES && company->entry == 0)
      g_array_append_val(briefs, e);
    gboolean branch = g_str_has_suffix(company->name, "分公司"); /* of another firm */
    for (gsize part = LEAST_BYTES; !branch && part <= MOST_BYTES && part < n; part += 3)
      note_owner(wholes, g_strndup(stem, part), e);
  }
  for (guint b = 0; b < briefs->len; b++)
    join_owner(a, wholes, g_array_index(briefs, guint, b));
}

static void
join_companies(YtAnalysis *a)
{
  g_autoptr(GPtrArray) stems = g_ptr_array_sized_new(a->entities->len);
  for (guint e = 0; e < a->entities->len; e++) {
    YtEntity *entity = yt_entity(a, e);
    g_ptr_array_add(stems, entity->class == YT_CLASS_COMPANY && entity->same_as < 0 ? company_stem(a, entity)
                                                                                    : NULL);
  }
  join_equal_stems(a, stems);
  join_short_companies(a, stems);
}

/* 行动计划 for 行动计划(2024—2026年): the same title without its years, where only one of that title has any. */
static void
join_years(YtAnalysis *a)
{
  g_autoptr(GHashTable) dated = g_hash_table_new_full(yt_name_hash, g_str_equal, g_free, NULL);
  for (guint e = 0; e < a->entities->len; e++) {
    const YtEntity *policy = yt_entity(a, e);
    const char *open =
        policy->class == YT_CLASS_POLICY && policy->same_as < 0 && g_str_has_suffix(policy->name, "年)")
            ? strrchr(policy->name, '(')
            : NULL;
    if (open && g_ascii_isdigit(open[1]))
      note_owner(dated, g_strndup(policy->name, (gsize) (open - policy->name)), e);
  }
  for (guint e = 0; e < a->entities->len && g_hash_table_size(dated) > 0; e++)
    if (yt_entity(a, e)->class == YT_CLASS_POLICY && yt_entity(a, e)->same_as < 0)
      join_owner(a, dated, e);
}

#define END_BYTES 9 /* the shortest name that is looked for at the end of others: three Han characters */

/* Entities by class and name. The hash of a name is read from its end, so that one walk finds all ends of a longer one. */
typedef struct {
  guint n_bits;
  gint32 *first; /* 2^n_bits: the head of a chain, or -1 */
  gint32 *next;  /* by entity */
} Ends;

static inline guint32
hash_back(guint32 hash, char c)
{
  return (hash ^ (guchar) c) * 16777619u; /* FNV-1a: Fowler, Noll and Vo */
}

static inline guint
bucket_of(const Ends *ends, guint32 hash)
{
  return hash * 0x9E3779B1u >> (32 - ends->n_bits);
}

static void
ends_init(Ends *ends, const YtAnalysis *a)
{
  guint n = a->entities->len;
  ends->n_bits = MAX(g_bit_storage(n), 4);
  ends->first = g_new(gint32, 1u << ends->n_bits);
  ends->next = g_new(gint32, n + 1);
  memset(ends->first, -1, sizeof *ends->first << ends->n_bits);
  for (guint e = 0; e < n; e++) {
    const YtEntity *entity = yt_entity(a, e);
    if (entity->same_as >= 0)
      continue;
    guint32 hash = entity->class;
    for (gsize p = strlen(entity->name); p-- > 0;)
      hash = hash_back(hash, entity->name[p]);
    guint bucket = bucket_of(ends, hash);
    ends->next[e] = ends->first[bucket];
    ends->first[bucket] = (gint32) e;
  }
}

static void
ends_clear(Ends *ends)
{
  g_free(ends->first);
  g_free(ends->next);
}

/* The entity of @class whose name is the @n_name bytes at @name, of that hash; or -1. */
static gint32
find_name(const YtAnalysis *a, const Ends *ends, guint class, const char *name, gsize n_name, guint32 hash)
{
  gint32 e = ends->first[bucket_of(ends, hash)];
  while (e >= 0 && !(yt_entity(a, e)->class == class && strncmp(yt_entity(a, e)->name, name, n_name) == 0 &&
                     yt_entity(a, e)->name[n_name] == '\0'))
    e = ends->next[e];
  return e;
}

static gboolean
is_institution(const YtAnalysis *a, const Ends *ends, const char *name, gsize n_name)
{
  guint32 hash = YT_CLASS_INSTITUTION;
  for (gsize p = n_name; p-- > 0;)
    hash = hash_back(hash, name[p]);
  return find_name(a, ends, YT_CLASS_INSTITUTION, name, n_name, hash) >= 0;
}

static gboolean
is_place(const YtAnalysis *a, const char *name, gsize n_name)
{
  guint32 e = yt_lexicon_get_entries(a->grammar->lexicon, yt_lexicon_find(a->grammar->lexicon, name, n_name));
  return e != 0 && yt_entry(a, e)->class == YT_CLASS_PLACE;
}

/* Do the two stand beside each other in a list, 复诺健、中生复诺健: one thing is not listed twice. */
static gboolean
are_listed_together(const YtAnalysis *a, gint32 e, gint32 other)
{
  for (guint m = 0; m < a->mentions->len; m++) {
    const YtMention *first = yt_mention(a, m);
    guint32 i = first->item_to + 1; /* behind the mark behind it */
    if (first->entity < 0 || i >= a->items->len || yt_item(a, i - 1)->kind != YT_ITEM_SEPARATOR ||
        yt_item(a, i)->mention == 0)
      continue;
    const YtMention *second = yt_mention(a, yt_item(a, i)->mention - 1);
    gint32 x = root_of(a, first->entity), y = second->entity >= 0 ? root_of(a, second->entity) : -1;
    if ((x == e && y == other) || (x == other && y == e))
      return TRUE;
  }
  return FALSE;
}

/* The entity of the longest name that the name of @whole ends with, or -1. An institution's may only follow a place, or what a known
 * institution leads: 云冈 + 煤基碳材料研究院, 中山医院 + 重庆转化医学研究院. */
static gint32
find_end(const YtAnalysis *a, const Ends *ends, const YtEntity *whole)
{
  const char *name = whole->name;
  gsize n = strlen(name);
  gint32 longest = -1;
  guint32 hash = whole->class;
  for (gsize p = n; p-- > 1;) {
    hash = hash_back(hash, name[p]);
    if (n - p < END_BYTES || ((guchar) name[p] & 0xC0) == 0x80)
      continue;
    gint32 e = find_name(a, ends, whole->class, name + p, n - p, hash);
    gboolean led = whole->class != YT_CLASS_INSTITUTION || (p >= 6 && memcmp(name + p - 6, "附属", 6) == 0);
    if (e >= 0 && (led || is_institution(a, ends, name, p) || is_place(a, name, p)))
      longest = e;
  }
  return longest;
}

/* 天门生物医药产业园 is the end of 武汉国家生物产业基地天门生物医药产业园: one park. What several names end with, 产业母基金, is none of them. */
static void
join_ends(YtAnalysis *a)
{
  const guint32 classes = 1u << YT_CLASS_PARK | 1u << YT_CLASS_FUND | 1u << YT_CLASS_PLATFORM |
                          1u << YT_CLASS_PROGRAM | 1u << YT_CLASS_CLUSTER | 1u << YT_CLASS_COMPANY |
                          1u << YT_CLASS_PRODUCT | 1u << YT_CLASS_PROJECT | 1u << YT_CLASS_INSTITUTION;
  Ends ends;
  ends_init(&ends, a);
  guint n = a->entities->len;
  g_autofree gint32 *end_of = g_new(gint32, n + 1); /* the entity whose name this one's ends with, or -1 */
  g_autofree guint32 *n_wholes = g_new0(guint32, n + 1);
  for (guint e = 0; e < n; e++) {
    const YtEntity *whole = yt_entity(a, e);
    end_of[e] = -1;
    if (whole->same_as >= 0 || !(classes >> whole->class & 1) || strlen(whole->name) < 12)
      continue;
    end_of[e] = find_end(a, &ends, whole);
    if (end_of[e] >= 0)
      n_wholes[end_of[e]]++;
  }
  for (guint e = 0; e < n; e++)
    if (end_of[e] >= 0 && n_wholes[end_of[e]] == 1 &&
        !are_listed_together(a, root_of(a, (gint32) e), root_of(a, end_of[e])))
      join(a, (gint32) e, end_of[e], FALSE);
  ends_clear(&ends);
}

static gsize
behind_marks(const char *text, gsize p)
{
  while (strncmp(text + p, "”", 3) == 0 || strncmp(text + p, "》", 3) == 0)
    p += 3;
  return p;
}

/* 麟沣产业园 and 麟沣医疗科技产业园: the same beginning, which no other has, and the same suffix. */
static void
join_contractions(YtAnalysis *a)
{
  const guint32 classes = 1u << YT_CLASS_PARK | 1u << YT_CLASS_FUND | 1u << YT_CLASS_CLUSTER;
  guint n = a->entities->len;
  for (guint e = 0; e < n; e++) {
    YtEntity *brief = yt_entity(a, e);
    if (brief->same_as >= 0 || !(classes >> brief->class & 1))
      continue;
    YtCut cut = yt_cut_of(a, brief);
    if (cut.to - cut.from < 2 || yt_place_code(a, yt_word(a, cut.from), TRUE) != 0)
      continue;
    gsize stem = yt_word(a, cut.to - 1)->start;
    if (stem < 6 || stem > 12 || yt_item_in(a, yt_word(a, cut.from), a->grammar->known.generic))
      continue;
    gint32 whole = -1;
    guint n_whole = 0;
    for (guint k = 0; k < n && n_whole < 2; k++) {
      const YtEntity *other = yt_entity(a, k);
      if (k != e && other->class == brief->class && other->same_as < 0 &&
          strncmp(other->name, brief->name, stem) == 0 &&
          g_str_has_suffix(other->name + stem, brief->name + stem) &&
          strlen(other->name) > strlen(brief->name)) {
        whole = (gint32) k;
        n_whole++;
      }
    }
    if (n_whole == 1)
      join(a, whole, (gint32) e, TRUE);
  }
}

/* X(Y), where both are names of one class, or (以下简称Y) */
static void
join_glosses(YtAnalysis *a)
{
  const char *text = a->text->text;
  for (guint m = 0; m + 1 < a->mentions->len; m++) {
    const YtMention *name = yt_mention(a, m);
    gsize open = behind_marks(text, name->end);
    if (name->state != YT_MENTION_NAMED || text[open] != '(')
      continue;
    for (guint k = m + 1; k < a->mentions->len && yt_mention(a, k)->start <= open + 120; k++) {
      const YtMention *gloss = yt_mention(a, k);
      if (gloss->state != YT_MENTION_NAMED || gloss->class != name->class || gloss->class == YT_CLASS_PLACE ||
          memchr(text + open, ')', gloss->start - open))
        continue;
      gboolean called = strcmp(gloss->rule, "gloss") == 0 || yt_text_has(a, open + 1, "即");
      if (called || (gloss->start == open + 1 && text[gloss->end] == ')'))
        join(a, name->entity, gloss->entity, TRUE);
    }
  }
}

/* 《…》(渝府办发〔2019〕52号): the number is another name of the policy; damaged, both as written and as meant. */
static void
add_policy_numbers(YtAnalysis *a)
{
  const char *text = a->text->text;
  for (guint m = 0; m < a->mentions->len; m++) {
    YtMention *mention = yt_mention(a, m);
    if (mention->class != YT_CLASS_POLICY || mention->state != YT_MENTION_NAMED)
      continue;
    gsize open = mention->end;
    if (strncmp(text + open, "》", 3) == 0)
      open += 3;
    const char *close = text[open] == '(' ? g_strstr_len(text + open, 80, ")") : NULL;
    gsize start, end;
    g_autofree char *number = NULL;
    if (!close || !yt_find_document_number(text, open + 1, (gsize) (close - text), &start, &end, &number))
      continue;
    g_autofree char *written = yt_dup_unrepaired(a, (guint32) start, (guint32) end);
    YtEntity *policy = yt_entity(a, root_of(a, mention->entity));
    add_name(a, policy, number);
    add_name(a, policy, written);
    if (!policy->number)
      policy->number = g_string_chunk_insert(a->strings, number);
    if (yt_is_repaired(a, (guint32) start, (guint32) end))
      mention->repaired = g_string_chunk_insert(a->strings, number);
  }
}

/* A mention that stands in a repaired reading, or beside it with nothing but marks between, rests on that reading. */
static void
mark_repaired(YtAnalysis *a)
{
  if (a->repairs->len == 0)
    return;
  for (guint m = 0; m < a->mentions->len; m++) {
    YtMention *mention = yt_mention(a, m);
    if (mention->repaired || mention->state == YT_MENTION_DEAD)
      continue;
    guint32 from = mention->start >= 3 ? mention->start - 3 : 0,
            to = MIN(mention->end + 3, (guint32) a->text->n_text);
    for (guint r = yt_repair_at(a, from >= 240 ? from - 240 : 0);
         r < a->repairs->len && yt_repair(a, r)->start < to; r++) {
      const YtRepair *repair = yt_repair(a, r);
      gboolean beside = repair->read_end == mention->start; /* the number of a heading */
      gboolean inside = repair->read_start < mention->end && repair->read_end > mention->start;
      if (!beside && !inside)
        continue;
      mention->repaired = g_string_chunk_insert_len(a->strings, a->text->text + repair->read_start,
                                                    (gssize) (repair->read_end - repair->read_start));
      break;
    }
  }
}

/* A bare kind (人力社保局) is that of the jurisdiction: the one that the document names in full, else a province's 厅 and the
   city's (of a province's document the province's) 局, 委 and 办. */
static void
join_bare_agencies(YtAnalysis *a, GHashTable *by_key)
{
  for (guint e = 0; e < a->entities->len; e++) {
    YtEntity *entity = yt_entity(a, e);
    if (entity->class != YT_CLASS_AGENCY || entity->same_as >= 0)
      continue;
    const char *key = key_of(a, YT_CLASS_AGENCY, entity->name, yt_cut_of(a, entity));
    const char *kind = strchr(key, '@');
    if (!kind || kind != strchr(key, ' ') + 1)
      continue;
    guint32 codes[] = {a->city, a->province};
    gboolean joined = FALSE;
    for (guint k = 0; k < G_N_ELEMENTS(codes) && !joined; k++) {
      g_autofree char *full = g_strdup_printf("%u #%u%s", YT_CLASS_AGENCY, codes[k], kind);
      gpointer found;
      joined = codes[k] != 0 && g_hash_table_lookup_extended(by_key, full, NULL, &found);
      if (joined)
        join(a, GPOINTER_TO_INT(found), (gint32) e, FALSE);
    }
    if (joined)
      continue;
    guint32 whose = g_str_has_suffix(entity->name, "厅") || a->city == 0 ? a->province : a->city;
    const YtEntry *place = whose != 0 ? division(a, whose) : NULL;
    if (!place || strstr(entity->name, place->canonical)) /* 政协重庆市委员会 */
      continue;
    const char *bare = entity->name;
    g_autofree char *full = g_strdup_printf("%u #%u%s", YT_CLASS_AGENCY, whose, kind);
    entity->name = join_words(a, place->canonical, bare, NULL);
    entity->cut = (YtCut){0, 0};
    add_kept_name(entity, bare);
    g_hash_table_replace(by_key, g_string_chunk_insert(a->strings, full), GINT_TO_POINTER((gint32) e));
  }
}

/* ---- places that names spell ---- */

static gint32
entity_of_place(YtAnalysis *a, guint32 code, GHashTable *by_key)
{
  const YtEntry *entry = code < 1000000 ? division(a, code) : yt_entry(a, code - 1000000);
  if (!entry)
    return -1;
  YtCut cut = yt_cut_name(a, entry->canonical);
  const char *key = key_of(a, YT_CLASS_PLACE, entry->canonical, cut);
  gpointer found;
  if (g_hash_table_lookup_extended(by_key, key, NULL, &found))
    return GPOINTER_TO_INT(found);
  gint32 e = new_entity(a, YT_CLASS_PLACE, entry->canonical, cut, -1);
  yt_entity(a, e)->code = entry->code;
  g_hash_table_insert(by_key, g_string_chunk_insert(a->strings, key), GINT_TO_POINTER(e));
  return e;
}

/* The entity of the place with that code (yt_place_code()), called @surface here, if not NULL; or -1. */
static gint32
place_entity(YtAnalysis *a, guint32 code, const char *surface, Names *names)
{
  gpointer found;
  if (!g_hash_table_lookup_extended(names->by_code, GUINT_TO_POINTER(code), NULL, &found)) {
    found = GINT_TO_POINTER(entity_of_place(a, code, names->by_key));
    g_hash_table_insert(names->by_code, GUINT_TO_POINTER(code), found);
  }
  if (GPOINTER_TO_INT(found) < 0)
    return -1;
  gint32 e = root_of(a, GPOINTER_TO_INT(found));
  if (surface)
    add_name(a, yt_entity(a, e), surface);
  return e;
}

/* A place of this document alone, such as a township. */
typedef struct {
  gint32 entity;
  gsize n_stem; /* bytes of its name without 镇 */
} LocalPlace;

static GArray * /* LocalPlace */
find_local_places(const YtAnalysis *a)
{
  static const char *const ends[] = {"镇", "街道", "乡"};
  GArray *places = g_array_new(FALSE, FALSE, sizeof(LocalPlace));
  for (guint e = 0; e < a->entities->len; e++) {
    const YtEntity *entity = yt_entity(a, e);
    if (entity->class != YT_CLASS_PLACE || entity->entry != 0 || entity->code != 0)
      continue;
    for (guint k = 0; k < G_N_ELEMENTS(ends); k++) {
      LocalPlace place = {.entity = (gint32) e, .n_stem = strlen(entity->name) - strlen(ends[k])};
      if (g_str_has_suffix(entity->name, ends[k]) && place.n_stem >= 6)
        g_array_append_val(places, place);
    }
  }
  return places;
}

/* 岳口工业园 lies in 岳口镇: the first of @places whose stem the name begins with, or -1. */
static gint32
local_place(const YtAnalysis *a, const GArray *places, const char *name)
{
  for (guint k = 0; k < places->len; k++) {
    const LocalPlace *place = &g_array_index(places, LocalPlace, k);
    if (strncmp(name, yt_entity(a, place->entity)->name, place->n_stem) == 0)
      return place->entity;
  }
  return -1;
}

/* Is the county in the city of @seat, or in its municipality? */
static gboolean
is_in_seat(const YtEntry *county, guint32 seat)
{
  return yt_is_municipality(seat) ? county->code / 10000 == seat / 10000 : county->code / 100 == seat / 100;
}

/* 武汉大学 is one word of the gazetteer: the place that it begins with, if that is where its seat is. */
static guint32
spelled_seat(const YtAnalysis *a, const char *name, const YtItem *item, gsize *n_begin, gsize *n_place)
{
  if (item->word == YT_WORD_NONE)
    return 0;
  guint32 seat = 0;
  for (guint32 e = yt_lexicon_get_entries(a->grammar->lexicon, item->word); e != 0 && seat == 0;
       e = yt_entry(a, e)->next)
    if (yt_entry(a, e)->class == YT_CLASS_INSTITUTION)
      seat = yt_entry(a, e)->code;
  if (seat == 0)
    return 0;
  guint32 node = 0, found = 0;
  gsize p = 0;
  static const char *const academies[] = {"中国科学院", "中科院"}; /* 中国科学院大连化学物理研究所 */
  for (guint k = 0; k < G_N_ELEMENTS(academies) && p == 0; k++)
    if (g_str_has_prefix(name, academies[k]) && strlen(academies[k]) < item->end - item->start)
      p = strlen(academies[k]);
  gsize begin = p;
  for (; p < item->end - item->start; p += yt_utf8_size(name + p)) {
    node = yt_lexicon_step(a->grammar->lexicon, node, yt_utf8_get(name + p));
    if (node == 0)
      break;
    guint32 word = yt_lexicon_word_at(a->grammar->lexicon, node);
    for (guint32 e = yt_lexicon_get_entries(a->grammar->lexicon, word); e != 0; e = yt_entry(a, e)->next) {
      const YtEntry *entry = yt_entry(a, e);
      if (entry->class == YT_CLASS_PLACE && ((entry->level == 1 && entry->code / 10000 == seat / 10000) ||
                                             (entry->level == 2 && entry->code / 100 == seat / 100) ||
                                             (entry->level == 3 && is_in_seat(entry, seat)))) {
        found = entry->code;
        *n_begin = begin;
        *n_place = p + yt_utf8_size(name + p) - begin;
      }
    }
  }
  return found;
}

/* Is the division @upper the one above @lower? */
static gboolean
is_above(const YtAnalysis *a, guint32 upper, guint32 lower)
{
  const YtEntry *entry = lower < 1000000 ? division(a, lower) : NULL;
  return entry && upper < 1000000 && entry->level == 3 &&
         (entry->parent == upper || (yt_is_municipality(upper) && entry->code / 10000 == upper / 10000));
}

/* What a name at offset @start spells: the subject, mention @m or else entity @subject, lies in, or is a part of, @object. */
static void
add_place_fact(YtAnalysis *a, YtProperty property, gint32 m, gint32 subject, gint32 object, guint32 start)
{
  YtFact fact = {.subject = {.kind = YT_OPERAND_CAPTURE, .mention = m, .entity = subject},
                 .object = {.kind = YT_OPERAND_CAPTURE, .mention = -1, .entity = object},
                 .property = (guint8) property,
                 .modality = YT_MODALITY_DONE,
                 .sentence = yt_sentence_at(a, start),
                 .rule = property == YT_PROPERTY_PART_OF ? "partOf/name" : "locatedIn/name",
                 .confidence = 0.9};
  g_array_append_val(a->facts, fact);
}

/* 云湖产业园三水片区: a park whose name begins with another one's and ends as sections do is a part of that. */
static void
find_sections_by_name(YtAnalysis *a)
{
  static const char *const ends[] = {"片区", "园区", "分园", "区块", "组团"};
  for (guint e = 0; e < a->entities->len; e++) {
    const YtEntity *part = yt_entity(a, e);
    gboolean section = FALSE;
    for (guint k = 0;
         part->same_as < 0 && part->class == YT_CLASS_PARK && part->mention >= 0 && k < G_N_ELEMENTS(ends);
         k++)
      section = section || g_str_has_suffix(part->name, ends[k]);
    for (guint o = 0; section && o < a->entities->len; o++) {
      const YtEntity *whole = yt_entity(a, o);
      if (o != e && whole->same_as < 0 && whole->class == YT_CLASS_PARK &&
          strlen(whole->name) + 2 * strlen("片区") <= strlen(part->name) &&
          g_str_has_prefix(part->name, whole->name) && a->sentences->len > 0)
        add_place_fact(a, YT_PROPERTY_PART_OF, part->mention, -1, (gint32) o,
                       yt_mention(a, part->mention)->start);
    }
  }
}

static void
locate_by_name(YtAnalysis *a, Names *names)
{
  const guint32 classes = a->grammar->subjects[YT_PROPERTY_LOCATED_IN] & ~(1u << YT_CLASS_COMPANY);
  g_autoptr(GArray) local_places = find_local_places(a);
  guint n = a->entities->len;
  for (guint e = 0; e < n; e++) {
    if (yt_entity(a, e)->same_as >= 0 || !(classes >> yt_entity(a, e)->class & 1))
      continue;
    const char *name = yt_entity(a, e)->name;
    gint32 place = local_place(a, local_places, name);
    if (place < 0) {
      YtCut cut = yt_cut_of(a, yt_entity(a, e));
      guint32 code = 0, above = 0; /* 石家庄市鹿泉区…: the district's, and the city's */
      g_autofree char *surface = NULL;
      gboolean leading = TRUE; /* behind 千亿级 still */
      for (guint32 i = cut.from; i < cut.to; i++) {
        const YtItem *item = yt_word(a, i);
        guint32 found = yt_place_code(a, item, leading);
        leading = leading && yt_item_in(a, item, a->grammar->known.owner_level);
        gsize n_begin = 0, n_place = item->end - item->start;
        if (found == 0)
          found = spelled_seat(a, name + item->start, item, &n_begin, &n_place);
        if (found == 0 || (found >= 1000000 && code != 0)) /* 华中 in 襄阳华中医药产业园 places nothing */
          continue;
        above = code != 0 && is_above(a, code, found) ? code : 0;
        code = found;
        g_free(surface);
        surface = g_strndup(name + item->start + n_begin, n_place);
      }
      if (code != 0)
        place = place_entity(a, code, surface, names);
      gint32 whole = above != 0 && place >= 0 ? place_entity(a, above, NULL, names) : -1;
      if (whole >= 0 && yt_entity(a, e)->mention >= 0 && a->sentences->len > 0)
        add_place_fact(a, YT_PROPERTY_PART_OF, -1, place, whole,
                       yt_mention(a, yt_entity(a, e)->mention)->start);
    }
    gint32 m = yt_entity(a, e)->mention;
    gboolean headed = m < 0 && (gint32) e == a->issuer; /* named in the head's table alone */
    if (place < 0 || (m < 0 && !headed) || a->sentences->len == 0)
      continue;
    add_place_fact(a, YT_PROPERTY_LOCATED_IN, m, headed ? (gint32) e : -1, place,
                   headed ? yt_block(a, a->header.issuer_block)->start : yt_mention(a, m)->start);
  }
}

/* ---- document, issuer, proposal ---- */

/* The entity that is called so, made where there is none unless @known; -1 then. */
static gint32
entity_of_words(YtAnalysis *a, YtClass class, const char *words, GHashTable *by_key, gboolean known)
{
  const char *plain = without_marks(a, words, 0, strlen(words));
  char buffer[64];
  const char *before = expansion(a, plain, buffer);
  const char *name = before ? join_words(a, before, plain, NULL) : plain;
  YtCut cut = yt_cut_name(a, name);
  const char *key = key_of(a, class, name, cut);
  gpointer found;
  if (g_hash_table_lookup_extended(by_key, key, NULL, &found))
    return root_of(a, GPOINTER_TO_INT(found));
  if (known)
    return -1;
  gint32 e = new_entity(a, class, name, cut, -1);
  g_hash_table_insert(by_key, g_string_chunk_insert(a->strings, key), GINT_TO_POINTER(e));
  return e;
}

static const char *
document_name(const YtAnalysis *a)
{
  const YtHeader *h = &a->header;
  if (h->title)
    return without_marks(a, h->title, 0, strlen(h->title));
  if (h->number)
    return h->number;
  for (guint b = 0; b < a->blocks->len; b++) {
    const YtBlock *block = yt_block(a, b);
    if (block->kind != YT_BLOCK_FURNITURE && block->kind != YT_BLOCK_META) {
      gsize end = block->start;
      for (guint n = 0; n < 40 && end < block->end; n++)
        end += yt_utf8_size(a->text->text + end);
      return without_marks(a, a->text->text, block->start, end);
    }
  }
  g_autofree char *sum = g_strdup_printf("sha256-%.16s", a->text->sha256);
  return g_string_chunk_insert(a->strings, sum);
}

/* What stands before 号 in 第701号提案, 第1019号代表建议, 提案(第0493号), 第20230045号收悉: the first within @limit bytes; or NULL.
   The numbers of documents, 吉发[2018]31号, are none of these. @suggested: it is the number of a 建议. */
static char *
dup_proposal_number(const YtAnalysis *a, gsize limit, gboolean *suggested)
{
  static GRegex *number_re;
  static gsize once;
  if (g_once_init_enter(&once)) {
#define NUMBER "([A-Za-z]{0,3}\\d[-\\d]*)\\s*号"
    number_re =
        g_regex_new("(?|(?<![\\])〕\\d])" NUMBER "(?:\\([^()\n]{1,40}\\))?(?:重点|集体|党派|界别|联名|平时|"
                    "代表|委员|政协|人大|的)*(?:提案|建议|议案|收悉)"
                    "|(?:提案|建议|议案)[》”]?\\(?第?" NUMBER "|\\(第?" NUMBER "\\)|第" NUMBER ":(?=关于))",
                    G_REGEX_OPTIMIZE | G_REGEX_DUPNAMES, 0, NULL);
#undef NUMBER
    g_once_init_leave(&once, 1);
  }
  g_autoptr(GMatchInfo) info = NULL;
  if (!g_regex_match_full(number_re, a->text->text, (gssize) limit, 0, 0, &info, NULL))
    return NULL;
  g_autofree char *all = g_match_info_fetch(info, 0);
  gint end = 0;
  g_match_info_fetch_pos(info, 0, NULL, &end);
  const char *addressee = a->header.addressee;
  *suggested = g_str_has_suffix(all, "建议") || g_str_has_prefix(a->text->text + end, "建议") ||
               (addressee && g_str_has_suffix(addressee, "代表"));
  return g_match_info_fetch(info, 1);
}

/* 《关于…的提案》(20242087号): the title, with the number of the proposal replied to right behind it, is the proposal's. */
static void
join_numbered_title(YtAnalysis *a, gint32 e, const char *number)
{
  const char *text = a->text->text;
  for (guint m = 0; m < a->mentions->len; m++) {
    const YtMention *mention = yt_mention(a, m);
    gsize open = behind_marks(text, mention->end), digits = open + 1;
    if (mention->class != YT_CLASS_PROPOSAL || mention->state != YT_MENTION_NAMED || text[open] != '(')
      continue;
    if (strncmp(text + digits, "第", 3) == 0)
      digits += 3;
    if (g_str_has_prefix(text + digits, number) && g_str_has_prefix(text + digits + strlen(number), "号"))
      join(a, e, mention->entity, TRUE);
  }
}

/* 省政协十三届三次会议第701号提案 → 湖北省政协十三届三次会议第701号提案, 省十四届人大三次会议 likewise: whose, which session, which number. */
static void
name_proposal(YtAnalysis *a, gint32 e)
{
  const char *text = a->text->text;
  g_autofree char *organ = NULL, *session = NULL;
  static GRegex *organ_re;
  static gsize once;
  if (g_once_init_enter(&once)) {
#define ORDINAL "第?[一二三四五六七八九十]+"
    organ_re = g_regex_new("(?|((?:政协|人大)[\\p{Han}]{1,10}(?:省|市|区|县|州|旗)(?:委员会)?)(" ORDINAL
                           "届 ?(?:委员会)?" ORDINAL "次会议)"
                           "|((?:[\\p{Han}]{2,6})?(?:全国|省|市|区|县|州|旗)?(?:政协|人大))(" ORDINAL
                           "届 ?(?:委员会)?(?:全国委员会)?" ORDINAL "次会议)"
                           "|((?:[\\p{Han}]{2,6})?(?:省|市|区|县|州|旗)|)(" ORDINAL
                           "届(?:全国)?(?:政协|人大)(?:常委会)?" ORDINAL "次会议))",
                           G_REGEX_OPTIMIZE, 0, NULL);
#undef ORDINAL
    g_once_init_leave(&once, 1);
  }
  g_autoptr(GMatchInfo) info = NULL;
  gsize limit = MIN(a->text->n_text, 6000);
  while (limit < a->text->n_text && ((guchar) text[limit] & 0xC0) == 0x80)
    limit++;
  if (g_regex_match_full(organ_re, text, (gssize) limit, 0, 0, &info, NULL)) {
    g_autofree char *words = g_match_info_fetch(info, 1);
    session = g_match_info_fetch(info, 2);
    char *space = strchr(session, ' ');
    if (space) /* 第十八届 委员会第三次会议: the line was broken there */
      memmove(space, space + 1, strlen(space));
    g_autoptr(GArray) items = g_array_new(FALSE, TRUE, sizeof(YtItem));
    yt_segment(a->grammar, words, 0, strlen(words), items);
    for (guint i = items->len; i-- > 0;) { /* from the organ back over 省 and places only */
      const YtItem *item = &g_array_index(items, YtItem, i);
      gboolean ok = i + 1 == items->len || yt_item_in(a, item, a->grammar->known.admin) ||
                    yt_place_code(a, item, TRUE) != 0 || yt_item_in(a, item, a->grammar->known.agency_kind);
      if (!ok)
        break;
      g_free(organ);
      organ = g_strdup(words + item->start);
    }
  }
  gboolean suggested = FALSE;
  g_autofree char *number = dup_proposal_number(a, limit, &suggested);
  if (!number)
    return;
  gboolean congress = (organ && strstr(organ, "人大")) || (session && strstr(session, "人大"));
  gboolean conference = (organ && strstr(organ, "政协")) || (session && strstr(session, "政协"));
  const char *what =
      congress || (suggested && !conference) ? "建议" : "提案"; /* members of 政协 are called 代表, too */
  YtEntity *entity = yt_entity(a, e);
  const char *title = entity->name;
  g_autofree char *serial = g_strdup_printf("第%s号%s", number, what);
  char buffer[64];
  const char *before = organ ? expansion(a, organ, buffer) : NULL;
  g_autofree char *short_name = g_strconcat(organ ? organ : "", session ? session : "", serial, NULL);
  entity->name = join_words(a, before ? before : "", short_name, NULL);
  entity->cut = (YtCut){0, 0};
  add_kept_name(entity, title);
  add_name(a, entity, serial);
  add_name(a, entity, short_name);
  join_numbered_title(a, e, number);
}

gboolean
yt_is_national(const YtAnalysis *a, const char *agency)
{
  guint32 word = agency ? yt_lexicon_find(a->grammar->lexicon, agency, strlen(agency)) : YT_WORD_NONE;
  return yt_entry_of_word(a, word, YT_CLASS_AGENCY) != NULL;
}

/* Do the words name the division of @code, by whichever of its names: 文山州 for 文山壮族苗族自治州? */
static gboolean
name_division(const YtAnalysis *a, const char *words, guint32 code)
{
  g_autoptr(GArray) items = g_array_new(FALSE, TRUE, sizeof(YtItem));
  yt_segment(a->grammar, words, 0, strlen(words), items);
  for (guint i = 0; i < items->len; i++) {
    guint32 word = g_array_index(items, YtItem, i).word;
    for (guint32 e = word != YT_WORD_NONE ? yt_lexicon_get_entries(a->grammar->lexicon, word) : 0; e != 0;
         e = yt_entry(a, e)->next)
      if (yt_entry(a, e)->class == YT_CLASS_PLACE && yt_entry(a, e)->code == code)
        return TRUE;
  }
  return FALSE;
}

static void
find_document(YtAnalysis *a, Names *names)
{
  a->document = new_entity(a, YT_CLASS_DOCUMENT, document_name(a), (YtCut){0, 0}, -1);
  if (a->header.number && a->header.title)
    add_name(a, yt_entity(a, a->document), a->header.number);
  a->issuer =
      a->header.issuer ? entity_of_words(a, YT_CLASS_AGENCY, a->header.issuer, names->by_key, FALSE) : -1;
  a->publisher = a->header.publisher
                     ? entity_of_words(a, YT_CLASS_AGENCY, a->header.publisher, names->by_key, TRUE)
                     : a->issuer;
  guint32 governed = a->city != 0 ? a->city : a->province;
  if (a->issuer >= 0) { /* a province's office governs the province, whatever city the title names */
    const char *issuer = yt_entity(a, a->issuer)->name;
    const YtEntry *province = a->province != 0 ? division(a, a->province) : NULL;
    if (province && g_str_has_prefix(issuer, province->canonical) &&
        !(a->city != 0 && name_division(a, issuer, a->city)))
      governed = a->province;
  }
  if (yt_is_national(a, a->header.issuer))
    a->place = entity_of_words(a, YT_CLASS_PLACE, "中国", names->by_key, FALSE);
  else
    a->place = governed != 0 ? place_entity(a, governed, NULL, names) : -1;
  for (guint e = 0; e < a->entities->len; e++)
    if (yt_entity(a, e)->class == YT_CLASS_PROPOSAL && yt_entity(a, e)->same_as < 0) {
      name_proposal(a, (gint32) e);
      break;
    }
}

/* 全市 in a district's document is the city that the district belongs to, 全省 the province. */
static gint32
place_meant(YtAnalysis *a, const YtMention *mention, Names *names)
{
  if (a->place < 0)
    return -1;
  const YtEntry *place = division(a, yt_entity(a, a->place)->code);
  const char *words = a->text->text + mention->start;
  gsize n = mention->end - mention->start;
  if (place && place->level == 3 && n == 6 && memcmp(words + 3, "市", 3) == 0 &&
      !g_str_has_suffix(place->canonical, "市")) {
    return place_entity(a, yt_is_municipality(place->code) ? place->code / 10000 * 10000 : place->parent,
                        NULL, names);
  }
  if (place && place->level > 1 && n == 6 && memcmp(words + 3, "省", 3) == 0 && a->province != 0)
    return place_entity(a, a->province, NULL, names);
  return a->place;
}

void
yt_find_entities(YtAnalysis *a)
{
  g_array_set_clear_func(a->entities, entity_clear);
  Names names = {.by_key = g_hash_table_new(yt_name_hash, g_str_equal),
                 .by_code = g_hash_table_new(NULL, NULL)};
  collect(a, names.by_key);
  join_glosses(a);
  add_policy_numbers(a);
  mark_repaired(a);
  join_companies(a);
  join_years(a);
  join_ends(a);
  join_contractions(a);
  join_bare_agencies(a, names.by_key);
  find_document(a, &names);
  locate_by_name(a, &names);
  find_sections_by_name(a);
  for (guint m = 0; m < a->mentions->len; m++) {
    YtMention *mention = yt_mention(a, m);
    if (mention->antecedent >= 0)
      mention->entity = yt_mention(a, mention->antecedent)->entity;
    else if (mention->antecedent == YT_ANTECEDENT_ISSUER)
      mention->entity = a->issuer;
    else if (mention->antecedent == YT_ANTECEDENT_PLACE)
      mention->entity = place_meant(a, mention, &names);
    if (mention->entity >= 0)
      mention->entity = root_of(a, mention->entity);
  }
  g_hash_table_unref(names.by_key);
  g_hash_table_unref(names.by_code);
  yt_find_identities(a);
}
