/* glib.c: tells the thread sanitizer of GLib's locks.
 *
 * GLib is not built with the sanitizer, and takes its locks by futexes and inlined atomics, of which that sees nothing: all
 * that a lock protects would look like a race. So the functions by which our code synchronises stand here once more,
 * before GLib's, and say what happens before what. Threads themselves are known, as they are made by pthread_create(). */
#include <dlfcn.h>
#include <glib-object.h>
#include <glib.h>

void __tsan_acquire(void *address);
void __tsan_release(void *address);

/* GLib's own function of the name. */
#define REAL(name) ((__typeof__(&name)) find_real(#name))

static void *
find_real(const char *name)
{
  void *real = dlsym(RTLD_NEXT, name);
  if (!real)
    __builtin_trap();
  return real;
}

#undef g_mutex_lock
void
g_mutex_lock(GMutex *mutex)
{
  static __typeof__(&g_mutex_lock) real;
  if (!__atomic_load_n(&real, __ATOMIC_RELAXED))
    __atomic_store_n(&real, REAL(g_mutex_lock), __ATOMIC_RELAXED);
  real(mutex);
  __tsan_acquire(mutex);
}

gboolean
g_mutex_trylock(GMutex *mutex)
{
  gboolean locked = REAL(g_mutex_trylock)(mutex);
  if (locked)
    __tsan_acquire(mutex);
  return locked;
}

void
g_mutex_unlock(GMutex *mutex)
{
  static __typeof__(&g_mutex_unlock) real;
  if (!__atomic_load_n(&real, __ATOMIC_RELAXED))
    __atomic_store_n(&real, REAL(g_mutex_unlock), __ATOMIC_RELAXED);
  __tsan_release(mutex);
  real(mutex);
}

void
g_cond_wait(GCond *cond, GMutex *mutex)
{
  __tsan_release(mutex);
  REAL(g_cond_wait)(cond, mutex);
  __tsan_acquire(mutex);
}

gboolean
g_cond_wait_until(GCond *cond, GMutex *mutex, gint64 end)
{
  __tsan_release(mutex);
  gboolean signalled = REAL(g_cond_wait_until)(cond, mutex, end);
  __tsan_acquire(mutex);
  return signalled;
}

/* Reference counts: what was done to an object before a reference was dropped happens before the object is freed. */

gpointer(g_atomic_rc_box_acquire)(gpointer box)
{
  return REAL(g_atomic_rc_box_acquire)(box);
}

static __thread GDestroyNotify clear_of_this_thread;

static void
acquire_and_clear(gpointer box)
{
  GDestroyNotify clear = clear_of_this_thread;
  __tsan_acquire(box);
  if (clear)
    clear(box);
}

void
g_atomic_rc_box_release_full(gpointer box, GDestroyNotify clear)
{
  GDestroyNotify outer = clear_of_this_thread;
  clear_of_this_thread = clear;
  __tsan_release(box);
  REAL(g_atomic_rc_box_release_full)(box, acquire_and_clear);
  clear_of_this_thread = outer;
}

/* Thread pools: what was done before a push happens before the work. */

typedef struct {
  GFunc func;
  gpointer user_data;
} Work;

static void
acquire_and_work(gpointer data, gpointer user_data)
{
  Work *work = user_data;
  __tsan_acquire(data);
  work->func(data, work->user_data);
}

GThreadPool *
g_thread_pool_new(GFunc func, gpointer user_data, gint max_threads, gboolean exclusive, GError **error)
{
  Work *work = g_new(Work, 1); /* as long as the program: pools are few */
  *work = (Work){func, user_data};
  return REAL(g_thread_pool_new)(acquire_and_work, work, max_threads, exclusive, error);
}

gboolean
g_thread_pool_push(GThreadPool *pool, gpointer data, GError **error)
{
  __tsan_release(data);
  return REAL(g_thread_pool_push)(pool, data, error);
}

/* Queues: what was done before a push happens before what comes after the pop. */

void
g_async_queue_push(GAsyncQueue *queue, gpointer data)
{
  __tsan_release(data);
  REAL(g_async_queue_push)(queue, data);
}

gpointer
g_async_queue_pop(GAsyncQueue *queue)
{
  gpointer data = REAL(g_async_queue_pop)(queue);
  __tsan_acquire(data);
  return data;
}

gpointer
g_async_queue_try_pop(GAsyncQueue *queue)
{
  gpointer data = REAL(g_async_queue_try_pop)(queue);
  if (data)
    __tsan_acquire(data);
  return data;
}
