/* late.h: shared libraries that are loaded when they are first needed.
 *
 * The dynamic linker takes most of a short process: raptor, rasqal, curl, libarchive, libxml2 and libmicrohttpd bring 46
 * libraries along, and neither a query over a store nor the reading of a text needs one of them. So none of them is linked.
 * CMakeLists.txt beside this file lists what is called of each, and makes a header of its own for it:
 *
 *   #include <late-raptor2.h>              in place of <raptor2.h>, in the modules that say LATE raptor2
 *   if (!yt_late_raptor2_load(error))      once at each door behind which something of the library is called
 *     return FALSE;
 *   raptor_free_uri(uri);                  as ever: a macro now, which calls by a pointer
 *
 * A function that is not listed is one that the linker does not find. */
#pragma once
#include <glib.h>

typedef struct {
  const char *soname;       /* "libraptor2.so.0": what the program was built with, and no other version */
  const char *const *names; /* of functions and variables; NULL-terminated */
  gpointer *addresses;      /* one for each name, which loading fills in */
  gsize is_loaded;
} YtLateLibrary;

/**
 * yt_late_load:
 * @library: static data; the functions yt_late_NAME_load() have one each
 * @error: return location for a #GError
 *
 * Loads the library where the dynamic linker finds it, once and for all of the process; any thread may ask again at any
 * time, which costs one load from memory. Takes some milliseconds the first time.
 *
 * Errors: G_IO_ERROR_NOT_SUPPORTED, with the library's name.
 */
gboolean yt_late_load(YtLateLibrary *library, GError **error);
