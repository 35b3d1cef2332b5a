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
               {known->submit, YT_ROLE_PERSON},
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
               {grammar->figures.now, YT_ROLE_WHEN},
               {known->negation, YT_ROLE_DENIAL},
               {known->talk, YT_ROLE_DENIAL},
               {known->denial, YT_ROLE_DENIAL},
               {known->group_role, YT_ROLE_POST},
               {known->office_role, YT_ROLE_POST},
               {known->mayor, YT_ROLE_POST}};
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

/* What a word of @n_least to @n_most bytes has to do with by its first or last character; @unlisted: only one of no list. The
 * first row that names the character counts. */
typedef struct {
  const char *character;
  guint32 roles;
  guint8 n_least, n_most;
  gboolean unlisted;
} Sign;

#define ANY     0, 255
#define NUMERAL (YT_ROLE_AMOUNT | YT_ROLE_RUN_IN)

static const Sign by_first[] = {
    {"领", YT_ROLE_PERSON, ANY, FALSE},                        /* 领导 */
    {"达", YT_ROLE_MODALITY | YT_ROLE_COMPLETION, ANY, FALSE}, /* 达产后 */
    {"建", YT_ROLE_MODALITY | YT_ROLE_COMPLETION, ANY, FALSE}, /* 建成后 */
    {"投", YT_ROLE_COMPLETION, ANY, FALSE},                    /* 投产后 */
    {"全", YT_ROLE_COMPLETION, ANY, FALSE},                    /* 全面达产后 */
    {"竣", YT_ROLE_COMPLETION, ANY, FALSE},                    /* 竣工投产后 */
    {"来", YT_ROLE_MODALITY, ANY, FALSE},
    {"要", YT_ROLE_MODALITY, ANY, FALSE},
    {"计", YT_ROLE_MODALITY, ANY, FALSE}, /* 计划 */
    {"应", YT_ROLE_MODALITY, ANY, FALSE},
    {"已", YT_ROLE_MODALITY, ANY, FALSE},
    {"今", YT_ROLE_WHEN, ANY, FALSE}, /* 今年 */
    {"年", YT_ROLE_WHEN, ANY, FALSE}, /* 年内 */
    {"本", YT_ROLE_WHEN, ANY, FALSE},
    {"全", YT_ROLE_WHEN, ANY, FALSE}, /* 全年 */
    {"去", YT_ROLE_WHEN, ANY, FALSE},
    {"上", YT_ROLE_WHEN, ANY, FALSE}, /* 上年末 */
    {"前", YT_ROLE_WHEN, ANY, FALSE},
    {"明", YT_ROLE_WHEN, ANY, FALSE},
    {"截", YT_ROLE_WHEN, ANY, FALSE},           /* 截至 */
    {"十", YT_ROLE_WHEN | NUMERAL, ANY, FALSE}, /* 十五五, 十家 */
    {"零", YT_ROLE_RUN_IN, ANY, FALSE},
    {"一", NUMERAL, ANY, FALSE},
    {"二", NUMERAL, ANY, FALSE},
    {"两", YT_ROLE_AMOUNT, ANY, FALSE},
    {"三", NUMERAL, ANY, FALSE},
    {"四", NUMERAL, ANY, FALSE},
    {"五", NUMERAL, ANY, FALSE},
    {"六", NUMERAL, ANY, FALSE},
    {"七", NUMERAL, ANY, FALSE},
    {"八", NUMERAL, ANY, FALSE},
    {"九", NUMERAL, ANY, FALSE},
    {"百", NUMERAL, ANY, FALSE},
    {"千", YT_ROLE_AMOUNT, ANY, FALSE},
    {"翻", YT_ROLE_AMOUNT, ANY, FALSE},  /* 翻两番 */
    {"园", YT_ROLE_NOUN, 6, 6, FALSE},   /* 园区 */
    {"公", YT_ROLE_NOUN, 6, 6, FALSE},   /* 公司 */
    {"集", YT_ROLE_NOUN, 6, 6, FALSE},   /* 集团 */
    {"基", YT_ROLE_NOUN, 6, 6, FALSE},   /* 基金 */
    {"项", YT_ROLE_NOUN, 6, 6, FALSE},   /* 项目 */
    {"平", YT_ROLE_NOUN, 6, 6, FALSE},   /* 平台 */
    {"该", YT_ROLE_NOUN, 6, 6, FALSE},   /* 该院 */
    {"社", YT_ROLE_SUFFIX, 6, 6, FALSE}, /* 社区 */
    {"村", YT_ROLE_SUFFIX, 3, 3, FALSE},
    {"港", YT_ROLE_SUFFIX, 3, 3, FALSE},
    {"号", YT_ROLE_SUFFIX, 3, 3, FALSE},
};

static const Sign by_last[] = {
    {"选", YT_ROLE_PERSON, ANY, FALSE}, /* 当选 */
    {"任", YT_ROLE_PERSON, ANY, FALSE}, /* 担任 */
    {"镇", YT_ROLE_SUFFIX, 6, 6, FALSE}, {"乡", YT_ROLE_SUFFIX, 6, 6, FALSE},
    {"贷", YT_ROLE_SUFFIX, 0, 9, FALSE}, {"厂", YT_ROLE_SUFFIX, 9, 9, FALSE},
    {"局", YT_ROLE_AGENCY, 9, 9, TRUE}, /* 保障局 */
    {"办", YT_ROLE_AGENCY, 3, 3, FALSE},
};

/* By character from YT_FIRST_SIGN on the index + 1 of its row. */
static void
index_signs(const Sign *signs, guint n_signs, guint8 *rows)
{
  for (guint k = 0; k < n_signs; k++)
    rows[yt_utf8_get(signs[k].character) - YT_FIRST_SIGN] = (guint8) (k + 1);
}

void
yt_index_signs(YtGrammar *grammar)
{
  grammar->first_signs = g_new0(guint8, YT_N_SIGNS);
  grammar->last_signs = g_new0(guint8, YT_N_SIGNS);
  index_signs(by_first, G_N_ELEMENTS(by_first), grammar->first_signs);
  index_signs(by_last, G_N_ELEMENTS(by_last), grammar->last_signs);
}

static inline guint32
roles_of_sign(const Sign *signs, const guint8 *rows, const char *character, const YtItem *item)
{
  guint32 n_bytes = item->end - item->start;
  const guchar *c = (const guchar *) character; /* of three bytes, or else its row is 0 or that of another */
  guint32 at = (((guint32) c[0] & 0x0F) << 12 | ((guint32) c[1] & 0x3F) << 6 | (c[2] & 0x3F)) - YT_FIRST_SIGN;
  guint row = at < YT_N_SIGNS ? rows[at] : 0;
  if (G_LIKELY(row == 0))
    return 0;
  const Sign *sign = &signs[row - 1];
  return n_bytes >= sign->n_least && n_bytes <= sign->n_most && !(sign->unlisted && item->set != 0)
             ? sign->roles
             : 0;
}

static inline guint32
roles_of_han(const YtGrammar *grammar, const char *text, const YtItem *item)
{
  return (item->end - item->start <= 4 ? YT_ROLE_LONE : 0) |
         roles_of_sign(by_first, grammar->first_signs, text + item->start, item) |
         roles_of_sign(by_last, grammar->last_signs, text + item->end - 3, item);
}

static inline guint32
roles_of_other(const char *text, const YtItem *item)
{
  switch ((YtItemKind) item->kind) {
  case YT_ITEM_NUMBER:
    return YT_ROLE_AMOUNT | YT_ROLE_WHEN | (item->end - item->start == 18 ? YT_ROLE_CODE : 0);
  case YT_ITEM_LATIN:
    return YT_ROLE_LATIN | (g_ascii_isdigit(text[item->start]) ? YT_ROLE_AMOUNT : 0) |
           (item->end - item->start == 18 ? YT_ROLE_CODE : 0);
  case YT_ITEM_SEPARATOR: return YT_ROLE_SEPARATOR;
  case YT_ITEM_SPACE: return YT_ROLE_PERSON;
  case YT_ITEM_COMMA: return YT_ROLE_BREAK;
  case YT_ITEM_STOP: return YT_ROLE_BREAK | YT_ROLE_STOP;
  default:
    return (item->kind == YT_ITEM_MARK ? YT_ROLE_MARK : 0) | (text[item->start] == '(' ? YT_ROLE_PERSON : 0) |
           (text[item->start] == ':' ? YT_ROLE_BREAK : 0);
  }
}

/* 、和/达/控股集团: behind a mark of lists 和 joins nothing, and is the first character of a name that goes on with one. */
static void
take_for_name(const char *text, YtItem *item, const YtItem *next)
{
  const guint32 n = strlen("和");
  if (item->end - item->start == n && memcmp(text + item->start, "和", n) == 0 && next->kind == YT_ITEM_HAN &&
      next->end - next->start == n) {
    item->word = YT_WORD_NONE;
    item->set = 0;
    item->pos = YT_POS_NONE;
  }
}

void
yt_find_roles(YtAnalysis *a)
{
  const char *text = a->text->text;
  const guint32 *by_set = a->grammar->roles;
  YtItem *items = a->first_item;
  guint32 n = a->items->len;
  guint32 *found = g_new(guint32, n + 2);
  for (guint32 i = 0; i < n; i++) {
    const YtItem *item = &items[i];
    guint32 roles = by_set[item->set] | (item->kind == YT_ITEM_HAN ? roles_of_han(a->grammar, text, item)
                                                                   : roles_of_other(text, item));
    if (item->kind == YT_ITEM_SEPARATOR && i + 2 < n)
      take_for_name(text, &items[i + 1], &items[i + 2]);
    if (yt_lexicon_get_entries(a->grammar->lexicon, item->word) != 0)
      roles |= YT_ROLE_ENTRY;
    found[i] = roles;
  }
  found[n] = found[n + 1] =
      G_MAXUINT32; /* yt_next_player() stops there, also where it begins with the second of no items */
  a->roles = found;
}
