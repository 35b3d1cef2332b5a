/* static.c: files from one folder, and none from elsewhere.
 *
 * A path is opened segment by segment from the folder's descriptor, without following links, and a segment is a plain
 * name: not empty, not beginning with ".", without "/", "\" and control characters after decoding. So ".." in any
 * spelling, hidden files and links that lead out are all simply not there.
 *
 * What a bundler named after its content (NAME-HASH.EXT) never changes and may be kept for ever; all else is asked for
 * again with its ETag, which is made of the file's size and time. */
#include "http/static.h"
#include "http/negotiate.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_FILE                                                                                             \
  (256 * 1024 * 1024) /* bytes; no file of a web page is larger, and an fd of 32 bits is never met */

struct _YtStatic {
  int fd;
};

static const struct {
  const char *ending, *type;
} types[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".avif", "image/avif"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".wasm", "application/wasm"},
    {".txt", "text/plain; charset=utf-8"},
    {".ttl", "text/turtle; charset=utf-8"},
    {".xml", "application/xml"},
    {".pdf", "application/pdf"},
};

/* By content coding; the first that the client likes as well as another wins. */
static const struct {
  const char *coding, *ending;
} encoded[] = {{"br", ".br"}, {"zstd", ".zst"}, {"gzip", ".gz"}};

YtStatic *
yt_static_new(const char *folder, GError **error)
{
  g_return_val_if_fail(folder != NULL, NULL);
  int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 || faccessat(fd, "index.html", R_OK, 0) != 0) {
    int code = errno;
    g_set_error(error, G_IO_ERROR, (int) g_io_error_from_errno(code),
                "%s: expected a folder with index.html: %s", folder, g_strerror(code));
    if (fd >= 0)
      close(fd);
    return NULL;
  }
  YtStatic *files = g_new0(YtStatic, 1);
  files->fd = fd;
  return files;
}

void
yt_static_free(YtStatic *files)
{
  if (!files)
    return;
  close(files->fd);
  g_free(files);
}

static gboolean
is_plain_name(const char *name)
{
  if (*name == '\0' || *name == '.' || !g_utf8_validate(name, -1, NULL))
    return FALSE;
  for (const char *p = name; *p; p++)
    if (*p == '/' || *p == '\\' || (guchar) *p < 0x20 || *p == 0x7F)
      return FALSE;
  return TRUE;
}

/* A regular file among the entries of folder @at; -1 if there is none. */
static int
open_file(int at, const char *name, struct stat *info)
{
  int fd = openat(at, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd >= 0 && (fstat(fd, info) != 0 || !S_ISREG(info->st_mode) || info->st_size > MAX_FILE)) {
    close(fd);
    fd = -1;
  }
  return fd;
}

/* The folder that @path's file is in, and the file's name; -1 if there is none. (transfer full) both */
static int
open_folder(const YtStatic *files, const char *path, char **name)
{
  g_auto(GStrv) segments = g_strsplit(path[1] ? path + 1 : "index.html", "/", 32);
  guint n = g_strv_length(segments);
  int at = dup(files->fd);
  *name = NULL;
  for (guint i = 0; at >= 0 && i < n; i++) {
    g_autofree char *segment = g_uri_unescape_string(segments[i], NULL);
    gboolean is_last = i + 1 == n;
    if (is_last && segment && *segment == '\0')
      segment = (g_free(segment), g_strdup("index.html"));
    if (!segment || !is_plain_name(segment)) {
      close(at);
      return -1;
    }
    if (is_last) {
      *name = g_steal_pointer(&segment);
      break;
    }
    int next = openat(at, segment, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    close(at);
    at = next;
  }
  return at;
}

/* NAME-HASH.EXT, where HASH is 8 or more letters, digits, "_" or "-", one of them a digit or a capital. */
static gboolean
is_named_by_content(const char *name)
{
  const char *dot = strrchr(name, '.');
  if (!dot || dot - name < 10)
    return FALSE;
  const char *hash = dot - 8;
  gboolean varied = FALSE;
  for (const char *p = hash; p < dot; p++) {
    if (!g_ascii_isalnum(*p) && *p != '_' && *p != '-')
      return FALSE;
    varied = varied || g_ascii_isdigit(*p) || g_ascii_isupper(*p);
  }
  return varied && (hash[-1] == '-' || hash[-1] == '.');
}

static const char *
get_type(const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS(types); i++)
    if (g_str_has_suffix(name, types[i].ending))
      return types[i].type;
  return "application/octet-stream";
}

/* The file in the coding that the client likes best; sets @coding to NULL for the file itself. */
static int
open_encoded(int at, const char *name, const char *accept_encoding, struct stat *info, const char **coding)
{
  int best = -1, best_weight = yt_http_weigh_coding(accept_encoding, "identity");
  *coding = NULL;
  for (guint i = 0; i < G_N_ELEMENTS(encoded); i++) {
    int weight = yt_http_weigh_coding(accept_encoding, encoded[i].coding);
    if (weight == 0 || weight < best_weight || (best >= 0 && weight == best_weight))
      continue;
    g_autofree char *other = g_strconcat(name, encoded[i].ending, NULL);
    struct stat other_info;
    int fd = open_file(at, other, &other_info);
    if (fd < 0)
      continue;
    if (best >= 0)
      close(best);
    best = fd;
    best_weight = weight;
    *info = other_info;
    *coding = encoded[i].coding;
  }
  return best >= 0 ? best : open_file(at, name, info);
}

/* The application's pages need scripts, which only ever come from here; styles may be set from them. */
static const char policy[] =
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

gboolean
yt_static_answer(const YtStatic *files, const char *path, const char *accept_encoding,
                 const char *if_none_match, YtHttpAnswer *answer)
{
  g_autofree char *name = NULL;
  const char *coding = NULL;
  struct stat info;
  if (*path != '/')
    return FALSE;
  int at = open_folder(files, path, &name);
  int fd = at >= 0 && name ? open_encoded(at, name, accept_encoding, &info, &coding) : -1;
  if (at >= 0)
    close(at);
  if (fd < 0)
    return FALSE;

  g_autofree char *tag =
      g_strdup_printf("\"%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x%s%s\"", (gint64) info.st_size,
                      (gint64) info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec, coding ? "-" : "",
                      coding ? coding : "");
  yt_http_answer_clear(answer);
  *answer = (YtHttpAnswer){
      .status = 200, .content_type = g_strdup(get_type(name)), .fd = fd, .n_bytes = (guint64) info.st_size};
  if (yt_http_etag_matches(if_none_match, tag)) {
    yt_http_answer_clear(answer);
    *answer = (YtHttpAnswer){.status = 304, .bytes = g_bytes_new_static("", 0), .fd = -1};
  }
  yt_http_answer_add_header(answer, "ETag", tag);
  yt_http_answer_add_header(answer, "Vary", "Accept-Encoding");
  yt_http_answer_add_header(answer, "Cache-Control",
                            is_named_by_content(name) ? "public, max-age=31536000, immutable" : "no-cache");
  yt_http_answer_add_header(answer, "Content-Security-Policy", policy);
  if (coding && answer->status == 200)
    yt_http_answer_add_header(answer, "Content-Encoding", coding);
  return TRUE;
}
