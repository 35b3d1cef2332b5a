/* sink.h: a stream that gives what is written to a function of the caller. */
#pragma once
#include "yuantu/yuantu.h"
#include <gio/gio.h>

GOutputStream *yt_library_sink_new(YuantuWriteFunc write, void *user_data); /* (transfer full) */
