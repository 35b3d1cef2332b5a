/* loops.c: the threads that read requests and send answers.
 *
 * libmicrohttpd's own thread pool lets whoever wakes first accept all that waits, so that eight connections that come at
 * one time are served by one thread while the other sleeps. Here one thread accepts, and hands over:
 *
 *   accept ─▶ the loop with the fewest connections: its queue, its eventfd ─▶ MHD_add_connection() on the loop's thread
 *
 * The daemons have no threads of their own, so they have nothing to wake them either: whoever resumes a connection writes
 * to the eventfd, too.
 *
 * A loop that has nothing to do looks again and again for a while before it sleeps, if the last pause was a short one: to
 * wake a sleeping thread takes a virtual machine longer than to answer. Whoever asks rarely, or not at all, finds it asleep:
 * an idle server uses no processor. Nor does a loop spin while the processors have other work, ours or that of others,
 * which it sees when it yields: who has slept comes first then, who has not must wait. awake.h tells what is done for a
 * client that is alone. */
#include "http/loops.h"
#include "http/awake.h"
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_CONNECTIONS   12000
#define SPARE_DESCRIPTORS 128 /* for files, and for what libraries open */
#define MEMORY_PER_CONNECTION                                                                                \
  (24 * 1024) /* the longest URL, and half as much of headers; all of it is cleared for each request */
#define IDLE_SECONDS 60
#define BACKLOG      1024
#define FULL_US      20000        /* until it is looked again whether a connection has ended */
#define SLICE_NS     (300 * 1000) /* some look-ups */
#define SPIN_US      200          /* a round trip to a client that has to be woken */
#define YIELD_US     20  /* to yield takes longer when another thread has run meanwhile, or an interrupt */
#define BUSY_FACTOR  300 /* others are likely to have work for so many times as long as they had it … */
#define BUSY_US      G_USEC_PER_SEC /* … but no longer than this */

typedef struct {
  int fd;
  struct sockaddr_storage address;
  socklen_t n_address;
} Accepted;

typedef struct {
  YtLoops *loops;
  struct MHD_Daemon *daemon;
  GThread *thread;
  int wake;           /* an eventfd */
  GAsyncQueue *queue; /* of Accepted */
  gint n_connections; /* atomic; in the queue, too */
  gint64 spins_from;  /* monotonic, µs: no spinning before */
  glong n_switches;   /* in favour of other threads, when last looked */
  gint ends;          /* atomic */
} Loop;

struct _YtLoops {
  YtLoopsClass klass;
  int fd; /* listens; -1: no more */
  guint16 port;
  guint n_most; /* connections */
  GThread *thread;
  gint ends; /* atomic: of listening */
  guint n_loops;
  Loop *loops;
  YtAwake *awake; /* (nullable) */
};

/* ---- a loop ---- */

static void
wake(Loop *loop)
{
  guint64 one = 1;
  gssize n = write(loop->wake, &one, sizeof one);
  (void) n; /* can only fail when it is awake */
}

static void
take_connections(Loop *loop)
{
  Accepted *accepted;
  while ((accepted = g_async_queue_try_pop(loop->queue))) {
    if (MHD_add_connection(loop->daemon, accepted->fd, (const struct sockaddr *) &accepted->address,
                           accepted->n_address) != MHD_YES)
      g_atomic_int_add(&loop->n_connections, -1); /* it is closed */
    g_free(accepted);
  }
}

/* Has another thread run on this one's processor since this was asked last? The clock alone does not tell: in a virtual
 * machine the timer's interrupt takes 50 µs, some hundred times a second. */
static gboolean
have_others_run(Loop *loop)
{
  struct rusage usage;
  if (getrusage(RUSAGE_THREAD, &usage) != 0 || usage.ru_nivcsw == loop->n_switches)
    return FALSE;
  loop->n_switches = usage.ru_nivcsw;
  return TRUE;
}

/* Does the server have one connection only? */
static gboolean
is_alone(const YtLoops *loops)
{
  gint n = 0;
  for (guint i = 0; i < loops->n_loops; i++)
    n += g_atomic_int_get(&loops->loops[i].n_connections);
  return n == 1;
}

/* Looks for work until the time is over. How many of @fds have some. */
static int
spin(Loop *loop, struct pollfd *fds, gint64 begun)
{
  const YtLoopsClass *klass = &loop->loops->klass;
  int n = 0;
  for (gint64 now = begun, before; n == 0 && now - begun < SPIN_US && now >= loop->spins_from;) {
    if (klass->is_busy(klass->user_data))
      break;
    before = now;
    sched_yield();
    n = poll(fds, 2, 0);
    now = g_get_monotonic_time();
    if (n == 0 && now - before > YIELD_US && have_others_run(loop))
      loop->spins_from = now + MIN((now - before) * BUSY_FACTOR, BUSY_US);
  }
  return n;
}

/* Waits until there is something to do. @spins: whether to look a while before sleeping; then whether that may pay next
 * time. */
static void
await_work(Loop *loop, int epoll_fd, gboolean *spins)
{
  MHD_UNSIGNED_LONG_LONG left_ms;
  struct pollfd fds[2] = {{.fd = epoll_fd, .events = POLLIN}, {.fd = loop->wake, .events = POLLIN}};
  int timeout = -1;
  if (MHD_get_timeout(loop->daemon, &left_ms) == MHD_YES)
    timeout = (int) MIN(left_ms, G_MAXINT);
  if (timeout == 0)
    return; /* a body is being sent as fast as it is read, say */
  gint64 begun = g_get_monotonic_time();
  if (*spins && loop->loops->awake && is_alone(loop->loops))
    yt_awake_keep(loop->loops->awake, begun);
  int n = *spins ? spin(loop, fds, begun) : 0;
  if (n == 0) {
    poll(fds, 2, timeout);
    *spins = g_get_monotonic_time() - begun < SPIN_US;
  }
  guint64 count;
  if (fds[1].revents != 0 && read(loop->wake, &count, sizeof count) < 0)
    g_assert(errno == EAGAIN || errno == EINTR);
}

/* The kernel's struct sched_attr, of sched_setattr(2); its header and that of the C library do not go together. */
typedef struct {
  guint32 size, policy;
  guint64 flags;
  gint32 nice;
  guint32 priority;
  guint64 runtime_ns, deadline, period;
} SchedulerAttributes;
G_STATIC_ASSERT(sizeof(SchedulerAttributes) == 48);

/* A thread gets as much of a busy processor as before, in shorter pieces and sooner when it wakes: others, also those of
 * the lowest priority, are left alone for milliseconds otherwise. Linux 6.12 and later know of this. */
static void
ask_for_short_slices(void)
{
  SchedulerAttributes attributes = {.size = sizeof attributes};
  if (syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) != 0)
    return;
  attributes.runtime_ns = SLICE_NS;
  syscall(SYS_sched_setattr, 0, &attributes, 0);
}

static gpointer
run_loop(gpointer data)
{
  Loop *loop = data;
  ask_for_short_slices();
  int epoll_fd = MHD_get_daemon_info(loop->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
  gboolean spins = FALSE;
  while (!g_atomic_int_get(&loop->ends)) {
    await_work(loop, epoll_fd, &spins);
    take_connections(loop);
    MHD_run(loop->daemon);
  }
  take_connections(loop);
  return NULL;
}

static void
notice(void *user_data, struct MHD_Connection *connection, void **socket_context,
       enum MHD_ConnectionNotificationCode code)
{
  Loop *loop = user_data;
  const YtLoopsClass *klass = &loop->loops->klass;
  klass->notice(klass->user_data, connection, socket_context, code);
  if (code == MHD_CONNECTION_NOTIFY_CLOSED)
    g_atomic_int_add(&loop->n_connections, -1);
}

/* What libmicrohttpd takes out of the URL nobody looks at: it is read where it is needed. */
static size_t
leave_escaped(void *user_data, struct MHD_Connection *connection, char *text)
{
  (void) user_data;
  (void) connection;
  return strlen(text);
}

static gboolean
loop_init(Loop *loop, YtLoops *loops, GError **error)
{
  const YtLoopsClass *klass = &loops->klass;
  loop->loops = loops;
  loop->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  loop->queue = g_async_queue_new();
  loop->daemon = MHD_start_daemon(
      MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_NO_LISTEN_SOCKET, 0, NULL, NULL, klass->handle,
      klass->user_data, MHD_OPTION_URI_LOG_CALLBACK, klass->begin, klass->user_data,
      MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL, MHD_OPTION_NOTIFY_COMPLETED, klass->end,
      klass->user_data, MHD_OPTION_NOTIFY_CONNECTION, notice, loop, MHD_OPTION_CONNECTION_LIMIT,
      (unsigned int) loops->n_most, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned int) IDLE_SECONDS,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t) MEMORY_PER_CONNECTION, MHD_OPTION_STRICT_FOR_CLIENT, 1,
      MHD_OPTION_END);
  if (loop->wake >= 0 && loop->daemon)
    return TRUE;
  g_set_error(error, G_IO_ERROR, (int) g_io_error_from_errno(errno), "cannot serve: %s", g_strerror(errno));
  return FALSE;
}

static void
loop_clear(Loop *loop)
{
  if (loop->thread) {
    g_atomic_int_set(&loop->ends, 1);
    wake(loop);
    g_thread_join(loop->thread);
  }
  if (loop->daemon)
    MHD_stop_daemon(loop->daemon);
  if (loop->wake >= 0)
    close(loop->wake);
  g_clear_pointer(&loop->queue, g_async_queue_unref);
}

/* ---- accepting ---- */

/* The loop with the fewest connections; NULL when there is no room for one more. */
static Loop *
find_loop(YtLoops *loops)
{
  Loop *best = loops->loops;
  guint n = 0;
  for (guint i = 0; i < loops->n_loops; i++) {
    Loop *loop = &loops->loops[i];
    n += (guint) g_atomic_int_get(&loop->n_connections);
    if (g_atomic_int_get(&loop->n_connections) < g_atomic_int_get(&best->n_connections))
      best = loop;
  }
  return n < loops->n_most ? best : NULL;
}

static void
accept_one(YtLoops *loops)
{
  Accepted accepted = {.n_address = sizeof accepted.address};
  Loop *loop = find_loop(loops);
  if (loop)
    accepted.fd = accept4(loops->fd, (struct sockaddr *) &accepted.address, &accepted.n_address,
                          SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (!loop || accepted.fd < 0) {
    if (!loop || errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
      g_usleep(FULL_US); /* it waits in the backlog */
    return;
  }
  g_atomic_int_add(&loop->n_connections, 1);
  g_async_queue_push(loop->queue, g_memdup2(&accepted, sizeof accepted));
  wake(loop);
}

static gpointer
run_accept(gpointer data)
{
  YtLoops *loops = data;
  while (!g_atomic_int_get(&loops->ends))
    accept_one(loops);
  return NULL;
}

static gboolean
start_listening(YtLoops *loops, const struct sockaddr_storage *address, GError **error)
{
  const int one = 1;
  struct sockaddr_storage bound;
  socklen_t n_bound = sizeof bound;
  gboolean is_v6 = address->ss_family == AF_INET6;
  socklen_t n_address = is_v6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
  loops->fd = socket(address->ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (loops->fd < 0 || setsockopt(loops->fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) != 0 ||
      (is_v6 && setsockopt(loops->fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one) != 0) ||
      bind(loops->fd, (const struct sockaddr *) address, n_address) != 0 || listen(loops->fd, BACKLOG) != 0 ||
      getsockname(loops->fd, (struct sockaddr *) &bound, &n_bound) != 0) {
    int code = errno;
    g_set_error(error, G_IO_ERROR, (int) g_io_error_from_errno(code), "cannot listen: %s", g_strerror(code));
    return FALSE;
  }
  loops->port = g_ntohs(is_v6 ? ((struct sockaddr_in6 *) (void *) &bound)->sin6_port
                              : ((struct sockaddr_in *) (void *) &bound)->sin_port);
  return TRUE;
}

/* As many connections as the system lets a program have descriptors for. */
static guint
make_room_for_connections(void)
{
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
    return 1024 - SPARE_DESCRIPTORS;
  rlim_t wanted = MAX_CONNECTIONS + SPARE_DESCRIPTORS;
  if (limit.rlim_cur < wanted) {
    limit.rlim_cur = limit.rlim_max == RLIM_INFINITY ? wanted : MIN(limit.rlim_max, wanted);
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
  }
  return (guint) (MIN(MAX(limit.rlim_cur, 2 * SPARE_DESCRIPTORS), wanted) - SPARE_DESCRIPTORS);
}

/* ---- the door ---- */

YtLoops *
yt_loops_new(const struct sockaddr_storage *address, guint n_loops, const YtLoopsClass *klass, GError **error)
{
  if (!yt_late_libmicrohttpd_load(error))
    return NULL;
  YtLoops *loops = g_new0(YtLoops, 1);
  loops->klass = *klass;
  loops->n_most = make_room_for_connections();
  loops->loops = g_new0(Loop, n_loops);
  gboolean ok = start_listening(loops, address, error);
  while (ok && loops->n_loops < n_loops)
    ok = loop_init(&loops->loops[loops->n_loops++], loops, error);
  if (!ok) {
    yt_loops_free(loops);
    return NULL;
  }
  loops->awake = yt_awake_new();
  for (guint i = 0; i < n_loops; i++)
    loops->loops[i].thread = g_thread_new("loop", run_loop, &loops->loops[i]);
  loops->thread = g_thread_new("accept", run_accept, loops);
  return loops;
}

guint16
yt_loops_get_port(const YtLoops *loops)
{
  return loops->port;
}

void
yt_loops_resume(YtLoops *loops, struct MHD_Connection *connection)
{
  /* Asked first: the connection may be gone as soon as it goes on. */
  const struct MHD_Daemon *daemon = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_DAEMON)->daemon;
  MHD_resume_connection(connection);
  for (guint i = 0; i < loops->n_loops; i++)
    if (loops->loops[i].daemon == daemon)
      wake(&loops->loops[i]);
}

void
yt_loops_stop_listening(YtLoops *loops)
{
  if (loops->thread) {
    g_atomic_int_set(&loops->ends, 1);
    shutdown(loops->fd, SHUT_RDWR); /* ends accept4() */
    g_thread_join(g_steal_pointer(&loops->thread));
  }
  if (loops->fd >= 0)
    close(loops->fd);
  loops->fd = -1;
}

void
yt_loops_free(YtLoops *loops)
{
  if (!loops)
    return;
  yt_loops_stop_listening(loops);
  for (guint i = 0; i < loops->n_loops; i++)
    loop_clear(&loops->loops[i]);
  yt_awake_free(loops->awake);
  g_free(loops->loops);
  g_free(loops);
}
