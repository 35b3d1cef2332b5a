/* negotiate-test.c: RFC 9110, 12.5.1, by example. */
#include "http/negotiate.h"

static const char *const offers[] = {"application/json", "text/csv", "text/html", NULL};

static void
test_examples(void)
{
  static const struct {
    const char *accept;
    int chosen;
  } cases[] = {
      {NULL, 0}, /* whoever says nothing takes anything */
      {"", 0},
      {"*/*", 0},
      {"text/csv", 1},
      {"TEXT/CSV", 1},
      {"text/*", 1},
      {"text/html, application/xhtml+xml, */*;q=0.8", 2}, /* what browsers send */
      {"text/html;q=0.5, text/csv;q=0.6", 1},
      {"text/html;q=0.500 , text/csv ; q=0.4", 2},
      {"application/json;q=0, */*", 1}, /* 0 is a no, and the most specific range decides */
      {"*/*, application/json;q=0.1", 1},
      {"text/*;q=0.3, text/html;q=0.7, text/csv;q=0", 2},
      {"text/csv;charset=utf-8", 1},
      {"text/csv;charset=utf-8;q=0", -1},
      {"image/png", -1},
      {"application/json;q=0", -1},
      {"text/csv;q=0.0001, text/html;q=2, text/html;q=x", -1}, /* malformed: as if not said */
      {"text/csv;q=1.001", -1},
      {"text/csv;q=1.000", 1},
      {"text", -1},
      {"*/csv", -1},
      {"/", -1},
      {",,;;,text/html,;", 2},
      {"text/html;q", 2},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    int chosen = yt_http_negotiate(cases[i].accept, offers);
    if (chosen != cases[i].chosen)
      g_error("%s: expected %d, found %d", cases[i].accept, cases[i].chosen, chosen);
  }
}

/* Any bytes: an answer within the offers, and no crash. */
static void
test_noise(void)
{
  static const char bytes[] = "*/;,q=01.text/html\t \"\\()<>@\xe5";
  for (int round = 0; round < 5000; round++) {
    g_autoptr(GString) accept = g_string_new(NULL);
    for (int i = g_test_rand_int_range(0, 60); i > 0; i--)
      g_string_append_c(accept, bytes[g_test_rand_int_range(0, sizeof(bytes) - 1)]);
    int chosen = yt_http_negotiate(accept->str, offers);
    g_assert_cmpint(chosen, >=, -1);
    g_assert_cmpint(chosen, <, 3);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/http/negotiate/examples", test_examples);
  g_test_add_func("/http/negotiate/noise", test_noise);
  return g_test_run();
}
