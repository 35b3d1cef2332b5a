/* quantities.c: figures: what is measured, how much, when, of what.
 *
 * A sentence is cut into segments, at commas and where an amount is followed by 、 or 和. From segment to segment run
 * a topic (the thing that is spoken of), a year, whether plans or facts are told, and the metric said last, so that
 *
 *   2024年,全省规上工业企业168家,实现总产值218.6亿元,同比下降1.37%
 *
 * gives three figures of 全省 in 2024, the last one a growth of 总产值. A metric is the nominal phrase before the
 * number, or behind its measure word: 举办8场对接活动. Everything is read once from left to right. */
#include <stdlib.h>

#include "loader/figures.h"
#include "loader/header.h"
#include "loader/tables.h"

/* ---- figures ---- */

/* An amount of time is a figure where the words before it say of what: 基金存续期12年, 审批用时31天. */
static gboolean
is_told_duration(const YtFigureReader *r, const YtAmount *amount, const YtReading *reading, guint32 from)
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
         yt_is_nominal(r, head, amount->item_from);
}

/* 在63个项目中,…, 111个重大项目之一: what was counted before. */
static gboolean
is_partitive(const YtFigureReader *r, const YtSegment *segment, const YtAmount *amount)
{
  if (amount->kind != YT_AMOUNT_COUNT)
    return FALSE;
  guint32 i = amount->item_to, end = yt_phrase_after(r, i, segment->to);
  if (end < segment->to && yt_text_has(r->a, item_at(r, end)->start, "之一"))
    return TRUE;
  if (amount->item_from > segment->from && !is(r, amount->item_from - 1, "在"))
    return FALSE;
  for (; i < segment->to && i <= end; i++)
    if (is(r, i, "中"))
      return TRUE;
  return FALSE;
}

/* Do names of people, or one and 等, stand right before item @i? */
static gboolean
counts_people_named(const YtFigureReader *r, const YtSegment *segment, guint32 i)
{
  if (i > segment->from && in(r, i - 1, r->a->grammar->known.etc))
    i--;
  return i > segment->from && is_named(r, i - 1) && mention_of(r, i - 1)->class == YT_CLASS_PERSON;
}

/* Two or three things named in Han numerals may just be spoken of; they are counted behind 有, and in 等三家. */
static gboolean
is_told_count(const YtFigureReader *r, const YtSegment *segment, const YtAmount *amount, const YtTopic *own)
{
  if (amount->kind == YT_AMOUNT_COUNT && amount->item_from > segment->from &&
      is(r, amount->item_from - 1, "前"))
    return FALSE; /* 位居前3名 */
  if (amount->kind == YT_AMOUNT_COUNT && counts_people_named(r, segment, amount->item_from))
    return FALSE; /* 沈文洲等3位代表 */
  if (amount->kind == YT_AMOUNT_COUNT && strcmp(amount->unit, "次") == 0 && amount->item_to < segment->to &&
      (item_at(r, amount->item_to)->pos == YT_POS_FUNCTION ||
       item_at(r, amount->item_to)->pos == YT_POS_VERB))
    return FALSE; /* 先后3次通过…征求意见: how often something was done */
  if (!amount->is_spelled || amount->kind == YT_AMOUNT_RATIO)
    return !is_partitive(r, segment, amount);
  if (amount->item_from == segment->from || yt_text_has(r->a, amount->end, "之"))
    return FALSE;
  const YtTopic *topic = own->n > 0 ? own : &r->topic;
  YtClass of = topic->n > 0 ? yt_mention(r->a, topic->mentions[0])->class : YT_CLASS_NONE;
  if (is_named(r, amount->item_from - 1) && mention_of(r, amount->item_from - 1)->class != YT_CLASS_PLACE &&
      of != YT_CLASS_PARK && of != YT_CLASS_CLUSTER && of != YT_CLASS_FUND)
    return FALSE; /* A、B两家子公司: their names say it; but a fund or park has them */
  if (strcmp(amount->unit, "个") != 0)
    return TRUE;
  for (guint32 p = amount->item_from; p > segment->from && amount->item_from - p < 3; p--)
    if (in(r, p - 1, r->in.has))
      return !is(r, p - 1, "的") || (p - 1 > segment->from && in(r, p - 2, r->in.has));
  return FALSE;
}

/* 统筹专项资金2亿元: money that is there. */
static gboolean
allots(const YtFigureReader *r, guint32 from, guint32 to)
{
  for (guint32 i = from; i < to; i++)
    if (is(r, i, "统筹"))
      return TRUE;
  return FALSE;
}

/* Does the clause behind an amount say that it is done? */
static gboolean
is_done_behind(const YtFigureReader *r, const YtSegment *segment, guint32 i)
{
  for (; i < segment->to; i++)
    if (item_at(r, i)->mention == 0 && (is(r, i, "已") || is(r, i, "已经")))
      return TRUE;
  return FALSE;
}

/* Does a word of @list stand in [from, to), and in no name? */
static gboolean
has_word(const YtFigureReader *r, guint32 from, guint32 to, guint list)
{
  for (guint32 i = from; i < to; i++)
    if (item_at(r, i)->mention == 0 && in(r, i, list))
      return TRUE;
  return FALSE;
}

/* Does a word of the segment before item @to tell what was: 已, 累计? */
static gboolean
says_past(const YtFigureReader *r, const YtSegment *segment, guint32 to)
{
  return has_word(r, segment->from, to, r->in.done);
}

/* 增速, 涨幅; 高于全省平均增幅 compares. */
static gboolean
is_rate_of_change(const char *metric)
{
  static const char *const ends[] = {"增速", "增幅", "增量", "增长率", "降幅", "涨幅"};
  gsize n = strlen(metric);
#pragma GCC unroll 6
  for (guint k = 0; k < G_N_ELEMENTS(ends); k++)
    if (yt_ends_with(metric, n, ends[k]))
      return !strstr(metric, "高于") && !strstr(metric, "低于");
  return FALSE;
}

/* The number, below zero where what it tells of fell. */
static const char *
keep_value(const YtAnalysis *a, const char *value, gboolean falls)
{
  g_autofree char *negative = falls && value[0] != '-' ? g_strconcat("-", value, NULL) : NULL;
  return g_string_chunk_insert(a->strings, negative ? negative : value);
}

/* The city that was named last, or -1. */
static gint32
city_spoken_of(const YtFigureReader *r)
{
  for (guint back = 1; back <= N_RECENT; back++) {
    gint32 m = r->recent[YT_CLASS_PLACE][(r->n_recent[YT_CLASS_PLACE] + N_RECENT - back) % N_RECENT];
    if (m < 0)
      break;
    guint32 code = yt_place_code(r->a, item_at(r, yt_mention(r->a, m)->item_from), TRUE);
    if (code % 10000 != 0 && code % 100 == 0)
      return m;
  }
  return -1;
}

static void
add_figure(YtFigureReader *r, const YtSegment *segment, guint k, const YtReading *reading, const char *metric,
           const YtTopic *own, const YtYears *years, guint i, guint n_group)
{
  const YtAmount *amount = amount_at(r, k);
  gsize n_metric = strlen(metric);
  gboolean growth = reading->is_growth || is_rate_of_change(metric);
  gboolean later = r->issued_year != 0 && years->to > r->issued_year;
  if (reading->is_growth && !reading->is_fall && amount->kind != YT_AMOUNT_RATIO &&
      amount->kind != YT_AMOUNT_TIME && r->planned)
    growth = FALSE; /* 建成后产能将增加26万吨: what is to come */
  YtClass class =
      yt_class_of_metric(metric); /* the size of a fund or a project is a fact, unless a plan sets it up */
  const YtTopic *topic = own->n > 0 ? own : &r->topic;
  gint32 described = yt_find_described(r, segment, k);
  YtClass of = described >= 0 ? yt_mention(r->a, described)->class
               : topic->n > 0 ? yt_mention(r->a, topic->mentions[0])->class
                              : YT_CLASS_NONE;
  gboolean area = yt_ends_with(metric, n_metric, "面积") || yt_ends_with(metric, n_metric, "占地");
  /* 该基金总规模50亿元: what is pointed back to is there already; all else in a plan is still to come */
  gboolean pointed = topic->n > 0 && yt_mention(r->a, topic->mentions[0])->antecedent >= 0;
  gboolean intends =
      reading->from > segment->from && is(r, reading->from - 1, "计划") && g_str_has_suffix(metric, "投资");
  gboolean to_be = r->topic_is_made && r->announces && topic->n == 1 &&
                   topic->mentions[0] == r->topic.mentions[0]; /* 同意设立X基金,规模20亿元 */
  /* 用好总规模30亿元的X基金, X园核准面积9.8平方公里: in plans, too, how things are that the plan does not make */
  gboolean standing =
      r->forward && !r->announces && !r->until && !r->topic_is_made && !reading->is_aim && years->to == 0 &&
      !has_word(r, segment->is_coordinated ? r->text_from : segment->from, amount->item_from,
                r->a->grammar->known.establish) &&
      (area || g_str_has_suffix(metric, "规模") || g_str_has_suffix(metric, "投资")) &&
      ((described >= 0 && (of == class || (of == YT_CLASS_PROJECT && g_str_has_suffix(metric, "投资")))) ||
       (topic->n == 1 && described < 0 &&
        ((of == class && class != YT_CLASS_NONE) || (area && of == YT_CLASS_PARK))));
  /* 由A、B分别出资: who has paid, where nothing is to be set up */
  gboolean paid =
      r->forward && !r->announces && !r->until && years->to == 0 && g_str_has_suffix(metric, "出资") &&
      segment->from < amount->item_from && is(r, segment->from, "由") && n_group > 1 &&
      !has_word(r, r->text_from, yt_sentence(r->a, r->s)->item_to, r->a->grammar->known.establish);
  standing = (standing && !intends) || paid ||
             (r->forward && n_group > 1 && i > 0 && r->group_is_paid && g_str_has_suffix(metric, "出资"));
  r->group_is_paid = paid || (r->group_is_paid && i > 0);
  gboolean inherent =
      standing ||
      (!to_be && !intends && (!r->forward || (pointed && (of == class || of == YT_CLASS_PROJECT))) &&
       !reading->is_aim &&
       ((class != YT_CLASS_NONE &&
         ((of == class && described < 0) || yt_last_in_sentence(r, class, amount->item_from) >= 0)) ||
        (area && of == YT_CLASS_PROJECT) ||
        (described >= 0 && of == YT_CLASS_PROJECT && g_str_has_suffix(metric, "投资"))) &&
       !(r->issued_year != 0 && years->to >= r->issued_year));
  gboolean given =
      amount->kind != YT_AMOUNT_COUNT && amount->kind != YT_AMOUNT_MEASURE && !growth && r->forward;
  gboolean provision =
      (!r->forward && amount->kind == YT_AMOUNT_MONEY && r->grants && yt_is_provision(metric) &&
       has_word(r, segment->from, amount->item_from, r->in.grant)) ||
      (given && (reading->is_given ||
                 ((amount->kind == YT_AMOUNT_MONEY || r->grants) && yt_is_provision(metric) &&
                  !yt_ends_in_funds(metric)) ||
                 (r->grants && (yt_ends_in_funds(metric) || amount->kind == YT_AMOUNT_TIME)) ||
                 (yt_ends_in_funds(metric) && allots(r, segment->from, amount->item_from))));
  /* 每季度推送项目不少于30个: a bound that is not told of the past is wanted */
  gboolean wanted =
      !r->forward && !r->told && !growth && years->to == 0 && amount->kind != YT_AMOUNT_TIME &&
      (yt_text_ends(r->a, amount->start, "不少于") || yt_text_ends(r->a, amount->start, "不低于")) &&
      !says_past(r, segment, amount->item_from);
  gboolean planned =
      wanted ||
      (!inherent && (r->planned || intends || r->intended || later || strstr(metric, "目标") != NULL) &&
       !(r->issued_year != 0 && years->to != 0 && years->to < r->issued_year));
  gboolean target = planned && !provision && !reading->is_present;
  if (target && ((described >= 0 && is_done_behind(r, segment, amount->item_to)) ||
                 is(r, amount->item_to, "已"))) /* 由42户企业参加的协会已成立, 首笔1.8亿元已投向X */
    target = FALSE;
  const YtFigure *whole =
      segment->from < segment->to && is(r, segment->from, "其中") && r->a->figures->len > r->first_figure
          ? yt_figure(r->a, r->a->figures->len - 1)
          : NULL;
  if (whole &&
      strcmp(whole->qualifier, "growth") != 0) /* 资金3.6亿元,其中市级1.2亿元: a part is as its whole */
    target = strcmp(whole->qualifier, "target") == 0;
  /* the year that plans are for is not that of what holds now */
  gboolean past = reading->is_present && !reading->has_year &&
                  (years->to == 0 || r->issued_year == 0 || years->to >= r->issued_year);
  /* 2020年至2024年,产值由31亿元增长到40亿元 */
  gboolean spans =
      years->from != 0 && amount->kind != YT_AMOUNT_RATIO && (reading->is_present || reading->is_level);
  for (guint half = 0; half < (amount->upper[0] ? 2u : 1u); half++) {
    const char *value = half == 0 ? amount->value : amount->upper;
    YtFigure figure = {.mention = -1,
                       .metric = g_string_chunk_insert(r->a->strings, metric),
                       .value = keep_value(r->a, value, reading->is_growth && reading->is_fall),
                       .unit = g_string_chunk_insert(r->a->strings, amount->unit),
                       .from_year = past || spans ? 0 : years->from,
                       .year = spans && reading->is_present ? years->from
                               : past                       ? 0
                                                            : years->to,
                       .qualifier = growth   ? "growth"
                                    : target ? "target"
                                             : "actual",
                       .sentence = r->s,
                       .start = amount->start,
                       .end = amount->end};
    yt_choose_subject(r, segment, k, reading, own, i, n_group, planned, &figure);
    gboolean home =
        figure.operand == YT_OPERAND_PLACE ||
        (figure.mention >= 0 && yt_mention(r->a, figure.mention)->antecedent == YT_ANTECEDENT_PLACE);
    gint32 spoken = r->home >= 0 ? r->home : r->a->province == 0 && !r->national ? r->place : -1; /* 我市 */
    if (spoken < 0 && home && figure.mention >= 0 && r->a->city == 0 &&
        yt_text_has(r->a, yt_mention(r->a, figure.mention)->start, "全市"))
      spoken = city_spoken_of(r); /* in a province's reply about one of its cities */
    if (home && spoken >= 0) {
      figure.operand = YT_OPERAND_CAPTURE;
      figure.mention = spoken;
    }
    /* 推动X园扩区,引进企业40家,配套率每年提高3个百分点: behind an act the actor is spoken of */
    if (planned && r->topic_is_made && own->n == 0 && amount->kind == YT_AMOUNT_COUNT &&
        figure.operand == YT_OPERAND_CAPTURE && figure.mention == yt_sentence(r->a, r->s)->measure)
      r->topic.n = 0;
    r->subject_is_new = FALSE;
    g_array_append_val(r->a->figures, figure);
  }
}

/* Does amount @k stand bare behind amount @k - 1 and 、 or 和: 15亿元和8亿元? */
static gboolean
is_bare(const YtFigureReader *r, const YtSegment *segment, guint k)
{
  const YtAmount *amount = amount_at(r, k);
  YtReading reading = {0};
  guint32 left = yt_skip_before(r, segment->from, amount, &reading);
  return k > 0 && segment->is_coordinated && left == segment->from && !reading.is_growth &&
         yt_phrase_after(r, amount->item_to, segment->to) == amount->item_to;
}

/* The noun phrases that are coordinated before item @end, from left to right: A、B分别为… Their number, at most
 * MAX_TOPICS. */
static guint
read_parts(const YtFigureReader *r, guint32 from, guint32 end, guint k, guint32 (*parts)[2])
{
  guint n = 0;
  while (n < MAX_TOPICS) {
    guint32 start = yt_phrase_before(r, from, end, k, FALSE);
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
skip_to_verb(const YtFigureReader *r, const YtSegment *segment, guint k)
{
  YtReading reading = {0};
  guint32 low = k > segment->first ? amount_at(r, k - 1)->item_to : segment->from;
  guint32 left = yt_skip_before(r, low, amount_at(r, k), &reading);
  return left == low || in(r, left - 1, r->in.empty);
}

/* A group: amount @k with 分别 before it, and the bare ones behind it, each in a segment of its own. */
typedef struct {
  guint n, next; /* how many there are, and which one comes now; n is 0 outside of a group */
  guint n_parts; /* metrics of their own, if as many as n */
  guint32 parts[MAX_TOPICS][2];
  guint years[MAX_TOPICS]; /* of their own, if the first one is not 0: 2023年、2024年产值分别为… */
  gboolean compares;       /* else: each takes the metric of an earlier figure */
  guint earlier[MAX_TOPICS]; /* of which ones */
  YtTopic topic;             /* of the group's segment */
  YtReading reading;
} Group;

static gboolean
has_word_before(const YtFigureReader *r, guint32 from, guint32 to, const char *word)
{
  for (guint32 i = to; i > from && to - i < 16; i--)
    if (is(r, i - 1, word))
      return TRUE;
  return FALSE;
}

#define MAX_BACK 120 /* items before the first member in which their years are looked for */

/* As many years as the group has members, in a row that ends in this segment: the years of the members. */
static void
find_group_years(const YtFigureReader *r, guint32 from, guint32 to, guint s, Group *group)
{
  guint n = 0, year_end;
  guint years[MAX_TOPICS];
  guint32 first = s > 0 ? yt_sentence(r->a, r->s)->item_from : from;
  for (guint32 i = to; i > first && n < MAX_TOPICS && to - i < MAX_BACK; i--) {
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

#define MAX_EARLIER 32 /* figures that growth is looked for among */

/* 企业68家,营业收入260亿元、利税20亿元,分别增长9.8%、5%: the last figures that there are as many of, of sums alone where a sum is last. */
static gboolean
find_earlier(const YtFigureReader *r, Group *group)
{
  guint n_figures = r->a->figures->len;
  if (n_figures < r->first_figure + group->n)
    return FALSE;
  gboolean sums = g_str_has_suffix(yt_figure(r->a, n_figures - 1)->unit, "元");
  for (;; sums = FALSE) {
    guint n = 0;
    for (guint f = n_figures; f > r->first_figure && n < group->n && n_figures - f < MAX_EARLIER; f--)
      if (!sums || g_str_has_suffix(yt_figure(r->a, f - 1)->unit, "元"))
        group->earlier[group->n - ++n] = f - 1;
    if (n == group->n || !sums)
      return n == group->n;
  }
}

static void
begin_group(const YtFigureReader *r, const GArray *segments, guint s, guint k, const YtTopic *own,
            const YtReading *reading, Group *group)
{
  const YtSegment *segment = &g_array_index(segments, YtSegment, s);
  guint32 low =
      k > segment->first && !amount_at(r, k - 1)->is_attribute ? amount_at(r, k - 1)->item_to : segment->from;
  group->n = group->next = group->n_parts = 0;
  group->compares = FALSE;
  guint32 at = amount_at(r, k)->item_from;
  gboolean respectively = has_word_before(r, low, at, "分别");
  if (!respectively && !has_word_before(r, low, at, "先后"))
    return;
  group->n = segment->end - k;
  for (guint p = s + 1; p < segments->len && p < s + MAX_TOPICS; p++) {
    const YtSegment *next = &g_array_index(segments, YtSegment, p);
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
  if (group->topic.n != group->n)
    yt_find_agents(r, low, amount_at(r, k)->item_from, group->n, &group->topic);
  if (group->topic.n != group->n)
    yt_find_counted(r, segment->from, amount_at(r, k)->item_from, group->n, &group->topic);
  if (!respectively &&
      group->topic.n != group->n) { /* 先后引进整车企业2家、配套企业10家 tells nothing of each */
    group->n = 0;
    return;
  }
  group->reading = *reading;
  group->n_parts = read_parts(r, low, reading->left, k, group->parts);
  if (group->n_parts != group->n)
    group->n_parts = 0;
  gboolean compares =
      reading->is_growth ||
      amount_at(r, k)->kind == YT_AMOUNT_RATIO; /* 分别给予100万元奖励 measures no other figure */
  gboolean own_metric = reading->from != 0 && !is_rate_of_change(reading->metric->str) &&
                        !strstr(reading->metric->str, "占"); /* 城乡居民收入分别增长7%、8% */
  if (compares && !own_metric && group->n_parts == 0 && group->topic.n != group->n &&
      find_earlier(r, group)) {
    group->compares = TRUE;
    const char *last = yt_earlier_metric(r, 1); /* each takes its own */
    if (g_str_has_prefix(reading->metric->str, last))
      g_string_erase(reading->metric, 0, (gssize) strlen(last));
  }
}

/* The metric of the group's next member, in front of what the words before the group say (年均增速). */
static void
read_member(const YtFigureReader *r, const Group *group, const char *said, GString *out)
{
  if (group->n_parts > 0) {
    yt_append_items(r, group->parts[group->next][0], group->parts[group->next][1], out);
  } else if (group->compares) {
    const char *metric = yt_figure(r->a, group->earlier[group->next])->metric;
    g_string_append(out, metric);
    if (!group->reading.is_growth && !g_str_has_suffix(metric, said)) /* GDP增速分别为…,两年平均增速分别为… */
      g_string_append(out, said);
  } else {
    g_string_append(out, said);
  }
}

/* ---- segments ---- */

/* Cuts the sentence at its marks, and where 、 or 和 follows an amount. */
static void
cut_segments(YtFigureReader *r)
{
  const YtSentence *sentence = yt_sentence(r->a, r->s);
  GArray *segments = g_array_set_size(r->segments, 0);
  YtSegment segment = {.from = r->text_from};
  guint k = 0;
  for (guint32 i = r->text_from; i < sentence->item_to; i++) {
    while (k < r->amounts->len && amount_at(r, k)->item_to <= i)
      k++;
    if (!yt_plays(r->a, i, YT_ROLE_BREAK) && !(k > 0 && amount_at(r, k - 1)->item_to == i))
      continue;
    const YtItem *item = item_at(r, i);
    gboolean mark = item->kind == YT_ITEM_COMMA || item->kind == YT_ITEM_STOP || is(r, i, ":");
    gboolean behind_amount =
        k > 0 && amount_at(r, k - 1)->item_to == i && is_and(r, i) &&
        !(i + 1 < sentence->item_to && (is(r, i + 1, "以上") || is(r, i + 1, "以下"))); /* 5亿元及以上 */
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
    segment = (YtSegment){.from = behind_list ? i : i + 1, .first = k, .end = k, .is_coordinated = !mark};
  }
  segment.to = sentence->item_to;
  segment.end = r->amounts->len;
  if (segment.from < segment.to)
    g_array_append_val(segments, segment);
}

/* 产值5000万元以下,给予…; 对投资500万元以上增资扩产的企业,…: does the segment only say whom a rule is for? */
static gboolean
is_condition(const YtFigureReader *r, guint s)
{
  const YtSegment *segment = &g_array_index(r->segments, YtSegment, s);
  guint32 last = segment->to - 1;
  if (has_word(r, segment->from, segment->to, r->in.grant) || item_at(r, last)->mention != 0)
    return FALSE;
  gboolean bound = is(r, last, "以上") || is(r, last, "以下");
  if (bound && s + 1 < r->segments->len) {
    guint32 next = g_array_index(r->segments, YtSegment, s + 1).from;
    return !g_array_index(r->segments, YtSegment, s + 1).is_coordinated && in(r, next, r->in.grant);
  }
  return is(r, segment->from, "对") && in(r, last, r->in.who);
}

/* 年营业收入突破50亿元、100亿元的企业,分别奖励…: does the row of amounts that segment @s is of say who is given what follows? */
static gboolean
is_standard_of_grant(const YtFigureReader *r, guint s)
{
  guint last = s;
  while (last + 1 < r->segments->len && g_array_index(r->segments, YtSegment, last + 1).is_coordinated)
    last++;
  const YtSegment *end = &g_array_index(r->segments, YtSegment, last);
  if (last + 1 == r->segments->len || end->first == end->end)
    return FALSE;
  guint32 behind = amount_at(r, end->end - 1)->item_to, next = (end + 1)->from;
  return behind + 2 == end->to && is_de(r, behind) && in(r, behind + 1, r->in.who) &&
         (in(r, next, r->in.grant) || (is(r, next, "分别") && in(r, next + 1, r->in.grant)));
}

/* 对年营业收入突破10亿元、50亿元的企业,…: amounts that say whom a rule is for. */
static void
mark_conditions(YtFigureReader *r)
{
  for (guint s = 0; s < r->segments->len; s++) {
    const YtSegment *segment = &g_array_index(r->segments, YtSegment, s);
    if (segment->first < segment->end && r->forward && is_de(r, segment->to - 1) &&
        !has_word(r, segment->from, amount_at(r, segment->first)->item_from,
                  r->in.grant)) { /* 产值首次超过1亿元的,给予… */
      for (guint k = segment->first; k < segment->end; k++)
        g_array_index(r->amounts, YtAmount, k).is_attribute = TRUE;
      continue;
    }
    if (segment->first < segment->end && r->forward && (is_condition(r, s) || is_standard_of_grant(r, s)))
      for (guint k = segment->first; k < segment->end; k++)
        g_array_index(r->amounts, YtAmount, k).is_attribute = TRUE;
    if (segment->first == segment->end ||
        !(is(r, segment->from, "对") || is(r, segment->from, "凡") || is(r, segment->from, "对于")))
      continue;
    guint last = s;
    while (last + 1 < r->segments->len && g_array_index(r->segments, YtSegment, last + 1).is_coordinated)
      last++;
    const YtSegment *end = &g_array_index(r->segments, YtSegment, last);
    if (end->first == end->end)
      continue;
    guint told = segment->first;
    for (guint k = segment->first;
         k < end->end && !has_word(r, segment->from, amount_at(r, k)->item_from, r->in.grant); k++) {
      guint32 i = amount_at(r, k)->item_to;
      while (i < end->to && i < amount_at(r, k)->item_to + 4 && !is_de(r, i) && !in(r, i, r->in.empty))
        i++;
      if (i < end->to && is_de(r, i) && yt_find_described(r, k < segment->end ? segment : end, k) < 0)
        told = k + 1;
    }
    for (guint k = segment->first; k < told; k++)
      g_array_index(r->amounts, YtAmount, k).is_attribute = TRUE;
  }
}

/* What a coordinated amount at the end of segment @s shares with the last one of its row: 50万元、100万元奖励. Sets
 * @from and @to, items; FALSE if there is nothing. */
static gboolean
find_shared(const YtFigureReader *r, guint s, guint k, guint32 *from, guint32 *to)
{
  for (guint p = s + 1; p < r->segments->len && p < s + MAX_TOPICS; p++) {
    const YtSegment *next = &g_array_index(r->segments, YtSegment, p);
    if (!next->is_coordinated || next->first == next->end)
      return FALSE;
    const YtAmount *other = amount_at(r, next->first);
    gboolean time =
        other->kind == YT_AMOUNT_TIME && other->item_from < next->from + 2; /* 10万元、最长3年的补贴 */
    if (!time && (other->item_from != next->from || strcmp(other->unit, amount_at(r, k)->unit) != 0))
      return FALSE;
    guint32 i = other->item_to;
    if (i < next->to && is(r, i, "的"))
      i++;
    guint32 end = yt_phrase_after(r, i, next->to);
    if (end == i)
      continue;
    *from = i;
    *to = end;
    return yt_is_money_noun(r, end - 1);
  }
  return FALSE;
}

/* The noun phrase that the segment begins with, for those after it that name no metric: 营业收入由降转升,同比增长6.1%. */
static void
keep_subject(YtFigureReader *r, const YtSegment *segment)
{
  if (in(r, segment->from, r->in.aside)) /* 按可比价格计算 */
    return;
  for (guint32 i = segment->from; i < segment->to; i++) {
    if (is_named(r, i) || !yt_is_nominal(r, i, segment->to))
      continue;
    guint32 end = yt_phrase_after(r, i, segment->to);
    if (end == i + 1 && in(r, i, r->in.part)) /* 总量排名全市第3位 */
      return;
    if (end > i && end < segment->to) {
      for (guint32 p = i; p < end; p++)
        if (is_named(r, p)) /* 优先投资X内的项目 */
          return;
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

/* 2024年产值首超百亿元: is a sum told that is no figure? */
static gboolean
names_round_sum(const YtFigureReader *r, const YtSegment *segment)
{
  for (guint32 i = segment->from; i < segment->to; i++)
    if (item_at(r, i)->pos == YT_POS_NUMERAL && item_at(r, i)->mention == 0 &&
        yt_text_ends(r->a, item_at(r, i)->end, "亿元"))
      return TRUE;
  return FALSE;
}

/* The years that the segments after this one are about too. */
static void
keep_years(YtFigureReader *r, const YtSegment *segment, const YtYearScan *scan)
{
  if (!scan->in_segment) {
    r->years = r->passes ? (YtYears){0, 0} : scan->found;
    r->passes = FALSE;
    return;
  }
  gboolean told = segment->first < segment->end || names_round_sum(r, segment);
  gboolean alone = TRUE; /* 2024年, / 到2027年, / 截至今年4月底, */
  for (guint32 i = segment->from; i < segment->to && alone; i++)
    alone = is(r, i, "计划") ||
            (item_at(r, i)->mention == 0 && (item_at(r, i)->pos != YT_POS_NOUN || is(r, i, "时期")) &&
             (item_at(r, i)->pos != YT_POS_VERB || in(r, i, r->in.plan) || in(r, i, r->in.before_topic)));
  guint32 year =
      segment->to > segment->from + 3 && is(r, segment->to - 1, "年") ? segment->to - 2 : segment->from;
  alone = alone ||
          (year > segment->from && (is(r, year - 1, "到") || is(r, year - 1, "至"))); /* 园区计划到2028年, */
  gboolean announces = segment->to < yt_sentence(r->a, r->s)->item_to && is(r, segment->to, ":");
  r->years = told || announces || alone ? scan->found : (YtYears){0, 0};
  r->passes = alone && scan->is_passing; /* 2023年9月,某县出资5亿元: of the next clause alone */
}

/* 厂房5栋明年6月建成: does the year behind the amounts, which were told for @told, only say when something is done? */
static gboolean
is_act_dated(const YtFigureReader *r, const YtSegment *segment, const YtYearScan *scan, const YtYears *told)
{
  guint32 last = segment->to - 1;
  return scan->in_segment && (scan->found.to != told->to || scan->found.from != told->from) &&
         item_at(r, last)->mention == 0 &&
         (item_at(r, last)->pos == YT_POS_VERB || item_at(r, last)->pos == YT_POS_VERBAL);
}

static void
remember(YtFigureReader *r, gint32 m)
{
  const YtMention *mention = yt_mention(r->a, m);
  if (mention->class != YT_CLASS_PLACE && (yt_says_where(r->a, mention) || yt_is_honour(r->a, mention)))
    return;
  r->last[mention->class] = mention->antecedent >= 0 ? mention->antecedent : m;
  if (mention->antecedent == -1)
    r->recent[mention->class][r->n_recent[mention->class]++ % N_RECENT] = m;
}

/* 某园聚焦铝加工,着力打造全国铝产业基地,规划面积10平方公里: what a park is to become is still the park. */
static gboolean
becomes(const YtFigureReader *r, const YtSegment *segment, const YtTopic *made)
{
  if (r->topic.n != 1 || r->topic_is_made || made->n != 1)
    return FALSE;
  YtClass subject = yt_mention(r->a, r->topic.mentions[0])->class,
          object = yt_mention(r->a, made->mentions[0])->class;
  guint32 first = yt_mention(r->a, made->mentions[0])->item_from;
  gboolean aims = FALSE;
  for (guint32 i = segment->from; i < first; i++)
    aims = aims || is(r, i, "打造") || is(r, i, "争创") || is(r, i, "创建");
  return aims && subject == object && (subject == YT_CLASS_PARK || subject == YT_CLASS_CLUSTER);
}

/* 东部地区: no division, so that what is told next need not be told of it. */
static gboolean
is_region(const YtFigureReader *r, gint32 m)
{
  guint32 entry = yt_mention(r->a, m)->entry;
  return entry != 0 && yt_entry(r->a, entry)->level == 0;
}

/* X由A牵头,B参与建设,2024年…: a role in what is spoken of, which is still X. */
static gboolean
plays_part(const YtFigureReader *r, const YtSegment *segment, const YtTopic *topic)
{
  guint32 i = yt_mention(r->a, topic->mentions[topic->n - 1])->item_to;
  return segment->first == segment->end && (r->topic.n > 0 || r->headline.n > 0) && i < segment->to &&
         in(r, i, r->in.role);
}

/* 实现天津大型船舶零的突破: a place that only says whose, where nothing is told of it. */
static gboolean
is_only_where(const YtFigureReader *r, const YtSegment *segment, const YtTopic *topic)
{
  const YtMention *name = yt_mention(r->a, topic->mentions[0]);
  return segment->first == segment->end && r->topic.n > 0 && topic->n == 1 && name->class == YT_CLASS_PLACE &&
         name->item_from == segment->from + 1 && is(r, segment->from, "实现");
}

/* Is anything told of the topic behind the segment: by an amount, by the next sentence, which goes on behind a semicolon, or
 * because the place that was spoken of last stands for the jurisdiction? Most sentences tell no amount. */
static gboolean
is_topic_wanted(const YtFigureReader *r, const YtSegment *segment)
{
  return segment->end < r->amounts->len || r->a->text->text[yt_sentence(r->a, r->s)->end - 1] == ';' ||
         (r->a->province == 0 && !r->national);
}

/* A park, a firm, a place: what does something, and has it counted as its own. */
static gboolean
may_act(const YtFigureReader *r, const YtTopic *topic)
{
  const guint32 classes = 1u << YT_CLASS_PARK | 1u << YT_CLASS_CLUSTER | 1u << YT_CLASS_PLACE |
                          1u << YT_CLASS_COMPANY | 1u << YT_CLASS_INSTITUTION;
  return topic->n == 1 && (classes >> yt_mention(r->a, topic->mentions[0])->class & 1);
}

/* The topic of the segments after this one. @own: that of its amounts; @only_gives: they only say what is given. */
static void
keep_topic(YtFigureReader *r, const YtSegment *segment, const YtTopic *own, gboolean only_gives)
{
  YtTopic next;
  yt_find_topic(r, segment, segment->to, &next);
  gboolean modifies = own->n > 0 && r->topic.n > 0 && yt_only_modifies(r, segment, segment->first, own);
  const YtMention *first = next.n == 1 ? yt_mention(r->a, next.mentions[0]) : NULL;
  gboolean paid = first && segment->first < segment->end &&
                  (segment->is_coordinated || first->item_from > segment->from) &&
                  amount_at(r, segment->first)->kind == YT_AMOUNT_MONEY &&
                  first->item_to == amount_at(r, segment->first)->item_from; /* 已投资A5000万元、B3000万元 */
  if (next.n > 0 && !paid && !(only_gives && r->topic.n > 0) && !modifies && !plays_part(r, segment, &next) &&
      !is_only_where(r, segment, &next)) {
    r->topic = next;
    r->topic_is_made = FALSE;
    r->actor = may_act(r, &next) ? next.mentions[0] : -1;
    const YtMention *name = yt_mention(r->a, next.mentions[0]);
    if (name->class == YT_CLASS_PLACE && name->antecedent != YT_ANTECEDENT_PLACE &&
        !is_region(r, next.mentions[0]))
      r->place = next.mentions[0];
  }
  if (segment->to > segment->from && is_de(r, segment->to - 1) && r->forward)
    r->topic.n = 0; /* 企业扩产的,给予…: whom a rule is for */
  else if (yt_find_made(r, segment, &next) && !becomes(r, segment, &next)) {
    r->topic = next;
    r->topic_is_made = TRUE;
    if (next.n == 1 && yt_mention(r->a, next.mentions[0])->class == YT_CLASS_FUND)
      r->made_fund = next.mentions[0];
  }
}

/* Keeps what is spoken of around a bracket that goes over more than one segment, and takes it up again behind it. @before: what
 * was spoken of when the segment began. */
static void
mind_bracket(YtFigureReader *r, const YtSegment *segment, const YtTopic *before, gboolean was_made)
{
  guint32 open = segment->to;
  gboolean closes = FALSE;
  for (guint32 i = segment->from; i < segment->to; i++) {
    if (item_at(r, i)->kind != YT_ITEM_MARK || item_at(r, i)->mention != 0)
      continue;
    if (is(r, i, "("))
      open = i;
    else if (is(r, i, ")")) {
      closes = closes || open == segment->to;
      open = segment->to;
    }
  }
  if (closes && r->in_bracket) {
    r->topic = r->outside;
    r->topic_is_made = r->outside_is_made;
    r->in_bracket = FALSE;
  }
  if (open == segment->to)
    return;
  r->in_bracket = TRUE;
  r->outside = *before;
  r->outside_is_made = was_made;
  if (open > segment->from && is_named(r, open - 1))
    r->outside = (YtTopic){.mentions = {(gint32) item_at(r, open - 1)->mention - 1}, .n = 1};
}

/* Does the segment begin, behind times, with 我国 or 全球? */
static gboolean
speaks_of_country(const YtFigureReader *r, const YtSegment *segment)
{
  static const char *const words[] = {"我国", "中国", "全球", "世界", "全世界", "全国"};
  guint32 i = segment->from;
  while (i < segment->to && item_at(r, i)->mention == 0 &&
         (item_at(r, i)->kind == YT_ITEM_NUMBER || item_at(r, i)->pos == YT_POS_TIME || is(r, i, "年") ||
          in(r, i, r->in.now) || in(r, i, r->in.before_topic)))
    i++;
  for (guint32 p = i + 1; p < segment->to && p < i + 6; p++)
    if ((yt_text_ends(r->a, item_at(r, p)->end, "强") &&
         (item_at(r, p - 1)->kind == YT_ITEM_NUMBER || item_at(r, p)->end - item_at(r, p)->start > 3)) ||
        (is(r, p, "大") && item_at(r, p - 1)->kind == YT_ITEM_NUMBER))
      return FALSE; /* 世界500强6家, 中国百强企业, 全球10大药企 */
  for (guint k = 0; i + 1 < segment->to && k < G_N_ELEMENTS(words); k++)
    if (is(r, i, words[k]))
      return TRUE;
  return FALSE;
}

/* A、B等也各有特色。项目建成后…: of all of them. */
static gboolean
is_one_of_list(const YtFigureReader *r, gint32 m)
{
  const YtMention *name = yt_mention(r->a, m);
  guint32 behind = name->item_to;
  return name->class == YT_CLASS_PROJECT && name->item_from > 0 && behind < r->a->items->len &&
         in(r, behind, r->a->grammar->known.etc);
}

/* A、B各出资5亿元: 各 behind names, in the words before item @to. */
static gboolean
says_each(const YtFigureReader *r, const YtSegment *segment, guint32 to)
{
  for (guint32 i = segment->from + 1; i < to; i++)
    if (is(r, i, "各") && is_named(r, i - 1))
      return TRUE;
  return FALSE;
}

/* 投产后…, 全部投产后… */
static gboolean
begins_with_completion(const YtFigureReader *r, const YtSegment *segment)
{
  for (guint32 i = segment->from; i < MIN(segment->to, segment->from + 2); i++)
    if (item_at(r, i)->mention == 0 && yt_tells_of_completion(r, i))
      return TRUE;
  return FALSE;
}

static void
read_segment(YtFigureReader *r, const GArray *segments, guint s, guint32 *modality_cursor, Group *group)
{
  r->segment = s;
  const YtSegment *segment = &g_array_index(segments, YtSegment, s);
  if (!r->in_part && segment->from < segment->to && is(r, segment->from, "其中")) {
    r->in_part = TRUE;
    r->years_of_whole = r->years;
  }
  if (begins_with_completion(r, segment) &&
      (r->years.to < r->issued_year || !r->until)) /* 计划2024年投产,达产后年产值3亿元 */
    r->years = (YtYears){0, 0};
  YtYearScan scan = {.cursor = segment->from, .found = r->years};
  r->intended = FALSE;
  YtTopic own = {0};
  if (segment->first < segment->end) {
    yt_mark_attributes(r, segment);
    guint told = segment->first; /* 近5年来我市…增长一倍: time is not told */
    while (told + 1 < segment->end && amount_at(r, told)->kind == YT_AMOUNT_TIME)
      told++;
    yt_find_topic(r, segment, amount_at(r, told)->item_from, &own);
  }
  gint32 project =
      r->amounts->len > 0 && segment->from < segment->to && yt_tells_of_completion(r, segment->from)
          ? yt_last_in_sentence(r, YT_CLASS_PROJECT, segment->from)
          : -1;
  if (project >= 0 && own.n == 0 && !is_one_of_list(r, project)) /* 支持A实施X项目,…,达产后年产值18亿元 */
    r->topic = (YtTopic){.mentions = {project}, .n = 1};
  if (own.n > 0)
    r->of_country = FALSE;
  else if (r->amounts->len > 0 && speaks_of_country(r, segment)) {
    r->of_country = !r->national;
    r->topic.n = r->national ? 0 : r->topic.n; /* of the whole country, whatever was spoken of before */
  }
  GString *metric = r->metric, *whole = r->whole;
  gboolean only_gives = FALSE;
  for (guint k = segment->first; k < segment->end; k++) {
    const YtAmount *amount = amount_at(r, k);
    r->next_amount = k + 1;
    YtYears before = scan.found;
    yt_scan_years(r, segment, amount->item_from, &scan);
    yt_scan_modality(r, modality_cursor, amount->item_from);
    if (amount->is_attribute || r->of_country)
      continue;
    g_string_truncate(metric, 0);
    g_string_truncate(whole, 0);
    YtReading reading = {.metric = metric};
    if (group->n > 0) {
      reading = group->reading;
      reading.metric = metric;
      read_member(r, group, group->reading.metric->str, whole);
      YtYears years = group->years[0] != 0 ? (YtYears){0, group->years[group->next]} : scan.found;
      add_figure(r, segment, k, &reading, whole->str, &group->topic, &years, group->next, group->n);
      if (++group->next == group->n) {
        g_string_free(group->reading.metric, TRUE);
        group->n = 0;
      }
      continue;
    }
    guint32 shared_from, shared_to;
    if ((amount->kind == YT_AMOUNT_MONEY || amount->kind == YT_AMOUNT_RATIO) &&
        amount->item_to == segment->to && skip_to_verb(r, segment, k) &&
        find_shared(r, s, k, &shared_from, &shared_to)) {
      yt_append_items(r, shared_from, shared_to, metric);
      reading.left = amount->item_from;
    } else if (is_bare(r, segment, k) && yt_earlier_metric(r, 1) &&
               strcmp(yt_figure(r->a, r->a->figures->len - 1)->unit, amount->unit) == 0) {
      g_string_append(metric, yt_earlier_metric(r, 1));
      reading.left = amount->item_from;
    } else if (!yt_read_metric(r, segment, k, &reading)) {
      continue;
    }
    if (!is_told_duration(r, amount, &reading, segment->from) || !is_told_count(r, segment, amount, &own) ||
        yt_text_has(r->a, amount->end, "”"))
      continue;
    begin_group(r, segments, s, k, &own, &reading, group);
    if (group->n > 0) {
      group->reading.metric = g_string_new(metric->str);
      k--;
      continue;
    }
    only_gives = reading.left > segment->from && in(r, reading.left - 1, r->in.give);
    guint n_each = own.n > 1 && says_each(r, segment, amount->item_from) ? own.n : 1;
    for (guint e = 0; e < n_each; e++) /* A、B各出资5亿元 */
      add_figure(r, segment, k, &reading, metric->str, &own, reading.is_compared ? &r->years : &scan.found, e,
                 n_each);
    if (reading.is_present && reading.has_year)
      scan.found = before; /* 由2020年的71%提高到85% */
  }
  YtYears told = scan.found;
  if (segment->first == 0 && segment->end > 0 && !r->is_opened && scan.found.to == r->carried.to) {
    r->opening = scan.found;
    r->is_opened = TRUE;
  }
  yt_scan_years(r, segment, segment->to, &scan);
  yt_scan_modality(r, modality_cursor, segment->to);
  keep_years(r, segment, &scan);
  if (segment->first < segment->end && is_act_dated(r, segment, &scan, &told))
    r->years = told;
  if (segment->end < r->amounts->len)
    keep_subject(r, segment);
  YtTopic before = r->topic;
  gboolean was_made = r->topic_is_made;
  if (is_topic_wanted(r, segment))
    keep_topic(r, segment, &own, only_gives);
  if (r->amounts->len > 0)
    mind_bracket(r, segment, &before, was_made);
  for (guint32 i = segment->from; i < segment->to; i++)
    if (is_named(r, i) && (i == 0 || item_at(r, i - 1)->mention != item_at(r, i)->mention))
      remember(r, (gint32) item_at(r, i)->mention - 1);
}

/* ---- sentences ---- */

/* The one thing that a head names: 二是打造宜荆荆高端化学药产业集群。 */
static void
keep_head(YtFigureReader *r, const YtSentence *sentence)
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
keep_headline(YtFigureReader *r, const YtBlock *block)
{
  if (block->kind != YT_BLOCK_HEADING)
    return;
  if (r->headline.n > 0 && block->level <= r->headline_level)
    r->headline.n = 0;
  for (guint32 i = block->item_from; i < block->item_to; i++)
    if (is_named(r, i) && mention_of(r, i)->start <= block->head_start + 3) {
      const YtMention *mention = mention_of(r, i);
      YtClass class = mention->class;
      gboolean alone = mention->end + 3 >= block->head_end || yt_text_has(r->a, mention->end, "(") ||
                       yt_text_has(r->a, mention->end, ",");
      if (alone && class != YT_CLASS_MEASURE && class != YT_CLASS_POLICY && class != YT_CLASS_PERSON) {
        r->headline = (YtTopic){.mentions = {(gint32) item_at(r, i)->mention - 1}, .n = 1};
        r->headline_level = block->level;
      }
      return;
    }
}

/* Do words follow the name that a heading begins with: 二、某某园规划面积14平方公里? */
static gboolean
is_clause(const YtFigureReader *r, guint32 behind, guint32 to)
{
  return behind < to && item_at(r, behind)->kind == YT_ITEM_HAN;
}

/* The item of the sentence at which its text begins, behind a heading: headings tell no figures, unless they are whole
 * paragraphs. */
static guint32
behind_heading(const YtFigureReader *r, const YtSentence *sentence)
{
  const YtBlock *block = yt_block(r->a, sentence->block);
  guint32 end = sentence->start;
  gboolean whole = sentence->item_from == block->item_from &&
                   sentence->item_to + 1 >= block->item_to; /* a point of one sentence is text */
  guint32 head = sentence->item_from;                       /* behind its number */
  while (head < sentence->item_to && item_at(r, head)->start < block->head_start)
    head++;
  if (whole && item_at(r, sentence->item_to - 1)->kind == YT_ITEM_STOP &&
      yt_text_ends(r->a, sentence->end, "。"))
    return block->kind == YT_BLOCK_HEADING ? head : sentence->item_from;
  gboolean counts = FALSE; /* 新增规上企业50家 */
  for (guint32 i = head; i + 1 < sentence->item_to && item_at(r, i)->start < block->head_end; i++)
    counts = counts || (item_at(r, i)->kind == YT_ITEM_NUMBER && item_at(r, i)->mention == 0);
  if (block->kind == YT_BLOCK_HEADING && sentence->item_from == block->item_from &&
      head < sentence->item_to) {
    if (is_named(r, head) && mention_of(r, head)->end < block->head_end) {
      guint32 behind = behind_mention(r, head, sentence->item_to);
      if (!(counts && is_clause(r, behind, sentence->item_to)))
        return behind; /* 1.某某公司(年产值5亿元) */
    }
    if (counts && block->head_end - block->head_start < 120)
      return head;
  }
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
tells_figures(const YtFigureReader *r, const YtSentence *sentence)
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
keep_for_next(YtFigureReader *r)
{
  r->carried = r->in_part ? r->years_of_whole : r->years;
  r->carried_to_others = r->is_opened ? r->opening : r->carried;
  if (r->until && r->goals && r->tense == YT_TENSE_PLANS && r->years.to != 0) {
    r->section = r->years;
    r->section_level = r->tense_level;
  }
}

/* Does the sentence go on behind a semicolon, in the same paragraph, with what is told of a place or park? */
static gboolean
goes_on_from_semicolon(const YtFigureReader *r)
{
  const YtSentence *sentence = yt_sentence(r->a, r->s), *before = r->s > 0 ? sentence - 1 : NULL;
  if (!before || before->block != sentence->block || sentence->is_head || before->is_head ||
      r->topic.n != 1 || r->a->text->text[before->end - 1] != ';')
    return FALSE;
  YtClass class = yt_mention(r->a, r->topic.mentions[0])->class;
  return class == YT_CLASS_PLACE || class == YT_CLASS_PARK || class == YT_CLASS_CLUSTER ||
         (class == YT_CLASS_COMPANY && !r->topic_is_made && !r->in_part);
}

/* Does the sentence go on behind a semicolon with the plans of the one before it? */
static gboolean
goes_on_from_plan(const YtFigureReader *r)
{
  const YtSentence *sentence = yt_sentence(r->a, r->s), *before = r->s > 0 ? sentence - 1 : NULL;
  return before && before->block == sentence->block && r->a->text->text[before->end - 1] == ';';
}

/* “我们的订单量20万台,”公司负责人说: the firm that this paragraph spoke of, or -1. */
static gint32
find_speaker(const YtFigureReader *r, const YtSentence *sentence)
{
  gint32 firm = r->last[YT_CLASS_COMPANY];
  if (firm < 0 || yt_mention(r->a, firm)->start < yt_block(r->a, sentence->block)->start)
    return -1;
  gboolean quoted = FALSE;
  for (guint32 i = sentence->item_from; i < sentence->item_to; i++) {
    quoted = quoted || is(r, i, "“");
    if (quoted && is(r, i, "我们"))
      return firm;
  }
  return -1;
}

/* 下一步,… */
static gboolean
begins_with_plan(const YtFigureReader *r, const YtSentence *sentence)
{
  for (guint32 i = sentence->item_from; i < MIN(sentence->item_to, sentence->item_from + 3); i++)
    if (item_at(r, i)->mention == 0 && in(r, i, r->a->grammar->known.future))
      return TRUE;
  return FALSE;
}

static void
read_sentence(YtFigureReader *r)
{
  const YtSentence *sentence = yt_sentence(r->a, r->s);
  if (!goes_on_from_semicolon(r)) {
    r->first_figure = r->a->figures->len;
    r->topic.n = 0;
  }
  r->subject_from = r->subject_to = 0;
  r->until = r->until && goes_on_from_plan(r); /* 到2027年,…;累计建成30个 */
  const YtItem *first_item = item_at(r, sentence->item_from);
  gboolean elided =
      first_item->mention == 0 && /* 力争产值达100亿元;培育企业5家 */
      (first_item->pos == YT_POS_VERB || in(r, sentence->item_from, r->a->grammar->known.measure_verb));
  r->planned = r->block_planned || r->until || (r->announces && elided && goes_on_from_plan(r));
  r->announces = r->passes = r->in_part = r->told = FALSE;
  r->grants = r->of_country = FALSE;
  r->years = is_named(r, sentence->item_from) ? r->carried_to_others : r->carried;
  r->carried = r->years;
  r->is_opened = FALSE;
  for (guint32 i = sentence->item_from; i < MIN(sentence->item_to, sentence->item_from + 12); i++)
    if (in(r, i, r->in.so_far) && !(r->until && is(r, i, "累计")))
      r->years = (YtYears){0, 0};
  if (r->years.to < r->issued_year && r->section.to == 0 &&
      begins_with_plan(r, sentence)) /* 2024年…。下一步,… */
    r->years = (YtYears){0, 0};
  g_array_set_size(r->amounts, 0);
  r->next_amount = 0;
  r->topic_is_made = r->in_bracket = FALSE;
  r->actor = r->topic.n > 0 && may_act(r, &r->topic) ? r->topic.mentions[0] : -1;
  r->text_from = behind_heading(r, sentence);
  yt_find_amounts(r->a, r->text_from, sentence->item_to, r->amounts);
  guint32 first = sentence->item_from;
  if (r->last[YT_CLASS_PROJECT] >= 0)
    for (guint32 i = first; i < MIN(sentence->item_to, first + 4); i++)
      if (yt_tells_of_completion(r, i))
        r->topic = (YtTopic){.mentions = {yt_find_completed(r, first)}, .n = 1};
  if (r->topic.n == 1 && is_one_of_list(r, r->topic.mentions[0]))
    r->topic.n = 0;
  gint32 speaker = r->topic.n == 0 && r->amounts->len > 0 ? find_speaker(r, sentence) : -1;
  if (speaker >= 0)
    r->topic = (YtTopic){.mentions = {speaker}, .n = 1};
  cut_segments(r);
  mark_conditions(r);
  Group group = {0};
  guint32 modality_cursor = sentence->item_from;
  for (guint s = 0; s < r->segments->len; s++)
    read_segment(r, r->segments, s, &modality_cursor, &group);
  if (group.n > 0)
    g_string_free(group.reading.metric, TRUE);
  gint32 lone = yt_lone_name(r->a, sentence);
  if (lone >= 0)
    r->head = (YtTopic){.mentions = {lone}, .n = 1};
  if (sentence->is_head)
    keep_head(r, sentence);
  keep_for_next(r);
}

/* ---- documents ---- */

void
yt_find_figure_lists(const YtGrammar *grammar, YtFigureLists *in)
{
  const struct {
    guint *list;
    const char *name;
  } lists[] = {{&in->about, "about"},
               {&in->over, "over"},
               {&in->keep, "keep"},
               {&in->compare, "compare"},
               {&in->growth, "growth"},
               {&in->fall, "fall"},
               {&in->part, "part"},
               {&in->share, "share"},
               {&in->empty, "empty"},
               {&in->modifier, "modifier"},
               {&in->give, "give"},
               {&in->create, "create"},
               {&in->settle, "settle"},
               {&in->before_topic, "before-topic"},
               {&in->aside, "aside"},
               {&in->duration, "duration"},
               {&in->abstract, "abstract"},
               {&in->has, "has"},
               {&in->money_noun, "money-noun"},
               {&in->now, "now"},
               {&in->so_far, "so-far"},
               {&in->plan, "plan"},
               {&in->intent, "intent"},
               {&in->done, "done"},
               {&in->noun, "noun"},
               {&in->background, "background"},
               {&in->prospect, "prospect"},
               {&in->grant, "grant"},
               {&in->who, "who"},
               {&in->reach, "reach"},
               {&in->stage, "stage"},
               {&in->terms, "terms"},
               {&in->head, "head"},
               {&in->size, "size"},
               {&in->price, "price"},
               {&in->handle, "handle"},
               {&in->visit, "visit"},
               {&in->act, "act"},
               {&in->role, "role"}};
  for (guint i = 0; i < G_N_ELEMENTS(lists); i++) {
    g_autofree char *name = g_strconcat("quantity/", lists[i].name, NULL);
    *lists[i].list = yt_grammar_find_list(grammar, name);
  }
}

/* The park that the headline of news begins with, 苏州工业园区:20个项目集中签约, or -1. */
static gint32
park_of_headline(const YtAnalysis *a)
{
  for (guint m = 0; m < a->mentions->len && yt_mention(a, m)->start <= a->header.title_start; m++)
    if (yt_mention(a, m)->start == a->header.title_start && yt_mention(a, m)->class == YT_CLASS_PARK &&
        yt_mention(a, m)->state == YT_MENTION_NAMED)
      return (gint32) m;
  return -1;
}

/* 淄博高新区 for 淄博高新技术产业开发区管理委员会: the first zone whose name, long or short, the issuer's begins with. */
gint32
yt_find_home(const YtAnalysis *a)
{
  static const char *const shorts[][2] = {
      {"高新区", "高新技术产业开发区"}, {"经开区", "经济技术开发区"}, {"经开区", "经济开发区"}, {"", ""}};
  const char *issuer = a->header.issuer;
  if (!issuer)
    return park_of_headline(a);
  if (!g_str_has_suffix(issuer, "管委会") && !g_str_has_suffix(issuer, "管理委员会"))
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

/* The one thing that a title agrees to, 关于同意设立某高新区的批复, or -1. */
static gint32
find_approved(const YtAnalysis *a)
{
  const guint32 classes = 1u << YT_CLASS_PARK | 1u << YT_CLASS_CLUSTER | 1u << YT_CLASS_PLATFORM |
                          1u << YT_CLASS_PROJECT | 1u << YT_CLASS_FUND | 1u << YT_CLASS_INSTITUTION;
  gint32 found = -1;
  if (!a->header.title || !strstr(a->header.title, "同意"))
    return -1;
  for (guint m = 0; m < a->mentions->len; m++) {
    const YtMention *mention = yt_mention(a, m);
    gboolean in_title = mention->start >= a->header.title_start && mention->end <= a->header.title_end;
    if (!in_title || mention->state != YT_MENTION_NAMED || !(classes >> mention->class & 1))
      continue;
    if (found >= 0)
      return -1;
    found = (gint32) m;
  }
  return found;
}

static const char *
behind_dashes(const char *p)
{
  static const char *const dashes[] = {"-", "—", "–", "~", "～", "至"};
  for (guint k = 0; k < G_N_ELEMENTS(dashes); k++)
    while (g_str_has_prefix(p, dashes[k]))
      p += strlen(dashes[k]);
  return p;
}

/* The last year that @words name, 2024年 or 〔2024〕; of a span, 2025—2030年, the first, when it is written; 0 if there is none. */
static guint
last_year_in(const char *words)
{
  guint year = 0;
  const char *behind = NULL; /* the year before, 年 and a dash: there a span ends */
  for (const char *p = words ? words : ""; *p; p++) {
    char *end;
    if (!g_ascii_isdigit(*p) || (p > words && g_ascii_isdigit(p[-1])))
      continue;
    gulong n = strtoul(p, &end, 10);
    if (end - p != 4 || n < 1990 || n > 2099 || p == behind)
      continue;
    year = (guint) n;
    behind = behind_dashes(g_str_has_prefix(end, "年") ? end + 3 : end);
  }
  return year;
}

/* 2023 of 2023年产业链工作情况的报告; 0 of other titles. */
static guint
year_of_report(const char *title)
{
  static const char *const kinds[] = {"报告", "总结", "汇报", "情况", "公报"};
  for (guint k = 0; k < G_N_ELEMENTS(kinds) && title; k++)
    if (g_str_has_suffix(title, kinds[k]))
      return last_year_in(title);
  return 0;
}

/* The year that a line of its own begins with, and its month: 2022年11月 日, a date that was never filled in; or 0. */
static guint
year_of_line(const YtAnalysis *a, guint b, guint *month)
{
  const YtBlock *block = yt_block(a, b);
  guint32 end;
  if (block->end - block->start > 24 || block->item_to < block->item_from + 3)
    return 0;
  guint year = yt_year_at(a, block->item_from, &end);
  *month = year != 0 ? (guint) strtoul(a->text->text + end, NULL, 10) : 0;
  return *month != 0 ? year : 0;
}

/* That of the last such line below the text, or of one below the title. */
static guint
year_of_dated_line(const YtAnalysis *a, guint *month)
{
  enum { MAX_HEAD = 6 };
  guint year = 0;
  for (guint b = a->blocks->len; b > a->blocks->len / 2 && year == 0; b--)
    year = year_of_line(a, b - 1, month);
  for (guint b = 0; b < MIN(a->blocks->len, MAX_HEAD) && year == 0; b++)
    year = year_of_line(a, b, month);
  return year;
}

guint
yt_year_of_document(const YtAnalysis *a, guint *month)
{
  const YtHeader *header = &a->header;
  *month = 0;
  if (header->issued) {
    *month = (guint) strtoul(header->issued + 5, NULL, 10);
    return (guint) strtoul(header->issued, NULL, 10);
  }
  guint year = last_year_in(header->number);
  if (year == 0)
    year = last_year_in(header->title);
  return year != 0 ? year : year_of_dated_line(a, month);
}

void
yt_find_figures(YtAnalysis *analysis)
{
  YtFigureReader r = {.a = analysis, .in = analysis->grammar->figures, .place = -1, .made_fund = -1};
  memset(r.last, -1, sizeof r.last);
  memset(r.recent, -1, sizeof r.recent);
  r.issued_year = yt_year_of_document(analysis, &r.issued_month);
  r.report_year = year_of_report(analysis->header.title);
  r.home = yt_find_home(analysis);
  r.approved = find_approved(analysis);
  r.national = yt_is_national(analysis, analysis->header.issuer);
  r.forward = yt_looks_forward(analysis->header.title) && !yt_is_regulation(analysis->header.title);
  r.amounts = g_array_new(FALSE, TRUE, sizeof(YtAmount));
  r.segments = g_array_new(FALSE, TRUE, sizeof(YtSegment));
  r.metric = g_string_new(NULL);
  r.whole = g_string_new(NULL);
  while (r.first_heading < analysis->blocks->len &&
         yt_block(analysis, r.first_heading)->kind != YT_BLOCK_HEADING)
    r.first_heading++;
  r.first_heading = r.first_heading < analysis->blocks->len ? r.first_heading : 0;
  guint32 block = G_MAXUINT32;
  YtPlansScan plans = {0};
  for (r.s = 0; r.s < analysis->sentences->len; r.s++) {
    const YtSentence *sentence = yt_sentence(analysis, r.s);
    if (sentence->block != block) {
      block = sentence->block;
      const YtBlock *now = yt_block(analysis, block);
      if (now->kind == YT_BLOCK_HEADING) {
        if (now->level <= r.section_level)
          r.section = (YtYears){0, 0};
        yt_keep_tense(&r, now);
      }
      keep_headline(&r, now);
      gboolean under_plans = yt_is_under_plans(analysis, block, &plans);
      r.block_planned = yt_is_block_planned(&r, block) || (under_plans && r.tense == YT_TENSE_OPEN);
      r.carried = r.carried_to_others = r.section;
      r.head.n = 0;
      r.made_fund = -1;
    }
    if (sentence->is_head || yt_begins_run_in(analysis, sentence->item_from)) {
      r.head.n = 0;
      r.carried = r.carried_to_others = r.section;
    }
    if (r.tense == YT_TENSE_TERMS)
      continue;
    if (sentence->cell >= 0 && yt_find_cell_figure(analysis, r.s, r.forward, r.issued_year, r.home))
      continue;
    if (tells_figures(&r, sentence))
      read_sentence(&r);
  }
  g_array_unref(r.amounts);
  g_array_unref(r.segments);
  g_string_free(r.metric, TRUE);
  g_string_free(r.whole, TRUE);
}
