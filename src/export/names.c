/* names.c: labels and colours of the ontology. */
#include "export/names.h"

#include "export/embedded.h"
#include "sparql/sparql.h"
#include <string.h>

#define GREY_LIGHT "#737373"
#define GREY_DARK  "#b5b5b5"

struct _YtNames {
  GHashTable *names; /* IRI → YtName */
  guint n_coloured;  /* classes of the ontology so far: the order of the next */
};

static void
name_free(gpointer data)
{
  YtName *name = data;
  g_free(name->name);
  g_free(name->zh);
  g_free(name->en);
  g_free(name->light);
  g_free(name->dark);
  g_free(name);
}

static YtName *
take_name(YtNames *names, const char *iri)
{
  YtName *name = g_hash_table_lookup(names->names, iri);
  if (name)
    return name;
  YtTerm term = yt_term_iri(iri);
  g_autofree char *shown = yt_term_dup_display(&term);
  name = g_new0(YtName, 1);
  name->name = g_strdup(g_str_has_prefix(shown, "yt:") ? shown + 3 : shown);
  name->zh = g_strdup(name->name);
  name->en = g_strdup(name->name);
  name->light = g_strdup(GREY_LIGHT);
  name->dark = g_strdup(GREY_DARK);
  name->order = G_MAXUINT;
  g_hash_table_insert(names->names, g_strdup(iri), name);
  return name;
}

static gboolean
is_iri(const YtTerm *term, const char *iri)
{
  return term->kind == YT_TERM_IRI && term->n_text == strlen(iri) &&
         memcmp(term->text, iri, term->n_text) == 0;
}

/* The member of @name that a statement of the ontology sets; NULL: none. */
static char **
find_member(YtName *name, const YtTerm *predicate, const YtTerm *object)
{
  if (is_iri(predicate, YT_NS "colour"))
    return &name->light;
  if (is_iri(predicate, YT_NS "darkColour"))
    return &name->dark;
  if (!is_iri(predicate, YT_RDFS_NS "label") || object->n_language < 2)
    return NULL;
  if (g_ascii_strncasecmp(object->language, "zh", 2) == 0)
    return &name->zh;
  return g_ascii_strncasecmp(object->language, "en", 2) == 0 ? &name->en : NULL;
}

static gboolean
take_statement(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  (void) error;
  YtNames *names = user_data;
  if (quad->subject.kind != YT_TERM_IRI || quad->object.kind != YT_TERM_LITERAL)
    return TRUE;
  g_autofree char *iri = g_strndup(quad->subject.text, quad->subject.n_text);
  YtName *name = take_name(names, iri);
  char **member = find_member(name, &quad->predicate, &quad->object);
  if (!member)
    return TRUE;
  g_free(*member);
  *member = g_strndup(quad->object.text, quad->object.n_text);
  if (member == &name->light)
    name->order = names->n_coloured++;
  return TRUE;
}

YtNames *
yt_names_new(GError **error)
{
  g_autoptr(YtNames) names = g_new0(YtNames, 1);
  names->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, name_free);
  YtRdfReadOptions options = {.format = YT_RDF_TURTLE, .source = "ontology/yuantu.ttl"};
  if (!yt_rdf_read_bytes(yt_embedded_ontology, strlen(yt_embedded_ontology), &options, take_statement, names,
                         error))
    return NULL;
  return g_steal_pointer(&names);
}

void
yt_names_free(YtNames *names)
{
  if (names->names)
    g_hash_table_unref(names->names);
  g_free(names);
}

const YtName *
yt_names_find(YtNames *names, const char *iri)
{
  return take_name(names, iri);
}
