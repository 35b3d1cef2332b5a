/* repeats.c: names that what stands elsewhere in the document shows to be names: what points back (该基金, 我市), zones
 * that the document names in full, other names given in brackets, names said again, and parts of groups. */
#include <string.h>

#include "loader/header.h"
#include "loader/index.h"
#include "loader/mentions.h"

/* ---- what points back ---- */

/* A zone that only its committee's name spells, 淄博高新技术产业开发区管理委员会: where the document speaks of 全区, it is
 * spoken of. */
void
yt_find_home_zone(YtAnalysis *a)
{
  const char *issuer = a->header.issuer;
  gsize n_issuer = issuer ? strlen(issuer) : 0, n_tail;
  if (issuer && g_str_has_suffix(issuer, "管理委员会"))
    n_tail = strlen("管理委员会");
  else if (issuer && g_str_has_suffix(issuer, "管委会"))
    n_tail = strlen("管委会");
  else
    return;
  gboolean spoken_of = FALSE;
  for (guint32 i = 0; i < a->items->len && !spoken_of; i++)
    spoken_of = yt_text_has(a, yt_item(a, i)->start, "全区") || yt_text_has(a, yt_item(a, i)->start, "我区");
  if (!spoken_of)
    return;
  for (guint m = 0; m < a->mentions->len; m++) {
    const YtMention outer = *yt_mention(a, m);
    if (outer.class != YT_CLASS_AGENCY || outer.state != YT_MENTION_NAMED ||
        outer.end - outer.start != n_issuer || !yt_text_has(a, outer.start, issuer))
      continue;
    YtMention *zone = yt_add_mention(a, outer.item_from, outer.item_to, YT_CLASS_PARK, "zone/home", 0.85);
    zone->end = outer.end - (guint32) n_tail;
    return;
  }
}

/* What a covering note issues: 《…行动方案》已经省政府同意,现印发给你们; or -1. */
static gint32
issued_policy(const YtAnalysis *a)
{
  static const char *const issues[] = {"现印发",   "现予印发", "现予以印发", "印发给你们",
                                       "印发你们", "现公布",   "现予公布"};
  const char *text = a->text->text;
  for (guint m = 0; m < a->mentions->len && yt_mention(a, m)->end < 6000; m++) {
    const YtMention *mention = yt_mention(a, m);
    if (mention->class != YT_CLASS_POLICY || mention->state != YT_MENTION_NAMED)
      continue;
    const YtBlock *block = yt_block(a, yt_block_at(a, mention->start));
    gsize n_behind = block->end > mention->end ? block->end - mention->end : 0;
    if (!memmem(text + mention->end, n_behind, "印发", 6) &&
        !memmem(text + mention->end, n_behind, "公布", 6))
      continue;
    for (guint k = 0; k < G_N_ELEMENTS(issues); k++)
      if (memmem(text + mention->end, n_behind, issues[k], strlen(issues[k])))
        return (gint32) m;
  }
  return -1;
}

/* The last one of the first @n mentions that is a policy and whose name ends as item @i reads, years in brackets aside; or -1. */
static gint32
last_title(const YtAnalysis *a, guint n, guint32 i)
{
  const YtItem *word = yt_item(a, i);
  guint32 n_word = word->end - word->start;
  while (n-- > 0) {
    const YtMention *m = yt_mention(a, n);
    if (m->class != YT_CLASS_POLICY || m->state != YT_MENTION_NAMED || m->end - m->start <= n_word)
      continue;
    guint32 end = m->end;
    if (byte_at(a, m->item_to - 1) == ')')
      for (guint32 p = m->item_to; p-- > m->item_from && byte_at(a, p) != '(';)
        end = p > m->item_from ? yt_item(a, p - 1)->start : end;
    if (end >= m->start + n_word &&
        memcmp(a->text->text + end - n_word, a->text->text + word->start, n_word) == 0)
      return (gint32) n;
  }
  return -1;
}

/* 该基金 is the last fund before it; 我市 is what the issuer governs, 我局 the issuer. */
void
yt_find_anaphors(YtAnalysis *a)
{
  guint that = a->grammar->known.that, ours = a->grammar->known.our_place;
  guint our_agency = a->grammar->known.our_agency;
  guint n = a->mentions->len, next = 0;
  gint32 issued = issued_policy(a), last[YT_N_CLASSES];
  for (guint c = 0; c < YT_N_CLASSES; c++)
    last[c] = -1;
  for (guint32 i = yt_next_player(a, 0, YT_ROLE_POINTER | YT_ROLE_MARK); i < a->items->len;
       i = yt_next_player(a, i + 1, YT_ROLE_POINTER | YT_ROLE_MARK)) {
    for (; next < n && yt_mention(a, next)->item_from <= i; next++)
      if (yt_mention(a, next)->state == YT_MENTION_NAMED)
        last[yt_mention(a, next)->class] = (gint32) next;
    if (in(a, i, ours))
      yt_add_mention(a, i, i + 1, YT_CLASS_PLACE, "anaphor", 0.8)->antecedent = YT_ANTECEDENT_PLACE;
    else if (in(a, i, our_agency))
      yt_add_mention(a, i, i + 1, YT_CLASS_AGENCY, "anaphor", 0.8)->antecedent = YT_ANTECEDENT_ISSUER;
    else if (is_mark(a, i, "《") && i + 2 < a->items->len && is_mark(a, i + 2, "》") &&
             in(a, i + 1, a->grammar->known.policy_noun)) {
      gint32 title = last_title(a, next, i + 1); /* 《规划》提出 */
      if (title >= 0)
        yt_add_mention(a, i + 1, i + 2, YT_CLASS_POLICY, "anaphor", 0.8)->antecedent = title;
    } else if (in(a, i, that) && i + 1 < a->items->len) {
      YtClass class = suffix_class(a, i + 1);
      gboolean own = class == YT_CLASS_POLICY &&
                     yt_text_has(a, yt_item(a, i)->start, "本"); /* 本方案 speaks of itself */
      gint32 antecedent = own ? issued : class != YT_CLASS_NONE ? last[class] : -1;
      if (antecedent >= 0) {
        guint32 n_head =
            yt_item(a, i + 1)->end -
            yt_item(a, i + 1)->start; /* 该研究院: the last one that ends so, else any institution */
        for (guint back = own ? 0 : next; back > 0 && back + 40 > next; back--) {
          const YtMention *m = yt_mention(a, back - 1);
          if (m->class == class && m->state == YT_MENTION_NAMED && m->end - m->start > n_head &&
              memcmp(a->text->text + m->end - n_head, a->text->text + yt_item(a, i + 1)->start, n_head) ==
                  0) {
            antecedent = (gint32) back - 1;
            break;
          }
        }
        yt_add_mention(a, i, i + 2, class, "anaphor", 0.8)->antecedent = antecedent;
      }
    }
  }
}

/* 高新区 by itself is the one that the document names in full (重庆高新区), else the jurisdiction's. */
void
yt_find_zones(YtAnalysis *a)
{
  const YtKnownLists *known = &a->grammar->known;
  g_autoptr(GHashTable) named =
      g_hash_table_new(NULL, NULL); /* word of a zone → whether one name alone ends with it, as 1 or 2 */
  g_autoptr(GHashTable) wholes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint m = 0; m < a->mentions->len; m++) {
    const YtMention *mention = yt_mention(a, m);
    if (mention->class != YT_CLASS_PARK || mention->state != YT_MENTION_NAMED ||
        !in(a, mention->item_to - 1, known->zone) || mention->item_to - mention->item_from < 2)
      continue;
    char *whole = g_strndup(a->text->text + mention->start, mention->end - mention->start);
    gpointer word = GUINT_TO_POINTER(yt_item(a, mention->item_to - 1)->word);
    if (g_hash_table_add(wholes, whole))
      g_hash_table_replace(named, word, GUINT_TO_POINTER(g_hash_table_contains(named, word) ? 2 : 1));
  }
  for (guint32 i = yt_next_player(a, 0, YT_ROLE_ZONE); i < a->items->len;
       i = yt_next_player(a, i + 1, YT_ROLE_ZONE)) {
    const YtItem *item = yt_item(a, i);
    if ((item->mention != 0 && yt_mention(a, item->mention - 1)->state == YT_MENTION_NAMED) ||
        is_silent(yt_block(a, yt_block_at(a, item->start))))
      continue;
    if (i > 0 && (in(a, i - 1, known->each) || in(a, i - 1, known->generic) || in(a, i - 1, known->trim) ||
                  in(a, i - 1, known->admin) || in(a, i - 1, known->aspire) ||
                  yt_item(a, i - 1)->kind == YT_ITEM_NUMBER))
      continue;
    guint n_named = GPOINTER_TO_UINT(g_hash_table_lookup(named, GUINT_TO_POINTER(item->word)));
    if (n_named == 1 || (n_named == 0 && a->city != 0))
      yt_add_mention(a, i, i + 1, YT_CLASS_PARK, "zone", 0.75);
  }
}

/* ---- glosses ---- */

/* The item behind the bracket that opens at item @open, or behind a comma in it, where words begin that give another name;
 * 0: none. @n_words: their bytes. */
static guint32
gloss_in_bracket(const YtAnalysis *a, guint32 open, gsize *n_words)
{
  static const char *const calls[] = {"以下简称", "下称",     "简称",   "以下称", "又称",
                                      "现更名为", "后更名为", "更名为", "原名",   "现名",
                                      "也称",     "亦称",     "也叫",   "又名",   "也名"};
  for (guint32 i = open + 1;
       i + 1 < a->items->len && i < open + 16 && byte_at(a, i) != ')' && yt_item(a, i)->kind != YT_ITEM_STOP;
       i++)
    for (guint k = 0; k < G_N_ELEMENTS(calls) && (i == open + 1 || yt_item(a, i - 1)->kind == YT_ITEM_COMMA);
         k++)
      if (yt_text_has(a, yt_item(a, i)->start, calls[k])) {
        *n_words = strlen(calls[k]);
        return i;
      }
  return 0;
}

/* X(以下简称“Y”), X(粤府〔2020〕1号,以下简称Y), X(现更名为Y): Y is another name of X, whatever its form. */
void
yt_find_glosses(YtAnalysis *a)
{
  guint n = a->mentions->len;
  for (guint m = 0; m < n; m++) {
    YtMention name = *yt_mention(a, m);
    if (name.state != YT_MENTION_NAMED || name.class == YT_CLASS_MEASURE || name.class == YT_CLASS_PLACE)
      continue;
    guint32 i = name.item_to;
    while (i < a->items->len && (is_mark(a, i, "”") || is_mark(a, i, "》")))
      i++;
    if (i + 2 >= a->items->len || byte_at(a, i) != '(')
      continue;
    gsize n_words = 0;
    guint32 from = gloss_in_bracket(a, i, &n_words);
    if (from == 0)
      continue;
    gsize behind = yt_item(a, from)->start + n_words;
    while (from < a->items->len && yt_item(a, from)->start < behind)
      from++;
    if (yt_item(a, from)->start != behind)
      continue;
    gboolean quoted = is_mark(a, from, "“") || is_mark(a, from, "《");
    from += quoted || byte_at(a, from) == ':' ? 1 : 0;
    guint32 to = from;
    while (to < a->items->len && to < from + 12 && yt_item(a, to)->kind != YT_ITEM_STOP &&
           yt_item(a, to)->kind != YT_ITEM_COMMA && byte_at(a, to) != ')' &&
           !yt_text_has(a, yt_item(a, to)->start, "或") && !is_mark(a, to, "”") && !is_mark(a, to, "》"))
      to++;
    gboolean closed = byte_at(a, to) == ')' || yt_text_has(a, yt_item(a, to)->start, "或");
    if (to == from || (!closed && !quoted) || yt_item(a, to - 1)->end - yt_item(a, from)->start < 6)
      continue;
    yt_add_mention(a, from, to, name.class, "gloss", 0.98);
  }
}

/* ---- names said again ---- */

#define KEY_BYTES 6 /* two Han characters: the shortest name that is looked for again */

static guint32
key_hash(const char *key)
{
  guint64 h = 0;
  memcpy(&h, key, KEY_BYTES);
  return (guint32) ((h * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15)) >> 32);
}

/* The first characters of names, a bit each: what begins no name is told without looking the table up. */
#define N_BEGINNINGS 8192

/* What may be said again: a name, or what a document calls a firm after it has given its full name. */
typedef struct {
  guint32 start;
  guint32 size; /* bytes */
  guint8 class;
  gboolean nested;  /* known from inside longer names alone */
  gboolean bounded; /* a word as well: a name only where one must begin and end */
  guint shorter;    /* index + 1 of the next shorter one that begins with the same characters */
} Known;

/* 甘肃东兴铝业有限公司 is 东兴铝业 afterwards: without its place and the words of its legal form. FALSE: nothing shorter names it. */
static gboolean
short_form(const YtAnalysis *a, const YtMention *firm, Known *brief)
{
  guint32 from = firm->item_from, to = firm->item_to;
  if (to - from < 3 || !in(a, to - 1, a->grammar->known.strong_suffix) ||
      in(a, to - 1, a->grammar->known.business))
    return FALSE;
  to--;
  while (from < to && yt_item(a, from)->kind == YT_ITEM_HAN && yt_resolve_place(a, yt_item(a, from)) != 0)
    from++;
  if (to - from < 2 || !in(a, to - 1, a->grammar->known.company_tail) ||
      yt_item(a, to - 1)->end - yt_item(a, from)->start < 9 || in(a, from, a->grammar->known.generic) ||
      in(a, from, a->grammar->known.trim) || in(a, from, a->grammar->known.stop))
    return FALSE;
  *brief = (Known){.start = yt_item(a, from)->start,
                   .size = yt_item(a, to - 1)->end - yt_item(a, from)->start,
                   .class = YT_CLASS_COMPANY};
  return TRUE;
}

/* 红日药业 is 红日 afterwards: what stands before the words that make it a firm's name. FALSE: that is not long enough. */
static gboolean
bare_stem(const YtAnalysis *a, const YtMention *firm, Known *stem)
{
  const YtKnownLists *known = &a->grammar->known;
  guint32 from = firm->item_from, to = firm->item_to;
  while (from < to && yt_item(a, from)->kind == YT_ITEM_HAN && yt_resolve_place(a, yt_item(a, from)) != 0)
    from++;
  for (guint32 i = from; i < to; i++) /* 普照国康(湖北)制药有限公司 */
    if (byte_at(a, i) == '(')
      to = i;
  while (to > from &&
         (in(a, to - 1, known->company_tail) || in(a, to - 1, a->grammar->suffix_lists[YT_CLASS_COMPANY])))
    to--;
  if (to == firm->item_to || to == from)
    return FALSE;
  guint32 n = yt_item(a, to - 1)->end - yt_item(a, from)->start;
  gboolean lone = TRUE; /* no word of its characters is known */
  for (guint32 i = from; i < to; i++)
    lone = lone && is_lone(a, i);
  for (guint32 i = from; i < to; i++)
    if (yt_item(a, i)->kind != YT_ITEM_HAN || in(a, i, known->generic) || in(a, i, known->inner) ||
        in(a, i, known->trim) || in(a, i, known->direction) || yt_is_industry(a, i) ||
        yt_resolve_place(a, yt_item(a, i)) != 0)
      return FALSE;
  *stem = (Known){
      .start = yt_item(a, from)->start, .size = n, .class = YT_CLASS_COMPANY, .bounded = !lone || n < 9};
  return n >= KEY_BYTES && n <= 12;
}

/* Must a name begin at item @from, and end before item @to? 天津红日、四川新绿色建成… */
static gboolean
is_bounded(const YtAnalysis *a, guint32 from, guint32 to)
{
  const YtKnownLists *known = &a->grammar->known;
  const YtItem *before = from > 0 ? yt_item(a, from - 1) : NULL,
               *behind = to < a->items->len ? yt_item(a, to) : NULL;
  gboolean begins = !before || before->kind == YT_ITEM_SEPARATOR || before->kind == YT_ITEM_STOP ||
                    before->kind == YT_ITEM_COMMA ||
                    (before->kind == YT_ITEM_HAN && yt_resolve_place(a, before) != 0);
  gboolean ends = !behind || behind->kind == YT_ITEM_SEPARATOR || behind->kind == YT_ITEM_STOP ||
                  behind->kind == YT_ITEM_COMMA || in(a, to, known->etc) ||
                  (behind->kind == YT_ITEM_HAN && in(a, to, known->stop) && behind->end - behind->start > 4);
  return begins && ends;
}

/* The slot of the longest name that begins with the characters at @key. */
static guint32 *
slot_of_key(const YtAnalysis *a, const YtIndex *by_key, const GArray *known, const char *key)
{
  guint32 *slot = yt_index_first(by_key, key_hash(key));
  while (*slot != 0 &&
         memcmp(a->text->text + g_array_index(known, Known, *slot - 1).start, key, KEY_BYTES) != 0)
    slot = yt_index_next(by_key, slot);
  return slot;
}

/* Puts @one among the names that begin with the same characters, the longest first, unless it is there. */
static void
know(const YtAnalysis *a, GArray *known, YtIndex *by_key, Known one)
{
  const char *text = a->text->text;
  guint32 *first = slot_of_key(a, by_key, known, text + one.start);
  guint next = *first, longer = 0;
  gboolean same = FALSE;
  while (next != 0 && !same && g_array_index(known, Known, next - 1).size >= one.size) {
    const Known *other = &g_array_index(known, Known, next - 1);
    same = other->size == one.size && memcmp(text + other->start, text + one.start, one.size) == 0;
    longer = next;
    next = other->shorter;
  }
  if (same || (longer != 0 && one.nested)) /* said in longer names alone */
    return;
  one.shorter = next;
  g_array_append_val(known, one);
  if (longer != 0)
    g_array_index(known, Known, longer - 1).shorter = known->len;
  else
    *first = known->len;
}

/* A name that the document has shown to be one is one wherever it stands, also where no suffix or list says so. */
void
yt_find_repeated_names(YtAnalysis *a)
{
  const guint32 classes = 1u << YT_CLASS_COMPANY | 1u << YT_CLASS_PARK | 1u << YT_CLASS_FUND |
                          1u << YT_CLASS_PRODUCT | 1u << YT_CLASS_INSTITUTION | 1u << YT_CLASS_PLATFORM |
                          1u << YT_CLASS_PROJECT | 1u << YT_CLASS_PROGRAM | 1u << YT_CLASS_PERSON;
  /* 鹤城数控 owns 鹤城数控五轴机床项目 */
  const guint32 owned = 1u << YT_CLASS_PROJECT | 1u << YT_CLASS_PRODUCT;
  const char *text = a->text->text;
  guint n = a->mentions->len;
  g_auto(YtIndex) by_key; /* of the longest names that begin with the same characters */
  yt_index_init(&by_key, 3 * n);
  g_autoptr(GArray) known = g_array_new(FALSE, FALSE, sizeof(Known));
  guint64 beginnings[N_BEGINNINGS / 64] = {0};
  for (guint m = 0; m < n; m++) {
    const YtMention *mention = yt_mention(a, m);
    if ((mention->state != YT_MENTION_NAMED && mention->state != YT_MENTION_NESTED) ||
        !(classes >> mention->class & 1) || mention->end - mention->start < KEY_BYTES ||
        !yt_is_han(yt_utf8_get(text + mention->start)) || mention->end > a->text->n_text - KEY_BYTES)
      continue;
    know(a, known, &by_key,
         (Known){.start = mention->start,
                 .size = mention->end - mention->start,
                 .class = mention->class,
                 .nested = mention->state == YT_MENTION_NESTED});
    Known brief;
    if (mention->class == YT_CLASS_COMPANY && mention->state == YT_MENTION_NAMED &&
        short_form(a, mention, &brief))
      know(a, known, &by_key, brief);
    if (mention->class == YT_CLASS_COMPANY && mention->state == YT_MENTION_NAMED &&
        bare_stem(a, mention, &brief))
      know(a, known, &by_key, brief);
  }
  for (guint k = 0; k < known->len; k++) {
    guint bit = key_hash(text + g_array_index(known, Known, k).start) % N_BEGINNINGS;
    beginnings[bit / 64] |= G_GUINT64_CONSTANT(1) << bit % 64;
  }
  for (guint32 i = 0; i < a->items->len; i++) {
    const YtItem *item = yt_item(a, i);
    if (item->kind != YT_ITEM_HAN || item->start + KEY_BYTES > a->text->n_text)
      continue;
    guint bit = key_hash(text + item->start) % N_BEGINNINGS;
    if (!(beginnings[bit / 64] >> bit % 64 & 1))
      continue;
    const YtMention *around = item->mention != 0 ? yt_mention(a, item->mention - 1) : NULL;
    gboolean inside = around && around->class != YT_CLASS_PLACE && around->state == YT_MENTION_NAMED;
    if (inside && (around->item_from != i || !(owned >> around->class & 1)))
      continue;
    guint at = *slot_of_key(a, &by_key, known, text + item->start);
    const Known *name = NULL;
    for (; at != 0; at = name->shorter) {
      name = &g_array_index(known, Known, at - 1);
      gboolean fits = !inside || (name->class == YT_CLASS_COMPANY && !name->bounded);
      if (fits && item->start + name->size <= a->text->n_text &&
          memcmp(text + item->start, text + name->start, name->size) == 0)
        break;
    }
    if (at == 0)
      continue;
    guint32 to = i;
    while (to < a->items->len && yt_item(a, to)->end < item->start + name->size)
      to++;
    if (to < a->items->len && yt_item(a, to)->end == item->start + name->size &&
        (!name->bounded || is_bounded(a, i, to + 1)))
      yt_add_mention(a, i, to + 1, name->class, "repeated", 0.8);
  }
}

/* ---- names that share an end ---- */

/* The division of the place that is the whole of mention @m, or NULL. */
static const YtEntry *
whole_division(const YtAnalysis *a, gint32 m)
{
  const YtMention *mention = m >= 0 ? yt_mention(a, m) : NULL;
  const YtEntry *place = mention && mention->class == YT_CLASS_PLACE && mention->state == YT_MENTION_NAMED &&
                                 mention->entry != 0 && mention->item_to == mention->item_from + 1
                             ? yt_entry(a, mention->entry)
                             : NULL;
  return place && place->level > 0 ? place : NULL;
}

/* 仁怀市、习水县、赤水市人民政府 are three agencies, 麒麟、沾益、马龙工业园区 three parks: of places of one level in a row, each has the
 * end that stands behind the last one. */
void
yt_find_shared_ends(YtAnalysis *a)
{
  const YtKnownLists *known = &a->grammar->known;
  for (guint m = 1; m < a->mentions->len; m++) {
    const YtMention last = *yt_mention(a, m);
    gboolean park = last.class == YT_CLASS_PARK && last.item_to == last.item_from + 2 &&
                    (in(a, last.item_to - 1, known->zone) || in(a, last.item_to - 1, known->park_plain));
    if (last.state != YT_MENTION_NAMED || (last.class != YT_CLASS_AGENCY && !park) ||
        last.item_to < last.item_from + 2 || last.antecedent != -1)
      continue;
    guint32 head = yt_resolve_place(a, yt_item(a, last.item_from));
    if (head == 0 || (last.class == YT_CLASS_AGENCY && yt_entry(a, head)->is_short))
      continue;
    guint32 i = last.item_from;
    while (i >= 2 && (yt_item(a, i - 1)->kind == YT_ITEM_SEPARATOR || in(a, i - 1, known->and)) &&
           yt_item(a, i - 2)->mention != 0) {
      YtMention *place = yt_mention(a, yt_item(a, i - 2)->mention - 1);
      const YtEntry *division = whole_division(a, (gint32) yt_item(a, i - 2)->mention - 1);
      if (!division || division->level != yt_entry(a, head)->level ||
          division->is_short != yt_entry(a, head)->is_short)
        break;
      place->class = last.class;
      place->rule = "shared-end";
      place->confidence = 0.8;
      place->tail_start = yt_item(a, last.item_from)->end;
      place->tail_end = last.end;
      i -= 2;
    }
  }
}

/* ---- groups and their parts ---- */

/* After 国家…建设工作领导小组, the words 领导小组 alone mean it, and 办公室 or 综合协调组 is a part of it. */
void
yt_find_group_parts(YtAnalysis *a)
{
  guint group_words = a->grammar->known.group, part_words = a->grammar->known.group_part;
  gint32 group = -1;
  guint n = a->mentions->len, next = 0, block = 0;
  for (guint32 i = yt_next_player(a, 0, YT_ROLE_GROUP); i < a->items->len;
       i = yt_next_player(a, i + 1, YT_ROLE_GROUP)) {
    for (; next < n && yt_mention(a, next)->item_from <= i; next++) {
      const YtMention *mention = yt_mention(a, next);
      if (mention->class == YT_CLASS_AGENCY && mention->state == YT_MENTION_NAMED &&
          in(a, mention->item_to - 1, group_words) &&
          (mention->item_from == 0 || !in(a, mention->item_from - 1, a->grammar->known.former)))
        group = (gint32) next;
    }
    if (group < 0)
      continue;
    const YtItem *item = yt_item(a, i);
    gboolean free = item->mention == 0 || yt_mention(a, item->mention - 1)->state == YT_MENTION_WEAK;
    if (!free)
      continue;
    if (in(a, i, group_words)) {
      yt_add_mention(a, i, i + 1, YT_CLASS_AGENCY, "anaphor", 0.85)->antecedent = group;
    } else if (in(a, i, part_words)) {
      YtExtent extent = yt_extend_group(a, block_start(a, i, &block), i);
      gboolean bare = yt_text_has(a, item->start, "办公室") && extent.from < i;
      if (bare && !in(a, i - 1, group_words))
        continue;
      guint32 from = bare ? i : extent.from;
      if (yt_item(a, i)->end - yt_item(a, from)->start > 30 ||
          (from == i && strncmp(a->text->text + item->start, "组", 3) == 0))
        continue;
      yt_add_mention(a, from, i + 1, YT_CLASS_AGENCY, "group/part", 0.8)->owner = group;
    }
  }
}
