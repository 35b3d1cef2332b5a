/* loader.h: documents in, quads out.
 *
 * A loader is the compiled grammar with its gazetteers; make one and share it between threads. A document is read in
 * one call and leaves nothing behind. */
#pragma once
#include "rdf/rdf.h"
#include "text/text.h"

typedef struct _YtLoader YtLoader;

typedef struct {
  const char *data_dir;  /* the folder with loader/ and data/, as installed; NULL: the usual place */
  const char *rules_dir; /* further rules, or NULL */
  const char *base;      /* base IRI of the things, absolute; NULL: YT_ID */
} YtLoaderOptions;

/**
 * yt_loader_new:
 * @options: (nullable): see above; its strings are copied
 * @error: return location for a #GError
 *
 * Errors: #YtGrammarError (a message with file, line and column), #GFileError, #YT_RDF_ERROR_TERM for the base.
 * Returns: (transfer full) (nullable): free with yt_loader_free()
 */
YtLoader *yt_loader_new(const YtLoaderOptions *options, GError **error);
void yt_loader_free(YtLoader *loader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtLoader, yt_loader_free)

/**
 * yt_loader_read:
 * @loader: the loader; any number of threads may use it at once
 * @text: (transfer full): the document; one in traditional characters is simplified here
 * @source: (nullable): where it came from, for dct:source
 * @func: gets the quads: the facts in the default graph, the evidence in the document's graph
 * @error: return location for a #GError
 *
 * Errors: whatever @func sets.
 * Returns: FALSE when @error is set
 */
gboolean yt_loader_read(const YtLoader *loader, YtText *text, const char *source, YtQuadFunc func, gpointer user_data,
                        GError **error);

/* What is known of a document beforehand. NULL: nothing. */
typedef struct {
  const char *source;         /* where it came from, for dct:source: a file's name, an address */
  const char *title, *issuer; /* these go before what the text says */
  const char *issued;         /* YYYY-MM-DD */
} YtLoaderMetadata;

/* Gets a piece of output. FALSE with @error set ends it. */
typedef gboolean (*YtBytesFunc)(const char *bytes, gsize n_bytes, gpointer user_data, GError **error);

/**
 * yt_loader_write:
 * @loader: the loader; any number of threads may use it at once
 * @text: (transfer full): the document
 * @metadata: (nullable): what is known of it
 * @func: gets the lines, whole ones, some 64 kB at a time
 * @error: return location for a #GError
 *
 * As yt_loader_read(), but gives the quads as N-Quads, which is much faster than to make them of terms.
 *
 * Returns: FALSE when @error is set
 */
gboolean yt_loader_write(const YtLoader *loader, YtText *text, const YtLoaderMetadata *metadata, YtBytesFunc func,
                         gpointer user_data, GError **error);

/* As yt_loader_read(), but tells a person what was seen: words, names and their fate, facts by sentence.
 * (transfer full) */
char *yt_loader_explain(const YtLoader *loader, YtText *text);

/**
 * yt_loader_explain_page:
 * @loader: the loader
 * @text: (transfer full): the document
 * @source: (nullable): its name
 * @error: return location for a #GError
 *
 * As yt_loader_explain(), as a page for a browser: one file, which fetches nothing.
 *
 * Errors: what reading the ontology for its labels and colours gives.
 * Returns: (transfer full) (nullable): HTML that is XML too
 */
char *yt_loader_explain_page(const YtLoader *loader, YtText *text, const char *source, GError **error);

/* The folder with loader/ and data/: $YUANTU_DATA if it is set; else the source tree of a program in its build folder;
 * else the installed one. (transfer full) (nullable) */
char *yt_loader_find_data_dir(void);
