/* analysis.h: one document on its way through the loader.
 *
 *   bytes → text (text.h) → blocks and items (segment.c, structure.c) → mentions (mentions.c) → facts (facts.c)
 *         → entities (entities.c) → quads (emit.c)
 *
 * All of it lives in one YtAnalysis, filled from left to right; a stage reads what those before it made. Positions
 * are byte offsets into text->text. */
#pragma once
#include "loader/grammar.h"
#include "text/text.h"

typedef enum {
  YT_ITEM_HAN,   /* a word, or a character that no word covers */
  YT_ITEM_LATIN, /* letters and digits in a row, with a letter in it */
  YT_ITEM_NUMBER,
  YT_ITEM_COMMA,     /* , */
  YT_ITEM_SEPARATOR, /* 、 */
  YT_ITEM_STOP,      /* 。 ; ! ? and the end of a line */
  YT_ITEM_MARK,      /* any other mark; its first byte tells which */
  YT_ITEM_SPACE,
} YtItemKind;

typedef struct {
  guint32 start, end;
  guint32 word;    /* in the lexicon, or YT_WORD_NONE */
  guint32 mention; /* the mention it belongs to: its index + 1; 0 for none. Items of one mention stand together */
  guint16 set;     /* lists */
  guint8 kind;     /* YtItemKind */
  guint8 pos;      /* YtPos */
} YtItem;

typedef enum {
  YT_BLOCK_PARAGRAPH,
  YT_BLOCK_FURNITURE, /* of the page or the paper: no facts come from it */
  YT_BLOCK_META,      /* a cell or line of the table above a document */
  YT_BLOCK_TITLE,
  YT_BLOCK_NUMBER,    /* the document's number on a line of its own */
  YT_BLOCK_ADDRESSEE, /* 郭鹏代表: 各市、州人民政府: */
  YT_BLOCK_HEADING,   /* a numbered line, or a numbered head with its text behind it */
  YT_BLOCK_SIGNATURE,
  YT_BLOCK_DATE,
  YT_BLOCK_ATTACHMENT, /* 附件… */
  YT_BLOCK_ROW,        /* of a table (tables.c) */
} YtBlockKind;

/* Levels of numbering, from the outside in. */
enum {
  YT_LEVEL_NONE,
  YT_LEVEL_CHAPTER,  /* 第一章 */
  YT_LEVEL_SECTION,  /* 一、 */
  YT_LEVEL_ITEM,     /* (一) and 第一条 */
  YT_LEVEL_SUBITEM,  /* 1. */
  YT_LEVEL_POINT,    /* (1) ① */
  YT_LEVEL_RUN_IN,   /* 一是 */
  YT_N_LEVELS,
};

typedef struct {
  guint32 start, end; /* without the line end */
  guint32 item_from, item_to;
  guint8 kind;  /* YtBlockKind */
  guint8 level; /* of a heading */
  guint32 head_start, head_end; /* of a heading: its words, without number and full stop */
} YtBlock;

typedef struct {
  guint32 start, end;
  guint32 item_from, item_to; /* the closing stop is inside */
  guint32 block;
  gint32 measure; /* index of the mention of the innermost Measure, or -1: the document */
  gint32 cell;    /* of a table, that the sentence is; or -1 */
  gboolean is_head;
} YtSentence;

/* What a column of a table holds, by its head. */
typedef enum {
  YT_COLUMN_OTHER,
  YT_COLUMN_NUMBER, /* 序号 */
  YT_COLUMN_METRIC, /* 指标 */
  YT_COLUMN_UNIT,
  YT_COLUMN_VALUE,  /* 2027年, 目标值, 总投资(亿元) */
  YT_COLUMN_NAME,   /* 项目名称: things of one class */
  YT_COLUMN_TASK,   /* 重点任务 */
  YT_COLUMN_AGENCY, /* 责任单位 */
  YT_COLUMN_PLACE,  /* 建设地点 */
  YT_COLUMN_OWNER,  /* 实施单位: who sets up what the row names */
  YT_COLUMN_INVESTOR, /* 投资方 */
  YT_COLUMN_HOST,     /* 依托单位: on whom what the row names relies */
} YtColumnKind;

typedef struct {
  guint8 kind;  /* YtColumnKind */
  guint8 class; /* YtClass, of names */
  guint year;   /* of values; 0: unsaid */
  const char *qualifier; /* target, actual; NULL: unsaid */
  char *metric, *unit;   /* NULL: unsaid */
} YtColumn;

typedef struct {
  guint32 start, end; /* without white space */
  guint32 item_from, item_to;
  guint32 block;
  guint32 row; /* counted through all tables; the cells of a row stand together */
  guint32 column;
} YtCell;

typedef enum {
  YT_MENTION_NAMED,
  YT_MENTION_WEAK, /* ends like a name, but nothing in it distinguishes one thing: a rule may take it all the same */
  YT_MENTION_NESTED, /* named, at the head of a longer name that it owns: 复旦大学 in 复旦大学附属中山医院 */
  YT_MENTION_DEAD, /* rejected, or swallowed by a longer one */
} YtMentionState;

enum { YT_ANTECEDENT_ISSUER = -2, YT_ANTECEDENT_PLACE = -3 };

typedef struct {
  guint32 start, end;
  guint32 item_from, item_to;
  guint8 class; /* YtClass */
  guint8 level; /* of a Measure: its numbering */
  guint8 state;  /* YtMentionState */
  guint32 entry; /* gazetteer entry, 0 for none */
  gint32 antecedent; /* 该基金, 我市: the mention it points back to, or one of the two below; -1: it names something */
  gint32 owner;  /* of an office or section: the mention of the group whose part it is, which its name begins with; -1 */
  guint32 tail_start, tail_end; /* what the name goes on with elsewhere: 人民政府 for 赤水市 in 赤水市、习水县人民政府; 0, 0: nothing */
  gint32 parent; /* of a Measure: the mention of the Measure it stands under, or -1 */
  gint32 entity; /* index of its entity, set by entities.c; -1 before */
  const char *rule; /* what made it; static or owned by the grammar */
  double confidence;
  const char *repaired; /* what is read for damaged text in it or beside it, kept with the analysis; or NULL */
} YtMention;

#define YT_BYLINE_RULE     "person/byline" /* of who wrote the article, in a line that holds nothing else to read */
#define YT_ATTENDANCE_RULE "person/attendance" /* of people in a list of who was at a meeting: whom they stand for is named before them */

/* An end of a fact: a mention, an entity that no mention names, or what the document gives (YtOperandKind). */
typedef struct {
  guint8 kind; /* YtOperandKind; YT_OPERAND_CAPTURE here is a mention or an entity */
  gint32 mention; /* or -1 */
  gint32 entity;  /* where there is no mention, or -1 */
} YtRef;

typedef struct {
  YtRef subject, object;
  guint8 property;
  guint8 modality;
  guint32 sentence;
  const char *rule;
  double confidence;
} YtFact;

typedef struct {
  gint32 mention;  /* subject; -1: see operand */
  guint8 operand;  /* YtOperandKind when there is no mention */
  const char *metric, *value, *unit; /* kept with the analysis: YtAnalysis.strings */
  guint from_year, year; /* 0: unsaid */
  const char *qualifier;  /* target, actual, growth */
  guint32 sentence;
  guint32 start, end;
} YtFigure;

/* Why a candidate came to nothing. What lost to a longer or surer name stands in YtAnalysis.mentions, dead; the rest is
 * kept in YtAnalysis.rejected, when somebody wants to know. */
typedef enum {
  YT_WHY_OVERLAP,       /* another name holds its words */
  YT_WHY_GENERIC,       /* nothing in it distinguishes one thing */
  YT_WHY_SILENT,        /* stands in the page's furniture or in the table of the head */
  YT_WHY_LOST,          /* what it hangs on fell away */
  YT_WHY_EACH,          /* 各, 有关 stand before it */
  YT_WHY_HOLDS_A_NAME,  /* holds a name that is known already */
  YT_WHY_NO_ACT,        /* a heading that names no act */
  YT_WHY_TOO_LONG,      /* a heading that goes on like a sentence */
  YT_WHY_CLASSES,       /* the property joins no such classes */
  YT_WHY_NEGATED,
  YT_WHY_MODALITY,      /* the rule wants it done and the sentence plans it, or the other way round */
  YT_WHY_ITSELF,        /* both ends are one thing */
  YT_WHY_NO_END,        /* one end names nothing */
  YT_WHY_SAID,          /* the sentence says it by another rule already */
  YT_N_WHYS,
} YtWhy;

typedef struct {
  guint32 start, end; /* of a name: its words; of a fact: the match */
  guint8 class;       /* YtClass; of a fact: YT_CLASS_NONE */
  guint8 property;    /* YtProperty of a fact */
  guint8 why;         /* YtWhy */
  YtRef subject, object; /* of a fact */
  guint32 sentence;      /* of a fact */
  const char *rule;
} YtRejection;

/* A name in words: from and to in YtAnalysis.words. */
typedef struct {
  guint32 from, to;
} YtCut;

/* A thing: all mentions that mean the same. What it is called is kept with the analysis: YtAnalysis.strings. */
typedef struct {
  guint8 class;
  const char *name;   /* canonical */
  YtCut cut;          /* the name in words, empty until somebody asks: yt_cut_of() */
  GPtrArray *aliases; /* char *, in the order of their first mention, without the canonical name; NULL: none */
  guint32 entry;      /* gazetteer entry, 0 for none */
  guint32 code;       /* GB/T 2260 of a Place */
  gint32 mention;     /* its first one, -1 where only a name spells it */
  const char *number; /* of a Policy: its document number, or NULL */
  const char *identity; /* what it is called in its IRI, where that is not its name: see identity.c; or NULL */
  const char *usual;  /* the form that all forms of its name go by, where that is another one; or NULL */
  gboolean is_own;    /* nothing in its name or in the document ties it to anything else: it is this document's own */
  const char *organisation_code; /* GB 11714, 75700921-8; or NULL */
  const char *credit_code;       /* GB 32100; or NULL */
  gint32 same_as;     /* merged into that one, or -1 */
} YtEntity;

/* What stands at the head and the foot of a document. NULL: not found. */
typedef struct {
  char *title, *number, *index_number, *addressee;
  char *issued;  /* YYYY-MM-DD */
  char *issuer;  /* as written */
  char *publisher; /* the agency of the table at the head, as written */
  guint issuer_block;
  gboolean title_supplied; /* made from the first paragraph */
  guint32 title_start, title_end;
} YtHeader;

/* Damage that was repaired: what was put into the text, and the reading that it makes possible. */
typedef struct {
  guint32 start, end;           /* what was put in */
  guint32 read_start, read_end; /* the document number, date, name or heading that it stands in */
} YtRepair;

typedef struct {
  const YtGrammar *grammar;
  const YtListSet *sets; /* the lexicon's */
  YtItem *first_item;    /* where items has them, mentions its own: yt_note_moved() */
  YtMention *first_mention;
  YtText *text;
  GArray *repairs;   /* YtRepair, in the order of the text */
  GArray *items;     /* YtItem */
  guint32 *roles;    /* YtRole bits of the items, and all of them behind the last; from yt_find_roles() on */
  GArray *blocks;    /* YtBlock */
  GArray *sentences; /* YtSentence */
  GArray *columns;   /* YtColumn, of all tables */
  GArray *cells;     /* YtCell, row by row */
  GArray *mentions;  /* YtMention */
  GArray *facts;     /* YtFact */
  GArray *figures;   /* YtFigure */
  GArray *entities;  /* YtEntity */
  YtHeader header;
  guint32 province, city; /* GB/T 2260 of the jurisdiction; 0: unknown. city: also a county */
  gboolean is_guessed;    /* the jurisdiction is where most places of the text are, and no city's */
  gint32 issuer;          /* entity, or -1 */
  gint32 publisher;       /* entity of the agency whose code the index number begins with, or -1 */
  gint32 place;           /* entity of the Place that the issuer governs, or -1 */
  gint32 document;        /* entity */
  GArray *words;          /* YtItem: of names, each cut once */
  GStringChunk *strings;  /* what the entities are called and the figures say; gone with the analysis */
  GString *scratch_key;
  GArray *rejected; /* YtRejection; NULL unless somebody wants to know */
} YtAnalysis;

#define yt_item(a, i) (&(a)->first_item[i])
#define yt_block(a, i) (&g_array_index((a)->blocks, YtBlock, i))
#define yt_sentence(a, i) (&g_array_index((a)->sentences, YtSentence, i))
#define yt_column(a, i) (&g_array_index((a)->columns, YtColumn, i))
#define yt_cell(a, i) (&g_array_index((a)->cells, YtCell, i))
#define yt_mention(a, i) (&(a)->first_mention[i])
#define yt_fact(a, i) (&g_array_index((a)->facts, YtFact, i))
#define yt_figure(a, i) (&g_array_index((a)->figures, YtFigure, i))
#define yt_repair(a, i) (&g_array_index((a)->repairs, YtRepair, i))
#define yt_entity(a, i) (&g_array_index((a)->entities, YtEntity, i))
#define yt_word(a, i) (&g_array_index((a)->words, YtItem, i)) /* lent until the next name is cut */
#define yt_entry(a, i) (&g_array_index((a)->grammar->entries, YtEntry, i))

/* Call it after items or mentions were added: a dozen loops look at each of them, and none of them has to ask the array where it is. */
static inline void
yt_note_moved(YtAnalysis *analysis)
{
  analysis->first_item = (YtItem *) (gpointer) analysis->items->data;
  analysis->first_mention = (YtMention *) (gpointer) analysis->mentions->data;
}

/* Is the item in the list of that name? Look the list up once with yt_grammar_find_list() where it matters. */
static inline gboolean
yt_item_in(const YtAnalysis *analysis, const YtItem *item, guint list)
{
  return analysis->sets[item->set].bits[list / 64] >> (list % 64) & 1;
}

/* May item @i have one of the @roles (YtRole)? Few have. */
static inline gboolean
yt_plays(const YtAnalysis *analysis, guint32 i, guint32 roles)
{
  return (analysis->roles[i] & roles) != 0;
}

/* The first item from @i on that may have one of the @roles, or the one behind the last item. */
static inline guint32
yt_next_player(const YtAnalysis *analysis, guint32 i, guint32 roles)
{
  while (!yt_plays(analysis, i, roles)) /* behind the last item stand all roles */
    i++;
  return i;
}

/* The same before item @to, or @to if there is none. */
static inline guint32
yt_next_player_in(const YtAnalysis *analysis, guint32 i, guint32 to, guint32 roles)
{
  while (i < to && !yt_plays(analysis, i, roles))
    i++;
  return i;
}

/* Byte by byte, since most times the first one or two tell. */
static inline gboolean
yt_begins_with(const char *text, const char *words)
{
  while (*words && *text == *words) {
    text++;
    words++;
  }
  return *words == '\0';
}

/* Does the text go on with @words there? An offset before the text's beginning has wrapped round and lies beyond its end: no. Words
 * that the compiler knows are compared at once. */
G_ALWAYS_INLINE static inline gboolean
yt_text_has(const YtAnalysis *analysis, gsize offset, const char *words)
{
  gsize n_text = analysis->text->n_text;
  const char *text = analysis->text->text + offset;
  if (__builtin_constant_p(words[0]) && strlen(words) <= YT_TEXT_PADDING) /* NUL behind the text is in no words */
    return offset < n_text && memcmp(text, words, strlen(words)) == 0;
  return offset < n_text && yt_begins_with(text, words);
}

/* explain.c: note a candidate that came to nothing, where somebody wants to know; items [from, to) are its words. */
void yt_reject_name(YtAnalysis *analysis, guint32 from, guint32 to, YtClass class, const char *rule, YtWhy why);
void yt_reject_fact(YtAnalysis *analysis, guint32 from, guint32 to, YtRef subject, YtProperty property, YtRef object,
                    guint32 sentence, const char *rule, YtWhy why);

static inline gboolean
yt_text_ends(const YtAnalysis *analysis, gsize offset, const char *words) /* does the text before there end with @words? */
{
  gsize n = strlen(words);
  return offset >= n && memcmp(analysis->text->text + offset - n, words, n) == 0;
}

/* Where @words stand in the text of @n_text bytes, or NULL. */
static inline const char *
yt_find_words(const char *text, gsize n_text, const char *words)
{
  return memmem(text, n_text, words, strlen(words));
}

/* Does the text of @n_text bytes end with @words? */
static inline gboolean
yt_ends_with(const char *text, gsize n_text, const char *words)
{
  gsize n = strlen(words);
  return n_text >= n && memcmp(text + n_text - n, words, n) == 0;
}

#ifndef g_str_has_suffix /* as of GLib 2.76: a suffix that the compiler knows is compared at once */
static inline gboolean
yt_has_suffix(const char *text, const char *suffix)
{
  return yt_ends_with(text, strlen(text), suffix);
}
#define g_str_has_suffix(text, suffix) yt_has_suffix(text, suffix)
#endif

/* The block, the sentence that holds text offset @offset, or the last one before it. */
guint yt_block_at(const YtAnalysis *analysis, guint32 offset);
guint yt_sentence_at(const YtAnalysis *analysis, guint32 offset);

/* segment.c: cuts text [start, end) into items and appends them to @items. */
void yt_segment(const YtGrammar *grammar, const char *text, gsize start, gsize end, GArray *items);

/* roles.c: what the items may have to do with, once they are there. */
void yt_find_roles(YtAnalysis *analysis);

/* repair.c: puts back what was lost of the text, where the evidence is clear, and fills repairs. */
void yt_repair_text(YtAnalysis *analysis);

guint yt_repair_at(const YtAnalysis *analysis, guint32 offset); /* the first repair that ends behind @offset */

/* Was something put into text [start, end)? And that text without it: as the file has it. (transfer full) */
gboolean yt_is_repaired(const YtAnalysis *analysis, guint32 start, guint32 end);
char *yt_dup_unrepaired(const YtAnalysis *analysis, guint32 start, guint32 end);

/* structure.c: lines → blocks, items, header cells, headings, sentences. */
void yt_find_structure(YtAnalysis *analysis);
void yt_find_sentences(YtAnalysis *analysis); /* after the mentions of Measures are known */

gboolean yt_begins_run_in(const YtAnalysis *analysis, guint32 i);

/* May the text at item @i be of YT_LEVEL_RUN_IN? FALSE is sure. 〇 is a mark. */
static inline gboolean
yt_may_begin_run_in(const YtAnalysis *analysis, guint32 i)
{
  return yt_plays(analysis, i, YT_ROLE_RUN_IN | YT_ROLE_MARK);
}

/* mentions.c: gazetteer names, names by suffix, quoted names, lists with a head noun, people, measures; mentions.h is what
 * its parts share. */
/* How many bytes of item @i the longest word of @list takes that it begins with: 6 for 省委, in 省委统战部; 0: none. */
gsize yt_leading_word(const YtAnalysis *analysis, guint32 i, guint list);
/* extent.c: does item @i stand in a row of three characters and more that are no words together, which begins behind a mark, no
 * further left than @first? So made-up names stand in lists: 、艾令达. */
gboolean yt_is_in_run(const YtAnalysis *analysis, guint32 first, guint32 i);
/* Is item @i, which ends other names, the second character of a stem that begins where a name must begin: 合肥庐创? */
gboolean yt_is_second_of_stem(const YtAnalysis *analysis, guint32 first, guint32 i);
/* The entry of the province that item @i means by its one-character name (在鄂, 鄂产), or 0. */
guint32 yt_province_of_letter(const YtAnalysis *analysis, guint32 i);

void yt_find_mentions(YtAnalysis *analysis);

/* facts.c: rules over the sentences, and what the layout says. */
void yt_find_facts(YtAnalysis *analysis);

/* pointers.c: makes mentions of what points back to a name, while the rules run; and takes them back, of which those
 * from @n_mentions on are new. */
void yt_point_back(YtAnalysis *analysis);
void yt_take_pointers_back(YtAnalysis *analysis, guint n_mentions);

/* facts.c: is the sentence the first of its paragraph, and one name with its number: 案例一 某某产业园。? The mention, or
 * -1; the paragraph speaks of it. */
gint32 yt_lone_name(const YtAnalysis *analysis, const YtSentence *sentence);

/* actors.c: who does what the verb at item @verb of sentence @s says, of the @classes (a bit each): the mentions, and how
 * many. @over_stops: a sentence before may name them; @topic: who it is where none does, or -1. */
#define YT_MAX_ACTORS 16
guint yt_find_actors(const YtAnalysis *analysis, guint32 s, guint32 verb, guint32 classes, gboolean over_stops,
                     gint32 topic, gint32 actors[YT_MAX_ACTORS]);

/* pointers.c: does the mention only say where something lies, as what stands behind 位于 does? Words point back to what lies there. */
gboolean yt_says_where(const YtAnalysis *analysis, const YtMention *mention);

/* 生物城, 产业园, 基地: does the word alone say what kind of park something is? */
gboolean yt_is_kind_of_park(const YtAnalysis *analysis, const YtItem *item);

/* 先后获评国家特色产业基地: is the name what another one is called for its merits, and is spoken of no further? */
gboolean yt_is_honour(const YtAnalysis *analysis, const YtMention *mention);

/* 园内, 港/内: how many items, from item @i on, say that something is inside such a park; 0: they say no such thing. */
guint yt_says_inside(const YtAnalysis *analysis, guint32 i);

/* May 园内 at item @i speak of the inside of the mention, a park that is called 园 or 园区? */
gboolean yt_is_place_of_inside(const YtAnalysis *analysis, const YtMention *mention, guint32 i);

/* Does a paragraph end in what leads to what is to come, 下一步,我局将抓好以下工作:? But 对下一步工作…,现答复如下: does not (tenses.c). */
gboolean yt_leads_to_plans(const YtAnalysis *analysis, const YtBlock *block);

/* What the whole document is about, where its title says no more than a name: 某某产业园简介. A mention, or -1. */
gint32 yt_title_topic(const YtAnalysis *analysis);

/* quantities.c */
void yt_find_figures(YtAnalysis *analysis);

/* quantities.c: the zone whose committee issued the document, since what is said of 全区 is said of it; or -1 */
gint32 yt_find_home(const YtAnalysis *analysis);

/* identity.c: codes of organisations, and what things are called across documents; after the entities are known. */
void yt_find_identities(YtAnalysis *analysis);
char *yt_dup_place_identity(const YtAnalysis *analysis, guint32 code); /* of a division: 南京市鼓楼区; NULL: unknown */
guint32 yt_index_division(const YtAnalysis *analysis); /* the division in the index number's credit code, or 0 */

/* entities.c: which place an item of a name means, by its GB/T 2260 code; above 1000000 a region; 0 none. @leading: it
 * begins the name. */
guint32 yt_place_code(const YtAnalysis *analysis, const YtItem *item, gboolean leading);

/* mentions.c: the word's first gazetteer entry of @class; NULL: it has none, or @word is YT_WORD_NONE. */
const YtEntry *yt_entry_of_word(const YtAnalysis *a, guint32 word, YtClass class);

/* entities.c: of what a bare 管委会 is in 某经济区党工委书记、管委会主任, the mention just before it of its party committee; or NULL. */
const YtMention *yt_committee_before(const YtAnalysis *analysis, const YtMention *mention);

/* entities.c: is it a body of the whole country, 工业和信息化部? Such an issuer governs 中国. @agency: its name, or NULL. */
gboolean yt_is_national(const YtAnalysis *analysis, const char *agency);

/* entities.c: mentions → entities with canonical names; jurisdiction, issuer, document. */
void yt_find_jurisdiction(YtAnalysis *analysis);
void yt_find_entities(YtAnalysis *analysis);
/* entities.c: cuts a name into words, which are items of that name alone; the name of an entity only once. */
YtCut yt_cut_name(YtAnalysis *analysis, const char *name);
YtCut yt_cut_of(YtAnalysis *analysis, YtEntity *entity);
guint yt_name_hash(gconstpointer name); /* for tables of names: with g_str_equal() */

/* loader.c: the stages in their order. @text is the analysis's from then on; clearing frees it. */
typedef struct {
  const char *name;
  void (*run)(YtAnalysis *analysis);
} YtStage;
extern const YtStage yt_stages[];
extern const guint yt_n_stages;
void yt_analysis_init(YtAnalysis *analysis, const YtGrammar *grammar, YtText *text);
void yt_analysis_clear(YtAnalysis *analysis);

/* The grammar of a loader (loader.h), for those who run the stages one by one. Lives as long as the loader. */
struct _YtLoader;
const YtGrammar *yt_loader_get_grammar(const struct _YtLoader *loader);
