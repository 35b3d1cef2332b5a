/* quantities.c: figures with unit, year and subject. */
#include "loader/analysis.h"

void
yt_find_figures(YtAnalysis *analysis)
{
  (void) analysis;
}
