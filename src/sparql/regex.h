/* regex.h: the regular expressions of XPath and XQuery Functions, section 5.6.1, in linear time.
 *
 * Missing: back-references, because no linear-time matcher has them; yt_regex_compile() refuses them by name. */
#pragma once
#include <glib.h>

typedef struct _YtRegex YtRegex;

/**
 * yt_regex_compile:
 * @pattern: UTF-8, @n_pattern bytes
 * @flags: of i, s, m, x, q
 * @problem: (out) (nullable): what is wrong, static text
 *
 * Returns: (transfer full) (nullable): free with yt_regex_free()
 */
YtRegex *yt_regex_compile(const char *pattern, gsize n_pattern, const char *flags, gsize n_flags,
                          const char **problem);
void yt_regex_free(YtRegex *regex);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtRegex, yt_regex_free)

/* Is there a match anywhere in @text? In time of @n_text times the size of the pattern. */
gboolean yt_regex_matches(YtRegex *regex, const char *text, gsize n_text);

/* Appends @text to @out with every match replaced: $1 to $9 are groups, $0 the match, \$ and \\ themselves. FALSE with
 * @problem when the replacement is broken or the pattern matches the empty string, as XPath forbids. */
gboolean yt_regex_replace(YtRegex *regex, const char *text, gsize n_text, const char *replacement, gsize n_replacement,
                          GString *out, const char **problem);
