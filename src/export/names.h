/* names.h: what classes and properties are called and how they are coloured: ontology/yuantu.ttl, which is compiled in. */
#pragma once
#include "rdf/rdf.h"

typedef struct {
  char *name;  /* "Park" for yt:Park; other vocabularies' with their prefix, "skos:broader" */
  char *zh;    /* 园区; @name where there is no label */
  char *en;    /* Park; likewise */
  char *light; /* "#15803d"; grey where none is given */
  char *dark;
  guint order; /* the classes of the ontology as they stand there, from 0; all else G_MAXUINT */
} YtName;

typedef struct _YtNames YtNames;
YtNames *yt_names_new(GError **error);
void yt_names_free(YtNames *names);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtNames, yt_names_free)

/* The name of the class or property @iri; lent until @names goes. */
const YtName *yt_names_find(YtNames *names, const char *iri);
