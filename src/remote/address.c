/* address.c: see address.h. IRIs are compared as libcurl takes them apart, since libcurl acts on them. */
#include "remote/address.h"

#include <late-libcurl.h>
#include <netinet/in.h>
#include <string.h>

G_DEFINE_QUARK(yt - remote - error - quark, yt_remote_error)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CURLU, curl_url_cleanup)

typedef struct {
  char *scheme, *host, *port, *path;
} Parts;

static void
parts_clear(Parts *parts)
{
  curl_free(parts->scheme);
  curl_free(parts->host);
  curl_free(parts->port);
  curl_free(parts->path);
  *parts = (Parts){0};
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Parts, parts_clear)

/* A path whose dots and slashes are written %2E and %2F may be another one to the server than to us. */
static gboolean
has_hidden_parts(const char *path)
{
  for (const char *at = path; (at = strchr(at, '%')); at++)
    if (!g_ascii_strncasecmp(at, "%2e", 3) || !g_ascii_strncasecmp(at, "%2f", 3) ||
        !g_ascii_strncasecmp(at, "%5c", 3))
      return TRUE;
  return strchr(path, '\\') != NULL;
}

/* FALSE with @problem (static) when @iri is nothing to be asked. */
static gboolean
take_apart(const char *iri, Parts *parts, const char **problem)
{
  g_autoptr(CURLU) url = curl_url();
  char *user = NULL;
  *problem = "expected an http or https IRI with a host";
  if (curl_url_set(url, CURLUPART_URL, iri, 0) != CURLUE_OK ||
      curl_url_get(url, CURLUPART_SCHEME, &parts->scheme, 0) != CURLUE_OK ||
      curl_url_get(url, CURLUPART_HOST, &parts->host, 0) != CURLUE_OK ||
      curl_url_get(url, CURLUPART_PORT, &parts->port, CURLU_DEFAULT_PORT) != CURLUE_OK ||
      curl_url_get(url, CURLUPART_PATH, &parts->path, 0) != CURLUE_OK)
    return FALSE;
  if (g_ascii_strcasecmp(parts->scheme, "http") != 0 && g_ascii_strcasecmp(parts->scheme, "https") != 0)
    return FALSE;
  gboolean has_user = curl_url_get(url, CURLUPART_USER, &user, 0) == CURLUE_OK;
  curl_free(user);
  *problem =
      has_user ? "expected no user name before the host" : "expected a path without %2E, %2F and backslashes";
  return !has_user && !has_hidden_parts(parts->path);
}

gboolean
yt_remote_check_entry(const char *entry, GError **error)
{
  if (!yt_late_libcurl_load(error))
    return FALSE;
  g_auto(Parts) parts = {0};
  const char *problem;
  if (take_apart(entry, &parts, &problem))
    return TRUE;
  g_set_error(error, YT_REMOTE_ERROR, YT_REMOTE_ERROR_REFUSED, "%s, found “%s”", problem, entry);
  return FALSE;
}

const char *
yt_remote_find_entry(const char *const *allowed, const char *iri)
{
  if (!allowed)
    return NULL;
  g_auto(Parts) wanted = {0};
  const char *problem;
  if (!take_apart(iri, &wanted, &problem))
    return NULL;
  for (; *allowed; allowed++) {
    g_auto(Parts) entry = {0};
    if (take_apart(*allowed, &entry, &problem) && !g_ascii_strcasecmp(entry.scheme, wanted.scheme) &&
        !g_ascii_strcasecmp(entry.host, wanted.host) && !strcmp(entry.port, wanted.port) &&
        g_str_has_prefix(wanted.path, entry.path))
      return *allowed;
  }
  return NULL;
}

gboolean
yt_remote_check_allowed(const char *const *allowed, const char *iri, GError **error)
{
  if (allowed && !yt_late_libcurl_load(error))
    return FALSE;
  if (yt_remote_find_entry(allowed, iri))
    return TRUE;
  g_set_error(error, YT_REMOTE_ERROR, YT_REMOTE_ERROR_REFUSED,
              "<%s> is not on the list of endpoints that may be asked", iri);
  return FALSE;
}

gboolean
yt_remote_entry_is_address(const char *entry)
{
  g_auto(Parts) parts = {0};
  const char *problem;
  if (!take_apart(entry, &parts, &problem))
    return FALSE;
  gsize n = strlen(parts.host);
  g_autofree char *host = parts.host[0] == '[' ? g_strndup(parts.host + 1, n - 2) : g_strdup(parts.host);
  return g_hostname_is_ip_address(host) || !g_ascii_strcasecmp(host, "localhost");
}

/* IANA's registries of special-purpose addresses, 2024: what is not globally reachable. */
static gboolean
v4_is_public(guint32 address)
{
  static const struct {
    guint32 network;
    guint n_bits;
  } special[] = {
      {0x00000000, 8},  {0x0A000000, 8},  {0x64400000, 10}, {0x7F000000, 8},  {0xA9FE0000, 16},
      {0xAC100000, 12}, {0xC0000000, 24}, {0xC0000200, 24}, {0xC0586300, 24}, {0xC0A80000, 16},
      {0xC6120000, 15}, {0xC6336400, 24}, {0xCB007100, 24}, {0xE0000000, 4},  {0xF0000000, 4},
  };
  for (guint i = 0; i < G_N_ELEMENTS(special); i++)
    if ((address ^ special[i].network) >> (32 - special[i].n_bits) == 0)
      return FALSE;
  return TRUE;
}

static guint32
v4_of(const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

/* Of version 6 only 2000::/3 is given out; within it, what carries an address of version 4 is as public as that. */
static gboolean
v6_is_public(const guint8 *bytes)
{
  static const guint8 mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF},
                      translated[12] = {0, 0x64, 0xFF, 0x9B};
  if (!memcmp(bytes, mapped, 12) || !memcmp(bytes, translated, 12))
    return v4_is_public(v4_of(bytes + 12));
  if (bytes[0] >> 5 != 1)
    return FALSE;
  if (bytes[0] == 0x20 && bytes[1] == 0x02) /* 6to4 */
    return v4_is_public(v4_of(bytes + 2));
  gboolean is_special =
      bytes[0] == 0x20 && bytes[1] == 0x01 && (bytes[2] < 2 || (bytes[2] == 0x0D && bytes[3] == 0xB8));
  return !is_special && !(bytes[0] == 0x3F && bytes[1] == 0xFF && bytes[2] < 0x10);
}

gboolean
yt_remote_address_is_public(const struct sockaddr *address)
{
  if (address->sa_family == AF_INET) {
    struct sockaddr_in v4;
    memcpy(&v4, address, sizeof v4);
    return v4_is_public(ntohl(v4.sin_addr.s_addr));
  }
  if (address->sa_family == AF_INET6) {
    struct sockaddr_in6 v6;
    memcpy(&v6, address, sizeof v6);
    return v6_is_public(v6.sin6_addr.s6_addr);
  }
  return FALSE;
}
