/* yuantu.h: a store of RDF and its SPARQL 1.1 engine, inside your program.
 *
 * A store is a file; no server is needed. Open it, prepare a query, bind values to its variables, run it, and go
 * through the rows:
 *
 *   YuantuError *error = NULL;
 *   YuantuStore *store = yuantu_open("parks.store", YUANTU_READ, &error);
 *   YuantuStatement *ask = yuantu_prepare(store, "SELECT ?who { ?park <https://w3id.org/yuantu/ontology#hosts> ?who }", &error);
 *   YuantuTerm park = yuantu_iri("https://w3id.org/yuantu/id/park/光谷生物城");
 *   yuantu_bind(ask, "park", &park, &error);
 *   YuantuResult *rows = yuantu_run(ask, &error);
 *   while (yuantu_result_next(rows, &error))
 *     puts(yuantu_result_term(rows, 0).text);
 *
 * The header needs nothing but C99. docs/library.md tells how to build with it; what a call may bring about besides
 * stands here.
 *
 * Text is UTF-8 and ends in NUL. Every argument that is not said to be nullable must be given.
 *
 * Errors: a function that can fail takes @error last, which may be NULL. Set the variable that it points to to NULL
 * before; on failure the function returns NULL or false, and the variable holds an error for yuantu_error_free(). An
 * object that is NULL because making it failed may be handed on: the next call then fails too, with
 * YUANTU_ERROR_MISUSE, unless an error stands in @error already, which stays. So a chain of calls can be checked once, at
 * its end. Running out of memory ends the program, except where a limit on memory is set.
 *
 * Threads: a store may be used from any number of threads at once. A statement and a result belong to one thread at a
 * time, except for yuantu_set_cancelled(). */
#ifndef YUANTU_H
#define YUANTU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the library that the program runs with, such as "0.1.0". */
const char *yuantu_version(void);

/* ---- Errors ------------------------------------------------------------------------------------------------------ */

typedef struct YuantuError YuantuError;

typedef enum {
  YUANTU_ERROR_MISUSE = 1,       /* the call is wrong: an object is NULL, a store open for reading is to be changed … */
  YUANTU_ERROR_SYNTAX = 2,       /* of a request or a document; the message says line and column */
  YUANTU_ERROR_PARAMETER = 3,    /* a value for a variable that the request does not have, or that it sets itself */
  YUANTU_ERROR_TERM = 4,         /* no RDF term: a relative IRI, text that is not UTF-8 … */
  YUANTU_ERROR_UNSUPPORTED = 5,  /* well-formed, but cannot be done */
  YUANTU_ERROR_TIMEOUT = 6,      /* the statement's limit of time */
  YUANTU_ERROR_MEMORY = 7,       /* the statement's limit of memory */
  YUANTU_ERROR_CANCELLED = 8,    /* yuantu_set_cancelled() */
  YUANTU_ERROR_EVALUATION = 9,   /* anything else that stops an answer */
  YUANTU_ERROR_FORMAT = 10,      /* the file is no store, or one of another version */
  YUANTU_ERROR_CORRUPT = 11,     /* a store that contradicts itself */
  YUANTU_ERROR_IO = 12,          /* a file is missing, unreadable, or the disk is full */
  YUANTU_ERROR_BUSY = 13,        /* somebody else has the store open for writing */
  YUANTU_ERROR_LIMIT = 14        /* a limit of the store's format */
} YuantuErrorCode;

YuantuErrorCode yuantu_error_code(const YuantuError *error);
const char *yuantu_error_message(const YuantuError *error); /* one line, without a line feed; lives as long as @error */
void yuantu_error_free(YuantuError *error);                 /* @error may be NULL */

/* ---- Terms ------------------------------------------------------------------------------------------------------- */

typedef enum {
  YUANTU_UNBOUND = 0, /* no term: a variable without a value */
  YUANTU_IRI = 1,
  YUANTU_BLANK = 2,
  YUANTU_LITERAL = 3
} YuantuTermKind;

/* A term, lent: its text belongs to whoever gave it. */
typedef struct {
  YuantuTermKind kind;
  const char *text;     /* the IRI; the blank node's label; the lexical form; "" when unbound. NUL stands behind it */
  size_t n_text;        /* bytes, because a literal may have U+0000 inside */
  const char *language; /* a literal's language tag; NULL without */
  const char *datatype; /* a literal's datatype IRI, never NULL in an answer; in a value for yuantu_bind(), NULL is
                         * xsd:string, or rdf:langString with a language */
} YuantuTerm;

/* Terms for yuantu_bind(); what they point to must live until it returns. */
YuantuTerm yuantu_iri(const char *iri);
YuantuTerm yuantu_blank(const char *label); /* the store's blank node of that label, as an answer showed it */
YuantuTerm yuantu_string(const char *text);
YuantuTerm yuantu_typed(const char *text, const char *datatype);
YuantuTerm yuantu_tagged(const char *text, const char *language);

/* ---- Stores ------------------------------------------------------------------------------------------------------ */

typedef struct YuantuStore YuantuStore;

typedef enum {
  YUANTU_READ = 0,
  YUANTU_WRITE = 1
} YuantuMode;

/**
 * yuantu_open:
 * @path: (nullable): the store's file; NULL with YUANTU_WRITE: an empty store in memory, gone when it is closed
 *
 * To read, any number of processes may open a store at once; each sees it as it is now, until yuantu_refresh(). To
 * write, one at a time; an empty store is made if there is no file. Takes milliseconds, whatever the size, and a little for
 * each change since the store was last compacted.
 *
 * Errors: FORMAT, CORRUPT, IO, BUSY.
 * Returns: (nullable): to be closed with yuantu_close()
 */
YuantuStore *yuantu_open(const char *path, YuantuMode mode, YuantuError **error);

/* Statements and results that are still there keep what they need of it, the writer's lock included. @store may be NULL. */
void yuantu_close(YuantuStore *store);

/* Lets statements see what other processes have changed since. Results that are open already do not change. Does nothing
 * for a store open for writing: it always sees its own newest state. Errors: as yuantu_open(). */
bool yuantu_refresh(YuantuStore *store, YuantuError **error);

/* How many quads there are; 0 for NULL. */
uint64_t yuantu_count_quads(YuantuStore *store);

/* Adds the triples and quads of a file in N-Triples, N-Quads, Turtle, TriG, RDF/XML or RDFa, maybe compressed with gzip, zstd,
 * bzip2 or xz; its name or else its content says which. Those without a graph go to @graph (nullable: the default graph). All of
 * the file or, on failure, nothing is added. A document of more than a few million triples is loaded faster, and in bounded memory,
 * with the program `yuantu load`. Errors: SYNTAX, IO, LIMIT, MISUSE. */
bool yuantu_load_file(YuantuStore *store, const char *path, const char *graph, YuantuError **error);

/* The same of a document in memory. @format: "ntriples", "nquads", "turtle", "trig" or "rdfxml"; @base (nullable) is what its
 * relative IRIs are relative to. */
bool yuantu_load_bytes(YuantuStore *store, const char *bytes, size_t n_bytes, const char *format, const char *base,
                       const char *graph, YuantuError **error);

/* Builds the store's file anew with all changes in it, after which it opens and answers faster. Others may read and write
 * meanwhile. Errors: IO, LIMIT, MISUSE. */
bool yuantu_compact(YuantuStore *store, YuantuError **error);

/* ---- Statements -------------------------------------------------------------------------------------------------- */

typedef struct YuantuStatement YuantuStatement;
typedef struct YuantuResult YuantuResult;

/* A query, or an update request, that may be run many times. Errors: SYNTAX, MISUSE. To be freed with
 * yuantu_statement_free(). (nullable) */
YuantuStatement *yuantu_prepare(YuantuStore *store, const char *query, YuantuError **error);
YuantuStatement *yuantu_prepare_update(YuantuStore *store, const char *request, YuantuError **error);
void yuantu_statement_free(YuantuStatement *statement); /* @statement may be NULL */

/**
 * yuantu_bind:
 * @variable: its name, without "?"
 * @value: (nullable): a copy is taken; NULL or one that is unbound takes the value away
 *
 * Gives a variable a value for the runs from now on, as if the term stood in the text wherever the variable does, in
 * subqueries and templates too. Whatever the value holds, it stays a value. SELECT still lists the variable. A request that
 * sets the variable itself, with BIND, AS or VALUES, or uses it in SERVICE, cannot be run then. INSERT DATA and DELETE DATA have
 * no variables: write `INSERT { … } WHERE {}`.
 *
 * Errors: TERM. Whether the request has such a variable is seen when it is run.
 */
bool yuantu_bind(YuantuStatement *statement, const char *variable, const YuantuTerm *value, YuantuError **error);

/* Limits of one run, from its start to its last row; 0, as in the beginning: none. The limit on memory counts what the engine
 * keeps of intermediate solutions, in bytes. */
void yuantu_set_timeout(YuantuStatement *statement, uint64_t milliseconds);
void yuantu_set_memory_limit(YuantuStatement *statement, size_t n_bytes);

/* With true, from any thread: the run under way ends soon with CANCELLED, be it in yuantu_run(), yuantu_execute() or
 * yuantu_result_next(), and so does every later one, until this is called with false. */
void yuantu_set_cancelled(YuantuStatement *statement, bool cancelled);

/* Runs a query. The result shows the store as it was at this moment, and is independent of what happens to the statement and the
 * store afterwards. Errors: PARAMETER, UNSUPPORTED, TIMEOUT, MEMORY, CANCELLED, EVALUATION, MISUSE. (nullable) */
YuantuResult *yuantu_run(YuantuStatement *query, YuantuError **error);

/* Runs an update request, all of it in one transaction, or nothing. When it returns true the changes are on the disk. Updates of
 * several threads wait for each other. LOAD is refused: see yuantu_load_file(). Errors: as yuantu_run(), IO, LIMIT. */
bool yuantu_execute(YuantuStatement *update, YuantuError **error);

/* ---- Results ----------------------------------------------------------------------------------------------------- */

typedef enum {
  YUANTU_SOLUTIONS = 0, /* of SELECT: a column for each variable that it lists */
  YUANTU_BOOLEAN = 1,   /* of ASK: yuantu_result_boolean() */
  YUANTU_GRAPH = 2      /* of CONSTRUCT and DESCRIBE: columns subject, predicate, object; each triple once */
} YuantuResultKind;

YuantuResultKind yuantu_result_kind(const YuantuResult *result);
bool yuantu_result_boolean(const YuantuResult *result);
size_t yuantu_result_n_columns(const YuantuResult *result);
const char *yuantu_result_column(const YuantuResult *result, size_t column); /* its name; NULL if there is none */

/* Moves to the next row, at first to the first one. False behind the last one, and on failure. Solutions are worked out as they
 * are asked for; a graph is complete in memory before its first triple. Errors: as yuantu_run(). */
bool yuantu_result_next(YuantuResult *result, YuantuError **error);

/* The term in a column of the current row; it lives until the next move or yuantu_result_free(). */
YuantuTerm yuantu_result_term(YuantuResult *result, size_t column);

/* Takes @n_bytes more of a written result; false stops the writing with IO. */
typedef bool (*YuantuWriteFunc)(const char *bytes, size_t n_bytes, void *user_data);

/* Writes all that is left of a result, in place of going through its rows; of a graph only before the first move. @format: "json", "xml", "csv" or "tsv" for solutions,
 * the first two for booleans too; "ntriples", "turtle" or "jsonld" for graphs; "table" for people. Errors: as yuantu_run(), IO;
 * UNSUPPORTED when the format cannot carry the result. */
bool yuantu_result_write(YuantuResult *result, const char *format, YuantuWriteFunc write, void *user_data,
                         YuantuError **error);
void yuantu_result_free(YuantuResult *result); /* @result may be NULL */

#ifdef __cplusplus
}
#endif
#endif
