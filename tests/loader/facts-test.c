/* Sentences and the facts that the shipped rules read in them, as lines "subject property object". */
#include "support.h"

static const YtLoader *shipped;

/* Where a sentence stands: a reply, which tells what was, a plan, which says what shall be, or the news of a city. */
typedef enum { REPLY, PLAN, NEWS } Place;

static char *
document_of(Place place, const char *text)
{
  static const char *const heads[] = {
      "安徽省经济和信息化厅关于省政协十三届二次会议第0417号提案的答复\n\n王芳委员：\n您提出的提案收悉，现答复如下：\n",
      "长沙市人民政府办公厅关于印发长沙市花卉产业发展实施方案的通知\n\n各区县（市）人民政府：\n",
      "襄阳花卉产业园喜迎新客商\n来源：襄阳市人民政府 2025-03-05 09:28\n",
  };
  return g_strconcat(heads[place], text, "\n", NULL);
}

static char *
dup_label(const char *quads, const char *iri, gsize n_iri)
{
  g_autofree char *before = g_strdup_printf("%.*s <" YT_RDFS_NS "label> \"", (int) n_iri, iri);
  const char *label = strstr(quads, before);
  g_assert_nonnull(label);
  label += strlen(before);
  return g_strndup(label, (gsize) (strchr(label, '"') - label));
}

/* The facts of @property in the default graph, sorted. */
static char *
facts_of(const char *quads, const char *property)
{
  g_autofree char *predicate = g_strdup_printf(" <" YT_NS "%s> ", property);
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
  g_auto(GStrv) quad = g_strsplit(quads, "\n", -1);
  for (guint i = 0; quad[i]; i++) {
    char *at = strstr(quad[i], predicate);
    const char *object = at ? at + strlen(predicate) : NULL;
    if (!at || object[0] != '<' || strcmp(strchr(object, '>'), "> .") != 0)
      continue;
    g_autofree char *subject_label = dup_label(quads, quad[i], (gsize) (at - quad[i]));
    g_autofree char *object_label = dup_label(quads, object, (gsize) (strchr(object, '>') - object) + 1);
    g_ptr_array_add(lines, g_strdup_printf("%s %s %s", subject_label, property, object_label));
  }
  g_ptr_array_sort(lines, (GCompareFunc) (void (*)(void)) g_strcmp0);
  GString *all = g_string_new(NULL);
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf(all, "%s%s", i ? "\n" : "", (char *) g_ptr_array_index(lines, i));
  return g_string_free(all, FALSE);
}

static int
compare_lines(const void *a, const void *b)
{
  return strcmp(*(char *const *) a, *(char *const *) b);
}

/* All facts of @property that the sentence gives are these, in any order. */
static void
assert_facts(Place place, const char *text, const char *property, const char *expected)
{
  g_autofree char *document = document_of(place, text);
  g_autofree char *quads = read_quads(shipped, document);
  g_autofree char *found = facts_of(quads, property);
  g_auto(GStrv) lines = g_strsplit(expected, "\n", -1);
  qsort(lines, g_strv_length(lines), sizeof *lines, compare_lines);
  g_autofree char *wanted = g_strjoinv("\n", lines);
  if (strcmp(found, wanted) != 0)
    g_error("%s\nexpected:\n%s\nfound:\n%s", text, wanted, found);
}

