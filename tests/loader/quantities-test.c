/* Sentences of documents and the figures that the whole loader finds in them, as rows of subject, metric, value, unit,
 * years and qualifier. */
#include "loader/loader.h"

#include <string.h>

static const YtLoader *loader;

/* Where a sentence stands: a reply of 2025, which tells what was, and a plan of 2024, which says what shall be. */
typedef enum { REPLY, PLAN } Place;

static char *
document_of(Place place, const char *text)
{
  return place == REPLY
             ? g_strconcat("安徽省经济和信息化厅关于省政协十三届二次会议第0417号提案的答复\n\n王芳委员:\n"
                           "您提出的提案收悉,现答复如下:\n",
                           text, "\n\n安徽省经济和信息化厅\n2025年8月12日\n", NULL)
             : g_strconcat("长沙市人民政府办公厅关于印发长沙市智能网联汽车产业发展实施方案的通知\n\n"
                           "各区县(市)人民政府:\n",
                           text, "\n\n长沙市人民政府办公厅\n2024年3月5日\n", NULL);
}

/* ---- reading the graph ---- */

typedef struct {
  GHashTable *labels; /* IRI → label */
  GHashTable *values; /* "IRI property" → text */
  GPtrArray *figures; /* IRIs of the Quantity nodes, in the order of the text */
  GHashTable *quotes; /* IRI of a Quantity → the quote of its evidence */
  char *of;           /* the subject of the evidence that is being read */
} Graph;

static char *
text_of(YtTerm term)
{
  return g_strndup(term.text, term.n_text);
}

static gboolean
is_iri(YtTerm term, const char *ns, const char *name)
{
  g_autofree char *iri = g_strconcat(ns, name, NULL);
  return term.kind == YT_TERM_IRI && strlen(iri) == term.n_text && memcmp(iri, term.text, term.n_text) == 0;
}

static gboolean
take(const YtTermQuad *quad, gpointer data, GError **error)
{
  static const char *const properties[] = {"quantityOf", "metric",   "value",    "unit",
                                           "year",       "fromYear", "qualifier"};
  Graph *graph = data;
  (void) error;
  if (is_iri(quad->predicate, YT_RDFS_NS, "label"))
    g_hash_table_insert(graph->labels, text_of(quad->subject), text_of(quad->object));
  if (is_iri(quad->predicate, YT_RDF_NS, "type") && is_iri(quad->object, YT_NS, "Quantity"))
    g_ptr_array_add(graph->figures, text_of(quad->subject));
  for (guint i = 0; i < G_N_ELEMENTS(properties); i++)
    if (is_iri(quad->predicate, YT_NS, properties[i])) {
      g_autofree char *subject = text_of(quad->subject);
      g_hash_table_insert(graph->values, g_strconcat(subject, " ", properties[i], NULL),
                          text_of(quad->object));
    }
  if (is_iri(quad->predicate, YT_RDF_NS, "subject")) {
    g_free(graph->of);
    graph->of = text_of(quad->object);
  }
  if (is_iri(quad->predicate, YT_NS, "quote") && graph->of)
    g_hash_table_insert(graph->quotes, g_strdup(graph->of), text_of(quad->object));
  return TRUE;
}

static void
graph_init(Graph *graph, const char *document)
{
  *graph = (Graph){.labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
                   .values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
                   .figures = g_ptr_array_new_with_free_func(g_free),
                   .quotes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free)};
  g_autoptr(GError) error = NULL;
  YtText *text = yt_text_new(document, strlen(document), &error);
  g_assert_no_error(error);
  yt_loader_read(loader, text, NULL, take, graph, &error);
  g_assert_no_error(error);
}

static void
graph_clear(Graph *graph)
{
  g_hash_table_unref(graph->labels);
  g_hash_table_unref(graph->values);
  g_hash_table_unref(graph->quotes);
  g_ptr_array_unref(graph->figures);
  g_free(graph->of);
}

static const char *
value_of(const Graph *graph, const char *figure, const char *property)
{
  g_autofree char *key = g_strconcat(figure, " ", property, NULL);
  return g_hash_table_lookup(graph->values, key);
}

static char *
rows_of(const Graph *graph)
{
  GString *rows = g_string_new(NULL);
  for (guint i = 0; i < graph->figures->len; i++) {
    const char *figure = g_ptr_array_index(graph->figures, i);
    const char *year = value_of(graph, figure, "year"), *from = value_of(graph, figure, "fromYear");
    const char *of = value_of(graph, figure, "quantityOf");
    g_string_append_printf(
        rows, "%s|%s|%s|%s|%s%s%s|%s\n", of ? (const char *) g_hash_table_lookup(graph->labels, of) : "?",
        value_of(graph, figure, "metric"), value_of(graph, figure, "value"), value_of(graph, figure, "unit"),
        from ? from : "", from ? "-" : "", year ? year : "-", value_of(graph, figure, "qualifier"));
  }
  return g_string_free(rows, FALSE);
}

/* ---- cases ---- */

static const struct {
  Place place;
  const char *text, *rows;
} cases[] = {
    {REPLY, "您提出的第701号提案收悉,热线12345,邮编230000,〔2025〕14号文件已印发。", ""},
    {REPLY, "推动5G、3D打印和1类新药发展,构建“1+N”政策体系,出台科技创新35条措施,连续9年位居第一。", ""},
    {REPLY, "我们从三个方面研究您的4条建议,第三届大会已闭幕。", ""},
    {REPLY, "全省规模以上工业企业达到2.1万家,实现营业收入4.8万亿元,利润总额2310.5亿元。",
     "安徽省|规模以上工业企业|2.1|万家|-|actual\n"
     "安徽省|营业收入|4.8|万亿元|-|actual\n"
     "安徽省|利润总额|2310.5|亿元|-|actual\n"},
    {REPLY, "全省实现工业总产值218.6亿元,同比下降1.37%。",
     "安徽省|工业总产值|218.6|亿元|-|actual\n"
     "安徽省|工业总产值|-1.37|%|-|growth\n"},
    {REPLY, "2024年,全省地区生产总值完成9.09万亿元,增长5.8%;固定资产投资完成4500亿元。",
     "安徽省|地区生产总值|9.09|万亿元|2024|actual\n"
     "安徽省|地区生产总值|5.8|%|2024|growth\n"
     "安徽省|固定资产投资|4500|亿元|2024|actual\n"},
    {REPLY, "2024年,全省机器人产业营业收入突破900亿元,增长15.2%。",
     "安徽省|机器人产业营业收入|900|亿元|2024|actual\n"
     "安徽省|机器人产业营业收入|15.2|%|2024|growth\n"},
    {REPLY, "全省共有高新技术企业1,319家,其中上市公司36家。",
     "安徽省|高新技术企业|1319|家|-|actual\n"
     "安徽省|上市公司|36|家|-|actual\n"},
    {REPLY, "全省拥有科技创新平台30余个,服务企业100多家,走访客户70万余户。",
     "安徽省|科技创新平台|30|个|-|actual\n"
     "安徽省|服务企业|100|家|-|actual\n"
     "安徽省|客户|70|万户|-|actual\n"},
    {REPLY, "合肥高新区先后引进两家整车企业和十余家配套企业。",
     "合肥高新区|整车企业|2|家|-|actual\n"
     "合肥高新区|配套企业|10|家|-|actual\n"},
    {REPLY, "全省新能源汽车产量较2020年增长两倍。", "安徽省|新能源汽车产量|2|倍|-|growth\n"},
    {REPLY, "全省工业增加值占地区生产总值的比重提高1.3个百分点。",
     "安徽省|工业增加值占地区生产总值的比重|1.3|个百分点|-|growth\n"},
    {REPLY, "全省新能源汽车产量占全国的12.1%。", "安徽省|新能源汽车产量占全国|12.1|%|-|actual\n"},
    {REPLY, "全省工业增加值增速达到8.9%,高于全国3.1个百分点。",
     "安徽省|工业增加值增速|8.9|%|-|growth\n"
     "安徽省|工业增加值增速高于全国|3.1|个百分点|-|actual\n"},
    {REPLY, "全省研发投入强度由2.1%提高到2.9%。",
     "安徽省|研发投入强度|2.1|%|-|actual\n"
     "安徽省|研发投入强度|2.9|%|-|actual\n"},
    {REPLY, "全省中小企业由2020年的1100家增加到2024年的6800家。",
     "安徽省|中小企业|1100|家|2020|actual\n"
     "安徽省|中小企业|6800|家|2024|actual\n"},
    {REPLY, "全省平均通关时间压缩31%,企业数量降至52家。",
     "安徽省|通关时间|-31|%|-|growth\n"
     "安徽省|企业数量|52|家|-|actual\n"},
    {REPLY, "2023年9月,合肥市人民政府设立合肥智谷科技有限公司,注册资本2亿元。",
     "合肥智谷科技有限公司|注册资本|2|亿元|-|actual\n"},
    {REPLY, "2022—2024年,全省累计推广新能源公交车1.37万辆。",
     "安徽省|推广新能源公交车|1.37|万辆|2022-2024|actual\n"},
    {REPLY, "今年上半年,全省出口汽车60万辆。去年,全省出口汽车114.5万辆。",
     "安徽省|出口汽车|60|万辆|2025|actual\n"
     "安徽省|出口汽车|114.5|万辆|2024|actual\n"},
    {REPLY, "截至5月15日,全省已走访小微企业客户405万户,累计授信6798亿元。",
     "安徽省|小微企业客户|405|万户|2025|actual\n"
     "安徽省|授信|6798|亿元|2025|actual\n"},
    {REPLY, "“十四五”期间,全省新建高速公路1200公里。", "安徽省|高速公路|1200|公里|2021-2025|actual\n"},
    {REPLY, "2024年,全省工业投资增长9.3%。目前,全省拥有绿色工厂208家。",
     "安徽省|工业投资|9.3|%|2024|growth\n"
     "安徽省|绿色工厂|208|家|-|actual\n"},
    {REPLY,
     "全省集成电路产业销售收入达到3580.6亿元,其中设计业936亿元、制造业702.4亿元、封测业1942.2亿元,"
     "同比分别增长9.8%、14.1%和7.5%。",
     "安徽省|集成电路产业销售收入|3580.6|亿元|-|actual\n"
     "安徽省|设计业|936|亿元|-|actual\n"
     "安徽省|制造业|702.4|亿元|-|actual\n"
     "安徽省|封测业|1942.2|亿元|-|actual\n"
     "安徽省|设计业|9.8|%|-|growth\n"
     "安徽省|制造业|14.1|%|-|growth\n"
     "安徽省|封测业|7.5|%|-|growth\n"},
    {REPLY, "合肥高新区、芜湖高新区分别承接转移项目6个和4个。",
     "合肥高新区|转移项目|6|个|-|actual\n"
     "芜湖高新区|转移项目|4|个|-|actual\n"},
    {REPLY, "中国科学技术大学累计孵化企业480家,其中估值超10亿元企业12家。",
     "中国科学技术大学|企业|480|家|-|actual\n"
     "中国科学技术大学|估值超10亿元企业|12|家|-|actual\n"},
    {REPLY, "合肥智谷科技有限公司2024年研发投入45.8亿元,占营业收入的19.6%。",
     "合肥智谷科技有限公司|研发投入|45.8|亿元|2024|actual\n"
     "合肥智谷科技有限公司|研发投入占营业收入|19.6|%|2024|actual\n"},
    {REPLY, "合肥量子产业基金由合肥市人民政府设立,总规模50亿元,存续期15年,已投资项目23个。",
     "合肥量子产业基金|总规模|50|亿元|-|actual\n"
     "合肥量子产业基金|存续期|15|年|-|actual\n"
     "合肥量子产业基金|项目|23|个|-|actual\n"},
    {REPLY, "省经信厅、省财政厅共同设立安徽机器人产业基金,基金规模12亿元。",
     "安徽机器人产业基金|基金规模|12|亿元|-|actual\n"},
    {REPLY, "合肥高新区规划面积128平方公里,现已入驻企业2600家,2024年实现产值1800亿元,同比增长7%。",
     "合肥高新区|规划面积|128|平方公里|-|actual\n"
     "合肥高新区|企业|2600|家|-|actual\n"
     "合肥高新区|产值|1800|亿元|2024|actual\n"
     "合肥高新区|产值|7|%|2024|growth\n"},
    {REPLY, "江东智能科技有限公司投资118亿元的江东动力电池项目已经开工。",
     "江东动力电池项目|投资|118|亿元|-|actual\n"},
    {REPLY, "支持芜湖高新区建设江北智能装备产业园,该园规划面积8.6平方公里。",
     "江北智能装备产业园|规划面积|8.6|平方公里|-|actual\n"},
    {REPLY, "本源科技、国盾科技等37家企业入驻合肥高新区。", "合肥高新区|企业|37|家|-|actual\n"},
    {REPLY, "2024 年,全省工业投资增长9.3%。", "安徽省|工业投资|9.3|%|2024|growth\n"}, /* from a PDF */
    {REPLY, "此次集中开工的10家医药企业总投资28亿元。合肥高新区签约的10个项目总投资30.81亿元。",
     "安徽省|医药企业|10|家|-|actual\n"
     "安徽省|总投资|28|亿元|-|actual\n"
     "合肥高新区|项目|10|个|-|actual\n"
     "合肥高新区|总投资|30.81|亿元|-|actual\n"},
    {REPLY, "合肥市蜀山区引进项目41个。", "蜀山区|项目|41|个|-|actual\n"},
    {REPLY, "记者从合肥高新区管委会获悉,全省落实签约项目7项。", "安徽省|签约项目|7|项|-|actual\n"},
    {REPLY, "本源科技有限公司主营量子计算。今年上半年,公司实现营业总收入6.32亿元。",
     "本源科技有限公司|营业总收入|6.32|亿元|2025|actual\n"},
    {REPLY, "引进总投资21.18亿元的芜湖时代新型锂盐研发生产线。", "安徽省|总投资|21.18|亿元|-|actual\n"},
    {REPLY, "合肥引导基金已设立2支子基金,包括10亿元合肥智谷产业基金、15亿元芜湖智造产业基金。",
     "合肥引导基金|子基金|2|支|-|actual\n"
     "合肥智谷产业基金|规模|10|亿元|-|actual\n"
     "芜湖智造产业基金|规模|15|亿元|-|actual\n"},
    {REPLY, "江东智能科技有限公司收购本源科技有限公司24.97%股份。",
     "本源科技有限公司|股份|24.97|%|-|actual\n"},
    {PLAN, "(一)发展目标。到2027年,基本建成产业体系。\n产业规模壮大。规上企业突破2200家。",
     "长沙市|规上企业|2200|家|2027|target\n"},
    {PLAN, "到2027年,提升一批特色产业集群,年营业收入超1000亿元的2个、超500亿元的5个;累计建成绿色工厂30个。",
     "长沙市|年营业收入超1000亿元|2|个|2027|target\n"
     "长沙市|年营业收入超500亿元|5|个|2027|target\n"
     "长沙市|绿色工厂|30|个|2027|target\n"},
    {PLAN, "到2027年,培育5家具有影响力的软件企业。", "长沙市|软件企业|5|家|2027|target\n"},
    {REPLY, "省市场监管局优化流程,办理时间缩短31%。", "安徽省市场监管局|办理时间|-31|%|-|growth\n"},
    {REPLY, "在我省21家医疗机构开展试点。", "安徽省|医疗机构|21|家|-|actual\n"},
    {REPLY, "一是建设合肥量子产业集群。聚集企业60余家,规模超800亿元。",
     "合肥量子产业集群|企业|60|家|-|actual\n"
     "合肥量子产业集群|规模|800|亿元|-|actual\n"},
    {REPLY,
     "下一步,我们将持续发力,力争到2026年,全省新能源汽车产量突破300万辆、本地配套率达到50%以上,"
     "培育百亿元企业3—5家。",
     "安徽省|新能源汽车产量|300|万辆|2026|target\n"
     "安徽省|本地配套率|50|%|2026|target\n"
     "安徽省|百亿元企业|3|家|2026|target\n"
     "安徽省|百亿元企业|5|家|2026|target\n"},
    {REPLY, "全省钛材深加工率由目前的46%提高到60%。",
     "安徽省|钛材深加工率|46|%|-|actual\n"
     "安徽省|钛材深加工率|60|%|-|actual\n"},
    {PLAN,
     "到2026年,全市智能网联汽车产业规模达到1500亿元,年均增长18%以上,"
     "培育链主企业5家、专精特新“小巨人”企业60家。",
     "长沙市|智能网联汽车产业规模|1500|亿元|2026|target\n"
     "长沙市|智能网联汽车产业规模|18|%|2026|growth\n"
     "长沙市|链主企业|5|家|2026|target\n"
     "长沙市|专精特新小巨人企业|60|家|2026|target\n"},
    {PLAN, "(一)加快壮大规模。培育10亿元以上大品种15个,形成标志性产品150个。",
     "加快壮大规模|10亿元以上大品种|15|个|-|target\n"
     "加快壮大规模|标志性产品|150|个|-|target\n"},
    {PLAN, "(一)引育龙头企业。吸引2-3家跨国企业来长沙发展。",
     "引育龙头企业|跨国企业|2|家|-|target\n"
     "引育龙头企业|跨国企业|3|家|-|target\n"},
    {PLAN, "(二)培育领军企业。培育营业收入超20亿元的服务平台3家,2家销售收入过50亿元企业。",
     "培育领军企业|营业收入超20亿元的服务平台|3|家|-|target\n"
     "培育领军企业|销售收入过50亿元企业|2|家|-|target\n"},
    {PLAN,
     "(三)夯实基础。目前,全市已有汽车零部件企业420家,2023年产值1086亿元。到2025年,力争企业数量达到600家。",
     "长沙市|汽车零部件企业|420|家|-|actual\n"
     "长沙市|产值|1086|亿元|2023|actual\n"
     "夯实基础|企业数量|600|家|2025|target\n"},
    {PLAN, "(四)推进园区建设。加快湘江智能网联产业园建设,到2026年园区入驻企业达到150家、产值突破300亿元。",
     "湘江智能网联产业园|企业|150|家|2026|target\n"
     "湘江智能网联产业园|产值|300|亿元|2026|target\n"},
    {PLAN, "(五)支持企业做强。对年营业收入首次突破10亿元、50亿元的企业,分别给予50万元、100万元奖励。",
     "支持企业做强|奖励|50|万元|-|actual\n"
     "支持企业做强|奖励|100|万元|-|actual\n"},
    {PLAN, "11.设立首期规模20亿元、总规模50亿元的长沙低空经济产业基金。",
     "长沙低空经济产业基金|首期规模|20|亿元|-|target\n"
     "长沙低空经济产业基金|总规模|50|亿元|-|target\n"},
    {PLAN, "到“十五五”末,全市数字经济规模达到1万亿元。", "长沙市|数字经济规模|1|万亿元|2030|target\n"},
    {PLAN, "6.到2025年,研发投入占营业收入比重达到6%以上,发明专利授权量年均增长20%。",
     "长沙市|研发投入占营业收入比重|6|%|2025|target\n"
     "长沙市|发明专利授权量|20|%|2025|growth\n"},
    {PLAN, "(一)培育企业。培育营业收入超500亿元企业1家,超100亿元企业3家,市场占有率提高5个百分点。",
     "培育企业|营业收入超500亿元企业|1|家|-|target\n"
     "培育企业|营业收入超100亿元企业|3|家|-|target\n"
     "培育企业|市场占有率|5|个百分点|-|growth\n"},
    {PLAN, "(二)推动项目。对新引进的总投资10亿元以上项目,给予最高5000万元奖励。",
     "推动项目|奖励|5000|万元|-|actual\n"},
    {PLAN, "建设10个特色园区。", "长沙市|特色园区|10|个|-|target\n"},
    {PLAN,
     "一、发展基础\n产业园区占地2600亩,本地配套率仅为46%,"
     "比全国平均水平低9个百分点。\n二、主要目标\n本地配套率达到60%。",
     "长沙市|产业园区占地|2600|亩|-|actual\n"
     "长沙市|本地配套率|46|%|-|actual\n"
     "长沙市|本地配套率比全国平均水平低|9|个百分点|-|actual\n"
     "长沙市|本地配套率|60|%|-|target\n"},
    {PLAN, "一、主要目标\n产值从2023年的412亿元增加到2026年的620亿元,企业由103家增至150家。",
     "长沙市|产值|412|亿元|2023|actual\n"
     "长沙市|产值|620|亿元|2026|target\n"
     "长沙市|企业|103|家|-|actual\n"
     "长沙市|企业|150|家|2026|target\n"},
    {PLAN,
     "一、主要目标\n2024年、2025年产值分别达到60亿元、80亿元,利润率保持在10%-15%,亩均税收达到20万元/亩。",
     "长沙市|产值|60|亿元|2024|target\n"
     "长沙市|产值|80|亿元|2025|target\n"
     "长沙市|利润率|10|%|2025|target\n"
     "长沙市|利润率|15|%|2025|target\n"
     "长沙市|亩均税收|20|万元/亩|2025|target\n"},
    {PLAN,
     "(一)支持技术改造。按设备投资额的8%给予补助,最高不超过500万元;产值首次超过1亿元的,"
     "给予30万元的一次性奖励。",
     "支持技术改造|补助|8|%|-|actual\n"
     "支持技术改造|补助|500|万元|-|actual\n"
     "支持技术改造|一次性奖励|30|万元|-|actual\n"},
    {PLAN, "(一)推进园区建设。推动湘江智能网联产业园产值突破300亿元。",
     "湘江智能网联产业园|产值|300|亿元|-|target\n"},
    {PLAN, "(二)强化基金支持。设立50亿元的湘江智能网联产业基金。",
     "湘江智能网联产业基金|规模|50|亿元|-|target\n"},
    {PLAN, "一、适用对象\n本措施适用于研发投入不低于500万元的企业。", ""},
    {PLAN, "(一)引进人才50名。\n责任单位:市人力资源和社会保障局", "引进人才50名|人才|50|名|-|target\n"},
    {PLAN,
     "一、主要指标\n序号\t指标\t单位\t2023年\t2027年\n1\t产值\t亿元\t386.5\t800\n2\t本地配套率\t%\t46\t65\n",
     "长沙市|产值|386.5|亿元|2023|actual\n"
     "长沙市|产值|800|亿元|2027|target\n"
     "长沙市|本地配套率|46|%|2023|actual\n"
     "长沙市|本地配套率|65|%|2027|target\n"},
    {PLAN,
     "一、主要指标\n序号\n指标\n单位\n2027年目标\n1\n产值\n亿元\n800\n2\n本地配套率\n%"
     "\n65\n以上指标每年评估。",
     "长沙市|产值|800|亿元|2027|target\n"
     "长沙市|本地配套率|65|%|2027|target\n"},
    {PLAN,
     "一、重点任务\n| 序号 | 重点任务 | 目标值 | 责任单位 |\n| 1 | 推广智能示范线 | 20条 | 市科技局 |\n",
     "推广智能示范线|推广智能示范线|20|条|-|target\n"},
    {PLAN,
     "二、优化环境\n返投比例不低于1.2倍,单位产品碳排放下降30%,形成年供氢能力5000吨,年产6英寸晶圆50万片。",
     "优化环境|返投比例|1.2|倍|-|target\n"
     "优化环境|单位产品碳排放|-30|%|-|growth\n"
     "优化环境|年供氢能力|5000|吨|-|target\n"
     "优化环境|6英寸晶圆|50|万片|-|target\n"},
    {PLAN, "二、优化环境\n整合现有财政资金,设立长沙湘江引导基金,总规模200亿元。湘江科技园累计引进企业638家。",
     "长沙湘江引导基金|总规模|200|亿元|-|target\n"
     "湘江科技园|企业|638|家|-|actual\n"},
    {REPLY, "2024年,本源科技有限公司以5.2亿元收购国盾科技有限公司。",
     "本源科技有限公司|收购|5.2|亿元|2024|actual\n"},
    {REPLY, "省经信厅已协调解决企业问题126个。", "安徽省经济和信息化厅|企业问题|126|个|-|actual\n"},
    {PLAN, "二、优化环境\n2023年6月,长沙高新区出资5亿元,与湘江科技有限公司共同设立湘江科技产业基金。",
     "长沙高新区|出资|5|亿元|2023|actual\n"},
    {PLAN,
     "二、优化环境\n市财政安排发展资金3.6亿元,其中市级资金1."
     "2亿元。引进本源科技总部项目、国盾科技传感器项目等18个项目,总投资76亿元。",
     "优化环境|发展资金|3.6|亿元|-|actual\n"
     "优化环境|市级资金|1.2|亿元|-|actual\n"
     "优化环境|项目|18|个|-|target\n"
     "优化环境|总投资|76|亿元|-|target\n"},
    {REPLY, "案例一 合肥高新区。已引进企业18家,2024年实现产值265亿元。",
     "合肥高新区|企业|18|家|-|actual\n"
     "合肥高新区|产值|265|亿元|2024|actual\n"},
    {PLAN, "“十四五”时期,全市工业产值保持年均6%增长,力争到2025年突破6500亿元。",
     "长沙市|工业产值|6|%|2021-2025|growth\n"
     "长沙市|工业产值|6500|亿元|2025|target\n"},
    {REPLY, "合肥高新区聚焦量子产业,着力打造合肥量子产业基地,规划面积10平方公里。",
     "合肥高新区|规划面积|10|平方公里|-|actual\n"},
    {REPLY,
     "全省一般公共预算收入完成2853亿元,增长7.9%。工业总产值实现81亿元,占全国6%,同比增长22%,"
     "园区占比较上年提高0.7个百分点。",
     "安徽省|一般公共预算收入|2853|亿元|-|actual\n"
     "安徽省|一般公共预算收入|7.9|%|-|growth\n"
     "安徽省|工业总产值|81|亿元|-|actual\n"
     "安徽省|工业总产值占全国|6|%|-|actual\n"
     "安徽省|工业总产值|22|%|-|growth\n"
     "安徽省|园区占比|0.7|个百分点|-|growth\n"},
    {REPLY, "项目建成后,年产能将提升至20万个标准箱,形成300亿元的产销规模。",
     "安徽省|年产能|20|万个|-|target\n"
     "安徽省|产销规模|300|亿元|-|target\n"},
    {REPLY, "全省新上了20多个市、县重点项目,高新技术产品进出口额30亿元,实际使用外资金额4.3亿美元。",
     "安徽省|重点项目|20|个|-|actual\n"
     "安徽省|高新技术产品进出口额|30|亿元|-|actual\n"
     "安徽省|使用外资金额|4.3|亿美元|-|actual\n"},
    {PLAN, "二、培育产业链\n打造3个万亿级产业链、2个五千亿级产业链。",
     "培育产业链|万亿级产业链|3|个|-|target\n"
     "培育产业链|五千亿级产业链|2|个|-|target\n"},
    {REPLY, "安排2414万元对本源科技有限公司等36个项目予以资助。",
     "安徽省|资助|2414|万元|-|actual\n"
     "安徽省|项目|36|个|-|actual\n"},
    {REPLY, "江东智能科技有限公司占地面积67亩。合肥高新区成立于1991年,园区58户企业实现产值81亿元。",
     "江东智能科技有限公司|占地面积|67|亩|-|actual\n"
     "合肥高新区|企业|58|户|-|actual\n"
     "合肥高新区|产值|81|亿元|-|actual\n"},
    {REPLY, "本源科技有限公司(注册资本5亿元)设立的合肥量子产业基金已经运营。",
     "本源科技有限公司|注册资本|5|亿元|-|actual\n"},
    {REPLY, "全省民间投资、工业投资分别增长14.3%、6.7%,占全部投资的比重分别为41.2%和52.8%。",
     "安徽省|民间投资|14.3|%|-|growth\n"
     "安徽省|工业投资|6.7|%|-|growth\n"
     "安徽省|民间投资占全部投资的比重|41.2|%|-|actual\n"
     "安徽省|工业投资占全部投资的比重|52.8|%|-|actual\n"},
    /* what the agent of a clause with 由 and 获 did is told of the clause's subject */
    {REPLY,
     "合肥量子测试平台由本源科技有限公司投资6.5亿元建设,本源科技有限公司获安徽量子产业基金注资8000万元。",
     "合肥量子测试平台|投资|6.5|亿元|-|actual\n"
     "本源科技有限公司|注资|8000|万元|-|actual\n"},
    {REPLY, "合肥量子测试平台由本源科技有限公司牵头,合肥工业大学参与建设,2023年日均解析量1.5亿次。",
     "合肥量子测试平台|日均解析量|1.5|亿次|2023|actual\n"},
    {REPLY, "二、合肥高新区规划面积14.6平方公里,由东部、西部两个片区组成。",
     "合肥高新区|规划面积|14.6|平方公里|-|actual\n"},
    {REPLY, "本源科技有限公司、国盾科技有限公司等108家企业先后入驻,合肥高新区已跻身全国前列。",
     "合肥高新区|企业|108|家|-|actual\n"},
    {REPLY, "合肥高新区已有本源科技有限公司、国盾科技有限公司等下游企业32家落户。",
     "合肥高新区|下游企业|32|家|-|actual\n"},
    {REPLY, "会议同意向合肥量子测试平台安排专项债券3.5亿元。经省政府同意,设立安徽量子产业基金,总规模20亿元。",
     "合肥量子测试平台|专项债券|3.5|亿元|-|target\n"
     "安徽量子产业基金|总规模|20|亿元|-|actual\n"},
    {REPLY, "会议同意本源科技有限公司发起设立安徽量子产业基金,基金规模20亿元。",
     "安徽量子产业基金|基金规模|20|亿元|-|target\n"},
    {REPLY, "项目建成后,年产丙烯腈将增加26万吨。本源科技有限公司研发的“悟空”150千瓦动力系统通过检验。",
     "安徽省|年产丙烯腈|26|万吨|-|target\n"},
    {PLAN,
     "一、培育市场主体\n加快湘江科技产业项目建设,全年新开工亿元以上项目不少于60个。打造湘江智能制造产业集群,"
     "净增规上企业45户。不再审批岸线3海里以内项目。",
     "培育市场主体|新开工亿元以上项目|60|个|-|target\n"
     "培育市场主体|规上企业|45|户|-|target\n"},
    {PLAN, "一、用好基金\n发挥湘江智能产业基金引导作用,全年新增投资项目6个,投资额不少于8亿元。",
     "湘江智能产业基金|新增投资项目|6|个|-|target\n"
     "湘江智能产业基金|投资额|8|亿元|-|target\n"},
    {PLAN, "一、总体要求\n到2028年,推动湘江科技园发展,工业总产值突破300亿元,研发经费投入强度达到2.5%。",
     "湘江科技园|工业总产值|300|亿元|2028|target\n"
     "湘江科技园|研发经费投入强度|2.5|%|2028|target\n"},
    /* what only says where, of which or on what terms is no figure */
    {REPLY,
     "合肥高新区现有企业130余家,其中规上企业58家;位于省城西南1公里,规划面积4平方公里。在63个项目中,"
     "工业项目49个。",
     "合肥高新区|企业|130|家|-|actual\n"
     "合肥高新区|规上企业|58|家|-|actual\n"
     "合肥高新区|规划面积|4|平方公里|-|actual\n"
     "安徽省|工业项目|49|个|-|actual\n"},
    {REPLY,
     "全省完成投资103亿元,其中2024年完成投资61亿元;签约项目13个。还有投资总额22."
     "9亿元的10个项目将开工。这是全省111个重大项目之一。",
     "安徽省|投资|103|亿元|-|actual\n"
     "安徽省|投资|61|亿元|2024|actual\n"
     "安徽省|签约项目|13|个|-|actual\n"
     "安徽省|项目|10|个|-|actual\n"},
    {REPLY, "2020年至2024年,全省工业增加值从31.3万亿元增长到40.5万亿元。",
     "安徽省|工业增加值|31.3|万亿元|2020|actual\n"
     "安徽省|工业增加值|40.5|万亿元|2024|actual\n"},
    {REPLY, "全省粮食专业户发展到7013户,设备连接数超1亿台。",
     "安徽省|粮食专业户|7013|户|-|actual\n"
     "安徽省|连接数|1|亿台|-|actual\n"},
    {REPLY,
     "全省财政收入2.75亿元,剔除炼油减收因素,比上年增长13.8%;利润总额增长17.1%,比上半年放缓0.1个百分点。",
     "安徽省|财政收入|2.75|亿元|-|actual\n"
     "安徽省|财政收入|13.8|%|-|growth\n"
     "安徽省|利润总额|17.1|%|-|growth\n"
     "安徽省|利润总额|-0.1|个百分点|-|growth\n"},
    {REPLY, "一、2024年工作回顾\n预计实现地区生产总值391亿元,增长8.6%。",
     "安徽省|地区生产总值|391|亿元|2024|actual\n"
     "安徽省|地区生产总值|8.6|%|2024|growth\n"},
    {PLAN,
     "一、支持企业\n企业设备投资500万元以上的项目,按设备投资额的15%"
     "给予不超过300万元的奖励。按照产值每新增1000万元奖励2万元的标准给予奖励。给予链主企业最高500万元的一次性"
     "引荐奖励。",
     "支持企业|奖励|15|%|-|actual\n"
     "支持企业|奖励|300|万元|-|actual\n"
     "支持企业|奖励|2|万元|-|actual\n"
     "支持企业|一次性引荐奖励|500|万元|-|actual\n"},
    {PLAN, "一、支持企业\n统筹安排25亿元,支持科学中心建设。", "支持企业|安排|25|亿元|-|actual\n"},
    {PLAN,
     "一、用好基金\n用好总规模30亿元的湘江智能产业基金,"
     "由湘江集团、长沙科创投资公司分别出资12亿元、8亿元。湘江科技园核准面积9.8平方公里。",
     "湘江智能产业基金|总规模|30|亿元|-|actual\n"
     "湘江集团|出资|12|亿元|-|actual\n"
     "长沙科创投资公司|出资|8|亿元|-|actual\n"
     "湘江科技园|核准面积|9.8|平方公里|-|actual\n"},
    {REPLY,
     "安徽量子产业推介会在合肥举行。推介会现场签约项目9个。以合肥工业大学为依托的合肥量子产业学院,"
     "每年培养技工1500人。",
     "安徽量子产业推介会|推介会现场签约项目|9|个|-|actual\n"
     "合肥量子产业学院|技工|1500|人|-|actual\n"},
    {REPLY,
     "完善“皖药云”平台。截至2024年6月底,平台已归集426家企业1.9万个产品的信息,17时30分前提交1.1类新药材料。",
     "皖药云平台|企业|426|家|2024|actual\n"
     "皖药云平台|产品|1.9|万个|2024|actual\n"},
    {REPLY, "经合肥航空口岸进口水果228.6万吨,拥有10万吨级航道。企业数量由1780家整合至600家。",
     "安徽省|进口水果|228.6|万吨|-|actual\n"
     "安徽省|企业数量|1780|家|-|actual\n"
     "安徽省|企业数量|600|家|-|actual\n"},
    {PLAN,
     "一、重点项目\n项目名称|投资方|总投资(亿元)|建设规模\n湘江智造基地二期项目|湘江集团|45.2|1."
     "5万架\n湘江云计算中心项目|湘江集团|12.8|300PFLOPS\n",
     "湘江智造基地二期项目|总投资|45.2|亿元|-|actual\n"
     "湘江智造基地二期项目|建设规模|1.5|万架|-|actual\n"
     "湘江云计算中心项目|总投资|12.8|亿元|-|actual\n"
     "湘江云计算中心项目|建设规模|300|PFLOPS|-|actual\n"},
    {REPLY,
     "截至目前,全省累计培育省级专精特新企业5594家,争创国家级企业709家;新签约38个5亿元及以上项目,"
     "完成全年目标任务的122%。",
     "安徽省|省级专精特新企业|5594|家|-|actual\n"
     "安徽省|国家级企业|709|家|-|actual\n"
     "安徽省|项目|38|个|-|actual\n"
     "安徽省|项目|122|%|-|actual\n"},
    {REPLY, "全省实现营业收入2.1万亿元,实现利润总额2171.6亿元,分别高于全国3.4个、4.3个百分点。",
     "安徽省|营业收入|2.1|万亿元|-|actual\n"
     "安徽省|利润总额|2171.6|亿元|-|actual\n"
     "安徽省|营业收入高于全国|3.4|个百分点|-|actual\n"
     "安徽省|利润总额高于全国|4.3|个百分点|-|actual\n"},
    {PLAN, "到2026年,力争智能汽车产业保300亿元争500亿元。",
     "长沙市|智能汽车产业|300|亿元|2026|target\n"
     "长沙市|智能汽车产业|500|亿元|2026|target\n"},
    {REPLY, "总投资150亿元合肥晶合12英寸产线项目正式签约落户合肥,一期规划20万台。",
     "合肥晶合12英寸产线项目|总投资|150|亿元|-|actual\n"
     "合肥晶合12英寸产线项目|规划|20|万台|-|actual\n"},
    {REPLY,
     "全省稀土企业注册量2021年为8631家,较2020年增加3929家;冶炼能力估计已经达到17万吨,产值有望突破600亿元。",
     "安徽省|稀土企业注册量|8631|家|2021|actual\n"
     "安徽省|稀土企业注册量|3929|家|2021|growth\n"
     "安徽省|冶炼能力|17|万吨|-|actual\n"
     "安徽省|产值|600|亿元|-|target\n"},
    {REPLY, "合肥量子测试项目建设成效显著。在建项目数量居全省首位,其中亿元以上项目15个。",
     "安徽省|亿元以上项目|15|个|-|actual\n"},
    {REPLY,
     "合肥市人民政府与本源科技有限公司共同出资12亿元设立安徽量子产业基金。安徽量子产业基金向国盾科技有限公司"
     "注资8000万元。",
     "安徽量子产业基金|共同出资|12|亿元|-|actual\n"
     "国盾科技有限公司|注资|8000|万元|-|actual\n"},
    {REPLY, "一、2024年工作情况\n合肥量子产业园竣工,年内实现产值8.3亿元,已在2024年量产1200台。",
     "合肥量子产业园|产值|8.3|亿元|2024|actual\n"
     "合肥量子产业园|量产|1200|台|2024|actual\n"},
    {PLAN,
     "一、提升配套能力\n推动湘江科技园扩区,引进配套企业40家以上,本地配套率达到60%。湘江科技园由湘江集团运营,"
     "计划总投资76亿元。",
     "提升配套能力|配套企业|40|家|-|target\n"
     "提升配套能力|本地配套率|60|%|-|target\n"
     "湘江科技园|总投资|76|亿元|-|target\n"},
    {REPLY,
     "全省实现生产总值752.14亿元,总量排名全国第3位,按可比价格计算,比上年增长6.2%。农业增加值下降15.2%,"
     "降幅较前三季度扩大14.5个百分点。",
     "安徽省|生产总值|752.14|亿元|-|actual\n"
     "安徽省|生产总值|6.2|%|-|growth\n"
     "安徽省|农业增加值|-15.2|%|-|growth\n"
     "安徽省|农业增加值降幅|14.5|个百分点|-|growth\n"},
    {REPLY,
     "全省上半年和全年产值增速分别为18.8%、9.6%,两年平均增速分别为4.7%、5.0%。研发强度高达6.4%,远高于全国1."
     "35%的水平。",
     "安徽省|产值增速|18.8|%|-|growth\n"
     "安徽省|产值增速|9.6|%|-|growth\n"
     "安徽省|产值增速|4.7|%|-|growth\n"
     "安徽省|产值增速|5.0|%|-|growth\n"
     "安徽省|研发强度|6.4|%|-|actual\n"},
    {REPLY, "扩区后,合肥高新区面积由7.85平方公里调整为9.76平方公里。",
     "合肥高新区|面积|7.85|平方公里|-|actual\n"
     "合肥高新区|面积|9.76|平方公里|-|actual\n"},
    {REPLY,
     "一、工作完成情况\n全省工业用电量增长7.9%,高于全国1.8个百分点,"
     "总量突破200亿千瓦时。合肥量子测试项目全面达产,实现开票380亿元。",
     "安徽省|工业用电量|7.9|%|-|growth\n"
     "安徽省|工业用电量高于全国|1.8|个百分点|-|actual\n"
     "安徽省|工业用电量总量|200|亿千瓦时|-|actual\n"
     "合肥量子测试项目|开票|380|亿元|-|actual\n"},
    {PLAN,
     "一、支持企业\n对列入名录的装备,每台奖励30万元,"
     "同一企业年度累计不超过100万元。力争三年内产值达到50亿元。",
     "支持企业|奖励|30|万元|-|actual\n"
     "支持企业|同一企业年度|100|万元|-|actual\n"
     "支持企业|产值|50|亿元|-|target\n"},
    {REPLY, "全省数据中心电能利用效率(PUE)不高于1.25,工业用地容积率达到1.8。",
     "安徽省|数据中心电能利用效率(PUE)|1.25|-|-|actual\n"
     "安徽省|工业用地容积率|1.8|-|-|actual\n"},
    {REPLY, "全省累计落地船舶租赁业务132单,拥有闲置窖池2600口,平台制作影视作品48部。",
     "安徽省|船舶租赁业务|132|单|-|actual\n"
     "安徽省|闲置窖池|2600|口|-|actual\n"
     "安徽省|平台制作影视作品|48|部|-|actual\n"},
    {REPLY, "到合肥的3米板项目有3部委支持,位于12层。", ""},
    {PLAN, "到2027年,网络时延不高于18毫秒,数据中心上架率不低于65%。",
     "长沙市|网络时延|18|毫秒|2027|target\n"
     "长沙市|数据中心上架率|65|%|2027|target\n"},
    {PLAN, "2024年,全市固定资产投资力争完成381亿元。", "长沙市|固定资产投资|381|亿元|2024|target\n"},
    {REPLY, "合肥高新区集聚了15家涉铝企业。", "合肥高新区|涉铝企业|15|家|-|actual\n"},
    {PLAN, "浏阳经开区将建设湖南智能网联汽车测试平台,引进企业20家。", "浏阳经开区|企业|20|家|-|target\n"},
    {PLAN, "实施长沙市智能网联“揭榜挂帅”专项行动,每年安排经费6000万元。",
     "长沙市智能网联揭榜挂帅专项行动|经费|6000|万元|-|actual\n"},
    {PLAN,
     "设立长沙市智能网联汽车产业发展基金,"
     "由长沙市产业投资集团有限公司出资10亿元、湖南高新创业投资集团有限公司出资15亿元。",
     "长沙市产业投资集团有限公司|出资|10|亿元|-|target\n"
     "湖南高新创业投资集团有限公司|出资|15|亿元|-|target\n"},
    {REPLY, "合肥市量子产业投资基金规模20亿元,已向合肥国盾科技有限公司投资1.5亿元。",
     "合肥市量子产业投资基金|规模|20|亿元|-|actual\n"
     "合肥市量子产业投资基金|投资|1.5|亿元|-|actual\n"},
    {REPLY, "合肥市量子产业投资基金已向合肥国盾科技有限公司投资3.5亿元,向安徽问天科技有限公司投资1.2亿元。",
     "合肥国盾科技有限公司|投资|3.5|亿元|-|actual\n"
     "安徽问天科技有限公司|投资|1.2|亿元|-|actual\n"},
    {REPLY, "下一步,我省到各市的网络时延将降至10毫秒,至南京平均时延不高于18毫秒。",
     "安徽省|网络时延|10|毫秒|-|target\n"
     "安徽省|时延|18|毫秒|-|target\n"},
    {REPLY, "2024年,合肥市地区生产总值13507.7亿元,居全省第1位,增长6.1%,同口径增长6.3%。",
     "合肥市|地区生产总值|13507.7|亿元|2024|actual\n"
     "合肥市|地区生产总值|6.1|%|2024|growth\n"
     "合肥市|地区生产总值|6.3|%|2024|growth\n"},
    {REPLY, "全省居民消费价格总水平上涨0.2%,工业生产者出厂价格涨幅1.5%。",
     "安徽省|居民消费价格总水平|0.2|%|-|growth\n"
     "安徽省|工业生产者出厂价格涨幅|1.5|%|-|growth\n"},
    {REPLY, "2024年,全省城乡居民人均可支配收入分别增长5%、6.5%。",
     "安徽省|城乡居民人均可支配收入|5|%|2024|growth\n"
     "安徽省|城乡居民人均可支配收入|6.5|%|2024|growth\n"},
    {REPLY, "全省铜冶炼产能利用率在85%以上,粮食总产量多年来都超过了800亿斤。",
     "安徽省|铜冶炼产能利用率|85|%|-|actual\n"
     "安徽省|粮食总产量|800|亿斤|-|actual\n"},
    {REPLY, "全省建设4000万吨级炼化基地,在合肥市举行的活动上,总投资273亿元的31个项目集中开工。",
     "安徽省|总投资|273|亿元|-|actual\n"
     "安徽省|项目|31|个|-|actual\n"},
    {REPLY, "全省人均地区生产总值从2020年的63000元提升至2024年的82000元。",
     "安徽省|人均地区生产总值|63000|元|2020|actual\n"
     "安徽省|人均地区生产总值|82000|元|2024|actual\n"},
    {PLAN, "培育5家营业收入过500亿元企业、10家过100亿元企业,建设15个左右营业收入过百亿元的特色园区。",
     "长沙市|营业收入过500亿元企业|5|家|-|target\n"
     "长沙市|营业收入过500亿元企业|10|家|-|target\n"
     "长沙市|营业收入过百亿元的特色园区|15|个|-|target\n"},
    {PLAN, "产值5000万元以下,给予一次性奖励10万元。", "长沙市|一次性奖励|10|万元|-|actual\n"},
    {PLAN, "对实施固定资产投资500万元以上增资扩产、技术改造项目的企业,给予实际投资额3%的补助。",
     "长沙市|补助|3|%|-|actual\n"},
    {REPLY, "全省汽车产量245.5万辆、占全国11.4%、增长43.4%。",
     "安徽省|汽车产量|245.5|万辆|-|actual\n"
     "安徽省|汽车产量占全国|11.4|%|-|actual\n"
     "安徽省|汽车产量|43.4|%|-|growth\n"},
    {REPLY, "合肥高新区聚集了全省70%的国家制造业创新中心,80%的全国重点实验室。",
     "合肥高新区|国家制造业创新中心|70|%|-|actual\n"
     "合肥高新区|全国重点实验室|80|%|-|actual\n"},
    {PLAN, "培育50家具备整机生产能力的企业,10个物流和文体消费标杆场景,3家行业领先的检测服务机构。",
     "长沙市|企业|50|家|-|target\n"
     "长沙市|物流和文体消费标杆场景|10|个|-|target\n"
     "长沙市|检测服务机构|3|家|-|target\n"},
    {PLAN, "打造6个“低空+”新业态示范应用场景,建成2个A类飞行服务站。",
     "长沙市|低空+新业态示范应用场景|6|个|-|target\n"
     "长沙市|A类飞行服务站|2|个|-|target\n"},
    {REPLY, "全省新建5万亩高标准茶园。", "安徽省|高标准茶园|5|万亩|-|actual\n"},
    {REPLY, "去年我国茶园面积4300万亩,产量240万吨。全省茶园面积310万亩。",
     "安徽省|茶园面积|310|万亩|2024|actual\n"},
    {REPLY, "合肥高新区推进4GW光伏电池片、11GW光伏组件等一批重大项目,集成电路产业规模突破500亿元。",
     "合肥高新区|集成电路产业规模|500|亿元|-|actual\n"},
    {REPLY, "52家高新区企业营业收入达379336亿元。",
     "安徽省|高新区企业|52|家|-|actual\n"
     "安徽省|高新区企业营业收入|379336|亿元|-|actual\n"},
    {REPLY, "全省战略性新兴产业增加值增长8%,占规上工业比重由5.1%提高到24.7%。",
     "安徽省|战略性新兴产业增加值|8|%|-|growth\n"
     "安徽省|战略性新兴产业增加值占规上工业比重|5.1|%|-|actual\n"
     "安徽省|战略性新兴产业增加值占规上工业比重|24.7|%|-|actual\n"},
    {PLAN, "到2025年新增多晶硅产能21万吨,达到55万吨。",
     "长沙市|新增多晶硅产能|21|万吨|2025|target\n"
     "长沙市|多晶硅产能|55|万吨|2025|target\n"},
    {REPLY,
     "投资88亿元的合肥硅料项目、投资45亿元的合肥组件项目等161个项目已竣工,预计全年竣工项目达到300个以上。",
     "合肥硅料项目|投资|88|亿元|-|actual\n"
     "安徽省|项目|161|个|-|actual\n"
     "安徽省|竣工项目|300|个|-|target\n"},
    {PLAN, "加快湘江智能网联测试区项目、岳麓车路协同项目等建设,完成投资40亿元。",
     "长沙市|投资|40|亿元|-|target\n"},
    {REPLY, "全省新增省级中小企业51户,累计289户,位居全国前3名。",
     "安徽省|新增省级中小企业|51|户|-|actual\n"
     "安徽省|省级中小企业|289|户|-|actual\n"},
    {REPLY, "全省完成工业投资29.3亿元,增速5.7%,完成年任务(40.2亿元)的72.9%。",
     "安徽省|工业投资|29.3|亿元|-|actual\n"
     "安徽省|工业投资增速|5.7|%|-|growth\n"
     "安徽省|年任务|72.9|%|-|actual\n"},
    {PLAN, "到‘十四五’末,新能源和不锈钢产业规模双双突破2000亿元。",
     "长沙市|新能源和不锈钢产业规模|2000|亿元|2025|target\n"},
    {REPLY, "合肥佳福机械有限公司是一家专业化企业。“目前我们的订单量20万台,”公司负责人说。",
     "合肥佳福机械有限公司|订单量|20|万台|-|actual\n"},
    {REPLY, "2024年,合肥市关键零部件本地配套率由2020年的71%提高到85%。",
     "合肥市|关键零部件本地配套率|71|%|2020|actual\n"
     "合肥市|关键零部件本地配套率|85|%|2024|actual\n"},
    {REPLY,
     "合肥市设立合肥市智能电气产业基金,首期规模20亿元。截至2025年3月,基金已投项目14个,投资金额5.7亿元。",
     "合肥市智能电气产业基金|首期规模|20|亿元|-|actual\n"
     "合肥市智能电气产业基金|项目|14|个|2025|actual\n"
     "合肥市智能电气产业基金|投资金额|5.7|亿元|2025|actual\n"},
    {PLAN, "支持湖南五洲材料股份有限公司实施钒电解液项目,总投资9.6亿元,达产后年产值18亿元。",
     "钒电解液项目|总投资|9.6|亿元|-|target\n"
     "钒电解液项目|年产值|18|亿元|-|target\n"},
    {REPLY, "对首台套产品给予最高300万元奖励。", "安徽省|奖励|300|万元|-|actual\n"},
    {PLAN, "高新技术企业营业收入翻一番,达到1600亿元;国家级科技创新平台数量翻一番,达到14个。",
     "长沙市|高新技术企业营业收入|1600|亿元|-|target\n"
     "长沙市|国家级科技创新平台数量|14|个|-|target\n"},
    {PLAN,
     "重点项目表(单位:亿元)\n| 序号 | 项目名称 | 总投资 | 2025年计划投资 |\n| 1 | 湘江钒电解液项目 | 9.6 | "
     "4.2 |",
     "湘江钒电解液项目|总投资|9.6|亿元|-|actual\n"
     "湘江钒电解液项目|计划投资|4.2|亿元|2025|target\n"},
};

/* Each sentence gives exactly its rows. */
static void
test_rows(gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE(data);
  g_autofree char *document = document_of(cases[i].place, cases[i].text);
  Graph graph;
  graph_init(&graph, document);
  g_autofree char *rows = rows_of(&graph);
  g_assert_cmpstr(rows, ==, cases[i].rows);
  graph_clear(&graph);
}

/* What a 批复 says without a name is said of the one thing that its title agrees to. */
static void
test_approval(void)
{
  Graph graph;
  graph_init(&graph,
             "安徽省人民政府关于同意设立庐江高新技术产业开发区的批复\n皖政秘〔2025〕41号\n\n合肥市人民政府:\n"
             "你市请示收悉。现批复如下:\n"
             "一、总面积14.62平方公里,由东部、西部两个片区组成。\n"
             "二、到2028年,规模以上工业总产值突破300亿元。\n\n安徽省人民政府\n2025年6月3日\n");
  g_autofree char *rows = rows_of(&graph);
  g_assert_cmpstr(rows, ==,
                  "庐江高新技术产业开发区|总面积|14.62|平方公里|-|actual\n"
                  "庐江高新技术产业开发区|规模以上工业总产值|300|亿元|2028|target\n");
  graph_clear(&graph);
}

/* Every figure has evidence, and its quote holds the number. */
static void
test_evidence(void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *document = document_of(cases[i].place, cases[i].text);
    Graph graph;
    graph_init(&graph, document);
    for (guint f = 0; f < graph.figures->len; f++) {
      const char *figure = g_ptr_array_index(graph.figures, f);
      const char *quote = g_hash_table_lookup(graph.quotes, figure);
      g_assert_nonnull(quote);
      const char *value = value_of(&graph, figure, "value");
      gboolean spelled = strstr(quote, "两家") || strstr(quote, "两倍") || strstr(quote, "1,319");
      g_assert_true(spelled || strstr(quote, value[0] == '-' ? value + 1 : value) != NULL);
    }
    graph_clear(&graph);
  }
}

/* A thousand figures in one sentence, and a number without end, take no time to speak of. */
static void
test_bounds(void)
{
  g_autoptr(GString) text = g_string_new("全省");
  for (guint i = 0; i < 2000; i++)
    g_string_append(text, i % 3 == 0 ? "企业5家" : i % 3 == 1 ? "、产值8亿元" : "和9个的");
  for (guint i = 0; i < 2000; i++)
    g_string_append_c(text, '7');
  g_string_append(text, "万元。");
  g_autofree char *document = document_of(REPLY, text->str);
  Graph graph;
  gint64 before = g_get_monotonic_time();
  graph_init(&graph, document);
  g_assert_cmpint(g_get_monotonic_time() - before, <, 20 * G_TIME_SPAN_SECOND);
  graph_clear(&graph);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(YtLoader) made = yt_loader_new(&(YtLoaderOptions){.data_dir = YT_SOURCE_DIR}, &error);
  g_assert_no_error(error);
  loader = made;
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *path = g_strdup_printf("/loader/quantities/%s", cases[i].text);
    for (char *p = path + strlen("/loader/quantities/"); *p; p++)
      if (*p == '/')
        *p = ' ';
    g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_rows);
  }
  g_test_add_func("/loader/quantities/approval", test_approval);
  g_test_add_func("/loader/quantities/evidence", test_evidence);
  g_test_add_func("/loader/quantities/bounds", test_bounds);
  return g_test_run();
}
