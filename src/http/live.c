/* live.c: the store that is served.
 *
 * A request takes a reference to the newest snapshot when it begins and keeps it to its end, so a new store comes in
 * without anyone noticing, and the old one goes with the last request that needs it. Nobody who answers a request opens a
 * store: that is done by the guard, and the others see it when it is open. */
#include "http/live.h"

struct _YtLive {
  YtStoreWatch *watch; /* NULL: @store for ever, or the writer's */
  YtStoreWriter *writer;
  GMutex lock;
  /* under lock; NULL with a writer, which has the newest: an old one would keep its file on the disk */
  YtStore *store;
};

YtLive *
yt_live_new(YtStore *store, const char *path, YtStoreWriter *writer, GError **error)
{
  YtStoreWatch *watch = NULL;
  /* The writer has the store to itself: nobody else changes it. */
  if (path && !writer && !(watch = yt_store_watch_new(path, error)))
    return NULL;
  YtLive *live = g_new0(YtLive, 1);
  g_mutex_init(&live->lock);
  live->watch = watch;
  live->store = writer ? NULL : yt_store_ref(store);
  live->writer = writer ? yt_store_writer_ref(writer) : NULL;
  return live;
}

void
yt_live_free(YtLive *live)
{
  if (!live)
    return;
  g_clear_pointer(&live->store, yt_store_unref);
  yt_store_writer_unref(live->writer);
  yt_store_watch_free(live->watch);
  g_mutex_clear(&live->lock);
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

char *
yt_live_refresh(YtLive *live, gboolean *changed)
{
  *changed = FALSE;
  if (!live->watch)
    return NULL;
  YtStore *newest = yt_store_watch_ref_snapshot(live->watch);
  g_mutex_lock(&live->lock);
  YtStore *old = live->store;
  live->store = newest;
  g_mutex_unlock(&live->lock);
  *changed = newest != old && yt_store_get_version(newest) != yt_store_get_version(old);
  yt_store_unref(old);
  return yt_store_watch_dup_problem(live->watch);
}
