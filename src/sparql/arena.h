/* arena.h: memory that lives as long as one query.
 *
 * The syntax tree, the algebra and the plan of a query are many small pieces with one lifetime, so they are
 * allocated here and released together. */
#pragma once
#include <glib.h>

typedef struct _YtArena YtArena;

YtArena *yt_arena_new(void);
void yt_arena_free(YtArena *arena);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtArena, yt_arena_free)

/* @n_bytes of zeros, aligned for any type. (transfer none) */
gpointer yt_arena_alloc(YtArena *arena, gsize n_bytes);
/* A copy of @n_bytes bytes with a NUL after them. */
char *yt_arena_strndup(YtArena *arena, const char *text, gsize n_bytes);
/* Bytes allocated so far. */
gsize yt_arena_get_n_bytes(const YtArena *arena);
/* Releases all that was allocated, keeps one block for what comes next. Arrays stay valid until then only. */
void yt_arena_reset(YtArena *arena);

/* A pointer array that is released with the arena; it does not own what it points to. */
GPtrArray *yt_arena_ptr_array(YtArena *arena);
/* An array of elements of 4, 8 or 16 bytes that is released with the arena. */
GArray *yt_arena_sized_array(YtArena *arena, guint n_bytes);

#define yt_arena_new0(arena, type) ((type *) yt_arena_alloc((arena), sizeof(type)))
#define yt_arena_growing(arena, type) yt_arena_sized_array((arena), sizeof(type))
#define yt_arena_array(arena, type, n) ((type *) yt_arena_alloc((arena), sizeof(type) * (gsize) (n)))
