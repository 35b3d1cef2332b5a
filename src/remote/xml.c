/* xml.c: SPARQL Query Results XML Format, read as a stream. */
#include "remote/table.h"

#include <late-libxml-2.0.h>
#include <string.h>

#define RESULTS_NS "http://www.w3.org/2005/sparql-results#"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlTextReader, xmlFreeTextReader)

static gboolean
refuse(GError **error, const char *message)
{
  g_set_error(error, YT_REMOTE_ERROR, YT_REMOTE_ERROR_FAILED, "the answer in XML: %s", message);
  return FALSE;
}

static gboolean
is_at(xmlTextReader *reader, const char *name)
{
  const char *namespace = (const char *) xmlTextReaderConstNamespaceUri(reader);
  return namespace && !strcmp(namespace, RESULTS_NS) &&
         !strcmp((const char *) xmlTextReaderConstLocalName(reader), name);
}

/* The text of the element that begins here. (transfer full) */
static char *
read_text(xmlTextReader *reader)
{
  xmlChar *text = xmlTextReaderReadString(reader);
  char *copy = g_strdup(text ? (const char *) text : "");
  xmlFree(text);
  return copy;
}

static char *
dup_attribute(xmlTextReader *reader, const char *name)
{
  xmlChar *value = xmlTextReaderGetAttribute(reader, (const xmlChar *) name);
  char *copy = g_strdup((const char *) value);
  xmlFree(value);
  return copy;
}

typedef struct {
  YtRemoteTable *table;
  gboolean has_results, in_result;
  int column; /* of the binding; -1: none */
} Reading;

static gboolean
read_term(Reading *reading, xmlTextReader *reader, GError **error)
{
  g_autofree char *text = read_text(reader), *language = dup_attribute(reader, "xml:lang"),
                  *datatype = dup_attribute(reader, "datatype");
  YtTerm term;
  if (!reading->in_result || reading->column < 0)
    return refuse(error, "expected a term inside of a binding");
  if (is_at(reader, "uri"))
    term = yt_term_iri(text);
  else if (is_at(reader, "bnode"))
    term = yt_term_blank(text);
  else
    term = language   ? yt_term_tagged(text, language)
           : datatype ? yt_term_typed(text, datatype)
                      : yt_term_literal(text);
  yt_remote_table_set(reading->table, (guint) reading->column, &term);
  return TRUE;
}

static gboolean
begin_element(Reading *reading, xmlTextReader *reader, GError **error)
{
  g_autofree char *name = dup_attribute(reader, "name");
  if (is_at(reader, "variable")) {
    if (!name || reading->has_results)
      return refuse(error, "expected variables with names, before the results");
    yt_remote_table_add_name(reading->table, name);
  } else if (is_at(reader, "results"))
    reading->has_results = TRUE;
  else if (is_at(reader, "result")) {
    if (!reading->has_results)
      return refuse(error, "expected results around each result");
    reading->in_result = TRUE;
    reading->column = -1;
    yt_remote_table_add_row(reading->table);
  } else if (is_at(reader, "binding")) {
    reading->column = name ? yt_remote_table_find_name(reading->table, name) : -1;
    if (reading->column < 0)
      return refuse(error, "expected a binding of one of the variables");
  } else if (is_at(reader, "uri") || is_at(reader, "bnode") || is_at(reader, "literal"))
    return read_term(reading, reader, error);
  return TRUE;
}

YtRemoteTable *
yt_remote_read_xml(const char *text, gsize n_text, GError **error)
{
  if (!yt_late_libxml_2_0_load(error))
    return NULL;
  g_autoptr(YtRemoteTable) table = yt_remote_table_new();
  Reading reading = {.table = table, .column = -1};
  /* Entities are not put in, and nothing is fetched. */
  g_autoptr(xmlTextReader) reader =
      n_text > G_MAXINT32
          ? NULL
          : xmlReaderForMemory(text, (int) n_text, NULL, NULL,
                               XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT);
  int state = reader ? 1 : -1;
  while (state == 1 && (state = xmlTextReaderRead(reader)) == 1) {
    int type = xmlTextReaderNodeType(reader);
    if (type == XML_READER_TYPE_ELEMENT && !begin_element(&reading, reader, error))
      return NULL;
    if (type == XML_READER_TYPE_END_ELEMENT && is_at(reader, "result"))
      reading.in_result = FALSE;
    if (type == XML_READER_TYPE_END_ELEMENT && is_at(reader, "binding"))
      reading.column = -1;
  }
  if (state == 0 && reading.has_results)
    return g_steal_pointer(&table);
  refuse(error, state == 0 ? "expected solutions" : "expected well-formed XML");
  return NULL;
}
