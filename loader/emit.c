/* emit.c: entities, facts and evidence as quads.
 *
 * The default graph gets each thing with its names and its facts, each fact once; the document's graph gets one node
 * of evidence for each sentence that says a fact. Things come in the order of their first mention, facts in the order
 * in which they were found, so equal input gives equal bytes.
 *
 * There is a hundred times as much to write as there is text, since every sentence is quoted for each fact that it says.
 * So the lines of N-Quads are put together here from whole pieces; terms are made only for who asks for them. What goes
 * into an IRI is valid by the way it is made (append_segment()), and the base is checked by yt_loader_new(). */
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "loader/analysis.h"
#include "loader/emit.h"
#include "loader/index.h"
#include "loader/tables.h"
#include "rdf/rdf.h"

#define PROV_NS "http://www.w3.org/ns/prov#"
#define OWL_NS  "http://www.w3.org/2002/07/owl#"

/* A sentence as evidence gives it. */
typedef struct {
  gsize start, end;    /* bytes of source */
  char numbers[2][24]; /* where it begins and ends, in characters */
} Place;

#define N_FIELDS 9 /* of evidence, beside its type */

/* The lines of a node of evidence but for its fields and with room for its number: what stands before the first field, between
 * two, and behind the last. It is made anew only when the number gets another digit. */
typedef struct {
  GString *text;
  guint n_digits;
  gsize ends[N_FIELDS + 1];    /* of the pieces */
  gsize numbers[N_FIELDS + 1]; /* where the number stands */
} Frame;

typedef struct {
  YtAnalysis *a;
  const char *base; /* of the things */
  const char *source;
  gboolean for_store;
  YtQuadFunc func; /* or else lines go to: */
  YtBytesFunc bytes_func;
  GString *out, *between; /* what was written; put_lines()'s own */
  gpointer user_data;
  GError **error;
  char *document; /* IRI */
  gsize n_document;
  GString *node, *figure; /* IRI of a node of evidence, of a figure */
  Place *places;          /* of the sentences; end 0: not found yet */
  GPtrArray *iris;        /* of the entities; NULL for those merged into others */
  gsize *n_iris;          /* bytes of each */
  guint *next;            /* of a fact's evidence, by index of a->facts: the next one */
  guint n_evidence;
  Frame frame;
} Emitter;

/* Appends @text as part of an IRI path: what RFC 3987 lets stand in a segment stays, the rest is percent-encoded. */
static void
append_segment(GString *iri, const char *text)
{
  const char *run = text; /* of what stays */
  for (const char *p = text; *p;) {
    if ((guchar) *p >= 0xE1 && (guchar) *p <= 0xED) { /* U+1000 to U+D7FF */
      p += 3;
      continue;
    }
    gsize n = yt_utf8_size(p);
    gboolean stays = n > 1 ? !(yt_utf8_get(p) >= 0xE000 && yt_utf8_get(p) <= 0xF8FF) && yt_utf8_get(p) >= 0xA0
                           : g_ascii_isalnum(*p) || strchr("-._~!$&'()*+,;=:@", *p) != NULL;
    if (!stays) {
      g_string_append_len(iri, run, p - run);
      for (gsize i = 0; i < n; i++)
        g_string_append_printf(iri, "%%%02X", (guchar) p[i]);
      run = p + n;
    }
    p += n;
  }
  g_string_append(iri, run);
}

/* ---- lines ---- */

#define FLUSH_BYTES (16 * 1024) /* fits into the first-level cache */

static char *
copy(char *to, const char *text, gsize n)
{
  memcpy(to, text, n);
  return to + n;
}

#ifdef __SSE2__
static inline guint
find_special(__m128i bytes) /* which of them need an escape: a bit each */
{
  __m128i special = _mm_or_si128(
      _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))),
      _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r'))));
  return (guint) _mm_movemask_epi8(special);
}

static inline gboolean
is_plain(__m128i bytes)
{
  return find_special(bytes) == 0;
}

/* Copies @text if all of it is plain, which nearly all is; NULL: it is not. The last bytes are copied together with some before
 * them, since one by one they would cost more than all others. */
static char *
copy_plain(char *to, const char *text, gsize n)
{
  if (n < 4)
    return NULL;
  if (n < 8) {
    guint32 first, last;
    memcpy(&first, text, 4);
    memcpy(&last, text + n - 4, 4);
    if (!is_plain(_mm_set1_epi64x((gint64) ((guint64) last << 32 | first))))
      return NULL;
    memcpy(to, &first, 4);
    memcpy(to + n - 4, &last, 4);
    return to + n;
  }
  if (n < 16) {
    guint64 first, last;
    memcpy(&first, text, 8);
    memcpy(&last, text + n - 8, 8);
    if (!is_plain(_mm_set_epi64x((gint64) first, (gint64) last)))
      return NULL;
    memcpy(to, &first, 8);
    memcpy(to + n - 8, &last, 8);
    return to + n;
  }
  __m128i last = _mm_loadu_si128((const __m128i *) (gconstpointer) (text + n - 16));
  for (gsize i = 0; i + 16 < n; i += 16) {
    __m128i bytes = _mm_loadu_si128((const __m128i *) (gconstpointer) (text + i));
    if (!is_plain(bytes))
      return NULL;
    _mm_storeu_si128((__m128i *) (gpointer) (to + i), bytes);
  }
  _mm_storeu_si128((__m128i *) (gpointer) (to + n - 16), last);
  return is_plain(last) ? to + n : NULL;
}
#endif

/* Writes @text as it stands between quotes; there is room for twice as much. */
static char *
copy_quoted(char *to, const char *text, gsize n)
{
#ifdef __SSE2__
  char *end = copy_plain(to, text, n);
  if (end)
    return end;
#endif
  for (gsize i = 0; i < n; i++) {
#ifdef __SSE2__
    while (i + 16 < n) { /* up to the next byte that needs an escape, or the last ones */
      __m128i bytes = _mm_loadu_si128((const __m128i *) (gconstpointer) (text + i));
      guint special = find_special(bytes), n_plain = special ? (guint) __builtin_ctz(special) : 16;
      _mm_storeu_si128((__m128i *) (gpointer) to, bytes);
      to += n_plain;
      i += n_plain;
      if (special)
        break;
    }
#endif
    char c = text[i], escape = c == '"' || c == '\\' ? c : c == '\n' ? 'n' : c == '\r' ? 'r' : '\0';
    if (escape)
      *to++ = '\\';
    *to++ = escape ? escape : c;
  }
  return to;
}

static char *
copy_term(char *to, const YtTerm *term)
{
  if (term->kind == YT_TERM_IRI) {
    *to++ = '<';
    to = copy(to, term->text, term->n_text);
    *to++ = '>';
    return to;
  }
  *to++ = '"';
  to = term->n_datatype > 0 ? copy(to, term->text, term->n_text)
                            : copy_quoted(to, term->text, term->n_text); /* numbers and dates */
  *to++ = '"';
  if (term->n_language > 0) {
    *to++ = '@';
    to = copy(to, term->language, term->n_language);
  } else if (term->n_datatype > 0) {
    to = copy(to, "^^<", 3);
    to = copy(to, term->datatype, term->n_datatype);
    *to++ = '>';
  }
  return to;
}

static gboolean
flush(Emitter *e)
{
  gboolean ok = e->bytes_func(e->out->str, e->out->len, e->user_data, e->error);
  e->out->len = 0;
  return ok;
}

/* What is said of one thing. */
typedef struct {
  const char *predicate; /* IRI */
  gsize n_predicate;
  YtTerm object;
} Statement;

#define SAYS(iri, what) ((Statement){.predicate = (iri), .n_predicate = strlen(iri), .object = (what)})

/* The end of @out, where @n_bytes may be written. */
static char *
take_room(GString *out, gsize n_bytes)
{
  if (out->allocated_len - out->len < n_bytes) {
    gsize n = out->len;
    g_string_set_size(out, n + n_bytes);
    out->len = n;
  }
  return out->str + out->len;
}

/* Between the objects of two lines of one subject always the same stands: the graph, the end of the line, the subject. */
static gboolean
put_lines(Emitter *e, gboolean evidence, const YtTerm *subject, const Statement *statements,
          guint n_statements)
{
  GString *out = e->out, *between = e->between;
  gsize n_between = e->n_document + subject->n_text + 16;
  if (between->allocated_len < n_between)
    g_string_set_size(between, n_between);
  char *b = between->str;
  if (evidence) {
    b = copy(b, " <", 2);
    b = copy(b, e->document, e->n_document);
    *b++ = '>';
  }
  b = copy(b, " .\n", 3);
  gsize n_end = (gsize) (b - between->str);
  *b++ = '<';
  b = copy(b, subject->text, subject->n_text);
  b = copy(b, "> <", 3);
  between->len = (gsize) (b - between->str);
  gsize n_room = between->len;
  for (guint i = 0; i < n_statements; i++) {
    const YtTerm *object = &statements[i].object;
    n_room += between->len + statements[i].n_predicate + 2 * object->n_text + object->n_language +
              object->n_datatype + 64;
  }
  char *p = copy(take_room(out, n_room), between->str + n_end, between->len - n_end);
  for (guint i = 0; i < n_statements; i++) {
    p = copy(p, statements[i].predicate, statements[i].n_predicate);
    p = copy(p, "> ", 2);
    p = copy_term(p, &statements[i].object);
    p = copy(p, between->str, i + 1 < n_statements ? between->len : n_end);
  }
  out->len = (gsize) (p - out->str);
  return out->len < FLUSH_BYTES || flush(e);
}

static gboolean
put_all(Emitter *e, gboolean evidence, YtTerm subject, const Statement *statements, guint n_statements)
{
  if (!e->func)
    return put_lines(e, evidence, &subject, statements, n_statements);
  for (guint i = 0; i < n_statements; i++) {
    YtTermQuad quad = {.subject = subject,
                       .predicate = {.kind = YT_TERM_IRI,
                                     .text = statements[i].predicate,
                                     .n_text = statements[i].n_predicate},
                       .object = statements[i].object};
    if (evidence)
      quad.graph = (YtTerm){.kind = YT_TERM_IRI, .text = e->document, .n_text = e->n_document};
    if (!e->func(&quad, e->user_data, e->error))
      return FALSE;
  }
  return TRUE;
}

/* Inlined, so that the length of a predicate that is a constant is one too. */
static inline __attribute__((always_inline)) gboolean
put(Emitter *e, gboolean evidence, YtTerm subject, const char *predicate, YtTerm object)
{
  return put_all(e, evidence, subject, &SAYS(predicate, object), 1);
}

static const char *
class_segment(YtClass class)
{
  static const char *const segments[YT_N_CLASSES] = {
      "",     "document", "policy",  "proposal", "agency",  "park",   "cluster", "company", "institution",
      "fund", "platform", "project", "program",  "product", "person", "place",   "measure",
  };
  return segments[class];
}

/* A document's own part of an IRI: its number or the beginning of its title, and of its checksum, so that each version
 * of a text is a document of its own. It stands in every quad of evidence: keep it short. */
static char *
document_slug(const YtAnalysis *a)
{
  const char *name = a->header.number ? a->header.number : yt_entity(a, a->document)->name;
  const char *end = name;
  for (guint n = 0; n < 20 && *end; n++)
    end += yt_utf8_size(end);
  return g_strdup_printf("%.*s-%.8s", (int) (end - name), name, a->text->sha256);
}

/* Where the number of the entity of that IRI stands or may stand; the first @n_base bytes are those of all. */
static guint32 *
slot_of_iri(const YtIndex *index, const GPtrArray *iris, const char *iri, gsize n_base)
{
  guint32 *slot = yt_index_first(index, yt_name_hash(iri + n_base));
  while (*slot != 0 && strcmp(g_ptr_array_index(iris, *slot - 1), iri) != 0)
    slot = yt_index_next(index, slot);
  return slot;
}

/* Readable names: class and canonical name, or what identity.c calls it. What is only this document's own (its measures, its people, since people
 * are never merged on a name alone) stands under the document. */
GPtrArray *
yt_name_entities(const YtAnalysis *a, const char *base)
{
  GPtrArray *iris = g_ptr_array_sized_new(a->entities->len);
  g_auto(YtIndex) seen;
  yt_index_init(&seen, a->entities->len);
  g_autoptr(GString) iri = g_string_new(base), slug = g_string_new(NULL);
  g_autofree char *words = document_slug(a);
  append_segment(slug, words);
  gsize n_base = iri->len;
  for (guint i = 0; i < a->entities->len; i++) {
    const YtEntity *entity = yt_entity(a, i);
    if (entity->same_as >= 0) {
      g_ptr_array_add(iris, NULL);
      continue;
    }
    g_string_truncate(iri, n_base);
    g_string_append(iri, class_segment(entity->class));
    g_string_append_c(iri, '/');
    gboolean document = (gint32) i == a->document;
    gboolean own = entity->is_own || entity->class == YT_CLASS_MEASURE || entity->class == YT_CLASS_PERSON;
    gsize n_class = iri->len;
    if (document || own)
      g_string_append_len(iri, slug->str, (gssize) slug->len);
    if (own)
      g_string_append_c(iri, '/');
    if (!document)
      append_segment(iri, entity->identity ? entity->identity : entity->name);
    guint32 *slot = slot_of_iri(&seen, iris, iri->str, n_base);
    if (entity->identity && *slot != 0) { /* another thing of this document is called so */
      g_string_truncate(iri, n_class);
      append_segment(iri, entity->name);
      slot = slot_of_iri(&seen, iris, iri->str, n_base);
    }
    g_ptr_array_add(iris, g_string_chunk_insert_len(a->strings, iri->str, (gssize) iri->len));
    *slot = i + 1;
  }
  return iris;
}

static YtTerm
iri_of(const Emitter *e, guint32 entity) /* which is merged into no other */
{
  return (YtTerm){
      .kind = YT_TERM_IRI, .text = g_ptr_array_index(e->iris, entity), .n_text = e->n_iris[entity]};
}

#define VOCABULARY_BYTES 96

/* The IRI of the class or property of that name, in @buffer. */
static YtTerm
vocabulary_term(const char *name, char buffer[VOCABULARY_BYTES])
{
  gsize n_base = strlen(YT_NS), n = strlen(name);
  g_assert(n_base + n < VOCABULARY_BYTES);
  memcpy(buffer, YT_NS, n_base);
  memcpy(buffer + n_base, name, n + 1);
  return (YtTerm){.kind = YT_TERM_IRI, .text = buffer, .n_text = n_base + n};
}

static const char *
format_number(gsize number, char digits[24]) /* in decimal; returns where it begins */
{
  char *p = digits + 23;
  *p = '\0';
  do
    *--p = (char) ('0' + number % 10);
  while ((number /= 10) > 0);
  return p;
}

/* The IRI of a node of the document's: #e and a number. @iri: begins with the document's. */
static YtTerm
node_term(const Emitter *e, GString *iri, char kind, guint number)
{
  char digits[24];
  const char *p = format_number(number, digits);
  g_string_set_size(iri, e->n_document + 2 + (gsize) (digits + 23 - p));
  iri->str[e->n_document] = '#';
  iri->str[e->n_document + 1] = kind;
  copy(iri->str + e->n_document + 2, p, (gsize) (digits + 23 - p));
  return (YtTerm){.kind = YT_TERM_IRI, .text = iri->str, .n_text = iri->len};
}

gint32
yt_entity_of(const YtAnalysis *a, YtRef ref)
{
  gint32 entity = ref.entity;
  switch ((YtOperandKind) ref.kind) {
  case YT_OPERAND_CAPTURE: entity = ref.mention >= 0 ? yt_mention(a, ref.mention)->entity : ref.entity; break;
  case YT_OPERAND_DOCUMENT:
  case YT_OPERAND_MEASURE: entity = a->document; break;
  case YT_OPERAND_ISSUER: entity = a->issuer; break;
  case YT_OPERAND_PLACE: entity = a->place; break;
  case YT_OPERAND_TOPIC:
  case YT_OPERAND_ACTOR: break; /* facts.c has made mentions of them */
  }
  while (entity >= 0 && yt_entity(a, entity)->same_as >= 0)
    entity = yt_entity(a, entity)->same_as;
  return entity;
}

/* ---- facts, each once ---- */

#define NO_FACT G_MAXUINT

typedef struct {
  gint32 subject, object;
  guint property, number;
  guint first, last; /* its evidence: indices of a->facts, chained by Emitter.next */
} Fact;

/* Where the number of the fact that says the same stands or may stand. */
static guint32 *
slot_of_fact(const YtIndex *index, const Fact *pool, const Fact *fact)
{
  guint hash = ((guint) fact->subject * 31 + fact->property) * 1000003 + (guint) fact->object;
  guint32 *slot = yt_index_first(index, hash);
  while (*slot != 0 && (pool[*slot - 1].subject != fact->subject || pool[*slot - 1].object != fact->object ||
                        pool[*slot - 1].property != fact->property))
    slot = yt_index_next(index, slot);
  return slot;
}

/* Likewise that of the first in a->facts that said fact @number in @sentence. */
static guint32 *
slot_of_saying(const YtIndex *index, const YtAnalysis *a, const guint *numbers, guint number,
               guint32 sentence)
{
  guint32 *slot = yt_index_first(index, number * 1000003 + sentence);
  while (*slot != 0 && (numbers[*slot - 1] != number || yt_fact(a, *slot - 1)->sentence != sentence))
    slot = yt_index_next(index, slot);
  return slot;
}

/* The facts, in @pool, where there is room for one for each of a->facts; their evidence, in e->next. */
static GPtrArray *
unite_facts(Emitter *e, Fact *pool)
{
  YtAnalysis *a = e->a;
  guint n = a->facts->len;
  GPtrArray *facts = g_ptr_array_sized_new(n);
  g_auto(YtIndex) seen, said;
  yt_index_init(&seen, n);
  yt_index_init(&said, n);
  g_autofree guint *numbers = g_new(guint, n + 1); /* of the facts in @pool, by index of a->facts */
  for (guint f = 0; f < n; f++) {
    const YtFact *found = yt_fact(a, f);
    Fact key = {.subject = yt_entity_of(a, found->subject),
                .object = yt_entity_of(a, found->object),
                .property = found->property,
                .first = NO_FACT};
    if (key.subject < 0 || key.object < 0 || key.subject == key.object)
      continue;
    if (found->property == YT_PROPERTY_COOPERATES_WITH) {
      Fact reverse = {
          .subject = key.object, .object = key.subject, .property = key.property, .first = NO_FACT};
      if (*slot_of_fact(&seen, pool, &reverse) != 0)
        key = reverse;
    }
    guint32 *slot = slot_of_fact(&seen, pool, &key);
    if (*slot == 0) {
      key.number = facts->len;
      pool[facts->len] = key;
      g_ptr_array_add(facts, &pool[facts->len]);
      *slot = facts->len;
    }
    Fact *fact = &pool[*slot - 1];
    numbers[f] = fact->number;
    guint32 *saying = slot_of_saying(&said, a, numbers, fact->number, found->sentence);
    if (*saying != 0) /* each sentence once */
      continue;
    *saying = f + 1;
    e->next[f] = NO_FACT;
    *(fact->first == NO_FACT ? &fact->first : &e->next[fact->last]) = f;
    fact->last = f;
  }
  return facts;
}

static int
compare_facts(gconstpointer x, gconstpointer y) /* by subject; facts of one keep their order */
{
  const Fact *a = *(Fact *const *) x, *b = *(Fact *const *) y;
  if (a->subject != b->subject)
    return a->subject < b->subject ? -1 : 1;
  if (a->property != b->property)
    return a->property < b->property ? -1 : 1;
  return a->object < b->object ? -1 : a->object > b->object;
}

/* ---- the default graph ---- */

static gboolean
emit_document(Emitter *e, YtTerm subject)
{
  const YtHeader *h = &e->a->header;
  if (h->title && !put(e, FALSE, subject, YT_DCT_NS "title", yt_term_tagged(h->title, "zh")))
    return FALSE;
  if (h->issued && !put(e, FALSE, subject, YT_DCT_NS "issued", yt_term_typed(h->issued, YT_XSD_NS "date")))
    return FALSE;
  if (h->number && !put(e, FALSE, subject, YT_NS "documentNumber", yt_term_literal(h->number)))
    return FALSE;
  if (h->index_number && !put(e, FALSE, subject, YT_DCT_NS "identifier", yt_term_literal(h->index_number)))
    return FALSE;
  if (h->addressee && !put(e, FALSE, subject, YT_NS "addressee", yt_term_tagged(h->addressee, "zh")))
    return FALSE;
  if (e->source && !put(e, FALSE, subject, YT_DCT_NS "source", yt_term_literal(e->source)))
    return FALSE;
  return put(e, FALSE, subject, YT_NS "sha256", yt_term_literal(e->a->text->sha256));
}

static gboolean
emit_entity(Emitter *e, gint32 index)
{
  const YtEntity *entity = yt_entity(e->a, index);
  YtTerm subject = iri_of(e, (guint32) index);
  char class[VOCABULARY_BYTES];
  const Statement always[] = {
      SAYS(YT_RDF_NS "type", vocabulary_term(yt_class_get_name(entity->class), class)),
      SAYS(YT_RDFS_NS "label", yt_term_tagged(entity->name, "zh")),
  };
  if (!put_all(e, FALSE, subject, always, G_N_ELEMENTS(always)))
    return FALSE;
  for (guint i = 0; entity->aliases && i < entity->aliases->len; i++)
    if (!put(e, FALSE, subject, YT_SKOS_NS "altLabel",
             yt_term_tagged(g_ptr_array_index(entity->aliases, i), "zh")))
      return FALSE;
  if (e->for_store && entity->usual) {
    GString *same = g_string_new(e->base);
    g_string_append_printf(same, "%s/", class_segment(entity->class));
    append_segment(same, entity->usual);
    g_autofree char *iri = g_string_free(same, FALSE);
    if (!put(e, FALSE, subject, OWL_NS "sameAs", yt_term_iri(iri)))
      return FALSE;
  }
  if (index == e->a->document)
    return emit_document(e, subject);
  if (entity->organisation_code &&
      !put(e, FALSE, subject, YT_NS "organisationCode", yt_term_literal(entity->organisation_code)))
    return FALSE;
  if (entity->credit_code &&
      !put(e, FALSE, subject, YT_NS "creditCode", yt_term_literal(entity->credit_code)))
    return FALSE;
  if (entity->number && !put(e, FALSE, subject, YT_NS "documentNumber", yt_term_literal(entity->number)))
    return FALSE;
  if (entity->class == YT_CLASS_PLACE && entity->code != 0) {
    char code[16];
    g_snprintf(code, sizeof code, "%06u", entity->code);
    return put(e, FALSE, subject, YT_NS "divisionCode", yt_term_literal(code));
  }
  return TRUE;
}

static gboolean
emit_fact(Emitter *e, const Fact *fact)
{
  char buffer[VOCABULARY_BYTES];
  YtTerm property = vocabulary_term(yt_property_get_name(fact->property), buffer);
  Statement statement = {property.text, property.n_text, iri_of(e, (guint32) fact->object)};
  return put_all(e, FALSE, iri_of(e, (guint32) fact->subject), &statement, 1);
}

/* ---- evidence ---- */

static const Place *
place_of(Emitter *e, guint32 s)
{
  Place *place = &e->places[s];
  if (place->end > 0)
    return place;
  const YtText *text = e->a->text;
  const YtSentence *sentence = yt_sentence(e->a, s);
  guint32 start = sentence->start, end = sentence->end;
  if (sentence->cell >= 0) /* a number says nothing without its row */
    yt_row_span(e->a, (guint) sentence->cell, &start, &end);
  yt_text_to_source(text, start, end, &place->start, &place->end);
  gsize at[2] = {place->start, place->end};
  for (guint i = 0; i < 2; i++) {
    char digits[24];
    const char *number = format_number(yt_text_count_characters(text, at[i]), digits);
    memcpy(place->numbers[i], number, (gsize) (digits + sizeof digits - number));
  }
  return place;
}

/* What only some evidence has. */
typedef struct {
  const char *repaired; /* what is read for damaged text, or NULL */
  const char *post;     /* of memberOf: the post, or NULL */
} Extra;

/* What all evidence says, in this order. */
static const struct {
  const char *predicate, *open, *close; /* what stands before and behind the value in a line */
} fields[N_FIELDS] = {
    {YT_RDF_NS "subject", "<", ">"},
    {YT_RDF_NS "predicate", "<", ">"},
    {YT_RDF_NS "object", "<", ">"},
    {YT_NS "begin", "\"", "\"^^<" YT_XSD_NS "integer>"},
    {YT_NS "end", "\"", "\"^^<" YT_XSD_NS "integer>"},
    {YT_NS "quote", "\"", "\"@zh"},
    {YT_NS "rule", "\"", "\""},
    {YT_NS "confidence", "\"", "\"^^<" YT_XSD_NS "decimal>"},
    {YT_NS "modality", "\"", "\""},
};

#define MAX_LINE_BYTES                                                                                       \
  256 /* of a line of evidence without its value and the document's IRI, which stands there twice */

static char *
copy_string(char *to, const char *text)
{
  return copy(to, text, strlen(text));
}

/* The beginning of a line about the node, with room for the number. */
static char *
begin_line(const Emitter *e, Frame *frame, guint line, char *p, const char *predicate)
{
  *p++ = '<';
  p = copy(p, e->document, e->n_document);
  p = copy(p, "#e", 2);
  frame->numbers[line] = (gsize) (p - frame->text->str);
  memset(p, ' ', frame->n_digits);
  p = copy(p + frame->n_digits, "> <", 3);
  p = copy_string(p, predicate);
  return copy(p, "> ", 2);
}

static void
make_frame(const Emitter *e, Frame *frame, guint n_digits)
{
  g_string_set_size(frame->text, (N_FIELDS + 1) * (MAX_LINE_BYTES + 2 * e->n_document));
  frame->n_digits = n_digits;
  char *p = begin_line(e, frame, 0, frame->text->str, YT_RDF_NS "type");
  for (guint k = 0; k <= N_FIELDS; k++) {
    p = copy_string(p, k == 0 ? "<" YT_NS "Evidence>" : fields[k - 1].close);
    p = copy(p, " <", 2);
    p = copy(p, e->document, e->n_document);
    p = copy(p, "> .\n", 4);
    if (k < N_FIELDS) {
      p = begin_line(e, frame, k + 1, p, fields[k].predicate);
      p = copy_string(p, fields[k].open);
    }
    frame->ends[k] = (gsize) (p - frame->text->str);
  }
  g_string_truncate(frame->text, frame->ends[N_FIELDS]);
}

/* The lines of evidence @number, whose @values are those of the fields. */
static gboolean
put_evidence(Emitter *e, guint number, const YtTerm values[N_FIELDS])
{
  char digits[24];
  const char *first = format_number(number, digits);
  guint n_digits = (guint) (digits + 23 - first);
  Frame *frame = &e->frame;
  if (frame->n_digits != n_digits)
    make_frame(e, frame, n_digits);
  char *text = frame->text->str;
  guint same = 0; /* digits of the number before, that stand there already */
  while (same < n_digits && text[frame->numbers[0] + same] == first[same])
    same++;
  for (guint k = 0; k <= N_FIELDS; k++)
    for (guint d = same; d < n_digits; d++)
      text[frame->numbers[k] + d] = first[d];
  gsize n_room = frame->text->len, begin = 0;
  for (guint k = 0; k < N_FIELDS; k++)
    n_room += 2 * values[k].n_text;
  char *p = take_room(e->out, n_room);
  for (guint k = 0; k < N_FIELDS; k++) {
    p = copy(p, text + begin, frame->ends[k] - begin);
    begin = frame->ends[k];
    p = values[k].kind == YT_TERM_IRI || values[k].n_datatype > 0
            ? copy(p, values[k].text, values[k].n_text)
            : copy_quoted(p, values[k].text, values[k].n_text);
  }
  p = copy(p, text + begin, frame->text->len - begin);
  e->out->len = (gsize) (p - e->out->str);
  return e->out->len < FLUSH_BYTES || flush(e);
}

static gboolean
emit_evidence(Emitter *e, YtTerm subject, YtTerm property, YtTerm object, guint32 s, YtModality modality,
              const char *rule, double confidence, Extra extra)
{
  const Place *place = place_of(e, s);
  guint number = ++e->n_evidence, hundredths = (guint) (confidence * 100 + 0.5);
  g_assert(hundredths <= 999);
  char degree[] = {(char) ('0' + hundredths / 100), '.', (char) ('0' + hundredths / 10 % 10),
                   (char) ('0' + hundredths % 10), '\0'};
  YtTerm quote = {.kind = YT_TERM_LITERAL,
                  .text = e->a->text->source + place->start,
                  .n_text = place->end - place->start,
                  .language = "zh",
                  .n_language = 2};
  YtTerm values[N_FIELDS] = {
      subject,
      property,
      object,
      yt_term_typed(place->numbers[0], YT_XSD_NS "integer"),
      yt_term_typed(place->numbers[1], YT_XSD_NS "integer"),
      quote,
      yt_term_literal(rule),
      yt_term_typed(degree, YT_XSD_NS "decimal"),
      yt_term_literal(modality == YT_MODALITY_PLANNED ? "planned" : "done"),
  };
  if (e->func) {
    YtTerm node = node_term(e, e->node, 'e', number);
    gboolean ok = put(e, TRUE, node, YT_RDF_NS "type", yt_term_iri(YT_NS "Evidence"));
    for (guint k = 0; k < N_FIELDS && ok; k++)
      ok = put(e, TRUE, node, fields[k].predicate, values[k]);
    if (!ok)
      return FALSE;
  } else if (!put_evidence(e, number, values)) {
    return FALSE;
  }
  return (!extra.repaired || put(e, TRUE, node_term(e, e->node, 'e', number), YT_NS "repaired",
                                 yt_term_literal(extra.repaired))) &&
         (!extra.post ||
          put(e, TRUE, node_term(e, e->node, 'e', number), YT_NS "post", yt_term_tagged(extra.post, "zh")));
}

/* The post that a person holds: the words between the organisation and the name (市科技局局长刘娟), or, where the name
 * stands first, those behind the organisation up to the next mark. NULL when there are none. (transfer full) */
static char *
dup_post(const YtAnalysis *a, const YtFact *fact)
{
  if (fact->property != YT_PROPERTY_MEMBER_OF || fact->subject.mention < 0 || fact->object.mention < 0)
    return NULL;
  const YtMention *person = yt_mention(a, fact->subject.mention), *body = yt_mention(a, fact->object.mention);
  const char *text = a->text->text;
  gsize start = body->end, end = start;
  if (yt_sentence_at(a, person->start) != yt_sentence_at(a, body->start))
    return NULL;
  if (body->end <= person->start)
    end = person->start;
  else
    while (text[end] != '\n' && text[end] != ' ' && text[end] != ',' && text[end] != ';' &&
           strncmp(text + end, "、", 3) != 0 && strncmp(text + end, "。", 3) != 0)
      end += yt_utf8_size(text + end);
  gsize n = yt_utf8_length(text + start, end - start);
  if (n < 2 || n > 12 || memchr(text + start, ':', end - start) || memchr(text + start, ',', end - start))
    return NULL;
  return g_strndup(text + start, end - start);
}

/* ---- industries ---- */

/* The industries that @name spells: at each place the longest name of one, and none inside another. Calls emit for
 * each; the broader of two is left out where both are spelled (医药 in 生物医药). */
static guint
find_industries(const YtAnalysis *a, const char *name, guint32 found[4])
{
  const YtLexicon *lexicon = a->grammar->lexicon;
  guint n = 0;
  for (const char *p = name; *p && n < 4;) {
    guint32 node = 0, industry = 0;
    const char *end = p + yt_utf8_size(p), *q = p;
    if (!yt_grammar_may_begin_industry(a->grammar, yt_utf8_get(p), yt_utf8_get(end))) {
      p = end;
      continue;
    }
    while (*q && (node = yt_lexicon_step(lexicon, node, yt_utf8_get(q))) != 0) {
      q += yt_utf8_size(q);
      guint32 word = yt_lexicon_word_at(lexicon, node);
      for (guint32 entry = yt_lexicon_get_entries(lexicon, word); entry != 0;
           entry = yt_entry(a, entry)->next)
        if (yt_entry(a, entry)->class == YT_CLASS_NONE && yt_entry(a, entry)->parent != 0) {
          industry = yt_entry(a, entry)->parent;
          end = q;
        }
    }
    gboolean known = industry == 0;
    for (guint i = 0; i < n; i++)
      known = known || found[i] == industry;
    if (!known)
      found[n++] = industry;
    p = end;
  }
  return n;
}

/* That the name of a thing says its industry. */
typedef struct {
  guint32 entity, industry;
} Saying;

/* Things whose own name says their industry; of people, places and products it says nothing. (element-type Saying) */
static GArray *
list_industries(const YtAnalysis *a)
{
  const guint32 classes = 1u << YT_CLASS_PARK | 1u << YT_CLASS_CLUSTER | 1u << YT_CLASS_FUND |
                          1u << YT_CLASS_PLATFORM | 1u << YT_CLASS_PROJECT | 1u << YT_CLASS_PROGRAM |
                          1u << YT_CLASS_POLICY | 1u << YT_CLASS_INSTITUTION | 1u << YT_CLASS_MEASURE;
  GArray *sayings = g_array_new(FALSE, FALSE, sizeof(Saying));
  for (guint32 i = 0; i < a->entities->len; i++) {
    const YtEntity *entity = yt_entity(a, i);
    if (entity->same_as >= 0 || entity->mention < 0 || !(classes >> entity->class & 1) ||
        a->sentences->len == 0)
      continue;
    guint32 found[4];
    guint n = find_industries(a, entity->name, found);
    for (guint k = 0; k < n; k++) {
      Saying saying = {i, found[k]};
      g_array_append_val(sayings, saying);
    }
  }
  return sayings;
}

static gboolean
emit_industries(Emitter *e, const GArray *sayings, gboolean evidence)
{
  const YtAnalysis *a = e->a;
  for (guint i = 0; i < sayings->len; i++) {
    const Saying *saying = &g_array_index(sayings, Saying, i);
    const YtEntity *entity = yt_entity(a, saying->entity);
    YtTerm subject = iri_of(e, saying->entity),
           industry = yt_term_iri(g_ptr_array_index(a->grammar->industries, saying->industry - 1));
    gboolean ok = evidence ? emit_evidence(e, subject, yt_term_iri(YT_NS "industry"), industry,
                                           yt_sentence_at(a, yt_mention(a, entity->mention)->start),
                                           YT_MODALITY_DONE, "industry/name", 0.85, (Extra){NULL, NULL})
                           : put(e, FALSE, subject, YT_NS "industry", industry);
    if (!ok)
      return FALSE;
  }
  return TRUE;
}

/* ---- figures ---- */

static gint32
figure_subject(const Emitter *e, const YtFigure *figure)
{
  return yt_entity_of(e->a, (YtRef){.kind = figure->operand, .mention = figure->mention, .entity = -1});
}

/* 亿元 → 100000000: the factor to yuan of a unit of money, NULL for others */
static const char *
yuan_factor(const char *unit)
{
  static const struct {
    const char *unit, *zeros;
  } units[] = {{"元", ""},
               {"万元", "0000"},
               {"亿元", "00000000"},
               {"千元", "000"},
               {"百万元", "000000"},
               {"千万元", "0000000"},
               {"万亿元", "000000000000"},
               {"百亿元", "0000000000"},
               {"千亿元", "00000000000"}};
  for (guint i = 0; g_str_has_suffix(unit, "元") && i < G_N_ELEMENTS(units); i++)
    if (strcmp(unit, units[i].unit) == 0)
      return units[i].zeros;
  return NULL;
}

/* @value × 10^n, exactly, by moving the point: 186.2 and eight zeros → 18620000000 */
static char *
shift_decimal(const char *value, gsize n_zeros)
{
  GString *out = g_string_new(NULL);
  const char *point = strchr(value, '.');
  g_string_append_len(out, value, point ? point - value : (gssize) strlen(value));
  for (const char *p = point ? point + 1 : ""; *p && n_zeros > 0; p++, n_zeros--) {
    g_string_append_c(out, *p);
    if (p[1] && n_zeros == 1) {
      g_string_append_c(out, '.');
      g_string_append(out, p + 1);
    }
  }
  for (; n_zeros > 0; n_zeros--)
    g_string_append_c(out, '0');
  gboolean negative = out->str[0] == '-';
  while (out->len > (gsize) negative + 1 && out->str[negative] == '0' && out->str[negative + 1] != '.')
    g_string_erase(out, negative, 1);
  return g_string_free(out, FALSE);
}

static gboolean
emit_figures(Emitter *e)
{
  for (guint f = 0; f < e->a->figures->len; f++) {
    const YtFigure *figure = yt_figure(e->a, f);
    gint32 of = figure_subject(e, figure);
    if (of < 0)
      continue;
    YtTerm node = node_term(e, e->figure, 'q', f + 1);
    Statement statements[9] = {
        SAYS(YT_RDF_NS "type", yt_term_iri(YT_NS "Quantity")),
        SAYS(YT_NS "quantityOf", iri_of(e, (guint32) of)),
        SAYS(YT_NS "metric", yt_term_tagged(figure->metric, "zh")),
        SAYS(YT_NS "value", yt_term_typed(figure->value, YT_XSD_NS "decimal")),
        SAYS(YT_NS "unit", yt_term_literal(figure->unit)),
        SAYS(YT_NS "qualifier", yt_term_literal(figure->qualifier)),
    };
    guint n = 6;
    char year[24], from_year[24];
    if (figure->year != 0) {
      statements[n++] =
          SAYS(YT_NS "year", yt_term_typed(format_number(figure->year, year), YT_XSD_NS "gYear"));
    }
    if (figure->from_year != 0) {
      statements[n++] = SAYS(YT_NS "fromYear",
                             yt_term_typed(format_number(figure->from_year, from_year), YT_XSD_NS "gYear"));
    }
    const char *zeros = yuan_factor(figure->unit);
    g_autofree char *yuan = zeros ? shift_decimal(figure->value, strlen(zeros)) : NULL;
    if (yuan)
      statements[n++] = SAYS(YT_NS "inYuan", yt_term_typed(yuan, YT_XSD_NS "decimal"));
    if (!put_all(e, FALSE, node, statements, n))
      return FALSE;
  }
  return TRUE;
}

/* The last date before a figure in its sentence, if it had to be repaired; else NULL. (transfer full) */
static char *
dup_repaired_date(const YtAnalysis *a, const YtFigure *figure)
{
  const YtSentence *sentence = yt_sentence(a, figure->sentence);
  const YtRepair *last = NULL;
  for (guint r = yt_repair_at(a, sentence->start);
       r < a->repairs->len && yt_repair(a, r)->start < figure->start; r++)
    if (strncmp(a->text->text + yt_repair(a, r)->start, "年", 3) == 0)
      last = yt_repair(a, r);
  return last ? g_strndup(a->text->text + last->read_start, last->read_end - last->read_start) : NULL;
}

/* What was repaired about an end of a fact in the fact's own sentence, or NULL. */
static const char *
repaired_in(const YtAnalysis *a, const YtFact *fact, YtRef end)
{
  const YtMention *mention = end.mention >= 0 ? yt_mention(a, end.mention) : NULL;
  return mention && mention->repaired && yt_sentence_at(a, mention->start) == fact->sentence
             ? mention->repaired
             : NULL;
}

static gboolean
emit_all_evidence(Emitter *e, GPtrArray *facts)
{
  for (guint f = 0; f < facts->len; f++) {
    const Fact *fact = g_ptr_array_index(facts, f);
    char buffer[VOCABULARY_BYTES];
    YtTerm property = vocabulary_term(yt_property_get_name(fact->property), buffer);
    for (guint i = fact->first; i != NO_FACT; i = e->next[i]) {
      const YtFact *found = yt_fact(e->a, i);
      g_autofree char *post = dup_post(e->a, found);
      const char *repaired = repaired_in(e->a, found, found->object);
      repaired = repaired ? repaired : repaired_in(e->a, found, found->subject);
      if (!emit_evidence(e, iri_of(e, (guint32) fact->subject), property, iri_of(e, (guint32) fact->object),
                         found->sentence, found->modality, found->rule, found->confidence,
                         (Extra){repaired, post}))
        return FALSE;
    }
  }
  for (guint f = 0; f < e->a->figures->len; f++) {
    const YtFigure *figure = yt_figure(e->a, f);
    gint32 of = figure_subject(e, figure);
    g_autofree char *repaired = dup_repaired_date(e->a, figure);
    if (of >= 0 &&
        !emit_evidence(e, node_term(e, e->figure, 'q', f + 1), yt_term_iri(YT_NS "quantityOf"),
                       iri_of(e, (guint32) of), figure->sentence,
                       strcmp(figure->qualifier, "target") == 0 ? YT_MODALITY_PLANNED : YT_MODALITY_DONE,
                       "quantity", 0.85, (Extra){repaired, NULL}))
      return FALSE;
  }
  return TRUE;
}

/* ---- divisions above divisions ---- */

/* The division of @code as quads, for one that the document does not name. */
static gboolean
emit_division(Emitter *e, guint32 code, const char *iri)
{
  const YtEntry *entry = yt_grammar_find_division(e->a->grammar, code);
  char digits[16];
  g_snprintf(digits, sizeof digits, "%06u", code);
  YtTerm subject = yt_term_iri(iri);
  return put(e, FALSE, subject, YT_RDF_NS "type", yt_term_iri(YT_NS "Place")) &&
         put(e, FALSE, subject, YT_RDFS_NS "label", yt_term_tagged(entry->canonical, "zh")) &&
         put(e, FALSE, subject, YT_NS "divisionCode", yt_term_literal(digits));
}

/* @lower is partOf @upper, and a statement in the document's graph says that the table of divisions has it so: it is no
 * evidence, since no sentence says it. */
static gboolean
emit_chain_link(Emitter *e, const char *lower, const char *upper, guint number)
{
  g_autofree char *iri = g_strdup_printf("%s#d%u", e->document, number);
  g_autofree char *table = g_strconcat(e->base, "table/divisions", NULL);
  YtTerm node = yt_term_iri(iri);
  return put(e, FALSE, yt_term_iri(lower), YT_NS "partOf", yt_term_iri(upper)) &&
         (number > 1 || put(e, FALSE, yt_term_iri(table), YT_RDFS_NS "label",
                            yt_term_tagged("全国行政区划表（GB/T 2260）", "zh"))) &&
         put(e, TRUE, node, YT_RDF_NS "type", yt_term_iri(YT_RDF_NS "Statement")) &&
         put(e, TRUE, node, YT_RDF_NS "subject", yt_term_iri(lower)) &&
         put(e, TRUE, node, YT_RDF_NS "predicate", yt_term_iri(YT_NS "partOf")) &&
         put(e, TRUE, node, YT_RDF_NS "object", yt_term_iri(upper)) &&
         put(e, TRUE, node, PROV_NS "wasDerivedFrom", yt_term_iri(table));
}

/* Every division is part of the one above it, up to the province: what the documents leave unsaid, but questions want. */
static gboolean
emit_chains(Emitter *e)
{
  const YtAnalysis *a = e->a;
  g_autoptr(GHashTable) iris = g_hash_table_new_full(NULL, NULL, NULL, g_free); /* code → IRI */
  g_autoptr(GArray) codes = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (guint i = 0; i < a->entities->len; i++) {
    const YtEntity *entity = yt_entity(a, i);
    if (entity->class != YT_CLASS_PLACE || entity->same_as >= 0 || entity->code == 0 ||
        g_hash_table_contains(iris, GUINT_TO_POINTER(entity->code)))
      continue;
    g_hash_table_insert(iris, GUINT_TO_POINTER(entity->code), g_strdup(g_ptr_array_index(e->iris, i)));
    g_array_append_val(codes, entity->code);
  }
  guint n = 0;
  for (guint i = 0; i < codes->len; i++) { /* grows as divisions above are met */
    guint32 code = g_array_index(codes, guint32, i);
    const YtEntry *entry = yt_grammar_find_division(a->grammar, code);
    const YtEntry *above =
        entry && entry->parent != 0 ? yt_grammar_find_division(a->grammar, entry->parent) : NULL;
    if (!above)
      continue;
    if (!g_hash_table_contains(iris, GUINT_TO_POINTER(above->code))) {
      GString *iri = g_string_new(e->base);
      g_autofree char *name = yt_dup_place_identity(a, above->code);
      g_string_append(iri, "place/");
      append_segment(iri, name);
      g_hash_table_insert(iris, GUINT_TO_POINTER(above->code), g_string_free(iri, FALSE));
      g_array_append_val(codes, above->code);
      if (!emit_division(e, above->code, g_hash_table_lookup(iris, GUINT_TO_POINTER(above->code))))
        return FALSE;
    }
    if (!emit_chain_link(e, g_hash_table_lookup(iris, GUINT_TO_POINTER(code)),
                         g_hash_table_lookup(iris, GUINT_TO_POINTER(above->code)), ++n))
      return FALSE;
  }
  return TRUE;
}

static gboolean
emit_all(Emitter *e)
{
  YtAnalysis *a = e->a;
  e->iris = yt_name_entities(a, e->base);
  e->document = g_strdup(g_ptr_array_index(e->iris, a->document));
  e->n_document = strlen(e->document);
  e->node = g_string_new(e->document);
  e->figure = g_string_new(e->document);
  e->n_iris = g_new(gsize, a->entities->len + 1);
  for (guint i = 0; i < a->entities->len; i++)
    e->n_iris[i] = g_ptr_array_index(e->iris, i) ? strlen(g_ptr_array_index(e->iris, i)) : 0;
  e->frame = (Frame){.text = g_string_new(NULL)};
  e->places = g_new0(Place, a->sentences->len + 1);
  e->next = g_new(guint, a->facts->len + 1);
  g_autofree Fact *pool = g_new(Fact, a->facts->len + 1);
  g_autoptr(GPtrArray) facts = unite_facts(e, pool);
  g_ptr_array_sort(facts, compare_facts);
  gboolean ok = TRUE;
  guint f = 0;
  for (guint i = 0; i < a->entities->len && ok; i++) {
    if (yt_entity(a, i)->same_as < 0)
      ok = emit_entity(e, (gint32) i);
    for (; ok && f < facts->len && ((Fact *) g_ptr_array_index(facts, f))->subject <= (gint32) i; f++)
      ok = emit_fact(e, g_ptr_array_index(facts, f));
  }
  g_autoptr(GArray) sayings = list_industries(a);
  ok = ok && emit_industries(e, sayings, FALSE) && emit_figures(e) && emit_all_evidence(e, facts) &&
       emit_industries(e, sayings, TRUE);
  ok = ok && (!e->for_store || emit_chains(e));
  g_ptr_array_unref(e->iris);
  g_free(e->n_iris);
  g_string_free(e->frame.text, TRUE);
  g_string_free(e->node, TRUE);
  g_string_free(e->figure, TRUE);
  g_free(e->places);
  g_free(e->next);
  g_free(e->document);
  return ok;
}

gboolean
yt_emit(YtAnalysis *analysis, const YtEmitOptions *options, YtQuadFunc func, gpointer user_data,
        GError **error)
{
  Emitter e = {.a = analysis,
               .base = options->base,
               .source = options->source,
               .for_store = options->for_store,
               .func = func,
               .user_data = user_data,
               .error = error};
  return emit_all(&e);
}

gboolean
yt_emit_lines(YtAnalysis *analysis, const YtEmitOptions *options, YtBytesFunc func, gpointer user_data,
              GError **error)
{
  Emitter e = {.a = analysis,
               .base = options->base,
               .source = options->source,
               .for_store = options->for_store,
               .bytes_func = func,
               .user_data = user_data,
               .error = error};
  e.out = g_string_sized_new(FLUSH_BYTES + FLUSH_BYTES / 2);
  e.between = g_string_sized_new(512);
  gboolean ok = emit_all(&e) && (e.out->len == 0 || flush(&e));
  g_string_free(e.between, TRUE);
  g_string_free(e.out, TRUE);
  return ok;
}
