/* formats.c: the syntaxes that answers can be had in. */
#include "http/formats.h"
#include "http/negotiate.h"
#include <string.h>

enum { SCAN_ROWS = 512 }; /* rows whose text is looked up at once */

const char *const yt_http_graph_offers[] = {"text/turtle",
                                            "application/n-triples",
                                            "application/ld+json",
                                            "application/rdf+xml",
                                            "application/trig",
                                            "application/n-quads",
                                            NULL};
const char *const yt_http_quad_offers[] = {"application/n-quads", "application/trig", "application/ld+json",
                                           NULL};

struct _YtGraphWriter {
  YtRdfWriter *rdf;
  gboolean has_graphs;
  const char *skolem; /* the context's */
  GString *iris[4];
};

char *
yt_http_dup_content_type(const char *media_type)
{
  if (strcmp(media_type, "text/csv") == 0)
    return g_strdup("text/csv; charset=utf-8; header=present"); /* RFC 4180, 3 */
  return g_strconcat(media_type, g_str_has_prefix(media_type, "text/") ? "; charset=utf-8" : "", NULL);
}

const char *
yt_http_choose(YtHttpJob *job, const char *const *offers)
{
  int chosen = yt_http_negotiate(job->fields.accept, offers);
  if (chosen >= 0)
    return offers[chosen];
  g_autofree char *joined = g_strjoinv(", ", (char **) offers);
  yt_http_job_refuse(job, 406, "not-acceptable", "expected an Accept header with one of %s", joined);
  return NULL;
}

YtGraphWriter *
yt_graph_writer_new(const YtHttpContext *context, const char *media_type, GOutputStream *out)
{
  YtRdfFormat format = YT_RDF_NQUADS;
  if (!yt_rdf_format_from_media_type(media_type, &format))
    g_assert_not_reached(); /* every offer is one */
  YtGraphWriter *writer = g_new0(YtGraphWriter, 1);
  writer->rdf = yt_rdf_writer_new(format, out);
  writer->has_graphs = format != YT_RDF_TURTLE && format != YT_RDF_NTRIPLES && format != YT_RDF_XML;
  writer->skolem = context->skolem;
  for (guint i = 0; i < G_N_ELEMENTS(writer->iris); i++)
    writer->iris[i] = g_string_new(NULL);
  if (format != YT_RDF_NQUADS && format != YT_RDF_NTRIPLES)
    yt_rdf_writer_add_known_prefixes(writer->rdf);
  return writer;
}

static YtTerm
without_blank(YtGraphWriter *writer, const YtTerm *term, guint place)
{
  if (term->kind != YT_TERM_BLANK)
    return *term;
  GString *iri = writer->iris[place];
  g_string_assign(iri, writer->skolem);
  g_string_append_len(iri, term->text, (gssize) term->n_text);
  return (YtTerm){.kind = YT_TERM_IRI, .text = iri->str, .n_text = iri->len};
}

gboolean
yt_graph_writer_add(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  YtGraphWriter *writer = user_data;
  YtTermQuad copy = {without_blank(writer, &quad->subject, 0), quad->predicate,
                     without_blank(writer, &quad->object, 1), without_blank(writer, &quad->graph, 2)};
  if (!writer->has_graphs)
    copy.graph = (YtTerm){.kind = YT_TERM_UNBOUND};
  return yt_rdf_writer_add(writer->rdf, &copy, error);
}

gboolean
yt_graph_writer_add_triple(const YtTermQuad *quad, gpointer writer, GError **error)
{
  YtTermQuad copy = *quad;
  copy.graph = (YtTerm){.kind = YT_TERM_UNBOUND};
  return yt_graph_writer_add(&copy, writer, error);
}

gboolean
yt_graph_writer_has_graphs(const YtGraphWriter *writer)
{
  return writer->has_graphs;
}

gboolean
yt_graph_writer_finish(YtGraphWriter *writer, GError **error)
{
  return yt_rdf_writer_finish(writer->rdf, error);
}

void
yt_graph_writer_free(YtGraphWriter *writer)
{
  if (!writer)
    return;
  yt_rdf_writer_free(writer->rdf);
  for (guint i = 0; i < G_N_ELEMENTS(writer->iris); i++)
    g_string_free(writer->iris[i], TRUE);
  g_free(writer);
}

/* ---- scans ---- */

typedef struct {
  YtTermId ids[4][SCAN_ROWS];
  YtTerm terms[4][SCAN_ROWS];
  YtTermBatch *batches[4];
} Rows;

static gboolean
give_rows(Rows *rows, gsize n, YtQuadFunc func, gpointer user_data, GError **error)
{
  for (guint p = 0; p < 4; p++)
    yt_term_batch_get(rows->batches[p], rows->ids[p], n, rows->terms[p]);
  for (gsize i = 0; i < n; i++) {
    YtTermQuad quad = {rows->terms[YT_SUBJECT][i], rows->terms[YT_PREDICATE][i], rows->terms[YT_OBJECT][i],
                       rows->terms[YT_GRAPH][i]};
    if (!func(&quad, user_data, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
yt_http_scan(YtStore *store, const YtQuad *pattern, gboolean distinct, GCancellable *cancellable,
             YtQuadFunc func, gpointer user_data, GError **error)
{
  g_autofree YtScan *scan = g_new(YtScan, 1);
  g_autofree Rows *rows = g_new(Rows, 1);
  YtScanBatch batch;
  gboolean ok = TRUE;
  for (guint p = 0; p < 4; p++)
    rows->batches[p] = yt_term_batch_new(store);
  yt_scan_init(scan, store, yt_permutation_find(pattern, YT_SUBJECT), pattern, YT_COLUMNS_ALL);
  if (distinct)
    yt_scan_set_distinct(scan);
  while (ok && yt_scan_next_batch(scan, &batch)) {
    for (gsize at = 0; ok && at < batch.n_rows; at += SCAN_ROWS) {
      gsize n = MIN(batch.n_rows - at, SCAN_ROWS);
      for (guint p = 0; p < 4; p++)
        memcpy(rows->ids[p], batch.columns[p] + at, n * sizeof(YtTermId));
      ok = give_rows(rows, n, func, user_data, error);
    }
    ok = ok && !g_cancellable_set_error_if_cancelled(cancellable, error);
  }
  for (guint p = 0; p < 4; p++)
    yt_term_batch_free(rows->batches[p]);
  return ok;
}
