/* loader.c: how fast documents become N-Quads, from their bytes in memory to nowhere: bench-loader FOLDER [ROUNDS].
 *
 * Reads all files of FOLDER first (bench/loader-corpus.py makes one), then runs each document through
 * yt_loader_write(), which gives them to what throws them away, ROUNDS times, and as often stage by stage. Times are of this
 * thread's processor time; the best round counts, for each stage its own. Prints the start-up's time too: all rules and gazetteers compiled. The sum of what is
 * written tells whether two builds write the same. */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "loader/analysis.h"
#include "loader/emit.h"
#include "loader/loader.h"

typedef struct {
  char *name, *bytes;
  gsize n_bytes;
} File;

static double
seconds(void)
{
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double) t.tv_sec + (double) t.tv_nsec / 1e9;
}

static gboolean
count(const char *bytes, gsize n_bytes, gpointer n_written, GError **error)
{
  (void) bytes, (void) error;
  *(guint64 *) n_written += n_bytes;
  return TRUE;
}

static gboolean
add_up(const char *bytes, gsize n_bytes, gpointer checksum, GError **error)
{
  (void) error;
  g_checksum_update(checksum, (const guchar *) bytes, (gssize) n_bytes);
  return TRUE;
}

static int
compare_files(gconstpointer a, gconstpointer b)
{
  return strcmp(((const File *) a)->name, ((const File *) b)->name);
}

static GArray *
read_folder(const char *path)
{
  GArray *files = g_array_new(FALSE, FALSE, sizeof(File));
  g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
  const char *name;
  while (folder && (name = g_dir_read_name(folder)) != NULL) {
    g_autofree char *inner = g_build_filename(path, name, NULL);
    File file = {.name = g_strdup(name)};
    if (g_file_get_contents(inner, &file.bytes, &file.n_bytes, NULL))
      g_array_append_val(files, file);
  }
  g_array_sort(files, compare_files);
  return files;
}

static double
run_whole(const YtLoader *loader, const GArray *files, YtBytesFunc func, gpointer user_data)
{
  double start = seconds();
  for (guint i = 0; i < files->len; i++) {
    const File *file = &g_array_index(files, File, i);
    YtText *text = yt_text_new(file->bytes, file->n_bytes, NULL);
    if (text)
      yt_loader_write(loader, text, &(YtLoaderMetadata){.source = file->name}, func, user_data, NULL);
  }
  return seconds() - start;
}

/* Not inlined, so that a profile can be taken of it alone: callgrind --toggle-collect=run_stages. */
G_NO_INLINE static void
run_stages(const YtLoader *loader, const GArray *files, guint64 *n_written, double *times)
{
  for (guint i = 0; i < files->len; i++) {
    const File *file = &g_array_index(files, File, i);
    double last = seconds(), now;
    YtText *text = yt_text_new(file->bytes, file->n_bytes, NULL);
    times[0] += (now = seconds()) - last;
    last = now;
    if (!text)
      continue;
    YtAnalysis analysis;
    yt_analysis_init(&analysis, yt_loader_get_grammar(loader), text);
    for (guint s = 0; s < yt_n_stages; s++) {
      yt_stages[s].run(&analysis);
      times[s + 1] += (now = seconds()) - last;
      last = now;
    }
    YtEmitOptions options = {.base = YT_ID, .source = file->name};
    yt_emit_lines(&analysis, &options, count, n_written, NULL);
    yt_analysis_clear(&analysis);
    times[yt_n_stages + 1] += seconds() - last;
  }
}

int
main(int argc, char **argv)
{
  if (argc < 2) {
    fprintf(stderr, "usage: bench-loader FOLDER [ROUNDS]\n");
    return 2;
  }
  guint rounds = argc > 2 ? (guint) g_ascii_strtoull(argv[2], NULL, 10) : 3;
  GError *error = NULL;
  double start_up = 1e9;
  g_autoptr(YtLoader) loader = NULL;
  for (guint k = 0; k < 5; k++) {
    g_clear_pointer(&loader, yt_loader_free);
    double start = seconds();
    loader = yt_loader_new(NULL, &error);
    start_up = MIN(start_up, seconds() - start);
    if (!loader) {
      fprintf(stderr, "bench-loader: %s\n", error->message);
      return 1;
    }
  }
  GArray *files = read_folder(argv[1]);
  gsize n_bytes = 0;
  for (guint i = 0; i < files->len; i++)
    n_bytes += g_array_index(files, File, i).n_bytes;
  double mb = (double) n_bytes / 1e6, best = 1e9;
  guint64 n_written = 0;
  for (guint k = 0; k < rounds; k++) {
    double whole = run_whole(loader, files, count, &n_written);
    best = MIN(best, whole);
  }
  guint64 n_round = n_written / MAX(rounds, 1);
  g_autofree double *times = g_new(double, yt_n_stages + 2);
  for (guint s = 0; s < yt_n_stages + 2; s++)
    times[s] = 1e9;
  for (guint k = 0; k < rounds; k++) {
    g_autofree double *round = g_new0(double, yt_n_stages + 2);
    run_stages(loader, files, &n_written, round);
    for (guint s = 0; s < yt_n_stages + 2; s++)
      times[s] = MIN(times[s], round[s]);
  }
  printf("%u documents, %.1f MB; N-Quads %.1f MB; start-up %.1f ms\n", files->len, mb, (double) n_round / 1e6,
         start_up * 1e3);
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA1);
  run_whole(loader, files, add_up, sum);
  printf("sum           %.16s\n", g_checksum_get_string(sum));
  printf("whole         %6.2f MB/s\n", mb / best);
  for (guint s = 0; s < yt_n_stages + 2; s++)
    printf("%-13s %6.0f ns/kB\n",
           s == 0             ? "text"
           : s <= yt_n_stages ? yt_stages[s - 1].name
                              : "emit",
           times[s] * 1e6 / mb);
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("memory        %6.0f MB\n", (double) usage.ru_maxrss / 1024);
  return 0;
}
