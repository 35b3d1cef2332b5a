/* yuantu-test.c: the library as a program sees it. */
#include "yuantu/yuantu.h"
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define E "http://e/"

static const char turtle[] = "@prefix : <" E "> .\n"
                             ":a :p 1 , \"2.50\"^^<http://www.w3.org/2001/XMLSchema#decimal> , \"一\"@zh , "
                             "\"x\\u0000y\" , [ :q :a ] .\n";

static void
assert_no_error(YuantuError *error)
{
  if (error)
    g_error("%s", yuantu_error_message(error));
}

/* Is @error there, with @code and a message that has @text? Frees it. */
static void
assert_error(YuantuError **error, YuantuErrorCode code, const char *text)
{
  g_assert_nonnull(*error);
  if (yuantu_error_code(*error) != code || !strstr(yuantu_error_message(*error), text))
    g_error("expected error %d, '%s', found %d, '%s'", (int) code, text, (int) yuantu_error_code(*error),
            yuantu_error_message(*error));
  g_clear_pointer(error, yuantu_error_free);
}

static YuantuStore *
open_in_memory(void)
{
  YuantuError *error = NULL;
  YuantuStore *store = yuantu_open(NULL, YUANTU_WRITE, &error);
  yuantu_load_bytes(store, turtle, sizeof turtle - 1, "turtle", NULL, NULL, &error);
  assert_no_error(error);
  return store;
}

static bool
append(const char *bytes, size_t n_bytes, void *text)
{
  g_string_append_len(text, bytes, (gssize) n_bytes);
  return true;
}

/* The answer of @text in @format, or NULL with @error. */
static char *
ask(YuantuStore *store, const char *text, const char *format, YuantuError **error)
{
  GString *out = g_string_new(NULL);
  YuantuStatement *statement = yuantu_prepare(store, text, error);
  YuantuResult *result = yuantu_run(statement, error);
  bool ok = yuantu_result_write(result, format, append, out, error);
  yuantu_result_free(result);
  yuantu_statement_free(statement);
  return g_string_free(out, !ok);
}

static void
execute(YuantuStore *store, const char *text, YuantuError **error)
{
  YuantuStatement *statement = yuantu_prepare_update(store, text, error);
  yuantu_execute(statement, error);
  yuantu_statement_free(statement);
}

static void
assert_answer(YuantuStore *store, const char *text, const char *format, const char *expected)
{
  YuantuError *error = NULL;
  g_autofree char *found = ask(store, text, format, &error);
  assert_no_error(error);
  g_assert_cmpstr(found, ==, expected);
}

static void
assert_term(YuantuTerm term, YuantuTermKind kind, const char *text, gsize n_text, const char *language,
            const char *datatype)
{
  g_assert_cmpint(term.kind, ==, kind);
  g_assert_cmpuint(term.n_text, ==, n_text);
  g_assert_cmpint(memcmp(term.text, text, n_text), ==, 0);
  g_assert_cmpint(term.text[term.n_text], ==, 0);
  g_assert_cmpstr(term.language, ==, language);
  g_assert_cmpstr(term.datatype, ==, datatype);
}

#define XSD "http://www.w3.org/2001/XMLSchema#"

/* Every kind of term comes out whole, with its datatype. */
static void
test_terms(void)
{
  YuantuError *error = NULL;
  YuantuStore *store = open_in_memory();
  YuantuStatement *statement =
      yuantu_prepare(store, "SELECT ?o ?none { <" E "a> <" E "p> ?o } ORDER BY ?o", &error);
  YuantuResult *result = yuantu_run(statement, &error);
  assert_no_error(error);
  g_assert_cmpint(yuantu_result_kind(result), ==, YUANTU_SOLUTIONS);
  g_assert_cmpuint(yuantu_result_n_columns(result), ==, 2);
  g_assert_cmpstr(yuantu_result_column(result, 1), ==, "none");
  g_assert_null(yuantu_result_column(result, 2));
  assert_term(yuantu_result_term(result, 0), YUANTU_UNBOUND, "", 0, NULL, NULL); /* no row yet */

  guint n_seen = 0;
  while (yuantu_result_next(result, &error)) {
    YuantuTerm term = yuantu_result_term(result, 0);
    assert_term(yuantu_result_term(result, 1), YUANTU_UNBOUND, "", 0, NULL, NULL);
    assert_term(yuantu_result_term(result, 2), YUANTU_UNBOUND, "", 0, NULL, NULL);
    if (term.kind == YUANTU_BLANK)
      g_assert_cmpuint(term.n_text, >, 0);
    else if (strcmp(term.text, "1") == 0)
      assert_term(term, YUANTU_LITERAL, "1", 1, NULL, XSD "integer");
    else if (strcmp(term.text, "2.50") == 0)
      assert_term(term, YUANTU_LITERAL, "2.50", 4, NULL, XSD "decimal");
    else if (term.language)
      assert_term(term, YUANTU_LITERAL, "一", 3, "zh",
                  "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString");
    else
      assert_term(term, YUANTU_LITERAL, "x\0y", 3, NULL, XSD "string");
    n_seen++;
  }
  assert_no_error(error);
  g_assert_cmpuint(n_seen, ==, 5);
  g_assert_false(yuantu_result_next(result, &error)); /* and stays at the end */
  assert_no_error(error);
  yuantu_result_free(result);
  yuantu_statement_free(statement);
  yuantu_close(store);
}

/* A value is bound, changed, taken away; a blank node of an answer leads back to itself. */
static void
test_bind(void)
{
  YuantuError *error = NULL;
  YuantuStore *store = open_in_memory();
  YuantuStatement *statement = yuantu_prepare(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", &error);
  const struct {
    YuantuTerm term;
    const char *n;
  } cases[] = {{yuantu_typed("1", XSD "integer"), "1"},
               {yuantu_typed("1", XSD "int"), "0"},
               {yuantu_tagged("一", "ZH"), "1"},
               {yuantu_string("一"), "0"},
               {{YUANTU_LITERAL, "x\0y", 3, NULL, NULL}, "1"},
               {yuantu_typed("x", XSD "string"), "0"},
               {yuantu_iri(E "a"), "1"},
               {{.kind = YUANTU_UNBOUND}, "6"}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    yuantu_bind(statement, "o", &cases[i].term, &error);
    YuantuResult *result = yuantu_run(statement, &error);
    assert_no_error(error);
    g_assert_true(yuantu_result_next(result, &error));
    g_assert_cmpstr(yuantu_result_term(result, 0).text, ==, cases[i].n);
    yuantu_result_free(result);
  }
  yuantu_statement_free(statement);

  YuantuStatement *find = yuantu_prepare(store, "SELECT ?b { ?b <" E "q> ?a }", &error);
  YuantuStatement *back =
      yuantu_prepare(store, "ASK { <" E "a> <" E "p> ?b . ?b <" E "q> <" E "a> }", &error);
  YuantuResult *found = yuantu_run(find, &error);
  g_assert_true(yuantu_result_next(found, &error));
  YuantuTerm blank = yuantu_result_term(found, 0), other = yuantu_blank("other");
  yuantu_bind(back, "b", &blank, &error);
  yuantu_statement_free(find);
  YuantuResult *yes = yuantu_run(back, &error);
  yuantu_bind(back, "b", &other, &error);
  YuantuResult *no = yuantu_run(back, &error);
  assert_no_error(error);
  g_assert_cmpint(yuantu_result_kind(yes), ==, YUANTU_BOOLEAN);
  g_assert_true(yuantu_result_boolean(yes));
  g_assert_false(yuantu_result_boolean(no));
  g_assert_false(yuantu_result_next(no, &error));
  assert_error(&error, YUANTU_ERROR_MISUSE, "yes or no");
  yuantu_result_free(found);
  yuantu_result_free(yes);
  yuantu_result_free(no);
  yuantu_statement_free(back);
  yuantu_close(store);
}

/* What is no term is refused when it is bound, and the value before it stays. */
static void
test_bad_values(void)
{
  const YuantuTerm bad[] = {yuantu_iri("relative"),    yuantu_iri("http://e/a b"),
                            yuantu_blank("a b"),       yuantu_string("\xE5\x9B"),
                            yuantu_tagged("x", "z h"), yuantu_typed("x", "integer")};
  YuantuError *error = NULL;
  YuantuStore *store = open_in_memory();
  YuantuStatement *statement = yuantu_prepare(store, "ASK { ?s <" E "p> ?o }", &error);
  YuantuTerm good = yuantu_iri(E "a");
  g_assert_true(yuantu_bind(statement, "s", &good, &error));
  for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_assert_false(yuantu_bind(statement, "s", &bad[i], &error));
    assert_error(&error, YUANTU_ERROR_TERM, "expected");
  }
  YuantuResult *result = yuantu_run(statement, &error);
  g_assert_true(yuantu_result_boolean(result));
  yuantu_result_free(result);
  g_assert_true(yuantu_bind(statement, "typo", &good, &error));
  g_assert_null(yuantu_run(statement, &error));
  assert_error(&error, YUANTU_ERROR_PARAMETER, "?typo");
  yuantu_statement_free(statement);
  yuantu_close(store);
}

/* A graph has three columns, and can be written instead. */
static void
test_graph(void)
{
  static const char construct[] =
      "CONSTRUCT { ?s <" E "r> ?o } { ?s <" E "p> ?o FILTER(!isBlank(?o)) } ORDER BY ?o";
  YuantuError *error = NULL;
  YuantuStore *store = open_in_memory();
  YuantuStatement *statement = yuantu_prepare(store, construct, &error);
  YuantuResult *result = yuantu_run(statement, &error);
  assert_no_error(error);
  g_assert_cmpint(yuantu_result_kind(result), ==, YUANTU_GRAPH);
  g_assert_cmpuint(yuantu_result_n_columns(result), ==, 3);
  g_assert_cmpstr(yuantu_result_column(result, 2), ==, "object");
  g_autoptr(GString) seen = g_string_new(NULL);
  while (yuantu_result_next(result, &error)) {
    assert_term(yuantu_result_term(result, 0), YUANTU_IRI, E "a", strlen(E "a"), NULL, NULL);
    assert_term(yuantu_result_term(result, 1), YUANTU_IRI, E "r", strlen(E "r"), NULL, NULL);
    YuantuTerm object = yuantu_result_term(result, 2);
    g_string_append_printf(seen, "%s %s;", object.text, object.language ? object.language : object.datatype);
  }
  assert_no_error(error);
  g_assert_nonnull(strstr(seen->str, "一 zh;"));
  g_assert_nonnull(strstr(seen->str, "2.50 " XSD "decimal;"));
  g_assert_false(yuantu_result_write(result, "turtle", append, seen, &error));
  assert_error(&error, YUANTU_ERROR_MISUSE, "taken already");
  yuantu_result_free(result);

  YuantuStatement *many =
      yuantu_prepare(store, "CONSTRUCT { [] ?x ?y } { ?x ?y ?z . ?u ?v ?w . ?a ?b ?c . ?d ?e ?f }", &error);
  yuantu_set_memory_limit(many, 300000);
  result = yuantu_run(many, &error);
  while (yuantu_result_next(result, &error))
    ;
  assert_error(&error, YUANTU_ERROR_MEMORY, "memory");
  yuantu_result_free(result);
  yuantu_statement_free(many);
  yuantu_statement_free(statement);
  assert_answer(store, "CONSTRUCT { <" E "x> <" E "y> ?o } { ?s ?p ?o FILTER(?o = 1) }", "ntriples",
                "<" E "x> <" E "y> \"1\"^^<" XSD "integer> .\n");
  yuantu_close(store);
}

/* Rows are written in the formats that there are; a caller may stop. */
static bool
refuse(const char *bytes G_GNUC_UNUSED, size_t n_bytes G_GNUC_UNUSED, void *n_calls)
{
  ++*(guint *) n_calls;
  return false;
}

static void
test_write(void)
{
  YuantuError *error = NULL;
  YuantuStore *store = open_in_memory();
  assert_answer(store, "SELECT ?o { ?s ?p ?o FILTER(?o = 1) }", "csv", "o\r\n1\r\n");
  assert_answer(store, "ASK {}", "json", "{\"head\":{},\"boolean\":true}\n");
  g_assert_null(ask(store, "ASK {}", "turtle", &error));
  assert_error(&error, YUANTU_ERROR_UNSUPPORTED, "turtle");
  g_assert_null(ask(store, "ASK {}", "exe", &error));
  assert_error(&error, YUANTU_ERROR_UNSUPPORTED, "no format 'exe'");

  guint n_calls = 0;
  YuantuStatement *statement = yuantu_prepare(store, "SELECT * { ?s ?p ?o }", &error);
  YuantuResult *result = yuantu_run(statement, &error);
  g_assert_false(yuantu_result_write(result, "tsv", refuse, &n_calls, &error));
  assert_error(&error, YUANTU_ERROR_IO, "the caller stopped");
  g_assert_cmpuint(n_calls, ==, 1);
  yuantu_result_free(result);
  yuantu_statement_free(statement);
  yuantu_close(store);
}

/* On disk: one writer, readers that see what they opened until they refresh, and what was written is there afterwards. */
static void
test_file(void)
{
  YuantuError *error = NULL;
  g_autofree char *folder = g_dir_make_tmp("yuantu-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "store", NULL),
                  *document = g_build_filename(folder, "d.ttl", NULL);
  g_assert_true(g_file_set_contents(document, turtle, sizeof turtle - 1, NULL));
  g_assert_null(yuantu_open(path, YUANTU_READ, &error));
  assert_error(&error, YUANTU_ERROR_IO, path);
  g_assert_null(yuantu_open(document, YUANTU_READ, &error));
  assert_error(&error, YUANTU_ERROR_FORMAT, document);

  YuantuStore *writer = yuantu_open(path, YUANTU_WRITE, &error);
  assert_no_error(error);
  YuantuStore *reader = yuantu_open(path, YUANTU_READ, &error);
  assert_no_error(error);
  g_assert_null(yuantu_open(path, YUANTU_WRITE, &error));
  assert_error(&error, YUANTU_ERROR_BUSY, "");

  g_assert_true(yuantu_load_file(writer, document, E "g", &error));
  g_assert_true(yuantu_load_file(writer, document, E "g", &error)); /* the same again changes nothing */
  g_assert_cmpuint(yuantu_count_quads(writer), ==, 6);
  g_assert_cmpuint(yuantu_count_quads(reader), ==, 0);
  g_assert_true(yuantu_refresh(reader, &error));
  g_assert_cmpuint(yuantu_count_quads(reader), ==, 6);
  assert_answer(reader, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", "tsv", "?g\n<" E "g>\n");

  execute(reader, "CLEAR ALL", &error);
  assert_error(&error, YUANTU_ERROR_MISUSE, "for writing");
  g_assert_true(yuantu_compact(writer, &error));
  execute(writer, "DELETE WHERE { GRAPH ?g { ?s <" E "p> ?o } }", &error);
  assert_no_error(error);
  yuantu_close(writer);
  g_assert_true(yuantu_refresh(reader, &error));
  g_assert_cmpuint(yuantu_count_quads(reader), ==, 1);
  yuantu_close(reader);

  writer = yuantu_open(path, YUANTU_WRITE, &error); /* the lock went with the one before */
  assert_no_error(error);
  yuantu_close(writer);
  g_autofree char *all = g_strdup_printf("rm -r '%s'", folder);
  g_assert_cmpint(system(all), ==, 0);
}

/* A document with a fault adds nothing. */
static void
test_bad_documents(void)
{
  static const char bad[] = "<http://e/a> <http://e/b> 1 .\n<http://e/a> <http://e/b> ;;";
  YuantuError *error = NULL;
  YuantuStore *store = open_in_memory();
  g_assert_false(yuantu_load_bytes(store, bad, sizeof bad - 1, "turtle", NULL, NULL, &error));
  assert_error(&error, YUANTU_ERROR_SYNTAX, ":2:");
  g_assert_false(yuantu_load_bytes(store, "", 0, "jsonld", NULL, NULL, &error));
  assert_error(&error, YUANTU_ERROR_UNSUPPORTED, "jsonld");
  g_assert_false(yuantu_load_bytes(store, "", 0, "no", NULL, NULL, &error));
  assert_error(&error, YUANTU_ERROR_UNSUPPORTED, "'no'");
  g_assert_false(yuantu_load_bytes(store, "", 0, "turtle", NULL, "no IRI", &error));
  assert_error(&error, YUANTU_ERROR_TERM, "no IRI");
  g_assert_false(yuantu_load_file(store, "/nowhere/x.ttl", NULL, &error));
  assert_error(&error, YUANTU_ERROR_IO, "/nowhere/x.ttl");
  g_assert_cmpuint(yuantu_count_quads(store), ==, 6);
  yuantu_close(store);
}

/* Updates with values, and the transaction: all or nothing. */
static void
test_update(void)
{
  YuantuError *error = NULL;
  YuantuStore *store = open_in_memory();
  YuantuStatement *update =
      yuantu_prepare_update(store, "INSERT { GRAPH <" E "g> { ?s <" E "says> ?what } } WHERE {}", &error);
  YuantuTerm s = yuantu_iri(E "s"), what = yuantu_string("\" } ; DROP ALL #");
  yuantu_bind(update, "s", &s, &error);
  yuantu_bind(update, "what", &what, &error);
  g_assert_true(yuantu_execute(update, &error));
  assert_no_error(error);
  g_assert_cmpuint(yuantu_count_quads(store), ==, 7);
  assert_answer(store, "SELECT ?o { GRAPH ?g { ?s ?p ?o } }", "csv", "o\r\n\"\"\" } ; DROP ALL #\"\r\n");

  execute(store, "INSERT DATA { <" E "x> <" E "y> 1 } ; LOAD <file:///nowhere>", &error);
  assert_error(&error, YUANTU_ERROR_EVALUATION, "LOAD");
  g_assert_cmpuint(yuantu_count_quads(store), ==, 7);
  g_assert_null(yuantu_run(update, &error));
  assert_error(&error, YUANTU_ERROR_MISUSE, "expected a query, found an update request");
  yuantu_statement_free(update);
  execute(store, "INSERT", &error);
  assert_error(&error, YUANTU_ERROR_SYNTAX, "1:7");
  yuantu_close(store);
}

/* An answer shows the store as it was, whatever happens to store and statement. */
static void
test_independent(void)
{
  YuantuError *error = NULL;
  YuantuStore *store = open_in_memory();
  YuantuStatement *statement = yuantu_prepare(store, "SELECT ?s { ?s ?p ?o }", &error);
  YuantuResult *result = yuantu_run(statement, &error);
  execute(store, "CLEAR ALL", &error);
  g_assert_cmpuint(yuantu_count_quads(store), ==, 0);
  yuantu_statement_free(statement);
  yuantu_close(store);
  guint n_rows = 0;
  while (yuantu_result_next(result, &error))
    n_rows++;
  assert_no_error(error);
  g_assert_cmpuint(n_rows, ==, 6);
  yuantu_result_free(result);
}

/* Limits, and the end that another thread puts to a query. */
static const char endless[] =
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o . ?p ?q ?r . "
    "?s ?t ?u . ?v ?w ?x . ?a1 ?b1 ?c1 . ?d1 ?e1 ?f1 . ?g1 ?h1 ?i1 FILTER(?a != ?i1 || ?d != ?x) }";

static gpointer
cancel_soon(gpointer statement)
{
  g_usleep(50000);
  yuantu_set_cancelled(statement, true);
  return NULL;
}

static void
run_out(YuantuStatement *statement, YuantuErrorCode code, const char *text)
{
  YuantuError *error = NULL;
  YuantuResult *result = yuantu_run(statement, &error);
  while (yuantu_result_next(result, &error))
    ;
  assert_error(&error, code, text);
  yuantu_result_free(result);
}

static void
test_limits(void)
{
  YuantuError *error = NULL;
  YuantuStore *store = open_in_memory();
  YuantuStatement *statement = yuantu_prepare(store, endless, &error);
  yuantu_set_timeout(statement, 50);
  run_out(statement, YUANTU_ERROR_TIMEOUT, "time");
  yuantu_set_timeout(statement, 0);
  GThread *thread = g_thread_new("cancel", cancel_soon, statement);
  run_out(statement, YUANTU_ERROR_CANCELLED, "cancelled");
  g_thread_join(thread);
  run_out(statement, YUANTU_ERROR_CANCELLED, "cancelled"); /* and stays so */
  yuantu_set_cancelled(statement, false);
  yuantu_set_timeout(statement, 50);
  run_out(statement, YUANTU_ERROR_TIMEOUT, "time");
  yuantu_statement_free(statement);

  statement = yuantu_prepare(
      store, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o } ORDER BY ?a ?f ?h", &error);
  yuantu_set_memory_limit(statement, 100000);
  run_out(statement, YUANTU_ERROR_MEMORY, "100000");
  yuantu_statement_free(statement);
  yuantu_close(store);
}

/* Readers in several threads beside a writer: each answer is a whole state. */
enum { N_TRANSACTIONS = 100 };

static gpointer
read_on(gpointer data)
{
  YuantuStore *store = data;
  YuantuError *error = NULL;
  YuantuStatement *statement = yuantu_prepare(store, "SELECT (COUNT(*) AS ?n) { ?s <" E "n> ?o }", &error);
  guint64 before = 0;
  while (before < 2 * N_TRANSACTIONS) {
    YuantuResult *result = yuantu_run(statement, &error);
    g_assert_true(yuantu_result_next(result, &error));
    guint64 now = g_ascii_strtoull(yuantu_result_term(result, 0).text, NULL, 10);
    g_assert_cmpuint(now, >=, before);
    g_assert_cmpuint(now % 2, ==, 0);
    before = now;
    yuantu_result_free(result);
  }
  assert_no_error(error);
  yuantu_statement_free(statement);
  return NULL;
}

static void
test_threads(void)
{
  YuantuError *error = NULL;
  YuantuStore *store = open_in_memory();
  GThread *readers[3];
  for (guint i = 0; i < G_N_ELEMENTS(readers); i++)
    readers[i] = g_thread_new("reader", read_on, store);
  YuantuStatement *update = yuantu_prepare_update(store, "INSERT { ?s <" E "n> 1 , 2 } WHERE {}", &error);
  for (guint i = 0; i < N_TRANSACTIONS; i++) {
    g_autofree char *iri = g_strdup_printf(E "s%u", i);
    YuantuTerm s = yuantu_iri(iri);
    yuantu_bind(update, "s", &s, &error);
    g_assert_true(yuantu_execute(update, &error));
    if (i == N_TRANSACTIONS / 2)
      g_assert_true(yuantu_compact(store, &error));
  }
  assert_no_error(error);
  for (guint i = 0; i < G_N_ELEMENTS(readers); i++)
    g_thread_join(readers[i]);
  yuantu_statement_free(update);
  yuantu_close(store);
}

/* A chain of calls after a failure keeps the first error; nothing crashes on NULL. */
static void
test_misuse(void)
{
  YuantuError *error = NULL;
  YuantuStore *store = yuantu_open("/nowhere/store", YUANTU_READ, &error);
  YuantuStatement *statement = yuantu_prepare(store, "ASK {}", &error);
  YuantuTerm term = yuantu_iri(E "a");
  yuantu_bind(statement, "a", &term, &error);
  YuantuResult *result = yuantu_run(statement, &error);
  g_assert_false(yuantu_result_next(result, &error));
  assert_error(&error, YUANTU_ERROR_IO, "/nowhere/store");

  g_assert_null(yuantu_prepare(NULL, "ASK {}", &error));
  assert_error(&error, YUANTU_ERROR_MISUSE, "yuantu_prepare");
  g_assert_null(yuantu_open(NULL, YUANTU_READ, &error));
  assert_error(&error, YUANTU_ERROR_MISUSE, "yuantu_open");
  g_assert_false(yuantu_execute(NULL, &error));
  assert_error(&error, YUANTU_ERROR_MISUSE, "yuantu_execute");
  g_assert_false(yuantu_compact(NULL, &error));
  assert_error(&error, YUANTU_ERROR_MISUSE, "yuantu_compact");
  g_assert_false(yuantu_refresh(NULL, NULL));
  g_assert_cmpuint(yuantu_count_quads(NULL), ==, 0);
  g_assert_cmpuint(yuantu_result_n_columns(NULL), ==, 0);
  g_assert_false(yuantu_result_boolean(NULL));
  assert_term(yuantu_result_term(NULL, 0), YUANTU_UNBOUND, "", 0, NULL, NULL);
  yuantu_set_timeout(NULL, 1);
  yuantu_set_memory_limit(NULL, 1);
  yuantu_set_cancelled(NULL, true);
  yuantu_result_free(NULL);
  yuantu_statement_free(NULL);
  yuantu_close(NULL);
  yuantu_error_free(NULL);
  g_assert_nonnull(yuantu_version());
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/yuantu/terms", test_terms);
  g_test_add_func("/yuantu/bind", test_bind);
  g_test_add_func("/yuantu/bad-values", test_bad_values);
  g_test_add_func("/yuantu/graph", test_graph);
  g_test_add_func("/yuantu/write", test_write);
  g_test_add_func("/yuantu/file", test_file);
  g_test_add_func("/yuantu/bad-documents", test_bad_documents);
  g_test_add_func("/yuantu/update", test_update);
  g_test_add_func("/yuantu/independent", test_independent);
  g_test_add_func("/yuantu/limits", test_limits);
  g_test_add_func("/yuantu/threads", test_threads);
  g_test_add_func("/yuantu/misuse", test_misuse);
  return g_test_run();
}
