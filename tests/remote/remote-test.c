/* remote-test.c: who may be asked, and what answers are read. Requests themselves are tests/http/service-test.bash's. */
#include "remote/address.h"
#include "remote/table.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

/* An entry allows what begins with it on the same host, and nothing that only looks alike. */
static void
test_list(void)
{
  static const struct {
    const char *entry, *iri;
    gboolean allowed;
  } cases[] = {
      {"https://example.org/", "https://example.org/sparql", TRUE},
      {"https://example.org", "https://example.org/sparql", TRUE},
      {"https://example.org/a", "https://example.org/a/sparql", TRUE},
      {"https://EXAMPLE.org/a", "https://example.ORG/abc", TRUE},
      {"https://example.org:443/", "https://example.org/", TRUE},
      {"http://[::1]:3030/", "http://[::1]:3030/sparql", TRUE},
      {"https://example.org/a", "https://example.org/b", FALSE},
      {"https://example.org/a/", "https://example.org/a/../b", FALSE},
      {"https://example.org/a/", "https://example.org/a/%2e%2e/b", FALSE},
      {"https://example.org/a/", "https://example.org/a/..%2Fb", FALSE},
      {"https://example.org/a/", "https://example.org/a/..\\b", FALSE},
      {"https://example.org", "https://example.org.evil.net/", FALSE},
      {"https://example.org", "https://example.org@evil.net/", FALSE},
      {"https://example.org/", "https://user@example.org/", FALSE},
      {"https://example.org/", "http://example.org/", FALSE},
      {"https://example.org/", "https://example.org:444/", FALSE},
      {"http://127.0.0.1/", "http://127.0.0.2/", FALSE},
      {"http://example.org/", "file:///etc/passwd", FALSE},
      {"http://example.org/", "gopher://example.org/", FALSE},
      {"http://example.org/", "", FALSE},
      {"http://example.org/", "sparql", FALSE},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    const char *allowed[] = {cases[i].entry, NULL};
    g_autoptr(GError) error = NULL;
    if (yt_remote_check_allowed(allowed, cases[i].iri, &error) != cases[i].allowed)
      g_error("%s for %s", cases[i].iri, cases[i].entry);
    g_assert_true(cases[i].allowed || g_error_matches(error, YT_REMOTE_ERROR, YT_REMOTE_ERROR_REFUSED));
  }
  g_assert_false(yt_remote_check_allowed(NULL, "http://example.org/", NULL));
  g_assert_true(yt_remote_check_entry("http://example.org:8080/x", NULL));
  static const char *const bad[] = {"",        "*",           "example.org", "ftp://example.org/",
                                    "http://", "http://a@b/", "file:///x"};
  for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
    g_assert_false(yt_remote_check_entry(bad[i], NULL));
  g_assert_true(yt_remote_entry_is_address("http://10.0.0.1/") &&
                yt_remote_entry_is_address("http://[::1]/"));
  g_assert_true(yt_remote_entry_is_address("http://localhost:3030/x"));
  g_assert_false(yt_remote_entry_is_address("http://example.org/") ||
                 yt_remote_entry_is_address("http://localhost.example.org/"));
}

static gboolean
is_public(const char *text)
{
  struct sockaddr_in v4 = {.sin_family = AF_INET};
  struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
  if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
    return yt_remote_address_is_public((const struct sockaddr *) &v4);
  g_assert_cmpint(inet_pton(AF_INET6, text, &v6.sin6_addr), ==, 1);
  return yt_remote_address_is_public((const struct sockaddr *) &v6);
}

static void
test_addresses(void)
{
  static const char *const private[] = {"0.0.0.0",
                                        "10.1.2.3",
                                        "100.64.0.1",
                                        "100.127.255.255",
                                        "127.0.0.1",
                                        "127.255.255.255",
                                        "169.254.169.254",
                                        "172.16.0.1",
                                        "172.31.9.9",
                                        "192.0.0.8",
                                        "192.168.1.1",
                                        "198.18.0.1",
                                        "224.0.0.1",
                                        "255.255.255.255",
                                        "::",
                                        "::1",
                                        "fe80::1",
                                        "fc00::1",
                                        "fd12::1",
                                        "ff02::1",
                                        "::ffff:127.0.0.1",
                                        "::ffff:10.0.0.1",
                                        "64:ff9b::10.0.0.1",
                                        "2002:7f00:1::",
                                        "2001:db8::1",
                                        "2001::1"};
  static const char *const public[] = {"8.8.8.8",   "100.128.0.1",  "172.32.0.1",      "192.167.255.255",
                                       "223.5.5.5", "2400:3200::1", "2606:4700::1111", "::ffff:8.8.8.8"};
  for (guint i = 0; i < G_N_ELEMENTS(private); i++)
    if (is_public(private[i]))
      g_error("%s", private[i]);
  for (guint i = 0; i < G_N_ELEMENTS(public); i++)
    if (!is_public(public[i]))
      g_error("%s", public[i]);
}

/* Names, then terms, as text. */
static char *
show(const YtRemoteTable *table)
{
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < table->names->len; i++)
    g_string_append_printf(out, "?%s ", (char *) table->names->pdata[i]);
  for (guint i = 0; i < table->terms->len; i++) {
    const YtTerm *term = &g_array_index(table->terms, YtTerm, i);
    g_string_append(out, i % table->names->len ? " " : ";");
    if (term->kind == YT_TERM_UNBOUND)
      g_string_append_c(out, '-');
    else
      yt_term_append(out, term);
  }
  return g_string_free(out, FALSE);
}

#define EXPECTED "?a ?b ;<http://x/园> \"一\"@zh;_:n -;\"1\"^^<http://x/t> \"<&\""

static void
test_formats(void)
{
  static const char json[] = "{\"head\":{\"vars\":[\"a\",\"b\"]},\"results\":{\"bindings\":["
                             "{\"a\":{\"type\":\"uri\",\"value\":\"http://x/"
                             "园\"},\"b\":{\"type\":\"literal\",\"value\":\"一\",\"xml:lang\":\"zh\"}},"
                             "{\"a\":{\"type\":\"bnode\",\"value\":\"n\"}},"
                             "{\"b\":{\"type\":\"literal\",\"value\":\"<&\"},\"a\":{\"type\":\"typed-"
                             "literal\",\"value\":\"1\",\"datatype\":\"http://x/t\"}}]}}";
  static const char xml[] =
      "<?xml version='1.0'?><sparql xmlns='http://www.w3.org/2005/sparql-results#'><head><variable "
      "name='a'/><variable name='b'/></head>"
      "<results><result><binding name='a'><uri>http://x/园</uri></binding><binding name='b'><literal "
      "xml:lang='zh'>一</literal></binding></result>"
      "<result><binding name='a'><bnode>n</bnode></binding></result>"
      "<result><binding name='b'><literal>&lt;<![CDATA[&]]></literal></binding><binding name='a'><literal "
      "datatype='http://x/t'>1</literal></binding></result></results></sparql>";
  g_autoptr(GError) error = NULL;
  g_autoptr(YtRemoteTable) from_json = yt_remote_read_json(json, strlen(json), &error);
  g_assert_no_error(error);
  g_autoptr(YtRemoteTable) from_xml = yt_remote_read_xml(xml, strlen(xml), &error);
  g_assert_no_error(error);
  g_autofree char *a = show(from_json), *b = show(from_xml);
  g_assert_cmpstr(a, ==, EXPECTED);
  g_assert_cmpstr(b, ==, EXPECTED);
  for (gsize n = 0; n < strlen(json); n++) { /* cut short anywhere */
    g_autoptr(GError) problem = NULL;
    g_assert_null(yt_remote_read_json(json, n, &problem));
    g_assert_error(problem, YT_REMOTE_ERROR, YT_REMOTE_ERROR_FAILED);
  }
  for (gsize n = 0; n < strlen(xml); n++) {
    g_autoptr(GError) problem = NULL;
    g_assert_null(yt_remote_read_xml(xml, n, &problem));
    g_assert_error(problem, YT_REMOTE_ERROR, YT_REMOTE_ERROR_FAILED);
  }
}

static void
test_bad_answers(void)
{
  static const char *const json[] = {
      "[]",
      "1",
      "{}",
      "{\"head\":{},\"boolean\":true}",
      "{\"head\":{\"vars\":[1]},\"results\":{\"bindings\":[]}}",
      "{\"head\":{\"vars\":[\"a\"]},\"results\":{\"bindings\":[1]}}",
      "{\"head\":{\"vars\":[\"a\"]},\"results\":{\"bindings\":[{\"a\":1}]}}",
      "{\"head\":{\"vars\":[\"a\"]},\"results\":{\"bindings\":[{\"a\":{\"type\":\"uri\"}}]}}",
      "{\"head\":{\"vars\":[\"a\"]},\"results\":{\"bindings\":[{\"a\":{\"type\":\"x\",\"value\":\"y\"}}]}}",
      "\xff"};
  static const char *const xml[] = {
      "<sparql/>", "<sparql xmlns='http://www.w3.org/2005/sparql-results#'><boolean>true</boolean></sparql>",
      "<sparql xmlns='http://www.w3.org/2005/sparql-results#'><results><result><binding "
      "name='x'/></result></results></sparql>",
      "<sparql xmlns='http://www.w3.org/2005/sparql-results#'><results><uri>a</uri></results></sparql>",
      "<sparql xmlns='http://www.w3.org/2005/sparql-results#'><result/></sparql>"};
  for (guint i = 0; i < G_N_ELEMENTS(json); i++)
    g_assert_null(yt_remote_read_json(json[i], strlen(json[i]), NULL));
  for (guint i = 0; i < G_N_ELEMENTS(xml); i++)
    g_assert_null(yt_remote_read_xml(xml[i], strlen(xml[i]), NULL));
  g_autofree char *deep = g_strnfill(1000000, '[');
  g_assert_null(yt_remote_read_json(deep, 1000000, NULL));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/remote/list", test_list);
  g_test_add_func("/remote/addresses", test_addresses);
  g_test_add_func("/remote/formats", test_formats);
  g_test_add_func("/remote/bad-answers", test_bad_answers);
  return g_test_run();
}
