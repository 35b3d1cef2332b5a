/* token.h: Turtle and TriG cut into tokens.
 *
 * The input goes through a window that slides over it, so memory depends on the longest token, not on the document.
 * The text of a token is a copy; it stays until a token of the same kind of text replaces it. */
#pragma once
#include "rdf/input.h"

typedef enum {
  YT_TOKEN_END,
  YT_TOKEN_IRI,     /* text: as written, escapes undone, not resolved */
  YT_TOKEN_NAME,    /* prefix and text, the local name, escapes undone */
  YT_TOKEN_BLANK,   /* text: the label */
  YT_TOKEN_STRING,  /* string */
  YT_TOKEN_INTEGER, /* text, as for the next ones */
  YT_TOKEN_DECIMAL,
  YT_TOKEN_DOUBLE,
  YT_TOKEN_AT,       /* a language tag, "prefix" or "base"; text is without the "@" */
  YT_TOKEN_WORD,     /* a, true, false, PREFIX, BASE, GRAPH, and others that mean nothing */
  YT_TOKEN_DATATYPE, /* ^^ */
  YT_TOKEN_MARK,     /* one of . ; , [ ] ( ) { } */
} YtTokenKind;

typedef struct {
  /* The token at hand. */
  YtTokenKind kind;
  char mark;
  GString *text, *prefix;
  GString *string; /* of the last YT_TOKEN_STRING; the caller may swap it for another */

  /* Private. */
  YtInput input;
  const char *source;
  char *buffer;
  gsize n_buffer, n_filled;
  const char *start, *p, *end; /* the token at hand begins; the next begins; checked UTF-8 ends */
  const char *seen;            /* how far the last attempt looked */
  const char *expected;        /* what that attempt missed, at seen */
  gboolean is_at_end;          /* nothing comes after end */
  guint64 line, column;        /* of the buffer's first byte, from 1; columns are characters */
} YtTokenizer;

#define YT_TOKENIZER_WINDOW (64 * 1024) /* bytes: reads are rare, and it stays in the cache */

/* The window begins with @window_size > 0 bytes and grows with the longest token. @source is for messages; it and what
 * @input stands for must outlive the tokenizer. There is no token at hand before yt_tokenizer_next(). */
void yt_tokenizer_init(YtTokenizer *tokenizer, YtInput input, gsize window_size, const char *source);
void yt_tokenizer_clear(YtTokenizer *tokenizer);

/* Moves to the next token. Errors: YT_RDF_ERROR_SYNTAX; whatever the input sets. */
gboolean yt_tokenizer_next(YtTokenizer *tokenizer, GError **error);

/* Sets @error to "source:line:column: expected …, found …" at the token at hand. Returns FALSE. */
gboolean yt_tokenizer_fail(YtTokenizer *tokenizer, GError **error, const char *expected);

static inline gboolean
yt_tokenizer_is_mark(const YtTokenizer *tokenizer, char mark)
{
  return tokenizer->kind == YT_TOKEN_MARK && tokenizer->mark == mark;
}
