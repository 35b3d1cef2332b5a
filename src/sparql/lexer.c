/* lexer.c: finds the longest token at a place.
 *
 * "<" opens an IRI when a ">" follows before anything that an IRI cannot hold, else it is an operator; this is what
 * the longest match of the grammar's tokens comes to. Signs belong to a number that follows without space, and
 * parse.c takes them apart again in sums, as the grammar does. */
#include "sparql/lexer.h"
#include <string.h>

typedef struct {
  gsize in_text, in_input;
} Shift;

/* SPARQL 1.1, 19.2: \uXXXX and \UXXXXXXXX stand for characters anywhere in the text. An escaped backslash is left to
 * the string that it stands in. Returns the number of bytes read, 0 if the escape is broken. */
static gsize
decode_escape(const char *at, gunichar *c)
{
  guint n_digits = at[1] == 'u' ? 4 : 8;
  *c = 0;
  for (guint i = 0; i < n_digits; i++) {
    int digit = g_ascii_xdigit_value(at[2 + i]);
    if (digit < 0)
      return 0;
    *c = *c << 4 | (gunichar) digit;
  }
  return *c && g_unichar_validate(*c) ? 2 + n_digits : 0;
}

static gboolean
decode_escapes(YtLexer *lexer, gsize *bad_offset)
{
  const char *in = lexer->input;
  g_autoptr(GString) out = g_string_new(NULL);
  lexer->shifts = g_array_new(FALSE, FALSE, sizeof(Shift));
  while (*in) {
    if (in[0] == '\\' && in[1] == '\\') {
      g_string_append_len(out, in, 2);
      in += 2;
    } else if (in[0] == '\\' && (in[1] == 'u' || in[1] == 'U')) {
      gunichar c;
      gsize n_read = decode_escape(in, &c);
      if (!n_read) {
        *bad_offset = (gsize) (in - lexer->input);
        return FALSE;
      }
      g_string_append_unichar(out, c);
      in += n_read;
      Shift shift = {out->len, (gsize) (in - lexer->input)};
      g_array_append_val(lexer->shifts, shift);
    } else {
      g_string_append_c(out, *in++);
    }
  }
  lexer->decoded = g_string_free(g_steal_pointer(&out), FALSE);
  lexer->text = lexer->decoded;
  return TRUE;
}

gboolean
yt_lexer_init(YtLexer *lexer, const char *input, gsize *bad_offset)
{
  *lexer = (YtLexer){.text = input, .input = input};
  const char *end;
  if (!g_utf8_validate(input, -1, &end)) {
    *bad_offset = (gsize) (end - input);
    return FALSE;
  }
  if ((strstr(input, "\\u") || strstr(input, "\\U")) && !decode_escapes(lexer, bad_offset))
    return FALSE;
  lexer->position = lexer->text;
  if (g_str_has_prefix(lexer->position, "\xEF\xBB\xBF")) /* a byte order mark */
    lexer->position += 3;
  return TRUE;
}

void
yt_lexer_clear(YtLexer *lexer)
{
  g_clear_pointer(&lexer->decoded, g_free);
  g_clear_pointer(&lexer->shifts, g_array_unref);
}

void
yt_lexer_locate(const YtLexer *lexer, const char *position, guint *line, guint *column)
{
  gsize offset = (gsize) (position - lexer->text);
  gsize in_input = offset;
  for (guint i = 0; lexer->shifts && i < lexer->shifts->len; i++) {
    const Shift *shift = &g_array_index(lexer->shifts, Shift, i);
    if (shift->in_text > offset)
      break;
    in_input = shift->in_input + (offset - shift->in_text);
  }
  *line = 1;
  *column = 1;
  for (const char *p = lexer->input, *end = p + in_input; p < end; p++) {
    if (*p == '\n') {
      ++*line;
      *column = 1;
    } else if ((*p & 0xC0) != 0x80) {
      ++*column;
    }
  }
}

/* PN_CHARS_BASE [164] */
static gboolean
is_base(gunichar c)
{
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c <= 0xD6) ||
         (c >= 0xD8 && c <= 0xF6) || (c >= 0xF8 && c <= 0x2FF) || (c >= 0x370 && c <= 0x37D) ||
         (c >= 0x37F && c <= 0x1FFF) || (c >= 0x200C && c <= 0x200D) || (c >= 0x2070 && c <= 0x218F) ||
         (c >= 0x2C00 && c <= 0x2FEF) || (c >= 0x3001 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFDCF) ||
         (c >= 0xFDF0 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0xEFFFF);
}

/* PN_CHARS_U [165] */
static gboolean
is_base_or_underscore(gunichar c)
{
  return is_base(c) || c == '_';
}

/* PN_CHARS [167] */
static gboolean
is_name(gunichar c)
{
  return is_base_or_underscore(c) || c == '-' || (c >= '0' && c <= '9') || c == 0xB7 ||
         (c >= 0x300 && c <= 0x36F) || (c >= 0x203F && c <= 0x2040);
}

static gboolean
is_digit(gunichar c)
{
  return c >= '0' && c <= '9';
}

static const char *
skip_space(const char *p)
{
  for (;; p++) {
    if (*p == '#')
      p += strcspn(p, "\r\n");
    if (*p != ' ' && *p != '\t' && *p != '\r' && *p != '\n')
      return p;
  }
}

/* (PN_CHARS | '.')* PN_CHARS, with the dots inside only */
static const char *
skip_names(const char *p)
{
  const char *end = p;
  for (;;) {
    gunichar c = g_utf8_get_char(p);
    if (c != '.' && !is_name(c))
      return end;
    p = g_utf8_next_char(p);
    if (c != '.')
      end = p;
  }
}

/* PLX [170]: a percent escape or a backslash escape; 0 if there is none at @p */
static gsize
measure_plx(const char *p)
{
  if (p[0] == '%' && g_ascii_isxdigit(p[1]) && g_ascii_isxdigit(p[2]))
    return 3;
  if (p[0] == '\\' && p[1] && strchr("_~.-!$&'()*+,;=/?#@%", p[1]))
    return 2;
  return 0;
}

/* PN_LOCAL [169] */
static const char *
skip_local(const char *p)
{
  const char *end = p;
  gboolean first = TRUE;
  for (;;) {
    gunichar c = g_utf8_get_char(p);
    gsize n_plx = measure_plx(p);
    if (n_plx)
      p += n_plx;
    else if (c == ':' || is_digit(c) || (first ? is_base_or_underscore(c) : is_name(c) || c == '.'))
      p = g_utf8_next_char(p);
    else
      return end;
    if (c != '.' || n_plx)
      end = p;
    first = FALSE;
  }
}

/* IRIREF [139], from its "<": the place after ">", or NULL */
static const char *
skip_iri(const char *p)
{
  for (p++; (guchar) *p > 0x20; p++) {
    if (*p == '>')
      return p + 1;
    if (strchr("<\"{}|^`\\", *p))
      return NULL;
  }
  return NULL;
}

static void
finish(YtToken *token, YtTokenKind kind, const char *text, const char *text_end, const char *end)
{
  token->kind = kind;
  token->text = text;
  token->n_text = (gsize) (text_end - text);
  token->end = end;
}

static void
fail(YtToken *token, const char *problem)
{
  finish(token, YT_TOKEN_BAD, token->start, g_utf8_next_char(token->start), g_utf8_next_char(token->start));
  token->problem = problem;
}

/* STRING_LITERAL1 [156] to STRING_LITERAL_LONG2 [159] */
static void
read_string(YtToken *token)
{
  const char *p = token->start;
  char quote = *p;
  gboolean is_long = p[1] == quote && p[2] == quote;
  p += is_long ? 3 : 1;
  const char *text = p;
  for (; *p; p++) {
    if (*p == '\\') {
      if (!p[1] || !strchr("tbnrf\\\"'", p[1])) {
        token->start = p;
        fail(token, "an escape that strings do not have");
        return;
      }
      p++;
    } else if (*p == quote && (!is_long || (p[1] == quote && p[2] == quote))) {
      finish(token, YT_TOKEN_STRING, text, p, p + (is_long ? 3 : 1));
      return;
    } else if (!is_long && (*p == '\n' || *p == '\r')) {
      break;
    }
  }
  fail(token, is_long ? "a string that does not end" : "a string that does not end on its line");
}

/* EXPONENT [155] after @p, or @p */
static const char *
skip_exponent(const char *p)
{
  if (*p != 'e' && *p != 'E')
    return p;
  const char *q = p + 1;
  if (*q == '+' || *q == '-')
    q++;
  if (!g_ascii_isdigit(*q))
    return p;
  while (g_ascii_isdigit(*q))
    q++;
  return q;
}

/* INTEGER [146] to DOUBLE_NEGATIVE [154]; FALSE if no number stands at the start */
static gboolean
read_number(YtToken *token)
{
  const char *start = token->start, *p = start;
  if (*p == '+' || *p == '-')
    p++;
  const char *digits = p;
  while (g_ascii_isdigit(*p))
    p++;
  gboolean has_digits = p > digits;
  YtTokenKind kind = YT_TOKEN_INTEGER;
  const char *end = p;
  if (*p == '.') {
    const char *fraction = p + 1, *q = fraction;
    while (g_ascii_isdigit(*q))
      q++;
    if (q > fraction) {
      kind = YT_TOKEN_DECIMAL;
      end = q;
      has_digits = TRUE;
    } else if (has_digits && skip_exponent(q) > q) {
      end = q; /* 1.e5 is a double, 1. an integer and a dot */
    }
  }
  if (!has_digits)
    return FALSE;
  const char *after = skip_exponent(end);
  if (after > end) {
    kind = YT_TOKEN_DOUBLE;
    end = after;
  }
  finish(token, kind, start, end, end);
  return TRUE;
}

/* A keyword or a prefixed name. Keywords have letters, digits and "_" only, so a name with another character
 * and no ":" is read as the keyword that it begins with. */
static void
read_word(YtToken *token)
{
  const char *start = token->start;
  const char *p = start;
  if (is_base(g_utf8_get_char(p)))
    p = skip_names(p);
  if (*p == ':') {
    const char *local = p + 1, *end = skip_local(local);
    token->n_prefix = (gsize) (p - start);
    if (end > local)
      finish(token, YT_TOKEN_PNAME_LN, start, end, end);
    else
      finish(token, YT_TOKEN_PNAME_NS, start, p, local);
    return;
  }
  for (p = start; g_ascii_isalnum(*p) || *p == '_'; p++)
    ;
  if (p > start)
    finish(token, YT_TOKEN_WORD, start, p, p);
  else
    fail(token, NULL);
}

static void
read_variable(YtToken *token)
{
  const char *name = token->start + 1, *p = name;
  for (;; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (!(is_base_or_underscore(c) || is_digit(c) ||
          (p > name && (c == 0xB7 || (c >= 0x300 && c <= 0x36F) || (c >= 0x203F && c <= 0x2040)))))
      break;
  }
  if (p > name)
    finish(token, YT_TOKEN_VARIABLE, name, p, p);
  else if (*token->start == '?')
    finish(token, YT_TOKEN_PUNCTUATION, token->start, name, name);
  else
    fail(token, "a variable without a name");
}

static void
read_langtag(YtToken *token)
{
  const char *tag = token->start + 1, *p = tag;
  while (g_ascii_isalpha(*p))
    p++;
  if (p == tag) {
    fail(token, "a language tag without a language");
    return;
  }
  while (*p == '-' && g_ascii_isalnum(p[1]))
    for (p++; g_ascii_isalnum(*p); p++)
      ;
  finish(token, YT_TOKEN_LANGTAG, tag, p, p);
}

static void
read_punctuation(YtToken *token)
{
  static const char *const twins[] = {"&&", "||", "^^", "!=", "<=", ">="};
  const char *p = token->start;
  for (gsize i = 0; i < G_N_ELEMENTS(twins); i++)
    if (p[0] == twins[i][0] && p[1] == twins[i][1]) {
      finish(token, YT_TOKEN_PUNCTUATION, p, p + 2, p + 2);
      return;
    }
  if (strchr("{}()[].,;*/|^!=<>+-?", *p))
    finish(token, YT_TOKEN_PUNCTUATION, p, p + 1, p + 1);
  else
    fail(token, NULL);
}

static void
read_blank(YtToken *token)
{
  const char *label = token->start + 2;
  gunichar c = g_utf8_get_char(label);
  if (!is_base_or_underscore(c) && !is_digit(c)) {
    fail(token, "a blank node without a label");
    return;
  }
  const char *end = skip_names(label);
  finish(token, YT_TOKEN_BLANK, label, end, end);
}

void
yt_lexer_next(YtLexer *lexer, YtToken *token)
{
  const char *p = skip_space(lexer->position);
  *token = (YtToken){.start = p};
  gunichar c = g_utf8_get_char(p);
  if (!c)
    finish(token, YT_TOKEN_END, p, p, p);
  else if (c == '<') {
    const char *end = skip_iri(p);
    if (end)
      finish(token, YT_TOKEN_IRI, p + 1, end - 1, end);
    else
      read_punctuation(token);
  } else if (c == '"' || c == '\'')
    read_string(token);
  else if (c == '?' || c == '$')
    read_variable(token);
  else if (c == '@')
    read_langtag(token);
  else if (c == '_' && p[1] == ':')
    read_blank(token);
  else if (is_base(c) || c == ':')
    read_word(token);
  else if (is_digit(c) || c == '.' || c == '+' || c == '-') {
    if (!read_number(token))
      read_punctuation(token);
  } else
    read_punctuation(token);
  lexer->position = token->end;
}
