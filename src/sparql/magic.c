/* magic.c: see magic.h. */
#include "sparql/magic.h"
#include "sparql/sparql.h"

static gboolean
is_iri(const YtNode *node, const char *iri)
{
  return !node->is_variable && node->term.kind == YT_TERM_IRI && node->term.n_text == strlen(iri) &&
         !memcmp(node->term.text, iri, node->term.n_text);
}

gboolean
yt_magic_is(const YtTriplePattern *triple, const char *property)
{
  return !triple->path && is_iri(&triple->predicate, property);
}

gboolean
yt_magic_refuse(GError **error, const char *property, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *message = g_strdup_vprintf(format, args);
  va_end(args);
  const char *name = g_str_has_prefix(property, YT_NS) ? property + strlen(YT_NS) : property;
  g_set_error(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_SYNTAX, "yt:%s: %s", name, message);
  return FALSE;
}

gboolean
yt_magic_has_datatype(const YtTerm *term, const char *datatype)
{
  return term->datatype && term->n_datatype == strlen(datatype) &&
         !memcmp(term->datatype, datatype, term->n_datatype);
}

/* Collections */

/* The triple of cell @cell with rdf:first or rdf:rest; NULL if there is none. */
static YtTriplePattern *
find_part(const GPtrArray *triples, guint cell, const char *predicate, gboolean *used)
{
  for (guint i = 0; i < triples->len; i++) {
    YtTriplePattern *triple = g_ptr_array_index(triples, i);
    if (!triple->path && triple->subject.is_variable && triple->subject.variable == cell &&
        is_iri(&triple->predicate, predicate)) {
      if (used)
        used[i] = TRUE;
      return triple;
    }
  }
  return NULL;
}

GPtrArray *
yt_magic_list_members(const GPtrArray *triples, const YtNode *node, gboolean *used)
{
  GPtrArray *members = g_ptr_array_new();
  const YtNode *cell = node;
  while (cell->is_variable) {
    YtTriplePattern *first = find_part(triples, cell->variable, YT_RDF_NS "first", used);
    YtTriplePattern *rest = first ? find_part(triples, cell->variable, YT_RDF_NS "rest", used) : NULL;
    if (!rest || members->len > triples->len)
      break;
    g_ptr_array_add(members, &first->object);
    cell = &rest->object;
  }
  if (members->len == 0 && !is_iri(node, YT_RDF_NS "nil"))
    g_ptr_array_add(members, (gpointer) node);
  return members;
}

/* A cell with @member in place of @node, and what stood there behind it. */
static void
put_cell(YtRequest *request, GPtrArray *triples, YtNode *node, const YtNode *member, const YtNode *rest)
{
  YtNode cell = {.is_variable = TRUE, .variable = yt_request_add_variable(request, ".cell", TRUE)};
  const YtNode objects[] = {*member, *rest};
  const char *const predicates[] = {YT_RDF_NS "first", YT_RDF_NS "rest"};
  for (guint i = 0; i < 2; i++) {
    YtTriplePattern *triple = yt_arena_new0(request->arena, YtTriplePattern);
    triple->subject = cell;
    triple->predicate.term = yt_term_iri(predicates[i]);
    triple->object = objects[i];
    g_ptr_array_add(triples, triple);
  }
  *node = cell;
}

void
yt_magic_append_member(YtRequest *request, GPtrArray *triples, YtNode *node, guint variable)
{
  const YtNode member = {.is_variable = TRUE, .variable = variable},
               nil = {.term = yt_term_iri(YT_RDF_NS "nil")};
  YtNode *end = node;
  for (YtTriplePattern *rest;
       end->is_variable && (rest = find_part(triples, end->variable, YT_RDF_NS "rest", NULL));)
    end = &rest->object;
  if (!is_iri(end, YT_RDF_NS "nil")) { /* one member that is no collection */
    const YtNode first = *end;
    put_cell(request, triples, end, &first, &nil);
    end = &((YtTriplePattern *) g_ptr_array_index(triples, triples->len - 1))->object;
  }
  put_cell(request, triples, end, &member, &nil);
}

gboolean
yt_magic_read_variables(const char *property, const GPtrArray *members, guint first, const char *const *what,
                        guint *variables, GError **error)
{
  for (guint i = first; i < members->len; i++) {
    const YtNode *node = g_ptr_array_index(members, i);
    if (!node->is_variable)
      return yt_magic_refuse(error, property, "expected a variable for %s", what[i - first]);
    for (guint k = 0; k < i; k++) {
      const YtNode *other = g_ptr_array_index(members, k);
      if (other->is_variable && other->variable == node->variable)
        return yt_magic_refuse(error, property, "expected different variables before it");
    }
    variables[i - first] = node->variable;
  }
  return TRUE;
}
