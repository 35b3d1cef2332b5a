/* json.c: text for JSON. */
#include "base/base.h"

void
yt_json_append_string(GString *out, const char *text, gsize n_text)
{
  g_string_append_c(out, '"');
  for (gsize from = 0, i = 0; from < n_text; from = ++i) {
    while (i < n_text && (guchar) text[i] >= 0x20 && text[i] != '"' && text[i] != '\\')
      i++;
    g_string_append_len(out, text + from, (gssize) (i - from));
    if (i == n_text)
      break;
    if (text[i] == '"' || text[i] == '\\') {
      g_string_append_c(out, '\\');
      g_string_append_c(out, text[i]);
    } else
      g_string_append_printf(out, "\\u%04x", (guchar) text[i]);
  }
  g_string_append_c(out, '"');
}
