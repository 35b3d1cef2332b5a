/* grammar.h: what the loader knows of the language, compiled from files: lists, suffixes, gazetteers, rules.
 *
 * docs/grammar.md is the reference of the rule language. A rule becomes a small program over the items of a sentence
 * (match.h); words of all lists and gazetteers meet in one lexicon. */
#pragma once
#include "loader/lexicon.h"

typedef enum {
  YT_CLASS_NONE,
  YT_CLASS_DOCUMENT,
  YT_CLASS_POLICY,
  YT_CLASS_PROPOSAL,
  YT_CLASS_AGENCY,
  YT_CLASS_PARK,
  YT_CLASS_CLUSTER,
  YT_CLASS_COMPANY,
  YT_CLASS_INSTITUTION,
  YT_CLASS_FUND,
  YT_CLASS_PLATFORM,
  YT_CLASS_PROJECT,
  YT_CLASS_PROGRAM,
  YT_CLASS_PRODUCT,
  YT_CLASS_PERSON,
  YT_CLASS_PLACE,
  YT_CLASS_MEASURE,
  YT_N_CLASSES,
} YtClass;

const char *yt_class_get_name(YtClass class);            /* "Park" */
YtClass yt_class_from_name(const char *name, gsize n_bytes); /* YT_CLASS_NONE if there is none */

typedef enum {
  YT_PROPERTY_NONE,
  YT_PROPERTY_ISSUED_BY,
  YT_PROPERTY_REPLIES_TO,
  YT_PROPERTY_SUBMITTED_BY,
  YT_PROPERTY_HANDLED_WITH,
  YT_PROPERTY_CITES,
  YT_PROPERTY_HAS_MEASURE,
  YT_PROPERTY_RESPONSIBLE_FOR,
  YT_PROPERTY_SUPPORTS,
  YT_PROPERTY_LOCATED_IN,
  YT_PROPERTY_HOSTS,
  YT_PROPERTY_PART_OF,
  YT_PROPERTY_ESTABLISHES,
  YT_PROPERTY_INVESTS_IN,
  YT_PROPERTY_RELIES_ON,
  YT_PROPERTY_DEVELOPS,
  YT_PROPERTY_ACQUIRES,
  YT_PROPERTY_COOPERATES_WITH,
  YT_PROPERTY_MEMBER_OF,
  YT_N_PROPERTIES,
} YtProperty;

const char *yt_property_get_name(YtProperty property); /* "hosts" */

/* One line of a gazetteer. A name may have several (two counties called 鼓楼区): they hang in a chain off the word. */
typedef struct {
  guint32 next; /* index of the next entry of the same word; 0 ends the chain, and entry 0 is none */
  guint8 class;
  guint8 level;          /* of a Place: 1 province, 2 prefecture, 3 county, 0 a region */
  guint8 is_short;       /* the word is an alias or short form of the canonical name */
  guint8 is_large;       /* of a Place: a city with the rank of a part of a province */
  guint8 n_words;        /* of a Place: how many of its first characters read as words elsewhere: 会同 of 会同县, 和 of 和县 */
  guint32 code, parent;  /* of a Place: GB/T 2260, and the division above it; of an Institution: the place of its seat */
  const char *canonical; /* owned by the grammar */
} YtEntry;

typedef enum {
  YT_OP_MATCH,
  YT_OP_LIST,       /* an item of list `arg`, or of the union of that number */
  YT_OP_CLASS,      /* a mention of a class in mask `arg` */
  YT_OP_COORDINATED,/* one or more coordinated mentions of classes in mask `arg`; `other` != 0: joined by 、 alone */
  YT_OP_NAME,       /* an undetermined name; `arg` != 0: coordinated ones */
  YT_OP_QUOTED,     /* “…”, all of it; `arg` != 0: and the nouns right behind */
  YT_OP_UP_TO,      /* words up to, and with, a suffix of a class in mask `arg` */
  YT_OP_NUMBER,
  YT_OP_LATIN,
  YT_OP_COMMA,
  YT_OP_GAP,        /* at most `arg` items inside the clause, as few as will do; `other` != 0: commas too */
  YT_OP_SPLIT,      /* go on at `arg`, and if that fails at `other` */
  YT_OP_JUMP,
  YT_OP_BEGIN,      /* at the beginning of a clause; `arg` != 0: of the sentence */
  YT_OP_END,        /* at the end of a clause; `arg` != 0: of the sentence */
  YT_OP_NOT,        /* what stands from here to `arg` must not match */
  YT_OP_OPEN,       /* capture `arg` begins */
  YT_OP_CLOSE,
} YtOp;

#define YT_MASK_WEAK (1u << 31) /* in a mask of classes: names that nothing distinguishes will do too (~Platform) */

typedef struct {
  guint8 op;
  guint32 arg, other;
} YtInstruction;

/* Who or what a fact is said of: a capture of the rule, or something that the place in the document gives. */
typedef enum {
  YT_OPERAND_CAPTURE,
  YT_OPERAND_DOCUMENT,
  YT_OPERAND_MEASURE, /* the innermost measure, else the document */
  YT_OPERAND_ISSUER,
  YT_OPERAND_PLACE, /* what the document's issuer governs */
  YT_OPERAND_TOPIC, /* of rules alone: what a heading or the paragraph's first sentence names, and nothing else */
  YT_OPERAND_ACTOR, /* of rules alone: who does what the match begins with (actors.c) */
} YtOperandKind;

typedef struct {
  guint8 kind;
  guint8 capture;
} YtOperand;

typedef enum { YT_MODALITY_OPEN, YT_MODALITY_DONE, YT_MODALITY_PLANNED } YtModality;

typedef struct {
  YtOperand subject, object;
  guint8 property; /* YtProperty */
  guint8 class;    /* of a mention rule: what the captured names become */
} YtAction;

#define YT_MAX_CAPTURES 8

/* What a sentence must have for a rule to match in it: a test that passes over most rules. */
enum { YT_MAX_NEEDED = 6 };
typedef struct {
  guint64 lists[YT_MAX_LISTS / 64];              /* a word of each of these lists */
  guint64 any[YT_MAX_NEEDED][YT_MAX_LISTS / 64]; /* for each, a word of one of its lists */
  guint32 classes[YT_MAX_NEEDED];                /* for each mask, a mention of one of its classes */
  guint8 n_any, n_classes;
} YtNeeds;

typedef struct {
  char *name;      /* "hosts/招引", as evidence says it */
  char *file;      /* for messages and the explain page */
  guint line;
  YtInstruction *program;
  guint n_instructions;
  guint n_captures;
  YtAction *actions;
  guint n_actions;
  YtModality modality; /* the sentence must say it so; OPEN: either way */
  gboolean like;       /* of a mention rule: one of the captured names must have the class already */
  gboolean unknown;    /* of a mention rule: the name must begin with what is no known word */
  gboolean pairs;      /* the first name of one end goes with the first of the other, and so on */
  gboolean opening;    /* only in what stands before the first heading */
  double confidence;
  YtNeeds needs; /* large, and only looked at when the grammar is compiled: behind what matching looks at */
} YtRule;

/* Which rules a match of can begin at an item, and which need what: bits by the rule's number. A row has n_words of the rules
 * that begin with something, and behind them YT_N_SLOTS times n_words of the rules whose first, second... need it is. See trials.c. */
enum { YT_N_SLOTS = 4 };
typedef struct {
  const GPtrArray *rules;
  guint n_words;     /* of 64 rules; even */
  guint16 *row_of;   /* for every set of lists its row; 0 for the many in which no rule is interested */
  guint64 *rows;     /* each once; [0] is empty, that of the set of no lists */
  guint8 *begins;    /* for every row: does a rule begin with it? */
  guint64 *by_class; /* for every class a row */
  guint64 *unneeded; /* YT_N_SLOTS times n_words of the rules that have no such need */
  guint64 *anywhere; /* rules that may begin with anything */
  guint64 *at_name;  /* rules that may begin with an undetermined name */
  guint64 *at_clause; /* rules that match only at the beginning of a clause */
} YtDispatch;

/* The kinds of labels in the table at the head. */
enum {
  YT_META_INDEX,
  YT_META_NUMBER,
  YT_META_ISSUER,
  YT_META_ISSUED,
  YT_META_PUBLISHED,
  YT_META_TITLE,
  YT_META_NAME, /* of a document, if it is one */
  YT_META_OTHER,
  YT_N_META
};

/* The lists that the program itself asks for; a list that no file defines is empty. */
typedef struct {
  guint stop;    /* words that end a name to the left: 支持 的 在 */
  guint inner;   /* verbs that stand inside names: 发展 服务 */
  guint and;     /* 和 与 及 以及 暨 */
  guint etc;     /* 等 */
  guint trim;    /* words before a name that are not part of it: 一批 重点 */
  guint generic; /* words that distinguish nothing: 产业 创新 高端 */
  guint admin;   /* 省 市 区 县 … before an agency's kind */
  guint agency_kind;
  guint company_tail; /* 生物 药业 科技: ends of companies' names where something unknown stands before */
  guint company_head; /* 企业 公司: head nouns of lists of companies */
  guint surname, post, people; /* people: what a person is called behind the name: 同志 代表 委员 */
  guint measure_verb, structural; /* how headings of measures begin, and how others end */
  guint short_verb; /* 抓 and 扩 in 抓项目、扩投资 */
  guint nominal_verb, attribute_head, degree; /* 创新, 能力 and 不断 in 创新能力不断增强, which is no act */
  guint future, negation;
  guint strong_suffix; /* any word before them names one thing: 全国重点实验室 有限公司 */
  guint agent;     /* who does something: 企业 in 企业投资 */
  guint zone;      /* development zones that go by their kind alone: 高新区 */
  guint aspire;    /* before a kind of zone that is still to be: 创建高新区 */
  guint agency_branch; /* 分行: with an agency before it only */
  guint dated;     /* 年 月 日: end names behind a number */
  guint appoint;    /* 聘任 选举: before who gets a post */
  guint people_act; /* 介绍 说: what people do, behind their names */
  guint unit;      /* 亩 万吨 */
  guint route, to; /* 铁路; 至: 西宁至成都铁路 */
  guint region;    /* 区域: behind 华南 it may be anyone's part of the country */
  guint unowned;   /* 大科学装置: a project of no firm */
  guint plain;     /* 基金: with one word before it, a description even where it is set up */
  guint hard_stop; /* 的 有: of stop, what no name holds */
  guint former;    /* 原: before a group that is no more */
  guint branch;    /* 分行 分公司 分所: names of branches end so */
  guint office; /* 处 研究室: names of agencies' offices end so */
  guint public_tail; /* 建投 产投: ends of companies that a place owns */
  guint site; /* 基地 车间: what firms build, whose names lead its */
  guint collective; /* 五大: how many there are of a kind */
  guint project_modifier; /* 产业 重大: say nothing of a project */
  guint business;  /* 担保公司 分行: one firm of a group, by its business or place */
  guint counter;   /* 个 家: behind a number they count what stands before it */
  guint apposition; /* 企业 龙头: say what the firm behind them is */
  guint place_tail; /* company_tail that with a place alone names a firm: 大庆石化 */
  guint sure_tail; /* company_tail that makes even a county's name a firm's: 资本 */
  guint v_develop; /* v/研发 */
  guint dosage;    /* 口服液: forms of medicines */
  guint drug_lead; /* 重组: what names of medicines begin with */
  guint listing;   /* 包括: before lists of products */
  guint where;     /* before a place where something is done: 在 */
  guint actor_with, actor_let; /* 与: between those who act together; 使: before one who is to act */
  guint actor_light; /* 并 还: may stand between who acts and the verb */
  guint means;     /* before what something is done with: 依托 */
  guint direction; /* 西南: distinguishes, but owns nothing */
  guint before_letter, behind_letter; /* what shows that 鄂 is the province: 在鄂, 鄂产 */
  guint cooperate; /* v/合作 */
  guint nature; /* 长白山: distinguishes, and is no division */
  guint attendance; /* 出席: people and whom they stand for follow */
  guint goods; /* 碳酸锂: no stem of a firm's name */
  guint syllable;  /* 迪, 次仁: what transcribed names of people consist of */
  guint capacity;  /* 年产: what a plant is to make a year begins its name */
  guint soft_inner; /* words of stop that names hold behind a noun: 生物产业投资引导基金 */
  guint soft_stop; /* end a name only behind a word: 过程中; but 中原… begins one */
  guint quoted_only; /* name only by what is quoted or numbered: “双牵头”模式 */
  guint policy_word; /* stand beside the number of a policy's items: 新政30条 */
  guint plant; /* with a firm's name before it a project: 生产基地 */
  guint new_area; /* districts that are called 新区 */
  guint owner_level; /* 省级 百亿级: name a fund or programme */
  guint owner; /* 省 国家: whose something is */
  guint our_place; /* 我市 全省 */
  guint our_city; /* words of a city's documents */
  guint our_agency; /* 我局 我委 */
  guint that; /* 该 本 */
  guint group; /* 领导小组 专班 */
  guint group_part; /* 办公室 组: parts of a group */
  guint group_stop; /* what alone ends a group's name */
  guint not_a_person; /* characters that no person's name ends with */
  guint strong_verb; /* make a measure even of a short heading */
  guint modifier; /* only modify a structural word: 发展目标 */
  guint list_label; /* 组长 成员: begin a list of people */
  guint each; /* 各 有关: what follows is no one agency */
  guint answerable; /* 责任单位 牵头: whose task it is stands there */
  guint planned; /* 总投资 新建: 计划 before these is a verb */
  guint park_plain; /* 园区 开发区: of a whole province there are many */
  guint owned_body; /* 科学院 党校: with 省 or 市 alone before them they name one */
  guint park_tail; /* 谷 城: one character that makes a park's name of what a trade's word ends */
  guint policy_noun; /* 方案 办法: behind what is a programme's name elsewhere */
  guint country; /* 德国: no firm's name begins with it, 德国拜耳 */
  guint submit; /* 提出 提交: a 委员 or 代表 before it is one person */
  guint each_between; /* 地级 设区: what may stand between these and the agency */
  guint done; /* 已 先后 */
  guint contact; /* 联系人 */
  guint support; /* the verbs of support */
  guint establish; /* v/成立: the verbs of making, each one word */
  guint talk; /* 有消息称: before what is only said */
  guint denial; /* 否认: behind what is not so */
  guint group_role, office_role, mayor; /* 组长; 主任; 市长: people's roles in a group, its office, a government */
  guint hosts_heading, hosts_settle, hosts_one_by_one; /* 聚集; 落户; 先后: firms that a park's heading is followed by */
  guint meta[YT_N_META]; /* labels of the table at the head of a document, by their kind */
  guint document_type; /* 通知 意见: how titles end */
  guint repair_quoted, repair_quoted_noun, repair_title_verb; /* 互联网+; 行动; 根据: where marks have been lost */
  guint opening; /* 下一步: how paragraphs open */
  guint furniture, page_end; /* 当前位置, of the page's furniture; 责任编辑, of what stands behind a document */
} YtKnownLists;

/* What an item may have to do with, for those that look for names or read figures: roles.c. */
typedef enum {
  YT_ROLE_SUFFIX = 1 << 0,       /* ends a name by its word: of a class's suffixes, park_tail; 镇, 厂 */
  YT_ROLE_AGENCY = 1 << 1,       /* agency_kind, agency_branch; 保障局 */
  YT_ROLE_COMPANY_TAIL = 1 << 2, /* company_tail */
  YT_ROLE_PERSON = 1 << 3,       /* a person's name may stand beside it: people, post, etc, contact; 任, 领导, brackets and spaces */
  YT_ROLE_POINTER = 1 << 4,      /* our_place, our_agency, that */
  YT_ROLE_ZONE = 1 << 5,         /* zone */
  YT_ROLE_GROUP = 1 << 6,        /* group, group_part */
  YT_ROLE_BEFORE_LETTER = 1 << 7,
  YT_ROLE_BEHIND_LETTER = 1 << 8,
  YT_ROLE_ENTRY = 1 << 9,     /* has gazetteer entries */
  YT_ROLE_LONE = 1 << 10,     /* one Han character */
  YT_ROLE_NOUN = 1 << 11,     /* 园区, 该院: points back to a name, where a clause begins */
  YT_ROLE_MARK = 1 << 12,     /* YT_ITEM_MARK */
  YT_ROLE_STOP = 1 << 13,     /* YT_ITEM_STOP */
  YT_ROLE_BREAK = 1 << 14,    /* parts segments: a comma, a stop, : */
  YT_ROLE_CODE = 1 << 15,     /* as long as a credit code */
  YT_ROLE_AMOUNT = 1 << 16,   /* begins a number */
  YT_ROLE_WHEN = 1 << 17,     /* numbers; 今年, 十五五, 截至; of figures: now */
  YT_ROLE_MODALITY = 1 << 18, /* of figures: plan, grant, intent, done; 已, 达产后 */
  YT_ROLE_RUN_IN = 1 << 19,   /* begins with a numeral as 一是 does, the head of a sentence */
  YT_ROLE_LATIN = 1 << 20,    /* YT_ITEM_LATIN */
  YT_ROLE_SEPARATOR = 1 << 21, /* YT_ITEM_SEPARATOR */
  YT_ROLE_POST = 1 << 22,      /* of facts: group/role, group/office-role, post/mayor */
  YT_ROLE_DENIAL = 1 << 23,    /* negation, talk, denial */
  YT_ROLE_COMPLETION = 1 << 24, /* 建成后, 达产后, 投产后, 全面达产后, 竣工投产后 */
} YtRole;

/* The lists quantity/… of the grammar, which says of each what it is for. */
typedef struct {
  guint about, over, keep, compare, growth, fall, part, share, empty, modifier, give, create, settle,
      before_topic, aside, duration, abstract, has, money_noun, now, so_far, plan, intent, done, noun,
      background, prospect, grant, who, reach, stage, terms, head, size, price, handle, act, role, visit;
} YtFigureLists;

/* Lists that tell units from what only looks like one. */
typedef struct {
  guint unit, not_unit, compound, time_unit, spelled_unit, end_unit, index;
} YtAmountLists;

/* The lists table/… of the grammar, which says of each what it is for. */
typedef struct {
  guint number, metric, group, unit, agency, task, place, owner, investor, host, target, actual, value, change;
  guint units;
  guint names[YT_N_CLASSES];
} YtTableLists;

/* Ends the key of a row of number_prefixes that holds for longer numbers too: 国科发* for 国科发高〔2024〕1号. */
#define YT_PREFIX_GOES_ON "*"

typedef struct {
  YtLexicon *lexicon;
  YtKnownLists known;
  YtFigureLists figures;
  YtAmountLists amounts;
  YtTableLists tables;
  GHashTable *lists;      /* name → index + 1 */
  GPtrArray *list_names;  /* char * */
  GArray *entries;        /* YtEntry; [0] is none */
  guint64 industry_pairs[64]; /* bits: yt_grammar_may_begin_industry() */
  GPtrArray *industries;  /* IRI of each concept (char *); an entry of class none whose parent is n names the (n-1)th */
  GHashTable *letters; /* of a province's one-character name, as a number → its entry: 鄂 */
  GHashTable *city_letters; /* likewise of cities, at the head of document numbers: 甬; 0: several go by it */
  GHashTable *number_prefixes; /* 府办 with ~ for the place, or 国发 → the office that numbers its documents so */
  GHashTable *divisions;  /* GB/T 2260 code → index of the full name's entry */
  GPtrArray *mention_rules, *fact_rules; /* YtRule *, in the order of the files */
  YtDispatch mention_dispatch, fact_dispatch; /* of these */
  guint8 *suffix_classes; /* YtClass by set of lists: the first class of which it has suffixes; from yt_grammar_compile() on */
  guint32 *roles;         /* YtRole bits by set of lists; likewise */
  guint8 *first_signs, *last_signs; /* of roles.c, YT_N_SIGNS; likewise */
  guint suffix_lists[YT_N_CLASSES]; /* the list of a class's suffixes; words that end such names */
  guint32 subjects[YT_N_PROPERTIES], objects[YT_N_PROPERTIES]; /* masks of the classes that a property joins */
  GStringChunk *strings;
} YtGrammar;

typedef enum {
  YT_GRAMMAR_ERROR_SYNTAX, /* the message starts with file:line:column */
  YT_GRAMMAR_ERROR_DATA,   /* a gazetteer line that does not fit its header; file:line */
} YtGrammarError;

#define YT_GRAMMAR_ERROR (yt_grammar_error_quark())
GQuark yt_grammar_error_quark(void);

/**
 * yt_grammar_new:
 * @rules_dir: (type filename): a folder of .ytg files, read in the order of their names
 * @data_dir: (type filename): a folder with the gazetteers that they name
 * @extra_dir: (type filename) (nullable): a further folder of .ytg files; a file there replaces the one of the same
 *   name in @rules_dir
 * @error: return location for a #GError
 *
 * Errors: #YtGrammarError as above; #GFileError.
 * Returns: (transfer full) (nullable): the grammar; yt_grammar_compile() makes it ready for use
 */
YtGrammar *yt_grammar_new(const char *rules_dir, const char *data_dir, const char *extra_dir, GError **error);
void yt_grammar_free(YtGrammar *grammar);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtGrammar, yt_grammar_free)

/* Adds @name as a name of the industry @iri; before yt_grammar_compile(). */
void yt_grammar_add_industry(YtGrammar *grammar, const char *iri, const char *name, gsize n_bytes);

/* May a name of an industry begin with the two characters? FALSE is sure. At most places in names none does, and looking one up
 * in the lexicon waits for memory. */
static inline gboolean
yt_grammar_may_begin_industry(const YtGrammar *grammar, gunichar first, gunichar second)
{
  guint bit = yt_lexicon_pair(first, second) % (64 * G_N_ELEMENTS(grammar->industry_pairs));
  return grammar->industry_pairs[bit / 64] >> (bit % 64) & 1;
}

/* Once, when all names are added: packs the lexicon, and finds where rules can begin. The grammar never changes afterwards, so threads may share it. */
void yt_grammar_compile(YtGrammar *grammar);

/* The entry of a division's full name, by its code; NULL where there is none. */
const YtEntry *yt_grammar_find_division(const YtGrammar *grammar, guint32 code);

/* roles.c: the YtRole bits of all sets of lists; behind suffix_classes. (transfer full) */
guint32 *yt_roles_of_sets(const YtGrammar *grammar);

/* roles.c: fills first_signs and last_signs, by the characters from U+4E00 to U+9FFF. */
#define YT_FIRST_SIGN 0x4E00u
#define YT_N_SIGNS    0x5200u
void yt_index_signs(YtGrammar *grammar);

/* quantities.c, amounts.c, tables.c: the lists that they ask for. */
void yt_find_figure_lists(const YtGrammar *grammar, YtFigureLists *lists);
void yt_find_amount_lists(const YtGrammar *grammar, YtAmountLists *lists);
void yt_find_table_lists(const YtGrammar *grammar, YtTableLists *lists);

/* Index of a list by its name; an empty list where no file defines it. */
guint yt_grammar_find_list(const YtGrammar *grammar, const char *name);
