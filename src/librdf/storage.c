/* storage.c: librdf_storage_yuantu, a storage module for the Redland library, over a store.
 *
 * Redland loads it from its folder of modules, or from REDLAND_MODULE_PATH. Its name is the store's file:
 *
 *   librdf_new_storage(world, "yuantu", "parks.store", "new='yes'");
 *
 *   new='yes'     begin with an empty store
 *   write='no'    open it for reading only, which any number of programs may do at once
 *   dir='PATH'    the folder in which the store is
 *
 * Redland's contexts are named graphs, and what has no context is in the default graph. Searches without a context look into
 * all graphs, and their streams tell the context; a statement is removed from the context that is named, or from the
 * default graph.
 *
 * Changes are gathered in one transaction, which begins with the first of them and is committed by librdf_storage_sync(), by
 * closing, by librdf_storage_transaction_commit(), and where reading would otherwise build too large a view again and again:
 * between a user's transaction_start and commit or rollback that does not happen. Every stream shows the storage as it was
 * when the stream was made, so a program may change what it is going through. */
#include "store/store.h"
#include <glib/gstdio.h>
#include <librdf.h>
#include <string.h>

#define STORAGE_NAME  "yuantu"
#define STORAGE_LABEL "Yuantu store"

#define MAX_GATHERED 4096 /* changes that one reading call may have to put in order: about a millisecond */

typedef struct {
  char *path;
  gboolean is_new, is_read_only;
  YtStore *opened;            /* when read only */
  YtStoreWriter *writer;      /* else */
  YtTransaction *transaction; /* what is not committed yet; NULL when nothing is */
  gsize n_gathered;           /* changes in it */
  gboolean has_begun;         /* the user's transaction */
  void *handle;               /* of the user's transaction */
} Storage;

static Storage *
get(librdf_storage *storage)
{
  return librdf_storage_get_instance(storage);
}

/* Tells librdf of @problem, which is freed. Returns 1, which is failure. */
static int
fail(librdf_storage *storage, GError *problem)
{
  librdf_log(librdf_storage_get_world(storage), 0, LIBRDF_LOG_ERROR, LIBRDF_FROM_STORAGE, NULL, "%s: %s",
             STORAGE_NAME, problem->message);
  g_error_free(problem);
  return 1;
}

static int
fail_literally(librdf_storage *storage, const char *message)
{
  return fail(storage, g_error_new_literal(YT_STORE_ERROR, YT_STORE_ERROR_IO, message));
}

/* ---- terms ---- */

/* What @node, lent, is as a term; unbound for NULL. */
static YtTerm
term_of(librdf_node *node)
{
  YtTerm term = {.kind = YT_TERM_UNBOUND, .text = ""};
  if (!node)
    return term;
  if (librdf_node_is_resource(node)) {
    term.kind = YT_TERM_IRI;
    term.text = (const char *) librdf_uri_as_counted_string(librdf_node_get_uri(node), &term.n_text);
  } else if (librdf_node_is_blank(node)) {
    term.kind = YT_TERM_BLANK;
    term.text = (const char *) librdf_node_get_counted_blank_identifier(node, &term.n_text);
  } else {
    term.kind = YT_TERM_LITERAL;
    term.text = (const char *) librdf_node_get_literal_value_as_counted_string(node, &term.n_text);
    term.language = librdf_node_get_literal_value_language(node);
    term.n_language = term.language ? strlen(term.language) : 0;
    librdf_uri *datatype = term.language ? NULL : librdf_node_get_literal_value_datatype_uri(node);
    if (datatype)
      term.datatype = (const char *) librdf_uri_as_counted_string(datatype, &term.n_datatype);
    if (datatype && strcmp(term.datatype, YT_XSD_NS "string") == 0) {
      term.datatype = NULL;
      term.n_datatype = 0;
    }
  }
  return term;
}

static const unsigned char *
bytes(const char *text)
{
  return (const unsigned char *) text;
}

/* (transfer full) (nullable) */
static librdf_node *
node_of(librdf_world *world, const YtTerm *term)
{
  if (term->kind == YT_TERM_IRI)
    return librdf_new_node_from_counted_uri_string(world, bytes(term->text), term->n_text);
  if (term->kind == YT_TERM_BLANK)
    return librdf_new_node_from_counted_blank_identifier(world, bytes(term->text), term->n_text);
  g_autofree char *language = term->n_language ? g_strndup(term->language, term->n_language) : NULL;
  g_autofree char *datatype = term->n_datatype ? g_strndup(term->datatype, term->n_datatype) : NULL;
  librdf_uri *uri = datatype ? librdf_new_uri(world, bytes(datatype)) : NULL;
  librdf_node *node = librdf_new_node_from_typed_counted_literal(world, bytes(term->text), term->n_text,
                                                                 language, term->n_language, uri);
  if (uri)
    librdf_free_uri(uri);
  return node;
}

static YtTermQuad
quad_of(librdf_statement *statement, librdf_node *context)
{
  return (YtTermQuad){.subject = term_of(librdf_statement_get_subject(statement)),
                      .predicate = term_of(librdf_statement_get_predicate(statement)),
                      .object = term_of(librdf_statement_get_object(statement)),
                      .graph = term_of(context)};
}

/* ---- opening and closing ---- */

static int
storage_init(librdf_storage *storage, const char *name, librdf_hash *options)
{
  Storage *own = g_new0(Storage, 1);
  librdf_storage_set_instance(storage, own);
  char *dir = options ? librdf_hash_get(options, "dir") : NULL;
  own->path = name && dir && !g_path_is_absolute(name) ? g_build_filename(dir, name, NULL) : g_strdup(name);
  own->is_new = options && librdf_hash_get_as_boolean(options, "new") > 0;
  own->is_read_only = options && librdf_hash_get_as_boolean(options, "write") == 0;
  if (dir)
    librdf_free_memory(dir);
  if (options)
    librdf_free_hash(options);
  return own->path ? 0 : fail_literally(storage, "expected the name of the store's file");
}

static void
storage_terminate(librdf_storage *storage)
{
  Storage *own = get(storage);
  if (!own)
    return;
  g_free(own->path);
  g_free(own);
}

static int
storage_open(librdf_storage *storage, librdf_model *model G_GNUC_UNUSED)
{
  Storage *own = get(storage);
  GError *problem = NULL;
  if (own->is_read_only)
    own->opened = yt_store_open(own->path, &problem);
  else
    own->writer = yt_store_writer_open(own->path, &problem);
  if (problem)
    return fail(storage, problem);
  if (!own->is_new || own->is_read_only)
    return 0;
  own->is_new = FALSE;
  YtTransaction *transaction = yt_store_writer_begin(own->writer, &problem);
  YtQuad all = {.graph = YT_GRAPH_ANY};
  if (transaction) {
    yt_transaction_clear(transaction, &all);
    yt_transaction_commit(transaction, &problem);
  }
  return problem ? fail(storage, problem) : 0;
}

static int
commit(librdf_storage *storage)
{
  Storage *own = get(storage);
  GError *problem = NULL;
  if (!own->transaction)
    return 0;
  own->n_gathered = 0;
  return yt_transaction_commit(g_steal_pointer(&own->transaction), &problem) ? 0 : fail(storage, problem);
}

static int
storage_close(librdf_storage *storage)
{
  Storage *own = get(storage);
  int status = 0;
  if (own->transaction && own->has_begun) /* never said to be right */
    g_clear_pointer(&own->transaction, yt_transaction_rollback);
  else
    status = commit(storage);
  own->has_begun = FALSE;
  g_clear_pointer(&own->writer, yt_store_writer_unref);
  g_clear_pointer(&own->opened, yt_store_unref);
  return status;
}

static int
storage_sync(librdf_storage *storage)
{
  return get(storage)->has_begun ? 0 : commit(storage);
}

/* The storage as it is now, changes that are not committed included; NULL when it is not open. (transfer full) */
static YtStore *
ref_view(librdf_storage *storage)
{
  Storage *own = get(storage);
  if (own->opened)
    return yt_store_ref(own->opened);
  if (!own->writer)
    return NULL;
  if (own->n_gathered > MAX_GATHERED && !own->has_begun && commit(storage))
    return NULL;
  return own->transaction ? yt_transaction_ref_snapshot(own->transaction)
                          : yt_store_writer_ref_snapshot(own->writer);
}

/* ---- changing ---- */

/* The transaction that changes go into, begun if there is none. NULL, and librdf is told, when there can be none. */
static YtTransaction *
get_transaction(librdf_storage *storage)
{
  Storage *own = get(storage);
  GError *problem = NULL;
  if (!own->writer) {
    fail_literally(storage, own->opened ? "opened with write='no'" : "not open");
    return NULL;
  }
  if (!own->transaction && !(own->transaction = yt_store_writer_begin(own->writer, &problem)))
    fail(storage, problem);
  return own->transaction;
}

static int
change(librdf_storage *storage, librdf_node *context, librdf_statement *statement, gboolean insert)
{
  YtTransaction *transaction = get_transaction(storage);
  YtTermQuad quad = quad_of(statement, context);
  GError *problem = NULL;
  if (!transaction)
    return 1;
  if (quad.subject.kind == YT_TERM_UNBOUND || quad.subject.kind == YT_TERM_LITERAL ||
      quad.predicate.kind != YT_TERM_IRI || quad.object.kind == YT_TERM_UNBOUND ||
      quad.graph.kind == YT_TERM_LITERAL)
    return fail_literally(
        storage, "expected an IRI or blank node as subject and context, an IRI as predicate, and an object");
  gboolean ok = yt_term_check(&quad.subject, &problem) && yt_term_check(&quad.predicate, &problem) &&
                yt_term_check(&quad.object, &problem) && yt_term_check(&quad.graph, &problem) &&
                (insert ? yt_transaction_insert(transaction, &quad, &problem)
                        : yt_transaction_delete(transaction, &quad, &problem));
  get(storage)->n_gathered++;
  return ok ? 0 : fail(storage, problem);
}

static int
add_in_context(librdf_storage *storage, librdf_node *context, librdf_statement *statement)
{
  return change(storage, context, statement, TRUE);
}

static int
add(librdf_storage *storage, librdf_statement *statement)
{
  return change(storage, NULL, statement, TRUE);
}

static int
remove_in_context(librdf_storage *storage, librdf_node *context, librdf_statement *statement)
{
  return change(storage, context, statement, FALSE);
}

static int
remove_statement(librdf_storage *storage, librdf_statement *statement)
{
  return change(storage, NULL, statement, FALSE);
}

static int
add_all_in_context(librdf_storage *storage, librdf_node *context, librdf_stream *stream)
{
  for (; !librdf_stream_end(stream); librdf_stream_next(stream)) {
    librdf_statement *statement = librdf_stream_get_object(stream);
    if (!statement || change(storage, context, statement, TRUE))
      return 1;
  }
  return 0;
}

static int
add_all(librdf_storage *storage, librdf_stream *stream)
{
  return add_all_in_context(storage, NULL, stream);
}

static int
remove_context(librdf_storage *storage, librdf_node *context)
{
  YtTransaction *transaction = get_transaction(storage);
  if (!transaction)
    return 1;
  YtTerm name = term_of(context);
  g_autoptr(YtStore) view = yt_transaction_ref_snapshot(transaction);
  YtQuad pattern = {.graph = context ? yt_store_find_term(view, &name) : YT_GRAPH_DEFAULT};
  if (!context || pattern.graph)
    get(storage)->n_gathered += yt_transaction_clear(transaction, &pattern);
  return 0;
}

/* ---- finding ---- */

/* A stream of statements: a scan of the view that was when it was made. */
typedef struct {
  librdf_world *world;
  librdf_storage *storage; /* a reference */
  YtStore *view;           /* owned */
  YtScan scan;
  gboolean is_end;
  librdf_statement *statement; /* the current one; NULL at the end */
  librdf_node *context;        /* its context; NULL in the default graph */
} Finding;

static void
finding_clear(Finding *finding)
{
  if (finding->statement)
    librdf_free_statement(finding->statement);
  if (finding->context)
    librdf_free_node(finding->context);
  finding->statement = NULL;
  finding->context = NULL;
}

static librdf_node *
node_of_id(const Finding *finding, YtTermId id)
{
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  YtTerm term = yt_store_get_term(finding->view, id, &buffer);
  return node_of(finding->world, &term);
}

static int
finding_next(void *data)
{
  Finding *finding = data;
  YtQuad quad;
  finding_clear(finding);
  finding->is_end = finding->is_end || !yt_scan_next(&finding->scan, &quad);
  if (finding->is_end)
    return 1;
  finding->statement =
      librdf_new_statement_from_nodes(finding->world, node_of_id(finding, quad.subject),
                                      node_of_id(finding, quad.predicate), node_of_id(finding, quad.object));
  if (quad.graph)
    finding->context = node_of_id(finding, quad.graph);
  finding->is_end = finding->statement == NULL;
  return finding->is_end;
}

static int
finding_is_end(void *data)
{
  return ((Finding *) data)->is_end;
}

static void *
finding_get(void *data, int flags)
{
  Finding *finding = data;
  switch (flags) {
  case LIBRDF_STREAM_GET_METHOD_GET_OBJECT: return finding->statement;
  case LIBRDF_STREAM_GET_METHOD_GET_CONTEXT: return finding->context;
  default: return NULL;
  }
}

static void
finding_finished(void *data)
{
  Finding *finding = data;
  finding_clear(finding);
  yt_store_unref(finding->view);
  librdf_storage_remove_reference(finding->storage);
  g_free(finding);
}

/* Sets @id of what @node names in @view. FALSE: the view has no such term. NULL is any term. */
static gboolean
find_id(const YtStore *view, librdf_node *node, YtTermId *id)
{
  YtTerm term = term_of(node);
  *id = node ? yt_store_find_term(view, &term) : 0;
  return !node || *id;
}

/* The quads that match, as a pattern of @view's ids; FALSE when there can be none. */
static gboolean
find_pattern(const YtStore *view, librdf_statement *statement, librdf_node *context, YtQuad *pattern)
{
  *pattern = (YtQuad){.graph = 0};
  gboolean found =
      (!statement || (find_id(view, librdf_statement_get_subject(statement), &pattern->subject) &&
                      find_id(view, librdf_statement_get_predicate(statement), &pattern->predicate) &&
                      find_id(view, librdf_statement_get_object(statement), &pattern->object))) &&
      find_id(view, context, &pattern->graph);
  if (!context)
    pattern->graph = YT_GRAPH_ANY;
  return found;
}

static librdf_stream *
find_in_context(librdf_storage *storage, librdf_statement *statement, librdf_node *context)
{
  librdf_world *world = librdf_storage_get_world(storage);
  g_autoptr(YtStore) view = ref_view(storage);
  YtQuad pattern;
  if (!view)
    return NULL;
  if (!find_pattern(view, statement, context, &pattern))
    return librdf_new_empty_stream(world);
  Finding *finding = g_malloc(sizeof *finding); /* a scan needs no clearing */
  finding->world = world;
  finding->storage = storage;
  finding->statement = NULL;
  finding->context = NULL;
  finding->is_end = FALSE;
  finding->view = g_steal_pointer(&view);
  librdf_storage_add_reference(storage);
  yt_scan_init(&finding->scan, finding->view, yt_permutation_find(&pattern, YT_GRAPH), &pattern,
               YT_COLUMNS_ALL);
  finding_next(finding);
  librdf_stream *stream =
      librdf_new_stream(world, finding, finding_is_end, finding_next, finding_get, finding_finished);
  if (!stream)
    finding_finished(finding);
  return stream;
}

static librdf_stream *
find(librdf_storage *storage, librdf_statement *statement)
{
  return find_in_context(storage, statement, NULL);
}

static librdf_stream *
serialise(librdf_storage *storage)
{
  return find_in_context(storage, NULL, NULL);
}

static librdf_stream *
serialise_context(librdf_storage *storage, librdf_node *context)
{
  return find_in_context(storage, NULL, context);
}

static int
contains(librdf_storage *storage, librdf_statement *statement)
{
  g_autoptr(YtStore) view = ref_view(storage);
  YtQuad pattern;
  return view && find_pattern(view, statement, NULL, &pattern) && yt_store_count(view, &pattern) > 0;
}

static int
size(librdf_storage *storage)
{
  g_autoptr(YtStore) view = ref_view(storage);
  return view ? (int) MIN(yt_store_get_n_quads(view), G_MAXINT) : -1;
}

/* ---- contexts ---- */

typedef struct {
  librdf_world *world;
  YtStore *view;
  const YtGraphInfo *graphs;
  gsize n_graphs, next;
  librdf_node *node; /* the current one */
} Contexts;

static int
contexts_next(void *data)
{
  Contexts *contexts = data;
  if (contexts->node)
    librdf_free_node(contexts->node);
  contexts->node = NULL;
  while (contexts->next < contexts->n_graphs && contexts->graphs[contexts->next].graph == YT_GRAPH_DEFAULT)
    contexts->next++;
  if (contexts->next == contexts->n_graphs)
    return 1;
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  YtTerm term = yt_store_get_term(contexts->view, contexts->graphs[contexts->next++].graph, &buffer);
  contexts->node = node_of(contexts->world, &term);
  return contexts->node == NULL;
}

static int
contexts_is_end(void *data)
{
  return ((Contexts *) data)->node == NULL;
}

static void *
contexts_get(void *data, int flags)
{
  return flags == LIBRDF_ITERATOR_GET_METHOD_GET_OBJECT ? ((Contexts *) data)->node : NULL;
}

static void
contexts_finished(void *data)
{
  Contexts *contexts = data;
  if (contexts->node)
    librdf_free_node(contexts->node);
  yt_store_unref(contexts->view);
  g_free(contexts);
}

static librdf_iterator *
get_contexts(librdf_storage *storage)
{
  YtStore *view = ref_view(storage);
  if (!view)
    return NULL;
  Contexts *contexts = g_new0(Contexts, 1);
  contexts->world = librdf_storage_get_world(storage);
  contexts->view = view;
  contexts->graphs = yt_store_get_graphs(view, &contexts->n_graphs);
  contexts_next(contexts);
  librdf_iterator *iterator = librdf_new_iterator(contexts->world, contexts, contexts_is_end, contexts_next,
                                                  contexts_get, contexts_finished);
  if (!iterator)
    contexts_finished(contexts);
  return iterator;
}

static librdf_node *
get_feature(librdf_storage *storage, librdf_uri *feature)
{
  if (!feature || strcmp((const char *) librdf_uri_as_string(feature), LIBRDF_MODEL_FEATURE_CONTEXTS) != 0)
    return NULL;
  return librdf_new_node_from_typed_literal(librdf_storage_get_world(storage), bytes("1"), NULL, NULL);
}

/* ---- transactions ---- */

static int
transaction_start_with_handle(librdf_storage *storage, void *handle)
{
  Storage *own = get(storage);
  if (own->has_begun)
    return fail_literally(storage, "a transaction has begun already");
  if (commit(storage) || !get_transaction(storage))
    return 1;
  own->has_begun = TRUE;
  own->handle = handle;
  return 0;
}

static int
transaction_start(librdf_storage *storage)
{
  return transaction_start_with_handle(storage, NULL);
}

static int
transaction_commit(librdf_storage *storage)
{
  Storage *own = get(storage);
  if (!own->has_begun)
    return fail_literally(storage, "no transaction has begun");
  own->has_begun = FALSE;
  return commit(storage);
}

static int
transaction_rollback(librdf_storage *storage)
{
  Storage *own = get(storage);
  if (!own->has_begun)
    return fail_literally(storage, "no transaction has begun");
  own->has_begun = FALSE;
  own->n_gathered = 0;
  g_clear_pointer(&own->transaction, yt_transaction_rollback);
  return 0;
}

static void *
transaction_get_handle(librdf_storage *storage)
{
  Storage *own = get(storage);
  return own->has_begun ? own->handle : NULL;
}

/* ---- the module ---- */

static void
fill_factory(librdf_storage_factory *factory)
{
  factory->version = LIBRDF_STORAGE_INTERFACE_VERSION;
  factory->init = storage_init;
  factory->terminate = storage_terminate;
  factory->open = storage_open;
  factory->close = storage_close;
  factory->sync = storage_sync;
  factory->size = size;
  factory->add_statement = add;
  factory->add_statements = add_all;
  factory->remove_statement = remove_statement;
  factory->contains_statement = contains;
  factory->serialise = serialise;
  factory->find_statements = find;
  factory->context_add_statement = add_in_context;
  factory->context_add_statements = add_all_in_context;
  factory->context_remove_statement = remove_in_context;
  factory->context_remove_statements = remove_context;
  factory->context_serialise = serialise_context;
  factory->find_statements_in_context = find_in_context;
  factory->get_contexts = get_contexts;
  factory->get_feature = get_feature;
  factory->transaction_start = transaction_start;
  factory->transaction_start_with_handle = transaction_start_with_handle;
  factory->transaction_commit = transaction_commit;
  factory->transaction_rollback = transaction_rollback;
  factory->transaction_get_handle = transaction_get_handle;
}

void librdf_storage_module_register_factory(librdf_world *world); /* librdf looks for it by this name */

void
librdf_storage_module_register_factory(librdf_world *world)
{
  librdf_storage_register_factory(world, STORAGE_NAME, STORAGE_LABEL, fill_factory);
}
