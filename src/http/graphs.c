/* graphs.c: the SPARQL 1.1 Graph Store HTTP Protocol.
 *
 *   /graphs?graph=IRI    indirect (4.2): the graph of that name; /graphs?default: the default graph
 *   /graphs/NAME         direct (4.1): the graph whose name is this URL
 *   /graphs              POST makes a new graph and says its name
 *
 * A graph exists when it has a triple, since a store has no other trace of it (SPARQL 1.1 Update, 3.2, leaves that to the
 * store). So PUT of an empty document is a DELETE that finds no fault: 204, since it creates nothing, and then GET is 404. What a client sends goes into the store in one transaction, or not at all. */
#include "http/graphs.h"
#include "http/formats.h"
#include <string.h>

typedef struct {
  gboolean is_default;
  gboolean is_new; /* POST to the store itself: @iri is made from the content */
  char *iri;       /* NULL for the default graph */
} Target;

static void
target_clear(Target *target)
{
  g_free(target->iri);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Target, target_clear)

/* RFC 3987, as far as it keeps a name from breaking the syntaxes that it is written in: a scheme, and none of their
 * delimiters. */
static gboolean
is_absolute_iri(const char *iri)
{
  const char *colon = strchr(iri, ':');
  if (!colon || !g_ascii_isalpha(*iri) || !g_utf8_validate(iri, -1, NULL))
    return FALSE;
  for (const char *p = iri; *p; p++)
    if ((guchar) *p <= 0x20 || *p == 0x7F || strchr("<>\"{}|\\^`", *p) ||
        (p < colon && !g_ascii_isalnum(*p) && !strchr("+-.", *p)))
      return FALSE;
  return TRUE;
}

/* Finds the graph that is meant. FALSE after a refusal. */
static gboolean
find_target(YtHttpJob *job, Target *target)
{
  const char *graph = yt_http_fields_get(&job->fields, "graph");
  gboolean has_default = yt_http_fields_get(&job->fields, "default") != NULL;
  gboolean is_direct = g_str_has_prefix(job->path, "/graphs/");
  if (graph && !has_default && !is_direct) {
    target->iri = g_strdup(graph);
  } else if (has_default && !graph && !is_direct) {
    target->is_default = TRUE;
    return TRUE;
  } else if (is_direct && !graph && !has_default) {
    target->iri = yt_http_job_dup_url(job, job->path);
  } else if (!graph && !has_default && job->method == YT_HTTP_POST) {
    target->is_new = TRUE;
    return TRUE;
  } else {
    yt_http_job_refuse(job, 400, "request", "expected one of ?graph=IRI, ?default and /graphs/NAME");
    return FALSE;
  }
  if (is_absolute_iri(target->iri))
    return TRUE;
  yt_http_job_refuse(job, 400, "request", "expected an absolute IRI as the graph's name, found “%s”",
                     target->iri);
  return FALSE;
}

/* ---- what is sent ---- */

typedef struct {
  const char *bytes;
  gsize n_bytes;
  YtRdfFormat format;
} Part;

/* The format of a Content-Type; it must be one that says triples. */
static gboolean
read_format(const char *type, gsize n_type, YtRdfFormat *format)
{
  g_autofree char *name = g_strndup(type, n_type);
  g_strstrip(name);
  return yt_rdf_format_from_media_type(name, format) && *format != YT_RDF_GUESS;
}

/* parameter := attribute "=" value (RFC 2045, 5.1). (transfer full) (nullable) */
static char *
dup_boundary(const char *type)
{
  const char *found = strcasestr(type, "boundary=");
  if (!found)
    return NULL;
  found += strlen("boundary=");
  if (*found == '"')
    return g_strndup(found + 1, strcspn(found + 1, "\""));
  return g_strndup(found, strcspn(found, "; \t"));
}

/* The value of header @name among the lines [p, end); NULL if there is none. */
static const char *
find_part_header(const char *p, const char *end, const char *name, gsize *n_value)
{
  while (p < end) {
    const char *line_end = memchr(p, '\n', (gsize) (end - p));
    line_end = line_end ? line_end : end;
    gsize n = strlen(name);
    if ((gsize) (line_end - p) > n && g_ascii_strncasecmp(p, name, n) == 0 && p[n] == ':') {
      const char *value = p + n + 1;
      *n_value = 0;
      while (value + *n_value < line_end && !strchr("\r;", value[*n_value]))
        ++*n_value;
      return value;
    }
    p = line_end + 1;
  }
  return NULL;
}

/* multipart-body := 1*("--" boundary CRLF headers CRLF CRLF bytes CRLF) "--" boundary "--" (RFC 2046, 5.1.1) */
static gboolean
split_parts(YtHttpJob *job, GArray *parts)
{
  g_autofree char *boundary = dup_boundary(job->headers[YT_HEADER_CONTENT_TYPE]);
  const char *p = (const char *) job->body->data, *end = p + job->body->len;
  if (!boundary || *boundary == '\0' || strlen(boundary) > 70)
    return FALSE;
  g_autofree char *first = g_strdup_printf("--%s", boundary), *next = g_strdup_printf("\n--%s", boundary);
  p = memmem(p, (gsize) (end - p), first, strlen(first));
  while (p) {
    p += strlen(first);
    if (end - p >= 2 && memcmp(p, "--", 2) == 0)
      return parts->len > 0;
    const char *head = memchr(p, '\n', (gsize) (end - p));
    if (!head)
      return FALSE;
    const char *crlf = memmem(head, (gsize) (end - head), "\r\n\r\n", 4),
               *lf = memmem(head, (gsize) (end - head), "\n\n", 2);
    const char *content = crlf && (!lf || crlf < lf) ? crlf + 4 : lf ? lf + 2 : NULL;
    const char *stop = content ? memmem(content - 1, (gsize) (end - content + 1), next, strlen(next)) : NULL;
    gsize n_type;
    const char *type = stop ? find_part_header(head + 1, content, "Content-Type", &n_type) : NULL;
    Part part = {.bytes = content};
    if (!type || !read_format(type, n_type, &part.format))
      return FALSE;
    part.n_bytes = stop > content ? (gsize) (stop - content) : 0;
    g_array_append_val(parts, part);
    p = stop + 1;
  }
  return FALSE;
}

static gboolean
find_parts(YtHttpJob *job, GArray *parts)
{
  const char *type = job->headers[YT_HEADER_CONTENT_TYPE];
  Part whole = {.bytes = job->body ? (const char *) job->body->data : "",
                .n_bytes = job->body ? job->body->len : 0};
  if (yt_http_job_has_type(job, "multipart/form-data") && job->method == YT_HTTP_POST) {
    if (job->body && split_parts(job, parts))
      return TRUE;
    yt_http_job_refuse(job, 400, "syntax",
                       "expected parts with an RDF Content-Type each, and the boundary at the end");
    return FALSE;
  }
  if (!type || !read_format(type, strcspn(type, ";"), &whole.format)) {
    yt_http_job_refuse(job, 415, "media-type",
                       "expected the Content-Type of an RDF syntax: text/turtle, application/n-triples, "
                       "application/rdf+xml, …, found “%s”",
                       type ? type : "");
    return FALSE;
  }
  g_array_append_val(parts, whole);
  return TRUE;
}

/* ---- changes ---- */

typedef struct {
  YtTransaction *transaction;
  const char *graph;  /* NULL: the default graph */
  const char *skolem; /* IRIs that begin with it are blank nodes that came from here */
  guint64 n_quads;
} Taking;

static YtTerm
with_blank(const Taking *taking, const YtTerm *term)
{
  gsize n_skolem = strlen(taking->skolem);
  if (term->kind != YT_TERM_IRI || term->n_text <= n_skolem ||
      memcmp(term->text, taking->skolem, n_skolem) != 0)
    return *term;
  return (YtTerm){.kind = YT_TERM_BLANK, .text = term->text + n_skolem, .n_text = term->n_text - n_skolem};
}

static gboolean
take_quad(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  Taking *taking = user_data;
  YtTermQuad copy = {with_blank(taking, &quad->subject),
                     quad->predicate,
                     with_blank(taking, &quad->object),
                     {.kind = YT_TERM_UNBOUND}};
  if (quad->graph.kind != YT_TERM_UNBOUND) {
    g_set_error(error, YT_RDF_ERROR, YT_RDF_ERROR_TERM,
                "expected triples of one graph, found one with a graph's name");
    return FALSE;
  }
  if (taking->graph)
    copy.graph = yt_term_iri(taking->graph);
  taking->n_quads++;
  return yt_transaction_insert(taking->transaction, &copy, error);
}

/* Blank nodes of different documents stay apart, and those of a document that is sent again are the same. */
static char *
dup_blank_prefix(const Part *part, const char *graph)
{
  g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
  g_checksum_update(checksum, (const guchar *) part->bytes, (gssize) part->n_bytes);
  g_checksum_update(checksum, (const guchar *) (graph ? graph : ""), -1);
  return g_strdup_printf("h%.16s", g_checksum_get_string(checksum));
}

static gboolean
take_parts(Taking *taking, GArray *parts, GError **error)
{
  for (guint i = 0; i < parts->len; i++) {
    const Part *part = &g_array_index(parts, Part, i);
    g_autofree char *prefix = dup_blank_prefix(part, taking->graph);
    YtRdfReadOptions options = {.format = part->format,
                                .base = taking->graph,
                                .source = "body",
                                .blank_prefix = prefix,
                                .strict_lines = TRUE};
    if (!yt_rdf_read_bytes(part->bytes, part->n_bytes, &options, take_quad, taking, error))
      return FALSE;
  }
  return TRUE;
}

static YtQuad
make_pattern(const YtStore *store, const Target *target, gboolean *exists)
{
  YtQuad pattern = {.graph = YT_GRAPH_DEFAULT};
  *exists = TRUE;
  if (target->is_default)
    return pattern;
  YtTerm name = yt_term_iri(target->iri ? target->iri : "");
  pattern.graph = yt_store_find_term(store, &name);
  *exists = pattern.graph != 0 && yt_store_count(store, &pattern) > 0;
  return pattern;
}

/* A name that no graph has yet. */
static void
name_target(YtHttpJob *job, Target *target, const YtStore *store, const Part *part)
{
  g_autofree char *prefix = dup_blank_prefix(part, NULL);
  gboolean exists = TRUE;
  for (guint n = 0; exists; n++) {
    g_autofree char *path =
        n > 0 ? g_strdup_printf("/graphs/%s-%u", prefix, n) : g_strdup_printf("/graphs/%s", prefix);
    g_free(target->iri);
    target->iri = yt_http_job_dup_url(job, path);
    make_pattern(store, target, &exists);
  }
}

static void
change(YtHttpJob *job, Target *target)
{
  GError *error = NULL;
  g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(Part));
  gboolean deletes = job->method == YT_HTTP_DELETE, exists;
  if (!deletes && !find_parts(job, parts))
    return;
  YtTransaction *transaction = yt_store_writer_begin(yt_live_peek_writer(job->context->live), &error);
  if (!transaction) {
    yt_http_job_fail(job, error);
    return;
  }
  g_autoptr(YtStore) store = yt_transaction_ref_snapshot(transaction);
  if (target->is_new)
    name_target(job, target, store, &g_array_index(parts, Part, 0));
  YtQuad pattern = make_pattern(store, target, &exists);
  if (deletes && !exists) {
    yt_transaction_rollback(transaction);
    yt_http_job_refuse(job, 404, "not-found", "there is no graph <%s>", target->iri);
    return;
  }
  if (exists && job->method != YT_HTTP_POST)
    yt_transaction_clear(transaction, &pattern);
  Taking taking = {transaction, target->iri, job->context->skolem, 0};
  if (!take_parts(&taking, parts, &error)) {
    yt_transaction_rollback(transaction);
    yt_http_job_fail(job, error);
    return;
  }
  if (target->is_new && taking.n_quads == 0) {
    yt_transaction_rollback(transaction);
    yt_http_job_refuse(job, 400, "request", "expected a triple to make a graph of, found none");
    return;
  }
  if (!yt_transaction_commit(transaction, &error)) {
    yt_http_job_fail(job, error);
    return;
  }
  yt_metrics_count(job->context->metrics, YT_COUNT_UPDATES, 1);
  yt_http_answer_set_text(&job->answer, exists || taking.n_quads == 0 ? 204 : 201, NULL, g_string_new(NULL));
  if (target->is_new)
    yt_http_answer_add_header(&job->answer, "Location", target->iri);
}

/* ---- reading ---- */

static void
give(YtHttpJob *job, const Target *target)
{
  GError *error = NULL;
  gboolean exists;
  YtStore *store = yt_http_job_get_store(job);
  YtQuad pattern = make_pattern(store, target, &exists);
  if (!exists) {
    yt_http_job_refuse(job, 404, "not-found", "there is no graph <%s>", target->iri);
    return;
  }
  if (yt_http_job_check_etag(job))
    return;
  const char *media_type = yt_http_choose(job, yt_http_graph_offers);
  if (!media_type)
    return;
  g_autofree char *content_type = yt_http_dup_content_type(media_type);
  GOutputStream *out = yt_http_job_begin_body(job, content_type);
  g_autoptr(YtGraphWriter) writer = yt_graph_writer_new(job->context, media_type, out);
  if (yt_http_scan(store, &pattern, FALSE, job->cancellable, yt_graph_writer_add_triple, writer, &error))
    yt_graph_writer_finish(writer, &error);
  yt_http_job_end_body(job, error);
}

YtPlace
yt_http_read_graphs(YtHttpJob *job)
{
  return job->method & YT_HTTP_READ ? YT_PLACE_WORKER : YT_PLACE_WRITER;
}

void
yt_http_answer_graphs(YtHttpJob *job)
{
  g_auto(Target) target = {0};
  if (!find_target(job, &target))
    return;
  if (job->method & YT_HTTP_READ)
    give(job, &target);
  else
    change(job, &target);
}
