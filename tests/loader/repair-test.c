#include "support.h"

static const YtGrammar *shipped;

/* Reads @source as far as the repair goes; marks what was put in with { }. (transfer full) */
static char *
repair(const char *source)
{
  g_auto(YtAnalysis) a;
  analysis_start(&a, shipped, source);
  yt_repair_text(&a);
  GString *marked = g_string_new(NULL);
  guint32 from = 0;
  for (guint i = 0; i < a.repairs->len; i++) {
    const YtRepair *r = yt_repair(&a, i);
    g_assert_cmpuint(r->start, >=, from);
    g_assert_cmpuint(r->read_start, <=, r->start);
    g_assert_cmpuint(r->read_end, >=, r->end);
    g_string_append_len(marked, a.text->text + from, (gssize) (r->start - from));
    g_string_append_printf(marked, "{%.*s}", (int) (r->end - r->start), a.text->text + r->start);
    from = r->end;
    gsize start, end; /* what was put in has no place in the file */
    yt_text_to_source(a.text, r->start, r->end, &start, &end);
    g_assert_cmpuint(start, ==, end);
  }
  g_string_append(marked, a.text->text + from);
  g_string_truncate(marked, marked->len - 1); /* the last line end */
  g_assert_cmpuint(strlen(a.text->text), ==, a.text->n_text);
  for (gsize i = 0; i < a.text->n_text; i++)
    g_assert_cmpuint(a.text->map[i], <=, a.text->map[i + 1]);
  g_autofree char *back = yt_dup_unrepaired(&a, 0, (guint32) a.text->n_text);
  g_autoptr(YtText) plain = yt_text_new(source, strlen(source), NULL);
  g_assert_cmpstr(back, ==, plain->text); /* nothing is taken out */
  return g_string_free(marked, FALSE);
}

static void
assert_repaired(const char *source, const char *expected)
{
  g_autofree char *found = repair(source);
  if (strcmp(found, expected) != 0)
    g_error("%s\nexpected %s\nfound    %s", source, expected, found);
}

static void
assert_left(const char *source)
{
  g_autofree char *found = repair(source);
  if (strchr(found, '{'))
    g_error("nothing is damaged, found %s", found);
}

/* Document numbers get their brackets and 号 back, wherever they stand, if letters of such numbers stand before them. */
static void
test_numbers(void)
{
  assert_repaired("《办法》(渝府办发〔201952号)", "《办法》(渝府办发〔2019{〕}52号)");
  assert_repaired("见云科函[202415号文", "见云科函[2024{]}15号文");
  assert_repaired("云府办函(20248号", "云府办函(2024{)}8号");
  assert_repaired("按照国发201945号要求", "按照国发{〔}2019{〕}45号要求");
  assert_repaired("国发2019〕45号", "国发{〔}2019〕45号");
  assert_repaired("(国发〔2019〕45)", "(国发〔2019〕45{号})");
  assert_repaired("闽农督函〔202478", "闽农督函〔2024{〕}78{号}");
  assert_left("国发〔2019〕45号、国办发[2020]3号、云政发(2021)7号");
  assert_left("印发201945号,数字201945号"); /* words, no letters of numbers */
  assert_left("省政协二次会议20242087号提案");
  assert_left("第201945号建议、京A201945号、12345号、(201945号)");
  assert_left("国发309945号"); /* no year */
  assert_left("国发2019000号");
}

/* A date gets its 年, 月 and 日 back where one reading of the digits is a date. */
static void
test_dates(void)
{
  assert_repaired("20199月开工", "2019{年}9月开工");
  assert_repaired("于202012月底建成", "于2020{年}12月底建成");
  assert_repaired("2021617日,召开", "2021{年}6{月}17日,召开");
  assert_repaired("2021年617日", "2021年6{月}17日");
  assert_repaired("20251至5月", "2025{年}1至5月");
  assert_repaired("2025年9底,2026年3上旬", "2025年9{月}底,2026年3{月}上旬");
  assert_repaired("2021年9月15,市政府", "2021年9月15{日},市政府");
  assert_repaired("截至5月15,全省", "截至5月15{日},全省");
  assert_repaired("2021年8月26", "2021年8月26{日}");
  assert_repaired("到2025底,力争2024上半年", "到2025{年}底,力争2024{年}上半年");
  assert_repaired("2025全市增长,到2027,力争;2024,我市", "2025{年}全市增长,到2027{年},力争;2024{年},我市");
  assert_repaired("截至2024年5,累计", "截至2024年5{月},累计");
  assert_repaired("2021826,会议召开", "2021{年}8{月}26{日},会议召开");
  assert_left("2021111,会议召开"); /* January 11th, or November 1st */
  assert_left("2021111日");
  assert_left("2021年9月15日、2021-9-15、2021.9、2021/09,20210915");
  assert_left("2019月,201913月,20190月,12个月,20200月"); /* no month */
  assert_left("产值2021826万元,2021826亩,编号2021826");
  assert_left("日产2021617日均");
  assert_left("2019—2025年、2021年5、6月,2020年1-6月,2021年5月3-8日");
  assert_left("A20199月,1.20199月,第20199月");
  assert_left("增长2021年12,345家"); /* a comma between thousands */
  assert_left("2025末端设备");
  assert_left("标准号2025,面积2024,编号A2024,到2025,6月");
}

/* A title gets its mark back where it ends as titles do, or was seen whole. */
static void
test_titles(void)
{
  assert_repaired("出台《关于加快产业发展的指导意见(国发〔2019〕45号)。",
                  "出台《关于加快产业发展的指导意见{》}(国发〔2019〕45号)。");
  assert_repaired("落实《云州市园区管理办法,加强管理。", "落实《云州市园区管理办法{》},加强管理。");
  assert_repaired("根据关于加快产业发展的意见》要求", "根据{《}关于加快产业发展的意见》要求");
  assert_repaired("市政府印发了云州市园区管理办法》,", "市政府印发了{《}云州市园区管理办法》,");
  assert_repaired("《强化支点意识行动》。\n实施《强化支点意识行动以来",
                  "《强化支点意识行动》。\n实施《强化支点意识行动{》}以来");
  assert_repaired("《强化支点意识行动》。\n实施强化支点意识行动》以来",
                  "《强化支点意识行动》。\n实施{《}强化支点意识行动》以来");
  assert_repaired("您提出的《关于加挂“云州花卉园”牌子的议案收悉,现答复如下:",
                  "您提出的《关于加挂“云州花卉园”牌子的议案{》}收悉,现答复如下:");
  assert_left("《关于印发〈云州市园区管理办法〉的通知》");
  assert_left("《关于印发《云州市园区管理办法》的通知》(云政发〔2024〕1号)");
  assert_left("《关于加快产业发展,推动园区"); /* no type of document: where it ends is not clear */
  assert_left("园区管理办法》");
  assert_left("《云州市园区管理办法正在征求意见,尚未印发"); /* behind 办法, or behind 意见 */
  assert_left("《云州市园区管理办法(试行,");                /* (试行) belongs to it */
}

/* Quoted words get their mark back where they stand whole elsewhere, or are always quoted. */
static void
test_quotes(void)
{
  assert_repaired("推进“互联网+行动", "推进“互联网+{”}行动");
  assert_repaired("推进互联网+”行动", "推进{“}互联网+”行动");
  assert_repaired("实施“百企升级”行动。\n通过“百企升级行动带动",
                  "实施“百企升级”行动。\n通过“百企升级{”}行动带动");
  assert_repaired("实施“百企升级”行动,再通过百企升级”带动", "实施“百企升级”行动,再通过{“}百企升级”带动");
  assert_left("“一段引文,\n“又一段引文。”");
  assert_left("推进“互联网+”行动和“互联网+政务服务”");
  assert_left("他说:“我们要发展");
}

/* Headings get the number that their neighbours leave for them. */
static void
test_headings(void)
{
  assert_repaired("(一)加强领导\n)加快创新\n(三)扩大开放", "(一)加强领导\n{(二})加快创新\n(三)扩大开放");
  assert_repaired("(一)加强领导\n文。\n)加快创新\n)扩大开放",
                  "(一)加强领导\n文。\n{(二})加快创新\n{(三})扩大开放");
  assert_repaired(")加强领导\n(二)加快创新", "{(一})加强领导\n(二)加快创新");
  assert_repaired("(1)加强领导\n)加快创新\n(3)扩大开放", "(1)加强领导\n{(2})加快创新\n(3)扩大开放");
  assert_repaired("九、加强领导\n、加快创新\n十一、扩大开放", "九、加强领导\n{十}、加快创新\n十一、扩大开放");
  assert_repaired("1.加强领导\n.加快创新\n3.扩大开放", "1.加强领导\n{2}.加快创新\n3.扩大开放");
  assert_repaired("(一)加强领导\n加快园区建设\n(三)扩大开放",
                  "(一)加强领导\n{(二)}加快园区建设\n(三)扩大开放");
  assert_repaired("一、总体要求\n(一)加强领导\n二、任务\n(一)加快创新\n)扩大开放",
                  "一、总体要求\n(一)加强领导\n二、任务\n(一)加快创新\n{(二})扩大开放");
  assert_left("(一)加强领导\n)加快创新\n)扩大开放\n(三)推进改革");       /* the count does not come out */
  assert_left(")加强领导\n正文。");                                      /* no neighbour */
  assert_left("(一)加强领导\n加快园区建设\n推动技术创新\n(三)扩大开放"); /* two lines could bear it */
  assert_left("(一)加强领导\n(三)扩大开放");
  assert_left("一、总体要求\n(一)加强领导\n(二)加快创新\n二、任务\n(一)扩大开放\n三、保障");
  assert_left("(一)加强领导\n加快园区建设。\n(二)扩大开放");
}

/* 二是 behind a word begins a sentence when 一是 did in the same line. */
static void
test_stops(void)
{
  assert_repaired("一是加强服务二是推动改革,三是扩大开放", "一是加强服务{。}二是推动改革,三是扩大开放");
  assert_left("一是加强服务。二是推动改革;三是扩大开放");
  assert_left("重点之二是推动改革");
  assert_left("一是加强服务,排名第二是正常的");
  assert_left("一是加强服务四是推动改革");
}

/* What is put in shows in the evidence that rests on it, and quote, offsets and aliases stay what the file says. */
static void
test_evidence(void)
{
  g_autoptr(YtLoader) loader = yt_loader_new(NULL, NULL);
  g_assert_nonnull(loader);
  g_autofree char *quads = read_quads(
      loader, "云州市人民政府关于产业发展的通知\n落实《云州市园区管理办法》(云政办发〔20195号)要求。\n"
              "一、加强服务\n、支持创新\n20243月,云州产业园产值达到3亿元。\n");
  const char *const expected[] = {
      "#repaired> \"云政办发〔2019〕5号\"",
      "#quote> \"落实《云州市园区管理办法》(云政办发〔20195号)要求。\"@zh",
      "#altLabel> \"云政办发〔20195号\"@zh",
      "#altLabel> \"云政办发〔2019〕5号\"@zh",
      "#documentNumber> \"云政办发〔2019〕5号\"",
      "#repaired> \"二、\"",
      "#quote> \"、支持创新\"@zh",
      "#repaired> \"2024年3月\"",
      "#quote> \"20243月,云州产业园产值达到3亿元。\"@zh",
  };
  for (guint i = 0; i < G_N_ELEMENTS(expected); i++)
    if (!strstr(quads, expected[i]))
      g_error("expected %s in\n%s", expected[i], quads);
  g_assert_null(strstr(quads, "#quote> \"二、"));
}

/* The golden documents whose text is whole: all but those in which somebody has lost something. */
static GPtrArray *
whole_documents(void)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
  static const char *const folders[] = {YT_SOURCE_DIR "/tests/golden/extract",
                                        YT_SOURCE_DIR "/data/documents"};
  for (guint k = 0; k < G_N_ELEMENTS(folders); k++) {
    g_autoptr(GDir) dir = g_dir_open(folders[k], 0, NULL);
    g_assert_nonnull(dir);
    for (const char *name; (name = g_dir_read_name(dir));) {
      g_autofree char *path = g_build_filename(folders[k], name, k == 0 ? "input.txt" : NULL, NULL);
      char *bytes = NULL;
      gsize n_bytes;
      if (!g_str_has_suffix(path, ".txt") || !g_file_get_contents(path, &bytes, &n_bytes, NULL))
        continue;
      if (g_utf8_validate(bytes, (gssize) n_bytes, NULL))
        g_ptr_array_add(texts, bytes);
      else
        g_free(bytes);
    }
  }
  return texts;
}

/* “甲酒银川产区” without its end, where “甲酒” stands elsewhere: is what was put in before @brace the end of words that @source has in
 * quotation marks, too? Nothing in the text tells which was meant. */
static gboolean
ends_other_quotation(const char *source, const char *found, const char *brace)
{
  const char *open = g_strrstr_len(found, brace - found, "“");
  g_autofree char *quoted = open ? g_strdup_printf("%.*s”", (int) (brace - open), open) : NULL;
  return quoted && strstr(source, quoted);
}

/* A text that lost one mark gets it back at its place, or stays as it is: nothing is put in elsewhere. */
static void
test_lost_marks(void)
{
  static const char *const marks[] = {"〔", "〕", "年", "月", "日", "号", "《", "》", "“", "”"};
  g_autoptr(GPtrArray) documents = whole_documents();
  guint n_lost[G_N_ELEMENTS(marks)] = {0}, n_back[G_N_ELEMENTS(marks)] = {0}, n_wrong = 0, n_whole = 0;
  for (guint d = 0; d < documents->len; d++) {
    const char *source = g_ptr_array_index(documents, d);
    g_autofree char *before = repair(source);
    if (strchr(before, '{'))
      continue;
    n_whole++;
    for (guint k = 0; k < G_N_ELEMENTS(marks); k++)
      for (const char *at = strstr(source, marks[k]); at; at = strstr(at + 3, marks[k])) {
        guint of_number = k == 0   ? g_ascii_isdigit(at[3])
                          : k == 1 ? at > source && g_ascii_isdigit(at[-1])
                                   : TRUE; /* but 〔责任单位:…〕: of what nothing tells that it is lost */
        g_autofree char *damaged = g_strdup_printf("%.*s%s", (int) (at - source), source, at + 3);
        g_autofree char *found = repair(damaged);
        n_lost[k] += of_number;
        if (!strchr(found, '{')) {
          g_test_message("%s not back in: %.*s", marks[k], 60,
                         g_utf8_offset_to_pointer(at, -MIN(10, g_utf8_pointer_to_offset(source, at))));
          continue;
        }
        g_autofree char *mark = g_strdup_printf("{%s}", marks[k]);
        char *brace = strstr(found, mark);
        g_autofree char *rest = g_strdup(brace ? brace + strlen(mark) : "");
        g_autofree char *mended =
            brace ? g_strdup_printf("%.*s%s%s", (int) (brace - found), found, marks[k], rest) : NULL;
        if (g_strcmp0(mended, before) == 0) {
          n_back[k] += of_number;
        } else if (!brace || strcmp(marks[k], "”") != 0 || !ends_other_quotation(source, found, brace)) {
          n_wrong++;
          g_test_message("lost %s of: %.*s; put in: %.160s", marks[k], 90, at - MIN(at - source, 30),
                         strchr(found, '{') - MIN(strchr(found, '{') - found, 60));
        }
      }
  }
  guint n_all = 0, n_all_back = 0;
  for (guint k = 0; k < G_N_ELEMENTS(marks); k++) {
    g_test_message("%s: %u of %u came back", marks[k], n_back[k], n_lost[k]);
    n_all += n_lost[k];
    n_all_back += n_back[k];
  }
  g_test_message("%u documents; %u of %u came back, %u wrong", n_whole, n_all_back, n_all, n_wrong);
  g_assert_cmpuint(n_whole, >=, 15);
  g_assert_cmpuint(n_back[1] * 10, >=, n_lost[1] * 9); /* 〕 nearly always */
  g_assert_cmpuint(n_all_back * 4, >=, n_all);
  g_assert_cmpuint(n_wrong, ==, 0);
}

/* Whatever bytes come, nothing is taken out and the map ascends; time grows with the text. */
static void
test_random(void)
{
  static const char *const parts[] = {
      "“",    "”",    "《",   "》",  "(",  ")",  "、",      "。",           ",",  "\n",   "一",
      "二",   "三",   "是",   "年",  "月", "日", "号",      "〔",           "〕", "国发", "关于",
      "办法", "2019", "2021", "617", "9",  "12", "互联网+", "加快园区建设", ".",  "."};
  for (guint round = 0; round < 2000; round++) {
    g_autoptr(GString) source = g_string_new("题");
    for (gint n = g_test_rand_int_range(0, 60); n > 0; n--)
      g_string_append(source, parts[g_test_rand_int_range(0, G_N_ELEMENTS(parts))]);
    g_autofree char *found = repair(source->str);
  }
  for (guint k = 0; k < G_N_ELEMENTS(parts); k++) {
    g_autoptr(GString) source = g_string_new("(一)题“百企升级”\n");
    for (guint n = 0; n < 20000; n++) {
      g_string_append(source, parts[k]);
      g_string_append(source, n % 3 == 0 ? "加" : n % 3 == 1 ? "\n)" : "“百");
    }
    gint64 began = g_get_monotonic_time();
    g_auto(YtAnalysis) a;
    analysis_start(&a, shipped, source->str);
    yt_repair_text(&a);
    g_assert_cmpint(g_get_monotonic_time() - began, <, 20 * G_USEC_PER_SEC);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_autoptr(YtGrammar) grammar = shipped_grammar();
  shipped = grammar;
  g_test_add_func("/loader/repair/numbers", test_numbers);
  g_test_add_func("/loader/repair/dates", test_dates);
  g_test_add_func("/loader/repair/titles", test_titles);
  g_test_add_func("/loader/repair/quotes", test_quotes);
  g_test_add_func("/loader/repair/headings", test_headings);
  g_test_add_func("/loader/repair/stops", test_stops);
  g_test_add_func("/loader/repair/evidence", test_evidence);
  g_test_add_func("/loader/repair/lost-marks", test_lost_marks);
  g_test_add_func("/loader/repair/random", test_random);
  return g_test_run();
}
