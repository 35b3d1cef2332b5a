/* mentions.c: the names in a text.
 *
 * Candidates come from many sides: words of a gazetteer; suffixes that bear a class (产业园, 有限公司), whose left end is
 * found by walking back over nominal words; agencies' kinds behind a place; unknown stems before a company's tail;
 * titles in 《》; people where their posts or forms of address stand. They may overlap. The longest named one wins; one
 * that stands at the head of a longer name and owns it (复旦大学 in 复旦大学附属中山医院) stays beside it. Then the
 * mention rules of the grammar add what only the context shows, such as the companies of A、B和C等龙头企业. */
#include <string.h>

#include "loader/analysis.h"
#include "loader/header.h"
#include "loader/match.h"

#define NO_ITEM G_MAXUINT32

static gboolean
in(const YtAnalysis *a, guint32 i, guint list)
{
  return yt_item_in(a, yt_item(a, i), list);
}

static char
byte_at(const YtAnalysis *a, guint32 i)
{
  return a->text->text[yt_item(a, i)->start];
}

static gboolean
is_mark(const YtAnalysis *a, guint32 i, const char *mark)
{
  return yt_item(a, i)->kind == YT_ITEM_MARK && yt_text_has(a, yt_item(a, i)->start, mark);
}

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

/* Does the text of item @i begin with a word of @list? 省委, 充分发挥: the segmenter may have taken more as one word. */
static gboolean
begins_with_list(const YtAnalysis *a, guint32 i, guint list)
{
  return yt_leading_word(a, i, list) > 0;
}

static YtMention *
add_mention(YtAnalysis *a, guint32 from, guint32 to, YtClass class, const char *rule, double confidence)
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
  g_array_append_val(a->mentions, mention);
  return yt_mention(a, a->mentions->len - 1);
}

static const YtEntry *
entry_of(const YtAnalysis *a, const YtItem *item, YtClass class) /* the word's first gazetteer entry of @class */
{
  if (item->word == YT_WORD_NONE)
    return NULL;
  guint32 e = yt_lexicon_get(a->grammar->lexicon, item->word)->entries;
  while (e != 0 && yt_entry(a, e)->class != class)
    e = yt_entry(a, e)->next;
  return e != 0 ? yt_entry(a, e) : NULL;
}

/* Which of the places of this name is meant: one of the document's own jurisdiction, or the highest. 0: none fits. */
static guint32
resolve_place(const YtAnalysis *a, const YtItem *item)
{
  if (item->word == YT_WORD_NONE)
    return 0;
  guint32 best = 0;
  int best_score = -1;
  for (guint32 e = yt_lexicon_get(a->grammar->lexicon, item->word)->entries; e != 0; e = yt_entry(a, e)->next) {
    const YtEntry *entry = yt_entry(a, e);
    if (entry->class != YT_CLASS_PLACE)
      continue;
    int score = entry->level == 0 ? 40 : 40 - 10 * entry->level;
    if (a->city != 0 && (entry->parent == a->city || entry->code == a->city))
      score += 50;
    else if (a->province != 0 && entry->code / 10000 == a->province / 10000)
      score += 30;
    else if (entry->level == 3 && entry->is_short) /* 朝阳, 和平: a word as well as a county elsewhere */
      continue;
    if (score > best_score) {
      best = e;
      best_score = score;
    }
  }
  return best;
}

/* ---- walking left from a suffix ---- */

static gboolean is_unknown_stem(const YtAnalysis *a, guint32 from, guint32 to, gboolean bounded);

/* Does the name [from, to) begin with a firm's: an unknown stem, or letters, and no place? */
static gboolean
has_firm_at_head(const YtAnalysis *a, guint32 from, guint32 to)
{
  guint32 p = from;
  if (yt_item(a, from)->kind == YT_ITEM_LATIN || entry_of(a, yt_item(a, from), YT_CLASS_COMPANY))
    return TRUE;
  while (p < to && p < from + 4 && yt_item(a, p)->kind == YT_ITEM_HAN && resolve_place(a, yt_item(a, p)) == 0 &&
         !in(a, p, a->grammar->known.generic) && !in(a, p, a->grammar->known.company_tail))
    p++;
  if (p > from && p < to && in(a, p, a->grammar->known.company_tail) && !in(a, p, a->grammar->known.generic))
    return TRUE;
  return p > from && is_unknown_stem(a, from, p, TRUE);
}

static YtClass
suffix_class(const YtAnalysis *a, guint32 i)
{
  return a->grammar->suffix_classes[yt_item(a, i)->set];
}

typedef struct {
  guint32 from;   /* first item of the name */
  gboolean named; /* something in it distinguishes one thing */
} Extent;

/* 专业性, 综合型, 国家级: words of two characters and more that say of what sort something is. */
static gboolean
is_quality(const YtAnalysis *a, guint32 i)
{
  static const char *const ends[] = {"性", "型", "级", "式"};
  const YtItem *item = yt_item(a, i);
  if (item->kind != YT_ITEM_HAN || item->end - item->start < 9)
    return FALSE;
  for (guint k = 0; k < G_N_ELEMENTS(ends); k++)
    if (memcmp(a->text->text + item->end - 3, ends[k], 3) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
distinguishes(const YtAnalysis *a, guint32 i)
{
  const YtItem *item = yt_item(a, i);
  if (item->kind == YT_ITEM_LATIN)
    return TRUE;
  if (item->kind != YT_ITEM_HAN)
    return FALSE;
  if (in(a, i, a->grammar->known.generic) || in(a, i, a->grammar->known.inner) || in(a, i, a->grammar->known.trim) || is_quality(a, i))
    return FALSE;
  if (in(a, i, a->grammar->known.direction)) /* 华南区域…枢纽 may be anyone's */
    return !(i + 1 < a->items->len && in(a, i + 1, a->grammar->known.region));
  if (item->word == YT_WORD_NONE)
    return TRUE;
  const YtWord *word = yt_lexicon_get(a->grammar->lexicon, item->word);
  if (word->entries != 0) /* the kind of an agency, or an industry, is no name */
    return yt_entry(a, word->entries)->class != YT_CLASS_NONE;
  if (item->end - item->start <= 4) /* a lone character counts with its neighbours: see below */
    return FALSE;
  return word->cost > 1290; /* rarer than 150 times in 60 million words */
}

/* Two lone characters in a row are no word: part of an unknown name (中元, 人福). */
static gboolean
is_lone(const YtAnalysis *a, guint32 i)
{
  const YtItem *item = yt_item(a, i);
  return item->kind == YT_ITEM_HAN && item->end - item->start <= 4 && !in(a, i, a->grammar->known.generic);
}

static guint32
opening_of(const YtAnalysis *a, guint32 first, guint32 close, const char *open_mark) /* NO_ITEM when there is none near */
{
  for (guint32 i = close; i-- > first && close - i < 24;) {
    if (is_mark(a, i, open_mark))
      return i;
    if (yt_item(a, i)->kind == YT_ITEM_STOP || yt_item(a, i)->kind == YT_ITEM_COMMA) /* a sentence is quoted, no name */
      return NO_ITEM;
  }
  return NO_ITEM;
}

#define JOINS_NAMES(c) ((c) == '+' || (c) == '-' || (c) == '/' || (c) == '&')

static gboolean
is_industry(const YtAnalysis *a, guint32 i) /* or the kind of an agency */
{
  const YtItem *item = yt_item(a, i);
  guint32 entries = item->word != YT_WORD_NONE ? yt_lexicon_get(a->grammar->lexicon, item->word)->entries : 0;
  return entries != 0 && yt_entry(a, entries)->class == YT_CLASS_NONE;
}

#define MIN_RUN 3 /* characters in a row, none of them a word with its neighbour: hardly ever but in a made-up name */

static gboolean
may_be_in_run(const YtAnalysis *a, guint32 i)
{
  const YtItem *item = yt_item(a, i);
  return is_lone(a, i) && item->pos != YT_POS_FUNCTION && item->pos != YT_POS_NUMERAL && !in(a, i, a->grammar->known.and) && !in(a, i, a->grammar->known.etc) &&
         !in(a, i, a->grammar->known.negation);
}

/* 令 and 达 in 、艾令达…: characters that end other names, in a row of them that begins where a name must begin. */
gboolean
yt_is_in_run(const YtAnalysis *a, guint32 first, guint32 i)
{
  guint32 from = i, to = i;
  while (from > first && i - from < 4 && may_be_in_run(a, from - 1))
    from--;
  if (!may_be_in_run(a, i) || i == from || in(a, from, a->grammar->known.stop) || in(a, from, a->grammar->known.trim) ||
      (from > first && yt_item(a, from - 1)->kind != YT_ITEM_SEPARATOR && yt_item(a, from - 1)->kind != YT_ITEM_COMMA &&
       yt_item(a, from - 1)->kind != YT_ITEM_STOP && resolve_place(a, yt_item(a, from - 1)) == 0))
    return FALSE;
  while (to + 1 < a->items->len && to - from < MIN_RUN && may_be_in_run(a, to + 1))
    to++;
  return to + 1 - from >= MIN_RUN;
}

/* 达 in 艾令达: a character that ends other names, behind characters that are no word with it. */
static gboolean
is_in_stem(const YtAnalysis *a, guint32 first, guint32 i)
{
  const YtItem *item = yt_item(a, i);
  const YtKnownLists *known = &a->grammar->known;
  if (item->end - item->start > 4 || item->pos == YT_POS_FUNCTION || item->pos == YT_POS_ADVERB || i < first + 2 || !is_lone(a, i - 1) ||
      in(a, i - 1, known->stop) || in(a, i - 1, known->and) || in(a, i - 1, known->etc))
    return FALSE;
  return is_lone(a, i - 2) && !in(a, i - 2, known->stop) && (i - 2 == first || yt_item(a, i - 3)->kind != YT_ITEM_HAN || in(a, i - 3, known->stop) || resolve_place(a, yt_item(a, i - 3)) != 0);
}

/* Words such as 投资 and 重点 end some names and stand inside others: inside, when a noun is before them that does nothing
 * by itself (生物产业投资引导基金, 国家重点研发计划; but 企业投资…). */
static gboolean
is_inside(const YtAnalysis *a, guint32 first, guint32 i)
{
  const YtKnownLists *known = &a->grammar->known;
  if (i == first || !in(a, i, known->soft_inner))
    return FALSE;
  const YtItem *before = yt_item(a, i - 1);
  if (before->kind != YT_ITEM_HAN || in(a, i - 1, known->and) || in(a, i - 1, known->etc) || in(a, i - 1, known->agent) ||
      in(a, i - 1, known->agency_kind))
    return FALSE;
  if (in(a, i - 1, known->stop))
    return is_inside(a, first, i - 1);
  return in(a, i - 1, known->owner) || in(a, i - 1, known->owner_level) || in(a, i - 1, known->generic);
}

/* 数字视听产业园, 海洋装备用钢: a verb that modifies what follows, since a noun is before it that does nothing by itself. */
static gboolean
is_modifying_verb(const YtAnalysis *a, guint32 first, guint32 i, YtClass class)
{
  const guint32 classes = 1u << YT_CLASS_PARK | 1u << YT_CLASS_INSTITUTION | 1u << YT_CLASS_PLATFORM | 1u << YT_CLASS_PROJECT |
                          1u << YT_CLASS_PROGRAM | 1u << YT_CLASS_FUND;
  const YtKnownLists *known = &a->grammar->known;
  const YtItem *item = yt_item(a, i);
  if (i == first || !(classes >> class & 1) || in(a, i, known->and) || in(a, i, known->etc))
    return FALSE;
  gboolean use = item->end - item->start == 3 && yt_text_has(a, item->start, "用"); /* 用钢 */
  if (!use && (item->pos != YT_POS_VERB || item->end - item->start <= 4 || in(a, i, known->stop)))
    return FALSE;
  const YtItem *before = yt_item(a, i - 1);
  return before->kind == YT_ITEM_HAN && !in(a, i - 1, known->agent) && !in(a, i - 1, known->agency_kind) && !in(a, i - 1, known->stop) &&
         before->end - before->start > 4 && (in(a, i - 1, known->generic) || is_industry(a, i - 1));
}

/* May item @i stand inside a name of @class, when what follows it is known to? */
static gboolean
goes_on(const YtAnalysis *a, guint32 first, guint32 i, YtClass class)
{
  const YtKnownLists *known = &a->grammar->known;
  const YtItem *item = yt_item(a, i);
  if (item->kind == YT_ITEM_LATIN)
    return TRUE;
  if (item->kind == YT_ITEM_NUMBER)
    return yt_text_has(a, item->start, "第") || (class == YT_CLASS_FUND && yt_text_has(a, item->end, "号")) || class == YT_CLASS_POLICY || class == YT_CLASS_PLATFORM || class == YT_CLASS_PROGRAM || class == YT_CLASS_PRODUCT || class == YT_CLASS_PROJECT;
  if (item->kind == YT_ITEM_SPACE) /* Mini LED */
    return i > 0 && yt_item(a, i - 1)->kind == YT_ITEM_LATIN && yt_item(a, i + 1)->kind == YT_ITEM_LATIN;
  if (item->kind == YT_ITEM_MARK)
    return JOINS_NAMES(byte_at(a, i)) || yt_text_has(a, item->start, "·") || yt_text_has(a, item->start, "—");
  if (item->kind != YT_ITEM_HAN)
    return FALSE;
  if (in(a, i, known->dated))
    return i > first && yt_item(a, i - 1)->kind == YT_ITEM_HAN && item->end - item->start <= 4;
  if (class == YT_CLASS_INSTITUTION && yt_text_has(a, item->start, "第")) /* 第二医院 */
    return TRUE;
  if (in(a, i, a->grammar->known.soft_stop)) /* 中原…基金 begins so; …过程中 ends so */
    return i > 0 && (yt_item(a, i - 1)->kind != YT_ITEM_HAN || in(a, i - 1, known->stop) || in(a, i - 1, known->and) ||
                     resolve_place(a, yt_item(a, i - 1)) != 0);
  if (class == YT_CLASS_PROGRAM && in(a, i, known->inner)) /* 技能提升行动 */
    return TRUE;
  if (class == YT_CLASS_PRODUCT && yt_text_has(a, item->start, "多") && item->end - item->start == 3) /* 多体位 */
    return TRUE;
  if (is_modifying_verb(a, first, i, class))
    return TRUE;
  if (in(a, i, known->and) || in(a, i, known->etc) || (in(a, i, known->stop) && !is_inside(a, first, i) && !is_in_stem(a, first, i) &&
                                                                          (class == YT_CLASS_PRODUCT || !yt_is_in_run(a, first, i))))
    return FALSE;
  if (item->end - item->start <= 4 || in(a, i, known->inner) || in(a, i, known->generic) ||
      (item->word != YT_WORD_NONE && yt_lexicon_get(a->grammar->lexicon, item->word)->entries != 0))
    return TRUE;
  return item->pos != YT_POS_VERB && item->pos != YT_POS_FUNCTION && item->pos != YT_POS_ADVERB &&
         item->pos != YT_POS_NUMERAL && item->pos != YT_POS_TIME;
}

/* 省知识产权保护中心, 国家医学中心: whose it is distinguishes it, where more stands between. */
static gboolean
is_owned(const YtAnalysis *a, guint32 from, guint32 to, YtClass class)
{
  if (from >= to)
    return FALSE;
  if ((class == YT_CLASS_FUND || class == YT_CLASS_PROGRAM) && in(a, from, a->grammar->known.owner_level))
    return TRUE; /* 省级科技计划; but a 省级平台 is any */
  guint owner = a->grammar->known.owner;
  gboolean nation = yt_text_has(a, yt_item(a, from)->start, "国家") || yt_text_has(a, yt_item(a, from)->start, "全国");
  if (nation && (class == YT_CLASS_CLUSTER || to - from < 2)) /* 国家大学科技园 is a kind */
    return FALSE;
  if (nation && class == YT_CLASS_INSTITUTION) { /* and so is 国家企业技术中心 */
    guint32 p = from + 1;
    while (p < to && in(a, p, a->grammar->known.generic))
      p++;
    if (p == to)
      return FALSE;
  }
  return in(a, from, owner) && (to - from >= 2 || yt_item(a, to)->end - yt_item(a, to)->start >= 12 || in(a, to, a->grammar->known.strong_suffix));
}

/* Does the quoted part that opens at item @i hold only words that distinguish nothing? */
static gboolean
quotes_generic(const YtAnalysis *a, guint32 i, guint32 to)
{
  while (++i < to && !is_mark(a, i, "”"))
    if (yt_item(a, i)->kind != YT_ITEM_HAN || (!in(a, i, a->grammar->known.generic) && !in(a, i, a->grammar->known.inner)))
      return FALSE;
  return TRUE;
}

static gboolean
any_distinguishes(const YtAnalysis *a, guint32 from, guint32 to)
{
  for (guint32 i = from; i < to; i++) {
    if (byte_at(a, i) == '(') { /* (CRO) only abbreviates what stands before it */
      while (i < to && byte_at(a, i) != ')')
        i++;
      continue;
    }
    if (is_mark(a, i, "“") && quotes_generic(a, i, to)) { /* “链主”项目 */
      while (i + 1 < to && !is_mark(a, i, "”"))
        i++;
      continue;
    }
    if (distinguishes(a, i) || is_mark(a, i, "“"))
      return TRUE;
    if (i + 1 < to && is_lone(a, i) && is_lone(a, i + 1))
      return TRUE;
  }
  return FALSE;
}

/* 人畜共患…重点实验室: a lone character that ends most names stands inside this one, if a separator is near before it. */
static guint32
to_separator(const YtAnalysis *a, guint32 first, guint32 from)
{
  for (guint32 p = from; p > first && from - p < 6; p--) {
    const YtItem *before = yt_item(a, p - 1);
    if (before->kind == YT_ITEM_SEPARATOR)
      return p;
    if (before->kind != YT_ITEM_HAN || before->end - before->start > 4 || in(a, p - 1, a->grammar->known.and) ||
        yt_text_has(a, before->start, "的"))
      return from;
  }
  return from;
}

/* 企业 or 龙头 before a name says what the name is. */
static gboolean
is_apposition(const YtAnalysis *a, guint32 i)
{
  return in(a, i, a->grammar->known.apposition);
}

/* 正 + 川股份: a firm's stem has two characters at least, so the one before 川 is its first though it ends other names. */
static guint32
whole_stem(const YtAnalysis *a, guint32 first, guint32 from)
{
  if (from == first || !is_lone(a, from))
    return from;
  const YtItem *before = yt_item(a, from - 1);
  gboolean fits = before->kind == YT_ITEM_HAN && before->end - before->start <= 4 && before->pos != YT_POS_FUNCTION &&
                  !(before->pos == YT_POS_VERB && in(a, from - 1, a->grammar->known.stop)) && !in(a, from - 1, a->grammar->known.and) && !yt_text_has(a, before->start, "的");
  return fits ? from - 1 : from;
}

#define MAX_NAME_BYTES 120

/* A group is named after a whole task (…基地建设工作领导小组): only the words of the list group-stop end its name. */
static Extent
extend_group(const YtAnalysis *a, guint32 first, guint32 i)
{
  guint stop = a->grammar->known.group_stop;
  guint32 from = i;
  while (from > first && yt_item(a, i)->end - yt_item(a, from - 1)->start <= MAX_NAME_BYTES) {
    const YtItem *item = yt_item(a, from - 1);
    if ((item->kind != YT_ITEM_HAN && item->kind != YT_ITEM_LATIN) || begins_with_list(a, from - 1, stop) || yt_item_in(a, item, a->grammar->known.and))
      break;
    from--;
  }
  return (Extent){.from = from, .named = from < i};
}

/* Do the words [from, to) begin with a rank, 国家级 or 重庆市级? */
static gboolean
is_rank(const YtAnalysis *a, guint32 from, guint32 to)
{
  for (guint32 p = from; p < to && p < from + 3; p++) {
    const YtItem *item = yt_item(a, p);
    if (is_mark(a, p, "“"))
      return FALSE;
    if (item->kind != YT_ITEM_HAN || item->end < 6 || memcmp(a->text->text + item->end - 3, "级", 3) != 0)
      continue;
    static const char *const whose[] = {"家", "省", "市", "区", "县", "部"};
    for (guint k = 0; k < G_N_ELEMENTS(whose); k++)
      if (memcmp(a->text->text + item->end - 6, whose[k], 3) == 0)
        return TRUE;
  }
  return FALSE;
}

/* 湖北省工业园区: those of a whole province are no one park, though 苏州工业园区 is. */
static gboolean
is_of_whole_province(const YtAnalysis *a, guint32 from, guint32 i)
{
  if (from + 1 != i || !in(a, i, a->grammar->known.park_plain))
    return FALSE;
  guint32 p = resolve_place(a, yt_item(a, from));
  const YtEntry *place = p != 0 ? yt_entry(a, p) : NULL;
  return place && place->level == 1 && !g_str_has_suffix(place->canonical, "市");
}

/* The name that ends with the suffix at item @i. @first: no further left than this. */
static Extent
extend_left(const YtAnalysis *a, guint32 first, guint32 i, YtClass class)
{
  const YtKnownLists *known = &a->grammar->known;
  guint32 from = i, bridge = NO_ITEM;
  gboolean strong = in(a, i, a->grammar->known.strong_suffix);
  while (from > first && yt_item(a, i)->end - yt_item(a, from - 1)->start <= MAX_NAME_BYTES) {
    guint32 before = from - 1;
    if (is_mark(a, before, ")")) {
      guint32 open = opening_of(a, first, before, "(");
      if (open == NO_ITEM || yt_item(a, before)->end - yt_item(a, open)->start > 60 || open == first)
        break;
      from = open;
    } else if (is_mark(a, before, "”")) {
      guint32 open = opening_of(a, first, before, "“");
      if (open == NO_ITEM)
        break;
      from = open; /* a name begins at its quotes, unless a place stands before them: 宁波“人才码” */
      if (open == first || resolve_place(a, yt_item(a, open - 1)) == 0 || yt_item(a, open - 1)->kind != YT_ITEM_HAN)
        break;
    } else if (from < i && is_apposition(a, before) && !in(a, from, known->generic) && !in(a, from, known->inner) && any_distinguishes(a, from, i)) {
      break; /* 上市企业仲景宛西制药研发中心 */
    } else if (goes_on(a, first, before, class) || (strong && class == YT_CLASS_COMPANY && in(a, before, known->inner) && before > first &&
                                             suffix_class(a, before - 1) == YT_CLASS_NONE) ||
               (strong && class == YT_CLASS_INSTITUTION && yt_item(a, before)->pos == YT_POS_VERB && !in(a, before, known->stop))) {
      from = before;
    } else if (in(a, i, known->route) && from < i && before > first && in(a, before, known->to) &&
               (resolve_place(a, yt_item(a, before - 1)) != 0 || is_lone(a, before - 1)) && resolve_place(a, yt_item(a, from)) != 0) {
      from = before - 1; /* 西宁至成都铁路 */
    } else if (in(a, before, known->and) && !yt_text_has(a, yt_item(a, before)->start, "暨") && !any_distinguishes(a, from, i) && !is_owned(a, from, i, class) &&
               before > first && bridge == NO_ITEM && suffix_class(a, before - 1) != class &&
               goes_on(a, first, before - 1, class) && from < i + 1) {
      /* 研发和生产基地: what stands behind 和 names nothing by itself, so the name may go on before it */
      bridge = from;
      from = before;
    } else {
      break;
    }
  }
  if (bridge != NO_ITEM && !any_distinguishes(a, from, bridge))
    from = bridge;
  if (class == YT_CLASS_COMPANY && i - from == 1)
    from = whole_stem(a, first, from);
  if (class == YT_CLASS_COMPANY && from == i && i > first + 1 && in(a, i - 1, known->that) && is_lone(a, i - 2) && !in(a, i - 2, known->stop) &&
      i - 2 > first && yt_item(a, i - 3)->kind == YT_ITEM_SEPARATOR) /* 、人本集团: not this group */
    from = i - 2;
  if (strong && class == YT_CLASS_INSTITUTION)
    from = to_separator(a, first, from);
  if (from < i && byte_at(a, from) == '(') { /* what stands before the bracket ends names: the bracket belongs to it */
    while (from < i && byte_at(a, from) != ')')
      from++;
    from++;
  }
  while (from < i && (in(a, from, known->trim) || JOINS_NAMES(byte_at(a, from)) ||
                      (yt_item(a, from)->kind == YT_ITEM_MARK && !is_mark(a, from, "“"))))
    from++;
  if (from > first && from + 1 < i &&
      ((yt_item(a, from - 1)->kind == YT_ITEM_NUMBER && in(a, from, known->unit)) || /* 1100亩…产业园 */
       (in(a, from - 1, known->that) && suffix_class(a, from) != YT_CLASS_NONE)))    /* 该园区…片区 */
    from++;
  while (class == YT_CLASS_PLACE && from + 1 < i && resolve_place(a, yt_item(a, from)) != 0) /* 枣阳吴店镇 is 吴店镇 */
    from++;
  if (class == YT_CLASS_PRODUCT) { /* 中药葛陈胶囊: what only says the kind goes, where an unknown name stands behind it */
    guint32 p = from;
    while (p < i && (in(a, p, known->generic) || is_industry(a, p)))
      p++;
    if (p + 1 < i && is_lone(a, p) && is_lone(a, p + 1))
      from = p;
  }
  if (class == YT_CLASS_PROJECT && from >= first + 3 && yt_item(a, from - 1)->kind == YT_ITEM_HAN &&
      yt_item(a, from - 2)->kind == YT_ITEM_NUMBER && in(a, from - 3, known->capacity)) /* 年产5万吨单晶硅项目 */
    return (Extent){.from = from - 3, .named = TRUE};
  if (in(a, i, a->grammar->known.quoted_only) && from < i && in(a, i - 1, known->soft_stop)) /* “互联网+”新模式 */
    return (Extent){.from = from};
  if (in(a, i, a->grammar->known.quoted_only)) { /* 机制, 模式: named only by what is quoted or numbered */
    gboolean gloss = FALSE;
    for (guint32 p = from; p < i; p++) {
      gloss = byte_at(a, p) == '(' || (gloss && byte_at(a, p) != ')');
      if (!gloss && (is_mark(a, p, "“") || yt_item(a, p)->kind == YT_ITEM_NUMBER || yt_item(a, p)->kind == YT_ITEM_LATIN || byte_at(a, p) == '+'))
        return (Extent){.from = from, .named = TRUE};
    }
    gboolean site = class == YT_CLASS_PLATFORM && from < i && /* 湖北省政务服务网, 科惠网 */
                    ((i - from >= 2 && resolve_place(a, yt_item(a, from)) != 0) || (i - from == 2 && is_lone(a, from) && is_lone(a, from + 1)));
    return (Extent){.from = from, .named = site || is_owned(a, from, i, class)};
  }
  if (class == YT_CLASS_INSTITUTION && from < i && yt_text_has(a, yt_item(a, from)->start, "第"))
    return (Extent){.from = from, .named = TRUE};
  if (class == YT_CLASS_PLATFORM && from + 1 == i && yt_item(a, from)->kind == YT_ITEM_NUMBER) /* 12345热线 */
    return (Extent){.from = from, .named = yt_item(a, from)->end - yt_item(a, from)->start >= 4};
  if (class == YT_CLASS_POLICY) { /* 人才新政30条: a number before 条, and words before that */
    gboolean counted = yt_text_has(a, yt_item(a, i)->start, "条");
    guint policy = a->grammar->known.policy_word;
    if (counted && (from + 1 >= i || yt_item(a, i - 1)->kind != YT_ITEM_NUMBER || yt_item(a, from)->kind == YT_ITEM_NUMBER ||
                    !(in(a, i - 2, policy) || in(a, i + 1, policy) || is_mark(a, i + 1, "”"))))
      return (Extent){.from = i};
    gboolean quoted = FALSE;
    for (guint32 p = from; p < i; p++)
      quoted = quoted || is_mark(a, p, "“");
    return (Extent){.from = from, .named = counted || quoted};
  }
  if (from > first && (class == YT_CLASS_FUND || class == YT_CLASS_PLATFORM) && from < i &&
      in(a, from - 1, a->grammar->known.our_place)) /* 我省生物医药产业基金 */
    return (Extent){.from = from, .named = TRUE};
  if (class == YT_CLASS_PARK && is_of_whole_province(a, from, i))
    return (Extent){.from = from};
  if (class == YT_CLASS_COMPANY || (class == YT_CLASS_PARK && !is_rank(a, from, i)) || class == YT_CLASS_FUND)
    for (guint32 p = from; p < i; p++)
      if (yt_item(a, p)->kind == YT_ITEM_HAN && !in(a, p, known->generic) && !in(a, p, known->inner) && !in(a, p, known->trim) &&
          !in(a, p, known->company_head) && !is_quality(a, p) && !(class == YT_CLASS_PARK && is_industry(a, p)) &&
          (yt_item(a, p)->end - yt_item(a, p)->start > 4 || class == YT_CLASS_COMPANY) && yt_item(a, p)->pos != YT_POS_ADJECTIVE)
        return (Extent){.from = from, .named = TRUE};
  if (class != YT_CLASS_FUND && class != YT_CLASS_PROGRAM && class != YT_CLASS_CLUSTER && is_rank(a, from, i)) /* 国家级留学人员创业园 is a kind */
    return (Extent){.from = from};
  return (Extent){.from = from, .named = (strong && from < i) || is_owned(a, from, i, class) || any_distinguishes(a, from, i)};
}

static guint32
block_start(const YtAnalysis *a, guint32 i, guint *block)
{
  while (i >= yt_block(a, *block)->item_to)
    ++*block;
  return yt_block(a, *block)->item_from;
}

static gboolean
is_silent(const YtBlock *block) /* no names are read here */
{
  return block->kind == YT_BLOCK_FURNITURE || block->kind == YT_BLOCK_META;
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
  gboolean shown = (i > 0 && in(a, i - 1, a->grammar->known.before_letter)) ||
                   (i + 1 < a->items->len && in(a, i + 1, a->grammar->known.behind_letter));
  if (!shown)
    return 0;
  return GPOINTER_TO_UINT(g_hash_table_lookup(a->grammar->letters, GUINT_TO_POINTER(yt_utf8_get(a->text->text + item->start))));
}

static void
find_gazetteer_names(YtAnalysis *a)
{
  for (guint32 i = 0; i < a->items->len; i++) {
    const YtItem *item = yt_item(a, i);
    guint32 province = yt_province_of_letter(a, i);
    if (province != 0)
      add_mention(a, i, i + 1, YT_CLASS_PLACE, "gazetteer", 0.7)->entry = province;
    if (item->word == YT_WORD_NONE || yt_lexicon_get(a->grammar->lexicon, item->word)->entries == 0)
      continue;
    if (ends_with(a->text->text + item->start, item->end - item->start, "新区") &&
        !in(a, i, a->grammar->known.new_area)) {
      add_mention(a, i, i + 1, YT_CLASS_PARK, "gazetteer", 0.9);
      continue;
    }
    guint32 place = resolve_place(a, item);
    const YtEntry *entry = place != 0 ? yt_entry(a, place) : entry_of(a, item, YT_CLASS_INSTITUTION);
    if (!entry)
      entry = entry_of(a, item, YT_CLASS_AGENCY);
    if (!entry)
      entry = entry_of(a, item, YT_CLASS_COMPANY);
    if (!entry)
      continue;
    guint32 seat = entry->class == YT_CLASS_INSTITUTION && i > 0 && yt_item(a, i - 1)->kind == YT_ITEM_HAN ? resolve_place(a, yt_item(a, i - 1)) : 0;
    gboolean led = seat != 0 && yt_entry(a, seat)->code == entry->code; /* 成都电子科技大学 */
    YtMention *mention = add_mention(a, led ? i - 1 : i, i + 1, entry->class, "gazetteer", 0.95);
    mention->entry = place != 0 ? place : (guint32) (entry - yt_entry(a, 0));
  }
}

/* 岳 + 口镇: the segmenter knows another town's name and takes this one's end for it. */
static void
find_cut_town(YtAnalysis *a, guint32 first, guint32 i)
{
  const YtItem *item = yt_item(a, i);
  guint n = item->end - item->start;
  if (item->kind != YT_ITEM_HAN || n != 6 || i == first || !is_lone(a, i - 1) || in(a, i - 1, a->grammar->known.stop) ||
      !(ends_with(a->text->text + item->start, n, "镇") || ends_with(a->text->text + item->start, n, "乡")) ||
      in(a, i, a->grammar->known.generic) || (i - 1 > first && is_lone(a, i - 2)))
    return;
  add_mention(a, i - 1, i + 1, YT_CLASS_PLACE, "suffix/town", 0.8);
}

/* Is the last character before @end a word of @list? */
static gboolean
ends_in_list(const YtAnalysis *a, guint32 end, guint list)
{
  gsize start = yt_utf8_back(a->text->text, end);
  guint32 word = yt_lexicon_find(a->grammar->lexicon, a->text->text + start, end - start);
  return word != YT_WORD_NONE &&
         yt_lexicon_in_list(a->grammar->lexicon, yt_lexicon_get(a->grammar->lexicon, word)->set, list);
}

/* 南京转移项目22个, 9个徐汇项目: how many there are of a kind. */
static gboolean
is_counted(const YtAnalysis *a, guint32 from, guint32 to)
{
  guint counter = a->grammar->known.counter;
  return (to + 1 < a->items->len && yt_item(a, to)->kind == YT_ITEM_NUMBER && in(a, to + 1, counter)) ||
         (from + 1 < to && yt_item(a, from)->kind == YT_ITEM_NUMBER && in(a, from + 1, counter));
}

/* “六项行动”: how many there are, and nothing that distinguishes them. */
static gboolean
counts_kinds(const YtAnalysis *a, guint32 from, guint32 to)
{
  return from + 1 < to && ends_in_list(a, yt_item(a, from)->end, a->grammar->known.counter) && yt_item(a, from)->end - yt_item(a, from)->start == 6 &&
         yt_item(a, from)->pos == YT_POS_NUMERAL && !any_distinguishes(a, from + 1, to - 1);
}

/* “大抓项目、抓大项目” is a slogan: what is quoted and holds a list, or begins with a verb that ends names. */
static gboolean
is_slogan(const YtAnalysis *a, guint32 from, guint32 to)
{
  for (guint32 i = from; i < to; i++)
    if (yt_item(a, i)->kind == YT_ITEM_SEPARATOR || yt_item(a, i)->kind == YT_ITEM_COMMA || yt_text_has(a, yt_item(a, i)->start, "的"))
      return TRUE;
  if (counts_kinds(a, from, to))
    return TRUE;
  return in(a, from, a->grammar->known.stop) && yt_item(a, from)->end - yt_item(a, from)->start <= 4 && !is_lone(a, from + 1);
}

static void
find_suffix_names(YtAnalysis *a)
{
  guint block = 0;
  for (guint32 i = 0; i < a->items->len; i++) {
    YtClass class = suffix_class(a, i);
    if (class == YT_CLASS_NONE)
      find_cut_town(a, block_start(a, i, &block), i);
    if (class == YT_CLASS_NONE)
      continue;
    if (class == YT_CLASS_PROGRAM && i + 1 < a->items->len && in(a, i + 1, a->grammar->known.planned) &&
        yt_text_has(a, yt_item(a, i)->start, "计划")) /* …项目计划总投资4.83亿元 */
      continue;
    guint32 first = block_start(a, i, &block);
    Extent extent = in(a, i, a->grammar->known.group) ? extend_group(a, first, i)
                                                                        : extend_left(a, first, i, class);
    guint32 open = i + 1 < a->items->len && is_mark(a, i + 1, "”") ? opening_of(a, first, i, "“") : NO_ITEM;
    if (open != NO_ITEM && open + 1 < i && is_slogan(a, open + 1, i + 1))
      continue;
    if (open != NO_ITEM && open + 1 < i) { /* “一号改革工程”: all of what is quoted */
      add_mention(a, open + 1, i + 1, class, "suffix/quoted", 0.85);
      continue;
    }
    if (extent.from == i || (!extent.named && in(a, i, a->grammar->known.quoted_only)))
      continue;
    if (class == YT_CLASS_PARK && in(a, i, a->grammar->known.plant) && has_firm_at_head(a, extent.from, i))
      class = YT_CLASS_PROJECT; /* one firm's plant */
    if (is_mark(a, extent.from, "“")) { /* “甬欣基金”专项基金: the quoted name is whole by itself */
      guint32 close = extent.from + 1;
      while (close < i && !is_mark(a, close, "”"))
        close++;
      if (close < i && in(a, close - 1, a->grammar->suffix_lists[class])) {
        add_mention(a, extent.from + 1, close, class, "suffix", 0.9);
        continue;
      }
    }
    gboolean named = extent.named && !is_counted(a, extent.from, i + 1);
    YtMention *mention = add_mention(a, extent.from, i + 1, class, "suffix", named ? 0.85 : 0.5);
    mention->state = named ? YT_MENTION_NAMED : YT_MENTION_WEAK;
  }
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
    if (!in(a, p - 1, known->admin) && !in(a, p - 1, known->each_between) && before->kind != YT_ITEM_SEPARATOR && mark != '(' && mark != ')')
      return FALSE;
  }
  return FALSE;
}

/* An agency's kind (经信厅, 人民政府) belongs to the place, park or 省 市 区 县 before it. */
static void
find_agencies(YtAnalysis *a)
{
  const YtKnownLists *known = &a->grammar->known;
  guint block = 0;
  for (guint32 i = 0; i < a->items->len; i++) {
    gboolean branch = in(a, i, known->agency_branch); /* 人民银行江苏省分行: of an agency, or none */
    const YtItem *kind = yt_item(a, i);
    gboolean like = !branch && !in(a, i, known->agency_kind) && kind->kind == YT_ITEM_HAN && kind->end - kind->start == 9 && kind->set == 0 &&
                    ends_with(a->text->text + kind->start, kind->end - kind->start, "局"); /* 保障局 */
    if ((!in(a, i, known->agency_kind) && !branch && !like) || yt_text_has(a, yt_item(a, i)->start, "街道") || yt_text_has(a, yt_item(a, i)->start, "镇") ||
        yt_text_has(a, yt_item(a, i)->start, "乡")) /* 候口街道办事处: an unknown name stands before it */
      continue;
    guint32 first = block_start(a, i, &block), from = i, between = 0;
    gboolean of_agency = FALSE, begins_owned = begins_with_list(a, i, known->admin);
    while (from > first && between < 4) {
      guint32 before = from - 1;
      const YtItem *item = yt_item(a, before);
      if (entry_of(a, item, YT_CLASS_AGENCY)) {
        from = before;
        of_agency = TRUE;
      } else if (in(a, before, known->admin) || (item->kind == YT_ITEM_HAN && resolve_place(a, item) != 0) ||
                 in(a, before, known->agency_kind))
        from = before;
      else if (of_agency)
        break;
      else if (in(a, before, a->grammar->suffix_lists[YT_CLASS_PARK])) { /* 天门经济开发区科技经信局 */
        Extent park = extend_left(a, first, before, YT_CLASS_PARK);
        if (!park.named && !(in(a, before, known->zone) && park.from == before))
          break;
        from = park.from;
      } else if (!branch && before > first && yt_item(a, before - 1)->kind == YT_ITEM_HAN && resolve_place(a, yt_item(a, before - 1)) != 0 &&
                 (is_industry(a, before) || (is_lone(a, before) && item->pos == YT_POS_NOUN))) { /* 宝鸡市钛产业链工作专班 */
        from = before;
      } else if (in(a, before, known->cooperate)) { /* 省科技厅协同梅州市政府 */
        break;
      } else if (in(a, before, known->generic) || in(a, before, known->inner) ||
                 (!begins_owned && !branch && item->pos == YT_POS_NOUN && item->end - item->start > 4 &&
                  goes_on(a, first, before, YT_CLASS_AGENCY))) {
        between++; /* 开发区科技经信局: kinds that the gazetteer has not, where an owner stands before them */
        from = before;
        continue;
      } else
        break;
      between = 0;
    }
    from += between;
    if ((branch && !of_agency) || (like && (from == i || (resolve_place(a, yt_item(a, from)) == 0 && !in(a, from, known->admin)))))
      continue;
    gsize n_zone = from == i ? yt_leading_word(a, i, a->grammar->suffix_lists[YT_CLASS_PARK]) : 0;
    if (n_zone > 0 && n_zone < yt_item(a, i)->end - yt_item(a, i)->start) { /* 南京江北新区管委会: the zone and its committee are one word */
      while (from > first && i - from < 3 && is_lone(a, from - 1) && !in(a, from - 1, known->stop) && !in(a, from - 1, known->and))
        from--;
      if (from > first && resolve_place(a, yt_item(a, from - 1)) != 0)
        from--;
      if (from < i)
        add_mention(a, from, i + 1, YT_CLASS_PARK, "agency/zone", 0.85)->end = yt_item(a, i)->start + (guint32) n_zone;
    }
    if (is_each(a, first, from)) {
      yt_reject_name(a, from, i + 1, YT_CLASS_AGENCY, "agency", YT_WHY_EACH);
      continue;
    }
    if (from == i && (in(a, i, a->grammar->known.group) || in(a, i, a->grammar->known.group_part)))
      continue; /* of which group shows later */
    gboolean owned = (from < i || begins_owned) && !is_counted(a, from, i + 1);
    glong n = g_utf8_strlen(a->text->text + yt_item(a, i)->start, (gssize) (yt_item(a, i)->end - yt_item(a, i)->start));
    YtMention *mention = add_mention(a, from, i + 1, YT_CLASS_AGENCY, "agency", owned ? 0.95 : 0.7);
    mention->state = owned || n >= 4 ? YT_MENTION_NAMED : YT_MENTION_WEAK;
  }
}

#define TOWN_RULE "agency/town"

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
    const char *at = g_strstr_len(a->text->text + outer.start, (gssize) (outer.end - outer.start), office);
    gsize begin = at ? (gsize) (at - a->text->text) : 0;
    if (!at || begin < outer.start + 6)
      continue;
    YtMention *place = add_mention(a, outer.item_from, outer.item_to, YT_CLASS_PLACE, TOWN_RULE, 0.8);
    place->end = (guint32) (begin + strlen("街道"));
    if (begin + strlen(office) == outer.end)
      continue;
    YtMention *inner = add_mention(a, outer.item_from, outer.item_to, YT_CLASS_AGENCY, TOWN_RULE, 0.8);
    inner->end = (guint32) (begin + strlen(office));
  }
}

/* Could items [from, to) be the made-up stem of a firm's name? Something in it must be no word at all: a character that
 * stands for itself beside another, or a rare noun. Letters alone are an abbreviation (AI制药). @bounded: the stem begins
 * behind a separator, so that less will do. */
static gboolean
is_unknown_stem(const YtAnalysis *a, guint32 from, guint32 to, gboolean bounded)
{
  guint n_characters = 0, n_unknown = 0, n_lone = 0;
  for (guint32 i = from; i < to; i++) {
    const YtItem *item = yt_item(a, i);
    if (item->kind != YT_ITEM_HAN)
      continue;
    guint n = (item->end - item->start) / 3;
    n_characters += n;
    if (n == 1 && !in(a, i, a->grammar->known.generic)) {
      n_unknown++;
      n_lone++;
    }
    else if (n > 1 && distinguishes(a, i))
      n_unknown += n;
  }
  if (bounded && n_unknown >= 1 && n_characters >= 2 && n_characters <= 4) /* 大红鹰: it begins where a name must begin */
    return TRUE;
  return n_lone >= 1 && n_characters >= 2 && n_unknown >= 2 && n_unknown + 1 >= n_characters;
}

/* Is the item the short name of a county that is not the document's own? A firm may well be called so: 岱岳资本. */
static gboolean
is_far_county(const YtAnalysis *a, guint32 i)
{
  guint32 place = yt_item(a, i)->kind == YT_ITEM_HAN ? resolve_place(a, yt_item(a, i)) : 0;
  const YtEntry *entry = place != 0 ? yt_entry(a, place) : NULL;
  return entry && entry->level == 3 && entry->is_short && entry->code != a->city && entry->parent != a->city;
}

/* 大庆石化: a place, a tail that makes it a firm's name, and no more nouns behind. */
static gboolean
is_firm_of_place(const YtAnalysis *a, guint32 first, guint32 i)
{
  const YtKnownLists *known = &a->grammar->known;
  if (i == first || !in(a, i, known->place_tail) || yt_item(a, i - 1)->kind != YT_ITEM_HAN || resolve_place(a, yt_item(a, i - 1)) == 0)
    return FALSE;
  const YtItem *next = i + 1 < a->items->len ? yt_item(a, i + 1) : NULL;
  return !next || next->kind != YT_ITEM_HAN || (!in(a, i + 1, known->generic) && !is_industry(a, i + 1) && next->pos != YT_POS_NOUN) ||
         in(a, i + 1, known->etc);
}

/* 健世科技, 恒瑞医药: up to four characters that are no common word, and a tail. */
static void
find_companies_by_tail(YtAnalysis *a)
{
  const YtKnownLists *known = &a->grammar->known;
  guint block = 0;
  for (guint32 i = 1; i < a->items->len; i++) {
    if (!in(a, i, known->company_tail))
      continue;
    guint32 first = block_start(a, i, &block), from = i;
    while (from > first) {
      const YtItem *before = yt_item(a, from - 1);
      gboolean fits = (before->kind == YT_ITEM_HAN && !in(a, from - 1, known->stop) && !in(a, from - 1, known->and) &&
                       !in(a, from - 1, known->etc) &&
                       (!in(a, from - 1, known->trim) || before->end - before->start <= 4)) ||
                      before->kind == YT_ITEM_LATIN;
      if (!fits || yt_item(a, i)->start - before->start > 15 || resolve_place(a, before) != 0)
        break;
      if (before->end - before->start > 4 && !distinguishes(a, from - 1) && before->kind == YT_ITEM_HAN)
        break;
      from--;
    }
    if (i - from == 1)
      from = whole_stem(a, first, from);
    if (g_ascii_isdigit(byte_at(a, from)))
      continue;
    if (from == i && is_firm_of_place(a, first, i)) { /* 大庆石化 */
      add_mention(a, i - 1, i + 1, YT_CLASS_COMPANY, "company/place", 0.7);
      continue;
    }
    if (from == i && i > first && in(a, i, known->sure_tail) && is_far_county(a, i - 1)) {
      add_mention(a, i - 1, i + 1, YT_CLASS_COMPANY, "company/tail", 0.7);
      continue;
    }
    if (from < i && from > first && in(a, from - 1, known->company_tail) && from >= first + 2 && is_lone(a, from - 2))
      continue; /* 合盛硅业硅基新材料: what the firm makes */
    if (from == i || !is_unknown_stem(a, from, i, from == first || yt_item(a, from - 1)->kind == YT_ITEM_SEPARATOR))
      continue;
    if (from > first && resolve_place(a, yt_item(a, from - 1)) != 0) /* 重庆华森制药 */
      from--;
    add_mention(a, from, i + 1, YT_CLASS_COMPANY, "company/tail", 0.75);
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

/* Is the title that closes at item @close that of a proposal? 《…》的提案收悉, “…的建议”(第75号)收悉 */
static gboolean
is_proposal(const YtAnalysis *a, guint32 open, guint32 close)
{
  gboolean proposed = FALSE, received = FALSE;
  for (guint32 p = close; p < a->items->len && p < close + 14 && yt_item(a, p)->kind != YT_ITEM_STOP; p++) {
    received = received || yt_text_has(a, yt_item(a, p)->start, "收悉") || yt_text_has(a, yt_item(a, p)->start, "收到") ||
               yt_text_has(a, yt_item(a, p)->start, "研究办理");
    proposed = proposed || (p > close && (yt_text_has(a, yt_item(a, p)->start, "提案") || yt_text_has(a, yt_item(a, p)->start, "建议")));
  }
  for (guint32 p = open >= 6 ? open - 6 : 0; p < open; p++)
    proposed = proposed || yt_text_has(a, yt_item(a, p)->start, "提出");
  return received || (proposed && byte_at(a, close + 1) == '(' && yt_text_has(a, yt_item(a, close + 2)->start, "第"));
}

/* 对第59号建议《关于…的建议》的答复: does the title of a reply name the proposal there? */
static gboolean
is_proposal_in_title(const YtAnalysis *a, guint32 open, guint32 close)
{
  const char *title = a->header.title;
  guint32 start = yt_item(a, open)->start, end = yt_item(a, close)->start;
  return title && start >= a->header.title_start && end < a->header.title_end &&
         (g_str_has_suffix(title, "答复") || g_str_has_suffix(title, "函") || g_str_has_suffix(title, "回复")) &&
         (yt_text_ends(a, end, "建议") || yt_text_ends(a, end, "提案") || yt_text_ends(a, end, "议案"));
}

static gboolean
have_same_words(const YtAnalysis *a, guint32 open, guint32 close, guint32 other_open, guint32 other_close)
{
  guint32 start = yt_item(a, open)->end, other = yt_item(a, other_open)->end;
  guint32 n = yt_item(a, close)->start - start;
  return n == yt_item(a, other_close)->start - other && memcmp(a->text->text + start, a->text->text + other, n) == 0;
}

/* 《…》 names a policy, or the proposal that is answered; “…” only the latter. */
static void
find_titles(YtAnalysis *a)
{
  gboolean answered = FALSE;
  guint32 open = 0, end = 0; /* of the proposal's title */
  for (guint32 i = 0; i < a->items->len; i++) {
    gboolean book = is_mark(a, i, "《");
    if (!book && (answered || !is_mark(a, i, "“")))
      continue;
    guint32 close = book ? closing_of(a, i, "《", "》") : closing_of(a, i, "“", "”");
    if (close == NO_ITEM || close + 2 >= a->items->len)
      continue;
    gboolean proposal = answered ? book && have_same_words(a, i, close, open, end)
                                 : is_proposal(a, i, close) || (book && is_proposal_in_title(a, i, close));
    if (proposal && !answered) {
      open = i;
      end = close;
    }
    if (book || proposal)
      add_mention(a, i + 1, close, proposal ? YT_CLASS_PROPOSAL : YT_CLASS_POLICY, "title", 0.95);
    answered = answered || proposal;
    if (book || proposal)
      i = close;
  }
  /* a reply that does not give the proposal's title: its number names it */
  for (guint32 i = 0; i + 2 < a->items->len && i < 400 && !answered; i++)
    if (yt_item(a, i)->kind == YT_ITEM_NUMBER && yt_text_has(a, yt_item(a, i)->end, "号") &&
        (yt_text_has(a, yt_item(a, i)->end + 3, "提案") || yt_text_has(a, yt_item(a, i)->end + 3, "建议")) &&
        yt_item(a, i + 2)->kind == YT_ITEM_HAN) {
      add_mention(a, i, i + 3, YT_CLASS_PROPOSAL, "title/number", 0.9);
      answered = TRUE;
    }
}

/* ---- people ---- */

/* A person's name of two to four characters that ends before item @end, or begins at item @start. */
static guint32
name_before(const YtAnalysis *a, guint32 first, guint32 end)
{
  guint n = 0;
  for (guint32 i = end; i-- > first;) {
    const YtItem *item = yt_item(a, i);
    if (item->kind != YT_ITEM_HAN)
      return NO_ITEM;
    n += (item->end - item->start) / 3;
    if (n > 4)
      return NO_ITEM;
    gboolean edge = i == first || yt_item(a, i - 1)->kind != YT_ITEM_HAN || in(a, i - 1, a->grammar->known.stop) ||
                    in(a, i - 1, a->grammar->known.post);
    char surname[8] = "";
    memcpy(surname, a->text->text + item->start, MIN(yt_utf8_size(a->text->text + item->start), 4));
    guint32 word = yt_lexicon_find(a->grammar->lexicon, surname, strlen(surname));
    gboolean is_surname = word != YT_WORD_NONE &&
                          yt_lexicon_in_list(a->grammar->lexicon, yt_lexicon_get(a->grammar->lexicon, word)->set,
                                             a->grammar->known.surname);
    if (edge && is_surname && i + 1 < end && item->end - item->start > 4 && item->pos == YT_POS_VERB) /* 成立分管 */
      return NO_ITEM;
    if (edge && is_surname && n >= 2 && ends_in_list(a, yt_item(a, end - 1)->end, a->grammar->known.not_a_person))
      return NO_ITEM;
    if (edge && is_surname && n >= 2)
      return i + 1 == end && item->word != YT_WORD_NONE &&
                     (n == 4 || yt_lexicon_get(a->grammar->lexicon, item->word)->cost < 1170) /* more often than 500 times */
                 ? NO_ITEM
                 : i;
  }
  return NO_ITEM;
}

static guint32
name_after(const YtAnalysis *a, guint32 start, guint32 to) /* behind the name that begins here, or NO_ITEM */
{
  if (start >= to)
    return NO_ITEM;
  const YtItem *item = yt_item(a, start);
  char surname[8] = "";
  memcpy(surname, a->text->text + item->start, MIN(yt_utf8_size(a->text->text + item->start), 4));
  guint32 word = item->kind == YT_ITEM_HAN ? yt_lexicon_find(a->grammar->lexicon, surname, strlen(surname)) : YT_WORD_NONE;
  if (word == YT_WORD_NONE ||
      !yt_lexicon_in_list(a->grammar->lexicon, yt_lexicon_get(a->grammar->lexicon, word)->set, a->grammar->known.surname))
    return NO_ITEM;
  guint n = 0;
  for (guint32 i = start; i < to; i++) {
    if (yt_item(a, i)->kind != YT_ITEM_HAN)
      return n >= 2 && n <= 4 ? i : NO_ITEM;
    n += (yt_item(a, i)->end - yt_item(a, i)->start) / 3;
    if (n > 4)
      return NO_ITEM;
  }
  return n >= 2 ? to : NO_ITEM;
}

/* Is the one character at item @i, behind two of a name, the third one, though it may be a word: 刘志强、 or 刘志强任? */
static gboolean
is_last_character(const YtAnalysis *a, guint32 i, guint32 to)
{
  static const char *const not[] = {"任", "为", "兼", "等", "和", "与", "及"};
  const YtItem *item = yt_item(a, i);
  if (item->kind != YT_ITEM_HAN || item->end - item->start != 3 || (item->pos == YT_POS_VERB && !(i + 1 < to && in(a, i + 1, a->grammar->known.people_act))))
    return FALSE;
  for (guint k = 0; k < G_N_ELEMENTS(not); k++)
    if (yt_text_has(a, item->start, not[k]))
      return FALSE;
  return i + 1 >= to || item[1].kind != YT_ITEM_HAN || in(a, i + 1, a->grammar->known.people_act);
}

/* As name_after(), where text goes on behind the name: two or three characters, then a mark or a word that ends names. */
static guint32
name_between(const YtAnalysis *a, guint32 start, guint32 to)
{
  guint n = 0;
  char surname[8] = "";
  memcpy(surname, a->text->text + yt_item(a, start)->start, yt_utf8_size(a->text->text + yt_item(a, start)->start));
  guint32 word = yt_lexicon_find(a->grammar->lexicon, surname, strlen(surname));
  if (word == YT_WORD_NONE || !yt_lexicon_in_list(a->grammar->lexicon, yt_lexicon_get(a->grammar->lexicon, word)->set,
                                                  a->grammar->known.surname))
    return NO_ITEM;
  if (start + 3 < to && is_lone(a, start) && is_lone(a, start + 1) && is_lone(a, start + 2) && !in(a, start + 1, a->grammar->known.and) &&
      (in(a, start + 3, a->grammar->known.people_act) || in(a, start + 3, a->grammar->known.and)) && !in(a, start + 2, a->grammar->known.people_act))
    return start + 3; /* 余其豹率队, though 其 is a word */
  for (guint32 i = start; i < to; i++) {
    const YtItem *item = yt_item(a, i);
    if (n == 2 && is_last_character(a, i, to))
      return i + 1;
    gboolean ends = item->kind != YT_ITEM_HAN || (n >= 2 && yt_text_has(a, item->start, "任")) || in(a, i, a->grammar->known.stop) || in(a, i, a->grammar->known.and) ||
                    in(a, i, a->grammar->known.etc) || (n >= 2 && item->pos == YT_POS_VERB) || in(a, i, a->grammar->known.post) ||
                    (n >= 2 && in(a, i, a->grammar->known.people_act));
    if (ends)
      return n >= 2 && n <= 3 ? i : NO_ITEM;
    if (i == start && item->end - item->start > 4 && item->word != YT_WORD_NONE && yt_lexicon_get(a->grammar->lexicon, item->word)->cost < 1170)
      return NO_ITEM; /* 成员单位: a common word, as in name_before() */
    n += (item->end - item->start) / 3;
    if (n > 3)
      return NO_ITEM;
  }
  return n >= 2 ? to : NO_ITEM;
}

static void
find_people(YtAnalysis *a)
{
  const YtKnownLists *known = &a->grammar->known;
  guint contact = a->grammar->known.contact;
  for (guint b = 0; b < a->blocks->len; b++) {
    const YtBlock *block = yt_block(a, b);
    if (is_silent(block))
      continue;
    guint32 to = block->item_to - 1;
    for (guint32 i = block->item_from; i < to; i++) {
      /* 曾令慧 市委常委: a name, a space, and a post */
      if (yt_item(a, i)->kind == YT_ITEM_SPACE && i > block->item_from) {
        guint32 from = name_before(a, block->item_from, i);
        gboolean post = FALSE;
        for (guint32 p = i + 1; p < to; p++)
          post = post || in(a, p, known->post);
        if (from != NO_ITEM && post)
          add_mention(a, from, i, YT_CLASS_PERSON, "person/post", 0.95);
      }
      if (byte_at(a, i) == '(' && i > block->item_from) { /* 杨小二(井冈山大学科研处处长) */
        guint32 from = name_before(a, block->item_from, i);
        gboolean post = FALSE;
        for (guint32 p = i + 1; p < MIN(to, i + 16) && byte_at(a, p) != ')' && !post; p++)
          post = in(a, p, known->post) && p + 1 < to && byte_at(a, p + 1) == ')';
        if (from != NO_ITEM && post)
          add_mention(a, from, i, YT_CLASS_PERSON, "person/post", 0.9);
      }
      if (i == block->item_from && block->kind == YT_BLOCK_ADDRESSEE) { /* 李红等8名代表: */
        guint32 end = name_between(a, i, to);
        if (end != NO_ITEM && in(a, end, known->etc))
          add_mention(a, i, end, YT_CLASS_PERSON, "person/address", 0.9);
      }
      if (in(a, i, known->people)) { /* 郭鹏代表: 张志鹏同志 */
        gboolean called = block->kind == YT_BLOCK_ADDRESSEE || (i + 1 < to && in(a, i + 1, known->people_act) && yt_item(a, i + 1)->end - yt_item(a, i + 1)->start > 4) || yt_text_has(a, yt_item(a, i)->start, "同志") ||
                          (i + 1 < to && in(a, i + 1, known->submit)); /* 王五委员提交了 */
        guint32 from = called ? name_before(a, block->item_from, i) : NO_ITEM;
        if (from != NO_ITEM)
          add_mention(a, from, i, YT_CLASS_PERSON, "person/address", 0.95);
        while (from != NO_ITEM && from > block->item_from && block->kind == YT_BLOCK_ADDRESSEE && /* 周大同、赵一鸣代表: */
               (yt_item(a, from - 1)->kind == YT_ITEM_SEPARATOR || yt_item(a, from - 1)->kind == YT_ITEM_SPACE)) {
          guint32 end = from - 1;
          from = name_before(a, block->item_from, end);
          if (from != NO_ITEM)
            add_mention(a, from, end, YT_CLASS_PERSON, "person/address", 0.95);
        }
      }
      if (in(a, i, contact) && i + 1 < to && byte_at(a, i + 1) == ':') { /* 联系人:徐燕 */
        guint32 end = name_after(a, i + 2, to);
        if (end != NO_ITEM)
          add_mention(a, i + 2, end, YT_CLASS_PERSON, "person/contact", 0.9);
      }
      if (in(a, i, known->post) && i + 1 < to && yt_item(a, i + 1)->kind == YT_ITEM_HAN) { /* 副市长李四出席 */
        guint32 start = i + 1, end;
        while (start < to && yt_item(a, start)->kind == YT_ITEM_HAN && (end = name_between(a, start, to)) != NO_ITEM) { /* 市领导张三、李四 */
          add_mention(a, start, end, YT_CLASS_PERSON, "person/after-post", 0.85);
          if (end >= to || yt_item(a, end)->kind != YT_ITEM_SEPARATOR)
            break;
          start = end + 1;
        }
      }
      if (in(a, i, known->post) && i + 2 < to && yt_item(a, i + 1)->kind == YT_ITEM_SPACE) { /* 市长 李四, to the line's end */
        guint32 start = i + 2;
        while (start < to && yt_item(a, start)->kind == YT_ITEM_SPACE)
          start++;
        if (name_after(a, start, to) == to)
          add_mention(a, start, to, YT_CLASS_PERSON, "person/after-post", 0.85);
      }
      if (in(a, i, known->post) && !in(a, i, known->people)) { /* 陈金山副市长 */
        guint32 from = name_before(a, block->item_from, i);
        if (from != NO_ITEM && (from == block->item_from || yt_item(a, from - 1)->kind != YT_ITEM_HAN ||
                                in(a, from - 1, known->stop)))
          add_mention(a, from, i, YT_CLASS_PERSON, "person/post", 0.8);
      }
    }
  }
}

/* ---- what points back ---- */

/* A zone that only its committee's name spells, 淄博高新技术产业开发区管理委员会: where the document speaks of 全区, it is
 * spoken of. */
static void
find_home_zone(YtAnalysis *a)
{
  const char *issuer = a->header.issuer;
  gsize n_issuer = issuer ? strlen(issuer) : 0, n_tail;
  if (issuer && g_str_has_suffix(issuer, "管理委员会"))
    n_tail = strlen("管理委员会");
  else if (issuer && g_str_has_suffix(issuer, "管委会"))
    n_tail = strlen("管委会");
  else
    return;
  gboolean spoken_of = FALSE;
  for (guint32 i = 0; i < a->items->len && !spoken_of; i++)
    spoken_of = yt_text_has(a, yt_item(a, i)->start, "全区") || yt_text_has(a, yt_item(a, i)->start, "我区");
  if (!spoken_of)
    return;
  for (guint m = 0; m < a->mentions->len; m++) {
    const YtMention outer = *yt_mention(a, m);
    if (outer.class != YT_CLASS_AGENCY || outer.state != YT_MENTION_NAMED || outer.end - outer.start != n_issuer ||
        !yt_text_has(a, outer.start, issuer))
      continue;
    YtMention *zone = add_mention(a, outer.item_from, outer.item_to, YT_CLASS_PARK, "zone/home", 0.85);
    zone->end = outer.end - (guint32) n_tail;
    return;
  }
}

/* What a covering note issues: 《…行动方案》已经省政府同意,现印发给你们; or -1. */
static gint32
issued_policy(const YtAnalysis *a)
{
  static const char *const issues[] = {"现印发", "现予印发", "现予以印发", "印发给你们", "印发你们", "现公布", "现予公布"};
  for (guint m = 0; m < a->mentions->len && yt_mention(a, m)->end < 6000; m++) {
    const YtMention *mention = yt_mention(a, m);
    if (mention->class != YT_CLASS_POLICY || mention->state != YT_MENTION_NAMED)
      continue;
    const YtBlock *block = yt_block(a, yt_block_at(a, mention->start));
    for (guint k = 0; k < G_N_ELEMENTS(issues); k++)
      if (g_strstr_len(a->text->text + mention->end, (gssize) block->end - (gssize) mention->end, issues[k]))
        return (gint32) m;
  }
  return -1;
}

/* 该基金 is the last fund before it; 我市 is what the issuer governs, 我局 the issuer. */
static void
find_anaphors(YtAnalysis *a)
{
  guint that = a->grammar->known.that, ours = a->grammar->known.our_place;
  guint our_agency = a->grammar->known.our_agency;
  guint n = a->mentions->len, next = 0;
  gint32 issued = issued_policy(a), last[YT_N_CLASSES];
  for (guint c = 0; c < YT_N_CLASSES; c++)
    last[c] = -1;
  for (guint32 i = 0; i < a->items->len; i++) {
    for (; next < n && yt_mention(a, next)->item_from <= i; next++)
      if (yt_mention(a, next)->state == YT_MENTION_NAMED)
        last[yt_mention(a, next)->class] = (gint32) next;
    if (in(a, i, ours))
      add_mention(a, i, i + 1, YT_CLASS_PLACE, "anaphor", 0.8)->antecedent = YT_ANTECEDENT_PLACE;
    else if (in(a, i, our_agency))
      add_mention(a, i, i + 1, YT_CLASS_AGENCY, "anaphor", 0.8)->antecedent = YT_ANTECEDENT_ISSUER;
    else if (in(a, i, that) && i + 1 < a->items->len) {
      YtClass class = suffix_class(a, i + 1);
      gboolean own = class == YT_CLASS_POLICY && yt_text_has(a, yt_item(a, i)->start, "本"); /* 本方案 speaks of itself */
      gint32 antecedent = own ? issued : class != YT_CLASS_NONE ? last[class] : -1;
      if (antecedent >= 0) {
        guint32 n_head = yt_item(a, i + 1)->end - yt_item(a, i + 1)->start; /* 该研究院: the last one that ends so, else any institution */
        for (guint back = own ? 0 : next; back > 0 && back + 40 > next; back--) {
          const YtMention *m = yt_mention(a, back - 1);
          if (m->class == class && m->state == YT_MENTION_NAMED && m->end - m->start > n_head &&
              memcmp(a->text->text + m->end - n_head, a->text->text + yt_item(a, i + 1)->start, n_head) == 0) {
            antecedent = (gint32) back - 1;
            break;
          }
        }
        add_mention(a, i, i + 2, class, "anaphor", 0.8)->antecedent = antecedent;
      }
    }
  }
}

/* 高新区 by itself is the one that the document names in full (重庆高新区), else the jurisdiction's. */
static void
find_zones(YtAnalysis *a)
{
  const YtKnownLists *known = &a->grammar->known;
  g_autoptr(GHashTable) named = g_hash_table_new(NULL, NULL); /* word of a zone → whether one name alone ends with it, as 1 or 2 */
  g_autoptr(GHashTable) wholes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint m = 0; m < a->mentions->len; m++) {
    const YtMention *mention = yt_mention(a, m);
    if (mention->class != YT_CLASS_PARK || mention->state != YT_MENTION_NAMED || !in(a, mention->item_to - 1, known->zone) ||
        mention->item_to - mention->item_from < 2)
      continue;
    char *whole = g_strndup(a->text->text + mention->start, mention->end - mention->start);
    gpointer word = GUINT_TO_POINTER(yt_item(a, mention->item_to - 1)->word);
    if (g_hash_table_add(wholes, whole))
      g_hash_table_replace(named, word, GUINT_TO_POINTER(g_hash_table_contains(named, word) ? 2 : 1));
  }
  for (guint32 i = 0; i < a->items->len; i++) {
    const YtItem *item = yt_item(a, i);
    if (!in(a, i, known->zone) || (item->mention != 0 && yt_mention(a, item->mention - 1)->state == YT_MENTION_NAMED) ||
        is_silent(yt_block(a, yt_block_at(a, item->start))))
      continue;
    if (i > 0 && (in(a, i - 1, known->each) || in(a, i - 1, known->generic) || in(a, i - 1, known->trim) ||
                  in(a, i - 1, known->admin) || yt_item(a, i - 1)->kind == YT_ITEM_NUMBER))
      continue;
    guint n_named = GPOINTER_TO_UINT(g_hash_table_lookup(named, GUINT_TO_POINTER(item->word)));
    if (n_named == 1 || (n_named == 0 && a->city != 0))
      add_mention(a, i, i + 1, YT_CLASS_PARK, "zone", 0.75);
  }
}

/* ---- glosses ---- */

/* X(以下简称“Y”), X(现更名为Y): Y is another name of X, whatever its form. */
static void
find_glosses(YtAnalysis *a)
{
  static const char *const calls[] = {"以下简称", "下称", "简称", "以下称", "又称", "现更名为", "后更名为", "更名为", "原名", "现名"};
  guint n = a->mentions->len;
  for (guint m = 0; m < n; m++) {
    YtMention name = *yt_mention(a, m);
    if (name.state != YT_MENTION_NAMED || name.class == YT_CLASS_MEASURE || name.class == YT_CLASS_PLACE)
      continue;
    guint32 i = name.item_to;
    while (i < a->items->len && (is_mark(a, i, "”") || is_mark(a, i, "》")))
      i++;
    if (i + 2 >= a->items->len || byte_at(a, i) != '(')
      continue;
    guint k = 0;
    while (k < G_N_ELEMENTS(calls) && !yt_text_has(a, yt_item(a, i + 1)->start, calls[k]))
      k++;
    if (k == G_N_ELEMENTS(calls))
      continue;
    gsize behind = yt_item(a, i + 1)->start + strlen(calls[k]);
    guint32 from = i + 1;
    while (from < a->items->len && yt_item(a, from)->start < behind)
      from++;
    if (yt_item(a, from)->start != behind)
      continue;
    gboolean quoted = is_mark(a, from, "“") || is_mark(a, from, "《");
    from += quoted || byte_at(a, from) == ':' ? 1 : 0;
    guint32 to = from;
    while (to < a->items->len && to < from + 12 && yt_item(a, to)->kind != YT_ITEM_STOP && yt_item(a, to)->kind != YT_ITEM_COMMA &&
           byte_at(a, to) != ')' && !is_mark(a, to, "”") && !is_mark(a, to, "》"))
      to++;
    if (to == from || (byte_at(a, to) != ')' && !quoted) || yt_item(a, to - 1)->end - yt_item(a, from)->start < 6)
      continue;
    add_mention(a, from, to, name.class, "gloss", 0.98);
  }
}

/* ---- names said again ---- */

#define KEY_BYTES 6 /* two Han characters: the shortest name that is looked for again */

static guint
key_hash(gconstpointer key)
{
  guint64 h = 0;
  memcpy(&h, key, KEY_BYTES);
  return (guint) ((h * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15)) >> 32);
}

static gboolean
key_equal(gconstpointer a, gconstpointer b)
{
  return memcmp(a, b, KEY_BYTES) == 0;
}

/* What may be said again: a name, or what a document calls a firm after it has given its full name. */
typedef struct {
  guint32 start;
  guint32 size;    /* bytes */
  guint8 class;
  gboolean nested; /* known from inside longer names alone */
  guint shorter;   /* index + 1 of the next shorter one that begins with the same characters */
} Known;

/* 甘肃东兴铝业有限公司 is 东兴铝业 afterwards: without its place and the words of its legal form. FALSE: nothing shorter names it. */
static gboolean
short_form(const YtAnalysis *a, const YtMention *firm, Known *brief)
{
  guint32 from = firm->item_from, to = firm->item_to;
  if (to - from < 3 || !in(a, to - 1, a->grammar->known.strong_suffix) || in(a, to - 1, a->grammar->known.business))
    return FALSE;
  to--;
  while (from < to && yt_item(a, from)->kind == YT_ITEM_HAN && resolve_place(a, yt_item(a, from)) != 0)
    from++;
  if (to - from < 2 || !in(a, to - 1, a->grammar->known.company_tail) || yt_item(a, to - 1)->end - yt_item(a, from)->start < 9 ||
      in(a, from, a->grammar->known.generic) || in(a, from, a->grammar->known.trim) || in(a, from, a->grammar->known.stop))
    return FALSE;
  *brief = (Known){.start = yt_item(a, from)->start, .size = yt_item(a, to - 1)->end - yt_item(a, from)->start, .class = YT_CLASS_COMPANY};
  return TRUE;
}

/* Puts @one among the names that begin with the same characters, the longest first, unless it is there. */
static void
know(const YtAnalysis *a, GArray *known, GHashTable *by_key, Known one)
{
  const char *text = a->text->text;
  guint next = GPOINTER_TO_UINT(g_hash_table_lookup(by_key, text + one.start)), longer = 0;
  gboolean same = FALSE;
  while (next != 0 && !same && g_array_index(known, Known, next - 1).size >= one.size) {
    const Known *other = &g_array_index(known, Known, next - 1);
    same = other->size == one.size && memcmp(text + other->start, text + one.start, one.size) == 0;
    longer = next;
    next = other->shorter;
  }
  if (same || (longer != 0 && one.nested)) /* said in longer names alone */
    return;
  one.shorter = next;
  g_array_append_val(known, one);
  if (longer != 0)
    g_array_index(known, Known, longer - 1).shorter = known->len;
  else
    g_hash_table_replace(by_key, (gpointer) (text + one.start), GUINT_TO_POINTER(known->len));
}

/* A name that the document has shown to be one is one wherever it stands, also where no suffix or list says so. */
static void
find_repeated_names(YtAnalysis *a)
{
  const guint32 classes = 1u << YT_CLASS_COMPANY | 1u << YT_CLASS_PARK | 1u << YT_CLASS_FUND | 1u << YT_CLASS_PRODUCT |
                          1u << YT_CLASS_INSTITUTION | 1u << YT_CLASS_PLATFORM | 1u << YT_CLASS_PROJECT |
                          1u << YT_CLASS_PROGRAM | 1u << YT_CLASS_PERSON;
  const char *text = a->text->text;
  guint n = a->mentions->len;
  g_autoptr(GHashTable) by_key = g_hash_table_new(key_hash, key_equal); /* first characters → index + 1 of the longest name */
  g_autoptr(GArray) known = g_array_new(FALSE, FALSE, sizeof(Known));
  for (guint m = 0; m < n; m++) {
    const YtMention *mention = yt_mention(a, m);
    if ((mention->state != YT_MENTION_NAMED && mention->state != YT_MENTION_NESTED) || !(classes >> mention->class & 1) ||
        mention->end - mention->start < KEY_BYTES || !yt_is_han(yt_utf8_get(text + mention->start)) ||
        mention->end > a->text->n_text - KEY_BYTES)
      continue;
    know(a, known, by_key, (Known){.start = mention->start, .size = mention->end - mention->start, .class = mention->class,
                                   .nested = mention->state == YT_MENTION_NESTED});
    Known brief;
    if (mention->class == YT_CLASS_COMPANY && mention->state == YT_MENTION_NAMED && short_form(a, mention, &brief))
      know(a, known, by_key, brief);
  }
  for (guint32 i = 0; i < a->items->len; i++) {
    const YtItem *item = yt_item(a, i);
    if (item->kind != YT_ITEM_HAN || item->start + KEY_BYTES > a->text->n_text)
      continue;
    if (item->mention != 0 && yt_mention(a, item->mention - 1)->class != YT_CLASS_PLACE &&
        yt_mention(a, item->mention - 1)->state == YT_MENTION_NAMED)
      continue;
    guint at = GPOINTER_TO_UINT(g_hash_table_lookup(by_key, text + item->start));
    const Known *name = NULL;
    for (; at != 0; at = name->shorter) {
      name = &g_array_index(known, Known, at - 1);
      if (item->start + name->size <= a->text->n_text && memcmp(text + item->start, text + name->start, name->size) == 0)
        break;
    }
    if (at == 0)
      continue;
    guint32 to = i;
    while (to < a->items->len && yt_item(a, to)->end < item->start + name->size)
      to++;
    if (to < a->items->len && yt_item(a, to)->end == item->start + name->size)
      add_mention(a, i, to + 1, name->class, "repeated", 0.8);
  }
}

/* ---- groups and their parts ---- */

/* After 国家…建设工作领导小组, the words 领导小组 alone mean it, and 办公室 or 综合协调组 is a part of it. */
static void
find_group_parts(YtAnalysis *a)
{
  guint group_words = a->grammar->known.group, part_words = a->grammar->known.group_part;
  gint32 group = -1;
  guint n = a->mentions->len, next = 0, block = 0;
  for (guint32 i = 0; i < a->items->len; i++) {
    for (; next < n && yt_mention(a, next)->item_from <= i; next++) {
      const YtMention *mention = yt_mention(a, next);
      if (mention->class == YT_CLASS_AGENCY && mention->state == YT_MENTION_NAMED && in(a, mention->item_to - 1, group_words) &&
          (mention->item_from == 0 || !in(a, mention->item_from - 1, a->grammar->known.former)))
        group = (gint32) next;
    }
    if (group < 0)
      continue;
    const YtItem *item = yt_item(a, i);
    gboolean free = item->mention == 0 || yt_mention(a, item->mention - 1)->state == YT_MENTION_WEAK;
    if (!free)
      continue;
    if (in(a, i, group_words)) {
      add_mention(a, i, i + 1, YT_CLASS_AGENCY, "anaphor", 0.85)->antecedent = group;
    } else if (in(a, i, part_words)) {
      Extent extent = extend_group(a, block_start(a, i, &block), i);
      gboolean bare = yt_text_has(a, item->start, "办公室") && extent.from < i;
      if (bare && !in(a, i - 1, group_words))
        continue;
      guint32 from = bare ? i : extent.from;
      if (yt_item(a, i)->end - yt_item(a, from)->start > 30 || (from == i && strncmp(a->text->text + item->start, "组", 3) == 0))
        continue;
      add_mention(a, from, i + 1, YT_CLASS_AGENCY, "group/part", 0.8)->owner = group;
    }
  }
}

/* ---- measures ---- */

/* Is the heading [from, to) a measure: a verb and its object, and no structural heading? */
static gboolean
is_measure(const YtAnalysis *a, guint32 from, guint32 to)
{
  const YtKnownLists *known = &a->grammar->known;
  if (from >= to || to - from < 2 || yt_text_has(a, yt_item(a, from)->start, "关于"))
    return FALSE;
  gboolean structural = in(a, to - 1, known->structural);
  if (structural && (to - from <= 2 || in(a, from, a->grammar->known.modifier)))
    return in(a, from, a->grammar->known.strong_verb);
  if (begins_with_list(a, from, known->measure_verb))
    return TRUE;
  /* 生物+医疗健康 names no act; but an adverb may stand before the verb. */
  return yt_item(a, from)->pos == YT_POS_ADVERB && yt_item(a, from + 1)->pos == YT_POS_VERB;
}

/* A heading whose number is damaged may have lost its full stop too: )加快创新资源集聚推动华森制药… It ends where the
 * next verb or agency begins. */
static guint32
damaged_head_end(const YtAnalysis *a, guint32 from, guint32 to)
{
  for (guint32 i = from + 3; i < to; i++) {
    if (yt_item(a, i)->kind == YT_ITEM_COMMA)
      return to;
    gboolean verb = in(a, i, a->grammar->known.support) && i + 1 < to && yt_item(a, i + 1)->mention != 0;
    const YtMention *mention = yt_item(a, i)->mention != 0 ? yt_mention(a, yt_item(a, i)->mention - 1) : NULL;
    if (verb || (mention && mention->item_from == i && mention->class == YT_CLASS_AGENCY))
      return i;
  }
  return to;
}

/* The first comma of items [from, to), or @to. */
static guint32
first_comma(const YtAnalysis *a, guint32 from, guint32 to)
{
  while (from < to && yt_item(a, from)->kind != YT_ITEM_COMMA)
    from++;
  return from;
}

/* Does the block say whose task it is: (责任单位:…), (…牵头,…按职责分工负责)? */
static gboolean
names_answerable(const YtAnalysis *a, const YtBlock *block)
{
  gboolean bracket = FALSE;
  for (guint32 i = block->item_from; i + 1 < block->item_to; i++) {
    char mark = byte_at(a, i);
    bracket = mark == '(' || (bracket && mark != ')');
    if (bracket && in(a, i, a->grammar->known.answerable))
      return TRUE;
  }
  return FALSE;
}

#define MAX_TASK_CHARACTERS 60

/* What the columns of tables say their cells are: names of projects, tasks. */
static void
find_cells(YtAnalysis *a, gboolean tasks)
{
  for (guint c = 0; c < a->cells->len; c++) {
    const YtCell *cell = yt_cell(a, c);
    const YtColumn *column = yt_column(a, cell->column);
    glong n = g_utf8_strlen(a->text->text + cell->start, (gssize) (cell->end - cell->start));
    if (cell->item_from == cell->item_to || n < 3 || n > MAX_TASK_CHARACTERS)
      continue;
    if (tasks && column->kind == YT_COLUMN_TASK && is_measure(a, cell->item_from, cell->item_to))
      add_mention(a, cell->item_from, cell->item_to, YT_CLASS_MEASURE, "measure/table", 0.85);
    else if (!tasks && column->kind == YT_COLUMN_NAME && !in(a, cell->item_from, a->grammar->known.each) &&
             yt_item(a, cell->item_from)->kind != YT_ITEM_NUMBER)
      add_mention(a, cell->item_from, cell->item_to, (YtClass) column->class, "table/name", 0.9);
  }
}

#define MAX_HEADING_CHARACTERS 45
#define MAX_RUN_IN_CHARACTERS 20 /* before its full stop: the annotation guidelines */

static void
find_measures(YtAnalysis *a)
{
  const char *text = a->text->text;
  for (guint b = 0; b < a->blocks->len; b++) {
    const YtBlock *block = yt_block(a, b);
    if (is_silent(block) || block->kind == YT_BLOCK_ADDRESSEE || block->kind == YT_BLOCK_ATTACHMENT)
      continue;
    guint32 from = block->item_from;
    for (guint32 i = block->item_from; i < block->item_to; i++) {
      gboolean run_in = i > from && yt_begins_run_in(a, i); /* its sentence's full stop may be lost */
      const YtItem *item = yt_item(a, i);
      if (item->kind != YT_ITEM_STOP && !run_in)
        continue;
      gsize head;
      guint32 start = yt_item(a, from)->start, first = from;
      guint level = yt_heading_level(text, start, item->start, &head);
      gboolean at_line = from == block->item_from;
      from = run_in ? i : i + 1;
      if (level == YT_LEVEL_NONE || (!at_line && level != YT_LEVEL_RUN_IN))
        continue;
      while (first < i && yt_item(a, first)->start < head)
        first++;
      guint32 end = text[start] == ')' || yt_is_repaired(a, start, (guint32) head) ? damaged_head_end(a, first, i) : i;
      if (first == end)
        continue;
      glong n = g_utf8_strlen(text + head, (gssize) (yt_item(a, end - 1)->end - head));
      gboolean whole_line = text[item->start] == '\n';
      if (level == YT_LEVEL_RUN_IN) {
        gboolean comma = memchr(text + head, ',', item->start - head) != NULL;
        if (!comma && n <= MAX_RUN_IN_CHARACTERS && !whole_line && text[item->start] != ';' && !run_in)
          add_mention(a, first, end, YT_CLASS_MEASURE, "measure/run-in", 0.9);
        else
          yt_reject_name(a, first, end, YT_CLASS_MEASURE, "measure/run-in", YT_WHY_TOO_LONG);
      } else if (n > MAX_HEADING_CHARACTERS + (whole_line ? 15 : 0) || text[item->start] == ';') {
        guint32 comma = first_comma(a, first, end);
        if (comma < end && yt_item(a, comma)->start - head <= 3 * MAX_TASK_CHARACTERS && is_measure(a, first, comma) &&
            names_answerable(a, block)) {
          add_mention(a, first, comma, YT_CLASS_MEASURE, "measure/item", 0.8);
          continue;
        }
        yt_reject_name(a, first, end, YT_CLASS_MEASURE, "measure/heading", YT_WHY_TOO_LONG);
      } else if (is_measure(a, first, end)) {
        add_mention(a, first, end, YT_CLASS_MEASURE, "measure/heading", 0.95);
      } else {
        yt_reject_name(a, first, end, YT_CLASS_MEASURE, "measure/heading", YT_WHY_NO_ACT);
      }
    }
  }
}

/* ---- choosing among candidates ---- */

typedef struct {
  guint64 key;
  guint32 minor; /* tells those of one key apart; equal ones keep their order */
  guint32 mention;
} Ranked;

static inline gboolean
is_before(const Ranked *a, const Ranked *b)
{
  return a->key != b->key ? a->key < b->key : a->minor < b->minor;
}

#define SORTED_BY_INSERTION 12

/* A merge sort with the comparison inside: the candidates are sorted after every stage that adds some. @spare: room for @n. */
static void
sort_ranked(Ranked *order, guint n, Ranked *spare)
{
  if (n <= SORTED_BY_INSERTION) {
    for (guint i = 1; i < n; i++) {
      Ranked one = order[i];
      guint k = i;
      for (; k > 0 && is_before(&one, &order[k - 1]); k--)
        order[k] = order[k - 1];
      order[k] = one;
    }
    return;
  }
  guint half = n / 2, x = 0, y = half, k = 0;
  sort_ranked(order, half, spare);
  sort_ranked(order + half, n - half, spare);
  if (!is_before(&order[half], &order[half - 1]))
    return;
  memcpy(spare, order, half * sizeof *order);
  while (x < half && y < n)
    order[k++] = is_before(&order[y], &spare[x]) ? order[y++] : spare[x++];
  memcpy(order + k, spare + x, (half - x) * sizeof *order);
}

/* The candidates, the best first: weak ones last, then longer ones first, then earlier ones, surer ones, and by their class. */
static guint
order_candidates(const YtAnalysis *a, Ranked *order, Ranked *spare) /* how many there are */
{
  guint n = 0;
  for (guint32 m = 0; m < a->mentions->len; m++) {
    const YtMention *mention = yt_mention(a, m);
    if (mention->class == YT_CLASS_MEASURE || mention->state == YT_MENTION_DEAD)
      continue;
    guint64 weak = mention->state != YT_MENTION_NAMED, shortness = (1u << 28) - (mention->end - mention->start);
    guint32 doubt = (guint32) ((1.0 - mention->confidence) * (1 << 24));
    order[n++] = (Ranked){.key = weak << 63 | shortness << 32 | mention->start, .minor = doubt << 8 | mention->class, .mention = m};
  }
  sort_ranked(order, n, spare);
  return n;
}

/* May @inner, at the head of @outer, stay as the owner of the longer name? */
static gboolean
owns(const YtAnalysis *a, const YtMention *inner, const YtMention *outer)
{
  if (inner->start != outer->start || inner->end >= outer->end || inner->state != YT_MENTION_NAMED)
    return FALSE;
  switch (outer->class) {
  case YT_CLASS_PROJECT:
  case YT_CLASS_PRODUCT:
    return inner->class == YT_CLASS_COMPANY || inner->class == YT_CLASS_INSTITUTION;
  case YT_CLASS_INSTITUTION: /* 自然资源部第三海洋研究所 */
    return inner->class == YT_CLASS_INSTITUTION || (inner->class == YT_CLASS_AGENCY && inner->entry != 0);
  case YT_CLASS_POLICY: /* 《重庆市人民政府办公厅关于…》 */
    return inner->class == YT_CLASS_AGENCY && yt_text_has(a, inner->end, "关于");
  case YT_CLASS_AGENCY:
    if (inner->class == YT_CLASS_PLACE) /* 候口街道 in 候口街道办事处 */
      return strcmp(inner->rule, TOWN_RULE) == 0;
    return inner->class == YT_CLASS_PARK || /* not what a branch is one of: 九三学社湖北省委会 */
           (inner->class == YT_CLASS_AGENCY && inner->entry == 0 && !g_str_has_suffix(a->text->text, "办公厅") &&
            strncmp(a->text->text + inner->end, "办公", 6) != 0);
  default: return FALSE;
  }
}

static gint32
target_of(const YtMention *mention) /* the mention that this one hangs on, or a negative number */
{
  return mention->owner >= 0 ? mention->owner : mention->antecedent;
}

/* Into the order of the text, of those that begin together the longest first, then by class. Mentions are large, and most
 * times in order but for a few new ones: what moves is their numbers. */
static void
sort_mentions(GArray *mentions, Ranked *order, Ranked *spare)
{
  guint n = mentions->len;
  gboolean sorted = TRUE;
  for (guint32 m = 0; m < n; m++) {
    const YtMention *mention = &g_array_index(mentions, YtMention, m);
    order[m] = (Ranked){.key = (guint64) mention->start << 32 | (G_MAXUINT32 - mention->end), .minor = mention->class, .mention = m};
    sorted = sorted && (m == 0 || !is_before(&order[m], &order[m - 1]));
  }
  if (sorted)
    return;
  sort_ranked(order, n, spare);
  g_autofree YtMention *copy = g_memdup2(mentions->data, n * sizeof(YtMention));
  for (guint m = 0; m < n; m++)
    g_array_index(mentions, YtMention, m) = copy[order[m].mention];
}

/* Brings the mentions into the order of the text; antecedents and owners move along. */
static void
sort_by_position(YtAnalysis *a, Ranked *order, Ranked *spare)
{
  guint n = a->mentions->len;
  g_autofree guint32 *starts = g_new(guint32, n + 1); /* of antecedents, which are named and so never share a start and class */
  g_autofree guint8 *classes = g_new(guint8, n + 1);
  for (guint m = 0; m < n; m++) {
    gint32 to = target_of(yt_mention(a, m));
    starts[m] = to >= 0 ? yt_mention(a, to)->start : 0;
    classes[m] = to >= 0 ? yt_mention(a, to)->class : 0;
    if (to >= 0) /* remember by position until all have moved */
      yt_mention(a, m)->parent = (gint32) m;
  }
  sort_mentions(a->mentions, order, spare);
  for (guint m = 0; m < n; m++) {
    YtMention *mention = yt_mention(a, m);
    if (target_of(mention) < 0)
      continue;
    gint32 key = mention->parent;
    mention->parent = -1;
    guint lo = 0, hi = m;
    while (lo < hi) {
      guint mid = (lo + hi) / 2;
      if (yt_mention(a, mid)->start < starts[key])
        lo = mid + 1;
      else
        hi = mid;
    }
    gint32 *to = mention->owner >= 0 ? &mention->owner : &mention->antecedent;
    *to = -1;
    for (; lo < n && yt_mention(a, lo)->start == starts[key]; lo++)
      if (yt_mention(a, lo)->class == classes[key] && yt_mention(a, lo)->state == YT_MENTION_NAMED) {
        *to = (gint32) lo;
        break;
      }
    if (*to < 0)
      mention->state = YT_MENTION_DEAD;
  }
}

/* Keeps the best of what overlaps, and writes into every item which mention it belongs to. */
static void
choose(YtAnalysis *a)
{
  for (guint m = 0; m < a->mentions->len; m++)
    if (yt_mention(a, m)->state == YT_MENTION_NESTED)
      yt_mention(a, m)->state = YT_MENTION_NAMED;
  guint n = a->mentions->len;
  g_autofree Ranked *order = g_new(Ranked, 2 * n + 1);
  guint n_candidates = order_candidates(a, order, order + n); /* the mentions themselves stay, since others point to them */
  for (guint32 i = 0; i < a->items->len; i++)
    yt_item(a, i)->mention = 0;
  for (guint k = 0; k < n_candidates; k++) {
    guint32 m = order[k].mention;
    YtMention *mention = yt_mention(a, m);
    guint32 taken = 0;
    for (guint32 i = mention->item_from; i < mention->item_to && taken == 0; i++)
      taken = yt_item(a, i)->mention;
    if (taken != 0) {
      mention->state = owns(a, mention, yt_mention(a, taken - 1)) ? YT_MENTION_NESTED : YT_MENTION_DEAD;
      continue;
    }
    for (guint32 i = mention->item_from; i < mention->item_to; i++)
      yt_item(a, i)->mention = m + 1;
  }
  sort_by_position(a, order, order + n);
  for (guint32 i = 0; i < a->items->len; i++)
    yt_item(a, i)->mention = 0;
  for (guint m = 0; m < a->mentions->len; m++) {
    const YtMention *mention = yt_mention(a, m);
    if (mention->class != YT_CLASS_MEASURE && (mention->state == YT_MENTION_NAMED || mention->state == YT_MENTION_WEAK))
      for (guint32 i = mention->item_from; i < mention->item_to; i++)
        yt_item(a, i)->mention = m + 1;
  }
}

/* ---- owners of projects ---- */

/* 红日中药配方颗粒生产基地: the unknown stem at the head of a project's name is the firm that owns it. */
static void
find_project_owners(YtAnalysis *a)
{
  guint n = a->mentions->len;
  for (guint m = 0; m < n; m++) {
    YtMention outer = *yt_mention(a, m);
    if ((outer.class != YT_CLASS_PROJECT && outer.class != YT_CLASS_PRODUCT) || outer.state != YT_MENTION_NAMED)
      continue;
    guint32 to = outer.item_from, n_bytes = 0;
    if (in(a, to, a->grammar->known.stop) || in(a, outer.item_to - 1, a->grammar->known.unowned))
      continue; /* 多体位磁共振设备; a scientific installation is no firm's */
    while (to + 1 < outer.item_to && n_bytes < 15 && yt_item(a, to)->kind == YT_ITEM_HAN && resolve_place(a, yt_item(a, to)) == 0 &&
           !in(a, to, a->grammar->known.generic) && !in(a, to, a->grammar->known.company_tail) && !in(a, to, a->grammar->known.direction) &&
           (is_lone(a, to) || distinguishes(a, to))) {
      n_bytes += yt_item(a, to)->end - yt_item(a, to)->start;
      to++;
    }
    if (to < outer.item_to && is_lone(a, to)) /* the whole is a made-up name */
      continue;
    if (outer.class == YT_CLASS_PRODUCT && to < outer.item_to && !in(a, to, a->grammar->known.company_tail) && outer.item_from + 3 > to)
      continue; /* what a product begins with is its own name, unless it is a firm's by form */
    gboolean latin = outer.class == YT_CLASS_PROJECT && to == outer.item_from && yt_item(a, to)->kind == YT_ITEM_LATIN && yt_item(a, to)->end - yt_item(a, to)->start >= 5;
    if (latin)
      to++;
    else if (to == outer.item_from ||
             (!is_unknown_stem(a, outer.item_from, to, FALSE) && /* 金风科技…项目: a word, and a firm's tail */
              !(outer.class == YT_CLASS_PROJECT && to + 1 < outer.item_to && in(a, to, a->grammar->known.sure_tail))) ||
             (outer.class == YT_CLASS_PRODUCT && yt_item(a, to - 1)->end - outer.start < 9))
      continue; /* of a product, two characters are its own name: 葛陈胶囊 */
    if (to + 1 < outer.item_to && in(a, to, a->grammar->known.company_tail))
      to++;
    add_mention(a, outer.item_from, to, YT_CLASS_COMPANY, "project/owner", 0.75);
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
    if (outer.class != YT_CLASS_INSTITUTION || outer.state != YT_MENTION_NAMED || outer.item_to != outer.item_from + 1)
      continue;
    guint32 node = 0, entry = 0, end = 0;
    for (guint32 p = outer.start; p < outer.end; p += (guint32) yt_utf8_size(text + p)) {
      node = yt_lexicon_step(lexicon, node, yt_utf8_get(text + p));
      guint32 word = node != 0 ? yt_lexicon_word_at(lexicon, node) : YT_WORD_NONE;
      if (node == 0)
        break;
      for (guint32 e = word != YT_WORD_NONE ? yt_lexicon_get(lexicon, word)->entries : 0; e != 0; e = yt_entry(a, e)->next)
        if (yt_entry(a, e)->class == YT_CLASS_INSTITUTION && p + yt_utf8_size(text + p) < outer.end) {
          entry = e;
          end = p + (guint32) yt_utf8_size(text + p);
        }
    }
    if (entry == 0 || end - outer.start < 9)
      continue;
    YtMention *inner = add_mention(a, outer.item_from, outer.item_to, YT_CLASS_INSTITUTION, "gazetteer", 0.85);
    inner->end = end;
    inner->entry = entry;
  }
}

#define MAX_PRODUCT_ITEMS 9

/* 健世科技 + 经导管介入三尖瓣置换系统: behind a firm's name all words up to a product's suffix are its product's name. */
static void
find_products_of_firms(YtAnalysis *a)
{
  const YtKnownLists *known = &a->grammar->known;
  guint n = a->mentions->len;
  for (guint m = 0; m < n; m++) {
    const YtMention *firm = yt_mention(a, m);
    if (firm->class != YT_CLASS_COMPANY || firm->state != YT_MENTION_NAMED)
      continue;
    guint32 from = firm->item_to, end = 0;
    for (guint32 i = from; i < a->items->len && i < from + MAX_PRODUCT_ITEMS; i++) {
      const YtItem *item = yt_item(a, i);
      gboolean word = item->kind == YT_ITEM_HAN || item->kind == YT_ITEM_LATIN || (item->kind == YT_ITEM_NUMBER && i > from);
      const YtMention *inside = item->mention != 0 ? yt_mention(a, item->mention - 1) : NULL;
      if (!word || in(a, i, known->and) || in(a, i, known->etc) || yt_text_has(a, item->start, "的") || in(a, i, known->v_develop) ||
          (in(a, i, known->stop) && (item->end - item->start > 4 || i == from) && !(i == from && yt_text_has(a, item->start, "经"))) ||
          (inside && inside->state == YT_MENTION_NAMED && inside->class != YT_CLASS_PRODUCT))
        break;
      if (i > from && in(a, i, a->grammar->suffix_lists[YT_CLASS_PRODUCT]))
        end = i + 1;
    }
    if (end != 0)
      add_mention(a, from, end, YT_CLASS_PRODUCT, "product/of-firm", 0.8);
  }
}

/* ---- mention rules ---- */

#define MIN_DESCRIPTION_ITEMS 4 /* 生命健康产业集群培育行动方案: so long a description is a title */

/* Does the phrase [from, to), which ends with a suffix, name one thing? */
static gboolean
is_named_phrase(const YtAnalysis *a, guint32 from, guint32 to, YtClass class)
{
  for (guint32 i = from; i < to; i++)
    if (is_mark(a, i, "“") || yt_item(a, i)->kind == YT_ITEM_NUMBER || yt_item(a, i)->kind == YT_ITEM_LATIN)
      return TRUE;
  if (in(a, to - 1, a->grammar->known.quoted_only))
    return is_owned(a, from, to - 1, class);
  return (to - from >= MIN_DESCRIPTION_ITEMS && (is_rank(a, from, to) || !is_quality(a, from))) || is_owned(a, from, to - 1, class) || any_distinguishes(a, from, to - 1);
}

/* 迭代升级“315”工程 begins at its quotes, as names by suffix do, but for a place before them: 宁波“人才码”. */
static guint32
begin_at_quotes(const YtAnalysis *a, guint32 from, guint32 to)
{
  guint32 quote = to;
  while (quote > from && !is_mark(a, quote, "“")) /* “工业振兴”“园区再造”工程: the last one */
    quote--;
  return quote > from && (yt_item(a, quote - 1)->pos == YT_POS_VERB || is_mark(a, quote - 1, "”")) ? quote : from;
}

/* Does 、 stand on one side of the words [from, to), and 、 or 等 on the other, or nothing that a name could go on with? */
static gboolean
is_listed(const YtAnalysis *a, guint32 from, guint32 to)
{
  gboolean begins = from > 0 && yt_item(a, from - 1)->kind == YT_ITEM_SEPARATOR;
  return begins && to < a->items->len && (yt_item(a, to)->kind == YT_ITEM_SEPARATOR || in(a, to, a->grammar->known.etc));
}

/* A span that a rule names: revive the mention it is, or make a new one. */
static void
name_span(YtAnalysis *a, const YtCaptured *captured, YtClass class, const YtRule *rule)
{
  if (captured->mention >= 0) {
    YtMention *mention = yt_mention(a, captured->mention);
    if (class == YT_CLASS_PROJECT && (mention->class == YT_CLASS_PLATFORM || mention->class == YT_CLASS_PRODUCT || (mention->class == YT_CLASS_PARK && in(a, mention->item_to - 1, a->grammar->known.plant)))) {
      mention->class = YT_CLASS_PROJECT; /* 投资4亿元的…枢纽: what somebody pays for and builds */
      mention->rule = rule->name;
    }
    gboolean vague = mention->item_to - mention->item_from <= 2 && in(a, mention->item_to - 1, a->grammar->known.plain) &&
                     !is_owned(a, mention->item_from, mention->item_to - 1, class); /* 设立创新基金 */
    if (mention->state == YT_MENTION_WEAK && mention->class == class && !vague) {
      mention->state = YT_MENTION_NAMED;
      mention->rule = rule->name;
      mention->confidence = rule->confidence;
    }
    return;
  }
  guint32 from = captured->item_from, to = captured->item_to;
  if (captured->phrase)
    from = begin_at_quotes(a, from, to);
  if (captured->phrase && from + 2 < to && yt_item(a, from)->kind == YT_ITEM_NUMBER && in(a, from + 1, a->grammar->known.unit))
    from += 2; /* 20亿元…基金 */
  if (from > 0 && from + 2 < to && in(a, from, a->grammar->known.soft_stop) && yt_item(a, from - 1)->mention != 0) /* 生物城内恺玥、汜霖 */
    from++;
  while (from < to && in(a, from, a->grammar->known.trim))
    from++;
  if (from == to || yt_item(a, to - 1)->end - yt_item(a, from)->start < 6)
    return;
  for (guint32 i = from; i < to; i++) { /* a name that is known already is not taken into a longer one of another class */
    const YtItem *item = yt_item(a, i);
    const YtMention *inside = item->mention != 0 ? yt_mention(a, item->mention - 1) : NULL;
    gboolean ends = inside && inside->class == class && inside->item_to == to;
    gboolean owner = inside && class == YT_CLASS_PROJECT && inside->class == YT_CLASS_COMPANY && inside->item_from == from;
    if (inside && inside->state == YT_MENTION_NAMED && inside->class != YT_CLASS_PLACE && !ends && !owner) {
      yt_reject_name(a, from, to, class, rule->name, YT_WHY_HOLDS_A_NAME);
      return;
    }
  }
  if (captured->phrase && (in(a, from, a->grammar->known.each) || !is_named_phrase(a, from, to, class))) {
    yt_reject_name(a, from, to, class, rule->name, YT_WHY_GENERIC);
    return;
  }
  for (guint32 i = from; rule->unknown && class == YT_CLASS_COMPANY && i < to; i++)
    if ((in(a, i, a->grammar->known.trim) && yt_item(a, i)->end - yt_item(a, i)->start > 4) || yt_text_has(a, yt_item(a, from)->start, "多"))
      return; /* what says what it is */
  if (class == YT_CLASS_PROGRAM && counts_kinds(a, from, to)) {
    yt_reject_name(a, from, to, class, rule->name, YT_WHY_GENERIC);
    return;
  }
  if ((class == YT_CLASS_COMPANY || class == YT_CLASS_PROJECT) && !captured->phrase && from > 0 &&
      yt_item(a, from - 1)->kind == YT_ITEM_NUMBER) /* 10万吨铜箔 */
    return;
  if (class == YT_CLASS_PROJECT && to - from == 1 && yt_item(a, from)->word != YT_WORD_NONE && !captured->phrase) {
    yt_reject_name(a, from, to, class, rule->name, YT_WHY_GENERIC);
    return;
  }
  if (rule->unknown && class == YT_CLASS_PRODUCT && yt_province_of_letter(a, from) != 0) /* 鄂产… says where from */
    return;
  if (rule->unknown && !is_unknown_stem(a, from, MIN(to, from + 2), FALSE) && yt_item(a, from)->kind != YT_ITEM_LATIN)
    return;
  if (class == YT_CLASS_PROJECT && to - from > 1 && in(a, to - 1, a->grammar->known.company_tail) &&
      yt_item(a, to - 1)->end - yt_item(a, from)->start <= 24)
    class = YT_CLASS_COMPANY; /* 引进迈为股份、…等项目 */
  guint32 stem = to - from > 1 && (in(a, to - 1, a->grammar->suffix_lists[class])) ? to - 1 : to;
  gboolean tailed = class == YT_CLASS_COMPANY && to - from > 1 && in(a, to - 1, a->grammar->known.company_tail) &&
                    !in(a, from, a->grammar->known.generic); /* 蜜蜂科技, in a list of firms */
  gboolean described = class == YT_CLASS_COMPANY && (in(a, to - 1, a->grammar->known.trim) || (in(a, to - 1, a->grammar->known.soft_stop) && !(to - from > 1 && is_lone(a, to - 2)))); /* 血透龙头 says what it is, not who */
  if (described || ((class == YT_CLASS_COMPANY || class == YT_CLASS_PROJECT) && !tailed && !any_distinguishes(a, from, stem) &&
                    !(class == YT_CLASS_COMPANY && is_lone(a, from) && is_listed(a, from, to) && is_unknown_stem(a, from, to, TRUE)))) {
    yt_reject_name(a, from, to, class, rule->name, YT_WHY_GENERIC);
    return;
  }
  add_mention(a, from, to, class, rule->name, rule->confidence);
}

/* Is one of the captured names of the class that the rule gives to all? */
static gboolean
has_one(const YtAnalysis *a, const YtMatch *match, const YtAction *action)
{
  for (guint c = 0; c < match->n[action->subject.capture]; c++) {
    gint32 mention = match->captured[action->subject.capture][c].mention;
    if (mention >= 0 && yt_mention(a, mention)->class == action->class && yt_mention(a, mention)->state == YT_MENTION_NAMED)
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
  for (guint32 i = 0; i < a->items->len; i++) {
    if (yt_item(a, i)->kind != YT_ITEM_STOP)
      continue;
    block_start(a, i, &block);
    if (!is_silent(yt_block(a, block))) {
      yt_trials_find(trials, from, i + 1);
      guint32 start;
      for (const YtRule *rule; (rule = yt_trials_next(trials, &start)) != NULL;) {
        if (!yt_match(a, rule, from, i + 1, start, match) || (rule->like && !has_one(a, match, &rule->actions[0])))
          continue;
        for (guint k = 0; k < rule->n_actions; k++)
          for (guint c = 0; c < match->n[rule->actions[k].subject.capture]; c++)
            name_span(a, &match->captured[rule->actions[k].subject.capture][c], rule->actions[k].class, rule);
      }
    }
    from = i + 1;
  }
  if (a->mentions->len > n_before)
    choose(a);
}

void
yt_find_mentions(YtAnalysis *a)
{
  find_gazetteer_names(a);
  find_suffix_names(a);
  find_agencies(a);
  find_towns_of_agencies(a);
  find_companies_by_tail(a);
  find_titles(a);
  find_cells(a, FALSE);
  find_people(a);
  for (guint m = 0; m < a->mentions->len; m++) { /* nothing is read from the page's furniture */
    YtMention *mention = yt_mention(a, m);
    if (is_silent(yt_block(a, yt_block_at(a, mention->start))))
      mention->state = YT_MENTION_DEAD;
  }
  choose(a);
  run_mention_rules(a);
  find_products_of_firms(a);
  find_project_owners(a);
  find_inner_institutions(a);
  find_glosses(a);
  choose(a);
  guint n = a->mentions->len;
  find_repeated_names(a);
  if (a->mentions->len > n)
    choose(a);
  n = a->mentions->len;
  find_zones(a);
  if (a->mentions->len > n)
    choose(a);
  find_group_parts(a);
  find_anaphors(a);
  find_home_zone(a);
  find_measures(a);
  find_cells(a, TRUE);
  choose(a);
}
