/* names.c: labels of the ontology, colours of the table beside it. */
#include "export/names.h"

#include "export/embedded.h"
#include "sparql/sparql.h"
#include <string.h>

#define GREY_LIGHT "#737373"
#define GREY_DARK  "#b5b5b5"

struct _YtNames {
  GHashTable *names; /* IRI → YtName */
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
take_label(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  (void) error;
  static const char label[] = YT_RDFS_NS "label";
  const YtTerm *object = &quad->object;
  if (quad->predicate.n_text != strlen(label) || memcmp(quad->predicate.text, label, strlen(label)) != 0 ||
      object->n_language < 2)
    return TRUE;
  g_autofree char *iri = g_strndup(quad->subject.text, quad->subject.n_text);
  YtName *name = take_name(user_data, iri);
  char **place = g_ascii_strncasecmp(object->language, "zh", 2) == 0   ? &name->zh
                 : g_ascii_strncasecmp(object->language, "en", 2) == 0 ? &name->en
                                                                       : NULL;
  if (place) {
    g_free(*place);
    *place = g_strndup(object->text, object->n_text);
  }
  return TRUE;
}

static void
read_colours(YtNames *names)
{
  g_auto(GStrv) lines = g_strsplit(yt_embedded_colours, "\n", -1);
  for (guint i = 1; lines[i]; i++) { /* the first line names the columns */
    g_auto(GStrv) cells = g_strsplit(lines[i], "\t", -1);
    if (g_strv_length(cells) != 3)
      continue; /* the end of the file: tests/export checks the table */
    g_autofree char *iri = g_strconcat(YT_NS, cells[0], NULL);
    YtName *name = take_name(names, iri);
    name->order = i - 1;
    g_free(name->light);
    g_free(name->dark);
    name->light = g_strdup(cells[1]);
    name->dark = g_strdup(cells[2]);
  }
}

YtNames *
yt_names_new(GError **error)
{
  g_autoptr(YtNames) names = g_new0(YtNames, 1);
  names->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, name_free);
  YtRdfReadOptions options = {.format = YT_RDF_TURTLE, .source = "ontology/yuantu.ttl"};
  if (!yt_rdf_read_bytes(yt_embedded_ontology, strlen(yt_embedded_ontology), &options, take_label, names,
                         error))
    return NULL;
  read_colours(names);
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
