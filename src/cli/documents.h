/* documents.h: documents into a store, and what their former versions said out of it; documents.c says how. */
#pragma once
#include "loader/loader.h"
#include "store/store.h"

/* The bytes of the document at @path, which may be a pipe. What is larger than YT_TEXT_MAX_BYTES is refused before it
 * fills the memory. Errors: #GFileError, YT_TEXT_ERROR_SIZE. */
gboolean yt_cli_read_document(const char *path, char **bytes, gsize *n_bytes, GError **error);

/* Documents on their way into @old, which may be NULL for a store that begins empty; refs @old, lends @options. */
typedef struct _YtDocuments YtDocuments;
YtDocuments *yt_documents_new(YtStore *old, const YtLoaderOptions *options, GError **error);
void yt_documents_free(YtDocuments *documents);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtDocuments, yt_documents_free)

/* By its name's ending, is it a document? */
gboolean yt_documents_accepts(const char *path);

/* Reads the document at @path and adds its quads to @builder; n_quads (in/out) grows by their number. Errors: as
 * yt_cli_read_document() and yt_loader_read(). */
gboolean yt_documents_add(YtDocuments *documents, const char *path, YtStoreBuilder *builder, guint64 *n_quads,
                          GError **error);

/* Last: adds to @builder what stays of the old store. n_replaced (out): how many documents were taken out because a
 * newer version came. */
gboolean yt_documents_add_old(YtDocuments *documents, YtStoreBuilder *builder, guint *n_replaced,
                              GError **error);
