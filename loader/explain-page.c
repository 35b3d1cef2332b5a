/* explain-page.c: what the loader saw, as a page: the text with its names in the colours of their classes, beside it the
 * facts, each at its sentence, below it the things with their names.
 *
 * The facts are not told a second time: the page reads the quads that yt_emit() gives, one card a node of evidence, so
 * it cannot say more or less than the graph. Only what the graph does not have comes from the analysis: blocks, where
 * the names stand, what was repaired, and the candidates that came to nothing.
 *
 * The page is HTML that is well-formed XML too. Whatever comes from a document goes through append_text(). Labels and
 * colours are those of the ontology. Without scripts everything can be read and filtered by class; the script adds the
 * threshold of confidence and the links between a name, its thing and its facts while the pointer is over them. */
#include "loader/explain.h"

#include <string.h>

#include "loader/emit.h"
#include "rdf/rdf.h"

/* ---- what the ontology says of a term ---- */

typedef struct {
  char *zh, *en, *colour, *dark;
} Term;

static void
term_free(gpointer data)
{
  Term *term = data;
  g_free(term->zh);
  g_free(term->en);
  g_free(term->colour);
  g_free(term->dark);
  g_free(term);
}

static gboolean
is_iri(const YtTerm *term, const char *iri)
{
  gsize n = strlen(iri);
  return term->kind == YT_TERM_IRI && term->n_text == n && memcmp(term->text, iri, n) == 0;
}

static gboolean
is_colour(const YtTerm *term) /* #rrggbb: nothing else gets into the style */
{
  gsize n = 0;
  while (n < term->n_text && n < 7 && (n == 0 ? term->text[0] == '#' : g_ascii_isxdigit(term->text[n])))
    n++;
  return n == 7 && term->n_text == 7;
}

static void
set(char **field, const YtTerm *value)
{
  if (!*field)
    *field = g_strndup(value->text, value->n_text);
}

static gboolean
take_term(const YtTermQuad *quad, gpointer terms, GError **error)
{
  (void) error;
  const YtTerm *p = &quad->predicate, *o = &quad->object;
  gboolean label = is_iri(p, YT_RDFS_NS "label") || is_iri(p, YT_SKOS_NS "prefLabel");
  gboolean colour = (is_iri(p, YT_NS "colour") || is_iri(p, YT_NS "darkColour")) && is_colour(o);
  if ((!label && !colour) || quad->subject.kind != YT_TERM_IRI)
    return TRUE;
  g_autofree char *iri = g_strndup(quad->subject.text, quad->subject.n_text);
  Term *term = g_hash_table_lookup(terms, iri);
  if (!term) {
    term = g_new0(Term, 1);
    g_hash_table_insert(terms, g_steal_pointer(&iri), term);
  }
  if (label && o->n_language == 2)
    set(memcmp(o->language, "zh", 2) == 0 ? &term->zh : &term->en, o);
  else if (colour)
    set(is_iri(p, YT_NS "colour") ? &term->colour : &term->dark, o);
  return TRUE;
}

static GHashTable *
read_terms(const char *folder, GError **error)
{
  g_autoptr(GHashTable) terms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, term_free);
  static const char *const files[] = {"yuantu.ttl", "industries.ttl"};
  YtRdfReadOptions turtle = {.format = YT_RDF_TURTLE, .strict_lines = TRUE};
  for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autofree char *path = g_build_filename(folder, files[i], NULL);
    if (!yt_rdf_read_file(path, &turtle, take_term, terms, error))
      return NULL;
  }
  return g_steal_pointer(&terms);
}

/* ---- the page's things, facts and figures: the quads ---- */

typedef struct {
  char *iri, *class, *label;
  GPtrArray *names; /* char *: aliases */
  char *code, *number;
  guint n_mentions, n_facts;
} Thing;

typedef struct {
  char *iri, *of, *metric, *value, *unit, *qualifier, *from, *year, *yuan;
} Figure;

typedef struct {
  char *iri, *subject, *property, *object, *rule, *confidence, *modality, *post;
  GPtrArray *repaired; /* char * */
  gsize begin, end;
} Evidence;

typedef struct {
  YtAnalysis *a;
  const YtExplainOptions *options;
  GHashTable *terms;
  GPtrArray *things;    /* Thing *, in the order of the quads */
  GHashTable *thing_at; /* IRI → index + 1 */
  GHashTable *figures;  /* IRI → Figure */
  GPtrArray *evidence;  /* Evidence * */
  GHashTable *document; /* what is said of the document itself: local name → text */
  gint *thing_of;       /* by entity: its thing, or -1 */
  GArray *facts_at;     /* guint: indices of evidence by sentence ... */
  guint *first_fact;    /* ... sentence s has facts_at[first_fact[s]] up to first_fact[s + 1] */
  GString *out;
} Page;

static void
thing_free(gpointer data)
{
  Thing *thing = data;
  g_free(thing->iri);
  g_free(thing->class);
  g_free(thing->label);
  g_free(thing->code);
  g_free(thing->number);
  g_ptr_array_unref(thing->names);
  g_free(thing);
}

static void
figure_free(gpointer data)
{
  Figure *f = data;
  char *fields[] = {f->iri, f->of, f->metric, f->value, f->unit, f->qualifier, f->from, f->year, f->yuan};
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
    g_free(fields[i]);
  g_free(f);
}

static void
evidence_free(gpointer data)
{
  Evidence *e = data;
  char *fields[] = {e->iri, e->subject, e->property, e->object, e->rule, e->confidence, e->modality, e->post};
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
    g_free(fields[i]);
  g_ptr_array_unref(e->repaired);
  g_free(e);
}

static guint
find_thing(Page *page, const char *iri)
{
  guint known = GPOINTER_TO_UINT(g_hash_table_lookup(page->thing_at, iri));
  if (known != 0)
    return known - 1;
  Thing *thing = g_new0(Thing, 1);
  thing->iri = g_strdup(iri);
  thing->names = g_ptr_array_new_with_free_func(g_free);
  g_ptr_array_add(page->things, thing);
  g_hash_table_insert(page->thing_at, thing->iri, GUINT_TO_POINTER(page->things->len));
  return page->things->len - 1;
}

static Thing *
thing_at(const Page *page, guint i)
{
  return g_ptr_array_index(page->things, i);
}

static const char *
local_name(const char *iri) /* behind the last # or / */
{
  const char *hash = strrchr(iri, '#'), *slash = strrchr(iri, '/');
  return hash ? hash + 1 : slash ? slash + 1 : iri;
}

static void
take_evidence(Page *page, const char *subject, const char *local, const char *object)
{
  Evidence *e = page->evidence->len > 0 ? g_ptr_array_index(page->evidence, page->evidence->len - 1) : NULL;
  if (!e || strcmp(e->iri, subject) != 0) { /* a node's quads come together */
    e = g_new0(Evidence, 1);
    e->iri = g_strdup(subject);
    e->repaired = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(page->evidence, e);
  }
  struct {
    const char *local;
    char **field;
  } fields[] = {{"subject", &e->subject}, {"predicate", &e->property},    {"object", &e->object},
                {"rule", &e->rule},       {"confidence", &e->confidence}, {"modality", &e->modality},
                {"post", &e->post}};
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
    if (strcmp(fields[i].local, local) == 0) {
      g_free(*fields[i].field);
      *fields[i].field = g_strdup(object);
    }
  if (strcmp(local, "begin") == 0)
    e->begin = (gsize) g_ascii_strtoull(object, NULL, 10);
  else if (strcmp(local, "end") == 0)
    e->end = (gsize) g_ascii_strtoull(object, NULL, 10);
  else if (strcmp(local, "repaired") == 0)
    g_ptr_array_add(e->repaired, g_strdup(object));
}

/* A figure's fields; its type comes first. FALSE: no figure's. */
static gboolean
take_figure(Page *page, const char *subject, const char *local, const char *object)
{
  Figure *f = g_hash_table_lookup(page->figures, subject);
  if (!f && strcmp(local, "type") == 0 && strcmp(object, YT_NS "Quantity") == 0) {
    f = g_new0(Figure, 1);
    f->iri = g_strdup(subject);
    g_hash_table_insert(page->figures, f->iri, f);
  }
  if (!f)
    return FALSE;
  struct {
    const char *local;
    char **field;
  } fields[] = {{"quantityOf", &f->of}, {"metric", &f->metric},       {"value", &f->value},
                {"unit", &f->unit},     {"qualifier", &f->qualifier}, {"fromYear", &f->from},
                {"year", &f->year},     {"inYuan", &f->yuan}};
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
    if (strcmp(fields[i].local, local) == 0) {
      g_free(*fields[i].field);
      *fields[i].field = g_strdup(object);
    }
  return TRUE;
}

static gboolean
take_quad(const YtTermQuad *quad, gpointer user_data, GError **error)
{
  Page *page = user_data;
  (void) error;
  g_autofree char *subject = g_strndup(quad->subject.text, quad->subject.n_text);
  g_autofree char *property = g_strndup(quad->predicate.text, quad->predicate.n_text);
  g_autofree char *object = g_strndup(quad->object.text, quad->object.n_text);
  const char *local = local_name(property);
  if (quad->graph.kind != YT_TERM_UNBOUND) {
    take_evidence(page, subject, local, object);
    return TRUE;
  }
  if (take_figure(page, subject, local, object))
    return TRUE;
  Thing *thing = thing_at(page, find_thing(page, subject));
  if (strcmp(local, "type") == 0)
    thing->class = thing->class ? thing->class : g_strdup(local_name(object));
  else if (strcmp(local, "label") == 0)
    thing->label = thing->label ? thing->label : g_strdup(object);
  else if (strcmp(local, "altLabel") == 0)
    g_ptr_array_add(thing->names, g_strdup(object));
  else if (quad->object.kind == YT_TERM_IRI)
    find_thing(page, object);
  else if (g_strcmp0(thing->class, "Document") == 0)
    g_hash_table_replace(page->document, g_strdup(local), g_strdup(object));
  else if (strcmp(local, "divisionCode") == 0 || strcmp(local, "creditCode") == 0)
    thing->code = thing->code ? thing->code : g_strdup(object);
  else if (strcmp(local, "documentNumber") == 0)
    thing->number = thing->number ? thing->number : g_strdup(object);
  return TRUE;
}

/* Things that the quads only point to are industries, whose names the scheme has. */
static void
name_the_rest(Page *page)
{
  for (guint i = 0; i < page->things->len; i++) {
    Thing *thing = thing_at(page, i);
    const Term *term = g_hash_table_lookup(page->terms, thing->iri);
    if (!thing->class)
      thing->class = g_strdup(strstr(thing->iri, "/industry/") ? "Industry" : "Thing");
    if (!thing->label)
      thing->label = g_strdup(term && term->zh ? term->zh : local_name(thing->iri));
    if (strcmp(thing->class, "Industry") == 0 && term && term->en)
      g_ptr_array_add(thing->names, g_strdup(term->en));
  }
}

static const Figure *
figure_of(const Page *page, const Evidence *e)
{
  return g_hash_table_lookup(page->figures, e->subject);
}

/* ---- sentences ---- */

static gsize
begin_of(const Page *page, guint s) /* of sentence @s, in characters of the source */
{
  const YtSentence *sentence = yt_sentence(page->a, s);
  gsize start, end;
  yt_text_to_source(page->a->text, sentence->start, sentence->end, &start, &end);
  return yt_text_count_characters(page->a->text, start);
}

/* Sorts the evidence by sentence; within one it keeps its order. */
static void
place_evidence(Page *page)
{
  guint n = page->a->sentences->len;
  g_autofree guint *sentence_of = g_new0(guint, page->evidence->len + 1);
  page->first_fact = g_new0(guint, n + 2);
  for (guint i = 0; i < page->evidence->len && n > 0; i++) {
    const Evidence *e = g_ptr_array_index(page->evidence, i);
    guint lo = 0, hi = n;
    while (hi - lo > 1) {
      guint mid = (lo + hi) / 2;
      *(begin_of(page, mid) <= e->begin ? &lo : &hi) = mid;
    }
    sentence_of[i] = lo;
    page->first_fact[lo + 1]++;
    if (!figure_of(page, e))
      thing_at(page, find_thing(page, e->subject))->n_facts++;
    thing_at(page, find_thing(page, e->object))->n_facts++;
  }
  for (guint s = 0; s < n; s++)
    page->first_fact[s + 1] += page->first_fact[s];
  g_array_set_size(page->facts_at, page->evidence->len);
  g_autofree guint *next = g_memdup2(page->first_fact, (n + 1) * sizeof *next);
  for (guint i = 0; i < page->evidence->len && n > 0; i++)
    g_array_index(page->facts_at, guint, next[sentence_of[i]]++) = i;
}

static guint
count_facts(const Page *page, guint s)
{
  return page->first_fact[s + 1] - page->first_fact[s];
}

/* ---- writing ---- */

static void
append_bytes(GString *out, const char *text, gsize n_bytes)
{
  for (const char *p = text; p < text + n_bytes; p += yt_utf8_size(p)) {
    gunichar c = yt_utf8_get(p);
    gboolean control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c <= 0x9F);
    gboolean bidi = (c >= 0x202A && c <= 0x202E) ||
                    (c >= 0x2066 && c <= 0x2069); /* would turn the page's own words round */
    if (control || bidi || (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF))
      g_string_append(out, "\xEF\xBF\xBD");
    else if (c == '&')
      g_string_append(out, "&amp;");
    else if (c == '<')
      g_string_append(out, "&lt;");
    else if (c == '>')
      g_string_append(out, "&gt;");
    else if (c == '"')
      g_string_append(out, "&quot;");
    else if (c == '\'')
      g_string_append(out, "&#39;");
    else
      g_string_append_len(out, p, (gssize) yt_utf8_size(p));
  }
}

static void
append_text(GString *out, const char *text)
{
  append_bytes(out, text, strlen(text));
}

static void
append_words(GString *out, const char *zh, const char *en) /* in both languages; the page shows one or both */
{
  g_string_append(out, "<span class=\"zh\">");
  append_text(out, zh);
  g_string_append(out, "</span><span class=\"en\" lang=\"en\">");
  append_text(out, en);
  g_string_append(out, "</span>");
}

static void
append_term(const Page *page, const char *local)
{
  g_autofree char *iri = g_strconcat(YT_NS, local, NULL);
  const Term *term = g_hash_table_lookup(page->terms, iri);
  append_words(page->out, term && term->zh ? term->zh : local, term && term->en ? term->en : local);
}

static void
append_label(const Page *page, const char *local) /* as plain text, for an attribute */
{
  g_autofree char *iri = g_strconcat(YT_NS, local, NULL);
  const Term *term = g_hash_table_lookup(page->terms, iri);
  append_text(page->out, term && term->zh ? term->zh : local);
  g_string_append_c(page->out, ' ');
  append_text(page->out, term && term->en ? term->en : local);
}

/* A link to a thing, in the colour of its class. */
static void
append_thing(const Page *page, guint i)
{
  const Thing *thing = thing_at(page, i);
  g_string_append_printf(page->out, "<a class=\"end c-%s\" href=\"#e%u\" data-e=\"%u\" title=\"",
                         thing->class, i, i);
  append_label(page, thing->class);
  if (strcmp(thing->class, "Document") == 0) { /* the same long title in half of the cards */
    g_string_append(page->out, " · ");
    append_text(page->out, thing->label);
    g_string_append(page->out, "\">");
    append_words(page->out, "本文", "this document");
  } else {
    g_string_append(page->out, "\">");
    append_text(page->out, thing->label);
  }
  g_string_append(page->out, "</a>");
}

/* ---- the text ---- */

typedef enum { SPAN_SENTENCE, SPAN_MEASURE, SPAN_NAME, SPAN_FIGURE, SPAN_REPAIR } SpanKind;

typedef struct {
  guint32 start, end;
  guint8 kind;
  guint index; /* of the sentence, mention, figure or repair */
} Span;

static int
compare_spans(gconstpointer x, gconstpointer y)
{
  const Span *a = x, *b = y;
  if (a->start != b->start)
    return a->start < b->start ? -1 : 1;
  if (a->end != b->end)
    return a->end > b->end ? -1 : 1;
  return a->kind != b->kind ? (int) a->kind - (int) b->kind : (a->index > b->index) - (a->index < b->index);
}

static GArray *
collect_spans(const Page *page)
{
  YtAnalysis *a = page->a;
  GArray *spans = g_array_new(FALSE, FALSE, sizeof(Span));
  for (guint s = 0; s < a->sentences->len; s++) {
    Span span = {yt_sentence(a, s)->start, yt_sentence(a, s)->end, SPAN_SENTENCE, s};
    g_array_append_val(spans, span);
  }
  for (guint m = 0; m < a->mentions->len; m++) {
    const YtMention *mention = yt_mention(a, m);
    gboolean alive = mention->state == YT_MENTION_NAMED || mention->state == YT_MENTION_NESTED;
    Span span = {mention->start, mention->end, mention->class == YT_CLASS_MEASURE ? SPAN_MEASURE : SPAN_NAME,
                 m};
    if (alive && mention->entity >= 0 && mention->end > mention->start)
      g_array_append_val(spans, span);
  }
  for (guint f = 0; f < a->figures->len; f++) {
    const YtFigure *figure = yt_figure(a, f);
    Span span = {figure->start, figure->end, SPAN_FIGURE, f};
    if (figure->end > figure->start)
      g_array_append_val(spans, span);
  }
  for (guint r = 0; r < a->repairs->len; r++) {
    Span span = {yt_repair(a, r)->start, yt_repair(a, r)->end, SPAN_REPAIR, r};
    g_array_append_val(spans, span);
  }
  g_array_sort(spans, compare_spans);
  return spans;
}

typedef struct {
  const Page *page;
  GArray *spans;
  guint next;   /* the span that comes next */
  gsize cursor; /* how far the source is written */
} TextWriter;

static void
write_source(TextWriter *w, gsize to)
{
  const YtText *text = w->page->a->text;
  if (to > w->cursor) {
    append_bytes(w->page->out, text->source + w->cursor, to - w->cursor);
    w->cursor = to;
  }
}

/* What a span is, on its element. FALSE: nothing is written for it. */
static gboolean
open_span(const TextWriter *w, const Span *span, gboolean has_inner, const char **close)
{
  const Page *page = w->page;
  GString *out = page->out;
  switch ((SpanKind) span->kind) {
  case SPAN_SENTENCE:
    g_string_append_printf(out, "<span class=\"s\" id=\"s%u\" data-s=\"%u\">", span->index, span->index);
    if (count_facts(page, span->index) > 0)
      g_string_append_printf(out, "<a class=\"mark\" href=\"#n%u\" title=\"事实 facts: %u\">%u</a>",
                             span->index, count_facts(page, span->index), span->index + 1);
    break;
  case SPAN_MEASURE:
  case SPAN_NAME: {
    const YtMention *mention = yt_mention(page->a, span->index);
    gint entity = page->thing_of[mention->entity];
    if (entity < 0)
      return FALSE;
    Thing *thing = thing_at(page, (guint) entity);
    thing->n_mentions++;
    if (has_inner) /* a link holds no link */
      g_string_append_printf(out, "<span class=\"m c-%s\" tabindex=\"0\"", thing->class);
    else
      g_string_append_printf(out, "<a class=\"m c-%s\" href=\"#e%d\"", thing->class, entity);
    g_string_append_printf(out, " id=\"m%u\" data-e=\"%d\" data-c=\"%.2f\" title=\"", span->index, entity,
                           mention->confidence);
    append_label(page, thing->class);
    g_string_append(out, " · ");
    append_text(out, thing->label);
    g_string_append(out, " · ");
    append_text(out, mention->rule ? mention->rule : "");
    g_string_append_printf(out, " %.2f\">", mention->confidence);
    *close = has_inner ? "</span>" : "</a>";
    return TRUE;
  }
  case SPAN_FIGURE: {
    const YtFigure *figure = yt_figure(page->a, span->index);
    g_string_append_printf(out, "<span class=\"q\" data-q=\"%u\" title=\"", span->index + 1);
    append_text(out, figure->metric);
    g_string_append(out, " = ");
    append_text(out, figure->value);
    g_string_append_c(out, ' ');
    append_text(out, figure->unit);
    if (figure->year != 0)
      g_string_append_printf(out, " · %u", figure->year);
    g_string_append_printf(out, " · %s\">", figure->qualifier);
    break;
  }
  case SPAN_REPAIR: {
    const YtRepair *repair = yt_repair(page->a, span->index);
    const char *text = page->a->text->text;
    g_string_append(out, "<ins class=\"fix\" title=\"修复，读作 repaired, read as: ");
    append_bytes(out, text + repair->read_start, repair->read_end - repair->read_start);
    g_string_append(out, "\">");
    append_bytes(out, text + repair->start, repair->end - repair->start);
    *close = "</ins>";
    return TRUE;
  }
  }
  *close = "</span>";
  return TRUE;
}

/* Writes text [.., end) with the spans in it; a span that would stand across the end of the one around it is cut there. */
static void
write_spans(TextWriter *w, guint32 end, guint depth)
{
  const YtText *text = w->page->a->text;
  while (w->next < w->spans->len && g_array_index(w->spans, Span, w->next).start < end) {
    Span span = g_array_index(w->spans, Span, w->next++);
    const Span *inner = w->next < w->spans->len ? &g_array_index(w->spans, Span, w->next) : NULL;
    guint32 stop = MIN(span.end, end);
    gsize from, to;
    yt_text_to_source(text, span.start, stop, &from, &to);
    write_source(w, from);
    const char *close = NULL;
    if (depth > 16 ||
        !open_span(w, &span, inner && inner->start < stop && inner->kind != SPAN_REPAIR, &close))
      continue;
    write_spans(w, stop, depth + 1);
    write_source(w, to);
    g_string_append(w->page->out, close);
  }
}

/* The classes in the order of YtClass, and those that only the graph has. */
static const char *
class_name(guint i)
{
  static const char *const more[] = {"Industry", "Quantity"};
  return i < YT_N_CLASSES ? yt_class_get_name(i) : more[i - YT_N_CLASSES];
}
#define N_SHOWN (YT_N_CLASSES + 2)

/* ---- facts ---- */

static void
append_confidence(GString *out, const char *confidence)
{
  double value = g_ascii_strtod(confidence ? confidence : "0", NULL);
  g_string_append_printf(
      out,
      "<span class=\"conf\" title=\"置信度 confidence\"><i style=\"width:%.0f%%\"></i></span><b>%.2f</b>",
      CLAMP(value, 0, 1) * 100, value);
}

static void
append_part(const Page *page, const char *zh, const char *en, const char *value)
{
  if (!value)
    return;
  g_string_append(page->out, "<span class=\"part\"><em>");
  append_words(page->out, zh, en);
  g_string_append(page->out, "</em> ");
  append_text(page->out, value);
  g_string_append(page->out, "</span> ");
}

static void
append_figure(const Page *page, const Figure *figure)
{
  GString *out = page->out;
  const char *qualifier = figure->qualifier ? figure->qualifier : "";
  g_string_append(out, " <span class=\"metric\">");
  append_text(out, figure->metric ? figure->metric : "");
  g_string_append(out, "</span> <strong class=\"value\">");
  append_text(out, figure->value ? figure->value : "");
  g_string_append(out, "<small> ");
  append_text(out, figure->unit ? figure->unit : "");
  g_string_append(out, "</small></strong></p><p class=\"parts\">");
  g_autofree char *years = figure->from
                               ? g_strdup_printf("%s–%s", figure->from, figure->year ? figure->year : "")
                               : g_strdup(figure->year);
  append_part(page, "年份", "year", years);
  g_string_append_printf(out, "<span class=\"part qualifier-%s\">",
                         strcmp(qualifier, "target") == 0   ? "target"
                         : strcmp(qualifier, "growth") == 0 ? "growth"
                                                            : "actual");
  if (strcmp(qualifier, "target") == 0)
    append_words(out, "目标", "target");
  else if (strcmp(qualifier, "growth") == 0)
    append_words(out, "增长", "growth");
  else
    append_words(out, "实际", "actual");
  g_string_append(out, "</span> ");
  append_part(page, "合人民币（元）", "in yuan", figure->yuan);
}

static const Evidence *
evidence_at(const Page *page, guint i)
{
  return g_ptr_array_index(page->evidence, i);
}

/* What kind of group facts @x and @y may stand in together: 1 by one object, 2 by one subject, 0 none. */
static guint
shared_end(const Page *page, guint x, guint y)
{
  const Evidence *a = evidence_at(page, x), *b = evidence_at(page, y);
  if (figure_of(page, a) || figure_of(page, b) || strcmp(a->property, b->property) != 0 ||
      strcmp(a->rule, b->rule) != 0 || strcmp(a->confidence, b->confidence) != 0 ||
      strcmp(a->modality, b->modality) != 0 || a->post || b->post || a->repaired->len > 0 ||
      b->repaired->len > 0)
    return 0;
  return strcmp(a->object, b->object) == 0 ? 1 : strcmp(a->subject, b->subject) == 0 ? 2 : 0;
}

/* One fact of a group: its number, its ends and the end that the group does not share. */
static void
append_member(Page *page, guint i, guint shared)
{
  const Evidence *e = evidence_at(page, i);
  guint object = find_thing(page, e->object);
  const Figure *figure = figure_of(page, e);
  guint subject = figure ? object : find_thing(page, e->subject);
  g_string_append_printf(page->out,
                         "<span class=\"one\" id=\"f%u\" data-e=\"%u %u\" data-begin=\"%" G_GSIZE_FORMAT
                         "\" data-end=\"%" G_GSIZE_FORMAT "\"",
                         i + 1, subject, object, e->begin, e->end);
  if (figure)
    g_string_append_printf(page->out, " data-q=\"%s\"", local_name(figure->iri) + 1);
  g_string_append_c(page->out, '>');
  append_thing(page, shared == 2 ? object : subject);
  g_string_append(page->out, "</span>");
}

/* The classes at either end of a group, once each, for the filters. */
static void
append_classes(Page *page, const guint *facts, guint n)
{
  guint64 seen = 0;
  for (guint k = 0; k < n; k++) {
    const Evidence *e = evidence_at(page, facts[k]);
    const char *ends[] = {figure_of(page, e) ? e->object : e->subject, e->object};
    for (guint i = 0; i < 2; i++)
      for (guint c = 1; c < N_SHOWN; c++)
        if (strcmp(thing_at(page, find_thing(page, ends[i]))->class, class_name(c)) == 0 &&
            !(seen >> c & 1)) {
          seen |= (guint64) 1 << c;
          g_string_append_printf(page->out, " x-%s", class_name(c));
        }
  }
}

/* A card: facts of one sentence that differ in one end only, or a single one. */
static void
append_group(Page *page, const guint *facts, guint n, guint shared)
{
  GString *out = page->out;
  const Evidence *e = evidence_at(page, facts[0]);
  const Figure *figure = figure_of(page, e);
  const char *property = local_name(e->property);
  const char *modality = g_strcmp0(e->modality, "planned") == 0 ? "planned" : "done";
  gboolean by_name = g_str_has_suffix(e->rule, "/name");
  g_string_append_printf(out, "<article class=\"fact%s%s", by_name ? " by-name" : "",
                         figure ? " x-Quantity" : "");
  append_classes(page, facts, n);
  g_string_append_printf(out, "\" data-c=\"%s\" data-property=\"", e->confidence);
  append_text(out, property);
  g_string_append(out, "\"><p class=\"triple\">");
  if (shared == 2)
    append_thing(page, find_thing(page, e->subject));
  for (guint k = 0; shared != 2 && k < n; k++) {
    g_string_append(out, k > 0 ? "、" : "");
    append_member(page, facts[k], shared);
  }
  if (figure) {
    append_figure(page, figure);
  } else {
    g_string_append(out, " <span class=\"property\" title=\"yt:");
    append_text(out, property);
    g_string_append(out, "\">");
    append_term(page, property);
    g_string_append(out, "</span> ");
  }
  for (guint k = 0; shared == 2 && k < n; k++) {
    g_string_append(out, k > 0 ? "、" : "");
    append_member(page, facts[k], shared);
  }
  if (shared != 2 && !figure)
    append_thing(page, find_thing(page, e->object));
  g_string_append(out, "</p><p class=\"why\">");
  append_confidence(out, e->confidence);
  g_string_append_printf(out, " <span class=\"modality %s\">", modality);
  append_words(out, strcmp(modality, "planned") == 0 ? "拟做" : "已做", modality);
  g_string_append(out, "</span> <code title=\"规则 rule\">");
  append_text(out, e->rule ? e->rule : "");
  g_string_append(out, "</code>");
  append_part(page, "职务", "post", e->post);
  for (guint k = 0; k < e->repaired->len; k++) {
    g_string_append(out, " <span class=\"repaired\">");
    append_words(out, "修复，读作", "repaired, read as");
    g_string_append_c(out, ' ');
    append_text(out, g_ptr_array_index(e->repaired, k));
    g_string_append(out, "</span>");
  }
  g_string_append(out, "</p></article>\n");
}

/* The facts of sentence @s in cards; what only a name spells comes last. */
static void
append_facts(Page *page, guint s)
{
  const guint *facts = &g_array_index(page->facts_at, guint, page->first_fact[s]);
  guint n = count_facts(page, s);
  g_autofree guint *order = g_new(guint, n);
  guint n_order = 0;
  for (guint by_name = 0; by_name < 2; by_name++)
    for (guint k = 0; k < n; k++)
      if ((guint) g_str_has_suffix(evidence_at(page, facts[k])->rule, "/name") == by_name)
        order[n_order++] = facts[k];
  for (guint from = 0, to; from < n; from = to) {
    guint shared = from + 1 < n ? shared_end(page, order[from], order[from + 1]) : 0;
    for (to = from + 1; to < n && shared != 0 && shared_end(page, order[from], order[to]) == shared; to++)
      ;
    append_group(page, order + from, to - from, shared);
  }
}

/* ---- rejected candidates ---- */

typedef struct {
  guint block;
  guint32 start;
  gboolean is_mention;
  guint index; /* of the mention, the rejection, or the fact that another one said */
  guint8 why;
  gint32 winner;
} Rejected;

static int
compare_rejected(gconstpointer x, gconstpointer y)
{
  const Rejected *a = x, *b = y;
  if (a->block != b->block)
    return a->block < b->block ? -1 : 1;
  return a->start != b->start ? (a->start < b->start ? -1 : 1) : 0;
}

/* Facts of the analysis that yt_emit() does not give, each as a rejection. */
static void
reject_unsaid(YtAnalysis *a)
{
  g_autoptr(GHashTable) said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint f = 0; f < a->facts->len; f++) {
    const YtFact *fact = yt_fact(a, f);
    gint32 subject = yt_entity_of(a, fact->subject), object = yt_entity_of(a, fact->object);
    g_autofree char *key = g_strdup_printf("%u %d %u %d", fact->sentence, subject, fact->property, object);
    YtWhy why = subject < 0 || object < 0 ? YT_WHY_NO_END : subject == object ? YT_WHY_ITSELF : YT_WHY_SAID;
    if (why == YT_WHY_SAID && g_hash_table_add(said, g_steal_pointer(&key)))
      continue;
    const YtSentence *sentence = yt_sentence(a, fact->sentence);
    yt_reject_fact(a, sentence->item_from, sentence->item_to, fact->subject, fact->property, fact->object,
                   fact->sentence, fact->rule, why);
  }
}

static GArray *
collect_rejected(Page *page)
{
  YtAnalysis *a = page->a;
  GArray *all = g_array_new(FALSE, FALSE, sizeof(Rejected));
  for (guint m = 0; m < a->mentions->len; m++) {
    YtWhy why;
    Rejected r = {.block = yt_block_at(a, yt_mention(a, m)->start),
                  .start = yt_mention(a, m)->start,
                  .is_mention = TRUE,
                  .index = m};
    if (yt_explain_fate(a, m, &why, &r.winner)) {
      r.why = (guint8) why;
      g_array_append_val(all, r);
    }
  }
  if (a->rejected && a->sentences->len > 0)
    reject_unsaid(a);
  for (guint k = 0; a->rejected && k < a->rejected->len; k++) {
    const YtRejection *rejection = &g_array_index(a->rejected, YtRejection, k);
    Rejected r = {.block = yt_block_at(a, rejection->start),
                  .start = rejection->start,
                  .index = k,
                  .why = rejection->why,
                  .winner = -1};
    g_array_append_val(all, r);
  }
  g_array_sort(all, compare_rejected);
  return all;
}

static void
append_end(const Page *page, YtRef ref)
{
  gint32 entity = yt_entity_of(page->a, ref);
  if (entity >= 0 && page->thing_of[entity] >= 0)
    append_thing(page, (guint) page->thing_of[entity]);
  else if (ref.mention >= 0)
    append_bytes(page->out, page->a->text->text + yt_mention(page->a, ref.mention)->start,
                 yt_mention(page->a, ref.mention)->end - yt_mention(page->a, ref.mention)->start);
  else
    g_string_append(page->out, "?");
}

static void
append_rejected(Page *page, const Rejected *r)
{
  YtAnalysis *a = page->a;
  GString *out = page->out;
  const YtRejection *rejection = r->is_mention ? NULL : &g_array_index(a->rejected, YtRejection, r->index);
  gboolean fact = rejection && rejection->property != YT_PROPERTY_NONE;
  const char *rule = r->is_mention ? yt_mention(a, r->index)->rule : rejection->rule;
  g_string_append(out, "<li>");
  if (fact) {
    append_end(page, rejection->subject);
    g_string_append(out, " <span class=\"property\">");
    append_term(page, yt_property_get_name(rejection->property));
    g_string_append(out, "</span> ");
    append_end(page, rejection->object);
  } else {
    guint32 start = r->is_mention ? yt_mention(a, r->index)->start : rejection->start;
    guint32 end = r->is_mention ? yt_mention(a, r->index)->end : rejection->end;
    YtClass class = r->is_mention ? yt_mention(a, r->index)->class : rejection->class;
    gsize from, to;
    yt_text_to_source(a->text, start, end, &from, &to);
    g_string_append(out, "<s>");
    append_bytes(out, a->text->source + from, to - from);
    g_string_append_printf(out, "</s> <span class=\"end c-%s\">", yt_class_get_name(class));
    append_term(page, yt_class_get_name(class));
    g_string_append(out, "</span>");
  }
  g_string_append(out, "<br/><small>");
  append_words(out, yt_why_words[r->why].zh, yt_why_words[r->why].en);
  if (r->winner >= 0) {
    gint thing = page->thing_of[MAX(yt_mention(a, r->winner)->entity, 0)];
    g_string_append(out, ": ");
    if (yt_mention(a, r->winner)->entity >= 0 && thing >= 0)
      append_thing(page, (guint) thing);
    else
      append_bytes(out, a->text->text + yt_mention(a, r->winner)->start,
                   yt_mention(a, r->winner)->end - yt_mention(a, r->winner)->start);
  }
  g_string_append(out, " <code>");
  append_text(out, rule ? rule : "");
  g_string_append(out, "</code></small></li>\n");
}

/* ---- the parts of the page ---- */

static guint
count_class(const Page *page, const char *class)
{
  if (strcmp(class, "Quantity") == 0)
    return g_hash_table_size(page->figures);
  guint n = 0;
  for (guint i = 0; i < page->things->len; i++)
    n += strcmp(thing_at(page, i)->class, class) == 0 ? 1 : 0;
  return n;
}

/* The colours of the ontology, and one switch a class. */
static void
append_style(const Page *page)
{
  GString *out = page->out;
  g_string_append(out, "<style>\n");
  for (guint dark = 0; dark < 3; dark++) {
    static const char *const where[] = {":root", "@media(prefers-color-scheme:dark){:root",
                                        ":root:has(#dark:checked)"};
    g_string_append_printf(out, "%s{", where[dark]);
    for (guint i = 1; i < N_SHOWN; i++) {
      g_autofree char *iri = g_strconcat(YT_NS, class_name(i), NULL);
      const Term *term = g_hash_table_lookup(page->terms, iri);
      const char *colour = term ? (dark == 0 ? term->colour : term->dark) : NULL;
      g_string_append_printf(out, "--%s:%s;", class_name(i), colour ? colour : "#808080");
    }
    g_string_append(out, dark == 1 ? "}}\n" : "}\n");
  }
  g_string_append(out, ":root:has(#light:checked){");
  for (guint i = 1; i < N_SHOWN; i++) {
    g_autofree char *iri = g_strconcat(YT_NS, class_name(i), NULL);
    const Term *term = g_hash_table_lookup(page->terms, iri);
    g_string_append_printf(out, "--%s:%s;", class_name(i), term && term->colour ? term->colour : "#808080");
  }
  g_string_append(out, "}\n");
  for (guint i = 1; i < N_SHOWN; i++) {
    const char *c = class_name(i);
    g_string_append_printf(
        out,
        ".c-%s{--c:var(--%s)}body:has(#k-%s:not(:checked)) :is(.fact.x-%s,.thing.c-%s){display:none}"
        "body:has(#k-%s:not(:checked)) .m.c-%s{--c:transparent}\n",
        c, c, c, c, c, c, c);
  }
  g_string_append(out, "body:has(#k-Quantity:not(:checked)) .q{--c:transparent}\n");
  g_string_append(out, yt_explain_css);
  g_string_append(out, "</style>\n");
}

static void
append_head(const Page *page, const char *title)
{
  GString *out = page->out;
  g_string_append(out, "<!DOCTYPE html>\n<html lang=\"zh-Hans\" "
                       "xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                       "<meta name=\"generator\" content=\"yuantu " YT_VERSION "\"/>\n<title>");
  append_text(out, title);
  g_string_append(out, " · 园图</title>\n");
  append_style(page);
  g_string_append(
      out, "</head>\n<body>\n<header class=\"bar\"><p class=\"brand\"><b>园图</b> <span "
           "class=\"zh\">阅读说明</span>"
           "<span class=\"en\" lang=\"en\">how this document was read</span></p>\n<div class=\"switches\">");
  static const struct {
    const char *group, *id, *words;
    gboolean on;
  } switches[] = {{"lang", "both", "中/EN", TRUE}, {"lang", "zh", "中", FALSE},
                  {"lang", "en", "EN", FALSE},     {"theme", "auto", "◐", TRUE},
                  {"theme", "light", "☀", FALSE},  {"theme", "dark", "☾", FALSE}};
  for (guint i = 0; i < G_N_ELEMENTS(switches); i++)
    g_string_append_printf(out,
                           "%s<input type=\"radio\" name=\"%s\" id=\"%s\"%s/><label for=\"%s\">%s</label>%s",
                           i % 3 == 0 ? "<span class=\"switch\">" : "", switches[i].group, switches[i].id,
                           switches[i].on ? " checked=\"checked\"" : "", switches[i].id, switches[i].words,
                           i % 3 == 2 ? "</span>" : "");
  g_string_append(out, "</div></header>\n<main>\n");
}

static void
append_field(const Page *page, const char *zh, const char *en, const char *value)
{
  if (!value)
    return;
  g_string_append(page->out, "<div><dt>");
  append_words(page->out, zh, en);
  g_string_append(page->out, "</dt><dd>");
  append_text(page->out, value);
  g_string_append(page->out, "</dd></div>\n");
}

static void
append_tile(GString *out, guint n, const char *zh, const char *en)
{
  g_string_append_printf(out, "<li><b>%u</b> ", n);
  append_words(out, zh, en);
  g_string_append(out, "</li>\n");
}

static void
append_summary(const Page *page, const char *title, guint n_rejected)
{
  GString *out = page->out;
  const YtAnalysis *a = page->a;
  const YtHeader *h = &a->header;
  g_string_append(out, "<section class=\"summary\">\n<h1>");
  append_text(out, title);
  g_string_append(out, "</h1>\n<dl class=\"fields\">\n");
  append_field(page, "发文机关", "issuer", a->issuer >= 0 ? yt_entity(a, a->issuer)->name : h->issuer);
  append_field(page, "文号", "number", h->number);
  append_field(page, "成文日期", "issued", h->issued);
  append_field(page, "索引号", "index number", h->index_number);
  append_field(page, "主送", "addressee", h->addressee);
  append_field(page, "辖区", "jurisdiction", a->place >= 0 ? yt_entity(a, a->place)->name : NULL);
  append_field(page, "文件", "file", page->options->source);
  append_field(page, "编码", "encoding", a->text->charset);
  g_string_append(out, "</dl>\n<ul class=\"tiles\">\n");
  guint n_industries = count_class(page, "Industry");
  append_tile(out, page->things->len - n_industries, "事物", "things");
  append_tile(out, page->evidence->len - g_hash_table_size(page->figures), "事实依据", "facts in sentences");
  append_tile(out, g_hash_table_size(page->figures), "数字", "figures");
  append_tile(out, a->repairs->len, "修复", "repairs");
  append_tile(out, n_rejected, "落选", "rejected");
  g_string_append(out, "</ul>\n<div class=\"stripe\" aria-hidden=\"true\">");
  for (guint i = 1; i < YT_N_CLASSES; i++) {
    guint n = count_class(page, class_name(i));
    if (n > 0)
      g_string_append_printf(out, "<i class=\"c-%s\" style=\"flex-grow:%u\"></i>", class_name(i), n);
  }
  g_string_append(out, "</div>\n<form class=\"filters\">\n");
  for (guint i = 1; i < N_SHOWN; i++) {
    guint n = count_class(page, class_name(i));
    if (n == 0)
      continue;
    g_string_append_printf(
        out, "<label class=\"chip c-%s\"><input type=\"checkbox\" id=\"k-%s\" checked=\"checked\"/>",
        class_name(i), class_name(i));
    append_term(page, class_name(i));
    g_string_append_printf(out, "<b>%u</b></label>\n", n);
  }
  g_string_append(out, "<label class=\"chip plain\"><input type=\"checkbox\" id=\"show-rejected\"/>");
  append_words(out, "显示落选", "show rejected");
  g_string_append(out, "</label>\n<label class=\"chip plain\"><input type=\"checkbox\" id=\"facts-only\"/>");
  append_words(out, "只看有事实的段落", "only with facts");
  g_string_append(out, "</label>\n<label class=\"chip plain needs-script\" hidden=\"hidden\">");
  append_words(out, "置信度不低于", "confidence from");
  g_string_append(out, "<input type=\"range\" id=\"threshold\" min=\"0\" max=\"1\" step=\"0.05\" "
                       "value=\"0\"/><output id=\"level\">0.00</output></label>\n"
                       "</form>\n</section>\n");
}

static const char *const block_classes[] = {
    "paragraph", "furniture", "meta", "title",      "number",    "addressee",
    "heading",   "signature", "date", "attachment", "table-row",
};

static void
append_body(Page *page, GArray *rejected)
{
  YtAnalysis *a = page->a;
  GString *out = page->out;
  g_autoptr(GArray) spans = collect_spans(page);
  TextWriter w = {.page = page, .spans = spans};
  guint s = 0, r = 0;
  g_string_append(out, "<section class=\"reading\">\n");
  for (guint b = 0; b < a->blocks->len; b++) {
    const YtBlock *block = yt_block(a, b);
    guint first = s;
    for (; s < a->sentences->len && yt_sentence(a, s)->block <= b; s++)
      ;
    gboolean has_facts = page->first_fact[s] > page->first_fact[first];
    g_string_append_printf(out, "<div class=\"row %s level-%u%s\"><div class=\"words\">",
                           block_classes[block->kind], block->kind == YT_BLOCK_HEADING ? block->level : 0,
                           has_facts ? "" : " quiet");
    gsize from, to;
    yt_text_to_source(a->text, block->start, block->end, &from, &to);
    w.cursor = from;
    while (w.next < spans->len && g_array_index(spans, Span, w.next).start < block->start)
      w.next++;
    write_spans(&w, block->end, 0);
    write_source(&w, to);
    g_string_append(out, "</div><aside class=\"notes\">");
    for (guint k = first; k < s; k++) {
      if (count_facts(page, k) == 0)
        continue;
      g_string_append_printf(
          out, "<div class=\"note\" id=\"n%u\" data-s=\"%u\"><a class=\"mark\" href=\"#s%u\">%u</a>\n", k, k,
          k, k + 1);
      append_facts(page, k);
      g_string_append(out, "</div>");
    }
    guint r_end = r;
    while (r_end < rejected->len && g_array_index(rejected, Rejected, r_end).block == b)
      r_end++;
    if (r_end > r) {
      g_string_append(out, "<details class=\"rejected\"><summary>");
      append_words(out, "落选", "rejected");
      g_string_append_printf(out, " <b>%u</b></summary><ul>\n", r_end - r);
      for (; r < r_end; r++)
        append_rejected(page, &g_array_index(rejected, Rejected, r));
      g_string_append(out, "</ul></details>");
    }
    g_string_append(out, "</aside></div>\n");
  }
  g_string_append(out, "</section>\n");
}

static void
append_things(const Page *page)
{
  GString *out = page->out;
  g_string_append(out, "<section class=\"things\">\n<h2>");
  append_words(out, "事物及其名称", "things and their names");
  g_string_append(out, "</h2>\n");
  for (guint c = 1; c <= N_SHOWN; c++) {
    const char *class =
        c < N_SHOWN ? class_name(c) : "Thing"; /* what a rule of the reader's may have added */
    guint n = count_class(page, class);
    if (n == 0 || strcmp(class, "Quantity") == 0)
      continue;
    g_string_append_printf(out, "<div class=\"class thing c-%s\"><h3 class=\"c-%s\">", class, class);
    append_term(page, class);
    g_string_append_printf(out, " <b>%u</b></h3><ul>\n", n);
    for (guint i = 0; i < page->things->len; i++) {
      const Thing *thing = thing_at(page, i);
      if (strcmp(thing->class, class) != 0)
        continue;
      g_string_append_printf(out, "<li id=\"e%u\" data-e=\"%u\" data-iri=\"", i, i);
      append_text(out, thing->iri);
      g_string_append(out, "\"><span class=\"name\">");
      append_text(out, thing->label);
      g_string_append(out, "</span>");
      const char *codes[] = {thing->code, thing->number};
      for (guint k = 0; k < G_N_ELEMENTS(codes); k++)
        if (codes[k]) {
          g_string_append(out, " <code>");
          append_text(out, codes[k]);
          g_string_append(out, "</code>");
        }
      for (guint k = 0; k < thing->names->len; k++) {
        g_string_append(out, k == 0 ? " <span class=\"aliases\">" : "、");
        append_text(out, g_ptr_array_index(thing->names, k));
      }
      g_string_append(out, thing->names->len > 0 ? "</span>" : "");
      g_string_append_printf(out, " <small title=\"文中出处、事实 mentions, facts\">%u · %u</small></li>\n",
                             thing->n_mentions, thing->n_facts);
    }
    g_string_append(out, "</ul></div>\n");
  }
  g_string_append(out, "</section>\n");
}

/* ---- the whole ---- */

static void
page_init(Page *page, YtAnalysis *a, const YtExplainOptions *options, GString *out)
{
  *page = (Page){.a = a, .options = options, .out = out};
  page->things = g_ptr_array_new_with_free_func(thing_free);
  page->thing_at = g_hash_table_new(g_str_hash, g_str_equal);
  page->figures = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, figure_free);
  page->evidence = g_ptr_array_new_with_free_func(evidence_free);
  page->document = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  page->facts_at = g_array_new(FALSE, TRUE, sizeof(guint));
}

static void
page_clear(Page *page)
{
  g_clear_pointer(&page->terms, g_hash_table_unref);
  g_hash_table_unref(page->thing_at);
  g_hash_table_unref(page->figures);
  g_hash_table_unref(page->document);
  g_ptr_array_unref(page->things);
  g_ptr_array_unref(page->evidence);
  g_array_unref(page->facts_at);
  g_free(page->thing_of);
  g_free(page->first_fact);
}

static void
match_entities(Page *page)
{
  const YtAnalysis *a = page->a;
  g_autoptr(GPtrArray) iris = yt_name_entities(a, page->options->base);
  page->thing_of = g_new(gint, a->entities->len + 1);
  for (guint e = 0; e < a->entities->len; e++) {
    gint32 root = (gint32) e;
    while (yt_entity(a, root)->same_as >= 0)
      root = yt_entity(a, root)->same_as;
    const char *iri = g_ptr_array_index(iris, root);
    page->thing_of[e] = (gint) GPOINTER_TO_UINT(g_hash_table_lookup(page->thing_at, iri)) - 1;
  }
}

gboolean
yt_explain_page(YtAnalysis *a, const YtExplainOptions *options, GString *out, GError **error)
{
  Page page;
  page_init(&page, a, options, out);
  page.terms = read_terms(options->ontology, error);
  if (!page.terms || !yt_emit(a, &(YtEmitOptions){.base = options->base, .source = options->source},
                              take_quad, &page, error)) {
    page_clear(&page);
    return FALSE;
  }
  for (guint i = 0; i < page.evidence->len; i++) { /* what only evidence names */
    const Evidence *e = g_ptr_array_index(page.evidence, i);
    find_thing(&page, e->object);
  }
  name_the_rest(&page);
  match_entities(&page);
  place_evidence(&page);
  g_autoptr(GArray) rejected = collect_rejected(&page);
  const char *title = yt_entity(a, a->document)->name;
  append_head(&page, title);
  append_summary(&page, title, rejected->len);
  append_body(&page, rejected);
  append_things(&page);
  g_string_append(out, "</main>\n<footer><p>");
  append_words(out, "引文一字不改，出自原文件；颜色见词汇表。",
               "Quotes are the file's own words; the colours are those of the ontology.");
  g_string_append_printf(out, " <code>sha256 %s</code> · yuantu " YT_VERSION "</p></footer>\n<script>\n",
                         a->text->sha256);
  g_string_append(out, yt_explain_js);
  g_string_append(out, "</script>\n</body>\n</html>\n");
  page_clear(&page);
  return TRUE;
}
