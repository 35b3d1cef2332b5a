/* render.c: a web page as lines of text. */
#include <string.h>

#include "text/document.h"
#include "text/page.h"

/* What white space has been seen since the last character. A line end of the file shows only between words of letters:
 * Chinese is set without spaces. */
enum { GAP_BLANK = 1 << 0, GAP_LINE_END = 1 << 1, GAP_WIDE = 1 << 2 };

typedef struct {
  const YtPage *page;
  GString *out;
  GString *line;                          /* the current line, or cell */
  GString *row;                           /* "| cell | cell" so far */
  GArray *open;                           /* guint32 */
  guint n_cells, n_links, n_preformatted; /* open ones */
  guint gap;
  gunichar last;  /* of the line */
  guint32 number; /* of the list item that begins */
  YtPageLine about, row_about;
  gboolean after_related;
} Renderer;

static void
write_line(Renderer *r, GString *line, const YtPageLine *about)
{
  if (about->n_characters > 0 && !yt_page_is_furniture_line(r->page, about, line->str, &r->after_related)) {
    g_string_append_len(r->out, line->str, (gssize) line->len);
    g_string_append_c(r->out, '\n');
  }
  g_string_truncate(line, 0);
}

static void
end_line(Renderer *r)
{
  if (r->n_cells > 0) { /* in a cell a line end is a space */
    r->gap |= GAP_WIDE;
    return;
  }
  write_line(r, r->line, &r->about);
  r->about = (YtPageLine){0};
  r->gap = 0;
  r->last = 0;
}

/* 一 ( （ 第 ① 1: a list item that has its number already */
static gboolean
begins_number(gunichar c)
{
  return g_unichar_isdigit(c) || c == '(' || c == 0xFF08 || (c >= 0x2460 && c <= 0x2473) ||
         g_utf8_strchr("一二三四五六七八九十第", -1, c);
}

static void
add_character(Renderer *r, guint32 i, const char *p, gunichar c)
{
  gboolean shows = r->gap & GAP_LINE_END && !(r->gap & GAP_WIDE)
                       ? !(g_unichar_iswide(r->last) && g_unichar_iswide(c))
                       : r->gap != 0;
  if (r->line->len > 0 && shows)
    g_string_append_c(r->line, ' ');
  r->gap = 0;
  if (r->number > 0 && r->line->len == 0 && !begins_number(c))
    g_string_append_printf(r->line, "%u. ", r->number);
  r->number = 0;
  if (r->about.n_characters == 0)
    r->about.node = i;
  g_string_append_len(r->line, p, (gssize) yt_utf8_size(p));
  r->about.n_characters++;
  r->about.n_linked += r->n_links > 0;
  r->last = c;
}

static void
add_text(Renderer *r, guint32 i)
{
  const YtNode *node = yt_node(r->page, i);
  const char *p = r->page->text->str + node->text, *end = p + node->n_text;
  for (; p < end; p += yt_utf8_size(p)) {
    gunichar c = yt_utf8_get(p);
    if (r->n_preformatted > 0 && c == '\n')
      end_line(r);
    else if (yt_page_is_space(c))
      r->gap |= c == '\n' || c == '\r' ? GAP_LINE_END : c == ' ' || c == '\t' ? GAP_BLANK : GAP_WIDE;
    else if (!yt_page_is_invisible(c))
      add_character(r, i, p, c);
  }
}

static void
begin_node(Renderer *r, guint32 i)
{
  const YtNode *node = yt_node(r->page, i);
  if (node->kind == YT_NODE_LINK) {
    r->n_links++;
    r->about.has_file = r->about.has_file || node->flags & YT_NODE_FILE;
  } else if (node->kind == YT_NODE_CELL) {
    r->n_cells++;
    r->gap = 0;
  } else if (node->kind >= YT_NODE_BREAK) {
    end_line(r);
    r->n_preformatted += node->kind == YT_NODE_PREFORMATTED;
    r->number = node->kind == YT_NODE_ITEM ? node->number : 0;
  }
}

static void
end_cell(Renderer *r)
{
  g_string_append(r->row, "| ");
  if (r->line->len > 0) {
    g_string_append_len(r->row, r->line->str, (gssize) r->line->len);
    g_string_append_c(r->row, ' ');
  }
  if (r->row_about.n_characters == 0)
    r->row_about.node = r->about.node;
  r->row_about.n_characters += r->about.n_characters;
  r->row_about.n_linked += r->about.n_linked;
  r->row_about.has_file = r->row_about.has_file || r->about.has_file;
  g_string_truncate(r->line, 0);
  r->about = (YtPageLine){0};
  r->gap = 0;
  r->last = 0;
}

static void
end_node(Renderer *r, const YtNode *node)
{
  if (node->kind == YT_NODE_LINK) {
    r->n_links--;
  } else if (node->kind == YT_NODE_CELL) {
    if (--r->n_cells == 0)
      end_cell(r);
    else
      end_line(r);
  } else if (node->kind == YT_NODE_ROW && r->n_cells == 0) {
    end_line(r);
    g_string_append_c(r->row, '|');
    r->row_about.is_row = TRUE;
    write_line(r, r->row, &r->row_about);
    r->row_about = (YtPageLine){0};
  } else if (node->kind >= YT_NODE_BLOCK) {
    end_line(r);
    r->n_preformatted -= node->kind == YT_NODE_PREFORMATTED;
  }
}

static void
end_nodes_before(Renderer *r, guint32 i)
{
  while (r->open->len > 0) {
    const YtNode *node = yt_node(r->page, g_array_index(r->open, guint32, r->open->len - 1));
    if (node->end > i)
      return;
    g_array_set_size(r->open, r->open->len - 1);
    end_node(r, node);
  }
}

#define HEAD_BYTES 20000 /* titles stand at the head */

/* Does the head of @text hold the words of @title, in this order, whatever the spaces between them? */
static gboolean
holds(const char *text, const char *title)
{
  const char *begin = title;
  for (const char *p = text; *p && p < text + HEAD_BYTES; p++) {
    if (*p != *begin)
      continue;
    const char *a = p, *b = begin;
    while (*a && *b && (*a == *b || *b == ' ' || *a == ' ' || *a == '\n')) {
      if (*b == ' ') {
        b++;
      } else if (*a == ' ' || *a == '\n') {
        a++;
      } else {
        a++;
        b++;
      }
    }
    if (*b == '\0')
      return TRUE;
  }
  return FALSE;
}

char *
yt_page_render(const YtPage *page, gsize max_bytes, gsize *n_bytes, GError **error)
{
  Renderer r = {.page = page,
                .out = g_string_sized_new(page->text->len + 64),
                .line = g_string_new(NULL),
                .row = g_string_new(NULL),
                .open = g_array_new(FALSE, FALSE, sizeof(guint32))};
  for (guint32 i = 0; i < page->nodes->len;) {
    const YtNode *node = yt_node(page, i);
    end_nodes_before(&r, i);
    if (node->flags & YT_NODE_HIDDEN ||
        (node->kind >= YT_NODE_BLOCK && node->kind <= YT_NODE_TABLE && yt_page_is_furniture(page, i))) {
      end_line(&r);
      i = node->end;
      continue;
    }
    if (node->kind == YT_NODE_TEXT) {
      add_text(&r, i);
    } else {
      begin_node(&r, i);
      g_array_append_val(r.open, i);
    }
    i++;
  }
  end_nodes_before(&r, page->nodes->len);
  end_line(&r);
  /* A title that stands in a picture, or only in the meta data. */
  if (page->headline && r.out->len > 0 && !holds(r.out->str, page->headline)) {
    g_string_prepend_c(r.out, '\n');
    g_string_prepend(r.out, page->headline);
  }
  g_string_free(r.line, TRUE);
  g_string_free(r.row, TRUE);
  g_array_unref(r.open);
  if (r.out->len > max_bytes) {
    yt_reader_set_too_long(max_bytes, error);
    g_string_free(r.out, TRUE);
    return NULL;
  }
  *n_bytes = r.out->len;
  return g_string_free(r.out, FALSE);
}
