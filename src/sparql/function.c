/* function.c: the names of the built-in functions and how many arguments they take. */
#include "sparql/function.h"
#include <string.h>

static const YtFunctionEntry functions[] = {
    {"STR", YT_FN_STR, 1, 1},
    {"LANG", YT_FN_LANG, 1, 1},
    {"LANGMATCHES", YT_FN_LANGMATCHES, 2, 2},
    {"DATATYPE", YT_FN_DATATYPE, 1, 1},
    {"BOUND", YT_FN_BOUND, 1, 1}, /* its argument is a variable: parse.c sees to it */
    {"IRI", YT_FN_IRI, 1, 1},
    {"URI", YT_FN_IRI, 1, 1},
    {"BNODE", YT_FN_BNODE, 0, 1},
    {"RAND", YT_FN_RAND, 0, 0},
    {"ABS", YT_FN_ABS, 1, 1},
    {"CEIL", YT_FN_CEIL, 1, 1},
    {"FLOOR", YT_FN_FLOOR, 1, 1},
    {"ROUND", YT_FN_ROUND, 1, 1},
    {"CONCAT", YT_FN_CONCAT, 0, G_MAXUINT},
    {"STRLEN", YT_FN_STRLEN, 1, 1},
    {"UCASE", YT_FN_UCASE, 1, 1},
    {"LCASE", YT_FN_LCASE, 1, 1},
    {"ENCODE_FOR_URI", YT_FN_ENCODE_FOR_URI, 1, 1},
    {"CONTAINS", YT_FN_CONTAINS, 2, 2},
    {"STRSTARTS", YT_FN_STRSTARTS, 2, 2},
    {"STRENDS", YT_FN_STRENDS, 2, 2},
    {"STRBEFORE", YT_FN_STRBEFORE, 2, 2},
    {"STRAFTER", YT_FN_STRAFTER, 2, 2},
    {"YEAR", YT_FN_YEAR, 1, 1},
    {"MONTH", YT_FN_MONTH, 1, 1},
    {"DAY", YT_FN_DAY, 1, 1},
    {"HOURS", YT_FN_HOURS, 1, 1},
    {"MINUTES", YT_FN_MINUTES, 1, 1},
    {"SECONDS", YT_FN_SECONDS, 1, 1},
    {"TIMEZONE", YT_FN_TIMEZONE, 1, 1},
    {"TZ", YT_FN_TZ, 1, 1},
    {"NOW", YT_FN_NOW, 0, 0},
    {"UUID", YT_FN_UUID, 0, 0},
    {"STRUUID", YT_FN_STRUUID, 0, 0},
    {"MD5", YT_FN_MD5, 1, 1},
    {"SHA1", YT_FN_SHA1, 1, 1},
    {"SHA256", YT_FN_SHA256, 1, 1},
    {"SHA384", YT_FN_SHA384, 1, 1},
    {"SHA512", YT_FN_SHA512, 1, 1},
    {"COALESCE", YT_FN_COALESCE, 0, G_MAXUINT},
    {"IF", YT_FN_IF, 3, 3},
    {"STRLANG", YT_FN_STRLANG, 2, 2},
    {"STRDT", YT_FN_STRDT, 2, 2},
    {"SAMETERM", YT_FN_SAMETERM, 2, 2},
    {"ISIRI", YT_FN_ISIRI, 1, 1},
    {"ISURI", YT_FN_ISIRI, 1, 1},
    {"ISBLANK", YT_FN_ISBLANK, 1, 1},
    {"ISLITERAL", YT_FN_ISLITERAL, 1, 1},
    {"ISNUMERIC", YT_FN_ISNUMERIC, 1, 1},
    {"REGEX", YT_FN_REGEX, 2, 3},
    {"SUBSTR", YT_FN_SUBSTR, 2, 3},
    {"REPLACE", YT_FN_REPLACE, 3, 4},
};

const YtFunctionEntry *
yt_function_find(const char *name, gsize n_name)
{
  for (gsize i = 0; i < G_N_ELEMENTS(functions); i++)
    if (strlen(functions[i].name) == n_name && !g_ascii_strncasecmp(functions[i].name, name, n_name))
      return &functions[i];
  return NULL;
}
