/* mentions.c: the names in a text.
 *
 * Candidates come from many sides: words of a gazetteer; suffixes that bear a class (产业园, 有限公司), whose left end is
 * found by walking back over nominal words; agencies' kinds behind a place; unknown stems before a company's tail;
 * titles in 《》; people where their posts or forms of address stand. They may overlap. The longest named one wins; one
 * that stands at the head of a longer name and owns it (复旦大学 in 复旦大学附属中山医院) stays beside it. Then the
 * mention rules of the grammar add what only the context shows, such as the companies of A、B和C等龙头企业.
 *
 * The walk is in extent.c, the choice in choose.c; people.c, measures.c and repeats.c are sources of their own. */
#include <string.h>

#include "loader/header.h"
#include "loader/match.h"
#include "loader/mentions.h"

gsize
yt_leading_word(const YtAnalysis *a, guint32 i, guint list)
{
  const char *text = a->text->text;
  guint32 node = 0;
  gsize n = 0;
  for (gsize p = yt_item(a, i)->start; p < yt_item(a, i)->end; p += yt_utf8_size(text + p)) {
    node = yt_lexicon_step(a->grammar->lexicon, node, yt_utf8_get(text + p));
    if (node == 0)
      break;
    guint32 word = yt_lexicon_word_at(a->grammar->lexicon, node);
    if (word != YT_WORD_NONE &&
        yt_lexicon_in_list(a->grammar->lexicon, yt_lexicon_get(a->grammar->lexicon, word)->set, list))
      n = p + yt_utf8_size(text + p) - yt_item(a, i)->start;
  }
  return n;
}

/* 会同县 and 商州 outside of their provinces: how many bytes of the name are the verb or 和 before a county, city or prefecture that
 * is not called by name: 会同县财政局, 省和县政府, 我局商州发改委. 0: it is a name. */
static guint32
verb_before_level(const YtAnalysis *a, const YtEntry *entry)
{
  return a->province == 0 || entry->code / 10000 == a->province / 10000 ? 0 : entry->n_words * 3u;
}

YtMention *
yt_add_mention(YtAnalysis *a, guint32 from, guint32 to, YtClass class, const char *rule, double confidence)
{
  YtMention mention = {.start = yt_item(a, from)->start,
                       .end = yt_item(a, to - 1)->end,
                       .item_from = from,
                       .item_to = to,
                       .class = (guint8) class,
                       .antecedent = -1,
                       .owner = -1,
                       .parent = -1,
                       .entity = -1,
                       .rule = rule,
                       .confidence = confidence};
  const YtEntry *place = class == YT_CLASS_AGENCY || class == YT_CLASS_COMPANY || class == YT_CLASS_FUND
                             ? yt_entry_of(a, yt_item(a, from), YT_CLASS_PLACE)
                             : NULL;
  if (place && place->level == 3 && from + 1 < to) /* 会同县财政局 */
    mention.start += verb_before_level(a, place);
  g_array_append_val(a->mentions, mention);
  yt_note_moved(a);
  return yt_mention(a, a->mentions->len - 1);
}

const YtEntry *
yt_entry_of_word(const YtAnalysis *a, guint32 word, YtClass class)
{
  guint32 e = yt_lexicon_get_entries(a->grammar->lexicon, word);
  while (e != 0 && yt_entry(a, e)->class != class)
    e = yt_entry(a, e)->next;
  return e != 0 ? yt_entry(a, e) : NULL;
}

const YtEntry *
yt_entry_of(const YtAnalysis *a, const YtItem *item, YtClass class)
{
  return yt_entry_of_word(a, item->word, class);
}

/* Which of the places of this name is meant: one of the document's own jurisdiction, or the highest. 0: none fits. */
guint32
yt_resolve_place(const YtAnalysis *a, const YtItem *item)
{
  if (item->word == YT_WORD_NONE)
    return 0;
  guint32 best = 0;
  int best_score = -1;
  for (guint32 e = yt_lexicon_get_entries(a->grammar->lexicon, item->word); e != 0;
       e = yt_entry(a, e)->next) {
    const YtEntry *entry = yt_entry(a, e);
    if (entry->class != YT_CLASS_PLACE || (entry->level == 3 && verb_before_level(a, entry) > 0))
      continue;
    int score = entry->level == 0 ? 40 : 40 - 10 * entry->level;
    if (a->city != 0 && (entry->parent == a->city || entry->code == a->city))
      score += 50;
    else if (a->province != 0 && entry->code / 10000 == a->province / 10000)
      score += 30;
    else if (entry->level == 3 && (item->end - item->start == strlen("城区") ||
                                   (entry->is_short && item->end - item->start < strlen("曹妃甸"))))
      continue; /* 朝阳, 城区: a word as well as a county elsewhere */
    if (score > best_score) {
      best = e;
      best_score = score;
    }
  }
  return best;
}

/* ---- the sources of candidates ---- */

static gboolean
ends_with(const char *text, gsize n_bytes, const char *suffix)
{
  gsize n = strlen(suffix);
  return n_bytes >= n && memcmp(text + n_bytes - n, suffix, n) == 0;
}

guint32
yt_province_of_letter(const YtAnalysis *a, guint32 i)
{
  const YtItem *item = yt_item(a, i);
  if (item->kind != YT_ITEM_HAN || item->end - item->start > 4)
    return 0;
  if (i + 2 < a->items->len && yt_text_has(a, item->end, "商") &&
      (yt_text_has(a, yt_item(a, i + 2)->start, "协作") || yt_text_has(a, yt_item(a, i + 2)->start, "合作") ||
       yt_text_has(a, yt_item(a, i + 2)->start, "帮扶")))
    return 0; /* 宁商协作: two places */
  gboolean shown = (i > 0 && yt_plays(a, i - 1, YT_ROLE_BEFORE_LETTER)) ||
                   (i + 1 < a->items->len && yt_plays(a, i + 1, YT_ROLE_BEHIND_LETTER));
  if (!shown)
    return 0;
  return GPOINTER_TO_UINT(
      g_hash_table_lookup(a->grammar->letters, GUINT_TO_POINTER(yt_utf8_get(a->text->text + item->start))));
}

/* 哈尔滨工业大学(深圳), 国家…检测平台(深圳), 某检验院莆田分院: a place in brackets, or before a branch, is a part of the name of what a state or a university has there.
 * Behind the name, or @to. */
static guint32
with_place(const YtAnalysis *a, guint32 from, guint32 to, YtClass class)
{
  if (class == YT_CLASS_INSTITUTION && to + 1 < a->items->len && in(a, to + 1, a->grammar->known.branch) &&
      yt_resolve_place(a, yt_item(a, to)) != 0)
    return to + 2; /* 福建省药品检验院莆田分院 */
  if (to + 2 >= a->items->len || byte_at(a, to) != '(' || byte_at(a, to + 2) != ')' ||
      yt_item(a, to + 1)->kind != YT_ITEM_HAN || yt_resolve_place(a, yt_item(a, to + 1)) == 0)
    return to;
  const YtEntry *known = yt_entry_of(a, yt_item(a, to - 1), YT_CLASS_INSTITUTION); /* 哈工大(威海) */
  gboolean university = ends_with(a->text->text, yt_item(a, to - 1)->end, "大学") ||
                        (known && g_str_has_suffix(known->canonical, "大学"));
  gboolean national = class == YT_CLASS_PLATFORM && (in(a, from, a->grammar->known.owner) ||
                                                     yt_text_has(a, yt_item(a, from)->start, "国家"));
  for (guint32 p = from; p < to && !national; p++)
    national = class == YT_CLASS_PLATFORM && yt_text_has(a, yt_item(a, p)->start, "国家");
  return university || national ? to + 3 : to;
}

#define MAX_BRAND_BYTES 18

/* “惠山”系列, “长白·轻羽”: a short form that leads a short quotation is a brand's, and no place. */
static gboolean
leads_brand(const YtAnalysis *a, guint32 i)
{
  if (i == 0 || !is_mark(a, i - 1, "“"))
    return FALSE;
  for (guint32 p = i; p < a->items->len && yt_item(a, p)->end - yt_item(a, i)->start <= MAX_BRAND_BYTES; p++)
    if (yt_item(a, p + 1 < a->items->len ? p + 1 : p)->kind == YT_ITEM_MARK && is_mark(a, p + 1, "”"))
      return TRUE;
    else if (yt_item(a, p)->kind != YT_ITEM_HAN && !yt_text_has(a, yt_item(a, p)->start, "·"))
      return FALSE;
  return FALSE;
}

/* The word's entry of the first class that it names, places aside; or NULL. */
static const YtEntry *
entry_of_any(const YtAnalysis *a, const YtItem *item)
{
  static const YtClass classes[] = {YT_CLASS_INSTITUTION, YT_CLASS_AGENCY, YT_CLASS_COMPANY, YT_CLASS_PROGRAM,
                                    YT_CLASS_FUND};
  const YtEntry *entry = NULL;
  for (guint k = 0; k < G_N_ELEMENTS(classes) && !entry; k++)
    entry = yt_entry_of(a, item, classes[k]);
  return entry;
}

#define MAX_LOOKED_AT (256 * 1024) /* bytes of a document: enough for any but collections of them */
#define ENOUGH_TIMES  8

/* Does the document hold text [start, end) twice at least, and always behind the character that stands before it here? */
static gboolean
is_always_behind(const YtAnalysis *a, guint32 start, guint32 end)
{
  const char *text = a->text->text, *words = text + start;
  gsize n = end - start, n_text = MIN(a->text->n_text, MAX_LOOKED_AT);
  guint times = 0;
  if (start < 3)
    return FALSE;
  for (const char *at = text;
       times < ENOUGH_TIMES && (at = memmem(at, n_text - (gsize) (at - text), words, n)) != NULL; at++) {
    if (at - text < 3 || memcmp(at - 3, words - 3, 3) != 0)
      return FALSE;
    times++;
  }
  return times >= 2;
}

/* 佛山 in 化佛山, 丰县 in 禄丰县: words of two characters that the document says again and again, and always behind the same one. */
static gboolean
is_bound(const YtAnalysis *a, guint32 i)
{
  const YtItem *item = yt_item(a, i), *before = i > 0 ? item - 1 : NULL;
  if (!before || item->end - item->start > 6 || before->kind != YT_ITEM_HAN ||
      before->end - before->start != 3 || before->pos == YT_POS_FUNCTION || before->pos == YT_POS_VERB ||
      before->pos == YT_POS_ADVERB || in(a, i - 1, a->grammar->known.stop) ||
      in(a, i - 1, a->grammar->known.and) || in(a, i - 1, a->grammar->known.admin) ||
      in(a, i - 1, a->grammar->known.where) || yt_plays(a, i - 1, YT_ROLE_BEFORE_LETTER))
    return FALSE;
  return is_always_behind(a, item->start, item->end);
}

/* 华润医药, 华润三九药业: does a firm's tail behind the known firm at item @i, where a name in a list ends, make it another one? */
static gboolean
is_subsidiary(const YtAnalysis *a, guint32 i)
{
  if (i + 2 >= a->items->len || !in(a, i + 1, a->grammar->known.sure_tail) ||
      suffix_class(a, i + 1) == YT_CLASS_COMPANY)
    return FALSE;
  return yt_item(a, i + 2)->kind == YT_ITEM_SEPARATOR || in(a, i + 2, a->grammar->known.etc) ||
         (in(a, i + 2, a->grammar->known.and) && i > 0 && yt_item(a, i - 1)->kind == YT_ITEM_SEPARATOR);
}

/* 江 + 苏南北: a lone character and the first of the place behind it are a place by themselves, which the segmenter cut. */
static guint32
cut_place(const YtAnalysis *a, guint32 i)
{
  const YtItem *item = yt_item(a, i);
  if (i == 0 || item->end - item->start != 6 || !is_lone(a, i - 1))
    return 0;
  guint32 word = yt_lexicon_find(a->grammar->lexicon, a->text->text + item[-1].start, 6);
  const YtEntry *entry = word != YT_WORD_NONE ? yt_entry_of_word(a, word, YT_CLASS_PLACE) : NULL;
  return entry && entry->level == 1 ? (guint32) (entry - yt_entry(a, 0)) : 0;
}

/* What newspapers' names end with. */
static const char *const papers[] = {"日报", "晚报", "晨报", "早报",   "时报",
                                     "周报", "周刊", "杂志", "都市报", "新闻网"};

static gboolean
ends_as_newspaper(const YtAnalysis *a, guint32 end)
{
#pragma GCC unroll 10
  for (guint k = 0; k < G_N_ELEMENTS(papers); k++)
    if (yt_text_ends(a, end, papers[k]))
      return TRUE;
  static const char *const tells[] = {"消息", "讯", "记者", "电"};
  for (guint k = 0; yt_text_ends(a, end, "网") && k < G_N_ELEMENTS(tells); k++)
    if (yt_text_has(a, end, tells[k]))
      return TRUE; /* 中国菏泽网消息 */
  return FALSE;
}

/* Is the place before text @offset the head of a newspaper's name: 湖南日报? */
static gboolean
leads_newspaper(const YtAnalysis *a, guint32 offset)
{
#pragma GCC unroll 10
  for (guint k = 0; k < G_N_ELEMENTS(papers); k++)
    if (yt_text_has(a, offset, papers[k]))
      return TRUE;
  return FALSE;
}

/* 药业 behind a firm that the gazetteers have without it: is it the end of that name, where nothing goes on behind it? */
static gboolean
names_firm_with_tail(const YtAnalysis *a, guint32 i)
{
  const YtKnownLists *known = &a->grammar->known;
  if (i + 2 >= a->items->len || !in(a, i + 1, known->sure_tail) || in(a, i, known->company_tail))
    return FALSE;
  const YtItem *next = yt_item(a, i + 2);
  return next->kind != YT_ITEM_HAN || next->pos == YT_POS_VERB || next->pos == YT_POS_FUNCTION ||
         in(a, i + 2, known->stop) || in(a, i + 2, known->and) || in(a, i + 2, known->etc);
}

/* Is the new area at item @i a district by law, as two are, and not another province's zone of that name: 绍兴滨海新区? */
static gboolean
is_district_here(const YtAnalysis *a, guint32 i)
{
  const YtEntry *entry =
      in(a, i, a->grammar->known.new_area) ? yt_entry_of(a, yt_item(a, i), YT_CLASS_PLACE) : NULL;
  return entry && (a->province == 0 || entry->code / 10000 == a->province / 10000);
}

static void
find_gazetteer_names(YtAnalysis *a)
{
  for (guint32 i = yt_next_player(a, 0, YT_ROLE_ENTRY | YT_ROLE_LONE); i < a->items->len;
       i = yt_next_player(a, i + 1, YT_ROLE_ENTRY | YT_ROLE_LONE)) {
    const YtItem *item = yt_item(a, i);
    guint32 province = yt_plays(a, i, YT_ROLE_LONE) ? yt_province_of_letter(a, i) : 0;
    if (province != 0)
      yt_add_mention(a, i, i + 1, YT_CLASS_PLACE, "gazetteer", 0.7)->entry = province;
    if (yt_lexicon_get_entries(a->grammar->lexicon, item->word) == 0)
      continue;
    if (ends_with(a->text->text + item->start, item->end - item->start, "新区") && !is_district_here(a, i)) {
      gboolean placed = i > 0 && in(a, i, a->grammar->known.new_area) &&
                        yt_item(a, i - 1)->kind == YT_ITEM_HAN && yt_resolve_place(a, yt_item(a, i - 1)) != 0;
      yt_add_mention(a, placed ? i - 1 : i, i + 1, YT_CLASS_PARK, "gazetteer", 0.9);
      continue;
    }
    guint32 place = yt_resolve_place(a, item);
    const YtEntry *entry = place != 0 ? yt_entry(a, place) : entry_of_any(a, item);
    if (!entry || (place != 0 && entry->is_short && leads_brand(a, i)))
      continue;
    if (place != 0 && leads_newspaper(a, item->end))
      continue;
    guint32 whole = place != 0 ? cut_place(a, i) : 0;
    if (whole != 0) {
      YtMention *province_name = yt_add_mention(a, i - 1, i + 1, YT_CLASS_PLACE, "gazetteer", 0.9);
      province_name->end = item->start + 3;
      province_name->entry = whole;
      continue;
    }
    if (place != 0 && is_bound(a, i)) { /* 化佛山 is another hill; 禄丰县 another county */
      if (!entry->is_short && entry->level == 3)
        yt_add_mention(a, i - 1, i + 1, YT_CLASS_PLACE, "suffix/town", 0.8);
      continue;
    }
    if (entry->class == YT_CLASS_COMPANY && names_firm_with_tail(a, i)) /* 华润三九药业 */
      yt_add_mention(a, i, i + 2, YT_CLASS_COMPANY, "company/tail", 0.9);
    guint32 seat = entry->class == YT_CLASS_INSTITUTION && i > 0 && yt_item(a, i - 1)->kind == YT_ITEM_HAN
                       ? yt_resolve_place(a, yt_item(a, i - 1))
                       : 0;
    gboolean led = (seat != 0 && yt_entry(a, seat)->code == entry->code) || /* 成都电子科技大学 */
                   (entry->class == YT_CLASS_COMPANY && i > 0 &&            /* 中国兵装集团 */
                    yt_text_has(a, yt_item(a, i - 1)->start, "中国") &&
                    yt_item(a, i - 1)->end - yt_item(a, i - 1)->start == 6 &&
                    g_str_has_prefix(entry->canonical, "中国") && !yt_text_has(a, item->start, "中国"));
    guint32 to = entry->class == YT_CLASS_INSTITUTION ? with_place(a, i, i + 1, entry->class) : i + 1;
    if (to > i + 1) /* one of its own: 中国地质大学(武汉) */
      yt_add_mention(a, i, to, entry->class, "gazetteer", 0.9);
    if (entry->class == YT_CLASS_COMPANY && is_subsidiary(a, i)) { /* 华润医药 */
      yt_add_mention(a, i, i + 2, YT_CLASS_COMPANY, "gazetteer", 0.9);
      continue;
    }
    YtMention *mention = yt_add_mention(a, led ? i - 1 : i, i + 1, entry->class, "gazetteer", 0.95);
    mention->entry = place != 0 ? place : (guint32) (entry - yt_entry(a, 0));
  }
}

/* 岳 + 口镇: the segmenter knows another town's name and takes this one's end for it. */
static void
find_cut_town(YtAnalysis *a, guint32 first, guint32 i)
{
  const YtItem *item = yt_item(a, i);
  guint n = item->end - item->start;
  if (item->kind != YT_ITEM_HAN || n != 6 || i == first || !is_lone(a, i - 1) ||
      (in(a, i - 1, a->grammar->known.stop) &&
       !(i >= first + 2 && yt_resolve_place(a, yt_item(a, i - 2)) != 0 && /* 渭源县会 + 川镇 */
         yt_item(a, i - 2)->end - yt_item(a, i - 2)->start >= 9)) ||
      !(ends_with(a->text->text + item->start, n, "镇") || ends_with(a->text->text + item->start, n, "乡")) ||
      in(a, i, a->grammar->known.generic) || (i - 1 > first && is_lone(a, i - 2)))
    return;
  yt_add_mention(a, i - 1, i + 1, YT_CLASS_PLACE, "suffix/town", 0.8);
}

/* May item @i stand in the stem of a village's name? Lone characters, or a noun of two: one that distinguishes, or behind its town
 * (@of_town) any. */
static gboolean
may_be_in_village(const YtAnalysis *a, guint32 i, gboolean of_town)
{
  const YtItem *item = yt_item(a, i);
  const YtKnownLists *known = &a->grammar->known;
  return item->kind == YT_ITEM_HAN && item->end - item->start <= 6 && !in(a, i, known->stop) &&
         !in(a, i, known->and) && !in(a, i, known->admin) && !in(a, i, known->generic) &&
         !in(a, i, known->each) && !in(a, i, known->counter) && suffix_class(a, i) == YT_CLASS_NONE &&
         yt_resolve_place(a, item) == 0 && item->pos != YT_POS_NUMERAL && item->pos != YT_POS_FUNCTION &&
         (item->end - item->start == 3 ||
          (item->pos != YT_POS_VERB &&
           (yt_distinguishes(a, i) || (of_town && item->pos == YT_POS_NOUN && !yt_is_industry(a, i)))));
}

static gboolean
is_town(const YtAnalysis *a, guint32 i)
{
  guint32 end = yt_item(a, i)->end;
  return yt_text_ends(a, end, "镇") || yt_text_ends(a, end, "乡") || yt_text_ends(a, end, "街道");
}

/* The first item of the stem before 村 or 社区 at item @i. */
static guint32
stem_of_village(const YtAnalysis *a, guint32 first, guint32 i, gboolean of_town)
{
  guint32 from = i;
  while (from > first && yt_item(a, i)->start - yt_item(a, from - 1)->start <= 12 &&
         may_be_in_village(a, from - 1, of_town))
    from--;
  return from;
}

/* 南山村, 张家湾社区: two to four characters that begin where a name must begin, behind a mark, a word that ends names, or the
 * town that it belongs to. */
static void
find_village(YtAnalysis *a, guint32 first, guint32 i)
{
  static const char *const no_village[] = {"民", "委", "级", "庄", "落", "集", "办", "支",
                                           "口", "里", "容", "域", "史", "企", "干"};
  const YtItem *item = yt_item(a, i), *next = i + 1 < a->items->len ? item + 1 : NULL;
  const YtKnownLists *known = &a->grammar->known;
  guint n = item->end - item->start;
  if (!((n == 3 && yt_text_has(a, item->start, "村")) || (n == 6 && yt_text_has(a, item->start, "社区"))))
    return;
  for (guint k = 0; next && k < G_N_ELEMENTS(no_village); k++)
    if (next->kind == YT_ITEM_HAN && next->end - next->start == 3 &&
        yt_text_has(a, next->start, no_village[k]))
      return;
  guint32 from = stem_of_village(a, first, i, TRUE);
  if (from == first || !is_town(a, from - 1))
    from = stem_of_village(a, first, i, FALSE);
  guint n_stem = item->start - yt_item(a, from)->start;
  if (n_stem < 6 || from == first)
    return;
  const YtItem *before = yt_item(a, from - 1);
  gboolean edge = before->kind == YT_ITEM_SEPARATOR || before->kind == YT_ITEM_COMMA ||
                  byte_at(a, from - 1) == '(' || is_town(a, from - 1) || in(a, from - 1, known->where) ||
                  in(a, from - 1, known->and) ||
                  (before->end - before->start == 3 && in(a, from - 1, known->stop)) ||
                  (yt_resolve_place(a, before) != 0 && before->end - before->start >= 9);
  if (edge)
    yt_add_mention(a, from, i + 1, YT_CLASS_PLACE, "suffix/village", 0.75);
}

/* Is the last character before @end a word of @list? */
gboolean
yt_ends_in_list(const YtAnalysis *a, guint32 end, guint list)
{
  gsize start = yt_utf8_back(a->text->text, end);
  return yt_lexicon_has(a->grammar->lexicon, a->text->text + start, end - start, list);
}

/* 等业态融合项目, 等一批…项目: what stands behind 等 says of what kind the listed are, unless a place or quotes lead it. */
static gboolean
sums_up(const YtAnalysis *a, guint32 first, guint32 from)
{
  const YtKnownLists *known = &a->grammar->known;
  guint32 p = from;
  if (is_mark(a, from, "“") || yt_resolve_place(a, yt_item(a, from)) != 0 ||
      yt_item(a, from)->kind != YT_ITEM_HAN || is_lone(a, from))
    return FALSE;
  while (p > first && from - p < 3 && !in(a, p - 1, known->etc) &&
         (in(a, p - 1, known->trim) || yt_text_has(a, yt_item(a, p - 1)->start, "一批")))
    p--;
  return p > first && in(a, p - 1, known->etc) && yt_text_has(a, yt_item(a, p - 1)->start, "等");
}

/* 南京转移项目22个, 9个徐汇项目: how many there are of a kind; 天津生物谷13个重点项目 counts what stands behind. */
static gboolean
is_counted(const YtAnalysis *a, guint32 from, guint32 to)
{
  guint counter = a->grammar->known.counter;
  if (from >= 2 && yt_item(a, from - 2)->kind == YT_ITEM_NUMBER && in(a, from - 1, counter) &&
      !is_mark(a, from, "“") && !(from >= 3 && yt_text_has(a, yt_item(a, from - 3)->start, "第")))
    return TRUE; /* 4个国家现代农业产业园 */
  gboolean behind = to + 1 < a->items->len && yt_item(a, to)->kind == YT_ITEM_NUMBER &&
                    in(a, to + 1, counter) &&
                    !(to + 2 < a->items->len && yt_item(a, to + 2)->kind == YT_ITEM_HAN &&
                      yt_item(a, to + 2)->pos != YT_POS_FUNCTION && !in(a, to + 2, a->grammar->known.stop) &&
                      !in(a, to + 2, a->grammar->known.and));
  return behind || (from + 1 < to && yt_item(a, from)->kind == YT_ITEM_NUMBER && in(a, from + 1, counter));
}

static gboolean
is_numeral(const char *character) /* of those that count kinds: 十大, 五大 */
{
  static const char *const numerals[] = {"两", "三", "四", "五", "六", "七", "八", "九", "十", "百", "千"};
  for (guint k = 0; k < G_N_ELEMENTS(numerals); k++)
    if (strncmp(character, numerals[k], strlen(numerals[k])) == 0)
      return TRUE;
  return FALSE;
}

/* “六项行动”: how many there are, and nothing that distinguishes them. */
static gboolean
counts_kinds(const YtAnalysis *a, guint32 from, guint32 to)
{
  return from + 1 < to && yt_ends_in_list(a, yt_item(a, from)->end, a->grammar->known.counter) &&
         yt_item(a, from)->end - yt_item(a, from)->start <= 9 &&
         (yt_item(a, from)->pos == YT_POS_NUMERAL || is_numeral(a->text->text + yt_item(a, from)->start)) &&
         !yt_any_distinguishes(a, from + 1, to - 1);
}

/* 全国生物医药产业园区排名, 中国产业集群竞争力百强, 全国百强基地: those of the whole nation, who are ranked behind item @i or inside. */
static gboolean
ranks_all(const YtAnalysis *a, guint32 from, guint32 i)
{
  static const char *const nation[] = {"全国", "国家", "中国"}, *const ranking[] = {"排名", "百强", "竞争力",
                                                                                    "排行"};
  gboolean all = FALSE, ranked = FALSE;
  for (guint k = 0; k < G_N_ELEMENTS(nation); k++)
    all = all || yt_text_has(a, yt_item(a, from)->start, nation[k]);
  for (guint k = 0; all && k < G_N_ELEMENTS(ranking); k++)
    ranked = ranked || yt_text_has(a, yt_item(a, i)->end, ranking[k]);
  for (guint32 p = from + 1; all && p < i; p++)
    ranked = ranked || yt_text_has(a, yt_item(a, p)->start, "百强");
  return ranked;
}

/* 全国最大的青霉素生产基地, 浙江省最大孵化器: what is told of, and not named, where no place begins at item @from, before the
 * suffix at item @i. */
static gboolean
is_superlative(const YtAnalysis *a, guint32 first, guint32 from, guint32 i)
{
  static const char *const degrees[] = {"最", "重要", "唯一", "领先", "一流"};
  for (guint32 p = from; p < i; p++)
    if (yt_text_has(a, yt_item(a, p)->start, "最大"))
      return TRUE;
  if (from < first + 2 || !yt_text_ends(a, yt_item(a, from - 1)->end, "的") ||
      yt_resolve_place(a, yt_item(a, from)) != 0)
    return FALSE;
  for (guint32 p = from - 1; p > first && from - p < 4; p--)
    for (guint k = 0; k < G_N_ELEMENTS(degrees); k++)
      if (yt_text_has(a, yt_item(a, p - 1)->start, degrees[k]))
        return TRUE;
  return FALSE;
}

/* “大抓项目、抓大项目” is a slogan: what is quoted and holds a list, or begins with a verb that ends names. */
static gboolean
is_slogan(const YtAnalysis *a, guint32 from, guint32 to)
{
  for (guint32 i = from; i < to; i++)
    if (yt_item(a, i)->kind == YT_ITEM_SEPARATOR || yt_item(a, i)->kind == YT_ITEM_COMMA ||
        yt_text_has(a, yt_item(a, i)->start, "的"))
      return TRUE;
  if (counts_kinds(a, from, to))
    return TRUE;
  if (in(a, from, a->grammar->known.measure_verb) && in(a, from, a->grammar->known.stop) &&
      in(a, to - 1, a->grammar->known.quoted_only))
    return TRUE; /* “健全医疗健康服务体系”: a heading */
  return in(a, from, a->grammar->known.stop) && yt_item(a, from)->end - yt_item(a, from)->start <= 4 &&
         !is_lone(a, from + 1);
}

/* “…”的建议: does what is quoted up to item @to say what should be done? */
static gboolean
ends_wish(const YtAnalysis *a, guint32 to)
{
  return to + 2 < a->items->len && is_mark(a, to, "”") && yt_text_has(a, yt_item(a, to + 1)->start, "的") &&
         (yt_text_has(a, yt_item(a, to + 2)->start, "建议") ||
          yt_text_has(a, yt_item(a, to + 2)->start, "意见") ||
          yt_text_has(a, yt_item(a, to + 2)->start, "问题"));
}

/* “申报国家级…产业集群”的建议: what is quoted begins with the act, and no place tells which one is meant. */
static gboolean
is_wish(const YtAnalysis *a, guint32 from, guint32 to)
{
  return in(a, from, a->grammar->known.stop) && yt_item(a, from)->end - yt_item(a, from)->start > 4 &&
         yt_resolve_place(a, yt_item(a, from + 1)) == 0 && ends_wish(a, to);
}

/* “金融网”: one word, which distinguishes nothing, and what makes a picture of it. */
static gboolean
quotes_common_word(const YtAnalysis *a, guint32 from, guint32 to)
{
  return from + 1 == to && !yt_any_distinguishes(a, from, to) && from >= 2 &&
         yt_text_ends(a, yt_item(a, from - 1)->start, "张");
}

/* Is what begins at item @from said of each of its kind: 各市州人民政府, 各市(县)、区人民政府, 各地级以上市人民政府? */
static gboolean
is_each(const YtAnalysis *a, guint32 first, guint32 from)
{
  const YtKnownLists *known = &a->grammar->known;
  for (guint32 p = from; p > first && from - p < 8; p--) {
    const YtItem *before = yt_item(a, p - 1);
    char mark = byte_at(a, p - 1);
    if (in(a, p - 1, known->each) || (before->kind == YT_ITEM_HAN && yt_text_has(a, before->start, "各")))
      return TRUE;
    if (!in(a, p - 1, known->admin) && !in(a, p - 1, known->each_between) &&
        before->kind != YT_ITEM_SEPARATOR && mark != '(' && mark != ')')
      return FALSE;
  }
  return FALSE;
}

/* 谷 in 磁材谷, 厂 in 轴承厂, which is one word: classes of words that are no suffixes by themselves. */
static YtClass
class_of_tail(const YtAnalysis *a, guint32 first, guint32 i)
{
  const YtKnownLists *known = &a->grammar->known;
  const YtItem *item = yt_item(a, i);
  if (i == first || item->kind != YT_ITEM_HAN || yt_item(a, i - 1)->kind != YT_ITEM_HAN)
    return YT_CLASS_NONE;
  if (item->end - item->start == 3 && yt_text_has(a, item->start, "港") &&
      yt_resolve_place(a, yt_item(a, i - 1)) != 0)
    return YT_CLASS_PLATFORM; /* 盐城港 */
  if (in(a, i, known->park_tail) && i >= first + 2 && yt_text_has(a, item->start, "园") &&
      is_lone(a, i - 1) && is_lone(a, i - 2) && !in(a, i - 1, known->stop) && !in(a, i - 2, known->stop) &&
      (i - 2 == first || yt_item(a, i - 3)->kind != YT_ITEM_HAN) && i + 1 < a->items->len &&
      (yt_item(a, i + 1)->kind == YT_ITEM_SEPARATOR || in(a, i + 1, known->etc)))
    return YT_CLASS_PARK; /* ,名坊园、 */
  if (in(a, i, known->park_tail))
    return yt_item(a, i - 1)->end - yt_item(a, i - 1)->start > 4 && suffix_class(a, i - 1) == YT_CLASS_NONE &&
                   (in(a, i - 1, known->generic) || in(a, i - 1, known->inner) ||
                    in(a, i - 1, known->company_tail) || yt_is_industry(a, i - 1) ||
                    yt_distinguishes(a, i - 1)) &&
                   yt_resolve_place(a, yt_item(a, i - 1)) == 0
               ? YT_CLASS_PARK
               : YT_CLASS_NONE;
  if (item->end - item->start == 3 && yt_text_has(a, item->start, "号") && i + 1 < a->items->len &&
      is_mark(a, i + 1, "”") && i >= first + 2 && yt_item(a, i - 1)->end - yt_item(a, i - 1)->start <= 9 &&
      (is_mark(a, i - 2, "“") ||
       (i >= first + 3 && is_mark(a, i - 3, "“") && yt_item(a, i - 2)->kind == YT_ITEM_HAN)))
    return in(a, i - 2, known->owner) || yt_item(a, i - 1)->pos == YT_POS_NUMERAL
               ? YT_CLASS_NONE
               : YT_CLASS_PRODUCT; /* “梦想号” */
  if (yt_text_ends(a, item->end, "贷") && i + 1 < a->items->len && is_mark(a, i + 1, "”") &&
      yt_opening_of(a, first, i, "“") != NO_ITEM && i - yt_opening_of(a, first, i, "“") <= 4 &&
      yt_any_distinguishes(a, yt_opening_of(a, first, i, "“") + 1, i))
    return YT_CLASS_PRODUCT; /* “窖池贷” */
  return item->end - item->start == 9 && ends_with(a->text->text + item->start, 9, "厂") ? YT_CLASS_COMPANY
                                                                                         : YT_CLASS_NONE;
}

/* 行动计划(2024—2025年) is a document's title: behind its bracket, or @to. */
static guint32
with_years(const YtAnalysis *a, guint32 to)
{
  guint32 p = to + 1;
  gboolean year = FALSE;
  if (to >= a->items->len || byte_at(a, to) != '(')
    return to;
  for (; p < a->items->len && p < to + 8 && byte_at(a, p) != ')'; p++) {
    if (yt_item(a, p)->kind == YT_ITEM_HAN && !yt_text_has(a, yt_item(a, p)->start, "年"))
      return to;
    year = year || yt_text_has(a, yt_item(a, p)->start, "年");
  }
  return year && p < a->items->len && byte_at(a, p) == ')' && yt_item(a, to + 1)->kind == YT_ITEM_NUMBER
             ? p + 1
             : to;
}

/* “2+1”产业体系: which industries there are, and no programme. */
static gboolean
is_system_of_industries(const YtAnalysis *a, guint32 i)
{
  return yt_text_has(a, yt_item(a, i)->start, "体系") && yt_text_ends(a, yt_item(a, i)->start, "产业");
}

/* 二期 in 二期易地扶贫搬迁安置小区: what is built stands behind it. */
static gboolean
is_phase_of_more(const YtAnalysis *a, guint32 i)
{
  const YtItem *item = yt_item(a, i), *next = i + 1 < a->items->len ? item + 1 : NULL;
  return item->end - item->start == 6 && yt_text_ends(a, item->end, "期") && next &&
         next->kind == YT_ITEM_HAN && next->pos == YT_POS_NOUN && next->end - next->start > 4 &&
         !in(a, i + 1, a->grammar->known.stop) && !in(a, i + 1, a->grammar->known.inner);
}

/* The bracket that closes (…) at item @to, with words alone inside, or NO_ITEM. */
static guint32
close_of_words(const YtAnalysis *a, guint32 to)
{
  guint32 p = to + 1;
  if (to + 2 >= a->items->len || byte_at(a, to) != '(')
    return NO_ITEM;
  while (p < a->items->len && yt_item(a, p)->kind == YT_ITEM_HAN)
    p++;
  return p > to + 1 && p < a->items->len && byte_at(a, p) == ')' ? p : NO_ITEM;
}

/* 产业园(一期): behind the bracket, or @to. */
static guint32
with_phase(const YtAnalysis *a, guint32 to)
{
  guint32 close = close_of_words(a, to);
  return close != NO_ITEM && yt_item(a, close)->start - yt_item(a, to)->end == 6 &&
                 yt_text_ends(a, yt_item(a, close)->start, "期")
             ? close + 1
             : to;
}

/* 产业园区(登高片区), a part of a park: behind the bracket, or @to. */
static guint32
with_section(const YtAnalysis *a, guint32 to)
{
  guint32 close = close_of_words(a, to);
  return close != NO_ITEM && yt_item(a, close)->start - yt_item(a, to)->end <= 24 &&
                 (yt_text_ends(a, yt_item(a, close)->start, "片区") ||
                  yt_text_ends(a, yt_item(a, close)->start, "区块"))
             ? close + 1
             : to;
}

/* 内镜机器人系统: behind 系统, where no more words follow, or @to. */
static guint32
with_system(const YtAnalysis *a, guint32 to)
{
  const YtItem *item = to + 1 < a->items->len ? yt_item(a, to) : NULL;
  return item && item->end - item->start == 6 && yt_text_has(a, item->start, "系统") &&
                 item[1].kind != YT_ITEM_HAN
             ? to + 1
             : to;
}

/* 集群化, 枢纽型, 园区规划面积, 项目库, 赛科星: what stands behind the suffix makes another word of it. */
static gboolean
goes_on_as_word(const YtAnalysis *a, guint32 i, YtClass class)
{
  static const char *const measured[] = {"面积", "用地", "占地", "总面积", "总用地"};
  const YtItem *item = yt_item(a, i), *next = i + 1 < a->items->len ? item + 1 : NULL;
  if (!next || next->kind != YT_ITEM_HAN)
    return FALSE;
  gboolean lone = next->end - next->start == 3;
  if (lone && (yt_text_has(a, next->start, "化") || yt_text_has(a, next->start, "型")))
    return TRUE;
  if (class == YT_CLASS_PROJECT && lone && yt_text_has(a, next->start, "库") &&
      yt_text_ends(a, item->end, "项目"))
    return TRUE;
  for (guint k = 0; k < G_N_ELEMENTS(measured) && class == YT_CLASS_POLICY; k++)
    if (yt_text_has(a, next->start, measured[k]) && yt_text_ends(a, item->end, "规划"))
      return TRUE;
  return class == YT_CLASS_PROGRAM && item->end - item->start == 3 && is_lone(a, i + 1) &&
         i + 2 < a->items->len && is_lone(a, i + 2); /* 内蒙古 + 赛 + 科星 */
}

/* 邱镇 in 次邱镇, 川镇 in 渭源县会川镇: does a town's name of one character and 镇 begin at item @from, with its first character before it,
 * which ends other names? So it is where the county stands before that, or where the document always has it there. */
static gboolean
is_cut_town_at(const YtAnalysis *a, guint32 first, guint32 from)
{
  if (from <= first || from + 1 >= a->items->len || !is_lone(a, from) || !is_lone(a, from + 1) ||
      !(yt_text_has(a, yt_item(a, from + 1)->start, "镇") ||
        yt_text_has(a, yt_item(a, from + 1)->start, "乡")))
    return FALSE;
  const YtItem *before = yt_item(a, from - 1);
  if (before->kind != YT_ITEM_HAN || before->end - before->start != 3 ||
      in(a, from - 1, a->grammar->known.hard_stop) || in(a, from - 1, a->grammar->known.and) ||
      in(a, from - 1, a->grammar->known.where))
    return FALSE;
  const YtItem *county = from >= first + 2 ? before - 1 : NULL;
  return (county && county->end - county->start >= 9 && yt_resolve_place(a, county) != 0) ||
         is_always_behind(a, yt_item(a, from)->start, yt_item(a, from + 1)->end);
}

/* “一号改革工程”: all of what is quoted, from the mark at item @open to the suffix at item @i, is a name, unless it is a slogan, a wish or
 * a kind of things. */
static void
add_quoted_name(YtAnalysis *a, guint32 open, guint32 i, YtClass class)
{
  const YtKnownLists *known = &a->grammar->known;
  guint32 from = open + 1;
  if (from == i || /* 再投资的“二期”项目 */
      is_slogan(a, from, i + 1) || is_wish(a, from, i + 1))
    return;
  if (class == YT_CLASS_COMPANY &&
      memchr(a->text->text + yt_item(a, open)->start, '+', yt_item(a, i)->start - yt_item(a, open)->start))
    return; /* “村集体+合作社” */
  if (class == YT_CLASS_PLATFORM && in(a, i, known->quoted_only) && quotes_common_word(a, from, i))
    return; /* 一张“金融网” */
  gboolean noun = from + 1 == i && yt_item(a, from)->end - yt_item(a, from)->start > 4 &&
                  yt_item(a, from)->pos != YT_POS_VERB && !in(a, from, known->generic) &&
                  !in(a, from, known->inner) && !in(a, from, known->trim) && !yt_is_quality(a, from) &&
                  !yt_is_industry(a, from); /* “太行药谷” */
  if (class == YT_CLASS_PARK && !noun && !yt_any_distinguishes(a, from, i) &&
      !yt_text_has(a, yt_item(a, from)->start, "中国"))
    return; /* 国家级“绿色工业园区” */
  gboolean verb = from + 1 < i && !in(a, from, known->inner) &&
                  (in(a, from, known->measure_verb) ||
                   (in(a, from, known->stop) && yt_item(a, from)->end - yt_item(a, from)->start == 6));
  if (verb) {
    gboolean placed = yt_resolve_place(a, yt_item(a, from + 1)) != 0;
    if (placed || (class != YT_CLASS_PROGRAM && class != YT_CLASS_POLICY)) {
      if (!placed && !yt_any_distinguishes(a, from + 1, i))
        return; /* “申报国家级产业集群”的建议 */
      from++;   /* “设立房山区…基金”的建议 */
    }
  }
  yt_add_mention(a, from, i + 1, class, "suffix/quoted", 0.85);
}

/* The mark that closes the quotation that begins at item @open, before item @to; @to: none does. */
static guint32
close_before(const YtAnalysis *a, guint32 open, guint32 to)
{
  guint32 close = open + 1;
  while (close < to && !is_mark(a, close, "”"))
    close++;
  return MIN(close, to);
}

/* 项目集中签约仪式: of many projects, behind the word at item @i. */
static gboolean
is_signed_at_ceremony(const YtAnalysis *a, guint32 i)
{
  for (guint32 p = i + 1; p < a->items->len && p < i + 4 && yt_item(a, p)->kind == YT_ITEM_HAN; p++)
    if (yt_text_has(a, yt_item(a, p)->start, "仪式") || yt_text_has(a, yt_item(a, p)->start, "活动"))
      return TRUE;
  return FALSE;
}

/* 讯, 保定6月18日电: does a dispatch's line go on at item @i, behind who sent it? */
static gboolean
leads_dispatch(const YtAnalysis *a, guint32 i)
{
  if (i < a->items->len && yt_text_has(a, yt_item(a, i)->start, "讯"))
    return TRUE;
  for (guint32 p = i; p < a->items->len && p < i + 7 && yt_item(a, p)->kind != YT_ITEM_STOP; p++)
    if (yt_text_has(a, yt_item(a, p)->start, "日电") || yt_text_has(a, yt_item(a, p)->start, "日讯") ||
        yt_text_has(a, yt_item(a, p)->start, "日专电"))
      return TRUE;
  return FALSE;
}

/* Is a plant's name one firm's: 红日生产基地? A 产业基地 is so only where the firm is known, or told by its name's end. */
static gboolean
is_plant_of_firm(const YtAnalysis *a, guint32 from, guint32 i)
{
  if (!in(a, i, a->grammar->known.plant) || !yt_has_firm_at_head(a, from, i))
    return FALSE;
  gboolean told = !yt_text_has(a, yt_item(a, i)->start, "产业基地");
  for (guint32 p = from; p < i && p < from + 5 && !told; p++)
    told = in(a, p, a->grammar->known.sure_tail) || yt_entry_of(a, yt_item(a, p), YT_CLASS_COMPANY);
  return told;
}

/* 中科院上海药物所烟台分所: is it an institute whose branch ends with item @i? */
static gboolean
is_institutes_branch(const YtAnalysis *a, guint32 from, guint32 i)
{
  gboolean institute = FALSE;
  for (guint32 p = from; p < i && !institute; p++)
    institute =
        suffix_class(a, p) == YT_CLASS_INSTITUTION || yt_entry_of(a, yt_item(a, p), YT_CLASS_INSTITUTION);
  return institute && yt_text_has(a, yt_item(a, i)->start, "分所");
}

/* 东 before 片: a side of something. */
static gboolean
is_side(const YtAnalysis *a, guint32 i)
{
  static const char *const sides[] = {"东", "西", "南", "北", "中"};
  gboolean side = FALSE;
  for (guint k = 0; is_lone(a, i) && k < G_N_ELEMENTS(sides); k++)
    side = side || yt_text_has(a, yt_item(a, i)->start, sides[k]);
  return side;
}

static void
find_suffix_names(YtAnalysis *a)
{
  guint block = 0;
  for (guint32 i = yt_next_player(a, 0, YT_ROLE_SUFFIX); i < a->items->len;
       i = yt_next_player(a, i + 1, YT_ROLE_SUFFIX)) {
    YtClass class = suffix_class(a, i);
    gboolean tail = class == YT_CLASS_NONE;
    guint32 first = block_start(a, i, &block);
    if (tail) {
      find_cut_town(a, first, i);
      find_village(a, first, i);
      class = class_of_tail(a, first, i);
    }
    if (class == YT_CLASS_NONE)
      continue;
    if (class == YT_CLASS_PROGRAM && i + 1 < a->items->len && in(a, i + 1, a->grammar->known.planned) &&
        yt_text_has(a, yt_item(a, i)->start, "计划")) /* …项目计划总投资4.83亿元 */
      continue;
    if (class == YT_CLASS_PROGRAM && i + 1 < a->items->len &&
        (in(a, i + 1, a->grammar->known.policy_noun) ||
         suffix_class(a, i + 1) == YT_CLASS_INSTITUTION)) /* …专项行动方案, …工程技术中心 */
      continue;
    if (is_system_of_industries(a, i) || goes_on_as_word(a, i, class))
      continue;
    if (class == YT_CLASS_PLATFORM && (ends_as_newspaper(a, yt_item(a, i)->end) || leads_dispatch(a, i + 1)))
      continue; /* 云州新闻网, 云州网保定6月18日电 */
    if (class == YT_CLASS_COMPANY &&
        (yt_text_has(a, yt_item(a, i)->end, "报") || yt_text_has(a, yt_item(a, i)->end, "网讯")))
      continue; /* 上海证券报 */
    if (class == YT_CLASS_POLICY && yt_text_has(a, yt_item(a, i)->start, "条") &&
        yt_item(a, i)->end - yt_item(a, i)->start == 3 &&
        (i == first || yt_item(a, i - 1)->kind != YT_ITEM_NUMBER))
      continue; /* “进度条” */
    if (class == YT_CLASS_PROGRAM && yt_text_has(a, yt_item(a, i)->start, "赛") &&
        yt_text_ends(a, yt_item(a, i)->start, "他"))
      continue; /* 多西他赛 is a medicine */
    if (class == YT_CLASS_PLACE && yt_text_ends(a, yt_item(a, i)->start, "之")) /* 中国农业机械之乡 */
      continue;
    if (class == YT_CLASS_PRODUCT && i > first && yt_text_has(a, yt_item(a, i)->start, "片") &&
        is_side(a, i - 1))
      continue; /* 高新区东片 */
    if (class == YT_CLASS_PARK && i > first && yt_text_has(a, yt_item(a, i)->start, "起步区") &&
        suffix_class(a, i - 1) == YT_CLASS_CLUSTER)
      continue; /* 集群起步区 */
    if (class == YT_CLASS_PROJECT && (is_phase_of_more(a, i) || is_signed_at_ceremony(a, i)))
      continue;
    if (class == YT_CLASS_PROGRAM && yt_text_has(a, yt_item(a, i)->start, "改革") &&
        yt_text_ends(a, yt_item(a, i)->start, "发展"))
      continue; /* 国家发展改革工作 */
    YtExtent extent =
        in(a, i, a->grammar->known.group) ? yt_extend_group(a, first, i) : yt_extend_left(a, first, i, class);
    if (class == YT_CLASS_AGENCY && yt_text_ends(a, yt_item(a, i)->end, "工作组") && extent.from < i &&
        yt_resolve_place(a, yt_item(a, extent.from)) == 0 && !in(a, extent.from, a->grammar->known.admin))
      continue;                                  /* 专项工作组 is any, but not 雅安市…工作组 */
    if (is_cut_town_at(a, first, extent.from)) { /* 次邱镇, 渭源县会川镇 */
      extent.from--;
      extent.named = TRUE;
    }
    guint32 end = class == YT_CLASS_PRODUCT ? with_system(a, i + 1) : i + 1;
    guint32 open =
        end < a->items->len && is_mark(a, end, "”") ? yt_opening_of(a, first, end - 1, "“") : NO_ITEM;
    if (open != NO_ITEM) {
      add_quoted_name(a, open, end - 1, class);
      continue;
    }
    for (guint32 p = i; class == YT_CLASS_PRODUCT && p-- > extent.from + 1;)
      if (yt_item(a, p - 1)->kind == YT_ITEM_NUMBER && in(a, p, a->grammar->known.counter)) {
        extent = (YtExtent){.from = p + 1, .named = yt_any_distinguishes(a, p + 1, i)}; /* 第1支/流感疫苗 */
        break;
      }
    gboolean site = tail && yt_text_has(a, yt_item(a, i)->start, "基地");
    if (extent.from == i || (tail && !yt_any_distinguishes(a, extent.from, i)) ||
        (site && yt_resolve_place(a, yt_item(a, extent.from)) == 0) ||
        (!extent.named && in(a, i, a->grammar->known.quoted_only)))
      continue;
    gboolean towns = class == YT_CLASS_PLACE && i > first &&
                     (yt_text_ends(a, yt_item(a, i)->start, "驻") ||
                      yt_text_ends(a, yt_item(a, i)->start, "帮")); /* 驻镇帮镇 */
    for (guint32 p = extent.from; p < i && class == YT_CLASS_PLACE && !towns; p++)
      towns = suffix_class(a, p) == YT_CLASS_PLACE && p + 1 < i;
    if (towns)
      continue;
    if (class == YT_CLASS_PLACE && is_mark(a, extent.from, "“")) /* “再突破”现代化新型城镇 */
      continue;
    if (class == YT_CLASS_PROJECT && suffix_class(a, i - 1) == YT_CLASS_FUND) /* 产业投资基金二期 */
      class = YT_CLASS_FUND;
    if (class == YT_CLASS_PROJECT && yt_text_ends(a, yt_item(a, i)->end, "育基地") &&
        yt_text_has(a, yt_item(a, extent.from)->start, "国家"))
      class = YT_CLASS_PARK; /* 国家区域性…良种繁育基地: no firm's */
    if (class == YT_CLASS_COMPANY && is_institutes_branch(a, extent.from, i))
      class = YT_CLASS_INSTITUTION;
    if (class == YT_CLASS_PARK && is_plant_of_firm(a, extent.from, i))
      class = YT_CLASS_PROJECT;
    if (is_mark(a, extent.from, "“")) { /* “甬欣基金”专项基金: the quoted name is whole by itself */
      guint32 close = close_before(a, extent.from, i);
      if (close + 1 < i && yt_item(a, close + 1)->pos == YT_POS_NUMERAL &&
          yt_ends_in_list(a, yt_item(a, close + 1)->end, a->grammar->known.counter))
        continue; /* “登高”“育苗”“上云”三项行动 */
      if (close < i && close - 1 > extent.from + 1 && in(a, close - 1, a->grammar->suffix_lists[class])) {
        yt_add_mention(a, extent.from + 1, close, class, "suffix", 0.9);
        continue;
      }
    }
    if (class == YT_CLASS_PRODUCT && is_mark(a, extent.from, "“") &&
        yt_text_ends(a, yt_item(a, i)->end, "品牌")) {
      guint32 close =
          close_before(a, extent.from, i); /* “柞水木耳”区域公用品牌: the brand is what is quoted */
      if (close < i && close > extent.from + 1) {
        yt_add_mention(a, extent.from + 1, close, class, "suffix/quoted", 0.85);
        continue;
      }
    }
    if (class == YT_CLASS_PROJECT && is_mark(a, extent.from, "“") && extent.from + 1 < i &&
        yt_text_has(a, yt_item(a, extent.from + 1)->start, "揭榜"))
      class = YT_CLASS_PROGRAM; /* “揭榜挂帅”项目 */
    if (class == YT_CLASS_AGENCY && is_each(a, first, extent.from)) {
      yt_reject_name(a, extent.from, i + 1, class, "suffix", YT_WHY_EACH);
      continue;
    }
    const guint32 kinds = 1u << YT_CLASS_PROJECT | 1u << YT_CLASS_PROGRAM | 1u << YT_CLASS_PLATFORM |
                          1u << YT_CLASS_PRODUCT | 1u << YT_CLASS_CLUSTER | 1u << YT_CLASS_PARK |
                          1u << YT_CLASS_INSTITUTION | 1u << YT_CLASS_FUND;
    gboolean named =
        extent.named && !ranks_all(a, extent.from, i) &&
        !((class == YT_CLASS_PARK || class == YT_CLASS_PROJECT) &&
          is_superlative(a, first, extent.from, i)) &&
        !(class == YT_CLASS_PRODUCT && extent.from + 1 == i && /* 华东地区疫苗 */
          yt_resolve_place(a, yt_item(a, extent.from)) != 0) &&
        ((class == YT_CLASS_COMPANY && in(a, i, a->grammar->known.strong_suffix)) || /* …有限公司4家 */
         !is_counted(a, extent.from, i + 1)) &&
        !((kinds >> class & 1) && sums_up(a, first, extent.from));
    guint32 to = class == YT_CLASS_INSTITUTION || class == YT_CLASS_PLATFORM
                     ? with_place(a, extent.from, i + 1, class)
                     : i + 1;
    if (class == YT_CLASS_PROGRAM && named && ends_with(a->text->text, yt_item(a, i)->end, "计划") &&
        with_years(a, i + 1) > i + 1) {
      class = YT_CLASS_POLICY;
      to = with_years(a, i + 1);
    }
    if ((class == YT_CLASS_PARK || class == YT_CLASS_PROJECT) && with_phase(a, to) > to) {
      class = YT_CLASS_PROJECT; /* …产业园(一期) is built */
      to = with_phase(a, to);
    }
    if (class == YT_CLASS_PARK && to == i + 1 && to < a->items->len &&
        yt_text_ends(a, yt_item(a, i)->end, "园") && yt_item(a, to)->end - yt_item(a, to)->start == 3 &&
        yt_text_has(a, yt_item(a, to)->start, "区"))
      to++; /* 物流园 + 区 */
    if (class == YT_CLASS_PARK)
      to = with_section(a, to);
    if (class == YT_CLASS_PRODUCT)
      to = with_system(a, to);
    if (class == YT_CLASS_POLICY && to < a->items->len && yt_text_ends(a, yt_item(a, i)->end, "规划") &&
        yt_text_has(a, yt_item(a, to)->start, "纲要"))
      to++; /* “十五五”规划纲要 */
    YtMention *mention = yt_add_mention(a, extent.from, to, class, "suffix", named ? 0.85 : 0.5);
    mention->state = named ? YT_MENTION_NAMED : YT_MENTION_WEAK;
  }
}

/* 地区 in 地区人社局, in a document of such a prefecture. */
static gboolean
is_own_prefecture(const YtAnalysis *a, guint32 i)
{
  const YtItem *item = yt_item(a, i);
  const YtEntry *own =
      a->city != 0 && item->end - item->start == strlen("地区") && yt_text_has(a, item->start, "地区")
          ? yt_grammar_find_division(a->grammar, a->city)
          : NULL;
  return own && g_str_has_suffix(own->canonical, "地区");
}

/* The first item of 自然资源 or 发展改革, where 和 at item @i joins that to another task of one agency: nouns that are no agency,
 * one or two of them, behind an owner. NO_ITEM: it joins something else. */
static guint32
task_before(const YtAnalysis *a, guint32 first, guint32 i)
{
  const YtKnownLists *known = &a->grammar->known;
  if (!in(a, i, known->and) || !yt_text_has(a, yt_item(a, i)->start, "和") ||
      !yt_text_ends(a, yt_item(a, i + 1)->end, "局"))
    return NO_ITEM;
  for (guint32 p = i; p > first + 1 && i - p < 2; p--) {
    const YtItem *task = yt_item(a, p - 1);
    YtClass class = suffix_class(a, p - 1);
    if (task->kind != YT_ITEM_HAN || task->word == YT_WORD_NONE ||
        (class != YT_CLASS_NONE && class != YT_CLASS_PROGRAM) || task->end - task->start < 6 ||
        in(a, p - 1, known->agency_kind) || in(a, p - 1, known->admin) || yt_resolve_place(a, task) != 0)
      return NO_ITEM;
    if (in(a, p - 2, known->admin) || yt_resolve_place(a, yt_item(a, p - 2)) != 0)
      return p - 1;
  }
  return NO_ITEM;
}

/* 经 in 县经科信局: the first of the tasks that an agency's name gives a character each, behind its owner. */
static gboolean
begins_with_task(const YtAnalysis *a, guint32 first, guint32 i)
{
  static const char *const tasks[] = {"经", "教", "文", "农", "商", "工", "住", "财"};
  const YtItem *item = yt_item(a, i);
  if (i == first || item->end - item->start != 3 ||
      !(in(a, i - 1, a->grammar->known.admin) || yt_resolve_place(a, yt_item(a, i - 1)) != 0))
    return FALSE;
  for (guint k = 0; k < G_N_ELEMENTS(tasks); k++)
    if (yt_text_has(a, item->start, tasks[k]))
      return TRUE;
  return FALSE;
}

/* 保障局: an agency's kind by its form, a word of no list. */
static inline gboolean
is_like_kind(const YtAnalysis *a, guint32 i)
{
  const YtItem *item = yt_item(a, i);
  return item->kind == YT_ITEM_HAN && item->end - item->start == 9 && item->set == 0 &&
         yt_text_ends(a, item->end, "局");
}

/* The item 县 in 县木耳办牵头: whose office 办 at item @i is, which is called by one to three words; NO_ITEM: 办 is a verb. */
static guint32
owner_of_office(const YtAnalysis *a, guint32 first, guint32 i)
{
  const YtKnownLists *known = &a->grammar->known;
  const YtItem *item = yt_item(a, i);
  if (item->end - item->start != 3 || !yt_text_has(a, item->start, "办") || i + 1 >= a->items->len ||
      (item[1].kind == YT_ITEM_HAN && !in(a, i + 1, known->answerable) && !in(a, i + 1, known->etc) &&
       !in(a, i + 1, known->post))) /* 安化县健康产业办主任 */
    return NO_ITEM;
  for (guint32 p = i; p > first && i - p < 4; p--) {
    const YtItem *before = yt_item(a, p - 1);
    if (in(a, p - 1, known->admin) || (before->kind == YT_ITEM_HAN && yt_resolve_place(a, before) != 0))
      return p < i ? p - 1 : NO_ITEM;
    if (before->kind != YT_ITEM_HAN || in(a, p - 1, known->stop) || in(a, p - 1, known->and) ||
        in(a, p - 1, known->agency_kind) || before->pos == YT_POS_VERB || before->pos == YT_POS_FUNCTION)
      return NO_ITEM;
  }
  return NO_ITEM;
}

/* 政协文山州 in 政协文山州十四届四次会议: the place stands behind the body. */
static gboolean
is_congress_of_place(const YtAnalysis *a, guint32 i)
{
  const YtItem *item = yt_item(a, i);
  return i + 2 < a->items->len && item->end - item->start == 6 &&
         (yt_text_has(a, item->start, "政协") || yt_text_has(a, item->start, "人大")) &&
         yt_resolve_place(a, item + 1) != 0 &&
         (item[2].pos == YT_POS_NUMERAL || yt_text_has(a, item[2].start, "第"));
}

/* 市六届人大: the first item of the body's name around its term, where 人大 stands at item @i; NO_ITEM: it is none. */
static guint32
congress_around_term(const YtAnalysis *a, guint32 first, guint32 i)
{
  const YtItem *item = yt_item(a, i);
  gboolean body = item->end - item->start == 6 &&
                  (yt_text_has(a, item->start, "政协") || yt_text_has(a, item->start, "人大"));
  if (!body || i < first + 2 || !yt_text_ends(a, item[-1].end, "届") ||
      !(in(a, i - 2, a->grammar->known.admin) || yt_resolve_place(a, item - 2) != 0))
    return NO_ITEM;
  return i - 2;
}

/* 财政 that is no agency: 中央财政资金 tells whose money it is, 市人大财政经济委员会 is a committee of another body. */
static gboolean
is_finance_of_other(const YtAnalysis *a, guint32 i)
{
  const YtItem *item = yt_item(a, i);
  return i > 0 && item->end - item->start == 6 && yt_text_has(a, item->start, "财政") &&
         (yt_text_has(a, item[-1].start, "中央") || yt_text_ends(a, item[-1].end, "中央") ||
          (i + 2 < a->items->len && yt_text_has(a, item[1].start, "经济") &&
           yt_text_has(a, item[2].start, "委员会")));
}

/* The zone that an agency's one word begins with, 江北新区 in 南京江北新区管委会, of @n_zone bytes, is a park by itself. Returns from which item
 * the agency's name goes, which has the zone's place and the characters before it. */
static guint32
add_zone_of_committee(YtAnalysis *a, guint32 first, guint32 i, guint32 n_zone)
{
  const YtKnownLists *known = &a->grammar->known;
  guint32 from = i;
  if (from > first && yt_text_has(a, yt_item(a, from - 1)->start, "综合"))
    from--;
  while (from > first && i - from < 3 && is_lone(a, from - 1) && !in(a, from - 1, known->stop) &&
         !in(a, from - 1, known->and))
    from--;
  if (from > first && yt_resolve_place(a, yt_item(a, from - 1)) != 0)
    from--;
  YtExtent zone = from == i ? yt_extend_left(a, first, i, YT_CLASS_PARK) : (YtExtent){.from = from};
  if (zone.named && yt_resolve_place(a, yt_item(a, zone.from)) != 0) /* 武汉东湖新技术开发区管委会 */
    from = zone.from;
  if (from < i)
    yt_add_mention(a, from, i + 1, YT_CLASS_PARK, "agency/zone", 0.85)->end = yt_item(a, i)->start + n_zone;
  return from;
}

/* The zone in 吉林 + 经济技术开发区管委会, which begins at item @from, is a park too; but a committee that issues the document may speak for
 * its city. */
static void
add_zone_of_place(YtAnalysis *a, guint32 from, guint32 i)
{
  const char *issuer = a->header.issuer;
  gsize n_zone = yt_leading_word(a, i, a->grammar->suffix_lists[YT_CLASS_PARK]);
  if (n_zone == 0 || n_zone == yt_item(a, i)->end - yt_item(a, i)->start ||
      (issuer && (g_str_has_suffix(issuer, "管委会") || g_str_has_suffix(issuer, "管理委员会"))))
    return;
  yt_add_mention(a, from, i + 1, YT_CLASS_PARK, "agency/zone", 0.85)->end =
      yt_item(a, i)->start + (guint32) n_zone;
}

/* An agency's kind (经信厅, 人民政府) belongs to the place, park or 省 市 区 县 before it. */
static void
find_agencies(YtAnalysis *a)
{
  const YtKnownLists *known = &a->grammar->known;
  guint block = 0;
  for (guint32 i = yt_next_player(a, 0, YT_ROLE_AGENCY); i < a->items->len;
       i = yt_next_player(a, i + 1, YT_ROLE_AGENCY)) {
    if (is_finance_of_other(a, i))
      continue;
    if (is_congress_of_place(a, i)) {
      yt_add_mention(a, i, i + 2, YT_CLASS_AGENCY, "agency", 0.95);
      continue;
    }
    guint32 line = block_start(a, i, &block), office = owner_of_office(a, line, i);
    guint32 around = congress_around_term(a, line, i);
    if (around != NO_ITEM) {
      yt_add_mention(a, around, i + 1, YT_CLASS_AGENCY, YT_TERM_RULE, 0.95);
      continue;
    }

    if (office != NO_ITEM)
      yt_add_mention(a, office, i + 1, YT_CLASS_AGENCY, "agency/office", 0.85);
    if (office != NO_ITEM ||
        (yt_text_has(a, yt_item(a, i)->start, "办") && yt_item(a, i)->end - yt_item(a, i)->start == 3))
      continue;
    gboolean like = is_like_kind(a, i);
    gboolean branch = in(a, i, known->agency_branch); /* 人民银行江苏省分行: of an agency, or none */
    if (yt_text_has(a, yt_item(a, i)->start, "街道") || yt_text_has(a, yt_item(a, i)->start, "镇") ||
        yt_text_has(a, yt_item(a, i)->start, "乡")) /* 候口街道办事处: an unknown name stands before it */
      continue;
    guint32 first = line, from = i, between = 0;
    gboolean of_agency = FALSE, begins_owned = begins_with_list(a, i, known->admin);
    while (from > first && between < 4) {
      guint32 before = from - 1;
      const YtItem *item = yt_item(a, before);
      if (from < i && in(a, from, known->admin) && in(a, before, known->agency_kind) &&
          !yt_text_ends(a, item->end, "委"))
        break; /* 省科技厅省工信厅: two bodies */
      if (from < i && !branch && in(a, before, known->agency_kind) &&
          yt_resolve_place(a, yt_item(a, from)) != 0 &&
          (yt_text_ends(a, item->end, "厅") || yt_text_ends(a, item->end, "局") ||
           yt_text_ends(a, item->end, "室")))
        break; /* 河南省委办公厅河南省人民政府办公厅 */
      if (yt_entry_of(a, item, YT_CLASS_AGENCY)) {
        from = before;
        of_agency = TRUE;
      } else if (from == i && begins_owned && in(a, before, known->agency_kind) &&
                 (begins_with_list(a, before, known->admin) ||
                  (before > first && yt_text_has(a, item->start, "委") &&
                   yt_resolve_place(a, yt_item(a, before - 1)) != 0))) {
        break; /* 市委市政府, 武汉市委市政府: two bodies */
      } else if (in(a, before, known->admin) ||
                 (item->kind == YT_ITEM_HAN && yt_resolve_place(a, item) != 0) ||
                 is_own_prefecture(a, before) || in(a, before, known->agency_kind))
        from = before;
      else if (of_agency)
        break;
      else if (in(a, before, a->grammar->suffix_lists[YT_CLASS_PARK])) { /* 天门经济开发区科技经信局 */
        YtExtent park = yt_extend_left(a, first, before, YT_CLASS_PARK);
        if (!park.named && !(in(a, before, known->zone) && park.from == before))
          break;
        from = park.from;
      } else if (!branch && before > first && yt_item(a, before - 1)->kind == YT_ITEM_HAN &&
                 yt_resolve_place(a, yt_item(a, before - 1)) != 0 &&
                 (yt_is_industry(a, before) ||
                  (is_lone(a, before) && item->pos == YT_POS_NOUN))) { /* 宝鸡市钛产业链工作专班 */
        from = before;
      } else if (from == i && begins_with_task(a, first, before)) { /* 县经科信局 */
        from = before;
      } else if (from == i && task_before(a, first, before) != NO_ITEM) { /* 市自然资源和城乡建设局 */
        from = task_before(a, first, before);
      } else if (in(a, before, known->cooperate) || in(a, before, known->post)) { /* 省科技厅协同梅州市政府 */
        break;
      } else if (in(a, before, known->generic) || in(a, before, known->inner) ||
                 (!begins_owned && !branch && item->pos == YT_POS_NOUN && item->end - item->start > 4 &&
                  yt_name_goes_on(a, first, before, YT_CLASS_AGENCY))) {
        between++; /* 开发区科技经信局: kinds that the gazetteer has not, where an owner stands before them */
        from = before;
        continue;
      } else
        break;
      between = 0;
    }
    from += between;
    if (from == i && i > first && is_mark(a, i - 1, "”") && !begins_owned &&
        yt_item(a, i)->end - yt_item(a, i)->start >= 12) {
      guint32 quote = yt_opening_of(a, first, i - 1, "“"); /* “景漂”人才服务局 */
      if (quote != NO_ITEM && i - quote <= 5)
        from = quote;
    }
    if (from == i && yt_leading_word(a, i, known->group) > 0) { /* 市生物医药产业发展 + 领导小组办公室 */
      YtExtent group = yt_extend_group(a, first, i);
      if (group.from < i &&
          (in(a, group.from, known->admin) || yt_resolve_place(a, yt_item(a, group.from)) != 0))
        from = group.from;
    }
    const YtEntry *before_kind =
        from == i && from > first ? yt_entry_of(a, yt_item(a, i - 1), YT_CLASS_PLACE) : NULL;
    guint32 verb = before_kind && before_kind->level == 3 ? verb_before_level(a, before_kind) : 0;
    if (verb > 0) /* 会同县财政局 */
      from--;
    if ((branch && !of_agency) ||
        (like && (from == i || (yt_resolve_place(a, yt_item(a, from)) == 0 && !in(a, from, known->admin)))))
      continue;
    gsize n_zone = from == i ? yt_leading_word(a, i, a->grammar->suffix_lists[YT_CLASS_PARK]) : 0;
    if (n_zone > 0 && n_zone < yt_item(a, i)->end - yt_item(a, i)->start)
      from = add_zone_of_committee(a, first, i, (guint32) n_zone);
    else if (from < i && yt_resolve_place(a, yt_item(a, i - 1)) != 0)
      add_zone_of_place(a, from, i);
    gboolean levels = from < i && in(a, from, known->admin) &&
                      begins_with_list(a, from + 1, known->admin) && /* 县区政府, but 市市场监管局 */
                      (yt_text_has(a, yt_item(a, from + 1)->start + 3, "政府") ||
                       yt_text_has(a, yt_item(a, from + 1)->start + 3, "人民政府"));
    if (is_each(a, first, from) || levels || in(a, from, known->each_between)) {
      yt_reject_name(a, from, i + 1, YT_CLASS_AGENCY, "agency", YT_WHY_EACH);
      continue;
    }
    if (from == i && (in(a, i, a->grammar->known.group) || in(a, i, a->grammar->known.group_part)))
      continue; /* of which group shows later */
    gboolean owned = (from < i || begins_owned) && !is_counted(a, from, i + 1);
    gsize n = yt_utf8_length(a->text->text + yt_item(a, i)->start, yt_item(a, i)->end - yt_item(a, i)->start);
    YtMention *mention = yt_add_mention(a, from, i + 1, YT_CLASS_AGENCY, "agency", owned ? 0.95 : 0.7);
    mention->state = owned || n >= 4 ? YT_MENTION_NAMED : YT_MENTION_WEAK;
  }
}

/* 候口街道办事处党工委 spells its office and its place. */
static void
find_towns_of_agencies(YtAnalysis *a)
{
  static const char office[] = "街道办事处";
  guint n = a->mentions->len;
  for (guint m = 0; m < n; m++) {
    const YtMention outer = *yt_mention(a, m);
    if (outer.class != YT_CLASS_AGENCY || outer.state != YT_MENTION_NAMED)
      continue;
    const char *at = yt_find_words(a->text->text + outer.start, outer.end - outer.start, office);
    gsize begin = at ? (gsize) (at - a->text->text) : 0;
    if (!at || begin < outer.start + 6)
      continue;
    YtMention *place = yt_add_mention(a, outer.item_from, outer.item_to, YT_CLASS_PLACE, YT_TOWN_RULE, 0.8);
    place->end = (guint32) (begin + strlen("街道"));
    if (begin + strlen(office) == outer.end)
      continue;
    YtMention *inner = yt_add_mention(a, outer.item_from, outer.item_to, YT_CLASS_AGENCY, YT_TOWN_RULE, 0.8);
    inner->end = (guint32) (begin + strlen(office));
  }
}

/* Is the item the short name of a county that is not the document's own? A firm may well be called so: 岱岳资本. */
static gboolean
is_far_county(const YtAnalysis *a, guint32 i)
{
  guint32 place = yt_item(a, i)->kind == YT_ITEM_HAN ? yt_resolve_place(a, yt_item(a, i)) : 0;
  const YtEntry *entry = place != 0 ? yt_entry(a, place) : NULL;
  return entry && entry->level == 3 && entry->is_short && entry->code != a->city && entry->parent != a->city;
}

/* 大庆石化: a place, a tail that makes it a firm's name, and no more nouns behind. */
static gboolean
is_firm_of_place(const YtAnalysis *a, guint32 first, guint32 i)
{
  const YtKnownLists *known = &a->grammar->known;
  gboolean holding =
      i > first + 1 && yt_text_has(a, yt_item(a, i)->start, "控股") && /* 海南省发展控股 */
      (yt_text_has(a, yt_item(a, i - 1)->start, "发展") || yt_text_has(a, yt_item(a, i - 1)->start, "产业") ||
       yt_text_has(a, yt_item(a, i - 1)->start, "建设"));
  guint32 place =
      i > first + 1 && (holding || in(a, i - 1, known->company_tail)) ? i - 2 : i - 1; /* 大连船舶重工 */
  if (i == first || !in(a, i, known->place_tail) || yt_item(a, place)->kind != YT_ITEM_HAN ||
      yt_resolve_place(a, yt_item(a, place)) == 0)
    return FALSE;
  const YtItem *next = i + 1 < a->items->len ? yt_item(a, i + 1) : NULL;
  return !next || next->kind != YT_ITEM_HAN ||
         (!in(a, i + 1, known->generic) && !yt_is_industry(a, i + 1) && next->pos != YT_POS_NOUN) ||
         in(a, i + 1, known->etc);
}

/* 逍遥 in 逍遥创投, 高新 in 高新建投: one noun, no trade, though it may be a common one. */
static gboolean
is_noun_of_public_company(const YtAnalysis *a, guint32 i)
{
  const YtKnownLists *known = &a->grammar->known;
  const YtItem *item = yt_item(a, i);
  gboolean zone = yt_text_has(a, item->start, "高新") || yt_text_has(a, item->start, "经开");
  return item->kind == YT_ITEM_HAN && item->end - item->start == 6 && !in(a, i, known->stop) &&
         !in(a, i, known->trim) && !in(a, i, known->inner) && !yt_is_industry(a, i) &&
         yt_resolve_place(a, item) == 0 && (zone || !in(a, i, known->generic)) &&
         (item->pos == YT_POS_NOUN || item->pos == YT_POS_ADJECTIVE || zone);
}

/* 团队空间惯导技术, 长乐塬抗战工业遗址: 技术 and 工业 end a firm's name only where one may begin and end. */
static gboolean
is_of_common_words(const YtAnalysis *a, guint32 first, guint32 from, guint32 i)
{
  const YtItem *before = from > first ? yt_item(a, from - 1) : NULL,
               *next = i + 1 < a->items->len ? yt_item(a, i + 1) : NULL;
  gboolean led = before && before->kind == YT_ITEM_HAN && before->pos == YT_POS_NOUN &&
                 before->end - before->start > 4 && yt_resolve_place(a, before) == 0 &&
                 !in(a, from - 1, a->grammar->known.stop) &&
                 !in(a, from - 1, a->grammar->known.company_head) &&
                 !in(a, from - 1, a->grammar->known.apposition);
  gboolean goes_on = next && next->kind == YT_ITEM_HAN && next->pos == YT_POS_NOUN &&
                     next->end - next->start > 4 && suffix_class(a, i + 1) == YT_CLASS_NONE &&
                     !in(a, i + 1, a->grammar->known.stop) && !in(a, i + 1, a->grammar->known.post) &&
                     !in(a, i + 1, a->grammar->known.etc) && !in(a, i + 1, a->grammar->known.company_tail);
  return led || (goes_on && yt_text_has(a, yt_item(a, i)->start, "工业"));
}

/* 健世科技, 恒瑞医药: up to four characters that are no common word, and a tail. */
/* May item @i be what a city's or district's own firm is called behind its level: 市投资集团, 区产投? */
static gboolean
is_public_group(const YtAnalysis *a, guint32 i)
{
  const YtItem *item = yt_item(a, i);
  gboolean group = item->end - item->start > strlen("集团") && yt_text_ends(a, item->end, "集团");
  return group || (in(a, i, a->grammar->known.public_tail) && !in(a, i, a->grammar->known.sure_tail));
}

/* 控股 in 某集团控股的子公司: what the firm does, and not what it is called. */
static gboolean
controls(const YtAnalysis *a, guint32 i)
{
  return yt_text_has(a, yt_item(a, i)->start, "控股的") || yt_text_has(a, yt_item(a, i)->start, "控股子公司");
}

static void
find_companies_by_tail(YtAnalysis *a)
{
  const YtKnownLists *known = &a->grammar->known;
  guint block = 0;
  for (guint32 i = yt_next_player(a, 1, YT_ROLE_COMPANY_TAIL); i < a->items->len;
       i = yt_next_player(a, i + 1, YT_ROLE_COMPANY_TAIL)) {
    if (controls(a, i) ||
        (yt_text_has(a, yt_item(a, i)->start, "投资") && i + 1 < a->items->len &&
         yt_item(a, i + 1)->kind == YT_ITEM_NUMBER) || /* 在小街镇投资4.8亿元 */
        (yt_text_has(a, yt_item(a, i)->start, "新药") && i + 1 < a->items->len &&
         yt_item(a, i + 1)->kind == YT_ITEM_LATIN)) /* 抗血栓新药DCP118 */
      continue;
    guint32 first = block_start(a, i, &block), from = i;
    while (from > first) {
      const YtItem *before = yt_item(a, from - 1);
      gboolean second = from == i && in(a, i, known->sure_tail) && yt_is_second_of_stem(a, first, from - 1);
      gboolean fits =
          (before->kind == YT_ITEM_HAN && (!in(a, from - 1, known->stop) || second) && /* 齐都药业 */
           !in(a, from - 1, known->and) && !in(a, from - 1, known->etc) &&
           (!in(a, from - 1, known->trim) || before->end - before->start <= 4)) ||
          before->kind == YT_ITEM_LATIN;
      gboolean result = before->end - before->start == 3 && yt_text_has(a, before->start, "出") &&
                        from >= first + 2 && yt_item(a, from - 2)->pos == YT_POS_VERB; /* 涌现出三诺生物 */
      gboolean acts = i - from >= 2 && is_lone(a, from) && is_lone(a, from + 1) &&
                      before->end - before->start > 4 &&
                      (before->pos == YT_POS_VERB || before->pos == YT_POS_VERBAL); /* 服务/华源医疗 */
      if (!fits || acts || yt_is_with(a, first, from - 1) || yt_item(a, i)->start - before->start > 15 ||
          yt_resolve_place(a, before) != 0 || yt_text_ends(a, before->end, "企业") ||
          in(a, from - 1, known->country) || result)
        break; /* 出口企业亿联网络, 德国拜耳医药 */
      if (before->end - before->start > 4 &&
          (!yt_distinguishes(a, from - 1) || in(a, from - 1, known->goods)) && before->kind == YT_ITEM_HAN)
        break;
      from--;
    }
    if (from < i && yt_text_has(a, yt_item(a, from)->start, "等") && is_lone(a, from))
      continue; /* 高端医疗器械等新医药 */
    gboolean inside = from > first && from + 1 < i && yt_text_has(a, yt_item(a, from)->start, "内") &&
                      is_lone(a, from) && suffix_class(a, from - 1) == YT_CLASS_PARK;
    if (inside)
      from++; /* 园区内先声药业 */
    else if (i - from == 1)
      from = yt_whole_stem(a, first, from);
    from = yt_stem_over_and(a, first, from);
    if (g_ascii_isdigit(byte_at(a, from)))
      continue;
    if (from == i && is_firm_of_place(a, first, i)) { /* 大庆石化 */
      guint32 place = yt_resolve_place(a, yt_item(a, i - 1)) != 0 ? i - 1 : i - 2;
      yt_add_mention(a, place, i + 1, YT_CLASS_COMPANY, "company/place", 0.7);
      continue;
    }
    if (from == i && i > first && in(a, i, known->sure_tail) && is_far_county(a, i - 1)) {
      yt_add_mention(a, i - 1, i + 1, YT_CLASS_COMPANY, "company/tail", 0.7);
      continue;
    }
    if (i > first && is_lone(a, i - 1) && in(a, i - 1, known->admin) && is_public_group(a, i)) {
      yt_add_mention(a, i - 1, i + 1, YT_CLASS_COMPANY, "company/of-level", 0.8); /* 市产投集团 */
      continue;
    }
    if (i > first + 1 && is_lone(a, i - 2) && in(a, i - 2, known->admin) && in(a, i - 1, known->generic) &&
        yt_text_ends(a, yt_item(a, i)->end, "投资集团")) {
      yt_add_mention(a, i - 2, i + 1, YT_CLASS_COMPANY, "company/of-level", 0.75); /* 市产业投资集团 */
      continue;
    }
    if (from == i && i > first + 1 && yt_resolve_place(a, yt_item(a, i - 2)) != 0 && is_public_group(a, i) &&
        (yt_text_has(a, yt_item(a, i - 1)->start, "高新") ||
         yt_text_has(a, yt_item(a, i - 1)->start, "经开"))) {
      yt_add_mention(a, i - 2, i + 1, YT_CLASS_COMPANY, "company/tail", 0.7); /* 西安高新金控集团 */
      continue;
    }
    if (from == i && i > first && in(a, i, known->public_tail) && is_noun_of_public_company(a, i - 1)) {
      yt_add_mention(a, i - 1, i + 1, YT_CLASS_COMPANY, "company/tail", 0.7);
      continue;
    }
    if (from < i && from > first && in(a, from - 1, known->company_tail) && from >= first + 2 &&
        is_lone(a, from - 2))
      continue; /* 合盛硅业硅基新材料: what the firm makes */
    if (from == i ||
        !yt_is_unknown_stem(a, from, i,
                            from == first || yt_item(a, from - 1)->kind == YT_ITEM_SEPARATOR || inside))
      continue;
    if (in(a, i, known->generic) && is_of_common_words(a, first, from, i))
      continue;
    if (yt_text_has(a, yt_item(a, i)->start, "医学") && i + 1 < a->items->len &&
        (from == first || yt_item(a, from - 1)->kind != YT_ITEM_SEPARATOR) &&
        yt_item(a, i + 1)->kind == YT_ITEM_HAN && !in(a, i + 1, known->etc) &&
        !in(a, i + 1, known->company_tail) && suffix_class(a, i + 1) == YT_CLASS_NONE)
      continue; /* 新安医学传承: a school of medicine */
    if (i + 1 < a->items->len && suffix_class(a, i + 1) == YT_CLASS_PARK &&
        !in(a, i + 1, known->plant)) /* 亚湾石化园区: a park's name */
      continue;
    if (i + 2 < a->items->len && is_lone(a, i + 1) && yt_item(a, i + 1)->pos == YT_POS_NOUN &&
        yt_item(a, i + 2)->kind == YT_ITEM_SEPARATOR)
      continue;                                                         /* 中原纳米 + 酶 */
    if (from > first && yt_resolve_place(a, yt_item(a, from - 1)) != 0) /* 重庆华森制药 */
      from--;
    const YtEntry *parent = from > first ? yt_entry_of(a, yt_item(a, from - 1), YT_CLASS_COMPANY) : NULL;
    if (parent)
      from--;         /* 丽珠集团新北江制药, 济民可信金水宝制药 */
    guint32 last = i; /* 钻采装备集团 */
    while (last + 1 < a->items->len && yt_item(a, last + 1)->kind == YT_ITEM_HAN && !controls(a, last + 1) &&
           (suffix_class(a, last + 1) == YT_CLASS_COMPANY ||
            (suffix_class(a, last) == YT_CLASS_NONE && in(a, last + 1, known->place_tail)) || /* 船舶重工 */
            (in(a, last + 1, known->company_tail) && last + 2 < a->items->len &&
             (yt_item(a, last + 2)->kind == YT_ITEM_SEPARATOR ||
              (in(a, last + 1, known->sure_tail) && yt_text_has(a, yt_item(a, last + 2)->start, "的")) ||
              in(a, last + 2, known->etc))))) /* 智能装备、 化学制药的 */
      last++;
    yt_add_mention(a, from, last + 1, YT_CLASS_COMPANY, "company/tail", 0.75);
  }
}

/* What stands between @open at item @i and its closing mark; NO_ITEM when the line ends first. */
static guint32
closing_of(const YtAnalysis *a, guint32 i, const char *open, const char *close)
{
  guint depth = 1;
  for (guint32 p = i + 1; p < a->items->len && byte_at(a, p) != '\n'; p++) {
    if (is_mark(a, p, open))
      depth++;
    else if (is_mark(a, p, close) && --depth == 0)
      return p > i + 1 ? p : NO_ITEM;
  }
  return NO_ITEM;
}

static gboolean
ends_as_proposal(const YtAnalysis *a, guint32 end)
{
  return yt_text_ends(a, end, "建议") || yt_text_ends(a, end, "提案") || yt_text_ends(a, end, "议案");
}

/* Is the document a reply by its title, or has it none? */
static gboolean
may_be_reply(const YtAnalysis *a)
{
  const char *title = a->header.title;
  return !title || g_str_has_suffix(title, "答复") || g_str_has_suffix(title, "函") ||
         g_str_has_suffix(title, "回复");
}

/* Is the title that closes at item @close that of a proposal? 《…》的提案收悉, “…的建议”(第75号)收悉; but a 请示 that is received
 * is a document. */
static gboolean
is_proposal(const YtAnalysis *a, guint32 open, guint32 close)
{
  if (yt_text_ends(a, yt_item(a, close)->start, "请示"))
    return FALSE;
  gboolean proposed = FALSE, received = FALSE;
  for (guint32 p = close; p < a->items->len && p < close + 14 && yt_item(a, p)->kind != YT_ITEM_STOP; p++) {
    received = received || yt_text_has(a, yt_item(a, p)->start, "收悉") ||
               yt_text_has(a, yt_item(a, p)->start, "收到") ||
               yt_text_has(a, yt_item(a, p)->start, "研究办理");
    proposed = proposed || (p > close && (yt_text_has(a, yt_item(a, p)->start, "提案") ||
                                          yt_text_has(a, yt_item(a, p)->start, "建议")));
  }
  gboolean put = FALSE;
  for (guint32 p = open >= 6 ? open - 6 : 0; p < open; p++)
    put = put || yt_text_has(a, yt_item(a, p)->start, "提出");
  proposed = proposed || put;
  return received || (put && may_be_reply(a) && ends_as_proposal(a, yt_item(a, close)->start)) ||
         (proposed && byte_at(a, close + 1) == '(' && yt_text_has(a, yt_item(a, close + 2)->start, "第"));
}

/* 对第59号建议《关于…的建议》的答复: does the title of a reply name the proposal there? */
static gboolean
is_proposal_in_title(const YtAnalysis *a, guint32 open, guint32 close)
{
  const char *title = a->header.title;
  guint32 start = yt_item(a, open)->start, end = yt_item(a, close)->start;
  return title && start >= a->header.title_start && end < a->header.title_end && may_be_reply(a) &&
         ends_as_proposal(a, end);
}

static gboolean
have_same_words(const YtAnalysis *a, guint32 open, guint32 close, guint32 other_open, guint32 other_close)
{
  guint32 start = yt_item(a, open)->end, other = yt_item(a, other_open)->end;
  guint32 n = yt_item(a, close)->start - start;
  return n == yt_item(a, other_close)->start - other &&
         memcmp(a->text->text + start, a->text->text + other, n) == 0;
}

/* 《…的提案》, 《…的建议》提案, 重点提案《…的建议》: a proposal, though not the one that is answered. */
static gboolean
is_other_proposal(const YtAnalysis *a, guint32 open, guint32 close)
{
  guint32 end = yt_item(a, close)->start;
  return yt_text_ends(a, end, "提案") || yt_text_ends(a, end, "议案") ||
         yt_text_has(a, yt_item(a, close + 1)->start, "提案") ||
         (yt_text_ends(a, end, "建议") && open > 0 && ends_as_proposal(a, yt_item(a, open)->start));
}

#define MAX_TITLE_ITEMS 60

/* The first item of 关于…的建议 in 提出的关于…的建议(第1690号)收悉, where no marks are round the title, which ends at item @end; NO_ITEM:
 * it is no such title. */
static guint32
bare_title(const YtAnalysis *a, guint32 first, guint32 end)
{
  guint32 p = end;
  while (p > first && end - p < MAX_TITLE_ITEMS && !yt_text_has(a, yt_item(a, p)->start, "关于"))
    if (is_mark(a, p, "》") || yt_item(a, --p)->kind == YT_ITEM_STOP)
      return NO_ITEM;
  if (!yt_text_has(a, yt_item(a, p)->start, "关于"))
    return NO_ITEM;
  gboolean put = p == first;
  for (guint32 b = p > first + 3 ? p - 3 : first; b < p; b++)
    put = put || yt_text_has(a, yt_item(a, b)->start, "提出") ||
          yt_text_has(a, yt_item(a, b)->start, "提交") || yt_text_ends(a, yt_item(a, b)->end, "您") ||
          yt_text_ends(a, yt_item(a, b)->end, "你们");
  return put ? p : NO_ITEM;
}

/* Does item @i say that the proposal has come: 收悉, 已收到? */
static gboolean
is_received(const YtAnalysis *a, guint32 i)
{
  static const char *const words[] = {"收悉", "收到", "敬悉", "收阅"};
  guint32 start = yt_item(a, i)->start + (yt_text_has(a, yt_item(a, i)->start, "已") ? 3 : 0);
  for (guint k = 0; k < G_N_ELEMENTS(words) && (yt_text_has(a, start, "收") || yt_text_has(a, start, "敬"));
       k++)
    if (yt_text_has(a, start, words[k]))
      return TRUE;
  return FALSE;
}

/* 您提出的关于…的建议收悉: the proposal that is answered, named without marks. */
static gboolean
find_bare_title(YtAnalysis *a)
{
  guint block = 0;
  for (guint32 i = 0; i + 1 < a->items->len && i < 600; i++) {
    if (!is_received(a, i))
      continue;
    guint32 first = block_start(a, i, &block), end = i;
    while (end > first &&
           (yt_text_has(a, yt_item(a, end - 1)->start, "已") ||
            yt_text_has(a, yt_item(a, end - 1)->start, "均") || yt_item(a, end - 1)->kind == YT_ITEM_COMMA))
      end--;
    if (end > first && byte_at(a, end - 1) == ')')
      end = yt_opening_of(a, first, end - 1, "(");
    if (end == NO_ITEM || end <= first || !ends_as_proposal(a, yt_item(a, end - 1)->end))
      continue;
    guint32 from = bare_title(a, first, end - 1);
    if (from == NO_ITEM)
      continue;
    yt_add_mention(a, from, end, YT_CLASS_PROPOSAL, "title/bare", 0.9);
    return TRUE;
  }
  return FALSE;
}

/* 代表 in 第1690号代表建议, 重点 in 第12号重点提案: what says whose proposal it is, or of what sort. */
static gboolean
qualifies_proposal(const YtAnalysis *a, guint32 i)
{
  static const char *const words[] = {"代表", "委员", "重点", "集体", "党派", "界别",
                                      "联名", "平时", "政协", "人大", "的"};
  const YtItem *item = yt_item(a, i);
  for (guint k = 0; k < G_N_ELEMENTS(words); k++)
    if (item->end - item->start == strlen(words[k]) && yt_text_has(a, item->start, words[k]))
      return TRUE;
  return FALSE;
}

/* 关于支持“地道药材”产业发展的提案: is what “ opens at item @i a part of a title without marks? */
static gboolean
is_quoted_in_title(const YtAnalysis *a, guint32 i)
{
  const YtItem *before = i > 0 ? yt_item(a, i - 1) : NULL;
  return before && before->kind == YT_ITEM_HAN && before->pos != YT_POS_FUNCTION &&
         !yt_text_ends(a, before->end, "关于") && !yt_text_ends(a, before->end, "提出");
}

/* 《…》 names a policy, or the proposal that is answered; “…” only the latter. */
static void
find_titles(YtAnalysis *a)
{
  gboolean answered = FALSE;
  guint32 open = 0, end = 0; /* of the proposal's title */
  for (guint32 i = yt_next_player(a, 0, YT_ROLE_MARK); i < a->items->len;
       i = yt_next_player(a, i + 1, YT_ROLE_MARK)) {
    gboolean book = is_mark(a, i, "《");
    if (!book && (answered || !is_mark(a, i, "“")))
      continue;
    guint32 close = book ? closing_of(a, i, "《", "》") : closing_of(a, i, "“", "”");
    if (close == NO_ITEM || close + 2 >= a->items->len || (!book && is_quoted_in_title(a, i)))
      continue;
    gboolean proposal = answered ? book && have_same_words(a, i, close, open, end)
                                 : is_proposal(a, i, close) || (book && is_proposal_in_title(a, i, close));
    if (proposal && !answered) {
      open = i;
      end = close;
    }
    if (book && ends_as_newspaper(a, yt_item(a, close)->start))
      continue;
    if (book && close == i + 2 &&
        in(a, i + 1, a->grammar->known.policy_noun)) /* 《规划》提出: which one is found later */
      continue;
    if (book || proposal)
      yt_add_mention(a, i + 1, close,
                     proposal || is_other_proposal(a, i, close) ? YT_CLASS_PROPOSAL : YT_CLASS_POLICY,
                     "title", 0.95);
    answered = answered || proposal;
    if (book || proposal)
      i = close;
  }
  answered = answered || find_bare_title(a);
  /* a reply that does not give the proposal's title: its number names it */
  for (guint32 i = 0; i + 2 < a->items->len && i < 400 && !answered; i++) {
    if ((yt_item(a, i)->kind != YT_ITEM_NUMBER && yt_item(a, i)->kind != YT_ITEM_LATIN) ||
        !yt_text_has(a, yt_item(a, i)->end, "号"))
      continue;
    guint32 close = byte_at(a, i + 2) == '(' ? closing_of(a, i + 2, "(", ")")
                                             : NO_ITEM; /* 第00006号(经济发展类001号)提案 */
    guint32 what = close != NO_ITEM ? close + 1 : i + 2;
    while (what < a->items->len && what < i + 6 && qualifies_proposal(a, what))
      what++;
    if (yt_block(a, yt_block_at(a, yt_item(a, i)->start))->kind == YT_BLOCK_META)
      continue; /* the title says it again */
    if (what < a->items->len && yt_item(a, what)->kind == YT_ITEM_HAN &&
        (yt_text_has(a, yt_item(a, what)->start, "提案") || yt_text_has(a, yt_item(a, what)->start, "议案") ||
         yt_text_has(a, yt_item(a, what)->start, "建议"))) {
      if (what + 1 < a->items->len && is_mark(a, what + 1, "《"))
        break; /* 第078号重点提案《关于…》: its title names it */
      yt_add_mention(a, i, what + 1, YT_CLASS_PROPOSAL, "title/number", 0.9);
      answered = TRUE;
    }
  }
}

/* Behind the code of letters and digits, DCP118 or HRS-1358, that begins at item @i; NO_ITEM: it is none. */
static guint32
code_end(const YtAnalysis *a, guint32 i)
{
  const char *text = a->text->text;
  const YtItem *item = yt_item(a, i);
  guint32 to = i + 1;
  guint n_letters = 0, n_digits = 0;
  if (item->kind != YT_ITEM_LATIN)
    return NO_ITEM;
  if (to + 1 < a->items->len && byte_at(a, to) == '-' && yt_item(a, to + 1)->kind == YT_ITEM_NUMBER)
    to += 2;
  for (guint32 p = item->start; p < yt_item(a, to - 1)->end; p++) {
    n_letters += g_ascii_isupper(text[p]) ? 1 : 0;
    n_digits += g_ascii_isdigit(text[p]) ? 1 : 0;
  }
  return n_letters >= 2 && n_digits >= 2 ? to : NO_ITEM;
}

/* 化学创新药 DCP118: a medicine or vaccine that has no name yet is called by the code behind its kind, with or without a blank between. */
static void
find_coded_medicines(YtAnalysis *a)
{
  for (guint32 i = yt_next_player(a, 1, YT_ROLE_LATIN); i < a->items->len;
       i = yt_next_player(a, i + 1, YT_ROLE_LATIN)) {
    guint32 to = code_end(a, i), kind = i - 1;
    if (to == NO_ITEM || yt_text_has(a, yt_item(a, to)->start, "的")) /* 新药AB-12的研究: what is studied */
      continue;
    while (kind > 0 && yt_item(a, kind)->kind == YT_ITEM_SPACE)
      kind--;
    guint32 end = yt_item(a, kind)->end;
    if (yt_item(a, kind)->kind == YT_ITEM_HAN && yt_item(a, kind)->end - yt_item(a, kind)->start >= 6 &&
        (yt_text_ends(a, end, "药") || yt_text_ends(a, end, "疫苗") || yt_text_ends(a, end, "单抗")))
      yt_add_mention(a, i, to, YT_CLASS_PRODUCT, "product/code", 0.85);
  }
}

/* ---- owners of projects ---- */

/* 宝口镇茶文化, 孟底沟, 高明至: what a project's name begins with where it says whereabouts, and no firm. */
static gboolean
says_where(const YtAnalysis *a, guint32 from, guint32 to)
{
  static const char *const lands[] = {"山", "湖", "河", "江", "沟", "池", "岛",
                                      "湾", "岭", "坝", "峡", "滩", "溪", "至"};
  for (guint32 p = from; p < to; p++)
    if (suffix_class(a, p) == YT_CLASS_PLACE || (p > from && in(a, p, a->grammar->known.to)) ||
        (p > from &&
         (yt_text_ends(a, yt_item(a, p)->end, "村") || yt_text_ends(a, yt_item(a, p)->end, "镇") ||
          yt_text_ends(a, yt_item(a, p)->end, "乡"))))
      return TRUE;
  for (guint k = 0; k < G_N_ELEMENTS(lands) && !in(a, to, a->grammar->known.company_tail); k++)
    if (yt_text_ends(a, yt_item(a, to - 1)->end, lands[k]))
      return TRUE;
  return FALSE;
}

/* Does a word of [from, to) say what is made: 抗体药物, 胰岛素? */
static gboolean
names_goods(const YtAnalysis *a, guint32 from, guint32 to)
{
  while (from < to && !in(a, from, a->grammar->known.goods) && !in(a, from, a->grammar->known.generic) &&
         !yt_is_industry(a, from))
    from++;
  return from < to;
}

/* 红日中药配方颗粒生产基地: the unknown stem at the head of a project's name is the firm that owns it. */
static void
find_project_owners(YtAnalysis *a)
{
  guint n = a->mentions->len;
  for (guint m = 0; m < n; m++) {
    YtMention outer = *yt_mention(a, m);
    if ((outer.class != YT_CLASS_PROJECT && outer.class != YT_CLASS_PRODUCT) ||
        outer.state != YT_MENTION_NAMED)
      continue;
    guint32 to = outer.item_from, n_bytes = 0;
    gboolean of_park = FALSE; /* 金湖生物医药产业园五期项目 */
    for (guint32 p = outer.item_from + 1; p + 1 < outer.item_to && !of_park; p++)
      of_park = (suffix_class(a, p) == YT_CLASS_PARK && !in(a, p, a->grammar->known.plant)) ||
                (in(a, p, a->grammar->known.park_tail) && !yt_text_has(a, yt_item(a, p)->start, "基地"));
    guint32 of = to >= 2 && yt_text_has(a, yt_item(a, to - 1)->start, "的") ? yt_item(a, to - 2)->mention : 0;
    if (of != 0 && yt_mention(a, of - 1)->class == YT_CLASS_COMPANY &&
        yt_mention(a, of - 1)->state == YT_MENTION_NAMED)
      continue; /* 薯香园食品的鲜薯面生产线: whose it is stands before it */
    if (in(a, to, a->grammar->known.stop) || in(a, outer.item_to - 1, a->grammar->known.unowned) || of_park)
      continue; /* 多体位磁共振设备; a scientific installation is no firm's */
    while (to + 1 < outer.item_to && n_bytes < 15 && yt_item(a, to)->kind == YT_ITEM_HAN &&
           yt_resolve_place(a, yt_item(a, to)) == 0 && !in(a, to, a->grammar->known.generic) &&
           !yt_text_has(a, yt_item(a, to)->start, "第") && !in(a, to, a->grammar->known.company_tail) &&
           !in(a, to, a->grammar->known.direction) &&
           (is_lone(a, to) || (yt_distinguishes(a, to) && !in(a, to, a->grammar->known.goods)))) {
      n_bytes += yt_item(a, to)->end - yt_item(a, to)->start;
      to++;
    }
    if (to < outer.item_to && is_lone(a, to) && !yt_text_has(a, yt_item(a, to)->start, "第"))
      continue; /* the whole is a made-up name */
    if (to > outer.item_from && says_where(a, outer.item_from, to))
      continue;
    if (to == outer.item_from + 2 && yt_text_has(a, yt_item(a, to - 1)->start, "产") &&
        yt_province_of_letter(a, outer.item_from) != 0)
      continue; /* 闽产药材: of the province */
    if (outer.class == YT_CLASS_PRODUCT && to < outer.item_to && !in(a, to, a->grammar->known.company_tail) &&
        outer.item_from + 3 > to)
      continue; /* what a product begins with is its own name, unless it is a firm's by form */
    if (outer.class == YT_CLASS_PRODUCT && to + 1 == outer.item_to && in(a, to, a->grammar->known.dosage))
      continue; /* 益心舒 + 胶囊 */
    gboolean latin = outer.class == YT_CLASS_PROJECT && to == outer.item_from &&
                     yt_item(a, to)->kind == YT_ITEM_LATIN &&
                     yt_item(a, to)->end - yt_item(a, to)->start >= 5;
    if (latin)
      to++;
    else if (to == outer.item_from ||
             (!yt_is_unknown_stem(a, outer.item_from, to,
                                  FALSE) && /* 金风科技…项目: a word, and a firm's tail */
              !(outer.class == YT_CLASS_PROJECT && to + 1 < outer.item_to &&
                in(a, to, a->grammar->known.sure_tail))) ||
             (outer.class == YT_CLASS_PRODUCT && yt_item(a, to - 1)->end - outer.start < 9))
      continue; /* of a product, two characters are its own name: 葛陈胶囊 */
    if (to + 1 < outer.item_to && in(a, to, a->grammar->known.company_tail))
      to++;
    if (strcmp(outer.rule, "Project/名单") == 0 && !names_goods(a, to, outer.item_to))
      continue; /* 心镜云影: all of it is made up */
    yt_add_mention(a, outer.item_from, to, YT_CLASS_COMPANY, "project/owner", 0.75);
  }
}

/* 中国科学院 in 中国科学院长春应用化学研究所, which is one word of the gazetteer: the longest institution that it begins with. */
static void
find_inner_institutions(YtAnalysis *a)
{
  const YtLexicon *lexicon = a->grammar->lexicon;
  const char *text = a->text->text;
  guint n = a->mentions->len;
  for (guint m = 0; m < n; m++) {
    YtMention outer = *yt_mention(a, m);
    if (outer.class != YT_CLASS_INSTITUTION || outer.state != YT_MENTION_NAMED ||
        (outer.item_to != outer.item_from + 1 &&
         !yt_entry_of(a, yt_item(a, outer.item_from), YT_CLASS_INSTITUTION)))
      continue;
    outer.end = yt_item(a, outer.item_from)->end;
    if (outer.entry == 0 && outer.item_to > outer.item_from + 1)
      outer.entry =
          (guint32) (yt_entry_of(a, yt_item(a, outer.item_from), YT_CLASS_INSTITUTION) - yt_entry(a, 0));
    guint32 node = 0, entry = 0, end = 0;
    for (guint32 p = outer.start; p < outer.end; p += (guint32) yt_utf8_size(text + p)) {
      node = yt_lexicon_step(lexicon, node, yt_utf8_get(text + p));
      guint32 word = node != 0 ? yt_lexicon_word_at(lexicon, node) : YT_WORD_NONE;
      if (node == 0)
        break;
      for (guint32 e = yt_lexicon_get_entries(lexicon, word); e != 0; e = yt_entry(a, e)->next)
        if (yt_entry(a, e)->class == YT_CLASS_INSTITUTION && p + yt_utf8_size(text + p) < outer.end &&
            (outer.entry == 0 || strcmp(yt_entry(a, e)->canonical, yt_entry(a, outer.entry)->canonical) !=
                                     0)) { /* 华南理工 is that university */
          entry = e;
          end = p + (guint32) yt_utf8_size(text + p);
        }
    }
    if (entry == 0 || end - outer.start < 9)
      continue;
    YtMention *inner =
        yt_add_mention(a, outer.item_from, outer.item_to, YT_CLASS_INSTITUTION, "gazetteer", 0.85);
    inner->end = end;
    inner->entry = entry;
  }
}

#define MAX_OFFICE_ITEMS 7

/* 湖北省科学技术厅 + 成果转化与区域创新处: an office of an agency is named after its tasks. */
static void
find_offices(YtAnalysis *a)
{
  const YtKnownLists *known = &a->grammar->known;
  guint n = a->mentions->len;
  for (guint m = 0; m < n; m++) {
    const YtMention agency = *yt_mention(a, m);
    if (agency.class != YT_CLASS_AGENCY || agency.state != YT_MENTION_NAMED)
      continue;
    guint32 end = 0;
    gboolean congress = yt_text_ends(a, agency.end, "政协") || yt_text_ends(a, agency.end, "人大") ||
                        yt_text_ends(a, agency.end, "人大常委会");
    for (guint32 i = agency.item_to; i < a->items->len && i < agency.item_to + MAX_OFFICE_ITEMS; i++) {
      const YtItem *item = yt_item(a, i);
      gboolean joins = i > agency.item_to && in(a, i, known->and);
      if (congress && i > agency.item_to && item->kind == YT_ITEM_HAN &&
          yt_text_ends(a, item->end, "委员会")) {
        end = i + 1; /* 县政协提案法制委员会, 市政协社会法制和民族宗教委员会 */
        break;
      }
      if (item->kind != YT_ITEM_HAN ||
          (item->mention != 0 && yt_mention(a, item->mention - 1)->state == YT_MENTION_NAMED))
        break;
      if (in(a, i, known->office) && (i > agency.item_to || item->end - item->start > 3)) {
        end = i + 1;
        break;
      }
      if (congress && item->end - item->start == 6 && !in(a, i, known->hard_stop) &&
          item->pos != YT_POS_FUNCTION && item->pos != YT_POS_NUMERAL)
        continue;
      if (!joins && !in(a, i, known->generic) && !in(a, i, known->inner) && !yt_is_industry(a, i) &&
          (in(a, i, known->stop) || item->pos != YT_POS_NOUN) && !is_lone(a, i))
        break;
    }
    if (end != 0)
      yt_add_mention(a, agency.item_from, end, YT_CLASS_AGENCY, "agency/office", 0.85);
  }
}

/* 大信会计师事务所 in 大信会计师事务所广西分所: whose branch it is stands before the place. */
static void
find_heads_of_branches(YtAnalysis *a)
{
  guint n = a->mentions->len;
  for (guint m = 0; m < n; m++) {
    const YtMention outer = *yt_mention(a, m);
    if ((outer.class != YT_CLASS_COMPANY && outer.class != YT_CLASS_INSTITUTION) ||
        outer.state != YT_MENTION_NAMED || !in(a, outer.item_to - 1, a->grammar->known.branch))
      continue;
    guint32 place = outer.item_to - 1;
    while (place > outer.item_from && yt_resolve_place(a, yt_item(a, place)) == 0)
      place--;
    if (place == outer.item_from)
      continue;
    YtClass class = suffix_class(a, place - 1);
    if (in(a, place - 1, a->grammar->known.company_tail) ||
        yt_entry_of(a, yt_item(a, place - 1), YT_CLASS_COMPANY))
      class = YT_CLASS_COMPANY;
    if (place + 1 < outer.item_to && class == outer.class && yt_item(a, place - 1)->end - outer.start >= 12)
      yt_add_mention(a, outer.item_from, place, class, YT_BRANCH_RULE, 0.85);
  }
}

#define MAX_PRODUCT_ITEMS 9

/* 健世科技 + 经导管介入三尖瓣置换系统: behind a firm's name all words up to a product's suffix are its product's name. Up to what
 * firms build, 基地 or 车间, they and the firm's name are a project's. */
static void
find_products_of_firms(YtAnalysis *a)
{
  const YtKnownLists *known = &a->grammar->known;
  guint n = a->mentions->len;
  for (guint m = 0; m < n; m++) {
    const YtMention *firm = yt_mention(a, m);
    if (firm->class != YT_CLASS_COMPANY || firm->state != YT_MENTION_NAMED)
      continue;
    guint32 from = firm->item_to, owner = firm->item_from, end = 0, site = 0;
    for (guint32 i = from; i < a->items->len && i < from + MAX_PRODUCT_ITEMS; i++) {
      const YtItem *item = yt_item(a, i);
      gboolean word = item->kind == YT_ITEM_HAN || item->kind == YT_ITEM_LATIN ||
                      (item->kind == YT_ITEM_NUMBER && i > from);
      const YtMention *inside = item->mention != 0 ? yt_mention(a, item->mention - 1) : NULL;
      if (!word || in(a, i, known->and) || in(a, i, known->etc) || yt_text_has(a, item->start, "的") ||
          (in(a, i, known->v_develop) && (i == from || !yt_text_has(a, item->end, "项目"))) ||
          (in(a, i, known->stop) && (item->end - item->start > 4 || i == from) &&
           !(i == from && yt_text_has(a, item->start, "经"))) ||
          (inside && inside->state == YT_MENTION_NAMED && inside->class != YT_CLASS_PRODUCT))
        break;
      if (i > from && in(a, i, a->grammar->suffix_lists[YT_CLASS_PRODUCT]))
        end = i + 1;
      gboolean project = item->end - item->start == 6 && yt_text_has(a, item->start, "项目") && i > from;
      if ((in(a, i, known->site) || project) && !is_counted(a, owner, i + 1))
        site = i + 1;
    }
    gboolean bare = site == from + 1 && (suffix_class(a, from - 1) == YT_CLASS_COMPANY || firm->entry != 0);
    if (site > end && site > from && !bare) /* 黔醇酒业桂花基地 */
      yt_add_mention(a, owner, site, YT_CLASS_PROJECT, "project/of-firm", 0.8);
    else if (end != 0)
      yt_add_mention(a, from, end, YT_CLASS_PRODUCT, "product/of-firm", 0.8);
  }
}

/* The first item of 百万吨, 年产40万吨 or 12英寸 before item @i, or @i. */
static guint32
capacity_before(const YtAnalysis *a, guint32 i)
{
  guint32 from = i;
  while (from > 0 && i - from < 4 && yt_item(a, from - 1)->mention == 0 &&
         (yt_item(a, from - 1)->kind == YT_ITEM_NUMBER || in(a, from - 1, a->grammar->known.unit) ||
          in(a, from - 1, a->grammar->known.capacity) ||
          (yt_item(a, from - 1)->kind == YT_ITEM_HAN && yt_text_ends(a, yt_item(a, from - 1)->end, "吨"))))
    from--;
  gboolean counts =
      from < i && (yt_item(a, from)->kind == YT_ITEM_NUMBER || in(a, from, a->grammar->known.capacity) ||
                   yt_text_ends(a, yt_item(a, from)->end, "吨")); /* but 集团对…项目 */
  return counts && yt_item(a, i - 1)->kind != YT_ITEM_NUMBER ? from : i;
}

#define MAX_WORDS_OF_PROJECT 8

/* Where words that could stand in a project's name begin behind a firm's, before item @i: 乐析医疗 + 腹膜透析系列产品研发及 + 生产基地项目.
 * @i: none do. */
static guint32
words_behind_firm(const YtAnalysis *a, guint32 i)
{
  const YtKnownLists *known = &a->grammar->known;
  for (guint32 p = i; p > 0 && i - p <= MAX_WORDS_OF_PROJECT; p--) {
    const YtItem *item = yt_item(a, p - 1);
    if (item->mention != 0 && yt_mention(a, item->mention - 1)->state == YT_MENTION_NAMED &&
        yt_mention(a, item->mention - 1)->class != YT_CLASS_PLACE) /* 隆基股份丽江三期…项目 */
      return yt_mention(a, item->mention - 1)->class == YT_CLASS_COMPANY ? p : i;
    gboolean joins = in(a, p - 1, known->and) && p > 1 && yt_item(a, p - 2)->kind == YT_ITEM_HAN &&
                     yt_item(a, p - 2)->mention == 0;
    if ((item->kind != YT_ITEM_HAN && item->kind != YT_ITEM_LATIN && item->kind != YT_ITEM_NUMBER) ||
        in(a, p - 1, known->etc) || in(a, p - 1, known->hard_stop) ||
        (in(a, p - 1, known->stop) && !in(a, p - 1, known->soft_inner) && !joins) ||
        (item->pos == YT_POS_VERB && item->end - item->start == 3))
      return i;
  }
  return i;
}

/* 红城铝业 + 年产40万吨铝板带箔项目: a project's name right behind a firm's is one with it; 红城铝业百万吨 + 乙烯项目. */
static void
find_projects_of_firms(YtAnalysis *a)
{
  guint n = a->mentions->len;
  for (guint m = 1; m < n; m++) {
    const YtMention *project = yt_mention(a, m);
    if (project->class != YT_CLASS_PROJECT ||
        (project->state != YT_MENTION_NAMED && project->state != YT_MENTION_WEAK) || project->item_from == 0)
      continue;
    guint32 begin = capacity_before(a, project->item_from);
    if (begin == project->item_from)
      begin = words_behind_firm(a, project->item_from);
    guint32 before = begin > 0 && (begin < project->item_from || project->state == YT_MENTION_NAMED)
                         ? yt_item(a, begin - 1)->mention
                         : 0;
    const YtMention *firm = before != 0 ? yt_mention(a, before - 1) : NULL;
    if (firm && firm->class == YT_CLASS_COMPANY && firm->state == YT_MENTION_NAMED && firm->item_to == begin)
      yt_add_mention(a, firm->item_from, project->item_to, YT_CLASS_PROJECT, "project/of-firm", 0.85);
  }
}

/* ---- mention rules ---- */

#define MIN_DESCRIPTION_ITEMS 4 /* 生命健康产业集群培育行动方案: so long a description is a title */

/* Does the phrase [from, to), which ends with a suffix, name one thing? */
static gboolean
is_named_phrase(const YtAnalysis *a, guint32 from, guint32 to, YtClass class)
{
  if (from + 1 < to && in(a, from, a->grammar->known.owner) && in(a, from + 1, a->grammar->known.and))
    return FALSE; /* 国家和省级平台 */
  if (is_system_of_industries(a, to - 1))
    return FALSE;
  for (guint32 i = from; i < to; i++)
    if (is_mark(a, i, "“") || yt_item(a, i)->kind == YT_ITEM_NUMBER || yt_item(a, i)->kind == YT_ITEM_LATIN)
      return TRUE;
  if (in(a, to - 1, a->grammar->known.quoted_only))
    return yt_is_owned(a, from, to - 1, class);
  return (to - from >= MIN_DESCRIPTION_ITEMS && (yt_is_rank(a, from, to) || !yt_is_quality(a, from))) ||
         yt_is_owned(a, from, to - 1, class) || yt_any_distinguishes(a, from, to - 1);
}

/* 迭代升级“315”工程 begins at its quotes, as names by suffix do, but for a place before them: 宁波“人才码”. */
static guint32
begin_at_quotes(const YtAnalysis *a, guint32 from, guint32 to)
{
  guint32 quote = to;
  while (quote > from && !is_mark(a, quote, "“")) /* “工业振兴”“园区再造”工程: the last one */
    quote--;
  return quote > from && (yt_item(a, quote - 1)->pos == YT_POS_VERB || is_mark(a, quote - 1, "”")) ? quote
                                                                                                   : from;
}

/* Does 、 stand on one side of the words [from, to), and 、 or 等 on the other, or nothing that a name could go on with? */
static gboolean
is_listed(const YtAnalysis *a, guint32 from, guint32 to)
{
  gboolean begins = from > 0 && yt_item(a, from - 1)->kind == YT_ITEM_SEPARATOR;
  return begins && to < a->items->len &&
         (yt_item(a, to)->kind == YT_ITEM_SEPARATOR || in(a, to, a->grammar->known.etc));
}

/* A mention that a rule names: it takes the rule's class where the two agree well enough, and is named if it was weak. */
static void
revive(YtAnalysis *a, YtMention *mention, YtClass class, const YtRule *rule)
{
  if (class == YT_CLASS_PROJECT &&
      (mention->class == YT_CLASS_PLATFORM || mention->class == YT_CLASS_PRODUCT ||
       (mention->class == YT_CLASS_PARK && in(a, mention->item_to - 1, a->grammar->known.plant)))) {
    mention->class = YT_CLASS_PROJECT; /* 投资4亿元的…枢纽: what somebody pays for and builds */
    mention->rule = rule->name;
  }
  gboolean serves = yt_text_ends(a, mention->end, "互联网平台") ||
                    yt_text_ends(a, mention->end, "服务平台") ||
                    yt_text_ends(a, mention->end, "交易平台"); /* though somebody has developed it */
  if (class == YT_CLASS_PRODUCT && mention->class == YT_CLASS_PLATFORM && !serves &&
      is_mark(a, mention->item_from, "“")) {
    mention->class = YT_CLASS_PRODUCT; /* 自主研发“贵云”分布式数据库 */
    mention->rule = rule->name;
  }
  if (class == YT_CLASS_COMPANY && mention->class == YT_CLASS_PRODUCT &&
      in(a, mention->item_to - 1, a->grammar->known.company_tail)) {
    mention->class = YT_CLASS_COMPANY; /* 跃界机器人、灵枢智控等企业 */
    mention->rule = rule->name;
  }
  if (class == YT_CLASS_COMPANY && mention->class == YT_CLASS_PROGRAM &&
      yt_text_ends(a, mention->end, "工程") && mention->item_to > mention->item_from + 1 &&
      yt_is_unknown_stem(a, mention->item_from, mention->item_to - 1, TRUE)) {
    mention->class = YT_CLASS_COMPANY; /* 正超电气、荣懋工程等企业 */
    mention->rule = rule->name;
  }
  gboolean few = mention->item_to - mention->item_from <= 2; /* 设立创新基金, 举办创新创业活动 */
  gboolean vague = in(a, mention->item_to - 1, a->grammar->known.plain) &&
                   (few || (yt_text_ends(a, mention->end, "活动") &&
                            !yt_any_distinguishes(a, mention->item_from, mention->item_to - 1))) &&
                   !yt_is_owned(a, mention->item_from, mention->item_to - 1, class);
  vague = vague || (class == YT_CLASS_PARK && few && /* 创建省级高新区 */
                    in(a, mention->item_from, a->grammar->known.owner_level));
  gboolean any = class == YT_CLASS_PROJECT; /* 公司的重点项目 */
  for (guint32 p = mention->item_from; p + 1 < mention->item_to && any; p++)
    any = in(a, p, a->grammar->known.project_modifier) || in(a, p, a->grammar->known.stop) ||
          yt_item(a, p)->kind == YT_ITEM_NUMBER;
  if (mention->state == YT_MENTION_WEAK && mention->class == class && !vague && !any) {
    mention->state = YT_MENTION_NAMED;
    mention->rule = rule->name;
    mention->confidence = rule->confidence;
  }
}

/* Where the name in a span that a rule captured begins and ends. */
static void
trim_span(const YtAnalysis *a, const YtCaptured *captured, YtClass class, guint32 *begin, guint32 *end)
{
  guint32 from = captured->item_from, to = captured->item_to;
  if (captured->phrase)
    from = begin_at_quotes(a, from, to);
  if (captured->phrase && from + 2 < to && yt_item(a, from)->kind == YT_ITEM_NUMBER &&
      in(a, from + 1, a->grammar->known.unit))
    from += 2; /* 20亿元…基金 */
  if (from > 0 && from + 2 < to && in(a, from, a->grammar->known.soft_stop) &&
      yt_item(a, from - 1)->mention != 0) /* 生物城内恺玥、汜霖 */
    from++;
  for (guint32 p = from + 1; !captured->phrase && p + 1 < to; p++)
    if (yt_text_has(a, yt_item(a, p)->start, "由") && yt_item(a, p)->end - yt_item(a, p)->start == 3)
      from = p + 1; /* 会议由荃银高科… */
  gboolean quoted = from > 0 && to < a->items->len && is_mark(a, from - 1, "“") && is_mark(a, to, "”");
  while (!quoted && from < to &&
         (in(a, from, a->grammar->known.trim) ||
          (yt_item(a, from)->end - yt_item(a, from)->start > 3 &&
           yt_text_ends(a, yt_item(a, from)->end, "了")))) /* 集聚了泽璟 */
    from++;
  for (guint32 p = from; class == YT_CLASS_COMPANY && !captured->phrase && p + 1 < to && p < from + 3; p++)
    if (in(a, p, a->grammar->known.apposition)) { /* 出口企业亿联网络 */
      from = p + 1;
      break;
    }
  if (class == YT_CLASS_PRODUCT && is_mark(a, from, "“")) { /* “嵩雪”绣球获国家植物新品种权 */
    guint32 p = from;
    while (p < to && !is_mark(a, p, "”"))
      p++;
    while (p < to && !in(a, p, a->grammar->known.hard_stop) && !yt_text_has(a, yt_item(a, p)->start, "获"))
      p++; /* of the words that end names no others: 激光雷达 may be cut into 激光, 雷 and 达 */
    to = p;
  }
  while (captured->phrase && from + 1 < to && /* 全省医药产业发展规划, 升级无锡…平台 */
         (in(a, from, a->grammar->known.our_place) ||
          (in(a, from, a->grammar->known.measure_verb) && yt_resolve_place(a, yt_item(a, from + 1)) != 0)))
    from++;
  *begin = from;
  *end = to;
}

/* 大博医疗的骨科植入器械: what belongs to a firm is no firm. Few words, as 注射用 in 的注射用…微球, may stand before item @from. */
static gboolean
is_of_firm(const YtAnalysis *a, guint32 from)
{
  enum { MAX_BETWEEN = 3 };
  for (guint32 i = from; i >= 2 && from - i < MAX_BETWEEN && yt_item(a, i - 1)->kind == YT_ITEM_HAN; i--)
    if (is_lone(a, i - 1) && yt_text_has(a, yt_item(a, i - 1)->start, "的")) {
      guint32 m = yt_item(a, i - 2)->mention;
      return m != 0 && yt_mention(a, m - 1)->class == YT_CLASS_COMPANY;
    }
  return FALSE;
}

/* A span that a rule names: revive the mention it is, or make a new one. */
static void
name_span(YtAnalysis *a, const YtCaptured *captured, YtClass class, const YtRule *rule)
{
  if (captured->mention >= 0) {
    revive(a, yt_mention(a, captured->mention), class, rule);
    return;
  }
  guint32 from, to;
  trim_span(a, captured, class, &from, &to);
  if (class == YT_CLASS_COMPANY && !captured->phrase && is_of_firm(a, from)) {
    yt_reject_name(a, from, to, class, rule->name, YT_WHY_GENERIC);
    return;
  }
  if (captured->phrase && ends_wish(a, to) && from > 0 && yt_resolve_place(a, yt_item(a, from)) == 0) {
    yt_reject_name(a, from, to, class, rule->name, YT_WHY_GENERIC); /* “设立…基金”的建议 */
    return;
  }
  for (guint32 p = from + 2; captured->phrase && p + 2 < to; p++)
    if (in(a, p, a->grammar->known.and) && in(a, p - 1, a->grammar->suffix_lists[class])) {
      YtCaptured first = *captured, second = *captured; /* 实施…改良计划和…提升工程 */
      first.item_from = from;
      first.item_to = p;
      second.item_from = p + 1;
      second.item_to = to;
      name_span(a, &first, class, rule);
      name_span(a, &second, class, rule);
      return;
    }
  if (from == to || yt_item(a, to - 1)->end - yt_item(a, from)->start < 6 ||
      (from + 1 == to &&
       (in(a, from, a->grammar->suffix_lists[class]) || in(a, from, a->grammar->known.inner) ||
        in(a, from, a->grammar->known.generic))) || /* “六大提升专项” */
      (class == YT_CLASS_PRODUCT && in(a, to - 1, a->grammar->known.soft_stop))) /* 获得生产批文后 */
    return;
  for (guint32 i = from; i < to; i++) { /* a known name is not taken into a longer one of another class */
    const YtItem *item = yt_item(a, i);
    const YtMention *inside = item->mention != 0 ? yt_mention(a, item->mention - 1) : NULL;
    if (class == YT_CLASS_COMPANY && !captured->phrase &&
        ((inside && inside->state == YT_MENTION_NAMED && inside->entry != 0 && inside->class == class &&
          inside->item_from > from && yt_resolve_place(a, yt_item(a, from)) == 0) || /* 抱上宁德时代 */
         (i > from && i + 1 < to && in(a, i, a->grammar->known.people_act) && item->end - item->start > 4))) {
      yt_reject_name(a, from, to, class, rule->name, YT_WHY_GENERIC); /* 张小平代表眉县 */
      return;
    }
    gboolean ends = inside && inside->class == class && inside->item_to == to;
    if (class == YT_CLASS_COMPANY && !captured->phrase && ends && inside->state == YT_MENTION_NAMED &&
        inside->item_from > from && yt_item(a, inside->item_from - 1)->pos == YT_POS_VERBAL &&
        yt_item(a, inside->item_from - 1)->end - yt_item(a, inside->item_from - 1)->start > 4)
      return; /* 安排专员服务/华源医疗、 */
    gboolean owner =
        inside && class == YT_CLASS_PROJECT && inside->class == YT_CLASS_COMPANY && inside->item_from == from;
    if (inside && inside->state == YT_MENTION_NAMED && inside->class != YT_CLASS_PLACE && !ends && !owner) {
      yt_reject_name(a, from, to, class, rule->name, YT_WHY_HOLDS_A_NAME);
      return;
    }
  }
  if (captured->phrase && (in(a, from, a->grammar->known.each) || !is_named_phrase(a, from, to, class))) {
    yt_reject_name(a, from, to, class, rule->name, YT_WHY_GENERIC);
    return;
  }
  if (class == YT_CLASS_PRODUCT && in(a, to - 1, a->grammar->known.company_head)) { /* 培育“小巨人”企业 */
    yt_reject_name(a, from, to, class, rule->name, YT_WHY_GENERIC);
    return;
  }
  if (rule->unknown && class == YT_CLASS_COMPANY && yt_item(a, from)->kind == YT_ITEM_LATIN &&
      from + 1 < to && !in(a, to - 1, a->grammar->known.company_tail))
    return; /* LNG运输船“…” */
  for (guint32 i = from; rule->unknown && class == YT_CLASS_COMPANY && i < to; i++)
    if ((in(a, i, a->grammar->known.trim) && yt_item(a, i)->end - yt_item(a, i)->start > 4) ||
        yt_text_has(a, yt_item(a, from)->start, "多"))
      return; /* what says what it is */
  if (rule->unknown && yt_text_ends(a, yt_item(a, to - 1)->end, "新药"))
    return; /* 合作研发抗血栓新药DCP118 */
  if (class == YT_CLASS_PROGRAM &&
      counts_kinds(a, is_mark(a, from, "“") ? from + 1 : from, is_mark(a, to - 1, "”") ? to - 1 : to)) {
    yt_reject_name(a, from, to, class, rule->name, YT_WHY_GENERIC);
    return;
  }
  if (class == YT_CLASS_COMPANY && from + 1 == to && in(a, from, a->grammar->known.goods)) {
    yt_reject_name(a, from, to, class, rule->name, YT_WHY_GENERIC);
    return;
  }
  if ((class == YT_CLASS_COMPANY || class == YT_CLASS_PROJECT) && !captured->phrase && from > 0 &&
      yt_item(a, from - 1)->kind == YT_ITEM_NUMBER) /* 10万吨铜箔 */
    return;
  if (class == YT_CLASS_PROJECT && to - from == 1 && yt_item(a, from)->word != YT_WORD_NONE &&
      !captured->phrase) {
    yt_reject_name(a, from, to, class, rule->name, YT_WHY_GENERIC);
    return;
  }
  if (rule->unknown && class == YT_CLASS_PRODUCT &&
      yt_province_of_letter(a, from) != 0) /* 鄂产… says where from */
    return;
  if (rule->unknown && !yt_is_unknown_stem(a, from, MIN(to, from + 2), FALSE) &&
      yt_item(a, from)->kind != YT_ITEM_LATIN)
    return;
  if (class == YT_CLASS_COMPANY && to - from > 1 && in(a, from, a->grammar->known.admin) &&
      (yt_text_ends(a, yt_item(a, to - 1)->end, "办") || yt_text_ends(a, yt_item(a, to - 1)->end, "局") ||
       yt_text_ends(a, yt_item(a, to - 1)->end, "委")))
    class = YT_CLASS_AGENCY; /* 县商务局、县尾毛办等单位 */
  if (class == YT_CLASS_PROJECT && to - from > 1 && in(a, to - 1, a->grammar->known.company_tail) &&
      yt_item(a, to - 1)->end - yt_item(a, from)->start <= 24)
    class = YT_CLASS_COMPANY; /* 引进迈为股份、…等项目 */
  guint32 stem = to - from > 1 && (in(a, to - 1, a->grammar->suffix_lists[class])) ? to - 1 : to;
  gboolean tailed = class == YT_CLASS_COMPANY && to - from > 1 &&
                    in(a, to - 1, a->grammar->known.company_tail) &&
                    !in(a, from, a->grammar->known.generic); /* 蜜蜂科技, in a list of firms */
  gboolean described =
      class == YT_CLASS_COMPANY &&
      (in(a, to - 1, a->grammar->known.trim) || in(a, to - 1, a->grammar->known.company_head) ||
       (in(a, to - 1, a->grammar->known.soft_stop) &&
        !(to - from > 1 && is_lone(a, to - 2)))); /* 血透龙头 says what it is, not who */
  if (described || ((class == YT_CLASS_COMPANY || class == YT_CLASS_PROJECT) && !tailed &&
                    !yt_any_distinguishes(a, from, stem) &&
                    !(class == YT_CLASS_PROJECT && captured->phrase &&
                      to - from >= MIN_DESCRIPTION_ITEMS) && /* 投资9亿元的新能源汽车轻量化部件项目 */
                    !(class == YT_CLASS_COMPANY && is_lone(a, from) && is_listed(a, from, to) &&
                      yt_is_unknown_stem(a, from, to, TRUE)))) {
    yt_reject_name(a, from, to, class, rule->name, YT_WHY_GENERIC);
    return;
  }
  yt_add_mention(a, from, to, class, rule->name, rule->confidence);
}

/* Is one of the captured names of the class that the rule gives to all? */
static gboolean
has_one(const YtAnalysis *a, const YtMatch *match, const YtAction *action)
{
  for (guint c = 0; c < match->n[action->subject.capture]; c++) {
    gint32 mention = match->captured[action->subject.capture][c].mention;
    if (mention >= 0 && yt_mention(a, mention)->class == action->class &&
        yt_mention(a, mention)->state == YT_MENTION_NAMED)
      return TRUE;
  }
  return FALSE;
}

static void
run_mention_rules(YtAnalysis *a)
{
  guint n_before = a->mentions->len;
  guint32 from = 0;
  guint block = 0;
  g_autofree YtMatch *match = g_new(YtMatch, 1);
  g_autoptr(YtTrials) trials = yt_trials_new(a, &a->grammar->mention_dispatch);
  for (guint32 i = yt_next_player(a, 0, YT_ROLE_STOP); i < a->items->len;
       i = yt_next_player(a, i + 1, YT_ROLE_STOP)) {
    block_start(a, i, &block);
    if (!is_silent(yt_block(a, block))) {
      yt_trials_find(trials, from, i + 1);
      guint32 start;
      for (const YtRule *rule; (rule = yt_trials_next(trials, &start)) != NULL;) {
        if (!yt_match(a, rule, from, i + 1, start, match) ||
            (rule->like && !has_one(a, match, &rule->actions[0])))
          continue;
        for (guint k = 0; k < rule->n_actions; k++)
          for (guint c = 0; c < match->n[rule->actions[k].subject.capture]; c++)
            name_span(a, &match->captured[rule->actions[k].subject.capture][c], rule->actions[k].class, rule);
      }
    }
    from = i + 1;
  }
  if (a->mentions->len > n_before)
    yt_choose_mentions(a);
}

/* The title that is a programme's or a policy's name by form, 深圳市…行动计划(2025—2027年), is the document itself. */
static void
drop_own_title(YtAnalysis *a)
{
  const char *text = a->text->text;
  for (guint m = 0; a->header.title && m < a->mentions->len; m++) {
    YtMention *mention = yt_mention(a, m);
    gboolean whole = mention->start == a->header.title_start || /* …高质量发展“十四五”规划(节选) */
                     (mention->class == YT_CLASS_POLICY && mention->start > a->header.title_start &&
                      !strstr(a->header.title, "《"));
    if ((mention->class != YT_CLASS_PROGRAM && mention->class != YT_CLASS_POLICY) || !whole ||
        mention->end > a->header.title_end)
      continue;
    gsize behind = mention->end;
    while (behind < a->header.title_end && (text[behind] == ' ' || text[behind] == '\n'))
      behind++;
    if (behind == a->header.title_end || (text[behind] == '(' && text[a->header.title_end - 1] == ')'))
      mention->state = YT_MENTION_DEAD;
  }
}

#define MAX_PREFIX_BYTES 45

/* 发改投资 in (发改投资〔2022〕1652号) names nothing: what stands in a document's number. */
static void
drop_names_in_numbers(YtAnalysis *a)
{
  const char *text = a->text->text;
  g_autofree guint8 *in_number = g_new0(guint8, a->items->len + 1);
  for (guint32 i = yt_next_player(a, 1, YT_ROLE_MARK); i < a->items->len;
       i = yt_next_player(a, i + 1, YT_ROLE_MARK)) {
    if (!is_mark(a, i, "〔") && byte_at(a, i) != '[')
      continue;
    gsize start, end, open = yt_item(a, i)->start;
    g_autofree char *number = NULL;
    const YtBlock *block = yt_block(a, yt_block_at(a, (guint32) open));
    gsize from = open - MIN(MAX_PREFIX_BYTES, open - block->start);
    while (((guchar) text[from] & 0xC0) == 0x80)
      from++;
    if (yt_find_document_number(text, from, MIN(block->end, open + MAX_PREFIX_BYTES), &start, &end, &number))
      for (guint32 p = i; p-- > 0 && yt_item(a, p)->start >= start;)
        in_number[p] = TRUE;
  }
  for (guint m = 0; m < a->mentions->len; m++)
    if (in_number[yt_mention(a, m)->item_from] && yt_mention(a, m)->class != YT_CLASS_PROPOSAL)
      yt_mention(a, m)->state = YT_MENTION_DEAD;
}

void
yt_find_mentions(YtAnalysis *a)
{
  find_gazetteer_names(a);
  yt_find_listed_counties(a);
  find_suffix_names(a);
  find_agencies(a);
  find_towns_of_agencies(a);
  find_companies_by_tail(a);
  find_titles(a);
  find_coded_medicines(a);
  yt_find_cells(a, FALSE);
  yt_find_people(a);
  for (guint m = 0; m < a->mentions->len; m++) { /* nothing is read from the page's furniture */
    YtMention *mention = yt_mention(a, m);
    if (is_silent(yt_block(a, yt_block_at(a, mention->start))) && strcmp(mention->rule, YT_BYLINE_RULE) != 0)
      mention->state = YT_MENTION_DEAD;
  }
  drop_own_title(a);
  drop_names_in_numbers(a);
  yt_choose_mentions(a);
  run_mention_rules(a);
  find_products_of_firms(a);
  find_projects_of_firms(a);
  find_project_owners(a);
  find_inner_institutions(a);
  find_heads_of_branches(a);
  find_offices(a);
  yt_find_glosses(a);
  yt_choose_mentions(a);
  guint n = a->mentions->len;
  yt_find_repeated_names(a);
  if (a->mentions->len > n)
    yt_choose_mentions(a);
  n = a->mentions->len;
  yt_find_zones(a);
  if (a->mentions->len > n)
    yt_choose_mentions(a);
  yt_find_shared_ends(a);
  yt_find_group_parts(a);
  yt_find_anaphors(a);
  yt_find_home_zone(a);
  yt_find_measures(a);
  yt_find_cells(a, TRUE);
  yt_choose_mentions(a);
}
