/* json.c: SPARQL 1.1 Query Results JSON Format. */
#include "remote/table.h"

#include <json-glib/json-glib.h>
#include <string.h>

enum { MAX_DEPTH = 64 }; /* json-glib reads by recursion, and the format nests five deep */

static gboolean G_GNUC_PRINTF(2, 3) refuse(GError **error, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *message = g_strdup_vprintf(format, args);
  va_end(args);
  g_set_error(error, YT_REMOTE_ERROR, YT_REMOTE_ERROR_FAILED, "the answer in JSON: %s", message);
  return FALSE;
}

static gboolean
is_shallow(const char *text, gsize n_text)
{
  guint depth = 0;
  gboolean in_string = FALSE;
  for (gsize i = 0; i < n_text; i++) {
    if (in_string && text[i] == '\\')
      i++;
    else if (text[i] == '"')
      in_string = !in_string;
    else if (!in_string && (text[i] == '{' || text[i] == '[')) {
      if (++depth > MAX_DEPTH)
        return FALSE;
    } else if (!in_string && (text[i] == '}' || text[i] == ']') && depth > 0)
      depth--;
  }
  return TRUE;
}

/* NULL when it is missing or of another kind. */
static JsonObject *
get_object(JsonObject *object, const char *name)
{
  JsonNode *node = object ? json_object_get_member(object, name) : NULL;
  return node && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

static JsonArray *
get_array(JsonObject *object, const char *name)
{
  JsonNode *node = object ? json_object_get_member(object, name) : NULL;
  return node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
}

static const char *
get_text(JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member(object, name);
  return node && JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING
             ? json_node_get_string(node)
             : NULL;
}

static gboolean
read_term(JsonObject *object, YtTerm *term, GError **error)
{
  const char *type = get_text(object, "type"), *value = get_text(object, "value");
  if (!type || !value)
    return refuse(error, "expected a term with type and value");
  if (!strcmp(type, "uri"))
    *term = yt_term_iri(value);
  else if (!strcmp(type, "bnode"))
    *term = yt_term_blank(value);
  else if (!strcmp(type, "literal") || !strcmp(type, "typed-literal")) {
    const char *language = get_text(object, "xml:lang"), *datatype = get_text(object, "datatype");
    *term = language   ? yt_term_tagged(value, language)
            : datatype ? yt_term_typed(value, datatype)
                       : yt_term_literal(value);
  } else
    return refuse(error, "expected a term of type uri, literal or bnode, found “%s”", type);
  return TRUE;
}

static gboolean
read_row(YtRemoteTable *table, JsonObject *binding, GError **error)
{
  yt_remote_table_add_row(table);
  for (guint c = 0; c < table->names->len; c++) {
    const char *name = g_ptr_array_index(table->names, c);
    YtTerm term;
    if (!json_object_has_member(binding, name))
      continue;
    JsonObject *object = get_object(binding, name);
    if (!object)
      return refuse(error, "expected a term for %s", name);
    if (!read_term(object, &term, error))
      return FALSE;
    yt_remote_table_set(table, c, &term);
  }
  return TRUE;
}

static gboolean
read_table(YtRemoteTable *table, JsonObject *root, GError **error)
{
  JsonArray *names = get_array(get_object(root, "head"), "vars"),
            *rows = get_array(get_object(root, "results"), "bindings");
  if (!names || !rows)
    return refuse(error, "expected solutions, with head.vars and results.bindings");
  for (guint i = 0; i < json_array_get_length(names); i++) {
    JsonNode *node = json_array_get_element(names, i);
    if (!JSON_NODE_HOLDS_VALUE(node) || json_node_get_value_type(node) != G_TYPE_STRING)
      return refuse(error, "expected names in head.vars");
    yt_remote_table_add_name(table, json_node_get_string(node));
  }
  for (guint i = 0; i < json_array_get_length(rows); i++) {
    JsonNode *node = json_array_get_element(rows, i);
    if (!JSON_NODE_HOLDS_OBJECT(node))
      return refuse(error, "expected an object for each solution");
    if (!read_row(table, json_node_get_object(node), error))
      return FALSE;
  }
  return TRUE;
}

YtRemoteTable *
yt_remote_read_json(const char *text, gsize n_text, GError **error)
{
  g_autoptr(JsonParser) parser = json_parser_new_immutable();
  g_autoptr(YtRemoteTable) table = yt_remote_table_new();
  g_autoptr(GError) problem = NULL;
  if (!is_shallow(text, n_text) || !g_utf8_validate_len(text, n_text, NULL)) {
    refuse(error, "expected the results format in UTF-8, found something else");
    return NULL;
  }
  if (!json_parser_load_from_data(parser, text, (gssize) n_text, &problem)) {
    refuse(error, "%s", problem->message);
    return NULL;
  }
  JsonNode *root = json_parser_get_root(parser);
  if (!root || !JSON_NODE_HOLDS_OBJECT(root)) {
    refuse(error, "expected an object");
    return NULL;
  }
  return read_table(table, json_node_get_object(root), error) ? g_steal_pointer(&table) : NULL;
}
