/* explain.h: shows a finished analysis to a person: text for a terminal, or a page for a browser. */
#pragma once
#include "loader/analysis.h"

/* Why a candidate came to nothing, in Chinese and in English. */
typedef struct {
  const char *zh, *en;
} YtWords;
extern const YtWords yt_why_words[YT_N_WHYS];

/* Why mention @m came to nothing (it is weak or dead), and the mention that holds its words instead, or -1. FALSE where
 * there is nothing to tell: it is alive, or the same name was found twice. */
gboolean yt_explain_fate(const YtAnalysis *analysis, guint m, YtWhy *why, gint32 *winner);

void yt_explain_text(const YtAnalysis *analysis, GString *out);

extern const char yt_explain_css[], yt_explain_js[]; /* of the page; made by explain/assets.cmake */

/* Where the labels and colours of the page come from. */
typedef struct {
  const char *ontology;   /* (type filename): the folder with yuantu.ttl and industries.ttl */
  const char *base;       /* of the things' IRIs */
  const char *source;     /* (nullable): the document's name */
} YtExplainOptions;

/**
 * yt_explain_page:
 * @analysis: a finished one, with its rejected candidates
 * @options: see above
 * @out: gets the page: well-formed as HTML and as XML, with nothing that it would have to fetch
 * @error: return location for a #GError
 *
 * The facts of the page are the evidence that yt_emit() gives, one by one.
 *
 * Errors: #GFileError and #YtRdfError of the ontology.
 */
gboolean yt_explain_page(YtAnalysis *analysis, const YtExplainOptions *options, GString *out, GError **error);
