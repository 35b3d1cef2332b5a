/* arena.c: a bump allocator; blocks double until 1 MiB, and what is larger gets a block of its own. */
#include "sparql/arena.h"
#include <string.h>

enum { FIRST_BLOCK = 4096, LARGEST_BLOCK = 1 << 20 };

typedef struct _Block Block;
struct _Block {
  Block *next;
  gsize n_bytes, used;
  max_align_t bytes[];
};

struct _YtArena {
  Block *blocks; /* the first one is being filled */
  gsize n_bytes;
  GPtrArray *arrays; /* GPtrArray and GArray alike, each with its own release function */
  GArray *uints;
};

static Block *
block_new(gsize n_bytes)
{
  Block *block = g_malloc(sizeof(Block) + n_bytes);
  *block = (Block){.n_bytes = n_bytes};
  return block;
}

YtArena *
yt_arena_new(void)
{
  YtArena *arena = g_new0(YtArena, 1);
  arena->blocks = block_new(FIRST_BLOCK);
  return arena;
}

static void
clear_arrays(YtArena *arena)
{
  g_clear_pointer(&arena->arrays, g_ptr_array_unref);
  if (arena->uints)
    for (guint i = 0; i < arena->uints->len; i++)
      g_array_unref(g_array_index(arena->uints, GArray *, i));
  g_clear_pointer(&arena->uints, g_array_unref);
}

void
yt_arena_free(YtArena *arena)
{
  clear_arrays(arena);
  for (Block *block = arena->blocks, *next; block; block = next) {
    next = block->next;
    g_free(block);
  }
  g_free(arena);
}

void
yt_arena_reset(YtArena *arena)
{
  clear_arrays(arena);
  for (Block *block = arena->blocks->next, *next; block; block = next) {
    next = block->next;
    g_free(block);
  }
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
  if (!arena->arrays)
    arena->arrays = g_ptr_array_new_with_free_func((GDestroyNotify) g_ptr_array_unref);
  GPtrArray *array = g_ptr_array_new();
  g_ptr_array_add(arena->arrays, array);
  return array;
}

GArray *
yt_arena_uint_array(YtArena *arena)
{
  if (!arena->uints)
    arena->uints = g_array_new(FALSE, FALSE, sizeof(GArray *));
  GArray *array = g_array_new(FALSE, TRUE, sizeof(guint));
  g_array_append_val(arena->uints, array);
  return array;
}
