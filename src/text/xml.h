/* xml.h: XML of a file from elsewhere, by events. No document type, so no entities; nothing is fetched. */
#pragma once
#include "text/text.h"

typedef struct _YtXml YtXml;

/* The attribute of that local name as a string of its own, or NULL. (transfer full) (nullable) */
char *yt_xml_dup_attribute(const YtXml *xml, const char *name);

typedef struct {
  /* @ns: (nullable): namespace; attributes may be asked for in begin only */
  void (*begin)(const YtXml *xml, const char *name, const char *ns, gpointer user_data);
  void (*end)(const char *name, const char *ns, gpointer user_data);
  void (*text)(const char *text, gsize n_bytes, gpointer user_data);
} YtXmlEvents;

/* Errors: %YT_READER_ERROR_DAMAGED (with @part in front), %YT_READER_ERROR_LIMIT at @deadline (monotonic time). */
gboolean yt_xml_parse(GBytes *bytes, const char *part, gint64 deadline, const YtXmlEvents *events,
                      gpointer user_data, GError **error);
