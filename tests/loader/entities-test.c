/* Which mentions are one thing, and what it is called: read off the quads. */
#include "support.h"

static const YtLoader *shipped;

/* Does the document's graph have a thing of that class with this name, and this alias if one is given? */
static gboolean
has_entity(const char *quads, const char *class, const char *name, const char *alias)
{
  g_autofree char *label = g_strdup_printf(" <" YT_RDFS_NS "label> \"%s\"@zh .\n", name);
  for (const char *at = strstr(quads, label); at; at = strstr(at + 1, label)) {
    const char *line = at;
    while (line > quads && line[-1] != '\n')
      line--;
    g_autofree char *subject = g_strndup(line, (gsize) (at - line));
    g_autofree char *type = g_strdup_printf("%s <" YT_RDF_NS "type> <" YT_NS "%s> .\n", subject, class);
    g_autofree char *other = g_strdup_printf("%s <" YT_SKOS_NS "altLabel> \"%s\"@zh .\n", subject, alias);
    if (strstr(quads, type) && (!alias || strstr(quads, other)))
      return TRUE;
  }
  return FALSE;
}

static void
assert_entity(const char *document, const char *class, const char *name, const char *alias)
{
  g_autofree char *quads = read_quads(shipped, document);
  if (!has_entity(quads, class, name, alias))
    g_error("no %s %s, alias %s, in:\n%s", class, name, alias ? alias : "none", quads);
}

static guint
count_entities(const char *document, const char *class)
{
  g_autofree char *quads = read_quads(shipped, document);
  g_autofree char *type = g_strdup_printf(" <" YT_RDF_NS "type> <" YT_NS "%s> .\n", class);
  guint n = 0;
  for (const char *at = strstr(quads, type); at; at = strstr(at + 1, type))
    n++;
  return n;
}

/* Short forms are expanded by the document's jurisdiction: the same 省科技厅 is another agency in another province. */
static void
test_short_agencies(void)
{
  assert_entity("湖北省人民政府办公厅关于发展花卉产业的通知\n\n省科技厅会同省财政厅支持企业发展。\n",
                "Agency", "湖北省科技厅", "省科技厅");
  assert_entity("浙江省人民政府办公厅关于发展花卉产业的通知\n\n省科技厅会同省财政厅支持企业发展。\n",
                "Agency", "浙江省科技厅", "省科技厅");
  assert_entity("襄阳市人民政府关于发展花卉产业的通知\n\n市科技局支持企业发展。\n", "Agency", "襄阳市科技局",
                "市科技局");
  assert_entity("襄阳市人民政府关于发展花卉产业的通知\n\n省科技厅支持企业发展。\n", "Agency", "湖北省科技厅",
                "省科技厅");
  assert_entity("重庆市人民政府关于发展花卉产业的通知\n\n市科技局支持企业发展。\n", "Agency", "重庆市科技局",
                "市科技局");
}

/* The government beside a named place's committee is of that place. */
static void
test_committees(void)
{
  static const char *const head = "湖北省人民政府办公厅关于发展花卉产业的通知\n\n";
  g_autofree char *beside = g_strconcat(head, "南阳市委、市政府高度重视。\n", NULL);
  g_autofree char *together = g_strconcat(head, "蕲春县委县政府高度重视。\n", NULL);
  assert_entity(beside, "Agency", "南阳市政府", "市政府");
  assert_entity(together, "Agency", "蕲春县政府", "县政府");
  assert_entity(together, "Agency", "蕲春县委", NULL);
}

/* A park that only its trade names is that of the place before 的; a name of its own stays. */
static void
test_parks_of_places(void)
{
  static const char *const two =
      "湖北省人民政府办公厅关于发展医药产业的通知\n\n"
      "樊城区的生物医药产业园、襄州区的生物医药产业园投用。樊城区的云湖花卉产业园扩建。\n";
  assert_entity(two, "Park", "樊城区生物医药产业园", "生物医药产业园");
  assert_entity(two, "Park", "襄州区生物医药产业园", "生物医药产业园");
  assert_entity(two, "Park", "云湖花卉产业园", NULL);
}

/* Several who are called one by one, and a district that shares its name with another province's. */
static void
test_called_one_by_one(void)
{
  static const char *const answer =
      "上海市普陀区商务委员会对区政协十五届三次会议第170号提案的答复\n\n"
      "朱杰委员、朱雪琴委员、江天委员:\n您提出的提案收悉,现答复如下:\n区政协高度重视。\n";
  assert_entity(answer, "Person", "朱杰", NULL);
  assert_entity(answer, "Person", "江天", NULL);
  assert_entity(answer, "Agency", "普陀区政协", "区政协");
}

/* 市委、政府 in a county's document: 市 is said once for both. */
static void
test_shared_level(void)
{
  assert_entity("滨海县人民政府关于发展花卉产业的通知\n\n市委、政府高度重视。\n", "Agency", "盐城市政府",
                "政府");
  assert_entity("滨海县人民政府关于发展花卉产业的通知\n\n县委、政府高度重视。\n", "Agency", "滨海县人民政府",
                "政府");
}

/* An agency's short and full kind name one agency. */
static void
test_kinds_of_agencies(void)
{
  static const char document[] =
      "襄阳市人民政府关于发展花卉产业的通知\n\n襄阳市经济和信息化局负责落实。\n市经信局会同企业研究。\n";
  assert_entity(document, "Agency", "襄阳市经济和信息化局", "市经信局");
  assert_entity(document, "Agency", "襄阳市经济和信息化局", "襄阳市经信局");
}

/* Places have their full names, and their code. */
static void
test_places(void)
{
  static const char document[] = "湖北省人民政府关于发展花卉产业的通知\n\n支持襄阳、宜昌等地发展花卉产业。\n";
  assert_entity(document, "Place", "襄阳市", "襄阳");
  g_autofree char *quads = read_quads(shipped, document);
  g_assert_nonnull(strstr(quads, "<" YT_NS "divisionCode> \"420600\" .\n"));
}

/* A bracket that renames gives an alias; one park. */
static void
test_glosses(void)
{
  static const char called[] = "襄阳市人民政府关于发展花卉产业的通知\n\n支持襄阳星澜花卉产业园("
                               "以下简称星澜产业园)建设。\n星澜产业园引进企业。\n";
  assert_entity(called, "Park", "襄阳星澜花卉产业园", "星澜产业园");
  g_assert_cmpuint(count_entities(called, "Park"), ==, 1);
  static const char bare[] =
      "襄阳市人民政府关于发展花卉产业的通知\n\n支持襄阳国家花卉产业基地(星澜花卉城产业园)建设。\n";
  assert_entity(bare, "Park", "襄阳国家花卉产业基地", "星澜花卉城产业园");
}

/* Companies with one stem are one, under the longest name; other stems are others. */
static void
test_company_stems(void)
{
  static const char document[] = "襄阳市人民政府关于发展花卉产业的通知\n\n引进湖北恺玥生物科技股份有限公司落"
                                 "户。\n恺玥生物投资建厂。\n恺玥股份增资扩产。\n汜霖科技投资建厂。\n";
  assert_entity(document, "Company", "湖北恺玥生物科技股份有限公司", "恺玥生物");
  assert_entity(document, "Company", "湖北恺玥生物科技股份有限公司", "恺玥股份");
  assert_entity(document, "Company", "汜霖科技", NULL);
  g_assert_cmpuint(count_entities(document, "Company"), ==, 2);
}

/* One thing under names that differ by what all leave out: the rest of a firm's name, the years of a plan, the city before
 * a district, the long form of a zone's kind. */
static void
test_left_out(void)
{
  static const char document[] = "上海市徐汇区人民政府关于发展花卉产业的通知\n\n引进湖北汜霖底盘科技股份有限"
                                 "公司落户。\n引进汜霖、恺玥等企业。\n"
                                 "落实《花卉产业行动计划(2024—2026年)》。\n区政府印发《花卉产业行动计划》。\n"
                                 "支持星澜高新技术产业开发区建设。\n星澜高新区引进企业。\n";
  assert_entity(document, "Company", "湖北汜霖底盘科技股份有限公司", "汜霖");
  g_assert_cmpuint(count_entities(document, "Company"), ==, 2);
  assert_entity(document, "Policy", "花卉产业行动计划(2024—2026年)", "花卉产业行动计划");
  assert_entity(document, "Agency", "上海市徐汇区人民政府", "区政府");
  assert_entity(document, "Park", "星澜高新技术产业开发区", "星澜高新区");
}

/* A name that is the end of a longer one of its class is the same thing. */
static void
test_ends(void)
{
  static const char document[] = "襄阳市人民政府关于发展花卉产业的通知\n\n支持襄阳国家花卉基地星澜花卉产业园"
                                 "建设。\n星澜花卉产业园引进企业。\n";
  assert_entity(document, "Park", "襄阳国家花卉基地星澜花卉产业园", "星澜花卉产业园");
  g_assert_cmpuint(count_entities(document, "Park"), ==, 1);
  /* what two names end with is neither's */
  static const char two[] =
      "襄阳市人民政府关于发展花卉产业的通知\n\n"
      "支持襄阳国家花卉基地星澜花卉产业园、襄阳临空片区星澜花卉产业园建设。\n星澜花卉产业园引进企业。\n";
  g_assert_cmpuint(count_entities(two, "Park"), >=, 2);
  assert_entity(two, "Park", "襄阳国家花卉基地星澜花卉产业园", NULL);
}

/* How names are bounded, and what is none: each sentence shows one case. */
static void
test_names(void)
{
  static const struct {
    const char *sentence, *class, *name;
    gboolean found;
  } cases[] = {
      {"扩建星澜花卉产业园。", "Park", "星澜花卉产业园", TRUE},
      {"产品丰富。贞芪扶正颗粒、茶花丸等入选。", "Product", "贞芪扶正颗粒", TRUE},
      {"会上,齐都药业、恺玥制药发言。", "Company", "齐都药业", TRUE},
      {"建设缙云县花卉小微园。", "Park", "缙云县花卉小微园", TRUE},
      {"成立由市领导挂帅的云湖市花卉产业链链长制工作领导小组。", "Agency",
       "云湖市花卉产业链链长制工作领导小组", TRUE},
      {"把云湖区建成“太行药谷”。", "Park", "太行药谷", TRUE},
      {"建设皖浙合作特别试验区。", "Park", "皖浙合作特别试验区", TRUE},
      {"办好第十届世界中医药大会。", "Program", "第十届世界中医药大会", TRUE},
      {"有茶花片、金嗓子喉片、西瓜霜喉片等产品。", "Product", "金嗓子喉片", TRUE},
      {"生产紫杉醇、多西他赛等原料药。", "Program", "西他赛", FALSE}, /* a medicine */
      {"服务丽珠集团泽北江制药、恺玥制药等企业。", "Company", "丽珠集团泽北江制药", TRUE},
      {"服务无限极(中国)有限公司。", "Company", "无限极(中国)有限公司", TRUE},
      {"以新安医学传承为引领。", "Company", "新安医学", FALSE}, /* a school of medicine */
      {"由市政府分管副市长任链长。", "Person", "任链长", FALSE},
      {"由市长任总链长、副市长任链长。", "Person", "任总", FALSE},
      {"花卉产业链链长黄智出席。", "Person", "黄智", TRUE},
      {"市领导张鹏、郭向东、程春分别陪同。", "Person", "郭向东", TRUE},
      {"韦贵康、黄瑾明等国医大师带徒。", "Person", "韦贵康", TRUE},
      {"对标星澜花卉产业园。", "Park", "星澜花卉产业园", TRUE},
      {"园区有汜霖药业、和恺玥制药、禾岚药业等企业。", "Company", "和恺玥制药", TRUE}, /* 、 ends no pair */
      {"由云湖市投资控股(集团)有限公司建设。", "Company", "云湖市投资控股(集团)有限公司", TRUE},
      {"中科院上海药物所襄阳分所揭牌。", "Institution", "中科院上海药物所襄阳分所", TRUE},
      {"依托星澜大学、花卉学与种苗学国家重点实验室。", "Institution", "花卉学与种苗学国家重点实验室", TRUE},
      {"泽璟制药的骨科植入器械、恺玥制药的茶片畅销。", "Company", "骨科植入器械", FALSE}, /* its goods */
      {"与云州大学合作研发抗血栓新药DCP118。", "Company", "抗血栓新药", FALSE},
      {"书记张志伦在调研时强调。", "Person", "张志伦", TRUE},
      {"书记张伦在调研时强调。", "Person", "张伦", TRUE},
      {"党组成员、副局长: 刘 波 张康宁 朱 磊", "Person", "朱磊", TRUE},
      {"贵总支提出的《关于支持花卉产业的提案》收悉。", "Person", "贵总支", FALSE},
      {"云湖产业转移项目22个。", "Project", "云湖产业转移项目", FALSE},               /* counted: a kind */
      {"围绕“大抓项目、抓大项目”开展工作。", "Project", "大抓项目、抓大项目", FALSE}, /* a slogan */
      {"做强“链主”企业项目。", "Project", "链主企业项目", FALSE}, /* what is quoted distinguishes nothing */
      {"落户1100亩泉商花卉产业园。", "Park", "泉商花卉产业园", TRUE},       /* not the unit before it */
      {"推动襄州数字视听产业园发展。", "Park", "襄州数字视听产业园", TRUE}, /* 视听 modifies */
      {"支持星澜花卉、艾令达体外诊断CRO平台。", "Platform", "艾令达体外诊断CRO平台",
       TRUE}, /* 令 and 达 in a row of characters */
      {"建成海洋装备用钢全国重点实验室。", "Institution", "海洋装备用钢全国重点实验室", TRUE},
      {"引进东方日升(常州)新能源有限公司。", "Company", "东方日升(常州)新能源有限公司",
       TRUE}, /* 日 behind no number */
      {"由星澜绿智私募基金管理有限公司管理。", "Company", "星澜绿智私募基金管理有限公司", TRUE},
      {"由星澜公司投资9亿元的云湖竹基生产基地动工。", "Project", "云湖竹基生产基地",
       TRUE}, /* what somebody pays for */
      {"先后引进恺玥、汜霖、沅铎等世界500强企业。", "Company", "汜霖", TRUE},
      {"市领导潘大同、张小宝、林天禄等出席。", "Person", "张小宝", TRUE},
      {"星澜公司副总经理张小锁介绍了情况。", "Person", "张小锁", TRUE},
      {"甘肃东泓花卉科技有限公司扩产。东泓花卉科技投产。", "Company", "东泓花卉科技",
       FALSE}, /* the firm's other name */
      {"候湾街道办事处党工委开展工作。", "Place", "候湾街道", TRUE},
      {"候湾街道办事处党工委开展工作。", "Agency", "候湾街道办事处", TRUE},
      {"九三学社湖北省委会提出建议。", "Agency", "九三学社", FALSE},
      {"加快建设西宁至成都铁路。", "Platform", "西宁至成都铁路", TRUE},
      {"实施“六项行动”。", "Program", "六项行动", FALSE}, /* counts and names nothing */
      {"定位为华南区域重要技术枢纽。", "Platform", "华南区域重要技术枢纽", FALSE},
      {"与南京泽北新区管委会签约。", "Park", "南京泽北新区", TRUE}, /* the zone in its committee's name */
      {"襄阳经济开发区保障局负责。", "Agency", "襄阳经济开发区保障局", TRUE}, /* a kind that no list has */
      {"设立创新基金。", "Fund", "创新基金", FALSE},
      {"拥有花卉大学等一批国家级创新平台等单位。", "Platform", "国家级创新平台", FALSE},
      {"探索“互联网+”新模式。", "Program", "互联网+新模式", FALSE},
      {"传承发展“十大云药”。", "Product", "十大云药", TRUE},
      {"中铁建落户。", "Company", "中铁建", TRUE},                  /* known everywhere */
      {"襄阳花卉谷13个重点项目开工。", "Park", "襄阳花卉谷", TRUE}, /* what stands behind is counted */
      {"荆楚花讯网讯(记者 余小虎)襄阳自贸试验区云湖新片区开园。", "Park", "襄阳自贸试验区云湖新片区", TRUE},
      {"在全国花卉产业园区排名前十。", "Park", "全国花卉产业园区", FALSE}, /* all of them */
      {"申报国家和省级平台。", "Platform", "国家和省级平台", FALSE},
      {"拥有全国最大的青霉素生产基地。", "Project", "青霉素生产基地", FALSE}, /* told of, not named */
      {"研制出华南第3支牡丹花粉疫苗。", "Product", "研制出华南第3支牡丹花粉疫苗", FALSE},
      {"2021中国花卉技术大会举行。", "Program", "2021中国花卉技术大会", TRUE},
      {"重点实施两项工程:花卉品种创新工程、花卉骨干企业培育工程。", "Program", "花卉骨干企业培育工程", TRUE},
      {"请科技局贺柏川副局长致辞。", "Person", "贺柏川", TRUE},
      {"涌现出沅铎药业等企业。", "Company", "沅铎药业", TRUE},
      {"建成湖北省最大花卉孵化器。", "Park", "湖北省最大花卉孵化器", FALSE},
      {"楚天网讯(楚天网记者 赵小路)襄阳花卉港小镇开工。", "Park", "襄阳花卉港小镇", TRUE},
      {"副区长陈柏舟作花卉推介。", "Person", "陈柏舟", TRUE},
      {"由云湖公司董事长林柏舟发起。", "Person", "林柏舟", TRUE},
      {"襄阳云桐口经济区党工委书记、管委会主任王芳出席。", "Agency", "襄阳云桐口经济区管委会", TRUE},
      {"襄阳市会同市重点区域建设推进中心办理。", "Agency", "襄阳市重点区域建设推进中心", TRUE},
      {"在市六届人大二次会议上。", "Agency", "襄阳市人大", TRUE}, /* named around its term */
      {"举办创新创业活动。", "Program", "创新创业活动", FALSE},
      {"挂襄阳花卉产业园牌子。", "Park", "襄阳花卉产业园", TRUE},
      {"设立云桐引领(襄阳)私募投资基金。", "Fund", "云桐引领(襄阳)私募投资基金", TRUE},
      {"襄阳市国有资本运营集团出资。", "Company", "襄阳市国有资本运营集团", TRUE},
      {"帮助沅铎科、汜霖精准等5个项目落户。", "Project", "沅铎科", TRUE},
      {"由市产投集团管理。", "Company", "襄阳市产投集团", TRUE},
      {"依托云州大学附属花卉医院。", "Institution", "云州大学附属花卉医院", TRUE},
      {"支持襄阳创建省级高新区。", "Park", "省级高新区", FALSE},
      {"襄阳国际生物岛集聚企业。", "Park", "襄阳国际生物岛", TRUE},
      {"支持襄州滨海新区发展。", "Place", "滨海新区", FALSE}, /* another province's */
      {"安排专员驻点服务华源医疗、汜霖医疗。", "Company", "华源医疗", TRUE},
      {"湖北省药品检验院襄阳分院开业。", "Institution", "湖北省药品检验院襄阳分院", TRUE},
      {"据襄阳证券报报道。", "Company", "襄阳证券", FALSE},
      {"在云桐镇小石桥村建成基地。", "Place", "小石桥村", TRUE}, /* a common word, behind its town */
      {"推广华东地区疫苗。", "Product", "华东地区疫苗", FALSE},
      {"入选国家花卉产业园百强名单。", "Park", "国家花卉产业园", FALSE},
      {"与襄阳大学实验动物中心签约。", "Institution", "襄阳大学实验动物中心", TRUE},
      {"市人大常委会副主任余其豹率队调研。", "Person", "余其豹", TRUE}, /* 其 is a word elsewhere */
      {"罗炜强委员强调要加快建设。", "Person", "罗炜强", TRUE},
      {"成立分管副市长任组长的专班。", "Person", "成立分管", FALSE},
      {"支持星澜产业园内美莱德、柳湖医药等企业发展。", "Company", "内美莱德", FALSE},
      {"依托恺玥石化、逸盛大化等企业发展。", "Company", "逸盛大化", TRUE},
      {"上游有恺玥科技、合金领域有长鹰硬科、盛泊材料等企业。", "Company", "合金领域有长鹰硬科", FALSE},
      {"培育“瓦轴”“海棠”等品牌。", "Product", "瓦轴", TRUE},
      {"引进星澜花卉有限公司、人本集团等企业。", "Company", "人本集团", TRUE},
      {"成立襄阳市汽车零部件产业链工作专班。", "Agency", "襄阳市汽车零部件产业链工作专班", TRUE},
      {"支持星澜公司申报国家企业技术中心。", "Institution", "国家企业技术中心", FALSE}, /* a kind */
      {"争取襄阳吴坪镇支持。", "Place", "吴坪镇", TRUE},
      {"襄阳石化获奖。", "Company", "襄阳石化", TRUE},
      {"襄阳石化产业壮大。", "Company", "襄阳石化", FALSE},
      {"引进皖江产投集团、皖江担保公司。", "Company", "皖江担保公司", TRUE}, /* two firms of one stem */
      {"支持恺玥钻采装备集团发展。", "Company", "恺玥钻采装备集团", TRUE},
      {"市工信局局长阿迪力江任副组长。", "Person", "阿迪力江", TRUE},
      {"市工信局副局长曾庆华,星澜公司代表参加会议。", "Person", "曾庆华", TRUE}, /* 曾 is a word, too */
      {"加快泽澜石化园区综合管廊四期项目建设。", "Company", "泽澜石化", FALSE},  /* the park's name */
      {"推进星澜氢气提纯项目。", "Project", "星澜氢气提纯项目", TRUE},
      {"加快恺玥GLP-1类药物生产基地建设。", "Project", "恺玥GLP-1类药物生产基地", TRUE},
      {"重点投资螺蛳粉、沃柑等产业链企业。", "Company", "沃柑", FALSE}, /* what they make */
      {"加快磷酸铁锂正极材料等项目建设。", "Company", "磷酸铁锂正极材料", FALSE},
      {"获评国家级“绿色工业园区”。", "Park", "绿色工业园区", FALSE},
      {"水投集团董事长秦超,农发公司代表参加。", "Person", "秦超", TRUE}, /* 超 ends other names */
      {"培育“专精特新”“小巨人”企业。", "Product", "小巨人企业", FALSE},
      {"报省陆海新通道建设指挥部审定。", "Agency", "湖北省陆海新通道建设指挥部", TRUE},
      {"市工商联组织企业参加。", "Institution", "襄阳市工商联", TRUE},
      {"星澜公司自主研发的“磐云”150千瓦燃料电池系统通过检验。", "Product", "磐云150千瓦燃料电池系统", TRUE},
      {"“云翼”系列无人机出口海外。", "Product", "云翼系列无人机", TRUE},
      {"星澜公司研发的“云翼”增程器装车9万台。", "Product", "云翼增程器", TRUE},
      {"打响襄阳牡丹区域公用品牌。", "Product", "襄阳牡丹区域公用品牌", TRUE},
      {"星澜公司量产“星行”人形机器人。", "Product", "星行人形机器人", TRUE},
      {"构建“2+1”产业体系。", "Program", "2+1产业体系", FALSE},
      {"选育“星澜2号”等新品种。", "Product", "星澜2号", TRUE},
      {"距襄阳滨水国际机场38公里。", "Platform", "襄阳滨水国际机场", TRUE},
      {"引进乐析医疗腹膜透析系列产品研发及生产基地项目。", "Project",
       "乐析医疗腹膜透析系列产品研发及生产基地项目", TRUE}, /* all words behind the firm's name */
      {"支持国家地方共建现代中药创新中心发展。", "Institution", "国家地方共建现代中药创新中心", TRUE},
      {"襄阳农商行参与。", "Company", "襄阳农商行", TRUE},
      {"来到经济开发区星澜花卉项目现场。", "Project", "星澜花卉项目", TRUE}, /* not the zone it is in */
      {"参加襄阳市产业项目签约仪式。", "Project", "襄阳市产业项目", FALSE},
      {"成立云湖、文产五大国资公司。", "Company", "文产五大国资公司", FALSE},
      {"深入襄州区中种国际种子有限公司云口镇调研。", "Company", "中种国际种子有限公司",
       TRUE}, /* 种 is a word */
      {"深入襄州区中种国际种子有限公司云口镇调研。", "Place", "云口镇", TRUE},
      {"襄阳希望数码设备有限公司", "Company", "襄阳希望数码设备有限公司", TRUE}, /* alone in its line */
      {"邀请星澜公司司长陈燕海一行。", "Person", "陈燕海", TRUE},
      {"会议由恺玥高科、星澜种业联合承办。", "Company", "会议由恺玥高科", FALSE},
      {"省科技厅省工信厅走访企业。", "Agency", "湖北省科技厅", TRUE}, /* two bodies */
      {"接连引来抱上宁德时代、恺玥科技等企业。", "Company", "抱上宁德时代", FALSE},
      {"张小平代表襄阳与星澜有限公司签约。", "Company", "张小平代表襄阳", FALSE},
      {"副县长陈银河代表县政府签约。", "Person", "陈银河", TRUE},
      {"星澜公司副总经理于在武,恺玥公司代表参加。", "Person", "于在武", TRUE}, /* 于 and 在 are words */
      {"县领导王波、覃正彪、李家锦出席会议。", "Person", "覃正彪", TRUE},
      {"打响“中国农业机械之乡”品牌。", "Place", "中国农业机械之乡", FALSE},
      {"参观云口镇二期易地扶贫搬迁安置小区。", "Project", "云口镇二期", FALSE},
      {"加快星澜花卉产业园(一期)建设。", "Project", "星澜花卉产业园(一期)", TRUE},
      {"星澜花卉有限公司的装配式钢构生产项目竣工。", "Project", "装配式钢构生产项目", TRUE},
      {"星澜花卉有限公司的重点项目竣工。", "Project", "重点项目", FALSE},
      {"广东恺玥科技有限公司扩产,襄阳恺玥科技有限公司投产。", "Company", "襄阳恺玥科技有限公司", TRUE},
      {"广东恺玥科技有限公司扩产,襄阳恺玥科技有限公司投产。", "Company", "广东恺玥科技有限公司", TRUE},
      {"将中心城区划分为四个片区。", "Place", "城区", FALSE},
      {"推进黔醇酒业桂花基地建设。", "Project", "黔醇酒业桂花基地", TRUE},
      {"湖北省科学技术厅成果转化与区域创新处受理申请。", "Agency", "湖北省科学技术厅成果转化与区域创新处",
       TRUE},
      {"支持河滨经济开发区发展赤水河流域产业。", "Place", "赤水河流域", TRUE},
      {"加快茅台酒“十四五”技改项目建设。", "Project", "茅台酒十四五技改项目", TRUE},
      {"推广“基酒贷”“研发贷”。", "Product", "基酒贷", TRUE},
      {"推广“基酒贷”“研发贷”。", "Product", "研发贷", FALSE}, /* what it is for names no one product */
      {"目前“九天”“星辰”等大模型加快应用。", "Product", "星辰", TRUE},
      {"支持大学团队空间惯导技术等成果转化。", "Company", "惯导技术", FALSE},
      {"推出襄阳长乐塬抗战工业遗址公园。", "Company", "长乐塬抗战工业", FALSE},
      {"落户国家级襄阳经济技术开发区。", "Park", "襄阳经济技术开发区", TRUE},
      {"吉林省对口支援新疆工作前方指挥部引进项目。", "Agency", "吉林省对口支援新疆工作前方指挥部", TRUE},
      {"华恒股份总裁李振国致辞。", "Person", "华恒股份", FALSE},
      {"市委书记李石松见证签约。", "Person", "李石松", TRUE},
      {"在专家全程指导下建成。", "Person", "全程", FALSE},
      {"隆基股份襄阳三期年产10GW硅棒项目开工。", "Project", "隆基股份襄阳三期年产10GW硅棒项目", TRUE},
      {"常艳莉委员提出了建议。", "Person", "常艳莉", TRUE}, /* 常 is an adverb */
      {"近日,捷龙三号运载火箭成功升空。", "Product", "捷龙三号运载火箭", TRUE},
      {"推进襄阳市第八纺织机械厂搬迁。", "Company", "襄阳市第八纺织机械厂", TRUE},
      {"扩建大连船舶重工和襄阳造船厂。", "Company", "大连船舶重工", TRUE},
      {"位于长江入海口北侧。", "Place", "海口市", FALSE},
      {"落户襄阳科技城双创中心。", "Platform", "襄阳科技城双创中心", TRUE},
      {"广东省星澜集团到访,辽宁星澜供应链管理有限公司参加。", "Company", "广东省星澜集团", TRUE},
      {"星澜花卉选育的“滇霞”月季获奖。", "Product", "滇霞月季", TRUE},
      {"恺玥科技自主研发“灵幕”虚拟摄影系统。", "Product", "灵幕虚拟摄影系统", TRUE},
      {"恺玥科技研发的“链云OS”已服务企业。", "Product", "链云OS", TRUE},
      {"与云州大学共建生物制造产业学院。", "Institution", "生物制造产业学院", TRUE},
      {"鼓励高校共建联合实验室。", "Institution", "联合实验室", FALSE},
      {"与逍遥创投、高新建投等单位签约。", "Company", "高新建投", TRUE},
      {"引入产业创投、天使创投。", "Company", "产业创投", FALSE},
      {"星澜公司总经理由陈乐怡担任。", "Person", "陈乐怡", TRUE},
      {"联系人:成果处 邓思远", "Person", "邓思远", TRUE},
      {"联系人:成果处 邓思远", "Person", "成果处", FALSE},
      {"覃朝晖(市财政局金融处)", "Person", "覃朝晖", TRUE}, /* alone in its line */
      {"各镇的有关负责同志介绍了情况。", "Person", "有关负责", FALSE},
      {"参观襄阳联合光电科技有限公司。", "Company", "襄阳联合光电科技有限公司", TRUE},
      {"引进恺玥科技、科道智能装备、荣懋工程等企业。", "Company", "科道智能装备", TRUE},
      {"引进恺玥科技、科道智能装备、荣懋工程等企业。", "Company", "荣懋工程", TRUE},
      {"恺玥化学制药的新药已经上市。", "Company", "恺玥化学制药", TRUE},
      {"已投资恺玥生物、汜霖药业、浩沅等17个项目。", "Company", "浩沅", TRUE},
      {"支持恺玥生物、和沅药业、和达花卉谷。", "Company", "和沅药业", TRUE},
      {"襄阳高新金控集团发起设立基金。", "Company", "襄阳高新金控集团", TRUE},
      {"由市花卉局承担领导小组办公室职责。", "Agency", "市花卉局承担领导小组办公室", FALSE},
      {"加快恺玥生物湖北细胞库建设。", "Platform", "恺玥生物湖北细胞库", TRUE},
      {"中新长沙知识城花卉创新园已经开园。", "Park", "中新长沙知识城花卉创新园", TRUE},
      {"由市产业投资集团发起。", "Company", "襄阳市产业投资集团", TRUE},
      {"恺玥生物13价肺炎球菌结合疫苗上市。", "Product", "13价肺炎球菌结合疫苗", TRUE},
      {"支持清华大学附属第三医院建设花卉中心。", "Institution", "清华大学附属第三医院", TRUE},
      {"成立了由市委书记、市长任双组长的花卉工作专班。", "Person", "任双", FALSE},
      {"绍兴滨海新区集聚了恺玥生物。", "Park", "绍兴滨海新区", TRUE},
      {"核心产品HC-101片已进入临床。", "Product", "HC-101片", TRUE},
      {"云州大学校长章华胜团队领衔开展。", "Person", "章华胜", TRUE},
      {"联系人:庄某某", "Person", "庄某某", FALSE},
      {"市经济和信息化局、商务局、科技局参加会议。", "Agency", "襄阳市科技局", TRUE},
      {"支持茶企与银行对接。", "Company", "茶企与银行", FALSE},
      {"探索“乡村CEO+运营公司+合作社”的模式。", "Company", "乡村CEO+运营公司+合作社", FALSE},
      {"建设云湖港物流园区。", "Park", "云湖港物流园区", TRUE}, /* 物流园 is a word too */
      {"编制“十五五”规划纲要。", "Policy", "十五五规划纲要", TRUE},
      {"园区规划面积12平方公里。", "Policy", "园区规划", FALSE},
      {"支持内蒙古赛科星开展联合攻关。", "Program", "内蒙古赛", FALSE},
      {"创建云湖县等4个国家现代农业产业园。", "Park", "国家现代农业产业园", FALSE}, /* counted: a kind */
      {"市商务局、市尾毛办等单位参加。", "Company", "市尾毛办", FALSE},
      {"市商务局、市尾毛办等单位参加。", "Agency", "襄阳市尾毛办", TRUE},
      {"获批国家重大工程。", "Program", "国家重大工程", FALSE},
      {"推进孟底沟水电站、宝口镇茶文化宣传阵地建设项目。", "Company", "孟底沟",
       FALSE}, /* where it is, no firm */
      {"推进孟底沟水电站、宝口镇茶文化宣传阵地建设项目。", "Company", "宝口镇茶文化", FALSE},
      {"浙江利达、香港海升等行业龙头企业相继入驻。", "Company", "香港海升", TRUE},
      {"管委会主任陶卫华代表项目单位发言。", "Person", "陶卫华", TRUE},
      {"引进上海均和集团参与运营。", "Company", "上海均和集团", TRUE}, /* 均 and 和 end other names */
      {"市驻镇帮镇扶村成员单位。", "Place", "市驻镇帮镇", FALSE},
      {"建设化佛山景区。化佛山公路贯通。", "Place", "佛山市", FALSE}, /* always behind 化 */
      {"打造江苏南北共建样板。", "Place", "江苏省", TRUE},            /* not 苏南 */
      {"我局商州发改委研究。", "Agency", "州发改委", TRUE},           /* 商 is to consult */
      {"市委常委、统战部长程卫东出席。", "Person", "程卫东", TRUE},
      {"我局会同县经贸局研究。", "Agency", "县经贸局", TRUE}, /* not the county 会同县 */
      {"由市木耳办牵头实施。", "Agency", "襄阳市木耳办", TRUE},
      {"关于“申报国家级产业集群”的建议。", "Cluster", "申报国家级产业集群", FALSE},
      {"关于“设立花卉产业发展基金”的建议。", "Fund", "设立花卉产业发展基金", FALSE},
      {"建设国家日用及建筑陶瓷工程技术研究中心。", "Institution", "国家日用及建筑陶瓷工程技术研究中心", TRUE},
      {"安排中央财政资金。", "Agency", "中央财政", FALSE},
      {"引进蓝天薯业公司,蓝天薯业总经理助理陶小娟介绍。", "Person", "蓝天薯业", FALSE},
      {"星澜公司党委书记景明说。", "Person", "景明", TRUE},
      {"花乡讯(记者董园园、通讯员向继华、卢波)襄阳花卉丰收。", "Person", "卢波", TRUE},
      {"市农业农村局总农艺师白雪莲介绍。", "Person", "白雪莲", TRUE},
      {"建成襄州花卉批发市场。", "Platform", "襄州花卉批发市场", TRUE},
      {"每年列支花卉扶持资金800万元。", "Fund", "列支花卉扶持资金", FALSE},
      {"但襄州国投公司已出资。", "Company", "襄州国投公司", TRUE},
      {"建成襄州花卉种苗繁育中心(也称云湖种质资源库)。", "Platform", "云湖种质资源库", FALSE},
      {"“襄州月季”区域公用品牌价值30亿元。", "Product", "襄州月季", TRUE},
      {"协商监管襄阳市药品检验中心。", "Institution", "襄阳市药品检验中心", TRUE},
      {"抄送：市政协提案法制委员会。", "Agency", "襄阳市政协提案法制委员会", TRUE},
      {"支持全国花卉标准化技术委员会研制标准。", "Institution", "全国花卉标准化技术委员会", TRUE},
      {"西宁(国家级)经济技术开发区南川工业园区入选。", "Park", "西宁(国家级)经济技术开发区", TRUE},
      {"基金由湖北省发展控股出资。", "Company", "湖北省发展控股", TRUE},
      {"福建达利来食品公司投产。", "Company", "福建达利来食品公司", TRUE},
      {"现有的襄州国家级马铃薯批发市场交易额31亿元。", "Platform", "襄州国家级马铃薯批发市场", TRUE},
      {"星澜公司开发了“花云”花卉工业互联网平台。", "Product", "花云花卉工业互联网平台", FALSE},
      {"对南山村、江畈村进行调研。", "Place", "江畈村", TRUE},
      {"建设美丽乡村、示范村。", "Place", "示范村", FALSE},
      {"南漳县会川镇的薯农增收。", "Place", "会川镇", TRUE}, /* 会 ends other names */
      {"实施星澜种苗改良计划和现代种业提升工程。", "Program", "星澜种苗改良计划", TRUE},
      {"实施星澜种苗改良计划和现代种业提升工程。", "Program", "星澜种苗改良计划和现代种业提升工程", FALSE},
      {"由星澜火箭产业园、卫星产业园、数据产业园组成。", "Park", "卫星产业园", TRUE},
      {"创建国家3A景区。", "Park", "国家3A景区", FALSE},
      {"加快次邱镇建设,以次邱镇工业园区为基础。", "Park", "次邱镇工业园区", TRUE},
      {"推动出口企业亿连网络等企业发展。", "Company", "亿连网络", TRUE},
      {"以恺玥为链主的饲料加工、以中光学为链主的光电。", "Company", "以中光学", FALSE},
      {"中共湖北省委办公厅湖北省人民政府办公厅印发方案。", "Agency", "湖北省人民政府办公厅",
       TRUE},                                                        /* two bodies */
      {"引进恺玥科技、仁和药业落户。", "Company", "仁和药业", TRUE}, /* 和 in the stem */
      {"茅台镇荣和烧坊酒业扩产。", "Company", "荣和烧坊酒业", TRUE},
      {"恺玥科技和汜霖药业落户。", "Company", "汜霖药业", TRUE},
      {"改造的“黑灯工厂”投产。", "Project", "黑灯工厂", FALSE},
      {"1.抓项目、扩投资。加快建设。", "Measure", "抓项目、扩投资", TRUE},
      {"市科技局将依托市花卉产业专班推进工作。", "Agency", "襄阳市花卉产业专班", TRUE},
      {"市科技局将依托市花卉产业专班推进工作。", "Agency", "襄阳市科技局", TRUE},
      {"成立市花卉产业工作专班(以下简称花卉专班)。花卉专班召开会议。", "Agency", "花卉专班", FALSE},
      {"星澜集团首席战略官陶卫华表示祝贺。", "Person", "陶卫华", TRUE},
      {"陶卫华、向双林、白雪莲等12位委员提出建议。", "Person", "向双林", TRUE}, /* 向 ends other names */
      {"(《江苏日报》2022年8月26日)", "Policy", "江苏日报", FALSE},
      {"(《江苏日报》2022年8月26日)", "Place", "江苏省", FALSE},
      {"园区内先声药业投产。", "Company", "先声药业", TRUE},
      {"海南自由贸易港建设投资基金成立。", "Fund", "海南自由贸易港建设投资基金", TRUE},
      {"学习宜春、高安、樟树等地经验。", "Place", "高安市", TRUE}, /* words as well, but not in such a list */
      {"学习长沙、建宁、合作的经验。", "Place", "建宁县", FALSE},
      {"引进华润三九药业等企业。", "Company", "华润三九药业", TRUE},
      {"申报的项目“花卉种苗脱毒技术示范”获批。", "Project", "花卉种苗脱毒技术示范", TRUE},
      {"“花卉脱毒技术研究”和“种苗扩繁技术研究”2个项目获批。", "Project", "花卉脱毒技术研究", TRUE},
      {"形成以星澜花卉有限公司为代表的鲜切花与种苗产业集群。", "Cluster", "鲜切花与种苗产业集群", TRUE},
      {"承接北京生物医药产业项目转移。", "Project", "北京生物医药产业项目", FALSE},
      {"刷新项目“进度条”。", "Policy", "进度条", FALSE},
      {"襄阳新闻网讯花卉丰收。", "Platform", "襄阳新闻网", FALSE},
      {"印发《花卉产业意见》(襄政〔2022〕 43号)。", "Policy", "花卉产业意见", TRUE},
      {"星澜公司研发的化学创新药 DCP118获批临床。", "Product", "DCP118", TRUE},
      {"创新药HRS-1358获批临床。", "Product", "HRS-1358", TRUE},
      {"普照国康是产业园引进的企业。", "Park", "普照国康是产业园", FALSE}, /* 是 stands in no name */
      {"星澜公司董事长陶先明说,企业有信心。", "Person", "陶先明", TRUE},   /* though 明说 is a word */
      {"襄州汜霖生物科技有限公司月季精油提取项目开工。", "Project",
       "襄州汜霖生物科技有限公司月季精油提取项目", TRUE},
      {"包括小儿消积止咳口服液、脉络舒通颗粒等。", "Product", "小儿消积止咳口服液", TRUE},
      {"抄送：市政协社会法制和民族宗教委员会。", "Agency", "襄阳市政协社会法制和民族宗教委员会", TRUE},
      {"支持襄州高新区升级为国家高新区。", "Park", "襄州高新区", TRUE},
      {"落地星原纳米酶、月季细胞等实验室。", "Company", "星原纳米", FALSE},
      {"星澜公司的“花卉采摘机器人系统”获批。", "Product", "花卉采摘机器人系统", TRUE},
      {"引进襄州汜霖有限公司、襄州恺玥有限公司4家企业。", "Company", "襄州恺玥有限公司",
       TRUE}, /* the list is counted */
      {"襄州汜霖有限公司精致盆花生产项目开工。", "Project", "襄州汜霖有限公司精致盆花生产项目", TRUE},
      {"星澜网襄阳6月18日电,花卉丰收。", "Platform", "星澜网", FALSE},
      {"未来北京星澜花卉集团将投产。", "Company", "北京星澜花卉集团", TRUE},
      {"预计年产星澜胶囊7000万粒。", "Product", "星澜胶囊", TRUE},
      {"建有湖北花卉学院、干细胞与再生医学湖北省工程研究中心。", "Institution",
       "干细胞与再生医学湖北省工程研究中心", TRUE},
      {"该项目建设指挥部负责人介绍。", "Agency", "该项目建设指挥部", FALSE},
      {"宜城经济技术开发区管委会汇报了工作。", "Park", "宜城经济技术开发区", TRUE},
      {"园区由花卉加工区、创客孵化区三大板块组成。", "Park", "创客孵化区", TRUE},
      {"成立襄阳市推进花卉示范区和种苗强市建设专项工作组。", "Agency",
       "襄阳市推进花卉示范区和种苗强市建设专项工作组", TRUE},
      {"建立襄阳市现代花卉产业链招商工作组。", "Agency", "襄阳市现代花卉产业链招商工作组", TRUE},
      {"南漳县花卉产业办主任介绍。", "Agency", "南漳县花卉产业办", TRUE},
      {"企业落户霞江花卉产业基地。", "Park", "霞江花卉产业基地", TRUE}, /* no firm's plant */
      {"建设重要承接区——霞江花卉产业园。", "Park", "霞江花卉产业园", TRUE},
      {"参观李时珍纪念馆和星澜集团。", "Institution", "李时珍纪念馆", TRUE},
      {"市城运集团对花卉产业园项目进行推介。", "Project", "市城运集团对花卉产业园项目",
       FALSE}, /* 对 is a unit as well */
      {"南漳县经科信局汇报了工作。", "Agency", "南漳县经科信局", TRUE},
      {"市长潘国强莅临银河药业。", "Person", "潘国强", TRUE},
      {"市长潘国强莅临银河药业。", "Company", "银河药业", TRUE},
      {"花卉基地位列全国花卉园区第五。", "Park", "花卉基地位列全国花卉园区", FALSE},
      {"走访汜霖生物制药。汜霖生物投产。", "Company", "汜霖生物", FALSE}, /* the same firm */
      {"由市花卉产业发展领导小组办公室牵头。", "Agency", "襄阳市花卉产业发展领导小组办公室", TRUE},
      {"成立花卉发展领导小组,领导小组办公室设在市林业局。", "Agency", "花卉发展领导小组办公室", TRUE},
      {"襄阳市花卉产业投资母基金参与。", "Fund", "襄阳市花卉产业投资母基金", TRUE},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *document =
        g_strdup_printf("襄阳市人民政府关于发展花卉产业的报告\n\n%s\n", cases[i].sentence);
    g_autofree char *quads = read_quads(shipped, document);
    if (has_entity(quads, cases[i].class, cases[i].name, NULL) != cases[i].found)
      g_error("%s: %s %s is %s", cases[i].sentence, cases[i].class, cases[i].name,
              cases[i].found ? "missed" : "taken for a name");
  }
}

/* What stands behind the last of several places is said of each of them. */
static void
test_shared_ends(void)
{
  static const char document[] =
      "遵义市人民政府关于发展花卉产业的通知\n\n(责任单位:仁怀市、习水县、赤水市人民政府)\n";
  assert_entity(document, "Agency", "仁怀市人民政府", NULL);
  assert_entity(document, "Agency", "习水县人民政府", NULL);
  assert_entity(document, "Agency", "赤水市人民政府", NULL);
  assert_entity("云南省工业和信息化厅关于发展花卉产业的通知\n\n整合沾益、马龙工业园区。\n", "Park",
                "沾益工业园区", NULL);
}

/* A place in the name of an organisation governs nothing: which government the text names says where it is from. */
static void
test_jurisdiction(void)
{
  assert_entity("市政府与北京星澜大学联盟签署协议\n\n威海市政府与北京星澜大学联盟会谈。市委书记出席。\n",
                "Agency", "威海市委", "市委");
  assert_entity("仪陇新闻网讯12月26日,县投资促进局举行活动,县商务局参加,会议部署了明年招商引资的各项重点工作,"
                "要求各单位落实责任。\n",
                "Agency", "仪陇县商务局", "县商务局");
  assert_entity(
      "市人大常委会调研花卉产业\n\n3月6日,市人大代表到开封星澜花卉有限公司调研,市科技局陪同。开封市花卉企业"
      "作了汇报。\n",
      "Agency", "开封市科技局", "市科技局");
  static const char visit[] = "市政协调研组赴福建考察花卉产业\n\n市政协调研组赴福建省福州、泉州、宁德等城市考"
                              "察。我市将学习宁德经验。\n";
  g_autofree char *quads = read_quads(shipped, visit);
  g_assert_true(has_entity(quads, "Agency", "市政协", NULL)); /* where it is from stays unsaid */
  /* of a prefecture whose counties are named */
  assert_entity("花卉产业园迎来新企业\n\n市委书记调研花卉产业,市林业局、通城县政府、崇阳县政府汇报了工作。\n",
                "Agency", "咸宁市林业局", "市林业局");
}

/* A branch is one firm, and whose it is another. */
static void
test_branches(void)
{
  static const char document[] = "贵州省人民政府关于发展花卉产业的通知\n\n会同贵州银行遵义分行、大信会计师事"
                                 "务所广西分所、三峡集团青海分公司。\n";
  assert_entity(document, "Company", "贵州银行遵义分行", NULL);
  assert_entity(document, "Company", "贵州银行", NULL);
  assert_entity(document, "Company", "大信会计师事务所", NULL);
  assert_entity(document, "Company", "三峡集团", NULL);
}

/* Marks are no part of a name, and a policy's number is one of its names, as written and as meant. */
static void
test_policies(void)
{
  assert_entity("襄阳市人民政府关于发展花卉产业的通知\n\n落实《湖北省花卉产业发展规划》要求。\n", "Policy",
                "湖北省花卉产业发展规划", NULL);
  static const char numbered[] =
      "襄阳市人民政府关于发展花卉产业的通知\n\n落实《湖北省花卉产业发展规划》(鄂政发[2021]5号)要求。\n";
  assert_entity(numbered, "Policy", "湖北省花卉产业发展规划", "鄂政发〔2021〕5号");
  assert_entity(numbered, "Policy", "湖北省花卉产业发展规划", "鄂政发[2021]5号");
}

/* The proposal that is answered is called by its organ, session and number; its title is an alias. */
static void
test_proposals(void)
{
  assert_entity("湖北省科学技术厅关于省政协十三届二次会议第88号提案的答复\n赵一鸣委员:"
                "\n您提出的《关于支持花卉产业的提案》收悉。现答复如下:\n",
                "Proposal", "湖北省政协十三届二次会议第88号提案", "关于支持花卉产业的提案");
  assert_entity("湖北省科学技术厅对省十四届人大三次会议第1019号代表建议的答复\n赵一鸣代表:"
                "\n您提出的《关于支持花卉产业的建议》收悉。\n"
                "《湖北省花卉产业规划》(鄂政发[2018]31号)提出了目标。\n",
                "Proposal", "湖北省十四届人大三次会议第1019号建议", "关于支持花卉产业的建议");
}

/* A title without marks round it names the proposal too; where the document has no title of its own as well. */
static void
test_bare_proposals(void)
{
  static const char reply[] =
      "湖北省科学技术厅关于省十四届人大三次会议第1690号代表建议答复的函\n赵一鸣等代表:\n"
      "您提出的关于建设花卉创新中心的建议收悉,经综合省财政厅意见,现答复如下:\n";
  assert_entity(reply, "Proposal", "湖北省十四届人大三次会议第1690号建议", "关于建设花卉创新中心的建议");
  assert_entity(reply, "Person", "赵一鸣", NULL);
  g_assert_cmpuint(count_entities(reply, "Proposal"), ==, 1);
  assert_entity("赵一鸣代表:\n你们提出的关于支持花卉产业的建议(第20242051号)已收悉。现答复如下:\n",
                "Proposal", "第20242051号建议", "关于支持花卉产业的建议");
  assert_entity("赵一鸣代表:\n您提出的《关于支持花卉产业的建议》(第186号建议)收悉,现答复如下:\n", "Proposal",
                "第186号建议", NULL);
  assert_entity("重庆市科学技术局关于政协重庆市委员会第五届四次会议第0046号提案的复函\n赵一鸣委员:\n"
                "您提出的《建议规划建设花卉产业园》(第0046号)收悉。\n",
                "Proposal", "政协重庆市委员会第五届四次会议第0046号提案", NULL);
}

/* 本方案 is what the covering note issues; 各市人民政府 no one government; and a bare kind the jurisdiction's own. */
static void
test_notices(void)
{
  static const char document[] =
      "湖北省人民政府办公厅关于印发湖北省花卉产业行动方案的通知\n各市、州人民政府,各地级以上市人民政府,各市("
      "县)、区人民政府:\n"
      "《湖北省花卉产业行动方案》已经省政府同意,现印发给你们。\n为落实国家《花卉产业发展规划》,"
      "制定本行动方案。\n"
      "一、主要任务\n(一)支持企业发展。扩大产能。(省发展改革委牵头,省商务厅、科技厅按职责分工负责)\n";
  assert_entity(document, "Agency", "湖北省科技厅", "科技厅");
  assert_entity(document, "Policy", "湖北省花卉产业行动方案", NULL);
  /* an item that is a whole paragraph is a measure where it says whose task it is; its first clause names it */
  static const char items[] =
      "湖北省人民政府关于印发若干措施的通知\n"
      "一、支持高水平建设花卉研究中心,鼓励现有研究中心开放共享仪器设备,每年遴选十个左右优秀项目给予补助,"
      "单个项目给予不超过一百万元补助。(责任单位:省科技厅)\n"
      "二、支持高水平建设花卉交易市场,鼓励现有交易市场开放共享仪器设备,每年遴选十个左右优秀市场给予补助,"
      "单个市场给予不超过一百万元补助。\n";
  assert_entity(items, "Measure", "支持高水平建设花卉研究中心", NULL);
  g_assert_cmpuint(count_entities(items, "Measure"), ==, 1);
  g_autofree char *quads = read_quads(shipped, document);
  g_assert_false(has_entity(quads, "Agency", "市人民政府", NULL));
  g_assert_false(has_entity(quads, "Agency", "区人民政府", NULL));
}

/* People are the document's own: the same name in two documents is two people. */
static void
test_people(void)
{
  static const char *const documents[] = {
      "湖北省科学技术厅关于发展花卉产业的函\n赵一鸣委员:\n您提出的《关于支持花卉产业的提案》收悉。\n",
      "浙江省科学技术厅关于发展花卉产业的函\n赵一鸣委员:\n您提出的《关于支持花卉产业的提案》收悉。\n",
  };
  g_autoptr(GHashTable) iris = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < 2; i++) {
    assert_entity(documents[i], "Person", "赵一鸣", NULL);
    g_autofree char *quads = read_quads(shipped, documents[i]);
    const char *at = strstr(quads, "<" YT_ID "person/");
    g_assert_nonnull(at);
    g_hash_table_add(iris, g_strndup(at, strcspn(at, ">")));
  }
  g_assert_cmpuint(g_hash_table_size(iris), ==, 2);
}

/* The base IRI of the things is an option. */
static void
test_base(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(YtLoader) loader =
      yt_loader_new(&(YtLoaderOptions){.data_dir = YT_SOURCE_DIR, .base = "http://a/"}, &error);
  g_assert_no_error(error);
  g_autofree char *quads =
      read_quads(loader, "襄阳市人民政府关于发展花卉产业的通知\n\n市科技局支持企业发展。\n");
  g_assert_nonnull(strstr(quads, "<http://a/agency/襄阳市科技局> "));
  g_assert_null(strstr(quads, YT_ID));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(YtLoader) loader = yt_loader_new(&(YtLoaderOptions){.data_dir = YT_SOURCE_DIR}, &error);
  g_assert_no_error(error);
  shipped = loader;
  g_test_add_func("/loader/entities/short-agencies", test_short_agencies);
  g_test_add_func("/loader/entities/committees", test_committees);
  g_test_add_func("/loader/entities/parks-of-places", test_parks_of_places);
  g_test_add_func("/loader/entities/called-one-by-one", test_called_one_by_one);
  g_test_add_func("/loader/entities/shared-level", test_shared_level);
  g_test_add_func("/loader/entities/kinds-of-agencies", test_kinds_of_agencies);
  g_test_add_func("/loader/entities/places", test_places);
  g_test_add_func("/loader/entities/glosses", test_glosses);
  g_test_add_func("/loader/entities/company-stems", test_company_stems);
  g_test_add_func("/loader/entities/left-out", test_left_out);
  g_test_add_func("/loader/entities/ends", test_ends);
  g_test_add_func("/loader/entities/names", test_names);
  g_test_add_func("/loader/entities/shared-ends", test_shared_ends);
  g_test_add_func("/loader/entities/jurisdiction", test_jurisdiction);
  g_test_add_func("/loader/entities/branches", test_branches);
  g_test_add_func("/loader/entities/policies", test_policies);
  g_test_add_func("/loader/entities/proposals", test_proposals);
  g_test_add_func("/loader/entities/bare-proposals", test_bare_proposals);
  g_test_add_func("/loader/entities/notices", test_notices);
  g_test_add_func("/loader/entities/people", test_people);
  g_test_add_func("/loader/entities/base", test_base);
  return g_test_run();
}
