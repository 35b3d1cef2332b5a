/* metrics.c: what a number measures: the nominal phrase before it, or behind its measure word.
 *
 *   phrase := nominal+            产值 实现 218.6亿元, 举办 8 场 对接活动
 *
 * A phrase is read outwards from the amount, item by item, as long as the items may stand inside one; what that is, the
 * lists quantity/… of the grammar say. Looking around an amount is bounded by MAX_PHRASE items. */
#include "loader/figures.h"

#define MAX_PHRASE 32 /* items of a metric: longer ones are sentences */

/* ---- nominal phrases ---- */

static gboolean
begins_with_numeral(const YtFigureReader *r, guint32 i)
{
  static const char *const numerals[] = {"一", "二", "三", "四", "五", "六", "七",   "八",
                                         "九", "十", "百", "千", "万", "亿", "两",   "几",
                                         "数", "多", "半", "余", "首", "每", "部分", "许多"};
  for (guint k = 0; k < G_N_ELEMENTS(numerals); k++)
    if (yt_text_has(r->a, item_at(r, i)->start, numerals[k]))
      return TRUE;
  return FALSE;
}

gboolean
yt_is_money_noun(const YtFigureReader *r, guint32 i)
{
  static const char *const ends[] = {"资金", "经费", "基金", "费用"};
  if (in(r, i, r->in.money_noun) || is(r, i, "费"))
    return TRUE;
  for (guint k = 0; k < G_N_ELEMENTS(ends); k++)
    if (item_at(r, i)->kind == YT_ITEM_HAN && yt_text_ends(r->a, item_at(r, i)->end, ends[k]) &&
        !is_named(r, i))
      return TRUE;
  return FALSE;
}

/* A single character that makes a noun of the verb before it. */
static gboolean
is_suffix(const YtFigureReader *r, guint32 i)
{
  const YtItem *item = item_at(r, i);
  if (item->end - item->start != 3 || item->mention != 0)
    return FALSE;
  switch (yt_utf8_get(r->a->text->text + item->start)) {
  case 0x578B: /* 型 */
  case 0x7EA7: /* 级 */
  case 0x6027: /* 性 */
  case 0x5F0F: /* 式 */
  case 0x5316: /* 化 */
  case 0x7387: /* 率 */
  case 0x989D: /* 额 */
  case 0x91CF: /* 量 */
  case 0x6869: /* 桩 */
  case 0x7AD9: /* 站 */
  case 0x5546: /* 商 */
  case 0x673A: /* 机 */
  case 0x5668: /* 器 */
  case 0x8D39: /* 费 */
  case 0x573A: /* 场 */
  case 0x7EBF: /* 线 */
  case 0x54C1: /* 品 */
  case 0x70B9: /* 点 */
  case 0x6570: /* 数 */
  case 0x4EF7: /* 价 */
  case 0x7C7B: /* 类 */ return TRUE;
  default: return FALSE;
  }
}

/* 集聚了: no noun. */
static gboolean
is_perfect(const YtFigureReader *r, guint32 i)
{
  const YtItem *item = item_at(r, i);
  return item->kind == YT_ITEM_HAN && item->end - item->start > 3 && item->mention == 0 &&
         yt_text_ends(r->a, item->end, "了");
}

gboolean
yt_is_nominal(const YtFigureReader *r, guint32 i, guint32 to)
{
  const YtItem *item = item_at(r, i);
  if (item->mention != 0)
    return !is_named(r, i);
  if (item->kind == YT_ITEM_LATIN || is_quote(r, i))
    return TRUE;
  if ((is(r, i, "年") || is(r, i, "月") || is(r, i, "日")) && i > 0 &&
      item_at(r, i - 1 - (i > 1 && item_at(r, i - 1)->kind == YT_ITEM_SPACE))->kind ==
          YT_ITEM_NUMBER) /* 到2025年/突破6500亿元 */
    return FALSE;
  if (item->kind == YT_ITEM_NUMBER) /* 1类新药, 世界500强 */
    return (yt_text_has(r->a, item->end, "类") && item->end - item->start == 1) ||
           yt_text_has(r->a, item->end, "强");
  if (is(r, i, "强") && i > 0 && item_at(r, i - 1)->kind == YT_ITEM_NUMBER)
    return TRUE;
  if (item->kind != YT_ITEM_HAN || is_perfect(r, i) || is(r, i, "第")) /* 居全省第4位 */
    return FALSE;
  if (in(r, i, r->in.modifier) || in(r, i, r->in.noun) || in(r, i, r->in.money_noun) ||
      (in(r, i, r->a->grammar->known.inner) && !in(r, i, r->in.growth)))
    return TRUE;
  if (is(r, i, "占") && i + 1 < to && (is(r, i + 1, "比") || is(r, i + 1, "比较")))
    return TRUE;
  if (is(r, i, "比较") && i > 0 && is(r, i - 1, "占"))
    return TRUE;
  if (is(r, i, "比") && i > 0 && is(r, i - 1, "占"))
    return TRUE;
  if (is(r, i, "类") && i > 0 &&
      (item_at(r, i - 1)->kind == YT_ITEM_NUMBER || item_at(r, i - 1)->kind == YT_ITEM_LATIN))
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
  case YT_POS_NUMERAL:
    if (i + 1 < to && (is(r, i, "一类") || is(r, i, "二类") || is(r, i, "三类"))) /* 一类/新药 */
      return TRUE;
    /* 五/千亿级产业链 */
    if (i + 1 < to && item->end - item->start == 3 && item_at(r, i + 1)->end - item_at(r, i + 1)->start > 3 &&
        yt_text_ends(r->a, item_at(r, i + 1)->end, "级"))
      return TRUE;
    /* 百亿元企业, 千亿级; the vocabulary calls some nouns measure words: 充电/桩 */
    return (item->end - item->start > 3 &&
            (yt_text_ends(r->a, item->end, "元") || yt_text_ends(r->a, item->end, "级"))) ||
           (i + 1 < to && is(r, i + 1, "级")) || (!stops && !begins_with_numeral(r, i));
  case YT_POS_VERB: /* 初创/型, 充电/桩 */
    return i + 1 < to && !stops && !in(r, i, r->in.empty) && !in(r, i, r->in.growth) && is_suffix(r, i + 1);
  default: return FALSE;
  }
}

/* The item of the "(" that the ")" at @i closes, or @i. */
static guint32
bracket_before(const YtFigureReader *r, guint32 from, guint32 i)
{
  for (guint32 p = i; p > from && i - p < 12; p--)
    if (is(r, p - 1, "("))
      return is(r, p, "以下") || is(r, p, "简称") ? i : p - 1; /* another name of what stands before it */
  return i;
}

/* The item of the “ that the ” at @i closes, or @i: 新增“三品一标”67个. */
static guint32
quote_before(const YtFigureReader *r, guint32 from, guint32 i)
{
  for (guint32 p = i; p > from && i - p < 12 && item_at(r, p - 1)->mention == 0; p--)
    if (is(r, p - 1, "“"))
      return p - 1;
  return i;
}

/* A verb that no metric begins with: 实现, 达到, 建设. */
static gboolean
is_light(const YtFigureReader *r, guint32 i)
{
  return in(r, i, r->in.empty) || in(r, i, r->in.about) || in(r, i, r->in.over) || in(r, i, r->in.create) ||
         in(r, i, r->in.growth) || in(r, i, r->in.reach) || in(r, i, r->in.plan) || in(r, i, r->in.done) ||
         in(r, i, r->in.keep) || in(r, i, r->in.before_topic);
}

/* The verb that a head noun needs before it, 返/投/比例, 使用/比例, 供/氢能力, and the size in 6/英寸/晶圆: where phrase [i, end)
 * begins then. */
static guint32
before_head(const YtFigureReader *r, guint32 from, guint32 i, guint32 end)
{
  if (i == end)
    return i;
  if (i > from && in(r, i, r->in.size) && item_at(r, i - 1)->kind == YT_ITEM_NUMBER)
    return i - 1;
  if (item_at(r, end - 1)->mention != 0 || !in(r, end - 1, r->in.head))
    return i;
  for (guint n = 0; n < 2 && i > from; n++) {
    const YtItem *item = item_at(r, i - 1);
    gboolean verb = item->kind == YT_ITEM_HAN && item->mention == 0 &&
                    (item->pos == YT_POS_VERB || item->pos == YT_POS_VERBAL || item->pos == YT_POS_NONE);
    if (!verb || is_light(r, i - 1))
      break;
    i--;
    if (item->end - item->start > 3)
      break;
  }
  return i;
}

/* 生物城/规划面积: where phrase [i, end) begins without the park that was named before. */
static guint32
behind_park(const YtFigureReader *r, guint32 from, guint32 i, guint32 end)
{
  guint inside = i < end ? yt_says_inside(r->a, i) : 0;
  if (inside > 0 && i + inside < end)
    return i + inside; /* 园内/企业 */
  if (i + 1 < end && i > from && is(r, i, "园") && item_at(r, i - 1)->pos == YT_POS_NUMERAL)
    return i + 1; /* 两/园/产值 */
  if (i + 1 >= end || item_at(r, i)->mention != 0 || item_at(r, i + 1)->end - item_at(r, i + 1)->start <= 3 ||
      is(r, i + 1, "企业") || (!is(r, i, "园区") && !yt_is_kind_of_park(r->a, item_at(r, i))))
    return i;
  gboolean begins = i == from || item_at(r, i - 1)->kind != YT_ITEM_HAN ||
                    item_at(r, i - 1)->pos == YT_POS_TIME || is(r, i - 1, "年");
  return begins ? i + 1 : i;
}

guint32
yt_phrase_before(const YtFigureReader *r, guint32 from, guint32 end, guint k, gboolean joins)
{
  guint32 i = end;
  gboolean in_description = FALSE;
  while (i > from && end - i < MAX_PHRASE) {
    if (k > 0 && amount_at(r, k - 1)->item_to == i) {
      if (!amount_at(r, k - 1)->is_attribute)
        break;
      i = amount_at(r, --k)->item_from;
      in_description = TRUE;
    } else if (i < end && item_at(r, i - 1)->mention == 0 && in(r, i - 1, r->in.now)) {
      break; /* 开发区/现有/企业 */
    } else if (is(r, i - 1, "”") && quote_before(r, from, i - 1) != i - 1) {
      i = quote_before(r, from, i - 1);
    } else if (yt_is_nominal(r, i - 1, end) && !(i == end && is(r, i - 1, "“"))) {
      in_description = item_at(r, i - 1)->pos == YT_POS_NUMERAL;
      i--;
    } else if (joins && i < end && i - 1 > from && item_at(r, i - 1)->kind == YT_ITEM_HAN &&
               is_and(r, i - 1) && yt_is_nominal(r, i - 2, end) && !in(r, i - 2, r->in.empty)) {
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
  if (i > from && i + 1 < end && is(r, i, "大") && item_at(r, i - 1)->kind == YT_ITEM_NUMBER)
    i++; /* 全球10大/药企 */
  if (i > from && i + 1 < end && is(r, i - 1, "该"))
    i++;                          /* 该园规划面积 */
  if (i < end && is(r, i, "(")) { /* 《X政策》(某发〔2024〕11号)/奖补资金 */
    guint32 close = i;
    while (close + 1 < end && !is(r, close, ")"))
      close++;
    i = close + 1 < end ? close + 1 : i;
  }
  if (end > i && !yt_text_ends(r->a, item_at(r, end - 1)->end, "项目"))
    while (i + 1 < end && item_at(r, i)->mention == 0 && in(r, i, r->in.stage))
      i++; /* 新建高速公路; but 新建项目 */
  if (i + 1 < end && i > from && is(r, i, "内") && yt_text_ends(r->a, item_at(r, i)->start, "年"))
    i++; /* 三年/内/基金规模 */
  if (i > from && i + 1 < end && is(r, i, "研") && is(r, i - 1, "在"))
    return i - 1; /* 在/研/一类新药 */
  if (i > from && i < end && yt_text_has(r->a, item_at(r, i)->start, "产") &&
      (is(r, i - 1, "一") || is(r, i - 1, "二") || is(r, i - 1, "三")))
    return i - 1; /* 一/产/产值 */
  if (i + 1 < end && in(r, end - 1, r->in.money_noun) &&
      yt_text_has(r->a, item_at(r, end - 1)->start, "一次性"))
    return end - 1;                                  /* 国家级创新平台/一次性奖励 */
  for (guint32 p = i; p + 2 < end && p < i + 3; p++) /* 全部/投产/后/年产值 */
    if (item_at(r, p)->mention == 0 && yt_tells_of_completion(r, p)) {
      i = p;
      break;
    }
  while (i + 1 < end && (is(r, i, "后") || is(r, i, "投产")) && (is(r, i, "后") || is(r, i + 1, "后")))
    i++; /* 投产后年产值 */
  while (i + 1 < end && item_at(r, i)->mention == 0 && !in(r, i, r->in.modifier) &&
         !(in(r, i, r->in.over) && item_at(r, i + 1)->kind == YT_ITEM_NUMBER) &&
         (in(r, i, r->in.empty) || in(r, i, r->a->grammar->known.admin) ||
          (in(r, i, r->a->grammar->known.stop) && item_at(r, i)->pos != YT_POS_NONE) || is(r, i, "”")))
    i++;
  if (i + 1 == end && i > from && is_suffix(r, i) && item_at(r, i - 1)->kind == YT_ITEM_HAN &&
      item_at(r, i - 1)->mention == 0 && !in(r, i - 1, r->in.about))
    i--; /* 连接/数 */
  return behind_park(r, from, before_head(r, from, i, end), end);
}

/* 过50亿元 in 销售收入过50亿元企业: behind it, or @i where nothing such stands at item @i. */
static guint32
behind_description(const YtFigureReader *r, guint32 i, guint32 to)
{
  guint32 p = i;
  while (p < to && p < i + 2 && item_at(r, p)->mention == 0 && in(r, p, r->in.about))
    p++;
  if (p > i && p < to && in(r, p - 1, r->in.over) && item_at(r, p)->pos == YT_POS_NUMERAL &&
      item_at(r, p)->mention == 0 && yt_text_ends(r->a, item_at(r, p)->end, "亿元"))
    return p + 1; /* 过百亿元 */
  if (p == to || item_at(r, p)->kind != YT_ITEM_NUMBER)
    return i;
  for (guint k = r->next_amount; k < r->amounts->len && amount_at(r, k)->item_from <= p; k++)
    if (amount_at(r, k)->item_from == p && amount_at(r, k)->kind != YT_AMOUNT_COUNT)
      return amount_at(r, k)->item_to;
  return i;
}

/* Is item @i the metric of an amount behind it, and no end of what another one counts: 10家医药企业/总投资/28亿元? */
static gboolean
measures_next(const YtFigureReader *r, guint32 i, guint32 to)
{
  if (item_at(r, i)->mention != 0 || !(in(r, i, r->in.noun) || in(r, i, r->in.money_noun)))
    return FALSE;
  guint32 p = i + 1;
  while (p < to && p < i + 3 && item_at(r, p)->mention == 0 && in(r, p, r->in.about))
    p++;
  for (guint k = r->next_amount > 0 ? r->next_amount - 1 : 0;
       k < r->amounts->len && amount_at(r, k)->item_from <= p; k++)
    if (amount_at(r, k)->item_from == p && amount_at(r, k)->kind == YT_AMOUNT_MONEY)
      return !(p > i + 1 && in(r, p - 1, r->in.over) && amount_at(r, k)->item_to < to &&
               yt_is_nominal(r, amount_at(r, k)->item_to, to)); /* 5家/营业收入/过/500亿元/企业 */
  return FALSE;
}

/* Behind the short quotation, no name, that begins at item @i, or @i. */
static guint32
behind_quote(const YtFigureReader *r, guint32 i, guint32 to)
{
  if (!is(r, i, "“"))
    return i;
  for (guint32 p = i + 1; p < to && p < i + 10 && item_at(r, p)->mention == 0; p++)
    if (is(r, p, "”"))
      return p + 1;
  return i;
}

guint32
yt_phrase_after(const YtFigureReader *r, guint32 i, guint32 to)
{
  guint32 end = i;
  for (guint32 p = i; p < to && p - i < MAX_PHRASE; p++) {
    guint32 description = behind_description(r, p, to);
    if (p > i && description > p) {
      p = description < to && is(r, description, "的") ? description : description - 1;
      continue;
    }
    guint32 quoted = p == i ? behind_quote(r, p, to) : p;
    if (quoted > p && quoted < to && yt_is_nominal(r, quoted, to)) { /* 6个“低空+”新业态场景 */
      p = quoted - 1;
      continue;
    }
    const YtMention *mention = mention_of(r, p);
    gboolean named = is_named(r, p);
    if (named && (mention->class == YT_CLASS_PLACE || mention->class == YT_CLASS_AGENCY ||
                  mention->class == YT_CLASS_COMPANY || mention->class == YT_CLASS_PERSON))
      break;
    if (!named && !yt_is_nominal(r, p, to) && !(p == i && is(r, p, "其他")))
      break;
    if (end > i && (measures_next(r, p, to) || (p + 1 < to && item_at(r, p)->mention == 0 &&
                                                in(r, p, r->in.modifier) && measures_next(r, p + 1, to))))
      break; /* 52家企业/营业/收入/达3000亿元 */
    guint8 pos = item_at(r, p)->pos;
    gboolean last = p + 1 == to || item_at(r, p + 1)->kind != YT_ITEM_HAN; /* 10项其他咨询服务。 */
    if (p > i && p + 1 < to && in(r, p, r->in.grant) && item_at(r, p + 1)->kind == YT_ITEM_NUMBER)
      break; /* 3户企业奖励600万元 */
    if ((last || p > i) && in(r, p, r->in.settle))
      break; /* 32家落户, 5个项目落户某园 */
    if (named || mention || in(r, p, r->in.noun) || (in(r, p, r->in.money_noun) && last) ||
        (pos == YT_POS_VERBAL && last) ||
        (pos != YT_POS_VERB && pos != YT_POS_VERBAL && pos != YT_POS_DIRECTION))
      end = p + 1;
  }
  return end;
}

/* ---- metrics ---- */

static void
append_text(const YtFigureReader *r, guint32 start, guint32 end, GString *out)
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

void
yt_append_items(const YtFigureReader *r, guint32 from, guint32 to, GString *out)
{
  if (from >= to)
    return;
  guint32 start = item_at(r, from)->start;
  guint32 year_end;
  if (from > 0 && yt_year_at(r->a, from - 1, &year_end) != 0 && year_end > start &&
      year_end < item_at(r, to - 1)->end)
    start = year_end; /* 2024/年产值 */
  if (from > 1 && is(r, from - 1, "年") && item_at(r, from - 2)->kind != YT_ITEM_NUMBER)
    start -= 3;                                                       /* 年/产能 */
  static const char *const yearly[] = {"年均复合", "年复合", "年均"}; /* 年均/增速 */
  gboolean rate = is(r, from, "增速") || is(r, from, "增长率");
  for (guint k = 0; rate && k < G_N_ELEMENTS(yearly); k++)
    if (start >= strlen(yearly[k]) && yt_text_ends(r->a, start, yearly[k])) {
      start -= (guint32) strlen(yearly[k]);
      break;
    }
  append_text(r, start, item_at(r, to - 1)->end, out);
}

const char *
yt_earlier_metric(const YtFigureReader *r, guint back)
{
  guint n = r->a->figures->len;
  return n >= back && n - back >= r->first_figure ? yt_figure(r->a, n - back)->metric : NULL;
}

/* 提高到, 增至: does such a change begin at item @i? */
static gboolean
begins_change(const YtFigureReader *r, guint32 i)
{
  guint32 end = yt_sentence(r->a, r->s)->item_to;
  for (guint32 p = i; p < end && p < i + 3; p++) {
    if (item_at(r, p)->mention != 0)
      return FALSE;
    const char *last = r->a->text->text + item_at(r, p)->end - 3;
    gboolean to =
        item_at(r, p)->kind == YT_ITEM_HAN && (memcmp(last, "到", 3) == 0 || memcmp(last, "至", 3) == 0);
    if (to)
      return TRUE;
    if (!in(r, p, r->in.growth) && !in(r, p, r->in.reach))
      return FALSE;
  }
  return FALSE;
}

/* Does 完成 or 实现 at item @i stand behind a metric, as empty as 达到 there? 累计, 力争 and the like may stand between, where
 * nothing follows the amount that it could count: 累计完成5亿元投资. */
static gboolean
is_done_behind_metric(const YtFigureReader *r, guint32 from, guint32 i, const YtAmount *amount)
{
  if (!(is(r, i, "完成") || is(r, i, "实现")))
    return FALSE;
  if (amount->kind != YT_AMOUNT_COUNT && item_at(r, amount->item_to)->kind != YT_ITEM_HAN)
    while (i > from && item_at(r, i - 1)->mention == 0 &&
           (is(r, i - 1, "累计") || (in(r, i - 1, r->in.about) && in(r, i - 1, r->in.plan))))
      i--;
  if (i > from + 1 && is(r, i - 1, "分别")) /* 营业收入/分别/完成5亿元和3亿元 */
    i--;
  return i > from && item_at(r, i - 1)->mention == 0 && item_at(r, i - 1)->pos != YT_POS_ADVERB &&
         yt_is_nominal(r, i - 1, i);
}

static gboolean
is_bounded(const YtFigureReader *r, const YtAmount *amount)
{
  static const char *const bounds[] = {"以上", "以下", "左右", "以内"};
  for (guint k = 0; k < G_N_ELEMENTS(bounds); k++)
    if (yt_text_has(r->a, amount->end, bounds[k]))
      return TRUE;
  return FALSE;
}

/* “十三五”末: the item that the name of the plan before item @end begins with, or @end. */
static guint32
plan_period_before(const YtFigureReader *r, guint32 from, guint32 end)
{
  guint32 i = end > from && is_quote(r, end - 1) ? end - 1 : end;
  if (i == from || item_at(r, i - 1)->kind != YT_ITEM_HAN ||
      item_at(r, i - 1)->end - item_at(r, i - 1)->start != 9 ||
      !yt_text_ends(r->a, item_at(r, i - 1)->end, "五"))
    return end;
  i--;
  return i > from && is_quote(r, i - 1) ? i - 1 : i;
}

/* 比上届多2.1亿元, 比去年高3个百分点: the item of 比, where what follows ends before item @i and compares with the past; else @i. */
static guint32
change_before(const YtFigureReader *r, guint32 from, guint32 i)
{
  if (i < from + 3 || !(is(r, i - 1, "多") || is(r, i - 1, "高") || is(r, i - 1, "少") || is(r, i - 1, "低")))
    return i;
  guint32 p = i - 1;
  while (p > from + 1 && i - p < 5 && item_at(r, p - 1)->mention == 0 &&
         (in(r, p - 1, r->in.compare) || item_at(r, p - 1)->pos == YT_POS_TIME || is(r, p - 1, "上届") ||
          is(r, p - 1, "上次")) &&
         !is(r, p - 1, "比"))
    p--;
  return p < i - 1 && is(r, p - 1, "比") ? p - 1 : i;
}

/* 比2020年, 力争到2025年, 产值到2025年: the word that leads to the year which 年 at item @p ends; else @p. */
static guint32
led_year_before(const YtFigureReader *r, guint32 from, guint32 p)
{
  if (p < from + 2 || !is(r, p, "年") || item_at(r, p - 1)->kind != YT_ITEM_NUMBER)
    return p;
  guint32 i = p - 1;
  if (i > from + 1 && (is(r, i - 1, "到") || is(r, i - 1, "至"))) {
    i--;
    if (item_at(r, i - 1)->pos == YT_POS_NOUN && item_at(r, i - 1)->mention == 0)
      return i; /* 产值/到2025年/突破10亿元 */
  }
  return in(r, i - 1, r->in.compare) || in(r, i - 1, r->in.plan) || is(r, i - 1, "计划") ? i - 1 : p;
}

guint32
yt_skip_before(const YtFigureReader *r, guint32 from, const YtAmount *amount, YtReading *reading)
{
  guint32 i = amount->item_from, led;
  gboolean reaches = FALSE; /* 提高到60%, 降至5家: a level, no growth */
  while (i > from) {
    guint32 p = i - 1;
    if (item_at(r, p)->mention != 0 || item_at(r, p)->kind == YT_ITEM_SEPARATOR ||
        (is(r, p, "比") && p > from && is(r, p - 1, "占")) || change_before(r, from, i) < i)
      break;
    if (is(r, p, "达到") || is(r, p, "突破") || is(r, p, "力争"))
      reading->is_aim = TRUE;
    if (is(r, p, "到") || is(r, p, "至") || is(r, p, "为")) {
      reaches = TRUE;
    } else if (in(r, p, r->in.growth) || is(r, p, "降") || is(r, p, "增") ||
               (amount->kind == YT_AMOUNT_RATIO && is(r, p, "扩大"))) { /* 降幅较上月扩大14.5个百分点 */
      if (!reaches) {
        reading->is_growth = TRUE;
        reading->is_fall = reading->is_fall || in(r, p, r->in.fall) || is(r, p, "降");
      }
      reading->is_aim = reading->is_aim || reaches;
      reading->is_level = reading->is_level || reaches;
    } else if (reaches && in(r, p, r->in.reach)) { /* 由50亿元扩大到80亿元 */
      reading->is_aim = TRUE;
    } else if (p > from && ((is(r, p, "在") && in(r, p - 1, r->in.keep)) ||
                            (is(r, p, "于") && in(r, p - 1, r->in.over)))) {
      p--;                                                                  /* 保持在15%, 不少于60个 */
    } else if (is(r, p, "中") && i < amount->item_from && is(r, i, "有")) { /* 企业/中有/3家上市 */
    } else if (is(r, p, "在") && i == amount->item_from && amount->kind != YT_AMOUNT_COUNT &&
               is_bounded(r, amount)) {
      /* 利用率在75%以上 */
    } else if ((is(r, p, "由") || is(r, p, "从")) &&
               begins_change(r, amount->item_to)) { /* 由55%提高到68%: what was */
      reading->is_present = TRUE;
    } else if (is(r, p, "的") && p > from &&
               (is(r, p - 1, "目前") || is(r, p - 1, "原来") || is(r, p - 1, "原先"))) {
      reading->is_present = TRUE;
    } else if (is(r, p, "末") && plan_period_before(r, from, p) < p) {
      p = plan_period_before(r, from, p); /* 由“十三五”末16.5%降至14.5% */
      reading->has_year = TRUE;
    } else if (p >= from + 3 && is(r, p, "的") && is(r, p - 1, "年") && is(r, p - 3, "是") &&
               amount->kind == YT_AMOUNT_RATIO) { /* 是2021年的8倍 */
      reading->is_growth = reading->is_compared = TRUE;
      return p - 3;
    } else if (p >= from + 2 && is(r, p, "的") && is(r, p - 1, "年") &&
               item_at(r, p - 2)->kind == YT_ITEM_NUMBER) {
      p -= 2; /* 由2020年的1100家增加到2024年的6800家 */
      reading->has_year = TRUE;
    } else if (p >= from + 2 && is(r, p, "的") && item_at(r, p - 2)->kind == YT_ITEM_NUMBER &&
               (is(r, p - 1, "年末") || is(r, p - 1, "年底") || is(r, p - 1, "年初"))) {
      p -= 2; /* 从2021年末的3个增至6个 */
      reading->has_year = TRUE;
    } else if ((led = led_year_before(r, from, p)) < p) {
      p = led; /* 比2020年增长两倍; but 力争到2025年突破10亿元 */
      reading->is_compared = reading->is_compared || yt_text_ends(r->a, item_at(r, p)->end, "比") ||
                             yt_text_ends(r->a, item_at(r, p)->end, "较");
    } else if (p >= from + 2 && i < amount->item_from && is(r, p, "年") &&
               item_at(r, p - 1)->kind == YT_ITEM_NUMBER && item_at(r, p - 2)->kind == YT_ITEM_HAN &&
               item_at(r, p - 2)->pos == YT_POS_NOUN && item_at(r, p - 2)->mention == 0) {
      p -= 1;                                               /* 企业数量/2021年/为8631家 */
    } else if (is_done_behind_metric(r, from, p, amount)) { /* 地区生产总值完成9.09亿元, 投资累计完成12亿元 */
      p -= p > from && is(r, p - 1, "累计") ? 1 : 0;
    } else if (p > from && i < amount->item_from &&
               (item_at(r, p)->pos == YT_POS_TIME ||
                (item_at(r, p)->pos == YT_POS_NUMERAL && yt_text_ends(r->a, item_at(r, p)->end, "年"))) &&
               item_at(r, p - 1)->pos == YT_POS_NOUN && item_at(r, p - 1)->kind == YT_ITEM_HAN) {
      /* 粮食总产量/多年/来都超过了800亿斤 */
    } else if (!in(r, p, r->in.about) && !in(r, p, r->in.compare) && !(is(r, p, "保") || is(r, p, "争")) &&
               item_at(r, p)->kind != YT_ITEM_SPACE &&
               !(item_at(r, p)->kind == YT_ITEM_MARK && yt_text_has(r->a, item_at(r, p)->start, "-"))) {
      break;
    }
    i = p;
  }
  if (i == amount->item_from && i > from && is(r, i - 1, "的") && amount > amount_at(r, 0) &&
      amount[-1].is_attribute && amount[-1].item_to == i - 1) /* 营业收入超1000亿元的/2个 */
    return i - 1;
  guint32 change = change_before(r, from, i);
  if (change < i) {
    reading->is_growth = reading->is_compared = TRUE;
    reading->is_fall = is(r, i - 1, "少") || is(r, i - 1, "低");
    return change;
  }
  for (guint32 p = i; reading->is_growth && p > from && i - p < 5 && item_at(r, p - 1)->mention == 0; p--)
    if (is(r, p - 1, "较") || is(r, p - 1, "比"))
      return p - 1; /* 较设立前增长2.3倍 */
  return i;
}

/* 钛材产量占全国的65%, 占规模以上工业的比重提高1.3个百分点, 研发投入是全省平均水平的2倍: the item of 占 or 是, or 0. */
static guint32
relation_before(const YtFigureReader *r, guint32 from, guint32 i, const YtAmount *amount)
{
  if (i < amount->item_from && (is(r, i, "高于") || is(r, i, "低于")) && amount->kind == YT_AMOUNT_RATIO &&
      !(i > from && in(r, i - 1, r->in.share))) /* but 占全省比重/高于25% */
    return i;
  gboolean differs = i + 1 == amount->item_from && (is(r, i, "高") || is(r, i, "低") || is(r, i, "少"));
  for (guint32 p = i; differs && p > from && i - p < 8; p--)
    if (is(r, p - 1, "比") && !(p > from + 1 && is(r, p - 2, "占")))
      return p - 1; /* 用电成本比周边省份高0.08元 */
  if (amount->kind != YT_AMOUNT_RATIO)
    return 0;
  gboolean share = i > from && in(r, i - 1, r->in.share);
  guint32 de = share ? i - 1 : i;
  gboolean has_de = de > from && is(r, de - 1, "的");
  for (guint32 p = de; p > from && de - p < 12; p--) {
    if (item_at(r, p - 1)->kind == YT_ITEM_SEPARATOR)
      break;
    if (is(r, p - 1, "占") && !is(r, p, "比") && !is(r, p, "比较"))
      return p - 1;
    if (strcmp(amount->unit, "%") == 0 && p < i && (is(r, p - 1, "高于") || is(r, p - 1, "低于")))
      return p - 1; /* 租金低于市场价30% */
    if (strcmp(amount->unit, "个百分点") == 0 &&
        (is(r, p - 1, "高于") || is(r, p - 1, "低于") || is(r, p - 1, "快于") ||
         (is(r, p - 1, "比") && (is(r, i - 1, "高") || is(r, i - 1, "低") || is(r, i - 1, "快") ||
                                 is(r, i - 1, "慢") || is(r, i - 1, "多") || is(r, i - 1, "少")))))
      return p - 1;
    if (has_de && (is(r, p - 1, "是") || is(r, p - 1, "为") || is(r, p - 1, "相当于")))
      return p - 1;
  }
  return 0;
}

/* 到2026年,新增规上企业10家;到2027年,累计达到45家: what the sentence before the semicolon counted in the same unit; or NULL. */
static const char *
metric_before_semicolon(const YtFigureReader *r, const YtAmount *amount)
{
  const YtFigure *last = r->a->figures->len > 0 ? yt_figure(r->a, r->a->figures->len - 1) : NULL;
  if (!last || !amount || r->s == 0 || last->sentence + 1 != r->s || strcmp(last->unit, amount->unit) != 0 ||
      r->a->text->text[yt_sentence(r->a, r->s - 1)->end - 1] != ';')
    return NULL;
  return g_str_has_prefix(last->metric, "新增") && last->metric[6] ? last->metric + 6 : last->metric;
}

/* 增长率, 增速: no money is told of it. */
static gboolean
is_rate(const char *metric)
{
  return g_str_has_suffix(metric, "率") || g_str_has_suffix(metric, "增速") ||
         g_str_has_suffix(metric, "增幅");
}

/* The phrase that the metric of an amount takes from before: the last figure's metric, or the subject of the segment
 * before, where nothing was told of that yet. @all: it counts all of them, 新增企业8家、累计26家. */
static void
take_metric_from_before(const YtFigureReader *r, const YtAmount *amount, gboolean all, GString *out)
{
  guint back = 1;
  if (amount && amount->kind == YT_AMOUNT_MONEY) /* 补贴面积不超过1000平方米、每年最高100万元 */
    while (yt_earlier_metric(r, back) &&
           !g_str_has_suffix(yt_figure(r->a, r->a->figures->len - back)->unit, "元") &&
           (strcmp(yt_figure(r->a, r->a->figures->len - back)->unit, "%") != 0 ||
            is_rate(yt_earlier_metric(r, back))))
      back++;
  if (amount && amount->kind == YT_AMOUNT_COUNT) { /* 企业14家,投资64亿元,10家开工: of what was counted so */
    guint same = 1;
    while (yt_earlier_metric(r, same) &&
           strcmp(yt_figure(r->a, r->a->figures->len - same)->unit, amount->unit) != 0)
      same++;
    back = yt_earlier_metric(r, same) ? same : back;
  }
  gboolean changes = amount && amount > amount_at(r, 0) && amount[-1].item_to + 5 > amount->item_from &&
                     item_at(r, amount[-1].item_to)->kind == YT_ITEM_HAN &&
                     strcmp(amount[-1].unit, amount->unit) == 0; /* 由5.1%提高到24.7% */
  if (amount && !changes &&
      strcmp(amount->unit, "%") == 0) /* 产值81.2亿元,占全县66%,同比增长22.27%: of the 产值 */
    while (yt_earlier_metric(r, back) && strstr(yt_earlier_metric(r, back), "占") &&
           strcmp(yt_figure(r->a, r->a->figures->len - back)->unit, "%") == 0)
      back++;
  const char *metric = yt_earlier_metric(r, back);
  while (all && metric &&
         (strstr(metric, "高于") ||
          strstr(metric, "低于"))) /* 高于全省1.8个百分点,总量突破200亿: of what is higher */
    metric = yt_earlier_metric(r, ++back);
  if (!metric)
    metric = yt_earlier_metric(r, 1);
  if (r->subject_is_new && r->subject_to > r->subject_from)
    yt_append_items(r, r->subject_from, r->subject_to, out);
  else if (metric)
    g_string_append(out, all && g_str_has_prefix(metric, "新增") && metric[6] ? metric + 6 : metric);
  else if (r->subject_to > r->subject_from)
    yt_append_items(r, r->subject_from, r->subject_to, out);
  else if (all && metric_before_semicolon(r, amount))
    g_string_append(out, metric_before_semicolon(r, amount));
}

static void
read_relation(const YtFigureReader *r, const YtSegment *segment, guint k, guint32 relation, guint32 end,
              GString *out)
{
  guint32 from = yt_phrase_before(r, segment->from, relation, k, TRUE);
  guint32 first = segment->from, behind = segment->from; /* 增加值增速/居全省第2位、/高于全国4.1个百分点 */
  while (first < relation && is_named(r, first))
    first++;
  if (from == relation && first < relation && yt_is_nominal(r, first, relation))
    behind = yt_phrase_after(r, first, relation);
  if (from < relation)
    yt_append_items(r, from, relation, out);
  else if (behind > first && k == segment->first)
    yt_append_items(r, first, behind, out);
  else
    take_metric_from_before(r, NULL, FALSE, out);
  if (is(r, relation, "占") || is(r, relation, "高于") || is(r, relation, "低于") ||
      is(r, relation, "快于") || is(r, relation, "比")) {
    while (end > relation + 1 && is(r, end - 1, "的"))
      end--;
    yt_append_items(r, relation, end, out);
  }
}

/* 14项创新药及特色中医药等重点项目: what the list is one of, or @i where there is no list. */
static guint32
head_of_list(const YtFigureReader *r, guint32 i, guint32 to)
{
  gboolean joined = FALSE;
  for (guint32 p = i; p + 1 < to && p < i + 16; p++) {
    if (joined && item_at(r, p)->mention == 0 && in(r, p, r->a->grammar->known.etc))
      return yt_phrase_after(r, p + 1, to) > p + 1 ? p + 1 : i;
    joined = joined || is_and(r, p);
    if (!is_and(r, p) && !yt_is_nominal(r, p, to) && !is_named(r, p))
      break;
  }
  return i;
}

/* 5家具有影响力的供应商: behind the 的 of such a clause at item @i, or @i. */
static guint32
behind_clause(const YtFigureReader *r, guint32 i, guint32 to)
{
  static const char *const verbs[] = {"具有", "拥有", "掌握", "引领", "具备", "从事", "取得", "达到"};
  guint32 found = i;
  for (guint k = 0; i < to && k < G_N_ELEMENTS(verbs); k++)
    for (guint32 p = i + 1; is(r, i, verbs[k]) && p + 1 < to && p < i + 16; p++)
      if (is(r, p, "的") && yt_phrase_after(r, p + 1, to) > p + 1)
        found = p + 1;
  return found;
}

/* Behind the money noun that a phrase from item @i on ends with, 一次性/引荐/奖励, or @i: verbs may stand inside. */
static guint32
behind_money_noun(const YtFigureReader *r, guint32 i, guint32 to)
{
  guint32 end = yt_phrase_after(r, i, to);
  if (end > i && !is_named(r, end - 1) && yt_is_money_noun(r, end - 1))
    return end;
  for (guint32 p = i;
       p < to && p < i + 4 && item_at(r, p)->kind == YT_ITEM_HAN && item_at(r, p)->mention == 0; p++)
    if (in(r, p, r->in.money_noun))
      return p + 1;
  return i;
}

/* 10个物流和文体消费标杆场景: behind what follows a noun phrase [@i, @end) and 和, where both make one phrase to a mark; else @end. */
static guint32
behind_joined(const YtFigureReader *r, guint32 i, guint32 end, guint32 to)
{
  guint32 p = end;
  gboolean joined = FALSE;
  while (p > i && p + 1 < to && is_and(r, p) && item_at(r, p + 1)->kind == YT_ITEM_HAN) {
    joined = joined || item_at(r, p)->kind == YT_ITEM_HAN;
    guint32 next = yt_phrase_after(r, p + 1, to);
    if (next == p + 1)
      return end;
    p = next;
  }
  return joined && (p == to || item_at(r, p)->kind == YT_ITEM_SEPARATOR) ? p : end;
}

/* 10个集研发、孵化为一体的园区: behind 一体的, where 集 stands at item @i; else @i. */
static guint32
behind_gathered(const YtFigureReader *r, guint32 i, guint32 to)
{
  for (guint32 p = i; i < to && is(r, i, "集") && p + 1 < to && p < i + 20; p++)
    if (yt_text_ends(r->a, item_at(r, p)->end, "一体") && is(r, p + 1, "的"))
      return p + 2;
  return i;
}

/* Behind amount @k: over further amounts (6类83个事项), 我省, and the like, to the noun phrase. Returns its end. */
static guint32
read_behind(const YtFigureReader *r, const YtSegment *segment, guint k, guint32 *start_byte, guint32 *first)
{
  const YtAmount *amount = amount_at(r, k);
  while (k + 1 < segment->end && amount_at(r, k + 1)->item_from == amount->item_to)
    amount = amount_at(r, ++k);
  guint32 i = amount->item_to;
  *start_byte = amount->end;
  if (i > amount->item_from && item_at(r, i - 1)->end > amount->end) { /* the unit ends inside a word */
    *first = i;
    gboolean over = i < segment->to && (measures_next(r, i, segment->to) || in(r, i, r->in.settle));
    return over ? i : yt_phrase_after(r, i, segment->to);
  }
  guint32 year_end;
  if (i + 1 < segment->to && is(r, i, "及") && is(r, i + 1, "以上")) /* 5亿元及以上 */
    i++;
  if (i < segment->to && item_at(r, i)->mention == 0 &&
      (is(r, i, "以上") || is(r, i, "左右") || is(r, i, "以内")))
    i++;
  if (amount->kind == YT_AMOUNT_MONEY && i + 1 < segment->to && is(r, i, "的")) { /* 200万元的贷款贴息 */
    guint32 end = behind_money_noun(r, i + 1, segment->to);
    if (end > i + 1) {
      *first = i + 1;
      *start_byte = item_at(r, i + 1)->start;
      return end;
    }
  }
  if (amount->kind == YT_AMOUNT_COUNT && i > amount->item_to && i + 1 < segment->to && is(r, i, "的"))
    i++; /* 5000人以上的就业人口 */
  while (i < segment->to && ((is_named(r, i) && mention_of(r, i)->class == YT_CLASS_PLACE) ||
                             yt_year_at(r->a, i, &year_end) != 0 || is(r, i, "年度")))
    i++;
  while (i + 2 < segment->to && item_at(r, i)->mention == 0 && in(r, i, r->a->grammar->known.admin) &&
         is_and(r, i + 1))
    i += 2; /* 20多个市、区重点项目 */
  if (i > 0 && is_and(r, i - 1) && in(r, i, r->a->grammar->known.admin))
    i++;
  i = head_of_list(r, i, segment->to);
  i = behind_clause(r, i, segment->to);
  i = behind_gathered(r, i, segment->to);
  guint32 close = yt_phrase_after(r, i, segment->to);
  if (amount->kind == YT_AMOUNT_COUNT && close > i && close < segment->to && is(r, close, "的") &&
      item_at(r, close - 1)->mention == 0 &&
      ((close > i + 1 &&
        (item_at(r, close - 1)->pos == YT_POS_ADJECTIVE || item_at(r, close - 1)->pos == YT_POS_VERB)) ||
       is(r, close - 1, "领先")) &&
      yt_phrase_after(r, close + 1, segment->to) > close + 1) { /* 3家行业领先的服务机构 */
    i = close + 1;
    close = yt_phrase_after(r, i, segment->to);
  }
  *first = i;
  *start_byte = i < segment->to ? item_at(r, i)->start : i > 0 ? item_at(r, i - 1)->end : amount->end;
  return amount->kind == YT_AMOUNT_COUNT ? behind_joined(r, i, close, segment->to) : close;
}

static gboolean
ends_abstract(const YtFigureReader *r, guint32 from, guint32 to)
{
  return to > from && item_at(r, to - 1)->mention == 0 && in(r, to - 1, r->in.abstract);
}

/* 营业收入超500亿元企业1家,超100亿元企业3家: what the second one exceeds is said before the first. */
static void
append_standard(const YtFigureReader *r, GString *out)
{
  const char *metric = yt_earlier_metric(r, 1);
  const char *over = metric ? strstr(metric, "超") : NULL;
  if (metric && !over)
    over = strstr(metric, "过");
  if (over)
    g_string_append_len(out, metric, over - metric);
}

static gboolean
is_product(const YtFigureReader *r, guint32 i, guint32 to)
{
  return i < to && is_named(r, i) && mention_of(r, i)->class == YT_CLASS_PRODUCT;
}

/* 按投资额的30%给予补助: what is given by such a share, as items [*from, *to); FALSE where none is. */
static gboolean
find_given(const YtFigureReader *r, const YtSegment *segment, const YtAmount *amount, guint32 *from,
           guint32 *to)
{
  guint32 i = amount->item_to;
  if (amount->kind != YT_AMOUNT_RATIO && amount->kind != YT_AMOUNT_MONEY)
    return FALSE;
  while (i < segment->to && i < amount->item_to + 3 &&
         (is(r, i, "的") || is(r, i, "比例") || is(r, i, "标准") || is(r, i, "以内")))
    i++;
  gboolean bare =
      amount->kind == YT_AMOUNT_MONEY && i == amount->item_to && i < segment->to && is(r, i, "对");
  for (guint n = 0; bare && i < segment->to && n < 40 && !is(r, i, "给予") && !is(r, i, "予以"); n++)
    i++; /* 安排2414万元/对…等36个项目予以资助 */
  if (i >= segment->to || !(is(r, i, "给予") || is(r, i, "予以")))
    return FALSE;
  guint32 p = i + 1; /* 给予不超过300万元的奖励 */
  while (p < segment->to && item_at(r, p)->mention == 0 && (in(r, p, r->in.about) || in(r, p, r->in.over)))
    p++;
  if (amount + 1 < amount_at(r, r->amounts->len) && amount[1].item_from == p &&
      amount[1].kind == YT_AMOUNT_MONEY) {
    *from = amount[1].item_to < segment->to && is(r, amount[1].item_to, "的") ? amount[1].item_to + 1
                                                                              : amount[1].item_to;
    *to = behind_money_noun(r, *from, segment->to);
    return *to > *from;
  }
  *from = i + 1;
  *to = yt_phrase_after(r, i + 1, segment->to);
  return *to > *from && item_at(r, *to - 1)->mention == 0;
}

/* 设立50亿元的X基金, 12亿元的X项目: what such an amount measures goes without saying. */
static void
name_described(const YtFigureReader *r, const YtSegment *segment, guint k, GString *out)
{
  gint32 described = yt_find_described(r, segment, k);
  YtClass class = described >= 0 ? yt_mention(r->a, described)->class : YT_CLASS_NONE;
  if (class == YT_CLASS_FUND)
    g_string_append(out, "规模");
  else if (class == YT_CLASS_PROJECT)
    g_string_append(out, "投资");
}

/* 保持年均6%增长, 以8%的速度增长: the growth behind a rate. */
static gboolean
grows_behind(const YtFigureReader *r, guint32 i, guint32 to)
{
  while (i < to && item_at(r, i)->mention == 0 &&
         (is(r, i, "以上") || is(r, i, "左右") || is(r, i, "的") || is(r, i, "速度") || is(r, i, "增速")))
    i++;
  return i < to && (is(r, i, "增长") || is(r, i, "递增")) &&
         (i + 1 == to || item_at(r, i + 1)->kind != YT_ITEM_HAN || is(r, i + 1, "目标"));
}

/* 年产能/将提升至/20万个标准箱: a level is told, of what stands before. */
static gboolean
reaches_to(const YtFigureReader *r, guint32 from, guint32 to)
{
  const YtItem *last = item_at(r, to - 1);
  if (to <= from || !(yt_text_ends(r->a, last->end, "至") || yt_text_ends(r->a, last->end, "到")))
    return FALSE;
  return last->end - last->start > 3 ||
         (to > from + 1 && (in(r, to - 2, r->in.growth) || in(r, to - 2, r->in.reach)));
}

static guint32
behind_year(const YtFigureReader *r, guint32 i)
{
  return is(r, i, "年") ? i + 1 : i;
}

/* Does a noun phrase from item @i on end in 规模 or 能力? */
static gboolean
ends_in_size(const YtFigureReader *r, guint32 i, guint32 to)
{
  guint32 end = yt_phrase_after(r, i, to);
  return end > i && !is_named(r, end - 1) &&
         (is(r, end - 1, "规模") || is(r, end - 1, "能力") || is(r, end - 1, "产能"));
}

/* The last 投资, 出资 before item @end of a segment that begins at @from; @end: none. */
static guint32
verb_of_investing(const YtFigureReader *r, guint32 from, guint32 end)
{
  for (guint32 p = end; p > from; p--)
    if (item_at(r, p - 1)->mention == 0 &&
        (yt_text_ends(r->a, item_at(r, p - 1)->end, "投资") || in(r, p - 1, r->in.give)))
      return p - 1;
  return end;
}

/* 聚集了, 贡献了全国: what has a share of something, before item @end. */
static gboolean
holds_share(const YtFigureReader *r, guint32 low, guint32 end)
{
  static const char *const verbs[] = {"聚集", "汇聚", "集聚", "贡献", "拥有", "吸纳", "集中"};
  while (end > low && (in(r, end - 1, r->in.about) || is(r, end - 1, "全国") || is(r, end - 1, "全球") ||
                       (is_named(r, end - 1) && mention_of(r, end - 1)->class == YT_CLASS_PLACE)))
    end--;
  for (guint k = 0; end > low && k < G_N_ELEMENTS(verbs); k++)
    if (item_at(r, end - 1)->mention == 0 && yt_text_has(r->a, item_at(r, end - 1)->start, verbs[k]))
      return TRUE;
  return FALSE;
}

/* Forms of speech that name the metric by themselves: 按20%的比例给予补助, 10亿元X基金, 占全市的20%. TRUE: it is one. */
static gboolean
read_fixed_form(const YtFigureReader *r, const YtSegment *segment, guint k, guint32 low, guint32 end,
                YtReading *reading)
{
  const YtAmount *amount = amount_at(r, k);
  guint32 given_from, given_to;
  if (find_given(r, segment, amount, &given_from, &given_to)) {
    yt_append_items(r, given_from, given_to, reading->metric);
    reading->is_given = TRUE;
    return TRUE;
  }
  guint32 share = amount->item_to;
  if (share + 1 < segment->to && is(r, share, "以上") && is(r, share + 1, "的"))
    share += 2; /* 集中了全省95%以上的平台 */
  else if (share < segment->to && is(r, share, "的"))
    share++;
  if (amount->kind == YT_AMOUNT_RATIO && share < segment->to &&
      (is(r, share, "股份") || is(r, share, "股权"))) {
    yt_append_items(r, share, share + 1, reading->metric); /* 收购某公司24.97%股份 */
    return TRUE;
  }
  guint32 fund = amount->item_to + (amount->item_to < segment->to && is(r, amount->item_to, "的"));
  gboolean named_size = end > low && yt_is_nominal(r, end - 1, end); /* 总规模10亿元的X基金 */
  if (amount->kind == YT_AMOUNT_MONEY && fund < segment->to && is_named(r, fund) &&
      mention_of(r, fund)->class == YT_CLASS_FUND && (fund == amount->item_to || !named_size)) {
    /* 10亿元X基金, 设立10亿元的X基金 */
    g_string_append(reading->metric, "规模");
    return TRUE;
  }
  gboolean again = end == segment->from && yt_earlier_metric(r, 1) && /* 聚集了70%的A、80%的B */
                   strcmp(yt_figure(r->a, r->a->figures->len - 1)->unit, "%") == 0;
  if (strcmp(amount->unit, "%") == 0 && share > amount->item_to && (again || holds_share(r, low, end))) {
    guint32 behind = yt_phrase_after(r, share, segment->to); /* 聚集了全国30%的高新技术企业 */
    if (behind > share) {
      yt_append_items(r, share, behind, reading->metric);
      return TRUE;
    }
  }
  guint32 given = amount->kind == YT_AMOUNT_RATIO && share > amount->item_to && r->grants
                      ? behind_money_noun(r, share, segment->to)
                      : share;
  if (given > share) { /* 给予实际投资额3%的补助 */
    yt_append_items(r, share, given, reading->metric);
    reading->is_given = TRUE;
    return TRUE;
  }
  if (strcmp(amount->unit, "%") == 0 && end > low + 2 && end == amount->item_from && is(r, end - 1, "的")) {
    guint32 task = is(r, end - 2, ")") ? bracket_before(r, low, end - 2) : end - 1;
    guint32 from = yt_phrase_before(r, low, task, k, FALSE); /* 完成年度任务(40亿元)的72.9% */
    if (from < task && from > low && is(r, from - 1, "完成")) {
      yt_append_items(r, from, task, reading->metric);
      return TRUE;
    }
  }
  guint32 relation = relation_before(r, low, end, amount);
  if (relation != 0) {
    read_relation(r, segment, k, relation, end, reading->metric);
    reading->is_compared =
        reading->is_compared || is(r, relation, "是") || is(r, relation, "为") || is(r, relation, "相当于");
    return TRUE;
  }
  if (amount->kind == YT_AMOUNT_MONEY && end > low && is(r, end - 1, "以") && amount->item_to < segment->to &&
      in(r, amount->item_to, r->in.price)) { /* 以5亿元收购某公司 */
    yt_append_items(r, amount->item_to, amount->item_to + 1, reading->metric);
    return TRUE;
  }
  return FALSE;
}

/* What stands on both sides of an amount. */
typedef struct {
  guint32 low, from, end;          /* the phrase before it, [from, end), none before low */
  const YtItem *before;            /* the phrase's last item, or NULL */
  guint32 first, behind;           /* the words behind it, [first, behind) */
  guint32 start_byte, behind_byte; /* and their text, with what the unit has swallowed of it */
  gboolean has_behind, noun_before, noun_behind;
  gboolean named_before; /* a name stands right before it */
} Surroundings;

static Surroundings
look_around(const YtFigureReader *r, const YtSegment *segment, guint k, guint32 low, guint32 end,
            gboolean is_growth)
{
  Surroundings s = {.low = low, .from = yt_phrase_before(r, low, end, k, TRUE), .end = end};
  if (s.from == end && is_growth && end > low + 1 && item_at(r, end - 1)->kind == YT_ITEM_HAN &&
      item_at(r, end - 1)->pos == YT_POS_VERB && !is_light(r, end - 1))
    s.from = yt_phrase_before(r, low, end - 1, k, FALSE); /* 单位产品碳/排放/下降30% */
  if (s.from + 1 == end && is_growth && item_at(r, s.from)->pos == YT_POS_VERB)
    s.from = end;
  s.behind = read_behind(r, segment, k, &s.start_byte, &s.first);
  s.behind_byte = s.behind > 0 && s.behind > s.first ? item_at(r, s.behind - 1)->end
                  : s.first > 0                      ? item_at(r, s.first - 1)->end
                                                     : 0;
  s.has_behind = s.behind_byte > s.start_byte;
  s.before = end > low ? item_at(r, end - 1) : NULL;
  s.noun_before =
      s.from < end && s.before &&
      (s.before->mention != 0 || (s.before->pos != YT_POS_VERB && s.before->pos != YT_POS_VERBAL)) &&
      !in(r, end - 1, r->in.create);
  s.named_before =
      s.before && is_named(r, end - 1) &&
      (end == amount_at(r, k)->item_from ||
       (amount_at(r, k)->kind == YT_AMOUNT_MONEY && mention_of(r, end - 1)->class == YT_CLASS_FUND)) &&
      mention_of(r, end - 1)->class != YT_CLASS_PLACE && mention_of(r, end - 1)->antecedent == -1;
  guint32 last = amount_at(r, k)->item_to - 1;
  gboolean swallowed = amount_at(r, k)->kind == YT_AMOUNT_COUNT &&
                       item_at(r, last)->end > amount_at(r, k)->end; /* 10/个项目 */
  s.noun_behind =
      swallowed || (s.first < segment->to && s.behind > s.first &&
                    (item_at(r, s.first)->mention != 0 || item_at(r, s.first)->pos == YT_POS_NOUN ||
                     item_at(r, s.first)->pos == YT_POS_ADJECTIVE ||
                     item_at(r, s.first)->pos == YT_POS_NONE || item_at(r, s.first)->pos == YT_POS_NAME));
  return s;
}

/* 新获批件14个,其中A公司8个、B公司4个: does the name have a part of what was counted in the same unit? */
static gboolean
is_part_of_count(const YtFigureReader *r, const YtMention *name, const YtAmount *amount)
{
  return r->in_part && (name->class == YT_CLASS_COMPANY || name->class == YT_CLASS_PARK) &&
         yt_earlier_metric(r, 1) && strcmp(yt_figure(r->a, r->a->figures->len - 1)->unit, amount->unit) == 0;
}

/* The metric of an amount right behind a name. FALSE: it is no figure. */
static gboolean
read_name_before(const YtFigureReader *r, const YtSegment *segment, const YtAmount *amount, guint32 end,
                 YtReading *reading)
{
  GString *metric = reading->metric;
  const YtMention *name = mention_of(r, end - 1);
  if (amount->kind == YT_AMOUNT_COUNT && is_part_of_count(r, name, amount)) {
    g_string_append(metric, yt_earlier_metric(r, 1));
    reading->is_part = TRUE;
  } else if (amount->kind == YT_AMOUNT_COUNT) {
    append_text(r, name->start, name->end, metric);
  } else if (amount->kind == YT_AMOUNT_MONEY && name->class == YT_CLASS_FUND &&
             yt_text_ends(r->a, name->end, "基金")) {
    guint32 behind = amount->item_to;
    gboolean invests =
        behind < segment->to && (is(r, behind, "投资") || is(r, behind, "融资") || is(r, behind, "注资"));
    g_string_append(metric, invests ? "投资" : "规模"); /* 获某基金2亿元投资, 天使子基金5亿元 */
  } else if (amount->kind == YT_AMOUNT_MONEY &&
             (name->class == YT_CLASS_COMPANY || name->class == YT_CLASS_PROJECT)) {
    guint32 verb = verb_of_investing(r, segment->from, end);
    if (verb == end && (name->class == YT_CLASS_PROJECT ||
                        yt_earlier_metric(r, 1))) { /* 金额2.85亿元,分别投向X项目1.2亿元 */
      take_metric_from_before(r, amount, FALSE, metric);
      return metric->len > 0;
    }
    if (verb == end)
      return FALSE;
    g_string_append(metric,
                    in(r, verb, r->in.give) ? "出资" : "投资"); /* 已投资A公司4000万元、B公司2500万元 */
  } else {
    yt_append_items(r, end - 1, end, metric);
  }
  return TRUE;
}

/* The metric of an amount of earlier figures, or the phrase that the segment before began with. */
static void
take_earlier_metric(const YtFigureReader *r, const YtAmount *amount, const Surroundings *s, GString *metric)
{
  gboolean all = s->before && is(r, s->end - 1, "累计"); /* 新增产能21万吨,达到55万吨; 新增企业5户,累计28户 */
  for (guint32 i = s->end; s->end == s->low && i < amount->item_from; i++)
    all = all || is(r, i, "达到") || is(r, i, "累计");
  take_metric_from_before(r, amount, all, metric);
}

/* 国家级创新平台3个、省级15个: 创新平台, what the level alone is of; NULL: nothing. */
static const char *
head_of_level(const YtFigureReader *r, guint32 i)
{
  static const char *const levels[] = {"国家级", "省级", "市级", "县级", "区级", "自治区级", "州级"};
  const char *earlier = yt_earlier_metric(r, 1);
  gboolean level = FALSE;
  for (guint k = 0; k < G_N_ELEMENTS(levels); k++)
    level = level || is(r, i, levels[k]);
  for (guint k = 0; level && earlier && k < G_N_ELEMENTS(levels); k++)
    if (g_str_has_prefix(earlier, levels[k]) && earlier[strlen(levels[k])]) {
      const char *head = earlier + strlen(levels[k]); /* 省级/以上/龙头企业 */
      return head + (g_str_has_prefix(head, "以上") ? strlen("以上") : 0);
    }
  return NULL;
}

/* The metric that the phrase before an amount is. FALSE: it is no figure. */
static gboolean
read_phrase_before(const YtFigureReader *r, const YtAmount *amount, guint k, const Surroundings *s,
                   YtReading *reading)
{
  guint32 from = s->from, end = s->end;
  if (from + 1 < end && ends_abstract(r, from, end) && in(r, from, r->in.handle))
    from++;
  if (ends_abstract(r, from, end) && !(from > s->low && in(r, from - 1, r->in.handle)))
    return FALSE; /* but 解决企业问题126个 */
  gboolean share = end - from == 2 && is(r, from, "占") && is(r, from + 1, "比");
  if (end - from == 1 && in(r, from, r->in.part) && from <= s->low + 1)
    take_metric_from_before(r, amount, TRUE, reading->metric);
  else if (share && from > s->low + 1 && item_at(r, from - 1)->kind == YT_ITEM_HAN &&
           item_at(r, from - 1)->mention == 0 &&
           yt_phrase_before(r, s->low, from - 1, k, FALSE) < from - 1) /* 绿电使用占比 */
    from = yt_phrase_before(r, s->low, from - 1, k, FALSE);
  else if (share)
    take_earlier_metric(r, amount, s, reading->metric);
  else if (in(r, from, r->in.over))
    append_standard(r, reading->metric);
  const char *earlier = yt_earlier_metric(r, 1);
  if (end - from == 1 && amount->kind == YT_AMOUNT_RATIO && earlier &&
      (is(r, from, "增速") || is(r, from, "增幅") || is(r, from, "降幅") || is(r, from, "涨幅")) &&
      !strstr(earlier, "增速") && !strstr(earlier, "占")) /* 完成投资29亿元,增速45.7%: of the 投资 */
    g_string_append(reading->metric, earlier);
  reading->from = from;
  yt_append_items(r, from, end, reading->metric);
  const char *head = end - from == 1 && amount->kind == YT_AMOUNT_COUNT ? head_of_level(r, from) : NULL;
  if (head)
    g_string_append(reading->metric, head);
  return TRUE;
}

/* The item of 支持 before the name that ends at item @end, no further left than @low; @end: something else stands there. */
static guint32
support_before(const YtFigureReader *r, guint32 low, guint32 end)
{
  guint32 i = mention_of(r, end - 1)->item_from;
  return i > low && is(r, i - 1, "支持") ? i - 1 : end;
}

/* 省级财政每年/安排/2亿元: is what the verb at item @verb gives no part of the money told of before? 其中市科技局安排 is. */
static gboolean
is_own_grant(const YtFigureReader *r, const YtSegment *segment, guint32 verb)
{
  const char *earlier = yt_earlier_metric(r, 1);
  gboolean gives = FALSE;
  for (guint32 i = segment->from; i < verb; i++)
    gives = gives || (mention_of(r, i) && mention_of(r, i)->class == YT_CLASS_AGENCY);
  return !earlier || (gives && !yt_ends_in_funds(earlier));
}

/* The metric of an amount with no noun before it: of verbs, of what stands behind, or of the figures before. */
static void
read_without_noun(const YtFigureReader *r, const YtSegment *segment, guint k, const Surroundings *s,
                  YtReading *reading)
{
  const YtAmount *amount = amount_at(r, k);
  gboolean counts = amount->kind == YT_AMOUNT_COUNT;
  guint32 end = s->end;
  if (reading->is_growth || (amount->kind == YT_AMOUNT_RATIO && !s->has_behind)) {
    take_earlier_metric(r, amount, s, reading->metric);
  } else if (counts && amount->item_to < segment->to && is(r, amount->item_to, "就业")) {
    yt_append_items(r, amount->item_to, amount->item_to + 1, reading->metric); /* 带动5万余人就业 */
  } else if (s->before && s->before->kind == YT_ITEM_HAN && !in(r, end - 1, r->in.empty) &&
             !in(r, end - 1, r->in.create) &&
             (s->before->pos == YT_POS_VERB || s->before->pos == YT_POS_VERBAL ||
              (s->before->pos == YT_POS_NONE && amount->kind != YT_AMOUNT_MONEY) ||
              in(r, end - 1, r->in.give))) {
    guint32 noun = end > s->low + 2 && is(r, end - 2, "累计") ? end - 2 : end - 1; /* 货物/累计/发送 */
    guint32 from = yt_phrase_before(r, s->low, noun, k, FALSE); /* 首期认缴, 低空飞行 */
    yt_append_items(r,
                    noun < end - 1 && from < noun ? from
                    : end - 1 - from <= 2         ? from
                                                  : end - 1,
                    end, reading->metric);
  } else if (s->has_behind &&
             (counts || amount->kind == YT_AMOUNT_MEASURE || yt_is_money_noun(r, s->behind - 1))) {
    append_text(r, s->start_byte, s->behind_byte, reading->metric);
  } else if (counts && s->before && !s->has_behind) { /* 超140万人次享受便捷服务 */
    guint32 verb = amount->item_to;
    guint32 object = verb + 1 < segment->to && item_at(r, verb)->pos == YT_POS_VERB
                         ? yt_phrase_after(r, verb + 1, segment->to)
                         : verb;
    if (object > verb + 1)
      yt_append_items(r, verb + 1, object, reading->metric);
    else
      take_earlier_metric(r, amount, s, reading->metric);
  } else if (amount->kind == YT_AMOUNT_MONEY && s->before && s->before->mention == 0 &&
             in(r, end - 1, r->in.empty) &&
             (in(r, end - 1, r->in.noun) || in(r, end - 1, r->in.money_noun))) {
    yt_append_items(r, end - 1, end, reading->metric); /* 三年内累计投入/不低于3亿元, 获某基金资助/800万元 */
  } else if (amount->kind == YT_AMOUNT_MONEY && s->before && s->before->mention == 0 &&
             (yt_text_ends(r->a, s->before->end, "共同投资") ||
              yt_text_ends(r->a, s->before->end, "联合投资"))) {
    g_string_append(reading->metric, "投资"); /* 由A与B共同投资15亿元 */
  } else if (amount->kind == YT_AMOUNT_MONEY && s->before && is(r, end - 1, "支持")) {
    yt_append_items(r, end - 1, end, reading->metric); /* 单个项目最高支持1000万元 */
  } else if (amount->kind == YT_AMOUNT_MONEY && s->before && s->before->mention != 0 &&
             support_before(r, s->low, end) < end) {
    guint32 verb = support_before(r, s->low, end), from = yt_phrase_before(r, s->low, verb, k, FALSE);
    yt_append_items(r, from, from < verb ? verb : verb + 1,
                    reading->metric); /* 省级财政资金/支持某州1300万元 */
  } else if (amount->kind == YT_AMOUNT_MONEY && s->before && s->before->mention == 0 &&
             in(r, end - 1, r->in.grant) && is_own_grant(r, segment, end - 1)) {
    yt_append_items(r, end - 1, end, reading->metric); /* 统筹安排/25亿元,支持X建设 */
  } else {
    take_earlier_metric(r, amount, s, reading->metric);
  }
}

/* Does 等 right before the amount end a list? */
static gboolean
ends_list(const YtFigureReader *r, const YtSegment *segment, guint32 end)
{
  return end > segment->from + 1 && item_at(r, end - 1)->mention == 0 && is(r, end - 1, "等");
}

/* 道地药材有A、B等20余种: the noun before the list that ends at item @end; 包括A项目、B项目等15个: else what its last name is. */
static gboolean
read_listed(const YtFigureReader *r, const YtSegment *segment, guint k, guint32 end, GString *metric)
{
  static const char *const openers[] = {"有", "包括", "如", "为", "涵盖", "包含"};
  static const char *const kinds[YT_N_CLASSES] = {
      [YT_CLASS_PROJECT] = "项目",  [YT_CLASS_COMPANY] = "企业", [YT_CLASS_PARK] = "园区",
      [YT_CLASS_PLATFORM] = "平台", [YT_CLASS_FUND] = "基金",    [YT_CLASS_INSTITUTION] = "机构",
      [YT_CLASS_PRODUCT] = "产品"};
  for (guint32 i = end - 1; i > segment->from; i--)
    for (guint o = 0; item_at(r, i)->mention == 0 && o < G_N_ELEMENTS(openers); o++)
      if (is(r, i, openers[o])) {
        guint32 from = yt_phrase_before(r, segment->from, i, k, FALSE);
        yt_append_items(r, from, i, metric);
        return from < i;
      }
  const YtMention *last = mention_of(r, end - 2);
  if (last && kinds[last->class])
    g_string_append(metric, kinds[last->class]);
  return metric->len > 0;
}

gboolean
yt_read_metric(const YtFigureReader *r, const YtSegment *segment, guint k, YtReading *reading)
{
  const YtAmount *amount = amount_at(r, k);
  GString *metric = reading->metric;
  guint32 low =
      k > segment->first && !amount_at(r, k - 1)->is_attribute ? amount_at(r, k - 1)->item_to : segment->from;
  if (k > segment->first && amount_at(r, k - 1)->kind == YT_AMOUNT_COUNT && amount->kind == YT_AMOUNT_MONEY) {
    gboolean inside = item_at(r, low - 1)->end > amount_at(r, k - 1)->end;       /* 10/个项目 */
    guint32 counted = inside ? low : yt_phrase_after(r, low, amount->item_from); /* 10家企业/总投资28亿元 */
    low = counted < amount->item_from && measures_next(r, counted, segment->to) ? counted : low;
  }
  guint32 end = yt_skip_before(r, low, amount, reading);
  reading->is_growth = reading->is_growth || strcmp(amount->unit, "番") == 0;
  if (amount->kind == YT_AMOUNT_RATIO && !reading->is_growth &&
      grows_behind(r, amount->item_to, segment->to)) {
    reading->is_growth = TRUE;
    while (end > low && in(r, end - 1, r->in.keep))
      end--;
  }
  if (reading->is_growth && strcmp(amount->unit, "位") == 0)
    return FALSE; /* 排名上升1位 */
  reading->left = end;
  if (read_fixed_form(r, segment, k, low, end, reading))
    return reading->is_given || metric->len > 0;
  if (end > low && is(r, end - 1, ")")) { /* 某专项资金(第一批)2860万元 */
    guint32 open = bracket_before(r, low, end - 1);
    end = open > low && open < end - 1 && is_named(r, open - 1) ? open : end;
    reading->left = end;
  }
  Surroundings s = look_around(r, segment, k, low, end, reading->is_growth);
  gboolean counts = amount->kind == YT_AMOUNT_COUNT, money = amount->kind == YT_AMOUNT_MONEY;
  if (s.has_behind && s.behind == s.first + 1 && is(r, s.first, "能力") && s.from < end &&
      in(r, s.from, r->a->grammar->known.capacity)) { /* 年产360万片能力 */
    yt_append_items(r, s.from, end, metric);
    yt_append_items(r, s.first, s.behind, metric);
    return TRUE;
  }
  if (counts && is_product(r, s.first, segment->to)) /* 13种X检测试剂: the name of one product */
    return FALSE;
  if (s.has_behind && s.from < end &&
      (is(r, s.first, "户均") || is(r, s.first, "人均") || is(r, s.first, "亩均")))
    s.has_behind = s.noun_behind = FALSE; /* 农户3.2万户户均增收 */
  if (counts && !s.has_behind && ends_list(r, segment, end))
    return read_listed(r, segment, k, end, metric);
  gboolean reaches =
      counts && s.from < end && end < amount->item_from && reaches_to(r, end, amount->item_from);
  gboolean built = amount->kind == YT_AMOUNT_MEASURE && end - s.from == 1 && in(r, s.from, r->in.stage) &&
                   end == amount->item_from; /* 新建5万亩茶园 */
  if ((counts || built) && s.has_behind && !reaches && (!s.noun_before || s.noun_behind)) {
    if (ends_abstract(r, s.first, s.behind) ||
        (s.before && in(r, is(r, end - 1, "了") ? end - 2 : end - 1, r->in.visit)))
      return FALSE; /* 走访三家企业 */
    append_text(r, s.start_byte, s.behind_byte, metric);
  } else if (money && s.has_behind && yt_is_money_noun(r, s.behind - 1) && r->forward && !s.named_before &&
             !(s.from < end && yt_is_money_noun(r, end - 1))) { /* 给予每家单位不超过200万元专项资金 */
    append_text(r, s.start_byte, s.behind_byte, metric);
  } else if (money && s.from == end && amount->item_to + 1 < segment->to && is(r, amount->item_to, "的") &&
             ends_in_size(r, behind_year(r, amount->item_to + 1), segment->to)) {
    guint32 noun = behind_year(r, amount->item_to + 1); /* 形成300亿元的年产销规模 */
    yt_append_items(r, noun, yt_phrase_after(r, noun, segment->to), metric);
  } else if (s.named_before) {
    if (!read_name_before(r, segment, amount, end, reading))
      return FALSE;
  } else if (s.from < end &&
             !(end - s.from == 1 && in(r, s.from, r->in.empty) && item_at(r, s.from)->mention == 0)) {
    if (!read_phrase_before(r, amount, k, &s, reading))
      return FALSE;
  } else {
    read_without_noun(r, segment, k, &s, reading);
  }
  if (g_str_has_suffix(metric->str, "占比较")) /* 占比/较上年提高, cut as 占/比较 */
    g_string_truncate(metric, metric->len - 3);
  if (metric->len == 0 && money)
    name_described(r, segment, k, metric);
  return metric->len > 0;
}

/* “燕山”150千瓦燃料电池系统, 3海里以内水域, 位于县城西南1公里: a part of what a thing is called, or where it is. */
static gboolean
describes_thing(const YtFigureReader *r, const YtSegment *segment, const YtAmount *amount)
{
  static const char *const where[] = {"位于", "距", "距离", "相距", "毗邻"};
  guint32 i = amount->item_to;
  gboolean length = g_str_has_suffix(amount->unit, "公里") || strcmp(amount->unit, "里") == 0;
  for (guint32 p = segment->from;
       length && !g_str_has_suffix(amount->unit, "平方公里") && p < amount->item_from; p++)
    for (guint w = 0; w < G_N_ELEMENTS(where); w++)
      if (is(r, p, where[w]))
        return TRUE;
  gboolean model = amount->item_from > segment->from && is(r, amount->item_from - 1, "”") &&
                   i < segment->to && yt_is_nominal(r, i, segment->to);
  gboolean thing = i < segment->to && is_named(r, i) && amount->item_from > segment->from &&
                   (is_de(r, amount->item_from - 1) || mention_of(r, i)->class == YT_CLASS_PROJECT) &&
                   mention_of(r, i)->item_from == i; /* 建造的17.4万立方米X运输船, 60万吨X项目 */
  return model || thing ||
         (i + 1 < segment->to && (is(r, i, "以内") || is(r, i, "以外") || is(r, i, "范围")) &&
          item_at(r, i + 1)->kind == YT_ITEM_HAN);
}

/* 高于全国1.35%的水平 */
static gboolean
is_level_compared_with(const YtFigureReader *r, const YtSegment *segment, const YtAmount *amount)
{
  guint32 i = amount->item_to;
  if (i + 1 >= segment->to || !is(r, i, "的") || !is(r, i + 1, "水平"))
    return FALSE;
  for (guint32 p = segment->from; p < amount->item_from; p++)
    if (is(r, p, "高于") || is(r, p, "低于") || is(r, p, "优于"))
      return TRUE;
  return FALSE;
}

/* 总投资273亿元, 总投资达273亿元: a sum over all that is counted behind it. */
static gboolean
sums_up(const YtFigureReader *r, const YtSegment *segment, const YtAmount *amount)
{
  guint32 i = amount->item_from;
  while (i > segment->from && item_at(r, i - 1)->mention == 0 &&
         (is(r, i - 1, "达") || is(r, i - 1, "约") || is(r, i - 1, "近")))
    i--;
  return amount->kind == YT_AMOUNT_MONEY && i > segment->from &&
         (is(r, i - 1, "总投资") || is(r, i - 1, "总投资额")) && !is_bounded(r, amount);
}

/* 推进4GW光伏电池片、11GW组件等一批项目: a name among those that 等 and 项目 sum up, in this clause. */
static gboolean
is_in_list_of_projects(const YtFigureReader *r, const YtAmount *amount)
{
  guint32 to = yt_sentence(r->a, r->s)->item_to;
  for (guint32 i = amount->item_to; i + 1 < to && i < amount->item_to + 40; i++) {
    if (item_at(r, i)->kind == YT_ITEM_COMMA || item_at(r, i)->kind == YT_ITEM_STOP)
      return FALSE;
    if (item_at(r, i)->mention != 0 || !in(r, i, r->a->grammar->known.etc))
      continue;
    for (guint32 p = i + 1; p < to && p < i + 6; p++)
      if (yt_text_ends(r->a, item_at(r, p)->end, "项目"))
        return TRUE;
    return FALSE;
  }
  return FALSE;
}

/* 投资8600万元/新建变电站1座: the money is what is paid, and says nothing of the thing. */
static gboolean
is_paid_to_build(const YtFigureReader *r, const YtSegment *segment, const YtAmount *amount)
{
  guint32 i = amount->item_from, to = amount->item_to;
  return amount->kind == YT_AMOUNT_MONEY && i > segment->from && to < segment->to &&
         (is(r, i - 1, "投资") || is(r, i - 1, "投入") || is(r, i - 1, "出资")) &&
         item_at(r, to)->mention == 0 && (in(r, to, r->in.stage) || in(r, to, r->in.create));
}

void
yt_mark_attributes(YtFigureReader *r, const YtSegment *segment)
{
  for (guint k = segment->first; k < segment->end; k++) {
    YtAmount *amount = &g_array_index(r->amounts, YtAmount, k);
    guint32 i = amount->item_to;
    if ((g_str_has_suffix(amount->unit, "级") || g_str_has_suffix(amount->unit, "伏")) && i < segment->to &&
        item_at(r, i)->kind == YT_ITEM_HAN)
      amount->is_attribute = TRUE; /* 10万吨级航道, 220千伏变电站 */
    if (amount->kind == YT_AMOUNT_COUNT || amount->kind == YT_AMOUNT_TIME ||
        is_paid_to_build(r, segment, amount))
      continue;
    if (amount->kind == YT_AMOUNT_RATIO && is_level_compared_with(r, segment, amount)) {
      amount->is_attribute = TRUE;
      continue;
    }
    if (amount->kind == YT_AMOUNT_MEASURE &&
        (describes_thing(r, segment, amount) ||
         (i < segment->to && yt_is_nominal(r, i, segment->to) && is_in_list_of_projects(r, amount)))) {
      amount->is_attribute = TRUE;
      continue;
    }
    if (sums_up(r, segment, amount) && i < segment->to && is(r, i, "的"))
      continue; /* 总投资273亿元的31个项目 */
    if (k + 1 < segment->end && i + 1 == amount_at(r, k + 1)->item_from && is(r, i, "的") &&
        amount_at(r, k + 1)->kind == YT_AMOUNT_COUNT) { /* 营业收入超1000亿元的2个 */
      amount->is_attribute = TRUE;
      continue;
    }
    while (i < segment->to && item_at(r, i)->mention == 0 &&
           ((is(r, i, "及") && i + 1 < segment->to && is(r, i + 1, "以上")) || is(r, i, "以上") ||
            is(r, i, "以下") || is(r, i, "左右") || is(r, i, "级") || is(r, i, "的")))
      i++;
    guint32 end = yt_phrase_after(r, i, segment->to);
    gboolean last = k + 1 == segment->end;
    gboolean bound = i > amount->item_to || yt_text_has(r->a, amount->end, "以上") ||
                     yt_text_has(r->a, amount->end, "以下");
    gboolean over = amount->item_from > segment->from && in(r, amount->item_from - 1, r->in.over) &&
                    item_at(r, amount->item_from - 1)->mention == 0;
    gboolean standard = !last && (bound || over) && !is(r, i - 1, "的") &&
                        amount_at(r, k + 1)->item_from == i &&
                        amount_at(r, k + 1)->kind == YT_AMOUNT_COUNT; /* 50亿元以上2个, 超10亿元2家 */
    gboolean whole = !last && i == amount_at(r, k + 1)->item_from && is(r, i - 1, "的") &&
                     amount_at(r, k + 1)->kind == YT_AMOUNT_RATIO &&
                     amount->kind == YT_AMOUNT_MONEY; /* 15.3亿元的44.8% */
    whole =
        whole || (!last && i + 2 == amount_at(r, k + 1)->item_from && is(r, i, ")") && is(r, i + 1, "的") &&
                  amount_at(r, k + 1)->kind == YT_AMOUNT_RATIO); /* 年任务(40.2亿元)的32.5% */
    gboolean each = amount->item_from > segment->from + 1 && is(r, amount->item_from - 2, "每") &&
                    (in(r, amount->item_from - 1, r->in.growth) ||
                     is(r, amount->item_from - 1, "新增")); /* 每新增1000万元 */
    gboolean counted = k > segment->first && amount_at(r, k - 1)->kind == YT_AMOUNT_COUNT && end > i;
    gboolean of_unnamed = i > amount->item_to && is(r, i - 1, "的") && end > i && !is_named(r, end - 1) &&
                          in(r, end - 1, r->in.who);
    if (standard || whole || each || counted ||
        (!last && end > i && amount_at(r, k + 1)->kind == YT_AMOUNT_COUNT))
      amount->is_attribute = TRUE;
    else if ((over || amount->upper[0] || i > amount->item_to + 1) && of_unnamed)
      /* 产值过1000亿元的企业, 投资500万元以上的项目 */
      amount->is_attribute = TRUE;
    else if (end > i && i == amount->item_to && amount->kind == YT_AMOUNT_MONEY &&
             !yt_is_money_noun(r, end - 1))
      amount->is_attribute =
          item_at(r, i)->mention != 0 ? !is_named(r, i) : item_at(r, i)->pos != YT_POS_VERBAL;
    else if (end > i && i > amount->item_to && !is(r, i - 1, "的"))
      amount->is_attribute = TRUE;
  }
}
