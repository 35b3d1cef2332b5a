/* static.h: the files of the explorer, from one folder. */
#pragma once
#include "http/request.h"

typedef struct _YtStatic YtStatic;

/* Opens @folder, which must have an index.html. Errors: #GIOError. (transfer full) (nullable) */
YtStatic *yt_static_new(const char *folder, GError **error);
void yt_static_free(YtStatic *files);

/**
 * yt_static_answer:
 * @path: the path of a request as it came, percent-encoded, from "/"
 * @accept_encoding: (nullable): the header
 * @if_none_match: (nullable): the header
 *
 * Sets @answer to the file at @path, or to status 304. A folder is its index.html. A file F with F.br, F.zst or F.gz
 * beside it is sent in the one of these that the client likes best.
 *
 * Returns: FALSE, with @answer as it was, when there is no such file that may be seen
 */
gboolean yt_static_answer(const YtStatic *files, const char *path, const char *accept_encoding,
                          const char *if_none_match, YtHttpAnswer *answer);
