/* spool.h: a stream that keeps a small answer in memory and a large one in a file without a name. */
#pragma once
#include <gio/gio.h>

#define YT_TYPE_SPOOL (yt_spool_get_type())
G_DECLARE_FINAL_TYPE(YtSpool, yt_spool, YT, SPOOL, GOutputStream)

YtSpool *yt_spool_new(void);

/* What has been written, once: as bytes (transfer full), or NULL with the descriptor of a file of @n_bytes that
 * becomes the caller's. */
GBytes *yt_spool_steal(YtSpool *spool, int *fd, guint64 *n_bytes);
