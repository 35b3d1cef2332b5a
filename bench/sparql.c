/* sparql.c: how long queries take in this process, without a server.
 *
 *   bench-sparql STORE FOLDER [ROUNDS [PREFIX]]
 *
 * Answers each FOLDER/PREFIX*.rq, writes its rows as TSV (a graph as N-Triples) to nowhere, and prints the best of ROUNDS
 * (5) in milliseconds of processor time and of the clock, and the size of the answer in bytes. */
#include "sparql/sparql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double
now_ms(clockid_t clock)
{
  struct timespec now;
  clock_gettime(clock, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

/* What a stream does that only counts. */
typedef struct {
  GOutputStream parent;
  gsize n_bytes;
} Counter;
typedef GOutputStreamClass CounterClass;
GType counter_get_type(void);
G_DEFINE_TYPE(Counter, counter, G_TYPE_OUTPUT_STREAM)

static gssize
counter_write(GOutputStream *stream, const void *bytes G_GNUC_UNUSED, gsize n_bytes,
              GCancellable *cancellable G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
  ((Counter *) stream)->n_bytes += n_bytes;
  return (gssize) n_bytes;
}

static void
counter_class_init(CounterClass *class)
{
  class->write_fn = counter_write;
}

static void
counter_init(Counter *counter)
{
  counter->n_bytes = 0;
}

static gboolean
answer(YtStore *store, const char *text, gsize *n_bytes, GError **error)
{
  g_autoptr(YtSparqlResult) result = yt_sparql_query(store, text, NULL, error);
  if (!result)
    return FALSE;
  YtResultFormat format = YT_RESULT_JSON;
  if (yt_sparql_result_get_kind(result) != YT_SPARQL_BOOLEAN)
    format = yt_sparql_result_get_kind(result) == YT_SPARQL_GRAPH ? YT_RESULT_NTRIPLES : YT_RESULT_TSV;
  g_autoptr(GOutputStream) out = g_object_new(counter_get_type(), NULL);
  gboolean ok = yt_sparql_result_write(result, format, out, error);
  *n_bytes = ((Counter *) out)->n_bytes;
  return ok;
}

static gboolean
measure(YtStore *store, const char *name, const char *text, guint n_rounds, GError **error)
{
  double best = 1e300, best_clock = 1e300;
  gsize n_bytes = 0;
  for (guint round = 0; round < n_rounds; round++) {
    double cpu = now_ms(CLOCK_PROCESS_CPUTIME_ID), clock = now_ms(CLOCK_MONOTONIC);
    if (!answer(store, text, &n_bytes, error))
      return FALSE;
    best = MIN(best, now_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu);
    best_clock = MIN(best_clock, now_ms(CLOCK_MONOTONIC) - clock);
  }
  printf("%-12s %10.2f ms  %10.2f ms  %10" G_GSIZE_FORMAT " bytes\n", name, best, best_clock, n_bytes);
  fflush(stdout);
  return TRUE;
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
  return strcmp(*(char *const *) a, *(char *const *) b);
}

int
main(int argc, char **argv)
{
  g_autoptr(GError) error = NULL;
  if (argc < 3) {
    fprintf(stderr, "usage: bench-sparql STORE FOLDER [ROUNDS [PREFIX]]\n");
    return 2;
  }
  guint n_rounds = argc > 3 ? (guint) MAX(atoi(argv[3]), 1) : 5;
  g_autoptr(YtStore) store = yt_store_open(argv[1], &error);
  g_autoptr(GDir) folder = store ? g_dir_open(argv[2], 0, &error) : NULL;
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  for (const char *name; folder && (name = g_dir_read_name(folder));)
    if (g_str_has_suffix(name, ".rq") && (argc < 5 || g_str_has_prefix(name, argv[4])))
      g_ptr_array_add(names, g_strdup(name));
  g_ptr_array_sort(names, compare_names);
  for (guint i = 0; !error && i < names->len; i++) {
    g_autofree char *path = g_build_filename(argv[2], names->pdata[i], NULL), *text = NULL;
    if (g_file_get_contents(path, &text, NULL, &error))
      measure(store, names->pdata[i], text, n_rounds, &error);
  }
  if (error)
    fprintf(stderr, "%s\n", error->message);
  return error ? 1 : 0;
}
