/* header.c: the fields at the head and the foot of a document.
 *
 * Five layouts are read alike: a table whose cells stand between '|', "label: value", "[ label ]" with its value on the
 * next line, "label value label value" of a table that lost its bars, and no table at all, where title, number, signature and
 * date stand on lines of their own. Labels are the lists meta/… of the grammar. */
#include "loader/header.h"

#include <string.h>

/* ---- dates ---- */

static char *
date_of(guint year, guint month, guint day)
{
  if (year < 1949 || year > 2100 || !g_date_valid_dmy((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return NULL;
  return g_strdup_printf("%04u-%02u-%02u", year, month, day);
}

static guint
read_digits(const char *text, gsize *i, gsize end, guint most)
{
  guint n = 0, value = 0;
  while (*i < end && g_ascii_isdigit(text[*i]) && n++ < most)
    value = value * 10 + (guint) (text[(*i)++] - '0');
  return n > 0 ? value : 0;
}

/* 二〇二一 → 2021, 二十六 → 26 */
static guint
read_han_number(const char *text, gsize *i, gsize end)
{
  static const char *const digits[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  guint value = 0;
  while (*i + 3 <= end) {
    guint d = 0;
    while (d < 10 && memcmp(text + *i, digits[d], 3) != 0)
      d++;
    if (memcmp(text + *i, "零", 3) == 0 || memcmp(text + *i, "○", 3) == 0)
      d = 0;
    if (memcmp(text + *i, "十", 3) == 0) {
      value = value == 0 ? 10 : value * 10;
      *i += 3;
      gsize next = *i;
      guint unit = 0;
      for (; unit < 10 && !(next + 3 <= end && memcmp(text + next, digits[unit], 3) == 0); unit++)
        ;
      if (unit < 10) {
        value += unit;
        *i += 3;
      }
      return value;
    }
    if (d == 10)
      return value;
    value = value * 10 + d;
    *i += 3;
  }
  return value;
}

static gboolean
skip_word(const char *text, gsize *i, gsize end, const char *word)
{
  gsize n = strlen(word);
  if (*i + n > end || memcmp(text + *i, word, n) != 0)
    return FALSE;
  *i += n;
  return TRUE;
}

/* 2021826: year, month and day ran together; the one reading that is a date, if there is one. */
static char *
find_run_together(const char *text, gsize start, gsize n_digits)
{
  char digits[9] = "";
  memcpy(digits, text + start, MIN(n_digits, 8));
  guint year = 0, rest_digits = (guint) n_digits - 4;
  gsize i = 0;
  year = read_digits(digits, &i, 4, 4);
  char *found = NULL;
  for (guint n_month = 1; n_month <= 2 && n_month < rest_digits; n_month++) {
    gsize m = 4, d = 4 + n_month;
    if (rest_digits - n_month > 2 || (digits[m] == '0' && n_month == 1))
      continue;
    guint month = read_digits(digits, &m, 4 + n_month, 2), day = read_digits(digits, &d, n_digits, 2);
    char *date = digits[4 + n_month] == '0' && rest_digits - n_month == 1 ? NULL : date_of(year, month, day);
    if (date && found) { /* two readings: none is clear */
      g_free(date);
      g_free(found);
      return NULL;
    }
    found = date ? date : found;
  }
  return found;
}

char *
yt_find_date(const char *text, gsize start, gsize end, gsize *date_end)
{
  gsize i = start;
  gboolean han = FALSE;
  gsize n_digits = 0;
  while (i + n_digits < end && g_ascii_isdigit(text[i + n_digits]))
    n_digits++;
  if (n_digits >= 6 && n_digits <= 8) {
    *date_end = i + n_digits;
    return find_run_together(text, i, n_digits);
  }
  guint year = read_digits(text, &i, end, 4);
  if (year == 0) {
    han = TRUE;
    year = read_han_number(text, &i, end);
  }
  if (year < 1949 || year > 2100)
    return NULL;
  if (!skip_word(text, &i, end, "年") && !skip_word(text, &i, end, "-") && !skip_word(text, &i, end, ".") &&
      !skip_word(text, &i, end, "/"))
    return NULL;
  guint month = han ? read_han_number(text, &i, end) : read_digits(text, &i, end, 2);
  if (!skip_word(text, &i, end, "月") && !skip_word(text, &i, end, "-") && !skip_word(text, &i, end, ".") &&
      !skip_word(text, &i, end, "/"))
    return NULL;
  guint day = han ? read_han_number(text, &i, end) : read_digits(text, &i, end, 2);
  skip_word(text, &i, end, "日");
  *date_end = i;
  return date_of(year, month, day);
}

/* ---- small helpers ---- */

static char *
dup_text(const YtAnalysis *analysis, gsize start, gsize end)
{
  const char *text = analysis->text->text;
  while (start < end &&
         (text[start] == ' ' || text[start] == ':' || text[start] == ']' || text[start] == '|'))
    start++;
  while (end > start && (text[end - 1] == ' ' || text[end - 1] == '|' || text[end - 1] == '['))
    end--;
  return end > start ? g_strndup(text + start, end - start) : NULL;
}

static gsize
n_characters(const YtAnalysis *analysis, const YtBlock *block)
{
  return yt_utf8_length(analysis->text->text + block->start, block->end - block->start);
}

/* The head of a document is sought in its first @n blocks, page furniture not counted: where they end. */
static guint
head_of(const YtAnalysis *analysis, guint n)
{
  guint b = 0;
  for (guint seen = 0; b < analysis->blocks->len && seen < n; b++)
    seen += yt_block(analysis, b)->kind != YT_BLOCK_FURNITURE ? 1 : 0;
  return b;
}

static const YtItem *
last_word(const YtAnalysis *analysis, const YtBlock *block) /* the item before the line end */
{
  return block->item_to >= block->item_from + 2 ? yt_item(analysis, block->item_to - 2) : NULL;
}

static void
take(char **field, char *value) /* the first one found stays */
{
  if (*field || !value)
    g_free(value);
  else
    *field = value;
}

/* ---- document numbers ---- */

/* 甬经信函〔2025〕14号, also with [ ] or ( ). FALSE when there is none in [start, end). */
gboolean
yt_find_document_number(const char *text, gsize start, gsize end, gsize *number_start, gsize *number_end,
                        char **normal)
{
  for (gsize i = start; i < end; i++) {
    gsize open = text[i] == '[' || text[i] == '('                                                     ? 1
                 : i + 3 <= end && (memcmp(text + i, "〔", 3) == 0 || memcmp(text + i, "【", 3) == 0) ? 3
                                                                                                      : 0;
    if (open == 0)
      continue;
    gsize p = i + open, year_start = p;
    guint year = read_digits(text, &p, end, 4);
    if (p - year_start != 4 || year < 1949 || year > 2100)
      continue;
    if (!skip_word(text, &p, end, "〕") && !skip_word(text, &p, end, "】") &&
        !skip_word(text, &p, end, "]") && !skip_word(text, &p, end, ")"))
      continue;
    skip_word(text, &p, end, " ");
    skip_word(text, &p, end, "第");
    gsize digits = p;
    guint serial = read_digits(text, &p, end, 6);
    if (serial == 0 || !skip_word(text, &p, end, "号"))
      continue;
    gsize head = i;
    for (guint n = 0; head > start && n < 14; n++) {
      gsize before = yt_utf8_back(text, head);
      if (!yt_is_han(yt_utf8_get(text + before)))
        break;
      head = before;
    }
    if (i - head < 6) /* at least an abbreviation and an organ */
      continue;
    *number_start = head;
    *number_end = p;
    *normal = g_strdup_printf("%.*s〔%u〕%.*s号", (int) (i - head), text + head, year, (int) (p - 3 - digits),
                              text + digits);
    return TRUE;
  }
  return FALSE;
}

/* ---- the table at the head ---- */

static gboolean
is_agency_end(const YtAnalysis *analysis, const YtItem *item)
{
  return yt_item_in(analysis, item, analysis->grammar->suffix_lists[YT_CLASS_AGENCY]) ||
         yt_item_in(analysis, item, analysis->grammar->known.agency_kind);
}

/* Do the words from @start to @end end as an agency's name does? It has @min words or more. @known: or with any name that the gazetteers have. */
static gboolean
ends_as_agency(const YtAnalysis *analysis, const char *words, gsize start, gsize end, guint min,
               gboolean known)
{
  g_autoptr(GArray) items = g_array_new(FALSE, TRUE, sizeof(YtItem));
  yt_segment(analysis->grammar, words, start, end, items);
  const YtItem *last = items->len >= min ? &g_array_index(items, YtItem, items->len - 1) : NULL;
  if (!last || is_agency_end(analysis, last))
    return last != NULL;
  for (guint32 e = known ? yt_lexicon_get_entries(analysis->grammar->lexicon, last->word) : 0; e != 0;
       e = yt_entry(analysis, e)->next)
    if (yt_entry(analysis, e)->class != YT_CLASS_PLACE) /* 智慧岳阳 */
      return TRUE;
  return FALSE;
}

/* The date behind a blank in 某某日报 2024-03-18, cut off from @value with the blank; NULL: there is none. */
static char *
cut_date(char *value)
{
  for (char *blank = strchr(value, ' '); blank; blank = strchr(blank + 1, ' ')) {
    gsize end;
    char *date = g_ascii_isdigit(blank[1])
                     ? yt_find_date(value, (gsize) (blank + 1 - value), strlen(value), &end)
                     : NULL;
    if (date) {
      *blank = '\0';
      return date;
    }
  }
  return NULL;
}

static void
take_meta(YtAnalysis *analysis, guint kind, gsize start, gsize end, char **published, char **meta_issuer)
{
  YtHeader *header = &analysis->header;
  g_autofree char *value = dup_text(analysis, start, end);
  if (!value)
    return;
  gsize date_end;
  switch (kind) {
  case YT_META_INDEX: /* in one word; a label that we do not know may stand behind it */
    value[strcspn(value, " |")] = '\0';
    take(&header->index_number, g_steal_pointer(&value));
    break;
  case YT_META_NUMBER: {
    gsize a, b;
    char *normal = NULL;
    if (yt_find_document_number(value, 0, strlen(value), &a, &b, &normal))
      take(&header->number, normal);
    break;
  }
  case YT_META_ISSUER: /* 来源 may be a newspaper: only an agency issues */
    take(published, cut_date(value));
    if (*value && strcmp(value, "办公室") != 0 &&
        ends_as_agency(analysis, value, 0, strlen(value), 1, TRUE)) {
      take(&header->publisher, g_strdup(value));
      take(meta_issuer, g_steal_pointer(&value));
    }
    break;
  case YT_META_ISSUED: take(&header->issued, yt_find_date(value, 0, strlen(value), &date_end)); break;
  case YT_META_PUBLISHED: take(published, yt_find_date(value, 0, strlen(value), &date_end)); break;
  case YT_META_NAME:
    if (strstr(value, "关于") || g_str_has_prefix(value, "对"))
      take(&header->title, g_steal_pointer(&value));
    break;
  case YT_META_TITLE: take(&header->title, g_steal_pointer(&value)); break;
  default: break;
  }
}

/* Is text [start, end) a label of the table at the head: 来源? */
static gboolean
is_label(const YtAnalysis *analysis, gsize start, gsize end)
{
  const YtLexicon *lexicon = analysis->grammar->lexicon;
  guint32 word = yt_lexicon_find(lexicon, analysis->text->text + start, end - start);
  for (guint k = 0; word != YT_WORD_NONE && k < YT_N_META; k++)
    if (yt_lexicon_in_list(lexicon, yt_lexicon_get(lexicon, word)->set, analysis->grammar->known.meta[k]))
      return TRUE;
  return FALSE;
}

#define MAX_LABELS_BYTES 240 /* of a line, with their values */
#define MAX_VALUE_BYTES  60
#define MIN_PROSE_BYTES  60

/* Behind the last of two labels or more that the line begins with, 时间:… 来源:…; 0: it begins otherwise. */
static gsize
labels_end(const YtAnalysis *analysis, gsize start, gsize end)
{
  const char *text = analysis->text->text, *line = text + start;
  const char *stop = text + MIN(end, start + MAX_LABELS_BYTES);
  gsize last = 0;
  guint n_labels = 0;
  for (const char *colon = line; (colon = memchr(colon, ':', (gsize) (stop - colon))) != NULL; colon++) {
    const char *blank = memrchr(line, ' ', (gsize) (colon - line));
    const char *word = blank ? blank + 1 : line;
    if (is_label(analysis, (gsize) (word - text), (gsize) (colon - text))) {
      last = (gsize) (colon + 1 - text);
      n_labels++;
    } else if (n_labels == 0) {
      return 0;
    }
  }
  return n_labels >= 2 ? last : 0;
}

void
yt_part_labels(YtAnalysis *analysis)
{
  enum { MAX_LINES = 40 };
  char *text = analysis->text->text;
  gsize n_text = analysis->text->n_text;
  guint n_lines = 0;
  for (gsize start = 0, end; start < n_text && n_lines < MAX_LINES; start = end + 1, n_lines++) {
    const char *nl = memchr(text + start, '\n', n_text - start);
    end = nl ? (gsize) (nl - text) : n_text;
    gsize value = end - start > MIN_PROSE_BYTES ? labels_end(analysis, start, end) : 0;
    gsize blank = value;
    while (value > 0 && blank < end && blank < value + MAX_VALUE_BYTES && text[blank] != ' ')
      blank++;
    gsize count = blank + 1; /* 点击: 213 昨天… */
    while (count < end && g_ascii_isdigit(text[count]))
      count++;
    blank = count > blank + 1 && count < end && text[count] == ' ' ? count : blank;
    if (value > 0 && blank < end && text[blank] == ' ' && end - blank > MIN_PROSE_BYTES &&
        yt_find_words(text + blank, end - blank, "。"))
      text[blank] = '\n';
  }
}

static gboolean ends_as_title(const YtAnalysis *analysis, const YtBlock *block);

/* May the line be the value of the label on the line above? Labels without a value (浏览次数:) stand above titles,
 * addressees and text, too. */
static gboolean
may_be_value(const YtAnalysis *analysis, const YtBlock *block, guint kind)
{
  const char *text = analysis->text->text + block->start;
  gsize n = block->end - block->start;
  if (n == 0 || n > 180 || text[n - 1] == ':' || yt_find_words(text, n, "。"))
    return FALSE;
  return kind == YT_META_TITLE ||
         !(yt_find_words(text, n, "关于") || (n >= 36 && ends_as_title(analysis, block)));
}

/* 2020-06-25 09:28 at a line's head, and no words but labels behind it: when the page was published. */
static char *
dup_bare_date(const YtAnalysis *analysis, const YtBlock *block)
{
  const char *text = analysis->text->text;
  gsize p = 0;
  g_autofree char *date =
      g_ascii_isdigit(text[block->start]) ? yt_find_date(text, block->start, block->end, &p) : NULL;
  while (date && p < block->end && (g_ascii_isdigit(text[p]) || text[p] == ':' || text[p] == ' '))
    p++;
  return date && (p == block->end || block->kind == YT_BLOCK_META) ? g_steal_pointer(&date) : NULL;
}

/* Has the table at the head lost its bars, 索引号 014319864/2023-00199 分类 建议提案? Then a line begins with a label whose value
 * must look like one. */
static gboolean
has_lost_bars(const YtAnalysis *analysis, const guint lists[YT_N_META])
{
  const char *text = analysis->text->text;
  for (guint b = 0, end = head_of(analysis, 15); b < end; b++) {
    const YtBlock *block = yt_block(analysis, b);
    const YtItem *label = yt_item(analysis, block->item_from);
    gsize value = label->end, from, to;
    if (value + 1 >= block->end || text[value] != ' ')
      continue;
    if (yt_item_in(analysis, label, lists[YT_META_INDEX]) && g_ascii_isalnum(text[value + 1]))
      return TRUE;
    g_autofree char *found = yt_item_in(analysis, label, lists[YT_META_ISSUED])
                                 ? yt_find_date(text, value + 1, block->end, &to)
                                 : NULL;
    if (!found && yt_item_in(analysis, label, lists[YT_META_NUMBER]))
      yt_find_document_number(text, value, block->end, &from, &to, &found);
    if (found)
      return TRUE;
  }
  return FALSE;
}

static gboolean
begins_cell(char before)
{
  return before == '|' || before == '[' || before == ' ';
}

static guint
label_kind(const YtAnalysis *analysis, const YtItem *item, const guint lists[YT_N_META])
{
  guint found = YT_N_META;
  for (guint k = 0; k < YT_N_META && item->set != 0; k++)
    found = yt_item_in(analysis, item, lists[k]) ? k : found;
  return found;
}

/* A label stands at the beginning of a line or cell, and is followed by ':', ']', '|', or the end of the line; in a table that
 * has lost its bars, by a blank. */
static void
find_meta(YtAnalysis *analysis, const guint lists[YT_N_META], char **published, char **meta_issuer)
{
  const char *text = analysis->text->text;
  gboolean lost_bars = has_lost_bars(analysis, lists);
  guint n = head_of(analysis, 40);
  guint open = YT_N_META; /* a label whose value is the next line */
  for (guint b = 0; b < n; b++) {
    YtBlock *block = yt_block(analysis, b);
    if (block->end - block->start > 600)
      break;
    guint kind = YT_N_META;
    gsize value = 0;
    for (guint i = block->item_from; i < block->item_to; i++) {
      const YtItem *item = yt_item(analysis, i);
      gboolean begins = item->start == block->start || begins_cell(text[item->start - 1]) ||
                        (item->start == block->start + 1 && text[block->start] == '-'); /* -索引号: */
      guint found = begins || kind != YT_N_META ? label_kind(analysis, item, lists) : YT_N_META;
      if (found == YT_N_META)
        continue;
      begins = begins || (found == YT_META_PUBLISHED && item->end - item->start > 6) ||
               g_ascii_isdigit(text[item->start - 1]) ||                              /* 08:00:00来源: */
               (kind != YT_N_META && item->start == value + 1 && text[value] == ':'); /* 浏览次数:来源: */
      gsize after = item->end;
      while (after < block->end && text[after] == ' ')
        after++;
      gboolean ends = after >= block->end || strchr(":]|", text[after]) || (lost_bars && after > item->end);
      if (!begins || !ends)
        continue;
      if (kind != YT_N_META)
        take_meta(analysis, kind, value, item->start, published, meta_issuer);
      kind = found;
      value = item->end;
    }
    if (kind != YT_N_META) {
      block->kind = YT_BLOCK_META;
      g_autofree char *rest = dup_text(analysis, value, block->end);
      take_meta(analysis, kind, value, block->end, published, meta_issuer);
      open = rest ? YT_N_META : kind;
    } else if (open != YT_N_META) {
      if (may_be_value(analysis, block, open)) {
        block->kind = YT_BLOCK_META;
        take_meta(analysis, open, block->start, block->end, published, meta_issuer);
      }
      open = YT_N_META;
    } else if (text[block->start] == '|') {
      block->kind = YT_BLOCK_META;
    }
    if (b < 12) {
      g_autofree char *date = dup_bare_date(analysis, block);
      if (date && memchr(text + block->start, ':',
                         block->end - block->start)) { /* with the hour, or 来源: behind it */
        block->kind = YT_BLOCK_META;
        take(published, g_steal_pointer(&date));
      }
    }
  }
}

/* ---- the page's tools ---- */

#define MIN_TOOLS 6 /* lines in a row */
#define MAX_TOOL  8 /* characters */

static gboolean names_agency(const YtAnalysis *analysis, const YtBlock *block);

static gboolean
begins_with_label(const YtAnalysis *analysis, const guint lists[YT_N_META], const YtBlock *block)
{
  gboolean found = FALSE;
  for (guint k = 0; k < YT_N_META && !found; k++)
    found = yt_item_in(analysis, yt_item(analysis, block->item_from), lists[k]);
  return found;
}

/* Could the line be 辅助浏览 or 白底黑字蓝链接: a few words, no agency and no label of the head's table? */
static gboolean
may_be_tool(const YtAnalysis *analysis, const guint lists[YT_N_META], const YtBlock *block)
{
  if (block->kind != YT_BLOCK_PARAGRAPH || block->end - block->start > 4 * MAX_TOOL ||
      n_characters(analysis, block) > MAX_TOOL || names_agency(analysis, block) ||
      begins_with_label(analysis, lists, block))
    return FALSE;
  for (guint i = block->item_from; i + 1 < block->item_to; i++)
    if (yt_item(analysis, i)->kind != YT_ITEM_HAN && yt_item(analysis, i)->kind != YT_ITEM_LATIN)
      return FALSE;
  return TRUE;
}

/* Above its text a page may list its tools, line by line: MIN_TOOLS such lines or more, before anything long, are furniture. */
static void
find_toolbars(YtAnalysis *analysis, const guint lists[YT_N_META])
{
  guint n = 0;
  for (guint b = 0;
       b < analysis->blocks->len && yt_block(analysis, b)->end - yt_block(analysis, b)->start <= 120; b++) {
    n = may_be_tool(analysis, lists, yt_block(analysis, b)) ? n + 1 : 0;
    for (guint k = 0; k < (n == MIN_TOOLS ? n : n > MIN_TOOLS); k++)
      yt_block(analysis, b - k)->kind = YT_BLOCK_FURNITURE;
  }
}

/* ---- title ---- */

static gboolean
ends_as_title(const YtAnalysis *analysis, const YtBlock *block)
{
  guint types = analysis->grammar->known.document_type;
  const YtItem *last = last_word(analysis, block);
  if (last && last->kind == YT_ITEM_MARK && analysis->text->text[last->start] == ')') { /* …办法(试行) */
    guint i = block->item_to - 2;
    while (i > block->item_from && analysis->text->text[yt_item(analysis, i)->start] != '(')
      i--;
    last = i > block->item_from ? yt_item(analysis, i - 1) : NULL;
  }
  if (!last || last->end - last->start < 12)
    return last && yt_item_in(analysis, last, types);
  return yt_item_in(analysis, last, types) || /* 管理办法 is one word, and a 办法 */
         yt_lexicon_has(analysis->grammar->lexicon, analysis->text->text + last->end - 6, 6, types);
}

static gboolean
names_agency(const YtAnalysis *analysis, const YtBlock *block) /* is the line an agency's name and no more? */
{
  const YtItem *last = last_word(analysis, block);
  if (!last || block->end - block->start > 4 * 60 || n_characters(analysis, block) > 60 ||
      block->kind == YT_BLOCK_FURNITURE)
    return FALSE;
  for (guint i = block->item_from; i + 1 < block->item_to; i++) {
    const YtItem *item = yt_item(analysis, i);
    if (item->kind != YT_ITEM_HAN && item->kind != YT_ITEM_SPACE &&
        (item->kind != YT_ITEM_MARK || analysis->text->text[item->start] == ':' || /* 责任单位:市科技局 */
         analysis->text->text[item->start] == '/'))                                /* 文/图 市科技局 */
      return FALSE;
  }
  return is_agency_end(analysis, last) ||
         (yt_lexicon_get_entries(analysis->grammar->lexicon, last->word) != 0 &&
          yt_entry(analysis, yt_lexicon_get_entries(analysis->grammar->lexicon, last->word))->class ==
              YT_CLASS_AGENCY);
}

/* Does the block stand in the line right below that of the block before it? */
static gboolean
follows_closely(const YtAnalysis *analysis, guint b)
{
  guint n_lines = 0;
  for (gsize p = yt_block(analysis, b - 1)->end; p < yt_block(analysis, b)->start; p++)
    n_lines += analysis->text->text[p] == '\n';
  return n_lines == 1;
}

/* …2024年工作总结 / 及2025年工作要点: a line that ends as titles do, and the next one goes on. */
static gboolean
goes_on_below(const YtAnalysis *analysis, guint b)
{
  if (b + 1 >= analysis->blocks->len || !follows_closely(analysis, b + 1))
    return FALSE;
  const YtBlock *next = yt_block(analysis, b + 1);
  return next->kind == YT_BLOCK_PARAGRAPH && n_characters(analysis, next) <= 60 &&
         ends_as_title(analysis, next) &&
         (yt_text_has(analysis, next->start, "及") || yt_text_has(analysis, next->start, "暨") ||
          yt_text_has(analysis, next->start, "和"));
}

#define MIN_FIRST_LINE  8 /* characters: shorter lines above a title are a site's or a column's name */
#define MAX_SECOND_LINE 24

/* 某某产业基金子基金 / 管理机构遴选公告: does the title that ends in block @b begin in the line above, which ends like no title, site or
 * agency, and without a stop? */
static gboolean
begins_above(const YtAnalysis *analysis, guint b)
{
  const YtBlock *block = yt_block(analysis, b), *above = b > 0 ? yt_block(analysis, b - 1) : NULL;
  if (!above || above->kind != YT_BLOCK_PARAGRAPH || !follows_closely(analysis, b) ||
      n_characters(analysis, block) > MAX_SECOND_LINE || n_characters(analysis, above) < MIN_FIRST_LINE ||
      n_characters(analysis, above) > 60 || names_agency(analysis, above) || ends_as_title(analysis, above) ||
      yt_place_code(analysis, yt_item(analysis, block->item_from), TRUE) != 0)
    return FALSE;
  for (guint i = above->item_from; i + 1 < above->item_to; i++) {
    const YtItem *item = yt_item(analysis, i);
    if (item->kind != YT_ITEM_HAN && item->kind != YT_ITEM_NUMBER && item->kind != YT_ITEM_LATIN)
      return FALSE;
  }
  const YtItem *last = last_word(analysis, above);
  return last && last->kind == YT_ITEM_HAN && !yt_text_ends(analysis, last->end, "网") &&
         !yt_text_ends(analysis, last->end, "公开");
}

#define MAX_MASTHEAD 8 /* characters of 专题会议纪要 above a title that says which */

/* Is a title with 关于, or below a masthead one that ends like it, still to come, below the head of a form (提案办理报告) and above
 * whom the document addresses? */
static gboolean
has_title_below(const YtAnalysis *analysis, guint b)
{
  for (guint line = b + 1; line < MIN(analysis->blocks->len, b + 8); line++) {
    const YtBlock *block = yt_block(analysis, line);
    if (block->kind == YT_BLOCK_ADDRESSEE || block->kind == YT_BLOCK_HEADING ||
        n_characters(analysis, block) > 80)
      return FALSE;
    if (block->kind == YT_BLOCK_PARAGRAPH && ends_as_title(analysis, block) &&
        !strchr(":;", analysis->text->text[block->end - 1]) && !yt_text_has(analysis, block->start, "附件") &&
        (n_characters(analysis, yt_block(analysis, b)) <= MAX_MASTHEAD ||
         yt_find_words(analysis->text->text + block->start, block->end - block->start, "关于")))
      return TRUE;
  }
  return FALSE;
}

/* The line that a title which begins at block @b and does not end there ends at: one of the next three short ones, the first
   that ends as titles do; @b itself without one. */
static guint
title_end_line(const YtAnalysis *analysis, guint b)
{
  for (guint line = b + 1; line <= b + 3 && line < analysis->blocks->len; line++) {
    const YtBlock *block = yt_block(analysis, line);
    if (block->kind != YT_BLOCK_PARAGRAPH || n_characters(analysis, block) > 60 ||
        strchr(":;", analysis->text->text[block->end - 1]) || yt_text_has(analysis, block->end - 3, "。"))
      return b;
    if (ends_as_title(analysis, block))
      return line;
  }
  return b;
}

/* …的通知-乌政发〔2015〕146号, …的意见(国发〔2016〕1号): where a title's line ends without the number behind it. */
static gsize
end_before_number(const YtAnalysis *analysis, const YtBlock *block)
{
  const char *text = analysis->text->text;
  gsize start, end;
  g_autofree char *number = NULL;
  if (!yt_find_document_number(text, block->start, block->end, &start, &end, &number) ||
      start == block->start)
    return block->end;
  gboolean bracket = text[start - 1] == '(' && end + 1 == block->end && text[end] == ')';
  if (!bracket && (end != block->end || !strchr("-_ ", text[start - 1])))
    return block->end;
  while (start > block->start && strchr("(-_ ", text[start - 1]))
    start--;
  return start;
}

/* 云农发〔2025〕14号关于印发…的通知: where a title's line goes on behind the number at its head, which is taken; else where it begins. */
static gsize
take_leading_number(YtAnalysis *analysis, const YtBlock *block)
{
  const char *text = analysis->text->text;
  gsize start, end;
  char *number = NULL;
  if (!yt_find_document_number(text, block->start, block->end, &start, &end, &number))
    return block->start;
  while (end < block->end && text[end] == ' ')
    end++;
  if (start != block->start || !yt_text_has(analysis, (guint32) end, "关于")) {
    g_free(number);
    return block->start;
  }
  take(&analysis->header.number, number);
  return end;
}

static void
find_title(YtAnalysis *analysis)
{
  YtHeader *header = &analysis->header;
  const char *text = analysis->text->text;
  guint seen = 0;
  for (guint b = 0; b < analysis->blocks->len && seen < 12; b++) {
    YtBlock *block = yt_block(analysis, b);
    if (block->kind != YT_BLOCK_PARAGRAPH)
      continue;
    seen++;
    gsize n = n_characters(analysis, block);
    char last = text[block->end - 1];
    if (n < 6 || n > 120 || last == ':' || last == ';' || yt_text_has(analysis, block->start, "附:") ||
        yt_text_has(analysis, block->start, "附件") ||
        yt_find_words(text + block->start, block->end - block->start, "。"))
      continue;
    gboolean about = yt_find_words(text + block->start, block->end - block->start, "关于") != NULL;
    gboolean typed = ends_as_title(analysis, block);
    if ((!about && !typed) || (!about && has_title_below(analysis, b)))
      continue;
    gsize first = take_leading_number(analysis, block), start = first;
    g_autofree char *before = NULL;
    YtBlock *issuer = b > 0 ? yt_block(analysis, b - 1) : NULL;
    if (!about && begins_above(analysis, b)) {
      before = dup_text(analysis, issuer->start, issuer->end);
      issuer->kind = YT_BLOCK_TITLE;
      start = issuer->start;
    } else if (issuer &&
               (yt_text_has(analysis, (guint32) first, "关于") || g_ascii_isdigit(text[block->start])) &&
               names_agency(analysis, issuer)) {
      before = dup_text(analysis, issuer->start, issuer->end);
      take(&header->issuer, g_strdup(before));
      issuer->kind = YT_BLOCK_TITLE;
      start = issuer->start;
    }
    gsize end = end_before_number(analysis, block);
    const char *site = memchr(text + block->start, '_', end - block->start); /* 关于…的通知_某市某局 */
    if (site && site - (text + block->start) >= 3 * 6)
      end = (gsize) (site - text);
    g_autofree char *words = dup_text(analysis, first, end);
    GString *title = g_string_new(before);
    g_string_append(title, words);
    guint last_line = end < block->end ? b
                      : typed          ? b + (goes_on_below(analysis, b) ? 1 : 0)
                                       : title_end_line(analysis, b);
    for (guint line = b + 1; line <= last_line; line++) {
      YtBlock *next = yt_block(analysis, line);
      g_autofree char *more = dup_text(analysis, next->start, next->end);
      g_string_append(title, more);
      next->kind = YT_BLOCK_TITLE;
      end = next->end;
    }
    block->kind = YT_BLOCK_TITLE;
    gsize number_start, number_end;
    char *number = NULL;
    if (end < block->end &&
        yt_find_document_number(text, end, block->end, &number_start, &number_end, &number))
      take(&header->number, number);
    take(&header->title, g_string_free(title, FALSE));
    header->title_start = (guint32) start;
    header->title_end = (guint32) end;
    return;
  }
}

static gboolean
has_stop_before(const char *text, gsize i)
{
  return (i >= 3 && memcmp(text + i - 3, "。", 3) == 0) || text[i - 1] == '\n';
}

/* A reposted text may have lost its title: 为…加快我省…发展,…制订本实施意见 says what it was. */
static void
supply_title(YtAnalysis *analysis)
{
  const char *text = analysis->text->text;
  static const char *const makers[] = {"制定本", "制订本", "提出本", "提出以下", "制定以下", "制定如下"};
  for (guint b = 0, end = head_of(analysis, 8); b < end; b++) {
    const YtBlock *block = yt_block(analysis, b);
    const char *made = NULL;
    for (guint k = 0; k < G_N_ELEMENTS(makers) && !made; k++)
      made = yt_find_words(text + block->start, block->end - block->start, makers[k]);
    if (!made)
      continue;
    gsize type_start = (gsize) (made - text) + strlen("制定本");
    if (strncmp(made + 6, "本", 3) != 0)
      type_start += 3;
    gsize type_end = type_start;
    while (type_end < block->end && yt_is_han(yt_utf8_get(text + type_end)))
      type_end += 3;
    g_autofree char *type = g_strndup(text + type_start, type_end - type_start);
    gsize sentence = (gsize) (made - text);
    while (sentence > block->start && !has_stop_before(text, sentence))
      sentence = yt_utf8_back(text, sentence);
    g_autofree char *clauses = g_strndup(text + sentence, (gsize) (made - text) - sentence);
    g_auto(GStrv) parts = g_strsplit(clauses, ",", -1);
    guint verbs = analysis->grammar->known.measure_verb;
    for (guint n = g_strv_length(parts); n-- > 0;) {
      const char *part = parts[n];
      g_autoptr(GArray) items = g_array_new(FALSE, TRUE, sizeof(YtItem));
      yt_segment(analysis->grammar, part, 0, strlen(part), items);
      guint from = 0;
      const YtItem *item = items->len ? &g_array_index(items, YtItem, 0) : NULL;
      if (item && (strncmp(part, "为", 3) == 0)) { /* 为加快… */
        from = items->len > 1 ? g_array_index(items, YtItem, 1).start : 0;
        item = items->len > 1 ? &g_array_index(items, YtItem, 1) : NULL;
      }
      if (!item || !yt_item_in(analysis, item, verbs))
        continue;
      g_autofree char *about = g_strdup(part + from);
      static const char *const deictic[] = {"我省", "我市", "我区", "我县", "全省", "全市"};
      for (guint k = 0; k < G_N_ELEMENTS(deictic); k++) {
        char *at = strstr(about, deictic[k]);
        if (at)
          memmove(at, at + 6, strlen(at + 6) + 1);
      }
      analysis->header.title = g_strdup_printf("关于%s的%s", about, type);
      analysis->header.title_supplied = TRUE;
      return;
    }
  }
}

/* ---- foot, number, addressee ---- */

static gboolean
begins_with_date(const char *text, const YtBlock *block)
{
  gsize end;
  g_autofree char *date = yt_find_date(text, block->start, block->end, &end);
  return date != NULL;
}

/* 2024年9月 alone: a year and a month. */
static gboolean
is_month_line(const char *text, const YtBlock *block)
{
  guint32 p = block->start;
  guint n = 0;
  for (; p < block->end && g_ascii_isdigit(text[p]); p++)
    n++;
  if (n != 4 || !g_str_has_prefix(text + p, "年"))
    return FALSE;
  for (p += (guint32) strlen("年"), n = 0; p < block->end && g_ascii_isdigit(text[p]); p++)
    n++;
  return n >= 1 && n <= 2 && g_str_has_prefix(text + p, "月") && p + strlen("月") == block->end;
}

static void
find_foot(YtAnalysis *analysis)
{
  const char *text = analysis->text->text;
  YtHeader *header = &analysis->header;
  guint n = analysis->blocks->len;
  for (guint b = 1; b < n; b++) {
    YtBlock *block = yt_block(analysis, b);
    if (block->kind != YT_BLOCK_PARAGRAPH)
      continue;
    gsize date_end = 0;
    g_autofree char *date = yt_find_date(text, block->start, block->end, &date_end);
    if (date && date_end == block->end) {
      block->kind = YT_BLOCK_DATE;
      take(&header->issued, g_steal_pointer(&date));
    }
    gboolean near_end = b + 6 >= n || b * 3 > n * 2;
    if (block->kind == YT_BLOCK_PARAGRAPH && names_agency(analysis, block) &&
        (near_end || (b + 1 < n && (begins_with_date(text, block + 1) || is_month_line(text, block + 1))))) {
      block->kind = YT_BLOCK_SIGNATURE;
      if (!header->issuer) {
        header->issuer = dup_text(analysis, block->start, block->end);
        header->issuer_block = b;
      }
    }
  }
}

#define MAX_SOURCE_BYTES 120

/* (《云州日报》2022年8月26日), (来源:云州日报 2022年8月26日): the bracket at the end of an article says when it was published. */
static char *
dup_date_of_source(const YtAnalysis *analysis)
{
  const char *text = analysis->text->text;
  guint n = analysis->blocks->len;
  for (guint b = n; b-- > 0 && b + 4 >= n;) {
    const YtBlock *block = yt_block(analysis, b);
    gsize end = block->end, date_end = 0;
    if (block->kind == YT_BLOCK_FURNITURE || end == block->start || text[end - 1] != ')')
      continue;
    gsize open = end - 1, floor = end - MIN(MAX_SOURCE_BYTES, end - block->start);
    while (open > floor && text[open] != '(')
      open--;
    gboolean source = text[open] == '(' && (yt_find_words(text + open, end - open, "报") ||
                                            yt_find_words(text + open, end - open, "来源"));
    for (gsize p = open; source && p < end; p++) {
      g_autofree char *date = g_ascii_isdigit(text[p]) && !g_ascii_isdigit(text[p - 1])
                                  ? yt_find_date(text, p, end, &date_end)
                                  : NULL;
      if (date)
        return g_steal_pointer(&date);
    }
  }
  return NULL;
}

/* Above the last signature's line may stand those of others who sign, and the first one issues. */
static void
find_joint_signatures(YtAnalysis *analysis)
{
  YtHeader *header = &analysis->header;
  if (header->issuer_block == 0)
    return;
  guint b = header->issuer_block;
  while (b > 1 && yt_block(analysis, b - 1)->kind == YT_BLOCK_PARAGRAPH &&
         names_agency(analysis, yt_block(analysis, b - 1)))
    yt_block(analysis, --b)->kind = YT_BLOCK_SIGNATURE;
  if (b == header->issuer_block)
    return;
  g_free(header->issuer);
  header->issuer = dup_text(analysis, yt_block(analysis, b)->start, yt_block(analysis, b)->end);
  header->issuer_block = b;
}

/* Of several agencies, 辽宁省工业和信息化厅 辽宁省科学技术厅, the first one issues; 湖北省 科技厅 is one. */
static void
keep_first_issuer(YtAnalysis *analysis)
{
  char *issuer = analysis->header.issuer;
  char *space = issuer ? strchr(issuer, ' ') : NULL;
  if (!space || space == issuer)
    return;
  if (ends_as_agency(analysis, issuer, 0, (gsize) (space - issuer), 2, FALSE))
    *space = '\0';
}

/* Is what stands behind a number on its line no words: a letter (…201号C), or 签发人:张三? */
static gboolean
is_number_line_end(const YtAnalysis *analysis, gsize end, gsize line_end)
{
  const char *text = analysis->text->text;
  if (end < line_end && g_ascii_isupper(text[end]))
    end++;
  while (end < line_end && text[end] == ' ')
    end++;
  return end == line_end || g_str_has_prefix(text + end, "签发人") || g_str_has_prefix(text + end, "签发:");
}

static void
find_numbers(YtAnalysis *analysis)
{
  const char *text = analysis->text->text;
  for (guint b = 0, head = head_of(analysis, 15); b < head; b++) {
    YtBlock *block = yt_block(analysis, b);
    if (block->kind != YT_BLOCK_PARAGRAPH || n_characters(analysis, block) > 30)
      continue;
    gsize start, end;
    char *number = NULL;
    if (yt_find_document_number(text, block->start, block->end, &start, &end, &number)) {
      gboolean alone = start == block->start && is_number_line_end(analysis, end, block->end);
      gboolean bracketed = start == block->start + 1 && text[block->start] == '(' && end + 1 == block->end &&
                           text[end] == ')'; /* (云科函〔2024〕15号) */
      if (alone || bracketed) {
        block->kind = YT_BLOCK_NUMBER;
        take(&analysis->header.number, number);
      } else {
        g_free(number);
      }
    }
  }
}

/* 张掖市人民政府办公室          2025年7月28日, between masthead and title: who issued it, and when. */
static void
find_masthead(YtAnalysis *analysis)
{
  const char *text = analysis->text->text;
  for (guint b = 0, end = head_of(analysis, 10); b < end; b++) {
    YtBlock *block = yt_block(analysis, b);
    const char *space = memchr(text + block->start, ' ', block->end - block->start);
    gsize date_end = 0;
    if (block->kind != YT_BLOCK_PARAGRAPH || !space || n_characters(analysis, block) > 60)
      continue;
    gsize date = (gsize) (space - text);
    while (date < block->end && text[date] == ' ')
      date++;
    g_autofree char *issued = yt_find_date(text, date, block->end, &date_end);
    if (!issued || date_end != block->end)
      continue;
    g_autoptr(GArray) items = g_array_new(FALSE, TRUE, sizeof(YtItem));
    yt_segment(analysis->grammar, text, block->start, (gsize) (space - text), items);
    const YtItem *last = items->len > 0 ? &g_array_index(items, YtItem, items->len - 1) : NULL;
    if (!last || !yt_item_in(analysis, last, analysis->grammar->known.agency_kind))
      continue;
    block->kind = YT_BLOCK_SIGNATURE;
    analysis->header.issuer_block = b;
    take(&analysis->header.issuer, dup_text(analysis, block->start, (gsize) (space - text)));
    take(&analysis->header.issued, g_steal_pointer(&issued));
    return;
  }
}

/* Does block @b begin as the answer to a proposal does, 您提出的《…》收悉? */
static gboolean
begins_answer(const YtAnalysis *analysis, guint b)
{
  static const char *const openings[] = {"提出的", "您", "你", "贵", "《关于"};
  const YtBlock *block = b < analysis->blocks->len ? yt_block(analysis, b) : NULL;
  gboolean opens = FALSE;
  for (guint k = 0; k < G_N_ELEMENTS(openings) && block && !opens; k++)
    opens = yt_text_has(analysis, block->start, openings[k]);
  return opens &&
         yt_find_words(analysis->text->text + block->start, block->end - block->start, "收悉") != NULL;
}

/* Does the line [start, end) call somebody: 郭鹏代表, 各市、州人民政府, 市致公党, 山东代表团? Not 重点做好9个方面工作. */
static gboolean
calls_somebody(const YtAnalysis *analysis, const YtBlock *block)
{
  static const char *const called[] = {"代表", "委员", "同志", "先生", "女士", "各",   "有关", "单位", "部门",
                                       "企业", "机构", "公司", "党",   "民盟", "民建", "民进", "民革", "学社",
                                       "联",   "会",   "团",   "组",   "你",   "贵",   "们"};
  const char *text = analysis->text->text + block->start;
  gsize n = block->end - block->start;
  if (yt_find_words(text, n, "如下")) /* 某市政府印发《…》,现解读如下: */
    return FALSE;
  for (guint k = 0; k < G_N_ELEMENTS(called); k++)
    if (yt_find_words(text, n, called[k]))
      return TRUE;
  const YtKnownLists *known = &analysis->grammar->known;
  for (guint i = block->item_from; i < block->item_to; i++) {
    const YtItem *item = yt_item(analysis, i);
    YtClass class = analysis->grammar->suffix_classes[item->set];
    if (class == YT_CLASS_AGENCY || class == YT_CLASS_INSTITUTION || class == YT_CLASS_COMPANY ||
        yt_item_in(analysis, item, known->agency_kind) ||
        yt_entry_of_word(analysis, item->word, YT_CLASS_AGENCY) ||
        yt_entry_of_word(analysis, item->word, YT_CLASS_INSTITUTION))
      return TRUE;
  }
  return FALSE;
}

static void
find_addressee(YtAnalysis *analysis)
{
  const char *text = analysis->text->text;
  for (guint b = 0, end = head_of(analysis, 25); b < end; b++) {
    YtBlock *block = yt_block(analysis, b);
    gsize n = n_characters(analysis, block);
    if (block->kind != YT_BLOCK_PARAGRAPH)
      continue;
    gboolean colon =
        text[block->end - 1] == ':' && n > 3 && calls_somebody(analysis, block); /* 正文: 摘要: */
    gboolean sentences =
        yt_find_words(text + block->start, block->end - block->start, "。") != NULL; /* …会议。纪要如下: */
    if (colon && begins_answer(analysis, b)) /* 您提出的…收悉,现答复如下: nobody was addressed above it */
      return;
    if ((colon && !sentences && n <= 300) || (!colon && n <= 30 && begins_answer(analysis, b + 1))) {
      block->kind = YT_BLOCK_ADDRESSEE;
      analysis->header.addressee = dup_text(analysis, block->start, block->end - (colon ? 1 : 0));
      return;
    }
    if (n > 120)
      return;
  }
}

/* What an agency's name ends at, in (2025年3月18日佛山市人民政府办公室印发 佛府办〔2025〕9号): who issued it, behind the date. */
static char *
dup_issuer_of_occasion(const char *line, gsize n_line)
{
  static const char *const issued[] = {"印发", "发布", "公布", "制定"};
  const char *end = NULL, *from = yt_find_words(line, n_line, "日");
  if (!from)
    return NULL;
  from += strlen("日");
  for (guint k = 0; k < G_N_ELEMENTS(issued) && !end; k++)
    end = yt_find_words(from, n_line - (gsize) (from - line), issued[k]);
  return end && end > from && end - from <= 90 && !memchr(from, ' ', (gsize) (end - from)) &&
                 !memchr(from, ',', (gsize) (end - from))
             ? g_strndup(from, (gsize) (end - from))
             : NULL;
}

/* ——2025年1月14日在成都市第十八届人民代表大会第三次会议上, (2024年5月20日市政府常务会议通过): a line below the title says when,
 * and may say who and under what number. */
static void
find_occasion(YtAnalysis *analysis)
{
  const char *text = analysis->text->text;
  for (guint b = 1, end = head_of(analysis, 12); b < end; b++) {
    const YtBlock *block = yt_block(analysis, b);
    const char *line = text + block->start;
    gsize date_end, n_line = block->end - block->start;
    if (yt_block(analysis, b - 1)->kind != YT_BLOCK_TITLE || block->kind != YT_BLOCK_PARAGRAPH ||
        n_line > 240 || !(g_str_has_prefix(line, "——") || *line == '(') ||
        !(yt_find_words(line, n_line, "会议") || yt_find_words(line, n_line, "通过") ||
          yt_find_words(line, n_line, "印发") || yt_find_words(line, n_line, "发布")))
      continue;
    gsize date = block->start, number_start, number_end;
    while (date < block->end && !g_ascii_isdigit(text[date]))
      date++;
    take(&analysis->header.issued, yt_find_date(text, date, block->end, &date_end));
    char *number = NULL;
    if (yt_find_document_number(text, block->start, block->end, &number_start, &number_end, &number))
      take(&analysis->header.number, number);
    char *issuer = dup_issuer_of_occasion(line, n_line);
    if (issuer && !analysis->header.issuer)
      analysis->header.issuer_block = b;
    take(&analysis->header.issuer, issuer);
    return;
  }
}

/* 繁体 | English | 无障碍: two bars or more are no headline's. */
static gboolean
is_menu(const YtAnalysis *analysis, const YtBlock *block)
{
  guint n_bars = 0;
  for (guint32 p = block->start; p < block->end; p++)
    n_bars += analysis->text->text[p] == '|' ? 1 : 0;
  return n_bars >= 2;
}

/* News and reports have headlines of any form: the first short line above the first long one. An agency's name on a
 * line of its own belongs to the line below it. */
static void
find_headline(YtAnalysis *analysis)
{
  for (guint b = 0, end = head_of(analysis, 12); b < end; b++) {
    YtBlock *block = yt_block(analysis, b);
    gsize n = n_characters(analysis, block);
    if (block->kind == YT_BLOCK_ADDRESSEE || block->kind == YT_BLOCK_HEADING || n > 80)
      return;
    if (block->kind != YT_BLOCK_PARAGRAPH || n < 8 || is_menu(analysis, block) ||
        strchr(":;,|", analysis->text->text[block->end - 1]) || yt_text_has(analysis, block->end - 3, "。") ||
        analysis->text->text[block->start] == '(')
      continue;
    g_autofree char *words = dup_text(analysis, block->start, block->end), *more = NULL;
    analysis->header.title_start = block->start;
    analysis->header.title_end = block->end;
    block->kind = YT_BLOCK_TITLE;
    if (names_agency(analysis, block) && b + 1 < analysis->blocks->len &&
        n_characters(analysis, yt_block(analysis, b + 1)) < 60) {
      YtBlock *next = yt_block(analysis, b + 1);
      more = dup_text(analysis, next->start, next->end);
      next->kind = YT_BLOCK_TITLE;
      analysis->header.title_end = next->end;
      take(&analysis->header.issuer, g_strdup(words));
    }
    analysis->header.title = g_strconcat(words, more ? more : "", NULL);
    return;
  }
}

/* 联系单位:舞钢市住房和城乡建设局 below a reply that nobody signed: who answers, or who explains. */
static char *
dup_answering_office(const YtAnalysis *analysis)
{
  static const char *const labels[] = {
      "联系单位:", "承办单位:", "办理单位:", "答复单位:", "主办单位:", "解读单位:", "解读机关:"};
  const char *text = analysis->text->text;
  const char *title = analysis->header.title;
  if (title && !strstr(title, "提案") && !strstr(title, "建议") && !strstr(title, "议案") &&
      !strstr(title, "解读"))
    return NULL;
  for (guint b = 0; b < analysis->blocks->len; b++) {
    const YtBlock *block = yt_block(analysis, b);
    for (guint k = 0; k < G_N_ELEMENTS(labels); k++) {
      if (!yt_text_has(analysis, block->start, labels[k]))
        continue;
      gsize start = block->start + strlen(labels[k]), end = start;
      while (end < block->end && !strchr(" ,;(", text[end]) && memcmp(text + end, "、", 3) != 0)
        end += yt_utf8_size(text + end);
      if (ends_as_agency(analysis, text, start, end, 2, FALSE))
        return g_strndup(text + start, end - start);
    }
  }
  return NULL;
}

/* ---- what kind of document it is ---- */

gboolean
yt_looks_forward(const char *title)
{
  static const char *const back[] = {"答复", "复函", "函", "报告", "总结", "回复"};
  static const char *const forward[] = {"意见", "方案", "规划", "计划", "措施", "办法", "政策",
                                        "要点", "通知", "纲要", "细则", "条例", "规定", "的建议"};
  if (!title)
    return FALSE;
  gsize n = strlen(title);
  if (yt_ends_with(title, n, "》")) /* 某市委办公厅印发《关于…的实施意见》 */
    n -= strlen("》");
#pragma GCC unroll 6
  for (guint i = 0; i < G_N_ELEMENTS(back); i++)
    if (yt_ends_with(title, n, back[i]))
      return FALSE;
  gboolean closed = yt_ends_with(title, n, ")");
#pragma GCC unroll 13
  for (guint i = 0; i < G_N_ELEMENTS(forward); i++)
    if (yt_ends_with(title, n, forward[i]) || (closed && strstr(title, forward[i])))
      return TRUE;
  return FALSE;
}

/* 重庆市永川区政府工作报告 is 永川区人民政府's; 2024年政府工作报告 does not say whose. (nullable) */
static char *
dup_reporting_government(const YtAnalysis *analysis)
{
  const char *title = analysis->header.title, *report = title ? strstr(title, "政府工作报告") : NULL;
  g_autoptr(GArray) items = g_array_new(FALSE, TRUE, sizeof(YtItem));
  if (report)
    yt_segment(analysis->grammar, title, 0, (gsize) (report - title), items);
  const YtItem *last = items->len > 0 ? &g_array_index(items, YtItem, items->len - 1) : NULL;
  return last && yt_place_code(analysis, last, items->len == 1) != 0
             ? g_strdup_printf("%.*s人民政府", (int) (last->end - last->start), title + last->start)
             : NULL;
}

gboolean
yt_is_regulation(const char *title)
{
  static const char *const types[] = {"办法", "条例", "规定", "规则", "章程"};
  gsize n = title ? strcspn(title, "(") : 0;
  for (guint k = 0; k < G_N_ELEMENTS(types); k++)
    if (n >= 6 && strncmp(title + n - 6, types[k], 6) == 0 &&
        (n < 12 || strncmp(title + n - 12, "若干", 6) != 0))
      return TRUE;
  return FALSE;
}

/* Takes the blanks out of a title that stand beside a Han character: lines were broken there. */
static void
close_up(char *title)
{
  char *out = title;
  for (const char *p = title; *p; p++)
    if (*p != ' ' || ((guchar) p[1] < 0x80 && (p == title || (guchar) p[-1] < 0x80)))
      *out++ = *p;
  *out = '\0';
}

/* The agency that the first @n bytes of a title say: 云州市人民政府办公室印发关于…. */
static char *
dup_issuer_of_title(const char *title, gsize n)
{
  static const char *const verbs[] = {"印发", "转发", "批转", "发布"};
  for (guint k = 0; k < G_N_ELEMENTS(verbs); k++)
    if (n > strlen(verbs[k]) && strncmp(title + n - strlen(verbs[k]), verbs[k], strlen(verbs[k])) == 0)
      n -= strlen(verbs[k]);
  return g_strchomp(g_strndup(title, n));
}

/* 济南市工业和信息化局, alone in the line below the title: who issued it. Not 各市人民政府, who are called. */
static void
take_issuer_below_title(YtAnalysis *analysis)
{
  YtHeader *header = &analysis->header;
  guint b = header->title_end > 0 ? yt_block_at(analysis, (guint32) header->title_end - 1) + 1 : 0;
  if (b == 0 || b >= analysis->blocks->len)
    return;
  const YtBlock *block = yt_block(analysis, b);
  if (block->kind != YT_BLOCK_PARAGRAPH || block->item_to < block->item_from + 3 ||
      !names_agency(analysis, block) ||
      yt_find_words(analysis->text->text + block->start, block->end - block->start, "各"))
    return;
  header->issuer = dup_text(analysis, block->start, block->end);
  header->issuer_block = b;
}

void
yt_find_header(YtAnalysis *analysis)
{
  g_autofree char *published = NULL, *meta_issuer = NULL;
  YtHeader *header = &analysis->header;
  const guint *labels = analysis->grammar->known.meta;
  find_toolbars(analysis, labels);
  find_meta(analysis, labels, &published, &meta_issuer);
  find_numbers(analysis);
  find_masthead(analysis);
  find_title(analysis);
  if (!header->title)
    supply_title(analysis);
  find_addressee(analysis);
  if (!header->title)
    find_headline(analysis);
  find_foot(analysis);
  find_occasion(analysis);
  find_joint_signatures(analysis);
  take(&header->issued, g_steal_pointer(&published));
  take(&header->issued, dup_date_of_source(analysis));
  if (!header->issuer && header->title)
    take_issuer_below_title(analysis);
  if (!header->issuer && header->title) { /* the title's own beginning: X关于… */
    const char *about = strstr(header->title, "关于");
    gsize n = about ? (gsize) (about - header->title) : 0;
    if (n > 0 && !g_str_has_prefix(header->title, "对") && !memchr(header->title, ':', n) &&
        !yt_find_words(header->title, n, "《")) /* 对…《关于…》的答复, 第135494号:关于… */
      header->issuer = dup_issuer_of_title(header->title, n);
    const char *issued = strstr(header->title, "印发《");
    if (!header->issuer && issued && issued > header->title &&
        ends_as_agency(analysis, header->title, 0, (gsize) (issued - header->title), 2, FALSE))
      header->issuer = g_strndup(header->title, (gsize) (issued - header->title));
    const char *to = strstr(header->title, "对"); /* X对市政协…第15号提案的答复 */
    if (!header->issuer && to && to > header->title &&
        ends_as_agency(analysis, header->title, 0, (gsize) (to - header->title), 2, FALSE))
      header->issuer = g_strndup(header->title, (gsize) (to - header->title));
  }
  take(&header->issuer, g_steal_pointer(&meta_issuer));
  if (!header->issuer)
    header->issuer = dup_reporting_government(analysis);
  if (!header->issuer)
    header->issuer = dup_answering_office(analysis);
  keep_first_issuer(analysis);
  if (header->title)
    close_up(header->title);
}
