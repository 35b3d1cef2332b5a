/* path.c: the best ways from one thing to another.
 *
 * Things are given their distance from the end, level by level, until the start is reached. Then the ways of that length
 * are walked from the start, always to a thing from which the rest can be made in the steps that are left; no step is in
 * vain. When there are fewer ways than wanted, one more level is measured, and the ways that are one step longer walked.
 * All ways of a length are found before any is chosen, so the choice does not depend on the order of the walk. */
#include "http/path.h"
#include "base/base.h"
#include "http/formats.h"
#include <string.h>

enum {
  MAX_DEGREE = 2000,     /* edges of a thing that a way may pass */
  MAX_SEEN = 1000000,    /* things with a distance: some 50 MB */
  MAX_CANDIDATES = 2000, /* ways of one length */
  MAX_EXPANSIONS = 200000,
  MAX_WAYS = 20,
  MAX_STEPS = 8,
  MAX_QUOTES = 3, /* sentences for each edge */
};

typedef struct {
  YtTermId node;
  YtEdge edge;
  gboolean forward;
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
  /* The walk. */
  GArray *steps;      /* of Neighbour */
  GArray *candidates; /* of YtWay */
  guint n_expansions;
  GError **error;
} Search;

static void
way_clear(gpointer data)
{
  YtWay *way = data;
  g_array_unref(way->edges);
  g_array_unref(way->directions);
}

static gboolean
check(Search *search)
{
  if (g_cancellable_is_cancelled(search->options->cancellable)) {
    g_set_error(search->error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_CANCELLED, "cancelled");
    return FALSE;
  }
  if (search->options->deadline && g_get_monotonic_time() > search->options->deadline) {
    g_set_error(search->error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_TIMEOUT,
                "the search for paths ran out of time");
    return FALSE;
  }
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
    Neighbour neighbour = {other, {quad.subject, quad.predicate, quad.object}, forward};
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
    for (guint n = 0; neighbours && n < neighbours->len; n++) {
      YtTermId other = g_array_index(neighbours, Neighbour, n).node;
      if (get_distance(search, other) != G_MAXUINT)
        continue;
      g_hash_table_insert(search->distances, GSIZE_TO_POINTER(other), GUINT_TO_POINTER(search->level + 1));
      g_array_append_val(next, other);
    }
    ok = i % 64 != 0 || check(search);
  }
  if (ok && g_hash_table_size(search->distances) > MAX_SEEN) {
    g_set_error(search->error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_MEMORY,
                "the search for paths has met more than %d things: ask for fewer steps", MAX_SEEN);
    ok = FALSE;
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

static void
take_way(Search *search)
{
  YtWay way = {g_array_new(FALSE, FALSE, sizeof(YtEdge)), g_array_new(FALSE, FALSE, sizeof(gboolean)), 1};
  for (guint i = 0; i < search->steps->len; i++) {
    const Neighbour *step = &g_array_index(search->steps, Neighbour, i);
    g_array_append_val(way.edges, step->edge);
    g_array_append_val(way.directions, step->forward);
    way.confidence *= yt_evidence_get_confidence(search->store, &step->edge);
  }
  g_array_append_val(search->candidates, way);
}

/* From @node in exactly @n_left steps. FALSE when it was cut short, by an error or by the bounds. */
static gboolean
walk(Search *search, YtTermId node, guint n_left)
{
  if (n_left == 0) {
    take_way(search);
    return search->candidates->len < MAX_CANDIDATES;
  }
  if (++search->n_expansions > MAX_EXPANSIONS || (search->n_expansions % 64 == 0 && !check(search)))
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
    if (search->error && *search->error)
      return FALSE;
    g_array_sort(search->candidates, compare_ways);
    for (guint i = 0; i < search->candidates->len && ways->len < search->options->n_ways; i++) {
      YtWay *way = &g_array_index(search->candidates, YtWay, i);
      YtWay copy = {g_array_ref(way->edges), g_array_ref(way->directions), way->confidence};
      g_array_append_val(ways, copy);
    }
  }
  return TRUE;
}

GArray *
yt_ways_find(const YtStore *store, YtTermId from, YtTermId to, const YtWayOptions *options, GError **error)
{
  g_return_val_if_fail(store != NULL && from != to && options != NULL, NULL);
  GError *failure = NULL;
  Search search = {.store = store, .from = from, .to = to, .options = options, .error = &failure};
  GArray *ways = g_array_new(FALSE, FALSE, sizeof(YtWay));
  g_array_set_clear_func(ways, way_clear);
  search.distances = g_hash_table_new(NULL, NULL);
  search.frontier = g_array_new(FALSE, FALSE, sizeof(YtTermId));
  search.things = g_array_new(FALSE, FALSE, sizeof(YtIdRange));
  search.steps = g_array_new(FALSE, FALSE, sizeof(Neighbour));
  search.candidates = g_array_new(FALSE, FALSE, sizeof(YtWay));
  g_array_set_clear_func(search.candidates, way_clear);
  search.scan = g_new(YtScan, 1);
  yt_store_find_iri_prefix(store, options->things, strlen(options->things), search.things);
  g_array_append_val(search.frontier, to);
  g_hash_table_insert(search.distances, GSIZE_TO_POINTER(to), GUINT_TO_POINTER(1));
  gboolean ok = search_all(&search, ways);
  g_free(search.scan);
  g_array_unref(search.candidates);
  g_array_unref(search.steps);
  g_array_unref(search.things);
  g_array_unref(search.frontier);
  g_hash_table_unref(search.distances);
  if (ok)
    return ways;
  g_propagate_error(error, failure);
  g_array_unref(ways);
  return NULL;
}

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

static void
append_ways(GString *out, const YtStore *store, const GArray *ways)
{
  for (guint i = 0; i < ways->len; i++) {
    const YtWay *way = &g_array_index(ways, YtWay, i);
    g_string_append_printf(out, "%s\n{\"length\":%u", i > 0 ? "," : "", way->edges->len);
    append_number(out, "confidence", way->confidence);
    g_string_append(out, ",\"steps\":[");
    for (guint s = 0; s < way->edges->len; s++) {
      g_string_append(out, s > 0 ? "," : "");
      append_step(out, store, &g_array_index(way->edges, YtEdge, s),
                  g_array_index(way->directions, gboolean, s));
    }
    g_string_append(out, "]}");
  }
}

/* A whole number of the parameter @name, 1 to @most. FALSE after 400. */
static gboolean
read_number(YtHttpJob *job, const char *name, guint most, guint *number)
{
  const char *text = yt_http_fields_get(&job->fields, name);
  guint64 value;
  if (!text)
    return TRUE;
  if (!g_ascii_string_to_unsigned(text, 10, 1, most, &value, NULL)) {
    yt_http_job_refuse(job, 400, "request", "expected 1 to %u as %s, found “%s”", most, name, text);
    return FALSE;
  }
  *number = (guint) value;
  return TRUE;
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
  guint64 timeout_ms = job->context->options.timeout_ms;
  g_autofree char *things = g_strconcat(job->context->base, "id/", NULL);
  YtWayOptions options = {.n_ways = 3,
                          .max_steps = 6,
                          .things = things,
                          .cancellable = job->cancellable,
                          .deadline = timeout_ms ? g_get_monotonic_time() + (gint64) timeout_ms * 1000 : 0};
  if (!read_number(job, "k", MAX_WAYS, &options.n_ways) ||
      !read_number(job, "steps", MAX_STEPS, &options.max_steps))
    return;
  YtTermId from = read_thing(job, "from", things), to = from ? read_thing(job, "to", things) : 0;
  if (!from || !to || yt_http_job_check_etag(job))
    return;
  YtStore *store = yt_http_job_get_store(job);
  g_autoptr(GArray) ways =
      from == to ? g_array_new(FALSE, FALSE, sizeof(YtWay)) : yt_ways_find(store, from, to, &options, &error);
  if (!ways) {
    yt_http_job_fail(job, error);
    return;
  }
  g_autoptr(GString) text = g_string_new("{");
  append_iri_member(text, store, "from", from);
  g_string_append_c(text, ',');
  append_iri_member(text, store, "to", to);
  g_string_append(text, ",\"paths\":[");
  append_ways(text, store, ways);
  g_string_append(text, "\n]}\n");
  GOutputStream *out = yt_http_job_begin_body(job, "application/json");
  g_output_stream_write_all(out, text->str, text->len, NULL, NULL, &error);
  yt_http_job_end_body(job, error);
}
