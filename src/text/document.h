/* document.h: how the readers of this folder make a YtText. */
#pragma once
#include "text/text.h"

/* SHA-256 of @bytes, in hex. */
void yt_text_sum(const char *bytes, gsize n_bytes, char sha256[65]);

/* A YtText whose source is @source (transfer full), valid UTF-8 that ends in NUL, of at most YT_TEXT_MAX_BYTES. */
YtText *yt_text_take(char *source, gsize n_source, const char *charset, const char *sha256);

/* Sets %YT_READER_ERROR_LIMIT: a document, or its text, is larger than @max_bytes. */
void yt_reader_set_too_long(gsize max_bytes, GError **error);
