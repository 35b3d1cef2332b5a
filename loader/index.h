/* index.h: finds numbers again by a hash of what they stand for.
 *
 * Open addressing with room for a number of things that is known when it is made: a slot holds a number + 1, or 0 where it is
 * free. Who asks walks from the slot of the hash on, and compares; the slot at which he stops is that of his thing, or free for it:
 *
 *   guint32 *slot = yt_index_first(&index, hash);
 *   while (*slot != 0 && !is_equal(*slot - 1))
 *     slot = yt_index_next(&index, slot);
 */
#pragma once
#include <glib.h>

typedef struct {
  guint32 *slots; /* 2^n_bits */
  guint n_bits;
} YtIndex;

static inline void
yt_index_init(YtIndex *index, guint n_most) /* at most half of the slots are taken */
{
  index->n_bits = MAX(g_bit_storage(n_most) + 1, 4);
  index->slots = g_new0(guint32, (gsize) 1 << index->n_bits);
}

static inline void
yt_index_clear(YtIndex *index)
{
  g_free(index->slots);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(YtIndex, yt_index_clear)

static inline guint32 *
yt_index_first(const YtIndex *index, guint32 hash)
{
  return &index->slots[hash * 0x9E3779B1u >> (32 - index->n_bits)]; /* the upper bits tell apart what the hash does */
}

static inline guint32 *
yt_index_next(const YtIndex *index, guint32 *slot)
{
  return slot + 1 < index->slots + ((gsize) 1 << index->n_bits) ? slot + 1 : index->slots;
}
