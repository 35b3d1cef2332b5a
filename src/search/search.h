/* search.h: literals found by what stands in them, best first.
 *
 * What may be looked for, what matches, and how the score is made: docs/search.md. The index of character pairs in the store
 * (its text-index.h) gives candidates; where pairs alone do not decide, the text itself is read. Traditional and
 * simplified characters and pinyin are a matter of the question, not of the index, so their tables may change without the
 * stores. */
#pragma once
#include "base/base.h"
#include "store/store.h"

typedef enum {
  YT_SEARCH_ERROR_NO_INDEX, /* a store from before there was one */
  YT_SEARCH_ERROR_STOPPED,  /* by the limits */
} YtSearchError;

#define YT_SEARCH_ERROR (yt_search_error_quark())
GQuark yt_search_error_quark(void);

typedef struct {
  YtTermId id;      /* a literal */
  guint32 score;    /* in ten-thousandths */
  gboolean is_open; /* private: the text must be read, and the score may be less */
} YtSearchHit;

typedef struct _YtSearchHits YtSearchHits;

/**
 * yt_search:
 * @store: what to search; to be kept until the hits are freed
 * @text: what somebody typed; UTF-8. Any text is a question: without a word in it, nothing matches
 * @limits: (nullable): borrowed, and so until the hits are freed
 * @error: return location for a #GError
 *
 * Costs time by how many texts have the pairs of the words, and some bits of memory a text of the store for each word. Texts
 * are read when their turn comes, so the first hits cost little of what all of them do.
 *
 * Errors: #YtSearchError
 * Returns: (transfer full) (nullable): the hits
 */
YtSearchHits *yt_search(YtStore *store, const char *text, gsize n_text, const YtLimits *limits,
                        GError **error);
void yt_search_hits_free(YtSearchHits *hits);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtSearchHits, yt_search_hits_free)

/* How many there are at most: of texts that have the pairs of a word, some may not have the word. */
gsize yt_search_hits_get_n(const YtSearchHits *hits);

/* @found (out): the hits, the best first: higher scores first, of one score smaller ids; lent until the next call. Returns how
 * many of them are there in order: at least @n, fewer only when there are no more, or when the limits stopped it. */
gsize yt_search_hits_get(YtSearchHits *hits, gsize n, const YtSearchHit **found);
