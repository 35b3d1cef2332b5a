/* cache.c: small answers of look-ups that are asked again and again.
 *
 * A look-up of some microseconds costs more to parse, to plan and to write than to find. The same ones come often: a page
 * asks for the labels of the same things each time that it is shown. What is kept belongs to one version of the store; with
 * the next, all of it goes. A key is all of the request that the answer depends on, compared as a whole and not by its
 * hash, so that no client can put an answer in another's place.
 *
 * Entries lie one behind the other in a ring, each new one over the oldest, so nothing is allocated or freed for them:
 *
 *   entry := Entry, key, content type, ETag, coding, bytes; strings with a NUL
 *
 * Positions only grow, as long as the version is the same. A table by hash has the position of the last entry with that
 * place; one that the ring has passed is gone without anybody having to say so. */
#include "http/cache.h"
#include "http/negotiate.h"
#include <string.h>
#include <xxhash.h>

#define MAX_ENTRY      (16 * 1024) /* bytes of one answer */
#define BYTES_PER_SLOT 1024        /* of the ring; about those of an entry */

typedef struct {
  gsize n_key, n_type, n_etag, n_coding, n_bytes; /* strings with their NUL; n_coding 0: none */
} Entry;

typedef struct {
  guint64 hash;
  guint64 end; /* of the entry; 0: none */
  gsize n_bytes;
} Slot;

struct _YtCache {
  GMutex lock;
  guint64 version;
  char *ring;
  gsize n_ring;
  guint64 end; /* of the last entry */
  Slot *slots;
  gsize n_slots;
};

YtCache *
yt_cache_new(gsize max_bytes)
{
  YtCache *cache = g_new0(YtCache, 1);
  g_mutex_init(&cache->lock);
  cache->n_ring = max_bytes;
  cache->ring = g_malloc(max_bytes);
  cache->n_slots = max_bytes / BYTES_PER_SLOT;
  cache->slots = g_new0(Slot, cache->n_slots);
  return cache;
}

void
yt_cache_free(YtCache *cache)
{
  if (!cache)
    return;
  g_free(cache->ring);
  g_free(cache->slots);
  g_mutex_clear(&cache->lock);
  g_free(cache);
}

/* A control character, which no header and no URL has, parts the members. */
GString *
yt_cache_make_key(const YtHttpJob *job)
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
  return key;
}

static Slot *
find_slot(YtCache *cache, guint64 hash)
{
  return &cache->slots[hash % cache->n_slots];
}

/* Under the lock: the cache is of @version from here on. */
static void
set_version(YtCache *cache, guint64 version)
{
  if (cache->version == version)
    return;
  memset(cache->slots, 0, cache->n_slots * sizeof *cache->slots);
  cache->end = 0; /* so that a store that changes often uses little of the ring */
  cache->version = version;
}

/* Under the lock: where the entry of @key begins; NULL if there is none. */
static const char *
find(YtCache *cache, const GString *key, guint64 hash)
{
  const Slot *slot = find_slot(cache, hash);
  Entry entry;
  if (slot->end == 0 || slot->hash != hash || cache->end - (slot->end - slot->n_bytes) > cache->n_ring)
    return NULL;
  const char *at = cache->ring + (slot->end - slot->n_bytes) % cache->n_ring;
  memcpy(&entry, at, sizeof entry);
  return entry.n_key == key->len + 1 && memcmp(at + sizeof entry, key->str, entry.n_key) == 0 ? at : NULL;
}

static void
set_answer(YtHttpAnswer *answer, const char *at)
{
  Entry entry;
  memcpy(&entry, at, sizeof entry);
  const char *type = at + sizeof entry + entry.n_key, *etag = type + entry.n_type,
             *coding = etag + entry.n_etag;
  yt_http_answer_clear(answer);
  answer->status = 200;
  answer->content_type = g_strdup(type);
  answer->bytes = g_bytes_new(coding + entry.n_coding, entry.n_bytes);
  yt_http_answer_add_header(answer, "ETag", etag);
  if (entry.n_coding > 0)
    yt_http_answer_add_header(answer, "Content-Encoding", coding);
}

gboolean
yt_cache_answer(YtCache *cache, const GString *key, YtHttpJob *job)
{
  guint64 version = yt_store_get_version(yt_http_job_get_store(job)), hash = XXH3_64bits(key->str, key->len);
  g_mutex_lock(&cache->lock);
  set_version(cache, version);
  const char *at = find(cache, key, hash);
  if (at)
    set_answer(&job->answer, at);
  g_mutex_unlock(&cache->lock);
  if (at && job->headers[YT_HEADER_IF_NONE_MATCH]) {
    g_autofree char *etag = g_strdup(yt_http_answer_get_header(&job->answer, "ETag"));
    if (yt_http_etag_matches(job->headers[YT_HEADER_IF_NONE_MATCH], etag)) {
      yt_http_answer_set_text(&job->answer, 304, NULL, g_string_new(NULL));
      yt_http_answer_add_header(&job->answer, "ETag", etag);
    }
  }
  return at != NULL;
}

/* Under the lock: room for @n_bytes in one piece, over the oldest entries. */
static char *
make_room(YtCache *cache, gsize n_bytes)
{
  gsize left = cache->n_ring - cache->end % cache->n_ring;
  if (left < n_bytes)
    cache->end += left;
  char *at = cache->ring + cache->end % cache->n_ring;
  cache->end += n_bytes;
  return at;
}

void
yt_cache_keep(YtCache *cache, const GString *key, const YtHttpJob *job, GBytes *bytes, const char *coding)
{
  gsize n_bytes;
  const void *body = g_bytes_get_data(bytes, &n_bytes);
  if (job->answer.status != 200 || !job->etag || job->method != YT_HTTP_GET || n_bytes > MAX_ENTRY)
    return;
  Entry entry = {key->len + 1, strlen(job->answer.content_type) + 1, strlen(job->etag) + 1,
                 coding ? strlen(coding) + 1 : 0, n_bytes};
  const struct {
    const void *bytes;
    gsize n_bytes;
  } parts[] = {{&entry, sizeof entry},    {key->str, entry.n_key},  {job->answer.content_type, entry.n_type},
               {job->etag, entry.n_etag}, {coding, entry.n_coding}, {body, entry.n_bytes}};
  gsize n_all = 0;
  for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
    n_all += parts[i].n_bytes;
  guint64 version = yt_store_get_version(job->store), hash = XXH3_64bits(key->str, key->len);
  g_mutex_lock(&cache->lock);
  if (version == cache->version && n_all <= cache->n_ring) {
    char *at = make_room(cache, n_all);
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
      if (parts[i].n_bytes > 0)
        memcpy(at, parts[i].bytes, parts[i].n_bytes);
      at += parts[i].n_bytes;
    }
    *find_slot(cache, hash) = (Slot){hash, cache->end, n_all};
  }
  g_mutex_unlock(&cache->lock);
}
