/* guard.c: what a query asks for that rasqal cannot do.
 *
 * The text is read as tokens. Property paths are the only thing that needs more: their operators are also those of
 * expressions, so brackets are followed far enough to know which of the two one is in. */
#include "redland/guard.h"
#include "redland/lexer.h"
#include <string.h>

/* rasqal walks nested patterns and chained operators by recursion, at up to a few hundred bytes of stack a level:
 * 256 and 2,048 leave most of the smallest usual thread stack (512 KiB) free. */
#define MAX_DEPTH     256
#define MAX_OPERATORS 2048

static gboolean
fail(GError **error, YtRedlandError code, const char *text, const char *at, const char *message)
{
  guint line, column;
  yt_redland_find_place(text, at, &line, &column);
  g_set_error(error, YT_REDLAND_ERROR, (int) code, "%u:%u: %s", line, column, message);
  return FALSE;
}

static gboolean
is_operator(const YtRedlandToken *token)
{
  return (token->kind == YT_REDLAND_TOKEN_MARK && strchr("&|!=<>+-*/^", *token->start)) ||
         yt_redland_token_is_word(token, "UNION") || yt_redland_token_is_word(token, "OPTIONAL");
}

gboolean
yt_redland_guard_text(const char *text, GError **error)
{
  const char *end;
  if (!g_utf8_validate(text, -1, &end))
    return fail(error, YT_REDLAND_ERROR_SYNTAX, text, end, "expected UTF-8, found another byte");
  guint depth = 0, n_operators = 0;
  for (YtRedlandToken token = yt_redland_token_read(text); token.kind != YT_REDLAND_TOKEN_END;
       token = yt_redland_token_read(token.start + token.n_bytes)) {
    if (token.kind == YT_REDLAND_TOKEN_MARK && strchr("([{", *token.start))
      depth++;
    if (token.kind == YT_REDLAND_TOKEN_MARK && strchr(")]}", *token.start) && depth > 0)
      depth--;
    if (is_operator(&token))
      n_operators++;
    if (depth > MAX_DEPTH)
      return fail(error, YT_REDLAND_ERROR_UNSUPPORTED, text, token.start,
                  "brackets are nested too deep for rasqal");
    if (n_operators > MAX_OPERATORS)
      return fail(error, YT_REDLAND_ERROR_UNSUPPORTED, text, token.start, "too many operators for rasqal");
  }
  return TRUE;
}

/* ---- features ---- */

typedef enum {
  PLACE_PATTERN,    /* triples, where an operator makes a path */
  PLACE_EXPRESSION, /* inside the brackets of one, or where only expressions stand */
} Place;

/* Where the reading of a query stands. */
typedef struct {
  GArray *brackets;          /* of Place: what each open bracket holds */
  gboolean expression_next;  /* until a "(", which opens an expression: after FILTER and BIND */
  gboolean expressions_next; /* until a brace: after SELECT, BY, HAVING and VALUES */
  gboolean values_next;      /* the next "{" opens the data of VALUES */
} Reader;

static Place
get_place(const Reader *reader)
{
  return reader->brackets->len == 0 ? PLACE_EXPRESSION
                                    : g_array_index(reader->brackets, Place, reader->brackets->len - 1);
}

static void
open_bracket(Reader *reader, char bracket)
{
  Place place = bracket == '{' ? PLACE_PATTERN : get_place(reader);
  if ((bracket == '(' && (reader->expression_next || reader->expressions_next)) ||
      (bracket == '{' && reader->values_next))
    place = PLACE_EXPRESSION;
  g_array_append_val(reader->brackets, place);
  reader->expression_next = FALSE;
  if (bracket == '{')
    reader->expressions_next = reader->values_next = FALSE;
}

static void
close_bracket(Reader *reader, char bracket)
{
  if (reader->brackets->len > 0)
    g_array_set_size(reader->brackets, reader->brackets->len - 1);
  if (bracket == '}')
    reader->expressions_next = FALSE;
}

static void
read_word(Reader *reader, const YtRedlandToken *word)
{
  if (yt_redland_token_is_word(word, "FILTER") || yt_redland_token_is_word(word, "BIND"))
    reader->expression_next = TRUE;
  if (yt_redland_token_is_word(word, "SELECT") || yt_redland_token_is_word(word, "BY") ||
      yt_redland_token_is_word(word, "HAVING") || yt_redland_token_is_word(word, "VALUES"))
    reader->expressions_next = TRUE;
  if (yt_redland_token_is_word(word, "VALUES"))
    reader->values_next = TRUE;
}

static gboolean
is_path_operator(const YtRedlandToken *token)
{
  if (token->kind != YT_REDLAND_TOKEN_MARK || token->n_bytes != 1 || !strchr("/|^*+!?", *token->start))
    return FALSE;
  char after = token->start[1];
  return !(*token->start == '+' && (g_ascii_isdigit(after) || after == '.')); /* a number with its sign */
}

static const char *
find_missing_word(const YtRedlandToken *token)
{
  if (yt_redland_token_is_word(token, "EXISTS"))
    return "EXISTS and NOT EXISTS are not supported by rasqal";
  if (yt_redland_token_is_word(token, "MINUS"))
    return "MINUS is not supported by rasqal";
  if (yt_redland_token_is_word(token, "SERVICE"))
    return "SERVICE is not supported: nothing is fetched";
  return NULL;
}

gboolean
yt_redland_guard_features(const char *text, GError **error)
{
  g_autoptr(GArray) brackets = g_array_new(FALSE, FALSE, sizeof(Place));
  Reader reader = {.brackets = brackets};
  for (YtRedlandToken token = yt_redland_token_read(text); token.kind != YT_REDLAND_TOKEN_END;
       token = yt_redland_token_read(token.start + token.n_bytes)) {
    const char *missing = find_missing_word(&token);
    if (missing)
      return fail(error, YT_REDLAND_ERROR_UNSUPPORTED, text, token.start, missing);
    if (token.kind == YT_REDLAND_TOKEN_WORD) {
      read_word(&reader, &token);
    } else if (token.kind == YT_REDLAND_TOKEN_MARK && strchr("([{", *token.start)) {
      open_bracket(&reader, *token.start);
    } else if (token.kind == YT_REDLAND_TOKEN_MARK && strchr(")]}", *token.start)) {
      close_bracket(&reader, *token.start);
    } else if (get_place(&reader) == PLACE_PATTERN && !reader.expression_next && !reader.expressions_next &&
               is_path_operator(&token)) {
      return fail(error, YT_REDLAND_ERROR_UNSUPPORTED, text, token.start,
                  "property paths are not supported by rasqal");
    }
  }
  return TRUE;
}
