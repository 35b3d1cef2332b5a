/* table.h: solutions as they are read. */
#pragma once
#include "remote/remote.h"

YtRemoteTable *yt_remote_table_new(void);

/* The texts are copied. */
void yt_remote_table_add_name(YtRemoteTable *table, const char *name);
int yt_remote_table_find_name(const YtRemoteTable *table, const char *name);      /* -1: none */
void yt_remote_table_add_row(YtRemoteTable *table);                               /* all of it unbound */
void yt_remote_table_set(YtRemoteTable *table, guint column, const YtTerm *term); /* in the last row */

/* SPARQL 1.1 Query Results JSON Format, and XML Format. Errors: YT_REMOTE_ERROR_FAILED. (transfer full) (nullable) */
YtRemoteTable *yt_remote_read_json(const char *text, gsize n_text, GError **error);
YtRemoteTable *yt_remote_read_xml(const char *text, gsize n_text, GError **error);
