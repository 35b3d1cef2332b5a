/* subjects.c: what figures are told of.
 *
 * A segment has a topic: the names at its beginning, or what they describe. It holds for the segments after it until
 * one of them has a topic of its own, or makes something: 设立X基金,总规模50亿元. A figure is told of the name that its amount
 * describes, else of the topic, else of the heading's name, the measure, or the issuer's place. */
#include "loader/figures.h"

/* ---- topics ---- */

static gboolean
may_be_topic(const YtFigureReader *r, gint32 m)
{
  const YtMention *mention = yt_mention(r->a, m);
  return mention->class != YT_CLASS_MEASURE && mention->class != YT_CLASS_PERSON &&
         mention->class != YT_CLASS_PROPOSAL && mention->class != YT_CLASS_DOCUMENT;
}

/* 推介会, of a name that ends so */
static gboolean
ends_like(const YtFigureReader *r, const YtMention *mention, guint32 i)
{
  const YtItem *item = item_at(r, i);
  guint32 n = item->end - item->start;
  return mention->end - mention->start > n &&
         memcmp(r->a->text->text + mention->end - n, r->a->text->text + item->start, n) == 0;
}

/* May one of the words below begin with the character? */
static inline gboolean
may_begin_head(gunichar c)
{
  switch (c) {
  case U'园':
  case U'产':
  case U'基':
  case U'母':
  case U'项':
  case U'引':
  case U'平':
  case U'公':
  case U'集':
  case U'企':
  case U'研':
  case U'中':
  case U'实':
  case U'学':
  case U'院':
  case U'活':
  case U'大':
  case U'推':
  case U'博':
  case U'展':
  case U'论':
  case U'小': return TRUE;
  default: return FALSE;
  }
}

/* The class of what 该园, 基金, 项目 at item @i speak of; YT_CLASS_NONE for other words. */
static YtClass
class_of_head(const YtFigureReader *r, guint32 i)
{
  static const struct {
    const char *word;
    YtClass class;
  } heads[] = {
      {"园", YT_CLASS_PARK},          {"园区", YT_CLASS_PARK},          {"产业园", YT_CLASS_PARK},
      {"产业园区", YT_CLASS_PARK},    {"基金", YT_CLASS_FUND},          {"母基金", YT_CLASS_FUND},
      {"项目", YT_CLASS_PROJECT},     {"引导基金", YT_CLASS_FUND},      {"平台", YT_CLASS_PLATFORM},
      {"公司", YT_CLASS_COMPANY},     {"集团", YT_CLASS_COMPANY},       {"企业", YT_CLASS_COMPANY},
      {"集群", YT_CLASS_CLUSTER},     {"研究院", YT_CLASS_INSTITUTION}, {"研究所", YT_CLASS_INSTITUTION},
      {"中心", YT_CLASS_INSTITUTION}, {"实验室", YT_CLASS_INSTITUTION}, {"学院", YT_CLASS_INSTITUTION},
      {"院", YT_CLASS_INSTITUTION},   {"活动", YT_CLASS_PROGRAM},       {"大赛", YT_CLASS_PROGRAM},
      {"推介会", YT_CLASS_PROGRAM},   {"博览会", YT_CLASS_PROGRAM},     {"展会", YT_CLASS_PROGRAM},
      {"大会", YT_CLASS_PROGRAM},     {"论坛", YT_CLASS_PROGRAM},       {"产品", YT_CLASS_PRODUCT},
      {"基地", YT_CLASS_PARK},        {"小镇", YT_CLASS_PARK}};
  gunichar first = yt_utf8_get(r->a->text->text + item_at(r, i)->start);
  for (guint h = 0; may_begin_head(first) && h < G_N_ELEMENTS(heads); h++)
    if (is(r, i, heads[h].word))
      return heads[h].class;
  gint32 park = r->last[YT_CLASS_PARK]; /* 生物城 of 成都天府国际生物城 */
  return r->a->grammar->suffix_classes[item_at(r, i)->set] == YT_CLASS_PARK && park >= 0 &&
                 item_at(r, i)->end - item_at(r, i)->start >= strlen("生物城") &&
                 ends_like(r, yt_mention(r->a, park), i)
             ? YT_CLASS_PARK
             : YT_CLASS_NONE;
}

/* The project that 项目 alone speaks of: the last one that is called so, not a production line inside it. */
static gint32
find_project(const YtFigureReader *r)
{
  gint32 last = r->last[YT_CLASS_PROJECT];
  guint block = yt_sentence(r->a, r->s)->block;
  guint32 near = yt_block(r->a, block > 0 ? block - 1 : 0)->start;
  for (guint back = 1; last >= 0 && back <= N_RECENT; back++) {
    gint32 m = r->recent[YT_CLASS_PROJECT][(r->n_recent[YT_CLASS_PROJECT] + N_RECENT - back) % N_RECENT];
    if (m < 0 || yt_mention(r->a, m)->start < near)
      break;
    if (yt_text_ends(r->a, yt_mention(r->a, m)->end, "项目"))
      return m;
  }
  return last;
}

gint32
yt_find_completed(const YtFigureReader *r, guint32 first)
{
  return is(r, first, "项目") ? find_project(r) : r->last[YT_CLASS_PROJECT];
}

gboolean
yt_tells_of_completion(const YtFigureReader *r, guint32 i)
{
  static const char *const words[] = {"建成后",     "达产后",     "投产后",     "建成投产后",
                                      "全面达产后", "建成达产后", "投产达产后", "全部达产后",
                                      "竣工投产后", "建成运营后", "建成投用后", "投用后"};
  guint32 start = item_at(r, i)->start;
  if (!yt_plays(r->a, i, YT_ROLE_COMPLETION))
    return yt_text_has(r->a, start, "项目达产");
#pragma GCC unroll 12
  for (guint k = 0; k < G_N_ELEMENTS(words); k++)
    if (yt_text_has(r->a, start, words[k]))
      return TRUE;
  return FALSE;
}

/* 每家/平台: of no one. */
static gboolean
begins_each(const YtFigureReader *r, guint32 i)
{
  return item_at(r, i)->kind == YT_ITEM_HAN &&
         (yt_text_has(r->a, item_at(r, i)->start, "每") || is(r, i, "各"));
}

/* 该区, 该县: the place or zone that was spoken of last, if item @i says so; or -1. */
static gint32
find_district(const YtFigureReader *r, guint32 i)
{
  static const char *const words[] = {"区", "县", "市", "州", "旗", "镇", "乡"};
  guint32 start = item_at(r, i)->start;
  gint32 place = r->last[YT_CLASS_PLACE], park = r->last[YT_CLASS_PARK];
  for (guint k = 0; yt_text_has(r->a, start, "该") && k < G_N_ELEMENTS(words); k++) {
    if (!yt_text_has(r->a, start + 3, words[k]))
      continue;
    gboolean zone = k == 0 && park >= 0 && (place < 0 || park > place);
    return zone                                                                       ? park
           : place >= 0 && yt_text_ends(r->a, yt_mention(r->a, place)->end, words[k]) ? place
                                                                                      : -1;
  }
  return -1;
}

/* Do the mentions say the same, word for word? */
static gboolean
say_the_same(const YtFigureReader *r, gint32 m, gint32 other)
{
  const YtMention *x = yt_mention(r->a, m), *y = yt_mention(r->a, other);
  return x->end - x->start == y->end - y->start &&
         memcmp(r->a->text->text + x->start, r->a->text->text + y->start, x->end - x->start) == 0;
}

/* The last park that is called 园, which 园区 and 产业园 at item @i rather speak of than of a zone inside it, 孵化区; else @last. */
static gint32
find_like(const YtFigureReader *r, guint32 i, gint32 last)
{
  if (!yt_text_ends(r->a, item_at(r, i)->end, "园") && !yt_text_ends(r->a, item_at(r, i)->end, "园区"))
    return last;
  for (guint back = 1; back <= 4; back++) {
    gint32 m = r->recent[YT_CLASS_PARK][(r->n_recent[YT_CLASS_PARK] + N_RECENT - back) % N_RECENT];
    if (m < 0)
      break;
    guint32 end = yt_mention(r->a, m)->end;
    if (yt_text_ends(r->a, end, "园") || yt_text_ends(r->a, end, "园区"))
      return m;
    if (!yt_text_ends(r->a, end, "区"))
      break;
  }
  return last;
}

/* The only park of the text so far that 产业园, 产业园区 or 园区 at item @i can speak of; or -1. */
static gint32
find_only_park(const YtFigureReader *r, guint32 i)
{
  gboolean any = is(r, i, "园区");
  gint32 found = -1;
  if (!any && !is(r, i, "产业园") && !is(r, i, "产业园区"))
    return -1;
  for (guint back = 1; back <= N_RECENT; back++) {
    gint32 m = r->recent[YT_CLASS_PARK][(r->n_recent[YT_CLASS_PARK] + N_RECENT - back) % N_RECENT];
    if (m < 0)
      break;
    if (!any && !yt_text_ends(r->a, yt_mention(r->a, m)->end, "产业园"))
      continue;
    if (found >= 0 && !say_the_same(r, found, m))
      return -1;
    found = m;
  }
  return found;
}

/* The last park, in this paragraph or the one before, that 港内 at item @i speaks of; or -1. */
static gint32
find_surrounding(const YtFigureReader *r, guint32 i)
{
  guint block = yt_sentence(r->a, r->s)->block;
  guint32 near = yt_block(r->a, block > 0 ? block - 1 : 0)->start;
  for (guint back = 1; back <= N_RECENT; back++) {
    gint32 m = r->recent[YT_CLASS_PARK][(r->n_recent[YT_CLASS_PARK] + N_RECENT - back) % N_RECENT];
    if (m < 0 || yt_mention(r->a, m)->start < near)
      break;
    if (yt_is_place_of_inside(r->a, yt_mention(r->a, m), i))
      return m;
  }
  return -1;
}

/* The only name of one of @classes in the title, or -1. */
static gint32
find_titled(const YtFigureReader *r, guint32 classes)
{
  const YtAnalysis *a = r->a;
  gint32 titled = -1;
  for (guint m = 0; m < a->mentions->len && yt_mention(a, m)->start < a->header.title_end; m++) {
    const YtMention *mention = yt_mention(a, m);
    if (mention->start < a->header.title_start || mention->state != YT_MENTION_NAMED ||
        !(classes >> mention->class & 1))
      continue;
    if (titled >= 0)
      return -1;
    titled = (gint32) m;
  }
  return titled;
}

/* The mention that item @i, the head noun of a segment, points back to, or -1: 该园规划面积…, 基金总规模… */
static gint32
find_antecedent(const YtFigureReader *r, guint32 i, guint32 to)
{
  if (is(r, i, "该院") || is(r, i, "该校")) /* one word */
    return r->last[YT_CLASS_INSTITUTION];
  gint32 district = find_district(r, i);
  if (district >= 0)
    return district;
  if (yt_says_inside(r->a, i) > 0)
    return find_surrounding(r, i);
  if (is(r, i, "这家")) /* 这家从外省迁来的企业 */
    return r->last[YT_CLASS_COMPANY];
  gboolean pointed = is(r, i, "该") || is(r, i, "本");
  guint32 head = pointed ? i + 1 : i;
  gboolean counted =
      head + 1 == to && is(r, head, "园区") && to < yt_sentence(r->a, r->s)->item_to; /* 园区58户企业 */
  if ((head + 1 >= to && !counted) || item_at(r, head)->mention != 0)
    return -1;
  YtClass class = class_of_head(r, head);
  gint32 last = class == YT_CLASS_PROJECT && is(r, head, "项目") ? find_project(r)
                : class == YT_CLASS_FUND && r->made_fund >= 0    ? r->made_fund
                                                                 : r->last[class];
  if (class == YT_CLASS_PARK)
    last = find_like(r, head, last);
  gint32 whole = class == YT_CLASS_PARK && !pointed ? yt_title_topic(r->a) : -1;
  gboolean here =
      last >= 0 && yt_mention(r->a, last)->start >= yt_block(r->a, yt_sentence(r->a, r->s)->block)->start;
  if (whole < 0 && class == YT_CLASS_PARK && is(r, head, "园区") && r->home < 0 && !here)
    whole = find_titled(r, 1u << YT_CLASS_PARK); /* 关于支持某园建设的意见 */
  if (whole < 0 && class == YT_CLASS_PARK)
    whole = find_only_park(r, head);
  if (whole >= 0 && yt_mention(r->a, whole)->class == YT_CLASS_PARK) /* what a park's profile calls 园区 */
    last = whole;
  if (class == YT_CLASS_PROJECT && last < 0 && is(r, head, "项目"))
    last = r->last[YT_CLASS_PARK]; /* 某生命科学园占地400亩。项目分三期建设 */
  if (class == YT_CLASS_NONE || last < 0 ||
      (i > 0 && (begins_each(r, i - 1) || is(r, i - 1, "从") || (!pointed && in(r, i - 1, r->in.stage)))))
    return -1;
  if (pointed)
    return last;
  const YtMention *mention = yt_mention(r->a, last);
  gboolean firm = class == YT_CLASS_COMPANY && !is(r, head, "企业"); /* 公司研发团队42人 */
  gboolean bare = class == YT_CLASS_FUND || class == YT_CLASS_PROJECT || class == YT_CLASS_PARK || firm ||
                  class == YT_CLASS_PLATFORM || (class == YT_CLASS_PROGRAM && ends_like(r, mention, head));
  guint block = yt_sentence(r->a, r->s)->block;
  gboolean tail =
      class == YT_CLASS_PARK && ends_like(r, mention, head) && /* 生物城, which other parks are not called */
      item_at(r, head)->end - item_at(r, head)->start == strlen("生物城") && !is(r, head, "产业园");
  gboolean near = last == whole || tail ||
                  mention->start >=
                      yt_block(r->a, block > 0 ? block - 1 : 0)->start; /* this paragraph or the one before */
  if (class == YT_CLASS_PARK && r->home >= 0 && is(r, head, "园区") &&
      mention->start < yt_block(r->a, block)->start)
    return r->home;
  gboolean completed = class == YT_CLASS_PROJECT && yt_tells_of_completion(r, head + 1);
  gboolean acts = firm || is(r, head, "平台") || is(r, head, "基金") ||
                  (class == YT_CLASS_PARK && (!is(r, head, "基地") || ends_like(r, mention, head)));
  if (acts && near &&
      (item_at(r, head + 1)->pos == YT_POS_VERB || item_at(r, head + 1)->pos == YT_POS_ADVERB ||
       is(r, head + 1, "自") || is(r, head + 1, "自从") || in(r, head + 1, r->in.plan) ||
       is(r, head + 1, "计划")))
    return last; /* 公司实现营业收入…, 园区已落实项目… */
  gboolean other = r->topic.n > 0 &&
                   mention->start < yt_block(r->a, block)->start; /* 某公司…,项目达产后…: none of before */
  if (bare && near && class == YT_CLASS_PARK && item_at(r, head + 1)->kind == YT_ITEM_NUMBER)
    return last;
  return bare && near && !other &&
                 (completed || yt_is_nominal(r, head + 1, to) || in(r, head + 1, r->in.settle))
             ? last
             : -1;
}

/* A short form that nothing marks as a name, of a name that ends so: 产业园 of 马鞍山经开区绿色智造产业园. */
static gint32
find_long_form(const YtFigureReader *r, const YtMention *weak)
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
read_coordination(const YtFigureReader *r, guint32 i, guint32 to, YtTopic *topic)
{
  topic->n = 0;
  while (i < to && item_at(r, i)->mention != 0) {
    const YtMention *mention = mention_of(r, i);
    gint32 m = (gint32) item_at(r, i)->mention - 1;
    if (mention->state == YT_MENTION_WEAK)
      m = find_long_form(r, mention);
    gboolean inner = topic->n > 0 && m >= 0 && mention->class == YT_CLASS_PLACE &&
                     yt_mention(r->a, m)->item_from == i &&
                     yt_mention(r->a, topic->mentions[topic->n - 1])->item_to == i &&
                     yt_mention(r->a, topic->mentions[topic->n - 1])->class == YT_CLASS_PLACE;
    if (inner) /* 天津/滨海新区 */
      topic->mentions[topic->n - 1] = m;
    else if (m >= 0 && topic->n < MAX_TOPICS && may_be_topic(r, m) &&
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

/* A扩建、B建设等89个项目: does the verb at item @i belong to a member of such a list? */
static gboolean
is_verb_of_item(const YtFigureReader *r, guint32 i, guint32 to)
{
  return i + 1 < to && item_at(r, i)->mention == 0 && item_at(r, i)->kind == YT_ITEM_HAN &&
         (item_at(r, i)->pos == YT_POS_VERB || item_at(r, i)->pos == YT_POS_VERBAL) &&
         (item_at(r, i + 1)->kind == YT_ITEM_SEPARATOR || in(r, i + 1, r->a->grammar->known.etc));
}

/* Are the names before item @i only examples of what an amount counts: A、B等37家企业, A、B两家企业? Members that no
 * mention covers are passed over. */
static gboolean
is_counted_list(const YtFigureReader *r, const YtSegment *segment, const YtTopic *names, guint32 i)
{
  guint32 limit = MIN(segment->to, i + 16), p = i;
  gboolean several = names->n > 1;
  gboolean listed = is_and(r, i) || names->n > 2 || is_verb_of_item(r, i, limit);
  while (
      p < limit && !in(r, p, r->a->grammar->known.etc) && listed &&
      (is_and(r, p) || yt_is_nominal(r, p, segment->to) || is_named(r, p) || is_verb_of_item(r, p, limit))) {
    several = several || item_at(r, p)->kind == YT_ITEM_SEPARATOR;
    p++;
  }
  for (guint k = segment->first; k < segment->end; k++) {
    const YtAmount *amount = amount_at(r, k);
    if (amount->item_from < i || amount->kind != YT_AMOUNT_COUNT)
      continue;
    gboolean itself =
        p == i && yt_phrase_after(r, amount->item_to, segment->to) == amount->item_to; /* 国家级创业园2个 */
    return ((several || itself) && amount->item_from == p) ||
           (p < segment->to && in(r, p, r->a->grammar->known.etc) && amount->item_from < p + 12);
  }
  return FALSE;
}

/* 投资12亿元的A、B等161个项目: are the names before item @i among those that 等 and a number sum up? */
static gboolean
is_summed_up(const YtFigureReader *r, guint32 i, guint32 to)
{
  for (; i + 1 < to; i++)
    if (item_at(r, i)->mention == 0 && in(r, i, r->a->grammar->known.etc) &&
        item_at(r, i + 1)->kind == YT_ITEM_NUMBER)
      return TRUE;
  return FALSE;
}

/* Policies are cited; only 《办法》规定,… speaks of one. */
static gboolean
may_speak(const YtFigureReader *r, gint32 m, guint32 next, guint32 to)
{
  if (yt_mention(r->a, m)->class != YT_CLASS_POLICY)
    return TRUE;
  if (next < to && is(r, next, "》"))
    next++;
  return next < to && (is(r, next, "规定") || is(r, next, "明确") || is(r, next, "提出"));
}

/* Is the name at item @i a place where a way leads, or begins: 至北京, 从张掖迁来? */
static gboolean
is_way(const YtFigureReader *r, guint32 from, guint32 i)
{
  return i > from && is_named(r, i) && mention_of(r, i)->class == YT_CLASS_PLACE &&
         (is(r, i - 1, "至") || is(r, i - 1, "赴") || is(r, i - 1, "往") || is(r, i - 1, "从"));
}

/* 生物医药产业是某园主导产业,…: does what the name before item @next leads by stand there? Then it is spoken of. */
static gboolean
leads_by(const YtFigureReader *r, guint32 next, guint32 to)
{
  static const char *const words[] = {"主导产业", "支柱产业", "首位产业", "优势产业", "特色产业"};
  guint32 i = next < to && is_de(r, next) ? next + 1 : next;
  for (guint k = 0; i < to && k < G_N_ELEMENTS(words); k++)
    if (yt_text_has(r->a, item_at(r, i)->start, words[k]))
      return TRUE;
  return FALSE;
}

void
yt_find_topic(const YtFigureReader *r, const YtSegment *segment, guint32 to, YtTopic *topic)
{
  const YtKnownLists *known = &r->a->grammar->known;
  gboolean aside = FALSE, verb = FALSE, behind_de = FALSE, refuses = FALSE, means = FALSE;
  gboolean leads = TRUE; /* only times and the like so far */
  *topic = (YtTopic){.n = 0};
  for (guint32 i = segment->from; i < to;) {
    const YtItem *item = item_at(r, i);
    if (item->mention != 0) {
      YtTopic names = {.n = 0};
      guint32 next = read_coordination(r, i, to, &names);
      if (names.n == 1 && is_way(r, segment->from, i)) /* 至北京网络时延不高于18毫秒 */
        names.n = 0;
      if (names.n > 0 && is_counted_list(r, segment, &names, next)) {
        topic->is_list = topic->is_list ||
                         (leads && (names.n > 1 || next >= to || item_at(r, next)->kind != YT_ITEM_NUMBER));
      } else if (names.n > 1 && next < to && in(r, next, known->etc)) {
        /* A、B等重点项目完成签约 */
      } else if (names.n > 0 && may_speak(r, names.mentions[0], next, to) &&
                 ((!aside && !verb && topic->n == 0) || (behind_de && !refuses) ||
                  (refuses && topic->n == 0 && leads_by(r, next, to))) &&
                 !(behind_de && is_summed_up(r, next, segment->to))) {
        *topic = names;
        aside = verb = FALSE;
      }
      verb = verb || topic->n == 0; /* what follows names that are no topic is none either */
      behind_de = leads = FALSE;
      i = next;
      continue;
    }
    if (is(r, i, "从") && i + 2 < to && is_named(r, i + 1)) { /* 从管委会获悉: who tells */
      guint32 behind = behind_mention(r, i + 1, to);
      if (behind < to && (is(r, behind, "获悉") || is(r, behind, "了解到") || is(r, behind, "了解"))) {
        i = behind + 1;
        continue;
      }
    }
    leads = leads && (item->kind == YT_ITEM_NUMBER || item->pos == YT_POS_TIME ||
                      item->pos == YT_POS_NUMERAL || is(r, i, "其中") || is(r, i, "年"));
    gint32 antecedent = topic->n == 0 && !aside && !verb ? find_antecedent(r, i, to) : -1;
    if (antecedent >= 0) {
      *topic = (YtTopic){.mentions = {antecedent}, .n = 1};
      i += 1;
    } else if (is_de(r, i)) {
      behind_de = TRUE;
    } else if (is(r, i, "是") || is(r, i, "系")) {
      refuses = verb = TRUE;
    } else if (in(r, i, r->in.aside)) {
      aside = aside || topic->n == 0;
      means = means || is(r, i, "以"); /* 以X为依托的Y: Y */
      refuses =
          refuses || (topic->n == 0 && (is(r, i, "对") || (is(r, i, "为") && !means) || is(r, i, "向")));
      behind_de = FALSE;
    } else if (item->kind == YT_ITEM_HAN &&
               (item->pos == YT_POS_VERB || item->pos == YT_POS_VERBAL || in(r, i, r->in.settle) ||
                in(r, i, known->support)) &&
               !in(r, i, r->in.before_topic) && !in(r, i, known->future) &&
               (!in(r, i, r->in.modifier) || (i + 1 < to && is_named(r, i + 1)))) { /* 对接某中心 */
      verb = TRUE;
      behind_de = FALSE;
    } else if (item->kind == YT_ITEM_MARK && is(r, i, "(")) {
      guint32 p = i;
      while (p < to && !is(r, p, ")"))
        p++;
      i = p;
    } else if (behind_de && item->kind != YT_ITEM_NUMBER && item->pos != YT_POS_ADVERB) {
      behind_de = yt_is_nominal(r, i, to);
    }
    i++;
  }
}

void
yt_find_agents(const YtFigureReader *r, guint32 from, guint32 to, guint n, YtTopic *agents)
{
  for (guint32 i = from; i + 1 < to; i++)
    if (is(r, i, "由") && is_named(r, i + 1)) {
      YtTopic names = {.n = 0};
      read_coordination(r, i + 1, to, &names);
      if (names.n == n)
        *agents = names;
      return;
    }
}

void
yt_find_counted(const YtFigureReader *r, guint32 from, guint32 to, guint n, YtTopic *named)
{
  static const struct {
    char noun[8];
    YtClass class;
  } nouns[] = {{"园", YT_CLASS_PARK},      {"地", YT_CLASS_PLACE},     {"区", YT_CLASS_PLACE},
               {"县", YT_CLASS_PLACE},     {"市", YT_CLASS_PLACE},     {"家", YT_CLASS_COMPANY},
               {"企业", YT_CLASS_COMPANY}, {"公司", YT_CLASS_COMPANY}, {"基金", YT_CLASS_FUND}};
  static const char *const numbers[] = {"两", "三", "四", "五"};
  YtClass class = YT_CLASS_NONE;
  if (n < 2 || n - 2 >= G_N_ELEMENTS(numbers))
    return;
  for (guint32 i = from; i + 1 < to && class == YT_CLASS_NONE; i++)
    for (guint k = 0; k < G_N_ELEMENTS(nouns) && yt_text_has(r->a, item_at(r, i)->start, numbers[n - 2]); k++)
      if (yt_text_has(r->a, item_at(r, i)->start + 3, nouns[k].noun))
        class = nouns[k].class;
  YtTopic found = {.n = 0};
  for (guint back = 1; class != YT_CLASS_NONE && back <= N_RECENT && found.n < n; back++) {
    gint32 m = r->recent[class][(r->n_recent[class] + N_RECENT - back) % N_RECENT];
    if (m < 0 || yt_mention(r->a, m)->start < yt_block(r->a, yt_sentence(r->a, r->s)->block)->start)
      return;
    gboolean again = FALSE;
    for (guint k = 0; k < found.n; k++)
      again = again || say_the_same(r, found.mentions[k], m);
    if (again)
      continue;
    memmove(found.mentions + 1, found.mentions, found.n * sizeof *found.mentions);
    found.mentions[0] = m;
    found.n++;
  }
  if (found.n == n)
    *named = found;
}

/* 推进A、B和C等一批项目: several of which A is one. */
static gboolean
is_one_of_many(const YtFigureReader *r, const YtTopic *names, guint32 next, guint32 to)
{
  for (guint32 i = next; i < to && i < next + 16; i++) {
    if (item_at(r, i)->mention == 0 && in(r, i, r->a->grammar->known.etc))
      return names->n > 1 || i == next;
    if (names->n == 1 && !is_and(r, i))
      return FALSE;
  }
  return FALSE;
}

/* 规模100亿元的: does an amount of the segment end before item @i? */
static gboolean
is_behind_amount(const YtFigureReader *r, const YtSegment *segment, guint32 i)
{
  for (guint k = segment->first; k < segment->end; k++)
    if (amount_at(r, k)->item_to == i)
      return TRUE;
  return FALSE;
}

gboolean
yt_find_made(const YtFigureReader *r, const YtSegment *segment, YtTopic *made)
{
  const guint32 classes = 1u << YT_CLASS_FUND | 1u << YT_CLASS_PLATFORM | 1u << YT_CLASS_INSTITUTION |
                          1u << YT_CLASS_COMPANY | 1u << YT_CLASS_PROJECT | 1u << YT_CLASS_PROGRAM |
                          1u << YT_CLASS_PARK | 1u << YT_CLASS_CLUSTER | 1u << YT_CLASS_PRODUCT;
  gboolean verb = FALSE, support = FALSE;
  YtTopic supported = {
      .n = 0}; /* 支持X园打造千亿级园区,力争产值突破800亿元: where nothing is made that has a name */
  for (guint32 i = segment->from; i < segment->to;) {
    if (item_at(r, i)->mention == 0) {
      gboolean purpose =
          is(r, i, "支持") && i > segment->from && is(r, i - 1, "为"); /* 为支持X,安排经费7809万元 */
      verb = in(r, i, r->in.create) || in(r, i, r->a->grammar->known.establish) || purpose ||
             (verb && (!is_de(r, i) || is_behind_amount(r, segment, i))); /* 设立规模100亿元的X基金 */
      support = is(r, i, "支持") || is(r, i, "鼓励") || is(r, i, "引导") || is(r, i, "发挥");
      i++;
      continue;
    }
    YtTopic names = {.n = 0};
    guint32 next = read_coordination(r, i, segment->to, &names);
    const YtMention *mention = names.n > 0 ? yt_mention(r->a, names.mentions[0]) : NULL;
    if (verb && mention && (classes >> mention->class & 1) && !is_one_of_many(r, &names, next, segment->to) &&
        !is_counted_list(r, segment, &names, next) && !yt_text_ends(r->a, mention->end, "机制") &&
        !yt_text_ends(r->a, mention->end, "模式")) {
      *made = names;
      return TRUE;
    }
    gboolean jointly = next + 1 < segment->to && is(r, next, "与") && item_at(r, next + 1)->mention != 0;
    if (support && r->planned && supported.n == 0 && names.n == 1 && !jointly &&
        mention->class != YT_CLASS_PRODUCT && (classes >> mention->class & 1))
      supported = names;
    support = FALSE;
    i = next;
  }
  *made = supported;
  return supported.n > 0;
}

/* ---- subjects ---- */

YtClass
yt_class_of_metric(const char *metric)
{
#define KIND(metric, class)                                                                                  \
  {                                                                                                          \
    metric, sizeof metric - 1, class                                                                         \
  }
  static const struct {
    const char *metric;
    gsize n;
    YtClass class;
  } kinds[] = {
      KIND("总规模", YT_CLASS_FUND),   KIND("首期", YT_CLASS_FUND),        KIND("首期规模", YT_CLASS_FUND),
      KIND("规模", YT_CLASS_FUND),     KIND("首期认缴", YT_CLASS_FUND),    KIND("存续期", YT_CLASS_FUND),
      KIND("返投比例", YT_CLASS_FUND), KIND("首期到位", YT_CLASS_FUND),    KIND("总投资", YT_CLASS_PROJECT),
      KIND("占地", YT_CLASS_PROJECT),  KIND("注册资本", YT_CLASS_COMPANY), KIND("规划面积", YT_CLASS_PARK),
      KIND("建筑面积", YT_CLASS_PARK)};
#undef KIND
  gsize n = strlen(metric);
#pragma GCC unroll 13
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (n >= kinds[i].n && memcmp(metric + n - kinds[i].n, kinds[i].metric, kinds[i].n) == 0) {
      gsize rest = n - kinds[i].n;
      const char *whose = kinds[i].class == YT_CLASS_FUND      ? "基金"
                          : kinds[i].class == YT_CLASS_PROJECT ? "项目"
                                                               : NULL;
      if (rest == 0 || (whose && rest >= 6 && rest <= 9 && memcmp(metric + rest - 6, whose, 6) == 0))
        return kinds[i].class;
    }
  return YT_CLASS_NONE;
}

/* Is the name one of those that 等 and a number sum up: 引进A、B等18个项目,总投资76亿元, which is not B's? */
static gboolean
is_example(const YtFigureReader *r, gint32 m)
{
  guint32 i = yt_mention(r->a, m)->item_to, to = yt_sentence(r->a, r->s)->item_to;
  return i + 1 < to && in(r, i, r->a->grammar->known.etc) && item_at(r, i + 1)->kind == YT_ITEM_NUMBER;
}

gint32
yt_last_in_sentence(const YtFigureReader *r, YtClass class, guint32 i)
{
  gint32 m = r->last[class];
  return m >= 0 && !is_example(r, m) &&
                 yt_mention(r->a, m)->item_from >= yt_sentence(r->a, r->s)->item_from &&
                 yt_mention(r->a, m)->item_from < i
             ? m
             : -1;
}

gint32
yt_find_described(const YtFigureReader *r, const YtSegment *segment, guint k)
{
  while (k + 1 < r->amounts->len && amount_at(r, k + 1)->item_from < amount_at(r, k)->item_to + 6 &&
         amount_at(r, k)->item_to == segment->to &&
         r->segment + 1 < r->segments->len) { /* 首期规模20亿元、总规模50亿元的X基金 */
    const YtSegment *next = &g_array_index(r->segments, YtSegment, r->segment + 1);
    if (!next->is_coordinated || next->first != k + 1)
      break;
    segment = next;
    k++;
    break;
  }
  guint32 i = amount_at(r, k)->item_to;
  guint32 limit = MIN(segment->to, i + 4);
  if (amount_at(r, k)->kind == YT_AMOUNT_MONEY && i + 1 < limit && item_at(r, i)->mention == 0 &&
      in(r, i, r->in.create) && is_named(r, i + 1) &&
      (mention_of(r, i + 1)->class == YT_CLASS_PROJECT ||
       (mention_of(r, i + 1)->class == YT_CLASS_FUND &&
        yt_text_ends(r->a, amount_at(r, k)->start, "共同出资"))))
    return (gint32) item_at(r, i + 1)->mention - 1; /* 投资12.6亿元建设X项目, 与A共同出资12亿元设立X基金 */
  if (amount_at(r, k)->kind == YT_AMOUNT_MONEY && i < limit && is_named(r, i) &&
      (mention_of(r, i)->class == YT_CLASS_FUND ||
       (mention_of(r, i)->class == YT_CLASS_PROJECT && yt_text_ends(r->a, amount_at(r, k)->start, "总投资"))))
    return (gint32) item_at(r, i)->mention - 1; /* 10亿元X基金、15亿元Y基金; 总投资150亿元X项目 */
  while (i < limit && !is(r, i, "的") && !is(r, i, ")"))
    i++;
  if (i >= limit || is(r, i, ")") || (i > amount_at(r, k)->item_to && item_at(r, i - 1)->mention != 0))
    return -1;
  for (guint32 p = i + 1; p < segment->to && p < i + 8; p++) {
    if (is_named(r, p)) {
      YtTopic names = {.n = 0};
      guint32 behind = read_coordination(r, p, segment->to, &names);
      gboolean leads = names.n == 1 && mention_of(r, p)->class == YT_CLASS_PLACE && behind < segment->to &&
                       yt_is_nominal(r, behind, segment->to); /* 总投资21亿元的宁德某某项目 */
      return names.n > 0 && !leads ? names.mentions[0] : -1;
    }
    if (!yt_is_nominal(r, p, segment->to))
      break;
  }
  return -1;
}

/* A、B等37家企业先后入驻,X园已成为…: X, which the next clause begins with, where nothing was spoken of yet. */
static gint32
find_next_host(const YtFigureReader *r, const YtSegment *segment, guint k)
{
  guint32 end = segment->to;
  if (k + 1 < segment->end || r->topic.n > 0 || end <= amount_at(r, k)->item_to ||
      !in(r, end - 1, r->in.settle) || item_at(r, end)->kind != YT_ITEM_COMMA || !is_named(r, end + 1))
    return -1;
  YtClass class = mention_of(r, end + 1)->class;
  return class == YT_CLASS_PARK || class == YT_CLASS_CLUSTER ? (gint32) item_at(r, end + 1)->mention - 1 : -1;
}

/* 120余人参加: the event that was spoken of last, in this paragraph; or -1. */
static gint32
find_event(const YtFigureReader *r, const YtSegment *segment, guint k)
{
  guint32 i = amount_at(r, k)->item_to;
  gint32 event = r->last[YT_CLASS_PROGRAM];
  if (event < 0 || yt_mention(r->a, event)->start < yt_block(r->a, yt_sentence(r->a, r->s)->block)->start)
    return -1;
  i = yt_phrase_after(r, i, segment->to);
  return i < segment->to && i + 2 >= segment->to && (is(r, i, "参加") || is(r, i, "参会") || is(r, i, "出席"))
             ? event
             : -1;
}

/* 37家企业入驻X: X. */
static gint32
find_settled(const YtFigureReader *r, const YtSegment *segment, guint k)
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
  return find_next_host(r, segment, k);
}

static gboolean
is_settled(const YtFigureReader *r, const YtSegment *segment, guint k)
{
  for (guint32 i = amount_at(r, k)->item_to; i < segment->to && i < amount_at(r, k)->item_to + 12; i++)
    if (in(r, i, r->in.settle))
      return TRUE;
  return FALSE;
}

/* 某园集聚了A、B等药企项目7个,/C、D等企业1200家: does the park go on with what it has? */
static gboolean
goes_on_collecting(const YtFigureReader *r, const YtSegment *segment)
{
  const YtMention *park = r->topic.n == 1 ? yt_mention(r->a, r->topic.mentions[0]) : NULL;
  gboolean collects = FALSE;
  if (!park || park->class != YT_CLASS_PARK || park->item_from < yt_sentence(r->a, r->s)->item_from)
    return FALSE;
  for (guint32 i = park->item_to; i < segment->from && !collects; i++)
    collects =
        is(r, i, "集聚") || is(r, i, "聚集") || is(r, i, "汇聚") || is(r, i, "引进") || is(r, i, "拥有");
  return collects;
}

/* 在我市21家医疗机构, 我市仅有的两个产品: the place, or -1. */
static gint32
place_before(const YtFigureReader *r, const YtSegment *segment, guint32 i)
{
  while (i > segment->from && item_at(r, i - 1)->mention == 0 &&
         (in(r, i - 1, r->in.about) || is_de(r, i - 1)))
    i--;
  return i > segment->from && is_named(r, i - 1) && mention_of(r, i - 1)->class == YT_CLASS_PLACE
             ? (gint32) item_at(r, i - 1)->mention - 1
             : -1;
}

gboolean
yt_only_modifies(const YtFigureReader *r, const YtSegment *segment, guint k, const YtTopic *own)
{
  const YtMention *mention = yt_mention(r->a, own->mentions[0]);
  if (amount_at(r, k)->kind != YT_AMOUNT_COUNT ||
      (mention->class != YT_CLASS_AGENCY && mention->item_to != amount_at(r, k)->item_from) ||
      mention->item_from < segment->from)
    return FALSE;
  for (guint32 i = mention->item_to; i < amount_at(r, k)->item_from; i++)
    if (item_at(r, i)->mention == 0 && !yt_is_nominal(r, i, segment->to) && !is_and(r, i) &&
        item_at(r, i)->end - item_at(r, i)->start > 3)
      return FALSE;
  return TRUE;
}

gboolean
yt_is_provision(const char *metric)
{
  static const char *const words[] = {"奖励", "补助", "补贴", "资助", "奖补",     "贴息",
                                      "配套", "单个", "单家", "单户", "同一企业", "同一项目"};
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    if (strstr(metric, words[i]))
      return TRUE;
  return FALSE;
}

gboolean
yt_ends_in_funds(const char *metric)
{
  static const char *const words[] = {"资金", "经费", "预算", "安排"};
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    if (g_str_has_suffix(metric, words[i]))
      return TRUE;
  return FALSE;
}

/* 培育企业5家: what governments do, and no fund. */
static gboolean
makes_firms(const YtFigureReader *r, guint32 from, guint32 to)
{
  static const char *const verbs[] = {"培育", "引进", "新增", "招引", "建设", "打造", "建成", "推出"};
  for (guint32 i = from; i < to; i++)
    for (guint k = 0; k < G_N_ELEMENTS(verbs); k++)
      if (is(r, i, verbs[k]))
        return TRUE;
  return FALSE;
}

/* 实施X专项,每年安排经费6000万元; 建设X平台,三年内投入3亿元: money for what is made. */
static gboolean
is_money_for(YtClass class, const YtAmount *amount, const char *metric)
{
  return amount->kind == YT_AMOUNT_MONEY && (class == YT_CLASS_PROGRAM || class == YT_CLASS_PLATFORM) &&
         (strstr(metric, "投入") || yt_ends_in_funds(metric));
}

/* 加快X园建设,到2026年产值突破300亿元: said of X; but in …,培育企业5家 the one who makes X acts. */
static gboolean
is_attribute_of(const YtFigureReader *r, const YtSegment *segment, guint k, const YtReading *reading,
                const YtTopic *topic, const char *metric)
{
  const YtAmount *amount = amount_at(r, k);
  YtClass class = yt_mention(r->a, topic->mentions[0])->class;
  if (class == YT_CLASS_PRODUCT)
    return FALSE;
  if (class == YT_CLASS_PROJECT) /* 加快X项目建设,全年新开工项目60个 */
    return !(amount->kind == YT_AMOUNT_COUNT &&
             (g_str_has_suffix(metric, "项目") || g_str_has_suffix(metric, "企业")));
  if (class == YT_CLASS_FUND) /* 撬动社会资本100亿元, 新增投资项目6个 */
    return strstr(metric, "投资") || !makes_firms(r, segment->from, amount->item_from);
  if (is_money_for(class, amount, metric))
    return TRUE;
  for (guint32 i = segment->from; i < amount->item_from; i++) {
    gboolean inside = reading->from != 0 && i > reading->from && i < reading->left; /* 研发/投入/强度 */
    if (inside && (class == YT_CLASS_PARK || class == YT_CLASS_CLUSTER))
      continue;
    gboolean yearly = i > segment->from && is(r, i - 1, "年") &&
                      !(i > 1 && item_at(r, i - 2)->kind == YT_ITEM_NUMBER); /* 年/培养人才300名 */
    gboolean adds =
        in(r, i, r->in.growth) && yt_text_has(r->a, item_at(r, i)->start, "净"); /* 净增企业45户 */
    gboolean builds = is(r, i, "新建") &&
                      amount->kind == YT_AMOUNT_COUNT && /* 组建X研究院,新建企业技术中心15个 */
                      (class == YT_CLASS_INSTITUTION || class == YT_CLASS_PLATFORM);
    if (item_at(r, i)->mention == 0 && !yearly &&
        (builds || (in(r, i, r->in.empty) && !is(r, i, metric)) || in(r, i, r->in.create) ||
         in(r, i, r->in.act) || adds) &&
        !in(r, i, r->in.about) && !in(r, i, r->in.plan) && !is(r, i, "实现"))
      return FALSE;
  }
  return TRUE;
}

static gboolean
has_towards(const YtFigureReader *r, const YtSegment *segment)
{
  for (guint32 i = segment->from; i < segment->to; i++)
    if (is(r, i, "向"))
      return TRUE;
  return FALSE;
}

/* Does @next go on with sums as @segment told one: 、B1亿元, or 向A投资2亿元,向B投资1亿元? */
static gboolean
continues_sums(const YtFigureReader *r, const YtSegment *segment, const YtSegment *next)
{
  return next->first < next->end && amount_at(r, next->first)->kind == YT_AMOUNT_MONEY &&
         amount_at(r, next->first)->item_from > next->from &&
         (next->is_coordinated || (is(r, next->from, "向") && has_towards(r, segment)));
}

/* Is it one of several sums that are told apart: 向A投资2亿元、向B投资1亿元? */
static gboolean
is_told_apart(const YtFigureReader *r, const YtSegment *segment)
{
  return (r->segment > 0 &&
          continues_sums(r, &g_array_index(r->segments, YtSegment, r->segment - 1), segment)) ||
         (r->segment + 1 < r->segments->len &&
          continues_sums(r, segment, &g_array_index(r->segments, YtSegment, r->segment + 1)));
}

/* Does 向 or 给 lead to the name that begins at item @first: 向某地发起的X基金/出资800万元? */
static gboolean
is_towards(const YtFigureReader *r, const YtSegment *segment, guint32 first)
{
  for (guint32 i = segment->from; i < first; i++)
    if (is(r, i, "向") || is(r, i, "给"))
      return TRUE;
  return FALSE;
}

/* A出资10亿元, 由A认缴10亿元: A, one name right before the verb, who pays it; or -1. */
static gint32
find_payer(const YtFigureReader *r, const YtSegment *segment, const YtReading *reading)
{
  guint32 verb = reading->left;
  if (verb <= segment->from + 1 || !in(r, verb - 1, r->in.give) || is(r, verb - 1, "共同出资"))
    return -1;
  guint32 behind = verb - 1;
  while (behind > segment->from && item_at(r, behind - 1)->mention == 0 &&
         (item_at(r, behind - 1)->pos == YT_POS_ADVERB || in(r, behind - 1, r->in.plan) ||
          in(r, behind - 1, r->in.done)))
    behind--;
  if (behind == segment->from || !is_named(r, behind - 1) ||
      yt_mention(r->a, (gint32) item_at(r, behind - 1)->mention - 1)->antecedent == YT_ANTECEDENT_PLACE)
    return -1;
  guint32 first = mention_of(r, behind - 1)->item_from;
  gboolean one_of_several = first > segment->from && is_and(r, first - 1);
  return first < segment->from || one_of_several || is_towards(r, segment, first)
             ? -1
             : (gint32) item_at(r, behind - 1)->mention - 1;
}

/* 向X安排专项债券3.5亿元: X, where nothing is said of who does; 某基金向X注资8000万元: X; or -1. */
static gint32
find_receiver(const YtFigureReader *r, const YtSegment *segment, guint k, const YtTopic *own)
{
  const guint32 classes = 1u << YT_CLASS_PROJECT | 1u << YT_CLASS_PLATFORM | 1u << YT_CLASS_PARK |
                          1u << YT_CLASS_COMPANY | 1u << YT_CLASS_INSTITUTION | 1u << YT_CLASS_CLUSTER |
                          1u << YT_CLASS_FUND;
  for (guint32 i = segment->from; i + 2 < amount_at(r, k)->item_from; i++) {
    if (!(is(r, i, "向") || is(r, i, "给") || is(r, i, "为")) || !is_named(r, i + 1))
      continue;
    guint32 verb = behind_mention(r, i + 1, segment->to);
    gboolean grants = in(r, verb, r->in.grant) || is(r, verb, "争取");
    if ((classes >> mention_of(r, i + 1)->class & 1) && verb < amount_at(r, k)->item_from &&
        ((grants && own->n == 0) || is(r, verb, "注资") || is(r, verb, "增资") ||
         (is(r, verb, "投资") && is_told_apart(r, segment))))
      return (gint32) item_at(r, i + 1)->mention - 1;
  }
  return -1;
}

/* (总投资150亿元) behind a name: the name, or -1. */
static gint32
find_bracketed(const YtFigureReader *r, const YtSegment *segment, guint k)
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

/* 推动X产业园产值突破100亿元, 扩大X基金的规模: the name that the metric's phrase is joined to, or -1. Places and agencies only
 * say where. */
static gint32
find_owner(const YtFigureReader *r, const YtSegment *segment, const YtReading *reading)
{
  const guint32 classes = 1u << YT_CLASS_FUND | 1u << YT_CLASS_PLATFORM | 1u << YT_CLASS_INSTITUTION |
                          1u << YT_CLASS_COMPANY | 1u << YT_CLASS_PROJECT | 1u << YT_CLASS_PARK |
                          1u << YT_CLASS_CLUSTER;
  guint32 i = reading->from;
  if (i > segment->from + 1 && is_de(r, i - 1))
    i--;
  if (i <= segment->from || !is_named(r, i - 1) || !(classes >> mention_of(r, i - 1)->class & 1))
    return -1;
  YtTopic names;
  guint32 first = mention_of(r, i - 1)->item_from;
  gboolean leads = first <= segment->from;
  if (!leads && (is(r, first - 1, "经") || is(r, first - 1, "通过")))
    return -1; /* 经X口岸进口水果 */
  if (!leads && !is_told_apart(r, segment) && is_towards(r, segment, first))
    return -1; /* 某基金已向X投资1.5亿元 */
  if (!leads && !in(r, i, r->in.give) &&
      (is(r, first - 1, "由") || is(r, first - 1, "获") || is(r, first - 1, "获得")))
    return -1; /* X由某公司投资2亿元建设, X获某基金投资1亿元: of X */
  if (!leads && is(r, first - 1, "在") && is(r, i, "投资"))
    return -1;                                     /* 某公司在X园投资12亿元 */
  gboolean alone = leads || !is_and(r, first - 1); /* A、B产值: not of B alone */
  read_coordination(r, MAX(first, segment->from), i, &names);
  return alone && names.n == 1 ? names.mentions[0] : -1;
}

/* Does the name stand in a list, or with 等 behind it? */
static gboolean
is_one_of_many_sites(const YtFigureReader *r, gint32 m)
{
  const YtMention *mention = yt_mention(r->a, m);
  guint32 behind = mention->item_to;
  return (behind < r->a->items->len && (is_and(r, behind) || in(r, behind, r->a->grammar->known.etc))) ||
         (mention->item_from > 0 && is_and(r, mention->item_from - 1));
}

/* 占地450亩, 总投资40亿元: told of what is built, and of no town. */
static gboolean
is_of_site(const char *metric)
{
  static const char *const ends[] = {"占地",     "占地面积", "建筑面积", "用地面积", "规划面积",
                                     "建设面积", "总投资",   "计划投资", "总投资额"};
  for (guint k = 0; k < G_N_ELEMENTS(ends); k++)
    if (g_str_has_suffix(metric, ends[k]))
      return TRUE;
  return FALSE;
}

/* The park or project that was named last, in this paragraph or the one before, where nothing is counted before amount @k: in
 * 20个项目,总投资76亿元 they are not one. Else the only one that the title names; or -1. */
static gint32
find_site(const YtFigureReader *r, guint k)
{
  const YtAnalysis *a = r->a;
  guint block = yt_sentence(a, r->s)->block;
  gint32 market = r->last[YT_CLASS_PLATFORM]; /* 某专业市场占地700亩 */
  if (market >= 0 && !yt_text_ends(a, yt_mention(a, market)->end, "市场"))
    market = -1;
  gint32 last = MAX(MAX(r->last[YT_CLASS_PARK], r->last[YT_CLASS_PROJECT]), market);
  for (guint before = 0; before < k; before++)
    if (amount_at(r, before)->kind == YT_AMOUNT_COUNT)
      return -1;
  if (last >= 0 && yt_mention(a, last)->start >= yt_block(a, block > 0 ? block - 1 : 0)->start)
    return is_one_of_many_sites(r, last) ? -1 : last;
  return find_titled(r, 1u << YT_CLASS_PARK | 1u << YT_CLASS_PROJECT);
}

void
yt_choose_subject(const YtFigureReader *r, const YtSegment *segment, guint k, const YtReading *reading,
                  const YtTopic *own, guint i, guint n_group, gboolean target, YtFigure *figure)
{
  const YtAmount *amount = amount_at(r, k);
  const YtTopic *topic =
      own->n > 0 && !(r->topic.n > 0 && yt_only_modifies(r, segment, k, own)) ? own : &r->topic;
  gboolean gives = reading->left > segment->from && in(r, reading->left - 1, r->in.give);
  figure->operand = YT_OPERAND_CAPTURE;
  figure->mention = amount->kind == YT_AMOUNT_MONEY && n_group <= 1 ? find_payer(r, segment, reading) : -1;
  if (figure->mention < 0 && !(gives && own->n == 1))
    figure->mention = yt_find_described(r, segment, k);
  if (figure->mention < 0)
    figure->mention = find_bracketed(r, segment, k);
  if (figure->mention < 0 && amount->kind == YT_AMOUNT_COUNT)
    figure->mention = find_settled(r, segment, k);
  if (figure->mention < 0 && amount->kind == YT_AMOUNT_COUNT)
    figure->mention = find_event(r, segment, k);
  if (figure->mention < 0 && (amount->kind != YT_AMOUNT_COUNT || reading->is_part) &&
      reading->left > segment->from && (reading->left == amount->item_from || is(r, reading->left, "(")) &&
      is_named(r, reading->left - 1) && mention_of(r, reading->left - 1)->class != YT_CLASS_PLACE)
    figure->mention = (gint32) item_at(r, reading->left - 1)->mention - 1;
  if (figure->mention < 0)
    figure->mention = find_owner(r, segment, reading);
  if (figure->mention >= 0)
    return;
  if (amount->kind == YT_AMOUNT_MONEY)
    figure->mention = find_receiver(r, segment, k, own);
  if (figure->mention >= 0)
    return;
  if (n_group > 1 && topic->n == n_group) {
    figure->mention = topic->mentions[i];
    return;
  }
  gboolean share = strcmp(figure->metric, "占股") == 0 || strcmp(figure->metric, "持股") == 0;
  if (share && segment->is_coordinated && own->n == 0 && r->a->figures->len > r->first_figure) {
    figure->mention = yt_figure(r->a, r->a->figures->len - 1)->mention; /* 甲集团出资3亿元、占股60% */
    return;
  }
  gint32 place = amount->kind == YT_AMOUNT_COUNT ? place_before(r, segment, amount->item_from) : -1;
  if (place >= 0 && own->n > 0 && yt_mention(r->a, own->mentions[0])->class == YT_CLASS_PRODUCT)
    place = -1; /* X进入大湾区2300多家门店 */
  if (place >= 0) {
    figure->mention = place;
    return;
  }
  static const YtTopic none = {0};
  gboolean firm = topic->n > 0 && yt_mention(r->a, topic->mentions[0])->class == YT_CLASS_COMPANY;
  if (own->is_list && own->n == 0 && (firm || !is_settled(r, segment, k)) && !goes_on_collecting(r, segment))
    topic = &none;
  YtClass class = yt_class_of_metric(figure->metric);
  gint32 preferred = class != YT_CLASS_NONE ? yt_last_in_sentence(r, class, amount->item_from) : -1;
  if (is(r, amount->item_to, "的") && item_at(r, amount->item_to + 1)->kind == YT_ITEM_NUMBER)
    preferred = -1; /* 在X举行,总投资273亿元的31个项目 */
  gboolean project = topic->n > 0 && yt_mention(r->a, topic->mentions[0])->class == YT_CLASS_PROJECT;
  gboolean fits = topic->n > 0 && (yt_mention(r->a, topic->mentions[0])->class == class ||
                                   (project && class == YT_CLASS_PARK)); /* the area of a building site */
  if (class == YT_CLASS_FUND && preferred < 0 && !fits && own->n == 0 && r->headline.n > 0 &&
      yt_mention(r->a, r->headline.mentions[0])->class ==
          class) { /* under 1.X子基金: 重点投资Y,返投比例不低于1.2倍 */
    figure->mention = r->headline.mentions[0];
    return;
  }
  if (preferred >= 0 && !fits && own->n == 0) {
    figure->mention = preferred;
    return;
  }
  gint32 program = yt_last_in_sentence(r, YT_CLASS_PROGRAM, amount->item_from);
  if (own->n == 0 && r->topic.n == 0 && program >= 0 &&
      is_money_for(YT_CLASS_PROGRAM, amount, figure->metric)) { /* 实施X专项,每年安排经费6000万元 */
    figure->mention = program;
    return;
  }
  gboolean agency = topic->n > 0 && yt_mention(r->a, topic->mentions[0])->class == YT_CLASS_AGENCY;
  gboolean made = topic == &r->topic &&
                  r->topic_is_made && /* 推进A园、B园建设,力争入园企业30家: of neither alone */
                  ((topic->n > 1 && amount->kind == YT_AMOUNT_COUNT) ||
                   !is_attribute_of(r, segment, k, reading, topic, figure->metric));
  if (made && r->actor >= 0 &&
      (target ||
       makes_firms(r, segment->from, amount->item_from))) { /* 某园建设X平台,引进企业20家: not of X */
    figure->mention = r->actor;
    return;
  }
  if (topic->n > 0 && !(target && ((agency && !(gives && own->n > 0)) || made))) {
    figure->mention = topic->mentions[0];
    return;
  }
  gint32 measure = yt_sentence(r->a, r->s)->measure, site;
  if (r->headline.n > 0) {
    figure->mention = r->headline.mentions[0];
  } else if (r->head.n > 0 && !(target && r->forward)) {
    figure->mention = r->head.mentions[0];
  } else if ((target || yt_is_provision(figure->metric)) && measure >= 0) {
    figure->operand = YT_OPERAND_CAPTURE;
    figure->mention = measure;
  } else if (r->approved >= 0) {
    figure->mention = r->approved;
  } else if (is_of_site(figure->metric) && (site = find_site(r, k)) >= 0) {
    figure->mention = site;
  } else if (amount->kind == YT_AMOUNT_MONEY && yt_ends_in_funds(figure->metric) && own->n == 0 &&
             (site = find_titled(r, 1u << YT_CLASS_FUND)) >= 0) {
    figure->mention = site; /* 关于下达某专项资金的通知: 安排7200万元 */
  } else if ((r->a->province == 0 || r->a->is_guessed) && r->place >= 0 && !r->national) {
    figure->mention = r->place;
  } else {
    figure->operand = YT_OPERAND_PLACE;
  }
}
