/* table.c: see table.h. */
#include "remote/table.h"

#include <string.h>

YtRemoteTable *
yt_remote_table_new(void)
{
  YtRemoteTable *table = g_new0(YtRemoteTable, 1);
  table->names = g_ptr_array_new_with_free_func(g_free);
  table->terms = g_array_new(FALSE, TRUE, sizeof(YtTerm));
  table->strings = g_string_chunk_new(4096);
  return table;
}

void
yt_remote_table_free(YtRemoteTable *table)
{
  if (!table)
    return;
  g_ptr_array_unref(table->names);
  g_array_unref(table->terms);
  g_string_chunk_free(table->strings);
  g_free(table);
}

void
yt_remote_table_add_name(YtRemoteTable *table, const char *name)
{
  g_ptr_array_add(table->names, g_strdup(name));
}

int
yt_remote_table_find_name(const YtRemoteTable *table, const char *name)
{
  for (guint i = 0; i < table->names->len; i++)
    if (!strcmp(g_ptr_array_index(table->names, i), name))
      return (int) i;
  return -1;
}

void
yt_remote_table_add_row(YtRemoteTable *table)
{
  table->n_rows++;
  g_array_set_size(table->terms, table->terms->len + table->names->len);
}

static const char *
keep(YtRemoteTable *table, const char *text, gsize n)
{
  return text ? g_string_chunk_insert_len(table->strings, text, (gssize) n) : NULL;
}

void
yt_remote_table_set(YtRemoteTable *table, guint column, const YtTerm *term)
{
  YtTerm copy = *term;
  copy.text = keep(table, term->text, term->n_text);
  copy.datatype = keep(table, term->datatype, term->n_datatype);
  copy.language = keep(table, term->language, term->n_language);
  g_array_index(table->terms, YtTerm, table->terms->len - table->names->len + column) = copy;
}
