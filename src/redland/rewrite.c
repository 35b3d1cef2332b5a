/* rewrite.c: one query out of another, by its text.
 *
 *   query := prologue form dataset* "WHERE"? "{" pattern "}" modifiers
 *
 * The form (SELECT ?x, CONSTRUCT { … }, DESCRIBE <…>, ASK) is what gets replaced; the others keep their bytes. */
#include "redland/rewrite.h"
#include "redland/lexer.h"

static const YtRedlandToken *
get(const GArray *tokens, guint i)
{
  return i < tokens->len ? &g_array_index(tokens, YtRedlandToken, i) : NULL;
}

static gboolean
is_mark_at(const GArray *tokens, guint i, const char *mark)
{
  return get(tokens, i) && yt_redland_token_is_mark(get(tokens, i), mark);
}

static gboolean
is_word_at(const GArray *tokens, guint i, const char *word)
{
  return get(tokens, i) && yt_redland_token_is_word(get(tokens, i), word);
}

/* The index behind the bracket that closes the one at @i. */
static guint
skip_brackets(const GArray *tokens, guint i, const char *opening, const char *closing)
{
  guint depth = 0;
  for (; i < tokens->len; i++) {
    if (is_mark_at(tokens, i, opening))
      depth++;
    else if (is_mark_at(tokens, i, closing) && --depth == 0)
      return i + 1;
  }
  return i;
}

static guint
find_form(const GArray *tokens)
{
  guint i = 0;
  while (i < tokens->len && !is_word_at(tokens, i, "SELECT") && !is_word_at(tokens, i, "CONSTRUCT") &&
         !is_word_at(tokens, i, "DESCRIBE") && !is_word_at(tokens, i, "ASK"))
    i++;
  return i;
}

/* Where the form at @form ends: at FROM, WHERE or the pattern's brace. */
static guint
find_body(const GArray *tokens, guint form)
{
  guint i = form + 1;
  if (is_word_at(tokens, form, "CONSTRUCT") && is_mark_at(tokens, i, "{"))
    i = skip_brackets(tokens, i, "{", "}");
  while (i < tokens->len && !is_word_at(tokens, i, "FROM") && !is_word_at(tokens, i, "WHERE") &&
         !is_mark_at(tokens, i, "{"))
    i = is_mark_at(tokens, i, "(") ? skip_brackets(tokens, i, "(", ")") : i + 1;
  return i;
}

static void
append_tokens(GString *out, const GArray *tokens, guint from, guint to)
{
  if (from >= to)
    return;
  const YtRedlandToken *first = get(tokens, from), *last = get(tokens, to - 1);
  g_string_append_len(out, first->start, last->start + last->n_bytes - first->start);
  g_string_append_c(out, '\n'); /* a comment may follow */
}

char *
yt_redland_rewrite(const char *text, const char *head, gboolean modifiers)
{
  g_autoptr(GArray) tokens = yt_redland_tokens_new(text);
  guint form = find_form(tokens), body = find_body(tokens, form), pattern = body;
  while (pattern < tokens->len && !is_mark_at(tokens, pattern, "{"))
    pattern++;
  guint rest = skip_brackets(tokens, pattern, "{", "}");

  GString *out = g_string_new(NULL);
  append_tokens(out, tokens, 0, form);
  g_string_append_printf(out, "%s ", head);
  append_tokens(out, tokens, body, rest);
  if (pattern >= tokens->len) /* DESCRIBE <…> needs no pattern */
    g_string_append(out, "{}");
  while (!modifiers && rest < tokens->len && !is_word_at(tokens, rest, "VALUES"))
    rest++;
  append_tokens(out, tokens, rest, tokens->len);
  return g_string_free(out, FALSE);
}
