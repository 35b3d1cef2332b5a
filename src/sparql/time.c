/* time.c: reads, writes and orders dates and times (XSD 1.1 part 2, 3.3.7 to 3.3.14, and appendix E). */
#include "sparql/time.h"
#include "rdf/rdf.h"
#include <string.h>

static const char *const datatypes[YT_N_TIMEKINDS] = {
    YT_XSD_NS "dateTime",   YT_XSD_NS "date",   YT_XSD_NS "time",      YT_XSD_NS "gYear",
    YT_XSD_NS "gYearMonth", YT_XSD_NS "gMonth", YT_XSD_NS "gMonthDay", YT_XSD_NS "gDay",
};

/* What a lexical form consists of: Y year, M month, D day, T time; "-" and "T" stand for themselves. */
static const char *const layouts[YT_N_TIMEKINDS] = {"Y-M-DTt", "Y-M-D", "t",     "Y",
                                                    "Y-M",     "--M",   "--M-D", "---D"};

const char *
yt_time_get_datatype(YtTimeKind kind)
{
  return datatypes[kind];
}

gboolean
yt_time_find_kind(const char *datatype, gsize n_datatype, YtTimeKind *kind)
{
  for (guint i = 0; i < YT_N_TIMEKINDS; i++)
    if (strlen(datatypes[i]) == n_datatype && !memcmp(datatypes[i], datatype, n_datatype)) {
      *kind = (YtTimeKind) i;
      return TRUE;
    }
  return FALSE;
}

typedef struct {
  const char *at, *end;
} Cursor;

static gboolean
accept(Cursor *c, char expected)
{
  if (c->at == c->end || *c->at != expected)
    return FALSE;
  c->at++;
  return TRUE;
}

/* Exactly two digits. */
static gboolean
read_two(Cursor *c, guint *value)
{
  if (c->end - c->at < 2 || !g_ascii_isdigit(c->at[0]) || !g_ascii_isdigit(c->at[1]))
    return FALSE;
  *value = (guint) (c->at[0] - '0') * 10 + (guint) (c->at[1] - '0');
  c->at += 2;
  return TRUE;
}

static gboolean
read_year(Cursor *c, gint64 *year)
{
  gboolean negative = accept(c, '-');
  const char *start = c->at;
  gint64 value = 0;
  for (; c->at < c->end && g_ascii_isdigit(*c->at) && c->at - start < 9; c->at++)
    value = value * 10 + (*c->at - '0');
  gsize n_digits = (gsize) (c->at - start);
  if (n_digits < 4 || (n_digits > 4 && *start == '0'))
    return FALSE;
  *year = negative ? -value : value;
  return TRUE;
}

/* hh:mm:ss('.' digits)? */
static gboolean
read_clock(Cursor *c, YtTime *time)
{
  if (!read_two(c, &time->hour) || !accept(c, ':') || !read_two(c, &time->minute) || !accept(c, ':') ||
      !read_two(c, &time->second))
    return FALSE;
  if (accept(c, '.')) {
    guint64 unit = G_GUINT64_CONSTANT(100000000000000000);
    const char *start = c->at;
    for (; c->at < c->end && g_ascii_isdigit(*c->at); c->at++, unit /= 10)
      time->attoseconds += (guint64) (*c->at - '0') * unit;
    if (c->at == start)
      return FALSE;
  }
  if (time->hour == 24)
    return !time->minute && !time->second && !time->attoseconds;
  return time->hour < 24 && time->minute < 60 && time->second < 60;
}

static gboolean
read_zone(Cursor *c, YtTime *time)
{
  if (c->at == c->end)
    return TRUE;
  time->has_zone = TRUE;
  if (accept(c, 'Z')) {
    time->zone_is_z = TRUE;
    return TRUE;
  }
  gboolean west = *c->at == '-';
  guint hours, minutes;
  if ((!accept(c, '+') && !accept(c, '-')) || !read_two(c, &hours) || !accept(c, ':') ||
      !read_two(c, &minutes) || minutes > 59 || hours * 60 + minutes > 14 * 60)
    return FALSE;
  time->zone_minutes = (int) (hours * 60 + minutes) * (west ? -1 : 1);
  return TRUE;
}

static guint
days_in_month(gint64 year, guint month)
{
  static const guint days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  gboolean leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return days[month - 1] + (month == 2 && leap);
}

/* Days from 1970-01-01 in the proleptic Gregorian calendar, and back: counted in eras of 400 years that begin on
 * 1 March, so that the leap day is the last of its year. */
static gint64
days_from_date(gint64 year, guint month, guint day)
{
  year -= month <= 2;
  gint64 era = (year >= 0 ? year : year - 399) / 400;
  gint64 year_of_era = year - era * 400;
  gint64 day_of_year = (153 * ((gint64) month + (month > 2 ? -3 : 9)) + 2) / 5 + (gint64) day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

static void
date_from_days(gint64 days, gint64 *year, guint *month, guint *day)
{
  days += 719468;
  gint64 era = (days >= 0 ? days : days - 146096) / 146097;
  gint64 day_of_era = days - era * 146097;
  gint64 year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  gint64 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  gint64 shifted = (5 * day_of_year + 2) / 153;
  *day = (guint) (day_of_year - (153 * shifted + 2) / 5 + 1);
  *month = (guint) (shifted < 10 ? shifted + 3 : shifted - 9);
  *year = year_of_era + era * 400 + (*month <= 2);
}

/* 24:00:00 is the next day's start. */
static void
normalize_midnight(YtTime *time)
{
  if (time->hour != 24)
    return;
  time->hour = 0;
  if (time->kind == YT_TIMEKIND_DATETIME)
    date_from_days(days_from_date(time->year, time->month, time->day) + 1, &time->year, &time->month,
                   &time->day);
}

gboolean
yt_time_parse(YtTimeKind kind, const char *text, gsize n_text, YtTime *time)
{
  *time = (YtTime){.kind = kind, .year = 1972, .month = 1, .day = 1};
  Cursor c = {text, text + n_text};
  for (const char *l = layouts[kind]; *l; l++) {
    gboolean ok = *l == 'Y'   ? read_year(&c, &time->year)
                  : *l == 'M' ? read_two(&c, &time->month) && time->month >= 1 && time->month <= 12
                  : *l == 'D' ? read_two(&c, &time->day) && time->day >= 1 &&
                                    time->day <= days_in_month(time->year, time->month)
                  : *l == 't' ? read_clock(&c, time)
                              : accept(&c, *l);
    if (!ok)
      return FALSE;
  }
  if (!read_zone(&c, time) || c.at != c.end)
    return FALSE;
  normalize_midnight(time);
  return TRUE;
}

static gint64
seconds_of(const YtTime *time)
{
  gint64 days = days_from_date(time->year, time->month, time->day);
  return days * 86400 + (gint64) time->hour * 3600 + (gint64) time->minute * 60 + time->second -
         (gint64) time->zone_minutes * 60;
}

int
yt_time_compare(const YtTime *a, const YtTime *b)
{
  gint64 x = seconds_of(a), y = seconds_of(b);
  if (x != y)
    return x < y ? -1 : 1;
  return (a->attoseconds > b->attoseconds) - (a->attoseconds < b->attoseconds);
}

gboolean
yt_time_is_comparable(const YtTime *a, const YtTime *b)
{
  gint64 apart = seconds_of(a) - seconds_of(b);
  return a->has_zone == b->has_zone || ABS(apart) > 14 * 3600;
}

static void
append_clock(GString *out, const YtTime *time)
{
  g_string_append_printf(out, "%02u:%02u:%02u", time->hour, time->minute, time->second);
  if (!time->attoseconds)
    return;
  char fraction[24];
  int n = g_snprintf(fraction, sizeof fraction, "%018" G_GUINT64_FORMAT, time->attoseconds);
  while (fraction[n - 1] == '0')
    n--;
  g_string_append_c(out, '.');
  g_string_append_len(out, fraction, n);
}

void
yt_time_append(GString *out, const YtTime *time)
{
  for (const char *l = layouts[time->kind]; *l; l++) {
    if (*l == 'Y')
      g_string_append_printf(out, "%s%04" G_GINT64_FORMAT, time->year < 0 ? "-" : "", ABS(time->year));
    else if (*l == 'M')
      g_string_append_printf(out, "%02u", time->month);
    else if (*l == 'D')
      g_string_append_printf(out, "%02u", time->day);
    else if (*l == 't')
      append_clock(out, time);
    else
      g_string_append_c(out, *l);
  }
  if (time->has_zone && (time->zone_is_z || !time->zone_minutes))
    g_string_append_c(out, 'Z');
  else if (time->has_zone)
    g_string_append_printf(out, "%c%02d:%02d", time->zone_minutes < 0 ? '-' : '+',
                           ABS(time->zone_minutes) / 60, ABS(time->zone_minutes) % 60);
}

YtTime
yt_time_now(void)
{
  gint64 us = g_get_real_time(); /* microseconds from 1970-01-01T00:00:00Z */
  gint64 seconds = us / G_USEC_PER_SEC, of_day = seconds % 86400;
  YtTime time = {.kind = YT_TIMEKIND_DATETIME, .has_zone = TRUE, .zone_is_z = TRUE};
  date_from_days(seconds / 86400, &time.year, &time.month, &time.day);
  time.hour = (guint) (of_day / 3600);
  time.minute = (guint) (of_day / 60 % 60);
  time.second = (guint) (of_day % 60);
  time.attoseconds = (guint64) (us % G_USEC_PER_SEC) * G_GUINT64_CONSTANT(1000000000000);
  return time;
}
