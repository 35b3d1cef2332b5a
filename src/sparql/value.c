/* value.c: the value spaces of XSD that SPARQL computes in, and the operators of SPARQL 1.1, section 17.3. */
#include "sparql/value.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

YtValue
yt_value_boolean(gboolean value)
{
  return (YtValue){.kind = YT_VALUE_BOOLEAN, .boolean = value != FALSE};
}

YtValue
yt_value_integer(gint64 value)
{
  return (YtValue){.kind = YT_VALUE_INTEGER, .decimal = {.digits = value}};
}

YtValue
yt_value_decimal(YtValueKind kind, YtDecimal value)
{
  return (YtValue){.kind = kind, .decimal = value};
}

YtValue
yt_value_real(YtValueKind kind, double value)
{
  return (YtValue){.kind = kind, .real = kind == YT_VALUE_FLOAT ? (double) (float) value : value};
}

YtValue
yt_value_string(const char *text, gsize n_text)
{
  return (YtValue){.kind = YT_VALUE_STRING, .text = text, .n_text = n_text};
}

YtValue
yt_value_iri(const char *text, gsize n_text)
{
  return (YtValue){.kind = YT_VALUE_IRI, .text = text, .n_text = n_text};
}

gboolean
yt_value_is_numeric(const YtValue *value)
{
  return value->kind >= YT_VALUE_INTEGER && value->kind <= YT_VALUE_DOUBLE;
}

gboolean
yt_value_is_literal(const YtValue *value)
{
  return value->kind >= YT_VALUE_STRING;
}

/* Reading lexical forms */

static gboolean
is_name(const char *name, const char *text, gsize n_text)
{
  return strlen(name) == n_text && !memcmp(name, text, n_text);
}

static gboolean
read_boolean(const char *text, gsize n_text, gboolean *value)
{
  *value = is_name("true", text, n_text) || is_name("1", text, n_text);
  return *value || is_name("false", text, n_text) || is_name("0", text, n_text);
}

/* XSD 1.1, 3.3.5.2: a decimal with an exponent, or a special value */
static gboolean
read_real(const char *text, gsize n_text, gboolean is_float, double *value)
{
  enum { MAX_REAL = 400 };
  if (is_name("INF", text, n_text) || is_name("+INF", text, n_text))
    *value = INFINITY;
  else if (is_name("-INF", text, n_text))
    *value = -INFINITY;
  else if (is_name("NaN", text, n_text))
    *value = NAN;
  else {
    if (!n_text || n_text >= MAX_REAL || !memchr("0123456789.+-", *text, 13))
      return FALSE;
    gboolean has_digit = FALSE;
    for (gsize i = 0; i < n_text; i++) {
      if (!memchr("0123456789.+-eE", text[i], 15))
        return FALSE;
      has_digit = has_digit || g_ascii_isdigit(text[i]);
    }
    char copy[MAX_REAL], *end;
    memcpy(copy, text, n_text);
    copy[n_text] = 0;
    *value = g_ascii_strtod(copy, &end);
    if (is_float)
      *value = (double) strtof(
          copy, NULL); /* rounded once; digits and a point are the same in every locale but the point */
    return has_digit && end == copy + n_text;
  }
  return TRUE;
}

/* The integer types, and the bounds that a lexical form must keep. */
static const struct {
  const char *name;
  gboolean has_min, has_max;
  gint64 min;
  guint64 max;
} integer_types[] = {
    {"integer", FALSE, FALSE, 0, 0},
    {"long", TRUE, TRUE, G_MININT64, G_MAXINT64},
    {"int", TRUE, TRUE, G_MININT32, G_MAXINT32},
    {"short", TRUE, TRUE, G_MININT16, G_MAXINT16},
    {"byte", TRUE, TRUE, G_MININT8, G_MAXINT8},
    {"nonNegativeInteger", TRUE, FALSE, 0, 0},
    {"positiveInteger", TRUE, FALSE, 1, 0},
    {"nonPositiveInteger", FALSE, TRUE, 0, 0},
    {"negativeInteger", FALSE, TRUE, 0, (guint64) -1},
    {"unsignedLong", TRUE, TRUE, 0, G_MAXUINT64},
    {"unsignedInt", TRUE, TRUE, 0, G_MAXUINT32},
    {"unsignedShort", TRUE, TRUE, 0, G_MAXUINT16},
    {"unsignedByte", TRUE, TRUE, 0, G_MAXUINT8},
};

/* The index of an integer type by the local part of its name, or -1. */
static int
find_integer_type(const char *name, gsize n_name)
{
  for (guint i = 0; i < G_N_ELEMENTS(integer_types); i++)
    if (is_name(integer_types[i].name, name, n_name))
      return (int) i;
  return -1;
}

static gboolean
fits_integer_type(int type, YtInt128 value)
{
  YtInt128 max = type == 8 ? -1 : (YtInt128) integer_types[type].max; /* 8: negativeInteger */
  return (!integer_types[type].has_min || value >= integer_types[type].min) &&
         (!integer_types[type].has_max || value <= max);
}

/* Numbers may have space around them: the whiteSpace facet of every type but string is "collapse". */
static void
collapse(const char **text, gsize *n_text)
{
  while (*n_text && strchr(" \t\r\n", **text)) {
    ++*text;
    --*n_text;
  }
  while (*n_text && strchr(" \t\r\n", (*text)[*n_text - 1]))
    --*n_text;
}

/* Fills in the value of @text as the XSD type called @name. FALSE when it has no such form or type. */
static gboolean
read_value(YtValue *value, const char *name, gsize n_name, const char *text, gsize n_text)
{
  int type = find_integer_type(name, n_name);
  YtTimeKind kind;
  collapse(&text, &n_text);
  if (type >= 0) {
    value->kind = YT_VALUE_INTEGER;
    return yt_decimal_parse(text, n_text, FALSE, &value->decimal) &&
           fits_integer_type(type, value->decimal.digits);
  }
  if (is_name("decimal", name, n_name)) {
    value->kind = YT_VALUE_DECIMAL;
    return yt_decimal_parse(text, n_text, TRUE, &value->decimal);
  }
  if (is_name("double", name, n_name) || is_name("float", name, n_name)) {
    value->kind = *name == 'd' ? YT_VALUE_DOUBLE : YT_VALUE_FLOAT;
    return read_real(text, n_text, *name == 'f', &value->real);
  }
  if (is_name("boolean", name, n_name)) {
    value->kind = YT_VALUE_BOOLEAN;
    return read_boolean(text, n_text, &value->boolean);
  }
  if (yt_time_find_kind(value->datatype, value->n_datatype, &kind)) {
    value->kind = YT_VALUE_TIME;
    return yt_time_parse(kind, text, n_text, &value->time);
  }
  return FALSE;
}

YtValue
yt_value_from_term(const YtTerm *term)
{
  YtValue value = {.text = term->text, .n_text = term->n_text};
  switch (term->kind) {
  case YT_TERM_UNBOUND: break;
  case YT_TERM_IRI: value.kind = YT_VALUE_IRI; break;
  case YT_TERM_BLANK: value.kind = YT_VALUE_BLANK; break;
  case YT_TERM_LITERAL:
    if (term->language) {
      value.kind = YT_VALUE_LANGUAGE;
      value.language = term->language;
      value.n_language = term->n_language;
    } else if (!term->datatype)
      value.kind = YT_VALUE_STRING;
    else {
      const gsize n_ns = strlen(YT_XSD_NS);
      value.datatype = term->datatype;
      value.n_datatype = term->n_datatype;
      if (term->n_datatype <= n_ns || memcmp(term->datatype, YT_XSD_NS, n_ns) ||
          !read_value(&value, term->datatype + n_ns, term->n_datatype - n_ns, term->text, term->n_text))
        value.kind = YT_VALUE_TYPED;
    }
  }
  return value;
}

static const char *const integer_datatypes[] = {
    NULL, /* xsd:integer needs no name */
    YT_XSD_NS "long",
    YT_XSD_NS "int",
    YT_XSD_NS "short",
    YT_XSD_NS "byte",
    YT_XSD_NS "nonNegativeInteger",
    YT_XSD_NS "positiveInteger",
    YT_XSD_NS "nonPositiveInteger",
    YT_XSD_NS "negativeInteger",
    YT_XSD_NS "unsignedLong",
    YT_XSD_NS "unsignedInt",
    YT_XSD_NS "unsignedShort",
    YT_XSD_NS "unsignedByte",
};

static YtTime
time_from_id(YtTermId id)
{
  static const YtTimeKind kinds[] = {YT_TIMEKIND_YEAR, YT_TIMEKIND_YEARMONTH, YT_TIMEKIND_DATE,
                                     YT_TIMEKIND_DATETIME};
  YtTimeValue v;
  yt_id_get_time(id, &v);
  return (YtTime){.kind = kinds[v.type],
                  .year = v.year,
                  .month = v.month,
                  .day = v.day,
                  .hour = v.hour,
                  .minute = v.minute,
                  .second = v.second,
                  .attoseconds = (guint64) v.millisecond * G_GUINT64_CONSTANT(1000000000000000),
                  .has_zone = v.has_zone,
                  .zone_is_z = v.zone_is_z,
                  .zone_minutes = v.zone_minutes};
}

/* The term of a dictionary's or a local id, with its text kept in @arena. */
static YtTerm
fetch(const YtTerms *terms, YtTermId id, YtArena *arena)
{
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  YtTerm term = yt_terms_get(terms, id, &buffer);
  if (yt_id_kind(id) == YT_ID_LOCAL)
    return term; /* lives as long as @terms */
  term.text = yt_arena_strndup(arena, term.text, term.n_text);
  if (term.datatype)
    term.datatype = yt_arena_strndup(arena, term.datatype, term.n_datatype);
  if (term.language)
    term.language = yt_arena_strndup(arena, term.language, term.n_language);
  return term;
}

YtValue
yt_value_from_id(const YtTerms *terms, YtTermId id, YtArena *arena)
{
  YtValue value = {.id = id};
  YtTerm term;
  switch (yt_id_kind(id)) {
  case YT_ID_UNBOUND: break;
  case YT_ID_BLANK: value.kind = YT_VALUE_BLANK; break;
  case YT_ID_IRI: value.kind = YT_VALUE_IRI; break;
  case YT_ID_BOOLEAN:
    value.kind = YT_VALUE_BOOLEAN;
    value.boolean = yt_id_get_boolean(id);
    break;
  case YT_ID_INTEGER:
    value.kind = YT_VALUE_INTEGER;
    value.decimal.digits = yt_id_get_integer(id);
    value.datatype = integer_datatypes[yt_id_get_integer_type(id)];
    value.n_datatype = value.datatype ? strlen(value.datatype) : 0;
    break;
  case YT_ID_DECIMAL:
    value.kind = YT_VALUE_DECIMAL;
    value.decimal = (YtDecimal){yt_id_get_decimal(id), 6};
    break;
  case YT_ID_DOUBLE:
  case YT_ID_FLOAT:
    value.kind = yt_id_kind(id) == YT_ID_DOUBLE ? YT_VALUE_DOUBLE : YT_VALUE_FLOAT;
    value.real = yt_id_get_double(id);
    break;
  case YT_ID_TIME:
    value.kind = YT_VALUE_TIME;
    value.time = time_from_id(id);
    break;
  case YT_ID_SHORT:
  case YT_ID_STRING: value.kind = YT_VALUE_STRING; break;
  case YT_ID_LANGUAGE:
  case YT_ID_TYPED:
  case YT_ID_LOCAL:
  default:
    term = fetch(terms, id, arena);
    value = yt_value_from_term(&term);
    value.id = id;
  }
  return value;
}

/* Writing */

/* The shortest form that reads back as the same number, with one digit before the point: 1.5E0 */
static char *
format_real(double real, gboolean is_float, YtArena *arena)
{
  if (isnan(real))
    return yt_arena_strndup(arena, "NaN", 3);
  if (isinf(real))
    return real > 0 ? yt_arena_strndup(arena, "INF", 3) : yt_arena_strndup(arena, "-INF", 4);
  char text[G_ASCII_DTOSTR_BUF_SIZE], format[8];
  for (int precision = 1; precision <= 17; precision++) {
    g_snprintf(format, sizeof format, "%%.%de", precision);
    g_ascii_formatd(text, sizeof text, format, real);
    double back = g_ascii_strtod(text, NULL);
    if ((is_float ? (double) (float) back : back) == real)
      break;
  }
  char *mark = strchr(text, 'e');
  int exponent = atoi(mark + 1);
  char *end = mark;
  while (end[-1] == '0' && end[-2] != '.')
    end--;
  char *out = yt_arena_alloc(arena, sizeof text);
  g_snprintf(out, sizeof text, "%.*sE%d", (int) (end - text), text, exponent);
  return out;
}

static void
set_text(YtValue *value, const char *text)
{
  value->text = text;
  value->n_text = strlen(text);
}

/* Gives @value its lexical form, when it has none yet. */
static void
need_text(const YtTerms *terms, YtValue *value, YtArena *arena)
{
  if (value->text)
    return;
  if (value->id) {
    YtTerm term = fetch(terms, value->id, arena);
    value->text = term.text;
    value->n_text = term.n_text;
    return;
  }
  char *number;
  switch (value->kind) {
  case YT_VALUE_BOOLEAN: set_text(value, value->boolean ? "true" : "false"); break;
  case YT_VALUE_INTEGER:
  case YT_VALUE_DECIMAL:
    number = yt_arena_alloc(arena, YT_DECIMAL_TEXT);
    value->n_text = yt_decimal_format(value->decimal, value->kind == YT_VALUE_DECIMAL, number);
    value->text = number;
    break;
  case YT_VALUE_FLOAT:
  case YT_VALUE_DOUBLE:
    set_text(value, format_real(value->real, value->kind == YT_VALUE_FLOAT, arena));
    break;
  case YT_VALUE_TIME: {
    g_autoptr(GString) text = g_string_new(NULL);
    yt_time_append(text, &value->time);
    value->text = yt_arena_strndup(arena, text->str, text->len);
    value->n_text = text->len;
    break;
  }
  default: set_text(value, "");
  }
}

static const char *
datatype_of(const YtValue *value, gsize *n_datatype)
{
  const char *datatype = NULL;
  switch (value->kind) {
  case YT_VALUE_BOOLEAN: datatype = YT_XSD_NS "boolean"; break;
  case YT_VALUE_INTEGER: datatype = value->datatype ? NULL : YT_XSD_NS "integer"; break;
  case YT_VALUE_DECIMAL: datatype = YT_XSD_NS "decimal"; break;
  case YT_VALUE_FLOAT: datatype = YT_XSD_NS "float"; break;
  case YT_VALUE_DOUBLE: datatype = YT_XSD_NS "double"; break;
  case YT_VALUE_TIME: datatype = yt_time_get_datatype(value->time.kind); break;
  default: break;
  }
  *n_datatype = datatype ? strlen(datatype) : value->n_datatype;
  return datatype ? datatype : value->datatype;
}

YtTerm
yt_value_get_term(const YtTerms *terms, YtValue *value, YtArena *arena)
{
  if (value->kind == YT_VALUE_ERROR)
    return (YtTerm){0};
  need_text(terms, value, arena);
  YtTerm term = {.kind = value->kind == YT_VALUE_BLANK ? YT_TERM_BLANK
                         : value->kind == YT_VALUE_IRI ? YT_TERM_IRI
                                                       : YT_TERM_LITERAL,
                 .text = value->text,
                 .n_text = value->n_text,
                 .language = value->language,
                 .n_language = value->n_language};
  if (term.kind == YT_TERM_LITERAL)
    term.datatype = datatype_of(value, &term.n_datatype);
  return term;
}

/* The inline id of a computed number that has one, without a text. */
static YtTermId
inline_number(const YtValue *value)
{
  const YtInt128 most =
      (YtInt128) 1 << 54; /* within the ranges of inline integers, and of decimals in millionths */
  if (value->kind == YT_VALUE_INTEGER && !value->datatype && value->decimal.digits < most &&
      value->decimal.digits > -most)
    return yt_id_from_integer((gint64) value->decimal.digits, YT_INTEGER);
  if (value->kind == YT_VALUE_BOOLEAN)
    return yt_id_from_boolean(value->boolean);
  if (value->kind == YT_VALUE_DECIMAL) {
    YtDecimal d = yt_decimal_trim(value->decimal);
    for (; d.scale < 6 && d.digits < most && d.digits > -most; d.scale++)
      d.digits *= 10;
    if (d.scale == 6 && d.digits < most && d.digits > -most)
      return yt_id_from_decimal((gint64) d.digits, 1);
  }
  return 0;
}

YtTermId
yt_value_get_id(YtTerms *terms, YtValue *value, YtArena *arena)
{
  if (value->id || value->kind == YT_VALUE_ERROR)
    return value->id;
  if (!value->text)
    value->id = inline_number(value);
  if (!value->id) {
    YtTerm term = yt_value_get_term(terms, value, arena);
    value->id = yt_terms_intern(terms, &term);
  }
  return value->id;
}

/* Operators */

int
yt_value_get_ebv(const YtTerms *terms, YtValue *value, YtArena *arena)
{
  switch (value->kind) {
  case YT_VALUE_BOOLEAN: return value->boolean;
  case YT_VALUE_INTEGER:
  case YT_VALUE_DECIMAL: return value->decimal.digits != 0;
  case YT_VALUE_FLOAT:
  case YT_VALUE_DOUBLE: return value->real != 0 && !isnan(value->real);
  case YT_VALUE_STRING: need_text(terms, value, arena); return value->n_text > 0;
  case YT_VALUE_TYPED: { /* a boolean or number without a value counts as false */
    const gsize n_ns = strlen(YT_XSD_NS);
    const char *name = value->datatype + n_ns;
    if (value->n_datatype <= n_ns || memcmp(value->datatype, YT_XSD_NS, n_ns))
      return -1;
    gsize n_name = value->n_datatype - n_ns;
    return find_integer_type(name, n_name) >= 0 || is_name("decimal", name, n_name) ||
                   is_name("double", name, n_name) || is_name("float", name, n_name) ||
                   is_name("boolean", name, n_name)
               ? 0
               : -1;
  }
  default: return -1;
  }
}

static int
compare_bytes(const char *a, gsize n_a, const char *b, gsize n_b)
{
  int order = memcmp(a ? a : "", b ? b : "", MIN(n_a, n_b));
  return order ? (order > 0) - (order < 0) : (n_a > n_b) - (n_a < n_b);
}

static int
compare_reals(double a, double b)
{
  if (isnan(a) || isnan(b))
    return 2;
  return (a > b) - (a < b);
}

static double
real_of(const YtValue *value)
{
  return value->kind <= YT_VALUE_DECIMAL ? yt_decimal_to_double(value->decimal) : value->real;
}

/* Numbers of different types meet in the larger one: integer, decimal, float, double. */
static int
compare_numbers(const YtValue *a, const YtValue *b)
{
  YtValueKind kind = MAX(a->kind, b->kind);
  if (kind <= YT_VALUE_DECIMAL)
    return yt_decimal_compare(a->decimal, b->decimal);
  if (kind == YT_VALUE_FLOAT)
    return compare_reals((double) (float) real_of(a), (double) (float) real_of(b));
  return compare_reals(real_of(a), real_of(b));
}

static int
compare_texts(const YtTerms *terms, YtValue *a, YtValue *b, YtArena *arena)
{
  need_text(terms, a, arena);
  need_text(terms, b, arena);
  return compare_bytes(a->text, a->n_text, b->text, b->n_text);
}

gboolean
yt_value_compare(const YtTerms *terms, YtValue *a, YtValue *b, YtArena *arena, int *order)
{
  if (yt_value_is_numeric(a) && yt_value_is_numeric(b))
    *order = compare_numbers(a, b);
  else if (a->kind != b->kind)
    return FALSE;
  else if (a->kind == YT_VALUE_STRING)
    *order = compare_texts(terms, a, b, arena);
  else if (a->kind == YT_VALUE_BOOLEAN)
    *order = a->boolean - b->boolean;
  else if (a->kind == YT_VALUE_TIME && a->time.kind == b->time.kind &&
           yt_time_is_comparable(&a->time, &b->time))
    *order = yt_time_compare(&a->time, &b->time);
  else
    return FALSE;
  return TRUE;
}

gboolean
yt_value_same_term(const YtTerms *terms, YtValue *a, YtValue *b, YtArena *arena)
{
  if (a->id && b->id)
    return a->id == b->id;
  if (a->kind != b->kind)
    return FALSE;
  YtTerm x = yt_value_get_term(terms, a, arena), y = yt_value_get_term(terms, b, arena);
  return yt_term_equal(&x, &y);
}

int
yt_value_equal(const YtTerms *terms, YtValue *a, YtValue *b, YtArena *arena)
{
  int order;
  if (a->kind == YT_VALUE_ERROR || b->kind == YT_VALUE_ERROR)
    return -1;
  if (yt_value_compare(terms, a, b, arena, &order))
    return order == 0;
  if (yt_value_same_term(terms, a, b, arena))
    return 1;
  if (!yt_value_is_literal(a) || !yt_value_is_literal(b))
    return 0;
  /* 17.4.1.7: two literals that are not the same term are an error, as they may yet have the same value: so when a
   * datatype is unknown, or a form is outside its datatype. Values that are known to differ are not equal. */
  if (a->kind == YT_VALUE_LANGUAGE || b->kind == YT_VALUE_LANGUAGE)
    return 0;
  if (a->kind == YT_VALUE_TIME && b->kind == YT_VALUE_TIME)
    return a->time.kind == b->time.kind ? -1
                                        : 0; /* of one kind: too close to each other to tell without a zone */
  return a->kind == YT_VALUE_TYPED || b->kind == YT_VALUE_TYPED ? -1 : 0;
}

/* In ORDER BY, after unbound: blank nodes, IRIs, then literals by kind. Numbers are one kind. */
static YtValueKind
rank(const YtValue *value)
{
  return yt_value_is_numeric(value) ? YT_VALUE_INTEGER : value->kind;
}

int
yt_value_order(const YtTerms *terms, YtValue *a, YtValue *b, YtArena *arena)
{
  if (rank(a) != rank(b))
    return rank(a) < rank(b) ? -1 : 1;
  if (a->id && a->id == b->id)
    return 0;
  int order = 0;
  if (a->kind == YT_VALUE_ERROR)
    return 0;
  if (yt_value_compare(terms, a, b, arena, &order) && order == 2) /* NaN before all other numbers */
    order = (isnan(real_of(b)) ? 1 : 0) - (isnan(real_of(a)) ? 1 : 0);
  if (order)
    return order;
  if (a->kind == YT_VALUE_TIME) {
    order = a->time.kind != b->time.kind ? (a->time.kind < b->time.kind ? -1 : 1)
                                         : yt_time_compare(&a->time, &b->time);
    if (order)
      return order;
  }
  gsize n_a, n_b;
  const char *datatype_a = datatype_of(a, &n_a), *datatype_b = datatype_of(b, &n_b);
  if (a->kind == YT_VALUE_TYPED)
    order = compare_bytes(datatype_a, n_a, datatype_b, n_b);
  if (!order)
    order = compare_texts(terms, a, b, arena);
  if (!order)
    order = compare_bytes(datatype_a, n_a, datatype_b, n_b);
  if (!order)
    order = compare_bytes(a->language, a->n_language, b->language, b->n_language);
  return order;
}

static YtValue
error_value(void)
{
  return (YtValue){0};
}

static YtValue
exact_arithmetic(char sign, const YtValue *a, const YtValue *b)
{
  YtDecimal result;
  gboolean ok = sign == '+'   ? yt_decimal_add(a->decimal, b->decimal, &result)
                : sign == '-' ? yt_decimal_subtract(a->decimal, b->decimal, &result)
                : sign == '*' ? yt_decimal_multiply(a->decimal, b->decimal, &result)
                              : yt_decimal_divide(a->decimal, b->decimal, &result);
  if (!ok)
    return error_value();
  /* 17.3: integer / integer is a decimal */
  YtValueKind kind = sign == '/' ? YT_VALUE_DECIMAL : MAX(a->kind, b->kind);
  return yt_value_decimal(kind, result);
}

YtValue
yt_value_arithmetic(char sign, const YtValue *a, const YtValue *b)
{
  if (!yt_value_is_numeric(a) || !yt_value_is_numeric(b))
    return error_value();
  YtValueKind kind = MAX(a->kind, b->kind);
  if (kind <= YT_VALUE_DECIMAL)
    return exact_arithmetic(sign, a, b);
  double x = real_of(a), y = real_of(b);
  if (kind == YT_VALUE_FLOAT) {
    x = (double) (float) x;
    y = (double) (float) y;
  }
  return yt_value_real(kind, sign == '+' ? x + y : sign == '-' ? x - y : sign == '*' ? x * y : x / y);
}

/* Casts */

/* F&O 19.1.2: a whole number without a point, a double of common size without an exponent */
static const char *
cast_to_string(const YtTerms *terms, YtValue *value, YtArena *arena)
{
  YtDecimal decimal;
  switch (value->kind) {
  case YT_VALUE_INTEGER:
  case YT_VALUE_DECIMAL: decimal = value->decimal; break;
  case YT_VALUE_FLOAT:
  case YT_VALUE_DOUBLE:
    if (value->real == 0)
      return signbit(value->real) ? "-0" : "0";
    if (!(fabs(value->real) >= 1e-6 && fabs(value->real) < 1e6))
      return format_real(value->real, value->kind == YT_VALUE_FLOAT, arena);
    { /* the shortest digits that name it, as format_real() finds them */
      char *text = format_real(value->real, value->kind == YT_VALUE_FLOAT, arena), *mark = strchr(text, 'E');
      if (!yt_decimal_parse(text, (gsize) (mark - text), TRUE, &decimal))
        return text;
      int exponent = atoi(mark + 1);
      for (; exponent < 0; exponent++)
        decimal.scale++;
      for (; exponent > 0; exponent--)
        if (decimal.scale)
          decimal.scale--;
        else
          decimal.digits *= 10;
    }
    break;
  case YT_VALUE_BOOLEAN: return value->boolean ? "true" : "false";
  case YT_VALUE_TIME:
  default: need_text(terms, value, arena); return value->text;
  }
  char *text = yt_arena_alloc(arena, YT_DECIMAL_TEXT);
  yt_decimal_format(decimal, FALSE, text);
  return text;
}

/* A number to another numeric type. */
static YtValue
cast_number(const YtValue *value, YtValueKind kind, int integer_type)
{
  YtDecimal decimal;
  if (kind == YT_VALUE_FLOAT || kind == YT_VALUE_DOUBLE)
    return yt_value_real(kind, real_of(value));
  if (value->kind <= YT_VALUE_DECIMAL)
    decimal = value->decimal;
  else if (!yt_decimal_from_double(value->real, &decimal))
    return error_value();
  if (kind == YT_VALUE_INTEGER) {
    decimal = yt_decimal_truncate(decimal);
    if (!fits_integer_type(integer_type, decimal.digits))
      return error_value();
  }
  return yt_value_decimal(kind, decimal);
}

static YtValue
cast_time(const YtValue *value, YtTimeKind kind)
{
  YtValue result = {.kind = YT_VALUE_TIME, .time = value->time};
  YtTimeKind from = value->time.kind;
  if (from != kind && from != YT_TIMEKIND_DATETIME && !(from == YT_TIMEKIND_DATE && kind != YT_TIMEKIND_TIME))
    return error_value();
  YtTime *time = &result.time;
  time->kind = kind;
  if (kind != YT_TIMEKIND_DATETIME && kind != YT_TIMEKIND_TIME) {
    time->hour = time->minute = time->second = 0;
    time->attoseconds = 0;
  }
  if (kind == YT_TIMEKIND_TIME || kind == YT_TIMEKIND_MONTH || kind == YT_TIMEKIND_MONTHDAY ||
      kind == YT_TIMEKIND_DAY)
    time->year = 1972;
  if (kind == YT_TIMEKIND_TIME || kind == YT_TIMEKIND_YEAR || kind == YT_TIMEKIND_DAY)
    time->month = 1;
  if (kind == YT_TIMEKIND_TIME || kind == YT_TIMEKIND_YEAR || kind == YT_TIMEKIND_YEARMONTH ||
      kind == YT_TIMEKIND_MONTH)
    time->day = 1;
  return result;
}

YtValue
yt_value_cast(const YtTerms *terms, YtValue *value, const char *datatype, gsize n_datatype, YtArena *arena)
{
  const gsize n_ns = strlen(YT_XSD_NS);
  if (n_datatype <= n_ns || memcmp(datatype, YT_XSD_NS, n_ns) || value->kind == YT_VALUE_ERROR ||
      value->kind == YT_VALUE_BLANK)
    return error_value();
  const char *name = datatype + n_ns;
  gsize n_name = n_datatype - n_ns;
  if (is_name("string", name, n_name)) {
    if (value->kind == YT_VALUE_LANGUAGE || value->kind == YT_VALUE_TYPED)
      need_text(terms, value, arena);
    const char *text = cast_to_string(terms, value, arena);
    return yt_value_string(text, text == value->text ? value->n_text : strlen(text));
  }
  if (value->kind == YT_VALUE_STRING) { /* as if it had been written with the datatype */
    need_text(terms, value, arena);
    YtValue result = {.datatype = datatype, .n_datatype = n_datatype};
    if (!read_value(&result, name, n_name, value->text, value->n_text))
      return error_value();
    if (result.kind != YT_VALUE_INTEGER || is_name("integer", name, n_name)) {
      result.datatype = NULL;
      result.n_datatype = 0;
    }
    return result;
  }
  int integer_type = find_integer_type(name, n_name);
  YtValueKind kind = integer_type >= 0                  ? YT_VALUE_INTEGER
                     : is_name("decimal", name, n_name) ? YT_VALUE_DECIMAL
                     : is_name("float", name, n_name)   ? YT_VALUE_FLOAT
                     : is_name("double", name, n_name)  ? YT_VALUE_DOUBLE
                     : is_name("boolean", name, n_name) ? YT_VALUE_BOOLEAN
                                                        : YT_VALUE_ERROR;
  YtTimeKind time_kind;
  if (kind == YT_VALUE_ERROR && yt_time_find_kind(datatype, n_datatype, &time_kind))
    return value->kind == YT_VALUE_TIME ? cast_time(value, time_kind) : error_value();
  if (kind == YT_VALUE_ERROR || (!yt_value_is_numeric(value) && value->kind != YT_VALUE_BOOLEAN))
    return error_value();
  if (kind == YT_VALUE_BOOLEAN)
    return value->kind == YT_VALUE_BOOLEAN ? yt_value_boolean(value->boolean)
                                           : yt_value_boolean(yt_value_get_ebv(terms, value, arena) == 1);
  YtValue number = value->kind == YT_VALUE_BOOLEAN ? yt_value_integer(value->boolean) : *value;
  YtValue result = cast_number(&number, kind, integer_type);
  if (result.kind == YT_VALUE_INTEGER && integer_type > 0) {
    result.datatype = integer_datatypes[integer_type];
    result.n_datatype = strlen(result.datatype);
  }
  return result;
}
