/* quantities.c: figures: what is measured, how much, when, of what.
 *
 * A sentence is cut into segments, at commas and where an amount is followed by 、 or 和. From segment to segment run
 * a topic (the thing that is spoken of), a year, whether plans or facts are told, and the metric said last, so that
 *
 *   2024年,全省规上工业企业168家,实现总产值218.6亿元,同比下降1.37%
 *
 * gives three figures of 全省 in 2024, the last one a growth of 总产值. A metric is the nominal phrase before the
 * number, or behind its measure word: 举办8场对接活动. Everything is read once from left to right; looking around an
 * amount is bounded by MAX_PHRASE items. */
#include <stdlib.h>
#include <string.h>

#include "loader/amounts.h"
#include "loader/tables.h"

#define MAX_PHRASE 32 /* items of a metric: longer ones are sentences */
#define MAX_TOPICS 8
#define N_RECENT   16 /* names that a short form may stand for */

typedef struct {
  gint32 mentions[MAX_TOPICS];
  guint n;
  gboolean
      is_list; /* the segment begins with examples of what it counts, A、B等10个项目竣工: nothing that it is about */
} Topic;

typedef struct {
  guint about, over, keep, compare, growth, fall, part, share, empty, modifier, give, create, settle,
      before_topic, aside;
  guint duration, abstract, has, money_noun, now, so_far, plan, intent, done, noun, background, prospect, grant, who, reach, stage;
  guint establish; /* v/成立: the rules' own verbs of making, each one word */
} Lists;

typedef struct {
  guint from, to; /* 0: unsaid; from is 0 too for a single year */
} Years;

typedef enum { TENSE_OPEN, TENSE_PLANS, TENSE_FACTS } Tense;

typedef struct {
  YtAnalysis *a;
  Lists in;
  YtAmountLists amount_lists;
  guint issued_year; /* of the document; 0: unknown */
  gint32 home; /* the zone whose committee issued the document: what is said of 全区 is said of it; or -1 */
  gboolean forward;                      /* the document says what shall be done */
  guint first_heading;                   /* block; 0 where there is none. What stands above it tells how things are */
  gint32 last[YT_N_CLASSES];             /* the last named mention of each class, or -1 */
  gint32 recent[YT_N_CLASSES][N_RECENT]; /* more of them, a ring; -1: none yet */
  guint n_recent[YT_N_CLASSES];
  /* of the block */
  Topic head; /* the one thing that a run-in head names: 二是打造黄冈中药特色产业集群。 */
  gboolean block_planned;
  Tense tense; /* of the section, by the heading of this level */
  guint tense_level;
  guint facts_year; /* that the last heading of a look back named, 2023年工作回顾: 2024年重点工作 is to come then; or 0 */
  Topic headline; /* the one thing that a heading names and nothing else: 1.安平丝网产业集群 */
  guint headline_level;
  Years carried; /* from the sentence before */
  /* of the sentence */
  guint32 s;
  GArray *amounts;   /* YtAmount */
  guint32 text_from; /* item: behind a heading that the sentence begins with */
  GArray *segments;  /* Segment */
  guint segment;     /* the one that is read */
  guint next_amount; /* those before it are behind the reader */
  guint first_figure;
  Topic topic;
  gboolean topic_is_made; /* by the segment before, 设立X基金, and not what the sentence began with */
  Years years;
  gboolean planned;
  gboolean until; /* 到2027年,…: 累计 is no fact here */
  gboolean grants;   /* a rule gives: 给予50万元奖励, and what stands behind it in the sentence */
  gboolean intended; /* in this segment: 打造规模超300亿元的集群 */
  guint32 subject_from,
      subject_to;          /* items: the nominal phrase that the segment before begins with; empty: none */
  gboolean subject_is_new; /* no figure was told of it yet */
} Reader;

typedef struct {
  guint32 from, to;
  guint first, end;        /* amounts inside */
  gboolean is_coordinated; /* it follows an amount and 、 */
} Segment;

/* ---- items ---- */

static const YtItem *
item_at(const Reader *r, guint32 i)
{
  return yt_item(r->a, i);
}

static gboolean
in(const Reader *r, guint32 i, guint list)
{
  return yt_item_in(r->a, item_at(r, i), list);
}

static gboolean
is(const Reader *r, guint32 i, const char *word)
{
  const YtItem *item = item_at(r, i);
  return item->end - item->start == strlen(word) && yt_text_has(r->a, item->start, word);
}

static gboolean
is_and(const Reader *r, guint32 i)
{
  return item_at(r, i)->kind == YT_ITEM_SEPARATOR || in(r, i, r->a->grammar->known.and);
}

/* 研发的 is one word, too. */
static gboolean
is_de(const Reader *r, guint32 i)
{
  const YtItem *item = item_at(r, i);
  return item->kind == YT_ITEM_HAN && item->mention == 0 && yt_text_has(r->a, item->end - 3, "的");
}

static const YtMention *
mention_of(const Reader *r, guint32 i)
{
  const YtItem *item = item_at(r, i);
  return item->mention != 0 ? yt_mention(r->a, item->mention - 1) : NULL;
}

static gboolean
is_named(const Reader *r, guint32 i)
{
  const YtMention *mention = mention_of(r, i);
  return mention && mention->state == YT_MENTION_NAMED;
}

static const YtAmount *
amount_at(const Reader *r, guint k)
{
  return &g_array_index(r->amounts, YtAmount, k);
}

static gboolean
is_quote(const Reader *r, guint32 i)
{
  return is(r, i, "“") || is(r, i, "”") || is(r, i, "‘") || is(r, i, "’");
}

static gint32 find_described(const Reader *r, const Segment *segment, guint k);

/* ---- nominal phrases ---- */

static gboolean
begins_with_numeral(const Reader *r, guint32 i)
{
  static const char *const numerals[] = {"一", "二", "三", "四", "五", "六", "七",   "八",
                                         "九", "十", "百", "千", "万", "亿", "两",   "几",
                                         "数", "多", "半", "余", "首", "每", "部分", "许多"};
  for (guint k = 0; k < G_N_ELEMENTS(numerals); k++)
    if (yt_text_has(r->a, item_at(r, i)->start, numerals[k]))
      return TRUE;
  return FALSE;
}

/* A single character that makes a noun of the verb before it. */
static gboolean
is_suffix(const Reader *r, guint32 i)
{
  static const char suffixes[] = "型级性式化率额量桩站商机器费场线品点数价类";
  const YtItem *item = item_at(r, i);
  if (item->end - item->start != 3 || item->mention != 0)
    return FALSE;
  for (const char *p = suffixes; *p; p += 3)
    if (yt_text_has(r->a, item->start, (char[]){p[0], p[1], p[2], '\0'}))
      return TRUE;
  return FALSE;
}

/* Can item @i stand inside a noun phrase? Verbs can when they are known to modify nouns (参展企业). */
static gboolean
is_nominal(const Reader *r, guint32 i, guint32 to)
{
  const YtItem *item = item_at(r, i);
  if (item->mention != 0)
    return !is_named(r, i);
  if (item->kind == YT_ITEM_LATIN || is_quote(r, i))
    return TRUE;
  if (item->kind == YT_ITEM_NUMBER) /* 1类新药 */
    return yt_text_has(r->a, item->end, "类") && item->end - item->start == 1;
  if (item->kind != YT_ITEM_HAN)
    return FALSE;
  if (in(r, i, r->in.modifier) || in(r, i, r->in.noun) || in(r, i, r->in.money_noun) ||
      (in(r, i, r->a->grammar->known.inner) && !in(r, i, r->in.growth)))
    return TRUE;
  if (is(r, i, "占") && i + 1 < to && is(r, i + 1, "比"))
    return TRUE;
  if (is(r, i, "比") && i > 0 && is(r, i - 1, "占"))
    return TRUE;
  if (is(r, i, "类") && i > 0 && item_at(r, i - 1)->kind == YT_ITEM_NUMBER)
    return TRUE;
  if (is_suffix(r, i) && i > 0 && item_at(r, i - 1)->kind == YT_ITEM_HAN)
    return TRUE;
  if (i + 1 < to && is(r, i + 1, "率") && item->end - item->start > 3)
    return TRUE; /* 入驻/率 */
  gboolean stops = in(r, i, r->a->grammar->known.stop) || in(r, i, r->in.about);
  switch ((YtPos) item->pos) {
  case YT_POS_NONE:
  case YT_POS_NAME:
  case YT_POS_ADJECTIVE: return !stops && !in(r, i, r->a->grammar->known.etc);
  case YT_POS_NOUN:
  case YT_POS_VERBAL:
    return !in(r, i, r->in.about) && !in(r, i, r->in.compare) && !in(r, i, r->in.growth) &&
           !in(r, i, r->in.create);
  case YT_POS_DIRECTION: return !in(r, i, r->a->grammar->known.etc);
  case YT_POS_NUMERAL: /* 百亿元企业, 千亿级; the vocabulary calls some nouns measure words: 充电/桩 */
    return (item->end - item->start > 3 &&
            (yt_text_has(r->a, item->end - 3, "元") || yt_text_has(r->a, item->end - 3, "级"))) ||
           (i + 1 < to && is(r, i + 1, "级")) || (!stops && !begins_with_numeral(r, i));
  case YT_POS_VERB: /* 初创/型, 充电/桩 */
    return i + 1 < to && !stops && !in(r, i, r->in.empty) && !in(r, i, r->in.growth) && is_suffix(r, i + 1);
  default: return FALSE;
  }
}

/* The item of the "(" that the ")" at @i closes, or @i. */
static guint32
bracket_before(const Reader *r, guint32 from, guint32 i)
{
  for (guint32 p = i; p > from && i - p < 12; p--)
    if (is(r, p - 1, "("))
      return p - 1;
  return i;
}

/* The first item of the noun phrase that ends before item @end. @k amounts lie before it in the sentence; those that
 * are part of a description are passed over: 营业收入超20亿元/的/平台. @joins: 和 and 及 may stand inside. */
static guint32
phrase_before(const Reader *r, guint32 from, guint32 end, guint k, gboolean joins)
{
  guint32 i = end;
  gboolean in_description = FALSE;
  while (i > from && end - i < MAX_PHRASE) {
    if (k > 0 && amount_at(r, k - 1)->item_to == i) {
      if (!amount_at(r, k - 1)->is_attribute)
        break;
      i = amount_at(r, --k)->item_from;
      in_description = TRUE;
    } else if (is_nominal(r, i - 1, end) && !(i == end && is(r, i - 1, "“"))) {
      in_description = item_at(r, i - 1)->pos == YT_POS_NUMERAL;
      i--;
    } else if (joins && i < end && i - 1 > from && item_at(r, i - 1)->kind == YT_ITEM_HAN &&
               is_and(r, i - 1) && is_nominal(r, i - 2, end) && !in(r, i - 2, r->in.empty)) {
      i--;
    } else if (in_description && in(r, i - 1, r->in.over)) {
      i--;
    } else if (i < end && is(r, i - 1, "的") && k > 0 && amount_at(r, k - 1)->is_attribute &&
               amount_at(r, k - 1)->item_to == i - 1) {
      i--;
    } else if (is(r, i - 1, ")") && bracket_before(r, from, i - 1) != i - 1) {
      i = bracket_before(r, from, i - 1);
    } else {
      break;
    }
  }
  if (i > from && i + 1 < end && is(r, i - 1, "该"))
    i++; /* 该园规划面积 */
  if (end > i && !yt_text_has(r->a, item_at(r, end - 1)->end - 6, "项目"))
    while (i + 1 < end && item_at(r, i)->mention == 0 && in(r, i, r->in.stage))
      i++; /* 新建高速公路; but 新建项目 */
  while (i + 1 < end && (is(r, i, "后") || is(r, i, "投产")) && (is(r, i, "后") || is(r, i + 1, "后")))
    i++; /* 投产后年产值 */
  while (i + 1 < end && item_at(r, i)->mention == 0 && !in(r, i, r->in.modifier) &&
         !(in(r, i, r->in.over) && item_at(r, i + 1)->kind == YT_ITEM_NUMBER) &&
         (in(r, i, r->in.empty) || in(r, i, r->a->grammar->known.admin) ||
          (in(r, i, r->a->grammar->known.stop) && item_at(r, i)->pos != YT_POS_NONE) || is(r, i, "”")))
    i++;
  return i;
}

/* 过50亿元 in 销售收入过50亿元企业: behind it, or @i where nothing such stands at item @i. */
static guint32
behind_description(const Reader *r, guint32 i, guint32 to)
{
  guint32 p = i;
  while (p < to && p < i + 2 && item_at(r, p)->mention == 0 && in(r, p, r->in.about))
    p++;
  if (p == to || item_at(r, p)->kind != YT_ITEM_NUMBER)
    return i;
  for (guint k = r->next_amount; k < r->amounts->len && amount_at(r, k)->item_from <= p; k++)
    if (amount_at(r, k)->item_from == p && amount_at(r, k)->kind != YT_AMOUNT_COUNT)
      return amount_at(r, k)->item_to;
  return i;
}

/* Behind the noun phrase that begins at item @i; verbs at its end are left out. @i itself where there is none. */
static guint32
phrase_after(const Reader *r, guint32 i, guint32 to)
{
  guint32 end = i;
  for (guint32 p = i; p < to && p - i < MAX_PHRASE; p++) {
    guint32 description = behind_description(r, p, to);
    if (p > i && description > p) {
      p = description < to && is(r, description, "的") ? description : description - 1;
      continue;
    }
    const YtMention *mention = mention_of(r, p);
    gboolean named = is_named(r, p);
    if (named && (mention->class == YT_CLASS_PLACE || mention->class == YT_CLASS_AGENCY ||
                  mention->class == YT_CLASS_COMPANY || mention->class == YT_CLASS_PERSON))
      break;
    if (!named && !is_nominal(r, p, to) && !(p == i && is(r, p, "其他")))
      break;
    guint8 pos = item_at(r, p)->pos;
    gboolean last = p + 1 == to || item_at(r, p + 1)->kind != YT_ITEM_HAN; /* 10项其他咨询服务。 */
    if (p > i && p + 1 < to && in(r, p, r->in.grant) && item_at(r, p + 1)->kind == YT_ITEM_NUMBER)
      break; /* 3户企业奖励600万元 */
    if (named || mention || in(r, p, r->in.noun) || (in(r, p, r->in.money_noun) && last) ||
        (pos == YT_POS_VERBAL && last) ||
        (pos != YT_POS_VERB && pos != YT_POS_VERBAL && pos != YT_POS_DIRECTION))
      end = p + 1;
  }
  return end;
}

/* ---- metrics ---- */

static void
append_text(const Reader *r, guint32 start, guint32 end, GString *out)
{
  const char *text = r->a->text->text;
  for (guint32 p = start; p < end;) {
    gsize n = yt_utf8_size(text + p);
    gboolean quote = n == 3 && (memcmp(text + p, "“", 3) == 0 || memcmp(text + p, "”", 3) == 0 ||
                                memcmp(text + p, "‘", 3) == 0 || memcmp(text + p, "’", 3) == 0);
    if (!quote)
      g_string_append_len(out, text + p, (gssize) n);
    p += (guint32) n;
  }
}

static void
append_items(const Reader *r, guint32 from, guint32 to, GString *out)
{
  if (from >= to)
    return;
  guint32 start = item_at(r, from)->start;
  guint32 year_end;
  if (from > 0 && yt_year_at(r->a, from - 1, &year_end) != 0 && year_end > start &&
      year_end < item_at(r, to - 1)->end)
    start = year_end; /* 2024/年产值 */
  if (from > 1 && is(r, from - 1, "年") && item_at(r, from - 2)->kind != YT_ITEM_NUMBER)
    start -= 3; /* 年/产能 */
  if (start >= 6 && is(r, from, "增速") && yt_text_has(r->a, start - 6, "年均"))
    start -= 6;
  append_text(r, start, item_at(r, to - 1)->end, out);
}

/* The metric of the figure that the sentence told @back figures ago, counted from 1; NULL if there is none. */
static const char *
earlier_metric(const Reader *r, guint back)
{
  guint n = r->a->figures->len;
  return n >= back && n - back >= r->first_figure ? yt_figure(r->a, n - back)->metric : NULL;
}

/* What the words around an amount say of it. */
typedef struct {
  GString *metric;
  gboolean is_growth, is_fall;
  gboolean is_compared; /* 是2020年的1.8倍: the year is not the figure's own */
  gboolean is_aim;      /* 规模达到100亿元: no mere fact, where plans are told */
  gboolean is_present;  /* 由目前的46%提高到60%: what holds now */
  guint32 left;         /* the item behind the metric, before 达到 and the like */
} Reading;

/* 提高到, 增至: does such a change begin at item @i? */
static gboolean
begins_change(const Reader *r, guint32 i)
{
  guint32 end = yt_sentence(r->a, r->s)->item_to;
  for (guint32 p = i; p < end && p < i + 3; p++) {
    if (item_at(r, p)->mention != 0)
      return FALSE;
    const char *last = r->a->text->text + item_at(r, p)->end - 3;
    gboolean to = item_at(r, p)->kind == YT_ITEM_HAN && (memcmp(last, "到", 3) == 0 || memcmp(last, "至", 3) == 0);
    if (to)
      return TRUE;
    if (!in(r, p, r->in.growth) && !in(r, p, r->in.reach))
      return FALSE;
  }
  return FALSE;
}

/* Over 达到, 约, 同比增长 and the like to the left of @amount: what remains ends the metric. */
static guint32
skip_before(const Reader *r, guint32 from, const YtAmount *amount, Reading *reading)
{
  guint32 i = amount->item_from;
  gboolean reaches = FALSE; /* 提高到60%, 降至5家: a level, no growth */
  while (i > from) {
    guint32 p = i - 1;
    if (item_at(r, p)->mention != 0 || item_at(r, p)->kind == YT_ITEM_SEPARATOR ||
        (is(r, p, "比") && p > from && is(r, p - 1, "占")))
      break;
    if (is(r, p, "达到") || is(r, p, "突破") || is(r, p, "力争"))
      reading->is_aim = TRUE;
    if (is(r, p, "到") || is(r, p, "至") || is(r, p, "为")) {
      reaches = TRUE;
    } else if (in(r, p, r->in.growth) || is(r, p, "降") || is(r, p, "增")) {
      if (!reaches) {
        reading->is_growth = TRUE;
        reading->is_fall = reading->is_fall || in(r, p, r->in.fall) || is(r, p, "降");
      }
      reading->is_aim = reading->is_aim || reaches;
    } else if (reaches && in(r, p, r->in.reach)) { /* 由50亿元扩大到80亿元 */
      reading->is_aim = TRUE;
    } else if (p > from && ((is(r, p, "在") && in(r, p - 1, r->in.keep)) ||
                            (is(r, p, "于") && in(r, p - 1, r->in.over)))) {
      p--; /* 保持在15%, 不少于60个 */
    } else if ((is(r, p, "由") || is(r, p, "从")) && begins_change(r, amount->item_to)) { /* 由55%提高到68%: what was */
      reading->is_present = TRUE;
    } else if (is(r, p, "的") && p > from && is(r, p - 1, "目前")) {
      reading->is_present = TRUE;
    } else if (p >= from + 2 && is(r, p, "的") && is(r, p - 1, "年") &&
               item_at(r, p - 2)->kind == YT_ITEM_NUMBER) {
      p -= 2; /* 由2020年的1100家增加到2024年的6800家 */
    } else if (p >= from + 2 && is(r, p, "年") && item_at(r, p - 1)->kind == YT_ITEM_NUMBER &&
               in(r, p - 2, r->in.compare)) {
      p -= 2; /* 比2020年增长两倍 */
      reading->is_compared = TRUE;
    } else if (!in(r, p, r->in.about) && !in(r, p, r->in.compare) && item_at(r, p)->kind != YT_ITEM_SPACE &&
               !(item_at(r, p)->kind == YT_ITEM_MARK && yt_text_has(r->a, item_at(r, p)->start, "-"))) {
      break;
    }
    i = p;
  }
  return i;
}

/* 钛材产量占全国的65%, 占规模以上工业的比重提高1.3个百分点, 研发投入是全省平均水平的2倍: the item of 占 or 是, or 0. */
static guint32
relation_before(const Reader *r, guint32 from, guint32 i, const YtAmount *amount)
{
  if (i < amount->item_from && (is(r, i, "高于") || is(r, i, "低于")) && amount->kind == YT_AMOUNT_RATIO)
    return i;
  if (amount->kind != YT_AMOUNT_RATIO)
    return 0;
  gboolean share = i > from && in(r, i - 1, r->in.share);
  guint32 de = share ? i - 1 : i;
  gboolean has_de = de > from && is(r, de - 1, "的");
  for (guint32 p = de; p > from && de - p < 12; p--) {
    if (item_at(r, p - 1)->kind == YT_ITEM_SEPARATOR)
      break;
    if (is(r, p - 1, "占") && !is(r, p, "比"))
      return p - 1;
    if (strcmp(amount->unit, "个百分点") == 0 &&
        (is(r, p - 1, "高于") || is(r, p - 1, "低于") || is(r, p - 1, "快于") ||
         (is(r, p - 1, "比") && (is(r, i - 1, "高") || is(r, i - 1, "低") || is(r, i - 1, "快") || is(r, i - 1, "慢") || is(r, i - 1, "多") || is(r, i - 1, "少")))))
      return p - 1;
    if (has_de && (is(r, p - 1, "是") || is(r, p - 1, "为") || is(r, p - 1, "相当于")))
      return p - 1;
  }
  return 0;
}

/* The phrase that the metric of an amount takes from before: the last figure's metric, or the subject of the segment
 * before, where nothing was told of that yet. @all: it counts all of them, 新增企业8家、累计26家. */
static void
take_metric_from_before(const Reader *r, gboolean all, GString *out)
{
  const char *metric = earlier_metric(r, 1);
  if (r->subject_is_new && r->subject_to > r->subject_from)
    append_items(r, r->subject_from, r->subject_to, out);
  else if (metric)
    g_string_append(out, all && g_str_has_prefix(metric, "新增") && metric[6] ? metric + 6 : metric);
  else if (r->subject_to > r->subject_from)
    append_items(r, r->subject_from, r->subject_to, out);
}

static void
read_relation(const Reader *r, const Segment *segment, guint k, guint32 relation, guint32 end, GString *out)
{
  guint32 from = phrase_before(r, segment->from, relation, k, TRUE);
  if (from < relation)
    append_items(r, from, relation, out);
  else
    take_metric_from_before(r, FALSE, out);
  if (is(r, relation, "占") || is(r, relation, "高于") || is(r, relation, "低于") ||
      is(r, relation, "快于") || is(r, relation, "比")) {
    while (end > relation + 1 && is(r, end - 1, "的"))
      end--;
    append_items(r, relation, end, out);
  }
}

/* 14项创新药及特色中医药等重点项目: what the list is one of, or @i where there is no list. */
static guint32
head_of_list(const Reader *r, guint32 i, guint32 to)
{
  gboolean joined = FALSE;
  for (guint32 p = i; p + 1 < to && p < i + 16; p++) {
    if (joined && item_at(r, p)->mention == 0 && in(r, p, r->a->grammar->known.etc))
      return phrase_after(r, p + 1, to) > p + 1 ? p + 1 : i;
    joined = joined || is_and(r, p);
    if (!is_and(r, p) && !is_nominal(r, p, to) && !is_named(r, p))
      break;
  }
  return i;
}

/* Behind amount @k: over further amounts (6类83个事项), 我省, and the like, to the noun phrase. Returns its end. */
static guint32
read_behind(const Reader *r, const Segment *segment, guint k, guint32 *start_byte, guint32 *first)
{
  const YtAmount *amount = amount_at(r, k);
  while (k + 1 < segment->end && amount_at(r, k + 1)->item_from == amount->item_to)
    amount = amount_at(r, ++k);
  guint32 i = amount->item_to;
  *start_byte = amount->end;
  if (i > amount->item_from && item_at(r, i - 1)->end > amount->end) { /* the unit ends inside a word */
    *first = i;
    guint32 end = phrase_after(r, i, segment->to);
    return end;
  }
  guint32 year_end;
  if (i < segment->to && item_at(r, i)->mention == 0 &&
      (is(r, i, "以上") || is(r, i, "左右") || is(r, i, "以内")))
    i++;
  if (amount->kind == YT_AMOUNT_MONEY && i + 1 < segment->to && is(r, i, "的")) { /* 200万元的贷款贴息 */
    guint32 end = phrase_after(r, i + 1, segment->to);
    if (end > i + 1 && !is_named(r, end - 1) && in(r, end - 1, r->in.money_noun))
      i++;
  }
  while (i < segment->to && ((is_named(r, i) && mention_of(r, i)->class == YT_CLASS_PLACE) ||
                             yt_year_at(r->a, i, &year_end) != 0 || is(r, i, "年度")))
    i++;
  guint32 head = head_of_list(r, i, segment->to);
  i = head;
  *first = i;
  *start_byte = i < segment->to ? item_at(r, i)->start : i > 0 ? item_at(r, i - 1)->end : amount->end;
  return phrase_after(r, i, segment->to);
}

static gboolean
ends_abstract(const Reader *r, guint32 from, guint32 to)
{
  return to > from && item_at(r, to - 1)->mention == 0 && in(r, to - 1, r->in.abstract);
}

/* 营业收入超500亿元企业1家,超100亿元企业3家: what the second one exceeds is said before the first. */
static void
append_standard(const Reader *r, GString *out)
{
  const char *metric = earlier_metric(r, 1);
  const char *over = metric ? strstr(metric, "超") : NULL;
  if (metric && !over)
    over = strstr(metric, "过");
  if (over)
    g_string_append_len(out, metric, over - metric);
}

static gboolean
is_product(const Reader *r, guint32 i, guint32 to)
{
  return i < to && is_named(r, i) && mention_of(r, i)->class == YT_CLASS_PRODUCT;
}

/* 按投资额的30%给予补助: what is given by such a share, as items [*from, *to); FALSE where none is. */
static gboolean
find_given(const Reader *r, const Segment *segment, const YtAmount *amount, guint32 *from, guint32 *to)
{
  guint32 i = amount->item_to;
  if (amount->kind != YT_AMOUNT_RATIO && amount->kind != YT_AMOUNT_MONEY)
    return FALSE;
  while (i < segment->to && i < amount->item_to + 3 && (is(r, i, "的") || is(r, i, "比例") || is(r, i, "标准") || is(r, i, "以内")))
    i++;
  if (i >= segment->to || !(is(r, i, "给予") || is(r, i, "予以")))
    return FALSE;
  *from = i + 1;
  *to = phrase_after(r, i + 1, segment->to);
  return *to > *from && item_at(r, *to - 1)->mention == 0;
}

/* 设立50亿元的X基金, 12亿元的X项目: what such an amount measures goes without saying. */
static void
name_described(const Reader *r, const Segment *segment, guint k, GString *out)
{
  gint32 described = find_described(r, segment, k);
  YtClass class = described >= 0 ? yt_mention(r->a, described)->class : YT_CLASS_NONE;
  if (class == YT_CLASS_FUND)
    g_string_append(out, "规模");
  else if (class == YT_CLASS_PROJECT)
    g_string_append(out, "投资");
}

/* Reads the metric of amount @k into @reading; FALSE where the amount is no figure. */
static gboolean
read_metric(const Reader *r, const Segment *segment, guint k, Reading *reading)
{
  const YtAmount *amount = amount_at(r, k);
  guint32 low =
      k > segment->first && !amount_at(r, k - 1)->is_attribute ? amount_at(r, k - 1)->item_to : segment->from;
  guint32 end = skip_before(r, low, amount, reading);
  reading->left = end;
  guint32 given_from, given_to;
  if (find_given(r, segment, amount, &given_from, &given_to)) {
    append_items(r, given_from, given_to, reading->metric);
    return TRUE;
  }
  guint32 relation = relation_before(r, low, end, amount);
  if (relation != 0) {
    read_relation(r, segment, k, relation, end, reading->metric);
    reading->is_compared =
        reading->is_compared || is(r, relation, "是") || is(r, relation, "为") || is(r, relation, "相当于");
    return reading->metric->len > 0;
  }
  guint32 from = phrase_before(r, low, end, k, TRUE);
  guint32 start_byte, first;
  guint32 behind = read_behind(r, segment, k, &start_byte, &first);
  guint32 behind_byte = behind > 0 && behind > first ? item_at(r, behind - 1)->end
                        : first > 0                  ? item_at(r, first - 1)->end
                                                     : 0;
  gboolean has_behind = behind_byte > start_byte;
  gboolean counts = amount->kind == YT_AMOUNT_COUNT;
  const YtItem *before = end > low ? item_at(r, end - 1) : NULL;
  gboolean noun_before =
      from < end && before &&
      (before->mention != 0 || (before->pos != YT_POS_VERB && before->pos != YT_POS_VERBAL)) &&
      !in(r, end - 1, r->in.create);
  gboolean named_before = before && end == amount->item_from && is_named(r, end - 1) &&
                          mention_of(r, end - 1)->class != YT_CLASS_PLACE &&
                          mention_of(r, end - 1)->antecedent == -1;
  gboolean noun_behind = first < segment->to && behind > first &&
                         (item_at(r, first)->mention != 0 || item_at(r, first)->pos == YT_POS_NOUN ||
                          item_at(r, first)->pos == YT_POS_ADJECTIVE ||
                          item_at(r, first)->pos == YT_POS_NONE || item_at(r, first)->pos == YT_POS_NAME);
  if (counts && is_product(r, first, segment->to)) /* 13种X检测试剂: the name of one product */
    return FALSE;
  if (counts && has_behind && (!noun_before || noun_behind)) {
    if (ends_abstract(r, first, behind))
      return FALSE;
    append_text(r, start_byte, behind_byte, reading->metric);
  } else if (named_before && counts) {
    append_text(r, mention_of(r, end - 1)->start, mention_of(r, end - 1)->end, reading->metric);
  } else if (named_before) {
    append_items(r, end - 1, end, reading->metric);
  } else if (from < end && !(end - from == 1 && in(r, from, r->in.empty) && item_at(r, from)->mention == 0)) {
    if (ends_abstract(r, from, end))
      return FALSE;
    if (end - from == 1 && in(r, from, r->in.part) && from <= low + 1)
      take_metric_from_before(r, TRUE, reading->metric);
    else if (end - from == 2 && is(r, from, "占") && is(r, from + 1, "比") && from > low + 1 &&
             item_at(r, from - 1)->kind == YT_ITEM_HAN && item_at(r, from - 1)->mention == 0 &&
             phrase_before(r, low, from - 1, k, FALSE) < from - 1) /* 绿电使用占比 */
      from = phrase_before(r, low, from - 1, k, FALSE);
    else if (end - from == 2 && is(r, from, "占") && is(r, from + 1, "比"))
      take_metric_from_before(r, before && is(r, end - 1, "累计"), reading->metric);
    else if (in(r, from, r->in.over))
      append_standard(r, reading->metric);
    append_items(r, from, end, reading->metric);
  } else if (reading->is_growth || (amount->kind == YT_AMOUNT_RATIO && !has_behind)) {
    take_metric_from_before(r, before && is(r, end - 1, "累计"), reading->metric);
  } else if (before && before->kind == YT_ITEM_HAN && !in(r, end - 1, r->in.empty) &&
             !in(r, end - 1, r->in.create) &&
             (before->pos == YT_POS_VERB || before->pos == YT_POS_VERBAL || in(r, end - 1, r->in.give))) {
    from = phrase_before(r, low, end - 1, k, FALSE); /* 首期认缴, 低空飞行 */
    append_items(r, end - 1 - from <= 2 ? from : end - 1, end, reading->metric);
  } else if (has_behind && (counts || amount->kind == YT_AMOUNT_MEASURE || in(r, behind - 1, r->in.money_noun))) {
    append_text(r, start_byte, behind_byte, reading->metric);
  } else if (counts && before && !has_behind) { /* 超140万人次享受便捷服务 */
    guint32 verb = amount->item_to;
    guint32 object = verb + 1 < segment->to && item_at(r, verb)->pos == YT_POS_VERB
                         ? phrase_after(r, verb + 1, segment->to)
                         : verb;
    if (object > verb + 1)
      append_items(r, verb + 1, object, reading->metric);
    else
      take_metric_from_before(r, before && is(r, end - 1, "累计"), reading->metric);
  } else {
    take_metric_from_before(r, before && is(r, end - 1, "累计"), reading->metric);
  }
  if (reading->metric->len == 0 && amount->kind == YT_AMOUNT_MONEY)
    name_described(r, segment, k, reading->metric);
  return reading->metric->len > 0;
}

/* 10亿元以上大品种15个, 2家销售收入过50亿元企业: amounts that describe what another one counts. */
static void
mark_attributes(Reader *r, const Segment *segment)
{
  for (guint k = segment->first; k < segment->end; k++) {
    YtAmount *amount = &g_array_index(r->amounts, YtAmount, k);
    if (amount->kind == YT_AMOUNT_COUNT || amount->kind == YT_AMOUNT_TIME)
      continue;
    guint32 i = amount->item_to;
    while (i < segment->to && item_at(r, i)->mention == 0 &&
           (is(r, i, "以上") || is(r, i, "以下") || is(r, i, "左右") || is(r, i, "级") || is(r, i, "的")))
      i++;
    guint32 end = phrase_after(r, i, segment->to);
    gboolean last = k + 1 == segment->end;
    gboolean counted = k > segment->first && amount_at(r, k - 1)->kind == YT_AMOUNT_COUNT && end > i;
    gboolean over = amount->item_from > segment->from && in(r, amount->item_from - 1, r->in.over) &&
                    item_at(r, amount->item_from - 1)->mention == 0;
    gboolean of_unnamed = i > amount->item_to && is(r, i - 1, "的") && end > i && !is_named(r, end - 1) && in(r, end - 1, r->in.who);
    if (counted || (!last && end > i && amount_at(r, k + 1)->kind == YT_AMOUNT_COUNT))
      amount->is_attribute = TRUE;
    else if (over && of_unnamed) /* 产值过1000亿元的企业 */
      amount->is_attribute = TRUE;
    else if (end > i && i == amount->item_to && amount->kind == YT_AMOUNT_MONEY &&
             !in(r, end - 1, r->in.money_noun))
      amount->is_attribute =
          item_at(r, i)->mention != 0 ? !is_named(r, i) : item_at(r, i)->pos != YT_POS_VERBAL;
    else if (end > i && i > amount->item_to && !is(r, i - 1, "的"))
      amount->is_attribute = TRUE;
  }
}

/* ---- topics ---- */

static gboolean
may_be_topic(const Reader *r, gint32 m)
{
  const YtMention *mention = yt_mention(r->a, m);
  return mention->class != YT_CLASS_MEASURE && mention->class != YT_CLASS_PERSON &&
         mention->class != YT_CLASS_PROPOSAL && mention->class != YT_CLASS_DOCUMENT;
}

static guint32
behind_mention(const Reader *r, guint32 i, guint32 to)
{
  guint32 next = i + 1;
  while (next < to && item_at(r, next)->mention == item_at(r, i)->mention)
    next++;
  return next;
}

/* The class of what 该园, 基金, 项目 at item @i speak of; YT_CLASS_NONE for other words. */
static YtClass
class_of_head(const Reader *r, guint32 i)
{
  static const struct {
    const char *word;
    YtClass class;
  } heads[] = {
      {"园", YT_CLASS_PARK},          {"园区", YT_CLASS_PARK},          {"产业园", YT_CLASS_PARK},
      {"基金", YT_CLASS_FUND},        {"母基金", YT_CLASS_FUND},        {"项目", YT_CLASS_PROJECT},
      {"平台", YT_CLASS_PLATFORM},    {"公司", YT_CLASS_COMPANY},       {"集团", YT_CLASS_COMPANY},
      {"企业", YT_CLASS_COMPANY},     {"集群", YT_CLASS_CLUSTER},       {"研究院", YT_CLASS_INSTITUTION},
      {"中心", YT_CLASS_INSTITUTION}, {"实验室", YT_CLASS_INSTITUTION}, {"学院", YT_CLASS_INSTITUTION},
      {"院", YT_CLASS_INSTITUTION},   {"活动", YT_CLASS_PROGRAM},       {"大赛", YT_CLASS_PROGRAM},
      {"产品", YT_CLASS_PRODUCT},     {"基地", YT_CLASS_PARK}};
  for (guint h = 0; h < G_N_ELEMENTS(heads); h++)
    if (is(r, i, heads[h].word))
      return heads[h].class;
  return YT_CLASS_NONE;
}

/* 建成后, 达产后: what follows is told of a project. */
static gboolean
tells_of_completion(const Reader *r, guint32 i)
{
  static const char *const words[] = {"建成后", "达产后", "投产后", "建成投产后", "全面达产后", "项目达产"};
  for (guint k = 0; k < G_N_ELEMENTS(words); k++)
    if (yt_text_has(r->a, item_at(r, i)->start, words[k]))
      return TRUE;
  return FALSE;
}

/* The mention that item @i, the head noun of a segment, points back to, or -1: 该园规划面积…, 基金总规模… */
static gint32
find_antecedent(const Reader *r, guint32 i, guint32 to)
{
  if (is(r, i, "该院") || is(r, i, "该校")) /* one word */
    return r->last[YT_CLASS_INSTITUTION];
  gboolean pointed = is(r, i, "该") || is(r, i, "本");
  guint32 head = pointed ? i + 1 : i;
  if (head + 1 >= to || item_at(r, head)->mention != 0)
    return -1;
  YtClass class = class_of_head(r, head);
  if (class == YT_CLASS_NONE || r->last[class] < 0)
    return -1;
  if (pointed)
    return r->last[class];
  const YtMention *mention = yt_mention(r->a, r->last[class]);
  gboolean bare = class == YT_CLASS_FUND || class == YT_CLASS_PROJECT || class == YT_CLASS_PARK ||
                  class == YT_CLASS_PLATFORM;
  guint block = yt_sentence(r->a, r->s)->block;
  gboolean near = mention->start >=
                  yt_block(r->a, block > 0 ? block - 1 : 0)->start; /* this paragraph or the one before */
  if (class == YT_CLASS_PARK && r->home >= 0 && is(r, head, "园区") &&
      mention->start < yt_block(r->a, block)->start)
    return r->home;
  gboolean completed = class == YT_CLASS_PROJECT && tells_of_completion(r, head + 1);
  return bare && near && (completed || is_nominal(r, head + 1, to) || in(r, head + 1, r->in.settle)) ? r->last[class] : -1;
}

/* A short form that nothing marks as a name, of a name that ends so: 产业园 of 马鞍山经开区绿色智造产业园. */
static gint32
find_long_form(const Reader *r, const YtMention *weak)
{
  guint32 n = weak->end - weak->start;
  for (guint back = 1; back <= N_RECENT; back++) {
    gint32 m = r->recent[weak->class][(r->n_recent[weak->class] + N_RECENT - back) % N_RECENT];
    if (m < 0)
      return -1;
    const YtMention *named = yt_mention(r->a, m);
    if (named->end - named->start > n &&
        memcmp(r->a->text->text + named->end - n, r->a->text->text + weak->start, n) == 0)
      return m;
  }
  return -1;
}

/* Collects the coordinated mentions from item @i: A、B和C. Returns the item behind them. */
static guint32
read_coordination(const Reader *r, guint32 i, guint32 to, Topic *topic)
{
  topic->n = 0;
  while (i < to && item_at(r, i)->mention != 0) {
    const YtMention *mention = mention_of(r, i);
    gint32 m = (gint32) item_at(r, i)->mention - 1;
    if (mention->state == YT_MENTION_WEAK)
      m = find_long_form(r, mention);
    if (m >= 0 && topic->n < MAX_TOPICS && may_be_topic(r, m) &&
        yt_mention(r->a, m)->state == YT_MENTION_NAMED)
      topic->mentions[topic->n++] = m;
    i = behind_mention(r, i, to);
    if (i < to && is(r, i, "”"))
      i++;
    if (i < to && is(r, i, "(")) {
      guint32 p = i;
      while (p < to && p - i < 16 && !is(r, p, ")"))
        p++;
      if (p < to && is(r, p, ")"))
        i = p + 1;
    }
    if (i + 1 < to && is_and(r, i) && item_at(r, i + 1)->mention != 0)
      i++;
  }
  return i;
}

/* Are the names before item @i only examples of what an amount counts: A、B等37家企业, A、B两家企业? Members that no
 * mention covers are passed over. */
static gboolean
is_counted_list(const Reader *r, const Segment *segment, const Topic *names, guint32 i)
{
  guint32 limit = MIN(segment->to, i + 16), p = i;
  gboolean several = names->n > 1;
  while (p < limit && !in(r, p, r->a->grammar->known.etc) &&
         (is_and(r, p) || is_nominal(r, p, segment->to)) && is_and(r, i)) {
    several = several || item_at(r, p)->kind == YT_ITEM_SEPARATOR;
    p++;
  }
  for (guint k = segment->first; k < segment->end; k++) {
    const YtAmount *amount = amount_at(r, k);
    if (amount->item_from < i || amount->kind != YT_AMOUNT_COUNT)
      continue;
    gboolean itself =
        p == i && phrase_after(r, amount->item_to, segment->to) == amount->item_to; /* 国家级创业园2个 */
    return ((several || itself) && amount->item_from == p) ||
           (p < segment->to && in(r, p, r->a->grammar->known.etc) && amount->item_from < p + 12);
  }
  return FALSE;
}

/* Policies are cited; only 《办法》规定,… speaks of one. */
static gboolean
may_speak(const Reader *r, gint32 m, guint32 next, guint32 to)
{
  if (yt_mention(r->a, m)->class != YT_CLASS_POLICY)
    return TRUE;
  if (next < to && is(r, next, "》"))
    next++;
  return next < to && (is(r, next, "规定") || is(r, next, "明确") || is(r, next, "提出"));
}

/* What the segment speaks of, as its words up to item @to say: the names at its beginning, or, where they only
 * describe (由A与B共建的X), the name behind 的. */
static void
find_topic(const Reader *r, const Segment *segment, guint32 to, Topic *topic)
{
  const YtKnownLists *known = &r->a->grammar->known;
  gboolean aside = FALSE, verb = FALSE, behind_de = FALSE, refuses = FALSE;
  gboolean leads = TRUE; /* only times and the like so far */
  *topic = (Topic){.n = 0};
  for (guint32 i = segment->from; i < to;) {
    const YtItem *item = item_at(r, i);
    if (item->mention != 0) {
      Topic names = {.n = 0};
      guint32 next = read_coordination(r, i, to, &names);
      if (names.n > 0 && is_counted_list(r, segment, &names, next)) {
        topic->is_list = topic->is_list ||
                         (leads && (names.n > 1 || next >= to || item_at(r, next)->kind != YT_ITEM_NUMBER));
      } else if (names.n > 1 && next < to && in(r, next, known->etc)) {
        /* A、B等重点项目完成签约 */
      } else if (names.n > 0 && may_speak(r, names.mentions[0], next, to) &&
                 ((!aside && !verb && topic->n == 0) || (behind_de && !refuses))) {
        *topic = names;
        aside = verb = FALSE;
      }
      verb = verb || topic->n == 0; /* what follows names that are no topic is none either */
      behind_de = leads = FALSE;
      i = next;
      continue;
    }
    leads = leads && (item->kind == YT_ITEM_NUMBER || item->pos == YT_POS_TIME ||
                      item->pos == YT_POS_NUMERAL || is(r, i, "其中") || is(r, i, "年"));
    gint32 antecedent = topic->n == 0 && !aside && !verb ? find_antecedent(r, i, to) : -1;
    if (antecedent >= 0) {
      *topic = (Topic){.mentions = {antecedent}, .n = 1};
      i += 1;
    } else if (is_de(r, i)) {
      behind_de = TRUE;
    } else if (is(r, i, "是") || is(r, i, "系")) {
      refuses = verb = TRUE;
    } else if (in(r, i, r->in.aside)) {
      aside = aside || topic->n == 0;
      refuses = refuses || (topic->n == 0 && (is(r, i, "对") || is(r, i, "为") || is(r, i, "向")));
      behind_de = FALSE;
    } else if (item->kind == YT_ITEM_HAN && (item->pos == YT_POS_VERB || item->pos == YT_POS_VERBAL) &&
               !in(r, i, r->in.before_topic) && !in(r, i, known->future) && !in(r, i, r->in.modifier)) {
      verb = TRUE;
      behind_de = FALSE;
    } else if (item->kind == YT_ITEM_MARK && is(r, i, "(")) {
      guint32 p = i;
      while (p < to && !is(r, p, ")"))
        p++;
      i = p;
    } else if (!is_nominal(r, i, to) && item->kind != YT_ITEM_NUMBER && item->pos != YT_POS_ADVERB) {
      behind_de = FALSE;
    }
    i++;
  }
}

/* What the segment makes, for the segments after it to speak of: 设立X基金,总规模50亿元. */
static gboolean
find_made(const Reader *r, const Segment *segment, Topic *made)
{
  const guint32 classes = 1u << YT_CLASS_FUND | 1u << YT_CLASS_PLATFORM | 1u << YT_CLASS_INSTITUTION |
                          1u << YT_CLASS_COMPANY | 1u << YT_CLASS_PROJECT | 1u << YT_CLASS_PROGRAM |
                          1u << YT_CLASS_PARK | 1u << YT_CLASS_CLUSTER | 1u << YT_CLASS_PRODUCT;
  gboolean verb = FALSE;
  for (guint32 i = segment->from; i < segment->to;) {
    if (item_at(r, i)->mention == 0) {
      gboolean purpose =
          is(r, i, "支持") && i > segment->from && is(r, i - 1, "为"); /* 为支持X,安排经费7809万元 */
      verb = in(r, i, r->in.create) || in(r, i, r->in.establish) || purpose || (verb && !is_de(r, i));
      i++;
      continue;
    }
    Topic names;
    guint32 next = read_coordination(r, i, segment->to, &names);
    const YtMention *mention = names.n > 0 ? yt_mention(r->a, names.mentions[0]) : NULL;
    if (verb && mention && (classes >> mention->class & 1) && !is_counted_list(r, segment, &names, next) &&
        !yt_text_has(r->a, mention->end - 6, "机制") && !yt_text_has(r->a, mention->end - 6, "模式")) {
      *made = names;
      return TRUE;
    }
    i = next;
  }
  return FALSE;
}

/* ---- years ---- */

/* Where the years of a segment were found, and how. */
typedef struct {
  guint32 cursor;
  Years found;
  gboolean in_segment, is_passing; /* a day or month, which only its own segment is about */
} YearScan;

static void
set_years(YearScan *scan, guint from, guint to, gboolean passing)
{
  scan->found = (Years){from, to};
  scan->in_segment = TRUE;
  scan->is_passing = passing;
}

/* 2024年11月: a moment, unless it ends a period: 截至2024年11月, 2024年1至5月, 2024年12月底. */
static gboolean
is_moment(const Reader *r, guint32 i, guint32 from, guint32 to)
{
  if (i > from && (is(r, i - 1, "截至") || is(r, i - 1, "截止") || is(r, i - 1, "到") || is(r, i - 1, "至")))
    return FALSE;
  for (guint32 p = i + 1; p < to && p < i + 4; p++) {
    if (item_at(r, p)->kind != YT_ITEM_NUMBER)
      continue;
    guint32 end = item_at(r, p)->end;
    return yt_text_has(r->a, end, "月") && !yt_text_has(r->a, end, "月底") && !yt_text_has(r->a, end, "月末");
  }
  return FALSE;
}

/* 20251至5月, 202116月: the months of a period, whose marks are lost. */
static gboolean
is_period(const Reader *r, guint32 i)
{
  const YtItem *item = item_at(r, i);
  const char *month = r->a->text->text + item->start + 4;
  return yt_text_has(r->a, item->end, "至") ||
         (item->end - item->start == 6 && (month[0] - '0') * 10 + month[1] - '0' > 12);
}

/* 十四五末 → 2025, “十五五”期间 → 2026-2030. The first plan was that of 1953; the numbers here are 十三 to 十六. */
static gboolean
read_plan_period(const Reader *r, guint32 i, YearScan *scan)
{
  static const struct {
    const char *name;
    guint first;
  } plans[] = {{"十三五", 2016}, {"十四五", 2021}, {"十五五", 2026}, {"十六五", 2031}};
  guint32 p = item_at(r, i)->start;
  for (guint k = 0; k < G_N_ELEMENTS(plans); k++) {
    if (!yt_text_has(r->a, p, plans[k].name))
      continue;
    p += (guint32) strlen(plans[k].name);
    if (yt_text_has(r->a, p, "”"))
      p += 3;
    if (yt_text_has(r->a, p, "末的") || yt_text_has(r->a, p, "以来"))
      return TRUE; /* a level to compare with */
    if (yt_text_has(r->a, p, "末") || yt_text_has(r->a, p, "期末"))
      set_years(scan, 0, plans[k].first + 4, FALSE);
    else if (yt_text_has(r->a, p, "期间") || yt_text_has(r->a, p, "时期"))
      set_years(scan, plans[k].first, plans[k].first + 4, FALSE);
    return TRUE;
  }
  return FALSE;
}

static void
read_relative_year(const Reader *r, guint32 i, guint32 from, guint32 to, YearScan *scan)
{
  static const struct {
    const char *word;
    gint offset;
  } words[] = {{"今年", 0},    {"年内", 0},  {"本年", 0}, {"去年", -1},
               {"上年末", -1}, {"前年", -2}, {"明年", 1}};
  if (r->issued_year == 0)
    return;
  guint32 start = item_at(r, i)->start;
  if (i > from && (item_at(r, i - 1)->kind == YT_ITEM_NUMBER || item_at(r, i - 1)->pos == YT_POS_NUMERAL))
    return; /* 3年内 */
  for (guint k = 0; k < G_N_ELEMENTS(words); k++)
    if (yt_text_has(r->a, start, words[k].word)) {
      set_years(scan, 0, (guint) ((gint) r->issued_year + words[k].offset), is_moment(r, i, from, to));
      return;
    }
  if (i + 1 < to && (is(r, i, "截至") || is(r, i, "截止")) && item_at(r, i + 1)->kind == YT_ITEM_NUMBER &&
      item_at(r, i + 1)->end - item_at(r, i + 1)->start <= 2 &&
      yt_text_has(r->a, item_at(r, i + 1)->end, "月"))
    set_years(scan, 0, r->issued_year, FALSE);
}

/* Goes on to item @to and keeps the last years named before it. */
static void
scan_years(Reader *r, const Segment *segment, guint32 to, YearScan *scan)
{
  for (; scan->cursor < to; scan->cursor++) {
    guint32 i = scan->cursor, end;
    const YtItem *item = item_at(r, i);
    if (item->mention != 0)
      continue;
    guint year = yt_year_at(r->a, i, &end);
    if (year != 0) {
      gboolean since = yt_text_has(r->a, end, "以来") || yt_text_has(r->a, end, "来") ||
                       yt_text_has(r->a, end, "开始") || yt_text_has(r->a, end, "起");
      gboolean until = i > segment->from && (is(r, i - 1, "到") || is(r, i - 1, "至"));
      if ((i > segment->from && (is(r, i - 1, "比") || is(r, i - 1, "较") || is(r, i - 1, "相比"))) ||
          yt_text_has(r->a, end, "相比"))
        continue; /* a year to compare with */
      gboolean damaged = item->end - item->start > 4 && !is_period(r, i);
      if (since)
        set_years(scan, 0, 0, FALSE);
      else
        set_years(scan, 0, year, damaged || is_moment(r, i, segment->from, segment->to));
      if (until && (r->issued_year != 0 ? year >= r->issued_year : r->forward))
        r->planned = r->until = TRUE;
      guint32 p = i; /* 2022-2024年 */
      while (p > segment->from && item_at(r, p - 1)->kind == YT_ITEM_MARK && i - p < 3)
        p--;
      if (p < i && p > segment->from && item_at(r, p - 1)->kind == YT_ITEM_NUMBER &&
          item_at(r, p - 1)->end - item_at(r, p - 1)->start == 4)
        scan->found.from = (guint) strtoul(r->a->text->text + item_at(r, p - 1)->start, NULL, 10);
    } else if (item->kind == YT_ITEM_HAN && !read_plan_period(r, i, scan)) {
      read_relative_year(r, i, segment->from, segment->to, scan);
      if (!scan->in_segment && in(r, i, r->in.now))
        scan->found = (Years){0, 0};
    }
  }
}

/* ---- plans and facts ---- */

/* Goes on from item *cursor to @to: the last word that says plan or fact wins. */
static void
scan_modality(Reader *r, guint32 *cursor, guint32 to)
{
  for (; *cursor < to; ++*cursor) {
    guint32 i = *cursor;
    const YtItem *item = item_at(r, i);
    if (item->mention != 0 || item->kind != YT_ITEM_HAN)
      continue;
    if (in(r, i, r->in.plan) || yt_text_has(r->a, item->start, "达产后") ||
        yt_text_has(r->a, item->start, "建成后")) {
      /* 将X列入: what is done to X, not when */
      gboolean object =
          is(r, i, "将") && i + 1 < to &&
          (item_at(r, i + 1)->mention != 0 || is_quote(r, i + 1) || item_at(r, i + 1)->pos == YT_POS_NOUN);
      if (!object) {
        r->planned = TRUE;
        r->grants = FALSE;
      }
    } else if (in(r, i, r->in.grant)) {
      r->grants = TRUE;
    } else if (in(r, i, r->in.intent)) {
      r->intended = TRUE;
    } else if (is(r, i, "来") && i > 0 && yt_text_has(r->a, item->start - 3, "年")) { /* 五年来 */
      r->planned = r->intended = FALSE;
    } else if (in(r, i, r->in.done) && !((r->until || r->block_planned) && is(r, i, "累计")) && !(i > 0 && (is(r, i - 1, "由") || is(r, i - 1, "从")))) {
      if (!yt_text_has(r->a, item->start, "建成后"))
        r->planned = r->intended = FALSE;
    }
  }
}

static gboolean
has_future(const Reader *r, guint32 from, guint32 to)
{
  for (guint32 i = from; i < to; i++)
    if (in(r, i, r->a->grammar->known.future))
      return TRUE;
  return FALSE;
}

/* What the text under @heading tells: plans (五、下一步打算; 二、2025年重点任务), facts (一、发展基础), or what all of the
 * document tells. */
static Tense
tense_of_heading(Reader *r, const YtBlock *heading)
{
  guint32 first = heading->item_from, year_end;
  while (first < heading->item_to && item_at(r, first)->start < heading->head_start)
    first++;
  const YtKnownLists *known = &r->a->grammar->known;
  gboolean act = first < heading->item_to && in(r, first, known->measure_verb) && !in(r, first, known->modifier); /* 发展基础 */
  if (heading->end - heading->start >= 90 || first == heading->item_to || act)
    return has_future(r, heading->item_from, heading->item_to) && heading->end - heading->start < 90 ? TENSE_PLANS
                                                                                                     : TENSE_OPEN;
  Tense tense = TENSE_OPEN; /* the last word tells: 计划执行情况 is a look back */
  guint named = 0;
  for (guint32 i = first; i < heading->item_to && item_at(r, i)->start < heading->head_end; i++) {
    guint year = yt_year_at(r->a, i, &year_end);
    if (in(r, i, r->in.background) || (year != 0 && year < r->issued_year))
      tense = TENSE_FACTS;
    else if (in(r, i, r->in.prospect) || in(r, i, r->a->grammar->known.future) ||
             (year != 0 && r->issued_year != 0 && (year > r->issued_year || (r->facts_year != 0 && year > r->facts_year))))
      tense = TENSE_PLANS;
    named = year != 0 ? year : named;
  }
  if (tense == TENSE_FACTS)
    r->facts_year = named;
  return tense;
}

/* A heading ends what those of its level and below said. */
static void
keep_tense(Reader *r, const YtBlock *heading)
{
  if (heading->level > YT_LEVEL_ITEM || (r->tense_level != YT_LEVEL_NONE && heading->level > r->tense_level))
    return;
  r->tense = tense_of_heading(r, heading);
  r->tense_level = r->tense == TENSE_OPEN ? YT_LEVEL_NONE : heading->level;
}

/* Does the block speak of what comes next: 下一步,…, a section 五、下一步工作, or a plan behind its preamble? */
static gboolean
is_block_planned(const Reader *r, guint b)
{
  const YtBlock *block = yt_block(r->a, b);
  return r->tense == TENSE_PLANS || (r->tense == TENSE_OPEN && r->forward && b >= r->first_heading) ||
         has_future(r, block->item_from, MIN(block->item_to, block->item_from + 3));
}

/* ---- subjects ---- */

/* The class that the metric is said of before all others; YT_CLASS_NONE for most. */
static YtClass
class_of_metric(const char *metric)
{
  static const struct {
    const char *metric;
    YtClass class;
  } kinds[] = {{"总规模", YT_CLASS_FUND},    {"首期", YT_CLASS_FUND},     {"首期规模", YT_CLASS_FUND},
               {"规模", YT_CLASS_FUND},      {"首期认缴", YT_CLASS_FUND}, {"存续期", YT_CLASS_FUND}, {"首期到位", YT_CLASS_FUND},
               {"总投资", YT_CLASS_PROJECT}, {"占地", YT_CLASS_PROJECT},  {"注册资本", YT_CLASS_COMPANY},
               {"规划面积", YT_CLASS_PARK},  {"建筑面积", YT_CLASS_PARK}};
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (g_str_has_suffix(metric, kinds[i].metric)) {
      gsize rest = strlen(metric) - strlen(kinds[i].metric);
      if (rest == 0 || (rest >= 6 && rest <= 9 && kinds[i].class == YT_CLASS_FUND &&
                        memcmp(metric + rest - 6, "基金", 6) == 0))
        return kinds[i].class;
    }
  return YT_CLASS_NONE;
}

/* The last named mention of @class in the sentence before item @i, or -1. */
static gint32
last_in_sentence(const Reader *r, YtClass class, guint32 i)
{
  gint32 m = r->last[class];
  return m >= 0 && yt_mention(r->a, m)->item_from >= yt_sentence(r->a, r->s)->item_from &&
                 yt_mention(r->a, m)->item_from < i
             ? m
             : -1;
}

/* The name behind amount @k that the amount describes: 投资118亿元的X项目, 投资4.2亿元建设的X. */
static gint32
find_described(const Reader *r, const Segment *segment, guint k)
{
  while (k + 1 < r->amounts->len && amount_at(r, k + 1)->item_from < amount_at(r, k)->item_to + 6 &&
         amount_at(r, k)->item_to == segment->to &&
         r->segment + 1 < r->segments->len) { /* 首期规模20亿元、总规模50亿元的X基金 */
    const Segment *next = &g_array_index(r->segments, Segment, r->segment + 1);
    if (!next->is_coordinated || next->first != k + 1)
      break;
    segment = next;
    k++;
    break;
  }
  guint32 i = amount_at(r, k)->item_to;
  guint32 limit = MIN(segment->to, i + 4);
  if (amount_at(r, k)->kind == YT_AMOUNT_MONEY && i + 1 < limit && item_at(r, i)->mention == 0 && in(r, i, r->in.create) &&
      is_named(r, i + 1) && mention_of(r, i + 1)->class == YT_CLASS_PROJECT)
    return (gint32) item_at(r, i + 1)->mention - 1; /* 投资12.6亿元建设X项目 */
  while (i < limit && !is(r, i, "的"))
    i++;
  if (i >= limit || (i > amount_at(r, k)->item_to && item_at(r, i - 1)->mention != 0))
    return -1;
  for (guint32 p = i + 1; p < segment->to && p < i + 8; p++) {
    if (is_named(r, p)) {
      Topic names;
      read_coordination(r, p, segment->to, &names);
      return names.n > 0 ? names.mentions[0] : -1;
    }
    if (!is_nominal(r, p, segment->to))
      break;
  }
  return -1;
}

/* 37家企业入驻X: X. */
static gint32
find_settled(const Reader *r, const Segment *segment, guint k)
{
  for (guint32 i = amount_at(r, k)->item_to; i + 1 < segment->to && i < amount_at(r, k)->item_to + 12; i++)
    if (in(r, i, r->in.settle))
      for (guint32 p = i + 1; p < segment->to && p < i + 4; p++) {
        if (is_named(r, p))
          return (gint32) item_at(r, p)->mention - 1;
        if (is(r, p, "该") || is(r, p, "本")) {
          gint32 m = p + 1 < segment->to ? (gint32) class_of_head(r, p + 1) : 0;
          return m != YT_CLASS_NONE ? r->last[m] : -1;
        }
      }
  return -1;
}

static gboolean
is_settled(const Reader *r, const Segment *segment, guint k)
{
  for (guint32 i = amount_at(r, k)->item_to; i < segment->to && i < amount_at(r, k)->item_to + 12; i++)
    if (in(r, i, r->in.settle))
      return TRUE;
  return FALSE;
}

/* 在我市21家医疗机构, 我市仅有的两个产品: the place, or -1. */
static gint32
place_before(const Reader *r, const Segment *segment, guint32 i)
{
  while (i > segment->from && item_at(r, i - 1)->mention == 0 &&
         (in(r, i - 1, r->in.about) || is_de(r, i - 1)))
    i--;
  return i > segment->from && is_named(r, i - 1) && mention_of(r, i - 1)->class == YT_CLASS_PLACE
             ? (gint32) item_at(r, i - 1)->mention - 1
             : -1;
}

/* 国家大学科技园2个、教育部高等学校成果转化基地1个: an agency in the name of what is counted, since no verb follows it. */
static gboolean
only_modifies(const Reader *r, const Segment *segment, guint k, const Topic *own)
{
  const YtMention *mention = yt_mention(r->a, own->mentions[0]);
  if (amount_at(r, k)->kind != YT_AMOUNT_COUNT ||
      (mention->class != YT_CLASS_AGENCY && mention->item_to != amount_at(r, k)->item_from) ||
      mention->item_from < segment->from)
    return FALSE;
  for (guint32 i = mention->item_to; i < amount_at(r, k)->item_from; i++)
    if (item_at(r, i)->mention == 0 && !is_nominal(r, i, segment->to) && !is_and(r, i) &&
        item_at(r, i)->end - item_at(r, i)->start > 3)
      return FALSE;
  return TRUE;
}

/* What a rule promises is in force and no goal: 给予50万元奖励. */
static gboolean
is_provision(const char *metric)
{
  static const char *const words[] = {"奖励", "补助", "补贴", "资助", "奖补", "贴息", "配套", "单个项目", "单户"};
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    if (strstr(metric, words[i]))
      return TRUE;
  return FALSE;
}

/* 安排专项资金5000万元 */
static gboolean
ends_in_funds(const char *metric)
{
  static const char *const words[] = {"资金", "经费", "预算"};
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    if (g_str_has_suffix(metric, words[i]))
      return TRUE;
  return FALSE;
}

/* 加快X园建设,到2026年产值突破300亿元: said of X; but in …,培育企业5家 the one who makes X acts. */
static gboolean
is_attribute_of(const Reader *r, const Segment *segment, guint k, const Topic *topic)
{
  YtClass class = yt_mention(r->a, topic->mentions[0])->class;
  if (class == YT_CLASS_PRODUCT)
    return FALSE;
  if (class == YT_CLASS_PROJECT)
    return TRUE;
  for (guint32 i = segment->from; i < amount_at(r, k)->item_from; i++)
    if (item_at(r, i)->mention == 0 && (in(r, i, r->in.empty) || in(r, i, r->in.create)) &&
        !in(r, i, r->in.about) && !in(r, i, r->in.plan))
      return FALSE;
  return TRUE;
}

/* (总投资150亿元) behind a name: the name, or -1. */
static gint32
find_bracketed(const Reader *r, const Segment *segment, guint k)
{
  guint32 i = amount_at(r, k)->item_from;
  for (guint n = 0; i > segment->from + 1 && n < 12; n++, i--) {
    if (is(r, i - 1, ")"))
      return -1;
    if (is(r, i - 1, "("))
      return is_named(r, i - 2) ? (gint32) item_at(r, i - 2)->mention - 1 : -1;
  }
  return -1;
}

/* Sets the subject of @figure. @own: the topic of its segment; @i: its place in a group with 分别, whose subjects are
 * told apart where there are as many. */
static void
choose_subject(const Reader *r, const Segment *segment, guint k, const Reading *reading, const Topic *own,
               guint i, guint n_group, gboolean target, YtFigure *figure)
{
  const YtAmount *amount = amount_at(r, k);
  const Topic *topic = own->n > 0 && !(r->topic.n > 0 && only_modifies(r, segment, k, own)) ? own : &r->topic;
  gboolean gives = reading->left > segment->from && in(r, reading->left - 1, r->in.give);
  figure->operand = YT_OPERAND_CAPTURE;
  figure->mention = gives && own->n == 1 ? -1 : find_described(r, segment, k);
  if (figure->mention < 0)
    figure->mention = find_bracketed(r, segment, k);
  if (figure->mention < 0 && amount->kind == YT_AMOUNT_COUNT)
    figure->mention = find_settled(r, segment, k);
  if (figure->mention < 0 && amount->kind != YT_AMOUNT_COUNT && reading->left > segment->from &&
      reading->left == amount->item_from && is_named(r, reading->left - 1) &&
      mention_of(r, reading->left - 1)->class != YT_CLASS_PLACE)
    figure->mention = (gint32) item_at(r, reading->left - 1)->mention - 1;
  if (figure->mention >= 0)
    return;
  if (n_group > 1 && topic->n == n_group) {
    figure->mention = topic->mentions[i];
    return;
  }
  gint32 place = amount->kind == YT_AMOUNT_COUNT ? place_before(r, segment, amount->item_from) : -1;
  if (place >= 0) {
    figure->mention = place;
    return;
  }
  static const Topic none = {0};
  if (own->is_list && own->n == 0 && !is_settled(r, segment, k))
    topic = &none;
  YtClass class = class_of_metric(figure->metric);
  gint32 preferred = class != YT_CLASS_NONE ? last_in_sentence(r, class, amount->item_from) : -1;
  gboolean fits = topic->n > 0 && yt_mention(r->a, topic->mentions[0])->class == class;
  if (preferred >= 0 && !fits && own->n == 0) {
    figure->mention = preferred;
    return;
  }
  gboolean agency = topic->n > 0 && yt_mention(r->a, topic->mentions[0])->class == YT_CLASS_AGENCY;
  gboolean made = topic == &r->topic && r->topic_is_made && !is_attribute_of(r, segment, k, topic);
  if (topic->n > 0 && !(target && (agency || made))) {
    figure->mention = topic->mentions[0];
    return;
  }
  gint32 measure = yt_sentence(r->a, r->s)->measure;
  if (r->headline.n > 0) {
    figure->mention = r->headline.mentions[0];
  } else if (r->head.n > 0 && !(target && r->forward)) {
    figure->mention = r->head.mentions[0];
  } else if ((target || is_provision(figure->metric)) && measure >= 0) {
    figure->operand = YT_OPERAND_CAPTURE;
    figure->mention = measure;
  } else {
    figure->operand = YT_OPERAND_PLACE;
  }
}

/* ---- figures ---- */

/* An amount of time is a figure where the words before it say of what: 基金存续期12年, 审批用时31天. */
static gboolean
is_told_duration(const Reader *r, const YtAmount *amount, const Reading *reading, guint32 from)
{
  if (amount->kind != YT_AMOUNT_TIME)
    return TRUE;
  if (reading->left <= from || reading->left >= amount->item_from + 1)
    return FALSE;
  guint32 head = reading->left - 1;
  for (guint k = 0; k < r->amounts->len && amount_at(r, k)->item_to <= reading->left; k++)
    if (amount_at(r, k)->item_to == reading->left && strcmp(amount_at(r, k)->unit, amount->unit) == 0)
      return r->a->figures->len > r->first_figure; /* 由45天压减至28天 */
  if (strcmp(amount->unit, "年") == 0)
    return in(r, head, r->in.duration);
  return item_at(r, head)->kind == YT_ITEM_HAN &&
         (item_at(r, head)->pos == YT_POS_NOUN || in(r, head, r->in.growth)) &&
         is_nominal(r, head, amount->item_from);
}

/* Two or three things named in Han numerals may just be spoken of; they are counted behind 有, and in 等三家. */
static gboolean
is_told_count(const Reader *r, const Segment *segment, const YtAmount *amount)
{
  if (!amount->is_spelled || amount->kind == YT_AMOUNT_RATIO)
    return TRUE;
  if (amount->item_from == segment->from || yt_text_has(r->a, amount->end, "之"))
    return FALSE;
  if (strcmp(amount->unit, "个") != 0)
    return TRUE;
  for (guint32 p = amount->item_from; p > segment->from && amount->item_from - p < 3; p--)
    if (in(r, p - 1, r->in.has))
      return !is(r, p - 1, "的") || (p - 1 > segment->from && in(r, p - 2, r->in.has));
  return FALSE;
}

static void
add_figure(Reader *r, const Segment *segment, guint k, const Reading *reading, const char *metric,
           const Topic *own, const Years *years, guint i, guint n_group)
{
  const YtAmount *amount = amount_at(r, k);
  gboolean growth = reading->is_growth || g_str_has_suffix(metric, "增速") ||
                    g_str_has_suffix(metric, "增幅") || g_str_has_suffix(metric, "增量") ||
                    g_str_has_suffix(metric, "增长率") || g_str_has_suffix(metric, "降幅");
  gboolean later = r->issued_year != 0 && years->to > r->issued_year;
  YtClass class =
      class_of_metric(metric); /* the size of a fund or a project is a fact, even of one still to come */
  const Topic *topic = own->n > 0 ? own : &r->topic;
  gint32 described = find_described(r, segment, k);
  YtClass of = described >= 0 ? yt_mention(r->a, described)->class
               : topic->n > 0 ? yt_mention(r->a, topic->mentions[0])->class
                              : YT_CLASS_NONE;
  gboolean area = g_str_has_suffix(metric, "面积") || g_str_has_suffix(metric, "占地");
  gboolean inherent = !reading->is_aim &&
                      ((class != YT_CLASS_NONE && ((of == class && described < 0) || last_in_sentence(r, class, amount->item_from) >= 0)) ||
                       (area && of == YT_CLASS_PROJECT) ||
                       (described >= 0 && of == YT_CLASS_PROJECT && g_str_has_suffix(metric, "投资"))) &&
                      !(r->issued_year != 0 && years->to >= r->issued_year);
  gboolean given = (amount->kind == YT_AMOUNT_MONEY || amount->kind == YT_AMOUNT_RATIO) && !growth;
  gboolean provision = given && r->forward && (is_provision(metric) ? amount->kind == YT_AMOUNT_MONEY || r->grants : r->grants && ends_in_funds(metric));
  gboolean planned = !inherent &&
                     (r->planned || r->intended || later || strstr(metric, "目标") != NULL) &&
                     !(r->issued_year != 0 && years->to != 0 && years->to < r->issued_year);
  gboolean target = planned && !provision && !reading->is_present;
  /* the year that plans are for is not that of what holds now */
  gboolean past = reading->is_present && (years->to == 0 || r->issued_year == 0 || years->to >= r->issued_year);
  for (guint half = 0; half < (amount->upper[0] ? 2u : 1u); half++) {
    const char *value = half == 0 ? amount->value : amount->upper;
    YtFigure figure = {.mention = -1,
                       .metric = g_strdup(metric),
                       .value = reading->is_growth && reading->is_fall && value[0] != '-'
                                    ? g_strconcat("-", value, NULL)
                                    : g_strdup(value),
                       .unit = g_strdup(amount->unit),
                       .from_year = past ? 0 : years->from,
                       .year = past ? 0 : years->to,
                       .qualifier = growth   ? "growth"
                                    : target ? "target"
                                             : "actual",
                       .sentence = r->s,
                       .start = amount->start,
                       .end = amount->end};
    choose_subject(r, segment, k, reading, own, i, n_group, planned, &figure);
    gboolean home =
        figure.operand == YT_OPERAND_PLACE ||
        (figure.mention >= 0 && yt_mention(r->a, figure.mention)->antecedent == YT_ANTECEDENT_PLACE);
    if (home && r->home >= 0) {
      figure.operand = YT_OPERAND_CAPTURE;
      figure.mention = r->home;
    }
    r->subject_is_new = FALSE;
    g_array_append_val(r->a->figures, figure);
  }
}

/* Does amount @k stand bare behind amount @k - 1 and 、 or 和: 15亿元和8亿元? */
static gboolean
is_bare(const Reader *r, const Segment *segment, guint k)
{
  const YtAmount *amount = amount_at(r, k);
  Reading reading = {0};
  guint32 left = skip_before(r, segment->from, amount, &reading);
  return k > 0 && segment->is_coordinated && left == segment->from &&
         phrase_after(r, amount->item_to, segment->to) == amount->item_to;
}

/* The noun phrases that are coordinated before item @end, from left to right: A、B分别为… Their number, at most
 * MAX_TOPICS. */
static guint
read_parts(const Reader *r, guint32 from, guint32 end, guint k, guint32 (*parts)[2])
{
  guint n = 0;
  while (n < MAX_TOPICS) {
    guint32 start = phrase_before(r, from, end, k, FALSE);
    if (start >= end)
      break;
    memmove(parts + 1, parts, n * sizeof *parts);
    parts[0][0] = start;
    parts[0][1] = end;
    n++;
    if (start <= from + 1 || !is_and(r, start - 1))
      break;
    end = start - 1;
  }
  return n;
}

/* Does nothing that could be a metric stand before amount @k: 分别给予50万元? */
static gboolean
skip_to_verb(const Reader *r, const Segment *segment, guint k)
{
  Reading reading = {0};
  guint32 low = k > segment->first ? amount_at(r, k - 1)->item_to : segment->from;
  guint32 left = skip_before(r, low, amount_at(r, k), &reading);
  return left == low || in(r, left - 1, r->in.empty);
}

/* A group: amount @k with 分别 before it, and the bare ones behind it, each in a segment of its own. */
typedef struct {
  guint n, next; /* how many there are, and which one comes now; n is 0 outside of a group */
  guint n_parts; /* metrics of their own, if as many as n */
  guint32 parts[MAX_TOPICS][2];
  guint years[MAX_TOPICS]; /* of their own, if the first one is not 0: 2023年、2024年产值分别为… */
  guint back;  /* else, if not 0: each takes the metric of the figure told that long ago */
  Topic topic; /* of the group's segment */
  Reading reading;
} Group;

static gboolean
has_respectively(const Reader *r, guint32 from, guint32 to)
{
  for (guint32 i = to; i > from && to - i < 16; i--)
    if (is(r, i - 1, "分别"))
      return TRUE;
  return FALSE;
}

/* As many years as the group has members, in a row that ends in this segment: the years of the members. */
static void
find_group_years(const Reader *r, guint32 from, guint32 to, guint s, Group *group)
{
  guint n = 0, year_end;
  guint years[MAX_TOPICS];
  guint32 first = s > 0 ? yt_sentence(r->a, r->s)->item_from : from;
  for (guint32 i = to; i > first && n < MAX_TOPICS; i--) {
    guint year = yt_year_at(r->a, i - 1, &year_end);
    if (year != 0)
      years[n++] = year;
    else if (n > 0 && !is(r, i - 1, "年") && !is_and(r, i - 1) && item_at(r, i - 1)->kind != YT_ITEM_SPACE)
      break;
  }
  group->years[0] = 0;
  for (guint k = 0; n == group->n && k < n; k++)
    group->years[k] = years[n - 1 - k];
}

static void
begin_group(const Reader *r, const GArray *segments, guint s, guint k, const Topic *own,
            const Reading *reading, Group *group)
{
  const Segment *segment = &g_array_index(segments, Segment, s);
  guint32 low = k > segment->first ? amount_at(r, k - 1)->item_to : segment->from;
  group->n = group->next = group->n_parts = group->back = 0;
  if (!has_respectively(r, low, amount_at(r, k)->item_from))
    return;
  group->n = segment->end - k;
  for (guint p = s + 1; p < segments->len && p < s + MAX_TOPICS; p++) {
    const Segment *next = &g_array_index(segments, Segment, p);
    if (next->first == next->end || !is_bare(r, next, next->first))
      break;
    group->n += next->end - next->first;
  }
  if (group->n < 2 || group->n > MAX_TOPICS) {
    group->n = 0;
    return;
  }
  find_group_years(r, low, amount_at(r, k)->item_from, s, group);
  group->topic = own->n > 0 ? *own : r->topic;
  group->reading = *reading;
  group->n_parts = read_parts(r, low, reading->left, k, group->parts);
  if (group->n_parts != group->n)
    group->n_parts = 0;
  gboolean compares = reading->is_growth || amount_at(r, k)->kind == YT_AMOUNT_RATIO; /* 分别给予100万元奖励 measures no other figure */
  if (compares && group->n_parts == 0 && group->topic.n != group->n && earlier_metric(r, group->n)) {
    group->back = group->n;
    const char *last = earlier_metric(r, 1); /* each takes its own */
    if (g_str_has_prefix(reading->metric->str, last))
      g_string_erase(reading->metric, 0, (gssize) strlen(last));
  }
}

/* The metric of the group's next member, in front of what the words before the group say (年均增速). */
static void
read_member(const Reader *r, const Group *group, const char *said, GString *out)
{
  if (group->n_parts > 0) {
    append_items(r, group->parts[group->next][0], group->parts[group->next][1], out);
  } else if (group->back > 0) {
    const char *metric = earlier_metric(r, group->back);
    if (metric)
      g_string_append(out, metric);
    if (!group->reading.is_growth)
      g_string_append(out, said);
  } else {
    g_string_append(out, said);
  }
}

/* ---- segments ---- */

/* Cuts the sentence at its marks, and where 、 or 和 follows an amount. */
static GArray *
cut_segments(Reader *r)
{
  const YtSentence *sentence = yt_sentence(r->a, r->s);
  GArray *segments = g_array_new(FALSE, TRUE, sizeof(Segment));
  Segment segment = {.from = r->text_from};
  guint k = 0;
  for (guint32 i = r->text_from; i < sentence->item_to; i++) {
    while (k < r->amounts->len && amount_at(r, k)->item_to <= i)
      k++;
    const YtItem *item = item_at(r, i);
    gboolean mark = item->kind == YT_ITEM_COMMA || item->kind == YT_ITEM_STOP || is(r, i, ":");
    gboolean behind_amount = k > 0 && amount_at(r, k - 1)->item_to == i && is_and(r, i);
    gboolean behind_list = FALSE; /* 4609万元、市科技局 is one, 5%8.7% is another */
    if (!behind_amount && k > 0 && k < r->amounts->len && amount_at(r, k - 1)->item_to == i &&
        amount_at(r, k)->item_from == i && amount_at(r, k)->kind == YT_AMOUNT_RATIO)
      behind_list = TRUE;
    gboolean inside_amount = k < r->amounts->len && amount_at(r, k)->item_from < i;
    if ((!mark && !behind_amount && !behind_list) || inside_amount)
      continue;
    segment.to = i;
    segment.end = k;
    g_array_append_val(segments, segment);
    segment = (Segment){.from = behind_list ? i : i + 1, .first = k, .end = k, .is_coordinated = !mark};
  }
  segment.to = sentence->item_to;
  segment.end = r->amounts->len;
  if (segment.from < segment.to)
    g_array_append_val(segments, segment);
  return segments;
}

/* Does a verb of giving stand in [from, to): 对符合条件的企业给予50万元奖励? */
static gboolean
promises(const Reader *r, guint32 from, guint32 to)
{
  for (guint32 i = from; i < to; i++)
    if (item_at(r, i)->mention == 0 && in(r, i, r->in.grant))
      return TRUE;
  return FALSE;
}

/* 对年营业收入突破10亿元、50亿元的企业,…: amounts that say whom a rule is for. */
static void
mark_conditions(Reader *r)
{
  for (guint s = 0; s < r->segments->len; s++) {
    const Segment *segment = &g_array_index(r->segments, Segment, s);
    if (segment->first == segment->end ||
        !(is(r, segment->from, "对") || is(r, segment->from, "凡") || is(r, segment->from, "对于")))
      continue;
    guint last = s;
    while (last + 1 < r->segments->len && g_array_index(r->segments, Segment, last + 1).is_coordinated)
      last++;
    const Segment *end = &g_array_index(r->segments, Segment, last);
    if (end->first == end->end)
      continue;
    guint told = segment->first;
    for (guint k = segment->first; k < end->end && !promises(r, segment->from, amount_at(r, k)->item_from); k++) {
      guint32 i = amount_at(r, k)->item_to;
      while (i < end->to && i < amount_at(r, k)->item_to + 4 && !is_de(r, i) && !in(r, i, r->in.empty))
        i++;
      if (i < end->to && is_de(r, i) && find_described(r, k < segment->end ? segment : end, k) < 0)
        told = k + 1;
    }
    for (guint k = segment->first; k < told; k++)
      g_array_index(r->amounts, YtAmount, k).is_attribute = TRUE;
  }
}

/* What a coordinated amount at the end of segment @s shares with the last one of its row: 50万元、100万元奖励. Sets
 * @from and @to, items; FALSE if there is nothing. */
static gboolean
find_shared(const Reader *r, guint s, guint k, guint32 *from, guint32 *to)
{
  for (guint p = s + 1; p < r->segments->len && p < s + MAX_TOPICS; p++) {
    const Segment *next = &g_array_index(r->segments, Segment, p);
    if (!next->is_coordinated || next->first == next->end)
      return FALSE;
    const YtAmount *other = amount_at(r, next->first);
    gboolean time = other->kind == YT_AMOUNT_TIME && other->item_from < next->from + 2; /* 10万元、最长3年的补贴 */
    if (!time && (other->item_from != next->from || strcmp(other->unit, amount_at(r, k)->unit) != 0))
      return FALSE;
    guint32 i = other->item_to;
    if (i < next->to && is(r, i, "的"))
      i++;
    guint32 end = phrase_after(r, i, next->to);
    if (end == i)
      continue;
    *from = i;
    *to = end;
    return in(r, end - 1, r->in.money_noun);
  }
  return FALSE;
}

/* The noun phrase that the segment begins with, for those after it that name no metric: 营业收入由降转升,同比增长6.1%. */
static void
keep_subject(Reader *r, const Segment *segment)
{
  if (in(r, segment->from, r->in.aside)) /* 按可比价格计算 */
    return;
  for (guint32 i = segment->from; i < segment->to; i++) {
    if (item_at(r, i)->mention != 0 || !is_nominal(r, i, segment->to))
      continue;
    guint32 end = phrase_after(r, i, segment->to);
    if (end > i && end < segment->to) {
      r->subject_from = i;
      r->subject_to = end;
      r->subject_is_new = segment->first == segment->end;
      return;
    }
    i = MAX(end, i);
  }
  if (segment->first < segment->end)
    r->subject_is_new = FALSE;
}

/* The years that the segments after this one are about too. */
static void
keep_years(Reader *r, const Segment *segment, const YearScan *scan)
{
  if (!scan->in_segment) {
    r->years = scan->found;
    return;
  }
  gboolean told = segment->first < segment->end;
  gboolean alone = TRUE; /* 2024年, / 到2027年, / 截至今年4月底, */
  for (guint32 i = segment->from; i < segment->to && alone; i++)
    alone = item_at(r, i)->mention == 0 && item_at(r, i)->pos != YT_POS_NOUN &&
            (item_at(r, i)->pos != YT_POS_VERB || in(r, i, r->in.plan) || in(r, i, r->in.before_topic));
  gboolean announces = segment->to < yt_sentence(r->a, r->s)->item_to && is(r, segment->to, ":");
  r->years = told || announces || (alone && !scan->is_passing) ? scan->found : (Years){0, 0};
}

static void
remember(Reader *r, gint32 m)
{
  const YtMention *mention = yt_mention(r->a, m);
  r->last[mention->class] = mention->antecedent >= 0 ? mention->antecedent : m;
  if (mention->antecedent == -1)
    r->recent[mention->class][r->n_recent[mention->class]++ % N_RECENT] = m;
}

static void
read_segment(Reader *r, const GArray *segments, guint s, guint32 *modality_cursor, Group *group)
{
  r->segment = s;
  const Segment *segment = &g_array_index(segments, Segment, s);
  YearScan scan = {.cursor = segment->from, .found = r->years};
  r->intended = FALSE;
  Topic own = {0};
  if (segment->first < segment->end) {
    mark_attributes(r, segment);
    guint told = segment->first; /* 近5年来我市…增长一倍: time is not told */
    while (told + 1 < segment->end && amount_at(r, told)->kind == YT_AMOUNT_TIME)
      told++;
    find_topic(r, segment, amount_at(r, told)->item_from, &own);
  }
  g_autoptr(GString) metric = g_string_new(NULL), whole = g_string_new(NULL);
  gboolean only_gives = FALSE;
  for (guint k = segment->first; k < segment->end; k++) {
    const YtAmount *amount = amount_at(r, k);
    r->next_amount = k + 1;
    scan_years(r, segment, amount->item_from, &scan);
    scan_modality(r, modality_cursor, amount->item_from);
    if (amount->is_attribute)
      continue;
    g_string_truncate(metric, 0);
    g_string_truncate(whole, 0);
    Reading reading = {.metric = metric};
    if (group->n > 0) {
      reading = group->reading;
      reading.metric = metric;
      read_member(r, group, group->reading.metric->str, whole);
      Years years = group->years[0] != 0 ? (Years){0, group->years[group->next]} : scan.found;
      add_figure(r, segment, k, &reading, whole->str, &group->topic, &years, group->next, group->n);
      if (++group->next == group->n) {
        g_string_free(group->reading.metric, TRUE);
        group->n = 0;
      }
      continue;
    }
    guint32 shared_from, shared_to;
    if (amount->kind == YT_AMOUNT_MONEY && amount->item_to == segment->to && skip_to_verb(r, segment, k) &&
        find_shared(r, s, k, &shared_from, &shared_to)) {
      append_items(r, shared_from, shared_to, metric);
      reading.left = amount->item_from;
    } else if (is_bare(r, segment, k) && earlier_metric(r, 1) &&
               strcmp(yt_figure(r->a, r->a->figures->len - 1)->unit, amount->unit) == 0) {
      g_string_append(metric, earlier_metric(r, 1));
      reading.left = amount->item_from;
    } else if (!read_metric(r, segment, k, &reading)) {
      continue;
    }
    if (!is_told_duration(r, amount, &reading, segment->from) || !is_told_count(r, segment, amount) ||
        yt_text_has(r->a, amount->end, "”"))
      continue;
    begin_group(r, segments, s, k, &own, &reading, group);
    if (group->n > 0) {
      group->reading.metric = g_string_new(metric->str);
      k--;
      continue;
    }
    only_gives = reading.left > segment->from && in(r, reading.left - 1, r->in.give);
    add_figure(r, segment, k, &reading, metric->str, &own, reading.is_compared ? &r->years : &scan.found, 0,
               1);
  }
  scan_years(r, segment, segment->to, &scan);
  scan_modality(r, modality_cursor, segment->to);
  keep_years(r, segment, &scan);
  keep_subject(r, segment);
  Topic next;
  find_topic(r, segment, segment->to, &next);
  gboolean modifies = own.n > 0 && r->topic.n > 0 && only_modifies(r, segment, segment->first, &own);
  if (next.n > 0 && !(only_gives && r->topic.n > 0) && !modifies) {
    r->topic = next;
    r->topic_is_made = FALSE;
  }
  if (segment->to > segment->from && is_de(r, segment->to - 1) && r->forward)
    r->topic.n = 0; /* 企业扩产的,给予…: whom a rule is for */
  else if (find_made(r, segment, &next)) {
    r->topic = next;
    r->topic_is_made = TRUE;
  }
  for (guint32 i = segment->from; i < segment->to; i++)
    if (is_named(r, i) && (i == 0 || item_at(r, i - 1)->mention != item_at(r, i)->mention))
      remember(r, (gint32) item_at(r, i)->mention - 1);
}

/* ---- sentences ---- */

/* The one thing that a head names: 二是打造宜荆荆高端化学药产业集群。 */
static void
keep_head(Reader *r, const YtSentence *sentence)
{
  r->head.n = 0;
  for (guint32 i = sentence->item_from; i < sentence->item_to; i++) {
    const YtItem *item = item_at(r, i);
    if (!is_named(r, i) || (i > sentence->item_from && item_at(r, i - 1)->mention == item->mention))
      continue;
    YtClass class = mention_of(r, i)->class;
    if (class != YT_CLASS_CLUSTER && class != YT_CLASS_PARK && class != YT_CLASS_FUND &&
        class != YT_CLASS_PROJECT && class != YT_CLASS_PLATFORM)
      continue;
    if (r->head.n < MAX_TOPICS)
      r->head.mentions[r->head.n++] = (gint32) item->mention - 1;
  }
  if (r->head.n != 1)
    r->head.n = 0;
}

/* A heading that is one name, 1.安平丝网产业集群, is what the text under it speaks of. */
static void
keep_headline(Reader *r, const YtBlock *block)
{
  if (block->kind != YT_BLOCK_HEADING)
    return;
  if (r->headline.n > 0 && block->level <= r->headline_level)
    r->headline.n = 0;
  for (guint32 i = block->item_from; i < block->item_to; i++)
    if (is_named(r, i) && mention_of(r, i)->start <= block->head_start + 3) {
      const YtMention *mention = mention_of(r, i);
      YtClass class = mention->class;
      if (mention->end + 3 >= block->head_end && class != YT_CLASS_MEASURE && class != YT_CLASS_POLICY &&
          class != YT_CLASS_PERSON) {
        r->headline = (Topic){.mentions = {(gint32) item_at(r, i)->mention - 1}, .n = 1};
        r->headline_level = block->level;
      }
      return;
    }
}

/* The item of the sentence at which its text begins, behind a heading: headings tell no figures, unless they are whole
 * paragraphs. */
static guint32
behind_heading(const Reader *r, const YtSentence *sentence)
{
  const YtBlock *block = yt_block(r->a, sentence->block);
  guint32 end = sentence->start;
  gboolean whole = sentence->item_from == block->item_from &&
                   sentence->item_to + 1 >= block->item_to; /* a point of one sentence is text */
  if (whole && item_at(r, sentence->item_to - 1)->kind == YT_ITEM_STOP &&
      yt_text_has(r->a, sentence->end - 3, "。"))
    return sentence->item_from;
  if (sentence->is_head && sentence->measure >= 0)
    end = yt_mention(r->a, sentence->measure)->end;
  else if (block->kind == YT_BLOCK_HEADING && sentence->start < block->head_end &&
           block->head_end - block->head_start < 120)
    end = block->head_end;
  guint32 i = sentence->item_from;
  while (i < sentence->item_to && item_at(r, i)->start < end)
    i++;
  return i;
}

static gboolean
tells_figures(const Reader *r, const YtSentence *sentence)
{
  const YtHeader *header = &r->a->header;
  guint8 kind = yt_block(r->a, sentence->block)->kind;
  if (sentence->cell >= 0) {
    guint8 column = yt_column(r->a, yt_cell(r->a, (guint) sentence->cell)->column)->kind;
    return column == YT_COLUMN_OTHER || column == YT_COLUMN_TASK || column == YT_COLUMN_VALUE;
  }
  gboolean text = kind == YT_BLOCK_PARAGRAPH || kind == YT_BLOCK_HEADING;
  return text && !(sentence->start >= header->title_start && sentence->end <= header->title_end);
}

/* What the sentence leaves to the one after it. */
static void
keep_for_next(Reader *r)
{
  r->carried = r->years;
}

/* Does the sentence go on behind a semicolon, in the same paragraph, with what is told of a place or park? */
static gboolean
goes_on_from_semicolon(const Reader *r)
{
  const YtSentence *sentence = yt_sentence(r->a, r->s), *before = r->s > 0 ? sentence - 1 : NULL;
  if (!before || before->block != sentence->block || sentence->is_head || before->is_head || r->topic.n != 1 ||
      r->a->text->text[before->end - 1] != ';')
    return FALSE;
  YtClass class = yt_mention(r->a, r->topic.mentions[0])->class;
  return class == YT_CLASS_PLACE || class == YT_CLASS_PARK || class == YT_CLASS_CLUSTER;
}

static void
read_sentence(Reader *r)
{
  const YtSentence *sentence = yt_sentence(r->a, r->s);
  r->first_figure = r->a->figures->len;
  if (!goes_on_from_semicolon(r))
    r->topic.n = 0;
  r->subject_from = r->subject_to = 0;
  r->planned = r->block_planned;
  r->until = r->grants = FALSE;
  r->years = r->carried;
  for (guint32 i = sentence->item_from; i < MIN(sentence->item_to, sentence->item_from + 12); i++)
    if (in(r, i, r->in.so_far))
      r->years = (Years){0, 0};
  g_array_set_size(r->amounts, 0);
  r->next_amount = 0;
  r->topic_is_made = FALSE;
  r->text_from = behind_heading(r, sentence);
  yt_find_amounts(r->a, &r->amount_lists, r->text_from, sentence->item_to, r->amounts);
  guint32 first = sentence->item_from;
  if (r->last[YT_CLASS_PROJECT] >= 0)
    for (guint32 i = first; i < MIN(sentence->item_to, first + 4); i++)
      if (tells_of_completion(r, i))
        r->topic = (Topic){.mentions = {r->last[YT_CLASS_PROJECT]}, .n = 1};
  g_autoptr(GArray) segments = cut_segments(r);
  r->segments = segments;
  mark_conditions(r);
  Group group = {0};
  guint32 modality_cursor = sentence->item_from;
  for (guint s = 0; s < segments->len; s++)
    read_segment(r, segments, s, &modality_cursor, &group);
  if (group.n > 0)
    g_string_free(group.reading.metric, TRUE);
  if (sentence->is_head)
    keep_head(r, sentence);
  keep_for_next(r);
}

/* ---- documents ---- */

static void
find_lists(Reader *r)
{
  const struct {
    guint *list;
    const char *name;
  } lists[] = {{&r->in.about, "about"},
               {&r->in.over, "over"},
               {&r->in.keep, "keep"},
               {&r->in.compare, "compare"},
               {&r->in.growth, "growth"},
               {&r->in.fall, "fall"},
               {&r->in.part, "part"},
               {&r->in.share, "share"},
               {&r->in.empty, "empty"},
               {&r->in.modifier, "modifier"},
               {&r->in.give, "give"},
               {&r->in.create, "create"},
               {&r->in.settle, "settle"},
               {&r->in.before_topic, "before-topic"},
               {&r->in.aside, "aside"},
               {&r->in.duration, "duration"},
               {&r->in.abstract, "abstract"},
               {&r->in.has, "has"},
               {&r->in.money_noun, "money-noun"},
               {&r->in.now, "now"},
               {&r->in.so_far, "so-far"},
               {&r->in.plan, "plan"},
               {&r->in.intent, "intent"},
               {&r->in.done, "done"},
               {&r->in.noun, "noun"},
               {&r->in.background, "background"},
               {&r->in.prospect, "prospect"},
               {&r->in.grant, "grant"},
               {&r->in.who, "who"},
               {&r->in.reach, "reach"},
               {&r->in.stage, "stage"}};
  for (guint i = 0; i < G_N_ELEMENTS(lists); i++) {
    g_autofree char *name = g_strconcat("quantity/", lists[i].name, NULL);
    *lists[i].list = yt_grammar_find_list(r->a->grammar, name);
  }
  r->in.establish = yt_grammar_find_list(r->a->grammar, "v/成立");
  yt_amount_lists_init(&r->amount_lists, r->a->grammar);
}

/* Plans, opinions and measures speak of what shall be done; replies and reports of what was. */
static gboolean
looks_forward(const char *title)
{
  static const char *const back[] = {"答复", "复函", "函", "报告", "总结", "回复"};
  static const char *const forward[] = {"意见", "方案", "规划", "计划", "措施", "办法", "政策",
                                        "要点", "通知", "纲要", "细则", "条例", "规定"};
  if (!title)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(back); i++)
    if (g_str_has_suffix(title, back[i]))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(forward); i++)
    if (g_str_has_suffix(title, forward[i]) || (strstr(title, forward[i]) && g_str_has_suffix(title, ")")))
      return TRUE;
  return FALSE;
}

/* 淄博高新区 for 淄博高新技术产业开发区管理委员会: the first zone whose name, long or short, the issuer's begins with. */
static gint32
find_home(const YtAnalysis *a)
{
  static const char *const shorts[][2] = {
      {"高新区", "高新技术产业开发区"}, {"经开区", "经济技术开发区"}, {"经开区", "经济开发区"}, {"", ""}};
  const char *issuer = a->header.issuer;
  if (!issuer || (!g_str_has_suffix(issuer, "管委会") && !g_str_has_suffix(issuer, "管理委员会")))
    return -1;
  for (guint m = 0; m < a->mentions->len; m++) {
    const YtMention *mention = yt_mention(a, m);
    if (mention->class != YT_CLASS_PARK || mention->antecedent != -1 ||
        (mention->state != YT_MENTION_NAMED && mention->state != YT_MENTION_NESTED))
      continue;
    g_autofree char *name = g_strndup(a->text->text + mention->start, mention->end - mention->start);
    for (guint k = 0; k < G_N_ELEMENTS(shorts); k++) {
      if (!g_str_has_suffix(name, shorts[k][0]))
        continue;
      gsize stem = strlen(name) - strlen(shorts[k][0]);
      if (strncmp(issuer, name, stem) == 0 && g_str_has_prefix(issuer + stem, shorts[k][1]))
        return (gint32) m;
    }
  }
  return -1;
}

/* The last year that @words name, 2024年 or 〔2024〕; 0 if there is none. */
static guint
last_year_in(const char *words)
{
  guint year = 0;
  for (const char *p = words ? words : ""; *p; p++) {
    char *end;
    if (!g_ascii_isdigit(*p) || (p > words && g_ascii_isdigit(p[-1])))
      continue;
    gulong n = strtoul(p, &end, 10);
    if (end - p == 4 && n >= 1990 && n <= 2099)
      year = (guint) n;
  }
  return year;
}

/* When the document was issued: by its date, its number, or the years in its title; 0 where nothing says it. */
static guint
year_of_document(const YtHeader *header)
{
  if (header->issued)
    return (guint) strtoul(header->issued, NULL, 10);
  guint year = last_year_in(header->number);
  return year != 0 ? year : last_year_in(header->title);
}

void
yt_find_figures(YtAnalysis *analysis)
{
  Reader r = {.a = analysis};
  find_lists(&r);
  memset(r.last, -1, sizeof r.last);
  memset(r.recent, -1, sizeof r.recent);
  r.issued_year = year_of_document(&analysis->header);
  r.home = find_home(analysis);
  r.forward = looks_forward(analysis->header.title);
  r.amounts = g_array_new(FALSE, TRUE, sizeof(YtAmount));
  while (r.first_heading < analysis->blocks->len && yt_block(analysis, r.first_heading)->kind != YT_BLOCK_HEADING)
    r.first_heading++;
  r.first_heading = r.first_heading < analysis->blocks->len ? r.first_heading : 0;
  guint32 block = G_MAXUINT32;
  for (r.s = 0; r.s < analysis->sentences->len; r.s++) {
    const YtSentence *sentence = yt_sentence(analysis, r.s);
    if (sentence->block != block) {
      block = sentence->block;
      const YtBlock *now = yt_block(analysis, block);
      if (now->kind == YT_BLOCK_HEADING)
        keep_tense(&r, now);
      keep_headline(&r, now);
      r.block_planned = is_block_planned(&r, block);
      r.carried = (Years){0, 0};
      r.head.n = 0;
    }
    if (sentence->is_head || yt_begins_run_in(analysis, sentence->item_from)) {
      r.head.n = 0;
      r.carried = (Years){0, 0};
    }
    if (sentence->cell >= 0 && yt_find_cell_figure(analysis, r.s, r.forward, r.issued_year, r.home))
      continue;
    if (tells_figures(&r, sentence))
      read_sentence(&r);
  }
  g_array_unref(r.amounts);
}
