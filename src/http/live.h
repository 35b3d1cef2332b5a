/* live.h: the store that is served: its newest snapshot, and what tells one from the next. */
#pragma once
#include "store/store.h"

typedef struct _YtLive YtLive;

/* Serves @store (referenced) until something newer is known. With @writer (nullable, referenced) the newest snapshot is
 * the writer's; otherwise, with @path (nullable), what lies there when it is looked at. */
YtLive *yt_live_new(YtStore *store, const char *path, YtStoreWriter *writer);
void yt_live_free(YtLive *live);

YtStore *yt_live_ref_store(YtLive *live);         /* (transfer full) */
YtStoreWriter *yt_live_peek_writer(YtLive *live); /* (nullable) */

/* Opens the store at the path anew if its files have changed, or in any case with @force. FALSE with @error set when it
 * cannot be opened; the old one is served then, and looked at again when the files change once more. @changed is out. */
gboolean yt_live_reload(YtLive *live, gboolean force, gboolean *changed, GError **error);
