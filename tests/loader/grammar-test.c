/* What the compiler of rules makes of right and of wrong files. What rules then do is match-test.c and docs/grammar.md. */
#include "support.h"

#define HEAD "list x: 支持\nproperty supports: Document -> Park\n"

typedef struct {
  const char *name, *rules, *message; /* message: from the line on, behind "…/rules.ytg:" */
} Bad;

static const Bad bad[] = {
    {"unknown-statement", "# a comment\n\nlists x: a\n",
     "3:1: expected list, suffix, gazetteer, property, rule or mention, found 'lists'"},
    {"no-statement", "=> x\n",
     "1:1: expected list, suffix, gazetteer, property, rule or mention, found '=>'"},
    {"list-without-name", "list : a\n", "1:6: expected a name and ':', found ':'"},
    {"list-without-colon", "list x a\n", "1:6: expected a name and ':', found 'x'"},
    {"wide-colon", "list x：a\n", "1:6: expected a name and ':', found 'x：a'"},
    {"suffix-of-unknown-class", "suffix Parks: 园\n",
     "1:8: expected a class such as Park or Company, found 'Parks:'"},
    {"property-unknown", "property likes: Park -> Park\n",
     "1:10: expected a property such as hosts, and ':', found 'likes:'"},
    {"property-of-unknown-class", "property hosts: Parc -> Park\n",
     "1:17: expected a class such as Park or Company, found 'Parc'"},
    {"property-without-arrow", "property hosts: Park\nlist x: a\n",
     "1:21: expected a class such as Park or Company, found the end of the line"},
    {"gazetteer-without-file", "gazetteer Park\n",
     "1:15: expected a kind and a file name, found the end of the line"},
    {"rule-without-name", "rule : @x\n", "1:6: expected a name and ':', found ':'"},
    {"rule-without-colon", HEAD "rule a @x => document supports document\n",
     "3:8: expected a name and ':', found '@x'"},
    {"rule-without-pattern", "rule a: => document supports document\n",
     "1:9: expected a pattern, found '=>'"},
    {"rule-without-arrow", HEAD "rule a: @x Park\n", "3:16: expected '=>', found the end of the line"},
    {"rule-at-the-end-of-the-file", HEAD "rule a: @x Park", "3:16: expected '=>', found the end of the file"},
    {"list-used-before-it-is-defined",
     "rule a: @later Park => document supports document\nlist later: 支持\n",
     "1:9: expected the name of a list defined above, found '@later'"},
    {"list-without-a-name-in-a-pattern", "rule a: @ Park => document supports document\n",
     "1:9: expected the name of a list defined above, found '@'"},
    {"open-quote", "rule a: \"支持 Park => document supports document\n",
     "1:9: expected a word in double quotes, found '\"支持'"},
    {"empty-quotes", "rule a: \"\" Park => document supports document\n",
     "1:9: expected a word in double quotes, found '\"\"'"},
    {"unknown-class", HEAD "rule a: @x o:Parc => document supports o\n",
     "3:14: expected a class such as Park or Company, found 'Parc'"},
    {"unknown-class-in-a-choice", HEAD "rule a: @x o:{Park|Parc} => document supports o\n",
     "3:20: expected a class such as Park or Company, found 'Parc}'"},
    {"weak-name-of-no-class", "mention a: ~NAME => n Park\n",
     "1:13: expected a class such as Park or Company, found 'NAME'"},
    {"open-bracket", HEAD "rule a: (@x Park => document supports document\n",
     "3:18: expected ')', found '=>'"},
    {"close-bracket", HEAD "rule a: @x ) Park => document supports document\n",
     "3:12: expected '=>', found ')'"},
    {"open-brace", HEAD "rule a: @x {Park => document supports document\n", "3:18: expected '}', found '=>'"},
    {"brace-closed-by-angle", HEAD "rule a: @x {Park> => document supports document\n",
     "3:17: expected '}', found '>'"},
    {"angle-closed-by-brace", HEAD "rule a: @x <Park} => document supports document\n",
     "3:17: expected '>', found '}'"},
    {"coordinated-quotes", HEAD "rule a: @x {QUOTED} => document supports document\n",
     "3:13: expected a class such as Park or Company, found 'QUOTED}'"},
    {"quantifier-alone", HEAD "rule a: @x ? ? => document supports document\n",
     "3:12: expected a class such as Park or Company, found '?'"},
    {"nine-labels",
     "rule a: a:Park b:Park c:Park d:Park e:Park f:Park g:Park h:Park i:Park => a supports b\n",
     "1:65: expected at most 8 labels in a rule, found 'i:Park'"},
    {"action-without-subject", HEAD "rule a: o:Park =>\n",
     "3:18: expected a label, document, measure, topic, actor, issuer or place, found the end of the line"},
    {"action-on-unknown-label", HEAD "rule a: o:Park => p supports o\n",
     "3:19: expected a label of the pattern, document, measure, topic, actor, issuer or place, found 'p'"},
    {"action-with-unknown-property", HEAD "rule a: o:Park => document likes o\n",
     "3:28: expected a property such as hosts or supports, found 'likes'"},
    {"action-without-object", HEAD "rule a: o:Park => document supports\n",
     "3:36: expected a label, document, measure, topic, actor, issuer or place, found the end of the line"},
    {"second-action-missing", HEAD "rule a: o:Park => document supports o;\n",
     "3:39: expected a label, document, measure, topic, actor, issuer or place, found the end of the line"},
    {"mention-of-unknown-class", "mention a: n:NAME => n Parc\n",
     "1:24: expected a class such as Park or Company, found 'Parc'"},
    {"word-behind-the-action", HEAD "rule a: o:Park => document supports o maybe\n",
     "3:39: expected 'planned', 'done', 'opening', 'pairs', 'like', 'unknown', a confidence such as 0.85, or "
     "the end of the rule, found 'maybe'"},
    {"confidence-of-one", HEAD "rule a: o:Park => document supports o 1.0\n",
     "3:39: expected 'planned', 'done', 'opening', 'pairs', 'like', 'unknown', a confidence such as 0.85, or "
     "the end of the rule, found '1.0'"},
    {"confidence-too-exact", HEAD "rule a: o:Park => document supports o 0.855\n",
     "3:39: expected 'planned', 'done', 'opening', 'pairs', 'like', 'unknown', a confidence such as 0.85, or "
     "the end of the rule, found '0.855'"},
};

static void
assert_message(const GError *error, const char *file, const char *expected)
{
  g_autofree char *end = g_strconcat(file, ":", expected, NULL);
  if (!g_str_has_suffix(error->message, end))
    g_error("expected “…%s”, found “%s”", end, error->message);
}

/* A wrong file is refused with its name, the line and column, what was expected there and what was found. */
static void
test_syntax(gconstpointer data)
{
  const Bad *file = data;
  g_auto(Sandbox) sandbox;
  sandbox_init(&sandbox);
  sandbox_write(&sandbox, "rules.ytg", file->rules, -1);
  g_autoptr(GError) error = NULL;
  g_autoptr(YtGrammar) grammar = sandbox_compile(&sandbox, &error);
  g_assert_error(error, YT_GRAMMAR_ERROR, YT_GRAMMAR_ERROR_SYNTAX);
  g_assert_null(grammar);
  assert_message(error, "/rules.ytg", file->message);
}

static void
assert_refused(const char *rules, gssize n_bytes, const char *message)
{
  g_auto(Sandbox) sandbox;
  sandbox_init(&sandbox);
  sandbox_write(&sandbox, "rules.ytg", rules, n_bytes);
  g_autoptr(GError) error = NULL;
  g_autoptr(YtGrammar) grammar = sandbox_compile(&sandbox, &error);
  g_assert_error(error, YT_GRAMMAR_ERROR, YT_GRAMMAR_ERROR_SYNTAX);
  assert_message(error, "/rules.ytg", message);
}

/* Bytes that are not UTF-8, and NUL, are refused where they stand. */
static void
test_not_utf8(void)
{
  static const char latin[] = "list a: 园\nlist b: \xE9t\xE9\n", zero[] = "list a: b\0c\n";
  assert_refused(latin, sizeof latin - 1, "2:9: expected UTF-8, found the end of the file");
  assert_refused(zero, sizeof zero - 1, "1:10: expected UTF-8, found the end of the file");
}

/* A pattern nested deeper than 32 terms is refused: the compiler and the matcher go down with it. */
static void
test_deep_nesting(void)
{
  GString *rules = g_string_new("rule a: ");
  for (int i = 0; i < 100; i++)
    g_string_append_c(rules, '(');
  g_autofree char *text = g_string_free(rules, FALSE);
  assert_refused(text, -1, "1:41: expected a simpler pattern, found '(((((((((((('");
}

/* A pattern of more than 4096 steps is refused. */
static void
test_long_pattern(void)
{
  GString *rules = g_string_new("rule a:");
  for (int i = 0; i < 5000; i++)
    g_string_append(rules, " ,");
  g_autofree char *text = g_string_free(rules, FALSE);
  assert_refused(text, -1, "1:8203: expected a simpler pattern, found ','");
}

/* One list too many is refused by name (three are there from the beginning); so is a quoted word, which is a list too. */
static void
test_too_many_lists(void)
{
  GString *rules = g_string_new(NULL);
  for (int i = 1; i <= YT_MAX_LISTS - 2; i++)
    g_string_append_printf(rules, "list l%d: a\n", i);
  g_autofree char *lists = g_strdup(rules->str);
  assert_refused(lists, -1,
                 "1022:6: expected at most 1024 lists and quoted words in all files, found 'l1022:'");
  g_string_truncate(rules, rules->len - strlen("list l1022: a\n"));
  g_autofree char *full = g_strdup(rules->str);
  g_autoptr(YtGrammar) grammar = grammar_of(full);
  g_assert_cmpuint(yt_grammar_find_list(grammar, "l1021"), ==, 1023);
  g_string_append(rules, "rule a: \"支持\" => document supports document\n");
  g_autofree char *quoted = g_string_free(rules, FALSE);
  assert_refused(quoted, -1,
                 "1022:9: expected at most 1024 lists and quoted words in all files, found '\"支持\"'");
}

/* Gazetteers that fill lists of their own do so also where all others are taken. */
static void
test_gazetteers_with_all_lists_taken(void)
{
  g_auto(Sandbox) sandbox;
  sandbox_init(&sandbox);
  g_autoptr(GString) rules = g_string_new(NULL);
  for (int i = 1; i <= YT_MAX_LISTS - 5; i++)
    g_string_append_printf(rules, "list l%d: a\n", i);
  g_string_append(rules, "gazetteer divisions d.tsv\ngazetteer agency-kinds k.tsv\n");
  sandbox_write(&sandbox, "rules.ytg", rules->str, -1);
  sandbox_write(&sandbox, "d.tsv", "310115\t浦东新区\tcounty\t310000\t浦东\t\n", -1);
  sandbox_write(&sandbox, "k.tsv", "科技\t科技厅\t科技局\tprovince\n", -1);
  for (int i = YT_MAX_LISTS - 5; i <= YT_MAX_LISTS + 1; i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(YtGrammar) grammar = sandbox_compile(&sandbox, &error);
    if (!grammar)
      g_assert_error(error, YT_GRAMMAR_ERROR, YT_GRAMMAR_ERROR_SYNTAX);
    g_autofree char *one_more = g_strdup_printf("list m%d: a\n", i);
    g_string_prepend(rules, one_more);
    sandbox_write(&sandbox, "rules.ytg", rules->str, -1);
  }
}

/* ---- gazetteers ---- */

static void
assert_gazetteer_refused(const char *rules, const char *name, const char *bytes, const char *message)
{
  g_auto(Sandbox) sandbox;
  sandbox_init(&sandbox);
  sandbox_write(&sandbox, "rules.ytg", rules, -1);
  sandbox_write(&sandbox, name, bytes, -1);
  g_autoptr(GError) error = NULL;
  g_autoptr(YtGrammar) grammar = sandbox_compile(&sandbox, &error);
  g_assert_error(error, YT_GRAMMAR_ERROR, YT_GRAMMAR_ERROR_DATA);
  g_autofree char *file = g_strconcat("/", name, NULL);
  assert_message(error, file, message);
}

static void
test_gazetteer_with_too_few_columns(void)
{
  assert_gazetteer_refused("gazetteer vocabulary w.tsv\n", "w.tsv", "# words\n支持\tv\t9\n建设\tvn\n",
                           "3: expected more columns, found 2");
  assert_gazetteer_refused("gazetteer divisions d.tsv\n", "d.tsv", "420000\t湖北省\tprovince\t\t湖北\n",
                           "1: expected more columns, found 5");
  assert_gazetteer_refused("gazetteer agency-kinds k.tsv\n", "k.tsv", "科技\t科技厅\n",
                           "1: expected more columns, found 2");
  assert_gazetteer_refused("gazetteer surname s.tsv\n", "s.tsv", "王\n\t李\n",
                           "2: expected more columns, found 2");
}

static void
test_gazetteer_not_utf8(void)
{
  assert_gazetteer_refused("gazetteer surname s.tsv\n", "s.tsv", "\xCD\xF5\n", " expected UTF-8");
}

static void
test_gazetteer_missing(void)
{
  g_auto(Sandbox) sandbox;
  sandbox_init(&sandbox);
  sandbox_write(&sandbox, "rules.ytg", "gazetteer Park absent.tsv\n", -1);
  g_autoptr(GError) error = NULL;
  g_autoptr(YtGrammar) grammar = sandbox_compile(&sandbox, &error);
  g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull(strstr(error->message, "absent.tsv"));
}

static void
test_folder_missing(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(YtGrammar) grammar = yt_grammar_new("/nonexistent", "/nonexistent", NULL, &error);
  g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

/* Every kind of gazetteer gives words of its class, with their canonical names. */
static void
test_gazetteers(void)
{
  g_auto(Sandbox) sandbox;
  sandbox_init(&sandbox);
  sandbox_write(&sandbox, "d.tsv",
                "420000\t湖北省\tprovince\t\t湖北\t鄂\n420100\t武汉市\tprefecture\t420000\t武汉|江城\t汉\n",
                -1);
  sandbox_write(&sandbox, "i.tsv", "# a comment\n江城大学\t江大\t420100\tuniversity", -1);
  sandbox_write(&sandbox, "k.tsv",
                "科技\t科学技术厅|科技厅\t科技局\tprovince\n政协\t政协~委员会\t政协\tprovince\n", -1);
  sandbox_write(&sandbox, "s.tsv", "王\n欧阳\n", -1);
  sandbox_write(&sandbox, "rules.ytg",
                "gazetteer divisions d.tsv\ngazetteer Institution i.tsv\ngazetteer agency-kinds "
                "k.tsv\ngazetteer surname s.tsv\n",
                -1);
  g_autoptr(GError) error = NULL;
  g_autoptr(YtGrammar) grammar = sandbox_compile(&sandbox, &error);
  g_assert_no_error(error);
  static const struct {
    const char *word, *canonical;
    YtClass class;
    guint32 code;
    gboolean is_short;
  } expected[] = {
      {"湖北省", "湖北省", YT_CLASS_PLACE, 420000, FALSE},
      {"江城", "武汉市", YT_CLASS_PLACE, 420100, TRUE},
      {"江城大学", "江城大学", YT_CLASS_INSTITUTION, 420100, FALSE},
      {"江大", "江城大学", YT_CLASS_INSTITUTION, 420100, TRUE},
  };
  for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
    guint32 word = yt_lexicon_find(grammar->lexicon, expected[i].word, strlen(expected[i].word));
    g_assert_cmpuint(word, !=, YT_WORD_NONE);
    const YtEntry *entry =
        &g_array_index(grammar->entries, YtEntry, yt_lexicon_get(grammar->lexicon, word)->entries);
    g_assert_cmpint(entry->class, ==, expected[i].class);
    g_assert_cmpuint(entry->code, ==, expected[i].code);
    g_assert_cmpint(entry->is_short, ==, expected[i].is_short);
    g_assert_cmpstr(entry->canonical, ==, expected[i].canonical);
  }
  g_assert_cmpstr(yt_grammar_find_division(grammar, 420100)->canonical, ==, "武汉市");
  g_assert_null(yt_grammar_find_division(grammar, 420200));
  g_assert_cmpuint(yt_lexicon_find(grammar->lexicon, "鄂", 3), ==, YT_WORD_NONE);
  static const struct {
    const char *word, *list;
  } listed[] = {{"欧阳", "surname"}, {"科技局", "agency-kind"}, {"科学技术厅", "agency-kind"}};
  for (guint i = 0; i < G_N_ELEMENTS(listed); i++) {
    guint32 word = yt_lexicon_find(grammar->lexicon, listed[i].word, strlen(listed[i].word));
    g_assert_true(yt_lexicon_in_list(grammar->lexicon, yt_lexicon_get(grammar->lexicon, word)->set,
                                     yt_grammar_find_list(grammar, listed[i].list)));
  }
}

/* ---- what is right ---- */

static gboolean
is_in(const YtGrammar *grammar, const char *list, const char *word)
{
  guint32 found = yt_lexicon_find(grammar->lexicon, word, strlen(word));
  return found != YT_WORD_NONE &&
         yt_lexicon_in_list(grammar->lexicon, yt_lexicon_get(grammar->lexicon, found)->set,
                            yt_grammar_find_list(grammar, list));
}

/* A second statement of the same list adds to it; lines that begin with a blank go on; # begins a comment, but not inside
 * a word. */
static void
test_lists(void)
{
  g_autoptr(YtGrammar) grammar =
      grammar_of("list a: 支持 # 引进\n  培育\n\n\t鼓励 C#\nlist b: 建设\nlist a: 打造\n");
  g_assert_true(is_in(grammar, "a", "支持") && is_in(grammar, "a", "培育") && is_in(grammar, "a", "鼓励"));
  g_assert_true(is_in(grammar, "a", "打造") && is_in(grammar, "a", "C#"));
  g_assert_false(is_in(grammar, "a", "引进") || is_in(grammar, "a", "建设") || is_in(grammar, "a", "#"));
  g_assert_true(is_in(grammar, "b", "建设"));
  g_assert_cmpuint(yt_grammar_find_list(grammar, "absent"), ==, 0);
  g_assert_false(is_in(grammar, "absent", "支持"));
}

/* Suffixes are lists of their class; words of v/… lists stop names, unless names may hold them. */
static void
test_known_lists(void)
{
  g_autoptr(YtGrammar) grammar =
      grammar_of("suffix Park: 产业园 园区\nlist stop: 的\nlist inner: 研发\nlist v/研发: 研发 申报\n");
  g_assert_cmpuint(grammar->suffix_lists[YT_CLASS_PARK], ==, yt_grammar_find_list(grammar, "suffix/Park"));
  g_assert_true(is_in(grammar, "suffix/Park", "园区"));
  g_assert_cmpuint(grammar->suffix_lists[YT_CLASS_FUND], ==, 0);
  g_assert_cmpuint(grammar->known.stop, ==, yt_grammar_find_list(grammar, "stop"));
  g_assert_cmpuint(grammar->known.negation, ==, 0);
  g_assert_true(is_in(grammar, "stop", "的") && is_in(grammar, "stop", "申报"));
  g_assert_false(is_in(grammar, "stop", "研发"));
}

/* What a rule says of itself arrives: its place, confidence, modality and the like. */
static void
test_rules(void)
{
  g_autoptr(YtGrammar) grammar =
      grammar_of("list v/支持: 支持\n"
                 "property supports: Document Measure -> Park Fund\n"
                 "rule supports/支持: @v/支持 o:Park\n"
                 "  => measure supports o; document supports o planned 0.85\n"
                 "mention Park/名单: p:{NAME} \"等\" => p Park like unknown 0.7\n"
                 "rule supports/开头: o:Park => issuer supports o opening pairs done\n");
  g_assert_cmpuint(grammar->fact_rules->len, ==, 2);
  g_assert_cmpuint(grammar->mention_rules->len, ==, 1);
  const YtRule *first = g_ptr_array_index(grammar->fact_rules, 0),
               *second = g_ptr_array_index(grammar->fact_rules, 1);
  const YtRule *mention = g_ptr_array_index(grammar->mention_rules, 0);
  g_assert_cmpstr(first->name, ==, "supports/支持");
  g_assert_true(g_str_has_suffix(first->file, "/rules.ytg"));
  g_assert_cmpuint(first->line, ==, 3);
  g_assert_cmpuint(first->n_actions, ==, 2);
  g_assert_cmpint(first->actions[0].subject.kind, ==, YT_OPERAND_MEASURE);
  g_assert_cmpint(first->actions[1].subject.kind, ==, YT_OPERAND_DOCUMENT);
  g_assert_cmpint(first->actions[0].object.kind, ==, YT_OPERAND_CAPTURE);
  g_assert_cmpint(first->actions[0].property, ==, YT_PROPERTY_SUPPORTS);
  g_assert_cmpint(first->modality, ==, YT_MODALITY_PLANNED);
  g_assert_cmpfloat_with_epsilon(first->confidence, 0.85, 1e-9);
  g_assert_false(first->opening || first->like || first->pairs);
  g_assert_cmpint(second->modality, ==, YT_MODALITY_DONE);
  g_assert_true(second->opening && second->pairs);
  g_assert_cmpfloat_with_epsilon(second->confidence, 0.9, 1e-9);
  g_assert_cmpint(second->actions[0].subject.kind, ==, YT_OPERAND_ISSUER);
  g_assert_true(mention->like && mention->unknown);
  g_assert_cmpint(mention->actions[0].class, ==, YT_CLASS_PARK);
  g_assert_cmpfloat_with_epsilon(mention->confidence, 0.7, 1e-9);
  g_assert_cmpuint(grammar->subjects[YT_PROPERTY_SUPPORTS], ==,
                   1u << YT_CLASS_DOCUMENT | 1u << YT_CLASS_MEASURE);
  g_assert_cmpuint(grammar->objects[YT_PROPERTY_SUPPORTS], ==, 1u << YT_CLASS_PARK | 1u << YT_CLASS_FUND);
}

static gboolean
needs(const YtGrammar *grammar, guint rule, const char *list)
{
  guint index = yt_grammar_find_list(grammar, list);
  return ((const YtRule *) g_ptr_array_index(grammar->fact_rules, rule))->needs.lists[index / 64] >>
             (index % 64) &
         1;
}

/* A rule is tried only where the words are that it cannot do without: not those of an alternative, behind ! or before ? *. */
static void
test_needed_lists(void)
{
  g_autoptr(YtGrammar) grammar = grammar_of("list a: 甲\nlist b: 乙\nlist c: 丙\n"
                                            "rule one: @a (@b)? !@c => document supports document\n"
                                            "rule two: @a+ (@b | @c) => document supports document\n"
                                            "rule three: (@a @b*) (x:@c) => document supports document\n"
                                            "rule four: @a | @b => document supports document\n");
  g_assert_true(needs(grammar, 0, "a") && !needs(grammar, 0, "b") && !needs(grammar, 0, "c"));
  g_assert_true(needs(grammar, 1, "a") && !needs(grammar, 1, "b") && !needs(grammar, 1, "c"));
  g_assert_true(needs(grammar, 2, "a") && !needs(grammar, 2, "b") && needs(grammar, 2, "c"));
  g_assert_true(!needs(grammar, 3, "a") && !needs(grammar, 3, "b"));
}

/* A further folder adds files, and replaces those of the same name; all are read in the order of their names. */
static void
test_further_folder(void)
{
  g_auto(Sandbox) rules, extra;
  sandbox_init(&rules);
  sandbox_init(&extra);
  sandbox_write(&rules, "10-a.ytg", "list a: 旧\n", -1);
  sandbox_write(&rules, "20-b.ytg", "list b: 留\n", -1);
  sandbox_write(&rules, "notes.txt", "no rules at all\n", -1);
  sandbox_write(&extra, "10-a.ytg", "list a: 新\n", -1);
  sandbox_write(&extra, "15-c.ytg", "rule c: @a => document supports document\n",
                -1); /* needs 10, must come before 20 */
  g_autoptr(GError) error = NULL;
  g_autoptr(YtGrammar) grammar = yt_grammar_new(rules.folder, rules.folder, extra.folder, &error);
  g_assert_no_error(error);
  g_assert_true(is_in(grammar, "a", "新") && is_in(grammar, "b", "留"));
  g_assert_false(is_in(grammar, "a", "旧"));
  g_assert_cmpuint(grammar->fact_rules->len, ==, 1);
  g_assert_cmpuint(yt_grammar_find_list(grammar, "a"), <, yt_grammar_find_list(grammar, "b"));
}

/* No rules are a grammar too. */
static void
test_empty(void)
{
  g_autoptr(YtGrammar) grammar = grammar_of("\n \t# nothing\n\n");
  g_assert_cmpuint(grammar->fact_rules->len + grammar->mention_rules->len, ==, 0);
}

/* The shipped rules compile, and have every property and every list that the program asks for. */
static void
test_shipped(void)
{
  g_autoptr(YtGrammar) grammar = shipped_grammar();
  for (guint p = 1; p < YT_N_PROPERTIES; p++) {
    g_test_message("%s", yt_property_get_name(p));
    g_assert_cmpuint(grammar->subjects[p], !=, 0);
    g_assert_cmpuint(grammar->objects[p], !=, 0);
  }
  const guint *lists = (const guint *) &grammar->known;
  G_STATIC_ASSERT(sizeof(YtKnownLists) % sizeof(guint) == 0); /* nothing but lists */
  for (guint i = 0; i < sizeof(YtKnownLists) / sizeof(guint); i++)
    g_assert_cmpuint(lists[i], !=, 0);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_autofree char *path = g_strconcat("/loader/grammar/bad/", bad[i].name, NULL);
    g_test_add_data_func(path, &bad[i], test_syntax);
  }
  g_test_add_func("/loader/grammar/bad/not-utf8", test_not_utf8);
  g_test_add_func("/loader/grammar/bad/deep-nesting", test_deep_nesting);
  g_test_add_func("/loader/grammar/bad/long-pattern", test_long_pattern);
  g_test_add_func("/loader/grammar/bad/too-many-lists", test_too_many_lists);
  g_test_add_func("/loader/grammar/bad/gazetteers-with-all-lists-taken",
                  test_gazetteers_with_all_lists_taken);
  g_test_add_func("/loader/grammar/bad/gazetteer-with-too-few-columns", test_gazetteer_with_too_few_columns);
  g_test_add_func("/loader/grammar/bad/gazetteer-not-utf8", test_gazetteer_not_utf8);
  g_test_add_func("/loader/grammar/bad/gazetteer-missing", test_gazetteer_missing);
  g_test_add_func("/loader/grammar/bad/folder-missing", test_folder_missing);
  g_test_add_func("/loader/grammar/gazetteers", test_gazetteers);
  g_test_add_func("/loader/grammar/lists", test_lists);
  g_test_add_func("/loader/grammar/known-lists", test_known_lists);
  g_test_add_func("/loader/grammar/rules", test_rules);
  g_test_add_func("/loader/grammar/needed-lists", test_needed_lists);
  g_test_add_func("/loader/grammar/further-folder", test_further_folder);
  g_test_add_func("/loader/grammar/empty", test_empty);
  g_test_add_func("/loader/grammar/shipped", test_shipped);
  return g_test_run();
}
