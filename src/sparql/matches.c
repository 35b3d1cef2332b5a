/* matches.c: see matches.h. */
#include "sparql/matches.h"
#include "sparql/sparql.h"

static gboolean
is_iri(const YtNode *node, const char *iri)
{
  return !node->is_variable && node->term.kind == YT_TERM_IRI && node->term.n_text == strlen(iri) &&
         !memcmp(node->term.text, iri, node->term.n_text);
}

gboolean
yt_is_matches(const YtTriplePattern *triple)
{
  return !triple->path && is_iri(&triple->predicate, YT_MATCHES);
}

static gboolean G_GNUC_PRINTF(2, 3) refuse(GError **error, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *message = g_strdup_vprintf(format, args);
  va_end(args);
  g_set_error(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_SYNTAX, "yt:matches: %s", message);
  return FALSE;
}

/* Collections */

/* The triple of cell @cell with rdf:first or rdf:rest; NULL if there is none. */
static const YtTriplePattern *
find_part(const GPtrArray *triples, guint cell, const char *predicate, gboolean *used)
{
  for (guint i = 0; i < triples->len; i++) {
    const YtTriplePattern *triple = g_ptr_array_index(triples, i);
    if (!triple->path && triple->subject.is_variable && triple->subject.variable == cell &&
        is_iri(&triple->predicate, predicate)) {
      used[i] = TRUE;
      return triple;
    }
  }
  return NULL;
}

/* The members of the collection at @node; @node alone when it is none. (transfer full), of YtNode, lent. */
static GPtrArray *
list_members(const GPtrArray *triples, const YtNode *node, gboolean *used)
{
  GPtrArray *members = g_ptr_array_new();
  const YtNode *cell = node;
  while (cell->is_variable) {
    const YtTriplePattern *first = find_part(triples, cell->variable, YT_RDF_NS "first", used);
    const YtTriplePattern *rest = first ? find_part(triples, cell->variable, YT_RDF_NS "rest", used) : NULL;
    if (!rest || members->len > triples->len)
      break;
    g_ptr_array_add(members, (gpointer) &first->object);
    cell = &rest->object;
  }
  if (members->len == 0 && !is_iri(node, YT_RDF_NS "nil"))
    g_ptr_array_add(members, (gpointer) node);
  return members;
}

/* The two sides */

static gboolean
read_subjects(YtMatches *matches, const GPtrArray *members, GError **error)
{
  static const char *const names[] = {"the score", "the literal", "the property"};
  if (members->len == 0 || members->len > 1 + YT_MATCHES_N_OUT)
    return refuse(error, "expected one to four of (?thing ?score ?literal ?property) before it, found %u",
                  members->len);
  matches->subject = *(const YtNode *) g_ptr_array_index(members, 0);
  for (guint i = 1; i < members->len; i++) {
    const YtNode *node = g_ptr_array_index(members, i);
    if (!node->is_variable)
      return refuse(error, "expected a variable for %s", names[i - 1]);
    for (guint k = 0; k < i; k++) {
      const YtNode *other = g_ptr_array_index(members, k);
      if (other->is_variable && other->variable == node->variable)
        return refuse(error, "expected different variables before it");
    }
    matches->has_out[i - 1] = TRUE;
    matches->out[i - 1] = node->variable;
  }
  return TRUE;
}

static gboolean
has_datatype(const YtTerm *term, const char *datatype)
{
  return term->datatype && term->n_datatype == strlen(datatype) &&
         !memcmp(term->datatype, datatype, term->n_datatype);
}

static gboolean
read_limit(YtMatches *matches, const YtTerm *term, GError **error)
{
  g_autofree char *digits = g_strndup(term->text, term->n_text);
  if (has_datatype(term, YT_XSD_NS "integer") &&
      g_ascii_string_to_unsigned(digits, 10, 0, G_MAXUINT32, &matches->limit, NULL))
    return TRUE;
  return refuse(error, "expected a whole number behind the words, found \"%s\"", digits);
}

static gboolean
read_objects(YtMatches *matches, const GPtrArray *members, GError **error)
{
  for (guint i = 0; i < members->len; i++) {
    const YtNode *node = g_ptr_array_index(members, i);
    const YtTerm *term = &node->term;
    if (node->is_variable)
      return refuse(error, "expected a string to look for, found a variable");
    if (term->kind == YT_TERM_IRI && !matches->text)
      g_ptr_array_add(matches->properties, (gpointer) term);
    else if (term->kind == YT_TERM_LITERAL && !matches->text &&
             (!term->datatype || term->language || has_datatype(term, YT_XSD_NS "string")))
      matches->text = term;
    else if (term->kind == YT_TERM_LITERAL && matches->text && i + 1 == members->len)
      return read_limit(matches, term, error);
    else
      return refuse(error, "expected (property… \"words\" limit) behind it, found something else at place %u",
                    i + 1);
  }
  return matches->text || refuse(error, "expected a string to look for");
}

gboolean
yt_matches_init(YtMatches *matches, const GPtrArray *triples, guint index, gboolean *used, GError **error)
{
  const YtTriplePattern *triple = g_ptr_array_index(triples, index);
  used[index] = TRUE;
  *matches = (YtMatches){.properties = g_ptr_array_new(), .limit = G_MAXUINT64};
  g_autoptr(GPtrArray) subjects = list_members(triples, &triple->subject, used);
  g_autoptr(GPtrArray) objects = list_members(triples, &triple->object, used);
  return read_subjects(matches, subjects, error) && read_objects(matches, objects, error);
}

void
yt_matches_clear(YtMatches *matches)
{
  g_clear_pointer(&matches->properties, g_ptr_array_unref);
}
