/* live.h: the store that is served: its newest snapshot. */
#pragma once
#include "store/store.h"

typedef struct _YtLive YtLive;

/* Serves @store (referenced) until something newer is known. With @writer (nullable, referenced) the newest snapshot is
 * the writer's; otherwise, with @path (nullable), what other processes put there. Errors: as yt_store_watch_new().
 * (transfer full) (nullable) */
YtLive *yt_live_new(YtStore *store, const char *path, YtStoreWriter *writer, GError **error);
void yt_live_free(YtLive *live);

YtStore *yt_live_ref_store(YtLive *live);         /* (transfer full) */
YtStoreWriter *yt_live_peek_writer(YtLive *live); /* (nullable) */

/* Looks whether there is a newer store, and serves it; @changed is out. Returns why the newest cannot be read, in which
 * case the one before is served on. (transfer full) (nullable) */
char *yt_live_refresh(YtLive *live, gboolean *changed);
