/* store.h: a set of quads, on disk or in memory.
 *
 * A store is an immutable file, and beside it a write-ahead log of the transactions since (docs/store-format.md). A
 * YtStore is one snapshot of both: it never changes, so any number of threads may read it without a lock. A
 * YtStoreWriter commits transactions and hands out newer snapshots.
 *
 * The upper part of this header speaks in terms. The lower part is the low-level door for the query engine: it speaks
 * in term ids, which are numbers that are worth comparing, and in columns of them. */
#pragma once
#include "rdf/rdf.h"

typedef struct _YtStore YtStore; /* opaque: the fields live in store.c */

typedef enum {
  YT_STORE_ERROR_FORMAT,   /* not a store, or one of another version */
  YT_STORE_ERROR_CORRUPT,  /* a store whose parts contradict each other */
  YT_STORE_ERROR_IO,       /* reading or writing failed: a full disk, a broken device */
  YT_STORE_ERROR_BUSY,     /* another process holds the writer's lock */
  YT_STORE_ERROR_LIMIT,    /* a limit of the format: docs/store-format.md lists them */
  YT_STORE_ERROR_CANCELLED,
} YtStoreError;

#define YT_STORE_ERROR (yt_store_error_quark())
GQuark yt_store_error_quark(void);

/**
 * yt_store_open:
 * @path: (type filename): what yt_store_builder_write() or a loader wrote
 * @error: return location for a #GError
 *
 * Maps @path, checks its header and section table, in time that does not depend on the number of quads, and replays
 * the write-ahead log beside it if there is one. What the sections hold is believed, though never beyond the file's
 * end: call yt_store_verify() on a file from elsewhere.
 *
 * Errors: #YtStoreError as above; #GFileError when the file cannot be read.
 * Returns: (transfer full) (nullable): the newest committed snapshot; release it with yt_store_unref()
 */
YtStore *yt_store_open(const char *path, GError **error);
YtStore *yt_store_ref(YtStore *store);
void yt_store_unref(YtStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtStore, yt_store_unref)

gsize yt_store_get_n_quads(const YtStore *store);

/* A number that stands for all that the store says: equal for equal content that was built and changed in the same way,
 * in any process; different, but for a chance of 2^-64, when a quad was inserted or deleted. Takes time with the log's
 * size when it is asked for first. */
guint64 yt_store_get_version(YtStore *store);

/* Follows a store that other processes load, update and compact. */
typedef struct _YtStoreWatch YtStoreWatch;
YtStoreWatch *yt_store_watch_new(const char *path, GError **error); /* errors as yt_store_open(); (transfer full) (nullable) */
void yt_store_watch_free(YtStoreWatch *watch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtStoreWatch, yt_store_watch_free)

/* The newest snapshot, at most a fifth of a second behind. Any thread may ask; one that finds something new opens it, the
 * others do not wait. Where the newest cannot be read it is the one before. (transfer full) */
YtStore *yt_store_watch_ref_snapshot(YtStoreWatch *watch);

/* Why the newest version cannot be read; NULL: it can. (transfer full) (nullable) */
char *yt_store_watch_dup_problem(YtStoreWatch *watch);

/* Makes what another module wants to keep with an open store, such as an index of its own. NULL with @error set when
 * it cannot. It may not call yt_store_derive() on the same store. */
typedef gpointer (*YtStoreDeriveFunc)(const YtStore *store, GError **error);

/**
 * yt_store_derive:
 * @key: names what is derived; one module, one key
 * @derive: called for the first who asks; others wait for it
 * @destroy: (nullable): frees it when the store goes
 *
 * Returns: (transfer none) (nullable): what @derive made; it lives as long as @store. NULL with @error set when
 * @derive failed
 */
gconstpointer yt_store_derive(YtStore *store, GQuark key, YtStoreDeriveFunc derive, GDestroyNotify destroy,
                              GError **error);

/* Gives every quad to @func, the default graph first, then the named graphs, each graph's triples in the order of
 * their ids (below). FALSE with @error set when @func stopped it. */
gboolean yt_store_foreach(const YtStore *store, YtQuadFunc func, gpointer user_data, GError **error);

/* Reads all of the store and checks every checksum, every order and every reference. FALSE with
 * YT_STORE_ERROR_CORRUPT that names the section and the first wrong byte's place. Safe on any bytes. */
gboolean yt_store_verify(const YtStore *store, GError **error);

/* Collects quads, each once, for a new store. */
typedef struct _YtStoreBuilder YtStoreBuilder;
YtStoreBuilder *yt_store_builder_new(void);
void yt_store_builder_free(YtStoreBuilder *builder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtStoreBuilder, yt_store_builder_free)

/* Memory that the builder may use, in bytes; what does not fit is sorted on disk, beside the file that it will write.
 * 0, the default: 1 GiB. Less than 64 MiB counts as 64 MiB. */
void yt_store_builder_set_memory(YtStoreBuilder *builder, gsize n_bytes);

/* The folder for temporary files; NULL, the default: the folder of the file to write, or g_get_tmp_dir(). Temporary
 * files have no name, so that nothing is left behind by a crash. */
void yt_store_builder_set_folder(YtStoreBuilder *builder, const char *folder);

/* Copies @quad in. Has the type of a #YtQuadFunc with the builder as user data. */
gboolean yt_store_builder_add(const YtTermQuad *quad, gpointer builder, GError **error);

/* Adds all quads of an open store. */
gboolean yt_store_builder_add_store(YtStoreBuilder *builder, YtStore *store, GError **error);

typedef struct {
  guint64 n_bytes;       /* read so far, as they lie in the files (compressed or not) */
  guint64 n_bytes_total; /* 0 when not known, as for a pipe */
  guint64 n_quads;       /* parsed so far, duplicates included */
  guint64 n_bad_lines;   /* skipped so far */
  double fraction;       /* of the whole work, 0 to 1, parsing and building */
  double seconds;        /* since the builder was made */
  const char *phase;     /* "parse", "terms", "sort", "sync" */
} YtLoadProgress;

/* Called every half second or so while loading, on the caller's thread. FALSE stops with YT_STORE_ERROR_CANCELLED. */
typedef gboolean (*YtLoadProgressFunc)(const YtLoadProgress *progress, gpointer user_data);
void yt_store_builder_set_progress(YtStoreBuilder *builder, YtLoadProgressFunc func, gpointer user_data);

typedef struct {
  YtRdfFormat format;       /* YT_RDF_GUESS: by name and content */
  const char *base;         /* base IRI; NULL: the file's own */
  const char *graph;        /* IRI of the graph for what names none; NULL: the default graph */
  const char *blank_prefix; /* NULL: one made from the file's content, so that labels of different files stay apart */
  gboolean keep_going;      /* skip and count bad lines instead of stopping at the first */
  guint n_threads;          /* 0: one for each processor */
  void (*bad_line)(const char *message, gpointer user_data); /* (nullable): told of each skipped line, "file:line: why" */
  gpointer user_data;
} YtLoadOptions;

typedef struct {
  guint64 n_quads;     /* read, duplicates included */
  guint64 n_bad_lines; /* skipped */
} YtLoadResult;

/* Reads the file at @path with all processors and adds its quads. @options and @result (out) may be NULL. Errors: #YtRdfError with file and line; #YtStoreError; #GFileError. After a
 * #YtRdfError the builder has what was read before the bad line, and may go on; after others it can only be freed. */
gboolean yt_store_builder_add_file(YtStoreBuilder *builder, const char *path, const YtLoadOptions *options,
                                   YtLoadResult *result, GError **error);

/* Writes the quads so far to @path: the old file stays whole until the new one is safely on disk, and its log with it.
 * The builder is empty afterwards. Errors: #GFileError when the folder cannot be written to; YT_STORE_ERROR_BUSY when a
 * writer has @path open. */
gboolean yt_store_builder_write(YtStoreBuilder *builder, const char *path, GError **error);

/* The quads so far as a store in memory; the builder is empty afterwards. (transfer full) (nullable): NULL only when
 * memory or temporary space runs out, or a limit of the format is passed. */
YtStore *yt_store_builder_build(YtStoreBuilder *builder);

/* ---- The low-level door ------------------------------------------------------------------------------------------ */

/* A term as a number. 0 is "unbound". The highest four bits are the kind, and kinds stand in SPARQL's order of blank
 * nodes, IRIs, literals. The other 60 bits are the payload: a value, or the place in the dictionary.
 *
 *   bits 63..60  kind       payload, bits 59..0 (bias: unsigned = signed + bias, so that id order is value order)
 *   0            unbound    0
 *   1            blank      place in the dictionary, in bytewise order of the labels
 *   2            IRI        place in the dictionary, in bytewise order
 *   3            boolean    value << 1 | (1 when written "0" or "1")
 *   4            integer    bits 59..56: type (YtIntegerType); bits 55..0: value + 2^55
 *   5            decimal    (value * 10^6 + 2^56) << 3 | digits after the point, 0 (no point) to 6
 *   6            double     the IEEE 754 bits (sign clear: with bit 63 set; sign set: all inverted) >> 4
 *   7            float      the same of 32 bits, in bits 31..0
 *   8            time       bits 59..56: 0 gYear, 1 gYearMonth, 2 date, 3 dateTime; rest below
 *   9            short      an xsd:string of 1 to 7 bytes without NUL, from bit 55 down, padded with 0
 *   10           string     an xsd:string: place in the dictionary, in bytewise (code point) order
 *   11           language   a literal with a language tag: place in the dictionary, by tag (in lower case), then text
 *   12           typed      any other literal: place in the dictionary, by datatype, then lexical form
 *   13           reserved
 *   14           pattern    YT_GRAPH_NAMED, YT_GRAPH_ANY: never a term
 *   15           local      a term that a query made: the engine's own, the store knows none of them
 *
 *   gYear        year + 2^24, in bits 24..0;  gYearMonth: year * 12 + month - 1 + 2^24, in bits 24..0
 *   date         (minutes from 1970-01-01T00:00Z to the day's start + 2^31) << 11 | zone
 *   dateTime     (milliseconds from 1970-01-01T00:00Z + 2^42) << 13 | digits of the fraction (0 to 3) << 11 | zone
 *   zone         0: none, read as UTC; 1: written Z; else offset in minutes + 1024, written as +08:00
 *
 * Only a lexical form that the id gives back byte for byte is inline: "01", "+1", "-0", "1.0000000", "24:00:00" and
 * whatever does not fit live in the dictionary, as kind 10 or 12. So equal ids are equal terms, always, and different
 * ids are different terms of one snapshot. Ids mean nothing outside the snapshot they came from, save those that are inline.
 *
 * Within a kind (and type), id order is value order; equal values in different forms ("1.0", "1.00") stand together
 * and are equal after the shift that the table shows. The empty string is in the dictionary.
 *
 * A term that came with a transaction since the store was last built has YT_ID_DELTA set in its payload, and stands
 * after all others of its kind: its place says nothing about its text. */
typedef guint64 YtTermId;

typedef enum {
  YT_ID_UNBOUND = 0,
  YT_ID_BLANK = 1,
  YT_ID_IRI = 2,
  YT_ID_BOOLEAN = 3,
  YT_ID_INTEGER = 4,
  YT_ID_DECIMAL = 5,
  YT_ID_DOUBLE = 6,
  YT_ID_FLOAT = 7,
  YT_ID_TIME = 8,
  YT_ID_SHORT = 9,
  YT_ID_STRING = 10,
  YT_ID_LANGUAGE = 11,
  YT_ID_TYPED = 12,
  YT_ID_LOCAL = 15,
} YtIdKind;

typedef enum { /* bits 59..56 of an integer's id */
  YT_INTEGER, /* xsd:integer */
  YT_INTEGER_LONG,
  YT_INTEGER_INT,
  YT_INTEGER_SHORT,
  YT_INTEGER_BYTE,
  YT_INTEGER_NON_NEGATIVE,
  YT_INTEGER_POSITIVE,
  YT_INTEGER_NON_POSITIVE,
  YT_INTEGER_NEGATIVE,
  YT_INTEGER_UNSIGNED_LONG,
  YT_INTEGER_UNSIGNED_INT,
  YT_INTEGER_UNSIGNED_SHORT,
  YT_INTEGER_UNSIGNED_BYTE,
} YtIntegerType;

typedef enum { /* bits 59..56 of a time's id */
  YT_TIME_GYEAR,
  YT_TIME_GYEARMONTH,
  YT_TIME_DATE,
  YT_TIME_DATETIME,
} YtTimeType;

#define YT_ID_SHIFT 60
#define YT_ID_PAYLOAD ((G_GUINT64_CONSTANT(1) << YT_ID_SHIFT) - 1)
#define YT_ID_DELTA (G_GUINT64_CONSTANT(1) << 59) /* only in the kinds that live in the dictionary */
#define YT_ID_FIRST(kind) ((YtTermId)(kind) << YT_ID_SHIFT)
#define YT_ID_LAST(kind) (YT_ID_FIRST(kind) | YT_ID_PAYLOAD)
#define YT_DECIMAL_ONE G_GINT64_CONSTANT(1000000) /* what an inline decimal counts in: millionths */

static inline YtIdKind
yt_id_kind(YtTermId id)
{
  return (YtIdKind)(id >> YT_ID_SHIFT);
}

/* Does @id name an entry of the store's dictionary (of the file, or of the log)? */
static inline gboolean
yt_id_is_dictionary(YtTermId id)
{
  YtIdKind kind = yt_id_kind(id);
  return kind == YT_ID_BLANK || kind == YT_ID_IRI || (kind >= YT_ID_STRING && kind <= YT_ID_TYPED);
}

static inline gboolean
yt_id_is_literal(YtTermId id)
{
  YtIdKind kind = yt_id_kind(id);
  return kind >= YT_ID_BOOLEAN && kind <= YT_ID_TYPED;
}

static inline gboolean
yt_id_is_inline(YtTermId id)
{
  YtIdKind kind = yt_id_kind(id);
  return kind >= YT_ID_BOOLEAN && kind <= YT_ID_SHORT;
}

/* Is the order of @id among its kind the order of terms? Not for terms of the log. */
static inline gboolean
yt_id_is_ordered(YtTermId id)
{
  return !yt_id_is_dictionary(id) || !(id & YT_ID_DELTA);
}

/* The values of inline ids; the caller has looked at the kind. */
static inline gboolean
yt_id_get_boolean(YtTermId id)
{
  return (id & YT_ID_PAYLOAD) > 1;
}

static inline YtIntegerType
yt_id_get_integer_type(YtTermId id)
{
  return (YtIntegerType)((id >> 56) & 15);
}

static inline gint64
yt_id_get_integer(YtTermId id)
{
  return (gint64)(id & ((G_GUINT64_CONSTANT(1) << 56) - 1)) - (G_GINT64_CONSTANT(1) << 55);
}

/* In millionths (YT_DECIMAL_ONE); any sum of up to 127 of them fits. */
static inline gint64
yt_id_get_decimal(YtTermId id)
{
  return (gint64)((id & YT_ID_PAYLOAD) >> 3) - (G_GINT64_CONSTANT(1) << 56);
}

double yt_id_get_double(YtTermId id); /* of a double or a float */

typedef struct {
  YtTimeType type;
  gint32 year;        /* 0 to 9999 */
  guint8 month, day;  /* from 1; 1 where the type has none */
  guint8 hour, minute, second;
  guint16 millisecond;
  guint8 n_fraction;     /* digits of the fraction as written, 0 to 3 */
  gboolean has_zone;
  gboolean zone_is_z;    /* written Z */
  gint16 zone_minutes;   /* -840 to 840 */
  gint64 utc_ms;         /* milliseconds since 1970-01-01T00:00:00Z of the start; without a zone, as if in UTC */
} YtTimeValue;
void yt_id_get_time(YtTermId id, YtTimeValue *value);

/* Ids of values, for the results of arithmetic. 0 when the value does not fit (the engine then keeps a local term).
 * The lexical form that belongs to the id is: an integer's digits; a decimal's digits with @n_digits after the point
 * (0: no point; the shortest form that keeps the value if too small); a double's canonical form 1.5E0. */
YtTermId yt_id_from_boolean(gboolean value);
YtTermId yt_id_from_integer(gint64 value, YtIntegerType type);
YtTermId yt_id_from_decimal(gint64 millionths, guint n_digits);
YtTermId yt_id_from_double(double value);
YtTermId yt_id_from_float(float value);
YtTermId yt_id_from_time(const YtTimeValue *value); /* @utc_ms is not read */
YtTermId yt_id_from_string(const char *text, gsize n_text); /* an xsd:string of 1 to 7 bytes */

/* The inline id of @term in its exact lexical form, 0 if it has none. Needs no store. */
YtTermId yt_id_from_term(const YtTerm *term);

/* Room for the text of one term. Set it up with yt_term_buffer_init(); its bytes live until the next use or clear. */
typedef struct {
  char *bytes;
  gsize n_allocated; /* 0: bytes is local */
  char local[248];
} YtTermBuffer;
void yt_term_buffer_init(YtTermBuffer *buffer);
void yt_term_buffer_clear(YtTermBuffer *buffer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(YtTermBuffer, yt_term_buffer_clear)

/* The term of an inline id; its text lies in @buffer, its datatype is static. */
YtTerm yt_id_get_term(YtTermId id, YtTermBuffer *buffer);

/* The datatype's IRI of a literal's id, NUL-terminated and static; NULL for kinds string, short, language, typed. */
const char *yt_id_get_datatype(YtTermId id);

/* The id of @term in @store, inline or in the dictionary; 0 if the store has no such term. A term that no quad uses
 * any more may still be found. An inline id is returned whether or not any quad uses it. */
YtTermId yt_store_find_term(const YtStore *store, const YtTerm *term);

/* The term of @id, which came from @store or is inline. Text, language and datatype lie in @buffer, or are static,
 * and are lent until @buffer's next use. Kind YT_TERM_UNBOUND for 0 and for an id that the store does not have. */
YtTerm yt_store_get_term(const YtStore *store, YtTermId id, YtTermBuffer *buffer);

/* Many at once: much cheaper than one by one, most of all when ids rise or repeat. @terms gets the terms of
 * @ids[0..n_ids), lent until @batch's next use or clear. Batches of some hundred ids are best: their text stays in the
 * cache until it is used. Not for two threads at once, but each may have a batch of its own. */
typedef struct _YtTermBatch YtTermBatch;
YtTermBatch *yt_term_batch_new(const YtStore *store); /* borrows @store */
void yt_term_batch_free(YtTermBatch *batch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtTermBatch, yt_term_batch_free)
void yt_term_batch_get(YtTermBatch *batch, const YtTermId *ids, gsize n_ids, YtTerm *terms);

/* Asks the processor to fetch what a look-up of @id's text begins with (with @near: all of it), so that it is there some
 * hundred nanoseconds later. */
void yt_store_prefetch_term(const YtStore *store, YtTermId id, gboolean near);

/* Orders terms as ORDER BY may: by id where both ids are ordered and of one kind; by text when one of them is in the
 * log or when a short string meets a string. Compares kinds by their number, integers of different types by type: the
 * engine compares numbers of different kinds by value itself. */
int yt_store_compare_ids(const YtStore *store, YtTermId a, YtTermId b);

/* A half-open range [first, end) of ids. */
typedef struct {
  YtTermId first, end;
} YtIdRange;

/* Appends to @ranges (of YtIdRange) the ids of all IRIs that start with @prefix, in order; at most one range.
 * Terms of the log are in no range: where yt_store_has_log_terms(), look at ids that are not ordered one by one. */
void yt_store_find_iri_prefix(const YtStore *store, const char *prefix, gsize n_prefix, GArray *ranges);

/* The same of literals whose lexical form starts with @prefix: short strings, strings, and one range for each
 * language tag; not of typed literals and inline numbers. For STRSTARTS(STR(?x), …) and STRSTARTS(?x, …). */
void yt_store_find_literal_prefix(const YtStore *store, const char *prefix, gsize n_prefix, GArray *ranges);

/* The ids of literals with language tag @language, without regard to case; with @with_subtags also those of "zh-Hans"
 * for "zh", as LANGMATCHES asks; "*" with @with_subtags are all tags. At most one range for each tag. */
void yt_store_find_language(const YtStore *store, const char *language, gboolean with_subtags, GArray *ranges);

gboolean yt_store_has_log_terms(const YtStore *store);

/* ---- Texts: literals that are strings, by their pairs of characters; for full-text search.
 *
 * Texts of the file are numbered from 0, in the order of their ids. A gram is a pair of characters, both folded; each
 * character of a text is the first of one gram, the last with 0 behind it. YT_GRAM_START marks the pair that a text begins
 * with (0 behind it where there is only one). text-index.h has more. */
#define YT_GRAM_START (G_GUINT64_CONSTANT(1) << 42)
static inline guint64
yt_gram(gunichar first, gunichar second)
{
  return (guint64)first << 21 | second;
}

/* Moves @text behind its next character and returns that one folded: full width becomes half width, letters become small
 * ones, blanks and control characters a space. @text is below @end. What is no UTF-8 is U+FFFD. */
gunichar yt_text_next(const char **text, const char *end);

/* FALSE for a file from before there was an index; then the others below have nothing. */
gboolean yt_store_has_text_index(const YtStore *store);
gsize yt_store_get_n_texts(const YtStore *store);
YtTermId yt_store_get_text_id(const YtStore *store, gsize text);
gsize yt_store_get_text_length(const YtStore *store, gsize text); /* in characters; above 63 rounded down, by less than 1/8 */
gsize yt_text_round_length(gsize n_characters);                     /* as that one would be */
gsize yt_store_get_n_grams(const YtStore *store);
guint64 yt_store_get_gram(const YtStore *store, gsize index); /* rising with @index */
gsize yt_store_find_gram(const YtStore *store, guint64 gram); /* the first index whose gram is at least @gram */

/* Sets the bits of the texts that have the gram: text t is bit t % 64 of word t / 64. */
void yt_store_add_gram_texts(const YtStore *store, gsize index, guint64 *bits);

/* Appends to @ids the texts that came with the log and are in no file; each once, rising. */
void yt_store_list_log_texts(const YtStore *store, GArray *ids);

/* The text of one id after another; cheapest where they rise. */
typedef struct {
  const YtStore *store; /* borrowed; all private */
  gpointer iter;
  YtTermBuffer buffer;
} YtTextCursor;
void yt_text_cursor_init(YtTextCursor *cursor, const YtStore *store);
const char *yt_text_cursor_get(YtTextCursor *cursor, YtTermId id, gsize *n_bytes); /* lent until the next call */
void yt_text_cursor_clear(YtTextCursor *cursor);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(YtTextCursor, yt_text_cursor_clear)

/* A quad of ids, and a pattern of them. */
typedef enum {
  YT_SUBJECT,
  YT_PREDICATE,
  YT_OBJECT,
  YT_GRAPH,
} YtPosition;

typedef union {
  struct {
    YtTermId subject, predicate, object, graph;
  };
  YtTermId at[4]; /* by YtPosition */
} YtQuad;

/* For a GHashTable of YtQuad: all four ids count. */
guint yt_quad_hash(gconstpointer quad);
gboolean yt_quad_equal(gconstpointer a, gconstpointer b);

/* In a pattern, 0 as subject, predicate or object means any term. Its graph is one of: */
#define YT_GRAPH_DEFAULT ((YtTermId)0)                         /* the default graph only */
#define YT_GRAPH_NAMED (YT_ID_FIRST(14) | (YtTermId)1)         /* any named graph */
#define YT_GRAPH_ANY (YT_ID_FIRST(14) | (YtTermId)2)           /* any graph, the default graph too */
/* … or a term id: that named graph */

/* The orders that quads are kept in, each with the graph as the fourth column. */
typedef enum {
  YT_SPO,
  YT_SOP,
  YT_PSO,
  YT_POS,
  YT_OSP,
  YT_OPS,
} YtPermutation;
#define YT_N_PERMUTATIONS 6

/* The positions in the order of @permutation, YT_GRAPH last. */
extern const YtPosition yt_permutation_positions[YT_N_PERMUTATIONS][4];

/* The permutation whose order begins with the bound positions of @pattern, and goes on with @next (any free position;
 * YT_GRAPH for no wish), so that a scan of it is one range sorted by @next. */
YtPermutation yt_permutation_find(const YtQuad *pattern, YtPosition next);

/* How many quads match, exactly. Two look-ups in the block index and at most two blocks decoded when the graph is
 * YT_GRAPH_ANY or the blocks hold one graph; a scan of the graph column otherwise. */
guint64 yt_store_count(const YtStore *store, const YtQuad *pattern);

/* The same from the block index alone, within two blocks of the truth for each range and without regard to the graph:
 * for planning. Never 0 when something matches. */
guint64 yt_store_estimate(const YtStore *store, const YtQuad *pattern);

/* How many different terms stand at @position of the quads with predicate @predicate (0: of all quads), over all
 * graphs. Exact for the quads in the file, and at most wrong by the number of quads in the log. Constant time. */
guint64 yt_store_count_distinct(const YtStore *store, YtTermId predicate, YtPosition position);

typedef struct {
  YtTermId graph; /* YT_GRAPH_DEFAULT first, then the named graphs by id */
  guint64 n_quads;
} YtGraphInfo;

/* The graphs that have quads, by id; the default graph only if it has any. Lent by the store; @n_graphs is out. */
const YtGraphInfo *yt_store_get_graphs(const YtStore *store, gsize *n_graphs);

typedef struct {
  YtTermId predicate;
  guint64 n_quads;
} YtPredicateInfo;

/* The predicates that have quads, by id, over all graphs. Lent by the store. */
const YtPredicateInfo *yt_store_get_predicates(const YtStore *store, gsize *n_predicates);

/* A scan walks the quads that match a pattern, in the order of a permutation, a batch of columns at a time. It borrows
 * the store, allocates nothing, cannot fail; it is some 40 KiB, most of it never touched, so keep it where the plan
 * node lives. Starting one costs a search in the block index and no clearing of its buffers. */
#define YT_SCAN_ROWS 1024 /* most rows of a batch */

typedef struct {
  gsize n_rows;
  const YtTermId *columns[4]; /* by YtPosition; NULL where not asked for; lent until the next call on the scan */
} YtScanBatch;

enum { /* which columns to fill: 1 << YtPosition */
  YT_COLUMN_SUBJECT = 1 << YT_SUBJECT,
  YT_COLUMN_PREDICATE = 1 << YT_PREDICATE,
  YT_COLUMN_OBJECT = 1 << YT_OBJECT,
  YT_COLUMN_GRAPH = 1 << YT_GRAPH,
  YT_COLUMNS_ALL = 15,
};

typedef struct _YtDeltaRun YtDeltaRun; /* private */
#define YT_SCAN_MAX_RUNS 40

typedef struct { /* private: an entry of a block index, see permutation.h */
  guint64 offset;
  guint32 n_bytes, checksum;
  guint32 first[4], last[4], least[3], most[3];
} YtBlockEntry;

typedef struct { /* all private */
  const YtStore *store;
  YtPermutation permutation;
  guint columns, n_prefix;
  YtQuad pattern;
  gboolean started, empty, no_rows, distinct, has_last, merging, has_part_end;
  gboolean is_exact, exact_ended;        /* the last seek was for one key; no more rows have it */
  YtTermId low[4], high[4];              /* inclusive bounds, by position */
  guint32 code_low[4], code_high[4];     /* the same in codes of the file */
  guint32 lower[4], upper[4], part_end[4]; /* the range of rows, in the permutation's order */
  guint32 exact_upper[4];                /* the last row that the exact key may have */
  guint filters, row_filters;            /* 1 << column: bounds that rows must be compared with */
  guint64 block, end_block, floor_block;
  guint row, end_row, n_block_rows, floor_row; /* what is left of the block that was loaded last */
  guint64 decoded_block, entry_block;    /* + 1 */
  guint decoded;                         /* 1 << column */
  guint n_narrowed[4];                   /* searches in a column of the block before it was decoded */
  guint32 first_code;                    /* what was searched last in the first column … */
  guint first_from, first_end;           /* … and its rows */
  YtBlockEntry entry;
  struct {
    const YtDeltaRun *run;
    gsize at, mark, end;
  } runs[YT_SCAN_MAX_RUNS];
  guint n_runs;
  YtQuad last;
  gsize next_row;
  YtScanBatch batch;
  guint32 codes[4][YT_SCAN_ROWS]; /* the decoded block, by column of the permutation */
  YtTermId ids[4][YT_SCAN_ROWS];  /* the batch, by position */
} YtScan;

/**
 * yt_scan_init:
 * @scan: uninitialised; needs no clearing
 * @store: borrowed
 * @permutation: the order; bound positions at its front make one range, others are filtered
 * @pattern: see YT_GRAPH_DEFAULT
 * @columns: YT_COLUMN_…, which columns batches shall have
 *
 * The rows come sorted by the ids of @permutation's positions, the graph last. A triple that is in several graphs of
 * the pattern comes once for each, see yt_scan_set_distinct().
 */
void yt_scan_init(YtScan *scan, const YtStore *store, YtPermutation permutation, const YtQuad *pattern, guint columns);

/* Before the first batch: only rows whose term at @position is in [@first, @last], both included. Blocks that have none
 * are skipped by their statistics, at no cost. For filters on numbers, dates and prefixes. */
void yt_scan_set_range(YtScan *scan, YtPosition position, YtTermId first, YtTermId last);

/* Before the first batch: a triple that several graphs hold comes once. The graph column is then the first of them. */
void yt_scan_set_distinct(YtScan *scan);

/* The next rows, at least one; FALSE at the end. */
gboolean yt_scan_next_batch(YtScan *scan, YtScanBatch *batch);

/* Moves forward to the first row whose terms, from the first position of the permutation that the pattern leaves free,
 * are at least @key[0..n_key) in the permutation's order, at or behind the first row of the last batch. What is left of
 * that batch is dropped: the next one begins where the key says, be it among the rows of the last. For merge and leapfrog
 * joins. @n_key is 1 to 3. */
void yt_scan_seek(YtScan *scan, const YtTermId *key, guint n_key);

/* The same for keys that are far apart: until the next seek the batches have only rows that begin with @key, and
 * FALSE comes after them; so nothing is made of the rows between two keys. Where the log has changes, rows behind those
 * with @key may follow. Keys must rise from one of these calls to the next. */
void yt_scan_seek_exactly(YtScan *scan, const YtTermId *key, guint n_key);

/* The number of the block that the scan looked at last: while it stays the same, seeks cost next to nothing. */
static inline guint64
yt_scan_get_block(const YtScan *scan)
{
  return scan->entry_block;
}

/* One quad at a time, all columns that were asked for; the others are 0. Do not mix with the calls above. */
gboolean yt_scan_next(YtScan *scan, YtQuad *quad);

/* Splits a scan of @pattern in @permutation into @n_parts of about equal size for threads: part @part (from 0) is what
 * @scan, already set up with ranges, will give afterwards. Parts follow each other in the order of the permutation. */
void yt_scan_set_part(YtScan *scan, guint part, guint n_parts);

/* ---- Updates ----------------------------------------------------------------------------------------------------- */

/* The one writer of a store. In its process it also hands out the newest snapshot. Its functions may be called from
 * any thread; transactions wait for each other, snapshots never wait. */
typedef struct _YtStoreWriter YtStoreWriter;

/**
 * yt_store_writer_open:
 * @path: (type filename): a store; an empty one is made if there is no such file
 *
 * Takes the writer's lock, which other processes respect and which ends with this process, replays the write-ahead log
 * and cuts off what a crash left unfinished.
 *
 * Errors: YT_STORE_ERROR_BUSY, and as yt_store_open().
 * Returns: (transfer full) (nullable)
 */
YtStoreWriter *yt_store_writer_open(const char *path, GError **error);

/* A writer over @store that keeps its changes in memory. (transfer full) */
YtStoreWriter *yt_store_writer_new_in_memory(YtStore *store);
YtStoreWriter *yt_store_writer_ref(YtStoreWriter *writer);
void yt_store_writer_unref(YtStoreWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtStoreWriter, yt_store_writer_unref)

/* The newest committed snapshot. (transfer full) */
YtStore *yt_store_writer_ref_snapshot(YtStoreWriter *writer);

typedef struct _YtTransaction YtTransaction;

/* Begins a transaction; waits for the one before it to end. (transfer full) (nullable): NULL when an earlier failure of
 * the disk left the log in doubt: the writer must then be opened anew. */
YtTransaction *yt_store_writer_begin(YtStoreWriter *writer, GError **error);

/* What the transaction sees: the store with its own changes so far. (transfer full) */
YtStore *yt_transaction_ref_snapshot(YtTransaction *transaction);

/* Inserts or deletes a quad; doing so twice is no error. Blank nodes are the store's own, by label. */
gboolean yt_transaction_insert(YtTransaction *transaction, const YtTermQuad *quad, GError **error);
gboolean yt_transaction_delete(YtTransaction *transaction, const YtTermQuad *quad, GError **error);

/* The id that @term has or gets, for the next two; valid in this transaction and its snapshots, and in the snapshot
 * that its commit makes. 0 with @error set past a limit of the format. */
YtTermId yt_transaction_intern(YtTransaction *transaction, const YtTerm *term, GError **error);

/* The same with ids of the transaction's snapshot (or of yt_transaction_intern()); @quads' graphs are graph ids, 0 the
 * default graph. */
void yt_transaction_insert_ids(YtTransaction *transaction, const YtQuad *quads, gsize n_quads);
void yt_transaction_delete_ids(YtTransaction *transaction, const YtQuad *quads, gsize n_quads);

/* Deletes all quads that match @pattern (YT_GRAPH_… as in a scan): CLEAR and DROP. Returns how many. */
guint64 yt_transaction_clear(YtTransaction *transaction, const YtQuad *pattern);

/* Makes the changes durable and visible, both or neither. The transaction is over and freed, also on failure.
 * Errors: YT_STORE_ERROR_IO; nothing has changed then. */
gboolean yt_transaction_commit(YtTransaction *transaction, GError **error);
void yt_transaction_rollback(YtTransaction *transaction); /* frees it */

/* Builds the store anew with everything in the log, and swaps it in. Transactions may go on meanwhile, and readers
 * keep their snapshots. @n_bytes_memory as in yt_store_builder_set_memory(). */
gboolean yt_store_writer_compact(YtStoreWriter *writer, gsize n_bytes_memory, GError **error);

typedef struct {
  guint64 log_bytes;     /* the log has so many, */
  double ratio;          /* and so large a part of the store's own size; what a commit costs to fold in is then bounded */
  gsize memory;          /* as in yt_store_writer_compact() */
  void (*failed)(const char *message, gpointer user_data); /* (nullable): told on a thread of its own why it could not */
  gpointer user_data;
} YtCompactionPolicy;

/* Does @policy say that the log is to be folded in? */
gboolean yt_store_writer_is_due(YtStoreWriter *writer, const YtCompactionPolicy *policy);

/* From now on a thread of the writer compacts the store when @policy says so after a commit. A compaction that fails is not
 * tried again before as much as @log_bytes has come to the log. Releasing the writer stops one that runs, which changes
 * nothing, and waits for that. Once for a writer. */
void yt_store_writer_set_compaction(YtStoreWriter *writer, const YtCompactionPolicy *policy);

/* Quads inserted and deleted since the store was built, and the log's size, to decide when to compact. */
gsize yt_store_get_n_log_quads(const YtStore *store);
guint64 yt_store_writer_get_log_bytes(YtStoreWriter *writer);
