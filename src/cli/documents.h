/* documents.h: documents into a store, and what their former versions said out of it; documents.c says how. */
#pragma once
#include "cli/cli.h"
#include "loader/loader.h"
#include "store/store.h"

/* The bytes of the file at @path, which may be a pipe: a document or an archive of them. What is larger than
 * YT_READER_MAX_BYTES is refused before it fills the memory. Errors: #GFileError, %YT_READER_ERROR_LIMIT. */
GBytes *yt_cli_read_document(const char *path, GError **error);

/* Documents on their way into @old, which may be NULL for a store that begins empty; refs @old, lends @options. */
typedef struct _YtDocuments YtDocuments;
YtDocuments *yt_documents_new(YtStore *old, const YtLoaderOptions *options);
void yt_documents_free(YtDocuments *documents);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtDocuments, yt_documents_free)

/* By its name's ending, is it a document? */
gboolean yt_documents_accepts(const char *path);

/* How documents are read. */
typedef struct {
  guint n_threads;      /* 0: one for each processor */
  YtProgress *progress; /* (nullable) */
  gboolean (*bad)(const char *message, gpointer user_data, GError **error); /* one that cannot be read: FALSE ends it all */
  gpointer user_data;
} YtDocumentsReading;

/* Reads the documents at @paths, and archives and streams of them (pipeline.h), several at a time, and adds their quads to
 * @builder in the order of the paths; n_quads (in/out) grows by their number. Errors: what @reading->bad sets, and those of
 * yt_loader_new() and of the builder. */
gboolean yt_documents_add(YtDocuments *documents, const char *const *paths, gsize n_paths, const YtDocumentsReading *reading,
                          YtStoreBuilder *builder, guint64 *n_quads, GError **error);

/* Takes a document out: the one of that IRI, or those that were read from a file of that name and no other. FALSE: there is none. */
gboolean yt_documents_remove(YtDocuments *documents, const char *iri_or_name);

/* When all documents have been read: finds out which of the old store leave. n_replaced (out): how many because a newer
 * version came. Returns how many quads their graphs have. */
guint64 yt_documents_settle(YtDocuments *documents, guint *n_replaced);

/* Last: adds to @builder what stays of the old store. */
gboolean yt_documents_add_old(YtDocuments *documents, YtStoreBuilder *builder, GError **error);

/* Or, in place of that: one transaction that makes of the old store what it would be with the quads of @incoming, which
 * are those that were added to the builder. @writer is that of the old store, and has committed nothing since. */
gboolean yt_documents_update(YtDocuments *documents, const YtStore *incoming, YtStoreWriter *writer, GError **error);
