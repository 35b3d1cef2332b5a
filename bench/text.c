/* text.c: how fast yt_text_new() and yt_text_simplify() run: bench-text FILE… [TABLE given by $TABLE]; by processor time,
 * best of sixty, over the file repeated to 1 MB. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "text/text.h"

static double
seconds(void)
{
  return (double) clock() / CLOCKS_PER_SEC;
}

int
main(int argc, char **argv)
{
  g_autoptr(YtTextTable) table = g_getenv("TABLE") ? yt_text_table_new(g_getenv("TABLE"), NULL) : NULL;
  for (int i = 1; i < argc; i++) {
    g_autofree char *content = NULL;
    gsize n;
    if (!g_file_get_contents(argv[i], &content, &n, NULL) || n == 0) {
      fprintf(stderr, "bench-text: %s cannot be read\n", argv[i]);
      return 1;
    }
    gsize n_times = (1u << 20) / n + 1, n_all = n * n_times;
    g_autofree char *all = g_malloc(n_all);
    for (gsize k = 0; k < n_times; k++)
      memcpy(all + k * n, content, n);
    double best = 1e9, best_simplify = 1e9;
    for (int round = 0; round < 60; round++) {
      double start = seconds();
      g_autoptr(YtText) text = yt_text_new(all, n_all, NULL);
      best = MIN(best, seconds() - start);
      start = seconds();
      if (text && table)
        yt_text_simplify(text, table);
      best_simplify = MIN(best_simplify, seconds() - start);
    }
    printf("%s: %.0f MB/s", argv[i], (double) n_all / 1e6 / best);
    if (table)
      printf(", simplify %.0f MB/s", (double) n_all / 1e6 / best_simplify);
    printf("\n");
  }
  return 0;
}
