/* key.c: see key.h. */
#include "store/key.h"
#include <string.h>

int
yt_bytes_compare(const void *a, gsize n_a, const void *b, gsize n_b)
{
  gsize n = MIN(n_a, n_b);
  int order = n > 0 ? memcmp(a, b, n) : 0; /* pointers to nothing may be NULL */
  return order ? order : (n_a > n_b) - (n_a < n_b);
}

static void
append_escaped(GString *out, const char *text, gsize n_text)
{
  for (gsize i = 0; i < n_text; i++) {
    if (text[i] == 0 || text[i] == 1)
      g_string_append_c(out, 1);
    g_string_append_c(out, text[i] == 0 ? 1 : text[i] == 1 ? 2 : text[i]);
  }
}

static gboolean
needs_escape(const char *text, gsize n_text)
{
  return memchr(text, 0, n_text) || memchr(text, 1, n_text);
}

static gboolean
language_key(const YtTerm *term, GString *scratch)
{
  if (term->n_language == 0 || memchr(term->language, 0, term->n_language))
    return FALSE;
  gboolean lower = TRUE;
  for (gsize i = 0; i < term->n_language; i++) {
    char c = g_ascii_tolower(term->language[i]);
    lower = lower && c == term->language[i];
    g_string_append_c(scratch, c);
  }
  g_string_append_c(scratch, 0);
  if (needs_escape(term->text, term->n_text))
    append_escaped(scratch, term->text, term->n_text);
  else
    g_string_append_len(scratch, term->text, (gssize) term->n_text);
  if (!lower) {
    g_string_append_c(scratch, 0);
    g_string_append_len(scratch, term->language, (gssize) term->n_language);
  }
  return TRUE;
}

gboolean
yt_key_from_term(const YtTerm *term, GString *scratch, YtKey *key)
{
  key->inline_id = 0;
  key->bytes = term->text;
  key->n_bytes = term->n_text;
  switch (term->kind) {
  case YT_TERM_UNBOUND: return FALSE;
  case YT_TERM_IRI: key->lead = YT_KEY_IRI; return TRUE;
  case YT_TERM_BLANK: key->lead = YT_KEY_BLANK; return TRUE;
  case YT_TERM_LITERAL: break;
  }
  key->inline_id = yt_id_from_term(term);
  if (key->inline_id)
    return TRUE;
  if (yt_term_is_string(term)) {
    key->lead = YT_KEY_STRING;
    return TRUE;
  }
  g_string_truncate(scratch, 0);
  if (term->language) {
    key->lead = YT_KEY_LANGUAGE;
    if (!language_key(term, scratch))
      return FALSE;
  } else {
    key->lead = YT_KEY_TYPED;
    if (memchr(term->datatype, 0, term->n_datatype))
      return FALSE;
    g_string_append_len(scratch, term->datatype, (gssize) term->n_datatype);
    g_string_append_c(scratch, 0);
    g_string_append_len(scratch, term->text, (gssize) term->n_text);
  }
  key->bytes = scratch->str;
  key->n_bytes = scratch->len;
  return TRUE;
}

static gsize
unescape(char *text, gsize n_text)
{
  if (!memchr(text, 1, n_text))
    return n_text;
  gsize out = 0;
  for (gsize i = 0; i < n_text; i++) {
    if (text[i] == 1 && i + 1 < n_text)
      text[out++] = text[++i] == 1 ? 0 : 1;
    else
      text[out++] = text[i];
  }
  return out;
}

YtTerm
yt_key_get_term(YtIdKind kind, char *bytes, gsize n_bytes)
{
  YtTerm term = {.kind = YT_TERM_LITERAL, .text = bytes, .n_text = n_bytes};
  if (kind == YT_ID_BLANK || kind == YT_ID_IRI) {
    term.kind = kind == YT_ID_IRI ? YT_TERM_IRI : YT_TERM_BLANK;
    return term;
  }
  if (kind == YT_ID_STRING)
    return term;
  char *zero = memchr(bytes, 0, n_bytes), *end = bytes + n_bytes;
  if (!zero)
    return term;
  term.text = zero + 1;
  term.n_text = (gsize) (end - zero - 1);
  if (kind == YT_ID_TYPED) {
    term.datatype = bytes;
    term.n_datatype = (gsize) (zero - bytes);
    return term;
  }
  term.language = bytes;
  term.n_language = (gsize) (zero - bytes);
  char *second = memchr(zero + 1, 0, term.n_text);
  if (second) {
    term.language = second + 1;
    term.n_language = (gsize) (end - second - 1);
    term.n_text = (gsize) (second - zero - 1);
  }
  term.n_text = unescape(zero + 1, term.n_text);
  return term;
}

gsize
yt_key_get_n_identity(YtIdKind kind, const char *bytes, gsize n_bytes)
{
  if (kind != YT_ID_LANGUAGE)
    return n_bytes;
  const char *zero = memchr(bytes, 0, n_bytes);
  const char *second = zero ? memchr(zero + 1, 0, n_bytes - (gsize) (zero + 1 - bytes)) : NULL;
  return second ? (gsize) (second - bytes) : n_bytes;
}
