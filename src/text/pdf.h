/* pdf.h: PDF, through the program pdftotext. */
#pragma once
#include "text/text.h"

/* (transfer full) (nullable): the rendered text. */
char *yt_pdf_render(GBytes *bytes, const YtReaderLimits *limits, gsize *n_bytes, GError **error);

/* What pdftotext -layout wrote, without page numbers and running heads, tables as rows. (transfer full) */
char *yt_pdf_tidy(const char *layout, gsize n_bytes, gsize *n_tidy);
