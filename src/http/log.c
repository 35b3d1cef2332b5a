/* log.c: counters, and a line for each request. */
#include "http/log.h"
#include "base/base.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MAX_SHOWN 2048 /* bytes of a URL in a line; a longer one is cut */

/* Upper bounds of the buckets of durations, in µs. */
static const gint64 bounds[] = {500,    1000,   2500,   5000,    10000,   25000,    50000,
                                100000, 250000, 500000, 1000000, 2500000, 10000000, 30000000};
#define N_BOUNDS G_N_ELEMENTS(bounds)

static const char *const routes[] = {"sparql",   "graphs", "id",     "page",   "data", "path",
                                     "describe", "dump",   "static", "status", "other"};
#define N_ROUTES G_N_ELEMENTS(routes)

static const char *const problems[] = {"syntax", "timeout",     "memory", "size",
                                       "busy",   "client-busy", "cut",    "other"};
#define N_PROBLEMS G_N_ELEMENTS(problems)

struct _YtMetrics {
  int log; /* -1: none */
  gboolean owns_log;
  gint64 started;
  gint counts[YT_N_COUNTS]; /* atomic */
  GMutex lock;
  guint64 requests[N_ROUTES][6]; /* by the status' first digit; 0: gone */
  guint64 buckets[N_ROUTES][N_BOUNDS + 1];
  guint64 duration_us[N_ROUTES];
  guint64 n_bytes[N_ROUTES];
  guint64 problems[N_PROBLEMS];
};

YtMetrics *
yt_metrics_new(const char *access_log, GError **error)
{
  YtMetrics *metrics = g_new0(YtMetrics, 1);
  g_mutex_init(&metrics->lock);
  metrics->started = g_get_real_time();
  metrics->log = -1;
  if (access_log && strcmp(access_log, "-") == 0) {
    metrics->log = STDERR_FILENO;
  } else if (access_log) {
    metrics->log = open(access_log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
    metrics->owns_log = TRUE;
    if (metrics->log < 0) {
      int code = errno;
      g_set_error(error, G_IO_ERROR, (int) g_io_error_from_errno(code), "%s: %s", access_log,
                  g_strerror(code));
      yt_metrics_free(metrics);
      return NULL;
    }
  }
  return metrics;
}

void
yt_metrics_free(YtMetrics *metrics)
{
  if (!metrics)
    return;
  if (metrics->owns_log && metrics->log >= 0)
    close(metrics->log);
  g_mutex_clear(&metrics->lock);
  g_free(metrics);
}

gboolean
yt_metrics_has_log(const YtMetrics *metrics)
{
  return metrics->log >= 0;
}

static gsize
find(const char *const *names, gsize n_names, const char *name)
{
  for (gsize i = 0; i + 1 < n_names; i++)
    if (names[i] == name || strcmp(names[i], name) == 0)
      return i;
  return n_names - 1;
}

static void
append_member(GString *line, const char *name, const char *value)
{
  if (!value)
    return;
  g_string_append_printf(line, ",\"%s\":", name);
  g_autofree char *valid = g_utf8_make_valid(value, (gssize) strnlen(value, MAX_SHOWN));
  yt_json_append_string(line, valid, strlen(valid));
}

static GString *
begin_line(void)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc();
  g_autofree char *time = g_date_time_format(now, "%Y-%m-%dT%H:%M:%S");
  GString *line = g_string_sized_new(512);
  g_string_append_printf(line, "{\"time\":\"%s.%03dZ\"", time, g_date_time_get_microsecond(now) / 1000);
  return line;
}

/* One write a line: lines of several threads do not mix in a file opened to append. A full disk loses lines, not
 * requests. */
static void
end_line(YtMetrics *metrics, GString *line)
{
  g_string_append(line, "}\n");
  gssize n = write(metrics->log, line->str, line->len);
  (void) n;
}

static void
write_line(YtMetrics *metrics, const YtRequestRecord *record)
{
  g_autoptr(GString) line = begin_line();
  append_member(line, "client", record->client);
  append_member(line, "method", record->method);
  append_member(line, "path", record->path);
  append_member(line, "parameters", record->parameters);
  g_string_append_printf(
      line, ",\"status\":%u,\"bytes\":%" G_GUINT64_FORMAT ",\"ms\":%" G_GINT64_FORMAT ".%03d,\"whole\":%s",
      record->status, record->n_bytes, record->duration_us / 1000, (int) (record->duration_us % 1000),
      record->is_whole ? "true" : "false");
  append_member(line, "problem", record->problem);
  append_member(line, "agent", record->user_agent);
  end_line(metrics, line);
}

void
yt_metrics_add_event(YtMetrics *metrics, const char *event, const char *message)
{
  if (metrics->log < 0)
    return;
  g_autoptr(GString) line = begin_line();
  append_member(line, "event", event);
  append_member(line, "message", message);
  end_line(metrics, line);
}

void
yt_metrics_add_request(YtMetrics *metrics, const YtRequestRecord *record)
{
  gsize route = find(routes, N_ROUTES, record->route), bucket = 0;
  while (bucket < N_BOUNDS && record->duration_us > bounds[bucket])
    bucket++;
  g_mutex_lock(&metrics->lock);
  metrics->requests[route][record->status < 600 ? record->status / 100 : 5]++;
  metrics->buckets[route][bucket]++;
  metrics->duration_us[route] += (guint64) record->duration_us;
  metrics->n_bytes[route] += record->n_bytes;
  if (record->problem)
    metrics->problems[find(problems, N_PROBLEMS, record->problem)]++;
  g_mutex_unlock(&metrics->lock);
  if (metrics->log >= 0)
    write_line(metrics, record);
}

void
yt_metrics_count(YtMetrics *metrics, YtCount what, gint n)
{
  g_atomic_int_add(&metrics->counts[what], n);
}

gint64
yt_metrics_get(YtMetrics *metrics, YtCount what)
{
  return g_atomic_int_get(&metrics->counts[what]);
}

/* ---- Prometheus ---- */

static void
append_head(GString *out, const char *name, const char *type, const char *help)
{
  g_string_append_printf(out, "# HELP yuantu_%s %s\n# TYPE yuantu_%s %s\n", name, help, name, type);
}

static void
append_routes(YtMetrics *metrics, GString *out)
{
  static const char *const classes[] = {"gone", "1xx", "2xx", "3xx", "4xx", "5xx"};
  append_head(out, "http_requests_total", "counter", "Requests that are over, by route and class of status.");
  for (gsize r = 0; r < N_ROUTES; r++)
    for (gsize s = 0; s < G_N_ELEMENTS(classes); s++)
      if (metrics->requests[r][s] > 0)
        g_string_append_printf(
            out, "yuantu_http_requests_total{route=\"%s\",status=\"%s\"} %" G_GUINT64_FORMAT "\n", routes[r],
            classes[s], metrics->requests[r][s]);
  append_head(out, "http_response_bytes_total", "counter", "Bytes of bodies that were sent.");
  for (gsize r = 0; r < N_ROUTES; r++)
    if (metrics->n_bytes[r] > 0)
      g_string_append_printf(out, "yuantu_http_response_bytes_total{route=\"%s\"} %" G_GUINT64_FORMAT "\n",
                             routes[r], metrics->n_bytes[r]);
  append_head(out, "http_request_duration_seconds", "histogram",
              "From the request's first line to the answer's last byte.");
  for (gsize r = 0; r < N_ROUTES; r++) {
    guint64 sum = 0;
    for (gsize b = 0; b <= N_BOUNDS; b++)
      sum += metrics->buckets[r][b];
    if (sum == 0)
      continue;
    guint64 n = 0;
    for (gsize b = 0; b < N_BOUNDS; b++) {
      char bound[G_ASCII_DTOSTR_BUF_SIZE];
      n += metrics->buckets[r][b];
      g_ascii_formatd(bound, sizeof bound, "%g", (double) bounds[b] / 1e6);
      g_string_append_printf(
          out, "yuantu_http_request_duration_seconds_bucket{route=\"%s\",le=\"%s\"} %" G_GUINT64_FORMAT "\n",
          routes[r], bound, n);
    }
    g_string_append_printf(
        out,
        "yuantu_http_request_duration_seconds_bucket{route=\"%s\",le=\"+Inf\"} %" G_GUINT64_FORMAT "\n"
        "yuantu_http_request_duration_seconds_sum{route=\"%s\"} %" G_GUINT64_FORMAT ".%06u\n"
        "yuantu_http_request_duration_seconds_count{route=\"%s\"} %" G_GUINT64_FORMAT "\n",
        routes[r], sum, routes[r], metrics->duration_us[r] / 1000000,
        (guint) (metrics->duration_us[r] % 1000000), routes[r], sum);
  }
  append_head(out, "problems_total", "counter", "Requests that got a problem instead of an answer, by kind.");
  for (gsize p = 0; p < N_PROBLEMS; p++)
    g_string_append_printf(out, "yuantu_problems_total{kind=\"%s\"} %" G_GUINT64_FORMAT "\n", problems[p],
                           metrics->problems[p]);
}

/* Bytes in memory, from the second number of /proc/self/statm; 0 when it cannot be read. */
static guint64
get_resident_bytes(void)
{
  g_autofree char *text = NULL;
  guint64 n_pages = 0;
  if (g_file_get_contents("/proc/self/statm", &text, NULL, NULL) && strchr(text, ' '))
    n_pages = g_ascii_strtoull(strchr(text, ' ') + 1, NULL, 10);
  return n_pages * (guint64) sysconf(_SC_PAGESIZE);
}

void
yt_metrics_append(YtMetrics *metrics, GString *out, guint64 n_quads, guint64 version)
{
  static const struct {
    YtCount what;
    const char *name, *type, *help;
  } counts[] = {
      {YT_COUNT_CONNECTIONS, "connections", "gauge", "Open connections."},
      {YT_COUNT_RUNNING, "queries_running", "gauge", "Queries that a worker runs."},
      {YT_COUNT_WAITING, "queries_waiting", "gauge", "Queries that wait for a worker."},
      {YT_COUNT_RELOADS, "reloads_total", "counter", "Times a new store was taken in."},
      {YT_COUNT_RELOAD_FAILURES, "reload_failures_total", "counter",
       "Times a new store could not be opened."},
      {YT_COUNT_UPDATES, "updates_total", "counter", "Updates that were carried out."},
      {YT_COUNT_CUT_CONNECTIONS, "connections_cut_total", "counter", "Connections that were too slow."},
      {YT_COUNT_PROBES, "probes_total", "counter", "Queries that were tried at once."},
      {YT_COUNT_FAILED_PROBES, "probes_failed_total", "counter",
       "Of them, those that then went to a worker."},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(counts); i++) {
    append_head(out, counts[i].name, counts[i].type, counts[i].help);
    g_string_append_printf(out, "yuantu_%s %" G_GINT64_FORMAT "\n", counts[i].name,
                           yt_metrics_get(metrics, counts[i].what));
  }
  append_head(out, "store_quads", "gauge", "Quads in the store that is served.");
  g_string_append_printf(out, "yuantu_store_quads %" G_GUINT64_FORMAT "\n", n_quads);
  append_head(out, "store_info", "gauge", "The store that is served.");
  g_string_append_printf(out, "yuantu_store_info{version=\"%016" G_GINT64_MODIFIER "x\"} 1\n", version);
  append_head(out, "resident_memory_bytes", "gauge", "Memory in use, the mapped store with it.");
  g_string_append_printf(out, "yuantu_resident_memory_bytes %" G_GUINT64_FORMAT "\n", get_resident_bytes());
  append_head(out, "start_time_seconds", "gauge", "When the server started.");
  g_string_append_printf(out, "yuantu_start_time_seconds %" G_GINT64_FORMAT "\n", metrics->started / 1000000);
  g_mutex_lock(&metrics->lock);
  append_routes(metrics, out);
  g_mutex_unlock(&metrics->lock);
}
