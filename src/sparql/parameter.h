/* parameter.h: terms put in for variables of a request. */
#pragma once
#include "sparql/ast.h"
#include "sparql/sparql.h"

/* Puts the values of @parameters in for their variables, everywhere in @request, as sparql.h says. The values' bytes are
 * copied. Errors: YT_SPARQL_ERROR_PARAMETER. */
gboolean yt_request_bind(YtRequest *request, const YtSparqlParameter *parameters, gsize n_parameters, GError **error);
