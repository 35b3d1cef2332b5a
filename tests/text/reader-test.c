#include "text/text.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <string.h>

#include "text/numbering.h"
#include "text/pdf.h"

/* ---- what the tests read with ---- */

/* One line a document: "name: text" or "name! error", the text with '\n' as '/'. */
static gboolean
note(YtDocument *document, gpointer user_data, GError **error)
{
  (void) error;
  GString *out = user_data;
  if (document->text) {
    g_assert_null(document->error);
    g_assert_nonnull(document->kind);
    g_assert_true(g_utf8_validate(document->text->source, (gssize) document->text->n_source, NULL));
    g_assert_cmpuint(strlen(document->text->source), ==, document->text->n_source);
    g_assert_cmpuint(document->text->map[document->text->n_text], ==, document->text->n_source);
    g_autofree char *text = g_strdelimit(g_strdup(document->text->source), "\n", '/');
    g_string_append_printf(out, "%s: %s\n", document->name, text);
  } else {
    g_assert_nonnull(document->error);
    g_assert_true(g_str_has_prefix(document->error->message, document->name));
    g_string_append_printf(out, "%s! %s\n", document->name,
                           document->error->message + strlen(document->name));
  }
  return TRUE;
}

static const YtReaderLimits small = {.max_bytes = 1 << 20,
                                     .max_total_bytes = 4 << 20,
                                     .max_entries = 100,
                                     .max_nodes = 300000,
                                     .timeout_ms = 20000};

static char *
read_bytes(const char *name, const void *bytes, gsize n, const YtReaderLimits *limits, GError **error)
{
  g_autoptr(GBytes) all = g_bytes_new(bytes, n);
  g_autoptr(GString) out = g_string_new(NULL);
  gboolean ok = yt_reader_read(name, all, limits, note, out, error);
  g_assert_true(ok == (*error == NULL));
  return g_strdup(out->str);
}

static void
assert_reads(const char *name, const void *bytes, gsize n, const char *expected)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *found = read_bytes(name, bytes, n, &small, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(found, ==, expected);
}

static void
assert_refused(const char *name, const void *bytes, gsize n, int code, const char *message)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *found = read_bytes(name, bytes, n, &small, &error);
  g_assert_error(error, YT_READER_ERROR, code);
  g_autofree char *begin = g_strdup_printf("%s: ", name);
  g_assert_true(g_str_has_prefix(error->message, begin));
  if (!strstr(error->message, message))
    g_error("expected “%s” in the message, found “%s”", message, error->message);
}

static char *
load(const char *name, gsize *n)
{
  g_autofree char *path = g_build_filename(YT_SOURCE_DIR, "tests", "text", "data", name, NULL);
  g_autoptr(GError) error = NULL;
  char *bytes;
  g_file_get_contents(path, &bytes, n, &error);
  g_assert_no_error(error);
  return bytes;
}

/* ---- archives made here ---- */

typedef struct {
  const char *path;
  const void *bytes;
  gsize n_bytes;
} Entry;

static ssize_t
append(struct archive *archive, void *user_data, const void *bytes, size_t n)
{
  (void) archive;
  g_byte_array_append(user_data, bytes, (guint) n);
  return (ssize_t) n;
}

static GByteArray *
pack(gboolean zip, gboolean compressed, const Entry *entries, guint n_entries)
{
  GByteArray *out = g_byte_array_new();
  struct archive *archive = archive_write_new();
  if (zip)
    archive_write_set_format_zip(archive);
  else
    archive_write_set_format_ustar(archive);
  if (compressed && !zip)
    archive_write_add_filter_gzip(archive);
  archive_write_set_bytes_in_last_block(archive, 1);
  archive_write_open(archive, out, NULL, append, NULL);
  for (guint i = 0; i < n_entries; i++) {
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, entries[i].path);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, (la_int64_t) entries[i].n_bytes);
    g_assert_cmpint(archive_write_header(archive, entry), >=, ARCHIVE_WARN);
    archive_write_data(archive, entries[i].bytes, entries[i].n_bytes);
    archive_entry_free(entry);
  }
  archive_write_close(archive);
  archive_write_free(archive);
  return out;
}

#define TEXT(path, text)                                                                                     \
  {                                                                                                          \
    path, text, sizeof(text) - 1                                                                             \
  }

/* ---- rendering ---- */

/* The text of every file in data/ is the one that stands beside it. */
static void
test_golden(void)
{
  static const char *const pairs[][2] = {{"trs-portal.html", "trs-portal.txt"},
                                         {"table-portal.html", "table-portal.txt"},
                                         {"vue-portal.html", "vue-portal.txt"},
                                         {"notice.docx", "notice-docx.txt"},
                                         {"notice.pdf", "notice-pdf.txt"}};
  for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
    gsize n, n_expected;
    g_autofree char *bytes = load(pairs[i][0], &n);
    g_autofree char *expected = g_strdelimit(load(pairs[i][1], &n_expected), "\n", '/');
    g_autofree char *line = g_strdup_printf("%s: %s\n", pairs[i][0], expected);
    assert_reads(pairs[i][0], bytes, n, line);
    assert_reads(pairs[i][0], bytes, n, line);
  }
}

typedef struct {
  char *kind, *title, *published, *publisher, *url, *charset, *sha256;
} Said;

static gboolean
note_said(YtDocument *document, gpointer user_data, GError **error)
{
  (void) error;
  Said *said = user_data;
  said->kind = g_strdup(document->kind);
  said->title = g_strdup(document->title);
  said->published = g_strdup(document->published);
  said->publisher = g_strdup(document->publisher);
  said->url = g_strdup(document->url);
  said->charset = g_strdup(document->text->charset);
  said->sha256 = g_strdup(document->text->sha256);
  return TRUE;
}

static void
said_clear(Said *said)
{
  g_free(said->kind);
  g_free(said->title);
  g_free(said->published);
  g_free(said->publisher);
  g_free(said->url);
  g_free(said->charset);
  g_free(said->sha256);
}

/* What the file says of itself is handed on, and its digest is that of the file, not of the rendering. */
static void
test_meta_data(void)
{
  static const struct {
    const char *file, *kind, *title, *published, *publisher, *url, *charset;
  } cases[] = {
      {"trs-portal.html", "HTML", "云川市人民政府办公室关于印发云川市低空经济发展行动方案的通知",
       "2024-06-18 09:30", "云川市人民政府办公室",
       "http://www.yunchuan.example/zwgk/202406/t20240618_1024.html", "UTF-8"},
      {"table-portal.html", "HTML", "青湖省工业和信息化厅", NULL, NULL, NULL, "GB18030"},
      {"vue-portal.html", "HTML", "江州市支持人工智能产业发展若干政策", "2025-02-10", NULL,
       "https://www.jiangzhou.example/policy/88.html", "UTF-8"},
      {"notice.docx", "DOCX", "储能措施", NULL, NULL, NULL, "UTF-8"},
      {"notice.pdf", "PDF", NULL, NULL, NULL, NULL, "UTF-8"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    gsize n;
    char *bytes = load(cases[i].file, &n);
    g_autofree char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *) bytes, n);
    g_autoptr(GBytes) all = g_bytes_new_take(bytes, n);
    g_autoptr(GError) error = NULL;
    Said said = {0};
    yt_reader_read(cases[i].file, all, NULL, note_said, &said, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(said.kind, ==, cases[i].kind);
    g_assert_cmpstr(said.title, ==, cases[i].title);
    g_assert_cmpstr(said.published, ==, cases[i].published);
    g_assert_cmpstr(said.publisher, ==, cases[i].publisher);
    g_assert_cmpstr(said.url, ==, cases[i].url);
    g_assert_cmpstr(said.charset, ==, cases[i].charset);
    g_assert_cmpstr(said.sha256, ==, sum);
    said_clear(&said);
  }
}

#define HTML(name, text, expected) assert_reads(name, text, strlen(text), name ": " expected "\n")

/* White space, line ends, tables and lists, each alone. */
static void
test_html(void)
{
  HTML("a.html", "<p>一句<b>话</b>。<p>又一句", "一句话。/又一句/");
  HTML("a.html", "<p>加快\n   发展<br>all\n  in one</p>", "加快发展/all in one/");
  HTML("a.html", "<p>姓　名：\xC2\xA0\xC2\xA0刘　娟</p>", "姓 名： 刘 娟/");
  HTML("a.html", "<p>&#x6728;&amp;&lt;b&gt;&hellip;&nosuch;</p>", "木&<b>…&nosuch;/");
  HTML("a.html", "<pre>一\n二</pre><p>三</p>", "一/二/三/");
  HTML("a.html", "<table><tr><th>甲<th>乙<tr><td>1<td><p>2</p><p>3</p><tr><td><td></table>",
       "| 甲 | 乙 |/| 1 | 2 3 |/");
  HTML("a.html", "<table><tr><td>只有一格<tr><td>又一格</table>", "只有一格/又一格/");
  HTML("a.html", "<ol start=3><li>甲<li>（一）乙<li>丙</ol><ul><li>丁</ul>", "3. 甲/（一）乙/5. 丙/丁/");
  HTML("a.html", "<ol style='list-style:none'><li>甲</ol>", "甲/");
  HTML("a.html",
       "<p>看得见<span style='DISPLAY : none'>看不见</span><script>if (a<b) x</script><!-- 注 --></p>",
       "看得见/");
  HTML("a.html",
       "<meta name=ArticleTitle content='题目只在 图片里'><body><p><img src=t.png></p><p>正文。</p>",
       "题目只在 图片里/正文。/");
  HTML("a.html", "<p>开\xE2\x80\x8B放\0</p>", "开放/");
  HTML("a.html", "<p>\xE2\x80\x8B</p><p>有</p>", "有/");
  HTML("notice", "\xEF\xBB\xBF \n<!-- x --><?xml version='1.0'?>\n<HTML><P>标题", "标题/");
}

/* A portal's page around @content, with a menu, a list of news and a foot. */
static char *
portal_page(const char *content)
{
  g_autoptr(GString) page =
      g_string_new("<html><head><title>关于推进产业发展的通知_云川市人民政府</title></head><body><div><ul>");
  for (guint i = 0; i < 40; i++)
    g_string_append_printf(page, "<li><a href='/%u'>栏目%u号</a></li>", i, i);
  g_string_append_printf(page, "</ul></div>%s<div class='right'><div>热点新闻</div>", content);
  for (guint i = 0; i < 5; i++)
    g_string_append_printf(
        page,
        "<dl><dt><a "
        "href='/n%u'>云川市召开第%u次工作会议</a></dt><dd>近日，会议召开，强调要抓好落实。</dd></dl>",
        i, i);
  g_string_append(page, "</div><div><p>主办单位：云川市人民政府，承办：云川市数据局。</p><p>云ICP备1号</p></"
                        "div></body></html>");
  return g_strdup(page->str);
}

/* The document is found whatever stands around it and however little of it there is. */
static void
test_body(void)
{
#define PARAGRAPHS      "<p>为加快推进产业发展，现通知如下。</p><p>一、各单位要认真贯彻落实，确保取得实效。</p>"
#define PARAGRAPHS_TEXT "为加快推进产业发展，现通知如下。/一、各单位要认真贯彻落实，确保取得实效。/"
  static const struct {
    const char *content, *expected;
  } cases[] = {
      {"<div><div>关于推进产业发展的通知</div><div>2024-01-02</div><div><p>会议改在明日，请准时出席。</p></"
       "div></div>",
       "关于推进产业发展的通知/2024-01-02/会议改在明日，请准时出席。/"},
      {"<div><div><h2>关于推进产业发展的通知</h2><div>来源：某局</div><div>" PARAGRAPHS
       "</div><div><b>附件：</b><ul><li><a "
       "href='a.doc'>申报表</a></li><li><a href='b.xls'>汇总表</a></li></ul></div></div></div>",
       "关于推进产业发展的通知/来源：某局/" PARAGRAPHS_TEXT "附件：/申报表/汇总表/"},
      {"<h1>关于推进产业发展的通知</h1><div>" PARAGRAPHS PARAGRAPHS
       "</div><div><p>附表</p><table><tr><td>序号<td>名称<tr><td>1<td>"
       "甲公司</table></div>",
       "关于推进产业发展的通知/" PARAGRAPHS_TEXT PARAGRAPHS_TEXT "附表/| 序号 | 名称 |/| 1 | 甲公司 |/"},
      {"<div><h3>关于推进产业发展的通知</"
       "h3><table><tr><td>1<td>甲公司<tr><td>2<td>乙公司<tr><td>3<td>丙公司<tr><td>4<td>丁公司</table></div>",
       "关于推进产业发展的通知/| 1 | 甲公司 |/| 2 | 乙公司 |/| 3 | 丙公司 |/| 4 | 丁公司 |/"},
      {"<div><h3>关于推进产业发展的通知</h3><p>现将继续有效的文件公布如下：</p><p>1.<a "
       "href='/a'>关于支持企业发展的意见</a></p><p>2.<a "
       "href='/b'>关于人才工作的意见</a></p><p>云川市人民政府</p></div>",
       "关于推进产业发展的通知/现将继续有效的文件公布如下：/1.关于支持企业发展的意见/2.关于人才工作的意见/"
       "云川市人民政府/"},
      {"<div style='display:none'><h1>关于推进产业发展的通知</h1>" PARAGRAPHS
       "</div><div><h1>关于推进产业发展的通知</h1>" PARAGRAPHS "</div>",
       "关于推进产业发展的通知/" PARAGRAPHS_TEXT},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *page = portal_page(cases[i].content);
    g_autofree char *line = g_strdup_printf("a.html: %s\n", cases[i].expected);
    assert_reads("a.html", page, strlen(page), line);
  }
}

/* What kind a file is of shows by what is in it. */
static void
test_content_before_name(void)
{
  gsize n, n_expected;
  g_autofree char *docx = load("notice.docx", &n);
  g_autofree char *expected = g_strdelimit(load("notice-docx.txt", &n_expected), "\n", '/');
  g_autofree char *line = g_strdup_printf("x.txt: %s\n", expected);
  assert_reads("x.txt", docx, n, line);
  HTML("x.txt", "<html><p>页</p></html>", "页/");
  HTML("x.html", "第一条 没有标签，a < b。\n", "第一条 没有标签，a < b。/");
  HTML("x.html", "甲<br>乙</br>", "甲/乙/");
  HTML("x.txt", "甲<br>乙</br>", "甲<br>乙</br>");
}

static void
assert_encoded(const char *charset, const char *mark, const char *text, const char *expected)
{
  gsize n;
  g_autoptr(GError) error = NULL;
  g_autofree char *encoded = g_convert(text, -1, charset, "UTF-8", NULL, &n, &error);
  g_assert_no_error(error);
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  g_byte_array_append(bytes, (const guint8 *) mark, (guint) strlen(mark));
  g_byte_array_append(bytes, (const guint8 *) encoded, (guint) n);
  g_autofree char *line = g_strdup_printf("a: %s\n", expected);
  assert_reads("a", bytes->data, bytes->len, line);
}

static void
test_encodings(void)
{
  const char *page =
      "<html><head><meta charset=gb2312></head><body><p>镕基路与喆园，产业发展。</p></body></html>";
  const char *words = "镕基路与喆园，产业发展。/";
  assert_encoded("GBK", "", page, words); /* calls itself gb2312, which has no 镕 */
  assert_encoded("GB18030", "", page, words);
  assert_encoded("UTF-8", "", page, words); /* declares what it is not */
  assert_encoded("UTF-8", "\xEF\xBB\xBF", page, words);
  assert_encoded("UTF-16LE", "\xFF\xFE", page, words);
  assert_encoded("UTF-16BE", "\xFE\xFF", page, words);
  assert_encoded("UTF-16LE", "", page, words);
  assert_encoded("BIG5", "", "<meta charset=big5><p>產業發展局，歡迎您。</p>", "產業發展局，歡迎您。/");
}

/* ---- archives ---- */

static void
test_archives(void)
{
  static const Entry inner[] = {TEXT("3.txt", "第三份。\n")};
  g_autoptr(GByteArray) nested = pack(FALSE, TRUE, inner, 1);
  const Entry entries[] = {
      TEXT("甲/1.txt", "第一份。\n"),
      TEXT("2.html", "<html><body><p>第二份。</p></body></html>"),
      TEXT("style.css", "p { }"),
      TEXT("__MACOSX/2.html", "x"),
      TEXT("logo", "\x89PNG\r\n\x1A\n\0\0"),
      TEXT("empty.txt", ""),
      TEXT("old.doc", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 word"),
      {"inner.tgz", nested->data, nested->len},
      TEXT("bad.docx", "PK\x03\x04 word/ [Content_Types].xml"),
  };
  const char *expected =
      "a/甲/1.txt: 第一份。/\n"
      "a/2.html: 第二份。/\n"
      "a/old.doc! : expected plain text, HTML, DOCX, PDF, ZIP or TAR, found the old format of Word or "
      "Excel (save it as DOCX)\n"
      "a/inner.tgz/3.txt: 第三份。/\n";
  for (guint form = 0; form < 3; form++) {
    g_autoptr(GByteArray) packed = pack(form == 0, form == 2, entries, G_N_ELEMENTS(entries));
    g_autoptr(GError) error = NULL;
    g_autofree char *found = read_bytes("a", packed->data, packed->len, &small, &error);
    g_assert_no_error(error);
    g_assert_true(g_str_has_prefix(found, expected));
    g_assert_true(g_str_has_prefix(found + strlen(expected), "a/bad.docx! : expected "));
  }
}

/* One file that is only compressed. */
static void
test_gzip(void)
{
  g_autoptr(GConverter) gzip = G_CONVERTER(g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr(GInputStream) from = g_memory_input_stream_new_from_data("通知。\n", -1, NULL);
  g_autoptr(GInputStream) through = g_converter_input_stream_new(from, gzip);
  char bytes[200];
  gsize n;
  g_assert_true(g_input_stream_read_all(through, bytes, sizeof bytes, &n, NULL, NULL));
  assert_reads("notice.txt.gz", bytes, n, "notice.txt.gz/data: 通知。/\n");
}

/* Names in GBK, as Windows writes them. */
static void
test_old_names(void)
{
  static const char stored[] =
      "PK\x03\x04\x0A\0\0\0\0\0\0\0!\0\x83\x16\xDC\x8C\x01\0\0\0\x01\0\0\0\x08\0\0\0"
      "\xCD\xA8\xD6\xAA.txtx"
      "PK\x01\x02\x14\0\x0A\0\0\0\0\0\0\0!\0\x83\x16\xDC\x8C\x01\0\0\0\x01\0\0\0\x08\0\0\0\0\0\0\0"
      "\0\0\0\0\0\0\0\0\0\0\xCD\xA8\xD6\xAA.txt"
      "PK\x05\x06\0\0\0\0\x01\0\x01\0\x36\0\0\0\x27\0\0\0\0\0";
  g_autoptr(GError) error = NULL;
  g_autofree char *found = read_bytes("a.zip", stored, sizeof stored - 1, &small, &error);
  g_assert_cmpstr(found, ==, "a.zip/通知.txt: x\n");
}

static gboolean
refuse(YtDocument *document, gpointer user_data, GError **error)
{
  (void) document;
  ++*(guint *) user_data;
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "full");
  return FALSE;
}

/* An error of the caller's own ends it and comes back as it is. */
static void
test_caller_stops(void)
{
  static const Entry entries[] = {TEXT("1.txt", "一"), TEXT("2.txt", "二")};
  g_autoptr(GByteArray) packed = pack(TRUE, TRUE, entries, 2);
  g_autoptr(GBytes) bytes = g_bytes_new(packed->data, packed->len);
  g_autoptr(GError) error = NULL;
  guint n = 0;
  g_assert_false(yt_reader_read("a.zip", bytes, NULL, refuse, &n, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_cmpstr(error->message, ==, "full");
  g_assert_cmpuint(n, ==, 1);
}

/* ---- hostile archives ---- */

static void
test_truncated_archive(void)
{
  static const Entry entries[] = {TEXT("1.txt", "第一份。"), TEXT("2.txt", "第二份。")};
  for (guint form = 0; form < 2; form++) {
    g_autoptr(GByteArray) packed = pack(form == 0, form == 1, entries, 2);
    for (guint n = 8; n + 22 < packed->len; n++) {
      g_autoptr(GError) error = NULL;
      g_autofree char *found = read_bytes("a.zip", packed->data, n, &small, &error);
      g_assert_true(error != NULL || strstr(found, "!"));
    }
  }
}

static void
test_bomb(void)
{
  g_autofree char *zeros = g_malloc0(8 << 20);
  const Entry one[] = {{"zeros.txt", zeros, 8 << 20}, TEXT("1.txt", "一")};
  g_autoptr(GByteArray) large = pack(TRUE, TRUE, one, 2);
  g_assert_cmpuint(large->len, <, 20000);
  assert_reads("a.zip", large->data, large->len,
               "a.zip/zeros.txt! : expected a document of at most 1 MB, found more\na.zip/1.txt: 一\n");

  const Entry many[] = {{"1", zeros, 1 << 20},
                        {"2", zeros, 1 << 20},
                        {"3", zeros, 1 << 20},
                        {"4", zeros, 1 << 20},
                        {"5", zeros, 1 << 20}};
  g_autoptr(GByteArray) together = pack(FALSE, TRUE, many, 5);
  assert_refused("a.tgz", together->data, together->len, YT_READER_ERROR_LIMIT, "found a bomb");

  Entry entries[200];
  for (guint i = 0; i < 200; i++)
    entries[i] = (Entry) TEXT("1.txt", "一");
  g_autoptr(GByteArray) crowd = pack(FALSE, TRUE, entries, 200);
  assert_refused("a.tgz", crowd->data, crowd->len, YT_READER_ERROR_LIMIT, "fewer entries, found more");
}

/* An archive may hold archives, and these none. */
static void
test_nested_archives(void)
{
  static const Entry text[] = {TEXT("1.txt", "一")};
  g_autoptr(GByteArray) first = pack(TRUE, TRUE, text, 1);
  const Entry in_first[] = {{"b.zip", first->data, first->len}, TEXT("2.txt", "二")};
  g_autoptr(GByteArray) second = pack(TRUE, TRUE, in_first, 2);
  assert_reads("a.zip", second->data, second->len, "a.zip/b.zip/1.txt: 一\na.zip/2.txt: 二\n");
  const Entry in_second[] = {{"c.zip", second->data, second->len}, TEXT("3.txt", "三")};
  g_autoptr(GByteArray) third = pack(TRUE, TRUE, in_second, 2);
  assert_reads("a.zip", third->data, third->len,
               "a.zip/c.zip/b.zip! : expected archives in each other at most 2 deep, found one deeper\n"
               "a.zip/c.zip/2.txt: 二\na.zip/3.txt: 三\n");
}

static void
test_other_kinds(void)
{
  static const Entry sheet[] = {TEXT("[Content_Types].xml", "<a/>"), TEXT("xl/workbook.xml", "<a/>")};
  g_autoptr(GByteArray) xlsx = pack(TRUE, TRUE, sheet, 2);
  assert_refused("a.docx", xlsx->data, xlsx->len, YT_READER_ERROR_KIND, "found XLSX");
  static const Entry folder[] = {TEXT("word/list.txt", "名单")};
  g_autoptr(GByteArray) zip = pack(TRUE, TRUE, folder, 1);
  assert_reads("a.zip", zip->data, zip->len, "a.zip/word/list.txt: 名单\n");
  assert_refused("a.txt", "{\\rtf1 x}", 9, YT_READER_ERROR_KIND, "found RTF");
  assert_refused("a.png", "\x89PNG\r\n", 6, YT_READER_ERROR_KIND, "found a picture");
  assert_refused("a.xml", "<?xml version='1.0'?><rss>x</rss>", 33, YT_READER_ERROR_KIND, "found XML");
  assert_refused("a.html", "<html><body></body></html>", 26, YT_READER_ERROR_KIND,
                 "expected a page with text");
  assert_reads("a.txt", "", 0, "a.txt: \n");
  g_autoptr(GError) error = NULL;
  g_autofree char *found = read_bytes("a.bin", "a\0b\1c", 5, &small, &error);
  g_assert_error(error, YT_TEXT_ERROR, YT_TEXT_ERROR_BINARY);
  g_assert_cmpstr(found, ==, "");
}

/* ---- DOCX ---- */

#define W "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"

static GByteArray *
docx_of(const char *document)
{
  const Entry entries[] = {TEXT("[Content_Types].xml", "<Types/>"),
                           {"word/document.xml", document, strlen(document)}};
  return pack(TRUE, TRUE, entries, 2);
}

static void
assert_docx(const char *body, const char *expected)
{
  g_autofree char *document = g_strdup_printf("<w:document " W "><w:body>%s</w:body></w:document>", body);
  g_autoptr(GByteArray) docx = docx_of(document);
  g_autofree char *line = g_strdup_printf("a.docx: %s\n", expected);
  assert_reads("a.docx", docx->data, docx->len, line);
}

static void
test_docx(void)
{
  assert_docx("<w:p><w:r><w:t>  甲 </w:t><w:tab/><w:t>乙</w:t></w:r></w:p><w:p/>", "甲 乙/");
  assert_docx("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>并</w:t></w:r></w:p>"
              "<w:p><w:r><w:t>成一段</w:t></w:r></w:p>",
              "并成一段/");
  assert_docx("<w:p><w:moveFrom><w:r><w:t>走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>来</w:t></w:r></"
              "w:moveTo></w:p>",
              "来/");
  assert_docx("<w:p><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>现</w:t></w:r></w:p>", "现/");
  assert_docx("<w:p><w:r><w:t>框外</w:t></w:r><w:r><x:AlternateContent "
              "xmlns:x='m'><x:Choice><w:txbxContent><w:p><w:r>"
              "<w:t>框内</w:t></w:r></w:p></w:txbxContent></x:Choice><x:Fallback><w:p><w:r><w:t>框内</w:t></"
              "w:r></w:p>"
              "</x:Fallback></x:AlternateContent></w:r></w:p>",
              "框外/框内/");
  assert_docx("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>外</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>内</"
              "w:t></w:r></w:p>"
              "</w:tc></w:tr></w:tbl></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>",
              "| 外 内 | |/");
}

static void
assert_docx_refused(const char *document, int code, const char *message)
{
  g_autoptr(GByteArray) docx = docx_of(document);
  assert_refused("a.docx", docx->data, docx->len, code, message);
}

static void
test_hostile_docx(void)
{
  assert_docx_refused("<!DOCTYPE w [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><w:document " W
                      "><w:p><w:r><w:t>&x;</w:t></w:r></w:p>"
                      "</w:document>",
                      YT_READER_ERROR_DAMAGED, "found a document type");
  assert_docx_refused(
      "<!DOCTYPE w [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;'>]>"
      "<w:document " W ">&c;</w:document>",
      YT_READER_ERROR_DAMAGED, "found a document type");
  assert_docx_refused("<w:document " W "><w:p>", YT_READER_ERROR_DAMAGED,
                      "document.xml: expected well-formed XML");
  assert_docx_refused("", YT_READER_ERROR_DAMAGED, "found nothing");
  g_autoptr(GString) deep = g_string_new("<w:document " W ">");
  for (int i = 0; i < 20000; i++)
    g_string_append(deep, "<w:tbl>");
  assert_docx_refused(deep->str, YT_READER_ERROR_DAMAGED, "expected well-formed XML");
  static const Entry none[] = {TEXT("[Content_Types].xml", "<Types/>"), TEXT("word/styles.xml", "<w/>")};
  g_autoptr(GByteArray) docx = pack(TRUE, TRUE, none, 2);
  assert_refused("a.docx", docx->data, docx->len, YT_READER_ERROR_DAMAGED, "found none");
  gsize n;
  g_autofree char *whole = load("notice.docx", &n);
  for (gsize cut = 30; cut < n; cut += 97) { /* nothing but an error, and no crash */
    g_autoptr(GError) error = NULL;
    g_autofree char *found = read_bytes("a.docx", whole, cut, &small, &error);
    g_assert_true(error != NULL || strstr(found, "!") || *found == '\0' || strstr(found, "word/"));
  }
}

static void
test_number_formats(void)
{
  static const struct {
    guint value;
    const char *format, *expected;
  } cases[] = {
      {1, "chineseCounting", "一"},
      {10, "chineseCountingThousand", "十"},
      {12, "japaneseCounting", "十二"},
      {20, "chineseCounting", "二十"},
      {105, "chineseCounting", "一百零五"},
      {110, "chineseCounting", "一百一十"},
      {1010, "chineseCounting", "一千零一十"},
      {10, "chineseLegalSimplified", "壹拾"},
      {2024, "ideographDigital", "二〇二四"},
      {4, "upperRoman", "IV"},
      {28, "lowerLetter", "bb"},
      {20, "decimalEnclosedCircle", "⑳"},
      {7, "decimalZero", "07"},
      {7, "decimal", "7"},
      {3, "bullet", ""},
      {0, "chineseCounting", "0"},
      {3, "nosuch", "3"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GString) out = g_string_new(NULL);
    yt_numbering_format(out, cases[i].value, cases[i].format);
    g_assert_cmpstr(out->str, ==, cases[i].expected);
  }
}

/* ---- hostile pages ---- */

static void
append_times(GString *out, const char *text, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append(out, text);
}

/* However deep, long or broken: an answer or a refusal, in seconds. */
static void
test_hostile_pages(void)
{
  static const struct {
    const char *name, *head, *again, *tail;
    guint n;
  } cases[] = {
      {"100,000 nested <div>", "<html>", "<div>", "深处", 100000},
      {"end tags that end nothing", "<html><div><div>", "</b></p></x>", "深处", 60000},
      {"tables in tables", "<html>", "<table><tr><td>", "深处", 20000},
      {"cells without rows", "<html><table>", "<td>x", "深处", 100000},
      {"lists in lists", "<html>", "<ol><li>", "深处", 20000},
      {"less-than signs", "<html>", "<", "深处", 500000},
      {"entities", "<html><p>", "&amp;&#x10FFFF;&#0;&#xD800;&zz", "深处", 30000},
      {"comments that do not end", "<html><p>头", "<!--", "深处", 100000},
      {"invalid UTF-8", "<html><p>", "字字字字字字字字字字字字字字字字字字字字字字字字字\xFF", "深处", 5000},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GString) page = g_string_new(cases[i].head);
    append_times(page, cases[i].again, cases[i].n);
    g_string_append(page, cases[i].tail);
    g_autoptr(GError) error = NULL;
    gint64 start = g_get_monotonic_time();
    g_autofree char *found = read_bytes("a.html", page->str, page->len, NULL, &error);
    if (g_get_monotonic_time() - start > 40 * G_USEC_PER_SEC)
      g_error("%s: expected an answer in 40 s, found a slower one", cases[i].name);
    if (error)
      g_assert_error(error, YT_READER_ERROR, YT_READER_ERROR_LIMIT);
    else if (i != 7)
      g_assert_nonnull(strstr(found, "深处"));
  }
}

static void
test_page_limits(void)
{
  g_autoptr(GString) wide = g_string_new("<html><p ");
  for (guint i = 0; i < 20000; i++)
    g_string_append_printf(wide, "a%u ", i);
  g_string_append(wide, ">x");
  assert_refused("a.html", wide->str, wide->len, YT_READER_ERROR_LIMIT, "expected tags of at most");
  g_autoptr(GString) many = g_string_new("<html>");
  append_times(many, "<b>", 320000);
  g_string_append(many, "x");
  assert_refused("a.html", many->str, many->len, YT_READER_ERROR_LIMIT,
                 "expected a page of at most 300000 elements");
  g_autoptr(GString) slow = g_string_new("<html>");
  append_times(slow, "<div>", 60000);
  append_times(slow, "</x>", 60000);
  g_autoptr(GBytes) bytes = g_bytes_new(slow->str, slow->len);
  g_autoptr(GString) out = g_string_new(NULL);
  g_autoptr(GError) error = NULL;
  g_assert_false(yt_reader_read("a.html", bytes, &(YtReaderLimits){.timeout_ms = 50}, note, out, &error));
  g_assert_error(error, YT_READER_ERROR, YT_READER_ERROR_LIMIT);
  g_autofree char *long_text = g_strnfill((1 << 20) + 1, 'x');
  assert_refused("a.txt", long_text, (1 << 20) + 1, YT_READER_ERROR_LIMIT,
                 "expected a document of at most 1 MB");
}

/* ---- PDF ---- */

static void
assert_tidy(const char *layout, const char *expected)
{
  gsize n;
  g_autofree char *tidy = yt_pdf_tidy(layout, strlen(layout), &n);
  g_assert_cmpuint(n, ==, strlen(tidy));
  g_assert_cmpstr(tidy, ==, expected);
}

/* Page numbers and running heads go, whatever else is a number stays. */
static void
test_pdf_pages(void)
{
  assert_tidy("  甲\n乙 丙\n   - 1 -\n\f  丁\n   — 2 —\n\f", "甲\n乙 丙\n丁\n");
  assert_tidy("甲\n1\n\f乙\n2\n\f", "甲\n乙\n");
  assert_tidy("甲\n2024\n\f乙\n7\n\f", "甲\n2024\n乙\n7\n");
  assert_tidy("公报\n甲\n第 1 页 共 3 页\n\f公报\n乙\n第 2 页 共 3 页\n\f公报\n丙\n第 3 页 共 3 页\n\f",
              "甲\n乙\n丙\n");
  assert_tidy("序号   名称   金额\n1   甲   3\n\f序号   名称   金额\n2   乙   4\n\f",
              "| 序号 | 名称 | 金额 |\n| 1 | 甲 | 3 |\n| 2 | 乙 | 4 |\n");
  assert_tidy("", "");
}

static char *
write_script(const char *content)
{
  char *path = NULL;
  int fd = g_file_open_tmp("yuantu-XXXXXX", &path, NULL);
  g_assert_cmpint(fd, >=, 0);
  g_close(fd, NULL);
  g_assert_true(g_file_set_contents(path, content, -1, NULL));
  g_assert_cmpint(g_chmod(path, 0700), ==, 0);
  return path;
}

static void
assert_pdf_fails(const char *script, int code, const char *message)
{
  g_autofree char *path = script ? write_script(script) : g_strdup("/nonexistent/pdftotext");
  YtReaderLimits limits = {.timeout_ms = 500, .max_bytes = 1 << 20, .pdftotext = path};
  g_autoptr(GError) error = NULL;
  gint64 start = g_get_monotonic_time();
  g_autofree char *found = read_bytes("a.pdf", "%PDF-1.4 x", 10, &limits, &error);
  g_assert_cmpint(g_get_monotonic_time() - start, <, 20 * G_USEC_PER_SEC);
  g_assert_error(error, YT_READER_ERROR, code);
  g_assert_nonnull(strstr(error->message, message));
  g_unlink(path);
}

/* A child that hangs is killed, one that floods is stopped, and what it lacks is said. */
static void
test_pdf_child(void)
{
  assert_pdf_fails("#!/bin/sh\nsleep 100\n", YT_READER_ERROR_LIMIT,
                   "expected a PDF that can be read in 500 ms");
  assert_pdf_fails("#!/bin/sh\nsleep 100 &\nexit 0\n", YT_READER_ERROR_LIMIT,
                   "expected a PDF that can be read in 500 ms");
  assert_pdf_fails("#!/bin/sh\nwhile :; do echo 12345678901234567890123456789012345678901234567890; done\n",
                   YT_READER_ERROR_LIMIT, "expected a ");
  assert_pdf_fails("#!/bin/sh\necho half\nexit 3\n", YT_READER_ERROR_DAMAGED, "exit status 3");
  assert_pdf_fails("#!/bin/sh\nprintf '\\377\\376'\n", YT_READER_ERROR_TOOL, "expected UTF-8");
  assert_pdf_fails("#!/bin/sh\nprintf ' \\f'\n", YT_READER_ERROR_KIND, "found one of pictures only");
  assert_pdf_fails(NULL, YT_READER_ERROR_TOOL, "poppler-utils");
}

static void
test_broken_pdf(void)
{
  assert_refused("a.pdf", "%PDF-1.7\nnothing", 16, YT_READER_ERROR_DAMAGED, "found a broken or locked one");
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/text/reader/golden", test_golden);
  g_test_add_func("/text/reader/meta-data", test_meta_data);
  g_test_add_func("/text/reader/html", test_html);
  g_test_add_func("/text/reader/body", test_body);
  g_test_add_func("/text/reader/content-before-name", test_content_before_name);
  g_test_add_func("/text/reader/encodings", test_encodings);
  g_test_add_func("/text/reader/archives", test_archives);
  g_test_add_func("/text/reader/gzip", test_gzip);
  g_test_add_func("/text/reader/old-names", test_old_names);
  g_test_add_func("/text/reader/caller-stops", test_caller_stops);
  g_test_add_func("/text/reader/truncated-archive", test_truncated_archive);
  g_test_add_func("/text/reader/bomb", test_bomb);
  g_test_add_func("/text/reader/nested-archives", test_nested_archives);
  g_test_add_func("/text/reader/other-kinds", test_other_kinds);
  g_test_add_func("/text/reader/docx", test_docx);
  g_test_add_func("/text/reader/hostile-docx", test_hostile_docx);
  g_test_add_func("/text/reader/number-formats", test_number_formats);
  g_test_add_func("/text/reader/hostile-pages", test_hostile_pages);
  g_test_add_func("/text/reader/page-limits", test_page_limits);
  g_test_add_func("/text/reader/pdf-pages", test_pdf_pages);
  g_test_add_func("/text/reader/pdf-child", test_pdf_child);
  g_test_add_func("/text/reader/broken-pdf", test_broken_pdf);
  return g_test_run();
}
