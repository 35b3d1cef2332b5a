/* cache.h: small answers of look-ups that are asked again and again. All functions may be called on any thread. */
#pragma once
#include "http/job.h"

typedef struct _YtCache YtCache;

YtCache *yt_cache_new(gsize max_bytes);
void yt_cache_free(YtCache *cache);

/* All of the request that its answer depends on, besides the store. (transfer full) */
GString *yt_cache_make_key(const YtHttpJob *job);

/* Answers @job, a GET whose headers and URL are known, with what the same request was answered with from the same store.
 * FALSE when there is nothing. */
gboolean yt_cache_answer(YtCache *cache, const GString *key, YtHttpJob *job);

/* Keeps the answer of @job if it may be: 200, with an ETag, and @bytes small. @coding (nullable) is theirs. */
void yt_cache_keep(YtCache *cache, const GString *key, const YtHttpJob *job, GBytes *bytes,
                   const char *coding);
