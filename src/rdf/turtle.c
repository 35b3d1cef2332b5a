/* turtle.c: Turtle 1.1 and TriG 1.1 (W3C Recommendations of 25 February 2014).
 *
 * Brackets nest without the C stack: what stands open is a stack of frames, and each token moves the top frame from
 * one place of its production to the next. A blank node with brackets is given to the frame below as soon as it opens,
 *
 *   :s :p ( [ :q 1 ] ) .     gives     :s :p _:1 .  _:1 rdf:first _:2 .  _:2 :q 1 .  _:1 rdf:rest rdf:nil .
 *
 * so that triples come in the order of the document and nothing waits. */
#include "rdf/turtle.h"
#include "rdf/blank.h"
#include "rdf/iri.h"
#include "rdf/scan.h"
#include "rdf/token.h"

#include <string.h>

#define MAX_DEPTH                                                                                            \
  100000 /* open brackets: lists spelled out with brackets nest, but not so deep; bounds memory */

/* Where a frame is in its production, named by what may come next. */
typedef enum {
  AT_SUBJECT,
  AT_VERB,
  AT_VERB_OR_END,  /* behind an opening bracket, or a bracketed subject */
  AT_VERB_OR_MARK, /* behind a semicolon: also another one */
  AT_OBJECT,
  AT_MARK,       /* behind an object: , ; or the end */
  AT_FIRST_ITEM, /* of a collection, whose first node is there already */
  AT_ITEM_OR_END,
} Place;

typedef enum {
  TRIPLES,    /* subject predicateObjectList, to be ended by the caller */
  PROPERTIES, /* '[' predicateObjectList? ']' */
  COLLECTION, /* '(' object* ')'; the subject is the list's last node so far */
} FrameKind;

typedef struct {
  FrameKind kind;
  Place place;
  YtTermKind subject_kind;
  GString *subject, *predicate;
  gboolean may_name_graph; /* the subject is an IRI, a label or [] */
} Frame;

typedef struct {
  YtTokenizer tokens;
  gboolean is_trig;
  YtIriBase base;
  GHashTable *prefixes; /* name → GString, the IRI */
  const char *blank_prefix;
  guint64 n_anonymous;
  GPtrArray *frames; /* of Frame; kept for reuse */
  guint depth;       /* how many of them are open */
  YtTermKind graph_kind;
  GString *graph;
  GString *term, *datatype, *literal; /* of the object at hand */
  YtQuadFunc func;
  gpointer user_data;
  GError **error;
} Turtle;

static void
free_frame(gpointer data)
{
  Frame *frame = data;
  g_string_free(frame->subject, TRUE);
  g_string_free(frame->predicate, TRUE);
  g_free(frame);
}

static void
free_string(gpointer data)
{
  g_string_free(data, TRUE);
}

static void
copy(GString *to, const GString *from)
{
  g_string_truncate(to, 0);
  yt_append(to, from->str, from->len);
}

static gboolean
next(Turtle *t)
{
  return yt_tokenizer_next(&t->tokens, t->error);
}

static gboolean
fail(Turtle *t, const char *expected)
{
  return yt_tokenizer_fail(&t->tokens, t->error, expected);
}

static gboolean
is_mark(const Turtle *t, char mark)
{
  return yt_tokenizer_is_mark(&t->tokens, mark);
}

static Frame *
top(Turtle *t)
{
  return t->depth ? g_ptr_array_index(t->frames, t->depth - 1) : NULL;
}

static gboolean
push(Turtle *t, FrameKind kind, Place place)
{
  if (t->depth == MAX_DEPTH)
    return fail(t, "fewer open brackets than " G_STRINGIFY(MAX_DEPTH));
  if (t->depth == t->frames->len) {
    Frame *frame = g_new0(Frame, 1);
    frame->subject = g_string_new(NULL);
    frame->predicate = g_string_new(NULL);
    g_ptr_array_add(t->frames, frame);
  }
  Frame *frame = g_ptr_array_index(t->frames, t->depth++);
  frame->kind = kind;
  frame->place = place;
  frame->may_name_graph = FALSE;
  g_string_truncate(frame->predicate, 0);
  return TRUE;
}

static YtTerm
lend(YtTermKind kind, const GString *text)
{
  return (YtTerm){.kind = kind, .text = text->str, .n_text = text->len};
}

static gboolean
emit(Turtle *t, const Frame *frame, const YtTerm *predicate, const YtTerm *object)
{
  YtTermQuad quad = {
      .subject = lend(frame->subject_kind, frame->subject),
      .predicate = predicate ? *predicate : lend(YT_TERM_IRI, frame->predicate),
      .object = *object,
      .graph = lend(t->graph_kind, t->graph),
  };
  return t->func(&quad, t->user_data, t->error);
}

/* Sets @label to a new blank node. */
static void
name_anonymous(Turtle *t, GString *label)
{
  g_string_assign(label, t->blank_prefix);
  yt_blank_append_anonymous(label, ++t->n_anonymous);
}

/* Sets @label to the blank node written as @written. */
static void
name_blank(Turtle *t, GString *label, const GString *written)
{
  g_string_assign(label, t->blank_prefix);
  yt_blank_append_label(label, written->str, written->len);
}

/* iri ::= IRIREF | PrefixedName; sets @iri to what the token at hand stands for. */
static gboolean
resolve(Turtle *t, GString *iri)
{
  g_string_truncate(iri, 0);
  if (t->tokens.kind == YT_TOKEN_IRI) {
    if (!yt_iri_resolve(&t->base, t->tokens.text->str, t->tokens.text->len, iri))
      return fail(t, "an absolute IRI, as there is no base");
    return TRUE;
  }
  const GString *prefix = g_hash_table_lookup(t->prefixes, t->tokens.prefix->str);
  if (!prefix)
    return fail(t, "a prefix that is declared");
  copy(iri, prefix);
  yt_append(iri, t->tokens.text->str, t->tokens.text->len);
  return TRUE;
}

/* Puts @node where the top frame is: as its subject, object or next item. */
static gboolean
accept(Turtle *t, const YtTerm *node)
{
  static const char first[] = YT_RDF_NS "first", rest[] = YT_RDF_NS "rest";
  YtTerm rdf_first = {.kind = YT_TERM_IRI, .text = first, .n_text = sizeof first - 1};
  YtTerm rdf_rest = {.kind = YT_TERM_IRI, .text = rest, .n_text = sizeof rest - 1};
  Frame *frame = top(t);
  switch (frame->place) {
  case AT_SUBJECT:
    frame->subject_kind = node->kind;
    g_string_truncate(frame->subject, 0);
    yt_append(frame->subject, node->text, node->n_text);
    frame->place = AT_VERB;
    return TRUE;
  case AT_OBJECT: frame->place = AT_MARK; return emit(t, frame, NULL, node);
  case AT_FIRST_ITEM: frame->place = AT_ITEM_OR_END; return emit(t, frame, &rdf_first, node);
  case AT_ITEM_OR_END: {
    name_anonymous(t, frame->predicate); /* a collection has no use of its own for it */
    YtTerm following = lend(YT_TERM_BLANK, frame->predicate);
    if (!emit(t, frame, &rdf_rest, &following))
      return FALSE;
    copy(frame->subject, frame->predicate);
    return emit(t, frame, &rdf_first, node);
  }
  default: g_assert_not_reached();
  }
}

/* Gives a new blank node to the top frame and opens a frame of which it is the subject. */
static gboolean
open_blank(Turtle *t, FrameKind kind, Place place)
{
  if (!push(t, kind, place))
    return FALSE;
  Frame *frame = top(t);
  frame->subject_kind = YT_TERM_BLANK;
  name_anonymous(t, frame->subject);
  YtTerm node = lend(YT_TERM_BLANK, frame->subject);
  t->depth--;
  gboolean ok = accept(t, &node);
  t->depth++;
  return ok;
}

/* Behind '(': an empty collection is rdf:nil, any other a chain of blank nodes. */
static gboolean
open_collection(Turtle *t)
{
  static const char nil[] = YT_RDF_NS "nil";
  if (!next(t))
    return FALSE;
  if (!is_mark(t, ')'))
    return open_blank(t, COLLECTION, AT_FIRST_ITEM);
  YtTerm node = {.kind = YT_TERM_IRI, .text = nil, .n_text = sizeof nil - 1};
  return next(t) && accept(t, &node);
}

/* RDFLiteral ::= String (LANGTAG | '^^' iri)? */
static gboolean
read_string(Turtle *t)
{
  GString *literal = t->tokens.string;
  t->tokens.string = t->literal; /* what follows must not overwrite it */
  t->literal = literal;
  if (!next(t))
    return FALSE;
  YtTerm node = lend(YT_TERM_LITERAL, t->literal);
  if (t->tokens.kind == YT_TOKEN_AT) {
    copy(t->datatype, t->tokens.text);
    node.language = t->datatype->str;
    node.n_language = t->datatype->len;
    return next(t) && accept(t, &node);
  }
  if (t->tokens.kind == YT_TOKEN_DATATYPE) {
    if (!next(t))
      return FALSE;
    if (t->tokens.kind != YT_TOKEN_IRI && t->tokens.kind != YT_TOKEN_NAME)
      return fail(t, "a datatype IRI");
    if (!resolve(t, t->datatype) || !next(t))
      return FALSE;
    if (strcmp(t->datatype->str, YT_XSD_NS "string") != 0) {
      node.datatype = t->datatype->str;
      node.n_datatype = t->datatype->len;
    }
  }
  return accept(t, &node);
}

/* Takes the token at hand as a literal of @datatype with the token's text. */
static gboolean
read_bare_literal(Turtle *t, const char *datatype)
{
  copy(t->literal, t->tokens.text);
  YtTerm node = lend(YT_TERM_LITERAL, t->literal);
  node.datatype = datatype;
  node.n_datatype = strlen(datatype);
  return next(t) && accept(t, &node);
}

static gboolean
is_boolean(const GString *word)
{
  return strcmp(word->str, "true") == 0 || strcmp(word->str, "false") == 0;
}

/* subject ::= iri | BlankNode | collection
 * object  ::= iri | BlankNode | collection | blankNodePropertyList | literal */
static gboolean
read_node(Turtle *t)
{
  Frame *frame = top(t);
  gboolean is_subject = frame->place == AT_SUBJECT;
  frame->may_name_graph = is_subject && frame->kind == TRIPLES && t->tokens.kind != YT_TOKEN_MARK;
  YtTerm node;
  switch (t->tokens.kind) {
  case YT_TOKEN_IRI:
  case YT_TOKEN_NAME:
    if (!resolve(t, t->term))
      return FALSE;
    node = lend(YT_TERM_IRI, t->term);
    return next(t) && accept(t, &node);
  case YT_TOKEN_BLANK:
    name_blank(t, t->term, t->tokens.text);
    node = lend(YT_TERM_BLANK, t->term);
    return next(t) && accept(t, &node);
  case YT_TOKEN_MARK:
    if (is_mark(t, '['))
      return next(t) && open_blank(t, PROPERTIES, AT_VERB_OR_END);
    if (is_mark(t, '('))
      return open_collection(t);
    break;
  default: break;
  }
  if (is_subject)
    return fail(t, "an IRI, a blank node or a collection as subject");
  switch (t->tokens.kind) {
  case YT_TOKEN_STRING: return read_string(t);
  case YT_TOKEN_INTEGER: return read_bare_literal(t, YT_XSD_NS "integer");
  case YT_TOKEN_DECIMAL: return read_bare_literal(t, YT_XSD_NS "decimal");
  case YT_TOKEN_DOUBLE: return read_bare_literal(t, YT_XSD_NS "double");
  case YT_TOKEN_WORD:
    if (is_boolean(t->tokens.text))
      return read_bare_literal(t, YT_XSD_NS "boolean");
    break;
  default: break;
  }
  return fail(t, frame->kind == COLLECTION ? "an item of the collection or ')'" : "an object");
}

static gboolean
is_verb(const Turtle *t)
{
  return t->tokens.kind == YT_TOKEN_IRI || t->tokens.kind == YT_TOKEN_NAME ||
         (t->tokens.kind == YT_TOKEN_WORD && strcmp(t->tokens.text->str, "a") == 0);
}

/* verb ::= predicate | 'a' */
static gboolean
read_verb(Turtle *t)
{
  Frame *frame = top(t);
  if (!is_verb(t))
    return fail(t, "an IRI or 'a' as predicate");
  if (t->tokens.kind == YT_TOKEN_WORD)
    g_string_assign(frame->predicate, YT_RDF_NS "type");
  else if (!resolve(t, frame->predicate))
    return FALSE;
  frame->place = AT_OBJECT;
  return next(t);
}

/* Leaves the top frame, whose production is complete. TRIPLES end at whatever their caller expects. */
static gboolean
close_frame(Turtle *t)
{
  static const char rest[] = YT_RDF_NS "rest", nil[] = YT_RDF_NS "nil";
  Frame *frame = top(t);
  t->depth--;
  if (frame->kind == TRIPLES)
    return TRUE;
  if (frame->kind == COLLECTION) {
    YtTerm rdf_rest = {.kind = YT_TERM_IRI, .text = rest, .n_text = sizeof rest - 1};
    YtTerm rdf_nil = {.kind = YT_TERM_IRI, .text = nil, .n_text = sizeof nil - 1};
    return emit(t, frame, &rdf_rest, &rdf_nil) && next(t);
  }
  if (!is_mark(t, ']'))
    return fail(t, frame->place == AT_MARK ? "',', ';' or ']'" : "a predicate or ']'");
  /* triples ::= subject predicateObjectList | blankNodePropertyList predicateObjectList? */
  Frame *below = top(t);
  if (below->place == AT_VERB) {
    gboolean is_empty = frame->predicate->len == 0;
    below->may_name_graph = is_empty;
    below->place = is_empty ? AT_VERB : AT_VERB_OR_END;
  }
  return next(t);
}

/* Moves the top frame on by what the token at hand opens, adds or closes. */
static gboolean
step(Turtle *t)
{
  Frame *frame = top(t);
  switch (frame->place) {
  case AT_VERB: return read_verb(t);
  case AT_VERB_OR_MARK:
    if (is_mark(t, ';'))
      return next(t);
    return is_verb(t) ? read_verb(t) : close_frame(t);
  case AT_VERB_OR_END: return is_verb(t) ? read_verb(t) : close_frame(t);
  case AT_MARK:
    if (is_mark(t, ',')) {
      frame->place = AT_OBJECT;
      return next(t);
    }
    if (is_mark(t, ';')) {
      frame->place = AT_VERB_OR_MARK;
      return next(t);
    }
    return close_frame(t);
  case AT_ITEM_OR_END: return is_mark(t, ')') ? close_frame(t) : read_node(t);
  default: return read_node(t);
  }
}

/* triples, or in TriG only the subject when '{' shows that it was the name of a graph: then @is_graph_name is set and
 * the name is the subject of the first frame. */
static gboolean
read_triples(Turtle *t, gboolean *is_graph_name)
{
  if (!push(t, TRIPLES, AT_SUBJECT))
    return FALSE;
  while (t->depth) {
    Frame *frame = top(t);
    if (is_graph_name && frame->may_name_graph && frame->place == AT_VERB && is_mark(t, '{')) {
      *is_graph_name = TRUE;
      t->depth = 0;
      return TRUE;
    }
    if (!step(t))
      return FALSE;
  }
  return TRUE;
}

/* wrappedGraph ::= '{' triplesBlock? '}', triplesBlock ::= triples ('.' triplesBlock?)? */
static gboolean
read_graph(Turtle *t)
{
  if (!is_mark(t, '{'))
    return fail(t, "'{'");
  if (!next(t))
    return FALSE;
  while (!is_mark(t, '}')) {
    if (!read_triples(t, NULL))
      return FALSE;
    if (is_mark(t, '.')) {
      if (!next(t))
        return FALSE;
    } else if (!is_mark(t, '}')) {
      return fail(t, "',', ';', '.' or '}'");
    }
  }
  t->graph_kind = YT_TERM_UNBOUND;
  g_string_truncate(t->graph, 0);
  return next(t);
}

/* "GRAPH" labelOrSubject wrappedGraph, from the label on */
static gboolean
read_named_graph(Turtle *t)
{
  if (t->tokens.kind == YT_TOKEN_IRI || t->tokens.kind == YT_TOKEN_NAME) {
    t->graph_kind = YT_TERM_IRI;
    return resolve(t, t->graph) && next(t) && read_graph(t);
  }
  t->graph_kind = YT_TERM_BLANK;
  if (t->tokens.kind == YT_TOKEN_BLANK) {
    name_blank(t, t->graph, t->tokens.text);
  } else {
    if (!is_mark(t, '['))
      return fail(t, "an IRI or a blank node as graph name");
    if (!next(t))
      return FALSE;
    if (!is_mark(t, ']'))
      return fail(t, "']'");
    name_anonymous(t, t->graph);
  }
  return next(t) && read_graph(t);
}

/* triples '.', or in TriG labelOrSubject wrappedGraph */
static gboolean
read_statement(Turtle *t)
{
  gboolean is_graph_name = FALSE;
  if (!read_triples(t, t->is_trig ? &is_graph_name : NULL))
    return FALSE;
  if (is_graph_name) {
    const Frame *frame = g_ptr_array_index(t->frames, 0);
    t->graph_kind = frame->subject_kind;
    copy(t->graph, frame->subject);
    return read_graph(t);
  }
  return is_mark(t, '.') ? next(t) : fail(t, "',', ';' or '.'");
}

/* prefixID ::= '@prefix' PNAME_NS IRIREF '.', from the name on; sparqlPrefix has no dot */
static gboolean
read_prefix(Turtle *t)
{
  if (t->tokens.kind != YT_TOKEN_NAME || t->tokens.text->len)
    return fail(t, "a prefix and ':'");
  g_autofree char *name = g_strdup(t->tokens.prefix->str);
  if (!next(t))
    return FALSE;
  if (t->tokens.kind != YT_TOKEN_IRI)
    return fail(t, "the IRI of the prefix");
  GString *iri = g_string_new(NULL);
  if (!resolve(t, iri)) {
    g_string_free(iri, TRUE);
    return FALSE;
  }
  g_hash_table_replace(t->prefixes, g_steal_pointer(&name), iri);
  return next(t);
}

/* base ::= '@base' IRIREF '.', from the IRI on; sparqlBase has no dot */
static gboolean
read_base(Turtle *t)
{
  if (t->tokens.kind != YT_TOKEN_IRI)
    return fail(t, "the base IRI");
  if (!resolve(t, t->term))
    return FALSE;
  yt_iri_base_clear(&t->base);
  yt_iri_base_init(&t->base, t->term->str, t->term->len);
  return next(t);
}

/* directive ::= prefixID | base, from the '@' on */
static gboolean
read_directive(Turtle *t)
{
  gboolean is_prefix = strcmp(t->tokens.text->str, "prefix") == 0;
  if (!is_prefix && strcmp(t->tokens.text->str, "base") != 0)
    return fail(t, "'@prefix' or '@base'");
  if (!next(t) || !(is_prefix ? read_prefix(t) : read_base(t)))
    return FALSE;
  return is_mark(t, '.') ? next(t) : fail(t, "'.'");
}

static gboolean
is_word(const Turtle *t, const char *word)
{
  return t->tokens.kind == YT_TOKEN_WORD && g_ascii_strcasecmp(t->tokens.text->str, word) == 0;
}

/* statement ::= directive | triples '.', and in TriG block ::= triplesOrGraph | wrappedGraph | triples2 | "GRAPH" … */
static gboolean
read_document(Turtle *t)
{
  if (!next(t))
    return FALSE;
  while (t->tokens.kind != YT_TOKEN_END) {
    gboolean ok;
    if (t->tokens.kind == YT_TOKEN_AT)
      ok = read_directive(t);
    else if (is_word(t, "prefix"))
      ok = next(t) && read_prefix(t);
    else if (is_word(t, "base"))
      ok = next(t) && read_base(t);
    else if (t->is_trig && is_word(t, "graph"))
      ok = next(t) && read_named_graph(t);
    else if (t->is_trig && is_mark(t, '{'))
      ok = read_graph(t);
    else
      ok = read_statement(t);
    if (!ok)
      return FALSE;
  }
  return TRUE;
}

gboolean
yt_turtle_read(YtInput input, gsize window_size, const YtRdfReadOptions *options, YtQuadFunc func,
               gpointer user_data, GError **error)
{
  Turtle t = {
      .is_trig = options->format == YT_RDF_TRIG,
      .blank_prefix = options->blank_prefix ? options->blank_prefix : "",
      .func = func,
      .user_data = user_data,
      .error = error,
  };
  if (options->base && !yt_iri_base_init(&t.base, options->base, strlen(options->base))) {
    g_set_error(error, YT_RDF_ERROR, YT_RDF_ERROR_TERM, "expected an absolute IRI as base, found '%s'",
                options->base);
    return FALSE;
  }
  yt_tokenizer_init(&t.tokens, input, window_size, options->source ? options->source : "input");
  t.prefixes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_string);
  t.frames = g_ptr_array_new_with_free_func(free_frame);
  t.graph = g_string_new(NULL);
  t.term = g_string_new(NULL);
  t.datatype = g_string_new(NULL);
  t.literal = g_string_new(NULL);
  gboolean ok = read_document(&t);
  g_string_free(t.literal, TRUE);
  g_string_free(t.datatype, TRUE);
  g_string_free(t.term, TRUE);
  g_string_free(t.graph, TRUE);
  g_ptr_array_unref(t.frames);
  g_hash_table_unref(t.prefixes);
  yt_iri_base_clear(&t.base);
  yt_tokenizer_clear(&t.tokens);
  return ok;
}
