/* decimal.h: exact decimal numbers, for xsd:integer and xsd:decimal.
 *
 * A number is digits / 10^scale in 128 bits, so 38 digits are exact (XSD asks for 18). What does not fit is an
 * error of the expression, as XPath's FOAR0002, never a rounded number. Only division rounds, to 18 digits after the
 * point at least, half to even. */
#pragma once
#include <glib.h>

typedef __int128 YtInt128;

typedef struct {
  YtInt128 digits;
  guint scale; /* at most YT_DECIMAL_MAX_SCALE */
} YtDecimal;

#define YT_DECIMAL_MAX_SCALE 37
#define YT_DECIMAL_TEXT      44 /* bytes that the text of any number fits in, NUL included */

YtDecimal yt_decimal_from_int(gint64 value);

/* Each FALSE when the result does not fit; so division by zero. */
gboolean yt_decimal_parse(const char *text, gsize n_text, gboolean allow_point, YtDecimal *result);
gboolean yt_decimal_from_double(double value, YtDecimal *result); /* the shortest decimal that names this double */
gboolean yt_decimal_add(YtDecimal a, YtDecimal b, YtDecimal *result);
gboolean yt_decimal_subtract(YtDecimal a, YtDecimal b, YtDecimal *result);
gboolean yt_decimal_multiply(YtDecimal a, YtDecimal b, YtDecimal *result);
gboolean yt_decimal_divide(YtDecimal a, YtDecimal b, YtDecimal *result);

int yt_decimal_compare(YtDecimal a, YtDecimal b);
double yt_decimal_to_double(YtDecimal a);
YtDecimal yt_decimal_negate(YtDecimal a);
YtDecimal yt_decimal_trim(YtDecimal a);  /* without zeros at the end of the fraction */
YtDecimal yt_decimal_floor(YtDecimal a);
YtDecimal yt_decimal_ceil(YtDecimal a);
YtDecimal yt_decimal_round(YtDecimal a); /* half up, towards positive infinity: fn:round */
YtDecimal yt_decimal_truncate(YtDecimal a);

/* Writes the canonical form to @text of YT_DECIMAL_TEXT bytes; with @point at least one digit after a point, as XSD
 * 1.0 writes decimals. Returns its length. */
gsize yt_decimal_format(YtDecimal a, gboolean point, char *text);
