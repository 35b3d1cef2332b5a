/* receipts.c: answers with the evidence that each row rests on.
 *
 * The answer is SPARQL 1.1 Query Results JSON with one member more, which other readers pass over: "evidence" has an entry
 * for each row, in the order of the rows, and an entry has the edges that documents speak for:
 *
 *   "evidence":[ [ {"subject":IRI, "predicate":IRI, "object":TERM, "evidence":[ {"document":IRI, "quote":…}, … ]}, … ], … ]
 *
 * All rows are kept until the query is done, so they are few; more want LIMIT and OFFSET. */
#include "http/receipts.h"
#include "base/base.h"
#include "evidence/evidence.h"
#include <string.h>

enum {
  MAX_ROWS = 1000,
  MAX_EDGES = 100, /* of one row */
  MAX_PLACES = 10, /* of one edge */
};

/* A copy of @term that @strings owns. */
static YtTerm
copy_term(const YtTerm *term, GStringChunk *strings)
{
  YtTerm copy = *term;
  if (term->kind != YT_TERM_UNBOUND)
    copy.text = g_string_chunk_insert_len(strings, term->text, (gssize) term->n_text);
  if (term->datatype)
    copy.datatype = g_string_chunk_insert_len(strings, term->datatype, (gssize) term->n_datatype);
  if (term->language)
    copy.language = g_string_chunk_insert_len(strings, term->language, (gssize) term->n_language);
  return copy;
}

static void
append_term(GString *out, const YtTerm *term)
{
  g_string_append_printf(out, "{\"type\":\"%s\",\"value\":",
                         term->kind == YT_TERM_IRI     ? "uri"
                         : term->kind == YT_TERM_BLANK ? "bnode"
                                                       : "literal");
  yt_json_append_string(out, term->text, term->n_text);
  if (term->language) {
    g_string_append(out, ",\"xml:lang\":");
    yt_json_append_string(out, term->language, term->n_language);
  } else if (term->datatype) {
    g_string_append(out, ",\"datatype\":");
    yt_json_append_string(out, term->datatype, term->n_datatype);
  }
  g_string_append_c(out, '}');
}

typedef struct {
  YtHttpJob *job;
  const YtSparqlOptions *options;
  char **variables;
  guint n_variables;
  GStringChunk *strings;
  GArray *terms; /* of YtTerm, row after row */
  guint n_rows;
  GString *out;
} Receipts;

static gboolean
read_rows(Receipts *receipts, YtSparqlResult *result, GError **error)
{
  GError *failure = NULL;
  while (yt_sparql_result_next(result, &failure)) {
    if (receipts->n_rows++ >= MAX_ROWS) {
      g_set_error(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_UNSUPPORTED,
                  "evidence is for up to %d rows: use LIMIT and OFFSET", MAX_ROWS);
      return FALSE;
    }
    for (guint v = 0; v < receipts->n_variables; v++) {
      YtTerm term = yt_sparql_result_get_term(result, v), copy = copy_term(&term, receipts->strings);
      g_array_append_val(receipts->terms, copy);
    }
  }
  if (failure)
    g_propagate_error(error, failure);
  return failure == NULL;
}

static void
append_row(Receipts *receipts, const YtTerm *terms)
{
  gboolean is_first = TRUE;
  g_string_append(receipts->out, "\n{");
  for (guint v = 0; v < receipts->n_variables; v++) {
    if (terms[v].kind == YT_TERM_UNBOUND)
      continue;
    g_string_append(receipts->out, is_first ? "" : ",");
    is_first = FALSE;
    yt_json_append_string(receipts->out, receipts->variables[v], strlen(receipts->variables[v]));
    g_string_append_c(receipts->out, ':');
    append_term(receipts->out, &terms[v]);
  }
  g_string_append_c(receipts->out, '}');
}

/* TRUE when there is evidence for it. */
static gboolean
append_edge(Receipts *receipts, const YtEdge *edge, gboolean is_first)
{
  const YtStore *store = yt_http_job_get_store(receipts->job);
  g_autoptr(GArray) found = yt_evidence_find(store, edge, MAX_PLACES);
  if (found->len == 0)
    return FALSE;
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  g_autofree char *subject = yt_store_dup_text(store, edge->subject),
                  *predicate = yt_store_dup_text(store, edge->predicate);
  YtTerm object = yt_store_get_term(store, edge->object, &buffer);
  g_string_append(receipts->out, is_first ? "\n {\"subject\":" : ",\n {\"subject\":");
  yt_json_append_string(receipts->out, subject, strlen(subject));
  g_string_append(receipts->out, ",\"predicate\":");
  yt_json_append_string(receipts->out, predicate, strlen(predicate));
  g_string_append(receipts->out, ",\"object\":");
  append_term(receipts->out, &object);
  g_string_append(receipts->out, ",\"evidence\":[");
  for (guint i = 0; i < found->len; i++) {
    g_string_append(receipts->out, i > 0 ? "," : "");
    yt_evidence_append_json(receipts->out, &g_array_index(found, YtEvidence, i));
  }
  g_string_append(receipts->out, "]}");
  return TRUE;
}

static gboolean
append_receipt(Receipts *receipts, const YtTerm *terms, GError **error)
{
  g_autoptr(GArray) edges = yt_sparql_find_edges(
      yt_http_job_get_store(receipts->job), receipts->job->fields.query, receipts->options,
      (const char *const *) receipts->variables, terms, MAX_EDGES, error);
  gboolean is_first = TRUE;
  if (!edges)
    return FALSE;
  g_string_append(receipts->out, "\n[");
  for (guint i = 0; i < edges->len; i++)
    is_first = !append_edge(receipts, &g_array_index(edges, YtEdge, i), is_first) && is_first;
  g_string_append_c(receipts->out, ']');
  return TRUE;
}

static gboolean
append_answer(Receipts *receipts, GError **error)
{
  GString *out = receipts->out;
  g_string_append(out, "{\"head\":{\"vars\":[");
  for (guint v = 0; v < receipts->n_variables; v++) {
    g_string_append(out, v > 0 ? "," : "");
    yt_json_append_string(out, receipts->variables[v], strlen(receipts->variables[v]));
  }
  g_string_append(out, "]},\"results\":{\"bindings\":[");
  for (guint r = 0; r < receipts->n_rows; r++) {
    g_string_append(out, r > 0 ? "," : "");
    append_row(receipts, &g_array_index(receipts->terms, YtTerm, r * receipts->n_variables));
  }
  g_string_append(out, "\n]},\"evidence\":[");
  for (guint r = 0; r < receipts->n_rows; r++) {
    g_string_append(out, r > 0 ? "," : "");
    if (!append_receipt(receipts, &g_array_index(receipts->terms, YtTerm, r * receipts->n_variables), error))
      return FALSE;
  }
  g_string_append(out, "\n]}\n");
  return TRUE;
}

static char **
dup_variables(const YtSparqlResult *result)
{
  guint n = yt_sparql_result_get_n_variables(result);
  char **variables = g_new0(char *, n + 1);
  for (guint i = 0; i < n; i++)
    variables[i] = g_strdup(yt_sparql_result_get_variable(result, i));
  return variables;
}

static gboolean
write_receipts(YtHttpJob *job, YtSparqlResult *result, const YtSparqlOptions *options, GOutputStream *out,
               GError **error)
{
  Receipts receipts = {.job = job, .options = options, .variables = dup_variables(result)};
  receipts.n_variables = yt_sparql_result_get_n_variables(result);
  receipts.strings = g_string_chunk_new(4096);
  receipts.terms = g_array_new(FALSE, FALSE, sizeof(YtTerm));
  receipts.out = g_string_new(NULL);
  gboolean ok = read_rows(&receipts, result, error) && append_answer(&receipts, error) &&
                g_output_stream_write_all(out, receipts.out->str, receipts.out->len, NULL, NULL, error);
  g_string_free(receipts.out, TRUE);
  g_array_unref(receipts.terms);
  g_string_chunk_free(receipts.strings);
  g_strfreev(receipts.variables);
  return ok;
}

void
yt_http_answer_receipts(YtHttpJob *job, const YtSparqlOptions *options)
{
  GError *error = NULL;
  g_autoptr(YtSparqlResult) result =
      yt_sparql_query(yt_http_job_get_store(job), job->fields.query, options, &error);
  if (!result) {
    yt_http_job_fail(job, error);
    return;
  }
  if (yt_sparql_result_get_kind(result) != YT_SPARQL_SOLUTIONS) {
    yt_http_job_refuse(job, 400, "unsupported", "expected a SELECT, which has rows, for evidence=1");
    return;
  }
  GOutputStream *out = yt_http_job_begin_body(job, "application/sparql-results+json");
  write_receipts(job, result, options, out, &error);
  yt_http_job_end_body(job, error);
}
