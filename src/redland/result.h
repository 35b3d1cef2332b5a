/* result.h: the parts of an answer that redland.c and graph.c share. */
#pragma once
#include "redland/source.h"

/* rasqal with one query. */
typedef struct {
  rasqal_world *world;
  rasqal_query *query; /* that runs */
  rasqal_query *form;  /* (nullable): the CONSTRUCT or DESCRIBE for which it runs */
  char *message;       /* the first error that rasqal or raptor logged */
} YtRedlandEngine;

struct _YtRedlandResult {
  YtStore *store;
  YtRedlandEngine engine;
  YtRedlandSource source;
  rasqal_query_results *results;
  YtRedlandKind kind;
  gboolean boolean;
  GPtrArray *variables;
  GArray *from_store; /* of gboolean: whether a triple pattern mentions the variable */
  gboolean started, ended;
};

/* Moves to the next row, as yt_redland_result_next() but of any kind of result. */
gboolean yt_redland_result_move(YtRedlandResult *result, GError **error);
