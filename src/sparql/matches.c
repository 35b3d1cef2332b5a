/* matches.c: see matches.h. */
#include "sparql/matches.h"
#include "sparql/magic.h"

gboolean
yt_is_matches(const YtTriplePattern *triple)
{
  return yt_magic_is(triple, YT_MATCHES);
}

/* The two sides */

static gboolean
read_subjects(YtMatches *matches, const GPtrArray *members, GError **error)
{
  static const char *const names[] = {"the score", "the literal", "the property"};
  if (members->len == 0 || members->len > 1 + YT_MATCHES_N_OUT)
    return yt_magic_refuse(error, YT_MATCHES,
                           "expected one to four of (?thing ?score ?literal ?property) before it, found %u",
                           members->len);
  matches->subject = *(const YtNode *) g_ptr_array_index(members, 0);
  for (guint i = 1; i < members->len; i++)
    matches->has_out[i - 1] = TRUE;
  return yt_magic_read_variables(YT_MATCHES, members, 1, names, matches->out, error);
}

static gboolean
read_limit(YtMatches *matches, const YtTerm *term, GError **error)
{
  g_autofree char *digits = g_strndup(term->text, term->n_text);
  if (yt_magic_has_datatype(term, YT_XSD_NS "integer") &&
      g_ascii_string_to_unsigned(digits, 10, 0, G_MAXUINT32, &matches->limit, NULL))
    return TRUE;
  return yt_magic_refuse(error, YT_MATCHES, "expected a whole number behind the words, found \"%s\"", digits);
}

static gboolean
read_objects(YtMatches *matches, const GPtrArray *members, GError **error)
{
  for (guint i = 0; i < members->len; i++) {
    const YtNode *node = g_ptr_array_index(members, i);
    const YtTerm *term = &node->term;
    if (node->is_variable)
      return yt_magic_refuse(error, YT_MATCHES, "expected a string to look for, found a variable");
    if (term->kind == YT_TERM_IRI && !matches->text)
      g_ptr_array_add(matches->properties, (gpointer) term);
    else if (term->kind == YT_TERM_LITERAL && !matches->text &&
             (!term->datatype || term->language || yt_magic_has_datatype(term, YT_XSD_NS "string")))
      matches->text = term;
    else if (term->kind == YT_TERM_LITERAL && matches->text && i + 1 == members->len)
      return read_limit(matches, term, error);
    else
      return yt_magic_refuse(
          error, YT_MATCHES,
          "expected (property… \"words\" limit) behind it, found something else at place %u", i + 1);
  }
  return matches->text || yt_magic_refuse(error, YT_MATCHES, "expected a string to look for");
}

gboolean
yt_matches_init(YtMatches *matches, const GPtrArray *triples, guint index, gboolean *used, GError **error)
{
  const YtTriplePattern *triple = g_ptr_array_index(triples, index);
  used[index] = TRUE;
  *matches = (YtMatches){.properties = g_ptr_array_new(), .limit = G_MAXUINT64};
  g_autoptr(GPtrArray) subjects = yt_magic_list_members(triples, &triple->subject, used);
  g_autoptr(GPtrArray) objects = yt_magic_list_members(triples, &triple->object, used);
  return read_subjects(matches, subjects, error) && read_objects(matches, objects, error);
}

void
yt_matches_clear(YtMatches *matches)
{
  g_clear_pointer(&matches->properties, g_ptr_array_unref);
}
