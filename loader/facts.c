/* facts.c: what the sentences say of the mentions.
 *
 * Most facts come from the rules of the grammar, sentence by sentence. What the layout says is found here: the
 * document's own fields, its measures and their order, people in lists with their posts, and the owner at the head of
 * a project's name. A rule's fact stands only where its property joins such classes. */
#include <stdlib.h>
#include <string.h>

#include "loader/amounts.h"
#include "loader/analysis.h"
#include "loader/header.h"
#include "loader/match.h"
#include "loader/tables.h"

static YtRef
ref_mention(gint32 mention)
{
  return (YtRef){.kind = YT_OPERAND_CAPTURE, .mention = mention, .entity = -1};
}

static YtRef
ref_special(YtOperandKind kind)
{
  return (YtRef){.kind = (guint8) kind, .mention = -1, .entity = -1};
}

/* 香泉镇 behind 安定区, 西川村 behind 下梁镇: what no table of divisions holds, behind a county or a town. */
static gboolean
is_town(const YtAnalysis *a, const YtMention *upper, const YtMention *lower)
{
  static const char *const ends[] = {"镇", "乡", "街道", "村", "社区"};
  if (upper->class != YT_CLASS_PLACE || lower->class != YT_CLASS_PLACE || lower->entry != 0 ||
      lower->antecedent != -1 || upper->state != YT_MENTION_NAMED ||
      (upper->entry != 0 && yt_entry(a, upper->entry)->level != 3))
    return FALSE;
  for (guint k = 0; k < G_N_ELEMENTS(ends); k++) {
    guint32 n = (guint32) strlen(ends[k]);
    if (lower->end - lower->start > n && yt_text_has(a, lower->end - n, ends[k]))
      return TRUE;
  }
  return FALSE;
}

/* Does the place of mention @lower lie right under that of @upper: 鹿泉区 under 石家庄市, 永川区 under 重庆市? */
static gboolean
is_right_above(const YtAnalysis *a, const YtMention *upper, const YtMention *lower)
{
  const YtEntry *u = yt_entry(a, upper->entry), *l = yt_entry(a, lower->entry);
  if (is_town(a, upper, lower))
    return TRUE;
  if (upper->class != YT_CLASS_PLACE || lower->class != YT_CLASS_PLACE || upper->entry == 0 ||
      lower->entry == 0 || u->level == 0)
    return FALSE;
  return l->level > u->level &&
         (l->parent == u->code || (u->level == 1 && l->code / 10000 == u->code / 10000));
}

/* The last place of a row of them, each inside the one before it: 江夏区 of 湖北省武汉市江夏区; other mentions stay as they are. */
static YtRef
innermost(const YtAnalysis *a, YtRef ref)
{
  while (ref.mention >= 0 && (guint) ref.mention + 1 < a->mentions->len) {
    const YtMention *upper = yt_mention(a, ref.mention), *lower = upper + 1;
    if (lower->item_from != upper->item_to || lower->state != YT_MENTION_NAMED ||
        !is_right_above(a, upper, lower))
      break;
    ref.mention++;
  }
  return ref;
}

/* Has the rule told this of the sentence already? A list matches from each of its members on. */
static gboolean
is_told(const YtAnalysis *a, const YtFact *fact)
{
  for (guint i = a->facts->len; i-- > 0;) {
    const YtFact *other = &g_array_index(a->facts, YtFact, i);
    if (other->sentence != fact->sentence)
      return FALSE;
    if (other->rule == fact->rule && other->property == fact->property && other->modality == fact->modality &&
        other->subject.kind == fact->subject.kind && other->subject.mention == fact->subject.mention &&
        other->object.kind == fact->object.kind && other->object.mention == fact->object.mention)
      return TRUE;
  }
  return FALSE;
}

static void
add_fact(YtAnalysis *a, YtRef subject, YtProperty property, YtRef object, guint32 sentence,
         YtModality modality, const char *rule, double confidence)
{
  YtFact fact = {.subject = property == YT_PROPERTY_PART_OF ? subject : innermost(a, subject),
                 .object = property == YT_PROPERTY_PART_OF ? object : innermost(a, object),
                 .property = (guint8) property,
                 .modality = (guint8) modality,
                 .sentence = sentence,
                 .rule = rule,
                 .confidence = confidence};
  if (!is_told(a, &fact))
    g_array_append_val(a->facts, fact);
}

static YtClass
class_of(const YtAnalysis *a, YtRef ref)
{
  switch ((YtOperandKind) ref.kind) {
  case YT_OPERAND_DOCUMENT: return YT_CLASS_DOCUMENT;
  case YT_OPERAND_ISSUER: return YT_CLASS_AGENCY;
  case YT_OPERAND_PLACE: return YT_CLASS_PLACE;
  default: return ref.mention >= 0 ? yt_mention(a, ref.mention)->class : YT_CLASS_NONE;
  }
}

/* ---- modality ---- */

/* 到2025年,…; 年底前, 9月底前: does item @i set a term that is not over when the document is issued? */
static gboolean
sets_term(const YtAnalysis *a, guint32 i, guint32 from, guint issued)
{
  const YtItem *item = yt_item(a, i);
  if (item->mention != 0)
    return FALSE;
  guint32 end;
  if (item->kind == YT_ITEM_NUMBER) {
    guint year = yt_year_at(a, i, &end);
    gboolean until = i > from && yt_text_has(a, yt_item(a, i - 1)->start, "到") &&
                     (i - 1 == from || yt_item(a, i - 2)->kind != YT_ITEM_HAN);
    return until && year != 0 && year > issued;
  }
  static const char *const terms[] = {"年底前", "月底前", "年末前", "年内"};
  gboolean may = yt_text_has(a, item->start, "年") || yt_text_has(a, item->start, "月");
  for (guint k = 0; may && k < G_N_ELEMENTS(terms); k++)
    if (yt_text_has(a, item->start, terms[k])) {
      guint year = i > from && yt_item(a, i - 1)->kind == YT_ITEM_NUMBER
                       ? (guint) strtoul(a->text->text + yt_item(a, i - 1)->start, NULL, 10)
                       : 0;
      return k == 3 ? year == 0 && (i == from || yt_item(a, i - 1)->pos != YT_POS_NUMERAL)
                    : year < 1900 || year >= issued;
    }
  return FALSE;
}

/* What the text under @heading tells: 五、下一步工作 and 二、重点任务 what comes next, 一、发展基础 what has been. */
static YtModality
modality_of_heading(const YtAnalysis *a, const YtBlock *heading)
{
  if (heading->end - heading->start >= 90)
    return YT_MODALITY_OPEN;
  YtModality modality = YT_MODALITY_OPEN;
  guint32 first = heading->item_from;
  while (first < heading->item_to && yt_item(a, first)->start < heading->head_start)
    first++;
  gboolean act = first < heading->item_to &&
                 yt_item_in(a, yt_item(a, first), a->grammar->known.measure_verb) &&
                 !yt_item_in(a, yt_item(a, first), a->grammar->known.modifier); /* 补齐短板 */
  for (guint32 i = heading->item_from; i < heading->item_to; i++) {
    const YtItem *item = yt_item(a, i);
    if (yt_item_in(a, item, a->grammar->known.future) ||
        (!act && item->mention == 0 && yt_item_in(a, item, a->grammar->figures.prospect)))
      modality = YT_MODALITY_PLANNED;
    else if (!act && item->mention == 0 && yt_item_in(a, item, a->grammar->figures.background))
      modality = YT_MODALITY_DONE;
  }
  return modality;
}

/* 会议同意由某局牵头设立…: is what follows item @i what a meeting resolved? */
static gboolean
is_resolved(const YtAnalysis *a, guint32 i)
{
  static const char *const verbs[] = {"同意", "原则同意", "明确", "决定", "确定", "要求"};
  guint32 start = yt_item(a, i)->start;
  gboolean found = FALSE;
  for (guint k = 0; yt_text_has(a, start, "会议") && k < G_N_ELEMENTS(verbs) && !found; k++)
    found = yt_text_has(a, start + strlen("会议"), verbs[k]);
  return found;
}

/* 2024年,建成X in a plan of 2025 has been; nothing is said of 比2024年增长. */
static inline gboolean
is_past_year(const YtAnalysis *a, guint32 i, guint32 from, guint issued)
{
  if (yt_item(a, i)->kind != YT_ITEM_NUMBER || yt_item(a, i)->mention != 0)
    return FALSE;
  guint32 end;
  guint year = yt_year_at(a, i, &end);
  return year != 0 && year < issued && (i == from || yt_item(a, i - 1)->kind != YT_ITEM_HAN);
}

/* 建成 and 完成 are said in plans, too; 已 and 了 are not. */
static gboolean
is_surely_done(const YtAnalysis *a, guint32 i)
{
  static const char *const words[] = {"建成", "完成", "获批", "成功", "顺利", "率先"};
  for (guint k = 0; k < G_N_ELEMENTS(words); k++)
    if (yt_text_has(a, yt_item(a, i)->start, words[k]))
      return FALSE;
  return TRUE;
}

/* 将人才引入园区,目前已有A落户: what was still to come ends where a clause speaks of today. */
static gboolean
speaks_of_today(const YtAnalysis *a, guint32 i)
{
  const YtItem *item = yt_item(a, i);
  return item->mention == 0 && i > 0 && yt_item(a, i - 1)->kind == YT_ITEM_COMMA &&
         (yt_text_has(a, item->start, "目前") || yt_text_has(a, item->start, "现已") ||
          yt_text_has(a, item->start, "已") || yt_text_has(a, item->start, "截至目前"));
}

/* Does the sentence, up to item @to, speak of what is still to come? */
static YtModality
modality_of(const YtAnalysis *a, const YtSentence *sentence, guint32 to, gboolean forward, guint issued)
{
  guint done = a->grammar->known.done;
  gboolean planned = FALSE;
  for (guint32 i = sentence->item_from; i < to; i++) {
    const YtItem *item = yt_item(a, i);
    if ((item->mention == 0 && yt_item_in(a, item, a->grammar->known.future)) || /* but 未来科学城 */
        sets_term(a, i, sentence->item_from, issued) || is_resolved(a, i))
      planned = TRUE;
    else if (!planned && is_past_year(a, i, sentence->item_from, issued))
      return YT_MODALITY_DONE;
    if ((!planned && yt_item_in(a, item, done) && (!forward || is_surely_done(a, i))) ||
        (planned && speaks_of_today(a, i)))
      return YT_MODALITY_DONE;
  }
  if (planned)
    return YT_MODALITY_PLANNED;
  const YtBlock *block = yt_block(a, sentence->block);
  for (guint32 i = block->item_from; i < MIN(block->item_to, block->item_from + 3); i++)
    if (yt_item_in(a, yt_item(a, i), a->grammar->known.future)) /* 下一步,… governs its whole paragraph */
      return YT_MODALITY_PLANNED;
    else if (is_past_year(a, i, block->item_from, issued)) /* and so does 2024年,… */
      return YT_MODALITY_DONE;
  for (guint b = sentence->block; b-- > 0;) {
    const YtBlock *above = yt_block(a, b);
    if (above->kind != YT_BLOCK_HEADING || above->level > YT_LEVEL_SECTION)
      continue;
    YtModality modality = modality_of_heading(a, above);
    if (modality != YT_MODALITY_OPEN)
      return modality;
    break;
  }
  return forward ? YT_MODALITY_PLANNED : YT_MODALITY_DONE;
}

/* Does the rule ask who acts? */
static gboolean
asks_for_actor(const YtRule *rule)
{
  gboolean asks = FALSE;
  for (guint k = 0; k < rule->n_actions; k++)
    asks = asks || rule->actions[k].subject.kind == YT_OPERAND_ACTOR ||
           rule->actions[k].object.kind == YT_OPERAND_ACTOR;
  return asks;
}

/* Who acts stands before the match: so may what denies it, as far as the clause begins. */
static gboolean
is_negated(const YtAnalysis *a, const YtSentence *sentence, const YtRule *rule, const YtMatch *match)
{
  guint32 from = match->item_from >= sentence->item_from + 2 ? match->item_from - 2 : sentence->item_from;
  while (asks_for_actor(rule) && from > sentence->item_from && yt_item(a, from - 1)->kind != YT_ITEM_COMMA)
    from--;
  for (guint32 i = from; i < match->item_to; i++)
    if (yt_plays(a, i, YT_ROLE_DENIAL) && yt_item(a, i)->mention == 0 &&
        yt_item_in(a, yt_item(a, i), a->grammar->known.negation))
      return TRUE;
  return FALSE;
}

/* May one of the words below begin there? Most items it tells by their first character. */
static inline gboolean
may_take_back(const char *text)
{
  switch (yt_utf8_get(text)) {
  case U'已':
  case U'被':
  case U'予':
  case U'未':
  case U'不':
  case U'暂': return TRUE;
  default: return FALSE;
  }
}

/* 原拟设立的X基金因募集不足,已终止筹备: does what follows the match, before any other name, take it back? */
static gboolean
is_taken_back(const YtAnalysis *a, const YtSentence *sentence, const YtMatch *match)
{
  static const char *const words[] = {"已终止", "已取消", "已经终止", "已经取消", "已撤销",
                                      "已注销", "已中止", "被取消",   "予以否认", "未果",
                                      "不予",   "暂不",   "搁浅",     "告吹",     "流产"};
  static const char *const talks[] = {"的建议", "的设想", "的提议", "一事", "事宜"}; /* 关于设立X的建议 */
#pragma GCC unroll 5
  for (guint k = 0; k < G_N_ELEMENTS(talks); k++)
    if (match->item_to < sentence->item_to && yt_text_has(a, yt_item(a, match->item_to)->start, talks[k]))
      return TRUE;
  for (guint32 i = match->item_to; i < sentence->item_to && yt_item(a, i)->mention == 0; i++)
    for (guint k = 0; k < G_N_ELEMENTS(words) && may_take_back(a->text->text + yt_item(a, i)->start); k++)
      if (yt_text_has(a, yt_item(a, i)->start, words[k]))
        return TRUE;
  return FALSE;
}

/* 恺玥集团投资2亿元建设X: a firm that builds for itself. Nobody supports by that, but does in 支持恺玥集团建设X. */
static gboolean
is_built_by_firm(const YtAnalysis *a, const YtSentence *sentence, const YtMatch *match)
{
  const YtKnownLists *known = &a->grammar->known;
  if (!yt_item_in(a, yt_item(a, match->item_from), known->establish))
    return FALSE;
  guint32 begin = match->item_from;
  while (begin > sentence->item_from && yt_item(a, begin - 1)->kind != YT_ITEM_COMMA &&
         yt_item(a, begin - 1)->kind != YT_ITEM_STOP)
    begin--;
  gboolean firm = FALSE;
  for (guint32 i = begin; i < match->item_from; i++) {
    const YtItem *item = yt_item(a, i);
    const YtMention *mention = item->mention != 0 ? yt_mention(a, item->mention - 1) : NULL;
    if (mention && mention->state == YT_MENTION_NAMED && mention->class == YT_CLASS_COMPANY)
      firm = TRUE;
    else if (!mention && (yt_item_in(a, item, known->support) || yt_item_in(a, item, known->actor_let) ||
                          (!firm && item->pos == YT_POS_VERB)))
      return FALSE;
  }
  return firm;
}

/* 某教授认为,不妨设立X; 有消息称,甲将收购乙; …,某局均予以否认: does the sentence only wish, spread or deny what the match says? What
 * a reply's issuer wants is no wish here. */
static gboolean
is_mere_talk(const YtAnalysis *a, const YtSentence *sentence, const YtRule *rule, const YtMatch *match)
{
  const guint acts = 1u << YT_PROPERTY_ESTABLISHES | 1u << YT_PROPERTY_INVESTS_IN |
                     1u << YT_PROPERTY_ACQUIRES | 1u << YT_PROPERTY_COOPERATES_WITH |
                     1u << YT_PROPERTY_HOSTS | 1u << YT_PROPERTY_SUPPORTS;
  if (!(acts >> rule->actions[0].property & 1))
    return FALSE;
  for (guint32 i = sentence->item_from; i < match->item_to; i++)
    if (yt_plays(a, i, YT_ROLE_DENIAL) && yt_item(a, i)->mention == 0 &&
        yt_item_in(a, yt_item(a, i), a->grammar->known.talk))
      return TRUE;
  for (guint32 i = match->item_to; i < sentence->item_to; i++)
    if (yt_plays(a, i, YT_ROLE_DENIAL) && yt_item(a, i)->mention == 0 &&
        yt_item_in(a, yt_item(a, i), a->grammar->known.denial))
      return TRUE;
  return FALSE;
}

/* (一)关于在某省设立X: the head of a section that repeats what others asked for. */
static gboolean
repeats_request(const YtAnalysis *a, const YtSentence *sentence)
{
  const YtBlock *block = yt_block(a, sentence->block);
  return block->kind == YT_BLOCK_HEADING && sentence->item_from < sentence->item_to &&
         sentence->start < block->head_end && yt_text_has(a, block->head_start, "关于");
}

/* The first item of the coordination that the mention stands in: 依托/A和B/建成… */
static guint32
begin_of_list(const YtAnalysis *a, const YtMention *mention)
{
  guint32 i = mention->item_from;
  while (i > 1 && yt_item(a, i - 2)->mention != 0 &&
         (yt_item(a, i - 1)->kind == YT_ITEM_SEPARATOR ||
          yt_item_in(a, yt_item(a, i - 1), a->grammar->known.and)))
    i = yt_mention(a, yt_item(a, i - 2)->mention - 1)->item_from;
  return i;
}

/* In 在双流区建设…, the place is where something is done, and not who does it; no more does the university in 依托某大学建成…. */
static gboolean
is_no_actor(const YtAnalysis *a, YtProperty property, gint32 m)
{
  const YtMention *mention = yt_mention(a, m);
  if (property != YT_PROPERTY_ESTABLISHES && property != YT_PROPERTY_DEVELOPS &&
      property != YT_PROPERTY_INVESTS_IN)
    return FALSE;
  guint32 first = begin_of_list(a, mention);
  if (mention->class == YT_CLASS_PLACE) /* 在霍山县/太平畈乡建设 */
    while (first > 0 && yt_item(a, first - 1)->mention != 0 &&
           yt_mention(a, yt_item(a, first - 1)->mention - 1)->class == YT_CLASS_PLACE)
      first = yt_mention(a, yt_item(a, first - 1)->mention - 1)->item_from;
  if (first == 0)
    return FALSE;
  if (property == YT_PROPERTY_ESTABLISHES && mention->item_to < a->items->len &&
      (yt_text_has(a, yt_item(a, mention->item_to)->start, "是") ||
       yt_text_has(a, yt_item(a, mention->item_to)->start, "系由")))
    return TRUE; /* X是A共建的平台 */
  if (mention->class == YT_CLASS_PLACE && mention->item_to < a->items->len) {
    const YtItem *behind = yt_item(a, mention->item_to); /* 施秉/太子参创建某示范区 */
    if (behind->mention == 0 && behind->kind == YT_ITEM_HAN &&
        (behind->pos == YT_POS_NOUN || behind->pos == YT_POS_NONE || behind->pos == YT_POS_NAME))
      return TRUE;
  }
  const YtItem *before = yt_item(a, first - 1);
  gboolean space = mention->class == YT_CLASS_PLACE || mention->class == YT_CLASS_PARK;
  return (space && property != YT_PROPERTY_DEVELOPS && yt_item_in(a, before, a->grammar->known.where)) ||
         yt_item_in(a, before, a->grammar->known.means);
}

/* 共建的实验室在某大学揭牌: where it is done is not what is done. */
static gboolean
is_scene(const YtAnalysis *a, YtProperty property, gint32 m)
{
  static const char *const words[] = {"在", "到", "赴", "前往"};
  if (property != YT_PROPERTY_ESTABLISHES && property != YT_PROPERTY_DEVELOPS &&
      property != YT_PROPERTY_INVESTS_IN && property != YT_PROPERTY_SUPPORTS)
    return FALSE;
  guint32 first = begin_of_list(a, yt_mention(a, m));
  const YtItem *before = first > 0 ? yt_item(a, first - 1) : NULL;
  if (!before || before->mention != 0)
    return FALSE;
#pragma GCC unroll 4
  for (guint k = 0; k < G_N_ELEMENTS(words); k++)
    if (before->end - before->start == strlen(words[k]) && yt_text_has(a, before->start, words[k]))
      return TRUE;
  return FALSE;
}

/* 经省商务厅会同省财政厅研究办理, in what 省商务厅 itself wrote: nobody handles a matter with itself. */
static gboolean
is_issuer(const YtAnalysis *a, gint32 m)
{
  const YtMention *mention = yt_mention(a, m);
  const char *issuer = a->header.issuer;
  if (mention->antecedent == YT_ANTECEDENT_ISSUER)
    return TRUE;
  g_autofree char *name = g_strndup(a->text->text + mention->start, mention->end - mention->start);
  gboolean of_level = g_str_has_prefix(name, "省") || g_str_has_prefix(name, "市") ||
                      g_str_has_prefix(name, "区") || g_str_has_prefix(name, "县");
  return issuer && g_str_has_suffix(issuer, name + (of_level ? 3 : 0));
}

/* Has the sentence an actor at the head of one of its clauses, before item @to: 中国科协、长寿经开区以…,成立…? */
static gboolean
has_actor(const YtAnalysis *a, const YtSentence *sentence, guint32 to)
{
  gboolean begins = TRUE;
  for (guint32 i = sentence->item_from; i < to; i++) {
    const YtItem *item = yt_item(a, i);
    const YtMention *mention = item->mention != 0 ? yt_mention(a, item->mention - 1) : NULL;
    if (begins && mention && mention->state == YT_MENTION_NAMED &&
        (mention->class == YT_CLASS_AGENCY || mention->class == YT_CLASS_COMPANY ||
         mention->class == YT_CLASS_INSTITUTION))
      return TRUE;
    begins = item->kind == YT_ITEM_COMMA || item->kind == YT_ITEM_STOP ||
             (begins && item->mention == 0 &&
              (item->pos == YT_POS_TIME || yt_item_in(a, item, a->grammar->known.apposition)));
  }
  return FALSE;
}

/* 经我厅与省财政厅共同研究: is what the sentence says of the two that they handled the matter together? */
static gboolean
handles_together(const YtAnalysis *a, YtRef other, guint32 s)
{
  for (guint k = a->facts->len; k-- > 0;) {
    const YtFact *fact = &g_array_index(a->facts, YtFact, k);
    if (fact->sentence != s)
      return FALSE;
    if (fact->property == YT_PROPERTY_HANDLED_WITH && fact->object.mention == other.mention)
      return TRUE;
  }
  return FALSE;
}

/* ---- topics ---- */

/* May a paragraph speak of it? */
static gboolean
may_be_topic(const YtMention *mention)
{
  const guint32 classes = 1u << YT_CLASS_PARK | 1u << YT_CLASS_CLUSTER | 1u << YT_CLASS_COMPANY |
                          1u << YT_CLASS_INSTITUTION | 1u << YT_CLASS_FUND | 1u << YT_CLASS_PLATFORM |
                          1u << YT_CLASS_PROJECT | 1u << YT_CLASS_PROGRAM | 1u << YT_CLASS_PRODUCT |
                          1u << YT_CLASS_AGENCY;
  return mention->state == YT_MENTION_NAMED && (classes >> mention->class & 1);
}

gint32
yt_lone_name(const YtAnalysis *a, const YtSentence *sentence)
{
  const YtBlock *block = yt_block(a, sentence->block);
  guint32 i = sentence->item_from, to = sentence->item_to;
  if (sentence->cell >= 0 || to <= i || i != block->item_from || to >= block->item_to)
    return -1;
  while (i < to && i < sentence->item_from + 4 && yt_item(a, i)->mention == 0)
    i++;
  if (i == to || yt_item(a, i)->mention == 0 || yt_item(a, to - 1)->kind != YT_ITEM_STOP)
    return -1;
  const YtMention *mention = yt_mention(a, yt_item(a, i)->mention - 1);
  return may_be_topic(mention) && mention->item_to + 1 == to ? (gint32) yt_item(a, i)->mention - 1 : -1;
}

#define MAX_TITLE_TAIL 18 /* bytes: 简介, 基本情况介绍 */

gint32
yt_title_topic(const YtAnalysis *a)
{
  const guint32 classes = 1u << YT_CLASS_PARK | 1u << YT_CLASS_CLUSTER | 1u << YT_CLASS_COMPANY |
                          1u << YT_CLASS_INSTITUTION | 1u << YT_CLASS_FUND | 1u << YT_CLASS_PLATFORM |
                          1u << YT_CLASS_PROJECT;
  for (guint m = 0; m < a->mentions->len && yt_mention(a, m)->start <= a->header.title_start; m++) {
    const YtMention *mention = yt_mention(a, m);
    if (mention->start == a->header.title_start && (classes >> mention->class & 1) && may_be_topic(mention) &&
        mention->end <= a->header.title_end && mention->end + MAX_TITLE_TAIL >= a->header.title_end)
      return (gint32) m;
  }
  return -1;
}

/* The name that a heading consists of, beside its number; or -1. */
static gint32
name_of_heading(const YtAnalysis *a, const YtBlock *heading)
{
  for (guint32 i = heading->item_from;
       i < heading->item_to && yt_item(a, i)->start <= heading->head_start + 3; i++) {
    gint32 m = (gint32) yt_item(a, i)->mention - 1;
    if (m >= 0 && yt_item(a, i)->start >= heading->head_start && may_be_topic(yt_mention(a, m)))
      return yt_mention(a, m)->end + 3 >= heading->head_end ? m : -1; /* a quotation mark may follow */
  }
  return -1;
}

/* What the sentences speak of, one behind the other. */
typedef struct {
  gint32 title, heading, lone; /* mentions, or -1 */
  guint level;                 /* of the heading */
  guint32 block;
} TopicScan;

static gint32
next_topic(const YtAnalysis *a, guint32 s, TopicScan *scan)
{
  const YtSentence *sentence = yt_sentence(a, s);
  const YtBlock *block = yt_block(a, sentence->block);
  if (sentence->block != scan->block) {
    scan->block = sentence->block;
    scan->lone = -1;
    if (block->kind == YT_BLOCK_HEADING) {
      gint32 name = name_of_heading(a, block);
      if (name >= 0 || block->level <= scan->level) {
        scan->heading = name;
        scan->level = name >= 0 ? block->level : 0;
      }
    }
  }
  gint32 topic = scan->lone >= 0 ? scan->lone : scan->heading, lone = yt_lone_name(a, sentence);
  if (lone >= 0)
    scan->lone = lone;
  return topic >= 0 || block->kind == YT_BLOCK_TITLE ? topic : scan->title;
}

/* ---- rules ---- */

/* What rules may speak of, beside what they capture. */
typedef struct {
  gint32 home;      /* yt_find_home() */
  gint32 topic;     /* of the sentence, or -1 */
  gboolean handles; /* the document handles a matter, and others may do so with its issuer */
} Context;

/* What a fact's end is: @at counts the mentions that an operand captured. */
static YtRef
end_of(const YtOperand *operand, const YtMatch *match, guint at, const YtSentence *sentence,
       const Context *context)
{
  if (operand->kind == YT_OPERAND_CAPTURE)
    return ref_mention(at < match->n[operand->capture] ? match->captured[operand->capture][at].mention : -1);
  if (operand->kind == YT_OPERAND_MEASURE)
    return sentence->measure >= 0 ? ref_mention(sentence->measure) : ref_special(YT_OPERAND_DOCUMENT);
  if (operand->kind == YT_OPERAND_TOPIC)
    return ref_mention(context->topic);
  return operand->kind == YT_OPERAND_PLACE && context->home >= 0 ? ref_mention(context->home)
                                                                 : ref_special(operand->kind);
}

/* Notes what a rule would have said, had the sentence not been as it is. */
static void
reject_match(YtAnalysis *a, const YtRule *rule, const YtMatch *match, guint32 s, const Context *context,
             YtWhy why)
{
  for (guint k = 0; a->rejected && k < rule->n_actions; k++) {
    const YtAction *action = &rule->actions[k];
    yt_reject_fact(a, match->item_from, match->item_to,
                   end_of(&action->subject, match, 0, yt_sentence(a, s), context), action->property,
                   end_of(&action->object, match, 0, yt_sentence(a, s), context), s, rule->name, why);
  }
}

/* All that a fact's end is. */
typedef struct {
  guint n;
  YtRef refs[YT_MAX_CAPTURED];
} Ends;

/* 樊城区设立X基金,已投资Y: who is carried over a comma pays by the last fund that his sentence and those since name. */
static gint32
fund_since(const YtAnalysis *a, gint32 actor, guint32 to)
{
  gint32 fund = -1;
  gboolean comma = FALSE;
  for (guint32 i = yt_mention(a, actor)->item_to; i < to && !comma; i++)
    comma = yt_item(a, i)->kind == YT_ITEM_COMMA || yt_item(a, i)->kind == YT_ITEM_STOP;
  for (guint32 i = yt_sentence(a, yt_sentence_at(a, yt_mention(a, actor)->start))->item_from; comma && i < to;
       i++) {
    gint32 m = (gint32) yt_item(a, i)->mention - 1;
    if (m >= 0 && yt_mention(a, m)->class == YT_CLASS_FUND && yt_mention(a, m)->state == YT_MENTION_NAMED)
      fund = m;
  }
  return fund;
}

static void
find_ends(const YtAnalysis *a, const YtOperand *operand, const YtMatch *match, guint32 s, YtModality modality,
          const Context *context, YtProperty property, guint32 classes, Ends *ends)
{
  ends->n = 0;
  if (operand->kind == YT_OPERAND_ACTOR) {
    gint32 actors[YT_MAX_ACTORS];
    if (property == YT_PROPERTY_LOCATED_IN) /* 争取国家药监局…试点落地我省: agencies settle nowhere */
      classes &= ~(1u << YT_CLASS_AGENCY);
    /* In a reply or a plan the next sentence without a subject is of the place again, as far as things are set up */
    gboolean over_stops =
        modality == YT_MODALITY_DONE && !(context->handles && (classes >> YT_CLASS_PLACE & 1));
    guint n = yt_find_actors(a, s, match->item_from, classes, over_stops, context->topic, actors);
    gint32 fund =
        n > 0 && property == YT_PROPERTY_INVESTS_IN ? fund_since(a, actors[0], match->item_from) : -1;
    if (fund >= 0) {
      actors[0] = fund;
      n = 1;
    }
    while (ends->n < n) {
      ends->refs[ends->n] = ref_mention(actors[ends->n]);
      ends->n++;
    }
    return;
  }
  guint n = operand->kind == YT_OPERAND_CAPTURE ? match->n[operand->capture] : 1;
  for (; ends->n < n; ends->n++)
    ends->refs[ends->n] = end_of(operand, match, ends->n, yt_sentence(a, s), context);
}

/* Does a sentence before, or the heading, say who sets up what this sentence tells of without a subject? */
static gboolean
has_earlier_actor(const YtAnalysis *a, guint32 s, guint32 verb, const Context *context)
{
  gint32 actors[YT_MAX_ACTORS];
  return !context->handles && yt_find_actors(a, s, verb, 1u << YT_CLASS_COMPANY | 1u << YT_CLASS_INSTITUTION,
                                             TRUE, context->topic, actors) > 0;
}

/* 您提出的关于支持某园区的建议收悉: the sentence says what others want. */
static gboolean
acknowledges(const YtAnalysis *a, const YtSentence *sentence)
{
  return yt_find_words(a->text->text + sentence->start, sentence->end - sentence->start, "收悉") != NULL;
}

static void
apply(YtAnalysis *a, const YtRule *rule, const YtAction *action, const YtMatch *match, guint32 s,
      YtModality modality, const Context *context)
{
  const YtSentence *sentence = yt_sentence(a, s);
  if ((action->subject.kind == YT_OPERAND_TOPIC || action->object.kind == YT_OPERAND_TOPIC) &&
      context->topic < 0)
    return;
  Ends subjects, objects;
  find_ends(a, &action->subject, match, s, modality, context, action->property,
            a->grammar->subjects[action->property], &subjects);
  find_ends(a, &action->object, match, s, modality, context, action->property,
            a->grammar->objects[action->property], &objects);
  if (rule->pairs && subjects.n != objects.n)
    return;
  for (guint i = 0; i < subjects.n; i++)
    for (guint k = rule->pairs ? i : 0; k < (rule->pairs ? i + 1 : objects.n); k++) {
      YtRef ends[2] = {subjects.refs[i], objects.refs[k]};
      YtClass subject = class_of(a, ends[0]), object = class_of(a, ends[1]);
      if (!(a->grammar->subjects[action->property] >> subject & 1) ||
          !(a->grammar->objects[action->property] >> object & 1)) {
        yt_reject_fact(a, match->item_from, match->item_to, ends[0], action->property, ends[1], s, rule->name,
                       YT_WHY_CLASSES);
        continue;
      }
      if (ends[0].mention >= 0 &&
          (ends[0].mention == ends[1].mention || is_no_actor(a, action->property, ends[0].mention)))
        continue;
      if (action->property == YT_PROPERTY_ESTABLISHES && action->subject.kind == YT_OPERAND_PLACE &&
          (has_actor(a, sentence, match->item_from) || has_earlier_actor(a, s, match->item_from, context)))
        continue;
      if (ends[1].mention >= 0 && is_scene(a, action->property, ends[1].mention))
        continue;
      if (action->property == YT_PROPERTY_ESTABLISHES && ends[1].mention >= 0 &&
          yt_mention(a, ends[1].mention)->class == YT_CLASS_AGENCY &&
          strcmp(yt_mention(a, ends[1].mention)->rule, "gazetteer") == 0)
        continue; /* 建设国家药监局…站: the agency is there */
      if (action->property == YT_PROPERTY_SUPPORTS &&
          (acknowledges(a, sentence) || is_built_by_firm(a, sentence, match)))
        continue;
      if (action->property == YT_PROPERTY_COOPERATES_WITH && ends[1].mention >= 0 &&
          handles_together(a, ends[1], s))
        continue;
      if (action->property == YT_PROPERTY_HANDLED_WITH &&
          (!context->handles || (ends[1].mention >= 0 && is_issuer(a, ends[1].mention))))
        continue;
      add_fact(a, ends[0], action->property, ends[1], s, modality, rule->name, rule->confidence);
    }
}

/* News have no matter to handle, though their source be an agency: 某校与某区区委共同揭牌. */
static gboolean
handles_matter(const YtAnalysis *a)
{
  const YtHeader *header = &a->header;
  gboolean handles = (header->issuer && g_strcmp0(header->issuer, header->publisher) != 0) ||
                     header->addressee || header->number;
  for (guint m = 0; m < a->mentions->len && !handles; m++)
    handles = yt_mention(a, m)->class == YT_CLASS_PROPOSAL && yt_mention(a, m)->state == YT_MENTION_NAMED;
  return handles;
}

static void
run_rules(YtAnalysis *a)
{
  g_autofree YtMatch *match = g_new(YtMatch, 1);
  g_autoptr(YtTrials) trials = yt_trials_new(a, &a->grammar->fact_dispatch);
  gboolean forward = yt_looks_forward(a->header.title);
  guint month, issued = yt_year_of_document(a, &month);
  Context context = {.home = yt_find_home(a), .topic = -1, .handles = handles_matter(a)};
  TopicScan scan = {.title = yt_title_topic(a), .heading = -1, .lone = -1, .block = G_MAXUINT32};
  guint first_heading = 0;
  while (first_heading < a->blocks->len && yt_block(a, first_heading)->kind != YT_BLOCK_HEADING)
    first_heading++;
  YtPlansScan plans = {0};
  for (guint s = 0; s < a->sentences->len; s++) {
    const YtSentence *sentence = yt_sentence(a, s);
    gboolean looks_ahead = yt_is_under_plans(a, sentence->block, &plans) || forward;
    context.topic = next_topic(a, s, &scan);
    if (context.handles && repeats_request(a, sentence))
      continue;
    yt_trials_find(trials, sentence->item_from, sentence->item_to);
    guint32 start, paired_from = 0, paired_to = 0; /* what a rule of pairs took, and for which property */
    YtProperty paired = YT_PROPERTY_ISSUED_BY;
    for (const YtRule *rule; (rule = yt_trials_next(trials, &start)) != NULL;) {
      if ((rule->opening && sentence->block >= first_heading) ||
          (start >= paired_from && start < paired_to && rule->actions[0].property == paired) ||
          !yt_match(a, rule, sentence->item_from, sentence->item_to, start, match))
        continue;
      if (is_negated(a, sentence, rule, match) || is_taken_back(a, sentence, match) ||
          is_mere_talk(a, sentence, rule, match)) {
        reject_match(a, rule, match, s, &context, YT_WHY_NEGATED);
        continue;
      }
      YtModality modality = modality_of(a, sentence, match->item_to, looks_ahead, issued);
      if (rule->modality != YT_MODALITY_OPEN && rule->modality != modality) {
        reject_match(a, rule, match, s, &context, YT_WHY_MODALITY);
        continue;
      }
      if (rule->pairs) {
        paired = rule->actions[0].property;
        paired_from = match->item_from;
        paired_to = match->item_to;
      }
      for (guint k = 0; k < rule->n_actions; k++) { /* who has a post has it: 联系人 below 下一步 */
        gboolean post = rule->actions[k].property == YT_PROPERTY_MEMBER_OF;
        apply(a, rule, &rule->actions[k], match, s, post ? YT_MODALITY_DONE : modality, &context);
      }
    }
  }
}

/* ---- layout ---- */

/* Does the agency sign beside the issuer, or stand with it at the head of the title: 省工业和信息化厅 省财政厅关于…? */
static gboolean
issues_too(const YtAnalysis *a, const YtMention *mention)
{
  const YtHeader *header = &a->header;
  guint b = yt_block_at(a, mention->start);
  if (mention->end - mention->start == strlen(header->issuer) &&
      yt_text_has(a, mention->start, header->issuer))
    return FALSE; /* the issuer itself */
  if (header->issuer_block > 0 && yt_block(a, b)->kind == YT_BLOCK_SIGNATURE && b >= header->issuer_block) {
    while (b > header->issuer_block && yt_block(a, b - 1)->kind == YT_BLOCK_SIGNATURE)
      b--;
    return b == header->issuer_block;
  }
  if (mention->start < header->title_start || mention->end > header->title_end)
    return FALSE;
  for (guint32 i = mention->item_from; i > 0 && yt_item(a, i - 1)->start >= header->title_start; i--) {
    const YtItem *before = yt_item(a, i - 1);
    gboolean agency = before->mention != 0 && yt_mention(a, before->mention - 1)->class == YT_CLASS_AGENCY;
    if (!agency && before->kind != YT_ITEM_SPACE && before->kind != YT_ITEM_SEPARATOR)
      return FALSE;
  }
  for (guint32 i = mention->item_to; i < a->items->len && yt_item(a, i)->start < header->title_end; i++) {
    const YtItem *after = yt_item(a, i);
    gboolean agency = after->mention != 0 && yt_mention(a, after->mention - 1)->class == YT_CLASS_AGENCY;
    if (!agency && after->kind != YT_ITEM_SPACE && after->kind != YT_ITEM_SEPARATOR)
      return yt_text_has(a, after->start, "关于") || yt_text_has(a, after->start, "等");
  }
  return FALSE;
}

/* Is the policy the document itself, a plan that names itself in its title? Its years may be left out. */
static gboolean
is_document(const YtAnalysis *a, const YtMention *policy)
{
  const char *title = a->header.title;
  guint32 n = policy->end - policy->start;
  for (guint32 p = policy->start + 18; p < policy->end; p++)
    if (a->text->text[p] == '(') {
      n = p - policy->start;
      break;
    }
  return title && n >= 18 && strncmp(title, a->text->text + policy->start, n) == 0 &&
         (title[n] == '\0' || title[n] == '(');
}

/* The document cites every policy and has every measure; a measure is part of the one it stands under. */
static void
find_contents(YtAnalysis *a)
{
  YtRef document = ref_special(YT_OPERAND_DOCUMENT);
  if (a->header.issuer) /* the issuer's line where it stands, else the first sentence */
    add_fact(a, document, YT_PROPERTY_ISSUED_BY, ref_special(YT_OPERAND_ISSUER),
             a->header.issuer_block > 0 ? yt_sentence_at(a, yt_block(a, a->header.issuer_block)->start) : 0,
             YT_MODALITY_DONE, "issuedBy/header", 0.95);
  for (guint m = 0; m < a->mentions->len; m++) {
    const YtMention *mention = yt_mention(a, m);
    if (mention->state != YT_MENTION_NAMED || mention->antecedent != -1)
      continue;
    guint32 s = yt_sentence_at(a, mention->start);
    if (mention->class == YT_CLASS_AGENCY && a->header.issuer && issues_too(a, mention)) {
      add_fact(a, document, YT_PROPERTY_ISSUED_BY, ref_mention((gint32) m), s, YT_MODALITY_DONE,
               "issuedBy/joint", 0.9);
    } else if (mention->class == YT_CLASS_POLICY) {
      if (!is_document(a, mention))
        add_fact(a, document, YT_PROPERTY_CITES, ref_mention((gint32) m), s, YT_MODALITY_DONE, "cites/title",
                 0.95);
    } else if (mention->class == YT_CLASS_PLACE) {
      YtRef lower = innermost(a, ref_mention((gint32) m));
      if (lower.mention != (gint32) m) /* of the next one: 江夏区 of 武汉市, 武汉市 of 湖北省 */
        add_fact(a, ref_mention((gint32) m + 1), YT_PROPERTY_PART_OF, ref_mention((gint32) m), s,
                 YT_MODALITY_DONE, "partOf/places", 0.95);
    } else if (mention->class == YT_CLASS_MEASURE) {
      add_fact(a, document, YT_PROPERTY_HAS_MEASURE, ref_mention((gint32) m), s, YT_MODALITY_DONE,
               mention->rule, mention->confidence);
      if (mention->parent >= 0)
        add_fact(a, ref_mention((gint32) m), YT_PROPERTY_PART_OF, ref_mention(mention->parent), s,
                 YT_MODALITY_DONE, "partOf/heading", 0.95);
    }
  }
}

/* The owner that leads a project's name establishes it; an institution with 附属 or of an inner one. */
static void
find_owners(YtAnalysis *a)
{
  for (guint m = 0; m < a->mentions->len; m++) {
    const YtMention *outer = yt_mention(a, m);
    if (outer->state != YT_MENTION_NAMED)
      continue;
    if (outer->owner >= 0)
      add_fact(a, ref_mention((gint32) m), YT_PROPERTY_PART_OF, ref_mention(outer->owner),
               yt_sentence_at(a, outer->start), YT_MODALITY_DONE, "partOf/group", 0.85);
    for (guint k = m + 1; k < a->mentions->len && yt_mention(a, k)->start < outer->end; k++) {
      const YtMention *inner = yt_mention(a, k);
      if (inner->state != YT_MENTION_NESTED)
        continue;
      guint32 s = yt_sentence_at(a, outer->start);
      if (outer->class == YT_CLASS_PRODUCT && inner->class == YT_CLASS_COMPANY)
        add_fact(a, ref_mention((gint32) k), YT_PROPERTY_DEVELOPS, ref_mention((gint32) m), s,
                 YT_MODALITY_DONE, "develops/owner", 0.8);
      else if (outer->class == YT_CLASS_PROJECT || outer->class == YT_CLASS_PLATFORM)
        add_fact(a, ref_mention((gint32) k), YT_PROPERTY_ESTABLISHES, ref_mention((gint32) m), s,
                 YT_MODALITY_DONE, "establishes/owner", 0.85);
      else if (outer->class == YT_CLASS_POLICY && inner->class == YT_CLASS_AGENCY)
        add_fact(a, ref_mention((gint32) m), YT_PROPERTY_ISSUED_BY, ref_mention((gint32) k), s,
                 YT_MODALITY_DONE, "issuedBy/title", 0.9);
      else if (outer->class == YT_CLASS_INSTITUTION && yt_text_has(a, inner->end, "附属"))
        add_fact(a, ref_mention((gint32) m), YT_PROPERTY_PART_OF, ref_mention((gint32) k), s,
                 YT_MODALITY_DONE, "partOf/附属", 0.9);
    }
  }
}

/* Lists of people: a line's organisations are posts of the person that it begins with; the group named last before the
 * list has them all as members. A list begins at a line such as 组长: or 成员:. */
static void
find_posts(YtAnalysis *a)
{
  guint groups = a->grammar->known.group, labels = a->grammar->known.list_label;
  gint32 group = -1;
  gboolean listed = FALSE;
  guint m = 0;
  for (guint b = 0; b < a->blocks->len; b++) {
    const YtBlock *block = yt_block(a, b);
    gint32 person = -1;
    gboolean label = FALSE, any_person = FALSE;
    for (guint32 i = block->item_from; i + 1 < MIN(block->item_to, block->item_from + 4); i++)
      label = label ||
              (yt_item_in(a, yt_item(a, i), labels) &&
               (a->text->text[yt_item(a, i + 1)->start] == ':' ||
                a->text->text[yt_item(a, i + 1)->start] == '\n' || yt_item(a, i + 1)->kind == YT_ITEM_SPACE));
    listed = (listed || label) && /* sentences are no list: find_roles() reads them */
             !yt_find_words(a->text->text + block->start, block->end - block->start, "。");
    for (; m < a->mentions->len && yt_mention(a, m)->start < block->end; m++) {
      const YtMention *mention = yt_mention(a, m);
      if (mention->start < block->start || mention->state != YT_MENTION_NAMED)
        continue;
      if (mention->class == YT_CLASS_AGENCY && yt_item_in(a, yt_item(a, mention->item_to - 1), groups) &&
          person < 0 &&
          (mention->item_from == 0 ||
           !yt_item_in(a, yt_item(a, mention->item_from - 1), a->grammar->known.former)))
        group = (gint32) m;
      if (mention->class == YT_CLASS_PERSON) {
        any_person = TRUE;
        person = listed ? (gint32) m : -1;
        if (listed && group >= 0)
          add_fact(a, ref_mention(person), YT_PROPERTY_MEMBER_OF, ref_mention(group),
                   yt_sentence_at(a, mention->start), YT_MODALITY_DONE, "memberOf/list", 0.9);
      } else if (person >= 0 && (a->grammar->objects[YT_PROPERTY_MEMBER_OF] >> mention->class & 1)) {
        add_fact(a, ref_mention(person), YT_PROPERTY_MEMBER_OF, ref_mention((gint32) m),
                 yt_sentence_at(a, mention->start), YT_MODALITY_DONE, "memberOf/post", 0.9);
      }
    }
    if (!any_person && !label)
      listed = FALSE;
  }
}

/* 出席:市科技局 汪海峰   河西学院 董文斌: whom each stands for is the organisation before the name. */
static void
find_attendance(YtAnalysis *a)
{
  for (guint m = 1; m < a->mentions->len; m++) {
    const YtMention *person = yt_mention(a, m);
    if (person->class != YT_CLASS_PERSON || strcmp(person->rule, YT_ATTENDANCE_RULE) != 0)
      continue;
    guint32 s = yt_sentence_at(a, person->start);
    guint k = m;
    while (k > 0 && yt_mention(a, k - 1)->state != YT_MENTION_NAMED)
      k--;
    const YtMention *before = k > 0 ? yt_mention(a, k - 1) : NULL;
    if (before && yt_sentence_at(a, before->start) == s &&
        (a->grammar->objects[YT_PROPERTY_MEMBER_OF] >> before->class & 1))
      add_fact(a, ref_mention((gint32) m), YT_PROPERTY_MEMBER_OF, ref_mention((gint32) k - 1), s,
               YT_MODALITY_DONE, "memberOf/attendance", 0.85);
  }
}

/* 领导小组, or a part of one: 要素保障组, its 办公室. */
static gboolean
is_group(const YtAnalysis *a, const YtMention *mention)
{
  return mention->class == YT_CLASS_AGENCY &&
         (mention->owner >= 0 || yt_item_in(a, yt_item(a, mention->item_to - 1), a->grammar->known.group));
}

/* People whom a paragraph gives a role in the group that it names: 由李四任组长,王五、赵六为成员; 组长由李四担任. A role behind
 * 任 or 为 is that of the people named since the last one; before 由 or ':' that of those who follow. 主任 is one of an
 * office of the group alone. */
static void
find_roles(YtAnalysis *a)
{
  guint roles = a->grammar->known.group_role, heads = a->grammar->known.office_role;
  guint block = G_MAXUINT32;
  gboolean has_roles = FALSE; /* the paragraph: most have none */
  gint32 group = -1, office = -1;
  for (guint s = 0; s < a->sentences->len; s++) {
    const YtSentence *sentence = yt_sentence(a, s);
    if (sentence->block != block) {
      guint32 from = yt_block(a, sentence->block)->item_from, to = yt_block(a, sentence->block)->item_to;
      has_roles = yt_next_player_in(a, from, to, YT_ROLE_POST) < to;
      group = office = -1;
    }
    block = sentence->block;
    if (!has_roles)
      continue;
    gint32 people[16], of = -1; /* whose role those who follow have */
    guint n = 0;
    for (guint32 i = sentence->item_from; i < sentence->item_to; i++) {
      const YtItem *item = yt_item(a, i);
      if (item->mention == 0 && !yt_plays(a, i, YT_ROLE_POST))
        continue;
      if (item->mention != 0) {
        gint32 m = (gint32) item->mention - 1;
        const YtMention *mention = yt_mention(a, m);
        if (mention->item_from != i || mention->state != YT_MENTION_NAMED)
          continue;
        if (is_group(a, mention)) {
          gboolean is_office = yt_text_ends(a, mention->end, "办公室");
          *(is_office ? &office : &group) = mention->antecedent >= 0 ? mention->antecedent : m;
        } else if (mention->class == YT_CLASS_PERSON && of >= 0)
          add_fact(a, ref_mention(m), YT_PROPERTY_MEMBER_OF, ref_mention(of), s, YT_MODALITY_DONE,
                   "memberOf/role", 0.85);
        else if (mention->class == YT_CLASS_PERSON && n < G_N_ELEMENTS(people))
          people[n++] = m;
        continue;
      }
      gboolean head = yt_item_in(a, item, heads);
      if (!head && !yt_item_in(a, item, roles))
        continue;
      const YtItem *before = i > sentence->item_from ? item - 1 : NULL,
                   *after = i + 1 < sentence->item_to ? item + 1 : NULL;
      gboolean given = yt_text_has(a, item->start, "任") ||
                       (before && (yt_text_ends(a, before->end, "任") || yt_text_ends(a, before->end, "为")));
      for (guint p = 0; given && !head && group >= 0 && p < n; p++)
        add_fact(a, ref_mention(people[p]), YT_PROPERTY_MEMBER_OF, ref_mention(group), s, YT_MODALITY_DONE,
                 "memberOf/role", 0.85);
      n = given ? 0 : n;
      gboolean own = !head || (before && before->mention == 0
                                   ? before->kind != YT_ITEM_HAN
                                   : office >= 0 && before && (gint32) before->mention - 1 == office);
      if (given || !after || !own)
        of = -1;
      else if (yt_text_has(a, after->start, "由") || yt_text_has(a, after->start, ":"))
        of = head ? office : group;
    }
  }
}

/* The government that a mayor heads, in the words of the document: 市政府 for 市长, 吉州区政府 where 吉州区委 or 吉州区 stands
 * before 区长. A mention, or -1: a government that the document does not name is none. */
static gint32
find_government(const YtAnalysis *a, const YtItem *post, const YtMention *before)
{
  const char *text = a->text->text;
  gboolean deputy = yt_text_has(a, post->start, "副");
  g_autofree char *level = g_strndup(text + post->start + (deputy ? 3 : 0), 3); /* 市 of 副市长 */
  g_autofree char *place = NULL;
  if (before && before->end - before->start > 6) { /* 吉州区委, 湖州市 */
    gboolean committee = yt_text_ends(a, before->end, "委");
    place = g_strndup(text + before->start, before->end - before->start - (committee ? 3 : 0));
  }
  if (place && !g_str_has_suffix(place, level))
    return -1;
  gboolean own = !place || (a->header.issuer && g_str_has_prefix(a->header.issuer, place));
  for (guint m = 0; m < a->mentions->len; m++) {
    const YtMention *mention = yt_mention(a, m);
    if (mention->class != YT_CLASS_AGENCY || mention->state != YT_MENTION_NAMED ||
        mention->antecedent != -1 || !yt_text_ends(a, mention->end, "政府"))
      continue;
    g_autofree char *name = g_strndup(text + mention->start, mention->end - mention->start - 6);
    char *people = g_strrstr(name, "人民");
    if (people && people[6] == '\0')
      *people = '\0';
    if ((place && strcmp(name, place) == 0) || (own && strcmp(name, level) == 0))
      return (gint32) m;
  }
  return -1;
}

/* 副市长李四; 张三 市委副书记、市长: mayors are of their governments. */
static void
find_mayors(YtAnalysis *a)
{
  guint mayors = a->grammar->known.mayor;
  for (guint s = 0; s < a->sentences->len; s++) {
    const YtSentence *sentence = yt_sentence(a, s);
    if (yt_next_player_in(a, sentence->item_from, sentence->item_to, YT_ROLE_POST) == sentence->item_to)
      continue;
    gint32 person = -1, organ = -1; /* the last ones in the sentence */
    for (guint32 i = sentence->item_from; i < sentence->item_to; i++) {
      const YtItem *item = yt_item(a, i);
      if (item->mention == 0 && !yt_plays(a, i, YT_ROLE_POST))
        continue;
      if (item->mention != 0) {
        const YtMention *mention = yt_mention(a, item->mention - 1);
        if (mention->class == YT_CLASS_PERSON) {
          person = (gint32) item->mention - 1;
          organ = -1;
        } else if (mention->class == YT_CLASS_AGENCY || mention->class == YT_CLASS_PLACE) {
          organ = (gint32) item->mention - 1;
        }
        continue;
      }
      if (!yt_item_in(a, item, mayors))
        continue;
      guint32 next = i + 1 < sentence->item_to ? yt_item(a, i + 1)->mention : 0;
      gboolean follows = next != 0 && yt_mention(a, next - 1)->class == YT_CLASS_PERSON;
      gint32 who = follows ? (gint32) next - 1 : person;
      if (who < 0 || (!follows && i > yt_mention(a, who)->item_to + 12))
        continue;
      gint32 government = find_government(a, item, organ >= 0 ? yt_mention(a, organ) : NULL);
      if (government >= 0)
        add_fact(a, ref_mention(who), YT_PROPERTY_MEMBER_OF, ref_mention(government), s, YT_MODALITY_DONE,
                 "memberOf/mayor", 0.85);
    }
  }
}

/* Does the name end like one of what the post heads: 局 for 副局长? */
static gboolean
is_headed_by(const YtAnalysis *a, const YtMention *body, const YtItem *post)
{
  static const struct {
    const char *post, *kind;
  } heads[] = {{"局长", "局"}, {"厅长", "厅"},   {"校长", "大学"}, {"校长", "学院"}, {"院长", "院"},
               {"所长", "所"}, {"会长", "协会"}, {"会长", "商会"}, {"馆长", "馆"}};
  for (guint k = 0; k < G_N_ELEMENTS(heads); k++)
    if (yt_text_ends(a, post->end, heads[k].post) && yt_text_ends(a, body->end, heads[k].kind))
      return TRUE;
  return FALSE;
}

/* Does a clause, or a name in a list of people, begin at item @i? */
static gboolean
stands_alone(const YtAnalysis *a, const YtSentence *sentence, guint32 i)
{
  guint posts = a->grammar->known.post;
  while (i > sentence->item_from + 1 && yt_item(a, i - 1)->kind == YT_ITEM_SEPARATOR &&
         yt_item_in(a, yt_item(a, i - 2), posts) && yt_item(a, i - 2)->mention == 0)
    i -= 2; /* 党组书记、局长 */
  if (i == sentence->item_from || yt_item(a, i - 1)->kind == YT_ITEM_COMMA ||
      yt_item(a, i - 1)->kind == YT_ITEM_STOP)
    return TRUE;
  gint32 m =
      i >= 2 && yt_item(a, i - 1)->kind == YT_ITEM_SEPARATOR ? (gint32) yt_item(a, i - 2)->mention - 1 : -1;
  return m >= 0 && yt_mention(a, m)->class == YT_CLASS_PERSON;
}

/* 公司董事长胡先明: does 公司 stand before the post at item @i, and no other name? */
static gboolean
is_post_of_firm(const YtAnalysis *a, const YtSentence *sentence, guint32 i)
{
  guint posts = a->grammar->known.post;
  while (i > sentence->item_from &&
         (yt_item_in(a, yt_item(a, i - 1), posts) || yt_item(a, i - 1)->kind == YT_ITEM_SEPARATOR))
    i--;
  const YtItem *before = i > sentence->item_from ? yt_item(a, i - 1) : NULL;
  return before && before->mention == 0 &&
         (yt_text_ends(a, before->end, "公司") || yt_text_ends(a, before->end, "集团"));
}

/* 党组书记、局长:韩沐川; 校长廖深基,…: a post alone is one of the last bureau or university that the paragraph, or the one
 * before it, names. */
static void
find_bare_posts(YtAnalysis *a)
{
  guint posts = a->grammar->known.post, mayors = a->grammar->known.mayor;
  for (guint m = 1; m < a->mentions->len; m++) {
    const YtMention *person = yt_mention(a, m);
    if (person->class != YT_CLASS_PERSON || person->state != YT_MENTION_NAMED || person->item_from == 0)
      continue;
    guint32 s = yt_sentence_at(a, person->start), i = person->item_from - 1;
    const YtSentence *sentence = yt_sentence(a, s);
    if (a->text->text[yt_item(a, i)->start] == ':' && i > 0)
      i--;
    const YtItem *post = yt_item(a, i);
    gboolean of_firm = is_post_of_firm(a, sentence, i);
    if (post->mention != 0 || !yt_item_in(a, post, posts) || yt_item_in(a, post, mayors) ||
        i < sentence->item_from || !(of_firm || stands_alone(a, sentence, i)))
      continue;
    guint block = sentence->block;
    for (guint k = m; k-- > 0 && yt_mention(a, k)->start >= yt_block(a, block > 0 ? block - 1 : 0)->start;) {
      const YtMention *body = yt_mention(a, k);
      gboolean fits = of_firm ? body->class == YT_CLASS_COMPANY
                              : is_headed_by(a, body, post) &&
                                    (body->class == YT_CLASS_AGENCY || body->class == YT_CLASS_INSTITUTION);
      if (body->state != YT_MENTION_NAMED || body->start >= post->start || !fits)
        continue;
      add_fact(a, ref_mention((gint32) m), YT_PROPERTY_MEMBER_OF, ref_mention((gint32) k), s,
               YT_MODALITY_DONE, "memberOf/bare-post", 0.75);
      break;
    }
  }
}

/* Who a row says sets up or pays for what it names, by the column: a firm beside a project owns it, beside a product makes it.
 * FALSE: the column says nothing of the two. */
static gboolean
property_of_column(const YtColumn *column, YtClass actor, YtClass thing, YtProperty *property)
{
  gboolean park = actor == YT_CLASS_PARK || actor == YT_CLASS_CLUSTER;
  if (thing == YT_CLASS_PERSON) {
    *property = YT_PROPERTY_MEMBER_OF; /* whatever organisation stands beside a person */
    return TRUE;
  }
  if ((park && (column->kind == YT_COLUMN_PLACE || column->kind == YT_COLUMN_NAME) &&
       thing != YT_CLASS_PARK && thing != YT_CLASS_CLUSTER) ||
      ((thing == YT_CLASS_PARK || thing == YT_CLASS_CLUSTER) && actor == YT_CLASS_COMPANY &&
       column->kind == YT_COLUMN_NAME)) {
    *property = YT_PROPERTY_HOSTS;
    return TRUE;
  }
  gboolean owner = column->kind == YT_COLUMN_OWNER || column->kind == YT_COLUMN_HOST ||
                   (column->kind == YT_COLUMN_NAME && actor == YT_CLASS_COMPANY);
  if (column->kind == YT_COLUMN_PLACE)
    *property = YT_PROPERTY_LOCATED_IN;
  else if (column->kind == YT_COLUMN_INVESTOR)
    *property = YT_PROPERTY_INVESTS_IN;
  else if (column->kind == YT_COLUMN_HOST && thing != YT_CLASS_PROJECT)
    *property = YT_PROPERTY_RELIES_ON;
  else if (owner && thing == YT_CLASS_PRODUCT)
    *property = YT_PROPERTY_DEVELOPS;
  else if (owner && (column->kind != YT_COLUMN_NAME || thing == YT_CLASS_PROJECT))
    *property = YT_PROPERTY_ESTABLISHES;
  else
    return FALSE;
  return TRUE;
}

static const char *
rule_of_table(YtProperty property)
{
  switch (property) {
  case YT_PROPERTY_LOCATED_IN: return "locatedIn/table";
  case YT_PROPERTY_INVESTS_IN: return "investsIn/table";
  case YT_PROPERTY_DEVELOPS: return "develops/table";
  case YT_PROPERTY_RELIES_ON: return "reliesOn/table";
  case YT_PROPERTY_HOSTS: return "hosts/table";
  case YT_PROPERTY_MEMBER_OF: return "memberOf/table";
  default: return "establishes/table";
  }
}

/* …专项资金拟支持项目的公示: does the document give money to what its tables name? */
static gboolean
lists_what_it_supports(const char *title)
{
  static const char *const words[] = {"支持项目", "资助项目", "补助项目",
                                      "奖补项目", "扶持项目", "拟立项项目"};
  for (guint k = 0; title && k < G_N_ELEMENTS(words); k++)
    if (strstr(title, words[k]))
      return TRUE;
  return title && strstr(title, "资金") && (strstr(title, "下达") || strstr(title, "拨付"));
}

/* What a row says of the thing that it names: who does the task, where the project is, whose it is. */
static void
find_table_facts(YtAnalysis *a)
{
  guint first = 0;
  gboolean supports = lists_what_it_supports(a->header.title);
  for (guint s = 0; s < a->sentences->len; s++) {
    const YtSentence *sentence = yt_sentence(a, s);
    if (sentence->cell < 0)
      continue;
    const YtCell *cell = yt_cell(a, (guint) sentence->cell);
    const YtColumn *column = yt_column(a, cell->column);
    while (yt_cell(a, first)->row < cell->row)
      first++;
    gint32 thing = yt_row_subject(a, first);
    for (guint32 i = cell->item_from; i < cell->item_to; i++) {
      gint32 m = (gint32) yt_item(a, i)->mention - 1;
      if (m < 0 || yt_mention(a, m)->item_from != i || yt_mention(a, m)->state != YT_MENTION_NAMED)
        continue;
      YtClass class = yt_mention(a, m)->class;
      YtProperty property;
      if (supports && m == thing &&
          (class == YT_CLASS_PROJECT || class == YT_CLASS_PLATFORM || class == YT_CLASS_PARK))
        add_fact(a, ref_special(YT_OPERAND_DOCUMENT), YT_PROPERTY_SUPPORTS, ref_mention(m), s,
                 YT_MODALITY_PLANNED, "supports/table", 0.85);
      if (column->kind == YT_COLUMN_AGENCY) {
        if (sentence->measure >= 0 && a->grammar->subjects[YT_PROPERTY_RESPONSIBLE_FOR] >> class & 1)
          add_fact(a, ref_mention(m), YT_PROPERTY_RESPONSIBLE_FOR, ref_mention(sentence->measure), s,
                   YT_MODALITY_PLANNED, "responsibleFor/table", 0.9);
        continue;
      }
      if (thing < 0 || thing == m ||
          !property_of_column(column, class, yt_mention(a, thing)->class, &property))
        continue;
      YtClass of = yt_mention(a, thing)->class;
      gboolean of_thing = property == YT_PROPERTY_LOCATED_IN || property == YT_PROPERTY_RELIES_ON ||
                          property == YT_PROPERTY_MEMBER_OF ||
                          (property == YT_PROPERTY_HOSTS && (of == YT_CLASS_PARK || of == YT_CLASS_CLUSTER));
      gint32 subject = of_thing ? thing : m, object = of_thing ? m : thing;
      if (a->grammar->subjects[property] >> yt_mention(a, subject)->class & 1 &&
          a->grammar->objects[property] >> yt_mention(a, object)->class & 1)
        add_fact(a, ref_mention(subject), property, ref_mention(object), s, YT_MODALITY_DONE,
                 rule_of_table(property), 0.9);
    }
  }
}

/* The one park or cluster that the items name, or -1. */
static gint32
only_place_of_firms(const YtAnalysis *a, guint32 from, guint32 to)
{
  gint32 found = -1;
  for (guint32 i = from; i < to; i++) {
    gint32 m = (gint32) yt_item(a, i)->mention - 1;
    if (m < 0 || yt_mention(a, m)->item_from != i || yt_mention(a, m)->state != YT_MENTION_NAMED)
      continue;
    YtClass class = yt_mention(a, m)->class;
    if (class != YT_CLASS_PARK && class != YT_CLASS_CLUSTER)
      continue;
    if (found >= 0)
      return -1;
    found = m;
  }
  return found;
}

static gboolean
names_park(const YtAnalysis *a, guint32 from, guint32 to)
{
  for (guint32 i = from; i < to; i++) {
    const YtItem *item = yt_item(a, i);
    YtClass class = item->mention != 0 ? yt_mention(a, item->mention - 1)->class : YT_CLASS_NONE;
    if (class == YT_CLASS_PARK || class == YT_CLASS_CLUSTER)
      return TRUE;
  }
  return FALSE;
}

/* The firms that items from @i on list, A、B等, are in @host; glosses in brackets are passed over. */
static void
add_hosted(YtAnalysis *a, gint32 host, guint32 i, guint32 to, guint32 s)
{
  gboolean in_brackets = FALSE, behind_joint = TRUE;
  for (; i < to; i++) {
    const YtItem *item = yt_item(a, i);
    char mark = item->kind == YT_ITEM_MARK ? a->text->text[item->start] : '\0';
    if (mark == '(' || mark == ')') {
      in_brackets = mark == '(';
    } else if (item->mention != 0) {
      gint32 m = (gint32) item->mention - 1;
      const YtMention *mention = yt_mention(a, m);
      if (mention->item_from != i || in_brackets)
        continue;
      if (mention->state != YT_MENTION_NAMED || !behind_joint ||
          (mention->class != YT_CLASS_COMPANY && mention->class != YT_CLASS_INSTITUTION &&
           mention->class != YT_CLASS_PROJECT))
        return;
      add_fact(a, ref_mention(host), YT_PROPERTY_HOSTS, ref_mention(m), s, YT_MODALITY_DONE, "hosts/heading",
               0.75);
      behind_joint = FALSE;
    } else if (!in_brackets) {
      behind_joint = item->kind == YT_ITEM_SEPARATOR || yt_item_in(a, item, a->grammar->known.and);
      if (!behind_joint && item->kind != YT_ITEM_NUMBER)
        return;
    }
  }
}

/* The first item of [from, to) at which a firm's name begins, or @to. */
static guint32
first_firm(const YtAnalysis *a, guint32 from, guint32 to)
{
  while (from < to && (yt_item(a, from)->mention == 0 ||
                       yt_mention(a, yt_item(a, from)->mention - 1)->class != YT_CLASS_COMPANY))
    from++;
  return from;
}

/* The one park or cluster that the title names, where the document is about it: …产业园简介. */
static gint32
place_of_title(const YtAnalysis *a)
{
  static const char *const kinds[] = {"简介", "概况", "介绍", "基本情况"};
  gboolean about = FALSE;
  for (guint k = 0; a->header.title && k < G_N_ELEMENTS(kinds) && !about; k++)
    about = g_str_has_suffix(a->header.title, kinds[k]);
  guint32 from = 0;
  while (about && from < a->items->len && yt_item(a, from)->start < a->header.title_start)
    from++;
  guint32 to = from;
  while (about && to < a->items->len && yt_item(a, to)->start < a->header.title_end)
    to++;
  return about ? only_place_of_firms(a, from, to) : -1;
}

/* Under a heading or behind a run-in head that names one park or cluster, 聚集A、B等企业 is said of it. */
static void
find_hosts_of_headings(YtAnalysis *a)
{
  const YtKnownLists *known = &a->grammar->known;
  guint verbs = known->hosts_heading, block = G_MAXUINT;
  guint heading_level = 0;
  guint settle = known->hosts_settle, one_by_one = known->hosts_one_by_one, firms = known->company_head;
  gint32 of_title = place_of_title(a), heading = of_title, head = -1, spoken = -1;
  for (guint s = 0; s < a->sentences->len; s++) {
    const YtSentence *sentence = yt_sentence(a, s);
    const YtBlock *now = yt_block(a, sentence->block);
    guint32 from = sentence->item_from;
    if (sentence->block != block) {
      block = sentence->block;
      head = spoken = -1;
      if (now->kind == YT_BLOCK_HEADING) {
        guint32 to = now->item_from;
        while (to < now->item_to && yt_item(a, to)->start < now->head_end)
          to++;
        gint32 named = only_place_of_firms(a, now->item_from, to);
        if (named >= 0 || now->level <= heading_level) {
          heading = named >= 0 ? named : of_title;
          heading_level = named >= 0 ? now->level : 0;
        }
        from = MAX(from, to);
      }
    }
    if (sentence->is_head) {
      head = only_place_of_firms(a, sentence->item_from, sentence->item_to);
      continue;
    }
    for (guint32 i = from + 1; spoken >= 0 && i + 1 < sentence->item_to; i++)
      /* 甲、乙等企业先后落户。甲、乙6家企业入驻。 */
      if (yt_item_in(a, yt_item(a, i), settle) &&
          (yt_item_in(a, yt_item(a, i - 1), one_by_one) || yt_item_in(a, yt_item(a, i - 1), firms)) &&
          yt_item(a, i + 1)->kind != YT_ITEM_HAN && !names_park(a, sentence->item_from, i))
        add_hosted(a, spoken, first_firm(a, from, i), i, s);
    if (names_park(a, sentence->item_from, sentence->item_to))
      spoken = only_place_of_firms(a, sentence->item_from, sentence->item_to);
    gint32 host = head >= 0 ? head : heading;
    for (guint32 i = from; host >= 0 && i + 1 < sentence->item_to; i++) {
      guint32 p = i; /* 目前已聚集 */
      while (p > from && p + 3 > i &&
             (yt_item(a, p - 1)->pos == YT_POS_ADVERB || yt_item(a, p - 1)->pos == YT_POS_TIME))
        p--;
      gboolean begins = p == from || yt_item(a, p - 1)->kind == YT_ITEM_COMMA;
      if (!begins || yt_item(a, i)->mention != 0 || !yt_item_in(a, yt_item(a, i), verbs) ||
          names_park(a, sentence->item_from, i)) /* another one is spoken of */
        continue;
      guint32 first = i + 1;
      while (first < sentence->item_to && first < i + 3 && yt_item(a, first)->mention == 0)
        first++;
      add_hosted(a, host, first, sentence->item_to, s);
    }
  }
}

/* 你委《…的请示》: those addressed wrote what was received. */
static void
find_requests(YtAnalysis *a)
{
  for (guint m = 0; m < a->mentions->len; m++) {
    const YtMention *request = yt_mention(a, m);
    if (request->class != YT_CLASS_POLICY || request->state != YT_MENTION_NAMED || request->item_from < 2 ||
        !yt_text_ends(a, request->end, "请示") ||
        !yt_text_has(a, yt_item(a, request->item_from - 2)->start, "你"))
      continue;
    for (guint k = 0; k < m; k++)
      if (yt_mention(a, k)->class == YT_CLASS_AGENCY && yt_mention(a, k)->state == YT_MENTION_NAMED &&
          yt_block(a, yt_block_at(a, yt_mention(a, k)->start))->kind == YT_BLOCK_ADDRESSEE &&
          !yt_item_in(a, yt_item(a, yt_mention(a, k)->item_to),
                      a->grammar->known.each)) /* 国家数据局有关司 */
        add_fact(a, ref_mention((gint32) m), YT_PROPERTY_ISSUED_BY, ref_mention((gint32) k),
                 yt_sentence_at(a, request->start), YT_MODALITY_DONE, "issuedBy/request", 0.85);
    return;
  }
}

/* Is the document no news of a proposal, 市领导督办重点提案: has it a title that says so, an addressee, or no title but such words? */
static gboolean
may_reply(const YtAnalysis *a)
{
  static const char *const words[] = {"答复", "函", "回复", "复文", "办理情况", "办理意见", "办理结果"};
  const char *title = a->header.title;
  for (guint k = 0; title && k < G_N_ELEMENTS(words); k++)
    if (strstr(title, words[k]))
      return TRUE;
  return a->header.addressee != NULL || (!title && (yt_find_words(a->text->text, a->text->n_text, "收悉") ||
                                                    yt_find_words(a->text->text, a->text->n_text, "答复")));
}

/* Does the text say of a mention that it put the proposal: 沈文洲等3位代表提出的《…》, 民盟市委会提交的《…》? */
static gboolean
is_said_to_submit(const YtAnalysis *a, const YtMention *mention)
{
  const YtKnownLists *known = &a->grammar->known;
  for (guint32 i = mention->item_to; i < MIN(a->items->len, mention->item_to + 6); i++) {
    const YtItem *item = yt_item(a, i);
    if (yt_item_in(a, item, known->submit))
      return TRUE;
    if (!yt_item_in(a, item, known->etc) && !yt_item_in(a, item, known->people) &&
        item->kind != YT_ITEM_NUMBER && !yt_text_has(a, item->start, "位") &&
        !yt_text_has(a, item->start, "名"))
      break;
  }
  return FALSE;
}

/* May the mention have put a proposal? */
static gboolean
may_submit(const YtAnalysis *a, const YtMention *mention)
{
  return mention->state == YT_MENTION_NAMED &&
         (a->grammar->objects[YT_PROPERTY_SUBMITTED_BY] >> mention->class & 1);
}

/* Those of whom the sentence before the proposal says that they put it; false where it names none, but 您 or 你们. */
static gboolean
find_submitters(YtAnalysis *a, guint32 proposal, guint32 s)
{
  gboolean found = FALSE;
  for (guint32 m = proposal;
       m-- > 0 && yt_mention(a, m)->start >= yt_item(a, yt_sentence(a, s)->item_from)->start;)
    if (may_submit(a, yt_mention(a, m)) && is_said_to_submit(a, yt_mention(a, m))) {
      add_fact(a, ref_mention((gint32) proposal), YT_PROPERTY_SUBMITTED_BY, ref_mention((gint32) m), s,
               YT_MODALITY_DONE, "submittedBy/提出", 0.9);
      found = TRUE;
    }
  return found;
}

/* 方舟代表, 方舟等5位代表: is who is addressed a member of the congress, and not of the conference? */
static gboolean
is_deputy(const YtAnalysis *a, const YtMention *mention)
{
  for (guint32 i = mention->item_to; i < MIN(a->items->len, mention->item_to + 6); i++) {
    if (yt_text_ends(a, yt_item(a, i)->end, "代表"))
      return TRUE;
    if (yt_text_ends(a, yt_item(a, i)->end, "委员"))
      return FALSE;
  }
  return FALSE;
}

/* The proposal that is answered, and who put it: those addressed, but for others that the text names. */
static void
find_reply(YtAnalysis *a)
{
  YtRef document = ref_special(YT_OPERAND_DOCUMENT);
  gint32 proposal = -1;
  for (guint m = 0; m < a->mentions->len && proposal < 0; m++)
    if (yt_mention(a, m)->class == YT_CLASS_PROPOSAL && yt_mention(a, m)->state == YT_MENTION_NAMED)
      proposal = (gint32) m;
  if (proposal < 0 || !may_reply(a))
    return;
  guint32 s = yt_sentence_at(a, yt_mention(a, proposal)->start);
  add_fact(a, document, YT_PROPERTY_REPLIES_TO, ref_mention(proposal), s, YT_MODALITY_DONE, "repliesTo/title",
           0.95);
  if (find_submitters(a, (guint32) proposal, s))
    return;
  for (guint m = 0; m < a->mentions->len; m++) {
    const YtMention *mention = yt_mention(a, m);
    if (!may_submit(a, mention))
      continue;
    if (yt_block(a, yt_block_at(a, mention->start))->kind == YT_BLOCK_ADDRESSEE)
      add_fact(a, ref_mention(proposal), YT_PROPERTY_SUBMITTED_BY, ref_mention((gint32) m), s,
               YT_MODALITY_DONE, "submittedBy/addressee", 0.9);
    /* 马建哲委员 is a member of the conference that the proposal was put to, 王五代表 of the congress */
    if (yt_block(a, yt_block_at(a, mention->start))->kind == YT_BLOCK_ADDRESSEE &&
        mention->class == YT_CLASS_PERSON) {
      gboolean congress = is_deputy(a, mention);
      for (guint k = 0; k < a->mentions->len; k++) {
        const YtMention *organ = yt_mention(a, k);
        const char *body = congress ? "人大" : "政协"; /* 省政协, 政协文山州 */
        if (organ->class == YT_CLASS_AGENCY && organ->state == YT_MENTION_NAMED && organ->end >= 6 &&
            (yt_text_has(a, organ->end - 6, body) || yt_text_has(a, organ->start, body))) {
          add_fact(a, ref_mention((gint32) m), YT_PROPERTY_MEMBER_OF, ref_mention((gint32) k), s,
                   YT_MODALITY_DONE, "memberOf/addressee", 0.85);
          break;
        }
      }
    }
  }
}

void
yt_find_facts(YtAnalysis *a)
{
  if (a->sentences->len == 0)
    return;
  find_contents(a);
  find_reply(a);
  find_requests(a);
  find_owners(a);
  find_posts(a);
  find_attendance(a);
  find_roles(a);
  find_mayors(a);
  find_bare_posts(a);
  find_table_facts(a);
  find_hosts_of_headings(a);
  guint n_mentions = a->mentions->len;
  yt_point_back(a);
  run_rules(a);
  yt_take_pointers_back(a, n_mentions);
}
