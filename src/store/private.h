/* private.h: what the store and its builder share. */
#pragma once
#include "store/store.h"

/* Takes @text, the sorted N-Quads of @n_quads different quads. */
YtStore *yt_store_new(GBytes *text, gsize n_quads);

/* The header line of a store file; its ending newline included. */
char *yt_store_dup_header(GBytes *text, gsize n_quads);
