/* html.c: HTML into a flat tree, through libxml2's parser and events of our own.
 *
 * libxml2's own tree would cost ten times the memory and ends at a depth of 256. Elements that never show (script,
 * style, nav, footer, form controls) do not get into the tree. */
#include <late-libxml-2.0.h>
#include <string.h>

#include "text/page.h"

/* libxml2 compares every attribute of a tag with those before it: without a bound, one tag takes hours. Quoted values
 * are counted apart, because pages hold pictures in them; the long ones become blank, so that nobody can disagree
 * about where a quotation ends and hide attributes there. */
#define MAX_TAG_BYTES   20000
#define MAX_VALUE_BYTES 4000
#define MAX_KEPT_BYTES  65536

typedef struct {
  YtPage *page;
  YtDocument *document;
  htmlParserCtxtPtr parser;
  GArray *open;    /* guint32: open nodes */
  GArray *is_node; /* guint8 for each open element: does it have a node? */
  guint n_skipped; /* open elements from the outermost that never shows */
  GString *title;  /* while inside <title> of the head */
  gboolean in_title;
  guint max_nodes;
  guint n_events;
  gint64 deadline;
  GError *error;
} Builder;

/* ---- elements ---- */

typedef struct {
  const char *name;
  YtNodeKind kind;
} Element;

/* In alphabetical order. What is not here is inline. */
static const Element elements[] = {
    {"a", YT_NODE_LINK},           {"address", YT_NODE_BLOCK}, {"article", YT_NODE_BLOCK},
    {"blockquote", YT_NODE_BLOCK}, {"body", YT_NODE_BODY},     {"br", YT_NODE_BREAK},
    {"caption", YT_NODE_BLOCK},    {"center", YT_NODE_BLOCK},  {"dd", YT_NODE_BLOCK},
    {"details", YT_NODE_BLOCK},    {"dir", YT_NODE_BLOCK},     {"div", YT_NODE_BLOCK},
    {"dl", YT_NODE_BLOCK},         {"dt", YT_NODE_BLOCK},      {"fieldset", YT_NODE_BLOCK},
    {"figcaption", YT_NODE_BLOCK}, {"figure", YT_NODE_BLOCK},  {"form", YT_NODE_BLOCK},
    {"h1", YT_NODE_HEADING},       {"h2", YT_NODE_HEADING},    {"h3", YT_NODE_HEADING},
    {"h4", YT_NODE_HEADING},       {"h5", YT_NODE_HEADING},    {"h6", YT_NODE_HEADING},
    {"header", YT_NODE_BLOCK},     {"hgroup", YT_NODE_BLOCK},  {"hr", YT_NODE_BREAK},
    {"legend", YT_NODE_BLOCK},     {"li", YT_NODE_ITEM},       {"main", YT_NODE_BLOCK},
    {"ol", YT_NODE_LIST},          {"p", YT_NODE_BLOCK},       {"pre", YT_NODE_PREFORMATTED},
    {"section", YT_NODE_BLOCK},    {"summary", YT_NODE_BLOCK}, {"table", YT_NODE_TABLE},
    {"tbody", YT_NODE_BLOCK},      {"td", YT_NODE_CELL},       {"tfoot", YT_NODE_BLOCK},
    {"th", YT_NODE_CELL},          {"thead", YT_NODE_BLOCK},   {"tr", YT_NODE_ROW},
    {"ul", YT_NODE_BLOCK},
};

/* In alphabetical order. */
static const char *const unseen[] = {
    "applet",   "aside",  "audio",  "button", "canvas", "datalist", "footer",   "frameset", "iframe",
    "input",    "map",    "math",   "meter",  "nav",    "noframes", "noscript", "object",   "option",
    "progress", "script", "select", "style",  "svg",    "template", "textarea", "video",
};

static int
compare_element(const void *name, const void *element)
{
  return strcmp(name, ((const Element *) element)->name);
}

static int
compare_name(const void *name, const void *other)
{
  return strcmp(name, *(const char *const *) other);
}

static YtNodeKind
kind_of(const char *name)
{
  const Element *element = bsearch(name, elements, G_N_ELEMENTS(elements), sizeof *elements, compare_element);
  return element ? element->kind : YT_NODE_INLINE;
}

static gboolean
never_shows(const char *name)
{
  return bsearch(name, unseen, G_N_ELEMENTS(unseen), sizeof *unseen, compare_name) != NULL;
}

/* ---- attributes ---- */

static const char *
attribute(const xmlChar **attributes, const char *name)
{
  for (; attributes && attributes[0]; attributes += 2)
    if (strcmp((const char *) attributes[0], name) == 0)
      return attributes[1] ? (const char *) attributes[1] : "";
  return NULL;
}

static gboolean
is_hidden(const xmlChar **attributes)
{
  if (attribute(attributes, "hidden"))
    return TRUE;
  const char *style = attribute(attributes, "style");
  if (!style)
    return FALSE;
  g_autoptr(GString) plain = g_string_new(NULL);
  for (const char *p = style; *p && plain->len < 1000; p++)
    if (!g_ascii_isspace(*p))
      g_string_append_c(plain, g_ascii_tolower(*p));
  return strstr(plain->str, "display:none") || strstr(plain->str, "visibility:hidden");
}

/* Words in ids and classes. Hints only: sites name things freely (printArea is the body, not a print button). */
static const char *const furniture_hints[] = {
    "share",   "crumb",       "dqwz",    "foot",    "copyright", "sidebar", "nav",    "menu",     "qrcode",
    "erweima", "ewm",         "print",   "related", "xgyd",      "xgwz",    "xglj",   "xgjd",     "recommend",
    "paginat", "pager",       "toolbar", "search",  "login",     "weixin",  "wechat", "fontsize", "font-size",
    "zihao",   "contentinfo", "banner",  "gotop",   "backtop",   "wza",
};

static const char *const main_hints[] = {
    "zoom",           "trs_editor",      "trs_ueditor",     "ucap-content",
    "pages_content",  "article-content", "article_content", "articlecontent",
    "article-con",    "news_content",    "content-text",    "view-content",
    "xl_content",     "info_content",    "bt_content",      "rich_media_content",
    "ivs_content",    "article-body",    "contenttext",     "detail-content",
    "detail_content", "detailcontent",
};

static guint8
hints_of(const xmlChar **attributes)
{
  const char *names[] = {attribute(attributes, "id"), attribute(attributes, "class"),
                         attribute(attributes, "role")};
  guint8 flags = 0;
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    if (!names[i] || strlen(names[i]) > 400)
      continue;
    g_autofree char *name = g_ascii_strdown(names[i], -1);
    for (guint k = 0; k < G_N_ELEMENTS(furniture_hints); k++)
      if (strstr(name, furniture_hints[k]))
        flags |= YT_NODE_FURNITURE;
    for (guint k = 0; k < G_N_ELEMENTS(main_hints); k++)
      if (strstr(name, main_hints[k]))
        flags |= YT_NODE_MAIN;
  }
  return flags;
}

/* Does the address end in the name of a file that one downloads? */
static gboolean
is_file(const char *href)
{
  static const char *const endings[] = {".pdf",  ".doc", ".docx", ".xls", ".xlsx", ".wps",
                                        ".et",   ".ofd", ".zip",  ".rar", ".7z",   ".ppt",
                                        ".pptx", ".csv", ".rtf",  ".ceb", ".odt",  ".tar"};
  if (!href)
    return FALSE;
  gsize n = strcspn(href, "?#");
  for (guint i = 0; i < G_N_ELEMENTS(endings); i++) {
    gsize n_ending = strlen(endings[i]);
    if (n > n_ending && g_ascii_strncasecmp(href + n - n_ending, endings[i], n_ending) == 0)
      return TRUE;
  }
  return FALSE;
}

/* ---- meta data ---- */

/* @value with white space collapsed; NULL when empty. */
static char *
dup_tidy(const char *value)
{
  g_autoptr(GString) out = g_string_new(NULL);
  gboolean space = FALSE;
  for (const char *p = value; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (yt_page_is_space(c)) {
      space = TRUE;
    } else if (!yt_page_is_invisible(c)) {
      if (space && out->len > 0)
        g_string_append_c(out, ' ');
      space = FALSE;
      g_string_append_unichar(out, c);
    }
  }
  return out->len > 0 ? g_strdup(out->str) : NULL;
}

static void
set_once(char **field, const char *value)
{
  if (!*field)
    *field = dup_tidy(value);
}

static gboolean
is_web_address(const char *value)
{
  return g_ascii_strncasecmp(value, "http://", 7) == 0 || g_ascii_strncasecmp(value, "https://", 8) == 0;
}

static void
take_meta(Builder *b, const xmlChar **attributes)
{
  const char *name = attribute(attributes, "name"), *content = attribute(attributes, "content");
  if (!name)
    name = attribute(attributes, "property");
  if (!name || !content || strlen(content) > 4000)
    return;
  YtDocument *d = b->document;
  /* The names of GW0087 (the state's guide on web site markup), then Open Graph's. */
  if (g_ascii_strcasecmp(name, "ArticleTitle") == 0)
    set_once(&b->page->headline, content);
  else if (g_ascii_strcasecmp(name, "PubDate") == 0 ||
           g_ascii_strcasecmp(name, "article:published_time") == 0 ||
           g_ascii_strcasecmp(name, "firstpublishedtime") == 0)
    set_once(&d->published, content);
  else if (g_ascii_strcasecmp(name, "ContentSource") == 0)
    set_once(&d->publisher, content);
  else if ((g_ascii_strcasecmp(name, "Url") == 0 || g_ascii_strcasecmp(name, "og:url") == 0) &&
           is_web_address(content))
    set_once(&d->url, content);
}

static void
take_link(Builder *b, const xmlChar **attributes)
{
  const char *rel = attribute(attributes, "rel"), *href = attribute(attributes, "href");
  if (rel && href && g_ascii_strcasecmp(rel, "canonical") == 0 && is_web_address(href) &&
      strlen(href) <= 4000)
    set_once(&b->document->url, href);
}

/* ---- building ---- */

static guint32
current(const Builder *b)
{
  return g_array_index(b->open, guint32, b->open->len - 1);
}

static void
stop(Builder *b, GError *error)
{
  if (b->error)
    g_error_free(error);
  else
    b->error = error;
  xmlStopParser(b->parser);
}

/* Looks at the clock now and then. Every event comes here, and every complaint of the parser, so that a page that
 * makes the parser slow cannot keep it for long. */
static gboolean
may_go_on(Builder *b)
{
  if (b->error)
    return FALSE;
  if (b->page->nodes->len >= b->max_nodes) {
    stop(b, g_error_new(YT_READER_ERROR, YT_READER_ERROR_LIMIT,
                        "expected a page of at most %u elements, found more", b->max_nodes));
    return FALSE;
  }
  if (++b->n_events % 64 == 0 && g_get_monotonic_time() > b->deadline) {
    stop(b, g_error_new(YT_READER_ERROR, YT_READER_ERROR_LIMIT,
                        "expected a page that can be read in time, found none"));
    return FALSE;
  }
  return TRUE;
}

static YtNode *
add_node(Builder *b, YtNodeKind kind)
{
  YtPage *page = b->page;
  guint32 i = page->nodes->len, parent = current(b);
  YtNode node = {.parent = parent, .end = i + 1, .kind = (guint8) kind};
  node.block = kind >= YT_NODE_BLOCK ? i : yt_node(page, parent)->block;
  g_array_append_val(page->nodes, node);
  return yt_node(page, i);
}

static void
start_element(void *user_data, const xmlChar *xml_name, const xmlChar **attributes)
{
  Builder *b = user_data;
  const char *name = (const char *) xml_name;
  guint8 no = 0, yes = 1;
  if (!may_go_on(b))
    return;
  if (b->n_skipped > 0 || never_shows(name)) {
    b->n_skipped++;
    return;
  }
  if (strcmp(name, "meta") == 0)
    take_meta(b, attributes);
  else if (strcmp(name, "link") == 0)
    take_link(b, attributes);
  else if (strcmp(name, "title") == 0)
    b->in_title = b->title->len == 0;
  if (strcmp(name, "meta") == 0 || strcmp(name, "link") == 0 || strcmp(name, "title") == 0 ||
      strcmp(name, "head") == 0 || strcmp(name, "img") == 0) {
    g_array_append_val(b->is_node, no);
    return;
  }
  YtNodeKind kind = kind_of(name);
  if (kind == YT_NODE_BODY && b->page->nodes->len > 1 && yt_node(b->page, 1)->kind == YT_NODE_BODY)
    kind = YT_NODE_BLOCK;
  YtNode *node = add_node(b, kind);
  node->flags = hints_of(attributes);
  if (is_hidden(attributes))
    node->flags |= YT_NODE_HIDDEN;
  if (kind == YT_NODE_LINK) {
    const char *href = attribute(attributes, "href");
    if (!href) /* a mark to link to, not a link */
      node->kind = YT_NODE_INLINE;
    else if (is_file(href))
      node->flags |= YT_NODE_FILE;
  } else if (kind == YT_NODE_LIST) {
    const char *start = attribute(attributes, "start"), *style = attribute(attributes, "style");
    node->number = start ? (guint32) g_ascii_strtoull(start, NULL, 10) % 1000000 : 1;
    if (style && strstr(style, "none"))
      node->kind = YT_NODE_BLOCK;
  } else if (kind == YT_NODE_ITEM) {
    YtNode *list = yt_node(b->page, node->parent);
    if (list->kind == YT_NODE_LIST)
      node->number = list->number++;
  }
  guint32 i = b->page->nodes->len - 1;
  g_array_append_val(b->open, i);
  g_array_append_val(b->is_node, yes);
}

static void
close_node(Builder *b)
{
  guint32 i = current(b);
  yt_node(b->page, i)->end = b->page->nodes->len;
  g_array_set_size(b->open, b->open->len - 1);
}

static void
end_element(void *user_data, const xmlChar *xml_name)
{
  Builder *b = user_data;
  may_go_on(b);
  if (strcmp((const char *) xml_name, "title") == 0)
    b->in_title = FALSE;
  if (b->n_skipped > 0) {
    b->n_skipped--;
    return;
  }
  if (b->is_node->len == 0)
    return;
  gboolean is_node = g_array_index(b->is_node, guint8, b->is_node->len - 1);
  g_array_set_size(b->is_node, b->is_node->len - 1);
  if (is_node)
    close_node(b);
}

static void
characters(void *user_data, const xmlChar *text, int n_bytes)
{
  Builder *b = user_data;
  YtPage *page = b->page;
  if (b->n_skipped > 0 || n_bytes <= 0 || !may_go_on(b))
    return;
  if (b->in_title) {
    if (b->title->len < 4000)
      g_string_append_len(b->title, (const char *) text, n_bytes);
    return;
  }
  YtNode *last = yt_node(page, page->nodes->len - 1);
  if (last->kind != YT_NODE_TEXT || last->parent != current(b)) {
    last = add_node(b, YT_NODE_TEXT);
    last->text = (guint32) page->text->len;
  }
  g_string_append_len(page->text, (const char *) text, n_bytes);
  last->n_text = (guint32) page->text->len - last->text;
}

static void
drop(void *user_data, const xmlChar *text, int n_bytes)
{
  (void) text, (void) n_bytes;
  may_go_on(user_data);
}

static void
complaint(void *user_data, xmlErrorPtr error)
{
  (void) error; /* pages are full of errors, none of which matters */
  may_go_on(user_data);
}

/* ---- the text before it is parsed ---- */

static const char *
find_ascii(const char *p, const char *end, const char *word)
{
  gsize n = strlen(word);
  for (; (gsize) (end - p) >= n; p++) {
    p = memchr(p, word[0], (gsize) (end - p));
    if (!p || (gsize) (end - p) < n)
      return NULL;
    if (g_ascii_strncasecmp(p, word, n) == 0)
      return p;
  }
  return NULL;
}

static gboolean
begins_tag(const char *p, const char *end, const char *name)
{
  gsize n = strlen(name);
  return (gsize) (end - p) > n + 1 && g_ascii_strncasecmp(p + 1, name, n) == 0 &&
         !g_ascii_isalnum(p[n + 1]) && p[n + 1] != '-' && p[n + 1] != ':';
}

/* Behind the tag that begins at @p, whose long values become blank; NULL when it is too long all the same. */
static char *
prepare_tag(char *p, char *end)
{
  gsize n_plain = 0, n_kept = 0;
  gboolean value = FALSE; /* behind '=' */
  for (p++; p < end && *p != '>'; p++) {
    if (value && (*p == '"' || *p == '\'')) {
      char *close = memchr(p + 1, *p, (gsize) (end - p - 1));
      gsize n_value = (gsize) ((close ? close : end) - p - 1);
      if (n_value > MAX_VALUE_BYTES)
        memset(p + 1, ' ', n_value);
      else
        n_kept += n_value;
      if (!close)
        return end;
      p = close;
    } else {
      n_plain++;
      n_kept++;
    }
    if (n_plain > MAX_TAG_BYTES || n_kept > MAX_KEPT_BYTES)
      return NULL;
    value = *p == '=' || (value && g_ascii_isspace(*p));
  }
  return p;
}

/* Control characters become spaces (the parser would stop at them), and so do comments, scripts and styles. */
static gboolean
prepare(char *utf8, gsize n_bytes, GError **error)
{
  char *end = utf8 + n_bytes;
  for (char *p = utf8; p < end; p++) {
    guchar c = (guchar) *p;
    if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F)
      *p = ' ';
  }
  for (char *p = utf8; p < end && (p = memchr(p, '<', (gsize) (end - p))) != NULL && p + 1 < end;) {
    if (end - p > 4 && memcmp(p, "<!--", 4) == 0) {
      const char *close = find_ascii(p + 4, end, "-->");
      gsize n = close ? (gsize) (close + 3 - p) : (gsize) (end - p);
      memset(p, ' ', n);
      p += n;
      continue;
    }
    if (!g_ascii_isalpha(p[1])) {
      p++;
      continue;
    }
    const char *content = begins_tag(p, end, "script")  ? "</script"
                          : begins_tag(p, end, "style") ? "</style"
                                                        : NULL;
    char *to = prepare_tag(p, end);
    if (!to) {
      g_set_error(error, YT_READER_ERROR, YT_READER_ERROR_LIMIT,
                  "expected tags of at most %d bytes, found a longer one at byte %" G_GSIZE_FORMAT,
                  MAX_TAG_BYTES, (gsize) (p - utf8));
      return FALSE;
    }
    if (content) {
      const char *close = find_ascii(to, end, content);
      gsize n = (gsize) ((close ? close : end) - p);
      memset(p, ' ', n);
      to = p + n;
    }
    p = to;
  }
  return TRUE;
}

/* ---- the door ---- */

static gpointer
start_libxml(gpointer data)
{
  xmlInitParser();
  return data;
}

void
yt_page_free(YtPage *page)
{
  if (!page)
    return;
  g_array_unref(page->nodes);
  g_string_free(page->text, TRUE);
  g_free(page->title);
  g_free(page->headline);
  g_free(page);
}

static void
parse(Builder *b, const char *utf8, gsize n_bytes)
{
  static GOnce once = G_ONCE_INIT;
  g_once(&once, start_libxml, NULL);
  xmlSAXHandler events = {
      .startElement = start_element,
      .endElement = end_element,
      .characters = characters,
      .ignorableWhitespace = characters,
      .cdataBlock = drop,
      .comment = NULL,
      .serror = complaint,
      .initialized = XML_SAX2_MAGIC,
  };
  b->parser = htmlNewParserCtxt();
  *b->parser->sax = events;
  b->parser->userData = b;
  htmlDocPtr none = htmlCtxtReadMemory(b->parser, utf8, (int) n_bytes, NULL, "UTF-8",
                                       HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
  if (none)
    xmlFreeDoc(none);
  htmlFreeParserCtxt(b->parser);
}

YtPage *
yt_page_new(char *utf8, gsize n_bytes, const YtReaderLimits *limits, YtDocument *document, GError **error)
{
  if (!yt_late_libxml_2_0_load(error) || !prepare(utf8, n_bytes, error))
    return NULL;
  g_autoptr(YtPage) page = g_new0(YtPage, 1);
  page->nodes = g_array_new(FALSE, FALSE, sizeof(YtNode));
  page->text = g_string_sized_new(n_bytes / 4);
  g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(GArray) is_node = g_array_new(FALSE, FALSE, sizeof(guint8));
  g_autoptr(GString) title = g_string_new(NULL);
  YtNode root = {.end = 1, .kind = YT_NODE_BLOCK};
  guint32 first = 0;
  g_array_append_val(page->nodes, root);
  g_array_append_val(open, first);
  Builder b = {.page = page,
               .document = document,
               .open = open,
               .is_node = is_node,
               .title = title,
               .max_nodes = limits->max_nodes,
               .deadline = g_get_monotonic_time() + (gint64) limits->timeout_ms * 1000};
  if (n_bytes > 0)
    parse(&b, utf8, n_bytes);
  if (b.error) {
    g_propagate_error(error, b.error);
    return NULL;
  }
  while (open->len > 0)
    close_node(&b);
  page->title = dup_tidy(title->str);
  document->title = g_strdup(page->headline ? page->headline : page->title);
  return g_steal_pointer(&page);
}

/* ---- what it is ---- */

gboolean
yt_html_is_html(const char *utf8, gsize n_bytes, const char *name)
{
  static const char *const beginnings[] = {
      "<!doctype html", "<html",    "<head", "<body",   "<meta", "<title", "<div", "<table",
      "<article",       "<section", "<h1",   "<center", "<p>",   "<p ",    "<span"};
  static const char *const endings[] = {".html", ".htm", ".shtml", ".xhtml", ".jhtml",
                                        ".jsp",  ".asp", ".aspx",  ".php"};
  const char *p = utf8, *end = utf8 + n_bytes;
  for (;;) { /* behind white space, marks, comments and the XML declaration */
    while (p < end &&
           (g_ascii_isspace(*p) || (guchar) *p == 0xEF || (guchar) *p == 0xBB || (guchar) *p == 0xBF))
      p++;
    const char *close = NULL;
    if (end - p > 4 && memcmp(p, "<!--", 4) == 0)
      close = find_ascii(p, end, "-->");
    else if (end - p > 5 && memcmp(p, "<?xml", 5) == 0)
      close = find_ascii(p, end, "?>");
    if (!close)
      break;
    p = close + (close[0] == '-' ? 3 : 2);
  }
  for (guint i = 0; i < G_N_ELEMENTS(beginnings); i++)
    if (find_ascii(p, MIN(p + strlen(beginnings[i]), end), beginnings[i]) == p)
      return TRUE;
  const char *page_end = MIN(utf8 + 4096, end);
  if (find_ascii(utf8, page_end, "<html") || find_ascii(utf8, page_end, "<body"))
    return TRUE;
  gboolean named = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(endings); i++) {
    gsize n = strlen(name), n_ending = strlen(endings[i]);
    named = named || (n > n_ending && g_ascii_strcasecmp(name + n - n_ending, endings[i]) == 0);
  }
  return named && find_ascii(utf8, end, "</") != NULL;
}

char *
yt_html_find_charset(const char *bytes, gsize n_bytes)
{
  const char *end = bytes + MIN(n_bytes, 4096), *p = find_ascii(bytes, end, "charset");
  if (!p)
    return NULL;
  p += strlen("charset");
  while (p < end && (*p == ' ' || *p == '=' || *p == '"' || *p == '\''))
    p++;
  const char *stop_at = p;
  while (stop_at < end && (g_ascii_isalnum(*stop_at) || *stop_at == '-' || *stop_at == '_'))
    stop_at++;
  return stop_at > p ? g_strndup(p, (gsize) (stop_at - p)) : NULL;
}

gboolean
yt_page_is_space(gunichar c)
{
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

gboolean
yt_page_is_invisible(gunichar c)
{
  return (c >= 0x200B && c <= 0x200F) || c == 0xFEFF || c == 0x2060 || c == 0xAD ||
         (c >= 0x202A && c <= 0x202E);
}
