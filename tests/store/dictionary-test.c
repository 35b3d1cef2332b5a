/* dictionary-test.c: whatever goes into a dictionary comes out again, in any script and any order. */
#include "random.h"
#include "store/dictionary.h"
#include "store/key.h"
#include <sys/mman.h>
#include <unistd.h>

static int
compare_texts(gconstpointer a, gconstpointer b)
{
  const GString *x = *(GString *const *) a, *y = *(GString *const *) b;
  return yt_bytes_compare(x->str, x->len, y->str, y->len);
}

static void
free_text(gpointer text)
{
  g_string_free(text, TRUE);
}

/* Sorted, each once. */
static GPtrArray *
random_texts(int n)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new();
  GPtrArray *texts = g_ptr_array_new_with_free_func(free_text);
  for (int i = 0; i < n; i++)
    g_ptr_array_add(all, random_text(TRUE));
  g_ptr_array_sort(all, compare_texts);
  for (guint i = 0; i < all->len; i++)
    if (texts->len == 0 || compare_texts(&texts->pdata[texts->len - 1], &all->pdata[i]) != 0)
      g_ptr_array_add(texts, all->pdata[i]);
    else
      free_text(all->pdata[i]);
  return texts;
}

static GBytes *
build(GPtrArray *texts)
{
  YtSpool entries, starts;
  g_auto(YtDictionaryWriter) writer;
  g_auto(YtFile) file = {0};
  yt_spool_init(&entries, NULL, 1 << 20);
  yt_spool_init(&starts, NULL, 1 << 20);
  yt_dictionary_writer_init(&writer, &entries, &starts);
  for (guint i = 0; i < texts->len; i++) {
    const GString *text = texts->pdata[i];
    g_assert_true(yt_dictionary_writer_add(&writer, text->str, text->len, NULL));
  }
  g_assert_true(yt_file_create(&file, NULL, NULL) && yt_dictionary_writer_finish(&writer, &file, NULL) &&
                yt_file_flush(&file, NULL));
  guint8 *bytes = g_malloc(file.size + 1);
  g_assert_cmpint(pread(file.fd_plus_one - 1, bytes, file.size, 0), ==, (gssize) file.size);
  yt_spool_clear(&entries);
  yt_spool_clear(&starts);
  return g_bytes_new_take(bytes, file.size);
}

static void
test_round_trip(void)
{
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  for (int round = 0; round < 300; round++) {
    g_autoptr(GPtrArray) texts = random_texts(g_test_rand_int_range(0, 90));
    g_autoptr(GBytes) section = build(texts);
    YtDictionary dictionary;
    gsize n_section, n_bytes;
    const guint8 *bytes = g_bytes_get_data(section, &n_section);
    g_assert_true(yt_dictionary_init(&dictionary, bytes, n_section));
    g_assert_cmpuint(dictionary.n_terms, ==, texts->len);
    g_auto(YtDictionaryIter) iter;
    yt_dictionary_iter_init(&iter, &dictionary);
    for (guint i = 0; i < texts->len; i++) {
      const GString *text = texts->pdata[i];
      const char *back = yt_dictionary_get(&dictionary, i, &buffer, &n_bytes);
      g_assert_cmpint(yt_bytes_compare(back, n_bytes, text->str, text->len), ==, 0);
      g_assert_cmpuint(yt_dictionary_find(&dictionary, text->str, text->len), ==, i);
      g_assert_true(yt_dictionary_iter_next(&iter));
      g_assert_cmpint(yt_bytes_compare(iter.bytes->data, iter.bytes->len, text->str, text->len), ==, 0);
    }
    g_assert_false(yt_dictionary_iter_next(&iter));
    g_assert_null(yt_dictionary_get(&dictionary, texts->len, &buffer, &n_bytes));
  }
}

/* Texts that are not there are found between those that are; a prefix is one range. */
static void
test_search(void)
{
  for (int round = 0; round < 100; round++) {
    g_autoptr(GPtrArray) texts = random_texts(g_test_rand_int_range(0, 90));
    g_autoptr(GBytes) section = build(texts);
    YtDictionary dictionary;
    gsize n_section;
    const guint8 *bytes = g_bytes_get_data(section, &n_section);
    g_assert_true(yt_dictionary_init(&dictionary, bytes, n_section));
    for (int k = 0; k < 60; k++) {
      GString *wanted = random_text(TRUE);
      guint below = 0, starting = 0;
      for (guint i = 0; i < texts->len; i++) {
        const GString *text = texts->pdata[i];
        below += yt_bytes_compare(text->str, text->len, wanted->str, wanted->len) < 0 ? 1 : 0;
        starting += text->len >= wanted->len && memcmp(text->str, wanted->str, wanted->len) == 0 ? 1 : 0;
      }
      g_assert_cmpuint(yt_dictionary_find(&dictionary, wanted->str, wanted->len), ==, below);
      g_assert_cmpuint(yt_dictionary_find_prefix_end(&dictionary, wanted->str, wanted->len), ==,
                       below + starting);
      g_string_free(wanted, TRUE);
    }
  }
}

/* The example of dictionary.h. */
static void
test_example(void)
{
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(free_text);
  g_ptr_array_add(texts, g_string_new("中医药"));
  g_ptr_array_add(texts, g_string_new("中国"));
  g_autoptr(GBytes) section = build(texts);
  static const guint8 expected[] = {9,    0xE4, 0xB8, 0xAD, 0xE5, 0x8C, 0xBB,
                                    0xE8, 0x8D, 0xAF, 4,    2,    0x9B, 0xBD};
  g_assert_cmpint(memcmp(g_bytes_get_data(section, NULL), expected, sizeof expected), ==, 0);
}

/* Keys stand in the order of ids: kinds first, then what the kind compares. */
static void
test_keys(void)
{
  g_autoptr(GStringChunk) chunk = g_string_chunk_new(1 << 16);
  g_autoptr(GString) scratch = g_string_new(NULL);
  for (int round = 0; round < 20000; round++) {
    YtTerm term = random_term(chunk);
    YtKey key;
    g_assert_true(yt_key_from_term(&term, scratch, &key));
    if (key.inline_id)
      continue;
    g_autofree char *bytes = g_memdup2(key.bytes, key.n_bytes + 1);
    YtTerm back = yt_key_get_term((YtIdKind) (key.lead >> 4), bytes, key.n_bytes);
    g_assert_true(yt_term_equal(&term, &back));
    g_assert_cmpuint(term.n_language, ==, back.n_language);
    if (term.language)
      g_assert_cmpint(memcmp(term.language, back.language, term.n_language), ==, 0); /* as written */
  }
  static const guint8 expected[] = {'z', 'h', 0, 0xE5, 0x9B, 0xAD, 0, 'Z', 'H'};
  YtTerm term = yt_term_tagged("园", "ZH");
  YtKey key;
  g_assert_true(yt_key_from_term(&term, scratch, &key));
  g_assert_cmpuint(key.lead, ==, 0xB0);
  g_assert_cmpint(yt_bytes_compare(key.bytes, key.n_bytes, expected, sizeof expected), ==, 0);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/store/dictionary/round-trip", test_round_trip);
  g_test_add_func("/store/dictionary/search", test_search);
  g_test_add_func("/store/dictionary/example", test_example);
  g_test_add_func("/store/dictionary/keys", test_keys);
  return g_test_run();
}
