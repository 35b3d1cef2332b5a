/* xml.c: libxml2's parser behind three events. */
#include "text/xml.h"

#include <late-libxml-2.0.h>
#include <string.h>

/* libxml2 compares the attributes of a tag with each other; Word writes tags of some hundred bytes. */
#define MAX_TAG_BYTES 65536

struct _YtXml {
  const YtXmlEvents *events;
  gpointer user_data;
  xmlParserCtxtPtr parser;
  const xmlChar **attributes; /* of the element that begins: five pointers each */
  int n_attributes;
  gint64 deadline;
  guint n_events;
  const char *refusal; /* why it was stopped */
};

char *
yt_xml_dup_attribute(const YtXml *xml, const char *name)
{
  for (int i = 0; i < xml->n_attributes; i++) {
    const xmlChar **a = xml->attributes + 5 * i;
    if (strcmp((const char *) a[0], name) == 0)
      return g_strndup((const char *) a[3], (gsize) (a[4] - a[3]));
  }
  return NULL;
}

static void
stop(YtXml *xml, const char *refusal)
{
  if (!xml->refusal)
    xml->refusal = refusal;
  xmlStopParser(xml->parser);
}

static void
look_at_clock(YtXml *xml)
{
  if (++xml->n_events % 64 == 0 && g_get_monotonic_time() > xml->deadline)
    stop(xml, "time");
}

static void
start_element(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
              const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **attributes)
{
  YtXml *xml = data;
  (void) prefix, (void) n_namespaces, (void) namespaces, (void) n_defaulted;
  look_at_clock(xml);
  xml->attributes = attributes;
  xml->n_attributes = n_attributes;
  if (xml->events->begin)
    xml->events->begin(xml, (const char *) name, (const char *) uri, xml->user_data);
  xml->n_attributes = 0;
}

static void
end_element(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  YtXml *xml = data;
  (void) prefix;
  look_at_clock(xml);
  if (xml->events->end)
    xml->events->end((const char *) name, (const char *) uri, xml->user_data);
}

static void
characters(void *data, const xmlChar *text, int n_bytes)
{
  YtXml *xml = data;
  look_at_clock(xml);
  if (xml->events->text && n_bytes > 0)
    xml->events->text((const char *) text, (gsize) n_bytes, xml->user_data);
}

static void
document_type(void *data, const xmlChar *name, const xmlChar *external_id, const xmlChar *system_id)
{
  (void) name, (void) external_id, (void) system_id;
  stop(data, "a document type");
}

static void
complaint(void *data, xmlErrorPtr error)
{
  (void) error; /* wellFormed tells */
  look_at_clock(data);
}

static gboolean
check_tags(GBytes *bytes)
{
  gsize n;
  const char *p = g_bytes_get_data(bytes, &n), *end = n > 0 ? p + n : p; /* of no bytes the data are NULL */
  while (p < end && (p = memchr(p, '<', (gsize) (end - p))) != NULL) {
    const char *close = memchr(p, '>', (gsize) (end - p));
    if ((gsize) ((close ? close : end) - p) > MAX_TAG_BYTES)
      return FALSE;
    p = close ? close : end;
  }
  return TRUE;
}

static gpointer
start_libxml(gpointer data)
{
  xmlInitParser();
  return data;
}

gboolean
yt_xml_parse(GBytes *bytes, const char *part, gint64 deadline, const YtXmlEvents *events, gpointer user_data,
             GError **error)
{
  static GOnce once = G_ONCE_INIT;
  if (!yt_late_libxml_2_0_load(error))
    return FALSE;
  g_once(&once, start_libxml, NULL);
  gsize n_bytes;
  const char *data = g_bytes_get_data(bytes, &n_bytes);
  YtXml xml = {.events = events, .user_data = user_data, .deadline = deadline};
  gboolean is_well_formed = FALSE;
  if (!check_tags(bytes))
    xml.refusal = "an endless tag";
  if (n_bytes > 0 && !xml.refusal) {
    xml.parser = xmlCreateMemoryParserCtxt(data, (int) n_bytes);
    xmlSAXHandler handler = {.startElementNs = start_element,
                             .endElementNs = end_element,
                             .characters = characters,
                             .ignorableWhitespace = characters,
                             .cdataBlock = characters,
                             .internalSubset = document_type,
                             .serror = complaint,
                             .initialized = XML_SAX2_MAGIC};
    *xml.parser->sax = handler;
    xml.parser->userData = &xml;
    xmlCtxtUseOptions(xml.parser, XML_PARSE_NONET);
    xmlParseDocument(xml.parser);
    is_well_formed = xml.parser->wellFormed;
    xmlFreeParserCtxt(xml.parser);
  }
  if (xml.refusal && strcmp(xml.refusal, "time") == 0) {
    g_set_error(error, YT_READER_ERROR, YT_READER_ERROR_LIMIT,
                "%s: expected XML that can be read in time, found none", part);
    return FALSE;
  }
  if (xml.refusal || !is_well_formed) {
    g_set_error(error, YT_READER_ERROR, YT_READER_ERROR_DAMAGED, "%s: expected well-formed XML, found %s",
                part,
                xml.refusal    ? xml.refusal
                : n_bytes == 0 ? "nothing"
                               : "something else");
    return FALSE;
  }
  return TRUE;
}
