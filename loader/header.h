/* header.h: what stands at the head and the foot of a document (structure.c calls it). */
#pragma once
#include "loader/analysis.h"

/* The level of the number that text [start, end) begins with (structure.c); @number_end: behind it. */
guint yt_heading_level(const char *text, gsize start, gsize end, gsize *number_end);

/* 时间:… 来源:… 点击: 昨天上午…: parts what follows the labels at the head of a line, and is prose, from them: the blank between
 * becomes a line end. Before the lines are blocks. */
void yt_part_labels(YtAnalysis *analysis);

/* Finds title, number, index number, dates, issuer and addressee, and marks their blocks. */
void yt_find_header(YtAnalysis *analysis);

/* The issuer of a document that names none, by its number (issuer.c); its block is the number's then. The cities whose
 * characters tell nothing by themselves are known once the jurisdiction is. */
void yt_supply_issuer(YtAnalysis *analysis);

/* Does the division of @code lie in one of the four municipalities? GB/T 2260: 11 Beijing, 12 Tianjin, 31 Shanghai, 50
 * Chongqing (entities.c). */
gboolean yt_is_municipality(guint32 code);

/* A date at the beginning of text [start, end): 2025-07-21, 2025年7月17日, 2021.8.26, 二〇二一年八月二十六日, or damaged,
 * 2021826, where only one reading is a date. (transfer full) (nullable): YYYY-MM-DD */
char *yt_find_date(const char *text, gsize start, gsize end, gsize *date_end);

/* The first document number in text [start, end): 甬经信函〔2025〕14号, also with [ ] or ( ).
 * FALSE when there is none; else *normal (transfer full) is its usual form. */
gboolean yt_find_document_number(const char *text, gsize start, gsize end, gsize *number_start, gsize *number_end,
                                 char **normal);

/* Does a document of this title (or NULL) say what shall be done? Plans, opinions and measures do; replies and reports
 * tell what was. */
gboolean yt_looks_forward(const char *title);

/* Is it a set of rules, of a fund or a park: …管理办法, …条例(试行)? Their articles are no tasks, and tell how things are. */
gboolean yt_is_regulation(const char *title);
