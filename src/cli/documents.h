/* documents.h: documents into a store, and what their former versions said out of it; documents.c says how. */
#pragma once
#include "loader/loader.h"
#include "store/store.h"

/* The bytes of the file at @path, which may be a pipe: a document or an archive of them. What is larger than
 * YT_READER_MAX_BYTES is refused before it fills the memory. Errors: #GFileError, %YT_READER_ERROR_LIMIT. */
GBytes *yt_cli_read_document(const char *path, GError **error);

/* Documents on their way into @old, which may be NULL for a store that begins empty; refs @old, lends @options. */
typedef struct _YtDocuments YtDocuments;
YtDocuments *yt_documents_new(YtStore *old, const YtLoaderOptions *options, GError **error);
void yt_documents_free(YtDocuments *documents);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtDocuments, yt_documents_free)

/* By its name's ending, is it a document? */
gboolean yt_documents_accepts(const char *path);

/* Reads the document at @path, or the archive of them, and adds their quads to @builder; n_quads (in/out) grows by their
 * number. Of an archive all that can be read is added before the error of the first that cannot comes back. Errors: as
 * yt_cli_read_document(), yt_reader_read() and yt_loader_read(). */
gboolean yt_documents_add(YtDocuments *documents, const char *path, YtStoreBuilder *builder, guint64 *n_quads,
                          GError **error);

/* Last: adds to @builder what stays of the old store. n_replaced (out): how many documents were taken out because a
 * newer version came. */
gboolean yt_documents_add_old(YtDocuments *documents, YtStoreBuilder *builder, guint *n_replaced,
                              GError **error);
