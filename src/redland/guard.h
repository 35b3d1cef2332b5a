/* guard.h: what a query asks for that rasqal cannot do, or would do wrong without a word. */
#pragma once
#include "redland/redland.h"

/* Is @text safe to hand to rasqal: UTF-8, and not so deep that recursion over it could end the program? FALSE with
 * YT_REDLAND_ERROR_SYNTAX or _UNSUPPORTED. */
gboolean yt_redland_guard_text(const char *text, GError **error);

/* Does @text keep to what rasqal answers correctly? FALSE with YT_REDLAND_ERROR_UNSUPPORTED and the place of the
 * first thing that it does not. */
gboolean yt_redland_guard_features(const char *text, GError **error);
