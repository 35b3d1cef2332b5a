/* parameter.c: terms put in for variables of a request.
 *
 * It happens on the syntax tree, before the translation: no text is put together, so no value can be taken for syntax,
 * and the planner sees constants. A variable that a SELECT lists stays one of its columns: there the value gets a variable of its
 * own, with the same name, so that nothing binds a variable twice. */
#include "sparql/parameter.h"
#include <string.h>

typedef struct {
  YtRequest *request;
  guint variable;
  YtTerm value;        /* in the arena */
  const char *problem; /* why it cannot be bound */
} Binding;

static void bind_pattern(Binding *b, YtPattern *pattern);

static void
bind_node(Binding *b, YtNode *node)
{
  if (!node->is_variable || node->variable != b->variable)
    return;
  *node = (YtNode){.term = b->value, .is_given = TRUE};
}

static void
bind_triples(Binding *b, GPtrArray *triples)
{
  for (guint i = 0; triples && i < triples->len; i++) {
    YtTriplePattern *triple = g_ptr_array_index(triples, i);
    bind_node(b, &triple->subject);
    bind_node(b, &triple->predicate);
    bind_node(b, &triple->object);
    bind_node(b, &triple->graph);
  }
}

static void
bind_expr(Binding *b, YtExpr *expr)
{
  if (!expr)
    return;
  if (expr->op == YT_EXPR_VARIABLE && expr->variable == b->variable) {
    expr->op = YT_EXPR_TERM;
    expr->term = b->value;
  }
  for (guint i = 0; i < expr->n_args; i++)
    bind_expr(b, expr->args[i]);
  if (expr->pattern)
    bind_pattern(b, expr->pattern);
}

static YtExpr *
value_expr(Binding *b)
{
  YtExpr *expr = yt_arena_new0(b->request->arena, YtExpr);
  expr->op = YT_EXPR_TERM;
  expr->term = b->value;
  expr->args = yt_arena_array(b->request->arena, YtExpr *, 1);
  return expr;
}

static void
bind_values(Binding *b, const YtValues *values)
{
  for (guint i = 0; values && i < values->n_variables; i++)
    if (values->variables[i] == b->variable)
      b->problem = "VALUES gives it a value too";
}

static void
bind_select(Binding *b, YtSelect *select)
{
  gboolean is_key = FALSE, is_grouped = select->group_by->len || select->has_aggregates;
  const char *name = g_array_index(b->request->variables, YtVariable, b->variable).name;
  guint own = yt_request_add_variable(b->request, name, FALSE);
  for (guint i = 0; i < select->group_by->len; i++) {
    YtProjection *key = g_ptr_array_index(select->group_by, i);
    if (key->variable == b->variable && key->expr) {
      b->problem = "GROUP BY gives it a value too";
    } else if (key->variable == b->variable) {
      *key = (YtProjection){own, value_expr(b)};
      is_key = TRUE;
    } else {
      bind_expr(b, key->expr);
    }
  }
  for (guint i = 0; i < select->projections->len; i++) {
    YtProjection *projection = g_ptr_array_index(select->projections, i);
    if (projection->variable == b->variable && projection->expr) {
      b->problem = "SELECT gives it a value too";
    } else if (projection->variable == b->variable) {
      *projection = (YtProjection){own, is_grouped && is_key ? NULL : value_expr(b)};
    } else {
      bind_expr(b, projection->expr);
    }
  }
  for (guint i = 0; i < select->having->len; i++)
    bind_expr(b, g_ptr_array_index(select->having, i));
  for (guint i = 0; i < select->order_by->len; i++)
    bind_expr(b, ((YtOrder *) g_ptr_array_index(select->order_by, i))->expr);
  bind_values(b, select->values);
  if (select->where)
    bind_pattern(b, select->where);
}

/* The pattern of a SERVICE goes out as it is written. */
static void
bind_service(Binding *b, YtPattern *service)
{
  const YtPattern *group = g_ptr_array_index(service->children, 0);
  bind_node(b, &service->name);
  for (guint i = 0; i < group->visible->len; i++)
    if (g_array_index(group->visible, guint, i) == b->variable)
      b->problem = "a SERVICE uses it, which is sent as it is written";
}

static void
bind_pattern(Binding *b, YtPattern *pattern)
{
  if (pattern->kind == YT_PATTERN_SERVICE) {
    bind_service(b, pattern);
    return;
  }
  if (pattern->kind == YT_PATTERN_BIND && pattern->variable == b->variable)
    b->problem = "BIND gives it a value too";
  bind_triples(b, pattern->triples);
  bind_node(b, &pattern->name);
  bind_expr(b, pattern->expr);
  bind_values(b, pattern->values);
  if (pattern->select)
    bind_select(b, pattern->select);
  for (guint i = 0; i < pattern->children->len; i++)
    bind_pattern(b, g_ptr_array_index(pattern->children, i));
}

static void
bind_request(Binding *b)
{
  YtQuery *query = b->request->query;
  if (query) {
    bind_select(b, query->select);
    bind_triples(b, query->template);
    for (guint i = 0; query->described && i < query->described->len; i++)
      bind_node(b, g_ptr_array_index(query->described, i));
  }
  for (guint i = 0; b->request->updates && i < b->request->updates->len; i++) {
    YtUpdate *update = g_ptr_array_index(b->request->updates, i);
    bind_triples(b, update->delete_quads);
    bind_triples(b, update->insert_quads);
    if (update->where)
      bind_pattern(b, update->where);
  }
}

static gboolean
find_variable(const YtRequest *request, const char *name, guint *variable)
{
  for (guint i = 0; i < request->variables->len; i++) {
    const YtVariable *v = &g_array_index(request->variables, YtVariable, i);
    if (!v->is_hidden && strcmp(v->name, name) == 0) {
      *variable = i;
      return TRUE;
    }
  }
  return FALSE;
}

static YtTerm
copy_value(YtRequest *request, const YtTerm *value)
{
  YtTerm copy = *value;
  copy.text = yt_arena_strndup(request->arena, value->text, value->n_text);
  if (value->datatype)
    copy.datatype = yt_arena_strndup(request->arena, value->datatype, value->n_datatype);
  if (value->language)
    copy.language = yt_arena_strndup(request->arena, value->language, value->n_language);
  return copy;
}

gboolean
yt_request_bind(YtRequest *request, const YtSparqlParameter *parameters, gsize n_parameters, GError **error)
{
  for (gsize i = 0; i < n_parameters; i++) {
    Binding b = {.request = request};
    if (parameters[i].value.kind == YT_TERM_UNBOUND)
      continue;
    if (!find_variable(request, parameters[i].name, &b.variable)) {
      g_set_error(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_PARAMETER, "there is no variable ?%s",
                  parameters[i].name);
      return FALSE;
    }
    b.value = copy_value(request, &parameters[i].value);
    bind_request(&b);
    if (b.problem) {
      g_set_error(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_PARAMETER, "?%s cannot be a parameter: %s",
                  parameters[i].name, b.problem);
      return FALSE;
    }
  }
  return TRUE;
}
