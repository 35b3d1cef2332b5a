/* guard.c: looks after connections that take too long.
 *
 * libmicrohttpd closes a connection on which nothing happens. A hostile client lets something happen now and then: a byte
 * of a header every few seconds, a byte of the answer taken every minute. So every phase of a connection has its time,
 * which grows only with the bytes that it moves, at a rate that a telephone line has; who is slower is cut off.
 *
 * While an answer is being made nobody reads from the connection, so nobody would see it closed: the guard asks for it, and
 * cancels the work for a client that is gone. */
#include "http/guard.h"
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#define TICK_US         (250 * 1000)
#define IDLE_SECONDS    75   /* libmicrohttpd ends real silence after 60 */
#define READING_SECONDS 20   /* for a request's head … */
#define READING_RATE    4096 /* … and bytes a second beyond it */
#define SENDING_SECONDS 60
#define SENDING_RATE    1024

struct _YtGuarded {
  int fd;
  guint index; /* in the list */
  YtPhase phase;
  gint64 since;
  gsize n_bytes; /* atomic; in this phase */
  YtHttpJob *job;
  gboolean is_cut;
};

struct _YtGuard {
  YtHttpContext *context;
  GThread *thread;
  GMutex lock;
  GCond wake;
  gboolean ends;
  gboolean has_problem; /* of the guard's thread */
  GPtrArray *connections; /* of YtGuarded */
};

static gint64
get_allowed_us(const YtGuarded *guarded)
{
  gint64 n_bytes = (gint64) g_atomic_pointer_get((gpointer *) &guarded->n_bytes);
  switch (guarded->phase) {
  case YT_PHASE_IDLE: return IDLE_SECONDS * G_USEC_PER_SEC;
  case YT_PHASE_READING: return READING_SECONDS * G_USEC_PER_SEC + n_bytes * G_USEC_PER_SEC / READING_RATE;
  case YT_PHASE_WORKING: return G_MAXINT64;
  case YT_PHASE_SENDING: return SENDING_SECONDS * G_USEC_PER_SEC + n_bytes * G_USEC_PER_SEC / SENDING_RATE;
  }
  g_return_val_if_reached(G_MAXINT64);
}

static void
cancel(YtHttpJob *job)
{
  g_cancellable_cancel(job->cancellable);
}

static gboolean
is_gone(int fd)
{
  struct pollfd poll_fd = {.fd = fd, .events = POLLRDHUP};
  return poll(&poll_fd, 1, 0) > 0 && (poll_fd.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

/* Under the lock, so that no descriptor is closed and given to another connection meanwhile. */
static void
check_connections(YtGuard *guard)
{
  gint64 now = g_get_monotonic_time();
  for (guint i = 0; i < guard->connections->len; i++) {
    YtGuarded *guarded = g_ptr_array_index(guard->connections, i);
    if (guarded->phase == YT_PHASE_WORKING) {
      if (guarded->job && !g_cancellable_is_cancelled(guarded->job->cancellable) && is_gone(guarded->fd))
        cancel(guarded->job);
    } else if (!guarded->is_cut && now - guarded->since > get_allowed_us(guarded)) {
      guarded->is_cut = TRUE;
      shutdown(guarded->fd, SHUT_RDWR); /* its thread sees the end, and closes it */
      yt_metrics_count(guard->context->metrics, YT_COUNT_CUT_CONNECTIONS, 1);
    }
  }
}

/* Tells of a store that cannot be read once, not every second. */
static void
check_store(YtGuard *guard)
{
  gboolean changed;
  YtMetrics *metrics = guard->context->metrics;
  g_autofree char *problem = yt_live_refresh(guard->context->live, &changed);
  if (changed)
    yt_metrics_count(metrics, YT_COUNT_RELOADS, 1);
  if (problem && !guard->has_problem) {
    yt_metrics_count(metrics, YT_COUNT_RELOAD_FAILURES, 1);
    yt_metrics_add_event(metrics, "the new store cannot be opened, the former one is served on", problem);
  }
  guard->has_problem = problem != NULL;
}

static gpointer
run(gpointer data)
{
  YtGuard *guard = data;
  g_mutex_lock(&guard->lock);
  while (!guard->ends) {
    g_cond_wait_until(&guard->wake, &guard->lock, g_get_monotonic_time() + TICK_US);
    if (guard->ends)
      break;
    check_connections(guard);
    g_mutex_unlock(&guard->lock);
    check_store(guard);
    g_mutex_lock(&guard->lock);
  }
  g_mutex_unlock(&guard->lock);
  return NULL;
}

YtGuard *
yt_guard_new(YtHttpContext *context)
{
  YtGuard *guard = g_new0(YtGuard, 1);
  guard->context = context;
  g_mutex_init(&guard->lock);
  g_cond_init(&guard->wake);
  guard->connections = g_ptr_array_new();
  guard->thread = g_thread_new("guard", run, guard);
  return guard;
}

void
yt_guard_free(YtGuard *guard)
{
  if (!guard)
    return;
  g_mutex_lock(&guard->lock);
  guard->ends = TRUE;
  g_cond_signal(&guard->wake);
  g_mutex_unlock(&guard->lock);
  g_thread_join(guard->thread);
  g_ptr_array_unref(guard->connections);
  g_mutex_clear(&guard->lock);
  g_cond_clear(&guard->wake);
  g_free(guard);
}

YtGuarded *
yt_guard_add(YtGuard *guard, int fd)
{
  YtGuarded *guarded = g_new0(YtGuarded, 1);
  guarded->fd = fd;
  guarded->since = g_get_monotonic_time();
  g_mutex_lock(&guard->lock);
  guarded->index = guard->connections->len;
  g_ptr_array_add(guard->connections, guarded);
  g_mutex_unlock(&guard->lock);
  return guarded;
}

void
yt_guard_remove(YtGuard *guard, YtGuarded *guarded)
{
  g_mutex_lock(&guard->lock);
  YtGuarded *last = g_ptr_array_index(guard->connections, guard->connections->len - 1);
  g_ptr_array_remove_index_fast(guard->connections, guarded->index);
  last->index = guarded->index;
  YtHttpJob *job = guarded->job;
  g_mutex_unlock(&guard->lock);
  yt_http_job_unref(job);
  g_free(guarded);
}

void
yt_guard_cancel_all(YtGuard *guard)
{
  g_mutex_lock(&guard->lock);
  for (guint i = 0; i < guard->connections->len; i++) {
    const YtGuarded *guarded = g_ptr_array_index(guard->connections, i);
    if (guarded->job)
      cancel(guarded->job);
  }
  g_mutex_unlock(&guard->lock);
}

void
yt_guard_set_phase(YtGuard *guard, YtGuarded *guarded, YtPhase phase, YtHttpJob *job)
{
  gint64 now = g_get_monotonic_time();
  g_mutex_lock(&guard->lock);
  YtHttpJob *old = guarded->job;
  guarded->job = job ? yt_http_job_ref(job) : NULL;
  guarded->phase = phase;
  guarded->since = now;
  g_atomic_pointer_set((gpointer *) &guarded->n_bytes, NULL);
  g_mutex_unlock(&guard->lock);
  yt_http_job_unref(old);
}

void
yt_guard_add_bytes(YtGuarded *guarded, gsize n_bytes)
{
  g_atomic_pointer_add((gpointer *) &guarded->n_bytes, (gssize) n_bytes);
}
