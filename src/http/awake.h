/* awake.h: the other processor, kept awake while a single client asks again and again.
 *
 * With one connection most of a look-up is waking: the client sleeps while we answer, and is woken on the processor that has
 * nothing to do. In a virtual machine that processor has been given back to the host, and to wake it takes longer than to
 * answer. A thread of the lowest priority that runs there makes it a busy one: the client wakes where the answer comes from,
 * on a processor that is awake. The thread runs for KEEP_US after the last request; whoever else wants the processor gets
 * all but a hundredth of it. An idle server, or one with more connections than one, is left alone. */
#pragma once
#include <glib.h>

typedef struct _YtAwake YtAwake;

/* NULL where it would not help: on other than two processors, or with a quota of processor time (cgroup) that it would use up. */
YtAwake *yt_awake_new(void);
void yt_awake_free(YtAwake *awake);

/* The one client is being waited for. @now: g_get_monotonic_time(). Any thread; costs a system call when the thread slept. */
void yt_awake_keep(YtAwake *awake, gint64 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtAwake, yt_awake_free)
