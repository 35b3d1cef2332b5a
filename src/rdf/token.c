/* token.c: the terminals of Turtle 1.1 and TriG 1.1 (section 6.5 of the Recommendations of 25 February 2014).
 *
 * A token is read as if the window's end were the document's. If the attempt came close to it and more is to come,
 * the window moves on and the token is read again from its start; so no terminal knows about the window. */
#include "rdf/token.h"
#include "rdf/rdf.h"
#include "rdf/scan.h"

#include "base/base.h"
#include <string.h>

#define MAX_TOKEN_SIZE (256 * 1024 * 1024) /* bytes: no honest literal is longer; bounds memory */
#define LOOKAHEAD      16 /* bytes: more than any terminal looks beyond what it sets seen to */

void
yt_tokenizer_init(YtTokenizer *t, YtInput input, gsize window_size, const char *source)
{
  *t = (YtTokenizer){.input = input, .source = source, .line = 1, .column = 1};
  t->text = g_string_new(NULL);
  t->prefix = g_string_new(NULL);
  t->string = g_string_new(NULL);
  t->n_buffer = window_size;
  t->buffer = g_malloc(t->n_buffer);
  t->start = t->p = t->end = t->buffer;
}

void
yt_tokenizer_clear(YtTokenizer *t)
{
  g_string_free(t->text, TRUE);
  g_string_free(t->prefix, TRUE);
  g_string_free(t->string, TRUE);
  g_free(t->buffer);
}

static void
count_position(const char *p, const char *end, guint64 *line, guint64 *column)
{
  const char *lf;
  while ((lf = memchr(p, '\n', (gsize) (end - p)))) {
    ++*line;
    *column = 1;
    p = lf + 1;
  }
  for (; p < end; p++)
    *column += ((guchar) *p & 0xC0) != 0x80;
}

static gboolean
fail_at(YtTokenizer *t, const char *p, const char *expected, const char *found, GError **error)
{
  guint64 line = t->line, column = t->column;
  count_position(t->buffer, p, &line, &column);
  g_set_error(error, YT_RDF_ERROR, YT_RDF_ERROR_SYNTAX,
              "%s:%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT ": expected %s, found %s", t->source, line,
              column, expected, found);
  return FALSE;
}

gboolean
yt_tokenizer_fail(YtTokenizer *t, GError **error, const char *expected)
{
  if (t->kind == YT_TOKEN_END)
    return fail_at(t, t->start, expected, "the end of the document", error);
  gsize n_token = (gsize) (t->p - t->start);
  gsize n = yt_scan_excerpt(t->start, n_token, MIN((gsize) (yt_scan_line(t->start, t->p) - t->start), 60));
  g_autofree char *found = g_strdup_printf("'%.*s%s'", (int) n, t->start, n < n_token ? "…" : "");
  return fail_at(t, t->start, expected, found, error);
}

/* Forgets what stands before @keep and makes sure that there is room behind the rest. */
static gboolean
make_room(YtTokenizer *t, const char *keep, GError **error)
{
  gsize n_before = (gsize) (keep - t->buffer);
  count_position(t->buffer, keep, &t->line, &t->column);
  memmove(t->buffer, keep, t->n_filled - n_before);
  t->n_filled -= n_before;
  t->end -= n_before;
  if (t->n_filled > MAX_TOKEN_SIZE) {
    g_autofree char *expected = g_strdup_printf("a token of at most %d MiB", MAX_TOKEN_SIZE >> 20);
    return fail_at(t, t->buffer, expected, "a longer one", error);
  }
  if (t->n_filled > t->n_buffer / 2) {
    gsize n_end = (gsize) (t->end - t->buffer);
    t->n_buffer *= 2;
    t->buffer = g_realloc(t->buffer, t->n_buffer);
    t->end = t->buffer + n_end;
  }
  return TRUE;
}

/* Moves the end to where checked UTF-8 ends; a character that the window cuts is checked again with its rest. */
static void
check_utf8(YtTokenizer *t, gboolean is_last)
{
  const char *filled = t->buffer + t->n_filled;
  t->end += yt_utf8_find_invalid(t->end, (gsize) (filled - t->end));
  t->is_at_end = is_last || filled - t->end >= 4;
}

/* Slides the window so that it begins at @keep, sets @keep there, and fills it. At least half of it is new, so a
 * token of n bytes is read again only log n times. */
static gboolean
refill(YtTokenizer *t, const char **keep, GError **error)
{
  gssize n_read;
  if (!make_room(t, *keep, error))
    return FALSE;
  *keep = t->start = t->p = t->buffer;
  do {
    n_read = t->input.read(t->input.data, t->buffer + t->n_filled, t->n_buffer - t->n_filled, error);
    if (n_read < 0)
      return FALSE;
    t->n_filled += (gsize) n_read;
  } while (n_read > 0 && t->n_filled < t->n_buffer);
  check_utf8(t, n_read == 0);
  return TRUE;
}

/* Behind white space and comments. */
static gboolean
skip_space(YtTokenizer *t, GError **error)
{
  gboolean in_comment = FALSE;
  for (;;) {
    if (t->p == t->end) {
      if (t->is_at_end)
        return TRUE;
      if (!refill(t, &t->p, error))
        return FALSE;
    } else if (in_comment) {
      while (t->p < t->end && *t->p != '\n' && *t->p != '\r')
        t->p++;
      in_comment = t->p == t->end;
    } else if (*t->p == ' ' || *t->p == '\n' || *t->p == '\t' || *t->p == '\r') {
      t->p++;
    } else if (*t->p == '#') {
      in_comment = TRUE;
    } else {
      return TRUE;
    }
  }
}

static gboolean
miss(YtTokenizer *t, const char *p, const char *expected)
{
  t->seen = p;
  t->expected = expected;
  return FALSE;
}

static gboolean
finish(YtTokenizer *t, YtTokenKind kind, const char *p)
{
  t->kind = kind;
  t->p = p;
  if (t->seen < p)
    t->seen = p;
  return TRUE;
}

static void
set_text(GString *text, const char *start, const char *end)
{
  g_string_truncate(text, 0);
  yt_append(text, start, (gsize) (end - start));
}

/* IRIREF ::= '<' ([^#x00-#x20<>"{}|^`\] | UCHAR)* '>' */
static gboolean
read_iri(YtTokenizer *t)
{
  const char *start = t->start + 1, *p = yt_scan_iri(start, t->end), *expected;
  gsize n = 0;
  if (p < t->end && *p == '>') {
    set_text(t->text, start, p);
    return finish(t, YT_TOKEN_IRI, p + 1);
  }
  g_string_set_size(t->text, (gsize) (t->end - start));
  p = yt_scan_unescape_iri(start, t->end, t->text->str, &n, &expected);
  if (expected)
    return miss(t, p, expected);
  g_string_truncate(t->text, n);
  return finish(t, YT_TOKEN_IRI, p + 1);
}

/* The four strings: quoted by one mark or three, " or '. */
static gboolean
read_string(YtTokenizer *t)
{
  char quote = *t->start;
  const char *p = t->start + 1, *expected;
  gboolean is_long = t->end - p >= 2 && p[0] == quote && p[1] == quote;
  gsize n = 0, n_quotes = is_long ? 3 : 1;
  p = t->start + n_quotes;
  g_string_set_size(t->string, (gsize) (t->end - p));
  p = yt_scan_unescape_string(p, t->end, quote, is_long, t->string->str, &n, &expected);
  if (expected)
    return miss(t, p, expected);
  g_string_truncate(t->string, n);
  return finish(t, YT_TOKEN_STRING, p + n_quotes);
}

/* BLANK_NODE_LABEL ::= '_:' (PN_CHARS_U | [0-9]) ((PN_CHARS | '.')* PN_CHARS)? */
static gboolean
read_blank(YtTokenizer *t)
{
  const char *p = t->start + 1;
  if (p == t->end || *p != ':')
    return miss(t, p, "':' of a blank node");
  const char *label = p + 1, *stop = yt_scan_blank_label(label, t->end, &t->seen);
  if (stop == label)
    return miss(t, label, "a blank node label");
  set_text(t->text, label, stop);
  return finish(t, YT_TOKEN_BLANK, stop);
}

/* LANGTAG ::= '@' [a-zA-Z]+ ('-' [a-zA-Z0-9]+)* */
static gboolean
read_at(YtTokenizer *t)
{
  const char *start = t->start + 1, *stop = yt_scan_language(start, t->end);
  if (stop == start)
    return miss(t, start, "a language tag, 'prefix' or 'base' after '@'");
  set_text(t->text, start, stop);
  return finish(t, YT_TOKEN_AT, stop);
}

static const char *
skip_digits(const char *p, const char *end)
{
  while (p < end && g_ascii_isdigit(*p))
    p++;
  return p;
}

/* EXPONENT ::= [eE] [+-]? [0-9]+. Returns @p itself when none begins there. */
static const char *
skip_exponent(const char *p, const char *end)
{
  const char *digits = p + 1;
  if (p == end || (*p != 'e' && *p != 'E'))
    return p;
  if (digits < end && (*digits == '+' || *digits == '-'))
    digits++;
  const char *stop = skip_digits(digits, end);
  return stop > digits ? stop : p;
}

/* INTEGER ::= [+-]? [0-9]+
 * DECIMAL ::= [+-]? [0-9]* '.' [0-9]+
 * DOUBLE  ::= [+-]? ([0-9]+ '.' [0-9]* EXPONENT | '.' [0-9]+ EXPONENT | [0-9]+ EXPONENT) */
static gboolean
read_number(YtTokenizer *t)
{
  const char *whole = t->start + (*t->start == '+' || *t->start == '-');
  const char *point = skip_digits(whole, t->end), *stop = point;
  YtTokenKind kind = YT_TOKEN_INTEGER;
  if (point < t->end && *point == '.') {
    const char *fraction = skip_digits(point + 1, t->end);
    if (fraction > point + 1) {
      kind = YT_TOKEN_DECIMAL;
      stop = fraction;
    }
    if ((fraction > point + 1 || point > whole) && skip_exponent(fraction, t->end) > fraction)
      stop = fraction;
  }
  if (stop == whole)
    return miss(t, whole, "a digit");
  const char *exponent = skip_exponent(stop, t->end);
  if (exponent > stop) {
    kind = YT_TOKEN_DOUBLE;
    stop = exponent;
  }
  set_text(t->text, t->start, stop);
  return finish(t, kind, stop);
}

/* PN_LOCAL ::= (PN_CHARS_U | ':' | [0-9] | PLX) ((PN_CHARS | '.' | ':' | PLX)* (PN_CHARS | ':' | PLX))?
 * PLX      ::= '%' HEX HEX | '\' one of _~.-!$&'()*+,;=/?#@% */
static gboolean
read_local(YtTokenizer *t, const char *local)
{
  const char *p = local, *stop = local, *next; /* stop: behind the last character that is no plain dot */
  gsize n_stop = 0;
  g_string_truncate(t->text, 0);
  for (; p < t->end; p = next) {
    const char *from = p;
    for (next = p; next < t->end && yt_scan_has(*next, YT_CLASS_LOCAL) && (next > local || *next != '-');
         next++)
      ;
    if (next == p && *p == '.' && p > local) {
      yt_append(t->text, ".", 1);
      next = p + 1;
      continue;
    } else if (next == p && *p == '%') {
      if (t->end - p < 3 || !g_ascii_isxdigit(p[1]) || !g_ascii_isxdigit(p[2]))
        return miss(t, p, "'%' and two hexadecimal digits");
      next = p + 3;
    } else if (next == p && *p == '\\') {
      if (t->end - p < 2 || (p[1] != '%' && !yt_scan_has(p[1], YT_CLASS_ESCAPABLE)))
        return miss(t, p, "an escape of a local name, such as \\/");
      from = p + 1;
      next = p + 2;
    } else if (next == p) {
      gunichar c = yt_scan_char(p, t->end, &next);
      if (c < 0x80 || !yt_scan_wide(c, p == local ? YT_CLASS_U : YT_CLASS_PN))
        break;
    }
    yt_append(t->text, from, (gsize) (next - from));
    stop = next;
    n_stop = t->text->len;
  }
  g_string_truncate(t->text, n_stop);
  t->seen = p;
  return finish(t, YT_TOKEN_NAME, stop);
}

/* A prefixed name or a bare word:
 * PNAME_NS  ::= PN_PREFIX? ':'
 * PN_PREFIX ::= PN_CHARS_BASE ((PN_CHARS | '.')* PN_CHARS)? */
static gboolean
read_name(YtTokenizer *t)
{
  const char *p = t->start, *stop = p, *next;
  while (p < t->end && yt_scan_has(*p, p == t->start ? YT_CLASS_BASE : YT_CLASS_PN))
    stop = ++p;
  for (; p < t->end; p = next) {
    gunichar c = yt_scan_char(p, t->end, &next);
    if (p == t->start ? !yt_is_pn_chars_base(c) : c != '.' && !yt_is_pn_chars(c))
      break;
    if (c != '.')
      stop = next;
  }
  if (p < t->end && *p == ':' && stop == p) {
    set_text(t->prefix, t->start, p);
    return read_local(t, p + 1);
  }
  t->seen = p;
  if (stop == t->start)
    return miss(t, t->start, "an IRI, a name, a literal or punctuation");
  set_text(t->text, t->start, stop);
  return finish(t, YT_TOKEN_WORD, stop);
}

static gboolean
read_mark(YtTokenizer *t)
{
  t->mark = *t->start;
  return finish(t, YT_TOKEN_MARK, t->start + 1);
}

/* One attempt at the token at t->start. FALSE when what stands there is none, with expected and seen set. */
static gboolean
read_token(YtTokenizer *t)
{
  const char *p = t->start;
  t->seen = p;
  if (p == t->end)
    return finish(t, YT_TOKEN_END, p);
  switch (*p) {
  case '<': return read_iri(t);
  case '"':
  case '\'': return read_string(t);
  case '_': return read_blank(t);
  case '@': return read_at(t);
  case '.':
    if (t->end - p < 2 || !g_ascii_isdigit(p[1]))
      return read_mark(t);
    return read_number(t);
  case '+':
  case '-': return read_number(t);
  case ';':
  case ',':
  case '[':
  case ']':
  case '(':
  case ')':
  case '{':
  case '}': return read_mark(t);
  case '^':
    if (t->end - p < 2 || p[1] != '^')
      return miss(t, p, "'^^'");
    return finish(t, YT_TOKEN_DATATYPE, p + 2);
  default: return g_ascii_isdigit(*p) ? read_number(t) : read_name(t);
  }
}

/* The end stands where the document does, or before a byte that is not UTF-8. */
static gboolean
fail_at_end(YtTokenizer *t, GError **error)
{
  g_autofree char *found = g_strdup_printf("the byte 0x%02X", (guint) (guchar) *t->end);
  return fail_at(t, t->end, "UTF-8", found, error);
}

gboolean
yt_tokenizer_next(YtTokenizer *t, GError **error)
{
  if (!skip_space(t, error))
    return FALSE;
  t->start = t->p;
  gboolean ok = read_token(t);
  while (!t->is_at_end && t->end - t->seen < LOOKAHEAD) {
    if (!refill(t, &t->start, error))
      return FALSE;
    ok = read_token(t);
  }
  gboolean is_cut = t->end < t->buffer + t->n_filled;
  if (is_cut && t->seen == t->end && (!ok || t->kind == YT_TOKEN_END))
    return fail_at_end(t, error);
  if (ok)
    return TRUE;
  g_autofree char *found = yt_scan_describe(t->seen, t->end, "the end of the document");
  return fail_at(t, t->seen, t->expected, found, error);
}
