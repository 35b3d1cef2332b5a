/* guard.h: looks after connections that take too long, and after what else has to be done every second. */
#pragma once
#include "http/job.h"

typedef struct _YtGuard YtGuard;

/* A connection, from its first byte to its last. */
typedef struct _YtGuarded YtGuarded;

YtGuard *yt_guard_new(YtHttpContext *context);
void yt_guard_free(YtGuard *guard); /* ends its thread */

YtGuarded *yt_guard_add(YtGuard *guard, int fd); /* a connection was accepted */
void yt_guard_remove(YtGuard *guard, YtGuarded *guarded);

typedef enum {
  YT_PHASE_IDLE,    /* between requests */
  YT_PHASE_READING, /* a request's head or body */
  YT_PHASE_WORKING, /* the answer is being made; the connection is not looked at by anyone else */
  YT_PHASE_SENDING,
} YtPhase;

void yt_guard_cancel_all(YtGuard *guard); /* the jobs of all connections */

/* @job (nullable) is cancelled when the client goes away while WORKING. */
void yt_guard_set_phase(YtGuard *guard, YtGuarded *guarded, YtPhase phase, YtHttpJob *job);
void yt_guard_add_bytes(YtGuarded *guarded,
                        gsize n_bytes); /* read or sent; of the thread that owns the connection */
