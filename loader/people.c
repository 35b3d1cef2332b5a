/* people.c: people, where their posts, forms of address or contact lines stand. */
#include <string.h>

#include "loader/mentions.h"

static gboolean
begins_with_surname(const YtAnalysis *a, guint32 i)
{
  const char *first = a->text->text + yt_item(a, i)->start;
  return yt_lexicon_has(a->grammar->lexicon, first, yt_utf8_size(first), a->grammar->known.surname);
}

static gboolean
has_compound_surname(const YtAnalysis *a, guint32 i)
{
  const char *first = a->text->text + yt_item(a, i)->start;
  return yt_lexicon_has(a->grammar->lexicon, first, 6, a->grammar->known.surname);
}

/* A person's name of two to four characters that ends before item @end, or begins at item @start. */
static guint32
name_before(const YtAnalysis *a, guint32 first, guint32 end)
{
  guint n = 0;
  for (guint32 i = end; i-- > first;) {
    const YtItem *item = yt_item(a, i);
    if (is_lone(a, i) && yt_text_has(a, item->start, "贵")) /* 贵总支提出的 */
      return NO_ITEM;
    if (item->kind != YT_ITEM_HAN || in(a, i, a->grammar->known.post) || yt_text_has(a, item->start, "由") ||
        yt_text_has(a, item->start, "同志") || yt_text_has(a, item->start, "担任") ||
        yt_text_has(a, item->start, "兼任") || yt_text_has(a, item->start, "现任"))
      return NO_ITEM;
    n += (item->end - item->start) / 3;
    if (n > 4)
      return NO_ITEM;
    gboolean edge = i == first || yt_item(a, i - 1)->kind != YT_ITEM_HAN ||
                    in(a, i - 1, a->grammar->known.stop) || in(a, i - 1, a->grammar->known.post) ||
                    in(a, i - 1, a->grammar->known.agency_kind);
    gboolean is_surname = edge && begins_with_surname(a, i);
    if (is_surname && i + 1 < end && item->end - item->start > 4 && item->pos == YT_POS_VERB) /* 成立分管 */
      return NO_ITEM;
    if (is_surname && (in(a, i, a->grammar->known.each) || in(a, i, a->grammar->known.trim)))
      return NO_ITEM; /* 有关负责同志 */
    if (is_surname && n >= 2 &&
        (in(a, end - 1, a->grammar->known.company_tail) || (i + 1 == end && item->pos == YT_POS_ADVERB)))
      return NO_ITEM; /* 隆基股份总裁 */
    if (is_surname && n >= 2 && yt_ends_in_list(a, yt_item(a, end - 1)->end, a->grammar->known.not_a_person))
      return NO_ITEM;
    if (is_surname && n == 4 && !has_compound_surname(a, i)) /* 蓝天薯业总经理 */
      return NO_ITEM;
    if (is_surname && n >= 2)
      return i + 1 == end && item->word != YT_WORD_NONE &&
                     (n == 4 || yt_lexicon_get(a->grammar->lexicon, item->word)->cost <
                                    1170) /* more often than 500 times */
                 ? NO_ITEM
                 : i;
  }
  return NO_ITEM;
}

/* Behind the name that begins here, or NO_ITEM. @is_name: with whatever surname. */
static guint32
name_after(const YtAnalysis *a, guint32 start, guint32 to, gboolean is_name)
{
  if (start >= to)
    return NO_ITEM;
  if (yt_item(a, start)->kind != YT_ITEM_HAN || !(is_name || begins_with_surname(a, start)))
    return NO_ITEM;
  guint n = 0;
  for (guint32 i = start; i < to; i++) {
    if (yt_item(a, i)->kind != YT_ITEM_HAN) { /* 成果处 邓思远: an office's name ends otherwise */
      to = i;
      break;
    }
    n += (yt_item(a, i)->end - yt_item(a, i)->start) / 3;
    if (n > 4)
      return NO_ITEM;
  }
  return n >= 2 && !yt_ends_in_list(a, yt_item(a, to - 1)->end, a->grammar->known.not_a_person) ? to
                                                                                                : NO_ITEM;
}

/* Is the one character at item @i, behind two of a name, the third one, though it may be a word: 刘志强、 or 刘志强任? */
static gboolean
is_last_character(const YtAnalysis *a, guint32 i, guint32 to)
{
  static const char *const never[] = {"在", "任", "为", "兼", "等", "和", "与", "及", "说", "称",
                                      "讲", "问", "答", "作", "则", "还", "也", "已", "就"};
  const YtItem *item = yt_item(a, i);
  if (item->kind != YT_ITEM_HAN || item->end - item->start != 3 ||
      (item->pos == YT_POS_VERB && i + 1 < to && item[1].kind == YT_ITEM_HAN &&
       !in(a, i + 1, a->grammar->known.people_act) && !in(a, i + 1, a->grammar->known.etc) &&
       !in(a, i + 1, a->grammar->known.and)))
    return FALSE;
  for (guint k = 0; k < G_N_ELEMENTS(never); k++)
    if (yt_text_has(a, item->start, never[k]))
      return FALSE;
  return i + 1 >= to || item[1].kind != YT_ITEM_HAN || in(a, i + 1, a->grammar->known.people_act) ||
         in(a, i + 1, a->grammar->known.etc);
}

/* 胡先/明说,: is the word at item @i the last character of a name and 说? The name is cut off from it later. */
static gboolean
is_last_and_says(const YtAnalysis *a, guint32 i, guint32 to)
{
  const YtItem *item = yt_item(a, i);
  return item->end - item->start == strlen("明说") && yt_text_ends(a, item->end, "说") &&
         (i + 1 >= to || item[1].kind != YT_ITEM_HAN);
}

/* 阿迪力江: behind the syllables of a transcribed name that begins at item @start, NO_ITEM where it is none. */
static guint32
syllables_end(const YtAnalysis *a, guint32 start, guint32 to)
{
  const YtKnownLists *known = &a->grammar->known;
  guint32 i = start;
  guint n = 0;
  while (i < to && n < 9 && in(a, i, known->syllable)) {
    n += (yt_item(a, i)->end - yt_item(a, i)->start) / 3;
    i++;
  }
  gboolean ends = i == to || yt_item(a, i)->kind != YT_ITEM_HAN || in(a, i, known->people_act) ||
                  in(a, i, known->etc) || in(a, i, known->and) || in(a, i, known->people) ||
                  yt_text_has(a, yt_item(a, i)->start, "任");
  return n >= 3 && n < 9 && ends ? i : NO_ITEM;
}

/* As name_after(), where text goes on behind the name: two or three characters, then a mark or a word that ends names. */
static guint32
name_between(const YtAnalysis *a, guint32 start, guint32 to)
{
  guint n = 0;
  guint32 whole = syllables_end(a, start, to);
  if (whole != NO_ITEM)
    return whole;
  if (!begins_with_surname(a, start) ||
      (is_lone(a, start) && start + 1 < to && yt_text_has(a, yt_item(a, start)->start, "任") &&
       (in(a, start + 1, a->grammar->known.post) ||
        (start + 2 < to && in(a, start + 2, a->grammar->known.post))))) /* 副市长任链长, 市长任双组长 */
    return NO_ITEM;
  if (start + 3 < to && is_lone(a, start) && is_lone(a, start + 1) && is_lone(a, start + 2) &&
      !in(a, start + 1, a->grammar->known.and) && !in(a, start + 2, a->grammar->known.hard_stop) &&
      (in(a, start + 3, a->grammar->known.people_act) || in(a, start + 3, a->grammar->known.and)) &&
      !in(a, start + 2, a->grammar->known.etc) && yt_item(a, start + 2)->pos != YT_POS_FUNCTION &&
      yt_item(a, start + 2)->pos != YT_POS_ADVERB && !yt_text_has(a, yt_item(a, start + 2)->start, "则") &&
      !in(a, start + 2, a->grammar->known.people_act))
    return start + 3; /* 余其豹率队, though 其 is a word */
  for (guint32 i = start; i < to; i++) {
    const YtItem *item = yt_item(a, i);
    if (n == 2 && (is_last_character(a, i, to) || is_last_and_says(a, i, to)))
      return i + 1;
    gboolean ends =
        item->kind != YT_ITEM_HAN || (n >= 2 && yt_text_has(a, item->start, "任")) ||
        (in(a, i, a->grammar->known.stop) &&
         !(n == 1 && i == start + 1 && is_lone(a, i) && (i + 1 == to || item[1].kind != YT_ITEM_HAN)) &&
         !(i == start && is_lone(a, i) && !yt_text_has(a, item->start, "由") && start + 1 < to &&
           is_lone(a, start + 1))) ||
        in(a, i, a->grammar->known.and) || /* 曾 */
        in(a, i, a->grammar->known.etc) || (n >= 2 && item->pos == YT_POS_VERB) ||
        in(a, i, a->grammar->known.post) || (n >= 2 && in(a, i, a->grammar->known.people_act)) ||
        (n == 2 && item->end - item->start > 4 && is_lone(a, start) && is_lone(a, i - 1)); /* 赵飞话音刚落 */
    if (ends)
      return n >= 2 && n <= 3 ? i : NO_ITEM;
    if (i == start && item->end - item->start > 4 && item->pos == YT_POS_ADVERB) /* 专家全程指导 */
      return NO_ITEM;
    if (i == start && item->end - item->start > 4 && item->word != YT_WORD_NONE &&
        yt_lexicon_get(a->grammar->lexicon, item->word)->cost < 1170)
      return NO_ITEM; /* 成员单位: a common word, as in name_before() */
    n += (item->end - item->start) / 3;
    if (n > 3)
      return NO_ITEM;
  }
  return n >= 2 ? to : NO_ITEM;
}

/* How many bytes of the word at item @end are the last character of the name that ends before it with two, since what people do begins
 * inside it: 胡先 + 明说, 蒋伯 + 丹参 + 加. */
static guint32
cut_character(const YtAnalysis *a, guint32 start, guint32 end, guint32 to)
{
  const YtItem *item = yt_item(a, end);
  if (end >= to || item->kind != YT_ITEM_HAN || item->end - item->start != 6 ||
      item->start - yt_item(a, start)->start != 6 || in(a, end, a->grammar->known.people_act))
    return 0;
  const char *act = a->text->text + item->start + 3;
  guint act_list = a->grammar->known.people_act;
  return yt_lexicon_has(a->grammar->lexicon, act, 3, act_list) ||
                 (end + 1 < to && is_lone(a, end + 1) &&
                  yt_lexicon_has(a->grammar->lexicon, act, 6, act_list))
             ? 3
             : 0;
}

/* 于在武、 or 覃正彪,: behind a name of two or three characters between marks, none of them a word with its neighbour, though
 * some of them are words by themselves. NO_ITEM: there is none at item @start. */
static guint32
name_between_marks(const YtAnalysis *a, guint32 start, guint32 to)
{
  guint32 end = start;
  while (end < to && end < start + 4 && is_lone(a, end) && !in(a, end, a->grammar->known.etc))
    end++;
  gboolean closed = end == to || yt_item(a, end)->kind != YT_ITEM_HAN || in(a, end, a->grammar->known.etc) ||
                    (end == start + 3 && yt_text_has(a, yt_item(a, end)->start, "的")) ||
                    in(a, end, a->grammar->known.people_act);
  return closed && (end == start + 2 || end == start + 3) && begins_with_surname(a, start) ? end : NO_ITEM;
}

/* 记者董园园、通讯员向继华、卢波: the names behind a word for reporters at item @i, between marks or blanks. */
static void
find_reporters(YtAnalysis *a, const YtBlock *block, guint32 i)
{
  guint32 to = block->item_to - 1, start = i + 1;
  if (!yt_text_has(a, yt_item(a, i)->start, "记者") && !yt_text_has(a, yt_item(a, i)->start, "通讯员"))
    return;
  while (start < to) {
    while (start < to &&
           (yt_item(a, start)->kind == YT_ITEM_SPACE || yt_item(a, start)->kind == YT_ITEM_SEPARATOR))
      start++;
    guint32 end = start;
    guint n = 0;
    for (; end < to && yt_item(a, end)->kind == YT_ITEM_HAN && n <= 3; end++)
      n += (yt_item(a, end)->end - yt_item(a, end)->start) / 3;
    gboolean closed = end >= to || yt_item(a, end)->kind == YT_ITEM_SPACE ||
                      yt_item(a, end)->kind == YT_ITEM_SEPARATOR || byte_at(a, end) == ')';
    if (!closed || n < 2 || n > 3 || start >= to || in(a, start, a->grammar->known.post) ||
        !begins_with_surname(a, start) || yt_entry_of(a, yt_item(a, start), YT_CLASS_PLACE))
      return;
    yt_add_mention(a, start, end, YT_CLASS_PERSON, "person/byline", 0.9);
    start = end;
  }
}

/* Does the bracket that closes before item @to, at the end of a line, end with where somebody works? */
static gboolean
is_seat(const YtAnalysis *a, guint32 to)
{
  YtClass class = to >= 2 ? suffix_class(a, to - 2) : YT_CLASS_NONE;
  return to >= 2 && byte_at(a, to - 1) == ')' &&
         (class == YT_CLASS_INSTITUTION || class == YT_CLASS_COMPANY || class == YT_CLASS_AGENCY ||
          in(a, to - 2, a->grammar->known.office) || in(a, to - 2, a->grammar->known.agency_kind) ||
          yt_entry_of(a, yt_item(a, to - 2), YT_CLASS_INSTITUTION));
}

static gboolean
is_taking(const YtAnalysis *a, const YtItem *item)
{
  static const char *const verbs[] = {"任", "担任", "兼任", "出任", "现任", "就任", "当选"};
#pragma GCC unroll 7
  for (guint k = 0; k < G_N_ELEMENTS(verbs); k++)
    if (item->end - item->start == strlen(verbs[k]) && yt_text_has(a, item->start, verbs[k]))
      return TRUE;
  return FALSE;
}

/* Does item @i say that who stands before it holds the post that stands behind it? */
static gboolean
takes_post(const YtAnalysis *a, guint32 i, guint32 to)
{
  const YtItem *item = yt_item(a, i);
  gboolean verb = is_taking(a, item);
  if (verb && (i + 1 >= to || yt_item(a, i + 1)->kind != YT_ITEM_HAN) && yt_text_ends(a, item->end, "担任"))
    return TRUE; /* 会长由陈志远担任 */
  for (guint32 p = i + 1; verb && p < MIN(to, i + 16) && yt_item(a, p)->kind == YT_ITEM_HAN; p++)
    if (in(a, p, a->grammar->known.post))
      return TRUE;
  return FALSE;
}

/* Behind the few words from item @i on, at a mark. */
static guint32
skip_words(const YtAnalysis *a, guint32 i, guint32 to)
{
  enum { MAX_WORDS = 3 }; /* 及联系电话 */
  guint32 at = i;
  while (at < to && at < i + MAX_WORDS && yt_item(a, at)->kind == YT_ITEM_HAN)
    at++;
  return at;
}

/* 聘任陈志远为…: the item behind the name that stands behind the verb at item @i, or NO_ITEM. */
static guint32
appointed_end(const YtAnalysis *a, guint32 i, guint32 to)
{
  for (guint32 p = i + 2; p < MIN(to, i + 6) && yt_item(a, p)->kind == YT_ITEM_HAN; p++)
    if (yt_text_has(a, yt_item(a, p)->start, "为") || yt_text_has(a, yt_item(a, p)->start, "任") ||
        yt_text_has(a, yt_item(a, p)->start, "担任") || yt_text_has(a, yt_item(a, p)->start, "同志"))
      return name_before(a, i + 1, p) == i + 1 ? p : NO_ITEM;
  return NO_ITEM;
}

/* Does 等 at item @i leave out others of them: 程漫等3位代表? */
static gboolean
is_one_of_several(const YtAnalysis *a, guint32 i, guint32 to)
{
  return i + 3 < to && yt_item(a, i + 1)->kind == YT_ITEM_NUMBER &&
         (yt_text_has(a, yt_item(a, i + 2)->start, "位") || yt_text_has(a, yt_item(a, i + 2)->start, "名")) &&
         in(a, i + 3, a->grammar->known.people);
}

/* Does a person's name begin at item @i, with another one behind 、, or with what people do: 代表杨自强、庞巍斌一行? */
static gboolean
names_people(const YtAnalysis *a, guint32 i, guint32 to)
{
  if (yt_item(a, i)->kind != YT_ITEM_HAN)
    return FALSE;
  guint32 end = name_between(a, i, to);
  if (end != NO_ITEM && end < to && in(a, end, a->grammar->known.people_act) &&
      yt_item(a, end)->end - yt_item(a, end)->start > 4)
    return TRUE; /* 领导叶贞琴出席 */
  return end != NO_ITEM && end + 1 < to && yt_item(a, end)->kind == YT_ITEM_SEPARATOR &&
         yt_item(a, end + 1)->kind == YT_ITEM_HAN &&
         (name_between(a, end + 1, to) != NO_ITEM || name_between_marks(a, end + 1, to) != NO_ITEM);
}

/* 阿不都热合曼·买买提: a name of two parts that begins at item @i, transcribed; behind it, or NO_ITEM. */
static guint32
transcribed_name(const YtAnalysis *a, guint32 i, guint32 to)
{
  gboolean dot = FALSE;
  guint32 p = i;
  for (; p < to && yt_item(a, p)->end - yt_item(a, i)->start <= 48; p++) {
    if (p > i && yt_text_has(a, yt_item(a, p)->start, "·"))
      dot = TRUE;
    else if (yt_item(a, p)->kind != YT_ITEM_HAN ||
             (dot && (in(a, p, a->grammar->known.people_act) || in(a, p, a->grammar->known.etc) ||
                      in(a, p, a->grammar->known.and))))
      break;
  }
  return dot && p > i + 2 && yt_item(a, p - 1)->kind == YT_ITEM_HAN &&
                 (p == to || yt_item(a, p)->kind != YT_ITEM_HAN || in(a, p, a->grammar->known.people_act) ||
                  in(a, p, a->grammar->known.etc) || in(a, p, a->grammar->known.and))
             ? p
             : NO_ITEM;
}

/* Does the block begin a list of who was at a meeting: 出席:, 列席人员:? */
static gboolean
lists_attendance(const YtAnalysis *a, const YtBlock *block)
{
  guint32 i = block->item_from;
  return i + 2 < block->item_to && in(a, i, a->grammar->known.attendance) &&
         (byte_at(a, i + 1) == ':' || (yt_item(a, i + 1)->kind == YT_ITEM_HAN && byte_at(a, i + 2) == ':'));
}

/* 市科技局 汪海峰   河西学院 陶  瑞: a name between wide spaces that begins at item @i; behind it, or NO_ITEM. */
static guint32
spaced_name(const YtAnalysis *a, guint32 i, guint32 to)
{
  guint32 end = i;
  guint n = 0;
  for (; end < to && yt_item(a, end)->kind == YT_ITEM_HAN; end++)
    n += (yt_item(a, end)->end - yt_item(a, end)->start) / 3;
  if (n == 1 && end + 1 < to && yt_item(a, end)->kind == YT_ITEM_SPACE && is_lone(a, end + 1) &&
      (end + 2 >= to || yt_item(a, end + 2)->kind != YT_ITEM_HAN)) { /* 陶  瑞 */
    end += 2;
    n++;
  }
  gboolean closed = end >= to || yt_item(a, end)->kind == YT_ITEM_SPACE ||
                    yt_item(a, end)->kind == YT_ITEM_SEPARATOR || byte_at(a, end) == '(';
  return closed && (n == 2 || n == 3) && begins_with_surname(a, i) &&
                 !in(a, end - 1, a->grammar->known.agency_kind) &&
                 yt_entry_of(a, yt_item(a, i), YT_CLASS_PLACE) == NULL
             ? end
             : NO_ITEM;
}

/* The people of such lists, over the lines that they take. */
static void
find_attendance(YtAnalysis *a)
{
  gboolean listed = FALSE;
  for (guint b = 0; b < a->blocks->len; b++) {
    const YtBlock *block = yt_block(a, b);
    gboolean begins = lists_attendance(a, block);
    listed = (listed || begins) && !is_silent(block) &&
             !yt_find_words(a->text->text + block->start, block->end - block->start, "。");
    gboolean any = FALSE;
    for (guint32 i = block->item_from; listed && i + 1 < block->item_to; i++) {
      gboolean edge = i == block->item_from || yt_item(a, i - 1)->kind == YT_ITEM_SPACE ||
                      yt_item(a, i - 1)->kind == YT_ITEM_SEPARATOR || byte_at(a, i - 1) == ':';
      guint32 end =
          edge && yt_item(a, i)->kind == YT_ITEM_HAN ? spaced_name(a, i, block->item_to - 1) : NO_ITEM;
      if (end == NO_ITEM)
        continue;
      yt_add_mention(a, i, end, YT_CLASS_PERSON, YT_ATTENDANCE_RULE, 0.9);
      any = TRUE;
      i = end - 1;
    }
    listed = listed && (begins || any);
  }
}

/* 本报记者 牛映雪 通讯员 苟海龙: who wrote the article, in the line above it. */
static void
find_byline(YtAnalysis *a, const YtBlock *block)
{
  guint32 to = block->item_to - 1;
  for (guint32 i = block->item_from; i + 1 < to; i++) {
    if (!yt_plays(a, i, YT_ROLE_PERSON) ||
        (!yt_text_ends(a, yt_item(a, i)->end, "记者") && !yt_text_ends(a, yt_item(a, i)->end, "通讯员")))
      continue;
    guint32 p = i + 1, end;
    while (p < to && (yt_item(a, p)->kind == YT_ITEM_SPACE || byte_at(a, p) == ':'))
      p++;
    while (p > i + 1 && p < to && yt_item(a, p)->kind == YT_ITEM_HAN &&
           (end = spaced_name(a, p, to)) != NO_ITEM && !in(a, p, a->grammar->known.post)) {
      yt_add_mention(a, p, end, YT_CLASS_PERSON, YT_BYLINE_RULE, 0.85);
      i = end - 1;
      p = end < to && (yt_item(a, end)->kind == YT_ITEM_SPACE || yt_item(a, end)->kind == YT_ITEM_SEPARATOR)
              ? end + 1
              : to;
    }
  }
}

/* Whose name stands before item @i of the block, and the post behind it: a space, 任 or an opening bracket; and 聘任陈志远为. */
static void
find_before_joint(YtAnalysis *a, const YtBlock *block, guint32 i)
{
  const YtKnownLists *known = &a->grammar->known;
  guint32 to = block->item_to - 1;
  /* 曾令慧 市委常委: a name, a space, and a post */
  if (yt_item(a, i)->kind == YT_ITEM_SPACE && i > block->item_from) {
    guint32 from = name_before(a, block->item_from, i);
    gboolean post = FALSE;
    for (guint32 p = i + 1; p < to; p++)
      post = post || in(a, p, known->post);
    if (from != NO_ITEM && post)
      yt_add_mention(a, from, i, YT_CLASS_PERSON, "person/post", 0.95);
  }
  if (i > block->item_from && takes_post(a, i, to)) { /* 赵六任…负责人 */
    guint32 from = name_before(a, block->item_from, i);
    if (from != NO_ITEM)
      yt_add_mention(a, from, i, YT_CLASS_PERSON, "person/post", 0.85);
  }
  if (in(a, i, known->appoint)) {
    guint32 end = appointed_end(a, i, to);
    if (end != NO_ITEM)
      yt_add_mention(a, i + 1, end, YT_CLASS_PERSON, "person/post", 0.9);
  }
  if (byte_at(a, i) == '(' && i > block->item_from) { /* 杨小二(井冈山大学科研处处长) */
    guint32 from = name_before(a, block->item_from, i);
    gboolean post = FALSE;
    for (guint32 p = i + 1; p < MIN(to, i + 16) && byte_at(a, p) != ')' && !post; p++)
      post = in(a, p, known->post) && p + 1 < to && byte_at(a, p + 1) == ')';
    if (from != NO_ITEM && (post || (from == block->item_from && is_seat(a, to))))
      yt_add_mention(a, from, i, YT_CLASS_PERSON, "person/post", 0.9);
  }
}

/* 布仁巴雅尔等12名代表: behind a transcribed name, characters that are no words with each other; or NO_ITEM. */
static guint32
transcribed_addressee(const YtAnalysis *a, guint32 i, guint32 to)
{
  guint32 end = i;
  while (end < to && is_lone(a, end) && !in(a, end, a->grammar->known.etc))
    end++;
  return end - i >= 4 && end - i <= 8 && end < to && in(a, end, a->grammar->known.etc) &&
                 is_one_of_several(a, end, to)
             ? end
             : NO_ITEM;
}

/* As name_before(), for a member of a list: all that stands between the marks, 向双林, though its surname is a word, or characters that
 * are no words, 信志奎, 韩永科. */
static guint32
listed_name_before(const YtAnalysis *a, guint32 first, guint32 end)
{
  guint32 from = end;
  guint n = 0;
  gboolean lone = TRUE;
  while (from > first && yt_item(a, from - 1)->kind == YT_ITEM_HAN && n <= 3) {
    from--;
    lone = lone && is_lone(a, from);
    n += (yt_item(a, from)->end - yt_item(a, from)->start) / 3;
  }
  gboolean whole = (n == 2 || n == 3) && from < end && is_lone(a, from) && begins_with_surname(a, from) &&
                   !in(a, end - 1, a->grammar->known.people) && !in(a, end - 1, a->grammar->known.post) &&
                   !yt_ends_in_list(a, yt_item(a, end - 1)->end, a->grammar->known.not_a_person);
  return whole || (lone && (n == 2 || n == 3)) ? from : name_before(a, first, end);
}

/* The names that stand in one list before the name at item @from: 周大同、赵一鸣. */
static void
find_listed_before(YtAnalysis *a, guint32 first, guint32 from, double confidence)
{
  while (from != NO_ITEM && from > first &&
         (yt_item(a, from - 1)->kind == YT_ITEM_SEPARATOR || yt_item(a, from - 1)->kind == YT_ITEM_SPACE)) {
    guint32 end = from - 1;
    from = end == first || in(a, end - 1, a->grammar->known.people)
               ? NO_ITEM
               : listed_name_before(a, first, end); /* 甲代表、乙代表 */
    if (from != NO_ITEM)
      yt_add_mention(a, from, end, YT_CLASS_PERSON, "person/address", confidence);
  }
}

/* 韦贵康、黄瑾明等国医大师: the people of the list that ends with 等 at item @i, where what they are stands behind it. */
static void
find_summed_up(YtAnalysis *a, guint32 first, guint32 i, guint32 to)
{
  const YtKnownLists *known = &a->grammar->known;
  gboolean are_people = i + 1 < to && (in(a, i + 1, known->people) ||
                                       (i + 2 < to && in(a, i + 2, known->people) &&
                                        !in(a, i + 1, known->company_head) && !in(a, i + 1, known->agent)));
  guint32 from = are_people ? listed_name_before(a, first, i) : NO_ITEM;
  if (from == NO_ITEM || from <= first + 1 || yt_item(a, from - 1)->kind != YT_ITEM_SEPARATOR ||
      listed_name_before(a, first, from - 1) == NO_ITEM)
    return;
  yt_add_mention(a, from, i, YT_CLASS_PERSON, "person/address", 0.85);
  find_listed_before(a, first, from, 0.85);
}

/* Who is called by the name at item @i of the block, or before it: 李红等8名代表, 郭鹏代表, 张志鹏同志. */
static void
find_addressed(YtAnalysis *a, const YtBlock *block, guint32 i)
{
  const YtKnownLists *known = &a->grammar->known;
  guint32 to = block->item_to - 1;
  if (i == block->item_from && block->kind == YT_BLOCK_ADDRESSEE) { /* 李红等8名代表: */
    guint32 end = name_between(a, i, to);
    if (end == NO_ITEM ||
        (!in(a, end, known->etc) && yt_item(a, end)->kind != YT_ITEM_SEPARATOR && byte_at(a, end) != '('))
      end = transcribed_addressee(a, i, to);
    if (end != NO_ITEM &&
        (in(a, end, known->etc) || /* 陈澍、民建温州市委会:, 陈澍(等6位)委员: */
         (byte_at(a, end) == '(' && end + 1 < to && in(a, end + 1, known->etc)) ||
         (yt_item(a, end)->kind == YT_ITEM_SEPARATOR && yt_resolve_place(a, yt_item(a, i)) == 0)))
      yt_add_mention(a, i, end, YT_CLASS_PERSON, "person/address", 0.9);
  }
  if (i > block->item_from && in(a, i, known->etc) && is_one_of_several(a, i, to)) { /* 程漫等3位代表 */
    guint32 from = listed_name_before(a, block->item_from, i);
    if (from != NO_ITEM) {
      yt_add_mention(a, from, i, YT_CLASS_PERSON, "person/address", 0.9);
      find_listed_before(a, block->item_from, from, 0.9);
    }
  }
  if (i > block->item_from && in(a, i, known->etc))
    find_summed_up(a, block->item_from, i, to);
  if (in(a, i, known->submit) && yt_text_has(a, yt_item(a, i + 1)->start, "的") &&
      name_before(a, block->item_from, i) == block->item_from) /* 沈文洲提出的关于…的提案收悉 */
    yt_add_mention(a, block->item_from, i, YT_CLASS_PERSON, "person/address", 0.85);
  if (in(a, i, known->people)) { /* 郭鹏代表: 张志鹏同志 */
    gboolean called = block->kind == YT_BLOCK_ADDRESSEE ||
                      (i + 1 < to && in(a, i + 1, known->people_act) &&
                       yt_item(a, i + 1)->end - yt_item(a, i + 1)->start > 4) ||
                      yt_text_has(a, yt_item(a, i)->start, "同志") ||
                      (i + 1 < to && in(a, i + 1, known->submit));               /* 王五委员提交了 */
    guint32 last = i > block->item_from && in(a, i - 1, known->etc) ? i - 1 : i; /* 沈改等代表 */
    guint32 from = called ? name_before(a, block->item_from, last) : NO_ITEM;
    if (from != NO_ITEM)
      yt_add_mention(a, from, last, YT_CLASS_PERSON, "person/address", 0.95);
    if (from != NO_ITEM && block->kind == YT_BLOCK_ADDRESSEE) /* 周大同、赵一鸣代表: */
      find_listed_before(a, block->item_from, from, 0.95);
  }
}

/* 副厅长:刘 波 张康宁 朱 磊: the names between spaces behind the label that ends before item @start. */
static void
find_spaced_list(YtAnalysis *a, guint32 start, guint32 to)
{
  for (guint32 i = start; i < to; i++) {
    gboolean edge = i == start || yt_item(a, i - 1)->kind == YT_ITEM_SPACE;
    guint32 end = edge && yt_item(a, i)->kind == YT_ITEM_HAN ? spaced_name(a, i, to) : NO_ITEM;
    if (end == NO_ITEM)
      continue;
    yt_add_mention(a, i, end, YT_CLASS_PERSON, "person/contact", 0.9);
    i = end - 1;
  }
}

/* Behind a label: 联系人:, 局长:. */
static void
find_behind_label(YtAnalysis *a, const YtBlock *block, guint32 i)
{
  const YtKnownLists *known = &a->grammar->known;
  guint32 to = block->item_to - 1;
  guint32 colon = in(a, i, known->contact) && i + 1 < to ? skip_words(a, i + 1, to) : i + 1;
  if ((in(a, i, known->contact) || in(a, i, known->post)) && colon < to &&
      byte_at(a, colon) == ':') { /* 联系人:徐燕, 联系人及电话:徐燕, 局长:徐燕 */
    guint32 start = colon + 1, end = name_after(a, start, to, in(a, i, known->contact));
    if (in(a, i, known->post))
      find_spaced_list(a, start, to);
    for (guint32 p = start; end == NO_ITEM && p < MIN(to, start + 6); p++) /* 联系人:成果处 邓思远 */
      if (yt_item(a, p)->kind == YT_ITEM_SPACE) {
        start = p + 1;
        end = name_after(a, start, to, FALSE);
        break;
      }
    if (end != NO_ITEM)
      yt_add_mention(a, start, end, YT_CLASS_PERSON, "person/contact", 0.9);
  }
}

/* Behind the post at item @i of the block, or behind a word for several people: 副市长李四, 市领导张三、李四. */
static void
find_behind_post(YtAnalysis *a, const YtBlock *block, guint32 i)
{
  const YtKnownLists *known = &a->grammar->known;
  guint32 to = block->item_to - 1;
  gboolean several = (in(a, i, known->people) || yt_text_has(a, yt_item(a, i)->start, "领导")) &&
                     i + 1 < to && names_people(a, i + 1, to);
  if ((in(a, i, known->post) || several) && i + 1 < to &&
      yt_item(a, i + 1)->kind == YT_ITEM_HAN) { /* 副市长李四出席 */
    guint32 start = i + 1, end = transcribed_name(a, start, to);
    if (end != NO_ITEM)
      yt_add_mention(a, start, end, YT_CLASS_PERSON, "person/after-post", 0.85);
    gboolean transcribed = end != NO_ITEM;
    while (!transcribed && start < to && yt_item(a, start)->kind == YT_ITEM_HAN &&
           ((end = name_between(a, start, to)) != NO_ITEM ||
            (end = name_between_marks(a, start, to)) != NO_ITEM)) { /* 市领导张三、李四 */
      guint32 cut = cut_character(a, start, end, to);
      YtMention *person =
          yt_add_mention(a, start, cut > 0 ? end + 1 : end, YT_CLASS_PERSON, "person/after-post", 0.85);
      if (cut > 0)
        person->end = yt_item(a, end)->start + cut;
      if (end >= to || yt_item(a, end)->kind != YT_ITEM_SEPARATOR)
        break;
      start = end + 1;
    }
  }
  if (in(a, i, known->post) && i + 2 < to && yt_text_has(a, yt_item(a, i + 1)->start, "由")) {
    guint32 end = i + 2; /* 总经理由陈乐怡担任 */
    while (end < to && end < i + 6 && !yt_text_ends(a, yt_item(a, end)->end, "任"))
      end++;
    if (end < to && end < i + 6 && !in(a, end - 1, known->people) && name_after(a, i + 2, end, FALSE) == end)
      yt_add_mention(a, i + 2, end, YT_CLASS_PERSON, "person/after-post", 0.85);
  }
  if (in(a, i, known->post) && i + 2 < to && yt_item(a, i + 1)->kind == YT_ITEM_SPACE) { /* 市长 李四 */
    guint32 start = i + 2;
    while (start < to && yt_item(a, start)->kind == YT_ITEM_SPACE)
      start++;
    guint32 end = start; /* to the line's end, or the next space: 副局长 彭卫东 咨询电话 */
    while (end < to && yt_item(a, end)->kind != YT_ITEM_SPACE && byte_at(a, end) != ':') /* 总经理 李四:… */
      end++;
    if (name_after(a, start, end, FALSE) == end)
      yt_add_mention(a, start, end, YT_CLASS_PERSON, "person/after-post", 0.85);
  }
}

/* 科技局/贺柏川/副局长: the first of two or three characters, none of them a word with its neighbour, between a body's name and the post
 * at item @i; NO_ITEM: something else stands there. */
static guint32
name_behind_body(const YtAnalysis *a, guint32 first, guint32 i)
{
  guint32 from = i;
  while (from > first && i - from < 4 && is_lone(a, from - 1))
    from--;
  if (i - from < 2 || i - from > 3 || from == first || !begins_with_surname(a, from))
    return NO_ITEM;
  const YtItem *body = yt_item(a, from - 1);
  gboolean ends = yt_ends_in_list(a, body->end, a->grammar->known.not_a_person) ||
                  yt_text_ends(a, body->end, "中心") || yt_text_ends(a, body->end, "政府") ||
                  yt_entry_of(a, body, YT_CLASS_AGENCY) || in(a, from - 1, a->grammar->known.agency_kind);
  return ends && body->end - body->start >= 6 ? from : NO_ITEM;
}

/* Right before the post at item @i of the block: 陈金山副市长, 李兰娟院士. */
static void
find_right_before_post(YtAnalysis *a, const YtBlock *block, guint32 i)
{
  const YtKnownLists *known = &a->grammar->known;
  if (in(a, i, known->post)) {
    guint32 from = name_before(a, block->item_from, i);
    if (from != NO_ITEM && (from == block->item_from || yt_item(a, from - 1)->kind != YT_ITEM_HAN ||
                            in(a, from - 1, known->stop)))
      yt_add_mention(a, from, i, YT_CLASS_PERSON, "person/post", 0.8);
    else if ((from = name_behind_body(a, block->item_from, i)) != NO_ITEM)
      yt_add_mention(a, from, i, YT_CLASS_PERSON, "person/post", 0.8);
  }
}

void
yt_find_people(YtAnalysis *a)
{
  guint n_before = a->mentions->len;
  find_attendance(a);
  for (guint b = 0; b < a->blocks->len; b++) {
    const YtBlock *block = yt_block(a, b);
    if (block->kind == YT_BLOCK_META)
      find_byline(a, block);
    if (is_silent(block))
      continue;
    guint32 i = block->item_from, to = block->item_to;
    for (i = block->kind == YT_BLOCK_ADDRESSEE ? i : yt_next_player_in(a, i, to, YT_ROLE_PERSON); i + 1 < to;
         i = yt_next_player_in(a, i + 1, to, YT_ROLE_PERSON)) {
      find_before_joint(a, block, i);
      find_addressed(a, block, i);
      find_behind_label(a, block, i);
      find_behind_post(a, block, i);
      find_reporters(a, block, i);
      find_right_before_post(a, block, i);
    }
  }
  for (guint m = n_before; m < a->mentions->len; m++) { /* 书记景明说: said by 景明 */
    YtMention *person = yt_mention(a, m);
    if ((person->end - person->start == 9 || person->end - person->start == 12) &&
        yt_text_ends(a, person->end, "说"))
      person->end -= 3;
  }
}
