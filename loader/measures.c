/* measures.c: headings, items and cells of tables that are measures; and the cells that are names. */
#include <string.h>

#include "loader/header.h"
#include "loader/mentions.h"

#define MIN_SHORT_ACT 9 /* bytes: 抓项目 */
#define MAX_SHORT_ACT 18

/* 抓项目、扩投资, 拓市场强品牌: are [from, to) short acts, each a verb of one character and its object? */
static gboolean
is_row_of_short_acts(const YtAnalysis *a, guint32 from, guint32 to)
{
  for (guint32 i = from; i < to;) {
    guint32 end = i;
    while (end < to && yt_item(a, end)->kind == YT_ITEM_HAN)
      end++;
    gsize n_bytes = yt_item(a, end - (end > i))->end - yt_item(a, i)->start;
    if (end == i || !in(a, i, a->grammar->known.short_verb) || n_bytes < MIN_SHORT_ACT ||
        n_bytes > MAX_SHORT_ACT)
      return FALSE;
    i = end + 1;
  }
  return TRUE;
}

/* 创新平台, 创新能力不断增强: a verb that is a noun here, of which something is said at most. */
static gboolean
is_statement(const YtAnalysis *a, guint32 from, guint32 to)
{
  const YtKnownLists *known = &a->grammar->known;
  if (to - from == 2)
    return in(a, from, known->nominal_verb) && in(a, from + 1, known->attribute_head);
  return to - from >= 3 && in(a, to - 2, known->degree) && begins_with_list(a, from, known->nominal_verb);
}

/* Is the heading [from, to) a measure: a verb and its object, and no structural heading? */
static gboolean
is_measure(const YtAnalysis *a, guint32 from, guint32 to)
{
  const YtKnownLists *known = &a->grammar->known;
  if (from >= to || to - from < 2 || yt_text_has(a, yt_item(a, from)->start, "关于"))
    return FALSE;
  if (yt_text_has(a, yt_item(a, from)->start, "已") && yt_text_ends(a, yt_item(a, to - 1)->end, "工作"))
    return FALSE; /* 已开展的工作 */
  gboolean structural = in(a, to - 1, known->structural);
  gboolean paired = structural && to - from >= 4 && in(a, to - 3, known->and) &&
                    in(a, to - 4, known->structural); /* 程序及时间安排 */
  if (structural && (to - from <= 2 || paired || in(a, from, a->grammar->known.modifier)))
    return in(a, from, a->grammar->known.strong_verb);
  if (is_statement(a, from, to))
    return FALSE;
  if (begins_with_list(a, from, known->measure_verb) || is_row_of_short_acts(a, from, to))
    return TRUE;
  /* 生物+医疗健康 names no act; but an adverb may stand before the verb. */
  return yt_item(a, from)->pos == YT_POS_ADVERB && yt_item(a, from + 1)->pos == YT_POS_VERB;
}

/* A heading whose number is damaged may have lost its full stop too: )加快创新资源集聚推动华森制药… It ends where the
 * next verb or agency begins. */
static guint32
damaged_head_end(const YtAnalysis *a, guint32 from, guint32 to)
{
  for (guint32 i = from + 3; i < to; i++) {
    if (yt_item(a, i)->kind == YT_ITEM_COMMA)
      return to;
    gboolean verb = in(a, i, a->grammar->known.support) && i + 1 < to && yt_item(a, i + 1)->mention != 0;
    const YtMention *mention = yt_item(a, i)->mention != 0 ? yt_mention(a, yt_item(a, i)->mention - 1) : NULL;
    if (verb || (mention && mention->item_from == i && mention->class == YT_CLASS_AGENCY))
      return i;
  }
  return to;
}

/* The first comma of items [from, to), or @to. */
static guint32
first_comma(const YtAnalysis *a, guint32 from, guint32 to)
{
  while (from < to && yt_item(a, from)->kind != YT_ITEM_COMMA)
    from++;
  return from;
}

/* The first colon, likewise. */
static guint32
first_colon(const YtAnalysis *a, guint32 from, guint32 to)
{
  while (from < to && byte_at(a, from) != ':')
    from++;
  return from;
}

/* 检测认证平台, 北斗产业园: what a column of projects names by a suffix of its own is of that class. */
static YtClass
class_of_cell(const YtAnalysis *a, const YtCell *cell, YtClass class)
{
  YtClass own = cell->item_to > cell->item_from ? suffix_class(a, cell->item_to - 1) : YT_CLASS_NONE;
  gboolean base = own == YT_CLASS_PARK && yt_text_ends(a, yt_item(a, cell->item_to - 1)->end, "基地");
  return class == YT_CLASS_PROJECT && !base && (own == YT_CLASS_PLATFORM || own == YT_CLASS_PARK) ? own
                                                                                                  : class;
}

/* Do the items [from, to) say whose task it is: (责任单位:…), (…牵头,…按职责分工负责), or, if @label, 牵头单位:县林业局 without a bracket? */
static gboolean
names_answerable(const YtAnalysis *a, guint32 from, guint32 to, gboolean label)
{
  gboolean bracket = FALSE;
  for (guint32 i = from; i + 1 < to; i++) {
    char mark = byte_at(a, i);
    bracket = mark == '(' || (bracket && mark != ')');
    if ((bracket || (label && byte_at(a, i + 1) == ':')) && in(a, i, a->grammar->known.answerable))
      return TRUE;
  }
  return FALSE;
}

/* 种质资源保护工程。…牵头单位:县林业局: is it said behind item @from of the heading's block, or in what stands below it? */
static gboolean
is_task(const YtAnalysis *a, guint b, guint32 from)
{
  if (names_answerable(a, from, yt_block(a, b)->item_to, TRUE))
    return TRUE;
  for (guint p = b + 1; p < a->blocks->len && yt_block(a, p)->kind == YT_BLOCK_PARAGRAPH; p++)
    if (names_answerable(a, yt_block(a, p)->item_from, yt_block(a, p)->item_to, TRUE))
      return TRUE;
  return FALSE;
}

#define MAX_TASK_CHARACTERS 60

/* What the columns of tables say their cells are: names of projects, tasks. */
void
yt_find_cells(YtAnalysis *a, gboolean tasks)
{
  for (guint c = 0; c < a->cells->len; c++) {
    const YtCell *cell = yt_cell(a, c);
    const YtColumn *column = yt_column(a, cell->column);
    gsize n = yt_utf8_length(a->text->text + cell->start, cell->end - cell->start);
    if (cell->item_from == cell->item_to || n < 3 || n > MAX_TASK_CHARACTERS)
      continue;
    if (tasks && column->kind == YT_COLUMN_TASK && is_measure(a, cell->item_from, cell->item_to))
      yt_add_mention(a, cell->item_from, cell->item_to, YT_CLASS_MEASURE, "measure/table", 0.85);
    else if (!tasks && column->kind == YT_COLUMN_NAME && byte_at(a, cell->item_from) != '-' &&
             !in(a, cell->item_from, a->grammar->known.each) &&
             yt_item(a, cell->item_from)->kind != YT_ITEM_NUMBER)
      yt_add_mention(a, cell->item_from, cell->item_to, class_of_cell(a, cell, (YtClass) column->class),
                     "table/name", 0.9);
  }
}

#define MAX_HEADING_CHARACTERS 45
#define MAX_RUN_IN_CHARACTERS  20 /* before its full stop: the annotation guidelines */

void
yt_find_measures(YtAnalysis *a)
{
  if (yt_is_regulation(a->header.title)) /* 第四条 设立…委员会 is no task */
    return;
  const char *text = a->text->text;
  for (guint b = 0; b < a->blocks->len; b++) {
    const YtBlock *block = yt_block(a, b);
    if (is_silent(block) || block->kind == YT_BLOCK_ADDRESSEE || block->kind == YT_BLOCK_ATTACHMENT)
      continue;
    guint32 from = block->item_from;
    const guint32 roles = YT_ROLE_STOP | YT_ROLE_RUN_IN, to = block->item_to;
    for (guint32 i = yt_next_player_in(a, from, to, roles); i < to;
         i = yt_next_player_in(a, i + 1, to, roles)) {
      gboolean run_in = i > from && yt_begins_run_in(a, i); /* its sentence's full stop may be lost */
      const YtItem *item = yt_item(a, i);
      if (item->kind != YT_ITEM_STOP && !run_in)
        continue;
      gsize head;
      guint32 start = yt_item(a, from)->start, first = from;
      gboolean at_line = from == block->item_from;
      guint level = at_line || yt_may_begin_run_in(a, from)
                        ? yt_heading_level(text, start, item->start, &head)
                        : YT_LEVEL_NONE;
      from = run_in ? i : i + 1;
      if (level == YT_LEVEL_NONE || (!at_line && level != YT_LEVEL_RUN_IN))
        continue;
      while (first < i && yt_item(a, first)->start < head)
        first++;
      guint32 end =
          text[start] == ')' || yt_is_repaired(a, start, (guint32) head) ? damaged_head_end(a, first, i) : i;
      if (first == end)
        continue;
      gsize n = yt_utf8_length(text + head, yt_item(a, end - 1)->end - head);
      gboolean whole_line = text[item->start] == '\n';
      if (level == YT_LEVEL_RUN_IN) {
        gboolean comma = memchr(text + head, ',', item->start - head) != NULL;
        if (!comma && n <= MAX_RUN_IN_CHARACTERS && !whole_line && text[item->start] != ';' && !run_in)
          yt_add_mention(a, first, end, YT_CLASS_MEASURE, "measure/run-in", 0.9);
        else
          yt_reject_name(a, first, end, YT_CLASS_MEASURE, "measure/run-in", YT_WHY_TOO_LONG);
      } else if (n > MAX_HEADING_CHARACTERS + (whole_line ? 15 : 0) || text[item->start] == ';') {
        guint32 comma = first_comma(a, first, end);
        if (comma < end && yt_item(a, comma)->start - head <= 3 * MAX_TASK_CHARACTERS &&
            is_measure(a, first, comma) && names_answerable(a, comma, block->item_to, TRUE)) {
          yt_add_mention(a, first, comma, YT_CLASS_MEASURE, "measure/item", 0.8);
          continue;
        }
        yt_reject_name(a, first, end, YT_CLASS_MEASURE, "measure/heading", YT_WHY_TOO_LONG);
      } else if (is_measure(a, first, end)) {
        yt_add_mention(a, first, end, YT_CLASS_MEASURE, "measure/heading", 0.95);
      } else if ((end - first > 3 || !in(a, end - 1, a->grammar->known.structural)) && is_task(a, b, end)) {
        yt_add_mention(a, first, first_colon(a, first, end), YT_CLASS_MEASURE, "measure/task", 0.8);
      } else {
        yt_reject_name(a, first, end, YT_CLASS_MEASURE, "measure/heading", YT_WHY_NO_ACT);
      }
    }
  }
}
