/* rdfxml.c: triples to RDF/XML 1.1.
 *
 *   <rdf:Description rdf:about="https://w3id.org/yuantu/id/park/光谷">
 *     <rdfs:label xml:lang="zh">光谷</rdfs:label>
 *     <yt:hosts rdf:resource="http://a.example/x"/>
 *   </rdf:Description>
 *
 * A predicate is the name of an element: a namespace, and behind it the longest end of the IRI that XML takes for a name.
 * One of the prefixes serves where it fits; otherwise the element declares its own. There are triples that RDF/XML has no
 * way to write: a predicate that ends in no name, and a text with a character that XML does not know. They are errors. */
#include "rdf/scan.h"
#include "rdf/writer.h"
#include <string.h>

/* NCName of XML Namespaces 1.0, in the letters that PN_CHARS_BASE knows, which are among those of XML 1.0. */
static gboolean
is_name_start(gunichar c)
{
  return c == '_' || yt_is_pn_chars_base(c);
}

static gboolean
is_name(const char *start, const char *end)
{
  if (start == end || !is_name_start(g_utf8_get_char(start)))
    return FALSE;
  for (const char *p = start; p < end; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (c != '.' && !yt_is_pn_chars(c))
      return FALSE;
  }
  return TRUE;
}

/* Where the local name of @iri begins: its longest end that is a name. Its end when there is none. */
static const char *
find_local(const char *iri, const char *end)
{
  const char *found = end;
  for (const char *p = end; p > iri;) {
    p = g_utf8_prev_char(p);
    gunichar c = g_utf8_get_char(p);
    if (c != '.' && !yt_is_pn_chars(c))
      break;
    if (is_name_start(c))
      found = p;
  }
  return found;
}

static gboolean
append_text(GString *out, const char *text, gsize n_text)
{
  for (const char *p = text, *end = text + n_text; p < end; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    switch (c) {
    case '<': g_string_append(out, "&lt;"); break;
    case '>': g_string_append(out, "&gt;"); break;
    case '&': g_string_append(out, "&amp;"); break;
    case '"': g_string_append(out, "&quot;"); break;
    case '\r': g_string_append(out, "&#13;"); break; /* else a reader makes a line feed of it */
    case '\t':
    case '\n': g_string_append_c(out, (char) c); break;
    default:
      if (c < 0x20 || c == 0xFFFE || c == 0xFFFF)
        return FALSE;
      g_string_append_unichar(out, c);
    }
  }
  return TRUE;
}

/* A label as a name: "n" and the label, with "_" and two digits for each byte that is no letter or digit. */
static void
append_node_id(GString *out, const YtTerm *blank)
{
  g_string_append_c(out, 'n');
  for (gsize i = 0; i < blank->n_text; i++) {
    if (g_ascii_isalnum(blank->text[i]))
      g_string_append_c(out, blank->text[i]);
    else
      g_string_append_printf(out, "_%02X", (guchar) blank->text[i]);
  }
}

static void
append_reference(GString *out, const YtTerm *term, const char *attribute)
{
  g_string_append_printf(out, " rdf:%s=\"", term->kind == YT_TERM_BLANK ? "nodeID" : attribute);
  if (term->kind == YT_TERM_BLANK)
    append_node_id(out, term);
  else
    append_text(out, term->text, term->n_text); /* IRIs have no control characters */
  g_string_append_c(out, '"');
}

static void
append_head(YtRdfWriter *writer)
{
  gboolean has_rdf = FALSE;
  if (writer->has_head)
    return;
  writer->has_head = TRUE;
  g_string_append(writer->buffer, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF");
  for (guint i = 0; i < writer->prefixes->len; i++) {
    const YtPrefix *prefix = &g_array_index(writer->prefixes, YtPrefix, i);
    if (strcmp(prefix->name, "rdf") == 0) {
      has_rdf = TRUE;
    } else if (!is_name(prefix->name, prefix->name + prefix->n_name)) {
      continue;
    }
    g_string_append_printf(writer->buffer, "%s xmlns:%s=\"", i > 0 ? "\n   " : "", prefix->name);
    append_text(writer->buffer, prefix->iri, prefix->n_iri);
    g_string_append_c(writer->buffer, '"');
  }
  if (!has_rdf)
    g_string_append(writer->buffer, " xmlns:rdf=\"" YT_RDF_NS "\"");
  g_string_append(writer->buffer, ">\n");
}

static void
close_node(YtRdfWriter *writer)
{
  if (writer->subject.kind != YT_TERM_UNBOUND)
    g_string_append(writer->buffer, "  </rdf:Description>\n");
  writer->subject.kind = YT_TERM_UNBOUND;
}

/* "prefix:local", or "p:local" with @declare set, for a namespace of @n_namespace bytes. */
static char *
dup_element(const YtRdfWriter *writer, const YtTerm *predicate, const char *local, gboolean *declare)
{
  gsize n_namespace = (gsize) (local - predicate->text), n_local = predicate->n_text - n_namespace;
  const YtPrefix *prefix = yt_writer_find_prefix(writer, predicate->text, predicate->n_text);
  *declare = !prefix || prefix->n_iri != n_namespace || !is_name(prefix->name, prefix->name + prefix->n_name);
  return g_strdup_printf("%s:%.*s", *declare ? "p" : prefix->name, (int) MIN(n_local, G_MAXINT), local);
}

static gboolean
append_property(YtRdfWriter *writer, const YtTermQuad *quad, const char *local)
{
  GString *out = writer->buffer;
  const YtTerm *object = &quad->object;
  gboolean declare, ok = TRUE;
  g_autofree char *element = dup_element(writer, &quad->predicate, local, &declare);
  g_string_append_printf(out, "    <%s", element);
  if (declare) {
    g_string_append(out, " xmlns:p=\"");
    append_text(out, quad->predicate.text, (gsize) (local - quad->predicate.text));
    g_string_append_c(out, '"');
  }
  if (object->kind != YT_TERM_LITERAL) {
    append_reference(out, object, "resource");
    g_string_append(out, "/>\n");
    return TRUE;
  }
  const char *attribute = object->language ? object->language : object->datatype;
  if (attribute) {
    g_string_append(out, object->language ? " xml:lang=\"" : " rdf:datatype=\"");
    append_text(out, attribute, object->language ? object->n_language : object->n_datatype);
    g_string_append_c(out, '"');
  }
  g_string_append_c(out, '>');
  ok = append_text(out, object->text, object->n_text);
  g_string_append_printf(out, "</%s>\n", element);
  return ok;
}

gboolean
yt_rdfxml_add(YtRdfWriter *writer, const YtTermQuad *quad, GError **error)
{
  const YtTerm *predicate = &quad->predicate;
  const char *end = predicate->text + predicate->n_text, *local = find_local(predicate->text, end);
  if (local == end || local == predicate->text) {
    g_set_error(error, YT_RDF_ERROR, YT_RDF_ERROR_UNSUPPORTED,
                "expected a predicate that ends in a name, which RDF/XML needs, found <%.*s>",
                (int) MIN(predicate->n_text, 1000), predicate->text);
    return FALSE;
  }
  append_head(writer);
  if (!yt_open_is(&writer->subject, &quad->subject)) {
    close_node(writer);
    g_string_append(writer->buffer, "  <rdf:Description");
    append_reference(writer->buffer, &quad->subject, "about");
    g_string_append(writer->buffer, ">\n");
    yt_open_set(&writer->subject, &quad->subject);
  }
  if (append_property(writer, quad, local))
    return TRUE;
  g_set_error(error, YT_RDF_ERROR, YT_RDF_ERROR_UNSUPPORTED,
              "expected characters that XML knows, found a control character in a literal of <%.*s>",
              (int) MIN(predicate->n_text, 1000), predicate->text);
  return FALSE;
}

void
yt_rdfxml_finish(YtRdfWriter *writer)
{
  append_head(writer);
  close_node(writer);
  g_string_append(writer->buffer, "</rdf:RDF>\n");
}
