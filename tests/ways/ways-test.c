/* ways-test.c: ways between things, against a walk that tries everything. */
#include "ways/ways.h"
#include <string.h>

#define ID "https://w3id.org/yuantu/id/"

typedef struct {
  YtStore *store;
  YtTermId from, to;
  guint max_steps;
  GArray *edges; /* of YtEdge: those that a way may take, of all things */
  GArray *steps; /* of YtEdge: the way so far */
  GArray *nodes; /* of YtTermId: what it has passed */
  GArray *found; /* of YtWay */
} Reference;

static void
append_quad(GString *text, const char *subject, const char *predicate, const char *object, const char *graph)
{
  g_string_append_printf(text, "<%s> <%s> %s%s%s%s .\n", subject, predicate, object, graph ? " <" : "",
                         graph ? graph : "", graph ? ">" : "");
}

/* An edge between two of few things, with evidence or without. */
static void
append_edge(GString *text, guint n_things, guint n)
{
  g_autofree char *subject = g_strdup_printf(ID "park/%d", g_test_rand_int_range(0, (gint32) n_things)),
                  *object = g_strdup_printf(ID "park/%d", g_test_rand_int_range(0, (gint32) n_things)),
                  *predicate = g_strdup_printf(YT_NS "p%d", g_test_rand_int_range(0, 3)),
                  *object_text = g_strdup_printf("<%s>", object),
                  *predicate_text = g_strdup_printf("<%s>", predicate),
                  *subject_text = g_strdup_printf("<%s>", subject),
                  *evidence = g_strdup_printf(ID "document/d#%u", n),
                  *confidence =
                      g_strdup_printf("\"0.%d\"^^<" YT_XSD_NS "decimal>", g_test_rand_int_range(1, 10));
  append_quad(text, subject, predicate, object_text, NULL);
  if (g_test_rand_bit())
    return;
  append_quad(text, evidence, YT_RDF_NS "subject", subject_text, ID "document/d");
  append_quad(text, evidence, YT_RDF_NS "predicate", predicate_text, ID "document/d");
  append_quad(text, evidence, YT_RDF_NS "object", object_text, ID "document/d");
  append_quad(text, evidence, YT_NS "confidence", confidence, ID "document/d");
}

static YtStore *
read_store(const GString *text)
{
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  YtRdfReadOptions options = {.format = YT_RDF_NQUADS};
  g_autoptr(GError) error = NULL;
  yt_rdf_read_bytes(text->str, text->len, &options, yt_store_builder_add, builder, &error);
  g_assert_no_error(error);
  return yt_store_builder_build(builder);
}

static YtStore *
random_store(guint n_things, guint n_edges)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < n_edges; i++)
    append_edge(text, n_things, i);
  /* what no way passes: other IRIs, and literals */
  append_quad(text, ID "park/0", YT_NS "p0", "<http://e/other>", NULL);
  append_quad(text, ID "park/1", YT_NS "p0", "<http://e/other>", NULL);
  append_quad(text, ID "park/0", YT_NS "p0", "\"one\"", NULL);
  append_quad(text, ID "park/1", YT_NS "p0", "\"one\"", NULL);
  return read_store(text);
}

static void
way_clear(gpointer data)
{
  g_array_unref(((YtWay *) data)->edges);
}

static gboolean
has_passed(const Reference *r, YtTermId node)
{
  for (guint i = 0; i < r->nodes->len; i++)
    if (g_array_index(r->nodes, YtTermId, i) == node)
      return TRUE;
  return FALSE;
}

static void
walk(Reference *r, YtTermId node)
{
  if (node == r->to) {
    YtWay way = {g_array_copy(r->steps), 1};
    for (guint i = 0; i < way.edges->len; i++)
      way.confidence *= yt_evidence_get_confidence(r->store, &g_array_index(way.edges, YtEdge, i));
    g_array_append_val(r->found, way);
    return;
  }
  if (r->steps->len == r->max_steps)
    return;
  g_array_append_val(r->nodes, node);
  for (guint i = 0; i < r->edges->len; i++) {
    YtEdge edge = g_array_index(r->edges, YtEdge, i);
    YtTermId ends[] = {edge.subject, edge.object};
    for (guint e = 0; e < 2; e++) {
      if (ends[e] != node || has_passed(r, ends[1 - e]))
        continue;
      g_array_append_val(r->steps, edge);
      walk(r, ends[1 - e]);
      g_array_set_size(r->steps, r->steps->len - 1);
    }
  }
  g_array_set_size(r->nodes, r->nodes->len - 1);
}

static gint
compare(gconstpointer x, gconstpointer y)
{
  const YtWay *a = x, *b = y;
  if (a->edges->len != b->edges->len)
    return a->edges->len < b->edges->len ? -1 : 1;
  if (a->confidence != b->confidence)
    return a->confidence > b->confidence ? -1 : 1;
  for (guint i = 0; i < a->edges->len * 3; i++) {
    YtTermId left = ((const YtTermId *) (gconstpointer) a->edges->data)[i],
             right = ((const YtTermId *) (gconstpointer) b->edges->data)[i];
    if (left != right)
      return left < right ? -1 : 1;
  }
  return 0;
}

static GArray *
list_edges(YtStore *store)
{
  GArray *edges = g_array_new(FALSE, FALSE, sizeof(YtEdge));
  g_autofree YtScan *scan = g_new(YtScan, 1);
  YtQuad pattern = {.graph = YT_GRAPH_DEFAULT}, quad;
  yt_scan_init(scan, store, YT_SPO, &pattern, YT_COLUMN_SUBJECT | YT_COLUMN_PREDICATE | YT_COLUMN_OBJECT);
  while (yt_scan_next(scan, &quad)) {
    YtTermId ends[] = {quad.subject, quad.object};
    gboolean is_thing = TRUE;
    for (guint e = 0; e < 2; e++) {
      g_autofree char *text = yt_store_dup_text(store, ends[e]);
      is_thing = is_thing && g_str_has_prefix(text, ID);
    }
    YtEdge edge = {quad.subject, quad.predicate, quad.object};
    if (is_thing)
      g_array_append_val(edges, edge);
  }
  return edges;
}

static void
check_ways(YtStore *store, guint max_steps)
{
  Reference r = {.store = store, .max_steps = max_steps};
  YtWayOptions options = {.n_ways = 20, .max_steps = max_steps, .things = ID};
  r.from = yt_store_find_iri(store, ID "park/0");
  r.to = yt_store_find_iri(store, ID "park/1");
  r.edges = list_edges(store);
  r.steps = g_array_new(FALSE, FALSE, sizeof(YtEdge));
  r.nodes = g_array_new(FALSE, FALSE, sizeof(YtTermId));
  r.found = g_array_new(FALSE, FALSE, sizeof(YtWay));
  g_array_set_clear_func(r.found, way_clear);
  walk(&r, r.from);
  g_array_sort(r.found, compare);
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) ways = yt_ways_find(store, r.from, r.to, &options, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(ways->len, ==, MIN(r.found->len, options.n_ways));
  for (guint i = 0; i < ways->len; i++)
    g_assert_cmpint(compare(&g_array_index(ways, YtWay, i), &g_array_index(r.found, YtWay, i)), ==, 0);
  g_array_unref(r.found);
  g_array_unref(r.nodes);
  g_array_unref(r.steps);
  g_array_unref(r.edges);
}

/* The best of all ways, in their order, whatever the graph. */
static void
test_against_all(void)
{
  for (guint round = 0; round < 200; round++) {
    guint n_things = (guint) g_test_rand_int_range(2, 8);
    g_autoptr(YtStore) store = random_store(n_things, (guint) g_test_rand_int_range(1, 14));
    check_ways(store, (guint) g_test_rand_int_range(1, 5));
  }
}

/* A thing that everything is tied to is no stop, but may be an end. */
static void
test_hub(void)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < 3000; i++) {
    g_autofree char *thing = g_strdup_printf(ID "company/%u", i);
    append_quad(text, thing, YT_NS "locatedIn", "<" ID "place/中国>", NULL);
  }
  g_autoptr(YtStore) store = read_store(text);
  YtWayOptions options = {.n_ways = 3, .max_steps = 4, .things = ID};
  YtTermId one = yt_store_find_iri(store, ID "company/1"), other = yt_store_find_iri(store, ID "company/2"),
           hub = yt_store_find_iri(store, ID "place/中国");
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) through = yt_ways_find(store, one, other, &options, &error);
  g_autoptr(GArray) to = yt_ways_find(store, one, hub, &options, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(through->len, ==, 0);
  g_assert_cmpuint(to->len, ==, 1);
}

typedef struct {
  guint n_left;
  gssize n_bytes;
} Counts;

static gboolean
count_down(gpointer data)
{
  Counts *counts = data;
  return counts->n_left > 0 && counts->n_left-- > 0;
}

static gboolean
reserve(gsize n_bytes, gpointer data)
{
  ((Counts *) data)->n_bytes += (gssize) n_bytes;
  return count_down(data);
}

static void
release(gsize n_bytes, gpointer data)
{
  ((Counts *) data)->n_bytes -= (gssize) n_bytes;
}

/* A search stops at each of its checks, and gives back all memory that it was given. */
static void
test_limits(void)
{
  g_autoptr(YtStore) store = random_store(6, 12);
  YtTermId from = yt_store_find_iri(store, ID "park/0"), to = yt_store_find_iri(store, ID "park/1");
  gboolean is_done = FALSE;
  for (guint n = 0; !is_done; n++) {
    Counts counts = {.n_left = n};
    YtLimits limits = {count_down, reserve, release, &counts};
    YtWayOptions options = {.n_ways = 20, .max_steps = 4, .things = ID, .limits = &limits};
    g_autoptr(GError) error = NULL;
    g_autoptr(GArray) ways = yt_ways_find(store, from, to, &options, &error);
    g_assert_true(ways || g_error_matches(error, YT_WAYS_ERROR, YT_WAYS_ERROR_STOPPED));
    g_assert_cmpint(counts.n_bytes, <=, 4 * 1024 * 1024);
    is_done = ways != NULL;
  }
  g_autoptr(GArray) none = yt_ways_find(store, from, from, &(YtWayOptions){3, 3, ID, NULL}, NULL);
  g_assert_cmpuint(none->len, ==, 0);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/ways/against-all", test_against_all);
  g_test_add_func("/ways/hub", test_hub);
  g_test_add_func("/ways/limits", test_limits);
  return g_test_run();
}
