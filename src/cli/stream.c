/* stream.c: lines, and what they hold, by JSON-GLib. */
#define _POSIX_C_SOURCE 200809L /* getc_unlocked() */
#include "cli/stream.h"

#include <json-glib/json-glib.h>
#include <string.h>

G_DEFINE_QUARK(yt - stream - error - quark, yt_stream_error)

#define MAX_LINE_BYTES ((gsize) 256 << 20) /* a document of YT_TEXT_MAX_BYTES, with escapes */

struct _YtStream {
  FILE *file;
  guint64 n_lines;
};

struct _YtStreamLine {
  guint64 number;
  GString *bytes;
  gboolean too_long; /* and cut off */
};

YtStream *
yt_stream_new(FILE *file)
{
  YtStream *stream = g_new0(YtStream, 1);
  stream->file = file;
  return stream;
}

void
yt_stream_free(YtStream *stream)
{
  g_free(stream);
}

/* Appends the next line, of which a too long one is cut off. FALSE at the end of the file. */
static gboolean
read_line(FILE *file, GString *bytes, gboolean *too_long)
{
  int c;
  flockfile(file);
  while ((c = getc_unlocked(file)) != EOF && c != '\n') {
    *too_long = bytes->len == MAX_LINE_BYTES;
    if (!*too_long)
      g_string_append_c(bytes, (char) c);
  }
  funlockfile(file);
  return c != EOF || bytes->len > 0;
}

static gboolean
is_blank(const GString *bytes)
{
  return strspn(bytes->str, " \t\r\n") == bytes->len;
}

YtStreamLine *
yt_stream_next(YtStream *stream)
{
  YtStreamLine *line = g_new0(YtStreamLine, 1);
  line->bytes = g_string_new(NULL);
  while (read_line(stream->file, line->bytes, &line->too_long)) {
    line->number = ++stream->n_lines;
    if (line->too_long || !is_blank(line->bytes))
      return line;
    g_string_truncate(line->bytes, 0);
  }
  yt_stream_line_free(line);
  return NULL;
}

void
yt_stream_line_free(YtStreamLine *line)
{
  if (!line)
    return;
  g_string_free(line->bytes, TRUE);
  g_free(line);
}

guint64
yt_stream_line_get_number(const YtStreamLine *line)
{
  return line->number;
}

gsize
yt_stream_line_get_size(const YtStreamLine *line)
{
  return line->bytes->len;
}

/* ---- records ---- */

static const char *
describe(JsonNode *node)
{
  switch (JSON_NODE_TYPE(node)) {
  case JSON_NODE_OBJECT: return "an object";
  case JSON_NODE_ARRAY: return "a list";
  case JSON_NODE_NULL: return "null";
  default:
    return json_node_get_value_type(node) == G_TYPE_STRING    ? "a string"
           : json_node_get_value_type(node) == G_TYPE_BOOLEAN ? "true or false"
                                                              : "a number";
  }
}

/* The member @name, a copy, in @value; NULL where there is none, or null. */
static gboolean
take_string(JsonObject *object, const char *name, char **value, GError **error)
{
  JsonNode *node = json_object_get_member(object, name);
  if (!node || JSON_NODE_HOLDS_NULL(node))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE(node) || json_node_get_value_type(node) != G_TYPE_STRING) {
    g_set_error(error, YT_STREAM_ERROR, YT_STREAM_ERROR_RECORD, "expected a string as \"%s\", found %s", name,
                describe(node));
    return FALSE;
  }
  *value = json_node_dup_string(node);
  return TRUE;
}

static gboolean
is_date(const char *date)
{
  guint year, month, day;
  int n = 0;
  return strlen(date) == 10 && sscanf(date, "%4u-%2u-%2u%n", &year, &month, &day, &n) == 3 && n == 10 &&
         g_date_valid_dmy((GDateDay) MIN(day, 99), (GDateMonth) MIN(month, 99), (GDateYear) year);
}

static gboolean
check_record(const YtStreamRecord *record, GError **error)
{
  const char *expected = NULL;
  if (!record->text && !record->path)
    expected = "\"text\" or \"path\"";
  else if (record->text && record->path)
    expected = "\"text\" or \"path\", not both";
  else if (record->text && !record->id)
    expected = "an \"id\" beside \"text\"";
  else if ((record->id && !*record->id) || (record->path && !*record->path))
    expected = "\"id\" and \"path\" that are not empty";
  if (expected) {
    g_set_error(error, YT_STREAM_ERROR, YT_STREAM_ERROR_RECORD, "expected %s", expected);
    return FALSE;
  }
  if (record->metadata.issued && !is_date(record->metadata.issued)) {
    g_set_error(error, YT_STREAM_ERROR, YT_STREAM_ERROR_RECORD,
                "expected a date such as 2024-05-06, found \"%s\"", record->metadata.issued);
    return FALSE;
  }
  return TRUE;
}

static gboolean
take_members(YtStreamRecord *record, JsonObject *object, GError **error)
{
  YtLoaderMetadata *metadata = &record->metadata;
  const struct {
    const char *name;
    char **value;
  } members[] = {{"id", &record->id},
                 {"text", &record->text},
                 {"path", &record->path},
                 {"url", (char **) &metadata->source},
                 {"title", (char **) &metadata->title},
                 {"issuer", (char **) &metadata->issuer},
                 {"date", (char **) &metadata->issued}};
  for (guint i = 0; i < G_N_ELEMENTS(members); i++)
    if (!take_string(object, members[i].name, members[i].value, error))
      return FALSE;
  return check_record(record, error);
}

YtStreamRecord *
yt_stream_line_parse(const YtStreamLine *line, GError **error)
{
  if (line->too_long) {
    g_set_error(error, YT_STREAM_ERROR, YT_STREAM_ERROR_RECORD, "expected a line of at most %u MB",
                (guint) (MAX_LINE_BYTES >> 20));
    return NULL;
  }
  g_autoptr(JsonParser) parser = json_parser_new_immutable();
  g_autoptr(GError) bad = NULL;
  if (!g_utf8_validate_len(line->bytes->str, line->bytes->len, NULL)) {
    g_set_error(error, YT_STREAM_ERROR, YT_STREAM_ERROR_RECORD, "expected UTF-8");
    return NULL;
  }
  if (!json_parser_load_from_data(parser, line->bytes->str, (gssize) line->bytes->len, &bad)) {
    const char *message = strstr(bad->message, "<data>:");
    g_set_error(error, YT_STREAM_ERROR, YT_STREAM_ERROR_RECORD, "expected a JSON object: %s",
                message ? message + 7 : bad->message);
    return NULL;
  }
  JsonNode *root = json_parser_get_root(parser);
  if (!root || !JSON_NODE_HOLDS_OBJECT(root)) {
    g_set_error(error, YT_STREAM_ERROR, YT_STREAM_ERROR_RECORD, "expected a JSON object, found %s",
                root ? describe(root) : "nothing");
    return NULL;
  }
  g_autoptr(YtStreamRecord) record = g_new0(YtStreamRecord, 1);
  if (!take_members(record, json_node_get_object(root), error))
    return NULL;
  return g_steal_pointer(&record);
}

void
yt_stream_record_free(YtStreamRecord *record)
{
  if (!record)
    return;
  g_free(record->id);
  g_free(record->text);
  g_free(record->path);
  g_free((char *) record->metadata.source);
  g_free((char *) record->metadata.title);
  g_free((char *) record->metadata.issuer);
  g_free((char *) record->metadata.issued);
  g_free(record);
}
