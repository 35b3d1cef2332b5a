/* store-file.c: see store-file.h. */
#include "store/store-file.h"
#include "store/text-index.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

static const guint group_kinds[YT_N_GROUPS] = {YT_ID_BLANK,  YT_ID_IRI,      0,
                                               YT_ID_STRING, YT_ID_LANGUAGE, YT_ID_TYPED};

int
yt_group_of_kind(guint kind)
{
  switch (kind) {
  case YT_ID_BLANK: return YT_GROUP_BLANK;
  case YT_ID_IRI: return YT_GROUP_IRI;
  case YT_ID_STRING: return YT_GROUP_STRING;
  case YT_ID_LANGUAGE: return YT_GROUP_LANGUAGE;
  case YT_ID_TYPED: return YT_GROUP_TYPED;
  default: return kind >= YT_ID_BOOLEAN && kind <= YT_ID_SHORT ? YT_GROUP_VALUES : -1;
  }
}

void
yt_file_header_swap(YtFileHeader *header, YtFileSection *sections, guint n_sections)
{
  header->version = GUINT32_FROM_LE(header->version);
  header->n_sections = GUINT32_FROM_LE(header->n_sections);
  guint64 *words[] = {&header->file_size,  &header->n_quads,   &header->n_terms,
                      &header->n_subjects, &header->n_objects, &header->checksum};
  for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
    *words[i] = GUINT64_FROM_LE(*words[i]);
  for (guint i = 0; i < n_sections; i++) {
    sections[i].id = GUINT32_FROM_LE(sections[i].id);
    sections[i].offset = GUINT64_FROM_LE(sections[i].offset);
    sections[i].size = GUINT64_FROM_LE(sections[i].size);
    sections[i].checksum = GUINT64_FROM_LE(sections[i].checksum);
  }
}

guint64
yt_file_header_checksum(const YtFileHeader *header, const YtFileSection *sections)
{
  guint8 bytes[sizeof *header + YT_MAX_SECTIONS * sizeof *sections];
  YtFileHeader copy = *header;
  copy.checksum = 0;
  gsize n = MIN(GUINT32_FROM_LE(header->n_sections), YT_MAX_SECTIONS) * sizeof *sections;
  memcpy(bytes, &copy, sizeof copy);
  memcpy(bytes + sizeof copy, sections, n);
  return XXH3_64bits(bytes, sizeof copy + n);
}

static gboolean
corrupt(GError **error, const char *what)
{
  g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_CORRUPT, "%s", what);
  return FALSE;
}

static gboolean
read_header(YtStoreFile *file, GError **error)
{
  if (file->n_bytes < sizeof file->header || memcmp(file->map, YT_FILE_MAGIC, strlen(YT_FILE_MAGIC)) != 0) {
    g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_FORMAT,
                "not a yuantu store: expected it to begin with YTSTORE");
    return FALSE;
  }
  memcpy(&file->header, file->map, sizeof file->header);
  guint32 version = GUINT32_FROM_LE(file->header.version),
          n_sections = GUINT32_FROM_LE(file->header.n_sections);
  if (version != YT_FILE_VERSION) {
    g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_FORMAT,
                "store format %u, but this program reads format %u: load the data anew", version,
                YT_FILE_VERSION);
    return FALSE;
  }
  if (file->n_bytes < YT_FILE_HEADER || n_sections > YT_MAX_SECTIONS)
    return corrupt(error, "the header is cut short");
  memcpy(file->sections, file->map + sizeof file->header, n_sections * sizeof *file->sections);
  if (yt_file_header_checksum(&file->header, file->sections) != GUINT64_FROM_LE(file->header.checksum))
    return corrupt(error, "the header's checksum is wrong");
  yt_file_header_swap(&file->header, file->sections, n_sections);
  if (file->header.file_size != file->n_bytes) {
    g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_CORRUPT,
                "expected %" G_GUINT64_FORMAT " bytes, found %" G_GSIZE_FORMAT, file->header.file_size,
                file->n_bytes);
    return FALSE;
  }
  for (guint i = 0; i < n_sections; i++) {
    const YtFileSection *s = &file->sections[i];
    if (s->offset % 8 != 0 || s->offset < YT_FILE_HEADER || s->offset > file->n_bytes ||
        s->size > file->n_bytes - s->offset)
      return corrupt(error, "a section lies outside the file");
  }
  return TRUE;
}

const YtFileSection *
yt_store_file_find_section(const YtStoreFile *file, guint32 id)
{
  for (guint i = 0; i < file->header.n_sections; i++)
    if (file->sections[i].id == id)
      return &file->sections[i];
  return NULL;
}

static const guint8 *
get_section(const YtStoreFile *file, guint32 id, gsize *n_bytes)
{
  const YtFileSection *section = yt_store_file_find_section(file, id);
  *n_bytes = section ? section->size : 0;
  return section ? file->map + section->offset : file->map;
}

static gboolean
read_text_index(YtStoreFile *file, GError **error)
{
  if (!yt_store_file_find_section(file, YT_SECTION_LENGTHS))
    return TRUE;
  gboolean exact;
  gsize n_bytes;
  file->first_text = yt_store_file_find_code(file, YT_ID_FIRST(YT_ID_SHORT), &exact);
  file->lengths = get_section(file, YT_SECTION_LENGTHS, &file->n_texts);
  file->postings = get_section(file, YT_SECTION_POSTINGS, &file->n_postings);
  file->grams = get_section(file, YT_SECTION_GRAMS, &n_bytes);
  file->n_grams = n_bytes / sizeof(YtGramEntry);
  if (file->n_texts != file->group_first[YT_GROUP_LANGUAGE + 1] - file->first_text)
    return corrupt(error, "the text index has another number of texts than the dictionaries");
  return TRUE;
}

static gboolean
read_sections(YtStoreFile *file, GError **error)
{
  gsize n_bytes, n_index;
  guint64 code = 1;
  for (guint g = 0; g < YT_N_GROUPS; g++) {
    file->group_first[g] = (guint32) code;
    const guint8 *section =
        get_section(file, g == YT_GROUP_VALUES ? YT_SECTION_VALUES : group_kinds[g], &n_bytes);
    guint64 n_terms = n_bytes / 8;
    if (g == YT_GROUP_VALUES) {
      file->values = section;
    } else {
      if (!yt_dictionary_init(&file->dictionaries[g], section, n_bytes))
        return corrupt(error, "a dictionary's size is wrong");
      n_terms = file->dictionaries[g].n_terms;
      file->group_base[g] = YT_ID_FIRST(group_kinds[g]) - code;
    }
    code += n_terms;
    if (code > G_MAXUINT32)
      return corrupt(error, "more terms than the format has codes");
  }
  file->group_first[YT_N_GROUPS] = (guint32) code;
  if (file->header.n_terms != code - 1)
    return corrupt(error, "the number of terms is wrong");
  for (guint p = 0; p < YT_N_PERMUTATIONS; p++) {
    const guint8 *blocks = get_section(file, YT_SECTION_BLOCKS + p, &n_bytes);
    const guint8 *index = get_section(file, YT_SECTION_INDEX + p, &n_index);
    if (!yt_rows_init(&file->rows[p], blocks, n_bytes, index, n_index, file->header.n_quads))
      return corrupt(error, "the size of a permutation is wrong");
  }
  file->predicates = get_section(file, YT_SECTION_PREDICATES, &n_bytes);
  file->n_predicates = n_bytes / sizeof(YtPredicateCount);
  file->graphs = get_section(file, YT_SECTION_GRAPHS, &n_bytes);
  file->n_graphs = n_bytes / sizeof(YtGraphCount);
  return read_text_index(file, error);
}

/* ---- Frequent terms */

/* The place of @id, or a free one. */
static YtFrequentTerm *
find_frequent(const YtStoreFile *file, YtTermId id)
{
  gsize mask = ((gsize) 1 << file->n_frequent_bits) - 1;
  gsize place = (id * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15)) >> (64 - file->n_frequent_bits);
  while (file->frequent[place].id != 0 && file->frequent[place].id != id)
    place = (place + 1) & mask;
  return &file->frequent[place];
}

const char *
yt_store_file_find_frequent(const YtStoreFile *file, YtTermId id, gsize *n_key)
{
  const YtFrequentTerm *term = find_frequent(file, id);
  *n_key = term->n_key;
  return term->key;
}

/* Answers say the same few predicates again and again. Those of one quad in SHARE are at most SHARE, so a store opens as
 * fast when it has many. */
static void
collect_frequent(YtStoreFile *file)
{
  enum { SHARE = 1024 };
  gsize n = 0;
  g_autofree guint32 *codes = g_new(guint32, SHARE);
  for (gsize i = 0; i < file->n_predicates && n < SHARE; i++) {
    YtPredicateCount count = yt_store_file_get_predicate(file, i);
    if (count.n_quads >= file->header.n_quads / SHARE)
      codes[n++] = count.code;
  }
  for (file->n_frequent_bits = 1; (gsize) 1 << file->n_frequent_bits < 2 * n; file->n_frequent_bits++)
    ;
  file->frequent = g_new0(YtFrequentTerm, (gsize) 1 << file->n_frequent_bits);
  file->keys = g_string_chunk_new(1024);
  YtDictionaryCursor cursor = {0};
  yt_dictionary_cursor_reset(&cursor, &file->dictionaries[YT_GROUP_IRI]);
  for (gsize i = 0; i < n; i++) {
    YtTermId id = yt_store_file_get_id(file, codes[i]);
    gsize n_key;
    const char *key =
        yt_id_kind(id) == YT_ID_IRI ? yt_dictionary_cursor_get(&cursor, id & YT_ID_PAYLOAD, &n_key) : NULL;
    if (key)
      *find_frequent(file, id) =
          (YtFrequentTerm){id, g_string_chunk_insert_len(file->keys, key, (gssize) n_key), n_key};
  }
  yt_dictionary_cursor_clear(&cursor);
}

YtStoreFile *
yt_store_file_open(const char *path, int fd, GError **error)
{
  struct stat status;
  if (fd < 0)
    fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0 || fstat(fd, &status) != 0) {
    int code = errno;
    g_set_error(error, G_FILE_ERROR, (gint) g_file_error_from_errno(code), "%s: %s", path, g_strerror(code));
    if (fd >= 0)
      close(fd);
    return NULL;
  }
  g_autoptr(YtStoreFile) file = g_new0(YtStoreFile, 1);
  file->ref_count = 1;
  file->n_bytes = (gsize) status.st_size;
  file->device = status.st_dev;
  file->inode = status.st_ino;
  void *map = S_ISREG(status.st_mode) && file->n_bytes > 0
                  ? mmap(NULL, file->n_bytes, PROT_READ, MAP_SHARED, fd, 0)
                  : MAP_FAILED;
  close(fd);
  if (map == MAP_FAILED) {
    g_set_error(error, YT_STORE_ERROR, YT_STORE_ERROR_FORMAT, "%s: not a yuantu store: %s", path,
                S_ISREG(status.st_mode) ? "it is empty" : "no regular file");
    return NULL;
  }
  file->map = map;
  if (!read_header(file, error) || !read_sections(file, error)) {
    g_prefix_error(error, "%s: ", path);
    return NULL;
  }
  collect_frequent(file);
  return g_steal_pointer(&file);
}

YtStoreFile *
yt_store_file_ref(YtStoreFile *file)
{
  g_atomic_int_inc(&file->ref_count);
  return file;
}

void
yt_store_file_unref(YtStoreFile *file)
{
  if (!g_atomic_int_dec_and_test(&file->ref_count))
    return;
  if (file->map)
    munmap((void *) file->map, file->n_bytes);
  g_free(file->frequent);
  g_clear_pointer(&file->keys, g_string_chunk_free);
  g_free(file);
}

/* ---- Codes and ids */

static YtTermId
get_value(const YtStoreFile *file, guint32 place)
{
  guint64 value;
  memcpy(&value, file->values + (gsize) place * 8, sizeof value);
  return GUINT64_FROM_LE(value);
}

static guint
group_of_code(const YtStoreFile *file, guint32 code)
{
  guint g = 0;
  while (g < YT_N_GROUPS && code >= file->group_first[g + 1])
    g++;
  return g;
}

YtTermId
yt_store_file_get_id(const YtStoreFile *file, guint32 code)
{
  if (code == 0)
    return 0;
  guint g = group_of_code(file, code);
  if (g == YT_N_GROUPS)
    return 0;
  return g == YT_GROUP_VALUES ? get_value(file, code - file->group_first[g]) : file->group_base[g] + code;
}

void
yt_store_file_get_ids(const YtStoreFile *file, const guint32 *codes, gsize n, guint32 least, guint32 most,
                      YtTermId *ids)
{
  if (least == 0 && most == 0) {
    memset(ids, 0, n * sizeof *ids);
    return;
  }
  guint g = least > 0 ? group_of_code(file, least) : YT_N_GROUPS;
  if (g == YT_N_GROUPS || most >= file->group_first[g + 1]) {
    for (gsize i = 0; i < n; i++)
      ids[i] = yt_store_file_get_id(file, codes[i]);
  } else if (g == YT_GROUP_VALUES) {
    guint32 first = file->group_first[g], n_values = file->group_first[g + 1] - first;
    for (gsize i = 0; i < n; i++) /* the block may break the promise of its statistics */
      ids[i] = codes[i] - first < n_values ? get_value(file, codes[i] - first) : 0;
  } else {
    YtTermId base = file->group_base[g];
    for (gsize i = 0; i < n; i++)
      ids[i] = base + codes[i];
  }
}

guint32
yt_store_file_get_n_codes(const YtStoreFile *file)
{
  return file->group_first[YT_N_GROUPS] - 1;
}

guint32
yt_store_file_find_code(const YtStoreFile *file, YtTermId id, gboolean *exact)
{
  *exact = FALSE;
  guint kind = (guint) (id >> YT_ID_SHIFT);
  int group = yt_group_of_kind(kind);
  if (kind == YT_ID_UNBOUND) {
    *exact = id == 0;
    return id == 0 ? 0 : 1;
  }
  if (group < 0)
    return file->group_first[YT_N_GROUPS];
  guint32 first = file->group_first[group], end = file->group_first[group + 1];
  if (group != YT_GROUP_VALUES) {
    guint64 place = id & YT_ID_PAYLOAD;
    *exact = place < end - first;
    return *exact ? first + (guint32) place : end;
  }
  guint32 low = 0, high = end - first;
  while (low < high) {
    guint32 middle = low + (high - low) / 2;
    if (get_value(file, middle) < id)
      low = middle + 1;
    else
      high = middle;
  }
  *exact = low < end - first && get_value(file, low) == id;
  return first + low;
}

YtPredicateCount
yt_store_file_get_predicate(const YtStoreFile *file, gsize index)
{
  YtPredicateCount count;
  memcpy(&count, file->predicates + index * sizeof count, sizeof count);
  count.code = GUINT32_FROM_LE(count.code);
  count.n_quads = GUINT64_FROM_LE(count.n_quads);
  count.n_subjects = GUINT64_FROM_LE(count.n_subjects);
  count.n_objects = GUINT64_FROM_LE(count.n_objects);
  return count;
}

YtGraphCount
yt_store_file_get_graph(const YtStoreFile *file, gsize index)
{
  YtGraphCount count;
  memcpy(&count, file->graphs + index * sizeof count, sizeof count);
  count.code = GUINT32_FROM_LE(count.code);
  count.n_quads = GUINT64_FROM_LE(count.n_quads);
  return count;
}
