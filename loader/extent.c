/* extent.c: where a name begins whose end is known: walking left from the suffix that bears its class, and whether anything
 * that was walked over distinguishes one thing. */
#include <string.h>

#include "loader/mentions.h"

/* 专业性, 综合型, 国家级: words of two characters and more that say of what sort something is. */
gboolean
yt_is_quality(const YtAnalysis *a, guint32 i)
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

gboolean
yt_distinguishes(const YtAnalysis *a, guint32 i)
{
  const YtItem *item = yt_item(a, i);
  if (item->kind == YT_ITEM_LATIN) /* but 3A, AAA */
    return strspn(a->text->text + item->start, "345A") < item->end - item->start;
  if (item->kind != YT_ITEM_HAN)
    return FALSE;
  if (in(a, i, a->grammar->known.generic) || in(a, i, a->grammar->known.inner) ||
      in(a, i, a->grammar->known.trim) || yt_is_quality(a, i))
    return FALSE;
  if (in(a, i, a->grammar->known.direction)) /* 华南区域…枢纽 may be anyone's */
    return !(i + 1 < a->items->len && in(a, i + 1, a->grammar->known.region));
  if (item->word == YT_WORD_NONE || in(a, i, a->grammar->known.goods) || in(a, i, a->grammar->known.nature))
    return TRUE;
  const YtWord *word = yt_lexicon_get(a->grammar->lexicon, item->word);
  if (word->entries != 0) /* the kind of an agency, or an industry, is no name */
    return yt_entry(a, word->entries)->class != YT_CLASS_NONE;
  if (item->end - item->start <= 4) /* a lone character counts with its neighbours: see below */
    return FALSE;
  return word->cost > 1290; /* rarer than 150 times in 60 million words */
}

guint32
yt_opening_of(const YtAnalysis *a, guint32 first, guint32 close,
              const char *open_mark) /* NO_ITEM when there is none near */
{
  for (guint32 i = close; i-- > first && close - i < 24;) {
    if (is_mark(a, i, open_mark))
      return i;
    if (yt_item(a, i)->kind == YT_ITEM_STOP ||
        yt_item(a, i)->kind == YT_ITEM_COMMA) /* a sentence is quoted, no name */
      return NO_ITEM;
  }
  return NO_ITEM;
}

#define JOINS_NAMES(c) ((c) == '+' || (c) == '-' || (c) == '/' || (c) == '&')

gboolean
yt_is_industry(const YtAnalysis *a, guint32 i) /* or the kind of an agency */
{
  const YtItem *item = yt_item(a, i);
  guint32 entries = yt_lexicon_get_entries(a->grammar->lexicon, item->word);
  return entries != 0 && yt_entry(a, entries)->class == YT_CLASS_NONE;
}

#define MIN_RUN                                                                                              \
  3 /* characters in a row, none of them a word with its neighbour: hardly ever but in a made-up name */

static gboolean
may_be_in_run(const YtAnalysis *a, guint32 i)
{
  const YtItem *item = yt_item(a, i);
  return is_lone(a, i) && item->pos != YT_POS_FUNCTION && item->pos != YT_POS_NUMERAL &&
         !in(a, i, a->grammar->known.and) && !in(a, i, a->grammar->known.etc) &&
         !in(a, i, a->grammar->known.hard_stop) && !in(a, i, a->grammar->known.negation);
}

/* 令 and 达 in 、艾令达…: characters that end other names, in a row of them that begins where a name must begin. */
gboolean
yt_is_in_run(const YtAnalysis *a, guint32 first, guint32 i)
{
  guint32 from = i, to = i;
  while (from > first && i - from < 4 && may_be_in_run(a, from - 1))
    from--;
  if (!may_be_in_run(a, i) || i == from || in(a, from, a->grammar->known.stop) ||
      in(a, from, a->grammar->known.trim) ||
      (from > first && yt_item(a, from - 1)->kind != YT_ITEM_SEPARATOR &&
       yt_item(a, from - 1)->kind != YT_ITEM_COMMA && yt_item(a, from - 1)->kind != YT_ITEM_STOP &&
       yt_resolve_place(a, yt_item(a, from - 1)) == 0))
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
  if (item->end - item->start > 4 || item->pos == YT_POS_FUNCTION || item->pos == YT_POS_ADVERB ||
      in(a, i, known->hard_stop) || i < first + 2 || !is_lone(a, i - 1) || in(a, i - 1, known->stop) ||
      in(a, i - 1, known->and) || in(a, i - 1, known->etc))
    return FALSE;
  return is_lone(a, i - 2) && !in(a, i - 2, known->stop) &&
         (i - 2 == first || yt_item(a, i - 3)->kind != YT_ITEM_HAN || in(a, i - 3, known->stop) ||
          yt_resolve_place(a, yt_item(a, i - 3)) != 0);
}

/* 创 in 合肥庐创…: a character that ends other names, behind one that is no word with it, where a name must begin. */
gboolean
yt_is_second_of_stem(const YtAnalysis *a, guint32 first, guint32 i)
{
  const YtKnownLists *known = &a->grammar->known;
  const YtItem *item = yt_item(a, i);
  if (i == first || item->end - item->start > 4 || in(a, i, known->and) || in(a, i, known->etc) ||
      in(a, i, known->hard_stop) || in(a, i, known->dated) || item->pos == YT_POS_NUMERAL ||
      item->pos == YT_POS_FUNCTION)
    return FALSE;
  const YtItem *before = yt_item(a, i - 1);
  if (!is_lone(a, i - 1) || in(a, i - 1, known->stop) || in(a, i - 1, known->soft_stop) ||
      in(a, i - 1, known->and) || in(a, i - 1, known->etc) || in(a, i - 1, known->admin) ||
      in(a, i - 1, known->counter) || in(a, i - 1, known->unit) || before->pos == YT_POS_FUNCTION ||
      before->pos == YT_POS_ADVERB || before->pos == YT_POS_NUMERAL)
    return FALSE;
  if (i - 1 == first || yt_item(a, i - 2)->kind != YT_ITEM_HAN)
    return TRUE;
  return yt_resolve_place(a, yt_item(a, i - 2)) != 0 ||
         (in(a, i - 2, known->stop) && (yt_item(a, i - 2)->end - yt_item(a, i - 2)->start > 4 ||
                                        yt_item(a, i - 2)->pos == YT_POS_FUNCTION));
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
  if (before->kind != YT_ITEM_HAN || in(a, i - 1, known->and) || in(a, i - 1, known->etc) ||
      in(a, i - 1, known->agent) || in(a, i - 1, known->agency_kind))
    return FALSE;
  if (in(a, i - 1, known->stop))
    return is_inside(a, first, i - 1);
  return in(a, i - 1, known->owner) || in(a, i - 1, known->owner_level) || in(a, i - 1, known->generic) ||
         yt_is_industry(a, i - 1);
}

/* 数字视听产业园, 海洋装备用钢: a verb that modifies what follows, since a noun is before it that does nothing by itself. */
static gboolean
is_modifying_verb(const YtAnalysis *a, guint32 first, guint32 i, YtClass class)
{
  const guint32 classes = 1u << YT_CLASS_PARK | 1u << YT_CLASS_INSTITUTION | 1u << YT_CLASS_PLATFORM |
                          1u << YT_CLASS_PROJECT | 1u << YT_CLASS_PROGRAM | 1u << YT_CLASS_FUND;
  const YtKnownLists *known = &a->grammar->known;
  const YtItem *item = yt_item(a, i);
  if (i == first || !(classes >> class & 1) || in(a, i, known->and) || in(a, i, known->etc))
    return FALSE;
  gboolean use = item->end - item->start == 3 && yt_text_has(a, item->start, "用"); /* 用钢 */
  gboolean makes = class == YT_CLASS_PROJECT && in(a, i, known->v_develop); /* 骨科耗材研发生产基地项目 */
  if (!use && !makes && (item->pos != YT_POS_VERB || item->end - item->start <= 4 || in(a, i, known->stop)))
    return FALSE;
  const YtItem *before = yt_item(a, i - 1);
  return before->kind == YT_ITEM_HAN && !in(a, i - 1, known->agent) && !in(a, i - 1, known->agency_kind) &&
         !in(a, i - 1, known->stop) && before->end - before->start > 4 &&
         (in(a, i - 1, known->generic) || yt_is_industry(a, i - 1));
}

/* 升级 in 升级武汉…平台: a verb that names hold too, but not before whose the thing is. */
static gboolean
is_verb_before_owner(const YtAnalysis *a, guint32 i)
{
  const YtKnownLists *known = &a->grammar->known;
  const YtItem *item = yt_item(a, i);
  return item->kind == YT_ITEM_HAN && (item->pos == YT_POS_VERB || in(a, i, known->measure_verb)) &&
         item->end - item->start == 6 && in(a, i, known->generic) && !in(a, i, known->inner) &&
         (yt_resolve_place(a, yt_item(a, i + 1)) != 0 || yt_text_has(a, yt_item(a, i + 1)->start, "国家"));
}

/* 监管 in 监管云州市药品检验中心, 重建 in 重建柳陵生态园: a verb that names hold too, but not before a place or a made-up stem, with which
 * a name begins. */
static gboolean
is_act_before_name(const YtAnalysis *a, guint32 from, guint32 i, YtClass class)
{
  const guint32 classes = 1u << YT_CLASS_PARK | 1u << YT_CLASS_INSTITUTION | 1u << YT_CLASS_PLATFORM |
                          1u << YT_CLASS_FUND | 1u << YT_CLASS_CLUSTER | 1u << YT_CLASS_AGENCY;
  const YtItem *item = yt_item(a, from), *next = item + 1;
  if (!(classes >> class & 1) || from + 2 > i || item->kind != YT_ITEM_HAN ||
      (item->pos != YT_POS_VERB && !in(a, from, a->grammar->known.inner)) || item->end - item->start != 6 ||
      next->kind != YT_ITEM_HAN || yt_resolve_place(a, item) != 0)
    return FALSE;
  if (next->end - next->start > 4)
    return yt_resolve_place(a, next) != 0;
  return from + 3 < i && is_lone(a, from + 1) && is_lone(a, from + 2) &&
         !in(a, from + 1, a->grammar->known.stop) && !in(a, from + 1, a->grammar->known.generic);
}

/* 市政府/同/某集团, 某生物/同/某集团: is 同 at item @i what joins two bodies? */
gboolean
yt_is_with(const YtAnalysis *a, guint32 first, guint32 i)
{
  const YtKnownLists *known = &a->grammar->known;
  if (i == first || !is_lone(a, i) || !yt_text_has(a, yt_item(a, i)->start, "同"))
    return FALSE;
  YtClass before = suffix_class(a, i - 1);
  return in(a, i - 1, known->agency_kind) || in(a, i - 1, known->company_tail) ||
         yt_text_ends(a, yt_item(a, i - 1)->end, "政府") || before == YT_CLASS_COMPANY ||
         before == YT_CLASS_INSTITUTION || before == YT_CLASS_AGENCY || before == YT_CLASS_PARK;
}

/* May item @i stand inside a name of @class, when what follows it is known to? */
gboolean
yt_name_goes_on(const YtAnalysis *a, guint32 first, guint32 i, YtClass class)
{
  const YtKnownLists *known = &a->grammar->known;
  const YtItem *item = yt_item(a, i);
  if (item->kind == YT_ITEM_LATIN)
    return TRUE;
  if (item->kind == YT_ITEM_NUMBER && i >= first + 2 && byte_at(a, i - 1) == '-' &&
      yt_item(a, i - 2)->kind == YT_ITEM_LATIN) /* GLP-1 */
    return TRUE;
  if (item->kind == YT_ITEM_NUMBER)
    return (class == YT_CLASS_INSTITUTION && item->end - item->start >= 2 &&
            yt_text_has(a, item->end, "所")) || /* 719所 */
           yt_text_has(a, item->start, "第") ||
           (class == YT_CLASS_FUND && yt_text_has(a, item->end, "号")) || class == YT_CLASS_POLICY ||
           class == YT_CLASS_PLATFORM || class == YT_CLASS_PROGRAM || class == YT_CLASS_PRODUCT ||
           class == YT_CLASS_PROJECT;
  if (item->kind == YT_ITEM_SPACE) /* Mini LED */
    return i > 0 && yt_item(a, i - 1)->kind == YT_ITEM_LATIN && yt_item(a, i + 1)->kind == YT_ITEM_LATIN;
  if (item->kind == YT_ITEM_MARK && yt_text_has(a, item->start, "—") &&
      (yt_text_has(a, item->end, "—") || yt_text_ends(a, item->start, "—")))
    return FALSE; /* …承接区——张江…基地: a dash */
  if (item->kind == YT_ITEM_MARK)
    return (JOINS_NAMES(byte_at(a, i)) && !(class == YT_CLASS_COMPANY && byte_at(a, i) == '+')) ||
           yt_text_has(a, item->start, "·") ||
           (yt_text_has(a, item->start, "—") && !yt_text_has(a, item->start, "——") &&
            !yt_text_ends(a, item->end, "——")); /* 服务平台——某某公司 says again */
  if (item->kind != YT_ITEM_HAN)
    return FALSE;
  if (in(a, i, known->collective) || (class == YT_CLASS_COMPANY && in(a, i, known->country)))
    return FALSE; /* 文产五大国资公司; 德国拜耳公司 */
  if (is_lone(a, i) && yt_text_has(a, item->start, "是"))
    return FALSE; /* 某某国康是产业园 */
  if (yt_is_with(a, first, i))
    return FALSE; /* 市政府同某集团 */
  if (is_verb_before_owner(a, i) || yt_text_has(a, item->start, "相关") ||
      yt_text_has(a, item->start, "有关"))
    return FALSE;
  if (class == YT_CLASS_PROJECT && yt_text_has(a, item->start, "代表") && item->end - item->start == 6)
    return FALSE; /* 主任陶卫华代表项目单位发言 */
  if (class == YT_CLASS_PLACE && suffix_class(a, i) != YT_CLASS_NONE && suffix_class(a, i) != YT_CLASS_PLACE)
    return FALSE; /* …有限公司沙河镇 */
  if (in(a, i, known->post) && i + 1 < a->items->len && in(a, i + 1, known->surname) && is_lone(a, i + 1) &&
      !yt_text_has(a, yt_item(a, i + 1)->start, "制"))
    return FALSE; /* 党委书记王亚杰…峰会 */
  if (in(a, i, known->dated))
    return i > first && yt_item(a, i - 1)->kind == YT_ITEM_HAN && item->end - item->start <= 4;
  if ((class == YT_CLASS_INSTITUTION || class == YT_CLASS_COMPANY) &&
      (yt_text_has(a, item->start, "第") || /* 第二医院, 第六十二研究所 */
       (item->pos == YT_POS_NUMERAL && i > first && yt_text_has(a, yt_item(a, i - 1)->start, "第"))))
    return TRUE;
  if (class == YT_CLASS_FUND && i > first && yt_text_has(a, item->start, "投资") &&
      yt_text_has(a, yt_item(a, i - 1)->start, "政府"))
    return TRUE; /* 深圳市政府投资引导基金 */
  if (class == YT_CLASS_FUND && i > first && yt_text_has(a, item->start, "重点") &&
      yt_resolve_place(a, yt_item(a, i - 1)) != 0) /* 云南省重点产业投资基金 */
    return TRUE;
  if (class == YT_CLASS_INSTITUTION && i > first && yt_text_has(a, item->start, "附属") &&
      (yt_text_ends(a, yt_item(a, i - 1)->end, "大学") || yt_text_ends(a, yt_item(a, i - 1)->end, "学院")))
    return TRUE; /* 云州大学附属肿瘤医院 */
  if (class == YT_CLASS_AGENCY && i > first && yt_text_has(a, item->start, "重点") &&
      in(a, i - 1, known->admin))
    return TRUE; /* 区重点区域建设推进中心 */
  if (class == YT_CLASS_FUND && i > first && yt_text_has(a, item->start, "建设") &&
      yt_text_has(a, item->end, "投资") && yt_resolve_place(a, yt_item(a, i - 1)) != 0)
    return TRUE; /* 海南自由贸易港建设投资基金: nobody builds a fund */
  if (class == YT_CLASS_PROGRAM && yt_text_has(a, item->start, "第") &&
      (yt_text_ends(a, item->end, "届") || yt_text_ends(a, item->end, "次")))
    return TRUE;
  if (item->end - item->start == 3 && i > first && yt_item(a, i - 1)->kind == YT_ITEM_HAN &&
      yt_text_has(a, item->start, "任")) /* 赵六任… */
    return FALSE;
  if (is_lone(a, i) && i > first && yt_text_has(a, item->start, "成") &&
      (yt_item(a, i - 1)->pos == YT_POS_VERB || yt_item(a, i - 1)->pos == YT_POS_VERBAL))
    return FALSE;                            /* 改造成健康产业园 */
  if (in(a, i, a->grammar->known.soft_stop)) /* 中原…基金 begins so; …过程中 ends so */
    return i > 0 &&
           !(yt_text_has(a, item->start, "内") && item->end - item->start == 3 && i > first &&
             yt_resolve_place(a, yt_item(a, i - 1)) != 0) && /* 大湾区内…基地 */
           (yt_item(a, i - 1)->kind != YT_ITEM_HAN || in(a, i - 1, known->stop) || in(a, i - 1, known->and) ||
            yt_resolve_place(a, yt_item(a, i - 1)) != 0 || yt_is_second_of_stem(a, first, i) ||
            (class == YT_CLASS_COMPANY && is_lone(a, i + 1) && !in(a, i + 1, known->stop) &&
             !in(a, i + 1, known->soft_stop)));            /* 中泰新鑫… */
  if (class == YT_CLASS_PROGRAM && in(a, i, known->inner)) /* 技能提升行动 */
    return TRUE;
  if (class == YT_CLASS_PRODUCT && item->pos == YT_POS_NUMERAL && yt_text_ends(a, item->end, "号"))
    return TRUE;                                                        /* 捷龙三号运载火箭 */
  if (class == YT_CLASS_PRODUCT && yt_text_has(a, item->start, "系列")) /* “云翼”系列无人机 */
    return TRUE;
  if (class == YT_CLASS_PRODUCT && yt_text_has(a, item->start, "多") &&
      item->end - item->start == 3) /* 多体位 */
    return TRUE;
  if (is_modifying_verb(a, first, i, class))
    return TRUE;
  if (in(a, i, known->and) || in(a, i, known->etc) ||
      (in(a, i, known->stop) && !is_inside(a, first, i) && !is_in_stem(a, first, i) &&
       !yt_is_second_of_stem(a, first, i) && (class == YT_CLASS_PRODUCT || !yt_is_in_run(a, first, i))))
    return FALSE;
  if (item->end - item->start <= 4 || in(a, i, known->inner) || in(a, i, known->generic) ||
      (yt_lexicon_get_entries(a->grammar->lexicon, item->word) != 0))
    return TRUE;
  return item->pos != YT_POS_VERB && item->pos != YT_POS_FUNCTION && item->pos != YT_POS_ADVERB &&
         item->pos != YT_POS_NUMERAL && item->pos != YT_POS_TIME;
}

/* 省知识产权保护中心, 国家医学中心: whose it is distinguishes it, where more stands between. */
gboolean
yt_is_owned(const YtAnalysis *a, guint32 from, guint32 to, YtClass class)
{
  if (class == YT_CLASS_PROGRAM && from < to && yt_text_has(a, yt_item(a, from)->start, "第") &&
      yt_text_ends(a, yt_item(a, from)->end, "届"))
    return TRUE; /* 第十届世界中医药大会 */
  if (class == YT_CLASS_PROGRAM && from + 1 < to && yt_item(a, from)->kind == YT_ITEM_NUMBER)
    from++; /* 2021中国生物技术大会 */
  if (from >= to)
    return FALSE;
  if ((class == YT_CLASS_FUND || class == YT_CLASS_PROGRAM) && in(a, from, a->grammar->known.owner_level))
    return TRUE; /* 省级科技计划; but a 省级平台 is any */
  guint owner = a->grammar->known.owner;
  gboolean nation =
      yt_text_has(a, yt_item(a, from)->start, "国家") || yt_text_has(a, yt_item(a, from)->start, "全国");
  if (nation && class == YT_CLASS_PARK && to - from == 2 && yt_item(a, from + 1)->kind == YT_ITEM_LATIN &&
      !yt_distinguishes(a, from + 1)) /* 国家3A景区 */
    return FALSE;
  if (nation && (class == YT_CLASS_CLUSTER || to - from < 2 || /* 国家大学科技园 is a kind */
                 in(a, from + 1, a->grammar->known.and)))      /* 国家和省级平台 */
    return FALSE;
  if (nation && (class == YT_CLASS_INSTITUTION || class == YT_CLASS_PROGRAM)) {
    guint32 p = from + 1; /* and so are 国家企业技术中心 and 国家重大工程 */
    while (p < to && !yt_is_industry(a, p) &&
           (class == YT_CLASS_PROGRAM ? in(a, p, a->grammar->known.project_modifier)
                                      : in(a, p, a->grammar->known.generic)))
      p++;
    if (p == to)
      return FALSE;
  }
  return in(a, from, owner) &&
         (to - from >= 2 || in(a, to, a->grammar->known.owned_body) ||
          yt_item(a, to)->end - yt_item(a, to)->start >= 12 || in(a, to, a->grammar->known.strong_suffix));
}

/* The place whose park the name that begins at item @from is, 禹州市的中医药健康产业园; 0: none. */
guint32
yt_place_that_has(const YtAnalysis *a, guint32 from)
{
  return from >= 2 && yt_item(a, from - 1)->end - yt_item(a, from - 1)->start == strlen("的") &&
                 yt_text_has(a, yt_item(a, from - 1)->start, "的")
             ? yt_resolve_place(a, yt_item(a, from - 2))
             : 0;
}

static gboolean
any_industry(const YtAnalysis *a, guint32 from, guint32 to)
{
  while (from < to && !yt_is_industry(a, from))
    from++;
  return from < to;
}

/* Does the quoted part that opens at item @i hold only words that distinguish nothing? */
static gboolean
quotes_generic(const YtAnalysis *a, guint32 i, guint32 to)
{
  while (++i < to && !is_mark(a, i, "”"))
    if (yt_item(a, i)->kind != YT_ITEM_HAN ||
        (!in(a, i, a->grammar->known.generic) && !in(a, i, a->grammar->known.inner)))
      return FALSE;
  return TRUE;
}

gboolean
yt_any_distinguishes(const YtAnalysis *a, guint32 from, guint32 to)
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
    if (yt_distinguishes(a, i) || is_mark(a, i, "“"))
      return TRUE;
    if (i + 1 < to && is_lone(a, i) && is_lone(a, i + 1))
      return TRUE;
  }
  return FALSE;
}

/* 人畜共患…重点实验室, 临泽县 + 中种国际种子有限公司: a lone character that ends most names stands inside this one, if a separator
 * is near before it, or a place. */
static guint32
to_separator(const YtAnalysis *a, guint32 first, guint32 from)
{
  for (guint32 p = from; p > first && from - p < 6; p--) {
    const YtItem *before = yt_item(a, p - 1);
    if (before->kind == YT_ITEM_SEPARATOR || (p < from && yt_resolve_place(a, before) != 0))
      return p;
    if (before->kind != YT_ITEM_HAN || before->end - before->start > 4 ||
        in(a, p - 1, a->grammar->known.and) || in(a, p - 1, a->grammar->known.hard_stop) ||
        in(a, p - 1, a->grammar->known.etc))
      return from;
  }
  return from;
}

#define MAX_LINE_BYTES 75

/* 佛山希望数码印刷设备有限公司 alone in its line is all name, though it holds a word that ends names. */
static gboolean
is_line_of_firm(const YtAnalysis *a, guint32 first, guint32 from, guint32 i)
{
  if (from == first || i + 1 >= a->items->len || byte_at(a, i + 1) != '\n' ||
      yt_item(a, i)->end - yt_item(a, first)->start > MAX_LINE_BYTES ||
      yt_resolve_place(a, yt_item(a, first)) == 0)
    return FALSE;
  for (guint32 p = first; p < from; p++)
    if (yt_item(a, p)->kind != YT_ITEM_HAN || suffix_class(a, p) == YT_CLASS_COMPANY ||
        in(a, p, a->grammar->known.hard_stop) || in(a, p, a->grammar->known.and))
      return FALSE;
  return TRUE;
}

/* 企业 or 龙头 before a name says what the name is. */
static gboolean
is_apposition(const YtAnalysis *a, guint32 i)
{
  return in(a, i, a->grammar->known.apposition);
}

/* 正 + 川股份: a firm's stem has two characters at least, so the one before 川 is its first though it ends other names. */
guint32
yt_whole_stem(const YtAnalysis *a, guint32 first, guint32 from)
{
  if (from == first || !is_lone(a, from))
    return from;
  const YtItem *before = yt_item(a, from - 1);
  gboolean fits = before->kind == YT_ITEM_HAN && before->end - before->start <= 4 &&
                  !yt_text_has(a, before->start, "以") && before->pos != YT_POS_FUNCTION &&
                  !(before->pos == YT_POS_VERB && in(a, from - 1, a->grammar->known.stop)) &&
                  !in(a, from - 1, a->grammar->known.and) && !yt_text_has(a, before->start, "的");
  gboolean listed =
      before->kind == YT_ITEM_HAN && before->end - before->start <= 4 && from - 1 > first && /* 、其亚铝业 */
      (yt_item(a, from - 2)->kind == YT_ITEM_SEPARATOR || yt_resolve_place(a, yt_item(a, from - 2)) != 0) &&
      !in(a, from - 1, a->grammar->known.hard_stop) && !yt_text_has(a, before->start, "以");
  return fits || listed ? from - 1 : from;
}

/* 仁 + 和药业, 茅台镇荣 + 和烧坊酒业: one character where a name must begin is no party to 和, so that both belong to the stem. */
guint32
yt_stem_over_and(const YtAnalysis *a, guint32 first, guint32 from)
{
  const YtKnownLists *known = &a->grammar->known;
  if (from < first + 2 || !yt_text_has(a, yt_item(a, from - 1)->start, "和") || !is_lone(a, from - 1) ||
      !is_lone(a, from - 2) || in(a, from - 2, known->stop) || in(a, from - 2, known->admin) ||
      in(a, from - 2, known->counter) || in(a, from - 2, known->etc) || in(a, from - 2, known->unit) ||
      in(a, from - 2, known->soft_stop))
    return from;
  const YtItem *before = from - 2 > first ? yt_item(a, from - 3) : NULL;
  return !before || before->kind != YT_ITEM_HAN || yt_resolve_place(a, before) != 0 ||
                 yt_text_ends(a, before->end, "镇")
             ? from - 2
             : from;
}

#define MAX_NAME_BYTES 120

/* 和 in 嵩明县花卉和中药材…专班: between the sectors of one place or level. */
static gboolean
joins_sectors(const YtAnalysis *a, guint32 first, guint32 i)
{
  const YtKnownLists *known = &a->grammar->known;
  if (i < first + 2 || !in(a, i, known->and))
    return FALSE;
  gboolean sector = in(a, i - 1, known->generic) || yt_is_industry(a, i - 1);
  guint32 p = i - 1;
  while (p > first && i - p < 4 && (in(a, p, known->generic) || yt_is_industry(a, p)))
    p--;
  return sector && yt_item(a, p)->kind == YT_ITEM_HAN &&
         (in(a, p, known->admin) || yt_resolve_place(a, yt_item(a, p)) != 0) &&
         (in(a, i + 1, known->generic) || yt_is_industry(a, i + 1));
}

/* 雅安市 in 雅安市推进甲示范区和乙市建设专项工作组: the place that a task of two parts begins with, which 和 at item @i joins; NO_ITEM: 和 stands
 * between two bodies. */
static guint32
place_of_task(const YtAnalysis *a, guint32 first, guint32 i)
{
  static const char *const verbs[] = {"推进", "加快", "促进", "建设", "创建", "推动", "落实"};
  const YtKnownLists *known = &a->grammar->known;
  if (!in(a, i, known->and) || in(a, i + 1, known->admin) || yt_resolve_place(a, yt_item(a, i + 1)) != 0)
    return NO_ITEM;
  for (guint32 p = i; p > first + 1 && i - p < 12 && yt_item(a, p - 1)->kind == YT_ITEM_HAN; p--)
    for (guint k = 0; k < G_N_ELEMENTS(verbs); k++)
      if (yt_text_has(a, yt_item(a, p - 1)->start, verbs[k]) && yt_resolve_place(a, yt_item(a, p - 2)) != 0)
        return p - 2;
  return NO_ITEM;
}

/* A group is named after a whole task (…基地建设工作领导小组): only the words of the list group-stop end its name. */
YtExtent
yt_extend_group(const YtAnalysis *a, guint32 first, guint32 i)
{
  guint stop = a->grammar->known.group_stop;
  guint32 from = i;
  while (from > first && yt_item(a, i)->end - yt_item(a, from - 1)->start <= MAX_NAME_BYTES) {
    const YtItem *item = yt_item(a, from - 1);
    if (joins_sectors(a, first, from - 1)) {
      from -= 2;
      continue;
    }
    guint32 task = from < i ? place_of_task(a, first, from - 1) : NO_ITEM;
    if (task != NO_ITEM)
      return (YtExtent){.from = task, .named = TRUE};
    gboolean sum =
        item->kind == YT_ITEM_NUMBER || (from < i && byte_at(a, from - 1) == '+'); /* 20+8产业集群专班 */
    gboolean whole =
        yt_text_has(a, item->start, "对口") || yt_text_has(a, item->start, "·") || /* 和田 */
        (item->kind == YT_ITEM_HAN && item->end - item->start > 4 && yt_resolve_place(a, item) != 0);
    if ((item->kind != YT_ITEM_HAN && item->kind != YT_ITEM_LATIN && !sum && !whole) ||
        (begins_with_list(a, from - 1, stop) && !sum && !whole) ||
        yt_item_in(a, item, a->grammar->known.and) || in(a, from - 1, a->grammar->known.people_act) ||
        (in(a, from - 1, a->grammar->known.post) && !yt_text_has(a, yt_item(a, from)->start, "制")) ||
        /* 链长 + 制 */ in(a, from - 1, a->grammar->known.people))
      break;
    from--;
  }
  return (YtExtent){.from = from,
                    .named = from < i && !(from > first && in(a, from - 1, a->grammar->known.that))};
}

/* Do the words [from, to) begin with a rank, 国家级 or 重庆市级? */
gboolean
yt_is_rank(const YtAnalysis *a, guint32 from, guint32 to)
{
  for (guint32 p = from; p < to && p < from + 3; p++) {
    const YtItem *item = yt_item(a, p);
    if (is_mark(a, p, "“") || byte_at(a, p) == '(') /* 西宁(国家级)经济技术开发区 */
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
  guint32 p = yt_resolve_place(a, yt_item(a, from));
  const YtEntry *place = p != 0 ? yt_entry(a, p) : NULL;
  return place && place->level == 1 && !g_str_has_suffix(place->canonical, "市");
}

/* Is the item one of the gazetteer's institutions or firms, or the end of such a name? */
static gboolean
is_organisation(const YtAnalysis *a, guint32 i)
{
  YtClass class = suffix_class(a, i);
  return class == YT_CLASS_INSTITUTION || class == YT_CLASS_COMPANY || class == YT_CLASS_AGENCY ||
         yt_entry_of(a, yt_item(a, i), YT_CLASS_INSTITUTION) ||
         yt_entry_of(a, yt_item(a, i), YT_CLASS_COMPANY);
}

/* 投资, 控股 and the like right before 有限公司: what the firm does, though they end other names. */
static gboolean
is_business_of_firm(const YtAnalysis *a, guint32 first, guint32 from, guint32 i)
{
  const YtKnownLists *known = &a->grammar->known;
  guint32 before = from - 1;
  const YtItem *item = yt_item(a, before);
  if (before == first || item->kind != YT_ITEM_HAN || item->end - item->start <= 4 ||
      item->pos == YT_POS_FUNCTION || yt_item(a, before - 1)->kind != YT_ITEM_HAN ||
      in(a, before - 1, known->and) || in(a, before - 1, known->etc) ||
      (in(a, before - 1, known->stop) && !in(a, before - 1, known->soft_inner) &&
       !yt_is_second_of_stem(a, first, before - 1)) ||
      suffix_class(a, before - 1) == YT_CLASS_COMPANY)
    return FALSE;
  if (!in(a, before, known->soft_inner) && !in(a, before, known->inner) &&
      !in(a, before, known->company_tail) && (item->pos != YT_POS_VERB || in(a, before, known->stop)))
    return FALSE;
  for (guint32 p = from; p < i; p++)
    if (!in(a, p, known->inner) && !in(a, p, known->soft_inner) && !in(a, p, known->generic) &&
        !in(a, p, known->company_tail))
      return FALSE;
  return TRUE;
}

/* Are the words [from, to) a place and what says nothing of a project, such as 生物医药产业 or 重大? */
static gboolean
is_any_of_place(const YtAnalysis *a, guint32 from, guint32 to)
{
  guint32 p = from;
  while (p < to && yt_resolve_place(a, yt_item(a, p)) != 0)
    p++;
  while (p < to && p > from &&
         (in(a, p, a->grammar->known.project_modifier) ||
          (yt_is_industry(a, p) && yt_text_ends(a, yt_item(a, p)->end, "产业"))))
    p++;
  return p == to && p > from;
}

/* The name that the words from item @from up to the suffix at item @i make, and whether they distinguish one thing: 年产5万吨… begins
 * further left, and of each class other words do. */
static YtExtent
name_of_words(const YtAnalysis *a, guint32 first, guint32 from, guint32 i, YtClass class)
{
  const YtKnownLists *known = &a->grammar->known;
  gboolean strong = in(a, i, known->strong_suffix);
  if (class == YT_CLASS_PROJECT && from >= first + 3 && yt_item(a, from - 1)->kind == YT_ITEM_HAN &&
      yt_item(a, from - 2)->kind == YT_ITEM_NUMBER &&
      in(a, from - 3, known->capacity)) /* 年产5万吨单晶硅项目 */
    return (YtExtent){.from = from - 3, .named = TRUE};
  if (in(a, i, a->grammar->known.quoted_only) && from < i &&
      in(a, i - 1, known->soft_stop)) /* “互联网+”新模式 */
    return (YtExtent){.from = from};
  if (in(a, i, a->grammar->known.quoted_only)) { /* 机制, 模式: named only by what is quoted or numbered */
    gboolean gloss = FALSE;
    for (guint32 p = from; p < i; p++) {
      gloss = byte_at(a, p) == '(' || (gloss && byte_at(a, p) != ')');
      if (!gloss && (is_mark(a, p, "“") || yt_item(a, p)->kind == YT_ITEM_NUMBER ||
                     yt_item(a, p)->kind == YT_ITEM_LATIN || byte_at(a, p) == '+'))
        return (YtExtent){.from = from, .named = TRUE};
    }
    gboolean site = class == YT_CLASS_PLATFORM && from < i && /* 湖北省政务服务网, 科惠网 */
                    ((i - from >= 2 && yt_resolve_place(a, yt_item(a, from)) != 0) ||
                     (i - from == 2 && is_lone(a, from) && is_lone(a, from + 1)));
    return (YtExtent){.from = from, .named = site || yt_is_owned(a, from, i, class)};
  }
  if (class == YT_CLASS_PROJECT && yt_text_has(a, yt_item(a, i)->start, "项目") &&
      yt_item(a, i)->end - yt_item(a, i)->start == strlen("项目") && is_any_of_place(a, from, i))
    return (YtExtent){.from = from}; /* 西安市产业项目, 张家川县项目 */
  if (class == YT_CLASS_INSTITUTION && from < i && yt_text_has(a, yt_item(a, from)->start, "第"))
    return (YtExtent){.from = from, .named = TRUE};
  if (class == YT_CLASS_PLATFORM && from + 1 == i && yt_item(a, from)->kind == YT_ITEM_NUMBER) /* 12345热线 */
    return (YtExtent){.from = from, .named = yt_item(a, from)->end - yt_item(a, from)->start >= 4};
  if (class == YT_CLASS_POLICY) { /* 人才新政30条: a number before 条, and words before that */
    gboolean counted = yt_text_has(a, yt_item(a, i)->start, "条");
    guint policy = a->grammar->known.policy_word;
    if (counted && (from + 1 >= i || yt_item(a, i - 1)->kind != YT_ITEM_NUMBER ||
                    yt_item(a, from)->kind == YT_ITEM_NUMBER ||
                    !(in(a, i - 2, policy) || in(a, i + 1, policy) || is_mark(a, i + 1, "”"))))
      return (YtExtent){.from = i};
    gboolean quoted = FALSE;
    for (guint32 p = from; p < i; p++)
      quoted = quoted || is_mark(a, p, "“");
    return (YtExtent){.from = from, .named = counted || quoted};
  }
  if (from > first && (class == YT_CLASS_FUND || class == YT_CLASS_PLATFORM) && from < i &&
      in(a, from - 1, a->grammar->known.our_place)) /* 我省生物医药产业基金 */
    return (YtExtent){.from = from, .named = TRUE};
  if (class == YT_CLASS_PARK && is_of_whole_province(a, from, i))
    return (YtExtent){.from = from};
  if (class == YT_CLASS_PARK && any_industry(a, from, i) && !yt_is_rank(a, from, i) &&
      yt_place_that_has(a, from) != 0)
    return (YtExtent){.from = from, .named = TRUE};
  if (class == YT_CLASS_COMPANY || (class == YT_CLASS_PARK && !yt_is_rank(a, from, i)) ||
      class == YT_CLASS_FUND)
    for (guint32 p = from; p < i; p++)
      if (yt_item(a, p)->kind == YT_ITEM_HAN && !in(a, p, known->generic) && !in(a, p, known->inner) &&
          !in(a, p, known->trim) && !in(a, p, known->company_head) && !yt_is_quality(a, p) &&
          !(class == YT_CLASS_PARK && yt_is_industry(a, p)) &&
          (yt_item(a, p)->end - yt_item(a, p)->start > 4 || class == YT_CLASS_COMPANY) &&
          yt_item(a, p)->pos != YT_POS_ADJECTIVE)
        return (YtExtent){.from = from, .named = TRUE};
  if (class == YT_CLASS_CLUSTER &&
      (yt_text_has(a, yt_item(a, from)->start, "国家") ||
       (from > first && yt_text_has(a, yt_item(a, from - 1)->start, "国家")))) /* 国家“雁阵型”产业集群 */
    return (YtExtent){.from = from};
  if (class != YT_CLASS_FUND && class != YT_CLASS_PROGRAM && class != YT_CLASS_CLUSTER &&
      yt_is_rank(a, from, i)) /* 国家级留学人员创业园 is a kind, but not 定西国家级马铃薯批发市场 */
    return (YtExtent){.from = from,
                      .named = class == YT_CLASS_PLATFORM && i - from >= 3 &&
                               yt_resolve_place(a, yt_item(a, from)) != 0 &&
                               yt_text_ends(a, yt_item(a, i)->end, "市场") &&
                               (yt_any_distinguishes(a, from + 1, i) || any_industry(a, from + 1, i))};
  return (YtExtent){.from = from,
                    .named = (strong && from < i) || yt_is_owned(a, from, i, class) ||
                             yt_any_distinguishes(a, from, i)};
}

/* 均和 in 上海均和集团: two characters between a place and a firm's suffix are its stem, though each ends other names. */
static gboolean
is_stem_of_place(const YtAnalysis *a, guint32 first, guint32 i)
{
  static const char *const never[] = {"市", "省", "区", "县", "州", "等", "将", "已", "要",
                                      "会", "各", "由", "对", "向", "在", "的", "了", "从",
                                      "与", "及", "家", "个", "大", "两", "三", "中", "内"};
  if (i < first + 3 || yt_resolve_place(a, yt_item(a, i - 3)) == 0)
    return FALSE;
  for (guint32 p = i - 2; p < i; p++) {
    const YtItem *item = yt_item(a, p);
    if (item->kind != YT_ITEM_HAN || item->end - item->start != 3)
      return FALSE;
    for (guint k = 0; k < G_N_ELEMENTS(never); k++)
      if (yt_text_has(a, item->start, never[k]))
        return FALSE;
  }
  return TRUE;
}

/* 干细胞: a noun that is no place, and ends no name. */
static gboolean
is_plain_noun(const YtAnalysis *a, guint32 i)
{
  const YtItem *item = yt_item(a, i);
  return item->pos == YT_POS_NOUN && item->end - item->start > 4 && suffix_class(a, i) == YT_CLASS_NONE &&
         !in(a, i, a->grammar->known.stop) && !in(a, i, a->grammar->known.agency_kind) &&
         !in(a, i, a->grammar->known.company_tail) && item->word != YT_WORD_NONE &&
         yt_lexicon_get_entries(a->grammar->lexicon, item->word) == 0;
}

/* 干细胞与再生医学湖南省工程研究中心: where a list's member holds 与, and only a trade stands before that, the name begins there. */
static guint32
trade_before_and(const YtAnalysis *a, guint32 first, guint32 from)
{
  if (from < first + 3 || !in(a, from - 1, a->grammar->known.and))
    return from;
  guint32 p = from - 1;
  while (p > first && from - p < 4 && yt_item(a, p - 1)->kind == YT_ITEM_HAN &&
         ((p == from - 1 && is_lone(a, p - 1) &&
           yt_text_has(a, yt_item(a, p - 1)->start, "学")) || /* 免疫 + 学 */
          yt_is_industry(a, p - 1) ||
          in(a, p - 1, a->grammar->known.generic) || is_plain_noun(a, p - 1)))
    p--;
  if (p == from - 1)
    return from;
  if (p > first && (suffix_class(a, p - 1) == YT_CLASS_INSTITUTION ||
                    yt_entry_of(a, yt_item(a, p - 1), YT_CLASS_INSTITUTION)))
    return yt_entry_of(a, yt_item(a, p - 1), YT_CLASS_INSTITUTION) ? p - 1 : p; /* 云州大学生物与材料学院 */
  return yt_item(a, p - 1)->kind == YT_ITEM_SEPARATOR || byte_at(a, p - 1) == ':' ? p : from;
}

#define MAX_DRUG_BYTES 54

/* The first item of 小儿消积止咳口服液: in a list of medicines all that stands between the marks is the name of one, though verbs are in
 * it. @i, the form it has, where no mark or word of lists is before it. */
static guint32
listed_drug(const YtAnalysis *a, guint32 first, guint32 i)
{
  const YtKnownLists *known = &a->grammar->known;
  guint32 from = i;
  while (from > first && yt_item(a, from - 1)->kind == YT_ITEM_HAN && !in(a, from - 1, known->and) &&
         !in(a, from - 1, known->hard_stop) && !in(a, from - 1, known->listing) &&
         yt_item(a, i)->end - yt_item(a, from - 1)->start <= MAX_DRUG_BYTES)
    from--;
  gboolean listed = from > first && (yt_item(a, from - 1)->kind == YT_ITEM_SEPARATOR ||
                                     yt_item(a, from - 1)->kind == YT_ITEM_STOP ||
                                     byte_at(a, from - 1) == ':' || in(a, from - 1, known->listing));
  gboolean goes_on =
      i + 1 < a->items->len && (yt_item(a, i + 1)->kind == YT_ITEM_SEPARATOR || in(a, i + 1, known->etc));
  return listed && goes_on && yt_item(a, i)->start - yt_item(a, from)->start >= 12 &&
                 !in(a, from, known->measure_verb)
             ? from
             : i;
}

#define MAX_TRADES 4

/* The item 国家 before the one or two trades that 及 at item @i joins to another; NO_ITEM: something else stands there. */
static guint32
nation_before(const YtAnalysis *a, guint32 first, guint32 i)
{
  for (guint32 p = i; p > first && i - p < MAX_TRADES; p--) {
    const YtItem *item = yt_item(a, p - 1);
    if (yt_text_has(a, item->start, "国家") && item->end - item->start == 6)
      return p < i ? p - 1 : NO_ITEM;
    if (item->kind != YT_ITEM_HAN || item->end - item->start == 3 || in(a, p - 1, a->grammar->known.stop) ||
        in(a, p - 1, a->grammar->known.and) || suffix_class(a, p - 1) != YT_CLASS_NONE)
      return NO_ITEM;
  }
  return NO_ITEM;
}

/* 其中/正/华链科集团, 、先声药业集团: does what would be an adverb stand before item @from where a name must begin? */
static gboolean
begins_with_adverb(const YtAnalysis *a, guint32 first, guint32 from)
{
  if (from == first ||
      !(yt_text_has(a, yt_item(a, from - 1)->start, "正") ||
        yt_text_has(a, yt_item(a, from - 1)->start, "先")) ||
      yt_item(a, from - 1)->end - yt_item(a, from - 1)->start != 3)
    return FALSE;
  const YtItem *before = from - 1 > first ? yt_item(a, from - 2) : NULL;
  return !before || before->kind == YT_ITEM_SEPARATOR || before->kind == YT_ITEM_COMMA ||
         in(a, from - 2, a->grammar->known.and) || yt_text_ends(a, before->end, "其中");
}

/* 、优 + 纳生产基地: does a name before item @i begin at @from with the second character of its stem, and stand the first one, which ends
 * other names, where a name must begin? */
static gboolean
is_cut_stem(const YtAnalysis *a, guint32 first, guint32 from, guint32 i)
{
  const YtKnownLists *known = &a->grammar->known;
  return from > first && from + 1 < i && is_lone(a, from) && !is_lone(a, from + 1) && is_lone(a, from - 1) &&
         !in(a, from - 1, known->hard_stop) && !in(a, from - 1, known->and) && !in(a, from - 1, known->etc) &&
         !in(a, from - 1, known->that) && yt_item(a, from - 1)->pos != YT_POS_FUNCTION &&
         (from - 1 == first || yt_item(a, from - 2)->kind == YT_ITEM_SEPARATOR);
}

/* 无限 + 极(中国)有限公司: a firm's stem has more than one character, so the word before it belongs to it. */
static gboolean
is_cut_to_one(const YtAnalysis *a, guint32 from, guint32 i)
{
  const YtItem *before = yt_item(a, from - 1);
  return is_lone(a, from) && (from + 1 == i || byte_at(a, from + 1) == '(') && before->kind == YT_ITEM_HAN &&
         before->end - before->start == strlen("无限") && !in(a, from - 1, a->grammar->known.measure_verb) &&
         before->pos != YT_POS_FUNCTION && !in(a, from - 1, a->grammar->known.stop) &&
         !in(a, from - 1, a->grammar->known.trim) && !in(a, from - 1, a->grammar->known.and) &&
         !in(a, from - 1, a->grammar->known.etc);
}

/* 中/新 at item @i: China and a country by its one-character name. */
static gboolean
is_pair_of_countries(const YtAnalysis *a, guint32 i)
{
  static const char *const countries[] = {"新", "德", "意", "韩", "法", "日", "美", "英",
                                          "俄", "瑞", "以", "澳", "荷", "丹", "泰", "欧"};
  gboolean pair = FALSE;
  for (guint k = 0; k < G_N_ELEMENTS(countries) && is_lone(a, i) && is_lone(a, i + 1) && !pair; k++)
    pair = yt_text_has(a, yt_item(a, i + 1)->start, countries[k]);
  return pair && yt_text_has(a, yt_item(a, i)->start, "中");
}

/* (某网记者 赵路): is a reporter named between the items @open and @close? */
static gboolean
holds_reporter(const YtAnalysis *a, guint32 open, guint32 close)
{
  for (guint32 i = open + 1; i < close; i++)
    if (yt_text_ends(a, yt_item(a, i)->end, "记者") || yt_text_ends(a, yt_item(a, i)->end, "通讯员"))
      return TRUE;
  return FALSE;
}

/* The name that ends with the suffix at item @i. @first: no further left than this. */
YtExtent
yt_extend_left(const YtAnalysis *a, guint32 first, guint32 i, YtClass class)
{
  const YtKnownLists *known = &a->grammar->known;
  guint32 from = i, bridge = NO_ITEM;
  gboolean strong = in(a, i, a->grammar->known.strong_suffix);
  gboolean of_place = FALSE; /* behind a place, or 集团, in brackets, which a name must stand before */
  while (from > first && yt_item(a, i)->end - yt_item(a, from - 1)->start <= MAX_NAME_BYTES) {
    guint32 before = from - 1;
    if (is_mark(a, before, ")")) {
      guint32 open = yt_opening_of(a, first, before, "(");
      if (open == NO_ITEM || yt_item(a, before)->end - yt_item(a, open)->start > 60 || open == first ||
          holds_reporter(a, open, before)) /* 某报讯(记者 …)上海自贸试验区 */
        break;
      from = open;
      of_place =
          before == open + 2 &&
          (yt_resolve_place(a, yt_item(a, open + 1)) != 0 ||
           (strong && class == YT_CLASS_COMPANY && yt_text_has(a, yt_item(a, open + 1)->start, "集团")));
    } else if (of_place && yt_item(a, before)->kind == YT_ITEM_HAN && !in(a, before, known->hard_stop) &&
               !in(a, before, known->and) && yt_item(a, before)->pos != YT_POS_FUNCTION) {
      from = before; /* 中生引领(上海)私募投资基金, 某某投资控股(集团)有限公司 */
      of_place = FALSE;
    } else if (is_mark(a, before, "”")) {
      guint32 open = yt_opening_of(a, first, before, "“");
      if (open == NO_ITEM)
        break;
      from =
          open; /* a name begins at its quotes, unless a place stands before them: 宁波“人才码”, 国家“芯火”… */
      gboolean period = class == YT_CLASS_PROJECT && before == open + 2 &&
                        yt_text_ends(a, yt_item(a, open + 1)->end, "五"); /* 茅台酒“十四五”技改项目 */
      if (open == first || yt_item(a, open - 1)->kind != YT_ITEM_HAN ||
          (!period && yt_resolve_place(a, yt_item(a, open - 1)) == 0 &&
           !yt_text_has(a, yt_item(a, open - 1)->start, "国家")))
        break;
    } else if (from < i && class == YT_CLASS_PROJECT && suffix_class(a, before) == YT_CLASS_PARK &&
               !in(a, before, known->plant) && yt_has_firm_at_head(a, from, i)) {
      break; /* 某某高新技术产业园/晶易医药项目 */
    } else if (from < i && class != YT_CLASS_PROGRAM && is_apposition(a, before) &&
               !in(a, from, known->generic) && !in(a, from, known->inner) &&
               yt_any_distinguishes(a, from, i)) {
      break; /* 上市企业仲景宛西制药研发中心 */
    } else if (yt_name_goes_on(a, first, before, class) ||
               (strong && class == YT_CLASS_COMPANY && in(a, before, known->inner) && before > first &&
                suffix_class(a, before - 1) == YT_CLASS_NONE) ||
               (strong && class == YT_CLASS_COMPANY && is_business_of_firm(a, first, from, i)) ||
               (strong && class == YT_CLASS_INSTITUTION && yt_item(a, before)->pos == YT_POS_VERB &&
                !in(a, before, known->stop))) {
      from = before;
    } else if (class == YT_CLASS_INSTITUTION && from < i && in(a, before, known->and) &&
               nation_before(a, first, before) != NO_ITEM) {
      from = nation_before(a, first, before); /* 国家日用及建筑陶瓷工程技术研究中心 */
    } else if (in(a, i, known->route) && from < i && before > first && in(a, before, known->to) &&
               (yt_resolve_place(a, yt_item(a, before - 1)) != 0 || is_lone(a, before - 1)) &&
               yt_resolve_place(a, yt_item(a, from)) != 0) {
      from = before - 1; /* 西宁至成都铁路 */
    } else if (in(a, before, known->and) && (from < i || class != YT_CLASS_COMPANY) &&
               !(from == i && is_lone(a, before - (before > first))) &&
               !yt_text_has(a, yt_item(a, before)->start, "暨") && !yt_any_distinguishes(a, from, i) &&
               !yt_is_owned(a, from, i, class) && before > first && bridge == NO_ITEM &&
               !(class == YT_CLASS_AGENCY && is_lone(a, before - 1)) && /* 魏国栋和园区管委会 */
               suffix_class(a, before - 1) != class && yt_name_goes_on(a, first, before - 1, class) &&
               !is_organisation(a, before - 1)) {
      /* 研发和生产基地: what stands behind 和 names nothing by itself, so the name may go on before it */
      bridge = from;
      from = before;
    } else {
      break;
    }
  }
  if (class != YT_CLASS_COMPANY && class != YT_CLASS_AGENCY && is_cut_stem(a, first, from, i))
    from--;
  if (class != YT_CLASS_COMPANY && from + 1 < i && is_lone(a, from) && yt_item(a, from)->pos == YT_POS_VERB &&
      yt_item(a, from + 1)->end - yt_item(a, from + 1)->start >= 6 &&
      yt_resolve_place(a, yt_item(a, from + 1)) != 0)
    from++; /* 挂/宿迁某某园的牌子 */
  if (bridge != NO_ITEM && !yt_any_distinguishes(a, from, bridge))
    from = bridge;
  if (class == YT_CLASS_COMPANY && from == i && is_stem_of_place(a, first, i))
    from = i - 3; /* 上海均和集团 */
  else if (class == YT_CLASS_COMPANY)
    from = yt_stem_over_and(a, first, from);
  if (class == YT_CLASS_COMPANY &&
      (i - from == 1 || (strong && from < i && is_lone(a, from) && !is_lone(a, from + 1))))
    from = yt_whole_stem(a, first, from);
  if (class == YT_CLASS_COMPANY && strong && from > first && from < i && is_cut_to_one(a, from, i))
    from--;
  if (class == YT_CLASS_COMPANY && from + 1 < i && from > first + 1 && is_lone(a, from) &&
      is_lone(a, from + 1) && is_lone(a, from - 1) && yt_item(a, from - 1)->pos != YT_POS_FUNCTION &&
      !in(a, from - 1, known->hard_stop) && !in(a, from - 1, known->and) &&
      yt_resolve_place(a, yt_item(a, from - 2)) != 0)
    from -= 2; /* 福建达利来食品公司 */
  if (class == YT_CLASS_COMPANY && strong && from > first && from < i &&
      yt_resolve_place(a, yt_item(a, from - 1)) != 0)
    from--;
  if (class == YT_CLASS_COMPANY && from == i && i > first + 1 && in(a, i - 1, known->that) &&
      is_lone(a, i - 2) && !in(a, i - 2, known->stop) && i - 2 > first &&
      yt_item(a, i - 3)->kind == YT_ITEM_SEPARATOR) /* 、人本集团: not this group */
    from = i - 2;
  for (guint32 p = from + 1; class == YT_CLASS_COMPANY && p < i && p <= from + 2 && is_lone(a, p - 1); p++)
    if (yt_item(a, p)->end - yt_item(a, p)->start >= 9 && yt_resolve_place(a, yt_item(a, p)) != 0)
      from = p; /* 拨入漳州市…公司: a firm's name may begin with a city's, but goes not over one */
  if (strong && (class == YT_CLASS_INSTITUTION || (class == YT_CLASS_COMPANY && from < i)))
    from = to_separator(a, first, from);
  if (strong && class == YT_CLASS_COMPANY && from < i && is_lone(a, from) &&
      begins_with_adverb(a, first, from))
    from--;
  if (class == YT_CLASS_INSTITUTION)
    from = trade_before_and(a, first, from);
  if (class == YT_CLASS_INSTITUTION && from > first + 1 &&
      yt_text_has(a, yt_item(a, from - 1)->start, "附属") &&
      yt_entry_of(a, yt_item(a, from - 2), YT_CLASS_INSTITUTION))
    from -= 2; /* 中国科大附属第一医院 */
  if (strong && class == YT_CLASS_COMPANY && is_line_of_firm(a, first, from, i))
    from = first;
  if (from < i &&
      byte_at(a, from) == '(') { /* what stands before the bracket ends names: the bracket belongs to it */
    while (from < i && byte_at(a, from) != ')')
      from++;
    from++;
  }
  while (class == YT_CLASS_COMPANY && from + 1 < i && in(a, from, known->people_act) &&
         yt_item(a, from)->end - yt_item(a, from)->start > 4)
    from++; /* 参观中山…有限公司 */
  while (from < i && (in(a, from, known->trim) || JOINS_NAMES(byte_at(a, from)) ||
                      (yt_item(a, from)->kind == YT_ITEM_MARK && !is_mark(a, from, "“"))))
    from++;
  if (from > first && from + 1 < i &&
      ((yt_item(a, from - 1)->kind == YT_ITEM_NUMBER && in(a, from, known->unit)) || /* 1100亩…产业园 */
       (in(a, from - 1, known->that) && suffix_class(a, from) != YT_CLASS_NONE)))    /* 该园区…片区 */
    from++;
  if (is_act_before_name(a, from, i, class) ||
      (from + 1 < i && yt_text_has(a, yt_item(a, from)->start, "未来") && /* 未来北京…集团 */
       yt_resolve_place(a, yt_item(a, from + 1)) != 0))
    from++;
  if (class == YT_CLASS_PARK && from > first + 1 && yt_resolve_place(a, yt_item(a, from)) != 0 &&
      is_pair_of_countries(a, from - 2) && (from - 2 == first || yt_item(a, from - 3)->kind != YT_ITEM_HAN))
    from -= 2; /* 中新广州知识城 */
  if (class == YT_CLASS_PARK && from + 2 < i && yt_is_rank(a, from, from + 1) &&
      yt_resolve_place(a, yt_item(a, from + 1)) != 0)
    from++; /* 国家级曲靖经济技术开发区 */
  const guint32 sited = 1u << YT_CLASS_PROJECT | 1u << YT_CLASS_INSTITUTION | 1u << YT_CLASS_COMPANY |
                        1u << YT_CLASS_PLATFORM | 1u << YT_CLASS_PARK;
  if ((sited >> class & 1) && from + 1 < i && in(a, from, known->zone) &&
      yt_any_distinguishes(a, from + 1, i))
    from++; /* 来到经济开发区北大生科院…项目 */
  while (class == YT_CLASS_PLACE && from + 1 < i && yt_item(a, i)->end - yt_item(a, i)->start <= 6 &&
         yt_resolve_place(a, yt_item(a, from)) != 0) /* 枣阳吴店镇 is 吴店镇 */
    from++;
  while (class == YT_CLASS_PRODUCT && from < i &&
         (in(a, from, known->capacity) || yt_text_has(a, yt_item(a, from)->start, "预计") ||
          yt_text_ends(a, yt_item(a, from)->end, "产品")))
    from++; /* 预计年产紫苏胶囊, 核心产品HC-101片 */
  while (class == YT_CLASS_PRODUCT && from > first && in(a, from - 1, known->drug_lead))
    from--; /* 重组/带状/疱疹疫苗 */
  if (class == YT_CLASS_PRODUCT && from > first + 1 && is_lone(a, from - 1) &&
      in(a, from - 2, known->drug_lead))
    from -= 2; /* 重组人/促/红素注射液 */
  if (class == YT_CLASS_PRODUCT && from > first + 1 && is_lone(a, from - 1) &&
      yt_text_has(a, yt_item(a, from - 1)->start, "价") && yt_item(a, from - 2)->kind == YT_ITEM_NUMBER)
    return (YtExtent){.from = from - 2, .named = TRUE}; /* 13/价/肺炎疫苗 */
  if (class == YT_CLASS_PRODUCT && in(a, i, known->dosage) && listed_drug(a, first, i) < MIN(from + 1, i))
    return (YtExtent){.from = listed_drug(a, first, i), .named = TRUE};
  if (class ==
      YT_CLASS_PRODUCT) { /* 中药葛陈胶囊: what only says the kind goes, where an unknown name stands behind it */
    guint32 p = from;
    while (p < i && (in(a, p, known->generic) || yt_is_industry(a, p)))
      p++;
    if (p + 1 < i && is_lone(a, p) && is_lone(a, p + 1))
      from = p;
  }
  return name_of_words(a, first, from, i, class);
}

/* Could items [from, to) be the made-up stem of a firm's name? Something in it must be no word at all: a character that
 * stands for itself beside another, or a rare noun. Letters alone are an abbreviation (AI制药). @bounded: the stem begins
 * behind a separator, so that less will do. */
gboolean
yt_is_unknown_stem(const YtAnalysis *a, guint32 from, guint32 to, gboolean bounded)
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
    } else if (n > 1 && yt_distinguishes(a, i) && !in(a, i, a->grammar->known.goods))
      n_unknown += n;
  }
  if (bounded && n_unknown >= 1 && n_characters >= 2 &&
      n_characters <= 4) /* 大红鹰: it begins where a name must begin */
    return TRUE;
  return n_lone >= 1 && n_characters >= 2 && n_unknown >= 2 && n_unknown + 1 >= n_characters;
}

/* Does the name [from, to) begin with a firm's: an unknown stem, or letters, and no place? */
gboolean
yt_has_firm_at_head(const YtAnalysis *a, guint32 from, guint32 to)
{
  guint32 p = from;
  if (yt_item(a, from)->kind == YT_ITEM_LATIN || yt_entry_of(a, yt_item(a, from), YT_CLASS_COMPANY))
    return TRUE;
  while (p < to && p < from + 4 && yt_item(a, p)->kind == YT_ITEM_HAN &&
         yt_resolve_place(a, yt_item(a, p)) == 0 && !in(a, p, a->grammar->known.generic) &&
         !in(a, p, a->grammar->known.company_tail))
    p++;
  if (p > from && p < to && in(a, p, a->grammar->known.company_tail) && !in(a, p, a->grammar->known.generic))
    return TRUE;
  return p > from && yt_is_unknown_stem(a, from, p, TRUE);
}
