#include "loader/header.h"

#include "support.h"

static const YtGrammar *shipped;

/* ---- dates ---- */

static void
assert_date(const char *text, const char *expected, const char *rest)
{
  gsize end = 0;
  g_autofree char *date = yt_find_date(text, 0, strlen(text), &end);
  if (g_strcmp0(date, expected) != 0)
    g_error("%s: expected %s, found %s", text, expected ? expected : "none", date ? date : "none");
  if (date)
    g_assert_cmpstr(text + end, ==, rest);
}

/* Dates are read in the forms that documents write. */
static void
test_dates(void)
{
  assert_date("2021年8月26日", "2021-08-26", "");
  assert_date("2021-08-26", "2021-08-26", "");
  assert_date("2021-8-6 10:30", "2021-08-06", " 10:30");
  assert_date("2021.8.26", "2021-08-26", "");
  assert_date("2021/08/26", "2021-08-26", "");
  assert_date("二〇二一年八月二十六日", "2021-08-26", "");
  assert_date("二○二一年十月十日印发", "2021-10-10", "印发");
  assert_date("二零二一年十二月三十一日", "2021-12-31", "");
  assert_date("2024年2月29日", "2024-02-29", "");
  assert_date("20210826", "2021-08-26", "");
}

/* A date that lost its 年 and 月 is read where one reading alone is a date. */
static void
test_damaged_dates(void)
{
  assert_date("2021826", "2021-08-26", "");
  assert_date("202189", "2021-08-09", "");
  assert_date("20211231", "2021-12-31", "");
  assert_date("2021131", "2021-01-31", ""); /* there is no thirteenth month */
  assert_date("2021111", NULL, "");         /* January 11th, or November 1st */
  assert_date("2021112", NULL, "");
  assert_date("2021999", NULL, "");
}

/* What is no day of the calendar is no date. */
static void
test_no_dates(void)
{
  static const char *const none[] = {
      "",           "2021",     "2021年",       "2021年8月", "2021年13月1日", "2023年2月29日", "1900年1月1日",
      "2101-01-01", "3000亿元", "2021年8月0日", "12345",     "123456789",     "一月一日",      "2021-2025",
      "0000-00-00"};
  for (guint i = 0; i < G_N_ELEMENTS(none); i++)
    assert_date(none[i], NULL, "");
}

/* ---- document numbers ---- */

static void
assert_number(const char *text, const char *expected, const char *written)
{
  gsize start = 0, end = 0;
  g_autofree char *number = NULL;
  gboolean found = yt_find_document_number(text, 0, strlen(text), &start, &end, &number);
  if (g_strcmp0(number, expected) != 0 || found != (expected != NULL))
    g_error("%s: expected %s, found %s", text, expected ? expected : "none", number ? number : "none");
  if (!found)
    return;
  g_autofree char *span = g_strndup(text + start, end - start);
  g_assert_cmpstr(span, ==, written);
}

/* All brackets come to 〔〕; 第 goes, and what stands around is left. */
static void
test_document_numbers(void)
{
  assert_number("云科函〔2024〕15号", "云科函〔2024〕15号", "云科函〔2024〕15号");
  assert_number("云科函[2024]15号", "云科函〔2024〕15号", "云科函[2024]15号");
  assert_number("云科函(2024)15号", "云科函〔2024〕15号", "云科函(2024)15号");
  assert_number("云科函【2024】15号", "云科函〔2024〕15号", "云科函【2024】15号");
  assert_number("云科函〔2024〕第15号", "云科函〔2024〕15号", "云科函〔2024〕第15号");
  assert_number("云科函〔202415号", NULL, NULL); /* repair.c makes it whole before */
  assert_number("云科函〔2024 15号", NULL, NULL);
  assert_number("云科函〔2024)15号", "云科函〔2024〕15号", "云科函〔2024)15号");
  assert_number("依据《办法》(云科函〔2024〕15号)执行", "云科函〔2024〕15号", "云科函〔2024〕15号");
  assert_number("云科函〔2024〕号", NULL, NULL);
  assert_number("函〔2024〕15号", NULL, NULL);
  assert_number("云科函〔1824〕15号", NULL, NULL);
  assert_number("云科函〔2024〕15", NULL, NULL);
  assert_number("(2024年版)第15号", NULL, NULL);
}

/* ---- whole headers ---- */

typedef struct {
  const char *name, *source, *title, *number, *index_number, *issued, *issuer, *addressee;
} Case;

#define BODY  "为加快花卉产业发展，提出以下措施，请认真贯彻执行，并将执行情况及时报告。\n"
#define TITLE "云南省科学技术厅关于支持花卉产业的通知"

static const Case cases[] = {
    {"no-table", TITLE "\n云科函〔2024〕15号\n各州、市人民政府：\n" BODY "云南省科学技术厅\n2024年6月18日\n",
     TITLE, "云科函〔2024〕15号", NULL, "2024-06-18", "云南省科学技术厅", "各州、市人民政府"},
    {"table-of-cells",
     "| 索引号 | 0153-2024-77 | 发布机构 | 云南省科学技术厅 |\n| 发文字号 | 云科函〔2024〕15号 | 成文日期 | "
     "2024-06-18 |\n" TITLE "\n各州、市人民政府：\n" BODY,
     TITLE, "云科函〔2024〕15号", "0153-2024-77", "2024-06-18", "云南省科学技术厅", "各州、市人民政府"},
    {"labels-with-colons",
     "索引号：0153-2024-"
     "77\n发布机构：云南省科学技术厅\n文号：云科函〔2024〕15号\n成文日期：2024年6月18日\n" TITLE
     "\n各州、市人民政府：\n" BODY,
     TITLE, "云科函〔2024〕15号", "0153-2024-77", "2024-06-18", "云南省科学技术厅", "各州、市人民政府"},
    {"labels-in-brackets",
     "[ 索引号 ]\n0153-2024-77\n[ 发布机构 ]\n云南省科学技术厅\n[ 文号 ]\n云科函〔2024〕15号\n[ 成文日期 "
     "]\n2024-06-18\n" TITLE "\n各州、市人民政府：\n" BODY,
     TITLE, "云科函〔2024〕15号", "0153-2024-77", "2024-06-18", "云南省科学技术厅", "各州、市人民政府"},
    {"title-on-two-lines",
     "云南省科学技术厅\n关于支持花卉产业的通知\n各州、市人民政府：\n" BODY "2024年6月18日\n", TITLE, NULL,
     NULL, "2024-06-18", "云南省科学技术厅", "各州、市人民政府"},
    {"labels-run-together",
     TITLE "\n浏览次数：信息来源：云南省科学技术厅发布时间：2024-06-18 09:10\n各州、市人民政府：\n" BODY,
     TITLE, NULL, NULL, "2024-06-18", "云南省科学技术厅", "各州、市人民政府"},
    {"number-before-the-title", "云科函〔2024〕15号关于支持花卉产业的通知\n各州、市人民政府：\n" BODY,
     "关于支持花卉产业的通知", "云科函〔2024〕15号", NULL, NULL, NULL, "各州、市人民政府"},
    {"title-broken-before-its-type", "云南省科学技术厅关于支持花卉产业\n高质量发展的若干措施\n" BODY,
     "云南省科学技术厅关于支持花卉产业高质量发展的若干措施", NULL, NULL, NULL, "云南省科学技术厅", NULL},
    {"title-on-three-lines",
     "云南省科学技术厅关于印发\n云南省花卉产业高质量发展\n行动方案的通知\n各州、市人民政府：\n" BODY
     "2024年6月18日\n",
     "云南省科学技术厅关于印发云南省花卉产业高质量发展行动方案的通知", NULL, NULL, "2024-06-18",
     "云南省科学技术厅", "各州、市人民政府"},
    {"date-of-the-occasion",
     "发布日期：2024-06-"
     "20\n云南省2024年政府工作报告\n——2024年1月24日在云南省第十四届人民代表大会第二次会议上\n" BODY,
     "云南省2024年政府工作报告", NULL, NULL, "2024-01-24", NULL, NULL},
    {"report-of-a-government",
     "云南省昆明市政府工作报告\n——2024年1月24日在昆明市第十五届人民代表大会第四次会议上\n" BODY,
     "云南省昆明市政府工作报告", NULL, NULL, "2024-01-24", "昆明市人民政府", NULL},
    {"rules-and-who-issued-them",
     "昆明市花卉产业基金管理办法\n（2024年6月18日昆明市人民政府办公室印发 昆政办发〔2024〕15号）\n第一章 "
     "总则\n" BODY,
     "昆明市花卉产业基金管理办法", "昆政办发〔2024〕15号", NULL, "2024-06-18", "昆明市人民政府办公室", NULL},
    {"published-date-alone", "发布日期：2024-06-20 浏览次数：55\n" TITLE "\n" BODY, TITLE, NULL, NULL,
     "2024-06-20", "云南省科学技术厅", NULL},
    {"own-date-before-the-published-one",
     "发布日期：2024-06-20\n" TITLE "\n" BODY "云南省科学技术厅\n2024年6月18日\n", TITLE, NULL, NULL,
     "2024-06-18", "云南省科学技术厅", NULL},
    {"label-without-value-above-the-title",
     "索引号：0153-2024-"
     "77\n成文日期：2024年6月18日\n有效性：\n对省十四届人大二次会议第59号建议《关于支持花卉产业的建议》的答复"
     "\n"
     "发布日期：2024-06-20 "
     "浏览次数：\n李秋菊代表：\n您提出的《关于支持花卉产业的建议》收悉，现答复如下：\n" BODY,
     "对省十四届人大二次会议第59号建议《关于支持花卉产业的建议》的答复", NULL, "0153-2024-77", "2024-06-18",
     NULL, "李秋菊代表"},
    {"date-without-label", TITLE "\n2024-06-20 09:28 来源：花乡日报\n" BODY, TITLE, NULL, NULL, "2024-06-20",
     "云南省科学技术厅", NULL},
    {"date-and-hour-alone", TITLE "\n2024-06-20 09:28\n" BODY, TITLE, NULL, NULL, "2024-06-20",
     "云南省科学技术厅", NULL},
    {"number-behind-the-title", TITLE "(云科函〔2024〕15号)\n云科函〔2024〕15号\n各州、市人民政府：\n" BODY,
     TITLE, "云科函〔2024〕15号", NULL, NULL, "云南省科学技术厅", "各州、市人民政府"},
    {"number-with-a-letter", TITLE "\n云科函〔2024〕15号C\n李秋菊代表：\n" BODY, TITLE, "云科函〔2024〕15号",
     NULL, NULL, "云南省科学技术厅", "李秋菊代表"},
    {"number-and-who-signs", TITLE "\n云科函〔2024〕15号 签发人：李建国\n李秋菊代表：\n" BODY, TITLE,
     "云科函〔2024〕15号", NULL, NULL, "云南省科学技术厅", "李秋菊代表"},
    {"issued-in-marks", "中共舞钢市委办公室印发《关于推动花卉产业发展的实施意见》\n李秋菊委员：\n" BODY,
     "中共舞钢市委办公室印发《关于推动花卉产业发展的实施意见》", NULL, NULL, NULL, "中共舞钢市委办公室",
     "李秋菊委员"},
    {"number-in-brackets", TITLE "\n(云科函〔2024〕15号)\n李秋菊代表：\n" BODY, TITLE, "云科函〔2024〕15号",
     NULL, NULL, "云南省科学技术厅", "李秋菊代表"},
    {"answers-without-about", "天津市科学技术局对市政协十届五次会议第110号提案的答复\n李秋菊委员：\n" BODY,
     "天津市科学技术局对市政协十届五次会议第110号提案的答复", NULL, NULL, NULL, "天津市科学技术局",
     "李秋菊委员"},
    {"number-in-the-title", TITLE "(云科函〔2024〕15号)\n李秋菊代表：\n" BODY, TITLE, "云科函〔2024〕15号",
     NULL, NULL, "云南省科学技术厅", "李秋菊代表"},
    {"labels-parted-by-blanks",
     "索引号 0153-2024-77 发布机构 云南省科学技术厅\n公开目录 建议办理结果 发布日期 2024-06-20\n" TITLE
     "\n" BODY,
     TITLE, NULL, "0153-2024-77", "2024-06-20", "云南省科学技术厅", NULL},
    {"table-without-bars",
     "名称 " TITLE "\n索引号 0153-2024-77 分类 建议办理\n发布机构 云南省科学技术厅 发文日期 2024-06-20\n文号 "
     "云科函﹝2024﹞15号 关键词\n李秋菊代表：\n" BODY,
     TITLE, "云科函〔2024〕15号", "0153-2024-77", "2024-06-20", "云南省科学技术厅", "李秋菊代表"},
    {"tools-above-the-title",
     "拼音\n辅助浏览\n放大\n缩小\n配色\n白底黑字蓝链接\n大鼠标\n辅助线\n显示屏\n声音\n指读\n减速\n加速\n音量"
     "\n后退\n"
     "前进\n刷新\n退出\n" TITLE "\n李秋菊代表：\n" BODY,
     TITLE, NULL, NULL, NULL, "云南省科学技术厅", "李秋菊代表"},
    {"answers-whom-nobody-calls", TITLE "\n您提出的《关于发展花卉产业的建议》收悉,现答复如下:\n" BODY, TITLE,
     NULL, NULL, NULL, "云南省科学技术厅", NULL},
    {"blank-in-the-title", "云南省科学技术厅 关于支持花卉产业的答复\n李秋菊代表：\n" BODY,
     "云南省科学技术厅关于支持花卉产业的答复", NULL, NULL, NULL, "云南省科学技术厅", "李秋菊代表"},
    {"labels-behind-dashes", "- 索 引 号：0153-2024-77\n- 发文机关：云南省科学技术厅\n" TITLE "\n" BODY,
     TITLE, NULL, "0153-2024-77", NULL, "云南省科学技术厅", NULL},
    {"label-behind-a-source", TITLE "\n来源：本网原创稿发布时间：2024-06-20 22:15:39\n" BODY, TITLE, NULL,
     NULL, "2024-06-20", "云南省科学技术厅", NULL},
    {"no-addressee", TITLE "\n重点做好9个方面工作：\n" BODY, TITLE, NULL, NULL, NULL, "云南省科学技术厅",
     NULL},
    {"who-answers-at-the-foot",
     "对市政协十届五次会议第110号提案的答复\n李秋菊委员：\n" BODY
     "2024年6月18日\n联系单位：舞钢市住房和城乡建设局\n",
     "对市政协十届五次会议第110号提案的答复", NULL, NULL, "2024-06-18", "舞钢市住房和城乡建设局",
     "李秋菊委员"},
    {"printed-by-whom", "云南省人民政府办公厅印发关于做强花卉产业的意见的通知\n各州、市人民政府：\n" BODY,
     "云南省人民政府办公厅印发关于做强花卉产业的意见的通知", NULL, NULL, NULL, "云南省人民政府办公厅",
     "各州、市人民政府"},
    {"who-took-the-picture",
     "副市长李建国调研花卉产业园建设\n2024-06-20 09:28\n副市长察看了种苗车间。\n文/图 昆明市政协办公室\n",
     "副市长李建国调研花卉产业园建设", NULL, NULL, "2024-06-20", NULL, NULL},
    {"list-below-the-news",
     "副市长李建国调研花卉产业园建设\n2024-06-20 09:28\n副市长察看了种苗车间。\n附：调研组名单\n组长：李建国 "
     "副市长\n",
     "副市长李建国调研花卉产业园建设", NULL, NULL, "2024-06-20", NULL, NULL},
    {"label-of-the-text", TITLE "\n正文：\n" BODY, TITLE, NULL, NULL, NULL, "云南省科学技术厅", NULL},
    {"newspaper-as-source", "来源：花乡日报\n" TITLE "\n" BODY, TITLE, NULL, NULL, NULL, "云南省科学技术厅",
     NULL},
    {"date-behind-a-newspaper", TITLE "\n来源：花乡日报 2024-06-20\n" BODY, TITLE, NULL, NULL, "2024-06-20",
     "云南省科学技术厅", NULL},
    {"labels-before-prose",
     TITLE "\n时间：2024-06-20 10:15 来源：花乡日报 点击: 次昨天上午，花卉产业园开园，副市长出席并致辞。会后"
           "代表们参观了园区的种苗车间和交易大厅。\n" BODY,
     TITLE, NULL, NULL, "2024-06-20", "云南省科学技术厅", NULL},
    {"newspaper-at-the-end", TITLE "\n" BODY "(《花乡日报》2024年6月20日)\n", TITLE, NULL, NULL, "2024-06-20",
     "云南省科学技术厅", NULL},
    {"headline-of-the-news",
     "花卉产业迈上新台阶全省年交易额再创新高\n记者从有关部门获悉，今年以来花卉产业发展态势良好，种植面积和交"
     "易额双双增长，农民收入稳步提高，市场更加活跃。\n"
     "下一步将继续加强要素保障，推动花卉产业再上新台阶，让更多农民从中受益，为乡村全面振兴作出更大贡献。\n",
     "花卉产业迈上新台阶全省年交易额再创新高", NULL, NULL, NULL, NULL, NULL},
    {"nothing", "园\n", NULL, NULL, NULL, NULL, NULL, NULL},
};

static void
assert_field(const char *what, const char *found, const char *expected)
{
  if (g_strcmp0(found, expected) != 0)
    g_error("%s: expected %s, found %s", what, expected ? expected : "none", found ? found : "none");
}

/* The same fields come out of every layout. */
static void
test_header(gconstpointer data)
{
  const Case *c = data;
  g_auto(YtAnalysis) a;
  analysis_start(&a, shipped, c->source);
  yt_find_structure(&a);
  assert_field("title", a.header.title, c->title);
  assert_field("number", a.header.number, c->number);
  assert_field("index number", a.header.index_number, c->index_number);
  assert_field("issued", a.header.issued, c->issued);
  assert_field("issuer", a.header.issuer, c->issuer);
  assert_field("addressee", a.header.addressee, c->addressee);
}

/* Who issues shows by the number where nothing else says it. */
static void
test_issuer_by_number(void)
{
  static const struct {
    const char *number, *issuer;
  } numbers[] = {
      {"云政办发〔2024〕15号", "云南省人民政府办公厅"},
      {"穗府〔2024〕15号", "广州市人民政府"},
      {"甬政办发〔2024〕15号", "宁波市人民政府办公厅"},
      {"怀政办发〔2024〕15号", "怀化市人民政府办公室"},
      {"云科发〔2024〕15号", "云南省科学技术厅"},
      {"国办发〔2024〕15号", "国务院办公厅"},
      {"国中医药提字〔2024〕15号", "国家中医药管理局"},
      {"国科发高〔2024〕15号", "科学技术部"},
      {"云科提〔2024〕15号", "云南省科学技术厅"},
      {"云花发〔2024〕15号", NULL},
      {"国办花〔2024〕15号", NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
    g_autofree char *source = g_strconcat(numbers[i].number, "\n关于支持花卉产业的通知\n" BODY, NULL);
    g_auto(YtAnalysis) a;
    analysis_start(&a, shipped, source);
    yt_find_structure(&a);
    yt_find_jurisdiction(&a);
    assert_field(numbers[i].number, a.header.issuer, numbers[i].issuer);
    g_assert_cmpint(yt_block(&a, a.header.issuer_block)->kind, ==, YT_BLOCK_NUMBER);
  }
}

/* Minutes: a masthead of two lines, a number without its prefix, who issued them and when in one line, and then the title. */
static void
test_masthead(void)
{
  g_auto(YtAnalysis) a;
  analysis_start(&a, shipped,
                 "襄阳市人民政府\n专题会议纪要\n〔2025〕37号\n襄阳市人民政府办公室          2025年7月28日\n"
                 "花卉产业链第三次推进会议纪要\n2025年7月24日，市政府召开会议。现纪要如下：\n");
  yt_find_structure(&a);
  assert_field("title", a.header.title, "花卉产业链第三次推进会议纪要");
  assert_field("issuer", a.header.issuer, "襄阳市人民政府办公室");
  assert_field("issued", a.header.issued, "2025-07-28");
}

/* A page's title has the site's name behind it; a name that a newspaper and a place share issues nothing; 我区 beside one district. */
static void
test_pages(void)
{
  g_auto(YtAnalysis) below;
  analysis_start(&below, shipped,
                 "关于对市政协十届五次会议第110号提案的答复\n舞钢市住房和城乡建设局\n李秋菊委员：\n您提出的提"
                 "案收悉。\n");
  yt_find_structure(&below);
  assert_field("issuer", below.header.issuer, "舞钢市住房和城乡建设局");
  g_auto(YtAnalysis) report;
  analysis_start(&report, shipped,
                 "舞钢市花卉产业园建设情况汇报\n舞钢市住房和城乡建设局\n2024年9月\n一、概况\n园区在建。\n略。"
                 "\n略。\n略。\n略。"
                 "\n略。\n略。\n略。\n略。\n略。\n略。\n");
  yt_find_structure(&report);
  assert_field("issuer", report.header.issuer, "舞钢市住房和城乡建设局");
  g_auto(YtAnalysis) a;
  analysis_start(
      &a, shipped,
      "关于下达花卉产业发展专项资金的通知_襄阳市花卉局\n来源：智慧襄阳 2025-03-05\n各有关单位：\n略。\n");
  yt_find_structure(&a);
  assert_field("title", a.header.title, "关于下达花卉产业发展专项资金的通知");
  assert_field("issuer", a.header.issuer, NULL);
  g_auto(YtAnalysis) b;
  analysis_start(&b, shipped, "南区这个项目投用。我区制订了《花卉规划》,番禺区海棠园已开工。\n");
  yt_find_structure(&b);
  yt_find_jurisdiction(&b);
  g_assert_cmpuint(b.city, ==, 440113);
}

/* A text that lost its title says in its first sentence what it is. */
static void
test_supplied_title(void)
{
  g_auto(YtAnalysis) a;
  analysis_start(&a, shipped,
                 "为深入贯彻国家部署，加快我省花卉产业高质量发展，制定本实施意见。\n一、总体要求\n略。\n");
  yt_find_structure(&a);
  assert_field("title", a.header.title, "关于加快花卉产业高质量发展的实施意见");
  g_assert_true(a.header.title_supplied);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_autoptr(YtGrammar) grammar = shipped_grammar();
  shipped = grammar;
  g_test_add_func("/loader/header/dates", test_dates);
  g_test_add_func("/loader/header/damaged-dates", test_damaged_dates);
  g_test_add_func("/loader/header/no-dates", test_no_dates);
  g_test_add_func("/loader/header/document-numbers", test_document_numbers);
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *path = g_strconcat("/loader/header/layout/", cases[i].name, NULL);
    g_test_add_data_func(path, &cases[i], test_header);
  }
  g_test_add_func("/loader/header/issuer-by-number", test_issuer_by_number);
  g_test_add_func("/loader/header/masthead", test_masthead);
  g_test_add_func("/loader/header/pages", test_pages);
  g_test_add_func("/loader/header/supplied-title", test_supplied_title);
  return g_test_run();
}
