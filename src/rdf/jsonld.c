/* jsonld.c: quads to JSON-LD 1.1.
 *
 * The document is one object: the prefixes as its context, and its nodes in the order in which they come. A node of a
 * named graph stands in the @graph of an object that has the graph's name.
 *
 *   {
 *     "@context": {
 *       "id": "https://w3id.org/yuantu/id/"
 *     },
 *     "@graph": [
 *       {
 *         "@id": "id:park/光谷",
 *         "@type": ["yt:Park"],
 *         "rdfs:label": [{"@language": "zh", "@value": "光谷"}]
 *       },
 *       {
 *         "@id": "http://a.example/g",
 *         "@graph": [
 *           …
 *         ]
 *       }
 *     ]
 *   }
 *
 * Values always stand in an array, so that the shape of a document does not depend on how many there are. A literal is
 * a bare string, a number or a truth value only where a reader gets the very same lexical form back from it.
 *
 * An object has each key once. So a predicate that comes again after others closes the node and opens another of the
 * same subject: readers put such nodes together. And JSON-LD has no way to write an IRI such as id:x in full where "id"
 * is a prefix: a node that holds one has the context null, which takes all prefixes away. */
#include "base/base.h"
#include "rdf/writer.h"
#include <string.h>

void
yt_jsonld_init(YtRdfWriter *writer)
{
  writer->keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

/* ---- names ---- */

/* Would a reader take @iri for a name with one of the prefixes? JSON-LD 1.1 API, 5.2.2, step 6: not before "//". */
static gboolean
looks_short(const YtRdfWriter *writer, const char *iri, gsize n)
{
  const char *colon = memchr(iri, ':', n);
  if (!colon || (iri + n - colon >= 3 && colon[1] == '/' && colon[2] == '/'))
    return FALSE;
  for (guint i = 0; i < writer->prefixes->len; i++) {
    const YtPrefix *prefix = &g_array_index(writer->prefixes, YtPrefix, i);
    if (prefix->n_name == (gsize) (colon - iri) && memcmp(prefix->name, iri, prefix->n_name) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
term_looks_short(const YtRdfWriter *writer, const YtTerm *term)
{
  if (term->kind == YT_TERM_IRI)
    return looks_short(writer, term->text, term->n_text);
  return term->kind == YT_TERM_LITERAL && term->n_datatype &&
         looks_short(writer, term->datatype, term->n_datatype);
}

/* JSON-LD has no empty prefix, and a prefix's own IRI may not look like a short one. */
static gboolean
is_usable(const YtRdfWriter *writer, const YtPrefix *prefix)
{
  return prefix->n_name > 0 && prefix->n_iri > 0 && !looks_short(writer, prefix->iri, prefix->n_iri);
}

static void
append_name(YtRdfWriter *writer, const char *iri, gsize n)
{
  const YtPrefix *prefix = writer->is_plain ? NULL : yt_writer_find_prefix(writer, iri, n);
  if (!prefix || !is_usable(writer, prefix) ||
      (n - prefix->n_iri >= 2 && iri[prefix->n_iri] == '/' && iri[prefix->n_iri + 1] == '/')) {
    yt_json_append_string(writer->buffer, iri, n);
    return;
  }
  g_string_append_c(writer->buffer, '"'); /* neither a prefix nor an IRI has anything to escape */
  g_string_append_len(writer->buffer, prefix->name, (gssize) prefix->n_name);
  g_string_append_c(writer->buffer, ':');
  g_string_append_len(writer->buffer, iri + prefix->n_iri, (gssize) (n - prefix->n_iri));
  g_string_append_c(writer->buffer, '"');
}

static void
append_resource(YtRdfWriter *writer, const YtTerm *term)
{
  if (term->kind == YT_TERM_IRI) {
    append_name(writer, term->text, term->n_text);
  } else {
    g_autofree char *label = g_strdup_printf("_:%.*s", (int) term->n_text, term->text);
    yt_json_append_string(writer->buffer, label, strlen(label));
  }
}

/* ---- values ---- */

/* JSON-LD 1.1 API, 8.2: a whole number becomes an integer without leading zeros; 15 digits are exact in any reader. */
static gboolean
is_native(const YtTerm *term)
{
  const char *p = term->text, *end = p + term->n_text;
  if (yt_term_has_datatype(term, "boolean"))
    return (term->n_text == 4 && memcmp(p, "true", 4) == 0) ||
           (term->n_text == 5 && memcmp(p, "false", 5) == 0);
  if (!yt_term_has_datatype(term, "integer"))
    return FALSE;
  if (term->n_text == 1)
    return g_ascii_isdigit(*p);
  p += p < end && *p == '-';
  if (p == end || *p == '0' || end - p > 15)
    return FALSE;
  while (p < end && g_ascii_isdigit(*p))
    p++;
  return p == end;
}

static void
append_literal(YtRdfWriter *writer, const YtTerm *term)
{
  GString *out = writer->buffer;
  if (term->n_language) {
    g_string_append(out, "{\"@language\": ");
    yt_json_append_string(out, term->language, term->n_language);
  } else if (!term->n_datatype) {
    yt_json_append_string(out, term->text, term->n_text);
    return;
  } else if (is_native(term)) {
    g_string_append_len(out, term->text, (gssize) term->n_text);
    return;
  } else {
    g_string_append(out, "{\"@type\": ");
    append_name(writer, term->datatype, term->n_datatype);
  }
  g_string_append(out, ", \"@value\": ");
  yt_json_append_string(out, term->text, term->n_text);
  g_string_append_c(out, '}');
}

static void
append_object(YtRdfWriter *writer, const YtTermQuad *quad, gboolean is_type)
{
  if (quad->object.kind == YT_TERM_LITERAL) {
    append_literal(writer, &quad->object);
  } else if (is_type) {
    append_resource(writer, &quad->object);
  } else {
    g_string_append(writer->buffer, "{\"@id\": ");
    append_resource(writer, &quad->object);
    g_string_append_c(writer->buffer, '}');
  }
}

/* ---- the document ---- */

static void
append_head(YtRdfWriter *writer)
{
  if (writer->has_head)
    return;
  writer->has_head = TRUE;
  const char *separator = "  \"@context\": {\n";
  g_string_append(writer->buffer, "{\n");
  for (guint i = 0; i < writer->prefixes->len; i++) {
    const YtPrefix *prefix = &g_array_index(writer->prefixes, YtPrefix, i);
    if (!is_usable(writer, prefix))
      continue;
    g_string_append_printf(writer->buffer, "%s    \"%s\": ", separator, prefix->name);
    separator = ",\n";
    /* JSON-LD 1.1, 4.1.5: what does not end in one of these has to be called a prefix. */
    gboolean is_plain = strchr(":/?#[]@", prefix->iri[prefix->n_iri - 1]) != NULL;
    g_string_append(writer->buffer, is_plain ? "" : "{\"@id\": ");
    yt_json_append_string(writer->buffer, prefix->iri, prefix->n_iri);
    g_string_append(writer->buffer, is_plain ? "" : ", \"@prefix\": true}");
  }
  if (*separator == ',')
    g_string_append(writer->buffer, "\n  },\n");
  g_string_append(writer->buffer, "  \"@graph\": [");
}

static void
begin_line(YtRdfWriter *writer, const char *text)
{
  g_string_append(writer->buffer, writer->graph.kind != YT_TERM_UNBOUND ? "\n        " : "\n    ");
  g_string_append(writer->buffer, text);
}

static void
close_node(YtRdfWriter *writer)
{
  if (writer->subject.kind == YT_TERM_UNBOUND)
    return;
  g_string_append_c(writer->buffer, ']');
  begin_line(writer, "}");
  writer->subject.kind = writer->predicate.kind = YT_TERM_UNBOUND;
  g_hash_table_remove_all(writer->keys);
}

static void
close_graph(YtRdfWriter *writer)
{
  close_node(writer);
  if (writer->graph.kind != YT_TERM_UNBOUND)
    g_string_append(writer->buffer, "\n      ]\n    }");
  writer->graph.kind = YT_TERM_UNBOUND;
  g_string_truncate(writer->graph.text, 0);
  writer->is_plain_graph = FALSE;
}

static void
begin_object(YtRdfWriter *writer, gboolean *has_others, gboolean says_plain, const YtTerm *name)
{
  if (*has_others)
    g_string_append_c(writer->buffer, ',');
  *has_others = TRUE;
  begin_line(writer, "{");
  if (says_plain)
    begin_line(writer, "  \"@context\": null,");
  begin_line(writer, "  \"@id\": ");
  append_resource(writer, name);
}

static void
open_graph(YtRdfWriter *writer, const YtTerm *graph)
{
  close_graph(writer);
  if (graph->kind == YT_TERM_UNBOUND)
    return;
  writer->is_plain = writer->is_plain_graph = term_looks_short(writer, graph);
  begin_object(writer, &writer->has_node, writer->is_plain, graph);
  g_string_append(writer->buffer, ",\n      \"@graph\": [");
  yt_open_set(&writer->graph, graph);
  writer->has_inner_node = FALSE;
}

static void
open_node(YtRdfWriter *writer, const YtTerm *subject, gboolean is_plain)
{
  close_node(writer);
  writer->is_plain = writer->is_plain_graph || is_plain;
  gboolean in_graph = writer->graph.kind != YT_TERM_UNBOUND;
  begin_object(writer, in_graph ? &writer->has_inner_node : &writer->has_node,
               is_plain && !writer->is_plain_graph, subject);
  yt_open_set(&writer->subject, subject);
}

void
yt_jsonld_add(YtRdfWriter *writer, const YtTermQuad *quad)
{
  append_head(writer);
  if (!yt_open_is(&writer->graph, &quad->graph))
    open_graph(writer, &quad->graph);

  gboolean is_type = yt_term_is_rdf_type(&quad->predicate) && quad->object.kind != YT_TERM_LITERAL;
  g_autofree char *key =
      is_type ? g_strdup("@type") : g_strndup(quad->predicate.text, quad->predicate.n_text);
  gboolean needs_plain = term_looks_short(writer, &quad->subject) ||
                         term_looks_short(writer, &quad->predicate) ||
                         term_looks_short(writer, &quad->object);
  YtTerm key_term = yt_term_iri(key);
  gboolean is_next = yt_open_is(&writer->subject, &quad->subject) && (writer->is_plain || !needs_plain);
  gboolean is_same = is_next && yt_open_is(&writer->predicate, &key_term);
  if (!is_next || (!is_same && g_hash_table_contains(writer->keys, key)))
    open_node(writer, &quad->subject, needs_plain);

  if (is_same) {
    g_string_append(writer->buffer, ", ");
  } else {
    g_string_append(writer->buffer, writer->predicate.kind != YT_TERM_UNBOUND ? "]," : ",");
    begin_line(writer, "  ");
    if (is_type)
      g_string_append(writer->buffer, "\"@type\"");
    else
      append_name(writer, key, quad->predicate.n_text);
    g_string_append(writer->buffer, ": [");
    yt_open_set(&writer->predicate, &key_term);
    g_hash_table_add(writer->keys, g_steal_pointer(&key));
  }
  append_object(writer, quad, is_type);
}

void
yt_jsonld_finish(YtRdfWriter *writer)
{
  append_head(writer);
  close_graph(writer);
  g_string_append(writer->buffer, writer->has_node ? "\n  ]\n}\n" : "]\n}\n");
}
