/* pdf.c: pdftotext as a child that gets little memory and little time, and what it writes as lines of text.
 *
 * -layout is asked for, since only there the cells of a table's row stay on one line. Its columns are apart by three
 * spaces or more; two lines or more of three columns each are taken for a table. Lines stay as they are set: joining
 * them needs words, which the loader has. */
#include "text/pdf.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/base.h"
#include "text/document.h"
#include "text/page.h"

#define CHILD_MEMORY ((rlim_t) 2 << 30) /* poppler takes a few hundred MB for the largest of plans */

/* ---- the child ---- */

/* In the child before exec(): only what is safe after fork(). */
static void
confine(gpointer data)
{
  rlim_t seconds = *(const guint *) data / 1000 + 1;
  struct rlimit memory = {CHILD_MEMORY, CHILD_MEMORY}, none = {0, 0}, time = {seconds, seconds};
  setrlimit(RLIMIT_AS, &memory);
  setrlimit(RLIMIT_CPU, &time);
  setrlimit(RLIMIT_FSIZE, &none);
  setrlimit(RLIMIT_CORE, &none);
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static gboolean
write_all(int fd, GBytes *bytes)
{
  gsize n;
  const char *p = g_bytes_get_data(bytes, &n);
  while (n > 0) {
    ssize_t written = write(fd, p, n);
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return FALSE;
    p += written;
    n -= (gsize) written;
  }
  return lseek(fd, 0, SEEK_SET) == 0;
}

/* FALSE with @error when time or room are over. */
static gboolean
read_all(int fd, GString *out, const YtReaderLimits *limits, GError **error)
{
  gint64 deadline = g_get_monotonic_time() + (gint64) limits->timeout_ms * 1000;
  g_autofree char *chunk = g_malloc(65536);
  for (;;) {
    gint64 left = (deadline - g_get_monotonic_time()) / 1000;
    if (left <= 0)
      break;
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    if (poll(&ready, 1, (int) MIN(left, 1000)) <= 0)
      continue;
    ssize_t n = read(fd, chunk, 65536);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return TRUE;
    if (out->len + (gsize) n > limits->max_bytes) {
      yt_reader_set_too_long(limits->max_bytes, error);
      return FALSE;
    }
    g_string_append_len(out, chunk, n);
  }
  g_set_error(error, YT_READER_ERROR, YT_READER_ERROR_LIMIT,
              "expected a PDF that can be read in %u ms, found a slower one", limits->timeout_ms);
  return FALSE;
}

static gboolean
run(GBytes *bytes, const YtReaderLimits *limits, GString *out, GError **error)
{
  const char *program = limits->pdftotext;
  const char *const argv[] = {program, "-q",   "-layout",    "-enc", "UTF-8",
                              "-eol",  "unix", "/dev/stdin", "-",    NULL};
  int in = memfd_create("yuantu-pdf", MFD_CLOEXEC), from = -1;
  if (in < 0 || !write_all(in, bytes)) {
    g_set_error(error, YT_READER_ERROR, YT_READER_ERROR_TOOL,
                "expected memory for a copy of the PDF, found none");
    if (in >= 0)
      close(in);
    return FALSE;
  }
  GPid child;
  guint timeout_ms = limits->timeout_ms;
  g_autoptr(GError) failure = NULL;
  gboolean ok = g_spawn_async_with_pipes_and_fds(
      NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, confine,
      &timeout_ms, in, -1, -1, NULL, NULL, 0, &child, NULL, &from, NULL, &failure);
  close(in);
  if (!ok) {
    g_set_error(error, YT_READER_ERROR, YT_READER_ERROR_TOOL,
                "expected the program %s (Debian: poppler-utils) to read a PDF, found none (%s)", program,
                failure->message);
    return FALSE;
  }
  ok = read_all(from, out, limits, error);
  close(from);
  if (!ok)
    kill(-child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR)
    ;
  if (ok && !(WIFEXITED(status) && WEXITSTATUS(status) == 0)) {
    g_set_error(error, YT_READER_ERROR, YT_READER_ERROR_DAMAGED,
                "expected a PDF that %s can read, found a broken or locked one (%s %d)", program,
                WIFEXITED(status) ? "exit status" : "signal",
                WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
    return FALSE;
  }
  return ok;
}

/* ---- tidying ---- */

typedef struct {
  const char *text; /* without the spaces around it */
  gsize n_bytes;
  guint page;
  guint n_columns;
  gboolean is_dropped;
} Line;

static guint
count_columns(const char *text, gsize n)
{
  guint n_columns = n > 0, n_spaces = 0;
  for (gsize i = 0; i < n; i++) {
    n_columns += text[i] != ' ' && n_spaces >= 3;
    n_spaces = text[i] == ' ' ? n_spaces + 1 : 0;
  }
  return n_columns;
}

static GArray *
list_lines(const char *text, gsize n, guint *n_pages)
{
  GArray *lines = g_array_new(FALSE, FALSE, sizeof(Line));
  guint page = 0;
  for (gsize i = 0; i < n;) {
    gsize end = i;
    while (end < n && text[end] != '\n' && text[end] != '\f')
      end++;
    gsize a = i, b = end;
    while (a < b && g_ascii_isspace(text[a]))
      a++;
    while (b > a && g_ascii_isspace(text[b - 1]))
      b--;
    if (b > a) {
      Line line = {
          .text = text + a, .n_bytes = b - a, .page = page, .n_columns = count_columns(text + a, b - a)};
      g_array_append_val(lines, line);
    }
    page += end < n && text[end] == '\f';
    i = end + 1;
  }
  *n_pages = lines->len > 0 ? g_array_index(lines, Line, lines->len - 1).page + 1
                            : 1; /* a form feed ends the last one too */
  return lines;
}

/* The number of a line that is one: "— 3 —", "第 3 页 共 9 页", "3/9", "3". @is_marked: it is more than digits. 0: none. */
static guint
page_number(const Line *line, gboolean *is_marked)
{
  if (line->n_bytes > 60)
    return 0;
  g_autofree char *text = g_strndup(line->text, line->n_bytes);
  static GRegex *pattern; /* ‐ … ― are the dashes of Unicode */
  if (g_once_init_enter(&pattern))
    g_once_init_leave(
        &pattern,
        g_regex_new("^(?:第|page)?\\s*[-\\x{2010}-\\x{2015}－·•~]*\\s*(?:第|page)?\\s*(\\d{1,4})\\s*页?"
                    "\\s*(?:[,，/／]?\\s*(?:共|of)?\\s*\\d{1,4}\\s*页?)?\\s*[-\\x{2010}-\\x{2015}－·•~]*$",
                    G_REGEX_CASELESS, 0, NULL));
  g_autoptr(GMatchInfo) match = NULL;
  if (!g_regex_match(pattern, text, 0, &match))
    return 0;
  g_autofree char *digits = g_match_info_fetch(match, 1);
  *is_marked = strlen(digits) < line->n_bytes;
  return (guint) g_ascii_strtoull(digits, NULL, 10);
}

/* Of every page the first line, or the last, that is still there: indices into @lines, or -1. */
static void
find_edges(GArray *lines, guint n_pages, gboolean last, gint *edges)
{
  for (guint p = 0; p < n_pages; p++)
    edges[p] = -1;
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = &g_array_index(lines, Line, i);
    if (!line->is_dropped && (last || edges[line->page] < 0))
      edges[line->page] = (gint) i;
  }
}

/* Marked numbers go; plain ones when two pages count alike. */
static void
drop_page_numbers(GArray *lines, const gint *edges, guint n_pages)
{
  g_autoptr(GHashTable) offsets = g_hash_table_new(NULL, NULL);
  for (guint round = 0; round < 2; round++) {
    for (guint p = 0; p < n_pages; p++) {
      if (edges[p] < 0)
        continue;
      Line *line = &g_array_index(lines, Line, edges[p]);
      gboolean is_marked = FALSE;
      guint number = page_number(line, &is_marked);
      if (number == 0)
        continue;
      gpointer offset = GINT_TO_POINTER((gint) number - (gint) p + 100000);
      if (round == 0)
        g_hash_table_insert(offsets, offset,
                            GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(offsets, offset)) + 1));
      else if (is_marked || GPOINTER_TO_INT(g_hash_table_lookup(offsets, offset)) >= 2)
        line->is_dropped = TRUE;
    }
  }
}

/* @line with its numbers taken out, so that heads that count are the same. */
static char *
dup_mask(const Line *line)
{
  GString *mask = g_string_new(NULL);
  for (gsize i = 0; i < line->n_bytes; i++)
    if (!g_ascii_isdigit(line->text[i]) && line->text[i] != ' ')
      g_string_append_c(mask, line->text[i]);
  if (mask->len == 0) /* a number and nothing else is itself */
    g_string_append_len(mask, line->text, (gssize) line->n_bytes);
  return g_string_free(mask, FALSE);
}

/* A line at the same edge of three pages or more (of both when there are two), and of two in five, is a running head. The
 * head of a table, set again on every page, stays where it stands first. */
static void
drop_running_heads(GArray *lines, const gint *edges, guint n_pages)
{
  if (n_pages < 2)
    return;
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) kept = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint round = 0; round < 2; round++) {
    for (guint p = 0; p < n_pages; p++) {
      if (edges[p] < 0 || g_array_index(lines, Line, edges[p]).n_bytes > 180)
        continue;
      Line *line = &g_array_index(lines, Line, edges[p]);
      g_autofree char *mask = dup_mask(line);
      guint n = GPOINTER_TO_UINT(g_hash_table_lookup(seen, mask));
      if (round == 0)
        g_hash_table_replace(seen, g_steal_pointer(&mask), GUINT_TO_POINTER(n + 1));
      else if (n >= MIN(3, n_pages) && n * 5 >= n_pages * 2) {
        line->is_dropped = line->n_columns < 3 || g_hash_table_contains(kept, mask);
        g_hash_table_add(kept, g_steal_pointer(&mask));
      }
    }
  }
}

static void
append_line(GString *out, const Line *line, gboolean is_row)
{
  guint n_spaces = 0;
  if (is_row)
    g_string_append(out, "| ");
  for (gsize i = 0; i < line->n_bytes; i += yt_utf8_size(line->text + i)) {
    gunichar c = yt_utf8_get(line->text + i);
    if (yt_page_is_space(c)) {
      n_spaces++;
      continue;
    }
    if (yt_page_is_invisible(c) || c < 0x20)
      continue;
    if (n_spaces > 0)
      g_string_append(out, is_row && n_spaces >= 3 ? " | " : " ");
    n_spaces = 0;
    g_string_append_len(out, line->text + i, (gssize) yt_utf8_size(line->text + i));
  }
  g_string_append(out, is_row ? " |\n" : "\n");
}

char *
yt_pdf_tidy(const char *layout, gsize n_bytes, gsize *n_tidy)
{
  guint n_pages;
  g_autoptr(GArray) lines = list_lines(layout, n_bytes, &n_pages);
  g_autofree gint *edges = g_new(gint, n_pages);
  for (int last = 0; last < 2; last++) {
    find_edges(lines, n_pages, last, edges);
    drop_page_numbers(lines, edges, n_pages);
    find_edges(lines, n_pages, last, edges);
    drop_running_heads(lines, edges, n_pages);
  }
  GString *out = g_string_new(NULL);
  const Line *before = NULL;
  for (guint i = 0; i < lines->len; i++) {
    const Line *line = &g_array_index(lines, Line, i), *after = NULL;
    if (line->is_dropped)
      continue;
    for (guint k = i + 1; k < lines->len && !after; k++)
      after = g_array_index(lines, Line, k).is_dropped ? NULL : &g_array_index(lines, Line, k);
    gboolean is_row = line->n_columns >= 3 && ((before && before->n_columns == line->n_columns) ||
                                               (after && after->n_columns == line->n_columns));
    append_line(out, line, is_row);
    before = line;
  }
  *n_tidy = out->len;
  return g_string_free(out, FALSE);
}

char *
yt_pdf_render(GBytes *bytes, const YtReaderLimits *limits, gsize *n_bytes, GError **error)
{
  g_autoptr(GString) layout = g_string_new(NULL);
  if (!run(bytes, limits, layout, error))
    return NULL;
  if (yt_utf8_find_invalid(layout->str, layout->len) < layout->len) {
    g_set_error(error, YT_READER_ERROR, YT_READER_ERROR_TOOL, "expected UTF-8 from %s, found something else",
                limits->pdftotext);
    return NULL;
  }
  g_autofree char *text = yt_pdf_tidy(layout->str, layout->len, n_bytes);
  if (*n_bytes == 0) {
    g_set_error(error, YT_READER_ERROR, YT_READER_ERROR_KIND,
                "expected a PDF with text, found one of pictures only");
    return NULL;
  }
  return g_steal_pointer(&text);
}
