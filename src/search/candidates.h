/* candidates.h: the texts that may have a word, from the pairs of characters that they have. */
#pragma once
#include "search/search.h"
#include "search/word.h"

/* What the parts of one search share. */
typedef struct {
  YtStore *store;
  const YtLimits *limits; /* (nullable) */
  gsize n_blocks;               /* of 64 texts each */
  gboolean is_stopped;
} YtSearchRun;

/* FALSE when the search must end. */
gboolean yt_search_run_check(YtSearchRun *run);

/* A bit for each text of the file, all clear; NULL when there is no memory for it. */
guint64 *yt_search_bits_new(YtSearchRun *run);
void yt_search_bits_free(YtSearchRun *run, guint64 *bits);

/* The texts that get 4, 2 and 1 points for a word, whatever else they may get; and those that may get so many, at most, and
 * must be read to know. */
enum {
  YT_FOUR_POINTS,
  YT_TWO_POINTS,
  YT_ONE_POINT,
  YT_MAYBE_FOUR,
  YT_MAYBE_TWO,
  YT_MAYBE_ONE,
  YT_N_CANDIDATE_KINDS
};
typedef struct {
  guint64 *bits[YT_N_CANDIDATE_KINDS]; /* NULL: none */
} YtSearchCandidates;

/* FALSE when the search must end. */
gboolean yt_search_candidates_find(YtSearchRun *run, const YtWord *word, YtSearchCandidates *candidates);
void yt_search_candidates_clear(YtSearchRun *run, YtSearchCandidates *candidates);
