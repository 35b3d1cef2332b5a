#include "loader/lexicon.h"

#include <string.h>

#include "support.h"

/* A word of one to eight characters from a small alphabet, so that many are the beginnings of others. */
static char *
random_word(void)
{
  static const char *const characters[] = {"园", "图", "区", "产", "业", "A", "é", "𠮷", "1", "·"};
  GString *word = g_string_new(NULL);
  int n = g_test_rand_int_range(1, 9);
  for (int i = 0; i < n; i++)
    g_string_append(word, characters[g_test_rand_int_range(0, G_N_ELEMENTS(characters))]);
  return g_string_free(word, FALSE);
}

static void
assert_found(const YtLexicon *lexicon, const char *text, guint32 word)
{
  g_assert_cmpuint(yt_lexicon_find(lexicon, text, strlen(text)), ==, word);
  guint32 node = 0;
  for (const char *p = text; *p; p += yt_utf8_size(p)) {
    node = yt_lexicon_step(lexicon, node, yt_utf8_get(p));
    g_assert_cmpuint(node, !=, 0);
  }
  g_assert_cmpuint(yt_lexicon_word_at(lexicon, node), ==, word);
}

/* Whatever goes in is found again under its number, and nothing else is, compiled or not. */
static void
test_round_trip(void)
{
  for (int round = 0; round < 20; round++) {
    g_autoptr(YtLexicon) lexicon = yt_lexicon_new();
    g_autoptr(GHashTable) words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (int i = g_test_rand_int_range(0, 400); i > 0; i--) {
      char *text = random_word();
      guint32 word = yt_lexicon_add(lexicon, text, strlen(text));
      gpointer known;
      if (g_hash_table_lookup_extended(words, text, NULL, &known))
        g_assert_cmpuint(word, ==, GPOINTER_TO_UINT(known));
      else
        g_assert_cmpuint(word, ==, g_hash_table_size(words) + 1);
      g_assert_cmpuint(yt_lexicon_get(lexicon, word)->n_characters, ==, (guint) g_utf8_strlen(text, -1));
      g_hash_table_replace(words, text, GUINT_TO_POINTER(word));
    }
    g_assert_cmpuint(yt_lexicon_get_n_words(lexicon), ==, g_hash_table_size(words) + 1);
    yt_lexicon_compile(lexicon);
    GHashTableIter iter;
    gpointer text, word;
    for (g_hash_table_iter_init(&iter, words); g_hash_table_iter_next(&iter, &text, &word);)
      assert_found(lexicon, text, GPOINTER_TO_UINT(word));
    for (int i = 0; i < 200; i++) {
      g_autofree char *other = random_word();
      if (!g_hash_table_contains(words, other))
        g_assert_cmpuint(yt_lexicon_find(lexicon, other, strlen(other)), ==, YT_WORD_NONE);
    }
  }
}

/* No bytes are no word. */
static void
test_empty_word(void)
{
  g_autoptr(YtLexicon) lexicon = yt_lexicon_new();
  g_assert_cmpuint(yt_lexicon_add(lexicon, "", 0), ==, YT_WORD_NONE);
  g_assert_cmpuint(yt_lexicon_find(lexicon, "", 0), ==, YT_WORD_NONE);
  g_assert_cmpuint(yt_lexicon_get_n_words(lexicon), ==, 1);
}

/* A word is in the lists it was put into, the first and the last among them, and in no others. */
static void
test_lists(void)
{
  enum { N_WORDS = 60 };
  static const guint lists[] = {0, 1, 62, 63, 64, 65, 127, 128, 300, YT_MAX_LISTS - 1};
  for (int round = 0; round < 20; round++) {
    g_autoptr(YtLexicon) lexicon = yt_lexicon_new();
    gboolean expected[N_WORDS][G_N_ELEMENTS(lists)] = {{FALSE}};
    guint32 words[N_WORDS];
    for (guint w = 0; w < N_WORDS; w++) {
      char text[8];
      g_snprintf(text, sizeof text, "w%u", w);
      words[w] = yt_lexicon_add(lexicon, text, strlen(text));
    }
    for (int i = g_test_rand_int_range(0, 300); i > 0; i--) {
      guint w = (guint) g_test_rand_int_range(0, N_WORDS),
            l = (guint) g_test_rand_int_range(0, G_N_ELEMENTS(lists));
      yt_lexicon_add_to_list(lexicon, words[w], lists[l]);
      expected[w][l] = TRUE;
    }
    for (guint w = 0; w < N_WORDS; w++)
      for (guint l = 0; l < G_N_ELEMENTS(lists); l++)
        g_assert_cmpint(yt_lexicon_in_list(lexicon, yt_lexicon_get(lexicon, words[w])->set, lists[l]), ==,
                        expected[w][l]);
  }
}

/* Words with the same lists share a set, so that an item needs two bytes for them. */
static void
test_equal_sets_are_shared(void)
{
  g_autoptr(YtLexicon) lexicon = yt_lexicon_new();
  guint32 a = yt_lexicon_add(lexicon, "a", 1), b = yt_lexicon_add(lexicon, "b", 1);
  g_assert_cmpuint(yt_lexicon_get(lexicon, a)->set, ==, 0);
  yt_lexicon_add_to_list(lexicon, a, 7);
  yt_lexicon_add_to_list(lexicon, a, 500);
  yt_lexicon_add_to_list(lexicon, b, 500);
  yt_lexicon_add_to_list(lexicon, b, 7);
  yt_lexicon_add_to_list(lexicon, b, 7);
  g_assert_cmpuint(yt_lexicon_get(lexicon, a)->set, ==, yt_lexicon_get(lexicon, b)->set);
}

/* A frequency that is told twice is the greater one: a gazetteer must not make a common word rare. */
static void
test_frequency(void)
{
  g_autoptr(YtLexicon) lexicon = yt_lexicon_new();
  guint32 rare = yt_lexicon_add(lexicon, "rare", 4), common = yt_lexicon_add(lexicon, "common", 6);
  gint32 at_first = yt_lexicon_get(lexicon, rare)->cost;
  yt_lexicon_set_frequency(lexicon, common, 5000);
  gint32 cost = yt_lexicon_get(lexicon, common)->cost;
  g_assert_cmpint(cost, <, at_first);
  yt_lexicon_set_frequency(lexicon, common, 10);
  g_assert_cmpint(yt_lexicon_get(lexicon, common)->cost, ==, cost);
  yt_lexicon_set_frequency(lexicon, rare, 0);
  g_assert_cmpint(yt_lexicon_get(lexicon, rare)->cost, ==, at_first);
  yt_lexicon_set_frequency(lexicon, common, G_MAXUINT);
  g_assert_cmpint(yt_lexicon_get(lexicon, common)->cost, <, cost);
}

/* More edges than the table is made for: it grows, and everything is still there. */
static void
test_growth(void)
{
  enum {
    N_WORDS = 140000
  }; /* of three characters, the first of which no other word has: 280,000 nodes behind it, and 2^18 cells */
  g_autoptr(YtLexicon) lexicon = yt_lexicon_new();
  for (guint i = 0; i < N_WORDS; i++) {
    char text[12] = "";
    int n = g_unichar_to_utf8(0x20000 + i, text);
    n += g_unichar_to_utf8(0x4E00 + i % 20000, text + n);
    n += g_unichar_to_utf8(0x4E00 + i % 7, text + n);
    g_assert_cmpuint(yt_lexicon_add(lexicon, text, (gsize) n), ==, i + 1);
  }
  for (int round = 0; round < 2; round++) {
    for (guint i = 0; i < N_WORDS; i++) {
      char text[12] = "";
      int n = g_unichar_to_utf8(0x20000 + i, text);
      n += g_unichar_to_utf8(0x4E00 + i % 20000, text + n);
      g_assert_cmpuint(yt_lexicon_find(lexicon, text, (gsize) n), ==, YT_WORD_NONE);
      n += g_unichar_to_utf8(0x4E00 + i % 7, text + n);
      g_assert_cmpuint(yt_lexicon_find(lexicon, text, (gsize) n), ==, i + 1);
    }
    if (round == 0)
      yt_lexicon_compile(lexicon);
  }
}

/* A lexicon without words can be compiled, and nothing is in it. */
static void
test_nothing(void)
{
  g_autoptr(YtLexicon) lexicon = yt_lexicon_new();
  yt_lexicon_compile(lexicon);
  g_assert_cmpuint(yt_lexicon_find(lexicon, "", 0), ==, YT_WORD_NONE);
  g_assert_cmpuint(yt_lexicon_find(lexicon, "园", 3), ==, YT_WORD_NONE);
  g_assert_cmpuint(yt_lexicon_find(lexicon, "𠮷", 4), ==, YT_WORD_NONE);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/loader/lexicon/round-trip", test_round_trip);
  g_test_add_func("/loader/lexicon/empty-word", test_empty_word);
  g_test_add_func("/loader/lexicon/lists", test_lists);
  g_test_add_func("/loader/lexicon/equal-sets-are-shared", test_equal_sets_are_shared);
  g_test_add_func("/loader/lexicon/frequency", test_frequency);
  g_test_add_func("/loader/lexicon/growth", test_growth);
  g_test_add_func("/loader/lexicon/nothing", test_nothing);
  return g_test_run();
}
