/* guard.h: what a query asks for that rasqal cannot do, or does wrong without a word. */
#pragma once
#include "redland/redland.h"

/* What has to be known of the data. */
typedef struct {
  gboolean has_languages; /* some literal has a language tag */
  gboolean has_booleans;  /* some literal is an xsd:boolean */
  double max_integer;     /* the largest absolute value of an xsd:integer */
  gsize n_quads;
} YtRedlandFacts;

/* Is @text safe to hand to rasqal: UTF-8, and not so deep that recursion over it could end the program? FALSE with
 * YT_REDLAND_ERROR_SYNTAX or _UNSUPPORTED. */
gboolean yt_redland_guard_text(const char *text, GError **error);

/* Does @text keep to the grammar that rasqal has? FALSE with YT_REDLAND_ERROR_UNSUPPORTED and the place of the first
 * thing that does not. */
gboolean yt_redland_guard_grammar(const char *text, GError **error);

/* Does @text keep to what rasqal answers correctly over data of which @facts hold? FALSE as above. */
gboolean yt_redland_guard_meaning(const char *text, const YtRedlandFacts *facts, GError **error);

/* @text with a blank between sign and number in "?a+1-1", which means the same: rasqal 0.9.33 writes beyond its memory
 * where two signed numbers follow each other in a sum (raptor_sequence_join() of raptor 2.0.15). (transfer full) */
char *yt_redland_guard_separate_signs(const char *text);

/* Has @text an aggregate or GROUP BY? */
gboolean yt_redland_guard_has_aggregates(const char *text);
