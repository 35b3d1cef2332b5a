/* builder.c: quads into a store.
 *
 * Quads are kept as text, by graph: a triple is its three terms in N-Triples form with one space between them. A
 * space sorts before every byte that can follow a complete term's prefix inside a longer term (">" closes an IRI, a
 * quote a literal, and labels, tags and "^^" have no bytes below it), so sorting these strings sorts by subject,
 * then predicate, then object: the order that yt_store_foreach() promises. */
#include "store/private.h"
#include <string.h>

struct _YtStoreBuilder {
  GHashTable *graphs; /* the graph's name as N-Triples, "" for the default graph → a set of triples */
  GString *scratch;
  gsize n_quads;
};

static GHashTable *
graphs_new(void)
{
  return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
}

YtStoreBuilder *
yt_store_builder_new(void)
{
  YtStoreBuilder *builder = g_new0(YtStoreBuilder, 1);
  builder->graphs = graphs_new();
  builder->scratch = g_string_new(NULL);
  return builder;
}

void
yt_store_builder_free(YtStoreBuilder *builder)
{
  if (!builder)
    return;
  g_hash_table_unref(builder->graphs);
  g_string_free(builder->scratch, TRUE);
  g_free(builder);
}

/* The triples of @graph, a set that belongs to @builder; new if there was none. */
static GHashTable *
find_graph(YtStoreBuilder *builder, const YtTerm *graph)
{
  g_string_truncate(builder->scratch, 0);
  if (graph->kind != YT_TERM_UNBOUND)
    yt_term_append(builder->scratch, graph);
  GHashTable *triples = g_hash_table_lookup(builder->graphs, builder->scratch->str);
  if (!triples) {
    triples = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_hash_table_insert(builder->graphs, g_strdup(builder->scratch->str), triples);
  }
  return triples;
}

gboolean
yt_store_builder_add(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  YtStoreBuilder *builder = user_data;
  g_return_val_if_fail(builder != NULL && quad != NULL, FALSE);
  g_return_val_if_fail(quad->subject.kind == YT_TERM_IRI || quad->subject.kind == YT_TERM_BLANK, FALSE);
  g_return_val_if_fail(quad->predicate.kind == YT_TERM_IRI, FALSE);
  g_return_val_if_fail(quad->object.kind != YT_TERM_UNBOUND, FALSE);
  g_return_val_if_fail(quad->graph.kind != YT_TERM_LITERAL, FALSE);
  (void) error; /* memory is all that could fail, and GLib ends the program then */

  GHashTable *triples = find_graph(builder, &quad->graph);
  GString *line = builder->scratch;
  g_string_truncate(line, 0);
  yt_term_append(line, &quad->subject);
  g_string_append_c(line, ' ');
  yt_term_append(line, &quad->predicate);
  g_string_append_c(line, ' ');
  yt_term_append(line, &quad->object);
  if (!g_hash_table_contains(triples, line->str)) {
    g_hash_table_add(triples, g_strdup(line->str));
    builder->n_quads++;
  }
  return TRUE;
}

static int
compare_strings(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* The keys of @table in the order of their bytes; they stay the table's. */
static GPtrArray *
sorted_keys(GHashTable *table)
{
  GPtrArray *keys = g_ptr_array_new_full(g_hash_table_size(table), NULL);
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, table);
  while (g_hash_table_iter_next(&iter, &key, NULL))
    g_ptr_array_add(keys, key);
  g_ptr_array_sort(keys, compare_strings);
  return keys;
}

static GBytes *
build_text(const YtStoreBuilder *builder)
{
  GString *text = g_string_new(NULL);
  g_autoptr(GPtrArray) graphs = sorted_keys(builder->graphs);
  for (guint g = 0; g < graphs->len; g++) {
    const char *graph = g_ptr_array_index(graphs, g);
    g_autoptr(GPtrArray) triples = sorted_keys(g_hash_table_lookup(builder->graphs, graph));
    for (guint t = 0; t < triples->len; t++) {
      g_string_append(text, g_ptr_array_index(triples, t));
      if (*graph != '\0')
        g_string_append_printf(text, " %s", graph);
      g_string_append(text, " .\n");
    }
  }
  return g_string_free_to_bytes(text);
}

YtStore *
yt_store_builder_build(YtStoreBuilder *builder)
{
  g_return_val_if_fail(builder != NULL, NULL);
  GBytes *text = build_text(builder);
  gsize n_quads = builder->n_quads;
  g_hash_table_remove_all(builder->graphs);
  builder->n_quads = 0;
  return yt_store_new(text, n_quads);
}

gboolean
yt_store_builder_write(YtStoreBuilder *builder, const char *path, GError **error)
{
  g_return_val_if_fail(builder != NULL && path != NULL, FALSE);
  g_autoptr(GBytes) text = build_text(builder);
  g_autofree char *header = yt_store_dup_header(text, builder->n_quads);
  g_autoptr(GString) file = g_string_new(header);
  gsize n_bytes;
  const char *bytes = g_bytes_get_data(text, &n_bytes);
  g_string_append_len(file, bytes, (gssize) n_bytes);
  /* A temporary file in the same folder, fsync, rename, fsync of the folder. */
  return g_file_set_contents_full(path, file->str, (gssize) file->len,
                                  G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666, error);
}
