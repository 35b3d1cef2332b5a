/* parse.c: SPARQL 1.1 Query and Update, by recursive descent.
 *
 * A function is named after its production, which stands above it with its number in section 19.8. The first error
 * ends the parse: it is kept, and the current token becomes the end of the text for good, so that every loop and
 * every expectation after it fails quietly. What the grammar's notes and section 18.2.1 forbid beyond the grammar
 * (scope of AS, of blank node labels, of aggregates) is checked here, where the place of an error is known. */
#include "sparql/ast.h"
#include "sparql/iri.h"
#include "sparql/lexer.h"
#include "sparql/sparql.h"
#include <stdarg.h>
#include <string.h>

/* How deep groups, expressions, paths and collections may nest: each level takes up to a dozen stack frames here
 * and in the evaluator, and a thread may have little stack. No honest query comes near it. */
enum { MAX_DEPTH = 256 };

enum { FEW_NAMES = 16 }; /* variables that are looked through faster than hashed */

typedef struct {
  YtRequest *request;
  YtArena *arena;
  YtLexer lexer;
  YtToken token;
  const char *previous_end; /* of the token before */
  const char *base;         /* (nullable) */
  GHashTable *prefixes;     /* char* → char*; these three are made when something is put in, NULL before */
  GHashTable *names;        /* variable name → index + 1, when there are more than FEW_NAMES variables */
  GHashTable *labels;       /* blank node label → basic graph pattern number */
  guint basic_graph_pattern;
  guint n_generated; /* names made for anonymous nodes */
  guint depth;
  GPtrArray *triples;    /* where triples go */
  gboolean in_template;  /* blank nodes stay terms, and paths are not allowed */
  gboolean no_variables; /* in data */
  gboolean no_blanks;    /* in what is to be deleted */
  gboolean allow_aggregates;
  gboolean saw_aggregate;
  GError *error;
} Parser;

static YtExpr *Expression(Parser *p);
static YtPath *Path(Parser *p);
static YtPattern *GroupGraphPattern(Parser *p);
static YtSelect *SubSelect(Parser *p);
static YtExpr *BrackettedExpression(Parser *p);
static YtNode TriplesNode(Parser *p);
static YtNode GraphNode(Parser *p);
static YtExpr *BuiltInCall(Parser *p);

/* Errors */

static void
fail_at(Parser *p, const char *place, const char *format, va_list args)
{
  if (p->error)
    return;
  guint line, column;
  yt_lexer_locate(&p->lexer, place, &line, &column);
  g_autofree char *message = g_strdup_vprintf(format, args);
  p->error = g_error_new(YT_SPARQL_ERROR, YT_SPARQL_ERROR_SYNTAX, "%u:%u: %s", line, column, message);
  p->token = (YtToken){.kind = YT_TOKEN_END, .start = place, .end = place, .text = place};
}

G_GNUC_PRINTF(2, 3)
static void
fail(Parser *p, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  fail_at(p, p->token.start, format, args);
  va_end(args);
}

G_GNUC_PRINTF(3, 4)
static void
fail_before(Parser *p, const char *place, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  fail_at(p, place, format, args);
  va_end(args);
}

/* Says what was expected and what stands there instead. */
static void
expected(Parser *p, const char *what)
{
  enum { MAX_SHOWN = 40 }; /* bytes of the text found */
  const YtToken *t = &p->token;
  if (t->kind == YT_TOKEN_END)
    fail(p, "expected %s, found the end", what);
  else if (t->kind == YT_TOKEN_BAD && t->problem)
    fail(p, "expected %s, found %s", what, t->problem);
  else {
    gsize n = (gsize) (t->end - t->start);
    if (n > MAX_SHOWN) {
      n = MAX_SHOWN;
      while ((t->start[n] & 0xC0) == 0x80)
        n--;
    }
    fail(p, "expected %s, found '%.*s'", what, (int) n, t->start);
  }
}

/* Tokens */

static void
advance(Parser *p)
{
  p->previous_end = p->token.end;
  if (!p->error)
    yt_lexer_next(&p->lexer, &p->token);
}

static gboolean
at(Parser *p, const char *punctuation)
{
  return p->token.kind == YT_TOKEN_PUNCTUATION && strlen(punctuation) == p->token.n_text &&
         !memcmp(p->token.text, punctuation, p->token.n_text);
}

static gboolean
at_word(Parser *p, const char *word)
{
  return p->token.kind == YT_TOKEN_WORD && strlen(word) == p->token.n_text &&
         !g_ascii_strncasecmp(p->token.text, word, p->token.n_text);
}

static gboolean
accept(Parser *p, const char *punctuation)
{
  if (!at(p, punctuation))
    return FALSE;
  advance(p);
  return TRUE;
}

static gboolean
accept_word(Parser *p, const char *word)
{
  if (!at_word(p, word))
    return FALSE;
  advance(p);
  return TRUE;
}

static void
expect(Parser *p, const char *punctuation)
{
  if (accept(p, punctuation) || p->error)
    return;
  g_autofree char *what = g_strdup_printf("'%s'", punctuation);
  expected(p, what);
}

static void
expect_word(Parser *p, const char *word)
{
  if (!accept_word(p, word))
    expected(p, word);
}

static gboolean
enter(Parser *p)
{
  if (++p->depth > MAX_DEPTH)
    fail(p, "expected at most %d levels of nesting, found more", MAX_DEPTH);
  return !p->error;
}

static void
leave(Parser *p)
{
  p->depth--;
}

/* Nodes */

guint
yt_request_add_variable(YtRequest *request, const char *name, gboolean is_hidden)
{
  YtVariable variable = {.name = yt_arena_strndup(request->arena, name, strlen(name)),
                         .is_hidden = is_hidden};
  g_array_append_val(request->variables, variable);
  return request->variables->len - 1;
}

/* G_MAXUINT when there is no such variable. */
static guint
look_through_variables(const Parser *p, const char *name, gsize n_name)
{
  const GArray *variables = p->request->variables;
  for (guint i = 0; i < variables->len; i++) {
    const char *other = g_array_index(variables, YtVariable, i).name;
    if (strncmp(other, name, n_name) == 0 && other[n_name] == '\0')
      return i;
  }
  return G_MAXUINT;
}

/* Puts the variables into the table that are not there yet. */
static void
hash_variables(Parser *p)
{
  const GArray *variables = p->request->variables;
  if (!p->names)
    p->names = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = g_hash_table_size(p->names); i < variables->len; i++)
    g_hash_table_insert(p->names, (gpointer) g_array_index(variables, YtVariable, i).name,
                        GUINT_TO_POINTER(i + 1));
}

static guint
find_variable(Parser *p, const char *name, gsize n_name, gboolean is_hidden)
{
  gboolean are_few = p->request->variables->len <= FEW_NAMES;
  guint variable = are_few ? look_through_variables(p, name, n_name) : G_MAXUINT;
  if (variable != G_MAXUINT)
    return variable;
  const char *key = yt_arena_strndup(p->arena, name, n_name);
  if (!are_few) {
    hash_variables(p);
    gpointer found = g_hash_table_lookup(p->names, key);
    if (found)
      return GPOINTER_TO_UINT(found) - 1;
  }
  return yt_request_add_variable(p->request, key, is_hidden);
}

static YtNode
variable_node(guint variable)
{
  return (YtNode){.is_variable = TRUE, .variable = variable};
}

static YtNode
term_node(YtTerm term)
{
  return (YtNode){.term = term};
}

static YtTerm
iri_term(const char *iri)
{
  return (YtTerm){.kind = YT_TERM_IRI, .text = iri, .n_text = strlen(iri)};
}

static YtTerm
typed_literal(const char *text, gsize n_text, const char *datatype)
{
  return (YtTerm){.kind = YT_TERM_LITERAL,
                  .text = text,
                  .n_text = n_text,
                  .datatype = datatype,
                  .n_datatype = datatype ? strlen(datatype) : 0};
}

/* The blank node called @label, or a new one without. Grammar note 6: a label belongs to one basic graph pattern; in
 * templates it makes a new node each time, and may be used again; in data it belongs to one operation. */
static YtNode
blank_node(Parser *p, const char *label, gsize n_label)
{
  g_autofree char *name =
      label ? g_strdup_printf(".l%.*s", (int) n_label, label) : g_strdup_printf(".g%u", p->n_generated++);
  if (p->no_blanks)
    fail(p, "expected no blank node in what is to be deleted, found one");
  if (label && (!p->in_template || p->no_variables)) {
    if (!p->labels)
      p->labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    gpointer seen = g_hash_table_lookup(p->labels, name);
    if (seen && GPOINTER_TO_UINT(seen) != p->basic_graph_pattern)
      fail(p, "expected a new blank node label, found '_:%.*s', which belongs to another basic graph pattern",
           (int) n_label, label);
    g_hash_table_insert(p->labels, g_strdup(name), GUINT_TO_POINTER(p->basic_graph_pattern));
  }
  if (!p->in_template)
    return variable_node(find_variable(p, name, strlen(name), TRUE));
  const char *kept = yt_arena_strndup(p->arena, name + 1, strlen(name) - 1);
  return term_node((YtTerm){.kind = YT_TERM_BLANK, .text = kept, .n_text = strlen(kept)});
}

static const char *
resolve(Parser *p, const char *reference, gsize n_reference)
{
  g_autofree char *iri = yt_sparql_resolve_iri(p->base, reference, n_reference);
  return yt_arena_strndup(p->arena, iri, strlen(iri));
}

/* The name's local part without its backslashes. */
static void
append_local(GString *out, const char *local, gsize n_local)
{
  for (gsize i = 0; i < n_local; i++) {
    if (local[i] == '\\')
      i++;
    g_string_append_c(out, local[i]);
  }
}

static const char *
expand_name(Parser *p)
{
  const YtToken *t = &p->token;
  gsize n_prefix = t->kind == YT_TOKEN_PNAME_NS ? t->n_text : t->n_prefix;
  g_autofree char *prefix = g_strndup(t->text, n_prefix);
  const char *start = p->prefixes ? g_hash_table_lookup(p->prefixes, prefix) : NULL;
  if (!start) {
    fail(p, "expected a declared prefix, found '%s:'", prefix);
    return "";
  }
  g_autoptr(GString) iri = g_string_new(start);
  if (t->kind == YT_TOKEN_PNAME_LN)
    append_local(iri, t->text + n_prefix + 1, t->n_text - n_prefix - 1);
  return yt_arena_strndup(p->arena, iri->str, iri->len);
}

static gboolean
at_iri(Parser *p)
{
  return p->token.kind == YT_TOKEN_IRI || p->token.kind == YT_TOKEN_PNAME_LN ||
         p->token.kind == YT_TOKEN_PNAME_NS;
}

/* [136] iri ::= IRIREF | PrefixedName */
static const char *
iri(Parser *p)
{
  const char *result = "";
  if (p->token.kind == YT_TOKEN_IRI)
    result = resolve(p, p->token.text, p->token.n_text);
  else if (at_iri(p))
    result = expand_name(p);
  else {
    expected(p, "an IRI");
    return result;
  }
  advance(p);
  return result;
}

/* [108] Var ::= VAR1 | VAR2 */
static guint
Var(Parser *p)
{
  if (p->token.kind != YT_TOKEN_VARIABLE) {
    expected(p, "a variable");
    return 0;
  }
  if (p->no_variables)
    expected(p, "no variable in data");
  guint variable = find_variable(p, p->token.text, p->token.n_text, FALSE);
  advance(p);
  return variable;
}

/* [107] VarOrIri ::= Var | iri */
static YtNode
VarOrIri(Parser *p)
{
  if (p->token.kind == YT_TOKEN_VARIABLE)
    return variable_node(Var(p));
  if (!at_iri(p))
    expected(p, "a variable or an IRI");
  return term_node(iri_term(iri(p)));
}

/* [135] String ::= STRING_LITERAL1 | STRING_LITERAL2 | STRING_LITERAL_LONG1 | STRING_LITERAL_LONG2 */
static const char *
String(Parser *p, gsize *n_text)
{
  *n_text = 0;
  if (p->token.kind != YT_TOKEN_STRING) {
    expected(p, "a string");
    return "";
  }
  g_autoptr(GString) out = g_string_sized_new(p->token.n_text);
  for (const char *s = p->token.text, *end = s + p->token.n_text; s < end; s++) {
    if (*s != '\\') {
      g_string_append_c(out, *s);
      continue;
    }
    static const char from[] = "tbnrf\\\"'", to[] = "\t\b\n\r\f\\\"'";
    g_string_append_c(out, to[strchr(from, *++s) - from]);
  }
  advance(p);
  *n_text = out->len;
  return yt_arena_strndup(p->arena, out->str, out->len);
}

/* [129] RDFLiteral ::= String ( LANGTAG | ( '^^' iri ) )? */
static YtTerm
RDFLiteral(Parser *p)
{
  YtTerm term = {.kind = YT_TERM_LITERAL};
  term.text = String(p, &term.n_text);
  if (p->token.kind == YT_TOKEN_LANGTAG) {
    term.language = yt_arena_strndup(p->arena, p->token.text, p->token.n_text);
    term.n_language = p->token.n_text;
    advance(p);
  } else if (accept(p, "^^")) {
    const char *datatype = iri(p);
    if (strcmp(datatype, YT_XSD_NS "string"))
      term = typed_literal(term.text, term.n_text, datatype);
  }
  return term;
}

static gboolean
at_number(Parser *p)
{
  return p->token.kind == YT_TOKEN_INTEGER || p->token.kind == YT_TOKEN_DECIMAL ||
         p->token.kind == YT_TOKEN_DOUBLE;
}

/* [130] NumericLiteral ::= NumericLiteralUnsigned | NumericLiteralPositive | NumericLiteralNegative */
static YtTerm
NumericLiteral(Parser *p)
{
  const char *datatype = p->token.kind == YT_TOKEN_INTEGER   ? YT_XSD_NS "integer"
                         : p->token.kind == YT_TOKEN_DECIMAL ? YT_XSD_NS "decimal"
                                                             : YT_XSD_NS "double";
  YtTerm term =
      typed_literal(yt_arena_strndup(p->arena, p->token.text, p->token.n_text), p->token.n_text, datatype);
  advance(p);
  return term;
}

static gboolean
at_literal(Parser *p)
{
  return p->token.kind == YT_TOKEN_STRING || at_number(p) || at_word(p, "true") || at_word(p, "false");
}

/* RDFLiteral | NumericLiteral | BooleanLiteral [134] */
static YtTerm
literal(Parser *p)
{
  if (p->token.kind == YT_TOKEN_STRING)
    return RDFLiteral(p);
  if (at_number(p))
    return NumericLiteral(p);
  const char *text = at_word(p, "true") ? "true" : "false";
  advance(p);
  return typed_literal(text, strlen(text), YT_XSD_NS "boolean");
}

/* Triples */

static void
add_triple(Parser *p, YtNode subject, YtNode predicate, YtPath *path, YtNode object)
{
  YtTriplePattern *triple = yt_arena_new0(p->arena, YtTriplePattern);
  *triple = (YtTriplePattern){.subject = subject, .predicate = predicate, .object = object, .path = path};
  g_ptr_array_add(p->triples, triple);
}

static YtNode
rdf_node(const char *name)
{
  return term_node(iri_term(name));
}

static gboolean
at_graph_term(Parser *p)
{
  return at_iri(p) || at_literal(p) || p->token.kind == YT_TOKEN_BLANK;
}

/* [109] GraphTerm ::= iri | RDFLiteral | NumericLiteral | BooleanLiteral | BlankNode | NIL
 * NIL and ANON begin like a collection and a property list, and are read there. */
static YtNode
GraphTerm(Parser *p)
{
  if (p->token.kind == YT_TOKEN_BLANK) {
    YtNode node = blank_node(p, p->token.text, p->token.n_text);
    advance(p);
    return node;
  }
  if (at_literal(p))
    return term_node(literal(p));
  return term_node(iri_term(iri(p)));
}

/* [106] VarOrTerm ::= Var | GraphTerm */
static YtNode
VarOrTerm(Parser *p)
{
  if (p->token.kind == YT_TOKEN_VARIABLE)
    return variable_node(Var(p));
  if (!at_graph_term(p)) {
    expected(p, "a variable or a term");
    return (YtNode){0};
  }
  return GraphTerm(p);
}

/* [79] ObjectList ::= Object ( ',' Object )*   [86] ObjectListPath */
static void
ObjectList(Parser *p, YtNode subject, YtNode predicate, YtPath *path)
{
  do
    add_triple(p, subject, predicate, path, GraphNode(p));
  while (accept(p, ",") && !p->error);
}

static gboolean
at_a(Parser *p)
{
  return p->token.kind == YT_TOKEN_WORD && p->token.n_text == 1 && *p->token.text == 'a';
}

static gboolean
at_verb(Parser *p)
{
  if (p->token.kind == YT_TOKEN_VARIABLE || at_iri(p) || at_a(p))
    return TRUE;
  return !p->in_template && (at(p, "(") || at(p, "!") || at(p, "^"));
}

/* [78] Verb ::= VarOrIri | 'a'   [84] VerbPath ::= Path */
static YtNode
Verb(Parser *p, YtPath **path)
{
  *path = NULL;
  if (p->token.kind == YT_TOKEN_VARIABLE)
    return variable_node(Var(p));
  if (!at_verb(p)) {
    expected(p, "a predicate");
    return (YtNode){0};
  }
  if (p->in_template) {
    if (!at_a(p))
      return VarOrIri(p);
    advance(p);
    return rdf_node(YT_RDF_NS "type");
  }
  YtPath *parsed = Path(p);
  if (parsed->op == YT_PATH_LINK)
    return term_node(parsed->iri);
  *path = parsed;
  return (YtNode){0};
}

/* [77] PropertyListNotEmpty ::= Verb ObjectList ( ';' ( Verb ObjectList )? )*   [83] PropertyListPathNotEmpty */
static void
PropertyListNotEmpty(Parser *p, YtNode subject)
{
  do {
    YtPath *path;
    YtNode predicate = Verb(p, &path);
    ObjectList(p, subject, predicate, path);
    while (accept(p, ";"))
      ;
  } while (!p->error && at_verb(p) && *(p->previous_end - 1) == ';');
}

/* [102] Collection ::= '(' GraphNode+ ')', after its "(" */
static YtNode
Collection(Parser *p)
{
  YtNode first = blank_node(p, NULL, 0), cell = first;
  for (;;) {
    add_triple(p, cell, rdf_node(YT_RDF_NS "first"), NULL, GraphNode(p));
    if (p->error || at(p, ")"))
      break;
    YtNode next = blank_node(p, NULL, 0);
    add_triple(p, cell, rdf_node(YT_RDF_NS "rest"), NULL, next);
    cell = next;
  }
  add_triple(p, cell, rdf_node(YT_RDF_NS "rest"), NULL, rdf_node(YT_RDF_NS "nil"));
  expect(p, ")");
  return first;
}

/* [98] TriplesNode ::= Collection | BlankNodePropertyList, and NIL and ANON */
static YtNode
TriplesNode(Parser *p)
{
  YtNode node = {0};
  if (!enter(p))
    return node;
  if (accept(p, "(")) {
    if (accept(p, ")"))
      node = rdf_node(YT_RDF_NS "nil");
    else
      node = Collection(p);
  } else {
    expect(p, "[");
    node = blank_node(p, NULL, 0);
    if (!at(p, "]"))
      PropertyListNotEmpty(p, node);
    expect(p, "]");
  }
  leave(p);
  return node;
}

/* [104] GraphNode ::= VarOrTerm | TriplesNode */
static YtNode
GraphNode(Parser *p)
{
  return at(p, "(") || at(p, "[") ? TriplesNode(p) : VarOrTerm(p);
}

static gboolean
at_triples(Parser *p)
{
  return p->token.kind == YT_TOKEN_VARIABLE || at_graph_term(p) || at(p, "(") || at(p, "[");
}

/* [75] TriplesSameSubject ::= VarOrTerm PropertyListNotEmpty | TriplesNode PropertyList   [81] …Path */
static void
TriplesSameSubject(Parser *p)
{
  gboolean is_bracketed = at(p, "(") || at(p, "[");
  guint n_before = p->triples->len;
  YtNode subject = GraphNode(p);
  /* "()" and "[]" are terms, not TriplesNodes: they say nothing alone */
  gboolean may_stand_alone = is_bracketed && p->triples->len > n_before;
  if (!may_stand_alone || at_verb(p))
    PropertyListNotEmpty(p, subject);
}

/* [52] TriplesTemplate ::= TriplesSameSubject ( '.' TriplesTemplate? )?   [55] TriplesBlock */
static void
TriplesBlock(Parser *p)
{
  do
    TriplesSameSubject(p);
  while (accept(p, ".") && at_triples(p) && !p->error);
}

/* Property paths */

static YtPath *
path_new(Parser *p, YtPathOp op, guint n_parts)
{
  YtPath *path = yt_arena_new0(p->arena, YtPath);
  path->op = op;
  path->n_parts = n_parts;
  path->parts = yt_arena_array(p->arena, YtPath *, MAX(n_parts, 1));
  return path;
}

static YtPath *
path_of_parts(Parser *p, YtPathOp op, GPtrArray *parts)
{
  if (parts->len == 1 && op != YT_PATH_NEGATED)
    return g_ptr_array_index(parts, 0);
  YtPath *path = path_new(p, op, parts->len);
  for (guint i = 0; i < parts->len; i++)
    path->parts[i] = g_ptr_array_index(parts, i);
  return path;
}

static YtPath *
path_around(Parser *p, YtPathOp op, YtPath *inner)
{
  YtPath *path = path_new(p, op, 1);
  path->parts[0] = inner;
  return path;
}

/* iri | 'a' */
static YtPath *
path_link(Parser *p)
{
  YtPath *path = path_new(p, YT_PATH_LINK, 0);
  if (at_a(p)) {
    advance(p);
    path->iri = iri_term(YT_RDF_NS "type");
  } else
    path->iri = iri_term(iri(p));
  return path;
}

/* [96] PathOneInPropertySet ::= iri | 'a' | '^' ( iri | 'a' ) */
static YtPath *
PathOneInPropertySet(Parser *p)
{
  if (accept(p, "^"))
    return path_around(p, YT_PATH_INVERSE, path_link(p));
  return path_link(p);
}

/* [95] PathNegatedPropertySet ::= PathOneInPropertySet | '(' ( PathOneInPropertySet ( '|' … )* )? ')' */
static YtPath *
PathNegatedPropertySet(Parser *p)
{
  GPtrArray *parts = yt_arena_ptr_array(p->arena);
  if (!accept(p, "("))
    g_ptr_array_add(parts, PathOneInPropertySet(p));
  else if (!accept(p, ")")) {
    do
      g_ptr_array_add(parts, PathOneInPropertySet(p));
    while (accept(p, "|") && !p->error);
    expect(p, ")");
  }
  return path_of_parts(p, YT_PATH_NEGATED, parts);
}

/* [94] PathPrimary ::= iri | 'a' | '!' PathNegatedPropertySet | '(' Path ')' */
static YtPath *
PathPrimary(Parser *p)
{
  if (accept(p, "!"))
    return PathNegatedPropertySet(p);
  if (accept(p, "(")) {
    YtPath *path = Path(p);
    expect(p, ")");
    return path;
  }
  if (!at_iri(p) && !at_a(p))
    expected(p, "a property path");
  return path_link(p);
}

/* [91] PathElt ::= PathPrimary PathMod?   [93] PathMod ::= '?' | '*' | '+' */
static YtPath *
PathElt(Parser *p)
{
  YtPath *path = PathPrimary(p);
  if (accept(p, "?"))
    return path_around(p, YT_PATH_ZERO_OR_ONE, path);
  if (accept(p, "*"))
    return path_around(p, YT_PATH_ZERO_OR_MORE, path);
  if (accept(p, "+"))
    return path_around(p, YT_PATH_ONE_OR_MORE, path);
  return path;
}

/* [92] PathEltOrInverse ::= PathElt | '^' PathElt */
static YtPath *
PathEltOrInverse(Parser *p)
{
  return accept(p, "^") ? path_around(p, YT_PATH_INVERSE, PathElt(p)) : PathElt(p);
}

/* [90] PathSequence ::= PathEltOrInverse ( '/' PathEltOrInverse )* */
static YtPath *
PathSequence(Parser *p)
{
  GPtrArray *parts = yt_arena_ptr_array(p->arena);
  do
    g_ptr_array_add(parts, PathEltOrInverse(p));
  while (accept(p, "/") && !p->error);
  return path_of_parts(p, YT_PATH_SEQUENCE, parts);
}

/* [89] PathAlternative ::= PathSequence ( '|' PathSequence )*   [88] Path ::= PathAlternative */
static YtPath *
Path(Parser *p)
{
  GPtrArray *parts = yt_arena_ptr_array(p->arena);
  if (!enter(p))
    return path_new(p, YT_PATH_LINK, 0);
  do
    g_ptr_array_add(parts, PathSequence(p));
  while (accept(p, "|") && !p->error);
  leave(p);
  return path_of_parts(p, YT_PATH_ALTERNATIVE, parts);
}

/* Expressions */

static YtExpr *
expr_new(Parser *p, YtExprOp op)
{
  YtExpr *expr = yt_arena_new0(p->arena, YtExpr);
  expr->op = op;
  return expr;
}

static void
set_args(Parser *p, YtExpr *expr, GPtrArray *args)
{
  expr->n_args = args->len;
  expr->args = yt_arena_array(p->arena, YtExpr *, MAX(args->len, 1));
  for (guint i = 0; i < args->len; i++)
    expr->args[i] = g_ptr_array_index(args, i);
}

static YtExpr *
expr_of(Parser *p, YtExprOp op, GPtrArray *args)
{
  YtExpr *expr = expr_new(p, op);
  set_args(p, expr, args);
  return expr;
}

static YtExpr *
term_expr(Parser *p, YtTerm term)
{
  YtExpr *expr = expr_new(p, YT_EXPR_TERM);
  expr->term = term;
  return expr;
}

static YtExpr *
variable_expr(Parser *p, guint variable)
{
  YtExpr *expr = expr_new(p, YT_EXPR_VARIABLE);
  expr->variable = variable;
  return expr;
}

/* [72] ExpressionList ::= NIL | '(' Expression ( ',' Expression )* ')' */
static GPtrArray *
ExpressionList(Parser *p)
{
  GPtrArray *args = yt_arena_ptr_array(p->arena);
  expect(p, "(");
  if (accept(p, ")"))
    return args;
  do
    g_ptr_array_add(args, Expression(p));
  while (accept(p, ",") && !p->error);
  expect(p, ")");
  return args;
}

/* [127] Aggregate ::= 'COUNT' '(' 'DISTINCT'? ( '*' | Expression ) ')' | … , after its name */
static YtExpr *
Aggregate(Parser *p, YtAggregateOp op)
{
  YtExpr *expr = expr_new(p, YT_EXPR_AGGREGATE);
  expr->aggregate = op;
  if (!p->allow_aggregates)
    fail(p, "expected no aggregate here: they belong in SELECT, HAVING and ORDER BY, and do not nest");
  p->allow_aggregates = FALSE;
  expect(p, "(");
  expr->distinct = accept_word(p, "DISTINCT");
  if (op == YT_AGGREGATE_COUNT && accept(p, "*"))
    expr->star = TRUE;
  else {
    GPtrArray *args = yt_arena_ptr_array(p->arena);
    g_ptr_array_add(args, Expression(p));
    set_args(p, expr, args);
  }
  if (op == YT_AGGREGATE_GROUP_CONCAT && accept(p, ";")) {
    expect_word(p, "SEPARATOR");
    expect(p, "=");
    gsize n_separator;
    expr->separator = String(p, &n_separator);
  }
  expect(p, ")");
  p->allow_aggregates = TRUE;
  p->saw_aggregate = TRUE;
  return expr;
}

static gboolean
find_aggregate(Parser *p, YtAggregateOp *op)
{
  static const char *const names[] = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"};
  for (guint i = 0; i < G_N_ELEMENTS(names); i++)
    if (at_word(p, names[i])) {
      *op = (YtAggregateOp) i;
      return TRUE;
    }
  return FALSE;
}

/* [125] ExistsFunc ::= 'EXISTS' GroupGraphPattern, after its word */
static YtExpr *
ExistsFunc(Parser *p, YtExprOp op)
{
  YtExpr *expr = expr_new(p, op);
  gboolean allowed = p->allow_aggregates;
  p->allow_aggregates = FALSE;
  expr->pattern = GroupGraphPattern(p);
  p->allow_aggregates = allowed;
  return expr;
}

static gboolean
at_builtin(Parser *p)
{
  YtAggregateOp op;
  return p->token.kind == YT_TOKEN_WORD &&
         (at_word(p, "EXISTS") || at_word(p, "NOT") || find_aggregate(p, &op) ||
          yt_function_find(p->token.text, p->token.n_text));
}

/* [121] BuiltInCall ::= Aggregate | 'STR' '(' Expression ')' | … */
static YtExpr *
BuiltInCall(Parser *p)
{
  YtAggregateOp op;
  if (find_aggregate(p, &op)) {
    advance(p);
    return Aggregate(p, op);
  }
  if (accept_word(p, "EXISTS"))
    return ExistsFunc(p, YT_EXPR_EXISTS);
  if (accept_word(p, "NOT")) {
    expect_word(p, "EXISTS");
    return ExistsFunc(p, YT_EXPR_NOT_EXISTS);
  }
  const YtFunctionEntry *entry = yt_function_find(p->token.text, p->token.n_text);
  const char *place = p->token.start;
  YtExpr *expr = expr_new(p, YT_EXPR_FUNCTION);
  expr->function = entry->function;
  if (expr->function == YT_FN_IRI && p->base)
    expr->base = yt_arena_strndup(p->arena, p->base, strlen(p->base));
  advance(p);
  set_args(p, expr, ExpressionList(p));
  if (expr->n_args < entry->n_min || expr->n_args > entry->n_max)
    fail_before(p, place, "expected %u%s argument%s of %s, found %u", entry->n_min,
                entry->n_max == G_MAXUINT     ? " or more"
                : entry->n_max > entry->n_min ? " or one more"
                                              : "",
                entry->n_max == 1 ? "" : "s", entry->name, expr->n_args);
  else if (expr->function == YT_FN_BOUND && expr->args[0]->op != YT_EXPR_VARIABLE)
    fail_before(p, place, "expected a variable in BOUND, found another expression");
  return expr;
}

/* [128] iriOrFunction ::= iri ArgList?   [71] ArgList ::= NIL | '(' 'DISTINCT'? Expression ( ',' Expression )* ')' */
static YtExpr *
iriOrFunction(Parser *p)
{
  YtTerm name = iri_term(iri(p));
  if (!at(p, "("))
    return term_expr(p, name);
  YtExpr *expr = expr_new(p, YT_EXPR_CALL);
  expr->term = name;
  GPtrArray *args = yt_arena_ptr_array(p->arena);
  expect(p, "(");
  if (!accept(p, ")")) {
    expr->distinct = accept_word(p, "DISTINCT");
    do
      g_ptr_array_add(args, Expression(p));
    while (accept(p, ",") && !p->error);
    expect(p, ")");
  }
  set_args(p, expr, args);
  return expr;
}

/* [119] PrimaryExpression ::= BrackettedExpression | BuiltInCall | iriOrFunction | RDFLiteral | … | Var */
static YtExpr *
PrimaryExpression(Parser *p)
{
  if (at(p, "("))
    return BrackettedExpression(p);
  if (at_literal(p))
    return term_expr(p, literal(p));
  if (p->token.kind == YT_TOKEN_VARIABLE)
    return variable_expr(p, Var(p));
  if (at_iri(p))
    return iriOrFunction(p);
  if (at_builtin(p))
    return BuiltInCall(p);
  expected(p, "an expression");
  return expr_new(p, YT_EXPR_TERM);
}

static YtExpr *
expr_around(Parser *p, YtExprOp op, YtExpr *inner)
{
  YtExpr *expr = expr_new(p, op);
  expr->n_args = 1;
  expr->args = yt_arena_array(p->arena, YtExpr *, 1);
  expr->args[0] = inner;
  return expr;
}

/* [118] UnaryExpression ::= '!' PrimaryExpression | '+' PrimaryExpression | '-' PrimaryExpression | … */
static YtExpr *
UnaryExpression(Parser *p)
{
  if (accept(p, "!"))
    return expr_around(p, YT_EXPR_NOT, PrimaryExpression(p));
  if (accept(p, "+"))
    return expr_around(p, YT_EXPR_PLUS, PrimaryExpression(p));
  if (accept(p, "-"))
    return expr_around(p, YT_EXPR_NEGATE, PrimaryExpression(p));
  return PrimaryExpression(p);
}

/* A chain of operands and signs is one node however long it is, so that evaluation does not nest. */
static YtExpr *
chain(Parser *p, YtExprOp op, GPtrArray *args, GString *signs)
{
  if (args->len == 1)
    return g_ptr_array_index(args, 0);
  YtExpr *expr = expr_of(p, op, args);
  expr->signs = yt_arena_strndup(p->arena, signs->str, signs->len);
  return expr;
}

/* [117] MultiplicativeExpression ::= UnaryExpression ( '*' UnaryExpression | '/' UnaryExpression )* */
static YtExpr *
MultiplicativeExpression(Parser *p)
{
  GPtrArray *args = yt_arena_ptr_array(p->arena);
  g_autoptr(GString) signs = g_string_new("*");
  g_ptr_array_add(args, UnaryExpression(p));
  while (!p->error && (at(p, "*") || at(p, "/"))) {
    g_string_append_c(signs, *p->token.text);
    advance(p);
    g_ptr_array_add(args, UnaryExpression(p));
  }
  return chain(p, YT_EXPR_PRODUCT, args, signs);
}

/* [116] AdditiveExpression ::= MultiplicativeExpression ( '+' MultiplicativeExpression | '-' … |
 *         ( NumericLiteralPositive | NumericLiteralNegative ) ( ( '*' UnaryExpression ) | ( '/' … ) )* )* */
static YtExpr *
AdditiveExpression(Parser *p)
{
  GPtrArray *args = yt_arena_ptr_array(p->arena);
  g_autoptr(GString) signs = g_string_new("+");
  g_ptr_array_add(args, MultiplicativeExpression(p));
  for (; !p->error; g_ptr_array_add(args, MultiplicativeExpression(p))) {
    if (at_number(p) && (*p->token.text == '+' || *p->token.text == '-'))
      g_string_append_c(signs, '+'); /* the number keeps its sign */
    else if (at(p, "+") || at(p, "-")) {
      g_string_append_c(signs, *p->token.text);
      advance(p);
    } else
      break;
  }
  return chain(p, YT_EXPR_SUM, args, signs);
}

/* [114] RelationalExpression ::= NumericExpression ( '=' NumericExpression | … | 'IN' ExpressionList | … )? */
static YtExpr *
RelationalExpression(Parser *p)
{
  static const struct {
    const char *text;
    YtExprOp op;
  } operators[] = {
      {"=", YT_EXPR_EQUAL},   {"!=", YT_EXPR_NOT_EQUAL},  {"<", YT_EXPR_LESS},
      {">", YT_EXPR_GREATER}, {"<=", YT_EXPR_LESS_EQUAL}, {">=", YT_EXPR_GREATER_EQUAL},
  };
  GPtrArray *args = yt_arena_ptr_array(p->arena);
  g_ptr_array_add(args, AdditiveExpression(p));
  for (guint i = 0; i < G_N_ELEMENTS(operators); i++)
    if (accept(p, operators[i].text)) {
      g_ptr_array_add(args, AdditiveExpression(p));
      return expr_of(p, operators[i].op, args);
    }
  gboolean is_not = accept_word(p, "NOT");
  if (!is_not && !at_word(p, "IN"))
    return g_ptr_array_index(args, 0);
  expect_word(p, "IN");
  GPtrArray *list = ExpressionList(p);
  for (guint i = 0; i < list->len; i++)
    g_ptr_array_add(args, g_ptr_array_index(list, i));
  return expr_of(p, is_not ? YT_EXPR_NOT_IN : YT_EXPR_IN, args);
}

/* [112] ConditionalAndExpression ::= ValueLogical ( '&&' ValueLogical )* */
static YtExpr *
ConditionalAndExpression(Parser *p)
{
  GPtrArray *args = yt_arena_ptr_array(p->arena);
  do
    g_ptr_array_add(args, RelationalExpression(p));
  while (accept(p, "&&") && !p->error);
  return args->len == 1 ? g_ptr_array_index(args, 0) : expr_of(p, YT_EXPR_AND, args);
}

/* [110] Expression ::= ConditionalOrExpression
 * [111] ConditionalOrExpression ::= ConditionalAndExpression ( '||' ConditionalAndExpression )* */
static YtExpr *
Expression(Parser *p)
{
  if (!enter(p))
    return expr_new(p, YT_EXPR_TERM);
  GPtrArray *args = yt_arena_ptr_array(p->arena);
  do
    g_ptr_array_add(args, ConditionalAndExpression(p));
  while (accept(p, "||") && !p->error);
  leave(p);
  return args->len == 1 ? g_ptr_array_index(args, 0) : expr_of(p, YT_EXPR_OR, args);
}

/* [120] BrackettedExpression ::= '(' Expression ')' */
static YtExpr *
BrackettedExpression(Parser *p)
{
  expect(p, "(");
  YtExpr *expr = Expression(p);
  expect(p, ")");
  return expr;
}

static gboolean
at_constraint(Parser *p)
{
  return at(p, "(") || at_builtin(p) || at_iri(p);
}

/* [69] Constraint ::= BrackettedExpression | BuiltInCall | FunctionCall */
static YtExpr *
Constraint(Parser *p)
{
  if (at(p, "("))
    return BrackettedExpression(p);
  if (at_iri(p)) {
    YtExpr *expr = iriOrFunction(p);
    if (expr->op != YT_EXPR_CALL)
      expected(p, "'(' after the function's name");
    return expr;
  }
  if (at_builtin(p))
    return BuiltInCall(p);
  expected(p, "'(' or a function call");
  return expr_new(p, YT_EXPR_TERM);
}

/* Group graph patterns */

static YtPattern *
pattern_new(Parser *p, YtPatternKind kind)
{
  YtPattern *pattern = yt_arena_new0(p->arena, YtPattern);
  pattern->kind = kind;
  pattern->children = yt_arena_ptr_array(p->arena);
  return pattern;
}

static gboolean
contains(const GArray *set, guint variable)
{
  for (guint i = 0; set && i < set->len; i++)
    if (g_array_index(set, guint, i) == variable)
      return TRUE;
  return FALSE;
}

static void
add_visible(Parser *p, GArray *set, guint variable)
{
  if (p->error) /* the variable may be none that was read */
    return;
  if (!g_array_index(p->request->variables, YtVariable, variable).is_hidden && !contains(set, variable))
    g_array_append_val(set, variable);
}

static void
add_visible_node(Parser *p, GArray *set, const YtNode *node)
{
  if (node->is_variable)
    add_visible(p, set, node->variable);
}

static void
add_all_visible(Parser *p, GArray *set, const GArray *more)
{
  for (guint i = 0; more && i < more->len; i++)
    add_visible(p, set, g_array_index(more, guint, i));
}

/* 18.2.1: the variables that @pattern brings into the scope of its group */
static void
add_scope(Parser *p, GArray *set, const YtPattern *pattern)
{
  switch (pattern->kind) {
  case YT_PATTERN_TRIPLES:
    for (guint i = 0; i < pattern->triples->len; i++) {
      const YtTriplePattern *triple = g_ptr_array_index(pattern->triples, i);
      add_visible_node(p, set, &triple->subject);
      if (!triple->path)
        add_visible_node(p, set, &triple->predicate);
      add_visible_node(p, set, &triple->object);
    }
    break;
  case YT_PATTERN_GRAPH:
  case YT_PATTERN_SERVICE: add_visible_node(p, set, &pattern->name); G_GNUC_FALLTHROUGH;
  case YT_PATTERN_OPTIONAL:
  case YT_PATTERN_UNION:
    for (guint i = 0; i < pattern->children->len; i++)
      add_all_visible(p, set, ((YtPattern *) g_ptr_array_index(pattern->children, i))->visible);
    break;
  case YT_PATTERN_GROUP:
  case YT_PATTERN_SELECT: add_all_visible(p, set, pattern->visible); break;
  case YT_PATTERN_BIND: add_visible(p, set, pattern->variable); break;
  case YT_PATTERN_VALUES:
    for (guint i = 0; i < pattern->values->n_variables; i++)
      add_visible(p, set, pattern->values->variables[i]);
    break;
  case YT_PATTERN_FILTER:
  case YT_PATTERN_MINUS: break;
  }
}

/* [65] DataBlockValue ::= iri | RDFLiteral | NumericLiteral | BooleanLiteral | 'UNDEF' */
static YtTerm
DataBlockValue(Parser *p)
{
  if (accept_word(p, "UNDEF"))
    return (YtTerm){0};
  if (at_literal(p))
    return literal(p);
  if (!at_iri(p))
    expected(p, "a term or UNDEF");
  return iri_term(iri(p));
}

/* [62] DataBlock ::= InlineDataOneVar | InlineDataFull */
static YtValues *
DataBlock(Parser *p)
{
  YtValues *values = yt_arena_new0(p->arena, YtValues);
  GArray *variables = yt_arena_growing(p->arena, guint);
  gboolean is_full = accept(p, "(");
  do {
    if (is_full && at(p, ")"))
      break;
    guint variable = Var(p);
    if (!p->error)
      g_array_append_val(variables, variable);
  } while (is_full && !p->error);
  if (is_full)
    expect(p, ")");
  values->n_variables = variables->len;
  values->variables = (guint *) (gpointer) variables->data;

  g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(YtTerm));
  expect(p, "{");
  while (!p->error && !at(p, "}")) {
    guint n_before = terms->len;
    if (is_full)
      expect(p, "(");
    do {
      if (is_full && at(p, ")"))
        break;
      YtTerm term = DataBlockValue(p);
      g_array_append_val(terms, term);
    } while (is_full && !p->error);
    if (is_full && terms->len - n_before != values->n_variables)
      fail(p, "expected %u values in the row, found %u", values->n_variables, terms->len - n_before);
    if (is_full)
      expect(p, ")");
    values->n_rows++;
  }
  expect(p, "}");
  values->terms = yt_arena_array(p->arena, YtTerm, MAX(terms->len, 1));
  if (terms->len)
    memcpy(values->terms, terms->data, terms->len * sizeof(YtTerm));
  return values;
}

/* [67] GroupOrUnionGraphPattern ::= GroupGraphPattern ( 'UNION' GroupGraphPattern )* */
static YtPattern *
GroupOrUnionGraphPattern(Parser *p)
{
  YtPattern *first = GroupGraphPattern(p);
  if (!at_word(p, "UNION"))
    return first;
  YtPattern *pattern = pattern_new(p, YT_PATTERN_UNION);
  g_ptr_array_add(pattern->children, first);
  while (accept_word(p, "UNION") && !p->error)
    g_ptr_array_add(pattern->children, GroupGraphPattern(p));
  return pattern;
}

static YtPattern *
pattern_around_group(Parser *p, YtPatternKind kind)
{
  YtPattern *pattern = pattern_new(p, kind);
  g_ptr_array_add(pattern->children, GroupGraphPattern(p));
  return pattern;
}

/* [58] GraphGraphPattern ::= 'GRAPH' VarOrIri GroupGraphPattern, after its word */
static YtPattern *
GraphGraphPattern(Parser *p)
{
  YtNode name = VarOrIri(p);
  YtPattern *pattern = pattern_around_group(p, YT_PATTERN_GRAPH);
  pattern->name = name;
  return pattern;
}

/* BASE and PREFIX as they are here, so that the text of a pattern means the same elsewhere. */
static const char *
prologue(Parser *p)
{
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(GList) names =
      p->prefixes ? g_list_sort(g_hash_table_get_keys(p->prefixes), (GCompareFunc) strcmp) : NULL;
  if (p->base)
    g_string_append_printf(text, "BASE <%s> ", p->base);
  for (const GList *name = names; name; name = name->next)
    g_string_append_printf(text, "PREFIX %s: <%s> ", (const char *) name->data,
                           (const char *) g_hash_table_lookup(p->prefixes, name->data));
  return yt_arena_strndup(p->arena, text->str, text->len);
}

/* [59] ServiceGraphPattern ::= 'SERVICE' 'SILENT'? VarOrIri GroupGraphPattern, after its word */
static YtPattern *
ServiceGraphPattern(Parser *p)
{
  gboolean silent = accept_word(p, "SILENT");
  YtNode name = VarOrIri(p);
  const char *start = p->token.start;
  YtPattern *pattern = pattern_around_group(p, YT_PATTERN_SERVICE);
  pattern->name = name;
  pattern->silent = silent;
  pattern->n_source = p->error ? 0 : (gsize) (p->previous_end - start);
  pattern->source = yt_arena_strndup(p->arena, start, pattern->n_source);
  pattern->prologue = prologue(p);
  return pattern;
}

/* [60] Bind ::= 'BIND' '(' Expression 'AS' Var ')', after its word */
static YtPattern *
Bind(Parser *p, const GArray *in_scope)
{
  YtPattern *pattern = pattern_new(p, YT_PATTERN_BIND);
  expect(p, "(");
  pattern->expr = Expression(p);
  expect_word(p, "AS");
  const char *place = p->token.start;
  pattern->variable = Var(p);
  if (contains(in_scope, pattern->variable))
    fail_before(p, place, "expected a new variable after AS, found one that the group has already");
  expect(p, ")");
  return pattern;
}

/* [56] GraphPatternNotTriples ::= GroupOrUnionGraphPattern | OptionalGraphPattern | MinusGraphPattern |
 *        GraphGraphPattern | ServiceGraphPattern | Filter | Bind | InlineData
 * NULL when none of them begins here. */
static YtPattern *
GraphPatternNotTriples(Parser *p, const GArray *in_scope)
{
  if (at(p, "{"))
    return GroupOrUnionGraphPattern(p);
  if (accept_word(p, "OPTIONAL"))
    return pattern_around_group(p, YT_PATTERN_OPTIONAL);
  if (accept_word(p, "MINUS"))
    return pattern_around_group(p, YT_PATTERN_MINUS);
  if (accept_word(p, "GRAPH"))
    return GraphGraphPattern(p);
  if (accept_word(p, "SERVICE"))
    return ServiceGraphPattern(p);
  if (accept_word(p, "FILTER")) {
    YtPattern *pattern = pattern_new(p, YT_PATTERN_FILTER);
    pattern->expr = Constraint(p);
    return pattern;
  }
  if (accept_word(p, "BIND"))
    return Bind(p, in_scope);
  if (accept_word(p, "VALUES")) {
    YtPattern *pattern = pattern_new(p, YT_PATTERN_VALUES);
    pattern->values = DataBlock(p);
    return pattern;
  }
  return NULL;
}

/* [54] GroupGraphPatternSub ::= TriplesBlock? ( GraphPatternNotTriples '.'? TriplesBlock? )*
 * A FILTER does not end the basic graph pattern that it stands in, anything else does. */
static void
GroupGraphPatternSub(Parser *p, YtPattern *group)
{
  YtPattern *triples = NULL;
  p->basic_graph_pattern = ++p->n_generated;
  for (gboolean after_triples = FALSE; !p->error && !at(p, "}");) {
    if (at_triples(p)) {
      if (after_triples) {
        expected(p, "'.' or '}'");
        return;
      }
      if (!triples) {
        triples = pattern_new(p, YT_PATTERN_TRIPLES);
        triples->triples = yt_arena_ptr_array(p->arena);
        g_ptr_array_add(group->children, triples);
      }
      GPtrArray *outer = p->triples;
      p->triples = triples->triples;
      TriplesBlock(p);
      p->triples = outer;
      add_scope(p, group->visible, triples);
      after_triples = TRUE;
      continue;
    }
    guint basic_graph_pattern = p->basic_graph_pattern;
    YtPattern *element = GraphPatternNotTriples(p, group->visible);
    if (!element) {
      expected(p, "a triple, a pattern or '}'");
      return;
    }
    if (element->kind != YT_PATTERN_FILTER) {
      triples = NULL;
      p->basic_graph_pattern = ++p->n_generated;
    } else
      p->basic_graph_pattern = basic_graph_pattern;
    g_ptr_array_add(group->children, element);
    add_scope(p, group->visible, element);
    accept(p, ".");
    after_triples = FALSE;
  }
}

/* [53] GroupGraphPattern ::= '{' ( SubSelect | GroupGraphPatternSub ) '}' */
static YtPattern *
GroupGraphPattern(Parser *p)
{
  YtPattern *group = pattern_new(p, YT_PATTERN_GROUP);
  group->visible = yt_arena_growing(p->arena, guint);
  gboolean in_template = p->in_template;
  gboolean allow_aggregates = p->allow_aggregates;
  p->in_template = FALSE;
  p->allow_aggregates = FALSE;
  if (enter(p)) {
    expect(p, "{");
    if (at_word(p, "SELECT")) {
      YtPattern *element = pattern_new(p, YT_PATTERN_SELECT);
      element->select = SubSelect(p);
      element->visible = yt_arena_growing(p->arena, guint);
      for (guint i = 0; i < element->select->projections->len; i++)
        add_visible(p, element->visible,
                    ((YtProjection *) g_ptr_array_index(element->select->projections, i))->variable);
      g_ptr_array_add(group->children, element);
      add_scope(p, group->visible, element);
    } else
      GroupGraphPatternSub(p, group);
    expect(p, "}");
    leave(p);
  }
  p->in_template = in_template;
  p->allow_aggregates = allow_aggregates;
  return group;
}

/* Queries */

static YtSelect *
select_new(Parser *p)
{
  YtSelect *select = yt_arena_new0(p->arena, YtSelect);
  select->projections = yt_arena_ptr_array(p->arena);
  select->group_by = yt_arena_ptr_array(p->arena);
  select->having = yt_arena_ptr_array(p->arena);
  select->order_by = yt_arena_ptr_array(p->arena);
  select->limit = G_MAXUINT64;
  return select;
}

static void
add_projection(Parser *p, GPtrArray *to, guint variable, YtExpr *expr)
{
  YtProjection *projection = yt_arena_new0(p->arena, YtProjection);
  projection->variable = variable;
  projection->expr = expr;
  g_ptr_array_add(to, projection);
}

/* [17] WhereClause ::= 'WHERE'? GroupGraphPattern */
static void
WhereClause(Parser *p, YtSelect *select)
{
  accept_word(p, "WHERE");
  select->where = GroupGraphPattern(p);
}

/* [19] GroupClause ::= 'GROUP' 'BY' GroupCondition+
 * [20] GroupCondition ::= BuiltInCall | FunctionCall | '(' Expression ( 'AS' Var )? ')' | Var */
static void
GroupClause(Parser *p, YtSelect *select)
{
  expect_word(p, "BY");
  do {
    if (p->token.kind == YT_TOKEN_VARIABLE)
      add_projection(p, select->group_by, Var(p), NULL);
    else if (accept(p, "(")) {
      YtExpr *expr = Expression(p);
      guint variable = G_MAXUINT;
      if (accept_word(p, "AS")) {
        const char *place = p->token.start;
        variable = Var(p);
        if (select->where && contains(select->where->visible, variable))
          fail_before(p, place, "expected a new variable after AS, found one that the pattern has already");
      }
      expect(p, ")");
      add_projection(p, select->group_by, variable, expr);
    } else
      add_projection(p, select->group_by, G_MAXUINT, Constraint(p));
  } while (!p->error && (p->token.kind == YT_TOKEN_VARIABLE || at_constraint(p)));
}

/* [23] OrderClause ::= 'ORDER' 'BY' OrderCondition+
 * [24] OrderCondition ::= ( ( 'ASC' | 'DESC' ) BrackettedExpression ) | ( Constraint | Var ) */
static void
OrderClause(Parser *p, YtSelect *select)
{
  expect_word(p, "BY");
  do {
    YtOrder *order = yt_arena_new0(p->arena, YtOrder);
    if (at_word(p, "ASC") || at_word(p, "DESC")) {
      order->descending = at_word(p, "DESC");
      advance(p);
      order->expr = BrackettedExpression(p);
    } else if (p->token.kind == YT_TOKEN_VARIABLE)
      order->expr = variable_expr(p, Var(p));
    else
      order->expr = Constraint(p);
    g_ptr_array_add(select->order_by, order);
  } while (!p->error && (p->token.kind == YT_TOKEN_VARIABLE || at_constraint(p) || at_word(p, "ASC") ||
                         at_word(p, "DESC")));
}

/* INTEGER, of LIMIT and OFFSET */
static guint64
count(Parser *p)
{
  guint64 n = 0;
  g_autofree char *text = g_strndup(p->token.text, p->token.n_text);
  if (p->token.kind != YT_TOKEN_INTEGER || !g_ascii_isdigit(*text))
    expected(p, "a number of solutions");
  else if (!g_ascii_string_to_unsigned(text, 10, 0, G_MAXUINT64 - 1, &n, NULL))
    fail(p, "expected a number below 2^64, found '%s'", text);
  advance(p);
  return n;
}

/* [25] LimitOffsetClauses ::= LimitClause OffsetClause? | OffsetClause LimitClause? */
static void
LimitOffsetClauses(Parser *p, YtSelect *select)
{
  gboolean has_limit = FALSE, has_offset = FALSE;
  for (;;) {
    if (!has_limit && accept_word(p, "LIMIT")) {
      select->limit = count(p);
      has_limit = TRUE;
    } else if (!has_offset && accept_word(p, "OFFSET")) {
      select->offset = count(p);
      has_offset = TRUE;
    } else
      return;
  }
}

/* [18] SolutionModifier ::= GroupClause? HavingClause? OrderClause? LimitOffsetClauses? */
static void
SolutionModifier(Parser *p, YtSelect *select)
{
  gboolean saw_aggregate = p->saw_aggregate;
  p->saw_aggregate = FALSE;
  if (accept_word(p, "GROUP"))
    GroupClause(p, select);
  p->allow_aggregates = TRUE;
  if (accept_word(p, "HAVING"))
    do
      g_ptr_array_add(select->having, Constraint(p));
    while (!p->error && at_constraint(p));
  if (accept_word(p, "ORDER"))
    OrderClause(p, select);
  p->allow_aggregates = FALSE;
  select->has_aggregates = select->has_aggregates || p->saw_aggregate || select->having->len > 0;
  p->saw_aggregate = saw_aggregate;
  LimitOffsetClauses(p, select);
}

/* [28] ValuesClause ::= ( 'VALUES' DataBlock )? */
static void
ValuesClause(Parser *p, YtSelect *select)
{
  if (accept_word(p, "VALUES"))
    select->values = DataBlock(p);
}

/* [9] SelectClause ::= 'SELECT' ( 'DISTINCT' | 'REDUCED' )? ( ( Var | ( '(' Expression 'AS' Var ')' ) )+ | '*' ) */
static void
SelectClause(Parser *p, YtSelect *select)
{
  gboolean saw_aggregate = p->saw_aggregate;
  expect_word(p, "SELECT");
  if (accept_word(p, "DISTINCT"))
    select->distinct = TRUE;
  else if (accept_word(p, "REDUCED"))
    select->reduced = TRUE;
  if (accept(p, "*")) {
    select->star = TRUE;
    return;
  }
  p->saw_aggregate = FALSE;
  p->allow_aggregates = TRUE;
  do {
    if (accept(p, "(")) {
      YtExpr *expr = Expression(p);
      expect_word(p, "AS");
      add_projection(p, select->projections, Var(p), expr);
      expect(p, ")");
    } else if (p->token.kind == YT_TOKEN_VARIABLE)
      add_projection(p, select->projections, Var(p), NULL);
    else
      expected(p, "'*', a variable or '('");
  } while (!p->error && (p->token.kind == YT_TOKEN_VARIABLE || at(p, "(")));
  p->allow_aggregates = FALSE;
  select->has_aggregates = p->saw_aggregate;
  p->saw_aggregate = saw_aggregate;
}

static const char *
variable_name(Parser *p, guint variable)
{
  return g_array_index(p->request->variables, YtVariable, variable).name;
}

/* 19.8 note 12 and 18.2.4.1: outside aggregates, @expr may use only group keys and names given before */
static void
check_grouped(Parser *p, const char *place, const YtExpr *expr, const GArray *known)
{
  if (expr->op == YT_EXPR_AGGREGATE)
    return;
  if (expr->op == YT_EXPR_VARIABLE && !contains(known, expr->variable))
    fail_before(p, place, "expected ?%s in GROUP BY or inside an aggregate, found it outside",
                variable_name(p, expr->variable));
  for (guint i = 0; i < expr->n_args; i++)
    check_grouped(p, place, expr->args[i], known);
}

/* What SELECT * shows, and what notes 12 and 13 of the grammar and section 18.2.1 ask of a SELECT clause */
static void
check_select(Parser *p, const char *place, YtSelect *select)
{
  gboolean is_grouped = select->has_aggregates || select->group_by->len > 0;
  if (p->error)
    return;
  if (select->star) {
    if (is_grouped)
      fail_before(p, place, "expected names in the SELECT of a grouped query, found '*'");
    for (guint i = 0; i < select->where->visible->len; i++)
      add_projection(p, select->projections, g_array_index(select->where->visible, guint, i), NULL);
    for (guint i = 0; select->values && i < select->values->n_variables; i++)
      if (!contains(select->where->visible, select->values->variables[i]))
        add_projection(p, select->projections, select->values->variables[i], NULL);
    return;
  }
  GArray *known = yt_arena_growing(p->arena, guint), *named = yt_arena_growing(p->arena, guint);
  for (guint i = 0; i < select->group_by->len; i++) {
    const YtProjection *key = g_ptr_array_index(select->group_by, i);
    if (key->variable != G_MAXUINT)
      g_array_append_val(known, key->variable);
  }
  for (guint i = 0; i < select->projections->len; i++) {
    const YtProjection *projection = g_ptr_array_index(select->projections, i);
    if (projection->expr) {
      if (contains(select->where->visible, projection->variable) || contains(named, projection->variable) ||
          (is_grouped && contains(known, projection->variable)))
        fail_before(p, place, "expected a new variable after AS, found ?%s, which is in scope already",
                    variable_name(p, projection->variable));
      if (is_grouped)
        check_grouped(p, place, projection->expr, known);
      g_array_append_val(known, projection->variable);
    } else if (is_grouped && !contains(known, projection->variable))
      fail_before(p, place, "expected ?%s in GROUP BY or inside an aggregate, found it outside",
                  variable_name(p, projection->variable));
    g_array_append_val(named, projection->variable);
  }
}

/* [8] SubSelect ::= SelectClause WhereClause SolutionModifier ValuesClause */
static YtSelect *
SubSelect(Parser *p)
{
  YtSelect *select = select_new(p);
  const char *place = p->token.start;
  SelectClause(p, select);
  WhereClause(p, select);
  SolutionModifier(p, select);
  ValuesClause(p, select);
  check_select(p, place, select);
  return select;
}

static void
dataset_init(Parser *p, YtDatasetClause *dataset)
{
  dataset->from = yt_arena_ptr_array(p->arena);
  dataset->from_named = yt_arena_ptr_array(p->arena);
}

/* [13] DatasetClause ::= 'FROM' ( DefaultGraphClause | NamedGraphClause ), any number; and [44] UsingClause */
static void
DatasetClause(Parser *p, const char *word, YtDatasetClause *dataset)
{
  dataset_init(p, dataset);
  while (accept_word(p, word) && !p->error) {
    GPtrArray *to = accept_word(p, "NAMED") ? dataset->from_named : dataset->from;
    g_ptr_array_add(to, (gpointer) iri(p));
  }
}

/* [7] SelectQuery ::= SelectClause DatasetClause* WhereClause SolutionModifier */
static void
SelectQuery(Parser *p, YtQuery *query)
{
  const char *place = p->token.start;
  SelectClause(p, query->select);
  DatasetClause(p, "FROM", &query->dataset);
  WhereClause(p, query->select);
  SolutionModifier(p, query->select);
  ValuesClause(p, query->select);
  check_select(p, place, query->select);
}

/* [73] ConstructTemplate ::= '{' ConstructTriples? '}' */
static GPtrArray *
ConstructTemplate(Parser *p)
{
  GPtrArray *outer = p->triples, *template = yt_arena_ptr_array(p->arena);
  p->triples = template;
  p->in_template = TRUE;
  p->basic_graph_pattern = ++p->n_generated;
  expect(p, "{");
  if (!at(p, "}"))
    TriplesBlock(p);
  expect(p, "}");
  p->in_template = FALSE;
  p->triples = outer;
  return template;
}

/* The pattern that has the triples of @template, for the short forms CONSTRUCT WHERE and DELETE WHERE. Their blank
 * nodes are variables in it, by the same label. */
static YtNode
pattern_node(Parser *p, YtNode node)
{
  if (node.is_variable || node.term.kind != YT_TERM_BLANK)
    return node;
  g_autofree char *name = g_strdup_printf(".%s", node.term.text);
  return variable_node(find_variable(p, name, strlen(name), TRUE));
}

static YtPattern *
pattern_of_template(Parser *p, GPtrArray *template)
{
  YtPattern *group = pattern_new(p, YT_PATTERN_GROUP);
  group->visible = yt_arena_growing(p->arena, guint);
  for (guint i = 0; i < template->len; i++) {
    const YtTriplePattern *from = g_ptr_array_index(template, i);
    YtTriplePattern *triple = yt_arena_new0(p->arena, YtTriplePattern);
    triple->subject = pattern_node(p, from->subject);
    triple->predicate = from->predicate;
    triple->object = pattern_node(p, from->object);
    YtPattern *last =
        group->children->len ? g_ptr_array_index(group->children, group->children->len - 1) : NULL;
    const YtTriplePattern *before = i ? g_ptr_array_index(template, i - 1) : NULL;
    gboolean same_graph = before && before->graph.is_variable == from->graph.is_variable &&
                          (from->graph.is_variable ? before->graph.variable == from->graph.variable
                                                   : before->graph.term.text == from->graph.term.text);
    gboolean in_default = !from->graph.is_variable && from->graph.term.kind == YT_TERM_UNBOUND;
    if (!same_graph) {
      YtPattern *triples = pattern_new(p, YT_PATTERN_TRIPLES);
      triples->triples = yt_arena_ptr_array(p->arena);
      if (in_default) {
        last = triples;
      } else {
        YtPattern *inner = pattern_new(p, YT_PATTERN_GROUP);
        inner->visible = yt_arena_growing(p->arena, guint);
        g_ptr_array_add(inner->children, triples);
        last = pattern_new(p, YT_PATTERN_GRAPH);
        last->name = from->graph;
        g_ptr_array_add(last->children, inner);
      }
      g_ptr_array_add(group->children, last);
    }
    YtPattern *triples =
        last->kind == YT_PATTERN_TRIPLES
            ? last
            : g_ptr_array_index(((YtPattern *) g_ptr_array_index(last->children, 0))->children, 0);
    g_ptr_array_add(triples->triples, triple);
    add_scope(p, group->visible, triples);
    add_visible_node(p, group->visible, &from->graph);
  }
  return group;
}

/* [10] ConstructQuery ::= 'CONSTRUCT' ( ConstructTemplate DatasetClause* WhereClause SolutionModifier |
 *        DatasetClause* 'WHERE' '{' TriplesTemplate? '}' SolutionModifier ), after its word */
static void
ConstructQuery(Parser *p, YtQuery *query)
{
  query->form = YT_QUERY_CONSTRUCT;
  if (at(p, "{")) {
    query->template = ConstructTemplate(p);
    DatasetClause(p, "FROM", &query->dataset);
    WhereClause(p, query->select);
  } else {
    DatasetClause(p, "FROM", &query->dataset);
    expect_word(p, "WHERE");
    query->template = ConstructTemplate(p);
    query->select->where = pattern_of_template(p, query->template);
  }
  SolutionModifier(p, query->select);
  ValuesClause(p, query->select);
}

/* [11] DescribeQuery ::= 'DESCRIBE' ( VarOrIri+ | '*' ) DatasetClause* WhereClause? SolutionModifier, after its word */
static void
DescribeQuery(Parser *p, YtQuery *query)
{
  query->form = YT_QUERY_DESCRIBE;
  query->described = yt_arena_ptr_array(p->arena);
  gboolean star = accept(p, "*");
  while (!star && !p->error) {
    YtNode *node = yt_arena_new0(p->arena, YtNode);
    *node = VarOrIri(p);
    g_ptr_array_add(query->described, node);
    if (p->token.kind != YT_TOKEN_VARIABLE && !at_iri(p))
      break;
  }
  DatasetClause(p, "FROM", &query->dataset);
  if (at_word(p, "WHERE") || at(p, "{"))
    WhereClause(p, query->select);
  for (guint i = 0; star && query->select->where && i < query->select->where->visible->len; i++) {
    YtNode *node = yt_arena_new0(p->arena, YtNode);
    *node = variable_node(g_array_index(query->select->where->visible, guint, i));
    g_ptr_array_add(query->described, node);
  }
  SolutionModifier(p, query->select);
  ValuesClause(p, query->select);
}

/* [12] AskQuery ::= 'ASK' DatasetClause* WhereClause SolutionModifier, after its word */
static void
AskQuery(Parser *p, YtQuery *query)
{
  query->form = YT_QUERY_ASK;
  DatasetClause(p, "FROM", &query->dataset);
  WhereClause(p, query->select);
  SolutionModifier(p, query->select);
  ValuesClause(p, query->select);
}

/* Takes over @prefix; its IRI is the token. */
static void
add_prefix(Parser *p, char *prefix)
{
  if (!p->prefixes)
    p->prefixes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_replace(p->prefixes, prefix, (gpointer) resolve(p, p->token.text, p->token.n_text));
}

/* [4] Prologue ::= ( BaseDecl | PrefixDecl )*
 * [5] BaseDecl ::= 'BASE' IRIREF   [6] PrefixDecl ::= 'PREFIX' PNAME_NS IRIREF */
static void
Prologue(Parser *p)
{
  while (!p->error) {
    if (accept_word(p, "BASE")) {
      if (p->token.kind != YT_TOKEN_IRI)
        expected(p, "an IRI in angle brackets");
      p->base = resolve(p, p->token.text, p->token.n_text);
      advance(p);
    } else if (accept_word(p, "PREFIX")) {
      if (p->token.kind != YT_TOKEN_PNAME_NS)
        expected(p, "a prefix and ':'");
      g_autofree char *prefix = g_strndup(p->token.text, p->token.n_text);
      advance(p);
      if (p->token.kind != YT_TOKEN_IRI)
        expected(p, "an IRI in angle brackets");
      else
        add_prefix(p, g_steal_pointer(&prefix));
      advance(p);
    } else
      return;
  }
}

/* [2] Query ::= Prologue ( SelectQuery | ConstructQuery | DescribeQuery | AskQuery ) ValuesClause */
static void
Query(Parser *p)
{
  YtQuery *query = yt_arena_new0(p->arena, YtQuery);
  query->select = select_new(p);
  dataset_init(p, &query->dataset);
  p->request->query = query;
  Prologue(p);
  if (at_word(p, "SELECT"))
    SelectQuery(p, query);
  else if (accept_word(p, "CONSTRUCT"))
    ConstructQuery(p, query);
  else if (accept_word(p, "DESCRIBE"))
    DescribeQuery(p, query);
  else if (accept_word(p, "ASK"))
    AskQuery(p, query);
  else
    expected(p, "PREFIX, BASE, SELECT, CONSTRUCT, DESCRIBE or ASK");
  if (p->token.kind != YT_TOKEN_END)
    expected(p, "the end of the query");
}

/* Update */

/* [51] QuadsNotTriples ::= 'GRAPH' VarOrIri '{' TriplesTemplate? '}', after its word */
static void
QuadsNotTriples(Parser *p)
{
  guint first = p->triples->len;
  if (p->no_variables && p->token.kind == YT_TOKEN_VARIABLE)
    expected(p, "an IRI");
  YtNode graph = VarOrIri(p);
  expect(p, "{");
  if (!at(p, "}"))
    TriplesBlock(p);
  expect(p, "}");
  for (guint i = first; i < p->triples->len; i++)
    ((YtTriplePattern *) g_ptr_array_index(p->triples, i))->graph = graph;
}

/* [48] QuadPattern ::= '{' Quads '}'   [49] QuadData
 * [50] Quads ::= TriplesTemplate? ( QuadsNotTriples '.'? TriplesTemplate? )* */
static GPtrArray *
QuadPattern(Parser *p)
{
  GPtrArray *quads = yt_arena_ptr_array(p->arena);
  p->triples = quads;
  p->in_template = TRUE;
  expect(p, "{");
  if (at_triples(p))
    TriplesBlock(p);
  while (!p->error && accept_word(p, "GRAPH")) {
    QuadsNotTriples(p);
    accept(p, ".");
    if (at_triples(p))
      TriplesBlock(p);
  }
  expect(p, "}");
  p->in_template = FALSE;
  return quads;
}

/* [45] GraphOrDefault ::= 'DEFAULT' | 'GRAPH'? iri */
static YtGraphs
GraphOrDefault(Parser *p)
{
  if (accept_word(p, "DEFAULT"))
    return (YtGraphs){.kind = YT_GRAPHS_DEFAULT};
  accept_word(p, "GRAPH");
  return (YtGraphs){.kind = YT_GRAPHS_ONE, .iri = iri(p)};
}

/* [46] GraphRef ::= 'GRAPH' iri */
static YtGraphs
GraphRef(Parser *p)
{
  expect_word(p, "GRAPH");
  return (YtGraphs){.kind = YT_GRAPHS_ONE, .iri = iri(p)};
}

/* [47] GraphRefAll ::= GraphRef | 'DEFAULT' | 'NAMED' | 'ALL' */
static YtGraphs
GraphRefAll(Parser *p)
{
  if (accept_word(p, "DEFAULT"))
    return (YtGraphs){.kind = YT_GRAPHS_DEFAULT};
  if (accept_word(p, "NAMED"))
    return (YtGraphs){.kind = YT_GRAPHS_NAMED};
  if (accept_word(p, "ALL"))
    return (YtGraphs){.kind = YT_GRAPHS_ALL};
  if (!at_word(p, "GRAPH"))
    expected(p, "GRAPH, DEFAULT, NAMED or ALL");
  return GraphRef(p);
}

/* [31] Load ::= 'LOAD' 'SILENT'? iri ( 'INTO' GraphRef )?, after its word */
static void
Load(Parser *p, YtUpdate *update)
{
  update->op = YT_UPDATE_LOAD;
  update->silent = accept_word(p, "SILENT");
  update->source = iri(p);
  update->to.kind = YT_GRAPHS_DEFAULT;
  if (accept_word(p, "INTO"))
    update->to = GraphRef(p);
}

/* [35] Add ::= 'ADD' 'SILENT'? GraphOrDefault 'TO' GraphOrDefault   [36] Move   [37] Copy, after their word */
static void
Transfer(Parser *p, YtUpdate *update, YtUpdateOp op)
{
  update->op = op;
  update->silent = accept_word(p, "SILENT");
  update->from = GraphOrDefault(p);
  expect_word(p, "TO");
  update->to = GraphOrDefault(p);
}

/* [38] InsertData ::= 'INSERT DATA' QuadData   [39] DeleteData ::= 'DELETE DATA' QuadData, after their words */
static void
Data(Parser *p, YtUpdate *update, YtUpdateOp op)
{
  update->op = op;
  p->no_variables = TRUE;
  p->no_blanks = op == YT_UPDATE_DELETE_DATA;
  GPtrArray *quads = QuadPattern(p);
  p->no_variables = p->no_blanks = FALSE;
  if (op == YT_UPDATE_INSERT_DATA)
    update->insert_quads = quads;
  else
    update->delete_quads = quads;
}

/* [42] DeleteClause ::= 'DELETE' QuadPattern, after its word */
static void
DeleteClause(Parser *p, YtUpdate *update)
{
  p->no_blanks = TRUE;
  update->delete_quads = QuadPattern(p);
  p->no_blanks = FALSE;
}

/* [41] Modify ::= ( 'WITH' iri )? ( DeleteClause InsertClause? | InsertClause ) UsingClause* 'WHERE' GroupGraphPattern,
 * from its DELETE or INSERT template on */
static void
Modify(Parser *p, YtUpdate *update)
{
  update->op = YT_UPDATE_MODIFY;
  DatasetClause(p, "USING", &update->using);
  expect_word(p, "WHERE");
  update->where = GroupGraphPattern(p);
}

/* [30] Update1 ::= Load | Clear | Drop | Add | Move | Copy | Create | InsertData | DeleteData | DeleteWhere | Modify */
static void
Update1(Parser *p, YtUpdate *update)
{
  dataset_init(p, &update->using);
  p->basic_graph_pattern = ++p->n_generated;
  if (accept_word(p, "LOAD"))
    Load(p, update);
  else if (at_word(p, "CLEAR") || at_word(p, "DROP")) {
    update->op = at_word(p, "CLEAR") ? YT_UPDATE_CLEAR : YT_UPDATE_DROP;
    advance(p);
    update->silent = accept_word(p, "SILENT");
    update->to = GraphRefAll(p);
  } else if (accept_word(p, "CREATE")) {
    update->op = YT_UPDATE_CREATE;
    update->silent = accept_word(p, "SILENT");
    update->to = GraphRef(p);
  } else if (accept_word(p, "ADD"))
    Transfer(p, update, YT_UPDATE_ADD);
  else if (accept_word(p, "MOVE"))
    Transfer(p, update, YT_UPDATE_MOVE);
  else if (accept_word(p, "COPY"))
    Transfer(p, update, YT_UPDATE_COPY);
  else {
    gboolean has_with = accept_word(p, "WITH");
    if (has_with)
      update->with = iri(p);
    if (accept_word(p, "INSERT")) {
      if (!has_with && accept_word(p, "DATA")) {
        Data(p, update, YT_UPDATE_INSERT_DATA);
        return;
      }
      update->insert_quads = QuadPattern(p);
    } else if (accept_word(p, "DELETE")) {
      if (!has_with && accept_word(p, "DATA")) {
        Data(p, update, YT_UPDATE_DELETE_DATA);
        return;
      }
      if (!has_with && accept_word(p, "WHERE")) {
        update->op = YT_UPDATE_DELETE_WHERE;
        DeleteClause(p, update);
        update->where = pattern_of_template(p, update->delete_quads);
        return;
      }
      DeleteClause(p, update);
      if (accept_word(p, "INSERT"))
        update->insert_quads = QuadPattern(p);
    } else {
      expected(p, has_with ? "DELETE or INSERT" : "an update operation, PREFIX or BASE");
      return;
    }
    Modify(p, update);
  }
}

/* [29] Update ::= Prologue ( Update1 ( ';' Update )? )? */
static void
Update(Parser *p)
{
  p->request->updates = yt_arena_ptr_array(p->arena);
  do {
    Prologue(p);
    if (p->token.kind == YT_TOKEN_END)
      break;
    YtUpdate *update = yt_arena_new0(p->arena, YtUpdate);
    Update1(p, update);
    g_ptr_array_add(p->request->updates, update);
  } while (accept(p, ";") && !p->error);
  if (p->token.kind != YT_TOKEN_END)
    expected(p, "';' or the end of the request");
}

/* The door */

static YtRequest *
request_new(void)
{
  YtArena *arena = yt_arena_new();
  YtRequest *request = yt_arena_new0(arena, YtRequest);
  request->arena = arena;
  request->variables = yt_arena_growing(request->arena, YtVariable);
  return request;
}

void
yt_request_free(YtRequest *request)
{
  yt_arena_free(request->arena); /* and the request with it */
}

YtRequest *
yt_sparql_parse(const char *text, const char *base, gboolean update, GError **error)
{
  g_autoptr(YtRequest) request = request_new();
  Parser parser = {.request = request, .arena = request->arena}, *p = &parser;
  gsize bad_offset;
  if (yt_lexer_init(&p->lexer, text, &bad_offset)) {
    p->base = base;
    p->previous_end = p->lexer.text;
    advance(p);
    if (update)
      Update(p);
    else
      Query(p);
    g_clear_pointer(&p->prefixes, g_hash_table_unref);
    g_clear_pointer(&p->names, g_hash_table_unref);
    g_clear_pointer(&p->labels, g_hash_table_unref);
  } else {
    yt_lexer_clear(&p->lexer);
    p->lexer = (YtLexer){.text = text, .input = text};
    fail_before(p, text + bad_offset, "expected UTF-8 and whole \\u escapes, found bytes that are neither");
  }
  yt_lexer_clear(&p->lexer);
  if (p->error) {
    g_propagate_error(error, p->error);
    return NULL;
  }
  return g_steal_pointer(&request);
}

gboolean
yt_sparql_check(const char *text, const char *base, gboolean update, GError **error)
{
  g_return_val_if_fail(text != NULL, FALSE);
  g_autoptr(YtRequest) request = yt_sparql_parse(text, base, update, error);
  return request != NULL;
}
