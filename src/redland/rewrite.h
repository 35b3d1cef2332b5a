/* rewrite.h: one query out of another, by its text. */
#pragma once
#include <glib.h>

/* The query @text with @head ("ASK", "SELECT *") in place of its form and what belongs to that: the variables of a
 * SELECT, the template of a CONSTRUCT. With @modifiers what follows the pattern stays too, else only its VALUES.
 * @text must have been parsed before. (transfer full) */
char *yt_redland_rewrite(const char *text, const char *head, gboolean modifiers);
