#include "text/text.h"

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
  yt_text_to_source(text, (gsize) (name - text->text), (gsize) (name - text->text) + strlen("刘娟"), &start, &end);
  g_autofree char *quote = g_strndup(source + start, end - start);
  g_assert_cmpstr(quote, ==, "刘　娟");
  YtTextCursor cursor = {0};
  g_assert_cmpuint(yt_text_count_characters(text, start, &cursor), ==, 15);
}

/* Whatever offsets are asked for with one cursor, up and down, the count is that of GLib from the beginning. */
static void
test_count_characters(void)
{
  g_autoptr(GString) words = g_string_new(NULL);
  for (int i = 0; i < 300; i++)
    g_string_append_unichar(words, (gunichar[]){'a', '\n', 0xE9, 0x56ED, 0x56FE, 0x20BB7}[g_test_rand_int_range(0, 6)]);
  g_autoptr(YtText) text = text_of(words->str);
  YtTextCursor cursor = {0};
  for (int round = 0; round < 1000; round++) {
    gsize offset = (gsize) g_test_rand_int_range(0, (gint32) text->n_source + 1);
    while (offset < text->n_source && ((guchar) text->source[offset] & 0xC0) == 0x80)
      offset++;
    g_assert_cmpuint(yt_text_count_characters(text, offset, &cursor), ==,
                     (gsize) g_utf8_strlen(text->source, (gssize) offset));
  }
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
  assert_refused("\x7F" "ELF\x02\x01\x01\0\0\0\0\0\xFF\xFE", 14, YT_TEXT_ERROR_BINARY);
  assert_refused("abc\x01", 4, YT_TEXT_ERROR_BINARY);
  assert_refused("\xFF\xFF\xFF\xFF", 4, YT_TEXT_ERROR_ENCODING);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/text/normalise", test_normalise);
  g_test_add_func("/text/count-characters", test_count_characters);
  g_test_add_func("/text/spread-words", test_spread_words);
  g_test_add_func("/text/map", test_map);
  g_test_add_func("/text/join-lines", test_join_lines);
  g_test_add_func("/text/encodings", test_encodings);
  g_test_add_func("/text/refuses-binary", test_refuses_binary);
  return g_test_run();
}
