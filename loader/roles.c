/* roles.c: which items may have to do with what, in one pass over the text.
 *
 * A dozen loops look for names and read figures, and each begins at few items: a suffix, a person's post, a numeral. What
 * an item may begin is a few bits (YtRole), by the lists that its word is in and by its kind and characters. The loops
 * pass over all other items by one look at them, and ask the rest in full: a bit may be set in vain, but is never missing. */
#include <string.h>

#include "loader/analysis.h"

guint32 *
yt_roles_of_sets(const YtGrammar *grammar)
{
  const YtKnownLists *known = &grammar->known;
  const struct {
    guint list;
    guint32 role;
  } roles[] = {{known->park_tail, YT_ROLE_SUFFIX},
               {known->agency_kind, YT_ROLE_AGENCY},
               {known->agency_branch, YT_ROLE_AGENCY},
               {known->company_tail, YT_ROLE_COMPANY_TAIL},
               {known->people, YT_ROLE_PERSON},
               {known->post, YT_ROLE_PERSON},
               {known->appoint, YT_ROLE_PERSON},
               {known->etc, YT_ROLE_PERSON},
               {known->contact, YT_ROLE_PERSON},
               {known->our_place, YT_ROLE_POINTER},
               {known->our_agency, YT_ROLE_POINTER},
               {known->that, YT_ROLE_POINTER},
               {known->zone, YT_ROLE_ZONE},
               {known->group, YT_ROLE_GROUP},
               {known->group_part, YT_ROLE_GROUP},
               {known->before_letter, YT_ROLE_BEFORE_LETTER},
               {known->behind_letter, YT_ROLE_BEHIND_LETTER},
               {grammar->figures.plan, YT_ROLE_MODALITY},
               {grammar->figures.grant, YT_ROLE_MODALITY},
               {grammar->figures.intent, YT_ROLE_MODALITY},
               {grammar->figures.done, YT_ROLE_MODALITY},
               {grammar->figures.now, YT_ROLE_WHEN}};
  guint n_sets = grammar->lexicon->sets->len;
  guint32 *found = g_new0(guint32, n_sets);
  for (guint set = 1; set < n_sets; set++) {
    found[set] = grammar->suffix_classes[set] != YT_CLASS_NONE ? YT_ROLE_SUFFIX : 0;
    for (guint k = 0; k < G_N_ELEMENTS(roles); k++)
      if (yt_lexicon_in_list(grammar->lexicon, set, roles[k].list))
        found[set] |= roles[k].role;
  }
  return found;
}

/* The three bytes at @p, which are a character of most Chinese text, as a number: 0xE59BAD for 园. The text's end is a byte more. */
static inline guint32
three_bytes(const char *p)
{
  guint32 bytes;
  memcpy(&bytes, p, sizeof bytes);
  return GUINT32_FROM_BE(bytes) >> 8;
}

/* By its first character. */
static inline guint32
roles_of_beginning(guint32 c, guint32 n_bytes)
{
  switch (c) {
  case 0xE9A286: return YT_ROLE_PERSON;                /* 领导 */
  case 0xE8BEBE:                                       /* 达产后 */
  case 0xE5BBBA:                                       /* 建成后 */
  case 0xE69DA5:                                       /* 来 */
  case 0xE8A681:                                       /* 要 */
  case 0xE8AEA1:                                       /* 计划 */
  case 0xE5BA94:                                       /* 应 */
  case 0xE5B7B2: return YT_ROLE_MODALITY;              /* 已 */
  case 0xE4BB8A:                                       /* 今年 */
  case 0xE5B9B4:                                       /* 年内 */
  case 0xE69CAC:                                       /* 本年 */
  case 0xE58EBB:                                       /* 去年 */
  case 0xE4B88A:                                       /* 上年末 */
  case 0xE5898D:                                       /* 前年 */
  case 0xE6988E:                                       /* 明年 */
  case 0xE688AA: return YT_ROLE_WHEN;                  /* 截至 */
  case 0xE58D81: return YT_ROLE_WHEN | YT_ROLE_AMOUNT; /* 十五五, 十家 */
  case 0xE4B880:
  case 0xE4BA8C:
  case 0xE4B8A4:
  case 0xE4B889:
  case 0xE59B9B:
  case 0xE4BA94:
  case 0xE585AD:
  case 0xE4B883:
  case 0xE585AB:
  case 0xE4B99D:
  case 0xE799BE:
  case 0xE58D83:                                           /* 一二两三四五六七八九百千 */
  case 0xE7BFBB: return YT_ROLE_AMOUNT;                    /* 翻两番 */
  case 0xE59BAD:                                           /* 园区 */
  case 0xE585AC:                                           /* 公司 */
  case 0xE99B86:                                           /* 集团 */
  case 0xE59FBA:                                           /* 基金 */
  case 0xE9A1B9:                                           /* 项目 */
  case 0xE5B9B3:                                           /* 平台 */
  case 0xE8AFA5: return n_bytes == 6 ? YT_ROLE_NOUN : 0;   /* 该院 */
  case 0xE7A4BE: return n_bytes == 6 ? YT_ROLE_SUFFIX : 0; /* 社区 */
  case 0xE69D91:                                           /* 村 */
  case 0xE6B8AF:                                           /* 港 */
  case 0xE58FB7: return n_bytes == 3 ? YT_ROLE_SUFFIX : 0; /* 号 */
  default: return 0;
  }
}

/* By its last character. */
static inline guint32
roles_of_end(guint32 c, guint32 n_bytes, gboolean listed)
{
  switch (c) {
  case 0xE98089:                                                      /* 当选 */
  case 0xE4BBBB: return YT_ROLE_PERSON;                               /* 任, 担任 */
  case 0xE99587:                                                      /* 镇 */
  case 0xE4B9A1: return n_bytes == 6 ? YT_ROLE_SUFFIX : 0;            /* 乡 */
  case 0xE8B4B7: return n_bytes <= 9 ? YT_ROLE_SUFFIX : 0;            /* 贷 */
  case 0xE58E82: return n_bytes == 9 ? YT_ROLE_SUFFIX : 0;            /* 厂 */
  case 0xE5B180: return n_bytes == 9 && !listed ? YT_ROLE_AGENCY : 0; /* 保障局 */
  case 0xE58A9E: return n_bytes == 3 ? YT_ROLE_AGENCY : 0;            /* 办 */
  default: return 0;
  }
}

static inline guint32
roles_of_han(const char *text, const YtItem *item)
{
  guint32 n_bytes = item->end - item->start;
  return (n_bytes <= 4 ? YT_ROLE_LONE : 0) | roles_of_beginning(three_bytes(text + item->start), n_bytes) |
         roles_of_end(three_bytes(text + item->end - 3), n_bytes, item->set != 0);
}

static inline guint32
roles_of_other(const char *text, const YtItem *item)
{
  switch ((YtItemKind) item->kind) {
  case YT_ITEM_NUMBER:
    return YT_ROLE_AMOUNT | YT_ROLE_WHEN | (item->end - item->start == 18 ? YT_ROLE_CODE : 0);
  case YT_ITEM_LATIN:
    return (g_ascii_isdigit(text[item->start]) ? YT_ROLE_AMOUNT : 0) |
           (item->end - item->start == 18 ? YT_ROLE_CODE : 0);
  case YT_ITEM_SPACE: return YT_ROLE_PERSON;
  case YT_ITEM_COMMA: return YT_ROLE_BREAK;
  case YT_ITEM_STOP: return YT_ROLE_BREAK | YT_ROLE_STOP;
  default:
    return (item->kind == YT_ITEM_MARK ? YT_ROLE_MARK : 0) | (text[item->start] == '(' ? YT_ROLE_PERSON : 0) |
           (text[item->start] == ':' ? YT_ROLE_BREAK : 0);
  }
}

void
yt_find_roles(YtAnalysis *a)
{
  const char *text = a->text->text;
  const guint32 *by_set = a->grammar->roles;
  const YtItem *items = (const YtItem *) (gconstpointer) a->items->data;
  guint32 n = a->items->len;
  guint32 *found = g_new(guint32, n + 1);
  for (guint32 i = 0; i < n; i++) {
    const YtItem *item = &items[i];
    guint32 roles = by_set[item->set] |
                    (item->kind == YT_ITEM_HAN ? roles_of_han(text, item) : roles_of_other(text, item));
    if (yt_lexicon_get_entries(a->grammar->lexicon, item->word) != 0)
      roles |= YT_ROLE_ENTRY;
    found[i] = roles;
  }
  a->roles = found;
}
