/* match.h: runs a rule over the items of a sentence. */
#pragma once
#include "loader/analysis.h"

/* What a label of a rule holds: spans of items, each perhaps a mention. */
typedef struct {
  guint32 item_from, item_to;
  gint32 mention;  /* -1 where the span is no mention */
  gboolean phrase; /* words up to a suffix */
} YtCaptured;

#define YT_MAX_CAPTURED 48

typedef struct {
  guint n[YT_MAX_CAPTURES];
  YtCaptured captured[YT_MAX_CAPTURES][YT_MAX_CAPTURED];
  guint32 item_from, item_to; /* the whole match */
} YtMatch;

/**
 * yt_match:
 * @analysis: items and mentions
 * @rule: the compiled rule
 * @from: first item of the sentence
 * @to: behind its last one
 * @start: the item at which the match must begin
 * @match: (out): filled when it matches
 *
 * Tries the branches of a rule in the order written; the first that succeeds wins. The number of steps is bounded, so
 * the time is proportional to the rule's length whatever the text.
 *
 * Returns: whether the rule matches there
 */
gboolean yt_match(const YtAnalysis *analysis, const YtRule *rule, guint32 from, guint32 to, guint32 start,
                  YtMatch *match);

/* ---- trials.c: which rules are worth trying, and where ---- */

void yt_dispatch_init(YtDispatch *dispatch, const YtLexicon *lexicon, const GPtrArray *rules);
void yt_dispatch_clear(YtDispatch *dispatch);

/* The rules that may match in a sentence, each with the items at which it may. Takes memory once for many sentences. */
typedef struct _YtTrials YtTrials;
YtTrials *yt_trials_new(const YtAnalysis *analysis, const YtDispatch *dispatch);
void yt_trials_free(YtTrials *trials);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtTrials, yt_trials_free)

/* Begins the sentence of items @from to @to. */
void yt_trials_find(YtTrials *trials, guint32 from, guint32 to);

/* The next rule and, in @start, an item to try it at: in the order of the rules, and of the items for each. NULL at the
 * end. A rule that is not given for an item does not match there. */
const YtRule *yt_trials_next(YtTrials *trials, guint32 *start);

/* Can an undetermined name begin at item @i, behind no word of a rule? FALSE only where a rule that begins with one fails. */
gboolean yt_may_begin_name(const YtAnalysis *analysis, guint32 from, guint32 to, guint32 i);

/* The end of an undetermined name that begins at item @i, or @i when none does: a run of nominal items. After a
 * separator (@listed) a name may be anything up to the next mark; @behind_word: a noun before it is the rule's own word. */
guint32 yt_name_end(const YtAnalysis *analysis, guint32 from, guint32 to, guint32 i, gboolean listed, gboolean behind_word);
