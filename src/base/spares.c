/* spares.c: see base.h. */
#include "base/base.h"

gpointer
yt_spares_take(YtSpares *spares)
{
  GPtrArray *kept = g_private_get(&spares->kept);
  return kept && kept->len > 0 ? g_ptr_array_index(kept, --kept->len) : NULL;
}

void
yt_spares_give(YtSpares *spares, gpointer thing)
{
#ifdef __SANITIZE_ADDRESS__
  spares->free(thing); /* what is used again hides its use after it was given back */
#else
  GPtrArray *kept = g_private_get(&spares->kept);
  if (!kept)
    g_private_set(&spares->kept, kept = g_ptr_array_new_with_free_func(spares->free));
  if (kept->len < spares->n_most)
    g_ptr_array_add(kept, thing);
  else
    spares->free(thing);
#endif
}
