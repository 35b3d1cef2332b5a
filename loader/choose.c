/* choose.c: which of the overlapping candidates are the names, and the order of mentions.
 *
 * Mentions are brought into the order of the text first. Then those that overlap stand together, and only they have to be
 * compared with each other: most stand alone. */
#include <string.h>

#include "loader/mentions.h"

typedef struct {
  guint64 key;
  guint32 minor; /* tells those of one key apart; equal ones keep their order */
  guint32 mention;
} Ranked;

static inline gboolean
is_before(const Ranked *a, const Ranked *b)
{
  return a->key != b->key ? a->key < b->key : a->minor < b->minor;
}

#define SORTED_BY_INSERTION 12

/* Two sorted runs, of which the second begins at @half, into one. @spare: room for the first. */
static void
merge_ranked(Ranked *order, guint half, guint n, Ranked *spare)
{
  guint x = 0, y = half, k = 0;
  if (!is_before(&order[half], &order[half - 1]))
    return;
  memcpy(spare, order, half * sizeof *order);
  while (x < half && y < n)
    order[k++] = is_before(&order[y], &spare[x]) ? order[y++] : spare[x++];
  memcpy(order + k, spare + x, (half - x) * sizeof *order);
}

/* A merge sort with the comparison inside: the candidates are sorted after every stage that adds some. @spare: room for @n. */
static void
sort_ranked(Ranked *order, guint n, Ranked *spare)
{
  if (n <= SORTED_BY_INSERTION) {
    for (guint i = 1; i < n; i++) {
      Ranked one = order[i];
      guint k = i;
      for (; k > 0 && is_before(&one, &order[k - 1]); k--)
        order[k] = order[k - 1];
      order[k] = one;
    }
    return;
  }
  guint half = n / 2;
  sort_ranked(order, half, spare);
  sort_ranked(order + half, n - half, spare);
  merge_ranked(order, half, n, spare);
}

/* May @inner, at the head of @outer, stay as the owner of the longer name? */
static gboolean
owns(const YtAnalysis *a, const YtMention *inner, const YtMention *outer)
{
  if (inner->start != outer->start || inner->end >= outer->end || inner->state != YT_MENTION_NAMED)
    return FALSE;
  switch (outer->class) {
  case YT_CLASS_PARK: /* 定西经济开发区循环经济产业园: whose section it is */
    return inner->class == YT_CLASS_PARK && in(a, inner->item_to - 1, a->grammar->known.zone) &&
           !yt_text_ends(a, outer->end, "片区") && inner->item_to - inner->item_from > 1;
  case YT_CLASS_PROJECT:
  case YT_CLASS_PRODUCT: return inner->class == YT_CLASS_COMPANY || inner->class == YT_CLASS_INSTITUTION;
  case YT_CLASS_INSTITUTION: /* 自然资源部第三海洋研究所 */
    return inner->class == YT_CLASS_INSTITUTION || (inner->class == YT_CLASS_AGENCY && inner->entry != 0);
  case YT_CLASS_COMPANY: /* 贵州银行遵义分行 */ return strcmp(inner->rule, YT_BRANCH_RULE) == 0;
  case YT_CLASS_POLICY: /* 《重庆市人民政府办公厅关于…》 */
    return (inner->class == YT_CLASS_AGENCY && yt_text_has(a, inner->end, "关于")) ||
           (inner->class == YT_CLASS_PARK && yt_text_has(a, inner->end, "条例")); /* 《…试验区条例》 */
  case YT_CLASS_AGENCY:
    if (inner->class == YT_CLASS_PLACE) /* 候口街道 in 候口街道办事处 */
      return strcmp(inner->rule, YT_TOWN_RULE) == 0;
    return inner->class == YT_CLASS_PARK || /* not what a branch is one of: 九三学社湖北省委会 */
           (inner->class == YT_CLASS_AGENCY && inner->entry == 0 &&
            !yt_ends_with(a->text->text, a->text->n_text, "办公厅") &&
            strncmp(a->text->text + inner->end, "办公", 6) != 0);
  default: return FALSE;
  }
}

static gint32
target_of(const YtMention *mention) /* the mention that this one hangs on, or a negative number */
{
  return mention->owner >= 0 ? mention->owner : mention->antecedent;
}

/* Moves each mention to where @order has its number; @order is done with then. */
static void
move_mentions(YtMention *mentions, Ranked *order, guint n)
{
  for (guint m = 0; m < n; m++) {
    if (order[m].mention == m)
      continue;
    YtMention first = mentions[m]; /* of those that move round, each to where the one before it was */
    guint to = m;
    for (guint from; (from = order[to].mention) != m; to = from) {
      mentions[to] = mentions[from];
      order[to].mention = to;
    }
    mentions[to] = first;
    order[to].mention = to;
  }
}

/* Into the order of the text, of those that begin together the longest first, then by class. Mentions are large, and most
 * times in order but for a few new ones behind the others: what is sorted is their numbers. */
static void
sort_mentions(GArray *array, Ranked *order, Ranked *spare)
{
  YtMention *mentions = (YtMention *) (gpointer) array->data;
  guint n = array->len, n_sorted = 0;
  for (guint32 m = 0; m < n; m++) {
    const YtMention *mention = &mentions[m];
    order[m] = (Ranked){.key = (guint64) mention->start << 32 | (G_MAXUINT32 - mention->end),
                        .minor = mention->class,
                        .mention = m};
    n_sorted += n_sorted == m && (m == 0 || !is_before(&order[m], &order[m - 1]));
  }
  if (n_sorted == n)
    return;
  sort_ranked(order + n_sorted, n - n_sorted, spare);
  merge_ranked(order, n_sorted, n, spare);
  move_mentions(mentions, order, n);
}

/* Where the mention begins that one hangs on, and its class: named ones, which targets are, never share both. */
typedef struct {
  guint32 start;
  guint8 class;
} Target;

/* Brings the mentions into the order of the text. What they hang on comes back in @targets, by YtMention.parent. */
static void
sort_by_position(YtAnalysis *a, Target *targets, Ranked *order, Ranked *spare)
{
  for (guint m = 0; m < a->mentions->len; m++) {
    gint32 to = target_of(yt_mention(a, m));
    if (to < 0)
      continue;
    targets[m] = (Target){.start = yt_mention(a, to)->start, .class = yt_mention(a, to)->class};
    yt_mention(a, m)->parent = (gint32) m;
  }
  sort_mentions(a->mentions, order, spare);
}

static void
set_items(YtAnalysis *a, const YtMention *mention, guint32 value)
{
  YtItem *items = yt_item(a, 0);
  for (guint32 i = mention->item_from, to = mention->item_to; i < to; i++)
    items[i].mention = value;
}

/* Antecedents and owners by their numbers again; what hung on one that is no name falls away. */
static void
find_targets(YtAnalysis *a, const Target *targets)
{
  guint n = a->mentions->len;
  for (guint m = 0; m < n; m++) {
    YtMention *mention = yt_mention(a, m);
    if (target_of(mention) < 0)
      continue;
    const Target *target = &targets[mention->parent];
    mention->parent = -1;
    guint lo = 0, hi = m;
    while (lo < hi) {
      guint mid = (lo + hi) / 2;
      if (yt_mention(a, mid)->start < target->start)
        lo = mid + 1;
      else
        hi = mid;
    }
    gint32 *to = mention->owner >= 0 ? &mention->owner : &mention->antecedent;
    *to = -1;
    for (; lo < n && yt_mention(a, lo)->start == target->start; lo++)
      if (yt_mention(a, lo)->class == target->class && yt_mention(a, lo)->state == YT_MENTION_NAMED) {
        *to = (gint32) lo;
        break;
      }
    if (*to >= 0)
      continue;
    if (mention->class != YT_CLASS_MEASURE &&
        (mention->state == YT_MENTION_NAMED || mention->state == YT_MENTION_WEAK))
      set_items(a, mention, 0);
    mention->state = YT_MENTION_DEAD;
  }
}

static gboolean
is_candidate(const YtMention *mention)
{
  return mention->class != YT_CLASS_MEASURE && mention->state != YT_MENTION_DEAD;
}

/* The best first: weak ones last, then longer ones first, then earlier ones, surer ones, and by their class. */
static Ranked
rank(const YtMention *mention, guint32 m)
{
  guint64 weak = mention->state != YT_MENTION_NAMED, shortness = (1u << 28) - (mention->end - mention->start);
  guint32 doubt = (guint32) ((1.0 - mention->confidence) * (1 << 24));
  return (Ranked){.key = weak << 63 | shortness << 32 | mention->start,
                  .minor = doubt << 8 | mention->class,
                  .mention = m};
}

/* Of candidates that overlap, the mentions of @order[0..n), the best ones stay. */
static void
choose_among(YtAnalysis *a, Ranked *order, guint n, Ranked *spare)
{
  if (n == 1) { /* most stand alone */
    set_items(a, yt_mention(a, order[0].mention), order[0].mention + 1);
    return;
  }
  for (guint k = 0; k < n; k++)
    order[k] = rank(yt_mention(a, order[k].mention), order[k].mention);
  sort_ranked(order, n, spare);
  for (guint k = 0; k < n; k++) {
    guint32 m = order[k].mention, taken = 0;
    YtMention *mention = yt_mention(a, m);
    for (guint32 i = mention->item_from; i < mention->item_to && taken == 0; i++)
      taken = yt_item(a, i)->mention;
    if (taken != 0)
      mention->state = owns(a, mention, yt_mention(a, taken - 1)) ? YT_MENTION_NESTED : YT_MENTION_DEAD;
    else
      set_items(a, mention, m + 1);
  }
}

/* Keeps the best of what overlaps, and writes into every item which mention it belongs to. */
void
yt_choose_mentions(YtAnalysis *a)
{
  guint n = a->mentions->len;
  g_autofree Ranked *order = g_new(Ranked, 2 * n + 1);
  g_autofree Target *targets = g_new(Target, n + 1);
  sort_by_position(a, targets, order, order + n);
  YtItem *items = a->first_item;
#pragma GCC unroll 8
  for (guint32 i = 0, n_items = a->items->len; i < n_items; i++)
    items[i].mention = 0;
  YtMention *mentions = a->first_mention;
  guint32 end = 0; /* of the candidates that overlap, behind the last item */
  guint n_order = 0;
  for (guint32 m = 0; m < n; m++) {
    if (mentions[m].state == YT_MENTION_NESTED)
      mentions[m].state = YT_MENTION_NAMED;
    if (!is_candidate(&mentions[m]))
      continue;
    if (mentions[m].item_from >= end) {
      choose_among(a, order, n_order, order + n);
      n_order = 0;
    }
    end = MAX(end, mentions[m].item_to);
    order[n_order++].mention = m;
  }
  choose_among(a, order, n_order, order + n);
  find_targets(a, targets);
}
