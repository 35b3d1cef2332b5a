/* tables.h: tables in the text, their columns and cells. */
#pragma once
#include "loader/analysis.h"

/* Finds the tables among the blocks: fills columns and cells, makes rows blocks of their own kind and the heads of tables
 * silent. After the header, whose own table is none of these. */
void yt_find_tables(YtAnalysis *analysis);

/* The mention that the row with this first cell speaks of: the thing that it names, else a place; or -1. */
gint32 yt_row_subject(const YtAnalysis *analysis, guint first_cell);

/**
 * yt_find_cell_figure:
 * @analysis: with mentions and sentences
 * @s: a sentence that is a cell
 * @forward: the document says what shall be done
 * @issued_year: of the document; 0: unknown
 * @home: whom figures without a subject are told of, a mention; -1: the issuer's place
 *
 * Adds the figure that a number in a column of figures is.
 *
 * Returns: FALSE where the cell is none, or more than a number
 */
gboolean yt_find_cell_figure(YtAnalysis *analysis, guint s, gboolean forward, guint issued_year, gint32 home);
