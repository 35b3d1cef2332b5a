/* pipeline.h: documents through several threads; what they give comes out in the order in which they came in.
 *
 * Documents are independent, so each is read, and its output made, by whichever thread is free. Outputs wait for their
 * turn in memory, up to a bound; a document that has more waits for its turn itself. So the output is the same for any
 * number of threads, and the memory does not grow with the number of documents. */
#pragma once
#include "cli/cli.h"
#include "loader/loader.h"

typedef struct _YtJob YtJob;

typedef struct {
  guint n_threads;      /* 0: one for each processor */
  YtProgress *progress; /* (nullable) */
  gpointer user_data;

  /* In any thread: hands what comes of @document, which it may steal the text of, to yt_job_write(). @metadata: its
   * source is at least the document's name. Errors end everything. */
  gboolean (*work)(YtJob *job, YtDocument *document, const YtLoaderMetadata *metadata, gpointer user_data, GError **error);

  /* The rest in the order of the documents, never two at a time. Errors end everything. */
  YtBytesFunc take;                                                            /* what was written, in pieces */
  gboolean (*end)(gpointer user_data, GError **error);                         /* (nullable) the end of a document */
  gboolean (*bad)(const char *message, gpointer user_data, GError **error);    /* one that cannot be read */
} YtPipeline;

/* Hands on a piece of the document's output; a #YtBytesFunc whose user_data is the job. */
gboolean yt_job_write(const char *bytes, gsize n_bytes, gpointer job, GError **error);

/* Reads the files at @paths, documents or archives of them; "-" is a stream of them on standard input (stream.h).
 * Errors: those of the functions. */
gboolean yt_pipeline_run(const YtPipeline *pipeline, const char *const *paths, gsize n_paths, GError **error);
