/* explain.c: the plan of a query as a tree, with what was expected and what came. */
#include "sparql/explain.h"
#include "sparql/engine.h"
#include "sparql/plan.h"

static void
append_variable(GString *out, const YtExec *exec, guint variable)
{
  const char *name = g_array_index(exec->request->variables, YtVariable, variable).name;
  g_string_append_printf(out, "?%s", name);
}

static void
append_id(GString *out, const YtExec *exec, YtTermId id)
{
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  YtTerm term = yt_terms_get(exec->terms, id, &buffer);
  yt_term_append(out, &term);
}

static void
append_slot(GString *out, const YtExec *exec, const YtSlot *slot)
{
  if (slot->is_variable)
    append_variable(out, exec, slot->variable);
  else
    append_id(out, exec, slot->id);
}

static void
append_path(GString *out, const YtPath *path)
{
  static const char *const separators[] = {"", "^", "/", "|", "*", "+", "?", "|"};
  if (path->op == YT_PATH_LINK) {
    yt_term_append(out, &path->iri);
    return;
  }
  if (path->op == YT_PATH_INVERSE || path->op == YT_PATH_NEGATED)
    g_string_append_c(out, path->op == YT_PATH_INVERSE ? '^' : '!');
  g_string_append_c(out, '(');
  for (guint i = 0; i < path->n_parts; i++) {
    if (i > 0)
      g_string_append(out, separators[path->op]);
    append_path(out, path->parts[i]);
  }
  g_string_append_c(out, ')');
  if (path->op == YT_PATH_ZERO_OR_MORE || path->op == YT_PATH_ONE_OR_MORE || path->op == YT_PATH_ZERO_OR_ONE)
    g_string_append(out, separators[path->op]);
}

const char *
yt_explain_pattern(const YtExec *exec, const YtAlgebra *pattern)
{
  if (!exec->has_timing)
    return NULL;
  g_autoptr(GString) out = g_string_new(NULL);
  append_slot(out, exec, &pattern->slots[0]);
  g_string_append_c(out, ' ');
  if (pattern->op == YT_ALGEBRA_PATH)
    append_path(out, pattern->path);
  else
    append_slot(out, exec, &pattern->slots[1]);
  g_string_append_c(out, ' ');
  append_slot(out, exec, &pattern->slots[2]);
  if (pattern->graph.kind == YT_GRAPH_SLOT_VARIABLE) {
    g_string_append(out, " in ");
    append_variable(out, exec, pattern->graph.variable);
  } else if (pattern->graph.kind == YT_GRAPH_SLOT_TERM) {
    g_string_append(out, " in ");
    append_id(out, exec, pattern->graph.id);
  }
  return yt_arena_strndup(exec->arena, out->str, out->len);
}

const char *
yt_explain_variables(const YtExec *exec, const guint *variables, guint n_variables)
{
  if (!exec->has_timing)
    return NULL;
  g_autoptr(GString) out = g_string_new(NULL);
  for (guint i = 0; i < n_variables; i++) {
    if (i > 0)
      g_string_append_c(out, ' ');
    append_variable(out, exec, variables[i]);
  }
  return yt_arena_strndup(exec->arena, out->str, out->len);
}

static void
append_text(GString *out, const YtOp *op, guint depth)
{
  g_string_append_printf(out, "%*s%s", (int) depth * 2, "", op->class->name);
  if (op->detail)
    g_string_append_printf(out, " %s", op->detail);
  g_string_append_printf(out, "  (expected %.0f rows, got %" G_GUINT64_FORMAT, op->estimate, op->n_rows);
  if (op->n_opened > 1)
    g_string_append_printf(out, " in %" G_GUINT64_FORMAT " runs", op->n_opened);
  g_string_append_printf(out, "; %.2f ms)\n", (double) op->time_us / 1000);
  for (guint i = 0; i < op->n_children; i++)
    append_text(out, op->children[i], depth + 1);
}

static void
append_json_string(GString *out, const char *text)
{
  g_string_append_c(out, '"');
  for (const char *p = text; *p; p++)
    if (*p == '"' || *p == '\\')
      g_string_append_printf(out, "\\%c", *p);
    else if ((guchar) *p < 0x20)
      g_string_append_printf(out, "\\u%04x", (guchar) *p);
    else
      g_string_append_c(out, *p);
  g_string_append_c(out, '"');
}

static void
append_json(GString *out, const YtOp *op)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append(out, "{\"operator\":");
  append_json_string(out, op->class->name);
  if (op->detail) {
    g_string_append(out, ",\"detail\":");
    append_json_string(out, op->detail);
  }
  g_string_append_printf(out, ",\"expectedRows\":%s",
                         g_ascii_formatd(number, sizeof number, "%.0f", op->estimate));
  g_string_append_printf(
      out, ",\"rows\":%" G_GUINT64_FORMAT ",\"runs\":%" G_GUINT64_FORMAT ",\"milliseconds\":%s", op->n_rows,
      op->n_opened, g_ascii_formatd(number, sizeof number, "%.3f", (double) op->time_us / 1000));
  if (op->n_children) {
    g_string_append(out, ",\"children\":[");
    for (guint i = 0; i < op->n_children; i++) {
      if (i > 0)
        g_string_append_c(out, ',');
      append_json(out, op->children[i]);
    }
    g_string_append_c(out, ']');
  }
  g_string_append_c(out, '}');
}

char *
yt_explain_format(const YtOp *op, gboolean as_json)
{
  GString *out = g_string_new(NULL);
  if (as_json) {
    append_json(out, op);
    g_string_append_c(out, '\n');
  } else
    append_text(out, op, 0);
  return g_string_free(out, FALSE);
}
