/* explain.h: shows a finished analysis to a person. */
#pragma once
#include "loader/analysis.h"

void yt_explain_text(const YtAnalysis *analysis, GString *out);
