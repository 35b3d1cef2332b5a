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

/* The lists that any item of a sentence is in; a rule whose words are not all among them need not be tried. */
typedef struct {
  guint64 bits[YT_MAX_LISTS / 64];
} YtListUnion;
void yt_unite_lists(const YtAnalysis *analysis, guint32 from, guint32 to, YtListUnion *lists);
gboolean yt_has_needed(const YtRule *rule, const YtListUnion *lists);

/* Is item @i in the middle of a mention, so that no match may begin there? */
static inline gboolean
yt_inside_mention(const YtAnalysis *analysis, guint32 from, guint32 i)
{
  return i > from && yt_item(analysis, i)->mention != 0 && yt_item(analysis, i)->mention == yt_item(analysis, i - 1)->mention;
}

/* The end of an undetermined name that begins at item @i, or @i when none does: a run of nominal items. After a
 * separator (@listed) a name may be anything up to the next mark; @behind_word: a noun before it is the rule's own word. */
guint32 yt_name_end(const YtAnalysis *analysis, guint32 from, guint32 to, guint32 i, gboolean listed, gboolean behind_word);
