/* engine.h: our own engine, behind the door. */
#pragma once
#include "sparql/exec.h"
#include "sparql/result.h"

YtSparqlResult *yt_sparql_native_query(YtStore *store, const char *text, const YtSparqlOptions *options, GError **error);

/* The same with parts of the planner turned off; for tests. */
YtSparqlResult *yt_sparql_native_query_full(YtStore *store, const char *text, const YtSparqlOptions *options,
                                            const YtPlanOptions *plan_options, GError **error);

/* The quads of a template, CONSTRUCT's or an update's, for one solution after another. */
typedef struct {
  int column;           /* of the solutions, or -1 */
  int blank;            /* the number of a blank node, or -1 */
  gboolean is_optional; /* 0 is a value: the default graph */
  YtTermId id;
} YtTemplatePlace;

typedef struct {
  YtExec *exec;
  guint n_triples;
  YtTemplatePlace *places; /* four each */
  guint n_blanks;
  YtTermId *blanks;
} YtTemplate;

typedef gboolean (*YtTemplateFunc)(const YtQuad *quad, gpointer user_data);

/* @triples are of YtTriplePattern, @op gives the solutions. */
void yt_template_init(YtTemplate *template, YtExec *exec, const GPtrArray *triples, const YtOp *op);
void yt_template_clear(YtTemplate *template);
/* Gives @func the quads of one solution that have all their terms. FALSE when @func stopped it. */
gboolean yt_template_apply(YtTemplate *template, const YtBatch *batch, gsize row, YtTemplateFunc func, gpointer user_data);
