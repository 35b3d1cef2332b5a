/* pointers.c: words that point back to a name without being one, for the rules of facts.
 *
 *   绿色智造产业园已聚集…    a weak name that one named before ends with: 马鞍山经开区绿色智造产业园
 *   园区还引进了…, 该院由…   a bare noun where a clause begins, with a verb behind it: the last name of its class
 *   …迁入园区, 在园区建设… the last park
 *   港内已聚集…              the last park that is called so
 *   管委会已建成…            the issuer, where it is one
 *
 * They become mentions with an antecedent while the rules run, and are taken back afterwards: figures (subjects.c) have
 * their own ways of pointing back, since there the noun belongs to the metric: 基金总规模. */
#include <string.h>

#include "loader/analysis.h"

#define N_LAST     24 /* names of a class that a weak one may stand for */
#define MIN_STRONG 15 /* bytes: five characters distinguish; shorter ones point to what stands near */

typedef struct {
  YtAnalysis *a;
  gint32 last[YT_N_CLASSES][N_LAST]; /* rings */
  guint n_last[YT_N_CLASSES];
  gint32 title; /* what the whole document is about, by its title, or -1 */
  gint32 home;  /* the zone whose committee issued the document, or -1 */
} Reader;

static gint32
last_of(const Reader *r, YtClass class, guint back)
{
  return back <= MIN(r->n_last[class], N_LAST) ? r->last[class][(r->n_last[class] - back) % N_LAST] : -1;
}

/* In the block of item @i, or the one before it? */
static gboolean
is_near(const YtAnalysis *a, guint block, gint32 m)
{
  return m >= 0 && yt_mention(a, m)->start >= yt_block(a, block > 0 ? block - 1 : 0)->start;
}

static gboolean
is_and(const YtAnalysis *a, guint32 i)
{
  return yt_item(a, i)->kind == YT_ITEM_SEPARATOR || yt_item_in(a, yt_item(a, i), a->grammar->known.and);
}

/* Does the mention stand in a list with others, so that what points back would mean all of them? */
static gboolean
is_listed(const YtAnalysis *a, gint32 m)
{
  const YtMention *mention = yt_mention(a, m);
  return (mention->item_from > 1 && is_and(a, mention->item_from - 1) &&
          yt_item(a, mention->item_from - 2)->mention != 0) ||
         (mention->item_to + 1 < a->items->len && is_and(a, mention->item_to) &&
          yt_item(a, mention->item_to + 1)->mention != 0);
}

/* Is the weak name one of several, or any: 3个创新平台, 一批产业园, 各类基金? */
static gboolean
is_any(const YtAnalysis *a, const YtMention *weak)
{
  if (weak->item_from == 0)
    return FALSE;
  const YtItem *before = yt_item(a, weak->item_from - 1);
  const YtKnownLists *known = &a->grammar->known;
  return before->mention == 0 && (before->kind == YT_ITEM_NUMBER || before->pos == YT_POS_NUMERAL ||
                                  before->pos == YT_POS_ADJECTIVE || yt_item_in(a, before, known->trim) ||
                                  yt_item_in(a, before, known->each) || yt_item_in(a, before, known->owner) ||
                                  yt_text_ends(a, before->end, "的"));
}

/* The one name before it that ends with the words of the weak one, or -1: several such names leave it open. @far: a short one, too,
 * may be told long before. */
static gint32
find_long_form(const Reader *r, guint block, const YtMention *weak, gboolean far)
{
  const char *text = r->a->text->text;
  guint32 n = weak->end - weak->start;
  gint32 found = -1;
  for (guint back = 1; back <= N_LAST; back++) {
    gint32 m = last_of(r, weak->class, back);
    if (m < 0)
      break;
    const YtMention *named = yt_mention(r->a, m);
    guint32 n_named = named->end - named->start;
    if (n_named <= n || memcmp(text + named->end - n, text + weak->start, n) != 0)
      continue;
    if (found < 0) {
      found = m;
      continue;
    }
    const YtMention *other = yt_mention(r->a, found);
    if (other->end - other->start != n_named ||
        memcmp(text + other->start, text + named->start, n_named) != 0)
      return -1;
  }
  return found >= 0 &&
                 (n >= MIN_STRONG || far || (weak->class == YT_CLASS_PARK && is_near(r->a, block, found)))
             ? found
             : -1;
}

/* Does a clause begin at item @i, but for words of time and the like: 目前,园区…; 同时公司…? */
static gboolean
begins_clause(const YtAnalysis *a, const YtSentence *sentence, guint32 i)
{
  for (guint n = 0; n < 4; n++, i--) {
    if (i == sentence->item_from)
      return TRUE;
    const YtItem *before = yt_item(a, i - 1);
    if (before->kind == YT_ITEM_COMMA || before->kind == YT_ITEM_STOP || before->kind == YT_ITEM_SPACE ||
        (before->kind == YT_ITEM_MARK && yt_text_has(a, before->start, ":")))
      return TRUE;
    if (before->mention != 0 ||
        (before->pos != YT_POS_TIME && before->pos != YT_POS_ADVERB && before->kind != YT_ITEM_NUMBER))
      return FALSE;
  }
  return FALSE;
}

static YtClass
class_of_noun(const YtAnalysis *a, const YtItem *item)
{
  static const struct {
    char word[8]; /* two characters */
    YtClass class;
  } nouns[] = {{"小镇", YT_CLASS_PARK},     {"园区", YT_CLASS_PARK},        {"公司", YT_CLASS_COMPANY},
               {"集团", YT_CLASS_COMPANY},  {"基金", YT_CLASS_FUND},        {"项目", YT_CLASS_PROJECT},
               {"平台", YT_CLASS_PLATFORM}, {"该院", YT_CLASS_INSTITUTION}, {"该校", YT_CLASS_INSTITUTION},
               {"该园", YT_CLASS_PARK},     {"该所", YT_CLASS_INSTITUTION}};
  if (item->end - item->start != 6)
    return YT_CLASS_NONE;
  for (guint k = 0; k < G_N_ELEMENTS(nouns); k++)
    if (memcmp(a->text->text + item->start, nouns[k].word, 6) == 0)
      return nouns[k].class;
  return YT_CLASS_NONE;
}

/* Is the word behind it what such a subject does, and no noun that it describes: 园区企业? */
static gboolean
goes_on_with_verb(const YtAnalysis *a, const YtSentence *sentence, guint32 i)
{
  if (i >= sentence->item_to)
    return FALSE;
  const YtItem *item = yt_item(a, i);
  if (yt_text_has(a, item->start, "内的") ||
      (yt_text_has(a, item->start, "内") && i + 1 < sentence->item_to &&
       yt_text_has(a, yt_item(a, i + 1)->start, "的")))
    return TRUE; /* 园区内的A、B */
  return item->mention == 0 && item->kind == YT_ITEM_HAN &&
         (item->pos == YT_POS_VERB || yt_text_has(a, item->start, "投产") || item->pos == YT_POS_ADVERB ||
          item->pos == YT_POS_FUNCTION || item->pos == YT_POS_TIME) && /* 先后, 目前 */
         !yt_text_has(a, item->start, "的");
}

/* Is the park that the word means where somebody settles or builds: 整体迁入园区; 在园区投资建设? */
static gboolean
is_settled_in(const YtAnalysis *a, const YtSentence *sentence, guint32 i)
{
  static const char *const verbs[] = {"在", "落户", "入驻", "迁入", "搬入", "落地", "进驻"};
  gboolean settles = FALSE;
  for (guint k = 0; k < G_N_ELEMENTS(verbs) && i > sentence->item_from && !settles; k++)
    settles = yt_item(a, i - 1)->mention == 0 && yt_text_ends(a, yt_item(a, i - 1)->end, verbs[k]);
  return settles && (i + 1 >= sentence->item_to || yt_item(a, i + 1)->kind != YT_ITEM_HAN ||
                     goes_on_with_verb(a, sentence, i + 1));
}

/* 某公司是产业园引进的…: is the park who brings a firm in? */
static gboolean
brings_in(const YtAnalysis *a, const YtSentence *sentence, guint32 i)
{
  static const char *const verbs[] = {"引进", "招引", "引入", "培育", "孵化"};
  gboolean brings = FALSE;
  if (i == sentence->item_from || i + 1 >= sentence->item_to || yt_item(a, i - 1)->mention != 0 ||
      !(yt_text_ends(a, yt_item(a, i - 1)->end, "是") || yt_text_ends(a, yt_item(a, i - 1)->end, "由") ||
        yt_text_ends(a, yt_item(a, i - 1)->end, "系")))
    return FALSE;
  for (guint k = 0; k < G_N_ELEMENTS(verbs) && !brings; k++)
    brings = yt_text_has(a, yt_item(a, i + 1)->start, verbs[k]);
  return brings;
}

gboolean
yt_says_where(const YtAnalysis *a, const YtMention *mention)
{
  guint32 i = mention->item_from;
  for (guint n = 0; n < 2 && i > 0 && yt_item(a, i - 1)->mention != 0; n++) /* 位于某市某园 */
    i = yt_mention(a, yt_item(a, i - 1)->mention - 1)->item_from;
  guint32 end = i > 0 ? yt_item(a, i - 1)->end : 0;
  return yt_text_ends(a, end, "位于") || yt_text_ends(a, end, "坐落于") || yt_text_ends(a, end, "坐落在") ||
         yt_text_ends(a, end, "地处") || yt_text_ends(a, end, "选址");
}

guint
yt_says_inside(const YtAnalysis *a, guint32 i)
{
  static const char *const places[] = {"园", "港", "城", "谷", "岛", "镇"};
  const YtItem *item = yt_item(a, i);
  guint32 n = item->end - item->start;
  if (item->mention != 0 || n > 6 || !yt_text_has(a, item->start + 3, "内"))
    return 0;
  for (guint k = 0; k < G_N_ELEMENTS(places); k++)
    if (yt_text_has(a, item->start, places[k]))
      return n == 6 ? 1 : yt_item(a, i + 1)->end - yt_item(a, i + 1)->start == strlen("内") ? 2 : 0;
  return 0;
}

gboolean
yt_is_place_of_inside(const YtAnalysis *a, const YtMention *mention, guint32 i)
{
  const char *text = a->text->text, *place = text + yt_item(a, i)->start;
  gsize n = strlen("园");
  return mention->class == YT_CLASS_PARK &&
         (memcmp(text + mention->end - n, place, n) == 0 ||
          (yt_text_ends(a, mention->end, "区") && memcmp(text + mention->end - 2 * n, place, n) == 0));
}

gboolean
yt_is_honour(const YtAnalysis *a, const YtMention *mention)
{
  static const char *const verbs[] = {"获评",   "评为", "认定为", "授予", "荣获", "命名为",
                                      "获批为", "入选", "首个",   "首家", "唯一"};
  enum { MAX_HONOURS = 8 }; /* 获评A、B */
  guint32 i = mention->item_from;
  for (guint n = 0; n < MAX_HONOURS && i > 1 && is_and(a, i - 1) && yt_item(a, i - 2)->mention != 0; n++)
    i = yt_mention(a, yt_item(a, i - 2)->mention - 1)->item_from;
  if (i == 0 || yt_item(a, i - 1)->mention != 0)
    return FALSE;
#pragma GCC unroll 11
  for (guint k = 0; k < G_N_ELEMENTS(verbs); k++)
    if (yt_text_ends(a, yt_item(a, i - 1)->end, verbs[k]))
      return TRUE;
  return FALSE;
}

static void
remember(Reader *r, gint32 m)
{
  const YtMention *mention = yt_mention(r->a, m);
  gint32 named = mention->antecedent >= 0 ? mention->antecedent : m;
  if (mention->antecedent >= -1 && !yt_says_where(r->a, mention) && !yt_is_honour(r->a, mention))
    r->last[mention->class][r->n_last[mention->class]++ % N_LAST] = named;
}

static void
raise_weak(Reader *r, const YtSentence *sentence, gint32 m)
{
  YtAnalysis *a = r->a;
  YtMention *weak = yt_mention(a, m);
  gint32 antecedent = is_any(a, weak) ? -1 : find_long_form(r, sentence->block, weak, FALSE);
  const char *issuer = a->header.issuer;
  if (antecedent < 0 && weak->class == YT_CLASS_AGENCY && issuer &&
      weak->end - weak->start == strlen("管委会") && yt_text_has(a, weak->start, "管委会") &&
      (g_str_has_suffix(issuer, "管委会") || g_str_has_suffix(issuer, "管理委员会")))
    antecedent = YT_ANTECEDENT_ISSUER;
  if (antecedent == -1 && yt_committee_before(a, weak))
    weak->state = YT_MENTION_NAMED;
  if (antecedent == -1)
    return;
  weak->state = YT_MENTION_NAMED;
  weak->antecedent = antecedent;
  weak->rule = "pointer";
  if (antecedent >= 0)
    remember(r, m);
}

/* 生物城 at item @i: the park that is called so, by the title or near by; or -1. */
static gint32
find_park_called(const Reader *r, const YtSentence *sentence, guint32 i)
{
  const YtAnalysis *a = r->a;
  const YtItem *item = yt_item(a, i);
  const YtMention word = {.class = YT_CLASS_PARK, .start = item->start, .end = item->end};
  const YtMention *title = r->title >= 0 ? yt_mention(a, r->title) : NULL;
  guint32 n = item->end - item->start;
  if (title && title->class == YT_CLASS_PARK && title->end - title->start > n &&
      memcmp(a->text->text + title->end - n, a->text->text + item->start, n) == 0)
    return r->title;
  return find_long_form(r, sentence->block, &word, TRUE);
}

/* 港内已聚集…: the last park of that name near by, or -1. */
static gint32
find_surrounding(const Reader *r, const YtSentence *sentence, guint32 i)
{
  for (guint back = 1; back <= N_LAST; back++) {
    gint32 m = last_of(r, YT_CLASS_PARK, back);
    if (!is_near(r->a, sentence->block, m))
      return -1;
    if (yt_is_place_of_inside(r->a, yt_mention(r->a, m), i))
      return m;
  }
  return -1;
}

static void
point_noun(Reader *r, const YtSentence *sentence, guint32 i)
{
  YtAnalysis *a = r->a;
  YtClass class = class_of_noun(a, yt_item(a, i));
  guint inside = class == YT_CLASS_NONE ? yt_says_inside(a, i) : 0;
  gint32 called = inside > 0               ? find_surrounding(r, sentence, i)
                  : class == YT_CLASS_NONE ? find_park_called(r, sentence, i)
                                           : -1;
  guint32 to = i + MAX(inside, 1);
  if (called >= 0)
    class = YT_CLASS_PARK;
  if (class == YT_CLASS_NONE)
    return;
  gboolean whole = called >= 0 || (r->title >= 0 && yt_mention(a, r->title)->class == class);
  gint32 last = called >= 0 ? called : whole ? r->title : last_of(r, class, 1);
  if (!whole && class == YT_CLASS_PARK && r->home >= 0 &&
      (last < 0 || yt_mention(a, last)->start < yt_block(a, sentence->block)->start)) {
    whole = TRUE; /* 园区 in what a zone's committee writes */
    last = r->home;
  }
  if (!whole && (!is_near(a, sentence->block, last) || is_listed(a, last)))
    return;
  if (!(begins_clause(a, sentence, i) && goes_on_with_verb(a, sentence, to)) &&
      !(class == YT_CLASS_PARK && (is_settled_in(a, sentence, i) || brings_in(a, sentence, i))))
    return;
  YtMention pointer = {.start = yt_item(a, i)->start,
                       .end = yt_item(a, to - 1)->end,
                       .item_from = i,
                       .item_to = to,
                       .class = (guint8) class,
                       .state = YT_MENTION_NAMED,
                       .antecedent = last,
                       .owner = -1,
                       .parent = -1,
                       .entity = -1,
                       .rule = "pointer",
                       .confidence = 0.7};
  g_array_append_val(a->mentions, pointer);
  yt_note_moved(a);
  for (guint32 p = i; p < to; p++)
    yt_item(a, p)->mention = a->mentions->len;
}

gboolean
yt_is_kind_of_park(const YtAnalysis *a, const YtItem *item)
{
  return a->grammar->suffix_classes[item->set] == YT_CLASS_PARK
             ? item->end - item->start >= strlen("生物城")
             : yt_text_has(a, item->start, "基地") && item->end - item->start == strlen("基地");
}

void
yt_point_back(YtAnalysis *a)
{
  Reader reader = {.a = a, .title = yt_title_topic(a), .home = yt_find_home(a)};
  for (guint s = 0; s < a->sentences->len; s++) {
    const YtSentence *sentence = yt_sentence(a, s);
    for (guint32 i = sentence->item_from; i < sentence->item_to; i++) {
      const YtItem *item = yt_item(a, i);
      gint32 m = (gint32) item->mention - 1;
      if (m < 0 && !yt_plays(a, i, YT_ROLE_NOUN | YT_ROLE_SUFFIX))
        continue;
      if (m < 0 && (yt_plays(a, i, YT_ROLE_NOUN) || yt_is_kind_of_park(a, item) || yt_says_inside(a, i) > 0))
        point_noun(&reader, sentence, i);
      else if (m < 0)
        continue;
      else if (yt_mention(a, m)->item_from == i && yt_mention(a, m)->state == YT_MENTION_NAMED)
        remember(&reader, m);
      else if (yt_mention(a, m)->item_from == i && yt_mention(a, m)->state == YT_MENTION_WEAK)
        raise_weak(&reader, sentence, m);
    }
  }
}

void
yt_take_pointers_back(YtAnalysis *a, guint n_mentions)
{
  for (guint m = 0; m < a->mentions->len; m++) {
    YtMention *mention = yt_mention(a, m);
    if (m < n_mentions && mention->state == YT_MENTION_NAMED && mention->antecedent != -1 &&
        strcmp(mention->rule, "pointer") == 0)
      mention->state = YT_MENTION_WEAK;
    if (m >= n_mentions) {
      mention->state = YT_MENTION_WEAK;
      for (guint32 i = mention->item_from; i < mention->item_to; i++)
        yt_item(a, i)->mention = 0;
    }
  }
}
