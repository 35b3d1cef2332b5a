/* places.c: counties whose short names are words as well, 高安 or 建宁, so that only the list they stand in shows them: 宜春、高安、樟树. */
#include <string.h>

#include "loader/mentions.h"

#define MAX_LISTED      24 /* members of one list */
#define MAX_SHORT_BYTES 9  /* of a county's short name */

/* What stands between the marks of a list: items [from, to). */
typedef struct {
  guint32 from, to;
  guint32 code; /* of the place that it is by itself; 0: none */
} Member;

static guint32
size_of(const YtAnalysis *a, guint32 from, guint32 to)
{
  return yt_item(a, to - 1)->end - yt_item(a, from)->start;
}

static gboolean
are_words(const YtAnalysis *a, guint32 from, guint32 to)
{
  for (guint32 i = from; i < to; i++)
    if (yt_item(a, i)->kind != YT_ITEM_HAN)
      return FALSE;
  return from < to;
}

static guint32
code_of(const YtAnalysis *a, guint32 i)
{
  guint32 place = yt_item(a, i)->kind == YT_ITEM_HAN ? yt_resolve_place(a, yt_item(a, i)) : 0;
  return place != 0 ? yt_entry(a, place)->code : 0;
}

/* The member of two characters, or the place, that ends before item @to: where a list's first one begins is not marked. */
static Member
first_member(const YtAnalysis *a, guint32 first, guint32 to)
{
  Member member = {.from = to, .to = to};
  while (member.from > first && yt_item(a, member.from - 1)->kind == YT_ITEM_HAN &&
         (member.from == to || size_of(a, member.from, to) < 6))
    member.from--;
  return member;
}

/* As first_member(), of the last one, which begins at item @from. */
static Member
last_member(const YtAnalysis *a, guint32 from)
{
  Member member = {.from = from, .to = from};
  while (member.to < a->items->len && yt_item(a, member.to)->kind == YT_ITEM_HAN &&
         (member.to == from || size_of(a, from, member.to) < 6))
    member.to++;
  return member;
}

/* The members of the list whose first 、 is item @separator; how many. @last: its last 、. */
static guint
list_members(const YtAnalysis *a, guint32 first, guint32 separator, Member members[MAX_LISTED], guint32 *last)
{
  guint n = 0;
  members[n++] = first_member(a, first, separator);
  guint32 from = separator + 1;
  for (guint32 i = from; i < a->items->len && n + 1 < MAX_LISTED && yt_item(a, i)->kind != YT_ITEM_STOP &&
                         yt_item(a, i)->kind != YT_ITEM_COMMA;
       i++)
    if (yt_item(a, i)->kind == YT_ITEM_SEPARATOR) {
      members[n++] = (Member){.from = from, .to = i};
      from = i + 1;
    }
  members[n++] = last_member(a, from);
  *last = from - 1;
  for (guint k = 0; k < n; k++)
    if (members[k].to == members[k].from + 1)
      members[k].code = code_of(a, members[k].from);
  return n;
}

/* The county, county city or district that the words [from, to) are the short name of, in the prefecture or, failing
 * that, the province of @code; 0: none, or more than one. */
static guint32
county_near(const YtAnalysis *a, guint32 from, guint32 to, guint32 code)
{
  static const char *const levels[] = {"县", "市", "区"};
  guint32 found = 0;
  guint best = 0, n_best = 0;
  for (guint k = 0; k < G_N_ELEMENTS(levels); k++) {
    char name[MAX_SHORT_BYTES + 4];
    guint32 n = size_of(a, from, to);
    memcpy(name, a->text->text + yt_item(a, from)->start, n);
    memcpy(name + n, levels[k], strlen(levels[k]));
    guint32 word = yt_lexicon_find(a->grammar->lexicon, name, n + strlen(levels[k]));
    for (guint32 e = yt_lexicon_get_entries(a->grammar->lexicon, word); e != 0; e = yt_entry(a, e)->next) {
      const YtEntry *entry = yt_entry(a, e);
      guint score = entry->class != YT_CLASS_PLACE || entry->level != 3    ? 0
                    : code % 10000 != 0 && entry->code / 100 == code / 100 ? 2
                    : entry->code / 10000 == code / 10000                  ? 1
                                                                           : 0;
      if (score > best || (score == best && score > 0)) {
        n_best = score > best ? 1 : n_best + 1;
        best = score;
        found = e;
      }
    }
  }
  return n_best == 1 ? found : 0;
}

/* The county that a member is beside the other members, which are places by themselves. */
static guint32
county_of_member(const YtAnalysis *a, const Member *member, const Member members[], guint n)
{
  guint32 size = member->from < member->to ? size_of(a, member->from, member->to) : 0;
  if (member->code != 0 || size < 6 || size > MAX_SHORT_BYTES || !are_words(a, member->from, member->to) ||
      in(a, member->from, a->grammar->known.generic))
    return 0;
  for (guint k = 0; k < n; k++) {
    guint32 county = members[k].code % 10000 != 0 && members[k].code < 1000000 /* no province, no region */
                         ? county_near(a, member->from, member->to, members[k].code)
                         : 0;
    if (county != 0)
      return county;
  }
  return 0;
}

void
yt_find_listed_counties(YtAnalysis *a)
{
  Member members[MAX_LISTED];
  for (guint b = 0; b < a->blocks->len; b++) {
    const YtBlock *block = yt_block(a, b);
    guint32 to = block->item_to;
    for (guint32 i = block->item_from; (i = yt_next_player_in(a, i + 1, to, YT_ROLE_SEPARATOR)) + 1 < to;) {
      guint32 last = i;
      guint n = list_members(a, block->item_from, i, members, &last);
      for (guint k = 0; k < n; k++) {
        guint32 county = county_of_member(a, &members[k], members, n);
        if (county != 0)
          yt_add_mention(a, members[k].from, members[k].to, YT_CLASS_PLACE, "gazetteer/list", 0.85)->entry =
              county;
      }
      i = last;
    }
  }
}
