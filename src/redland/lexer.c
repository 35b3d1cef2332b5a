/* lexer.c: the words of a SPARQL text.
 *
 * Follows the terminals of the SPARQL 1.1 grammar loosely: it has to tell apart what is a string, an IRI, a comment
 * and a keyword, and leaves it to rasqal to refuse the rest. */
#include "redland/lexer.h"
#include <string.h>

static const char *
skip_blanks(const char *at)
{
  for (;;) {
    at += strspn(at, " \t\r\n");
    if (*at != '#')
      return at;
    at += strcspn(at, "\r\n");
  }
}

/* Bytes of a name: letters, digits, and everything above ASCII. */
static gboolean
is_name_byte(char c)
{
  return g_ascii_isalnum(c) || c == '_' || (guchar) c >= 0x80;
}

/* IRIREF ::= '<' ([^<>"{}|^`\]-[#x00-#x20])* '>'; NULL when @at, a "<", is the operator. */
static const char *
skip_iri(const char *at)
{
  const char *end = at + 1;
  while ((guchar) *end > 0x20 && !strchr("<>\"{}|^`", *end))
    end++;
  return *end == '>' ? end + 1 : NULL;
}

/* A string in one or three quotes of either kind; it ends with the text when it is not closed. */
static const char *
skip_string(const char *at)
{
  char quote[4] = {*at, *at, *at, '\0'};
  gboolean is_long = strncmp(at, quote, 3) == 0;
  if (!is_long)
    quote[1] = '\0';
  gsize n_quote = strlen(quote);
  for (at += n_quote; *at; at++) {
    if (*at == '\\' && at[1])
      at++;
    else if (strncmp(at, quote, n_quote) == 0)
      return at + n_quote;
  }
  return at;
}

/* The local part of a prefixed name, with its escapes; a dot at the end belongs to the sentence. */
static const char *
skip_local_name(const char *at)
{
  const char *end = at;
  for (;;) {
    if (is_name_byte(*at) || *at == ':' || *at == '-')
      end = ++at;
    else if (*at == '.')
      at++;
    else if (*at == '%' && g_ascii_isxdigit(at[1]) && g_ascii_isxdigit(at[2]))
      end = at += 3;
    else if (*at == '\\' && at[1])
      end = at += 2;
    else
      return end;
  }
}

static const char *
skip_number(const char *at)
{
  at += strspn(at, "0123456789");
  if (*at == '.' && g_ascii_isdigit(at[1]))
    at += 1 + strspn(at + 1, "0123456789");
  if ((*at == 'e' || *at == 'E') &&
      (g_ascii_isdigit(at[1]) || (strchr("+-", at[1]) && g_ascii_isdigit(at[2]))))
    at += 2 + strspn(at + 2, "0123456789");
  return at;
}

/* A word, or the prefixed name that begins with it. */
static const char *
skip_word(const char *at, YtRedlandTokenKind *kind)
{
  const char *end = at;
  while (is_name_byte(*end) || ((*end == '-' || *end == '.') && end > at))
    end++;
  if (*end == ':') {
    *kind = YT_REDLAND_TOKEN_NAME;
    return skip_local_name(end + 1);
  }
  *kind = YT_REDLAND_TOKEN_WORD;
  end = at;
  while (is_name_byte(*end))
    end++;
  return end;
}

static const char *
skip_mark(const char *at)
{
  static const char *const doubles[] = {"&&", "||", "!=", "<=", ">=", "^^"};
  for (guint i = 0; i < G_N_ELEMENTS(doubles); i++)
    if (strncmp(at, doubles[i], 2) == 0)
      return at + 2;
  return at + 1;
}

YtRedlandToken
yt_redland_token_read(const char *at)
{
  at = skip_blanks(at);
  YtRedlandToken token = {YT_REDLAND_TOKEN_MARK, at, 0};
  const char *end = NULL;
  if (*at == '\0') {
    token.kind = YT_REDLAND_TOKEN_END;
    end = at;
  } else if (*at == '<' && (end = skip_iri(at))) {
    token.kind = YT_REDLAND_TOKEN_IRI;
  } else if (*at == '"' || *at == '\'') {
    token.kind = YT_REDLAND_TOKEN_STRING;
    end = skip_string(at);
  } else if ((*at == '?' || *at == '$') && is_name_byte(at[1])) {
    token.kind = YT_REDLAND_TOKEN_VARIABLE;
    for (end = at + 1; is_name_byte(*end); end++)
      ;
  } else if (g_ascii_isdigit(*at) || (*at == '.' && g_ascii_isdigit(at[1]))) {
    token.kind = YT_REDLAND_TOKEN_NUMBER;
    end = skip_number(at);
  } else if (is_name_byte(*at) || *at == ':') {
    end = skip_word(at, &token.kind);
  } else {
    end = skip_mark(at);
  }
  token.n_bytes = (gsize) (end - at);
  return token;
}

GArray *
yt_redland_tokens_new(const char *text)
{
  GArray *tokens = g_array_new(FALSE, FALSE, sizeof(YtRedlandToken));
  for (;;) {
    YtRedlandToken token = yt_redland_token_read(text);
    if (token.kind == YT_REDLAND_TOKEN_END)
      return tokens;
    g_array_append_val(tokens, token);
    text = token.start + token.n_bytes;
  }
}

gboolean
yt_redland_token_is_word(const YtRedlandToken *token, const char *word)
{
  return token->kind == YT_REDLAND_TOKEN_WORD && strlen(word) == token->n_bytes &&
         g_ascii_strncasecmp(token->start, word, token->n_bytes) == 0;
}

gboolean
yt_redland_token_is_mark(const YtRedlandToken *token, const char *mark)
{
  return token->kind == YT_REDLAND_TOKEN_MARK && strlen(mark) == token->n_bytes &&
         strncmp(token->start, mark, token->n_bytes) == 0;
}

void
yt_redland_find_place(const char *text, const char *at, guint *line, guint *column)
{
  const char *start = text;
  *line = 1;
  for (const char *c = text; c < at; c++) {
    if (*c == '\n') {
      ++*line;
      start = c + 1;
    }
  }
  *column = (guint) g_utf8_strlen(start, at - start) + 1;
}
