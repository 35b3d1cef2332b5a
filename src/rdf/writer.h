/* writer.h: what the files of the writer share. */
#pragma once
#include "rdf/rdf.h"

typedef struct {
  char *name, *iri;
  gsize n_name, n_iri;
} YtPrefix;

/* What the syntaxes that group need not write again; unbound for none, and for the default graph. */
typedef struct {
  YtTermKind kind;
  GString *text;
} YtOpen;

struct _YtRdfWriter {
  YtRdfFormat format;
  GOutputStream *out;
  GString *buffer;                  /* not yet in out */
  GArray *prefixes;                 /* of YtPrefix, in the order in which they came */
  gboolean has_head;                /* the prefixes are written */
  YtOpen graph, subject, predicate; /* Turtle, TriG and JSON-LD */

  /* JSON-LD */
  gboolean has_node;       /* something stands in the outer @graph, */
  gboolean has_inner_node; /* in the @graph of the open named graph */
  gboolean is_plain;       /* the open node or its graph knows no prefixes */
  gboolean is_plain_graph;
  GHashTable *keys; /* of char*: the predicates of the open node */
};

/* The longest of the prefixes that @iri starts with, or NULL. */
const YtPrefix *yt_writer_find_prefix(const YtRdfWriter *writer, const char *iri, gsize n);

gboolean yt_open_is(const YtOpen *open, const YtTerm *term);
void yt_open_set(YtOpen *open, const YtTerm *term);
gboolean yt_term_has_datatype(const YtTerm *term, const char *name); /* of XML Schema, such as "integer" */
gboolean yt_term_is_rdf_type(const YtTerm *term);

/* jsonld.c. @quad has been checked. */
void yt_jsonld_init(YtRdfWriter *writer);
void yt_jsonld_add(YtRdfWriter *writer, const YtTermQuad *quad);
void yt_jsonld_finish(YtRdfWriter *writer);
