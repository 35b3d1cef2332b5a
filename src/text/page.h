/* page.h: a web page as a flat tree.
 *
 * The nodes stand in document order: the descendants of node i are i + 1 .. end - 1, so that every question about a
 * page is one loop, whatever the depth. */
#pragma once
#include "text/text.h"

typedef enum {
  YT_NODE_TEXT,
  YT_NODE_INLINE,
  YT_NODE_LINK,
  YT_NODE_BREAK,
  YT_NODE_BLOCK, /* this one and those below begin and end lines */
  YT_NODE_BODY,
  YT_NODE_HEADING,
  YT_NODE_PREFORMATTED,
  YT_NODE_LIST, /* ordered */
  YT_NODE_ITEM,
  YT_NODE_TABLE, /* of data */
  YT_NODE_ROW,
  YT_NODE_CELL,
} YtNodeKind;

enum {
  YT_NODE_HIDDEN = 1 << 0,    /* display:none and the like */
  YT_NODE_FURNITURE = 1 << 1, /* its id or class speaks of menus, sharing, footers */
  YT_NODE_MAIN = 1 << 2,      /* its id or class speaks of the article's body */
  YT_NODE_FILE = 1 << 3,      /* a link to a file such as .pdf */
  YT_NODE_FOOT = 1 << 4,      /* has a line of a page's foot: who runs the site, and its numbers */
  YT_NODE_LEAD = 1 << 5,      /* this line belongs to the title */
};

typedef struct {
  guint32 parent, end;
  guint32 block;        /* the nearest node, itself included, that begins a line */
  guint32 text, n_text; /* of a text: bytes in YtPage.text */
  guint32 number;       /* of an item in an ordered list; 0: none */
  guint8 kind, flags;
  /* Of the node and all below: */
  guint32 n_characters;   /* that are not space */
  guint32 n_linked;       /* of these, within links */
  guint32 n_in_sentences; /* of these, in lines with 。，or ； that are no links */
  guint32 n_weight;       /* what speaks for its being the body */
  guint32 n_links, n_files, n_labels, n_attachments, n_lines;
} YtNode;

typedef struct {
  GArray *nodes;                /* YtNode; the first one is the root */
  GString *text;                /* of all texts, as the page has it */
  char *title;                  /* <title> */
  char *headline;               /* the article's title by its meta data */
  guint32 body;                 /* set by yt_page_judge(): the node with the article's body */
  guint32 near_start, near_end; /* nodes around it that likely belong to the article */
} YtPage;

#define yt_node(page, i) (&g_array_index((page)->nodes, YtNode, i))

/* html.c: parses @utf8 and puts the meta data into @document. */
YtPage *yt_page_new(char *utf8, gsize n_bytes, const YtReaderLimits *limits, YtDocument *document,
                    GError **error);
void yt_page_free(YtPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtPage, yt_page_free)

/* furniture.c: counts, finds the body, and tells data tables from layout. */
void yt_page_judge(YtPage *page);

/* Is the block @i, with all below, no part of the document? */
gboolean yt_page_is_furniture(const YtPage *page, guint32 i);

/* A line about to be written: is it no part of the document? */
typedef struct {
  guint32 node;                 /* its first text */
  guint n_characters, n_linked; /* not counting space */
  gboolean is_row, has_file;
} YtPageLine;
gboolean yt_page_is_furniture_line(const YtPage *page, const YtPageLine *line, const char *text,
                                   gboolean *after_related);

/* render.c: (transfer full) the document's text. */
char *yt_page_render(const YtPage *page, gsize max_bytes, gsize *n_bytes, GError **error);

/* html.c: does this look like HTML? And what charset does it declare? (transfer full) (nullable) */
gboolean yt_html_is_html(const char *utf8, gsize n_bytes, const char *name);
char *yt_html_find_charset(const char *bytes, gsize n_bytes);

/* White space of any script, and characters that are not seen. */
gboolean yt_page_is_space(gunichar c);
gboolean yt_page_is_invisible(gunichar c);
