/* live.c: the store that is served.
 *
 * A request takes a reference to the newest snapshot when it begins and keeps it to its end, so a new store comes in
 * without anyone noticing, and the old one goes with the last request that needs it. */
#include "http/live.h"

struct _YtLive {
  char *path;
  YtStoreWriter *writer;
  GMutex lock;
  YtStore *store; /* under lock; not used with a writer */
  guint64 state;  /* of the files; of the thread that reloads */
};

YtLive *
yt_live_new(YtStore *store, const char *path, YtStoreWriter *writer)
{
  YtLive *live = g_new0(YtLive, 1);
  g_mutex_init(&live->lock);
  live->store = yt_store_ref(store);
  live->path = g_strdup(path);
  live->writer = writer ? yt_store_writer_ref(writer) : NULL;
  live->state = path ? yt_store_get_file_state(path) : 0;
  return live;
}

void
yt_live_free(YtLive *live)
{
  if (!live)
    return;
  yt_store_unref(live->store);
  yt_store_writer_unref(live->writer);
  g_mutex_clear(&live->lock);
  g_free(live->path);
  g_free(live);
}

YtStore *
yt_live_ref_store(YtLive *live)
{
  if (live->writer)
    return yt_store_writer_ref_snapshot(live->writer);
  g_mutex_lock(&live->lock);
  YtStore *store = yt_store_ref(live->store);
  g_mutex_unlock(&live->lock);
  return store;
}

YtStoreWriter *
yt_live_peek_writer(YtLive *live)
{
  return live->writer;
}

gboolean
yt_live_reload(YtLive *live, gboolean force, gboolean *changed, GError **error)
{
  *changed = FALSE;
  if (!live->path || live->writer)
    return TRUE; /* the writer has the store to itself: nobody else changes it */
  guint64 state = yt_store_get_file_state(live->path);
  if (!force && (state == live->state || state == 0))
    return TRUE; /* 0: it is just being replaced, or gone; what is open stays open */
  live->state = state;
  YtStore *store = yt_store_open(live->path, error);
  if (!store)
    return FALSE;
  g_mutex_lock(&live->lock);
  YtStore *old = live->store;
  live->store = store;
  g_mutex_unlock(&live->lock);
  *changed = TRUE;
  yt_store_unref(old);
  return TRUE;
}
