/* mentions.h: what the files share that find the names in a text; mentions.c says how they go together. */
#pragma once

#include "loader/analysis.h"

#define NO_ITEM G_MAXUINT32

static inline gboolean
in(const YtAnalysis *a, guint32 i, guint list)
{
  return yt_item_in(a, yt_item(a, i), list);
}

static inline char
byte_at(const YtAnalysis *a, guint32 i)
{
  return a->text->text[yt_item(a, i)->start];
}

static inline gboolean
is_mark(const YtAnalysis *a, guint32 i, const char *mark)
{
  return yt_item(a, i)->kind == YT_ITEM_MARK && yt_text_has(a, yt_item(a, i)->start, mark);
}

/* Does the text of item @i begin with a word of @list? 省委, 充分发挥: the segmenter may have taken more as one word. */
static inline gboolean
begins_with_list(const YtAnalysis *a, guint32 i, guint list)
{
  return yt_leading_word(a, i, list) > 0;
}

static inline YtClass
suffix_class(const YtAnalysis *a, guint32 i)
{
  return a->grammar->suffix_classes[yt_item(a, i)->set];
}

/* Two lone characters in a row are no word: part of an unknown name (中元, 人福). */
static inline gboolean
is_lone(const YtAnalysis *a, guint32 i)
{
  const YtItem *item = yt_item(a, i);
  return item->kind == YT_ITEM_HAN && item->end - item->start <= 4 && !in(a, i, a->grammar->known.generic);
}

static inline gboolean
is_silent(const YtBlock *block) /* no names are read here */
{
  return block->kind == YT_BLOCK_FURNITURE || block->kind == YT_BLOCK_META || block->kind == YT_BLOCK_NUMBER;
}

/* The first item of the block that item @i stands in; @block goes along, from one item to a later one. */
static inline guint32
block_start(const YtAnalysis *a, guint32 i, guint *block)
{
  while (i >= yt_block(a, *block)->item_to)
    ++*block;
  return yt_block(a, *block)->item_from;
}

/* ---- mentions.c ---- */

/* A new candidate, items [from, to), named; valid until the next one is added. */
YtMention *yt_add_mention(YtAnalysis *a, guint32 from, guint32 to, YtClass class, const char *rule, double confidence);
const YtEntry *yt_entry_of(const YtAnalysis *a, const YtItem *item, YtClass class); /* the word's first one of @class, or NULL */
/* Which of the places of this name is meant: one of the document's own jurisdiction, or the highest. 0: none fits. */
guint32 yt_resolve_place(const YtAnalysis *a, const YtItem *item);
gboolean yt_ends_in_list(const YtAnalysis *a, guint32 end, guint list); /* does the text before offset @end end with a word of @list? */

/* ---- extent.c ---- */

typedef struct {
  guint32 from;   /* first item of the name */
  gboolean named; /* something in it distinguishes one thing */
} YtExtent;

/* The name that ends with the suffix at item @i, no further left than @first. */
YtExtent yt_extend_left(const YtAnalysis *a, guint32 first, guint32 i, YtClass class);
YtExtent yt_extend_group(const YtAnalysis *a, guint32 first, guint32 i); /* the same of a 领导小组, 专班 */
gboolean yt_name_goes_on(const YtAnalysis *a, guint32 first, guint32 i, YtClass class);
gboolean yt_is_with(const YtAnalysis *a, guint32 first, guint32 i); /* may item @i stand inside a name of @class? */
guint32 yt_opening_of(const YtAnalysis *a, guint32 first, guint32 close, const char *open_mark); /* the mark before @close, or NO_ITEM */
guint32 yt_whole_stem(const YtAnalysis *a, guint32 first, guint32 from); /* the first item of the firm's stem that @from belongs to */

guint32 yt_stem_over_and(const YtAnalysis *a, guint32 first, guint32 from); /* the same where 和 is a part of it: 荣 in 荣和烧坊酒业 */

/* What words say of items [from, to) or item @i: */
gboolean yt_distinguishes(const YtAnalysis *a, guint32 i); /* one thing from others of its kind */
gboolean yt_any_distinguishes(const YtAnalysis *a, guint32 from, guint32 to);
guint32 yt_place_that_has(const YtAnalysis *a, guint32 from); /* the place in 禹州市的中医药健康产业园, as an entry; 0 none */
gboolean yt_is_owned(const YtAnalysis *a, guint32 from, guint32 to, YtClass class); /* whose it is distinguishes it: 省知识产权保护中心 */
gboolean yt_is_quality(const YtAnalysis *a, guint32 i);  /* 专业性, 综合型 */
gboolean yt_is_industry(const YtAnalysis *a, guint32 i); /* or the kind of an agency */
gboolean yt_is_rank(const YtAnalysis *a, guint32 from, guint32 to); /* begin with 国家级, 重庆市级 */
/* Could they be the made-up stem of a firm's name? @bounded: a mark stands before them, so that less will do. */
gboolean yt_is_unknown_stem(const YtAnalysis *a, guint32 from, guint32 to, gboolean bounded);
gboolean yt_has_firm_at_head(const YtAnalysis *a, guint32 from, guint32 to); /* a firm's name, or letters, and no place */

/* ---- choose.c ---- */

#define YT_TERM_RULE "agency/term" /* 市六届人大: level, term and body */
#define YT_TOWN_RULE "agency/town" /* of what the name of a street's office spells: it stays beside that */
#define YT_BRANCH_RULE "branch/head" /* of whom a branch is one */

/* Keeps the best of what overlaps, brings mentions into the order of the text, and writes into every item which one it
 * belongs to. */
void yt_choose_mentions(YtAnalysis *a);

/* ---- the other sources of candidates ---- */

void yt_find_people(YtAnalysis *a);       /* people.c */
void yt_find_listed_counties(YtAnalysis *a); /* places.c */
void yt_find_measures(YtAnalysis *a);     /* measures.c */
void yt_find_cells(YtAnalysis *a, gboolean tasks); /* measures.c: tasks, or else names */
void yt_find_glosses(YtAnalysis *a);      /* repeats.c */
void yt_find_repeated_names(YtAnalysis *a);
void yt_find_shared_ends(YtAnalysis *a);
void yt_find_zones(YtAnalysis *a);
void yt_find_group_parts(YtAnalysis *a);
void yt_find_anaphors(YtAnalysis *a);
void yt_find_home_zone(YtAnalysis *a);
