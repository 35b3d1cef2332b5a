/* yuantu.c: the library's door: stores and statements, errors. */
#include "yuantu/yuantu.h"
#include "yuantu/error.h"
#include "yuantu/result.h"
#include "yuantu/term.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define BLOCK_SIZE (64 * 1024) /* bytes read at once */

/* ---- errors ---- */

struct YuantuError {
  YuantuErrorCode code;
  char *message;
};

void
yt_library_fail(YuantuError **error, YuantuErrorCode code, const char *format, ...)
{
  if (!error || *error)
    return;
  va_list arguments;
  va_start(arguments, format);
  *error = g_new0(YuantuError, 1);
  (*error)->code = code;
  (*error)->message = g_strdelimit(g_strdup_vprintf(format, arguments), "\r\n", ' ');
  va_end(arguments);
}

static YuantuErrorCode
code_of(const GError *problem)
{
  static const YuantuErrorCode sparql[] = {[YT_SPARQL_ERROR_SYNTAX] = YUANTU_ERROR_SYNTAX,
                                           [YT_SPARQL_ERROR_UNSUPPORTED] = YUANTU_ERROR_UNSUPPORTED,
                                           [YT_SPARQL_ERROR_TIMEOUT] = YUANTU_ERROR_TIMEOUT,
                                           [YT_SPARQL_ERROR_MEMORY] = YUANTU_ERROR_MEMORY,
                                           [YT_SPARQL_ERROR_CANCELLED] = YUANTU_ERROR_CANCELLED,
                                           [YT_SPARQL_ERROR_PARAMETER] = YUANTU_ERROR_PARAMETER,
                                           [YT_SPARQL_ERROR_EVALUATION] = YUANTU_ERROR_EVALUATION};
  static const YuantuErrorCode store[] = {
      [YT_STORE_ERROR_FORMAT] = YUANTU_ERROR_FORMAT, [YT_STORE_ERROR_CORRUPT] = YUANTU_ERROR_CORRUPT,
      [YT_STORE_ERROR_IO] = YUANTU_ERROR_IO,         [YT_STORE_ERROR_BUSY] = YUANTU_ERROR_BUSY,
      [YT_STORE_ERROR_LIMIT] = YUANTU_ERROR_LIMIT,   [YT_STORE_ERROR_CANCELLED] = YUANTU_ERROR_CANCELLED};
  static const YuantuErrorCode rdf[] = {[YT_RDF_ERROR_SYNTAX] = YUANTU_ERROR_SYNTAX,
                                        [YT_RDF_ERROR_UNSUPPORTED] = YUANTU_ERROR_UNSUPPORTED,
                                        [YT_RDF_ERROR_TERM] = YUANTU_ERROR_TERM};
  const struct {
    GQuark domain;
    const YuantuErrorCode *codes;
    gsize n_codes;
  } domains[] = {{YT_SPARQL_ERROR, sparql, G_N_ELEMENTS(sparql)},
                 {YT_STORE_ERROR, store, G_N_ELEMENTS(store)},
                 {YT_RDF_ERROR, rdf, G_N_ELEMENTS(rdf)}};
  for (guint i = 0; i < G_N_ELEMENTS(domains); i++)
    if (problem->domain == domains[i].domain && (guint) problem->code < domains[i].n_codes)
      return domains[i].codes[problem->code];
  return YUANTU_ERROR_IO; /* those of GLib, of files and streams */
}

void
yt_library_take_error(YuantuError **error, GError *problem)
{
  yt_library_fail(error, code_of(problem), "%s", problem->message);
  g_error_free(problem);
}

YuantuErrorCode
yuantu_error_code(const YuantuError *error)
{
  return error ? error->code : YUANTU_ERROR_MISUSE;
}

const char *
yuantu_error_message(const YuantuError *error)
{
  return error ? error->message : "no error";
}

void
yuantu_error_free(YuantuError *error)
{
  if (!error)
    return;
  g_free(error->message);
  g_free(error);
}

const char *
yuantu_version(void)
{
  return YT_VERSION;
}

/* ---- stores ---- */

/* Shared by the caller and the statements. */
struct YuantuStore {
  char *path;            /* NULL in memory */
  YtStoreWriter *writer; /* NULL when open for reading */
  GMutex lock;           /* of the next */
  YtStore *snapshot;     /* when open for reading */
};

static void
store_clear(gpointer data)
{
  YuantuStore *store = data;
  g_free(store->path);
  g_clear_pointer(&store->writer, yt_store_writer_unref);
  g_clear_pointer(&store->snapshot, yt_store_unref);
  g_mutex_clear(&store->lock);
}

static YtStoreWriter *
open_in_memory(void)
{
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  g_autoptr(YtStore) empty = yt_store_builder_build(builder);
  g_assert(empty != NULL);
  return yt_store_writer_new_in_memory(empty);
}

YuantuStore *
yuantu_open(const char *path, YuantuMode mode, YuantuError **error)
{
  if ((!path && mode == YUANTU_READ) || (mode != YUANTU_READ && mode != YUANTU_WRITE)) {
    yt_library_fail(error, YUANTU_ERROR_MISUSE, "yuantu_open: expected a path, and to read or to write");
    return NULL;
  }
  GError *problem = NULL;
  YtStore *snapshot = mode == YUANTU_READ ? yt_store_open(path, &problem) : NULL;
  YtStoreWriter *writer = mode == YUANTU_READ ? NULL
                          : path              ? yt_store_writer_open(path, &problem)
                                              : open_in_memory();
  if (problem) {
    yt_library_take_error(error, problem);
    return NULL;
  }
  YuantuStore *store = g_atomic_rc_box_new0(YuantuStore);
  store->path = g_strdup(path);
  store->writer = writer;
  store->snapshot = snapshot;
  g_mutex_init(&store->lock);
  return store;
}

void
yuantu_close(YuantuStore *store)
{
  if (store)
    g_atomic_rc_box_release_full(store, store_clear);
}

static YtStore *
ref_snapshot(YuantuStore *store)
{
  if (store->writer)
    return yt_store_writer_ref_snapshot(store->writer);
  g_mutex_lock(&store->lock);
  YtStore *snapshot = yt_store_ref(store->snapshot);
  g_mutex_unlock(&store->lock);
  return snapshot;
}

bool
yuantu_refresh(YuantuStore *store, YuantuError **error)
{
  if (!store) {
    yt_library_fail(error, YUANTU_ERROR_MISUSE, "yuantu_refresh: expected a store, found NULL");
    return false;
  }
  if (store->writer)
    return true;
  GError *problem = NULL;
  YtStore *newer = yt_store_open(store->path, &problem);
  if (!newer) {
    yt_library_take_error(error, problem);
    return false;
  }
  g_mutex_lock(&store->lock);
  YtStore *older = store->snapshot;
  store->snapshot = newer;
  g_mutex_unlock(&store->lock);
  yt_store_unref(older);
  return true;
}

uint64_t
yuantu_count_quads(YuantuStore *store)
{
  if (!store)
    return 0;
  g_autoptr(YtStore) snapshot = ref_snapshot(store);
  return yt_store_get_n_quads(snapshot);
}

/* Sets @error and returns FALSE where @store cannot be changed. */
static gboolean
check_writable(YuantuStore *store, const char *function, YuantuError **error)
{
  if (store && store->writer)
    return TRUE;
  yt_library_fail(error, YUANTU_ERROR_MISUSE, "%s: expected a store open for writing, found %s", function,
                  store ? "one open for reading" : "NULL");
  return FALSE;
}

/* ---- documents ---- */

typedef struct {
  YtTransaction *transaction;
  YtTerm graph; /* of those that name none */
} Loading;

static gboolean
load_quad(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  Loading *loading = user_data;
  YtTermQuad copy = *quad;
  if (copy.graph.kind == YT_TERM_UNBOUND)
    copy.graph = loading->graph;
  return yt_transaction_insert(loading->transaction, &copy, error);
}

static gboolean
checksum_file(GChecksum *checksum, const char *path, GError **error)
{
  g_autofree guchar *block = g_malloc(BLOCK_SIZE);
  gsize n;
  FILE *file = g_fopen(path, "rb"); /* a GFile would load the modules of GIO into the program */
  while (file && (n = fread(block, 1, BLOCK_SIZE, file)) > 0)
    g_checksum_update(checksum, block, (gssize) n);
  gboolean ok = file && !ferror(file);
  if (!ok)
    g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno), "%s: %s", path, g_strerror(errno));
  if (file)
    fclose(file);
  return ok;
}

/* A prefix for the blank nodes of a document, made from its content: other documents have others, and the same document again
 * the same. @path or @bytes. NULL with @error when it cannot be read. */
static char *
dup_blank_prefix(const char *path, const char *bytes, gsize n_bytes, GError **error)
{
  g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
  if (!path)
    g_checksum_update(checksum, (const guchar *) bytes, (gssize) n_bytes);
  else if (!checksum_file(checksum, path, error))
    return NULL;
  return g_strdup_printf("f%.16sx_", g_checksum_get_string(checksum));
}

/* Reads the file at @path, or @bytes, into one transaction. */
static gboolean
load(YuantuStore *store, const char *path, const char *bytes, gsize n_bytes, YtRdfReadOptions *options,
     const char *graph, GError **error)
{
  Loading loading = {.graph = graph ? yt_term_iri(graph) : (YtTerm){.kind = YT_TERM_UNBOUND}};
  g_autofree char *prefix = NULL;
  if (!yt_term_check(&loading.graph, error) || !(prefix = dup_blank_prefix(path, bytes, n_bytes, error)) ||
      !(loading.transaction = yt_store_writer_begin(store->writer, error)))
    return FALSE;
  options->blank_prefix = prefix;
  options->strict_lines = TRUE;
  gboolean ok = path ? yt_rdf_read_file(path, options, load_quad, &loading, error)
                     : yt_rdf_read_bytes(bytes, n_bytes, options, load_quad, &loading, error);
  if (ok)
    return yt_transaction_commit(loading.transaction, error);
  yt_transaction_rollback(loading.transaction);
  return FALSE;
}

bool
yuantu_load_file(YuantuStore *store, const char *path, const char *graph, YuantuError **error)
{
  if (!check_writable(store, "yuantu_load_file", error))
    return false;
  if (!path) {
    yt_library_fail(error, YUANTU_ERROR_MISUSE, "yuantu_load_file: expected a path, found NULL");
    return false;
  }
  GError *problem = NULL;
  YtRdfReadOptions options = {.format = YT_RDF_GUESS};
  if (load(store, path, NULL, 0, &options, graph, &problem))
    return true;
  yt_library_take_error(error, problem);
  return false;
}

bool
yuantu_load_bytes(YuantuStore *store, const char *bytes, size_t n_bytes, const char *format, const char *base,
                  const char *graph, YuantuError **error)
{
  if (!check_writable(store, "yuantu_load_bytes", error))
    return false;
  YtRdfReadOptions options = {.base = base};
  if (!format || (!bytes && n_bytes)) {
    yt_library_fail(error, YUANTU_ERROR_MISUSE, "yuantu_load_bytes: expected bytes and a format, found NULL");
    return false;
  }
  if (!yt_rdf_format_from_name(format, &options.format)) {
    yt_library_fail(error, YUANTU_ERROR_UNSUPPORTED, "there is no format '%s'", format);
    return false;
  }
  GError *problem = NULL;
  if (load(store, NULL, bytes ? bytes : "", n_bytes, &options, graph, &problem))
    return true;
  yt_library_take_error(error, problem);
  return false;
}

bool
yuantu_compact(YuantuStore *store, YuantuError **error)
{
  if (!check_writable(store, "yuantu_compact", error))
    return false;
  GError *problem = NULL;
  if (yt_store_writer_compact(store->writer, 0, &problem))
    return true;
  yt_library_take_error(error, problem);
  return false;
}

/* ---- statements ---- */

struct YuantuStatement {
  YuantuStore *store; /* a reference */
  char *text;
  gboolean is_update;
  GArray *parameters; /* of YtSparqlParameter, whose text is owned */
  guint64 timeout_ms;
  gsize memory_limit;
  GCancellable *cancellable;
};

static void
clear_parameter(gpointer data)
{
  YtSparqlParameter *parameter = data;
  g_free((char *) parameter->name);
  g_free((char *) parameter->value.text);
  g_free((char *) parameter->value.datatype);
  g_free((char *) parameter->value.language);
}

static YuantuStatement *
prepare(YuantuStore *store, const char *text, gboolean is_update, const char *function, YuantuError **error)
{
  if (is_update && !check_writable(store, function, error))
    return NULL;
  if (!store || !text) {
    yt_library_fail(error, YUANTU_ERROR_MISUSE, "%s: expected a store and a text, found NULL", function);
    return NULL;
  }
  GError *problem = NULL;
  if (!yt_sparql_check(text, NULL, is_update, &problem)) {
    yt_library_take_error(error, problem);
    return NULL;
  }
  YuantuStatement *statement = g_new0(YuantuStatement, 1);
  statement->store = g_atomic_rc_box_acquire(store);
  statement->text = g_strdup(text);
  statement->is_update = is_update;
  statement->parameters = g_array_new(FALSE, FALSE, sizeof(YtSparqlParameter));
  g_array_set_clear_func(statement->parameters, clear_parameter);
  statement->cancellable = g_cancellable_new();
  return statement;
}

YuantuStatement *
yuantu_prepare(YuantuStore *store, const char *query, YuantuError **error)
{
  return prepare(store, query, FALSE, "yuantu_prepare", error);
}

YuantuStatement *
yuantu_prepare_update(YuantuStore *store, const char *request, YuantuError **error)
{
  return prepare(store, request, TRUE, "yuantu_prepare_update", error);
}

void
yuantu_statement_free(YuantuStatement *statement)
{
  if (!statement)
    return;
  g_array_unref(statement->parameters);
  g_object_unref(statement->cancellable);
  g_free(statement->text);
  yuantu_close(statement->store);
  g_free(statement);
}

static void
unbind(YuantuStatement *statement, const char *variable)
{
  for (guint i = 0; i < statement->parameters->len; i++)
    if (strcmp(g_array_index(statement->parameters, YtSparqlParameter, i).name, variable) == 0) {
      g_array_remove_index(statement->parameters, i);
      return;
    }
}

bool
yuantu_bind(YuantuStatement *statement, const char *variable, const YuantuTerm *value, YuantuError **error)
{
  if (!statement || !variable) {
    yt_library_fail(error, YUANTU_ERROR_MISUSE,
                    "yuantu_bind: expected a statement and a variable, found NULL");
    return false;
  }
  YtTerm term = value ? yt_library_term_in(value) : (YtTerm){.kind = YT_TERM_UNBOUND};
  GError *problem = NULL;
  if (!yt_term_check(&term, &problem)) {
    yt_library_take_error(error, problem);
    return false;
  }
  unbind(statement, variable);
  if (term.kind == YT_TERM_UNBOUND)
    return true;
  term.text = g_memdup2(term.n_text ? term.text : "", term.n_text + 1);
  term.datatype = g_strdup(term.datatype);
  term.language = g_strdup(term.language);
  YtSparqlParameter parameter = {g_strdup(variable), term};
  g_array_append_val(statement->parameters, parameter);
  return true;
}

void
yuantu_set_timeout(YuantuStatement *statement, uint64_t milliseconds)
{
  if (statement)
    statement->timeout_ms = milliseconds;
}

void
yuantu_set_memory_limit(YuantuStatement *statement, size_t n_bytes)
{
  if (statement)
    statement->memory_limit = n_bytes;
}

void
yuantu_set_cancelled(YuantuStatement *statement, bool cancelled)
{
  if (statement && cancelled)
    g_cancellable_cancel(statement->cancellable);
  else if (statement)
    g_cancellable_reset(statement->cancellable);
}

static YtSparqlOptions
options_of(const YuantuStatement *statement)
{
  return (YtSparqlOptions){.timeout_ms = statement->timeout_ms,
                           .memory_limit = statement->memory_limit,
                           .cancellable = statement->cancellable,
                           .parameters = (YtSparqlParameter *) (gpointer) statement->parameters->data,
                           .n_parameters = statement->parameters->len};
}

static gboolean
check_kind(const YuantuStatement *statement, gboolean is_update, const char *function, YuantuError **error)
{
  if (statement && statement->is_update == is_update)
    return TRUE;
  yt_library_fail(error, YUANTU_ERROR_MISUSE, "%s: expected %s, found %s", function,
                  is_update ? "an update request" : "a query",
                  !statement  ? "NULL"
                  : is_update ? "a query"
                              : "an update request");
  return FALSE;
}

YuantuResult *
yuantu_run(YuantuStatement *query, YuantuError **error)
{
  if (!check_kind(query, FALSE, "yuantu_run", error))
    return NULL;
  GError *problem = NULL;
  YtSparqlOptions options = options_of(query);
  g_autoptr(YtStore) snapshot = ref_snapshot(query->store);
  YtSparqlResult *result = yt_sparql_query(snapshot, query->text, &options, &problem);
  if (result)
    return yt_library_result_new(result, query->memory_limit);
  yt_library_take_error(error, problem);
  return NULL;
}

bool
yuantu_execute(YuantuStatement *update, YuantuError **error)
{
  if (!check_kind(update, TRUE, "yuantu_execute", error))
    return false;
  GError *problem = NULL;
  YtSparqlOptions options = options_of(update);
  if (yt_sparql_update(update->store->writer, update->text, &options, &problem))
    return true;
  yt_library_take_error(error, problem);
  return false;
}
