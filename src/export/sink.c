/* sink.c: bytes on their way out, and the escapes of the formats. */
#include "export/sink.h"

#include "base/base.h"
#include <string.h>

#define FLUSH_BYTES (64 * 1024)

static gboolean
write_stream(gpointer target, const char *bytes, gsize n_bytes, GError **error)
{
  return g_output_stream_write_all(target, bytes, n_bytes, NULL, NULL, error);
}

void
yt_sink_init_stream(YtSink *sink, GOutputStream *out)
{
  *sink = (YtSink){.text = g_string_sized_new(FLUSH_BYTES + 4096), .write = write_stream, .target = out};
}

static void
give_on(YtSink *sink)
{
  if (!sink->error && sink->text->len > 0)
    sink->write(sink->target, sink->text->str, sink->text->len, &sink->error);
  g_string_truncate(sink->text, 0);
}

void
yt_sink_flush(YtSink *sink)
{
  if (sink->text->len >= FLUSH_BYTES)
    give_on(sink);
}

gboolean
yt_sink_finish(YtSink *sink, GError **error)
{
  give_on(sink);
  g_string_free(sink->text, TRUE);
  sink->text = NULL;
  if (!sink->error)
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&sink->error));
  return FALSE;
}

void
yt_sink_append(YtSink *sink, const char *text)
{
  g_string_append(sink->text, text);
}

void
yt_sink_append_json(YtSink *sink, const char *text)
{
  if (text)
    yt_json_append_string(sink->text, text, strlen(text));
  else
    g_string_append(sink->text, "null");
}

/* XML 1.0, production [2] Char. */
static gboolean
is_xml_char(gunichar c)
{
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) ||
         (c >= 0x10000 && c <= 0x10FFFF);
}

void
yt_sink_append_xml(YtSink *sink, const char *text)
{
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    switch (c) {
    case '&': g_string_append(sink->text, "&amp;"); break;
    case '<': g_string_append(sink->text, "&lt;"); break;
    case '>': g_string_append(sink->text, "&gt;"); break;
    case '"': g_string_append(sink->text, "&quot;"); break;
    /* An attribute's white space becomes blanks when it is read, unless it is escaped (XML 1.0, 3.3.3). */
    case '\t': g_string_append(sink->text, "&#9;"); break;
    case '\n': g_string_append(sink->text, "&#10;"); break;
    case '\r': g_string_append(sink->text, "&#13;"); break;
    default: g_string_append_unichar(sink->text, is_xml_char(c) ? c : 0xFFFD);
    }
  }
}

void
yt_sink_append_csv(YtSink *sink, const char *text)
{
  if (!text[strcspn(text, "\",\r\n")]) {
    g_string_append(sink->text, text);
    return;
  }
  g_string_append_c(sink->text, '"');
  for (const char *p = text; *p; p++) {
    if (*p == '"')
      g_string_append_c(sink->text, '"');
    g_string_append_c(sink->text, *p);
  }
  g_string_append_c(sink->text, '"');
}

void
yt_sink_printf(YtSink *sink, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_string_append_vprintf(sink->text, format, arguments);
  va_end(arguments);
}
