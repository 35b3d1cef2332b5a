/* guard.c: what a query asks for that rasqal cannot do, or does wrong without a word.
 *
 * The text is read as tokens. Brackets are followed far enough to know where triples stand and where expressions: the
 * operators of property paths are those of arithmetic too, and a filter has to be told from what it filters.
 *
 * The list of wrongs comes from the W3C's tests and from trials with rasqal 0.9.33. Not on it, because no look at the
 * query can find them, are: booleans and IRIs compare with numbers; SUBSTR that leaves nothing is an error, not the
 * empty string; sums of derived integer types lose their type; UCASE and LCASE know only ASCII; "." in REGEX matches
 * a line break. */
#include "redland/guard.h"
#include "redland/lexer.h"
#include <string.h>

/* rasqal walks nested patterns and chained operators by recursion, at up to a few hundred bytes of stack a level:
 * 256 and 2,048 leave most of the smallest usual thread stack (512 KiB) free. Its work doubles with each OPTIONAL
 * inside another even where nothing matches any more, and grows with the square of the variables (256: 20 ms). Rows
 * of several VALUES are multiplied without a look at the clock, ten million in about a second. */
#define MAX_DEPTH          256
#define MAX_OPERATORS      2048
#define MAX_OPTIONAL_DEPTH 8
#define MAX_VARIABLES      256
#define MAX_PRODUCT        1e7

/* rasqal adds and multiplies integers in 32 bits. Two factors below 10,000 stay far from the end of it. */
#define MAX_FACTOR 10000.0
#define MAX_SUM    2147483647.0

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

static gboolean
is_arithmetic_mark(const YtRedlandToken *token)
{
  return token->kind == YT_REDLAND_TOKEN_MARK && strchr("+-*/", *token->start);
}

static gboolean
is_opening(const YtRedlandToken *token)
{
  return token->kind == YT_REDLAND_TOKEN_MARK && strchr("([{", *token->start);
}

static gboolean
is_closing(const YtRedlandToken *token)
{
  return token->kind == YT_REDLAND_TOKEN_MARK && strchr(")]}", *token->start);
}

/* What has been counted of a text so far. */
typedef struct {
  guint depth, n_operators, n_data;
  guint optional_depth; /* OPTIONALs that are open or about to be */
  guint64 optional_at;  /* bit d: the bracket at depth d is that of an OPTIONAL; deeper ones do not count */
  gboolean optional_next, data_next, in_data;
  gboolean has_empty_data; /* VALUES without rows */
  double product;          /* of the sizes of all VALUES */
  GHashTable *variables;
} Counts;

static void
count_bracket(Counts *counts, const YtRedlandToken *token)
{
  if (is_opening(token)) {
    guint64 bit = counts->depth < 64 ? G_GUINT64_CONSTANT(1) << counts->depth : 0;
    if (*token->start == '{') {
      counts->optional_at = counts->optional_next ? counts->optional_at | bit : counts->optional_at & ~bit;
      counts->in_data = counts->data_next;
      counts->optional_depth += counts->optional_next ? 1 : 0;
      counts->optional_next = counts->data_next = FALSE;
      counts->n_data = 0;
    } else {
      counts->optional_at &= ~bit;
    }
    counts->depth++;
  } else if (is_closing(token) && counts->depth > 0) {
    counts->depth--;
    guint64 bit = counts->depth < 64 ? G_GUINT64_CONSTANT(1) << counts->depth : 0;
    if (counts->optional_at & bit)
      counts->optional_depth--;
    counts->optional_at &= ~bit;
    if (*token->start == '}' && counts->in_data) {
      counts->product *= MAX(counts->n_data, 1);
      counts->has_empty_data |= counts->n_data == 0;
      counts->in_data = FALSE;
    }
  }
}

static const char *
count(Counts *counts, const YtRedlandToken *token)
{
  if (is_opening(token) || is_closing(token))
    count_bracket(counts, token);
  else if (counts->in_data)
    counts->n_data++;
  if (is_operator(token))
    counts->n_operators++;
  if (yt_redland_token_is_word(token, "OPTIONAL"))
    counts->optional_next = TRUE;
  if (yt_redland_token_is_word(token, "VALUES"))
    counts->data_next = TRUE;
  if (token->kind == YT_REDLAND_TOKEN_VARIABLE)
    g_hash_table_add(counts->variables, g_strndup(token->start, token->n_bytes));
  return counts->depth > MAX_DEPTH                              ? "brackets are nested too deep for rasqal"
         : counts->n_operators > MAX_OPERATORS                  ? "too many operators for rasqal"
         : counts->optional_depth > MAX_OPTIONAL_DEPTH          ? "OPTIONAL is nested too deep for rasqal"
         : g_hash_table_size(counts->variables) > MAX_VARIABLES ? "too many variables for rasqal"
         : counts->product > MAX_PRODUCT                        ? "too many rows in VALUES for rasqal"
         : counts->has_empty_data                               ? "rasqal crashes over VALUES without rows"
                                                                : NULL;
}

gboolean
yt_redland_guard_text(const char *text, GError **error)
{
  const char *end;
  if (!g_utf8_validate(text, -1, &end))
    return fail(error, YT_REDLAND_ERROR_SYNTAX, text, end, "expected UTF-8, found another byte");
  g_autoptr(GHashTable) variables = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  Counts counts = {.product = 1, .variables = variables};
  for (YtRedlandToken token = yt_redland_token_read(text); token.kind != YT_REDLAND_TOKEN_END;
       token = yt_redland_token_read(token.start + token.n_bytes)) {
    const char *excess = count(&counts, &token);
    if (excess)
      return fail(error, YT_REDLAND_ERROR_UNSUPPORTED, text, token.start, excess);
  }
  return TRUE;
}

/* ---- reading ---- */

typedef enum {
  BRACKET_GROUP,      /* {…} of patterns; also a template and a solution's data */
  BRACKET_DATA,       /* {…} of VALUES */
  BRACKET_TRIPLES,    /* (…) of a collection or a path, […] of a blank node */
  BRACKET_EXPRESSION, /* (…) in an expression */
} BracketKind;

/* An open bracket, and what has been seen in it. Variables are kept as text without "?" or "$". */
typedef struct {
  BracketKind kind;
  gboolean is_filter, is_bind; /* the outermost bracket of one */
  gboolean is_optional;        /* OPTIONAL {…} */
  gboolean is_graph;           /* GRAPH … {…} */
  char *graph_variable;        /* (nullable): ?g of GRAPH ?g */
  gboolean has_triples;        /* directly inside */
  const char *start;
  GHashTable *bound;   /* variables that patterns in it mention, those in inner groups included */
  GHashTable *filters; /* variables of the FILTERs directly inside */
  GHashTable *binds;   /* variables of the BINDs directly inside */
} Bracket;

typedef struct {
  const char *text;
  GArray *tokens;
  guint at;                                      /* index of the token being read */
  GPtrArray *open;                               /* of Bracket */
  GHashTable *all;                               /* every variable that a pattern of the query mentions */
  gboolean filter_next, bind_next;               /* until a "(" */
  gboolean expressions_next;                     /* until a brace: after SELECT, BY, HAVING and VALUES */
  gboolean data_next, optional_next, graph_next; /* until a "{" */
  char *graph_variable;                          /* of the GRAPH that has just been read */
} Reader;

static void
bracket_free(gpointer data)
{
  Bracket *bracket = data;
  g_free(bracket->graph_variable);
  g_hash_table_unref(bracket->bound);
  g_hash_table_unref(bracket->filters);
  g_hash_table_unref(bracket->binds);
  g_free(bracket);
}

static GHashTable *
names_new(void)
{
  return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void
reader_init(Reader *reader, const char *text)
{
  *reader = (Reader){.text = text};
  reader->tokens = yt_redland_tokens_new(text);
  reader->open = g_ptr_array_new_with_free_func(bracket_free);
  reader->all = names_new();
}

static void
reader_clear(Reader *reader)
{
  g_array_unref(reader->tokens);
  g_ptr_array_unref(reader->open);
  g_hash_table_unref(reader->all);
  g_free(reader->graph_variable);
}

/* The token @ahead of the current one; of kind END outside the text. */
static YtRedlandToken
peek(const Reader *reader, int ahead)
{
  gint64 at = (gint64) reader->at + ahead;
  if (at < 0 || at >= reader->tokens->len)
    return (YtRedlandToken){YT_REDLAND_TOKEN_END, reader->text, 0};
  return g_array_index(reader->tokens, YtRedlandToken, at);
}

static Bracket *
top(const Reader *reader)
{
  return reader->open->len > 0 ? g_ptr_array_index(reader->open, reader->open->len - 1) : NULL;
}

static gboolean
is_in(const Reader *reader, BracketKind kind)
{
  return top(reader) && top(reader)->kind == kind;
}

/* The innermost open group, or NULL. */
static Bracket *
find_group(const Reader *reader)
{
  for (guint i = reader->open->len; i > 0; i--) {
    Bracket *bracket = g_ptr_array_index(reader->open, i - 1);
    if (bracket->kind == BRACKET_GROUP)
      return bracket;
  }
  return NULL;
}

/* The bracket of the FILTER or BIND that one is in, or NULL. */
static Bracket *
find_constraint(const Reader *reader)
{
  for (guint i = reader->open->len; i > 0; i--) {
    Bracket *bracket = g_ptr_array_index(reader->open, i - 1);
    if (bracket->is_filter || bracket->is_bind)
      return bracket;
    if (bracket->kind == BRACKET_GROUP)
      return NULL;
  }
  return NULL;
}

/* Does one read triples here, not an expression? */
static gboolean
is_among_triples(const Reader *reader)
{
  return (is_in(reader, BRACKET_GROUP) || is_in(reader, BRACKET_TRIPLES)) && !reader->filter_next &&
         !reader->bind_next && !reader->expressions_next;
}

static BracketKind
classify_opening(const Reader *reader, char mark)
{
  if (mark == '{')
    return reader->data_next ? BRACKET_DATA : BRACKET_GROUP;
  if (reader->open->len == 0 || is_in(reader, BRACKET_EXPRESSION) || is_in(reader, BRACKET_DATA) ||
      reader->filter_next || reader->bind_next || reader->expressions_next)
    return BRACKET_EXPRESSION;
  return BRACKET_TRIPLES;
}

static void
open_bracket(Reader *reader, const YtRedlandToken *token)
{
  Bracket *bracket = g_new0(Bracket, 1);
  bracket->kind = classify_opening(reader, *token->start);
  bracket->start = token->start;
  bracket->bound = names_new();
  bracket->filters = names_new();
  bracket->binds = names_new();
  if (bracket->kind == BRACKET_GROUP) {
    bracket->is_optional = reader->optional_next;
    bracket->is_graph = reader->graph_next;
    bracket->graph_variable = g_steal_pointer(&reader->graph_variable);
  } else if (bracket->kind == BRACKET_EXPRESSION) {
    bracket->is_filter = reader->filter_next;
    bracket->is_bind = reader->bind_next;
  }
  reader->filter_next = reader->bind_next = FALSE;
  if (*token->start == '{')
    reader->expressions_next = reader->data_next = reader->optional_next = reader->graph_next = FALSE;
  g_ptr_array_add(reader->open, bracket);
}

static void
add_all(GHashTable *to, GHashTable *from)
{
  GHashTableIter iter;
  gpointer name;
  g_hash_table_iter_init(&iter, from);
  while (g_hash_table_iter_next(&iter, &name, NULL))
    g_hash_table_add(to, g_strdup(name));
}

static void
read_variable(Reader *reader, const YtRedlandToken *token)
{
  char *name = g_strndup(token->start + 1, token->n_bytes - 1);
  Bracket *group = find_group(reader), *constraint = find_constraint(reader);
  YtRedlandToken before = peek(reader, -1);
  gboolean is_target = constraint && constraint->is_bind && yt_redland_token_is_word(&before, "AS");
  if (yt_redland_token_is_word(&before, "GRAPH")) {
    g_free(reader->graph_variable);
    reader->graph_variable = g_strdup(name);
  }
  if (!group || reader->filter_next) {
    g_free(name);
    return;
  }
  if (constraint && !is_target) {
    g_hash_table_add(constraint->is_bind ? group->binds : group->filters, name);
    return;
  }
  g_hash_table_add(reader->all, g_strdup(name));
  g_hash_table_add(group->bound, name);
  if (is_among_triples(reader) && !yt_redland_token_is_word(&before, "GRAPH"))
    group->has_triples = TRUE;
}

static void
read_word(Reader *reader, const YtRedlandToken *word)
{
  if (yt_redland_token_is_word(word, "FILTER"))
    reader->filter_next = TRUE;
  else if (yt_redland_token_is_word(word, "BIND"))
    reader->bind_next = TRUE;
  else if (yt_redland_token_is_word(word, "OPTIONAL"))
    reader->optional_next = TRUE;
  else if (yt_redland_token_is_word(word, "GRAPH"))
    reader->graph_next = TRUE;
  else if (yt_redland_token_is_word(word, "SELECT") || yt_redland_token_is_word(word, "BY") ||
           yt_redland_token_is_word(word, "HAVING") || yt_redland_token_is_word(word, "VALUES"))
    reader->expressions_next = TRUE;
  if (yt_redland_token_is_word(word, "VALUES"))
    reader->data_next = TRUE;
}

/* ---- the grammar ---- */

static gboolean
is_path_operator(const YtRedlandToken *token)
{
  if (token->kind != YT_REDLAND_TOKEN_MARK || token->n_bytes != 1 || !strchr("/|^*+!?", *token->start))
    return FALSE;
  char after = token->start[1];
  return !(*token->start == '+' && (g_ascii_isdigit(after) || after == '.')); /* a number with its sign */
}

static const char *
find_grammar_gap(const Reader *reader, const YtRedlandToken *token)
{
  if (yt_redland_token_is_word(token, "EXISTS"))
    return "EXISTS and NOT EXISTS are not supported by rasqal";
  if (yt_redland_token_is_word(token, "MINUS"))
    return "MINUS is not supported by rasqal";
  if (yt_redland_token_is_word(token, "SERVICE"))
    return "SERVICE is not supported: nothing is fetched";
  if (is_among_triples(reader) && is_path_operator(token))
    return "property paths are not supported by rasqal";
  return NULL;
}

/* ---- the meaning ---- */

static gboolean
is_call(const Reader *reader, const YtRedlandToken *token, const char *name)
{
  YtRedlandToken next = peek(reader, 1);
  return yt_redland_token_is_word(token, name) && yt_redland_token_is_mark(&next, "(");
}

/* Has the call at the current token an argument that is worked out, and not just a variable or a constant? */
static gboolean
has_inner_call(const Reader *reader)
{
  for (int ahead = 2;; ahead++) {
    YtRedlandToken token = peek(reader, ahead);
    if (token.kind == YT_REDLAND_TOKEN_END || is_closing(&token))
      return FALSE;
    if (is_opening(&token) || is_arithmetic_mark(&token))
      return TRUE;
  }
}

/* What rasqal gets wrong whatever the data. */
static const char *
find_bad_term(const Reader *reader, const YtRedlandToken *token)
{
  YtRedlandToken argument = peek(reader, 2), second = peek(reader, 3);
  if (token->kind == YT_REDLAND_TOKEN_IRI && (g_strstr_len(token->start, (gssize) token->n_bytes, "/./") ||
                                              g_strstr_len(token->start, (gssize) token->n_bytes, "/../")))
    return "rasqal takes the dots out of IRIs";
  if ((is_call(reader, token, "CONCAT") || is_call(reader, token, "STRBEFORE") ||
       is_call(reader, token, "STRAFTER")) &&
      has_inner_call(reader))
    return "rasqal reads freed memory in CONCAT, STRBEFORE and STRAFTER of what it has just worked out";
  if (is_call(reader, token, "GROUP_CONCAT"))
    return "rasqal gets GROUP_CONCAT wrong";
  if (is_call(reader, token, "BNODE") && !yt_redland_token_is_mark(&argument, ")"))
    return "rasqal gets BNODE with an argument wrong";
  if (is_call(reader, token, "COUNT") && yt_redland_token_is_word(&argument, "DISTINCT") &&
      yt_redland_token_is_mark(&second, "*"))
    return "rasqal gets COUNT(DISTINCT *) wrong";
  if ((is_call(reader, token, "IRI") || is_call(reader, token, "URI")) &&
      argument.kind != YT_REDLAND_TOKEN_STRING && !yt_redland_token_is_word(&argument, "STR") &&
      !yt_redland_token_is_word(&argument, "CONCAT"))
    return "rasqal gets IRI of anything but a string wrong: write IRI(STR(…))";
  return NULL;
}

/* xsd:integer(…) and the like: rasqal casts only some strings. */
static gboolean
is_cast(const Reader *reader, const YtRedlandToken *token)
{
  YtRedlandToken next = peek(reader, 1);
  return (token->kind == YT_REDLAND_TOKEN_NAME || token->kind == YT_REDLAND_TOKEN_IRI) &&
         yt_redland_token_is_mark(&next, "(") && !is_among_triples(reader) && !is_in(reader, BRACKET_DATA);
}

/* A backslash, itself escaped, before a letter or digit. */
static gboolean
has_letter_escape(const YtRedlandToken *string)
{
  for (gsize i = 0; i + 2 < string->n_bytes; i++) {
    if (string->start[i] != '\\')
      continue;
    if (string->start[i + 1] == '\\' && g_ascii_isalnum(string->start[i + 2]))
      return TRUE;
    i++;
  }
  return FALSE;
}

/* regcomp() copies what stands before {n,m} so many times: more than eight of them, more than three digits, or one over
 * a bracket, which may hold another, ask for too much memory. */
static gboolean
has_large_interval(const YtRedlandToken *string)
{
  guint n_intervals = 0;
  for (gsize i = 1; i < string->n_bytes; i++) {
    if (string->start[i] != '{')
      continue;
    gsize n_digits = strspn(string->start + i + 1, "0123456789,");
    if (++n_intervals > 8 || n_digits > 7 || string->start[i - 1] == ')')
      return TRUE;
  }
  return FALSE;
}

/* REGEX and REPLACE: rasqal has POSIX expressions, which have no escapes such as \n, and knows no flag but "i". The
 * call's arguments are @token's brackets; every string in them is looked at. */
static const char *
find_bad_regex(const Reader *reader, const YtRedlandToken *token)
{
  gboolean is_replace = is_call(reader, token, "REPLACE");
  if (!is_replace && !is_call(reader, token, "REGEX"))
    return NULL;
  guint depth = 0, n_commas = 0;
  for (int ahead = 1;; ahead++) {
    YtRedlandToken next = peek(reader, ahead);
    if (next.kind == YT_REDLAND_TOKEN_END)
      return NULL;
    if (is_opening(&next))
      depth++;
    if (is_closing(&next) && --depth == 0)
      return NULL;
    if (depth == 1 && yt_redland_token_is_mark(&next, ","))
      n_commas++;
    if (n_commas == 1 && !yt_redland_token_is_mark(&next, ",") && next.kind != YT_REDLAND_TOKEN_STRING)
      return "only constant regular expressions are given to rasqal";
    if (n_commas == 1 && next.kind == YT_REDLAND_TOKEN_STRING && has_large_interval(&next))
      return "only small {n,m} in regular expressions are given to rasqal, since their size has no bound";
    if (n_commas == 1 && next.kind == YT_REDLAND_TOKEN_STRING && has_letter_escape(&next))
      return "rasqal has no escapes such as \\d in regular expressions";
    if (is_replace && n_commas == 2 && next.kind == YT_REDLAND_TOKEN_STRING &&
        memchr(next.start, '$', next.n_bytes))
      return "rasqal gets groups in REPLACE wrong";
    if (n_commas == (is_replace ? 3 : 2) && !yt_redland_token_is_mark(&next, ",") &&
        !(next.kind == YT_REDLAND_TOKEN_STRING && next.n_bytes <= 3 &&
          (next.n_bytes == 2 || next.start[1] == 'i')))
      return "rasqal knows no flag of regular expressions but \"i\"";
  }
}

static gboolean
is_arithmetic(const Reader *reader, const YtRedlandToken *token)
{
  if (!is_arithmetic_mark(token))
    return FALSE;
  YtRedlandToken before = peek(reader, -1);
  gboolean is_star =
      *token->start == '*' && (before.kind == YT_REDLAND_TOKEN_WORD ||  /* SELECT *, DISTINCT * */
                               yt_redland_token_is_mark(&before, "(")); /* COUNT(*) */
  return !is_star && !is_among_triples(reader) && !is_in(reader, BRACKET_DATA);
}

/* May @token compare a boolean with a number? Not where it compares with an IRI or a string. */
static gboolean
is_loose_comparison(const Reader *reader, const YtRedlandToken *token)
{
  static const char *const marks[] = {"=", "!=", "<", ">", "<=", ">="};
  YtRedlandToken beside[] = {peek(reader, -1), peek(reader, 1)};
  gboolean compares = yt_redland_token_is_word(token, "IN");
  for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
    compares = compares || yt_redland_token_is_mark(token, marks[i]);
  for (guint i = 0; i < G_N_ELEMENTS(beside); i++)
    compares = compares && beside[i].kind != YT_REDLAND_TOKEN_IRI &&
               beside[i].kind != YT_REDLAND_TOKEN_NAME && beside[i].kind != YT_REDLAND_TOKEN_STRING;
  return compares && !is_among_triples(reader);
}

static const char *
find_bad_over_data(const Reader *reader, const YtRedlandToken *token, const YtRedlandFacts *facts)
{
  if (facts->has_languages && is_call(reader, token, "DATATYPE"))
    return "rasqal gets DATATYPE of literals with language tags wrong, and the data has some";
  if ((is_call(reader, token, "SUM") || is_call(reader, token, "AVG")) &&
      facts->max_integer * (double) facts->n_quads > MAX_SUM)
    return "rasqal sums in 32 bits, and the integers of the data could go beyond that";
  if (facts->has_booleans && is_loose_comparison(reader, token))
    return "rasqal takes true for 1, and the data has booleans";
  if (is_arithmetic(reader, token) && facts->max_integer >= MAX_FACTOR)
    return "rasqal calculates in 32 bits, and the data has large integers";
  YtRedlandToken before = peek(reader, -1), next = peek(reader, 1);
  if (token->kind == YT_REDLAND_TOKEN_NUMBER && token->n_bytes > 4 &&
      strspn(token->start, "0123456789") >= token->n_bytes &&
      (is_arithmetic_mark(&before) || is_arithmetic_mark(&next)) && !is_among_triples(reader))
    return "rasqal calculates in 32 bits, and the query has large integers";
  return NULL;
}

static gboolean
is_aggregate(const Reader *reader, const YtRedlandToken *token)
{
  static const char *const names[] = {"COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT"};
  for (guint i = 0; i < G_N_ELEMENTS(names); i++)
    if (is_call(reader, token, names[i]))
      return TRUE;
  return FALSE;
}

/* GROUP BY: keys that are expressions all fall into one group. Of nothing rasqal makes a group with nothing in it, and
 * of an aggregate over nothing no row at all, from which only the outermost query can be saved. */
static const char *
find_bad_grouping(const Reader *reader, const YtRedlandToken *token)
{
  YtRedlandToken next = peek(reader, 1);
  if (reader->open->len > 0 && find_group(reader) && is_aggregate(reader, token))
    return "rasqal gets an aggregate in a subquery wrong when it finds nothing";
  if (!yt_redland_token_is_word(token, "GROUP") || !yt_redland_token_is_word(&next, "BY"))
    return NULL;
  if (reader->open->len > 0)
    return "rasqal gets GROUP BY in a subquery wrong when it finds nothing";
  for (int ahead = 2;; ahead++) {
    next = peek(reader, ahead);
    if (next.kind == YT_REDLAND_TOKEN_VARIABLE)
      continue;
    gboolean ends = next.kind == YT_REDLAND_TOKEN_END || yt_redland_token_is_word(&next, "HAVING") ||
                    yt_redland_token_is_word(&next, "ORDER") || yt_redland_token_is_word(&next, "LIMIT") ||
                    yt_redland_token_is_word(&next, "OFFSET") || yt_redland_token_is_word(&next, "VALUES");
    return ends ? NULL : "rasqal gets GROUP BY with an expression wrong";
  }
}

/* Is the token @ahead a SELECT, and is it one of all variables? */
static gboolean
is_select(const Reader *reader, int ahead, gboolean *of_all)
{
  YtRedlandToken token = peek(reader, ahead), next = peek(reader, ahead + 1);
  if (yt_redland_token_is_word(&next, "DISTINCT") || yt_redland_token_is_word(&next, "REDUCED"))
    next = peek(reader, ahead + 2);
  *of_all = yt_redland_token_is_mark(&next, "*");
  return yt_redland_token_is_word(&token, "SELECT");
}

/* SELECT * { { SELECT ?x { … } } }: rasqal lists what the subquery has not selected, too. */
static const char *
find_bad_projection(const Reader *reader)
{
  gboolean of_all;
  if (!is_select(reader, 0, &of_all) || !of_all)
    return NULL;
  for (int ahead = 1; peek(reader, ahead).kind != YT_REDLAND_TOKEN_END; ahead++)
    if (is_select(reader, ahead, &of_all) && !of_all)
      return "rasqal gets SELECT * over a subquery wrong";
  return NULL;
}

/* Inside GRAPH, rasqal applies the graph to triple patterns only. */
static const char *
find_bad_in_graph(const Reader *reader, const YtRedlandToken *token)
{
  gboolean in_graph = FALSE;
  for (guint i = 0; i < reader->open->len; i++) {
    const Bracket *bracket = g_ptr_array_index(reader->open, i);
    in_graph |= bracket->is_graph;
    if (bracket->graph_variable && token->kind == YT_REDLAND_TOKEN_VARIABLE &&
        (find_group(reader) != bracket || !is_among_triples(reader)) &&
        strlen(bracket->graph_variable) == token->n_bytes - 1 &&
        memcmp(bracket->graph_variable, token->start + 1, token->n_bytes - 1) == 0)
      return "rasqal gets a GRAPH whose variable is used again inside wrong";
  }
  if (in_graph && (yt_redland_token_is_word(token, "SELECT") || yt_redland_token_is_word(token, "VALUES") ||
                   yt_redland_token_is_word(token, "GRAPH")))
    return "rasqal gets SELECT, VALUES and GRAPH inside GRAPH wrong";
  return NULL;
}

/* Is there a name in @names that the rest of the query binds, but not the group @bound is of? */
static gboolean
sees_outside(const Reader *reader, GHashTable *names, GHashTable *bound)
{
  GHashTableIter iter;
  gpointer name;
  g_hash_table_iter_init(&iter, names);
  while (g_hash_table_iter_next(&iter, &name, NULL))
    if (g_hash_table_contains(reader->all, name) && !g_hash_table_contains(bound, name))
      return TRUE;
  return FALSE;
}

/* SPARQL 1.1, 18.2.2: a group is worked out on its own, so that filters in it see no variable from outside; only
 * those directly in an OPTIONAL do. In rasqal all see everything. Runs after the whole text has been read once, so
 * that reader->all is complete. */
static const char *
find_bad_scope(const Reader *reader, const Bracket *group)
{
  if (group->is_graph && !group->has_triples)
    return "rasqal gets a GRAPH without triples wrong";
  if (reader->open->len == 1) /* the outermost: there is no outside */
    return NULL;
  if (sees_outside(reader, group->binds, group->bound) ||
      (!group->is_optional && sees_outside(reader, group->filters, group->bound)))
    return "rasqal lets a FILTER or BIND see variables from outside its group";
  return NULL;
}

/* ---- the walk ---- */

/* Closes the innermost bracket: what it binds, the bracket around it binds too. */
static void
close_bracket(Reader *reader, const YtRedlandToken *token)
{
  if (reader->open->len == 0)
    return;
  Bracket *bracket = g_ptr_array_steal_index(reader->open, reader->open->len - 1);
  Bracket *outer = find_group(reader);
  if (outer && bracket->kind == BRACKET_GROUP)
    add_all(outer->bound, bracket->bound);
  bracket_free(bracket);
  if (*token->start == '}')
    reader->expressions_next = FALSE;
}

/* Takes @token, the current one, into account. */
static void
follow(Reader *reader, const YtRedlandToken *token)
{
  if (token->kind == YT_REDLAND_TOKEN_VARIABLE)
    read_variable(reader, token);
  else if (token->kind == YT_REDLAND_TOKEN_WORD)
    read_word(reader, token);
  else if (is_opening(token))
    open_bracket(reader, token);
  else if (is_closing(token))
    close_bracket(reader, token);
  Bracket *group = find_group(reader);
  if (group && is_among_triples(reader) &&
      (token->kind == YT_REDLAND_TOKEN_IRI || token->kind == YT_REDLAND_TOKEN_NAME))
    group->has_triples = TRUE;
}

/* Reads all of the text, and asks @find about every token and, at the closing brace, every group. */
static const char *
walk(Reader *reader, const YtRedlandFacts *facts, gboolean meaning, const char **at)
{
  for (reader->at = 0; reader->at < reader->tokens->len; reader->at++) {
    YtRedlandToken token = peek(reader, 0);
    const char *gap = NULL;
    *at = token.start;
    if (!meaning)
      gap = find_grammar_gap(reader, &token);
    else if (facts && !(gap = find_bad_term(reader, &token)) && !(gap = find_bad_regex(reader, &token)) &&
             !(gap = find_bad_over_data(reader, &token, facts)) &&
             !(gap = find_bad_grouping(reader, &token)) && !(gap = find_bad_in_graph(reader, &token)) &&
             !(gap = find_bad_projection(reader)) && is_cast(reader, &token))
      gap = "rasqal gets casts wrong, and knows no other functions by their IRI";
    if (gap)
      return gap;

    if (facts && is_closing(&token) && is_in(reader, BRACKET_GROUP) &&
        (gap = find_bad_scope(reader, top(reader)))) {
      *at = top(reader)->start;
      return gap;
    }
    follow(reader, &token);
  }
  return NULL;
}

gboolean
yt_redland_guard_grammar(const char *text, GError **error)
{
  Reader reader;
  const char *at;
  reader_init(&reader, text);
  const char *gap = walk(&reader, NULL, FALSE, &at);
  reader_clear(&reader);
  return !gap || fail(error, YT_REDLAND_ERROR_UNSUPPORTED, text, at, gap);
}

gboolean
yt_redland_guard_has_aggregates(const char *text)
{
  Reader reader;
  gboolean found = FALSE;
  reader_init(&reader, text);
  for (reader.at = 0; reader.at < reader.tokens->len && !found; reader.at++) {
    YtRedlandToken token = peek(&reader, 0), next = peek(&reader, 1);
    found = is_aggregate(&reader, &token) ||
            (yt_redland_token_is_word(&token, "GROUP") && yt_redland_token_is_word(&next, "BY"));
  }
  reader_clear(&reader);
  return found;
}

gboolean
yt_redland_guard_meaning(const char *text, const YtRedlandFacts *facts, GError **error)
{
  Reader reader;
  const char *at;
  reader_init(&reader, text);
  walk(&reader, NULL, TRUE, &at); /* learns all variables */
  g_ptr_array_set_size(reader.open, 0);
  const char *gap = walk(&reader, facts, TRUE, &at);
  reader_clear(&reader);
  return !gap || fail(error, YT_REDLAND_ERROR_UNSUPPORTED, text, at, gap);
}

char *
yt_redland_guard_separate_signs(const char *text)
{
  Reader reader;
  GString *out = g_string_new(NULL);
  const char *copied = text;
  reader_init(&reader, text);
  for (reader.at = 0; reader.at < reader.tokens->len; reader.at++) {
    YtRedlandToken token = peek(&reader, 0), before = peek(&reader, -1), next = peek(&reader, 1);
    gboolean is_sign = yt_redland_token_is_mark(&token, "+") || yt_redland_token_is_mark(&token, "-");
    gboolean is_binary = before.kind == YT_REDLAND_TOKEN_VARIABLE || before.kind == YT_REDLAND_TOKEN_NUMBER ||
                         yt_redland_token_is_mark(&before, ")");
    if (is_sign && is_binary && is_in(&reader, BRACKET_EXPRESSION) && next.kind == YT_REDLAND_TOKEN_NUMBER &&
        next.start == token.start + 1) {
      g_string_append_len(out, copied, next.start - copied);
      g_string_append_c(out, ' ');
      copied = next.start;
    }
    follow(&reader, &token);
  }
  reader_clear(&reader);
  g_string_append(out, copied);
  return g_string_free(out, FALSE);
}
