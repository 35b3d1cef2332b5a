/* arena.c: a bump allocator; blocks double until 1 MiB, and what is larger gets a block of its own.
 *
 * A look-up makes some forty small arrays and 8 KiB of pieces, and to get and give back their memory costs more than to use it. So
 * an arena that is emptied keeps its last block and its arrays, and a thread keeps small arenas that it freed. */
#include "sparql/arena.h"
#include "base/base.h"
#include <string.h>

enum {
  FIRST_BLOCK = 16 * 1024, /* a look-up needs one */
  LARGEST_BLOCK = 1 << 20,
  KEPT_BYTES = 64 * 1024, /* an arena that grew beyond this, or has more arrays, is not kept */
  KEPT_ARRAYS = 64,       /* of each kind */
  N_SIZES = 3,
};

typedef struct _Block Block;
struct _Block {
  Block *next;
  gsize n_bytes, used;
  max_align_t bytes[];
};

/* Arrays of one type; the first @n_used are handed out. */
typedef struct {
  GPtrArray *all;
  guint n_used;
} Arrays;

struct _YtArena {
  Block *blocks; /* the first one is being filled */
  gsize n_bytes;
  Arrays pointers;       /* of GPtrArray */
  Arrays sized[N_SIZES]; /* of GArray, with elements of 4, 8 and 16 bytes */
};

static Block *
block_new(gsize n_bytes)
{
  Block *block = g_malloc(sizeof(Block) + n_bytes);
  *block = (Block){.n_bytes = n_bytes};
  return block;
}

static void
free_blocks(Block *block)
{
  for (Block *next; block; block = next) {
    next = block->next;
    g_free(block);
  }
}

static void
really_free(gpointer data)
{
  YtArena *arena = data;
  g_ptr_array_unref(arena->pointers.all);
  for (guint i = 0; i < N_SIZES; i++)
    g_ptr_array_unref(arena->sized[i].all);
  free_blocks(arena->blocks);
  g_free(arena);
}

static YtSpares spares = YT_SPARES_INIT(2, really_free);

YtArena *
yt_arena_new(void)
{
  YtArena *arena = yt_spares_take(&spares);
  if (arena)
    return arena;
  arena = g_new0(YtArena, 1);
  arena->blocks = block_new(FIRST_BLOCK);
  arena->pointers.all = g_ptr_array_new_with_free_func((GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < N_SIZES; i++)
    arena->sized[i].all = g_ptr_array_new_with_free_func((GDestroyNotify) g_array_unref);
  return arena;
}

static gboolean
is_small(const YtArena *arena)
{
  gboolean few = arena->pointers.all->len <= KEPT_ARRAYS;
  for (guint i = 0; i < N_SIZES; i++)
    few = few && arena->sized[i].all->len <= KEPT_ARRAYS;
  return few && arena->blocks->n_bytes <= KEPT_BYTES;
}

void
yt_arena_free(YtArena *arena)
{
  if (!is_small(arena)) {
    really_free(arena);
    return;
  }
  yt_arena_reset(arena);
  yt_spares_give(&spares, arena);
}

void
yt_arena_reset(YtArena *arena)
{
  for (guint i = 0; i < arena->pointers.n_used; i++)
    ((GPtrArray *) g_ptr_array_index(arena->pointers.all, i))->len = 0;
  arena->pointers.n_used = 0;
  for (guint i = 0; i < N_SIZES; i++) {
    for (guint k = 0; k < arena->sized[i].n_used; k++)
      ((GArray *) g_ptr_array_index(arena->sized[i].all, k))->len = 0;
    arena->sized[i].n_used = 0;
  }
  free_blocks(arena->blocks->next);
  arena->blocks->next = NULL;
  arena->blocks->used = 0;
  arena->n_bytes = 0;
}

gpointer
yt_arena_alloc(YtArena *arena, gsize n_bytes)
{
  const gsize align = sizeof(max_align_t);
  n_bytes = (n_bytes + align - 1) / align * align;
  Block *block = arena->blocks;
  if (block->n_bytes - block->used < n_bytes) {
    gsize size = MIN(block->n_bytes * 2, LARGEST_BLOCK);
    block = block_new(MAX(size, n_bytes));
    block->next = arena->blocks;
    arena->blocks = block;
  }
  gpointer result = (char *) block->bytes + block->used;
  block->used += n_bytes;
  arena->n_bytes += n_bytes;
  return memset(result, 0, n_bytes); /* here, since a block is rarely used up */
}

char *
yt_arena_strndup(YtArena *arena, const char *text, gsize n_bytes)
{
  char *copy = yt_arena_alloc(arena, n_bytes + 1);
  if (n_bytes)
    memcpy(copy, text, n_bytes);
  return copy;
}

gsize
yt_arena_get_n_bytes(const YtArena *arena)
{
  return arena->n_bytes;
}

GPtrArray *
yt_arena_ptr_array(YtArena *arena)
{
  Arrays *arrays = &arena->pointers;
  if (arrays->n_used == arrays->all->len)
    g_ptr_array_add(arrays->all, g_ptr_array_new());
  return g_ptr_array_index(arrays->all, arrays->n_used++);
}

GArray *
yt_arena_sized_array(YtArena *arena, guint n_bytes)
{
  g_assert(n_bytes == 4 || n_bytes == 8 || n_bytes == 16);
  Arrays *arrays = &arena->sized[n_bytes == 16 ? 2 : n_bytes / 8];
  if (arrays->n_used == arrays->all->len)
    g_ptr_array_add(arrays->all, g_array_new(FALSE, TRUE, n_bytes));
  return g_ptr_array_index(arrays->all, arrays->n_used++);
}
