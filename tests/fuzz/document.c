/* document.c: any text as a document, through repair, reading and the explain page, with the rules that are shipped. What
 * comes out is the same twice, quotes stand in the file where the evidence says, and the page is well-formed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "loader/loader.h"

static YtLoader *loader;

static void
require(gboolean holds, const char *promise)
{
  if (holds)
    return;
  fprintf(stderr, "broken promise: %s\n", promise);
  abort();
}

typedef struct {
  const char *source; /* lent by the text, which the loader frees: a copy */
  GString *all;
  gsize begin, end;
} Reading;

static gboolean
is(const YtTerm *term, const char *iri)
{
  return term->n_text == strlen(iri) && memcmp(term->text, iri, term->n_text) == 0;
}

static gboolean
take(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  Reading *reading = user_data;
  (void) error;
  const YtTerm *terms[] = {&quad->subject, &quad->predicate, &quad->object};
  for (guint i = 0; i < 3; i++) {
    require(g_utf8_validate(terms[i]->text, (gssize) terms[i]->n_text, NULL), "a term is valid UTF-8");
    yt_term_append(reading->all, terms[i]);
    g_string_append_c(reading->all, i < 2 ? ' ' : '\n');
  }
  if (is(&quad->predicate, YT_NS "begin")) {
    reading->begin = (gsize) g_ascii_strtoull(quad->object.text, NULL, 10);
  } else if (is(&quad->predicate, YT_NS "end")) {
    reading->end = (gsize) g_ascii_strtoull(quad->object.text, NULL, 10);
  } else if (is(&quad->predicate, YT_NS "quote")) {
    const char *from = g_utf8_offset_to_pointer(reading->source, (glong) reading->begin);
    const char *to = g_utf8_offset_to_pointer(from, (glong) (reading->end - reading->begin));
    require((gsize) (to - from) == quad->object.n_text &&
                memcmp(from, quad->object.text, quad->object.n_text) == 0,
            "a quote stands where its evidence says");
  }
  return TRUE;
}

static char *
read_once(const uint8_t *bytes, size_t n_bytes)
{
  YtText *text = yt_text_new((const char *) bytes, n_bytes, NULL);
  if (!text)
    return NULL;
  g_autofree char *source = g_strdup(text->source);
  Reading reading = {.source = source, .all = g_string_new(NULL)};
  require(yt_loader_read(loader, text, "a.txt", take, &reading, NULL), "a text can be read");
  return g_string_free(reading.all, FALSE);
}

static void
check_page(const uint8_t *bytes, size_t n_bytes)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *page =
      yt_loader_explain_page(loader, yt_text_new((const char *) bytes, n_bytes, NULL), "<a>&.txt", &error);
  require(page != NULL && g_utf8_validate(page, -1, NULL), "a text that can be read can be shown");
  static const GMarkupParser parser = {0};
  g_autoptr(GMarkupParseContext) context =
      g_markup_parse_context_new(&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, NULL, NULL);
  gboolean ok = g_markup_parse_context_parse(context, page, -1, &error) &&
                g_markup_parse_context_end_parse(context, &error);
  if (!ok)
    fprintf(stderr, "%s\n", error->message);
  require(ok, "the page is well-formed");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
  if (!loader) {
    g_autoptr(GError) error = NULL;
    loader = yt_loader_new(NULL, &error);
    if (!loader)
      fprintf(stderr, "%s\n", error->message);
    require(loader != NULL, "the shipped rules are good");
  }
  g_autofree char *once = read_once(bytes, n_bytes);
  if (!once)
    return 0;
  g_autofree char *again = read_once(bytes, n_bytes);
  require(g_strcmp0(once, again) == 0, "the same text gives the same quads");
  check_page(bytes, n_bytes);
  return 0;
}
