/* segment.c: text into words.
 *
 * The best segmentation is the cheapest path through all words of the lexicon that fit (the unigram model of most
 * segmenters: costs are negative logarithms of frequencies). Characters that no word covers become items of their
 * own; a run of them is what an unknown name looks like. Letters, digits and marks are cut by their kind first.
 *
 * The lexicon is larger than the caches, so a line is taken in steps over all its characters, each of which asks for the
 * memory of the next: which two characters may begin a word, which nodes they lead to, what is the cheapest way to the
 * end of each run of Han characters; and at last the items, from the left. */
#include <string.h>

#include "loader/analysis.h"

#define UNKNOWN_COST        1900 /* a little dearer than the rarest word: 100 × ln(CORPUS_SIZE / 0.3) */
#define MAX_WORD_CHARACTERS 40

static gboolean
is_number_at(const char *text, gsize i, gsize end)
{
  return g_ascii_isdigit(text[i]) || (text[i] == '.' && i + 1 < end && g_ascii_isdigit(text[i + 1]) &&
                                      i > 0 && g_ascii_isdigit(text[i - 1]));
}

static gboolean
is_latin(gunichar c)
{
  return (c < 0x80 && g_ascii_isalpha((char) c)) || (c >= 0xC0 && c < 0x250) || (c >= 0x370 && c < 0x500);
}

enum { CHUNK = 512 };

/* One character. */
typedef struct {
  guint32 offset;
  guint32 character; /* 0: not Han */
  guint32
      second; /* of this character and the next: the cell at which to look for their node, then the node; 0: no word begins so */
  gint32 best;               /* what the cheapest way from here to the end of the run costs */
  const YtLexiconNode *node; /* of the first word on that way; of no word for the character alone */
  guint32 next;              /* the index behind it */
} Step;

/* The character at @*p, which moves behind it. Nearly all have three bytes. */
static inline gunichar
next_character(const char *text, gsize *p)
{
  const guchar *c = (const guchar *) text + *p;
  if (G_LIKELY((c[0] & 0xF0) == 0xE0)) {
    *p += 3;
    return ((gunichar) (c[0] & 0x0F) << 12) | ((gunichar) (c[1] & 0x3F) << 6) | (c[2] & 0x3F);
  }
  *p += yt_utf8_size(text + *p);
  return yt_utf8_get((const char *) c);
}

/* Reads at most CHUNK characters from @start on, and what stands behind them into the last step; returns how many. When a character
 * is read, it asks for the cells of the one before and itself. */
static guint
decode(const YtLexicon *lexicon, const char *text, gsize start, gsize end, Step *steps)
{
  const YtLexicon own = *lexicon; /* which nothing that is written could change */
  guint n = 0;
  gsize p = start;
  guint32 before = 0, none;
  guint32 *second = &none; /* of the step before */
  for (; p < end && n < CHUNK; n++) {
    gsize at = p;
    gunichar c = next_character(text, &p);
    guint32 han = yt_is_han(c) ? c : 0;
    *second = yt_lexicon_first_cell(&own, before, han);
    __builtin_prefetch(&own.cells[*second]);
    second = &steps[n].second;
    steps[n].offset = (guint32) at;
    steps[n].character = before = han;
  }
  *second = own.free_cell;
  steps[n] = (Step){.offset = (guint32) p};
  steps[n + 1].character = 0;
  return n;
}

/* Finds the nodes behind each two characters, and asks for the cells of the third. */
static void
find_second(const YtLexicon *lexicon, Step *steps, guint n)
{
  const YtLexicon own = *lexicon; /* which nothing that is written could change */
  for (guint i = 0; i < n; i++) {
    Step *step = &steps[i];
    guint32 node = yt_lexicon_probe(&own, step->second, step->character, step[1].character);
    if (node != 0 && yt_lexicon_may_go_on(&own, node, step[2].character))
      __builtin_prefetch(&own.cells[yt_lexicon_hash(&own, node, step[2].character)]);
    step->second = node;
  }
}

static const YtLexiconNode no_word = {.word = YT_WORD_NONE};

/* A way from a character to the end of its run: what it costs, the node of its first word and the index behind that. */
typedef struct {
  gint32 cost;
  guint32 next;
  const YtLexiconNode *node;
} Way;

/* @way, or the one over the word of @node, if there is one that is not dearer: of two that cost the same, the one with the longer
 * first word. @rest: what costs the way from @next on. */
static inline Way
choose_way(Way way, const YtLexiconNode *node, guint next, gint32 rest)
{
  gint32 cost = YT_SENSE_COST(node->sense) + rest;
  gboolean better = cost <= way.cost && (node->word & ~YT_NODE_INNER) != YT_WORD_NONE;
  return better ? (Way){cost, next, node} : way;
}

static void
find_best(const YtLexicon *lexicon, Step *steps, guint n)
{
  const YtLexicon own = *lexicon; /* which nothing that is written could change */
  gint32 rest = 0;                /* what costs the way from the character behind on */
  steps[n].best = 0;
  for (guint i = n; i-- > 0;) {
    Step *step = &steps[i];
    if (step->character == 0) {
      step->best = rest = 0;
      continue;
    }
    Way way = {rest + UNKNOWN_COST, i + 1, &no_word};
    way = choose_way(way, &own.first[step->character], i + 1, rest);
    guint32 node = step->second;            /* none behind the run: no word goes on with a character of 0 */
    for (guint j = i + 2; node != 0; j++) { /* behind the node */
      way = choose_way(way, &own.cells[node - YT_N_CHARACTERS].node, j, steps[j].best);
      guint32 c = steps[j].character;
      node = j < i + MAX_WORD_CHARACTERS && yt_lexicon_may_go_on(&own, node, c)
                 ? yt_lexicon_probe(&own, yt_lexicon_hash(&own, node, c), node, c)
                 : 0;
    }
    step->best = rest = way.cost;
    step->next = way.next;
    step->node = way.node;
  }
}

/* A word of the lexicon that is not all Han, such as CRO平台 or 5G: the longest that fits here. */
static gsize
mixed_word(const YtGrammar *grammar, const char *text, gsize start, gsize end, guint32 *found)
{
  guint32 node = 0;
  gsize longest = start;
  for (gsize i = start; i < end; i += yt_utf8_size(text + i)) {
    node = yt_lexicon_step(grammar->lexicon, node, yt_utf8_get(text + i));
    if (node == 0)
      break;
    guint32 word = yt_lexicon_word_at(grammar->lexicon, node);
    gsize after = i + yt_utf8_size(text + i);
    gboolean cuts = after < end && is_latin(yt_utf8_get(text + i)) && is_latin(yt_utf8_get(text + after));
    if (word != YT_WORD_NONE && !cuts) {
      longest = after;
      *found = word;
    }
  }
  return longest;
}

static YtItemKind
kind_of_mark(const char *p, gsize n)
{
  if (n == 1)
    return *p == ','                                           ? YT_ITEM_COMMA
           : *p == ';' || *p == '!' || *p == '?' || *p == '\n' ? YT_ITEM_STOP
           : *p == ' '                                         ? YT_ITEM_SPACE
                                                               : YT_ITEM_MARK;
  if (n == 3 && memcmp(p, "、", 3) == 0)
    return YT_ITEM_SEPARATOR;
  if (n == 3 && memcmp(p, "。", 3) == 0)
    return YT_ITEM_STOP;
  return YT_ITEM_MARK;
}

/* What begins at @start and not with a Han character, as an item: a word of the lexicon, a number, letters or a mark. */
static YtItem
read_other(const YtGrammar *grammar, const char *text, gsize start, gsize end)
{
  gunichar c = yt_utf8_get(text + start);
  gsize stop = start;
  guint32 word = YT_WORD_NONE;
  gsize fits = mixed_word(grammar, text, start, end, &word);
  if (word != YT_WORD_NONE) {
    const YtWord *w = yt_lexicon_get(grammar->lexicon, word);
    YtItemKind kind = g_ascii_isalnum(text[start]) ? YT_ITEM_LATIN : kind_of_mark(text + start, fits - start);
    return (YtItem){.start = (guint32) start,
                    .end = (guint32) fits,
                    .word = word,
                    .set = w->set,
                    .kind = (guint8) kind,
                    .pos = w->pos};
  }
  YtItemKind kind = YT_ITEM_LATIN;
  if (is_number_at(text, start, end)) {
    while (stop < end && is_number_at(text, stop, end))
      stop++;
    kind = YT_ITEM_NUMBER;
    if (stop < end && is_latin(yt_utf8_get(text + stop))) { /* 5G, 3D, 1.5T */
      while (stop < end && (is_latin(yt_utf8_get(text + stop)) || g_ascii_isdigit(text[stop])))
        stop += yt_utf8_size(text + stop);
      kind = YT_ITEM_LATIN;
    }
  } else if (is_latin(c)) {
    while (stop < end && (is_latin(yt_utf8_get(text + stop)) || g_ascii_isdigit(text[stop]) ||
                          ((text[stop] == '-' || text[stop] == '.' || text[stop] == '&') && stop + 1 < end &&
                           g_ascii_isalnum(text[stop + 1]))))
      stop += yt_utf8_size(text + stop);
  } else {
    stop = start + yt_utf8_size(text + start);
    kind = kind_of_mark(text + start, stop - start);
  }
  return (YtItem){.start = (guint32) start, .end = (guint32) stop, .kind = (guint8) kind};
}

/* How many of the steps may be taken. A run of Han characters that goes on behind the chunk is cut when it comes to stand
 * at the beginning of one; and of one that is longer than a chunk, the last words may go on behind it. */
static guint
count_sure(const char *text, gsize end, const Step *steps, guint n)
{
  guint run = n;
  if (n < CHUNK || steps[n].offset >= end || !yt_is_han(yt_utf8_get(text + steps[n].offset)))
    return n;
  while (run > 0 && steps[run - 1].character != 0)
    run--;
  return run > 0 ? run : n - MAX_WORD_CHARACTERS;
}

/* Cuts at most CHUNK characters from @start on; returns behind the last item. */
static gsize
segment_chunk(const YtGrammar *grammar, const char *text, gsize start, gsize end, GArray *items)
{
  Step steps[CHUNK + 2]; /* two more to look ahead into */
  guint n = decode(grammar->lexicon, text, start, end, steps);
  find_second(grammar->lexicon, steps, n);
  find_best(grammar->lexicon, steps, n);
  guint n_sure = count_sure(text, end, steps, n), n_items = items->len, i = 0;
  g_array_set_size(items, n_items + n); /* an item has a character at least */
  YtItem *item = &g_array_index(items, YtItem, n_items);
  for (; i < n_sure; item++) {
    const Step *step = &steps[i];
    if (step->character != 0) {
      guint32 sense = step->node->sense;
      i = step->next;
      *item = (YtItem){.start = step->offset,
                       .end = steps[i].offset,
                       .word = step->node->word & ~YT_NODE_INNER,
                       .set = YT_SENSE_SET(sense),
                       .kind = YT_ITEM_HAN,
                       .pos = YT_SENSE_POS(sense)};
    } else {
      *item = read_other(grammar, text, step->offset, end);
      while (i < n && steps[i].offset < item->end)
        i++;
    }
  }
  g_array_set_size(items, (guint) (item - &g_array_index(items, YtItem, 0)));
  return item[-1].end;
}

void
yt_segment(const YtGrammar *grammar, const char *text, gsize start, gsize end, GArray *items)
{
  while (start < end)
    start = segment_chunk(grammar, text, start, end, items);
}
