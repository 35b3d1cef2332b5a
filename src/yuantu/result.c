/* result.c: the rows of an answer.
 *
 * A graph comes from the engine pushed, triple after triple, but the caller pulls. So it is collected before the first move:
 * the texts one behind the other, and for each term where its text lies. */
#include "yuantu/result.h"
#include "yuantu/error.h"
#include "yuantu/sink.h"
#include "yuantu/term.h"
#include <string.h>

static const char *const graph_columns[] = {"subject", "predicate", "object"};

typedef struct {
  YtTerm term; /* its pointers are offsets into the texts until all are collected */
} Collected;

struct YuantuResult {
  YtSparqlResult *result;
  gsize memory_limit; /* 0: none */
  gsize n_columns;
  YtLibraryRoom *room; /* one for each column */
  gboolean has_row;

  GString *texts;    /* of a graph, NULL until the first move */
  GArray *collected; /* of Collected, three for each triple */
  gsize next;        /* triple */
};

YuantuResult *
yt_library_result_new(YtSparqlResult *result, gsize memory_limit)
{
  YuantuResult *own = g_new0(YuantuResult, 1);
  own->result = result;
  own->memory_limit = memory_limit;
  own->n_columns = yt_sparql_result_get_kind(result) == YT_SPARQL_GRAPH
                       ? G_N_ELEMENTS(graph_columns)
                       : yt_sparql_result_get_n_variables(result);
  own->room = g_new0(YtLibraryRoom, MAX(own->n_columns, 1));
  return own;
}

void
yuantu_result_free(YuantuResult *result)
{
  if (!result)
    return;
  yt_sparql_result_free(result->result);
  for (gsize i = 0; i < result->n_columns; i++)
    yt_library_room_clear(&result->room[i]);
  g_free(result->room);
  if (result->texts)
    g_string_free(result->texts, TRUE);
  g_clear_pointer(&result->collected, g_array_unref);
  g_free(result);
}

YuantuResultKind
yuantu_result_kind(const YuantuResult *result)
{
  static const YuantuResultKind kinds[] = {[YT_SPARQL_SOLUTIONS] = YUANTU_SOLUTIONS,
                                           [YT_SPARQL_BOOLEAN] = YUANTU_BOOLEAN,
                                           [YT_SPARQL_GRAPH] = YUANTU_GRAPH};
  return result ? kinds[yt_sparql_result_get_kind(result->result)] : YUANTU_SOLUTIONS;
}

bool
yuantu_result_boolean(const YuantuResult *result)
{
  return result && yuantu_result_kind(result) == YUANTU_BOOLEAN &&
         yt_sparql_result_get_boolean(result->result);
}

size_t
yuantu_result_n_columns(const YuantuResult *result)
{
  return result ? result->n_columns : 0;
}

const char *
yuantu_result_column(const YuantuResult *result, size_t column)
{
  if (!result || column >= result->n_columns)
    return NULL;
  return yuantu_result_kind(result) == YUANTU_GRAPH
             ? graph_columns[column]
             : yt_sparql_result_get_variable(result->result, (guint) column);
}

/* ---- graphs ---- */

static void
collect_text(GString *texts, const char **text, gsize n_text)
{
  gsize offset = texts->len;
  if (n_text)
    g_string_append_len(texts, *text, (gssize) n_text);
  *text = GSIZE_TO_POINTER(offset);
}

static gboolean
collect(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  YuantuResult *result = user_data;
  const YtTerm *terms[] = {&quad->subject, &quad->predicate, &quad->object};
  for (guint i = 0; i < G_N_ELEMENTS(terms); i++) {
    Collected collected = {*terms[i]};
    collect_text(result->texts, &collected.term.text, collected.term.n_text);
    collect_text(result->texts, &collected.term.language, collected.term.n_language);
    collect_text(result->texts, &collected.term.datatype, collected.term.n_datatype);
    g_array_append_val(result->collected, collected);
  }
  gsize n_bytes = result->texts->allocated_len + result->collected->len * sizeof(Collected);
  if (!result->memory_limit || n_bytes <= result->memory_limit)
    return TRUE;
  g_set_error(error, YT_SPARQL_ERROR, YT_SPARQL_ERROR_MEMORY,
              "the graph needs more memory than its %" G_GSIZE_FORMAT " bytes", result->memory_limit);
  return FALSE;
}

static gboolean
collect_graph(YuantuResult *result, GError **error)
{
  result->texts = g_string_new(NULL);
  result->collected = g_array_new(FALSE, FALSE, sizeof(Collected));
  gboolean ok = yt_sparql_result_foreach(result->result, collect, result, error);
  if (!ok)
    g_array_set_size(result->collected, 0);
  for (guint i = 0; i < result->collected->len; i++) {
    YtTerm *term = &g_array_index(result->collected, Collected, i).term;
    term->text = result->texts->str + GPOINTER_TO_SIZE(term->text);
    term->language = term->n_language ? result->texts->str + GPOINTER_TO_SIZE(term->language) : NULL;
    term->datatype = term->n_datatype ? result->texts->str + GPOINTER_TO_SIZE(term->datatype) : NULL;
  }
  return ok;
}

/* ---- rows ---- */

bool
yuantu_result_next(YuantuResult *result, YuantuError **error)
{
  if (!result || yuantu_result_kind(result) == YUANTU_BOOLEAN) {
    yt_library_fail(error, YUANTU_ERROR_MISUSE, "yuantu_result_next: expected solutions or a graph, found %s",
                    result ? "yes or no" : "NULL");
    return false;
  }
  GError *problem = NULL;
  if (yuantu_result_kind(result) == YUANTU_SOLUTIONS) {
    result->has_row = yt_sparql_result_next(result->result, &problem);
  } else {
    gboolean ok = result->texts || collect_graph(result, &problem);
    result->has_row = ok && 3 * result->next < result->collected->len;
    result->next += result->has_row ? 1 : 0;
  }
  if (problem)
    yt_library_take_error(error, problem);
  return result->has_row;
}

YuantuTerm
yuantu_result_term(YuantuResult *result, size_t column)
{
  if (!result || !result->has_row || column >= result->n_columns)
    return (YuantuTerm){.kind = YUANTU_UNBOUND, .text = ""};
  YtTerm term = result->texts
                    ? g_array_index(result->collected, Collected, 3 * (result->next - 1) + column).term
                    : yt_sparql_result_get_term(result->result, (guint) column);
  return yt_library_term_out(&term, &result->room[column]);
}

bool
yuantu_result_write(YuantuResult *result, const char *format_name, YuantuWriteFunc write, void *user_data,
                    YuantuError **error)
{
  YtResultFormat format;
  if (!result || !format_name || !write) {
    yt_library_fail(error, YUANTU_ERROR_MISUSE,
                    "yuantu_result_write: expected a result, a format and a function, found NULL");
    return false;
  }
  if (!yt_result_format_from_name(format_name, &format)) {
    yt_library_fail(error, YUANTU_ERROR_UNSUPPORTED, "there is no format '%s'", format_name);
    return false;
  }
  if (result->texts) {
    yt_library_fail(error, YUANTU_ERROR_MISUSE, "yuantu_result_write: the triples have been taken already");
    return false;
  }
  result->has_row = FALSE;
  GError *problem = NULL;
  g_autoptr(GOutputStream) sink = yt_library_sink_new(write, user_data);
  if (yt_sparql_result_write(result->result, format, sink, &problem))
    return true;
  yt_library_take_error(error, problem);
  return false;
}
