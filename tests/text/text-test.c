#include "text/text.h"

#include <glib/gstdio.h>
#include <string.h>

static YtText *
text_of(const char *source)
{
  g_autoptr(GError) error = NULL;
  YtText *text = yt_text_new(source, strlen(source), &error);
  g_assert_no_error(error);
  return text;
}

static void
assert_normal(const char *source, const char *expected)
{
  g_autoptr(YtText) text = text_of(source);
  g_assert_cmpstr(text->text, ==, expected);
  g_assert_cmpuint(text->map[text->n_text], ==, text->n_source);
}

/* Widths, quotes and spaces are unified; nothing else changes. */
static void
test_normalise(void)
{
  assert_normal("", "");
  assert_normal("园图", "园图\n");
  assert_normal("\r\n\r\n 　园图 \r\n图", "园图\n图\n");
  assert_normal("（２０２１）ＡＢ，：；！", "(2021)AB,:;!\n");
  assert_normal("「尖刀」工程\"一\"与\"二\"", "“尖刀”工程“一”与“二”\n");
  assert_normal("开\xE2\x80\x8B放", "开放\n");
}

/* A space goes where it spreads one word, and stays where it parts two. */
static void
test_spread_words(void)
{
  assert_normal("组 长:曾令慧 市委常委", "组长:曾令慧 市委常委\n");
  assert_normal("刘 娟 市科技局局长", "刘娟 市科技局局长\n");
  assert_normal("成 员:李 闹 候口街道", "成员:李闹 候口街道\n");
  assert_normal("基地建设工 作 方 案", "基地建设工作方案\n");
  assert_normal("BELLCO CRRT滤器", "BELLCO CRRT滤器\n");
}

/* Every character of the text maps to a source character, in ascending order, and a quote is found again. */
static void
test_map(void)
{
  const char *source = "　关于（光谷）\r\n\r\n组　长：刘　娟";
  g_autoptr(YtText) text = text_of(source);
  g_assert_cmpstr(text->text, ==, "关于(光谷)\n组长:刘娟\n");
  for (gsize i = 0; i < text->n_text; i++)
    g_assert_cmpuint(text->map[i], <=, text->map[i + 1]);
  const char *name = strstr(text->text, "刘娟");
  gsize start, end;
  yt_text_to_source(text, (gsize) (name - text->text), (gsize) (name - text->text) + strlen("刘娟"), &start,
                    &end);
  g_autofree char *quote = g_strndup(source + start, end - start);
  g_assert_cmpstr(quote, ==, "刘　娟");
  g_assert_cmpuint(yt_text_count_characters(text, start), ==, 15);
}

static void
test_join_lines(void)
{
  g_autoptr(YtText) text = text_of("天门经\n济开发区\n图");
  gsize breaks[] = {strlen("天门经")};
  yt_text_join_lines(text, breaks, 1);
  g_assert_cmpstr(text->text, ==, "天门经济开发区\n图\n");
  g_assert_cmpuint(text->map[strlen("天门经")], ==, strlen("天门经\n"));
  g_assert_cmpuint(text->map[text->n_text], ==, text->n_source);
}

/* The same words in any of the encodings give the same text. */
static void
test_encodings(void)
{
  const char *words = "关于加快生物医药产业发展的意见，2025年。\n第二行\n";
  g_autoptr(YtText) utf8 = text_of(words);
  const char *charsets[] = {"GB18030", "UTF-16LE", "UTF-16BE"};
  for (guint i = 0; i < G_N_ELEMENTS(charsets); i++) {
    gsize n;
    g_autofree char *bytes = g_convert(words, -1, charsets[i], "UTF-8", NULL, &n, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(YtText) text = yt_text_new(bytes, n, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(text->charset, ==, charsets[i]);
    g_assert_cmpstr(text->text, ==, utf8->text);
  }
  g_autofree char *marked = g_strconcat("\xEF\xBB\xBF", words, NULL);
  g_autoptr(YtText) text = text_of(marked);
  g_assert_cmpstr(text->source, ==, words);
}

/* Bytes that are both UTF-8 and GBK are read as the Chinese they are. */
static void
test_ambiguous(void)
{
  g_autoptr(YtText) gbk = text_of("\xCD\xA8\xD6\xAA");
  g_assert_cmpstr(gbk->source, ==, "通知");
  g_autoptr(YtText) latin = text_of("Café Zürich");
  g_assert_cmpstr(latin->source, ==, "Café Zürich");
}

/* A text with few bytes torn is still read, in the charset of the rest. */
static void
test_damage(void)
{
  g_autoptr(GString) words = g_string_new(NULL);
  for (int i = 0; i < 40; i++)
    g_string_append(words, "加快生物医药产业发展");
  g_string_truncate(words, words->len - 1); /* ends inside a character */
  g_autoptr(GError) error = NULL;
  g_autoptr(YtText) text = yt_text_new(words->str, words->len, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(text->charset, ==, "UTF-8");
  g_assert_true(g_str_has_prefix(text->text, "加快生物医药产业发展"));
  g_assert_true(g_str_has_suffix(text->text, "产业发\n"));

  gsize n;
  g_autofree char *gb = g_convert(words->str, (gssize) words->len - 2, "GB18030", "UTF-8", NULL, &n, NULL);
  gb[n / 2 & ~(gsize) 1] = '\xFF';
  g_autoptr(YtText) repaired = yt_text_new(gb, n, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(repaired->charset, ==, "GB18030");
  g_assert_nonnull(strstr(repaired->source, "\xEF\xBF\xBD"));
}

/* Characters are counted right at every offset, whatever blocks the counting goes by. */
static void
test_count_characters(void)
{
  g_autoptr(GString) words = g_string_new(NULL);
  while (words->len < 5000)
    g_string_append(words, g_test_rand_bit() ? "园" : g_test_rand_bit() ? "a" : "𠵾");
  g_autoptr(YtText) text = text_of(words->str);
  for (gsize i = 0; i <= text->n_source; i++)
    if (i == text->n_source || ((guchar) text->source[i] & 0xC0) != 0x80)
      g_assert_cmpuint(yt_text_count_characters(text, i), ==,
                       (gsize) g_utf8_strlen(text->source, (gssize) i));
}

/* What stands for what comes from the table; source and map stay. */
static void
test_simplify(void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename(YT_SOURCE_DIR, "data", "gazetteers", "traditional.tsv", NULL);
  g_autoptr(YtTextTable) table = yt_text_table_new(path, &error);
  g_assert_no_error(error);
  const char *source = "臺北市產業發展局：推動生物醫藥產業園區，㗲。";
  g_autoptr(YtText) text = text_of(source);
  g_assert_true(yt_text_simplify(text, table));
  g_assert_true(text->traditional);
  g_assert_cmpstr(text->text, ==, "台北市产业发展局:推动生物医药产业园区,𠵾。\n");
  g_assert_cmpstr(text->source, ==, source);
  const char *name = strstr(text->text, "产业园区");
  gsize start, end, at = (gsize) (name - text->text);
  yt_text_to_source(text, at, at + strlen("产业园区"), &start, &end);
  g_autofree char *quote = g_strndup(source + start, end - start);
  g_assert_cmpstr(quote, ==, "產業園區");
  g_assert_false(yt_text_simplify(text, table));

  g_autoptr(YtText) simplified =
      text_of("劉娟同志任市科技局局长，负责全市生物医药产业园区的规划、建设与招商工作。");
  g_assert_false(yt_text_simplify(simplified, table));
  g_assert_false(simplified->traditional);
  g_assert_nonnull(strstr(simplified->text, "劉娟"));
}

static void
test_table_errors(void)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp("yuantu-XXXXXX", &path, NULL);
  g_assert_cmpint(fd, >=, 0);
  g_close(fd, NULL);
  g_file_set_contents(path, "# 繁简\n醫\t医\n藥 药\n", -1, NULL);
  g_autoptr(GError) error = NULL;
  g_assert_null(yt_text_table_new(path, &error));
  g_assert_error(error, YT_TEXT_ERROR, YT_TEXT_ERROR_TABLE);
  g_assert_nonnull(strstr(error->message, ":3: expected "));
  g_unlink(path);
}

/* The time per byte does not grow with the length of a line, whatever it holds. */
static void
test_long_lines(void)
{
  const char *hard[] = {"组 ", "\"", "a ", "　", "，", "\n"};
  for (guint i = 0; i < G_N_ELEMENTS(hard); i++) {
    g_autoptr(GString) words = g_string_new("园");
    while (words->len < 4u << 20)
      g_string_append(words, hard[i]);
    gint64 start = g_get_monotonic_time();
    g_autoptr(YtText) text = text_of(words->str);
    g_assert_cmpint(g_get_monotonic_time() - start, <, 20 * G_USEC_PER_SEC);
    g_assert_cmpuint(text->map[text->n_text], ==, text->n_source);
  }
}

static void
assert_refused(const char *bytes, gsize n, int code)
{
  g_autoptr(GError) error = NULL;
  YtText *text = yt_text_new(bytes, n, &error);
  g_assert_null(text);
  g_assert_error(error, YT_TEXT_ERROR, code);
}

static void
test_refuses_binary(void)
{
  assert_refused("\x7F"
                 "ELF\x02\x01\x01\0\0\0\0\0\xFF\xFE",
                 14, YT_TEXT_ERROR_BINARY);
  assert_refused("abc\x01", 4, YT_TEXT_ERROR_BINARY);
  assert_refused("\xFF\xFF\xFF\xFF", 4, YT_TEXT_ERROR_ENCODING);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/text/normalise", test_normalise);
  g_test_add_func("/text/spread-words", test_spread_words);
  g_test_add_func("/text/map", test_map);
  g_test_add_func("/text/join-lines", test_join_lines);
  g_test_add_func("/text/encodings", test_encodings);
  g_test_add_func("/text/ambiguous", test_ambiguous);
  g_test_add_func("/text/damage", test_damage);
  g_test_add_func("/text/count-characters", test_count_characters);
  g_test_add_func("/text/simplify", test_simplify);
  g_test_add_func("/text/table-errors", test_table_errors);
  g_test_add_func("/text/long-lines", test_long_lines);
  g_test_add_func("/text/refuses-binary", test_refuses_binary);
  return g_test_run();
}
