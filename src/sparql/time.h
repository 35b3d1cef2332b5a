/* time.h: xsd:dateTime, xsd:date, xsd:time and the Gregorian types. */
#pragma once
#include <glib.h>

typedef enum {
  YT_TIMEKIND_DATETIME,
  YT_TIMEKIND_DATE,
  YT_TIMEKIND_TIME,
  YT_TIMEKIND_YEAR,
  YT_TIMEKIND_YEARMONTH,
  YT_TIMEKIND_MONTH,
  YT_TIMEKIND_MONTHDAY,
  YT_TIMEKIND_DAY,
  YT_N_TIMEKINDS,
} YtTimeKind;

/* The fields as written; what a type lacks is that of 1972-01-01T00:00:00. */
typedef struct {
  YtTimeKind kind;
  gint64 year;
  guint month, day, hour, minute, second;
  guint64 attoseconds; /* digits beyond the 18th are dropped */
  gboolean has_zone;
  gboolean zone_is_z;
  int zone_minutes; /* east is positive */
} YtTime;

/* The IRI of a kind's datatype, and the kind of a datatype. */
const char *yt_time_get_datatype(YtTimeKind kind);
gboolean yt_time_find_kind(const char *datatype, gsize n_datatype, YtTimeKind *kind);

/* FALSE when @text is not in the lexical space, or its year has more than nine digits. */
gboolean yt_time_parse(YtTimeKind kind, const char *text, gsize n_text, YtTime *time);

/* Orders two times of one kind on the time line; one without a zone is read as UTC. */
int yt_time_compare(const YtTime *a, const YtTime *b);

/* XSD 1.1, 3.3.7: of two times of which one has no zone, the order is known only when they are more than 14 hours
 * apart. */
gboolean yt_time_is_comparable(const YtTime *a, const YtTime *b);

/* Appends the canonical lexical form, in the zone that it has. */
void yt_time_append(GString *out, const YtTime *time);

/* The present moment, in UTC. */
YtTime yt_time_now(void);
