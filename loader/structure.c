/* structure.c: lines into blocks, and blocks into sentences.
 *
 * A line of the normalised text is a paragraph, unless the file was wrapped: then lines are joined first, where the
 * break cuts a word, follows a comma, stands at the width to which most lines were wrapped, or parts a sentence from a
 * line that is not indented as the file's paragraphs are. What a line is shows by
 * its number (一、 (一) 1. 一是), its place and the words of the lists structure/… in the grammar. */
#include <string.h>

#include "loader/analysis.h"
#include "loader/header.h"
#include "loader/tables.h"

/* ---- wrapped lines ---- */

typedef struct {
  gsize start, end; /* without '\n' */
  guint n_characters;
} Line;

static Line
line_at(const YtText *text, gsize start)
{
  const char *nl = memchr(text->text + start, '\n', text->n_text - start);
  return (Line){.start = start, .end = nl ? (gsize) (nl - text->text) : text->n_text};
}

static GArray *
list_lines(const YtText *text)
{
  GArray *lines = g_array_new(FALSE, FALSE, sizeof(Line));
  for (gsize start = 0; start < text->n_text;) {
    Line line = line_at(text, start);
    line.n_characters = (guint) yt_utf8_length(text->text + start, line.end - start);
    g_array_append_val(lines, line);
    start = line.end + 1;
  }
  return lines;
}

/* The width that the lines were wrapped to, in characters, or 0. Wrapped text shows by many lines of about the
 * greatest length that do not end a sentence. */
static guint
wrap_width(const YtText *text, GArray *lines)
{
  guint longest = 0, full = 0, open = 0;
  for (guint i = 0; i < lines->len; i++)
    longest = MAX(longest, g_array_index(lines, Line, i).n_characters);
  if (longest < 16 || longest > 60)
    return 0;
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = &g_array_index(lines, Line, i);
    if (line->n_characters + 3 < longest)
      continue;
    full++;
    open += yt_is_han(yt_utf8_get(text->text + yt_utf8_back(text->text, line->end))) ? 1 : 0;
  }
  return full >= 5 && open * 2 > full ? longest : 0;
}

/* Does a word of the lexicon stand across the break between two lines? */
static gboolean
cuts_a_word(const YtGrammar *grammar, const char *text, const Line *before, const Line *after)
{
  gsize from = before->end, to = after->start;
  for (int i = 0; i < 4 && from > before->start && yt_is_han(yt_utf8_get(text + yt_utf8_back(text, from)));
       i++)
    from = yt_utf8_back(text, from);
  for (int i = 0; i < 4 && to < after->end && yt_is_han(yt_utf8_get(text + to)); i++)
    to += yt_utf8_size(text + to);
  if (from == before->end || to == after->start)
    return FALSE;
  gsize seam = before->end - from, n_after = to - after->start;
  char window[2 * 4 * 4 + 1] = ""; /* four characters of four bytes on either side */
  memcpy(window, text + from, seam);
  memcpy(window + seam, text + after->start, n_after);
  g_autoptr(GArray) items = g_array_new(FALSE, TRUE, sizeof(YtItem));
  yt_segment(grammar, window, 0, seam + n_after, items);
  for (guint i = 0; i < items->len; i++) {
    const YtItem *item = &g_array_index(items, YtItem, i);
    if (item->start < seam && item->end > seam)
      return TRUE;
  }
  return FALSE;
}

/* Does the line end with a word of @list, of two to four characters? */
static gboolean
ends_with_list(const YtGrammar *grammar, const char *text, const Line *line, guint list)
{
  gsize start = line->end;
  for (guint n = 1; n <= 4 && start > line->start; n++) {
    start = yt_utf8_back(text, start);
    if (n >= 2 && yt_lexicon_has(grammar->lexicon, text + start, line->end - start, list))
      return TRUE;
  }
  return FALSE;
}

/* Does the line begin with a word of @list, of two to five characters? */
static gboolean
begins_with_list(const YtGrammar *grammar, const char *text, const Line *line, guint list)
{
  gsize end = line->start;
  for (guint n = 1; n <= 5 && end < line->end; n++) {
    end += yt_utf8_size(text + end);
    if (n >= 2 && yt_lexicon_has(grammar->lexicon, text + line->start, end - line->start, list))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_bare_attachment(const char *text, const Line *line) /* 附件, 附件1 */
{
  return line->n_characters <= 4 && strncmp(text + line->start, "附件", 6) == 0;
}

/* Does white space stand before the line in the file? */
static gboolean
is_indented(const YtText *text, const Line *line)
{
  gsize i = text->map[line->start];
  const char *source = text->source;
  return i > 0 &&
         (source[i - 1] == ' ' || source[i - 1] == '\t' || (i >= 3 && memcmp(source + i - 3, "　", 3) == 0) ||
          (i >= 2 && memcmp(source + i - 2, "\xC2\xA0", 2) == 0));
}

static gboolean
ends_sentence(const YtText *text, const Line *line)
{
  return line->end >= line->start + 3 && memcmp(text->text + line->end - 3, "。", 3) == 0;
}

/* Are paragraphs indented in the file? Those behind a full stop show it. */
static gboolean
indents_paragraphs(const YtText *text, GArray *lines)
{
  guint n_indented = 0, n_flush = 0;
  for (guint i = 1; i < lines->len; i++) {
    const Line *line = &g_array_index(lines, Line, i);
    if (line->end > line->start && ends_sentence(text, line - 1))
      *(is_indented(text, line) ? &n_indented : &n_flush) += 1;
  }
  return n_indented >= 3 && n_indented >= 4 * n_flush;
}

#define MAX_LABELLED 120 /* bytes: of a line's end that says whose task it is */

/* Does the line stop inside a sentence: a long one, with a mark of its own in it, that no mark ends? */
static gboolean
breaks_off(const YtText *text, const Line *line, gunichar end)
{
  gboolean open = yt_is_han(end) || g_unichar_isalnum(end) || end == '%' || end == ')' || end == 0x201D;
  gsize tail = MIN(line->end - line->start, MAX_LABELLED);
  if (memmem(text->text + line->end - tail, tail, "单位:", strlen("单位:")))
    return FALSE; /* …。责任单位:省商务厅 is whole */
  return open && line->n_characters >= 30 && text->text[line->start] != '|' &&
         (memchr(text->text + line->start, ',', line->end - line->start) ||
          memmem(text->text + line->start, line->end - line->start, "。", 3));
}

static void
join_wrapped_lines(YtAnalysis *analysis)
{
  YtText *text = analysis->text;
  const YtGrammar *grammar = analysis->grammar;
  guint posts = grammar->known.post, openings = grammar->known.opening;
  g_autoptr(GArray) lines = list_lines(text);
  g_autoptr(GArray) breaks = g_array_new(FALSE, FALSE, sizeof(gsize));
  guint width = wrap_width(text, lines);
  gboolean indents = indents_paragraphs(text, lines);
  for (guint i = 0; i + 1 < lines->len; i++) {
    const Line *before = &g_array_index(lines, Line, i), *after = before + 1;
    gsize last = yt_utf8_back(text->text, before->end);
    gunichar end = yt_utf8_get(text->text + last), begin = yt_utf8_get(text->text + after->start);
    gsize number_end;
    gboolean open = yt_is_han(end) || end == ',' || end == 0x3001 || g_unichar_isalnum(end);
    gboolean goes_on = yt_is_han(begin) || g_unichar_isalnum(begin) || begin == 0x3001 || begin == ',' ||
                       begin == 0x300A || begin == 0x201C || begin == '(' || begin == ')';
    if (!goes_on || yt_heading_level(text->text, after->start, after->end, &number_end) != YT_LEVEL_NONE)
      continue;
    const char *colon = memchr(text->text + after->start, ':', MIN(after->end - after->start, 20));
    guint32 whole = yt_lexicon_find(grammar->lexicon, text->text + after->start, after->end - after->start);
    gboolean join = FALSE;
    gboolean paragraph = indents ? is_indented(text, after) : colon != NULL;
    if (breaks_off(text, before, end) && !paragraph)
      join = !begins_with_list(grammar, text->text, after, openings);
    else if (!open)
      join = FALSE;
    else if (end == ',' || end == 0x3001)
      join = TRUE;
    else if (i > 0 && is_bare_attachment(text->text, before - 1) && !colon && yt_is_han(end) &&
             before->n_characters <= 40 && after->n_characters <= 40 && i + 2 < lines->len &&
             !memchr(text->text + after->start, ' ', after->end - after->start)) /* no head of a table */
      join = TRUE; /* the title of an attachment, on two lines */
    else if (width > 0 && before->n_characters + 3 >= width)
      join = !colon || cuts_a_word(grammar, text->text, before, after);
    else if (!colon && before->n_characters >= 12 && cuts_a_word(grammar, text->text, before, after))
      join = TRUE;
    else if (memchr(text->text + before->start, ' ', before->end - before->start) && !colon &&
             !memchr(text->text + after->start, ' ', after->end - after->start) &&
             ends_with_list(grammar, text->text, after, posts) &&
             !ends_with_list(grammar, text->text, before, posts))
      join = TRUE; /* in a list of people, a post that goes on */
    else if (whole != YT_WORD_NONE &&
             yt_lexicon_in_list(grammar->lexicon, yt_lexicon_get(grammar->lexicon, whole)->set, posts))
      join = TRUE;
    if (join)
      g_array_append_val(breaks, before->end);
  }
  yt_text_join_lines(text, (const gsize *) (gpointer) breaks->data, breaks->len);
}

/* ---- numbering ---- */

static gsize
skip_han_number(const char *text, gsize i, gsize end, guint *n)
{
  for (*n = 0; i + 3 <= end; i += 3, ++*n)
    switch (yt_utf8_get(text + i)) {
    case 0x4E00: /* 一 to 九 */
    case 0x4E8C:
    case 0x4E09:
    case 0x56DB:
    case 0x4E94:
    case 0x516D:
    case 0x4E03:
    case 0x516B:
    case 0x4E5D:
    case 0x5341: /* 十 百 */
    case 0x767E:
    case 0x3007: /* 〇 零 */
    case 0x96F6: break;
    default: return i;
    }
  return i;
}

static gsize
skip_digits(const char *text, gsize i, gsize end, guint *n)
{
  gsize start = i;
  while (i < end && g_ascii_isdigit(text[i]))
    i++;
  *n = (guint) (i - start);
  return i;
}

static gboolean
has(const char *text, gsize i, gsize end, const char *words)
{
  gsize n = strlen(words);
  return i + n <= end && memcmp(text + i, words, n) == 0;
}

/* The level of the number that text [start, end) begins with, YT_LEVEL_NONE without one; @number_end: behind it. */
guint
yt_heading_level(const char *text, gsize start, gsize end, gsize *number_end)
{
  guint n;
  gsize i = start, p;
  *number_end = start;
  if (has(text, i, end, "第")) {
    p = skip_han_number(text, i + 3, end, &n);
    if (n == 0)
      p = skip_digits(text, i + 3, end, &n);
    if (n > 0 && n <= 4 && (has(text, p, end, "章") || has(text, p, end, "节") || has(text, p, end, "条"))) {
      *number_end = p + 3;
      if (*number_end < end && text[*number_end] == ' ')
        ++*number_end;
      return has(text, p, end, "条") ? YT_LEVEL_ITEM : YT_LEVEL_CHAPTER;
    }
    if (n == 1 && p < end && text[p] == ',') { /* 第一,建强创新主体。 */
      *number_end = p + 1;
      return YT_LEVEL_RUN_IN;
    }
    return YT_LEVEL_NONE;
  }
  p = skip_han_number(text, i, end, &n);
  if (n > 0 && n <= 3) {
    if (has(text, p, end, "、") || has(text, p, end, ".")) {
      *number_end = p + (text[p] == '.' ? 1 : 3);
      return YT_LEVEL_SECTION;
    }
    if (has(text, p, end, "是") && n == 1) {
      *number_end = p + 3;
      return YT_LEVEL_RUN_IN;
    }
    return YT_LEVEL_NONE;
  }
  gboolean lost_open = i < end && text[i] == ')';
  if (lost_open || has(text, i, end, "(")) { /* )加快…: a crawler lost what stood before the bracket's end */
    p = lost_open ? i : i + 1;
    guint n_digits = 0;
    if (!lost_open) {
      p = skip_han_number(text, i + 1, end, &n);
      if (n == 0)
        p = skip_digits(text, i + 1, end, &n_digits);
    }
    if ((lost_open || n > 0 || (n_digits > 0 && n_digits <= 2)) && has(text, p, end, ")")) {
      *number_end = p + 1;
      return n_digits > 0 ? YT_LEVEL_POINT : YT_LEVEL_ITEM;
    }
    return YT_LEVEL_NONE;
  }
  gunichar c = i < end ? yt_utf8_get(text + i) : 0;
  if (c >= 0x2460 && c <= 0x2473) { /* ① … ⑳ */
    *number_end = i + 3;
    return YT_LEVEL_POINT;
  }
  p = skip_digits(text, i, end, &n);
  if (n > 0 && n <= 2 && p < end) {
    if ((text[p] == '.' && !(p + 1 < end && g_ascii_isdigit(text[p + 1]))) || has(text, p, end, "、")) {
      *number_end = p + (text[p] == '.' ? 1 : 3);
      if (*number_end < end && text[*number_end] == ' ')
        ++*number_end;
      return YT_LEVEL_SUBITEM;
    }
    if (text[p] == ')') {
      *number_end = p + 1;
      return YT_LEVEL_POINT;
    }
  }
  return YT_LEVEL_NONE;
}

/* ---- blocks ---- */

/* How many words of the block are in @list. */
static guint
count_in_list(const YtAnalysis *analysis, const YtBlock *block, guint list)
{
  guint n = 0;
  for (guint i = block->item_from; i < block->item_to; i++)
    n += yt_item_in(analysis, yt_item(analysis, i), list) ? 1 : 0;
  return n;
}

static void
add_block(YtAnalysis *analysis, const Line *line)
{
  YtBlock block = {
      .start = (guint32) line->start, .end = (guint32) line->end, .item_from = analysis->items->len};
  yt_segment(analysis->grammar, analysis->text->text, line->start, MIN(line->end + 1, analysis->text->n_text),
             analysis->items); /* the line end is a stop */
  yt_note_moved(analysis);
  block.item_to = analysis->items->len;
  gsize number_end;
  block.level = (guint8) yt_heading_level(analysis->text->text, line->start, line->end, &number_end);
  if (block.level != YT_LEVEL_NONE) {
    block.kind = YT_BLOCK_HEADING;
    block.head_start = (guint32) number_end;
    const char *stop = memmem(analysis->text->text + number_end, line->end - number_end, "。", 3);
    block.head_end = (guint32) (stop ? (gsize) (stop - analysis->text->text) : line->end);
  }
  g_array_append_val(analysis->blocks, block);
}

/* Page furniture: short lines with a word of structure/furniture; and all that follows the document's foot. */
static void
find_furniture(YtAnalysis *analysis)
{
  guint furniture = analysis->grammar->known.furniture, strong = analysis->grammar->known.page_end;
  gboolean over = FALSE;
  for (guint b = 0; b < analysis->blocks->len; b++) {
    YtBlock *block = yt_block(analysis, b);
    gsize n_bytes = block->end - block->start;
    gsize n_characters = n_bytes > 4 * 120 ? 121
                                           : yt_utf8_length(analysis->text->text + block->start,
                                                            n_bytes); /* no more are asked for */
    guint n = n_characters <= 120 && block->kind != YT_BLOCK_HEADING
                  ? count_in_list(analysis, block, furniture)
                  : 0;
    guint n_arrows = 0; /* 首页 > 新闻 > 动态 */
    const char *at = analysis->text->text + block->start, *end = analysis->text->text + block->end;
    for (; n_characters <= 60 && (at = memchr(at, '>', (gsize) (end - at))) != NULL; at++)
      n_arrows++;
    gboolean is_end = n_characters <= 60 && count_in_list(analysis, block, strong) > 0;
    if (is_end && b * 2 > analysis->blocks->len)
      over = TRUE;
    if (over || is_end || n_arrows >= 2 || (n > 0 && (n_characters <= 24 || n >= 2)))
      block->kind = YT_BLOCK_FURNITURE;
  }
}

static void
find_attachments(YtAnalysis *analysis)
{
  for (guint b = 1; b < analysis->blocks->len; b++) {
    YtBlock *block = yt_block(analysis, b);
    if (block->kind == YT_BLOCK_PARAGRAPH && yt_text_has(analysis, block->start, "附件") &&
        block->end - block->start < 180)
      block->kind = YT_BLOCK_ATTACHMENT;
  }
}

void
yt_find_structure(YtAnalysis *analysis)
{
  join_wrapped_lines(analysis);
  yt_part_labels(analysis);
  yt_repair_text(analysis);
  for (gsize start = 0; start < analysis->text->n_text;) {
    Line line = line_at(analysis->text, start);
    add_block(analysis, &line);
    start = line.end + 1;
  }
  find_furniture(analysis);
  find_attachments(analysis);
  yt_find_header(analysis);
  yt_find_tables(analysis);
}

/* ---- sentences ---- */

/* The Measure whose heading covers exactly this text, or -1. */
static gint32
measure_at(const YtAnalysis *analysis, guint32 start, guint *cursor)
{
  for (; *cursor < analysis->mentions->len; ++*cursor) {
    const YtMention *mention = yt_mention(analysis, *cursor);
    if (mention->start > start)
      break;
    if (mention->start == start && mention->class == YT_CLASS_MEASURE && mention->state == YT_MENTION_NAMED)
      return (gint32) *cursor;
  }
  return -1;
}

/* Does item @i begin a run-in head, 二是加强…, in a sentence that has lost the full stop before it? */
gboolean
yt_begins_run_in(const YtAnalysis *analysis, guint32 i)
{
  const YtItem *item = yt_item(analysis, i);
  gsize head;
  if (item->kind != YT_ITEM_HAN || i + 2 >= analysis->items->len ||
      !yt_text_has(analysis, item->start + 3, "是") ||
      yt_heading_level(analysis->text->text, item->start, item->start + 6, &head) != YT_LEVEL_RUN_IN)
    return FALSE;
  const YtItem *verb = item;
  while (verb->start < head)
    verb++;
  return yt_item_in(analysis, verb, analysis->grammar->known.measure_verb) && verb->pos == YT_POS_VERB;
}

/* FALSE is sure, and what most items give. */
static inline gboolean
may_begin_run_in(const YtAnalysis *analysis, guint32 i)
{
  return analysis->text->text[MIN(yt_item(analysis, i)->start + 3, analysis->text->n_text)] == "是"[0];
}

/* The task of the row that cell @c belongs to, as a Measure; or -1. */
static gint32
task_of_row(const YtAnalysis *analysis, guint c, guint cursor)
{
  guint row = yt_cell(analysis, c)->row;
  while (c > 0 && yt_cell(analysis, c - 1)->row == row)
    c--;
  for (; c < analysis->cells->len && yt_cell(analysis, c)->row == row; c++) {
    const YtCell *cell = yt_cell(analysis, c);
    if (yt_column(analysis, cell->column)->kind != YT_COLUMN_TASK)
      continue;
    while (cursor > 0 && yt_mention(analysis, MIN(cursor, analysis->mentions->len - 1))->start >= cell->start)
      cursor--;
    return measure_at(analysis, cell->start, &cursor);
  }
  return -1;
}

/* The cells in block @b: a sentence each, all under the measure that the row's task is. @cell: the first cell that is
 * not behind us. */
static void
add_row_sentences(YtAnalysis *analysis, guint b, gint32 under, guint cursor, guint *cell)
{
  for (; *cell < analysis->cells->len && yt_cell(analysis, *cell)->block == b; ++*cell) {
    guint c = *cell;
    const YtCell *at = yt_cell(analysis, c);
    gint32 task = task_of_row(analysis, c, cursor), measure = task >= 0 ? task : under;
    if (task >= 0) {
      yt_mention(analysis, task)->parent = under;
      yt_mention(analysis, task)->level = YT_LEVEL_POINT;
    }
    YtSentence sentence = {.start = at->start,
                           .end = at->end,
                           .item_from = at->item_from,
                           .item_to = at->item_to,
                           .block = b,
                           .measure = measure,
                           .cell = (gint32) c};
    if (at->item_to > at->item_from)
      g_array_append_val(analysis->sentences, sentence);
  }
}

/* 下一步,我厅将抓好以下工作: behind the last section, whose headings are none of its own. @highest: the highest level so far;
 * @last: the last heading of each level. */
static gboolean
ends_sections(const YtAnalysis *a, guint b, guint highest, const guint last[YT_N_LEVELS])
{
  if (!yt_leads_to_plans(a, yt_block(a, b)))
    return FALSE;
  for (guint l = 0; l <= highest && l < YT_N_LEVELS; l++)
    if (last[l] > b)
      return FALSE;
  return TRUE;
}

void
yt_find_sentences(YtAnalysis *analysis)
{
  gint32 open[YT_N_LEVELS]; /* the Measure of each level that the text stands under */
  for (guint l = 0; l < YT_N_LEVELS; l++)
    open[l] = -1;
  guint cursor = 0, cell = 0, highest = YT_N_LEVELS, last_heading[YT_N_LEVELS] = {0};
  for (guint b = 0; b < analysis->blocks->len; b++)
    if (yt_block(analysis, b)->kind == YT_BLOCK_HEADING)
      last_heading[yt_block(analysis, b)->level] = b;
  for (guint b = 0; b < analysis->blocks->len; b++) {
    const YtBlock *block = yt_block(analysis, b);
    if (block->kind == YT_BLOCK_ROW) {
      gint32 under = -1;
      for (guint l = 0; l < YT_N_LEVELS; l++)
        under = open[l] >= 0 ? open[l] : under;
      add_row_sentences(analysis, b, under, cursor, &cell);
      continue;
    }
    if (block->kind == YT_BLOCK_FURNITURE || block->kind == YT_BLOCK_META ||
        block->kind == YT_BLOCK_ADDRESSEE)
      continue;
    open[YT_LEVEL_RUN_IN] = -1;
    if (block->kind == YT_BLOCK_HEADING) {
      highest = MIN(highest, block->level);
      for (guint l = block->level; l < YT_N_LEVELS; l++)
        open[l] = -1;
    }
    if (block->kind == YT_BLOCK_ATTACHMENT || block->kind == YT_BLOCK_SIGNATURE ||
        ends_sections(analysis, b, highest, last_heading))
      for (guint l = 0; l < YT_N_LEVELS; l++)
        open[l] = -1;
    guint from = block->item_from, depth = 0;
    for (guint i = block->item_from; i < block->item_to; i++) {
      gboolean last = i + 1 == block->item_to;
      if (!last && !yt_plays(analysis, i, YT_ROLE_STOP | YT_ROLE_MARK) &&
          !yt_plays(analysis, i + 1, YT_ROLE_RUN_IN))
        continue;
      const YtItem *item = yt_item(analysis, i);
      char c = analysis->text->text[item->start];
      if (c == '(')
        depth++;
      else if (c == ')' && depth > 0)
        depth--;
      /* a semicolon inside brackets parts agencies, not sentences; a run-in 二是 begins one even where its full stop is lost */
      gboolean run_in = !last && may_begin_run_in(analysis, i + 1) && item->kind != YT_ITEM_STOP &&
                        i > from && yt_begins_run_in(analysis, i + 1);
      if (!last && !run_in && (item->kind != YT_ITEM_STOP || (depth > 0 && c == ';')))
        continue;
      YtSentence sentence = {.start = yt_item(analysis, from)->start,
                             .end = c == '\n' ? item->start : item->end,
                             .item_from = from,
                             .item_to = i + 1,
                             .block = b,
                             .cell = -1};
      depth = 0;
      gsize head_start = 0;
      guint level = from == block->item_from || yt_may_begin_run_in(analysis, from)
                        ? yt_heading_level(analysis->text->text, sentence.start, sentence.end, &head_start)
                        : YT_LEVEL_NONE;
      if (level != YT_LEVEL_NONE && (from == block->item_from || level == YT_LEVEL_RUN_IN)) {
        gint32 measure = measure_at(analysis, (guint32) head_start, &cursor);
        for (guint l = level; l < YT_N_LEVELS; l++)
          open[l] = -1;
        if (measure >= 0) {
          YtMention *mention = yt_mention(analysis, measure);
          mention->parent = -1;
          for (guint l = 0; l < level; l++)
            mention->parent = open[l] >= 0 ? open[l] : mention->parent;
          mention->level = (guint8) level;
          open[level] = measure;
          sentence.is_head = TRUE;
        }
      }
      sentence.measure = -1;
      for (guint l = 0; l < YT_N_LEVELS; l++)
        sentence.measure = open[l] >= 0 ? open[l] : sentence.measure;
      from = i + 1;
      if (sentence.end > sentence.start)
        g_array_append_val(analysis->sentences, sentence);
    }
  }
}

guint
yt_block_at(const YtAnalysis *analysis, guint32 offset)
{
  guint at = 0;
  for (guint n = analysis->blocks->len, half; n > 1; n -= half) { /* without a jump, which would be a guess */
    half = n / 2;
    at += yt_block(analysis, at + half)->start <= offset ? half : 0;
  }
  return at;
}

guint
yt_sentence_at(const YtAnalysis *analysis, guint32 offset)
{
  guint at = 0;
  for (guint n = analysis->sentences->len, half; n > 1; n -= half) {
    half = n / 2;
    at += yt_sentence(analysis, at + half)->start <= offset ? half : 0;
  }
  return at;
}
