/* evidence.c: what documents say for an edge of the graph.
 *
 * An edge's evidence are the nodes whose rdf:subject, rdf:predicate and rdf:object are its ends and its name, each in the
 * graph of a document. They are found from the end that fewer of them have. */
#include "evidence/evidence.h"
#include "base/base.h"
#include <stdlib.h>
#include <string.h>

enum {
  MAX_SEEN = 10000
}; /* evidence nodes of one end that are looked at; the most talked-of things have a few thousand */

void
yt_evidence_clear(YtEvidence *evidence)
{
  char *texts[] = {evidence->iri,  evidence->document,  evidence->title,    evidence->quote,
                   evidence->rule, evidence->modality,  evidence->repaired, evidence->begin,
                   evidence->end,  evidence->confidence};
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
    g_free(texts[i]);
}

YtTermId
yt_store_find_iri(const YtStore *store, const char *iri)
{
  YtTerm term = yt_term_iri(iri);
  return yt_store_find_term(store, &term);
}

char *
yt_store_dup_text(const YtStore *store, YtTermId id)
{
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  YtTerm term = yt_store_get_term(store, id, &buffer);
  return g_strndup(term.text ? term.text : "", term.n_text);
}

char *
yt_store_dup_label(const YtStore *store, YtTermId id, const char *language)
{
  static const char *const names[] = {YT_RDFS_NS "label", YT_SKOS_NS "prefLabel", YT_DCT_NS "title"};
  g_autofree YtScan *scan = g_new(YtScan, 1);
  g_autofree char *other = NULL;
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    YtQuad pattern = {.subject = id,
                      .predicate = yt_store_find_iri(store, names[i]),
                      .graph = YT_GRAPH_DEFAULT},
           quad;
    if (!id || !pattern.predicate)
      continue;
    yt_scan_init(scan, store, YT_SPO, &pattern, YT_COLUMN_OBJECT);
    while (yt_scan_next(scan, &quad)) {
      g_auto(YtTermBuffer) buffer;
      yt_term_buffer_init(&buffer);
      YtTerm term = yt_store_get_term(store, quad.object, &buffer);
      gsize n = strlen(language);
      if (term.kind != YT_TERM_LITERAL)
        continue;
      if (term.n_language >= n && g_ascii_strncasecmp(term.language, language, n) == 0)
        return g_strndup(term.text, term.n_text);
      if (!other)
        other = g_strndup(term.text, term.n_text);
    }
  }
  return g_steal_pointer(&other);
}

guint
yt_edge_hash(gconstpointer data)
{
  const YtEdge *edge = data;
  guint64 hash = edge->subject * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15) ^
                 edge->predicate * G_GUINT64_CONSTANT(0xC2B2AE3D27D4EB4F) ^ edge->object;
  return (guint) (hash >> 32) ^ (guint) hash;
}

gboolean
yt_edge_equal(gconstpointer a, gconstpointer b)
{
  return memcmp(a, b, sizeof(YtEdge)) == 0;
}

typedef struct {
  YtTermId node, graph;
} Place;

static gboolean
has_quad(const YtStore *store, YtTermId subject, YtTermId predicate, YtTermId object, YtTermId graph)
{
  YtQuad pattern = {.subject = subject, .predicate = predicate, .object = object, .graph = graph};
  return yt_store_count(store, &pattern) > 0;
}

/* The evidence nodes of @edge. (transfer full): of Place */
static GArray *
find_places(const YtStore *store, const YtEdge *edge)
{
  GArray *places = g_array_new(FALSE, FALSE, sizeof(Place));
  YtTermId subject = yt_store_find_iri(store, YT_RDF_NS "subject"),
           predicate = yt_store_find_iri(store, YT_RDF_NS "predicate"),
           object = yt_store_find_iri(store, YT_RDF_NS "object");
  if (!subject || !predicate || !object || !edge->subject || !edge->predicate || !edge->object)
    return places;
  YtQuad by_subject = {.predicate = subject, .object = edge->subject, .graph = YT_GRAPH_NAMED};
  YtQuad by_object = {.predicate = object, .object = edge->object, .graph = YT_GRAPH_NAMED};
  gboolean from_subject = yt_store_estimate(store, &by_subject) <= yt_store_estimate(store, &by_object);
  g_autofree YtScan *scan = g_new(YtScan, 1);
  YtQuad quad;
  yt_scan_init(scan, store, YT_POS, from_subject ? &by_subject : &by_object,
               YT_COLUMN_SUBJECT | YT_COLUMN_GRAPH);
  for (guint seen = 0; seen < MAX_SEEN && yt_scan_next(scan, &quad); seen++) {
    if (!has_quad(store, quad.subject, predicate, edge->predicate, quad.graph) ||
        !has_quad(store, quad.subject, from_subject ? object : subject,
                  from_subject ? edge->object : edge->subject, quad.graph))
      continue;
    Place place = {quad.subject, quad.graph};
    g_array_append_val(places, place);
  }
  return places;
}

static void
read_place(const YtStore *store, const Place *place, YtEvidence *evidence)
{
  const struct {
    const char *iri;
    char **slot;
  } members[] = {{YT_NS "quote", &evidence->quote},          {YT_NS "rule", &evidence->rule},
                 {YT_NS "modality", &evidence->modality},    {YT_NS "repaired", &evidence->repaired},
                 {YT_NS "begin", &evidence->begin},          {YT_NS "end", &evidence->end},
                 {YT_NS "confidence", &evidence->confidence}};
  g_autofree YtScan *scan = g_new(YtScan, 1);
  YtQuad pattern = {.subject = place->node, .graph = place->graph}, quad;
  YtTermId ids[G_N_ELEMENTS(members)];
  for (guint i = 0; i < G_N_ELEMENTS(members); i++)
    ids[i] = yt_store_find_iri(store, members[i].iri);
  yt_scan_init(scan, store, YT_SPO, &pattern, YT_COLUMN_PREDICATE | YT_COLUMN_OBJECT);
  while (yt_scan_next(scan, &quad))
    for (guint i = 0; i < G_N_ELEMENTS(members); i++)
      if (ids[i] && quad.predicate == ids[i] && !*members[i].slot)
        *members[i].slot = yt_store_dup_text(store, quad.object);
  evidence->iri = yt_store_dup_text(store, place->node);
  evidence->document = yt_store_dup_text(store, place->graph);
  evidence->title = yt_store_dup_label(store, place->graph, "zh");
}

static double
get_number(const char *text)
{
  return text ? g_ascii_strtod(text, NULL) : 1;
}

static gint
compare_evidence(gconstpointer x, gconstpointer y)
{
  const YtEvidence *a = x, *b = y;
  double difference = get_number(b->confidence) - get_number(a->confidence);
  return difference < 0 ? -1 : difference > 0 ? 1 : strcmp(a->iri, b->iri);
}

GArray *
yt_evidence_find(const YtStore *store, const YtEdge *edge, guint n_most)
{
  GArray *found = g_array_new(FALSE, TRUE, sizeof(YtEvidence));
  g_array_set_clear_func(found, (GDestroyNotify) yt_evidence_clear);
  g_autoptr(GArray) places = find_places(store, edge);
  for (guint i = 0; i < places->len; i++) {
    YtEvidence evidence = {0};
    read_place(store, &g_array_index(places, Place, i), &evidence);
    g_array_append_val(found, evidence);
  }
  g_array_sort(found, compare_evidence);
  if (found->len > n_most)
    g_array_set_size(found, n_most);
  return found;
}

double
yt_evidence_get_confidence(const YtStore *store, const YtEdge *edge)
{
  g_autoptr(GArray) places = find_places(store, edge);
  g_autofree YtScan *scan = g_new(YtScan, 1);
  YtTermId confidence = yt_store_find_iri(store, YT_NS "confidence");
  double best = -1;
  for (guint i = 0; confidence && i < places->len; i++) {
    const Place *place = &g_array_index(places, Place, i);
    YtQuad pattern = {.subject = place->node, .predicate = confidence, .graph = place->graph}, quad;
    yt_scan_init(scan, store, YT_SPO, &pattern, YT_COLUMN_OBJECT);
    while (yt_scan_next(scan, &quad)) {
      g_autofree char *text = yt_store_dup_text(store, quad.object);
      best = MAX(best, get_number(text));
    }
  }
  return best < 0 ? 1 : MIN(best, 1);
}

/* ---- JSON ---- */

static void
append_member(GString *out, const char *name, const char *value)
{
  if (!value)
    return;
  g_string_append_printf(out, "%s\"%s\":", out->str[out->len - 1] == '{' ? "" : ",", name);
  yt_json_append_string(out, value, strlen(value));
}

/* A number of RDF may be written in ways that JSON does not know, such as "+1" and ".5": those stay strings. */
static void
append_number(GString *out, const char *name, const char *value)
{
  const char *p = value;
  if (!value)
    return;
  gboolean is_json = *p == '0' ? p[1] == '.' || p[1] == '\0' : g_ascii_isdigit(*p);
  while (g_ascii_isdigit(*p))
    p++;
  if (*p == '.') {
    is_json = is_json && g_ascii_isdigit(p[1]);
    for (p++; g_ascii_isdigit(*p); p++)
      ;
  }
  if (!is_json || *p != '\0')
    append_member(out, name, value);
  else
    g_string_append_printf(out, "%s\"%s\":%s", out->str[out->len - 1] == '{' ? "" : ",", name, value);
}

void
yt_evidence_append_json(GString *out, const YtEvidence *evidence)
{
  g_string_append_c(out, '{');
  append_member(out, "iri", evidence->iri);
  append_member(out, "document", evidence->document);
  append_member(out, "title", evidence->title);
  append_number(out, "begin", evidence->begin);
  append_number(out, "end", evidence->end);
  append_member(out, "quote", evidence->quote);
  append_member(out, "rule", evidence->rule);
  append_number(out, "confidence", evidence->confidence);
  append_member(out, "modality", evidence->modality);
  append_member(out, "repaired", evidence->repaired);
  g_string_append_c(out, '}');
}
