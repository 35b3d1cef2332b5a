/* actors.c: who does what a verb says.
 *
 * Chinese names who acts once and goes on with verb after verb, over commas and full stops. The subject of a verb is
 *
 *   恺玥集团近年来自主研发X              what stands before it in its clause,
 *   恺玥集团成立于2008年,先后研发X       or what an earlier clause begins with, if its own begins with no other noun,
 *   恺玥集团做大主业。已研发X            or the sentence before; else the topic of the paragraph (facts.c).
 *   恺玥集团与云州大学联合研发X          Who stands behind 与 acts too.
 *   支持/由恺玥集团研发X                 Behind a verb that lets others act it is they, whoever began the clause.
 *   恺玥集团收购海棠公司并研发X          What another verb has for its object, or a preposition, is none. */
#include "loader/analysis.h"

#define MAX_CLAUSES   8 /* how far back a subject is looked for, in clauses */
#define MAX_SENTENCES 3 /* and in sentences of a paragraph */

typedef struct {
  const YtAnalysis *a;
  guint32 from;    /* of the sentence */
  guint32 classes; /* of those who may act so */
} Scan;

typedef enum {
  ELIDED, /* the clause begins with its verb, or what goes before it: 在…, 依托… */
  NAMED,
  PUSHED, /* the clause begins with a verb that lets others act, and they stand not behind it */
  OTHER,  /* something that is no name, or none of a class that acts so */
} Subject;

static const YtMention *
named_at(const YtAnalysis *a, guint32 i)
{
  gint32 m = (gint32) yt_item(a, i)->mention - 1;
  return m >= 0 && yt_mention(a, m)->state == YT_MENTION_NAMED ? yt_mention(a, m) : NULL;
}

static gboolean
in(const YtAnalysis *a, guint32 i, guint list)
{
  return yt_item(a, i)->mention == 0 && yt_item_in(a, yt_item(a, i), list);
}

static gboolean
is(const YtAnalysis *a, guint32 i, const char *word)
{
  const YtItem *item = yt_item(a, i);
  return item->mention == 0 && item->end - item->start == strlen(word) && yt_text_has(a, item->start, word);
}

static gboolean
parts_clauses(const YtAnalysis *a, guint32 i)
{
  const YtItem *item = yt_item(a, i);
  char mark = item->kind == YT_ITEM_MARK && item->mention == 0 ? a->text->text[item->start] : '\0';
  return item->kind == YT_ITEM_COMMA || item->kind == YT_ITEM_STOP || mark == ':' || mark == '(';
}

/* Words that may stand between who acts and the verb, and before them both: 近年来, 已, 并, 2024年. */
static gboolean
is_light(const YtAnalysis *a, guint32 i)
{
  const YtItem *item = yt_item(a, i);
  if (item->mention != 0)
    return FALSE;
  return item->pos == YT_POS_ADVERB || item->pos == YT_POS_TIME || item->kind == YT_ITEM_NUMBER ||
         item->kind == YT_ITEM_SPACE || in(a, i, a->grammar->known.dated) ||
         in(a, i, a->grammar->known.actor_light);
}

static gboolean
joins(const YtAnalysis *a, guint32 i)
{
  return yt_item(a, i)->kind == YT_ITEM_SEPARATOR || in(a, i, a->grammar->known.and);
}

/* Behind the "(…)" that stands at item @i, or @i. */
static guint32
behind_brackets(const YtAnalysis *a, guint32 i, guint32 to)
{
  if (i < to && a->text->text[yt_item(a, i)->start] == '(')
    for (guint32 p = i + 1; p < to && p < i + 24; p++)
      if (a->text->text[yt_item(a, p)->start] == ')')
        return p + 1;
  return i;
}

/* Before the "(…)" that ends before item @i, or @i. */
static guint32
before_brackets(const YtAnalysis *a, guint32 i, guint32 from)
{
  if (i > from && a->text->text[yt_item(a, i - 1)->start] == ')')
    for (guint32 p = i - 1; p > from && p + 24 > i; p--)
      if (a->text->text[yt_item(a, p - 1)->start] == '(')
        return p - 1;
  return i;
}

static guint
add_actor(const Scan *scan, const YtMention *mention, gint32 *actors, guint n)
{
  gint32 m = (gint32) (mention - yt_mention(scan->a, 0));
  if (n < YT_MAX_ACTORS && (scan->classes >> mention->class & 1))
    actors[n++] = m;
  return n;
}

/* The names of a list that ends before item @end, into @actors; @begin: where the list begins. */
static guint
list_before(const Scan *scan, guint32 from, guint32 end, gint32 *actors, guint n, guint32 *begin)
{
  const YtAnalysis *a = scan->a;
  *begin = end;
  for (guint32 p = before_brackets(a, end, from); p > from;) {
    const YtMention *mention = named_at(a, p - 1);
    if (!mention || (*begin < end && !(scan->classes >> mention->class & 1)))
      break;
    n = add_actor(scan, mention, actors, n);
    *begin = p = mention->item_from;
    if (p <= from + 1 || !joins(a, p - 1))
      break;
    p = before_brackets(a, p - 1, from);
  }
  return n;
}

/* The names of the list that item @i begins, and of those with whom they act; @end: behind it. */
static guint
list_behind(const Scan *scan, guint32 i, guint32 to, gint32 *actors, guint32 *end)
{
  const YtAnalysis *a = scan->a;
  guint n = 0;
  for (*end = i; i < to; i++) {
    const YtMention *mention = named_at(a, i);
    if (!mention)
      break;
    n = add_actor(scan, mention, actors, n);
    *end = i = behind_brackets(a, mention->item_to, to);
    if (i >= to || (!joins(a, i) && !in(a, i, a->grammar->known.actor_with)))
      break;
  }
  return n;
}

/* Does item @i, behind a place, go on with what the place has, as in 全市/产业产值? */
static gboolean
is_attribute(const YtAnalysis *a, guint32 i)
{
  const YtItem *item = yt_item(a, i);
  return item->mention == 0 && item->kind == YT_ITEM_HAN && !is_light(a, i) &&
         (item->pos == YT_POS_NOUN || item->pos == YT_POS_VERBAL || item->pos == YT_POS_NONE ||
          item->pos == YT_POS_ADJECTIVE);
}

/* 二道江区承接的/长白山孵化器/落成: the name behind the clause that tells of it, which acts since more follows; or @end. */
static guint32
behind_clause(const Scan *scan, guint32 begin, guint32 end)
{
  const YtAnalysis *a = scan->a;
  gboolean joint = FALSE; /* 恺玥集团与云州大学共建的/研究院/研发出…: with whom it was set up does not act */
  for (guint32 i = begin; i + 1 < end; i++) {
    joint = joint || in(a, i, a->grammar->known.actor_with);
    if (joint && is(a, i, "的") && yt_item(a, i - 1)->pos != YT_POS_VERB)
      break;
    const YtMention *mention = is(a, i, "的") ? named_at(a, i + 1) : NULL;
    if (!mention || !(scan->classes >> mention->class & 1) || mention->item_to > end)
      continue;
    if (mention->item_to == end) { /* 甲集团控股的/乙公司,出资… */
      if (yt_item(a, i - 1)->pos == YT_POS_VERB && yt_item(a, i - 1)->mention == 0)
        return i + 1;
      continue;
    }
    const YtItem *behind = yt_item(a, mention->item_to);
    if (behind->mention == 0 && behind->kind == YT_ITEM_HAN && !is(a, mention->item_to, "的") &&
        (behind->pos == YT_POS_VERB || behind->pos == YT_POS_ADVERB || is_light(a, mention->item_to)))
      return i + 1;
  }
  return end;
}

/* Does the clause before item @end close with what is done to a thing: 由甲集团开发建设? */
static gboolean
is_built(const YtAnalysis *a, guint32 end)
{
  static const char *const verbs[] = {"建设", "运营", "共建", "打造", "开发", "管理", "承建"};
  gboolean built = FALSE;
  for (guint k = 0; k < G_N_ELEMENTS(verbs) && end > 0 && !built; k++)
    built = yt_item(a, end - 1)->mention == 0 && yt_text_ends(a, yt_item(a, end - 1)->end, verbs[k]);
  return built || (end > 0 && yt_text_ends(a, yt_item(a, end - 1)->end, "比例出资"));
}

/* Before item @end: who a clause of items from @begin on names at its head. */
static Subject
head_of_clause(const Scan *scan, guint32 begin, guint32 end, gint32 *actors, guint *n)
{
  const YtAnalysis *a = scan->a;
  const YtKnownLists *known = &a->grammar->known;
  guint32 p = begin, behind;
  *n = 0;
  while (p < end && is_light(a, p))
    p++;
  if (p == end)
    return ELIDED;
  guint32 first = p;
  if (is(a, first, "由") && end > first + 3 && named_at(a, end - 1)) { /* 由恺玥集团共建的/长白山孵化器/, */
    const YtMention *last = named_at(a, end - 1);
    if (last->item_from > first && is(a, last->item_from - 1, "的") && (scan->classes >> last->class & 1)) {
      *n = add_actor(scan, last, actors, 0);
      return NAMED;
    }
  }
  if (is(a, first, "由") && (!(scan->classes >> YT_CLASS_COMPANY & 1) || is_built(a, end)))
    return ELIDED; /* 由甲集团开发建设, 建有X: of what was built */
  if (in(a, first, known->support) ||
      in(a, first, known->actor_let)) { /* 推动恺玥集团与云州大学共建…, 研发X */
    *n = list_behind(scan, first + 1, end, actors, &behind);
    gboolean acts = behind < end && (yt_item(a, behind)->pos == YT_POS_VERB || is_light(a, behind) ||
                                     in(a, behind, known->where) || in(a, behind, known->means));
    gboolean brings =
        is(a, first, "引进") || is(a, first, "招引") || is(a, first, "引入"); /* 去年引进X,聚集… */
    gboolean brought = brings && (behind == end || in(a, behind, known->etc));
    return *n > 0 && acts ? NAMED : brought ? ELIDED : PUSHED;
  }
  while (p < end && !named_at(a, p)) { /* 龙头企业恺玥集团 */
    const YtItem *item = yt_item(a, p);
    if (item->kind != YT_ITEM_HAN || p > first + 4 || in(a, p, known->where) || in(a, p, known->means) ||
        item->pos == YT_POS_VERB || item->pos == YT_POS_FUNCTION || in(a, p, known->support))
      break;
    p++;
  }
  if (p == end || !named_at(a, p)) {
    const YtItem *item = yt_item(a, first);
    if (is(a, first, "其") && (first + 1 == end || yt_item(a, first + 1)->pos != YT_POS_VERB))
      return OTHER; /* 其产品…, but 其研发的X is of who was named before */
    if (is(a, first, "其"))
      return ELIDED;
    guint32 told = behind_clause(scan, first, end); /* 总投资30亿元的X项目由… */
    if (told != end && scan->classes != 0) {
      *n = list_behind(scan, told, end, actors, &behind);
      if (*n > 0)
        return NAMED;
    }
    return item->pos == YT_POS_VERB || item->pos == YT_POS_FUNCTION || item->pos == YT_POS_VERBAL ||
                   in(a, first, known->where) || in(a, first, known->means) || item->kind != YT_ITEM_HAN
               ? ELIDED
               : OTHER;
  }
  guint32 subject = behind_clause(scan, p, end);
  if (subject != end) {
    *n = list_behind(scan, subject, end, actors, &behind);
    return *n > 0 ? NAMED : OTHER;
  }
  while (p < end && named_at(a, p) && !(scan->classes >> named_at(a, p)->class & 1) &&
         named_at(a, p)->item_to < end && named_at(a, named_at(a, p)->item_to)) /* 襄阳市/恺玥集团 */
    p = named_at(a, p)->item_to;
  *n = list_behind(scan, p, end, actors, &behind);
  if (behind < end && (is(a, behind, "的") || is(a, behind, "之")))
    *n = 0; /* 恺玥集团的产品 */
  if (*n > 0 && behind < end && is_attribute(a, behind) &&
      yt_mention(a, actors[*n - 1])->class == YT_CLASS_PLACE)
    *n = 0;                                            /* 全市/产业产值突破300亿元 */
  for (guint32 i = behind; *n > 0 && i + 1 < end; i++) /* 市科技局支持恺玥集团… */
    if (in(a, i, known->support) && named_at(a, i + 1) && (scan->classes >> named_at(a, i + 1)->class & 1))
      *n = list_behind(scan, i + 1, end, actors, &behind);
  return *n > 0 ? NAMED : OTHER;
}

/* The beginning of the clause that item @i stands in. */
static guint32
begin_of_clause(const Scan *scan, guint32 i)
{
  while (i > scan->from && !parts_clauses(scan->a, i - 1)) {
    guint32 before = before_brackets(scan->a, i, scan->from);
    i = before < i ? before : i - 1;
  }
  return i;
}

static guint32
end_of_clause(const YtAnalysis *a, guint32 i, guint32 to)
{
  while (i < to && !parts_clauses(a, i))
    i++;
  return i;
}

static gboolean
is_light_clause(const YtAnalysis *a, guint32 from, guint32 to)
{
  while (from < to && is_light(a, from))
    from++;
  return from == to;
}

/* 某某介绍, 致辞说: does the clause before item @end say who speaks? */
static gboolean
tells_speech(const YtAnalysis *a, guint32 end)
{
  static const char *const verbs[] = {"说", "表示", "介绍", "指出", "透露", "强调", "获悉", "了解"};
  gboolean tells = FALSE;
  for (guint k = 0; k < G_N_ELEMENTS(verbs) && end > 0 && !tells; k++)
    tells = yt_item(a, end - 1)->mention == 0 && yt_text_ends(a, yt_item(a, end - 1)->end, verbs[k]);
  return tells;
}

/* Right before the verb, in a clause that begins at @begin: who acts, or with whom. */
static guint
actors_before(const Scan *scan, guint32 begin, guint32 verb, gint32 *actors, gboolean *joint)
{
  const YtAnalysis *a = scan->a;
  const YtKnownLists *known = &a->grammar->known;
  guint32 p = verb, list;
  *joint = FALSE;
  while (p > begin && is_light(a, p - 1))
    p--;
  for (guint k = 0; k < 4 && p > begin && !named_at(a, p - 1); k++) { /* A、B等企业 */
    if (in(a, p - 1, known->etc)) {
      p--;
      break;
    }
    if (k == 3 || yt_item(a, p - 1)->kind != YT_ITEM_HAN || in(a, p - 1, known->stop))
      return 0;
    guint32 q = p - 1;
    while (q > begin && q + 4 > p && !in(a, q, known->etc) && !named_at(a, q))
      q--;
    if (!in(a, q, known->etc))
      return 0;
    p = q;
    break;
  }
  guint n = list_before(scan, begin, p, actors, 0, &list);
  if (n == 0 || list == begin)
    return n;
  guint32 before = list - 1;
  if (in(a, before, known->actor_with)) {
    *joint = TRUE;
    return n;
  }
  if (is(a, before, "由") || in(a, before, known->support) || in(a, before, known->actor_let))
    return n;
  while (before > begin && is_light(a, before))
    before--;
  if (before == begin && is_light(a, before))
    return n;
  const YtItem *item = yt_item(a, before);
  if (item->kind == YT_ITEM_SEPARATOR || is(a, before, "的") || is(a, before, "有"))
    return n;
  const YtMention *named = named_at(a, before);
  if (named) /* 襄阳市/恺玥集团 */
    return named->class == YT_CLASS_PLACE && named->item_from == begin ? n : 0;
  gboolean acts = item->kind != YT_ITEM_HAN || in(a, before, known->where) || in(a, before, known->means) ||
                  item->pos == YT_POS_VERB || item->pos == YT_POS_FUNCTION;
  return acts ? 0 : n; /* 全资子公司/恺玥集团, but not 收购恺玥集团并 */
}

/* 恺玥集团向市里/发起/的基金出资: who did what the verb says stands behind 向, and is not who acts in the clause. */
static gboolean
is_anothers(const Scan *scan, guint32 begin, guint32 verb)
{
  if (verb + 1 >= scan->a->items->len || !is(scan->a, verb + 1, "的"))
    return FALSE;
  for (guint32 i = begin; i < verb; i++)
    if (is(scan->a, i, "向") || is(scan->a, i, "对"))
      return TRUE;
  return FALSE;
}

guint
yt_find_actors(const YtAnalysis *a, guint32 s, guint32 verb, guint32 classes, gboolean over_stops,
               gint32 topic, gint32 actors[YT_MAX_ACTORS])
{
  const YtSentence *sentence = yt_sentence(a, s);
  Scan scan = {.a = a, .from = sentence->item_from, .classes = classes};
  guint32 begin = begin_of_clause(&scan, verb), behind = verb;
  if (verb > begin && (is(a, verb - 1, "签订") || is(a, verb - 1, "签署")))
    return 0; /* 签订投资28亿元的项目: a noun here */
  if (is_anothers(&scan, begin, verb))
    return 0;
  gboolean joint;
  guint n = actors_before(&scan, begin, verb, actors, &joint);
  if (n > 0 && !joint)
    return n;
  gint32 others[YT_MAX_ACTORS]; /* with whom he acts who is still to be found */
  guint n_others = joint ? n : 0;
  if (joint)
    memcpy(others, actors, sizeof others);
  for (guint clause = 0; clause < MAX_CLAUSES; clause++) {
    Subject subject = head_of_clause(&scan, begin, behind, actors, &n);
    if (subject == PUSHED)
      n = 0;
    if (subject == NAMED || subject == PUSHED || (subject == OTHER && clause == 0))
      break;
    n = 0;
    if (begin > scan.from && a->text->text[yt_item(a, begin - 1)->start] == '(') { /* 恺玥集团(位于襄阳市) */
      guint32 list;
      n = list_before(&scan, scan.from, begin - 1, actors, 0, &list);
      break;
    }
    if (begin == scan.from) {
      gboolean first = clause == 0 || (clause == 1 && is_light_clause(a, begin, behind)); /* 目前,… */
      guint back = first && over_stops ? MAX_SENTENCES : 0;
      while (back > 0 && s > 0 && yt_sentence(a, s - 1)->block == sentence->block && n == 0) {
        const YtSentence *before = yt_sentence(a, --s);
        scan.from = before->item_from;
        guint32 head = before->item_from, end = end_of_clause(a, head, before->item_to);
        if (is_light_clause(a, head, end) || tells_speech(a, end)) { /* 去年,生物城实现…; 某某介绍,生物城… */
          head = MIN(end + 1, before->item_to);
          end = end_of_clause(a, head, before->item_to);
        }
        if (head_of_clause(&scan, head, end, actors, &n) != NAMED ||
            yt_mention(a, actors[0])->class == YT_CLASS_AGENCY)
          n = 0;
        back--;
      }
      if (n == 0 && topic >= 0)
        n = add_actor(&scan, yt_mention(a, topic), actors, 0);
      break;
    }
    behind = begin - 1;
    begin = begin_of_clause(&scan, behind);
  }
  for (guint k = 0; n > 0 && k < n_others && n < YT_MAX_ACTORS; k++) {
    gboolean known = FALSE;
    for (guint i = 0; i < n; i++)
      known = known || actors[i] == others[k];
    if (!known)
      actors[n++] = others[k];
  }
  return n;
}
