/* rdf.h: terms and quads as text, and the syntaxes that carry them.
 *
 * N-Triples, N-Quads, Turtle and TriG are read and written by our own code, JSON-LD and RDF/XML are written; RDF/XML, RDFa and
 * RDF/JSON are read through the Raptor library, in a process of its own. All sides meet in YtTermQuad. */
#pragma once
#include <gio/gio.h>
#include <string.h>

#define YT_NS      "https://w3id.org/yuantu/ontology#"
#define YT_ID      "https://w3id.org/yuantu/id/"
#define YT_RDF_NS  "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define YT_RDFS_NS "http://www.w3.org/2000/01/rdf-schema#"
#define YT_XSD_NS  "http://www.w3.org/2001/XMLSchema#"
#define YT_SKOS_NS "http://www.w3.org/2004/02/skos/core#"
#define YT_DCT_NS  "http://purl.org/dc/terms/"

typedef enum {
  YT_TERM_UNBOUND, /* no term: the default graph's name, or a variable without a value */
  YT_TERM_IRI,
  YT_TERM_BLANK,
  YT_TERM_LITERAL,
} YtTermKind;

/* One term, lent: the bytes belong to whoever gave it and need not end in NUL. */
typedef struct {
  YtTermKind kind;
  const char *text;     /* the IRI; the blank node's label without "_:"; the lexical form */
  gsize n_text;         /* bytes */
  const char *datatype; /* a literal's datatype IRI; NULL for xsd:string and rdf:langString */
  gsize n_datatype;
  const char *language; /* a literal's language tag as written; NULL without */
  gsize n_language;
} YtTerm;

typedef struct {
  YtTerm subject, predicate, object;
  YtTerm graph; /* YT_TERM_UNBOUND in the default graph */
} YtTermQuad;

/* These lend what they are given, which ends in NUL. Inline, so that the length of a constant is known when compiling. */
static inline YtTerm
yt_term_iri(const char *iri)
{
  return (YtTerm){.kind = YT_TERM_IRI, .text = iri, .n_text = strlen(iri)};
}

static inline YtTerm
yt_term_blank(const char *label) /* without "_:" */
{
  return (YtTerm){.kind = YT_TERM_BLANK, .text = label, .n_text = strlen(label)};
}

static inline YtTerm
yt_term_literal(const char *text) /* xsd:string */
{
  return (YtTerm){.kind = YT_TERM_LITERAL, .text = text, .n_text = strlen(text)};
}

static inline YtTerm
yt_term_typed(const char *text, const char *datatype)
{
  YtTerm term = yt_term_literal(text);
  if (strcmp(datatype, YT_XSD_NS "string") != 0) { /* which goes without saying, so that equal literals look equal */
    term.datatype = datatype;
    term.n_datatype = strlen(datatype);
  }
  return term;
}

static inline YtTerm
yt_term_tagged(const char *text, const char *language)
{
  YtTerm term = yt_term_literal(text);
  term.language = language;
  term.n_language = strlen(language);
  return term;
}

gboolean yt_term_equal(const YtTerm *a, const YtTerm *b); /* language tags compare without case */
int yt_term_compare(const YtTerm *a, const YtTerm *b);    /* bytewise order of the N-Triples forms */
int yt_term_quad_compare(const YtTermQuad *a, const YtTermQuad *b); /* graph, subject, predicate, object */

/* Appends @term to @out as N-Triples writes it: UTF-8, escapes only where the grammar asks for them. */
void yt_term_append(GString *out, const YtTerm *term);

typedef enum {
  YT_RDF_NTRIPLES,
  YT_RDF_NQUADS,
  YT_RDF_TURTLE,
  YT_RDF_TRIG,
  YT_RDF_JSONLD, /* write only */
  YT_RDF_XML,
  YT_RDF_RDFA,   /* read only, in well-formed XML */
  YT_RDF_JSON,   /* read only; RDF/JSON, not JSON-LD */
  YT_RDF_GUESS,  /* by the file's name, then by its content */
} YtRdfFormat;

/* Finds a format by the name that the command line uses (ntriples, nquads, turtle, trig, jsonld, rdfxml …), by a file name's
 * ending or by a media type. FALSE if there is none. */
gboolean yt_rdf_format_from_name(const char *name, YtRdfFormat *format);
gboolean yt_rdf_format_from_path(const char *path, YtRdfFormat *format);
gboolean yt_rdf_format_from_media_type(const char *media_type, YtRdfFormat *format);
const char *yt_rdf_format_get_name(YtRdfFormat format);
const char *yt_rdf_format_get_media_type(YtRdfFormat format);

typedef enum {
  YT_RDF_ERROR_SYNTAX,      /* the message starts with source:line:column */
  YT_RDF_ERROR_UNSUPPORTED, /* no such format, or one that is read only, or has no named graphs */
  YT_RDF_ERROR_TERM, /* nothing that RDF allows there, such as a literal as subject or a relative IRI */
} YtRdfError;

#define YT_RDF_ERROR (yt_rdf_error_quark())
GQuark yt_rdf_error_quark(void);

/* Is @term one that RDF allows: UTF-8, absolute IRIs without forbidden characters, a well-formed label or language
 * tag? Unbound is. Errors: YT_RDF_ERROR_TERM. */
gboolean yt_term_check(const YtTerm *term, GError **error);

/* Takes one quad of a stream; its terms are lent until it returns. FALSE with @error set stops the stream. */
typedef gboolean (*YtQuadFunc)(const YtTermQuad *quad, gpointer user_data, GError **error);

typedef struct {
  YtRdfFormat format;
  const char *base;         /* base IRI; NULL: the file's own file:// IRI, or none for bytes */
  const char *source;       /* what messages call the input; NULL: the path */
  const char *blank_prefix; /* before every blank node label, one per file keeps them apart; NULL: none */
  gboolean strict_lines; /* N-Triples and N-Quads: stop at the first bad line (else skip and count it); so for
                             * statements in the formats read through Raptor that say what RDF cannot */
  guint64 *n_bad_lines;  /* out, nullable: what was skipped */
  void (*bad_line)(const char *message, gpointer user_data); /* (nullable): told of each skipped line, "source:line:column: why" */
  gpointer bad_line_data;
} YtRdfReadOptions;

/**
 * yt_rdf_read_bytes:
 * @bytes: the document, UTF-8
 * @n_bytes: its size
 * @options: (nullable): format, base …; NULL: N-Quads, strict
 * @func: called for every quad, in the order of the document
 * @error: return location for a #GError
 *
 * Blank nodes that the document leaves without a label are called anon1, anon2 … in its order.
 *
 * Errors: #YtRdfError as above; whatever @func sets.
 * Returns: FALSE when @error is set; quads before the error have been given to @func
 */
gboolean yt_rdf_read_bytes(const char *bytes, gsize n_bytes, const YtRdfReadOptions *options, YtQuadFunc func,
                           gpointer user_data, GError **error);

/* As yt_rdf_read_bytes() of the file at @path, which may be compressed (gzip, zstd, bzip2 or xz, by its content) and is
 * streamed: memory does not depend on its size. @options NULL: the format is guessed, strict.
 * Errors: also #GFileError. */
gboolean yt_rdf_read_file(const char *path, const YtRdfReadOptions *options, YtQuadFunc func,
                          gpointer user_data, GError **error);

/* The IRI that @reference means against @base (RFC 3986, section 5; an absolute one stays as it is); NULL when it is
 * relative and @base (nullable) is not absolute. Checks no characters. (transfer full) (nullable) */
char *yt_rdf_resolve_iri(const char *base, const char *reference);

/* The file:// IRI of @path, made absolute; percent-encoded as RFC 8089 asks. (transfer full) */
char *yt_rdf_file_iri(const char *path);

/* Writes quads to a stream. N-Triples and N-Quads go line by line; Turtle, TriG and JSON-LD group by graph and subject
 * as long as equal ones arrive together, and shorten by the prefixes given. Triples formats refuse a named graph. */
typedef struct _YtRdfWriter YtRdfWriter;
YtRdfWriter *yt_rdf_writer_new(YtRdfFormat format, GOutputStream *out); /* refs @out; out stays open */
void yt_rdf_writer_add_prefix(YtRdfWriter *writer, const char *prefix,
                              const char *iri);             /* before the first quad */
void yt_rdf_writer_add_known_prefixes(YtRdfWriter *writer); /* yt, id, rdf, rdfs, xsd, skos, dct */
gboolean yt_rdf_writer_add(YtRdfWriter *writer, const YtTermQuad *quad, GError **error);
gboolean yt_rdf_writer_finish(YtRdfWriter *writer, GError **error); /* flushes; once, last */
void yt_rdf_writer_free(YtRdfWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtRdfWriter, yt_rdf_writer_free)
