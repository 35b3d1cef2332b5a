/* address.h: which IRIs and which addresses may be asked. */
#pragma once
#include "remote/remote.h"
#include <sys/socket.h>

/* The entry of @allowed that allows @iri; NULL if none does. */
const char *yt_remote_find_entry(const char *const *allowed, const char *iri);

/* Does @entry name an address, rather than a name that anybody could point anywhere? */
gboolean yt_remote_entry_is_address(const char *entry);

/* Is @address outside of private, local and special networks? */
gboolean yt_remote_address_is_public(const struct sockaddr *address);
