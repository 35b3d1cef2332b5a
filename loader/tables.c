/* tables.c: rows and columns in the text.
 *
 * A row is a line "| cell | cell |", as our readers write tables, or a line of plain text whose cells stand apart by
 * tabs or more than one space. Rows in a row make a table when the first one names columns, by the words of the lists
 * table/… in the grammar: 序号 | 指标 | 单位 | 2023年 | 2027年. What a column holds follows from its name, so
 *
 *   2 | 规模以上企业数 | 家 | 41 | 75
 *
 * gives two figures, and a task beside its 责任单位 a measure. Rows of a table are blocks of a kind of their own, and
 * every cell is a sentence: no rule reads across the edge of one. */
#include "loader/tables.h"

#include <string.h>

#include "loader/amounts.h"

#define MIN_COLUMNS 3
#define MAX_COLUMNS 24

typedef struct {
  guint32 start, end;
} Span;

/* ---- cells ---- */

static gboolean
is_wide_gap(const YtText *text, gsize p) /* a space in text at @p: a tab, or more than one space, in the file? */
{
  gsize from = text->map[p], to = text->map[p + 1];
  return to > from && (memchr(text->source + from, '\t', to - from) || (to - from >= 2 && text->source[from] == ' ') ||
                       to - from >= 6); /* two ideographic spaces */
}

/* The cells of the line [start, end); 0 where it is no row. */
static guint
split_row(const YtText *text, guint32 start, guint32 end, Span *cells)
{
  guint n = 0;
  gboolean ruled = text->text[start] == '|';
  guint32 from = ruled ? start + 1 : start;
  for (guint32 p = from; p <= end && n < MAX_COLUMNS; p++) {
    gboolean edge = p == end || (ruled ? text->text[p] == '|' : text->text[p] == ' ' && is_wide_gap(text, p));
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

typedef struct {
  guint number, metric, unit, agency, task, place, target, actual, value;
  guint units;
  guint names[YT_N_CLASSES];
} Lists;

static void
find_lists(const YtGrammar *grammar, Lists *lists)
{
  lists->number = yt_grammar_find_list(grammar, "table/number");
  lists->metric = yt_grammar_find_list(grammar, "table/metric");
  lists->unit = yt_grammar_find_list(grammar, "table/unit");
  lists->agency = yt_grammar_find_list(grammar, "table/agency");
  lists->task = yt_grammar_find_list(grammar, "table/task");
  lists->place = yt_grammar_find_list(grammar, "table/place");
  lists->target = yt_grammar_find_list(grammar, "table/target");
  lists->actual = yt_grammar_find_list(grammar, "table/actual");
  lists->value = yt_grammar_find_list(grammar, "table/value");
  lists->units = yt_grammar_find_list(grammar, "unit");
  for (YtClass class = 0; class < YT_N_CLASSES; class++) {
    g_autofree char *name = g_strconcat("table/", yt_class_get_name(class), NULL);
    lists->names[class] = yt_grammar_find_list(grammar, name);
  }
}

static gboolean
is_unit(const YtAnalysis *a, const Lists *lists, const char *words, gsize n)
{
  guint32 word = n > 0 ? yt_lexicon_find(a->grammar->lexicon, words, n) : YT_WORD_NONE;
  return word != YT_WORD_NONE && yt_lexicon_in_list(a->grammar->lexicon, yt_lexicon_get(a->grammar->lexicon, word)->set, lists->units);
}

/* The unit in brackets at the end of [start, end), 总投资(亿元): returns where its bracket opens, or @end. */
static guint32
find_unit(const YtAnalysis *a, const Lists *lists, guint32 start, guint32 end, char **unit)
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

/* What the column says that its head names. FALSE: nothing that we know. */
static gboolean
read_column(const YtAnalysis *a, const Lists *lists, guint32 item_from, guint32 item_to, Span head, YtColumn *column)
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
    for (YtClass class = 0; class < YT_N_CLASSES; class++)
      if (lists->names[class] != 0 && yt_item_in(a, item, lists->names[class])) {
        column->kind = YT_COLUMN_NAME;
        column->class = (guint8) class;
        return TRUE;
      }
    const struct {
      guint list;
      YtColumnKind kind;
    } kinds[] = {{lists->agency, YT_COLUMN_AGENCY}, {lists->number, YT_COLUMN_NUMBER}, {lists->metric, YT_COLUMN_METRIC},
                 {lists->unit, YT_COLUMN_UNIT},     {lists->task, YT_COLUMN_TASK},     {lists->place, YT_COLUMN_PLACE}};
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
  if (column->year == 0 && !target && !actual && !value && !column->unit)
    return FALSE;
  column->kind = YT_COLUMN_VALUE;
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

/* Reads the head of a table from the row @cells of @block. Returns where its columns begin in a->columns, or -1. */
static gint
read_head(YtAnalysis *a, const Lists *lists, const YtBlock *block, const Span *cells, guint n)
{
  guint first = a->columns->len, n_known = 0;
  gboolean tells = FALSE;
  for (guint c = 0; c < n; c++) {
    YtColumn column = {.kind = YT_COLUMN_OTHER};
    if (cells[c].end - cells[c].start <= 60 && read_column(a, lists, block->item_from, block->item_to, cells[c], &column))
      n_known++;
    tells = tells || column.kind == YT_COLUMN_VALUE || column.kind == YT_COLUMN_AGENCY || column.kind == YT_COLUMN_NAME;
    g_array_append_val(a->columns, column);
  }
  if (n_known >= 2 && tells)
    return (gint) first;
  g_array_set_size(a->columns, first);
  return -1;
}

static void
add_row(YtAnalysis *a, guint b, const Span *cells, guint n, guint first_column)
{
  YtBlock *block = yt_block(a, b);
  guint32 i = block->item_from;
  block->kind = YT_BLOCK_ROW;
  for (guint c = 0; c < n; c++) {
    while (i < block->item_to && yt_item(a, i)->start < cells[c].start)
      i++;
    guint32 from = i;
    while (i < block->item_to && yt_item(a, i)->start < cells[c].end)
      i++;
    YtCell cell = {.start = cells[c].start, .end = cells[c].end, .item_from = from, .item_to = i, .block = b, .column = first_column + c};
    g_array_append_val(a->cells, cell);
  }
}

void
yt_find_tables(YtAnalysis *a)
{
  a->columns = g_array_new(FALSE, TRUE, sizeof(YtColumn));
  a->cells = g_array_new(FALSE, TRUE, sizeof(YtCell));
  g_array_set_clear_func(a->columns, column_clear);
  Lists lists;
  find_lists(a->grammar, &lists);
  gint open = -1; /* the first column of the table that the row before belongs to */
  guint width = 0;
  for (guint b = 0; b < a->blocks->len; b++) {
    YtBlock *block = yt_block(a, b);
    gboolean ruled = block->end > block->start && a->text->text[block->start] == '|';
    gboolean may_be = ruled || ((block->kind == YT_BLOCK_PARAGRAPH || block->kind == YT_BLOCK_HEADING) &&
                                memchr(a->text->text + block->start, ' ', block->end - block->start));
    Span cells[MAX_COLUMNS];
    guint n = may_be ? split_row(a->text, block->start, block->end, cells) : 0;
    if (n == 0) {
      open = -1;
    } else if (open >= 0 && (n == width || n + 1 == width)) {
      add_row(a, b, cells, n, (guint) open + (width - n)); /* the first cell may span rows */
    } else if (open < 0) {
      open = read_head(a, &lists, block, cells, n);
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
  static const char *const before[] = {"≥", "≤", ">", "<", "约", "超", "近", "("}, *const behind[] = {"以上", "以下", "左右", "以内", ")"};
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
  return n_digits > 0 && n_digits < 16 && n_points <= 1 && g_ascii_isdigit(number->str[number->len - 1]) ? g_strdup(number->str) : NULL;
}

/* What the row of a figure says of it. */
typedef struct {
  const YtCell *metric, *unit;
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

gint32
yt_row_subject(const YtAnalysis *a, guint first_cell)
{
  gint32 place = -1;
  guint block = yt_cell(a, first_cell)->block;
  for (guint c = first_cell; c < a->cells->len && yt_cell(a, c)->block == block; c++) {
    const YtCell *cell = yt_cell(a, c);
    guint8 kind = yt_column(a, cell->column)->kind;
    if (kind == YT_COLUMN_NAME && mention_in(a, cell) >= 0)
      return mention_in(a, cell);
    if (kind == YT_COLUMN_PLACE && place < 0)
      place = mention_in(a, cell);
  }
  return place;
}

static gboolean
add_cell_figure(YtAnalysis *a, const Lists *lists, const YtCell *cell, const Row *row, guint s, guint issued_year)
{
  const YtColumn *column = yt_column(a, cell->column);
  gboolean percent;
  g_autofree char *value = dup_number(a, cell, &percent), *unit = NULL;
  if (!value)
    return FALSE;
  g_autoptr(GString) metric = g_string_new(NULL);
  if (row->metric) {
    guint32 end = find_unit(a, lists, row->metric->start, row->metric->end, &unit);
    g_string_append_len(metric, a->text->text + row->metric->start, (gssize) (end - row->metric->start));
  } else if (column->metric) {
    g_string_append(metric, column->metric);
  }
  if (percent || column->unit || (row->unit && !unit)) {
    g_free(unit);
    unit = percent        ? g_strdup("%")
           : column->unit ? g_strdup(column->unit)
                          : g_strndup(a->text->text + row->unit->start, row->unit->end - row->unit->start);
  }
  if (metric->len == 0 || !unit || unit[0] == '\0' || strlen(unit) > 40)
    return FALSE;
  gboolean growth = g_str_has_suffix(metric->str, "增速") || g_str_has_suffix(metric->str, "增长率") || g_str_has_suffix(metric->str, "增幅");
  gboolean later = column->year != 0 && (issued_year == 0 || column->year > issued_year || (row->forward && column->year == issued_year));
  YtFigure figure = {.mention = row->subject,
                     .operand = row->subject >= 0 ? YT_OPERAND_CAPTURE : YT_OPERAND_PLACE,
                     .metric = g_strdup(metric->str),
                     .value = g_steal_pointer(&value),
                     .unit = g_steal_pointer(&unit),
                     .year = column->year,
                     .qualifier = growth               ? "growth"
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
  Lists lists;
  find_lists(a->grammar, &lists);
  Row row = {.forward = forward};
  guint first = at;
  while (first > 0 && yt_cell(a, first - 1)->block == cell->block)
    first--;
  row.subject = yt_row_subject(a, first);
  for (guint c = first; c < a->cells->len && yt_cell(a, c)->block == cell->block; c++) {
    guint8 kind = yt_column(a, yt_cell(a, c)->column)->kind;
    if (kind == YT_COLUMN_METRIC)
      row.metric = yt_cell(a, c);
    else if (kind == YT_COLUMN_UNIT)
      row.unit = yt_cell(a, c);
  }
  if (row.subject < 0)
    row.subject = home;
  return add_cell_figure(a, &lists, cell, &row, s, issued_year);
}
