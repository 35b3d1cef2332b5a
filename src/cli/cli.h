/* cli.h: what the subcommands of the program share. One subcommand is one file with one YtCommand. */
#pragma once
#include <gio/gio.h>

/* Exit statuses. */
enum {
  YT_EXIT_DONE = 0,
  YT_EXIT_FAILED = 1, /* the answer is no, or the input is bad */
  YT_EXIT_MISUSE = 2, /* the command line makes no sense */
};

typedef struct {
  const char *name;
  const char *summary;               /* one line for the list of commands */
  int (*run)(int argc, char **argv); /* argv[0] is the subcommand; returns an exit status */
} YtCommand;

extern const YtCommand yt_command_extract, yt_command_load, yt_command_query, yt_command_export, yt_command_serve,
    yt_command_stats, yt_command_update, yt_command_compact, yt_command_verify;

/* Describes a subcommand's options to GLib: @usage follows the command's name, @description the list of options. */
GOptionContext *yt_cli_context_new(const YtCommand *command, const char *usage, const char *description,
                                   const GOptionEntry *entries);

/* Takes the options out of @argv. FALSE after a message about misuse. Prints the help and exits when asked to. */
gboolean yt_cli_parse(GOptionContext *context, const YtCommand *command, int *argc, char ***argv);

/* A size in bytes: 2000000, 512M, 4G; units are multiples of 1024. FALSE for anything else, and for 0. */
gboolean yt_cli_read_size(const char *text, gsize *n_bytes);

/* What loading may take when nobody says: a quarter of the machine's memory, or of what its control group may have, but at
 * least 1 GiB, and at most half of it. */
gsize yt_cli_get_memory(void);

/* When a log is folded into its store: it has so many bytes, and is this part of the store. So what is written anew for an
 * update is bounded by what the update brought, and opening a store never reads more than this of a log. */
#define YT_CLI_LOG_BYTES (16 * 1024 * 1024)
#define YT_CLI_LOG_PART  0.125

/* The option --service of @strings, a char** that is NULL before; and whether what it was given may stand in the list: else says
 * so as a misuse of @command. */
#define YT_CLI_SERVICE_OPTION(strings)                                                                                   \
  {"service", 0, 0, G_OPTION_ARG_STRING_ARRAY, strings,                                                                  \
   "let SERVICE ask endpoints whose IRI begins with PREFIX; may be repeated; none without it", "PREFIX"}
gboolean yt_cli_check_services(const YtCommand *command, char *const *services);

/* Prints "yuantu: …" and returns YT_EXIT_FAILED. @error is freed. */
int yt_cli_fail(GError *error);

/* What yuantu query and yuantu update are asked, and of what: the options that both have, and what follows them. */
typedef struct {
  char **data, **named, **services, *base, *file; /* as given; base and file may be NULL */
  double timeout;                                 /* seconds; 0: none */
  const char *store;                              /* (nullable) */
  char *text;
  const char *text_source;                        /* what messages call it */
} YtCliRequest;

/* Takes STORE and the text from what is left of the command line, or from --file, and checks the options. @noun: what the text is
 * called, with its article. Says what is wrong and returns YT_EXIT_MISUSE, or YT_EXIT_FAILED for a file that cannot be read. */
int yt_cli_take_request(const YtCommand *command, YtCliRequest *request, const char *noun, int argc, char **argv);
void yt_cli_request_clear(YtCliRequest *request);

/* Prints "yuantu COMMAND: …" with a pointer to its help, and returns YT_EXIT_MISUSE. */
int yt_cli_misuse(const YtCommand *command, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* A line that says how far a long piece of work has come, on a terminal; nothing in a pipe. */
typedef struct _YtProgress YtProgress;
YtProgress *yt_progress_new(void);
void yt_progress_show(YtProgress *progress, const char *format, ...)
    G_GNUC_PRINTF(2, 3);                     /* at most ten times a second */
void yt_progress_clear(YtProgress *progress); /* takes the line away, so that something else can be written */
void yt_progress_free(YtProgress *progress);  /* and takes the line away */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtProgress, yt_progress_free)
