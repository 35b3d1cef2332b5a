/* guard-test.c: what rasqal cannot do is found where it stands, and what it can do is let through. */
#include "redland/guard.h"
#include <string.h>

static const YtRedlandFacts plain_facts = {.has_languages = FALSE, .max_integer = 100, .n_quads = 10};

static void
assert_refused(gboolean refused, GError **error, const char *text, const char *words)
{
  if (!refused)
    g_error("not refused: %s", text);
  g_assert_error(*error, YT_REDLAND_ERROR, YT_REDLAND_ERROR_UNSUPPORTED);
  if (!strstr((*error)->message, words))
    g_error("expected “%s”, found “%s” for %s", words, (*error)->message, text);
  g_clear_error(error);
}

/* What rasqal's grammar lacks, with its place. */
static void
test_grammar(void)
{
  static const char *const refused[][2] = {
      {"ASK { ?s a/a ?o }", "1:11: property paths"},
      {"ASK {\n?s ^a ?o }", "2:4: property paths"},
      {"ASK { 园:甲 <p>* ?o }", "1:14: property paths"},
      {"ASK { ?s (a|<p>) ?o }", "1:12: property paths"},
      {"ASK { ?s a+ ?o }", "1:11: property paths"},
      {"ASK { ?s <p>? ?o }", "1:13: property paths"},
      {"ASK { ?s !a ?o }", "1:10: property paths"},
      {"ASK { FILTER(?x > 1) ?s a/a ?o }", "property paths"},
      {"ASK { { SELECT (1+1 AS ?x) { ?s a/a ?o } } }", "property paths"},
      {"ASK { FILTER EXISTS { ?s ?p ?o } }", "1:14: EXISTS"},
      {"ASK { ?s ?p ?o FILTER(not exists { ?s a ?o }) }", "EXISTS"},
      {"ASK { ?s ?p ?o MINUS { ?s a ?o } }", "MINUS"},
      {"ASK { SERVICE <http://e/> { ?s ?p ?o } }", "SERVICE"},
  };
  static const char *const taken[] = {
      "SELECT * { ?s ?p +5 , -5.0 ; a 'a/b|c*' . # a/b\n }",
      "SELECT (?x * 2 AS ?y) (COUNT(*) AS ?n) { ?s ?p ?x FILTER(!(?x / 2 > 1) || ?x + 1 = 2) BIND(?x*2 AS "
      "?z) }",
      "SELECT * { VALUES (?x ?y) { (1 UNDEF) } } ORDER BY (?x + 1)",
      "SELECT * { ?s <http://e/a/b*c+d> (1 2 [ a ?x ]) }",
      "PREFIX minus: <http://e/> SELECT ?exists { ?s minus:exists ?exists }",
      "SELECT * { ?s ?p ?o FILTER regex(?o, \"a+\") FILTER(?o IN (1, 2)) }",
  };
  g_autoptr(GError) error = NULL;
  for (guint i = 0; i < G_N_ELEMENTS(refused); i++)
    assert_refused(!yt_redland_guard_grammar(refused[i][0], &error), &error, refused[i][0], refused[i][1]);
  for (guint i = 0; i < G_N_ELEMENTS(taken); i++) {
    yt_redland_guard_grammar(taken[i], &error);
    g_assert_no_error(error);
  }
}

/* What rasqal gets wrong. */
static void
test_meaning(void)
{
  static const char *const refused[][2] = {
      {"SELECT ?x { ?s ?p ?o BIND(STRAFTER(STR(?s), '#') AS ?x) }", "freed memory"},
      {"SELECT (STRBEFORE(LCASE(?o), 'b') AS ?x) { ?s ?p ?o }", "freed memory"},
      {"SELECT ?s { ?s ?p ?o FILTER(CONCAT('a', STR(?o)) = 'ab') }", "freed memory"},
      {"SELECT (GROUP_CONCAT(?x) AS ?y) { ?s ?p ?x }", "1:9: rasqal gets GROUP_CONCAT"},
      {"SELECT (COUNT(DISTINCT *) AS ?y) { ?s ?p ?x }", "COUNT(DISTINCT *)"},
      {"SELECT (CONCAT(?x, STR(?p)) AS ?y) { ?s ?p ?x }", "freed memory"},
      {"SELECT (STRAFTER(STR(?x), \"#\") AS ?y) { ?s ?p ?x }", "freed memory"},
      {"SELECT (BNODE(?x) AS ?y) { ?s ?p ?x }", "BNODE"},
      {"SELECT (IRI(?x) AS ?y) { ?s ?p ?x }", "IRI(STR"},
      {"SELECT (xsd:integer(?x) AS ?y) { ?s ?p ?x }", "casts"},
      {"SELECT * { ?s ?p ?x FILTER(<http://e/f>(?x)) }", "casts"},
      {"SELECT * { ?s ?p ?x } GROUP BY (?x + 1)", "GROUP BY with an expression"},
      {"SELECT * { ?s ?p ?x } GROUP BY ?s STR(?x)", "GROUP BY with an expression"},
      {"SELECT ?s { { SELECT ?s { ?s ?p ?x } GROUP BY ?s } }", "subquery"},
      {"SELECT ?m { { SELECT (MAX(?x) AS ?m) { ?s ?p ?x } } }", "subquery"},
      {"SELECT DISTINCT * { ?s ?p ?o { SELECT ?s { ?s ?p ?x } } }", "1:1: rasqal gets SELECT *"},
      {"SELECT * { GRAPH ?g { } }", "GRAPH without triples"},
      {"SELECT * { GRAPH ?g { FILTER(true) } }", "GRAPH without triples"},
      {"SELECT * { GRAPH ?g { ?s ?p ?o OPTIONAL { ?s ?p ?g } } }", "used again"},
      {"SELECT * { GRAPH ?g { ?s ?p ?o FILTER(?g = ?s) } }", "used again"},
      {"SELECT * { GRAPH <g> { VALUES ?s { <a> } ?s ?p ?o } }", "inside GRAPH"},
      {"SELECT * { ?s ?p ?x { ?s ?q ?y FILTER(?x = ?y) } }", "1:21: rasqal lets a FILTER"},
      {"SELECT * { ?s ?p ?x { BIND(?x + 1 AS ?z) } UNION { ?s a ?z } }", "rasqal lets a FILTER"},
      {"SELECT * { ?s ?p ?x OPTIONAL { { ?s ?q ?y FILTER(?x = ?y) } } }", "rasqal lets a FILTER"},
      {"SELECT * { ?s ?p ?x FILTER regex(?x, \"a\", \"m\") }", "no flag"},
      {"SELECT * { ?s ?p ?x FILTER regex(?x, \"\\\\d\") }", "escapes"},
      {"SELECT * { ?s ?p ?x FILTER regex(?x, ?p) }", "constant"},
      {"SELECT * { ?s ?p ?x FILTER regex(?x, \"(a{9}){9}\") }", "{n,m}"},
      {"SELECT (REPLACE(?x, \"(a)\", \"$1\") AS ?y) { ?s ?p ?x }", "groups"},
      {"SELECT (?x + 100000 AS ?y) { ?s ?p ?x }", "32 bits"},
      {"SELECT * { ?s <http://e/../a> ?x }", "dots"},
  };
  static const char *const taken[] = {
      "SELECT ?s (COUNT(?x) AS ?n) { ?s ?p ?x } GROUP BY ?s ?p HAVING (COUNT(?x) > 1) ORDER BY DESC(?n) "
      "LIMIT 5",
      "SELECT * { GRAPH ?g { ?g ?p ?o . ?o ?q ?r FILTER(?o != ?r) } ?g a ?c }",
      "SELECT * { ?s ?p ?x OPTIONAL { ?s ?q ?y FILTER(?x = ?y) } }",
      "SELECT * { ?s ?p ?x { ?s ?q ?y FILTER(?y > 1) BIND(?y * 2 AS ?z) } }",
      "SELECT * { ?s ?p ?x FILTER regex(?x, \"^a.*\\\\.b{2,3}$\", \"i\") }",
      "SELECT (STRBEFORE(?x, \"a\"@en) AS ?y) (CONCAT(?x, \"b\", 1) AS ?z) { ?s ?p ?x }",
      "SELECT (REPLACE(?x, \"a\", \"b\") AS ?y) (IRI(CONCAT(\"http://e/\", ?x)) AS ?z) { ?s ?p ?x }",
      "SELECT * { ?s ?p ?o { SELECT DISTINCT * { ?s ?p ?x } } }",
      "SELECT ?s { ?s ?p ?o { SELECT ?s { ?s ?p ?x } } }",
      "SELECT (SUM(?x) AS ?y) (?z + 9999 AS ?w) { ?s ?p ?x }",
  };
  g_autoptr(GError) error = NULL;
  for (guint i = 0; i < G_N_ELEMENTS(refused); i++)
    assert_refused(!yt_redland_guard_meaning(refused[i][0], &plain_facts, &error), &error, refused[i][0],
                   refused[i][1]);
  for (guint i = 0; i < G_N_ELEMENTS(taken); i++) {
    yt_redland_guard_meaning(taken[i], &plain_facts, &error);
    g_assert_no_error(error);
  }
}

/* What is right over some data only. */
static void
test_meaning_over_data(void)
{
  static const char datatype[] = "SELECT (DATATYPE(?x) AS ?y) { ?s ?p ?x }";
  static const char sum[] = "SELECT (SUM(?x) AS ?y) { ?s ?p ?x }";
  static const char product[] = "SELECT (?x * ?x AS ?y) { ?s ?p ?x }";
  static const char number[] = "SELECT ?x { ?s ?p ?x FILTER(?x = 1) }";
  static const char member[] = "SELECT ?x { ?s ?p ?x FILTER(?x IN (1, 2)) }";
  static const char string[] = "SELECT ?x { ?s ?p ?x FILTER(?x = \"1\" && ?s != <http://a.example/>) }";
  const YtRedlandFacts tagged = {.has_languages = TRUE}, large = {.max_integer = 1e9, .n_quads = 10},
                       truth = {.has_booleans = TRUE};
  g_autoptr(GError) error = NULL;
  g_assert_true(yt_redland_guard_meaning(datatype, &plain_facts, NULL));
  g_assert_true(yt_redland_guard_meaning(sum, &plain_facts, NULL));
  g_assert_true(yt_redland_guard_meaning(product, &plain_facts, NULL));
  assert_refused(!yt_redland_guard_meaning(datatype, &tagged, &error), &error, datatype, "DATATYPE");
  assert_refused(!yt_redland_guard_meaning(sum, &large, &error), &error, sum, "32 bits");
  assert_refused(!yt_redland_guard_meaning(product, &large, &error), &error, product, "32 bits");
  g_assert_true(yt_redland_guard_meaning(number, &plain_facts, NULL));
  g_assert_true(yt_redland_guard_meaning(string, &truth, NULL));
  assert_refused(!yt_redland_guard_meaning(number, &truth, &error), &error, number, "true for 1");
  assert_refused(!yt_redland_guard_meaning(member, &truth, &error), &error, member, "true for 1");
}

static char *
repeat(const char *before, const char *what, guint n, const char *after)
{
  GString *text = g_string_new(before);
  for (guint i = 0; i < n; i++)
    g_string_append_printf(text, what, i);
  return g_string_free(g_string_append(text, after), FALSE);
}

/* Sizes that rasqal would drown in. */
static void
test_bounds(void)
{
  const struct {
    const char *before, *what, *after, *words;
    guint n_good, n_bad;
  } cases[] = {
      {"SELECT * ", "{", "", "too deep", 256, 257},
      {"SELECT (1", " + 1", " AS ?x) {}", "operators", 2048, 2049},
      {"SELECT * { ?s ?p ?o", " OPTIONAL { ?s ?p ?o", "", "OPTIONAL", 8, 9},
      {"SELECT", " ?v%u", " {}", "variables", 256, 257},
      {"SELECT * { VALUES ?x { 1 2 3 4 5 6 7 8 9 10 }", " VALUES ?x { 1 2 3 4 5 6 7 8 9 10 }", "", "VALUES",
       6, 7},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    g_autofree char *good = repeat(cases[i].before, cases[i].what, cases[i].n_good, cases[i].after);
    g_autofree char *bad = repeat(cases[i].before, cases[i].what, cases[i].n_bad, cases[i].after);
    yt_redland_guard_text(good, &error);
    g_assert_no_error(error);
    assert_refused(!yt_redland_guard_text(bad, &error), &error, bad, cases[i].words);
  }
  /* A row is a row, whatever it has. */
  g_autoptr(GError) empty = NULL;
  g_assert_true(yt_redland_guard_text("SELECT * { VALUES (?x) { (UNDEF) } }", NULL));
  assert_refused(!yt_redland_guard_text("SELECT * { ?s ?p ?x } VALUES ?x { }", &empty), &empty, "VALUES",
                 "without rows");
  /* Side by side they do not nest. */
  g_autofree char *flat = repeat("SELECT * { ?s ?p ?o", " OPTIONAL { ?s ?p ?o }", 50, "}");
  g_assert_true(yt_redland_guard_text(flat, NULL));
}

/* Bytes that are no UTF-8 are a syntax error with their place. */
static void
test_not_utf8(void)
{
  g_autoptr(GError) error = NULL;
  g_assert_false(yt_redland_guard_text("ASK {\n \"园\xff\" }", &error));
  g_assert_error(error, YT_REDLAND_ERROR, YT_REDLAND_ERROR_SYNTAX);
  g_assert_true(g_str_has_prefix(error->message, "2:4: "));
}

/* Signs are set apart in sums, and left alone where they belong to the number. */
static void
test_separate_signs(void)
{
  static const char *const cases[][2] = {
      {"SELECT (?a+1-1 AS ?x) {}", "SELECT (?a+ 1- 1 AS ?x) {}"},
      {"ASK { FILTER((1)+1 = -1) }", "ASK { FILTER((1)+ 1 = -1) }"},
      {"ASK { ?s ?p +5 VALUES ?x { 1 -1 } FILTER(?x IN (-1, +1)) }",
       "ASK { ?s ?p +5 VALUES ?x { 1 -1 } FILTER(?x IN (-1, +1)) }"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = yt_redland_guard_separate_signs(cases[i][0]);
    g_assert_cmpstr(text, ==, cases[i][1]);
  }
}

/* Any bytes at all: nothing crashes, and what is found has a place in the text. */
static void
test_noise(void)
{
  static const char *const words[] = {"SELECT", "{",    "}",      "(",        ")",      "[",      "]",
                                      "?x",     "<a>",  "a:b",    "\"s\"",    "'''",    "\\",     "GRAPH",
                                      "FILTER", "BIND", "VALUES", "OPTIONAL", "1",      "+",      "/",
                                      "#",      "\n",   "园",     "GROUP BY", "COUNT(", "REGEX(", ",",
                                      ".",      "AS",   "_:b",    "@en",      "^^",     "<",      "\xe5"};
  for (int round = 0; round < 2000; round++) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = g_test_rand_int_range(0, 40); i > 0; i--)
      g_string_append_printf(text, "%s%s", words[g_test_rand_int_range(0, G_N_ELEMENTS(words))],
                             g_test_rand_bit() ? " " : "");
    g_autoptr(GError) error = NULL;
    if (yt_redland_guard_text(text->str, &error) && yt_redland_guard_grammar(text->str, &error) &&
        yt_redland_guard_meaning(text->str, &plain_facts, &error)) {
      g_autofree char *separated = yt_redland_guard_separate_signs(text->str);
      g_assert_cmpuint(strlen(separated), >=, text->len);
    } else {
      g_assert_nonnull(error);
      g_assert_true(g_ascii_isdigit(*error->message));
    }
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/redland/guard/grammar", test_grammar);
  g_test_add_func("/redland/guard/meaning", test_meaning);
  g_test_add_func("/redland/guard/meaning-over-data", test_meaning_over_data);
  g_test_add_func("/redland/guard/bounds", test_bounds);
  g_test_add_func("/redland/guard/not-utf8", test_not_utf8);
  g_test_add_func("/redland/guard/separate-signs", test_separate_signs);
  g_test_add_func("/redland/guard/noise", test_noise);
  return g_test_run();
}
