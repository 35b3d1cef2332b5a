/* source.c: a store's quads as the source of triples for rasqal.
 *
 * rasqal asks for one triple pattern at a time. A pattern inside GRAPH carries the graph's name as its origin, set
 * anew for each graph when the name is a variable; a pattern outside has none, and that is the default graph alone.
 *
 * Terms go out as rasqal literals that this source keeps, and come back by their address. Those of types that rasqal
 * has values for (numbers, booleans, times) come back as copies in a form of rasqal's own, "true" for "1", and are
 * found again by that form. */
#include "redland/source.h"
#include <string.h>

/* How often the clock is read: a step takes less than a microsecond. */
#define STEPS_BETWEEN_LOOKS 4096

void
yt_redland_source_init(YtRedlandSource *source, rasqal_world *world, const YtRedlandIndex *index)
{
  *source = (YtRedlandSource){.world = world, .index = index, .stopped = -1};
  source->default_graphs = g_array_new(FALSE, FALSE, sizeof(YtRedlandId));
  source->named_graphs = g_hash_table_new(NULL, NULL);
  source->literals = g_new0(rasqal_literal *, yt_redland_index_get_n_terms(index));
  source->ids = g_hash_table_new(NULL, NULL);
  source->originals = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  source->keys = g_hash_table_new(NULL, NULL);
}

void
yt_redland_source_clear(YtRedlandSource *source)
{
  GHashTableIter iter;
  gpointer literal;
  g_hash_table_iter_init(&iter, source->ids);
  while (g_hash_table_iter_next(&iter, &literal, NULL))
    rasqal_free_literal(literal);
  g_hash_table_unref(source->ids);
  g_hash_table_unref(source->originals);
  g_hash_table_unref(source->keys);
  g_free(source->literals);
  g_hash_table_unref(source->named_graphs);
  g_array_unref(source->default_graphs);
}

gboolean
yt_redland_source_may_go_on(YtRedlandSource *source)
{
  if (source->stopped < 0 && source->deadline_us != 0 && g_get_monotonic_time() > source->deadline_us)
    source->stopped = YT_REDLAND_ERROR_TIMEOUT;
  if (source->stopped < 0 && g_cancellable_is_cancelled(source->cancellable))
    source->stopped = YT_REDLAND_ERROR_CANCELLED;
  source->n_steps = 0;
  return source->stopped < 0;
}

static gboolean
step(YtRedlandSource *source)
{
  return ++source->n_steps < STEPS_BETWEEN_LOOKS ? source->stopped < 0 : yt_redland_source_may_go_on(source);
}

/* ---- terms out and in ---- */

/* rasqal frees the strings that it is given with its own allocator. */
static unsigned char *
rasqal_copy(const char *text, gsize n_text)
{
  unsigned char *copy = rasqal_alloc_memory(n_text + 1);
  if (!copy)
    g_error("out of memory");
  memcpy(copy, text, n_text);
  copy[n_text] = '\0';
  return copy;
}

static raptor_uri *
make_uri(YtRedlandSource *source, const char *text, gsize n_text)
{
  return raptor_new_uri_from_counted_string(rasqal_world_get_raptor(source->world),
                                            (const unsigned char *) text, n_text);
}

static rasqal_literal *
make_literal(YtRedlandSource *source, const YtTerm *term)
{
  switch (term->kind) {
  case YT_TERM_IRI: return rasqal_new_uri_literal(source->world, make_uri(source, term->text, term->n_text));
  case YT_TERM_BLANK:
    return rasqal_new_simple_literal(source->world, RASQAL_LITERAL_BLANK,
                                     rasqal_copy(term->text, term->n_text));
  default: break;
  }
  raptor_uri *datatype = term->datatype ? make_uri(source, term->datatype, term->n_datatype) : NULL;
  char *language = term->language ? (char *) rasqal_copy(term->language, term->n_language) : NULL;
  return rasqal_new_string_literal(source->world, rasqal_copy(term->text, term->n_text), language, datatype,
                                   NULL);
}

static YtTerm
term_of_literal(rasqal_literal *literal)
{
  YtTerm term = {.kind = YT_TERM_LITERAL};
  size_t n_text = 0, n_datatype = 0;
  switch (rasqal_literal_get_rdf_term_type(literal)) {
  case RASQAL_LITERAL_URI:
    term.kind = YT_TERM_IRI;
    term.text = (const char *) raptor_uri_as_counted_string(literal->value.uri, &n_text);
    term.n_text = n_text;
    return term;
  case RASQAL_LITERAL_BLANK: term.kind = YT_TERM_BLANK; break;
  case RASQAL_LITERAL_UNKNOWN: return (YtTerm){.kind = YT_TERM_UNBOUND};
  default: break;
  }
  int failed = 0;
  term.text = (const char *) rasqal_literal_as_counted_string(literal, &n_text, 0, &failed);
  if (failed || !term.text)
    return (YtTerm){.kind = YT_TERM_UNBOUND};
  term.n_text = n_text;
  if (term.kind == YT_TERM_BLANK)
    return term;
  if (literal->language) {
    term.language = literal->language;
    term.n_language = strlen(literal->language);
    return term;
  }
  raptor_uri *datatype = rasqal_literal_datatype(literal);
  if (datatype) {
    const char *iri = (const char *) raptor_uri_as_counted_string(datatype, &n_datatype);
    if (strcmp(iri, YT_XSD_NS "string") != 0) {
      term.datatype = iri;
      term.n_datatype = n_datatype;
    }
  }
  return term;
}

/* Does rasqal keep @literal as a value, not as text? */
static gboolean
is_native(const rasqal_literal *literal)
{
  switch (literal->type) {
  case RASQAL_LITERAL_BOOLEAN:
  case RASQAL_LITERAL_INTEGER:
  case RASQAL_LITERAL_INTEGER_SUBTYPE:
  case RASQAL_LITERAL_FLOAT:
  case RASQAL_LITERAL_DOUBLE:
  case RASQAL_LITERAL_DECIMAL:
  case RASQAL_LITERAL_DATETIME:
  case RASQAL_LITERAL_DATE: return TRUE;
  default: return FALSE;
  }
}

static char *
dup_form(rasqal_literal *literal)
{
  YtTerm term = term_of_literal(literal);
  GString *form = g_string_new(NULL);
  yt_term_append(form, &term);
  return g_string_free(form, FALSE);
}

static void
remember_form(YtRedlandSource *source, rasqal_literal *literal, YtRedlandId id)
{
  rasqal_literal *copy = rasqal_literal_as_node(literal); /* what rows of an answer hold */
  if (!copy)
    g_error("out of memory");
  char *form = dup_form(copy);
  rasqal_free_literal(copy);
  if (g_hash_table_contains(source->originals, form))
    id = 0;
  g_hash_table_insert(source->originals, form, GUINT_TO_POINTER(id));
}

/* (transfer none) */
static rasqal_literal *
get_literal(YtRedlandSource *source, YtRedlandId id)
{
  rasqal_literal **slot = &source->literals[id - 1];
  if (!*slot) {
    YtTerm term = yt_redland_index_get_term(source->index, id);
    *slot = make_literal(source, &term);
    if (!*slot)
      g_error("out of memory");
    g_hash_table_insert(source->ids, *slot, GUINT_TO_POINTER(id));
    if (is_native(*slot))
      remember_form(source, *slot, id);
  }
  return *slot;
}

YtTerm
yt_redland_source_get_term(YtRedlandSource *source, rasqal_literal *literal, gboolean from_store)
{
  if (!literal)
    return (YtTerm){.kind = YT_TERM_UNBOUND};
  YtRedlandId id = GPOINTER_TO_UINT(g_hash_table_lookup(source->ids, literal));
  if (id == 0 && from_store && literal->datatype) {
    g_autofree char *form = dup_form(literal);
    id = GPOINTER_TO_UINT(g_hash_table_lookup(source->originals, form));
  }
  return id != 0 ? yt_redland_index_get_term(source->index, id) : term_of_literal(literal);
}

void
yt_redland_source_watch(YtRedlandSource *source, rasqal_variable *variable)
{
  g_hash_table_insert(source->keys, variable, GINT_TO_POINTER(-1)); /* no value yet */
}

/* 0 stands for all that is kept as text: such terms are told apart. */
static void
look_at_key(YtRedlandSource *source, rasqal_variable *variable, const rasqal_literal *value)
{
  gpointer known;
  if (!g_hash_table_lookup_extended(source->keys, variable, NULL, &known))
    return;
  int type = is_native(value) ? (int) value->type : 0;
  if (GPOINTER_TO_INT(known) >= 0 && GPOINTER_TO_INT(known) != type)
    source->mixed_key = TRUE;
  g_hash_table_insert(source->keys, variable, GINT_TO_POINTER(type));
}

/* The id of a term that rasqal gives; 0 when the store does not have it. */
static YtRedlandId
find_id(YtRedlandSource *source, rasqal_literal *literal)
{
  YtRedlandId id = GPOINTER_TO_UINT(g_hash_table_lookup(source->ids, literal));
  if (id != 0)
    return id;
  YtTerm term = term_of_literal(literal);
  return term.kind == YT_TERM_UNBOUND ? 0 : yt_redland_index_find(source->index, &term);
}

/* ---- graphs ---- */

/* The graphs that a pattern with this @origin reads: one, or those of the default graph. (transfer full) */
static GArray *
find_graphs(YtRedlandSource *source, rasqal_literal *origin)
{
  if (!origin)
    return g_array_ref(source->default_graphs);
  GArray *graphs = g_array_new(FALSE, FALSE, sizeof(YtRedlandId));
  rasqal_variable *variable = rasqal_literal_as_variable(origin);
  rasqal_literal *name = variable ? variable->value : origin;
  YtRedlandId id = name ? find_id(source, name) : 0;
  if (id != 0 && g_hash_table_contains(source->named_graphs, GUINT_TO_POINTER(id)))
    g_array_append_val(graphs, id);
  return graphs;
}

/* A merge of graphs has each triple once: is @triple in one of the first @n of @graphs? */
static gboolean
seen_before(const YtRedlandSource *source, const GArray *graphs, guint n, const YtRedlandTriple *triple)
{
  for (guint g = 0; g < n; g++)
    if (yt_redland_index_contains(source->index, g_array_index(graphs, YtRedlandId, g), triple))
      return TRUE;
  return FALSE;
}

/* ---- one pattern ---- */

/* The walk over the matches of one triple pattern; it stands on a match until the end. */
typedef struct {
  YtRedlandSource *source;
  GArray *graphs;
  guint n_graphs; /* begun so far */
  YtRedlandTriple pattern;
  gboolean subject_is_predicate, subject_is_object,
      predicate_is_object; /* the same variable stands in both */
  YtRedlandScan scan;
  YtRedlandTriple triple;
  gboolean at_end;
} Match;

static gboolean
match_fits(const Match *match)
{
  const YtRedlandTriple *triple = &match->triple;
  return (!match->subject_is_predicate || triple->subject == triple->predicate) &&
         (!match->subject_is_object || triple->subject == triple->object) &&
         (!match->predicate_is_object || triple->predicate == triple->object) &&
         !seen_before(match->source, match->graphs, match->n_graphs - 1, triple);
}

static void
match_advance(Match *match)
{
  while (step(match->source)) {
    if (match->n_graphs > 0 && yt_redland_scan_next(&match->scan, &match->triple)) {
      if (match_fits(match))
        return;
    } else if (match->n_graphs < match->graphs->len) {
      YtRedlandId graph = g_array_index(match->graphs, YtRedlandId, match->n_graphs++);
      yt_redland_scan_init(&match->scan, match->source->index, graph, &match->pattern);
    } else {
      break;
    }
  }
  match->at_end = TRUE;
}

static rasqal_triple_parts
bind_match(rasqal_triples_match *rtm, void *user_data, rasqal_variable *bindings[4],
           rasqal_triple_parts parts)
{
  (void) rtm;
  Match *match = user_data;
  const YtRedlandId ids[3] = {match->triple.subject, match->triple.predicate, match->triple.object};
  guint bound = 0;
  for (guint i = 0; i < 3; i++) {
    guint part = 1u << i; /* RASQAL_TRIPLE_SUBJECT, _PREDICATE, _OBJECT */
    if (!bindings[i] || !(parts & part))
      continue;
    rasqal_literal *value = get_literal(match->source, ids[i]);
    if (g_hash_table_size(match->source->keys) > 0)
      look_at_key(match->source, bindings[i], value);
    rasqal_variable_set_value(bindings[i], rasqal_new_literal_from_literal(value));
    bound |= part;
  }
  return (rasqal_triple_parts) bound;
}

static void
next_match(rasqal_triples_match *rtm, void *user_data)
{
  (void) rtm;
  match_advance(user_data);
}

static int
is_end(rasqal_triples_match *rtm, void *user_data)
{
  (void) rtm;
  Match *match = user_data;
  return match->at_end;
}

static void
finish(rasqal_triples_match *rtm, void *user_data)
{
  (void) rtm;
  Match *match = user_data;
  if (!match)
    return;
  g_array_unref(match->graphs);
  g_free(match);
}

/* Sets *@known to the id of a position that is known; FALSE when it is a term that the store does not have. A
 * variable that this pattern binds (@part of @meta->parts) may still hold the value of an earlier turn, which is no
 * constraint. */
static gboolean
resolve(YtRedlandSource *source, rasqal_triple_meta *meta, guint part, rasqal_literal *literal,
        YtRedlandId *known, rasqal_variable **binding)
{
  rasqal_variable *variable = rasqal_literal_as_variable(literal);
  *known = 0;
  *binding = variable;
  if (variable && (meta->parts & part))
    rasqal_variable_set_value(variable, NULL);
  rasqal_literal *value = variable ? variable->value : literal;
  if (!value)
    return TRUE;
  *known = find_id(source, value);
  return *known != 0;
}

static int
init_match(rasqal_triples_match *rtm, rasqal_triples_source *rts, void *user_data, rasqal_triple_meta *meta,
           rasqal_triple *triple)
{
  (void) rts;
  Match *match = g_new0(Match, 1);
  match->source = *(YtRedlandSource **) user_data;
  rtm->user_data = match;
  rtm->bind_match = bind_match;
  rtm->next_match = next_match;
  rtm->is_end = is_end;
  rtm->finish = finish;

  YtRedlandSource *source = match->source;
  gboolean possible = resolve(source, meta, RASQAL_TRIPLE_SUBJECT, triple->subject, &match->pattern.subject,
                              &meta->bindings[0]);
  possible &= resolve(source, meta, RASQAL_TRIPLE_PREDICATE, triple->predicate, &match->pattern.predicate,
                      &meta->bindings[1]);
  possible &=
      resolve(source, meta, RASQAL_TRIPLE_OBJECT, triple->object, &match->pattern.object, &meta->bindings[2]);
  meta->bindings[3] = NULL;
  match->subject_is_predicate = meta->bindings[0] && meta->bindings[0] == meta->bindings[1];
  match->subject_is_object = meta->bindings[0] && meta->bindings[0] == meta->bindings[2];
  match->predicate_is_object = meta->bindings[1] && meta->bindings[1] == meta->bindings[2];
  match->graphs =
      possible ? find_graphs(source, triple->origin) : g_array_new(FALSE, FALSE, sizeof(YtRedlandId));
  match_advance(match);
  return 0;
}

/* A pattern without variables. */
static int
triple_present(rasqal_triples_source *rts, void *user_data, rasqal_triple *triple)
{
  (void) rts;
  YtRedlandSource *source = *(YtRedlandSource **) user_data;
  YtRedlandTriple wanted = {
      find_id(source, triple->subject),
      find_id(source, triple->predicate),
      find_id(source, triple->object),
  };
  if (wanted.subject == 0 || wanted.predicate == 0 || wanted.object == 0)
    return 0;
  g_autoptr(GArray) graphs = find_graphs(source, triple->origin);
  return seen_before(source, graphs, graphs->len, &wanted);
}

static void
free_source(void *user_data)
{
  (void) user_data; /* the YtRedlandSource is its query's */
}

static int
new_source(rasqal_query *query, void *factory_user_data, void *user_data, rasqal_triples_source *rts)
{
  (void) query;
  *(void **) user_data = factory_user_data;
  rts->version = 1;
  rts->init_triples_match = init_match;
  rts->triple_present = triple_present;
  rts->free_triples_source = free_source;
  return 0;
}

static int
register_factory(rasqal_triples_source_factory *factory)
{
  factory->version = 1;
  factory->user_data_size = sizeof(YtRedlandSource *);
  factory->new_triples_source = new_source;
  return 0;
}

gboolean
yt_redland_source_register(YtRedlandSource *source)
{
  return rasqal_set_triples_source_factory(source->world, register_factory, source) == 0;
}
