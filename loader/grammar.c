/* grammar.c: compiling .ytg files and gazetteers. The language:
 *
 *   file      := statement*
 *   statement := "list" NAME ":" word*
 *              | "suffix" Class ":" word*
 *              | "gazetteer" kind FILE
 *              | "property" NAME ":" Class* "->" Class*
 *              | "rule" NAME ":" pattern "=>" fact (";" fact)* ("planned" | "done" | "opening" | "pairs" | NUMBER)*
 *              | "mention" NAME ":" pattern "=>" LABEL Class ("like" | "unknown" | NUMBER)*
 *
 * A statement goes on over lines that begin with white space; # begins a comment. Patterns are compiled to the
 * instructions of grammar.h by recursive descent, one function a production:
 *
 *   pattern := branch ("|" branch)*
 *   branch  := term*
 *   term    := LABEL ":" term | "!" term | atom ("?" | "*" | "+")?
 *   atom    := "@" LIST | '"' text '"' | classes | "{" classes "}" | "<" classes ">" | NAME | "{" NAME "}" | QUOTED | NUM | LATIN
 *            | "..." NUMBER? | ".." NUMBER? | "^" | "^^" | "$" | "$$" | "," | "(" pattern ")"
 *   classes := "~"? Class ("|" Class)*     (without spaces around "|")
 */
#include "loader/grammar.h"

#include "base/base.h"

#include <string.h>

#include "loader/match.h"

#include "text/text.h"

G_DEFINE_QUARK(yt - grammar - error - quark, yt_grammar_error)

static const char *const class_names[YT_N_CLASSES] = {
    "",     "Document", "Policy",  "Proposal", "Agency",  "Park",   "Cluster", "Company", "Institution",
    "Fund", "Platform", "Project", "Program",  "Product", "Person", "Place",   "Measure",
};

static const char *const property_names[YT_N_PROPERTIES] = {
    "",         "issuedBy",   "repliesTo",      "submittedBy", "handledWith",
    "cites",    "hasMeasure", "responsibleFor", "supports",    "locatedIn",
    "hosts",    "partOf",     "establishes",    "investsIn",   "reliesOn",
    "develops", "acquires",   "cooperatesWith", "memberOf",
};

const char *
yt_class_get_name(YtClass class)
{
  return class_names[class];
}

static guint
find_name(const char *const *names, guint n_names, const char *name, gsize n_bytes)
{
  for (guint i = 1; i < n_names; i++)
    if (strlen(names[i]) == n_bytes && memcmp(names[i], name, n_bytes) == 0)
      return i;
  return 0;
}

YtClass
yt_class_from_name(const char *name, gsize n_bytes)
{
  return find_name(class_names, YT_N_CLASSES, name, n_bytes);
}

const char *
yt_property_get_name(YtProperty property)
{
  return property_names[property];
}

/* ---- lists ---- */

static guint
list_of(YtGrammar *grammar, const char *name)
{
  guint index = GPOINTER_TO_UINT(g_hash_table_lookup(grammar->lists, name));
  if (index > 0)
    return index - 1;
  char *key = g_strdup(name);
  g_ptr_array_add(grammar->list_names, key);
  g_hash_table_insert(grammar->lists, key, GUINT_TO_POINTER(grammar->list_names->len));
  return grammar->list_names->len - 1;
}

guint
yt_grammar_find_list(const YtGrammar *grammar, const char *name)
{
  guint index = GPOINTER_TO_UINT(g_hash_table_lookup(grammar->lists, name));
  return index > 0 ? index - 1 : 0; /* list 0 is made first and stays empty */
}

#define LIST_WORD_FREQUENCY                                                                                  \
  600 /* a word of a list is preferred to a chain of rarer ones, not to a common one */

static guint32
add_word(YtGrammar *grammar, const char *text, gsize n_bytes, guint frequency)
{
  guint32 word = yt_lexicon_add(grammar->lexicon, text, n_bytes);
  yt_lexicon_set_frequency(grammar->lexicon, word, frequency);
  return word;
}

/* ---- scanning ---- */

typedef struct {
  YtGrammar *grammar;
  const char *file; /* name for messages */
  const char *data_dir;
  const char *text, *end, *p;
  const char *line_at; /* what @line counts the lines before */
  guint line;
  /* the rule in the making */
  GArray *program;   /* YtInstruction */
  GPtrArray *labels; /* char *, index is the capture */
  YtRule *rule;
  guint depth;
} Parser;

static gboolean
fail_at(const Parser *parser, const char *at, GError **error, const char *expected)
{
  guint line = 1, column = 1;
  for (const char *p = parser->text; p < at; p += yt_utf8_size(p)) {
    column++;
    if (*p == '\n') {
      line++;
      column = 1;
    }
  }
  const char *stop = at;
  for (guint n = 0; stop < parser->end && *stop != '\n' && *stop != ' ' && n < 12; n++)
    stop += yt_utf8_size(stop);
  g_autofree char *found = stop > at
                               ? g_strdup_printf("'%.*s'", (int) (stop - at), at)
                               : g_strdup(at < parser->end ? "the end of the line" : "the end of the file");
  g_set_error(error, YT_GRAMMAR_ERROR, YT_GRAMMAR_ERROR_SYNTAX, "%s:%u:%u: expected %s, found %s",
              parser->file, line, column, expected, found);
  return FALSE;
}

/* Behind the well-formed UTF-8 without NUL that @text begins with, in bytes. */
static gsize
find_bad_text(const char *text, gsize n_bytes)
{
  return yt_utf8_find_invalid(text, strnlen(text, n_bytes));
}

/* Skips white space and comments inside a statement: a line end counts only where the next line is indented. */
static void
skip_blanks(Parser *parser)
{
  for (;;) {
    while (parser->p < parser->end && (*parser->p == ' ' || *parser->p == '\t' || *parser->p == '\r'))
      parser->p++;
    if (parser->p < parser->end && *parser->p == '#')
      while (parser->p < parser->end && *parser->p != '\n')
        parser->p++;
    const char *next = parser->p;
    while (next < parser->end && *next == '\n') /* empty lines belong to what follows */
      next++;
    if (next == parser->p || next >= parser->end || (*next != ' ' && *next != '\t'))
      return;
    parser->p = next;
  }
}

static gboolean
at_statement_end(Parser *parser)
{
  skip_blanks(parser);
  return parser->p >= parser->end || *parser->p == '\n';
}

static gboolean
accept(Parser *parser, const char *token)
{
  skip_blanks(parser);
  gsize n = strlen(token);
  if ((gsize) (parser->end - parser->p) < n || memcmp(parser->p, token, n) != 0)
    return FALSE;
  parser->p += n;
  return TRUE;
}

static gboolean
is_name_byte(char c)
{
  return g_ascii_isalnum(c) || c == '_' || c == '-' || c == '/' || (c & 0x80);
}

/* A name: letters, digits, '_', '-', '/' and any character beyond ASCII. NULL without an error when none is here. */
static char *
take_name(Parser *parser)
{
  skip_blanks(parser);
  const char *start = parser->p;
  while (parser->p < parser->end && is_name_byte(*parser->p))
    parser->p++;
  return parser->p > start ? g_strndup(start, (gsize) (parser->p - start)) : NULL;
}

static gboolean
take_number(Parser *parser, guint *number)
{
  const char *start = parser->p;
  *number = 0;
  while (parser->p < parser->end && g_ascii_isdigit(*parser->p) && *number < 1000)
    *number = *number * 10 + (guint) (*parser->p++ - '0');
  return parser->p > start;
}

/* ---- patterns ---- */

#define MAX_INSTRUCTIONS 4096
#define MAX_DEPTH        32

static guint
emit(Parser *parser, YtOp op, guint32 arg)
{
  YtInstruction instruction = {.op = (guint8) op, .arg = arg};
  g_array_append_val(parser->program, instruction);
  return parser->program->len - 1;
}

static YtInstruction *
at(Parser *parser, guint index)
{
  return &g_array_index(parser->program, YtInstruction, index);
}

static gboolean parse_pattern(Parser *parser, gboolean required, GError **error);

static void
need(Parser *parser, gboolean required, guint list)
{
  if (required)
    parser->rule->needs.lists[list / 64] |= G_GUINT64_CONSTANT(1) << (list % 64);
}

static void
need_class(Parser *parser, gboolean required, guint32 mask)
{
  YtNeeds *needs = &parser->rule->needs;
  if (required && needs->n_classes < YT_MAX_NEEDED)
    needs->classes[needs->n_classes++] = mask & ~YT_MASK_WEAK;
}

/* One of these branches matches: what each of them needs one of, is needed. */
static void
need_one_of(YtNeeds *needs, const YtNeeds *branches, guint n_branches)
{
  guint64 any[YT_MAX_LISTS / 64] = {0};
  guint32 classes = 0;
  gboolean all_lists = needs->n_any < YT_MAX_NEEDED, all_classes = needs->n_classes < YT_MAX_NEEDED;
  for (guint b = 0; b < n_branches; b++) {
    const YtNeeds *branch = &branches[b];
    guint w = 0;
    while (w < G_N_ELEMENTS(any) && branch->lists[w] == 0)
      w++;
    if (w < G_N_ELEMENTS(any)) /* one of the lists that it needs is enough */
      any[w] |= branch->lists[w] & -branch->lists[w];
    for (guint k = 0; w == G_N_ELEMENTS(any) && branch->n_any > 0 && k < G_N_ELEMENTS(any); k++)
      any[k] |= branch->any[0][k];
    all_lists = all_lists && (w < G_N_ELEMENTS(any) || branch->n_any > 0);
    all_classes = all_classes && branch->n_classes > 0;
    classes |= branch->n_classes > 0 ? branch->classes[0] : 0;
  }
  if (all_lists)
    memcpy(needs->any[needs->n_any++], any, sizeof any);
  if (all_classes)
    needs->classes[needs->n_classes++] = classes;
}

/* classes := "~"? Class ("|" Class)* */
static guint32
parse_classes(Parser *parser, GError **error)
{
  guint32 mask = accept(parser, "~") ? YT_MASK_WEAK : 0;
  do {
    skip_blanks(parser);
    const char *start = parser->p;
    while (parser->p < parser->end && g_ascii_isalpha(*parser->p))
      parser->p++;
    YtClass class = yt_class_from_name(start, (gsize) (parser->p - start));
    if (class == YT_CLASS_NONE) {
      fail_at(parser, start, error, "a class such as Park or Company");
      return 0;
    }
    mask |= 1u << class;
    if (parser->p < parser->end && *parser->p == '|' && parser->p + 1 < parser->end &&
        g_ascii_isupper(parser->p[1]))
      parser->p++;
    else
      break;
  } while (TRUE);
  return mask;
}

/* ".." NUMBER?: any items, as few as will do */
static void
parse_gap(Parser *parser, gboolean over_commas)
{
  guint n = over_commas ? 30 : 12;
  guint given;
  if (take_number(parser, &given))
    n = given;
  guint gap = emit(parser, YT_OP_GAP, n);
  at(parser, gap)->other = over_commas ? 1 : 0;
}

static gboolean
parse_atom(Parser *parser, gboolean required, GError **error)
{
  skip_blanks(parser);
  const char *start = parser->p;
  if (accept(parser, "@")) {
    g_autofree char *name = take_name(parser);
    guint index = name ? GPOINTER_TO_UINT(g_hash_table_lookup(parser->grammar->lists, name)) : 0;
    if (index == 0)
      return fail_at(parser, start, error, "the name of a list defined above");
    need(parser, required, index - 1);
    emit(parser, YT_OP_LIST, index - 1);
    return TRUE;
  }
  if (accept(parser, "\"")) {
    const char *close = memchr(parser->p, '"', (gsize) (parser->end - parser->p));
    if (!close || close == parser->p)
      return fail_at(parser, start, error, "a word in double quotes");
    g_autofree char *text = g_strndup(parser->p, (gsize) (close - parser->p));
    g_autofree char *name = g_strdup_printf("\"%s\"", text);
    guint list = list_of(parser->grammar, name);
    if (list >= YT_MAX_LISTS)
      return fail_at(parser, start, error,
                     "at most " G_STRINGIFY(YT_MAX_LISTS) " lists and quoted words in all files");
    yt_lexicon_add_to_list(parser->grammar->lexicon,
                           add_word(parser->grammar, text, strlen(text), LIST_WORD_FREQUENCY), list);
    parser->p = close + 1;
    need(parser, required, list);
    emit(parser, YT_OP_LIST, list);
    return TRUE;
  }
  if (accept(parser, "...")) {
    parse_gap(parser, TRUE);
    return TRUE;
  }
  if (accept(parser, "..")) {
    if (parser->p < parser->end && g_ascii_isupper(*parser->p)) {
      guint32 mask = parse_classes(parser, error);
      emit(parser, YT_OP_UP_TO, mask);
      return mask != 0;
    }
    parse_gap(parser, FALSE);
    return TRUE;
  }
  if (accept(parser, "^^") || accept(parser, "^")) {
    emit(parser, YT_OP_BEGIN, parser->p[-2] == '^');
    return TRUE;
  }
  if (accept(parser, "$$") || accept(parser, "$")) {
    emit(parser, YT_OP_END, parser->p[-2] == '$');
    return TRUE;
  }
  if (accept(parser, ",")) {
    emit(parser, YT_OP_COMMA, 0);
    return TRUE;
  }
  if (accept(parser, "(")) {
    if (!parse_pattern(parser, required, error))
      return FALSE;
    return accept(parser, ")") || fail_at(parser, parser->p, error, "')'");
  }
  gboolean narrow = accept(parser, "<"), coordinated = narrow || accept(parser, "{");
  if (accept(parser, "NAME")) {
    emit(parser, YT_OP_NAME, coordinated ? 1 : 0);
  } else if (!coordinated && accept(parser, "QUOTED")) {
    emit(parser, YT_OP_QUOTED, 0);
  } else if (!coordinated && accept(parser, "BRAND")) {
    emit(parser, YT_OP_QUOTED, 1);
  } else if (!coordinated && accept(parser, "NUM")) {
    emit(parser, YT_OP_NUMBER, 0);
  } else if (!coordinated && accept(parser, "LATIN")) {
    emit(parser, YT_OP_LATIN, 0);
  } else {
    guint32 mask = parse_classes(parser, error);
    if (mask == 0)
      return FALSE;
    guint at_class = emit(parser, coordinated ? YT_OP_COORDINATED : YT_OP_CLASS, mask);
    at(parser, at_class)->other = narrow ? 1 : 0;
    need_class(parser, required, mask);
  }
  return !coordinated || accept(parser, narrow ? ">" : "}") ||
         fail_at(parser, parser->p, error, narrow ? "'>'" : "'}'");
}

/* term := LABEL ":" term | "!" term | atom ("?" | "*" | "+")? */
static gboolean
parse_term(Parser *parser, gboolean required, GError **error)
{
  if (++parser->depth > MAX_DEPTH || parser->program->len > MAX_INSTRUCTIONS)
    return fail_at(parser, parser->p, error, "a simpler pattern");
  skip_blanks(parser);
  const char *p = parser->p;
  while (p < parser->end && g_ascii_islower(*p))
    p++;
  if (p > parser->p && p < parser->end && *p == ':') {
    g_autofree char *label = g_strndup(parser->p, (gsize) (p - parser->p));
    guint index = 0;
    while (index < parser->labels->len && strcmp(g_ptr_array_index(parser->labels, index), label) != 0)
      index++;
    if (index == parser->labels->len) {
      if (index == YT_MAX_CAPTURES)
        return fail_at(parser, parser->p, error, "at most 8 labels in a rule");
      g_ptr_array_add(parser->labels, g_steal_pointer(&label));
    }
    parser->p = p + 1;
    emit(parser, YT_OP_OPEN, index);
    if (!parse_term(parser, required, error))
      return FALSE;
    emit(parser, YT_OP_CLOSE, index);
  } else if (accept(parser, "!")) {
    guint not = emit(parser, YT_OP_NOT, 0);
    if (!parse_term(parser, FALSE, error))
      return FALSE;
    emit(parser, YT_OP_MATCH, 0);
    at(parser, not )->arg = parser->program->len;
  } else {
    /* What a quantifier makes optional cannot be needed, so look at it first: it stands behind the atom. */
    YtNeeds before = parser->rule->needs;
    guint start = parser->program->len;
    if (!parse_atom(parser, required, error))
      return FALSE;
    char quantifier = parser->p < parser->end ? *parser->p : '\0';
    if (quantifier == '?' || quantifier == '*' || quantifier == '+') {
      parser->p++;
      if (quantifier != '+') {
        parser->rule->needs = before;
        YtInstruction split = {.op = YT_OP_SPLIT};
        g_array_insert_val(parser->program, start, split);
        for (guint i = start + 1; i < parser->program->len; i++) { /* targets inside move with the code */
          YtInstruction *moved = at(parser, i);
          if (moved->op == YT_OP_SPLIT || moved->op == YT_OP_JUMP || moved->op == YT_OP_NOT) {
            moved->arg += moved->arg >= start;
            moved->other += moved->op == YT_OP_SPLIT && moved->other >= start;
          }
        }
        at(parser, start)->arg = start + 1;
        if (quantifier == '*')
          emit(parser, YT_OP_JUMP, start);
        at(parser, start)->other = parser->program->len;
      } else {
        guint split = emit(parser, YT_OP_SPLIT, start);
        at(parser, split)->other = split + 1;
      }
    }
  }
  parser->depth--;
  return TRUE;
}

/* Two branches that are one word of a list each are one: a word of either list. @start: of the first of them; the second ends the
 * program. The instructions of both are SPLIT, LIST; between them is a JUMP. */
static gboolean
unite_branches(Parser *parser, guint start)
{
  if (parser->program->len != start + 5 || at(parser, start + 1)->op != YT_OP_LIST ||
      at(parser, start + 4)->op != YT_OP_LIST)
    return FALSE;
  YtInstruction *list = at(parser, start + 1);
  list->arg = yt_lexicon_unite(parser->grammar->lexicon, list->arg, at(parser, start + 4)->arg);
  g_array_set_size(parser->program, start + 2);
  return TRUE;
}

/* pattern := branch ("|" branch)* */
static gboolean
parse_pattern(Parser *parser, gboolean required, GError **error)
{
  g_autoptr(GArray) jumps = g_array_new(FALSE, FALSE, sizeof(guint));
  g_autoptr(GArray) branches = g_array_new(FALSE, FALSE, sizeof(YtNeeds));
  YtNeeds before = parser->rule->needs;
  const char *first = parser->p;
  /* does an alternative follow at this level? */
  gint level = 0;
  gboolean quoted = FALSE, alternatives = FALSE;
  for (const char *p = first; p < parser->end && *p != '\n'; p++) {
    if (*p == '"')
      quoted = !quoted;
    if (quoted)
      continue;
    if (*p == '(')
      level++;
    if (*p == ')' && level-- == 0)
      break;
    if (*p == '|' && level == 0 &&
        (p == first || !g_ascii_isalpha(p[-1]) || p + 1 == parser->end || !g_ascii_isupper(p[1])))
      alternatives = TRUE;
    if (*p == '=' && p + 1 < parser->end && p[1] == '>')
      break;
  }
  guint last = G_MAXUINT; /* where the last branch begins */
  for (;;) {
    guint split = alternatives ? emit(parser, YT_OP_SPLIT, 0) : 0;
    if (alternatives)
      at(parser, split)->arg = split + 1;
    if (alternatives)
      parser->rule->needs = (YtNeeds){0};
    while (!at_statement_end(parser) && *parser->p != ')' && *parser->p != '|' && *parser->p != '=')
      if (!parse_term(parser, required, error))
        return FALSE;
    g_array_append_val(branches, parser->rule->needs);
    if (last != G_MAXUINT && unite_branches(parser, last)) {
      g_array_set_size(jumps, jumps->len - 1);
      split = last;
    }
    last = split;
    if (!accept(parser, "|")) {
      if (alternatives) /* the last branch has no alternative: fail instead */
        at(parser, split)->other = at(parser, split)->arg;
      break;
    }
    guint jump = emit(parser, YT_OP_JUMP, 0);
    g_array_append_val(jumps, jump);
    at(parser, split)->other = parser->program->len;
  }
  for (guint i = 0; i < jumps->len; i++)
    at(parser, g_array_index(jumps, guint, i))->arg = parser->program->len;
  if (alternatives) {
    if (parser->program->len == last + 2 && jumps->len == 0 &&
        at(parser, last + 1)->op == YT_OP_LIST) /* all are one */
      g_array_remove_index(parser->program, last);
    parser->rule->needs = before;
    if (required)
      need_one_of(&parser->rule->needs, (const YtNeeds *) (gpointer) branches->data, branches->len);
  }
  return TRUE;
}

/* ---- statements ---- */

static void
parse_words(Parser *parser, guint list)
{
  while (!at_statement_end(parser)) {
    const char *start = parser->p;
    while (parser->p < parser->end && !strchr(" \t\r\n", *parser->p))
      parser->p++;
    guint32 word = add_word(parser->grammar, start, (gsize) (parser->p - start), LIST_WORD_FREQUENCY);
    yt_lexicon_add_to_list(parser->grammar->lexicon, word, list);
  }
}

static gboolean
parse_operand(Parser *parser, YtOperand *operand, GError **error)
{
  skip_blanks(parser);
  const char *start = parser->p;
  g_autofree char *name = take_name(parser);
  if (!name)
    return fail_at(parser, start, error, "a label, document, measure, topic, actor, issuer or place");
  *operand = (YtOperand){0};
  for (guint i = 0; i < parser->labels->len; i++)
    if (strcmp(g_ptr_array_index(parser->labels, i), name) == 0) {
      operand->kind = YT_OPERAND_CAPTURE;
      operand->capture = (guint8) i;
      return TRUE;
    }
  if (strcmp(name, "document") == 0)
    operand->kind = YT_OPERAND_DOCUMENT;
  else if (strcmp(name, "measure") == 0)
    operand->kind = YT_OPERAND_MEASURE;
  else if (strcmp(name, "topic") == 0)
    operand->kind = YT_OPERAND_TOPIC;
  else if (strcmp(name, "actor") == 0)
    operand->kind = YT_OPERAND_ACTOR;
  else if (strcmp(name, "issuer") == 0)
    operand->kind = YT_OPERAND_ISSUER;
  else if (strcmp(name, "place") == 0)
    operand->kind = YT_OPERAND_PLACE;
  else
    return fail_at(parser, start, error,
                   "a label of the pattern, document, measure, topic, actor, issuer or place");
  return TRUE;
}

static gboolean
parse_actions(Parser *parser, gboolean makes_mention, GError **error)
{
  g_autoptr(GArray) actions = g_array_new(FALSE, TRUE, sizeof(YtAction));
  if (!accept(parser, "=>"))
    return fail_at(parser, parser->p, error, "'=>'");
  do {
    YtAction action = {0};
    if (!parse_operand(parser, &action.subject, error))
      return FALSE;
    skip_blanks(parser);
    const char *start = parser->p;
    g_autofree char *name = take_name(parser);
    if (makes_mention) {
      action.class = (guint8) (name ? yt_class_from_name(name, strlen(name)) : 0);
      if (action.class == YT_CLASS_NONE)
        return fail_at(parser, start, error, "a class such as Park or Company");
    } else {
      action.property = (guint8) (name ? find_name(property_names, YT_N_PROPERTIES, name, strlen(name)) : 0);
      if (action.property == YT_PROPERTY_NONE)
        return fail_at(parser, start, error, "a property such as hosts or supports");
      if (!parse_operand(parser, &action.object, error))
        return FALSE;
    }
    g_array_append_val(actions, action);
  } while (accept(parser, ";"));
  parser->rule->confidence = 0.9;
  while (!at_statement_end(parser)) {
    const char *start = parser->p;
    guint tenths = 0;
    if (accept(parser, "planned"))
      parser->rule->modality = YT_MODALITY_PLANNED;
    else if (accept(parser, "done"))
      parser->rule->modality = YT_MODALITY_DONE;
    else if (accept(parser, "like"))
      parser->rule->like = TRUE;
    else if (accept(parser, "unknown"))
      parser->rule->unknown = TRUE;
    else if (accept(parser, "opening"))
      parser->rule->opening = TRUE;
    else if (accept(parser, "pairs"))
      parser->rule->pairs = TRUE;
    else if (accept(parser, "0.") && take_number(parser, &tenths) && parser->p - start <= 4)
      parser->rule->confidence = tenths / (parser->p - start == 3 ? 10.0 : 100.0);
    else
      return fail_at(parser, start, error,
                     "'planned', 'done', 'opening', 'pairs', 'like', 'unknown', a confidence such as 0.85, "
                     "or the end of the rule");
  }
  if (parser->rule->like) /* one of the names has the class already */
    need_class(parser, TRUE, 1u << g_array_index(actions, YtAction, 0).class);
  parser->rule->n_actions = actions->len;
  parser->rule->actions = (YtAction *) (gpointer) g_array_free(g_steal_pointer(&actions), FALSE);
  return TRUE;
}

static void
rule_free(gpointer data)
{
  YtRule *rule = data;
  g_free(rule->name);
  g_free(rule->file);
  g_free(rule->program);
  g_free(rule->actions);
  g_free(rule);
}

static gboolean
parse_rule(Parser *parser, gboolean makes_mention, GError **error)
{
  YtRule *rule = g_new0(YtRule, 1);
  g_ptr_array_add(makes_mention ? parser->grammar->mention_rules : parser->grammar->fact_rules, rule);
  rule->file = g_strdup(parser->file);
  for (; parser->line_at < parser->p; parser->line_at++)
    parser->line += *parser->line_at == '\n';
  rule->line = parser->line;
  rule->name = take_name(parser);
  if (!rule->name || !accept(parser, ":"))
    return fail_at(parser, parser->p, error, "a name and ':'");
  g_autoptr(GArray) program = g_array_new(FALSE, TRUE, sizeof(YtInstruction));
  g_autoptr(GPtrArray) labels = g_ptr_array_new_with_free_func(g_free);
  parser->program = program;
  parser->labels = labels;
  parser->rule = rule;
  parser->depth = 0;
  if (!parse_pattern(parser, TRUE, error))
    return FALSE;
  if (program->len == 0)
    return fail_at(parser, parser->p, error, "a pattern");
  emit(parser, YT_OP_MATCH, 0);
  if (!parse_actions(parser, makes_mention, error))
    return FALSE;
  rule->n_instructions = program->len;
  rule->n_captures = labels->len;
  rule->program = (YtInstruction *) (gpointer) g_array_free(g_steal_pointer(&program), FALSE);
  return TRUE;
}

/* ---- gazetteers ---- */

static void
add_entry(YtGrammar *grammar, const char *name, gsize n_bytes, YtEntry entry, guint frequency)
{
  if (n_bytes == 0)
    return;
  guint32 word = add_word(grammar, name, n_bytes, frequency);
  YtWord *w = yt_lexicon_edit(grammar->lexicon, word);
  entry.next = w->entries;
  w->entries = grammar->entries->len;
  if (w->pos == YT_POS_NONE)
    w->pos = YT_POS_NAME;
  g_array_append_val(grammar->entries, entry);
}

static void
add_entries(YtGrammar *grammar, const char *names, YtEntry entry, guint frequency) /* names: a|b|c */
{
  for (const char *p = names; *p;) {
    gsize n = strcspn(p, "|");
    add_entry(grammar, p, n, entry, frequency);
    p += n + (p[n] == '|');
  }
}

static YtPos
pos_of(const char *tag)
{
  switch (tag[0]) {
  case 'n':
  case 'g':
  case 'j': return YT_POS_NOUN;
  case 'v': return tag[1] == 'n' ? YT_POS_VERBAL : YT_POS_VERB;
  case 'a':
  case 'b':
  case 'z': return YT_POS_ADJECTIVE;
  case 'd': return YT_POS_ADVERB;
  case 'm':
  case 'q': return YT_POS_NUMERAL;
  case 't': return YT_POS_TIME;
  case 'f':
  case 's': return YT_POS_DIRECTION;
  case 'i':
  case 'l': return YT_POS_NOUN;
  default: return YT_POS_FUNCTION;
  }
}

/* words: word, tag, frequency */
static gboolean
add_vocabulary(YtGrammar *grammar, char **cells, guint n_cells)
{
  if (n_cells < 3)
    return FALSE;
  guint frequency = 0; /* a hundred thousand of them: by hand */
  for (const char *p = cells[2]; g_ascii_isdigit(*p) && frequency < 100000000; p++)
    frequency = frequency * 10 + (guint) (*p - '0');
  guint32 word = add_word(grammar, cells[0], strlen(cells[0]), frequency);
  yt_lexicon_edit(grammar->lexicon, word)->pos = (guint8) pos_of(cells[1]);
  return TRUE;
}

/* 张家川县 is short for 张家川回族自治县, but no word as well, as 朝阳 is. */
static gboolean
says_level(const char *name)
{
  return strlen(name) >= 9 && (g_str_has_suffix(name, "县") || g_str_has_suffix(name, "旗") ||
                               g_str_has_suffix(name, "州") || g_str_has_suffix(name, "盟"));
}

/* divisions: code, name, level, parent, short names, abbreviations, flags */
static gboolean
add_division(YtGrammar *grammar, char **cells, guint n_cells)
{
  if (n_cells < 6)
    return FALSE;
  /* New areas are zones, not divisions, but for those of the list place/new-area. */
  guint32 known = yt_lexicon_find(grammar->lexicon, cells[1], strlen(cells[1]));
  guint set = known != YT_WORD_NONE ? yt_lexicon_get(grammar->lexicon, known)->set : 0;
  if (g_str_has_suffix(cells[1], "新区") &&
      !yt_lexicon_in_list(grammar->lexicon, set, list_of(grammar, "place/new-area")))
    return TRUE;
  const char *words = n_cells > 6 ? strstr(cells[6], "words-") : NULL;
  YtEntry entry = {.class = YT_CLASS_PLACE,
                   .code = (guint32) g_ascii_strtoull(cells[0], NULL, 10),
                   .parent = (guint32) g_ascii_strtoull(cells[3], NULL, 10),
                   .level = cells[2][0] == 'p' && cells[2][1] == 'r' && cells[2][2] == 'o' ? 1
                            : cells[2][0] == 'p'                                           ? 2
                                                                                           : 3,
                   .is_large = n_cells > 6 && strstr(cells[6], "sub-provincial") != NULL,
                   .n_words = words && words[6] > '0' && words[6] < '0' + g_utf8_strlen(cells[1], -1)
                                  ? (guint8) (words[6] - '0')
                                  : 0,
                   .canonical = g_string_chunk_insert(grammar->strings, cells[1])};
  g_hash_table_insert(grammar->divisions, GUINT_TO_POINTER(entry.code),
                      GUINT_TO_POINTER(grammar->entries->len));
  guint own = grammar->entries->len;
  add_entry(grammar, cells[1], strlen(cells[1]), entry, 3000);
  g_auto(GStrv) short_names = g_strsplit(cells[4], "|", -1);
  for (char **name = short_names; *name; name++) {
    entry.is_short = !says_level(*name);
    add_entries(grammar, *name, entry, entry.level == 3 ? 60 : 1500);
  }
  GHashTable *letters = entry.level == 1 ? grammar->letters : grammar->city_letters;
  for (const char *p = cells[5]; entry.level <= 2 && *p; p += *p == '|' ? 1 : yt_utf8_size(p)) {
    gpointer letter = GUINT_TO_POINTER(yt_utf8_get(p));
    if (*p != '|')
      g_hash_table_insert(
          letters, letter,
          GUINT_TO_POINTER(entry.level == 2 && g_hash_table_contains(letters, letter) ? 0 : own));
  }
  return TRUE;
}

/* regions: name, aliases, … */
static gboolean
add_region(YtGrammar *grammar, char **cells, guint n_cells)
{
  YtEntry entry = {.class = YT_CLASS_PLACE, .canonical = g_string_chunk_insert(grammar->strings, cells[0])};
  add_entry(grammar, cells[0], strlen(cells[0]), entry, 3000);
  entry.is_short = TRUE;
  if (n_cells > 1)
    add_entries(grammar, cells[1], entry, 1500);
  return TRUE;
}

static gboolean
add_named(YtGrammar *grammar, char **cells, guint n_cells, YtClass class)
{
  YtEntry entry = {.class = (guint8) class, .canonical = g_string_chunk_insert(grammar->strings, cells[0])};
  if (class == YT_CLASS_INSTITUTION && n_cells > 2)
    entry.code = (guint32) g_ascii_strtoull(cells[2], NULL, 10);
  add_entry(grammar, cells[0], strlen(cells[0]), entry, 1500);
  entry.is_short = TRUE;
  if (n_cells > 1)
    add_entries(grammar, cells[1], entry, 1500);
  return TRUE;
}

/* Are the characters of @form all in @full, in their order? 经信厅 in 经济和信息化厅 */
static gboolean
abbreviates(const char *form, const char *full)
{
  for (; *full && *form; full = g_utf8_next_char(full))
    if (g_utf8_get_char(form) == g_utf8_get_char(full))
      form = g_utf8_next_char(form);
  return *form == '\0';
}

/* The full form that a short one stands for: the first that it abbreviates, where all such end alike; else itself. */
static const char *
full_kind(char **full_forms, const char *form)
{
  const char *found = NULL;
  for (char **full = full_forms; *full; full++) {
    if (strcmp(*full, form) == 0)
      return form;
    if (strchr(*full, '~') || !abbreviates(form, *full))
      continue;
    if (found && !g_str_has_suffix(*full, g_utf8_find_prev_char(found, found + strlen(found))))
      return form; /* 政府办: 办公厅 or 办公室 */
    found = found ? found : *full;
  }
  return found ? found : form;
}

/* The form that all forms of one kind go by: the first short one of the same full form, 经信厅 for 经济和信息化厅, if it has
 * three characters or more. @kinds: the full kinds of @short_forms. */
static const char *
usual_kind(char **full_forms, char **short_forms, const char *const *kinds, const char *form)
{
  const char *full = full_kind(full_forms, form);
  for (guint k = 0; short_forms[k]; k++)
    if (strlen(short_forms[k]) >= 9 && !strchr(short_forms[k], '~') && strcmp(short_forms[k], full) != 0 &&
        strcmp(kinds[k], full) == 0)
      return short_forms[k];
  return full;
}

/* agency-kinds: one row is one kind of department, in all its full and short forms. The forms are words of the list
 * agency-kind, and entries of no class whose code is the row and whose canonical form is the usual one. */
static gboolean
add_agency_kind(YtGrammar *grammar, char **cells, guint n_cells, guint row)
{
  guint list = list_of(grammar, "agency-kind");
  YtEntry entry = {.class = YT_CLASS_NONE, .code = row};
  if (n_cells < 3)
    return FALSE;
  g_auto(GStrv) full_forms = g_strsplit(cells[1], "|", -1);
  g_auto(GStrv) short_forms = g_strsplit(cells[2], "|", -1);
  g_autofree const char **kinds = g_new(const char *, g_strv_length(short_forms) + 1);
  for (guint k = 0; short_forms[k]; k++)
    kinds[k] = full_kind(full_forms, short_forms[k]);
  for (guint c = 1; c < 3; c++) /* columns: kind, full forms, short forms */
    for (char **form = c == 1 ? full_forms : short_forms; *form; form++)
      if (**form && !strchr(*form, '~')) { /* 政协~委员会 wants the place inside: its short form does */
        entry.canonical =
            g_string_chunk_insert_const(grammar->strings, usual_kind(full_forms, short_forms, kinds, *form));
        add_entry(grammar, *form, strlen(*form), entry, LIST_WORD_FREQUENCY);
        yt_lexicon_add_to_list(grammar->lexicon, yt_lexicon_find(grammar->lexicon, *form, strlen(*form)),
                               list);
      }
  return TRUE;
}

/* number-prefixes: what stands before the year in a document's number, with ~ for the place, and the office; a row that also holds where
 * more follows is there a second time, with YT_PREFIX_GOES_ON behind it */
static gboolean
add_number_prefix(YtGrammar *grammar, char **cells, guint n_cells)
{
  if (n_cells < 2 || (cells[0][0] == '~' && !strchr(cells[1], '~')))
    return FALSE;
  if (n_cells > 2 && strcmp(cells[2], "prefix") == 0) {
    g_autofree char *goes_on = g_strconcat(cells[0], YT_PREFIX_GOES_ON, NULL);
    g_hash_table_insert(grammar->number_prefixes, g_string_chunk_insert(grammar->strings, goes_on),
                        g_string_chunk_insert(grammar->strings, cells[1]));
  }
  g_hash_table_insert(grammar->number_prefixes, g_string_chunk_insert(grammar->strings, cells[0]),
                      g_string_chunk_insert(grammar->strings, cells[1]));
  return TRUE;
}

/* Any file of names in its first column: words of a list. */
static gboolean
add_listed(YtGrammar *grammar, char **cells, guint n_cells, guint list)
{
  if (n_cells == 0 || !*cells[0])
    return FALSE;
  yt_lexicon_add_to_list(grammar->lexicon, add_word(grammar, cells[0], strlen(cells[0]), LIST_WORD_FREQUENCY),
                         list);
  return TRUE;
}

#define LINES_AHEAD 12

static const char *
next_line(const char *p, const char *end)
{
  const char *stop = memchr(p, '\n', (gsize) (end - p));
  return stop ? stop + 1 : end;
}

/* Goes one line on, and asks for the memory of the word there: the table of words is larger than the caches, and a new one would
 * else wait for it twice. @ahead: LINES_AHEAD lines before the one that is read, and half as many. */
static void
look_ahead(const YtLexicon *lexicon, const char *ahead[2], const char *end)
{
  for (guint i = 0; i < 2; i++) {
    yt_lexicon_expect(lexicon, ahead[i], i == 1);
    ahead[i] = next_line(ahead[i], end);
  }
}

/* gazetteer KIND FILE: KIND is vocabulary, divisions, regions, a class, or the name of a list */
static gboolean
parse_gazetteer(Parser *parser, GError **error)
{
  g_autofree char *kind = take_name(parser);
  skip_blanks(parser);
  const char *start = parser->p;
  while (parser->p < parser->end && !strchr(" \t\r\n", *parser->p))
    parser->p++;
  g_autofree char *name = g_strndup(start, (gsize) (parser->p - start));
  if (!kind || !*name)
    return fail_at(parser, start, error, "a kind and a file name");
  g_autofree char *path = g_build_filename(parser->data_dir, name, NULL);
  g_autofree char *text = NULL;
  gsize n_bytes;
  if (!g_file_get_contents(path, &text, &n_bytes, error))
    return FALSE;
  if (find_bad_text(text, n_bytes) < n_bytes) {
    g_set_error(error, YT_GRAMMAR_ERROR, YT_GRAMMAR_ERROR_DATA, "%s: expected UTF-8", path);
    return FALSE;
  }
  YtClass class = yt_class_from_name(kind, strlen(kind));
  guint list = class == YT_CLASS_NONE ? list_of(parser->grammar, kind) : 0;
  if (list >= YT_MAX_LISTS)
    return fail_at(parser, start, error,
                   "at most " G_STRINGIFY(YT_MAX_LISTS) " lists and quoted words in all files");
  guint line = 0;
  gboolean vocabulary = strcmp(kind, "vocabulary") == 0, divisions = strcmp(kind, "divisions") == 0;
  gboolean agency_kinds = strcmp(kind, "agency-kinds") == 0, regions = strcmp(kind, "regions") == 0;
  gboolean number_prefixes = strcmp(kind, "number-prefixes") == 0;
  const char *ahead[2] = {text, text}, *text_end = text + n_bytes;
  for (guint k = 0; k < LINES_AHEAD; k++) {
    ahead[0] = next_line(ahead[0], text_end);
    ahead[1] = k < LINES_AHEAD / 2 ? ahead[0] : ahead[1];
  }
  for (char *p = text; *p;) {
    look_ahead(parser->grammar->lexicon, ahead, text_end);
    char *cells[16];
    guint n_cells = 0;
    char *end = memchr(p, '\n', (gsize) (text + n_bytes - p));
    char *next = end ? end + 1 : text + n_bytes;
    if (end)
      *end = '\0';
    line++;
    if (*p && *p != '#') {
      for (char *cell = p; cell && n_cells < G_N_ELEMENTS(cells); n_cells++) {
        cells[n_cells] = cell;
        while (*cell && *cell != '\t') /* most are of a few bytes */
          cell++;
        if (*cell)
          *cell++ = '\0';
        else
          cell = NULL;
      }
      gboolean ok = vocabulary               ? add_vocabulary(parser->grammar, cells, n_cells)
                    : divisions              ? add_division(parser->grammar, cells, n_cells)
                    : agency_kinds           ? add_agency_kind(parser->grammar, cells, n_cells, line)
                    : regions                ? add_region(parser->grammar, cells, n_cells)
                    : number_prefixes        ? add_number_prefix(parser->grammar, cells, n_cells)
                    : class != YT_CLASS_NONE ? add_named(parser->grammar, cells, n_cells, class)
                                             : add_listed(parser->grammar, cells, n_cells, list);
      if (!ok) {
        g_set_error(error, YT_GRAMMAR_ERROR, YT_GRAMMAR_ERROR_DATA, "%s:%u: expected more columns, found %u",
                    path, line, n_cells);
        return FALSE;
      }
    }
    p = next;
  }
  return TRUE;
}

/* property NAME ":" Class* "->" Class* */
static gboolean
parse_property(Parser *parser, GError **error)
{
  skip_blanks(parser);
  const char *start = parser->p;
  g_autofree char *name = take_name(parser);
  guint property = name ? find_name(property_names, YT_N_PROPERTIES, name, strlen(name)) : 0;
  if (property == 0 || !accept(parser, ":"))
    return fail_at(parser, start, error, "a property such as hosts, and ':'");
  while (!accept(parser, "->")) {
    guint32 mask = parse_classes(parser, error);
    if (mask == 0)
      return FALSE;
    parser->grammar->subjects[property] |= mask;
  }
  while (!at_statement_end(parser)) {
    guint32 mask = parse_classes(parser, error);
    if (mask == 0)
      return FALSE;
    parser->grammar->objects[property] |= mask;
  }
  return TRUE;
}

static gboolean
parse_statement(Parser *parser, GError **error)
{
  const char *start = parser->p;
  g_autofree char *keyword = take_name(parser);
  if (g_strcmp0(keyword, "rule") == 0)
    return parse_rule(parser, FALSE, error);
  if (g_strcmp0(keyword, "mention") == 0)
    return parse_rule(parser, TRUE, error);
  if (g_strcmp0(keyword, "gazetteer") == 0)
    return parse_gazetteer(parser, error);
  if (g_strcmp0(keyword, "property") == 0)
    return parse_property(parser, error);
  if (g_strcmp0(keyword, "list") != 0 && g_strcmp0(keyword, "suffix") != 0)
    return fail_at(parser, start, error, "list, suffix, gazetteer, property, rule or mention");
  skip_blanks(parser);
  start = parser->p;
  g_autofree char *name = take_name(parser);
  if (!name || !accept(parser, ":"))
    return fail_at(parser, start, error, "a name and ':'");
  guint list;
  if (keyword[0] == 's') {
    YtClass class = yt_class_from_name(name, strlen(name));
    if (class == YT_CLASS_NONE)
      return fail_at(parser, start, error, "a class such as Park or Company");
    g_autofree char *list_name = g_strconcat("suffix/", name, NULL);
    list = list_of(parser->grammar, list_name);
    parser->grammar->suffix_lists[class] = list;
  } else {
    list = list_of(parser->grammar, name);
  }
  if (list >= YT_MAX_LISTS)
    return fail_at(parser, start, error,
                   "at most " G_STRINGIFY(YT_MAX_LISTS) " lists and quoted words in all files");
  parse_words(parser, list);
  return TRUE;
}

static gboolean
read_file(YtGrammar *grammar, const char *path, const char *data_dir, GError **error)
{
  g_autofree char *text = NULL;
  gsize n_bytes;
  if (!g_file_get_contents(path, &text, &n_bytes, error))
    return FALSE;
  Parser parser = {.grammar = grammar,
                   .file = path,
                   .data_dir = data_dir,
                   .text = text,
                   .p = text,
                   .end = text + n_bytes,
                   .line_at = text,
                   .line = 1};
  gsize n_valid = find_bad_text(text, n_bytes);
  if (n_valid < n_bytes) {
    parser.end = text + n_valid;
    return fail_at(&parser, parser.end, error, "UTF-8");
  }
  for (;;) {
    while (parser.p < parser.end && strchr(" \t\r\n", *parser.p))
      parser.p++;
    if (parser.p < parser.end && *parser.p == '#') {
      while (parser.p < parser.end && *parser.p != '\n')
        parser.p++;
      continue;
    }
    if (parser.p >= parser.end)
      return TRUE;
    if (!parse_statement(&parser, error))
      return FALSE;
  }
}

static void
note_industry_pair(YtGrammar *grammar, const char *name, gsize n_bytes)
{
  gsize n_first = n_bytes > 0 ? yt_utf8_size(name) : 0;
  if (n_bytes > n_first) {
    guint bit = yt_lexicon_pair(yt_utf8_get(name), yt_utf8_get(name + n_first)) %
                (64 * G_N_ELEMENTS(grammar->industry_pairs));
    grammar->industry_pairs[bit / 64] |= G_GUINT64_CONSTANT(1) << (bit % 64);
  } else { /* a name of one character goes with any behind it */
    memset(grammar->industry_pairs, 0xFF, sizeof grammar->industry_pairs);
  }
}

void
yt_grammar_add_industry(YtGrammar *grammar, const char *iri, const char *name, gsize n_bytes)
{
  note_industry_pair(grammar, name, n_bytes);
  guint n = grammar->industries->len;
  if (n == 0 || strcmp(g_ptr_array_index(grammar->industries, n - 1), iri) != 0)
    g_ptr_array_add(grammar->industries, g_strdup(iri));
  /* Industries are looked for inside names (emit.c), never as words of the text: their names weigh nothing. */
  guint32 word = yt_lexicon_add(grammar->lexicon, name, n_bytes);
  YtEntry entry = {.class = YT_CLASS_NONE,
                   .parent = grammar->industries->len,
                   .next = yt_lexicon_get(grammar->lexicon, word)->entries};
  yt_lexicon_edit(grammar->lexicon, word)->entries = grammar->entries->len;
  g_array_append_val(grammar->entries, entry);
}

const YtEntry *
yt_grammar_find_division(const YtGrammar *grammar, guint32 code)
{
  guint index = GPOINTER_TO_UINT(g_hash_table_lookup(grammar->divisions, GUINT_TO_POINTER(code)));
  return index != 0 ? &g_array_index(grammar->entries, YtEntry, index) : NULL;
}

static void
find_known_lists(YtGrammar *grammar)
{
  YtKnownLists *k = &grammar->known;
  const struct {
    guint *list;
    const char *name;
  } known[] = {
      {&k->stop, "stop"},
      {&k->inner, "inner"},
      {&k->and, "and"},
      {&k->etc, "etc"},
      {&k->trim, "trim"},
      {&k->generic, "generic"},
      {&k->admin, "admin"},
      {&k->agency_kind, "agency-kind"},
      {&k->company_tail, "company/tail"},
      {&k->company_head, "company/head"},
      {&k->surname, "surname"},
      {&k->post, "post"},
      {&k->people, "people"},
      {&k->measure_verb, "measure/verb"},
      {&k->short_verb, "measure/short-verb"},
      {&k->nominal_verb, "measure/nominal-verb"},
      {&k->attribute_head, "measure/attribute-head"},
      {&k->degree, "measure/degree"},
      {&k->structural, "measure/structural"},
      {&k->future, "future"},
      {&k->negation, "negation"},
      {&k->strong_suffix, "strong-suffix"},
      {&k->agent, "agent"},
      {&k->capacity, "capacity"},
      {&k->attendance, "attendance"},
      {&k->goods, "goods"},
      {&k->nature, "nature"},
      {&k->syllable, "people/syllable"},
      {&k->cooperate, "v/合作"},
      {&k->before_letter, "province/before"},
      {&k->behind_letter, "province/behind"},
      {&k->direction, "direction"},
      {&k->where, "where"},
      {&k->means, "means"},
      {&k->agency_branch, "agency/branch"},
      {&k->dated, "stop/dated"},
      {&k->people_act, "people/act"},
      {&k->unit, "unit"},
      {&k->route, "route"},
      {&k->to, "route/to"},
      {&k->region, "direction/region"},
      {&k->unowned, "project/unowned"},
      {&k->plain, "plain"},
      {&k->hard_stop, "stop/hard"},
      {&k->dosage, "product/dosage"},
      {&k->drug_lead, "product/drug-lead"},
      {&k->listing, "product/listing"},
      {&k->former, "former"},
      {&k->business, "company/business"},
      {&k->branch, "branch"},
      {&k->public_tail, "company/tail-public"},
      {&k->office, "agency/office"},
      {&k->site, "project/site"},
      {&k->collective, "collective"},
      {&k->project_modifier, "project/modifier"},
      {&k->counter, "counter"},
      {&k->apposition, "apposition"},
      {&k->place_tail, "company/tail-place"},
      {&k->sure_tail, "company/tail-sure"},
      {&k->v_develop, "v/研发"},
      {&k->zone, "zone"},
      {&k->aspire, "aspire"},
      {&k->soft_inner, "inner/soft"},
      {&k->soft_stop, "soft-stop"},
      {&k->quoted_only, "quoted-only"},
      {&k->policy_word, "policy-word"},
      {&k->plant, "plant"},
      {&k->new_area, "place/new-area"},
      {&k->owner_level, "owner/level"},
      {&k->owner, "owner"},
      {&k->our_place, "our-place"},
      {&k->our_city, "our-city"},
      {&k->our_agency, "our-agency"},
      {&k->that, "that"},
      {&k->group, "group"},
      {&k->group_part, "group-part"},
      {&k->group_stop, "group-stop"},
      {&k->not_a_person, "not-a-person"},
      {&k->strong_verb, "measure/strong-verb"},
      {&k->modifier, "measure/modifier"},
      {&k->list_label, "list-label"},
      {&k->each, "each"},
      {&k->each_between, "each/between"},
      {&k->country, "country"},
      {&k->submit, "people/submit"},
      {&k->planned, "planned"},
      {&k->answerable, "责任"},
      {&k->park_plain, "park/plain"},
      {&k->owned_body, "owner/body"},
      {&k->park_tail, "park/tail"},
      {&k->policy_noun, "policy/noun"},
      {&k->done, "done"},
      {&k->contact, "contact"},
      {&k->support, "v/支持"},
      {&k->establish, "v/成立"},
      {&k->talk, "talk"},
      {&k->denial, "denial"},
      {&k->group_role, "group/role"},
      {&k->office_role, "group/office-role"},
      {&k->mayor, "post/mayor"},
      {&k->hosts_heading, "hosts/heading"},
      {&k->hosts_settle, "hosts/settle"},
      {&k->hosts_one_by_one, "hosts/one-by-one"},
      {&k->meta[YT_META_INDEX], "meta/index"},
      {&k->meta[YT_META_NUMBER], "meta/number"},
      {&k->meta[YT_META_ISSUER], "meta/issuer"},
      {&k->meta[YT_META_ISSUED], "meta/issued"},
      {&k->meta[YT_META_PUBLISHED], "meta/published"},
      {&k->meta[YT_META_TITLE], "meta/title"},
      {&k->meta[YT_META_NAME], "meta/name"},
      {&k->meta[YT_META_OTHER], "meta/other"},
      {&k->document_type, "structure/document-type"},
      {&k->repair_quoted, "repair/quoted"},
      {&k->repair_quoted_noun, "repair/quoted-noun"},
      {&k->repair_title_verb, "repair/title-verb"},
      {&k->opening, "structure/opening"},
      {&k->furniture, "structure/furniture"},
      {&k->page_end, "structure/page-end"},
      {&k->appoint, "people/appoint"},
      {&k->actor_with, "actor/with"},
      {&k->actor_let, "actor/let"},
      {&k->actor_light, "actor/light"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(known); i++)
    *known[i].list = yt_grammar_find_list(grammar, known[i].name);
}

/* Is the list one of triggers: v/…, or a quoted word of a rule that begins with a word of two characters or more that
 * ends names itself ("签约落地")? */
static gboolean
ends_names(const YtGrammar *grammar, const char *list)
{
  if (g_str_has_prefix(list, "v/"))
    return TRUE;
  if (list[0] != '"')
    return FALSE;
  guint n = 0;
  for (const char *p = list + 1; *p && *p != '"';) {
    p += yt_utf8_size(p);
    guint32 word =
        ++n >= 2 ? yt_lexicon_find(grammar->lexicon, list + 1, (gsize) (p - list - 1)) : YT_WORD_NONE;
    if (word != YT_WORD_NONE &&
        yt_lexicon_in_list(grammar->lexicon, yt_lexicon_get(grammar->lexicon, word)->set,
                           grammar->known.stop))
      return TRUE;
  }
  return FALSE;
}

/* Is the set of lists one of triggers? */
static gboolean
has_trigger(const YtGrammar *grammar, const guint64 *set)
{
  for (guint w = 0; w < YT_MAX_LISTS / 64; w++)
    for (guint64 left = set[w]; left != 0; left &= left - 1)
      if (ends_names(grammar, g_ptr_array_index(grammar->list_names, w * 64 + (guint) __builtin_ctzll(left))))
        return TRUE;
  return FALSE;
}

/* The words of trigger lists end names too, unless names may hold them. */
static void
stop_at_triggers(YtGrammar *grammar)
{
  for (guint32 word = 1; word < yt_lexicon_get_n_words(grammar->lexicon); word++) {
    guint set = yt_lexicon_get(grammar->lexicon, word)->set;
    if (set == 0 || yt_lexicon_in_list(grammar->lexicon, set, grammar->known.inner) ||
        yt_lexicon_in_list(grammar->lexicon, set, grammar->known.stop))
      continue;
    if (has_trigger(grammar, yt_lexicon_get_lists(grammar->lexicon, set)))
      yt_lexicon_add_to_list(grammar->lexicon, word, grammar->known.stop);
  }
}

/* What the vocabulary takes for numerals is none where it is one of the goods: 三七, 八角. */
static void
count_no_goods(YtGrammar *grammar)
{
  for (guint32 word = 1; word < yt_lexicon_get_n_words(grammar->lexicon); word++) {
    const YtWord *w = yt_lexicon_get(grammar->lexicon, word);
    if (w->pos == YT_POS_NUMERAL && yt_lexicon_in_list(grammar->lexicon, w->set, grammar->known.goods))
      yt_lexicon_edit(grammar->lexicon, word)->pos = YT_POS_NOUN;
  }
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
  return strcmp(*(char *const *) a, *(char *const *) b);
}

/* The .ytg files of @dir by name; those of @names already there stay. */
static gboolean
list_files(const char *dir, GPtrArray *names, GError **error)
{
  g_autoptr(GDir) folder = g_dir_open(dir, 0, error);
  if (!folder)
    return FALSE;
  for (const char *name; (name = g_dir_read_name(folder)) != NULL;)
    if (g_str_has_suffix(name, ".ytg") && !g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
      g_ptr_array_add(names, g_strdup(name));
  return TRUE;
}

YtGrammar *
yt_grammar_new(const char *rules_dir, const char *data_dir, const char *extra_dir, GError **error)
{
  g_return_val_if_fail(rules_dir != NULL && data_dir != NULL, NULL);
  g_autoptr(YtGrammar) grammar = g_new0(YtGrammar, 1);
  grammar->lexicon = yt_lexicon_new();
  grammar->lists = g_hash_table_new(g_str_hash, g_str_equal);
  grammar->list_names = g_ptr_array_new_with_free_func(g_free);
  grammar->entries = g_array_new(FALSE, TRUE, sizeof(YtEntry));
  g_array_set_size(grammar->entries, 1);
  grammar->industries = g_ptr_array_new_with_free_func(g_free);
  grammar->divisions = g_hash_table_new(NULL, NULL);
  grammar->letters = g_hash_table_new(NULL, NULL);
  grammar->city_letters = g_hash_table_new(NULL, NULL);
  grammar->number_prefixes = g_hash_table_new(g_str_hash, g_str_equal);
  grammar->mention_rules = g_ptr_array_new_with_free_func(rule_free);
  grammar->fact_rules = g_ptr_array_new_with_free_func(rule_free);
  grammar->strings = g_string_chunk_new(64 * 1024);
  list_of(grammar, "(empty)");
  list_of(grammar, "place/new-area"); /* gazetteers ask for these two themselves: while there is room */
  list_of(grammar, "agency-kind");

  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  if (!list_files(rules_dir, names, error) || (extra_dir && !list_files(extra_dir, names, error)))
    return NULL;
  g_ptr_array_sort(names, compare_names);
  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index(names, i);
    g_autofree char *path = extra_dir ? g_build_filename(extra_dir, name, NULL) : NULL;
    if (!path || !g_file_test(path, G_FILE_TEST_EXISTS)) {
      g_free(path);
      path = g_build_filename(rules_dir, name, NULL);
    }
    if (!read_file(grammar, path, data_dir, error))
      return NULL;
  }
  find_known_lists(grammar);
  yt_find_figure_lists(grammar, &grammar->figures);
  yt_find_amount_lists(grammar, &grammar->amounts);
  yt_find_table_lists(grammar, &grammar->tables);
  count_no_goods(grammar);
  stop_at_triggers(grammar);
  return g_steal_pointer(&grammar);
}

static guint8 *
find_suffix_classes(const YtGrammar *grammar)
{
  guint n_sets = grammar->lexicon->sets->len;
  guint8 *classes = g_new0(guint8, n_sets);
  for (guint set = 1; set < n_sets; set++)
    for (guint class = 1; class < YT_N_CLASSES && classes[set] == YT_CLASS_NONE; class ++)
      if (grammar->suffix_lists[class] != 0 &&
          yt_lexicon_in_list(grammar->lexicon, set, grammar->suffix_lists[class]))
        classes[set] = (guint8) class;
  return classes;
}

void
yt_grammar_compile(YtGrammar *grammar)
{
  grammar->suffix_classes = find_suffix_classes(grammar);
  grammar->roles = yt_roles_of_sets(grammar);
  yt_index_signs(grammar);
  yt_lexicon_compile(grammar->lexicon);
  yt_dispatch_init(&grammar->mention_dispatch, grammar->lexicon, grammar->mention_rules);
  yt_dispatch_init(&grammar->fact_dispatch, grammar->lexicon, grammar->fact_rules);
}

void
yt_grammar_free(YtGrammar *grammar)
{
  if (!grammar)
    return;
  yt_lexicon_free(grammar->lexicon);
  g_hash_table_unref(grammar->lists);
  g_ptr_array_unref(grammar->list_names);
  g_array_unref(grammar->entries);
  g_ptr_array_unref(grammar->industries);
  g_hash_table_unref(grammar->divisions);
  g_hash_table_unref(grammar->letters);
  g_hash_table_unref(grammar->city_letters);
  g_hash_table_unref(grammar->number_prefixes);
  yt_dispatch_clear(&grammar->mention_dispatch);
  yt_dispatch_clear(&grammar->fact_dispatch);
  g_ptr_array_unref(grammar->mention_rules);
  g_ptr_array_unref(grammar->fact_rules);
  g_string_chunk_free(grammar->strings);
  g_free(grammar->suffix_classes);
  g_free(grammar->roles);
  g_free(grammar->first_signs);
  g_free(grammar->last_signs);
  g_free(grammar);
}
