#include "rdf/rdf.h"

#include <string.h>

static char *
dup_form(const YtTerm *term)
{
  GString *form = g_string_new(NULL);
  yt_term_append(form, term);
  return g_string_free(form, FALSE);
}

static void
assert_form(YtTerm term, const char *expected)
{
  g_autofree char *form = dup_form(&term);
  g_assert_cmpstr(form, ==, expected);
}

/* The N-Triples form has Chinese as it is and escapes only what the grammar asks for. */
static void
test_forms(void)
{
  assert_form(yt_term_iri("https://w3id.org/yuantu/id/park/光谷生物城"),
              "<https://w3id.org/yuantu/id/park/光谷生物城>");
  assert_form(yt_term_iri("http://a.example/<b> {c}"),
              "<http://a.example/\\u003Cb\\u003E\\u0020\\u007Bc\\u007D>");
  assert_form(yt_term_blank("b1"), "_:b1");
  assert_form(yt_term_literal("他说\"好\"\\\n\r\t"), "\"他说\\\"好\\\"\\\\\\n\\r\t\"");
  assert_form(yt_term_tagged("园区", "zh-Hans"), "\"园区\"@zh-Hans");
  assert_form(yt_term_typed("12.50", YT_XSD_NS "decimal"),
              "\"12.50\"^^<http://www.w3.org/2001/XMLSchema#decimal>");
  assert_form(yt_term_typed("a", YT_XSD_NS "string"), "\"a\"");
  assert_form((YtTerm){.kind = YT_TERM_UNBOUND}, "");
}

static YtTerm
random_term(void)
{
  static const char *const texts[] = {"",    "a",   "a/b", "a=", "a>", "aa",  "园", "园图",
                                      "a\"", "a\\", "a\n", "a!", "a#", "a\r", "aZ"};
  const char *text = texts[g_test_rand_int_range(0, G_N_ELEMENTS(texts))];
  const char *other = texts[g_test_rand_int_range(1, G_N_ELEMENTS(texts))];
  switch (g_test_rand_int_range(0, 5)) {
  case 0: return yt_term_iri(text);
  case 1: return yt_term_blank(text);
  case 2: return yt_term_literal(text);
  case 3: return yt_term_typed(text, other);
  default: return yt_term_tagged(text, g_test_rand_int_range(0, 2) ? "en" : "zh-Hans");
  }
}

/* The order of terms is the bytewise order of their forms. */
static void
test_order(void)
{
  for (int round = 0; round < 50000; round++) {
    YtTerm a = random_term(), b = random_term();
    /* Forms escape what IRIs cannot hold; such IRIs do not come out of any reader. */
    if ((a.kind == YT_TERM_IRI && strpbrk(a.text, ">\"\\\n\r")) ||
        (b.kind == YT_TERM_IRI && strpbrk(b.text, ">\"\\\n\r")) ||
        (a.datatype && strpbrk(a.datatype, ">\"\\\n\r")) || (b.datatype && strpbrk(b.datatype, ">\"\\\n\r")))
      continue;
    g_autofree char *form_a = dup_form(&a), *form_b = dup_form(&b);
    int expected = strcmp(form_a, form_b), order = yt_term_compare(&a, &b);
    g_assert_cmpint((order > 0) - (order < 0), ==, (expected > 0) - (expected < 0));
    g_assert_cmpint(yt_term_equal(&a, &b), ==, expected == 0);
  }
}

/* Language tags are equal in any case, but ordered as written. */
static void
test_language_case(void)
{
  YtTerm lower = yt_term_tagged("园区", "zh-hans"), mixed = yt_term_tagged("园区", "zh-Hans");
  YtTerm other = yt_term_tagged("园区", "zh"), plain = yt_term_literal("园区");
  g_assert_true(yt_term_equal(&lower, &mixed));
  g_assert_cmpint(yt_term_compare(&lower, &mixed), >, 0);
  g_assert_false(yt_term_equal(&lower, &other));
  g_assert_false(yt_term_equal(&lower, &plain));
}

/* Quads go by graph first, the default graph before all others. */
static void
test_quad_order(void)
{
  YtTermQuad in_default = {
      yt_term_iri("z:"), yt_term_iri("p:"), yt_term_literal("o"), {.kind = YT_TERM_UNBOUND}};
  YtTermQuad in_graph = {yt_term_iri("a:"), yt_term_iri("p:"), yt_term_literal("o"), yt_term_iri("g:")};
  YtTermQuad other_object = in_graph;
  other_object.object = yt_term_literal("p");
  g_assert_cmpint(yt_term_quad_compare(&in_default, &in_graph), <, 0);
  g_assert_cmpint(yt_term_quad_compare(&in_graph, &other_object), <, 0);
  g_assert_cmpint(yt_term_quad_compare(&in_graph, &in_graph), ==, 0);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/rdf/term/forms", test_forms);
  g_test_add_func("/rdf/term/order", test_order);
  g_test_add_func("/rdf/term/language-case", test_language_case);
  g_test_add_func("/rdf/term/quad-order", test_quad_order);
  return g_test_run();
}
