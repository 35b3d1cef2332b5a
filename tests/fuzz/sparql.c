/* sparql.c: any bytes as a query and as an update request. What parses is planned and run over a small store, for a short
 * while and in little memory. */
#include "sparql/sparql.h"
#include "fuzz.h"
#include <string.h>

static YtStore *
small_store(void)
{
  static const char *const names[] = {"http://x/a", "http://x/b", "http://x/c", "http://x/p", "http://x/q"};
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  for (guint i = 0; i < 60; i++) {
    YtTermQuad quad = {.subject = yt_term_iri(names[i % 5]), .predicate = yt_term_iri(names[3 + i % 2])};
    quad.object = i % 3   ? yt_term_iri(names[i / 5 % 5])
                  : i % 2 ? yt_term_tagged("园图", "zh")
                          : yt_term_typed("1.50", YT_XSD_NS "decimal");
    if (i % 4 == 0)
      quad.graph = yt_term_iri(names[i / 7 % 3]);
    yt_store_builder_add(&quad, builder, NULL);
  }
  return yt_store_builder_build(builder);
}

static gboolean
ignore(const YtTermQuad *quad, gpointer data, GError **error)
{
  (void) quad, (void) data, (void) error;
  return TRUE;
}

static void
query(YtStore *store, const char *text, const YtSparqlOptions *options)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(YtSparqlResult) result = yt_sparql_query(store, text, options, &error);
  if (result && yt_sparql_result_get_kind(result) == YT_SPARQL_GRAPH)
    yt_sparql_result_foreach(result, ignore, NULL, &error);
  else if (result && yt_sparql_result_get_kind(result) == YT_SPARQL_SOLUTIONS)
    while (yt_sparql_result_next(result, &error))
      for (guint i = 0; i < yt_sparql_result_get_n_variables(result); i++)
        yt_sparql_result_get_term(result, i);
}

static void
update(YtStore *store, const char *text, const YtSparqlOptions *options)
{
  g_autoptr(YtStoreWriter) writer = yt_store_writer_new_in_memory(store);
  yt_sparql_update(writer, text, options, NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
  static YtStore *store;
  if (!store)
    store = small_store();
  g_autofree char *text = g_strndup((const char *) bytes, n_bytes);
  YtSparqlOptions options = {.base = "http://x/", .timeout_ms = 200, .memory_limit = 64 << 20};
  query(store, text, &options);
  update(store, text, &options);
  return 0;
}
