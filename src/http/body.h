/* body.h: the body of an answer, on its way from whoever makes it to whoever sends it.
 *
 * One thread writes into it as into any stream, another reads. What has not been read yet is kept in memory up to a
 * bound, and beyond that in a file without a name: so who makes an answer never waits for the client, and the client may
 * take its time, or never come back, at the cost of some disk. */
#pragma once
#include <gio/gio.h>

#define YT_TYPE_BODY (yt_body_get_type())
G_DECLARE_FINAL_TYPE(YtBody, yt_body, YT, BODY, GOutputStream)

typedef enum {
  YT_CODING_IDENTITY,
  YT_CODING_GZIP,
  YT_CODING_ZSTD,
} YtCoding;

const char *yt_coding_get_name(YtCoding coding);

/* Called once, when the first bytes should be sent or the body is complete. May be called on the writing thread. */
typedef void (*YtBodyFunc)(gpointer user_data);

/**
 * yt_body_new:
 * @max_bytes: the size, before coding, at which writing fails with G_IO_ERROR_NO_SPACE; 0: none
 * @coding: what to compress with; a body of less than a few KiB is left as it is
 */
YtBody *yt_body_new(guint64 max_bytes, YtCoding coding);

/* Before writing: whom to call. Without it nobody is. */
void yt_body_set_wake(YtBody *body, YtBodyFunc wake, gpointer user_data);

/* The writer's last call, which may also call the function above. @whole FALSE: what was written is not all. */
void yt_body_finish(YtBody *body, gboolean whole);

/* Throws away what was written if nobody was woken yet: then something else may be answered. */
gboolean yt_body_discard(YtBody *body);

/* From now on writing fails with G_IO_ERROR_CLOSED. Called when the client is gone. */
void yt_body_close(YtBody *body);

YtCoding yt_body_get_coding(YtBody *body);   /* what it is compressed with; sure once woken */
guint64 yt_body_get_n_written(YtBody *body); /* before coding */

/* The size, after coding, when it is complete; FALSE otherwise. */
gboolean yt_body_get_size(YtBody *body, guint64 *n_bytes);

/* All of a complete body that is small, as bytes; NULL otherwise. (transfer full) (nullable) */
GBytes *yt_body_steal_bytes(YtBody *body);

typedef enum {
  YT_BODY_MORE,
  YT_BODY_WAIT, /* nothing now: @wait was called, under the lock, and wake will be when there is something */
  YT_BODY_END,
  YT_BODY_BROKEN, /* the end, but it is not whole */
} YtBodyState;

/* Takes up to @n_bytes. @n_read is 0 unless MORE. */
YtBodyState yt_body_read(YtBody *body, char *buffer, gsize n_bytes, gsize *n_read, YtBodyFunc wait,
                         gpointer user_data);
