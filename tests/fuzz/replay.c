/* replay.c: runs a fuzz target once over every file of the folders named, in the order of their names. */
#include "fuzz.h"

#include <glib.h>
#include <stdio.h>

static int
compare_names(gconstpointer a, gconstpointer b)
{
  return g_strcmp0(*(char *const *) a, *(char *const *) b);
}

/* Returns how many files there were; none is a mistake. */
static guint
replay(const char *folder)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *name; dir && (name = g_dir_read_name(dir));)
    g_ptr_array_add(names, g_strdup(name));
  g_ptr_array_sort(names, compare_names);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *path = g_build_filename(folder, g_ptr_array_index(names, i), NULL), *bytes = NULL;
    gsize n_bytes;
    if (!g_file_get_contents(path, &bytes, &n_bytes, NULL))
      return 0;
    printf("%s\n", path);
    fflush(stdout);
    g_autofree char *exact =
        g_memdup2(bytes, n_bytes); /* without the NUL behind it, so that sanitizers see its end */
    LLVMFuzzerTestOneInput((const uint8_t *) exact, n_bytes);
  }
  return names->len;
}

int
main(int argc, char **argv)
{
  guint n_files = 0;
  for (int i = 1; i < argc; i++) {
    guint n = replay(argv[i]);
    if (n == 0) {
      fprintf(stderr, "%s: no seeds\n", argv[i]);
      return 1;
    }
    n_files += n;
  }
  return n_files ? 0 : 1;
}
