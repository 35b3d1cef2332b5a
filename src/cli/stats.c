/* stats.c: yuantu stats: what is in a store, by class, property and document. */
#include "cli/cli.h"
#include "sparql/sparql.h"
#include <stdio.h>
#include <string.h>

static int run(int argc, char **argv);
const YtCommand yt_command_stats = {
    "stats", "数：图库里有什么 · what is in a store, by class, property, document", run};

typedef struct {
  char *iri; /* or a blank node's label, with its "_:" */
  guint64 n;
  char *label;      /* (nullable) */
  guint label_rank; /* how good the label is: see rank_label() */
} Count;

typedef struct {
  GHashTable *classes, *properties, *graphs; /* IRI → Count */
  guint64 n_default;
} Stats;

static void
count_free(gpointer data)
{
  Count *count = data;
  g_free(count->iri);
  g_free(count->label);
  g_free(count);
}

static gboolean
is_iri(const YtTerm *term, const char *iri)
{
  return term->kind == YT_TERM_IRI && term->n_text == strlen(iri) &&
         memcmp(term->text, iri, term->n_text) == 0;
}

static char *
dup_name(const YtTerm *term)
{
  return g_strdup_printf("%s%.*s", term->kind == YT_TERM_BLANK ? "_:" : "", (int) term->n_text, term->text);
}

static void
count_term(GHashTable *counts, const YtTerm *term)
{
  g_autofree char *name = dup_name(term);
  Count *count = g_hash_table_lookup(counts, name);
  if (!count) {
    count = g_new0(Count, 1);
    count->iri = g_steal_pointer(&name);
    g_hash_table_insert(counts, count->iri, count);
  }
  count->n++;
}

/* Classes and properties are counted where the facts are, in the default graph. */
static gboolean
count_quad(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  (void) error;
  Stats *stats = user_data;
  if (quad->graph.kind != YT_TERM_UNBOUND) {
    count_term(stats->graphs, &quad->graph);
    return TRUE;
  }
  stats->n_default++;
  count_term(stats->properties, &quad->predicate);
  if (is_iri(&quad->predicate, YT_RDF_NS "type") && quad->object.kind != YT_TERM_LITERAL)
    count_term(stats->classes, &quad->object);
  return TRUE;
}

/* A title tells more than a label, and Chinese comes before other languages; 0 is no label. */
static guint
rank_label(const YtTermQuad *quad)
{
  gboolean is_title = is_iri(&quad->predicate, YT_DCT_NS "title");
  if (quad->object.kind != YT_TERM_LITERAL || !(is_title || is_iri(&quad->predicate, YT_RDFS_NS "label")))
    return 0;
  gboolean is_chinese =
      quad->object.n_language >= 2 && g_ascii_strncasecmp(quad->object.language, "zh", 2) == 0;
  return 1u + (is_chinese ? 2u : 0u) + (is_title ? 1u : 0u);
}

static gboolean
take_label(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  (void) error;
  Stats *stats = user_data;
  guint rank = rank_label(quad);
  if (rank == 0)
    return TRUE;
  GHashTable *tables[] = {stats->classes, stats->properties, stats->graphs};
  g_autofree char *name = dup_name(&quad->subject);
  for (guint i = 0; i < G_N_ELEMENTS(tables); i++) {
    Count *count = g_hash_table_lookup(tables[i], name);
    if (!count || rank <= count->label_rank)
      continue;
    g_free(count->label);
    count->label = yt_term_dup_display(&quad->object);
    count->label_rank = rank;
  }
  return TRUE;
}

static int
compare_counts(gconstpointer a, gconstpointer b)
{
  const Count *x = *(const Count *const *) a, *y = *(const Count *const *) b;
  if (x->n != y->n)
    return x->n > y->n ? -1 : 1;
  return strcmp(x->iri, y->iri);
}

/* The number comes first and the label last: so the columns stand straight whatever the width of the characters. */
static void
print_counts(const char *title, GHashTable *counts)
{
  g_autoptr(GPtrArray) sorted = g_ptr_array_new();
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, counts);
  while (g_hash_table_iter_next(&iter, NULL, &value))
    g_ptr_array_add(sorted, value);
  g_ptr_array_sort(sorted, compare_counts);
  printf("\n%s: %u\n", title, sorted->len);
  for (guint i = 0; i < sorted->len; i++) {
    const Count *count = g_ptr_array_index(sorted, i);
    YtTerm term =
        g_str_has_prefix(count->iri, "_:") ? yt_term_blank(count->iri + 2) : yt_term_iri(count->iri);
    g_autofree char *name = yt_term_dup_display(&term);
    printf("%10" G_GUINT64_FORMAT "  %s%s%s\n", count->n, name, count->label ? "  " : "",
           count->label ? count->label : "");
  }
}

static int
print_stats(const char *path)
{
  GError *error = NULL;
  g_autoptr(YtStore) store = yt_store_open(path, &error);
  if (!store)
    return yt_cli_fail(error);
  g_autoptr(GHashTable) classes = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, count_free);
  g_autoptr(GHashTable) properties = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, count_free);
  g_autoptr(GHashTable) graphs = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, count_free);
  Stats stats = {classes, properties, graphs, 0};
  if (!yt_store_foreach(store, count_quad, &stats, &error) ||
      !yt_store_foreach(store, take_label, &stats, &error))
    return yt_cli_fail(error);

  printf("%10" G_GSIZE_FORMAT "  quads · 四元组\n", yt_store_get_n_quads(store));
  printf("%10" G_GUINT64_FORMAT "  in the default graph · 默认图\n", stats.n_default);
  print_counts("classes · 类", classes);
  print_counts("properties · 属性", properties);
  print_counts("documents (named graphs) · 文件（命名图）", graphs);
  return YT_EXIT_DONE;
}

static int
run(int argc, char **argv)
{
  const GOptionEntry entries[] = {{NULL}};
  g_autoptr(GOptionContext) context = yt_cli_context_new(
      &yt_command_stats, "STORE",
      "Classes count their instances and properties their triples in the default graph, documents\n"
      "the triples of their named graph. Labels are shown where the store has them.\n"
      "\n"
      "Exit status: 0 done; 1 STORE cannot be read; 2 misuse.",
      entries);
  if (!yt_cli_parse(context, &yt_command_stats, &argc, &argv))
    return YT_EXIT_MISUSE;
  if (argc != 2)
    return yt_cli_misuse(&yt_command_stats, "expected one store");
  return print_stats(argv[1]);
}
