/* varset.h: a set of variables, as bits; grows as needed, lives in an arena. */
#pragma once
#include "sparql/arena.h"
#include <string.h>

typedef struct {
  guint n_words;
  guint64 *words;
} YtVarSet;

static inline gboolean
yt_varset_has(const YtVarSet *set, guint variable)
{
  guint word = variable / 64;
  return word < set->n_words && (set->words[word] >> (variable % 64) & 1);
}

static inline void
yt_varset_reserve(YtVarSet *set, guint n_words, YtArena *arena)
{
  if (n_words <= set->n_words)
    return;
  guint64 *words = yt_arena_array(arena, guint64, n_words);
  if (set->n_words)
    memcpy(words, set->words, set->n_words * sizeof *words);
  set->words = words;
  set->n_words = n_words;
}

static inline void
yt_varset_add(YtVarSet *set, guint variable, YtArena *arena)
{
  yt_varset_reserve(set, variable / 64 + 1, arena);
  set->words[variable / 64] |= G_GUINT64_CONSTANT(1) << (variable % 64);
}

static inline void
yt_varset_remove(YtVarSet *set, guint variable)
{
  if (yt_varset_has(set, variable))
    set->words[variable / 64] &= ~(G_GUINT64_CONSTANT(1) << (variable % 64));
}

static inline void
yt_varset_add_all(YtVarSet *set, const YtVarSet *other, YtArena *arena)
{
  yt_varset_reserve(set, other->n_words, arena);
  for (guint i = 0; i < other->n_words; i++)
    set->words[i] |= other->words[i];
}

/* Keeps in @set only what is in @other too. */
static inline void
yt_varset_intersect(YtVarSet *set, const YtVarSet *other)
{
  for (guint i = 0; i < set->n_words; i++)
    set->words[i] &= i < other->n_words ? other->words[i] : 0;
}

static inline YtVarSet
yt_varset_copy(const YtVarSet *set, YtArena *arena)
{
  YtVarSet copy = {0};
  yt_varset_add_all(&copy, set, arena);
  return copy;
}

static inline gboolean
yt_varset_overlaps(const YtVarSet *a, const YtVarSet *b)
{
  for (guint i = 0; i < MIN(a->n_words, b->n_words); i++)
    if (a->words[i] & b->words[i])
      return TRUE;
  return FALSE;
}

/* Is all of @a in @b? */
static inline gboolean
yt_varset_is_subset(const YtVarSet *a, const YtVarSet *b)
{
  for (guint i = 0; i < a->n_words; i++)
    if (a->words[i] & ~(i < b->n_words ? b->words[i] : 0))
      return FALSE;
  return TRUE;
}

static inline gboolean
yt_varset_is_empty(const YtVarSet *set)
{
  for (guint i = 0; i < set->n_words; i++)
    if (set->words[i])
      return FALSE;
  return TRUE;
}

/* The first variable of @set that is at least @from; G_MAXUINT after the last. */
static inline guint
yt_varset_next(const YtVarSet *set, guint from)
{
  for (guint word = from / 64; word < set->n_words; word++) {
    guint64 bits = set->words[word];
    if (word == from / 64)
      bits &= ~G_GUINT64_CONSTANT(0) << (from % 64);
    if (bits)
      return word * 64 + (guint) __builtin_ctzll(bits);
  }
  return G_MAXUINT;
}

static inline guint
yt_varset_count(const YtVarSet *set)
{
  guint n = 0;
  for (guint i = 0; i < set->n_words; i++)
    n += (guint) __builtin_popcountll(set->words[i]);
  return n;
}
