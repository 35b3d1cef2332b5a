/* cache.h: small answers of look-ups that are asked again and again. */
#pragma once
#include "http/job.h"

typedef struct _YtCache YtCache;

YtCache *yt_cache_new(gsize max_bytes);
void yt_cache_free(YtCache *cache);

/* Answers @job, a GET whose headers and URL are known, with what the same request was answered with from the same store.
 * FALSE when there is nothing. */
gboolean yt_cache_answer(YtCache *cache, YtHttpJob *job);

/* Keeps the answer of @job if it may be: 200, with an ETag, and @bytes small. */
void yt_cache_keep(YtCache *cache, const YtHttpJob *job, GBytes *bytes, const char *coding);
