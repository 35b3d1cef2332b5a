/* loops.h: the threads that read requests and send answers.
 *
 * Each thread runs a daemon of libmicrohttpd that knows its own connections only; one more thread accepts connections and
 * gives each to the thread that has the fewest. All callbacks of a connection come on its thread. */
#pragma once
#include <gio/gio.h>
#include <late-libmicrohttpd.h>
#include <sys/socket.h>

typedef struct _YtLoops YtLoops;

/* As in microhttpd.h, where they are called the access handler and the callbacks of MHD_OPTION_URI_LOG_CALLBACK,
 * MHD_OPTION_NOTIFY_COMPLETED and MHD_OPTION_NOTIFY_CONNECTION. */
typedef struct {
  MHD_AccessHandlerCallback handle;
  void *(*begin)(void *user_data, const char *url, struct MHD_Connection *connection);
  MHD_RequestCompletedCallback end;
  MHD_NotifyConnectionCallback notice;
  gboolean (*is_busy)(gpointer user_data); /* has the program other work now? */
  gpointer user_data;
} YtLoopsClass;

/* Listens at @address and starts the threads. Errors: #GIOError, such as G_IO_ERROR_ADDRESS_IN_USE. */
YtLoops *yt_loops_new(const struct sockaddr_storage *address, guint n_loops, const YtLoopsClass *klass,
                      GError **error);
guint16 yt_loops_get_port(const YtLoops *loops);

/* In place of MHD_resume_connection(), from any thread: wakes the connection's loop. */
void yt_loops_resume(YtLoops *loops, struct MHD_Connection *connection);

/* Takes no more connections; those that there are go on. */
void yt_loops_stop_listening(YtLoops *loops);

/* Closes all connections, none of which may be suspended, and ends the threads. */
void yt_loops_free(YtLoops *loops);
