/* choose.c: which of the overlapping candidates are the names, and the order of mentions. */
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
  guint half = n / 2, x = 0, y = half, k = 0;
  sort_ranked(order, half, spare);
  sort_ranked(order + half, n - half, spare);
  if (!is_before(&order[half], &order[half - 1]))
    return;
  memcpy(spare, order, half * sizeof *order);
  while (x < half && y < n)
    order[k++] = is_before(&order[y], &spare[x]) ? order[y++] : spare[x++];
  memcpy(order + k, spare + x, (half - x) * sizeof *order);
}

/* The candidates, the best first: weak ones last, then longer ones first, then earlier ones, surer ones, and by their class. */
static guint
order_candidates(const YtAnalysis *a, Ranked *order, Ranked *spare) /* how many there are */
{
  guint n = 0;
  for (guint32 m = 0; m < a->mentions->len; m++) {
    const YtMention *mention = yt_mention(a, m);
    if (mention->class == YT_CLASS_MEASURE || mention->state == YT_MENTION_DEAD)
      continue;
    guint64 weak = mention->state != YT_MENTION_NAMED, shortness = (1u << 28) - (mention->end - mention->start);
    guint32 doubt = (guint32) ((1.0 - mention->confidence) * (1 << 24));
    order[n++] = (Ranked){.key = weak << 63 | shortness << 32 | mention->start, .minor = doubt << 8 | mention->class, .mention = m};
  }
  sort_ranked(order, n, spare);
  return n;
}

/* May @inner, at the head of @outer, stay as the owner of the longer name? */
static gboolean
owns(const YtAnalysis *a, const YtMention *inner, const YtMention *outer)
{
  if (inner->start != outer->start || inner->end >= outer->end || inner->state != YT_MENTION_NAMED)
    return FALSE;
  switch (outer->class) {
  case YT_CLASS_PROJECT:
  case YT_CLASS_PRODUCT:
    return inner->class == YT_CLASS_COMPANY || inner->class == YT_CLASS_INSTITUTION;
  case YT_CLASS_INSTITUTION: /* 自然资源部第三海洋研究所 */
    return inner->class == YT_CLASS_INSTITUTION || (inner->class == YT_CLASS_AGENCY && inner->entry != 0);
  case YT_CLASS_POLICY: /* 《重庆市人民政府办公厅关于…》 */
    return inner->class == YT_CLASS_AGENCY && yt_text_has(a, inner->end, "关于");
  case YT_CLASS_AGENCY:
    if (inner->class == YT_CLASS_PLACE) /* 候口街道 in 候口街道办事处 */
      return strcmp(inner->rule, YT_TOWN_RULE) == 0;
    return inner->class == YT_CLASS_PARK || /* not what a branch is one of: 九三学社湖北省委会 */
           (inner->class == YT_CLASS_AGENCY && inner->entry == 0 && !g_str_has_suffix(a->text->text, "办公厅") &&
            strncmp(a->text->text + inner->end, "办公", 6) != 0);
  default: return FALSE;
  }
}

static gint32
target_of(const YtMention *mention) /* the mention that this one hangs on, or a negative number */
{
  return mention->owner >= 0 ? mention->owner : mention->antecedent;
}

/* Into the order of the text, of those that begin together the longest first, then by class. Mentions are large, and most
 * times in order but for a few new ones: what moves is their numbers. */
static void
sort_mentions(GArray *mentions, Ranked *order, Ranked *spare)
{
  guint n = mentions->len;
  gboolean sorted = TRUE;
  for (guint32 m = 0; m < n; m++) {
    const YtMention *mention = &g_array_index(mentions, YtMention, m);
    order[m] = (Ranked){.key = (guint64) mention->start << 32 | (G_MAXUINT32 - mention->end), .minor = mention->class, .mention = m};
    sorted = sorted && (m == 0 || !is_before(&order[m], &order[m - 1]));
  }
  if (sorted)
    return;
  sort_ranked(order, n, spare);
  g_autofree YtMention *copy = g_memdup2(mentions->data, n * sizeof(YtMention));
  for (guint m = 0; m < n; m++)
    g_array_index(mentions, YtMention, m) = copy[order[m].mention];
}

/* Brings the mentions into the order of the text; antecedents and owners move along. */
static void
sort_by_position(YtAnalysis *a, Ranked *order, Ranked *spare)
{
  guint n = a->mentions->len;
  g_autofree guint32 *starts = g_new(guint32, n + 1); /* of antecedents, which are named and so never share a start and class */
  g_autofree guint8 *classes = g_new(guint8, n + 1);
  for (guint m = 0; m < n; m++) {
    gint32 to = target_of(yt_mention(a, m));
    starts[m] = to >= 0 ? yt_mention(a, to)->start : 0;
    classes[m] = to >= 0 ? yt_mention(a, to)->class : 0;
    if (to >= 0) /* remember by position until all have moved */
      yt_mention(a, m)->parent = (gint32) m;
  }
  sort_mentions(a->mentions, order, spare);
  for (guint m = 0; m < n; m++) {
    YtMention *mention = yt_mention(a, m);
    if (target_of(mention) < 0)
      continue;
    gint32 key = mention->parent;
    mention->parent = -1;
    guint lo = 0, hi = m;
    while (lo < hi) {
      guint mid = (lo + hi) / 2;
      if (yt_mention(a, mid)->start < starts[key])
        lo = mid + 1;
      else
        hi = mid;
    }
    gint32 *to = mention->owner >= 0 ? &mention->owner : &mention->antecedent;
    *to = -1;
    for (; lo < n && yt_mention(a, lo)->start == starts[key]; lo++)
      if (yt_mention(a, lo)->class == classes[key] && yt_mention(a, lo)->state == YT_MENTION_NAMED) {
        *to = (gint32) lo;
        break;
      }
    if (*to < 0)
      mention->state = YT_MENTION_DEAD;
  }
}

/* Keeps the best of what overlaps, and writes into every item which mention it belongs to. */
void
yt_choose_mentions(YtAnalysis *a)
{
  for (guint m = 0; m < a->mentions->len; m++)
    if (yt_mention(a, m)->state == YT_MENTION_NESTED)
      yt_mention(a, m)->state = YT_MENTION_NAMED;
  guint n = a->mentions->len;
  g_autofree Ranked *order = g_new(Ranked, 2 * n + 1);
  guint n_candidates = order_candidates(a, order, order + n); /* the mentions themselves stay, since others point to them */
  for (guint32 i = 0; i < a->items->len; i++)
    yt_item(a, i)->mention = 0;
  for (guint k = 0; k < n_candidates; k++) {
    guint32 m = order[k].mention;
    YtMention *mention = yt_mention(a, m);
    guint32 taken = 0;
    for (guint32 i = mention->item_from; i < mention->item_to && taken == 0; i++)
      taken = yt_item(a, i)->mention;
    if (taken != 0) {
      mention->state = owns(a, mention, yt_mention(a, taken - 1)) ? YT_MENTION_NESTED : YT_MENTION_DEAD;
      continue;
    }
    for (guint32 i = mention->item_from; i < mention->item_to; i++)
      yt_item(a, i)->mention = m + 1;
  }
  sort_by_position(a, order, order + n);
  for (guint32 i = 0; i < a->items->len; i++)
    yt_item(a, i)->mention = 0;
  for (guint m = 0; m < a->mentions->len; m++) {
    const YtMention *mention = yt_mention(a, m);
    if (mention->class != YT_CLASS_MEASURE && (mention->state == YT_MENTION_NAMED || mention->state == YT_MENTION_WEAK))
      for (guint32 i = mention->item_from; i < mention->item_to; i++)
        yt_item(a, i)->mention = m + 1;
  }
}
