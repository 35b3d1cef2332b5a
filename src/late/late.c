/* late.c: see late.h. Nothing is ever unloaded: libraries keep threads, and memory of them, that outlive every use. */
#include "late/late.h"

#include <dlfcn.h>
#include <gio/gio.h>

static gboolean
find_all(YtLateLibrary *library, void *handle)
{
  for (guint i = 0; library->names[i]; i++) {
    if (!(library->addresses[i] = dlsym(handle, library->names[i])))
      return FALSE;
  }
  return TRUE;
}

gboolean
yt_late_load(YtLateLibrary *library, GError **error)
{
  static GMutex lock; /* dlerror() is the thread's own, but two threads must not fill in one table */
  if (g_atomic_pointer_get(&library->is_loaded))
    return TRUE;
  g_mutex_lock(&lock);
  gboolean ok = library->is_loaded != 0;
  if (!ok) {
    void *handle = dlopen(library->soname, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
    ok = handle && find_all(library, handle);
    if (ok)
      g_atomic_pointer_set(&library->is_loaded, 1);
    else
      g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "expected the library %s, found none: %s",
                  library->soname, dlerror());
  }
  g_mutex_unlock(&lock);
  return ok;
}
