/* negotiate.h: which of several media types a client likes best. */
#pragma once
#include <glib.h>

/* RFC 9110, 12.5.1. @accept is the header's value, NULL for none; @offers are media types without parameters in the
 * server's order of preference, NULL-terminated. Returns the index of the best one, or -1 if none is acceptable. */
int yt_http_negotiate(const char *accept, const char *const *offers);

/* The weight of content coding @coding in @accept_encoding (nullable), in thousandths; 0: not acceptable. "identity" is
 * acceptable unless it is excluded; without the header it is all there is (RFC 9110, 12.5.3). */
int yt_http_weigh_coding(const char *accept_encoding, const char *coding);

/* The best of @offers (language tags, NULL-terminated) for @accept_language (nullable), by basic filtering and look-up
 * (RFC 4647, 3.3.1 and 3.4): "zh-CN" and "zh" find each other. The first when nothing is said or found. */
int yt_http_negotiate_language(const char *accept_language, const char *const *offers);

/* Does If-None-Match @if_none_match (nullable) hold @etag, compared weakly (RFC 9110, 13.1.2)? */
gboolean yt_http_etag_matches(const char *if_none_match, const char *etag);
