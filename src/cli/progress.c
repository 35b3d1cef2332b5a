/* progress.c: one line on the terminal that is written over and over. */
#include "cli/cli.h"
#include <stdio.h>
#include <unistd.h>

struct _YtProgress {
  gboolean on_terminal;
  gboolean shown;
  gint64 next_us; /* not before this time, so that drawing costs nothing */
};

YtProgress *
yt_progress_new(void)
{
  YtProgress *progress = g_new0(YtProgress, 1);
  progress->on_terminal = isatty(STDERR_FILENO);
  return progress;
}

void
yt_progress_show(YtProgress *progress, const char *format, ...)
{
  gint64 now = g_get_monotonic_time();
  if (!progress->on_terminal || now < progress->next_us)
    return;
  progress->next_us = now + G_USEC_PER_SEC / 10;
  progress->shown = TRUE;
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *text = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  fprintf(stderr, "\r\033[K%s", text); /* to the line's start, and clear it */
  fflush(stderr);
}

void
yt_progress_clear(YtProgress *progress)
{
  if (progress->shown)
    fputs("\r\033[K", stderr);
  progress->shown = FALSE;
}

void
yt_progress_free(YtProgress *progress)
{
  if (!progress)
    return;
  yt_progress_clear(progress);
  g_free(progress);
}
