/* term.c: terms, inside and outside. */
#include "yuantu/term.h"
#include <string.h>

#define XSD_STRING  YT_XSD_NS "string"
#define LANG_STRING YT_RDF_NS "langString"

static YuantuTerm
term_of(YuantuTermKind kind, const char *text)
{
  return (YuantuTerm){.kind = kind, .text = text, .n_text = text ? strlen(text) : 0};
}

YuantuTerm
yuantu_iri(const char *iri)
{
  return term_of(YUANTU_IRI, iri);
}

YuantuTerm
yuantu_blank(const char *label)
{
  return term_of(YUANTU_BLANK, label);
}

YuantuTerm
yuantu_string(const char *text)
{
  return term_of(YUANTU_LITERAL, text);
}

YuantuTerm
yuantu_typed(const char *text, const char *datatype)
{
  YuantuTerm term = term_of(YUANTU_LITERAL, text);
  term.datatype = datatype;
  return term;
}

YuantuTerm
yuantu_tagged(const char *text, const char *language)
{
  YuantuTerm term = term_of(YUANTU_LITERAL, text);
  term.language = language;
  return term;
}

YtTerm
yt_library_term_in(const YuantuTerm *value)
{
  static const YtTermKind kinds[] = {[YUANTU_UNBOUND] = YT_TERM_UNBOUND,
                                     [YUANTU_IRI] = YT_TERM_IRI,
                                     [YUANTU_BLANK] = YT_TERM_BLANK,
                                     [YUANTU_LITERAL] = YT_TERM_LITERAL};
  YtTerm term = {.kind = (guint) value->kind < G_N_ELEMENTS(kinds) ? kinds[value->kind] : YT_TERM_UNBOUND,
                 .text = value->text ? value->text : "",
                 .n_text = value->text ? value->n_text : 0};
  if (term.kind != YT_TERM_LITERAL)
    return term;
  if (value->language) {
    term.language = value->language;
    term.n_language = strlen(value->language);
  } else if (value->datatype && strcmp(value->datatype, XSD_STRING) != 0) {
    term.datatype = value->datatype;
    term.n_datatype = strlen(value->datatype);
  }
  return term;
}

static const char *
put(GString **room, const char *text, gsize n_text)
{
  if (!*room)
    *room = g_string_sized_new(64);
  g_string_truncate(*room, 0);
  g_string_append_len(*room, text, (gssize) n_text);
  return (*room)->str;
}

void
yt_library_room_clear(YtLibraryRoom *room)
{
  GString *parts[] = {room->text, room->language, room->datatype};
  for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
    if (parts[i])
      g_string_free(parts[i], TRUE);
  *room = (YtLibraryRoom){0};
}

YuantuTerm
yt_library_term_out(const YtTerm *term, YtLibraryRoom *room)
{
  static const YuantuTermKind kinds[] = {[YT_TERM_UNBOUND] = YUANTU_UNBOUND,
                                         [YT_TERM_IRI] = YUANTU_IRI,
                                         [YT_TERM_BLANK] = YUANTU_BLANK,
                                         [YT_TERM_LITERAL] = YUANTU_LITERAL};
  YuantuTerm out = {.kind = kinds[term->kind], .text = "", .n_text = term->n_text};
  if (term->n_text)
    out.text = put(&room->text, term->text, term->n_text);
  if (term->kind != YT_TERM_LITERAL)
    return out;
  if (term->n_language)
    out.language = put(&room->language, term->language, term->n_language);
  if (out.language)
    out.datatype = LANG_STRING;
  else
    out.datatype = term->n_datatype ? put(&room->datatype, term->datatype, term->n_datatype) : XSD_STRING;
  return out;
}
