/* lines.c: the reader of N-Triples and N-Quads (W3C Recommendations of 25 February 2014).
 *
 * Speed comes from not copying: a term is two pointers into the input unless it has an escape. UTF-8 is checked
 * once for a whole block; only when that fails, line by line, to know which one is bad. */
#include "rdf/lines.h"
#include "rdf/scan.h"

#include "base/base.h"
#include <string.h>

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
  };
}

void
yt_line_parser_clear(YtLineParser *parser)
{
  g_clear_pointer(&parser->scratch, g_free);
}

static const char *
find_line_end(const char *p, const char *end)
{
  const char *lf = memchr(p, '\n', (gsize) (end - p)), *stop = lf ? lf : end;
  const char *cr = memchr(p, '\r', (gsize) (stop - p));
  return cr ? cr : stop;
}

/* Room for @n bytes that stays put until the line is done: decoding never lengthens, so a line's terms fit into
 * its own size and the prefixes of three blank nodes. */
static char *
reserve_scratch(Line *line, gsize n)
{
  YtLineParser *parser = line->parser;
  if (parser->n_scratch_used == 0) {
    gsize n_needed =
        (gsize) (find_line_end(line->start, line->end) - line->start) + 3 * parser->n_blank_prefix;
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

/* IRIREF ::= '<' ([^#x00-#x20<>"{}|^`\] | UCHAR)* '>', from its first escape at line->p on. */
static gboolean
read_escaped_iri(Line *line, const char *start, const char **text, gsize *n_text)
{
  const char *p = line->p, *stop = find_line_end(p, line->end);
  char *out = reserve_scratch(line, (gsize) (stop - start));
  gsize n = (gsize) (p - start);
  memcpy(out, start, n);
  for (;;) {
    const char *run = yt_scan_iri(p, stop);
    memcpy(out + n, p, (gsize) (run - p));
    n += (gsize) (run - p);
    p = run;
    if (p == stop || *p != '\\')
      break;
    gunichar c = yt_scan_escape(p, stop, FALSE, &run);
    char utf8[6];
    if (c == (gunichar) -1)
      return fail(line, p, "\\uXXXX or \\UXXXXXXXX");
    gsize n_utf8 = (gsize) g_unichar_to_utf8(c, utf8);
    if (yt_scan_iri(utf8, utf8 + n_utf8) == utf8)
      return fail(line, p, "a character that an IRI may have");
    memcpy(out + n, utf8, n_utf8);
    n += n_utf8;
    p = run;
  }
  if (p == stop || *p != '>')
    return fail(line, p, "'>' at the end of the IRI");
  line->p = p + 1;
  *text = out;
  *n_text = n;
  line->parser->n_scratch_used -= (gsize) (stop - start) - n;
  return TRUE;
}

static gboolean
read_iri(Line *line, const char **text, gsize *n_text)
{
  const char *start = line->p + 1, *p = yt_scan_iri(start, line->end);
  line->p = p;
  if (G_LIKELY(p < line->end && *p == '>')) {
    *text = start;
    *n_text = (gsize) (p - start);
    line->p = p + 1;
  } else if (p == line->end || *p != '\\') {
    return fail(line, p, "'>' at the end of the IRI");
  } else if (!read_escaped_iri(line, start, text, n_text)) {
    return FALSE;
  }
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
  const char *label = line->p + 2, *stop = yt_scan_blank_label(label, line->end);
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

/* STRING_LITERAL_QUOTE ::= '"' ([^#x22#x5C#xA#xD] | ECHAR | UCHAR)* '"', from its first escape at line->p on. */
static gboolean
read_escaped_string(Line *line, const char *start, YtTerm *term)
{
  const char *p = line->p, *stop = find_line_end(p, line->end);
  char *out = reserve_scratch(line, (gsize) (stop - start));
  gsize n = (gsize) (p - start);
  memcpy(out, start, n);
  for (;;) {
    const char *run = yt_scan_literal(p, stop);
    memcpy(out + n, p, (gsize) (run - p));
    n += (gsize) (run - p);
    p = run;
    if (p == stop)
      return fail(line, p, "'\"' at the end of the string");
    if (*p == '"')
      break;
    gunichar c = yt_scan_escape(p, stop, TRUE, &run);
    if (c == (gunichar) -1)
      return fail(line, p, "an escape such as \\n or \\u56ED");
    n += (gsize) g_unichar_to_utf8(c, out + n);
    p = run;
  }
  line->p = p + 1;
  term->text = out;
  term->n_text = n;
  line->parser->n_scratch_used -= (gsize) (stop - start) - n;
  return TRUE;
}

/* literal ::= STRING_LITERAL_QUOTE ('^^' IRIREF | LANGTAG)? */
static gboolean
read_literal(Line *line, YtTerm *term)
{
  const char *start = line->p + 1, *p = yt_scan_literal(start, line->end);
  *term = (YtTerm){.kind = YT_TERM_LITERAL, .text = start, .n_text = (gsize) (p - start)};
  line->p = p + 1;
  if (p == line->end || *p != '"') {
    if (p == line->end || *p != '\\')
      return fail(line, p, "'\"' at the end of the string");
    line->p = p;
    if (!read_escaped_string(line, start, term))
      return FALSE;
  }
  p = line->p;
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
    line->p = find_line_end(line->p, line->end);
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

/* What a message says was found at @p. (transfer full) */
static char *
describe(const char *p, const char *end)
{
  const char *next;
  if (p >= end || *p == '\n' || *p == '\r')
    return g_strdup("the end of the line");
  if (yt_utf8_find_invalid(p, (gsize) MIN(end - p, 4)) == 0)
    return g_strdup_printf("the byte 0x%02X", (guint) (guchar) *p);
  gunichar c = yt_scan_char(p, end, &next);
  if (!g_unichar_isprint(c))
    return g_strdup_printf("U+%04X", c);
  return g_strdup_printf("'%.*s'", (int) (next - p), p);
}

static void
set_syntax_error(Line *line, GError **error)
{
  gsize column = 1;
  for (const char *p = line->start; p < line->p; p++)
    column += ((guchar) *p & 0xC0) != 0x80;
  g_autofree char *found = describe(line->p, line->end);
  g_set_error(error, YT_RDF_ERROR, YT_RDF_ERROR_SYNTAX,
              "%s:%" G_GUINT64_FORMAT ":%" G_GSIZE_FORMAT ": expected %s, found %s", line->parser->source,
              line->parser->line, column, line->expected, found);
}

static gboolean
check_utf8(Line *line)
{
  gsize n = (gsize) (find_line_end(line->start, line->end) - line->start);
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
  line->p = find_line_end(line->p, line->end);
  read_line_end(line);
  line->parser->n_bad_lines++;
}

gboolean
yt_line_parser_parse(YtLineParser *parser, const char *block, gsize n_bytes, YtQuadFunc func,
                     gpointer user_data, GError **error)
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
