/* admission.c: how many jobs may be with the workers. */
#include "http/admission.h"

struct _YtAdmission {
  guint n_most, n_per_client;
  GMutex lock;
  GCond left;
  guint n;
  gboolean closed;
  GHashTable *clients; /* char* → how many, of those who have any */
};

YtAdmission *
yt_admission_new(guint n_most, guint n_per_client)
{
  YtAdmission *admission = g_new0(YtAdmission, 1);
  admission->n_most = n_most;
  admission->n_per_client = n_per_client;
  g_mutex_init(&admission->lock);
  g_cond_init(&admission->left);
  admission->clients = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  return admission;
}

void
yt_admission_free(YtAdmission *admission)
{
  g_hash_table_unref(admission->clients);
  g_mutex_clear(&admission->lock);
  g_cond_clear(&admission->left);
  g_free(admission);
}

YtAdmissionResult
yt_admission_enter(YtAdmission *admission, const char *client)
{
  YtAdmissionResult result = YT_ADMITTED;
  g_mutex_lock(&admission->lock);
  guint n_own = GPOINTER_TO_UINT(g_hash_table_lookup(admission->clients, client));
  if (admission->closed)
    result = YT_ADMISSION_CLOSED;
  else if (admission->n >= admission->n_most)
    result = YT_ADMISSION_FULL;
  else if (admission->n_per_client > 0 && n_own >= admission->n_per_client)
    result = YT_ADMISSION_CLIENT_FULL;
  if (result == YT_ADMITTED) {
    admission->n++;
    g_hash_table_replace(admission->clients, g_strdup(client), GUINT_TO_POINTER(n_own + 1));
  }
  g_mutex_unlock(&admission->lock);
  return result;
}

void
yt_admission_leave(YtAdmission *admission, const char *client)
{
  g_mutex_lock(&admission->lock);
  guint n_own = GPOINTER_TO_UINT(g_hash_table_lookup(admission->clients, client));
  if (n_own > 1)
    g_hash_table_replace(admission->clients, g_strdup(client), GUINT_TO_POINTER(n_own - 1));
  else
    g_hash_table_remove(admission->clients, client);
  if (--admission->n == 0)
    g_cond_broadcast(&admission->left);
  g_mutex_unlock(&admission->lock);
}

void
yt_admission_close(YtAdmission *admission)
{
  g_mutex_lock(&admission->lock);
  admission->closed = TRUE;
  g_mutex_unlock(&admission->lock);
}

gboolean
yt_admission_wait(YtAdmission *admission, gint64 end)
{
  g_mutex_lock(&admission->lock);
  while (admission->n > 0) {
    if (end < 0)
      g_cond_wait(&admission->left, &admission->lock);
    else if (!g_cond_wait_until(&admission->left, &admission->lock, end))
      break;
  }
  gboolean empty = admission->n == 0;
  g_mutex_unlock(&admission->lock);
  return empty;
}
