/* way-pattern.c: see way-pattern.h. */
#include "sparql/way-pattern.h"
#include "sparql/magic.h"
#include "sparql/sparql.h"

enum { DEFAULT_WAYS = 3, DEFAULT_STEPS = 6 };

gboolean
yt_is_way_pattern(const YtTriplePattern *triple)
{
  return yt_magic_is(triple, YT_WAY_PATTERN);
}

static gboolean
read_subjects(YtWayPattern *pattern, const GPtrArray *members, GError **error)
{
  static const char *const names[] = {"the path's number", "the step's number", "the subject",
                                      "the predicate",     "the object",        "the cost"};
  if (members->len == 0 || members->len > YT_WAY_N_OUT)
    return yt_magic_refuse(
        error, YT_WAY_PATTERN,
        "expected one to six of (?path ?step ?subject ?predicate ?object ?cost) before it, found %u",
        members->len);
  pattern->n_out = members->len;
  return yt_magic_read_variables(YT_WAY_PATTERN, members, 0, names, pattern->out, error);
}

static gboolean
read_thing(const YtTerm **thing, const YtNode *node, const char *what, GError **error)
{
  if (node->is_variable || node->term.kind != YT_TERM_IRI)
    return yt_magic_refuse(error, YT_WAY_PATTERN, "expected an IRI for %s, found %s", what,
                           node->is_variable ? "a variable" : "another term");
  *thing = &node->term;
  return TRUE;
}

static gboolean
read_number(guint *number, const YtNode *node, const char *what, guint most, GError **error)
{
  g_autofree char *digits = node->is_variable ? NULL : g_strndup(node->term.text, node->term.n_text);
  guint64 value;
  if (!digits || !yt_magic_has_datatype(&node->term, YT_XSD_NS "integer") ||
      !g_ascii_string_to_unsigned(digits, 10, 1, most, &value, NULL))
    return yt_magic_refuse(error, YT_WAY_PATTERN, "expected 1 to %u for the number of %s, found %s", most,
                           what, digits ? digits : "a variable");
  *number = (guint) value;
  return TRUE;
}

static gboolean
read_objects(YtWayPattern *pattern, const GPtrArray *members, GError **error)
{
  if (members->len < 2 || members->len > 4)
    return yt_magic_refuse(error, YT_WAY_PATTERN, "expected (from to ways steps) behind it, found %u",
                           members->len);
  return read_thing(&pattern->from, g_ptr_array_index(members, 0), "where paths begin", error) &&
         read_thing(&pattern->to, g_ptr_array_index(members, 1), "where they end", error) &&
         (members->len < 3 || read_number(&pattern->n_ways, g_ptr_array_index(members, 2), "paths",
                                          YT_SPARQL_MOST_PATHS, error)) &&
         (members->len < 4 || read_number(&pattern->max_steps, g_ptr_array_index(members, 3), "steps",
                                          YT_SPARQL_MOST_STEPS, error));
}

gboolean
yt_way_pattern_init(YtWayPattern *pattern, const GPtrArray *triples, guint index, gboolean *used,
                    GError **error)
{
  const YtTriplePattern *triple = g_ptr_array_index(triples, index);
  if (used)
    used[index] = TRUE;
  *pattern = (YtWayPattern){.n_ways = DEFAULT_WAYS, .max_steps = DEFAULT_STEPS};
  g_autoptr(GPtrArray) subjects = yt_magic_list_members(triples, &triple->subject, used);
  g_autoptr(GPtrArray) objects = yt_magic_list_members(triples, &triple->object, used);
  return read_subjects(pattern, subjects, error) && read_objects(pattern, objects, error);
}
