/* docx.h: Word's documents (ECMA-376, WordprocessingML). */
#pragma once
#include "text/archive.h"

/* The rendered text, and the title into @document. (transfer full) (nullable) */
char *yt_docx_render(GBytes *bytes, const YtReaderLimits *limits, YtDocument *document, gsize *n_bytes,
                     GError **error);
