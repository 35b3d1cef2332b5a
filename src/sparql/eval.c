/* eval.c: the functions of SPARQL 1.1, section 17.
 *
 * An error is a value of kind ERROR and goes up like one. Dispatch is a switch per node; texts are fetched only by
 * the functions that look at them. */
#include "sparql/eval.h"
#include "sparql/iri.h"
#include "sparql/regex.h"
#include <glib/gprintf.h>
#include <math.h>

void
yt_eval_init(YtEval *eval, YtExec *exec)
{
  *eval = (YtEval){.exec = exec, .arena = yt_arena_new()};
}

void
yt_eval_clear(YtEval *eval)
{
  g_clear_pointer(&eval->arena, yt_arena_free);
  g_clear_pointer(&eval->blanks, g_hash_table_unref);
  g_clear_pointer(&eval->columns, g_free);
}

void
yt_eval_set_batch(YtEval *eval, const YtOp *op, const YtBatch *batch)
{
  guint n = eval->exec->request->variables->len;
  if (n > eval->n_columns) {
    eval->columns = g_renew(const YtTermId *, eval->columns, n);
    eval->n_columns = n;
  }
  if (eval->n_columns)
    memset(eval->columns, 0, eval->n_columns * sizeof *eval->columns);
  for (guint i = 0; i < op->n_variables; i++)
    eval->columns[op->variables[i]] = batch->columns[i];
}

void
yt_eval_set_row(YtEval *eval, gsize row)
{
  enum { ENOUGH = 64 * 1024 };
  eval->row = row;
  if (yt_arena_get_n_bytes(eval->arena) > ENOUGH)
    yt_arena_reset(eval->arena);
  if (eval->blanks)
    g_hash_table_remove_all(eval->blanks);
}

static YtValue
error_value(void)
{
  return (YtValue){0};
}

/* Arguments as texts */

static gboolean
is_string(const YtValue *value)
{
  return value->kind == YT_VALUE_STRING || value->kind == YT_VALUE_LANGUAGE;
}

/* Makes sure that @value has its text. */
static void
need_text(YtEval *eval, YtValue *value)
{
  if (!value->text && value->kind != YT_VALUE_ERROR)
    yt_value_get_term(eval->exec->terms, value, eval->arena);
}

/* Evaluates argument @i, which must be a string literal (17.4.1.2 and 17.4.3.1.1). */
static gboolean
string_arg(YtEval *eval, const YtExpr *expr, guint i, YtValue *value)
{
  yt_eval(eval, expr->args[i], value);
  if (!is_string(value))
    return FALSE;
  need_text(eval, value);
  return TRUE;
}

/* As string_arg(), but without a language. */
static gboolean
simple_arg(YtEval *eval, const YtExpr *expr, guint i, YtValue *value)
{
  return string_arg(eval, expr, i, value) && value->kind == YT_VALUE_STRING;
}

/* 17.4.3.1.2: the second must be simple or have the language of the first */
static gboolean
are_compatible(const YtValue *a, const YtValue *b)
{
  return b->kind == YT_VALUE_STRING || (a->kind == YT_VALUE_LANGUAGE && a->n_language == b->n_language &&
                                        !g_ascii_strncasecmp(a->language, b->language, a->n_language));
}

static gboolean
compatible_args(YtEval *eval, const YtExpr *expr, YtValue *a, YtValue *b)
{
  return string_arg(eval, expr, 0, a) && string_arg(eval, expr, 1, b) && are_compatible(a, b);
}

/* A string of the same kind and language as @like. */
static YtValue
string_like(const YtValue *like, const char *text, gsize n_text)
{
  YtValue value = yt_value_string(text, n_text);
  if (like->kind == YT_VALUE_LANGUAGE) {
    value.kind = YT_VALUE_LANGUAGE;
    value.language = like->language;
    value.n_language = like->n_language;
  }
  return value;
}

static YtValue
string_from(YtEval *eval, const GString *text)
{
  return yt_value_string(yt_arena_strndup(eval->arena, text->str, text->len), text->len);
}

static const char *
find_bytes(const YtValue *in, const YtValue *what)
{
  if (!what->n_text)
    return in->text;
  return memmem(in->text, in->n_text, what->text, what->n_text);
}

/* Functions on terms */

static YtValue
fn_str(YtEval *eval, const YtExpr *expr)
{
  YtValue value;
  yt_eval(eval, expr->args[0], &value);
  if (value.kind == YT_VALUE_ERROR || value.kind == YT_VALUE_BLANK)
    return error_value();
  need_text(eval, &value);
  return yt_value_string(value.text, value.n_text);
}

static YtValue
fn_lang(YtEval *eval, const YtExpr *expr)
{
  YtValue value;
  yt_eval(eval, expr->args[0], &value);
  if (!yt_value_is_literal(&value))
    return error_value();
  return yt_value_string(value.language ? value.language : "", value.n_language);
}

/* RFC 4647, basic filtering */
static YtValue
fn_langmatches(YtEval *eval, const YtExpr *expr)
{
  YtValue tag, range;
  if (!simple_arg(eval, expr, 0, &tag) || !simple_arg(eval, expr, 1, &range))
    return error_value();
  if (range.n_text == 1 && *range.text == '*')
    return yt_value_boolean(tag.n_text > 0);
  return yt_value_boolean(range.n_text <= tag.n_text &&
                          !g_ascii_strncasecmp(tag.text, range.text, range.n_text) &&
                          (range.n_text == tag.n_text || (tag.text[range.n_text] == '-' && range.n_text)));
}

static YtValue
fn_datatype(YtEval *eval, const YtExpr *expr)
{
  YtValue value;
  yt_eval(eval, expr->args[0], &value);
  if (!yt_value_is_literal(&value))
    return error_value();
  if (value.kind == YT_VALUE_LANGUAGE)
    return yt_value_iri(YT_RDF_NS "langString", strlen(YT_RDF_NS "langString"));
  YtTerm term = yt_value_get_term(eval->exec->terms, &value, eval->arena);
  if (!term.datatype)
    return yt_value_iri(YT_XSD_NS "string", strlen(YT_XSD_NS "string"));
  return yt_value_iri(term.datatype, term.n_datatype);
}

static YtValue
fn_iri(YtEval *eval, const YtExpr *expr)
{
  YtValue value;
  yt_eval(eval, expr->args[0], &value);
  if (value.kind == YT_VALUE_IRI)
    return value;
  if (value.kind != YT_VALUE_STRING)
    return error_value();
  need_text(eval, &value);
  g_autofree char *iri = yt_sparql_resolve_iri(expr->base, value.text, value.n_text);
  gsize n_iri = strlen(iri);
  for (const char *p = iri; *p; p++)
    if ((guchar) *p <= 0x20 || strchr("<>\"{}|^`\\", *p))
      return error_value();
  return yt_value_iri(yt_arena_strndup(eval->arena, iri, n_iri), n_iri);
}

/* 17.4.2.9: the same label is the same node within one solution */
static YtValue
fn_bnode(YtEval *eval, const YtExpr *expr)
{
  YtTermId id = 0, *kept;
  YtValue label;
  if (expr->n_args) {
    if (!simple_arg(eval, expr, 0, &label))
      return error_value();
    if (!eval->blanks)
      eval->blanks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autofree char *key = g_strndup(label.text, label.n_text);
    kept = g_hash_table_lookup(eval->blanks, key);
    if (!kept) {
      kept = g_new(YtTermId, 1);
      *kept = yt_terms_new_blank(eval->exec->terms);
      g_hash_table_insert(eval->blanks, g_steal_pointer(&key), kept);
    }
    id = *kept;
  } else
    id = yt_terms_new_blank(eval->exec->terms);
  return yt_value_from_id(eval->exec->terms, id, eval->arena);
}

static YtValue
fn_strlang(YtEval *eval, const YtExpr *expr)
{
  YtValue text, tag;
  if (!simple_arg(eval, expr, 0, &text) || !simple_arg(eval, expr, 1, &tag) || !tag.n_text)
    return error_value();
  YtValue result = {.kind = YT_VALUE_LANGUAGE, .text = text.text, .n_text = text.n_text};
  result.language = tag.text;
  result.n_language = tag.n_text;
  return result;
}

static YtValue
fn_strdt(YtEval *eval, const YtExpr *expr)
{
  YtValue text, datatype;
  if (!simple_arg(eval, expr, 0, &text))
    return error_value();
  yt_eval(eval, expr->args[1], &datatype);
  if (datatype.kind != YT_VALUE_IRI)
    return error_value();
  need_text(eval, &datatype);
  YtTerm term = {.kind = YT_TERM_LITERAL, .text = text.text, .n_text = text.n_text};
  if (datatype.n_text != strlen(YT_XSD_NS "string") ||
      memcmp(datatype.text, YT_XSD_NS "string", datatype.n_text)) {
    term.datatype = datatype.text;
    term.n_datatype = datatype.n_text;
  }
  return yt_value_from_term(&term);
}

static YtValue
fn_uuid(YtEval *eval, gboolean as_iri)
{
  g_autofree char *uuid = g_uuid_string_random();
  g_autofree char *text = g_strconcat(as_iri ? "urn:uuid:" : "", uuid, NULL);
  char *kept = yt_arena_strndup(eval->arena, text, strlen(text));
  return as_iri ? yt_value_iri(kept, strlen(kept)) : yt_value_string(kept, strlen(kept));
}

/* Functions on strings */

static YtValue
fn_strlen(YtEval *eval, const YtExpr *expr)
{
  YtValue value;
  if (!string_arg(eval, expr, 0, &value))
    return error_value();
  return yt_value_integer(g_utf8_strlen(value.text, (gssize) value.n_text));
}

/* The place of character @n, counted from 0, or the end. */
static const char *
skip_characters(const char *p, const char *end, double n)
{
  for (; n >= 1 && p < end; n--)
    p = g_utf8_next_char(p);
  return p;
}

/* fn:round of a number argument, as a double, which holds every position of a text exactly */
static gboolean
rounded_arg(YtEval *eval, const YtExpr *expr, guint i, double *result)
{
  YtValue value;
  yt_eval(eval, expr->args[i], &value);
  if (!yt_value_is_numeric(&value))
    return FALSE;
  *result = value.kind <= YT_VALUE_DECIMAL ? yt_decimal_to_double(yt_decimal_round(value.decimal))
                                           : floor(value.real + 0.5);
  return TRUE;
}

/* fn:substring: the characters at positions p, from 1, with start <= p < start + length */
static YtValue
fn_substr(YtEval *eval, const YtExpr *expr)
{
  YtValue value;
  double start, length = INFINITY;
  if (!string_arg(eval, expr, 0, &value) || !rounded_arg(eval, expr, 1, &start) ||
      (expr->n_args > 2 && !rounded_arg(eval, expr, 2, &length)))
    return error_value();
  double end = start + length;
  if (isnan(start) || isnan(end) || !(end > MAX(start, 1)))
    return string_like(&value, "", 0);
  start = MAX(start, 1);
  const char *limit = value.text + value.n_text;
  const char *first = skip_characters(value.text, limit, start - 1);
  const char *last = isinf(end) ? limit : skip_characters(first, limit, end - start);
  return string_like(&value, first, (gsize) (last - first));
}

static YtValue
fn_case(YtEval *eval, const YtExpr *expr, gboolean upper)
{
  YtValue value;
  if (!string_arg(eval, expr, 0, &value))
    return error_value();
  g_autofree char *text = upper ? g_utf8_strup(value.text, (gssize) value.n_text)
                                : g_utf8_strdown(value.text, (gssize) value.n_text);
  gsize n_text = strlen(text);
  return string_like(&value, yt_arena_strndup(eval->arena, text, n_text), n_text);
}

static YtValue
fn_search(YtEval *eval, const YtExpr *expr)
{
  YtValue a, b;
  if (!compatible_args(eval, expr, &a, &b))
    return error_value();
  if (expr->function == YT_FN_CONTAINS)
    return yt_value_boolean(find_bytes(&a, &b) != NULL);
  if (a.n_text < b.n_text)
    return yt_value_boolean(FALSE);
  const char *place = expr->function == YT_FN_STRSTARTS ? a.text : a.text + a.n_text - b.n_text;
  return yt_value_boolean(!memcmp(place, b.text, b.n_text));
}

/* 17.4.3.9: what is not found gives a simple empty string */
static YtValue
fn_around(YtEval *eval, const YtExpr *expr)
{
  YtValue a, b;
  if (!compatible_args(eval, expr, &a, &b))
    return error_value();
  const char *found = find_bytes(&a, &b);
  if (!found)
    return yt_value_string("", 0);
  if (expr->function == YT_FN_STRBEFORE)
    return string_like(&a, a.text, (gsize) (found - a.text));
  const char *after = found + b.n_text;
  return string_like(&a, after, (gsize) (a.text + a.n_text - after));
}

static YtValue
fn_encode_for_uri(YtEval *eval, const YtExpr *expr)
{
  YtValue value;
  if (!string_arg(eval, expr, 0, &value))
    return error_value();
  g_autoptr(GString) out = g_string_new(NULL);
  for (gsize i = 0; i < value.n_text; i++) {
    char c = value.text[i];
    if (g_ascii_isalnum(c) || (c && strchr("-_.~", c)))
      g_string_append_c(out, c);
    else
      g_string_append_printf(out, "%%%02X", (guchar) c);
  }
  return string_from(eval, out);
}

/* May a text of @n_bytes be made? A text can be as long as the memory of the query, and no longer: CONCAT(?x, ?x) thirty
 * times over would be that of the machine. */
static gboolean
has_room(YtEval *eval, gsize n_bytes)
{
  gsize limit = eval->exec->memory_limit;
  if (!limit || (n_bytes <= limit && yt_arena_get_n_bytes(eval->arena) <= limit - n_bytes))
    return TRUE;
  yt_exec_fail(eval->exec, YT_SPARQL_ERROR_MEMORY,
               "the query needs more memory than its %" G_GSIZE_FORMAT " bytes", limit);
  return FALSE;
}

/* 17.4.3.12: a language only if all have the same */
static YtValue
fn_concat(YtEval *eval, const YtExpr *expr)
{
  g_autoptr(GString) out = g_string_new(NULL);
  YtValue first = error_value(), value;
  gboolean same = TRUE;
  for (guint i = 0; i < expr->n_args; i++) {
    if (!string_arg(eval, expr, i, &value) ||
        !has_room(eval, 2 * (out->len + value.n_text))) /* here and in the arena */
      return error_value();
    g_string_append_len(out, value.text, (gssize) value.n_text);
    if (i == 0)
      first = value;
    same = same && value.kind == first.kind && value.n_language == first.n_language &&
           (!value.n_language || !g_ascii_strncasecmp(value.language, first.language, value.n_language));
  }
  YtValue result = string_from(eval, out);
  return expr->n_args && same ? string_like(&first, result.text, result.n_text) : result;
}

static YtValue
fn_hash(YtEval *eval, const YtExpr *expr, GChecksumType type)
{
  YtValue value;
  if (!simple_arg(eval, expr, 0, &value))
    return error_value();
  g_autofree char *hash = g_compute_checksum_for_data(type, (const guchar *) value.text, value.n_text);
  return yt_value_string(yt_arena_strndup(eval->arena, hash, strlen(hash)), strlen(hash));
}

/* The compiled pattern of a REGEX or REPLACE, kept when pattern and flags are constant. */
static YtRegex *
get_regex(YtEval *eval, const YtExpr *expr, guint flags_at, gboolean *keep)
{
  gboolean has_flags = expr->n_args > flags_at;
  *keep = expr->args[1]->op == YT_EXPR_TERM && (!has_flags || expr->args[flags_at]->op == YT_EXPR_TERM);
  if (*keep && expr->state)
    return expr->state;
  YtValue pattern, flags = yt_value_string("", 0);
  if (!simple_arg(eval, expr, 1, &pattern) || (has_flags && !simple_arg(eval, expr, flags_at, &flags)))
    return NULL;
  const char *problem;
  YtRegex *regex = yt_regex_compile(pattern.text, pattern.n_text, flags.text, flags.n_text, &problem);
  if (regex && *keep) {
    ((YtExpr *) expr)->state = regex;
    g_ptr_array_add(eval->exec->regexes, regex);
  }
  return regex;
}

static YtValue
fn_regex(YtEval *eval, const YtExpr *expr)
{
  YtValue value;
  gboolean keep;
  if (!string_arg(eval, expr, 0, &value))
    return error_value();
  YtRegex *regex = get_regex(eval, expr, 2, &keep);
  if (!regex)
    return error_value();
  gboolean matches = yt_regex_matches(regex, value.text, value.n_text);
  if (!keep)
    yt_regex_free(regex);
  return yt_value_boolean(matches);
}

static YtValue
fn_replace(YtEval *eval, const YtExpr *expr)
{
  YtValue value, replacement;
  gboolean keep;
  if (!string_arg(eval, expr, 0, &value) || !simple_arg(eval, expr, 2, &replacement))
    return error_value();
  YtRegex *regex = get_regex(eval, expr, 3, &keep);
  if (!regex)
    return error_value();
  if (!has_room(eval, (value.n_text + 1) * MAX(replacement.n_text, 1))) { /* at most */
    if (!keep)
      yt_regex_free(regex);
    return error_value();
  }
  g_autoptr(GString) out = g_string_new(NULL);
  const char *problem;
  gboolean ok =
      yt_regex_replace(regex, value.text, value.n_text, replacement.text, replacement.n_text, out, &problem);
  if (!keep)
    yt_regex_free(regex);
  if (!ok)
    return error_value();
  YtValue result = string_from(eval, out);
  return string_like(&value, result.text, result.n_text);
}

/* Functions on numbers */

static YtValue
fn_numeric(YtEval *eval, const YtExpr *expr)
{
  YtValue value;
  yt_eval(eval, expr->args[0], &value);
  if (!yt_value_is_numeric(&value))
    return error_value();
  if (value.kind <= YT_VALUE_DECIMAL) {
    YtDecimal d = value.decimal;
    switch (expr->function) {
    case YT_FN_ABS: d = d.digits < 0 ? yt_decimal_negate(d) : d; break;
    case YT_FN_CEIL: d = yt_decimal_ceil(d); break;
    case YT_FN_FLOOR: d = yt_decimal_floor(d); break;
    default: d = yt_decimal_round(d);
    }
    return yt_value_decimal(value.kind, d);
  }
  double real = value.real;
  switch (expr->function) {
  case YT_FN_ABS: real = fabs(real); break;
  case YT_FN_CEIL: real = ceil(real); break;
  case YT_FN_FLOOR: real = floor(real); break;
  default: /* half up; from 2^52 on there are no halves, and the sum would round */
    real = fabs(real) < 4503599627370496.0 ? copysign(floor(real + 0.5), real) : real;
    if (value.real > 0 && value.real < 0.5)
      real = 0;
  }
  return yt_value_real(value.kind, real);
}

/* Functions on dates and times */

static YtValue
zone_string(YtEval *eval, const YtTime *time)
{
  if (!time->has_zone)
    return yt_value_string("", 0);
  if (time->zone_is_z)
    return yt_value_string("Z", 1);
  char text[16];
  int n = g_snprintf(text, sizeof text, "%c%02d:%02d", time->zone_minutes < 0 ? '-' : '+',
                     ABS(time->zone_minutes) / 60, ABS(time->zone_minutes) % 60);
  return yt_value_string(yt_arena_strndup(eval->arena, text, (gsize) n), (gsize) n);
}

/* 17.4.5.8: an xsd:dayTimeDuration, an error without a zone */
static YtValue
zone_duration(YtEval *eval, const YtTime *time)
{
  if (!time->has_zone)
    return error_value();
  int minutes = ABS(time->zone_minutes);
  g_autoptr(GString) text = g_string_new(time->zone_minutes < 0 ? "-PT" : "PT");
  if (minutes / 60)
    g_string_append_printf(text, "%dH", minutes / 60);
  if (minutes % 60)
    g_string_append_printf(text, "%dM", minutes % 60);
  if (!minutes)
    g_string_append(text, "0S");
  YtTerm term =
      yt_term_typed(yt_arena_strndup(eval->arena, text->str, text->len), YT_XSD_NS "dayTimeDuration");
  return yt_value_from_term(&term);
}

static YtValue
fn_time(YtEval *eval, const YtExpr *expr)
{
  YtValue value;
  yt_eval(eval, expr->args[0], &value);
  if (value.kind != YT_VALUE_TIME)
    return error_value();
  const YtTime *time = &value.time;
  YtTimeKind kind = time->kind;
  gboolean has_date = kind == YT_TIMEKIND_DATETIME || kind == YT_TIMEKIND_DATE;
  gboolean has_year = has_date || kind == YT_TIMEKIND_YEAR || kind == YT_TIMEKIND_YEARMONTH;
  gboolean has_month =
      has_date || kind == YT_TIMEKIND_YEARMONTH || kind == YT_TIMEKIND_MONTH || kind == YT_TIMEKIND_MONTHDAY;
  gboolean has_day = has_date || kind == YT_TIMEKIND_DAY || kind == YT_TIMEKIND_MONTHDAY;
  gboolean has_clock = kind == YT_TIMEKIND_DATETIME || kind == YT_TIMEKIND_TIME;
  switch (expr->function) {
  case YT_FN_YEAR: return has_year ? yt_value_integer(time->year) : error_value();
  case YT_FN_MONTH: return has_month ? yt_value_integer(time->month) : error_value();
  case YT_FN_DAY: return has_day ? yt_value_integer(time->day) : error_value();
  case YT_FN_HOURS: return has_clock ? yt_value_integer(time->hour) : error_value();
  case YT_FN_MINUTES: return has_clock ? yt_value_integer(time->minute) : error_value();
  case YT_FN_SECONDS: {
    if (!has_clock)
      return error_value();
    YtDecimal seconds = {(YtInt128) time->second * G_GINT64_CONSTANT(1000000000000000000) + time->attoseconds,
                         18};
    return yt_value_decimal(YT_VALUE_DECIMAL, yt_decimal_trim(seconds));
  }
  case YT_FN_TZ: return zone_string(eval, time);
  default: return zone_duration(eval, time);
  }
}

static YtValue
eval_function(YtEval *eval, const YtExpr *expr)
{
  YtValue a, b;
  switch (expr->function) {
  case YT_FN_STR: return fn_str(eval, expr);
  case YT_FN_LANG: return fn_lang(eval, expr);
  case YT_FN_LANGMATCHES: return fn_langmatches(eval, expr);
  case YT_FN_DATATYPE: return fn_datatype(eval, expr);
  case YT_FN_BOUND: yt_eval(eval, expr->args[0], &a); return yt_value_boolean(a.kind != YT_VALUE_ERROR);
  case YT_FN_IRI: return fn_iri(eval, expr);
  case YT_FN_BNODE: return fn_bnode(eval, expr);
  case YT_FN_RAND: return yt_value_real(YT_VALUE_DOUBLE, g_random_double());
  case YT_FN_ABS:
  case YT_FN_CEIL:
  case YT_FN_FLOOR:
  case YT_FN_ROUND: return fn_numeric(eval, expr);
  case YT_FN_CONCAT: return fn_concat(eval, expr);
  case YT_FN_STRLEN: return fn_strlen(eval, expr);
  case YT_FN_UCASE: return fn_case(eval, expr, TRUE);
  case YT_FN_LCASE: return fn_case(eval, expr, FALSE);
  case YT_FN_ENCODE_FOR_URI: return fn_encode_for_uri(eval, expr);
  case YT_FN_CONTAINS:
  case YT_FN_STRSTARTS:
  case YT_FN_STRENDS: return fn_search(eval, expr);
  case YT_FN_STRBEFORE:
  case YT_FN_STRAFTER: return fn_around(eval, expr);
  case YT_FN_YEAR:
  case YT_FN_MONTH:
  case YT_FN_DAY:
  case YT_FN_HOURS:
  case YT_FN_MINUTES:
  case YT_FN_SECONDS:
  case YT_FN_TIMEZONE:
  case YT_FN_TZ: return fn_time(eval, expr);
  case YT_FN_NOW: return eval->exec->now;
  case YT_FN_UUID: return fn_uuid(eval, TRUE);
  case YT_FN_STRUUID: return fn_uuid(eval, FALSE);
  case YT_FN_MD5: return fn_hash(eval, expr, G_CHECKSUM_MD5);
  case YT_FN_SHA1: return fn_hash(eval, expr, G_CHECKSUM_SHA1);
  case YT_FN_SHA256: return fn_hash(eval, expr, G_CHECKSUM_SHA256);
  case YT_FN_SHA384: return fn_hash(eval, expr, G_CHECKSUM_SHA384);
  case YT_FN_SHA512: return fn_hash(eval, expr, G_CHECKSUM_SHA512);
  case YT_FN_COALESCE:
    for (guint i = 0; i < expr->n_args; i++) {
      yt_eval(eval, expr->args[i], &a);
      if (a.kind != YT_VALUE_ERROR)
        return a;
    }
    return error_value();
  case YT_FN_IF: {
    yt_eval(eval, expr->args[0], &a);
    int condition = yt_value_get_ebv(eval->exec->terms, &a, eval->arena);
    if (condition < 0)
      return error_value();
    yt_eval(eval, expr->args[condition ? 1 : 2], &b);
    return b;
  }
  case YT_FN_STRLANG: return fn_strlang(eval, expr);
  case YT_FN_STRDT: return fn_strdt(eval, expr);
  case YT_FN_SAMETERM:
    yt_eval(eval, expr->args[0], &a);
    yt_eval(eval, expr->args[1], &b);
    if (a.kind == YT_VALUE_ERROR || b.kind == YT_VALUE_ERROR)
      return error_value();
    return yt_value_boolean(yt_value_same_term(eval->exec->terms, &a, &b, eval->arena));
  case YT_FN_ISIRI:
  case YT_FN_ISBLANK:
  case YT_FN_ISLITERAL:
  case YT_FN_ISNUMERIC:
    yt_eval(eval, expr->args[0], &a);
    if (a.kind == YT_VALUE_ERROR)
      return error_value();
    return yt_value_boolean(expr->function == YT_FN_ISIRI       ? a.kind == YT_VALUE_IRI
                            : expr->function == YT_FN_ISBLANK   ? a.kind == YT_VALUE_BLANK
                            : expr->function == YT_FN_ISLITERAL ? yt_value_is_literal(&a)
                                                                : yt_value_is_numeric(&a));
  case YT_FN_REGEX: return fn_regex(eval, expr);
  case YT_FN_SUBSTR: return fn_substr(eval, expr);
  case YT_FN_REPLACE: return fn_replace(eval, expr);
  case YT_N_FUNCTIONS: break;
  }
  return error_value();
}

/* Operators */

static int
eval_ebv(YtEval *eval, const YtExpr *expr)
{
  YtValue value;
  yt_eval(eval, expr, &value);
  return yt_value_get_ebv(eval->exec->terms, &value, eval->arena);
}

/* 17.2: of three values, "||" and "&&" ignore an error that cannot change the result */
static YtValue
eval_logical(YtEval *eval, const YtExpr *expr, int decisive)
{
  gboolean has_error = FALSE;
  for (guint i = 0; i < expr->n_args; i++) {
    int value = eval_ebv(eval, expr->args[i]);
    if (value == decisive)
      return yt_value_boolean(decisive);
    has_error = has_error || value < 0;
  }
  return has_error ? error_value() : yt_value_boolean(!decisive);
}

/* 17.4.1.9: an error counts only when nothing is equal */
static YtValue
eval_in(YtEval *eval, const YtExpr *expr)
{
  gboolean has_error = FALSE, is_in = expr->op == YT_EXPR_IN;
  YtValue value, other;
  yt_eval(eval, expr->args[0], &value);
  for (guint i = 1; i < expr->n_args; i++) {
    yt_eval(eval, expr->args[i], &other);
    int equal = yt_value_equal(eval->exec->terms, &value, &other, eval->arena);
    if (equal == 1)
      return yt_value_boolean(is_in);
    has_error = has_error || equal < 0;
  }
  return has_error ? error_value() : yt_value_boolean(!is_in);
}

static YtValue
eval_comparison(YtEval *eval, const YtExpr *expr)
{
  YtValue a, b;
  int order;
  yt_eval(eval, expr->args[0], &a);
  yt_eval(eval, expr->args[1], &b);
  if (expr->op == YT_EXPR_EQUAL || expr->op == YT_EXPR_NOT_EQUAL) {
    int equal = yt_value_equal(eval->exec->terms, &a, &b, eval->arena);
    return equal < 0 ? error_value() : yt_value_boolean(equal == (expr->op == YT_EXPR_EQUAL));
  }
  if (a.kind == YT_VALUE_ERROR || !yt_value_compare(eval->exec->terms, &a, &b, eval->arena, &order))
    return error_value();
  if (order == 2) /* NaN */
    return yt_value_boolean(FALSE);
  return yt_value_boolean(expr->op == YT_EXPR_LESS         ? order < 0
                          : expr->op == YT_EXPR_GREATER    ? order > 0
                          : expr->op == YT_EXPR_LESS_EQUAL ? order <= 0
                                                           : order >= 0);
}

static YtValue
eval_chain(YtEval *eval, const YtExpr *expr)
{
  YtValue result, operand;
  yt_eval(eval, expr->args[0], &result);
  for (guint i = 1; i < expr->n_args && result.kind != YT_VALUE_ERROR; i++) {
    yt_eval(eval, expr->args[i], &operand);
    result = yt_value_arithmetic(expr->signs[i], &result, &operand);
  }
  return result;
}

static YtValue
eval_sign(YtEval *eval, const YtExpr *expr)
{
  YtValue value;
  yt_eval(eval, expr->args[0], &value);
  if (!yt_value_is_numeric(&value))
    return error_value();
  if (expr->op == YT_EXPR_PLUS)
    return value;
  if (value.kind <= YT_VALUE_DECIMAL)
    return yt_value_decimal(value.kind, yt_decimal_negate(value.decimal));
  return yt_value_real(value.kind, -value.real);
}

void
yt_eval(YtEval *eval, const YtExpr *expr, YtValue *value)
{
  YtValue inner;
  switch (expr->op) {
  case YT_EXPR_VARIABLE: {
    const YtTermId *column = expr->variable < eval->n_columns ? eval->columns[expr->variable] : NULL;
    *value = yt_value_from_id(eval->exec->terms, column ? column[eval->row] : 0, eval->arena);
    return;
  }
  case YT_EXPR_TERM: *value = *expr->value; return;
  case YT_EXPR_OR: *value = eval_logical(eval, expr, TRUE); return;
  case YT_EXPR_AND: *value = eval_logical(eval, expr, FALSE); return;
  case YT_EXPR_NOT: {
    int ebv = eval_ebv(eval, expr->args[0]);
    *value = ebv < 0 ? error_value() : yt_value_boolean(!ebv);
    return;
  }
  case YT_EXPR_EQUAL:
  case YT_EXPR_NOT_EQUAL:
  case YT_EXPR_LESS:
  case YT_EXPR_GREATER:
  case YT_EXPR_LESS_EQUAL:
  case YT_EXPR_GREATER_EQUAL: *value = eval_comparison(eval, expr); return;
  case YT_EXPR_IN:
  case YT_EXPR_NOT_IN: *value = eval_in(eval, expr); return;
  case YT_EXPR_SUM:
  case YT_EXPR_PRODUCT: *value = eval_chain(eval, expr); return;
  case YT_EXPR_NEGATE:
  case YT_EXPR_PLUS: *value = eval_sign(eval, expr); return;
  case YT_EXPR_FUNCTION: *value = eval_function(eval, expr); return;
  case YT_EXPR_CALL: /* the casts are the functions with names that we know */
    *value = error_value();
    if (expr->n_args == 1) {
      yt_eval(eval, expr->args[0], &inner);
      *value = yt_value_cast(eval->exec->terms, &inner, expr->term.text, expr->term.n_text, eval->arena);
    }
    return;
  case YT_EXPR_EXISTS: *value = yt_value_boolean(yt_exec_exists(eval, expr)); return;
  case YT_EXPR_NOT_EXISTS: *value = yt_value_boolean(!yt_exec_exists(eval, expr)); return;
  case YT_EXPR_AGGREGATE: break; /* the translation has made a variable of it */
  }
  *value = error_value();
}

gboolean
yt_eval_filter(YtEval *eval, YtExpr *const *exprs, guint n_exprs)
{
  for (guint i = 0; i < n_exprs; i++)
    if (eval_ebv(eval, exprs[i]) != 1)
      return FALSE;
  return TRUE;
}
