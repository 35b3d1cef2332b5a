/* amounts.c: numbers with their units.
 *
 *   amount := number ((multiplier | unit)? ("-" | "—" | "~" | "至" | "到") number)? about? multiplier* about? unit
 *   about  := 余 | 多 | 来            multiplier := 十 | 百 | 千 | 万 | 亿
 *   unit   := unit "/" unit
 *
 * Some words are units at the end of a phrase alone, behind what is measured: 水池长度260米, but not 3米板. An index, such as
 * PUE, has no unit; "-" stands for it then, as in tables. 成 is one where nothing goes on with it, 近三成的, and 番 behind 翻.
 *
 * The words of the segmentation do not always end where a unit does (10余/个项目), so units are read from the text. */
#include "loader/amounts.h"

#include <string.h>

void
yt_find_amount_lists(const YtGrammar *grammar, YtAmountLists *lists)
{
  lists->unit = yt_grammar_find_list(grammar, "unit");
  lists->not_unit = yt_grammar_find_list(grammar, "quantity/not-unit");
  lists->compound = yt_grammar_find_list(grammar, "quantity/not-unit-but-noun");
  lists->time_unit = yt_grammar_find_list(grammar, "quantity/time-unit");
  lists->spelled_unit = yt_grammar_find_list(grammar, "quantity/spelled-unit");
  lists->end_unit = yt_grammar_find_list(grammar, "quantity/end-unit");
  lists->index = yt_grammar_find_list(grammar, "quantity/index");
}

static gboolean
has(const YtAnalysis *a, gsize p, const char *words)
{
  return p < a->text->n_text && yt_text_has(a, p, words);
}

/* ---- units ---- */

/* The longest unit at text offset @p that ends before @end: its word, or YT_WORD_NONE. */
static guint32
unit_at(const YtAnalysis *a, const YtAmountLists *lists, gsize p, gsize end, gsize *unit_end)
{
  const YtLexicon *lexicon = a->grammar->lexicon;
  const char *text = a->text->text;
  guint32 node = 0, found = YT_WORD_NONE;
  for (gsize i = p; i < end;) {
    node = yt_lexicon_step(lexicon, node, yt_utf8_get(text + i));
    if (node == 0)
      break;
    i += yt_utf8_size(text + i);
    guint32 word = yt_lexicon_word_at(lexicon, node);
    if (word != YT_WORD_NONE &&
        yt_lexicon_in_list(lexicon, yt_lexicon_get(lexicon, word)->set, lists->unit) &&
        !yt_lexicon_in_list(lexicon, yt_lexicon_get(lexicon, word)->set, lists->compound)) {
      found = word;
      *unit_end = i;
    }
  }
  return found;
}

static inline gboolean
is_same(const char *unit, gsize n, const char *word)
{
  return n == strlen(word) && memcmp(unit, word, n) == 0;
}

static YtAmountKind
kind_of_unit(const YtAnalysis *a, const YtAmountLists *lists, guint set, const char *unit)
{
#define MEASURE(unit)                                                                                        \
  {                                                                                                          \
    unit, sizeof unit - 1                                                                                    \
  }
  static const struct {
    const char *unit;
    gsize n;
  } measures[] = {MEASURE("米"),   MEASURE("亩"), MEASURE("公顷"), MEASURE("吨"),   MEASURE("千克"),
                  MEASURE("公斤"), MEASURE("升"), MEASURE("瓦"),   MEASURE("瓦时"), MEASURE("平方"),
                  MEASURE("W"),    MEASURE("Wh"), MEASURE("B"),    MEASURE("P"),    MEASURE("FLOPS"),
                  MEASURE("里"),   MEASURE("伏")};
#undef MEASURE
  gsize n = strlen(unit);
  if (yt_lexicon_in_list(a->grammar->lexicon, set, lists->time_unit))
    return YT_AMOUNT_TIME;
  if (is_same(unit, n, "%") || is_same(unit, n, "‰") || is_same(unit, n, "倍") || is_same(unit, n, "成") ||
      is_same(unit, n, "番") || yt_begins_with(unit, "个百分点"))
    return YT_AMOUNT_RATIO;
  if (yt_ends_with(unit, n, "元") || yt_ends_with(unit, n, "人民币") || yt_ends_with(unit, n, "英镑") ||
      yt_ends_with(unit, n, "港币"))
    return YT_AMOUNT_MONEY;
  for (guint i = 0; i < G_N_ELEMENTS(measures); i++)
    if (n >= measures[i].n && unit[n - 1] == measures[i].unit[measures[i].n - 1] &&
        memcmp(unit + n - measures[i].n, measures[i].unit, measures[i].n) == 0)
      return YT_AMOUNT_MEASURE;
  return YT_AMOUNT_COUNT;
}

static gboolean
skip_one_of(const YtAnalysis *a, gsize *p, gsize end, const char *const *words)
{
  for (guint i = 0; words[i]; i++)
    if (*p < end && has(a, *p, words[i])) {
      *p += strlen(words[i]);
      return TRUE;
    }
  return FALSE;
}

/* Does a phrase end at @p: at a mark, or with 以上 and the like? */
static gboolean
ends_phrase(const YtAnalysis *a, gsize p, gsize end)
{
  static const char *const bounds[] = {"以上", "以下", "以内", "左右", "之内"};
  static const char *const marks[] = {",", "、", "。", ";", ")", "”", "\n"};
  if (p >= end)
    return TRUE;
  for (guint k = 0; k < G_N_ELEMENTS(bounds); k++)
    if (has(a, p, bounds[k]))
      p += strlen(bounds[k]);
  for (guint k = 0; k < G_N_ELEMENTS(marks); k++)
    if (has(a, p, marks[k]))
      return TRUE;
  return p >= end;
}

/* The item before the number at item @i and what may stand between them, 达到 or 不高于; @i where there is none. */
static guint32
measured_before(const YtAnalysis *a, guint32 i)
{
  const YtItem *item;
  guint32 p = i;
  do {
    if (p == 0)
      return i;
    item = yt_item(a, --p);
  } while (i - p < 6 && item->kind == YT_ITEM_HAN && item->mention == 0 &&
           (yt_item_in(a, item, a->grammar->figures.about) ||
            yt_item_in(a, item, a->grammar->figures.growth) ||
            yt_item_in(a, item, a->grammar->figures.over) || yt_item_in(a, item, a->grammar->figures.reach)));
  return p;
}

/* Is it a noun, of more than one character, that the number at item @i is told of? */
static gboolean
is_behind_noun(const YtAnalysis *a, guint32 i)
{
  guint32 p = measured_before(a, i);
  const YtItem *item = yt_item(a, p);
  gboolean word = item->end - item->start > 3 ||
                  (p > 0 && item->pos == YT_POS_NONE && yt_item(a, p - 1)->kind == YT_ITEM_HAN); /* 窖/池 */
  return item->kind == YT_ITEM_HAN && word && p < i &&
         (item->mention != 0 || item->pos == YT_POS_NOUN || item->pos == YT_POS_VERBAL ||
          item->pos == YT_POS_NONE);
}

/* Is the word [@p, @unit_end) the 成 of 占全国三成, 九成以上, or the 番 of 翻两番, 翻了一番? The number before it begins at @number. */
static gboolean
is_fold(const YtAnalysis *a, gsize number, gsize p, gsize unit_end, gsize end)
{
  static const char *const behind[] = {"以上", "左右", "多", "的", NULL};
  if (has(a, p, "番"))
    return number >= 6 && (has(a, number - 3, "翻") || has(a, number - 6, "翻了"));
  return has(a, p, "成") && unit_end == p + 3 &&
         (ends_phrase(a, unit_end, end) || skip_one_of(a, &unit_end, end, behind));
}

/* Reads about, multipliers and unit at @p into @amount. */
static gboolean
read_unit(const YtAnalysis *a, const YtAmountLists *lists, gsize p, gsize end, YtAmount *amount)
{
  static const char *const about[] = {"余", "多", "来", NULL}, *const multipliers[] = {"十", "百", "千",
                                                                                       "万", "亿", NULL};
  char unit[sizeof amount->unit];
  gsize unit_end = 0, n_unit = 0;
  if (has(a, p, " "))
    p++;
  guint32 word = unit_at(a, lists, p, end, &unit_end);
  for (guint step = 0; word == YT_WORD_NONE && step < 4; step++) {
    gsize from = p;
    if (skip_one_of(a, &p, end, multipliers)) {
      memcpy(unit + n_unit, a->text->text + from, p - from); /* four of three bytes at most */
      n_unit += p - from;
    } else if (!skip_one_of(a, &p, end, about))
      return FALSE;
    word = unit_at(a, lists, p, end, &unit_end);
  }
  if (word == YT_WORD_NONE)
    return FALSE;
  guint set = yt_lexicon_get(a->grammar->lexicon, word)->set;
  if (yt_lexicon_in_list(a->grammar->lexicon, set, lists->not_unit) && n_unit == 0 &&
      is_fold(a, amount->start, p, unit_end, end)) {
    amount->is_fold = TRUE;
  } else if (yt_lexicon_in_list(a->grammar->lexicon, set, lists->not_unit) &&
             !(yt_lexicon_in_list(a->grammar->lexicon, set, lists->end_unit) && !amount->is_spelled &&
               ends_phrase(a, unit_end, end) && is_behind_noun(a, amount->item_from)))
    return FALSE;
  gsize per_end = 0; /* 万元/亩, 件/万人 */
  if (has(a, unit_end, "/") && unit_end + 1 < end) {
    gsize per = unit_end + 1;
    gboolean one = unit_at(a, lists, per, end, &per_end) != YT_WORD_NONE; /* 元/千瓦时 */
    if (!one)
      skip_one_of(a, &per, end, multipliers);
    if (one || unit_at(a, lists, per, end, &per_end) != YT_WORD_NONE)
      unit_end = per_end;
  }
  if (has(a, unit_end, "次") && !has(a, unit_end - 3, "次") && unit_end < end) /* 批次, 户次 */
    unit_end += 3;
  if (n_unit + (unit_end - p) >= sizeof unit)
    return FALSE;
  memcpy(unit + n_unit, a->text->text + p, unit_end - p);
  n_unit += unit_end - p;
  memcpy(amount->unit, unit, n_unit);
  amount->unit[n_unit] = '\0';
  amount->kind = (guint8) kind_of_unit(a, lists, set, amount->unit);
  amount->end = (guint32) unit_end;
  return TRUE;
}

/* ---- numbers ---- */

/* The digits at @p as a plain decimal number: 1,319 is 1319 where the file has an ASCII comma. */
static gboolean
read_digits(const YtAnalysis *a, gsize p, gsize end, char *value, gsize n_value, gsize *number_end)
{
  const char *text = a->text->text;
  gsize n = 0, n_group = 0;
  gboolean point = FALSE;
  for (; p < end; p++) {
    if (text[p] == ',' && !point && n > 0 && n_group <= 3 && a->text->source[a->text->map[p]] == ',' &&
        p + 3 < end && g_ascii_isdigit(text[p + 1]) && g_ascii_isdigit(text[p + 2]) &&
        g_ascii_isdigit(text[p + 3]) && !(p + 4 < end && g_ascii_isdigit(text[p + 4]))) {
      n_group = 0;
      continue;
    }
    if (text[p] == '.' && !point && p + 1 < end && g_ascii_isdigit(text[p + 1]) && n > 0)
      point = TRUE;
    else if (!g_ascii_isdigit(text[p]))
      break;
    if (n + 1 >= n_value)
      return FALSE;
    value[n++] = text[p];
    n_group++;
  }
  value[n] = '\0';
  *number_end = p;
  return n > 0 && !(p < end && text[p] == '.');
}

/* What the character at @p is as a numeral: 1 to 9, 10, 100, 1000; 0 for others. */
static guint
numeral_at(const char *p)
{
  if (*p != '\xE4' && *p != '\xE5' && *p != '\xE7') /* with which those below begin */
    return 0;
  switch (yt_utf8_get(p)) {
  case 0x4E00: return 1;
  case 0x4E8C:
  case 0x4E24: return 2; /* 二, 两 */
  case 0x4E09: return 3;
  case 0x56DB: return 4;
  case 0x4E94: return 5;
  case 0x516D: return 6;
  case 0x4E03: return 7;
  case 0x516B: return 8;
  case 0x4E5D: return 9;
  case 0x5341: return 10;
  case 0x767E: return 100;
  case 0x5343: return 1000;
  default: return 0;
  }
}

/* 两, 十, 一百二十: plain Han numerals below ten thousand. */
static gboolean
read_numerals(const YtAnalysis *a, gsize p, gsize end, char *value, gsize n_value, gsize *number_end)
{
  guint total = 0, digit = 0;
  gsize from = p;
  gboolean pending = FALSE;
  for (; p + 3 <= end; p += 3) {
    guint numeral = numeral_at(a->text->text + p);
    if (numeral == 0)
      break;
    if (numeral < 10) {
      if (pending)
        return FALSE; /* 三四家: not one number */
      digit = numeral;
      pending = TRUE;
    } else {
      total += (pending ? digit : 1) * numeral;
      pending = FALSE;
    }
  }
  total += pending ? digit : 0;
  *number_end = p;
  if (p == from || total == 0)
    return FALSE;
  g_snprintf(value, (gulong) n_value, "%u", total);
  return TRUE;
}

guint
yt_year_at(const YtAnalysis *a, guint32 i, guint32 *end)
{
  const YtItem *item = yt_item(a, i);
  const char *text = a->text->text;
  if (item->kind != YT_ITEM_NUMBER || item->end - item->start < 4 ||
      (text[item->start] != '1' && text[item->start] != '2'))
    return 0;
  guint year = 0;
  for (guint32 p = item->start; p < item->start + 4; p++)
    year = year * 10 + (guint) (text[p] - '0');
  gsize n = item->end - item->start;
  guint32 behind = item->end;
  while (text[behind] == ' ') /* 2019 年, in what was a PDF */
    behind++;
  gboolean whole = n == 4 && has(a, behind, "年");
  gboolean damaged = (n == 5 || n == 6) && (has(a, item->end, "月") || has(a, item->end, "至")) &&
                     text[item->start + 4] >= '1';
  *end = behind + 3;
  return year >= 1990 && year <= 2099 && (whole || damaged) ? year : 0;
}

/* ---- amounts ---- */

/* Does a dash or 至 join the number that ends at @p to another one? Then behind it, else 0. */
static gsize
behind_dash(const YtAnalysis *a, gsize p, gsize end)
{
  static const char *const dashes[] = {"-", "—", "–", "~", "～", "至", "到", NULL};
  gsize from = p;
  while (p - from < 6 && skip_one_of(a, &p, end, dashes))
    ;
  return p > from && p < end && g_ascii_isdigit(a->text->text[p]) ? p : 0;
}

/* Is the number at @p a part of something else: 第701号, 1+N, 0371-0000, 〔2025〕? */
static gboolean
is_bound_left(const YtAnalysis *a, gsize p)
{
  const char *text = a->text->text;
  if (p == 0)
    return FALSE;
  char c = text[p - 1];
  if (c == '+' || (c == '/' && p >= 2 && g_ascii_isalnum(text[p - 2])) || c == '_' || c == '*' ||
      g_ascii_isalnum(c) || (c == '-' && p >= 2 && g_ascii_isalnum(text[p - 2])))
    return TRUE;
  return p >= 3 && (memcmp(text + p - 3, "第", 3) == 0 || memcmp(text + p - 3, "〔", 3) == 0 ||
                    memcmp(text + p - 3, "〕", 3) == 0);
}

/* 15%-20%, 1亿-5亿元: the upper end of a range whose lower one has a unit or multiplier of its own. The number before it
 * ends at @p. */
static gboolean
read_upper(const YtAnalysis *a, const YtAmountLists *lists, gsize p, gsize end, YtAmount *amount)
{
  static const char *const multipliers[] = {"十", "百", "千", "万", "亿", NULL};
  YtAmount lower = *amount, upper = *amount;
  gsize unit = p, number_end;
  gboolean whole = read_unit(a, lists, p, end, &lower);
  if (whole)
    unit = lower.end;
  else
    while (skip_one_of(a, &unit, end, multipliers))
      ;
  gsize second = unit > p ? behind_dash(a, unit, end) : 0;
  gboolean change = whole && second != 0 && (has(a, unit, "至") || has(a, unit, "到")) &&
                    amount->start >= 3 &&
                    (has(a, amount->start - 3, "由") || has(a, amount->start - 3, "从"));
  if (second == 0 || change || !read_digits(a, second, end, upper.upper, sizeof upper.upper, &number_end) ||
      !read_unit(a, lists, number_end, end, &upper))
    return FALSE;
  if (whole ? strcmp(lower.unit, upper.unit) != 0 : strncmp(upper.unit, a->text->text + p, unit - p) != 0)
    return FALSE;
  *amount = upper;
  return TRUE;
}

/* Can an amount begin with the item? */
static gboolean
may_begin_amount(const YtAnalysis *a, const YtItem *item)
{
  const char *text = a->text->text + item->start;
  if (item->kind == YT_ITEM_HAN && item->end - item->start >= 9 && yt_text_has(a, item->start, "翻"))
    return TRUE; /* 翻两番 is one word */
  return item->kind == YT_ITEM_NUMBER || (item->kind == YT_ITEM_LATIN && g_ascii_isdigit(*text)) ||
         (item->kind == YT_ITEM_HAN && item->pos != YT_POS_NAME && numeral_at(text) != 0);
}

/* PUE不高于1.15: the number at item @i, which ends at @p, behind the name of an index. */
static gboolean
read_index(const YtAnalysis *a, const YtAmountLists *lists, guint32 i, gsize p, gsize end, YtAmount *amount)
{
  guint32 before = measured_before(a, i);
  if (before == i || amount->is_spelled || !ends_phrase(a, p, end))
    return FALSE;
  if (yt_text_has(a, yt_item(a, before)->start, ")")) /* 电能利用效率(PUE) */
    while (before > 0 && !yt_text_has(a, yt_item(a, before)->start, "("))
      before--;
  if (before > 0 && yt_text_has(a, yt_item(a, before)->start, "("))
    before--;
  if (!yt_item_in(a, yt_item(a, before), lists->index))
    return FALSE;
  memcpy(amount->unit, "-", 2);
  amount->kind = YT_AMOUNT_MEASURE;
  amount->end = (guint32) p;
  return TRUE;
}

static gboolean
read_amount(const YtAnalysis *a, const YtAmountLists *lists, guint32 i, gsize end, YtAmount *amount)
{
  const YtItem *item = yt_item(a, i);
  const char *text = a->text->text;
  *amount = (YtAmount){.start = item->start, .item_from = i};
  gsize number_end = 0;
  if (item->kind == YT_ITEM_NUMBER || (item->kind == YT_ITEM_LATIN && g_ascii_isdigit(text[item->start]))) {
    if (is_bound_left(a, item->start) ||
        !read_digits(a, item->start, end, amount->value, sizeof amount->value - 1, &number_end))
      return FALSE;
    if (item->start > 0 && text[item->start - 1] == '-') {
      memmove(amount->value + 1, amount->value, strlen(amount->value) + 1);
      amount->value[0] = '-';
    }
    gsize second = behind_dash(a, number_end, end);
    gsize second_end;
    if (second != 0 && read_digits(a, second, end, amount->upper, sizeof amount->upper, &second_end))
      number_end = second_end;
  } else if (item->kind == YT_ITEM_HAN && item->pos != YT_POS_NAME) {
    if (yt_text_has(a, item->start, "翻"))
      amount->start += yt_text_has(a, item->start + 3, "了") ? 6 : 3;
    if (!read_numerals(a, amount->start, end, amount->value, sizeof amount->value, &number_end))
      return FALSE;
    amount->is_spelled = TRUE;
  } else {
    return FALSE;
  }
  if (!(amount->upper[0] == '\0' && !amount->is_spelled && read_upper(a, lists, number_end, end, amount)) &&
      !read_unit(a, lists, number_end, end, amount) && !read_index(a, lists, i, number_end, end, amount))
    return FALSE;
  if (strcmp(amount->unit, "年") == 0 &&
      (strlen(amount->value) == 4 || strlen(amount->upper) == 4)) /* 2022-2024年 */
    return FALSE;
  if (strcmp(amount->unit, "分") == 0 && amount->start >= 3 &&
      memcmp(text + amount->start - 3, "时", 3) == 0) /* 17时30分 */
    return FALSE;
  /* 1类新药, 1.1类新药, 三类医疗器械: a class, where it does not count matters */
  gboolean class = strcmp(amount->unit, "类") == 0 && amount->value[0] <= '3' &&
                   (strlen(amount->value) == 1 || strchr(amount->value, '.'));
  return !class || g_ascii_isdigit(text[amount->end]);
}

/* 千家企业, 百个项目: no more than "many", unless 上千家 says how near it is. */
static gboolean
is_mere_many(const YtAnalysis *a, const YtAmount *amount)
{
  static const char *const near[] = {"上", "近", "超", "超过", "逾", "过", "达", "达到", "约", "突破"};
  gboolean bare = amount->end == amount->start + 3 + strlen(amount->unit) &&
                  numeral_at(a->text->text + amount->start) >= 100;
  for (guint k = 0; bare && k < G_N_ELEMENTS(near); k++)
    bare = !yt_text_ends(a, amount->start, near[k]);
  return bare;
}

/* Han numerals make up words and counts alike; only 两家, 十余家 and the like are figures, and 一 only in 一倍. */
static gboolean
is_plain_count(const YtAnalysis *a, const YtAmountLists *lists, const YtAmount *amount)
{
  if (amount->is_fold)
    return TRUE;
  if (!yt_lexicon_has(a->grammar->lexicon, amount->unit, strlen(amount->unit), lists->spelled_unit))
    return FALSE;
  return !is_mere_many(a, amount) && (strcmp(amount->value, "1") != 0 || strcmp(amount->unit, "倍") == 0);
}

/* 3.4个、4.3个百分点: the first number is of what the second one is. */
static void
share_unit(const YtAnalysis *a, GArray *amounts, const YtAmount *next)
{
  if (amounts->len == 0 || strcmp(next->unit, "个百分点") != 0)
    return;
  YtAmount *last = &g_array_index(amounts, YtAmount, amounts->len - 1);
  if (strcmp(last->unit, "个") != 0 || last->item_to + 1 != next->item_from ||
      yt_item(a, last->item_to)->kind == YT_ITEM_HAN)
    return;
  memcpy(last->unit, next->unit, strlen(next->unit) + 1);
  last->kind = next->kind;
}

/* 回落2.16和1.66个百分点: the bare numbers right before the ratio @next, which are of what it is. */
static void
add_bare(const YtAnalysis *a, guint32 from, GArray *amounts, const YtAmount *next)
{
  guint32 first = next->item_from, year_end;
  guint32 behind = amounts->len > 0 ? g_array_index(amounts, YtAmount, amounts->len - 1).item_to : from;
  if (next->kind != YT_AMOUNT_RATIO || next->is_spelled)
    return;
  while (first >= behind + 2 && yt_item(a, first - 2)->kind == YT_ITEM_NUMBER &&
         yt_item(a, first - 2)->mention == 0 &&
         (yt_item(a, first - 1)->kind == YT_ITEM_SEPARATOR ||
          yt_item_in(a, yt_item(a, first - 1), a->grammar->known.and)) &&
         yt_year_at(a, first - 2, &year_end) == 0 && !is_bound_left(a, yt_item(a, first - 2)->start))
    first -= 2;
  for (guint32 i = first; i < next->item_from; i += 2) {
    YtAmount amount = *next;
    gsize end;
    const YtItem *item = yt_item(a, i);
    if (!read_digits(a, item->start, item->end, amount.value, sizeof amount.value, &end) || end != item->end)
      return;
    amount.upper[0] = '\0';
    amount.start = item->start;
    amount.end = item->end;
    amount.item_from = i;
    amount.item_to = i + 1;
    g_array_append_val(amounts, amount);
  }
}

void
yt_find_amounts(const YtAnalysis *a, guint32 from, guint32 to, GArray *amounts)
{
  if (from >= to)
    return;
  const YtAmountLists *lists = &a->grammar->amounts;
  gsize end = yt_item(a, to - 1)->end;
  guint32 year_end;
  for (guint32 i = from; (i = yt_next_player_in(a, i, to, YT_ROLE_AMOUNT)) < to;) {
    const YtItem *item = yt_item(a, i);
    YtAmount amount;
    gboolean inside = item->mention != 0 && i > from && yt_item(a, i - 1)->mention == item->mention;
    if (inside || !may_begin_amount(a, item) || yt_year_at(a, i, &year_end) != 0 ||
        !read_amount(a, lists, i, end, &amount) ||
        (amount.is_spelled && !is_plain_count(a, lists, &amount))) {
      i++;
      continue;
    }
    const YtMention *name = item->mention != 0 ? yt_mention(a, item->mention - 1) : NULL;
    if (name && name->state == YT_MENTION_NAMED && name->end > amount.end + 3) { /* 4GW新型光伏电池片项目 */
      i++;
      continue;
    }
    while (i < to && yt_item(a, i)->start < amount.end)
      i++;
    amount.item_to = i;
    share_unit(a, amounts, &amount);
    add_bare(a, from, amounts, &amount);
    g_array_append_val(amounts, amount);
    /* the rest of a word that the unit ends in goes on as text, but begins no number */
  }
}
