/* table.c: answers for people, as a table drawn with lines.
 *
 * Widths are counted in columns of a terminal: East Asian wide characters take two, combining ones none. */
#include "sparql/sparql.h"
#include <string.h>

#define MIN_COLUMN 6 /* narrower cells say nothing any more */

static const struct {
  const char *iri, *prefix;
} known_prefixes[] = {
    {YT_NS, "yt"},      {YT_ID, "id"},        {YT_RDF_NS, "rdf"}, {YT_RDFS_NS, "rdfs"},
    {YT_XSD_NS, "xsd"}, {YT_SKOS_NS, "skos"}, {YT_DCT_NS, "dct"},
};

/* ---- cells ---- */

static gboolean
starts_with(const char *text, gsize n_text, const char *prefix)
{
  return n_text >= strlen(prefix) && memcmp(text, prefix, strlen(prefix)) == 0;
}

/* Text from anywhere, made harmless for a terminal: no escape sequence and no line break gets through, and nothing
 * that turns the direction of writing. */
static void
append_plain(GString *out, const char *text, gsize n_text)
{
  for (const char *p = text, *end = text + n_text; p < end; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (c == '\n')
      g_string_append(out, "⏎");
    else if (c == '\t' || c == '\r')
      g_string_append_c(out, ' ');
    else if (g_unichar_iscntrl(c) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
      g_string_append(out, "\xEF\xBF\xBD"); /* U+FFFD */
    else
      g_string_append_unichar(out, c);
  }
}

static void
append_iri(GString *out, const char *iri, gsize n_iri)
{
  for (guint i = 0; i < G_N_ELEMENTS(known_prefixes); i++) {
    gsize n_prefix = strlen(known_prefixes[i].iri);
    if (starts_with(iri, n_iri, known_prefixes[i].iri) && n_iri > n_prefix) {
      g_string_append_printf(out, "%s:", known_prefixes[i].prefix);
      append_plain(out, iri + n_prefix, n_iri - n_prefix);
      return;
    }
  }
  append_plain(out, iri, n_iri);
}

char *
yt_term_dup_display(const YtTerm *term)
{
  g_return_val_if_fail(term != NULL, NULL);
  GString *out = g_string_new(NULL);
  switch (term->kind) {
  case YT_TERM_UNBOUND: break;
  case YT_TERM_IRI: append_iri(out, term->text, term->n_text); break;
  case YT_TERM_BLANK:
    g_string_append(out, "_:");
    append_plain(out, term->text, term->n_text);
    break;
  case YT_TERM_LITERAL:
    append_plain(out, term->text, term->n_text);
    if (term->datatype && !starts_with(term->datatype, term->n_datatype, YT_XSD_NS)) {
      g_string_append(out, "^^");
      append_iri(out, term->datatype, term->n_datatype);
    }
    break;
  }
  return g_string_free(out, FALSE);
}

static gboolean
is_number(const YtTerm *term)
{
  static const char *const types[] = {"integer", "decimal", "double", "float"};
  if (term->kind != YT_TERM_LITERAL || !starts_with(term->datatype, term->n_datatype, YT_XSD_NS))
    return FALSE;
  const char *name = term->datatype + strlen(YT_XSD_NS);
  gsize n_name = term->n_datatype - strlen(YT_XSD_NS);
  for (guint i = 0; i < G_N_ELEMENTS(types); i++)
    if (n_name == strlen(types[i]) && memcmp(name, types[i], n_name) == 0)
      return TRUE;
  return FALSE;
}

/* ---- widths ---- */

static guint
char_width(gunichar c)
{
  return g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
}

static guint
text_width(const char *text)
{
  guint width = 0;
  for (; *text; text = g_utf8_next_char(text))
    width += char_width(g_utf8_get_char(text));
  return width;
}

typedef struct {
  char *text;
  guint width;
  gboolean is_number;
} Cell;

typedef struct {
  guint n_columns;
  guint *widths;
  GArray *cells; /* of Cell, row by row; the first row is the head */
} Table;

static void
clear_cell(gpointer data)
{
  g_free(((Cell *) data)->text);
}

static void
table_init(Table *table, guint n_columns)
{
  table->n_columns = n_columns;
  table->widths = g_new0(guint, n_columns);
  table->cells = g_array_new(FALSE, FALSE, sizeof(Cell));
  g_array_set_clear_func(table->cells, clear_cell);
}

static void
table_clear(Table *table)
{
  g_free(table->widths);
  g_array_unref(table->cells);
}

static void
table_add(Table *table, char *text, gboolean number)
{
  guint column = table->cells->len % table->n_columns;
  Cell cell = {text, text_width(text), number};
  table->widths[column] = MAX(table->widths[column], cell.width);
  g_array_append_val(table->cells, cell);
}

static void
table_add_term(Table *table, const YtTerm *term)
{
  table_add(table, yt_term_dup_display(term), is_number(term));
}

/* Takes columns from the widest, one at a time, until the table is as wide as it may be; none becomes narrower than
 * MIN_COLUMN. A row is "│ a │ b │": three columns for each cell, and one. */
static void
table_fit(Table *table, guint n_columns_allowed)
{
  guint total = 1;
  for (guint c = 0; c < table->n_columns; c++)
    total += table->widths[c] + 3;
  while (total > n_columns_allowed) {
    guint widest = 0;
    for (guint c = 1; c < table->n_columns; c++)
      if (table->widths[c] > table->widths[widest])
        widest = c;
    if (table->widths[widest] <= MIN_COLUMN)
      return;
    table->widths[widest]--;
    total--;
  }
}

/* ---- drawing ---- */

static void
append_line(GString *out, const Table *table, const char *left, const char *middle, const char *right)
{
  for (guint c = 0; c < table->n_columns; c++) {
    g_string_append(out, c == 0 ? left : middle);
    for (guint i = 0; i < table->widths[c] + 2; i++)
      g_string_append(out, "─");
  }
  g_string_append_printf(out, "%s\n", right);
}

/* As much of @text as fits @width with the "…" behind it; returns the width it has. */
static guint
append_cut(GString *out, const char *text, guint width)
{
  guint used = 0;
  for (; *text; text = g_utf8_next_char(text)) {
    gunichar c = g_utf8_get_char(text);
    if (used + char_width(c) > width - 1)
      break;
    used += char_width(c);
    g_string_append_unichar(out, c);
  }
  g_string_append(out, "…");
  return used + 1;
}

static void
append_blanks(GString *out, guint n)
{
  g_string_append_printf(out, "%*s", (int) n, "");
}

static void
append_cell(GString *out, const Cell *cell, guint width)
{
  g_string_append(out, "│ ");
  if (cell->width > width) {
    append_blanks(out, width - append_cut(out, cell->text, width));
  } else {
    guint rest = width - cell->width;
    append_blanks(out, cell->is_number ? rest : 0);
    g_string_append(out, cell->text);
    append_blanks(out, cell->is_number ? 0 : rest);
  }
  g_string_append_c(out, ' ');
}

static gboolean
table_write(const Table *table, GOutputStream *out, GError **error)
{
  g_autoptr(GString) text = g_string_new(NULL);
  append_line(text, table, "┌", "┬", "┐");
  for (guint i = 0; i < table->cells->len; i++) {
    guint column = i % table->n_columns;
    append_cell(text, &g_array_index(table->cells, Cell, i), table->widths[column]);
    if (column + 1 == table->n_columns)
      g_string_append(text, "│\n");
    if (i + 1 == table->n_columns)
      append_line(text, table, "├", "┼", "┤");
  }
  append_line(text, table, "└", "┴", "┘");
  return g_output_stream_write_all(out, text->str, text->len, NULL, NULL, error);
}

static gboolean
write_count(guint n, const char *chinese, const char *english, GOutputStream *out, GError **error)
{
  g_autofree char *text = g_strdup_printf("%u %s %s%s\n", n, chinese, english, n == 1 ? "" : "s");
  return g_output_stream_write_all(out, text, strlen(text), NULL, NULL, error);
}

/* ---- the three kinds ---- */

static gboolean
fill_solutions(Table *table, YtSparqlResult *result, guint *n_rows, GError **error)
{
  g_autoptr(GError) failure = NULL;
  for (guint i = 0; i < yt_sparql_result_get_n_variables(result); i++)
    table_add(table, g_strdup(yt_sparql_result_get_variable(result, i)), FALSE);
  for (*n_rows = 0; yt_sparql_result_next(result, &failure); ++*n_rows) {
    for (guint i = 0; i < table->n_columns; i++) {
      YtTerm term = yt_sparql_result_get_term(result, i);
      table_add_term(table, &term);
    }
  }
  if (failure) {
    g_propagate_error(error, g_steal_pointer(&failure));
    return FALSE;
  }
  return TRUE;
}

static gboolean
write_solutions(YtSparqlResult *result, guint n_columns, GOutputStream *out, GError **error)
{
  guint n_rows;
  Table table;
  table_init(&table, yt_sparql_result_get_n_variables(result));
  gboolean filled = fill_solutions(&table, result, &n_rows, error);
  if (filled && n_columns > 0)
    table_fit(&table, n_columns);
  gboolean written = filled && (table.n_columns == 0 || table_write(&table, out, error)) &&
                     write_count(n_rows, "行", "row", out, error);
  table_clear(&table);
  return written;
}

static gboolean
add_triple(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  (void) error;
  table_add_term(user_data, &quad->subject);
  table_add_term(user_data, &quad->predicate);
  table_add_term(user_data, &quad->object);
  return TRUE;
}

static gboolean
write_graph(YtSparqlResult *result, guint n_columns, GOutputStream *out, GError **error)
{
  Table table;
  table_init(&table, 3);
  table_add(&table, g_strdup("subject"), FALSE);
  table_add(&table, g_strdup("predicate"), FALSE);
  table_add(&table, g_strdup("object"), FALSE);
  gboolean filled = yt_sparql_result_foreach(result, add_triple, &table, error);
  if (filled && n_columns > 0)
    table_fit(&table, n_columns);
  gboolean written = filled && table_write(&table, out, error) &&
                     write_count(table.cells->len / 3 - 1, "条", "triple", out, error);
  table_clear(&table);
  return written;
}

gboolean
yt_sparql_result_write_table(YtSparqlResult *result, guint n_columns, GOutputStream *out, GError **error)
{
  g_return_val_if_fail(result != NULL && out != NULL, FALSE);
  switch (yt_sparql_result_get_kind(result)) {
  case YT_SPARQL_SOLUTIONS: return write_solutions(result, n_columns, out, error);
  case YT_SPARQL_GRAPH: return write_graph(result, n_columns, out, error);
  case YT_SPARQL_BOOLEAN: break;
  }
  const char *answer = yt_sparql_result_get_boolean(result) ? "是 yes\n" : "否 no\n";
  return g_output_stream_write_all(out, answer, strlen(answer), NULL, NULL, error);
}
