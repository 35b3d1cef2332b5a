/* regex.c: a pattern becomes a program for a machine that runs all alternatives at once.
 *
 * The program's instructions are those of Thompson's and Pike's matcher (R. Cox, "Regular Expression Matching: the
 * Virtual Machine Approach"): threads step through the text together, one character at a time, in order of
 * preference, and no two threads stand at the same instruction, so the time is text times program. Thread lists keep
 * the groups' places only for REPLACE. Counted repetition is unrolled, up to MAX_PROGRAM instructions. */
#include "sparql/regex.h"
#include <string.h>

enum { MAX_PROGRAM = 20000, MAX_NESTING = 100, MAX_GROUPS = 10 };

typedef enum {
  OP_CHAR,  /* c */
  OP_ANY,   /* "." */
  OP_CLASS, /* classes[x] */
  OP_SPLIT, /* x first, then y */
  OP_JUMP,  /* x */
  OP_SAVE,  /* place x */
  OP_BEGIN, /* "^" */
  OP_END,   /* "$" */
  OP_MATCH,
} Op;

typedef struct {
  Op op;
  gunichar c;
  guint x, y;
} Instruction;

typedef struct {
  gunichar first, last;
} Range;

typedef enum {
  PROPERTY_NONE,
  PROPERTY_CATEGORY, /* \p{L}: a mask of GUnicodeType */
  PROPERTY_SPACE,    /* \s */
  PROPERTY_DIGIT,
  PROPERTY_WORD,
  PROPERTY_NAME_START, /* \i */
  PROPERTY_NAME,       /* \c */
} PropertyKind;

typedef struct {
  PropertyKind kind;
  guint32 categories;
  gboolean negated;
} Property;

typedef struct {
  GArray *ranges;     /* of Range */
  GArray *properties; /* of Property */
  gboolean negated;
  int subtracted; /* index of a class, or -1 */
} Class;

struct _YtRegex {
  GArray *program; /* of Instruction */
  GArray *classes; /* of Class */
  gboolean ignore_case, dot_all, multi_line, extended, literal;
  guint n_groups;
  guint *marks; /* by instruction: the step that it was last added in */
  guint step;
};

typedef struct {
  YtRegex *regex;
  const char *at, *end;
  guint depth;
  const char *problem;
} Compiler;

static void
class_clear(gpointer data)
{
  Class *class = data;
  g_array_unref(class->ranges);
  g_array_unref(class->properties);
}

void
yt_regex_free(YtRegex *regex)
{
  g_array_unref(regex->program);
  g_array_unref(regex->classes);
  g_free(regex->marks);
  g_free(regex);
}

/* Compiling */

static void
fail(Compiler *c, const char *problem)
{
  if (!c->problem)
    c->problem = problem;
  c->at = c->end;
}

static guint
emit(Compiler *c, Op op, gunichar character, guint x, guint y)
{
  if (c->regex->program->len >= MAX_PROGRAM)
    fail(c, "the pattern is too large");
  else {
    Instruction instruction = {op, character, x, y};
    g_array_append_val(c->regex->program, instruction);
  }
  return c->regex->program->len - 1;
}

static Instruction *
at_instruction(Compiler *c, guint index)
{
  return &g_array_index(c->regex->program, Instruction, index);
}

static void
skip_extended(Compiler *c)
{
  while (c->regex->extended && c->at < c->end && strchr(" \t\n\r", *c->at))
    c->at++;
}

static gboolean
at_char(Compiler *c, char expected)
{
  skip_extended(c);
  return c->at < c->end && *c->at == expected;
}

static gboolean
accept(Compiler *c, char expected)
{
  if (!at_char(c, expected))
    return FALSE;
  c->at++;
  return TRUE;
}

static gunichar
next_char(Compiler *c)
{
  gunichar character = g_utf8_get_char(c->at);
  c->at = g_utf8_next_char(c->at);
  return character;
}

static Class
class_new(void)
{
  return (Class){.ranges = g_array_new(FALSE, FALSE, sizeof(Range)),
                 .properties = g_array_new(FALSE, TRUE, sizeof(Property)),
                 .subtracted = -1};
}

static void
add_range(Class *class, gunichar first, gunichar last)
{
  Range range = {first, last};
  g_array_append_val(class->ranges, range);
}

/* \p{…}: a general category by its one or two letters, or a block that begins with "Is" */
static gboolean
read_category(Compiler *c, Property *property)
{
  static const struct {
    const char name[3];
    guint32 mask;
  } categories[] = {
#define BIT(t) (1u << G_UNICODE_##t)
      {"Lu", BIT(UPPERCASE_LETTER)},    {"Ll", BIT(LOWERCASE_LETTER)},  {"Lt", BIT(TITLECASE_LETTER)},
      {"Lm", BIT(MODIFIER_LETTER)},     {"Lo", BIT(OTHER_LETTER)},      {"Mn", BIT(NON_SPACING_MARK)},
      {"Mc", BIT(SPACING_MARK)},        {"Me", BIT(ENCLOSING_MARK)},    {"Nd", BIT(DECIMAL_NUMBER)},
      {"Nl", BIT(LETTER_NUMBER)},       {"No", BIT(OTHER_NUMBER)},      {"Pc", BIT(CONNECT_PUNCTUATION)},
      {"Pd", BIT(DASH_PUNCTUATION)},    {"Ps", BIT(OPEN_PUNCTUATION)},  {"Pe", BIT(CLOSE_PUNCTUATION)},
      {"Pi", BIT(INITIAL_PUNCTUATION)}, {"Pf", BIT(FINAL_PUNCTUATION)}, {"Po", BIT(OTHER_PUNCTUATION)},
      {"Zs", BIT(SPACE_SEPARATOR)},     {"Zl", BIT(LINE_SEPARATOR)},    {"Zp", BIT(PARAGRAPH_SEPARATOR)},
      {"Sm", BIT(MATH_SYMBOL)},         {"Sc", BIT(CURRENCY_SYMBOL)},   {"Sk", BIT(MODIFIER_SYMBOL)},
      {"So", BIT(OTHER_SYMBOL)},        {"Cc", BIT(CONTROL)},           {"Cf", BIT(FORMAT)},
      {"Co", BIT(PRIVATE_USE)},         {"Cn", BIT(UNASSIGNED)},
#undef BIT
  };
  if (!accept(c, '{'))
    return FALSE;
  const char *close = memchr(c->at, '}', (gsize) (c->end - c->at));
  gsize n = close ? (gsize) (close - c->at) : 0;
  if (n != 1 && n != 2)
    return FALSE;
  property->kind = PROPERTY_CATEGORY;
  for (gsize i = 0; i < G_N_ELEMENTS(categories); i++)
    if (!strncmp(categories[i].name, c->at, n))
      property->categories |= categories[i].mask;
  c->at = close + 1;
  return property->categories != 0;
}

/* An escape after its backslash: a character into @single, or a property. FALSE on neither. */
static gboolean
read_escape(Compiler *c, gunichar *single, Property *property)
{
  *single = 0;
  *property = (Property){0};
  if (c->at >= c->end) {
    fail(c, "the pattern ends in a backslash");
    return FALSE;
  }
  char letter = *c->at++;
  static const char from[] = "nrt", to[] = "\n\r\t";
  const char *found = strchr(from, letter);
  if (found && letter) {
    *single = (gunichar) to[found - from];
    return TRUE;
  }
  if (strchr("\\|.?*+(){}$-[]^", letter)) {
    *single = (gunichar) letter;
    return TRUE;
  }
  property->negated = g_ascii_isupper(letter);
  switch (g_ascii_tolower(letter)) {
  case 's': property->kind = PROPERTY_SPACE; return TRUE;
  case 'd': property->kind = PROPERTY_DIGIT; return TRUE;
  case 'w': property->kind = PROPERTY_WORD; return TRUE;
  case 'i': property->kind = PROPERTY_NAME_START; return TRUE;
  case 'c': property->kind = PROPERTY_NAME; return TRUE;
  case 'p':
    if (read_category(c, property))
      return TRUE;
    fail(c, "no such Unicode category");
    return FALSE;
  default:
    fail(c, g_ascii_isdigit(letter) ? "back-references are not supported" : "no such escape");
    return FALSE;
  }
}

/* charClassExpr ::= '[' '^'? ( char | char '-' char | escape )+ ( '-' charClassExpr )? ']', after its "[" */
static int
read_class(Compiler *c)
{
  if (++c->depth > MAX_NESTING) {
    fail(c, "the pattern nests too deep");
    return 0;
  }
  Class class = class_new();
  class.negated = c->at < c->end && *c->at == '^';
  if (class.negated)
    c->at++;
  for (gboolean first = TRUE; c->at < c->end && (*c->at != ']' || first); first = FALSE) {
    if (*c->at == '-' && c->at + 1 < c->end && c->at[1] == '[' && !first) {
      c->at += 2;
      class.subtracted = read_class(c);
      break;
    }
    gunichar low, high;
    Property property;
    if (*c->at == '\\') {
      c->at++;
      if (!read_escape(c, &low, &property))
        break;
      if (property.kind) {
        g_array_append_val(class.properties, property);
        continue;
      }
    } else if (*c->at == '[' || (*c->at == ']' && first)) {
      fail(c, "a bracket inside a character class needs a backslash");
      break;
    } else
      low = next_char(c);
    high = low;
    if (c->end - c->at >= 2 && *c->at == '-' && c->at[1] != ']' && c->at[1] != '[') {
      c->at++;
      if (*c->at == '\\') {
        c->at++;
        if (!read_escape(c, &high, &property) || property.kind) {
          fail(c, "a range in a character class needs a character at its end");
          break;
        }
      } else
        high = next_char(c);
      if (high < low)
        fail(c, "a range in a character class runs backwards");
    }
    add_range(&class, low, high);
  }
  if (c->at >= c->end || *c->at != ']')
    fail(c, "a character class does not end");
  else
    c->at++;
  c->depth--;
  g_array_append_val(c->regex->classes, class);
  return (int) c->regex->classes->len - 1;
}

static void
emit_property(Compiler *c, Property property)
{
  Class class = class_new();
  g_array_append_val(class.properties, property);
  g_array_append_val(c->regex->classes, class);
  emit(c, OP_CLASS, 0, c->regex->classes->len - 1, 0);
}

static void compile_alternatives(Compiler *c);

static void
compile_group(Compiler *c)
{
  if (++c->depth > MAX_NESTING) {
    fail(c, "the pattern nests too deep");
    return;
  }
  gboolean captures = TRUE;
  if (accept(c, '?')) {
    if (!accept(c, ':'))
      fail(c, "after '(?' only ':' may follow");
    captures = FALSE;
  }
  guint group = captures ? ++c->regex->n_groups : G_MAXUINT;
  gboolean saves = group < MAX_GROUPS;
  if (saves)
    emit(c, OP_SAVE, 0, 2 * group, 0);
  compile_alternatives(c);
  if (saves)
    emit(c, OP_SAVE, 0, 2 * group + 1, 0);
  if (!accept(c, ')'))
    fail(c, "a group does not end");
  c->depth--;
}

/* atom ::= char | '.' | '^' | '$' | escape | charClassExpr | '(' regex ')' */
static void
compile_atom(Compiler *c)
{
  skip_extended(c);
  gunichar single;
  Property property;
  switch (*c->at) {
  case '(':
    c->at++;
    compile_group(c);
    break;
  case '[':
    c->at++;
    emit(c, OP_CLASS, 0, (guint) read_class(c), 0);
    break;
  case '.':
    c->at++;
    emit(c, OP_ANY, 0, 0, 0);
    break;
  case '^':
    c->at++;
    emit(c, OP_BEGIN, 0, 0, 0);
    break;
  case '$':
    c->at++;
    emit(c, OP_END, 0, 0, 0);
    break;
  case '\\':
    c->at++;
    if (!read_escape(c, &single, &property))
      break;
    if (property.kind)
      emit_property(c, property);
    else
      emit(c, OP_CHAR, c->regex->ignore_case ? g_unichar_tolower(single) : single, 0, 0);
    break;
  case '?':
  case '*':
  case '+':
  case '{':
  case '}':
  case ']': fail(c, "a quantifier or closing bracket has nothing to act on"); break;
  default:
    single = next_char(c);
    emit(c, OP_CHAR, c->regex->ignore_case ? g_unichar_tolower(single) : single, 0, 0);
  }
}

static gboolean
read_count(Compiler *c, guint *count)
{
  *count = 0;
  const char *start = c->at;
  for (; c->at < c->end && g_ascii_isdigit(*c->at); c->at++)
    if ((*count = *count * 10 + (guint) (*c->at - '0')) > MAX_PROGRAM) {
      fail(c, "the pattern is too large");
      return FALSE;
    }
  return c->at > start;
}

/* quantifier ::= ( '?' | '*' | '+' | '{' n ( ',' m? )? '}' ) '?'?   @high is G_MAXUINT without a bound */
static gboolean
read_quantifier(Compiler *c, guint *low, guint *high, gboolean *lazy)
{
  if (accept(c, '?')) {
    *low = 0;
    *high = 1;
  } else if (accept(c, '*')) {
    *low = 0;
    *high = G_MAXUINT;
  } else if (accept(c, '+')) {
    *low = 1;
    *high = G_MAXUINT;
  } else if (accept(c, '{')) {
    if (!read_count(c, low))
      fail(c, "a count was expected after '{'");
    *high = *low;
    if (accept(c, ',') && !read_count(c, high))
      *high = G_MAXUINT;
    if (!accept(c, '}') || *high < *low)
      fail(c, "a counted repetition is broken");
  } else
    return FALSE;
  *lazy = accept(c, '?');
  return !c->problem;
}

/* Appends a copy of the instructions [start, start + n), moved. */
static void
repeat(Compiler *c, const Instruction *copy, guint n, guint start)
{
  guint shift = c->regex->program->len - start;
  for (guint i = 0; i < n && !c->problem; i++) {
    Instruction instruction = copy[i];
    if (instruction.op == OP_SPLIT || instruction.op == OP_JUMP) {
      instruction.x += shift;
      instruction.y += shift;
    }
    emit(c, instruction.op, instruction.c, instruction.x, instruction.y);
  }
}

static void
set_split(Compiler *c, guint at, guint enter, guint leave, gboolean lazy)
{
  if (c->problem)
    return;
  at_instruction(c, at)->x = lazy ? leave : enter;
  at_instruction(c, at)->y = lazy ? enter : leave;
}

static void
compile_quantified(Compiler *c)
{
  guint start = c->regex->program->len;
  compile_atom(c);
  guint low, high;
  gboolean lazy;
  if (c->problem || !read_quantifier(c, &low, &high, &lazy))
    return;
  guint n = c->regex->program->len - start;
  g_autofree Instruction *copy = g_memdup2(at_instruction(c, 0) + start, n * sizeof(Instruction));
  g_array_set_size(c->regex->program, start);
  for (guint i = 0; i < low; i++)
    repeat(c, copy, n, start);
  if (high == G_MAXUINT) { /* L1: split L2, L3; L2: …; jump L1; L3: */
    guint split = emit(c, OP_SPLIT, 0, 0, 0);
    repeat(c, copy, n, start);
    emit(c, OP_JUMP, 0, split, 0);
    set_split(c, split, split + 1, c->regex->program->len, lazy);
    return;
  }
  g_autoptr(GArray) splits = g_array_new(FALSE, FALSE, sizeof(guint));
  for (guint i = low; i < high && !c->problem; i++) {
    guint split = emit(c, OP_SPLIT, 0, 0, 0);
    g_array_append_val(splits, split);
    repeat(c, copy, n, start);
  }
  for (guint i = 0; i < splits->len; i++) {
    guint split = g_array_index(splits, guint, i);
    set_split(c, split, split + 1, c->regex->program->len, lazy);
  }
}

static gboolean
at_end_of_branch(Compiler *c)
{
  skip_extended(c);
  return c->at >= c->end || *c->at == '|' || *c->at == ')';
}

/* regex ::= branch ( '|' branch )* */
static void
compile_alternatives(Compiler *c)
{
  g_autoptr(GArray) jumps = g_array_new(FALSE, FALSE, sizeof(guint));
  for (;;) {
    guint start = c->regex->program->len;
    while (!at_end_of_branch(c))
      compile_quantified(c);
    if (c->problem || !at_char(c, '|'))
      break;
    c->at++;
    /* the branch moves one down, to make room for the split before it */
    guint n = c->regex->program->len - start;
    g_autofree Instruction *copy =
        n > 0 ? g_memdup2(at_instruction(c, start), n * sizeof(Instruction)) : NULL;
    g_array_set_size(c->regex->program, start);
    guint split = emit(c, OP_SPLIT, 0, 0, 0);
    repeat(c, copy, n, start);
    guint jump = emit(c, OP_JUMP, 0, 0, 0);
    g_array_append_val(jumps, jump);
    set_split(c, split, split + 1, c->regex->program->len, FALSE);
  }
  for (guint i = 0; i < jumps->len && !c->problem; i++)
    at_instruction(c, g_array_index(jumps, guint, i))->x = c->regex->program->len;
}

static gboolean
set_flags(YtRegex *regex, const char *flags, gsize n_flags)
{
  for (gsize i = 0; i < n_flags; i++)
    switch (flags[i]) {
    case 'i': regex->ignore_case = TRUE; break;
    case 's': regex->dot_all = TRUE; break;
    case 'm': regex->multi_line = TRUE; break;
    case 'x': regex->extended = TRUE; break;
    case 'q': regex->literal = TRUE; break;
    default: return FALSE;
    }
  return TRUE;
}

YtRegex *
yt_regex_compile(const char *pattern, gsize n_pattern, const char *flags, gsize n_flags, const char **problem)
{
  g_autoptr(YtRegex) regex = g_new0(YtRegex, 1);
  regex->program = g_array_new(FALSE, FALSE, sizeof(Instruction));
  regex->classes = g_array_new(FALSE, FALSE, sizeof(Class));
  g_array_set_clear_func(regex->classes, class_clear);
  Compiler compiler = {.regex = regex, .at = pattern, .end = pattern + n_pattern}, *c = &compiler;
  if (!set_flags(regex, flags, n_flags))
    fail(c, "a flag is none of i, s, m, x, q");
  emit(c, OP_SAVE, 0, 0, 0);
  if (regex->literal) {
    while (c->at < c->end) {
      gunichar single = next_char(c);
      emit(c, OP_CHAR, regex->ignore_case ? g_unichar_tolower(single) : single, 0, 0);
    }
  } else {
    compile_alternatives(c);
    if (c->at < c->end)
      fail(c, "a ')' has no '('");
  }
  emit(c, OP_SAVE, 0, 1, 0);
  emit(c, OP_MATCH, 0, 0, 0);
  if (c->problem) {
    *problem = c->problem;
    return NULL;
  }
  regex->marks = g_new0(guint, regex->program->len);
  return g_steal_pointer(&regex);
}

/* Matching */

static gboolean
has_property(const Property *property, gunichar c)
{
  GUnicodeType type = g_unichar_type(c);
  const guint32 letters = 1u << G_UNICODE_UPPERCASE_LETTER | 1u << G_UNICODE_LOWERCASE_LETTER |
                          1u << G_UNICODE_TITLECASE_LETTER | 1u << G_UNICODE_MODIFIER_LETTER |
                          1u << G_UNICODE_OTHER_LETTER | 1u << G_UNICODE_LETTER_NUMBER;
  gboolean result = FALSE;
  switch (property->kind) {
  case PROPERTY_NONE: break;
  case PROPERTY_CATEGORY: result = property->categories >> type & 1; break;
  case PROPERTY_SPACE: result = c == ' ' || c == '\t' || c == '\n' || c == '\r'; break;
  case PROPERTY_DIGIT: result = type == G_UNICODE_DECIMAL_NUMBER; break;
  case PROPERTY_WORD: /* all but punctuation, separators and "other" */
    result = !(type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_UNASSIGNED ||
               type == G_UNICODE_PRIVATE_USE || type == G_UNICODE_SURROGATE ||
               (type >= G_UNICODE_CONNECT_PUNCTUATION && type <= G_UNICODE_OTHER_PUNCTUATION) ||
               (type >= G_UNICODE_LINE_SEPARATOR && type <= G_UNICODE_SPACE_SEPARATOR));
    break;
  case PROPERTY_NAME_START: result = c == '_' || c == ':' || (letters >> type & 1); break;
  case PROPERTY_NAME:
    result = c == '_' || c == ':' || c == '-' || c == '.' || c == 0xB7 || (letters >> type & 1) ||
             type == G_UNICODE_DECIMAL_NUMBER || type == G_UNICODE_NON_SPACING_MARK ||
             type == G_UNICODE_SPACING_MARK;
    break;
  }
  return result != property->negated;
}

static gboolean
class_holds(const YtRegex *regex, const Class *class, gunichar c)
{
  gboolean found = FALSE;
  for (guint i = 0; !found && i < class->ranges->len; i++) {
    const Range *range = &g_array_index(class->ranges, Range, i);
    found = c >= range->first && c <= range->last;
  }
  for (guint i = 0; !found && i < class->properties->len; i++)
    found = has_property(&g_array_index(class->properties, Property, i), c);
  if (found == class->negated)
    return FALSE;
  return class->subtracted < 0 ||
         !class_holds(regex, &g_array_index(regex->classes, Class, class->subtracted), c);
}

static gboolean
class_matches(const YtRegex *regex, const Class *class, gunichar c)
{
  if (!regex->ignore_case)
    return class_holds(regex, class, c);
  return class_holds(regex, class, c) || class_holds(regex, class, g_unichar_tolower(c)) ||
         class_holds(regex, class, g_unichar_toupper(c));
}

typedef struct {
  guint instruction;
  guint places; /* index into the machine's rows of places */
} Thread;

typedef struct {
  Thread *threads;
  guint n;
} ThreadList;

typedef struct {
  YtRegex *regex;
  const char *text, *end;
  guint n_places;      /* 0: only whether there is a match */
  const char **places; /* rows of n_places, one for each thread that may live, and one to work in */
  guint *free_rows, n_free;
  guint *row_uses;
  Thread *stack; /* for add_thread() */
} Machine;

static guint
new_row(Machine *m, guint from)
{
  if (!m->n_places)
    return 0;
  guint row = m->free_rows[--m->n_free];
  memcpy(m->places + row * m->n_places, m->places + from * m->n_places, m->n_places * sizeof(char *));
  m->row_uses[row] = 1;
  return row;
}

static void
drop_row(Machine *m, guint row)
{
  if (m->n_places && --m->row_uses[row] == 0)
    m->free_rows[m->n_free++] = row;
}

static gboolean
holds_here(const Machine *m, Op op, const char *at)
{
  if (op == OP_BEGIN)
    return at == m->text || (m->regex->multi_line && at[-1] == '\n' && at < m->end);
  return at == m->end || (m->regex->multi_line && *at == '\n');
}

/* Adds the thread and all that it reaches without reading, in order of preference. Takes over one use of @row. */
static void
add_thread(Machine *m, ThreadList *list, guint instruction, guint row, const char *at)
{
  guint n_stack = 0;
  m->stack[n_stack++] = (Thread){instruction, row};
  while (n_stack) {
    Thread thread = m->stack[--n_stack];
    if (m->regex->marks[thread.instruction] == m->regex->step) {
      drop_row(m, thread.places);
      continue;
    }
    m->regex->marks[thread.instruction] = m->regex->step;
    const Instruction *i = &g_array_index(m->regex->program, Instruction, thread.instruction);
    switch (i->op) {
    case OP_JUMP: m->stack[n_stack++] = (Thread){i->x, thread.places}; break;
    case OP_SPLIT:
      if (m->n_places)
        m->row_uses[thread.places]++;
      m->stack[n_stack++] = (Thread){i->y, thread.places};
      m->stack[n_stack++] = (Thread){i->x, thread.places};
      break;
    case OP_SAVE:
      if (i->x < m->n_places) {
        guint copy = new_row(m, thread.places);
        drop_row(m, thread.places);
        thread.places = copy;
        m->places[copy * m->n_places + i->x] = at;
      }
      m->stack[n_stack++] = (Thread){thread.instruction + 1, thread.places};
      break;
    case OP_BEGIN:
    case OP_END:
      if (holds_here(m, i->op, at))
        m->stack[n_stack++] = (Thread){thread.instruction + 1, thread.places};
      else
        drop_row(m, thread.places);
      break;
    case OP_CHAR:
    case OP_ANY:
    case OP_CLASS:
    case OP_MATCH: list->threads[list->n++] = thread; break;
    }
  }
}

static gboolean
reads(const YtRegex *regex, const Instruction *i, gunichar c, gunichar lower)
{
  switch (i->op) {
  case OP_CHAR: return i->c == (regex->ignore_case ? lower : c);
  case OP_ANY: return regex->dot_all || (c != '\n' && c != '\r');
  case OP_CLASS: return class_matches(regex, &g_array_index(regex->classes, Class, i->x), c);
  default: return FALSE;
  }
}

/* Runs from @start on; the first match in the text, of those the preferred one, has its places put into @match. */
static gboolean
run(Machine *m, const char *start, const char **match)
{
  YtRegex *regex = m->regex;
  guint size = regex->program->len;
  g_autofree Thread *room = g_new(Thread, 3 * size + 2);
  g_autofree Thread *stack = g_new(Thread, 2 * size + 2);
  ThreadList now = {.threads = room}, next = {.threads = room + size};
  m->stack = stack;
  gboolean found = FALSE;
  for (const char *at = start;; at = g_utf8_next_char(at)) {
    if (!now.n)
      regex->step++;
    if (!found) { /* a thread that begins here comes after those that began before */
      guint row = m->n_places ? m->free_rows[--m->n_free] : 0;
      if (m->n_places) {
        memset(m->places + row * m->n_places, 0, m->n_places * sizeof(char *));
        m->row_uses[row] = 1;
      }
      add_thread(m, &now, 0, row, at);
    }
    if (!now.n && found)
      break;
    gunichar c = at < m->end ? g_utf8_get_char(at) : 0;
    gunichar lower = regex->ignore_case ? g_unichar_tolower(c) : c;
    regex->step++;
    next.n = 0;
    for (guint t = 0; t < now.n; t++) {
      Thread thread = now.threads[t];
      const Instruction *i = &g_array_index(regex->program, Instruction, thread.instruction);
      if (i->op == OP_MATCH) {
        found = TRUE;
        if (!m->n_places)
          return TRUE;
        memcpy(match, m->places + thread.places * m->n_places, m->n_places * sizeof(char *));
        for (; t < now.n; t++) /* the rest is less preferred */
          drop_row(m, now.threads[t].places);
        break;
      }
      if (at < m->end && reads(regex, i, c, lower))
        add_thread(m, &next, thread.instruction + 1, thread.places, g_utf8_next_char(at));
      else
        drop_row(m, thread.places);
    }
    ThreadList swap = now;
    now = next;
    next = swap;
    if (at >= m->end || (found && !now.n))
      break;
  }
  for (guint t = 0; t < now.n; t++)
    drop_row(m, now.threads[t].places);
  return found;
}

gboolean
yt_regex_matches(YtRegex *regex, const char *text, gsize n_text)
{
  Machine machine = {.regex = regex, .text = text, .end = text + n_text};
  return run(&machine, text, NULL);
}

static gboolean
append_replacement(GString *out, const char *replacement, gsize n_replacement, const char **match,
                   guint n_groups)
{
  for (const char *p = replacement, *end = p + n_replacement; p < end; p++) {
    if (*p == '\\') {
      if (++p >= end || (*p != '\\' && *p != '$'))
        return FALSE;
      g_string_append_c(out, *p);
    } else if (*p == '$') {
      if (++p >= end || !g_ascii_isdigit(*p))
        return FALSE;
      guint group = (guint) (*p - '0');
      /* XPath: more digits belong to the number as long as there is such a group; groups stop at 9 here */
      if (group <= n_groups && match[2 * group] && match[2 * group + 1])
        g_string_append_len(out, match[2 * group], match[2 * group + 1] - match[2 * group]);
    } else
      g_string_append_c(out, *p);
  }
  return TRUE;
}

gboolean
yt_regex_replace(YtRegex *regex, const char *text, gsize n_text, const char *replacement, gsize n_replacement,
                 GString *out, const char **problem)
{
  if (yt_regex_matches(regex, "", 0)) {
    *problem = "the pattern matches the empty string";
    return FALSE;
  }
  guint n_groups = MIN(regex->n_groups, MAX_GROUPS - 1), n_rows = 2 * regex->program->len + 4;
  Machine machine = {.regex = regex, .text = text, .end = text + n_text, .n_places = 2 * (n_groups + 1)};
  g_autofree const char **places = g_new0(const char *, n_rows *machine.n_places);
  g_autofree guint *free_rows = g_new(guint, n_rows);
  g_autofree guint *row_uses = g_new0(guint, n_rows);
  machine.places = places;
  machine.free_rows = free_rows;
  machine.row_uses = row_uses;
  for (guint i = 0; i < n_rows; i++)
    free_rows[machine.n_free++] = i;
  const char *match[2 * MAX_GROUPS];
  const char *done = text;
  while (done <= machine.end && run(&machine, done, match)) {
    g_string_append_len(out, done, match[0] - done);
    if (!regex->literal ? !append_replacement(out, replacement, n_replacement, match, n_groups)
                        : !g_string_append_len(out, replacement, (gssize) n_replacement)) {
      *problem = "the replacement has a '$' or '\\' that stands for nothing";
      return FALSE;
    }
    done = match[1];
  }
  g_string_append_len(out, done, machine.end - done);
  return TRUE;
}
