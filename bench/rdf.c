/* rdf.c: how fast documents are read and written, on one core.
 *
 *   bench-rdf FORMAT FILE [ROUNDS]
 *
 * Reads FILE from memory and as a file, and writes its quads in each of our formats to nowhere; prints the best of
 * ROUNDS (3), as quads and bytes of FILE in a second of processor time, which other programs disturb less than the clock. */
#include "rdf/rdf.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct {
  gsize n_quads, n_bytes; /* of terms, so that no field goes unread */
} Count;

static gboolean
count_quad(const YtTermQuad *quad, gpointer data, GError **error G_GNUC_UNUSED)
{
  Count *count = data;
  count->n_quads++;
  count->n_bytes += quad->subject.n_text + quad->predicate.n_text + quad->object.n_text + quad->graph.n_text;
  return TRUE;
}

static gboolean
write_quad(const YtTermQuad *quad, gpointer writer, GError **error)
{
  return yt_rdf_writer_add(writer, quad, error);
}

typedef struct {
  const char *path;
  const char *bytes;
  gsize n_bytes;
  YtRdfReadOptions options;
  YtRdfFormat out_format;
} Job;

typedef gboolean (*JobFunc)(const Job *job, Count *count, GError **error);

static gboolean
read_memory(const Job *job, Count *count, GError **error)
{
  return yt_rdf_read_bytes(job->bytes, job->n_bytes, &job->options, count_quad, count, error);
}

static gboolean
read_file(const Job *job, Count *count, GError **error)
{
  return yt_rdf_read_file(job->path, &job->options, count_quad, count, error);
}

/* Sinks are counted by the bytes that they would hold. */
static gboolean
read_and_write(const Job *job, Count *count G_GNUC_UNUSED, GError **error)
{
  g_autoptr(GFile) file = g_file_new_for_path("/dev/null");
  g_autoptr(GFileIOStream) null = g_file_open_readwrite(file, NULL, error);
  if (!null)
    return FALSE;
  g_autoptr(YtRdfWriter) writer =
      yt_rdf_writer_new(job->out_format, g_io_stream_get_output_stream(G_IO_STREAM(null)));
  yt_rdf_writer_add_known_prefixes(writer);
  return yt_rdf_read_bytes(job->bytes, job->n_bytes, &job->options, write_quad, writer, error) &&
         yt_rdf_writer_finish(writer, error);
}

static gint64
get_cpu_time_us(void)
{
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
measure(const char *what, JobFunc func, const Job *job, int n_rounds, gsize n_quads)
{
  gint64 best_us = G_MAXINT64;
  Count count = {0};
  for (int round = 0; round < n_rounds; round++) {
    g_autoptr(GError) error = NULL;
    count = (Count){0};
    gint64 start_us = get_cpu_time_us();
    if (!func(job, &count, &error)) {
      printf("%-16s %s\n", what, error->message);
      return;
    }
    best_us = MIN(best_us, get_cpu_time_us() - start_us);
  }
  double seconds = (double) MAX(best_us, 1) / G_USEC_PER_SEC;
  gsize n = count.n_quads ? count.n_quads : n_quads;
  printf("%-16s %.2f million quads/s  %.0f MB/s  (%" G_GSIZE_FORMAT " quads in %.3f s)\n", what,
         (double) n / seconds / 1e6, (double) job->n_bytes / seconds / 1e6, n, seconds);
}

int
main(int argc, char **argv)
{
  Job job = {.path = argc > 2 ? argv[2] : NULL, .options = {.strict_lines = TRUE}};
  if (argc < 3 || !yt_rdf_format_from_name(argv[1], &job.options.format)) {
    fprintf(stderr, "usage: bench-rdf FORMAT FILE [ROUNDS]\n");
    return 2;
  }
  g_autoptr(GError) error = NULL;
  g_autofree char *base = yt_rdf_file_iri(job.path);
  g_autofree char *bytes = NULL;
  int n_rounds = argc > 3 ? CLAMP(atoi(argv[3]), 1, 1000) : 3;
  if (!g_file_get_contents(job.path, &bytes, &job.n_bytes, &error)) {
    fprintf(stderr, "%s\n", error->message);
    return 1;
  }
  job.bytes = bytes;
  job.options.base = base;
  Count count = {0};
  if (!read_memory(&job, &count, &error)) {
    fprintf(stderr, "%s\n", error->message);
    return 1;
  }
  measure("read memory", read_memory, &job, n_rounds, count.n_quads);
  measure("read file", read_file, &job, n_rounds, count.n_quads);
  for (int format = YT_RDF_NTRIPLES; format <= YT_RDF_TRIG; format++) {
    g_autofree char *what = g_strdup_printf("and write %s", yt_rdf_format_get_name((YtRdfFormat) format));
    job.out_format = (YtRdfFormat) format;
    measure(what, read_and_write, &job, n_rounds, count.n_quads);
  }
  return 0;
}
