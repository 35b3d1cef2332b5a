/* identity.c: what makes a thing of this document the same as one of another.
 *
 * Across documents things meet in their IRIs, which are their names; so two things must not have one name, and what has
 * two names must be known to:
 *
 *   codes       The index number of a document begins with its publisher's code (11500000009276281J/2021-00890,
 *               757009218/2025-42454), and texts give the credit codes of firms. Where the check digits are right, the
 *               organisation has the code, by which loading joins it with others that have it.
 *   short forms An agency's usual name is its place and the usual form of its kind (湖北省经济和信息化厅: 湖北省经信厅), that of a
 *               national body or an institution its entry in the gazetteer (武大: 武汉大学). Name and IRI stay what the
 *               document says; in a store they are owl:sameAs the usual one.
 *   places      Districts of one name go by the division above them too: 南京市鼓楼区.
 *   jurisdiction  A name in which nothing tells one thing apart (高新区, 科技局, 产业投资基金) goes by the place that the
 *               document's issuer governs; where there is none, it is the document's own. */
#include <string.h>

#include "loader/analysis.h"
#include "loader/codes.h"

/* ---- codes ---- */

guint32
yt_index_division(const YtAnalysis *a)
{
  const char *index = a->header.index_number;
  if (!index || !yt_is_credit_code(index, strlen(index)))
    return 0;
  guint32 code = 0;
  for (guint i = 2; i < 8; i++)
    code = code * 10 + (guint32) (index[i] - '0');
  return code;
}

/* Keeps @words, which may be NULL, with the analysis. (transfer full) */
static const char *
keep(const YtAnalysis *a, char *words)
{
  const char *kept = words ? g_string_chunk_insert(a->strings, words) : NULL;
  g_free(words);
  return kept;
}

static void
take_credit_code(const YtAnalysis *a, YtEntity *entity, const char *code)
{
  if (entity->credit_code || entity->organisation_code)
    return;
  entity->credit_code = g_string_chunk_insert_len(a->strings, code, 18);
  entity->organisation_code = keep(a, yt_dup_organisation_code(entity->credit_code + 8));
}

/* The publisher has the code that the index number begins with. A government's documents are published by its office and
 * bear the office's code, so that it has none from there. */
static void
take_index_code(YtAnalysis *a)
{
  const char *index = a->header.index_number;
  if (!index || a->publisher < 0)
    return;
  YtEntity *entity = yt_entity(a, a->publisher);
  static const char *const served[] = {"政府", "国务院", "省委", "市委", "区委", "县委", "州委"};
  for (guint i = 0; i < G_N_ELEMENTS(served); i++)
    if (g_str_has_suffix(entity->name, served[i]))
      return;
  gsize n = strcspn(index, "/");
  if (n == 18 && yt_is_credit_code(index, n)) {
    take_credit_code(a, entity, index);
  } else if (yt_organisation_code_at(index, n) == n && n > 0) {
    entity->organisation_code = keep(a, yt_dup_organisation_code(index));
  }
}

/* The organisation that a code in the text at item @i belongs to: the last one named before it in its line, or else the
 * first one behind it. -1: none. */
static gint32
owner_of_code(const YtAnalysis *a, guint32 i, guint *cursor)
{
  const guint32 classes = 1u << YT_CLASS_AGENCY | 1u << YT_CLASS_PARK | 1u << YT_CLASS_COMPANY |
                          1u << YT_CLASS_INSTITUTION | 1u << YT_CLASS_FUND;
  const YtBlock *block = yt_block(a, yt_block_at(a, yt_item(a, i)->start));
  gint32 found = -1;
  while (*cursor < a->mentions->len && yt_mention(a, *cursor)->start < block->start)
    ++*cursor;
  for (guint m = *cursor; m < a->mentions->len && yt_mention(a, m)->start < block->end; m++) {
    const YtMention *mention = yt_mention(a, m);
    if (mention->state != YT_MENTION_NAMED || mention->entity < 0 || !(classes >> mention->class & 1))
      continue;
    if (mention->start > yt_item(a, i)->start && found >= 0)
      break;
    found = mention->entity;
    if (mention->start > yt_item(a, i)->start)
      break;
  }
  return found;
}

static void
find_codes(YtAnalysis *a)
{
  const char *text = a->text->text;
  guint cursor = 0;
  for (guint32 i = yt_next_player(a, 0, YT_ROLE_CODE); i < a->items->len;
       i = yt_next_player(a, i + 1, YT_ROLE_CODE)) {
    const YtItem *item = yt_item(a, i);
    if (item->end - item->start != 18 || (item->kind != YT_ITEM_LATIN && item->kind != YT_ITEM_NUMBER) ||
        !yt_is_credit_code(text + item->start, 18))
      continue;
    const YtBlock *block = yt_block(a, yt_block_at(a, item->start));
    guint32 from = MAX(block->start, item->start >= 48 ? item->start - 48 : 0);
    gboolean called =
        memmem(text + from, item->start - from, "代码", strlen("代码")) != NULL || text[block->start] == '|';
    gint32 owner = called ? owner_of_code(a, i, &cursor) : -1;
    if (owner >= 0)
      take_credit_code(a, yt_entity(a, owner), text + item->start);
  }
}

/* ---- names across documents ---- */

/* The gazetteer's entry of exactly this name. */
static const YtEntry *
entry_of_name(const YtAnalysis *a, const char *name, YtClass class)
{
  return yt_entry_of_word(a, yt_lexicon_find(a->grammar->lexicon, name, strlen(name)), class);
}

/* Does word @i of a name tell one thing apart? A place, letters, a word that is rare or no word at all. */
static gboolean
tells_apart(const YtAnalysis *a, YtClass class, YtCut cut, guint32 i)
{
  const YtKnownLists *known = &a->grammar->known;
  const YtItem *item = yt_word(a, i);
  if (item->kind == YT_ITEM_LATIN)
    return TRUE;
  if (item->kind != YT_ITEM_HAN)
    return FALSE;
  if (yt_place_code(a, item, i == cut.from) != 0)
    return TRUE;
  if (a->grammar->suffix_classes[item->set] != YT_CLASS_NONE)
    return FALSE;
  const guint lists[] = {known->generic,     known->inner,     known->trim,          known->owner,
                         known->owner_level, known->admin,     known->strong_suffix, known->agency_kind,
                         known->group,       known->group_part};
  for (guint k = 0; k < G_N_ELEMENTS(lists); k++)
    if (yt_item_in(a, item, lists[k]))
      return FALSE;
  if (item->end - item->start <= 4) { /* two lone characters in a row are part of an unknown name */
    const YtItem *next = i + 1 < cut.to ? item + 1 : NULL;
    return next && next->kind == YT_ITEM_HAN && next->end - next->start <= 4;
  }
  if (item->word == YT_WORD_NONE)
    return TRUE;
  const YtWord *word = yt_lexicon_get(a->grammar->lexicon, item->word);
  if (word->entries != 0)
    return yt_entry(a, word->entries)->class != YT_CLASS_NONE;
  /* Sites are named after less rare words (光谷) than programmes are (白名单机制): under 1000 and under 150 times in 60 million. */
  gboolean site = class == YT_CLASS_PARK || class == YT_CLASS_CLUSTER || class == YT_CLASS_INSTITUTION;
  return word->cost > (site && item->pos == YT_POS_NOUN ? 1100 : 1290);
}

static gboolean
any_tells_apart(YtAnalysis *a, YtEntity *entity)
{
  static const char *const national[] = {"国家", "全国", "中国", "中央", "中共", "国务院"};
#pragma GCC unroll 6
  for (guint i = 0; i < G_N_ELEMENTS(national); i++)
    if (yt_begins_with(entity->name, national[i]))
      return TRUE;
  YtCut cut = yt_cut_of(a, entity);
  for (guint32 i = cut.from; i < cut.to; i++)
    if (tells_apart(a, entity->class, cut, i))
      return TRUE;
  return FALSE;
}

/* 武汉经济和信息化局 → 武汉市经信局: the place in full where a kind follows it, the kind in its usual form. (transfer full) */
static char *
usual_agency(const YtAnalysis *a, const char *name, YtCut cut)
{
  GString *full = g_string_new(NULL);
  for (guint32 i = cut.from; i < cut.to; i++) {
    const YtItem *item = yt_word(a, i);
    const YtEntry *kind = yt_entry_of_word(a, item->word, YT_CLASS_NONE);
    gboolean before_kind =
        i == cut.from && i + 1 < cut.to && yt_item_in(a, item + 1, a->grammar->known.agency_kind);
    guint32 place = before_kind ? yt_place_code(a, item, TRUE) : 0;
    const YtEntry *division =
        place != 0 && place < 1000000 ? yt_grammar_find_division(a->grammar, place) : NULL;
    const char *usual = kind && kind->canonical ? kind->canonical : division ? division->canonical : NULL;
    if (usual)
      g_string_append(full, usual);
    else
      g_string_append_len(full, name + item->start, item->end - item->start);
  }
  return g_string_free(full, FALSE);
}

/* A county's name, with the division above it where others are called the same. NULL: the name will do. (transfer full) */
static char *
full_place(const YtAnalysis *a, const YtEntry *place)
{
  if (!place || place->level != 3)
    return NULL;
  guint32 word = yt_lexicon_find(a->grammar->lexicon, place->canonical, strlen(place->canonical));
  gboolean shared = FALSE;
  for (guint32 e = yt_lexicon_get_entries(a->grammar->lexicon, word); e != 0; e = yt_entry(a, e)->next)
    shared = shared || (yt_entry(a, e)->class == YT_CLASS_PLACE && !yt_entry(a, e)->is_short &&
                        yt_entry(a, e)->code != place->code);
  const YtEntry *above = shared ? yt_grammar_find_division(a->grammar, place->parent) : NULL;
  return above ? g_strconcat(above->canonical, place->canonical, NULL) : NULL;
}

char *
yt_dup_place_identity(const YtAnalysis *a, guint32 code)
{
  const YtEntry *place = yt_grammar_find_division(a->grammar, code);
  char *full = full_place(a, place);
  return full ? full : place ? g_strdup(place->canonical) : NULL;
}

/* What a name that tells nothing apart goes by: the place that the issuer governs, or the document. */
static void
tie_to_jurisdiction(const YtAnalysis *a, YtEntity *entity, const char *name)
{
  const YtEntity *place = a->place >= 0 ? yt_entity(a, a->place) : NULL;
  g_autofree char *whole = place ? yt_dup_place_identity(a, place->code) : NULL;
  if (whole)
    entity->identity = keep(a, g_strconcat(whole, name, NULL));
  else
    entity->is_own = TRUE;
}

/* The form that all forms of an agency's or institution's name go by. @entry: of the gazetteer, or NULL. Kept with the analysis, or
 * the grammar's. */
static const char *
usual_name(YtAnalysis *a, YtEntity *entity, const YtEntry *entry)
{
  const char *name = entity->identity ? entity->identity : entity->name;
  if (entry)
    return entry->canonical;
  if (entity->class != YT_CLASS_AGENCY)
    return name;
  return keep(a, usual_agency(a, name, entity->identity ? yt_cut_name(a, name) : yt_cut_of(a, entity)));
}

static void
identify(YtAnalysis *a, YtEntity *entity)
{
  const guint32 tied = 1u << YT_CLASS_AGENCY | 1u << YT_CLASS_INSTITUTION | 1u << YT_CLASS_PARK |
                       1u << YT_CLASS_CLUSTER | 1u << YT_CLASS_FUND | 1u << YT_CLASS_PLATFORM |
                       1u << YT_CLASS_PROJECT | 1u << YT_CLASS_PROGRAM;
  gboolean listed = entity->class == YT_CLASS_AGENCY || entity->class == YT_CLASS_INSTITUTION;
  const YtEntry *entry = listed ? entry_of_name(a, entity->name, entity->class) : NULL;
  gboolean township = entity->class == YT_CLASS_PLACE && entity->code == 0 &&
                      (g_str_has_suffix(entity->name, "镇") || g_str_has_suffix(entity->name, "乡") ||
                       g_str_has_suffix(entity->name, "街道"));
  gboolean of_the_state = entity->class == YT_CLASS_INSTITUTION && strstr(entity->name, "国家");
  if (entity->class == YT_CLASS_PLACE && entity->code != 0)
    entity->identity = keep(a, full_place(a, yt_grammar_find_division(a->grammar, entity->code)));
  else if (township ||
           ((tied >> entity->class & 1) && !entry && !of_the_state && !any_tells_apart(a, entity)))
    tie_to_jurisdiction(a, entity, entity->name);
  const char *usual = listed && !entity->is_own ? usual_name(a, entity, entry) : NULL;
  if (usual && strcmp(usual, entity->identity ? entity->identity : entity->name) != 0)
    entity->usual = usual;
}

void
yt_find_identities(YtAnalysis *a)
{
  take_index_code(a);
  find_codes(a);
  for (guint e = 0; e < a->entities->len; e++)
    if (yt_entity(a, e)->same_as < 0)
      identify(a, yt_entity(a, e));
}
