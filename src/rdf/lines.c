/* lines.c: the reader of N-Triples and N-Quads (W3C Recommendations of 25 February 2014).
 *
 * Speed comes from not copying: a term is two pointers into the input unless it has an escape. UTF-8 is checked
 * once for many lines; only when that fails, line by line, to know which one is bad. */
#include "rdf/lines.h"
#include "rdf/scan.h"

#include "base/base.h"
#include <string.h>

#define SLICE_SIZE    (64 * 1024)         /* bytes: checked, then parsed, while they are in the cache */
#define BUFFER_SIZE   (256 * 1024)        /* bytes of a stream at a time */
#define MAX_LINE_SIZE (256 * 1024 * 1024) /* bytes: no honest literal is longer; bounds memory */

/* One line in the making. */
typedef struct {
  YtLineParser *parser;
  const char *p, *end;  /* the next byte; the end of the block */
  const char *start;    /* of the line */
  const char *expected; /* what was missing at p, once something was */
} Line;

void
yt_line_parser_init(YtLineParser *parser, const YtRdfReadOptions *options)
{
  *parser = (YtLineParser){
      .quads = options->format == YT_RDF_NQUADS,
      .strict = options->strict_lines,
      .source = options->source ? options->source : "input",
      .blank_prefix = options->blank_prefix,
      .n_blank_prefix = options->blank_prefix ? strlen(options->blank_prefix) : 0,
      .line = 1,
      .bad_line = options->bad_line,
      .bad_line_data = options->bad_line_data,
  };
}

void
yt_line_parser_clear(YtLineParser *parser)
{
  g_clear_pointer(&parser->scratch, g_free);
}

/* Room for @n bytes that stays put until the line is done: decoding never lengthens, so a line's terms fit into
 * its own size and the prefixes of three blank nodes. */
static char *
reserve_scratch(Line *line, gsize n)
{
  YtLineParser *parser = line->parser;
  if (parser->n_scratch_used == 0) {
    gsize n_needed =
        (gsize) (yt_scan_line(line->start, line->end) - line->start) + 3 * parser->n_blank_prefix;
    if (parser->n_scratch < n_needed) {
      g_free(parser->scratch);
      parser->n_scratch = 2 * n_needed;
      parser->scratch = g_malloc(parser->n_scratch);
    }
  }
  g_assert(parser->n_scratch - parser->n_scratch_used >= n);
  char *room = parser->scratch + parser->n_scratch_used;
  parser->n_scratch_used += n;
  return room;
}

static inline void
skip_space(Line *line)
{
  while (line->p < line->end && (*line->p == ' ' || *line->p == '\t'))
    line->p++;
}

static gboolean
fail(Line *line, const char *p, const char *expected)
{
  line->p = p;
  line->expected = expected;
  return FALSE;
}

/* Takes the IRI or string from @start on with its escapes undone; its end mark is the next byte. */
static gboolean
read_escaped(Line *line, const char *start, gboolean is_iri, const char **text, gsize *n_text)
{
  const char *stop = yt_scan_line(start, line->end);
  gsize n_room = (gsize) (stop - start);
  char *out = reserve_scratch(line, n_room);
  line->p = is_iri ? yt_scan_unescape_iri(start, stop, out, n_text, &line->expected)
                   : yt_scan_unescape_string(start, stop, '"', FALSE, out, n_text, &line->expected);
  if (line->expected)
    return FALSE;
  *text = out;
  line->parser->n_scratch_used -= n_room - *n_text;
  return TRUE;
}

/* IRIREF ::= '<' ([^#x00-#x20<>"{}|^`\] | UCHAR)* '>' */
static gboolean
read_iri(Line *line, const char **text, gsize *n_text)
{
  const char *start = line->p + 1, *p = yt_scan_iri(start, line->end);
  line->p = p;
  *text = start;
  *n_text = (gsize) (p - start);
  if (p < line->end && *p == '\\' && !read_escaped(line, start, TRUE, text, n_text))
    return FALSE;
  if (line->p == line->end || *line->p != '>')
    return fail(line, line->p, "'>' at the end of the IRI");
  line->p++;
  if (!yt_scan_is_absolute(*text, *text + *n_text))
    return fail(line, start - 1, "an IRI with a scheme");
  return TRUE;
}

static gboolean
read_blank(Line *line, YtTerm *term)
{
  YtLineParser *parser = line->parser;
  if (line->end - line->p < 2 || line->p[1] != ':')
    return fail(line, line->p + 1, "':' of a blank node");
  const char *label = line->p + 2, *stop = yt_scan_blank_label(label, line->end, NULL);
  if (stop == label)
    return fail(line, label, "a blank node label");
  gsize n = (gsize) (stop - label);
  *term = (YtTerm){.kind = YT_TERM_BLANK, .text = label, .n_text = n};
  if (parser->n_blank_prefix) {
    char *room = reserve_scratch(line, parser->n_blank_prefix + n);
    memcpy(room, parser->blank_prefix, parser->n_blank_prefix);
    memcpy(room + parser->n_blank_prefix, label, n);
    term->text = room;
    term->n_text += parser->n_blank_prefix;
  }
  line->p = stop;
  return TRUE;
}

/* literal ::= STRING_LITERAL_QUOTE ('^^' IRIREF | LANGTAG)?
 * STRING_LITERAL_QUOTE ::= '"' ([^#x22#x5C#xA#xD] | ECHAR | UCHAR)* '"' */
static gboolean
read_literal(Line *line, YtTerm *term)
{
  const char *start = line->p + 1, *p = yt_scan_literal(start, line->end);
  *term = (YtTerm){.kind = YT_TERM_LITERAL, .text = start, .n_text = (gsize) (p - start)};
  line->p = p;
  if (p < line->end && *p == '\\' && !read_escaped(line, start, FALSE, &term->text, &term->n_text))
    return FALSE;
  if (line->p == line->end || *line->p != '"')
    return fail(line, line->p, "the closing quote of the string");
  p = ++line->p;
  if (p < line->end && *p == '@') {
    const char *stop = yt_scan_language(p + 1, line->end);
    if (stop == p + 1)
      return fail(line, stop, "a language tag");
    term->language = p + 1;
    term->n_language = (gsize) (stop - p - 1);
    line->p = stop;
  } else if (line->end - p >= 2 && p[0] == '^' && p[1] == '^') {
    line->p = p + 2;
    if (line->p == line->end || *line->p != '<')
      return fail(line, line->p, "a datatype IRI");
    if (!read_iri(line, &term->datatype, &term->n_datatype))
      return FALSE;
    static const char string[] = YT_XSD_NS "string";
    if (term->n_datatype == sizeof string - 1 && memcmp(term->datatype, string, sizeof string - 1) == 0) {
      term->datatype = NULL;
      term->n_datatype = 0;
    }
  }
  return TRUE;
}

static inline gboolean
read_resource(Line *line, YtTerm *term, const char *expected)
{
  if (line->p < line->end && *line->p == '<') {
    *term = (YtTerm){.kind = YT_TERM_IRI};
    return read_iri(line, &term->text, &term->n_text);
  }
  if (line->p < line->end && *line->p == '_')
    return read_blank(line, term);
  return fail(line, line->p, expected);
}

/* statement ::= subject predicate object graphLabel? '.' */
static gboolean
read_statement(Line *line, YtTermQuad *quad)
{
  if (!read_resource(line, &quad->subject, "an IRI or a blank node as subject"))
    return FALSE;
  skip_space(line);
  if (line->p == line->end || *line->p != '<')
    return fail(line, line->p, "an IRI as predicate");
  if (!read_resource(line, &quad->predicate, NULL))
    return FALSE;
  skip_space(line);
  if (line->p < line->end && *line->p == '"') {
    if (!read_literal(line, &quad->object))
      return FALSE;
  } else if (!read_resource(line, &quad->object, "an IRI, a blank node or a string as object")) {
    return FALSE;
  }
  skip_space(line);
  quad->graph = (YtTerm){.kind = YT_TERM_UNBOUND};
  if (line->parser->quads && line->p < line->end && (*line->p == '<' || *line->p == '_')) {
    if (!read_resource(line, &quad->graph, NULL))
      return FALSE;
    skip_space(line);
  }
  if (line->p == line->end || *line->p != '.')
    return fail(line, line->p, line->parser->quads ? "a graph name or '.'" : "'.'");
  line->p++;
  return TRUE;
}

/* Moves behind the end of the line, where only a comment may stand before it. */
static gboolean
read_line_end(Line *line)
{
  skip_space(line);
  if (line->p < line->end && *line->p == '#')
    line->p = yt_scan_line(line->p, line->end);
  if (line->p < line->end && *line->p == '\r') {
    line->p++;
    if (line->p < line->end && *line->p == '\n')
      line->p++;
  } else if (line->p < line->end && *line->p == '\n') {
    line->p++;
  } else if (line->p < line->end) {
    return fail(line, line->p, "the end of the line");
  }
  line->parser->line++;
  return TRUE;
}

static void
set_syntax_error(Line *line, GError **error)
{
  gsize column = 1;
  for (const char *p = line->start; p < line->p; p++)
    column += ((guchar) *p & 0xC0) != 0x80;
  g_autofree char *found = yt_scan_describe(line->p, yt_scan_line(line->p, line->end), "the end of the line");
  g_set_error(error, YT_RDF_ERROR, YT_RDF_ERROR_SYNTAX,
              "%s:%" G_GUINT64_FORMAT ":%" G_GSIZE_FORMAT ": expected %s, found %s", line->parser->source,
              line->parser->line, column, line->expected, found);
}

static gboolean
check_utf8(Line *line)
{
  gsize n = (gsize) (yt_scan_line(line->start, line->end) - line->start);
  gsize n_valid = yt_utf8_find_invalid(line->start, n);
  return n_valid == n || fail(line, line->start + n_valid, "UTF-8");
}

/* An empty line, a comment or a statement. FALSE when it is bad, with line->p where, or when @func failed. */
static gboolean
read_line(Line *line, gboolean is_valid, YtQuadFunc func, gpointer user_data, GError **error)
{
  YtTermQuad quad;
  line->start = line->p;
  line->expected = NULL;
  line->parser->n_scratch_used = 0;
  if (!is_valid && !check_utf8(line))
    return FALSE;
  skip_space(line);
  if (line->p == line->end || *line->p == '#' || *line->p == '\n' || *line->p == '\r')
    return read_line_end(line);
  return read_statement(line, &quad) && read_line_end(line) && func(&quad, user_data, error);
}

static void
skip_line(Line *line)
{
  const YtLineParser *parser = line->parser;
  if (parser->bad_line) {
    g_autoptr(GError) why = NULL;
    set_syntax_error(line, &why);
    parser->bad_line(why->message, parser->bad_line_data);
  }
  line->p = yt_scan_line(line->p, line->end);
  read_line_end(line);
  line->parser->n_bad_lines++;
}

/* As yt_line_parser_parse(), of a stretch that is in the cache a second time after its UTF-8 is checked. */
static gboolean
parse_slice(YtLineParser *parser, const char *block, gsize n_bytes, YtQuadFunc func, gpointer user_data,
            GError **error)
{
  Line line = {.parser = parser, .p = block, .end = block + n_bytes};
  gboolean is_valid = yt_utf8_find_invalid(block, n_bytes) == n_bytes;
  while (line.p < line.end) {
    if (read_line(&line, is_valid, func, user_data, error))
      continue;
    if (!line.expected)
      return FALSE;
    if (parser->strict) {
      set_syntax_error(&line, error);
      return FALSE;
    }
    skip_line(&line);
  }
  return TRUE;
}

gboolean
yt_line_parser_parse(YtLineParser *parser, const char *block, gsize n_bytes, YtQuadFunc func,
                     gpointer user_data, GError **error)
{
  const char *end = block + n_bytes;
  while (block < end) {
    const char *stop = end;
    if ((gsize) (end - block) > SLICE_SIZE) {
      const char *lf = memchr(block + SLICE_SIZE, '\n', (gsize) (end - block - SLICE_SIZE));
      stop = lf ? lf + 1 : end;
    }
    if (!parse_slice(parser, block, (gsize) (stop - block), func, user_data, error))
      return FALSE;
    block = stop;
  }
  return TRUE;
}

/* A stream's bytes, of which the first n_bytes wait to be parsed. */
typedef struct {
  char *bytes;
  gsize n_bytes, n_size;
} Buffer;

/* Reads until the buffer is full or the input ends. */
static gboolean
fill(Buffer *buffer, YtInput input, gboolean *is_at_end, GError **error)
{
  while (buffer->n_bytes < buffer->n_size) {
    gssize n =
        input.read(input.data, buffer->bytes + buffer->n_bytes, buffer->n_size - buffer->n_bytes, error);
    if (n < 0)
      return FALSE;
    if (n == 0) {
      *is_at_end = TRUE;
      return TRUE;
    }
    buffer->n_bytes += (gsize) n;
  }
  return TRUE;
}

/* The size of the whole lines. A lone CR ends a line too, but one at the end may be half of a CRLF. */
static gsize
size_of_lines(const Buffer *buffer)
{
  const char *last = memrchr(buffer->bytes, '\n', buffer->n_bytes);
  if (!last && buffer->n_bytes > 1)
    last = memrchr(buffer->bytes, '\r', buffer->n_bytes - 1);
  return last ? (gsize) (last + 1 - buffer->bytes) : 0;
}

static gboolean
grow(Buffer *buffer, const YtLineParser *parser, GError **error)
{
  if (buffer->n_size >= MAX_LINE_SIZE) {
    g_set_error(error, YT_RDF_ERROR, YT_RDF_ERROR_SYNTAX,
                "%s:%" G_GUINT64_FORMAT ":1: expected a line of at most %d MiB, found a longer one",
                parser->source, parser->line, MAX_LINE_SIZE >> 20);
    return FALSE;
  }
  buffer->n_size *= 2;
  buffer->bytes = g_realloc(buffer->bytes, buffer->n_size);
  return TRUE;
}

static gboolean
parse_stream(YtLineParser *parser, Buffer *buffer, YtInput input, YtQuadFunc func, gpointer user_data,
             GError **error)
{
  for (gboolean is_at_end = FALSE; !is_at_end;) {
    if (!fill(buffer, input, &is_at_end, error))
      return FALSE;
    gsize n = is_at_end ? buffer->n_bytes : size_of_lines(buffer);
    if (n == 0 && !is_at_end) {
      if (!grow(buffer, parser, error))
        return FALSE;
      continue;
    }
    if (!yt_line_parser_parse(parser, buffer->bytes, n, func, user_data, error))
      return FALSE;
    memmove(buffer->bytes, buffer->bytes + n, buffer->n_bytes - n);
    buffer->n_bytes -= n;
  }
  return TRUE;
}

gboolean
yt_line_parser_read(YtLineParser *parser, YtInput input, YtQuadFunc func, gpointer user_data, GError **error)
{
  Buffer buffer = {.bytes = g_malloc(BUFFER_SIZE), .n_size = BUFFER_SIZE};
  gboolean ok = parse_stream(parser, &buffer, input, func, user_data, error);
  g_free(buffer.bytes);
  return ok;
}
