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

/* A run of Han characters, cut into words along the cheapest path. best[i] is the cost from character i to the end. */
static void
segment_han(const YtGrammar *grammar, const char *text, gsize start, gsize end, GArray *items)
{
  enum { CHUNK = 512 };
  guint32 offsets[CHUNK + 1], next[CHUNK + 1], word[CHUNK + 1];
  gint32 best[CHUNK + 1];
  while (start < end) {
    guint n = 0;
    gsize p = start;
    while (p < end && n < CHUNK) {
      offsets[n++] = (guint32) p;
      p += yt_utf8_size(text + p);
    }
    offsets[n] = (guint32) p;
    best[n] = 0;
    for (guint i = n; i-- > 0;) {
      best[i] = best[i + 1] + UNKNOWN_COST;
      next[i] = i + 1;
      word[i] = YT_WORD_NONE;
      guint32 node = 0;
      for (guint j = i; j < n && j - i < MAX_WORD_CHARACTERS; j++) {
        node = yt_lexicon_step(grammar->lexicon, node, yt_utf8_get(text + offsets[j]));
        if (node == 0)
          break;
        guint32 w = yt_lexicon_word_at(grammar->lexicon, node);
        if (w == YT_WORD_NONE)
          continue;
        gint32 cost = yt_lexicon_get(grammar->lexicon, w)->cost + best[j + 1];
        if (cost <= best[i]) {
          best[i] = cost;
          next[i] = j + 1;
          word[i] = w;
        }
      }
    }
    /* The last words before a chunk's end may go on behind it: cut there again, unless it is the end. */
    guint stop = p < end ? n - MAX_WORD_CHARACTERS : n;
    guint i = 0;
    for (; i < stop; i = next[i]) {
      append(items, offsets[i], offsets[next[i]], YT_ITEM_HAN);
      YtItem *item = &g_array_index(items, YtItem, items->len - 1);
      const YtWord *w = yt_lexicon_get(grammar->lexicon, word[i]);
      item->word = word[i];
      item->set = w->set;
      item->pos = w->pos;
    }
    start = offsets[i];
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
      while (stop < end && yt_is_han(yt_utf8_get(text + stop)))
        stop += yt_utf8_size(text + stop);
      segment_han(grammar, text, start, stop, items);
    } else {
      guint32 word = YT_WORD_NONE;
      gsize fits = mixed_word(grammar, text, start, end, &word);
      if (word != YT_WORD_NONE) {
        stop = fits;
        const YtWord *w = yt_lexicon_get(grammar->lexicon, word);
        append(items, start, stop, g_ascii_isalnum(text[start]) ? YT_ITEM_LATIN : kind_of_mark(text + start, stop - start));
        YtItem *item = &g_array_index(items, YtItem, items->len - 1);
        item->word = word;
        item->set = w->set;
        item->pos = w->pos;
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
