#include "base/base.h"

#include <string.h>

/* The plain reading of Unicode's table 3-7, one sequence at a time. */
static gsize
find_invalid_slowly(const guchar *p, gsize n)
{
  static const guchar table[][8] = {
      {0x00, 0x7F}, /* first byte, then each following byte's range */
      {0xC2, 0xDF, 0x80, 0xBF},
      {0xE0, 0xE0, 0xA0, 0xBF, 0x80, 0xBF},
      {0xE1, 0xEC, 0x80, 0xBF, 0x80, 0xBF},
      {0xED, 0xED, 0x80, 0x9F, 0x80, 0xBF},
      {0xEE, 0xEF, 0x80, 0xBF, 0x80, 0xBF},
      {0xF0, 0xF0, 0x90, 0xBF, 0x80, 0xBF, 0x80, 0xBF},
      {0xF1, 0xF3, 0x80, 0xBF, 0x80, 0xBF, 0x80, 0xBF},
      {0xF4, 0xF4, 0x80, 0x8F, 0x80, 0xBF, 0x80, 0xBF},
  };
  gsize i = 0;
  while (i < n) {
    gsize n_sequence = 0;
    for (gsize row = 0; row < G_N_ELEMENTS(table) && n_sequence == 0; row++) {
      gsize k = 0;
      while (k < 4 && (k == 0 || table[row][2 * k]) && i + k < n && p[i + k] >= table[row][2 * k] &&
             p[i + k] <= table[row][2 * k + 1])
        k++;
      if (k == 4 || (k > 0 && table[row][2 * k] == 0))
        n_sequence = k;
    }
    if (n_sequence == 0)
      return i;
    i += n_sequence;
  }
  return n;
}

/* Agrees with the table on every first pair of bytes, whatever follows and wherever it stands. */
static void
test_pairs(void)
{
  for (guint pair = 0; pair < 0x10000; pair++)
    for (gsize before = 0; before < 18; before += 17) {
      guchar text[32];
      memset(text, 'a', sizeof text);
      text[before] = (guchar) (pair >> 8);
      text[before + 1] = (guchar) pair;
      text[before + 2] = 0x80;
      text[before + 3] = (guchar) (pair % 2 ? 0xBF : 'b');
      g_assert_cmpuint(yt_utf8_find_invalid((const char *) text, sizeof text), ==,
                       find_invalid_slowly(text, sizeof text));
      g_assert_cmpuint(yt_utf8_find_invalid((const char *) text, before + 3), ==,
                       find_invalid_slowly(text, before + 3));
    }
}

/* Agrees with the table on a mix of Chinese, ASCII and noise of any length. */
static void
test_random(void)
{
  static const char *const pieces[] = {"园图",     "policy", "\xF0\x9F\x8F\x9E", "é",
                                       "\xE4\xBA", "\xFF",   "0123456789abcdef"};
  for (int round = 0; round < 20000; round++) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (int n = g_test_rand_int_range(0, 20); n > 0; n--)
      g_string_append(
          text, pieces[g_test_rand_int_range(0, g_test_rand_int_range(0, 8) ? 4 : G_N_ELEMENTS(pieces))]);
    g_assert_cmpuint(yt_utf8_find_invalid(text->str, text->len), ==,
                     find_invalid_slowly((const guchar *) text->str, text->len));
  }
}

/* NUL is a character like any other. */
static void
test_nul(void)
{
  g_assert_cmpuint(yt_utf8_find_invalid("a\0b", 3), ==, 3);
  g_assert_cmpuint(yt_utf8_find_invalid(NULL, 0), ==, 0);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/base/utf8/pairs", test_pairs);
  g_test_add_func("/base/utf8/random", test_random);
  g_test_add_func("/base/utf8/nul", test_nul);
  return g_test_run();
}
