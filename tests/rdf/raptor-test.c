#include "support.h"

/* RDF/XML with a relative IRI, a language, a datatype and a blank node. */
static void
test_rdfxml(void)
{
  assert_reads(
      YT_RDF_XML,
      "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:a='http://a.example/'>"
      "<rdf:Description rdf:about='x'><a:label xml:lang='zh'>园</a:label>"
      "<a:n rdf:datatype='http://www.w3.org/2001/XMLSchema#integer'>5</a:n></rdf:Description></rdf:RDF>",
      "<http://base.example/dir/x> <http://a.example/label> \"园\"@zh .\n"
      "<http://base.example/dir/x> <http://a.example/n> \"5\"^^<http://www.w3.org/2001/XMLSchema#integer> "
      ".\n");
}

/* XML that is not well-formed is refused, with a place. */
static void
test_bad_xml(void)
{
  g_autoptr(GError) error = NULL;
  YtRdfReadOptions options = {.format = YT_RDF_XML, .base = "http://base.example/", .source = "test"};
  g_autofree char *lines = read_text("<rdf:RDF\n<<", &options, &error);
  g_assert_error(error, YT_RDF_ERROR, YT_RDF_ERROR_SYNTAX);
  g_assert_true(g_str_has_prefix(error->message, "test:"));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/rdf/raptor/rdfxml", test_rdfxml);
  g_test_add_func("/rdf/raptor/bad-xml", test_bad_xml);
  return g_test_run();
}
