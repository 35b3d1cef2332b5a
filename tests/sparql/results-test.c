/* results-test.c: the formats of an answer, byte by byte. */
#include "sparql/result.h"
#include <string.h>

#define N_VARIABLES 2

/* An answer that is a table of terms. */
typedef struct {
  const YtTerm (*rows)[N_VARIABLES];
  guint n_rows, next;
  gboolean fails; /* with an error behind the last row */
} Rows;

static gboolean
next(gpointer state, GError **error)
{
  Rows *rows = state;
  if (rows->next == rows->n_rows) {
    if (rows->fails)
      g_set_error(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_TIMEOUT, "too late");
    return FALSE;
  }
  rows->next++;
  return TRUE;
}

static YtTerm
get_term(gpointer state, guint index)
{
  Rows *rows = state;
  return rows->rows[rows->next - 1][index];
}

static gboolean
foreach_triple(gpointer state, YtQuadFunc func, gpointer user_data, GError **error)
{
  Rows *rows = state;
  for (guint i = 0; i < rows->n_rows; i++) {
    YtTermQuad quad = {.subject = rows->rows[i][0],
                       .predicate = yt_term_iri(YT_RDFS_NS "label"),
                       .object = rows->rows[i][1]};
    if (!func(&quad, user_data, error))
      return FALSE;
  }
  return TRUE;
}

static const YtSparqlResultClass rows_class = {
    .next = next, .get_term = get_term, .foreach = foreach_triple, .free = g_free};

static YtSparqlResult *
make_result(YtSparqlResultKind kind, const YtTerm (*rows)[N_VARIABLES], guint n_rows, gboolean fails)
{
  static const char *const names[] = {"x", "名", NULL}, *const none[] = {NULL};
  Rows *state = g_new0(Rows, 1);
  *state = (Rows){rows, n_rows, 0, fails};
  return yt_sparql_result_new(kind, n_rows > 0,
                              g_strdupv((char **) (kind == YT_SPARQL_SOLUTIONS ? names : none)), &rows_class,
                              state);
}

static char *
write_to_string(YtSparqlResult *result, YtResultFormat format, GError **error)
{
  g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();
  gboolean written = yt_sparql_result_write(result, format, out, error);
  g_assert_true(written == !(error && *error));
  g_assert_true(g_output_stream_close(out, NULL, NULL));
  g_autoptr(GBytes) bytes = g_memory_output_stream_steal_as_bytes(G_MEMORY_OUTPUT_STREAM(out));
  gsize n_bytes;
  const char *data = g_bytes_get_data(bytes, &n_bytes);
  return g_strndup(data ? data : "", n_bytes);
}

static void
assert_written(YtSparqlResultKind kind, const YtTerm (*rows)[N_VARIABLES], guint n_rows,
               YtResultFormat format, const char *expected)
{
  GError *error = NULL;
  g_autoptr(YtSparqlResult) result = make_result(kind, rows, n_rows, FALSE);
  g_autofree char *text = write_to_string(result, format, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(text, ==, expected);
}

/* Each kind of term, and each character that some format escapes. */
#define TEXT(string) .text = string, .n_text = sizeof(string) - 1
#define TYPE(name)   .datatype = YT_XSD_NS name, .n_datatype = sizeof(YT_XSD_NS name) - 1

static const YtTerm rows[][N_VARIABLES] = {
    {{.kind = YT_TERM_IRI, TEXT("http://e/?a=1&b=<>")}, {.kind = YT_TERM_UNBOUND}},
    {{.kind = YT_TERM_BLANK, TEXT("b1")},
     {.kind = YT_TERM_LITERAL, TEXT("光谷,\"城\"\n\t\r\\\x01"), .language = "zh", .n_language = 2}},
    {{.kind = YT_TERM_LITERAL, TEXT("-07"), TYPE("integer")},
     {.kind = YT_TERM_LITERAL, TEXT("1."), TYPE("decimal")}},
    {{.kind = YT_TERM_LITERAL, TEXT(".5e3"), TYPE("double")}, {.kind = YT_TERM_LITERAL, TEXT("")}},
};

static void
test_json(void)
{
  assert_written(YT_SPARQL_SOLUTIONS, rows, G_N_ELEMENTS(rows), YT_RESULT_JSON,
                 "{\"head\":{\"vars\":[\"x\",\"名\"]},\"results\":{\"bindings\":[\n"
                 "{\"x\":{\"type\":\"uri\",\"value\":\"http://e/?a=1&b=<>\"}},\n"
                 "{\"x\":{\"type\":\"bnode\",\"value\":\"b1\"},"
                 "\"名\":{\"type\":\"literal\",\"value\":\"光谷,\\\"城\\\"\\u000a\\u0009\\u000d\\\\\\u0001\","
                 "\"xml:lang\":\"zh\"}},\n"
                 "{\"x\":{\"type\":\"literal\",\"value\":\"-07\",\"datatype\":\"" YT_XSD_NS "integer\"},"
                 "\"名\":{\"type\":\"literal\",\"value\":\"1.\",\"datatype\":\"" YT_XSD_NS "decimal\"}},\n"
                 "{\"x\":{\"type\":\"literal\",\"value\":\".5e3\",\"datatype\":\"" YT_XSD_NS "double\"},"
                 "\"名\":{\"type\":\"literal\",\"value\":\"\"}}\n"
                 "]}}\n");
  assert_written(YT_SPARQL_SOLUTIONS, rows, 0, YT_RESULT_JSON,
                 "{\"head\":{\"vars\":[\"x\",\"名\"]},\"results\":{\"bindings\":[\n]}}\n");
  assert_written(YT_SPARQL_BOOLEAN, rows, 1, YT_RESULT_JSON, "{\"head\":{},\"boolean\":true}\n");
  assert_written(YT_SPARQL_BOOLEAN, rows, 0, YT_RESULT_JSON, "{\"head\":{},\"boolean\":false}\n");
}

#define XML_START                                                                                            \
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sparql xmlns=\"http://www.w3.org/2005/sparql-results#\">\n"

static void
test_xml(void)
{
  assert_written(
      YT_SPARQL_SOLUTIONS, rows, G_N_ELEMENTS(rows), YT_RESULT_XML,
      XML_START
      "<head><variable name=\"x\"/><variable name=\"名\"/></head>\n<results>\n"
      "<result><binding name=\"x\"><uri>http://e/?a=1&amp;b=&lt;&gt;</uri></binding></result>\n"
      "<result><binding name=\"x\"><bnode>b1</bnode></binding><binding name=\"名\">"
      "<literal xml:lang=\"zh\">光谷,&quot;城&quot;\n\t&#13;\\\xEF\xBF\xBD</literal></binding></result>\n"
      "<result><binding name=\"x\"><literal datatype=\"" YT_XSD_NS "integer\">-07</literal></binding>"
      "<binding name=\"名\"><literal datatype=\"" YT_XSD_NS "decimal\">1.</literal></binding></result>\n"
      "<result><binding name=\"x\"><literal datatype=\"" YT_XSD_NS "double\">.5e3</literal></binding>"
      "<binding name=\"名\"><literal></literal></binding></result>\n"
      "</results>\n</sparql>\n");
  assert_written(YT_SPARQL_BOOLEAN, rows, 1, YT_RESULT_XML,
                 XML_START "<head/>\n<boolean>true</boolean>\n</sparql>\n");
}

static void
test_csv(void)
{
  assert_written(YT_SPARQL_SOLUTIONS, rows, G_N_ELEMENTS(rows), YT_RESULT_CSV,
                 "x,名\r\n"
                 "http://e/?a=1&b=<>,\r\n"
                 "_:b1,\"光谷,\"\"城\"\"\n\t\r\\\x01\"\r\n"
                 "-07,1.\r\n"
                 ".5e3,\r\n");
}

/* Numbers stand bare only where Turtle reads them back as the same literal. */
static void
test_tsv(void)
{
  assert_written(YT_SPARQL_SOLUTIONS, rows + 1, G_N_ELEMENTS(rows) - 1, YT_RESULT_TSV,
                 "?x\t?名\n"
                 "_:b1\t\"光谷,\\\"城\\\"\\n\\t\\r\\\\\x01\"@zh\n"
                 "-07\t\"1.\"^^<" YT_XSD_NS "decimal>\n"
                 ".5e3\t\"\"\n");
  static const char *const forms[][3] = {
      {"1", "integer", "1"},   {"+1", "integer", "+1"},    {"1.0", "decimal", "1.0"},
      {".0", "decimal", ".0"}, {"1.e5", "double", "1.e5"}, {"1e-5", "double", "1e-5"},
      {"", "integer", NULL},   {"x", "integer", NULL},     {"1", "decimal", NULL},
      {"1.0", "double", NULL}, {"1e5", "decimal", NULL},   {"1e", "double", NULL},
      {"-", "integer", NULL},  {".", "decimal", NULL},     {" 1", "integer", NULL},
      {"1", "int", NULL},      {"NaN", "double", NULL},    {"1e5.0", "double", NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS(forms); i++) {
    g_autofree char *datatype = g_strconcat(YT_XSD_NS, forms[i][1], NULL);
    const YtTerm row[][N_VARIABLES] = {{yt_term_typed(forms[i][0], datatype), {.kind = YT_TERM_UNBOUND}}};
    g_autofree char *expected = forms[i][2]
                                    ? g_strdup_printf("?x\t?名\n%s\t\n", forms[i][2])
                                    : g_strdup_printf("?x\t?名\n\"%s\"^^<%s>\t\n", forms[i][0], datatype);
    assert_written(YT_SPARQL_SOLUTIONS, row, 1, YT_RESULT_TSV, expected);
  }
}

/* Wide characters take two columns, numbers stand to the right, and nothing of the data moves the cursor. */
static void
test_table(void)
{
  const YtTerm table_rows[][N_VARIABLES] = {
      {yt_term_iri(YT_ID "park/光谷"), yt_term_typed("12", YT_XSD_NS "integer")},
      {yt_term_blank("b"), yt_term_tagged("光谷\n\x1b[2J", "zh")},
      {{.kind = YT_TERM_UNBOUND}, yt_term_typed("x", "http://e/t")},
  };
  assert_written(YT_SPARQL_SOLUTIONS, table_rows, 3, YT_RESULT_TABLE,
                 "┌──────────────┬───────────────┐\n"
                 "│ x            │ 名            │\n"
                 "├──────────────┼───────────────┤\n"
                 "│ id:park/光谷 │            12 │\n"
                 "│ _:b          │ 光谷⏎\xEF\xBF\xBD[2J     │\n"
                 "│              │ x^^http://e/t │\n"
                 "└──────────────┴───────────────┘\n"
                 "3 行 rows\n");
  assert_written(YT_SPARQL_BOOLEAN, table_rows, 1, YT_RESULT_TABLE, "是 yes\n");
  const YtTerm triple[][N_VARIABLES] = {{yt_term_iri("http://e/a"), yt_term_literal("甲")}};
  assert_written(YT_SPARQL_GRAPH, triple, 1, YT_RESULT_TABLE,
                 "┌────────────┬────────────┬────────┐\n"
                 "│ subject    │ predicate  │ object │\n"
                 "├────────────┼────────────┼────────┤\n"
                 "│ http://e/a │ rdfs:label │ 甲     │\n"
                 "└────────────┴────────────┴────────┘\n"
                 "1 条 triple\n");
}

/* A table for a narrow terminal is cut, at whole characters, and never wider than asked. */
static void
test_table_cut(void)
{
  const YtTerm wide[][N_VARIABLES] = {
      {yt_term_literal("武汉东湖新技术开发区生物产业基地"), yt_term_literal("abc")}};
  g_autoptr(YtSparqlResult) result = make_result(YT_SPARQL_SOLUTIONS, wide, 1, FALSE);
  g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();
  GError *error = NULL;
  g_assert_true(yt_sparql_result_write_table(result, 20, out, &error));
  g_assert_true(g_output_stream_write_all(out, "", 1, NULL, NULL, NULL));
  g_assert_cmpstr(g_memory_output_stream_get_data(G_MEMORY_OUTPUT_STREAM(out)), ==,
                  "┌────────────┬─────┐\n"
                  "│ x          │ 名  │\n"
                  "├────────────┼─────┤\n"
                  "│ 武汉东湖…  │ abc │\n"
                  "└────────────┴─────┘\n"
                  "1 行 row\n");
}

static void
test_graph(void)
{
  const YtTerm triples[][N_VARIABLES] = {{yt_term_iri(YT_ID "a"), yt_term_tagged("甲", "zh")}};
  assert_written(YT_SPARQL_GRAPH, triples, 1, YT_RESULT_NTRIPLES,
                 "<" YT_ID "a> <" YT_RDFS_NS "label> \"甲\"@zh .\n");
  GError *error = NULL;
  g_autoptr(YtSparqlResult) result = make_result(YT_SPARQL_GRAPH, triples, 1, FALSE);
  g_autofree char *turtle = write_to_string(result, YT_RESULT_TURTLE, &error);
  g_assert_no_error(error);
  g_assert_nonnull(strstr(turtle, "id:a rdfs:label \"甲\"@zh"));
}

/* An error behind the rows is no end of them. */
static void
test_failure(void)
{
  for (YtResultFormat format = YT_RESULT_TABLE; format <= YT_RESULT_TSV; format++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(YtSparqlResult) result = make_result(YT_SPARQL_SOLUTIONS, rows, 1, TRUE);
    g_autofree char *text = write_to_string(result, format, &error);
    g_assert_error(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_TIMEOUT);
    g_assert_null(strstr(text, "]}}"));
    g_assert_null(strstr(text, "</sparql>"));
  }
}

/* A format that does not fit is refused before anything is written. */
static void
test_fit(void)
{
  static const gboolean fits[][3] = {
      /* solutions, boolean, graph */
      [YT_RESULT_TABLE] = {1, 1, 1},  [YT_RESULT_JSON] = {1, 1, 0},  [YT_RESULT_XML] = {1, 1, 0},
      [YT_RESULT_CSV] = {1, 0, 0},    [YT_RESULT_TSV] = {1, 0, 0},   [YT_RESULT_NTRIPLES] = {0, 0, 1},
      [YT_RESULT_TURTLE] = {0, 0, 1}, [YT_RESULT_JSONLD] = {0, 0, 1}};
  const YtTerm triples[][N_VARIABLES] = {{yt_term_iri(YT_ID "a"), yt_term_tagged("甲", "zh")}};
  for (YtResultFormat format = YT_RESULT_TABLE; format <= YT_RESULT_JSONLD; format++) {
    for (YtSparqlResultKind kind = YT_SPARQL_SOLUTIONS; kind <= YT_SPARQL_GRAPH; kind++) {
      g_autoptr(GError) error = NULL;
      g_autoptr(YtSparqlResult) result = make_result(kind, triples, 1, FALSE);
      g_autofree char *text = write_to_string(result, format, &error);
      g_assert_cmpint(yt_result_format_fits(format, kind), ==, fits[format][kind]);
      if (fits[format][kind]) {
        g_assert_no_error(error);
      } else {
        g_assert_error(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_UNSUPPORTED);
        g_assert_cmpstr(text, ==, "");
      }
    }
  }
}

/* Every format is found by its own name and media type. */
static void
test_names(void)
{
  YtResultFormat format;
  for (YtResultFormat expected = YT_RESULT_TABLE; expected <= YT_RESULT_JSONLD; expected++) {
    g_assert_true(yt_result_format_from_name(yt_result_format_get_name(expected), &format));
    g_assert_cmpint(format, ==, expected);
    g_assert_true(yt_result_format_from_media_type(yt_result_format_get_media_type(expected), &format));
    g_assert_cmpint(format, ==, expected);
  }
  g_assert_true(yt_result_format_from_media_type("Application/JSON", &format));
  g_assert_cmpint(format, ==, YT_RESULT_JSON);
  g_assert_false(yt_result_format_from_media_type("application", &format));
  g_assert_false(yt_result_format_from_media_type("", &format));
  g_assert_false(yt_result_format_from_name("JSON ", &format));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/sparql/results/json", test_json);
  g_test_add_func("/sparql/results/xml", test_xml);
  g_test_add_func("/sparql/results/csv", test_csv);
  g_test_add_func("/sparql/results/tsv", test_tsv);
  g_test_add_func("/sparql/results/table", test_table);
  g_test_add_func("/sparql/results/table-cut", test_table_cut);
  g_test_add_func("/sparql/results/graph", test_graph);
  g_test_add_func("/sparql/results/failure", test_failure);
  g_test_add_func("/sparql/results/fit", test_fit);
  g_test_add_func("/sparql/results/names", test_names);
  return g_test_run();
}
