/* amounts.h: numbers with their units in the items of a sentence. */
#pragma once
#include "loader/analysis.h"

typedef enum {
  YT_AMOUNT_COUNT, /* things: 家, 个, 万人次 */
  YT_AMOUNT_MONEY,
  YT_AMOUNT_RATIO, /* %, 个百分点, 倍 */
  YT_AMOUNT_TIME,
  YT_AMOUNT_MEASURE, /* area, length, mass, data … */
} YtAmountKind;

typedef struct {
  guint32 start,
      end; /* bytes, from the number to behind its unit; of 10余个 all three characters behind 10 count */
  guint32 item_from, item_to; /* the items that it touches; the last one may go on behind the unit */
  char value[24], upper[24];  /* plain decimal numbers; @upper is empty unless a range was written (2-3家) */
  char unit[48];              /* as written, without 余 and 多 */
  guint8 kind;                /* YtAmountKind */
  gboolean is_spelled;        /* in Han numerals: 两家 */
  gboolean is_fold;           /* 三成, 翻两番: tenths and doublings */
  gboolean is_attribute;      /* for the reader of figures: it describes what another amount counts */
} YtAmount;

/**
 * yt_find_amounts:
 * @analysis: items and mentions
 * @from: first item
 * @to: behind the last one
 * @amounts: (element-type YtAmount): gets the amounts in the order of the text
 *
 * Years, dates, ordinals, document numbers and numbers inside names are none.
 */
void yt_find_amounts(const YtAnalysis *analysis, guint32 from, guint32 to, GArray *amounts);

/* The year that a number at item @i names, 2024年 or, with its 年 lost, 20244月; 0 if it names none. @end: behind it. */
guint yt_year_at(const YtAnalysis *analysis, guint32 i, guint32 *end);

/* The year when the document was issued, and the month, where that is known: by its date, its number, the years in its title,
 * or what is left of a date below it; 0 where nothing says it. (quantities.c) */
guint yt_year_of_document(const YtAnalysis *analysis, guint *month);

/* How far a document was read in search of what leads to plans. */
typedef struct {
  guint next;   /* block */
  guint level;  /* of the headings under which it tells plans, or YT_LEVEL_NONE */
  gboolean leads; /* the block before led to them */
} YtPlansScan;

/* Does block @b, which comes after those asked for before, stand under headings that a paragraph has led to, as
 * 下一步,我局将抓好以下工作:? (tenses.c) */
gboolean yt_is_under_plans(const YtAnalysis *analysis, guint b, YtPlansScan *scan);
