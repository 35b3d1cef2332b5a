#include "support.h"

#include <dirent.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define RDF_XML                                                                                              \
  "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:a='http://a.example/'>"

/* RDF/XML with a relative IRI, a language, a datatype and a list. */
static void
test_rdfxml(void)
{
  assert_reads(
      YT_RDF_XML,
      RDF_XML
      "<rdf:Description rdf:about='x'><a:label xml:lang='zh-Hans'>园</a:label>"
      "<a:n rdf:datatype='http://www.w3.org/2001/XMLSchema#integer'>5</a:n>"
      "<a:s "
      "rdf:datatype='http://www.w3.org/2001/XMLSchema#string'>&lt;\n\"</a:s></rdf:Description></rdf:RDF>",
      "<http://base.example/dir/x> <http://a.example/label> \"园\"@zh-Hans .\n"
      "<http://base.example/dir/x> <http://a.example/n> \"5\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n"
      "<http://base.example/dir/x> <http://a.example/s> \"<\\n\\\"\" .\n");
}

static void
test_rdfa(void)
{
  assert_reads(YT_RDF_RDFA,
               "<html xmlns='http://www.w3.org/1999/xhtml' prefix='a: "
               "http://a.example/'><head><title>t</title></head><body>"
               "<p about='x' property='a:label' xml:lang='zh-Hans'>园</p></body></html>",
               "<http://base.example/dir/x> <http://a.example/label> \"园\"@zh-Hans .\n");
}

static void
test_json(void)
{
  assert_reads(YT_RDF_JSON,
               "{\"http://a.example/s\":{\"http://a.example/"
               "p\":[{\"value\":\"\\u56ed\",\"type\":\"literal\",\"lang\":\"zh\"}]}}",
               "<http://a.example/s> <http://a.example/p> \"园\"@zh .\n");
}

/* Nodes without a label are numbered from 1 in every document, and meet none that has one. */
static void
test_blank_labels(void)
{
  YtRdfReadOptions options = {.format = YT_RDF_XML, .blank_prefix = "f3_", .strict_lines = TRUE};
  for (int round = 0; round < 2; round++) {
    g_autofree char *lines =
        read_text(RDF_XML "<rdf:Description rdf:nodeID='anon1'><a:p rdf:parseType='Resource'/>"
                          "<a:p rdf:nodeID='b'/></rdf:Description></rdf:RDF>",
                  &options, NULL);
    g_assert_cmpstr(
        lines, ==,
        "_:f3_anonx1 <http://a.example/p> _:f3_anon1 .\n_:f3_anonx1 <http://a.example/p> _:f3_b .\n");
  }
}

static void
assert_message(YtRdfFormat format, const char *text, const char *prefix)
{
  g_autoptr(GError) error = NULL;
  YtRdfReadOptions options = {.format = format, .source = "test", .strict_lines = TRUE};
  g_autofree char *lines = read_text(text, &options, &error);
  g_assert_error(error, YT_RDF_ERROR, YT_RDF_ERROR_SYNTAX);
  if (!g_str_has_prefix(error->message, prefix))
    g_assert_cmpstr(error->message, ==, prefix);
}

/* What is not well-formed, or says what RDF cannot, is refused with the place. */
static void
test_messages(void)
{
  assert_message(YT_RDF_XML, RDF_XML "\n<<", "test:2:1: expected RDF/XML, found: XML parser error: ");
  assert_message(YT_RDF_XML, RDF_XML, "test:1:");
  assert_message(YT_RDF_XML, "", "test:1:1: ");
  assert_message(YT_RDF_JSON, "{\"a\":", "test:1:");
  assert_message(
      YT_RDF_XML,
      RDF_XML "\n<rdf:Description rdf:about='http://a.example/a b'><a:p>1</a:p></rdf:Description></rdf:RDF>",
      "test:2:");
  assert_message(YT_RDF_XML,
                 RDF_XML "<rdf:Description rdf:about='x'><a:p>1</a:p></rdf:Description></rdf:RDF>",
                 "test:1:");
  assert_message(YT_RDF_XML,
                 RDF_XML "<rdf:Description rdf:about='http://a.example/x'><a:p "
                         "xml:lang='zh cn'>1</a:p></rdf:Description></rdf:RDF>",
                 "test:1:");
}

/* Not strict: statements that cannot be are left out and counted. */
static void
test_skipping(void)
{
  guint64 n_bad = 99;
  YtRdfReadOptions options = {.format = YT_RDF_XML, .n_bad_lines = &n_bad};
  g_autofree char *lines = read_text(
      RDF_XML "<rdf:Description rdf:about='http://a.example/a b'><a:p>1</a:p></rdf:Description>"
              "<rdf:Description rdf:about='http://a.example/a'><a:p>2</a:p></rdf:Description></rdf:RDF>",
      &options, NULL);
  g_assert_cmpstr(lines, ==, "<http://a.example/a> <http://a.example/p> \"2\" .\n");
  g_assert_cmpuint(n_bad, ==, 1);
}

/* A document cannot make the reader read other files, whether it names them as entity, DTD or by XInclude. */
static void
test_no_files(void)
{
  g_autofree char *path = g_strdup_printf("%s/yt-rdf-secret-%d", g_get_tmp_dir(), (int) getpid());
  g_assert_true(g_file_set_contents(path, "secret", -1, NULL));
  static const char *const documents[] = {
      "<!DOCTYPE rdf:RDF [<!ENTITY x SYSTEM 'file://%s'>]>" RDF_XML
      "<rdf:Description rdf:about='http://a.example/x'><a:p>[&x;]</a:p></rdf:Description></rdf:RDF>",
      "<!DOCTYPE rdf:RDF [<!ENTITY %% x SYSTEM 'file://%s'>%%x;]>" RDF_XML
      "<rdf:Description rdf:about='http://a.example/x'><a:p>[]</a:p></rdf:Description></rdf:RDF>",
      RDF_XML "<rdf:Description rdf:about='http://a.example/x'><a:p rdf:parseType='Literal'>"
              "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' parse='text' "
              "href='file://%s'/></a:p></rdf:Description></rdf:RDF>",
  };
  for (gsize i = 0; i < G_N_ELEMENTS(documents); i++) {
    g_autofree char *text = g_strdup(documents[i]);
    g_autoptr(GString) document = g_string_new(text);
    g_string_replace(document, "%s", path, 0);
    g_string_replace(document, "%%", "%", 0);
    g_autoptr(GError) error = NULL;
    YtRdfReadOptions options = {.format = YT_RDF_XML};
    g_autofree char *lines = read_text(document->str, &options, &error);
    g_assert_true(lines || error);
    g_assert_true(!lines || !strstr(lines, "secret\"") || strstr(lines, "xi:include"));
    g_assert_true(!lines || !strstr(lines, "[secret]"));
  }
  g_assert_cmpint(g_unlink(path), ==, 0);
}

/* Entities that stand for a billion others end in an error, not in a full memory. */
static void
test_entity_bomb(void)
{
  g_autoptr(GString) text = g_string_new("<!DOCTYPE rdf:RDF [<!ENTITY e0 '0123456789'>");
  for (int i = 1; i < 12; i++) {
    g_string_append_printf(text, "<!ENTITY e%d '", i);
    for (int k = 0; k < 10; k++)
      g_string_append_printf(text, "&e%d;", i - 1);
    g_string_append(text, "'>");
  }
  g_string_append(
      text, "]>" RDF_XML
            "<rdf:Description rdf:about='http://a.example/x'><a:p>&e11;</a:p></rdf:Description></rdf:RDF>");
  assert_message(YT_RDF_XML, text->str, "test:1:");
}

static char *
make_large(guint n_things)
{
  GString *text = g_string_new(RDF_XML);
  for (guint i = 0; i < n_things; i++)
    g_string_append_printf(
        text,
        "<rdf:Description rdf:about='http://a.example/%u'><a:label>园区%u</a:label></rdf:Description>\n", i,
        i);
  g_string_append(text, "</rdf:RDF>");
  return g_string_free(text, FALSE);
}

static gboolean
count_quad(const YtTermQuad *quad G_GNUC_UNUSED, gpointer n_quads, GError **error G_GNUC_UNUSED)
{
  ++*(guint *) n_quads;
  return TRUE;
}

/* Documents larger than any buffer between the processes come through whole. */
static void
test_large(void)
{
  guint n_quads = 0;
  g_autofree char *text = make_large(50000);
  g_autoptr(GError) error = NULL;
  YtRdfReadOptions options = {.format = YT_RDF_XML, .strict_lines = TRUE};
  g_assert_true(yt_rdf_read_bytes(text, strlen(text), &options, count_quad, &n_quads, &error));
  g_assert_cmpuint(n_quads, ==, 50000);
}

/* The process that does the reading, as long as it is our only child. */
static pid_t
find_child(void)
{
  g_autofree char *path = g_strdup_printf("/proc/self/task/%d/children", (int) getpid());
  g_autofree char *text = NULL;
  return g_file_get_contents(path, &text, NULL, NULL) ? (pid_t) g_ascii_strtoll(text, NULL, 10) : 0;
}

static gboolean
kill_child(const YtTermQuad *quad G_GNUC_UNUSED, gpointer killed, GError **error G_GNUC_UNUSED)
{
  if (!*(pid_t *) killed) {
    *(pid_t *) killed = find_child();
    if (*(pid_t *) killed)
      kill(*(pid_t *) killed, SIGABRT);
  }
  return TRUE;
}

/* A reading process that crashes is an error of the document, and of nothing else. */
static void
test_crash(void)
{
  pid_t killed = 0;
  g_autofree char *text = make_large(200000);
  g_autoptr(GError) error = NULL;
  YtRdfReadOptions options = {.format = YT_RDF_XML, .source = "test"};
  gboolean ok = yt_rdf_read_bytes(text, strlen(text), &options, kill_child, &killed, &error);
  if (!killed) {
    g_test_skip("this kernel does not list children");
    return;
  }
  g_assert_false(ok);
  g_assert_error(error, YT_RDF_ERROR, YT_RDF_ERROR_SYNTAX);
  g_assert_true(g_str_has_prefix(
      error->message, "test:1:1: expected a document that Raptor can read, found one that ends it"));
}

static gboolean
stop(const YtTermQuad *quad G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED, GError **error)
{
  g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "enough");
  return FALSE;
}

static guint
count_open_files(void)
{
  guint n = 0;
  DIR *folder = opendir("/proc/self/fd");
  while (folder && readdir(folder))
    n++;
  closedir(folder);
  return n;
}

/* A receiver's error comes through, and neither a process nor a file stays behind. */
static void
test_stop(void)
{
  g_autofree char *text = make_large(100000);
  guint n_files = count_open_files();
  for (int round = 0; round < 5; round++) {
    g_autoptr(GError) error = NULL;
    YtRdfReadOptions options = {.format = YT_RDF_XML};
    g_assert_false(yt_rdf_read_bytes(text, strlen(text), &options, stop, NULL, &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  }
  g_assert_cmpuint(count_open_files(), ==, n_files);
  g_assert_cmpint(waitpid(-1, NULL, WNOHANG), ==, -1);
  g_assert_cmpint(errno, ==, ECHILD);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/rdf/raptor/rdfxml", test_rdfxml);
  g_test_add_func("/rdf/raptor/rdfa", test_rdfa);
  g_test_add_func("/rdf/raptor/json", test_json);
  g_test_add_func("/rdf/raptor/blank-labels", test_blank_labels);
  g_test_add_func("/rdf/raptor/messages", test_messages);
  g_test_add_func("/rdf/raptor/skipping", test_skipping);
  g_test_add_func("/rdf/raptor/no-files", test_no_files);
  g_test_add_func("/rdf/raptor/entity-bomb", test_entity_bomb);
  g_test_add_func("/rdf/raptor/large", test_large);
  g_test_add_func("/rdf/raptor/crash", test_crash);
  g_test_add_func("/rdf/raptor/stop", test_stop);
  return g_test_run();
}
