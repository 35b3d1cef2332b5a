/* support.h: what the tests of the loader share: folders of rules, the shipped grammar, a document half way through. */
#pragma once
#include <glib/gstdio.h>
#include <string.h>

#include "loader/analysis.h"
#include "loader/loader.h"

/* A folder of its own for rules and gazetteers; gone with the struct. */
typedef struct {
  char *folder;
} Sandbox;

static inline void
sandbox_init(Sandbox *sandbox)
{
  g_autoptr(GError) error = NULL;
  sandbox->folder = g_dir_make_tmp("yt-loader-XXXXXX", &error);
  g_assert_no_error(error);
}

static inline void
sandbox_clear(Sandbox *sandbox)
{
  g_autoptr(GDir) dir = g_dir_open(sandbox->folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name(dir));) {
    g_autofree char *path = g_build_filename(sandbox->folder, name, NULL);
    g_assert_cmpint(g_remove(path), ==, 0);
  }
  g_assert_cmpint(g_rmdir(sandbox->folder), ==, 0);
  g_free(sandbox->folder);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sandbox, sandbox_clear)

static inline void
sandbox_write(const Sandbox *sandbox, const char *name, const char *bytes, gssize n_bytes)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename(sandbox->folder, name, NULL);
  g_file_set_contents(path, bytes, n_bytes, &error);
  g_assert_no_error(error);
}

/* The grammar of all .ytg files in the sandbox, whose gazetteers lie there too. */
static inline YtGrammar *
sandbox_compile(const Sandbox *sandbox, GError **error)
{
  YtGrammar *grammar = yt_grammar_new(sandbox->folder, sandbox->folder, NULL, error);
  if (grammar)
    yt_grammar_compile(grammar);
  return grammar;
}

/* The grammar of these rules alone; they are right. */
static inline YtGrammar *
grammar_of(const char *rules)
{
  g_auto(Sandbox) sandbox;
  sandbox_init(&sandbox);
  sandbox_write(&sandbox, "rules.ytg", rules, -1);
  g_autoptr(GError) error = NULL;
  YtGrammar *grammar = sandbox_compile(&sandbox, &error);
  g_assert_no_error(error);
  return grammar;
}

static inline YtGrammar *
shipped_grammar(void)
{
  g_autoptr(GError) error = NULL;
  YtGrammar *grammar = yt_grammar_new(YT_SOURCE_DIR "/loader/grammar", YT_SOURCE_DIR "/data/gazetteers", NULL, &error);
  g_assert_no_error(error);
  yt_grammar_compile(grammar);
  return grammar;
}

static inline void
analysis_start(YtAnalysis *a, const YtGrammar *grammar, const char *source)
{
  g_autoptr(GError) error = NULL;
  YtText *text = yt_text_new(source, strlen(source), &error);
  g_assert_no_error(error);
  yt_analysis_init(a, grammar, text);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(YtAnalysis, yt_analysis_clear)

/* The text of a span of the analysis. */
static inline char *
dup_span(const YtAnalysis *a, guint32 start, guint32 end)
{
  return g_strndup(a->text->text + start, end - start);
}

/* Everything that the shipped rules read from @document: the quads of both graphs as N-Quads, one a line. */
static inline gboolean
append_line(const YtTermQuad *quad, gpointer out, GError **error)
{
  const YtTerm *terms[] = {&quad->subject, &quad->predicate, &quad->object, &quad->graph};
  (void) error;
  for (guint i = 0; i < 4; i++)
    if (terms[i]->kind != YT_TERM_UNBOUND) {
      yt_term_append(out, terms[i]);
      g_string_append_c(out, ' ');
    }
  g_string_append(out, ".\n");
  return TRUE;
}

static inline char *
read_quads(const YtLoader *loader, const char *document)
{
  g_autoptr(GError) error = NULL;
  GString *out = g_string_new(NULL);
  YtText *text = yt_text_new(document, strlen(document), &error);
  g_assert_no_error(error);
  yt_loader_read(loader, text, "test.txt", append_line, out, &error);
  g_assert_no_error(error);
  return g_string_free(out, FALSE);
}
