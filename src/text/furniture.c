/* furniture.c: which part of a web page is the document.
 *
 * Every line of the page has a weight: its characters, four times as many if it is a sentence, none if it is links. The
 * body is the smallest element that holds most of the weight. Around it, title, header table and list of attachments
 * are known by what they say; inside it, menus and lists of other pages by their share of links. Ids and classes only
 * tip the scale, since every site has its own. */
#include <string.h>

#include "text/page.h"

/* ---- words ---- */

/* What headers of documents say before a value. */
static const char *const labels[] = {
    "索引号",   "索取号",   "信息索引号", "发文字号", "发文号",   "文号",     "文件编号", "发布机构",
    "发文机关", "发文机构", "发文单位",   "发布单位", "公开主体", "责任单位", "成文日期", "发文日期",
    "发布日期", "发布时间", "生成日期",   "公开日期", "印发日期", "生效日期", "废止日期", "实施日期",
    "主题分类", "体裁分类", "信息分类",   "组配分类", "分类",     "主题词",   "有效性",   "时效性",
    "效力状态", "公开方式", "公开范围",   "公开形式", "公开类别", "信息名称", "文件名称", "名称",
    "标题",     "来源",     "信息来源",   "文章来源", "主题",     "关键词",   "内容概述", "统一编号",
    "制发日期", "發佈日期", "發布日期",   "發文字號", "發布機關", "索引號",
};

/* What stands before links to other pages. */
static const char *const related[] = {
    "相关阅读", "相关链接", "相关文章", "相关新闻", "相关解读", "相关信息", "相关文档", "相关稿件",
    "相关报道", "相关政策", "相关内容", "延伸阅读", "推荐阅读", "热点推荐", "热门推荐", "猜你喜欢",
    "最新信息", "最新发布", "政策解读", "图解",     "友情链接", "解读材料", "解读链接", "关联阅读",
    "关联解读", "关联文件", "相關連結", "相關新聞", "相關文章",
};

/* Of these alone the lines of tool bars consist. */
static const char *const tools[] = {
    "扫一扫在手机打开当前页",
    "扫一扫在手机上查看当前页面",
    "扫码查看手机版",
    "手机扫一扫",
    "扫一扫",
    "扫码浏览",
    "微信扫一扫",
    "打印本页",
    "打印此页",
    "打印文章",
    "打印",
    "关闭窗口",
    "关闭本页",
    "关闭此页",
    "关闭页面",
    "关闭",
    "分享到",
    "分享至",
    "分享",
    "新浪微博",
    "腾讯微博",
    "微博",
    "微信好友",
    "朋友圈",
    "微信",
    "QQ空间",
    "QQ好友",
    "QQ",
    "人人网",
    "豆瓣",
    "复制链接",
    "加入收藏",
    "收藏本页",
    "收藏",
    "设为首页",
    "字体大小",
    "文字大小",
    "字号",
    "字体",
    "超大",
    "默认",
    "正常",
    "大中小",
    "视力保护色",
    "保护视力色",
    "返回顶部",
    "返回首页",
    "返回列表",
    "返回",
    "首页",
    "网站首页",
    "上一页",
    "下一页",
    "末页",
    "尾页",
    "上一篇",
    "下一篇",
    "无障碍浏览",
    "无障碍",
    "长者模式",
    "适老化",
    "关怀版",
    "繁体",
    "繁體",
    "简体",
    "English",
    "登录",
    "注册",
    "语音播报",
    "朗读",
    "我要纠错",
    "纠错",
    "点赞",
    "更多",
    "TOP",
    "网站地图",
    "站点地图",
    "关于我们",
    "联系我们",
    "手机版",
    "客户端",
    "RSS",
    "订阅",
    "列印",
    "友善列印",
    "轉寄",
    "轉發",
};

/* A line with one of these is at the foot of a page. */
static const char *const foot[] = {"ICP备",    "ICP证",    "网站标识码",         "公网安备",
                                   "公安备案", "版权所有", "All Rights Reserved"};

/* At the foot of a page too, but documents about events say so as well. */
static const char *const sponsors[] = {"主办单位", "承办单位", "技术支持", "网站维护", "主办", "承办"};

static const char *const crumbs[] = {
    "当前位置",       "您当前的位置", "您的位置", "您现在的位置", "您所在的位置", "你的位置", "所在位置",
    "您当前所在位置", "当前所在位置", "现在位置", "位置导航",     "目前位置",     "您的位置", "現在位置"};

static gboolean
contains_any(const char *text, const char *const *words, guint n_words)
{
  for (guint i = 0; i < n_words; i++)
    if (strstr(text, words[i]))
      return TRUE;
  return FALSE;
}

static gboolean
begins_with_any(const char *text, const char *const *words, guint n_words)
{
  for (guint i = 0; i < n_words; i++)
    if (g_str_has_prefix(text, words[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_any(const char *text, const char *const *words, guint n_words)
{
  for (guint i = 0; i < n_words; i++)
    if (strcmp(text, words[i]) == 0)
      return TRUE;
  return FALSE;
}

/* @text without space and marks, at most @max_bytes of it: 【索 引 号】： → 索引号 */
static void
append_bare(GString *out, const char *text, gsize n_bytes, gsize max_bytes)
{
  for (gsize i = 0; i < n_bytes && out->len < max_bytes; i += yt_utf8_size(text + i)) {
    gunichar c = yt_utf8_get(text + i);
    if (g_unichar_isalnum(c) || yt_is_han(c))
      g_string_append_len(out, text + i, (gssize) yt_utf8_size(text + i));
  }
}

/* ---- counting ---- */

typedef struct {
  YtPage *page;
  GString *bare;   /* of the line so far */
  GString *wanted; /* the title that the page declares, bare */
  guint32 first;   /* first text of the line */
  guint n_characters, n_linked;
  gboolean sentence;
  gboolean has_file;
  gboolean after_link; /* the line before was a link: what follows may be its summary */
  gboolean
      in_prose; /* a long sentence has been seen: what comes now is no title unless it is declared to be one */
  guint32 best; /* the text where the title begins, 0: none */
  gsize n_best;
} Counter;

#define LINE_BYTES 300 /* titles are shorter; only so much of a line is compared */

static void
rate_title(Counter *c, const YtNode *node)
{
  gsize n = c->bare->len;
  if (n < 12 || c->n_linked * 2 > c->n_characters || n >= LINE_BYTES)
    return;
  gboolean declared =
      c->wanted->len >= 12 && (strstr(c->wanted->str, c->bare->str) ||
                               (g_str_has_prefix(c->bare->str, c->wanted->str) && n <= c->wanted->len + 60));
  gboolean heading = yt_node(c->page, node->block)->kind == YT_NODE_HEADING && !c->sentence;
  if ((!declared && !heading) || (c->in_prose && !c->page->headline))
    return;
  gsize rate = declared ? n + LINE_BYTES : n;
  if (rate > c->n_best) {
    c->best = c->first;
    c->n_best = rate;
  }
}

/* A news list gives each link a line or two of summary, which are no more the document's than the link. */
static gboolean
is_summary(const Counter *c)
{
  return c->after_link && c->sentence && c->n_linked == 0 && c->n_characters <= 120;
}

static void
end_line(Counter *c)
{
  if (c->n_characters > 0) {
    YtNode *text = yt_node(c->page, c->first), *block = yt_node(c->page, text->block);
    gboolean linked = c->n_linked * 2 > c->n_characters, summary = is_summary(c);
    gboolean is_foot = contains_any(c->bare->str, foot, G_N_ELEMENTS(foot));
    gboolean is_sponsor = begins_with_any(c->bare->str, sponsors, G_N_ELEMENTS(sponsors));
    block->n_lines++;
    if (summary)
      block->n_linked += c->n_characters;
    else if (!linked && c->sentence)
      block->n_in_sentences += c->n_characters;
    if (!linked && !summary && !is_foot && !is_sponsor)
      block->n_weight += c->sentence ? 4 * c->n_characters : c->n_characters;
    if (is_foot || is_sponsor)
      block->flags |= YT_NODE_FOOT;
    if (is_any(c->bare->str, labels, G_N_ELEMENTS(labels)) ||
        (begins_with_any(c->bare->str, labels, G_N_ELEMENTS(labels)) && c->n_characters < 60 && !c->sentence))
      block->n_labels++;
    rate_title(c, text);
    c->in_prose = c->in_prose || (c->sentence && !linked && !summary && c->n_characters >= 40);
    c->after_link = summary || (c->n_linked == c->n_characters && c->n_characters >= 6 && !c->has_file);
  }
  g_string_truncate(c->bare, 0);
  c->n_characters = c->n_linked = 0;
  c->sentence = c->has_file = FALSE;
}

static void
count_text(Counter *c, guint32 i, gboolean linked)
{
  YtNode *node = yt_node(c->page, i);
  const char *text = c->page->text->str + node->text;
  guint n = 0;
  for (gsize k = 0; k < node->n_text; k += yt_utf8_size(text + k)) {
    gunichar ch = yt_utf8_get(text + k);
    if (yt_page_is_space(ch) || yt_page_is_invisible(ch))
      continue;
    n++;
    c->sentence = c->sentence || (!linked && (ch == 0x3002 || ch == 0xFF0C || ch == 0xFF1B));
  }
  if (n == 0)
    return;
  if (c->n_characters == 0)
    c->first = i;
  append_bare(c->bare, text, node->n_text, LINE_BYTES);
  node->n_characters = n;
  node->n_linked = linked ? n : 0;
  node->n_attachments =
      g_strstr_len(text, node->n_text, "附件") || g_strstr_len(text, node->n_text, "附表") ? 1 : 0;
  c->n_characters += n;
  c->n_linked += node->n_linked;
}

/* Goes through the page once, with what is counted at texts and lines, then adds up towards the root. */
static guint32
count(YtPage *page)
{
  g_autoptr(GString) bare = g_string_new(NULL);
  g_autoptr(GString) wanted = g_string_new(NULL);
  if (page->headline)
    append_bare(wanted, page->headline, strlen(page->headline), LINE_BYTES);
  else if (page->title) /* 关于……的通知_某某市人民政府 */
    append_bare(wanted, page->title, strcspn(page->title, "_|-"), LINE_BYTES);
  Counter c = {.page = page, .bare = bare, .wanted = wanted};
  guint32 link_end = 0, hidden_end = 0, block = 0, n = page->nodes->len;
  for (guint32 i = 0; i < n; i++) {
    YtNode *node = yt_node(page, i);
    if (i < hidden_end)
      continue;
    if (node->flags & YT_NODE_HIDDEN) {
      hidden_end = node->end;
      continue;
    }
    if (node->block != block || node->kind >= YT_NODE_BREAK)
      end_line(&c);
    block = node->block;
    if (node->kind == YT_NODE_LINK) {
      link_end = MAX(link_end, node->end);
      node->n_links = 1;
      node->n_files = node->flags & YT_NODE_FILE ? 1 : 0;
      c.has_file = c.has_file || node->n_files > 0;
    } else if (node->kind == YT_NODE_TEXT) {
      count_text(&c, i, i < link_end);
    }
  }
  end_line(&c);
  for (guint32 i = n; i-- > 1;) {
    const YtNode *node = yt_node(page, i);
    YtNode *parent = yt_node(page, node->parent);
    parent->n_characters += node->n_characters;
    parent->n_linked += node->n_linked;
    parent->n_in_sentences += node->n_in_sentences;
    parent->n_weight += node->n_weight;
    parent->n_links += node->n_links;
    parent->n_files += node->n_files;
    parent->n_labels += node->n_labels;
    parent->n_attachments += node->n_attachments;
    parent->n_lines += node->n_lines;
  }
  return c.best;
}

/* Pages that a script shows are hidden as a whole: when more is hidden than not, nothing is. */
static void
show_hidden(YtPage *page)
{
  gsize n_hidden = 0, n_shown = 0;
  guint32 hidden_end = 0;
  for (guint32 i = 0; i < page->nodes->len; i++) {
    const YtNode *node = yt_node(page, i);
    if (node->flags & YT_NODE_HIDDEN)
      hidden_end = MAX(hidden_end, node->end);
    if (node->kind == YT_NODE_TEXT)
      *(i < hidden_end ? &n_hidden : &n_shown) += node->n_text;
  }
  if (n_hidden <= n_shown)
    return;
  for (guint32 i = 0; i < page->nodes->len; i++)
    yt_node(page, i)->flags &= (guint8) ~YT_NODE_HIDDEN;
}

/* ---- the body ---- */

static guint32
find_body(const YtPage *page)
{
  guint32 body = 0;
  guint32 total = yt_node(page, 0)->n_weight;
  for (guint32 i = 1;
       i < yt_node(page, body)->end;) { /* down to the child that holds four fifths, again and again */
    const YtNode *node = yt_node(page, i);
    if (node->kind >= YT_NODE_BLOCK && node->kind < YT_NODE_TABLE &&
        (guint64) node->n_weight * 5 >= (guint64) total * 4) {
      body = i;
      i++;
    } else if (node->kind < YT_NODE_BLOCK || node->kind >= YT_NODE_TABLE) {
      gboolean heavy = (guint64) node->n_weight * 5 >= (guint64) total * 4;
      if (heavy && node->kind > YT_NODE_BLOCK) /* a table, a row, a cell: further if it is layout */
        body = node->kind == YT_NODE_CELL ? i : body;
      i = heavy ? i + 1 : node->end;
    } else {
      i = node->end;
    }
  }
  /* A child that sites call the body may hold a little less. */
  for (guint32 i = body + 1; i < yt_node(page, body)->end; i++) {
    const YtNode *node = yt_node(page, i);
    if (node->flags & YT_NODE_MAIN && node->kind == YT_NODE_BLOCK &&
        (guint64) node->n_weight * 5 >= (guint64) total * 3)
      body = i;
  }
  while (body > 0 && yt_node(page, body)->n_lines < 2 &&
         yt_node(page, yt_node(page, body)->parent)->n_links <= 2)
    body = yt_node(page, body)->parent; /* a document of one paragraph: with its neighbours */
  return body;
}

/* Behind node @i, its next siblings that hold neither links to other pages nor what stands at the foot of a page: an
 * annex that is not in the element of the body. */
static guint32
skip_annexes(const YtPage *page, guint32 i)
{
  guint32 next = yt_node(page, i)->end, end = yt_node(page, yt_node(page, i)->parent)->end;
  while (next < end) {
    const YtNode *node = yt_node(page, next);
    guint8 flags = 0;
    for (guint32 k = next; k < node->end; k++)
      flags |= yt_node(page, k)->flags;
    if (node->n_links > node->n_files || flags & (YT_NODE_FOOT | YT_NODE_FURNITURE))
      return next;
    next = node->end;
  }
  return next;
}

/* From the title to the body, and to the end of what holds both unless that is the page. */
static void
find_neighbourhood(YtPage *page, guint32 title)
{
  const YtNode *body = yt_node(page, page->body);
  guint32 around = body->parent;
  page->near_start = page->body;
  page->near_end = MAX(body->end, page->body + 1);
  if (page->body == 0)
    return;
  if (yt_node(page, 0)->n_links - body->n_links <=
      3) { /* not a portal's page: a text that was saved as HTML */
    page->near_start = 0;
    page->near_end = page->nodes->len;
    return;
  }
  if (title > 0 && title < page->body) {
    while (around > 0 && !(around <= title && title < yt_node(page, around)->end))
      around = yt_node(page, around)->parent;
    page->near_start = yt_node(page, title)->block;
    if (page->near_start > page->body || yt_node(page, page->near_start)->end > page->body)
      page->near_start = title;
  }
  if (title == 0) { /* then what stands before the body in the nearest element that holds more than it */
    while (around > 0 && yt_node(page, around)->kind != YT_NODE_BODY &&
           yt_node(page, around)->n_lines == body->n_lines)
      around = yt_node(page, around)->parent;
    if (around > 0 && yt_node(page, around)->kind != YT_NODE_BODY)
      page->near_start = around;
  }
  if (around > 0 && yt_node(page, around)->kind != YT_NODE_BODY)
    page->near_end = yt_node(page, around)->end;
  else
    page->near_end = skip_annexes(page, page->body);
}

/* ---- tables ---- */

/* A table is layout, and its cells blocks, when one of them holds the body, a table or headings, or when no row has
 * two cells. */
static void
find_layout_tables(YtPage *page)
{
  guint32 n = page->nodes->len;
  g_autofree guint32 *table_of = g_new0(guint32, n); /* the innermost table around */
  g_autofree guint8 *is_layout = g_new0(guint8, n);
  g_autofree guint8 *n_cells = g_new0(guint8, n); /* of a row; 2: two or more */
  g_autofree guint8 *is_wide = g_new0(guint8, n); /* of a table: has a row of two cells */
  for (guint32 i = 1; i < n; i++) {
    const YtNode *node = yt_node(page, i);
    guint32 table = table_of[node->parent];
    table_of[i] = node->kind == YT_NODE_TABLE ? i : table;
    if ((node->kind == YT_NODE_TABLE || node->kind == YT_NODE_HEADING) && table > 0)
      is_layout[table] = TRUE;
    if (node->kind == YT_NODE_CELL && table > 0) {
      const YtNode *row = yt_node(page, node->parent);
      if (row->kind == YT_NODE_ROW) {
        n_cells[node->parent] = (guint8) MIN(2, n_cells[node->parent] + 1);
        if (n_cells[node->parent] == 2)
          is_wide[table] = TRUE;
      }
      guint64 total = yt_node(page, 0)->n_weight;
      if ((i <= page->body && page->body < node->end) ||
          (node->n_lines >= 5 && (guint64) node->n_weight * 2 > total))
        is_layout[table] = TRUE;
    }
  }
  for (guint32 i = 1; i < n; i++) {
    YtNode *node = yt_node(page, i);
    guint32 table = table_of[i];
    gboolean in_data = table > 0 && !is_layout[table] && is_wide[table];
    gboolean stray = node->kind == YT_NODE_CELL && yt_node(page, node->parent)->kind != YT_NODE_ROW;
    if (node->kind >= YT_NODE_TABLE && (!in_data || stray))
      node->kind = YT_NODE_BLOCK;
  }
}

void
yt_page_judge(YtPage *page)
{
  show_hidden(page);
  guint32 title = count(page);
  page->body = find_body(page);
  find_layout_tables(page);
  find_neighbourhood(page, title);
  if (title > 0)
    yt_node(page, title)->flags |= YT_NODE_LEAD;
}

/* ---- judging ---- */

static gboolean
is_inside(const YtPage *page, guint32 i)
{
  return i >= page->body && i < MAX(yt_node(page, page->body)->end, 1);
}

static gboolean
is_near(const YtPage *page, guint32 i)
{
  return i >= page->near_start && i < page->near_end;
}

static gboolean
holds_body(const YtPage *page, guint32 i)
{
  return i <= page->body && page->body < yt_node(page, i)->end;
}

gboolean
yt_page_is_furniture(const YtPage *page, guint32 i)
{
  const YtNode *node = yt_node(page, i);
  if (holds_body(page, i))
    return FALSE;
  if (node->flags & YT_NODE_HIDDEN || node->n_characters == 0)
    return TRUE;
  if (node->n_labels >= 2 || node->n_files > 0 || node->n_attachments > 0)
    return FALSE;
  gboolean prose = node->n_in_sentences * 3 > node->n_characters;
  if (node->flags & YT_NODE_FURNITURE && !prose &&
      (node->n_linked * 5 >= node->n_characters * 2 || node->n_characters <= 80))
    return node->kind != YT_NODE_HEADING;
  if (is_inside(page, i))
    return node->n_links >= 3 && !prose && node->n_linked * 4 >= node->n_characters * 3;
  return node->n_links >= 2 && !prose && node->n_linked * 5 >= node->n_characters * 3;
}

static gboolean
is_tool_bar(const char *bare)
{
  const char *p = bare;
  guint n_tools = 0, n_sizes = 0;
  while (*p) {
    gsize longest = 0;
    for (guint i = 0; i < G_N_ELEMENTS(tools); i++)
      if (strlen(tools[i]) > longest && g_str_has_prefix(p, tools[i]))
        longest = strlen(tools[i]);
    if (longest > 0) {
      n_tools++;
      p += longest;
    } else if (g_str_has_prefix(p, "大") || g_str_has_prefix(p, "中") || g_str_has_prefix(p, "小")) {
      n_sizes++;
      p += strlen("大");
    } else {
      return FALSE;
    }
  }
  return n_tools > 0 || n_sizes == 3;
}

/* Does a block not far above the node speak of attachments? */
static gboolean
has_attachments_above(const YtPage *page, guint32 i)
{
  for (guint level = 0; level < 7 && i > 0; level++, i = yt_node(page, i)->parent)
    if (yt_node(page, i)->n_attachments > 0 && yt_node(page, i)->n_characters < 2000)
      return TRUE;
  return FALSE;
}

static gboolean
has_labels_above(const YtPage *page, guint32 i)
{
  for (guint level = 0; level < 6 && i > 0 && !holds_body(page, i); level++, i = yt_node(page, i)->parent)
    if (yt_node(page, i)->n_labels >= 2 && yt_node(page, i)->n_lines < 60)
      return TRUE;
  return FALSE;
}

gboolean
yt_page_is_furniture_line(const YtPage *page, const YtPageLine *line, const char *text,
                          gboolean *after_related)
{
  if (yt_node(page, line->node)->flags & YT_NODE_LEAD)
    return FALSE;
  gboolean linked = line->n_linked * 10 >= line->n_characters * 9;
  if (linked && *after_related && !line->has_file)
    return TRUE;
  *after_related = FALSE;
  g_autoptr(GString) bare = g_string_new(NULL);
  append_bare(bare, text, strlen(text), LINE_BYTES);
  if (line->n_characters <= 120) {
    if (is_any(bare->str, related, G_N_ELEMENTS(related)))
      return *after_related = TRUE;
    if (begins_with_any(bare->str, crumbs, G_N_ELEMENTS(crumbs)) || is_tool_bar(bare->str) ||
        g_str_has_prefix(bare->str, "上一篇") || g_str_has_prefix(bare->str, "下一篇") ||
        contains_any(text, foot, G_N_ELEMENTS(foot)))
      return TRUE;
  }
  if (is_inside(page, line->node))
    return FALSE;
  if (line->has_file && (is_near(page, line->node) || has_attachments_above(page, line->node)))
    return FALSE;
  if (has_labels_above(page, line->node))
    return is_any(bare->str, labels, G_N_ELEMENTS(labels)) && !line->is_row && strpbrk(text, ":") != NULL;
  if (is_near(page, line->node))
    return linked;
  return !(begins_with_any(bare->str, labels, G_N_ELEMENTS(labels)) && line->n_linked == 0 &&
           line->n_characters <= 80 && !is_any(bare->str, labels, G_N_ELEMENTS(labels)));
}
