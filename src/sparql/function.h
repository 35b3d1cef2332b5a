/* function.h: the built-in functions of SPARQL 1.1, section 17.4. */
#pragma once
#include <glib.h>

typedef enum {
  YT_FN_STR, YT_FN_LANG, YT_FN_LANGMATCHES, YT_FN_DATATYPE, YT_FN_BOUND, YT_FN_IRI, YT_FN_BNODE, YT_FN_RAND,
  YT_FN_ABS, YT_FN_CEIL, YT_FN_FLOOR, YT_FN_ROUND, YT_FN_CONCAT, YT_FN_STRLEN, YT_FN_UCASE, YT_FN_LCASE,
  YT_FN_ENCODE_FOR_URI, YT_FN_CONTAINS, YT_FN_STRSTARTS, YT_FN_STRENDS, YT_FN_STRBEFORE, YT_FN_STRAFTER,
  YT_FN_YEAR, YT_FN_MONTH, YT_FN_DAY, YT_FN_HOURS, YT_FN_MINUTES, YT_FN_SECONDS, YT_FN_TIMEZONE, YT_FN_TZ,
  YT_FN_NOW, YT_FN_UUID, YT_FN_STRUUID, YT_FN_MD5, YT_FN_SHA1, YT_FN_SHA256, YT_FN_SHA384, YT_FN_SHA512,
  YT_FN_COALESCE, YT_FN_IF, YT_FN_STRLANG, YT_FN_STRDT, YT_FN_SAMETERM, YT_FN_ISIRI, YT_FN_ISBLANK,
  YT_FN_ISLITERAL, YT_FN_ISNUMERIC, YT_FN_REGEX, YT_FN_SUBSTR, YT_FN_REPLACE,
  YT_N_FUNCTIONS,
} YtFunction;

typedef struct {
  const char *name;
  YtFunction function;
  guint n_min, n_max; /* arguments; n_max G_MAXUINT: any number */
} YtFunctionEntry;

/* Finds a built-in by its name, without regard to case; NULL if there is none. */
const YtFunctionEntry *yt_function_find(const char *name, gsize n_name);
