/* random.h: terms and quads to try a store with. Strings last as long as the chunk that the caller holds. */
#pragma once
#include "store/store.h"
#include <glib/gstdio.h>
#include <string.h>

#define XSD(name) YT_XSD_NS name

static const char *const some_datatypes[] = {
  XSD("integer"), XSD("decimal"), XSD("double"),   XSD("float"), XSD("boolean"), XSD("date"), XSD("dateTime"),
  XSD("gYear"),   XSD("time"),    XSD("duration"), XSD("int"),   XSD("string"),  "http://例子.cn/类型",
};

static const char *const some_lexical_forms[] = {
  "0", "1", "-1", "+1", "01", "-0", "7", "42", "2021", "36028797018963967", "36028797018963968", "-36028797018963968",
  "99999999999999999999", "3.14", "3.140", "3.0", "-0.0", ".5", "5.", "0.000001", "0.0000001", "72057594037.927935",
  "72057594037.927936", "-72057594037.927936", "1.0E0", "1E0", "1.5E10", "-1.5E-3", "1.0E1", "INF", "-INF", "NaN", "0.1E0", "1.0E-1",
  "-0.0E0", "true", "false", "TRUE", "2020-06-01", "2020-02-30", "2020-02-29", "1999-12-31Z", "2020-06-01+08:00",
  "2020-06-01-00:00", "0000-01-01", "9999-12-31", "-0001-01-01", "2020-06-01T12:00:00", "2020-06-01T12:00:00Z",
  "2020-06-01T12:00:00.5+08:00", "2020-06-01T12:00:00.500+08:00", "2020-06-01T12:00:00.1234Z", "2020-06-01T24:00:00",
  "1500-06-01T12:00:00", "2020-06-01T12:00:60", "2020", "0001", "20200", "P1D", "", " 1", "1 ", "园图", "12:00:00",
};

static const char *const some_characters[] = {
  "a", "b", "Z", "0", " ", "\"", "\\", "\n", "\t", "<", ">", "@", "^", "\x01", "\x02", "\x7f", "é", "ß", "园", "图", "医", "国",
  "药", "𠀀", "🙂", "\xef\xbf\xbd", "ע", "ह",
};

static const char *const some_languages[] = { "zh", "en", "EN", "zh-Hans", "ZH-hans", "de", "zh-Hant-TW", "zho" };

#define PICK(array) (array)[g_test_rand_int_range(0, (gint32)G_N_ELEMENTS(array))]

/* A text that is often short, and often begins as others do. NUL may be in it. */
static GString *
random_text(gboolean with_nul)
{
  GString *text = g_string_new(g_test_rand_bit() ? "" : "共同的开头");
  int n = g_test_rand_int_range(0, g_test_rand_int_range(0, 8) == 0 ? 300 : 8);
  for (int i = 0; i < n; i++)
    if (with_nul && g_test_rand_int_range(0, 40) == 0)
      g_string_append_c(text, '\0');
    else
      g_string_append(text, PICK(some_characters));
  return text;
}

static inline const char *
keep(GStringChunk *chunk, GString *text, gsize *n_text)
{
  const char *kept = g_string_chunk_insert_len(chunk, text->str, (gssize)text->len + 1);
  *n_text = text->len;
  g_string_free(text, TRUE);
  return kept;
}

static inline YtTerm
random_iri(GStringChunk *chunk)
{
  YtTerm term = { .kind = YT_TERM_IRI };
  GString *text = g_string_new(NULL);
  g_string_printf(text, "https://例子.org/%s/%d", g_test_rand_bit() ? "公司" : "c", g_test_rand_int_range(0, 40));
  term.text = keep(chunk, text, &term.n_text);
  return term;
}

static inline YtTerm
random_blank(GStringChunk *chunk)
{
  YtTerm term = { .kind = YT_TERM_BLANK };
  GString *text = g_string_new(NULL);
  g_string_printf(text, "b%d", g_test_rand_int_range(0, 20));
  term.text = keep(chunk, text, &term.n_text);
  return term;
}

static inline YtTerm
random_literal(GStringChunk *chunk)
{
  YtTerm term = { .kind = YT_TERM_LITERAL };
  switch (g_test_rand_int_range(0, 4)) {
  case 0:
    term.text = keep(chunk, random_text(TRUE), &term.n_text);
    break;
  case 1:
    term.text = keep(chunk, random_text(TRUE), &term.n_text);
    term.language = PICK(some_languages);
    term.n_language = strlen(term.language);
    break;
  default:
    term.text = PICK(some_lexical_forms);
    term.n_text = strlen(term.text);
    term.datatype = PICK(some_datatypes);
    term.n_datatype = strlen(term.datatype);
    if (strcmp(term.datatype, XSD("string")) == 0)
      term.datatype = NULL, term.n_datatype = 0;
  }
  return term;
}

static inline YtTerm
random_term(GStringChunk *chunk)
{
  int kind = g_test_rand_int_range(0, 6);
  return kind == 0 ? random_blank(chunk) : kind < 3 ? random_iri(chunk) : random_literal(chunk);
}

/* From few subjects and predicates, so that quads have much in common. */
static inline YtTermQuad
random_quad(GStringChunk *chunk, guint n_graphs)
{
  static const char *const predicates[] = { "p:一", "p:二", "p:三", YT_RDF_NS "type", "p:五" };
  YtTermQuad quad = { .subject = g_test_rand_int_range(0, 5) ? random_iri(chunk) : random_blank(chunk),
                      .predicate = yt_term_iri(PICK(predicates)),
                      .object = random_term(chunk) };
  guint graph = (guint)g_test_rand_int_range(0, (gint32)n_graphs + 1);
  if (graph > 0) {
    GString *text = g_string_new(NULL);
    g_string_printf(text, "g:%u", graph);
    quad.graph = (YtTerm){ .kind = YT_TERM_IRI };
    quad.graph.text = keep(chunk, text, &quad.graph.n_text);
  }
  return quad;
}

/* What two stores that are equal have in common: the text of each quad, sorted. */
static inline gboolean
append_quad_text(const YtTermQuad *quad, gpointer data, GError **error)
{
  (void)error;
  GString *line = g_string_new(NULL);
  const YtTerm *terms[] = { &quad->subject, &quad->predicate, &quad->object, &quad->graph };
  for (guint i = 0; i < 4; i++) {
    if (terms[i]->kind != YT_TERM_UNBOUND) {
      YtTerm term = *terms[i];
      g_autofree char *lower = term.language ? g_ascii_strdown(term.language, (gssize)term.n_language) : NULL;
      term.language = lower;
      yt_term_append(line, &term);
    }
    g_string_append_c(line, ' ');
  }
  for (gsize i = 0; i < line->len; i++) /* lines are compared as strings, and must not end at a NUL */
    if (line->str[i] == '\0')
      line->str[i] = '\x03';
  g_ptr_array_add(data, g_string_free(line, FALSE));
  return TRUE;
}

static inline int
compare_lines(gconstpointer a, gconstpointer b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static inline void
sort_lines(GPtrArray *lines)
{
  g_ptr_array_sort(lines, compare_lines);
  guint kept = 0;
  for (guint i = 0; i < lines->len; i++) {
    if (kept > 0 && strcmp(lines->pdata[kept - 1], lines->pdata[i]) == 0) {
      g_free(lines->pdata[i]);
      continue;
    }
    lines->pdata[kept++] = lines->pdata[i];
  }
  while (lines->len > kept)
    g_ptr_array_steal_index(lines, lines->len - 1);
}

static inline GPtrArray *
store_lines(const YtStore *store)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
  g_assert_true(yt_store_foreach(store, append_quad_text, lines, NULL));
  g_assert_cmpuint(lines->len, ==, yt_store_get_n_quads(store));
  sort_lines(lines);
  return lines;
}

static inline void
assert_same_lines(GPtrArray *a, GPtrArray *b)
{
  for (guint i = 0; i < MIN(a->len, b->len); i++)
    g_assert_cmpstr(a->pdata[i], ==, b->pdata[i]);
  g_assert_cmpuint(a->len, ==, b->len);
}

/* A folder of its own under the system's for temporary files. (transfer full) */
static inline char *
make_folder(void)
{
  char *folder = g_dir_make_tmp("yt-store-XXXXXX", NULL);
  g_assert_nonnull(folder);
  return folder;
}

static inline void
remove_folder(const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *name; dir && (name = g_dir_read_name(dir));) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_assert_cmpint(g_unlink(path), ==, 0);
  }
  g_rmdir(folder);
}
