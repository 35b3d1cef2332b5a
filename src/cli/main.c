/* main.c: the program yuantu: finds the subcommand and hands over to it. */
#include "cli/cli.h"
#include "sparql/sparql.h"
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const YtCommand *const commands[] = {&yt_command_extract, &yt_command_load,    &yt_command_query,
                                            &yt_command_export,  &yt_command_update,  &yt_command_serve,
                                            &yt_command_stats,   &yt_command_compact, &yt_command_verify};

static void
print_usage(FILE *out)
{
  fputs("Usage: yuantu COMMAND [OPTION…] …\n"
        "园图：把产业政策文件变成可以查询的知识图谱 · Chinese policy documents as a graph to ask\n\n",
        out);
  for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
    fprintf(out, "  %-8s %s\n", commands[i]->name, commands[i]->summary);
  fputs(
      "\n  yuantu COMMAND --help tells more, as does man yuantu; yuantu --version says which one this is.\n",
      out);
}

/* UTF-8 goes in and out whatever the locale says; its language still decides that of messages. */
static void
set_locale(void)
{
  setlocale(LC_ALL, "");
  if (!g_get_charset(NULL))
    setlocale(LC_CTYPE, "C.UTF-8");
}

int
main(int argc, char **argv)
{
  set_locale();
  g_set_prgname("yuantu");
  const char *name = argc > 1 ? argv[1] : NULL;
  if (!name) {
    print_usage(stderr);
    return YT_EXIT_MISUSE;
  }
  if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
    print_usage(stdout);
    return YT_EXIT_DONE;
  }
  if (strcmp(name, "--version") == 0) {
    puts("yuantu " YT_VERSION);
    return YT_EXIT_DONE;
  }
  for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
    if (strcmp(name, commands[i]->name) == 0)
      return commands[i]->run(argc - 1, argv + 1);
  g_autofree char *shown = g_utf8_make_valid(name, -1);
  fprintf(stderr, "yuantu: expected a command, found “%s”; see yuantu --help\n", shown);
  return YT_EXIT_MISUSE;
}

gboolean
yt_cli_read_size(const char *text, gsize *n_bytes)
{
  static const char units[] = "KMGT";
  char *end;
  guint64 n = g_ascii_strtoull(text, &end, 10);
  const char *unit = *end ? strchr(units, g_ascii_toupper(*end)) : NULL;
  guint shift = unit ? 10 * (guint) (unit - units + 1) : 0;
  if (!g_ascii_isdigit(*text) || n == 0 || n > G_MAXSIZE >> shift || (*end && (!unit || end[1])))
    return FALSE;
  *n_bytes = (gsize) n << shift;
  return TRUE;
}

/* Bytes, or G_MAXSIZE where there is no limit. */
static gsize
get_group_memory(void)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents("/sys/fs/cgroup/memory.max", &text, NULL, NULL) || !g_ascii_isdigit(*text))
    return G_MAXSIZE;
  return (gsize) g_ascii_strtoull(text, NULL, 10);
}

gsize
yt_cli_get_memory(void)
{
  long n_pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
  if (n_pages <= 0 || page <= 0)
    return 0;
  gsize all = MIN((gsize) n_pages * (gsize) page, get_group_memory());
  return MIN(MAX(all / 4, (gsize) 1 << 30), all / 2);
}

gboolean
yt_cli_check_services(const YtCommand *command, char *const *services)
{
  for (; services && *services; services++) {
    g_autoptr(GError) error = NULL;
    if (!yt_sparql_check_service(*services, &error)) {
      yt_cli_misuse(command, "--service: %s", error->message);
      return FALSE;
    }
  }
  return TRUE;
}

GOptionContext *
yt_cli_context_new(const YtCommand *command, const char *usage, const char *description,
                   const GOptionEntry *entries)
{
  g_autofree char *program = g_strdup_printf("yuantu %s", command->name);
  g_set_prgname(program);
  GOptionContext *context = g_option_context_new(usage);
  g_option_context_set_summary(context, command->summary);
  g_option_context_set_description(context, description);
  g_option_context_add_main_entries(context, entries, NULL);
  return context;
}

gboolean
yt_cli_parse(GOptionContext *context, const YtCommand *command, int *argc, char ***argv)
{
  g_autoptr(GError) error = NULL;
  if (g_option_context_parse(context, argc, argv, &error)) {
    /* What stood behind "--" is an argument like the others. */
    if (*argc > 1 && strcmp((*argv)[1], "--") == 0) {
      memmove(*argv + 1, *argv + 2, sizeof(char *) * (gsize) (*argc - 1));
      --*argc;
    }
    return TRUE;
  }
  yt_cli_misuse(command, "%s", error->message);
  return FALSE;
}

int
yt_cli_fail(GError *error)
{
  fprintf(stderr, "yuantu: %s\n", error->message);
  g_error_free(error);
  return YT_EXIT_FAILED;
}

int
yt_cli_take_request(const YtCommand *command, YtCliRequest *request, const char *noun, int argc, char **argv)
{
  int n_wanted = request->file ? 0 : 1;
  if (argc - 1 < n_wanted)
    return yt_cli_misuse(command, "expected %s, or --file with the name of its file", noun);
  if (argc - 1 > n_wanted + 1)
    return yt_cli_misuse(command, "expected at most a store%s%s, found %d arguments",
                         n_wanted != 0 ? " and " : "", n_wanted != 0 ? noun : "", argc - 1);
  if (!yt_cli_check_services(command, request->services))
    return YT_EXIT_MISUSE;
  if (request->timeout < 0 || request->timeout > 1e9)
    return yt_cli_misuse(command, "expected 0 or more seconds after --timeout");
  request->store = argc - 1 > n_wanted ? argv[1] : NULL;
  if (!request->file) {
    request->text = g_strdup(argv[argc - 1]);
    request->text_source = strchr(noun, ' ') + 1;
    return YT_EXIT_DONE;
  }
  request->text_source = request->file;
  GError *error = NULL;
  gsize n_text;
  if (!g_file_get_contents(request->file, &request->text, &n_text, &error))
    return yt_cli_fail(error);
  if (strlen(request->text) < n_text)
    return yt_cli_fail(g_error_new(YT_SPARQL_ERROR, YT_SPARQL_ERROR_SYNTAX,
                                   "%s: expected text, found a NUL byte", request->file));
  return YT_EXIT_DONE;
}

void
yt_cli_request_clear(YtCliRequest *request)
{
  g_strfreev(request->data);
  g_strfreev(request->named);
  g_strfreev(request->services);
  g_free(request->base);
  g_free(request->file);
  g_free(request->text);
}

int
yt_cli_misuse(const YtCommand *command, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *text = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  fprintf(stderr, "yuantu %s: %s; see yuantu %s --help\n", command->name, text, command->name);
  return YT_EXIT_MISUSE;
}
