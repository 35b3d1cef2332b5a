/* store.h: a set of quads, on disk or in memory.
 *
 * Build one with YtStoreBuilder, and open the file it wrote here. An open store never changes, so any number of
 * threads may read it without a lock. */
#pragma once
#include "rdf/rdf.h"

typedef struct _YtStore YtStore; /* opaque: the fields live in store.c */

typedef enum {
  YT_STORE_ERROR_FORMAT,  /* not a store, or one of another version */
  YT_STORE_ERROR_CORRUPT, /* a store whose parts contradict each other */
} YtStoreError;

#define YT_STORE_ERROR (yt_store_error_quark())
GQuark yt_store_error_quark(void);

/**
 * yt_store_open:
 * @path: (type filename): what yt_store_builder_write() wrote
 * @error: return location for a #GError
 *
 * Errors: #YtStoreError as above; #GFileError when the file cannot be read.
 * Returns: (transfer full) (nullable): the store; release it with yt_store_unref()
 */
YtStore *yt_store_open(const char *path, GError **error);
YtStore *yt_store_ref(YtStore *store);
void yt_store_unref(YtStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtStore, yt_store_unref)

gsize yt_store_get_n_quads(const YtStore *store);

/* Gives every quad to @func, the default graph first, then the named graphs, each graph's triples in the order of
 * their terms. FALSE with @error set when @func stopped it. */
gboolean yt_store_foreach(const YtStore *store, YtQuadFunc func, gpointer user_data, GError **error);

/* Makes what another module wants to keep with an open store, such as an index of its own. NULL with @error set when
 * it cannot. It may not call yt_store_derive() on the same store. */
typedef gpointer (*YtStoreDeriveFunc)(const YtStore *store, GError **error);

/**
 * yt_store_derive:
 * @key: names what is derived; one module, one key
 * @derive: called for the first who asks; others wait for it
 * @destroy: (nullable): frees it when the store goes
 *
 * Returns: (transfer none) (nullable): what @derive made; it lives as long as @store. NULL with @error set when
 * @derive failed
 */
gconstpointer yt_store_derive(YtStore *store, GQuark key, YtStoreDeriveFunc derive, GDestroyNotify destroy,
                              GError **error);

/* Collects quads, each once, for a new store. */
typedef struct _YtStoreBuilder YtStoreBuilder;
YtStoreBuilder *yt_store_builder_new(void);
void yt_store_builder_free(YtStoreBuilder *builder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtStoreBuilder, yt_store_builder_free)

/* Copies @quad in. Has the type of a #YtQuadFunc with the builder as user data. */
gboolean yt_store_builder_add(const YtTermQuad *quad, gpointer builder, GError **error);

/* Writes the quads so far to @path: the old file stays whole until the new one is safely on disk. Errors: #GFileError. */
gboolean yt_store_builder_write(YtStoreBuilder *builder, const char *path, GError **error);

/* The quads so far as a store in memory; the builder is empty afterwards. (transfer full) */
YtStore *yt_store_builder_build(YtStoreBuilder *builder);
