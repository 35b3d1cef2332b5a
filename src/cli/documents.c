/* documents.c: documents into a store, so that loading one again changes nothing and a changed one replaces its former
 * version.
 *
 * What a document supports. The default graph holds every fact once, whichever documents say it, so a document can only
 * be taken out when the store knows what each one supports. Its named graph says so, in two ways:
 *
 *   a node of evidence    supports the triple that its rdf:subject, rdf:predicate and rdf:object name;
 *   any other triple      supports itself. Names, classes, codes, the document's own title and its figures have no
 *                         sentence of their own to quote, so they have no evidence: yt_documents_add() puts a copy of
 *                         each such triple into the document's graph.
 *
 * The graph also keeps the document's text, yt:text, for those who want to read a quote where it stands.
 *
 * A triple of the default graph that a leaving document supports goes unless a document that stays, or one that comes,
 * supports it too. What no document ever supported, such as an RDF file's triples, is not touched. Missing: a triple
 * that both a document and an RDF file gave goes with the document, because the store does not keep which file gave
 * what.
 *
 * Which document is a former version. Each one has the digest of its text, yt:sha256, and the names of the files it
 * was read from, dct:source (without folders, so that a graph is the same on every machine).
 *
 *   the same text        is the same document: it is written anew, since the rules may have changed, and keeps the
 *                        file names it had.
 *   the same file name   is a former version if at least half of its quotes come again in the new one. Names like
 *                        1.txt and notice.txt are given to many documents, hence the quotes. The file's name is then
 *                        the new version's; a former version that no other file name holds goes.
 *
 * Only documents that were in the store before can be former versions: two files that are read together exist
 * together.
 *
 * Which organisations are one. Things meet in their IRIs; forms of one name are owl:sameAs the usual one, which does not
 * depend on what was loaded before. An organisation that has the code of one loaded before (yt:organisationCode, check
 * digit verified) takes that one's IRI, and its label becomes another name.
 *
 * There are two ways to the new store. Where much comes in, it is written anew: the old one is read three times, each time
 * as one stream, and what stays is copied. Where little comes in, the same is done as one transaction, by look-ups of what
 * the leaving documents support; what that costs depends on them and not on the store. */
#include "cli/documents.h"

#include "cli/pipeline.h"

#include "text/text.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* A document of the old store. */
typedef struct {
  char *iri;
  char *sha256;            /* (nullable) */
  GPtrArray *sources;      /* char * */
  GPtrArray *lost_sources; /* char *, lent by @sources: names that now belong to a newer version */
  char *successor;         /* (nullable): IRI of the same text as it comes in again */
  gboolean leaves;         /* what its graph says is not copied */
  GHashTable *quotes;      /* (nullable): only of rivals */
} Former;

/* A new document and an old one of the same file name. */
typedef struct {
  Former *former;
  char *source;
  GHashTable *quotes; /* of the new document */
} Rival;

/* What a node of evidence reifies, put together from triples that arrive one by one. */
typedef struct {
  GString *node;     /* the graph and the node whose triples arrive now */
  GString *parts[3]; /* subject, predicate, object as N-Triples; empty: not there yet */
  GString *triple;
} Reification;

struct _YtDocuments {
  YtStore *old;
  YtLoaderOptions options;
  YtLoader *loader;                  /* made when the first document comes */
  GHashTable *formers;               /* IRI → Former; owns them */
  GHashTable *by_sha256, *by_source; /* → GPtrArray of Former */
  GHashTable *by_code; /* folder of the IRI, organisation code → IRI of the first such thing */
  GArray *rivals;      /* Rival */
};

/* ---- files ---- */

gboolean
yt_documents_accepts(const char *path)
{
  return yt_reader_accepts(path);
}

GBytes *
yt_cli_read_document(const char *path, GError **error)
{
  FILE *file = fopen(path, "rb");
  g_autoptr(GByteArray) contents = g_byte_array_new();
  static const guint n_chunk = 1u << 16;
  gsize n_read = file ? 1 : 0;
  struct stat about; /* of a file whose size is known, nothing is read when it is too large */
  gboolean too_large = file && fstat(fileno(file), &about) == 0 && S_ISREG(about.st_mode) &&
                       about.st_size > (off_t) YT_READER_MAX_BYTES;
  if (too_large)
    n_read = 0;
  while (n_read > 0 && contents->len <= YT_READER_MAX_BYTES) {
    guint n_before = contents->len;
    g_byte_array_set_size(contents, n_before + n_chunk);
    n_read = fread(contents->data + n_before, 1, n_chunk, file);
    g_byte_array_set_size(contents, n_before + (guint) n_read);
  }
  int problem = !file || ferror(file) ? errno : 0;
  if (file)
    fclose(file);
  if (problem) {
    g_autofree char *name = g_filename_display_name(path);
    g_set_error(error, G_FILE_ERROR, (int) g_file_error_from_errno(problem), "%s: %s", name,
                g_strerror(problem));
    return NULL;
  }
  if (too_large || contents->len > YT_READER_MAX_BYTES) {
    g_autofree char *name = g_filename_display_name(path);
    g_set_error(error, YT_READER_ERROR, YT_READER_ERROR_LIMIT,
                "%s: expected a file of at most %u MB, found more", name,
                (guint) (YT_READER_MAX_BYTES >> 20));
    return NULL;
  }
  return g_byte_array_free_to_bytes(g_steal_pointer(&contents));
}

/* ---- triples as text ---- */

static void
set_term(GString *out, const YtTerm *term)
{
  g_string_truncate(out, 0);
  yt_term_append(out, term);
}

static void
set_triple(GString *out, const YtTermQuad *quad)
{
  set_term(out, &quad->subject);
  g_string_append_c(out, ' ');
  yt_term_append(out, &quad->predicate);
  g_string_append_c(out, ' ');
  yt_term_append(out, &quad->object);
}

static gboolean
is_iri(const YtTerm *term, const char *iri)
{
  gsize n = strlen(iri);
  return term->kind == YT_TERM_IRI && term->n_text == n && memcmp(term->text, iri, n) == 0;
}

static GHashTable *
string_set_new(void)
{
  return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void
reification_init(Reification *r)
{
  r->node = g_string_new(NULL);
  r->triple = g_string_new(NULL);
  for (guint i = 0; i < 3; i++)
    r->parts[i] = g_string_new(NULL);
}

static void
reification_clear(Reification *r)
{
  g_string_free(r->node, TRUE);
  g_string_free(r->triple, TRUE);
  for (guint i = 0; i < 3; i++)
    g_string_free(r->parts[i], TRUE);
}

/* The triple that is complete with @quad, as text until the next call; NULL if none is. A node's triples arrive
 * together, as the loader and yt_store_foreach() give them. */
static const char *
reification_add(Reification *r, const YtTermQuad *quad)
{
  static const char *const predicates[3] = {YT_RDF_NS "subject", YT_RDF_NS "predicate", YT_RDF_NS "object"};
  guint part = 0;
  while (part < 3 && !is_iri(&quad->predicate, predicates[part]))
    part++;
  if (part == 3 || quad->graph.kind == YT_TERM_UNBOUND)
    return NULL;
  set_term(r->triple, &quad->graph);
  g_string_append_c(r->triple, ' ');
  yt_term_append(r->triple, &quad->subject);
  if (!g_string_equal(r->triple, r->node)) {
    g_string_assign(r->node, r->triple->str);
    for (guint i = 0; i < 3; i++)
      g_string_truncate(r->parts[i], 0);
  }
  set_term(r->parts[part], &quad->object);
  if (r->parts[0]->len == 0 || r->parts[1]->len == 0 || r->parts[2]->len == 0)
    return NULL;
  g_string_printf(r->triple, "%s %s %s", r->parts[0]->str, r->parts[1]->str, r->parts[2]->str);
  return r->triple->str;
}

/* ---- the documents of the old store ---- */

static void
former_free(gpointer data)
{
  Former *former = data;
  g_free(former->iri);
  g_free(former->sha256);
  g_free(former->successor);
  g_ptr_array_unref(former->lost_sources);
  g_ptr_array_unref(former->sources);
  if (former->quotes)
    g_hash_table_unref(former->quotes);
  g_free(former);
}

static Former *
intern_former(YtDocuments *documents, const YtTerm *iri)
{
  g_autofree char *key = g_strndup(iri->text, iri->n_text);
  Former *former = g_hash_table_lookup(documents->formers, key);
  if (!former) {
    former = g_new0(Former, 1);
    former->iri = g_steal_pointer(&key);
    former->sources = g_ptr_array_new_with_free_func(g_free);
    former->lost_sources = g_ptr_array_new();
    g_hash_table_insert(documents->formers, former->iri, former);
  }
  return former;
}

static Former *
find_former(const YtDocuments *documents, const YtTerm *iri)
{
  if (iri->kind != YT_TERM_IRI)
    return NULL;
  g_autofree char *key = g_strndup(iri->text, iri->n_text);
  return g_hash_table_lookup(documents->formers, key);
}

static void
list_former(GHashTable *table, const char *key, Former *former)
{
  GPtrArray *list = g_hash_table_lookup(table, key);
  if (!list) {
    list = g_ptr_array_new();
    g_hash_table_insert(table, g_strdup(key), list);
  }
  g_ptr_array_add(list, former);
}

/* The IRI of the thing that had the code of @thing before, under another name; NULL: none. Things of another class (the
 * folder of their IRI) are not the same: a park and its committee may share a code. The first one's IRI stays. */
static const char *
note_code(YtDocuments *documents, const YtTerm *thing, const char *code)
{
  gsize n_folder = thing->n_text;
  while (n_folder > 0 && thing->text[n_folder - 1] != '/')
    n_folder--;
  g_autofree char *key = g_strdup_printf("%.*s %s", (int) n_folder, thing->text, code);
  const char *known = g_hash_table_lookup(documents->by_code, key);
  if (!known)
    g_hash_table_insert(documents->by_code, g_steal_pointer(&key), g_strndup(thing->text, thing->n_text));
  return known && !is_iri(thing, known) ? known : NULL;
}

/* The id of an IRI in @store; 0 if it has none. */
static YtTermId
find_iri(const YtStore *store, const char *iri)
{
  YtTerm term = yt_term_iri(iri);
  return yt_store_find_term(store, &term);
}

typedef void (*ValueFunc)(YtDocuments *documents, const YtTerm *subject, const char *value);

/* Gives the subjects and the values of @predicate in the default graph to @func. */
static void
foreach_value(YtDocuments *documents, const char *predicate, ValueFunc func)
{
  YtQuad pattern = {.predicate = find_iri(documents->old, predicate), .graph = YT_GRAPH_DEFAULT}, quad;
  g_autofree YtScan *scan = g_new(YtScan, 1);
  g_auto(YtTermBuffer) subject_buffer;
  g_auto(YtTermBuffer) object_buffer;
  yt_term_buffer_init(&subject_buffer);
  yt_term_buffer_init(&object_buffer);
  if (!pattern.predicate)
    return;
  yt_scan_init(scan, documents->old, YT_PSO, &pattern, YT_COLUMNS_ALL);
  while (yt_scan_next(scan, &quad)) {
    YtTerm subject = yt_store_get_term(documents->old, quad.subject, &subject_buffer);
    YtTerm object = yt_store_get_term(documents->old, quad.object, &object_buffer);
    g_autofree char *value = g_strndup(object.text, object.n_text);
    func(documents, &subject, value);
  }
}

/* Only what has a digest is a document; a Policy that others cite has a title, and maybe a source, but no text here. */
static void
take_digest(YtDocuments *documents, const YtTerm *subject, const char *value)
{
  if (subject->kind != YT_TERM_IRI)
    return;
  Former *former = intern_former(documents, subject);
  g_free(former->sha256);
  former->sha256 = g_strdup(value);
}

static void
take_source(YtDocuments *documents, const YtTerm *subject, const char *value)
{
  Former *former = find_former(documents, subject);
  if (former)
    g_ptr_array_add(former->sources, g_strdup(value));
}

static void
take_code(YtDocuments *documents, const YtTerm *subject, const char *value)
{
  note_code(documents, subject, value);
}

static void
index_formers(YtDocuments *documents)
{
  foreach_value(documents, YT_NS "organisationCode", take_code);
  foreach_value(documents, YT_NS "sha256", take_digest);
  foreach_value(documents, YT_DCT_NS "source", take_source);
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, documents->formers);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    Former *former = value;
    list_former(documents->by_sha256, former->sha256, former);
    for (guint i = 0; i < former->sources->len; i++)
      list_former(documents->by_source, g_ptr_array_index(former->sources, i), former);
  }
}

/* ---- a new document ---- */

typedef struct {
  GString *nquads; /* of the document that is written now */
  char *iri, *sha256, *source;
  GHashTable *reified; /* triples that evidence names */
  GHashTable *quotes;
  GHashTable *renamed; /* IRI → the IRI that the same organisation has already */
  Reification reification;
  guint64 n_quads;
  YtDocuments *documents;
  YtStoreBuilder *builder;
  GString *scratch;
} Incoming;

static void
incoming_init(Incoming *in, YtDocuments *documents, YtStoreBuilder *builder)
{
  *in = (Incoming){.documents = documents, .builder = builder};
  in->renamed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  in->nquads = g_string_new(NULL);
  in->scratch = g_string_new(NULL);
  in->reified = string_set_new();
  in->quotes = string_set_new();
  reification_init(&in->reification);
}

static void
incoming_clear(Incoming *in)
{
  g_string_free(in->nquads, TRUE);
  g_string_free(in->scratch, TRUE);
  g_free(in->iri);
  g_free(in->sha256);
  g_free(in->source);
  g_hash_table_unref(in->reified);
  g_hash_table_unref(in->renamed);
  g_clear_pointer(&in->quotes, g_hash_table_unref);
  reification_clear(&in->reification);
}

static gboolean
receive_quad(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  (void) error;
  Incoming *in = user_data;
  in->n_quads++;
  if (quad->graph.kind == YT_TERM_UNBOUND && is_iri(&quad->predicate, YT_NS "sha256") && !in->iri) {
    in->iri = g_strndup(quad->subject.text, quad->subject.n_text);
    in->sha256 = g_strndup(quad->object.text, quad->object.n_text);
  }
  if (quad->graph.kind == YT_TERM_UNBOUND && is_iri(&quad->predicate, YT_NS "organisationCode")) {
    g_autofree char *code = g_strndup(quad->object.text, quad->object.n_text);
    const char *known = note_code(in->documents, &quad->subject, code);
    if (known)
      g_hash_table_insert(in->renamed, g_strndup(quad->subject.text, quad->subject.n_text), g_strdup(known));
  }
  if (quad->graph.kind == YT_TERM_UNBOUND && is_iri(&quad->predicate, YT_DCT_NS "source") && !in->source)
    in->source = g_strndup(quad->object.text, quad->object.n_text);
  if (is_iri(&quad->predicate, YT_NS "quote"))
    g_hash_table_add(in->quotes, g_strndup(quad->object.text, quad->object.n_text));
  const char *reified = reification_add(&in->reification, quad);
  if (reified)
    g_hash_table_add(in->reified, g_strdup(reified));
  return TRUE;
}

/* The term that stands for @term, if it is an organisation that is known under another name. */
static gboolean
rename_term(const Incoming *in, YtTerm *term)
{
  if (term->kind != YT_TERM_IRI || g_hash_table_size(in->renamed) == 0)
    return FALSE;
  g_autofree char *iri = g_strndup(term->text, term->n_text);
  const char *known = g_hash_table_lookup(in->renamed, iri);
  if (known)
    *term = yt_term_iri(known);
  return known != NULL;
}

static gboolean
store_quad(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  Incoming *in = user_data;
  if (is_iri(&quad->predicate, YT_NS "text")) {
    YtTermQuad text = {yt_term_iri(in->iri), quad->predicate, quad->object, yt_term_iri(in->iri)};
    return yt_store_builder_add(&text, in->builder, error);
  }
  gboolean is_fact = quad->graph.kind == YT_TERM_UNBOUND, reified = FALSE;
  if (is_fact) {
    set_triple(in->scratch, quad);
    reified = g_hash_table_contains(in->reified, in->scratch->str);
  }
  YtTermQuad copy = *quad;
  if (rename_term(in, &copy.subject) && is_iri(&copy.predicate, YT_RDFS_NS "label"))
    copy.predicate = yt_term_iri(YT_SKOS_NS "altLabel"); /* it has a label */
  rename_term(in, &copy.object);
  if (!yt_store_builder_add(&copy, in->builder, error))
    return FALSE;
  if (!is_fact || reified)
    return TRUE;
  copy.graph = yt_term_iri(in->iri);
  in->n_quads++;
  return yt_store_builder_add(&copy, in->builder, error);
}

static void
note_formers(YtDocuments *documents, Incoming *in, const char *source)
{
  GPtrArray *same_text = g_hash_table_lookup(documents->by_sha256, in->sha256);
  for (guint i = 0; same_text && i < same_text->len; i++) {
    Former *former = g_ptr_array_index(same_text, i);
    former->leaves = TRUE;
    g_free(former->successor);
    former->successor = g_strdup(in->iri);
  }
  GPtrArray *same_name = g_hash_table_lookup(documents->by_source, source);
  for (guint i = 0; same_name && i < same_name->len; i++) {
    Former *former = g_ptr_array_index(same_name, i);
    if (strcmp(former->sha256, in->sha256) == 0)
      continue;
    Rival rival = {former, g_strdup(source), g_hash_table_ref(in->quotes)};
    g_array_append_val(documents->rivals, rival);
  }
}

/* One file on its way: its documents come one by one. */
typedef struct {
  YtDocuments *documents;
  const YtDocumentsReading *reading;
  guint64 *n_quads;
  Incoming in;
} Adding;

/* The text that the evidence points into, so that a sentence can be shown where it stands. Only the store has it: what
 * `yuantu extract` prints is about a text that whoever runs it has at hand. A blank node stands for the document, whose
 * IRI only the quads before it say. */
static gboolean
write_text(const char *text, YtJob *job, GError **error)
{
  g_autoptr(GString) line = g_string_new("_:document <" YT_NS "text> ");
  YtTerm term = yt_term_tagged(text, "zh");
  yt_term_append(line, &term);
  g_string_append(line, " _:document .\n");
  return yt_job_write(line->str, line->len, job, error);
}

static gboolean
read_document(YtJob *job, YtDocument *document, const YtLoaderMetadata *metadata, gpointer user_data,
              GError **error)
{
  const Adding *adding = user_data;
  g_autofree char *source = g_strdup(document->text->source);
  return yt_loader_write(adding->documents->loader, g_steal_pointer(&document->text), metadata, yt_job_write,
                         job, error) &&
         write_text(source, job, error);
}

static gboolean
take_bytes(const char *bytes, gsize n_bytes, gpointer user_data, GError **error)
{
  (void) error;
  Adding *adding = user_data;
  g_string_append_len(adding->in.nquads, bytes, (gssize) n_bytes);
  return TRUE;
}

/* Twice through the document's quads: which triples have no evidence shows only at the end. */
static gboolean
end_document(gpointer user_data, GError **error)
{
  Adding *adding = user_data;
  Incoming *in = &adding->in;
  YtRdfReadOptions options = {.format = YT_RDF_NQUADS, .strict_lines = TRUE};
  gboolean ok = yt_rdf_read_bytes(in->nquads->str, in->nquads->len, &options, receive_quad, in, error);
  g_assert(!ok || (in->iri != NULL && in->source != NULL)); /* every document has its digest */
  ok = ok && yt_rdf_read_bytes(in->nquads->str, in->nquads->len, &options, store_quad, in, error);
  if (ok) {
    *adding->n_quads += in->n_quads;
    note_formers(adding->documents, in, in->source);
  }
  YtDocuments *documents = in->documents;
  YtStoreBuilder *builder = in->builder;
  incoming_clear(in);
  incoming_init(in, documents, builder);
  return ok;
}

static gboolean
report_bad(const char *message, gpointer user_data, GError **error)
{
  const YtDocumentsReading *reading = ((Adding *) user_data)->reading;
  return reading->bad(message, reading->user_data, error);
}

gboolean
yt_documents_add(YtDocuments *documents, const char *const *paths, gsize n_paths,
                 const YtDocumentsReading *reading, YtStoreBuilder *builder, guint64 *n_quads, GError **error)
{
  if (!documents->loader && !(documents->loader = yt_loader_new(&documents->options, error)))
    return FALSE;
  Adding adding = {.documents = documents, .reading = reading, .n_quads = n_quads};
  incoming_init(&adding.in, documents, builder);
  YtPipeline pipeline = {.n_threads = reading->n_threads,
                         .progress = reading->progress,
                         .user_data = &adding,
                         .work = read_document,
                         .take = take_bytes,
                         .end = end_document,
                         .bad = report_bad};
  gboolean ok = yt_pipeline_run(&pipeline, paths, n_paths, error);
  incoming_clear(&adding.in);
  return ok;
}

/* ---- what stays of the old store ---- */

static void
collect_quotes(const YtDocuments *documents, Former *former)
{
  YtQuad pattern = {.predicate = find_iri(documents->old, YT_NS "quote"),
                    .graph = find_iri(documents->old, former->iri)},
         quad;
  g_autofree YtScan *scan = g_new(YtScan, 1);
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  former->quotes = string_set_new();
  if (!pattern.predicate || !pattern.graph)
    return;
  yt_scan_init(scan, documents->old, YT_PSO, &pattern, YT_COLUMNS_ALL);
  while (yt_scan_next(scan, &quad)) {
    YtTerm quote = yt_store_get_term(documents->old, quad.object, &buffer);
    g_hash_table_add(former->quotes, g_strndup(quote.text, quote.n_text));
  }
}

/* @former's file of that name holds another text now, or none. */
static void
lose_source(Former *former, const char *source)
{
  for (guint i = 0; i < former->sources->len; i++) {
    char *held = g_ptr_array_index(former->sources, i);
    if (strcmp(held, source) == 0 && !g_ptr_array_find(former->lost_sources, held, NULL))
      g_ptr_array_add(former->lost_sources, held);
  }
}

gboolean
yt_documents_remove(YtDocuments *documents, const char *iri_or_name)
{
  Former *former = g_hash_table_lookup(documents->formers, iri_or_name);
  GPtrArray *named = g_hash_table_lookup(documents->by_source, iri_or_name);
  if (former)
    former->leaves = TRUE;
  for (guint i = 0; !former && named && i < named->len; i++) {
    Former *reader = g_ptr_array_index(named, i);
    lose_source(reader, iri_or_name);
    reader->leaves = reader->leaves || reader->lost_sources->len == reader->sources->len;
  }
  return former || named;
}

static gboolean
is_former_version(const Rival *rival)
{
  guint n_shared = 0;
  GHashTableIter iter;
  gpointer quote;
  g_hash_table_iter_init(&iter, rival->former->quotes);
  while (g_hash_table_iter_next(&iter, &quote, NULL))
    n_shared += g_hash_table_contains(rival->quotes, quote) ? 1 : 0;
  return n_shared * 2 >= g_hash_table_size(rival->former->quotes);
}

static void
settle_rivals(YtDocuments *documents, guint *n_replaced)
{
  for (guint i = 0; i < documents->rivals->len; i++) {
    Rival *rival = &g_array_index(documents->rivals, Rival, i);
    if (!rival->former->quotes)
      collect_quotes(documents, rival->former);
  }
  for (guint i = 0; i < documents->rivals->len; i++) {
    Rival *rival = &g_array_index(documents->rivals, Rival, i);
    if (!is_former_version(rival))
      continue;
    lose_source(rival->former, rival->source);
    if (!rival->former->leaves && rival->former->lost_sources->len == rival->former->sources->len) {
      rival->former->leaves = TRUE;
      ++*n_replaced;
    }
  }
}

guint64
yt_documents_settle(YtDocuments *documents, guint *n_replaced)
{
  guint64 n_quads = 0;
  gsize n_graphs = 0;
  const YtGraphInfo *graphs = documents->old ? yt_store_get_graphs(documents->old, &n_graphs) : NULL;
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  *n_replaced = 0;
  settle_rivals(documents, n_replaced);
  for (gsize i = 0; i < n_graphs; i++) {
    YtTerm name = yt_store_get_term(documents->old, graphs[i].graph, &buffer);
    const Former *former = find_former(documents, &name);
    n_quads += former && former->leaves ? graphs[i].n_quads : 0;
  }
  return n_quads;
}

typedef struct {
  YtDocuments *documents;
  YtStoreBuilder *builder;
  GHashTable *unsupported; /* triples that a leaving document supports and no staying one */
  GHashTable *lost;        /* triples that name a file which now holds another text */
  Reification reification;
  GString *triple;
} Rest;

static gboolean
leaves(const Rest *rest, const YtTerm *graph)
{
  const Former *former = find_former(rest->documents, graph);
  return former && former->leaves;
}

static gboolean
collect_leaving(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  (void) error;
  Rest *rest = user_data;
  if (!leaves(rest, &quad->graph))
    return TRUE;
  set_triple(rest->triple, quad);
  g_hash_table_add(rest->unsupported, g_strdup(rest->triple->str));
  const char *reified = reification_add(&rest->reification, quad);
  if (reified)
    g_hash_table_add(rest->unsupported, g_strdup(reified));
  return TRUE;
}

static gboolean
spare_supported(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  (void) error;
  Rest *rest = user_data;
  if (quad->graph.kind == YT_TERM_UNBOUND || leaves(rest, &quad->graph))
    return TRUE;
  set_triple(rest->triple, quad);
  g_hash_table_remove(rest->unsupported, rest->triple->str);
  const char *reified = reification_add(&rest->reification, quad);
  if (reified)
    g_hash_table_remove(rest->unsupported, reified);
  return TRUE;
}

static gboolean
copy_staying(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  Rest *rest = user_data;
  if (leaves(rest, &quad->graph))
    return TRUE;
  set_triple(rest->triple, quad);
  if (g_hash_table_contains(rest->lost, rest->triple->str) ||
      (quad->graph.kind == YT_TERM_UNBOUND && g_hash_table_contains(rest->unsupported, rest->triple->str)))
    return TRUE;
  return yt_store_builder_add(quad, rest->builder, error);
}

/* The file names of a former version: those lost are noted, the others go on to the same text that came in again. */
static gboolean
settle_sources(Rest *rest, const Former *former, GError **error)
{
  for (guint i = 0; i < former->sources->len; i++) {
    const char *source = g_ptr_array_index(former->sources, i);
    YtTermQuad quad = {
        yt_term_iri(former->iri), yt_term_iri(YT_DCT_NS "source"), yt_term_literal(source), {0}};
    if (g_ptr_array_find(former->lost_sources, source, NULL)) {
      set_triple(rest->triple, &quad);
      g_hash_table_add(rest->lost, g_strdup(rest->triple->str));
    } else if (former->successor) {
      quad.subject = yt_term_iri(former->successor);
      if (!yt_store_builder_add(&quad, rest->builder, error))
        return FALSE;
      quad.graph = quad.subject;
      if (!yt_store_builder_add(&quad, rest->builder, error))
        return FALSE;
    }
  }
  return TRUE;
}

static gboolean
copy_rest(Rest *rest, GError **error)
{
  YtStore *old = rest->documents->old;
  gboolean any_leaves = FALSE;
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, rest->documents->formers);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    const Former *former = value;
    any_leaves = any_leaves || former->leaves;
    if (!settle_sources(rest, former, error))
      return FALSE;
  }
  return (!any_leaves || (yt_store_foreach(old, collect_leaving, rest, error) &&
                          yt_store_foreach(old, spare_supported, rest, error))) &&
         yt_store_foreach(old, copy_staying, rest, error);
}

gboolean
yt_documents_add_old(YtDocuments *documents, YtStoreBuilder *builder, GError **error)
{
  if (!documents->old)
    return TRUE;
  Rest rest = {documents, builder, string_set_new(), string_set_new(), {0}, g_string_new(NULL)};
  reification_init(&rest.reification);
  gboolean ok = copy_rest(&rest, error);
  reification_clear(&rest.reification);
  g_string_free(rest.triple, TRUE);
  g_hash_table_unref(rest.lost);
  g_hash_table_unref(rest.unsupported);
  return ok;
}

/* ---- the same as a transaction ---- */

typedef struct {
  YtDocuments *documents;
  YtTransaction *transaction;
  YtTermId reified[3];     /* rdf:subject, rdf:predicate, rdf:object */
  GHashTable *leaving;     /* ids of graphs */
  GHashTable *unsupported; /* YtQuad in the default graph: what leaving documents support */
} Change;

static void
add_unsupported(Change *change, YtTermId subject, YtTermId predicate, YtTermId object)
{
  YtQuad quad = {{subject, predicate, object, YT_GRAPH_DEFAULT}};
  g_hash_table_add(change->unsupported, g_memdup2(&quad, sizeof quad));
}

/* Takes the graph out, and notes what it supports: its triples, and those that its nodes of evidence name. */
static void
remove_graph(Change *change, YtTermId graph)
{
  const YtStore *old = change->documents->old;
  g_autofree YtScan *scan = g_new(YtScan, 1);
  YtTermId node = 0, parts[3] = {0};
  YtQuad quad;
  yt_scan_init(scan, old, YT_SPO, &(YtQuad){.graph = graph}, YT_COLUMNS_ALL);
  while (yt_scan_next(scan, &quad)) {
    if (quad.subject != node)
      memset(parts, 0, sizeof parts);
    node = quad.subject;
    for (guint i = 0; i < 3; i++)
      if (quad.predicate == change->reified[i])
        parts[i] = quad.object;
    add_unsupported(change, quad.subject, quad.predicate, quad.object);
    if (parts[0] && parts[1] && parts[2])
      add_unsupported(change, parts[0], parts[1], parts[2]);
    yt_transaction_delete_ids(change->transaction, &quad, 1);
  }
}

static gboolean
has_quad(const YtStore *store, YtTermId subject, YtTermId predicate, YtTermId object, YtTermId graph)
{
  return yt_store_count(store, &(YtQuad){{subject, predicate, object, graph}}) > 0;
}

/* Does a graph that stays have a copy of the triple, or evidence that names it? */
static gboolean
is_supported(const Change *change, const YtQuad *triple)
{
  const YtStore *old = change->documents->old;
  g_autofree YtScan *scan = g_new(YtScan, 1);
  YtQuad copies = *triple, quad;
  copies.graph = YT_GRAPH_NAMED;
  yt_scan_init(scan, old, YT_SPO, &copies, YT_COLUMN_GRAPH);
  while (yt_scan_next(scan, &quad))
    if (!g_hash_table_contains(change->leaving, &quad.graph))
      return TRUE;
  if (!change->reified[0] || !change->reified[1] || !change->reified[2])
    return FALSE;
  YtQuad by_subject = {.predicate = change->reified[0], .object = triple->subject, .graph = YT_GRAPH_ANY};
  YtQuad by_object = {.predicate = change->reified[2], .object = triple->object, .graph = YT_GRAPH_ANY};
  YtQuad rarer = yt_store_count(old, &by_subject) < yt_store_count(old, &by_object) ? by_subject : by_object;
  rarer.graph = YT_GRAPH_NAMED;
  yt_scan_init(scan, old, YT_POS, &rarer, YT_COLUMNS_ALL);
  while (yt_scan_next(scan, &quad))
    if (!g_hash_table_contains(change->leaving, &quad.graph) &&
        has_quad(old, quad.subject, change->reified[0], triple->subject, quad.graph) &&
        has_quad(old, quad.subject, change->reified[1], triple->predicate, quad.graph) &&
        has_quad(old, quad.subject, change->reified[2], triple->object, quad.graph))
      return TRUE;
  return FALSE;
}

static void
remove_leaving(Change *change)
{
  GHashTableIter iter;
  gpointer item;
  g_hash_table_iter_init(&iter, change->documents->formers);
  while (g_hash_table_iter_next(&iter, NULL, &item)) {
    const Former *former = item;
    YtTermId graph = former->leaves ? find_iri(change->documents->old, former->iri) : 0;
    if (graph)
      g_hash_table_add(change->leaving, g_memdup2(&graph, sizeof graph));
  }
  g_hash_table_iter_init(&iter, change->leaving);
  while (g_hash_table_iter_next(&iter, &item, NULL))
    remove_graph(change, *(const YtTermId *) item);
  g_hash_table_iter_init(&iter, change->unsupported);
  while (g_hash_table_iter_next(&iter, &item, NULL))
    if (!is_supported(change, item))
      yt_transaction_delete_ids(change->transaction, item, 1);
}

/* The file names that @former lost go, wherever they are said. */
static void
remove_lost_sources(Change *change, const Former *former)
{
  const YtStore *old = change->documents->old;
  YtTermId subject = find_iri(old, former->iri), predicate = find_iri(old, YT_DCT_NS "source");
  for (guint i = 0; i < former->lost_sources->len; i++) {
    YtTerm source = yt_term_literal(g_ptr_array_index(former->lost_sources, i));
    YtQuad pattern = {{subject, predicate, yt_store_find_term(old, &source), YT_GRAPH_ANY}};
    if (pattern.subject && pattern.predicate && pattern.object)
      yt_transaction_clear(change->transaction, &pattern);
  }
}

/* The other file names of a former version go on to the same text that came in again. */
static gboolean
add_kept_sources(Change *change, const Former *former, GError **error)
{
  for (guint i = 0; former->successor && i < former->sources->len; i++) {
    const char *source = g_ptr_array_index(former->sources, i);
    if (g_ptr_array_find(former->lost_sources, source, NULL))
      continue;
    YtTermQuad quad = {
        yt_term_iri(former->successor), yt_term_iri(YT_DCT_NS "source"), yt_term_literal(source), {0}};
    if (!yt_transaction_insert(change->transaction, &quad, error))
      return FALSE;
    quad.graph = quad.subject;
    if (!yt_transaction_insert(change->transaction, &quad, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
insert_quad(const YtTermQuad *quad, gpointer transaction, GError **error)
{
  return yt_transaction_insert(transaction, quad, error);
}

static gboolean
make_changes(Change *change, const YtStore *incoming, GError **error)
{
  GHashTableIter iter;
  gpointer former;
  remove_leaving(change);
  g_hash_table_iter_init(&iter, change->documents->formers);
  while (g_hash_table_iter_next(&iter, NULL, &former))
    remove_lost_sources(change, former);
  g_hash_table_iter_init(&iter, change->documents->formers);
  while (g_hash_table_iter_next(&iter, NULL, &former))
    if (!add_kept_sources(change, former, error))
      return FALSE;
  return yt_store_foreach(incoming, insert_quad, change->transaction, error);
}

gboolean
yt_documents_update(YtDocuments *documents, const YtStore *incoming, YtStoreWriter *writer, GError **error)
{
  static const char *const reified[3] = {YT_RDF_NS "subject", YT_RDF_NS "predicate", YT_RDF_NS "object"};
  Change change = {.documents = documents, .transaction = yt_store_writer_begin(writer, error)};
  if (!change.transaction)
    return FALSE;
  change.leaving = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  change.unsupported = g_hash_table_new_full(yt_quad_hash, yt_quad_equal, g_free, NULL);
  for (guint i = 0; i < 3; i++)
    change.reified[i] = find_iri(documents->old, reified[i]);
  gboolean ok = make_changes(&change, incoming, error);
  if (ok)
    ok = yt_transaction_commit(change.transaction, error);
  else
    yt_transaction_rollback(change.transaction);
  g_hash_table_unref(change.leaving);
  g_hash_table_unref(change.unsupported);
  return ok;
}

/* ---- life ---- */

static void
rival_clear(gpointer data)
{
  Rival *rival = data;
  g_free(rival->source);
  g_hash_table_unref(rival->quotes);
}

static GHashTable *
lists_new(void)
{
  return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
}

YtDocuments *
yt_documents_new(YtStore *old, const YtLoaderOptions *options)
{
  g_autoptr(YtDocuments) documents = g_new0(YtDocuments, 1);
  documents->old = old ? yt_store_ref(old) : NULL;
  documents->options = *options;
  documents->options.for_store = TRUE;
  documents->by_code = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  documents->formers = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, former_free);
  documents->by_sha256 = lists_new();
  documents->by_source = lists_new();
  documents->rivals = g_array_new(FALSE, FALSE, sizeof(Rival));
  g_array_set_clear_func(documents->rivals, rival_clear);
  if (old)
    index_formers(documents);
  return g_steal_pointer(&documents);
}

void
yt_documents_free(YtDocuments *documents)
{
  if (!documents)
    return;
  g_array_unref(documents->rivals);
  g_hash_table_unref(documents->by_sha256);
  g_hash_table_unref(documents->by_source);
  g_hash_table_unref(documents->by_code);
  g_hash_table_unref(documents->formers);
  yt_loader_free(documents->loader);
  g_clear_pointer(&documents->old, yt_store_unref);
  g_free(documents);
}
