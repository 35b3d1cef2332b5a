/* Codes with their check digits, and what is one thing across documents. */
#include "loader/codes.h"
#include "support.h"

static const YtLoader *shipped, *for_store;

/* Both check characters of a credit code count, and its alphabet has no I O S V Z. */
static void
test_credit_codes(void)
{
  static const char *const good[] = {"11500000009276281J", "91420100MA4K12345K", "914201001234567883",
                                     "11420000757009218A"};
  for (guint i = 0; i < G_N_ELEMENTS(good); i++) {
    g_assert_true(yt_is_credit_code(good[i], 18));
    g_assert_false(yt_is_credit_code(good[i], 17));
    for (guint k = 0; k < 18; k++) { /* no character can be another one */
      g_autofree char *other = g_strdup(good[i]);
      other[k] = other[k] == '7' ? '1' : '7';
      g_assert_false(yt_is_credit_code(other, 18));
    }
  }
  static const char *const bad[] = {"11440300MB2C91000W", "91420100MA4I12345K", "91420100ma4k12345k",
                                    "000000000000000000", "91A20100MA4K12345K"};
  for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
    g_assert_false(yt_is_credit_code(bad[i], 18));
}

static void
test_organisation_codes(void)
{
  g_assert_cmpuint(yt_organisation_code_at("757009218", 9), ==, 9);
  g_assert_cmpuint(yt_organisation_code_at("75700921-8/2025", 15), ==, 10);
  g_assert_cmpuint(yt_organisation_code_at("757009218/2025", 14), ==, 9);
  static const char *const bad[] = {"757009219",  "01512607-2", "000000000", "7570092",
                                    "7570092181", "7570O9218",  ""};
  for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
    g_assert_cmpuint(yt_organisation_code_at(bad[i], strlen(bad[i])), ==, 0);
  g_autofree char *code = yt_dup_organisation_code("757009218");
  g_assert_cmpstr(code, ==, "75700921-8");
}

static gboolean
says(const char *quads, const char *thing, const char *property, const char *value)
{
  g_autofree char *line = g_strdup_printf("<" YT_ID "%s> <%s> %s .\n", thing, property, value);
  return strstr(quads, line) != NULL;
}

static void
assert_says(const char *document, const char *thing, const char *property, const char *value,
            gboolean expected)
{
  g_autofree char *quads = read_quads(shipped, document);
  if (says(quads, thing, property, value) != expected)
    g_error("%s %s %s %s, in:\n%s", expected ? "expected" : "did not expect", thing, property, value, quads);
}

/* The publisher has the code of the index number; a government has none from there; a wrong check digit gives none. */
static void
test_index_numbers(void)
{
  assert_says(
      "索引号:757009218/"
      "2025-42454\n发布机构:湖北省经济和信息化厅\n湖北省经济和信息化厅关于花卉产业的通知\n\n支持企业发展。\n",
      "agency/湖北省经济和信息化厅", YT_NS "organisationCode", "\"75700921-8\"", TRUE);
  assert_says(
      "索引号:11500000009276281J/"
      "2021-00890\n发布机构:市经济信息委\n重庆市经济和信息化委员会关于花卉产业的通知\n\n支持企业发展。\n",
      "agency/重庆市经济和信息化委员会", YT_NS "creditCode", "\"11500000009276281J\"", TRUE);
  assert_says(
      "索引号:757009219/"
      "2025-42454\n发布机构:湖北省经济和信息化厅\n湖北省经济和信息化厅关于花卉产业的通知\n\n支持企业发展。\n",
      "agency/湖北省经济和信息化厅", YT_NS "organisationCode", "\"75700921-9\"", FALSE);
  g_autofree char *government = read_quads(
      shipped, "索引号:757009218/"
               "2025-42454\n发布机构:湖北省人民政府\n湖北省人民政府关于花卉产业的通知\n\n支持企业发展。\n");
  g_assert_null(strstr(government, "organisationCode"));
}

/* The code says whose the document is where its words do not. */
static void
test_jurisdiction_by_code(void)
{
  assert_says("索引号:11500000009276281J/"
              "2021-00890\n发布机构:市经济信息委\n关于花卉产业的通知\n\n市科技局支持企业发展。\n",
              "agency/重庆市科技局", YT_RDF_NS "type", "<" YT_NS "Agency>", TRUE);
}

/* A credit code in the text is that of the organisation before it. */
static void
test_credit_codes_in_text(void)
{
  static const char document[] = "襄阳市人民政府关于花卉产业的通知\n\n引进湖北恺玥生物科技有限公司("
                                 "统一社会信用代码:91420100MA4K12345K)落户,"
                                 "与襄阳汜霖花卉有限公司(统一社会信用代码:91420100MA4K12345X)合作。\n";
  assert_says(document, "company/湖北恺玥生物科技有限公司", YT_NS "creditCode", "\"91420100MA4K12345K\"",
              TRUE);
  g_autofree char *quads = read_quads(shipped, document);
  g_assert_null(strstr(quads, "12345X\"")); /* its check character is wrong */
  g_autofree char *unnamed = read_quads(
      shipped, "襄阳市人民政府关于花卉产业的通知\n\n引进湖北恺玥生物科技有限公司,编号91420100MA4K12345K。\n");
  g_assert_null(strstr(unnamed, "creditCode"));
}

/* An agency's IRI is what the document calls it; in a store its forms are the same as the usual one. */
static void
test_forms_of_one_agency(void)
{
  static const char *const forms[][3] = {
      {"湖北省经济和信息化厅", "agency/湖北省经济和信息化厅", "agency/湖北省经信厅"},
      {"湖北省经信厅", "agency/湖北省经信厅", NULL},
      {"省经信厅", "agency/湖北省经信厅", NULL},
      {"省发改委", "agency/湖北省发改委", "agency/湖北省发展改革委"},
      {"湖北省发展和改革委员会", "agency/湖北省发展和改革委员会", "agency/湖北省发展改革委"},
      {"国家药监局", "agency/国家药监局", "agency/国家药品监督管理局"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(forms); i++) {
    g_autofree char *document =
        g_strdup_printf("湖北省人民政府办公厅关于花卉产业的通知\n\n%s负责落实。\n", forms[i][0]);
    assert_says(document, forms[i][1], YT_RDF_NS "type", "<" YT_NS "Agency>", TRUE);
    g_autofree char *plain = read_quads(shipped, document), *quads = read_quads(for_store, document);
    g_assert_null(strstr(plain, "sameAs"));
    g_autofree char *same = g_strdup_printf("<" YT_ID "%s>", forms[i][2]);
    g_autofree char *begin =
        g_strdup_printf("<" YT_ID "%s> <http://www.w3.org/2002/07/owl#sameAs>", forms[i][1]);
    if (forms[i][2])
      g_assert_true(says(quads, forms[i][1], "http://www.w3.org/2002/07/owl#sameAs", same));
    else
      g_assert_null(strstr(quads, begin));
  }
  static const char university[] = "湖北省人民政府办公厅关于花卉产业的通知\n\n由武大负责研究。\n";
  g_autofree char *quads = read_quads(for_store, university);
  g_assert_true(says(quads, "institution/武大", "http://www.w3.org/2002/07/owl#sameAs",
                     "<" YT_ID "institution/武汉大学>"));
}

/* One name in two places is two things: agencies, zones, districts. */
static void
test_one_name_two_things(void)
{
  static const char *const issuers[] = {"襄阳市", "徐州市"};
  for (guint i = 0; i < G_N_ELEMENTS(issuers); i++) {
    g_autofree char *document = g_strdup_printf(
        "%s人民政府关于花卉产业的通知\n\n市科技局、高新区管委会负责落实。支持创新创业产业园、鼓楼区建设。\n",
        issuers[i]);
    g_autofree char *quads = read_quads(shipped, document);
    g_autofree char *bureau = g_strconcat("agency/", issuers[i], "科技局", NULL);
    g_autofree char *zone = g_strndup(
        issuers[i], strlen(issuers[i]) - strlen("市")); /* 襄阳高新区, as its committee's name has it */
    g_autofree char *committee = g_strconcat("agency/", zone, "高新区管委会", NULL);
    g_assert_true(says(quads, bureau, YT_RDF_NS "type", "<" YT_NS "Agency>"));
    g_assert_true(says(quads, committee, YT_RDF_NS "type", "<" YT_NS "Agency>"));
    g_assert_null(strstr(quads, "<" YT_ID "agency/高新区管委会>"));
    g_assert_null(strstr(quads, "<" YT_ID "park/创新创业产业园>"));
  }
  static const char *const parents[][2] = {{"江苏省南京市", "place/南京市鼓楼区"},
                                           {"福建省福州市", "place/福州市鼓楼区"}};
  for (guint i = 0; i < G_N_ELEMENTS(parents); i++) {
    g_autofree char *document =
        g_strdup_printf("%s人民政府关于花卉产业的通知\n\n支持鼓楼区发展花卉产业。\n", parents[i][0]);
    assert_says(document, parents[i][1], YT_RDFS_NS "label", "\"鼓楼区\"@zh", TRUE);
  }
  assert_says("湖北省人民政府关于花卉产业的通知\n\n支持光谷生物城建设。\n", "park/光谷生物城",
              YT_RDF_NS "type", "<" YT_NS "Park>", TRUE);
}

/* A store has the divisions above those that a document names, each once, and where it has them from; extract has not. */
static void
test_divisions_above(void)
{
  static const char document[] = "南京市人民政府关于花卉产业的通知\n\n支持鼓楼区、六合区发展花卉产业。\n";
  g_autofree char *plain = read_quads(shipped, document), *stored = read_quads(for_store, document);
  g_assert_null(strstr(plain, "#partOf>"));
  g_assert_true(says(stored, "place/南京市鼓楼区", YT_NS "partOf", "<" YT_ID "place/南京市>"));
  g_assert_true(says(stored, "place/六合区", YT_NS "partOf", "<" YT_ID "place/南京市>"));
  g_assert_true(says(stored, "place/南京市", YT_NS "partOf", "<" YT_ID "place/江苏省>"));
  g_assert_true(says(stored, "place/江苏省", YT_NS "divisionCode", "\"320000\""));
  g_auto(GStrv) links = g_strsplit(stored, "#partOf> <" YT_ID "place/江苏省> .\n", -1);
  g_assert_cmpuint(g_strv_length(links), ==, 2);
  g_assert_nonnull(strstr(stored, "wasDerivedFrom> <" YT_ID "table/divisions>"));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_autoptr(YtLoader) loader = yt_loader_new(&(YtLoaderOptions){.data_dir = YT_SOURCE_DIR}, NULL);
  g_autoptr(YtLoader) storing =
      yt_loader_new(&(YtLoaderOptions){.data_dir = YT_SOURCE_DIR, .for_store = TRUE}, NULL);
  g_assert_true(loader && storing);
  shipped = loader;
  for_store = storing;
  g_test_add_func("/loader/identity/credit-codes", test_credit_codes);
  g_test_add_func("/loader/identity/organisation-codes", test_organisation_codes);
  g_test_add_func("/loader/identity/index-numbers", test_index_numbers);
  g_test_add_func("/loader/identity/jurisdiction-by-code", test_jurisdiction_by_code);
  g_test_add_func("/loader/identity/credit-codes-in-text", test_credit_codes_in_text);
  g_test_add_func("/loader/identity/forms-of-one-agency", test_forms_of_one_agency);
  g_test_add_func("/loader/identity/one-name-two-things", test_one_name_two_things);
  g_test_add_func("/loader/identity/divisions-above", test_divisions_above);
  return g_test_run();
}
