/* write.c: quads to N-Triples, N-Quads, Turtle and TriG; jsonld.c has the rest of the syntaxes.
 *
 * The same quads in the same order give the same bytes. Turtle and TriG put one predicate on a line:
 *
 *   yt:id a yt:Park ;
 *       rdfs:label "光谷生物城"@zh ;
 *       yt:hosts <http://a.example/x> , _:b1 .
 *
 * A literal loses its quotes only when its datatype says integer, decimal or boolean and its lexical form is, letter
 * for letter, what the grammar reads back as that datatype: "5"^^xsd:decimal keeps them, since 5 is an integer. */
#include "rdf/scan.h"
#include "rdf/writer.h"

#include "base/base.h"
#include <string.h>

#define FLUSH_SIZE (64 * 1024) /* bytes: few system calls, still in the cache */

static void
clear_prefix(gpointer data)
{
  YtPrefix *prefix = data;
  g_free(prefix->name);
  g_free(prefix->iri);
}

YtRdfWriter *
yt_rdf_writer_new(YtRdfFormat format, GOutputStream *out)
{
  g_return_val_if_fail(G_IS_OUTPUT_STREAM(out), NULL);
  YtRdfWriter *writer = g_new0(YtRdfWriter, 1);
  writer->format = format;
  writer->out = g_object_ref(out);
  writer->buffer = g_string_sized_new(2 * FLUSH_SIZE);
  writer->prefixes = g_array_new(FALSE, FALSE, sizeof(YtPrefix));
  g_array_set_clear_func(writer->prefixes, clear_prefix);
  writer->graph.text = g_string_new(NULL);
  writer->subject.text = g_string_new(NULL);
  writer->predicate.text = g_string_new(NULL);
  if (format == YT_RDF_JSONLD)
    yt_jsonld_init(writer);
  return writer;
}

void
yt_rdf_writer_free(YtRdfWriter *writer)
{
  if (!writer)
    return;
  g_object_unref(writer->out);
  g_string_free(writer->buffer, TRUE);
  g_array_unref(writer->prefixes);
  g_string_free(writer->graph.text, TRUE);
  g_string_free(writer->subject.text, TRUE);
  g_string_free(writer->predicate.text, TRUE);
  g_clear_pointer(&writer->keys, g_hash_table_unref);
  g_free(writer);
}

/* PN_PREFIX ::= PN_CHARS_BASE ((PN_CHARS | '.')* PN_CHARS)?; the empty prefix is one too. */
static gboolean
is_prefix_name(const char *name)
{
  gunichar c = 0;
  if (*name == 0)
    return TRUE;
  if (!g_utf8_validate(name, -1, NULL) || !yt_is_pn_chars_base(g_utf8_get_char(name)))
    return FALSE;
  for (; *name; name = g_utf8_next_char(name)) {
    c = g_utf8_get_char(name);
    if (c != '.' && !yt_is_pn_chars(c))
      return FALSE;
  }
  return c != '.';
}

void
yt_rdf_writer_add_prefix(YtRdfWriter *writer, const char *name, const char *iri)
{
  g_return_if_fail(writer && name && iri && !writer->has_head);
  gsize n_iri = strlen(iri);
  g_return_if_fail(is_prefix_name(name) && yt_scan_iri(iri, iri + n_iri) == iri + n_iri);
  for (guint i = 0; i < writer->prefixes->len; i++)
    if (strcmp(g_array_index(writer->prefixes, YtPrefix, i).name, name) == 0) {
      g_array_remove_index(writer->prefixes, i);
      break;
    }
  YtPrefix prefix = {g_strdup(name), g_strdup(iri), strlen(name), n_iri};
  g_array_append_val(writer->prefixes, prefix);
}

void
yt_rdf_writer_add_known_prefixes(YtRdfWriter *writer)
{
  static const char *const known[][2] = {{"yt", YT_NS},        {"id", YT_ID},      {"rdf", YT_RDF_NS},
                                         {"rdfs", YT_RDFS_NS}, {"xsd", YT_XSD_NS}, {"skos", YT_SKOS_NS},
                                         {"dct", YT_DCT_NS}};
  for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
    yt_rdf_writer_add_prefix(writer, known[i][0], known[i][1]);
}

static gboolean
flush(YtRdfWriter *writer, GError **error)
{
  gboolean ok =
      g_output_stream_write_all(writer->out, writer->buffer->str, writer->buffer->len, NULL, NULL, error);
  g_string_truncate(writer->buffer, 0);
  return ok;
}

/* Can [p, end) be written behind a prefix? PN_LOCAL ::= (PN_CHARS_U | ':' | [0-9] | PLX)
 * ((PN_CHARS | '.' | ':' | PLX)* (PN_CHARS | ':' | PLX))?, where PLX ::= '%' HEX HEX | '\' a mark, which may be '%'. */
static gboolean
is_local(const char *p, const char *end)
{
  const char *next;
  if (p < end && (guchar) *p >= 0x80 && !yt_is_pn_chars_u(yt_scan_char(p, end, &next)))
    return FALSE; /* a combining mark may stand inside, but not at the beginning */
  while (p < end) {
    if (yt_scan_has(*p, YT_CLASS_LOCAL | YT_CLASS_ESCAPABLE) || *p == '%')
      p++;
    else if ((guchar) *p < 0x80 || !yt_is_pn_chars(yt_scan_char(p, end, &p)))
      return FALSE;
  }
  return TRUE;
}

static void
append_local(GString *out, const char *start, const char *end)
{
  for (const char *p = start, *run = p; p <= end; p++) {
    gboolean is_plain =
        p < end && ((guchar) *p >= 0x80 || (yt_scan_has(*p, YT_CLASS_LOCAL) && (*p != '-' || p > start)) ||
                    (*p == '.' && p > start && p + 1 < end) ||
                    (*p == '%' && end - p > 2 && g_ascii_isxdigit(p[1]) && g_ascii_isxdigit(p[2])));
    if (is_plain)
      continue;
    yt_append(out, run, (gsize) (p - run));
    run = p;
    if (p < end)
      yt_append(out, "\\", 1);
  }
}

const YtPrefix *
yt_writer_find_prefix(const YtRdfWriter *writer, const char *iri, gsize n)
{
  const YtPrefix *best = NULL;
  for (guint i = 0; i < writer->prefixes->len; i++) {
    const YtPrefix *prefix = &g_array_index(writer->prefixes, YtPrefix, i);
    if (prefix->n_iri <= n && (!best || prefix->n_iri > best->n_iri) &&
        memcmp(iri, prefix->iri, prefix->n_iri) == 0)
      best = prefix;
  }
  return best;
}

/* @iri is known to have no character that needs an escape. */
static void
append_iri(GString *out, const char *iri, gsize n)
{
  yt_append(out, "<", 1);
  yt_append(out, iri, n);
  yt_append(out, ">", 1);
}

static void
append_short_iri(YtRdfWriter *writer, const char *iri, gsize n)
{
  const YtPrefix *prefix = yt_writer_find_prefix(writer, iri, n);
  if (!prefix || !is_local(iri + prefix->n_iri, iri + n)) {
    append_iri(writer->buffer, iri, n);
    return;
  }
  yt_append(writer->buffer, prefix->name, prefix->n_name);
  yt_append(writer->buffer, ":", 1);
  append_local(writer->buffer, iri + prefix->n_iri, iri + n);
}

gboolean
yt_term_has_datatype(const YtTerm *term, const char *name)
{
  gsize n = strlen(name), n_ns = strlen(YT_XSD_NS);
  return term->n_datatype == n_ns + n && memcmp(term->datatype, YT_XSD_NS, n_ns) == 0 &&
         memcmp(term->datatype + n_ns, name, n) == 0;
}

/* INTEGER ::= [+-]? [0-9]+, DECIMAL ::= [+-]? [0-9]* '.' [0-9]+, BooleanLiteral ::= 'true' | 'false' */
static gboolean
is_bare(const YtTerm *term)
{
  const char *p = term->text, *end = p + term->n_text;
  if (yt_term_has_datatype(term, "boolean"))
    return (term->n_text == 4 && memcmp(p, "true", 4) == 0) ||
           (term->n_text == 5 && memcmp(p, "false", 5) == 0);
  gboolean is_decimal = yt_term_has_datatype(term, "decimal");
  if (!is_decimal && !yt_term_has_datatype(term, "integer"))
    return FALSE;
  if (p < end && (*p == '+' || *p == '-'))
    p++;
  const char *digits = p;
  while (p < end && g_ascii_isdigit(*p))
    p++;
  if (!is_decimal)
    return p > digits && p == end;
  if (p == end || *p != '.')
    return FALSE;
  for (digits = ++p; p < end && g_ascii_isdigit(*p);)
    p++;
  return p > digits && p == end;
}

static void
append_short(YtRdfWriter *writer, const YtTerm *term)
{
  if (term->kind == YT_TERM_IRI) {
    append_short_iri(writer, term->text, term->n_text);
  } else if (term->kind == YT_TERM_LITERAL && term->n_datatype && is_bare(term)) {
    g_string_append_len(writer->buffer, term->text, (gssize) term->n_text);
  } else if (term->kind == YT_TERM_LITERAL && term->n_datatype) {
    YtTerm string = {.kind = YT_TERM_LITERAL, .text = term->text, .n_text = term->n_text};
    yt_term_append(writer->buffer, &string);
    g_string_append(writer->buffer, "^^");
    append_short_iri(writer, term->datatype, term->n_datatype);
  } else {
    yt_term_append(writer->buffer, term);
  }
}

gboolean
yt_term_is_rdf_type(const YtTerm *term)
{
  static const char type[] = YT_RDF_NS "type";
  return term->n_text == sizeof type - 1 && memcmp(term->text, type, sizeof type - 1) == 0;
}

static void
append_verb(YtRdfWriter *writer, const YtTerm *term)
{
  if (yt_term_is_rdf_type(term))
    g_string_append_c(writer->buffer, 'a');
  else
    append_short(writer, term);
}

static gboolean
check_quad(YtRdfWriter *writer, const YtTermQuad *quad, GError **error)
{
  if (writer->format > YT_RDF_JSONLD) {
    g_set_error(error, YT_RDF_ERROR, YT_RDF_ERROR_UNSUPPORTED, "%s can be read, but not written",
                yt_rdf_format_get_name(writer->format));
    return FALSE;
  }
  if (quad->graph.kind != YT_TERM_UNBOUND && writer->format != YT_RDF_NQUADS &&
      writer->format != YT_RDF_TRIG && writer->format != YT_RDF_JSONLD) {
    g_set_error(error, YT_RDF_ERROR, YT_RDF_ERROR_UNSUPPORTED,
                "%s has no named graphs, and a triple is in one: choose nquads, trig or jsonld",
                yt_rdf_format_get_name(writer->format));
    return FALSE;
  }
  if (quad->subject.kind == YT_TERM_UNBOUND || quad->subject.kind == YT_TERM_LITERAL ||
      quad->predicate.kind != YT_TERM_IRI || quad->object.kind == YT_TERM_UNBOUND ||
      quad->graph.kind == YT_TERM_LITERAL) {
    g_set_error(error, YT_RDF_ERROR, YT_RDF_ERROR_TERM,
                "expected an IRI or blank node as subject and graph, an IRI as predicate, and an object");
    return FALSE;
  }
  return yt_term_check(&quad->subject, error) && yt_term_check(&quad->predicate, error) &&
         yt_term_check(&quad->object, error) && yt_term_check(&quad->graph, error);
}

static void
append_line(YtRdfWriter *writer, const YtTermQuad *quad)
{
  const YtTerm *terms[] = {&quad->subject, &quad->predicate, &quad->object, &quad->graph};
  for (gsize i = 0; i < G_N_ELEMENTS(terms); i++) {
    if (terms[i]->kind == YT_TERM_UNBOUND)
      continue;
    if (terms[i]->kind == YT_TERM_IRI)
      append_iri(writer->buffer, terms[i]->text, terms[i]->n_text);
    else
      yt_term_append(writer->buffer, terms[i]);
    yt_append(writer->buffer, " ", 1);
  }
  yt_append(writer->buffer, ".\n", 2);
}

static void
append_head(YtRdfWriter *writer)
{
  for (guint i = 0; i < writer->prefixes->len && !writer->has_head; i++) {
    const YtPrefix *prefix = &g_array_index(writer->prefixes, YtPrefix, i);
    g_string_append_printf(writer->buffer, "@prefix %s: <%s> .\n", prefix->name, prefix->iri);
  }
  if (writer->prefixes->len && !writer->has_head)
    g_string_append_c(writer->buffer, '\n');
  writer->has_head = TRUE;
}

gboolean
yt_open_is(const YtOpen *open, const YtTerm *term)
{
  return open->kind == term->kind && open->text->len == term->n_text &&
         (term->n_text == 0 || memcmp(open->text->str, term->text, term->n_text) == 0);
}

void
yt_open_set(YtOpen *open, const YtTerm *term)
{
  open->kind = term->kind;
  g_string_truncate(open->text, 0);
  yt_append(open->text, term->text, term->n_text);
}

static void
close_subject(YtRdfWriter *writer)
{
  if (writer->subject.kind != YT_TERM_UNBOUND)
    yt_append(writer->buffer, " .\n", 3);
  writer->subject.kind = writer->predicate.kind = YT_TERM_UNBOUND;
}

static void
close_graph(YtRdfWriter *writer)
{
  close_subject(writer);
  if (writer->graph.kind != YT_TERM_UNBOUND)
    yt_append(writer->buffer, "}\n", 2);
  writer->graph.kind = YT_TERM_UNBOUND;
  g_string_truncate(writer->graph.text, 0);
}

static void
open_graph(YtRdfWriter *writer, const YtTerm *graph)
{
  close_graph(writer);
  if (graph->kind == YT_TERM_UNBOUND)
    return;
  yt_open_set(&writer->graph, graph);
  append_short(writer, graph);
  yt_append(writer->buffer, " {\n", 3);
}

static void
open_subject(YtRdfWriter *writer, const YtTerm *subject)
{
  close_subject(writer);
  yt_open_set(&writer->subject, subject);
  if (writer->graph.kind != YT_TERM_UNBOUND)
    yt_append(writer->buffer, "  ", 2);
  append_short(writer, subject);
  yt_append(writer->buffer, " ", 1);
}

static void
append_grouped(YtRdfWriter *writer, const YtTermQuad *quad)
{
  append_head(writer);
  if (!yt_open_is(&writer->graph, &quad->graph))
    open_graph(writer, &quad->graph);
  gboolean is_new_subject = !yt_open_is(&writer->subject, &quad->subject);
  if (is_new_subject)
    open_subject(writer, &quad->subject);
  if (!yt_open_is(&writer->predicate, &quad->predicate)) {
    if (!is_new_subject)
      g_string_append(writer->buffer, writer->graph.kind != YT_TERM_UNBOUND ? " ;\n      " : " ;\n    ");
    yt_open_set(&writer->predicate, &quad->predicate);
    append_verb(writer, &quad->predicate);
    yt_append(writer->buffer, " ", 1);
  } else {
    yt_append(writer->buffer, " , ", 3);
  }
  append_short(writer, &quad->object);
}

gboolean
yt_rdf_writer_add(YtRdfWriter *writer, const YtTermQuad *quad, GError **error)
{
  g_return_val_if_fail(writer && quad, FALSE);
  if (!check_quad(writer, quad, error))
    return FALSE;
  if (writer->format == YT_RDF_TURTLE || writer->format == YT_RDF_TRIG)
    append_grouped(writer, quad);
  else if (writer->format == YT_RDF_JSONLD)
    yt_jsonld_add(writer, quad);
  else
    append_line(writer, quad);
  return writer->buffer->len < FLUSH_SIZE || flush(writer, error);
}

gboolean
yt_rdf_writer_finish(YtRdfWriter *writer, GError **error)
{
  g_return_val_if_fail(writer != NULL, FALSE);
  if (writer->format == YT_RDF_TURTLE || writer->format == YT_RDF_TRIG) {
    append_head(writer);
    close_graph(writer);
  } else if (writer->format == YT_RDF_JSONLD) {
    yt_jsonld_finish(writer);
  }
  return flush(writer, error) && g_output_stream_flush(writer->out, NULL, error);
}
