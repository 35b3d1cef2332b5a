/* source.h: a store's quads as the source of triples that rasqal matches its patterns against. */
#pragma once
#include "redland/index.h"
#include "redland/redland.h"
#include <late-raptor2.h>
#include <late-rasqal.h>

/* The dataset of one query, and what stops it. */
typedef struct {
  rasqal_world *world;
  const YtRedlandIndex *index;
  GArray *default_graphs;   /* of YtRedlandId: merged into the default graph; 0 is the store's own */
  GHashTable *named_graphs; /* a set of YtRedlandId */

  rasqal_literal **literals; /* at id - 1: the term as rasqal wants it, made when first needed */
  GHashTable *ids;           /* literal → id, by address: all of them live as long as the source */
  GHashTable *originals; /* N-Triples as rasqal would write the term → id; 0 where several are written so */

  GHashTable
      *keys; /* rasqal_variable of GROUP BY → the one native type that it has had, as a rasqal_literal_type */
  gboolean mixed_key; /* one of them has had another, too: rasqal then takes different terms for one */

  gint64 deadline_us; /* monotonic; 0: none */
  GCancellable *cancellable;
  guint n_steps; /* since the deadline was last looked at */
  int stopped;   /* a YtRedlandError, or -1: nothing stopped it */
} YtRedlandSource;

/* @index and @cancellable must outlive the source; graphs are added by the caller. */
void yt_redland_source_init(YtRedlandSource *source, rasqal_world *world, const YtRedlandIndex *index);
void yt_redland_source_clear(YtRedlandSource *source);

/* Makes every query of the source's world read from @source. FALSE when rasqal refuses. */
gboolean yt_redland_source_register(YtRedlandSource *source);

/* Looks at the deadline and at the cancellable; FALSE when the query has to stop. */
gboolean yt_redland_source_may_go_on(YtRedlandSource *source);

/* Looks at what GROUP BY @variable gets for values: see mixed_key. */
void yt_redland_source_watch(YtRedlandSource *source, rasqal_variable *variable);

/* The term that @literal (nullable) stands for, lent by it. With @from_store, @literal is a term of the store, and comes
 * back byte by byte as it is there, unless the query has met two that rasqal writes the same way. */
YtTerm yt_redland_source_get_term(YtRedlandSource *source, rasqal_literal *literal, gboolean from_store);
