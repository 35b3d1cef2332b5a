/* codes.h: the codes of organisations, with their check digits. */
#pragma once
#include <glib.h>

/* The unified social credit code (GB 32100-2015) that @text begins with: 18 characters, of which 3 to 8 are a division of
 * GB/T 2260 and 9 to 17 an organisation code. Both check characters must be right. */
gboolean yt_is_credit_code(const char *text, gsize n_bytes);

/* The organisation code (GB 11714-1997) that @text begins with, with or without '-' before its check character: the bytes
 * it takes, or 0. */
gsize yt_organisation_code_at(const char *text, gsize n_bytes);

/* 757009218 → 75700921-8. @code: what yt_organisation_code_at() took. (transfer full) */
char *yt_dup_organisation_code(const char *code);
