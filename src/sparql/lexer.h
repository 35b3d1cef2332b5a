/* lexer.h: the tokens of SPARQL 1.1, section 19.8, productions [139] to [173]. */
#pragma once
#include <glib.h>

typedef enum {
  YT_TOKEN_END,
  YT_TOKEN_WORD,        /* a keyword, by any case */
  YT_TOKEN_IRI,         /* text is what stands between < and > */
  YT_TOKEN_PNAME_NS,    /* text is the prefix, without ":" */
  YT_TOKEN_PNAME_LN,    /* text is the whole name, n_prefix bytes of it before ":" */
  YT_TOKEN_BLANK,       /* text is the label */
  YT_TOKEN_VARIABLE,    /* text is the name */
  YT_TOKEN_LANGTAG,     /* text is the tag */
  YT_TOKEN_INTEGER,     /* text with its sign */
  YT_TOKEN_DECIMAL,
  YT_TOKEN_DOUBLE,
  YT_TOKEN_STRING,      /* text is between the quotes, escapes still in it */
  YT_TOKEN_PUNCTUATION, /* text is one of { } ( ) [ ] . , ; * / | || && ^ ^^ ! != = < <= > >= + - ? */
  YT_TOKEN_BAD,         /* text starts where no token does */
} YtTokenKind;

typedef struct {
  YtTokenKind kind;
  const char *start; /* where it begins in the lexer's text */
  const char *end;
  const char *text;
  gsize n_text;
  gsize n_prefix;
  const char *problem; /* of BAD: what is wrong, or NULL */
} YtToken;

typedef struct {
  const char *text; /* codepoint escapes decoded */
  const char *position;
  char *decoded;    /* owns text when it differs from the input */
  GArray *shifts;   /* where decoding moved the text: pairs of offset in text and in the input */
  const char *input;
} YtLexer;

/* Borrows @input, which is UTF-8 and ends in NUL. FALSE with @bad_offset at a broken codepoint escape or byte. */
gboolean yt_lexer_init(YtLexer *lexer, const char *input, gsize *bad_offset);
void yt_lexer_clear(YtLexer *lexer);
void yt_lexer_next(YtLexer *lexer, YtToken *token);

/* The line and column, in characters, of @position in the input, from 1. */
void yt_lexer_locate(const YtLexer *lexer, const char *position, guint *line, guint *column);
