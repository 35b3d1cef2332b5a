/* archive.h: ZIP, TAR and compressed TAR, entry by entry, and never more of them than may be. */
#pragma once
#include "text/text.h"

/* What may still be unpacked; shared by an archive and those inside it. */
typedef struct {
  gsize n_bytes;   /* of all entries */
  gsize max_bytes; /* of one entry */
  guint n_entries;
} YtArchiveBudget;

/* @path: valid UTF-8. @bytes: NULL with @problem when the entry could not be unpacked. */
typedef gboolean (*YtEntryFunc)(const char *path, GBytes *bytes, const GError *problem, gpointer user_data,
                                GError **error);

/* Which of the entries are wanted; asked before they are unpacked. */
typedef gboolean (*YtEntryFilter)(const char *path, gpointer user_data);

/* Errors: %YT_READER_ERROR_DAMAGED, %YT_READER_ERROR_LIMIT when the budget is spent; whatever @func sets. */
gboolean yt_archive_read(GBytes *bytes, YtArchiveBudget *budget, YtEntryFilter filter, YtEntryFunc func,
                         gpointer user_data, GError **error);

/* What a file that begins like a ZIP is: "DOCX", "ZIP", or the name of a format that is not read. */
const char *yt_archive_kind(GBytes *bytes, YtArchiveBudget *budget);
