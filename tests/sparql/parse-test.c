/* parse-test.c: what the parser says of bad queries, and that nothing hostile brings it down. */
#include "sparql/ast.h"
#include "sparql/sparql.h"
#include <string.h>

static const struct {
  const char *problem, *text, *message;
} bad[] = {
    {"nothing at all", "", "1:1: expected PREFIX, BASE, SELECT, CONSTRUCT, DESCRIBE or ASK, found the end"},
    {"no verb", "SELECT * { ?s }", "1:15: expected a predicate, found '}'"},
    {"the second line", "SELECT *\n{ ?s ?p }", "2:9: expected a variable or a term, found '}'"},
    {"columns count characters", "SELECT * { ?县 ?p \"园图\" ?x }", "1:23: expected '.' or '}', found '?x'"},
    {"a prefix that nobody declared", "SELECT * { ?s ex:p ?o }",
     "1:15: expected a declared prefix, found 'ex:'"},
    {"a string that does not end", "SELECT * { ?s ?p \"abc }",
     "1:18: expected a variable or a term, found a string that does not end on its line"},
    {"an escape that does not exist", "SELECT * { ?s ?p \"a\\qc\" }",
     "1:20: expected a variable or a term, found an escape that strings do not have"},
    {"a function with too few arguments", "SELECT * { FILTER(STRLEN()) }",
     "1:19: expected 1 argument of STRLEN, found 0"},
    {"BIND of a variable in scope", "SELECT * { ?s ?p ?o BIND(1 AS ?o) }",
     "1:31: expected a new variable after AS, found one that the group has already"},
    {"an aggregate in a FILTER", "SELECT * { FILTER(COUNT(?x) > 1) }",
     "1:24: expected no aggregate here: they belong in SELECT, HAVING and ORDER BY, and do not nest"},
    {"a variable outside of GROUP BY", "SELECT ?o { ?s ?p ?o } GROUP BY ?s",
     "1:1: expected ?o in GROUP BY or inside an aggregate, found it outside"},
    {"a row of VALUES that is too short", "SELECT * { VALUES (?a ?b) { (1) } }",
     "1:31: expected 2 values in the row, found 1"},
    {"a blank node in two patterns", "SELECT * { _:a ?p ?o OPTIONAL { _:a ?q ?r } }",
     "1:33: expected a new blank node label, found '_:a', which belongs to another basic graph pattern"},
    {"an escaped character moves no column", "SELECT * { ?s <\\u0070> ?o ?x }",
     "1:27: expected '.' or '}', found '?x'"},
    {"something after the end", "ASK {} ASK {}", "1:8: expected the end of the query, found 'ASK'"},
};

/* The first error is named with its place, with what was expected and with what stands there. */
static void
test_messages(void)
{
  for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_autoptr(GError) error = NULL;
    g_test_message("%s", bad[i].problem);
    g_assert_false(yt_sparql_check(bad[i].text, NULL, FALSE, &error));
    g_assert_error(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_SYNTAX);
    g_assert_cmpstr(error->message, ==, bad[i].message);
  }
}

static char *
repeat(const char *before, const char *unit, guint n, const char *after)
{
  GString *text = g_string_new(before);
  for (guint i = 0; i < n; i++)
    g_string_append(text, unit);
  g_string_append(text, after);
  return g_string_free(text, FALSE);
}

/* Nesting without end is an error, a long chain is none, and neither needs a deep stack. */
static void
test_hostile_nesting(void)
{
  static const struct {
    const char *before, *unit, *after;
    gboolean is_good;
  } cases[] = {
      {"SELECT * ", "{", "", FALSE},
      {"SELECT * { FILTER", "(", "", FALSE},
      {"SELECT * { ?s ", "(", "", FALSE},
      {"SELECT * { ?s ?p ", "[ ?p ", "", FALSE},
      {"SELECT * { ?s ?p ", "(", "", FALSE},
      {"SELECT * { FILTER(", "!", "", FALSE},
      {"SELECT * { FILTER(", "EXISTS {", "", FALSE},
      {"SELECT * { FILTER(1", " + 1", ") }", TRUE},
      {"SELECT * { FILTER(1", " || 1", ") }", TRUE},
      {"SELECT * { {}", " UNION {}", " }", TRUE},
      {"SELECT * { ?s <p>", "/<p>", " ?o }", TRUE},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = repeat(cases[i].before, cases[i].unit, 20000, cases[i].after);
    g_autoptr(GError) error = NULL;
    g_assert_cmpint(yt_sparql_check(text, NULL, FALSE, &error), ==, cases[i].is_good);
    if (!cases[i].is_good)
      g_assert_error(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_SYNTAX);
  }
}

/* Cutting a query anywhere, or changing any byte of it, ends in an answer or an error. */
static void
test_damage(void)
{
  static const char whole[] = "BASE <http://x/> PREFIX : <y#> SELECT DISTINCT ?a (COUNT(*) AS ?n) FROM <g> { "
                              "?a :p/^:q* [ :r \"园\"@zh, 1.5e3 ] ; a :C . "
                              "OPTIONAL { ?a :s 'x'^^:t FILTER(REGEX(?b, \"^a\", 'i') && ?c IN (1, -2)) } "
                              "MINUS { GRAPH ?g { (1 2) ?p () } } "
                              "VALUES (?v ?w) { (UNDEF true) } BIND(IF(?x > 1, \"a\", 'b') AS ?y) } GROUP BY "
                              "?a HAVING(COUNT(*)>1) ORDER BY DESC(?n) LIMIT 5";
  g_assert_true(yt_sparql_check(whole, NULL, FALSE, NULL));
  for (gsize n = 0; n < sizeof whole; n++) {
    g_autofree char *cut = g_strndup(whole, n);
    yt_sparql_check(cut, NULL, FALSE, NULL);
    if (n + 1 < sizeof whole) {
      g_autofree char *changed = g_strdup(whole);
      changed[n] = (char) g_test_rand_int_range(1, 256);
      yt_sparql_check(changed, NULL, FALSE, NULL);
      yt_sparql_check(changed, NULL, TRUE, NULL);
    }
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/sparql/parse/messages", test_messages);
  g_test_add_func("/sparql/parse/hostile-nesting", test_hostile_nesting);
  g_test_add_func("/sparql/parse/damage", test_damage);
  return g_test_run();
}
