/* json.c: text for JSON. */
#include "base/base.h"

void
yt_json_append_string(GString *out, const char *text, gsize n_text)
{
  g_string_append_c(out, '"');
  for (gsize i = 0; i < n_text; i++) {
    guchar c = (guchar) text[i];
    if (c == '"' || c == '\\')
      g_string_append_printf(out, "\\%c", c);
    else if (c < 0x20)
      g_string_append_printf(out, "\\u%04x", c);
    else
      g_string_append_c(out, (char) c);
  }
  g_string_append_c(out, '"');
}
