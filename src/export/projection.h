/* projection.h: a store as a property graph: numbers while it is made, text one node and one edge at a time. */
#pragma once
#include "export/names.h"
#include "store/store.h"

typedef struct {
  YtTermId id;
  YtTermId class_id, label_zh, label_en; /* 0: none */
  guint degree;
  gint16 first_year, last_year; /* 0: none */
  float x, y; /* set by yt_layout(): about 0, some 10 units between neighbours; y grows upwards */
} YtNode;

typedef struct {
  guint source, target; /* indices of nodes */
  YtTermId predicate;
  guint first_evidence, n_evidence; /* the part of YtProjection.evidence that supports it */
  gint16 first_year, last_year;
} YtProjectionEdge;

typedef struct {
  YtTermId subject, predicate, object;
  YtTermId document, quote, confidence;
} YtProjectionEvidence;

typedef struct {
  YtStore *store;
  GArray *nodes; /* YtNode, in the order of their IRIs */
  GArray *edges; /* YtProjectionEdge, in the order of source, property, target */
  GArray *
      evidence; /* YtProjectionEvidence, in that of subject, predicate, object, confidence from high to low, document */
  YtNames *names;
} YtProjection;

/* @any_end: nodes are whatever stands at either end of a triple, with a class or without, and no property is left out:
 * for what a CONSTRUCT gave. (transfer full) (nullable) */
YtProjection *yt_projection_new(YtStore *store, gboolean any_end, GError **error);
void yt_projection_free(YtProjection *projection);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtProjection, yt_projection_free)

/* A node and an edge as text. Strings live until the next of the same kind is looked at, or until it is cleared. */
typedef struct {
  guint index;
  char *iri;           /* or a blank node's label, with its "_:" */
  char *label;         /* the Chinese name; the last part of the IRI where there is none */
  char *label_en;      /* "" where there is none */
  const YtName *class; /* of a thing without a class: one that is called "" */
  guint degree;
  int first_year, last_year; /* 0: none */
  double x, y, size;         /* size: a radius, in the unit of x and y */
} YtNodeText;

typedef struct {
  guint index, source_index, target_index;
  char *source, *target; /* IRIs */
  const YtName *property;
  GPtrArray *documents;     /* char *, IRIs, each once */
  char *confidence, *quote; /* of the surest evidence; "" where there is none */
  int first_year, last_year;
} YtEdgeText;

void yt_projection_read_node(const YtProjection *projection, guint index, YtNodeText *node);
void yt_projection_read_edge(const YtProjection *projection, guint index, YtEdgeText *edge);
void yt_node_text_clear(YtNodeText *node);
void yt_edge_text_clear(YtEdgeText *edge);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(YtNodeText, yt_node_text_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(YtEdgeText, yt_edge_text_clear)

/* Is a triple with @predicate an edge of the whole graph, or does it say what another one says? */
gboolean yt_projection_is_edge(const YtStore *store, YtTermId predicate);

/* The id of an IRI; 0 if @store does not have it. */
YtTermId yt_find_iri(const YtStore *store, const char *iri);

/* layout.c: finds places for the nodes, the same for the same graph: neighbours near each other, the rest apart. */
void yt_layout(YtProjection *projection);
