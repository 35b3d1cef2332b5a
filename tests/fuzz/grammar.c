/* grammar.c: any bytes as a file of rules. They compile or are refused with a message that has a place; what compiles
 * reads a document, whatever the rules say, and reads it alike twice. */
#include "fuzz.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loader/loader.h"

/* Gazetteers of every kind, so that rules have names to meet. */
static const char *const data[][2] = {
    {"vocabulary.tsv", "# w\n支持\tv\t9000\n建设\tvn\t9000\n企业\tn\t9000\n重点\tn\t900\n"},
    {"divisions.tsv", "420000\t湖北省\tprovince\t\t湖北\t鄂\n420100\t武汉市\tprefecture\t420000\t武汉\t汉\n"
                      "310115\t浦东新区\tcounty\t310000\t浦东\t\n"},
    {"regions.tsv", "长江经济带\t\t420000\n"},
    {"agencies.tsv", "科学技术部\t科技部\tministry\n"},
    {"kinds.tsv", "科技\t科学技术厅|科技厅\t科技局\tprovince\n"},
    {"institutions.tsv", "武汉大学\t武大\t420100\tuniversity\n"},
    {"short.tsv", "一\n"},
    {"names.tsv", "王\n李\n"},
    {"traditional.tsv", "國\t国\n"},
};

static const char industry[] = "<http://a/1> <http://www.w3.org/2004/02/skos/core#prefLabel> \"园区\"@zh .\n";

static const char document[] =
    "湖北省科技厅关于支持企业的通知\n武汉市科技局:\n一、加快园区建设\n"
    "支持武汉星海产业园、星河产业园和“甲乙”平台等重点园区建设,不得引进甲乙科技。2025年武汉大学与科技部"
    "合作研发A-1系统(责任单位:省科技厅)。\n";

static char *folder, *rules;

static void
write_file(const char *path, const char *bytes, gsize n_bytes)
{
  FILE *file = fopen(path, "wb");
  if (!file || (n_bytes > 0 && fwrite(bytes, 1, n_bytes, file) != n_bytes) || fclose(file) != 0)
    abort();
}

static void
remove_folder(void)
{
  char *command[] = {(char *) "rm", (char *) "-rf", folder, NULL};
  g_spawn_sync(NULL, command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

static void
make_folder(void)
{
  folder = g_dir_make_tmp("fuzz-grammar-XXXXXX", NULL);
  if (!folder)
    abort();
  atexit(remove_folder);
  g_autofree char *gazetteers = g_build_filename(folder, "data", "gazetteers", NULL);
  g_autofree char *grammar = g_build_filename(folder, "loader", "grammar", NULL);
  g_autofree char *ontology = g_build_filename(folder, "ontology", NULL);
  g_autofree char *industries = g_build_filename(ontology, "industries.ttl", NULL);
  if (g_mkdir_with_parents(gazetteers, 0700) != 0 || g_mkdir_with_parents(grammar, 0700) != 0 ||
      g_mkdir_with_parents(ontology, 0700) != 0)
    abort();
  write_file(industries, industry, strlen(industry));
  for (guint i = 0; i < G_N_ELEMENTS(data); i++) {
    g_autofree char *path = g_build_filename(gazetteers, data[i][0], NULL);
    write_file(path, data[i][1], strlen(data[i][1]));
  }
  rules = g_build_filename(grammar, "rules.ytg", NULL);
}

/* Nothing but the rules decides whether a loader comes out. */
static void
check_folder(void)
{
  static const char good[] = "list stop: 的\n";
  g_autoptr(GError) error = NULL;
  write_file(rules, good, strlen(good));
  g_autoptr(YtLoader) loader = yt_loader_new(&(YtLoaderOptions){.data_dir = folder}, &error);
  if (!loader) {
    fprintf(stderr, "good rules are refused: %s\n", error->message);
    abort();
  }
}

static void
check_message(const GError *error)
{
  if (error->domain == G_FILE_ERROR && strstr(error->message, "gazetteers")) /* one that is not there */
    return;
  const char *place = strstr(error->message, ".ytg:");
  if (!place)
    place = strstr(error->message, ".tsv:");
  if (place && g_ascii_isdigit(place[5]))
    return;
  fprintf(stderr, "no place in the message: %s\n", error->message);
  abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
  if (!folder) {
    make_folder();
    check_folder();
  }
  write_file(rules, (const char *) bytes, n_bytes);
  g_autoptr(GError) error = NULL;
  g_autoptr(YtLoader) loader = yt_loader_new(&(YtLoaderOptions){.data_dir = folder}, &error);
  if (!loader) {
    check_message(error);
    return 0;
  }
  g_autofree char *once = yt_loader_explain(loader, yt_text_new(document, strlen(document), NULL));
  g_autofree char *again = yt_loader_explain(loader, yt_text_new(document, strlen(document), NULL));
  if (!once || g_strcmp0(once, again) != 0)
    abort();
  return 0;
}
