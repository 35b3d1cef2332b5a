/* blank.h: labels of blank nodes, the document's and ours, kept apart. */
#pragma once
#include <glib.h>

/* Appends the label of the @number-th blank node that a document left without one: anon1, anon2 … */
void yt_blank_append_anonymous(GString *out, guint64 number);

/* Appends the label that the document wrote as @label; what looks like one of ours, anon, x*, digits, gets an x behind
 * "anon". So anon1 becomes anonx1, anonx1 becomes anonxx1, and no two labels become the same. */
void yt_blank_append_label(GString *out, const char *label, gsize n_label);
