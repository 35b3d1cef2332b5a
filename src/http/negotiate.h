/* negotiate.h: which of several media types a client likes best. */
#pragma once
#include <glib.h>

/* RFC 9110, 12.5.1. @accept is the header's value, NULL for none; @offers are media types without parameters in the
 * server's order of preference, NULL-terminated. Returns the index of the best one, or -1 if none is acceptable. */
int yt_http_negotiate(const char *accept, const char *const *offers);
