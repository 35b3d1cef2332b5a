/* segment.c: text into words.
 *
 * The best segmentation is the cheapest path through all words of the lexicon that fit (the unigram model of most
 * segmenters: costs are negative logarithms of frequencies). Characters that no word covers become items of their
 * own; a run of them is what an unknown name looks like. Letters, digits and marks are cut by their kind first. */
#include <string.h>

#include "loader/analysis.h"

#define UNKNOWN_COST 1900 /* a little dearer than the rarest word: 100 × ln(CORPUS_SIZE / 0.3) */
#define MAX_WORD_CHARACTERS 40

static gboolean
is_number_at(const char *text, gsize i, gsize end)
{
  return g_ascii_isdigit(text[i]) ||
         (text[i] == '.' && i + 1 < end && g_ascii_isdigit(text[i + 1]) && i > 0 && g_ascii_isdigit(text[i - 1]));
}

static gboolean
is_latin(gunichar c)
{
  return (c < 0x80 && g_ascii_isalpha((char) c)) || (c >= 0xC0 && c < 0x250) || (c >= 0x370 && c < 0x500);
}

static void
append(GArray *items, gsize start, gsize end, YtItemKind kind)
{
  YtItem item = {.start = (guint32) start, .end = (guint32) end, .kind = (guint8) kind};
  g_array_append_val(items, item);
}

static void
append_word(const YtGrammar *grammar, GArray *items, gsize start, gsize end, YtItemKind kind, guint32 word)
{
  const YtWord *w = yt_lexicon_get(grammar->lexicon, word);
  YtItem item = {.start = (guint32) start, .end = (guint32) end, .word = word, .set = w->set, .kind = (guint8) kind, .pos = w->pos};
  g_array_append_val(items, item);
}

enum { CHUNK = 512 };

/* The characters of a run, at most CHUNK, and the cheapest way from each to the end. */
typedef struct {
  guint32 offset[CHUNK + 1], character[CHUNK], word[CHUNK], sense[CHUNK];
  guint32 second[CHUNK]; /* the lexicon's node of the character and the next one; 0: no word begins so */
  gint32 best[CHUNK + 1];
  guint16 next[CHUNK];
} Run;

/* Reads a run of Han characters from @start on, but no more than CHUNK; @stop: behind what was read. */
static guint
decode(const char *text, gsize start, gsize end, Run *run, gsize *stop)
{
  guint n = 0;
  gsize p = start;
  while (p < end && n < CHUNK) {
    gunichar c = yt_utf8_get(text + p);
    if (!yt_is_han(c))
      break;
    run->offset[n] = (guint32) p;
    run->character[n++] = c;
    p += yt_utf8_size(text + p);
  }
  run->offset[n] = (guint32) p;
  *stop = p;
  return n;
}

/* Finds the nodes behind each two characters, in run->second, and asks for the cells of the third. They lie all over a
 * table that is larger than the caches, so that find_best() would wait for one after the other; asked for in a row, they
 * come together. */
static void
fetch_cells(const YtLexicon *lexicon, Run *run, guint n)
{
  guint32 *second = run->second, starts[CHUNK]; /* where the search for a cell begins */
  for (guint i = 0; i + 1 < n; i++) {
    second[i] = yt_lexicon_may_begin(lexicon, run->character[i], run->character[i + 1]) ? 1 : 0;
    if (second[i] != 0) {
      starts[i] = yt_lexicon_hash(lexicon, run->character[i], run->character[i + 1]);
      __builtin_prefetch(&lexicon->cells[starts[i]]);
    }
  }
  second[n - 1] = 0;
  for (guint i = 0; i + 1 < n; i++) {
    if (second[i] == 0)
      continue;
    second[i] = yt_lexicon_probe(lexicon, starts[i], run->character[i], run->character[i + 1]);
    if (second[i] != 0 && i + 2 < n && (yt_lexicon_node(lexicon, second[i])->word & YT_NODE_INNER))
      __builtin_prefetch(&lexicon->cells[yt_lexicon_hash(lexicon, second[i], run->character[i + 2])]);
  }
}

/* Of two ways that cost the same, the one with the longer first word. */
static void
find_best(const YtLexicon *lexicon, Run *run, guint n)
{
  run->best[n] = 0;
  for (guint i = n; i-- > 0;) {
    gint32 best = run->best[i + 1] + UNKNOWN_COST;
    guint next = i + 1, end = MIN(n, i + MAX_WORD_CHARACTERS);
    guint32 word = YT_WORD_NONE, sense = 0, node = run->character[i];
    const YtLexiconNode *at = &lexicon->first[node];
    for (guint j = i + 1;; j++) { /* at: behind the characters i to j - 1 */
      if ((at->word & ~YT_NODE_INNER) != YT_WORD_NONE && YT_SENSE_COST(at->sense) + run->best[j] <= best) {
        best = YT_SENSE_COST(at->sense) + run->best[j];
        next = j;
        word = at->word & ~YT_NODE_INNER;
        sense = at->sense;
      }
      if (j >= end || !(at->word & YT_NODE_INNER))
        break;
      node = j == i + 1 ? run->second[i]
                        : yt_lexicon_probe(lexicon, yt_lexicon_hash(lexicon, node, run->character[j]), node, run->character[j]);
      if (node == 0)
        break;
      at = &lexicon->cells[node - YT_N_CHARACTERS].node;
    }
    run->best[i] = best;
    run->next[i] = (guint16) next;
    run->word[i] = word;
    run->sense[i] = sense;
  }
}

/* The run of Han characters that begins at @start, cut into words along the cheapest path; returns behind it. */
static gsize
segment_han(const YtGrammar *grammar, const char *text, gsize start, gsize end, GArray *items)
{
  Run run;
  for (;;) {
    gsize stop;
    guint n = decode(text, start, end, &run, &stop);
    fetch_cells(grammar->lexicon, &run, n);
    find_best(grammar->lexicon, &run, n);
    gboolean goes_on = n == CHUNK && stop < end && yt_is_han(yt_utf8_get(text + stop));
    /* The last words before a chunk's end may go on behind it: cut there again, unless it is the end. */
    guint last = goes_on ? n - MAX_WORD_CHARACTERS : n, i = 0, n_items = items->len;
    g_array_set_size(items, n_items + last); /* a word has a character at least */
    YtItem *item = &g_array_index(items, YtItem, n_items);
    for (; i < last; i = run.next[i])
      *item++ = (YtItem){.start = run.offset[i], .end = run.offset[run.next[i]], .word = run.word[i],
                         .set = YT_SENSE_SET(run.sense[i]), .kind = YT_ITEM_HAN, .pos = YT_SENSE_POS(run.sense[i])};
    g_array_set_size(items, (guint) (item - &g_array_index(items, YtItem, 0)));
    start = run.offset[i];
    if (!goes_on)
      return start;
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
    return *p == ',' ? YT_ITEM_COMMA : *p == ';' || *p == '!' || *p == '?' || *p == '\n' ? YT_ITEM_STOP
           : *p == ' '                                                                  ? YT_ITEM_SPACE
                                                                                         : YT_ITEM_MARK;
  if (n == 3 && memcmp(p, "、", 3) == 0)
    return YT_ITEM_SEPARATOR;
  if (n == 3 && memcmp(p, "。", 3) == 0)
    return YT_ITEM_STOP;
  return YT_ITEM_MARK;
}

void
yt_segment(const YtGrammar *grammar, const char *text, gsize start, gsize end, GArray *items)
{
  while (start < end) {
    gunichar c = yt_utf8_get(text + start);
    gsize stop = start;
    if (yt_is_han(c)) {
      stop = segment_han(grammar, text, start, end, items);
    } else {
      guint32 word = YT_WORD_NONE;
      gsize fits = mixed_word(grammar, text, start, end, &word);
      if (word != YT_WORD_NONE) {
        stop = fits;
        append_word(grammar, items, start, stop,
                    g_ascii_isalnum(text[start]) ? YT_ITEM_LATIN : kind_of_mark(text + start, stop - start), word);
      } else if (is_number_at(text, start, end)) {
        while (stop < end && is_number_at(text, stop, end))
          stop++;
        if (stop < end && is_latin(yt_utf8_get(text + stop))) { /* 5G, 3D, 1.5T */
          while (stop < end && (is_latin(yt_utf8_get(text + stop)) || g_ascii_isdigit(text[stop])))
            stop += yt_utf8_size(text + stop);
          append(items, start, stop, YT_ITEM_LATIN);
        } else {
          append(items, start, stop, YT_ITEM_NUMBER);
        }
      } else if (is_latin(c)) {
        while (stop < end && (is_latin(yt_utf8_get(text + stop)) || g_ascii_isdigit(text[stop]) ||
                              ((text[stop] == '-' || text[stop] == '.' || text[stop] == '&') && stop + 1 < end &&
                               g_ascii_isalnum(text[stop + 1]))))
          stop += yt_utf8_size(text + stop);
        append(items, start, stop, YT_ITEM_LATIN);
      } else {
        stop = start + yt_utf8_size(text + start);
        append(items, start, stop, kind_of_mark(text + start, stop - start));
      }
    }
    start = stop;
  }
}
