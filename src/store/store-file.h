/* store-file.h: the immutable file, mapped.
 *
 *   file    := header, sections; all numbers little-endian, every section at a multiple of 8
 *   header  := "YTSTORE" 1A, version u32 (1), n_sections u32, file_size u64, n_quads u64, n_terms u64, n_subjects u64,
 *              n_objects u64, checksum u64, section[n_sections], zeros up to byte 4096
 *   section := id u32, 0 u32, offset u64, size u64, checksum u64
 *
 * A section's checksum is XXH3-64 of its bytes; the header's is that of the header and the section table with the
 * header's own checksum as 0, so it stands for the whole content: a log names by it the file that it belongs to.
 *
 *   id         section
 *   1 2        dictionary of blank nodes, of IRIs (dictionary.h)
 *   3          values: the inline ids that occur, u64 each, rising
 *   10 11 12   dictionary of strings, language-tagged literals, typed literals
 *   32 … 37    blocks of SPO, SOP, PSO, POS, OSP, OPS (permutation.h)
 *   48 … 53    their indexes
 *   64         predicates: code u32, 0 u32, n_quads u64, n_subjects u64, n_objects u64; rising
 *   65         graphs: code u32, 0 u32, n_quads u64; rising, code 0 for the default graph
 *   66 67 68   text index: grams, postings, lengths (text-index.h); files from before there was one have none
 *
 * Terms have codes, from 1, in the order of their ids: blank nodes, IRIs, inline values, strings, language-tagged, typed.
 * Rows are made of codes, since those need few bits. From a code to an id is an addition (for terms in a dictionary)
 * or a look into the values. */
#pragma once
#include "store/dictionary.h"
#include "store/permutation.h"
#include "store/sort.h"

#define YT_FILE_MAGIC "YTSTORE\x1a"
#define YT_FILE_VERSION 1
#define YT_FILE_HEADER 4096
#define YT_SECTION_VALUES 3
#define YT_SECTION_BLOCKS 32
#define YT_SECTION_INDEX 48
#define YT_SECTION_PREDICATES 64
#define YT_SECTION_GRAPHS 65
#define YT_MAX_SECTIONS 32

typedef struct {
  char magic[8];
  guint32 version, n_sections;
  guint64 file_size, n_quads, n_terms, n_subjects, n_objects, checksum;
} YtFileHeader;
G_STATIC_ASSERT(sizeof(YtFileHeader) == 64);

typedef struct {
  guint32 id, zero;
  guint64 offset, size, checksum;
} YtFileSection;
G_STATIC_ASSERT(sizeof(YtFileSection) == 32);

/* The kinds of terms in the order of codes. */
enum { YT_GROUP_BLANK, YT_GROUP_IRI, YT_GROUP_VALUES, YT_GROUP_STRING, YT_GROUP_LANGUAGE, YT_GROUP_TYPED, YT_N_GROUPS };

/* A term that answers have again and again, with its text as the dictionary has it and a NUL behind. */
typedef struct {
  YtTermId id; /* 0: none here */
  const char *key;
  gsize n_key;
} YtFrequentTerm;

typedef struct {
  gint ref_count;
  const guint8 *map;
  gsize n_bytes;
  guint64 device, inode; /* of the file that was mapped */
  YtFileHeader header; /* in the machine's byte order */
  YtFileSection sections[YT_MAX_SECTIONS];
  YtDictionary dictionaries[YT_N_GROUPS]; /* none for values */
  const guint8 *values;
  guint32 group_first[YT_N_GROUPS + 1]; /* codes */
  YtTermId group_base[YT_N_GROUPS];     /* id = group_base + code, but for values */
  YtRows rows[YT_N_PERMUTATIONS];
  const guint8 *predicates, *graphs;
  gsize n_predicates, n_graphs;
  const guint8 *grams, *postings, *lengths; /* lengths is NULL: there is no text index */
  gsize n_grams, n_postings, n_texts;       /* postings in bytes */
  guint32 first_text;                       /* code */
  YtFrequentTerm *frequent; /* 1 << n_frequent_bits places by a hash of the id, then those behind it; half are free */
  guint n_frequent_bits;
  GStringChunk *keys; /* of these */
} YtStoreFile;

/* Maps @path, or takes @fd (not -1) over. */
YtStoreFile *yt_store_file_open(const char *path, int fd, GError **error);
YtStoreFile *yt_store_file_ref(YtStoreFile *file);
void yt_store_file_unref(YtStoreFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YtStoreFile, yt_store_file_unref)

const YtFileSection *yt_store_file_find_section(const YtStoreFile *file, guint32 id); /* NULL if there is none */
guint64 yt_file_header_checksum(const YtFileHeader *header, const YtFileSection *sections); /* as in the file's bytes */
void yt_file_header_swap(YtFileHeader *header, YtFileSection *sections, guint n_sections);  /* little-endian ↔ here */

int yt_group_of_kind(guint kind); /* -1 for kinds that are in no file */

/* 0 for code 0 and for codes that the file does not have. */
YtTermId yt_store_file_get_id(const YtStoreFile *file, guint32 code);
void yt_store_file_get_ids(const YtStoreFile *file, const guint32 *codes, gsize n, guint32 least, guint32 most, YtTermId *ids);

/* The first code whose id is at least @id, one more than the last code if there is none; @exact tells whether it is @id. */
guint32 yt_store_file_find_code(const YtStoreFile *file, YtTermId id, gboolean *exact);
guint32 yt_store_file_get_n_codes(const YtStoreFile *file); /* codes are 1 to this */

/* The dictionary's text of @id if it is a predicate of at least one quad in 1024, which needs no decoding then; else NULL.
 * A NUL follows it. */
const char *yt_store_file_find_frequent(const YtStoreFile *file, YtTermId id, gsize *n_key);

YtPredicateCount yt_store_file_get_predicate(const YtStoreFile *file, gsize index);
YtGraphCount yt_store_file_get_graph(const YtStoreFile *file, gsize index);
