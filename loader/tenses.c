/* tenses.c: which year figures are of, and whether they are facts or plans.
 *
 * Both are read along the sentence, as far as the amount in hand: the last year named before it holds, and so does the
 * last word that speaks of plans (力争) or facts (已). Where a sentence says nothing, its section's heading, the beginning
 * of its paragraph and the kind of the document do. */
#include <stdlib.h>

#include "loader/figures.h"

/* ---- years ---- */

static void
set_years(YtYearScan *scan, guint from, guint to, gboolean passing)
{
  scan->found = (YtYears){from, to};
  scan->in_segment = TRUE;
  scan->is_passing = passing;
}

/* 2024年11月: a moment, unless it ends a period: 截至2024年11月, 2024年1至5月, 2024年12月底. */
static gboolean
is_moment(const YtFigureReader *r, guint32 i, guint32 from, guint32 to)
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

/* Does the sentence have a word that tells what was: 已, 共有? */
static gboolean
looks_back(const YtFigureReader *r)
{
  const YtSentence *sentence = yt_sentence(r->a, r->s);
  for (guint32 i = sentence->item_from; i < sentence->item_to; i++)
    if (in(r, i, r->in.done) || is(r, i, "同比") || is(r, i, "实现"))
      return TRUE;
  return FALSE;
}

/* Is the month behind year item @i over when the document is issued? 6月底前 says nothing of it. */
static gboolean
is_past_month(const YtFigureReader *r, guint32 i, guint year)
{
  if (r->issued_year == 0 || year > r->issued_year)
    return FALSE;
  for (guint32 p = i + 1; p < i + 4; p++)
    if (item_at(r, p)->kind == YT_ITEM_NUMBER) {
      guint month = (guint) strtoul(r->a->text->text + item_at(r, p)->start, NULL, 10);
      gboolean before = yt_text_has(r->a, item_at(r, p)->end, "月前");
      return !before && (year < r->issued_year || month < r->issued_month);
    }
  return FALSE;
}

/* 20251至5月, 202116月: the months of a period, whose marks are lost. */
static gboolean
is_period(const YtFigureReader *r, guint32 i)
{
  const YtItem *item = item_at(r, i);
  const char *month = r->a->text->text + item->start + 4;
  return yt_text_has(r->a, item->end, "至") ||
         (item->end - item->start == 6 && (month[0] - '0') * 10 + month[1] - '0' > 12);
}

/* 十四五末 → 2025, “十五五”期间 → 2026-2030. The first plan was that of 1953; the numbers here are 十二 to 十六. */
static gboolean
read_plan_period(const YtFigureReader *r, guint32 i, YtYearScan *scan)
{
  static const struct {
    const char *name;
    guint first;
  } plans[] = {{"十二五", 2011}, {"十三五", 2016}, {"十四五", 2021}, {"十五五", 2026}, {"十六五", 2031}};
  guint32 p = item_at(r, i)->start;
  for (guint k = 0; k < G_N_ELEMENTS(plans); k++) {
    if (!yt_text_has(r->a, p, plans[k].name))
      continue;
    p += (guint32) strlen(plans[k].name);
    if (yt_text_has(r->a, p, "”") || yt_text_has(r->a, p, "’"))
      p += 3;
    guint32 name = item_at(r, i)->start; /* its quotation mark stands before */
    gboolean quoted = yt_text_ends(r->a, name, "“") || yt_text_ends(r->a, name, "‘");
    gboolean compared = yt_text_ends(r->a, name - (quoted ? 3 : 0), "比") ||
                        yt_text_ends(r->a, name - (quoted ? 3 : 0), "较");
    if (yt_text_has(r->a, p, "末的") || yt_text_has(r->a, p, "以来") || compared)
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
read_relative_year(const YtFigureReader *r, guint32 i, guint32 from, guint32 to, YtYearScan *scan)
{
  static const struct {
    const char *word;
    gint offset;
  } words[] = {{"今年", 0},    {"年内", 0},  {"本年", 0}, {"去年", -1},
               {"上年末", -1}, {"前年", -2}, {"明年", 1}};
  guint32 start = item_at(r, i)->start;
  if (i > from && (item_at(r, i - 1)->kind == YT_ITEM_NUMBER || item_at(r, i - 1)->pos == YT_POS_NUMERAL))
    return; /* 3年内 */
  guint whole_year = r->section.to != 0 ? r->section.to : r->report_year;
  if (whole_year != 0 && yt_text_has(r->a, start, "全年")) { /* of the year that the report is about */
    set_years(scan, 0, whole_year, FALSE);
    return;
  }
  for (guint k = 0; k < G_N_ELEMENTS(words); k++)
    if (yt_text_has(r->a, start, words[k].word)) {
      if (r->issued_year == 0) { /* no year that was named before */
        set_years(scan, 0, 0, FALSE);
        return;
      }
      gboolean of_section = k == 1 && r->section.to != 0; /* 一、2024年工作: 年内 is in 2024 */
      set_years(scan, 0, of_section ? r->section.to : (guint) ((gint) r->issued_year + words[k].offset),
                is_moment(r, i, from, to));
      return;
    }
  if (r->issued_year != 0 && i + 1 < to && (is(r, i, "截至") || is(r, i, "截止")) &&
      item_at(r, i + 1)->kind == YT_ITEM_NUMBER && item_at(r, i + 1)->end - item_at(r, i + 1)->start <= 2 &&
      yt_text_has(r->a, item_at(r, i + 1)->end, "月"))
    set_years(scan, 0, r->issued_year, FALSE);
}

/* 1—12月 at item @i. */
static gboolean
spans_months(const YtFigureReader *r, guint32 i)
{
  static const char *const first[] = {"1—", "1-", "1－", "1至", "1到"};
  for (guint k = 0; item_at(r, i)->kind == YT_ITEM_NUMBER && k < G_N_ELEMENTS(first); k++)
    if (yt_text_has(r->a, item_at(r, i)->start, first[k])) {
      const char *p = r->a->text->text + item_at(r, i)->start + strlen(first[k]);
      while (g_ascii_isdigit(*p) || g_str_has_prefix(p, "—"))
        p += g_ascii_isdigit(*p) ? 1 : strlen("—");
      return g_str_has_prefix(p, "月");
    }
  return FALSE;
}

void
yt_scan_years(YtFigureReader *r, const YtSegment *segment, guint32 to, YtYearScan *scan)
{
  for (; (scan->cursor = yt_next_player_in(r->a, scan->cursor, to, YT_ROLE_WHEN)) < to; scan->cursor++) {
    guint32 i = scan->cursor, end, from_end;
    const YtItem *item = item_at(r, i);
    if (item->mention != 0)
      continue;
    guint year = yt_year_at(r->a, i, &end);
    if (year != 0) {
      gboolean since = yt_text_has(r->a, end, "以来") || yt_text_has(r->a, end, "来") ||
                       yt_text_has(r->a, end, "开始") || yt_text_has(r->a, end, "起") ||
                       (i > segment->from && (is(r, i - 1, "自") || is(r, i - 1, "自从")));
      gboolean until = i > segment->from && (is(r, i - 1, "到") || is(r, i - 1, "至"));
      gboolean spans = until && i > segment->from + 2 && is(r, i - 2, "年") && /* 2020年至2024年 */
                       yt_year_at(r->a, i - 3, &from_end) != 0;
      gboolean changes = i > segment->from + 1 && (in(r, i - 2, r->in.growth) || in(r, i - 2, r->in.reach));
      until = until && !spans && !changes; /* 提升至2013年的84.6亿元 */
      if ((i > segment->from && (is(r, i - 1, "比") || is(r, i - 1, "较") || is(r, i - 1, "相比") ||
                                 is(r, i - 1, "超过") || is(r, i - 1, "高于"))) ||
          yt_text_has(r->a, end, "相比"))
        continue; /* a year to compare with */
      gboolean damaged = item->end - item->start > 4 && !is_period(r, i);
      if (since)
        set_years(scan, 0, 0, FALSE);
      else
        set_years(scan, 0, year, damaged || is_moment(r, i, segment->from, segment->to));
      if (is_moment(r, i, segment->from, segment->to) && is_past_month(r, i, year))
        r->planned = FALSE;                      /* 2022年6月,某县出资5亿元 */
      if (until && r->tense != YT_TENSE_FACTS && /* 一、“十二五”发展回顾: 到2015年底,… */
          (r->issued_year != 0 ? year >= r->issued_year : r->forward || !looks_back(r)))
        r->planned = r->until = TRUE;
      guint32 p = i; /* 2022-2024年 */
      while (p > segment->from && item_at(r, p - 1)->kind == YT_ITEM_MARK && i - p < 3)
        p--;
      if (p < i && p > segment->from && item_at(r, p - 1)->kind == YT_ITEM_NUMBER &&
          item_at(r, p - 1)->end - item_at(r, p - 1)->start == 4)
        scan->found.from = (guint) strtoul(r->a->text->text + item_at(r, p - 1)->start, NULL, 10);
      if (spans)
        scan->found.from = yt_year_at(r->a, i - 3, &from_end);
    } else if (r->report_year != 0 && spans_months(r, i)) {
      set_years(scan, 0, r->report_year, FALSE);
    } else if (item->kind == YT_ITEM_HAN && !read_plan_period(r, i, scan)) {
      read_relative_year(r, i, segment->from, segment->to, scan);
      if (!scan->in_segment && in(r, i, r->in.now))
        scan->found = (YtYears){0, 0};
    }
  }
}

/* ---- plans and facts ---- */

/* Does a bound follow, as of what is wanted: 累计投入/不/低于3亿元, 50家以上? */
static gboolean
sets_bound(const YtFigureReader *r, guint32 i)
{
  static const char *const words[] = {"不低于", "不少于", "以上", "达到", "力争"};
  guint32 to = MIN(yt_sentence(r->a, r->s)->item_to, i + 8);
  for (; i < to && item_at(r, i)->kind != YT_ITEM_COMMA; i++)
    for (guint k = 0; k < G_N_ELEMENTS(words); k++)
      if (yt_text_has(r->a, item_at(r, i)->start, words[k]))
        return TRUE;
  return FALSE;
}

/* Does item @i say that what is told has been? 已解决 does; 累计 only where the sentence speaks of no plan; 现有 not in
 * 整合现有资源. */
static gboolean
says_done(const YtFigureReader *r, guint32 i)
{
  const YtItem *item = item_at(r, i);
  if (!in(r, i, r->in.done) && !(item->end - item->start > 3 && yt_text_has(r->a, item->start, "已")))
    return FALSE;
  if (is(r, i, "累计"))
    return !r->until && !r->announces && r->tense != YT_TENSE_PLANS && !sets_bound(r, i + 1);
  if (i == 0)
    return TRUE;
  gboolean attribute = is(r, i, "现有") && item_at(r, i - 1)->pos == YT_POS_VERB;
  return !attribute && !is(r, i - 1, "由") && !is(r, i - 1, "从");
}

/* 经省政府同意, 已获同意: it has been given. */
static gboolean
is_consent_had(const YtFigureReader *r, guint32 i)
{
  for (guint32 p = i;
       p > yt_sentence(r->a, r->s)->item_from && i - p < 8 && item_at(r, p - 1)->kind != YT_ITEM_COMMA; p--)
    if (is(r, p - 1, "经") || is(r, p - 1, "已") || is(r, p - 1, "已经") || is(r, p - 1, "获") ||
        is(r, p - 1, "不"))
      return TRUE;
  return FALSE;
}

/* 完成全年目标任务的122%, 为全年目标的27%: what was wanted is reached. */
static gboolean
is_met(const YtFigureReader *r, guint32 i)
{
  if (i + 2 < yt_sentence(r->a, r->s)->item_to && is(r, i + 1, "的") &&
      item_at(r, i + 2)->kind == YT_ITEM_NUMBER)
    return TRUE;
  for (guint32 p = i;
       p > yt_sentence(r->a, r->s)->item_from && i - p < 8 && item_at(r, p - 1)->kind != YT_ITEM_COMMA; p--)
    if (is(r, p - 1, "完成") || is(r, p - 1, "超额完成"))
      return TRUE;
  return FALSE;
}

/* 某局要会同有关单位…, 集群应达到如下指标: what somebody is told to do. */
static gboolean
is_told_to(const YtFigureReader *r, guint32 i)
{
  gboolean demands = is(r, i, "要求") && i + 1 < r->a->items->len &&
                     (item_at(r, i + 1)->pos == YT_POS_VERB || /* 要求培育企业5家 */
                      item_at(r, i + 1)->pos == YT_POS_VERBAL);
  if (!(demands || is(r, i, "要") || is(r, i, "应") || is(r, i, "应当")) || i == 0)
    return FALSE;
  const YtItem *before = item_at(r, i - 1);
  return before->mention != 0 || before->kind == YT_ITEM_COMMA || before->pos == YT_POS_NOUN;
}

/* 为企业争取专项资金2900万元, 谋划项目36个: does the clause from item @i on name money, or projects, and a number? */
static gboolean
counts_what_is_had(const YtFigureReader *r, guint32 i)
{
  enum { MAX_ITEMS = 20 };
  gboolean counted = FALSE, number = FALSE;
  for (guint32 p = i + 1; p < r->a->items->len && p < i + MAX_ITEMS; p++) {
    const YtItem *item = item_at(r, p);
    if (item->kind == YT_ITEM_COMMA || item->kind == YT_ITEM_STOP)
      break;
    number = number || item->kind == YT_ITEM_NUMBER;
    counted = counted || yt_text_ends(r->a, item->end, "资金") || yt_text_ends(r->a, item->end, "项目");
  }
  return counted && number;
}

/* 共争取资金4.6亿元, 争取到, or what is counted outside of plans: it has been had. */
static gboolean
is_won(const YtFigureReader *r, guint32 i)
{
  gboolean won = yt_text_has(r->a, item_at(r, i)->start, "争取");
  if ((!won && !is(r, i, "谋划")) || i == 0)
    return FALSE;
  if (r->tense != YT_TENSE_PLANS && !r->forward && counts_what_is_had(r, i))
    return TRUE;
  return won && (is(r, i - 1, "共") || is(r, i - 1, "累计") || is(r, i - 1, "已") || is(r, i - 1, "成功") ||
                 is(r, i - 1, "共计") || yt_text_has(r->a, item_at(r, i)->end, "到"));
}

/* 投产后年产值可达5亿元, but 大桥可达 says what is: does 后 stand before item @i? */
static gboolean
is_able_later(const YtFigureReader *r, guint32 i)
{
  for (guint32 p = yt_sentence(r->a, r->s)->item_from; p < i; p++)
    if (is(r, p, "后") || yt_text_ends(r->a, item_at(r, p)->end, "后"))
      return TRUE;
  return FALSE;
}

/* 该县计划开工项目107个: 计划 with what is to be done behind it. */
static gboolean
is_verb_plan(const YtFigureReader *r, guint32 i)
{
  if (!is(r, i, "计划") || i == 0 || i + 1 >= yt_sentence(r->a, r->s)->item_to ||
      item_at(r, i + 1)->mention != 0)
    return FALSE;
  const YtItem *before = item_at(r, i - 1), *behind = item_at(r, i + 1);
  return (before->mention != 0 || before->kind == YT_ITEM_COMMA || before->pos == YT_POS_TIME ||
          before->pos == YT_POS_ADVERB || is(r, i - 1, "该县") || is(r, i - 1, "县") ||
          is(r, i - 1, "公司")) &&
         (behind->pos == YT_POS_VERB || behind->pos == YT_POS_VERBAL) && !is(r, i + 1, "总投资") &&
         !is(r, i + 1, "投资") && !is(r, i + 1, "完成");
}

void
yt_scan_modality(YtFigureReader *r, guint32 *cursor, guint32 to)
{
  for (; (*cursor = yt_next_player_in(r->a, *cursor, to, YT_ROLE_MODALITY)) < to; ++*cursor) {
    guint32 i = *cursor;
    const YtItem *item = item_at(r, i);
    if (item->mention != 0 || item->kind != YT_ITEM_HAN)
      continue;
    if (in(r, i, r->in.plan) || is_told_to(r, i) || is_verb_plan(r, i) || yt_tells_of_completion(r, i)) {
      /* 将X列入: what is done to X, not when */
      gboolean object =
          is(r, i, "将") && i + 1 < to &&
          (item_at(r, i + 1)->mention != 0 || is_quote(r, i + 1) || item_at(r, i + 1)->pos == YT_POS_NOUN);
      gboolean had = is(r, i, "同意") && is_consent_had(r, i);
      gboolean estimate = r->tense == YT_TENSE_FACTS &&
                          (is(r, i, "预计") || (is(r, i, "达产") && !yt_text_has(r->a, item->end, "后")));
      /* 2024年工作回顾: 预计实现391亿元, 已全面达产 */
      gboolean met = (is(r, i, "目标") && is_met(r, i)) || is_won(r, i);
      gboolean able = yt_text_has(r->a, item->start, "可") && !is_able_later(r, i);
      if (!object && !had && !estimate && !met && !able) {
        r->told = FALSE;
        r->planned = r->announces = TRUE;
        r->grants = FALSE;
      }
    } else if (in(r, i, r->in.grant)) {
      r->grants = TRUE;
    } else if (in(r, i, r->in.intent)) {
      r->intended = !r->told; /* 截至目前,累计…,争创国家级企业709家: they are */
    } else if (is(r, i, "来") && i > 0 && yt_text_ends(r->a, item->start, "年")) { /* 五年来 */
      r->planned = r->intended = FALSE;
    } else if (says_done(r, i) && !yt_text_has(r->a, item->start, "建成后")) {
      r->told = r->told || is(r, i, "截至");
      r->planned = r->intended = FALSE;
    }
  }
}

static gboolean
has_future(const YtFigureReader *r, guint32 from, guint32 to)
{
  for (guint32 i = from; i < to; i++)
    if (!is_named(r, i) && in(r, i, r->a->grammar->known.future) && !is_won(r, i)) /* 合肥市未来产业基金 */
      return TRUE;
  return FALSE;
}

/* What the text under @heading tells: plans (五、下一步打算; 二、2025年重点任务), facts (一、发展基础), or what all of the
 * document tells. */
static YtTense
tense_of_heading(YtFigureReader *r, const YtBlock *heading)
{
  guint32 first = heading->item_from, year_end;
  while (first < heading->item_to && item_at(r, first)->start < heading->head_start)
    first++;
  const YtKnownLists *known = &r->a->grammar->known;
  gboolean act = first < heading->item_to && in(r, first, known->measure_verb) &&
                 !in(r, first, known->modifier); /* 发展基础 */
  if (first < heading->item_to && yt_text_has(r->a, item_at(r, first)->start, "请"))
    return YT_TENSE_PLANS; /* 五、请你省会同有关单位抓好以下工作 */
  if (heading->head_end - heading->head_start >= 90 || first == heading->item_to || act)
    return has_future(r, heading->item_from, heading->item_to) && heading->end - heading->start < 90
               ? YT_TENSE_PLANS
               : YT_TENSE_OPEN;
  YtTense tense = YT_TENSE_OPEN; /* the last word tells: 计划执行情况 is a look back */
  guint named = 0;
  for (guint32 i = first; i < heading->item_to && item_at(r, i)->start < heading->head_end; i++) {
    guint year = yt_year_at(r->a, i, &year_end);
    if (in(r, i, r->in.terms))
      tense = YT_TENSE_TERMS;
    else if (in(r, i, r->in.background) || (year != 0 && year < r->issued_year))
      tense = YT_TENSE_FACTS;
    else if (in(r, i, r->in.prospect) || in(r, i, r->a->grammar->known.future) ||
             (year != 0 && r->issued_year != 0 &&
              (year > r->issued_year || (r->facts_year != 0 && year > r->facts_year))))
      tense = YT_TENSE_PLANS;
    named = year != 0 ? year : named;
  }
  if (tense == YT_TENSE_FACTS)
    r->facts_year = named;
  if (named != 0 && tense != YT_TENSE_OPEN && tense != YT_TENSE_TERMS) {
    r->section = (YtYears){0, named};
    r->section_level = heading->level;
  }
  return tense;
}

void
yt_keep_tense(YtFigureReader *r, const YtBlock *heading)
{
  if (heading->level > YT_LEVEL_ITEM || (r->tense_level != YT_LEVEL_NONE && heading->level > r->tense_level))
    return;
  r->tense = tense_of_heading(r, heading);
  r->tense_level = r->tense == YT_TENSE_OPEN ? YT_LEVEL_NONE : heading->level;
  r->goals = FALSE;
  for (guint32 p = heading->head_start; p < heading->head_end; p++)
    r->goals = r->goals || yt_text_has(r->a, p, "目标");
}

/* What stands under the name of a park tells how it is; under that of a project, what it shall be. */
static gboolean
tells_of_headline(const YtFigureReader *r)
{
  return r->headline.n > 0 && yt_mention(r->a, r->headline.mentions[0])->class != YT_CLASS_PROJECT;
}

gboolean
yt_leads_to_plans(const YtAnalysis *a, const YtBlock *block)
{
  if (block->kind != YT_BLOCK_PARAGRAPH || !yt_text_ends(a, block->end, ":"))
    return FALSE;
  guint32 first = MAX(block->item_to, block->item_from + 1) - 1;
  while (first > block->item_from && yt_item(a, first - 1)->kind != YT_ITEM_STOP)
    first--;
  for (guint32 i = first; i < MIN(block->item_to, first + 3); i++) {
    const YtItem *item = yt_item(a, i);
    if (item->mention == 0 && yt_item_in(a, item, a->grammar->known.future))
      return !yt_text_has(a, item->start, "议定") && /* what a meeting resolves may be done at once */
             !yt_text_ends(a, item->start, "现");    /* 现将有关情况通报如下: */
  }
  return FALSE;
}

gboolean
yt_is_under_plans(const YtAnalysis *a, guint b, YtPlansScan *scan)
{
  for (; scan->next <= b; scan->next++) {
    const YtBlock *block = yt_block(a, scan->next);
    if (block->kind == YT_BLOCK_HEADING) {
      if (scan->leads)
        scan->level = block->level;
      else if (block->level < scan->level)
        scan->level = YT_LEVEL_NONE;
    }
    scan->leads = yt_leads_to_plans(a, block);
  }
  return scan->level != YT_LEVEL_NONE;
}

gboolean
yt_is_block_planned(const YtFigureReader *r, guint b)
{
  const YtBlock *block = yt_block(r->a, b);
  return r->tense == YT_TENSE_PLANS ||
         (r->tense == YT_TENSE_OPEN && r->forward && b >= r->first_heading && !tells_of_headline(r)) ||
         has_future(r, block->item_from, MIN(block->item_to, block->item_from + 3));
}
