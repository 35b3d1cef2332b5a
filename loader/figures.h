/* figures.h: what reading figures is divided into. quantities.c reads documents, sentences and segments, metrics.c what
 * is measured, subjects.c what it is measured of, tenses.c when, and whether it is told or planned. */
#pragma once
#include <string.h>

#include "loader/amounts.h"

#define MAX_TOPICS 8
#define N_RECENT   16 /* names that a short form may stand for */

typedef struct {
  gint32 mentions[MAX_TOPICS];
  guint n;
  gboolean
      is_list; /* the segment begins with examples of what it counts, A、B等10个项目竣工: nothing that it is about */
} YtTopic;

typedef struct {
  guint from, to; /* 0: unsaid; from is 0 too for a single year */
} YtYears;

/* What the text under a heading tells. */
typedef enum {
  YT_TENSE_OPEN, /* what all of the document tells */
  YT_TENSE_PLANS,
  YT_TENSE_FACTS,
  YT_TENSE_TERMS, /* whom a rule is for: no figures */
} YtTense;

typedef struct {
  YtAnalysis *a;
  YtFigureLists in;
  guint issued_year, issued_month; /* of the document; 0: unknown */
  guint report_year; /* that the title says the report is about: 2023年…工作情况的报告; or 0 */
  gint32 home; /* the zone whose committee issued the document: what is said of 全区 is said of it; or -1 */
  gint32 approved;     /* what a 批复 approves, which its text is about where it names nothing; or -1 */
  gboolean forward;    /* the document says what shall be done */
  guint first_heading; /* block; 0 where there is none. What stands above it tells how things are */
  gint32 last[YT_N_CLASSES];             /* the last named mention of each class, or -1 */
  gint32 recent[YT_N_CLASSES][N_RECENT]; /* more of them, a ring; -1: none yet */
  guint n_recent[YT_N_CLASSES];
  /* of the block */
  YtTopic head; /* the one thing that a run-in head names: 二是打造黄冈中药特色产业集群。 */
  gboolean block_planned;
  YtTense tense; /* of the section, by the heading of this level */
  guint tense_level;
  gboolean goals; /* by its heading: 发展目标 */
  guint
      facts_year; /* that a look back named in its heading, 2023年工作回顾: 2024年重点工作 is to come then; or 0 */
  YtTopic headline; /* the one thing that a heading names and nothing else: 1.安平丝网产业集群 */
  guint headline_level;
  YtYears carried; /* from the sentence before */
  YtYears carried_to_others; /* to a sentence that begins with a name: not the years of what that one told last */
  YtYears
      section; /* 2023年工作回顾, and 到2027年 in a section of goals, hold for the paragraphs under the heading, too */
  guint section_level;
  gboolean national; /* a body of the whole country issued the document */
  gint32 made_fund; /* the fund that this paragraph tells the making of, which 基金 alone points to; or -1 */
  gint32 place;     /* the place that was spoken of last: where the document has no jurisdiction; or -1 */
  /* of the sentence */
  guint32 s;
  GArray *amounts;         /* YtAmount */
  guint32 text_from;       /* item: behind a heading that the sentence begins with */
  GArray *segments;        /* YtSegment */
  GString *metric, *whole; /* of the amount that is read */
  guint segment;           /* the one that is read */
  guint next_amount;       /* those before it are behind the reader */
  guint first_figure;
  YtTopic topic;
  gint32 actor;        /* whom the sentence spoke of before it told what is made; or -1 */
  gboolean in_bracket; /* it began in a segment before: X基金(由A出资1亿元,B出资2亿元) */
  YtTopic outside;     /* what is spoken of around it */
  gboolean outside_is_made;
  gboolean topic_is_made; /* by the segment before, 设立X基金, and not what the sentence began with */
  YtYears years;
  YtYears opening;        /* those of the sentence's first figure, where it named none by then */
  gboolean is_opened;
  gboolean passes;        /* they hold for the next segment alone */
  gboolean in_part;       /* behind 其中 */
  YtYears years_of_whole; /* those before it, which the next sentence goes on with: 其中2004年完成12亿元 */
  gboolean planned;
  gboolean announces;     /* the sentence itself says that it plans: 力争 */
  gboolean group_is_paid; /* 由A、B分别出资12亿元、8亿元: the first of them was a fact */
  gboolean told;          /* it has said until when: 截至目前 */
  gboolean until;         /* 到2027年,…: 累计 is no fact here */
  gboolean of_country;    /* 我国茶园面积…: of no one that the graph names */
  gboolean grants;        /* a rule gives: 给予50万元奖励, and what stands behind it in the sentence */
  gboolean intended;      /* in this segment: 打造规模超300亿元的集群 */
  guint32 subject_from,
      subject_to;          /* items: the nominal phrase that the segment before begins with; empty: none */
  gboolean subject_is_new; /* no figure was told of it yet */
} YtFigureReader;

typedef struct {
  guint32 from, to;
  guint first, end;        /* amounts inside */
  gboolean is_coordinated; /* it follows an amount and 、 */
} YtSegment;

/* What the words around an amount say of it. */
typedef struct {
  GString *metric;
  gboolean is_growth, is_fall;
  gboolean is_compared; /* 是2020年的1.8倍: the year is not the figure's own */
  gboolean is_aim;      /* 规模达到100亿元: no mere fact, where plans are told */
  gboolean is_given;    /* 按投资额的30%给予补助 */
  gboolean is_present;  /* 由目前的46%提高到60%: what holds now */
  gboolean is_level;    /* 增长到40亿元: how high it is at the end */
  gboolean has_year;    /* 2020年的1100家: a year of its own */
  gboolean is_part;     /* 其中A公司8个: of the name before the amount */
  guint32 left;         /* the item behind the metric, before 达到 and the like */
  guint32 from; /* the item that the phrase before the amount begins with, where the metric is one; else 0 */
} YtReading;

/* Where the years of a segment were found, and how. */
typedef struct {
  guint32 cursor;
  YtYears found;
  gboolean in_segment, is_passing; /* a day or month, which only its own segment is about */
} YtYearScan;

/* ---- items ---- */

static inline const YtItem *
item_at(const YtFigureReader *r, guint32 i)
{
  return yt_item(r->a, i);
}

static inline gboolean
in(const YtFigureReader *r, guint32 i, guint list)
{
  return yt_item_in(r->a, item_at(r, i), list);
}

/* Words that the compiler knows are compared at once. */
G_ALWAYS_INLINE static inline gboolean
is(const YtFigureReader *r, guint32 i, const char *word)
{
  const YtItem *item = item_at(r, i);
  const char *text = r->a->text->text + item->start;
  if (__builtin_constant_p(word[0]))
    return item->end - item->start == strlen(word) && memcmp(text, word, strlen(word)) == 0;
  /* two bytes tell most words apart, without a call */
  return text[0] == word[0] && (word[1] == '\0' || text[1] == word[1]) &&
         item->end - item->start == strlen(word) && memcmp(text, word, strlen(word)) == 0;
}

static inline gboolean
is_and(const YtFigureReader *r, guint32 i)
{
  return item_at(r, i)->kind == YT_ITEM_SEPARATOR || in(r, i, r->a->grammar->known.and);
}

/* 研发的 is one word, too. */
static inline gboolean
is_de(const YtFigureReader *r, guint32 i)
{
  const YtItem *item = item_at(r, i);
  return item->kind == YT_ITEM_HAN && item->mention == 0 && yt_text_ends(r->a, item->end, "的");
}

static inline const YtMention *
mention_of(const YtFigureReader *r, guint32 i)
{
  const YtItem *item = item_at(r, i);
  return item->mention != 0 ? yt_mention(r->a, item->mention - 1) : NULL;
}

static inline gboolean
is_named(const YtFigureReader *r, guint32 i)
{
  const YtMention *mention = mention_of(r, i);
  return mention && mention->state == YT_MENTION_NAMED;
}

static inline const YtAmount *
amount_at(const YtFigureReader *r, guint k)
{
  return &g_array_index(r->amounts, YtAmount, k);
}

static inline gboolean
is_quote(const YtFigureReader *r, guint32 i)
{
  return is(r, i, "“") || is(r, i, "”") || is(r, i, "‘") || is(r, i, "’");
}

static inline guint32
behind_mention(const YtFigureReader *r, guint32 i, guint32 to)
{
  guint32 next = i + 1;
  while (next < to && item_at(r, next)->mention == item_at(r, i)->mention)
    next++;
  return next;
}

/* ---- metrics.c ---- */

/* Can item @i stand inside a noun phrase? Verbs can when they are known to modify nouns (参展企业). */
gboolean yt_is_nominal(const YtFigureReader *r, guint32 i, guint32 to);

/* 补贴, 专项资金: what money is given as, or what it measures. */
gboolean yt_is_money_noun(const YtFigureReader *r, guint32 i);

/* The first item of the noun phrase that ends before item @end. @k amounts lie before it in the sentence; those that
 * are part of a description are passed over: 营业收入超20亿元/的/平台. @joins: 和 and 及 may stand inside. */
guint32 yt_phrase_before(const YtFigureReader *r, guint32 from, guint32 end, guint k, gboolean joins);

/* Behind the noun phrase that begins at item @i; verbs at its end are left out. @i itself where there is none. */
guint32 yt_phrase_after(const YtFigureReader *r, guint32 i, guint32 to);

/* Appends the words of the items to @out, without quotation marks and a year at their head. */
void yt_append_items(const YtFigureReader *r, guint32 from, guint32 to, GString *out);

/* The metric of the figure that the sentence told @back figures ago, counted from 1; NULL if there is none. */
const char *yt_earlier_metric(const YtFigureReader *r, guint back);

/* Over 达到, 约, 同比增长 and the like to the left of @amount: what remains ends the metric. */
guint32 yt_skip_before(const YtFigureReader *r, guint32 from, const YtAmount *amount, YtReading *reading);

/* Reads the metric of amount @k into @reading; FALSE where the amount is no figure. */
gboolean yt_read_metric(const YtFigureReader *r, const YtSegment *segment, guint k, YtReading *reading);

/* 10亿元以上大品种15个, 2家销售收入过50亿元企业: amounts that describe what another one counts. */
void yt_mark_attributes(YtFigureReader *r, const YtSegment *segment);

/* ---- subjects.c ---- */

/* What the segment speaks of, as its words up to item @to say: the names at its beginning, or, where they only
 * describe (由A与B共建的X), the name behind 的. */
void yt_find_topic(const YtFigureReader *r, const YtSegment *segment, guint32 to, YtTopic *topic);

/* 由A、B、C分别出资: the @n names behind 由 in [from, to), where there are as many; else @agents stays as it is. */
void yt_find_agents(const YtFigureReader *r, guint32 from, guint32 to, guint n, YtTopic *agents);

/* 支持A园、B园…,两园产值分别达到…: the @n names told last in the paragraph that a counted noun in [from, to) means. */
void yt_find_counted(const YtFigureReader *r, guint32 from, guint32 to, guint n, YtTopic *named);

/* What the segment makes, for the segments after it to speak of: 设立X基金,总规模50亿元. */
gboolean yt_find_made(const YtFigureReader *r, const YtSegment *segment, YtTopic *made);

/* 国家大学科技园2个、教育部高等学校成果转化基地1个: an agency in the name of what is counted, since no verb follows it. */
gboolean yt_only_modifies(const YtFigureReader *r, const YtSegment *segment, guint k, const YtTopic *own);

/* 建成后, 达产后: what follows is told of a project. */
gboolean yt_tells_of_completion(const YtFigureReader *r, guint32 i);

/* The project that a sentence tells the completion of, whose first item is @first; or -1. */
gint32 yt_find_completed(const YtFigureReader *r, guint32 first);

/* The last named mention of @class in the sentence before item @i, or -1. */
gint32 yt_last_in_sentence(const YtFigureReader *r, YtClass class, guint32 i);

/* The class that the metric is said of before all others; YT_CLASS_NONE for most. */
YtClass yt_class_of_metric(const char *metric);

/* What a rule promises is in force and no goal: 给予50万元奖励. */
gboolean yt_is_provision(const char *metric);

/* 安排专项资金5000万元 */
gboolean yt_ends_in_funds(const char *metric);

/* The name behind amount @k that the amount describes: 投资118亿元的X项目, 投资4.2亿元建设的X. */
gint32 yt_find_described(const YtFigureReader *r, const YtSegment *segment, guint k);

/* Sets the subject of @figure. @own: the topic of its segment; @i: its place in a group with 分别, whose subjects are
 * told apart where there are as many. */
void yt_choose_subject(const YtFigureReader *r, const YtSegment *segment, guint k, const YtReading *reading,
                       const YtTopic *own, guint i, guint n_group, gboolean target, YtFigure *figure);

/* ---- tenses.c ---- */

/* Goes on to item @to and keeps the last years named before it. */
void yt_scan_years(YtFigureReader *r, const YtSegment *segment, guint32 to, YtYearScan *scan);

/* Goes on from item *cursor to @to: the last word that says plan or fact wins. */
void yt_scan_modality(YtFigureReader *r, guint32 *cursor, guint32 to);

/* A heading ends what those of its level and below said. */
void yt_keep_tense(YtFigureReader *r, const YtBlock *heading);

/* Does the block speak of what comes next: 下一步,…, a section 五、下一步工作, or a plan behind its preamble? */
gboolean yt_is_block_planned(const YtFigureReader *r, guint b);
