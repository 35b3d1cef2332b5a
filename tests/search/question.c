/* question.c: fuzz target: any bytes as what somebody looks for, and behind the first NUL as a text that is in the store. What the
 * index finds is what reading finds. */
#include "fuzz.h"
#include "search/search.h"
#include "search/word.h"
#include <stdlib.h>
#include <string.h>

static YtStore *
make_store(const char *text, gsize n_text)
{
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  YtTerm terms[] = {yt_term_tagged("武汉光谷生物城", "zh"),
                    yt_term_literal("湖北省藥監局 GDP"),
                    {.kind = YT_TERM_LITERAL, .text = text, .n_text = n_text}};
  for (guint i = 0; i < G_N_ELEMENTS(terms); i++) {
    YtTermQuad quad = {.subject = yt_term_iri("s:1"), .predicate = yt_term_iri("p:1"), .object = terms[i]};
    if (!yt_store_builder_add(&quad, builder, NULL))
      abort();
  }
  return yt_store_builder_build(builder);
}

static gboolean
has_all_words(const char *question, gsize n_question, const YtTerm *term)
{
  g_autoptr(GArray) words = yt_words_new(question, n_question);
  g_autoptr(GArray) characters = g_array_new(FALSE, FALSE, sizeof(gunichar));
  yt_characters_read(characters, term->text, term->n_text);
  gboolean all = words->len > 0;
  for (guint w = 0; w < words->len && all; w++)
    all = yt_word_match(&g_array_index(words, YtWord, w), (const gunichar *) (gpointer) characters->data,
                        characters->len) > 0;
  return all;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
  const char *question = (const char *) bytes, *zero = n_bytes ? memchr(bytes, 0, n_bytes) : NULL;
  gsize n_question = zero ? (gsize) (zero - question) : n_bytes, n_text = zero ? n_bytes - n_question - 1 : 0;
  if (n_question > 400)
    return 0;
  g_autoptr(YtStore) store = make_store(zero ? zero + 1 : "", n_text);
  g_autoptr(YtSearchHits) hits = yt_search(store, n_bytes ? question : "", n_question, NULL, NULL);
  const YtSearchHit *found;
  gsize n_found = yt_search_hits_get(hits, 10, &found), n_expected = 0;
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  for (gsize i = 0; i < yt_store_get_n_texts(store); i++) {
    YtTerm term = yt_store_get_term(store, yt_store_get_text_id(store, i), &buffer);
    n_expected += has_all_words(n_bytes ? question : "", n_question, &term) ? 1 : 0;
  }
  if (n_found != n_expected)
    abort();
  return 0;
}
