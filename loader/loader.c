/* loader.c: the stages in their order. */
#include "loader/loader.h"

#include <string.h>

#include "loader/analysis.h"
#include "loader/emit.h"
#include "loader/explain.h"

struct _YtLoader {
  YtGrammar *grammar;
  YtTextTable *traditional;
  char *base;
  char *ontology; /* the folder */
  gboolean for_store;
};

/* The data of the program that runs: of a source tree when it lies in the build folder, so that an installed version does
 * not come between; otherwise ../share/yuantu from its own folder. */
static char *
find_data_dir_of_program(void)
{
  g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
  if (!program)
    return NULL;
  if (g_str_has_prefix(program, YT_BUILD_DIR "/"))
    return g_strdup(YT_SOURCE_DATA_DIR);
  g_autofree char *folder = g_path_get_dirname(program);
  return g_build_filename(folder, "..", "share", "yuantu", NULL);
}

char *
yt_loader_find_data_dir(void)
{
  const char *set = g_getenv("YUANTU_DATA");
  if (set && *set)
    return g_strdup(set); /* what was asked for, or an error about it, and nothing else in its place */
  g_autofree char *own = find_data_dir_of_program();
  const char *places[] = {own, YT_DATA_DIR};
  for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
    if (!places[i])
      continue;
    g_autofree char *rules = g_build_filename(places[i], "loader", "grammar", NULL);
    if (g_file_test(rules, G_FILE_TEST_IS_DIR))
      return g_strdup(places[i]);
  }
  return NULL;
}

/* Names of industries come from the scheme itself: rdfs:label, skos:prefLabel and skos:altLabel in Chinese. */
static gboolean
take_industry_name(const YtTermQuad *quad, gpointer grammar, GError **error)
{
  (void) error;
  const YtTerm *p = &quad->predicate, *o = &quad->object;
  gboolean names =
      (p->n_text == strlen(YT_SKOS_NS "prefLabel") &&
       memcmp(p->text, YT_SKOS_NS "prefLabel", p->n_text) == 0) ||
      (p->n_text == strlen(YT_SKOS_NS "altLabel") && memcmp(p->text, YT_SKOS_NS "altLabel", p->n_text) == 0);
  if (names && o->n_language == 2 && memcmp(o->language, "zh", 2) == 0) {
    g_autofree char *iri = g_strndup(quad->subject.text, quad->subject.n_text);
    yt_grammar_add_industry(grammar, iri, o->text, o->n_text);
  }
  return TRUE;
}

static gboolean
check_base(const char *base, GError **error)
{
  g_autofree char *scheme = g_uri_parse_scheme(base);
  gboolean ok = scheme != NULL && g_utf8_validate(base, -1, NULL);
  for (const char *p = base; *p; p++)
    ok = ok && (guchar) *p > ' ' && !strchr("<>\"{}|^`\\", *p);
  if (!ok)
    g_set_error(error, YT_RDF_ERROR, YT_RDF_ERROR_TERM, "expected an absolute IRI as base, found '%s'", base);
  return ok;
}

YtLoader *
yt_loader_new(const YtLoaderOptions *options, GError **error)
{
  if (options && options->base && !check_base(options->base, error))
    return NULL;
  g_autofree char *dir =
      options && options->data_dir ? g_strdup(options->data_dir) : yt_loader_find_data_dir();
  if (!dir) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                "no rules found: expected a folder with loader/grammar in %s; set YUANTU_DATA to it",
                YT_DATA_DIR);
    return NULL;
  }
  g_autofree char *rules = g_build_filename(dir, "loader", "grammar", NULL);
  g_autofree char *gazetteers = g_build_filename(dir, "data", "gazetteers", NULL);
  g_autofree char *characters = g_build_filename(gazetteers, "traditional.tsv", NULL);
  g_autoptr(YtTextTable) traditional = yt_text_table_new(characters, error);
  if (!traditional)
    return NULL;
  YtGrammar *grammar = yt_grammar_new(rules, gazetteers, options ? options->rules_dir : NULL, error);
  if (!grammar)
    return NULL;
  g_autofree char *ontology = g_build_filename(dir, "ontology", NULL);
  g_autofree char *industries = g_build_filename(ontology, "industries.ttl", NULL);
  YtRdfReadOptions turtle = {.format = YT_RDF_TURTLE, .strict_lines = TRUE};
  if (!yt_rdf_read_file(industries, &turtle, take_industry_name, grammar, error)) {
    yt_grammar_free(grammar);
    return NULL;
  }
  yt_grammar_compile(grammar);
  YtLoader *loader = g_new0(YtLoader, 1);
  loader->grammar = grammar;
  loader->traditional = g_steal_pointer(&traditional);
  loader->ontology = g_steal_pointer(&ontology);
  loader->for_store = options && options->for_store;
  loader->base = g_strdup(options && options->base ? options->base : YT_ID);
  return loader;
}

void
yt_loader_free(YtLoader *loader)
{
  if (!loader)
    return;
  yt_grammar_free(loader->grammar);
  yt_text_table_free(loader->traditional);
  g_free(loader->base);
  g_free(loader->ontology);
  g_free(loader);
}

const YtGrammar *
yt_loader_get_grammar(const YtLoader *loader)
{
  return loader->grammar;
}

const YtStage yt_stages[] = {
    {"structure", yt_find_structure}, {"jurisdiction", yt_find_jurisdiction},
    {"mentions", yt_find_mentions},   {"sentences", yt_find_sentences},
    {"facts", yt_find_facts},         {"figures", yt_find_figures},
    {"entities", yt_find_entities},
};
const guint yt_n_stages = G_N_ELEMENTS(yt_stages);

void
yt_analysis_init(YtAnalysis *a, const YtGrammar *grammar, YtText *text)
{
  *a = (YtAnalysis){
      .grammar = grammar, .text = text, .issuer = -1, .publisher = -1, .place = -1, .document = -1};
  a->sets = (const YtListSet *) (gpointer) grammar->lexicon->sets->data;
  guint n =
      (guint) text
          ->n_text; /* most documents have no more than these parts of it of each, so that few arrays grow */
  a->repairs = g_array_new(FALSE, TRUE, sizeof(YtRepair));
  a->items = g_array_sized_new(FALSE, FALSE, sizeof(YtItem), n / 5 + 16);
  a->blocks = g_array_sized_new(FALSE, TRUE, sizeof(YtBlock), n / 128 + 16);
  a->sentences = g_array_sized_new(FALSE, TRUE, sizeof(YtSentence), n / 64 + 16);
  a->mentions = g_array_sized_new(FALSE, TRUE, sizeof(YtMention), n / 32 + 16);
  a->facts = g_array_sized_new(FALSE, TRUE, sizeof(YtFact), n / 64 + 16);
  a->figures = g_array_sized_new(FALSE, TRUE, sizeof(YtFigure), n / 256 + 16);
  a->entities = g_array_sized_new(FALSE, TRUE, sizeof(YtEntity), n / 64 + 16);
  a->words = g_array_sized_new(FALSE, FALSE, sizeof(YtItem), n / 16 + 16);
  a->strings = g_string_chunk_new(4096);
  a->scratch_key = g_string_sized_new(128);
  yt_note_moved(a);
}

void
yt_analysis_clear(YtAnalysis *a)
{
  g_array_unref(a->repairs);
  g_array_unref(a->items);
  g_free(a->roles);
  g_array_unref(a->blocks);
  g_array_unref(a->sentences);
  g_clear_pointer(&a->columns, g_array_unref);
  g_clear_pointer(&a->cells, g_array_unref);
  g_array_unref(a->mentions);
  g_array_unref(a->facts);
  g_array_unref(a->figures);
  g_array_unref(a->entities);
  g_array_unref(a->words);
  g_string_chunk_free(a->strings);
  g_string_free(a->scratch_key, TRUE);
  g_clear_pointer(&a->rejected, g_array_unref);
  YtHeader *h = &a->header;
  g_free(h->title);
  g_free(h->number);
  g_free(h->index_number);
  g_free(h->addressee);
  g_free(h->issued);
  g_free(h->issuer);
  g_free(h->publisher);
  yt_text_free(a->text);
}

/* @metadata: (nullable); @curious: keep the candidates that come to nothing. */
static void
analyse(YtAnalysis *a, const YtLoader *loader, YtText *text, const YtLoaderMetadata *metadata,
        gboolean curious)
{
  yt_text_simplify(text, loader->traditional);
  yt_analysis_init(a, loader->grammar, text);
  if (metadata) { /* the header keeps what is there first */
    a->header.title = g_strdup(metadata->title);
    a->header.issuer = g_strdup(metadata->issuer);
    a->header.issued = g_strdup(metadata->issued);
  }
  if (curious)
    a->rejected = g_array_new(FALSE, TRUE, sizeof(YtRejection));
  for (guint i = 0; i < yt_n_stages; i++)
    yt_stages[i].run(a);
}

gboolean
yt_loader_read(const YtLoader *loader, YtText *text, const char *source, YtQuadFunc func, gpointer user_data,
               GError **error)
{
  YtAnalysis a;
  analyse(&a, loader, text, NULL, FALSE);
  YtEmitOptions options = {.base = loader->base, .source = source, .for_store = loader->for_store};
  gboolean ok = yt_emit(&a, &options, func, user_data, error);
  yt_analysis_clear(&a);
  return ok;
}

gboolean
yt_loader_write(const YtLoader *loader, YtText *text, const YtLoaderMetadata *metadata, YtBytesFunc func,
                gpointer user_data, GError **error)
{
  YtAnalysis a;
  analyse(&a, loader, text, metadata, FALSE);
  YtEmitOptions options = {
      .base = loader->base, .source = metadata ? metadata->source : NULL, .for_store = loader->for_store};
  gboolean ok = yt_emit_lines(&a, &options, func, user_data, error);
  yt_analysis_clear(&a);
  return ok;
}

char *
yt_loader_explain(const YtLoader *loader, YtText *text)
{
  YtAnalysis a;
  analyse(&a, loader, text, NULL, TRUE);
  GString *out = g_string_new(NULL);
  yt_explain_text(&a, out);
  yt_analysis_clear(&a);
  return g_string_free(out, FALSE);
}

char *
yt_loader_explain_page(const YtLoader *loader, YtText *text, const char *source, GError **error)
{
  YtAnalysis a;
  analyse(&a, loader, text, NULL, TRUE);
  GString *out = g_string_new(NULL);
  YtExplainOptions options = {.ontology = loader->ontology, .base = loader->base, .source = source};
  gboolean ok = yt_explain_page(&a, &options, out, error);
  yt_analysis_clear(&a);
  return g_string_free(out, !ok);
}
