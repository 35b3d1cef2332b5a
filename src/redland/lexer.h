/* lexer.h: the words of a SPARQL text, as far as one needs them without a parser. */
#pragma once
#include <glib.h>

typedef enum {
  YT_REDLAND_TOKEN_END,
  YT_REDLAND_TOKEN_WORD, /* a keyword, a builtin's name, a, true, false */
  YT_REDLAND_TOKEN_NAME, /* a prefixed name, also "_:label" */
  YT_REDLAND_TOKEN_IRI,  /* <…> */
  YT_REDLAND_TOKEN_VARIABLE,
  YT_REDLAND_TOKEN_STRING,
  YT_REDLAND_TOKEN_NUMBER,
  YT_REDLAND_TOKEN_MARK, /* punctuation: one character, or one of && || != <= >= ^^ */
} YtRedlandTokenKind;

typedef struct {
  YtRedlandTokenKind kind;
  const char *start; /* into the text */
  gsize n_bytes;
} YtRedlandToken;

/* Reads the token at @at, after blanks and comments; what is no SPARQL comes as a mark of one byte. */
YtRedlandToken yt_redland_token_read(const char *at);

/* All tokens of @text without the end. (transfer full) (element-type YtRedlandToken) */
GArray *yt_redland_tokens_new(const char *text);

gboolean yt_redland_token_is_word(const YtRedlandToken *token, const char *word); /* without case */
gboolean yt_redland_token_is_mark(const YtRedlandToken *token, const char *mark);

/* The place of @at in @text, counted from 1: lines, and characters in the line. */
void yt_redland_find_place(const char *text, const char *at, guint *line, guint *column);
