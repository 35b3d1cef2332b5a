/* terms.c: local terms in a hash table, numbered from 0 below YT_ID_FIRST(YT_ID_LOCAL). */
#include "sparql/terms.h"
#include <string.h>

struct _YtTerms {
  YtStore *store;
  GMutex lock;       /* of all that follows */
  YtArena *arena;    /* this and the next two are made with the first local term: most queries have none */
  GPtrArray *locals; /* of YtTerm, by number; the arena's */
  GHashTable *ids;   /* YtTerm → number + 1 */
  guint64 n_blanks;
  char *skolem; /* (nullable) */
  gsize n_skolem;
};

static guint
hash_bytes(guint hash, const char *bytes, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++)
    hash = (hash ^ (guchar) bytes[i]) * 16777619u;
  return hash * 31 + 7;
}

static guint
hash_term(gconstpointer data)
{
  const YtTerm *term = data;
  guint hash = 2166136261u + term->kind;
  hash = hash_bytes(hash, term->text, term->n_text);
  return hash_bytes(hash, term->datatype, term->n_datatype); /* language tags differ by case: not hashed */
}

static gboolean
equal_bytes(const char *a, gsize n_a, const char *b, gsize n_b)
{
  return n_a == n_b && (!n_a || !memcmp(a, b, n_a));
}

static gboolean
equal_terms(gconstpointer x, gconstpointer y)
{
  const YtTerm *a = x, *b = y;
  return a->kind == b->kind && equal_bytes(a->text, a->n_text, b->text, b->n_text) &&
         equal_bytes(a->datatype, a->n_datatype, b->datatype, b->n_datatype) &&
         a->n_language == b->n_language &&
         (!a->n_language || !g_ascii_strncasecmp(a->language, b->language, a->n_language));
}

YtTerms *
yt_terms_new(YtStore *store)
{
  YtTerms *terms = g_new0(YtTerms, 1);
  terms->store = yt_store_ref(store);
  g_mutex_init(&terms->lock);
  return terms;
}

void
yt_terms_free(YtTerms *terms)
{
  g_clear_pointer(&terms->ids, g_hash_table_unref);
  g_clear_pointer(&terms->arena, yt_arena_free);
  g_mutex_clear(&terms->lock);
  g_free(terms->skolem);
  yt_store_unref(terms->store);
  g_free(terms);
}

YtStore *
yt_terms_get_store(const YtTerms *terms)
{
  return terms->store;
}

void
yt_terms_set_skolem(YtTerms *terms, const char *prefix)
{
  terms->skolem = g_strdup(prefix);
  terms->n_skolem = prefix ? strlen(prefix) : 0;
}

/* The blank node that @term stands for, in @blank; or @term. */
static const YtTerm *
resolve_skolem(const YtTerms *terms, const YtTerm *term, YtTerm *blank)
{
  if (!terms->skolem || term->kind != YT_TERM_IRI || term->n_text <= terms->n_skolem ||
      memcmp(term->text, terms->skolem, terms->n_skolem) != 0)
    return term;
  *blank = (YtTerm){
      .kind = YT_TERM_BLANK, .text = term->text + terms->n_skolem, .n_text = term->n_text - terms->n_skolem};
  return blank;
}

YtTermId
yt_terms_find(const YtTerms *terms, const YtTerm *term)
{
  YtTerm blank;
  if (term->kind == YT_TERM_UNBOUND)
    return 0;
  term = resolve_skolem(terms, term, &blank);
  YtTermId id = yt_id_from_term(term);
  return id ? id : yt_store_find_term(terms->store, term);
}

/* A copy of @term in the arena; the lock is held. */
static YtTerm *
copy_term(YtTerms *terms, const YtTerm *term)
{
  YtTerm *copy = yt_arena_new0(terms->arena, YtTerm);
  *copy = *term;
  copy->text = yt_arena_strndup(terms->arena, term->text, term->n_text);
  if (term->datatype)
    copy->datatype = yt_arena_strndup(terms->arena, term->datatype, term->n_datatype);
  if (term->language)
    copy->language = yt_arena_strndup(terms->arena, term->language, term->n_language);
  return copy;
}

/* The lock is held. */
static YtTermId
add_local(YtTerms *terms, const YtTerm *term)
{
  if (!terms->arena) {
    terms->arena = yt_arena_new();
    terms->locals = yt_arena_ptr_array(terms->arena);
    terms->ids = g_hash_table_new(hash_term, equal_terms);
  }
  YtTerm *copy = copy_term(terms, term);
  g_ptr_array_add(terms->locals, copy);
  g_hash_table_insert(terms->ids, copy, GUINT_TO_POINTER(terms->locals->len));
  return YT_ID_FIRST(YT_ID_LOCAL) | (YtTermId) (terms->locals->len - 1);
}

YtTermId
yt_terms_intern(YtTerms *terms, const YtTerm *term)
{
  YtTerm blank;
  YtTermId id = yt_terms_find(terms, term);
  term = resolve_skolem(terms, term, &blank);
  if (id || term->kind == YT_TERM_UNBOUND)
    return id;
  g_mutex_lock(&terms->lock);
  gpointer found = terms->ids ? g_hash_table_lookup(terms->ids, term) : NULL;
  id = found ? YT_ID_FIRST(YT_ID_LOCAL) | (YtTermId) (GPOINTER_TO_UINT(found) - 1) : add_local(terms, term);
  g_mutex_unlock(&terms->lock);
  return id;
}

YtTerm
yt_terms_get(const YtTerms *terms, YtTermId id, YtTermBuffer *buffer)
{
  if (yt_id_kind(id) != YT_ID_LOCAL)
    return yt_store_get_term(terms->store, id, buffer);
  YtTerms *locked = (YtTerms *) terms;
  g_mutex_lock(&locked->lock);
  YtTerm term = *(YtTerm *) g_ptr_array_index(terms->locals, id & YT_ID_PAYLOAD);
  g_mutex_unlock(&locked->lock);
  return term;
}

YtTermId
yt_terms_new_blank(YtTerms *terms)
{
  for (;;) { /* a label that neither the store nor the query has */
    g_mutex_lock(&terms->lock);
    g_autofree char *label = g_strdup_printf("q%" G_GUINT64_FORMAT, terms->n_blanks++);
    YtTerm term = {.kind = YT_TERM_BLANK, .text = label, .n_text = strlen(label)};
    gboolean is_new =
        !(terms->ids && g_hash_table_contains(terms->ids, &term)) && !yt_store_find_term(terms->store, &term);
    YtTermId id = is_new ? add_local(terms, &term) : 0;
    g_mutex_unlock(&terms->lock);
    if (id)
      return id;
  }
}

gsize
yt_terms_get_n_bytes(const YtTerms *terms)
{
  YtTerms *locked = (YtTerms *) terms;
  g_mutex_lock(&locked->lock);
  gsize n_bytes = terms->arena ? yt_arena_get_n_bytes(terms->arena) : 0;
  g_mutex_unlock(&locked->lock);
  return n_bytes;
}
