/* repair.c: puts back what a crawler lost, where the evidence leaves one reading.
 *
 * Only characters that must have stood there are put in, and nothing is taken out:
 *
 *   document numbers   渝府办发〔201952号 → 〔2019〕52号, 国发201945号, 国发2019〕45号, 国发〔2019〕45, 国发〔201945
 *   dates              20199月 → 2019年9月, 2021617日, 2021年617日, 20251至5月, 2025年9, 9月15, 2025底, 2025全市
 *   titles             《…办法(国发〔2019〕45号) and 根据…的意见》: a title ends in a document's type
 *   quotation marks    “互联网+行动 → “互联网+”: where the words stand in quotes elsewhere, or always do
 *   full stops         …服务一是…二是…三是…: before the next of a row that began in the same line
 *   list numbers       )加快… between (二) and (四), 、加快… between 一、 and 三、, and a heading without any
 *                      where one number is missing and one line can bear it
 *
 * A reading is clear when the digits make one date, when the numbers around make one number, when the words were seen
 * whole; else the text stays as it is. What is put in has no place in the file: the map leads it to the character
 * behind it, so offsets and quotes are still the file's own. Each repair is kept with the reading that it belongs to,
 * and evidence that rests on it says so. */
#include <string.h>

#include "loader/analysis.h"
#include "loader/header.h"

typedef struct {
  gsize at; /* in the text before anything was put in */
  char words[24];
  gsize read_start, read_end; /* the reading, likewise */
} Insertion;

typedef struct {
  YtAnalysis *a;
  const char *text;
  gsize n_text;
  GArray *insertions; /* Insertion, in the order of the text once sorted */
  GHashTable *quoted; /* words that stand in “” or 《》 somewhere, with their marks; made when first wanted */
  guint types, always_quoted, quoted_nouns, title_verbs; /* lists */
} Repair;

static void
insert(Repair *r, gsize at, const char *words, gsize read_start, gsize read_end)
{
  Insertion insertion = {.at = at, .read_start = read_start, .read_end = read_end};
  g_strlcpy(insertion.words, words, sizeof insertion.words);
  g_array_append_val(r->insertions, insertion);
}

static gboolean
has(const Repair *r, gsize at, const char *words)
{
  const char *p = r->text + at;
  while (*words && *p == *words) {
    p++;
    words++;
  }
  return *words == '\0';
}

static gboolean
ends(const Repair *r, gsize start, gsize end, const char *words)
{
  gsize n = strlen(words);
  return end - start >= n && memcmp(r->text + end - n, words, n) == 0;
}

static gboolean
has_one_of(const Repair *r, gsize at, const char *const *words)
{
  while (*words && !has(r, at, *words))
    words++;
  return *words != NULL;
}

static gboolean
ends_in_one_of(const Repair *r, gsize start, gsize end, const char *const *words)
{
  while (*words && !ends(r, start, end, *words))
    words++;
  return *words != NULL;
}

/* ---- digits ---- */

static guint
number_at(const Repair *r, gsize at, gsize n)
{
  guint value = 0;
  for (gsize i = at; i < at + n; i++)
    value = value * 10 + (guint) (r->text[i] - '0');
  return value;
}

static gboolean
is_year(guint year)
{
  return year >= 1978 && year <= 2060; /* what such documents speak of */
}

/* @n digits that are a month and a day of @year in one way only: gives the digits of the month, else 0. */
static gsize
split_day(const Repair *r, guint year, gsize at, gsize n)
{
  gsize found = 0;
  for (gsize n_month = 1; n_month <= 2 && n_month < n && n - n_month <= 2; n_month++) {
    guint month = number_at(r, at, n_month), day = number_at(r, at + n_month, n - n_month);
    gboolean padded = n_month == 1 && n - n_month == 2 && r->text[at] == '0';
    if (padded || month < 1 || month > 12 ||
        !g_date_valid_dmy((GDateDay) day, (GDateMonth) month, (GDateYear) year))
      continue;
    if (found != 0)
      return 0;
    found = n_month;
  }
  return found;
}

/* What ends a number where nothing was lost behind it. */
static const char *const closing[] = {",", "。", ";", ")", "\n", NULL};

static gboolean
closes(const Repair *r, gsize at) /* a mark, and no comma between thousands */
{
  return has_one_of(r, at, closing) && !(r->text[at] == ',' && g_ascii_isdigit(r->text[at + 1]));
}

/* Where the letters of a document number begin, or @end when there are too few: 渝府办发 */
static gsize
number_head(const Repair *r, gsize line, gsize end)
{
  gsize head = end;
  guint n = 0;
  for (; head > line && n < 14; n++) {
    gsize before = yt_utf8_back(r->text, head);
    if (!yt_is_han(yt_utf8_get(r->text + before)))
      break;
    head = before;
  }
  return n >= 2 ? head : end;
}

/* Does a time begin at @at, as far as what stands before it tells: at the head of a clause, or behind 到 and its like? */
static gboolean
opens_time(const Repair *r, gsize line, gsize at)
{
  static const char *const before[] = {",", "。", ";", "(", "到", "自", "于", "截至", "从", NULL};
  return at == line || ends_in_one_of(r, line, at, before);
}

/* Do the letters before @end end as those of document numbers do? 国发, 京政办函; not 印发 */
static gboolean
ends_as_number_head(const Repair *r, gsize head, gsize end)
{
  static const char *const last[] = {"发", "函", "字", "办", "规", "通", "文", "复", "令", NULL};
  static const char *const words[] = {"印发", "下发", "转发", "颁发", "核发", "批发", "开发", "研发", "收发",
                                      "出发", "签发", "制发", "文字", "数字", "签字", "收文", "来函", "公函",
                                      "来文", "流通", "交通", "命令", "答复", "回复", NULL};
  return end > head && ends_in_one_of(r, head, end, last) && !ends_in_one_of(r, head, end, words);
}

/* The digits [i, j) stand before 号, with the year in them. FALSE: no document number. */
static gboolean
repair_number(Repair *r, gsize line, gsize i, gsize j)
{
  static const char *const brackets[][2] = {{"〔", "〕"}, {"[", "]"}, {"【", "】"}, {"(", ")"}};
  gsize n = j - i, end = j + strlen("号");
  if (n < 5 || n > 9 || !is_year(number_at(r, i, 4)) || number_at(r, i + 4, n - 4) == 0)
    return FALSE;
  for (guint k = 0; k < G_N_ELEMENTS(brackets); k++) {
    if (!ends(r, line, i, brackets[k][0]))
      continue;
    gsize open = i - strlen(brackets[k][0]), head = number_head(r, line, open);
    if (head == open || (k == 3 && (!ends_as_number_head(r, head, open) || r->text[end] == ')')))
      return FALSE;
    insert(r, i + 4, brackets[k][1], head, end);
    return TRUE;
  }
  gsize head = number_head(r, line, i);
  if (head == i || !ends_as_number_head(r, head, i))
    return FALSE;
  insert(r, i, "〔", head, end);
  insert(r, i + 4, "〕", head, end);
  return TRUE;
}

/* The digits [i, j) stand behind 〔2019〕 with no 号 behind them, behind 〔 with neither 〕 nor 号, or before 〕 with no 〔 before them. */
static void
repair_number_end(Repair *r, gsize line, gsize i, gsize j)
{
  gsize n = j - i, mark = strlen("〕");
  if (n > 4 && n <= 8 && i >= line + 9 && ends(r, line, i, "〔") && is_year(number_at(r, i, 4)) &&
      r->text[i + 4] != '0' && closes(r, j)) {
    gsize head = number_head(r, line, i - mark);
    if (head < i - mark) {
      insert(r, i + 4, "〕", head, j);
      insert(r, j, "号", head, j);
    }
  } else if (n == 4 && is_year(number_at(r, i, 4)) && has(r, j, "〕")) {
    gsize head = number_head(r, line, i), end = j + mark;
    while (g_ascii_isdigit(r->text[end]))
      end++;
    if (head < i && end > j + mark && has(r, end, "号"))
      insert(r, i, "〔", head, end + strlen("号"));
  } else if (n <= 5 && i >= line + 10 && ends(r, line, i, "〕") && closes(r, j)) {
    gsize year = i - mark - 4, open = year - mark;
    if (open < line || !has(r, open, "〔") || !g_ascii_isdigit(r->text[year]) ||
        !g_ascii_isdigit(r->text[year + 3]))
      return;
    gsize head = number_head(r, line, open);
    if (head < open)
      insert(r, j, "号", head, j);
  }
}

/* The digits [i, j) of a line that begins at @line: a date whose 年, 月 or 日 is lost? */
static void
repair_date(Repair *r, gsize line, gsize i, gsize j)
{
  static const char *const of_a_day[] = {"日均", "日产", "日常", "日处理", "日内", "日益", "日报", NULL};
  static const char *const of_a_year[] = {"底",       "末",       "上半年",   "下半年",   "第一季度",
                                          "第二季度", "第三季度", "第四季度", "前三季度", "一季度",
                                          "二季度",   "三季度",   "四季度",   NULL};
  static const char *const of_a_month[] = {"底", "上旬", "中旬", "下旬", NULL};
  static const char *const ours[] = {"我省", "我市", "我区", "我县", "全省",
                                     "全市", "全区", "全县", "全国", NULL};
  gsize n = j - i;
  if (i > line && (g_ascii_isalnum(r->text[i - 1]) || strchr(".-/+_", r->text[i - 1])))
    return;
  gboolean day = has(r, j, "日") && !has_one_of(r, j, of_a_day);
  if (ends(r, line, i, "年") && i >= line + 7) { /* 2021年617日, 2025年9底 */
    gsize year = i - 3 - 4;
    if (!g_ascii_isdigit(r->text[year]) || !g_ascii_isdigit(r->text[year + 3]) ||
        !is_year(number_at(r, year, 4)))
      return;
    gsize n_month = day && n >= 3 && n <= 4 ? split_day(r, number_at(r, year, 4), i, n) : 0;
    if (n_month != 0)
      insert(r, i + n_month, "月", year, j + 3);
    else if (n <= 2 && number_at(r, i, n) >= 1 && number_at(r, i, n) <= 12 &&
             (has_one_of(r, j, of_a_month) ||
              (r->text[j] == ',' && closes(r, j) && opens_time(r, line, year))))
      insert(r, j, "月", year, j);
    return;
  }
  if (ends(r, line, i, "月")) { /* 2021年9月15, */
    gsize month = i - 3, digits = 0;
    while (digits < 2 && month > line && g_ascii_isdigit(r->text[month - 1])) {
      month--;
      digits++;
    }
    guint value = number_at(r, i, n);
    gboolean dated =
        digits > 0 && month >= line + 7 && ends(r, line, month, "年") && g_ascii_isdigit(r->text[month - 4]);
    gsize start = dated ? month - 7 : month;
    guint year = dated ? number_at(r, start, 4) : 2000; /* a leap year */
    if (digits > 0 && (dated || opens_time(r, line, month)) && n <= 2 && closes(r, j) &&
        g_date_valid_dmy((GDateDay) value, (GDateMonth) number_at(r, month, digits), (GDateYear) year))
      insert(r, j, "日", start, j);
    return;
  }
  if (n < 4 || n > 8 || !is_year(number_at(r, i, 4)) || ends(r, line, i, "第"))
    return;
  if (n == 4) {
    gboolean opens = opens_time(r, line, i);
    if ((has_one_of(r, j, of_a_year) && !has(r, j, "末端")) || (opens && has_one_of(r, j, ours)) ||
        (opens && r->text[j] == ',' && yt_is_han(yt_utf8_get(r->text + j + 1))))
      insert(r, j, "年", i, j);
    return;
  }
  guint month = number_at(r, i + 4, n - 4);
  gboolean plain_month = n <= 6 && month >= 1 && month <= 12 && r->text[i + 4] != '0';
  gboolean to_month = has(r, j, "至") && g_ascii_isdigit(r->text[j + 3]) &&
                      (has(r, j + 4, "月") || (g_ascii_isdigit(r->text[j + 4]) && has(r, j + 5, "月")));
  if (plain_month && (has(r, j, "月") || to_month)) { /* 20199月, 20251至5月 */
    insert(r, i + 4, "年", i, j + 3);
    return;
  }
  gboolean clause = n == 7 && opens_time(r, line, i) && r->text[j] == ',' && !g_ascii_isdigit(r->text[j + 1]);
  gsize n_month = (day && n >= 6) || clause ? split_day(r, number_at(r, i, 4), i + 4, n - 4) : 0;
  if (n_month != 0) {
    gsize end = day ? j + 3 : j;
    insert(r, i + 4, "年", i, end);
    insert(r, i + 4 + n_month, "月", i, end);
    if (!day)
      insert(r, j, "日", i, end);
  }
}

/* Are none of the eight bytes ASCII? */
static inline gboolean
is_all_wide(const char *bytes)
{
  guint64 word;
  memcpy(&word, bytes, sizeof word);
  return (~word & G_GUINT64_CONSTANT(0x8080808080808080)) == 0;
}

static void
repair_digits(Repair *r, gsize line, gsize end)
{
  for (gsize i = line; i < end; i++) {
    while (i + 8 <= end && is_all_wide(r->text + i))
      i += 8;
    if ((guchar) (r->text[i] - '0') > 9)
      continue;
    gsize j = i;
    while (g_ascii_isdigit(r->text[j]))
      j++;
    if (!(has(r, j, "号") && repair_number(r, line, i, j))) {
      repair_number_end(r, line, i, j);
      repair_date(r, line, i, j);
    }
    i = j - 1;
  }
}

/* ---- quotation marks and titles ---- */

#define MAX_QUOTED_BYTES 240
#define MAX_QUOTED       500 /* each lost mark is compared with so many */

/* Notes what stands whole in “” and in 《》, marks included. */
static void
find_quoted(Repair *r)
{
  static const char *const pairs[][2] = {{"“", "”"}, {"《", "》"}};
  r->quoted = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint k = 0; k < G_N_ELEMENTS(pairs); k++)
    for (const char *open = strstr(r->text, pairs[k][0]); open; open = strstr(open + 3, pairs[k][0])) {
      const char *close = g_strstr_len(open + 3, MAX_QUOTED_BYTES, pairs[k][1]);
      const char *again = g_strstr_len(open + 3, MAX_QUOTED_BYTES, pairs[k][0]);
      if (close && (!again || again > close) && !memchr(open, '\n', (gsize) (close - open)) &&
          close - open >= 9 && g_hash_table_size(r->quoted) < MAX_QUOTED)
        g_hash_table_add(r->quoted, g_strndup(open, (gsize) (close - open) + 3));
    }
}

/* The bytes of the longest words between @start and @end that were seen whole in @open and its closing mark elsewhere:
   those that @start begins with (@behind an opening mark), or those that end at @end. 0: none. */
static gsize
seen_whole(Repair *r, gsize start, gsize end, const char *open, gboolean behind)
{
  gsize found = 0;
  GHashTableIter iter;
  gpointer key;
  if (!r->quoted)
    find_quoted(r);
  g_hash_table_iter_init(&iter, r->quoted);
  while (g_hash_table_iter_next(&iter, &key, NULL)) {
    const char *words = key;
    gsize n = strlen(words) - 6;
    if (strncmp(words, open, 3) == 0 && start + n <= end && n > found &&
        memcmp(r->text + (behind ? start : end - n), words + 3, n) == 0)
      found = n;
  }
  return found;
}

/* The end of the longest word of @list that begins at @at, or 0. */
static gsize
listed_at(const Repair *r, gsize at, gsize end, guint list)
{
  const YtLexicon *lexicon = r->a->grammar->lexicon;
  guint32 node = 0;
  gsize found = 0;
  for (gsize p = at; p < end;) {
    node = yt_lexicon_step(lexicon, node, yt_utf8_get(r->text + p));
    if (node == 0)
      break;
    p += yt_utf8_size(r->text + p);
    guint32 word = yt_lexicon_word_at(lexicon, node);
    if (word != YT_WORD_NONE && yt_lexicon_in_list(lexicon, yt_lexicon_get(lexicon, word)->set, list))
      found = p;
  }
  return found;
}

/* The start of a word of @list of at most eight characters that ends at @at, or @at. */
static gsize
listed_before(const Repair *r, gsize start, gsize at, guint list)
{
  gsize found = at, p = at;
  for (guint n = 0; n < 8 && p > start; n++) {
    p = yt_utf8_back(r->text, p);
    if (listed_at(r, p, at, list) == at)
      found = p;
  }
  return found;
}

/* “血塞通软胶囊“三七…”: do words go on from @end to the mark that opens at @limit? Then the first name is longer than seen. */
static gboolean
runs_on(const Repair *r, gsize end, gsize limit)
{
  if (end == limit || !has(r, limit, "“"))
    return FALSE;
  for (gsize p = end; p < limit; p += yt_utf8_size(r->text + p))
    if (!yt_is_han(yt_utf8_get(r->text + p)))
      return FALSE;
  return TRUE;
}

/* “ at @open is not closed before @limit. */
static void
close_quote(Repair *r, gsize open, gsize limit)
{
  gsize seen = seen_whole(r, open + 3, limit, "“", TRUE), end = seen != 0 ? open + 3 + seen : 0;
  if (seen == 0) {
    end = listed_at(r, open + 3, limit, r->always_quoted);
    if (end != 0 && listed_at(r, end, limit, r->quoted_nouns) == 0) /* “互联网+政务服务 goes on */
      return;
  }
  if (end != 0 && !runs_on(r, end, limit))
    insert(r, end, "”", open, end);
}

static void
open_quote(Repair *r, gsize limit, gsize close)
{
  gsize start = close - seen_whole(r, limit, close, "“", FALSE);
  if (close - start < 12) /* of a few characters a longer name may end: “浦汇模坊”, and later “模坊” */
    start = close;
  if (start == close)
    start = listed_before(r, limit, close, r->always_quoted);
  if (start < close)
    insert(r, start, "“", start, close + 3);
}

/* Is @end behind a word that says what kind of document it is, …办法 or …措施? */
static gboolean
ends_as_title(const Repair *r, gsize start, gsize end)
{
  static const char *const second[] = {"纲要", "计划", "方案", "措施", "细则", "清单", "要点", "意见", NULL};
  gsize type = listed_before(r, start, end, r->types);
  if (type == end || type == start || end - start < 15)
    return FALSE;
  for (gsize p = start + 9; p < type;
       p += yt_utf8_size(r->text + p)) { /* 《…办法正在征求意见: it may end before */
    gsize other = listed_at(r, p, end, r->types);
    gboolean goes_on =
        has(r, other, "的") || has(r, other, "和") || (other == type && has_one_of(r, type, second));
    if (other >= p + 6 && other <= type && !goes_on)
      return FALSE;
  }
  return TRUE;
}

/* Where the title of a proposal ends that stands open at @open: 您提出的《关于…的建议收悉, but 《强化…》的提案收悉; 0: there is none. */
static gsize
end_of_proposal(const Repair *r, gsize open, gsize limit)
{
  static const char *const types[] = {"建议", "提案", "议案", NULL};
  const char *received = yt_find_words(r->text + open, limit - open, "收悉");
  gsize end = received ? (gsize) (received - r->text) : open;
  end -= ends(r, open, end, "已") ? strlen("已") : 0;
  if (end - open > MAX_QUOTED_BYTES || !ends_in_one_of(r, open, end, types))
    return 0;
  gsize of = end - strlen("的提案");
  return has(r, open, "《关于") || !has(r, of, "的") ? end : of;
}

/* 《 at @open is not closed before @limit: the title ends where it was seen to end, or with a document's type before a mark. */
static void
close_title(Repair *r, gsize open, gsize limit)
{
  static const char *const marks[] = {",", "。", ";", "、", "(", ")", "\n", "“", "”", NULL};
  gsize seen = seen_whole(r, open + 3, limit, "《", TRUE), end = seen != 0 ? open + 3 + seen : 0;
  if (end == 0)
    end = end_of_proposal(r, open, limit);
  if (end == 0) {
    gsize p = open + 3;
    while (p < limit && p - open <= MAX_QUOTED_BYTES && !has_one_of(r, p, marks))
      p += yt_utf8_size(r->text + p);
    if (p > limit || p - open > MAX_QUOTED_BYTES || !ends_as_title(r, open + 3, p))
      return;
    gsize start, number_end;
    g_autofree char *number = NULL;
    const char *bracket = r->text[p] == '(' ? g_strstr_len(r->text + p, 60, ")") : NULL;
    if (r->text[p] == '(' && /* (试行) belongs to a title, its number does not */
        !(bracket && (yt_find_document_number(r->text, p + 1, (gsize) (bracket - r->text), &start,
                                              &number_end, &number) ||
                      has(r, p + 1, "以下简称"))))
      return;
    end = p;
  }
  insert(r, end, "》", open, end);
}

static void
open_title(Repair *r, gsize limit, gsize close)
{
  gsize start = close - seen_whole(r, limit, close, "《", FALSE);
  if (close - start < 18) /* 若干措施 ends many titles */
    start = close;
  if (start == close) {
    static const char *const marks[] = {",", "。", ";", "、", "(", ")", ":", "”", "》", NULL};
    gsize clause = close;
    while (clause > limit && !ends_in_one_of(r, limit, clause, marks))
      clause = yt_utf8_back(r->text, clause);
    if (close - clause > MAX_QUOTED_BYTES || !ends_as_title(r, clause, close))
      return;
    const char *about = yt_find_words(r->text + clause, close - clause, "关于");
    gsize before = about ? (gsize) (about - r->text) : close; /* verbs behind 关于 are the title's own */
    for (gsize p = clause; p < before; p += yt_utf8_size(r->text + p)) {
      gsize end = listed_at(r, p, before, r->title_verbs);
      if (end != 0)
        start = has(r, end, "了") || has(r, end, "的") ? end + 3 : end;
    }
    if (start == close && about && before == clause)
      start = clause;
    if (start >= close || close - start < 15)
      return;
  }
  insert(r, start, "《", start, close + 3);
}

static void
repair_pairs(Repair *r, gsize line, gsize end, const char *open, const char *close,
             void (*closer)(Repair *, gsize, gsize), void (*opener)(Repair *, gsize, gsize))
{
  gsize pending = G_MAXSIZE, behind = line; /* an open mark; behind the last closing one */
  for (gsize p = line; p < end; p += yt_utf8_size(r->text + p)) {
    if ((guchar) r->text[p] < 0xE2 || (guchar) r->text[p] > 0xE3)
      continue;
    if (has(r, p, open)) {
      if (pending != G_MAXSIZE)
        closer(r, pending, p);
      pending = p;
    } else if (has(r, p, close)) {
      if (pending == G_MAXSIZE)
        opener(r, behind, p);
      pending = G_MAXSIZE;
      behind = p + strlen(close);
    }
  }
  if (pending != G_MAXSIZE)
    closer(r, pending, end);
}

/* Titles may stand in titles: with as many marks of either kind nothing is lost. */
static gboolean
is_even(const Repair *r, gsize line, gsize end, const char *open, const char *close)
{
  gint depth = 0;
  gboolean nested = FALSE;
  const char *text = r->text, first = open[0]; /* with which the other one begins too */
  for (const char *at = text + line; (at = memchr(at, first, (gsize) (text + end - at))) != NULL; at++) {
    gsize p = (gsize) (at - text);
    depth += has(r, p, open) ? 1 : has(r, p, close) ? -1 : 0;
    nested = nested || depth < 0 || depth > 1;
  }
  return depth == 0 && (!nested || strcmp(open, "《") == 0);
}

static void
repair_marks(Repair *r, gsize line, gsize end)
{
  if (!is_even(r, line, end, "《", "》"))
    repair_pairs(r, line, end, "《", "》", close_title, open_title);
  if (!is_even(r, line, end, "“", "”"))
    repair_pairs(r, line, end, "“", "”", close_quote, open_quote);
}

/* ---- full stops in a row of 一是, 二是 ---- */

static const char *const han_digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};

static void
repair_stops(Repair *r, gsize line, gsize end)
{
  guint said = 0;            /* of the row, in this line */
  const char last = "是"[2]; /* fewer characters end with it than begin as 是 does */
  for (const char *at = r->text + line; (at = memchr(at, last, (gsize) (r->text + end - at))) != NULL; at++) {
    gsize behind = (gsize) (at - r->text) + 1;
    if (behind < line + 6 || !has(r, behind - 3, "是"))
      continue;
    gsize number = behind - 6;
    guint n = 1;
    while (n <= 10 && !has(r, number, han_digits[n]))
      n++;
    if (n == 1)
      said = 1;
    if (n == 1 || n > 10 || n != said + 1)
      continue;
    gboolean joined = number > line && yt_is_han(yt_utf8_get(r->text + yt_utf8_back(r->text, number)));
    if (joined && (ends(r, line, number, "第") || ends(r, line, number, "十")))
      continue;
    if (joined)
      insert(r, number, "。", number, number + 6);
    said = n;
  }
}

/* ---- numbers of headings ---- */

typedef enum { STYLE_SECTION, STYLE_HAN, STYLE_DIGITS, STYLE_PLAIN, N_STYLES } Style; /* 一、 (一) (1) 1. */

/* A line that has a number, or has lost it in part or altogether. */
typedef struct {
  gsize start, end;
  guint8 style;
  gboolean is_lost; /* ')加快' */
  gboolean is_bare; /* no number, but it might have had one */
  guint number;     /* 0 where it is lost */
} Heading;

static guint
han_value(const char *text, gsize *i)
{
  guint value = 0;
  gboolean any = TRUE;
  while (any && ((guchar) text[*i] == 0xE4 || (guchar) text[*i] == 0xE5)) { /* with which all of them begin */
    any = FALSE;
    for (guint d = 1; d <= 10 && !any; d++)
      if (strncmp(text + *i, han_digits[d], 3) == 0) {
        value = d == 10 ? (value == 0 ? 10 : value * 10) : value + d;
        *i += 3;
        any = TRUE;
      }
  }
  return value;
}

static guint
digits_value(const char *text, gsize *i)
{
  guint value = 0;
  for (guint n = 0; n < 3 && g_ascii_isdigit(text[*i]); n++)
    value = value * 10 + (guint) (text[(*i)++] - '0');
  return value;
}

/* Could the line be a heading that lost its number? Short, no sentence, and begins with what one does. */
static gboolean
may_be_heading(const Repair *r, gsize start, gsize end)
{
  gsize n = yt_utf8_length(r->text + start, end - start);
  return n >= 4 && n <= 36 && !strchr(";:,)", r->text[end - 1]) && !ends(r, start, end, "。") &&
         !yt_find_words(r->text + start, end - start, "。") && yt_is_han(yt_utf8_get(r->text + start)) &&
         listed_at(r, start, end, r->a->grammar->known.measure_verb) != 0;
}

static gboolean
read_heading(const Repair *r, gsize start, gsize end, Heading *heading)
{
  *heading = (Heading){.start = start, .end = end};
  const char *text = r->text;
  gsize i = start;
  if (text[i] == ')' || has(r, i, "、") || text[i] == '.') {
    gsize behind = i + yt_utf8_size(text + i);
    heading->is_lost = behind < end && yt_is_han(yt_utf8_get(text + behind));
    heading->style = text[i] == ')' ? STYLE_HAN : text[i] == '.' ? STYLE_PLAIN : STYLE_SECTION;
    return heading->is_lost;
  }
  if (text[i] == '(') {
    i++;
    heading->number = han_value(text, &i);
    heading->style = heading->number != 0 ? STYLE_HAN : STYLE_DIGITS;
    if (heading->number == 0)
      heading->number = digits_value(text, &i);
    return heading->number != 0 && text[i] == ')';
  }
  heading->number = han_value(text, &i);
  if (heading->number != 0 && has(r, i, "、")) {
    heading->style = STYLE_SECTION;
    return TRUE;
  }
  i = start;
  heading->number = digits_value(text, &i);
  if (heading->number != 0 && (text[i] == '.' || has(r, i, "、")) && !g_ascii_isdigit(text[i + 1])) {
    heading->style = STYLE_PLAIN;
    return TRUE;
  }
  heading->number = 0;
  heading->is_bare = may_be_heading(r, start, end);
  return heading->is_bare;
}

static void
append_han(GString *out, guint value) /* 1 to 99 */
{
  if (value >= 10)
    g_string_append_printf(out, "%s十", value >= 20 ? han_digits[value / 10] : "");
  g_string_append(out, value % 10 != 0 ? han_digits[value % 10] : "");
}

static void
put_number(Repair *r, const Heading *heading, Style style, guint number)
{
  g_autoptr(GString) words = g_string_new(style == STYLE_HAN || style == STYLE_DIGITS ? "(" : "");
  if (style == STYLE_SECTION || style == STYLE_HAN)
    append_han(words, number);
  else
    g_string_append_printf(words, "%u", number);
  static const char *const behind[N_STYLES] = {"、", ")", ")", "."};
  if (!heading->is_lost)
    g_string_append(words, behind[style]);
  insert(r, heading->start, words->str, heading->start,
         heading->is_lost ? heading->start + strlen(behind[style]) : heading->start);
}

/* Between two headings of one style and scope, @from and @to (or the scope's end): numbers the lost ones where the count
 * comes out even, or the one line that could be the only missing one. */
static void
number_between(Repair *r, GArray *headings, guint from, guint to, Style style, guint before, guint after)
{
  guint n_lost = 0, n_bare = 0, bare = 0;
  for (guint i = from; i < to; i++) {
    const Heading *h = &g_array_index(headings, Heading, i);
    gboolean fits = h->is_lost && (h->style == style || (style == STYLE_DIGITS && h->style == STYLE_HAN));
    n_lost += fits ? 1 : 0;
    if (h->is_bare) {
      n_bare++;
      bare = i;
    }
  }
  gboolean even = after != 0 ? after == before + n_lost + 1 : before != 0;
  if (n_lost > 0 && even && before + n_lost <= 99) {
    guint number = before;
    for (guint i = from; i < to; i++) {
      const Heading *h = &g_array_index(headings, Heading, i);
      if (h->is_lost && (h->style == style || (style == STYLE_DIGITS && h->style == STYLE_HAN)))
        put_number(r, h, style, ++number);
    }
  } else if (n_lost == 0 && n_bare == 1 && before != 0 && after == before + 2) {
    put_number(r, &g_array_index(headings, Heading, bare), style, before + 1);
  }
}

/* Lost brackets between headings of both styles go with the last one seen. */
static void
repair_headings(Repair *r)
{
  g_autoptr(GArray) headings = g_array_new(FALSE, FALSE, sizeof(Heading));
  gboolean any = FALSE;
  for (gsize start = 0; start < r->n_text;) {
    const char *nl = memchr(r->text + start, '\n', r->n_text - start);
    gsize end = nl ? (gsize) (nl - r->text) : r->n_text;
    Heading heading;
    if (end > start && read_heading(r, start, end, &heading)) {
      g_array_append_val(headings, heading);
      any = TRUE;
    }
    start = end + 1;
  }
  for (guint style = 0; any && style < N_STYLES; style++) {
    guint last = 0, before = 0; /* behind the last heading of this style in this scope, and its number */
    for (guint i = 0; i <= headings->len; i++) {
      const Heading *h = i < headings->len ? &g_array_index(headings, Heading, i) : NULL;
      gboolean outer =
          !h || (h->number != 0 && h->style < style && !(h->style == STYLE_HAN && style == STYLE_DIGITS));
      gboolean same = h && h->number != 0 && h->style == style;
      if (!outer && !same)
        continue;
      if (same || before != 0)
        number_between(r, headings, last, i, style, before, same && h->number > before ? h->number : 0);
      before = same ? h->number : 0;
      last = i + 1;
    }
  }
}

/* ---- all of it ---- */

static int
compare_insertions(gconstpointer x, gconstpointer y)
{
  const Insertion *a = x, *b = y;
  return a->at != b->at ? (a->at < b->at ? -1 : 1)
                        : (a->read_start > b->read_start) - (a->read_start < b->read_start);
}

/* Where an offset of the text before is now: behind what was put in there, unless @before. by[i]: bytes of the first
 * i insertions. */
static guint32
moved(const GArray *insertions, const gsize *by, gsize offset, gboolean before)
{
  guint lo = 0, hi = insertions->len; /* how many stand before it */
  while (lo < hi) {
    guint mid = (lo + hi) / 2;
    gsize at = g_array_index(insertions, Insertion, mid).at;
    if (at < offset || (at == offset && !before))
      lo = mid + 1;
    else
      hi = mid;
  }
  return (guint32) (offset + by[lo]);
}

static void
put_in(Repair *r)
{
  YtAnalysis *a = r->a;
  g_array_sort(r->insertions, compare_insertions);
  for (guint i = r->insertions->len; i-- > 1;) { /* two kinds of evidence may want the same mark */
    const Insertion *x = &g_array_index(r->insertions, Insertion, i - 1), *y = x + 1;
    if (x->at == y->at && strcmp(x->words, y->words) == 0)
      g_array_remove_index(r->insertions, i);
  }
  g_autofree gsize *offsets = g_new(gsize, r->insertions->len);
  g_autofree const char **words = g_new(const char *, r->insertions->len);
  g_autofree gsize *by = g_new0(gsize, r->insertions->len + 1);
  for (guint i = 0; i < r->insertions->len; i++) {
    const Insertion *insertion = &g_array_index(r->insertions, Insertion, i);
    offsets[i] = insertion->at;
    words[i] = insertion->words;
    by[i + 1] = by[i] + strlen(insertion->words);
  }
  for (guint i = 0; i < r->insertions->len; i++) {
    const Insertion *insertion = &g_array_index(r->insertions, Insertion, i);
    YtRepair repair = {.start = (guint32) (insertion->at + by[i]),
                       .end = (guint32) (insertion->at + by[i + 1]),
                       .read_start = moved(r->insertions, by, insertion->read_start, TRUE),
                       .read_end = moved(r->insertions, by, insertion->read_end, FALSE)};
    g_array_append_val(a->repairs, repair);
  }
  yt_text_insert(a->text, offsets, words, r->insertions->len);
}

void
yt_repair_text(YtAnalysis *a)
{
  Repair r = {.a = a, .text = a->text->text, .n_text = a->text->n_text};
  r.insertions = g_array_new(FALSE, FALSE, sizeof(Insertion));
  r.types = a->grammar->known.document_type;
  r.always_quoted = a->grammar->known.repair_quoted;
  r.quoted_nouns = a->grammar->known.repair_quoted_noun;
  r.title_verbs = a->grammar->known.repair_title_verb;
  for (gsize line = 0; line < r.n_text;) {
    const char *nl = memchr(r.text + line, '\n', r.n_text - line);
    gsize end = nl ? (gsize) (nl - r.text) : r.n_text;
    repair_digits(&r, line, end);
    repair_marks(&r, line, end);
    repair_stops(&r, line, end);
    line = end + 1;
  }
  repair_headings(&r);
  if (r.insertions->len > 0)
    put_in(&r);
  g_array_unref(r.insertions);
  g_clear_pointer(&r.quoted, g_hash_table_unref);
}

guint
yt_repair_at(const YtAnalysis *a, guint32 offset)
{
  guint lo = 0, hi = a->repairs->len;
  while (lo < hi) {
    guint mid = (lo + hi) / 2;
    if (yt_repair(a, mid)->end <= offset)
      lo = mid + 1;
    else
      hi = mid;
  }
  return lo;
}

gboolean
yt_is_repaired(const YtAnalysis *a, guint32 start, guint32 end)
{
  guint i = yt_repair_at(a, start);
  return i < a->repairs->len && yt_repair(a, i)->start < end;
}

char *
yt_dup_unrepaired(const YtAnalysis *a, guint32 start, guint32 end)
{
  GString *words = g_string_new(NULL);
  for (guint i = yt_repair_at(a, start); i < a->repairs->len && yt_repair(a, i)->end <= end; i++) {
    const YtRepair *repair = yt_repair(a, i);
    g_string_append_len(words, a->text->text + start, (gssize) (repair->start - start));
    start = repair->end;
  }
  g_string_append_len(words, a->text->text + start, (gssize) (end - start));
  return g_string_free(words, FALSE);
}
