/* cache.c: small answers of look-ups that are asked again and again.
 *
 * A look-up of some microseconds costs more to parse, to plan and to write than to find. The same ones come often: a page
 * asks for the labels of the same things each time that it is shown. What is kept belongs to one version of the store; with
 * the next, all of it goes. A key is all of the request that the answer depends on, compared as a whole and not by a hash,
 * so that no client can put an answer in another's place. */
#include "http/cache.h"
#include "http/negotiate.h"
#include <string.h>

#define MAX_ENTRY (16 * 1024) /* bytes of one answer */
#define OVERHEAD  200         /* bytes that an entry takes beside key and answer */

typedef struct {
  char *key;
  GBytes *bytes;
  char *content_type, *etag;
  const char *coding; /* static, NULL: none */
  GList link;         /* in the queue, the oldest last */
} Entry;

struct _YtCache {
  GMutex lock;
  gsize n_bytes, max_bytes;
  guint64 version;
  GHashTable *entries; /* key → Entry */
  GQueue queue;
};

static gsize
get_size(const Entry *entry)
{
  return strlen(entry->key) + g_bytes_get_size(entry->bytes) + OVERHEAD;
}

static void
entry_free(gpointer data)
{
  Entry *entry = data;
  g_free(entry->key);
  g_bytes_unref(entry->bytes);
  g_free(entry->content_type);
  g_free(entry->etag);
  g_free(entry);
}

YtCache *
yt_cache_new(gsize max_bytes)
{
  YtCache *cache = g_new0(YtCache, 1);
  g_mutex_init(&cache->lock);
  g_queue_init(&cache->queue);
  cache->max_bytes = max_bytes;
  cache->entries = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, entry_free);
  return cache;
}

void
yt_cache_free(YtCache *cache)
{
  if (!cache)
    return;
  g_hash_table_unref(cache->entries);
  g_mutex_clear(&cache->lock);
  g_free(cache);
}

/* A control character, which no header and no URL has, parts the members. */
static char *
dup_key(const YtHttpJob *job)
{
  const char *parts[] = {job->path,
                         job->parameters,
                         job->headers[YT_HEADER_ACCEPT],
                         job->headers[YT_HEADER_ACCEPT_ENCODING],
                         job->headers[YT_HEADER_ACCEPT_LANGUAGE],
                         job->headers[YT_HEADER_HOST]};
  GString *key = g_string_sized_new(512);
  for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
    g_string_append(key, parts[i] ? parts[i] : "\x02");
    g_string_append_c(key, '\x01');
  }
  return g_string_free(key, FALSE);
}

/* Under the lock: the cache is of @version from here on. */
static void
set_version(YtCache *cache, guint64 version)
{
  if (cache->version == version)
    return;
  g_hash_table_remove_all(cache->entries);
  g_queue_init(&cache->queue); /* its links went with the entries */
  cache->n_bytes = 0;
  cache->version = version;
}

gboolean
yt_cache_answer(YtCache *cache, YtHttpJob *job)
{
  guint64 version = yt_store_get_version(yt_http_job_get_store(job));
  g_autofree char *key = dup_key(job);
  g_mutex_lock(&cache->lock);
  set_version(cache, version);
  Entry *entry = g_hash_table_lookup(cache->entries, key);
  if (entry) {
    g_queue_unlink(&cache->queue, &entry->link);
    g_queue_push_head_link(&cache->queue, &entry->link);
    yt_http_answer_clear(&job->answer);
    job->answer.status = 200;
    job->answer.content_type = g_strdup(entry->content_type);
    job->answer.bytes = g_bytes_ref(entry->bytes);
    yt_http_answer_add_header(&job->answer, "ETag", entry->etag);
    if (entry->coding)
      yt_http_answer_add_header(&job->answer, "Content-Encoding", entry->coding);
  }
  g_mutex_unlock(&cache->lock);
  if (entry && job->headers[YT_HEADER_IF_NONE_MATCH]) {
    g_autofree char *etag = g_strdup(yt_http_answer_get_header(&job->answer, "ETag"));
    if (yt_http_etag_matches(job->headers[YT_HEADER_IF_NONE_MATCH], etag)) {
      yt_http_answer_set_text(&job->answer, 304, NULL, g_string_new(NULL));
      yt_http_answer_add_header(&job->answer, "ETag", etag);
    }
  }
  return entry != NULL;
}

void
yt_cache_keep(YtCache *cache, const YtHttpJob *job, GBytes *bytes, const char *coding)
{
  if (job->answer.status != 200 || !job->etag || job->method != YT_HTTP_GET ||
      g_bytes_get_size(bytes) > MAX_ENTRY)
    return;
  Entry *entry = g_new0(Entry, 1);
  entry->key = dup_key(job);
  entry->bytes = g_bytes_ref(bytes);
  entry->content_type = g_strdup(job->answer.content_type);
  entry->etag = g_strdup(job->etag);
  entry->coding = coding;
  entry->link.data = entry;
  guint64 version = yt_store_get_version(job->store);
  g_mutex_lock(&cache->lock);
  if (version != cache->version || g_hash_table_contains(cache->entries, entry->key)) {
    g_mutex_unlock(&cache->lock);
    entry_free(entry);
    return;
  }
  cache->n_bytes += get_size(entry);
  g_hash_table_insert(cache->entries, entry->key, entry);
  g_queue_push_head_link(&cache->queue, &entry->link);
  while (cache->n_bytes > cache->max_bytes) {
    Entry *oldest = g_queue_peek_tail(&cache->queue);
    cache->n_bytes -= get_size(oldest);
    g_queue_unlink(&cache->queue, &oldest->link);
    g_hash_table_remove(cache->entries, oldest->key);
  }
  g_mutex_unlock(&cache->lock);
}
