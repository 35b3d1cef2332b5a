/* path.c: the best ways from one thing to another, with what documents say for them.
 *
 * They are those of yt:path in a query, which is what is asked here; so there are the same, in the same order, within the
 * same limits. */
#include "http/path.h"
#include "base/base.h"
#include "evidence/evidence.h"
#include "http/formats.h"
#include "http/protocol.h"
#include "sparql/sparql.h"
#include <string.h>

enum { MAX_QUOTES = 3 }; /* sentences for each edge */

/* One step of a way. */
typedef struct {
  guint way;
  YtEdge edge;
} Step;

/* ---- the answer ---- */

static void
append_iri_member(GString *out, const YtStore *store, const char *name, YtTermId id)
{
  g_autofree char *iri = yt_store_dup_text(store, id), *label = yt_store_dup_label(store, id, "zh");
  g_string_append_printf(out, "\"%s\":", name);
  yt_json_append_string(out, iri, strlen(iri));
  if (!label)
    return;
  g_string_append_printf(out, ",\"%sLabel\":", name);
  yt_json_append_string(out, label, strlen(label));
}

static void
append_number(GString *out, const char *name, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(text, sizeof text, "%.4f", number);
  g_string_append_printf(out, ",\"%s\":%s", name, text);
}

static void
append_step(GString *out, const YtStore *store, const YtEdge *edge, gboolean forward)
{
  g_string_append_c(out, '{');
  append_iri_member(out, store, "subject", edge->subject);
  g_string_append_c(out, ',');
  append_iri_member(out, store, "predicate", edge->predicate);
  g_string_append_c(out, ',');
  append_iri_member(out, store, "object", edge->object);
  g_string_append_printf(out, ",\"forward\":%s", forward ? "true" : "false");
  append_number(out, "confidence", yt_evidence_get_confidence(store, edge));
  g_string_append(out, ",\"evidence\":[");
  g_autoptr(GArray) found = yt_evidence_find(store, edge, MAX_QUOTES);
  for (guint i = 0; i < found->len; i++) {
    g_string_append(out, i > 0 ? "," : "");
    yt_evidence_append_json(out, &g_array_index(found, YtEvidence, i));
  }
  g_string_append(out, "]}");
}

/* The @n steps from @steps on, which are one way from @from. */
static void
append_way(GString *out, const YtStore *store, YtTermId from, const Step *steps, guint n)
{
  double confidence = 1;
  for (guint i = 0; i < n; i++)
    confidence *= yt_evidence_get_confidence(store, &steps[i].edge);
  g_string_append_printf(out, "\n{\"length\":%u", n);
  append_number(out, "confidence", confidence);
  g_string_append(out, ",\"steps\":[");
  for (guint i = 0; i < n; i++) {
    const YtEdge *edge = &steps[i].edge;
    gboolean forward = edge->subject == from;
    g_string_append(out, i > 0 ? "," : "");
    append_step(out, store, edge, forward);
    from = forward ? edge->object : edge->subject;
  }
  g_string_append(out, "]}");
}

static void
append_ways(GString *out, const YtStore *store, YtTermId from, const GArray *steps)
{
  for (guint i = 0, n; i < steps->len; i += n) {
    const Step *first = &g_array_index(steps, Step, i);
    for (n = 1; i + n < steps->len && first[n].way == first->way; n++)
      ;
    g_string_append(out, i > 0 ? "," : "");
    append_way(out, store, from, first, n);
  }
}

/* ---- the question ---- */

static YtTermId
find_column(const YtStore *store, const YtSparqlResult *result, guint column)
{
  YtTerm term = yt_sparql_result_get_term(result, column);
  return yt_store_find_term(store, &term);
}

/* The steps of the ways, way by way. (transfer full): of Step; NULL after answering with a problem */
static GArray *
find_steps(YtHttpJob *job, const char *from, const char *to, const char *k, const char *max_steps)
{
  GError *error = NULL;
  g_autofree char *text = g_strdup_printf(
      "PREFIX yt: <" YT_NS "> SELECT ?path ?step ?subject ?predicate ?object "
      "{ (?path ?step ?subject ?predicate ?object) yt:path (?from ?to %s %s) } ORDER BY ?path ?step",
      k, max_steps);
  const YtSparqlParameter ends[] = {{"from", yt_term_iri(from)}, {"to", yt_term_iri(to)}};
  YtSparqlOptions options = yt_http_job_get_sparql_options(job);
  options.engine = YT_SPARQL_ENGINE_DEFAULT;
  options.parameters = ends;
  options.n_parameters = G_N_ELEMENTS(ends);
  YtStore *store = yt_http_job_get_store(job);
  g_autoptr(YtSparqlResult) result = yt_sparql_query(store, text, &options, &error);
  g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(Step));
  while (result && yt_sparql_result_next(result, &error)) {
    Step step = {
        (guint) strtoul(yt_sparql_result_get_term(result, 0).text, NULL, 10),
        {find_column(store, result, 2), find_column(store, result, 3), find_column(store, result, 4)}};
    g_array_append_val(steps, step);
  }
  if (!error)
    return g_steal_pointer(&steps);
  yt_http_job_fail(job, error);
  return NULL;
}

/* A whole number of the parameter @name, 1 to @most, as text; @otherwise when there is none. NULL after 400. */
static const char *
read_number(YtHttpJob *job, const char *name, guint most, const char *otherwise)
{
  const char *text = yt_http_fields_get(&job->fields, name);
  if (!text || g_ascii_string_to_unsigned(text, 10, 1, most, NULL, NULL))
    return text ? text : otherwise;
  yt_http_job_refuse(job, 400, "request", "expected 1 to %u as %s, found “%s”", most, name, text);
  return NULL;
}

/* The thing of the parameter @name: an IRI, or what stands behind the base of the things. */
static YtTermId
read_thing(YtHttpJob *job, const char *name, const char *things)
{
  YtStore *store = yt_http_job_get_store(job);
  const char *text = yt_http_fields_get(&job->fields, name);
  if (!text) {
    yt_http_job_refuse(job, 400, "request", "expected from=IRI and to=IRI, found no %s", name);
    return 0;
  }
  g_autofree char *whole = g_strconcat(things, text, NULL);
  YtTermId id = yt_store_find_iri(store, text);
  if (!id)
    id = yt_store_find_iri(store, whole);
  if (!id)
    yt_http_job_refuse(job, 404, "not-found", "the store does not know <%s>", text);
  return id;
}

void
yt_http_answer_path(YtHttpJob *job)
{
  GError *error = NULL;
  g_autofree char *things = g_strconcat(job->context->base, "id/", NULL);
  const char *k = read_number(job, "k", YT_SPARQL_MOST_PATHS, "3");
  const char *max_steps = k ? read_number(job, "steps", YT_SPARQL_MOST_STEPS, "6") : NULL;
  YtTermId from = max_steps ? read_thing(job, "from", things) : 0,
           to = from ? read_thing(job, "to", things) : 0;
  if (!to || yt_http_job_check_etag(job))
    return;
  YtStore *store = yt_http_job_get_store(job);
  g_autofree char *from_iri = yt_store_dup_text(store, from), *to_iri = yt_store_dup_text(store, to);
  g_autoptr(GArray) steps = find_steps(job, from_iri, to_iri, k, max_steps);
  if (!steps)
    return;
  g_autoptr(GString) text = g_string_new("{");
  append_iri_member(text, store, "from", from);
  g_string_append_c(text, ',');
  append_iri_member(text, store, "to", to);
  g_string_append(text, ",\"paths\":[");
  append_ways(text, store, from, steps);
  g_string_append(text, "\n]}\n");
  GOutputStream *out = yt_http_job_begin_body(job, "application/json");
  g_output_stream_write_all(out, text->str, text->len, NULL, NULL, &error);
  yt_http_job_end_body(job, error);
}
