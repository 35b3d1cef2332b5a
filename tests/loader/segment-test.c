#include "support.h"

static const YtGrammar *shipped; /* compiled once, for all tests */

/* The items of @text between '/'. */
static char *
cut(const YtGrammar *grammar, const char *text)
{
  g_autoptr(GArray) items = g_array_new(FALSE, TRUE, sizeof(YtItem));
  yt_segment(grammar, text, 0, strlen(text), items);
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < items->len; i++) {
    const YtItem *item = &g_array_index(items, YtItem, i);
    if (i > 0)
      g_string_append_c(out, '/');
    g_string_append_len(out, text + item->start, (gssize) (item->end - item->start));
  }
  return g_string_free(out, FALSE);
}

static void
assert_cut(const char *text, const char *expected)
{
  g_autofree char *found = cut(shipped, text);
  g_assert_cmpstr(found, ==, expected);
}

/* Words of the lexicon are found, whatever stands around them; unknown characters stand alone. */
static void
test_sentences(void)
{
  assert_cut("省科技厅会同市财政局研究", "省/科技厅/会同/市/财政局/研究");
  assert_cut("推动生物医药产业高质量发展", "推动/生物医药/产业/高质量/发展");
  assert_cut("湖北省人民政府办公厅", "湖北省/人民政府办公厅");
  assert_cut("支持企业在新三板挂牌。", "支持/企业/在/新三板/挂牌/。");
  assert_cut("恺汜玥科技", "恺/汜/玥/科技");
}

/* Letters, figures and marks part where their kinds do; a figure with letters behind it is a name. */
static void
test_kinds(void)
{
  static const struct {
    const char *text;
    YtItemKind kind;
  } items[] = {
      {"2025", YT_ITEM_NUMBER}, {"3.14", YT_ITEM_NUMBER}, {"5G", YT_ITEM_LATIN},     {"1.5T", YT_ITEM_LATIN},
      {"AI", YT_ITEM_LATIN},    {"mRNA", YT_ITEM_LATIN},  {"A-1", YT_ITEM_LATIN},    {"R&D", YT_ITEM_LATIN},
      {"café", YT_ITEM_LATIN},  {",", YT_ITEM_COMMA},     {"、", YT_ITEM_SEPARATOR}, {"。", YT_ITEM_STOP},
      {";", YT_ITEM_STOP},      {"!", YT_ITEM_STOP},      {"?", YT_ITEM_STOP},       {"\n", YT_ITEM_STOP},
      {":", YT_ITEM_MARK},      {"“", YT_ITEM_MARK},      {"《", YT_ITEM_MARK},      {"(", YT_ITEM_MARK},
      {" ", YT_ITEM_SPACE},     {"园", YT_ITEM_HAN},      {"〇", YT_ITEM_HAN},       {"𠮷", YT_ITEM_HAN},
      {"😀", YT_ITEM_MARK},
  };
  for (guint i = 0; i < G_N_ELEMENTS(items); i++) {
    g_autoptr(GArray) found = g_array_new(FALSE, TRUE, sizeof(YtItem));
    yt_segment(shipped, items[i].text, 0, strlen(items[i].text), found);
    g_test_message("%s", items[i].text);
    g_assert_cmpuint(found->len, ==, 1);
    g_assert_cmpint(g_array_index(found, YtItem, 0).kind, ==, items[i].kind);
  }
  assert_cut("达3.5亿元", "达/3.5/亿元");
  assert_cut("增长12.", "增长/12/.");
  assert_cut("AI-", "AI/-");
}

/* A word of the lexicon that begins with letters is one item, but does not cut a longer run of letters. */
static void
test_mixed_words(void)
{
  g_autoptr(YtGrammar) grammar = grammar_of("list x: AI芯片 5G网 A产 “三园”\n");
  g_autofree char *whole = cut(grammar, "发展AI芯片与5G网,“三园”XAI芯片");
  g_assert_cmpstr(whole, ==, "发/展/AI芯片/与/5G网/,/“三园”/XAI/芯/片");
}

/* ---- properties ---- */

static gunichar
random_character(void)
{
  static const gunichar others[] = {',',    '.',    ' ',    '\n',   '(',    ')',     0x3001, 0x3002, 0x201C,
                                    0x201D, 0x300A, 0xB7,   0x301,  0xE000, 0x1F600, 0xE9,   0x3B1,  0x7F,
                                    0x200B, 0xFFFD, 0x3007, 0x2460, '-',    '&',     '%'};
  switch (g_test_rand_int_range(0, 6)) {
  case 0: return others[g_test_rand_int_range(0, G_N_ELEMENTS(others))];
  case 1: return (gunichar) g_test_rand_int_range('0', '9' + 1);
  case 2: return (gunichar) g_test_rand_int_range('A', 'z' + 1);
  case 3: return (gunichar) g_test_rand_int_range(0x20000, 0x20100);
  case 4: return g_utf8_get_char("产业园区建设发展湖北省科技厅" + 3 * g_test_rand_int_range(0, 14));
  default: return (gunichar) g_test_rand_int_range(0x4E00, 0xA000);
  }
}

/* Items follow each other from the beginning to the end, in whole characters, and each knows its word. */
static void
assert_covers(const YtGrammar *grammar, const char *text, gsize start, gsize end, GArray *items)
{
  gsize at = start;
  for (guint i = 0; i < items->len; i++) {
    const YtItem *item = &g_array_index(items, YtItem, i);
    g_assert_cmpuint(item->start, ==, at);
    g_assert_cmpuint(item->end, >, item->start);
    g_assert_true(g_utf8_validate_len(text + item->start, item->end - item->start, NULL));
    if (item->word != YT_WORD_NONE) {
      g_assert_cmpuint(yt_lexicon_find(grammar->lexicon, text + item->start, item->end - item->start), ==,
                       item->word);
      g_assert_cmpuint(item->set, ==, yt_lexicon_get(grammar->lexicon, item->word)->set);
      g_assert_cmpuint(item->pos, ==, yt_lexicon_get(grammar->lexicon, item->word)->pos);
    } else {
      g_assert_cmpuint(item->set, ==, 0);
    }
    at = item->end;
  }
  g_assert_cmpuint(at, ==, end);
}

static void
test_cover_random(void)
{
  for (int round = 0; round < 300; round++) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (int n = g_test_rand_int_range(0, round % 10 == 0 ? 3000 : 60); n > 0; n--)
      g_string_append_unichar(text, random_character());
    gsize start = 0, end = text->len; /* also of a part */
    if (round % 2 == 1 && text->len > 0) {
      end = yt_utf8_back(text->str, end);
      start = MIN(end, yt_utf8_size(text->str));
    }
    g_autoptr(GArray) items = g_array_new(FALSE, TRUE, sizeof(YtItem));
    yt_segment(shipped, text->str, start, end, items);
    assert_covers(shipped, text->str, start, end, items);
  }
}

/* The least that cutting @text from character @i on can cost: over all words that begin there. */
static gint64
least_cost(const YtGrammar *grammar, const char *text, guint n_left)
{
  if (n_left == 0)
    return 0;
  gint64 least = G_MAXINT64;
  for (guint n = 1; n <= n_left; n++) {
    guint32 word = yt_lexicon_find(grammar->lexicon, text, 3 * n);
    if (word == YT_WORD_NONE && n > 1)
      continue;
    gint64 cost = 1900; /* of a character that no word covers: segment.c */
    if (word != YT_WORD_NONE)
      cost = MIN(cost, yt_lexicon_get(grammar->lexicon, word)->cost);
    least = MIN(least, cost + least_cost(grammar, text + 3 * n, n_left - n));
  }
  return least;
}

/* No other way to cut is cheaper. */
static void
test_cheapest_path(void)
{
  static const char *const characters[] = {"甲", "乙", "丙"};
  for (int round = 0; round < 100; round++) {
    g_autoptr(YtLexicon) lexicon = yt_lexicon_new();
    YtGrammar grammar = {.lexicon = lexicon};
    for (int k = g_test_rand_int_range(0, 30); k > 0; k--) {
      g_autoptr(GString) word = g_string_new(NULL);
      for (int n = g_test_rand_int_range(1, 5); n > 0; n--)
        g_string_append(word, characters[g_test_rand_int_range(0, 3)]);
      yt_lexicon_set_frequency(lexicon, yt_lexicon_add(lexicon, word->str, word->len),
                               1u << g_test_rand_int_range(0, 24));
    }
    yt_lexicon_compile(lexicon);
    g_autoptr(GString) text = g_string_new(NULL);
    guint n_characters = (guint) g_test_rand_int_range(1, 13);
    for (guint n = 0; n < n_characters; n++)
      g_string_append(text, characters[g_test_rand_int_range(0, 3)]);
    g_autoptr(GArray) items = g_array_new(FALSE, TRUE, sizeof(YtItem));
    yt_segment(&grammar, text->str, 0, text->len, items);
    gint64 cost = 0;
    for (guint i = 0; i < items->len; i++) {
      guint32 word = g_array_index(items, YtItem, i).word;
      cost += word != YT_WORD_NONE ? yt_lexicon_get(lexicon, word)->cost : 1900;
    }
    g_assert_cmpint(cost, ==, least_cost(&grammar, text->str, n_characters));
  }
}

/* A run longer than the segmenter's window is cut as its parts are: no word is lost at a window's end. */
static void
test_long_run(void)
{
  GString *text = g_string_new(NULL), *expected = g_string_new(NULL);
  for (int i = 0; i < 400; i++) {
    g_string_append(text, "推动生物医药产业高质量发展");
    g_string_append(expected, i == 0 ? "" : "/");
    g_string_append(expected, "推动/生物医药/产业/高质量/发展");
  }
  assert_cut(text->str, expected->str);
  g_string_free(text, TRUE);
  g_string_free(expected, TRUE);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_autoptr(YtGrammar) grammar = shipped_grammar();
  shipped = grammar;
  g_test_add_func("/loader/segment/sentences", test_sentences);
  g_test_add_func("/loader/segment/kinds", test_kinds);
  g_test_add_func("/loader/segment/mixed-words", test_mixed_words);
  g_test_add_func("/loader/segment/cover-random", test_cover_random);
  g_test_add_func("/loader/segment/cheapest-path", test_cheapest_path);
  g_test_add_func("/loader/segment/long-run", test_long_run);
  return g_test_run();
}
