/* numbering.h: the numbers that Word shows before paragraphs (ECMA-376, part 1, 17.9). */
#pragma once
#include "text/text.h"

typedef struct _YtNumbering YtNumbering;

/* @numbering and @styles: (nullable): the parts word/numbering.xml and word/styles.xml. */
YtNumbering *yt_numbering_new(GBytes *numbering, GBytes *styles, gint64 deadline, GError **error);
void yt_numbering_free(YtNumbering *numbering);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtNumbering, yt_numbering_free)

/* The next paragraph comes, in document order. @style, @number_id, @level: what it says, or NULL. Returns what stands
 * before it, "一、" or "1. ", or NULL. (transfer full) (nullable) */
char *yt_numbering_next(YtNumbering *numbering, const char *style, const char *number_id, const char *level);

/* @value in one of ST_NumberFormat's formats, appended to @out; nothing for those without a number. */
void yt_numbering_format(GString *out, guint value, const char *format);
