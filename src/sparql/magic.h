/* magic.h: what the magic properties share: triple patterns that no graph holds and that a search answers.
 *
 * In the syntax tree they are triple patterns like others, maybe with collections at their ends; those are taken apart
 * here. */
#pragma once
#include "sparql/ast.h"

gboolean yt_magic_is(const YtTriplePattern *triple, const char *property);

/* The members of the collection at @node; @node alone when it is none. Sets @used (nullable) at the triples of the collection.
 * (transfer container), of YtNode, lent by the triples. */
GPtrArray *yt_magic_list_members(const GPtrArray *triples, const YtNode *node, gboolean *used);

/* Makes @variable the last member of the collection at @node, which becomes one if it was none; adds what triples that takes. */
void yt_magic_append_member(YtRequest *request, GPtrArray *triples, YtNode *node, guint variable);

/* The variables that @members from @first on are. FALSE with @error when one is something else, or the same as one before it. @what
 * names each of them. */
gboolean yt_magic_read_variables(const char *property, const GPtrArray *members, guint first,
                                 const char *const *what, guint *variables, GError **error);

/* Sets @error (YT_SPARQL_ERROR_SYNTAX) to "@property: …". FALSE. */
gboolean yt_magic_refuse(GError **error, const char *property, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* Is @term a literal of @datatype? */
gboolean yt_magic_has_datatype(const YtTerm *term, const char *datatype);
