#include "rdf/rdf.h"

static void
assert_resolves(const char *base, const char *reference, const char *expected)
{
  g_autofree char *iri = yt_rdf_resolve_iri(base, reference);
  g_assert_cmpstr(iri, ==, expected);
}

/* The examples of RFC 3986, section 5.4, those that it calls abnormal included, in the strict reading. */
static void
test_rfc_examples(void)
{
  static const char *const examples[][2] = {
      {"g:h", "g:h"},
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q#s"},
      {"g?y#s", "http://a/b/c/g?y#s"},
      {";x", "http://a/b/c/;x"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../..", "http://a/"},
      {"../../g", "http://a/g"},
      {"../../../g", "http://a/g"},
      {"/./g", "http://a/g"},
      {"/../g", "http://a/g"},
      {"g.", "http://a/b/c/g."},
      {"..g", "http://a/b/c/..g"},
      {"./g/.", "http://a/b/c/g/"},
      {"g/../h", "http://a/b/c/h"},
      {"g;x=1/../y", "http://a/b/c/y"},
      {"g?y/../x", "http://a/b/c/g?y/../x"},
      {"g#s/../x", "http://a/b/c/g#s/../x"},
      {"http:g", "http:g"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(examples); i++)
    assert_resolves("http://a/b/c/d;p?q", examples[i][0], examples[i][1]);
}

/* Bases without a path, a hierarchy or an authority's name; Chinese; absolute references with dots, left alone. */
static void
test_other_bases(void)
{
  assert_resolves("http://a.example", "g", "http://a.example/g");
  assert_resolves("http://a.example?q", "", "http://a.example?q");
  assert_resolves("http://a.example#f", "#g", "http://a.example#g");
  assert_resolves("file:///园/图", "../政策", "file:///政策");
  assert_resolves("urn:a:b", "#c", "urn:a:b#c");
  assert_resolves("urn:a:b", "c", "urn:c");
  assert_resolves("http://a/b", "http://c/d/../e", "http://c/d/../e");
  assert_resolves("http://a/b", "?", "http://a/b?");
}

/* Nothing to resolve against: no base, or one that is relative itself. */
static void
test_no_base(void)
{
  assert_resolves(NULL, "a", NULL);
  assert_resolves("b", "a", NULL);
  assert_resolves(NULL, "a:b", "a:b");
  assert_resolves(NULL, "1a:b", NULL);
}

/* A file's IRI is absolute, and percent-encoded. */
static void
test_file_iri(void)
{
  g_autofree char *iri = yt_rdf_file_iri("/园区/./a b/../c#.ttl");
  g_assert_cmpstr(iri, ==, "file:///%E5%9B%AD%E5%8C%BA/c%23.ttl");
  g_autofree char *relative = yt_rdf_file_iri("a.ttl");
  g_assert_true(g_str_has_prefix(relative, "file:///") && g_str_has_suffix(relative, "/a.ttl"));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/rdf/iri/rfc-examples", test_rfc_examples);
  g_test_add_func("/rdf/iri/other-bases", test_other_bases);
  g_test_add_func("/rdf/iri/no-base", test_no_base);
  g_test_add_func("/rdf/iri/file-iri", test_file_iri);
  return g_test_run();
}
