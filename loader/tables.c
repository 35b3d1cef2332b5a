/* tables.c: rows and columns in the text.
 *
 * A row is a line "| cell | cell |", as our readers write tables, or a line of plain text whose cells stand apart by
 * tabs or more than one space; by single spaces, where the head begins with 序号, 指标 or 类别. Rows in a row make a table when the first one names columns, by the words of the lists
 * table/… in the grammar: 序号 | 指标 | 单位 | 2023年 | 2027年. What a column holds follows from its name, so
 *
 *   2 | 规模以上企业数 | 家 | 41 | 75
 *
 * gives two figures, and a task beside its 责任单位 a measure. Crawlers leave tables with a line a cell, too: three such
 * names or more in a row, 序号 the first, and then rows that count 1, 2, 3. Blocks of a table are of a kind of their own,
 * and every cell is a sentence: no rule reads across the edge of one. */
#include "loader/tables.h"

#include <string.h>

#include "loader/amounts.h"
#include "loader/header.h"

#define MIN_COLUMNS 3
#define MAX_COLUMNS 24

typedef struct {
  guint32 start, end;
} Span;

/* ---- cells ---- */

static gboolean
is_wide_gap(const YtText *text,
            gsize p) /* a space in text at @p: a tab, or more than one space, in the file? */
{
  gsize from = text->map[p], to = text->map[p + 1];
  return to > from &&
         (memchr(text->source + from, '\t', to - from) || (to - from >= 2 && text->source[from] == ' ') ||
          to - from >= 6); /* two ideographic spaces */
}

/* | a | b |, and a|b|c without the outer marks. */
static gboolean
is_ruled(const YtText *text, guint32 start, guint32 end)
{
  const char *line = text->text + start, *bar = end > start ? memchr(line, '|', end - start) : NULL;
  return bar && (bar == line || memchr(bar + 1, '|', (gsize) (line + (end - start) - bar - 1)));
}

/* The cells of the line [start, end); 0 where it is no row. @narrow: any white space parts them. */
static guint
split_row(const YtText *text, guint32 start, guint32 end, gboolean narrow, Span *cells)
{
  guint n = 0;
  gboolean ruled = is_ruled(text, start, end);
  guint32 from = text->text[start] == '|' ? start + 1 : start;
  for (guint32 p = from; p <= end && n < MAX_COLUMNS; p++) {
    gboolean edge =
        p == end || (ruled ? text->text[p] == '|' : text->text[p] == ' ' && (narrow || is_wide_gap(text, p)));
    if (!edge)
      continue;
    Span cell = {from, p};
    while (cell.start < cell.end && text->text[cell.start] == ' ')
      cell.start++;
    while (cell.end > cell.start && text->text[cell.end - 1] == ' ')
      cell.end--;
    if (!(ruled && p == end && cell.start == cell.end))
      cells[n++] = cell;
    from = p + 1;
  }
  return n >= MIN_COLUMNS || (ruled && n >= 2) ? n : 0;
}

/* ---- columns ---- */

void
yt_find_table_lists(const YtGrammar *grammar, YtTableLists *lists)
{
  lists->number = yt_grammar_find_list(grammar, "table/number");
  lists->metric = yt_grammar_find_list(grammar, "table/metric");
  lists->group = yt_grammar_find_list(grammar, "table/group");
  lists->unit = yt_grammar_find_list(grammar, "table/unit");
  lists->agency = yt_grammar_find_list(grammar, "table/agency");
  lists->task = yt_grammar_find_list(grammar, "table/task");
  lists->place = yt_grammar_find_list(grammar, "table/place");
  lists->owner = yt_grammar_find_list(grammar, "table/owner");
  lists->investor = yt_grammar_find_list(grammar, "table/investor");
  lists->host = yt_grammar_find_list(grammar, "table/host");
  lists->target = yt_grammar_find_list(grammar, "table/target");
  lists->actual = yt_grammar_find_list(grammar, "table/actual");
  lists->value = yt_grammar_find_list(grammar, "table/value");
  lists->change = yt_grammar_find_list(grammar, "table/change");
  lists->units = yt_grammar_find_list(grammar, "unit");
  for (YtClass class = 0; class < YT_N_CLASSES; class ++) {
    g_autofree char *name = g_strconcat("table/", yt_class_get_name(class), NULL);
    lists->names[class] = yt_grammar_find_list(grammar, name);
  }
}

static gboolean
is_unit(const YtAnalysis *a, const YtTableLists *lists, const char *words, gsize n)
{
  return n > 0 && yt_lexicon_has(a->grammar->lexicon, words, n, lists->units);
}

/* The unit in brackets at the end of [start, end), 总投资(亿元): returns where its bracket opens, or @end. */
static guint32
find_unit(const YtAnalysis *a, const YtTableLists *lists, guint32 start, guint32 end, char **unit)
{
  const char *text = a->text->text;
  if (end - start < 3 || text[end - 1] != ')')
    return end;
  guint32 open = end - 1;
  while (open > start && text[open] != '(')
    open--;
  guint32 from = open + 1;
  if (yt_text_has(a, from, "单位:"))
    from += (guint32) strlen("单位:");
  if (open == start || !is_unit(a, lists, text + from, end - 1 - from))
    return end;
  *unit = g_strndup(text + from, end - 1 - from);
  return open;
}

/* 总投资, 年销售收入: a sum, in a table whose unit is money. */
static gboolean
is_sum(const char *metric)
{
  static const char *const ends[] = {"投资", "投资额", "产值", "收入",   "资金",
                                     "金额", "税收",   "出资", "销售额", "总额"};
  for (guint k = 0; k < G_N_ELEMENTS(ends); k++)
    if (g_str_has_suffix(metric, ends[k]))
      return TRUE;
  return FALSE;
}

/* What the column says that its head names. FALSE: nothing that we know. @in_money: the table's unit is money. */
static gboolean
read_column(const YtAnalysis *a, const YtTableLists *lists, guint32 item_from, guint32 item_to, Span head,
            gboolean in_money, YtColumn *column)
{
  gboolean target = FALSE, actual = FALSE, value = FALSE;
  guint32 metric_end = find_unit(a, lists, head.start, head.end, &column->unit);
  g_autoptr(GString) metric = g_string_new(NULL);
  for (guint32 i = item_from; i < item_to; i++) {
    const YtItem *item = yt_item(a, i);
    if (item->start < head.start || item->end > metric_end)
      continue;
    guint32 year_end = 0;
    guint year = yt_year_at(a, i, &year_end);
    gboolean bare = year == 0 && item->kind == YT_ITEM_NUMBER && item->end - item->start == 4; /* 2027 */
    if (year != 0 || bare) {
      column->year = year != 0 ? year : (guint) g_ascii_strtoull(a->text->text + item->start, NULL, 10);
      if (year != 0 && i + 1 < item_to)
        i++; /* 年 */
      continue;
    }
    for (YtClass class = 0; class < YT_N_CLASSES && item->end == metric_end;
         class ++) /* 企业, but not 企业数 */
      if (lists->names[class] != 0 && yt_item_in(a, item, lists->names[class])) {
        column->kind = YT_COLUMN_NAME;
        column->class = (guint8) class;
        return TRUE;
      }
    const struct {
      guint list;
      YtColumnKind kind;
    } kinds[] = {{lists->agency, YT_COLUMN_AGENCY}, {lists->number, YT_COLUMN_NUMBER},
                 {lists->metric, YT_COLUMN_METRIC}, {lists->unit, YT_COLUMN_UNIT},
                 {lists->task, YT_COLUMN_TASK},     {lists->place, YT_COLUMN_PLACE},
                 {lists->owner, YT_COLUMN_OWNER},   {lists->investor, YT_COLUMN_INVESTOR},
                 {lists->host, YT_COLUMN_HOST}};
    for (guint k = 0; k < G_N_ELEMENTS(kinds); k++)
      if (yt_item_in(a, item, kinds[k].list)) {
        column->kind = (guint8) kinds[k].kind;
        return TRUE;
      }
    if (yt_item_in(a, item, lists->target))
      target = TRUE;
    else if (yt_item_in(a, item, lists->actual))
      actual = TRUE;
    else if (yt_item_in(a, item, lists->value))
      value = TRUE;
    else
      g_string_append_len(metric, a->text->text + item->start, (gssize) (item->end - item->start));
  }
  if (column->year < 1990 || column->year > 2099)
    column->year = 0;
  g_strstrip(metric->str);
  value = value || g_str_has_suffix(metric->str, "规模") || g_str_has_suffix(metric->str, "产能") ||
          (in_money && is_sum(metric->str));
  if (column->year == 0 && !target && !actual && !value && !column->unit)
    return FALSE;
  column->kind = YT_COLUMN_VALUE;
  target = target || g_str_has_prefix(metric->str, "拟"); /* 拟支持资金 */
  column->qualifier = target ? "target" : actual ? "actual" : NULL;
  if (metric->str[0])
    column->metric = g_strdup(metric->str);
  return TRUE;
}

/* ---- tables ---- */

static void
column_clear(gpointer data)
{
  YtColumn *column = data;
  g_free(column->metric);
  g_free(column->unit);
}

/* (单位:亿元) on the line above a table: the unit of its numbers, or NULL. */
static char *
dup_unit_above(const YtAnalysis *a, const YtTableLists *lists, const YtBlock *head)
{
  if (head == yt_block(a, 0))
    return NULL;
  const YtBlock *above = head - 1;
  const char *words = yt_find_words(a->text->text + above->start, above->end - above->start, "单位:");
  if (!words)
    return NULL;
  words += strlen("单位:");
  const char *end = a->text->text + above->end;
  while (words < end && *words == ' ')
    words++;
  while (end > words && (end[-1] == ')' || end[-1] == ' '))
    end--;
  return is_unit(a, lists, words, (gsize) (end - words)) ? g_strndup(words, (gsize) (end - words)) : NULL;
}

/* 附表3 各县(市、区)产值目标(单位:亿元), on the line above a table whose columns are years alone: 产值. NULL: nothing. */
static char *
dup_metric_above(const YtAnalysis *a, const YtBlock *head)
{
  static const char *const before[] = {"各县", "各市", "各区", "各地", "各园区",
                                       "全省", "全市", "全区", "全县"},
                           *const behind[] = {"一览表", "统计表", "表", "目标"};
  if (head == yt_block(a, 0))
    return NULL;
  const YtBlock *above = head - 1;
  if (above->end - above->start > 120 || memchr(a->text->text + above->start, ',', above->end - above->start))
    return NULL;
  g_autoptr(GString) metric = g_string_new(NULL);
  guint depth = 0;
  for (guint32 p = above->start; p < above->end; p++) {
    char c = a->text->text[p];
    if (c == '(')
      depth++;
    else if (c == ')' && depth > 0)
      depth--;
    else if (c == ' ' && depth == 0)
      g_string_truncate(metric, 0);
    else if (depth == 0)
      g_string_append_c(metric, c);
  }
  for (guint k = 0; k < G_N_ELEMENTS(before); k++)
    if (g_str_has_prefix(metric->str, before[k]))
      g_string_erase(metric, 0, (gssize) strlen(before[k]));
  for (guint k = 0; k < G_N_ELEMENTS(behind); k++)
    if (g_str_has_suffix(metric->str, behind[k]))
      g_string_truncate(metric, metric->len - strlen(behind[k]));
  return metric->len >= 6 ? g_strdup(metric->str) : NULL;
}

/* 增速 beside 工业总产值 is its growth: 工业总产值增速. @before: the column of values before it. FALSE: it stands for itself. */
static gboolean
name_change(const YtAnalysis *a, const YtTableLists *lists, YtColumn *column, const YtColumn *before)
{
  if (!column->metric || !before->metric ||
      !yt_lexicon_has(a->grammar->lexicon, column->metric, strlen(column->metric), lists->change))
    return FALSE;
  char *whole = g_strconcat(before->metric, column->metric, NULL);
  g_free(column->metric);
  column->metric = whole;
  return TRUE;
}

/* 2024年度…考核评价情况: the year of results, where their columns name none; from the line above the table, or the title. 0: unsaid. */
static guint
year_of_results(const YtAnalysis *a, const YtBlock *head)
{
  const char *title = a->header.title;
  g_autofree char *above = head == yt_block(a, 0) ? NULL
                                                  : g_strndup(a->text->text + head[-1].start,
                                                              MIN(head[-1].end - head[-1].start, 180));
  for (guint k = 0; k < 2; k++) {
    const char *words = k == 0 ? above : title, *at = words ? strstr(words, "年度") : NULL;
    if (at && at >= words + 4 && g_ascii_isdigit(at[-1]) && (at == words + 4 || !g_ascii_isdigit(at[-5])) &&
        !strstr(at + 3, "年度"))
      return (guint) g_ascii_strtoull(at - 4, NULL, 10);
  }
  return 0;
}

/* 重大项目清单(2025—2027年), on the line above the table that @head begins: is it of years after the document's? */
static gboolean
is_of_plans(const YtAnalysis *a, const YtBlock *head)
{
  guint issued = a->header.issued ? (guint) g_ascii_strtoull(a->header.issued, NULL, 10) : 0;
  guint32 end;
  const YtBlock *above = head == yt_block(a, 0) ? NULL : head - 1;
  if (!above || issued == 0 || above->end - above->start > 120)
    return FALSE;
  for (guint32 i = above->item_from; i < above->item_to; i++)
    if (yt_year_at(a, i, &end) > issued)
      return TRUE;
  return FALSE;
}

/* 建设规模, 产能: what is there when it is built. */
static gboolean
is_built(const char *metric)
{
  static const char *const ends[] = {"规模", "产能", "能力", "产值"};
  for (guint k = 0; k < G_N_ELEMENTS(ends); k++)
    if (g_str_has_suffix(metric, ends[k]))
      return TRUE;
  return FALSE;
}

/* Columns of years beside one of places have the metric that the table's title names. */
static void
name_columns(YtAnalysis *a, guint first, const YtBlock *above)
{
  gboolean places = FALSE;
  for (guint c = first; c < a->columns->len; c++) {
    const YtColumn *column = yt_column(a, c);
    if (column->kind == YT_COLUMN_METRIC || column->metric)
      return;
    places = places || column->kind == YT_COLUMN_PLACE || column->kind == YT_COLUMN_NAME;
  }
  g_autofree char *metric = places ? dup_metric_above(a, above) : NULL;
  for (guint c = first; metric && c < a->columns->len; c++)
    if (yt_column(a, c)->kind == YT_COLUMN_VALUE)
      yt_column(a, c)->metric = g_strdup(metric);
}

/* Reads the head of a table from the row @cells of @block. @above: the first block of it, whose
 * neighbour may name the unit of all. Returns where its columns begin in a->columns, or -1. */
static gint
read_head(YtAnalysis *a, const YtTableLists *lists, const YtBlock *block, const YtBlock *above,
          const Span *cells, guint n)
{
  guint first = a->columns->len, n_known = 0;
  gboolean tells = FALSE;
  gint values = -1; /* the last column of values that is no other's change */
  guint year = yt_looks_forward(a->header.title) ? 0 : year_of_results(a, above);
  g_autofree char *unit = dup_unit_above(a, lists, above);
  gboolean plans = is_of_plans(a, above);
  for (guint c = 0; c < n; c++) {
    YtColumn column = {.kind = YT_COLUMN_OTHER};
    if (cells[c].end - cells[c].start <= 60 &&
        read_column(a, lists, block->item_from, block->item_to, cells[c],
                    unit && g_str_has_suffix(unit, "元"), &column))
      n_known++;
    if (column.kind == YT_COLUMN_VALUE && !column.unit && unit)
      column.unit = g_strdup(unit);
    if (column.kind == YT_COLUMN_VALUE && !column.qualifier && plans && column.metric &&
        is_built(column.metric))
      column.qualifier = "target";
    if (column.kind == YT_COLUMN_VALUE) {
      if (values < 0 || !name_change(a, lists, &column, yt_column(a, values)))
        values = (gint) a->columns->len;
      if (column.year == 0 && !column.qualifier)
        column.year = year >= 1990 && year <= 2099 ? year : 0;
    }
    tells = tells || column.kind == YT_COLUMN_VALUE || column.kind == YT_COLUMN_AGENCY ||
            column.kind == YT_COLUMN_NAME;
    g_array_append_val(a->columns, column);
  }
  if (n_known >= 2 && tells) {
    name_columns(a, first, above);
    return (gint) first;
  }
  g_array_set_size(a->columns, first);
  return -1;
}

static guint
next_row(const YtAnalysis *a)
{
  return a->cells->len > 0 ? yt_cell(a, a->cells->len - 1)->row + 1 : 0;
}

static void
add_row(YtAnalysis *a, guint b, const Span *cells, guint n, guint first_column)
{
  YtBlock *block = yt_block(a, b);
  guint32 i = block->item_from, row = next_row(a);
  block->kind = YT_BLOCK_ROW;
  for (guint c = 0; c < n; c++) {
    while (i < block->item_to && yt_item(a, i)->start < cells[c].start)
      i++;
    guint32 from = i;
    while (i < block->item_to && yt_item(a, i)->start < cells[c].end)
      i++;
    YtCell cell = {.start = cells[c].start,
                   .end = cells[c].end,
                   .item_from = from,
                   .item_to = i,
                   .block = b,
                   .row = row,
                   .column = first_column + c};
    g_array_append_val(a->cells, cell);
  }
}

/* The number that the block is, or 0. */
static guint
number_of(const YtAnalysis *a, guint b)
{
  const YtBlock *block = yt_block(a, b);
  gint64 number = g_ascii_strtoll(a->text->text + block->start, NULL, 10);
  for (guint32 p = block->start; p < block->end; p++)
    if (!g_ascii_isdigit(a->text->text[p]))
      return 0;
  return block->end - block->start <= 3 && number > 0 ? (guint) number : 0;
}

/* A table with a line a cell, whose head begins at block @b. Returns the block behind it, or @b. */
static guint
read_tall_table(YtAnalysis *a, const YtTableLists *lists, guint b)
{
  const YtBlock *block = yt_block(a, b);
  Span heads[MAX_COLUMNS];
  YtBlock together = {.item_from = block->item_from};
  guint n = 0, end = b;
  while (end < a->blocks->len && n < MAX_COLUMNS && number_of(a, end) == 0 &&
         yt_block(a, end)->end - yt_block(a, end)->start <= 60 &&
         yt_block(a, end)->kind == YT_BLOCK_PARAGRAPH) {
    heads[n++] = (Span){yt_block(a, end)->start, yt_block(a, end)->end};
    together.item_to = yt_block(a, end++)->item_to;
  }
  if (n < MIN_COLUMNS || end + n > a->blocks->len || number_of(a, end) != 1)
    return b;
  gint first = read_head(a, lists, &together, block, heads, n);
  if (first < 0)
    return b;
  for (guint h = b; h < end; h++)
    yt_block(a, h)->kind = YT_BLOCK_META;
  for (guint count = 1; end + n <= a->blocks->len && number_of(a, end) == count; count++) {
    guint row = next_row(a);
    for (guint c = 0; c < n; c++, end++) {
      YtBlock *line = yt_block(a, end);
      YtCell cell = {.start = line->start,
                     .end = line->end,
                     .item_from = line->item_from,
                     .item_to = MAX(line->item_from, line->item_to - 1), /* without the line end */
                     .block = end,
                     .row = row,
                     .column = (guint) first + c};
      line->kind = YT_BLOCK_ROW;
      g_array_append_val(a->cells, cell);
    }
  }
  return end;
}

static gboolean
is_number_head(const YtAnalysis *a, const YtTableLists *lists, const YtBlock *block)
{
  return block->kind == YT_BLOCK_PARAGRAPH && block->item_to == block->item_from + 2 &&
         yt_item_in(a, yt_item(a, block->item_from), lists->number);
}

/* How the cells of a table whose rows have single blanks between them are known. */
typedef enum {
  NARROW_NOT,
  NARROW_NUMBERED, /* 序号 单位 金额, and each row begins with its number */
  NARROW_MEASURED  /* 指标 单位 2024年 2027年, and each row has as many cells, a number among them */
} Narrow;

static Narrow
narrow_head(const YtAnalysis *a, const YtTableLists *lists, const YtBlock *block)
{
  const YtItem *first = yt_item(a, block->item_from);
  if (block->kind != YT_BLOCK_PARAGRAPH)
    return NARROW_NOT;
  return yt_item_in(a, first, lists->number)                                         ? NARROW_NUMBERED
         : yt_item_in(a, first, lists->metric) || yt_item_in(a, first, lists->group) ? NARROW_MEASURED
                                                                                     : NARROW_NOT;
}

/* May the line, cut into @n cells, be a row of a table that is @narrow and @width cells wide? */
static gboolean
is_narrow_row(const YtAnalysis *a, Narrow narrow, const Span *cells, guint n, guint width)
{
  const char *text = a->text->text;
  if (narrow == NARROW_NUMBERED)
    return n > 0 && g_ascii_isdigit(text[cells[0].start]);
  for (guint c = 1; (n == width || n + 1 == width) && c < n; c++)
    if (g_ascii_isdigit(text[cells[c].start]))
      return TRUE;
  return FALSE;
}

void
yt_find_tables(YtAnalysis *a)
{
  a->columns = g_array_new(FALSE, TRUE, sizeof(YtColumn));
  a->cells = g_array_new(FALSE, TRUE, sizeof(YtCell));
  g_array_set_clear_func(a->columns, column_clear);
  const YtTableLists *lists = &a->grammar->tables;
  gint open = -1; /* the first column of the table that the row before belongs to */
  guint width = 0;
  Narrow narrow = NARROW_NOT; /* its cells are parted by single blanks */
  for (guint b = 0; b < a->blocks->len; b++) {
    if (is_number_head(a, lists, yt_block(a, b))) {
      guint end = read_tall_table(a, lists, b);
      if (end > b) {
        b = end - 1;
        open = -1;
        continue;
      }
    }
    YtBlock *block = yt_block(a, b);
    gboolean ruled = is_ruled(a->text, block->start, block->end) &&
                     (a->text->text[block->start] == '|' || block->kind == YT_BLOCK_PARAGRAPH);
    gboolean may_be = ruled || ((block->kind == YT_BLOCK_PARAGRAPH || block->kind == YT_BLOCK_HEADING) &&
                                memchr(a->text->text + block->start, ' ', block->end - block->start));
    Span cells[MAX_COLUMNS];
    guint n =
        may_be && !(open >= 0 && narrow) ? split_row(a->text, block->start, block->end, FALSE, cells) : 0;
    if (open < 0)
      narrow = n == 0 && may_be ? narrow_head(a, lists, block) : NARROW_NOT;
    if (n == 0 && may_be && narrow) {
      n = split_row(a->text, block->start, block->end, TRUE, cells);
      n = open < 0 || is_narrow_row(a, narrow, cells, n, width) ? n : 0;
    }
    if (n == 0) {
      open = -1;
    } else if (open >= 0 && (n == width || (n + 1 == width && narrow != NARROW_NUMBERED))) {
      add_row(a, b, cells, n, (guint) open + (width - n)); /* the first cell may span rows */
    } else if (open < 0) {
      open = read_head(a, lists, block, block, cells, n);
      width = n;
      if (open >= 0)
        block->kind = YT_BLOCK_META; /* the head itself tells nothing */
    }
  }
}

/* ---- figures ---- */

/* A number alone, with 左右, % and the like at most: its value, or NULL. */
static char *
dup_number(const YtAnalysis *a, const YtCell *cell, gboolean *percent)
{
  static const char *const before[] = {"≥", "≤", ">", "<", "约", "超", "近", "("}, *const behind[] = {
                                                                                       "以上", "以下", "左右",
                                                                                       "以内", ")"};
  const char *text = a->text->text;
  guint32 p = cell->start, end = cell->end;
  for (guint k = 0; k < G_N_ELEMENTS(before); k++)
    if (p < end && yt_text_has(a, p, before[k]))
      p += (guint32) strlen(before[k]);
  for (guint k = 0; k < G_N_ELEMENTS(behind); k++)
    if (end >= p + strlen(behind[k]) && yt_text_has(a, end - (guint32) strlen(behind[k]), behind[k]))
      end -= (guint32) strlen(behind[k]);
  *percent = end > p && text[end - 1] == '%';
  if (*percent)
    end--;
  g_autoptr(GString) number = g_string_new(NULL);
  guint n_points = 0, n_digits = 0;
  for (; p < end; p++) {
    if (text[p] == ',' && n_digits > 0)
      continue;
    if (text[p] == '.' || (text[p] == '-' && number->len == 0))
      n_points += text[p] == '.' ? 1 : 0;
    else if (!g_ascii_isdigit(text[p]))
      return NULL;
    else
      n_digits++;
    g_string_append_c(number, text[p]);
  }
  return n_digits > 0 && n_digits < 16 && n_points <= 1 && g_ascii_isdigit(number->str[number->len - 1])
             ? g_strdup(number->str)
             : NULL;
}

/* 20条, 1.2万人次: the cell as one amount with its unit; FALSE where it is more or less than that. */
static gboolean
read_amount(const YtAnalysis *a, const YtCell *cell, char **value, char **unit)
{
  g_autoptr(GArray) amounts = g_array_new(FALSE, TRUE, sizeof(YtAmount));
  yt_find_amounts(a, cell->item_from, cell->item_to, amounts);
  if (amounts->len != 1)
    return FALSE;
  const YtAmount *amount = &g_array_index(amounts, YtAmount, 0);
  gsize rest = cell->end - amount->end;
  if (amount->start > cell->start + 6 || rest > 6 || amount->upper[0] || amount->kind == YT_AMOUNT_TIME)
    return FALSE;
  *value = g_strdup(amount->value);
  *unit = g_strdup(amount->unit);
  return TRUE;
}

/* What the row of a figure says of it. */
typedef struct {
  const YtCell *metric, *unit, *task;
  gint32 subject; /* a mention, or -1 */
  gboolean forward;
} Row;

static gint32
mention_in(const YtAnalysis *a, const YtCell *cell)
{
  for (guint32 i = cell->item_from; i < cell->item_to; i++) {
    guint32 m = yt_item(a, i)->mention;
    if (m != 0 && yt_mention(a, m - 1)->state == YT_MENTION_NAMED)
      return (gint32) m - 1;
  }
  return -1;
}

void
yt_row_span(const YtAnalysis *a, guint cell, guint32 *start, guint32 *end)
{
  guint row = yt_cell(a, cell)->row, first = cell, last = cell;
  while (first > 0 && yt_cell(a, first - 1)->row == row)
    first--;
  while (last + 1 < a->cells->len && yt_cell(a, last + 1)->row == row)
    last++;
  *start = yt_cell(a, first)->start;
  *end = yt_cell(a, last)->end;
}

gint32
yt_row_subject(const YtAnalysis *a, guint first_cell)
{
  gint32 place = -1, owner = -1;
  gboolean named = FALSE;
  guint row = yt_cell(a, first_cell)->row;
  for (guint c = first_cell; c < a->cells->len && yt_cell(a, c)->row == row; c++) {
    const YtCell *cell = yt_cell(a, c);
    guint8 kind = yt_column(a, cell->column)->kind;
    if (kind == YT_COLUMN_NAME && mention_in(a, cell) >= 0)
      return mention_in(a, cell);
    named = named || kind == YT_COLUMN_NAME;
    if (kind == YT_COLUMN_PLACE && place < 0)
      place = mention_in(a, cell);
    if (kind == YT_COLUMN_OWNER && owner < 0)
      owner = mention_in(a, cell);
  }
  return owner >= 0 && !named ? owner : place; /* 项目单位|拟补助金额: where nothing else is named */
}

static gboolean
add_cell_figure(YtAnalysis *a, const YtTableLists *lists, const YtCell *cell, const Row *row, guint s,
                guint issued_year)
{
  const YtColumn *column = yt_column(a, cell->column);
  gboolean percent;
  g_autofree char *value = dup_number(a, cell, &percent), *unit = NULL, *own_unit = NULL;
  if (!value && !read_amount(a, cell, &value, &own_unit))
    return FALSE;
  g_autoptr(GString) metric = g_string_new(NULL);
  if (row->metric) {
    guint32 end = find_unit(a, lists, row->metric->start, row->metric->end, &unit);
    g_string_append_len(metric, a->text->text + row->metric->start, (gssize) (end - row->metric->start));
  } else if (column->metric) {
    g_string_append(metric, column->metric);
  } else if (row->task) {
    g_string_append_len(metric, a->text->text + row->task->start,
                        (gssize) (row->task->end - row->task->start));
  }
  if (percent || own_unit || column->unit || (row->unit && !unit)) {
    g_free(unit);
    unit = percent        ? g_strdup("%")
           : own_unit     ? g_strdup(own_unit)
           : column->unit ? g_strdup(column->unit)
                          : g_strndup(a->text->text + row->unit->start, row->unit->end - row->unit->start);
  }
  if (metric->len == 0 || !unit || unit[0] == '\0' || strlen(unit) > 40)
    return FALSE;
  gboolean growth = g_str_has_suffix(metric->str, "增速") || g_str_has_suffix(metric->str, "增长率") ||
                    g_str_has_suffix(metric->str, "增幅");
  gboolean later = column->year != 0 && (issued_year == 0 || column->year > issued_year ||
                                         (row->forward && column->year == issued_year));
  YtFigure figure = {.mention = row->subject,
                     .operand = row->subject >= 0 ? YT_OPERAND_CAPTURE : YT_OPERAND_PLACE,
                     .metric = g_string_chunk_insert(a->strings, metric->str),
                     .value = g_string_chunk_insert(a->strings, value),
                     .unit = g_string_chunk_insert(a->strings, unit),
                     .year = column->year,
                     .qualifier = growth              ? "growth"
                                  : column->qualifier ? column->qualifier
                                  : later             ? "target"
                                                      : "actual",
                     .sentence = s,
                     .start = cell->start,
                     .end = cell->end};
  g_array_append_val(a->figures, figure);
  return TRUE;
}

gboolean
yt_find_cell_figure(YtAnalysis *a, guint s, gboolean forward, guint issued_year, gint32 home)
{
  guint at = (guint) yt_sentence(a, s)->cell;
  const YtCell *cell = yt_cell(a, at);
  if (yt_column(a, cell->column)->kind != YT_COLUMN_VALUE)
    return FALSE;
  const YtTableLists *lists = &a->grammar->tables;
  Row row = {.forward = forward};
  guint first = at;
  while (first > 0 && yt_cell(a, first - 1)->row == cell->row)
    first--;
  row.subject = yt_row_subject(a, first);
  for (guint c = first; c < a->cells->len && yt_cell(a, c)->row == cell->row; c++) {
    guint8 kind = yt_column(a, yt_cell(a, c)->column)->kind;
    if (kind == YT_COLUMN_METRIC)
      row.metric = yt_cell(a, c);
    else if (kind == YT_COLUMN_UNIT)
      row.unit = yt_cell(a, c);
    else if (kind == YT_COLUMN_TASK)
      row.task = yt_cell(a, c);
  }
  if (row.subject < 0 && row.task)
    row.subject = yt_sentence(a, s)->measure;
  if (row.subject < 0)
    row.subject = home;
  return add_cell_figure(a, lists, cell, &row, s, issued_year);
}
