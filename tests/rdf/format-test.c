#include "rdf/format.h"

#include <string.h>

/* A format's own name and media type lead back to it. */
static void
test_own_names(void)
{
  for (int f = YT_RDF_NTRIPLES; f <= YT_RDF_GUESS; f++) {
    YtRdfFormat found = (YtRdfFormat) -1;
    g_assert_true(yt_rdf_format_from_name(yt_rdf_format_get_name((YtRdfFormat) f), &found));
    g_assert_cmpint(found, ==, f);
    g_assert_true(yt_rdf_format_from_media_type(yt_rdf_format_get_media_type((YtRdfFormat) f), &found));
    g_assert_cmpint(found, ==, f);
  }
}

static void
assert_path(const char *path, int expected)
{
  YtRdfFormat format = (YtRdfFormat) -1;
  g_assert_cmpint(yt_rdf_format_from_path(path, &format), ==, expected >= 0);
  g_assert_cmpint((int) format, ==, expected);
}

/* An ending counts behind a compression's ending and in any case. */
static void
test_paths(void)
{
  assert_path("/data/园区.nt", YT_RDF_NTRIPLES);
  assert_path("a.b/x.NQ.gz", YT_RDF_NQUADS);
  assert_path("x.ttl.zst", YT_RDF_TURTLE);
  assert_path("x.rdf.bz2", YT_RDF_XML);
  assert_path("x.gz", -1);
  assert_path("ttl", -1);
  assert_path("x.", -1);
  assert_path("x.nt nq", -1);
}

/* Names of other formats and media types with parameters are told apart. */
static void
test_media_types(void)
{
  YtRdfFormat format;
  g_assert_true(yt_rdf_format_from_media_type("Text/Turtle; charset=utf-8", &format));
  g_assert_cmpint(format, ==, YT_RDF_TURTLE);
  g_assert_true(yt_rdf_format_from_media_type("text/html", &format));
  g_assert_cmpint(format, ==, YT_RDF_RDFA);
  g_assert_false(yt_rdf_format_from_media_type("image/png", &format));
  g_assert_false(yt_rdf_format_from_media_type("", &format));
  g_assert_false(yt_rdf_format_from_name("", &format));
  g_assert_false(yt_rdf_format_from_name("ttl ", &format));
}

static void
assert_guess(const char *text, YtRdfFormat expected)
{
  g_assert_cmpint(yt_rdf_format_guess(text, strlen(text)), ==, expected);
}

static void
test_guess(void)
{
  assert_guess("# c\n<a:s> <a:p> <a:o> <a:g> .\n", YT_RDF_NQUADS);
  assert_guess("<a:s> <a:p> <a:o> .\n@prefix a: <b:> .\n", YT_RDF_TRIG);
  assert_guess("<http://a.example/s> a <b> .", YT_RDF_TRIG);
  assert_guess("\xEF\xBB\xBF<?xml version=\"1.0\"?><rdf:RDF/>", YT_RDF_XML);
  assert_guess("<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"/>", YT_RDF_RDFA);
  assert_guess("<!DOCTYPE html><p>", YT_RDF_RDFA);
  assert_guess("{ \"http://a.example/s\" : {} }", YT_RDF_JSON);
  assert_guess("{ <a:s> <a:p> 1 }", YT_RDF_TRIG);
  assert_guess("", YT_RDF_TRIG);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/rdf/format/own-names", test_own_names);
  g_test_add_func("/rdf/format/paths", test_paths);
  g_test_add_func("/rdf/format/media-types", test_media_types);
  g_test_add_func("/rdf/format/guess", test_guess);
  return g_test_run();
}
