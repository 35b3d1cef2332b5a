/* awake.c: see awake.h. No lock: a thread of the lowest priority that holds one can be left alone for long. */
#include "http/awake.h"
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define KEEP_US    1000
#define PAUSES     100 /* between two looks at the clock */
#define LEAST_NICE 19

struct _YtAwake {
  GThread *thread;
  int wake; /* an eventfd */
  atomic_bool sleeps, ends;
  _Atomic gint64 until; /* monotonic, µs */
  atomic_int id;        /* of the thread to the system; 0: it has not begun */
  atomic_int left_to;   /* the processor that is the caller's */
};

/* Does the process have a quota of processor time? Its group's file says "max …" or "100000 100000", or is not there. */
static gboolean
has_quota(void)
{
  g_autofree char *groups = NULL, *quota = NULL;
  if (!g_file_get_contents("/proc/self/cgroup", &groups, NULL, NULL) || !g_str_has_prefix(groups, "0::"))
    return FALSE;
  groups[strcspn(groups, "\n")] = '\0';
  g_autofree char *path = g_strconcat("/sys/fs/cgroup", groups + strlen("0::"), "/cpu.max", NULL);
  return g_file_get_contents(path, &quota, NULL, NULL) && g_ascii_isdigit(*quota);
}

static void
wake(YtAwake *awake)
{
  guint64 one = 1;
  gssize n = write(awake->wake, &one, sizeof one);
  (void) n; /* can only fail when it is awake */
}

/* The processor's word for waiting: what shares a core with it is not slowed down. */
static inline void
pause_a_little(void)
{
#if defined __x86_64__ || defined __i386__
  __builtin_ia32_pause();
#elif defined __aarch64__
  __asm__ volatile("yield");
#else
  atomic_signal_fence(memory_order_seq_cst);
#endif
}

static void
stay_until_it_is_over(YtAwake *awake)
{
  while (!awake->ends && g_get_monotonic_time() < awake->until)
    for (guint i = 0; i < PAUSES; i++)
      pause_a_little();
}

static gpointer
run(gpointer data)
{
  YtAwake *awake = data;
  guint64 count;
  awake->id = (int) syscall(SYS_gettid);
  setpriority(PRIO_PROCESS, (id_t) awake->id, LEAST_NICE);
  while (!awake->ends) {
    stay_until_it_is_over(awake);
    awake->sleeps = TRUE;
    if (!awake->ends &&
        g_get_monotonic_time() >= awake->until) { /* asked again: it may have been moved meanwhile */
      gssize n = read(awake->wake, &count, sizeof count);
      (void) n; /* an interrupted one only looks at the clock */
    }
    awake->sleeps = FALSE;
  }
  return NULL;
}

YtAwake *
yt_awake_new(void)
{
  if (g_get_num_processors() != 2 || has_quota())
    return NULL;
  YtAwake *awake = g_new0(YtAwake, 1);
  awake->wake = eventfd(0, EFD_CLOEXEC);
  if (awake->wake < 0) {
    g_free(awake);
    return NULL;
  }
  awake->left_to = -1;
  awake->thread = g_thread_new("awake", run, awake);
  return awake;
}

void
yt_awake_free(YtAwake *awake)
{
  if (!awake)
    return;
  awake->ends = TRUE;
  wake(awake);
  g_thread_join(awake->thread);
  close(awake->wake);
  g_free(awake);
}

/* Has the thread run on the processors that @cpu is not. It would wait behind the caller there, and the system, which finds
 * both processors with something to do, leaves it where it is. */
static void
leave_to_caller(YtAwake *awake, int cpu)
{
  cpu_set_t others;
  if (awake->id == 0 || sched_getaffinity(0, sizeof others, &others) != 0)
    return;
  CPU_CLR((size_t) cpu, &others);
  if (CPU_COUNT(&others) > 0 && sched_setaffinity(awake->id, sizeof others, &others) == 0)
    awake->left_to = cpu;
}

void
yt_awake_keep(YtAwake *awake, gint64 now)
{
  int cpu = sched_getcpu();
  if (cpu >= 0 && cpu != awake->left_to)
    leave_to_caller(awake, cpu);
  awake->until = now + KEEP_US;
  if (atomic_exchange(&awake->sleeps, FALSE))
    wake(awake);
}
