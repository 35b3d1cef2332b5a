/* decimal.c: decimal arithmetic in 128 bits, every overflow caught. */
#include "sparql/decimal.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DIVISION_SCALE = 18 };

#define MAX_DIGITS ((YtInt128) (~(unsigned __int128) 0 >> 1))

static YtInt128
power_of_ten(guint n)
{
  YtInt128 power = 1;
  while (n--)
    power *= 10;
  return power;
}

YtDecimal
yt_decimal_from_int(gint64 value)
{
  return (YtDecimal){.digits = value};
}

YtDecimal
yt_decimal_trim(YtDecimal a)
{
  if (!a.digits)
    return (YtDecimal){0};
  while (a.scale && a.digits % 10 == 0) {
    a.digits /= 10;
    a.scale--;
  }
  return a;
}

gboolean
yt_decimal_parse(const char *text, gsize n_text, gboolean allow_point, YtDecimal *result)
{
  const char *p = text, *end = text + n_text;
  gboolean negative = p < end && *p == '-';
  if (p < end && (*p == '-' || *p == '+'))
    p++;
  const char *point = allow_point ? memchr(p, '.', (gsize) (end - p)) : NULL;
  const char *last = end;
  while (point && last > point + 1 && last[-1] == '0') /* zeros that say nothing must not overflow */
    last--;
  YtDecimal out = {0};
  gsize n_digits = 0;
  for (; p < end; p++) {
    if (p == point)
      continue;
    if (!g_ascii_isdigit(*p))
      return FALSE;
    n_digits++;
    if (p >= last)
      continue;
    if (__builtin_mul_overflow(out.digits, 10, &out.digits) ||
        __builtin_add_overflow(out.digits, *p - '0', &out.digits))
      return FALSE;
    if (point && p > point && ++out.scale > YT_DECIMAL_MAX_SCALE)
      return FALSE;
  }
  if (negative)
    out.digits = -out.digits;
  *result = out;
  return n_digits > 0;
}

/* Brings both to the larger scale. */
static gboolean
align(YtDecimal *a, YtDecimal *b)
{
  YtDecimal *small = a->scale < b->scale ? a : b, *large = small == a ? b : a;
  if (small->scale == large->scale)
    return TRUE;
  YtInt128 digits;
  if (__builtin_mul_overflow(small->digits, power_of_ten(large->scale - small->scale), &digits))
    return FALSE;
  *small = (YtDecimal){digits, large->scale};
  return TRUE;
}

gboolean
yt_decimal_add(YtDecimal a, YtDecimal b, YtDecimal *result)
{
  if (!align(&a, &b)) {
    a = yt_decimal_trim(a);
    b = yt_decimal_trim(b);
    if (!align(&a, &b))
      return FALSE;
  }
  result->scale = a.scale;
  return !__builtin_add_overflow(a.digits, b.digits, &result->digits);
}

YtDecimal
yt_decimal_negate(YtDecimal a)
{
  return (YtDecimal){-a.digits, a.scale};
}

gboolean
yt_decimal_subtract(YtDecimal a, YtDecimal b, YtDecimal *result)
{
  return yt_decimal_add(a, yt_decimal_negate(b), result);
}

gboolean
yt_decimal_multiply(YtDecimal a, YtDecimal b, YtDecimal *result)
{
  for (int attempt = 0; attempt < 2; attempt++) {
    result->scale = a.scale + b.scale;
    if (result->scale <= YT_DECIMAL_MAX_SCALE && !__builtin_mul_overflow(a.digits, b.digits, &result->digits))
      return TRUE;
    a = yt_decimal_trim(a);
    b = yt_decimal_trim(b);
  }
  return FALSE;
}

/* Long division: the whole part, then one digit of the fraction after another. */
gboolean
yt_decimal_divide(YtDecimal a, YtDecimal b, YtDecimal *result)
{
  a = yt_decimal_trim(a);
  b = yt_decimal_trim(b);
  if (!b.digits || !align(&a, &b))
    return FALSE;
  gboolean negative = (a.digits < 0) != (b.digits < 0);
  YtInt128 n = a.digits < 0 ? -a.digits : a.digits, d = b.digits < 0 ? -b.digits : b.digits;
  if (d > MAX_DIGITS / 10)
    return FALSE;
  YtInt128 quotient = n / d, rest = n % d;
  guint scale = 0;
  for (; rest && scale < DIVISION_SCALE && quotient <= (MAX_DIGITS - 9) / 10; scale++) {
    rest *= 10;
    quotient = quotient * 10 + rest / d;
    rest %= d;
  }
  YtInt128 half = rest * 2; /* d is below MAX / 10 */
  if (half > d || (half == d && quotient % 2))
    quotient++;
  *result = yt_decimal_trim((YtDecimal){negative ? -quotient : quotient, scale});
  return TRUE;
}

int
yt_decimal_compare(YtDecimal a, YtDecimal b)
{
  if (a.scale == b.scale)
    return (a.digits > b.digits) - (a.digits < b.digits);
  YtInt128 unit_a = power_of_ten(a.scale), unit_b = power_of_ten(b.scale);
  YtInt128 whole_a = a.digits / unit_a, whole_b = b.digits / unit_b;
  if (whole_a != whole_b)
    return whole_a > whole_b ? 1 : -1;
  /* fractions are below 1, so they fit at either scale */
  guint scale = MAX(a.scale, b.scale);
  YtInt128 rest_a = a.digits % unit_a * power_of_ten(scale - a.scale);
  YtInt128 rest_b = b.digits % unit_b * power_of_ten(scale - b.scale);
  return (rest_a > rest_b) - (rest_a < rest_b);
}

double
yt_decimal_to_double(YtDecimal a)
{
  const YtInt128 exact = (YtInt128) 1 << 53;
  if (a.scale <= 22 && a.digits <= exact && a.digits >= -exact) /* both operands exact: rounded once */
    return (double) a.digits / (a.scale ? (double) power_of_ten(a.scale) : 1);
  char text[YT_DECIMAL_TEXT];
  yt_decimal_format(a, FALSE, text);
  return g_ascii_strtod(text, NULL);
}

gboolean
yt_decimal_from_double(double value, YtDecimal *result)
{
  if (!isfinite(value) || fabs(value) >= 1e38)
    return FALSE;
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  for (int precision = 1; precision <= 17; precision++) {
    char format[8];
    g_snprintf(format, sizeof format, "%%.%de", precision - 1);
    g_ascii_formatd(text, sizeof text, format, value);
    if (g_ascii_strtod(text, NULL) == value)
      break;
  }
  char *mark = strchr(text, 'e');
  int exponent = atoi(mark + 1);
  YtDecimal out;
  if (!yt_decimal_parse(text, (gsize) (mark - text), TRUE, &out))
    return FALSE;
  for (; exponent < 0; exponent++)
    if (++out.scale > YT_DECIMAL_MAX_SCALE) { /* below 10^-37: too small to matter, or to keep */
      out.digits /= 10;
      out.scale--;
    }
  for (; exponent > 0; exponent--) {
    if (out.scale)
      out.scale--;
    else if (__builtin_mul_overflow(out.digits, 10, &out.digits))
      return FALSE;
  }
  *result = yt_decimal_trim(out);
  return TRUE;
}

YtDecimal
yt_decimal_truncate(YtDecimal a)
{
  return (YtDecimal){a.digits / power_of_ten(a.scale), 0};
}

YtDecimal
yt_decimal_floor(YtDecimal a)
{
  YtInt128 unit = power_of_ten(a.scale);
  return (YtDecimal){a.digits / unit - (a.digits % unit < 0), 0};
}

YtDecimal
yt_decimal_ceil(YtDecimal a)
{
  YtInt128 unit = power_of_ten(a.scale);
  return (YtDecimal){a.digits / unit + (a.digits % unit > 0), 0};
}

YtDecimal
yt_decimal_round(YtDecimal a)
{
  YtDecimal floor = yt_decimal_floor(a);
  YtInt128 unit = power_of_ten(a.scale);
  YtInt128 rest = a.digits % unit;
  if (rest < 0)
    rest += unit;
  if (rest >= unit - rest)
    floor.digits++;
  return floor;
}

gsize
yt_decimal_format(YtDecimal a, gboolean point, char *text)
{
  a = yt_decimal_trim(a);
  char reversed[YT_DECIMAL_TEXT];
  guint n = 0;
  gboolean negative = a.digits < 0;
  unsigned __int128 digits = negative ? -(unsigned __int128) a.digits : (unsigned __int128) a.digits;
  if (point && !a.scale) {
    reversed[n++] = '0';
    reversed[n++] = '.';
  }
  for (guint i = 0; digits || i <= a.scale; i++) {
    reversed[n++] = (char) ('0' + (int) (digits % 10));
    digits /= 10;
    if (a.scale && i + 1 == a.scale)
      reversed[n++] = '.';
  }
  gsize length = 0;
  if (negative)
    text[length++] = '-';
  while (n)
    text[length++] = reversed[--n];
  text[length] = 0;
  return length;
}
