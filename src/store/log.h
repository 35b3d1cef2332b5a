/* log.h: the write-ahead log, one record for each transaction.
 *
 *   log     := header, record*
 *   header  := "YTWAL" 0D 0A 1A, version u32 (1), 0 u32, store u64, checksum u64
 *   record  := n_bytes u64, number u64, checksum u64, n_bytes of payload
 *   payload := n_terms varint, (serial varint, n_key varint, key)*, n_changes varint, (sign u8, id u64[4])*
 *
 * The header names the store that the log belongs to by the checksum of that one's header; its own checksum is
 * XXH3-64 of the 24 bytes before it. Records are numbered from 1; a record's checksum is XXH3-64 of its payload with
 * store ^ number ^ n_bytes as the seed. A key is as in key.h, sign is 1 for an insertion and 0 for a deletion, ids are those of the
 * store and of the terms that the log has brought so far. Little-endian throughout.
 *
 * A transaction is committed when its record is on the disk. What follows the last whole record is what a crash left of
 * an unfinished one: readers do not see it, and the next writer cuts it off. */
#pragma once
#include "store/delta.h"

#define YT_LOG_MAGIC "YTWAL\r\n\x1a"
#define YT_LOG_VERSION 1
#define YT_LOG_HEADER 32
#define YT_LOG_RECORD 24

/* Opens the file and the log at @path. */
YtStore *yt_log_open_store(const char *path, GError **error);

/* A log that is written. */
typedef struct {
  int fd_plus_one; /* 0: there is no file yet */
  char *path;
  guint64 store; /* the checksum of the file's header */
  guint64 n_bytes, n_records;
} YtLog;

/* The state that the log of @file at @path gives, and where it ends; an empty one if there is no such log. */
YtDelta *yt_log_read(const char *path, YtStoreFile *file, guint64 *n_bytes, guint64 *n_records, GError **error);

/* For the writer of the log at @log_path: @n_bytes and @n_records as from yt_log_read(). Cuts off what is behind. */
gboolean yt_log_open(YtLog *log, const char *log_path, const YtStoreFile *file, guint64 n_bytes, guint64 n_records, GError **error);

/* Appends @run and the terms it uses, and waits for the disk. When it fails, @in_doubt tells whether the log may have
 * taken harm, so that nothing can be written to it any more. */
gboolean yt_log_append(YtLog *log, const YtDeltaRun *run, YtLogTerms *terms, gboolean *in_doubt, GError **error);
void yt_log_clear(YtLog *log);
