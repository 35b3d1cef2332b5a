/* reader.c: any bytes as a document or an archive of documents. What comes out is valid UTF-8 with a true map, and the
 * same when it is read again. The first byte chooses a name, since that decides what the content leaves open. PDF stays
 * outside: a child a run would fuzz the starting of programs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "text/text.h"

static void
require(gboolean holds, const char *promise)
{
  if (holds)
    return;
  fprintf(stderr, "broken promise: %s\n", promise);
  abort();
}

static gboolean
check(YtDocument *document, gpointer user_data, GError **error)
{
  GString *all = user_data;
  (void) error;
  require(g_utf8_validate(document->name, -1, NULL), "a name is valid UTF-8");
  require((document->text == NULL) == (document->error != NULL), "a document has a text or an error");
  g_string_append(all, document->name);
  if (!document->text)
    return TRUE;
  const YtText *text = document->text;
  require(g_utf8_validate(text->source, (gssize) text->n_source, NULL), "the source is valid UTF-8");
  require(g_utf8_validate(text->text, (gssize) text->n_text, NULL), "the text is valid UTF-8");
  require(text->n_text == 0 || text->text[text->n_text - 1] == '\n', "the text ends in a line end");
  for (gsize i = 0; i < text->n_text; i++)
    require(text->map[i] <= text->map[i + 1], "the map ascends");
  require(text->map[text->n_text] == text->n_source, "the map ends at the end");
  g_string_append(all, text->source);
  return TRUE;
}

static void
read_once(const char *name, GBytes *bytes, GString *all)
{
  YtReaderLimits limits = {.max_bytes = 1 << 20,
                           .max_total_bytes = 4 << 20,
                           .max_entries = 50,
                           .max_nodes = 100000,
                           .timeout_ms = 5000,
                           .pdftotext = "/nonexistent/pdftotext"};
  g_autoptr(GError) error = NULL;
  gboolean ok = yt_reader_read(name, bytes, &limits, check, all, &error);
  require(ok == (error == NULL), "FALSE comes with an error");
  if (error && error->code != YT_READER_ERROR_LIMIT) /* time is not the same twice */
    g_string_append(all, error->message);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
  static const char *const names[] = {"a", "a.html", "a.txt", "a.docx"};
  if (n_bytes == 0)
    return 0;
  g_autoptr(GBytes) bytes = g_bytes_new(data + 1, n_bytes - 1);
  g_autoptr(GString) once = g_string_new(NULL), again = g_string_new(NULL);
  read_once(names[data[0] % G_N_ELEMENTS(names)], bytes, once);
  read_once(names[data[0] % G_N_ELEMENTS(names)], bytes, again);
  require(g_string_equal(once, again), "the same input gives the same output");
  return 0;
}
