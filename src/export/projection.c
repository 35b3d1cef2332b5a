/* projection.c: things and what joins them.
 *
 * One scan of the default graph by subject finds the nodes, a second one the edges. Labels and evidence come from scans
 * by property, which are sorted by subject, as the nodes are. Everything is a term id until it is written. */
#include "export/projection.h"

#include <stdlib.h>
#include <string.h>

/* ---- looking things up ---- */

YtTermId
yt_find_iri(const YtStore *store, const char *iri)
{
  YtTerm term = yt_term_iri(iri);
  return yt_store_find_term(store, &term);
}

static gboolean
is_resource(YtTermId id)
{
  return yt_id_kind(id) == YT_ID_IRI || yt_id_kind(id) == YT_ID_BLANK;
}

gboolean
yt_projection_is_edge(const YtStore *store, YtTermId predicate)
{
  static const char *const others[] = {YT_RDF_NS "type", YT_SKOS_NS "narrower", YT_SKOS_NS "hasTopConcept",
                                       YT_SKOS_NS "topConceptOf", YT_SKOS_NS "inScheme"};
  for (guint i = 0; i < G_N_ELEMENTS(others); i++)
    if (predicate == yt_find_iri(store, others[i]))
      return FALSE;
  return TRUE;
}

static int
compare_numbers(guint64 a, guint64 b)
{
  return a < b ? -1 : a > b;
}

/* The index of the node @id; -1 if there is none. Nodes stand by id until sort_by_text(). */
static gssize
find_node(const GArray *nodes, YtTermId id)
{
  gsize low = 0, high = nodes->len;
  while (low < high) {
    gsize middle = low + (high - low) / 2;
    YtTermId found = g_array_index(nodes, YtNode, middle).id;
    if (found == id)
      return (gssize) middle;
    if (found < id)
      low = middle + 1;
    else
      high = middle;
  }
  return -1;
}

/* ---- nodes ---- */

static int
compare_nodes(gconstpointer a, gconstpointer b)
{
  return compare_numbers(((const YtNode *) a)->id, ((const YtNode *) b)->id);
}

static void
add_node(GArray *nodes, YtTermId id)
{
  if (nodes->len > 0 && g_array_index(nodes, YtNode, nodes->len - 1).id == id)
    return;
  YtNode node = {.id = id};
  g_array_append_val(nodes, node);
}

static void
sort_and_unite(GArray *nodes)
{
  g_array_sort(nodes, compare_nodes);
  guint n = 0;
  for (guint i = 0; i < nodes->len; i++)
    if (i == 0 || g_array_index(nodes, YtNode, i).id != g_array_index(nodes, YtNode, n - 1).id)
      g_array_index(nodes, YtNode, n++) = g_array_index(nodes, YtNode, i);
  g_array_set_size(nodes, n);
}

/* Is @class of our vocabulary? A thing that has several is shown by that one. */
static gboolean
is_own_class(const YtStore *store, YtTermId class)
{
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  YtTerm term = yt_store_get_term(store, class, &buffer);
  return term.n_text > strlen(YT_NS) && memcmp(term.text, YT_NS, strlen(YT_NS)) == 0;
}

static void
find_nodes(YtProjection *projection, gboolean any_end)
{
  YtStore *store = projection->store;
  YtTermId type = yt_find_iri(store, YT_RDF_NS "type");
  YtQuad pattern = {{0, any_end ? 0 : type, 0, YT_GRAPH_DEFAULT}}, quad;
  g_autofree YtScan *scan = g_new(YtScan, 1);
  if (type || any_end) {
    yt_scan_init(scan, store, any_end ? YT_SPO : YT_PSO, &pattern, YT_COLUMNS_ALL);
    while (yt_scan_next(scan, &quad)) {
      gboolean is_class = quad.predicate == type;
      if (!any_end || is_class || is_resource(quad.object))
        add_node(projection->nodes, quad.subject);
      if (any_end && !is_class && is_resource(quad.object))
        add_node(projection->nodes, quad.object);
    }
  }
  sort_and_unite(projection->nodes);
}

static void
find_classes(YtProjection *projection)
{
  YtTermId type = yt_find_iri(projection->store, YT_RDF_NS "type");
  if (!type)
    return;
  g_autoptr(GHashTable) is_own = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  g_autofree YtScan *scan = g_new(YtScan, 1);
  YtQuad pattern = {{0, type, 0, YT_GRAPH_DEFAULT}}, quad;
  yt_scan_init(scan, projection->store, YT_PSO, &pattern, YT_COLUMN_SUBJECT | YT_COLUMN_OBJECT);
  while (yt_scan_next(scan, &quad)) {
    gssize index = find_node(projection->nodes, quad.subject);
    if (index < 0)
      continue;
    YtTermId *class = &g_array_index(projection->nodes, YtNode, index).class_id;
    if (!g_hash_table_contains(is_own, &quad.object))
      g_hash_table_insert(is_own, g_memdup2(&quad.object, sizeof quad.object),
                          GINT_TO_POINTER(is_own_class(projection->store, quad.object)));
    if (!*class || (!g_hash_table_lookup(is_own, class) && g_hash_table_lookup(is_own, &quad.object)))
      *class = quad.object;
  }
}

/* Chinese: tagged so, or without a tag, if there is no other. The first in the order of ids is taken, so that one
 * property comes before the next and the rest is by text. */
static void
take_labels(YtProjection *projection, const char *property)
{
  YtTermId predicate = yt_find_iri(projection->store, property);
  if (!predicate)
    return;
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  g_autofree YtScan *scan = g_new(YtScan, 1);
  YtQuad pattern = {{0, predicate, 0, YT_GRAPH_DEFAULT}}, quad;
  yt_scan_init(scan, projection->store, YT_PSO, &pattern, YT_COLUMN_SUBJECT | YT_COLUMN_OBJECT);
  while (yt_scan_next(scan, &quad)) {
    gssize index = find_node(projection->nodes, quad.subject);
    if (index < 0 || !yt_id_is_literal(quad.object))
      continue;
    YtNode *node = &g_array_index(projection->nodes, YtNode, index);
    YtTerm term = yt_store_get_term(projection->store, quad.object, &buffer);
    gboolean is_english = term.n_language >= 2 && g_ascii_strncasecmp(term.language, "en", 2) == 0;
    gboolean is_chinese =
        term.n_language == 0 || (term.n_language >= 2 && g_ascii_strncasecmp(term.language, "zh", 2) == 0);
    YtTermId *place = is_english ? &node->label_en : is_chinese ? &node->label_zh : NULL;
    if (place && !*place)
      *place = quad.object;
  }
}

/* ---- edges ---- */

static int
compare_edges(gconstpointer a, gconstpointer b, gpointer store)
{
  const YtProjectionEdge *x = a, *y = b;
  if (x->source != y->source)
    return compare_numbers(x->source, y->source);
  if (x->predicate != y->predicate)
    return yt_store_compare_ids(store, x->predicate, y->predicate);
  return compare_numbers(x->target, y->target);
}

static void
find_edges(YtProjection *projection, gboolean any_end)
{
  YtStore *store = projection->store;
  YtTermId type = yt_find_iri(store, YT_RDF_NS "type");
  gsize n_predicates;
  const YtPredicateInfo *predicates = yt_store_get_predicates(store, &n_predicates);
  g_autofree YtScan *scan = g_new(YtScan, 1);
  for (gsize i = 0; i < n_predicates; i++) {
    YtTermId predicate = predicates[i].predicate;
    if (any_end ? predicate == type : !yt_projection_is_edge(store, predicate))
      continue;
    YtQuad pattern = {{0, predicate, 0, YT_GRAPH_DEFAULT}}, quad;
    yt_scan_init(scan, store, YT_PSO, &pattern, YT_COLUMN_SUBJECT | YT_COLUMN_OBJECT);
    while (yt_scan_next(scan, &quad)) {
      if (!is_resource(quad.object))
        continue;
      gssize source = find_node(projection->nodes, quad.subject);
      gssize target = find_node(projection->nodes, quad.object);
      if (source < 0 || target < 0)
        continue;
      g_array_index(projection->nodes, YtNode, source).degree++;
      if (target != source)
        g_array_index(projection->nodes, YtNode, target).degree++;
      YtProjectionEdge edge = {.source = (guint) source, .target = (guint) target, .predicate = predicate};
      g_array_append_val(projection->edges, edge);
    }
  }
}

/* ---- evidence ---- */

/* The parts of the nodes of evidence: one property of them, in the order of nodes. */
typedef struct {
  YtScan scan;
  YtQuad quad;
  gboolean more;
} Part;

static void
part_start(Part *part, const YtStore *store, const char *property)
{
  YtTermId predicate = yt_find_iri(store, property);
  YtQuad pattern = {{0, predicate, 0, YT_GRAPH_NAMED}};
  part->more = predicate != 0;
  if (!part->more)
    return;
  yt_scan_init(&part->scan, store, YT_PSO, &pattern, YT_COLUMNS_ALL);
  part->more = yt_scan_next(&part->scan, &part->quad);
}

/* What the property says of @node in @graph; 0 if nothing. */
static YtTermId
part_find(Part *part, YtTermId node, YtTermId graph)
{
  while (part->more && part->quad.subject < node)
    part->more = yt_scan_next(&part->scan, &part->quad);
  while (part->more && part->quad.subject == node) {
    if (part->quad.graph == graph)
      return part->quad.object;
    part->more = yt_scan_next(&part->scan, &part->quad);
  }
  return 0;
}

/* 0 for what is no number, or one that has no inline id. */
static double
read_number(YtTermId id)
{
  if (yt_id_kind(id) == YT_ID_DECIMAL)
    return (double) yt_id_get_decimal(id) / (double) YT_DECIMAL_ONE;
  if (yt_id_kind(id) == YT_ID_DOUBLE || yt_id_kind(id) == YT_ID_FLOAT)
    return yt_id_get_double(id);
  if (yt_id_kind(id) == YT_ID_INTEGER)
    return (double) yt_id_get_integer(id);
  return 0;
}

static int
compare_evidence(gconstpointer a, gconstpointer b)
{
  const YtProjectionEvidence *x = a, *y = b;
  int order = compare_numbers(x->subject, y->subject);
  order = order ? order : compare_numbers(x->predicate, y->predicate);
  order = order ? order : compare_numbers(x->object, y->object);
  if (order)
    return order;
  double p = read_number(x->confidence), q = read_number(y->confidence);
  if (p != q)
    return p > q ? -1 : 1;
  order = compare_numbers(x->document, y->document);
  return order ? order : compare_numbers(x->quote, y->quote);
}

static void
find_evidence(YtProjection *projection)
{
  static const char *const properties[] = {YT_RDF_NS "subject", YT_RDF_NS "predicate", YT_RDF_NS "object",
                                           YT_NS "quote", YT_NS "confidence"};
  g_autofree Part *parts = g_new0(Part, G_N_ELEMENTS(properties));
  for (guint i = 0; i < G_N_ELEMENTS(properties); i++)
    part_start(&parts[i], projection->store, properties[i]);
  for (Part *subject = &parts[0]; subject->more;
       subject->more = yt_scan_next(&subject->scan, &subject->quad)) {
    YtTermId node = subject->quad.subject, graph = subject->quad.graph;
    YtProjectionEvidence evidence = {.subject = subject->quad.object, .document = graph};
    evidence.predicate = part_find(&parts[1], node, graph);
    evidence.object = part_find(&parts[2], node, graph);
    evidence.quote = part_find(&parts[3], node, graph);
    evidence.confidence = part_find(&parts[4], node, graph);
    if (evidence.predicate && evidence.object)
      g_array_append_val(projection->evidence, evidence);
  }
  g_array_sort(projection->evidence, compare_evidence);
}

static void
join_evidence(YtProjection *projection, YtProjectionEdge *edge)
{
  YtProjectionEvidence key = {.subject = g_array_index(projection->nodes, YtNode, edge->source).id,
                              .predicate = edge->predicate,
                              .object = g_array_index(projection->nodes, YtNode, edge->target).id};
  const GArray *all = projection->evidence;
  guint low = 0, high = all->len;
  while (low < high) { /* the first that is not before the key */
    guint middle = low + (high - low) / 2;
    const YtProjectionEvidence *e = &g_array_index(all, YtProjectionEvidence, middle);
    int order = compare_numbers(e->subject, key.subject);
    order = order ? order : compare_numbers(e->predicate, key.predicate);
    order = order ? order : compare_numbers(e->object, key.object);
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  edge->first_evidence = low;
  for (guint i = low; i < all->len; i++) {
    const YtProjectionEvidence *e = &g_array_index(all, YtProjectionEvidence, i);
    if (e->subject != key.subject || e->predicate != key.predicate || e->object != key.object)
      break;
    edge->n_evidence++;
  }
}

/* ---- years ---- */

static void
widen(gint16 *first, gint16 *last, int year)
{
  if (year < 1 || year > 9999)
    return;
  if (!*first || year < *first)
    *first = (gint16) year;
  if (!*last || year > *last)
    *last = (gint16) year;
}

static int
year_of(YtTermId id)
{
  if (yt_id_kind(id) != YT_ID_TIME)
    return 0;
  YtTimeValue value;
  yt_id_get_time(id, &value);
  return value.year;
}

/* The four digits in 〔2021〕, or in other brackets; 0 if there are none. */
static int
year_of_number(const char *text, gsize n_text)
{
  g_autofree char *number = g_strndup(text, n_text);
  static const char *const brackets[] = {"〔", "[", "（", "(", "【"};
  for (guint i = 0; i < G_N_ELEMENTS(brackets); i++) {
    const char *at = strstr(number, brackets[i]);
    guint64 year = at ? g_ascii_strtoull(at + strlen(brackets[i]), NULL, 10) : 0;
    if (year >= 1900 && year <= 2200)
      return (int) year;
  }
  return 0;
}

/* The first object of @subject and @property in any graph; 0 if there is none. */
static YtTermId
find_object(const YtStore *store, YtTermId subject, const char *property)
{
  YtTermId predicate = yt_find_iri(store, property);
  if (!predicate)
    return 0;
  g_autofree YtScan *scan = g_new(YtScan, 1);
  YtQuad pattern = {{subject, predicate, 0, YT_GRAPH_ANY}}, quad = {0};
  yt_scan_init(scan, store, YT_SPO, &pattern, YT_COLUMN_OBJECT);
  return yt_scan_next(scan, &quad) ? quad.object : 0;
}

static int
year_of_document(const YtStore *store, YtTermId document)
{
  int year = year_of(find_object(store, document, YT_DCT_NS "issued"));
  YtTermId number = year ? 0 : find_object(store, document, YT_NS "documentNumber");
  if (!number)
    return year;
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  YtTerm term = yt_store_get_term(store, number, &buffer);
  return year_of_number(term.text, term.n_text);
}

static void
find_edge_years(YtProjection *projection)
{
  g_autoptr(GHashTable) years = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < projection->edges->len; i++) {
    YtProjectionEdge *edge = &g_array_index(projection->edges, YtProjectionEdge, i);
    join_evidence(projection, edge);
    for (guint j = 0; j < edge->n_evidence; j++) {
      YtTermId document =
          g_array_index(projection->evidence, YtProjectionEvidence, edge->first_evidence + j).document;
      gpointer known;
      if (!g_hash_table_lookup_extended(years, &document, NULL, &known)) {
        known = GINT_TO_POINTER(year_of_document(projection->store, document));
        g_hash_table_insert(years, g_memdup2(&document, sizeof document), known);
      }
      widen(&edge->first_year, &edge->last_year, GPOINTER_TO_INT(known));
    }
    guint ends[] = {edge->source, edge->target};
    for (guint j = 0; j < 2; j++) {
      YtNode *node = &g_array_index(projection->nodes, YtNode, ends[j]);
      widen(&node->first_year, &node->last_year, edge->first_year);
      widen(&node->first_year, &node->last_year, edge->last_year);
    }
  }
}

/* A figure's own year is the year it is about, and a document's that of its issue, whatever the edges say. */
static void
find_own_years(YtProjection *projection, const char *property)
{
  YtTermId predicate = yt_find_iri(projection->store, property);
  if (!predicate)
    return;
  g_autofree YtScan *scan = g_new(YtScan, 1);
  YtQuad pattern = {{0, predicate, 0, YT_GRAPH_DEFAULT}}, quad;
  yt_scan_init(scan, projection->store, YT_PSO, &pattern, YT_COLUMN_SUBJECT | YT_COLUMN_OBJECT);
  while (yt_scan_next(scan, &quad)) {
    gssize index = find_node(projection->nodes, quad.subject);
    int year = year_of(quad.object);
    if (index < 0 || year == 0)
      continue;
    YtNode *node = &g_array_index(projection->nodes, YtNode, index);
    node->first_year = node->last_year = 0;
    widen(&node->first_year, &node->last_year, year);
  }
}

/* ---- the order of text ---- */

typedef struct {
  const YtStore *store;
  const GArray *nodes;
} TextOrder;

static int
compare_by_text(gconstpointer a, gconstpointer b, gpointer user_data)
{
  const TextOrder *order = user_data;
  return yt_store_compare_ids(order->store, g_array_index(order->nodes, YtNode, *(const guint *) a).id,
                              g_array_index(order->nodes, YtNode, *(const guint *) b).id);
}

/* Terms of the log have ids behind all others, so a store before and after it is compacted has another order of ids.
 * What is written goes by text. */
static void
sort_by_text(YtProjection *projection)
{
  GArray *nodes = projection->nodes;
  if (yt_store_has_log_terms(projection->store)) {
    g_autofree guint *order = g_new(guint, nodes->len), *place = g_new(guint, nodes->len);
    for (guint i = 0; i < nodes->len; i++)
      order[i] = i;
    TextOrder text = {projection->store, nodes};
    g_qsort_with_data(order, (int) nodes->len, sizeof *order, compare_by_text, &text);
    GArray *sorted = g_array_sized_new(FALSE, FALSE, sizeof(YtNode), nodes->len);
    for (guint i = 0; i < nodes->len; i++) {
      g_array_append_val(sorted, g_array_index(nodes, YtNode, order[i]));
      place[order[i]] = i;
    }
    for (guint i = 0; i < projection->edges->len; i++) {
      YtProjectionEdge *edge = &g_array_index(projection->edges, YtProjectionEdge, i);
      edge->source = place[edge->source];
      edge->target = place[edge->target];
    }
    g_array_unref(nodes);
    projection->nodes = sorted;
  }
  g_array_sort_with_data(projection->edges, compare_edges, projection->store);
}

YtProjection *
yt_projection_new(YtStore *store, gboolean any_end, GError **error)
{
  g_autoptr(YtProjection) projection = g_new0(YtProjection, 1);
  projection->store = yt_store_ref(store);
  projection->nodes = g_array_new(FALSE, FALSE, sizeof(YtNode));
  projection->edges = g_array_new(FALSE, FALSE, sizeof(YtProjectionEdge));
  projection->evidence = g_array_new(FALSE, FALSE, sizeof(YtProjectionEvidence));
  projection->names = yt_names_new(error);
  if (!projection->names)
    return NULL;
  find_nodes(projection, any_end);
  find_classes(projection);
  take_labels(projection, YT_RDFS_NS "label");
  take_labels(projection, YT_SKOS_NS "prefLabel");
  take_labels(projection, YT_DCT_NS "title");
  find_edges(projection, any_end);
  find_evidence(projection);
  find_edge_years(projection);
  find_own_years(projection, YT_DCT_NS "issued");
  find_own_years(projection, YT_NS "year");
  sort_by_text(projection);
  return g_steal_pointer(&projection);
}

void
yt_projection_free(YtProjection *projection)
{
  g_clear_pointer(&projection->names, yt_names_free);
  g_array_unref(projection->nodes);
  g_array_unref(projection->edges);
  g_array_unref(projection->evidence);
  yt_store_unref(projection->store);
  g_free(projection);
}

/* ---- text ---- */

/* The text of @id; of a blank node with "_:" in front; "" for 0. (transfer full) */
static char *
dup_text(const YtStore *store, YtTermId id)
{
  if (!id)
    return g_strdup("");
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  YtTerm term = yt_store_get_term(store, id, &buffer);
  return g_strdup_printf("%s%.*s", term.kind == YT_TERM_BLANK ? "_:" : "", (int) term.n_text, term.text);
}

/* "营业收入 2500 亿元（2027）" of a figure; NULL of anything else. */
static char *
dup_figure(const YtProjection *projection, const YtNode *node)
{
  static const char *const properties[] = {YT_NS "metric", YT_NS "value", YT_NS "unit"};
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < G_N_ELEMENTS(properties); i++) {
    YtTermId id = find_object(projection->store, node->id, properties[i]);
    g_autofree char *part = dup_text(projection->store, id);
    g_string_append_printf(text, "%s%s", text->len > 0 && *part ? " " : "", part);
  }
  if (text->len > 0 && node->last_year)
    g_string_append_printf(text, "（%d）", node->last_year);
  return g_string_free(text, text->len == 0);
}

static char *
dup_last_part(const char *iri)
{
  const char *last = iri;
  for (const char *p = iri; *p; p++)
    if ((*p == '/' || *p == '#') && p[1])
      last = p + 1;
  return g_strdup(last);
}

void
yt_node_text_clear(YtNodeText *node)
{
  g_free(node->iri);
  g_free(node->label);
  g_free(node->label_en);
  *node = (YtNodeText){0};
}

void
yt_edge_text_clear(YtEdgeText *edge)
{
  g_free(edge->source);
  g_free(edge->target);
  g_free(edge->confidence);
  g_free(edge->quote);
  g_clear_pointer(&edge->documents, g_ptr_array_unref);
  *edge = (YtEdgeText){0};
}

void
yt_projection_read_node(const YtProjection *projection, guint index, YtNodeText *text)
{
  static const YtName no_class = {"", "", "", "#737373", "#b5b5b5", G_MAXUINT};
  const YtNode *node = &g_array_index(projection->nodes, YtNode, index);
  g_autofree char *class = node->class_id ? dup_text(projection->store, node->class_id) : NULL;
  yt_node_text_clear(text);
  *text = (YtNodeText){
      .index = index,
      .iri = dup_text(projection->store, node->id),
      .label_en = dup_text(projection->store, node->label_en),
      .class = class ? yt_names_find(projection->names, class) : &no_class,
      .degree = node->degree,
      .first_year = node->first_year,
      .last_year = node->last_year,
      .x = (double) node->x,
      .y = (double) node->y,
  };
  /* The area of a dot grows with its degree, up to what still lets others be seen. Most have few edges and a radius of
   * 6 or 7, and stand 16 apart: so dots do not cover each other, and are seen when all of the picture is. */
  for (text->size = 5; text->size < 30 && (text->size - 4) * (text->size - 4) <= 4 * node->degree;
       text->size++)
    ;
  text->label = node->label_zh ? dup_text(projection->store, node->label_zh) : dup_figure(projection, node);
  if (!text->label)
    text->label = *text->label_en ? g_strdup(text->label_en) : dup_last_part(text->iri);
}

void
yt_projection_read_edge(const YtProjection *projection, guint index, YtEdgeText *text)
{
  const YtProjectionEdge *edge = &g_array_index(projection->edges, YtProjectionEdge, index);
  const YtStore *store = projection->store;
  g_autofree char *property = dup_text(store, edge->predicate);
  yt_edge_text_clear(text);
  *text = (YtEdgeText){
      .index = index,
      .source_index = edge->source,
      .target_index = edge->target,
      .source = dup_text(store, g_array_index(projection->nodes, YtNode, edge->source).id),
      .target = dup_text(store, g_array_index(projection->nodes, YtNode, edge->target).id),
      .property = yt_names_find(projection->names, property),
      .documents = g_ptr_array_new_with_free_func(g_free),
      .first_year = edge->first_year,
      .last_year = edge->last_year,
  };
  const YtProjectionEvidence *evidence =
      edge->n_evidence ? &g_array_index(projection->evidence, YtProjectionEvidence, edge->first_evidence)
                       : &(YtProjectionEvidence){0};
  text->confidence = dup_text(store, evidence->confidence);
  text->quote = dup_text(store, evidence->quote);
  for (guint i = 0; i < edge->n_evidence; i++) {
    g_autofree char *document = dup_text(store, evidence[i].document);
    if (!g_ptr_array_find_with_equal_func(text->documents, document, g_str_equal, NULL))
      g_ptr_array_add(text->documents, g_steal_pointer(&document));
  }
}
