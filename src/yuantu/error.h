/* error.h: errors of the modules as those of the library. */
#pragma once
#include "yuantu/yuantu.h"
#include <glib.h>

/* Sets @error (nullable), if nothing stands in it yet. */
void yt_library_fail(YuantuError **error, YuantuErrorCode code, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* The same from @problem, which is freed. */
void yt_library_take_error(YuantuError **error, GError *problem);
