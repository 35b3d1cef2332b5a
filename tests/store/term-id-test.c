/* term-id-test.c: inline ids give back what went in, and their order is that of values. */
#include "random.h"
#include <math.h>

static void
assert_id(const char *text, const char *type, guint64 expected)
{
  YtTerm term = type ? yt_term_typed(text, type) : yt_term_literal(text);
  YtTermId id = yt_id_from_term(&term);
  if (id != expected)
    g_error("\"%s\"^^<%s> is %016" G_GINT64_MODIFIER "X, expected %016" G_GINT64_MODIFIER "X", text,
            type ? type : "", id, expected);
}

/* The bytes that docs/store-format.md and term-id.c show. */
static void
test_bytes(void)
{
  assert_id("0", XSD("integer"), 0x4080000000000000);
  assert_id("2021", XSD("integer"), 0x40800000000007E5);
  assert_id("-1", XSD("integer"), 0x407FFFFFFFFFFFFF);
  assert_id("7", XSD("int"), 0x4280000000000007);
  assert_id("369.5", XSD("decimal"), 0x58000000B030FB01);
  assert_id("1.5E0", XSD("double"), 0x6BFF800000000000);
  assert_id("1.5E0", XSD("float"), 0x70000000BFC00000);
  assert_id("2021", XSD("gYear"), 0x80000000010007E5);
  assert_id("2020-06-01", XSD("date"), 0x8200040CA4D60000);
  assert_id("true", XSD("boolean"), 0x3000000000000002);
  assert_id("亿", NULL, 0x90E4BABF00000000);
  assert_id("亿", XSD("string"), 0x90E4BABF00000000);
}

/* Whatever is inline comes back byte for byte, and every form that is not canonical enough stays out. */
static void
test_round_trip(void)
{
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  guint n_inline = 0;
  for (guint t = 0; t < G_N_ELEMENTS(some_datatypes); t++)
    for (guint i = 0; i < G_N_ELEMENTS(some_lexical_forms); i++) {
      YtTerm term = yt_term_typed(some_lexical_forms[i], some_datatypes[t]);
      YtTermId id = yt_id_from_term(&term);
      if (!id)
        continue;
      YtTerm back = yt_id_get_term(id, &buffer);
      g_assert_cmpint(back.kind, ==, YT_TERM_LITERAL);
      g_assert_cmpuint(back.n_text, ==, term.n_text);
      g_assert_cmpint(memcmp(back.text, term.text, term.n_text), ==, 0);
      if (strcmp(some_datatypes[t], XSD("string")) != 0)
        g_assert_cmpstr(back.datatype, ==, some_datatypes[t]);
      else
        g_assert_null(back.datatype);
      n_inline++;
    }
  g_assert_cmpuint(n_inline, >, 80);
  static const struct {
    const char *text, *type;
  } outside[] = {
      {"01", XSD("integer")},
      {"+1", XSD("integer")},
      {"-0", XSD("integer")},
      {"36028797018963968", XSD("integer")},
      {"300", XSD("unsignedByte")},
      {"-1", XSD("nonNegativeInteger")},
      {".5", XSD("decimal")},
      {"5.", XSD("decimal")},
      {"-0.0", XSD("decimal")},
      {"0.0000001", XSD("decimal")},
      {"72057594037.927936", XSD("decimal")},
      {"1E0", XSD("double")},
      {"0.1E0", XSD("double")},
      {"1.0E-1", XSD("double")},
      {"1.5", XSD("double")},
      {"2020-02-30", XSD("date")},
      {"2020-06-01-00:00", XSD("date")},
      {"2020-06-01T24:00:00", XSD("dateTime")},
      {"2020-06-01T12:00:60", XSD("dateTime")},
      {"2020-06-01T12:00:00.1234Z", XSD("dateTime")},
      {"20200", XSD("gYear")},
      {"TRUE", XSD("boolean")},
      {"", XSD("string")},
      {"八个字节长", XSD("string")},
      {"1", "http://例子.cn/类型"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(outside); i++) {
    YtTerm term = yt_term_typed(outside[i].text, outside[i].type);
    if (yt_id_from_term(&term))
      g_error("\"%s\"^^<%s> must not be inline", outside[i].text, outside[i].type);
  }
}

static void
test_times(void)
{
  for (guint round = 0; round < 200000; round++) {
    YtTimeValue value = {.type = YT_TIME_DATETIME,
                         .year = g_test_rand_int_range(1835, 2105),
                         .month = (guint8) g_test_rand_int_range(1, 13),
                         .day = (guint8) g_test_rand_int_range(1, 29),
                         .hour = (guint8) g_test_rand_int_range(0, 24),
                         .minute = (guint8) g_test_rand_int_range(0, 60),
                         .second = (guint8) g_test_rand_int_range(0, 60),
                         .has_zone = g_test_rand_bit()};
    value.n_fraction = (guint8) g_test_rand_int_range(0, 4);
    value.millisecond =
        (guint16) (value.n_fraction == 0 ? 0
                                         : g_test_rand_int_range(0, 10) * (value.n_fraction == 1   ? 100
                                                                           : value.n_fraction == 2 ? 10
                                                                                                   : 1));
    value.zone_is_z = value.has_zone && g_test_rand_bit();
    value.zone_minutes = (gint16) (value.has_zone && !value.zone_is_z ? g_test_rand_int_range(-840, 841) : 0);
    if (round % 3 == 0) {
      value.type = YT_TIME_DATE;
      value.year = g_test_rand_int_range(1, 9999);
      value.hour = value.minute = value.second = value.n_fraction = 0;
      value.millisecond = 0;
    }
    YtTermId id = yt_id_from_time(&value);
    g_assert_cmpuint(id, !=, 0);
    YtTimeValue back;
    yt_id_get_time(id, &back);
    g_autoptr(GTimeZone) zone = g_time_zone_new_offset(value.zone_minutes * 60);
    g_autoptr(GDateTime) check =
        g_date_time_new(zone, value.year, value.month, value.day, value.hour, value.minute, value.second);
    g_assert_cmpint(back.utc_ms, ==, g_date_time_to_unix(check) * 1000 + value.millisecond);
    value.utc_ms = back.utc_ms;
    g_assert_true(back.year == value.year && back.month == value.month && back.day == value.day &&
                  back.hour == value.hour && back.minute == value.minute && back.second == value.second &&
                  back.millisecond == value.millisecond && back.n_fraction == value.n_fraction &&
                  back.has_zone == value.has_zone && back.zone_is_z == value.zone_is_z &&
                  back.zone_minutes == value.zone_minutes);
  }
}

/* Any two numbers of a kind: their ids stand as their values do. */
static void
test_order(void)
{
  for (guint round = 0; round < 200000; round++) {
    gint64 a = (gint64) g_test_rand_int() * (1 << g_test_rand_int_range(0, 24)),
           b = (gint64) g_test_rand_int() * (1 << g_test_rand_int_range(0, 24));
    YtTermId x = yt_id_from_integer(a, YT_INTEGER), y = yt_id_from_integer(b, YT_INTEGER);
    g_assert_true(x && y && (x < y) == (a < b));
    g_assert_cmpint(yt_id_get_integer(x), ==, a);
    x = yt_id_from_decimal(a, 0);
    y = yt_id_from_decimal(b, 0);
    g_assert_true(x && y && (a == b || (x < y) == (a < b)));
    g_assert_cmpint(yt_id_get_decimal(x), ==, a);
    double c = ldexp((double) a, g_test_rand_int_range(-60, 60)),
           d = ldexp((double) b, g_test_rand_int_range(-60, 60));
    x = yt_id_from_double(c);
    y = yt_id_from_double(d);
    g_assert_true(x && y && (c == d || (x < y) == (c < d)));
    g_assert_cmpfloat(yt_id_get_double(x), ==, c);
    x = yt_id_from_float((float) c);
    y = yt_id_from_float((float) d);
    g_assert_true(x && y && ((float) c == (float) d || (x < y) == ((float) c < (float) d)));
    g_assert_cmpfloat((float) yt_id_get_double(x), ==, (float) c);
  }
  g_assert_cmpuint(yt_id_from_decimal(1500000, 0), ==,
                   yt_id_from_decimal(1500000, 1)); /* 1.5 needs its digit */
  g_assert_cmpuint(yt_id_from_decimal(1500000, 1) >> 3, ==, yt_id_from_decimal(1500000, 4) >> 3);
  g_assert_cmpuint(yt_id_from_double((double) NAN), >, yt_id_from_double((double) INFINITY));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/store/term-id/bytes", test_bytes);
  g_test_add_func("/store/term-id/round-trip", test_round_trip);
  g_test_add_func("/store/term-id/times", test_times);
  g_test_add_func("/store/term-id/order", test_order);
  return g_test_run();
}
