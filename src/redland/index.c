/* index.c: the quads of a store as numbers, in three orders.
 *
 * The orders are graph-subject-predicate-object, graph-predicate-object-subject and graph-object-subject-predicate:
 * whichever positions of a triple pattern are known, they are the first ones of some order, and the matches lie
 * together there. Each order is its own array of quads with the positions already in that order. */
#include "redland/index.h"
#include "redland/redland.h"
#include <string.h>

#define N_ORDERS 3

/* orders[o][i]: the position (0 subject, 1 predicate, 2 object) that stands i-th, after the graph. */
static const guint orders[N_ORDERS][3] = {{0, 1, 2}, {1, 2, 0}, {2, 0, 1}};

struct _YtRedlandIndex {
  GStringChunk *bytes;
  GArray *terms;   /* of YtTerm, at id - 1 */
  GHashTable *ids; /* N-Triples form → id */
  GArray *graphs;  /* of YtRedlandId */
  YtRedlandFacts facts;
  gsize n_quads;
  guint32 (*quads[N_ORDERS])[4];
  GString *scratch; /* while the index is made */
  GArray *order;    /* of guint32[4], while the index is made */
};

static void
index_free(gpointer data)
{
  YtRedlandIndex *index = data;
  g_hash_table_unref(index->ids);
  g_array_unref(index->terms);
  g_array_unref(index->graphs);
  g_string_chunk_free(index->bytes);
  for (guint o = 0; o < N_ORDERS; o++)
    g_free(index->quads[o]);
  if (index->scratch)
    g_string_free(index->scratch, TRUE);
  if (index->order)
    g_array_unref(index->order);
  g_free(index);
}

static const char *
copy_bytes(YtRedlandIndex *index, const char *text, gsize n_text)
{
  return text ? g_string_chunk_insert_len(index->bytes, text, (gssize) n_text) : NULL;
}

/* Every XSD type but decimal, double and float, of a literal that is written as an integer. */
static gboolean
is_integer(const YtTerm *term)
{
  static const char *const others[] = {"decimal", "double", "float"};
  const gsize n_namespace = strlen(YT_XSD_NS);
  if (term->n_datatype <= n_namespace || memcmp(term->datatype, YT_XSD_NS, n_namespace) != 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(others); i++)
    if (term->n_datatype == n_namespace + strlen(others[i]) &&
        memcmp(term->datatype + n_namespace, others[i], strlen(others[i])) == 0)
      return FALSE;
  gsize i = term->n_text > 0 && (term->text[0] == '-' || term->text[0] == '+') ? 1 : 0;
  gsize n_sign = i;
  while (i < term->n_text && g_ascii_isdigit(term->text[i]))
    i++;
  return i == term->n_text && i > n_sign;
}

static void
learn_facts(YtRedlandFacts *facts, const YtTerm *term)
{
  if (term->kind != YT_TERM_LITERAL)
    return;
  if (term->language)
    facts->has_languages = TRUE;
  if (term->datatype && term->n_datatype == strlen(YT_XSD_NS "boolean") &&
      memcmp(term->datatype, YT_XSD_NS "boolean", term->n_datatype) == 0)
    facts->has_booleans = TRUE;
  if (is_integer(term)) {
    double value = ABS(g_ascii_strtod(term->text, NULL));
    facts->max_integer = MAX(facts->max_integer, value);
  }
}

static YtRedlandId
intern(YtRedlandIndex *index, const YtTerm *term)
{
  g_string_truncate(index->scratch, 0);
  yt_term_append(index->scratch, term);
  YtRedlandId id = GPOINTER_TO_UINT(g_hash_table_lookup(index->ids, index->scratch->str));
  if (id != 0 || index->terms->len == G_MAXUINT32)
    return id;

  YtTerm copy = *term;
  copy.text = copy_bytes(index, term->text, term->n_text);
  copy.datatype = copy_bytes(index, term->datatype, term->n_datatype);
  copy.language = copy_bytes(index, term->language, term->n_language);
  g_array_append_val(index->terms, copy);
  learn_facts(&index->facts, &copy);
  id = index->terms->len;
  g_hash_table_insert(index->ids, g_string_chunk_insert(index->bytes, index->scratch->str),
                      GUINT_TO_POINTER(id));
  return id;
}

static gboolean
add_quad(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  YtRedlandIndex *index = user_data;
  guint32 row[4] = {0};
  if (quad->graph.kind != YT_TERM_UNBOUND)
    row[0] = intern(index, &quad->graph);
  row[1] = intern(index, &quad->subject);
  row[2] = intern(index, &quad->predicate);
  row[3] = intern(index, &quad->object);
  if (index->terms->len == G_MAXUINT32 || index->order->len == G_MAXUINT32) {
    g_set_error(error, YT_REDLAND_ERROR, YT_REDLAND_ERROR_EVALUATION,
                "the store is too large for this engine");
    return FALSE;
  }
  /* Graphs arrive one after the other. */
  if (row[0] != 0 && (index->graphs->len == 0 ||
                      g_array_index(index->graphs, YtRedlandId, index->graphs->len - 1) != row[0]))
    g_array_append_val(index->graphs, row[0]);
  g_array_append_vals(index->order, row, 1);
  return TRUE;
}

static int
compare_rows(gconstpointer a, gconstpointer b)
{
  const guint32 *x = a, *y = b;
  for (guint i = 0; i < 4; i++)
    if (x[i] != y[i])
      return x[i] < y[i] ? -1 : 1;
  return 0;
}

static void
sort_orders(YtRedlandIndex *index)
{
  index->n_quads = index->order->len;
  const guint32(*rows)[4] = (const guint32(*)[4])(gpointer) index->order->data;
  for (guint o = 0; o < N_ORDERS; o++) {
    guint32(*quads)[4] = g_malloc_n(MAX(index->n_quads, 1), sizeof(*quads));
    for (gsize q = 0; q < index->n_quads; q++) {
      quads[q][0] = rows[q][0];
      for (guint i = 0; i < 3; i++)
        quads[q][1 + i] = rows[q][1 + orders[o][i]];
    }
    qsort(quads, index->n_quads, sizeof(*quads), compare_rows);
    index->quads[o] = quads;
  }
}

static gpointer
index_new(const YtStore *store, GError **error)
{
  YtRedlandIndex *index = g_new0(YtRedlandIndex, 1);
  index->bytes = g_string_chunk_new(1 << 16);
  index->terms = g_array_new(FALSE, FALSE, sizeof(YtTerm));
  index->ids = g_hash_table_new(g_str_hash, g_str_equal);
  index->graphs = g_array_new(FALSE, FALSE, sizeof(YtRedlandId));
  index->scratch = g_string_new(NULL);
  index->order = g_array_new(FALSE, FALSE, sizeof(guint32[4]));
  if (!yt_store_foreach(store, add_quad, index, error)) {
    index_free(index);
    return NULL;
  }
  sort_orders(index);
  index->facts.n_quads = index->n_quads;
  g_array_unref(g_steal_pointer(&index->order));
  g_string_free(g_steal_pointer(&index->scratch), TRUE);
  return index;
}

const YtRedlandIndex *
yt_redland_index_get(YtStore *store, GError **error)
{
  return yt_store_derive(store, g_quark_from_static_string("yt-redland-index"), index_new, index_free, error);
}

guint
yt_redland_index_get_n_terms(const YtRedlandIndex *index)
{
  return index->terms->len;
}

YtTerm
yt_redland_index_get_term(const YtRedlandIndex *index, YtRedlandId id)
{
  g_assert(id != 0 && id <= index->terms->len);
  return g_array_index(index->terms, YtTerm, id - 1);
}

YtRedlandId
yt_redland_index_find(const YtRedlandIndex *index, const YtTerm *term)
{
  g_autoptr(GString) key = g_string_new(NULL);
  yt_term_append(key, term);
  return GPOINTER_TO_UINT(g_hash_table_lookup(index->ids, key->str));
}

const YtRedlandFacts *
yt_redland_index_get_facts(const YtRedlandIndex *index)
{
  return &index->facts;
}

const GArray *
yt_redland_index_get_graphs(const YtRedlandIndex *index)
{
  return index->graphs;
}

/* The first row of order @o that is not below @key in its first @n_key numbers; or, with @after, that is above. */
static gsize
find_bound(const YtRedlandIndex *index, guint o, const guint32 key[4], guint n_key, gboolean after)
{
  gsize low = 0, high = index->n_quads;
  while (low < high) {
    gsize middle = low + (high - low) / 2;
    const guint32 *row = index->quads[o][middle];
    guint i = 0;
    while (i < n_key && row[i] == key[i])
      i++;
    gboolean below = i == n_key ? after : row[i] < key[i];
    if (below)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

void
yt_redland_scan_init(YtRedlandScan *scan, const YtRedlandIndex *index, YtRedlandId graph,
                     const YtRedlandTriple *pattern)
{
  const guint32 known[3] = {pattern->subject, pattern->predicate, pattern->object};
  guint best = 0, n_best = 0;
  for (guint o = 0; o < N_ORDERS; o++) {
    guint n = 0;
    while (n < 3 && known[orders[o][n]] != 0)
      n++;
    if (n > n_best) {
      best = o;
      n_best = n;
    }
  }
  guint32 key[4] = {graph};
  for (guint i = 0; i < n_best; i++)
    key[1 + i] = known[orders[best][i]];
  scan->order = best;
  scan->next = (const guint32(*)[4]) index->quads[best] + find_bound(index, best, key, 1 + n_best, FALSE);
  scan->end = (const guint32(*)[4]) index->quads[best] + find_bound(index, best, key, 1 + n_best, TRUE);
}

gboolean
yt_redland_scan_next(YtRedlandScan *scan, YtRedlandTriple *triple)
{
  if (scan->next == scan->end)
    return FALSE;
  guint32 found[3];
  for (guint i = 0; i < 3; i++)
    found[orders[scan->order][i]] = (*scan->next)[1 + i];
  *triple = (YtRedlandTriple){found[0], found[1], found[2]};
  scan->next++;
  return TRUE;
}

gboolean
yt_redland_index_contains(const YtRedlandIndex *index, YtRedlandId graph, const YtRedlandTriple *triple)
{
  YtRedlandScan scan;
  yt_redland_scan_init(&scan, index, graph, triple);
  return scan.next != scan.end;
}
