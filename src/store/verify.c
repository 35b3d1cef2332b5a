/* verify.c: is a store what its format says? Reads every byte, believes none. */
#include "store/delta.h"
#include "store/key.h"
#include "store/text-index.h"
#include <string.h>
#include <xxhash.h>

static gboolean G_GNUC_PRINTF(2, 3) fail(GError **error, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *message = g_strdup_vprintf(format, args);
  va_end(args);
  g_set_error_literal(error, YT_STORE_ERROR, YT_STORE_ERROR_CORRUPT, message);
  return FALSE;
}

/* Sections follow each other with less than 8 zeros between, and nothing stands behind the last. */
static gboolean
verify_gaps(const YtStoreFile *file, GError **error)
{
  guint64 at = sizeof(YtFileHeader) + file->header.n_sections * sizeof(YtFileSection);
  for (guint i = 0; i <= file->header.n_sections; i++) {
    guint64 next = i < file->header.n_sections ? file->sections[i].offset : file->n_bytes;
    if (i == 0 ? next != YT_FILE_HEADER : next < at || next - at > (i < file->header.n_sections ? 7 : 0))
      return fail(error, "byte %" G_GUINT64_FORMAT ": expected section %u, which is elsewhere", at, i);
    for (; at < next; at++)
      if (file->map[at] != 0)
        return fail(error, "byte %" G_GUINT64_FORMAT ": expected 0 between sections", at);
    if (i < file->header.n_sections)
      at = next + file->sections[i].size;
  }
  return TRUE;
}

static gboolean
verify_sections(const YtStoreFile *file, GError **error)
{
  for (guint i = 0; i < file->header.n_sections; i++) {
    const YtFileSection *s = &file->sections[i];
    if (XXH3_64bits(file->map + s->offset, s->size) != s->checksum)
      return fail(error, "section %u at byte %" G_GUINT64_FORMAT ": the checksum is wrong", s->id, s->offset);
  }
  return TRUE;
}

static gboolean
key_is_right(guint kind, const GByteArray *key)
{
  if (kind == YT_ID_BLANK || kind == YT_ID_IRI || kind == YT_ID_STRING)
    return TRUE;
  g_autofree char *copy = g_memdup2(key->data, MAX(key->len, 1));
  YtTerm term = yt_key_get_term((YtIdKind) kind, copy, key->len);
  YtKey back;
  g_autoptr(GString) scratch = g_string_new(NULL);
  return yt_key_from_term(&term, scratch, &back) && !back.inline_id && back.lead >> 4 == kind &&
         back.n_bytes == key->len && (key->len == 0 || memcmp(back.bytes, key->data, key->len) == 0);
}

static gboolean
verify_dictionary(const YtDictionary *dictionary, guint kind, GError **error)
{
  g_auto(YtDictionaryIter) iter = {0};
  g_autoptr(GByteArray) last = g_byte_array_new();
  yt_dictionary_iter_init(&iter, dictionary);
  while (yt_dictionary_iter_next(&iter)) {
    if (iter.place > 1) {
      gsize n_last = yt_key_get_n_identity(kind, (const char *) last->data, last->len);
      gsize n = yt_key_get_n_identity(kind, (const char *) iter.bytes->data, iter.bytes->len);
      if (yt_bytes_compare(last->data, n_last, iter.bytes->data, n) >= 0)
        return fail(error, "dictionary %u: term %" G_GUINT64_FORMAT " is not above the one before it", kind,
                    iter.place - 1);
    }
    if (!key_is_right(kind, iter.bytes))
      return fail(error, "dictionary %u: term %" G_GUINT64_FORMAT " does not belong there", kind,
                  iter.place - 1);
    g_byte_array_set_size(last, 0);
    g_byte_array_append(last, iter.bytes->data, iter.bytes->len);
  }
  if (iter.place != dictionary->n_terms ||
      (dictionary->n_terms > 0 && iter.at != dictionary->bytes + dictionary->n_bytes))
    return fail(error, "dictionary %u: term %" G_GUINT64_FORMAT " cannot be read", kind, iter.place);
  return TRUE;
}

static gboolean
verify_values(const YtStoreFile *file, GError **error)
{
  guint32 first = file->group_first[YT_GROUP_VALUES], end = file->group_first[YT_GROUP_VALUES + 1];
  g_auto(YtTermBuffer) buffer;
  yt_term_buffer_init(&buffer);
  YtTermId last = 0;
  for (guint32 code = first; code < end; code++) {
    YtTermId id = yt_store_file_get_id(file, code);
    YtTerm term = yt_id_is_inline(id) ? yt_id_get_term(id, &buffer) : (YtTerm){.kind = YT_TERM_UNBOUND};
    if (id <= last || term.kind != YT_TERM_LITERAL || yt_id_from_term(&term) != id)
      return fail(error,
                  "values: number %u, %016" G_GINT64_MODIFIER
                  "X, is no inline id or not above the one before it",
                  code - first, id);
    last = id;
  }
  return TRUE;
}

static gboolean
verify_terms(const YtStoreFile *file, GError **error)
{
  static const guint kinds[] = {YT_ID_BLANK, YT_ID_IRI, YT_ID_STRING, YT_ID_LANGUAGE, YT_ID_TYPED};
  for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (!verify_dictionary(&file->dictionaries[yt_group_of_kind(kinds[i])], kinds[i], error))
      return FALSE;
  return verify_values(file, error);
}

/* The text index is what the dictionaries give when it is made again. */
static gboolean
feed_texts(const YtStoreFile *file, YtTextWriter *texts, GError **error)
{
  static const guint kinds[] = {YT_ID_STRING, YT_ID_LANGUAGE};
  guint32 end = file->group_first[YT_GROUP_VALUES + 1];
  for (guint32 code = file->first_text; code < end; code++) {
    guint64 id = GUINT64_TO_BE(yt_store_file_get_id(file, code));
    if (!yt_text_writer_add(texts, YT_ID_SHORT, &id, sizeof id, error))
      return FALSE;
  }
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
    g_auto(YtDictionaryIter) iter = {0};
    yt_dictionary_iter_init(&iter, &file->dictionaries[yt_group_of_kind(kinds[i])]);
    while (yt_dictionary_iter_next(&iter))
      if (!yt_text_writer_add(texts, kinds[i], iter.bytes->data, iter.bytes->len, error))
        return FALSE;
  }
  return yt_text_writer_finish(texts, error);
}

static gboolean
compare_section(const YtStoreFile *file, guint32 id, YtTextWriter *texts,
                gboolean (*append)(YtTextWriter *texts, YtFile *file, GError **error), GError **error)
{
  const YtFileSection *section = yt_store_file_find_section(file, id);
  g_auto(YtFile) again = {0};
  if (!yt_file_create(&again, NULL, error))
    return FALSE;
  yt_file_begin_hash(&again);
  if (!append(texts, &again, error))
    return FALSE;
  if (!section || again.size != section->size || yt_file_end_hash(&again) != section->checksum)
    return fail(error, "section %u: the text index is not that of the dictionaries", id);
  return TRUE;
}

static gboolean
verify_text_index(const YtStoreFile *file, GError **error)
{
  if (!file->lengths)
    return TRUE;
  g_autoptr(YtTextWriter) texts = yt_text_writer_new((gsize) 256 << 20, NULL);
  return feed_texts(file, texts, error) &&
         compare_section(file, YT_SECTION_POSTINGS, texts, yt_text_writer_append_postings, error) &&
         compare_section(file, YT_SECTION_GRAMS, texts, yt_text_writer_append_grams, error) &&
         compare_section(file, YT_SECTION_LENGTHS, texts, yt_text_writer_append_lengths, error);
}

/* What one permutation shows, to be compared with the others and with the lists. */
typedef struct {
  guint64 sum; /* of the hashes of all quads, in any order */
  guint64 n_first;
  GArray *runs;       /* of YtPredicateCount: rows and distinct second columns for each first column */
  GHashTable *graphs; /* code → guint64 * */
} Findings;

static void
look_at_row(Findings *findings, YtPermutation permutation, const guint32 row[4], const guint32 last[4],
            gboolean any)
{
  guint32 quad[4];
  for (guint c = 0; c < 4; c++)
    quad[yt_permutation_positions[permutation][c]] = row[c];
  findings->sum += XXH3_64bits(quad, sizeof quad);
  gboolean new_first = !any || row[0] != last[0];
  findings->n_first += new_first ? 1 : 0;
  if (permutation == YT_PSO || permutation == YT_POS) {
    if (new_first) {
      YtPredicateCount run = {.code = row[0]};
      g_array_append_val(findings->runs, run);
    }
    YtPredicateCount *run = &g_array_index(findings->runs, YtPredicateCount, findings->runs->len - 1);
    run->n_quads++;
    run->n_subjects += new_first || row[1] != last[1] ? 1 : 0;
  }
  if (permutation == YT_SPO) {
    guint64 *n = g_hash_table_lookup(findings->graphs, GUINT_TO_POINTER(row[3]));
    if (!n)
      g_hash_table_insert(findings->graphs, GUINT_TO_POINTER(row[3]), n = g_new0(guint64, 1));
    ++*n;
  }
}

/* One block: its checksum, its columns, its entry, and that rows rise from @last on. */
static gboolean
verify_block(const YtStoreFile *file, YtPermutation permutation, guint64 block, guint64 offset,
             guint32 last[4], Findings *findings, guint32 (*columns)[YT_BLOCK_ROWS], GError **error)
{
  const YtRows *rows = &file->rows[permutation];
  YtBlockEntry entry = yt_rows_get_entry(rows, block);
  gsize n_bytes;
  const guint8 *bytes = yt_rows_get_block(rows, &entry, &n_bytes);
  guint n = yt_rows_get_n_rows(rows, block);
  guint32 least[4], most[4] = {0};
  memset(least, 0xFF, sizeof least);
  if (entry.offset != offset || n_bytes != entry.n_bytes ||
      (guint32) XXH3_64bits(bytes, n_bytes) != entry.checksum)
    return fail(error, "permutation %u: block %" G_GUINT64_FORMAT " is not what its checksum says",
                permutation, block);
  for (guint c = 0; c < 4; c++)
    if (!yt_block_unpack(bytes, n_bytes, c, n, columns[c]))
      return fail(error, "permutation %u: column %u of block %" G_GUINT64_FORMAT " cannot be unpacked",
                  permutation, c, block);
  for (guint r = 0; r < n; r++) {
    guint32 row[4];
    for (guint c = 0; c < 4; c++) {
      row[c] = columns[c][r];
      least[c] = MIN(least[c], row[c]);
      most[c] = MAX(most[c], row[c]);
      if (row[c] > yt_store_file_get_n_codes(file) || (c < 3 && row[c] == 0))
        return fail(error, "permutation %u: row %u of block %" G_GUINT64_FORMAT " has a code without a term",
                    permutation, r, block);
    }
    gboolean any = block > 0 || r > 0;
    if (any && yt_row_compare(last, row) >= 0)
      return fail(error,
                  "permutation %u: row %u of block %" G_GUINT64_FORMAT " is not above the one before it",
                  permutation, r, block);
    if (r == 0 && memcmp(row, entry.first, sizeof row) != 0)
      return fail(error, "permutation %u: the index has another first row of block %" G_GUINT64_FORMAT,
                  permutation, block);
    look_at_row(findings, permutation, row, last, any);
    memcpy(last, row, sizeof row);
  }
  if (memcmp(last, entry.last, sizeof entry.last) != 0 ||
      memcmp(least + 1, entry.least, sizeof entry.least) != 0 ||
      memcmp(most + 1, entry.most, sizeof entry.most) != 0)
    return fail(error, "permutation %u: the index has other statistics of block %" G_GUINT64_FORMAT,
                permutation, block);
  return TRUE;
}

static gboolean
verify_rows(const YtStoreFile *file, YtPermutation permutation, Findings *findings, GError **error)
{
  const YtRows *rows = &file->rows[permutation];
  g_autofree guint32(*columns)[YT_BLOCK_ROWS] = g_malloc(4 * sizeof *columns);
  guint32 last[4] = {0};
  guint64 offset = 0;
  for (guint64 block = 0; block < rows->n_blocks; block++) {
    if (!verify_block(file, permutation, block, offset, last, findings, columns, error))
      return FALSE;
    offset += yt_rows_get_entry(rows, block).n_bytes;
  }
  return offset == rows->n_bytes || fail(error, "permutation %u: bytes behind the last block", permutation);
}

static gboolean
verify_counts(const YtStoreFile *file, const Findings *findings, GError **error)
{
  const Findings *subjects = &findings[YT_PSO], *objects = &findings[YT_POS];
  if (file->header.n_subjects != findings[YT_SPO].n_first ||
      file->header.n_objects != findings[YT_OSP].n_first)
    return fail(error, "the header's counts of subjects and objects are wrong");
  if (file->n_predicates != subjects->runs->len || file->n_predicates != objects->runs->len)
    return fail(error, "the list of predicates is not that of the quads");
  for (gsize i = 0; i < file->n_predicates; i++) {
    YtPredicateCount said = yt_store_file_get_predicate(file, i);
    const YtPredicateCount *s = &g_array_index(subjects->runs, YtPredicateCount, i);
    const YtPredicateCount *o = &g_array_index(objects->runs, YtPredicateCount, i);
    if (said.code != s->code || said.n_quads != s->n_quads || said.n_subjects != s->n_subjects ||
        said.n_objects != o->n_subjects)
      return fail(error, "the counts of predicate %" G_GSIZE_FORMAT " are wrong", i);
  }
  if (file->n_graphs != g_hash_table_size(findings[YT_SPO].graphs))
    return fail(error, "the list of graphs is not that of the quads");
  for (gsize i = 0; i < file->n_graphs; i++) {
    YtGraphCount said = yt_store_file_get_graph(file, i);
    const guint64 *n = g_hash_table_lookup(findings[YT_SPO].graphs, GUINT_TO_POINTER(said.code));
    if (!n || *n != said.n_quads || (i > 0 && yt_store_file_get_graph(file, i - 1).code >= said.code))
      return fail(error, "the count of graph %" G_GSIZE_FORMAT " is wrong", i);
  }
  return TRUE;
}

static gboolean
verify_file(const YtStoreFile *file, GError **error)
{
  if (!verify_gaps(file, error) || !verify_sections(file, error) || !verify_terms(file, error) ||
      !verify_text_index(file, error))
    return FALSE;
  Findings findings[YT_N_PERMUTATIONS];
  gboolean ok = TRUE;
  for (guint p = 0; p < YT_N_PERMUTATIONS; p++) {
    findings[p] = (Findings){.runs = g_array_new(FALSE, TRUE, sizeof(YtPredicateCount)),
                             .graphs = g_hash_table_new_full(NULL, NULL, NULL, g_free)};
    ok = ok && verify_rows(file, (YtPermutation) p, &findings[p], error);
    if (ok && findings[p].sum != findings[0].sum)
      ok = fail(error, "permutation %u has other quads than permutation 0", p);
  }
  ok = ok && verify_counts(file, findings, error);
  for (guint p = 0; p < YT_N_PERMUTATIONS; p++) {
    g_array_unref(findings[p].runs);
    g_hash_table_unref(findings[p].graphs);
  }
  return ok;
}

/* The log was read record by record with its checksums; here: does each change change anything? */
static gboolean
verify_delta(const YtStore *store, GError **error)
{
  g_autoptr(YtStore) before = yt_store_new(store->file, NULL);
  for (guint i = 0; store->delta && i < store->delta->n_runs; i++) {
    const YtDeltaRun *run = store->delta->runs[i];
    for (gsize k = 0; k < run->n; k++) {
      int sign = yt_delta_get_sign(store->delta, &run->quads[k]);
      gboolean there = yt_store_has_quad(before, &run->quads[k]);
      if (sign != 0 && there == (sign > 0))
        return fail(error, "the log %s",
                    sign > 0 ? "inserts a quad that the store has"
                             : "deletes a quad that the store does not have");
    }
  }
  return TRUE;
}

gboolean
yt_store_verify(const YtStore *store, GError **error)
{
  return verify_file(store->file, error) && verify_delta(store, error);
}
