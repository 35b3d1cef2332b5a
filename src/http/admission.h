/* admission.h: how many jobs may be with the workers, in all and of one client. */
#pragma once
#include <glib.h>

typedef struct _YtAdmission YtAdmission;

YtAdmission *yt_admission_new(guint n_most, guint n_per_client); /* 0 per client: no bound */
void yt_admission_free(YtAdmission *admission);

typedef enum {
  YT_ADMITTED,
  YT_ADMISSION_FULL,        /* there are too many */
  YT_ADMISSION_CLIENT_FULL, /* this client has too many */
  YT_ADMISSION_CLOSED,
} YtAdmissionResult;

YtAdmissionResult yt_admission_enter(YtAdmission *admission, const char *client);
void yt_admission_leave(YtAdmission *admission, const char *client);

/* Lets nobody in any more; waits until all have left, or until @end (monotonic, µs; -1: as long as it takes). */
void yt_admission_close(YtAdmission *admission);
gboolean yt_admission_wait(YtAdmission *admission, gint64 end);
