/* evidence.h: what documents say for an edge of the graph. */
#pragma once
#include "store/store.h"

typedef struct {
  YtTermId subject, predicate, object;
} YtEdge;

guint yt_edge_hash(gconstpointer edge); /* for tables whose keys are YtEdge */
gboolean yt_edge_equal(gconstpointer a, gconstpointer b);

/* One place in a document. Texts are owned; numbers are as the store has them. */
typedef struct {
  char *iri;                                /* of the evidence */
  char *document;                           /* the IRI of its graph */
  char *title;                              /* (nullable): the document's dct:title or label */
  char *quote, *rule, *modality, *repaired; /* (nullable) */
  char *begin, *end;                        /* (nullable): digits, of characters of the document's text */
  char *confidence;                         /* (nullable): a decimal number */
} YtEvidence;

void yt_evidence_clear(YtEvidence *evidence);

/* The evidence for @edge, at most @n_most, best confidence first, then by IRI. (transfer full): of YtEvidence */
GArray *yt_evidence_find(const YtStore *store, const YtEdge *edge, guint n_most);

/* As a JSON object. */
void yt_evidence_append_json(GString *out, const YtEvidence *evidence);

/* The highest confidence of @edge's evidence; 1 for an edge without any, which somebody stated outright. */
double yt_evidence_get_confidence(const YtStore *store, const YtEdge *edge);

/* Ids of IRIs that are asked for often; 0 for those that the store does not have. */
YtTermId yt_store_find_iri(const YtStore *store, const char *iri);
char *yt_store_dup_text(const YtStore *store, YtTermId id); /* of an IRI or literal. (transfer full) */

/* A label of @id in @language ("zh" or "en"), or in any other, from rdfs:label, skos:prefLabel or dct:title. (transfer full)
 * (nullable) */
char *yt_store_dup_label(const YtStore *store, YtTermId id, const char *language);
