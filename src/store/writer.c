/* writer.c: transactions, snapshots and compacting.
 *
 * The writer holds the newest committed snapshot. A transaction collects its changes against the snapshot that it began
 * with, and as there is one transaction at a time, that is still the newest when it commits: first the log is on the
 * disk, then the new snapshot is put in place. Readers keep the snapshot that they have.
 *
 * Compacting writes a new file from a snapshot while transactions go on. Then, between two transactions, it puts what
 * was committed meanwhile into a new log, which names the new file, and renames the file: in this one step the new file
 * and its log take the place of the old ones. Whoever opens the store before sees the old ones, whole. */
#include "store/builder.h"
#include "store/key.h"
#include "store/lock.h"
#include "store/log.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct _YtStoreWriter {
  gint ref_count;
  char *path; /* NULL: in memory */
  YtStoreLock lock;
  YtLog log;
  GMutex mutex; /* of all that follows; never held while waiting for the disk */
  GCond cond;
  gboolean busy; /* a transaction is open, or a compaction swaps */
  gboolean compacting;
  char *broken;      /* why nothing can be written any more; NULL: all is well */
  YtStore *snapshot; /* with a delta, always */
  guint64 log_bytes;
  YtCompactionPolicy policy;
  GThread *compactor; /* NULL: none */
  guint64 next_bytes; /* of the log, before another compaction is tried */
  gint closing;       /* atomic, so that a compaction sees it soon */
};

struct _YtTransaction {
  YtStoreWriter *writer;
  YtStore *base;
  GHashTable *changes; /* YtQuad → GINT_TO_POINTER(1 or -1) */
  YtStore *view;       /* base with the changes, if it was asked for since the last of them */
  GString *scratch;
};

/* ---- Opening */

static YtStoreWriter *
writer_new(const char *path)
{
  YtStoreWriter *writer = g_new0(YtStoreWriter, 1);
  writer->ref_count = 1;
  writer->path = g_strdup(path);
  g_mutex_init(&writer->mutex);
  g_cond_init(&writer->cond);
  return writer;
}

static gboolean
make_empty_store(const char *path, GError **error)
{
  if (g_file_test(path, G_FILE_TEST_EXISTS))
    return TRUE;
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  return yt_store_builder_write_locked(builder, path, error);
}

YtStoreWriter *
yt_store_writer_open(const char *path, GError **error)
{
  g_return_val_if_fail(path != NULL, NULL);
  g_autoptr(YtStoreWriter) writer = writer_new(path);
  if (!yt_store_lock_take(&writer->lock, path, error) || !make_empty_store(path, error))
    return NULL;
  g_autoptr(YtStoreFile) file = yt_store_file_open(path, -1, error);
  if (!file)
    return NULL;
  guint64 n_bytes, n_records;
  g_autoptr(YtDelta) delta = yt_log_read(path, file, &n_bytes, &n_records, error);
  g_autofree char *log_path = yt_store_log_path(path, file->header.checksum);
  if (!delta || !yt_log_open(&writer->log, log_path, file, n_bytes, n_records, error))
    return NULL;
  yt_store_remove_other_logs(path, file->header.checksum);
  writer->log_bytes = n_bytes;
  writer->snapshot = yt_store_new(file, delta);
  return g_steal_pointer(&writer);
}

YtStoreWriter *
yt_store_writer_new_in_memory(YtStore *store)
{
  YtStoreWriter *writer = writer_new(NULL);
  YtLogTerms *terms = store->delta ? yt_log_terms_ref(store->delta->terms) : yt_log_terms_new();
  g_autoptr(YtDelta) delta = store->delta ? yt_delta_ref(store->delta) : yt_delta_new(terms);
  yt_log_terms_unref(terms);
  writer->snapshot = yt_store_new(store->file, delta);
  return writer;
}

YtStoreWriter *
yt_store_writer_ref(YtStoreWriter *writer)
{
  g_atomic_int_inc(&writer->ref_count);
  return writer;
}

static void
stop_compactor(YtStoreWriter *writer)
{
  if (!writer->compactor)
    return;
  g_mutex_lock(&writer->mutex);
  g_atomic_int_set(&writer->closing, TRUE);
  g_cond_broadcast(&writer->cond);
  g_mutex_unlock(&writer->mutex);
  g_thread_join(g_steal_pointer(&writer->compactor));
}

void
yt_store_writer_unref(YtStoreWriter *writer)
{
  if (!writer || !g_atomic_int_dec_and_test(&writer->ref_count))
    return;
  stop_compactor(writer);
  yt_store_unref(writer->snapshot);
  yt_log_clear(&writer->log);
  yt_store_lock_clear(&writer->lock);
  g_mutex_clear(&writer->mutex);
  g_cond_clear(&writer->cond);
  g_free(writer->broken);
  g_free(writer->path);
  g_free(writer);
}

YtStore *
yt_store_writer_ref_snapshot(YtStoreWriter *writer)
{
  g_mutex_lock(&writer->mutex);
  YtStore *snapshot = yt_store_ref(writer->snapshot);
  g_mutex_unlock(&writer->mutex);
  return snapshot;
}

guint64
yt_store_writer_get_log_bytes(YtStoreWriter *writer)
{
  g_mutex_lock(&writer->mutex);
  guint64 n_bytes = writer->log_bytes;
  g_mutex_unlock(&writer->mutex);
  return n_bytes;
}

/* One at a time: a transaction, or the last step of compacting. */
static gboolean
take_turn(YtStoreWriter *writer, GError **error)
{
  g_mutex_lock(&writer->mutex);
  while (writer->busy)
    g_cond_wait(&writer->cond, &writer->mutex);
  gboolean ok = writer->broken == NULL;
  if (!ok)
    g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_IO,
                "nothing more can be written until the store is opened anew, since earlier: %s",
                writer->broken);
  writer->busy = ok;
  g_mutex_unlock(&writer->mutex);
  return ok;
}

static void
end_turn(YtStoreWriter *writer)
{
  g_mutex_lock(&writer->mutex);
  writer->busy = FALSE;
  g_cond_broadcast(&writer->cond);
  g_mutex_unlock(&writer->mutex);
}

/* ---- Transactions */

guint
yt_quad_hash(gconstpointer data)
{
  const YtQuad *quad = data;
  guint64 hash = 0;
  for (guint p = 0; p < 4; p++)
    hash = (hash ^ quad->at[p]) * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15), hash ^= hash >> 29;
  return (guint) (hash >> 32);
}

gboolean
yt_quad_equal(gconstpointer a, gconstpointer b)
{
  return memcmp(a, b, sizeof(YtQuad)) == 0;
}

YtTransaction *
yt_store_writer_begin(YtStoreWriter *writer, GError **error)
{
  if (!take_turn(writer, error))
    return NULL;
  YtTransaction *transaction = g_new0(YtTransaction, 1);
  transaction->writer = yt_store_writer_ref(writer);
  transaction->base = yt_store_writer_ref_snapshot(writer);
  transaction->changes = g_hash_table_new_full(yt_quad_hash, yt_quad_equal, g_free, NULL);
  transaction->scratch = g_string_new(NULL);
  return transaction;
}

static void
transaction_end(YtTransaction *transaction)
{
  end_turn(transaction->writer);
  yt_store_unref(transaction->base);
  yt_store_unref(transaction->view);
  g_hash_table_unref(transaction->changes);
  g_string_free(transaction->scratch, TRUE);
  yt_store_writer_unref(transaction->writer);
  g_free(transaction);
}

void
yt_transaction_rollback(YtTransaction *transaction)
{
  transaction_end(transaction);
}

YtTermId
yt_transaction_intern(YtTransaction *transaction, const YtTerm *term, GError **error)
{
  YtKey key;
  YtTermId id = yt_store_find_term(transaction->base, term);
  if (id)
    return id;
  YtLogTerms *terms = transaction->base->delta->terms;
  if (yt_key_from_term(term, transaction->scratch, &key)) {
    id = yt_log_terms_find(terms, key.lead, key.bytes, key.n_bytes);
    if (!id) {
      g_clear_pointer(&transaction->view, yt_store_unref); /* the next one shall know this term */
      id = yt_log_terms_add(terms, key.lead, key.bytes, key.n_bytes);
    }
  }
  if (!id)
    g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_LIMIT,
                "a term is unbound, has NUL in its datatype or language tag, or is one too many for the log");
  return id;
}

/* @sign is what shall be done: 1 to insert, -1 to delete. */
static void
change_quad(YtTransaction *transaction, const YtQuad *quad, int sign)
{
  int change = GPOINTER_TO_INT(g_hash_table_lookup(transaction->changes, quad));
  if (change == sign)
    return;
  if (change == -sign)
    g_hash_table_remove(transaction->changes, quad);
  else if (yt_store_has_quad(transaction->base, quad) == (sign > 0))
    return;
  else
    g_hash_table_insert(transaction->changes, g_memdup2(quad, sizeof *quad), GINT_TO_POINTER(sign));
  g_clear_pointer(&transaction->view, yt_store_unref);
}

void
yt_transaction_insert_ids(YtTransaction *transaction, const YtQuad *quads, gsize n_quads)
{
  for (gsize i = 0; i < n_quads; i++)
    change_quad(transaction, &quads[i], 1);
}

void
yt_transaction_delete_ids(YtTransaction *transaction, const YtQuad *quads, gsize n_quads)
{
  for (gsize i = 0; i < n_quads; i++)
    change_quad(transaction, &quads[i], -1);
}

gboolean
yt_transaction_insert(YtTransaction *transaction, const YtTermQuad *terms, GError **error)
{
  YtQuad quad = {0};
  if (!(quad.subject = yt_transaction_intern(transaction, &terms->subject, error)) ||
      !(quad.predicate = yt_transaction_intern(transaction, &terms->predicate, error)) ||
      !(quad.object = yt_transaction_intern(transaction, &terms->object, error)))
    return FALSE;
  if (terms->graph.kind != YT_TERM_UNBOUND &&
      !(quad.graph = yt_transaction_intern(transaction, &terms->graph, error)))
    return FALSE;
  change_quad(transaction, &quad, 1);
  return TRUE;
}

gboolean
yt_transaction_delete(YtTransaction *transaction, const YtTermQuad *terms, GError **error)
{
  (void) error;
  g_autoptr(YtStore) view = yt_transaction_ref_snapshot(transaction);
  YtQuad quad = {.subject = yt_store_find_term(view, &terms->subject),
                 .predicate = yt_store_find_term(view, &terms->predicate),
                 .object = yt_store_find_term(view, &terms->object)};
  if (terms->graph.kind != YT_TERM_UNBOUND)
    quad.graph = yt_store_find_term(view, &terms->graph);
  if (quad.subject && quad.predicate && quad.object && (quad.graph || terms->graph.kind == YT_TERM_UNBOUND))
    change_quad(transaction, &quad, -1);
  return TRUE;
}

guint64
yt_transaction_clear(YtTransaction *transaction, const YtQuad *pattern)
{
  g_autoptr(YtStore) view = yt_transaction_ref_snapshot(transaction);
  g_autofree YtScan *scan = g_new(YtScan, 1);
  YtQuad quad;
  guint64 n = 0;
  yt_scan_init(scan, view, yt_permutation_find(pattern, YT_GRAPH), pattern, YT_COLUMNS_ALL);
  for (; yt_scan_next(scan, &quad); n++)
    change_quad(transaction, &quad, -1);
  return n;
}

static YtDeltaRun *
make_run(YtTransaction *transaction)
{
  gsize n = g_hash_table_size(transaction->changes), i = 0;
  YtQuad *quads = g_new(YtQuad, MAX(n, 1));
  gint8 *signs = g_new(gint8, MAX(n, 1));
  GHashTableIter iter;
  gpointer quad, sign;
  g_hash_table_iter_init(&iter, transaction->changes);
  for (; g_hash_table_iter_next(&iter, &quad, &sign); i++) {
    quads[i] = *(const YtQuad *) quad;
    signs[i] = (gint8) GPOINTER_TO_INT(sign);
  }
  return yt_delta_run_new(quads, signs, n);
}

static YtStore *
make_view(YtTransaction *transaction, YtDeltaRun *run)
{
  g_autoptr(YtDelta) delta = yt_delta_add(transaction->base->delta, run);
  return yt_store_new(transaction->base->file, delta);
}

YtStore *
yt_transaction_ref_snapshot(YtTransaction *transaction)
{
  if (!transaction->view)
    transaction->view = make_view(transaction, make_run(transaction));
  return yt_store_ref(transaction->view);
}

static void
set_broken(YtStoreWriter *writer, const GError *why)
{
  g_mutex_lock(&writer->mutex);
  if (!writer->broken)
    writer->broken = g_strdup(why->message);
  g_mutex_unlock(&writer->mutex);
}

/* Is the log so large that @policy asks for a compaction? With the mutex held. */
static gboolean
is_large(const YtStoreWriter *writer, const YtCompactionPolicy *policy)
{
  return writer->log_bytes >= policy->log_bytes &&
         (double) writer->log_bytes >= policy->ratio * (double) writer->snapshot->file->n_bytes;
}

/* And is it the compactor's turn? */
static gboolean
is_due(const YtStoreWriter *writer)
{
  return writer->compactor && !writer->broken && writer->log_bytes >= writer->next_bytes &&
         is_large(writer, &writer->policy);
}

gboolean
yt_store_writer_is_due(YtStoreWriter *writer, const YtCompactionPolicy *policy)
{
  g_mutex_lock(&writer->mutex);
  gboolean due = is_large(writer, policy);
  g_mutex_unlock(&writer->mutex);
  return due;
}

static void
publish(YtStoreWriter *writer, YtStore *snapshot)
{
  g_mutex_lock(&writer->mutex);
  YtStore *old = writer->snapshot;
  writer->snapshot = snapshot;
  writer->log_bytes = writer->log.n_bytes;
  if (is_due(writer))
    g_cond_broadcast(&writer->cond);
  g_mutex_unlock(&writer->mutex);
  yt_store_unref(old);
}

gboolean
yt_transaction_commit(YtTransaction *transaction, GError **error)
{
  YtStoreWriter *writer = transaction->writer;
  gboolean ok = TRUE, in_doubt = FALSE;
  if (g_hash_table_size(transaction->changes) > 0) {
    YtDeltaRun *run = make_run(transaction);
    g_autoptr(GError) problem = NULL;
    ok = !writer->path ||
         yt_log_append(&writer->log, run, transaction->base->delta->terms, &in_doubt, &problem);
    if (ok)
      publish(writer, make_view(transaction, g_steal_pointer(&run)));
    else
      yt_delta_run_unref(run);
    if (in_doubt)
      set_broken(writer, problem);
    if (!ok)
      g_propagate_error(error, g_steal_pointer(&problem));
  }
  transaction_end(transaction);
  return ok;
}

/* ---- Compacting */

/* What leads from @old to @new, two states over the same file, newest signs first. */
static GArray *
collect_difference(const YtDelta *old, const YtDelta *new)
{
  GArray *quads = g_array_new(FALSE, FALSE, sizeof(YtQuad));
  g_autoptr(GHashTable) seen = g_hash_table_new(yt_quad_hash, yt_quad_equal);
  const YtDelta *states[] = {old, new};
  for (guint s = 0; s < 2; s++)
    for (guint i = 0; i < states[s]->n_runs; i++)
      for (gsize k = 0; k < states[s]->runs[i]->n; k++) {
        const YtQuad *quad = &states[s]->runs[i]->quads[k];
        if (!g_hash_table_add(seen, (gpointer) quad) ||
            yt_delta_get_sign(old, quad) == yt_delta_get_sign(new, quad))
          continue;
        g_array_append_val(quads, *quad);
      }
  return quads;
}

static YtTermId
translate_id(const YtStore *from, const YtStore *to, YtTermId id, YtTermBuffer *buffer, GString *scratch)
{
  if (id == 0 || yt_id_is_inline(id))
    return id;
  YtTerm term = yt_store_get_term(from, id, buffer);
  YtKey key;
  YtTermId found = yt_store_find_term(to, &term);
  if (!found && yt_key_from_term(&term, scratch, &key)) {
    found = yt_log_terms_find(to->delta->terms, key.lead, key.bytes, key.n_bytes);
    if (!found)
      found = yt_log_terms_add(to->delta->terms, key.lead, key.bytes, key.n_bytes);
  }
  return found;
}

/* What was committed since @old was taken, as a run over the new file. */
static YtDeltaRun *
translate_changes(const YtStore *old, const YtStore *now, const YtStore *compacted)
{
  g_autoptr(GArray) difference = collect_difference(old->delta, now->delta);
  YtQuad *quads = g_new(YtQuad, MAX(difference->len, 1));
  gint8 *signs = g_new(gint8, MAX(difference->len, 1));
  g_auto(YtTermBuffer) buffer;
  g_autoptr(GString) scratch = g_string_new(NULL);
  yt_term_buffer_init(&buffer);
  for (guint i = 0; i < difference->len; i++) {
    const YtQuad *quad = &g_array_index(difference, YtQuad, i);
    signs[i] = (gint8) (yt_delta_get_sign(now->delta, quad) - yt_delta_get_sign(old->delta, quad));
    for (guint p = 0; p < 4; p++)
      quads[i].at[p] = translate_id(now, compacted, quad->at[p], &buffer, scratch);
  }
  return yt_delta_run_new(quads, signs, difference->len);
}

/* The new file, not yet in place. */
typedef struct {
  YtFile output;
  YtStoreFile *file;
  YtLog log;
} Compaction;

static void
compaction_clear(Compaction *compaction)
{
  yt_file_clear(&compaction->output);
  g_clear_pointer(&compaction->file, yt_store_file_unref);
  yt_log_clear(&compaction->log);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Compaction, compaction_clear)

typedef struct {
  YtStoreWriter *writer;
  YtStoreBuilder *builder;
} Building;

static gboolean
add_unless_closing(const YtTermQuad *quad, gpointer data, GError **error)
{
  const Building *building = data;
  if (!g_atomic_int_get(&building->writer->closing))
    return yt_store_builder_add(quad, building->builder, error);
  g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_CANCELLED, "compacting was cancelled");
  return FALSE;
}

static gboolean
go_on_unless_closing(const YtLoadProgress *progress, gpointer writer)
{
  (void) progress;
  return !g_atomic_int_get(&((YtStoreWriter *) writer)->closing);
}

static gboolean
build_file(YtStoreWriter *writer, YtStore *snapshot, gsize memory, Compaction *compaction, GError **error)
{
  g_autofree char *new_path = writer->path ? yt_store_new_path(writer->path) : NULL;
  g_autofree char *folder = writer->path ? g_path_get_dirname(writer->path) : NULL;
  g_autoptr(YtStoreBuilder) builder = yt_store_builder_new();
  yt_store_builder_set_memory(builder, memory);
  yt_store_builder_set_folder(builder, folder);
  yt_store_builder_set_progress(builder, go_on_unless_closing, writer);
  Building building = {writer, builder};
  YtFile *output = &compaction->output;
  guint64 checksum;
  if (!yt_file_create(output, new_path, error) ||
      !yt_store_foreach(snapshot, add_unless_closing, &building, error) ||
      !yt_store_builder_write_file(builder, output, &checksum, error) || !yt_file_flush(output, error))
    return FALSE;
  int fd = dup(output->fd_plus_one - 1);
  if (fd < 0 || (new_path && fsync(fd) != 0)) {
    yt_set_io_error(error, new_path, "sync");
    if (fd >= 0)
      close(fd);
    return FALSE;
  }
  compaction->file = yt_store_file_open(new_path ? new_path : "memory", fd, error);
  return compaction->file != NULL;
}

/* The log of the new file, with @run in it, under the name that readers look for. It may be the name of the old log, if
 * the new file is the same as the old one; then this alone swaps them. */
static gboolean
put_log(YtStoreWriter *writer, Compaction *compaction, const YtDeltaRun *run, YtLogTerms *terms,
        GError **error)
{
  g_autofree char *log_path = yt_store_log_path(writer->path, compaction->file->header.checksum);
  if (run->n == 0) {
    return yt_store_remove_log(writer->path, compaction->file->header.checksum, error) &&
           yt_log_open(&compaction->log, log_path, compaction->file, 0, 0, error);
  }
  g_autofree char *new_path = yt_store_new_log_path(writer->path);
  gboolean in_doubt;
  if (!yt_log_open(&compaction->log, new_path, compaction->file, 0, 0, error) ||
      !yt_log_append(&compaction->log, run, terms, &in_doubt, error)) {
    unlink(new_path);
    return FALSE;
  }
  if (rename(new_path, log_path) != 0) {
    yt_set_io_error(error, log_path, "rename the new log");
    unlink(new_path);
    return FALSE;
  }
  g_free(compaction->log.path);
  compaction->log.path = g_steal_pointer(&log_path);
  return yt_sync_folder(writer->path, error);
}

static gboolean
put_files(YtStoreWriter *writer, Compaction *compaction, const YtDeltaRun *run, YtLogTerms *terms,
          GError **error)
{
  guint64 store = compaction->file->header.checksum;
  gboolean same = store == writer->log.store;
  if (!put_log(writer, compaction, run, terms, error)) {
    if (same)
      set_broken(writer, *error); /* is the old log in place, or the new one? */
    return FALSE;
  }
  if (!yt_file_commit(&compaction->output, writer->path, error)) {
    if (same || !compaction->output.path)
      set_broken(writer, *error); /* renamed, but nobody knows whether for good */
    else
      yt_store_remove_log(writer->path, store, NULL);
    return FALSE;
  }
  yt_store_remove_other_logs(writer->path, store);
  return TRUE;
}

/* Between two transactions. */
static gboolean
swap_files(YtStoreWriter *writer, YtStore *snapshot, Compaction *compaction, GError **error)
{
  g_autoptr(YtStore) now = yt_store_writer_ref_snapshot(writer);
  YtLogTerms *terms = yt_log_terms_new();
  g_autoptr(YtDelta) empty = yt_delta_new(terms);
  yt_log_terms_unref(terms);
  g_autoptr(YtStore) compacted = yt_store_new(compaction->file, empty);
  YtDeltaRun *run = translate_changes(snapshot, now, compacted);
  gboolean ok = !writer->path || put_files(writer, compaction, run, terms, error);
  g_autoptr(YtDelta) delta = yt_delta_add(empty, run);
  if (!ok)
    return FALSE;
  YtLog old = writer->log;
  writer->log = compaction->log;
  compaction->log = old;
  publish(writer, yt_store_new(compaction->file, delta));
  return TRUE;
}

gboolean
yt_store_writer_compact(YtStoreWriter *writer, gsize n_bytes_memory, GError **error)
{
  g_mutex_lock(&writer->mutex);
  gboolean already = writer->compacting;
  writer->compacting = TRUE;
  g_mutex_unlock(&writer->mutex);
  if (already)
    return TRUE; /* the one that runs will do */
  g_autoptr(YtStore) snapshot = yt_store_writer_ref_snapshot(writer);
  g_auto(Compaction) compaction = {0};
  GError *problem = NULL;
  gboolean ok = build_file(writer, snapshot, n_bytes_memory, &compaction, &problem);
  if (ok && (ok = take_turn(writer, &problem))) {
    ok = swap_files(writer, snapshot, &compaction, &problem);
    end_turn(writer);
  }
  g_mutex_lock(&writer->mutex);
  writer->compacting = FALSE;
  g_mutex_unlock(&writer->mutex);
  if (problem)
    g_propagate_error(error, problem);
  return ok;
}

/* ---- Compacting by itself */

static gpointer
run_compactor(gpointer data)
{
  YtStoreWriter *writer = data;
  g_mutex_lock(&writer->mutex);
  for (;;) {
    while (!g_atomic_int_get(&writer->closing) && !is_due(writer))
      g_cond_wait(&writer->cond, &writer->mutex);
    if (g_atomic_int_get(&writer->closing))
      break;
    g_mutex_unlock(&writer->mutex);
    g_autoptr(GError) error = NULL;
    gboolean ok = yt_store_writer_compact(writer, writer->policy.memory, &error);
    if (!ok && writer->policy.failed && !g_error_matches(error, YT_STORE_ERROR, YT_STORE_ERROR_CANCELLED))
      writer->policy.failed(error->message, writer->policy.user_data);
    g_mutex_lock(&writer->mutex);
    /* Also where somebody else compacts: what the log gets meanwhile is for the next time. */
    writer->next_bytes =
        (ok && !writer->compacting ? 0 : writer->log_bytes) + MAX(writer->policy.log_bytes, 1);
  }
  g_mutex_unlock(&writer->mutex);
  return NULL;
}

void
yt_store_writer_set_compaction(YtStoreWriter *writer, const YtCompactionPolicy *policy)
{
  g_return_if_fail(writer != NULL && policy != NULL && !writer->compactor);
  g_mutex_lock(&writer->mutex);
  writer->policy = *policy;
  writer->next_bytes = MAX(policy->log_bytes, 1);
  writer->compactor = g_thread_new("compactor", run_compactor, writer);
  g_mutex_unlock(&writer->mutex);
}
