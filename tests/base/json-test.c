/* json-test.c: strings of JSON. */
#include "base/base.h"

/* One byte after the other, as RFC 8259 has it. */
static void
append_slowly(GString *out, const char *text, gsize n_text)
{
  g_string_append_c(out, '"');
  for (gsize i = 0; i < n_text; i++) {
    if (text[i] == '"' || text[i] == '\\')
      g_string_append_printf(out, "\\%c", text[i]);
    else if ((guchar) text[i] < 0x20)
      g_string_append_printf(out, "\\u%04x", (guchar) text[i]);
    else
      g_string_append_c(out, text[i]);
  }
  g_string_append_c(out, '"');
}

/* Whatever stands wherever, in strings of every size about that of a block. */
static void
test_escapes(void)
{
  static const char bytes[] = "ab\"\\\n\t\x01\x1F\x20\x7F\xE4\xB8\xAD\xFF";
  for (guint round = 0; round < 20000; round++) {
    char text[80];
    gsize n = (gsize) g_test_rand_int_range(0, sizeof text);
    gboolean is_plain = g_test_rand_bit();
    for (gsize i = 0; i < n; i++)
      text[i] =
          is_plain && g_test_rand_int_range(0, 20) ? 'x' : bytes[g_test_rand_int_range(0, sizeof bytes)];
    g_autoptr(GString) found = g_string_new("before"), expected = g_string_new("before");
    yt_json_append_string(found, text, n);
    append_slowly(expected, text, n);
    g_assert_true(g_string_equal(found, expected));
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/base/json/escapes", test_escapes);
  return g_test_run();
}
