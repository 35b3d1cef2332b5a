/* ways.c: the best ways from one thing to another.
 *
 * Things are given their distance from the end, level by level, until the start is reached. Then the ways of that length
 * are walked from the start, always to a thing from which the rest can be made in the steps that are left; no step is in
 * vain. When there are fewer ways than wanted, one more level is measured, and the ways that are one step longer walked.
 * All ways of a length are found before any is chosen, so the choice does not depend on the order of the walk. */
#include "ways/ways.h"
#include <string.h>

G_DEFINE_QUARK(yt - ways - error - quark, yt_ways_error)

enum {
  MAX_DEGREE = 2000,     /* edges of a thing that a way may pass */
  MAX_SEEN = 1000000,    /* things with a distance */
  MAX_CANDIDATES = 2000, /* ways of one length */
  MAX_EXPANSIONS = 200000,
  BYTES_A_THING = 64,              /* of the table of distances and of the frontiers */
  BYTES_OF_WALK = 3 * 1024 * 1024, /* neighbours of the things on the way, candidates, confidences */
  THINGS_AT_ONCE = 4096,           /* for which memory is asked for */
};

typedef struct {
  YtTermId node;
  YtEdge edge;
} Neighbour;

typedef struct {
  const YtStore *store;
  YtTermId from, to;
  const YtWayOptions *options;
  GHashTable *distances; /* id → distance from @to + 1 */
  GArray *frontier;      /* of YtTermId: those of the highest distance */
  guint level;           /* that distance */
  YtScan *scan;
  GArray *things; /* of YtIdRange */
  gsize n_reserved;
  /* The walk. */
  GArray *steps;           /* of Neighbour */
  GArray *candidates;      /* of YtWay */
  GHashTable *confidences; /* YtEdge → double: an edge is part of many ways */
  guint n_expansions;
  GError **error;
} Search;

static void
way_clear(gpointer data)
{
  YtWay *way = data;
  g_array_unref(way->edges);
}

/* FALSE with the error set, of which there is only the first. */
static gboolean
stop(Search *search)
{
  if (!*search->error)
    g_set_error(search->error, YT_WAYS_ERROR, YT_WAYS_ERROR_STOPPED, "the search for ways was stopped");
  return FALSE;
}

static gboolean
check(Search *search)
{
  const YtLimits *limits = search->options->limits;
  return !limits || !limits->check || limits->check(limits->user_data) || stop(search);
}

static gboolean
reserve(Search *search, gsize n_bytes)
{
  const YtLimits *limits = search->options->limits;
  if (limits && limits->reserve && !limits->reserve(n_bytes, limits->user_data))
    return stop(search);
  search->n_reserved += n_bytes;
  return TRUE;
}

/* ---- neighbours ---- */

static gboolean
is_thing(const Search *search, YtTermId id)
{
  if (id == search->from || id == search->to)
    return TRUE;
  if (yt_id_kind(id) != YT_ID_IRI)
    return FALSE;
  for (guint i = 0; i < search->things->len; i++) {
    const YtIdRange *range = &g_array_index(search->things, YtIdRange, i);
    if (id >= range->first && id < range->end)
      return TRUE;
  }
  if (yt_id_is_ordered(id))
    return FALSE;
  g_autofree char *iri = yt_store_dup_text(search->store, id); /* of the log: in no range */
  return g_str_has_prefix(iri, search->options->things);
}

static void
add_neighbours(Search *search, YtTermId node, gboolean forward, GArray *found)
{
  YtQuad pattern = {.graph = YT_GRAPH_DEFAULT}, quad;
  *(forward ? &pattern.subject : &pattern.object) = node;
  yt_scan_init(search->scan, search->store, forward ? YT_SOP : YT_OSP, &pattern,
               YT_COLUMN_SUBJECT | YT_COLUMN_PREDICATE | YT_COLUMN_OBJECT);
  while (found->len <= MAX_DEGREE && yt_scan_next(search->scan, &quad)) {
    YtTermId other = forward ? quad.object : quad.subject;
    if (other == node || !is_thing(search, other))
      continue;
    Neighbour neighbour = {other, {quad.subject, quad.predicate, quad.object}};
    g_array_append_val(found, neighbour);
  }
}

/* The things one step from @node; none when they are too many for it to be a stop. (transfer full) */
static GArray *
find_neighbours(Search *search, YtTermId node)
{
  GArray *found = g_array_new(FALSE, FALSE, sizeof(Neighbour));
  gboolean is_end = node == search->from || node == search->to;
  add_neighbours(search, node, TRUE, found);
  guint n_forward = found->len;
  add_neighbours(search, node, FALSE, found);
  if (!is_end && (n_forward > MAX_DEGREE || found->len > MAX_DEGREE))
    g_array_set_size(found, 0);
  return found;
}

/* ---- distances ---- */

static guint
get_distance(const Search *search, YtTermId node)
{
  guint stored = GPOINTER_TO_UINT(g_hash_table_lookup(search->distances, GSIZE_TO_POINTER(node)));
  return stored > 0 ? stored - 1 : G_MAXUINT;
}

static gboolean
set_distance(Search *search, YtTermId node, guint distance)
{
  guint n = g_hash_table_size(search->distances);
  if (n >= MAX_SEEN) {
    g_set_error(search->error, YT_WAYS_ERROR, YT_WAYS_ERROR_TOO_MANY,
                "expected at most %d things around the two, found more: ask for fewer steps", MAX_SEEN);
    return FALSE;
  }
  if (n % THINGS_AT_ONCE == 0 && !reserve(search, THINGS_AT_ONCE * BYTES_A_THING))
    return FALSE;
  g_hash_table_insert(search->distances, GSIZE_TO_POINTER(node), GUINT_TO_POINTER(distance + 1));
  return TRUE;
}

/* Gives the next things their distance. FALSE with the error set. */
static gboolean
measure_level(Search *search)
{
  GArray *next = g_array_new(FALSE, FALSE, sizeof(YtTermId));
  gboolean ok = TRUE;
  search->level++;
  for (guint i = 0; ok && i < search->frontier->len; i++) {
    YtTermId node = g_array_index(search->frontier, YtTermId, i);
    g_autoptr(GArray) neighbours = node == search->from ? NULL : find_neighbours(search, node);
    for (guint n = 0; ok && neighbours && n < neighbours->len; n++) {
      YtTermId other = g_array_index(neighbours, Neighbour, n).node;
      if (get_distance(search, other) != G_MAXUINT)
        continue;
      ok = set_distance(search, other, search->level);
      g_array_append_val(next, other);
    }
    ok = ok && check(search);
  }
  g_array_unref(search->frontier);
  search->frontier = next;
  return ok;
}

/* ---- the walk ---- */

static gboolean
is_on_way(const Search *search, YtTermId node)
{
  for (guint i = 0; i < search->steps->len; i++)
    if (g_array_index(search->steps, Neighbour, i).node == node)
      return TRUE;
  return node == search->from;
}

static double
get_confidence(Search *search, const YtEdge *edge)
{
  const double *known = g_hash_table_lookup(search->confidences, edge);
  if (known)
    return *known;
  double confidence = yt_evidence_get_confidence(search->store, edge);
  g_hash_table_insert(search->confidences, g_memdup2(edge, sizeof *edge),
                      g_memdup2(&confidence, sizeof confidence));
  return confidence;
}

static gboolean
take_way(Search *search)
{
  YtWay way = {g_array_sized_new(FALSE, FALSE, sizeof(YtEdge), search->steps->len), 1};
  for (guint i = 0; i < search->steps->len; i++) {
    const Neighbour *step = &g_array_index(search->steps, Neighbour, i);
    g_array_append_val(way.edges, step->edge);
    way.confidence *= get_confidence(search, &step->edge);
  }
  g_array_append_val(search->candidates, way);
  return search->candidates->len < MAX_CANDIDATES && check(search);
}

/* From @node in exactly @n_left steps. FALSE when it was cut short, by an error or by the bounds. */
static gboolean
walk(Search *search, YtTermId node, guint n_left)
{
  if (n_left == 0)
    return take_way(search);
  if (++search->n_expansions > MAX_EXPANSIONS || !check(search))
    return FALSE;
  g_autoptr(GArray) neighbours = find_neighbours(search, node);
  for (guint i = 0; i < neighbours->len; i++) {
    const Neighbour *neighbour = &g_array_index(neighbours, Neighbour, i);
    guint distance = get_distance(search, neighbour->node);
    gboolean is_end = neighbour->node == search->to;
    if (distance > n_left - 1 || is_end != (n_left == 1) || is_on_way(search, neighbour->node))
      continue;
    Neighbour step = *neighbour;
    g_array_append_val(search->steps, step);
    gboolean ok = walk(search, step.node, n_left - 1);
    g_array_set_size(search->steps, search->steps->len - 1);
    if (!ok)
      return FALSE;
  }
  return TRUE;
}

static gint
compare_ways(gconstpointer x, gconstpointer y)
{
  const YtWay *a = x, *b = y;
  if (a->edges->len != b->edges->len)
    return a->edges->len < b->edges->len ? -1 : 1;
  if (a->confidence != b->confidence)
    return a->confidence > b->confidence ? -1 : 1;
  for (guint i = 0; i < a->edges->len; i++) {
    const YtEdge *p = &g_array_index(a->edges, YtEdge, i), *q = &g_array_index(b->edges, YtEdge, i);
    const YtTermId left[] = {p->subject, p->predicate, p->object},
                   right[] = {q->subject, q->predicate, q->object};
    for (guint k = 0; k < 3; k++)
      if (left[k] != right[k])
        return left[k] < right[k] ? -1 : 1;
  }
  return 0;
}

static gboolean
search_all(Search *search, GArray *ways)
{
  for (guint length = 1; length <= search->options->max_steps && ways->len < search->options->n_ways;
       length++) {
    while (search->level < length && search->frontier->len > 0)
      if (!measure_level(search))
        return FALSE;
    if (get_distance(search, search->from) > length) {
      if (search->frontier->len == 0)
        return TRUE; /* there is no way */
      continue;
    }
    search->n_expansions = 0;
    g_array_set_size(search->candidates, 0);
    walk(search, search->from, length);
    if (*search->error)
      return FALSE;
    g_array_sort(search->candidates, compare_ways);
    for (guint i = 0; i < search->candidates->len && ways->len < search->options->n_ways; i++) {
      YtWay *way = &g_array_index(search->candidates, YtWay, i);
      YtWay copy = {g_array_ref(way->edges), way->confidence};
      g_array_append_val(ways, copy);
    }
  }
  return TRUE;
}

GArray *
yt_ways_find(const YtStore *store, YtTermId from, YtTermId to, const YtWayOptions *options, GError **error)
{
  g_return_val_if_fail(store != NULL && from != 0 && to != 0 && options != NULL, NULL);
  GError *failure = NULL;
  Search search = {.store = store, .from = from, .to = to, .options = options, .error = &failure};
  GArray *ways = g_array_new(FALSE, FALSE, sizeof(YtWay));
  g_array_set_clear_func(ways, way_clear);
  search.distances = g_hash_table_new(NULL, NULL);
  search.frontier = g_array_new(FALSE, FALSE, sizeof(YtTermId));
  search.things = g_array_new(FALSE, FALSE, sizeof(YtIdRange));
  search.steps = g_array_new(FALSE, FALSE, sizeof(Neighbour));
  search.candidates = g_array_new(FALSE, FALSE, sizeof(YtWay));
  search.confidences = g_hash_table_new_full(yt_edge_hash, yt_edge_equal, g_free, g_free);
  g_array_set_clear_func(search.candidates, way_clear);
  search.scan = g_new(YtScan, 1);
  yt_store_find_iri_prefix(store, options->things, strlen(options->things), search.things);
  g_array_append_val(search.frontier, to);
  if (from != to && reserve(&search, BYTES_OF_WALK) && set_distance(&search, to, 0))
    search_all(&search, ways);
  if (options->limits && options->limits->release)
    options->limits->release(search.n_reserved, options->limits->user_data);
  g_free(search.scan);
  g_hash_table_unref(search.confidences);
  g_array_unref(search.candidates);
  g_array_unref(search.steps);
  g_array_unref(search.things);
  g_array_unref(search.frontier);
  g_hash_table_unref(search.distances);
  if (!failure)
    return ways;
  g_propagate_error(error, failure);
  g_array_unref(ways);
  return NULL;
}
