/* term.h: terms of the modules as those of the library, and back. */
#pragma once
#include "rdf/rdf.h"
#include "yuantu/yuantu.h"

/* @value, lent, as a term of the modules: xsd:string is no datatype there. */
YtTerm yt_library_term_in(const YuantuTerm *value);

/* Where the text of a term of an answer lies, each part with a NUL behind it. Zeros are an empty one. */
typedef struct {
  GString *text, *language, *datatype;
} YtLibraryRoom;
void yt_library_room_clear(YtLibraryRoom *room);

/* @term for the outside; it lives until the next use of @room. */
YuantuTerm yt_library_term_out(const YtTerm *term, YtLibraryRoom *room);
