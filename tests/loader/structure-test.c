#include "loader/header.h"

#include "support.h"

static const YtGrammar *shipped;

/* ---- numbering ---- */

static void
assert_level(const char *line, guint level, const char *head)
{
  gsize end;
  guint found = yt_heading_level(line, 0, strlen(line), &end);
  if (found != level)
    g_error("%s: expected level %u, found %u", line, level, found);
  g_assert_cmpstr(line + end, ==, head);
}

/* Numbers of every style have their level; what only looks like one has none. */
static void
test_levels(void)
{
  assert_level("第一章 总则", YT_LEVEL_CHAPTER, "总则");
  assert_level("第十二节 发展", YT_LEVEL_CHAPTER, "发展");
  assert_level("第3章总则", YT_LEVEL_CHAPTER, "总则");
  assert_level("第三十五条 本办法", YT_LEVEL_ITEM, "本办法");
  assert_level("一、加强领导", YT_LEVEL_SECTION, "加强领导");
  assert_level("二十一、加强领导", YT_LEVEL_SECTION, "加强领导");
  assert_level("一.加强领导", YT_LEVEL_SECTION, "加强领导");
  assert_level("(一)加强领导", YT_LEVEL_ITEM, "加强领导");
  assert_level("(十二)加强领导", YT_LEVEL_ITEM, "加强领导");
  assert_level(")加强领导", YT_LEVEL_ITEM, "加强领导"); /* the rest was lost */
  assert_level("1.加强领导", YT_LEVEL_SUBITEM, "加强领导");
  assert_level("12. 加强领导", YT_LEVEL_SUBITEM, "加强领导");
  assert_level("1、加强领导", YT_LEVEL_SUBITEM, "加强领导");
  assert_level("(1)加强领导", YT_LEVEL_POINT, "加强领导");
  assert_level("1)加强领导", YT_LEVEL_POINT, "加强领导");
  assert_level("①加强领导", YT_LEVEL_POINT, "加强领导");
  assert_level("⑳加强领导", YT_LEVEL_POINT, "加强领导");
  assert_level("一是加强领导", YT_LEVEL_RUN_IN, "加强领导");
  static const char *const none[] = {"加强领导", "2025年发展", "1.5亿元", "123.",   "第一批",
                                     "一批项目", "(附件)",     "(2025)",  "十一是", "",
                                     "1",        "(",          "第"};
  for (guint i = 0; i < G_N_ELEMENTS(none); i++)
    assert_level(none[i], YT_LEVEL_NONE, none[i]);
}

/* ---- blocks ---- */

static guint
count_blocks(const YtAnalysis *a, YtBlockKind kind)
{
  guint n = 0;
  for (guint b = 0; b < a->blocks->len; b++)
    n += yt_block(a, b)->kind == kind ? 1 : 0;
  return n;
}

static const YtBlock *
block_with(const YtAnalysis *a, const char *words)
{
  const char *at = strstr(a->text->text, words);
  g_assert_nonnull(at);
  return yt_block(a, yt_block_at(a, (guint32) (at - a->text->text)));
}

static const char reply[] = "当前位置：首页>政务公开>建议提案\n"
                            "关于省政协十三届三次会议第88号提案的答复\n"
                            "云科函〔2024〕15号\n"
                            "赵一鸣委员：\n"
                            "您提出的《关于支持花卉产业发展的提案》收悉。现答复如下：\n"
                            "一、加强科技支撑\n"
                            "省科技厅组织实施重点专项，支持企业创新。\n"
                            "（一）建设创新平台。支持建设实验室；培育企业。\n"
                            "二、完善服务体系\n"
                            "一是强化要素保障。二是优化营商环境，做好服务。\n"
                            "附件：1.任务清单\n"
                            "云南省科学技术厅\n"
                            "2024年6月18日\n"
                            "责任编辑：某某\n"
                            "扫一扫在手机打开当前页\n";

/* Every line of a reply is what it is. */
static void
test_blocks(void)
{
  g_auto(YtAnalysis) a;
  analysis_start(&a, shipped, reply);
  yt_find_structure(&a);
  static const struct {
    const char *words;
    YtBlockKind kind;
  } expected[] = {
      {"当前位置", YT_BLOCK_FURNITURE},     {"关于省政协", YT_BLOCK_TITLE}, {"云科函", YT_BLOCK_NUMBER},
      {"赵一鸣", YT_BLOCK_ADDRESSEE},       {"您提出", YT_BLOCK_PARAGRAPH}, {"一、加强", YT_BLOCK_HEADING},
      {"省科技厅组织", YT_BLOCK_PARAGRAPH}, {"(一)建设", YT_BLOCK_HEADING}, {"附件", YT_BLOCK_ATTACHMENT},
      {"云南省科学", YT_BLOCK_SIGNATURE},   {"2024年6月", YT_BLOCK_DATE},   {"责任编辑", YT_BLOCK_META},
      {"扫一扫", YT_BLOCK_FURNITURE},
  };
  for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
    g_test_message("%s", expected[i].words);
    g_assert_cmpint(block_with(&a, expected[i].words)->kind, ==, expected[i].kind);
  }
  const YtBlock *heading = block_with(&a, "(一)建设");
  g_assert_cmpint(heading->level, ==, YT_LEVEL_ITEM);
  g_autofree char *head = dup_span(&a, heading->head_start, heading->head_end);
  g_assert_cmpstr(head, ==, "建设创新平台");
}

/* Blocks and their items cover the text without gaps, whatever the text. */
static void
test_blocks_cover(void)
{
  static const char *const pieces[] = {"一、",
                                       "(一)",
                                       "1.",
                                       "一是",
                                       "加强领导",
                                       "。",
                                       "\n",
                                       "\n",
                                       ",",
                                       "附件",
                                       ":",
                                       "自2021年8月26日起",
                                       "湖北省科技厅",
                                       "支持",
                                       "|",
                                       "索引号",
                                       "《",
                                       "》",
                                       "“",
                                       "关于",
                                       "的通知",
                                       " ",
                                       ")",
                                       "第一章",
                                       "责任编辑",
                                       ";",
                                       "工业园区"};
  for (int round = 0; round < 200; round++) {
    g_autoptr(GString) source = g_string_new("头");
    for (int n = g_test_rand_int_range(0, 120); n > 0; n--)
      g_string_append(source, pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
    g_auto(YtAnalysis) a;
    analysis_start(&a, shipped, source->str);
    yt_find_structure(&a);
    yt_find_jurisdiction(&a);
    yt_find_mentions(&a);
    yt_find_sentences(&a);
    guint32 at = 0, item = 0;
    for (guint b = 0; b < a.blocks->len; b++) {
      const YtBlock *block = yt_block(&a, b);
      g_assert_cmpuint(block->start, ==, at);
      g_assert_cmpuint(block->item_from, ==, item);
      g_assert_cmpuint(yt_item(&a, block->item_from)->start, ==, block->start);
      g_assert_cmpuint(yt_block_at(&a, block->start), ==, b);
      at = block->end + 1;
      item = block->item_to;
    }
    g_assert_cmpuint(at, ==, a.text->n_text);
    g_assert_cmpuint(item, ==, a.items->len);
    for (guint s = 0; s < a.sentences->len; s++) {
      const YtSentence *sentence = yt_sentence(&a, s);
      g_assert_cmpuint(sentence->start, <, sentence->end);
      g_assert_cmpuint(sentence->start, >=, yt_block(&a, sentence->block)->start);
      g_assert_cmpuint(sentence->end, <=, yt_block(&a, sentence->block)->end);
      g_assert_cmpuint(yt_sentence_at(&a, sentence->start), ==, s);
      if (s > 0)
        g_assert_cmpuint(sentence->item_from, >=, yt_sentence(&a, s - 1)->item_to);
    }
  }
}

/* ---- wrapped lines ---- */

/* @line, broken after every @width characters, but never where a sentence has just ended: such a break says nothing. */
static void
append_wrapped(GString *out, const char *line, guint width)
{
  guint n = 0;
  for (const char *p = line; *p; p = g_utf8_next_char(p)) {
    if (n >= width && !g_str_has_suffix(out->str, "。") && strncmp(p, "。", 3) != 0) {
      g_string_append_c(out, '\n');
      n = 0;
    }
    g_string_append_len(out, p, g_utf8_next_char(p) - p);
    n++;
  }
  g_string_append_c(out, '\n');
}

/* Text that was wrapped at any width reads as if it had not been. */
static void
test_wrapped_lines(void)
{
  static const char *const lines[] = {
      "关于加快花卉产业高质量发展的意见",
      "各县人民政府,市政府各部门:",
      "为加快花卉产业高质量发展,提升产业竞争力,根据国家和省有关文件精神,结合我市实际,经市政府同意,"
      "制定本意见。"
      "要坚持市场导向,发挥企业主体作用,推动种植、加工、交易、物流各环节协同发展,不断完善产业链条。",
      "一、总体要求",
      "以提高质量和效益为中心,以科技创新为动力,加快转变发展方式,着力构建现代花卉产业体系、生产体系和经营体系,"
      "把花卉产业建设成为带动农民增收的支柱产业,为全面推进乡村振兴提供有力支撑。",
      "二、重点任务",
      "支持龙头企业建设种苗繁育基地,推广标准化栽培技术,鼓励科研院所与企业联合开展新品种选育,"
      "对获得国家授权的新品种给予奖励,"
      "加快建设冷链物流设施,畅通运输通道。",
  };
  g_autoptr(GString) whole = g_string_new(NULL);
  for (guint i = 0; i < G_N_ELEMENTS(lines); i++)
    g_string_append_printf(whole, "%s\n", lines[i]);
  g_auto(YtAnalysis) expected;
  analysis_start(&expected, shipped, whole->str);
  yt_find_structure(&expected);
  g_assert_cmpuint(expected.blocks->len, ==, G_N_ELEMENTS(lines));
  for (guint width = 20; width <= 40; width++) {
    g_autoptr(GString) wrapped = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(lines); i++)
      append_wrapped(wrapped, lines[i], width);
    g_auto(YtAnalysis) a;
    analysis_start(&a, shipped, wrapped->str);
    yt_find_structure(&a);
    g_test_message("width %u", width);
    g_assert_cmpstr(a.text->text, ==, expected.text->text);
    g_assert_cmpuint(a.blocks->len, ==, expected.blocks->len);
  }
}

/* Lines that are whole by themselves stay apart. */
static void
test_whole_lines(void)
{
  static const char source[] =
      "组长:李明 市长\n副组长:王强 副市长\n一、加强领导\n二、落实责任\n联系人:张三\n电话:12345\n";
  g_auto(YtAnalysis) a;
  analysis_start(&a, shipped, source);
  yt_find_structure(&a);
  g_assert_cmpuint(a.blocks->len, ==, 6);
}

/* ---- sentences and measures ---- */

static char *
read_sentences(const char *source)
{
  g_auto(YtAnalysis) a;
  analysis_start(&a, shipped, source);
  yt_find_structure(&a);
  yt_find_jurisdiction(&a);
  yt_find_mentions(&a);
  yt_find_sentences(&a);
  GString *out = g_string_new(NULL);
  for (guint s = 0; s < a.sentences->len; s++) {
    const YtSentence *sentence = yt_sentence(&a, s);
    g_autofree char *words = dup_span(&a, sentence->start, sentence->end);
    g_string_append_printf(out, "%s%s", s > 0 ? "|" : "", words);
    if (sentence->measure >= 0) {
      const YtMention *measure = yt_mention(&a, sentence->measure);
      g_autofree char *name = dup_span(&a, measure->start, measure->end);
      g_string_append_printf(out, "<%s", name);
      if (measure->parent >= 0) {
        g_autofree char *parent =
            dup_span(&a, yt_mention(&a, measure->parent)->start, yt_mention(&a, measure->parent)->end);
        g_string_append_printf(out, "<%s", parent);
      }
    }
  }
  return g_string_free(out, FALSE);
}

static void
assert_sentences(const char *source, const char *expected)
{
  g_autofree char *found = read_sentences(source);
  g_assert_cmpstr(found, ==, expected);
}

/* A full stop, a semicolon and the end of a line part sentences; inside brackets a semicolon does not. */
static void
test_sentences(void)
{
  assert_sentences("政府制定办法。企业参加;居民受益!\n下一段", "政府制定办法。|企业参加;|居民受益!|下一段");
  assert_sentences("政府制定办法(责任单位:财政局;科技局)。企业参加。\n",
                   "政府制定办法(责任单位:财政局;科技局)。|企业参加。");
}

/* Each sentence knows the innermost measure that it stands under, and each measure the one above it. */
static void
test_measures(void)
{
  assert_sentences("一、加强科技支撑\n政府制定办法。\n(一)建设创新平台。企业参加。\n1."
                   "完善制度\n居民受益。\n二、完善服务体系\n政府服务。\n",
                   "一、加强科技支撑<加强科技支撑|政府制定办法。<加强科技支撑|(一)建设创新平台。<"
                   "建设创新平台<加强科技支撑|"
                   "企业参加。<建设创新平台<加强科技支撑|1.完善制度<完善制度<建设创新平台|居民受益。<"
                   "完善制度<建设创新平台|"
                   "二、完善服务体系<完善服务体系|政府服务。<完善服务体系");
}

/* 一是…。 is a measure for the sentences behind it in its paragraph, if it is short and has no comma. */
static void
test_run_in_heads(void)
{
  assert_sentences("一、加强科技支撑\n一是强化要素保障。政府服务。二是优化营商环境,做好服务。\n政府协调。\n",
                   "一、加强科技支撑<加强科技支撑|一是强化要素保障。<强化要素保障<加强科技支撑|政府服务。<"
                   "强化要素保障<加强科技支撑|"
                   "二是优化营商环境,做好服务。<加强科技支撑|政府协调。<加强科技支撑");
}

/* A heading that only orders the text is no measure. */
static void
test_structural_headings(void)
{
  assert_sentences("一、指导思想\n政府服务。\n二、保障措施\n政府协调。\n",
                   "一、指导思想|政府服务。|二、保障措施|政府协调。");
}

/* An attachment begins anew: no measure of the text before it governs it. */
static void
test_attachment_ends_measures(void)
{
  g_auto(YtAnalysis) a;
  analysis_start(&a, shipped,
                 "关于花卉产业的通知\n一、加强科技支撑\n政府服务。\n附件:任务清单\n政府协调。\n");
  yt_find_structure(&a);
  g_assert_cmpuint(count_blocks(&a, YT_BLOCK_ATTACHMENT), ==, 1);
  assert_sentences(
      "关于花卉产业的通知\n一、加强科技支撑\n政府服务。\n附件:任务清单\n政府协调。\n",
      "关于花卉产业的通知|一、加强科技支撑<加强科技支撑|政府服务。<加强科技支撑|附件:任务清单|政府协调。");
}

/* A document of one line, of one character, and of none. */
static void
test_tiny(void)
{
  assert_sentences("", "");
  assert_sentences("园", "园");
  assert_sentences("。", "。");
  assert_sentences("一、", "一、");
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_autoptr(YtGrammar) grammar = shipped_grammar();
  shipped = grammar;
  g_test_add_func("/loader/structure/levels", test_levels);
  g_test_add_func("/loader/structure/blocks", test_blocks);
  g_test_add_func("/loader/structure/blocks-cover", test_blocks_cover);
  g_test_add_func("/loader/structure/wrapped-lines", test_wrapped_lines);
  g_test_add_func("/loader/structure/whole-lines", test_whole_lines);
  g_test_add_func("/loader/structure/sentences", test_sentences);
  g_test_add_func("/loader/structure/measures", test_measures);
  g_test_add_func("/loader/structure/run-in-heads", test_run_in_heads);
  g_test_add_func("/loader/structure/structural-headings", test_structural_headings);
  g_test_add_func("/loader/structure/attachment-ends-measures", test_attachment_ends_measures);
  g_test_add_func("/loader/structure/tiny", test_tiny);
  return g_test_run();
}
