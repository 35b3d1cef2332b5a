/* terms.h: the ids of one query: those of the store, and local ones for terms that the query made.
 *
 * Equal terms have equal ids, whoever made them: a computed term is looked for among the inline ids and in the store
 * before it gets a local id. So joins, DISTINCT and GROUP BY compare numbers. */
#pragma once
#include "sparql/arena.h"
#include "store/store.h"

typedef struct _YtTerms YtTerms;

YtTerms *yt_terms_new(YtStore *store); /* refs @store */
void yt_terms_free(YtTerms *terms);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtTerms, yt_terms_free)

/* IRIs that begin with @prefix (nullable, copied) are the blank nodes with the label behind. Before the first term. */
void yt_terms_set_skolem(YtTerms *terms, const char *prefix);

YtStore *yt_terms_get_store(const YtTerms *terms); /* lends it */

/* The id of @term, made if there is none; 0 for an unbound one. Safe from several threads. */
YtTermId yt_terms_intern(YtTerms *terms, const YtTerm *term);

/* The id of @term if a quad of the store may have it; 0 if none has. */
YtTermId yt_terms_find(const YtTerms *terms, const YtTerm *term);

/* The term of any id; its text is lent until @buffer's next use. */
YtTerm yt_terms_get(const YtTerms *terms, YtTermId id, YtTermBuffer *buffer);

/* A new blank node, different from all others. */
YtTermId yt_terms_new_blank(YtTerms *terms);

/* Bytes held for local terms. */
gsize yt_terms_get_n_bytes(const YtTerms *terms);
