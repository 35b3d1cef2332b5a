/* Sentences and the facts that the shipped rules read in them, as lines "subject property object". */
#include "support.h"

#include <locale.h>

static const YtLoader *shipped;

/* Where a sentence stands: a reply, which tells what was, a plan, which says what shall be, or the news of a city. */
typedef enum { REPLY, PLAN, NEWS } Place;

static char *
document_of(Place place, const char *text)
{
  static const char *const heads[] = {
      "安徽省经济和信息化厅关于省政协十三届二次会议第0417号提案的答复\n\n王芳委员：\n您提出的提案收悉，现答复"
      "如下：\n",
      "长沙市人民政府办公厅关于印发长沙市花卉产业发展实施方案的通知\n\n各区县（市）人民政府：\n",
      "襄阳市花卉产业喜迎新客商\n来源：襄阳日报 2025-03-05 09:28\n",
  };
  return g_strconcat(heads[place], text, "\n", NULL);
}

static char *
dup_label(const char *quads, const char *iri, gsize n_iri)
{
  g_autofree char *before = g_strdup_printf("%.*s <" YT_RDFS_NS "label> \"", (int) n_iri, iri);
  const char *label = strstr(quads, before);
  g_assert_nonnull(label);
  label += strlen(before);
  return g_strndup(label, (gsize) (strchr(label, '"') - label));
}

static int
compare_lines(const void *a, const void *b)
{
  return strcmp(*(char *const *) a, *(char *const *) b);
}

/* The facts of @property in the default graph, sorted. */
static char *
facts_of(const char *quads, const char *property)
{
  g_autofree char *predicate = g_strdup_printf(" <" YT_NS "%s> ", property);
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
  g_auto(GStrv) quad = g_strsplit(quads, "\n", -1);
  for (guint i = 0; quad[i]; i++) {
    char *at = strstr(quad[i], predicate);
    const char *object = at ? at + strlen(predicate) : NULL;
    if (!at || at != strchr(quad[i], ' ') || object[0] != '<' || strcmp(strchr(object, '>'), "> .") != 0)
      continue;
    g_autofree char *subject_label = dup_label(quads, quad[i], (gsize) (at - quad[i]));
    g_autofree char *object_label = dup_label(quads, object, (gsize) (strchr(object, '>') - object) + 1);
    g_ptr_array_add(lines, g_strdup_printf("%s %s %s", subject_label, property, object_label));
  }
  g_ptr_array_sort(lines, compare_lines);
  GString *all = g_string_new(NULL);
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf(all, "%s%s", i ? "\n" : "", (char *) g_ptr_array_index(lines, i));
  return g_string_free(all, FALSE);
}

/* All facts of @property that the sentence gives are these, in any order. */
static void
assert_facts(Place place, const char *text, const char *property, const char *expected)
{
  g_autofree char *document = document_of(place, text);
  g_autofree char *quads = read_quads(shipped, document);
  g_autofree char *found = facts_of(quads, property);
  g_auto(GStrv) lines = g_strsplit(expected, "\n", -1);
  qsort(lines, g_strv_length(lines), sizeof *lines, compare_lines);
  g_autofree char *wanted = g_strjoinv("\n", lines);
  if (strcmp(found, wanted) != 0)
    g_error("%s\nexpected:\n%s\nfound:\n%s", text, wanted, found);
}

/* Weak names, bare nouns and 管委会 point back to what was named. */
static void
test_pointers(void)
{
  assert_facts(NEWS,
               "云州经开区海棠花卉产业园是云州经开区下设的专业园区。\n海棠花卉产业园已引进恺玥生物科技公司。",
               "hosts", "云州经开区海棠花卉产业园 hosts 恺玥生物科技公司");
  assert_facts(NEWS, "去年云湖花卉产业园投用。目前,园区还引进了恺玥生物科技公司。", "hosts",
               "云湖花卉产业园 hosts 恺玥生物科技公司");
  assert_facts(NEWS, "去年云湖花卉产业园投用。园区企业引进了恺玥生物科技公司的设备。", "hosts",
               ""); /* firms, not the park */
  assert_facts(NEWS, "去年云湖花卉产业园、海棠花木产业园投用。园区还引进了恺玥生物科技公司。", "hosts",
               ""); /* which of them? */
  assert_facts(NEWS, "一批花卉产业园引进了恺玥生物科技公司。云湖花卉产业园投用。", "hosts", "");
}

/* Who carries out what is supported is supported too, and so is what he is to set up; beside a partner he is the only one. */
static void
test_support_of_acts(void)
{
  assert_facts(PLAN, "一、强化科技支撑\n支持云州大学牵头组建云州市花卉育种重点实验室。", "supports",
               "强化科技支撑 supports 云州大学\n强化科技支撑 supports 云州市花卉育种重点实验室");
  assert_facts(PLAN, "一、深化区域合作\n推动云湖花卉产业园与海棠花木产业园结对共建。", "supports",
               "深化区域合作 supports 云湖花卉产业园");
}

/* Under headings that a paragraph leads to as plans nothing is set up yet; nor do places where it is to be set it up, and those
 * with whom another works do not work with each other for that. */
static void
test_plans_led_to(void)
{
  assert_facts(
      REPLY, "近期,组建了云州花卉研究院。\n下一步,我厅将抓好以下工作:\n一、优化服务\n建立云湖花卉检测中心。",
      "establishes", "安徽省 establishes 云州花卉研究院");
  assert_facts(REPLY, "我省在霍山县太平畈乡建设云湖花卉检测中心。", "establishes",
               "安徽省 establishes 云湖花卉检测中心");
  assert_facts(NEWS, "云湖花卉产业园由恺玥生物科技公司投建。", "establishes",
               "恺玥生物科技公司 establishes 云湖花卉产业园");
  assert_facts(NEWS, "襄阳市2021年设立云湖花卉产业基金,总规模10亿元,由恺玥生物科技公司发起。", "establishes",
               "恺玥生物科技公司 establishes 云湖花卉产业基金\n襄阳市 establishes 云湖花卉产业基金");
  assert_facts(NEWS, "星澜花卉有限公司与云州大学整合花卉资源,共建云湖花卉联合实验室。", "establishes",
               "星澜花卉有限公司 establishes 云湖花卉联合实验室\n云州大学 establishes 云湖花卉联合实验室");
  assert_facts(NEWS, "枣阳玫瑰创建云湖花卉示范园。", "establishes", "");
  assert_facts(REPLY, "与云州大学、云湖学院合作选育新品种。", "cooperatesWith", "");
}

/* Who pays into a fund, and what it pays for, one behind the other; what a firm has. */
static void
test_rows_of_investments(void)
{
  assert_facts(PLAN,
               "一、加大金融支持\n用好总规模30亿元的云湖花卉产业基金,"
               "由云州花木集团、海棠物流公司分别出资12亿元、8亿元。",
               "investsIn",
               "云州花木集团 investsIn 云湖花卉产业基金\n海棠物流公司 investsIn 云湖花卉产业基金");
  assert_facts(
      NEWS, "云湖花卉产业基金总规模50亿元,其中向恺玥生物科技公司投资2亿元、向海棠物流公司投资9000万元。",
      "investsIn", "云湖花卉产业基金 investsIn 恺玥生物科技公司\n云湖花卉产业基金 investsIn 海棠物流公司");
  assert_facts(NEWS, "云湖花卉产业基金首期规模5亿元,出资方为恺玥生物科技公司和海棠物流公司。", "investsIn",
               "恺玥生物科技公司 investsIn 云湖花卉产业基金\n海棠物流公司 investsIn 云湖花卉产业基金");
  assert_facts(NEWS, "枣阳市引进星澜花卉有限公司,投资6亿元的花卉加工项目落户云湖花卉产业园。", "investsIn",
               "");
  assert_facts(NEWS, "星澜花卉有限公司注册资本2亿元,旗下有恺玥生物科技公司、海棠物流公司两家子公司。",
               "partOf", "恺玥生物科技公司 partOf 星澜花卉有限公司\n海棠物流公司 partOf 星澜花卉有限公司");
  assert_facts(PLAN, "一、优化布局\n以云湖花卉产业园为核心,联动海棠花木产业园打造云州花卉产业集群。",
               "partOf", "云湖花卉产业园 partOf 云州花卉产业集群\n海棠花木产业园 partOf 云州花卉产业集群");
}

/* Two by two, and not each with each. */
static void
test_pairs(void)
{
  assert_facts(NEWS, "星澜花卉有限公司与云州大学、恺玥生物科技公司与云州农学院进行了合作。", "cooperatesWith",
               "星澜花卉有限公司 cooperatesWith 云州大学\n恺玥生物科技公司 cooperatesWith 云州农学院");
  assert_facts(NEWS, "星澜花卉有限公司、恺玥生物科技公司分别落户云湖花卉产业园、海棠花木产业园。", "hosts",
               "云湖花卉产业园 hosts 星澜花卉有限公司\n海棠花木产业园 hosts 恺玥生物科技公司");
}

/* Who settles in the park that the paragraph speaks of; what parts a park or a cluster has, said in a later clause. */
static void
test_later_hosts_and_parts(void)
{
  assert_facts(NEWS, "云湖花卉产业园成立于2005年。星澜花卉有限公司、恺玥生物科技公司等企业先后落户。",
               "hosts", "云湖花卉产业园 hosts 星澜花卉有限公司\n云湖花卉产业园 hosts 恺玥生物科技公司");
  assert_facts(NEWS, "云湖花卉产业园、海棠花木产业园建成。星澜花卉有限公司等企业先后落户。", "hosts",
               ""); /* which of them? */
  assert_facts(NEWS, "云湖花卉产业园成立于2005年。恺玥生物科技公司2016年迁入园区。", "hosts",
               "云湖花卉产业园 hosts 恺玥生物科技公司");
  assert_facts(PLAN, "一、优化布局\n打造云州花卉产业集群,以云湖花卉产业园为核心,海棠花木产业园为支撑。",
               "partOf", "云湖花卉产业园 partOf 云州花卉产业集群\n海棠花木产业园 partOf 云州花卉产业集群");
  assert_facts(NEWS, "云湖花卉产业园规划面积14平方公里,由青石片区、海棠花木产业园两个片区组成。", "partOf",
               "青石片区 partOf 云湖花卉产业园\n海棠花木产业园 partOf 云湖花卉产业园");
}

/* What is only talked of, and what a proposal suggests, is no fact. */
static void
test_talks(void)
{
  assert_facts(REPLY, "星澜花卉有限公司收购恺玥生物科技公司事宜,待评估后另行研究。", "acquires", "");
  assert_facts(REPLY, "您关心的恺玥生物科技公司入驻云湖花卉产业园一事,仍在洽谈。", "hosts", "");
  assert_facts(REPLY, "您建议星澜花卉有限公司与恺玥生物科技公司合资组建云湖花卉交易中心,暂无条件。",
               "cooperatesWith", "");
}

/* Who is in a park: with the park behind, in front, or in the heading. */
static void
test_hosts(void)
{
  assert_facts(NEWS, "此次落户云湖花卉产业园的恺玥花卉加工项目开工。", "hosts",
               "云湖花卉产业园 hosts 恺玥花卉加工项目");
  assert_facts(NEWS, "由汜霖花卉有限公司投资建设的恺玥花卉加工项目在云湖花卉产业园正式开工。", "hosts",
               "云湖花卉产业园 hosts 恺玥花卉加工项目");
  assert_facts(NEWS,
               "云湖花卉产业园规划面积5平方公里,2022年批准设立,"
               "目前已有恺玥生物科技公司、汜霖花卉有限公司等64家企业在此落户。",
               "hosts", "云湖花卉产业园 hosts 恺玥生物科技公司\n云湖花卉产业园 hosts 汜霖花卉有限公司");
  assert_facts(REPLY,
               "一是打造云湖花卉产业集群。聚焦育种,聚集恺玥生物科技公司、汜霖花卉有限公司等100多家企业。",
               "hosts", "云湖花卉产业集群 hosts 恺玥生物科技公司\n云湖花卉产业集群 hosts 汜霖花卉有限公司");
  assert_facts(NEWS, "云湖花卉科技园、海棠花木检测平台、牡丹花木研究院等一批项目落地。", "hosts", "");
  assert_facts(NEWS, "云湖花卉产业园已形成布局,恺玥药业、汜霖制药先后在此设立总部。", "hosts",
               "云湖花卉产业园 hosts 恺玥药业\n云湖花卉产业园 hosts 汜霖制药");
}

/* What stands behind 依托 does nothing; what is built on it relies on it, and the measure does not. */
static void
test_means(void)
{
  static const char *const sentence = "长沙市人民政府已依托云州大学建成云湖花卉检测平台。";
  assert_facts(REPLY, sentence, "establishes", "长沙市人民政府 establishes 云湖花卉检测平台");
  assert_facts(REPLY, sentence, "reliesOn", "云湖花卉检测平台 reliesOn 云州大学");
}

/* Where no subject stands the place sets things up, unless an earlier clause has an actor. */
static void
test_elided_subjects(void)
{
  assert_facts(NEWS, "近年来,建成云湖花卉检测平台。", "establishes", "襄阳市 establishes 云湖花卉检测平台");
  assert_facts(NEWS, "汜霖花卉有限公司以种业为重点,完善育种体系,成立云湖花卉研究院。", "establishes",
               "汜霖花卉有限公司 establishes 云湖花卉研究院");
  assert_facts(NEWS, "云湖花卉研究院是云州大学和汜霖花卉有限公司共建的科研机构。", "establishes",
               "云州大学 establishes 云湖花卉研究院\n汜霖花卉有限公司 establishes 云湖花卉研究院");
}

/* Who signs an agreement sets up together what the next clause names, and 与 may stand far from the agreement. */
static void
test_agreements(void)
{
  assert_facts(NEWS, "汜霖花卉有限公司与云州大学签订合作协议,共建云湖花卉研究院。", "establishes",
               "云州大学 establishes 云湖花卉研究院\n汜霖花卉有限公司 establishes 云湖花卉研究院");
  assert_facts(NEWS, "汜霖花卉有限公司与云州大学在新品种选育、种苗繁育、花期调控等领域达成合作意向。",
               "cooperatesWith", "汜霖花卉有限公司 cooperatesWith 云州大学");
}

/* Who did something and then something else with another one: with 与 or 联合 behind the comma both do it. */
static void
test_joint_acts(void)
{
  static const char *const fund = "恺玥集团出资3亿元,与汜霖花卉有限公司共同设立云湖花卉产业基金。";
  assert_facts(NEWS, "云湖花卉研究院地处襄阳,与云州大学共建海棠花卉检测平台。", "establishes",
               "云州大学 establishes 海棠花卉检测平台\n云湖花卉研究院 establishes 海棠花卉检测平台");
  assert_facts(NEWS, fund, "establishes",
               "恺玥集团 establishes 云湖花卉产业基金\n汜霖花卉有限公司 establishes 云湖花卉产业基金");
  assert_facts(NEWS, fund, "investsIn", "恺玥集团 investsIn 云湖花卉产业基金");
  assert_facts(NEWS, fund, "cooperatesWith", "恺玥集团 cooperatesWith 汜霖花卉有限公司");
  assert_facts(NEWS, "支持恺玥集团做强,鼓励汜霖花卉有限公司与云州大学共建海棠花卉检测平台。",
               "cooperatesWith", "汜霖花卉有限公司 cooperatesWith 云州大学");
  assert_facts(NEWS, "恺玥集团、云州大学、汜霖花卉有限公司共建的海棠花卉检测平台投用。", "cooperatesWith",
               "恺玥集团 cooperatesWith 云州大学\n恺玥集团 cooperatesWith 汜霖花卉有限公司");
  assert_facts(NEWS, "云湖花卉检测平台由云州大学牵头,恺玥集团参与建设。", "establishes",
               "云州大学 establishes 云湖花卉检测平台\n恺玥集团 establishes 云湖花卉检测平台");
  assert_facts(REPLY, "本提案由我厅主办,安徽省财政厅、安徽省科学技术厅协办。", "handledWith",
               "安徽省经济和信息化厅关于省政协十三届二次会议第0417号提案的答复 handledWith "
               "安徽省财政厅\n安徽省经济和信息化厅关于省政协十三届二次会议第0417号提案的答复 handledWith "
               "安徽省科学技术厅");
  assert_facts(NEWS, "由云州大学牵头,建设云湖花卉检测平台。", "establishes",
               "云州大学 establishes 云湖花卉检测平台");
  assert_facts(NEWS, "由恺玥集团发起,海棠物流公司等42户企业参加的云湖花卉协会已挂牌。", "establishes",
               "恺玥集团 establishes 云湖花卉协会");
  assert_facts(NEWS, "去年,组建由云州大学、汜霖花卉有限公司组成的云湖花卉研究院。", "establishes",
               "襄阳市 establishes 云湖花卉研究院");
  assert_facts(PLAN, "长沙市科学技术局会同长沙市财政局建立工作机制。", "cooperatesWith",
               "长沙市科学技术局 cooperatesWith 长沙市财政局");
  assert_facts(NEWS, "龙头企业恺玥集团完成改制,牵头成立云湖花卉研究院。", "establishes",
               "恺玥集团 establishes 云湖花卉研究院");
}

/* A gloss between a name and its verb is stepped over. */
static void
test_glosses(void)
{
  assert_facts(NEWS, "恺玥资本(注册资本5亿元)设立的云湖花卉产业基金已投资海棠物流公司。", "establishes",
               "恺玥资本 establishes 云湖花卉产业基金");
  assert_facts(NEWS, "恺玥资本(注册资本5亿元)设立的云湖花卉产业基金已投资海棠物流公司。", "investsIn",
               "云湖花卉产业基金 investsIn 海棠物流公司");
  assert_facts(NEWS, "恺玥集团(位于襄阳,主营花卉)收购海棠物流公司。", "acquires",
               "恺玥集团 acquires 海棠物流公司");
}

/* What stands beside a name and is not meant with it. */
static void
test_bystanders(void)
{
  assert_facts(PLAN, "一、加大投入\n支持恺玥生物科技公司与云州大学联合研发花卉新品种。", "supports",
               "加大投入 supports 恺玥生物科技公司");
  assert_facts(PLAN, "一、加大投入\n支持恺玥生物科技公司与汜霖花卉有限公司发展。", "supports",
               "加大投入 supports 恺玥生物科技公司\n加大投入 supports 汜霖花卉有限公司");
  assert_facts(NEWS, "云州大学与襄阳市科学技术局共同为花卉中心揭牌。", "handledWith", "");
  assert_facts(NEWS, "恺玥集团旗下基金推动海棠物流公司并购汜霖花卉有限公司。", "partOf", "");
  assert_facts(NEWS, "恺玥集团旗下基金推动海棠物流公司并购汜霖花卉有限公司。", "acquires",
               "海棠物流公司 acquires 汜霖花卉有限公司");
  assert_facts(NEWS, "恺玥集团签约落户,与云州大学签署了框架协议。", "cooperatesWith",
               "恺玥集团 cooperatesWith 云州大学");
}

/* What a word that names a kind of park, or 公司 before a post, speaks of; what 位于 leads to is not it. */
static void
test_kinds_that_point(void)
{
  assert_facts(NEWS, "云湖国际花卉城位于海棠新城。\n目前,花卉城先后引进恺玥生物科技公司等。", "hosts",
               "海棠新城 hosts 云湖国际花卉城");
  assert_facts(NEWS, "云湖国际产业园位于海棠新城。\n目前,产业园先后引进恺玥生物科技公司等企业。", "hosts",
               "云湖国际产业园 hosts 恺玥生物科技公司\n海棠新城 hosts 云湖国际产业园");
  assert_facts(NEWS, "恺玥生物科技公司董事长张博,市领导王峰、孙宝华出席。", "memberOf",
               "张博 memberOf 恺玥生物科技公司");
  assert_facts(NEWS, "云湖高新技术产业园恺玥医药项目主体完工。", "establishes",
               "恺玥医药 establishes 恺玥医药项目");
  assert_facts(NEWS, "恺玥生物科技公司落户樊城区。公司董事长胡先明说,企业充满信心。", "memberOf",
               "胡先明 memberOf 恺玥生物科技公司");
}

/* Who put a proposal: whom the sentence names, and else those addressed; and one thing is not listed twice. */
static void
test_who_submits(void)
{
  assert_facts(REPLY, "沈文洲等3位委员提出的《关于发展花卉产业的提案》收悉。", "submittedBy",
               "安徽省政协十三届二次会议第0417号提案 submittedBy 沈文洲");
  assert_facts(REPLY, "沈文洲提出的关于“推进花卉产业发展”的提案收悉。", "submittedBy",
               "安徽省政协十三届二次会议第0417号提案 submittedBy 沈文洲");
  assert_facts(REPLY, "您提出的《关于发展花卉产业的提案》收悉。", "submittedBy",
               "安徽省政协十三届二次会议第0417号提案 submittedBy 王芳");
  assert_facts(REPLY, "您提出的关于支持“道地花木”产业发展的提案收悉。", "submittedBy",
               "安徽省政协十三届二次会议第0417号提案 submittedBy 王芳");
  assert_facts(NEWS, "支持星澜抗体药物、心镜云影等项目建设。", "establishes",
               "星澜 establishes 星澜抗体药物");
  assert_facts(NEWS, "云湖花卉产业园已集聚星澜健、中生星澜健、恺玥生物等一大批企业。", "hosts",
               "云湖花卉产业园 hosts 星澜健\n云湖花卉产业园 hosts 中生星澜健\n云湖花卉产业园 hosts 恺玥生物");
  assert_facts(NEWS, "云湖花卉产业园拥有首家花卉服务平台——恺玥生物科技公司。", "hosts",
               "云湖花卉产业园 hosts 恺玥生物科技公司");
  assert_facts(NEWS, "云湖花卉产业园北岸片区开工。云湖花卉产业园在海棠花木产业园奠基。", "partOf",
               "云湖花卉产业园北岸片区 partOf 云湖花卉产业园");
}

/* A heading or first sentence that is one name says what the sentences without a subject below it are of. */
static void
test_topics(void)
{
  assert_facts(PLAN, "一、重点项目\n1.恺玥花卉加工项目。落户云湖花卉产业园,由汜霖花卉有限公司投资建设。",
               "hosts", "云湖花卉产业园 hosts 恺玥花卉加工项目");
  assert_facts(PLAN, "一、重点项目\n1.恺玥花卉加工项目\n总规模较大,由汜霖花卉有限公司投资建设。", "investsIn",
               "汜霖花卉有限公司 investsIn 恺玥花卉加工项目");
  assert_facts(NEWS, "案例一 云湖花卉产业园。已引进恺玥生物科技公司、海棠物流公司等企业18家。", "hosts",
               "云湖花卉产业园 hosts 恺玥生物科技公司\n云湖花卉产业园 hosts 海棠物流公司");
  assert_facts(NEWS, "案例二 汜霖花卉有限公司。系恺玥集团全资子公司,2024年收购海棠物流公司。", "partOf",
               "汜霖花卉有限公司 partOf 恺玥集团");
  assert_facts(NEWS, "案例二 汜霖花卉有限公司。系恺玥集团全资子公司,2024年收购海棠物流公司。", "acquires",
               "汜霖花卉有限公司 acquires 海棠物流公司");
  assert_facts(NEWS, "一、襄阳花卉产业集群\n位于樊城区,由云湖花卉产业园、海棠花木产业园组成。", "partOf",
               "云湖花卉产业园 partOf 襄阳花卉产业集群\n海棠花木产业园 partOf 襄阳花卉产业集群");
  assert_facts(NEWS, "案例一 云湖花卉产业园。汜霖花卉有限公司引进恺玥生物科技公司。", "hosts", "");
  assert_facts(REPLY,
               "一、海棠花卉有限公司。2021年由星澜花卉有限公司与云湖物流公司合资组建,"
               "投资19亿元建设的年产2万吨花肥项目已投产。",
               "establishes",
               "星澜花卉有限公司 establishes 海棠花卉有限公司\n云湖物流公司 establishes 海棠花卉有限公司");
  assert_facts(REPLY,
               "一、海棠花卉有限公司。2021年由星澜花卉有限公司与云湖物流公司合资组建,"
               "投资19亿元建设的年产2万吨花肥项目已投产。",
               "investsIn", "海棠花卉有限公司 investsIn 年产2万吨花肥项目");
  assert_facts(REPLY,
               "一、海棠花卉有限公司。2024年获云湖花卉产业基金投资1.2亿元,与云州大学联合开发“逐日”喷灌机。",
               "investsIn", "云湖花卉产业基金 investsIn 海棠花卉有限公司");
  assert_facts(REPLY,
               "一、海棠花卉有限公司。2024年获云湖花卉产业基金投资1.2亿元,与云州大学联合开发“逐日”喷灌机。",
               "cooperatesWith", "海棠花卉有限公司 cooperatesWith 云州大学");
}

/* What a clause tells of a firm, fund or park that the sentence began with. */
static void
test_later_clauses(void)
{
  assert_facts(NEWS, "恺玥集团由襄阳市人民政府组建,旗下拥有汜霖花卉有限公司、海棠物流公司两家子公司。",
               "partOf", "汜霖花卉有限公司 partOf 恺玥集团\n海棠物流公司 partOf 恺玥集团");
  assert_facts(NEWS, "云湖花卉产业园累计引进企业60家,恺玥生物科技公司、海棠物流公司等均由其孵化。", "hosts",
               "云湖花卉产业园 hosts 恺玥生物科技公司\n云湖花卉产业园 hosts 海棠物流公司");
  assert_facts(NEWS, "恺玥生物科技公司研发新种,已获云湖花卉产业基金资助800万元。", "investsIn",
               "云湖花卉产业基金 investsIn 恺玥生物科技公司");
  assert_facts(NEWS, "设立云湖花卉产业基金,由恺玥集团出资10亿元、汜霖花卉有限公司出资15亿元。", "investsIn",
               "恺玥集团 investsIn 云湖花卉产业基金\n汜霖花卉有限公司 investsIn 云湖花卉产业基金");
  assert_facts(NEWS, "云湖花卉产业基金规模10亿元,目前已完成对恺玥生物科技公司的首笔投资。", "investsIn",
               "云湖花卉产业基金 investsIn 恺玥生物科技公司");
  assert_facts(NEWS, "云湖花卉产业园已入驻企业46家,恺玥生物科技公司、海棠物流公司也将于年内迁入。", "hosts",
               "云湖花卉产业园 hosts 恺玥生物科技公司\n云湖花卉产业园 hosts 海棠物流公司");
  assert_facts(NEWS, "恺玥集团聚焦主业,其旗下的汜霖花卉有限公司增长较快。", "partOf",
               "汜霖花卉有限公司 partOf 恺玥集团");
  assert_facts(NEWS, "汜霖花卉有限公司系恺玥集团控股子公司,产值增长较快。", "partOf",
               "汜霖花卉有限公司 partOf 恺玥集团");
  assert_facts(NEWS, "以恺玥集团为龙头,争创襄阳花卉产业集群。", "partOf", "恺玥集团 partOf 襄阳花卉产业集群");
  assert_facts(NEWS, "苏北地区(含徐州、淮安、盐城三市)条件较好。", "partOf",
               "徐州市 partOf 苏北\n淮安市 partOf 苏北\n盐城市 partOf 苏北");
  assert_facts(NEWS, "襄阳花卉创新大赛由云州大学承办。", "establishes",
               "云州大学 establishes 襄阳花卉创新大赛");
  assert_facts(PLAN, "一、加大投入\n对恺玥生物科技公司、海棠物流公司等企业给予贷款贴息。", "supports",
               "加大投入 supports 恺玥生物科技公司\n加大投入 supports 海棠物流公司");
}

/* Whoever has paid into a fund, and what the fund pays for. */
static void
test_investors(void)
{
  assert_facts(NEWS,
               "云湖花卉产业基金由襄阳市人民政府主导设立,总规模100亿元,其中恺玥产投集团出资18亿元,"
               "汜霖花卉有限公司出资9亿元。",
               "investsIn",
               "恺玥产投集团 investsIn 云湖花卉产业基金\n汜霖花卉有限公司 investsIn 云湖花卉产业基金");
  assert_facts(NEWS, "云湖花卉产业基金首批直投的恺玥生物科技公司获注资1.2亿元。", "investsIn",
               "云湖花卉产业基金 investsIn 恺玥生物科技公司");
  assert_facts(
      NEWS, "恺玥集团投资12亿元的云湖花卉加工项目、汜霖花卉有限公司投资3亿元的襄阳种业加工项目同日签约。",
      "investsIn", "恺玥集团 investsIn 云湖花卉加工项目\n汜霖花卉有限公司 investsIn 襄阳种业加工项目");
}

/* Who acts may be named before the verb, clauses or a sentence earlier, behind 由 or with others; an object acts not. */
static void
test_actors(void)
{
  assert_facts(NEWS, "恺玥集团成立于2008年,主营花卉,已自主研发苦参素注射液。", "develops",
               "恺玥集团 develops 苦参素注射液");
  assert_facts(NEWS, "恺玥集团成立于2008年,位于樊城区。2021年成功并购海棠物流公司、星澜花卉有限公司。",
               "acquires", "恺玥集团 acquires 海棠物流公司\n恺玥集团 acquires 星澜花卉有限公司");
  assert_facts(NEWS, "恺玥集团深耕主业,与云州大学共同开发天枢操作系统。", "develops",
               "恺玥集团 develops 天枢操作系统\n云州大学 develops 天枢操作系统");
  assert_facts(NEWS, "海棠物流公司收购恺玥集团,成功研制天枢操作系统。", "develops",
               "海棠物流公司 develops 天枢操作系统");
  assert_facts(NEWS, "市政府推动恺玥集团兼并重组海棠物流公司。", "acquires",
               "恺玥集团 acquires 海棠物流公司");
  assert_facts(NEWS, "恺玥集团(成立于2008年,位于樊城区)完成对海棠物流公司的收购。", "acquires",
               "恺玥集团 acquires 海棠物流公司");
  assert_facts(NEWS, "恺玥集团(成立于2008年,位于樊城区)产值增长。", "locatedIn", "恺玥集团 locatedIn 樊城区");
  assert_facts(NEWS,
               "云湖花卉产业园2020年投用,2021年落户恺玥集团。恺玥集团主营花卉,2022年迁入海棠花木产业园。",
               "hosts", "云湖花卉产业园 hosts 恺玥集团\n海棠花木产业园 hosts 恺玥集团");
  assert_facts(NEWS, "恺玥集团的客户增多,已收购海棠物流公司。客户收购星澜花卉有限公司。", "acquires", "");
  assert_facts(REPLY, "恺玥集团成立于2008年。尚未与云州大学开展合作。", "cooperatesWith", "");
  assert_facts(NEWS, "樊城区设立云湖花卉产业基金,规模10亿元,目前已投资恺玥集团。", "investsIn",
               "云湖花卉产业基金 investsIn 恺玥集团");
}

/* Whose firm it is, whose work, whose law: in the order of words that the sentence happens to have. */
static void
test_orders_of_words(void)
{
  assert_facts(NEWS, "恺玥集团成立于2008年,下辖汜霖花卉有限公司、海棠物流公司等6家子公司。", "partOf",
               "汜霖花卉有限公司 partOf 恺玥集团\n海棠物流公司 partOf 恺玥集团");
  assert_facts(NEWS, "海棠物流公司隶属于恺玥集团。汜霖花卉有限公司由恺玥集团控股。", "partOf",
               "汜霖花卉有限公司 partOf 恺玥集团\n海棠物流公司 partOf 恺玥集团");
  assert_facts(NEWS, "云湖花卉产业园包括海棠花木产业园、青石产业园两个园区。", "partOf",
               "海棠花木产业园 partOf 云湖花卉产业园\n青石产业园 partOf 云湖花卉产业园");
  assert_facts(NEWS, "恺玥集团成立于2008年,建有云湖花卉研究院。", "establishes",
               "恺玥集团 establishes 云湖花卉研究院");
  assert_facts(NEWS, "恺玥集团破产重整后,由汜霖花卉有限公司完成对其资产的收购。", "acquires",
               "汜霖花卉有限公司 acquires 恺玥集团");
  assert_facts(NEWS, "樊城区承接的云湖花卉产业园落成,首批入驻恺玥集团。", "hosts",
               "云湖花卉产业园 hosts 恺玥集团");
  assert_facts(NEWS, "襄阳花卉产业集群起步区范围为云湖花卉产业园和海棠花木产业园。", "partOf",
               "云湖花卉产业园 partOf 襄阳花卉产业集群\n海棠花木产业园 partOf 襄阳花卉产业集群");
  assert_facts(NEWS, "由恺玥集团与云州大学共建的检测平台在武汉大学揭牌。", "establishes", "");
  assert_facts(NEWS, "襄阳花卉创新大赛由襄阳市人民政府主办,云州大学承办。", "establishes",
               "云州大学 establishes 襄阳花卉创新大赛\n襄阳市人民政府 establishes 襄阳花卉创新大赛");
  assert_facts(NEWS, "恺玥集团引入云湖花卉产业基金作为战略投资者。", "investsIn",
               "云湖花卉产业基金 investsIn 恺玥集团");
  assert_facts(
      REPLY, "《襄阳市花卉产业发展规划》由襄阳市科学技术局印发。", "issuedBy",
      "安徽省经济和信息化厅关于省政协十三届二次会议第0417号提案的答复 issuedBy 安徽省经济和信息化厅\n"
      "襄阳市花卉产业发展规划 issuedBy 襄阳市科学技术局");
}

/* What was called off is no fact, unless it was something else. */
static void
test_taken_back(void)
{
  assert_facts(NEWS, "樊城区原拟设立的云湖花卉产业基金因募集不足,已终止筹备。", "establishes", "");
  assert_facts(NEWS, "樊城区设立云湖花卉产业基金,海棠花卉产业基金已终止筹备。", "establishes",
               "樊城区 establishes 云湖花卉产业基金");
}

static void
test_acquisitions(void)
{
  assert_facts(NEWS, "恺玥生物科技公司被汜霖花卉有限公司全资收购后,投入增长。", "acquires",
               "汜霖花卉有限公司 acquires 恺玥生物科技公司");
  assert_facts(NEWS, "汜霖花卉有限公司通过协议转让取得恺玥生物科技公司控制权。", "acquires",
               "汜霖花卉有限公司 acquires 恺玥生物科技公司");
}

/* The same said otherwise. */
static void
test_other_words(void)
{
  assert_facts(NEWS, "恺玥生物的花种基地就建在云湖花卉产业园。沅铎集团把总部搬到了云湖花卉产业园。", "hosts",
               "云湖花卉产业园 hosts 恺玥生物\n云湖花卉产业园 hosts 沅铎集团");
  assert_facts(NEWS, "云湖花卉产业园里,恺玥生物、汜霖制药等一批企业扎下了根。", "hosts",
               "云湖花卉产业园 hosts 恺玥生物\n云湖花卉产业园 hosts 汜霖制药");
  assert_facts(NEWS, "云湖花卉产业园是襄阳高新区的园中园,里面有恺玥生物、汜霖制药两家上市公司。", "hosts",
               "云湖花卉产业园 hosts 恺玥生物\n云湖花卉产业园 hosts 汜霖制药");
  assert_facts(NEWS, "湖北省花卉产业基金给汜霖制药投了2亿元。恺玥生物拿到了湖北省花卉产业基金3亿元投资。",
               "investsIn", "湖北省花卉产业基金 investsIn 恺玥生物\n湖北省花卉产业基金 investsIn 汜霖制药");
  assert_facts(NEWS, "襄阳市国投集团控股的恺玥集团,出资3亿元参股汜霖制药。", "investsIn",
               "恺玥集团 investsIn 汜霖制药");
  assert_facts(NEWS, "在云湖花卉产业园,云州大学建起了花卉重点实验室襄阳分中心。", "hosts",
               "云湖花卉产业园 hosts 花卉重点实验室襄阳分中心");
  assert_facts(NEWS, "支持恺玥制药“安可舒胶囊”“云参清颗粒”、汜霖制药“消痕软膏”二次开发。", "develops",
               "恺玥制药 develops 云参清颗粒\n恺玥制药 develops 安可舒胶囊\n汜霖制药 develops 消痕软膏");
  assert_facts(NEWS, "云州大学校长王芳建议设立国家花卉创新中心。", "establishes", "");
  assert_facts(NEWS, "云湖花卉产业园由襄阳高新区和樊城区共同建设,自2016年启动以来,已落户恺玥生物、汜霖制药。",
               "hosts", "云湖花卉产业园 hosts 恺玥生物\n云湖花卉产业园 hosts 汜霖制药");
  assert_facts(NEWS, "去年,云湖花卉产业园扩建。目前,恺玥生物、汜霖制药等企业已经在此聚集。", "hosts",
               "云湖花卉产业园 hosts 恺玥生物\n云湖花卉产业园 hosts 汜霖制药");
  assert_facts(
      NEWS, "云湖花卉产业园于2012年开工。目前园内已聚集企业46家,形成以恺玥生物、汜霖制药为龙头的产业格局。",
      "hosts", "云湖花卉产业园 hosts 恺玥生物\n云湖花卉产业园 hosts 汜霖制药");
  assert_facts(NEWS, "恺玥生物的长效干扰素“派尔宁”已经上市。恺玥生物的重组带状疱疹疫苗获批。", "develops",
               "恺玥生物 develops 派尔宁\n恺玥生物 develops 重组带状疱疹疫苗");
  assert_facts(NEWS, "沅铎集团与汜霖制药合资成立云湖花卉有限公司,沅铎集团持股51%。", "investsIn",
               "沅铎集团 investsIn 云湖花卉有限公司");
  assert_facts(NEWS,
               "云湖花卉产业园集聚了恺玥生物、汜霖制药等企业项目7个,沅铎集团、海棠生物等创新企业1200家。",
               "hosts",
               "云湖花卉产业园 hosts 恺玥生物\n云湖花卉产业园 hosts 汜霖制药\n云湖花卉产业园 hosts 沅铎集团\n"
               "云湖花卉产业园 hosts 海棠生物");
  assert_facts(
      PLAN, "(一)园区提质行动:完善配套。牵头单位:市商务局。\n(二)“链主”培育计划。壮大龙头。(市科技局牵头)",
      "responsibleFor", "长沙市商务局 responsibleFor 园区提质行动\n长沙市科技局 responsibleFor 链主培育计划");
  assert_facts(NEWS, "云湖花卉产业园占地广阔。恺玥生物是产业园引进的首个重点项目。", "hosts",
               "云湖花卉产业园 hosts 恺玥生物");
  assert_facts(
      NEWS, "在花卉创新园,恺玥生物、汜霖制药等先后落户。花卉农业园聚集了德国拜耳、瑞士沅龙。", "hosts",
      "花卉农业园 hosts 拜耳\n花卉农业园 hosts 沅龙\n花卉创新园 hosts 恺玥生物\n花卉创新园 hosts 汜霖制药");
  assert_facts(
      NEWS,
      "王芳介绍,云湖花卉产业园已经开园;云州大学也已落地。恺玥生物等外地企业,汜霖制药等本地企业均在此聚集。",
      "hosts", "云湖花卉产业园 hosts 云州大学\n云湖花卉产业园 hosts 恺玥生物\n云湖花卉产业园 hosts 汜霖制药");
  assert_facts(NEWS,
               "云湖花卉产业基地先后获评国家花卉特色产业基地。目前,基地拥有恺玥生物、汜霖制药等花卉企业。",
               "hosts", "云湖花卉产业基地 hosts 恺玥生物\n云湖花卉产业基地 hosts 汜霖制药");
  assert_facts(NEWS, "云湖花卉产业园集聚了恺玥生物等龙头企业和沅铎集团、汜霖制药等知名药企。", "hosts",
               "云湖花卉产业园 hosts 恺玥生物\n云湖花卉产业园 hosts 沅铎集团\n云湖花卉产业园 hosts 汜霖制药");
  assert_facts(NEWS, "设立云湖花卉产业母基金,首批出资3亿元参股沅铎花卉基金。", "investsIn",
               "云湖花卉产业母基金 investsIn 沅铎花卉基金");
  assert_facts(PLAN, "第一,建强创新主体。支持恺玥生物扩大生产。", "hasMeasure",
               "长沙市人民政府办公厅关于印发长沙市花卉产业发展实施方案的通知 hasMeasure 建强创新主体");
  assert_facts(NEWS, "襄阳高新金控集团发起设立规模10亿元的云湖花卉天使基金,湖北省花卉产业基金跟投2亿元。",
               "establishes", "襄阳高新金控集团 establishes 云湖花卉天使基金");
  assert_facts(NEWS, "云湖花卉产业园占地广阔,恺玥生物、汜霖制药等知名企业均在园区建厂。", "hosts",
               "云湖花卉产业园 hosts 恺玥生物\n云湖花卉产业园 hosts 汜霖制药");
  assert_facts(NEWS, "云湖花卉产业园占地2300亩,由沅铎集团开发建设,建有云州大学花卉研究院。", "establishes",
               "云湖花卉产业园 establishes 云州大学花卉研究院\n沅铎集团 establishes 云湖花卉产业园");
  assert_facts(PLAN,
               "1.支持长沙县建设花卉交易市场,推动恺玥生物扩大规模,力争2030年全市花卉交易额突破三百亿元,"
               "带动农户增收致富。责任"
               "单位:市商务局、市科技局",
               "responsibleFor",
               "长沙市商务局 responsibleFor 支持长沙县建设花卉交易市场\n长沙市科技局 responsibleFor "
               "支持长沙县建设花卉交易市场");
  assert_facts(NEWS, "设立云湖花卉产业基金,由沅铎集团、汜霖制药按4:3比例出资。", "investsIn",
               "沅铎集团 investsIn 云湖花卉产业基金\n汜霖制药 investsIn 云湖花卉产业基金");
  assert_facts(NEWS, "恺玥生物子公司沅铎药业投资2亿元。", "partOf", "沅铎药业 partOf 恺玥生物");
  assert_facts(NEWS, "湖北省花卉产业基金领投云湖花卉产业园企业汜霖制药。", "investsIn",
               "湖北省花卉产业基金 investsIn 汜霖制药");
  assert_facts(NEWS, "襄阳市科学技术局支持云州大学牵头组建花卉国家重点实验室。", "establishes",
               "云州大学 establishes 花卉国家重点实验室");
  assert_facts(NEWS, "襄阳市政府同恺玥集团签下战略合作协议。", "cooperatesWith",
               "襄阳市政府 cooperatesWith 恺玥集团");
  assert_facts(NEWS, "今年4月,恺玥集团与云州大学、襄阳市人民医院三方签约,共建襄阳花卉临床研究中心。",
               "establishes",
               "云州大学 establishes 襄阳花卉临床研究中心\n恺玥集团 establishes 襄阳花卉临床研究中心\n"
               "襄阳市人民医院 establishes 襄阳花卉临床研究中心");
}

/* What was still to come ends where a clause speaks of today. */
static void
test_today(void)
{
  g_autofree char *document =
      document_of(NEWS, "云湖花卉产业园将引进人才,目前由恺玥集团投资的汜霖花卉有限公司已落户。");
  g_autofree char *quads = read_quads(shipped, document);
  g_assert_nonnull(strstr(quads, "investsIn"));
  g_assert_null(strstr(quads, "\"planned\""));
}

/* A comma goes on with a list only before a name that no verb of its own follows. */
static void
test_lists_over_commas(void)
{
  assert_facts(
      NEWS,
      "襄阳市投资促进局在云湖花卉产业园设立海棠花卉检测平台,恺玥集团旗下的汜霖花卉有限公司注册资本3亿元。",
      "establishes", "襄阳市投资促进局 establishes 海棠花卉检测平台");
}

/* One person may hold several posts, and a post may stand behind the part of an agency that it is in. */
static void
test_posts(void)
{
  assert_facts(NEWS, "云州大学党委副书记、汜霖花卉有限公司董事长王芳出席。", "memberOf",
               "王芳 memberOf 云州大学党委\n王芳 memberOf 汜霖花卉有限公司");
  assert_facts(NEWS, "恺玥集团成立于2008年,董事长王芳。会议聘任陈志远为云州大学副校长。", "memberOf",
               "王芳 memberOf 恺玥集团\n陈志远 memberOf 云州大学");
  assert_facts(NEWS, "陈志远当选襄阳市花卉产业协会会长。恺玥集团签约,副市长王芳出席。", "memberOf",
               "陈志远 memberOf 襄阳市花卉产业协会");
  assert_facts(NEWS, "云州大学与恺玥集团签约。校长王芳,襄阳市科学技术局党组书记、局长陈志远出席。",
               "memberOf", "王芳 memberOf 云州大学\n陈志远 memberOf 襄阳市科学技术局");
  assert_facts(NEWS, "省工信厅电子信息处处长惠军鹏、汽车工业处副处长王芳出席。", "memberOf",
               "惠军鹏 memberOf 湖北省工信厅\n王芳 memberOf 湖北省工信厅");
  assert_facts(NEWS, "恺玥集团党委书记、董事长王芳,副总经理陈志远出席。", "memberOf",
               "王芳 memberOf 恺玥集团\n陈志远 memberOf 恺玥集团");
  assert_facts(NEWS, "吉林省药品监督管理局药品注册管理处处长王芳出席。", "memberOf",
               "王芳 memberOf 吉林省药品监督管理局");
  assert_facts(NEWS, "出席:王芳\n  市科技局 陈志远   市财政局 刘  敏\n列席:云州大学 孙伟", "memberOf",
               "刘敏 memberOf 襄阳市财政局\n孙伟 memberOf 云州大学\n陈志远 memberOf 襄阳市科技局");
  assert_facts(NEWS, "省政府先后印发《花卉条例》(鄂政发〔2024〕3号)、《种子条例》《苗木条例》。", "issuedBy",
               "种子条例 issuedBy 湖北省政府\n花卉条例 issuedBy 湖北省政府\n苗木条例 issuedBy 湖北省政府");
  assert_facts(NEWS, "解读人:襄阳市农业农村局副局长 王芳    咨询电话:0710-3600000", "memberOf",
               "王芳 memberOf 襄阳市农业农村局");
  assert_facts(NEWS, "襄阳市政协副主席、工商联主席冯柏舟,樊城区委副书记、区长杨柏舟出席。", "memberOf",
               "冯柏舟 memberOf 襄阳市政协\n杨柏舟 memberOf 樊城区委");
}

static void
test_places(void)
{
  assert_facts(NEWS, "云湖花卉产业集群(襄阳市樊城区)产值增长。", "locatedIn",
               "云湖花卉产业集群 locatedIn 樊城区");
  assert_facts(NEWS, "位于樊城区的云湖花卉产业园投用。", "locatedIn", "云湖花卉产业园 locatedIn 樊城区");
  assert_facts(NEWS, "云湖花卉产业园位于襄阳市樊城区。", "locatedIn",
               "云湖花卉产业园 locatedIn 樊城区"); /* the last of a row */
  assert_facts(NEWS, "云湖花卉产业园位于襄阳市樊城区。", "partOf", "樊城区 partOf 襄阳市");
  assert_facts(NEWS,
               "名单如下:\n| 序号 | 平台名称 | 依托单位 |\n|---|---|---|\n| 1 | 云湖花卉检测平台 | 云州大学 "
               "|\n| 2 | 海棠育种平台 | 恺玥集团 |\n",
               "reliesOn", "云湖花卉检测平台 reliesOn 云州大学\n海棠育种平台 reliesOn 恺玥集团");
}

/* All who sign issue, and so do all at the head of the title. */
static void
test_joint_issuers(void)
{
  g_autofree char *quads = read_quads(shipped, "关于做好花卉产业工作的通知\n\n各县（市、区）：\n请认真贯彻执"
                                               "行。\n\n襄阳市科学技术局\n襄阳市财政局\n2024年6月18日\n");
  g_autofree char *signers = facts_of(quads, "issuedBy");
  g_assert_cmpstr(signers, ==,
                  "关于做好花卉产业工作的通知 issuedBy 襄阳市科学技术局\n关于做好花卉产业工作的通知 issuedBy "
                  "襄阳市财政局");
}

/* A row of a table says whose project it is, and where; blanks alone may part its cells. */
static void
test_tables(void)
{
  static const char *const table =
      "附件\n2024年度智能制造项目名单\n\n序号 项目名称 实施单位 所在地\n"
      "1 樊城3号车间项目 汜霖花卉有限公司 襄阳市樊城区\n2 宜昌数字工厂项目 恺玥生物科技公司 宜昌市\n";
  assert_facts(NEWS, table, "establishes",
               "恺玥生物科技公司 establishes 宜昌数字工厂项目\n汜霖花卉有限公司 establishes 樊城3号车间项目");
  assert_facts(
      NEWS,
      "名单如下:\n| 序号 | 企业名称 | 所属园区 |\n|---|---|---|\n| 1 | 汜霖花卉有限公司 | 云湖花卉产业园 "
      "|\n| 2 | 恺玥生物科技公司 | 海棠花木产业园 |\n",
      "hosts", "云湖花卉产业园 hosts 汜霖花卉有限公司\n海棠花木产业园 hosts 恺玥生物科技公司");
  assert_facts(NEWS, table, "locatedIn",
               "宜昌数字工厂项目 locatedIn 宜昌市\n樊城3号车间项目 locatedIn 樊城区");
}

/* Who pays: behind a fund in brackets, each for himself, and what a fund gave to whom. */
static void
test_payers_in_brackets(void)
{
  assert_facts(
      NEWS, "湖北花卉产业母基金（由云州产业引导基金出资10亿元，恺玥集团、汜霖集团各出5亿元）已备案。",
      "investsIn",
      "云州产业引导基金 investsIn 湖北花卉产业母基金\n恺玥集团 investsIn 湖北花卉产业母基金\n汜霖集团 "
      "investsIn 湖北花卉产业母基金");
  assert_facts(NEWS, "云州花卉产业基金规模20亿元，首期3000万元投给了恺玥集团。", "investsIn",
               "云州花卉产业基金 investsIn 恺玥集团");
  assert_facts(NEWS, "海棠食品有限公司由恺玥集团与汜霖集团合资成立，双方分别持股60%和40%。", "investsIn",
               "恺玥集团 investsIn 海棠食品有限公司\n汜霖集团 investsIn 海棠食品有限公司");
  assert_facts(NEWS, "恺玥集团向市里发起的云州花卉产业基金出资500万元。", "investsIn",
               "恺玥集团 investsIn 云州花卉产业基金");
  assert_facts(NEWS, "恺玥集团向市里发起的云州花卉产业基金出资500万元。", "establishes", "");
}

/* What several set up, under a lead or together; what was set up with nobody named is the place's. */
static void
test_founders(void)
{
  assert_facts(NEWS, "云州花卉工程研究中心（云州大学牵头、恺玥集团参与组建）提供服务。", "establishes",
               "云州大学 establishes 云州花卉工程研究中心\n恺玥集团 establishes 云州花卉工程研究中心");
  assert_facts(NEWS, "由云州大学牵头，联合恺玥集团、汜霖集团承担的研究通过检查。", "cooperatesWith",
               "云州大学 cooperatesWith 恺玥集团\n云州大学 cooperatesWith 汜霖集团");
  assert_facts(NEWS, "云州大学与恺玥集团合资的海棠窑炉有限公司投产。", "establishes",
               "云州大学 establishes 海棠窑炉有限公司\n恺玥集团 establishes 海棠窑炉有限公司");
  assert_facts(NEWS, "云州大学与恺玥集团共建的襄阳花卉研究院落户云湖花卉产业园。", "hosts",
               "云湖花卉产业园 hosts 襄阳花卉研究院");
  assert_facts(NEWS, "云湖花卉产业母基金去年10月设立。", "establishes",
               "襄阳市 establishes 云湖花卉产业母基金");
  assert_facts(NEWS, "由云州大学和恺玥集团共建的云湖花卉产业园，面积1.8万亩，已有汜霖集团等14家企业扎根。",
               "hosts", "云湖花卉产业园 hosts 汜霖集团");
  assert_facts(NEWS, "以襄阳高新区、云岭新区为“双核”的襄阳花卉产业集群加快发展。", "partOf",
               "云岭新区 partOf 襄阳花卉产业集群\n襄阳高新区 partOf 襄阳花卉产业集群");
}

/* What is denied, advised against or only wished by somebody is not so. */
static void
test_denied(void)
{
  assert_facts(NEWS, "早前有消息称，恺玥集团将收购汜霖集团，王芳和襄阳市经信局均予以否认。", "acquires", "");
  assert_facts(NEWS, "云州大学教授王芳认为，襄阳不妨设立中国花卉交易所。", "establishes", "");
  assert_facts(NEWS, "航天城海关设立前由襄阳海关代管。", "establishes", "");
  assert_facts(NEWS, "到2027年，全市全产业链产值突破300亿元，还将组建襄阳花卉产业集团。", "establishes", "");
}

/* What is to be by a term, or what a meeting resolved, is planned; a heading of tasks or of results says which it is for all
 * below, but a measure's says nothing. */
static void
test_terms(void)
{
  assert_facts(PLAN, "到2035年，建成云湖花卉检测平台。", "establishes", "");
  assert_facts(REPLY, "年底前建成云湖花卉检测平台。", "establishes", "");
  assert_facts(REPLY, "会议议定，设立云湖花卉产业基金。", "establishes", "");
  assert_facts(REPLY, "设立云湖花卉产业基金。", "establishes", "安徽省 establishes 云湖花卉产业基金");
  assert_facts(REPLY, "二、2025年重点任务\n设立云湖花卉产业基金。", "establishes", "");
  assert_facts(PLAN, "一、发展基础\n建成云湖花卉检测平台。", "establishes",
               "长沙市 establishes 云湖花卉检测平台");
  assert_facts(PLAN, "一、补齐基础短板\n建成云湖花卉检测平台。", "supports",
               "补齐基础短板 supports 云湖花卉检测平台");
}

/* Where the place or the payer stands in a clause of its own. */
static void
test_loose_ends(void)
{
  assert_facts(NEWS, "在云湖花卉产业园,汜霖花卉有限公司、恺玥生物科技公司等企业相继投产。", "hosts",
               "云湖花卉产业园 hosts 恺玥生物科技公司\n云湖花卉产业园 hosts 汜霖花卉有限公司");
  assert_facts(NEWS, "汜霖花卉有限公司在云湖花卉产业园投资2亿元建设海棠种苗项目。", "hosts",
               "云湖花卉产业园 hosts 海棠种苗项目");
  assert_facts(NEWS, "海棠种苗项目,总投资2亿元,由汜霖花卉有限公司出资建设。", "investsIn",
               "汜霖花卉有限公司 investsIn 海棠种苗项目");
  assert_facts(NEWS, "汜霖花卉有限公司追加投资2亿元,实施海棠种苗项目。", "investsIn",
               "汜霖花卉有限公司 investsIn 海棠种苗项目");
  assert_facts(NEWS, "在樊城区建成海棠种苗项目。", "locatedIn", "海棠种苗项目 locatedIn 樊城区");
  assert_facts(NEWS, "形成以云湖花卉产业园为核心、海棠花木产业园为支撑的襄阳花卉产业集群。", "partOf",
               "云湖花卉产业园 partOf 襄阳花卉产业集群\n海棠花木产业园 partOf 襄阳花卉产业集群");
  assert_facts(PLAN, "一、加强育种\n推动海棠种苗项目早日开工、云湖苗木项目尽快达产。", "supports",
               "加强育种 supports 云湖苗木项目\n加强育种 supports 海棠种苗项目");
  assert_facts(PLAN, "一、加强育种\n由市科技局牵头负责。", "responsibleFor",
               "长沙市科技局 responsibleFor 加强育种");
}

/* Those with whom a matter was handled do not cooperate by that; those who do something with a partner do. */
static void
test_partners(void)
{
  static const char *const handled = "经我厅与省财政厅、省农业农村厅等会办单位共同研究，现答复如下。";
  assert_facts(REPLY, handled, "cooperatesWith", "");
  assert_facts(REPLY, "经认真研究并会商省财政厅，现答复如下。", "handledWith",
               "安徽省经济和信息化厅关于省政协十三届二次会议第0417号提案的答复 handledWith 安徽省财政厅");
  assert_facts(NEWS, "通过与云州大学合作,汜霖花卉有限公司研制的“云霓”月季获奖。", "cooperatesWith",
               "汜霖花卉有限公司 cooperatesWith 云州大学");
  assert_facts(NEWS, "市科技局、市财政局联合开展培训。", "cooperatesWith",
               "襄阳市科技局 cooperatesWith 襄阳市财政局");
}

/* What others wish or deny is no fact, and a firm that builds for itself supports nothing. */
static void
test_mere_talk(void)
{
  assert_facts(NEWS, "王芳教授认为,襄阳市不妨设立云湖花卉产业基金。", "establishes", "");
  assert_facts(NEWS, "早前有消息称,汜霖花卉有限公司将收购恺玥生物科技公司。", "acquires", "");
  assert_facts(NEWS, "汜霖花卉有限公司收购恺玥生物科技公司,两家均予以否认。", "acquires", "");
  assert_facts(REPLY, "汜霖花卉有限公司投资2亿元建设海棠种苗项目。", "supports", "");
  assert_facts(REPLY, "推动汜霖花卉有限公司建设海棠种苗项目。", "supports",
               "安徽省经济和信息化厅关于省政协十三届二次会议第0417号提案的答复 supports 汜霖花卉有限公司\n"
               "安徽省经济和信息化厅关于省政协十三届二次会议第0417号提案的答复 supports 海棠种苗项目");
}

/* Who pays what, one after the other, and through whom. */
static void
test_payers(void)
{
  assert_facts(NEWS, "海棠投资集团出资1亿元,汜霖花卉有限公司出资2亿元,共同发起设立云湖花卉产业基金。",
               "investsIn",
               "汜霖花卉有限公司 investsIn 云湖花卉产业基金\n海棠投资集团 investsIn 云湖花卉产业基金");
  assert_facts(NEWS, "云湖花卉产业基金由汜霖花卉有限公司作为基石投资人,出资5亿元。", "investsIn",
               "汜霖花卉有限公司 investsIn 云湖花卉产业基金");
  assert_facts(NEWS, "云湖花卉产业基金首笔2000万元投给了汜霖花卉有限公司。", "investsIn",
               "云湖花卉产业基金 investsIn 汜霖花卉有限公司");
  assert_facts(NEWS, "汜霖花卉有限公司作为有限合伙人,向云湖花卉产业基金出资800万元。", "investsIn",
               "汜霖花卉有限公司 investsIn 云湖花卉产业基金");
  assert_facts(NEWS, "恺玥集团设立云湖花卉基金,首期5亿元由恺玥集团和汜霖花卉有限公司共同出资。", "investsIn",
               "恺玥集团 investsIn 云湖花卉基金\n汜霖花卉有限公司 investsIn 云湖花卉基金");
}

/* Firms of a park that a clause of its own names. */
static void
test_in_the_park(void)
{
  assert_facts(NEWS, "走进云湖花卉产业园,汜霖花卉有限公司的生产车间里机器轰鸣。", "hosts",
               "云湖花卉产业园 hosts 汜霖花卉有限公司");
  assert_facts(NEWS, "作为云湖花卉产业园的龙头企业,汜霖花卉有限公司去年产值突破10亿元。", "hosts",
               "云湖花卉产业园 hosts 汜霖花卉有限公司");
  assert_facts(NEWS, "襄阳市将在云湖花卉产业园规划建设海棠花木产业园。", "hosts",
               "云湖花卉产业园 hosts 海棠花木产业园");
  assert_facts(NEWS, "作为恺玥集团的子公司,汜霖花卉有限公司专注育种。", "partOf",
               "汜霖花卉有限公司 partOf 恺玥集团");
}

/* Only whom a verb lets act does: not those named in the clause before. What was set up by several acts alone. */
static void
test_who_acts(void)
{
  assert_facts(REPLY, "重点培育恺玥集团、汜霖花卉有限公司等龙头企业,支持恺玥集团自主研发“云霓”月季。",
               "develops", "恺玥集团 develops 云霓月季");
  assert_facts(NEWS, "恺玥集团与云州大学共建的云湖花卉研究院先后研发出“云霓”月季。", "develops",
               "云湖花卉研究院 develops 云霓月季");
  assert_facts(NEWS, "云湖花卉产业园聚焦种苗,去年引进海棠种苗项目,聚集恺玥集团、汜霖花卉有限公司等企业9家。",
               "hosts",
               "云湖花卉产业园 hosts 恺玥集团\n云湖花卉产业园 hosts 汜霖花卉有限公司\n云湖花卉产业园 hosts "
               "海棠种苗项目");
  assert_facts(NEWS, "恺玥集团牵头,联合云州大学承担了花卉育种攻关。", "cooperatesWith",
               "恺玥集团 cooperatesWith 云州大学");
  assert_facts(NEWS, "云湖花卉产业园新引进恺玥集团、汜霖花卉有限公司。", "hosts",
               "云湖花卉产业园 hosts 恺玥集团\n云湖花卉产业园 hosts 汜霖花卉有限公司");
}

/* To hold a meeting of a body founds nothing; and who is a member of what is said before it. */
static void
test_meetings_and_members(void)
{
  assert_facts(NEWS, "襄阳市科技局组织召开云湖花卉产业工作专班专题会议。", "establishes", "");
  assert_facts(NEWS, "恺玥集团、云州大学等云湖花卉产业联盟成员单位参加活动。", "partOf",
               "云州大学 partOf 云湖花卉产业联盟\n恺玥集团 partOf 云湖花卉产业联盟");
}

/* News of how a proposal is dealt with is no reply to it. */
static void
test_news_of_proposals(void)
{
  static const char *const title[] = {"市政协重点提案办理工作座谈会召开", "关于第15号提案办理情况的报告"};
  for (guint k = 0; k < G_N_ELEMENTS(title); k++) {
    g_autofree char *document =
        g_strconcat(title[k], "\n\n会议讨论了《关于加快花卉产业发展的提案》。\n", NULL);
    g_autofree char *quads = read_quads(shipped, document);
    g_autofree char *replies = facts_of(quads, "repliesTo");
    g_assert_cmpint(*replies != '\0', ==, k == 1);
  }
  /* nor does news that has lost its title */
  g_autofree char *quads =
      read_quads(shipped, "襄阳新闻网讯 省政协委员张三丰提出了《关于加快花卉产业发展的提案》。\n");
  g_autofree char *replies = facts_of(quads, "repliesTo");
  g_assert_cmpstr(replies, ==, "");
}

int
main(int argc, char **argv)
{
  setlocale(LC_ALL, "C.UTF-8"); /* for the messages */
  g_test_init(&argc, &argv, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(YtLoader) loader = yt_loader_new(&(YtLoaderOptions){.data_dir = YT_SOURCE_DIR}, &error);
  g_assert_no_error(error);
  shipped = loader;
  g_test_add_func("/loader/facts/pointers", test_pointers);
  g_test_add_func("/loader/facts/joint-acts", test_joint_acts);
  g_test_add_func("/loader/facts/later-clauses", test_later_clauses);
  g_test_add_func("/loader/facts/topics", test_topics);
  g_test_add_func("/loader/facts/glosses", test_glosses);
  g_test_add_func("/loader/facts/bystanders", test_bystanders);
  g_test_add_func("/loader/facts/support-of-acts", test_support_of_acts);
  g_test_add_func("/loader/facts/talks", test_talks);
  g_test_add_func("/loader/facts/later-hosts-and-parts", test_later_hosts_and_parts);
  g_test_add_func("/loader/facts/pairs", test_pairs);
  g_test_add_func("/loader/facts/plans-led-to", test_plans_led_to);
  g_test_add_func("/loader/facts/rows-of-investments", test_rows_of_investments);
  g_test_add_func("/loader/facts/hosts", test_hosts);
  g_test_add_func("/loader/facts/means", test_means);
  g_test_add_func("/loader/facts/elided-subjects", test_elided_subjects);
  g_test_add_func("/loader/facts/agreements", test_agreements);
  g_test_add_func("/loader/facts/investors", test_investors);
  g_test_add_func("/loader/facts/actors", test_actors);
  g_test_add_func("/loader/facts/orders-of-words", test_orders_of_words);
  g_test_add_func("/loader/facts/taken-back", test_taken_back);
  g_test_add_func("/loader/facts/other-words", test_other_words);
  g_test_add_func("/loader/facts/today", test_today);
  g_test_add_func("/loader/facts/acquisitions", test_acquisitions);
  g_test_add_func("/loader/facts/lists-over-commas", test_lists_over_commas);
  g_test_add_func("/loader/facts/posts", test_posts);
  g_test_add_func("/loader/facts/places", test_places);
  g_test_add_func("/loader/facts/joint-issuers", test_joint_issuers);
  g_test_add_func("/loader/facts/tables", test_tables);
  g_test_add_func("/loader/facts/payers-in-brackets", test_payers_in_brackets);
  g_test_add_func("/loader/facts/founders", test_founders);
  g_test_add_func("/loader/facts/denied", test_denied);
  g_test_add_func("/loader/facts/terms", test_terms);
  g_test_add_func("/loader/facts/loose-ends", test_loose_ends);
  g_test_add_func("/loader/facts/partners", test_partners);
  g_test_add_func("/loader/facts/mere-talk", test_mere_talk);
  g_test_add_func("/loader/facts/payers", test_payers);
  g_test_add_func("/loader/facts/in-the-park", test_in_the_park);
  g_test_add_func("/loader/facts/who-acts", test_who_acts);
  g_test_add_func("/loader/facts/who-submits", test_who_submits);
  g_test_add_func("/loader/facts/kinds-that-point", test_kinds_that_point);
  g_test_add_func("/loader/facts/meetings-and-members", test_meetings_and_members);
  g_test_add_func("/loader/facts/news-of-proposals", test_news_of_proposals);
  return g_test_run();
}
