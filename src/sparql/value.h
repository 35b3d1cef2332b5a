/* value.h: what an expression computes with: a term, and the value that its lexical form stands for. */
#pragma once
#include "sparql/decimal.h"
#include "sparql/terms.h"
#include "sparql/time.h"

typedef enum {
  YT_VALUE_ERROR, /* unbound, or a type error */
  YT_VALUE_BLANK,
  YT_VALUE_IRI,
  YT_VALUE_STRING,
  YT_VALUE_LANGUAGE,
  YT_VALUE_BOOLEAN,
  YT_VALUE_INTEGER, /* xsd:integer and what derives from it */
  YT_VALUE_DECIMAL,
  YT_VALUE_FLOAT,
  YT_VALUE_DOUBLE,
  YT_VALUE_TIME,
  YT_VALUE_TYPED, /* any other datatype, or a lexical form that its datatype does not have */
} YtValueKind;

/* Texts are lent: by the arena of the computation, by static memory or by the syntax tree. Each of the three ways to
 * name a term may be missing when another is there: see yt_value_get_term(). */
typedef struct _YtValue {
  YtValueKind kind;
  YtTermId id; /* 0: not looked up */
  const char *text;
  gsize n_text;
  const char *datatype; /* of TYPED, and of an INTEGER of a derived type */
  gsize n_datatype;
  const char *language;
  gsize n_language;
  union {
    gboolean boolean;
    YtDecimal decimal; /* INTEGER, DECIMAL */
    double real;       /* FLOAT, DOUBLE */
    YtTime time;
  };
} YtValue;

YtValue yt_value_boolean(gboolean value);
YtValue yt_value_integer(gint64 value);
YtValue yt_value_decimal(YtValueKind kind, YtDecimal value);
YtValue yt_value_real(YtValueKind kind, double value);
YtValue yt_value_string(const char *text, gsize n_text);
YtValue yt_value_iri(const char *text, gsize n_text);

/* The value of a term: reads its lexical form. The texts stay @term's. */
YtValue yt_value_from_term(const YtTerm *term);

/* The value of an id; text that must be fetched is copied into @arena. */
YtValue yt_value_from_id(const YtTerms *terms, YtTermId id, YtArena *arena);

/* The term: what is missing of the text is made in @arena. */
YtTerm yt_value_get_term(const YtTerms *terms, YtValue *value, YtArena *arena);

/* The id, interned when there is none; 0 of an error. */
YtTermId yt_value_get_id(YtTerms *terms, YtValue *value, YtArena *arena);

gboolean yt_value_is_numeric(const YtValue *value);
gboolean yt_value_is_literal(const YtValue *value);

/* The effective boolean value, SPARQL 1.1, 17.2.2: 1, 0 or -1 for an error. */
int yt_value_get_ebv(const YtTerms *terms, YtValue *value, YtArena *arena);

/* "=", 17.3: 1, 0 or -1 for an error. */
int yt_value_equal(const YtTerms *terms, YtValue *a, YtValue *b, YtArena *arena);

gboolean yt_value_same_term(const YtTerms *terms, YtValue *a, YtValue *b, YtArena *arena);

/* "<" and its kin: -1, 0, 1, or 2 when NaN is involved. FALSE on a type error. */
gboolean yt_value_compare(const YtTerms *terms, YtValue *a, YtValue *b, YtArena *arena, int *order);

/* ORDER BY, 15.1, made total: unbound, blank nodes, IRIs, literals; literals that "<" orders by it, the others by kind,
 * datatype, lexical form. */
int yt_value_order(const YtTerms *terms, YtValue *a, YtValue *b, YtArena *arena);

/* @sign is one of + - * /. The result is an error when an operand is no number or the result does not fit. */
YtValue yt_value_arithmetic(char sign, const YtValue *a, const YtValue *b);

/* A cast, 17.5, to the datatype called @datatype; an error if it is none of them or the value has no such form. */
YtValue yt_value_cast(const YtTerms *terms, YtValue *value, const char *datatype, gsize n_datatype, YtArena *arena);
