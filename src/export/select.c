/* select.c: the triples of a query, or those about a thing and its neighbours. */
#include "export/select.h"

#include "export/projection.h"
#include <string.h>

typedef struct {
  YtStore *store;
  YtStoreBuilder *builder;
  GHashTable *things; /* YtTermId: what takes part */
  YtTermBuffer buffers[4];
} Selection;

static void
selection_init(Selection *selection, YtStore *store)
{
  *selection = (Selection){.store = store, .builder = yt_store_builder_new()};
  selection->things = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < 4; i++)
    yt_term_buffer_init(&selection->buffers[i]);
}

static void
selection_clear(Selection *selection)
{
  g_clear_pointer(&selection->builder, yt_store_builder_free);
  g_hash_table_unref(selection->things);
  for (guint i = 0; i < 4; i++)
    yt_term_buffer_clear(&selection->buffers[i]);
}

static gboolean
add_quad(Selection *selection, const YtQuad *ids, GError **error)
{
  YtTermQuad quad = {yt_store_get_term(selection->store, ids->subject, &selection->buffers[0]),
                     yt_store_get_term(selection->store, ids->predicate, &selection->buffers[1]),
                     yt_store_get_term(selection->store, ids->object, &selection->buffers[2]),
                     yt_store_get_term(selection->store, ids->graph, &selection->buffers[3])};
  return yt_store_builder_add(&quad, selection->builder, error);
}

static gboolean
add_matches(Selection *selection, YtQuad pattern, GError **error)
{
  g_autofree YtScan *scan = g_new(YtScan, 1);
  yt_scan_init(scan, selection->store, yt_permutation_find(&pattern, YT_GRAPH), &pattern, YT_COLUMNS_ALL);
  YtQuad quad;
  while (yt_scan_next(scan, &quad))
    if (!add_quad(selection, &quad, error))
      return FALSE;
  return TRUE;
}

static gboolean
is_in(const Selection *selection, YtTermId id)
{
  return g_hash_table_contains(selection->things, &id);
}

static gboolean
take(Selection *selection, YtTermId id)
{
  return g_hash_table_add(selection->things, g_memdup2(&id, sizeof id));
}

/* ---- what goes along ---- */

/* A document's year is known by its date or its number. */
static gboolean
add_document(Selection *selection, YtTermId document, GError **error)
{
  static const char *const properties[] = {YT_DCT_NS "issued", YT_NS "documentNumber"};
  for (guint i = 0; i < G_N_ELEMENTS(properties); i++) {
    YtTermId predicate = yt_find_iri(selection->store, properties[i]);
    if (predicate && !add_matches(selection, (YtQuad){{document, predicate, 0, YT_GRAPH_ANY}}, error))
      return FALSE;
  }
  return TRUE;
}

/* The evidence of what is said of @thing with others that take part. */
static gboolean
add_evidence(Selection *selection, YtTermId thing, GError **error)
{
  YtTermId subject = yt_find_iri(selection->store, YT_RDF_NS "subject");
  YtTermId object = yt_find_iri(selection->store, YT_RDF_NS "object");
  if (!subject || !object)
    return TRUE;
  g_autofree YtScan *scan = g_new(YtScan, 1), *inner = g_new(YtScan, 1);
  YtQuad pattern = {{0, subject, thing, YT_GRAPH_NAMED}}, node;
  yt_scan_init(scan, selection->store, YT_POS, &pattern, YT_COLUMNS_ALL);
  while (yt_scan_next(scan, &node)) {
    YtQuad about = {{node.subject, object, 0, node.graph}}, found;
    yt_scan_init(inner, selection->store, YT_SPO, &about, YT_COLUMN_OBJECT);
    if (!yt_scan_next(inner, &found) || !is_in(selection, found.object))
      continue;
    if (!add_matches(selection, (YtQuad){{node.subject, 0, 0, node.graph}}, error) ||
        !add_document(selection, node.graph, error))
      return FALSE;
  }
  return TRUE;
}

/* What is said of @thing itself: with literals, and its classes. */
static gboolean
add_description(Selection *selection, YtTermId thing, GError **error)
{
  YtTermId type = yt_find_iri(selection->store, YT_RDF_NS "type");
  g_autofree YtScan *scan = g_new(YtScan, 1);
  YtQuad pattern = {{thing, 0, 0, YT_GRAPH_DEFAULT}}, quad;
  yt_scan_init(scan, selection->store, YT_SPO, &pattern, YT_COLUMNS_ALL);
  while (yt_scan_next(scan, &quad))
    if ((quad.predicate == type || yt_id_is_literal(quad.object)) && !add_quad(selection, &quad, error))
      return FALSE;
  return TRUE;
}

static gboolean
add_context(Selection *selection, GError **error)
{
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, selection->things);
  while (g_hash_table_iter_next(&iter, &key, NULL)) {
    YtTermId thing = *(const YtTermId *) key;
    if (!add_description(selection, thing, error) || !add_evidence(selection, thing, error))
      return FALSE;
  }
  return TRUE;
}

/* ---- around a thing ---- */

/* Takes the neighbours of @thing on one side; the order is that of ids, so the same store gives the same selection. */
static void
take_neighbours(Selection *selection, YtTermId thing, gboolean outwards, gsize max_nodes, GArray *next)
{
  YtTermId type = yt_find_iri(selection->store, YT_RDF_NS "type");
  g_autofree YtScan *scan = g_new(YtScan, 1);
  YtQuad pattern = {{outwards ? thing : 0, 0, outwards ? 0 : thing, YT_GRAPH_DEFAULT}}, quad;
  yt_scan_init(scan, selection->store, outwards ? YT_SPO : YT_OPS, &pattern, YT_COLUMNS_ALL);
  while (yt_scan_next(scan, &quad)) {
    if (max_nodes && g_hash_table_size(selection->things) >= max_nodes)
      return;
    YtTermId other = outwards ? quad.object : quad.subject;
    if (yt_id_is_literal(other) || is_in(selection, other) ||
        !yt_projection_is_edge(selection->store, quad.predicate))
      continue;
    YtQuad typed = {{other, type, 0, YT_GRAPH_DEFAULT}};
    if (type && yt_store_count(selection->store, &typed) > 0 && take(selection, other))
      g_array_append_val(next, other);
  }
}

static void
take_around(Selection *selection, YtTermId start, guint n_hops, gsize max_nodes)
{
  g_autoptr(GArray) ring = g_array_new(FALSE, FALSE, sizeof(YtTermId));
  take(selection, start);
  g_array_append_val(ring, start);
  for (guint hop = 0; hop < n_hops && ring->len > 0; hop++) {
    GArray *next = g_array_new(FALSE, FALSE, sizeof(YtTermId));
    for (guint i = 0; i < ring->len; i++) {
      take_neighbours(selection, g_array_index(ring, YtTermId, i), TRUE, max_nodes, next);
      take_neighbours(selection, g_array_index(ring, YtTermId, i), FALSE, max_nodes, next);
    }
    g_array_unref(ring);
    ring = next;
  }
}

/* The triples between things that take part. */
static gboolean
add_edges(Selection *selection, GError **error)
{
  g_autofree YtScan *scan = g_new(YtScan, 1);
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, selection->things);
  while (g_hash_table_iter_next(&iter, &key, NULL)) {
    YtQuad pattern = {{*(const YtTermId *) key, 0, 0, YT_GRAPH_DEFAULT}}, quad;
    yt_scan_init(scan, selection->store, YT_SPO, &pattern, YT_COLUMNS_ALL);
    while (yt_scan_next(scan, &quad))
      if (is_in(selection, quad.object) && !add_quad(selection, &quad, error))
        return FALSE;
  }
  return TRUE;
}

static YtStore *
build(Selection *selection, GError **error)
{
  YtStore *store = yt_store_builder_build(selection->builder);
  if (!store)
    g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_LIMIT,
                "no memory or temporary space for what was chosen");
  return store;
}

YtStore *
yt_select_around(YtStore *store, const char *iri, guint n_hops, gsize max_nodes, GError **error)
{
  YtTermId start = yt_find_iri(store, iri);
  YtQuad as_subject = {{start, 0, 0, YT_GRAPH_DEFAULT}}, as_object = {{0, 0, start, YT_GRAPH_DEFAULT}};
  if (!start || (yt_store_count(store, &as_subject) == 0 && yt_store_count(store, &as_object) == 0)) {
    g_set_error(error, YT_EXPORT_ERROR, YT_EXPORT_ERROR_NOT_FOUND, "the store says nothing of <%s>", iri);
    return NULL;
  }
  Selection selection;
  selection_init(&selection, store);
  take_around(&selection, start, n_hops, max_nodes);
  YtStore *result = NULL;
  if (add_edges(&selection, error) && add_context(&selection, error))
    result = build(&selection, error);
  selection_clear(&selection);
  return result;
}

/* ---- a query ---- */

/* Copies a constructed triple, and takes its ends for things as far as the store knows them. */
static gboolean
take_triple(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  Selection *selection = user_data;
  const YtTerm *ends[] = {&quad->subject, &quad->object};
  YtTerm type = yt_term_iri(YT_RDF_NS "type");
  guint n_ends = yt_term_equal(&quad->predicate, &type) ? 1 : 2;
  for (guint i = 0; i < n_ends; i++) {
    YtTermId id = ends[i]->kind == YT_TERM_LITERAL ? 0 : yt_store_find_term(selection->store, ends[i]);
    if (id)
      take(selection, id);
  }
  return yt_store_builder_add(quad, selection->builder, error);
}

YtSparqlResult *
yt_select_open_query(YtStore *store, const char *query, const YtSparqlOptions *limits, GError **error)
{
  g_autoptr(YtSparqlResult) result = yt_sparql_query(store, query, limits, error);
  if (!result)
    return NULL;
  if (yt_sparql_result_get_kind(result) != YT_SPARQL_GRAPH) {
    g_set_error(error, YT_EXPORT_ERROR, YT_EXPORT_ERROR_QUERY, "expected CONSTRUCT or DESCRIBE, found %s",
                yt_sparql_result_get_kind(result) == YT_SPARQL_BOOLEAN ? "ASK" : "SELECT");
    return NULL;
  }
  return g_steal_pointer(&result);
}

YtStore *
yt_select_query(YtStore *store, const char *query, const YtSparqlOptions *limits, GError **error)
{
  g_autoptr(YtSparqlResult) result = yt_select_open_query(store, query, limits, error);
  if (!result)
    return NULL;
  Selection selection;
  selection_init(&selection, store);
  YtStore *selected = NULL;
  if (yt_sparql_result_foreach(result, take_triple, &selection, error) && add_context(&selection, error))
    selected = build(&selection, error);
  selection_clear(&selection);
  return selected;
}
