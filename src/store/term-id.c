/* term-id.c: values that live in the id itself.
 *
 * The table in store.h is the specification; these are its bytes, as the tests check them:
 *
 *   "0"^^xsd:integer        4080000000000000
 *   "2021"^^xsd:integer     40800000000007E5
 *   "369.5"^^xsd:decimal    58000000B030FB01   (369500000 + 2^56) << 3 | 1
 *   "1.5E0"^^xsd:double     6BFF800000000000
 *   "2021"^^xsd:gYear       80000000010007E5
 *   "2020-06-01"^^xsd:date  8200040CA4D60000   (18414 * 1440 + 2^31) << 11
 *   "true"^^xsd:boolean     3000000000000002
 *   "亿"                    90E4BABF00000000
 *
 * A term becomes an id only if writing the id gives the term's bytes back; most forms are checked by construction,
 * those of double and float by writing them. */
#include "store/key.h"
#include "store/store.h"
#include <math.h>
#include <string.h>

#define BIAS(bits)     (G_GUINT64_CONSTANT(1) << (bits))
#define INTEGER_BIAS   ((gint64) BIAS(55))
#define DECIMAL_BIAS   ((gint64) BIAS(56))
#define YEAR_BIAS      ((gint64) BIAS(24))
#define MAX_YEAR       9999
#define MINUTE_BIAS    ((gint64) BIAS(31))
#define MS_BIAS        ((gint64) BIAS(42))
#define MS_PER_DAY     G_GINT64_CONSTANT(86400000)
#define DECIMAL_DIGITS 6

enum { ZONE_NONE, ZONE_Z, ZONE_BIAS = 1024 };

static YtTermId
make_id(YtIdKind kind, guint64 payload)
{
  return YT_ID_FIRST(kind) | payload;
}

/* ---- Integers */

static const struct {
  const char *datatype;
  gint64 least, most; /* of those that fit 56 bits */
} integer_types[] = {
    [YT_INTEGER] = {YT_XSD_NS "integer", G_MININT64, G_MAXINT64},
    [YT_INTEGER_LONG] = {YT_XSD_NS "long", G_MININT64, G_MAXINT64},
    [YT_INTEGER_INT] = {YT_XSD_NS "int", G_MININT32, G_MAXINT32},
    [YT_INTEGER_SHORT] = {YT_XSD_NS "short", G_MININT16, G_MAXINT16},
    [YT_INTEGER_BYTE] = {YT_XSD_NS "byte", -128, 127},
    [YT_INTEGER_NON_NEGATIVE] = {YT_XSD_NS "nonNegativeInteger", 0, G_MAXINT64},
    [YT_INTEGER_POSITIVE] = {YT_XSD_NS "positiveInteger", 1, G_MAXINT64},
    [YT_INTEGER_NON_POSITIVE] = {YT_XSD_NS "nonPositiveInteger", G_MININT64, 0},
    [YT_INTEGER_NEGATIVE] = {YT_XSD_NS "negativeInteger", G_MININT64, -1},
    [YT_INTEGER_UNSIGNED_LONG] = {YT_XSD_NS "unsignedLong", 0, G_MAXINT64},
    [YT_INTEGER_UNSIGNED_INT] = {YT_XSD_NS "unsignedInt", 0, G_MAXUINT32},
    [YT_INTEGER_UNSIGNED_SHORT] = {YT_XSD_NS "unsignedShort", 0, G_MAXUINT16},
    [YT_INTEGER_UNSIGNED_BYTE] = {YT_XSD_NS "unsignedByte", 0, 255},
};

YtTermId
yt_id_from_integer(gint64 value, YtIntegerType type)
{
  g_return_val_if_fail((gsize) type < G_N_ELEMENTS(integer_types), 0);
  if (value < -INTEGER_BIAS || value >= INTEGER_BIAS || value < integer_types[type].least ||
      value > integer_types[type].most)
    return 0;
  return make_id(YT_ID_INTEGER, (guint64) type << 56 | (guint64) (value + INTEGER_BIAS));
}

/* Reads digits at @text; FALSE if there are none, or more than fit 17 of them. */
static gboolean
read_digits(const char *text, gsize n_text, gint64 *value)
{
  if (n_text == 0 || n_text > 17)
    return FALSE;
  gint64 sum = 0;
  for (gsize i = 0; i < n_text; i++) {
    if (text[i] < '0' || text[i] > '9')
      return FALSE;
    sum = sum * 10 + (text[i] - '0');
  }
  *value = sum;
  return TRUE;
}

static YtTermId
integer_from_text(const char *text, gsize n_text, YtIntegerType type)
{
  gboolean negative = n_text > 0 && text[0] == '-';
  const char *digits = text + negative;
  gsize n_digits = n_text - (gsize) negative;
  gint64 value;
  if (!read_digits(digits, n_digits, &value) || (digits[0] == '0' && (n_digits > 1 || negative)))
    return 0;
  return yt_id_from_integer(negative ? -value : value, type);
}

/* ---- Decimals */

YtTermId
yt_id_from_decimal(gint64 millionths, guint n_digits)
{
  if (millionths < -DECIMAL_BIAS || millionths >= DECIMAL_BIAS)
    return 0;
  gint64 unit = YT_DECIMAL_ONE;
  guint needed = 0;
  for (gint64 rest = millionths; rest % unit != 0; needed++)
    unit /= 10;
  n_digits = CLAMP(n_digits, needed, DECIMAL_DIGITS);
  return make_id(YT_ID_DECIMAL, (guint64) (millionths + DECIMAL_BIAS) << 3 | n_digits);
}

static YtTermId
decimal_from_text(const char *text, gsize n_text)
{
  gboolean negative = n_text > 0 && text[0] == '-';
  const char *digits = text + negative, *end = text + n_text;
  const char *point = memchr(digits, '.', (gsize) (end - digits));
  const char *whole_end = point ? point : end;
  gsize n_fraction = point ? (gsize) (end - point - 1) : 0;
  gint64 whole, fraction = 0;
  if (!read_digits(digits, (gsize) (whole_end - digits), &whole) || n_fraction > DECIMAL_DIGITS ||
      (point && !read_digits(point + 1, n_fraction, &fraction)))
    return 0;
  if ((digits[0] == '0' && whole_end - digits > 1) || whole > DECIMAL_BIAS / YT_DECIMAL_ONE)
    return 0;
  for (gsize i = n_fraction; i < DECIMAL_DIGITS; i++)
    fraction *= 10;
  gint64 value = whole * YT_DECIMAL_ONE + fraction;
  if (negative && value == 0)
    return 0; /* "-0.0" */
  return yt_id_from_decimal(negative ? -value : value, (guint) n_fraction);
}

/* ---- Doubles and floats */

YtTermId
yt_id_from_double(double value)
{
  guint64 bits;
  if (isnan(value))
    value = (double) NAN; /* one of the many */
  memcpy(&bits, &value, sizeof bits);
  if (isnan(value))
    bits &= BIAS(63) - 1;
  if (bits & 15)
    return 0;
  bits = bits & BIAS(63) ? ~bits : bits | BIAS(63);
  return make_id(YT_ID_DOUBLE, bits >> 4);
}

YtTermId
yt_id_from_float(float value)
{
  guint32 bits;
  if (isnan(value))
    value = (float) NAN;
  memcpy(&bits, &value, sizeof bits);
  if (isnan(value))
    bits &= G_MAXINT32;
  bits = bits & (1u << 31) ? ~bits : bits | 1u << 31;
  return make_id(YT_ID_FLOAT, bits);
}

double
yt_id_get_double(YtTermId id)
{
  if (yt_id_kind(id) == YT_ID_FLOAT) {
    guint32 bits = (guint32) id;
    bits = bits & (1u << 31) ? bits & G_MAXINT32 : ~bits;
    float value;
    memcpy(&value, &bits, sizeof value);
    return (double) value;
  }
  guint64 bits = id << 4;
  bits = bits & BIAS(63) ? bits & ~BIAS(63) : ~bits & ~(guint64) 15;
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

#define MAX_DOUBLE_TEXT 40

/* XML Schema 1.1, part 2, 3.3.5: one digit before the point, at least one behind it, an exponent without "+" and
 * leading zeros; with as few digits as name the number. */
static gsize
write_double(double value, gboolean is_float, char *text)
{
  if (isnan(value))
    return (gsize) g_snprintf(text, MAX_DOUBLE_TEXT, "NaN");
  if (isinf(value))
    return (gsize) g_snprintf(text, MAX_DOUBLE_TEXT, value < 0 ? "-INF" : "INF");
  char draft[MAX_DOUBLE_TEXT], format[8];
  for (int digits = 0; digits <= (is_float ? 8 : 16); digits++) {
    g_snprintf(format, sizeof format, "%%.%de", digits);
    g_ascii_formatd(draft, sizeof draft, format, value);
    double back = g_ascii_strtod(draft, NULL);
    if (back == value || (is_float && (float) back == (float) value))
      break;
  }
  char *e = strchr(draft, 'e');
  g_assert(e != NULL);
  *e = '\0';
  return (gsize) g_snprintf(text, MAX_DOUBLE_TEXT, "%s%sE%d", draft, strchr(draft, '.') ? "" : ".0",
                            atoi(e + 1));
}

static YtTermId
double_from_text(const char *text, gsize n_text, gboolean is_float)
{
  char copy[MAX_DOUBLE_TEXT], canonical[MAX_DOUBLE_TEXT];
  if (n_text == 0 || n_text >= sizeof copy)
    return 0;
  memcpy(copy, text, n_text);
  copy[n_text] = '\0';
  double value;
  if (strcmp(copy, "NaN") == 0)
    value = (double) NAN;
  else if (strcmp(copy, "INF") == 0 || strcmp(copy, "-INF") == 0)
    value = copy[0] == '-' ? -HUGE_VAL : HUGE_VAL;
  else if (memchr(copy, 'E', n_text))
    value = g_ascii_strtod(copy, NULL);
  else
    return 0;
  if (is_float)
    value = (double) (float) value;
  if (write_double(value, is_float, canonical) != n_text || memcmp(canonical, text, n_text) != 0)
    return 0;
  return is_float ? yt_id_from_float((float) value) : yt_id_from_double(value);
}

YtTermId
yt_id_from_boolean(gboolean value)
{
  return make_id(YT_ID_BOOLEAN, value ? 2 : 0);
}

/* ---- Times */

/* Days from 1970-01-01 in the proleptic Gregorian calendar; years are counted from March, so that a leap day comes
 * last and a month's place is a linear function. */
static gint64
days_from_civil(gint64 year, guint month, guint day)
{
  if (month <= 2)
    year--;
  gint64 era = (year >= 0 ? year : year - 399) / 400;
  gint64 year_of_era = year - era * 400;
  gint64 day_of_year = (153 * (gint64) ((month + 9) % 12) + 2) / 5 + (gint64) day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

static void
civil_from_days(gint64 days, YtTimeValue *value)
{
  days += 719468;
  gint64 era = (days >= 0 ? days : days - 146096) / 146097;
  gint64 day_of_era = days - era * 146097;
  gint64 year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  gint64 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  gint64 month = (5 * day_of_year + 2) / 153;
  value->day = (guint8) (day_of_year - (153 * month + 2) / 5 + 1);
  value->month = (guint8) (month < 10 ? month + 3 : month - 9);
  value->year = (gint32) (year_of_era + era * 400 + (value->month <= 2));
}

static guint
days_of_month(gint32 year, guint month)
{
  static const guint8 days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  gboolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return days[month - 1] + (guint) (leap && month == 2);
}

static guint64
zone_code(const YtTimeValue *value)
{
  if (!value->has_zone)
    return ZONE_NONE;
  return value->zone_is_z ? ZONE_Z : (guint64) (value->zone_minutes + ZONE_BIAS);
}

YtTermId
yt_id_from_time(const YtTimeValue *value)
{
  if (value->year < 0 || value->year > MAX_YEAR || (value->has_zone && ABS(value->zone_minutes) > 840) ||
      (value->has_zone && value->zone_is_z && value->zone_minutes != 0))
    return 0;
  guint64 tag = (guint64) value->type << 56;
  if (value->type == YT_TIME_GYEAR && !value->has_zone)
    return make_id(YT_ID_TIME, tag | (guint64) (value->year + YEAR_BIAS));
  if (value->month < 1 || value->month > 12)
    return 0;
  if (value->type == YT_TIME_GYEARMONTH && !value->has_zone)
    return make_id(YT_ID_TIME, tag | (guint64) (value->year * 12 + value->month - 1 + YEAR_BIAS));
  if (value->type < YT_TIME_DATE || value->day < 1 || value->day > days_of_month(value->year, value->month))
    return 0;
  gint64 zone = value->has_zone ? value->zone_minutes : 0;
  gint64 minutes = days_from_civil(value->year, value->month, value->day) * 1440 - zone;
  if (value->type == YT_TIME_DATE)
    return make_id(YT_ID_TIME, tag | (guint64) (minutes + MINUTE_BIAS) << 11 | zone_code(value));
  static const guint16 step[] = {1000, 100, 10, 1};
  if (value->hour > 23 || value->minute > 59 || value->second > 59 || value->millisecond > 999 ||
      value->n_fraction > 3 || value->millisecond % step[value->n_fraction] != 0)
    return 0;
  gint64 ms =
      (minutes + value->hour * 60 + value->minute) * 60000 + value->second * 1000 + value->millisecond;
  if (ms < -MS_BIAS || ms >= MS_BIAS)
    return 0;
  return make_id(YT_ID_TIME,
                 tag | (guint64) (ms + MS_BIAS) << 13 | (guint64) value->n_fraction << 11 | zone_code(value));
}

void
yt_id_get_time(YtTermId id, YtTimeValue *value)
{
  guint64 payload = id & (BIAS(56) - 1);
  *value = (YtTimeValue){.type = (YtTimeType) ((id >> 56) & 15), .month = 1, .day = 1};
  if (value->type == YT_TIME_GYEAR || value->type == YT_TIME_GYEARMONTH) {
    gint64 most = value->type == YT_TIME_GYEAR ? MAX_YEAR : MAX_YEAR * 12 + 11;
    gint64 count =
        CLAMP((gint64) payload - YEAR_BIAS, 0, most); /* beyond it no id is ours: a damaged file's */
    if (value->type == YT_TIME_GYEARMONTH) {
      value->month = (guint8) (count % 12 + 1);
      count /= 12;
    }
    value->year = (gint32) count;
    value->utc_ms = days_from_civil(value->year, value->month, 1) * MS_PER_DAY;
    return;
  }
  guint64 zone = payload & 2047;
  value->has_zone = zone != ZONE_NONE;
  value->zone_is_z = zone == ZONE_Z;
  value->zone_minutes = (gint16) (zone > ZONE_Z ? (gint64) zone - ZONE_BIAS : 0);
  if (value->type == YT_TIME_DATE) {
    value->utc_ms = ((gint64) (payload >> 11) - MINUTE_BIAS) * 60000;
  } else {
    value->n_fraction = (guint8) (payload >> 11 & 3);
    value->utc_ms = (gint64) (payload >> 13) - MS_BIAS;
  }
  gint64 local_ms = value->utc_ms + value->zone_minutes * 60000;
  gint64 days = local_ms / MS_PER_DAY - (local_ms % MS_PER_DAY < 0), ms = local_ms - days * MS_PER_DAY;
  civil_from_days(days, value);
  value->hour = (guint8) (ms / 3600000);
  value->minute = (guint8) (ms / 60000 % 60);
  value->second = (guint8) (ms / 1000 % 60);
  value->millisecond = (guint16) (ms % 1000);
}

/* Exactly @n_digits digits at *@at, which moves behind them. */
static gboolean
read_field(const char **at, const char *end, gsize n_digits, gint64 *value)
{
  if ((gsize) (end - *at) < n_digits || !read_digits(*at, n_digits, value))
    return FALSE;
  *at += n_digits;
  return TRUE;
}

static gboolean
read_char(const char **at, const char *end, char c)
{
  if (*at == end || **at != c)
    return FALSE;
  (*at)++;
  return TRUE;
}

/* zone := ("Z" | ("+" | "-") hh ":" mm)?, up to the end of the text. */
static gboolean
read_zone(const char *at, const char *end, YtTimeValue *value)
{
  if (at == end)
    return TRUE;
  value->has_zone = TRUE;
  if (*at == 'Z') {
    value->zone_is_z = TRUE;
    return at + 1 == end;
  }
  gboolean negative = *at == '-';
  gint64 hours, minutes;
  if (!negative && *at != '+')
    return FALSE;
  at++;
  if (!read_field(&at, end, 2, &hours) || !read_char(&at, end, ':') || !read_field(&at, end, 2, &minutes) ||
      at != end || hours > 14 || minutes > 59 || (negative && hours == 0 && minutes == 0))
    return FALSE;
  value->zone_minutes = (gint16) (negative ? -(hours * 60 + minutes) : hours * 60 + minutes);
  return TRUE;
}

static YtTermId
time_from_text(const char *text, gsize n_text, YtTimeType type)
{
  YtTimeValue value = {.type = type, .month = 1, .day = 1};
  const char *at = text, *end = text + n_text;
  gint64 year, month = 1, day = 1, hour = 0, minute = 0, second = 0, fraction = 0;
  if (!read_field(&at, end, 4, &year))
    return 0;
  if (type != YT_TIME_GYEAR && (!read_char(&at, end, '-') || !read_field(&at, end, 2, &month)))
    return 0;
  if (type >= YT_TIME_DATE && (!read_char(&at, end, '-') || !read_field(&at, end, 2, &day)))
    return 0;
  if (type == YT_TIME_DATETIME) {
    if (!read_char(&at, end, 'T') || !read_field(&at, end, 2, &hour) || !read_char(&at, end, ':') ||
        !read_field(&at, end, 2, &minute) || !read_char(&at, end, ':') || !read_field(&at, end, 2, &second))
      return 0;
    if (read_char(&at, end, '.')) {
      const char *digits = at;
      while (at < end && *at >= '0' && *at <= '9')
        at++;
      value.n_fraction = (guint8) MIN(at - digits, 4);
      if (value.n_fraction > 3 || !read_digits(digits, value.n_fraction, &fraction))
        return 0;
      for (guint i = value.n_fraction; i < 3; i++)
        fraction *= 10;
    }
  }
  if (!read_zone(at, end, &value))
    return 0;
  value.year = (gint32) year;
  value.month = (guint8) month;
  value.day = (guint8) day;
  value.hour = (guint8) hour;
  value.minute = (guint8) minute;
  value.second = (guint8) second;
  value.millisecond = (guint16) fraction;
  return yt_id_from_time(&value);
}

/* ---- Strings */

YtTermId
yt_id_from_string(const char *text, gsize n_text)
{
  if (n_text == 0 || n_text > 7 || memchr(text, '\0', n_text))
    return 0;
  guint64 packed = 0;
  for (gsize i = 0; i < 7; i++)
    packed = packed << 8 | (i < n_text ? (guint8) text[i] : 0);
  return make_id(YT_ID_SHORT, packed);
}

/* ---- From and to terms */

typedef enum {
  PARSE_INTEGER,
  PARSE_DECIMAL,
  PARSE_DOUBLE,
  PARSE_FLOAT,
  PARSE_BOOLEAN,
  PARSE_TIME,
  PARSE_STRING
} Parser;

typedef struct {
  const char *name; /* behind YT_XSD_NS */
  Parser parser;
  int type;
} InlineType;

static const InlineType inline_types[] = {
    {"string", PARSE_STRING, 0},
    {"integer", PARSE_INTEGER, YT_INTEGER},
    {"decimal", PARSE_DECIMAL, 0},
    {"date", PARSE_TIME, YT_TIME_DATE},
    {"dateTime", PARSE_TIME, YT_TIME_DATETIME},
    {"gYear", PARSE_TIME, YT_TIME_GYEAR},
    {"gYearMonth", PARSE_TIME, YT_TIME_GYEARMONTH},
    {"boolean", PARSE_BOOLEAN, 0},
    {"double", PARSE_DOUBLE, 0},
    {"float", PARSE_FLOAT, 0},
    {"long", PARSE_INTEGER, YT_INTEGER_LONG},
    {"int", PARSE_INTEGER, YT_INTEGER_INT},
    {"short", PARSE_INTEGER, YT_INTEGER_SHORT},
    {"byte", PARSE_INTEGER, YT_INTEGER_BYTE},
    {"nonNegativeInteger", PARSE_INTEGER, YT_INTEGER_NON_NEGATIVE},
    {"positiveInteger", PARSE_INTEGER, YT_INTEGER_POSITIVE},
    {"nonPositiveInteger", PARSE_INTEGER, YT_INTEGER_NON_POSITIVE},
    {"negativeInteger", PARSE_INTEGER, YT_INTEGER_NEGATIVE},
    {"unsignedLong", PARSE_INTEGER, YT_INTEGER_UNSIGNED_LONG},
    {"unsignedInt", PARSE_INTEGER, YT_INTEGER_UNSIGNED_INT},
    {"unsignedShort", PARSE_INTEGER, YT_INTEGER_UNSIGNED_SHORT},
    {"unsignedByte", PARSE_INTEGER, YT_INTEGER_UNSIGNED_BYTE},
};

static const InlineType *
find_inline_type(const char *datatype, gsize n_datatype)
{
  const gsize n_namespace = strlen(YT_XSD_NS);
  if (n_datatype <= n_namespace || memcmp(datatype, YT_XSD_NS, n_namespace) != 0)
    return NULL;
  const char *name = datatype + n_namespace;
  gsize n_name = n_datatype - n_namespace;
  for (gsize i = 0; i < G_N_ELEMENTS(inline_types); i++)
    if (inline_types[i].name[0] == name[0] && strlen(inline_types[i].name) == n_name &&
        memcmp(inline_types[i].name, name, n_name) == 0)
      return &inline_types[i];
  return NULL;
}

static YtTermId
boolean_from_text(const char *text, gsize n_text)
{
  static const char *const forms[] = {"false", "0", "true", "1"}; /* the payload is the place */
  for (guint i = 0; i < G_N_ELEMENTS(forms); i++)
    if (strlen(forms[i]) == n_text && memcmp(forms[i], text, n_text) == 0)
      return make_id(YT_ID_BOOLEAN, i);
  return 0;
}

gboolean
yt_term_is_string(const YtTerm *term)
{
  static const char xsd_string[] = YT_XSD_NS "string";
  return term->kind == YT_TERM_LITERAL && !term->language &&
         (!term->datatype || (term->n_datatype == strlen(xsd_string) &&
                              memcmp(term->datatype, xsd_string, strlen(xsd_string)) == 0));
}

YtTermId
yt_id_from_term(const YtTerm *term)
{
  if (term->kind != YT_TERM_LITERAL || term->language)
    return 0;
  if (!term->datatype)
    return yt_id_from_string(term->text, term->n_text);
  const InlineType *type = find_inline_type(term->datatype, term->n_datatype);
  if (!type)
    return 0;
  switch (type->parser) {
  case PARSE_STRING: return yt_id_from_string(term->text, term->n_text);
  case PARSE_INTEGER: return integer_from_text(term->text, term->n_text, (YtIntegerType) type->type);
  case PARSE_DECIMAL: return decimal_from_text(term->text, term->n_text);
  case PARSE_DOUBLE:
  case PARSE_FLOAT: return double_from_text(term->text, term->n_text, type->parser == PARSE_FLOAT);
  case PARSE_BOOLEAN: return boolean_from_text(term->text, term->n_text);
  case PARSE_TIME: return time_from_text(term->text, term->n_text, (YtTimeType) type->type);
  }
  return 0;
}

const char *
yt_id_get_datatype(YtTermId id)
{
  static const char *const time_types[] = {YT_XSD_NS "gYear", YT_XSD_NS "gYearMonth", YT_XSD_NS "date",
                                           YT_XSD_NS "dateTime"};
  guint type = (guint) (id >> 56) & 15;
  switch (yt_id_kind(id)) {
  case YT_ID_BOOLEAN: return YT_XSD_NS "boolean";
  case YT_ID_INTEGER: return type < G_N_ELEMENTS(integer_types) ? integer_types[type].datatype : NULL;
  case YT_ID_DECIMAL: return YT_XSD_NS "decimal";
  case YT_ID_DOUBLE: return YT_XSD_NS "double";
  case YT_ID_FLOAT: return YT_XSD_NS "float";
  case YT_ID_TIME: return type < G_N_ELEMENTS(time_types) ? time_types[type] : NULL;
  default: return NULL;
  }
}

/* At most 20 characters. */
static gsize
write_integer(gint64 value, char *text)
{
  char digits[24];
  gsize n_digits = 0, n_text = 0;
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;
  do
    digits[n_digits++] = (char) ('0' + rest % 10);
  while (rest /= 10);
  if (value < 0)
    text[n_text++] = '-';
  while (n_digits > 0)
    text[n_text++] = digits[--n_digits];
  return n_text;
}

static gsize
write_padded(gint64 value, guint n_digits, char *text)
{
  for (guint i = n_digits; i-- > 0; value /= 10)
    text[i] = (char) ('0' + value % 10);
  return n_digits;
}

static gsize
write_decimal(YtTermId id, char *text)
{
  gint64 value = yt_id_get_decimal(id);
  guint n_digits = MIN((guint) id & 7, DECIMAL_DIGITS);
  guint64 magnitude = value < 0 ? -(guint64) value : (guint64) value;
  gsize n_text = 0;
  if (value < 0)
    text[n_text++] = '-';
  n_text += write_integer((gint64) (magnitude / YT_DECIMAL_ONE), text + n_text);
  if (n_digits > 0) {
    text[n_text++] = '.';
    write_padded((gint64) (magnitude % YT_DECIMAL_ONE), DECIMAL_DIGITS, text + n_text);
    n_text += n_digits;
  }
  return n_text;
}

static gsize
write_time(YtTermId id, char *text)
{
  YtTimeValue value;
  yt_id_get_time(id, &value);
  gsize n_text = write_padded(value.year, 4, text);
  if (value.type >= YT_TIME_GYEARMONTH) {
    text[n_text++] = '-';
    n_text += write_padded(value.month, 2, text + n_text);
  }
  if (value.type >= YT_TIME_DATE) {
    text[n_text++] = '-';
    n_text += write_padded(value.day, 2, text + n_text);
  }
  if (value.type == YT_TIME_DATETIME) {
    const guint8 fields[] = {value.hour, value.minute, value.second};
    for (guint i = 0; i < 3; i++) {
      text[n_text++] = i == 0 ? 'T' : ':';
      n_text += write_padded(fields[i], 2, text + n_text);
    }
    if (value.n_fraction > 0) {
      text[n_text++] = '.';
      write_padded(value.millisecond, 3, text + n_text);
      n_text += value.n_fraction;
    }
  }
  if (value.zone_is_z) {
    text[n_text++] = 'Z';
  } else if (value.has_zone) {
    text[n_text++] = value.zone_minutes < 0 ? '-' : '+';
    n_text += write_padded(ABS(value.zone_minutes) / 60, 2, text + n_text);
    text[n_text++] = ':';
    n_text += write_padded(ABS(value.zone_minutes) % 60, 2, text + n_text);
  }
  return n_text;
}

static gsize
write_short(YtTermId id, char *text)
{
  gsize n_text = 0;
  for (int shift = 48; shift >= 0 && (id >> shift & 255); shift -= 8)
    text[n_text++] = (char) (id >> shift & 255);
  return n_text;
}

YtTerm
yt_inline_get_term(YtTermId id, char text[YT_INLINE_TEXT])
{
  static const char *const booleans[] = {"false", "0", "true", "1"};
  YtTerm term = {.kind = YT_TERM_LITERAL, .text = text};
  term.datatype = yt_id_get_datatype(id);
  term.n_datatype = term.datatype ? strlen(term.datatype) : 0;
  switch (yt_id_kind(id)) {
  case YT_ID_BOOLEAN:
    term.text = booleans[id & 3];
    term.n_text = strlen(term.text);
    break;
  case YT_ID_INTEGER: term.n_text = write_integer(yt_id_get_integer(id), text); break;
  case YT_ID_DECIMAL: term.n_text = write_decimal(id, text); break;
  case YT_ID_DOUBLE:
  case YT_ID_FLOAT:
    term.n_text = write_double(yt_id_get_double(id), yt_id_kind(id) == YT_ID_FLOAT, text);
    break;
  case YT_ID_TIME:
    if (term.datatype)
      term.n_text = write_time(id, text);
    break;
  case YT_ID_SHORT: term.n_text = write_short(id, text); break;
  default: return (YtTerm){.kind = YT_TERM_UNBOUND};
  }
  if (!term.datatype && yt_id_kind(id) != YT_ID_SHORT)
    return (YtTerm){.kind = YT_TERM_UNBOUND};
  return term;
}

YtTerm
yt_id_get_term(YtTermId id, YtTermBuffer *buffer)
{
  return yt_inline_get_term(id, buffer->bytes);
}

/* ---- Buffers */

void
yt_term_buffer_init(YtTermBuffer *buffer)
{
  buffer->bytes = buffer->local;
  buffer->n_allocated = 0;
}

void
yt_term_buffer_clear(YtTermBuffer *buffer)
{
  if (buffer->n_allocated > 0)
    g_free(buffer->bytes);
  yt_term_buffer_init(buffer);
}

char *
yt_term_buffer_reserve(YtTermBuffer *buffer, gsize n_bytes)
{
  gsize have = buffer->n_allocated > 0 ? buffer->n_allocated : sizeof buffer->local;
  if (n_bytes > have) {
    if (buffer->n_allocated > 0)
      g_free(buffer->bytes);
    buffer->n_allocated = MAX(n_bytes, have * 2);
    buffer->bytes = g_malloc(buffer->n_allocated);
  }
  return buffer->bytes;
}
